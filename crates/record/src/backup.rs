//! A backup: one file for both engines, a zip of the record as lines of JSON, its checkpoints, its jobs and its files.
//! Without the key. A backup holds everything that was acknowledged before it began, whatever is written meanwhile.
use crate::{
    Record,
    blobs::{hex, sync_dir},
    db::{Tx, sql},
    entries::{EntryRow, columns},
    error::{Error, Result},
    jobs::JobRow,
    latched::Latched,
};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use std::{
    fs::{self, File, OpenOptions},
    io::{self, BufWriter, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
};
use uuid::Uuid;
use zip::{ZipWriter, write::SimpleFileOptions};

pub(crate) const FORMAT: &str = "milepost-backup";
pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const ENTRIES: &str = "entries.jsonl";
pub(crate) const CHECKPOINTS: &str = "checkpoints.jsonl";
pub(crate) const JOBS: &str = "jobs.jsonl";
pub(crate) const BLOBS: &str = "blobs/";

/// What a backup is and holds; its last part.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Manifest {
    pub format: String,
    pub version: u32,
    pub office: Uuid,
    pub entries: i64,
    /// Of the tree over the entries, in hexadecimal.
    pub root: String,
    pub files: Vec<Part>,
}

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Part {
    pub name: String,
    pub sha256: String,
    pub size: u64,
}

/// An entry and its state, as a line.
#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct Line {
    pub seq: i64,
    pub change: Uuid,
    pub last_of_change: bool,
    pub at: i64,
    pub on_date: Option<String>,
    pub actor: Uuid,
    pub act: String,
    pub kind: String,
    pub item: Uuid,
    pub version: i64,
    pub shape: i64,
    pub state_hash: String,
    pub leaf_hash: String,
    pub salt: String,
    /// The body column, byte for byte: it is UTF-8.
    pub body: String,
}

#[derive(Debug, FromRow, Serialize, Deserialize)]
pub(crate) struct CheckpointLine {
    pub seq: i64,
    pub note: String,
}

#[derive(Debug, Serialize, Deserialize)]
pub(crate) struct JobLine {
    pub id: Uuid,
    pub run_at: i64,
    pub what: String,
}

#[derive(FromRow)]
struct HeadRow {
    seq: i64,
}

impl TryFrom<EntryRow> for Line {
    type Error = Error;

    fn try_from(row: EntryRow) -> Result<Self> {
        let (Some(salt), Some(body)) = (row.salt, row.body) else {
            return Err(Error::damaged(row.seq, "its state is missing"));
        };
        Ok(Self {
            seq: row.seq,
            change: row.change,
            last_of_change: row.last_of_change == 1,
            at: row.at,
            on_date: row.on_date,
            actor: row.actor,
            act: row.act,
            kind: row.kind,
            item: row.item,
            version: row.version,
            shape: row.shape,
            state_hash: hex(&row.state_hash),
            leaf_hash: hex(&row.leaf_hash),
            salt: hex(&salt),
            body: String::from_utf8(body)
                .map_err(|_| Error::damaged(row.seq, "its state is not the one that was recorded"))?,
        })
    }
}

/// A backup or an export being written, each part with its hash.
struct Pack {
    to: Target,
    parts: Vec<Part>,
    hash: Sha256,
    size: u64,
}

enum Target {
    Zip(Box<ZipWriter<Latched<BufWriter<File>>>>),
    Folder { dir: PathBuf, part: Option<BufWriter<File>> },
}

/// Holds what was never published: for its owner's eyes alone.
fn create(file: &Path) -> io::Result<File> {
    OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(file)
}

impl Pack {
    fn new(to: Target) -> Self {
        Self { to, parts: vec![], hash: Sha256::new(), size: 0 }
    }

    fn part(&mut self, name: &str) -> io::Result<()> {
        self.end()?;
        self.parts.push(Part { name: name.to_owned(), sha256: String::new(), size: 0 });
        match &mut self.to {
            Target::Zip(zip) => zip.start_file(name, SimpleFileOptions::default().large_file(true))?,
            Target::Folder { dir, part } => *part = Some(BufWriter::new(create(&dir.join(name))?)),
        }
        Ok(())
    }

    fn write(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.hash.update(bytes);
        self.size += bytes.len() as u64;
        match &mut self.to {
            Target::Zip(zip) => zip.write_all(bytes),
            Target::Folder { part, .. } => part.as_mut().map_or(Ok(()), |part| part.write_all(bytes)),
        }
    }

    fn line(&mut self, line: &impl Serialize) -> io::Result<()> {
        let mut line = serde_json::to_vec(line)?;
        line.push(b'\n');
        self.write(&line)
    }

    /// Ends the part that is being written.
    fn end(&mut self) -> io::Result<()> {
        let hash = std::mem::take(&mut self.hash).finalize();
        let size = std::mem::take(&mut self.size);
        if let Some(part) = self.parts.last_mut() {
            (part.sha256, part.size) = (hex(&hash), size);
        }
        if let Target::Folder { part, .. } = &mut self.to
            && let Some(part) = part.take()
        {
            part.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()?;
        }
        Ok(())
    }

