//! Bringing a backup back, into a folder and a database that are empty.
use crate::{
    Place, Record,
    backup::{BLOBS, CHECKPOINTS, CheckpointLine, ENTRIES, FORMAT, JOBS, JobLine, Line, MANIFEST, Manifest},
    batch::Batch,
    blobs::{Blobs, hex},
    checkpoint::{Checkpoint, Key, Origin},
    db::{Db, Tx},
    entries::EntryRow,
    error::{Error, Result},
    record::claim,
    shared::Shared,
    tree::{self, Frontier, Hash},
};
use domain::{
    actor::{Actor, Role},
    ask::{Ask, Command},
    chance::Chance,
    office::Office,
    settings::{COMMAND_LINE, Restore},
    text::Text,
};
use jiff::Timestamp;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::Path,
};
use zip::ZipArchive;

impl Record {
    /// Brings a backup back: `milepost restore`. The folder may hold what survived outside the database: the signing
    /// key, the last checkpoint, the files. With the key, and with every entry that the last checkpoint covers, the
    /// record goes on as it was; without, it says so by an entry and begins a new epoch, under the key in the folder or
    /// a new one.
    pub async fn restore(place: &Place, file: &Path, now: Timestamp, mut chance: Chance) -> Result<Self> {
        place.vacant(&["checkpoint"])?;
        let mut backup = Backup::open(file)?;
        let last = Checkpoint::last(&place.dir)?;
        if let Some((_, Some(last))) = &last
            && last.statement.origin.office != backup.manifest.office
        {
            return Err(Error::Strangers {
                place: place.dir.display().to_string(),
                folder: last.statement.origin.office,
                database: backup.manifest.office,
            });
        }
        let db = place.empty_database().await?;
        let blobs = Blobs::new(&place.dir);
        backup.keep_blobs(&blobs)?;
        let signed = last.as_ref().and_then(|(_, last)| last.as_ref());
        let (mut batch, root_then) = backup.replay(&blobs, signed.map(|last| last.statement.size))?;
        let key = Key::read(&place.dir)?;
        let goes_on = key.as_ref().zip(signed).is_some_and(|(key, last)| goes_on(&batch.office, key, last, root_then));
        if !goes_on {
            let key = match key {
                Some(key) => key,
                None => Key::make(&place.dir, chance.bytes())?,
            };
            let mut ask = restored(&batch.office, &backup, &key, now)?;
            batch.take(&mut ask, &mut chance, &blobs)?;
        }
        write(&db, &batch, &backup).await?;
        let record = Self::start(Shared::new(db, blobs, place.dir.clone(), batch.office), chance);
        record.sign().await?;
        Ok(record)
    }
}

/// Whether nothing that was signed is lost, and the folder has the key that signed it.
fn goes_on(office: &Office, key: &Key, last: &Checkpoint, root_then: Option<Hash>) -> bool {
    let Some((origin, settings)) = Origin::of(office).zip(office.settings()) else { return false };
    settings.item.key.as_str() == key.public()
        && last.statement.origin.epoch <= origin.epoch
        && root_then == Some(last.statement.root)
}

/// The ask that says on the record that it was brought back, by the post that began it.
fn restored(office: &Office, backup: &Backup, key: &Key, now: Timestamp) -> Result<Ask> {
    let settings = office.settings().ok_or_else(|| backup.refused("it holds no office"))?;
    let reason = format!("brought back from a backup of {} entries", backup.manifest.entries);
    Ok(Ask {
        actor: Actor {
            post: backup.first_actor.unwrap_or(settings.actor).into(),
            name: COMMAND_LINE.into(),
            role: Role::Office,
        },
        now,
        on: None,
        key: None,
        seen: vec![],
        reason: Some(Text::new(reason).expect("a number and words are text")),
        command: Command::Restore(Restore { key: Text::new(key.public()).expect("base64 is text") }),
    })
}

/// All of it or nothing.
async fn write(db: &Db, batch: &Batch, backup: &Backup) -> Result<()> {
    let mut tx = db.begin().await?;
    claim(&mut tx, batch).await?;
    batch.write(&mut tx).await?;
    backup.write_beside(&mut tx).await?;
    tx.commit().await
}

/// The most bytes of one line: a body is at most 256 KiB, and JSON may write each of its bytes as six.
const LONGEST_LINE: u64 = 4 * 1024 * 1024;

struct Backup {
    file: String,
    zip: ZipArchive<BufReader<File>>,
    manifest: Manifest,
    checkpoints: Vec<CheckpointLine>,
    jobs: Vec<JobLine>,
    /// The post that began the office.
    first_actor: Option<uuid::Uuid>,
}

impl Backup {
    /// Opens a backup and checks every part against its manifest, before anything is made of it.
    fn open(file: &Path) -> Result<Self> {
        let name = file.display().to_string();
        let refused = |why: &str| Error::Backup { file: name.clone(), why: why.to_owned() };
        let opened = File::open(file).map_err(|e| Error::file(file, &e))?;
        let mut zip =
            ZipArchive::new(BufReader::new(opened)).map_err(|_| refused("it is not whole, or was never one"))?;
        let manifest = zip.by_name(MANIFEST).map_err(|_| refused("it has no manifest"))?;
        let manifest: Manifest =
            serde_json::from_reader(manifest).map_err(|_| refused("its manifest cannot be read"))?;
        if manifest.format != FORMAT || manifest.version != 1 {
            return Err(refused("it was made by another release; restore it with that one"));
        }
        let mut backup = Self { file: name, zip, manifest, checkpoints: vec![], jobs: vec![], first_actor: None };
        for n in 0..backup.manifest.files.len() {
            backup.check(n)?;
        }
        backup.checkpoints = backup.lines(CHECKPOINTS)?;
        backup.jobs = backup.lines(JOBS)?;
        Ok(backup)
    }

