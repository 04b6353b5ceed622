//! What is recorded, gathered once by the outcome that it belongs to, so that all outcomes of an office cost one walk
//! over its items and not one each.
use super::{
    ActionFact, Assured, ControlFact, Coverage, FindingFact, GapFact, Hidden, MeasureFact, Named, PartnerFact,
    Recorded, RiskFact,
};
use crate::{
    action::{Action, Status},
    control::{Assurance, Control, Gives, Line},
    finding::{Finding, Rank},
    gap::{Due, Gap, GapKind},
    id::Id,
    measure::Measure,
    objective::Outcome,
    office::Kept,
    partner_action::PartnerAction,
    performance::{Met, Performance, Point},
    plan::Plan,
    risk::{Risk, Which},
    sight::{Sight, Unseen},
    spc::Variation,
    text::{Text, text},
};
use jiff::civil::Date;
use std::collections::{HashMap, HashSet};
use uuid::Uuid;

/// The items of an office by their outcomes, as somebody sees them on a day.
#[derive(Clone, Debug)]
pub struct Index<'a> {
    sight: Sight<'a>,
    day: Date,
    actions: HashMap<Id<Outcome>, Vec<&'a Kept<Action>>>,
    partners: HashMap<Id<Outcome>, Vec<&'a Kept<PartnerAction>>>,
    measures: HashMap<Id<Outcome>, Vec<&'a Kept<Measure>>>,
    risks: HashMap<Id<Outcome>, Vec<&'a Kept<Risk>>>,
    controls: HashMap<Id<Risk>, Vec<&'a Kept<Control>>>,
    assurances: HashMap<Id<Control>, Vec<&'a Kept<Assurance>>>,
    gaps: Gaps<'a>,
    findings: HashMap<Id<Outcome>, Vec<&'a Kept<Finding>>>,
    unseen: Unseen,
}

/// Open gaps by what they are of.
#[derive(Clone, Debug, Default)]
struct Gaps<'a> {
    outcomes: HashMap<Id<Outcome>, Vec<&'a Kept<Gap>>>,
    risks: HashMap<Id<Risk>, Vec<&'a Kept<Gap>>>,
    controls: HashMap<Id<Control>, Vec<&'a Kept<Gap>>>,
}

/// What hangs loose in a plan: nothing connects it with what it is for.
#[derive(Clone, Debug, Default)]
pub struct Loose<'a> {
    pub outcomes_without_action: Vec<&'a Kept<Outcome>>,
    pub outcomes_without_measure: Vec<&'a Kept<Outcome>>,
    pub actions_without_outcome: Vec<&'a Kept<Action>>,
    pub risks_without_control: Vec<&'a Kept<Risk>>,
    /// In place, and without an assurance that is in date.
    pub controls_without_assurance: Vec<&'a Kept<Control>>,
}

impl<'a> Index<'a> {
    pub fn of(sight: &Sight<'a>, day: Date) -> Self {
        let mut actions: HashMap<_, Vec<_>> = HashMap::new();
        for kept in sight.plans().flat_map(|plan| sight.actions(plan.id)) {
            for outcome in &kept.item.outcomes {
                actions.entry(*outcome).or_default().push(kept);
            }
        }
        let mut partners: HashMap<_, Vec<_>> = HashMap::new();
        for kept in sight.partner_actions() {
            for outcome in &kept.item.outcomes {
                partners.entry(*outcome).or_default().push(kept);
            }
        }
        let mut measures: HashMap<_, Vec<_>> = HashMap::new();
        for kept in sight.measures().into_iter().filter(|kept| kept.item.ended.is_none()) {
            for outcome in &kept.item.outcomes {
                measures.entry(*outcome).or_default().push(kept);
            }
        }
        let mut risks: HashMap<_, Vec<_>> = HashMap::new();
        for kept in sight.risks().into_iter().filter(|kept| kept.item.is_open(day) && kept.item.since <= day) {
            for outcome in &kept.item.outcomes {
                risks.entry(*outcome).or_default().push(kept);
            }
        }
        let mut controls: HashMap<_, Vec<_>> = HashMap::new();
        for kept in sight.controls().into_iter().filter(|kept| kept.item.is_in_place(day)) {
            for risk in &kept.item.risks {
                controls.entry(*risk).or_default().push(kept);
            }
        }
        let mut assurances: HashMap<_, Vec<_>> = HashMap::new();
        for kept in sight.assurances().filter(|kept| kept.item.day <= day) {
            assurances.entry(kept.item.control).or_default().push(kept);
        }
        for of_one in assurances.values_mut() {
            of_one.sort_by_key(|kept: &&Kept<Assurance>| std::cmp::Reverse((kept.item.day, kept.seq)));
        }
        let mut gaps = Gaps::default();
        for kept in sight.gaps().into_iter().filter(|kept| kept.item.is_open(day)) {
            if let Some(outcome) = kept.item.outcome {
                gaps.outcomes.entry(outcome).or_default().push(kept);
            }
            if let Some(risk) = kept.item.risk {
                gaps.risks.entry(risk).or_default().push(kept);
            }
            if let Some(control) = kept.item.control {
                gaps.controls.entry(control).or_default().push(kept);
            }
        }
        let mut findings: HashMap<_, Vec<_>> = HashMap::new();
        for kept in sight.findings().into_iter().filter(|kept| kept.item.is_open(day)) {
            for outcome in &kept.item.outcomes {
                findings.entry(*outcome).or_default().push(kept);
            }
        }
        let unseen = sight.unseen(day);
        Self { sight: *sight, day, actions, partners, measures, risks, controls, assurances, gaps, findings, unseen }
    }

