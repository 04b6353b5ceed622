//! Mail that is to go out, and what became of each: kept beside the record, so that a restart forgets none and sends none
//! twice. A mail is claimed by whoever sends it; that it is being handed over is noted just before its content goes, and
//! the server's answer after. What was cut off in between is doubtful: it is told, and never sent again by itself.
use crate::{
    Record,
    accounts::{State, Token, folded},
    db::{Tx, sql},
    error::Result,
    links::{AnswerLink, AnswerLinks},
    shared::Shared,
};
use domain::{
    id::Id,
    mailing::{Occasion, Recipient, recipients},
    office::Office,
    period::london_day,
    round::Round,
};
use jiff::{Timestamp, civil::Date};
use sqlx::FromRow;
use std::sync::Arc;
use uuid::Uuid;

/// Draws the ids of mails.
pub type Ids = dyn Fn() -> Uuid + Send + Sync;

#[derive(Clone, Debug)]
pub struct Outbox {
    shared: Arc<Shared>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Letter {
    pub id: Uuid,
    pub round: Id<Round>,
    pub address: String,
    pub occasion: Occasion,
    pub state: Posting,
    pub made: Timestamp,
    /// When it came into its state.
    pub since: Timestamp,
    /// When it is tried next, while it waits.
    pub next_try: Timestamp,
    pub tries: i64,
    /// Why it is not sent, in words.
    pub why: String,
}

/// How far a mail is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Posting {
    Waiting,
    /// Somebody is about to hand it over; nothing of it has gone.
    Claimed,
    /// Its content is on the way to the mail server, or was when the power went.
    Handed,
    /// The mail server has it.
    Sent,
    /// Its content was on the way, and no answer came: it may have arrived.
    Doubtful,
    /// The mail server will not take it, whatever is tried.
    Refused,
    /// There was nothing left to ask when its turn came.
    Dropped,
}

impl Posting {
    pub const ALL: [Self; 7] =
        [Self::Waiting, Self::Claimed, Self::Handed, Self::Sent, Self::Doubtful, Self::Refused, Self::Dropped];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Claimed => "claimed",
            Self::Handed => "handed",
            Self::Sent => "sent",
            Self::Doubtful => "doubtful",
            Self::Refused => "refused",
            Self::Dropped => "dropped",
        }
    }

    fn parse(word: &str) -> Self {
        // A word of a later release is a state that this one leaves alone.
        Self::ALL.into_iter().find(|state| state.as_str() == word).unwrap_or(Self::Dropped)
    }

    /// Whether it is still to go, or going.
    pub fn is_under_way(self) -> bool {
        matches!(self, Self::Waiting | Self::Claimed | Self::Handed)
    }
}

#[derive(FromRow)]
struct LetterRow {
    id: Uuid,
    round: Uuid,
    address: String,
    occasion: String,
    state: String,
    made: i64,
    since: i64,
    next_try: i64,
    tries: i64,
    why: String,
}

impl From<LetterRow> for Letter {
    fn from(row: LetterRow) -> Self {
        let time = |at| Timestamp::from_microsecond(at).unwrap_or_default();
        Self {
            id: row.id,
            round: Id::new(row.round),
            address: row.address,
            occasion: Occasion::parse(&row.occasion).unwrap_or(Occasion::Asked),
            state: Posting::parse(&row.state),
            made: time(row.made),
            since: time(row.since),
            next_try: time(row.next_try),
            tries: row.tries,
            why: row.why,
        }
    }
}

impl Record {
    pub fn outbox(&self) -> Outbox {
        Outbox { shared: Arc::clone(&self.shared) }
    }
}

impl Outbox {
    async fn writing(&self) -> Result<Tx> {
        self.shared.writable()?;
        self.shared.db.begin().await
    }

    /// Puts a mail in, to be sent from now on. False where there is one already on this occasion to this address.
    pub async fn put(
        &self,
        id: Uuid,
        round: Id<Round>,
        address: &str,
        occasion: Occasion,
        now: Timestamp,
    ) -> Result<bool> {
        let mut tx = self.writing().await?;
        let put = "INSERT INTO letter (office, id, round, address, folded, occasion, state, made, since, next_try, tries, why) VALUES ($1, $2, $3, $4, $5, $6, 'waiting', $7, $7, $7, 0, '') ON CONFLICT (office, round, folded, occasion) DO NOTHING";
        let put = sql(put).bind(self.shared.id).bind(id).bind(round.uuid()).bind(address.trim());
        let put = put.bind(folded(address)).bind(occasion.to_string()).bind(now.as_microsecond());
        let new = tx.run(put).await? == 1;
        tx.commit().await?;
        Ok(new)
    }

