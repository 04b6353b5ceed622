//! The written rules of ratings, as data, and what they suggest for an action: a class with the rule and the facts, or
//! why it could not be tested. A suggestion never rates by itself: whoever answers for the work does, and says why where
//! they differ.
use crate::{
    action::{Action, Status},
    period::Quarter,
    scale::Class,
    text::{Text, text},
    timescale::Due,
    update::Update,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// Rules in their order: the first that applies gives the rating. On track is given only where every rule before it
/// could be tested.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingRules {
    pub name: Text,
    pub rules: Vec<Rule>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rule {
    /// By which it is cited: "rule 3".
    pub number: u8,
    pub gives: Class,
    pub when: When,
    /// The rule as people read it.
    pub words: Text,
}

/// What a rule tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum When {
    /// Said to be complete, with a date and evidence.
    CompleteWithEvidence,
    /// Put off by an approved decision, which gives its reason.
    PutOffByDecision,
    /// The current date, or the window that it was to fall in, has passed.
    DatePassed,
    /// Not started, and the last update says why.
    NotStartedWithReason,
    /// A date was changed in the quarter of today.
    DateChangedThisQuarter,
    /// The last update is older than this many months.
    SilentFor { months: u8 },
    /// Past its original date and moved at least so many times, whatever the new date.
    MovedPastOriginal { times: u8 },
    /// Updated or confirmed in the quarter of today.
    SaidThisQuarter,
}

/// What the rules give.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Suggestion {
    Gives {
        class: Class,
        /// "rule 3: Red when the current date has passed and it is not complete"
        rule: Text,
        /// What is so of this action, in words.
        facts: Text,
    },
    /// Why the rules could not tell.
    Untested { because: Text },
}

impl Suggestion {
    pub fn class(&self) -> Option<Class> {
        match self {
            Self::Gives { class, .. } => Some(*class),
            Self::Untested { .. } => None,
        }
    }
}

/// What testing one rule comes to.
enum Tested {
    Applies(String),
    DoesNot,
    Unknown(String),
}

impl RatingRules {
    /// The rules that an office begins with.
    pub fn standard() -> Self {
        let rules = [
            (
                Class::Complete,
                When::CompleteWithEvidence,
                "Complete only with the date on which it was completed and evidence that it was",
            ),
            (Class::Paused, When::PutOffByDecision, "Paused when an approved decision put it off, with its reason"),
            (Class::OffTrack, When::DatePassed, "Red when the current date has passed and it is not complete"),
            (
                Class::NotStarted,
                When::NotStartedWithReason,
                "Not started when work has not begun, its date has not passed and the update says why",
            ),
            (Class::AtRisk, When::DateChangedThisQuarter, "Amber when its date was changed this quarter"),
            (
                Class::AtRisk,
                When::SilentFor { months: 3 },
                "Amber when the last update or confirmation is older than a quarter",
            ),
            (
                Class::AtRisk,
                When::MovedPastOriginal { times: 2 },
                "Amber when it is past its original date and was moved twice or more, whatever the new date",
            ),
            (
                Class::OnTrack,
                When::SaidThisQuarter,
                "Green only with an update or confirmation this quarter and none of the above",
            ),
        ];
        let rules = (1..).zip(rules);
        let rules = rules.map(|(number, (gives, when, words))| Rule { number, gives, when, words: text(words) });
        Self { name: text("Standard rules"), rules: rules.collect() }
    }
}

/// What the rules give for an action on a day, by what was last said of it.
pub fn suggested(action: &Action, last: Option<&Update>, rules: &RatingRules, today: Date) -> Suggestion {
    if let Some(because) = beyond_rating(action) {
        return Suggestion::Untested { because: text(because) };
    }
    let mut unknown: Option<String> = None;
    for rule in &rules.rules {
        match test(rule.when, action, last, today) {
            Tested::Applies(facts) if rule.gives != Class::OnTrack || unknown.is_none() => {
                return Suggestion::Gives {
                    class: rule.gives,
                    rule: text(&format!("rule {}: {}", rule.number, rule.words)),
                    facts: words(facts),
                };
            }
            Tested::Unknown(because) => unknown = unknown.or(Some(because)),
            Tested::Applies(_) | Tested::DoesNot => {}
        }
    }
    let because = unknown.unwrap_or_else(|| match last {
        Some(last) => format!(
            "nothing has been said of it this quarter yet (the last update is of {}), and its date has not passed",
            day(last.day)
        ),
        None => "nothing has been said of it yet".into(),
    });
    Suggestion::Untested { because: words(because) }
}

