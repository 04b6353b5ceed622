//! What may be done about a finding once it is there, and why that may be refused.
use super::{
    AgreedAction, Answered, Closing, DueMove, Facts, Finding, Published, Reopened, Response, Said, Settled, Settlement,
    Ties, Verifying, also_said, said,
};
use crate::{
    action::Held,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    entry::Act,
    envelope::InternalText,
    office::{Kept, Office},
    period::london_day,
    rating_rules::day,
    text::Text,
};
use jiff::civil::Date;

/// Does something about a finding.
#[derive(Clone, Debug)]
pub struct OnFinding {
    pub finding: Text,
    pub deed: Deed,
}

#[derive(Clone, Debug)]
pub enum Deed {
    /// Says anew what the source says.
    Reword(Facts),
    /// Says what of the plan it concerns.
    Tie(Ties),
    Respond {
        how: Answered,
        words: Text,
        reason: Option<Text>,
    },
    /// Says where the response went out, beside what it answers.
    PublishResponse {
        place: Text,
    },
    /// Agrees an action: the owner is the name of a post, or words that no post answers to yet.
    Agree {
        words: Text,
        owner: Text,
        due: Option<Date>,
        stated: Option<Text>,
    },
    /// Gives an agreed action to another post.
    PassOn {
        action: u16,
        owner: Text,
    },
    /// Moves its date. The first date agreed stays.
    Move {
        action: u16,
        to: Date,
        reason: Text,
        agreed_by: Text,
    },
    Update {
        action: u16,
        words: Text,
    },
    /// Calls it done, by those who had to do it.
    Close {
        action: u16,
        words: Option<Text>,
        evidence: Option<Text>,
    },
    /// Looked at by somebody else, and done.
    Verify {
        action: u16,
        words: Text,
    },
    Settle(Settle),
    /// What was closed or settled is not.
    Reopen {
        action: Option<u16>,
        reason: Text,
    },
}

/// Decides in place of doing what was recommended.
#[derive(Clone, Debug)]
pub struct Settle {
    pub how: Settlement,
    pub by_whom: Text,
    pub reason: Text,
}

impl Deed {
    pub(crate) fn name(&self) -> &'static str {
        match self {
            Self::Reword(_) => "reword a finding",
            Self::Tie(_) => "tie a finding",
            Self::Respond { .. } => "respond to a finding",
            Self::PublishResponse { .. } => "say where a response is published",
            Self::Agree { .. } | Self::PassOn { .. } => "agree an action on a finding",
            Self::Move { .. } => "move an agreed date",
            Self::Update { .. } => "update an agreed action",
            Self::Close { .. } => "close an agreed action",
            Self::Verify { .. } => "verify an agreed action",
            Self::Settle(_) => "settle a finding",
            Self::Reopen { .. } => "re-open a finding",
        }
    }
}

/// The most actions that are agreed about one finding.
const MOST: usize = 50;
/// The most characters of what is said about one.
const LONGEST: usize = 4_000;

impl OnFinding {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.finding_meant(self.finding.as_str(), ask)?;
        let today = london_day(ask.now);
        let on = ask.on.unwrap_or(today);
        if on > today {
            return Err(Refusal::because(format!("{} has not come yet; correct the day", day(on))));
        }
        let mut finding = kept.item.clone();
        Doing { office, ask, kept, on }.deed(&self.deed, &mut finding)?;
        let id = kept.id.uuid();
        Ok(Decision {
            drafts: vec![Draft::new(Act::Changed, id, &kept.envelope, &finding, ask)],
            answer: Answer::Item(id),
        })
    }
}

struct Doing<'a> {
    office: &'a Office,
    ask: &'a Ask,
    kept: &'a Kept<Finding>,
    on: Date,
}

