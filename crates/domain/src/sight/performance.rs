//! The doors to measures, their figures and what is said of them.
use super::Sight;
use crate::{
    action::Action,
    commentary::Commentary,
    id::Id,
    load::{DataSet, Load},
    measure::Measure,
    objective::Outcome,
    office::{Kept, Office},
};

impl<'a> Sight<'a> {
    /// Every measure, in the order of codes, M2 before M10.
    pub fn measures(&self) -> Vec<&'a Kept<Measure>> {
        let mut all: Vec<&Kept<Measure>> = self.all(&self.office.measures).collect();
        all.sort_by_cached_key(|kept| super::natural(kept.reference().as_str()));
        all
    }

    pub fn measure(&self, id: Id<Measure>) -> Option<&'a Kept<Measure>> {
        self.one(&self.office.measures, id)
    }

    pub fn measure_coded(&self, code: &str) -> Option<&'a Kept<Measure>> {
        self.office.measure_coded(code).filter(|kept| self.sees(kept))
    }

    /// How many measures are not shown here, by the ground on which they are withheld.
    pub fn measures_withheld(&self) -> Vec<crate::publication::Withheld> {
        let hidden = self.office.measures.values().filter(|kept| !self.sees(kept) && kept.item.ended.is_none());
        super::withheld(hidden.map(|kept| &kept.envelope.visibility))
    }

    /// The loads themselves are the office's; what they come to is seen through measures, each for whom it is.
    pub(crate) fn every_load(&self) -> impl Iterator<Item = &'a Kept<Load>> + use<'a> {
        self.office.loads.values().map(AsRef::as_ref)
    }

    pub(crate) fn loads_in_order(&self, data: DataSet) -> Vec<&'a Kept<Load>> {
        self.office.loads_in_order(data)
    }

    /// A load, for the office's own people and its boards.
    pub fn load(&self, id: Id<Load>) -> Option<&'a Kept<Load>> {
        self.one(&self.office.loads, id)
    }

    /// Every load, newest first, for the same.
    pub fn loads(&self) -> Vec<&'a Kept<Load>> {
        let mut loads: Vec<&Kept<Load>> = self.all(&self.office.loads).collect();
        loads.sort_by_key(|kept| std::cmp::Reverse(kept.seq));
        loads
    }

    /// The loads by these names, newest first: what is said of a file that stands behind a figure is for whoever sees the
    /// figure.
    pub fn loads_behind(&self, names: &std::collections::BTreeSet<&str>) -> Vec<&'a Kept<Load>> {
        let mut all: Vec<&Kept<Load>> =
            self.every_load().filter(|kept| names.contains(kept.reference().as_str())).collect();
        all.sort_by_key(|kept| std::cmp::Reverse((kept.item.downloaded, kept.seq)));
        all
    }

    /// What a load would change, or changed, of what the loads before it say.
    pub fn load_difference(&self, load: &Load) -> crate::load::Difference {
        self.office.difference(load)
    }

    pub(crate) fn commentaries(&self) -> impl Iterator<Item = &'a Kept<Commentary>> + use<'a> {
        self.all(&self.office.commentaries)
    }

    /// The measures that stand for an outcome.
    pub fn measures_of(&self, outcome: Id<Outcome>) -> Vec<&'a Kept<Measure>> {
        self.measures().into_iter().filter(|kept| kept.item.outcomes.contains(&outcome)).collect()
    }

    /// The measures that stand for an outcome which an action serves.
    pub fn measures_answered_by(&self, action: &Action) -> Vec<&'a Kept<Measure>> {
        let serves = |kept: &&Kept<Measure>| kept.item.outcomes.iter().any(|outcome| action.outcomes.contains(outcome));
        self.measures().into_iter().filter(serves).collect()
    }

    /// The actions that answer a measure: of the outcomes that it stands for, and named in what was said of it last.
    pub fn actions_answering(&self, measure: &Kept<Measure>) -> Vec<&'a Kept<Action>> {
        let last = self.commentaries().filter(|kept| kept.item.measure == measure.id).max_by_key(|kept| kept.seq);
        let named = last.map(|kept| kept.item.actions.clone()).unwrap_or_default();
        let plans = self.plans().filter(|plan| plan.item.state == crate::plan::PlanState::Open);
        let all = plans.flat_map(|plan| self.actions(plan.id));
        let answers = |action: &&Kept<Action>| {
            named.contains(&action.id)
                || action.item.outcomes.iter().any(|outcome| measure.item.outcomes.contains(outcome))
        };
        all.filter(answers).collect()
    }
}

impl Office {
    /// The load that an id names.
    pub fn load_of(&self, id: Id<Load>) -> Option<&Kept<Load>> {
        self.loads.get(&id.uuid()).map(AsRef::as_ref)
    }
}
