//! A file of figures that an office makes itself: period, area, measure, value, and what else it says of each.
//!
//! What is missing stays missing and what was suppressed stays suppressed: neither is ever 0. Two rows that say
//! something of the same period, area and measure are both rejects, since nobody can know which is meant.
use crate::{
    Input, Reason, Refused, Rejects,
    refused::shown,
    tabular::{Row, plain_number},
};
use domain::span::Span;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

/// More rows than the measures of an office have in a century, or those of all forces in three years.
const MOST_ROWS: usize = 100_000;
/// The share of rows that may be rejects, in per cent: a small file with a mistake in it is worth its report.
const MOST_REJECTS: u64 = 50;

/// Where a text comes from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum From {
    /// The column with this name in the header.
    Column(String),
    /// The same in every row: the file is of one area, or of one measure.
    Always(String),
}

/// Which columns are what.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mapping {
    pub period: String,
    pub area: From,
    pub measure: From,
    pub value: String,
    #[serde(default)]
    pub numerator: Option<String>,
    #[serde(default)]
    pub denominator: Option<String>,
    #[serde(default)]
    pub status: Option<String>,
    /// How many were asked, of a survey.
    #[serde(default)]
    pub n: Option<String>,
    #[serde(default)]
    pub lower: Option<String>,
    #[serde(default)]
    pub upper: Option<String>,
}

