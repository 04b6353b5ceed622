//! The rules of coverage. A rule is a number, a sentence and a function; a number is never given to another rule.
use super::{About, ActionFact, Assured, Fact, MeasureFact, Named, Recorded};
use crate::{rating_rules::day, scale::Class};
use serde::Serialize;

/// What it means that a rule is met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Sort {
    Gap,
    /// What is said of the actions and what the measures show point apart.
    Disagreement,
    TooLittle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    NoAction,
    NoMeasure,
    OffTrackAlone,
    OutsideAppetite,
    RiskWithoutControl,
    ControlNotAssured,
    ControlPartlyAssured,
    GapInControl,
    GapInAssurance,
    HighFinding,
    MeasureWorsens,
    OnTrackWhileWorse,
    BehindWhileBetter,
    TooFewFigures,
    NotRated,
    NoRisk,
    NotScored,
    PartnerNotKnown,
    NotShown,
}

impl Rule {
    pub const ALL: [Self; 19] = [
        Self::NoAction,
        Self::NoMeasure,
        Self::OffTrackAlone,
        Self::OutsideAppetite,
        Self::RiskWithoutControl,
        Self::ControlNotAssured,
        Self::ControlPartlyAssured,
        Self::GapInControl,
        Self::GapInAssurance,
        Self::HighFinding,
        Self::MeasureWorsens,
        Self::OnTrackWhileWorse,
        Self::BehindWhileBetter,
        Self::TooFewFigures,
        Self::NotRated,
        Self::NoRisk,
        Self::NotScored,
        Self::PartnerNotKnown,
        Self::NotShown,
    ];

    /// The number under which it is printed, for good.
    pub fn number(self) -> u8 {
        match self {
            Self::NoAction => 1,
            Self::NoMeasure => 2,
            Self::OffTrackAlone => 3,
            Self::OutsideAppetite => 4,
            Self::RiskWithoutControl => 5,
            Self::ControlNotAssured => 6,
            Self::ControlPartlyAssured => 7,
            Self::GapInControl => 8,
            Self::GapInAssurance => 9,
            Self::HighFinding => 10,
            Self::MeasureWorsens => 11,
            Self::OnTrackWhileWorse => 12,
            Self::BehindWhileBetter => 13,
            Self::TooFewFigures => 14,
            Self::NotRated => 15,
            Self::NoRisk => 16,
            Self::NotScored => 17,
            Self::PartnerNotKnown => 18,
            Self::NotShown => 19,
        }
    }

    pub fn sort(self) -> Sort {
        match self {
            Self::OnTrackWhileWorse | Self::BehindWhileBetter => Sort::Disagreement,
            Self::TooFewFigures
            | Self::NotRated
            | Self::NoRisk
            | Self::NotScored
            | Self::PartnerNotKnown
            | Self::NotShown => Sort::TooLittle,
            _ => Sort::Gap,
        }
    }

