//! Answering by a link, without an account: for the work of the post that the link was sent to, while its round is open.
use super::{ByLink, ConfirmAction, Saying, UpdateAction};
use crate::{
    action::Action,
    ask::{Ask, Decision, Refusal},
    chance::Chance,
    envelope::InternalText,
    id::Id,
    office::Office,
    round::Round,
    text::Text,
};
use uuid::Uuid;

/// Says how an action goes, or that what was last said is still true.
#[derive(Clone, Debug)]
pub struct AnswerByLink {
    pub round: Id<Round>,
    pub action: Id<Action>,
    /// Which link, as the list of links beside the record calls it.
    pub link: Uuid,
    /// The name that whoever answers gives.
    pub entered_as: Text,
    /// None: still true.
    pub saying: Option<Saying>,
}

/// More than any name has.
const LONGEST_NAME: usize = 120;

impl AnswerByLink {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let round = office.rounds.get(&self.round.uuid()).filter(|round| round.item.frozen.is_none());
        let asked = round.filter(|round| round.item.asked.contains(&self.action));
        if asked.is_none() {
            return Err(Refusal::because("this link leads nowhere any more; ask the office for a new one"));
        }
        let entered_as = self.entered_as.on_one_line();
        if entered_as.is_empty() {
            return Err(Refusal::because("give your name, so that the office knows who says so"));
        }
        if entered_as.as_str().chars().count() > LONGEST_NAME {
            return Err(Refusal::because(format!(
                "the name is longer than {LONGEST_NAME} characters; give a shorter one"
            )));
        }
        let sent_to = ask.actor.named();
        let by = Some(ByLink { link: self.link, sent_to, entered_as: InternalText::new(entered_as) });
        match &self.saying {
            Some(saying) => {
                UpdateAction { action: self.action, saying: saying.clone() }.decide_by(by, office, ask, chance)
            }
            None => ConfirmAction { action: self.action }.decide_by(by, office, ask, chance),
        }
    }
}
