//! What the handles of one record, its writer and its readers share.
use crate::{
    blobs::Blobs,
    checkpoint::{Checkpoint, Origin, Statement},
    db::{Db, Row, Trouble, sql},
    entries::{self, EntryRow, columns},
    error::{Error, Result},
    past::Past,
    tree::{Frontier, Hash},
};
use domain::{
    entry::Act,
    office::{Head, Kind, Office},
};
use sqlx::FromRow;
use std::{
    path::PathBuf,
    sync::{Arc, Mutex, OnceLock, PoisonError, RwLock},
};
use uuid::Uuid;

#[derive(Debug)]
pub(crate) struct Shared {
    pub id: Uuid,
    pub db: Db,
    pub blobs: Blobs,
    pub dir: PathBuf,
    office: RwLock<Arc<Office>>,
    /// Why this node may not write, once it may not. Only a new start opens it again.
    read_only: OnceLock<String>,
    following: tokio::sync::Mutex<()>,
    /// The note that this process signed last.
    pub signing: tokio::sync::Mutex<Option<String>>,
    pub past: Mutex<Past>,
}

#[derive(FromRow)]
struct HeadRow {
    seq: i64,
    change: Uuid,
}

#[derive(FromRow)]
struct Written {
    act: String,
    kind: String,
    shape: i64,
    seq: i64,
}

#[derive(FromRow)]
struct End {
    seq: Option<i64>,
}

#[derive(FromRow)]
struct KeptFrontier {
    seq: i64,
    frontier: Vec<u8>,
}

#[derive(FromRow)]
struct Leaf {
    seq: i64,
    leaf_hash: Vec<u8>,
}

impl Shared {
    pub fn new(db: Db, blobs: Blobs, dir: PathBuf, office: Office) -> Self {
        Self {
            id: office.head().office,
            db,
            blobs,
            dir,
            office: RwLock::new(Arc::new(office)),
            read_only: OnceLock::new(),
            following: tokio::sync::Mutex::new(()),
            signing: tokio::sync::Mutex::new(None),
            past: Mutex::new(Past::default()),
        }
    }

