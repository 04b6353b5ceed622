//! Things to do later: kept beside the record, so that a restart forgets none. A job says what to do as JSON; whoever
//! does it uses the job's id as idempotency key, so that doing it twice is one effect.
use crate::{
    Record,
    db::sql,
    error::{Error, Result},
};
use domain::ask::Answer;
use jiff::Timestamp;
use sqlx::FromRow;
use uuid::Uuid;

#[derive(Clone, Debug, PartialEq)]
pub struct Job {
    pub id: Uuid,
    pub run_at: Timestamp,
    pub what: serde_json::Value,
}

#[derive(FromRow)]
pub(crate) struct JobRow {
    pub id: Uuid,
    pub run_at: i64,
    pub what: String,
}

impl JobRow {
    fn job(self) -> Result<Job> {
        let unreadable = |why: String| Error::Tables { why: format!("the job {} cannot be read: {why}", self.id) };
        Ok(Job {
            id: self.id,
            run_at: Timestamp::from_microsecond(self.run_at).map_err(|e| unreadable(e.to_string()))?,
            what: serde_json::from_str(&self.what).map_err(|e| unreadable(e.to_string()))?,
        })
    }
}

impl Record {
    pub async fn schedule(&self, run_at: Timestamp, what: &serde_json::Value) -> Result<Uuid> {
        self.shared.writable()?;
        let id = Uuid::now_v7();
        let mut tx = self.shared.db.begin().await?;
        tx.run(
            sql("INSERT INTO job (id, office, run_at, what) VALUES ($1, $2, $3, $4)")
                .bind(id)
                .bind(self.shared.id)
                .bind(run_at.as_microsecond())
                .bind(what.to_string()),
        )
        .await?;
        tx.commit().await?;
        Ok(id)
    }

    /// The jobs whose time has come, earliest first.
    pub async fn due(&self, now: Timestamp) -> Result<Vec<Job>> {
        let due = "SELECT id, run_at, what FROM job WHERE office = $1 AND run_at <= $2 ORDER BY run_at, id";
        let rows: Vec<JobRow> = self.shared.db.all(sql(due).bind(self.shared.id).bind(now.as_microsecond())).await?;
        rows.into_iter().map(JobRow::job).collect()
    }

    /// Takes back a job that `command` would do in the name of `actor`, so that nobody does it any more: not even a
    /// server that has read it as due. False where it was done already.
    pub async fn take_back(&self, job: &Job, actor: Uuid, command: &str) -> Result<bool> {
        let shared = &self.shared;
        shared.writable()?;
        let mut tx = shared.db.begin().await?;
        // Under the lock of the head, as every command is.
        tx.run(sql("UPDATE head SET seq = seq WHERE office = $1").bind(shared.id)).await?;
        // Its key is used up here: whoever comes to do it later is told that it is done.
        let used = sql("INSERT INTO idempotency (office, actor, command, key, change, seq, answer) VALUES ($1, $2, $3, $4, $5, 0, $6) ON CONFLICT (office, actor, command, key) DO NOTHING")
            .bind(shared.id)
            .bind(actor)
            .bind(command)
            .bind(job.id.to_string())
            .bind(Uuid::nil())
            .bind(serde_json::to_string(&Answer::Item(Uuid::nil())).expect("an answer is JSON"));
        let taken_back = tx.run(used).await? == 1;
        tx.run(sql("DELETE FROM job WHERE office = $1 AND id = $2").bind(shared.id).bind(job.id)).await?;
        tx.commit().await?;
        Ok(taken_back)
    }

    /// Crosses a job off.
    pub async fn done(&self, id: Uuid) -> Result<()> {
        self.shared.writable()?;
        let mut tx = self.shared.db.begin().await?;
        tx.run(sql("DELETE FROM job WHERE office = $1 AND id = $2").bind(self.shared.id).bind(id)).await?;
        tx.commit().await
    }
}
