//! Questions to expect: what an honest office asks itself before a member does. A check is a small pure function over what
//! somebody sees of an office on a day ([`checks`]); what it raises is computed anew each time and stands nowhere. What
//! stands on the record is what the office did of a question: answered it, set it aside for a time, shared it.
//!
//! A question changes no rating, no date and no score.
mod about;
mod checks;
mod commands;
mod looked;

pub use checks::{CHECKS, Check, Mends, Raised, check_named, raised, raised_by};
pub(crate) use commands::own_visibility;
pub use commands::{AnswerQuestion, ShareQuestions, SilenceQuestion};
pub use looked::{Looked, Measured};

use crate::{
    body::Body,
    id::Id,
    office::{Kept, Kind, Noun},
    post::Post,
    sight::Sight,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap, HashSet};
use uuid::Uuid;

/// What the office did of one question, by the check that raises it and what it is about.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Question {
    /// The name of the check.
    pub check: Text,
    pub kind: Kind,
    /// The item that the question is about.
    pub about: Uuid,
    /// Oldest first; the last stands, as long as the facts do.
    pub answers: Vec<Answered>,
    /// Oldest first.
    pub silenced: Vec<Silenced>,
    pub shared: Vec<Shared>,
}

/// What the office would say.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Answered {
    pub words: Text,
    /// What was found when it was answered, in words.
    pub evidence: Text,
    /// The same as it is compared: when it changes, the question is open again.
    pub facts: Text,
    pub by: Id<Post>,
    pub day: Date,
}

/// Set aside for a time, with the reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Silenced {
    pub reason: Text,
    /// The last day on which it is set aside.
    pub until: Date,
    pub evidence: Text,
    pub facts: Text,
    pub by: Id<Post>,
    pub day: Date,
}

/// Whom the office showed it to.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shared {
    pub with: Id<Body>,
    pub by: Id<Post>,
    pub day: Date,
}

impl Noun for Question {
    const KIND: Kind = Kind::Question;
    const SHAPE: i64 = 1;
}

/// How a question that is raised stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing<'a> {
    Open,
    /// Answered, and the facts have changed since.
    OpenAgain(&'a Answered),
    Answered(&'a Answered),
    Silenced(&'a Silenced),
}

impl Standing<'_> {
    /// Whether somebody still has to think of it.
    pub fn is_open(self) -> bool {
        matches!(self, Self::Open | Self::OpenAgain(_))
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::OpenAgain(_) => "open_again",
            Self::Answered(_) => "answered",
            Self::Silenced(_) => "silenced",
        }
    }
}

impl Question {
    /// How it stands on a day, where these are the facts.
    pub fn standing(&self, facts: &str, day: Date) -> Standing<'_> {
        let silenced = self.silenced.last().filter(|one| one.until >= day && one.facts.as_str() == facts);
        if let Some(silenced) = silenced {
            return Standing::Silenced(silenced);
        }
        match self.answers.last() {
            Some(answer) if answer.facts.as_str() == facts => Standing::Answered(answer),
            Some(answer) => Standing::OpenAgain(answer),
            None => Standing::Open,
        }
    }

    pub fn is_shared_with(&self, body: Id<Body>) -> bool {
        self.shared.iter().any(|shared| shared.with == body)
    }
}

/// A question as it is raised now, with what was done of it.
#[derive(Clone, Debug)]
pub struct Expected<'a> {
    pub raised: Raised,
    pub kept: Option<&'a Kept<Question>>,
}

impl Expected<'_> {
    pub fn standing(&self, day: Date) -> Standing<'_> {
        self.kept.map_or(Standing::Open, |kept| kept.item.standing(&self.raised.facts, day))
    }
}

/// Whether what a check raises is acted on: what earns a check its place.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Worth {
    /// Raised now.
    pub raised: usize,
    /// Of all that was ever answered or set aside: how many were answered.
    pub answered: usize,
    /// How many were answered or set aside once, and are raised no more.
    pub mended: usize,
    /// How many were set aside.
    pub silenced: usize,
}

impl Worth {
    /// Of every check, by its name.
    pub fn of(sight: &Sight, raised: &[Raised]) -> BTreeMap<&'static str, Self> {
        let mut worth: BTreeMap<&'static str, Self> =
            CHECKS.iter().map(|check| (check.name, Self::default())).collect();
        let mut now: HashSet<(&str, Uuid)> = HashSet::new();
        for one in raised {
            now.insert((one.check.name, one.about));
            worth.entry(one.check.name).or_default().raised += 1;
        }
        for kept in sight.questions() {
            let Some(check) = check_named(kept.item.check.as_str()) else { continue };
            let sum = worth.entry(check.name).or_default();
            sum.answered += usize::from(!kept.item.answers.is_empty());
            sum.silenced += usize::from(!kept.item.silenced.is_empty());
            sum.mended += usize::from(!now.contains(&(check.name, kept.item.about)));
        }
        worth
    }
}

impl<'a> Sight<'a> {
    /// What is raised on a day, each with what was done of it, in the order of the checks.
    pub fn expected_questions(&self, day: Date) -> Vec<Expected<'a>> {
        self.expected_questions_answered_by(self, day)
    }

    /// The same of what is seen from here, with what was done of it as somebody sees it who sees more.
    pub fn expected_questions_answered_by(&self, answers: &Self, day: Date) -> Vec<Expected<'a>> {
        let done: HashMap<(&str, Uuid), &'a Kept<Question>> =
            answers.questions().map(|kept| ((kept.item.check.as_str(), kept.item.about), kept)).collect();
        let with = |raised: Raised| {
            let kept = done.get(&(raised.check.name, raised.about)).copied();
            Expected { raised, kept }
        };
        raised(&Looked::at(*self, day)).into_iter().map(with).collect()
    }
}