    /// The actions of the Plan that serve an outcome and still count, in the order of their references.
    pub fn actions(&self, outcome: Id<Outcome>) -> impl Iterator<Item = &'a Kept<Action>> + use<'a, '_> {
        self.actions.get(&outcome).into_iter().flatten().copied().filter(|kept| counts(&kept.item))
    }

    pub fn partners(&self, outcome: Id<Outcome>) -> &[&'a Kept<PartnerAction>] {
        self.partners.get(&outcome).map_or(&[], Vec::as_slice)
    }

    pub fn measures(&self, outcome: Id<Outcome>) -> &[&'a Kept<Measure>] {
        self.measures.get(&outcome).map_or(&[], Vec::as_slice)
    }

    /// The open risks to an outcome.
    pub fn risks(&self, outcome: Id<Outcome>) -> &[&'a Kept<Risk>] {
        self.risks.get(&outcome).map_or(&[], Vec::as_slice)
    }

    /// The controls of a risk that are in place.
    pub fn controls(&self, risk: Id<Risk>) -> &[&'a Kept<Control>] {
        self.controls.get(&risk).map_or(&[], Vec::as_slice)
    }

    /// The assurances of a control, newest first.
    pub fn assurances(&self, control: Id<Control>) -> &[&'a Kept<Assurance>] {
        self.assurances.get(&control).map_or(&[], Vec::as_slice)
    }

    /// The open findings that concern an outcome.
    pub fn findings(&self, outcome: Id<Outcome>) -> &[&'a Kept<Finding>] {
        self.findings.get(&outcome).map_or(&[], Vec::as_slice)
    }

    /// The open gaps of an outcome, of its risks and of their controls, each once.
    pub fn gaps(&self, outcome: Id<Outcome>) -> Vec<&'a Kept<Gap>> {
        let mut all: Vec<&'a Kept<Gap>> = self.gaps.outcomes.get(&outcome).cloned().unwrap_or_default();
        for risk in self.risks(outcome) {
            all.extend(self.gaps.risks.get(&risk.id).into_iter().flatten());
            for control in self.controls(risk.id) {
                all.extend(self.gaps.controls.get(&control.id).into_iter().flatten());
            }
        }
        let mut seen = HashSet::new();
        all.retain(|kept| seen.insert(kept.id));
        all
    }

    /// What the assurances of a control come to.
    pub fn assured(&self, control: Id<Control>) -> Assured {
        let all = self.assurances(control);
        let in_date = |line: Line| all.iter().find(|kept| kept.item.line == line && !kept.item.is_stale(self.day));
        let given: Vec<Gives> = Line::ALL.into_iter().filter_map(in_date).map(|kept| kept.item.gives).collect();
        if given.contains(&Gives::None) {
            Assured::Refused
        } else if given.contains(&Gives::Partial) {
            Assured::Partly
        } else if given.contains(&Gives::Full) {
            Assured::Fully
        } else if self.unseen.assurances.contains(&control) {
            Assured::Hidden
        } else {
            all.iter().filter_map(|kept| kept.item.expires).max().map_or(Assured::Never, Assured::Expired)
        }
    }

    fn risk(&self, kept: &Kept<Risk>) -> RiskFact {
        let control = |control: &&'a Kept<Control>| ControlFact {
            named: named(control, &control.item.title),
            assured: self.assured(control.id),
        };
        RiskFact {
            named: named(kept, &kept.item.title),
            current: kept.item.score(Which::Current, self.day).map(crate::risk::Scored::product),
            outside: kept.item.outside_appetite(self.day),
            controls: self.controls(kept.id).iter().map(control).collect(),
            hidden: self.unseen.controls.contains(&kept.id),
        }
    }

    /// Everything that the rules read of an outcome.
    pub fn recorded(&self, outcome: Id<Outcome>) -> Recorded {
        let measures: Vec<Performance> =
            self.measures(outcome).iter().map(|kept| self.sight.performance(kept)).collect();
        self.recorded_with(outcome, &measures)
    }

    /// The same, where what its measures show is known already.
    pub(crate) fn recorded_with(&self, outcome: Id<Outcome>, performances: &[Performance]) -> Recorded {
        let measures = self.measures(outcome).iter().zip(performances);
        Recorded {
            actions: self.actions(outcome).map(|kept| action(kept, self.day)).collect(),
            partners: self.partners(outcome).iter().map(|kept| partner(kept, self.day)).collect(),
            measures: measures.map(|(kept, performance)| measure(kept.id.uuid(), performance)).collect(),
            risks: self.risks(outcome).iter().map(|kept| self.risk(kept)).collect(),
            gaps: self.gaps(outcome).iter().map(|kept| gap(kept, self.day)).collect(),
            findings: self.findings(outcome).iter().map(|kept| finding(kept)).collect(),
            hidden: Hidden {
                actions: self.unseen.actions.contains(&outcome),
                measures: self.unseen.measures.contains(&outcome),
                risks: self.unseen.risks.contains(&outcome),
                findings: self.unseen.findings.contains(&outcome),
            },
        }
    }

    pub fn coverage(&self, outcome: Id<Outcome>) -> Coverage {
        Coverage::of(&self.recorded(outcome))
    }

    /// What hangs loose in a plan.
    pub fn loose(&self, plan: Id<Plan>) -> Loose<'a> {
        let outcomes = self.sight.outcomes_of_plan(plan);
        let without =
            |has: &dyn Fn(Id<Outcome>) -> bool| outcomes.iter().copied().filter(|kept| !has(kept.id)).collect();
        let open = |kept: &&Kept<Action>| !kept.item.status.is_closed() && kept.item.status != Status::Candidate;
        Loose {
            outcomes_without_action: without(&|id| self.actions(id).next().is_some() || !self.partners(id).is_empty()),
            outcomes_without_measure: without(&|id| !self.measures(id).is_empty()),
            actions_without_outcome: self
                .sight
                .actions(plan)
                .into_iter()
                .filter(open)
                .filter(|kept| kept.item.outcomes.is_empty())
                .collect(),
            risks_without_control: self
                .sight
                .risks()
                .into_iter()
                .filter(|kept| kept.item.is_open(self.day) && self.controls(kept.id).is_empty())
                .filter(|kept| !self.unseen.controls.contains(&kept.id))
                .collect(),
            controls_without_assurance: self
                .sight
                .controls()
                .into_iter()
                .filter(|kept| kept.item.is_in_place(self.day))
                .filter(|kept| matches!(self.assured(kept.id), Assured::Never | Assured::Expired(_)))
                .collect(),
        }
    }
}