    /// Whom a round asks and who has an address today.
    pub async fn recipients(&self, office: &Arc<Office>, round: Id<Round>, today: Date) -> Result<Vec<Recipient>> {
        let accounts = crate::Accounts::of(&self.shared);
        let people = accounts.people().await?.into_iter().filter(|person| person.state != State::Disabled);
        let people: Vec<(Uuid, String)> = people.map(|person| (person.id, person.email)).collect();
        let contacts = AnswerLinks { shared: Arc::clone(&self.shared) }.contacts().await?;
        Ok(recipients(office, round, today, &people, &contacts))
    }

    /// Puts in what is to be sent by now in a round: to whoever was not asked yet, and to whoever still owes something on
    /// the days of reminders. Nobody who has a mail on its way gets another. Gives how many were put in.
    pub async fn fill(&self, office: &Arc<Office>, round: Id<Round>, now: Timestamp, id: &Ids) -> Result<usize> {
        self.fill_with(office, round, now, id, Occasion::of).await
    }

    /// Reminds now whoever still owes something, and was not mailed today.
    pub async fn remind(&self, office: &Arc<Office>, round: Id<Round>, now: Timestamp, id: &Ids) -> Result<usize> {
        let occasion = |_, last: Option<Date>, today| match last {
            None => Some(Occasion::Asked),
            Some(last) => (last < today).then_some(Occasion::Reminder(today)),
        };
        self.fill_with(office, round, now, id, occasion).await
    }

    async fn fill_with(
        &self,
        office: &Arc<Office>,
        round: Id<Round>,
        now: Timestamp,
        id: &Ids,
        occasion: impl Fn(Date, Option<Date>, Date) -> Option<Occasion>,
    ) -> Result<usize> {
        let today = london_day(now);
        let Some(due) = office.open_until(round) else { return Ok(0) };
        let letters = self.of_round(round).await?;
        let mut new = 0;
        for recipient in self.recipients(office, round, today).await? {
            let theirs = letters.iter().filter(|letter| folded(&letter.address) == folded(&recipient.address));
            if recipient.owed(round, today).is_empty() || theirs.clone().any(|letter| letter.state.is_under_way()) {
                continue;
            }
            let last = theirs.map(|letter| london_day(letter.since)).max();
            let Some(occasion) = occasion(due, last, today) else { continue };
            if self.put(id(), round, &recipient.address, occasion, now).await? {
                new += 1;
            }
        }
        Ok(new)
    }

    /// All that was ever to go out in a round, oldest first.
    pub async fn of_round(&self, round: Id<Round>) -> Result<Vec<Letter>> {
        let all = "SELECT id, round, address, occasion, state, made, since, next_try, tries, why FROM letter WHERE office = $1 AND round = $2 ORDER BY made, folded, id";
        let rows: Vec<LetterRow> = self.shared.db.all(sql(all).bind(self.shared.id).bind(round.uuid())).await?;
        Ok(rows.into_iter().map(Letter::from).collect())
    }

    /// What waits and may be tried by now, oldest first.
    pub async fn due(&self, now: Timestamp) -> Result<Vec<Letter>> {
        let all = "SELECT id, round, address, occasion, state, made, since, next_try, tries, why FROM letter WHERE office = $1 AND state = 'waiting' AND next_try <= $2 ORDER BY made, folded, id";
        let rows: Vec<LetterRow> = self.shared.db.all(sql(all).bind(self.shared.id).bind(now.as_microsecond())).await?;
        Ok(rows.into_iter().map(Letter::from).collect())
    }

    /// Takes a mail that waits, to send it: one of those who try. The letter as it is now, for what follows.
    pub async fn claim(&self, letter: &Letter, now: Timestamp) -> Result<Option<Letter>> {
        let mut tx = self.writing().await?;
        let claim = "UPDATE letter SET state = 'claimed', since = $3, tries = tries + 1 WHERE office = $1 AND id = $2 AND state = 'waiting' AND tries = $4";
        let claim = sql(claim).bind(self.shared.id).bind(letter.id).bind(now.as_microsecond()).bind(letter.tries);
        let mine = tx.run(claim).await? == 1;
        tx.commit().await?;
        let tries = letter.tries + 1;
        Ok(mine.then(|| Letter { state: Posting::Claimed, since: now, tries, ..letter.clone() }))
    }

