//! What follows from the entries and lies beside them: pointers, the head, states, the folder's key.
use super::Proof;
use crate::{
    checkpoint::Key,
    db::{Tried, Tx, sql},
    error::Result,
};
use sqlx::FromRow;
use std::{collections::HashSet, path::Path};
use uuid::Uuid;

#[derive(FromRow)]
struct Seq {
    seq: i64,
}

#[derive(FromRow)]
struct ItemRow {
    kind: String,
    id: Uuid,
    seq: i64,
}

#[derive(FromRow)]
struct HeadRow {
    seq: i64,
    change: Uuid,
    frontier: Vec<u8>,
}

#[derive(FromRow)]
struct Count {
    n: i64,
}

/// The tables that hold one record, and the rows of another in each.
const STRANGERS: [(&str, &str); 6] = [
    ("entry", "SELECT COUNT(*) AS n FROM entry WHERE office <> $1"),
    ("state", "SELECT COUNT(*) AS n FROM state WHERE office <> $1"),
    ("item", "SELECT COUNT(*) AS n FROM item WHERE office <> $1"),
    ("head", "SELECT COUNT(*) AS n FROM head WHERE office <> $1"),
    ("checkpoint", "SELECT COUNT(*) AS n FROM checkpoint WHERE office <> $1"),
    ("frontier", "SELECT COUNT(*) AS n FROM frontier WHERE office <> $1"),
];

/// Whether a record holds what began it and nothing else. Where that was cut off before its first signature there is
/// no checkpoint yet, and nothing that could have been cut off.
pub async fn is_first_change_alone(tx: &mut Tx, office: Uuid) -> Result<bool> {
    let ends = "SELECT seq FROM entry WHERE office = $1 AND last_of_change = TRUE ORDER BY seq LIMIT 2";
    let ends: Vec<Tried<Seq>> = tx.all(sql(ends).bind(office)).await?;
    Ok(ends.len() == 1)
}

impl Proof<'_> {
    /// Rows that belong to another record: a database holds one.
    pub async fn strangers(&mut self, tx: &mut Tx) -> Result<()> {
        for (table, count) in STRANGERS {
            let found: Option<Count> = tx.maybe(sql(count).bind(self.office.head().office)).await?;
            let n = found.map_or(0, |found| found.n);
            if n > 0 {
                let rows = if n == 1 { "1 row".to_owned() } else { format!("{n} rows") };
                self.problem(None, format!("{rows} of the table {table} belong to another record"));
            }
        }
        Ok(())
    }

    /// Files that erasures deleted and that somebody put back.
    pub fn still_there(&mut self) {
        let mut back: Vec<(String, i64)> = std::mem::take(&mut self.gone).into_iter().collect();
        back.retain(|(file, _)| self.blobs.is_there(file));
        back.sort();
        for (file, erased) in back {
            self.problem(erased, format!("the file {file} that was erased is still there (an erasure that was cut short goes on at the next command that writes)"));
        }
    }

    pub async fn states_without_entries(&mut self, tx: &mut Tx) -> Result<()> {
        let orphans = "SELECT s.seq FROM state s WHERE s.office = $1 AND NOT EXISTS \
                       (SELECT 1 FROM entry e WHERE e.office = s.office AND e.seq = s.seq) ORDER BY s.seq";
        let orphans: Vec<Tried<Seq>> = tx.all(sql(orphans).bind(self.office.head().office)).await?;
        for orphan in orphans {
            match orphan.row {
                Ok(Seq { seq }) => self.problem(seq, "there is a state for it and no entry"),
                Err(why) => self.problem(None, format!("a row of the table state has no number for its place: {why}")),
            }
        }
        Ok(())
    }

    pub async fn items(&mut self, tx: &mut Tx) -> Result<()> {
        let rows = "SELECT kind, id, seq FROM item WHERE office = $1 ORDER BY seq";
        let rows: Vec<Tried<ItemRow>> = tx.all(sql(rows).bind(self.office.head().office)).await?;
        let mut pointed = HashSet::new();
        for tried in rows {
            let ItemRow { kind, id, seq } = match tried.row {
                Ok(row) => row,
                Err(why) => {
                    self.problem(tried.seq, format!("the pointer to this entry cannot be read: {why}"));
                    continue;
                }
            };
            match self.items.get(&id) {
                Some(newest) if newest.kind == kind && newest.seq == seq => {
                    pointed.insert(id);
                }
                Some(newest) => {
                    let newest = newest.seq;
                    pointed.insert(id);
                    self.problem(
                        newest,
                        format!("the pointer to the newest state of its item is wrong (the {kind} at entry {seq})"),
                    );
                }
                None => self.problem(seq, format!("a pointer leads here for a {kind} that no entry recorded")),
            }
        }
        let lost: Vec<i64> =
            self.items.iter().filter(|(id, _)| !pointed.contains(*id)).map(|(_, newest)| newest.seq).collect();
        for seq in lost {
            self.problem(seq, "no pointer leads to its item");
        }
        Ok(())
    }

    pub async fn head(&mut self, tx: &mut Tx) -> Result<()> {
        let head = "SELECT seq, change, frontier FROM head WHERE office = $1";
        let mut heads: Vec<Tried<HeadRow>> = tx.all(sql(head).bind(self.office.head().office)).await?;
        match heads.pop().map(|head| head.row) {
            None => self.problem(None, "the record has no head"),
            Some(Err(why)) => self.problem(None, format!("the record's head cannot be read: {why}")),
            Some(Ok(head)) if head.seq > self.seq => {
                let first = self.seq + 1;
                self.problem(first, format!("entries {first} to {} are missing: the head knows of them", head.seq));
            }
            Some(Ok(head)) if head.seq < self.seq => {
                self.problem(head.seq + 1, "it lies past the record's head");
            }
            Some(Ok(head)) => {
                if Some(head.change) != self.change {
                    self.problem(self.seq, "the record's head names another change");
                }
                if !self.broken && head.frontier != self.frontier.bytes() {
                    self.problem(
                        self.seq,
                        "the head's tree is not the entries' own: one up to here was changed, or the head was",
                    );
                }
            }
        }
        Ok(())
    }

    pub fn key(&mut self, dir: &Path, was_signed: bool) {
        let Some(settings) = self.office.settings() else {
            self.problem(None, "the record has no office");
            return;
        };
        let named = settings.item.key.clone();
        match Key::read(dir) {
            // Where a rotation was cut short the key that counts lies beside the old one; the next command puts it right.
            Ok(Some(key)) if key.public() != named.as_str() && Key::is_next(dir, named.as_str()) => {}
            Ok(Some(key)) if key.public() != named.as_str() => {
                self.problem(None, "the folder's signing.key is not the key that the record names");
            }
            // A record is signed as soon as it is begun, so a folder with the key and a second change has had the file.
            Ok(Some(_)) if !was_signed => self.problem(
                None,
                "the folder's checkpoint file is gone, so it cannot be told whether signed entries were cut off; compare with a copy of it, or with the signed statement on a paper",
            ),
            Ok(_) => {}
            Err(error) => self.problem(None, error.to_string()),
        }
    }
}
