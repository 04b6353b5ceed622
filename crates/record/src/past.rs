//! The record as it stood: an office of the past is made from the nearest one at hand, by putting back only what
//! changed since.
use crate::{
    Record,
    checkpoint::{Origin, Statement},
    db::sql,
    entries::{EntryRow, columns},
    error::{Error, Result},
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    entry::Entry,
    office::{Head, Kind, Office},
    period::{end_of_london_day, london_day},
    undo::UndoImport,
};
use jiff::{Timestamp, civil::Date};
use sqlx::FromRow;
use std::{
    collections::{HashSet, VecDeque},
    sync::{Arc, PoisonError},
};
use uuid::Uuid;

/// The record up to and with an entry, the end of a change.
#[derive(Clone, Debug)]
pub struct At {
    pub office: Arc<Office>,
    /// The root of the tree over its entries.
    pub root: [u8; 32],
    /// Which log the root belongs to: what its checkpoints begin with.
    pub origin: String,
}

impl At {
    /// "Signed statement of the record", unsigned: the text whose signature a checkpoint of this size carries.
    pub fn statement(&self) -> String {
        format!("{}\n{}\n{}\n", self.origin, self.office.head().seq, STANDARD.encode(self.root))
    }
}

/// The offices of the past that were asked for last, newest use first.
#[derive(Debug, Default)]
pub(crate) struct Past {
    kept: VecDeque<At>,
    /// How often all was forgotten: an office made before that is not kept after it.
    forgotten: u64,
}

const KEPT: usize = 16;

impl Past {
    fn take(&mut self, seq: i64) -> Option<At> {
        let place = self.kept.iter().position(|at| at.office.head().seq == seq)?;
        let at = self.kept.remove(place)?;
        self.kept.push_front(at.clone());
        Some(at)
    }

    fn keep(&mut self, at: At, forgotten: u64) {
        if self.forgotten == forgotten {
            self.kept.push_front(at);
            self.kept.truncate(KEPT);
        }
    }

    /// Forgets all: states of the record were replaced.
    pub fn forget(&mut self) {
        self.kept.clear();
        self.forgotten += 1;
    }

    /// The earliest that is not before an entry.
    fn nearest(&self, seq: i64) -> Option<Arc<Office>> {
        let after = self.kept.iter().filter(|at| at.office.head().seq > seq);
        after.min_by_key(|at| at.office.head().seq).map(|at| Arc::clone(&at.office))
    }
}

#[derive(FromRow)]
struct End {
    seq: i64,
    change: Uuid,
    at: i64,
}

#[derive(FromRow)]
struct Changed {
    kind: String,
    item: Uuid,
}

#[derive(FromRow)]
struct Last {
    seq: Option<i64>,
}

impl Record {
    /// The record as it stood at an entry. An entry inside a change is rounded down to the end of the change before it;
    /// within the first change of all, there being none, up to its end.
    pub async fn at(&self, seq: i64) -> Result<At> {
        let forgotten = self.shared.past.lock().unwrap_or_else(PoisonError::into_inner).forgotten;
        let mut live = self.office();
        if seq > live.head().seq {
            live = self.follow().await?;
        }
        let head = live.head();
        if seq < 1 || seq > head.seq {
            return Err(Error::NoEntry { seq, head: head.seq });
        }
        let end = self.end_of_change(seq, head).await?;
        if let Some(at) = self.shared.past.lock().unwrap_or_else(PoisonError::into_inner).take(end.seq) {
            return Ok(at);
        }
        let office = if end.seq == head.seq { live } else { Arc::new(self.rewound(&live, end).await?) };
        let Statement { origin, root, .. } = self.shared.statement(&office).await?;
        let at = At { office, root, origin: origin.to_string() };
        self.shared.past.lock().unwrap_or_else(PoisonError::into_inner).keep(at.clone(), forgotten);
        Ok(at)
    }

