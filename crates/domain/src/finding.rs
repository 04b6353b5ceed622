//! A finding: what an outside source found or recommended, what the office answered, what was agreed, and whether it was
//! done. Where it stands is derived from what is recorded and from the day; nobody types a colour.
mod add;
mod deed;
mod done;
pub mod import;
mod review;
mod source;
pub mod table;
pub mod tracker;

pub use add::{AddFinding, Facts, Ties};
pub use deed::{Deed, OnFinding, Settle};
pub use done::{AgreedAction, Closing, DueMove, Reopened, Said, Verifying};
pub use review::{AddReview, NoteOnReview, Opinion, OpinionOf, Published, Review, ReviewNote};
pub use source::{Clock, FindingSource, NameSource, Priority, Rank, SourceKind};

use crate::{
    action::Action,
    ask::{Ask, Refusal},
    id::Id,
    objective::Outcome,
    office::{Kept, Kind, Noun, Office},
    post::Post,
    text::{Text, fold},
    theme::Theme,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    pub review: Id<Review>,
    pub kind: FindingKind,
    /// The reference that it has in its source's own report ("Rec 3").
    pub own_reference: Option<Text>,
    pub found: Text,
    /// None: the source recommends nothing by itself, or both stand in one text.
    pub recommended: Option<Text>,
    /// In the source's words; None where it gave none.
    pub priority: Option<Text>,
    pub rank: Rank,
    /// Whom it asks.
    pub for_whom: Option<Text>,
    /// The day from which it counts.
    pub raised: Date,
    pub theme: Option<Id<Theme>>,
    pub outcomes: Vec<Id<Outcome>>,
    /// Actions of a plan that it concerns.
    pub actions: Vec<Id<Action>>,
    /// By when an answer is owed. Of the Panel's, its clerk says so.
    pub response_due: Option<Date>,
    /// What the office answered, oldest first; the last holds.
    pub response: Vec<Response>,
    pub agreed: Vec<AgreedAction>,
    /// What was decided in place of doing it, oldest first.
    pub settled: Vec<Settled>,
    pub written: Written,
}

/// Who put its words on the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Written {
    pub by: Id<Post>,
    /// By which right: the word of a role.
    pub role: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FindingKind {
    Finding,
    /// The inspectorate's gravest.
    CauseOfConcern,
    Recommendation,
    AreaForImprovement,
}

impl FindingKind {
    pub const ALL: [Self; 4] = [Self::Finding, Self::CauseOfConcern, Self::Recommendation, Self::AreaForImprovement];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Finding => "finding",
            Self::CauseOfConcern => "cause_of_concern",
            Self::Recommendation => "recommendation",
            Self::AreaForImprovement => "area_for_improvement",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        let word = fold(word).replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Response {
    pub how: Answered,
    pub words: Text,
    /// Why it is not accepted, or not all of it.
    pub reason: Option<Text>,
    pub day: Date,
    pub by: Id<Post>,
    /// Where it went out, beside what it answers.
    pub published: Option<Published>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Answered {
    Accepted,
    AcceptedInPart,
    Rejected,
}

impl Answered {
    pub const ALL: [Self; 3] = [Self::Accepted, Self::AcceptedInPart, Self::Rejected];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::AcceptedInPart => "accepted_in_part",
            Self::Rejected => "rejected",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        let word = fold(word).replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|how| how.as_str() == word)
    }
}

/// What was decided in place of doing what was recommended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settled {
    pub how: Settlement,
    /// Who decided, in words: a committee has no post.
    pub by_whom: Text,
    pub reason: Text,
    pub day: Date,
    pub by: Id<Post>,
    /// It holds no more.
    pub reopened: Option<Reopened>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Settlement {
    /// The risk is carried, until it is looked at again.
    RiskAccepted {
        until: Date,
    },
    NotAdopted,
}

/// Where a finding, or an action that was agreed, stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    AwaitingResponse,
    Open,
    Overdue,
    /// Those who had to do it say that it is done; nobody else has looked.
    ManagementClosed,
    Verified,
    NotAdopted,
    RiskAccepted,
    /// It was closed, and is not done.
    Reopened,
}

impl Standing {
    /// In the order of tables: what wants a look first.
    pub const ALL: [Self; 8] = [
        Self::Overdue,
        Self::AwaitingResponse,
        Self::Reopened,
        Self::Open,
        Self::ManagementClosed,
        Self::Verified,
        Self::RiskAccepted,
        Self::NotAdopted,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::AwaitingResponse => "awaiting_response",
            Self::Open => "open",
            Self::Overdue => "overdue",
            Self::ManagementClosed => "management_closed",
            Self::Verified => "verified",
            Self::NotAdopted => "not_adopted",
            Self::RiskAccepted => "risk_accepted",
            Self::Reopened => "reopened",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|standing| standing.as_str() == word)
    }

    /// Whether somebody still has something to do about it: what nobody verified is not done with.
    pub fn is_open(self) -> bool {
        !matches!(self, Self::Verified | Self::NotAdopted | Self::RiskAccepted)
    }

    /// Its colour: red past its date, amber within, green where it is verified, grey where it is not to be done.
    pub fn colour(self) -> Colour {
        match self {
            Self::Overdue => Colour::Red,
            Self::AwaitingResponse | Self::Open | Self::ManagementClosed | Self::Reopened => Colour::Amber,
            Self::Verified => Colour::Green,
            Self::NotAdopted | Self::RiskAccepted => Colour::Grey,
        }
    }
}

/// Follows from the standing and is stored nowhere.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    Red,
    Amber,
    Green,
    Grey,
}

impl Noun for Finding {
    const KIND: Kind = Kind::Finding;
    const SHAPE: i64 = 1;
}

