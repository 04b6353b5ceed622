//! Proves a record: every hash is computed again from what stands in the columns, and all that was signed is held
//! against it. Reads only; sees one moment, whatever is written meanwhile.
mod beside;

use crate::{
    Place, Record,
    blobs::Blobs,
    checkpoint::{Checkpoint, Origin, Statement},
    db::{Db, Missing, Tried, Tx, sql},
    entries::{EntryRow, columns},
    error::{Error, Result},
    proven::{self, Replacements},
    record::folder_office,
    shared::offices,
    tree::Frontier,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::{
    entry::{Act, Entry},
    erasure::Erasure,
    evidence::Evidence,
    office::{Kind, Office, read},
    paper::Paper,
    settings::{Gap, Settings},
    text::Text,
    update::Update,
};
use serde::Serialize;
use sqlx::FromRow;
use std::{
    collections::{BTreeMap, HashMap, HashSet},
    path::Path,
};
use uuid::Uuid;

/// What a proof came to. Machines read it: keys may be added, none renamed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Verification {
    pub ok: bool,
    pub entries: i64,
    /// How many entries are newer than the last checkpoint: nothing would be missed if they were cut off.
    pub past_checkpoint: i64,
    /// The root of the tree over the entries, in base64.
    pub root: String,
    pub problems: Vec<Problem>,
}

/// Something that is not as it was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Problem {
    /// The entry that it is about; none where it is about the record as a whole.
    pub seq: Option<i64>,
    pub what: String,
}

impl Record {
    /// Proves the record.
    pub async fn verify(&self) -> Result<Verification> {
        verify(&self.shared.db, &self.shared.blobs, &self.shared.dir, self.shared.id, None).await
    }

    /// Proves a record that may be too damaged to be opened. `kept` is a checkpoint that somebody kept elsewhere: the
    /// record has to go on from what it signed.
    pub async fn examine(place: &Place, kept: Option<&str>) -> Result<Verification> {
        let db = place.connect(Missing::Refuse).await?;
        let offices = offices(&db).await?.ok_or_else(|| place.no_record())?;
        // The head may have been meddled with too: the folder and the first entry know the office as well.
        let office = match folder_office(&place.dir)? {
            Some(office) => Some(office),
            None => match first_office(&db).await? {
                Some(office) => Some(office),
                None => offices.first().copied(),
            },
        };
        let office = office.ok_or_else(|| place.no_record())?;
        let verification = verify(&db, &Blobs::new(&place.dir), &place.dir, office, kept).await;
        db.close().await;
        verification
    }
}

#[derive(FromRow)]
struct Holds {
    office: Uuid,
}

async fn first_office(db: &Db) -> Result<Option<Uuid>> {
    let first: Option<Holds> = db.maybe(sql("SELECT office FROM entry WHERE seq = 1 ORDER BY at LIMIT 1")).await?;
    Ok(first.map(|first| first.office))
}

const PAGE: usize = 500;

#[derive(FromRow)]
struct Note {
    seq: i64,
    note: String,
}

#[derive(FromRow)]
struct FrontierRow {
    seq: i64,
    frontier: Vec<u8>,
}

/// A checkpoint to be met on the way, and where it is kept.
struct Signed {
    checkpoint: Checkpoint,
    source: &'static str,
    /// Whether it is the folder's own, which may be of an epoch that a restore ended.
    from_folder: bool,
    /// Whether it lies outside of the tables, so that whoever changed these could not change it.
    outside: bool,
}

struct Newest {
    kind: String,
    seq: i64,
    version: i64,
}

/// The proof as far as it has come.
struct Proof<'a> {
    blobs: &'a Blobs,
    /// The office as replayed: every body is read on the way, and it knows which key counts at which entry.
    office: Office,
    frontier: Frontier,
    seq: i64,
    at: i64,
    change: Option<Uuid>,
    changes: HashSet<Uuid>,
    whole: bool,
    items: HashMap<Uuid, Newest>,
    files: HashSet<String>,
    replaced: Replacements,
    /// The entries that erased something, as far as they were met.
    erasures: HashSet<i64>,
    /// The files that erasures deleted, each with the last entry that did.
    gone: HashMap<String, i64>,
    signed: BTreeMap<i64, Vec<Signed>>,
    frontiers: BTreeMap<i64, Vec<u8>>,
    /// The last size whose signature held.
    last_signed: i64,
    /// From where on the tree cannot be what it was: every later root differs, which is said once.
    broken: bool,
    problems: Vec<Problem>,
}

