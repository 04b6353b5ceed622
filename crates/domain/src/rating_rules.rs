//! The written rules of ratings, as data, and what they suggest for an action: a class with the rule and the facts, or
//! why it could not be tested. A suggestion never rates by itself: whoever answers for the work does, and says why where
//! they differ.
mod limit;
mod tied;
mod written;

use crate::{
    action::{Action, Status},
    evidence::Evidence,
    milestone::{Milestone, Reached},
    period::Quarter,
    scale::Class,
    text::{Text, text},
    timescale::Due,
    update::Update,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub use limit::{Days, NotALimit, Points, Times, Weeks};
pub use tied::{Tied, TiedRisks};
pub use written::{RulesChange, SetRules, WrittenRules, rules_changes};

/// What an office may choose of its rules: which of those that make an action red or amber hold, and how strictly. None:
/// the rule does not hold. What makes an action complete, paused, not started or on track holds in every office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RatingRules {
    /// Red when its date passed more than so many days ago.
    pub past_due: Option<Days>,
    /// Amber when the date of a milestone passed more than so many days ago.
    pub milestone_late: Option<Days>,
    /// Amber when its date, or that of a milestone, was changed so many times in the quarter of today.
    pub date_changed: Option<Times>,
    /// Amber when nothing was said of it for longer than so many weeks.
    pub silent: Option<Weeks>,
    /// Amber when it is past its original date and was moved so many times, whatever the new date.
    pub moved_past_original: Option<Times>,
    /// Amber when a risk that is tied to it is so many points or more outside its appetite. Rules that were written before
    /// there were risks do not have it.
    #[serde(default)]
    pub risk_outside: Option<Points>,
}

/// The first day on which the rule on risks is one of those that an office begins with, the quarter in which it came: a
/// position of before is read by the rules of then.
const RISKS_FROM: Date = jiff::civil::date(2026, 10, 1);

/// One rule as it is tested and read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Rule {
    /// By which it is cited: "rule 3". It is for life: a rule that no longer holds leaves its number empty.
    pub number: u8,
    pub gives: Class,
    #[serde(skip)]
    when: When,
    /// The rule as people read it.
    pub words: Text,
}

/// What a rule tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum When {
    /// Said to be complete, with a date and evidence.
    CompleteWithEvidence,
    /// Put off by an approved decision, which gives its reason.
    PutOffByDecision,
    /// The current date, or the window that it was to fall in, has passed.
    DatePassed(Days),
    /// Not started, and the last update says why.
    NotStartedWithReason,
    DateChangedThisQuarter(Times),
    SilentFor(Weeks),
    MovedPastOriginal(Times),
    MilestoneLate(Days),
    RiskOutside(Points),
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
        Self {
            past_due: Some(Days::NONE),
            milestone_late: Some(Days::NONE),
            date_changed: Some(Times::ONCE),
            silent: Some(Weeks::A_QUARTER),
            moved_past_original: Some(Times::TWICE),
            risk_outside: Some(Points::ANY),
        }
    }

    /// Those that an office began with on a day.
    pub fn standard_on(day: Date) -> Self {
        let standard = Self::standard();
        if day < RISKS_FROM { Self { risk_outside: None, ..standard } } else { standard }
    }

    /// The rules that hold, in the order in which they are tested: the first that applies gives the rating. On track is
    /// given only where every rule before it could be tested.
    pub fn rules(&self) -> Vec<Rule> {
        let rules = [
            Some((
                1,
                Class::Complete,
                When::CompleteWithEvidence,
                "Complete only with the date on which it was completed and evidence that it was".to_owned(),
            )),
            Some((
                2,
                Class::Paused,
                When::PutOffByDecision,
                "Paused when an approved decision put it off, with its reason".into(),
            )),
            self.past_due.map(|days| {
                let words = match days.count() {
                    0 => "Red when the current date has passed and it is not complete".into(),
                    _ => format!("Red when the current date passed more than {days} ago and it is not complete"),
                };
                (3, Class::OffTrack, When::DatePassed(days), words)
            }),
            Some((
                4,
                Class::NotStarted,
                When::NotStartedWithReason,
                "Not started when work has not begun, its date has not passed and the update says why".into(),
            )),
            self.milestone_late.map(|days| {
                let words = match days.count() {
                    0 => "Amber when the date of a milestone has passed and it was not met".into(),
                    _ => format!("Amber when the date of a milestone passed more than {days} ago and it was not met"),
                };
                (9, Class::AtRisk, When::MilestoneLate(days), words)
            }),
            self.date_changed.map(|times| {
                let words = match times.count() {
                    1 => "Amber when its date, or that of a milestone, was changed this quarter".into(),
                    _ => format!(
                        "Amber when its date, or dates of its milestones, were changed {times} or more this quarter"
                    ),
                };
                (5, Class::AtRisk, When::DateChangedThisQuarter(times), words)
            }),
            self.silent.map(|weeks| {
                let words = format!("Amber when the last update or confirmation is older than {weeks}");
                (6, Class::AtRisk, When::SilentFor(weeks), words)
            }),
            self.moved_past_original.map(|times| {
                let words = format!(
                    "Amber when it is past its original date and was moved {times} or more, whatever the new date"
                );
                (7, Class::AtRisk, When::MovedPastOriginal(times), words)
            }),
            self.risk_outside.map(|points| {
                let words = match points.count() {
                    1 => "Amber when a risk that is tied to it is outside its appetite".into(),
                    _ => format!("Amber when a risk that is tied to it is {points} or more outside its appetite"),
                };
                (10, Class::AtRisk, When::RiskOutside(points), words)
            }),
            Some((
                8,
                Class::OnTrack,
                When::SaidThisQuarter,
                "Green only with an update or confirmation this quarter and none of the other rules".into(),
            )),
        ];
        let rules = rules.into_iter().flatten();
        rules.map(|(number, gives, when, words)| Rule { number, gives, when, words: text(&words) }).collect()
    }
}

