//! Control of change: somebody asks that a date be moved, or that an action be put off, closed, merged or split; an
//! approver who did not ask decides. Nothing of the plan moves before, and nothing vanishes after.
use crate::{
    action::{Action, Became, DateMove, Decided, Lineage, Status},
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Visibility},
    id::Id,
    import::dates::moved,
    milestone::{Milestone, OpenMilestones, going_on},
    office::{Kept, Kind, Noun, Office},
    period::london_day,
    post::Post,
    rating_rules::day,
    text::{Text, text},
    timescale::{Due, Precision, Timescale},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChangeRequest {
    pub action: Id<Action>,
    pub asks: Asked,
    /// What becomes of its open milestones, where another action takes its place.
    #[serde(default)]
    pub milestones: OpenMilestones,
    pub reason: Text,
    /// The post that asked.
    pub by: Id<Post>,
    pub on: Date,
    /// None: it waits for an approver.
    pub ruling: Option<Ruling>,
}

/// What is asked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Asked {
    NewDate {
        /// The date when it was asked.
        from: Option<Date>,
        to: Date,
    },
    /// Put off by decision: nothing is done until then, or until further notice.
    PutOff {
        until: Option<Date>,
    },
    CloseUndelivered,
    BusinessAsUsual,
    /// Another action takes its place.
    Supersede {
        by: Id<Action>,
    },
    /// It goes on inside another action.
    Merge {
        into: Id<Action>,
    },
    /// It goes on as several, by their titles.
    Split {
        into: Vec<Text>,
    },
}

impl Asked {
    /// Whether other work takes its place, with which its open milestones can go on.
    pub fn has_heirs(&self) -> bool {
        matches!(self, Self::Supersede { .. } | Self::Merge { .. } | Self::Split { .. })
    }

    pub fn as_str(&self) -> &'static str {
        match self {
            Self::NewDate { .. } => "new_date",
            Self::PutOff { .. } => "put_off",
            Self::CloseUndelivered => "close_undelivered",
            Self::BusinessAsUsual => "business_as_usual",
            Self::Supersede { .. } => "supersede",
            Self::Merge { .. } => "merge",
            Self::Split { .. } => "split",
        }
    }
}

/// What an approver decided.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ruling {
    pub approved: Approved,
    pub by: Id<Post>,
    /// By which right: "approver", or "office" at the command line.
    pub role: Text,
    pub on: Date,
    /// Why; a refusal has one always.
    pub reason: Option<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Approved {
    Yes,
    No,
}

impl Noun for ChangeRequest {
    const KIND: Kind = Kind::ChangeRequest;
    /// 2: `milestones`.
    const SHAPE: i64 = 2;
}

/// Asks for a change of an action; the reason is the ask's own.
#[derive(Clone, Debug)]
pub struct AskForChange {
    pub action: Id<Action>,
    pub asks: Asked,
    pub milestones: OpenMilestones,
}

/// Decides what was asked; the reason is the ask's own.
#[derive(Clone, Debug)]
pub struct DecideChange {
    pub request: Id<ChangeRequest>,
    pub approved: Approved,
}

/// The most parts into which an action is split at once.
const PARTS: usize = 20;

impl AskForChange {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let kept = office.held_action(self.action, ask)?;
        let reference = kept.reference();
        let reason = given(ask.reason.as_ref()).ok_or_else(|| {
            Refusal::because(format!(
                "a change of {reference} needs a reason, which whoever decides it reads; give one"
            ))
        })?;
        if let Some(waiting) = office.waiting(self.action) {
            return Err(Refusal::because(format!(
                "a change of {reference} that was asked for on {} still waits for a decision; it has to be decided first",
                day(waiting.item.on)
            )));
        }
        if kept.item.status == Status::Complete {
            return Err(Refusal::because(format!(
                "{reference} is complete, so there is nothing to change; say with an update if it is not"
            )));
        }
        let today = london_day(ask.now);
        let asks = self.checked(office, kept, today, ask)?;
        if self.milestones == OpenMilestones::GoOn && !asks.has_heirs() {
            return Err(Refusal::because(format!(
                "nothing takes the place of {reference} by this change, so there is nothing with which its milestones could go on; leave them with it"
            )));
        }
        let request = ChangeRequest {
            action: self.action,
            asks,
            milestones: self.milestones,
            reason: reason.clone(),
            by: ask.actor.speaks_as(),
            on: ask.on.unwrap_or(today),
            ruling: None,
        };
        let id = chance.id(ask.now);
        let draft = Draft::new(Act::Added, id, &within(&kept.envelope), &request, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }

