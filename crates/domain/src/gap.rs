//! A gap: something that is missing so that a risk is kept in check (a gap in control), or so that anybody can tell
//! whether it is (a gap in assurance). It stays open until somebody says what closed it, and what is done about it has
//! a date each, or says openly that the date is yet to be decided.
use crate::{
    action::Action,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    control::{Control, missing},
    entry::Act,
    envelope::{Envelope, Marking, Visibility},
    id::Id,
    objective::Outcome,
    office::{Kept, Kind, Noun, Office},
    post::Post,
    rating_rules::day,
    risk::{Risk, day_meant, next_code},
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Gap {
    pub what: GapKind,
    pub risk: Option<Id<Risk>>,
    pub control: Option<Id<Control>>,
    pub outcome: Option<Id<Outcome>>,
    pub words: Text,
    /// Since when it is known.
    pub since: Date,
    pub actions: Vec<GapAction>,
    pub closed: Option<GapClosed>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum GapKind {
    Control,
    Assurance,
}

impl GapKind {
    pub const ALL: [Self; 2] = [Self::Control, Self::Assurance];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Control => "control",
            Self::Assurance => "assurance",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }
}

/// What is done about a gap.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapAction {
    pub words: Text,
    /// The action of a plan that does it, where one does.
    pub action: Option<Id<Action>>,
    pub owner: Option<Id<Post>>,
    /// None: the date is yet to be decided.
    pub due: Option<Date>,
    /// Each change of date, oldest first.
    pub moves: Vec<DueMoved>,
    pub done: Option<Date>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DueMoved {
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub day: Date,
    pub reason: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct GapClosed {
    pub day: Date,
    pub words: Text,
    pub by: Id<Post>,
}

impl Noun for Gap {
    const KIND: Kind = Kind::Gap;
    const SHAPE: i64 = 1;
}

/// How something that is done about a gap stands on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    Done,
    Late,
    Dated,
    /// No date was given: it is asked for wherever the gap is shown.
    ToBeDecided,
}

impl Due {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Done => "done",
            Self::Late => "late",
            Self::Dated => "dated",
            Self::ToBeDecided => "to_be_decided",
        }
    }
}

impl GapAction {
    pub fn stands(&self, day: Date) -> Due {
        match (self.done, self.due) {
            (Some(done), _) if done <= day => Due::Done,
            (_, None) => Due::ToBeDecided,
            (_, Some(due)) if due < day => Due::Late,
            (_, Some(_)) => Due::Dated,
        }
    }
}

impl Gap {
    pub fn is_open(&self, day: Date) -> bool {
        self.since <= day && self.closed.as_ref().is_none_or(|closed| closed.day > day)
    }

    /// What is yet to be done about it.
    pub fn open_actions(&self, day: Date) -> impl Iterator<Item = &GapAction> {
        self.actions.iter().filter(move |action| action.stands(day) != Due::Done)
    }

    pub(crate) fn flaw(&self) -> Option<String> {
        if self.risk.is_none() && self.control.is_none() && self.outcome.is_none() {
            return Some("it says not of what it is a gap; name a risk, a control or an outcome".to_owned());
        }
        missing(&self.words, 2_000, "what is missing")
            .or_else(|| self.actions.iter().find_map(|action| missing(&action.words, 1_000, "what is done about it")))
            .or_else(|| self.closed.as_ref().and_then(|closed| missing(&closed.words, 2_000, "what closed it")))
    }
}

/// Names a gap of a risk, a control or an outcome.
#[derive(Clone, Debug)]
pub struct NameGap {
    pub what: GapKind,
    pub risk: Option<Text>,
    pub control: Option<Text>,
    pub outcome: Option<Id<Outcome>>,
    pub words: Text,
    pub since: Option<Date>,
}

/// Says what is done about a gap, or of something that is being done that its date moved or that it is done.
#[derive(Clone, Debug)]
pub struct ActOnGap {
    pub gap: Text,
    pub step: Step,
}

#[derive(Clone, Debug)]
pub enum Step {
    Add {
        words: Text,
        action: Option<Id<Action>>,
        owner: Option<Id<Post>>,
        due: Option<Date>,
    },
    /// Of the action at this place, from 0.
    Move {
        at: usize,
        to: Option<Date>,
        reason: Text,
    },
    Done {
        at: usize,
        day: Option<Date>,
    },
}

