//! The one way to write. One task takes every ask that waits, decides each in turn under the lock of the head, commits
//! once, and only then answers.
use crate::{
    batch::{Batch, Taken},
    db::{Trouble, Tx, sql},
    entries::{self, EntryRow, columns},
    error::{Error, Result},
    shared::Shared,
    tree::Frontier,
};
use domain::{
    ask::{Answer, Ask, Command, Refusal},
    chance::Chance,
};
use sqlx::FromRow;
use std::{
    sync::Arc,
    time::{Duration, Instant},
};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// The most asks that share one commit.
const SHARED_COMMIT: usize = 256;
/// How often a transaction that somebody was in the way of is tried; the waits between add up to some seconds. Each try
/// may itself wait for a lock, so that time ends it too.
const TRIES: u32 = 40;
const PATIENCE: Duration = Duration::from_secs(30);
/// How long a change is looked for whose commit nobody confirmed.
const SEARCH: Duration = Duration::from_secs(20);

pub(crate) struct Waiting {
    pub ask: Ask,
    pub answer: oneshot::Sender<Result<Taken>>,
}

pub(crate) struct Writer {
    pub shared: Arc<Shared>,
    pub chance: Chance,
}

#[derive(FromRow)]
struct HeadRow {
    seq: i64,
    frontier: Vec<u8>,
}

#[derive(FromRow)]
struct Done {
    change: Uuid,
    seq: i64,
    answer: String,
}

#[derive(FromRow)]
struct Place {
    #[expect(dead_code, reason = "that there is a row is all that is asked")]
    seq: i64,
}

impl Writer {
    pub async fn run(mut self, mut asks: mpsc::Receiver<Waiting>) {
        while let Some(first) = asks.recv().await {
            let (mut batch, mut answers) = (vec![first.ask], vec![first.answer]);
            // An erasure ends its batch: nothing may be decided on words that are about to go.
            while batch.len() < SHARED_COMMIT
                && !batch.last().is_some_and(|ask| matches!(ask.command, Command::Erase(_)))
                && let Ok(next) = asks.try_recv()
            {
                batch.push(next.ask);
                answers.push(next.answer);
            }
            let outcomes = match self.settle(&mut batch).await {
                Ok(outcomes) => outcomes,
                Err(error) => answers.iter().map(|_| Err(error.clone())).collect(),
            };
            for (answer, outcome) in answers.into_iter().zip(outcomes) {
                // Nobody may be waiting any more; what was written stays written.
                let _ = answer.send(outcome);
            }
        }
    }

    /// Tries until the batch is written or cannot be.
    async fn settle(&mut self, asks: &mut [Ask]) -> Result<Vec<Result<Taken>>> {
        let (mut tries, begun) = (0, Instant::now());
        loop {
            match self.attempt(asks).await {
                Err(error) if error.trouble() == Trouble::Busy && tries < TRIES && begun.elapsed() < PATIENCE => {
                    tries += 1;
                    tokio::time::sleep(Duration::from_millis(u64::from(5 * tries))).await;
                }
                done => return done,
            }
        }
    }

    async fn attempt(&mut self, asks: &mut [Ask]) -> Result<Vec<Result<Taken>>> {
        let shared = Arc::clone(&self.shared);
        shared.writable()?;
        let lock = sql("UPDATE head SET seq = seq WHERE office = $1 RETURNING seq, frontier").bind(shared.id);
        let (mut tx, head) = shared.db.begin_with(lock).await?;
        let mut batch = self.catch_up(&mut tx, head).await?;
        let mut outcomes = Vec::with_capacity(asks.len());
        for ask in asks {
            outcomes.push(self.take(&mut tx, &mut batch, ask).await?);
        }
        if batch.is_empty() {
            tx.rollback().await?;
            shared.publish(batch.office);
            return Ok(outcomes);
        }
        let change = batch.office.head().change;
        if let Err(error) = batch.commit(tx).await {
            let Error::Unconfirmed(cause) = error else { return Err(error) };
            // After such an error nothing is known: the record is asked.
            tracing::warn!(error = %cause, %change, "the commit was not confirmed; looking for the change");
            if !self.landed(change, &cause).await? {
                return Err(*cause);
            }
        }
        if batch.erases() {
            shared.read_anew().await;
        } else {
            shared.publish(batch.office);
        }
        Ok(outcomes)
    }

