//! Erasure: finding a passage in every state of the record, and replacing those states so that it is nowhere any more,
//! neither in a table, nor in a page that a table freed, nor in a file.
use crate::{
    Record,
    blobs::{Blobs, hex, sync_dir, write_whole},
    db::{Tx, sql},
    entries::{EntryRow, columns},
    error::{Error, Result},
    record::new_chance,
    shared::Shared,
    tree,
};
use domain::{
    ask::{Ask, Command},
    entry::Entry,
    erasure::{Erase, Passage, Replaced},
    id::Id,
    office::{Kind, Office},
    paper::Paper,
    text::Text,
};
use serde::{Deserialize, Serialize};
use sqlx::FromRow;
use std::{
    collections::{BTreeMap, BTreeSet},
    fs,
    io::ErrorKind,
    path::{Path, PathBuf},
};
use uuid::Uuid;

/// A state that holds a passage.
#[derive(Clone, Debug)]
pub struct Held {
    pub entry: Entry,
    /// As it stands.
    pub body: Vec<u8>,
    /// With the passage blanked.
    pub blanked: Vec<u8>,
}

/// All that holds a passage, as the record stood at one entry.
#[derive(Clone, Debug)]
pub struct Holding {
    pub upto: i64,
    pub states: Vec<Held>,
    /// How many answers kept for repeated asks, and jobs to come, hold it too.
    pub answers: usize,
    pub jobs: usize,
}

/// What is to be erased, decided by a person who saw the list.
#[derive(Clone, Debug)]
pub struct Erasing {
    pub of: Uuid,
    pub kind: Kind,
    pub reference: Text,
    pub passage: Passage,
    /// As [`Record::holding`] found it, those states left out that are to stay.
    pub holding: Holding,
    /// Files that hold the passage.
    pub files: BTreeSet<String>,
    pub papers: Vec<Id<Paper>>,
}

#[derive(FromRow)]
struct AnswerRow {
    actor: Uuid,
    command: String,
    key: String,
    answer: String,
}

#[derive(FromRow)]
struct JobRow {
    id: Uuid,
    what: String,
}

#[derive(FromRow)]
struct NamedRow {
    seq: i64,
    body: Vec<u8>,
}

impl Record {
    /// Looks for a passage in every state that was ever recorded, and beside the record.
    pub async fn holding(&self, passage: &Passage) -> Result<Holding> {
        let shared = &self.shared;
        let upto = shared.follow().await?.head().seq;
        let mut tx = shared.db.moment().await?;
        let mut states = Vec::new();
        let mut from = 0;
        loop {
            let page = concat!(
                "SELECT ",
                columns!(),
                " WHERE e.office = $1 AND e.seq > $2 AND e.seq <= $3 ORDER BY e.seq LIMIT 500"
            );
            let rows: Vec<EntryRow> = tx.all(sql(page).bind(shared.id).bind(from).bind(upto)).await?;
            let Some(last) = rows.last() else { break };
            from = last.seq;
            for row in rows {
                let (entry, body) = row.split(&shared.blobs)?;
                if let Some(blanked) = passage.blanked_json(&body) {
                    states.push(Held { entry, body, blanked });
                }
            }
        }
        let answers = answers(&mut tx, shared.id).await?;
        let answers = answers.iter().filter(|row| passage.blanked_json(row.answer.as_bytes()).is_some()).count();
        let jobs = jobs(&mut tx, shared.id).await?;
        let jobs = jobs.iter().filter(|row| passage.blanked_json(row.what.as_bytes()).is_some()).count();
        tx.rollback().await?;
        Ok(Holding { upto, states, answers, jobs })
    }

    /// The files under `blobs`, by their hashes.
    pub fn files(&self) -> Result<Vec<String>> {
        self.shared.blobs.names()
    }

    /// Erases. When this returns the passage is gone from the tables, from what they freed, and from the files, and the
    /// record says that something was erased. The ask's command is made here; its reason is the person's.
    pub async fn erase(&self, erasing: Erasing, ask: Ask) -> Result<Uuid> {
        let shared = &self.shared;
        shared.writable()?;
        let mut chance = new_chance()?;
        let id = chance.id(ask.now);
        let mut states = Vec::with_capacity(erasing.holding.states.len());
        for held in &erasing.holding.states {
            let salt = chance.bytes();
            let column = shared.blobs.column(held.blanked.clone())?;
            states.push(Replaced { seq: held.entry.seq, salt, state_hash: tree::state(&salt, &column), column });
        }
        let mut files = erasing.files;
        files.extend(self.bodies_that_go(&erasing.holding).await?);
        let files = files.iter().map(|file| Text::new(file.as_str()).expect("a hash is text")).collect();
        let erase = Erase {
            id,
            of: erasing.of,
            kind: erasing.kind,
            reference: erasing.reference,
            passage: Some(erasing.passage),
            upto: erasing.holding.upto,
            states,
            files,
            papers: erasing.papers,
        };
        let ask = Ask { command: Command::Erase(Box::new(erase.clone())), ..ask };
        // Refused before anything is touched.
        self.decide_only(&ask).await?;
        let unfinished = Unfinished::begin(&shared.dir, id)?;
        // The folder's own list first: whatever happens from here on, a restore will not bring the passage back.
        let before = Erasures::read(&shared.dir)?;
        before.clone().with(&erase, &ask, shared).await?.keep(&shared.dir)?;
        let written = self.write(ask).await;
        if matches!(written, Err(Error::Refused(_))) {
            before.keep(&shared.dir)?;
        }
        written?;
        self.shared.finish_erasing(unfinished).await.map_err(|error| Error::NotCleared(Box::new(error)))?;
        Ok(id)
    }