    /// The rule itself, as it is printed.
    pub fn in_words(self) -> &'static str {
        match self {
            Self::NoAction => "No action of the Plan and none of a partner serves the outcome.",
            Self::NoMeasure => "No measure stands for the outcome.",
            Self::OffTrackAlone => {
                "An action is off track or past its date, and no other action that serves the outcome is on track or done."
            }
            Self::OutsideAppetite => "A principal risk stands outside the appetite stated for it.",
            Self::RiskWithoutControl => "A principal risk has no control.",
            Self::ControlNotAssured => "A control has no assurance that is in date, or whoever looked could give none.",
            Self::ControlPartlyAssured => "A control is assured in part only.",
            Self::GapInControl => "A gap in control is open.",
            Self::GapInAssurance => "A gap in assurance is open.",
            Self::HighFinding => "A finding of the highest rank is open.",
            Self::MeasureWorsens => {
                "A measure shows special cause of concern, or missed its target on its last two figures, while not every action is on track."
            }
            Self::OnTrackWhileWorse => {
                "Every action is on track or done, while a measure shows special cause of concern or missed its target on its last two figures."
            }
            Self::BehindWhileBetter => {
                "Every action is at risk, off track or past its date, while a measure shows special cause of improvement and none shows concern."
            }
            Self::TooFewFigures => "No measure of the outcome has figures enough to be judged.",
            Self::NotRated => "An action that has begun is not rated.",
            Self::NoRisk => "No principal risk to the outcome is recorded.",
            Self::NotScored => "A principal risk has no current score, or no appetite is stated for it.",
            Self::PartnerNotKnown => "What is known of a partner’s action is more than a year old, or holds no rating.",
            Self::NotShown => "Something that bears on the outcome is not shown to whoever reads this.",
        }
    }

    /// What meets the rule; nothing where it is not met.
    pub(super) fn facts(self, recorded: &Recorded) -> Vec<Fact> {
        let Recorded { actions, partners, measures, risks, gaps, findings, hidden } = recorded;
        let controls = || risks.iter().flat_map(|risk| &risk.controls);
        match self {
            Self::NoAction if actions.is_empty() && partners.is_empty() && !hidden.actions => {
                vec![none("no action serves it")]
            }
            Self::NoMeasure if measures.is_empty() && !hidden.measures => vec![none("no measure stands for it")],
            Self::OffTrackAlone => off_track_alone(recorded),
            Self::OutsideAppetite => {
                let outside = risks.iter().filter(|risk| risk.outside == Some(true));
                outside.map(|risk| of(About::Risk, &risk.named, score(risk.current))).collect()
            }
            Self::RiskWithoutControl => {
                let bare = risks.iter().filter(|risk| risk.controls.is_empty() && !risk.hidden);
                bare.map(|risk| of(About::Risk, &risk.named, "no control".into())).collect()
            }
            Self::ControlNotAssured => controls()
                .filter_map(|control| {
                    let words = match control.assured {
                        Assured::Never => "no assurance is recorded".to_owned(),
                        Assured::Expired(on) => format!("the last assurance ran out on {}", day(on)),
                        Assured::Refused => "whoever looked gave no assurance".to_owned(),
                        Assured::Partly | Assured::Fully | Assured::Hidden => return None,
                    };
                    Some(of(About::Control, &control.named, words))
                })
                .collect(),
            Self::ControlPartlyAssured => controls()
                .filter(|control| control.assured == Assured::Partly)
                .map(|control| of(About::Control, &control.named, "assured in part".into()))
                .collect(),
            Self::GapInControl | Self::GapInAssurance => gaps
                .iter()
                .filter(|gap| gap.in_control == (self == Self::GapInControl))
                .map(|gap| {
                    let words = if gap.undated { "open, no action against it has a date" } else { "open" };
                    of(About::Gap, &gap.named, words.into())
                })
                .collect(),
            Self::HighFinding => {
                let high = findings.iter().filter(|finding| finding.high);
                high.map(|finding| of(About::Finding, &finding.named, "open".into())).collect()
            }
            Self::MeasureWorsens if not_all_well(recorded) => worse(measures),
            Self::OnTrackWhileWorse if all_well(recorded) => worse(measures),
            Self::BehindWhileBetter if all_behind(recorded) && worse(measures).is_empty() => {
                let better = measures.iter().filter(|measure| measure.improves);
                better.map(|measure| of(About::Measure, &measure.named, measure.sentence.clone())).collect()
            }
            Self::TooFewFigures if !measures.iter().any(|measure| measure.judged || measure.misses) => {
                measures.iter().map(|measure| of(About::Measure, &measure.named, measure.sentence.clone())).collect()
            }
            Self::NotRated => actions
                .iter()
                .filter(|action| action.class.is_none() && !action.done && !action.not_begun)
                .map(|action| of(About::Action, &action.named, "not rated".into()))
                .collect(),
            Self::NoRisk if risks.is_empty() && !hidden.risks => vec![none("no risk is recorded")],
            Self::NotScored => risks
                .iter()
                .filter_map(|risk| {
                    let words = match (risk.current, risk.outside) {
                        (None, _) => "no current score",
                        (Some(_), None) => "no appetite is stated",
                        _ => return None,
                    };
                    Some(of(About::Risk, &risk.named, words.into()))
                })
                .collect(),
            Self::NotShown if hidden.any() => vec![none("not all that is recorded is shown here")],
            Self::PartnerNotKnown => partners
                .iter()
                .filter_map(|partner| {
                    let words = match (partner.old, partner.class) {
                        (Some(since), _) => format!("last known on {}", day(since)),
                        (None, None) => "no rating is known".to_owned(),
                        _ => return None,
                    };
                    Some(of(About::PartnerAction, &partner.named, words))
                })
                .collect(),
            Self::NoAction
            | Self::NoMeasure
            | Self::NoRisk
            | Self::NotShown
            | Self::MeasureWorsens
            | Self::OnTrackWhileWorse
            | Self::BehindWhileBetter
            | Self::TooFewFigures => vec![],
        }
    }
}

