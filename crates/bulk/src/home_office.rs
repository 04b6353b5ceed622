//! Home Office police recorded crime open data by police force area: offences by financial quarter, force and offence.
//!
//! Source of the layout: police recorded crime open data tables (gov.uk, Open Government Licence v3.0). Counts may be
//! negative: a quarter books what was recorded wrongly in an earlier one.
use crate::{
    Input, Reason, Refused, Rejects, forces,
    refused::shown,
    tabular::{Row, inert, whole_number},
};
use domain::{period::FinancialYear, span::Span};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, io, str::FromStr};

/// The header, the same in every table.
pub const HEADER: [&str; 8] = [
    "Financial Year",
    "Financial Quarter",
    "Force Name",
    "Offence Description",
    "Offence Group",
    "Offence Subgroup",
    "Offence Code",
    "Number of Offences",
];

/// Names in the column of forces that are none: who else tells the Home Office of fraud.
const NO_FORCES: [&str; 4] = ["Action Fraud", "CIFAS", "Financial Fraud Action UK", "UK Finance"];

/// A table has some 150 offences; a column with more words than this is not what it is named.
const MOST_OFFENCES: usize = 5_000;
/// Twelve years by quarter, force and code are some 300,000.
const MOST_CELLS: usize = 400_000;
/// The share of rows that may be rejects, in per cent.
const MOST_REJECTS: u64 = 5;

/// How finely offences are told apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Offences {
    Together,
    Group,
    Subgroup,
    Code,
}

impl FromStr for Offences {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        match word {
            "together" => Ok(Self::Together),
            "group" => Ok(Self::Group),
            "subgroup" => Ok(Self::Subgroup),
            "code" => Ok(Self::Code),
            other => Err(format!("“{other}” is none of together, group, subgroup, code")),
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    pub by: Offences,
    /// A quarter that has not ended by this day is a reject.
    pub today: Date,
}

/// What a table says. Sorted; the same table gives the same value.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recorded {
    pub by: Offences,
    pub cells: Vec<Cell>,
    /// What is no force, and counted in no cell.
    pub kept_apart: Vec<Apart>,
    pub quarters: Vec<Span>,
    pub rows: u64,
    /// Rows with a count below zero: real, and counted.
    pub negative_rows: u64,
    pub rejects: Rejects,
    /// Sheets without the header.
    pub tables_left_aside: usize,
    pub bytes: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// The offences of a force in a quarter.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    pub quarter: Span,
    pub force_slug: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subgroup: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    pub offences: i64,
}

/// A name that is no force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Apart {
    pub name: String,
    pub quarter: Span,
    pub rows: u64,
    pub offences: i64,
}

impl Recorded {
    /// The table as CSV, RFC 4180 with LF: quarter, force, as much of the offence as was asked for, and the count.
    pub fn write_csv(&self, to: impl io::Write) -> io::Result<()> {
        let mut rows = csv::WriterBuilder::new().from_writer(to);
        let parts = match self.by {
            Offences::Together => 0,
            Offences::Group => 1,
            Offences::Subgroup => 2,
            Offences::Code => 3,
        };
        let offence = ["offence_group", "offence_subgroup", "offence_code"];
        rows.write_record(["quarter", "force"].iter().chain(&offence[..parts]).chain(&["offences"]))?;
        for cell in &self.cells {
            let force = forces::by_slug(&cell.force_slug).map_or(cell.force_slug.as_str(), |force| force.name);
            let offence = [&cell.group, &cell.subgroup, &cell.code].map(|part| inert(part.as_deref()));
            let (quarter, count) = (cell.quarter.to_string(), cell.offences.to_string());
            let row = [quarter.as_str(), force].into_iter().chain(offence[..parts].iter().map(String::as_str));
            rows.write_record(row.chain([count.as_str()]))?;
        }
        rows.flush()
    }
}

type Offence = (Option<String>, Option<String>, Option<String>);

struct Reading<'o> {
    options: &'o Options,
    cells: BTreeMap<(Span, &'static str, usize), i64>,
    offences: Vec<Offence>,
    numbers: BTreeMap<Offence, usize>,
    apart: BTreeMap<(String, Span), (u64, i64)>,
    rows: u64,
    negative_rows: u64,
    rejects: Rejects,
}

