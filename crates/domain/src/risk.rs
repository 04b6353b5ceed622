//! A risk: what may keep an outcome from coming about, with its cause, event and consequence, and how it was scored and
//! looked at over time. Nothing changes a score but somebody who says why, for a day; earlier scores stay beside it.
//! Scores are never averaged and never added up: a register counts risks.
mod matrix;
pub mod register;
mod say;
mod set;
mod take;

pub use matrix::{Band, Colour, DefineMatrix, RiskMatrix};
pub use say::{CloseRisk, DescribeRisk, EscalateRisk, RegisterRisk, ReviewRisk, ScoreRisk, SetAppetite};
pub use set::{
    RiskSet, StatedAppetite, StatedAssurance, StatedBand, StatedClosed, StatedControl, StatedEscalation, StatedGap,
    StatedGapAction, StatedMatrix, StatedMove, StatedReview, StatedRisk, StatedScore,
};
pub use take::{Fate, RegisterFate, TakeRegister};

pub(crate) use say::{MOST, day_meant, fits_as_code, next_code};

use crate::{
    action::Action,
    body::Body,
    id::Id,
    objective::Outcome,
    office::{Kind, Noun},
    post::Post,
    text::Text,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Risk {
    pub title: Text,
    pub cause: Text,
    pub event: Text,
    pub consequence: Text,
    pub category: Text,
    /// Who answers for it; several may.
    pub owners: Vec<Id<Post>>,
    /// The board or committee that looks over it.
    pub oversight: Option<Id<Body>>,
    pub matrix: Id<RiskMatrix>,
    /// Since when it is in the register.
    pub since: Date,
    /// Every score that it was given, oldest first.
    pub scores: Vec<Scored>,
    /// Every appetite that was set for it, oldest first.
    pub appetite: Vec<Appetite>,
    pub treatment: Option<Treatment>,
    pub proximity: Option<Proximity>,
    pub outcomes: Vec<Id<Outcome>>,
    pub actions: Vec<Id<Action>>,
    pub reviews: Vec<RiskReview>,
    pub escalations: Vec<Escalation>,
    pub closed: Option<Closed>,
}

/// One score, for a day, with why.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scored {
    pub of: Which,
    pub likelihood: u8,
    pub impact: u8,
    pub day: Date,
    pub reason: Text,
    pub by: Id<Post>,
}

/// What a score speaks of.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Which {
    /// Were nothing done about it.
    Inherent,
    /// As it is controlled now.
    Current,
    /// Where it is to come.
    Target,
}

impl Which {
    pub const ALL: [Self; 3] = [Self::Inherent, Self::Current, Self::Target];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Inherent => "inherent",
            Self::Current => "current",
            Self::Target => "target",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|which| which.as_str() == word)
    }
}

/// The highest score that is accepted without more being done, and by when it was decided so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Appetite {
    /// A current score above this is outside appetite.
    pub most: u8,
    pub day: Date,
    pub reason: Text,
    pub by: Id<Post>,
}

/// What is done about it as a whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Treatment {
    Treat,
    Tolerate,
    Transfer,
    Terminate,
}

impl Treatment {
    pub const ALL: [Self; 4] = [Self::Treat, Self::Tolerate, Self::Transfer, Self::Terminate];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Treat => "treat",
            Self::Tolerate => "tolerate",
            Self::Transfer => "transfer",
            Self::Terminate => "terminate",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|treatment| treatment.as_str() == word)
    }
}

/// How soon it would come about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Proximity {
    WithinQuarter,
    WithinYear,
    Later,
}

impl Proximity {
    pub const ALL: [Self; 3] = [Self::WithinQuarter, Self::WithinYear, Self::Later];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::WithinQuarter => "within_quarter",
            Self::WithinYear => "within_year",
            Self::Later => "later",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|proximity| proximity.as_str() == word)
    }
}

/// Somebody looked at it, and what they made of it. Its score stays as it is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskReview {
    pub day: Date,
    pub words: Text,
    pub by: Id<Post>,
}

/// It was put before somebody who decides more.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Escalation {
    pub day: Date,
    pub to: Id<Body>,
    pub reason: Text,
    pub by: Id<Post>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closed {
    pub day: Date,
    pub reason: Text,
    pub by: Id<Post>,
}

impl Noun for Risk {
    const KIND: Kind = Kind::Risk;
    const SHAPE: i64 = 1;
}

impl Scored {
    pub fn product(&self) -> u8 {
        self.likelihood.saturating_mul(self.impact)
    }
}

impl Risk {
    /// The score that held on a day.
    pub fn score(&self, of: Which, day: Date) -> Option<&Scored> {
        self.scores_of(of).rfind(|scored| scored.day <= day)
    }