    /// Catches up with what other nodes wrote, up to the head that is locked.
    async fn catch_up(&self, tx: &mut Tx, head: Option<HeadRow>) -> Result<Batch> {
        let shared = &self.shared;
        let mut office = (*shared.office()).clone();
        let before = office.head().seq;
        let head = head.ok_or(Error::Replaced { before, now: 0 })?;
        if head.seq < before {
            return Err(Error::Replaced { before, now: head.seq });
        }
        if head.seq > before {
            let rows: Vec<EntryRow> = tx
                .all(
                    sql(concat!("SELECT ", columns!(), " WHERE e.office = $1 AND e.seq > $2 ORDER BY e.seq"))
                        .bind(shared.id)
                        .bind(before),
                )
                .await?;
            let erased = entries::erase_any(&rows);
            if let Err(error) = entries::apply(&mut office, rows, &shared.blobs) {
                shared.close_for_writing(&error);
                return Err(error);
            }
            if erased {
                shared.read_anew().await;
                office = (*shared.office()).clone();
            }
        }
        let frontier = Frontier::read(head.seq, &head.frontier)
            .ok_or_else(|| Error::damaged(head.seq, "the head's frontier is not one of a tree of this size"))?;
        Ok(Batch::new(office, frontier))
    }

    /// One ask's turn. The outer error ends the transaction; the inner one is this ask's alone.
    async fn take(&mut self, tx: &mut Tx, batch: &mut Batch, ask: &mut Ask) -> Result<Result<Taken>> {
        let office = self.shared.id;
        let (actor, command) = (ask.actor.post.uuid(), ask.command.name());
        if let Some(key) = &ask.key {
            // Checked before it reaches an engine: one bad key must not end a transaction that others share.
            if key.len() > 200 || key.chars().any(char::is_control) {
                let why = "the idempotency key is longer than 200 bytes or holds a control character; send a plain one, such as a UUID";
                return Ok(Err(Refusal::because(why).into()));
            }
            let done: Option<Done> = tx
                .maybe(
                    sql("SELECT change, seq, answer FROM idempotency WHERE office = $1 AND actor = $2 AND command = $3 AND key = $4")
                        .bind(office)
                        .bind(actor)
                        .bind(command)
                        .bind(key.as_str()),
                )
                .await?;
            if let Some(Done { change, seq, answer }) = done {
                let answer: Result<Answer, _> = serde_json::from_str(&answer);
                return Ok(answer.map(|answer| Taken { change, seq, answer, sign: false }).map_err(|error| {
                    Error::damaged(seq, format!("the answer that was kept for its key cannot be read ({error})"))
                }));
            }
        }
        let before = batch.office.head().seq;
        let taken = match batch.take(ask, &mut self.chance, &self.shared.blobs) {
            Ok(taken) => taken,
            Err(error) => return Ok(Err(error)),
        };
        if let Some(key) = &ask.key
            && taken.seq > before
        {
            let answer = serde_json::to_string(&taken.answer).expect("an answer is JSON");
            tx.run(
                sql("INSERT INTO idempotency (office, actor, command, key, change, seq, answer) VALUES ($1, $2, $3, $4, $5, $6, $7)")
                    .bind(office)
                    .bind(actor)
                    .bind(command)
                    .bind(key.as_str())
                    .bind(taken.change)
                    .bind(taken.seq)
                    .bind(answer),
            )
            .await?;
        }
        Ok(Ok(taken))
    }

    /// Whether a change is on the record, whose commit was not confirmed.
    async fn landed(&self, change: Uuid, cause: &Error) -> Result<bool> {
        let begun = Instant::now();
        for tries in 1.. {
            match self.look_for(change).await {
                Ok(found) => return Ok(found),
                Err(error) if error.may_pass() && begun.elapsed() < SEARCH => {
                    tracing::warn!(%error, %change, tries, "could not look for the change yet");
                }
                Err(error) => {
                    tracing::error!(%error, %change, tries, "whether the change was committed is not known");
                    break;
                }
            }
            tokio::time::sleep(Duration::from_millis(50 * tries)).await;
        }
        Err(Error::Unconfirmed(Box::new(cause.clone())))
    }

    /// Looks under the lock of the head, which a commit that is still under way holds. And commits something itself: on
    /// SQLite a commit whose flush failed lies in the journal, and whoever opens the file next after a crash would take
    /// it for made. What is committed after it takes its place, so that what was not found can never come back.
    async fn look_for(&self, change: Uuid) -> Result<bool> {
        let office = self.shared.id;
        let mut tx = self.shared.db.begin().await?;
        tx.run(sql("UPDATE head SET seq = seq WHERE office = $1").bind(office)).await?;
        let found: Option<Place> = tx
            .maybe(sql("SELECT seq FROM entry WHERE office = $1 AND change = $2 LIMIT 1").bind(office).bind(change))
            .await?;
        // A row that is written and taken away: SQLite would not write a row that stays as it is.
        let row = sql("INSERT INTO job (id, office, run_at, what) VALUES ($1, $2, 0, $3)");
        tx.run(row.bind(change).bind(Uuid::nil()).bind("null")).await?;
        tx.run(sql("DELETE FROM job WHERE id = $1").bind(change)).await?;
        tx.commit().await?;
        Ok(found.is_some())
    }
}
