//! A milestone: a dated checkpoint of an action. Its first date stays; whoever answers for the action moves it with a
//! reason, says that it was met, or drops it, and each of these stays on the record.
//!
//! An action that is complete or closed has nothing left to be late with: what was open then stays with it as it stood,
//! and goes on with another action only where somebody says so ([`carry`]).
mod carry;

use crate::{
    action::Action,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    id::Id,
    office::{Kept, Kind, Noun, Office},
    period::london_day,
    post::Post,
    rating_rules::day,
    sight::View,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

pub(crate) use carry::going_on;
pub use carry::{CarryMilestones, OpenMilestones};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Milestone {
    pub action: Id<Action>,
    /// The part of the action that it belongs to, where its lead tells several apart.
    pub strand: Option<Text>,
    pub title: Text,
    /// The first date, never overwritten.
    pub original_date: Date,
    pub date: Date,
    /// Each change of date, oldest first.
    pub moves: Vec<Moved>,
    pub reached: Reached,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Moved {
    pub from: Date,
    pub to: Date,
    pub on: Date,
    pub reason: Text,
    /// None: by somebody whom the text that it was taken from does not name.
    pub by: Option<Id<Post>>,
}

/// How it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Reached {
    Open,
    Met { on: Date },
    Dropped { on: Date, reason: Text },
}

impl Reached {
    pub fn as_str(&self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Met { .. } => "met",
            Self::Dropped { .. } => "dropped",
        }
    }
}

impl Noun for Milestone {
    const KIND: Kind = Kind::Milestone;
    /// 2: whoever moved it may be unknown.
    const SHAPE: i64 = 2;
}

/// How a milestone stands on a day, as people read it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Stands {
    Open,
    Late,
    /// Open when its action was completed or closed.
    LeftOpen,
    Met,
    Dropped,
}

impl Stands {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Late => "late",
            Self::LeftOpen => "left_open",
            Self::Met => "met",
            Self::Dropped => "dropped",
        }
    }
}

impl Milestone {
    /// How it stands on a day, as a milestone of this action.
    pub fn stands(&self, action: &Action, today: Date) -> Stands {
        match self.reached {
            Reached::Met { .. } => Stands::Met,
            Reached::Dropped { .. } => Stands::Dropped,
            Reached::Open if action.status.is_closed() => Stands::LeftOpen,
            Reached::Open if self.date < today => Stands::Late,
            Reached::Open => Stands::Open,
        }
    }

    /// Whether it should have been met by a day and was not.
    pub fn is_late(&self, action: &Action, today: Date) -> bool {
        self.stands(action, today) == Stands::Late
    }

    /// Whether another milestone is the same by name; one that was dropped leaves its name free.
    pub(crate) fn is_called_as(&self, other: &Self) -> bool {
        let dropped = |milestone: &Self| matches!(milestone.reached, Reached::Dropped { .. });
        !dropped(self) && !dropped(other) && self.name() == other.name()
    }

    /// What tells it from the others of its action: its part and its title.
    pub(crate) fn name(&self) -> (Option<String>, String) {
        (self.strand.as_ref().map(Text::folded), self.title.folded())
    }
}

/// Adds a milestone to an action.
#[derive(Clone, Debug)]
pub struct AddMilestone {
    pub action: Id<Action>,
    pub strand: Option<Text>,
    pub title: Text,
    pub date: Date,
}

