//! data.police.uk's archive: what it is made of, and counting it.
//!
//! The dialect is fixed, since a reader that guesses moves columns without a word: commas, RFC 4180 quotation marks,
//! LF or CRLF, UTF-8 with or without a byte order mark, one row a line (a line that ends inside quotation marks is a
//! reject). The header is fixed too. Every row is counted, also where its Crime ID was seen before.
mod count;
mod inspect;
mod interned;
mod layout;
mod quality;
mod read;
mod rows;
mod seen;
mod table;
mod tally;

pub use count::{count, count_source};
pub use layout::Named;
pub use quality::{FileQuality, Missing, Quality, Suspected, Vintage};
pub use table::{Format, write};

use crate::{Month, Rejects};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::{fmt, str::FromStr};

/// Which of the archive's three kinds of file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// Crimes and anti-social behaviour, by the month in which they were recorded.
    Street,
    /// Outcomes, by the month in which they came; one crime may have several.
    Outcomes,
    /// Searches. Rows do not name their force: the file does.
    StopAndSearch,
}

impl Kind {
    pub const ALL: [Self; 3] = [Self::Street, Self::Outcomes, Self::StopAndSearch];

    /// As file names end and `--kind` says.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Street => "street",
            Self::Outcomes => "outcomes",
            Self::StopAndSearch => "stop-and-search",
        }
    }

    /// What its third dimension is called in a table.
    pub const fn category(self) -> &'static str {
        match self {
            Self::Street => "crime_type",
            Self::Outcomes => "outcome_type",
            Self::StopAndSearch => "type",
        }
    }

    /// The header, the same in every file since 2016.
    pub const fn header(self) -> &'static [&'static str] {
        match self {
            Self::Street => &[
                "Crime ID",
                "Month",
                "Reported by",
                "Falls within",
                "Longitude",
                "Latitude",
                "Location",
                "LSOA code",
                "LSOA name",
                "Crime type",
                "Last outcome category",
                "Context",
            ],
            Self::Outcomes => &[
                "Crime ID",
                "Month",
                "Reported by",
                "Falls within",
                "Longitude",
                "Latitude",
                "Location",
                "LSOA code",
                "LSOA name",
                "Outcome type",
            ],
            Self::StopAndSearch => &[
                "Type",
                "Date",
                "Part of a policing operation",
                "Policing operation",
                "Latitude",
                "Longitude",
                "Gender",
                "Age range",
                "Self-defined ethnicity",
                "Officer-defined ethnicity",
                "Legislation",
                "Object of search",
                "Outcome",
                "Outcome linked to object of search",
                "Removal of more than just outer clothing",
            ],
        }
    }
}

impl fmt::Display for Kind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.word())
    }
}

impl FromStr for Kind {
    type Err = String;

    fn from_str(word: &str) -> Result<Self, String> {
        Self::ALL
            .into_iter()
            .find(|kind| kind.word() == word)
            .ok_or_else(|| format!("“{word}” is none of street, outcomes, stop-and-search"))
    }
}

/// What is counted apart.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Dimension {
    Month,
    /// "Reported by"; of stop and search, the force that the file's name names.
    Force,
    /// The type of crime, outcome or search.
    Type,
}

impl Dimension {
    const fn word(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Force => "force",
            Self::Type => "type",
        }
    }
}

/// The columns that a table is counted by, in their order: `month,force,type`, or any of them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct By(Vec<Dimension>);

impl By {
    pub fn month_force_type() -> Self {
        Self(vec![Dimension::Month, Dimension::Force, Dimension::Type])
    }

    pub fn dimensions(&self) -> &[Dimension] {
        &self.0
    }

    pub fn has(&self, dimension: Dimension) -> bool {
        self.0.contains(&dimension)
    }
}

impl FromStr for By {
    type Err = String;

    fn from_str(words: &str) -> Result<Self, String> {
        let mut by = Vec::new();
        for word in words.split(',') {
            let dimension = [Dimension::Month, Dimension::Force, Dimension::Type]
                .into_iter()
                .find(|dimension| dimension.word() == word.trim())
                .ok_or_else(|| format!("“{}” is none of month, force, type", word.trim()))?;
            if by.contains(&dimension) {
                return Err(format!("“{}” is there twice", dimension.word()));
            }
            by.push(dimension);
        }
        Ok(Self(by))
    }
}

impl fmt::Display for By {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, dimension) in self.0.iter().enumerate() {
            if at > 0 {
                f.write_str(",")?;
            }
            f.write_str(dimension.word())?;
        }
        Ok(())
    }
}

/// What is asked of a load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Options {
    pub kind: Kind,
    pub by: By,
    /// A file of a month that has not ended by this day is refused.
    pub today: Date,
    /// Look at the rows for the panel of data quality, too: some seconds more for millions of rows.
    pub quality: bool,
    /// Hash the file that was given, where it is one, so that a record can say which it was. It is read once more.
    pub fingerprint: bool,
    /// How many threads count. Two are enough to be as fast as the disk.
    pub threads: usize,
}

/// How far a load is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Progress {
    /// Unpacked, where the file is a zip.
    pub bytes: u64,
    pub of_bytes: u64,
    pub rows: u64,
    pub files: usize,
    pub of_files: usize,
}

/// What a load holds. The same input gives the same value, however many threads counted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Counted {
    pub kind: Kind,
    pub by: By,
    /// In the order of month and force.
    pub files: Vec<FileRead>,
    /// In the order of the columns asked for.
    pub cells: Vec<Cell>,
    /// Rows that were counted.
    pub rows: u64,
    /// Rows that could not be.
    pub rejects: Rejects,
    /// Types that are in no file between 2016-07 and 2024-12: counted like the others, and worth a look.
    pub unfamiliar: Vec<Unfamiliar>,
    /// Files that lie beside those that were counted: of another kind, or of another name.
    pub left_aside: usize,
    /// Unpacked bytes of the files that were counted.
    pub bytes: u64,
    /// Of the file that was given, where it is one and a fingerprint was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub sha256: Option<String>,
    /// Where it was asked for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub quality: Option<Quality>,
}

/// One file of a load.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRead {
    /// Its path inside the folder or the zip.
    pub name: String,
    /// What its name says; nothing where it is not named as in the archive.
    #[serde(flatten)]
    pub named: Option<Named>,
    pub bytes: u64,
    pub rows: u64,
    pub rejected: u64,
}

/// A type that no known file has.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Unfamiliar {
    #[serde(rename = "type")]
    pub category: String,
    pub n: u64,
}

/// One row of the table: what it is counted by, and its counts.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Cell {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Month>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<String>,
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "type")]
    pub category: Option<String>,
    pub n: u64,
    #[serde(flatten)]
    pub also: Also,
}

/// What is counted beside the rows.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Also {
    Street {
        /// Anti-social behaviour has never a Crime ID, the British Transport Police for nothing.
        blank_crime_id: u64,
        /// No place, or one that was not given out.
        blank_lsoa: u64,
    },
    StopAndSearch {
        blank_location: u64,
        blank_self_defined_ethnicity: u64,
    },
    Outcomes {
        /// Different Crime IDs among the rows. Only where months are counted apart: over all months they would need
        /// memory without end.
        crimes: Option<u64>,
    },
}
