//! Importing a plan: from what a document states to what changes on the record, with every row's fate.
pub(crate) mod dates;
pub(crate) mod landing;
mod matching;
mod old_table;
mod preview;
mod row;

use crate::{
    ask::{Ask, Decision, Refusal},
    chance::Chance,
    id::Id,
    map::PlanMap,
    office::{Kind, Noun, Office},
    plan::Plan,
    reading::{Question, Reading, RowWhat},
    text::Text,
};
pub use preview::{Explained, NOT_RATED, NameWord, RatingWord, Unmatched};

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// That a file was taken in, and what became of it. The file's own bytes are kept beside the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Import {
    pub plan: Id<Plan>,
    pub file: FileRead,
    /// The day of the table, as stated with `--on`, else the day of the import.
    pub table_day: Date,
    pub totals: Totals,
    /// References of open actions that the table left out. Reported, never deleted.
    pub absent: Vec<Text>,
    /// The map by which it was read, complete enough to read the next edition in the same way: in the browser the
    /// office's next table is read by it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub map: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileRead {
    pub name: Text,
    pub sha256: Text,
    pub size: i64,
    pub format: Text,
}

impl Noun for Import {
    const KIND: Kind = Kind::Import;
    /// 2: `map`.
    const SHAPE: i64 = 2;
}

#[derive(Clone, Debug)]
pub struct ImportPlan {
    pub reading: Reading,
    pub file: FileRead,
    /// The plan to import into; else the only open one, or a new one.
    pub plan: Option<Text>,
    /// Keep the table as a position of the past, for a body, and change nothing: name and body.
    pub as_position: Option<(Text, Text)>,
}

/// What became of a table: printed for people and for machines.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fates {
    pub themes: Vec<ThemeCount>,
    pub rows: Vec<RowFate>,
    pub absent: Vec<Named>,
    pub questions: Vec<Question>,
    pub totals: Totals,
    pub map: PlanMap,
    pub notes: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ThemeCount {
    pub name: Text,
    pub actions: usize,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Named {
    pub reference: Text,
    pub title: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RowFate {
    pub place: String,
    pub fate: Fate,
    pub reference: Option<Text>,
    /// Whether Milepost gave the reference, the table having none.
    pub given: bool,
    pub title: Text,
    pub reason: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub near: Option<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Created,
    Updated,
    Unchanged,
    Rejected,
    Skipped,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totals {
    pub created: usize,
    pub updated: usize,
    pub unchanged: usize,
    pub rejected: usize,
    pub skipped: usize,
}

impl ImportPlan {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        if office.settings().is_none() {
            return Err(Refusal::because("this record has no office yet; run milepost init"));
        }
        let actions = self.reading.rows.iter().filter(|row| matches!(row.what, RowWhat::Action(_))).count();
        let rejected = self.reading.rows.iter().any(|row| matches!(row.what, RowWhat::Rejected { .. }));
        if actions == 0 && !rejected {
            return Err(Refusal::because(format!(
                "{} holds no action: no row of a table and no item of a list that could be one",
                self.file.name
            )));
        }
        match &self.as_position {
            Some((name, body)) => old_table::decide(self, name, body, office, ask, chance),
            None => landing::Landing::new(office, ask, chance, self)?.land(),
        }
    }
}
