//! A round (on screen: quarterly update): a period for which updates are asked for, chased, signed off by theme, and
//! frozen. What has come back is not typed: it is counted from the updates that the record took in meanwhile.
mod accuracy;
mod sent_back;

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
    sight::{Sight, View, plan_called},
    text::{Text, text},
    theme::Theme,
    update::Update,
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

pub use accuracy::{About, AnswerPoint, Check, CheckAccuracy, Checked, Point, PointAnswer, PointState, Raised, SaidOf};
pub use sent_back::{SendBack, SentBack};

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
    /// Returns that were sent back for rework, in the order in which they were.
    #[serde(default)]
    pub sent_back: Vec<SentBack>,
    /// What organisations said of the accuracy of what is said of them, in the order in which they did.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub checks: Vec<Check>,
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
    /// 2: `sent_back`. 3: `checks`.
    const SHAPE: i64 = 3;
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
            sent_back: vec![],
            checks: vec![],
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
    /// The last day of a round that is open; None once it is frozen, and for the fictional office, which mails nobody.
    pub fn open_until(&self, round: Id<Round>) -> Option<Date> {
        let real = self.settings().is_some_and(|settings| !settings.item.demo);
        let kept = self.rounds.get(&round.uuid()).filter(|kept| real && kept.item.frozen.is_none())?;
        Some(kept.item.due)
    }

    /// What a round and its plan are called, and the round's last day.
    pub fn round_in_words(&self, round: Id<Round>) -> Option<(Text, Text, Date)> {
        let round = self.rounds.get(&round.uuid())?;
        let plan = self.plans.get(&round.item.plan.uuid())?;
        Some((round.item.name.on_one_line(), plan.item.name.on_one_line(), round.item.due))
    }

    /// The rounds that are open.
    pub fn rounds_open(&self) -> Vec<Id<Round>> {
        self.rounds.values().filter(|kept| kept.item.frozen.is_none()).map(|kept| kept.id).collect()
    }

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
    // The pages mean one round and say its id; people say its name.
    if let Some(one) = name.parse::<uuid::Uuid>().ok().and_then(|id| rounds.iter().find(|round| round.id.uuid() == id))
    {
        return Ok(one);
    }
    let wanted = crate::text::fold(name);
    let found: Vec<_> = rounds.iter().filter(|round| round.item.name.folded() == wanted).copied().collect();
    match &found[..] {
        [one] => Ok(*one),
        [] => Err(Refusal::because(format!(
            "there is no quarterly update called “{name}”; there {}",
            if rounds.is_empty() { "is none yet".to_owned() } else { format!("are: {}", names(&rounds)) }
        ))),
        // Of two plans: the open one is meant, and no guess is made between two that are open.
        _ => {
            let open: Vec<_> = found.iter().filter(|round| round.item.frozen.is_none()).copied().collect();
            match (&open[..], found.last()) {
                ([one], _) => Ok(*one),
                ([], Some(last)) => Ok(last),
                _ => {
                    let ids: Vec<String> = open.iter().map(|round| round.id.to_string()).collect();
                    Err(Refusal::because(format!(
                        "several plans have a quarterly update “{name}” open; say which by its id: {}",
                        ids.join(", ")
                    )))
                }
            }
        }
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
    /// Nothing came yet, and somebody who answers for it has looked at what is asked.
    Opened,
    /// Nothing came yet, and somebody has begun to write it.
    Drafted,
    /// An update came and was sent back with a comment; the answer is another update.
    SentBack,
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
            Self::Opened => "opened",
            Self::Drafted => "drafted",
            Self::SentBack => "sent_back",
            Self::Returned => "returned",
            Self::SignedOff => "signed_off",
            Self::Closed => "closed",
        }
    }

    /// Whether somebody still owes something.
    pub fn is_owed(self) -> bool {
        matches!(self, Self::Late | Self::Asked | Self::Opened | Self::Drafted | Self::SentBack)
    }
}

/// One action that was asked for, and what came.
#[derive(Clone, Debug)]
pub struct Owed<'a> {
    pub action: &'a Kept<Action>,
    pub state: Return,
    /// The day of the last update that came in this round.
    pub returned: Option<Date>,
    /// Why the last one was sent back, where it was.
    pub sent_back: Option<&'a SentBack>,
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

/// What came in a round, and how it stands with each action: whoever asks.
struct Came {
    /// The last update of each action in it, with its place in the record and its day.
    last: BTreeMap<Id<Action>, (i64, Id<Update>, Date)>,
    day: Date,
}

