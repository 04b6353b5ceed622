//! A round (on screen: quarterly update): a period for which updates are asked for, chased, signed off by theme, and
//! frozen. What has come back is not typed: it is counted from the updates that the record took in meanwhile.
use crate::{
    action::{Action, Held},
    actor::{Actor, Role},
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    id::Id,
    office::{Kept, Kind, Noun, Office},
    period::{Quarter, london_day},
    plan::Plan,
    post::Post,
    sight::{Sight, plan_called},
    text::{Text, text},
    theme::Theme,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Round {
    pub plan: Id<Plan>,
    /// "July to September 2026"
    pub name: Text,
    /// The period that updates speak of, both days with.
    pub from: Date,
    pub to: Date,
    /// The last day on which an update is in time.
    pub due: Date,
    /// The record up to here was there before anybody was asked.
    pub opened_at: i64,
    /// Whose progress is asked for: the plan's live actions when the round was opened.
    pub asked: Vec<Id<Action>>,
    #[serde(default)]
    pub signed_off: Vec<SignOff>,
    /// None: it is open.
    pub frozen: Option<Frozen>,
}

/// A theme's lead says that what is recorded of the theme is right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    pub theme: Id<Theme>,
    pub by: Id<Post>,
    /// What the post was called then.
    pub name: Text,
    pub on: Date,
}

/// From here on the round stands as it is; what comes later belongs to the next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Frozen {
    pub on: Date,
    /// The record up to and with this entry is the round.
    pub at: i64,
}

impl Noun for Round {
    const KIND: Kind = Kind::Round;
    const SHAPE: i64 = 1;
}

/// Opens a round for a plan: for a quarter, or for the period that is given.
#[derive(Clone, Debug)]
pub struct OpenRound {
    /// None: the only open plan.
    pub plan: Option<Text>,
    /// None: the quarter in words.
    pub name: Option<Text>,
    /// None: the quarter that ended last before today.
    pub period: Option<(Date, Date)>,
    pub due: Date,
}

#[derive(Clone, Debug)]
pub struct SignOffTheme {
    pub round: Text,
    pub theme: Text,
}

/// Freezes a round. Non-returns do not hold it up: they are shown.
#[derive(Clone, Debug)]
pub struct FreezeRound {
    pub round: Text,
}

/// The quarter that ended last before a day.
fn last_quarter(today: Date) -> Option<Quarter> {
    Quarter::of(Quarter::of(today)?.starts().yesterday().ok()?)
}

impl OpenRound {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let plans: Vec<&Kept<Plan>> = office.plans.values().map(AsRef::as_ref).collect();
        let plan = plan_called(&plans, self.plan.as_ref().map(Text::as_str))?;
        let today = ask.on.unwrap_or_else(|| london_day(ask.now));
        let (from, to) = match self.period {
            Some(period) => period,
            None => last_quarter(today)
                .map(|quarter| (quarter.starts(), quarter.ends()))
                .ok_or_else(|| Refusal::because("say which period the round is for, with its first and last day"))?,
        };
        if to < from {
            return Err(Refusal::because(format!(
                "the period ends on {to}, before it begins on {from}; turn them round"
            )));
        }
        if self.due < today {
            return Err(Refusal::because(format!(
                "{} has passed (today is {today}), so nobody could answer in time; give a later day",
                self.due
            )));
        }
        let name = self.name.clone().unwrap_or_else(|| {
            let quarter = Quarter::of(from).filter(|quarter| (quarter.starts(), quarter.ends()) == (from, to));
            quarter.map_or_else(|| text(&format!("{from} to {to}")), |quarter| text(&quarter.in_words()))
        });
        let name = name.on_one_line();
        if name.is_empty() {
            return Err(Refusal::because("the round has no name; give one, such as “July to September 2026”"));
        }
        let rounds = office.rounds.values().filter(|round| round.item.plan == plan.id);
        for round in rounds {
            if round.item.name.folded() == name.folded() {
                return Err(Refusal::because(format!(
                    "there is already a quarterly update called “{}” for “{}”; names are given once",
                    round.item.name, plan.item.name
                )));
            }
            if round.item.frozen.is_none() {
                return Err(Refusal::because(format!(
                    "the quarterly update “{}” of “{}” is still open; freeze it before the next is opened",
                    round.item.name, plan.item.name
                )));
            }
        }
        let asked: Vec<Id<Action>> = live(office, plan.id).map(|action| action.id).collect();
        if asked.is_empty() {
            return Err(Refusal::because(format!(
                "no action of “{}” is live, so there is nobody to ask; import or add actions first",
                plan.item.name
            )));
        }
        let id = chance.id(ask.now);
        let round = Round {
            plan: plan.id,
            name: name.clone(),
            from,
            to,
            due: self.due,
            opened_at: office.head().seq,
            asked,
            signed_off: vec![],
            frozen: None,
        };
        let draft = Draft::new(Act::Added, id, &Envelope::internal(name), &round, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

/// The actions of a plan that somebody is still at work on.
fn live(office: &Office, plan: Id<Plan>) -> impl Iterator<Item = &Kept<Action>> {
    let actions = office.actions.values().map(AsRef::as_ref);
    actions.filter(move |action: &&Kept<Action>| action.item.plan == plan && !action.item.status.is_closed())
}

fn changed(kept: &Kept<Round>, round: &Round, ask: &Ask) -> Decision {
    let draft = Draft::new(Act::Changed, kept.id.uuid(), &kept.envelope, round, ask);
    Decision { drafts: vec![draft], answer: Answer::Item(kept.id.uuid()) }
}

impl SignOffTheme {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let (kept, theme) = office.open_theme(&self.round, &self.theme, &ask.actor)?;
        let by = SignOff {
            theme: theme.id,
            by: ask.actor.speaks_as(),
            name: ask.actor.named(),
            on: ask.on.unwrap_or_else(|| london_day(ask.now)),
        };
        let mut round = kept.item.clone();
        round.signed_off.push(by);
        Ok(changed(kept, &round, ask))
    }
}

impl FreezeRound {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.open_round(&self.round)?;
        let on = ask.on.unwrap_or_else(|| london_day(ask.now));
        // Decided under the lock of the head, so the next entry is this one.
        let round = Round { frozen: Some(Frozen { on, at: office.head().seq + 1 }), ..kept.item.clone() };
        Ok(changed(kept, &round, ask))
    }
}