    fn checked(&self, office: &Office, kept: &Kept<Action>, today: Date, ask: &Ask) -> Result<Asked, Refusal> {
        let reference = kept.reference();
        let other = |id: Id<Action>| -> Result<(), Refusal> {
            let other = office.open_action(id, ask)?;
            if id == kept.id {
                return Err(Refusal::because(format!("{reference} cannot go into itself; name another action")));
            }
            if other.item.plan != kept.item.plan {
                return Err(Refusal::because(format!(
                    "{} is of another plan than {reference}; what goes on in another plan is carried into it when that plan is taken in",
                    other.reference()
                )));
            }
            Ok(())
        };
        match &self.asks {
            Asked::NewDate { to, .. } => {
                let from = kept.item.current_date;
                if from == Some(*to) {
                    return Err(Refusal::because(format!("{} is the date of {reference} already", day(*to))));
                }
                if *to < today {
                    return Err(Refusal::because(format!(
                        "{} has passed already; ask for a date that is still to come",
                        day(*to)
                    )));
                }
                return Ok(Asked::NewDate { from, to: *to });
            }
            Asked::PutOff { until: Some(until) } if *until <= today => {
                return Err(Refusal::because(format!("{} has come already; put it off to a later day", day(*until))));
            }
            Asked::Supersede { by: id } | Asked::Merge { into: id } => other(*id)?,
            Asked::Split { into } => {
                let titles: Vec<Text> = into.iter().map(Text::on_one_line).filter(|t| !t.is_empty()).collect();
                if !(2..=PARTS).contains(&titles.len()) {
                    return Err(Refusal::because(format!(
                        "{reference} is split into two actions or more, at most {PARTS}; give each a title"
                    )));
                }
                let mut folded: Vec<String> = titles.iter().map(Text::folded).collect();
                folded.sort_unstable();
                folded.dedup();
                if folded.len() != titles.len() {
                    return Err(Refusal::because("two of the parts have one title; give each its own"));
                }
                return Ok(Asked::Split { into: titles });
            }
            Asked::PutOff { .. } | Asked::CloseUndelivered | Asked::BusinessAsUsual => {}
        }
        Ok(self.asks.clone())
    }
}

impl DecideChange {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let request = office.change_requests.get(&self.request.uuid());
        let request = request.ok_or_else(|| Refusal::because("there is no such request; look the action up again"))?;
        let kept = office.actions.get(&request.item.action.uuid());
        let kept = kept.ok_or_else(|| Refusal::because("the action of this request is gone"))?;
        let reference = kept.reference();
        if let Some(ruling) = &request.item.ruling {
            let how = if ruling.approved == Approved::Yes { "approved" } else { "declined" };
            return Err(Refusal::because(format!(
                "this change of {reference} was {how} already, on {}",
                day(ruling.on)
            )));
        }
        // Whoever asked and holds another post since is still who asked.
        let asked = request.actor == ask.actor.post.uuid() || request.item.by == ask.actor.speaks_as();
        if asked || ask.actor.holds.contains(&request.item.by) {
            return Err(Refusal::because(format!(
                "you asked for this change of {reference} yourself, so somebody else has to decide it"
            )));
        }
        let reason = given(ask.reason.as_ref()).cloned();
        if self.approved == Approved::No && reason.is_none() {
            return Err(Refusal::because(format!(
                "a refusal of what was asked for {reference} needs a reason, which whoever asked reads; give one"
            )));
        }
        let today = london_day(ask.now);
        let on = ask.on.unwrap_or(today);
        if on > today || on < request.item.on {
            return Err(Refusal::because(format!(
                "a change that was asked for on {} is decided on that day or after, and not after today; correct the day",
                day(request.item.on)
            )));
        }
        let role = text(ask.actor.role.as_str());
        let ruling = Ruling { approved: self.approved, by: ask.actor.speaks_as(), role, on, reason };
        let ruled = ChangeRequest { ruling: Some(ruling), ..request.item.clone() };
        let mut drafts = vec![Draft::new(Act::Changed, request.id.uuid(), &request.envelope, &ruled, ask)];
        if self.approved == Approved::Yes {
            let kept = office.open_action(kept.id, ask)?;
            let approver = office.posts.get(&ask.actor.speaks_as().uuid());
            let approver = approver.map_or_else(|| ask.actor.named(), |post| post.item.name.clone());
            Approving { office, ask, kept, request: &request.item, on, approver }.drafts(&mut drafts, chance)?;
        }
        Ok(Decision { drafts, answer: Answer::Item(kept.id.uuid()) })
    }
}

