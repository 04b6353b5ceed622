//! The doors to outcomes, to what serves them, and to what is judged and noted of them.
use super::{Reach, Sight};
use crate::{
    action::Action,
    ask::Refusal,
    body::Body,
    control::Control,
    environment::Environment,
    id::Id,
    narrative::Narrative,
    objective::Outcome,
    office::Kept,
    paper::{Paper, PaperKind},
    partner_action::{PartnerAction, in_order},
    plan::{Plan, PlanState},
    risk::Risk,
    sufficiency::Sufficiency,
    text::{Text, fold},
    theme::Theme,
};
use jiff::civil::Date;
use std::collections::HashSet;

impl<'a> Sight<'a> {
    pub(crate) fn sufficiencies(&self) -> impl Iterator<Item = &'a Kept<Sufficiency>> + use<'a> {
        self.all(&self.office.sufficiencies)
    }

    /// Whether a judgement that is later than all that are shown here is not shown: so that an earlier one is not taken for
    /// what holds, nor none for none.
    pub fn hides_judgement(&self, outcome: Id<Outcome>) -> bool {
        let last = self.sufficiencies_of(outcome).last().map(|kept| (kept.item.day, kept.seq));
        let mut unseen = self.office.sufficiencies.values().filter(|kept| !self.sees(kept));
        unseen.any(|kept| kept.item.outcome == outcome && last.is_none_or(|last| (kept.item.day, kept.seq) > last))
    }

    pub(crate) fn environments(&self) -> impl Iterator<Item = &'a Kept<Environment>> + use<'a> {
        self.all(&self.office.environments)
    }