/// Why an action is not one that the rules speak of.
fn beyond_rating(action: &Action) -> Option<&'static str> {
    match action.status {
        Status::Candidate => Some("it is a candidate, not agreed as work yet"),
        Status::ClosedNotDelivered => Some("it was closed without being delivered"),
        Status::Superseded => Some("other work has taken its place"),
        Status::BusinessAsUsual => Some("it has become business as usual"),
        Status::Complete if action.completion.is_none() => {
            Some("it is said to be complete, and no date and evidence of that are on the record")
        }
        Status::Complete | Status::NotStarted | Status::InProgress | Status::OnHold => None,
    }
}

fn test(when: When, action: &Action, last: Option<&Update>, today: Date) -> Tested {
    match when {
        When::CompleteWithEvidence => match &action.completion {
            Some(done) if action.status == Status::Complete && !done.evidence.is_empty() => {
                let shown: Vec<&str> = done.evidence.iter().map(|e| e.words().as_str()).collect();
                Tested::Applies(format!("it was completed on {}, by {}", day(done.on), shown.join(", ")))
            }
            _ => Tested::DoesNot,
        },
        When::PutOffByDecision => match &action.decided {
            Some(decided) if action.status == Status::OnHold => {
                Tested::Applies(format!("{} put it off on {}", decided.approver, day(decided.on)))
            }
            _ => Tested::DoesNot,
        },
        When::DatePassed => match due(action) {
            Ok(Some(due)) if due < today => Tested::Applies(format!("its date was {}", day(due))),
            Ok(_) => Tested::DoesNot,
            Err(because) => Tested::Unknown(because.into()),
        },
        When::NotStartedWithReason => {
            let says = last.is_some_and(|update| update.narrative.as_ref().is_some_and(|words| !words.is_empty()));
            match action.status {
                Status::NotStarted if says => Tested::Applies("work has not begun, and the update says why".into()),
                Status::NotStarted => Tested::Unknown("it has not started, and no update says why".into()),
                _ => Tested::DoesNot,
            }
        }
        When::DateChangedThisQuarter => {
            let changed = action.moves.iter().rev().find(|moved| same_quarter(moved.on, today));
            changed.map_or(Tested::DoesNot, |moved| {
                let date = |date: Option<Date>| date.map_or_else(|| "no date".into(), day);
                let (from, to) = (date(moved.from), date(moved.to));
                Tested::Applies(format!("its date was changed on {}, from {from} to {to}", day(moved.on)))
            })
        }
        When::SilentFor { months } => match last {
            None => Tested::Unknown("nothing has been said of it yet".into()),
            Some(last) if last.day.saturating_add(i32::from(months).months()) < today => {
                let duty = if action.timescale.is_continuing() { "; a continuing duty is due for review" } else { "" };
                Tested::Applies(format!("the last update is of {}{duty}", day(last.day)))
            }
            Some(_) => Tested::DoesNot,
        },
        When::MovedPastOriginal { times } => match action.original_date {
            Some(original) if original < today && action.moves.len() >= usize::from(times) => {
                let times = action.moves.len();
                Tested::Applies(format!("its original date was {}, and it was moved {times} times", day(original)))
            }
            _ => Tested::DoesNot,
        },
        When::SaidThisQuarter => match last {
            Some(last) if same_quarter(last.day, today) => {
                Tested::Applies(format!("it was updated or confirmed on {}", day(last.day)))
            }
            _ => Tested::DoesNot,
        },
    }
}

/// By when it is to be done: None for a continuing duty, which is never overdue.
fn due(action: &Action) -> Result<Option<Date>, &'static str> {
    match (&action.timescale.due, action.current_date) {
        (Due::Continuing, _) => Ok(None),
        (_, Some(date)) => Ok(Some(date)),
        (Due::Window { to, .. }, None) => Ok(Some(*to)),
        (Due::NotSet | Due::By { .. }, None) => Err("it has no date, so nobody can tell whether it is late"),
    }
}

fn same_quarter(one: Date, other: Date) -> bool {
    Quarter::of(one).is_some() && Quarter::of(one) == Quarter::of(other)
}

/// "12 January 2026", as sentences of this office say a day.
pub(crate) fn day(day: Date) -> String {
    crate::plan_text::day(day)
}

/// Made of texts of the record and of words in this source, so a text itself; too long a one is cut.
fn words(words: String) -> Text {
    Text::new(words).unwrap_or_else(|_| text("facts too long to repeat here"))
}
