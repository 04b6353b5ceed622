//! A theme's narrative: one a theme a round, in the lead's words: achieved, still to overcome, next.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    commentary::{Cited, cite},
    entry::Act,
    envelope::Envelope,
    id::Id,
    office::{Kind, Noun, Office},
    post::Post,
    round::Round,
    sight::Reach,
    text::{Text, text},
    theme::Theme,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Narrative {
    pub round: Id<Round>,
    pub theme: Id<Theme>,
    pub achieved: Option<Text>,
    pub still_to_overcome: Option<Text>,
    pub next: Option<Text>,
    pub by: Id<Post>,
    /// What the post was called then.
    pub name: Text,
    /// The figures that it cites.
    #[serde(default)]
    pub cited: Vec<Cited>,
}

impl Noun for Narrative {
    const KIND: Kind = Kind::Narrative;
    /// 2: `cited`.
    const SHAPE: i64 = 2;
}

/// Writes a theme's narrative, or writes it anew until the theme is signed off.
#[derive(Clone, Debug)]
pub struct WriteNarrative {
    pub round: Text,
    pub theme: Text,
    pub achieved: Option<Text>,
    pub still_to_overcome: Option<Text>,
    pub next: Option<Text>,
}

impl WriteNarrative {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let (round, theme) = office.open_theme(&self.round, &self.theme, &ask.actor)?;
        // What everybody may read cites what everybody may see.
        let audience = office.seen_by(&ask.actor).no_further_than(Reach::Public);
        let mut cited = vec![];
        let mut said = |words: &Option<Text>| {
            let words = words.as_ref().filter(|words| !words.as_str().trim().is_empty());
            words.map(|words| cite(words, &audience, &mut cited)).transpose().map_err(Refusal::because)
        };
        let (achieved, still_to_overcome, next) =
            (said(&self.achieved)?, said(&self.still_to_overcome)?, said(&self.next)?);
        let before = office.narratives.values().find(|n| n.item.round == round.id && n.item.theme == theme.id);
        // What was cited before is a figure in the words by now, and is cited as long as it stands there.
        let all = [&achieved, &still_to_overcome, &next];
        let stands = |figure: &&Cited| {
            all.iter().any(|words| words.as_ref().is_some_and(|w| w.as_str().contains(figure.read.as_str())))
        };
        for figure in before.iter().flat_map(|kept| &kept.item.cited).filter(stands) {
            if !cited.contains(figure) {
                cited.push(figure.clone());
            }
        }
        let narrative = Narrative {
            round: round.id,
            theme: theme.id,
            achieved,
            still_to_overcome,
            next,
            cited,
            by: ask.actor.speaks_as(),
            name: ask.actor.named(),
        };
        if narrative.achieved.is_none() && narrative.still_to_overcome.is_none() && narrative.next.is_none() {
            return Err(Refusal::because(
                "the narrative says nothing; say what was achieved, what is still to overcome, or what is next",
            ));
        }
        let (act, id, envelope) = match before {
            Some(kept) if kept.item == narrative => {
                return Ok(Decision { drafts: vec![], answer: Answer::Item(kept.id.uuid()) });
            }
            Some(kept) => (Act::Changed, kept.id.uuid(), kept.envelope.clone()),
            None => {
                let reference = text(&format!("{}: {}", theme.item.name, round.item.name));
                // For papers, whose readers it is written for; nothing is out before one is published.
                (Act::Added, chance.id(ask.now), Envelope::public(reference))
            }
        };
        Ok(Decision { drafts: vec![Draft::new(act, id, &envelope, &narrative, ask)], answer: Answer::Item(id) })
    }
}