/// What is known of an action when its rating is tested.
#[derive(Clone, Copy, Debug)]
pub struct Known<'a> {
    pub action: &'a Action,
    pub milestones: &'a [&'a Milestone],
    /// What was last said of it.
    pub last: Option<&'a Update>,
    /// The risks that are tied to it.
    pub risks: &'a [Tied<'a>],
}

/// What the rules give for an action on a day.
pub fn suggested(known: Known, rules: &RatingRules, today: Date) -> Suggestion {
    if let Some(because) = beyond_rating(known.action) {
        return Suggestion::Untested { because: text(because) };
    }
    let mut unknown: Option<String> = None;
    for rule in rules.rules() {
        match test(rule.when, known, today) {
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
    let because = unknown.unwrap_or_else(|| match known.last {
        Some(last) => format!(
            "nothing has been said of it this quarter yet (the last update is of {}), and no other rule applies",
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

fn test(when: When, known: Known, today: Date) -> Tested {
    let Known { action, milestones, last, risks } = known;
    match when {
        When::CompleteWithEvidence => match &action.completion {
            Some(done) if action.status == Status::Complete && !done.evidence.is_empty() => {
                // Everybody may read these facts, and an address or a file is the office's own.
                let shown = done.evidence.iter().map(|evidence| match evidence {
                    Evidence::Decision(reference) => reference.as_str(),
                    Evidence::Link(_) => "a link",
                    Evidence::File(_) => "a file",
                });
                let shown: Vec<&str> = shown.collect();
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
        When::DatePassed(days) => match due(action) {
            Ok(Some(due)) if days.after(due) < today => Tested::Applies(format!("its date was {}", day(due))),
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
        When::DateChangedThisQuarter(times) => changed_this_quarter(action, milestones, times, today),
        When::SilentFor(weeks) => match last {
            None => Tested::Unknown("nothing has been said of it yet".into()),
            Some(last) if weeks.after(last.day) < today => {
                let duty = if action.timescale.is_continuing() { "; a continuing duty is due for review" } else { "" };
                Tested::Applies(format!("the last update is of {}{duty}", day(last.day)))
            }
            Some(_) => Tested::DoesNot,
        },
        When::MilestoneLate(days) => {
            let late = milestones.iter().filter(|m| m.reached == Reached::Open && days.after(m.date) < today);
            late.min_by_key(|m| m.date).map_or(Tested::DoesNot, |late| {
                Tested::Applies(format!("the milestone “{}” was due on {}", late.title, day(late.date)))
            })
        }
        When::RiskOutside(points) => {
            let mut outside = risks.iter().filter_map(|tied| tied.outside(points, today));
            outside.next().map_or(Tested::DoesNot, Tested::Applies)
        }
        When::MovedPastOriginal(times) => match action.original_date {
            Some(original) if original < today && action.moves.len() >= times.count() => {
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

/// Whether dates were changed so often in the quarter of today: its own, and those of its milestones.
fn changed_this_quarter(action: &Action, milestones: &[&Milestone], times: Times, today: Date) -> Tested {
    let date = |date: Option<Date>| date.map_or_else(|| "no date".into(), day);
    let own = action.moves.iter().rev().filter(|moved| same_quarter(moved.on, today)).map(|moved| {
        format!("its date was changed on {}, from {} to {}", day(moved.on), date(moved.from), date(moved.to))
    });
    let theirs = milestones.iter().filter(|m| !matches!(m.reached, Reached::Dropped { .. })).flat_map(|milestone| {
        let moves = milestone.moves.iter().rev().filter(|moved| same_quarter(moved.on, today));
        moves.map(|moved| {
            let (on, from, to) = (day(moved.on), day(moved.from), day(moved.to));
            format!("the milestone “{}” was moved on {on}, from {from} to {to}", milestone.title)
        })
    });
    let changes: Vec<String> = own.chain(theirs).collect();
    match changes.first() {
        Some(last) if changes.len() >= times.count() => Tested::Applies(last.clone()),
        _ => Tested::DoesNot,
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