impl Office {
    /// A theme of a round that is open, which nobody signed off yet and for which the actor may speak: a lead, where an
    /// action of it is led or sponsored by a post that they hold.
    pub(crate) fn open_theme(
        &self,
        round: &Text,
        theme: &Text,
        actor: &Actor,
    ) -> Result<(&Kept<Round>, &Kept<Theme>), Refusal> {
        let kept = self.open_round(round)?;
        let themes = self.themes.values().map(AsRef::as_ref);
        let themes: Vec<&Kept<Theme>> = themes.filter(|theme| theme.item.plan == kept.item.plan).collect();
        let theme = themes.iter().find(|one| one.item.is_called(theme.as_str())).copied().ok_or_else(|| {
            let known: Vec<String> = themes.iter().map(|theme| format!("“{}”", theme.item.name)).collect();
            Refusal::because(format!("the plan has no theme called “{theme}”; its themes are {}", known.join(", ")))
        })?;
        let is_theirs = |held: &Held| matches!(held, Held::Post(post) if actor.holds.contains(post));
        let mut actions = self.actions.values().filter(|action| action.item.theme == theme.id);
        if actor.role == Role::Lead
            && !actions.any(|action| action.item.leads.iter().chain(&action.item.sponsor).any(is_theirs))
        {
            return Err(Refusal::because(format!(
                "no post that you hold leads or sponsors an action of “{}”; ask somebody who does, or the officer",
                theme.item.name
            )));
        }
        match kept.item.signed_off.iter().find(|done| done.theme == theme.id) {
            Some(done) => Err(Refusal::because(format!(
                "“{}” was signed off already, by {} on {}",
                theme.item.name, done.name, done.on
            ))),
            None => Ok((kept, theme)),
        }
    }

    /// The round of this name that is open.
    fn open_round(&self, name: &Text) -> Result<&Kept<Round>, Refusal> {
        let kept = round_called(self.rounds.values().map(AsRef::as_ref), Some(name.as_str()))?;
        match &kept.item.frozen {
            Some(frozen) => Err(Refusal::because(format!(
                "the quarterly update “{}” was frozen on {}, so nothing of it changes; open the next one",
                kept.item.name, frozen.on
            ))),
            None => Ok(kept),
        }
    }
}

/// The round with this name; without one, the one that is open, else the last. Refused with the list.
pub(crate) fn round_called<'a>(
    rounds: impl Iterator<Item = &'a Kept<Round>>,
    name: Option<&str>,
) -> Result<&'a Kept<Round>, Refusal> {
    let rounds: Vec<_> = rounds.collect();
    let Some(name) = name else {
        let open: Vec<_> = rounds.iter().filter(|round| round.item.frozen.is_none()).copied().collect();
        return match (&open[..], rounds.last()) {
            ([one], _) => Ok(*one),
            ([], Some(last)) => Ok(last),
            ([], None) => {
                Err(Refusal::because("no quarterly update was opened yet; open one with milepost round open"))
            }
            _ => Err(Refusal::because(format!("several are open; say which: {}", names(&open)))),
        };
    };
    let wanted = crate::text::fold(name);
    let found: Vec<_> = rounds.iter().filter(|round| round.item.name.folded() == wanted).copied().collect();
    match &found[..] {
        [one] => Ok(*one),
        [] => Err(Refusal::because(format!(
            "there is no quarterly update called “{name}”; there {}",
            if rounds.is_empty() { "is none yet".to_owned() } else { format!("are: {}", names(&rounds)) }
        ))),
        // Of two plans: the open one is meant.
        _ => found
            .iter()
            .find(|round| round.item.frozen.is_none())
            .or(found.last())
            .copied()
            .ok_or_else(|| unreachable!()),
    }
}

