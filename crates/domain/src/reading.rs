//! Reading a plan out of a document: which tables and lists hold actions, which column is what, what each cell says.
//! Pure: the same document, map and day give the same reading.
use crate::{
    action::Became,
    body::BodyKind,
    envelope::{Marking, Visibility},
    plan::{PlanState, PlanVersion},
    scale::Scale,
    table::Note,
    text::Text,
    timescale::Timescale,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

mod asking;
mod cells;
mod codes;
mod columns;
mod grid;
mod head;
mod list;
mod near;
mod prose;
mod rows;
mod take;
mod themes;

pub use columns::Field;
pub(crate) use near::{Nearest, Titles};
pub use near::{near_title, nearest};
use take::Taking;
pub use take::heads;
pub use take::{Unreadable, read};

/// A plan as a document states it. Nothing here knows of the office: matching to what is on the record comes after.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Reading {
    /// The plan's own facts, as the map states them or the document does.
    pub plan: PlanFacts,
    pub themes: Vec<ThemeRead>,
    pub rows: Vec<RowRead>,
    pub questions: Vec<Question>,
    /// The map that was used, complete enough to read the next edition in the same way.
    pub map: crate::map::PlanMap,
    pub posts: Vec<PostRead>,
    pub bodies: Vec<BodyRead>,
    /// The plan's own scale, where the map states one.
    pub scale: Option<Scale>,
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct PlanFacts {
    pub name: Option<Text>,
    pub aliases: Vec<Text>,
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub state: Option<PlanState>,
    pub version: Option<PlanVersion>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct PostRead {
    pub name: Text,
    /// The name of its organisation; the office itself where none is stated.
    pub body: Option<Text>,
    pub initials: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq)]
pub struct BodyRead {
    pub name: Text,
    pub kind: BodyKind,
    pub aliases: Vec<Text>,
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct ThemeRead {
    pub code: Option<Text>,
    pub name: Text,
    pub aliases: Vec<Text>,
    /// "What we will do".
    pub aim: Option<Text>,
    /// Each with the names of the organisations that it is shared with.
    pub outcomes: Vec<(Text, Vec<Text>)>,
    pub objectives: Vec<Text>,
    pub priorities: Vec<Text>,
}

/// A question that a command cannot ask: it takes an answer, prints it, and the map may say otherwise.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    pub place: String,
    pub asks: String,
    pub taken: String,
}

/// One row of a table, or one item of a list, in the document's order.
#[derive(Clone, Debug, PartialEq)]
pub struct RowRead {
    pub place: String,
    pub what: RowWhat,
}

#[derive(Clone, Debug, PartialEq)]
pub enum RowWhat {
    Action(Box<ActionRead>),
    /// A heading or a note, with why it is not an action.
    Skipped {
        title: Text,
        why: String,
    },
    /// Cannot be taken: with the reason, what to do, and the nearest word that is known, where there is one.
    Rejected {
        reference: Option<Text>,
        title: Text,
        why: String,
        near: Option<String>,
    },
}

/// What a row states of an action. `None`: the cell is blank or there is no such column, which states nothing.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionRead {
    /// As stated; rows without one are given the next unused.
    pub reference: Option<Text>,
    pub title: Text,
    /// Index into [`Reading::themes`].
    pub theme: usize,
    pub description: Option<Text>,
    pub output: Option<Text>,
    /// Statements of outcomes and objectives that it serves; an unknown one is added to the theme.
    pub outcomes: Vec<Text>,
    pub objectives: Vec<Text>,
    /// Names of organisations.
    pub owner: Option<Text>,
    pub rated_by: Option<Text>,
    pub sponsor: Option<Text>,
    /// None: not stated. Several names in one cell are several leads.
    pub leads: Option<Vec<Text>>,
    /// Each with the role, where it is stated ("Fenland Council (funding)").
    pub partners: Option<Vec<(Text, Option<Text>)>>,
    pub statutory: Option<bool>,
    pub timescale: Option<Timescale>,
    /// A column of original dates, where there is one.
    pub original_date: Option<Date>,
    pub status: Option<crate::action::Status>,
    pub rating: RatingRead,
    /// What is said of its progress.
    pub narrative: Option<Text>,
    pub links: Option<Vec<Text>>,
    /// "2019-2023 plan 3.2": the plan's name or alias and a reference, with what became of it.
    pub lineage: Vec<(Text, Became)>,
    pub visibility: Option<Visibility>,
    pub marking: Option<Marking>,
    /// Columns without a meaning here, under their own heads; blank cells left out.
    pub staff_columns: Vec<(Text, Text)>,
    /// "Same as 1.4", "new": the map's answer to a near title.
    pub matched: Option<Matched>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum RatingRead {
    /// There is no rating column: states nothing.
    #[default]
    NotStated,
    /// A blank rating cell, or words that the map keeps as not rated.
    NotRated,
    /// The words as they stand. Which level they mean is asked of the plan's scale, and of the map's words first.
    Words { stated: Text, level: Option<Text> },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Matched {
    SameAs(Text),
    New,
}