/// Says what closed a gap.
#[derive(Clone, Debug)]
pub struct CloseGap {
    pub gap: Text,
    pub day: Option<Date>,
    pub words: Text,
}

/// The most that is done about one gap.
const MOST: usize = 50;

impl NameGap {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let risk = self.risk.as_ref().map(|code| office.own_risk(code, ask)).transpose()?;
        let control = self.control.as_ref().map(|code| office.own_control(code, ask)).transpose()?;
        let sight = office.seen_by(&ask.actor);
        let outcome = self
            .outcome
            .map(|id| sight.outcome(id).ok_or_else(|| Refusal::because("there is no such outcome; look it up again")));
        let outcome = outcome.transpose()?;
        if ask.actor.answers_only_for_own() && risk.is_none() && control.is_none() {
            return Err(Refusal::because("name the risk or the control of yours in which the gap is"));
        }
        let gap = Gap {
            what: self.what,
            risk: risk.map(|kept| kept.id),
            control: control.map(|kept| kept.id),
            outcome: outcome.map(|kept| kept.id),
            words: self.words.clone(),
            since: day_meant(self.since, ask)?,
            actions: vec![],
            closed: None,
        };
        if let Some(flaw) = gap.flaw() {
            return Err(Refusal::because(format!("the gap: {flaw}")));
        }
        let open = office.gaps.values().find(|kept| kept.item.closed.is_none() && same_gap(&kept.item, &gap));
        if let Some(open) = open {
            return Err(Refusal::because(format!("{} names this gap already", open.reference())));
        }
        let envelope = Envelope {
            reference: next_code(
                "G",
                office.gaps.values().chain(office.aside.gaps.values()).map(|kept| kept.reference()),
            ),
            visibility: office.gap_visibility(&gap),
            marking: Marking::Official,
        };
        let id = chance.id(ask.now);
        Ok(Decision { drafts: vec![Draft::new(Act::Added, id, &envelope, &gap, ask)], answer: Answer::Item(id) })
    }
}

/// The most characters of why a date moved.
const LONGEST_REASON: usize = 2_000;

fn same_gap(one: &Gap, other: &Gap) -> bool {
    (one.what, one.risk, one.control, one.outcome) == (other.what, other.risk, other.control, other.outcome)
        && one.words.folded() == other.words.folded()
}