async fn verify(db: &Db, blobs: &Blobs, dir: &Path, office: Uuid, kept: Option<&str>) -> Result<Verification> {
    // Before the moment of the database, so that it cannot be newer.
    let last = Checkpoint::last(dir)?;
    let was_signed = last.is_some();
    let mut tx = db.moment().await?;
    let mut proof = Proof {
        blobs,
        office: Office::empty(office),
        frontier: Frontier::default(),
        seq: 0,
        at: i64::MIN,
        change: None,
        changes: HashSet::new(),
        whole: true,
        items: HashMap::new(),
        files: HashSet::new(),
        replaced: Replacements::default(),
        erasures: HashSet::new(),
        gone: HashMap::new(),
        signed: BTreeMap::new(),
        frontiers: BTreeMap::new(),
        last_signed: 0,
        broken: false,
        problems: vec![],
    };
    proof.gather_signed(&mut tx, last).await?;
    proof.gather_kept(kept);
    proof.gather_erasures(&mut tx).await?;
    proof.replay(&mut tx).await?;
    proof.cut_off();
    proof.still_there();
    proof.strangers(&mut tx).await?;
    proof.states_without_entries(&mut tx).await?;
    proof.items(&mut tx).await?;
    proof.head(&mut tx).await?;
    let was_signed = was_signed || beside::is_first_change_alone(&mut tx, office).await?;
    proof.key(dir, was_signed);
    tx.rollback().await?;
    let mut problems = proof.problems;
    problems.sort_by_key(|problem| problem.seq.unwrap_or(i64::MAX));
    Ok(Verification {
        ok: problems.is_empty(),
        entries: proof.seq,
        past_checkpoint: proof.seq - proof.last_signed,
        root: STANDARD.encode(proof.frontier.root()),
        problems,
    })
}

