//! A whole register is taken in: every name in it is found, what is new is added, what changed is changed. Nothing that is
//! on the record is forgotten by it: a score, a review or an assurance that the file leaves out stays where it is.
use super::{
    Appetite, Band, Closed, Escalation, Risk, RiskMatrix, RiskReview, RiskSet, Scored, StatedControl, StatedGap,
    StatedRisk, fits_as_code,
};
use crate::{
    action::Action,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::Body,
    chance::Chance,
    control::{Assurance, Control},
    entry::Act,
    envelope::{Envelope, Marking, Visibility},
    gap::{DueMoved, Gap, GapAction, GapClosed},
    id::Id,
    measure::{outcomes, post, tied},
    objective::Outcome,
    office::{Kept, Noun, Office},
    period::london_day,
    post::Post,
    rating_rules::day,
    sight::Sight,
    text::{Text, fold, text},
};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// Takes a register in, or some of one.
#[derive(Clone, Debug)]
pub struct TakeRegister {
    pub set: RiskSet,
}

/// What became of each item of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RegisterFate {
    pub kind: &'static str,
    pub code: Text,
    pub title: Text,
    pub fate: Fate,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Created,
    Changed,
    Unchanged,
}

impl Fate {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Created => "created",
            Self::Changed => "changed",
            Self::Unchanged => "unchanged",
        }
    }
}

impl TakeRegister {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let landing = Landing::of(&self.set, office, ask, chance)?;
        let first = landing.first.ok_or_else(|| Refusal::because("the register holds nothing"))?;
        Ok(Decision { drafts: landing.drafts, answer: Answer::Item(first) })
    }

    /// What would become of each item, refused as taking it in would be.
    pub(crate) fn fates(&self, office: &Office, ask: &Ask) -> Result<Vec<RegisterFate>, Refusal> {
        // The ids that are drawn here are thrown away with the drafts.
        Ok(Landing::of(&self.set, office, ask, &mut Chance::new([0; 32]))?.fates)
    }
}

/// What each code of the file means: an item that is there, or one that this change makes.
struct Landing<'a> {
    office: &'a Office,
    sight: Sight<'a>,
    ask: &'a Ask,
    today: Date,
    matrices: HashMap<String, (Id<RiskMatrix>, RiskMatrix)>,
    risks: HashMap<String, (Id<Risk>, Visibility)>,
    controls: HashMap<String, (Id<Control>, Visibility)>,
    gaps: HashMap<String, &'a Kept<Gap>>,
    /// What was found of each control.
    assurances: HashMap<Id<Control>, Vec<&'a Kept<Assurance>>>,
    outcomes: Vec<(Id<Outcome>, String)>,
    drafts: Vec<Draft>,
    fates: Vec<RegisterFate>,
    first: Option<Uuid>,
}

impl<'a> Landing<'a> {
    fn of(set: &RiskSet, office: &'a Office, ask: &'a Ask, chance: &mut Chance) -> Result<Self, Refusal> {
        let sight = office.seen_by(&ask.actor);
        let mut landing = Self {
            office,
            sight,
            ask,
            today: london_day(ask.now),
            matrices: office.risk_matrices.values().map(|k| (k.reference().folded(), (k.id, k.item.clone()))).collect(),
            risks: office
                .risks
                .values()
                .map(|k| (k.reference().folded(), (k.id, k.envelope.visibility.clone())))
                .collect(),
            controls: office
                .controls
                .values()
                .map(|k| (k.reference().folded(), (k.id, k.envelope.visibility.clone())))
                .collect(),
            gaps: office.gaps.values().map(|k| (k.reference().folded(), k.as_ref())).collect(),
            assurances: HashMap::new(),
            outcomes: outcomes(&sight),
            drafts: vec![],
            fates: vec![],
            first: None,
        };
        for kept in office.assurances.values().chain(office.aside.assurances.values()) {
            landing.assurances.entry(kept.item.control).or_default().push(kept);
        }
        let refuse = |what: &str, code: &Text, why: String| {
            Refusal::because(format!("{what} {code}: {why}. Nothing of the register was taken"))
        };
        let codes = [
            ("the matrix", set.matrix.iter().map(|one| &one.code).collect::<Vec<_>>()),
            ("the risk", set.risk.iter().map(|one| &one.code).collect()),
            ("the control", set.control.iter().map(|one| &one.code).collect()),
            ("the gap", set.gap.iter().map(|one| &one.code).collect()),
        ];
        for (what, codes) in codes {
            let mut seen = HashSet::new();
            for code in codes {
                fits_as_code(&code.on_one_line()).map_err(|why| refuse(what, code, why))?;
                if !seen.insert(code.folded()) {
                    return Err(refuse(what, code, "it stands in the register twice".to_owned()));
                }
            }
        }
        for stated in &set.matrix {
            landing.matrix(stated, chance).map_err(|why| refuse("the matrix", &stated.code, why))?;
        }
        for stated in &set.risk {
            landing.risk(stated, chance).map_err(|why| refuse("the risk", &stated.code, why))?;
        }
        if landing.risks.len() > super::MOST {
            return Err(Refusal::because(format!("an office has at most {} risks; close what is past", super::MOST)));
        }
        for stated in &set.control {
            landing.control(stated, chance).map_err(|why| refuse("the control", &stated.code, why))?;
        }
        for stated in &set.gap {
            landing.gap(stated, chance).map_err(|why| refuse("the gap", &stated.code, why))?;
        }
        Ok(landing)
    }