/// Reads a table from CSV, or each sheet of a workbook that has the header.
pub fn read(input: &Input<'_>, options: &Options) -> Result<Recorded, Refused> {
    let name = input.name();
    let mut reading = Reading {
        options,
        cells: BTreeMap::new(),
        offences: Vec::new(),
        numbers: BTreeMap::new(),
        apart: BTreeMap::new(),
        rows: 0,
        negative_rows: 0,
        rejects: Rejects::default(),
    };
    // Of each table that began: whether it has the header.
    let mut tables: Vec<bool> = Vec::new();
    let mut wrong = None;
    input.each_row(&mut |table, row| {
        if table >= tables.len() {
            tables.resize(table, false);
            let difference = row.cells.map_or_else(|reason| Some(reason.to_string()), difference);
            tables.push(difference.is_none());
            wrong = wrong.take().or(difference);
            return Ok(());
        }
        if tables[table] { reading.row(&name, row) } else { Ok(()) }
    })?;
    let with_header = tables.iter().filter(|has| **has).count();
    if with_header == 0 {
        let wrong = wrong.unwrap_or_else(|| "there is no row".to_owned());
        return Err(Refused::Header { file: name, wrong });
    }
    let rejected = reading.rejects.total();
    let all = reading.rows + rejected;
    if all == 0 {
        return Err(Refused::Empty { file: name });
    }
    if rejected > 1 && rejected * 100 > all * MOST_REJECTS {
        return Err(reading.rejects.refusing(&name, all, MOST_REJECTS));
    }
    let mut quarters: Vec<Span> = reading.cells.keys().map(|(quarter, ..)| *quarter).collect();
    quarters.dedup();
    let mut cells: Vec<Cell> = reading
        .cells
        .into_iter()
        .map(|((quarter, slug, offence), offences)| {
            let (group, subgroup, code) = reading.offences[offence].clone();
            Cell { quarter, force_slug: slug.to_owned(), group, subgroup, code, offences }
        })
        .collect();
    cells.sort_by(|one, other| {
        (one.quarter, &one.force_slug, &one.group, &one.subgroup, &one.code).cmp(&(
            other.quarter,
            &other.force_slug,
            &other.group,
            &other.subgroup,
            &other.code,
        ))
    });
    Ok(Recorded {
        by: options.by,
        cells,
        kept_apart: reading
            .apart
            .into_iter()
            .map(|((name, quarter), (rows, offences))| Apart { name, quarter, rows, offences })
            .collect(),
        quarters,
        rows: reading.rows,
        negative_rows: reading.negative_rows,
        rejects: reading.rejects.of_file(&name),
        tables_left_aside: tables.len() - with_header,
        bytes: input.bytes(),
        sha256: input.sha256()?,
    })
}

fn difference(cells: &[String]) -> Option<String> {
    if cells.iter().map(String::as_str).eq(HEADER) {
        return None;
    }
    let at =
        (0..HEADER.len().max(cells.len())).find(|at| cells.get(*at).map(String::as_str) != HEADER.get(*at).copied())?;
    let is = cells.get(at).map_or_else(|| "nothing".to_owned(), |cell| format!("“{}”", shown(cell)));
    let should = HEADER.get(at).map_or_else(|| "no column".to_owned(), |column| format!("“{column}”"));
    Some(format!("column {} is {is} where the Home Office's table has {should}", at + 1))
}

impl Reading<'_> {
    fn row(&mut self, file: &str, row: &Row<'_>) -> Result<(), Refused> {
        let line = row.line;
        let cells = match row.cells {
            Ok(cells) => cells,
            Err(reason) => {
                self.rejects.add(line, reason, String::new);
                return Ok(());
            }
        };
        let [year, quarter, force, _, group, subgroup, code, count] = cells else {
            self.rejects.add(line, Reason::NumberOfColumns, || format!("{} columns", cells.len()));
            return Ok(());
        };
        let number = quarter.strip_prefix(['Q', 'q']).unwrap_or(quarter).parse::<i8>().ok();
        let Some(quarter) = FinancialYear::parse(year).zip(number).and_then(|(year, number)| year.quarter(number))
        else {
            self.rejects.add(line, Reason::NoPeriod, || shown(&format!("{year}, quarter {quarter}")));
            return Ok(());
        };
        let quarter = Span::Quarter(quarter);
        if quarter.ends() >= self.options.today {
            self.rejects.add(line, Reason::FuturePeriod, || quarter.to_string());
            return Ok(());
        }
        let Some(count) = whole_number(count) else {
            self.rejects.add(line, Reason::NotANumber, || shown(count));
            return Ok(());
        };
        if group.is_empty() || code.is_empty() {
            self.rejects.add(line, Reason::Empty, || "Offence Group or Offence Code".to_owned());
            return Ok(());
        }
        match forces::by_name(force) {
            Ok(force) => {
                let offence = self.offence(file, group, subgroup, code)?;
                let cell = self.cells.entry((quarter, force.slug, offence)).or_default();
                *cell = cell.saturating_add(count);
                if self.cells.len() > MOST_CELLS {
                    return Err(Refused::TooMany {
                        file: file.to_owned(),
                        what: "counts".to_owned(),
                        most: MOST_CELLS,
                    });
                }
            }
            Err(unknown) => {
                let known = NO_FORCES.iter().find(|name| name.eq_ignore_ascii_case(force));
                let Some(name) = known else {
                    self.rejects.add(line, Reason::UnknownForce, || unknown.to_string());
                    return Ok(());
                };
                let (rows, offences) = self.apart.entry(((*name).to_owned(), quarter)).or_default();
                *rows += 1;
                *offences = offences.saturating_add(count);
            }
        }
        self.rows += 1;
        self.negative_rows += u64::from(count < 0);
        Ok(())
    }

    fn offence(&mut self, file: &str, group: &str, subgroup: &str, code: &str) -> Result<usize, Refused> {
        let kept = |text: &str, finer: bool| finer.then(|| text.to_owned());
        let by = self.options.by;
        let offence = (
            kept(group, by != Offences::Together),
            kept(subgroup, matches!(by, Offences::Subgroup | Offences::Code)),
            kept(code, by == Offences::Code),
        );
        if let Some(number) = self.numbers.get(&offence) {
            return Ok(*number);
        }
        let number = self.offences.len();
        if number >= MOST_OFFENCES {
            return Err(Refused::TooMany { file: file.to_owned(), what: "offences".to_owned(), most: MOST_OFFENCES });
        }
        self.offences.push(offence.clone());
        self.numbers.insert(offence, number);
        Ok(number)
    }
}