struct Approving<'a> {
    office: &'a Office,
    ask: &'a Ask,
    kept: &'a Kept<Action>,
    request: &'a ChangeRequest,
    on: Date,
    approver: Text,
}

impl Approving<'_> {
    fn drafts(&self, drafts: &mut Vec<Draft>, chance: &mut Chance) -> Result<(), Refusal> {
        let mut action = self.kept.item.clone();
        match &self.request.asks {
            Asked::NewDate { from, to } => self.new_date(&mut action, *from, *to)?,
            Asked::PutOff { until } => self.decided(&mut action, Status::OnHold, *until),
            Asked::CloseUndelivered => self.decided(&mut action, Status::ClosedNotDelivered, None),
            Asked::BusinessAsUsual => self.decided(&mut action, Status::BusinessAsUsual, None),
            Asked::Supersede { by } => {
                self.decided(&mut action, Status::Superseded, None);
                drafts.push(self.taken_up(*by, Became::Continued)?);
                self.milestones_into(*by, drafts, chance)?;
            }
            Asked::Merge { into } => {
                self.decided(&mut action, Status::Superseded, None);
                drafts.push(self.taken_up(*into, Became::Merged)?);
                self.milestones_into(*into, drafts, chance)?;
            }
            Asked::Split { into } => {
                self.decided(&mut action, Status::Superseded, None);
                self.split(into, drafts, chance)?;
            }
        }
        drafts.push(Draft::new(Act::Changed, self.kept.id.uuid(), &self.kept.envelope, &action, self.ask));
        Ok(())
    }

    fn new_date(&self, action: &mut Action, from: Option<Date>, to: Date) -> Result<(), Refusal> {
        if action.current_date != from {
            let now = action.current_date.map_or_else(|| "none".into(), day);
            return Err(Refusal::because(format!(
                "the date of {} has been changed since this was asked (it is {now} now); decline it, and let it be asked again",
                self.kept.reference()
            )));
        }
        if let Some((from, to)) = moved(&action.timescale, from, Some(to)) {
            let (reason, approver) = (self.request.reason.clone(), self.approver.clone());
            action.moves.push(DateMove { from, to, on: self.on, reason, approver });
        }
        let due = Due::By { date: to, precision: Precision::Day };
        action.timescale = Timescale { stated: text(&day(to)), due, note: action.timescale.note.clone() };
        action.current_date = Some(to);
        action.original_date = action.original_date.or(Some(to));
        Ok(())
    }

    fn decided(&self, action: &mut Action, status: Status, until: Option<Date>) {
        action.status = status;
        action.settle(self.kept.item.status);
        let (reason, approver) = (self.request.reason.clone(), self.approver.clone());
        action.decided = Some(Decided { on: self.on, reason, approver, until });
    }

    /// The action that takes this one up.
    fn taken_up(&self, id: Id<Action>, how: Became) -> Result<Draft, Refusal> {
        let other = self.office.open_action(id, self.ask)?;
        let mut action = other.item.clone();
        let line = Lineage { from: self.kept.id, how };
        if !action.lineage.contains(&line) {
            action.lineage.push(line);
        }
        Ok(Draft::new(Act::Changed, id.uuid(), &other.envelope, &action, self.ask))
    }

    /// The open milestones, where they go on with the action that takes this one up.
    fn milestones_into(&self, id: Id<Action>, drafts: &mut Vec<Draft>, chance: &mut Chance) -> Result<(), Refusal> {
        if self.request.milestones == OpenMilestones::Stay {
            return Ok(());
        }
        let other = self.office.open_action(id, self.ask)?;
        let mut beside = self.office.milestones_of(id).iter().map(|kept| kept.item.clone()).collect();
        let open = self.office.open_milestones_of(self.kept.id).into_iter();
        drafts.extend(going_on(open, (id, &other.envelope), &mut beside, self.ask, chance)?);
        Ok(())
    }

    /// The parts keep the first agreed date and its moves, so that no split hides how late the promise is. Open milestones
    /// that go on do so with the part that has the name of theirs, else with the first.
    fn split(&self, titles: &[Text], drafts: &mut Vec<Draft>, chance: &mut Chance) -> Result<(), Refusal> {
        let open = match self.request.milestones {
            OpenMilestones::Stay => vec![],
            OpenMilestones::GoOn => self.office.open_milestones_of(self.kept.id),
        };
        let heir = |milestone: &Milestone| {
            let named = |strand: &Text| titles.iter().position(|title| title.folded() == strand.folded());
            milestone.strand.as_ref().and_then(named).unwrap_or(0)
        };
        let references = next_references(self.office, self.kept, titles.len());
        for (place, (title, reference)) in titles.iter().zip(references).enumerate() {
            let part = Action {
                title: title.clone(),
                description: None,
                output: None,
                rating: None,
                update: None,
                origin: None,
                lineage: vec![Lineage { from: self.kept.id, how: Became::Split }],
                staff_columns: vec![],
                completion: None,
                decided: None,
                ..self.kept.item.clone()
            };
            let envelope = Envelope { reference, ..self.kept.envelope.clone() };
            let id = Id::new(chance.id(self.ask.now));
            drafts.push(Draft::new(Act::Added, id.uuid(), &envelope, &part, self.ask));
            let theirs = open.iter().copied().filter(|kept| heir(&kept.item) == place);
            drafts.extend(going_on(theirs, (id, &envelope), &mut vec![], self.ask, chance)?);
        }
        Ok(())
    }
}