    fn finish(mut self) -> io::Result<()> {
        self.end()?;
        match self.to {
            Target::Zip(zip) => {
                let written = zip.finish()?.into_inner()?;
                written.into_inner().map_err(io::IntoInnerError::into_error)?.sync_all()
            }
            Target::Folder { dir, .. } => {
                for dir in [dir.join(BLOBS), dir] {
                    File::open(dir)?.sync_all()?;
                }
                Ok(())
            }
        }
    }
}

impl Record {
    /// Writes a backup into a file; one that is there is replaced, and only by a whole one.
    pub async fn backup(&self, file: &Path) -> Result<()> {
        let unfinished = beside(file);
        let written = match create(&unfinished).map_err(|e| Error::file(file, &e)) {
            Ok(created) => {
                let zip = ZipWriter::new(Latched::new(BufWriter::new(created)));
                self.pack(Pack::new(Target::Zip(Box::new(zip))), file).await
            }
            Err(error) => Err(error),
        };
        let done = written.and_then(|()| in_place(&unfinished, file));
        if done.is_err() {
            // The unfinished file is of no use to anybody; the error that matters is the one above.
            let _ = fs::remove_file(&unfinished);
        }
        done
    }

    /// Writes the same parts as the files of a new folder: all of it or nothing.
    pub async fn export(&self, folder: &Path) -> Result<()> {
        let unfinished = beside(folder);
        let made = fs::create_dir_all(unfinished.join(BLOBS)).map_err(|e| Error::file(folder, &e));
        let done = match made {
            Ok(()) => {
                let to = Target::Folder { dir: unfinished.clone(), part: None };
                self.pack(Pack::new(to), folder).await.and_then(|()| in_place(&unfinished, folder))
            }
            Err(error) => Err(error),
        };
        if done.is_err() {
            let _ = fs::remove_dir_all(&unfinished);
        }
        done
    }

    async fn pack(&self, mut pack: Pack, file: &Path) -> Result<()> {
        let wrong = |e: io::Error| Error::file(file, &e);
        let mut tx = self.shared.db.moment().await?;
        let head: Option<HeadRow> =
            tx.maybe(sql("SELECT seq FROM head WHERE office = $1").bind(self.shared.id)).await?;
        let entries = head.ok_or(Error::Replaced { before: self.office().head().seq, now: 0 })?.seq;
        pack.part(ENTRIES).map_err(wrong)?;
        self.pack_entries(&mut tx, &mut pack, file).await?;
        let notes = "SELECT seq, note FROM checkpoint WHERE office = $1 ORDER BY seq";
        let notes: Vec<CheckpointLine> = tx.all(sql(notes).bind(self.shared.id)).await?;
        let jobs = "SELECT id, run_at, what FROM job WHERE office = $1 ORDER BY id";
        let jobs: Vec<JobRow> = tx.all(sql(jobs).bind(self.shared.id)).await?;
        tx.rollback().await?;
        pack.part(CHECKPOINTS).map_err(wrong)?;
        for note in notes {
            pack.line(&note).map_err(wrong)?;
        }
        pack.part(JOBS).map_err(wrong)?;
        for JobRow { id, run_at, what } in jobs {
            pack.line(&JobLine { id, run_at, what }).map_err(wrong)?;
        }
        // After the rows: a file is whole before a row names it, so all that they name are there by now.
        for sha256 in self.shared.blobs.names()? {
            let Some(bytes) = self.shared.blobs.read(&sha256)? else { continue };
            pack.part(&format!("{BLOBS}{sha256}")).map_err(wrong)?;
            pack.write(&bytes).map_err(wrong)?;
        }
        pack.end().map_err(wrong)?;
        let manifest = Manifest {
            format: FORMAT.into(),
            version: 1,
            office: self.shared.id,
            entries,
            root: hex(&self.shared.root(entries).await?),
            files: std::mem::take(&mut pack.parts),
        };
        pack.part(MANIFEST).map_err(wrong)?;
        pack.line(&manifest).map_err(wrong)?;
        pack.finish().map_err(wrong)
    }

    async fn pack_entries(&self, tx: &mut Tx, pack: &mut Pack, file: &Path) -> Result<()> {
        let mut from = 0;
        loop {
            let page = concat!("SELECT ", columns!(), " WHERE e.office = $1 AND e.seq > $2 ORDER BY e.seq LIMIT 500");
            let rows: Vec<EntryRow> = tx.all(sql(page).bind(self.shared.id).bind(from)).await?;
            let Some(last) = rows.last() else { return Ok(()) };
            from = last.seq;
            for row in rows {
                pack.line(&Line::try_from(row)?).map_err(|e| Error::file(file, &e))?;
            }
        }
    }
}

/// The name under which something is written until it is whole.
fn beside(path: &Path) -> PathBuf {
    let mut unfinished = path.as_os_str().to_owned();
    unfinished.push(format!(".unfinished-{}", std::process::id()));
    unfinished.into()
}

fn in_place(unfinished: &Path, path: &Path) -> Result<()> {
    fs::rename(unfinished, path).map_err(|e| Error::file(path, &e))?;
    match path.parent() {
        Some(dir) if !dir.as_os_str().is_empty() => sync_dir(dir),
        _ => sync_dir(Path::new(".")),
    }
}
