//! Publication by two people: one asks for a paper or a position to be put on the public side, somebody else looks at
//! exactly what the public would receive, and agrees or refuses.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    change_request::{Approved, Ruling},
    entry::Act,
    envelope::Envelope,
    id::Id,
    office::{Kept, Kind, Noun, Office},
    paper::Stage,
    period::london_day,
    post::Post,
    publication::{OutgoingPlan, Publish, seal},
    rating_rules::day,
    text::{Text, text},
    travel::Place,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicationRequest {
    /// The paper or the position.
    pub of: Uuid,
    /// Its number or name.
    pub what: Text,
    /// The post that asked.
    pub by: Id<Post>,
    pub on: Date,
    /// Not before this time, in microseconds; None: when it is agreed to.
    pub at: Option<i64>,
    /// None: it waits for a second person.
    pub ruling: Option<Ruling>,
    /// Why it may go out although everything is held back.
    #[serde(default)]
    pub despite_hold: Option<Text>,
}

impl Noun for PublicationRequest {
    const KIND: Kind = Kind::PublicationRequest;
    const SHAPE: i64 = 1;
}

impl PublicationRequest {
    pub fn is_agreed(&self) -> bool {
        self.ruling.as_ref().is_some_and(|ruling| ruling.approved == Approved::Yes)
    }

    /// Whether its time has come, or it never had one.
    pub fn is_due(&self, now: Timestamp) -> bool {
        self.at.is_none_or(|at| at <= now.as_microsecond())
    }
}

/// Asks for something to be published.
#[derive(Clone, Debug)]
pub struct AskForPublication {
    pub what: Text,
    /// For a position: see [`Publish::plans`].
    pub plans: Vec<OutgoingPlan>,
    /// Not before this time.
    pub at: Option<Timestamp>,
}

/// Agrees or refuses; the reason of a refusal is the ask's own. Agreed to and due, it is published in the same change.
#[derive(Clone, Debug)]
pub struct DecidePublication {
    pub request: Id<PublicationRequest>,
    pub approved: Approved,
    /// For a position: see [`Publish::plans`].
    pub plans: Vec<OutgoingPlan>,
    /// What was looked at: see [`seal`]. Nothing is agreed to without it.
    pub seal: Option<Text>,
    /// Why it may go out during a hold.
    pub despite_hold: Option<Text>,
}

impl AskForPublication {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        if let Some(at) = self.at
            && at <= ask.now
        {
            return Err(Refusal::because("that time has passed; leave it out to publish when it is agreed to"));
        }
        let (of, what) = match office.place(self.what.as_str())? {
            Place::Paper(id) => (id.uuid(), office.paper_numbered(self.what.as_str())?.reference().clone()),
            Place::Snapshot(id) => {
                let known = office.snapshots.get(&id.uuid());
                (id.uuid(), known.map(|kept| kept.item.name.clone()).unwrap_or_default())
            }
            Place::Head | Place::Day(_) | Place::Seq(_) => {
                return Err(Refusal::because(format!(
                    "“{}” is not a paper's number or the name of a position; what is published has a name",
                    self.what
                )));
            }
        };
        if let Some(open) = office.publication_requested(of) {
            let how = if open.item.is_agreed() {
                "was agreed to and waits for its time"
            } else {
                "waits for a second person"
            };
            return Err(Refusal::because(format!(
                "the publication of {what} was asked for on {} and {how}",
                day(open.item.on)
            )));
        }
        // What would be refused then is refused while somebody is looking.
        Publish { what: what.clone(), plans: self.plans.clone() }.drafts(office, ask, chance)?;
        let request = PublicationRequest {
            of,
            what: what.clone(),
            by: ask.actor.speaks_as(),
            on: ask.on.unwrap_or_else(|| london_day(ask.now)),
            at: self.at.map(Timestamp::as_microsecond),
            ruling: None,
            despite_hold: None,
        };
        let id = chance.id(ask.now);
        let draft = Draft::new(Act::Added, id, &Envelope::internal(what), &request, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl DecidePublication {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let kept = office.publication_requests.get(&self.request.uuid());
        let kept = kept.ok_or_else(|| Refusal::because("there is no such request; look at the list again"))?;
        let what = &kept.item.what;
        let published = office.is_published(kept.item.of);
        if published {
            return Err(Refusal::because(format!("{what} is published already; withdraw it if it should not be")));
        }
        if let Some(ruling) = &kept.item.ruling {
            // What was agreed to for a later time can still be stopped.
            let stops = ruling.approved == Approved::Yes && self.approved == Approved::No;
            if !stops {
                let how = if ruling.approved == Approved::Yes { "agreed to" } else { "refused" };
                return Err(Refusal::because(format!(
                    "the publication of {what} was {how} already, on {}",
                    day(ruling.on)
                )));
            }
        }
        let asked = kept.actor_of_request(ask);
        if asked && self.approved == Approved::Yes {
            return Err(Refusal::because(format!(
                "you asked for the publication of {what} yourself, so somebody else has to agree to it"
            )));
        }
        let reason = ask.given_reason().cloned();
        if self.approved == Approved::No && reason.is_none() {
            return Err(Refusal::because(format!(
                "a refusal to publish {what} needs a reason, which whoever asked reads; give one"
            )));
        }
        let on = london_day(ask.now);
        let ruling = Ruling {
            approved: self.approved,
            by: ask.actor.speaks_as(),
            role: text(ask.actor.role.as_str()),
            on,
            reason,
        };
        let agreed = self.approved == Approved::Yes;
        let despite_hold = self.despite_hold.as_ref().map(Text::on_one_line).filter(|why| agreed && !why.is_empty());
        let ruled =
            PublicationRequest { ruling: Some(ruling), despite_hold: despite_hold.clone(), ..kept.item.clone() };
        let mut drafts = vec![Draft::new(Act::Changed, kept.id.uuid(), &kept.envelope, &ruled, ask)];
        if agreed {
            let goes_out = kept.item.at.map(|at| london_day(Timestamp::from_microsecond(at).unwrap_or(ask.now)));
            office.may_go_out(goes_out.unwrap_or(on).max(on), ask, despite_hold.as_ref())?;
            let publish = Publish { what: what.clone(), plans: self.plans.clone() };
            if self.seal.as_ref() != Some(&seal(&publish.preview(office, on)?)) {
                return Err(Refusal::because(format!(
                    "what would go out of {what} is not what you were shown; look at it again as it is now, and decide"
                )));
            }
            let all = publish.drafts(office, ask, chance)?;
            if kept.item.is_due(ask.now) {
                drafts.extend(all);
            }
        }
        Ok(Decision { drafts, answer: Answer::Item(kept.item.of) })
    }
}

impl Kept<PublicationRequest> {
    /// Whether an ask comes from whoever made this request: who asked and holds another post since is still who asked.
    fn actor_of_request(&self, ask: &Ask) -> bool {
        // The entry of a request that was ruled on is its ruler's; who asked is a post then.
        let first = self.version == 1 && self.actor == ask.actor.post.uuid();
        first || self.item.by == ask.actor.speaks_as() || ask.actor.holds.contains(&self.item.by)
    }
}

impl Office {
    /// The request for something that is not decided, or agreed to and not out yet.
    pub(crate) fn publication_requested(&self, of: Uuid) -> Option<&Kept<PublicationRequest>> {
        let open = |request: &PublicationRequest| request.of == of && (request.ruling.is_none() || request.is_agreed());
        let mut requests = self.publication_requests.values().map(AsRef::as_ref);
        requests.find(|kept| open(&kept.item) && !self.is_published(of))
    }

