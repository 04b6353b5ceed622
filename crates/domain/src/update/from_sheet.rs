//! Entering what a lead or a partner wrote into the sheet of a round: the same update as on a page, with the same rules,
//! and with whose sheet it was and who entered it.
use super::{FromSheet, Saying, UpdateAction};
use crate::{
    action::Action,
    ask::{Ask, Decision, Refusal},
    chance::Chance,
    id::Id,
    office::Office,
    sheet::{Mark, called, speaks},
    text::Text,
};

/// Says of an action what stands in a sheet.
#[derive(Clone, Debug)]
pub struct EnterFromSheet {
    pub action: Id<Action>,
    pub mark: Mark,
    /// Of the file, in lower-case hexadecimal.
    pub sha256: Text,
    pub saying: Saying,
}

impl EnterFromSheet {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let kept = office.held_action(self.action, ask)?;
        let round = office.rounds.get(&self.mark.round.uuid()).filter(|round| round.item.frozen.is_none());
        if !round.is_some_and(|round| round.item.asked.contains(&self.action)) {
            return Err(Refusal::because(format!(
                "{} is not asked for in a quarterly update that is open, so nothing of a sheet is entered for it",
                kept.reference()
            )));
        }
        let gone = || {
            Refusal::because(format!(
                "{} is not led by whose sheet this is, so nothing of it is entered",
                kept.reference()
            ))
        };
        let by = speaks(office, self.mark.whose, &kept.item).ok_or_else(gone)?;
        if ask.actor.answers_only_for_own() && !ask.actor.holds.contains(&by) {
            return Err(Refusal::because("this is the sheet of somebody else; the officer can enter it"));
        }
        let of = called(office, self.mark.whose).ok_or_else(gone)?;
        let sheet =
            FromSheet { by, of, entered_by: ask.actor.named(), as_at: self.mark.as_at, sha256: self.sha256.clone() };
        UpdateAction { action: self.action, saying: self.saying.clone() }.decide_from(sheet, office, ask, chance)
    }
}
