//! A return that is sent back for rework, with a comment that its lead reads. The answer to it is another update.
use super::{Return, Round, changed};
use crate::{
    action::{Action, Held},
    actor::Role,
    ask::{Ask, Decision, Refusal},
    id::Id,
    office::{Kept, Office},
    period::london_day,
    post::Post,
    text::Text,
    update::Update,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SentBack {
    pub action: Id<Action>,
    /// What was said, and is to be said again.
    pub update: Id<Update>,
    pub by: Id<Post>,
    /// What the post was called then.
    pub name: Text,
    pub on: Date,
    /// For whoever answers for the action.
    pub comment: Text,
}

/// Sends back what came for an action in a round.
#[derive(Clone, Debug)]
pub struct SendBack {
    pub round: Id<Round>,
    pub action: Id<Action>,
    pub comment: Text,
}

impl SendBack {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.rounds.get(&self.round.uuid());
        let kept = kept.ok_or_else(|| Refusal::because("there is no such quarterly update; look it up again"))?;
        if let Some(frozen) = &kept.item.frozen {
            return Err(Refusal::because(format!(
                "the quarterly update “{}” was frozen on {}, so nothing of it changes; say it in the next one",
                kept.item.name, frozen.on
            )));
        }
        let action = office.open_action(self.action, ask)?;
        let today = ask.on.unwrap_or_else(|| london_day(ask.now));
        let update = Self::returned(office, kept, action, today)?;
        if ask.actor.role == Role::Lead {
            Self::is_for_them(office, action, ask)?;
        }
        if self.comment.on_one_line().is_empty() {
            return Err(Refusal::because(format!(
                "{} goes back with the reason; write what is to be put right",
                action.reference()
            )));
        }
        let back = SentBack {
            action: action.id,
            update,
            by: ask.actor.speaks_as(),
            name: ask.actor.named(),
            on: today,
            comment: self.comment.clone(),
        };
        let mut round = kept.item.clone();
        round.sent_back.push(back);
        Ok(changed(kept, &round, ask))
    }

    /// What came for it in this round and can be sent back.
    fn returned(
        office: &Office,
        round: &Kept<Round>,
        action: &Kept<Action>,
        today: Date,
    ) -> Result<Id<Update>, Refusal> {
        let updates = office.updates.values().map(AsRef::as_ref);
        let came = super::Came::of(&round.item, updates, today);
        let reference = action.reference();
        let asked = round.item.asked.contains(&action.id);
        match (came.owed(&round.item, action).state, came.last.get(&action.id)) {
            (Return::Returned, Some((_, update, _))) if asked => Ok(*update),
            (Return::SentBack, _) => {
                Err(Refusal::because(format!("{reference} was sent back already, and its lead has not answered yet")))
            }
            (Return::SignedOff, _) => Err(Refusal::because(format!(
                "the theme of {reference} was signed off already, so what was said of it stands in this quarterly update"
            ))),
            _ => Err(Refusal::because(format!("nothing came for {reference} that could be sent back"))),
        }
    }

    /// A lead sends back what others said in a theme of theirs.
    fn is_for_them(office: &Office, action: &Kept<Action>, ask: &Ask) -> Result<(), Refusal> {
        let posts = &ask.actor.holds;
        if action.item.leads.iter().any(|held| matches!(held, Held::Post(post) if posts.contains(post))) {
            return Err(Refusal::because(format!(
                "{} is your own; say what is to be put right in another update",
                action.reference()
            )));
        }
        let mut theme = office.actions.values().filter(|other| other.item.theme == action.item.theme);
        if theme.any(|other| other.item.is_held_by(posts)) {
            return Ok(());
        }
        Err(Refusal::because(format!(
            "no post that you hold leads or sponsors an action in the theme of {}; ask the officer",
            action.reference()
        )))
    }
}
