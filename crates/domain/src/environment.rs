//! The changing environment of an outcome: a dated note on what changes around it, whoever's action that may be. It may
//! cite figures, each with where it comes from.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    commentary::{Cited, cite},
    entry::Act,
    envelope::Visibility,
    id::Id,
    objective::Outcome,
    office::{Kept, Kind, Noun, Office},
    post::Post,
    sight::{Reach, Sight},
    sufficiency::{beside, day_of, given},
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Environment {
    pub outcome: Id<Outcome>,
    pub words: Text,
    /// The figures that it cites, in the order of its words.
    pub cited: Vec<Cited>,
    pub by: Id<Post>,
    pub day: Date,
}

impl Noun for Environment {
    const KIND: Kind = Kind::Environment;
    const SHAPE: i64 = 1;
}

/// Says what changes around an outcome. {M4} in the words becomes the newest figure of M4. The day is the ask's own.
#[derive(Clone, Debug)]
pub struct NoteEnvironment {
    pub outcome: Id<Outcome>,
    pub words: Text,
    /// Who may see it; of the outcome itself no more than may see that.
    pub shown_to: Visibility,
}

impl NoteEnvironment {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let outcome = office.outcome_seen(self.outcome, ask)?;
        let words = given(&self.words, "the note says nothing; say what changes around this outcome", "the note")?;
        let day = day_of(ask, "a note")?;
        let envelope = beside(outcome, &format!("environment {day}"), &self.shown_to);
        // Who may read the words may not learn from them what they may not see.
        let audience = office.seen_by(&ask.actor).no_further_than(Reach::of_visibility(&envelope.visibility));
        let mut cited = vec![];
        let words = cite(&words, &audience, &mut cited).map_err(Refusal::because)?;
        let note = Environment { outcome: self.outcome, words, cited, by: ask.actor.speaks_as(), day };
        if office.environments.values().any(|other| other.item == note) {
            return Err(Refusal::because("the same note of the same day is there already"));
        }
        let id = chance.id(ask.now);
        Ok(Decision { drafts: vec![Draft::new(Act::Added, id, &envelope, &note, ask)], answer: Answer::Item(id) })
    }
}

impl<'a> Sight<'a> {
    /// What was noted of an outcome's environment, oldest first.
    pub fn environment_of(&self, outcome: Id<Outcome>) -> Vec<&'a Kept<Environment>> {
        let mut all: Vec<&Kept<Environment>> =
            self.environments().filter(|kept| kept.item.outcome == outcome).collect();
        all.sort_by_key(|kept| (kept.item.day, kept.seq));
        all
    }
}
