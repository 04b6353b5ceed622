//! The pre-election hold: days between which nothing is published, set by the office and on the record.
use crate::{
    actor::Role,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    id::Id,
    office::{Kept, Kind, Noun, Office},
    period::london_day,
    post::Post,
    rating_rules::day,
    text::{Text, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Hold {
    /// The first and the last day on which nothing goes out.
    pub from: Date,
    pub to: Date,
    /// "Election of the Commissioner on 6 May".
    pub reason: Text,
    /// The post that set it.
    pub by: Id<Post>,
    /// Lifted as a whole before its last day.
    pub lifted: Option<Lifted>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lifted {
    pub on: Date,
    pub by: Id<Post>,
    pub reason: Text,
}

impl Noun for Hold {
    const KIND: Kind = Kind::Hold;
    const SHAPE: i64 = 1;
}

impl Hold {
    pub fn covers(&self, day: Date) -> bool {
        self.lifted.is_none() && self.from <= day && day <= self.to
    }
}

/// Sets a hold; the reason is the ask's own.
#[derive(Clone, Debug)]
pub struct SetHold {
    pub from: Date,
    pub to: Date,
}

/// Lifts a hold as a whole; the reason is the ask's own. One publication is let through by agreeing to it.
#[derive(Clone, Debug)]
pub struct LiftHold {
    pub hold: Id<Hold>,
}

impl SetHold {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let reason = ask
            .given_reason()
            .ok_or_else(|| Refusal::because("a hold needs a reason, such as the election that it is for; give one"))?;
        if self.to < self.from {
            return Err(Refusal::because(format!(
                "a hold from {} cannot end on {}; correct the days",
                day(self.from),
                day(self.to)
            )));
        }
        if self.to < london_day(ask.now) {
            return Err(Refusal::because(format!(
                "{} has passed, so nothing can be held back until then; correct the days",
                day(self.to)
            )));
        }
        let standing = |kept: &&Kept<Hold>| kept.item.lifted.is_none();
        let crosses = |kept: &&Kept<Hold>| kept.item.from <= self.to && self.from <= kept.item.to;
        let mut holds = office.holds.values().map(AsRef::as_ref);
        if let Some(other) = holds.find(|kept| standing(kept) && crosses(kept)) {
            return Err(Refusal::because(format!(
                "there is a hold from {} to {} already; it has to be lifted before another is set for these days",
                day(other.item.from),
                day(other.item.to)
            )));
        }
        let hold =
            Hold { from: self.from, to: self.to, reason: reason.clone(), by: ask.actor.speaks_as(), lifted: None };
        let id = chance.id(ask.now);
        let envelope = Envelope::internal(text(&format!("Hold from {}", self.from)));
        Ok(Decision { drafts: vec![Draft::new(Act::Added, id, &envelope, &hold, ask)], answer: Answer::Item(id) })
    }
}

impl LiftHold {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.holds.get(&self.hold.uuid()).ok_or_else(|| Refusal::because("there is no such hold"))?;
        if let Some(lifted) = &kept.item.lifted {
            return Err(Refusal::because(format!("this hold was lifted already, on {}", day(lifted.on))));
        }
        let reason = ask
            .given_reason()
            .ok_or_else(|| Refusal::because("a hold is lifted for a reason, which stays on the record; give one"))?;
        let lifted = Lifted { on: london_day(ask.now), by: ask.actor.speaks_as(), reason: reason.clone() };
        let hold = Hold { lifted: Some(lifted), ..kept.item.clone() };
        let draft = Draft::new(Act::Changed, kept.id.uuid(), &kept.envelope, &hold, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(kept.id.uuid()) })
    }
}

impl Office {
    /// The hold that keeps everything back on a day.
    pub(crate) fn held_back(&self, day: Date) -> Option<&Kept<Hold>> {
        self.holds.values().map(AsRef::as_ref).find(|kept| kept.item.covers(day))
    }

    /// Refuses what would go out on a day that is held back, unless who may lift the hold gives a reason for this one.
    pub(crate) fn may_go_out(&self, on: Date, ask: &Ask, lifted: Option<&Text>) -> Result<(), Refusal> {
        let Some(hold) = self.held_back(on) else { return Ok(()) };
        let may_lift = matches!(ask.actor.role, Role::Approver | Role::Office);
        if may_lift && lifted.is_some() {
            return Ok(());
        }
        Err(Refusal::because(format!(
            "nothing is published from {} to {} ({}); an approver can let this one through with a reason",
            day(hold.item.from),
            day(hold.item.to),
            hold.item.reason.as_str().trim_end_matches('.')
        )))
    }
}