    /// Puts an item where it belongs: added, changed, or left as it is.
    fn lands<T: Noun + PartialEq>(
        &mut self,
        kept: Option<&Kept<T>>,
        id: Uuid,
        envelope: &Envelope,
        item: &T,
        title: &Text,
    ) {
        let fate = match kept {
            None => Fate::Created,
            Some(kept) if kept.item == *item && kept.envelope == *envelope => Fate::Unchanged,
            Some(_) => Fate::Changed,
        };
        let act = if fate == Fate::Created { Act::Added } else { Act::Changed };
        if fate != Fate::Unchanged {
            self.drafts.push(Draft::new(act, id, envelope, item, self.ask));
        }
        self.first = self.first.or(Some(id));
        self.fates.push(RegisterFate {
            kind: T::KIND.as_str(),
            code: envelope.reference.clone(),
            title: title.clone(),
            fate,
        });
    }

    fn matrix(&mut self, stated: &super::StatedMatrix, chance: &mut Chance) -> Result<(), String> {
        let band = |band: &super::StatedBand| Band {
            label: band.label.on_one_line(),
            symbol: band.symbol,
            colour: band.colour,
            from: band.from,
            review_months: band.review_months,
        };
        let matrix = RiskMatrix {
            title: stated.title.on_one_line(),
            likelihood: stated.likelihood.iter().map(Text::on_one_line).collect(),
            impact: stated.impact.iter().map(Text::on_one_line).collect(),
            bands: stated.band.iter().map(band).collect(),
        };
        let kept = self.office.matrix_coded(stated.code.as_str());
        let envelope = kept.map_or_else(|| Envelope::internal(stated.code.on_one_line()), |kept| kept.envelope.clone());
        let define = super::DefineMatrix { envelope: envelope.clone(), matrix: matrix.clone() };
        if let Some(flaw) = define.flaw(kept) {
            return Err(flaw);
        }
        let id = kept.map_or_else(|| chance.id(self.ask.now), |kept| kept.id.uuid());
        self.matrices.insert(stated.code.folded(), (id.into(), matrix.clone()));
        self.lands(kept, id, &envelope, &matrix, &matrix.title);
        Ok(())
    }

    fn risk(&mut self, stated: &StatedRisk, chance: &mut Chance) -> Result<(), String> {
        let id = self.risks.get(&stated.code.folded()).map(|(id, _)| id.uuid());
        let kept = id.and_then(|id| self.office.risks.get(&id)).map(AsRef::as_ref);
        let (matrix_id, matrix) = self.matrices.get(&stated.matrix.folded()).cloned().ok_or_else(|| {
            let mut known: Vec<&str> = self.matrices.keys().map(String::as_str).collect();
            known.sort_unstable();
            format!("there is no matrix “{}”; there are: {}", stated.matrix, known.join(", "))
        })?;
        let visibility = visibility(stated, kept)?;
        let mut risk = Risk {
            title: stated.title.on_one_line(),
            cause: stated.cause.clone(),
            event: stated.event.clone(),
            consequence: stated.consequence.clone(),
            category: stated.category.on_one_line(),
            owners: stated.owners.iter().map(|name| post(name, &self.sight)).collect::<Result<_, _>>()?,
            oversight: stated.oversight.as_ref().map(|name| self.body(name)).transpose()?,
            matrix: matrix_id,
            since: stated.since.or_else(|| kept.map(|kept| kept.item.since)).unwrap_or(self.today),
            scores: vec![],
            appetite: vec![],
            treatment: stated.treatment,
            proximity: stated.proximity,
            outcomes: stated
                .outcomes
                .iter()
                .map(|words| tied(words, &self.outcomes, "outcome"))
                .collect::<Result<_, _>>()?,
            actions: stated.actions.iter().map(|words| self.action(words)).collect::<Result<_, _>>()?,
            reviews: vec![],
            escalations: vec![],
            closed: None,
        };
        self.histories(&mut risk, stated, kept)?;
        if kept.is_some_and(|kept| kept.item.matrix != risk.matrix && !kept.item.scores.is_empty()) {
            return Err(
                "it is scored on another matrix, where its scores mean something else; close it and register it anew"
                    .to_owned(),
            );
        }
        if let Some(flaw) = risk.flaw(&matrix) {
            return Err(flaw);
        }
        if risk.since > self.today {
            return Err(format!("it is registered since {}, which is yet to come", day(risk.since)));
        }
        let reference = kept.map_or_else(|| stated.code.on_one_line(), |kept| kept.reference().clone());
        let envelope = match kept {
            Some(kept) => Envelope { visibility, ..kept.envelope.clone() },
            None => Envelope { reference, visibility, marking: Marking::Official },
        };
        let id = kept.map_or_else(|| chance.id(self.ask.now), |kept| kept.id.uuid());
        self.risks.insert(stated.code.folded(), (id.into(), envelope.visibility.clone()));
        self.lands(kept, id, &envelope, &risk, &risk.title);
        Ok(())
    }