    async fn end_of_change(&self, seq: i64, head: Head) -> Result<Head> {
        if seq == head.seq {
            return Ok(head);
        }
        let office = self.shared.id;
        let before = "SELECT seq, change, at FROM entry WHERE office = $1 AND seq <= $2 AND last_of_change = TRUE ORDER BY seq DESC LIMIT 1";
        let mut end: Option<End> = self.shared.db.maybe(sql(before).bind(office).bind(seq)).await?;
        if end.is_none() {
            let first =
                "SELECT seq, change, at FROM entry WHERE office = $1 AND last_of_change = TRUE ORDER BY seq LIMIT 1";
            end = self.shared.db.maybe(sql(first).bind(office)).await?;
        }
        let End { seq, change, at } = end.ok_or_else(|| Error::damaged(1, "it is missing"))?;
        Ok(Head { office, seq, change, at })
    }

    /// Goes back from the nearest office at hand. What changed since is asked of the items from the live office, of the
    /// entries between from one of the past: whichever is the shorter list.
    async fn rewound(&self, live: &Office, end: Head) -> Result<Office> {
        let office = self.shared.id;
        let nearest = self.shared.past.lock().unwrap_or_else(PoisonError::into_inner).nearest(end.seq);
        let near = nearest
            .filter(|near| usize::try_from(near.head().seq - end.seq).is_ok_and(|between| between < live.items()));
        let (mut past, changed, older) = if let Some(near) = near {
            let between = near.head().seq;
            let changed = "SELECT DISTINCT kind, item FROM entry WHERE office = $1 AND seq > $2 AND seq <= $3";
            let older = concat!(
                "SELECT ",
                columns!(),
                " WHERE e.office = $1 AND e.seq IN (SELECT MAX(p.seq) FROM entry p WHERE p.office = $1 AND p.seq <= $2 AND p.item IN \
                 (SELECT c.item FROM entry c WHERE c.office = $1 AND c.seq > $2 AND c.seq <= $3) GROUP BY p.item)"
            );
            let changed: Vec<Changed> =
                self.shared.db.all(sql(changed).bind(office).bind(end.seq).bind(between)).await?;
            let older: Vec<EntryRow> = self.shared.db.all(sql(older).bind(office).bind(end.seq).bind(between)).await?;
            ((*near).clone(), changed, older)
        } else {
            let changed = "SELECT kind, id AS item FROM item WHERE office = $1 AND seq > $2";
            let older = concat!(
                "SELECT ",
                columns!(),
                " WHERE e.office = $1 AND e.seq IN (SELECT MAX(p.seq) FROM entry p WHERE p.office = $1 AND p.seq <= $2 AND p.item IN \
                 (SELECT i.id FROM item i WHERE i.office = $1 AND i.seq > $2) GROUP BY p.item)"
            );
            // An item that changes between the two looks is in the second and not the first, which is as good: its
            // older state is put where it was.
            let changed: Vec<Changed> = self.shared.db.all(sql(changed).bind(office).bind(end.seq)).await?;
            let older: Vec<EntryRow> = self.shared.db.all(sql(older).bind(office).bind(end.seq)).await?;
            (live.clone(), changed, older)
        };
        let older: Vec<(Entry, Vec<u8>)> =
            older.into_iter().map(|row| row.split(&self.shared.blobs)).collect::<Result<_>>()?;
        let kept: HashSet<Uuid> = older.iter().map(|(entry, _)| entry.item).collect();
        let gone = changed.into_iter().filter(|row| !kept.contains(&row.item));
        // A kind that this release does not know is not in its offices either.
        let gone: Vec<(Kind, Uuid)> = gone.filter_map(|row| Some((Kind::parse(&row.kind)?, row.item))).collect();
        past.rewind(end, &gone, &older)?;
        Ok(past)
    }

