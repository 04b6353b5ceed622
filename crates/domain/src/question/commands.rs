//! What an office does of a question: it answers it, sets it aside for a time with a reason, or shows it to a body. Only
//! what is raised on the day can be answered; what was not asked needs no answer.
use super::{Answered, Looked, Question, Raised, Shared, Silenced, raised};
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::Body,
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Visibility},
    id::Id,
    office::{Kept, Office},
    period::london_day,
    rating_rules::day,
    sight::Reach,
    text::{Text, text},
};
use jiff::{Timestamp, ToSpan, civil::Date};
use uuid::Uuid;

/// Says what the office would answer.
#[derive(Clone, Debug)]
pub struct AnswerQuestion {
    pub check: Text,
    pub about: Uuid,
    pub words: Text,
}

/// Sets a question aside until a day; the reason is the ask's own.
#[derive(Clone, Debug)]
pub struct SilenceQuestion {
    pub check: Text,
    pub about: Uuid,
    pub until: Date,
}

/// Says that questions were shown to a body, with what stands beside them.
#[derive(Clone, Debug)]
pub struct ShareQuestions {
    pub with: Text,
    /// None: every one that is raised and not set aside.
    pub which: Option<Vec<(Text, Uuid)>>,
}

/// The most characters of an answer or a reason.
const LONGEST: usize = 4_000;
/// A question that is set aside for longer is not set aside but dropped.
const LONGEST_SILENCE: i32 = 366;

/// For the office's own people until it shares it: on which ground, and how long that is taken for granted.
pub(crate) fn own_visibility(today: Date) -> Visibility {
    let ground = text("the office's own preparation, until it shares it");
    Visibility::Exempt { ground, review: today.saturating_add(1.year()) }
}

fn own(raised: &Raised, today: Date) -> Envelope {
    let reference = Text::new(format!("{}: {}", raised.check.name, raised.reference));
    Envelope {
        visibility: own_visibility(today),
        ..Envelope::internal(reference.unwrap_or_else(|_| text(raised.check.name)))
    }
}

/// The day by which questions are raised: the fictional office's own, elsewhere that of the clock.
fn day_of(office: &Office, ask: &Ask) -> Date {
    let demo = office.settings().is_some_and(|settings| settings.item.demo);
    if demo {
        london_day(Timestamp::from_microsecond(office.head().at).unwrap_or_default())
    } else {
        london_day(ask.now)
    }
}

fn meant(office: &Office, ask: &Ask, check: &Text, about: Uuid) -> Result<Raised, Refusal> {
    let check = super::check_named(check.as_str())
        .ok_or_else(|| Refusal::because(format!("there is no check called “{check}”; milepost check lists them")))?;
    let looked = Looked::at(office.seen_by(&ask.actor), day_of(office, ask));
    super::raised_by(check, &looked).into_iter().find(|raised| raised.about == about).ok_or_else(|| {
        Refusal::because(format!("“{}” is not asked of this any more; nothing needs to be said", check.title))
    })
}

fn fits(words: &Text, what: &str) -> Result<(), Refusal> {
    let many = words.as_str().chars().count();
    if many > LONGEST {
        return Err(Refusal::because(format!("{what} has {many} characters; {LONGEST} is the most")));
    }
    Ok(())
}

impl Office {
    /// What was done of a question, whoever asks.
    fn question_of(&self, raised: &Raised) -> Option<&Kept<Question>> {
        let mut all = self.questions.values().map(AsRef::as_ref);
        all.find(|kept| kept.item.check.as_str() == raised.check.name && kept.item.about == raised.about)
    }
}

/// The question as it becomes, on the record.
fn becomes(
    office: &Office,
    ask: &Ask,
    chance: &mut Chance,
    raised: &Raised,
    alters: impl FnOnce(&mut Question, &mut Envelope),
) -> (Uuid, Draft) {
    if let Some(kept) = office.question_of(raised) {
        let (mut question, mut envelope) = (kept.item.clone(), kept.envelope.clone());
        alters(&mut question, &mut envelope);
        let id = kept.id.uuid();
        return (id, Draft::new(Act::Changed, id, &envelope, &question, ask));
    }
    let mut question = Question {
        check: text(raised.check.name),
        kind: raised.kind,
        about: raised.about,
        answers: vec![],
        silenced: vec![],
        shared: vec![],
    };
    let mut envelope = own(raised, london_day(ask.now));
    alters(&mut question, &mut envelope);
    let id = chance.id(ask.now);
    (id, Draft::new(Act::Added, id, &envelope, &question, ask))
}