    /// Whether something stands, or stood and was withdrawn, on the public side.
    pub(crate) fn is_published(&self, of: Uuid) -> bool {
        self.publications.values().any(|publication| publication.item.of == of)
    }

    /// Nobody publishes alone where people sign in: a second person has agreed, and its time has come. A redacted
    /// edition stands for what was public already.
    pub(crate) fn agreed_by_two(&self, of: Uuid, what: &Text, ask: &Ask) -> Result<Option<&Text>, Refusal> {
        let request = self.publication_requested(of);
        let redacts = self.papers.get(&of).is_some_and(|paper| paper.item.redacts.is_some());
        if !self.has_people() || redacts {
            return Ok(request.and_then(|request| request.item.despite_hold.as_ref()));
        }
        match request {
            Some(kept) if kept.item.is_agreed() && kept.item.is_due(ask.now) => Ok(kept.item.despite_hold.as_ref()),
            Some(kept) if kept.item.is_agreed() => {
                Err(Refusal::because(format!("{what} was agreed to for a later time; the server publishes it then")))
            }
            Some(_) => Err(Refusal::because(format!("the publication of {what} waits for a second person to agree"))),
            None => Err(Refusal::because(format!(
                "nobody publishes alone here: ask for the publication of {what}, and somebody else agrees to it"
            ))),
        }
    }

    /// What was asked for, and is out of the question since it was withdrawn.
    pub(crate) fn requests_closed(&self, of: Uuid, reason: &Text, on: Date, ask: &Ask) -> Vec<Draft> {
        let Some(kept) = self.publication_requested(of) else { return vec![] };
        let ruling = Ruling {
            approved: Approved::No,
            by: ask.actor.speaks_as(),
            role: text(ask.actor.role.as_str()),
            on,
            reason: Some(reason.clone()),
        };
        let ruled = PublicationRequest { ruling: Some(ruling), ..kept.item.clone() };
        vec![Draft::new(Act::Changed, kept.id.uuid(), &kept.envelope, &ruled, ask)]
    }

    /// What was agreed to, is due and is not held back: for the server to publish.
    pub fn publications_due(&self, now: Timestamp) -> Vec<(Id<PublicationRequest>, Text)> {
        let today = london_day(now);
        let free = |request: &PublicationRequest| self.held_back(today).is_none() || request.despite_hold.is_some();
        let stands = |of: &Uuid| self.papers.get(of).is_none_or(|paper| paper.item.stage != Stage::Withdrawn);
        self.publication_requests
            .values()
            .filter(|kept| kept.item.is_agreed() && kept.item.is_due(now) && free(&kept.item))
            .filter(|kept| !self.is_published(kept.item.of) && stands(&kept.item.of))
            .map(|kept| (kept.id, kept.item.what.clone()))
            .collect()
    }
}
