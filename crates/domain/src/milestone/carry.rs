//! What becomes of the open milestones of an action that ends in another: they stay with it as they stood, no longer
//! late, or they go on.
//!
//! To go on is to be begun again with the other action, under the same title and part and with the first date and every
//! move, so that no merging and no new plan hides how late a checkpoint is. What stood with the first action stays there,
//! so that a plan that was frozen, and every position that anybody saw, is as it was. Where the other action has an open or
//! met milestone of the same name and part already, that one stands for both. Of an action that is split, the milestones of
//! a part go on with the new action of that part's name, and all others with the first of them, whose lead can drop them.
use super::{MOST, Milestone, Reached};
use crate::{
    action::Action,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    id::Id,
    office::{Kept, Office},
    plan::PlanState,
};
use serde::{Deserialize, Serialize};

/// What a change of an action says of its open milestones.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum OpenMilestones {
    /// They stay with the action that is closed.
    #[default]
    Stay,
    /// They go on with the action, or the actions, that take its place.
    GoOn,
}

/// Lets the open milestones of an earlier action go on with one that came from it: how they get into the next plan.
#[derive(Clone, Debug)]
pub struct CarryMilestones {
    pub from: Id<Action>,
    pub to: Id<Action>,
}

impl CarryMilestones {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let to = office.held_action(self.to, ask)?;
        let from = office.seen_by(&ask.actor).action(self.from);
        let from = from.filter(|from| to.item.lineage.iter().any(|line| line.from == from.id)).ok_or_else(|| {
            Refusal::because(format!("{} did not come from that action, so nothing of it goes on here", to.reference()))
        })?;
        if !office.has_ended(from) {
            return Err(Refusal::because(format!(
                "{} is open and has its milestones itself; close it first, or freeze its plan",
                from.reference()
            )));
        }
        let mut beside: Vec<Milestone> = office.milestones_of(to.id).iter().map(|kept| kept.item.clone()).collect();
        let open = office.open_milestones_of(from.id).into_iter();
        let drafts = going_on(open, (to.id, &to.envelope), &mut beside, ask, chance)?;
        if drafts.is_empty() {
            return Err(Refusal::because(format!(
                "{} has no open milestone that {} does not have already",
                from.reference(),
                to.reference()
            )));
        }
        Ok(Decision { drafts, answer: Answer::Item(to.id.uuid()) })
    }
}

/// The milestones as they are begun again with another action, beside those that it has.
pub(crate) fn going_on<'a>(
    open: impl Iterator<Item = &'a Kept<Milestone>>,
    (to, envelope): (Id<Action>, &Envelope),
    beside: &mut Vec<Milestone>,
    ask: &Ask,
    chance: &mut Chance,
) -> Result<Vec<Draft>, Refusal> {
    let mut drafts = vec![];
    for kept in open {
        let milestone = Milestone { action: to, ..kept.item.clone() };
        if beside.iter().any(|other| other.is_called_as(&milestone)) {
            continue;
        }
        if beside.len() >= MOST {
            return Err(Refusal::because(format!(
                "{} would have more than {MOST} milestones; drop some first, or leave them where they are",
                envelope.reference
            )));
        }
        // Nothing is seen by more people by going on.
        let envelope = Envelope {
            reference: envelope.reference.clone(),
            visibility: envelope.visibility.clone().or_narrower(&kept.envelope.visibility),
            marking: envelope.marking.max(kept.envelope.marking),
        };
        drafts.push(Draft::new(Act::Added, chance.id(ask.now), &envelope, &milestone, ask));
        beside.push(milestone);
    }
    Ok(drafts)
}

impl Office {
    pub(crate) fn open_milestones_of(&self, action: Id<Action>) -> Vec<&Kept<Milestone>> {
        let mut all = self.milestones_of(action);
        all.retain(|kept| kept.item.reached == Reached::Open);
        all
    }

    /// Whether an action is closed, or its plan is kept as it stood.
    fn has_ended(&self, kept: &Kept<Action>) -> bool {
        let plan = self.plans.get(&kept.item.plan.uuid());
        kept.item.status.is_closed() || plan.is_some_and(|plan| plan.item.state == PlanState::Frozen)
    }
}

impl crate::sight::View {
    /// The actions that one came from, which have ended, with how many of their open milestones it does not have: those
    /// that can go on with it.
    pub fn milestones_to_carry(&self, to: Id<Action>) -> Vec<(&Kept<Action>, usize)> {
        let Some(own) = self.own_action(to) else { return vec![] };
        let sight = self.sight();
        let beside = self.office.milestones_of(to);
        let counted = |from: &Kept<Action>| {
            let open = self.office.open_milestones_of(from.id).into_iter();
            let missing = |kept: &&Kept<Milestone>| {
                let milestone = Milestone { action: to, ..kept.item.clone() };
                !beside.iter().any(|other| other.item.is_called_as(&milestone))
            };
            open.filter(missing).count()
        };
        let before = own.item.lineage.iter().filter(|line| sight.action(line.from).is_some());
        let before = before.filter_map(|line| self.office.actions.get(&line.from.uuid()).map(AsRef::as_ref));
        before
            .filter(|from| self.office.has_ended(from))
            .map(|from| (from, counted(from)))
            .filter(|(_, count)| *count > 0)
            .collect()
    }
}