impl AnswerQuestion {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        if self.words.on_one_line().is_empty() {
            return Err(Refusal::because("the answer says nothing; write what you would say to whoever asks"));
        }
        fits(&self.words, "the answer")?;
        let raised = meant(office, ask, &self.check, self.about)?;
        let answer = Answered {
            words: self.words.clone(),
            evidence: raised.evidence_as_kept(),
            facts: raised.facts_as_kept(),
            by: ask.actor.speaks_as(),
            day: london_day(ask.now),
        };
        let last = office.question_of(&raised).and_then(|kept| kept.item.answers.last());
        if last.is_some_and(|last| last.words == answer.words && last.facts == answer.facts) {
            return Err(Refusal::because("the same answer is there already"));
        }
        let (id, draft) = becomes(office, ask, chance, &raised, |question, _| question.answers.push(answer));
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl SilenceQuestion {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let reason = ask.given_reason().cloned().ok_or_else(|| {
            Refusal::because("setting a question aside needs a reason, which stays on the record; give one")
        })?;
        fits(&reason, "the reason")?;
        let today = london_day(ask.now);
        if self.until <= today {
            return Err(Refusal::because(format!(
                "{} is not to come any more; give the last day on which it is to be set aside",
                day(self.until)
            )));
        }
        if self.until > today.saturating_add(LONGEST_SILENCE.days()) {
            return Err(Refusal::because(
                "a question is set aside for a year at the most, so that somebody looks at it again; give an earlier day",
            ));
        }
        let raised = meant(office, ask, &self.check, self.about)?;
        let silenced = Silenced {
            reason,
            until: self.until,
            evidence: raised.evidence_as_kept(),
            facts: raised.facts_as_kept(),
            by: ask.actor.speaks_as(),
            day: today,
        };
        let (id, draft) = becomes(office, ask, chance, &raised, |question, _| question.silenced.push(silenced));
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl ShareQuestions {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let sight = office.seen_by(&ask.actor);
        let body: &Kept<Body> = sight.body_called(self.with.as_str())?;
        let reach = Reach::of(body.item.kind);
        if reach < Reach::Internal {
            return Err(Refusal::because(format!(
                "{} is not one of the office's own boards and committees, and what is shared with it is shared with everybody; tell it in a paper or in a letter",
                body.item.name
            )));
        }
        let shown = sight.no_further_than(reach);
        let today = day_of(office, ask);
        let all = raised(&Looked::at(sight, today));
        let wanted = |raised: &&Raised| match &self.which {
            Some(which) => {
                which.iter().any(|(check, about)| check.as_str() == raised.check.name && *about == raised.about)
            }
            None => office
                .question_of(raised)
                .is_none_or(|kept| !matches!(kept.item.standing(&raised.facts, today), super::Standing::Silenced(_))),
        };
        let shared = Shared { with: body.id, by: ask.actor.speaks_as(), day: london_day(ask.now) };
        let drafts: Vec<(Uuid, Draft)> = all
            .iter()
            .filter(wanted)
            // What only the office's own people may know is not shared by a list.
            .filter(|raised| shown.sees_item(raised.kind, raised.about))
            .filter(|raised| office.question_of(raised).is_none_or(|kept| !kept.item.is_shared_with(body.id)))
            .map(|raised| {
                becomes(office, ask, chance, raised, |question, envelope| {
                    question.shared.push(shared);
                    envelope.visibility = Visibility::Internal;
                })
            })
            .collect();
        let Some((first, _)) = drafts.first() else {
            return Err(Refusal::because(format!(
                "there is no question that could be shared with {} and is not shared already",
                body.item.name
            )));
        };
        let answer = Answer::Item(*first);
        Ok(Decision { drafts: drafts.into_iter().map(|(_, draft)| draft).collect(), answer })
    }
}

/// The body that an id names, where the question was shared with it.
impl Question {
    pub fn shared_with(&self) -> impl Iterator<Item = Id<Body>> + '_ {
        self.shared.iter().map(|shared| shared.with)
    }
}