    /// Every score of one kind, oldest first.
    pub fn scores_of(&self, of: Which) -> impl DoubleEndedIterator<Item = &Scored> {
        self.scores.iter().filter(move |scored| scored.of == of)
    }

    pub fn appetite_on(&self, day: Date) -> Option<&Appetite> {
        self.appetite.iter().rev().find(|appetite| appetite.day <= day)
    }

    /// Whether its current score is above what is accepted. None: it is not scored, or no appetite is set, so nobody can
    /// tell.
    pub fn outside_appetite(&self, day: Date) -> Option<bool> {
        Some(self.points_outside(day)? > 0)
    }

    /// By how much its current score is above what is accepted.
    pub fn points_outside(&self, day: Date) -> Option<u8> {
        Some(self.score(Which::Current, day)?.product().saturating_sub(self.appetite_on(day)?.most))
    }

    pub fn is_open(&self, day: Date) -> bool {
        self.closed.as_ref().is_none_or(|closed| closed.day > day)
    }

    /// The last day by then on which somebody looked at it: a review or a score.
    pub fn last_looked_at(&self, day: Date) -> Option<Date> {
        let reviews = self.reviews.iter().map(|review| review.day);
        let scores = self.scores_of(Which::Current).map(|scored| scored.day);
        reviews.chain(scores).filter(|looked| *looked <= day).max()
    }

    /// By when it is to be looked at again, told by the band of its current score. None: it is closed, not scored, or its
    /// band has no interval.
    pub fn review_due(&self, matrix: &RiskMatrix, day: Date) -> Option<Date> {
        if !self.is_open(day) {
            return None;
        }
        let band = matrix.band(self.score(Which::Current, day)?.product())?;
        let months = band.review_months?;
        Some(self.last_looked_at(day)?.saturating_add(i32::from(months).months()))
    }

    pub fn is_owned_by(&self, holds: &[Id<Post>]) -> bool {
        self.owners.iter().any(|owner| holds.contains(owner))
    }

    /// Histories in the order of their days; of one day in the order in which they were said.
    pub(crate) fn in_order(&mut self) {
        self.scores.sort_by_key(|scored| scored.day);
        self.appetite.sort_by_key(|appetite| appetite.day);
        self.reviews.sort_by_key(|review| review.day);
        self.escalations.sort_by_key(|escalation| escalation.day);
    }

    /// What cannot be so, in a sentence.
    pub(crate) fn flaw(&self, matrix: &RiskMatrix) -> Option<String> {
        let text = |words: &Text, most: usize, what: &str| {
            let many = words.as_str().chars().count();
            if words.on_one_line().is_empty() {
                Some(format!("{what} is missing"))
            } else {
                (many > most).then(|| format!("{what} has {many} characters; {most} is the most"))
            }
        };
        text(&self.title, 200, "its title")
            .or_else(|| text(&self.cause, 2_000, "its cause"))
            .or_else(|| text(&self.event, 2_000, "its event, what would happen"))
            .or_else(|| text(&self.consequence, 2_000, "its consequence"))
            .or_else(|| text(&self.category, 100, "its category"))
            .or_else(|| self.scores.iter().find_map(|scored| scored.flaw(matrix)))
            .or_else(|| self.appetite.iter().find_map(|appetite| appetite.flaw(matrix)))
            .or_else(|| self.reviews.iter().find_map(|review| text(&review.words, 2_000, "what its review found")))
            .or_else(|| self.escalations.iter().find_map(|one| text(&one.reason, 2_000, "why it was escalated")))
            .or_else(|| self.closed.as_ref().and_then(|closed| text(&closed.reason, 2_000, "why it was closed")))
    }
}

impl Scored {
    pub(crate) fn flaw(&self, matrix: &RiskMatrix) -> Option<String> {
        if !matrix.holds(self.likelihood, self.impact) {
            return Some(format!(
                "a likelihood of {} and an impact of {} are not both on its matrix, which is {}",
                self.likelihood,
                self.impact,
                matrix.size()
            ));
        }
        if self.reason.on_one_line().is_empty() {
            return Some(format!(
                "the {} score of {} says not why; give the reason, which stays beside it",
                self.of.as_str(),
                crate::rating_rules::day(self.day)
            ));
        }
        let many = self.reason.as_str().chars().count();
        (many > 2_000).then(|| format!("why it was scored so has {many} characters; 2000 is the most"))
    }
}

impl Appetite {
    pub(crate) fn flaw(&self, matrix: &RiskMatrix) -> Option<String> {
        if !(1..=matrix.highest()).contains(&self.most) {
            return Some(format!(
                "an appetite of {} is no score of its matrix; give 1 to {}",
                self.most,
                matrix.highest()
            ));
        }
        self.reason.on_one_line().is_empty().then(|| "its appetite was set without a reason; give one".to_owned())
    }
}
