//! An office on trial: begun for a plan that somebody gives to see what becomes of it, in memory and nowhere else. The
//! decisions are those of every office, so what is shown of a trial is what an office would get.
use crate::{
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, Draft, Refusal, decide},
    body::Body,
    chance::Chance,
    entry::Entry,
    import::{Fates, ImportPlan},
    office::{Kept, Office},
    plan::Plan,
    settings::{Begin, COMMAND_LINE},
    sight::Sight,
};
use jiff::{Timestamp, civil::Date, tz::TimeZone};

/// An office that holds one plan and no past.
#[derive(Clone, Debug)]
pub struct Trial {
    office: Office,
    actor: Actor,
    /// What became of each row.
    pub fates: Fates,
}

impl Trial {
    /// Begins the office and takes the plan in, as at a day. The same plan and day give the same office.
    pub fn of(begin: Begin, import: ImportPlan, day: Date, mut chance: Chance) -> Result<Self, Refusal> {
        let now = noon(day)?;
        let actor = Actor::of(chance.id(now).into(), COMMAND_LINE, Role::Office);
        let mut office = Office::empty(chance.id(now));
        taken(&mut office, &actor, Command::Begin(begin), now, None, &mut chance)?;
        let command = Command::ImportPlan(Box::new(import));
        let Answer::Imported(fates) = taken(&mut office, &actor, command, now, Some(day), &mut chance)? else {
            return Err(Refusal::because("the import was answered with something else; please report this"));
        };
        Ok(Self { office, actor, fates: *fates })
    }

    /// All of it, as its own office sees it.
    pub fn sight(&self) -> Sight<'_> {
        self.office.seen_by(&self.actor)
    }

    pub fn plan(&self) -> Result<&Kept<Plan>, Refusal> {
        self.sight().plan_called(None)
    }

    /// What a paper for a body may show of it, and the body.
    pub fn shown_to(&self, body: &str) -> Result<(Sight<'_>, &Kept<Body>), Refusal> {
        let body = self.sight().body_called(body)?;
        Ok((self.office.shown_to(body), body))
    }
}

fn noon(day: Date) -> Result<Timestamp, Refusal> {
    let noon = day.at(12, 0, 0, 0).to_zoned(TimeZone::UTC);
    noon.map(|noon| noon.timestamp()).map_err(|_| Refusal::because(format!("{day} is no day that a plan can have")))
}

/// Decides, and takes in what was decided.
fn taken(
    office: &mut Office,
    actor: &Actor,
    command: Command,
    now: Timestamp,
    on: Option<Date>,
    chance: &mut Chance,
) -> Result<Answer, Refusal> {
    let ask = Ask { actor: actor.clone(), now, on, key: None, seen: vec![], reason: None, command };
    let decision = decide(office, &ask, chance)?;
    let change_id = chance.id(now);
    office.take(actor, now, decision.drafts, change_id)?;
    Ok(decision.answer)
}

impl Office {
    /// Takes in what was decided as one change: what the record does, without its proof.
    pub(crate) fn take(
        &mut self,
        actor: &Actor,
        now: Timestamp,
        drafts: Vec<Draft>,
        change_id: uuid::Uuid,
    ) -> Result<(), Refusal> {
        let count = drafts.len();
        for (n, draft) in drafts.into_iter().enumerate() {
            let head = self.head();
            let entry = Entry {
                office: head.office,
                seq: head.seq + 1,
                change: change_id,
                last_of_change: n + 1 == count,
                at: now.as_microsecond(),
                on_date: draft.on,
                actor: actor.post.uuid(),
                act: draft.act,
                kind: draft.kind,
                item: draft.item,
                version: self.version_of(draft.item).map_or(1, |(_, version)| version + 1),
                shape: draft.shape,
                // Nothing is proved of what is only looked at.
                state_hash: [0; 32],
            };
            self.apply(&entry, &draft.body).map_err(|error| Refusal::because(error.to_string()))?;
        }
        Ok(())
    }
}