    /// The actions that live in other bodies' plans.
    pub fn partner_actions(&self) -> Vec<&'a Kept<PartnerAction>> {
        in_order(self.all(&self.office.partner_actions).collect())
    }

    pub fn partner_action(&self, id: Id<PartnerAction>) -> Option<&'a Kept<PartnerAction>> {
        self.one(&self.office.partner_actions, id)
    }

    /// The outcomes of a plan in the order of its themes; of a theme that is not named here, none.
    pub fn outcomes_of_plan(&self, plan: Id<Plan>) -> Vec<&'a Kept<Outcome>> {
        self.themes(plan).into_iter().flat_map(|theme| self.outcomes(theme.id)).collect()
    }

    /// An outcome for a page of its own: not of a theme that is not named here.
    pub fn outcome_on_its_own(&self, id: Id<Outcome>) -> Option<&'a Kept<Outcome>> {
        self.outcome(id).filter(|kept| self.theme(kept.item.theme).is_some())
    }

    /// The outcome that somebody means: by its id, its words, or how they begin where no other begins so. Those of open
    /// plans come first.
    pub fn outcome_meant(&self, words: &str) -> Result<&'a Kept<Outcome>, Refusal> {
        let wanted = fold(words);
        let of = |state: PlanState| {
            let plans = self.plans().filter(move |plan| plan.item.state == state);
            plans.flat_map(|plan| self.outcomes_of_plan(plan.id)).collect::<Vec<_>>()
        };
        for all in [of(PlanState::Open), of(PlanState::Frozen)] {
            let is = |kept: &&&Kept<Outcome>| kept.id.to_string() == wanted || kept.item.statement.folded() == wanted;
            let begins =
                |kept: &&&Kept<Outcome>| wanted.len() >= 4 && kept.item.statement.folded().starts_with(&wanted);
            let exactly: Vec<_> = all.iter().filter(is).collect();
            let nearly: Vec<_> = all.iter().filter(begins).collect();
            match (exactly.as_slice(), nearly.as_slice()) {
                ([one], _) | ([], [one]) => return Ok(one),
                ([], []) => {}
                _ => {
                    return Err(Refusal::because(format!(
                        "“{words}” begins several outcomes; give more of its words, or its id from milepost outcome list --json"
                    )));
                }
            }
        }
        Err(Refusal::because(format!("there is no outcome “{words}”; milepost outcome list shows them")))
    }

    /// The actions of the plan that serve an outcome, in the order of their references.
    pub fn actions_serving(&self, outcome: Id<Outcome>) -> Vec<&'a Kept<Action>> {
        let Some(plan) =
            self.outcome(outcome).and_then(|kept| self.theme(kept.item.theme)).map(|theme| theme.item.plan)
        else {
            return vec![];
        };
        self.actions(plan).into_iter().filter(|kept| kept.item.outcomes.contains(&outcome)).collect()
    }

    /// What was last written of a theme, with the name of the quarterly update in which it was: the words are for readers of
    /// papers, who do not see the update itself.
    pub fn last_narrative(&self, theme: Id<Theme>) -> Option<(&'a Text, &'a Kept<Narrative>)> {
        let all = self.all(&self.office.narratives).filter(|kept| kept.item.theme == theme);
        let last = all.max_by_key(|kept| kept.seq)?;
        Some((&self.office.rounds.get(&last.item.round.uuid())?.item.name, last))
    }

    /// What bears on outcomes and is not shown here: only that there is something, and of what.
    pub(crate) fn unseen(&self, day: Date) -> Unseen {
        let mut unseen = Unseen::default();
        if self.reach == Reach::Staff {
            return unseen;
        }
        for kept in self.office.actions.values().filter(|kept| !self.sees(kept) && crate::coverage::counts(&kept.item))
        {
            unseen.actions.extend(&kept.item.outcomes);
        }
        for kept in self.office.partner_actions.values().filter(|kept| !self.sees(kept)) {
            unseen.actions.extend(&kept.item.outcomes);
        }
        for kept in self.office.measures.values().filter(|kept| !self.sees(kept) && kept.item.ended.is_none()) {
            unseen.measures.extend(&kept.item.outcomes);
        }
        for kept in self
            .office
            .risks
            .values()
            .filter(|kept| !self.sees(kept) && kept.item.is_open(day) && kept.item.since <= day)
        {
            unseen.risks.extend(&kept.item.outcomes);
        }
        for kept in self.office.controls.values().filter(|kept| !self.sees(kept) && kept.item.is_in_place(day)) {
            unseen.controls.extend(&kept.item.risks);
        }
        for kept in self.office.assurances.values().filter(|kept| !self.sees(kept)) {
            unseen.assurances.insert(kept.item.control);
        }
        for kept in
            self.office.findings.values().filter(|kept| self.finding(kept.id).is_none() && kept.item.is_open(day))
        {
            unseen.findings.extend(&kept.item.outcomes);
        }
        unseen
    }

    /// The last paper of a kind that was presented to a body and shows it an entry before one: it tells the entry as of which that body saw the office.
    /// What a body saw does not depend on who asks, and no word of the paper is told here.
    pub fn last_presented(&self, kind: PaperKind, body: Id<Body>, upto: i64) -> Option<Presented> {
        let of = |kept: &&Kept<Paper>| {
            kept.item.kind == kind && kept.item.body == body && kept.item.as_at < upto && kept.item.presented.is_some()
        };
        let last = self.presented().filter(of).max_by_key(|kept| (kept.item.presented, kept.item.as_at))?;
        Some(Presented { number: last.reference().to_string(), as_at: last.item.as_at, on: last.item.presented? })
    }
}

/// Outcomes, risks and controls of which something is not shown.
#[derive(Clone, Debug, Default)]
pub(crate) struct Unseen {
    pub actions: HashSet<Id<Outcome>>,
    pub measures: HashSet<Id<Outcome>>,
    pub risks: HashSet<Id<Outcome>>,
    pub findings: HashSet<Id<Outcome>>,
    pub controls: HashSet<Id<Risk>>,
    pub assurances: HashSet<Id<Control>>,
}

/// A paper that a body saw.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Presented {
    pub number: String,
    /// The entry that it shows.
    pub as_at: i64,
    pub on: Date,
}
