//! The risks that are tied to actions, as the rule on them sees them: found in one walk through the risks, whoever asks,
//! since what the rules give does not depend on who is shown it.
use super::{Points, day};
use crate::{
    action::Action,
    id::Id,
    office::{Kept, Office},
    risk::{Risk, Scored, Which},
    sight::Reach,
    text::Text,
};
use jiff::civil::Date;
use std::collections::HashMap;

/// A risk beside an action that it is tied to.
#[derive(Clone, Copy, Debug)]
pub struct Tied<'a> {
    /// None where not everybody who sees the action sees the risk: the facts of a rating may be read by all of those.
    pub code: Option<&'a Text>,
    pub risk: &'a Risk,
}

impl<'a> Tied<'a> {
    pub(crate) fn of(action: &Kept<Action>, kept: &'a Kept<Risk>) -> Self {
        let sees = Reach::of_visibility(&action.envelope.visibility);
        let named = Reach::of_visibility(&kept.envelope.visibility) <= sees;
        Self { code: named.then(|| kept.reference()), risk: &kept.item }
    }

    /// What is so, in words, if it is so far outside its appetite on a day.
    pub(super) fn outside(&self, points: Points, today: Date) -> Option<String> {
        let outside = self.risk.is_open(today) && usize::from(self.risk.points_outside(today)?) >= points.count();
        if !outside {
            return None;
        }
        let Some(code) = self.code else { return Some("a risk that is tied to it is outside its appetite".to_owned()) };
        let scored = self.risk.score(Which::Current, today)?;
        Some(format!(
            "the risk {code} is scored {} since {}, and {} is the most that is accepted",
            Scored::product(scored),
            day(scored.day),
            self.risk.appetite_on(today)?.most
        ))
    }
}

/// The risks of every action that has one. What is exempt stays out of it: even that it is there would be told.
#[derive(Clone, Debug, Default)]
pub struct TiedRisks<'a> {
    by: HashMap<Id<Action>, Vec<&'a Kept<Risk>>>,
}

impl<'a> TiedRisks<'a> {
    pub fn of(&self, action: &Kept<Action>) -> Vec<Tied<'a>> {
        self.by.get(&action.id).into_iter().flatten().map(|risk| Tied::of(action, risk)).collect()
    }

    pub(crate) fn ids(&self) -> HashMap<Id<Action>, Vec<Id<Risk>>> {
        self.by.iter().map(|(action, risks)| (*action, risks.iter().map(|kept| kept.id).collect())).collect()
    }
}

impl Office {
    pub(crate) fn tied_risks(&self) -> TiedRisks<'_> {
        let mut by: HashMap<Id<Action>, Vec<&Kept<Risk>>> = HashMap::new();
        let told = |kept: &&Kept<Risk>| Reach::of_visibility(&kept.envelope.visibility) < Reach::Staff;
        for kept in self.risks.values().map(AsRef::as_ref).filter(told) {
            for action in &kept.item.actions {
                by.entry(*action).or_default().push(kept);
            }
        }
        TiedRisks { by }
    }
}