impl Doing<'_> {
    fn deed(&self, deed: &Deed, finding: &mut Finding) -> Result<(), Refusal> {
        match deed {
            Deed::Reword(facts) => {
                Facts::may_be_reworded(finding, self.office, self.ask)?;
                facts.on(finding, Some(self.kept.id), self.office)?;
                if *finding == self.kept.item {
                    return Err(Refusal::because("it says this already, so nothing was changed"));
                }
            }
            Deed::Tie(ties) => ties.on(finding, self.office, self.ask)?,
            Deed::Respond { how, words, reason } => self.respond(finding, *how, words, reason.as_ref())?,
            Deed::PublishResponse { place } => {
                let place = said(place, 500, "where the response can be read")?;
                let response = finding.response.last_mut().ok_or_else(|| {
                    Refusal::because(format!("{} has no response yet; give one first", self.kept.reference()))
                })?;
                if self.on < response.day {
                    return Err(Refusal::because(format!(
                        "the response was given on {}, after that day; correct the day",
                        day(response.day)
                    )));
                }
                response.published = Some(Published { day: self.on, place: Some(place) });
            }
            Deed::Agree { words, owner, due, stated } => self.agree(finding, words, owner, *due, stated.as_ref())?,
            Deed::PassOn { action, owner } => {
                let owner = self.owner(owner)?;
                let agreed = self.open(finding, *action)?;
                if agreed.owner == owner {
                    return Err(Refusal::because("it is theirs already, so nothing was changed"));
                }
                agreed.owner = owner;
            }
            Deed::Move { action, to, reason, agreed_by } => self.moved(finding, *action, *to, reason, agreed_by)?,
            Deed::Update { action, words } => {
                let words = said(words, LONGEST, "what is said of it")?;
                let (by, on) = (self.ask.actor.speaks_as(), self.on);
                let agreed = self.own(finding, *action)?;
                agreed.updates.push(Said { day: on, words, by });
                agreed.updates.sort_by_key(|said| said.day);
            }
            Deed::Close { action, words, evidence } => {
                self.close(finding, *action, words.as_ref(), evidence.as_ref())?;
            }
            Deed::Verify { action, words } => self.verify(finding, *action, words)?,
            Deed::Settle(settle) => self.settle(finding, settle)?,
            Deed::Reopen { action, reason } => self.reopen(finding, *action, reason)?,
        }
        Ok(())
    }

    fn respond(
        &self,
        finding: &mut Finding,
        how: Answered,
        words: &Text,
        reason: Option<&Text>,
    ) -> Result<(), Refusal> {
        let words = said(words, 10_000, "the response")?;
        let reason = also_said(reason, LONGEST, "the reason")?;
        if how != Answered::Accepted && reason.is_none() {
            return Err(Refusal::because(format!(
                "that {} is {} needs a reason, which whoever made it reads; give one",
                self.kept.reference(),
                if how == Answered::Rejected { "rejected" } else { "accepted in part only" }
            )));
        }
        if self.on < finding.raised {
            return Err(Refusal::because(format!(
                "{} was raised on {}, after that day; correct the day",
                self.kept.reference(),
                day(finding.raised)
            )));
        }
        let by = self.ask.actor.speaks_as();
        finding.response.push(Response { how, words, reason, day: self.on, by, published: None });
        Ok(())
    }

    fn agree(
        &self,
        finding: &mut Finding,
        words: &Text,
        owner: &Text,
        due: Option<Date>,
        stated: Option<&Text>,
    ) -> Result<(), Refusal> {
        let words = said(words, LONGEST, "what was agreed")?;
        let owner = self.owner(owner)?;
        let stated = also_said(stated, 200, "the timescale")?.map(|stated| stated.on_one_line());
        if due.is_none() && stated.is_none() {
            return Err(Refusal::because(
                "an agreed action needs a date, or the words that stand in its place (“Ongoing”); give one",
            ));
        }
        if finding.agreed.len() >= MOST {
            return Err(Refusal::because(format!("a finding has at most {MOST} agreed actions")));
        }
        if finding.agreed.iter().any(|agreed| agreed.words.folded() == words.folded() && agreed.owner == owner) {
            return Err(Refusal::because("the same was agreed with the same owner already"));
        }
        let number = finding.agreed.iter().map(|agreed| agreed.number).max().unwrap_or(0) + 1;
        let (original, moves) = (due, vec![]);
        finding.agreed.push(AgreedAction {
            number,
            words,
            owner,
            original,
            due,
            stated,
            moves,
            updates: vec![],
            closings: vec![],
        });
        Ok(())
    }

    /// A post by its name or initials; else the words as they are.
    fn owner(&self, stated: &Text) -> Result<Held, Refusal> {
        let stated = said(stated, 200, "who is to do it")?.on_one_line();
        Ok(self.office.holder_called(&stated))
    }

    fn moved(
        &self,
        finding: &mut Finding,
        action: u16,
        to: Date,
        reason: &Text,
        agreed_by: &Text,
    ) -> Result<(), Refusal> {
        let reason = InternalText::new(said(reason, 2_000, "why the date is moved")?);
        let agreed_by = InternalText::new(said(agreed_by, 200, "who agreed to the new date")?);
        let (on, by) = (self.on, self.ask.actor.speaks_as());
        if to < on {
            return Err(Refusal::because(format!(
                "{} has passed already; agree a date that is still to come",
                day(to)
            )));
        }
        let agreed = self.open(finding, action)?;
        let from = agreed.due;
        if from == Some(to) {
            return Err(Refusal::because(format!("{} is its date already", day(to))));
        }
        if let Some(last) = agreed.moves.last().filter(|last| last.on > on) {
            return Err(Refusal::because(format!(
                "its date was moved on {}, after that day; correct the day",
                day(last.on)
            )));
        }
        // The first date that an action is given is no move: there was none to slip from.
        if agreed.original.is_none() && from.is_none() && agreed.moves.is_empty() {
            agreed.original = Some(to);
        } else {
            agreed.moves.push(DueMove { from, to, on, reason, agreed_by, by });
        }
        agreed.due = Some(to);
        agreed.stated = None;
        Ok(())
    }

    fn close(
        &self,
        finding: &mut Finding,
        action: u16,
        words: Option<&Text>,
        evidence: Option<&Text>,
    ) -> Result<(), Refusal> {
        let words = also_said(words, LONGEST, "what is said of it")?;
        let evidence = also_said(evidence, LONGEST, "the evidence")?.map(InternalText::new);
        let (day, by, actor) = (self.on, self.ask.actor.speaks_as(), self.ask.actor.post.uuid());
        let agreed = self.own(finding, action)?;
        agreed.closings.push(Closing { day, by, actor, words, evidence, verified: None, reopened: None });
        Ok(())
    }

    fn verify(&self, finding: &mut Finding, action: u16, words: &Text) -> Result<(), Refusal> {
        let words = InternalText::new(said(words, LONGEST, "what was looked at")?);
        let (on, by, actor) = (self.on, self.ask.actor.speaks_as(), self.ask.actor.post.uuid());
        let called = self.called(action);
        let agreed = self.agreed(finding, action)?;
        let closing = agreed.closings.last_mut().filter(|closing| closing.reopened.is_none()).ok_or_else(|| {
            Refusal::because(format!("{called} has not been called done, so there is nothing to verify"))
        })?;
        if let Some(verified) = &closing.verified {
            return Err(Refusal::because(format!("{called} was verified already, on {}", day(verified.day))));
        }
        // Whoever closed it and holds another post since is still who closed it.
        let own = closing.actor == actor || closing.by == by || self.ask.actor.holds.contains(&closing.by);
        if own {
            return Err(Refusal::because(format!("you called {called} done, so somebody else has to verify it")));
        }
        if on < closing.day {
            return Err(Refusal::because(format!(
                "{called} was called done on {}, after that day; correct the day",
                day(closing.day)
            )));
        }
        closing.verified = Some(Verifying { day: on, by, actor, words });
        Ok(())
    }

    fn settle(&self, finding: &mut Finding, settle: &Settle) -> Result<(), Refusal> {
        let reason = said(&settle.reason, LONGEST, "the reason")?;
        let by_whom = said(&settle.by_whom, 200, "who decided")?.on_one_line();
        if finding.settlement().is_some() {
            return Err(Refusal::because(format!(
                "what becomes of {} was decided already; re-open it first",
                self.kept.reference()
            )));
        }
        if let Settlement::RiskAccepted { until } = settle.how
            && until <= self.on
        {
            return Err(Refusal::because(format!(
                "an accepted risk is looked at again, and {} is not after that day; give a later one",
                day(until)
            )));
        }
        let by = self.ask.actor.speaks_as();
        finding.settled.push(Settled { how: settle.how, by_whom, reason, day: self.on, by, reopened: None });
        Ok(())
    }

    fn reopen(&self, finding: &mut Finding, action: Option<u16>, reason: &Text) -> Result<(), Refusal> {
        let reason = said(reason, LONGEST, "why it is re-opened")?;
        let again = Reopened { day: self.on, by: self.ask.actor.speaks_as(), reason };
        let not_before = |then: Date| {
            if self.on < then {
                return Err(Refusal::because(format!(
                    "that was on {}, after the day given; correct the day",
                    day(then)
                )));
            }
            Ok(())
        };
        let Some(number) = action else {
            let reference = self.kept.reference();
            let settled = finding.settled.last_mut().filter(|settled| settled.reopened.is_none());
            let settled = settled.ok_or_else(|| {
                Refusal::because(format!(
                    "nothing was decided in place of doing {reference}; to re-open one of its actions, say which, and to accept what was rejected, respond anew"
                ))
            })?;
            not_before(settled.day)?;
            settled.reopened = Some(again);
            return Ok(());
        };
        let called = self.called(number);
        let agreed = self.agreed(finding, number)?;
        let closing = agreed.closings.last_mut().filter(|closing| closing.reopened.is_none());
        let closing =
            closing.ok_or_else(|| Refusal::because(format!("{called} is open, so there is nothing to re-open")))?;
        not_before(closing.verified.as_ref().map_or(closing.day, |verified| verified.day))?;
        closing.reopened = Some(again);
        Ok(())
    }

    fn called(&self, action: u16) -> String {
        format!("action {action} of {}", self.kept.reference())
    }

    fn agreed<'f>(&self, finding: &'f mut Finding, action: u16) -> Result<&'f mut AgreedAction, Refusal> {
        let many = finding.agreed.len();
        finding.agreed.iter_mut().find(|agreed| agreed.number == action).ok_or_else(|| {
            let reference = self.kept.reference();
            Refusal::because(match many {
                0 => format!("no action was agreed about {reference} yet; agree one first"),
                _ => format!("{reference} has no agreed action {action}; it has {many}"),
            })
        })
    }

    /// An agreed action that is not closed, of a finding that nothing else was decided about.
    fn open<'f>(&self, finding: &'f mut Finding, action: u16) -> Result<&'f mut AgreedAction, Refusal> {
        if finding.settlement().is_some() {
            return Err(Refusal::because(format!(
                "{} is not to be done, as was decided; re-open it first",
                self.kept.reference()
            )));
        }
        let called = self.called(action);
        let agreed = self.agreed(finding, action)?;
        if let Some(closing) = agreed.closed() {
            return Err(Refusal::because(format!(
                "{called} was called done on {}; re-open it first, with the reason",
                day(closing.day)
            )));
        }
        Ok(agreed)
    }

    /// The same, for whoever speaks for it: leads and contributors for the work of their own posts.
    fn own<'f>(&self, finding: &'f mut Finding, action: u16) -> Result<&'f mut AgreedAction, Refusal> {
        let actor = &self.ask.actor;
        let called = self.called(action);
        let agreed = self.open(finding, action)?;
        if actor.answers_only_for_own() && !agreed.is_owned_by(&actor.holds) && !agreed.is_owned_by(&[actor.post]) {
            return Err(Refusal::because(format!(
                "{called} is another post's work; ask them, or the office's officer"
            )));
        }
        Ok(agreed)
    }
}

impl Office {
    /// Who holds a piece of work by these words.
    pub(crate) fn holder_called(&self, stated: &Text) -> Held {
        let post = self.posts.values().find(|post| post.item.is_called(stated.as_str()));
        post.map_or_else(|| Held::Unmatched(stated.clone()), |post| Held::Post(post.id))
    }
}
