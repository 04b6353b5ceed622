//! The one list of checks. Each asks for enough on the record before it says anything: a check that cries often is worse
//! than none. How well they do on an office with planted faults is measured in `tests/questions`.
mod assurance;
mod delivery;
mod figures;
mod outcome;
mod reporting;
mod words;

use super::{Looked, about::Found};
use crate::{
    action::Action,
    change_request::ChangeRequest,
    control::Control,
    finding::Finding,
    gap::Gap,
    id::Id,
    measure::Measure,
    office::Kind,
    post::Post,
    risk::Risk,
    round::Round,
    text::{Text, text},
    theme::Theme,
};
use uuid::Uuid;

/// One check: its name for machines and addresses, which is for life; its title and its rule for people.
#[derive(Clone, Copy)]
pub struct Check {
    pub name: &'static str,
    pub title: &'static str,
    pub rule: &'static str,
    look: fn(&Looked) -> Vec<Found>,
}

impl std::fmt::Debug for Check {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.name)
    }
}

impl PartialEq for Check {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

/// Where what is found can be put right. A page makes the link.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Mends {
    /// Saying anew how it goes.
    Update(Id<Action>),
    /// Its leads, outcomes and words.
    Describe(Id<Action>),
    /// A date, or closing it: asked for and decided.
    Change(Id<Action>),
    /// Somebody else confirms the evidence.
    Verify(Id<Action>),
    Milestones(Id<Action>),
    Effects(Id<Action>),
    Decide(Id<ChangeRequest>),
    Commentary(Id<Measure>),
    LoadFigures,
    Risk(Id<Risk>),
    Control(Id<Control>),
    Gap(Id<Gap>),
    Finding(Id<Finding>),
    Narrative(Id<Round>, Id<Theme>),
}

/// A question that could be asked today, with what speaks for it.
#[derive(Clone, Debug)]
pub struct Raised {
    pub check: &'static Check,
    pub kind: Kind,
    pub about: Uuid,
    pub reference: String,
    pub title: String,
    pub theme: Option<Id<Theme>>,
    pub leads: Vec<Id<Post>>,
    /// What was found, in words.
    pub evidence: String,
    /// The same without what changes by the mere passing of days: an answer holds while it stands.
    pub facts: String,
    /// What a member could ask.
    pub question: String,
    pub mends: Mends,
}

impl Raised {
    /// What it is about, for people: its reference and title; of an outcome, whose words are both, once.
    pub fn named(&self) -> String {
        if self.kind == Kind::Outcome { self.title.clone() } else { format!("{} {}", self.reference, self.title) }
    }

    pub(crate) fn evidence_as_kept(&self) -> Text {
        Text::new(self.evidence.as_str()).unwrap_or_else(|_| text("evidence too long to keep here"))
    }

    pub(crate) fn facts_as_kept(&self) -> Text {
        Text::new(self.facts.as_str()).unwrap_or_else(|_| text("facts too long to keep here"))
    }
}

/// The check by its name.
pub fn check_named(name: &str) -> Option<&'static Check> {
    CHECKS.iter().find(|check| check.name == name)
}

/// All that is raised, in the order of the checks and within each of references.
pub fn raised(looked: &Looked) -> Vec<Raised> {
    CHECKS.iter().flat_map(|check| raised_by(check, looked)).collect()
}

/// What one check raises.
pub fn raised_by(check: &'static Check, looked: &Looked) -> Vec<Raised> {
    let with = |found: Found| Raised {
        check,
        kind: found.kind,
        about: found.about,
        reference: found.reference,
        title: found.title,
        theme: found.theme,
        leads: found.leads,
        evidence: found.evidence,
        facts: found.facts,
        question: found.question,
        mends: found.mends,
    };
    (check.look)(looked).into_iter().map(with).collect()
}