    /// Every score, appetite, review and escalation that is on the record, and those that the file adds.
    fn histories(&self, risk: &mut Risk, stated: &StatedRisk, kept: Option<&Kept<Risk>>) -> Result<(), String> {
        let was = kept.map(|kept| &kept.item);
        let alike = |one: &Text, other: &Text| one.folded() == other.folded();
        let mut scores = vec![];
        for one in &stated.score {
            let (reason, by) = (one.reason.clone(), self.by(one.by.as_ref())?);
            let (of, likelihood, impact) = (one.of, one.likelihood, one.impact);
            scores.push(Scored { of, likelihood, impact, day: self.past(one.day, "a score")?, reason, by });
        }
        let same = |a: &Scored, b: &Scored| {
            (a.of, a.likelihood, a.impact, a.day) == (b.of, b.likelihood, b.impact, b.day)
                && alike(&a.reason, &b.reason)
        };
        risk.scores = joined(was.map(|was| was.scores.as_slice()), scores, same);
        let mut appetite = vec![];
        for one in &stated.appetite {
            let (reason, by) = (one.reason.clone(), self.by(one.by.as_ref())?);
            appetite.push(Appetite { most: one.most, day: self.past(one.day, "an appetite")?, reason, by });
        }
        let same = |a: &Appetite, b: &Appetite| (a.most, a.day) == (b.most, b.day) && alike(&a.reason, &b.reason);
        risk.appetite = joined(was.map(|was| was.appetite.as_slice()), appetite, same);
        let mut reviews = vec![];
        for one in &stated.review {
            let (words, by) = (one.words.clone(), self.by(one.by.as_ref())?);
            reviews.push(RiskReview { day: self.past(one.day, "a review")?, words, by });
        }
        let same = |a: &RiskReview, b: &RiskReview| a.day == b.day && alike(&a.words, &b.words);
        risk.reviews = joined(was.map(|was| was.reviews.as_slice()), reviews, same);
        let mut escalations = vec![];
        for one in &stated.escalation {
            let (reason, by, to) = (one.reason.clone(), self.by(one.by.as_ref())?, self.body(&one.to)?);
            escalations.push(Escalation { day: self.past(one.day, "an escalation")?, to, reason, by });
        }
        let same = |a: &Escalation, b: &Escalation| (a.day, a.to) == (b.day, b.to) && alike(&a.reason, &b.reason);
        risk.escalations = joined(was.map(|was| was.escalations.as_slice()), escalations, same);
        risk.closed = match (was.and_then(|was| was.closed.clone()), &stated.closed) {
            (Some(closed), _) => Some(closed),
            (None, None) => None,
            (None, Some(one)) => Some(Closed {
                day: self.past(one.day, "its closing")?,
                reason: one.reason.clone(),
                by: self.by(one.by.as_ref())?,
            }),
        };
        risk.in_order();
        Ok(())
    }

