//! Verifying a completion: somebody other than who marked it says whether the evidence shows it, and the record says how
//! far from the work they stand. Where it does not, the action is in progress again, and not rated until its lead says
//! how it goes: what was marked complete stays in its history, with who refused it and why.
use crate::{
    action::{Action, Apart, Completion, Held, Status, Verified},
    actor::Role,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    entry::Act,
    id::Id,
    office::Office,
    period::london_day,
    rating_rules::day,
    scale::Class,
};

#[derive(Clone, Debug)]
pub struct VerifyCompletion {
    pub action: Id<Action>,
    pub evidence: Shows,
}

/// What the evidence of a completion comes to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shows {
    Complete,
    /// It does not show it; the reason is the ask's own.
    NotComplete,
}

impl VerifyCompletion {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.open_action(self.action, ask)?;
        let reference = kept.reference();
        let Some(done) = &kept.item.completion else {
            return Err(Refusal::because(format!(
                "{reference} has no completion to verify: it needs an update that says on which day it was completed, with evidence"
            )));
        };
        if let Some(verified) = &done.verified {
            return Err(Refusal::because(format!(
                "the completion of {reference} was verified already, on {}",
                day(verified.on)
            )));
        }
        let own = |held: &Held| matches!(held, Held::Post(id) if *id == ask.actor.post || ask.actor.holds.contains(id));
        if own(&done.by) {
            return Err(Refusal::because(format!(
                "you marked {reference} as complete, so somebody else has to verify it"
            )));
        }
        let said = office.updates.values().filter(|update| update.item.action == self.action);
        let complete = |class: Option<Class>| class == Some(Class::Complete);
        let said = said.filter(|update| complete(update.item.rating.as_ref().map(|rating| rating.class)));
        if let Some(said) = said.max_by_key(|update| update.seq) {
            // A post may have been handed on since; whoever said it is who they were.
            if said.actor == ask.actor.post.uuid() {
                return Err(Refusal::because(format!(
                    "you marked {reference} as complete, whoever holds the post now, so somebody else has to verify it"
                )));
            }
            if said.item.by_link.is_some() && ask.actor.role == Role::Officer {
                return Err(Refusal::because(format!(
                    "{reference} was marked as complete by a link without an account, and officers make such links, so an approver or a lead has to verify it"
                )));
            }
        }
        let on = ask.on.unwrap_or_else(|| london_day(ask.now));
        if on > london_day(ask.now) {
            return Err(Refusal::because(format!("{} has not come yet; correct the day", day(on))));
        }
        let mut action = kept.item.clone();
        match self.evidence {
            Shows::Complete => {
                let apart = apart(office, &kept.item, &done.by, ask);
                let verified = Some(Verified { by: Held::Post(ask.actor.speaks_as()), on, apart });
                action.completion = Some(Completion { verified, ..done.clone() });
            }
            Shows::NotComplete => {
                if ask.reason.as_ref().is_none_or(|reason| reason.on_one_line().is_empty()) {
                    return Err(Refusal::because(format!(
                        "that the evidence does not show {reference} as complete needs a reason, which its lead reads; give one"
                    )));
                }
                action.status = Status::InProgress;
                action.settle(kept.item.status);
                action.completion = None;
                action.rating = None;
            }
        }
        let draft = Draft::new(Act::Changed, kept.id.uuid(), &kept.envelope, &action, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(kept.id.uuid()) })
    }
}

/// How far whoever verifies stands from whoever marked it.
fn apart(office: &Office, action: &Action, marked: &Held, ask: &Ask) -> Apart {
    if action.is_held_by(&ask.actor.holds) || action.is_held_by(&[ask.actor.post]) {
        return Apart::SameTeam;
    }
    let body = |held: &Held| match held {
        Held::Post(post) => office.posts.get(&post.uuid()).map(|kept| kept.item.body),
        Held::Unmatched(_) => None,
    };
    match (body(&Held::Post(ask.actor.speaks_as())), body(marked)) {
        (Some(own), Some(theirs)) if own != theirs => Apart::OtherOrganisation,
        _ => Apart::SameOrganisation,
    }
}
