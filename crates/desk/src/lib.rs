//! The desk at which the office's work is done, whichever door it came by: the record, who acts, and what time it is.
//! The command line and the pages both call what stands here, so that a paper is composed, issued, returned and published
//! in one way.
pub mod load;
mod paper;
mod publication;
mod refused;
mod returned;
pub mod sheet;

pub use paper::{Composed, Issued, PaperAsk, composed, issue, redacted};
pub use publication::{Preview, preview, public_plans_at, publish, publish_due};
pub use refused::Refused;
pub use returned::{Compared, compared, returned};

use domain::{
    actor::{Actor, Role},
    ask::{Ask, Command},
    office::Office,
    settings::COMMAND_LINE,
    text::Text,
    travel::Place as Named,
};
use jiff::{Timestamp, civil::Date};
use record::{At, Record, Written};
use std::sync::{Arc, Mutex, PoisonError};

#[derive(Clone, Debug)]
pub struct Desk {
    pub record: Record,
    pub actor: Actor,
    /// None: the machine's clock. The demo alone has its own, which runs in the past.
    clock: Option<Arc<Mutex<Timestamp>>>,
}

/// A place in the record that a person named, found.
#[derive(Clone, Debug)]
pub struct Found {
    pub at: At,
    pub named: Named,
    /// The day that the place is known by: the date given, the position's day, or the entry's day in London.
    pub day: Date,
    pub snapshot: Option<Text>,
}

impl Desk {
    /// The desk of a post: the command line's own, or the one named.
    pub fn at(record: Record, acting: Option<&str>) -> Result<Self, Refused> {
        let actor = actor(&record.office(), acting)?;
        Ok(Self { record, actor, clock: None })
    }

    /// The desk of somebody who is known already, at a time: a request of theirs.
    pub fn of(record: Record, actor: Actor, now: Timestamp) -> Self {
        Self { record, actor, clock: None }.with_clock(now)
    }

    /// The same desk with a clock of its own, for the demo.
    #[must_use]
    pub fn with_clock(self, start: Timestamp) -> Self {
        Self { clock: Some(Arc::new(Mutex::new(start))), ..self }
    }

    /// The same desk, at which another post sits.
    pub fn seat(&self, post: &str) -> Result<Self, Refused> {
        Ok(Self { actor: actor(&self.record.office(), Some(post))?, ..self.clone() })
    }

    pub fn set_clock(&self, now: Timestamp) {
        if let Some(clock) = &self.clock {
            *clock.lock().unwrap_or_else(PoisonError::into_inner) = now;
        }
    }

    pub fn now(&self) -> Timestamp {
        self.clock.as_ref().map_or_else(Timestamp::now, |clock| *clock.lock().unwrap_or_else(PoisonError::into_inner))
    }

    pub fn ask(&self, command: Command, on: Option<Date>) -> Ask {
        Ask { actor: self.actor.clone(), now: self.now(), on, key: None, seen: vec![], reason: None, command }
    }

    pub async fn write(&self, command: Command, on: Option<Date>) -> Result<Written, Refused> {
        Ok(self.record.write(self.ask(command, on)).await?)
    }

    /// The office as it stands, other processes' changes included.
    pub async fn office(&self) -> Result<Arc<Office>, Refused> {
        Ok(self.record.follow().await?)
    }

    /// Finds a place in the record: a position's name, a paper's number, a date, an entry; nothing is now.
    pub async fn find(&self, named: Option<&str>) -> Result<Found, Refused> {
        let office = self.office().await?;
        let sight = office.seen_by(&self.actor);
        let place = sight.place(named.unwrap_or(""))?;
        let (seq, day, snapshot) = match &place {
            Named::Head => (office.head().seq, None, None),
            Named::Seq(seq) => (*seq, None, None),
            Named::Day(day) => (self.record.seq_at_day(*day).await?, Some(*day), None),
            Named::Paper(id) => (sight.paper(*id).map_or(0, |p| p.item.as_at), None, None),
            Named::Snapshot(id) => {
                let snapshot =
                    sight.snapshot(*id).ok_or_else(|| Refused::because("the position is not to be seen from here"))?;
                let domain::snapshot::How::Witnessed { seq } = &snapshot.item.how else {
                    return Err(Refused::because(format!(
                        "“{}” was entered later from an old table, so the record did not stand there: a paper can be compared with it (--since), and nothing made or listed as at it",
                        snapshot.item.name
                    )));
                };
                (*seq, snapshot.item.on, Some(snapshot.item.name.clone()))
            }
        };
        if seq == 0 {
            return Err(Refused::because(format!(
                "nothing was on the record yet at {}; its first entry is of {}",
                named.unwrap_or("that time"),
                self.first_day().await?
            )));
        }
        let at = self.record.at(seq).await?;
        let recorded = Timestamp::from_microsecond(at.office.head().at).unwrap_or_default();
        let day = day.unwrap_or_else(|| domain::period::london_day(recorded));
        Ok(Found { at, named: place, day, snapshot })
    }

    /// The day on which a place is looked at: at the head of a real office that of the clock, elsewhere its own.
    pub fn day_at(&self, found: &Found) -> Date {
        let demo = found.at.office.settings().is_none_or(|settings| settings.item.demo);
        if found.named == Named::Head && !demo { domain::period::london_day(self.now()) } else { found.day }
    }

    async fn first_day(&self) -> Result<Date, Refused> {
        let first = self.record.at(1).await?;
        Ok(domain::period::london_day(Timestamp::from_microsecond(first.office.head().at).unwrap_or_default()))
    }

    /// Signs what is not signed yet. A record without its key on this machine goes unsigned, and verify says how far.
    pub async fn close(&self) {
        if let Err(error) = self.record.sign_if_due().await {
            eprintln!("milepost: done, and the record could not be signed: {error}");
        }
        self.record.close().await;
    }
}

/// The post that acts: the command line's own, or the one named.
fn actor(office: &Office, acting: Option<&str>) -> Result<Actor, Refused> {
    let reader = Actor::of(office.head().office.into(), String::new(), Role::Reader);
    let sight = office.seen_by(&reader);
    let name = acting.unwrap_or(COMMAND_LINE);
    let post = sight.posts().find(|post| post.item.is_called(name)).ok_or_else(|| {
        let known: Vec<String> = sight.posts().map(|p| format!("“{}”", p.item.name)).collect();
        Refused::because(format!("there is no post called “{name}”; the posts are {}", known.join(", ")))
    })?;
    Ok(Actor::of(post.id, post.item.name.to_string(), Role::Office))
}

/// What somebody typed, as a text that the record can hold.
pub fn typed(words: &str) -> Result<Text, Refused> {
    Text::new(words).map_err(|e| Refused::because(format!("“{}”: {e}", words.escape_debug())))
}
