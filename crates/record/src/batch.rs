//! What one transaction is going to write: decisions taken in turn on a working copy of the office.
use crate::{
    blobs::Blobs,
    db::{self, Query, Tx, sql},
    entries::{self, EntryRow},
    error::{Error, Result},
    tree::{self, Frontier},
};
use domain::{
    ask::{Answer, Ask, Command, Decision, decide},
    chance::Chance,
    entry::{Act, Entry},
    erasure::Erase,
    office::{Kind, Office},
};
use jiff::Timestamp;
use std::{
    collections::BTreeMap,
    panic::{AssertUnwindSafe, catch_unwind},
};
use uuid::Uuid;

/// Every so many entries the frontier is kept, so that an old root is near.
pub(crate) const FRONTIER_EVERY: i64 = 256;

/// What became of one ask.
#[derive(Clone, Debug)]
pub(crate) struct Taken {
    pub change: Uuid,
    pub seq: i64,
    pub answer: Answer,
    /// Whether it is worth a signature at once: what people will be shown, or have been promised.
    pub sign: bool,
}

#[derive(Debug)]
pub(crate) struct Batch {
    /// The office as it will be.
    pub office: Office,
    frontier: Frontier,
    rows: Vec<EntryRow>,
    items: BTreeMap<(Kind, Uuid), i64>,
    frontiers: Vec<(i64, Vec<u8>)>,
    /// The erasure that it ends with: whoever erases comes last in a batch.
    erase: Option<Erase>,
}

/// Times are kept in microseconds, and never run backwards.
pub(crate) fn time_of(now: Timestamp, previous: i64) -> Timestamp {
    Timestamp::from_microsecond(now.as_microsecond().max(previous)).expect("a time in microseconds is a time")
}

/// Decides, without letting a fault in one decision take the program with it.
pub(crate) fn decide_safely(office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision> {
    let Ok(decision) = catch_unwind(AssertUnwindSafe(|| decide(office, ask, chance))) else {
        tracing::error!(command = ask.command.name(), "a decision panicked; nothing of it was written");
        return Err(Error::Broken);
    };
    Ok(decision?)
}

impl Batch {
    pub fn new(office: Office, frontier: Frontier) -> Self {
        Self { office, frontier, rows: vec![], items: BTreeMap::new(), frontiers: vec![], erase: None }
    }

    /// Whether states that readers hold are replaced by it.
    pub fn erases(&self) -> bool {
        self.erase.is_some()
    }

    pub fn is_empty(&self) -> bool {
        self.rows.is_empty()
    }

    /// Decides an ask on the working copy and takes its entries in. Refused, it leaves the batch as it was.
    pub fn take(&mut self, ask: &mut Ask, chance: &mut Chance, blobs: &Blobs) -> Result<Taken> {
        let head = self.office.head();
        ask.now = time_of(ask.now, head.at);
        let decision = decide_safely(&self.office, ask, chance)?;
        if decision.drafts.is_empty() {
            return Ok(Taken { change: head.change, seq: head.seq, answer: decision.answer, sign: false });
        }
        let change_id = chance.id(ask.now);
        let mut office = self.office.clone();
        let (mut seq, count) = (head.seq, decision.drafts.len());
        let mut rows = Vec::with_capacity(count);
        let mut sign = false;
        for (n, draft) in decision.drafts.into_iter().enumerate() {
            seq += 1;
            let salt = chance.bytes();
            let column = blobs.column(draft.body.clone())?;
            let entry = Entry {
                office: head.office,
                seq,
                change: change_id,
                last_of_change: n + 1 == count,
                at: ask.now.as_microsecond(),
                on_date: draft.on,
                actor: ask.actor.post.uuid(),
                act: draft.act,
                kind: draft.kind,
                item: draft.item,
                version: office.version_of(draft.item).map_or(1, |(_, version)| version + 1),
                shape: draft.shape,
                state_hash: tree::state(&salt, &column),
            };
            office.apply(&entry, &draft.body).map_err(|error| {
                tracing::error!(command = ask.command.name(), %error, "a decision cannot be read back; nothing of it was written");
                Error::Broken
            })?;
            sign |= matches!(
                draft.act,
                Act::Begun | Act::Imported | Act::Taken | Act::Issued | Act::Published | Act::Restored | Act::Erased
            );
            rows.push(EntryRow::new(&entry, salt, column));
        }
        for row in rows {
            self.push(row)?;
        }
        if let Command::Erase(erase) = &ask.command {
            self.erase = Some((**erase).clone());
        }
        self.office = office;
        Ok(Taken { change: change_id, seq, answer: decision.answer, sign })
    }

    /// Takes in a row that is an entry already: one just decided, or one out of a backup.
    pub fn push(&mut self, row: EntryRow) -> Result<()> {
        let leaf = row
            .leaf_hash
            .as_slice()
            .try_into()
            .map_err(|_| Error::damaged(row.seq, "its leaf hash is not 32 bytes"))?;
        self.frontier.push(leaf);
        if row.seq % FRONTIER_EVERY == 0 {
            self.frontiers.push((row.seq, self.frontier.bytes()));
        }
        let kind = row.entry()?.kind;
        self.items.insert((kind, row.item), row.seq);
        self.rows.push(row);
        Ok(())
    }

    pub fn root(&self) -> tree::Hash {
        self.frontier.root()
    }

    fn statements(&self) -> Result<Vec<Query>> {
        let head = self.office.head();
        let mut queries = entries::insertion(&self.rows)?;
        let items = self.items.iter();
        let items =
            items.map(|((kind, id), seq)| vec![head.office.into(), kind.as_str().into(), (*id).into(), (*seq).into()]);
        queries.extend(db::insertion(
            "INSERT INTO item (office, kind, id, seq) VALUES",
            items.collect(),
            "ON CONFLICT (office, kind, id) DO UPDATE SET seq = excluded.seq",
        ));
        let frontiers = self.frontiers.iter();
        let frontiers = frontiers.map(|(seq, bytes)| vec![head.office.into(), (*seq).into(), bytes.clone().into()]);
        queries.extend(db::insertion(
            "INSERT INTO frontier (office, seq, frontier) VALUES",
            frontiers.collect(),
            "ON CONFLICT (office, seq) DO NOTHING",
        ));
        queries.push(
            sql("INSERT INTO head (office, seq, change, frontier) VALUES ($1, $2, $3, $4) ON CONFLICT (office) \
                 DO UPDATE SET seq = excluded.seq, change = excluded.change, frontier = excluded.frontier")
            .bind(head.office)
            .bind(head.seq)
            .bind(head.change)
            .bind(self.frontier.bytes()),
        );
        Ok(queries)
    }

    /// Writes it all. Nothing of it is there before the commit.
    pub async fn write(&self, tx: &mut Tx) -> Result<()> {
        for statement in self.statements()? {
            tx.run(statement).await?;
        }
        // What is replaced may be among what was just decided.
        if let Some(erase) = &self.erase {
            crate::erase::replace(tx, self.office.head().office, erase).await?;
        }
        Ok(())
    }

    /// Writes it all and commits, in as few messages as there can be.
    pub async fn commit(&self, mut tx: Tx) -> Result<()> {
        if self.erases() {
            self.write(&mut tx).await?;
            return tx.commit().await;
        }
        tx.commit_with(self.statements()?).await
    }
}