    fn control(&mut self, stated: &StatedControl, chance: &mut Chance) -> Result<(), String> {
        let id = self.controls.get(&stated.code.folded()).map(|(id, _)| id.uuid());
        let kept = id.and_then(|id| self.office.controls.get(&id)).map(AsRef::as_ref);
        let mut risks = vec![];
        let mut visibility: Option<Visibility> = None;
        for code in &stated.risks {
            let (id, sees) = self.risks.get(&code.folded()).ok_or_else(|| format!("there is no risk “{code}”"))?;
            risks.push(*id);
            visibility = Some(visibility.map_or_else(|| sees.clone(), |so_far| so_far.or_wider(sees)));
        }
        if risks.is_empty() {
            return Err("it keeps no risk in check; name one in risks = [\"R1\"]".to_owned());
        }
        let control = Control {
            title: stated.title.on_one_line(),
            describes: stated.describes.clone(),
            owner: stated.owner.as_ref().map(|name| post(name, &self.sight)).transpose()?,
            risks,
            since: stated.since.or_else(|| kept.map(|kept| kept.item.since)).unwrap_or(self.today),
            ended: stated.ended,
        };
        if let Some(flaw) = control.flaw() {
            return Err(flaw);
        }
        let envelope = match kept {
            Some(kept) => kept.envelope.clone(),
            None => Envelope {
                reference: stated.code.on_one_line(),
                visibility: visibility.unwrap_or(Visibility::Internal),
                marking: Marking::Official,
            },
        };
        let id = kept.map_or_else(|| chance.id(self.ask.now), |kept| kept.id.uuid());
        self.controls.insert(stated.code.folded(), (id.into(), envelope.visibility.clone()));
        self.lands(kept, id, &envelope, &control, &control.title);
        let known = self.assurances.get(&Id::new(id)).cloned().unwrap_or_default();
        let mut number = known.len();
        for one in &stated.assurance {
            let assurance = Assurance {
                control: id.into(),
                line: one.line,
                gives: one.gives,
                by_whom: one.by_whom.on_one_line(),
                day: self.past(one.day, "an assurance")?,
                expires: one.expires,
                found: one.found.clone(),
                evidence: one.evidence.clone(),
            };
            if let Some(flaw) = assurance.flaw() {
                return Err(format!("its assurance of {}: {flaw}", day(one.day)));
            }
            // What was found on a day by somebody is one assurance, however its words are mended.
            let same = |other: &&Kept<Assurance>| {
                let other = &other.item;
                (other.line, other.day) == (assurance.line, assurance.day)
                    && other.by_whom.folded() == assurance.by_whom.folded()
            };
            let stands = |other: &&Kept<Assurance>| self.office.assurances.contains_key(&other.id.uuid());
            let kept = known.iter().copied().filter(stands).find(same);
            let reference = kept.map_or_else(
                || {
                    number += 1;
                    text(&format!("{}.{number}", envelope.reference))
                },
                |kept| kept.reference().clone(),
            );
            let envelope =
                kept.map_or_else(|| Envelope { reference, ..envelope.clone() }, |kept| kept.envelope.clone());
            let id = kept.map_or_else(|| chance.id(self.ask.now), |kept| kept.id.uuid());
            let title = assurance.by_whom.clone();
            self.lands(kept, id, &envelope, &assurance, &title);
        }
        Ok(())
    }