    /// The files of bodies that are replaced and that no state which stays names too.
    async fn bodies_that_go(&self, holding: &Holding) -> Result<BTreeSet<String>> {
        let replaced: BTreeSet<i64> = holding.states.iter().map(|held| held.entry.seq).collect();
        // A body column that names a file is shorter than any body, and begins as no body does.
        let named = "SELECT seq, body FROM state WHERE office = $1 AND LENGTH(body) = 76 ORDER BY seq";
        let named: Vec<NamedRow> = self.shared.db.all(sql(named).bind(self.shared.id)).await?;
        let (mut go, mut stay) = (BTreeSet::new(), BTreeSet::new());
        for NamedRow { seq, body } in &named {
            if let Some(sha256) = Blobs::named(body) {
                if replaced.contains(seq) { &mut go } else { &mut stay }.insert(sha256.to_owned());
            }
        }
        Ok(go.difference(&stay).cloned().collect())
    }
}

async fn answers(tx: &mut Tx, office: Uuid) -> Result<Vec<AnswerRow>> {
    tx.all(sql("SELECT actor, command, key, answer FROM idempotency WHERE office = $1").bind(office)).await
}

async fn jobs(tx: &mut Tx, office: Uuid) -> Result<Vec<JobRow>> {
    tx.all(sql("SELECT id, what FROM job WHERE office = $1").bind(office)).await
}

/// Puts the replacements where the states were, and blanks the passage in what lies beside the record.
pub(crate) async fn replace(tx: &mut Tx, office: Uuid, erase: &Erase) -> Result<()> {
    for state in &erase.states {
        let put = sql("UPDATE state SET salt = $1, body = $2 WHERE office = $3 AND seq = $4");
        let put = put.bind(state.salt.to_vec()).bind(state.column.clone()).bind(office).bind(state.seq);
        if tx.run(put).await? != 1 {
            return Err(Error::damaged(state.seq, "its state is missing"));
        }
    }
    // A table that waits to be imported may hold the passage; whoever gave it gives it again.
    tx.run(sql("DELETE FROM upload WHERE office = $1").bind(office)).await?;
    // And so may what somebody began to say; they begin again.
    tx.run(sql("DELETE FROM draft WHERE office = $1").bind(office)).await?;
    let Some(passage) = &erase.passage else { return Ok(()) };
    let blanked = |json: &str| passage.blanked_json(json.as_bytes()).and_then(|json| String::from_utf8(json).ok());
    for row in answers(tx, office).await? {
        if let Some(answer) = blanked(&row.answer) {
            let put =
                "UPDATE idempotency SET answer = $1 WHERE office = $2 AND actor = $3 AND command = $4 AND key = $5";
            tx.run(sql(put).bind(answer).bind(office).bind(row.actor).bind(row.command).bind(row.key)).await?;
        }
    }
    for row in jobs(tx, office).await? {
        if let Some(what) = blanked(&row.what) {
            tx.run(sql("UPDATE job SET what = $1 WHERE office = $2 AND id = $3").bind(what).bind(office).bind(row.id))
                .await?;
        }
    }
    Ok(())
}

impl Shared {
    /// What follows on the commit: files go, and so does what the database freed. Made again at the next start where it
    /// was cut off.
    pub async fn finish_erasing(&self, unfinished: Unfinished) -> Result<()> {
        for file in gone(&self.office(), unfinished.erasure) {
            self.blobs.forget(file.as_str())?;
        }
        self.blobs.clear_unfinished()?;
        self.db.forget().await?;
        unfinished.end()
    }
}

/// The files that an erasure deletes. One that a paper which stands names was issued after it, with the same bytes.
pub(crate) fn gone(office: &Office, erasure: Uuid) -> BTreeSet<Text> {
    let erasures = office.erasures().filter(|kept| kept.id.uuid() == erasure);
    let mut files: BTreeSet<Text> = erasures.flat_map(|kept| kept.item.files.iter().cloned()).collect();
    for file in office.files_of_standing_papers() {
        files.remove(file);
    }
    files
}

