//! The panel of data quality in words and columns: `milepost counts police-uk --quality`.
use super::{grouped, numbered};
use bulk::police_uk::{Counted, FileQuality, Kind, Quality, Suspected, Vintage};
use std::fmt::Write as _;

/// How many missing files are named each.
const MOST_NAMED: usize = 40;

pub fn words(counted: &Counted, quality: &Quality) -> String {
    let mut words = String::new();
    let _ = writeln!(
        words,
        "Data set: data.police.uk, {}\nFiles: {} expected, {} received, {} missing",
        counted.kind,
        grouped(quality.files_expected as u64),
        grouped(quality.files_received as u64),
        grouped(quality.missing.len() as u64)
    );
    if let (Some(first), Some(last)) =
        (quality.files.iter().filter_map(|f| f.month).min(), quality.files.iter().filter_map(|f| f.month).max())
    {
        let _ = writeln!(words, "Period: {first} to {last}");
    }
    let _ = match &quality.vintage {
        None => writeln!(words, "Vintage: not known"),
        Some(Vintage::ArchiveName { month }) => writeln!(words, "Vintage: {month}, by the archive's name"),
        Some(Vintage::ZipDates { date }) => {
            writeln!(words, "Vintage: {date}, the latest date in the zip; whoever packs it again makes it younger")
        }
    };
    let _ = writeln!(words, "Rows: {} counted, {} left out", grouped(counted.rows), grouped(counted.rejects.total()));
    words.push('\n');
    table(&mut words, counted.kind, &quality.files);
    if !quality.missing.is_empty() || !quality.suspected.is_empty() || counted.rejects.total() > 0 {
        words.push('\n');
    }
    for missing in quality.missing.iter().take(MOST_NAMED) {
        let _ = writeln!(words, "Missing: {} {}", missing.month, missing.force_slug);
    }
    if quality.missing.len() > MOST_NAMED {
        let _ = writeln!(words, "Missing: {} more", quality.missing.len() - MOST_NAMED);
    }
    for suspected in &quality.suspected {
        words.push_str(&partial(suspected));
    }
    for (reason, n) in &counted.rejects.by_reason {
        let _ = writeln!(words, "Left out: {}: {reason}", numbered(*n, "row", "rows"));
    }
    for example in &counted.rejects.first {
        let _ = writeln!(words, "  {example}");
    }
    words.push_str(notes(counted.kind));
    words
}

fn partial(suspected: &Suspected) -> String {
    let what = if suspected.category.is_none() { "Partial submission suspected" } else { "Unusually few" };
    format!(
        "{what}: {} {}, {}: {}, {:.0} % of the median of {} before ({})\n",
        suspected.month,
        suspected.force,
        suspected.category.as_deref().unwrap_or("all types"),
        numbered(suspected.rows, "row", "rows"),
        percent(suspected.rows * 2, suspected.twice_median_before),
        numbered(suspected.months_before as u64, "month", "months"),
        half(suspected.twice_median_before)
    )
}

/// A median that was kept twofold.
fn half(twice: u64) -> String {
    if twice.is_multiple_of(2) { grouped(twice / 2) } else { format!("{}.5", grouped(twice / 2)) }
}

#[expect(clippy::cast_precision_loss, reason = "a share in whole per cent")]
fn percent(part: u64, of: u64) -> f64 {
    part as f64 * 100.0 / of.max(1) as f64
}

fn table(words: &mut String, kind: Kind, files: &[FileQuality]) {
    let blank_place = if kind == Kind::StopAndSearch { "no place" } else { "no LSOA" };
    let mut rows = vec![
        ["month", "force", "rows", "left out", "no ID", "repeated", blank_place, "outside", "open", "of median"]
            .map(str::to_owned),
    ];
    rows.extend(files.iter().map(|file| {
        let share = |part: Option<u64>, of: u64| {
            part.map_or_else(|| "-".to_owned(), |part| format!("{} ({:.1} %)", grouped(part), percent(part, of)))
        };
        let repeated = match (file.repeated_ids, file.repeated_rows) {
            (Some(ids), Some(more)) => format!("{} (+{})", grouped(ids), grouped(more)),
            _ => "-".to_owned(),
        };
        [
            file.month.map_or_else(|| "-".to_owned(), |month| month.to_string()),
            file.force.clone().unwrap_or_else(|| file.name.clone()),
            grouped(file.rows),
            grouped(file.rejected.values().sum()),
            file.blank_id_not_asb.map_or_else(|| "-".to_owned(), grouped),
            repeated,
            share(Some(file.blank_place), file.rows),
            share(file.outside, file.rows.saturating_sub(file.blank_place)),
            share(file.open, file.with_outcome.unwrap_or_default()),
            file.twice_median_before
                .map_or_else(|| "-".to_owned(), |twice| format!("{:.0} %", percent(file.rows * 2, twice))),
        ]
    }));
    let mut widths = [0; 10];
    for row in &rows {
        for (width, cell) in widths.iter_mut().zip(row) {
            *width = (*width).max(cell.chars().count());
        }
    }
    for row in &rows {
        let mut line = String::new();
        for (at, (cell, width)) in row.iter().zip(widths).enumerate() {
            // Names to the left, numbers to the right.
            let _ = if at < 2 { write!(line, "{cell:<width$}  ") } else { write!(line, "{cell:>width$}  ") };
        }
        words.push_str(line.trim_end());
        words.push('\n');
    }
}

const fn notes(kind: Kind) -> &'static str {
    match kind {
        Kind::Street => {
            "\nno ID: rows without a Crime ID, leaving out anti-social behaviour, which has never one.\n\
             repeated: Crime IDs of more than one row of the file (+ their further rows). All rows are counted.\n\
             outside: rows in districts that each hold under 1 % of the force's located rows in this load. An estimate:\n\
             places are moved to near points, and a small district of the force's own counts as outside.\n\
             open: last outcome “Under investigation” or “Awaiting court outcome”, of the rows that name one.\n\
             of median: rows against the median of the months among the 12 before; at least two are needed. Under 60 % a\n\
             partial submission is suspected; a single type is said to be unusually few where its median is 100 or more.\n"
        }
        Kind::Outcomes | Kind::StopAndSearch => {
            "\nof median: rows against the median of the months among the 12 before; at least two are needed. Under 60 % a\n\
             partial submission is suspected; a single type is said to be unusually few where its median is 100 or more.\n"
        }
    }
}
