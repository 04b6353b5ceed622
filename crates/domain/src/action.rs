//! An action: one accountable piece of work with a permanent reference (deliverable, commitment, activity, project).
use crate::{
    body::Body,
    envelope::InternalText,
    evidence::Evidence,
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
    /// On what evidence it is said to be complete, and who checked that. None while it is not complete, and where a
    /// table alone says that it is.
    #[serde(default)]
    pub completion: Option<Completion>,
    /// The decision by which it was put off or closed.
    #[serde(default)]
    pub decided: Option<Decided>,
}

impl Noun for Action {
    const KIND: Kind = Kind::Action;
    /// 2: `completion`, `decided`, and a rating's `basis` beyond "supplied". 3: a file as `evidence`.
    const SHAPE: i64 = 3;
}

impl Action {
    /// Whether one of these posts answers for it, as a lead or as its sponsor.
    pub fn is_held_by(&self, posts: &[Id<Post>]) -> bool {
        self.leads.iter().chain(&self.sponsor).any(|held| matches!(held, Held::Post(id) if posts.contains(id)))
    }

    /// How many months its date lies past the first agreed one, counted from month to month; less than nothing where it
    /// was brought forward. None while it has one of the two only.
    pub fn months_past_original(&self) -> Option<i32> {
        months_between(self.original_date, self.current_date)
    }

    /// Whether what was last said of it, that it is complete, was not agreed to by whoever looked at the evidence.
    pub(crate) fn is_refused_completion(&self, last: &Update) -> bool {
        let said_complete = last.rating.as_ref().is_some_and(|rating| rating.class == Class::Complete);
        said_complete && self.status == Status::InProgress && self.rating.is_none()
    }

    /// Lets go of what belonged to another status: a completion ends with it, and so does the decision that closed it.
    pub(crate) fn settle(&mut self, before: Status) {
        if self.status != Status::Complete {
            self.completion = None;
        }
        if self.status != before {
            self.decided = None;
        }
    }
}

/// The months from one date to another, counted from month to month.
pub fn months_between(from: Option<Date>, to: Option<Date>) -> Option<i32> {
    let months = |day: Date| i32::from(day.year()) * 12 + i32::from(day.month());
    Some(months(to?) - months(from?))
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

/// What stands behind a rating. What the written rules gave is kept in words, so that it outlives them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Basis {
    /// Came with the office's own table: "as supplied, untested".
    Supplied,
    /// Given by whoever answers for it, and what the written rules give too.
    Agrees { rule: Text, facts: Text },
    /// Given by whoever answers for it, where the written rules give another: with a reason for the office, and one
    /// that everybody reads.
    Differs { suggested: Class, rule: Text, facts: Text, reason: InternalText, public: Text },
    /// Given by whoever answers for it, where the written rules could not tell.
    Untested { because: Text },
}

impl Basis {
    /// Its key in data: "supplied", "agrees", "differs", "untested". The reasons are not in it.
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Supplied => "supplied",
            Self::Agrees { .. } => "agrees",
            Self::Differs { .. } => "differs",
            Self::Untested { .. } => "untested",
        }
    }
}

/// How many ratings have what behind them: "the leads' own: n agree with the written rules, n differ with reasons, n
/// could not be tested".
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Bases {
    pub supplied: usize,
    pub agree: usize,
    pub differ: usize,
    pub untested: usize,
}

impl Bases {
    /// The ratings that leads gave themselves.
    pub fn own(&self) -> usize {
        self.agree + self.differ + self.untested
    }
}

impl<'a> FromIterator<&'a Rating> for Bases {
    fn from_iter<I: IntoIterator<Item = &'a Rating>>(ratings: I) -> Self {
        ratings.into_iter().fold(Self::default(), |mut bases, rating| {
            *match rating.basis {
                Basis::Supplied => &mut bases.supplied,
                Basis::Agrees { .. } => &mut bases.agree,
                Basis::Differs { .. } => &mut bases.differ,
                Basis::Untested { .. } => &mut bases.untested,
            } += 1;
            bases
        })
    }
}

/// That an action is done: the day, what shows it, and whose word it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Completion {
    pub on: Date,
    pub evidence: Vec<Evidence>,
    /// The post that says so.
    pub by: Held,
    /// None: nobody else has confirmed the evidence yet.
    pub verified: Option<Verified>,
}

/// Somebody else's check that the evidence shows completion.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verified {
    pub by: Held,
    pub on: Date,
    pub apart: Apart,
}

/// How far whoever checks stands from the work, which is printed beside the check.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Apart {
    /// Answers for the same action: another of its leads, or its sponsor.
    SameTeam,
    /// Of the same organisation as whoever marked it, and does not answer for it.
    SameOrganisation,
    OtherOrganisation,
}

impl Apart {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::SameTeam => "same_team",
            Self::SameOrganisation => "same_organisation",
            Self::OtherOrganisation => "other_organisation",
        }
    }
}

/// The decision by which an action was put off or closed. What it went into is told by the lineage of that.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decided {
    pub on: Date,
    pub reason: Text,
    /// The post that agreed.
    pub approver: Text,
    /// For what was put off: when it is looked at again, where that was said.
    pub until: Option<Date>,
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

/// An action under way of which nothing else is known, for tests to begin with.
#[cfg(test)]
pub(crate) fn plain(timescale: Timescale) -> Action {
    Action {
        plan: uuid::Uuid::nil().into(),
        theme: uuid::Uuid::nil().into(),
        title: crate::text::text("Review the hub"),
        description: None,
        objectives: vec![],
        outcomes: vec![],
        output: None,
        owner: None,
        rated_by: None,
        sponsor: None,
        leads: vec![],
        partners: vec![],
        statutory: false,
        timescale,
        original_date: None,
        current_date: None,
        moves: vec![],
        status: Status::InProgress,
        rating: None,
        update: None,
        links: vec![],
        origin: None,
        lineage: vec![],
        staff_columns: vec![],
        completion: None,
        decided: None,
    }
}
