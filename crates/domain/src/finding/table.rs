//! Reading findings out of an office's own table: which columns say what, where one finding ends and the next begins, and
//! what each agreed action was to be, by whom and by when. Pure: the same document, source and map give the same rows.
mod cells;
mod columns;
mod rows;

pub use columns::{Field, FindingMap};

use super::{Answered, FindingSource};
use crate::{reading::Question, table::Document, text::Text};
use jiff::civil::Date;

/// What a document says of findings.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindingTable {
    pub rows: Vec<Row>,
    pub questions: Vec<Question>,
    pub notes: Vec<String>,
}

/// A row of a table, in the document's order.
#[derive(Clone, Debug, PartialEq)]
pub struct Row {
    pub place: String,
    pub what: What,
}

#[derive(Clone, Debug, PartialEq)]
pub enum What {
    Finding(Box<FindingRead>),
    /// It goes on with the finding above: another action that was agreed about it.
    GoesOn {
        with: Text,
    },
    Skipped {
        title: Text,
        why: String,
    },
    Rejected {
        reference: Option<Text>,
        title: Text,
        why: String,
        near: Option<String>,
    },
}

/// What one finding's rows state. None: the cell is blank, or there is no such column, which states nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct FindingRead {
    /// The source's own.
    pub reference: Option<Text>,
    pub found: Option<Text>,
    pub recommended: Option<Text>,
    pub risk: Option<Text>,
    /// In the source's words.
    pub priority: Option<Text>,
    pub for_whom: Option<Text>,
    pub response: Option<(Answered, Text)>,
    pub actions: Vec<ActionRead>,
    /// The table's word where it says that nothing is to be done.
    pub not_adopted: Option<Text>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionRead {
    pub words: Text,
    pub owner: Option<Text>,
    pub due: Option<Date>,
    /// The timescale's words, where they come to no date.
    pub stated: Option<Text>,
    /// Dates that followed, oldest first.
    pub revised: Vec<Date>,
    /// The table's own word where it calls the action done. No table verifies.
    pub closed: Option<Text>,
    pub update: Option<Text>,
    pub evidence: Option<Text>,
}

impl FindingRead {
    /// What stands for the finding: what was found, else what is recommended.
    pub fn words(&self) -> Text {
        let words = self.found.clone().or_else(|| self.recommended.clone()).unwrap_or_default();
        match (&self.risk, &self.found) {
            (Some(risk), Some(_)) => Text::new(format!("{words}\n\nRisk: {risk}")).unwrap_or(words),
            _ => words,
        }
    }

    /// What is recommended beside what was found, where the table says both.
    pub fn recommends(&self) -> Option<Text> {
        self.found.is_some().then(|| self.recommended.clone()).flatten()
    }
}

/// Reads a document as findings of a source.
pub fn read(document: &Document, source: &FindingSource, map: &FindingMap) -> Result<FindingTable, String> {
    let mut table = FindingTable::default();
    let mut heads = vec![];
    let mut any = false;
    for block in &document.blocks {
        let crate::table::Block::Table(found) = block else { continue };
        any |= rows::read(found, source, map, &mut table, &mut heads);
    }
    table.notes.extend(document.notes.iter().map(|note| format!("{}: {}", note.place, note.says)));
    if any {
        return Ok(table);
    }
    Err(if heads.is_empty() {
        "there is no table in it; save the tracker as a workbook, a Word table or CSV".to_owned()
    } else {
        format!(
            "no table in it has the heads of a tracker (a reference, a finding or recommendation, an owner, a date); the heads read are: {}. Say in the map which column is which, as [columns] \"{}\" = \"recommended\"",
            heads.join(", "),
            heads[0]
        )
    })
}
