//! What became of each promise of one plan in the plan after it: carried on, reworded, merged, split, finished, closed by
//! a decision, or dropped without one. Each promise has one fate, so the counts add up to all of them.
use crate::{
    action::{Action, Became, Status},
    id::Id,
    office::Kept,
    plan::Plan,
    sight::Sight,
    text::Text,
};
use std::collections::{HashMap, HashSet};

#[derive(Clone, Debug)]
pub struct Succession<'a> {
    pub old: &'a Kept<Plan>,
    pub new: &'a Kept<Plan>,
    /// The actions of the old plan, in the order of their references.
    pub promises: Vec<Promise<'a>>,
    /// The actions of the new plan that come from none of the old.
    pub fresh: Vec<&'a Kept<Action>>,
}

/// A promise of the old plan.
#[derive(Clone, Debug)]
pub struct Promise<'a> {
    pub action: &'a Kept<Action>,
    pub fate: Fate,
    /// The actions of the new plan that came from it.
    pub heirs: Vec<&'a Kept<Action>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fate {
    /// In the new plan, word for word.
    Continued,
    /// In the new plan, in other words.
    Reworded,
    /// In the new plan, together with others of the old.
    Merged,
    /// In the new plan, in several actions.
    Split,
    /// In the new plan, in an action that is withheld from whoever reads this.
    Withheld,
    Complete,
    BusinessAsUsual,
    /// Taken up by another action of the old plan, whose fate is its own.
    Superseded,
    /// Closed undelivered, by a decision.
    ClosedNotDelivered,
    /// It was open and is not carried on, though other work of the new plan follows from it.
    Followed,
    /// It was open, nobody decided to close it, and nothing of the new plan comes from it.
    Dropped,
}

impl Fate {
    pub const ALL: [Self; 11] = [
        Self::Continued,
        Self::Reworded,
        Self::Merged,
        Self::Split,
        Self::Withheld,
        Self::Complete,
        Self::BusinessAsUsual,
        Self::Superseded,
        Self::ClosedNotDelivered,
        Self::Followed,
        Self::Dropped,
    ];

    /// In the order in which people read of them: what asks for an answer comes first.
    pub const AS_TOLD: [Self; 11] = [
        Self::Dropped,
        Self::Followed,
        Self::ClosedNotDelivered,
        Self::Reworded,
        Self::Merged,
        Self::Split,
        Self::Continued,
        Self::Withheld,
        Self::Superseded,
        Self::BusinessAsUsual,
        Self::Complete,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Continued => "continued",
            Self::Reworded => "reworded",
            Self::Merged => "merged",
            Self::Split => "split",
            Self::Withheld => "withheld",
            Self::Complete => "complete",
            Self::BusinessAsUsual => "business_as_usual",
            Self::Superseded => "superseded",
            Self::ClosedNotDelivered => "closed_not_delivered",
            Self::Followed => "followed",
            Self::Dropped => "dropped",
        }
    }

    /// Whether the promise itself goes on in the new plan.
    pub fn goes_on(self) -> bool {
        matches!(self, Self::Continued | Self::Reworded | Self::Merged | Self::Split | Self::Withheld)
    }
}

impl<'a> Succession<'a> {
    /// Against each plan that something of this one comes from, the newest first; where nothing does, against the plan
    /// before it. None: it is the first.
    pub fn all_of(sight: &Sight<'a>, new: &'a Kept<Plan>) -> Vec<Self> {
        let actions = sight.actions(new.id);
        let others = || sight.plans().filter(|plan| plan.id != new.id);
        let begins = |plan: &Kept<Plan>| (plan.item.from, plan.seq);
        let mut old: Vec<_> =
            others().filter(|old| actions.iter().any(|action| sight.comes_from(&action.item, old.id))).collect();
        if old.is_empty() {
            old.extend(others().filter(|plan| begins(plan) < begins(new)).max_by_key(|plan| begins(plan)));
        }
        old.sort_by_key(|plan| std::cmp::Reverse(begins(plan)));
        old.into_iter().map(|old| Self::of(sight, old, new)).collect()
    }