fn names(rounds: &[&Kept<Round>]) -> String {
    rounds.iter().map(|round| format!("“{}”", round.item.name)).collect::<Vec<_>>().join(", ")
}

/// How it stands with one action of a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Return {
    /// Nothing came, and the day has passed.
    Late,
    /// Nothing came yet.
    Asked,
    /// An update came, and its theme is not signed off.
    Returned,
    SignedOff,
    /// The action was closed before anything came.
    Closed,
}

impl Return {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Late => "late",
            Self::Asked => "asked",
            Self::Returned => "returned",
            Self::SignedOff => "signed_off",
            Self::Closed => "closed",
        }
    }

    /// Whether somebody still owes something.
    pub fn is_owed(self) -> bool {
        matches!(self, Self::Late | Self::Asked)
    }
}

/// One action that was asked for, and what came.
#[derive(Clone, Debug)]
pub struct Owed<'a> {
    pub action: &'a Kept<Action>,
    pub state: Return,
    /// The day of the last update that came in this round.
    pub returned: Option<Date>,
}

/// A round as somebody sees it on a day.
#[derive(Clone, Debug)]
pub struct Standing<'a> {
    pub rows: Vec<Owed<'a>>,
    /// Asked for, and not seen from here.
    pub withheld: usize,
}

/// The days on which a lead who has not answered is reminded: 30, 7 and 1 days before the last day, and the day after.
pub fn reminders(due: Date) -> [Date; 4] {
    [
        due.saturating_sub(30.days()),
        due.saturating_sub(7.days()),
        due.saturating_sub(1.day()),
        due.saturating_add(1.day()),
    ]
}

impl<'a> Sight<'a> {
    /// How a round stands: each action that was asked for, in the order of references.
    pub fn standing(&self, round: &Kept<Round>, today: Date) -> Standing<'a> {
        let until = round.item.frozen.as_ref().map_or(i64::MAX, |frozen| frozen.at);
        let mut came: BTreeMap<Id<Action>, (i64, Date)> = BTreeMap::new();
        for update in self.updates_between(round.item.opened_at, until) {
            let last = came.entry(update.item.action).or_insert((update.seq, update.item.day));
            *last = (*last).max((update.seq, update.item.day));
        }
        let day = round.item.frozen.as_ref().map_or(today, |frozen| frozen.on);
        let (mut rows, mut withheld) = (Vec::new(), 0);
        for id in &round.item.asked {
            let Some(action) = self.action(*id) else {
                withheld += 1;
                continue;
            };
            let returned = came.get(id).map(|(_, day)| *day);
            let signed_off = round.item.signed_off.iter().any(|done| done.theme == action.item.theme);
            let state = match returned {
                Some(_) if signed_off => Return::SignedOff,
                Some(_) => Return::Returned,
                None if action.item.status.is_closed() => Return::Closed,
                None if day > round.item.due => Return::Late,
                None => Return::Asked,
            };
            rows.push(Owed { action, state, returned });
        }
        rows.sort_by_cached_key(|row| crate::sight::natural(row.action.reference().as_str()));
        Standing { rows, withheld }
    }
}

impl<'a> Standing<'a> {
    pub fn count(&self, state: Return) -> usize {
        self.rows.iter().filter(|row| row.state == state).count()
    }

    /// Who still owes what: the chasing list. An action with two leads stands with each; one without a lead stands under
    /// None, since nobody can be asked for it.
    pub fn chasing(&self) -> Vec<(Option<Held>, Vec<&Owed<'a>>)> {
        let mut owed: Vec<(Option<Held>, Vec<&Owed<'a>>)> = Vec::new();
        let mut put = |who: Option<Held>, row| match owed.iter_mut().find(|(known, _)| *known == who) {
            Some((_, rows)) => rows.push(row),
            None => owed.push((who, vec![row])),
        };
        for row in self.rows.iter().filter(|row| row.state.is_owed()) {
            if row.action.item.leads.is_empty() {
                put(None, row);
            }
            for lead in &row.action.item.leads {
                put(Some(lead.clone()), row);
            }
        }
        owed
    }
}
