//! A publication: an item whose body *is* what the public may see. What it does not hold cannot be published by a
//! later release either.
use crate::{
    ask::{Ask, Decision, Refusal},
    chance::Chance,
    office::{Kind, Noun, Office},
    paper::{PaperFile, PaperKind},
    scale::{Class, Counts, Level},
    settings::Brand,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The paper or the snapshot that it publishes.
    pub of: Uuid,
    /// The office's name and look on that day.
    pub office: Text,
    pub brand: Brand,
    #[serde(default)]
    pub demo: bool,
    pub published: Date,
    pub withdrawn: Option<crate::paper::Withdrawal>,
    pub body: PublicBody,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicBody {
    Paper(PublicPaper),
    Plan(Box<PublicPlan>),
}

/// A paper as the public sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicPaper {
    pub number: Text,
    pub code: Text,
    pub kind: PaperKind,
    pub title: Text,
    /// The name of the body that it was made for.
    pub body: Text,
    pub plan: Option<Text>,
    pub theme: Option<Text>,
    /// The day whose record it shows.
    pub as_at: Date,
    pub issued: Date,
    pub presented: Option<Date>,
    pub files: Vec<PaperFile>,
}

/// A plan as the public sees it, at a position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicPlan {
    /// Stands in its address: "delivery-plan-2024-2028".
    pub slug: Text,
    pub name: Text,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// The name and day of the position.
    pub position: Text,
    pub as_at: Date,
    pub key: Vec<Level>,
    pub themes: Vec<PublicTheme>,
    pub withheld: Vec<Withheld>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicTheme {
    pub slug: Text,
    pub name: Text,
    pub aim: Option<Text>,
    pub outcomes: Vec<Text>,
    pub objectives: Vec<Text>,
    pub priorities: Vec<Text>,
    pub counts: Counts,
    pub actions: Vec<PublicAction>,
    pub withheld: Vec<Withheld>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicAction {
    pub reference: Text,
    pub slug: Text,
    pub title: Text,
    pub description: Option<Text>,
    pub owner: Option<Text>,
    /// Names of posts, or "lead stated, not matched to a post".
    pub leads: Vec<Text>,
    pub partners: Vec<Text>,
    pub statutory: bool,
    pub timescale: Text,
    pub continuing: bool,
    pub original_date: Option<Date>,
    pub current_date: Option<Date>,
    pub moves: usize,
    pub rating: Option<PublicRating>,
    pub progress: Option<Text>,
    pub progress_day: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicRating {
    /// The key of the level in [`PublicPlan::key`].
    pub level: Text,
    pub label: Text,
    pub class: Class,
    pub since: Date,
}

/// How many are not shown, and why: a count and a reason, never a reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    pub reason: Text,
    pub count: usize,
}

impl Noun for Publication {
    const KIND: Kind = Kind::Publication;
    const SHAPE: i64 = 1;
}

/// Publishes a paper by its number, or a plan by the name of a position.
#[derive(Clone, Debug)]
pub struct Publish {
    pub what: Text,
}

/// Withdraws a paper or a published plan: the page stays, with the reason and without a file.
#[derive(Clone, Debug)]
pub struct Withdraw {
    pub what: Text,
    pub reason: Text,
}

impl Publish {
    pub(crate) fn decide(&self, _office: &Office, _ask: &Ask, _chance: &mut Chance) -> Result<Decision, Refusal> {
        Err(Refusal::because("being built"))
    }
}

impl Withdraw {
    pub(crate) fn decide(&self, _office: &Office, _ask: &Ask) -> Result<Decision, Refusal> {
        Err(Refusal::because("being built"))
    }
}
