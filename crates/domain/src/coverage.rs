//! Coverage: what declared rules find in what is recorded of an outcome. Each rule has a number and words, and each that
//! is met says by which facts. Nothing is averaged and nothing is weighed: one gap is a gap. The rules can say that they
//! found no gap; that what is done is enough is judged by people ([`crate::sufficiency`]) and said by no rule.
mod index;
mod rules;

pub(crate) use index::counts;
pub use index::{Index, Loose};
pub use rules::{Rule, Sort};

use crate::{scale::Class, text::Text};
use jiff::civil::Date;
use serde::Serialize;
use uuid::Uuid;

/// What is recorded of one outcome on a day, as far as whoever looks may see it. Everything that the rules read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Recorded {
    pub actions: Vec<ActionFact>,
    pub partners: Vec<PartnerFact>,
    pub measures: Vec<MeasureFact>,
    pub risks: Vec<RiskFact>,
    /// Of the outcome itself, its risks and their controls; each once.
    pub gaps: Vec<GapFact>,
    pub findings: Vec<FindingFact>,
    pub hidden: Hidden,
}

/// What is recorded and not shown to whoever looks: so that what they do not see is not called missing.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each says of another list whether it is whole")]
pub struct Hidden {
    pub actions: bool,
    pub measures: bool,
    pub risks: bool,
    pub findings: bool,
}

impl Hidden {
    pub fn any(self) -> bool {
        self.actions || self.measures || self.risks || self.findings
    }
}

/// Something that is recorded: what it is called, and where its page is.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Named {
    pub reference: Text,
    pub title: Text,
    pub item: Uuid,
}

/// An action of the Plan that serves the outcome and still counts: not one that was dropped or given up.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionFact {
    pub named: Named,
    pub class: Option<Class>,
    /// It is done, or goes on as business as usual.
    pub done: bool,
    /// Its date, where that has passed and it is not done.
    pub overdue: Option<Date>,
    /// Its first date has not come, and nobody is expected to have rated it.
    pub not_begun: bool,
}

/// An action in another body's plan.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PartnerFact {
    pub named: Named,
    pub class: Option<Class>,
    /// The day of what is known of it, where that is more than a year ago.
    pub old: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is read by a rule of its own")]
pub struct MeasureFact {
    pub named: Named,
    /// What the measure says, in the sentence of its page.
    pub sentence: String,
    /// Special cause of concern.
    pub worsens: bool,
    /// Special cause of improvement.
    pub improves: bool,
    /// The last two figures missed their target.
    pub misses: bool,
    /// There are figures enough for its rules to say something.
    pub judged: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RiskFact {
    pub named: Named,
    /// The product of the current score; None: not scored.
    pub current: Option<u8>,
    /// None: no appetite is stated.
    pub outside: Option<bool>,
    pub controls: Vec<ControlFact>,
    /// It has controls that are not shown.
    pub hidden: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ControlFact {
    pub named: Named,
    pub assured: Assured,
}

/// What the assurances of a control come to today: of each line the newest that is in date counts, and of these the one
/// that gives least.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Assured {
    Never,
    /// There was one; it is past its date.
    Expired(Date),
    /// Somebody looked and gave none.
    Refused,
    Partly,
    Fully,
    /// There are some, which are not shown.
    Hidden,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GapFact {
    pub named: Named,
    /// In control; otherwise in assurance.
    pub in_control: bool,
    /// No action against it has a date.
    pub undated: bool,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FindingFact {
    pub named: Named,
    pub high: bool,
}

/// What the rules find. In the order in which the first that applies is said of the whole.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Covered {
    GapsFound,
    SignalsDisagree,
    TooLittleRecorded,
    NoGapFound,
}

impl Covered {
    pub const ALL: [Self; 4] = [Self::GapsFound, Self::SignalsDisagree, Self::TooLittleRecorded, Self::NoGapFound];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::GapsFound => "gaps_found",
            Self::SignalsDisagree => "signals_disagree",
            Self::TooLittleRecorded => "too_little_recorded",
            Self::NoGapFound => "no_gap_found",
        }
    }

    /// As it is printed, everywhere in the same words.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::GapsFound => "gaps found",
            Self::SignalsDisagree => "signals disagree",
            Self::TooLittleRecorded => "too little recorded",
            Self::NoGapFound => "no gap found by these rules",
        }
    }
}

/// The coverage of an outcome: what is said of the whole, and every rule that is met with its facts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Coverage {
    pub says: Covered,
    /// In the order of the rules.
    pub met: Vec<Met>,
}

/// A rule that is met, and by what.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Met {
    pub rule: Rule,
    pub facts: Vec<Fact>,
}

/// What meets a rule, in words, and what it is a fact of; None where the fact is that there is none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fact {
    pub words: String,
    pub about: Option<(About, Named)>,
}

/// What a fact is of, so that a page can lead to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    Action,
    PartnerAction,
    Measure,
    Risk,
    Control,
    Gap,
    Finding,
}

impl Coverage {
    /// What the rules find in what is recorded.
    pub fn of(recorded: &Recorded) -> Self {
        let met: Vec<Met> = Rule::ALL
            .into_iter()
            .map(|rule| Met { rule, facts: rule.facts(recorded) })
            .filter(|met| !met.facts.is_empty())
            .collect();
        let any = |sort: Sort| met.iter().any(|met| met.rule.sort() == sort);
        let says = if any(Sort::Gap) {
            Covered::GapsFound
        } else if any(Sort::Disagreement) {
            Covered::SignalsDisagree
        } else if any(Sort::TooLittle) {
            Covered::TooLittleRecorded
        } else {
            Covered::NoGapFound
        };
        Self { says, met }
    }

    /// The rules of a sort that are met.
    pub fn met(&self, sort: Sort) -> impl Iterator<Item = &Met> {
        self.met.iter().filter(move |met| met.rule.sort() == sort)
    }

    /// How many facts are gaps.
    pub fn gaps(&self) -> usize {
        self.met(Sort::Gap).map(|met| met.facts.len()).sum()
    }
}
