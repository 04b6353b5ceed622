//! Sufficiency: what somebody judges of an outcome: whether what the office and its partners do is enough to achieve it.
//! It is judged, dated, named and reasoned, each judgement an item of its own. Nothing computes it, and without one
//! there is none.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::{Body, BodyKind},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Visibility},
    id::Id,
    objective::Outcome,
    office::{Kept, Kind, Noun, Office},
    period::london_day,
    post::Post,
    rating_rules::day,
    sight::Sight,
    text::{Text, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sufficiency {
    pub outcome: Id<Outcome>,
    pub judged: Judged,
    pub by: By,
    /// Who wrote it down: of a board's judgement, the post that recorded it in the board's name.
    pub recorded_by: Id<Post>,
    pub day: Date,
    pub reason: Text,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Judged {
    Sufficient,
    NotSufficient,
    NotYetKnown,
}

impl Judged {
    pub const ALL: [Self; 3] = [Self::Sufficient, Self::NotSufficient, Self::NotYetKnown];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Sufficient => "sufficient",
            Self::NotSufficient => "not_sufficient",
            Self::NotYetKnown => "not_yet_known",
        }
    }

    /// By its key, or as people write it ("not yet known").
    pub fn parse(word: &str) -> Option<Self> {
        let word = word.trim().to_lowercase().replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|judged| judged.as_str() == word)
    }

    /// "not yet known"
    pub fn in_words(self) -> &'static str {
        match self {
            Self::Sufficient => "sufficient",
            Self::NotSufficient => "not sufficient",
            Self::NotYetKnown => "not yet known",
        }
    }
}

/// Whose judgement it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum By {
    Post(Id<Post>),
    Body(Id<Body>),
}

impl Noun for Sufficiency {
    const KIND: Kind = Kind::Sufficiency;
    const SHAPE: i64 = 1;
}

/// Judges whether what is done for an outcome is enough. The day is the ask's own.
#[derive(Clone, Debug)]
pub struct JudgeOutcome {
    pub outcome: Id<Outcome>,
    pub judged: Judged,
    /// The name of the board or committee whose judgement it is; None: of whoever asks, in the name of their post.
    pub by: Option<Text>,
    pub because: Text,
    /// Who may see it; of the outcome itself no more than may see that.
    pub shown_to: Visibility,
}

/// The most characters of a reason or a note.
pub(crate) const LONGEST: usize = 4_000;

/// Words that were given, of a length that fits a page.
pub(crate) fn given(words: &Text, missing: &str, what: &str) -> Result<Text, Refusal> {
    if words.on_one_line().is_empty() {
        return Err(Refusal::because(missing));
    }
    let many = words.as_str().chars().count();
    if many > LONGEST {
        return Err(Refusal::because(format!("{what} has {many} characters; {LONGEST} is the most")));
    }
    Ok(words.clone())
}

/// The day for which something is said; refused where it is still to come.
pub(crate) fn day_of(ask: &Ask, what: &str) -> Result<Date, Refusal> {
    let today = london_day(ask.now);
    let on = ask.on.unwrap_or(today);
    if on > today {
        return Err(Refusal::because(format!(
            "{} is still to come; {what} is of today or of a day before it",
            day(on)
        )));
    }
    Ok(on)
}

impl Office {
    /// An outcome that the actor sees.
    pub(crate) fn outcome_seen(&self, id: Id<Outcome>, ask: &Ask) -> Result<&Kept<Outcome>, Refusal> {
        let kept = self.outcomes.get(&id.uuid()).map(AsRef::as_ref);
        let seen = kept.filter(|kept| self.seen_by(&ask.actor).outcome(kept.id).is_some());
        seen.ok_or_else(|| Refusal::because("there is no such outcome; look at the list again"))
    }
}

impl JudgeOutcome {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let outcome = office.outcome_seen(self.outcome, ask)?;
        let reason = given(
            &self.because,
            "a judgement needs its reason: say what it rests on, so that a reader can follow it",
            "the reason",
        )?;
        let by = match &self.by {
            None => By::Post(ask.actor.speaks_as()),
            Some(name) => {
                let body = office.body_called(name.as_str())?;
                let kind = office.bodies.get(&body.uuid()).map(|kept| kept.item.kind);
                if !matches!(kind, Some(BodyKind::Board | BodyKind::Committee)) {
                    return Err(Refusal::because(format!(
                        "“{name}” is no board or committee of the office; the judgement of a board or committee is recorded in its name, any other in your own"
                    )));
                }
                By::Body(body)
            }
        };
        let day = day_of(ask, "a judgement")?;
        let sufficiency = Sufficiency {
            outcome: self.outcome,
            judged: self.judged,
            by,
            recorded_by: ask.actor.speaks_as(),
            day,
            reason,
        };
        if office.sufficiencies.values().any(|other| other.item == sufficiency) {
            return Err(Refusal::because("the same judgement of the same day is there already"));
        }
        let id = chance.id(ask.now);
        let envelope = beside(outcome, &format!("judged {day}"), &self.shown_to);
        Ok(Decision {
            drafts: vec![Draft::new(Act::Added, id, &envelope, &sufficiency, ask)],
            answer: Answer::Item(id),
        })
    }
}

/// The envelope of what is said beside an outcome: seen by nobody who may not see the outcome.
pub(crate) fn beside(outcome: &Kept<Outcome>, what: &str, shown_to: &Visibility) -> Envelope {
    let reference = text(&format!("{}: {what}", outcome.reference()));
    let visibility = shown_to.clone().or_narrower(&outcome.envelope.visibility);
    Envelope { reference, visibility, marking: outcome.envelope.marking }
}

impl<'a> Sight<'a> {
    /// What was judged of an outcome, oldest first: by day, and on one day in the order of the record.
    pub fn sufficiencies_of(&self, outcome: Id<Outcome>) -> Vec<&'a Kept<Sufficiency>> {
        let mut all: Vec<&Kept<Sufficiency>> =
            self.sufficiencies().filter(|kept| kept.item.outcome == outcome).collect();
        all.sort_by_key(|kept| (kept.item.day, kept.seq));
        all
    }

    /// Whose judgement it is: the name of a board, or of a post.
    pub fn judge(&self, by: By) -> Text {
        match by {
            By::Body(id) => self.body(id).map(|kept| kept.item.name.clone()),
            By::Post(id) => self.post(id).map(|kept| kept.item.name.clone()),
        }
        .unwrap_or_else(|| text("the office"))
    }
}
