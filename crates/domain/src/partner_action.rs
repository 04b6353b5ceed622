//! A partner's action that lives in the partner's own plan: what the office knows of it, from where and as of which day.
//! Nobody here rates it: the rating is in the words of that plan, and it grows old unless somebody asks again.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::{Body, BodyKind},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Marking, Visibility},
    expected_effect::quarter_in_words,
    id::Id,
    objective::Outcome,
    office::{Kept, Kind, Noun, Office},
    period::{Quarter, london_day},
    rating_rules::day,
    scale::Class,
    sight::{Sight, natural},
    text::Text,
};
use jiff::{ToSpan as _, civil::Date};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PartnerAction {
    /// The shared outcomes that it serves; none where it is not counted any more.
    pub outcomes: Vec<Id<Outcome>>,
    /// Whose action it is.
    pub body: Id<Body>,
    /// The plan that it stands in, by its name.
    pub plan: Text,
    pub title: Text,
    /// What was known of it, oldest first; the last is what is known now.
    pub known: Vec<Known>,
}

/// What was known of it on a day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Known {
    /// The day as of which the partner said so.
    pub day: Date,
    /// In that plan's own words ("Good progress").
    pub rating: Option<Text>,
    /// What these words mean, where somebody says.
    pub class: Option<Class>,
    /// As stated there ("improving").
    pub direction: Option<Text>,
    /// What it is to change.
    pub effect: Option<Text>,
    /// The last day of the quarter by whose end.
    pub by: Option<Date>,
    /// Where this was read or heard: a paper, a page, a meeting.
    pub source: Text,
}

impl Known {
    /// "the quarter to December 2026"
    pub fn quarter(&self) -> Option<String> {
        self.by.map(quarter_in_words)
    }
}

impl Noun for PartnerAction {
    const KIND: Kind = Kind::PartnerAction;
    const SHAPE: i64 = 1;
}

impl PartnerAction {
    /// What is known now.
    pub fn newest(&self) -> Option<&Known> {
        self.known.last()
    }

    /// Whether what is known of it is older than a year.
    pub fn is_old(&self, day: Date) -> bool {
        self.newest().is_none_or(|known| known.day.saturating_add(OLD_AFTER_DAYS.days()) < day)
    }
}

/// After how many days what is known of a partner's action is old.
pub const OLD_AFTER_DAYS: i64 = 365;

/// Writes down what is known of a partner's action: a new one, or more of one that is on the record by the same reference
/// in the same plan of the same body.
#[derive(Clone, Debug)]
pub struct NotePartnerAction {
    /// The name of the organisation.
    pub body: Text,
    pub plan: Text,
    /// As in that plan: "TVP 1.1".
    pub reference: Text,
    pub title: Text,
    pub outcomes: Vec<Id<Outcome>>,
    pub known: Known,
    pub shown_to: Visibility,
}

fn short(words: &Text, what: &str, most: usize) -> Result<Text, Refusal> {
    let words = words.on_one_line();
    if words.is_empty() {
        return Err(Refusal::because(format!("{what} is missing; write it as the partner's plan has it")));
    }
    if words.as_str().chars().count() > most {
        return Err(Refusal::because(format!("{what} has more than {most} characters; shorten it")));
    }
    Ok(words)
}

fn maybe(words: Option<&Text>, what: &str) -> Result<Option<Text>, Refusal> {
    let words = words.filter(|words| !words.on_one_line().is_empty());
    words.map(|words| short(words, what, 1_000)).transpose()
}

impl NotePartnerAction {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let body = office.body_called(self.body.as_str())?;
        if office.bodies.get(&body.uuid()).is_some_and(|kept| kept.item.kind == BodyKind::Office) {
            return Err(Refusal::because(
                "the office's own actions stand in its own plan; name the organisation in whose plan this one stands",
            ));
        }
        let plan = short(&self.plan, "the name of the partner's plan", 200)?;
        let reference = short(&self.reference, "the reference", 60)?;
        let title = short(&self.title, "the title", 1_000)?;
        let mut outcomes = vec![];
        for id in &self.outcomes {
            office.outcome_seen(*id, ask)?;
            if !outcomes.contains(id) {
                outcomes.push(*id);
            }
        }
        let known = self.known(ask)?;
        let same = |kept: &&std::sync::Arc<Kept<PartnerAction>>| {
            kept.item.body == body
                && kept.item.plan.folded() == plan.folded()
                && kept.reference().folded() == reference.folded()
        };
        let old = office.partner_actions.values().find(same);
        let (act, id, envelope, mut item) = match old {
            None if outcomes.is_empty() => {
                return Err(Refusal::because(
                    "it serves no outcome; say which outcome of the Plan it helps to achieve",
                ));
            }
            None => {
                let envelope = Envelope { reference, visibility: self.shown_to.clone(), marking: Marking::Official };
                let item = PartnerAction { outcomes: vec![], body, plan, title: title.clone(), known: vec![] };
                (Act::Added, chance.id(ask.now), envelope, item)
            }
            Some(old) => {
                let envelope = Envelope { visibility: self.shown_to.clone(), ..old.envelope.clone() };
                (Act::Changed, old.id.uuid(), envelope, old.item.clone())
            }
        };
        if let Some(last) = item.newest()
            && known.day < last.day
        {
            return Err(Refusal::because(format!(
                "what is known of it is of {} already; {} is older, so it changes nothing",
                day(last.day),
                day(known.day)
            )));
        }
        (item.title, item.outcomes) = (title, outcomes);
        if item.newest() != Some(&known) {
            item.known.push(known);
        }
        let is_so = old.is_some_and(|old| old.item == item && old.envelope == envelope);
        let drafts = if is_so { vec![] } else { vec![Draft::new(act, id, &envelope, &item, ask)] };
        Ok(Decision { drafts, answer: Answer::Item(id) })
    }

    fn known(&self, ask: &Ask) -> Result<Known, Refusal> {
        let stated = &self.known;
        if stated.day > london_day(ask.now) {
            return Err(Refusal::because(format!(
                "{} is still to come; give the day as of which the partner said so",
                day(stated.day)
            )));
        }
        let by = stated.by.map(|by| {
            Quarter::of(by)
                .map(Quarter::ends)
                .ok_or_else(|| Refusal::because(format!("{} lies outside the years 1900 to 2199", day(by))))
        });
        Ok(Known {
            day: stated.day,
            rating: maybe(stated.rating.as_ref(), "the rating")?,
            class: stated.class.filter(|_| stated.rating.is_some()),
            direction: maybe(stated.direction.as_ref(), "the direction")?,
            effect: maybe(stated.effect.as_ref(), "the expected effect")?,
            by: by.transpose()?.filter(|_| stated.effect.is_some()),
            source: short(&stated.source, "the source", 1_000)?,
        })
    }
}

impl<'a> Sight<'a> {
    /// The actions of partners that serve an outcome, in the order of their references.
    pub fn partner_actions_of(&self, outcome: Id<Outcome>) -> Vec<&'a Kept<PartnerAction>> {
        self.partner_actions().into_iter().filter(|kept| kept.item.outcomes.contains(&outcome)).collect()
    }
}

/// In the order of references, and of one reference in the order of plans.
pub(crate) fn in_order(mut all: Vec<&Kept<PartnerAction>>) -> Vec<&Kept<PartnerAction>> {
    all.sort_by_cached_key(|kept| (natural(kept.reference().as_str()), kept.item.plan.clone(), kept.id));
    all
}
