//! What people began to say and have not sent: each theirs alone. Others learn that there is one, and not a word of it.
use crate::{
    Record,
    db::{Query, sql},
    error::Result,
};
use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;
use std::collections::BTreeSet;
use uuid::Uuid;

/// How long a draft is kept that nobody sends: longer than any quarter.
const LASTS: SignedDuration = SignedDuration::from_hours(100 * 24);
/// The most that is kept of one, in bytes.
const MOST: usize = 64 * 1024;

#[derive(Clone, Debug, PartialEq, Eq, FromRow)]
pub struct Draft {
    pub action: Uuid,
    /// The version of the action that its author saw.
    pub seen: i64,
    /// What was typed.
    pub typed: String,
}

#[derive(FromRow)]
struct Drafted {
    action: Uuid,
}

impl Record {
    /// Keeps what somebody began to say of an action; what they kept of it before goes. False: it is too long to be kept.
    pub async fn keep_draft(&self, person: Uuid, draft: Draft, now: Timestamp) -> Result<bool> {
        if draft.typed.len() > MOST {
            return Ok(false);
        }
        let put = "INSERT INTO draft (office, person, action, saved, seen, typed) VALUES ($1, $2, $3, $4, $5, $6) ON CONFLICT (office, person, action) DO UPDATE SET saved = excluded.saved, seen = excluded.seen, typed = excluded.typed";
        let put = sql(put).bind(self.shared.id).bind(person).bind(draft.action).bind(now.as_microsecond());
        self.on_draft(put.bind(draft.seen).bind(draft.typed)).await?;
        Ok(true)
    }

    /// Somebody's own drafts.
    pub async fn drafts(&self, person: Uuid, now: Timestamp) -> Result<Vec<Draft>> {
        let all = "SELECT action, seen, typed FROM draft WHERE office = $1 AND person = $2 AND saved > $3";
        self.shared.db.all(sql(all).bind(self.shared.id).bind(person).bind(since(now))).await
    }

    /// Throws one away: it was sent, or nobody wants it. Where there is none, nothing is written.
    pub async fn drop_draft(&self, person: Uuid, action: Uuid) -> Result<()> {
        let any = "SELECT action FROM draft WHERE office = $1 AND person = $2 AND action = $3";
        let any: Option<Drafted> =
            self.shared.db.maybe(sql(any).bind(self.shared.id).bind(person).bind(action)).await?;
        if any.is_none() {
            return Ok(());
        }
        let gone = "DELETE FROM draft WHERE office = $1 AND person = $2 AND action = $3";
        self.on_draft(sql(gone).bind(self.shared.id).bind(person).bind(action)).await
    }

    /// The actions of which somebody drafts something: not who, and not what.
    pub async fn drafted(&self, now: Timestamp) -> Result<BTreeSet<Uuid>> {
        let all = "SELECT DISTINCT action FROM draft WHERE office = $1 AND saved > $2";
        let all: Vec<Drafted> = self.shared.db.all(sql(all).bind(self.shared.id).bind(since(now))).await?;
        Ok(all.into_iter().map(|drafted| drafted.action).collect())
    }

    /// Deletes the drafts whose time is over: for a timer.
    pub async fn drop_old_drafts(&self, now: Timestamp) -> Result<()> {
        let any = "SELECT action FROM draft WHERE office = $1 AND saved <= $2 LIMIT 1";
        let old: Option<Drafted> = self.shared.db.maybe(sql(any).bind(self.shared.id).bind(since(now))).await?;
        if old.is_none() || self.read_only().is_some() {
            return Ok(());
        }
        self.on_draft(sql("DELETE FROM draft WHERE office = $1 AND saved <= $2").bind(self.shared.id).bind(since(now)))
            .await
    }

    async fn on_draft(&self, query: Query) -> Result<()> {
        self.shared.writable()?;
        let mut tx = self.shared.db.begin().await?;
        tx.run(query).await?;
        tx.commit().await
    }
}

fn since(now: Timestamp) -> i64 {
    (now - LASTS).as_microsecond()
}
