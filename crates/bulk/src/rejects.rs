//! Rows that could not be counted: how many by reason, and the first of them, whatever their number.
use crate::Refused;
use serde::{Deserialize, Serialize};
use std::{collections::BTreeMap, fmt};

/// How many rejects are kept with their place.
pub(crate) const MOST_EXAMPLES: usize = 20;

/// Why a row is not counted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reason {
    NumberOfColumns,
    OpenQuotationMark,
    AfterQuotationMark,
    NotUtf8,
    NoMonth,
    OtherMonth,
    FutureMonth,
    NoForce,
    NoType,
    NoPeriod,
    FuturePeriod,
    NotANumber,
    UnknownForce,
    Empty,
    Twice,
}

impl fmt::Display for Reason {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::NumberOfColumns => "it has another number of columns than the header",
            Self::OpenQuotationMark => "a quotation mark is opened and not closed in the line",
            Self::AfterQuotationMark => "a closing quotation mark is followed by something else than a comma",
            Self::NotUtf8 => "it holds bytes that are not UTF-8",
            Self::NoMonth => "its month is not written like 2024-01",
            Self::OtherMonth => "its month is not the month of the file",
            Self::FutureMonth => "its month has not ended yet",
            Self::NoForce => "it names no force",
            Self::NoType => "it names no type",
            Self::NoPeriod => "its period is none that is read (2024-01, 2024-01-31, Jan 2024, 2024/25 Q1 or 2024/25)",
            Self::FuturePeriod => "its period has not ended yet",
            Self::NotANumber => "it has something else where a number should be",
            Self::UnknownForce => "it names no police force that is known here",
            Self::Empty => "a column that it needs is empty",
            Self::Twice => "another row says something of the same, and neither is believed",
        })
    }
}

/// A reject with its place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Example {
    pub file: String,
    /// Counted from 1, which is the header.
    pub line: u64,
    pub reason: Reason,
    /// What stands there, where that helps: "13 columns, not 12".
    pub found: String,
}

impl fmt::Display for Example {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, line {}: {}", self.file, self.line, self.reason)?;
        if self.found.is_empty() { Ok(()) } else { write!(f, " ({})", self.found) }
    }
}

/// All rejects of a load.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rejects {
    pub by_reason: BTreeMap<Reason, u64>,
    /// The first, in the order of files and lines.
    pub first: Vec<Example>,
}

impl Rejects {
    pub fn total(&self) -> u64 {
        self.by_reason.values().sum()
    }

    pub(crate) fn add(&mut self, line: u64, reason: Reason, found: impl FnOnce() -> String) {
        *self.by_reason.entry(reason).or_default() += 1;
        if self.first.len() < MOST_EXAMPLES {
            self.first.push(Example { file: String::new(), line, reason, found: found() });
        }
    }

    /// Adds what was found further on in the load, or in the file from a line on.
    pub(crate) fn then(&mut self, later: Self, file: &str, lines_before: u64) {
        for (reason, n) in later.by_reason {
            *self.by_reason.entry(reason).or_default() += n;
        }
        for example in later.first {
            if self.first.len() < MOST_EXAMPLES {
                self.first.push(Example { file: file.to_owned(), line: example.line + lines_before, ..example });
            }
        }
    }

    /// All of a file that was read alone.
    pub(crate) fn of_file(mut self, file: &str) -> Self {
        for example in &mut self.first {
            file.clone_into(&mut example.file);
        }
        self
    }

    /// Why a file with so many of them is refused: by the commonest reason, and where it is met first.
    pub(crate) fn refusing(&self, file: &str, rows: u64, most: u64) -> Refused {
        let commonest = self.commonest();
        let example = self.first.iter().find(|example| Some(example.reason) == commonest).or(self.first.first());
        let reason = match (example, commonest) {
            (Some(example), _) if !example.found.is_empty() => format!("{} ({})", example.reason, example.found),
            (Some(example), _) => example.reason.to_string(),
            (None, commonest) => commonest.map(|reason| reason.to_string()).unwrap_or_default(),
        };
        Refused::Rejects {
            file: file.to_owned(),
            rows,
            rejected: self.total(),
            most,
            line: example.map_or(0, |example| example.line),
            reason,
        }
    }

    /// The reason with most rows.
    fn commonest(&self) -> Option<Reason> {
        self.by_reason.iter().max_by_key(|(_, n)| **n).map(|(reason, _)| *reason)
    }
}