/// Changes how a milestone stands; the reason is the ask's own.
#[derive(Clone, Debug)]
pub struct ChangeMilestone {
    pub milestone: Id<Milestone>,
    pub becomes: Becomes,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Becomes {
    /// Due on another day.
    Due(Date),
    /// Met, on a day.
    Met(Date),
    Dropped,
    /// Open again: it was said by mistake that it was met, or it was dropped too soon.
    Open,
}

/// The most milestones of one action.
pub(crate) const MOST: usize = 100;

/// A title and a part as they are kept: on one line, and not too long.
pub(crate) fn named(title: &Text, strand: Option<&Text>) -> Result<(Text, Option<Text>), String> {
    let title = title.on_one_line();
    if title.is_empty() {
        return Err("the milestone has no title; write what will have been reached".into());
    }
    if title.as_str().chars().count() > 300 {
        return Err("the milestone's title has more than 300 characters; shorten it".into());
    }
    let strand = strand.map(Text::on_one_line).filter(|strand| !strand.is_empty());
    if strand.as_ref().is_some_and(|strand| strand.as_str().chars().count() > 100) {
        return Err("the strand's name has more than 100 characters; shorten it".into());
    }
    Ok((title, strand))
}

impl AddMilestone {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let kept = office.held_action(self.action, ask)?;
        let (title, strand) = named(&self.title, self.strand.as_ref()).map_err(Refusal::because)?;
        let beside = office.milestones_of(self.action);
        let milestone = Milestone {
            action: self.action,
            strand,
            title,
            original_date: self.date,
            date: self.date,
            moves: vec![],
            reached: Reached::Open,
        };
        if let Some(other) = beside.iter().find(|other| other.item.is_called_as(&milestone)) {
            return Err(Refusal::because(format!(
                "{} has the milestone “{}” already, for {}; change that one",
                kept.reference(),
                other.item.title,
                day(other.item.date)
            )));
        }
        if beside.len() >= MOST {
            return Err(Refusal::because(format!("{} has {MOST} milestones already", kept.reference())));
        }
        let id = chance.id(ask.now);
        let draft = Draft::new(Act::Added, id, &kept.envelope, &milestone, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl ChangeMilestone {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let gone = || Refusal::because("there is no such milestone; look the action up again");
        let kept = office.milestones.get(&self.milestone.uuid()).ok_or_else(gone)?;
        office.held_action(kept.item.action, ask)?;
        let today = london_day(ask.now);
        let mut milestone = kept.item.clone();
        let title = &kept.item.title;
        let reason = |for_what: &str| {
            ask.given_reason().cloned().ok_or_else(|| {
                Refusal::because(format!("{for_what} “{title}” needs a reason, which everybody here reads; give one"))
            })
        };
        match (&kept.item.reached, self.becomes) {
            (Reached::Open, Becomes::Due(to)) => {
                if to == kept.item.date {
                    return Err(Refusal::because(format!("{} is the date of “{title}” already", day(to))));
                }
                if to < today {
                    return Err(Refusal::because(format!(
                        "{} has passed already; give a date that is still to come",
                        day(to)
                    )));
                }
                let (reason, by) = (reason("a new date for")?, Some(ask.actor.speaks_as()));
                milestone.moves.push(Moved { from: kept.item.date, to, on: today, reason, by });
                milestone.date = to;
            }
            (Reached::Open, Becomes::Met(on)) => {
                if on > today {
                    return Err(Refusal::because(format!(
                        "“{title}” cannot have been met on {}, which has not come yet; correct the day",
                        day(on)
                    )));
                }
                milestone.reached = Reached::Met { on };
            }
            (Reached::Open, Becomes::Dropped) => {
                milestone.reached = Reached::Dropped { on: today, reason: reason("dropping")? };
            }
            (Reached::Met { .. } | Reached::Dropped { .. }, Becomes::Open) => {
                reason("opening again")?;
                milestone.reached = Reached::Open;
            }
            (Reached::Open, Becomes::Open) => {
                return Err(Refusal::because(format!("“{title}” is open already")));
            }
            (Reached::Met { on }, _) => {
                return Err(Refusal::because(format!("“{title}” was met on {}; open it again first", day(*on))));
            }
            (Reached::Dropped { on, .. }, _) => {
                return Err(Refusal::because(format!("“{title}” was dropped on {}; open it again first", day(*on))));
            }
        }
        let id = kept.id.uuid();
        let draft = Draft::new(Act::Changed, id, &kept.envelope, &milestone, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl Office {
    /// The milestones of an action, by strand and date.
    pub(crate) fn milestones_of(&self, action: Id<Action>) -> Vec<&Kept<Milestone>> {
        let all = self.milestones.values().map(AsRef::as_ref);
        in_order(all.filter(|kept| kept.item.action == action).collect())
    }
}

/// By strand, and within it by date.
pub(crate) fn in_order(mut all: Vec<&Kept<Milestone>>) -> Vec<&Kept<Milestone>> {
    all.sort_by(|one, other| {
        let by = |kept: &Kept<Milestone>| (kept.item.strand.clone(), kept.item.date, kept.id);
        by(one).cmp(&by(other))
    });
    all
}

impl View {
    /// The milestones of an action that they see or work on.
    pub fn milestones(&self, action: Id<Action>) -> Vec<&Kept<Milestone>> {
        if self.own_action(action).is_some() { self.office.milestones_of(action) } else { vec![] }
    }
}
