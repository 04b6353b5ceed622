//! Tables that somebody gave and has not imported yet: for their session alone, and for half a day at most.
use crate::{
    Record,
    db::{Tx, sql},
    error::Result,
};
use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;
use uuid::Uuid;

/// How long a table is kept that nobody imports: no session is longer.
const LASTS: SignedDuration = SignedDuration::from_hours(12);
/// How many of one session are kept at once; of more the oldest goes.
const MOST: usize = 4;

/// A table that was given.
#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Upload {
    pub id: Uuid,
    pub name: String,
    /// The bytes as they came.
    pub file: Vec<u8>,
    /// What was read in them.
    pub reading: Vec<u8>,
    pub answers: String,
    /// The last entry of the import that came of it; 0 before.
    pub imported: i64,
}

#[derive(FromRow)]
struct Known {
    id: Uuid,
}

impl Record {
    /// Keeps a table for a session, its id from outside, so that a form that is sent twice keeps one.
    pub async fn keep_upload(&self, session: &[u8], upload: Upload, now: Timestamp) -> Result<()> {
        self.shared.writable()?;
        let office = self.shared.id;
        let mut tx = self.shared.db.begin().await?;
        over(&mut tx, office, now).await?;
        let all =
            "SELECT id FROM upload WHERE office = $1 AND session = $2 AND id <> $3 ORDER BY created DESC, id DESC";
        let kept: Vec<Known> = tx.all(sql(all).bind(office).bind(session.to_vec()).bind(upload.id)).await?;
        for old in kept.into_iter().skip(MOST - 1) {
            tx.run(sql("DELETE FROM upload WHERE office = $1 AND id = $2").bind(office).bind(old.id)).await?;
        }
        let put = "INSERT INTO upload (office, id, session, created, name, file, reading, answers, imported) VALUES ($1, $2, $3, $4, $5, $6, $7, $8, 0) ON CONFLICT (office, id) DO NOTHING";
        tx.run(
            sql(put)
                .bind(office)
                .bind(upload.id)
                .bind(session.to_vec())
                .bind(now.as_microsecond())
                .bind(upload.name)
                .bind(upload.file)
                .bind(upload.reading)
                .bind(upload.answers),
        )
        .await?;
        tx.commit().await
    }

    /// A session's own table, while it is kept. That of another session is none.
    pub async fn upload(&self, session: &[u8], id: Uuid, now: Timestamp) -> Result<Option<Upload>> {
        let one = "SELECT id, name, file, reading, answers, imported FROM upload WHERE office = $1 AND session = $2 AND id = $3 AND created > $4";
        let since = (now - LASTS).as_microsecond();
        let one = sql(one).bind(self.shared.id).bind(session.to_vec()).bind(id).bind(since);
        self.shared.db.maybe(one).await
    }

    /// Keeps what was answered of a table.
    pub async fn answer_upload(&self, session: &[u8], id: Uuid, answers: &str) -> Result<()> {
        let put = "UPDATE upload SET answers = $4 WHERE office = $1 AND session = $2 AND id = $3 AND imported = 0";
        self.on_upload(sql(put).bind(self.shared.id).bind(session.to_vec()).bind(id).bind(answers)).await
    }

    /// Deletes what a table held, which is on the record now, up to this entry.
    pub async fn finish_upload(&self, session: &[u8], id: Uuid, imported: i64) -> Result<()> {
        let put = "UPDATE upload SET name = '', file = $4, reading = $4, answers = '', imported = $5 WHERE office = $1 AND session = $2 AND id = $3";
        let put = sql(put).bind(self.shared.id).bind(session.to_vec()).bind(id);
        self.on_upload(put.bind(Vec::new()).bind(imported)).await
    }

    /// Deletes a table that nobody wants to import.
    pub async fn drop_upload(&self, session: &[u8], id: Uuid) -> Result<()> {
        let gone = "DELETE FROM upload WHERE office = $1 AND session = $2 AND id = $3";
        self.on_upload(sql(gone).bind(self.shared.id).bind(session.to_vec()).bind(id)).await
    }

    /// Deletes the tables whose time is over: for a timer.
    pub async fn drop_old_uploads(&self, now: Timestamp) -> Result<()> {
        let since = (now - LASTS).as_microsecond();
        let any = "SELECT id FROM upload WHERE office = $1 AND created <= $2 LIMIT 1";
        let old: Option<Known> = self.shared.db.maybe(sql(any).bind(self.shared.id).bind(since)).await?;
        if old.is_none() || self.read_only().is_some() {
            return Ok(());
        }
        let mut tx = self.shared.db.begin().await?;
        over(&mut tx, self.shared.id, now).await?;
        tx.commit().await
    }

    async fn on_upload(&self, query: crate::db::Query) -> Result<()> {
        self.shared.writable()?;
        let mut tx = self.shared.db.begin().await?;
        tx.run(query).await?;
        tx.commit().await
    }
}

async fn over(tx: &mut Tx, office: Uuid, now: Timestamp) -> Result<()> {
    let since = (now - LASTS).as_microsecond();
    let gone = "DELETE FROM upload WHERE office = $1 AND created <= $2";
    tx.run(sql(gone).bind(office).bind(since)).await.map(|_| ())
}