    pub fn office(&self) -> Arc<Office> {
        Arc::clone(&self.office.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Puts a newer office before the readers; an older one comes too late.
    pub fn publish(&self, office: Office) {
        let mut current = self.office.write().unwrap_or_else(PoisonError::into_inner);
        if office.head().seq > current.head().seq {
            *current = Arc::new(office);
        }
    }

    /// Reads the whole office again, after states of it were replaced: nothing of the old ones stays in memory.
    pub async fn read_anew(&self) {
        self.past.lock().unwrap_or_else(PoisonError::into_inner).forget();
        match load(&self.db, &self.blobs, self.id).await {
            Ok((office, None)) => {
                *self.office.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(office);
            }
            Ok((_, Some(error))) | Err(error) => self.close_for_writing(&error),
        }
        // A past that was made meanwhile may be of either.
        self.past.lock().unwrap_or_else(PoisonError::into_inner).forget();
    }

    pub fn read_only(&self) -> Option<&str> {
        self.read_only.get().map(String::as_str)
    }

    pub fn close_for_writing(&self, why: &Error) {
        let why = match why {
            Error::Newer { what } => format!("{what}; install the newer release"),
            Error::ReadOnly { why } => why.clone(),
            other => other.to_string(),
        };
        tracing::error!(why, "the record is open for reading only from now on");
        // The first reason stands.
        let _ = self.read_only.set(why);
    }

    pub fn writable(&self) -> Result<()> {
        self.read_only().map_or(Ok(()), |why| Err(Error::ReadOnly { why: why.into() }))
    }

    /// The office as it stands in the database now: one query where nothing happened since.
    pub async fn follow(&self) -> Result<Arc<Office>> {
        if self.read_only().is_some() {
            return Ok(self.office());
        }
        let before = self.office().head();
        let now = self.head().await?;
        if now.seq == before.seq && now.change == before.change {
            return Ok(self.office());
        }
        let _turn = self.following.lock().await;
        let mut office = (*self.office()).clone();
        let seq = office.head().seq;
        if now.seq < seq {
            // The writer may have moved on between the two looks; the head is asked again before anybody is alarmed.
            let now = self.head().await?;
            if now.seq < seq {
                return Err(Error::Replaced { before: seq, now: now.seq });
            }
        }
        let rows: Vec<EntryRow> = self
            .db
            .all(
                sql(concat!("SELECT ", columns!(), " WHERE e.office = $1 AND e.seq > $2 ORDER BY e.seq"))
                    .bind(self.id)
                    .bind(seq),
            )
            .await?;
        let erased = entries::erase_any(&rows);
        let caught_up = entries::apply(&mut office, rows, &self.blobs);
        let head = office.head();
        if caught_up.is_ok() && head.seq == now.seq && head.change != now.change {
            return Err(Error::Replaced { before: seq, now: now.seq });
        }
        if erased && caught_up.is_ok() {
            self.read_anew().await;
        } else {
            self.publish(office);
        }
        match caught_up {
            // What a newer release wrote is beyond this one: it goes on showing what it can read, and says so.
            Err(error @ Error::Newer { .. }) => self.close_for_writing(&error),
            other => other?,
        }
        Ok(self.office())
    }

    async fn head(&self) -> Result<HeadRow> {
        let head = self.db.maybe(sql("SELECT seq, change FROM head WHERE office = $1").bind(self.id)).await?;
        head.ok_or_else(|| Error::Replaced { before: self.office().head().seq, now: 0 })
    }

    /// The root of the first `seq` entries.
    pub async fn root(&self, seq: i64) -> Result<Hash> {
        let head = "SELECT seq, frontier FROM head WHERE office = $1 AND seq = $2";
        let head: Option<KeptFrontier> = self.db.maybe(sql(head).bind(self.id).bind(seq)).await?;
        if let Some(frontier) = head.and_then(|head| Frontier::read(head.seq, &head.frontier)) {
            return Ok(frontier.root());
        }
        let newest = "SELECT seq, frontier FROM frontier WHERE office = $1 AND seq <= $2 ORDER BY seq DESC LIMIT 1";
        let kept: Option<KeptFrontier> = self.db.maybe(sql(newest).bind(self.id).bind(seq)).await?;
        // Frontiers may be deleted: without one the way is longer, and the same.
        let start = kept.and_then(|m| Some((m.seq, Frontier::read(m.seq, &m.frontier)?)));
        let (mut at, mut frontier) = start.unwrap_or_default();
        let leaves: Vec<Leaf> = self
            .db
            .all(
                sql("SELECT seq, leaf_hash FROM entry WHERE office = $1 AND seq > $2 AND seq <= $3 ORDER BY seq")
                    .bind(self.id)
                    .bind(at)
                    .bind(seq),
            )
            .await?;
        for Leaf { seq, leaf_hash } in leaves {
            let leaf = leaf_hash.try_into().map_err(|_| Error::damaged(seq, "its leaf hash is not 32 bytes"))?;
            frontier.push(leaf);
            at += 1;
        }
        if at == seq { Ok(frontier.root()) } else { Err(Error::damaged(at + 1, "it is missing")) }
    }

    pub async fn statement(&self, office: &Office) -> Result<Statement> {
        let size = office.head().seq;
        let origin = Origin::of(office).ok_or_else(|| Error::damaged(1, "the office has no settings"))?;
        Ok(Statement { origin, size, root: self.root(size).await? })
    }

    /// Whether the record still holds all that was signed: the last checkpoint of the folder, and of the table. A node
    /// whose record lost signed entries does not write, for the next signature would deny them.
    pub async fn holds_what_was_signed(&self, office: &Office) -> Result<()> {
        let Some(origin) = Origin::of(office) else { return Ok(()) };
        let newest = "SELECT note FROM checkpoint WHERE office = $1 ORDER BY seq DESC LIMIT 1";
        let newest: Option<Note> = self.db.maybe(sql(newest).bind(self.id)).await?;
        let last = Checkpoint::last(&self.dir)?.map(|(note, _)| note);
        for note in newest.map(|row| row.note).into_iter().chain(last) {
            let unreadable =
                || Error::NotSigned { why: "the last checkpoint cannot be read; run milepost verify".into() };
            let signed = Checkpoint::read(&note).ok_or_else(unreadable)?.statement;
            // A restore began a new epoch by an entry, so what it lost is on the record.
            if signed.origin.epoch < origin.epoch && signed.origin.office == origin.office {
                continue;
            }
            let kept = signed.origin == origin
                && signed.size <= office.head().seq
                && self.root(signed.size).await.is_ok_and(|root| root == signed.root);
            if !kept {
                return Err(Error::ReadOnly {
                    why: format!(
                        "its first {} entries are not the ones that were signed; run milepost verify, and milepost restore to go on from a backup",
                        signed.size
                    ),
                });
            }
        }
        Ok(())
    }
}

#[derive(FromRow)]
struct Note {
    note: String,
}

/// The offices whose records a database holds.
#[derive(Debug, FromRow)]
struct Holds {
    office: Uuid,
}

/// None where there are no tables.
pub(crate) async fn offices(db: &Db) -> Result<Option<Vec<Uuid>>> {
    match db.all::<Holds>(sql("SELECT office FROM head ORDER BY office")).await {
        Ok(rows) => Ok(Some(rows.into_iter().map(|row| row.office).collect())),
        Err(error) if error.trouble() == Trouble::NoTable => Ok(None),
        Err(error) => Err(error),
    }
}

/// Reads an office as its record stands: one join. Where a newer release wrote into it, the office as it stood before
/// that, and why it is open for reading only.
pub(crate) async fn load(db: &Db, blobs: &Blobs, office: Uuid) -> Result<(Office, Option<Error>)> {
    let newest = concat!(
        "SELECT ",
        columns!(),
        " WHERE e.office = $1 AND e.seq IN (SELECT seq FROM item WHERE office = $1) ORDER BY e.seq"
    );
    let rows: Vec<EntryRow> = db.all(sql(newest).bind(office)).await?;
    match gather(office, rows, blobs) {
        Ok(office) => return Ok((office, None)),
        Err(Error::Newer { .. }) => {}
        Err(other) => return Err(other),
    }
    let written = "SELECT act, kind, shape, MIN(seq) AS seq FROM entry WHERE office = $1 GROUP BY act, kind, shape";
    let written: Vec<Written> = db.all(sql(written).bind(office)).await?;
    let newer = written
        .into_iter()
        .filter(|w| Act::parse(&w.act).is_none() || Kind::parse(&w.kind).is_none_or(|kind| w.shape > kind.shape()));
    let first = newer.map(|w| w.seq).min().unwrap_or(1);
    let why = Error::Newer { what: format!("entry {first} was written by a newer release of Milepost") };
    let end = "SELECT MAX(seq) AS seq FROM entry WHERE office = $1 AND seq < $2 AND last_of_change = TRUE";
    let end: Option<End> = db.maybe(sql(end).bind(office).bind(first)).await?;
    let Some(end) = end.and_then(|end| end.seq) else { return Err(why) };
    let rows = newest_at(db, office, end).await?;
    Ok((gather(office, rows, blobs)?, Some(why)))
}

/// The newest state of each item up to an entry.
async fn newest_at<T: Row>(db: &Db, office: Uuid, seq: i64) -> Result<Vec<T>> {
    let newest = concat!(
        "SELECT ",
        columns!(),
        " WHERE e.office = $1 AND e.seq IN (SELECT MAX(seq) FROM entry WHERE office = $1 AND seq <= $2 GROUP BY item) ORDER BY e.seq"
    );
    db.all(sql(newest).bind(office).bind(seq)).await
}

fn gather(id: Uuid, rows: Vec<EntryRow>, blobs: &Blobs) -> Result<Office> {
    let mut office = Office::empty(id);
    for row in rows {
        let (entry, body) = row.split(blobs)?;
        office.apply(&entry, &body)?;
    }
    let Head { seq, .. } = office.head();
    if seq == 0 { Err(Error::damaged(1, "it is missing")) } else { Ok(office) }
}
