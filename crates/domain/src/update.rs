//! An update: what somebody said of an action's progress on a day. Never edited, only corrected by a later one.
mod by_link;
mod from_sheet;
mod saying;

use crate::{
    action::{Action, Held, Origin, Rating},
    envelope::InternalText,
    evidence::Evidence,
    id::Id,
    office::{Kind, Noun},
    post::Post,
    scale::Class,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

pub use by_link::AnswerByLink;
pub use from_sheet::EnterFromSheet;
pub use saying::{ConfirmAction, CorrectUpdate, ERASED_FILE, Reasons, Saying, UpdateAction, if_said_today};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    pub action: Id<Action>,
    /// The day for which it speaks.
    pub day: Date,
    pub narrative: Option<Text>,
    pub rating: Option<Rating>,
    /// Who said it, where the table says who; else the table itself did.
    pub by: Option<Held>,
    pub origin: Option<Origin>,
    #[serde(default)]
    pub manner: Manner,
    /// What rating is expected at the end: never a rating of today.
    #[serde(default)]
    pub forecast: Option<Forecast>,
    /// How sure whoever says it is that the result wanted will come about, whatever the progress.
    #[serde(default)]
    pub confidence: Option<Confidence>,
    #[serde(default)]
    pub next_step: Option<Text>,
    #[serde(default)]
    pub evidence: Vec<Evidence>,
    /// Where somebody without an account said it, by a link that was sent to the post.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by_link: Option<ByLink>,
    /// Where it was written into the sheet of a round and entered from there.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from_sheet: Option<FromSheet>,
}

/// How something came from the sheet of a round.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FromSheet {
    /// The post whose word it is.
    pub by: Id<Post>,
    /// Whose sheet it was, as they were called then: a post, or an organisation.
    pub of: Text,
    /// Who accepted and entered it, as they were called then.
    pub entered_by: Text,
    /// The record up to here was what the sheet was made of.
    pub as_at: i64,
    /// Of the file, in lower-case hexadecimal. The file itself is not kept.
    pub sha256: Text,
}

/// How somebody without an account came to say something: by the link sent to a post, entered as the name they gave.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ByLink {
    /// Which link: where it was sent is kept beside the record, where an address can be deleted.
    pub link: Uuid,
    /// The post that it was sent to, as it was called then.
    pub sent_to: Text,
    /// The name that they gave. Nobody checked it, and it stays inside.
    pub entered_as: InternalText,
}

impl Noun for Update {
    const KIND: Kind = Kind::Update;
    /// 2: `manner`, `forecast`, `confidence`, `next_step`, `evidence`. 3: `by_link`. 4: `from_sheet`. 5: a file as `evidence`.
    const SHAPE: i64 = 5;
}

impl Update {
    /// An update as a table holds one: words, a rating, and the row that it stands in.
    pub fn of_table(
        action: Id<Action>,
        day: Date,
        narrative: Option<Text>,
        rating: Option<Rating>,
        by: Option<Held>,
        origin: Option<Origin>,
    ) -> Self {
        let manner = Manner::Update;
        let (forecast, confidence, next_step, evidence) = (None, None, None, vec![]);
        let (by_link, from_sheet) = (None, None);
        Self {
            action,
            day,
            narrative,
            rating,
            by,
            origin,
            manner,
            forecast,
            confidence,
            next_step,
            evidence,
            by_link,
            from_sheet,
        }
    }
}

/// In what manner something was said.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Manner {
    #[default]
    Update,
    /// "Still true": the words and the rating before it, said again.
    Confirmation,
    /// Says what was wrong in an earlier update, which stays as it was; None where that is on another record.
    Correction { of: Option<Id<Update>> },
}

/// The rating that is expected at the end, on the plan's scale as it was.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forecast {
    pub level: Text,
    pub label: Text,
    pub class: Class,
}

/// What is expected of the end: of the action, and of what it is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Expected<'a> {
    pub forecast: Option<&'a Forecast>,
    pub confidence: Option<Confidence>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Confidence {
    High,
    Medium,
    Low,
}

impl Confidence {
    pub const ALL: [Self; 3] = [Self::High, Self::Medium, Self::Low];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|confidence| confidence.as_str() == word)
    }
}
