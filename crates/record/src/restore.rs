//! Bringing a backup back, into a folder and a database that are empty.
use crate::{
    Place, Record,
    archive::Archive,
    backup::{BLOBS, CHECKPOINTS, CheckpointLine, ENTRIES, JOBS, JobLine, Line, Manifest},
    batch::Batch,
    blobs::{Blobs, hex},
    checkpoint::{Checkpoint, Key, Origin},
    db::{Db, Tx},
    entries::EntryRow,
    erase::{Erasures, MadeLine, StateLine},
    error::{Error, Result},
    proven::Replacements,
    record::claim,
    shared::Shared,
    tree::{self, Frontier, Hash},
};
use domain::{
    actor::{Actor, Role},
    ask::{Ask, Command},
    chance::Chance,
    erasure::{Erase, Replaced},
    office::Office,
    settings::{COMMAND_LINE, Gap, Restore},
    text::{Text, text},
};
use jiff::Timestamp;
use std::{
    collections::{BTreeMap, BTreeSet},
    path::Path,
};
use uuid::Uuid;

/// What came of a restore, beside the record.
#[derive(Debug)]
pub struct Restored {
    pub record: Record,
    /// What the record now says that it lost; None where it goes on as it was.
    pub gap: Option<Gap>,
    /// How many states the folder's erasures took out again.
    pub erased_again: usize,
    /// Whether the folder could say which erasures were made after the backup.
    pub knows_erasures: bool,
    /// How many publications are scheduled by what came back.
    pub jobs: usize,
}

impl Record {
    /// Brings a backup or an export back: `milepost restore`. The folder may hold what survived outside the database:
    /// the signing key, the last checkpoint, the list of erasures, the files. With the key, and with every entry that
    /// the last checkpoint covers, the record goes on as it was; without, it says so by an entry and begins a new epoch,
    /// under the key in the folder or a new one. What was erased since is erased again.
    ///
    /// `number` reads the number of the paper that a file is, if it is one: how papers of lost entries are told.
    pub async fn restore(
        place: &Place,
        from: &Path,
        now: Timestamp,
        mut chance: Chance,
        number: impl Fn(&[u8]) -> Option<String>,
    ) -> Result<Restored> {
        place.vacant(&["checkpoint", "erasures", "erasing"])?;
        let mut backup = Backup::open(from)?;
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
        let blobs = Blobs::new(&place.dir);
        let survived = blobs.names()?;
        let erasures = Erasures::read(&place.dir)?;
        let signed = last.as_ref().and_then(|(_, last)| last.as_ref());
        let again = backup.erase_again(&erasures);
        // Proven whole before anything is made of it.
        let files = backup.prove_files(&erasures)?;
        let (mut batch, root_then) = backup.replay(&blobs, signed.map(|last| last.statement.size))?;
        let db = place.empty_database().await?;
        for sha256 in &files {
            backup.keep_file(sha256, &blobs)?;
        }
        let key = Key::read(&place.dir)?;
        let goes_on = key.as_ref().zip(signed).is_some_and(|(key, last)| goes_on(&batch.office, key, last, root_then));
        let mut gap = None;
        if !goes_on {
            let key = match key {
                Some(key) => key,
                None => Key::make(&place.dir, chance.bytes())?,
            };
            let held: BTreeSet<&String> = files.iter().collect();
            let orphans = survived.iter().filter(|sha256| !held.contains(sha256));
            let papers = orphans.filter_map(|sha256| number(&blobs.read(sha256).ok()??)).collect();
            let told = backup.gap(&batch.office, signed, papers);
            let key = Text::new(key.public()).expect("base64 is text");
            let reason = format!("brought back from a backup of {} entries", backup.manifest.entries);
            let restore = Command::Restore(Restore { key, gap: told.clone() });
            let mut ask = backup.ask(&batch.office, now, restore, &reason)?;
            batch.take(&mut ask, &mut chance, &blobs)?;
            gap = Some(told);
        }
        let erased_again = again.values().map(|again| again.states.len()).sum();
        for (id, again) in again {
            let reason = format!("erased again after a restore: {}", again.made.reason);
            let erase = Command::Erase(Box::new(again.erase(id, batch.office.head().seq)));
            let mut ask = backup.ask(&batch.office, now, erase, &reason)?;
            batch.take(&mut ask, &mut chance, &blobs)?;
        }
        write(&db, &batch, &backup).await?;
        let jobs = backup.jobs.len();
        let knows_erasures = Erasures::file(&place.dir).exists() || goes_on;
        let shared = Shared::new(db, blobs, place.dir.clone(), batch.office);
        // The folder's own files may be older than the erasures that the backup knows of.
        let office = shared.office();
        for erasure in office.erasures() {
            for file in crate::erase::gone(&office, erasure.id.uuid()) {
                shared.blobs.forget(file.as_str())?;
            }
        }
        let record = Self::start(shared, chance);
        record.sign_or_warn().await;
        Ok(Restored { record, gap, erased_again, knows_erasures, jobs })
    }
}