    /// Notes, before the first byte of its content goes, that a mail is being handed over, and keeps the links in it.
    /// False where somebody else has claimed it since, or a post is not mailed there any more: then nothing may go.
    pub async fn handing(&self, letter: &Letter, links: &[(Token, AnswerLink)], now: Timestamp) -> Result<bool> {
        let mut tx = self.writing().await?;
        if !self.moves(&mut tx, letter, "claimed", Posting::Handed, "", now).await? {
            tx.rollback().await?;
            return Ok(false);
        }
        let kept = AnswerLinks { shared: Arc::clone(&self.shared) };
        for (token, link) in links {
            if !kept.stays_at(&mut tx, link.post, &link.address).await? {
                tx.rollback().await?;
                return Ok(false);
            }
            kept.keep_in(&mut tx, token, link).await?;
        }
        tx.commit().await?;
        Ok(true)
    }

    /// Notes what became of a mail that this node has claimed. An answer that comes late still counts, where meanwhile
    /// somebody took the handing over for cut off.
    pub async fn became(&self, letter: &Letter, state: Posting, why: &str, now: Timestamp) -> Result<()> {
        let mut tx = self.writing().await?;
        for from in ["claimed", "handed", "doubtful"] {
            if self.moves(&mut tx, letter, from, state, why, now).await? {
                break;
            }
        }
        tx.commit().await
    }

    /// Puts a mail off that was certainly not taken.
    pub async fn put_off(&self, letter: &Letter, until: Timestamp, why: &str, now: Timestamp) -> Result<()> {
        let mut tx = self.writing().await?;
        for from in ["claimed", "handed", "doubtful"] {
            if self.moves(&mut tx, letter, from, Posting::Waiting, why, now).await? {
                let off = "UPDATE letter SET next_try = $3 WHERE office = $1 AND id = $2";
                tx.run(sql(off).bind(self.shared.id).bind(letter.id).bind(until.as_microsecond())).await?;
                break;
            }
        }
        tx.commit().await
    }

    /// Puts off all that waits: the mail server itself cannot be used.
    pub async fn put_all_off(&self, until: Timestamp, why: &str, now: Timestamp) -> Result<()> {
        let mut tx = self.writing().await?;
        let off = "UPDATE letter SET next_try = $3, why = $4, tries = tries + 1 WHERE office = $1 AND state = 'waiting' AND next_try <= $2";
        let off = sql(off).bind(self.shared.id).bind(now.as_microsecond());
        tx.run(off.bind(until.as_microsecond()).bind(why)).await?;
        tx.commit().await
    }

    /// Settles what was cut off at `before` or earlier: what was claimed waits again, since nothing of it had gone; what
    /// was being handed over is doubtful.
    pub async fn settle(&self, before: Timestamp, why: &str, now: Timestamp) -> Result<u64> {
        let mut tx = self.writing().await?;
        let waits = "UPDATE letter SET state = 'waiting', since = $3, next_try = $3 WHERE office = $1 AND state = 'claimed' AND since <= $2";
        let (before, at) = (before.as_microsecond(), now.as_microsecond());
        let mut settled = tx.run(sql(waits).bind(self.shared.id).bind(before).bind(at)).await?;
        let doubtful = "UPDATE letter SET state = 'doubtful', since = $3, why = $4 WHERE office = $1 AND state = 'handed' AND since <= $2";
        settled += tx.run(sql(doubtful).bind(self.shared.id).bind(before).bind(at).bind(why)).await?;
        tx.commit().await?;
        Ok(settled)
    }

    /// Sends a mail again that is doubtful or was refused: somebody asked for it. It keeps its id, by which whoever gets
    /// it twice knows that it is one. False where it is neither.
    pub async fn again(&self, round: Id<Round>, id: Uuid, now: Timestamp) -> Result<bool> {
        let mut tx = self.writing().await?;
        let again = "UPDATE letter SET state = 'waiting', since = $4, next_try = $4 WHERE office = $1 AND round = $2 AND id = $3 AND state IN ('doubtful', 'refused')";
        let again = sql(again).bind(self.shared.id).bind(round.uuid()).bind(id).bind(now.as_microsecond());
        let waits = tx.run(again).await? == 1;
        tx.commit().await?;
        Ok(waits)
    }

    /// From one state to another, where nobody else has claimed it since.
    async fn moves(
        &self,
        tx: &mut Tx,
        letter: &Letter,
        from: &'static str,
        to: Posting,
        why: &str,
        now: Timestamp,
    ) -> Result<bool> {
        let moves = "UPDATE letter SET state = $3, since = $4, why = $5 WHERE office = $1 AND id = $2 AND state = $6 AND tries = $7";
        let moves = sql(moves).bind(self.shared.id).bind(letter.id).bind(to.as_str()).bind(now.as_microsecond());
        Ok(tx.run(moves.bind(why).bind(from).bind(letter.tries)).await? == 1)
    }
}