    fn of(sight: &Sight<'a>, old: &'a Kept<Plan>, new: &'a Kept<Plan>) -> Self {
        let of_new = sight.actions(new.id);
        let mut heirs: HashMap<Id<Action>, Vec<&'a Kept<Action>>> = HashMap::new();
        for heir in &of_new {
            for line in &heir.item.lineage {
                let of = heirs.entry(line.from).or_default();
                if !of.iter().any(|known| known.id == heir.id) {
                    of.push(heir);
                }
            }
        }
        let unseen = sight.origins_of_the_unseen();
        let promises = sight.actions(old.id).into_iter().map(|action| {
            let heirs = heirs.remove(&action.id).unwrap_or_default();
            let fate = fate(sight, action, &heirs, old, &unseen);
            Promise { action, fate, heirs }
        });
        let promises = promises.collect();
        let fresh = of_new.iter().copied().filter(|action| !sight.comes_from(&action.item, old.id)).collect();
        Self { old, new, promises, fresh }
    }

    /// How many have which fate, in the order of [`Fate::ALL`]; what no promise met is left out.
    pub fn counts(&self) -> Vec<(Fate, usize)> {
        let mut counts: HashMap<&str, usize> = HashMap::new();
        for promise in &self.promises {
            *counts.entry(promise.fate.as_str()).or_default() += 1;
        }
        Fate::ALL.into_iter().filter_map(|fate| Some((fate, counts.remove(fate.as_str())?))).collect()
    }

    pub fn with(&self, fate: Fate) -> impl Iterator<Item = &Promise<'a>> {
        self.promises.iter().filter(move |promise| promise.fate == fate)
    }
}

fn fate(
    sight: &Sight,
    action: &Kept<Action>,
    heirs: &[&Kept<Action>],
    old: &Kept<Plan>,
    unseen: &HashSet<Id<Action>>,
) -> Fate {
    // What only followed on from a piece of work does not carry its promise.
    let how = |heir: &Kept<Action>| {
        let lines = heir.item.lineage.iter().filter(|line| line.from == action.id);
        lines.map(|line| line.how).find(|how| *how != Became::FollowOn)
    };
    let carrying: Vec<(&Kept<Action>, Became)> = heirs.iter().filter_map(|heir| Some((*heir, how(heir)?))).collect();
    let merged = |heir: &Kept<Action>| {
        let from = heir.item.lineage.iter().filter(|line| line.how != Became::FollowOn);
        from.filter_map(|line| sight.action(line.from)).filter(|a| a.item.plan == old.id).count() > 1
    };
    match carrying.as_slice() {
        [] if unseen.contains(&action.id) => Fate::Withheld,
        [] => match action.item.status {
            Status::Complete => Fate::Complete,
            Status::BusinessAsUsual => Fate::BusinessAsUsual,
            Status::Superseded => Fate::Superseded,
            Status::ClosedNotDelivered => Fate::ClosedNotDelivered,
            _ if heirs.is_empty() => Fate::Dropped,
            Status::Candidate | Status::NotStarted | Status::InProgress | Status::OnHold => Fate::Followed,
        },
        [(_, Became::Split)] | [_, _, ..] => Fate::Split,
        [(heir, how)] if *how == Became::Merged || merged(heir) => Fate::Merged,
        [(heir, how)] if *how == Became::Reworded || wording(&heir.item) != wording(&action.item) => Fate::Reworded,
        [_] => Fate::Continued,
    }
}

/// What a promise says, without regard to capitals and white space.
fn wording(action: &Action) -> Vec<String> {
    [Some(&action.title), action.description.as_ref(), action.output.as_ref()]
        .into_iter()
        .flatten()
        .map(Text::folded)
        .collect()
}