/// Reads a backup as a restore does, up to where a database would be made of it.
#[cfg(feature = "fuzzing")]
pub(crate) fn reads(from: &Path, dir: &Path) -> Result<()> {
    let mut backup = Backup::open(from)?;
    let erasures = Erasures::read(dir)?;
    backup.erase_again(&erasures);
    backup.prove_files(&erasures)?;
    backup.replay(&Blobs::new(dir), None).map(|_| ())
}

/// Whether nothing that was signed is lost, and the folder has the key that signed it.
fn goes_on(office: &Office, key: &Key, last: &Checkpoint, root_then: Option<Hash>) -> bool {
    let Some((origin, settings)) = Origin::of(office).zip(office.settings()) else { return false };
    settings.item.key.as_str() == key.public()
        && last.statement.origin.epoch <= origin.epoch
        && root_then == Some(last.statement.root)
}

/// All of it or nothing.
async fn write(db: &Db, batch: &Batch, backup: &Backup) -> Result<()> {
    let mut tx = db.begin().await?;
    claim(&mut tx, batch).await?;
    batch.write(&mut tx).await?;
    backup.write_beside(&mut tx).await?;
    tx.commit().await
}

/// An erasure of the folder's list that the backup does not have yet.
struct Again {
    made: MadeLine,
    states: Vec<Replaced>,
    files: Vec<Text>,
}

impl Again {
    fn erase(self, id: Uuid, upto: i64) -> Erase {
        let MadeLine { of, kind, reference, .. } = self.made;
        Erase { id, of, kind, reference, passage: None, upto, states: self.states, files: self.files, papers: vec![] }
    }
}

struct Backup {
    archive: Archive,
    manifest: Manifest,
    lines: Vec<Line>,
    checkpoints: Vec<CheckpointLine>,
    jobs: Vec<JobLine>,
    /// Which states its own erasures, and those of the folder, replaced.
    replaced: Replacements,
}

impl Backup {
    /// Opens a backup and checks every part against its manifest, before anything is made of it.
    fn open(from: &Path) -> Result<Self> {
        let mut archive = Archive::open(from)?;
        let manifest = archive.manifest()?;
        let lines: Vec<Line> = archive.lines(ENTRIES)?;
        let checkpoints = archive.lines(CHECKPOINTS)?;
        let jobs = archive.lines(JOBS)?;
        let replaced = Replacements::of(lines.iter().map(|line| (line.seq, line.kind.as_str(), line.body.as_bytes())));
        Ok(Self { archive, manifest, lines, checkpoints, jobs, replaced })
    }

    fn refused(&self, why: impl Into<String>) -> Error {
        self.archive.refused(why)
    }