/// Whether an action carries an outcome: one that was given up, taken into another or only thought of does not.
pub(crate) fn counts(action: &Action) -> bool {
    !matches!(action.status, Status::Candidate | Status::ClosedNotDelivered | Status::Superseded)
}

fn named<T>(kept: &Kept<T>, title: &Text) -> Named {
    Named { reference: kept.reference().clone(), title: title.clone(), item: kept.id.uuid() }
}

fn action(kept: &Kept<Action>, day: Date) -> ActionFact {
    let action = &kept.item;
    let done = matches!(action.status, Status::Complete | Status::BusinessAsUsual);
    ActionFact {
        named: named(kept, &action.title),
        class: action.rating.as_ref().map(|rating| rating.class),
        done,
        overdue: action.current_date.filter(|date| !done && *date < day),
        not_begun: action.status == Status::NotStarted,
    }
}

fn partner(kept: &Kept<PartnerAction>, day: Date) -> PartnerFact {
    PartnerFact {
        named: named(kept, &kept.item.title),
        class: kept.item.newest().and_then(|known| known.class),
        old: kept.item.newest().filter(|_| kept.item.is_old(day)).map(|known| known.day),
    }
}

fn measure(item: Uuid, performance: &Performance) -> MeasureFact {
    let figures = || performance.points.iter().rev().filter(|point| point.value.is_some());
    let off = |point: &Point| point.target.and_then(|aimed| aimed.met) == Some(Met::Missed);
    let misses = figures().count() >= 2 && figures().take(2).all(off);
    let variation = performance.judgement.variation;
    MeasureFact {
        named: Named { reference: performance.code.clone(), title: performance.title.clone(), item },
        sentence: performance.sentence(),
        worsens: variation.is_some_and(Variation::is_concern),
        improves: variation.is_some_and(Variation::is_improvement),
        misses,
        judged: performance.judgement.method.has_limits(),
    }
}

fn gap(kept: &Kept<Gap>, day: Date) -> GapFact {
    let mut open = kept.item.open_actions(day);
    GapFact {
        named: named(kept, &kept.item.words),
        in_control: kept.item.what == GapKind::Control,
        undated: open.all(|action| action.stands(day) == Due::ToBeDecided),
    }
}

fn finding(kept: &Kept<Finding>) -> FindingFact {
    let words = kept.item.recommended.as_ref().unwrap_or(&kept.item.found);
    FindingFact { named: named(kept, &shortened(words)), high: kept.item.rank == Rank::High }
}

/// What a finding asks, in a line.
fn shortened(words: &Text) -> Text {
    const MOST: usize = 160;
    let line = words.on_one_line();
    match line.as_str().char_indices().nth(MOST) {
        Some((at, _)) => text(&format!("{}…", line.as_str()[..at].trim_end())),
        None => line,
    }
}