impl Proof<'_> {
    fn problem(&mut self, seq: impl Into<Option<i64>>, what: impl Into<String>) {
        self.problems.push(Problem { seq: seq.into(), what: what.into() });
    }

    async fn gather_signed(&mut self, tx: &mut Tx, last: Option<(String, Option<Checkpoint>)>) -> Result<()> {
        let office = self.office.head().office;
        let notes: Vec<Tried<Note>> =
            tx.all(sql("SELECT seq, note FROM checkpoint WHERE office = $1 ORDER BY seq").bind(office)).await?;
        for tried in notes {
            let read = tried.row.ok().and_then(|row| Some((row.seq, Checkpoint::read(&row.note)?)));
            match read {
                Some((seq, checkpoint)) if seq == checkpoint.statement.size => {
                    let signed =
                        Signed { checkpoint, source: "the table checkpoint", from_folder: false, outside: false };
                    self.signed.entry(seq).or_default().push(signed);
                }
                _ => self.problem(tried.seq, "the checkpoint kept for this entry is not one that Milepost signed"),
            }
        }
        match last {
            Some((_, Some(checkpoint))) => {
                let signed =
                    Signed { checkpoint, source: "the folder's checkpoint file", from_folder: true, outside: true };
                self.signed.entry(signed.checkpoint.statement.size).or_default().push(signed);
            }
            Some((_, None)) => self.problem(None, "the folder's checkpoint file is not one that Milepost signed"),
            None => {}
        }
        let frontiers = "SELECT seq, frontier FROM frontier WHERE office = $1 ORDER BY seq";
        let frontiers: Vec<FrontierRow> = tx.all(sql(frontiers).bind(office)).await?;
        self.frontiers = frontiers.into_iter().map(|m| (m.seq, m.frontier)).collect();
        Ok(())
    }

    /// A checkpoint that somebody kept elsewhere.
    fn gather_kept(&mut self, kept: Option<&str>) {
        let Some(note) = kept else { return };
        match Checkpoint::read(note) {
            Some(checkpoint) => {
                let signed =
                    Signed { checkpoint, source: "the checkpoint that was given", from_folder: false, outside: true };
                self.signed.entry(signed.checkpoint.statement.size).or_default().push(signed);
            }
            None => self.problem(None, "the checkpoint that was given is not one that Milepost signed"),
        }
    }

    /// What erasures replaced and deleted: needed before the entries that they speak of are met.
    async fn gather_erasures(&mut self, tx: &mut Tx) -> Result<()> {
        let office = self.office.head().office;
        let rows =
            concat!("SELECT ", columns!(), " WHERE e.office = $1 AND e.kind = 'erasure' AND e.seq > $2 ORDER BY e.seq");
        let rows: Vec<Tried<EntryRow>> = tx.all(sql(rows).bind(office).bind(0)).await?;
        for row in rows.into_iter().filter_map(|tried| tried.row.ok()) {
            let (seq, kind) = (row.seq, row.kind.clone());
            let Ok((entry, body)) = row.split(self.blobs) else { continue };
            self.replaced.gather(seq, &kind, &body);
            if let Ok(erasure) = read::<Erasure>(&entry, &body) {
                self.gone.extend(erasure.item.files.into_iter().map(|file| (String::from(file), seq)));
            }
        }
        Ok(())
    }

    /// Whether a checkpoint covers entries of an epoch that a restore ended, and the record says that they are lost.
    fn is_told(&self, checkpoint: &Checkpoint) -> bool {
        let Statement { origin, size, .. } = checkpoint.statement;
        let Some(settings) = self.office.settings() else { return false };
        let told = |gap: &Gap| match (gap.from, gap.to) {
            (Some(from), Some(to)) => from <= size && size <= to,
            _ => true,
        };
        origin.office == self.office.head().office
            && settings.item.gaps.iter().any(|gap| gap.epoch == origin.epoch && told(gap))
    }

    async fn replay(&mut self, tx: &mut Tx) -> Result<()> {
        let office = self.office.head().office;
        // Places are counted from 1; what stands before the first was put there by nobody that this record knows.
        let before: Vec<Tried<EntryRow>> = {
            let page = concat!("SELECT ", columns!(), " WHERE e.office = $1 AND e.seq < $2 ORDER BY e.seq LIMIT 500");
            tx.all(sql(page).bind(office).bind(1)).await?
        };
        for tried in before {
            self.problem(tried.seq, "an entry stands before the first");
        }
        let mut from = 0;
        loop {
            let page = concat!("SELECT ", columns!(), " WHERE e.office = $1 AND e.seq > $2 ORDER BY e.seq LIMIT 500");
            let rows: Vec<Tried<EntryRow>> = tx.all(sql(page).bind(office).bind(from)).await?;
            let full = rows.len() == PAGE;
            for tried in rows {
                let Some(seq) = tried.seq else {
                    self.problem(None, "a row of the table entry has no number for its place");
                    return Ok(());
                };
                from = seq;
                self.entry(seq, tried.row);
            }
            if !full {
                break;
            }
        }
        if !self.whole && self.seq > 0 {
            self.problem(self.seq, "the change that it belongs to has no end");
        }
        Ok(())
    }

    /// One entry, met in its turn.
    fn entry(&mut self, seq: i64, row: Result<EntryRow, String>) {
        while self.seq + 1 < seq {
            self.seq += 1;
            self.broken = true;
            self.problem(self.seq, "the entry is missing");
            if seq - self.seq > 1000 {
                self.problem(self.seq + 1, format!("so are all up to entry {}", seq - 1));
                self.seq = seq - 1;
            }
        }
        self.seq = seq;
        let row = match row {
            Ok(row) => row,
            Err(why) => {
                self.broken = true;
                self.problem(seq, format!("its columns cannot be read: {why}"));
                return;
            }
        };
        let leaf = row.leaf();
        self.frontier.push(leaf);
        if row.leaf_hash != leaf {
            self.problem(seq, "its columns are not the ones that were recorded, or its leaf hash is not");
        }
        self.order(&row);
        self.state(&row);
        self.item(&row);
        self.body(row);
        self.roots(seq);
    }

    /// Time, and the bounds of changes.
    fn order(&mut self, row: &EntryRow) {
        if row.at < self.at {
            self.problem(row.seq, "it was recorded before the entry that it follows");
        }
        self.at = self.at.max(row.at);
        if self.whole == (self.change == Some(row.change)) {
            self.problem(row.seq, "where its change begins or ends is not as recorded");
        }
        if self.whole && !self.changes.insert(row.change) {
            self.problem(row.seq, "its change was ended before");
        }
        self.change = Some(row.change);
        self.whole = row.last_of_change == 1;
    }

    fn state(&mut self, row: &EntryRow) {
        if row.salt.is_none() || row.body.is_none() {
            self.problem(row.seq, "its state is missing");
        } else if !self.replaced.are_as_recorded(row) {
            self.problem(row.seq, "its state is not the one that was recorded, nor what an erasure put in its place");
        }
    }

    fn item(&mut self, row: &EntryRow) {
        let before = self.items.get(&row.item);
        let expected = before.map_or(1, |newest| newest.version + 1);
        if before.is_some_and(|newest| newest.kind != row.kind) || row.version != expected {
            self.problem(
                row.seq,
                format!("it is version {} of its {}, where version {expected} should follow", row.version, row.kind),
            );
        }
        if (row.kind == Kind::Erasure.as_str()) != (row.act == Act::Erased.as_str()) {
            self.problem(row.seq, "its act is not one of its kind");
        }
        self.items.insert(row.item, Newest { kind: row.kind.clone(), seq: row.seq, version: row.version });
    }

    /// Reads the body, and the files that it names.
    fn body(&mut self, row: EntryRow) {
        let seq = row.seq;
        if row.body.is_none() {
            return;
        }
        let before = self.office.settings().filter(|_| row.kind == Kind::Settings.as_str());
        let before = before.map(|kept| kept.item.clone());
        let taken = row.split(self.blobs).and_then(|(entry, body)| {
            // Every string of it, also of members that this release does not know.
            serde_json::from_slice::<serde_json::Value>(&body)
                .map_err(|error| Error::damaged(seq, format!("its body is not JSON ({error})")))?;
            self.office.apply(&entry, &body)?;
            Ok((entry, body))
        });
        if seq == 1 && !matches!(&taken, Ok((entry, _)) if entry.kind == Kind::Settings) {
            self.problem(1, "a record begins with the settings of its office");
        }
        match taken {
            Ok((entry, body)) => match entry.kind {
                Kind::Paper => self.paper(&entry, &body),
                Kind::Update => self.evidence(&entry, &body),
                Kind::Erasure => self.erasure(&entry, &body),
                Kind::Settings => self.settings(&entry, before),
                _ => {}
            },
            Err(Error::Damaged { what, .. }) => self.problem(seq, what),
            Err(other) => self.problem(seq, other.to_string()),
        }
    }

    fn erasure(&mut self, entry: &Entry, body: &[u8]) {
        let Ok(erasure) = read::<Erasure>(entry, body) else { return };
        self.erasures.insert(entry.seq);
        let erasure = erasure.item;
        let before = |seq: i64| seq >= 1 && seq < entry.seq && !self.erasures.contains(&seq);
        let hash = |text: &Text| proven::hash(text.as_str()).is_some();
        if !erasure.states.iter().all(|state| before(state.seq)) {
            self.problem(entry.seq, "it erases from what is no entry before it, or from an erasure");
        }
        if !erasure.states.iter().map(|state| &state.state_hash).chain(&erasure.files).all(hash) {
            self.problem(entry.seq, "what it says was put in place of the erased is no hash");
        }
    }

    /// The key, the epoch and the gaps change only where an entry says so.
    fn settings(&mut self, entry: &Entry, before: Option<Settings>) {
        let Some(now) = self.office.settings().map(|kept| kept.item.clone()) else { return };
        let told = |before: &Settings| match now.gaps.split_last() {
            Some((gap, earlier)) => {
                earlier == before.gaps && gap.epoch == before.epoch && gap.from.is_some() == gap.to.is_some()
            }
            None => false,
        };
        let as_said = match (before, entry.act) {
            (None, _) => entry.seq == 1 && now.epoch == 1 && now.gaps.is_empty(),
            (Some(before), Act::Restored) => now.epoch == before.epoch + 1 && told(&before),
            (Some(before), Act::Rotated) => {
                now.key != before.key && Settings { key: before.key.clone(), ..now.clone() } == before
            }
            (Some(before), _) => now.key == before.key && now.epoch == before.epoch && now.gaps == before.gaps,
        };
        if !as_said {
            self.problem(entry.seq, "it changes the key, the epoch or what was lost, and is no entry that may");
        }
    }

    fn paper(&mut self, entry: &Entry, body: &[u8]) {
        let Ok(paper) = read::<Paper>(entry, body) else { return };
        for file in paper.item.files {
            let sha256 = file.sha256.as_str();
            // One issued after the erasure has the same bytes and nothing to hide.
            let issued_since = |erased: &i64| entry.act == Act::Issued && entry.seq > *erased;
            match self.gone.get(sha256) {
                Some(erased) if issued_since(erased) => {
                    self.gone.remove(sha256);
                }
                Some(_) => continue,
                None => {}
            }
            if !self.files.insert(sha256.to_owned()) {
                continue;
            }
            self.file(entry, &file.name, sha256, (file.size, "issued"));
        }
    }

    fn evidence(&mut self, entry: &Entry, body: &[u8]) {
        let Ok(update) = read::<Update>(entry, body) else { return };
        for file in update.item.evidence.iter().filter_map(Evidence::file) {
            let sha256 = file.sha256.as_str();
            if !self.gone.contains_key(sha256) && self.files.insert(format!("{sha256} {}", file.size)) {
                self.file(entry, &file.name, sha256, (file.size, "given as evidence"));
            }
        }
    }

    /// Whether a file is there, as it was kept.
    fn file(&mut self, entry: &Entry, name: &Text, sha256: &str, (size, was): (i64, &str)) {
        let problem = match self.blobs.read(sha256) {
            Ok(Some(bytes)) if i64::try_from(bytes.len()) == Ok(size) => return,
            Ok(Some(_)) => format!("the file {name} has not the size that was {was}"),
            Ok(None) => format!("the file {name} that was {was} is missing"),
            Err(error) => format!("the file {name} that was {was}: {error}"),
        };
        self.problem(entry.seq, problem);
    }

    /// Holds the root at an entry against all that was signed or kept of it.
    fn roots(&mut self, seq: i64) {
        if let Some(frontier) = self.frontiers.remove(&seq)
            && !self.broken
            && frontier != self.frontier.bytes()
        {
            self.broken = true;
            self.problem(
                seq,
                "the tree's kept frontier at this entry is not the entries' own: one up to here was changed, or it was",
            );
        }
        let Some(all) = self.signed.remove(&seq) else { return };
        let root = self.frontier.root();
        for Signed { checkpoint, source, from_folder, outside } in all {
            let Some(origin) = Origin::of(&self.office) else {
                self.problem(seq, format!("{source} covers entries before the office had a key"));
                continue;
            };
            let key = self.office.settings().map(|settings| settings.item.key.clone()).unwrap_or_default();
            let statement = checkpoint.statement;
            if from_folder && self.is_told(&checkpoint) {
                continue;
            }
            if statement.origin != origin || !checkpoint.is_signed_by(key.as_str()) {
                self.problem(seq, format!("{source} has no signature by the key that the record names"));
            } else if statement.root == root {
                self.last_signed = self.last_signed.max(seq);
            } else if !self.broken {
                self.broken = true;
                self.problem(
                    seq,
                    format!(
                        "the entries up to here are not the ones that were signed ({source}): one or more of entries {} to {seq} were changed",
                        self.last_signed + 1
                    ),
                );
            } else if outside {
                // It is the last word: even where the reason is known, what it signed is not there.
                self.problem(seq, format!("the entries up to here are not the ones that {source} signed"));
            }
        }
    }

    /// Checkpoints of entries that are not there.
    fn cut_off(&mut self) {
        for (size, all) in std::mem::take(&mut self.signed) {
            for signed in all {
                // A restore that lost signed entries said so by an entry, and began a new epoch.
                if signed.from_folder && self.is_told(&signed.checkpoint) {
                    continue;
                }
                let first = self.seq + 1;
                let lost = if first == size {
                    format!("entry {size}, once signed, is missing")
                } else {
                    format!("entries {first} to {size}, once signed, are missing")
                };
                self.problem(first, format!("{lost} ({} covers them)", signed.source));
            }
        }
        for seq in std::mem::take(&mut self.frontiers).into_keys() {
            self.problem(
                self.seq + 1,
                format!("the record once had entry {seq}: its tree's kept frontier is still there"),
            );
        }
    }
}
