//! A plan as everybody may see it at a position.
use super::{OutgoingPlan, PublicAction, PublicBasis, PublicCompletion, PublicPlan, PublicRating, PublicTheme, slug};
use crate::{
    action::Action,
    id::Id,
    milestone::{Milestone, Reached, Stands},
    office::Kept,
    plan::Plan,
    scale::Counts,
    sight::{Reach, Sight},
    text::{Text, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// A milestone as everybody may read it: how it stands on the day that is shown, and no reason of the office.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicMilestone {
    pub title: Text,
    pub strand: Option<Text>,
    pub original_date: Date,
    pub date: Date,
    pub moves: usize,
    pub stands: Stands,
    /// When it was met or dropped.
    pub on: Option<Date>,
}

impl PublicMilestone {
    /// As it stands on a day as a milestone of this action.
    pub fn of(milestone: &Milestone, action: &Action, day: Date) -> Self {
        Self {
            title: milestone.title.clone(),
            strand: milestone.strand.clone(),
            original_date: milestone.original_date,
            date: milestone.date,
            moves: milestone.moves.len(),
            stands: milestone.stands(action, day),
            on: match milestone.reached {
                Reached::Open => None,
                Reached::Met { on } | Reached::Dropped { on, .. } => Some(on),
            },
        }
    }
}

/// The plans of an office as everybody may see them, at the position that the sight stands at. `sight` may be
/// anybody's: what is not public is left out here whoever asks.
pub fn public_plans(sight: &Sight, position: &Text, as_at: Date) -> Vec<OutgoingPlan> {
    let sight = sight.no_further_than(Reach::Public);
    let plans = sight.plans();
    plans.map(|plan| OutgoingPlan { id: plan.id, plan: public_plan(&sight, plan, position, as_at) }).collect()
}

fn public_plan(sight: &Sight, plan: &Kept<Plan>, position: &Text, as_at: Date) -> PublicPlan {
    let actions = sight.actions(plan.id);
    let slugs = action_slugs(&actions);
    let themes = sight.themes(plan.id).into_iter().map(|theme| {
        let own: Vec<PublicAction> = actions
            .iter()
            .filter(|a| a.item.theme == theme.id)
            .map(|a| public_action(sight, a, slugs[&a.id].clone(), as_at))
            .collect();
        let mut counts = Counts::default();
        for action in &own {
            counts.add(action.rating.as_ref().map(|r| r.class));
        }
        PublicTheme {
            slug: slug(&theme.item.name),
            name: theme.item.name.clone(),
            aim: theme.item.aim.clone(),
            outcomes: sight.outcomes(theme.id).iter().map(|o| o.item.statement.clone()).collect(),
            objectives: sight.objectives(theme.id).iter().map(|o| o.item.statement.clone()).collect(),
            priorities: sight.priorities(theme.id).iter().map(|p| p.item.statement.clone()).collect(),
            counts,
            actions: own,
            withheld: sight.withheld(plan.id, Some(theme.id)),
        }
    });
    PublicPlan {
        slug: slug(&plan.item.name),
        name: plan.item.name.clone(),
        from: plan.item.from,
        to: plan.item.to,
        position: position.clone(),
        as_at,
        key: sight.scale(plan.item.scale).map(|s| s.item.levels.clone()).unwrap_or_default(),
        themes: themes.collect(),
        withheld: sight.withheld(plan.id, None),
    }
}

/// An address for each action, by its reference; "1.1" and "1-1" in one plan are still two addresses.
fn action_slugs(actions: &[&Kept<Action>]) -> BTreeMap<Id<Action>, Text> {
    let mut taken = BTreeSet::new();
    let mut slugs = BTreeMap::new();
    for action in actions {
        let plain = slug(action.reference());
        let mut own = plain.clone();
        for n in 2.. {
            if taken.insert(own.clone()) {
                break;
            }
            own = text(&format!("{plain}-{n}"));
        }
        slugs.insert(action.id, own);
    }
    slugs
}

fn public_action(sight: &Sight, kept: &Kept<Action>, slug: Text, as_at: Date) -> PublicAction {
    let action = &kept.item;
    let progress = action.update.and_then(|id| sight.update(id));
    PublicAction {
        reference: kept.reference().clone(),
        slug,
        title: action.title.clone(),
        description: action.description.clone(),
        owner: action.owner.and_then(|id| sight.body(id)).map(|b| b.item.name.clone()),
        leads: sight.all_held_in_public(&action.leads),
        // Organisations of the record only: an unmatched cell may hold anything, a person's name included.
        partners: action.partners.iter().filter_map(|p| Some(sight.body(p.body?)?.item.name.clone())).collect(),
        statutory: action.statutory,
        timescale: action.timescale.stated.clone(),
        continuing: action.timescale.is_continuing(),
        original_date: action.original_date,
        current_date: action.current_date,
        moves: action.moves.len(),
        rating: action.rating.as_ref().map(|r| PublicRating {
            level: r.level.clone(),
            label: r.label.clone(),
            class: r.class,
            since: r.since,
            basis: PublicBasis::of(&r.basis),
        }),
        progress: progress.and_then(|u| u.item.narrative.clone()),
        progress_day: progress.map(|u| u.item.day),
        completion: PublicCompletion::of(sight, action),
        milestones: sight.milestones(kept.id).iter().map(|m| PublicMilestone::of(&m.item, action, as_at)).collect(),
    }
}
