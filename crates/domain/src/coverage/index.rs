//! What is recorded, gathered once by the outcome that it belongs to, so that all outcomes of an office cost one walk
//! over its items and not one each.
use super::{ActionFact, Coverage, MeasureFact, Named, PartnerFact, Recorded};
use crate::{
    action::{Action, Status},
    id::Id,
    measure::Measure,
    objective::Outcome,
    office::Kept,
    partner_action::PartnerAction,
    performance::{Met, Performance},
    plan::Plan,
    sight::{Sight, natural},
    spc::Variation,
    text::Text,
};
use jiff::civil::Date;
use std::collections::HashMap;
use uuid::Uuid;

/// The items of an office by their outcomes, as somebody sees them on a day.
#[derive(Clone, Debug)]
pub struct Index<'a> {
    sight: Sight<'a>,
    day: Date,
    actions: HashMap<Id<Outcome>, Vec<&'a Kept<Action>>>,
    partners: HashMap<Id<Outcome>, Vec<&'a Kept<PartnerAction>>>,
    measures: HashMap<Id<Outcome>, Vec<&'a Kept<Measure>>>,
}

/// What hangs loose in a plan: nothing connects it with what it is for.
#[derive(Clone, Debug, Default)]
pub struct Loose<'a> {
    pub outcomes_without_action: Vec<&'a Kept<Outcome>>,
    pub outcomes_without_measure: Vec<&'a Kept<Outcome>>,
    pub actions_without_outcome: Vec<&'a Kept<Action>>,
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
        Self { sight: *sight, day, actions, partners, measures }
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
            ..Recorded::default()
        }
    }

    pub fn coverage(&self, outcome: Id<Outcome>) -> Coverage {
        Coverage::of(&self.recorded(outcome))
    }

    /// What hangs loose in a plan.
    pub fn loose(&self, plan: Id<Plan>) -> Loose<'a> {
        let outcomes = self.sight.outcomes_of_plan(plan);
        let without = |has: &dyn Fn(Id<Outcome>) -> bool| outcomes.iter().copied().filter(|kept| !has(kept.id)).collect();
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
        }
    }
}

/// Whether an action carries an outcome: one that was given up, taken into another or only thought of does not.
fn counts(action: &Action) -> bool {
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
    let mut last = performance.points.iter().rev().filter(|point| point.value.is_some()).take(2);
    let missed = |point: &crate::performance::Point| point.target.and_then(|aimed| aimed.met) == Some(Met::Missed);
    let misses = performance.points.iter().filter(|point| point.value.is_some()).count() >= 2 && last.all(missed);
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

/// By reference, as people count.
pub(super) fn by_reference<T>(mut all: Vec<&Kept<T>>) -> Vec<&Kept<T>> {
    all.sort_by_cached_key(|kept| (natural(kept.reference().as_str()), kept.id));
    all
}