    fn refused(&self, why: impl Into<String>) -> Error {
        Error::Backup { file: self.file.clone(), why: why.into() }
    }

    fn check(&mut self, n: usize) -> Result<()> {
        let part = &self.manifest.files[n];
        let spoilt = Error::Backup {
            file: self.file.clone(),
            why: format!("its part {} is not the one that was written", part.name),
        };
        let (name, sha256) = (part.name.clone(), part.sha256.clone());
        let mut hash = Sha256::new();
        let mut part = self.zip.by_name(&name).map_err(|_| spoilt.clone())?;
        let mut bytes = vec![0; 1 << 16];
        loop {
            match part.read(&mut bytes) {
                Ok(0) => break,
                Ok(n) => hash.update(&bytes[..n]),
                Err(_) => return Err(spoilt),
            }
        }
        if hex(&hash.finalize()) == sha256 { Ok(()) } else { Err(spoilt) }
    }

    fn lines<T: DeserializeOwned>(&mut self, name: &str) -> Result<Vec<T>> {
        let unreadable = Error::Backup { file: self.file.clone(), why: format!("its part {name} cannot be read") };
        let part = self.zip.by_name(name).map_err(|_| unreadable.clone())?;
        let mut part = BufReader::new(part);
        let mut lines = Vec::new();
        loop {
            let mut line = Vec::new();
            let read = part.by_ref().take(LONGEST_LINE).read_until(b'\n', &mut line);
            match read.map_err(|_| unreadable.clone())? {
                0 => return Ok(lines),
                _ => lines.push(serde_json::from_slice(&line).map_err(|_| unreadable.clone())?),
            }
        }
    }

    fn keep_blobs(&mut self, blobs: &Blobs) -> Result<()> {
        for n in 0..self.manifest.files.len() {
            let name = self.manifest.files[n].name.clone();
            let Some(sha256) = name.strip_prefix(BLOBS) else { continue };
            let mut bytes = Vec::new();
            let read = self.zip.by_name(&name).map_err(|e| e.to_string());
            let read = read.and_then(|mut part| part.read_to_end(&mut bytes).map_err(|e| e.to_string()));
            read.map_err(|why| self.refused(format!("its part {name} cannot be read ({why})")))?;
            if blobs.keep(&bytes)? != sha256 {
                return Err(self.refused(format!("its file {sha256} is not the one that was kept")));
            }
        }
        Ok(())
    }

    /// Replays the entries, each hash computed again. Gives also the root as it was at an earlier size.
    fn replay(&mut self, blobs: &Blobs, then: Option<i64>) -> Result<(Batch, Option<Hash>)> {
        let lines: Vec<Line> = self.lines(ENTRIES)?;
        self.first_actor = lines.first().map(|line| line.actor);
        let mut batch = Batch::new(Office::empty(self.manifest.office), Frontier::default());
        let mut root_then = None;
        for (line, expected) in lines.into_iter().zip(1..) {
            let seq = line.seq;
            let row = self.row(line).filter(|row| row.seq == expected && is_as_recorded(row));
            let row = row.ok_or_else(|| self.refused(format!("entry {seq} is not the one that was recorded")))?;
            let (entry, body) = row.clone().split(blobs)?;
            batch.office.apply(&entry, &body)?;
            batch.push(row)?;
            if then == Some(seq) {
                root_then = Some(batch.root());
            }
        }
        let whole = batch.office.head().seq == self.manifest.entries && hex(&batch.root()) == self.manifest.root;
        if whole && self.manifest.entries > 0 {
            Ok((batch, root_then))
        } else {
            Err(self.refused("it does not hold all its entries"))
        }
    }

    fn row(&self, line: Line) -> Option<EntryRow> {
        Some(EntryRow {
            office: self.manifest.office,
            seq: line.seq,
            change: line.change,
            last_of_change: line.last_of_change.into(),
            at: line.at,
            on_date: line.on_date,
            actor: line.actor,
            act: line.act,
            kind: line.kind,
            item: line.item,
            version: line.version,
            shape: line.shape,
            state_hash: unhex(&line.state_hash)?,
            leaf_hash: unhex(&line.leaf_hash)?,
            salt: Some(unhex(&line.salt)?),
            body: Some(line.body.into_bytes()),
        })
    }

    async fn write_beside(&self, tx: &mut Tx) -> Result<()> {
        let office = self.manifest.office;
        let checkpoints = self.checkpoints.iter().map(|c| vec![office.into(), c.seq.into(), c.note.as_str().into()]);
        tx.insert("INSERT INTO checkpoint (office, seq, note) VALUES", checkpoints.collect(), "").await?;
        let jobs = self.jobs.iter().map(|j| vec![j.id.into(), office.into(), j.run_at.into(), j.what.as_str().into()]);
        tx.insert("INSERT INTO job (id, office, run_at, what) VALUES", jobs.collect(), "").await
    }
}

fn is_as_recorded(row: &EntryRow) -> bool {
    let state = row.salt.as_deref().zip(row.body.as_deref());
    row.leaf_hash == row.leaf() && state.is_some_and(|(salt, body)| row.state_hash == tree::state(salt, body))
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|n| u8::from_str_radix(&text[n..n + 2], 16).ok()).collect()
}