/// The next unused references beside an action's own: after 1.4 in a plan that goes up to 1.9 comes 1.10.
fn next_references(office: &Office, kept: &Kept<Action>, count: usize) -> Vec<Text> {
    let own = kept.reference().as_str();
    let digits = own.trim_end_matches(|c: char| c.is_ascii_digit()).len();
    let before = if digits == own.len() { format!("{own}.") } else { own[..digits].to_owned() };
    let all = office.actions.values().chain(office.aside.actions.values());
    let beside = all.filter(|a| a.item.plan == kept.item.plan);
    let last = beside.filter_map(|a| a.reference().as_str().strip_prefix(&before)?.parse::<u64>().ok()).max();
    (last.unwrap_or(0) + 1..).take(count).map(|n| text(&format!("{before}{n}"))).collect()
}

/// A request is the office's own business, whatever it asks about; that of an exempt action stays exempt.
fn within(envelope: &Envelope) -> Envelope {
    match envelope.visibility {
        Visibility::Exempt { .. } => envelope.clone(),
        _ => Envelope { visibility: Visibility::Internal, ..envelope.clone() },
    }
}

fn given(reason: Option<&Text>) -> Option<&Text> {
    reason.filter(|reason| !reason.on_one_line().is_empty())
}

impl Office {
    /// What was asked of an action and waits for a decision.
    pub(crate) fn waiting(&self, action: Id<Action>) -> Option<&Kept<ChangeRequest>> {
        let of = |request: &&Kept<ChangeRequest>| request.item.action == action && request.item.ruling.is_none();
        self.change_requests.values().map(AsRef::as_ref).find(of)
    }
}
