//! A whole register as a file: TOML that a person reads, edits, keeps and hands to another office. Read and written by the
//! same words, so that what is written out can be taken in again.
use super::{Appetite, Band, Closed, Colour, Escalation, Risk, RiskMatrix, RiskReview, Scored, Treatment, Which};
use crate::{
    body::Body,
    control::{Assurance, Control, Gives, Line},
    envelope::Visibility,
    gap::{DueMoved, Gap, GapAction, GapKind},
    id::Id,
    measure::{a_day, day},
    office::Kept,
    post::Post,
    risk::Proximity,
    scale::Shape,
    sight::Sight,
    text::{Text, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// The file: `[[matrix]]`, `[[risk]]`, `[[control]]` and `[[gap]]` for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct RiskSet {
    /// What the register is called and where it comes from.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub matrix: Vec<StatedMatrix>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub risk: Vec<StatedRisk>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub control: Vec<StatedControl>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub gap: Vec<StatedGap>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedMatrix {
    pub code: Text,
    pub title: Text,
    /// The words for 1, 2, 3 ...
    pub likelihood: Vec<Text>,
    pub impact: Vec<Text>,
    pub band: Vec<StatedBand>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedBand {
    pub label: Text,
    pub symbol: Shape,
    pub colour: Colour,
    pub from: u8,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub review_months: Option<u8>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedRisk {
    pub code: Text,
    pub title: Text,
    pub cause: Text,
    pub event: Text,
    pub consequence: Text,
    pub category: Text,
    /// The code of its matrix.
    pub matrix: Text,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    pub since: Option<Date>,
    /// Names of posts.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub owners: Vec<Text>,
    /// The name of a body.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub oversight: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub treatment: Option<Treatment>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub proximity: Option<Proximity>,
    /// The statements of outcomes of any plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Text>,
    /// References of the open plan: "1.4"; of another plan "Safer Fenshire: 1.4".
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub actions: Vec<Text>,
    /// "public", "panel", "internal"; or "exempt" with ground and review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    pub ground_review: Option<Date>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub score: Vec<StatedScore>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub appetite: Vec<StatedAppetite>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub review: Vec<StatedReview>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub escalation: Vec<StatedEscalation>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<StatedClosed>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedScore {
    pub of: Which,
    pub likelihood: u8,
    pub impact: u8,
    #[serde(deserialize_with = "a_day")]
    pub day: Date,
    pub reason: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedAppetite {
    pub most: u8,
    #[serde(deserialize_with = "a_day")]
    pub day: Date,
    pub reason: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedReview {
    #[serde(deserialize_with = "a_day")]
    pub day: Date,
    pub words: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedEscalation {
    #[serde(deserialize_with = "a_day")]
    pub day: Date,
    /// The name of a body.
    pub to: Text,
    pub reason: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Text>,
}

/// Of a risk, and of a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedClosed {
    #[serde(deserialize_with = "a_day")]
    pub day: Date,
    pub reason: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub by: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedControl {
    pub code: Text,
    pub title: Text,
    pub describes: Text,
    /// The codes of the risks that it keeps in check.
    pub risks: Vec<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    pub since: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    pub ended: Option<Date>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub assurance: Vec<StatedAssurance>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedAssurance {
    pub line: Line,
    pub gives: Gives,
    pub by_whom: Text,
    #[serde(deserialize_with = "a_day")]
    pub day: Date,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    pub expires: Option<Date>,
    pub found: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub evidence: Option<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedGap {
    pub code: Text,
    /// "control" or "assurance".
    pub kind: GapKind,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub risk: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub control: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outcome: Option<Text>,
    pub words: Text,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    pub since: Option<Date>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub action: Vec<StatedGapAction>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub closed: Option<StatedClosed>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedGapAction {
    pub words: Text,
    /// The reference of an action of a plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub action: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Text>,
    /// Left out, or "TBD": the date is yet to be decided.
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "due")]
    pub due: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    pub done: Option<Date>,
    /// Each change of its date, oldest first.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub moved: Vec<StatedMove>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedMove {
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "due")]
    pub from: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "due")]
    pub to: Option<Date>,
    #[serde(deserialize_with = "a_day")]
    pub day: Date,
    pub reason: Text,
}

/// A date, or the words by which tables say that there is none yet.
fn due<'de, D: serde::Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Own(toml::value::Datetime),
        Quoted(String),
    }
    let stated = match Written::deserialize(from)? {
        Written::Own(own) => own.to_string(),
        Written::Quoted(words) => words,
    };
    if matches!(crate::text::fold(&stated).as_str(), "tbd" | "tbc" | "to be decided" | "date to be decided") {
        return Ok(None);
    }
    let odd = || serde::de::Error::custom(format!("“{stated}” is not a date; write it as 2026-11-22, or as TBD"));
    stated.parse().map(Some).map_err(|_| odd())
}

/// Longer files are refused.
const LONGEST: usize = 2 * 1024 * 1024;

impl RiskSet {
    /// Reads a register; the error says where.
    pub fn parse(words: &str) -> Result<Self, String> {
        if words.len() > LONGEST {
            return Err("the register is longer than 2 MiB; take it in parts".to_owned());
        }
        let set: Self = toml::from_str(words).map_err(|error| {
            let line = error.span().map_or(1, |span| words[..span.start.min(words.len())].lines().count().max(1));
            format!("the register cannot be read, near line {line}: {}", error.message())
        })?;
        if set.matrix.is_empty() && set.risk.is_empty() && set.control.is_empty() && set.gap.is_empty() {
            return Err(
                "the register holds nothing; begin with [[matrix]], [[risk]], [[control]] or [[gap]]".to_owned()
            );
        }
        Ok(set)
    }

    /// As a file.
    ///
    /// # Panics
    /// When a register cannot be written as TOML, which the types rule out.
    pub fn write(&self) -> String {
        toml::to_string_pretty(self).expect("a register is TOML")
    }

    /// The register of an office, as seen from here.
    pub fn of(sight: &Sight) -> Self {
        Self {
            name: None,
            matrix: sight.risk_matrices().into_iter().map(StatedMatrix::of).collect(),
            risk: sight.risks().into_iter().map(|kept| StatedRisk::of(kept, sight)).collect(),
            control: sight.controls().into_iter().map(|kept| StatedControl::of(kept, sight)).collect(),
            gap: sight.gaps().into_iter().map(|kept| StatedGap::of(kept, sight)).collect(),
        }
    }

    /// What of it was so by a day: for an office that keeps its whole history in one file.
    #[must_use]
    pub fn up_to(&self, day: Date) -> Self {
        let mut set = self.clone();
        let begun = |since: Option<Date>| since.is_none_or(|since| since <= day);
        let gone = |code: &Text, all: &[Text]| all.iter().any(|other| other.folded() == code.folded());
        let later: Vec<Text> =
            set.risk.iter().filter(|risk| !begun(risk.since)).map(|risk| risk.code.clone()).collect();
        set.risk.retain(|risk| begun(risk.since));
        for risk in &mut set.risk {
            risk.score.retain(|score| score.day <= day);
            risk.appetite.retain(|appetite| appetite.day <= day);
            risk.review.retain(|review| review.day <= day);
            risk.escalation.retain(|escalation| escalation.day <= day);
            risk.closed = risk.closed.take().filter(|closed| closed.day <= day);
        }
        for control in &mut set.control {
            control.risks.retain(|code| !gone(code, &later));
        }
        set.control.retain(|control| begun(control.since) && !control.risks.is_empty());
        for control in &mut set.control {
            control.assurance.retain(|assurance| assurance.day <= day);
            control.ended = control.ended.filter(|ended| *ended <= day);
        }
        set.gap.retain(|gap| begun(gap.since));
        for gap in &mut set.gap {
            gap.closed = gap.closed.take().filter(|closed| closed.day <= day);
            for action in &mut gap.action {
                action.done = action.done.filter(|done| *done <= day);
                // A date that was moved later stood as it was until then.
                if let Some(first) = action.moved.iter().find(|moved| moved.day > day) {
                    action.due = first.from;
                }
                action.moved.retain(|moved| moved.day <= day);
            }
        }
        set
    }
}

fn posted(id: Id<Post>, sight: &Sight) -> Option<Text> {
    sight.post(id).map(|kept| kept.item.name.clone())
}

fn bodied(id: Id<Body>, sight: &Sight) -> Option<Text> {
    sight.body(id).map(|kept| kept.item.name.clone())
}

/// How an action is named in a register: by its reference, with its plan where that is not the open one.
fn named_action(id: Id<crate::action::Action>, sight: &Sight) -> Option<Text> {
    let kept = sight.action(id)?;
    let open = sight.plan_called(None).ok().map(|plan| plan.id);
    if open == Some(kept.item.plan) {
        return Some(kept.reference().clone());
    }
    let plan = sight.plan(kept.item.plan)?;
    Some(text(&format!("{}: {}", plan.item.name, kept.reference())))
}

impl StatedMatrix {
    fn of(kept: &Kept<RiskMatrix>) -> Self {
        let RiskMatrix { title, likelihood, impact, bands } = kept.item.clone();
        let band = |band: Band| {
            let Band { label, symbol, colour, from, review_months } = band;
            StatedBand { label, symbol, colour, from, review_months }
        };
        Self { code: kept.reference().clone(), title, likelihood, impact, band: bands.into_iter().map(band).collect() }
    }
}

impl StatedRisk {
    fn of(kept: &Kept<Risk>, sight: &Sight) -> Self {
        let risk = &kept.item;
        let (visibility, ground, ground_review) = match &kept.envelope.visibility {
            Visibility::Public => ("public", None, None),
            Visibility::Panel => ("panel", None, None),
            Visibility::Internal => ("internal", None, None),
            Visibility::Exempt { ground, review } => ("exempt", Some(ground.clone()), Some(*review)),
        };
        let by = |id: Id<Post>| posted(id, sight);
        let score = |scored: &Scored| {
            let Scored { of, likelihood, impact, day, reason, by: who } = scored.clone();
            StatedScore { of, likelihood, impact, day, reason, by: by(who) }
        };
        let appetite = |appetite: &Appetite| {
            let Appetite { most, day, reason, by: who } = appetite.clone();
            StatedAppetite { most, day, reason, by: by(who) }
        };
        let review = |review: &RiskReview| {
            let RiskReview { day, words, by: who } = review.clone();
            StatedReview { day, words, by: by(who) }
        };
        let escalation = |one: &Escalation| {
            let Escalation { day, to, reason, by: who } = one.clone();
            StatedEscalation { day, to: bodied(to, sight).unwrap_or_default(), reason, by: by(who) }
        };
        let closed = risk.closed.clone().map(|closed| {
            let Closed { day, reason, by: who } = closed;
            StatedClosed { day, reason, by: by(who) }
        });
        let matrix = sight.risk_matrix(risk.matrix).map(|kept| kept.reference().clone());
        Self {
            code: kept.reference().clone(),
            title: risk.title.clone(),
            cause: risk.cause.clone(),
            event: risk.event.clone(),
            consequence: risk.consequence.clone(),
            category: risk.category.clone(),
            matrix: matrix.unwrap_or_default(),
            since: Some(risk.since),
            owners: risk.owners.iter().filter_map(|id| posted(*id, sight)).collect(),
            oversight: risk.oversight.and_then(|id| bodied(id, sight)),
            treatment: risk.treatment,
            proximity: risk.proximity,
            outcomes: risk.outcomes.iter().filter_map(|id| Some(sight.outcome(*id)?.item.statement.clone())).collect(),
            actions: risk.actions.iter().filter_map(|id| named_action(*id, sight)).collect(),
            visibility: Some(text(visibility)),
            ground,
            ground_review,
            score: risk.scores.iter().map(score).collect(),
            appetite: risk.appetite.iter().map(appetite).collect(),
            review: risk.reviews.iter().map(review).collect(),
            escalation: risk.escalations.iter().map(escalation).collect(),
            closed,
        }
    }
}

impl StatedControl {
    fn of(kept: &Kept<Control>, sight: &Sight) -> Self {
        let control = &kept.item;
        let assurance = |kept: &Kept<Assurance>| {
            let Assurance { line, gives, by_whom, day, expires, found, evidence, control: _ } = kept.item.clone();
            StatedAssurance { line, gives, by_whom, day, expires, found, evidence }
        };
        Self {
            code: kept.reference().clone(),
            title: control.title.clone(),
            describes: control.describes.clone(),
            risks: control.risks.iter().filter_map(|id| Some(sight.risk(*id)?.reference().clone())).collect(),
            owner: control.owner.and_then(|id| posted(id, sight)),
            since: Some(control.since),
            ended: control.ended,
            assurance: sight.assurances_of(kept.id).into_iter().rev().map(assurance).collect(),
        }
    }
}

impl StatedGap {
    fn of(kept: &Kept<Gap>, sight: &Sight) -> Self {
        let gap = &kept.item;
        let moved = |moved: &DueMoved| {
            let DueMoved { from, to, day, reason } = moved.clone();
            StatedMove { from, to, day, reason }
        };
        let action = |one: &GapAction| StatedGapAction {
            words: one.words.clone(),
            action: one.action.and_then(|id| named_action(id, sight)),
            owner: one.owner.and_then(|id| posted(id, sight)),
            due: one.due,
            done: one.done,
            moved: one.moves.iter().map(moved).collect(),
        };
        Self {
            code: kept.reference().clone(),
            kind: gap.what,
            risk: gap.risk.and_then(|id| Some(sight.risk(id)?.reference().clone())),
            control: gap.control.and_then(|id| Some(sight.control(id)?.reference().clone())),
            outcome: gap.outcome.and_then(|id| Some(sight.outcome(id)?.item.statement.clone())),
            words: gap.words.clone(),
            since: Some(gap.since),
            action: gap.actions.iter().map(action).collect(),
            closed: gap.closed.as_ref().map(|closed| StatedClosed {
                day: closed.day,
                reason: closed.words.clone(),
                by: posted(closed.by, sight),
            }),
        }
    }
}