/// Every check, in the order in which it is asked. A name is never given to another.
pub static CHECKS: &[Check] = &[
    Check {
        name: "on-track-but-worsening",
        title: "Actions on track, measure worsening",
        rule: "Every action that serves an outcome, or was named in what was last said of its measure, is on track or complete and past the quarter by which it was to show (where none is stated, on track for half a year), while that measure of the outcome shows a special cause of concern or missed its target in the newest figures of two loads one after the other.",
        look: outcome::on_track_but_worsening,
    },
    Check {
        name: "off-track-but-improving",
        title: "Measure improving, actions off track",
        rule: "A measure of an outcome shows a special cause of improvement, while no action of the outcome is complete or on track and at least one is off track.",
        look: outcome::off_track_but_improving,
    },
    Check {
        name: "on-track-but-overdue",
        title: "On track, and its date has passed",
        rule: "An action that is not complete is rated on track after its date, or after the window in which it was to fall.",
        look: delivery::on_track_but_overdue,
    },
    Check {
        name: "on-track-without-update",
        title: "On track, and nothing said for a quarter",
        rule: "An action with an end is rated on track, and neither an update nor a confirmation is younger than 13 weeks.",
        look: delivery::on_track_without_update,
    },
    Check {
        name: "on-track-without-evidence",
        title: "On track for half a year without evidence",
        rule: "An action has been on track for half a year, its lead wrote three updates or more in that time, and none of them gives evidence.",
        look: words::on_track_without_evidence,
    },
    Check {
        name: "same-words-again",
        title: "The same words again",
        rule: "The last two updates of an action, four weeks or more apart, differ in fewer than one letter in twenty. A confirmation that all is still true is not counted.",
        look: words::same_words_again,
    },
    Check {
        name: "date-changed-three-times",
        title: "Date changed three times",
        rule: "The date of an open action was changed three times or more.",
        look: delivery::date_changed_three_times,
    },
    Check {
        name: "lead-gone",
        title: "Nobody leads it",
        rule: "An open action has no lead, or none of its leads is a post that somebody holds.",
        look: delivery::lead_gone,
    },
    Check {
        name: "duty-without-review",
        title: "Continuing duty without a review",
        rule: "Nothing was said of a continuing duty for 13 weeks.",
        look: delivery::duty_without_review,
    },
    Check {
        name: "complete-unverified",
        title: "Complete, and nobody else has checked",
        rule: "An action of an open plan has been complete for four weeks or more, and nobody else has confirmed the evidence.",
        look: delivery::complete_unverified,
    },
    Check {
        name: "better-than-record",
        title: "Forecast better than the record supports",
        rule: "The date of an action lies before the whole range in which the office's own finished work says that it will be done, and its lead expects it complete or on track; or its lead expected better than it was in three updates one after the other, over half a year, and it is no better.",
        look: words::better_than_record,
    },
    Check {
        name: "prose-without-red",
        title: "Narrative that names nothing off track",
        rule: "The theme's last narrative names none of the actions that were off track when it was written.",
        look: reporting::prose_without_red,
    },
    Check {
        name: "score-lowered-without-control",
        title: "Risk score lowered, and nothing else changed",
        rule: "The current score of an open risk was lowered within a year, and between the two scores no control came into place, none was looked at and found to work, no gap was closed and none of its actions was completed.",
        look: assurance::score_lowered_without_control,
    },
    Check {
        name: "assurance-expired",
        title: "Assurance past its date",
        rule: "Every assurance on a control that is in place and keeps an open risk in check has expired.",
        look: assurance::assurance_expired,
    },
    Check {
        name: "recommendation-answered-late",
        title: "Recommendation answered late, or not yet",
        rule: "The answer to a finding is owed since a day that has passed, or came late in the last 13 weeks.",
        look: assurance::recommendation_answered_late,
    },
    Check {
        name: "at-risk-for-a-year",
        title: "At risk for a year",
        rule: "An open action has been rated at risk for 52 weeks without a change.",
        look: delivery::at_risk_for_a_year,
    },
    Check {
        name: "on-track-to-no-date",
        title: "On track, with no date to be on track to",
        rule: "An open action that is no continuing duty is rated on track and has no date, window or open milestone.",
        look: delivery::on_track_to_no_date,
    },
    Check {
        name: "milestone-passed",
        title: "On track, and a milestone has passed",
        rule: "An action is rated on track while the date of one of its milestones passed more than two weeks ago and it was not met.",
        look: delivery::milestone_passed,
    },
    Check {
        name: "effect-unanswered",
        title: "Expected effect, and nobody says what came",
        rule: "The quarter by which an action was to show an effect ended more than four weeks ago, and nothing is said of what came of it.",
        look: delivery::effect_unanswered,
    },
    Check {
        name: "change-undecided",
        title: "Asked for, and not decided",
        rule: "A change of an action was asked for more than four weeks ago, and nobody has decided.",
        look: reporting::change_undecided,
    },
    Check {
        name: "sent-back-unanswered",
        title: "Sent back, and not answered",
        rule: "An update was sent back more than two weeks ago in an update round that is open, and no other has come.",
        look: reporting::sent_back_unanswered,
    },
    Check {
        name: "better-than-rules-twice",
        title: "Rated better than the written rules, twice",
        rule: "The last two ratings of an action, of different updates, are better than what the written rules gave.",
        look: words::better_than_rules_twice,
    },
    Check {
        name: "signal-without-commentary",
        title: "Measure worsening, and nothing said of it",
        rule: "A measure shows a special cause of concern, or missed its target in the newest figures of two loads, and no commentary speaks of a figure since that began.",
        look: figures::signal_without_commentary,
    },
    Check {
        name: "signal-without-action",
        title: "Measure worsening, and nobody acts",
        rule: "A measure shows a special cause of concern, and no open action answers it, by its outcomes or by its commentary.",
        look: figures::signal_without_action,
    },
    Check {
        name: "figures-stopped",
        title: "Figures stopped coming",
        rule: "A measure with four figures or more has had none for the last two of its periods, beside one that may be on its way.",
        look: figures::figures_stopped,
    },
    Check {
        name: "risk-unscored",
        title: "Risk in the register without a score",
        rule: "An open risk has been in the register for four weeks and has no current score.",
        look: assurance::risk_unscored,
    },
    Check {
        name: "risk-review-overdue",
        title: "Risk not looked at when it should have been",
        rule: "The day by which the band of its score asks for a review of an open risk has passed.",
        look: assurance::risk_review_overdue,
    },
    Check {
        name: "outside-appetite-without-action",
        title: "Risk outside appetite, and nothing done",
        rule: "The current score of an open risk is above its appetite, and no open action of a plan and no dated action on a gap stands against it.",
        look: assurance::outside_appetite_without_action,
    },
    Check {
        name: "gap-without-date",
        title: "Gap with no dated action",
        rule: "A gap in control or in assurance has been known for four weeks, and nothing that is open against it has a date.",
        look: assurance::gap_without_date,
    },
    Check {
        name: "closed-by-management-only",
        title: "Finding closed by those who had to act, and by nobody else",
        rule: "A finding has stood as closed by management for eight weeks, and nobody else has verified it.",
        look: assurance::closed_by_management_only,
    },
];