impl ActOnGap {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.own_gap(&self.gap, ask)?;
        let code = kept.reference();
        let mut gap = kept.item.clone();
        let today = day_meant(None, ask)?;
        let none = || Refusal::because(format!("nothing of that number is done about {code}; look at it again"));
        if let Step::Move { at, .. } | Step::Done { at, .. } = &self.step {
            let owner = gap.actions.get(*at).ok_or_else(none)?.owner;
            let theirs = owner.is_some_and(|owner| ask.actor.holds.contains(&owner));
            if ask.actor.answers_only_for_own() && !theirs && !office.answers_for_gap(&gap, ask) {
                return Err(Refusal::because(format!(
                    "what is done there about {code} is for its owner to speak of; ask them, or the office"
                )));
            }
        }
        match &self.step {
            Step::Add { words, action, owner, due } => {
                if gap.actions.len() >= MOST {
                    return Err(Refusal::because(format!("{code} has {MOST} actions already")));
                }
                if action.is_some_and(|id| office.seen_by(&ask.actor).action(id).is_none()) {
                    return Err(Refusal::because("there is no such action; look it up again"));
                }
                if owner.is_some_and(|id| !office.posts.contains_key(&id.uuid())) {
                    return Err(Refusal::because("its owner is no post of this office"));
                }
                if gap.actions.iter().any(|other| other.done.is_none() && other.words.folded() == words.folded()) {
                    return Err(Refusal::because(format!("{code} has this action already")));
                }
                let (words, action, owner, due) = (words.clone(), *action, *owner, *due);
                gap.actions.push(GapAction { words, action, owner, due, moves: vec![], done: None });
            }
            Step::Move { at, to, reason } => {
                let action = gap.actions.get_mut(*at).ok_or_else(none)?;
                if action.done.is_some() {
                    return Err(Refusal::because("it is done, so its date stays as it is"));
                }
                if action.due == *to {
                    return Err(Refusal::because("its date is that already, so nothing was changed"));
                }
                let many = reason.as_str().chars().count();
                if reason.on_one_line().is_empty() {
                    return Err(Refusal::because("why its date changed is missing; it stays beside the date"));
                }
                if many > LONGEST_REASON {
                    return Err(Refusal::because(format!(
                        "why its date changed has {many} characters; {LONGEST_REASON} is the most"
                    )));
                }
                action.moves.push(DueMoved { from: action.due, to: *to, day: today, reason: reason.clone() });
                action.due = *to;
            }
            Step::Done { at, day } => {
                let action = gap.actions.get_mut(*at).ok_or_else(none)?;
                if action.done.is_some() {
                    return Err(Refusal::because("it is said to be done already"));
                }
                action.done = Some(day_meant(*day, ask)?);
            }
        }
        if let Some(flaw) = gap.flaw() {
            return Err(Refusal::because(format!("{code}: {flaw}")));
        }
        let id = kept.id.uuid();
        let draft = Draft::new(Act::Changed, id, &kept.envelope, &gap, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl CloseGap {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.own_gap(&self.gap, ask)?;
        let closed = GapClosed { day: day_meant(self.day, ask)?, words: self.words.clone(), by: ask.actor.speaks_as() };
        let gap = Gap { closed: Some(closed), ..kept.item.clone() };
        if let Some(flaw) = gap.flaw() {
            return Err(Refusal::because(format!("{}: {flaw}", kept.reference())));
        }
        let id = kept.id.uuid();
        let draft = Draft::new(Act::Changed, id, &kept.envelope, &gap, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl Office {
    pub(crate) fn gap_coded(&self, code: &str) -> Option<&Kept<Gap>> {
        let wanted = crate::text::fold(code);
        let coded = |kept: &&std::sync::Arc<Kept<Gap>>| kept.reference().folded() == wanted;
        self.gaps.values().find(coded).map(AsRef::as_ref)
    }

    /// A gap is for those who see everything that it is a gap of; of an outcome alone it is the office's.
    pub(crate) fn gap_visibility(&self, gap: &Gap) -> Visibility {
        let risk = gap.risk.and_then(|id| self.risks.get(&id.uuid())).map(|kept| &kept.envelope.visibility);
        let control = gap.control.and_then(|id| self.controls.get(&id.uuid())).map(|kept| &kept.envelope.visibility);
        let both = [risk, control].into_iter().flatten().cloned();
        both.reduce(|one, other| one.or_narrower(&other)).unwrap_or(Visibility::Internal)
    }

    /// Whether the risk or the control that a gap is of is theirs.
    fn answers_for_gap(&self, gap: &Gap, ask: &Ask) -> bool {
        let (sight, holds) = (self.seen_by(&ask.actor), &ask.actor.holds);
        gap.risk.and_then(|id| sight.risk(id)).is_some_and(|risk| risk.item.is_owned_by(holds))
            || gap
                .control
                .and_then(|id| sight.control(id))
                .is_some_and(|control| control.item.owner.is_some_and(|owner| holds.contains(&owner)))
    }

    /// The open gap that somebody means, of those that they see; of those who answer for their own work alone, one of a
    /// risk or control of theirs, or about which they do something.
    pub(crate) fn own_gap(&self, code: &Text, ask: &Ask) -> Result<&Kept<Gap>, Refusal> {
        let sight = self.seen_by(&ask.actor);
        let kept = self.gap_coded(code.as_str()).filter(|kept| sight.gap(kept.id).is_some());
        let kept = kept.ok_or_else(|| Refusal::because(format!("there is no gap “{code}”; look it up again")))?;
        if let Some(closed) = &kept.item.closed {
            return Err(Refusal::because(format!(
                "{} was closed on {}; if it is open again, name it anew",
                kept.reference(),
                day(closed.day)
            )));
        }
        let held = |owner: Option<Id<Post>>| owner.is_some_and(|owner| ask.actor.holds.contains(&owner));
        let theirs = self.answers_for_gap(&kept.item, ask) || kept.item.actions.iter().any(|action| held(action.owner));
        if ask.actor.answers_only_for_own() && !theirs {
            return Err(Refusal::because(format!(
                "{} is not a gap of a risk or control that you answer for; ask the office",
                kept.reference()
            )));
        }
        Ok(kept)
    }
}