impl Came {
    fn of<'a>(round: &Round, updates: impl Iterator<Item = &'a Kept<Update>>, today: Date) -> Self {
        let until = round.frozen.as_ref().map_or(i64::MAX, |frozen| frozen.at);
        let mut last: BTreeMap<Id<Action>, (i64, Id<Update>, Date)> = BTreeMap::new();
        for update in updates.filter(|update| update.seq > round.opened_at && update.seq <= until) {
            let this = (update.seq, update.id, update.item.day);
            let known = last.entry(update.item.action).or_insert(this);
            if known.0 < update.seq {
                *known = this;
            }
        }
        Self { last, day: round.frozen.as_ref().map_or(today, |frozen| frozen.on) }
    }

    fn owed<'a>(&self, round: &'a Round, action: &'a Kept<Action>) -> Owed<'a> {
        let last = self.last.get(&action.id);
        let sent_back = last.and_then(|(_, update, _)| round.sent_back.iter().rfind(|back| back.update == *update));
        let signed_off = round.signed_off.iter().any(|done| done.theme == action.item.theme);
        let state = match last {
            Some(_) if signed_off => Return::SignedOff,
            Some(_) if sent_back.is_some() => Return::SentBack,
            Some(_) => Return::Returned,
            None if action.item.status.is_closed() => Return::Closed,
            None if self.day > round.due => Return::Late,
            None => Return::Asked,
        };
        Owed { action, state, returned: last.map(|(_, _, day)| *day), sent_back }
    }
}

impl<'a> Sight<'a> {
    /// How a round stands: each action that was asked for, in the order of references.
    pub fn standing(&self, round: &'a Kept<Round>, today: Date) -> Standing<'a> {
        let came = Came::of(&round.item, self.every_update(), today);
        let (mut rows, mut withheld) = (Vec::new(), 0);
        for id in &round.item.asked {
            match self.action(*id) {
                Some(action) => rows.push(came.owed(&round.item, action)),
                None => withheld += 1,
            }
        }
        rows.sort_by_cached_key(|row| crate::sight::natural(row.action.reference().as_str()));
        Standing { rows, withheld }
    }
}

impl View {
    /// What a round asks of the posts that they hold, as leads of it, and how it stands with each: nothing else of the
    /// round is told, and nothing once it is frozen.
    pub fn asked_in(&self, round: Id<Round>, today: Date) -> Vec<Owed<'_>> {
        let Some(round) = self.open_rounds().find(|kept| kept.id == round) else { return vec![] };
        let came = Came::of(&round.item, self.every_update(), today);
        let leads = |action: &&Kept<Action>| {
            let posts = &self.actor().holds;
            action.item.leads.iter().any(|held| matches!(held, Held::Post(post) if posts.contains(post)))
        };
        let work = self.work().into_iter().filter(|action| round.item.asked.contains(&action.id));
        work.filter(leads).map(|action| came.owed(&round.item, action)).collect()
    }

    /// The open rounds that ask something of the posts that they hold, with those posts.
    pub fn asked_of_posts(&self, today: Date) -> Vec<(Id<Round>, Vec<Id<Post>>)> {
        let rounds = self.open_rounds().filter(|round| !self.asked_in(round.id, today).is_empty());
        rounds.map(|round| (round.id, self.actor().holds.clone())).collect()
    }

    /// Why what was last said of a piece of their own work was sent back, while it waits for another update.
    pub fn sent_back(&self, action: &Kept<Action>) -> Option<&SentBack> {
        let own = self.own_action(action.id)?;
        let mut all = self.open_rounds().flat_map(|round| round.item.sent_back.iter());
        all.find(|back| Some(back.update) == own.item.update)
    }
}

impl<'a> Standing<'a> {
    /// The same, where it is known which posts have looked at what is asked of them.
    #[must_use]
    pub fn opened_by(mut self, posts: &BTreeSet<Id<Post>>) -> Self {
        for row in self.rows.iter_mut().filter(|row| row.state == Return::Asked) {
            let looked = |held: &Held| matches!(held, Held::Post(post) if posts.contains(post));
            if row.action.item.leads.iter().any(looked) {
                row.state = Return::Opened;
            }
        }
        self
    }

    /// The same, where it is known of which actions somebody has begun to write: that they have, and not a word of it.
    #[must_use]
    pub fn drafted(mut self, actions: &BTreeSet<uuid::Uuid>) -> Self {
        for row in self.rows.iter_mut().filter(|row| matches!(row.state, Return::Asked | Return::Opened)) {
            if actions.contains(&row.action.id.uuid()) {
                row.state = Return::Drafted;
            }
        }
        self
    }

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
