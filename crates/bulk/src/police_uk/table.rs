//! What was counted, as a table: CSV or JSON.
use super::{Also, By, Cell, Counted, Dimension, Kind};
use crate::tabular::inert;
use std::{cmp::Ordering, io};

/// As what a table is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 4180 with LF, no byte order mark: for programs.
    Csv,
    /// All that is known of the load, the table among it.
    Json,
}

/// Writes the table. A text that a spreadsheet would take for a formula gets an apostrophe before it in CSV.
pub fn write(counted: &Counted, format: Format, mut to: impl io::Write) -> io::Result<()> {
    match format {
        Format::Csv => csv(counted, to),
        Format::Json => {
            serde_json::to_writer_pretty(&mut to, counted)?;
            to.write_all(b"\n")
        }
    }
}

fn csv(counted: &Counted, to: impl io::Write) -> io::Result<()> {
    let mut rows = csv::WriterBuilder::new().from_writer(to);
    let mut head: Vec<&str> = counted
        .by
        .dimensions()
        .iter()
        .map(|dimension| match dimension {
            Dimension::Month => "month",
            Dimension::Force => "force",
            Dimension::Type => counted.kind.category(),
        })
        .collect();
    head.push("n");
    head.extend(match counted.kind {
        Kind::Street => &["blank_crime_id", "blank_lsoa"][..],
        Kind::Outcomes if counted.by.has(Dimension::Month) => &["crimes"],
        Kind::Outcomes => &[],
        Kind::StopAndSearch => &["blank_location", "blank_self_defined_ethnicity"],
    });
    rows.write_record(&head)?;
    for cell in &counted.cells {
        let mut row: Vec<String> = counted
            .by
            .dimensions()
            .iter()
            .map(|dimension| match dimension {
                Dimension::Month => cell.month.map(|month| month.to_string()).unwrap_or_default(),
                Dimension::Force => inert(cell.force.as_deref()),
                Dimension::Type => inert(cell.category.as_deref()),
            })
            .collect();
        row.push(cell.n.to_string());
        match cell.also {
            Also::Street { blank_crime_id: one, blank_lsoa: other }
            | Also::StopAndSearch { blank_location: one, blank_self_defined_ethnicity: other } => {
                row.extend([one.to_string(), other.to_string()]);
            }
            Also::Outcomes { crimes } => row.extend(crimes.map(|crimes| crimes.to_string())),
        }
        rows.write_record(&row)?;
    }
    rows.flush()
}

/// By the columns asked for, each by its bytes.
pub(super) fn order(by: &By, one: &Cell, other: &Cell) -> Ordering {
    by.dimensions().iter().fold(Ordering::Equal, |so_far, dimension| {
        so_far.then_with(|| match dimension {
            Dimension::Month => one.month.cmp(&other.month),
            Dimension::Force => one.force.cmp(&other.force),
            Dimension::Type => one.category.cmp(&other.category),
        })
    })
}

/// Whether files between July 2016 and December 2024 have the type.
pub(super) fn familiar(kind: Kind, category: &str) -> bool {
    let known: &[&str] = match kind {
        Kind::Street => &CRIME_TYPES,
        Kind::StopAndSearch => &["Person search", "Person and Vehicle search", "Vehicle search"],
        // Their words move from year to year.
        Kind::Outcomes => return true,
    };
    known.contains(&category)
}

const CRIME_TYPES: [&str; 14] = [
    "Anti-social behaviour",
    "Bicycle theft",
    "Burglary",
    "Criminal damage and arson",
    "Drugs",
    "Other crime",
    "Other theft",
    "Possession of weapons",
    "Public order",
    "Robbery",
    "Shoplifting",
    "Theft from the person",
    "Vehicle crime",
    "Violence and sexual offences",
];
