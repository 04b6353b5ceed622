//! What a theme is for: the shared outcomes wanted, the statutory objectives, the priorities for action.
use crate::{
    action::Action,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::Body,
    entry::Act,
    id::Id,
    office::{Kind, Noun, Office},
    plan::PlanState,
    text::Text,
    theme::Theme,
};
use serde::{Deserialize, Serialize};

/// A result wanted, owned with partners: what assurance protects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub theme: Id<Theme>,
    pub statement: Text,
    /// The bodies that it is shared with.
    #[serde(default)]
    pub shared_with: Vec<Id<Body>>,
}

/// A police and crime objective: section 7(1)(a) of the Police Reform and Social Responsibility Act 2011.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objective {
    pub theme: Id<Theme>,
    pub statement: Text,
}

/// A priority for action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    pub theme: Id<Theme>,
    pub statement: Text,
}

impl Noun for Outcome {
    const KIND: Kind = Kind::Outcome;
    const SHAPE: i64 = 1;
}

impl Noun for Objective {
    const KIND: Kind = Kind::Objective;
    const SHAPE: i64 = 1;
}

impl Noun for Priority {
    const KIND: Kind = Kind::Priority;
    const SHAPE: i64 = 1;
}

/// Says that an action serves an outcome of its plan, or that it does not.
#[derive(Clone, Debug)]
pub struct ServeOutcome {
    pub action: Id<Action>,
    pub outcome: Id<Outcome>,
    pub serves: bool,
}

impl ServeOutcome {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let outcome = office.outcome_seen(self.outcome, ask)?;
        let kept = office.actions.get(&self.action.uuid()).map(AsRef::as_ref);
        let kept = kept.filter(|kept| office.seen_by(&ask.actor).action(kept.id).is_some());
        let kept = kept.ok_or_else(|| Refusal::because("there is no such action; look it up again"))?;
        let plan = office.plans.get(&kept.item.plan.uuid());
        if let Some(plan) = plan.filter(|plan| plan.item.state == PlanState::Frozen) {
            return Err(Refusal::because(format!(
                "{} belongs to “{}”, which is kept as it stood; nothing in it changes any more",
                kept.reference(),
                plan.item.name
            )));
        }
        let theme = office.themes.get(&outcome.item.theme.uuid());
        if theme.is_none_or(|theme| theme.item.plan != kept.item.plan) {
            return Err(Refusal::because(format!(
                "that is no outcome of the plan of {}; choose one of its outcomes",
                kept.reference()
            )));
        }
        let mut action = kept.item.clone();
        action.outcomes.retain(|id| *id != self.outcome);
        if self.serves {
            action.outcomes.push(self.outcome);
        }
        let id = kept.id.uuid();
        let is_so = action.outcomes.contains(&self.outcome) == kept.item.outcomes.contains(&self.outcome);
        let draft = || Draft::new(Act::Changed, id, &kept.envelope, &action, ask);
        Ok(Decision { drafts: if is_so { vec![] } else { vec![draft()] }, answer: Answer::Item(id) })
    }
}