    /// Puts the replacements of the folder's list where the backup still has what they replaced.
    fn erase_again(&mut self, erasures: &Erasures) -> BTreeMap<Uuid, Again> {
        let mut again: BTreeMap<Uuid, Again> = BTreeMap::new();
        let office = self.manifest.office;
        for line in &mut self.lines {
            let Some(state) = erasures.states.get(&(office, line.seq)) else { continue };
            let Some(made) = erasures.made.get(&state.erasure) else { continue };
            if state.leaf_hash != line.leaf_hash || (state.salt == line.salt && state.body == line.body) {
                continue;
            }
            let Some(replaced) = replaced(state) else { continue };
            line.salt.clone_from(&state.salt);
            line.body.clone_from(&state.body);
            self.replaced.set(line.seq, replaced.state_hash);
            let again = again.entry(state.erasure).or_insert_with(|| Again {
                made: made.clone(),
                states: vec![],
                files: vec![],
            });
            again.states.push(replaced);
        }
        for ((_, file), erasure) in &erasures.files {
            if let Some(again) = again.get_mut(erasure) {
                again.files.push(text(file));
            }
        }
        again
    }

    /// The files that are to be kept, each checked; those that were erased since are left out.
    fn prove_files(&mut self, erasures: &Erasures) -> Result<Vec<String>> {
        let mut files = Vec::new();
        let office = self.manifest.office;
        for part in self.manifest.files.clone() {
            let Some(sha256) = part.name.strip_prefix(BLOBS) else { continue };
            if part.sha256 != sha256 {
                return Err(self.refused(format!("its file {sha256} is not the one that was kept")));
            }
            if !erasures.files.contains_key(&(office, sha256.to_owned())) {
                files.push(sha256.to_owned());
            }
        }
        Ok(files)
    }

    fn keep_file(&mut self, sha256: &str, blobs: &Blobs) -> Result<()> {
        let bytes = self.archive.bytes(&format!("{BLOBS}{sha256}"))?;
        if blobs.keep(&bytes)? == sha256 {
            Ok(())
        } else {
            Err(self.refused(format!("its file {sha256} is not the one that was kept")))
        }
    }

    /// What the record is to say of what it lost.
    fn gap(&self, office: &Office, signed: Option<&Checkpoint>, papers: BTreeSet<String>) -> Gap {
        let epoch = office.settings().map_or(1, |settings| settings.item.epoch);
        let lost = signed.filter(|last| last.statement.origin.epoch == epoch);
        let lost = lost.filter(|last| last.statement.size > self.manifest.entries);
        let known: BTreeSet<String> = self.numbers(office);
        let papers = papers.into_iter().filter(|number| !known.contains(number));
        Gap {
            epoch,
            from: lost.map(|_| self.manifest.entries + 1),
            to: lost.map(|last| last.statement.size),
            papers: papers.filter_map(|number| Text::new(number).ok()).collect(),
        }
    }

    fn numbers(&self, office: &Office) -> BTreeSet<String> {
        let reader = Actor::of(self.manifest.office.into(), String::new(), Role::Reader);
        office.seen_by(&reader).papers().map(|paper| paper.reference().to_string()).collect()
    }

    /// An ask by the post that began the office.
    fn ask(&self, office: &Office, now: Timestamp, command: Command, reason: &str) -> Result<Ask> {
        let settings = office.settings().ok_or_else(|| self.refused("it holds no office"))?;
        let post = self.lines.first().map_or(settings.actor, |line| line.actor);
        Ok(Ask {
            actor: Actor::of(post.into(), COMMAND_LINE, Role::Office),
            now,
            on: None,
            key: None,
            seen: vec![],
            reason: Some(Text::new(reason).map_err(|e| self.refused(e.to_string()))?),
            command,
        })
    }

