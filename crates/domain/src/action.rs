//! An action: one accountable piece of work with a permanent reference (deliverable, commitment, activity, project).
use crate::{
    body::Body,
    id::Id,
    import::Import,
    objective::{Objective, Outcome},
    office::{Kind, Noun},
    plan::Plan,
    post::Post,
    scale::Class,
    text::Text,
    theme::Theme,
    timescale::Timescale,
    update::Update,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Action {
    pub plan: Id<Plan>,
    pub theme: Id<Theme>,
    pub title: Text,
    pub description: Option<Text>,
    #[serde(default)]
    pub objectives: Vec<Id<Objective>>,
    /// The shared outcomes that it serves.
    #[serde(default)]
    pub outcomes: Vec<Id<Outcome>>,
    /// What there will be when it is done.
    pub output: Option<Text>,
    /// Whose action it is. None: the table does not say.
    pub owner: Option<Id<Body>>,
    /// Who rates it.
    pub rated_by: Option<Id<Body>>,
    pub sponsor: Option<Held>,
    #[serde(default)]
    pub leads: Vec<Held>,
    #[serde(default)]
    pub partners: Vec<Partner>,
    /// The law requires it.
    #[serde(default)]
    pub statutory: bool,
    /// As stated and as read; whether it is a continuing duty stands in it.
    pub timescale: Timescale,
    /// The first agreed date, never overwritten.
    pub original_date: Option<Date>,
    pub current_date: Option<Date>,
    /// Each approved change of date, oldest first.
    #[serde(default)]
    pub moves: Vec<DateMove>,
    pub status: Status,
    /// None: not rated.
    pub rating: Option<Rating>,
    /// What was last said of its progress.
    pub update: Option<Id<Update>>,
    #[serde(default)]
    pub links: Vec<Link>,
    pub origin: Option<Origin>,
    /// The actions of earlier plans that it comes from.
    #[serde(default)]
    pub lineage: Vec<Lineage>,
    /// Columns that Milepost has no place for, under their own heads. For staff, never public.
    #[serde(default)]
    pub staff_columns: Vec<(Text, Text)>,
}

impl Noun for Action {
    const KIND: Kind = Kind::Action;
    const SHAPE: i64 = 1;
}

/// Who holds a piece of work: a post, or words that no post answers to yet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Held {
    Post(Id<Post>),
    /// As stated in a table ("AB"): shown to staff, printed as "lead stated, not matched to a post".
    Unmatched(Text),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Partner {
    /// None: the words match no organisation yet.
    pub body: Option<Id<Body>>,
    pub stated: Text,
    pub role: Option<Text>,
}

/// An approved change of date.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DateMove {
    pub from: Option<Date>,
    /// None: it became a continuing duty, or lost its date.
    pub to: Option<Date>,
    /// The day on which it is stated to have been changed.
    pub on: Date,
    pub reason: Text,
    pub approver: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    Candidate,
    NotStarted,
    InProgress,
    OnHold,
    Complete,
    ClosedNotDelivered,
    Superseded,
    BusinessAsUsual,
}

impl Status {
    /// Closed: it no longer counts among what is open.
    pub fn is_closed(self) -> bool {
        matches!(self, Self::Complete | Self::ClosedNotDelivered | Self::Superseded | Self::BusinessAsUsual)
    }

    /// As a rating means it, where nothing else is stated; a rating that is not complete re-opens what was.
    pub fn of(class: Option<Class>, before: Self) -> Self {
        match class {
            Some(Class::Complete) => Self::Complete,
            Some(Class::NotStarted) => Self::NotStarted,
            Some(Class::Paused) => Self::OnHold,
            Some(_) => Self::InProgress,
            None if before == Self::Complete => Self::InProgress,
            None => before,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Candidate => "candidate",
            Self::NotStarted => "not_started",
            Self::InProgress => "in_progress",
            Self::OnHold => "on_hold",
            Self::Complete => "complete",
            Self::ClosedNotDelivered => "closed_not_delivered",
            Self::Superseded => "superseded",
            Self::BusinessAsUsual => "business_as_usual",
        }
    }
}

/// A delivery rating, given today for today: never a forecast.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rating {
    /// The key of the level on the plan's scale.
    pub level: Text,
    /// The level's label and class when it was given, so that a rating outlives its scale.
    pub label: Text,
    pub class: Class,
    /// The words of the table ("Green (C)").
    pub stated: Text,
    /// The day from which it has had this class.
    pub since: Date,
    pub basis: Basis,
}

/// What stands behind a rating.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Came with the office's own table: "as supplied, untested".
    Supplied,
}

/// A link to other work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Link {
    Action(Id<Action>),
    /// Words that resolve to nothing here ("TVP 1.1"), kept as they are.
    Stated(Text),
}

/// Where an item came from.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Origin {
    pub import: Id<Import>,
    /// The place in the file: "sheet Actions, row 12".
    pub place: Text,
}

/// What became of a promise from one plan to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lineage {
    pub from: Id<Action>,
    pub how: Became,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Became {
    Continued,
    Reworded,
    Merged,
    Split,
    /// One piece of work generated another.
    FollowOn,
}
