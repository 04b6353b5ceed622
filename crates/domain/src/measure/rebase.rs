//! Centre and limits begin anew: proposed by one with a reason and what shows it, decided by another. Nothing does it by
//! itself; the pages only say where a shift has lasted.
use crate::{
    actor::Role,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    entry::Act,
    id::Id,
    office::Office,
    period::london_day,
    post::Post,
    span::Span,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Rebase {
    /// The first stretch of the new group.
    pub from: Span,
    pub reason: Text,
    /// What shows that the process itself changed.
    pub evidence: Text,
    pub proposed_by: Id<Post>,
    /// Who acted, to see that another decides.
    pub proposed_actor: Uuid,
    pub proposed: Date,
    /// None: it waits, and changes nothing.
    pub ruling: Option<Ruling>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    pub agreed: bool,
    pub by: Id<Post>,
    pub on: Date,
    pub reason: Option<Text>,
}

impl Rebase {
    /// Whether it was agreed to.
    pub fn holds(&self) -> bool {
        self.ruling.as_ref().is_some_and(|ruling| ruling.agreed)
    }
}

/// Proposes that centre and limits begin anew.
#[derive(Clone, Debug)]
pub struct ProposeRebase {
    pub measure: Text,
    pub from: Span,
    pub because: Text,
    pub evidence: Text,
}

/// Agrees to it, or does not.
#[derive(Clone, Debug)]
pub struct DecideRebase {
    pub measure: Text,
    pub from: Span,
    pub agreed: bool,
}

impl ProposeRebase {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.measure_meant(self.measure.as_str())?;
        let said = |words: &Text, what: &str| {
            let words = words.on_one_line();
            let fits = !words.is_empty() && words.as_str().chars().count() <= 1_000;
            if fits {
                Ok(words)
            } else {
                Err(Refusal::because(format!("{what} is missing, or longer than 1,000 characters")))
            }
        };
        let reason = said(&self.because, "why the limits begin anew")?;
        let evidence = said(&self.evidence, "what shows that the process itself changed")?;
        let grain = kept.item.definition().grain;
        if self.from.grain() != grain {
            return Err(Refusal::because(format!(
                "{} is counted by the {}, and {} is none",
                kept.reference(),
                grain.as_str(),
                self.from
            )));
        }
        let stands =
            |rebase: &&Rebase| rebase.from == self.from && rebase.ruling.as_ref().is_none_or(|ruling| ruling.agreed);
        if kept.item.rebases.iter().any(|rebase| stands(&rebase)) {
            return Err(Refusal::because(format!(
                "that limits begin anew from {} is proposed or agreed already",
                self.from
            )));
        }
        let rebase = Rebase {
            from: self.from,
            reason,
            evidence,
            proposed_by: ask.actor.speaks_as(),
            proposed_actor: ask.actor.post.uuid(),
            proposed: london_day(ask.now),
            ruling: None,
        };
        let mut measure = kept.item.clone();
        measure.rebases.push(rebase);
        measure.rebases.sort_by_key(|rebase| (rebase.from, rebase.proposed));
        let id = kept.id.uuid();
        Ok(Decision {
            drafts: vec![Draft::new(Act::Changed, id, &kept.envelope, &measure, ask)],
            answer: Answer::Item(id),
        })
    }
}

impl DecideRebase {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.measure_meant(self.measure.as_str())?;
        let mut measure = kept.item.clone();
        let waiting = measure.rebases.iter_mut().find(|rebase| rebase.from == self.from && rebase.ruling.is_none());
        let Some(rebase) = waiting else {
            return Err(Refusal::because(format!(
                "nothing waits to be decided about the limits of {} from {}",
                kept.reference(),
                self.from
            )));
        };
        // Whoever has the command line of an office without accounts is one person, and acts for both.
        if rebase.proposed_actor == ask.actor.post.uuid() && ask.actor.role != Role::Office {
            return Err(Refusal::because("you proposed it, so somebody else decides"));
        }
        if !self.agreed && ask.given_reason().is_none() {
            return Err(Refusal::because("why it is not agreed to is missing; give a reason"));
        }
        let (by, on) = (ask.actor.speaks_as(), london_day(ask.now));
        rebase.ruling = Some(Ruling { agreed: self.agreed, by, on, reason: ask.given_reason().cloned() });
        let id = kept.id.uuid();
        Ok(Decision {
            drafts: vec![Draft::new(Act::Changed, id, &kept.envelope, &measure, ask)],
            answer: Answer::Item(id),
        })
    }
}