impl Default for Mapping {
    /// Columns with the names that they have here; those that need not be there are taken where they are.
    fn default() -> Self {
        let column = |name: &str| name.to_owned();
        Self {
            period: column("period"),
            area: From::Column(column("area")),
            measure: From::Column(column("measure")),
            value: column("value"),
            numerator: None,
            denominator: None,
            status: None,
            n: None,
            lower: None,
            upper: None,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    pub mapping: Mapping,
    /// A period that has not ended by this day is a reject.
    pub today: Date,
}

/// A figure, or why there is none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Figure {
    /// Kept as its decimal text in JSON, whose readers may round a bare number to a neighbour of what was written.
    Number(#[serde(with = "exact")] f64),
    /// As it was written: nothing, "n/a", "-".
    Missing(String),
    /// As it was written: "*", "[c]".
    Suppressed(String),
}

mod exact {
    use serde::{Deserialize, Deserializer, Serializer, de};

    #[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks for a reference")]
    pub fn serialize<S: Serializer>(number: &f64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(number)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<f64, D::Error> {
        let text = String::deserialize(deserializer)?;
        let number: Option<f64> = text.parse().ok().filter(|number: &f64| number.is_finite());
        number.ok_or_else(|| de::Error::custom(format!("“{text}” is no number")))
    }
}

/// What a row says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Observation {
    pub line: u64,
    pub period: Span,
    pub area: String,
    pub measure: String,
    pub value: Figure,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<Figure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<Figure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub status: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<Figure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lower: Option<Figure>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub upper: Option<Figure>,
}

/// What a file says: one report for each row, taken or rejected.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Figures {
    /// In the order of the file.
    pub observations: Vec<Observation>,
    /// Rows that are taken, with a number or with the reason why there is none.
    pub rows: u64,
    pub missing: u64,
    pub suppressed: u64,
    pub rejects: Rejects,
    pub bytes: u64,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
}

/// Where the columns of a mapping stand.
struct Columns {
    count: usize,
    period: usize,
    area: Result<usize, String>,
    measure: Result<usize, String>,
    value: usize,
    numerator: Option<usize>,
    denominator: Option<usize>,
    status: Option<usize>,
    n: Option<usize>,
    lower: Option<usize>,
    upper: Option<usize>,
}

/// Reads a file, or the first sheet of a workbook.
pub fn read(input: &Input<'_>, options: &Options) -> Result<Figures, Refused> {
    let file = input.name();
    let mut columns = None;
    let mut observations: Vec<Observation> = Vec::new();
    let mut rejects = Rejects::default();
    let mut seen: HashMap<(Span, String, String), usize> = HashMap::new();
    // Of each observation: whether another says something of the same.
    let mut twice: Vec<bool> = Vec::new();
    input.each_row(&mut |table, row| {
        if table > 0 {
            return Ok(());
        }
        let Some(columns) = &columns else {
            columns = Some(Columns::of(&file, row, &options.mapping)?);
            return Ok(());
        };
        match observation(row, columns, options) {
            Err((reason, found)) => rejects.add(row.line, reason, || found),
            Ok(observation) => {
                let key = (observation.period, observation.area.to_lowercase(), observation.measure.to_lowercase());
                if let Some(first) = seen.get(&key) {
                    let of = format!(
                        "{}, {}, {}",
                        observation.period,
                        shown(&observation.area),
                        shown(&observation.measure)
                    );
                    let line = observations[*first].line;
                    if !std::mem::replace(&mut twice[*first], true) {
                        rejects.add(line, Reason::Twice, || format!("{of}: also in line {}", row.line));
                    }
                    rejects.add(row.line, Reason::Twice, || format!("{of}: also in line {line}"));
                    return Ok(());
                }
                if observations.len() >= MOST_ROWS {
                    return Err(Refused::TooMany { file: file.clone(), what: "rows".to_owned(), most: MOST_ROWS });
                }
                seen.insert(key, observations.len());
                twice.push(false);
                observations.push(observation);
            }
        }
        Ok(())
    })?;
    rejects.first.sort_by_key(|example| example.line);
    let mut kept = twice.iter().map(|twice| !twice);
    observations.retain(|_| kept.next().unwrap_or(true));
    let rows = observations.len() as u64;
    let of_all = rows + rejects.total();
    if of_all == 0 {
        return Err(Refused::Empty { file });
    }
    if rejects.total() > 1 && rejects.total() * 100 > of_all * MOST_REJECTS {
        return Err(rejects.refusing(&file, of_all, MOST_REJECTS));
    }
    let counted = |is: fn(&Figure) -> bool| observations.iter().filter(|row| is(&row.value)).count() as u64;
    Ok(Figures {
        rows,
        missing: counted(|figure| matches!(figure, Figure::Missing(_))),
        suppressed: counted(|figure| matches!(figure, Figure::Suppressed(_))),
        observations,
        rejects: rejects.of_file(&file),
        bytes: input.bytes(),
        sha256: input.sha256()?,
    })
}

impl Columns {
    fn of(file: &str, row: &Row<'_>, mapping: &Mapping) -> Result<Self, Refused> {
        let wrong = |wrong: String| Refused::Mapping { file: file.to_owned(), wrong };
        let head = row.cells.map_err(|reason| wrong(format!("the first row cannot be read: {reason}")))?;
        let at = |name: &str| {
            let mut places = head.iter().enumerate().filter(|(_, cell)| cell.eq_ignore_ascii_case(name.trim()));
            match (places.next(), places.next()) {
                (Some((at, _)), None) => Ok(at),
                (Some(_), Some(_)) => Err(wrong(format!("it has more than one column “{}”", shown(name)))),
                (None, _) => {
                    let columns: Vec<String> = head.iter().take(20).map(|cell| format!("“{}”", shown(cell))).collect();
                    Err(wrong(format!("it has no column “{}”, but {}", shown(name), columns.join(", "))))
                }
            }
        };
        // A column that nobody named is taken by its usual name, where the header has it.
        let maybe = |name: &Option<String>, usual: &str| match name {
            Some(name) => at(name).map(Some),
            None => Ok(head.iter().position(|cell| cell.eq_ignore_ascii_case(usual))),
        };
        let from = |from: &From| match from {
            From::Column(name) => at(name).map(Ok),
            From::Always(text) => Ok(Err(text.clone())),
        };
        Ok(Self {
            count: head.len(),
            period: at(&mapping.period)?,
            area: from(&mapping.area)?,
            measure: from(&mapping.measure)?,
            value: at(&mapping.value)?,
            numerator: maybe(&mapping.numerator, "numerator")?,
            denominator: maybe(&mapping.denominator, "denominator")?,
            status: maybe(&mapping.status, "status")?,
            n: maybe(&mapping.n, "n")?,
            lower: maybe(&mapping.lower, "lower")?,
            upper: maybe(&mapping.upper, "upper")?,
        })
    }
}

fn observation(row: &Row<'_>, columns: &Columns, options: &Options) -> Result<Observation, (Reason, String)> {
    let cells = row.cells.map_err(|reason| (reason, String::new()))?;
    // A spreadsheet leaves out empty cells at the end of a row, and nothing else.
    if cells.len() > columns.count || (cells.len() < columns.count && columns.value >= cells.len()) {
        return Err((Reason::NumberOfColumns, format!("{} columns, not {}", cells.len(), columns.count)));
    }
    let cell = |at: usize| cells.get(at).map_or("", String::as_str);
    let stated = cell(columns.period);
    let period = Span::parse(stated).ok_or_else(|| (Reason::NoPeriod, shown(stated)))?;
    if period.ends() >= options.today {
        return Err((Reason::FuturePeriod, period.to_string()));
    }
    let named = |from: &Result<usize, String>, what: &str| match from {
        Ok(at) if cell(*at).is_empty() => Err((Reason::Empty, what.to_owned())),
        Ok(at) => Ok(cell(*at).to_owned()),
        Err(always) => Ok(always.clone()),
    };
    let figure = |at: usize| figure(cell(at)).ok_or_else(|| (Reason::NotANumber, shown(cell(at))));
    let maybe = |at: Option<usize>| at.map(figure).transpose();
    Ok(Observation {
        line: row.line,
        period,
        area: named(&columns.area, "area")?,
        measure: named(&columns.measure, "measure")?,
        value: figure(columns.value)?,
        numerator: maybe(columns.numerator)?,
        denominator: maybe(columns.denominator)?,
        status: columns.status.map(cell).filter(|status| !status.is_empty()).map(str::to_owned),
        n: maybe(columns.n)?,
        lower: maybe(columns.lower)?,
        upper: maybe(columns.upper)?,
    })
}

/// What a cell says; None where it is neither a number nor one of the signs for none.
fn figure(text: &str) -> Option<Figure> {
    // The signs of the Government Statistical Service are among them: [c] confidential, [x] not available, [z] not
    // applicable.
    const MISSING: [&str; 9] = ["", "n/a", "na", "-", "–", "..", ":", "[x]", "[z]"];
    const SUPPRESSED: [&str; 3] = ["*", "[c]", "c"];
    let alike = text.to_lowercase();
    if MISSING.contains(&alike.as_str()) {
        return Some(Figure::Missing(text.to_owned()));
    }
    if SUPPRESSED.contains(&alike.as_str()) {
        return Some(Figure::Suppressed(text.to_owned()));
    }
    let number: f64 = plain_number(text)?.parse().ok()?;
    number.is_finite().then_some(Figure::Number(number))
}