/// Says in the folder that an erasure is under way: the next start goes on where this one was cut off.
#[derive(Debug)]
pub(crate) struct Unfinished {
    file: PathBuf,
    erasure: Uuid,
}

impl Unfinished {
    fn begin(dir: &Path, erasure: Uuid) -> Result<Self> {
        let file = dir.join("erasing");
        write_whole(&file, erasure.to_string().as_bytes())?;
        Ok(Self { file, erasure })
    }

    /// One that an earlier run left.
    pub fn left(dir: &Path) -> Option<Self> {
        let file = dir.join("erasing");
        let erasure = fs::read_to_string(&file).ok()?;
        Some(Self { file, erasure: erasure.trim().parse().unwrap_or_default() })
    }

    fn end(self) -> Result<()> {
        match fs::remove_file(&self.file) {
            Err(error) if error.kind() != ErrorKind::NotFound => Err(Error::file(&self.file, &error)),
            _ => self.file.parent().map_or(Ok(()), sync_dir),
        }
    }
}

/// The folder's file `erasures`: what a restore of an older backup must not bring back.
#[derive(Clone, Debug, Default)]
pub(crate) struct Erasures {
    pub states: BTreeMap<(Uuid, i64), StateLine>,
    pub files: BTreeMap<(Uuid, String), Uuid>,
    pub made: BTreeMap<Uuid, MadeLine>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct StateLine {
    pub office: Uuid,
    pub erasure: Uuid,
    pub seq: i64,
    pub leaf_hash: String,
    pub salt: String,
    pub body: String,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
struct FileLine {
    office: Uuid,
    erasure: Uuid,
    file: String,
}

/// What an erasure was.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct MadeLine {
    pub office: Uuid,
    pub erasure: Uuid,
    pub of: Uuid,
    pub kind: Kind,
    pub reference: Text,
    pub reason: Text,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum ErasuresLine {
    State(StateLine),
    File(FileLine),
    Made(MadeLine),
}

#[derive(FromRow)]
struct LeafRow {
    leaf_hash: Vec<u8>,
}

impl Erasures {
    pub fn file(dir: &Path) -> PathBuf {
        dir.join("erasures")
    }

    pub fn read(dir: &Path) -> Result<Self> {
        let file = Self::file(dir);
        let text = match fs::read_to_string(&file) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(Self::default()),
            Err(error) => return Err(Error::file(&file, &error)),
        };
        let mut all = Self::default();
        for (n, line) in text.lines().enumerate() {
            let line = serde_json::from_str(line).map_err(|error| Error::File {
                path: file.display().to_string(),
                why: format!("line {} is not what Milepost wrote ({error}); bring the file back from a copy", n + 1),
            })?;
            match line {
                ErasuresLine::State(line) => {
                    all.states.insert((line.office, line.seq), line);
                }
                ErasuresLine::File(line) => {
                    all.files.insert((line.office, line.file), line.erasure);
                }
                ErasuresLine::Made(line) => {
                    all.made.insert(line.erasure, line);
                }
            }
        }
        Ok(all)
    }

    async fn with(mut self, erase: &Erase, ask: &Ask, shared: &Shared) -> Result<Self> {
        let office = shared.id;
        for state in &erase.states {
            let leaf = sql("SELECT leaf_hash FROM entry WHERE office = $1 AND seq = $2").bind(office).bind(state.seq);
            let leaf: Option<LeafRow> = shared.db.maybe(leaf).await?;
            let leaf = leaf.ok_or_else(|| Error::damaged(state.seq, "it is missing"))?;
            let line = StateLine {
                office,
                erasure: erase.id,
                seq: state.seq,
                leaf_hash: hex(&leaf.leaf_hash),
                salt: hex(&state.salt),
                body: String::from_utf8_lossy(&state.column).into_owned(),
            };
            self.states.insert((office, state.seq), line);
        }
        for file in &erase.files {
            self.files.insert((office, file.to_string()), erase.id);
        }
        let made = MadeLine {
            office,
            erasure: erase.id,
            of: erase.of,
            kind: erase.kind,
            reference: erase.reference.clone(),
            reason: ask.reason.clone().unwrap_or_default(),
        };
        self.made.insert(erase.id, made);
        Ok(self)
    }

    fn keep(&self, dir: &Path) -> Result<()> {
        let mut text = String::new();
        let mut line = |line: serde_json::Result<String>| {
            text.push_str(&line.expect("a line of ids and hashes is JSON"));
            text.push('\n');
        };
        self.made.values().for_each(|made| line(serde_json::to_string(made)));
        self.states.values().for_each(|state| line(serde_json::to_string(state)));
        for ((office, file), erasure) in &self.files {
            line(serde_json::to_string(&FileLine { office: *office, erasure: *erasure, file: file.clone() }));
        }
        write_whole(&Self::file(dir), text.as_bytes())
    }
}