impl Finding {
    /// What was decided in place of doing it, if that holds.
    pub fn settlement(&self) -> Option<&Settled> {
        self.settled.last().filter(|settled| settled.reopened.is_none())
    }

    pub fn standing(&self, day: Date) -> Standing {
        match self.settlement().map(|settled| settled.how) {
            Some(Settlement::NotAdopted) => return Standing::NotAdopted,
            // A risk that was to be looked at again and was not is nobody's decision any more.
            Some(Settlement::RiskAccepted { until }) if until < day => return Standing::Overdue,
            Some(Settlement::RiskAccepted { .. }) => return Standing::RiskAccepted,
            None => {}
        }
        if self.response.last().is_some_and(|response| response.how == Answered::Rejected) {
            return Standing::NotAdopted;
        }
        if self.agreed.is_empty() {
            return match (self.response.is_empty(), self.settled.is_empty()) {
                (true, true) => Standing::AwaitingResponse,
                (false, true) => Standing::Open,
                (_, false) => Standing::Reopened,
            };
        }
        let all: Vec<Standing> = self.agreed.iter().map(|action| action.standing(day)).collect();
        let has = |standing| all.contains(&standing);
        if has(Standing::Overdue) {
            Standing::Overdue
        } else if has(Standing::Reopened) {
            Standing::Reopened
        } else if has(Standing::Open) {
            Standing::Open
        } else if has(Standing::ManagementClosed) {
            Standing::ManagementClosed
        } else {
            Standing::Verified
        }
    }

    pub fn is_open(&self, day: Date) -> bool {
        self.standing(day).is_open()
    }

    /// Whether something about it is past its date: an action, or the answer.
    pub fn is_late(&self, day: Date) -> bool {
        self.standing(day) == Standing::Overdue || self.response_is_late(day)
    }

    /// Whether its answer is owed since before a day, or came after it was due.
    pub fn response_is_late(&self, day: Date) -> bool {
        self.owes_response() && self.response_due.is_some_and(|due| due < day)
    }

    /// Whether an answer is owed: to agree an action, or to do it, is not to answer.
    fn owes_response(&self) -> bool {
        self.response.is_empty() && self.settlement().is_none()
    }

    /// By how many days its first answer came after it was due.
    pub fn answered_late_by(&self) -> Option<i32> {
        let (due, first) = (self.response_due?, self.response.first()?);
        (first.day > due).then(|| days_between(due, first.day))
    }

    pub fn colour(&self, day: Date) -> Colour {
        if self.is_late(day) { Colour::Red } else { self.standing(day).colour() }
    }

    /// The next date that is owed: the earliest of its open actions, or of the answer.
    pub fn next_due(&self, day: Date) -> Option<Date> {
        let answer = self.response_due.filter(|_| self.owes_response());
        let open = self.agreed.iter().filter(|action| action.closed().is_none() && self.is_open(day));
        open.filter_map(|action| action.due).chain(answer).min()
    }

    /// How often dates of its actions were moved.
    pub fn moves(&self) -> usize {
        self.agreed.iter().map(|action| action.moves.len()).sum()
    }

    /// Whether one of these posts owns one of its actions.
    pub fn is_owned_by(&self, posts: &[Id<Post>]) -> bool {
        self.agreed.iter().any(|action| action.is_owned_by(posts))
    }
}

pub(crate) fn days_between(from: Date, to: Date) -> i32 {
    to.since((jiff::Unit::Day, from)).map_or(0, |span| span.get_days())
}

/// Words that have to be there and have to fit.
fn said(words: &Text, most: usize, what: &str) -> Result<Text, Refusal> {
    if words.on_one_line().is_empty() {
        return Err(Refusal::because(format!("{what} is missing; say it")));
    }
    let many = words.as_str().chars().count();
    if many > most {
        return Err(Refusal::because(format!("{what} has {many} characters; {most} is the most")));
    }
    Ok(words.clone())
}

/// The same for words that need not be there.
fn also_said(words: Option<&Text>, most: usize, what: &str) -> Result<Option<Text>, Refusal> {
    words.filter(|words| !words.on_one_line().is_empty()).map(|words| said(words, most, what)).transpose()
}

/// A reference as somebody gave it.
fn code(stated: &Text) -> Result<Text, Refusal> {
    let fits = stated.as_str().chars().count() <= 30;
    let plain = stated.as_str().chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_' | '(' | ')'));
    if fits && plain && stated.as_str().chars().any(char::is_alphanumeric) {
        Ok(stated.clone())
    } else {
        Err(Refusal::because(format!(
            "“{stated}” cannot be a reference; write 1 to 30 letters, digits, dots and dashes, as IA-2026-03"
        )))
    }
}

impl Office {
    pub(crate) fn finding_coded(&self, code: &str) -> Option<&Kept<Finding>> {
        let wanted = fold(code);
        self.findings.values().map(AsRef::as_ref).find(|kept| kept.reference().folded() == wanted)
    }

    /// The finding that somebody means, of those that they see.
    pub(crate) fn finding_meant(&self, code: &str, ask: &Ask) -> Result<&Kept<Finding>, Refusal> {
        let sight = self.seen_by(&ask.actor);
        self.finding_coded(code).filter(|kept| sight.finding(kept.id).is_some()).ok_or_else(|| {
            Refusal::because(format!("there is no finding “{code}”; look it up in the list of findings"))
        })
    }

    /// The source whose words a finding has.
    pub(crate) fn source_of(&self, finding: &Finding) -> Option<&Kept<FindingSource>> {
        let review = self.reviews.get(&finding.review.uuid())?;
        self.finding_sources.get(&review.item.source.uuid()).map(AsRef::as_ref)
    }
}
