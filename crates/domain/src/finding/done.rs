//! An action that was agreed about a finding: its words, its owner, the date first agreed and every one since, what was
//! said of it, who called it done, and who looked.
use super::{Standing, days_between};
use crate::{action::Held, envelope::InternalText, id::Id, post::Post, text::Text};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgreedAction {
    /// 1, 2, 3 within its finding, for life.
    pub number: u16,
    pub words: Text,
    pub owner: Held,
    /// The date first agreed; no move overwrites it.
    pub original: Option<Date>,
    /// The date that holds.
    pub due: Option<Date>,
    /// The timescale in the words of whoever gave it, where those are no date ("Ongoing").
    pub stated: Option<Text>,
    pub moves: Vec<DueMove>,
    /// Oldest first.
    pub updates: Vec<Said>,
    /// Each time that it was called done, oldest first.
    pub closings: Vec<Closing>,
}

/// A date that was agreed anew.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueMove {
    /// None: it had lost its date, or stood as words.
    pub from: Option<Date>,
    pub to: Date,
    pub on: Date,
    pub reason: InternalText,
    /// Who agreed, in words: a committee has no post.
    pub agreed_by: InternalText,
    pub by: Id<Post>,
}

/// What was said of how it goes, on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Said {
    pub day: Date,
    pub words: Text,
    pub by: Id<Post>,
}

/// Called done by those who had to do it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Closing {
    pub day: Date,
    pub by: Id<Post>,
    /// Who acted, to see that another verifies.
    pub actor: Uuid,
    /// What is said of it; of a table, its word for the status.
    pub words: Option<Text>,
    /// What shows it. None: nothing was given.
    pub evidence: Option<InternalText>,
    pub verified: Option<Verifying>,
    pub reopened: Option<Reopened>,
}

/// Somebody else looked, and it is done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Verifying {
    pub day: Date,
    pub by: Id<Post>,
    pub actor: Uuid,
    /// What was looked at.
    pub words: InternalText,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reopened {
    pub day: Date,
    pub by: Id<Post>,
    pub reason: Text,
}

impl AgreedAction {
    /// How it was called done, if that holds.
    pub fn closed(&self) -> Option<&Closing> {
        self.closings.last().filter(|closing| closing.reopened.is_none())
    }

    pub fn verified(&self) -> Option<&Verifying> {
        self.closed()?.verified.as_ref()
    }

    pub fn standing(&self, day: Date) -> Standing {
        match self.closed() {
            Some(closing) if closing.verified.is_some() => Standing::Verified,
            Some(_) => Standing::ManagementClosed,
            None if self.due.is_some_and(|due| due < day) => Standing::Overdue,
            None if !self.closings.is_empty() => Standing::Reopened,
            None => Standing::Open,
        }
    }

    /// By how many days its date was moved away from the first; less than nought where it was brought forward.
    pub fn slipped(&self) -> Option<i32> {
        Some(days_between(self.original?, self.due?))
    }

    /// By how many days it is past the date that holds.
    pub fn late_by(&self, day: Date) -> Option<i32> {
        (self.standing(day) == Standing::Overdue).then(|| self.due.map(|due| days_between(due, day))).flatten()
    }

    pub fn is_owned_by(&self, posts: &[Id<Post>]) -> bool {
        matches!(&self.owner, Held::Post(post) if posts.contains(post))
    }
}