    fn gap(&mut self, stated: &StatedGap, chance: &mut Chance) -> Result<(), String> {
        let kept = self.gaps.get(&stated.code.folded()).copied();
        let risk = |code: &Text| self.risks.get(&code.folded()).ok_or_else(|| format!("there is no risk “{code}”"));
        let control =
            |code: &Text| self.controls.get(&code.folded()).ok_or_else(|| format!("there is no control “{code}”"));
        let risk = stated.risk.as_ref().map(risk).transpose()?;
        let control = stated.control.as_ref().map(control).transpose()?;
        let sees = [risk.map(|(_, sees)| sees), control.map(|(_, sees)| sees)].into_iter().flatten().cloned();
        let visibility = sees.reduce(|one, other| one.or_narrower(&other)).unwrap_or(Visibility::Internal);
        let outcome = stated.outcome.as_ref().map(|words| tied(words, &self.outcomes, "outcome")).transpose()?;
        let was = kept.map(|kept| kept.item.actions.as_slice()).unwrap_or_default();
        let mut actions: Vec<GapAction> = was.to_vec();
        for one in &stated.action {
            let place = actions.iter().position(|other| other.words.folded() == one.words.folded());
            let moves = one.moved.iter().map(|moved| DueMoved {
                from: moved.from,
                to: moved.to,
                day: moved.day,
                reason: moved.reason.clone(),
            });
            let moves: Vec<DueMoved> = moves.collect();
            let action = GapAction {
                words: one.words.clone(),
                action: one.action.as_ref().map(|words| self.action(words)).transpose()?,
                owner: one.owner.as_ref().map(|name| post(name, &self.sight)).transpose()?,
                due: one.due,
                moves,
                done: one.done.map(|done| self.past(done, "what is done")).transpose()?,
            };
            let Some(place) = place else {
                actions.push(action);
                continue;
            };
            let before = &actions[place];
            let moves = joined(Some(&before.moves), action.moves.clone(), |one, other| one == other);
            let told = moves.len() > before.moves.len() || action.due == before.due;
            if !told || moves.last().is_some_and(|last| last.to != action.due) {
                return Err(format!(
                    "the date of “{}” is another than on the record; say under moved from which date to which, on what day and why",
                    one.words
                ));
            }
            actions[place] = GapAction { moves, done: before.done.or(action.done), ..action };
        }
        let closed = match (kept.and_then(|kept| kept.item.closed.clone()), &stated.closed) {
            (Some(closed), _) => Some(closed),
            (None, None) => None,
            (None, Some(one)) => Some(GapClosed {
                day: self.past(one.day, "its closing")?,
                words: one.reason.clone(),
                by: self.by(one.by.as_ref())?,
            }),
        };
        let gap = Gap {
            what: stated.kind,
            risk: risk.map(|(id, _)| *id),
            control: control.map(|(id, _)| *id),
            outcome,
            words: stated.words.clone(),
            since: stated.since.or_else(|| kept.map(|kept| kept.item.since)).unwrap_or(self.today),
            actions,
            closed,
        };
        if let Some(flaw) = gap.flaw() {
            return Err(flaw);
        }
        let envelope = match kept {
            Some(kept) => kept.envelope.clone(),
            None => Envelope { reference: stated.code.on_one_line(), visibility, marking: Marking::Official },
        };
        let id = kept.map_or_else(|| chance.id(self.ask.now), |kept| kept.id.uuid());
        self.lands(kept, id, &envelope, &gap, &gap.words);
        Ok(())
    }

    /// Whoever said it: the post that the file names, or whoever takes the file in.
    fn by(&self, name: Option<&Text>) -> Result<Id<Post>, String> {
        name.map_or_else(|| Ok(self.ask.actor.speaks_as()), |name| post(name, &self.sight))
    }

    fn body(&self, name: &Text) -> Result<Id<Body>, String> {
        self.office.body_called(name.as_str()).map_err(|refusal| refusal.to_string())
    }

    /// "1.4" of the open plan, or "Safer Fenshire: 1.4".
    fn action(&self, words: &Text) -> Result<Id<Action>, String> {
        let (plan, reference) = match words.as_str().rsplit_once(": ") {
            Some((plan, reference)) => (Some(plan.trim()), reference.trim()),
            None => (None, words.as_str()),
        };
        let plan = self.sight.plan_called(plan).map_err(|refusal| refusal.to_string())?;
        let wanted = fold(reference);
        let mut all = self.office.actions.values().filter(|kept| kept.item.plan == plan.id);
        let found = all.find(|kept| kept.reference().folded() == wanted);
        found.map(|kept| kept.id).ok_or_else(|| {
            format!("“{}” has no action {reference}; give its reference as the plan has it", plan.item.name)
        })
    }

    /// A day on which something was: not one that is yet to come.
    fn past(&self, stated: Date, what: &str) -> Result<Date, String> {
        if stated > self.today {
            return Err(format!("{what} is stated for {}, which is yet to come", day(stated)));
        }
        Ok(stated)
    }
}

/// What is on the record, and what a file adds to it.
fn joined<T: Clone>(was: Option<&[T]>, stated: Vec<T>, same: impl Fn(&T, &T) -> bool) -> Vec<T> {
    let mut all: Vec<T> = was.unwrap_or_default().to_vec();
    for one in stated {
        if !all.iter().any(|other| same(other, &one)) {
            all.push(one);
        }
    }
    all
}

/// Who may see a risk: as the file says, else as it stands.
fn visibility(stated: &StatedRisk, kept: Option<&Kept<Risk>>) -> Result<Visibility, String> {
    Ok(match stated.visibility.as_ref().map(Text::folded).as_deref() {
        None => kept.map_or(Visibility::Internal, |kept| kept.envelope.visibility.clone()),
        Some("public") => Visibility::Public,
        Some("panel") => Visibility::Panel,
        Some("internal") => Visibility::Internal,
        Some("exempt") => {
            let ground = stated.ground.clone().ok_or("what is exempt needs its ground; give ground = \"...\"")?;
            let review = stated.ground_review.ok_or("what is exempt needs a review date; give ground_review")?;
            Visibility::Exempt { ground, review }
        }
        Some(other) => {
            return Err(format!("“{other}” says not who may see it; write public, panel, internal or exempt"));
        }
    })
}