    /// Replays the entries, each hash computed again, and holds its checkpoints against them. Gives also the root as it
    /// was at an earlier size.
    fn replay(&mut self, blobs: &Blobs, then: Option<i64>) -> Result<(Batch, Option<Hash>)> {
        let mut signed: BTreeMap<i64, Checkpoint> = BTreeMap::new();
        for line in &self.checkpoints {
            let note = Checkpoint::read(&line.note).filter(|note| note.statement.size == line.seq);
            let note = note.ok_or_else(|| self.refused(format!("its checkpoint of entry {} is not one", line.seq)))?;
            signed.insert(line.seq, note);
        }
        let mut batch = Batch::new(Office::empty(self.manifest.office), Frontier::default());
        let mut root_then = None;
        for (line, expected) in std::mem::take(&mut self.lines).into_iter().zip(1..) {
            let seq = line.seq;
            let row = self.row(&line).filter(|row| row.seq == expected && self.is_as_recorded(row));
            let row = row.ok_or_else(|| self.refused(format!("entry {seq} is not the one that was recorded")))?;
            let column = row.body.clone().unwrap_or_default();
            let body = match Blobs::named(&column) {
                // A replacement of the folder's list lies in the folder.
                Some(sha256) => match blobs.read(sha256)? {
                    Some(body) => body,
                    None => self.archive.bytes(&format!("{BLOBS}{sha256}"))?,
                },
                None => column,
            };
            batch.office.apply(&row.entry()?, &body)?;
            batch.push(row)?;
            if then == Some(seq) {
                root_then = Some(batch.root());
            }
            if let Some(note) = signed.remove(&seq) {
                let key = batch.office.settings().map(|settings| settings.item.key.clone()).unwrap_or_default();
                let holds = note.statement.root == batch.root()
                    && Origin::of(&batch.office) == Some(note.statement.origin)
                    && note.is_signed_by(key.as_str());
                if !holds {
                    return Err(self.refused(format!("its entries up to {seq} are not the ones that were signed")));
                }
            }
            self.lines.push(line);
        }
        let whole = batch.office.head().seq == self.manifest.entries && hex(&batch.root()) == self.manifest.root;
        if whole && self.manifest.entries > 0 && signed.is_empty() {
            Ok((batch, root_then))
        } else {
            Err(self.refused("it does not hold all its entries"))
        }
    }

    fn row(&self, line: &Line) -> Option<EntryRow> {
        Some(EntryRow {
            office: self.manifest.office,
            seq: line.seq,
            change: line.change,
            last_of_change: line.last_of_change.into(),
            at: line.at,
            on_date: line.on_date.clone(),
            actor: line.actor,
            act: line.act.clone(),
            kind: line.kind.clone(),
            item: line.item,
            version: line.version,
            shape: line.shape,
            state_hash: unhex(&line.state_hash)?,
            leaf_hash: unhex(&line.leaf_hash)?,
            salt: Some(unhex(&line.salt)?),
            body: Some(line.body.clone().into_bytes()),
        })
    }

    fn is_as_recorded(&self, row: &EntryRow) -> bool {
        row.leaf_hash == row.leaf() && self.replaced.are_as_recorded(row)
    }

    async fn write_beside(&self, tx: &mut Tx) -> Result<()> {
        let office = self.manifest.office;
        let checkpoints = self.checkpoints.iter().map(|c| vec![office.into(), c.seq.into(), c.note.as_str().into()]);
        tx.insert("INSERT INTO checkpoint (office, seq, note) VALUES", checkpoints.collect(), "").await?;
        let jobs = self.jobs.iter().map(|j| vec![j.id.into(), office.into(), j.run_at.into(), j.what.as_str().into()]);
        tx.insert("INSERT INTO job (id, office, run_at, what) VALUES", jobs.collect(), "").await
    }
}

/// The replacement that a line of the folder's list holds.
fn replaced(line: &StateLine) -> Option<Replaced> {
    let salt: Hash = unhex(&line.salt)?.try_into().ok()?;
    let column = line.body.clone().into_bytes();
    Some(Replaced { seq: line.seq, salt, state_hash: tree::state(&salt, &column), column })
}

fn unhex(text: &str) -> Option<Vec<u8>> {
    if !text.is_ascii() || !text.len().is_multiple_of(2) {
        return None;
    }
    (0..text.len()).step_by(2).map(|n| u8::from_str_radix(&text[n..n + 2], 16).ok()).collect()
}