    /// The end of the last change that was recorded on or before a day, Europe/London.
    pub async fn seq_at_day(&self, day: Date) -> Result<i64> {
        let head = self.follow().await?.head();
        let until = end_of_london_day(day).as_microsecond();
        // By way of the time, which has an index: times never run backwards.
        let last = "SELECT MAX(seq) AS seq FROM entry WHERE office = $1 AND at = (SELECT MAX(at) FROM entry WHERE office = $1 AND at < $2)";
        let last: Option<Last> = self.shared.db.maybe(sql(last).bind(self.shared.id).bind(until)).await?;
        if let Some(seq) = last.and_then(|last| last.seq) {
            return Ok(seq.min(head.seq));
        }
        let first = "SELECT seq, change, at FROM entry WHERE office = $1 ORDER BY seq LIMIT 1";
        let first: Option<End> = self.shared.db.maybe(sql(first).bind(self.shared.id)).await?;
        let first = first.ok_or_else(|| Error::damaged(1, "it is missing"))?;
        let first = Timestamp::from_microsecond(first.at).map_err(|e| Error::damaged(1, e.to_string()))?;
        Err(Error::BeforeFirst { day, first: london_day(first) })
    }

    /// The C2SP note text of the record at an entry: origin, size, root; without a signature.
    pub async fn statement(&self, seq: i64) -> Result<String> {
        Ok(self.at(seq).await?.statement())
    }

    /// All the states of an item, oldest first, with the bytes that were recorded.
    pub async fn history(&self, item: Uuid) -> Result<Vec<(Entry, Vec<u8>)>> {
        let head = self.follow().await?.head();
        let states =
            concat!("SELECT ", columns!(), " WHERE e.office = $1 AND e.item = $2 AND e.seq <= $3 ORDER BY e.seq");
        self.states(sql(states).bind(self.shared.id).bind(item).bind(head.seq)).await
    }

    /// The entries from one to another, both with, and their states.
    pub async fn entries(&self, from: i64, to: i64) -> Result<Vec<(Entry, Vec<u8>)>> {
        let to = to.min(self.follow().await?.head().seq);
        let states =
            concat!("SELECT ", columns!(), " WHERE e.office = $1 AND e.seq >= $2 AND e.seq <= $3 ORDER BY e.seq");
        self.states(sql(states).bind(self.shared.id).bind(from).bind(to)).await
    }

    /// What is needed to undo an import: the entries of its change, and the states before it of the items that it
    /// changed. None where there is no such item.
    pub async fn undoing(&self, import: Uuid) -> Result<Option<UndoImport>> {
        let office = self.shared.id;
        let read_at = self.follow().await?.head().seq;
        let change =
            "SELECT seq, change, at FROM entry WHERE office = $1 AND item = $2 AND kind = $3 ORDER BY seq LIMIT 1";
        let change = sql(change).bind(office).bind(import).bind(Kind::Import.as_str());
        let Some(End { change, .. }) = self.shared.db.maybe(change).await? else { return Ok(None) };
        let states = concat!("SELECT ", columns!(), " WHERE e.office = $1 AND e.change = $2 ORDER BY e.seq");
        let states = self.states(sql(states).bind(office).bind(change)).await?;
        let first = states.first().map_or(0, |(entry, _)| entry.seq);
        let before = concat!(
            "SELECT ",
            columns!(),
            " WHERE e.office = $1 AND e.seq IN (SELECT MAX(p.seq) FROM entry p WHERE p.office = $1 AND p.seq < $2 AND p.item IN \
             (SELECT c.item FROM entry c WHERE c.office = $1 AND c.change = $3) GROUP BY p.item)"
        );
        let before = self.states(sql(before).bind(office).bind(first).bind(change)).await?;
        Ok(Some(UndoImport { import: import.into(), change: states, before, read_at }))
    }

    async fn states(&self, query: crate::db::Query) -> Result<Vec<(Entry, Vec<u8>)>> {
        let rows: Vec<EntryRow> = self.shared.db.all(query).await?;
        rows.into_iter().map(|row| row.split(&self.shared.blobs)).collect()
    }

    /// What the checkpoints of the record begin with today.
    pub fn origin(&self) -> Option<String> {
        Origin::of(&self.office()).map(|origin| origin.to_string())
    }
}
