//! The doors to risks, controls, assurances and gaps. What belongs to something that is withheld is withheld with it.
use super::Sight;
use crate::{
    action::Action,
    control::{Assurance, Control},
    gap::Gap,
    id::Id,
    objective::Outcome,
    office::Kept,
    publication::Withheld,
    risk::{Risk, RiskMatrix},
};
use std::collections::HashMap;

impl<'a> Sight<'a> {
    pub fn risk_matrices(&self) -> Vec<&'a Kept<RiskMatrix>> {
        let mut all: Vec<&Kept<RiskMatrix>> = self.all(&self.office.risk_matrices).collect();
        all.sort_by_cached_key(|kept| super::natural(kept.reference().as_str()));
        all
    }

    /// A matrix; whoever sees a risk sees on what it is scored.
    pub fn risk_matrix(&self, id: Id<RiskMatrix>) -> Option<&'a Kept<RiskMatrix>> {
        self.office.risk_matrices.get(&id.uuid()).map(AsRef::as_ref)
    }

    pub fn risk_matrix_coded(&self, code: &str) -> Option<&'a Kept<RiskMatrix>> {
        self.office.matrix_coded(code)
    }

    /// Every risk, open or closed, in the order of codes, R2 before R10.
    pub fn risks(&self) -> Vec<&'a Kept<Risk>> {
        let mut all: Vec<&Kept<Risk>> = self.all(&self.office.risks).collect();
        all.sort_by_cached_key(|kept| super::natural(kept.reference().as_str()));
        all
    }

    pub fn risk(&self, id: Id<Risk>) -> Option<&'a Kept<Risk>> {
        self.one(&self.office.risks, id)
    }

    pub fn risk_coded(&self, code: &str) -> Option<&'a Kept<Risk>> {
        self.office.risk_coded(code).filter(|kept| self.sees(kept))
    }

    /// How many risks are not shown here, by the ground on which they are withheld.
    pub fn risks_withheld(&self) -> Vec<Withheld> {
        let hidden = self.office.risks.values().filter(|kept| !self.sees(kept) && kept.item.closed.is_none());
        super::withheld(hidden.map(|kept| &kept.envelope.visibility))
    }

    pub fn risks_of(&self, outcome: Id<Outcome>) -> Vec<&'a Kept<Risk>> {
        self.risks().into_iter().filter(|kept| kept.item.outcomes.contains(&outcome)).collect()
    }

    /// The risks that are tied to one action. For many actions at once, see [`Self::risks_by_action`].
    pub fn risks_of_action(&self, action: Id<Action>) -> Vec<&'a Kept<Risk>> {
        let mut all: Vec<&Kept<Risk>> =
            self.all(&self.office.risks).filter(|kept| kept.item.actions.contains(&action)).collect();
        all.sort_by_cached_key(|kept| super::natural(kept.reference().as_str()));
        all
    }

    /// The risks of every action that has one, found in one walk through the risks.
    pub fn risks_by_action(&self) -> HashMap<Id<Action>, Vec<&'a Kept<Risk>>> {
        let mut by: HashMap<Id<Action>, Vec<&Kept<Risk>>> = HashMap::new();
        for kept in self.risks() {
            for action in &kept.item.actions {
                by.entry(*action).or_default().push(kept);
            }
        }
        by
    }

    /// Every control, in the order of codes.
    pub fn controls(&self) -> Vec<&'a Kept<Control>> {
        let mut all: Vec<&Kept<Control>> = self.all(&self.office.controls).collect();
        all.sort_by_cached_key(|kept| super::natural(kept.reference().as_str()));
        all
    }

    pub fn control(&self, id: Id<Control>) -> Option<&'a Kept<Control>> {
        self.one(&self.office.controls, id)
    }

    pub fn control_coded(&self, code: &str) -> Option<&'a Kept<Control>> {
        self.office.control_coded(code).filter(|kept| self.sees(kept))
    }

    /// The controls of a risk that is seen from here.
    pub fn controls_of(&self, risk: Id<Risk>) -> Vec<&'a Kept<Control>> {
        if self.risk(risk).is_none() {
            return vec![];
        }
        self.controls().into_iter().filter(|kept| kept.item.risks.contains(&risk)).collect()
    }

    /// What was found of a control that is seen from here, newest first.
    pub fn assurances_of(&self, control: Id<Control>) -> Vec<&'a Kept<Assurance>> {
        let mut all: Vec<&Kept<Assurance>> = self.assurances().filter(|kept| kept.item.control == control).collect();
        all.sort_by_key(|kept| std::cmp::Reverse((kept.item.day, kept.seq, kept.id)));
        all
    }

    /// Every assurance of a control that is seen from here.
    pub fn assurances(&self) -> impl Iterator<Item = &'a Kept<Assurance>> + use<'a> {
        let sight = *self;
        self.all(&self.office.assurances).filter(move |kept| sight.control(kept.item.control).is_some())
    }

    /// Every gap of what is seen from here, open or closed, in the order of codes.
    pub fn gaps(&self) -> Vec<&'a Kept<Gap>> {
        let mut all: Vec<&Kept<Gap>> =
            self.all(&self.office.gaps).filter(|kept| self.sees_what_it_is_of(&kept.item)).collect();
        all.sort_by_cached_key(|kept| super::natural(kept.reference().as_str()));
        all
    }

    pub fn gap(&self, id: Id<Gap>) -> Option<&'a Kept<Gap>> {
        self.one(&self.office.gaps, id).filter(|kept| self.sees_what_it_is_of(&kept.item))
    }

    pub fn gap_coded(&self, code: &str) -> Option<&'a Kept<Gap>> {
        self.office.gap_coded(code).and_then(|kept| self.gap(kept.id))
    }

    /// The gaps of a risk: its own, and those of its controls.
    pub fn gaps_of(&self, risk: Id<Risk>) -> Vec<&'a Kept<Gap>> {
        let controls: Vec<Id<Control>> = self.controls_of(risk).iter().map(|kept| kept.id).collect();
        let of = |gap: &Gap| {
            gap.risk == Some(risk) || gap.risk.is_none() && gap.control.is_some_and(|id| controls.contains(&id))
        };
        self.gaps().into_iter().filter(|kept| of(&kept.item)).collect()
    }

    fn sees_what_it_is_of(&self, gap: &Gap) -> bool {
        gap.risk.is_none_or(|id| self.risk(id).is_some()) && gap.control.is_none_or(|id| self.control(id).is_some())
    }
}