fn none(words: &str) -> Fact {
    Fact { words: words.to_owned(), about: None }
}

fn of(about: About, named: &Named, words: String) -> Fact {
    Fact { words, about: Some((about, named.clone())) }
}

fn score(current: Option<u8>) -> String {
    current.map_or_else(|| "outside appetite".to_owned(), |score| format!("outside appetite, at {score}"))
}

fn runs(class: Option<Class>) -> bool {
    matches!(class, Some(Class::OnTrack | Class::Complete))
}

/// Actions that are off track or past their date, where nothing else carries the outcome.
fn off_track_alone(recorded: &Recorded) -> Vec<Fact> {
    // What carries the outcome may be what is not shown.
    if recorded.hidden.actions {
        return vec![];
    }
    let well = |class, overdue: bool, done| done || (runs(class) && !overdue);
    let carried = recorded.actions.iter().any(|action| well(action.class, action.overdue.is_some(), action.done))
        || recorded.partners.iter().any(|partner| runs(partner.class));
    if carried {
        return vec![];
    }
    let behind = recorded.actions.iter().filter_map(|action| {
        let words = match (action.overdue, action.class) {
            (Some(since), _) => format!("past its date, {}", day(since)),
            (None, Some(Class::OffTrack)) => "off track".to_owned(),
            _ => return None,
        };
        Some(of(About::Action, &action.named, words))
    });
    let partners = recorded.partners.iter().filter(|partner| partner.class == Some(Class::OffTrack));
    behind.chain(partners.map(|one| of(About::PartnerAction, &one.named, "off track".into()))).collect()
}

/// There are actions, and each of them is on track or done and within its date.
fn all_well(recorded: &Recorded) -> bool {
    let Recorded { actions, partners, hidden, .. } = recorded;
    let some = !actions.is_empty() || !partners.is_empty();
    some && !hidden.actions && actions.iter().all(is_well) && partners.iter().all(|partner| runs(partner.class))
}

/// One is known not to be; or there is none at all, and none that is not shown.
fn not_all_well(recorded: &Recorded) -> bool {
    let Recorded { actions, partners, hidden, .. } = recorded;
    !(actions.iter().all(is_well) && partners.iter().all(|partner| runs(partner.class)))
        || (actions.is_empty() && partners.is_empty() && !hidden.actions)
}

fn is_well(action: &ActionFact) -> bool {
    action.done || (runs(action.class) && action.overdue.is_none())
}

fn all_behind(recorded: &Recorded) -> bool {
    let behind = |class| matches!(class, Some(Class::AtRisk | Class::OffTrack));
    let Recorded { actions, partners, hidden, .. } = recorded;
    let some = !actions.is_empty() || !partners.is_empty();
    some && !hidden.actions
        && actions.iter().all(|action| !action.done && (behind(action.class) || action.overdue.is_some()))
        && partners.iter().all(|partner| behind(partner.class))
}

fn worse(measures: &[MeasureFact]) -> Vec<Fact> {
    let worse = measures.iter().filter(|measure| measure.worsens || measure.misses);
    worse.map(|measure| of(About::Measure, &measure.named, measure.sentence.clone())).collect()
}
