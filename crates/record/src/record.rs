//! The handle of one office's record: begin it, open it, write to it, sign it.
use crate::{
    batch::{Batch, decide_safely, time_of},
    blobs::{Blobs, hex, sync_dir},
    checkpoint::{Checkpoint, Key, NEXT_KEY},
    db::{Db, Missing, Trouble, Tx, is_postgres, sql},
    erase::Unfinished,
    error::{Error, Result},
    shared::{Shared, load, offices},
    tree::Frontier,
    writer::{Waiting, Writer},
};
use domain::{
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, Decision, Refusal},
    chance::Chance,
    office::Office,
    settings::{Begin, COMMAND_LINE, RotateKey},
    text::Text,
    update::ERASED_FILE,
};
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use std::{
    fs,
    os::unix::fs::DirBuilderExt as _,
    path::{Path, PathBuf},
    sync::Arc,
};
use tokio::sync::{mpsc, oneshot};
use uuid::Uuid;

/// Where a record is kept. The folder always holds the signing key, the last checkpoint and the files; the database
/// moves only the tables, which lie in the folder's `milepost.db` without one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place {
    pub dir: PathBuf,
    pub database: Option<String>,
}

/// The record of one office. Clones are handles of the same one.
#[derive(Clone, Debug)]
pub struct Record {
    pub(crate) shared: Arc<Shared>,
    asks: mpsc::Sender<Waiting>,
}

/// What became of an ask that was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    pub change: Uuid,
    /// The last entry of the change; the head's where there was nothing to write.
    pub seq: i64,
    pub answer: Answer,
}

/// The file that holds the tables on SQLite.
const TABLES: &str = "milepost.db";

impl Place {
    /// The folder, with its tables on SQLite.
    pub fn folder(dir: impl Into<PathBuf>) -> Self {
        Self { dir: dir.into(), database: None }
    }

    pub(crate) fn sqlite_file(&self) -> PathBuf {
        self.dir.join(TABLES)
    }

    pub(crate) async fn connect(&self, missing: Missing) -> Result<Db> {
        match &self.database {
            Some(url) if is_postgres(url) => Db::postgres(url).await,
            Some(url) => Err(Error::Address { why: format!("“{url}” does not begin with postgres://") }),
            None => {
                let file = self.sqlite_file();
                if missing == Missing::Refuse && !file.exists() {
                    return Err(self.no_record());
                }
                Db::sqlite(&file, missing).await
            }
        }
    }

    pub(crate) fn no_record(&self) -> Error {
        Error::NoRecord { place: self.dir.display().to_string() }
    }

    /// Refuses a folder that holds anything but what an attempt that did not finish leaves behind, and `also`.
    pub(crate) fn vacant(&self, also: &[&str]) -> Result<()> {
        let left =
            ["signing.key", NEXT_KEY, TABLES, "milepost.db-wal", "milepost.db-shm", "milepost.db-journal", "blobs"];
        let names = match fs::read_dir(&self.dir) {
            Ok(names) => names,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
            Err(error) => return Err(Error::file(&self.dir, &error)),
        };
        for name in names {
            let name = name.map_err(|e| Error::file(&self.dir, &e))?.file_name().to_string_lossy().into_owned();
            // A name that begins with a dot is a file that was never finished.
            let unfinished = [".signing.key", ".checkpoint", ".erasures", ".erasing"];
            if unfinished.iter().any(|begin| name.starts_with(begin)) {
                continue;
            }
            if !left.contains(&name.as_str()) && !also.contains(&name.as_str()) {
                return Err(Error::NotEmpty { place: self.dir.display().to_string(), holds: name });
            }
        }
        Ok(())
    }

    /// A database without a record in it, its tables made.
    pub(crate) async fn empty_database(&self) -> Result<Db> {
        // The tables hold what is not for everybody: a new folder is its owner's alone.
        let made = fs::DirBuilder::new().recursive(true).mode(0o700).create(&self.dir);
        made.map_err(|e| Error::file(&self.dir, &e))?;
        // The folder's own name has to be durable too, or a power cut takes the record with it.
        let beside = self.dir.parent().filter(|parent| !parent.as_os_str().is_empty());
        sync_dir(beside.unwrap_or(Path::new(".")))?;
        let db = self.connect(Missing::Create).await?;
        db.migrate().await?;
        if offices(&db).await?.is_some_and(|offices| !offices.is_empty()) {
            return Err(match self.database {
                Some(_) => Error::Occupied,
                None => Error::NotEmpty { place: self.dir.display().to_string(), holds: "a record already".into() },
            });
        }
        Ok(db)
    }
}

/// Takes the one place in a database, so that of two that begin at once one is refused.
pub(crate) async fn claim(tx: &mut Tx, batch: &Batch) -> Result<()> {
    let head = batch.office.head();
    let claimed = sql("INSERT INTO idempotency (office, actor, command, key, change, seq, answer) VALUES ($1, $2, $3, $4, $5, $6, $7)")
        .bind(Uuid::nil())
        .bind(Uuid::nil())
        .bind("begin")
        .bind("the office of this database")
        .bind(head.change)
        .bind(head.seq)
        .bind("null");
    match tx.run(claimed).await {
        Err(error) if error.trouble() == Trouble::Taken => Err(Error::Occupied),
        other => other.map(|_| ()),
    }
}

pub(crate) fn new_chance() -> Result<Chance> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed)
        .map_err(|e| Error::File { path: "the system's source of chance".into(), why: e.to_string() })?;
    Ok(Chance::new(seed))
}

impl Record {
    /// Opens the record of a new office in a folder that is empty or does not exist: `milepost init`. Makes the signing
    /// key; the `key` of `begin` is filled in here. All or nothing: an attempt that was cut off can be made again.
    pub async fn begin(place: &Place, begin: Begin, now: Timestamp, mut chance: Chance) -> Result<Self> {
        place.vacant(&[])?;
        let now = time_of(now, i64::MIN);
        let made = Key::read(&place.dir)?;
        let seed = chance.bytes();
        let key = made.as_ref().map_or_else(|| ed25519_dalek::SigningKey::from_bytes(&seed), |made| made.key.clone());
        let public = crate::checkpoint::public(&key);
        let public = Text::new(public).expect("base64 is text");
        let mut batch = Batch::new(Office::empty(chance.id(now)), Frontier::default());
        let mut ask = Ask {
            actor: Actor::of(chance.id(now).into(), COMMAND_LINE, Role::Office),
            now,
            on: None,
            key: None,
            seen: vec![],
            reason: None,
            command: Command::Begin(Begin { key: public, ..begin }),
        };
        let blobs = Blobs::new(&place.dir);
        // Decided before anything is made, so that a refusal leaves nothing behind.
        batch.take(&mut ask, &mut chance, &blobs)?;
        let db = place.empty_database().await?;
        if made.is_none() {
            Key::make(&place.dir, seed)?;
        }
        let mut tx = db.begin().await?;
        claim(&mut tx, &batch).await?;
        batch.write(&mut tx).await?;
        tx.commit().await?;
        let record = Self::start(Shared::new(db, blobs, place.dir.clone(), batch.office), chance);
        record.sign_or_warn().await;
        Ok(record)
    }

    /// Opens the record of an office: one join. Refuses plainly where there is none.
    pub async fn open(place: &Place) -> Result<Self> {
        let db = place.connect(Missing::Refuse).await?;
        let office = held(place, &db).await?;
        let mut closed = None;
        match db.migrate().await {
            Err(error @ (Error::Newer { .. } | Error::ReadOnly { .. })) => closed = Some(error),
            other => other?,
        }
        let blobs = Blobs::new(&place.dir);
        let (office, newer) = load(&db, &blobs, office).await?;
        let record = Self::start(Shared::new(db, blobs, place.dir.clone(), office), new_chance()?);
        if let Some(why) = closed.or(newer) {
            record.shared.close_for_writing(&why);
        } else if let Err(why) = record.shared.holds_what_was_signed(&record.office()).await {
            record.shared.close_for_writing(&why);
        } else {
            // What cannot be finished now (the disk is full) does not keep anybody from reading.
            if let Err(error) = record.finish_what_was_cut_off().await {
                tracing::warn!(%error, "what was cut off could not be finished yet");
            }
        }
        Ok(record)
    }

    /// What an earlier run began and did not end: a new key that is on the record and not in its place, an erasure whose
    /// files are still there.
    async fn finish_what_was_cut_off(&self) -> Result<()> {
        if let Some(settings) = self.office().settings() {
            Key::put_in_place(&self.shared.dir, settings.item.key.as_str())?;
        }
        if let Some(unfinished) = Unfinished::left(&self.shared.dir) {
            self.shared.finish_erasing(unfinished).await?;
        }
        Ok(())
    }

    /// Signs with a new key from here on: the ask's command is made here, its reason is the person's. What was signed
    /// before stays provable with the old key, which is deleted from the folder.
    pub async fn rotate_key(&self, ask: Ask) -> Result<Written> {
        let dir = &self.shared.dir;
        self.shared.writable()?;
        // What the old key can still say, it says now: where it is lost, nothing.
        if let Err(error) = self.sign_if_due().await {
            tracing::warn!(%error, "the old key signs no more");
        }
        let next = Key::next(dir, new_chance()?.bytes())?;
        let key = Text::new(next.public()).expect("base64 is text");
        let written = self.write(Ask { command: Command::RotateKey(RotateKey { key }), ..ask }).await;
        if matches!(written, Err(Error::Refused(_))) {
            Key::withdraw_next(dir)?;
        }
        let written = written?;
        Key::put_in_place(dir, &next.public())?;
        self.sign().await?;
        Ok(written)
    }

    pub(crate) fn start(shared: Shared, chance: Chance) -> Self {
        let shared = Arc::new(shared);
        let (asks, waiting) = mpsc::channel(1024);
        tokio::spawn(Writer { shared: Arc::clone(&shared), chance }.run(waiting));
        Self { shared, asks }
    }

    /// The office as this node knows it.
    pub fn office(&self) -> Arc<Office> {
        self.shared.office()
    }

    /// The office as the database knows it: one look at the head, and catching up if other nodes wrote.
    pub async fn follow(&self) -> Result<Arc<Office>> {
        self.shared.follow().await
    }

    /// The office as the database knows it, or, where that cannot be asked, as this node knew it last: for what
    /// everybody may see, which was public a moment ago, and stays up while the database is away.
    pub async fn follow_if_reachable(&self) -> Result<Arc<Office>> {
        match self.follow().await {
            Err(error) if error.is_of_the_way() => {
                tracing::warn!("the record in memory is shown, since what is new cannot be asked for: {error}");
                Ok(self.office())
            }
            other => other,
        }
    }

    /// Why this node only reads, where it does: a newer release wrote into the record, or signed entries are gone.
    pub fn read_only(&self) -> Option<&str> {
        self.shared.read_only()
    }

    /// The one way to write. When this returns, the change is on the disk, and signed where people will see it at once.
    pub async fn write(&self, ask: Ask) -> Result<Written> {
        let (answer, outcome) = oneshot::channel();
        self.asks.send(Waiting { ask, answer }).await.map_err(|_| Error::Closed)?;
        let taken = outcome.await.map_err(|_| Error::Closed)??;
        if taken.sign
            && let Err(error) = self.sign_to(taken.seq).await
        {
            // The change stands whether or not it was signed, and the next signature covers it.
            tracing::warn!(%error, seq = taken.seq, "the change was written and not signed yet");
        }
        Ok(Written { change: taken.change, seq: taken.seq, answer: taken.answer })
    }

    /// What an ask would come to, without writing anything.
    pub async fn decide_only(&self, ask: &Ask) -> Result<Decision> {
        let office = self.follow().await?;
        let mut ask = ask.clone();
        ask.now = time_of(ask.now, office.head().at);
        let mut chance = new_chance()?;
        // A table of thousands of rows takes a while, and others are answered meanwhile.
        let decided = tokio::task::spawn_blocking(move || decide_safely(&office, &ask, &mut chance));
        decided.await.map_err(|_| Error::Broken)?
    }

    /// Keeps a file under its SHA-256. When this returns it is on the disk: only then may an ask name it.
    pub async fn keep(&self, bytes: &[u8]) -> Result<String> {
        let (blobs, bytes) = (self.shared.blobs.clone(), bytes.to_vec());
        tokio::task::spawn_blocking(move || blobs.keep(&bytes)).await.map_err(|_| Error::Broken)?
    }

    /// The same for a file that came from outside, as evidence or as a table: one that was erased does not come back.
    pub async fn keep_given(&self, bytes: &[u8]) -> Result<String> {
        let sha256 = Text::new(hex(&Sha256::digest(bytes))).expect("a hash is text");
        if self.follow().await?.was_erased(&sha256) {
            return Err(Refusal::because(ERASED_FILE).into());
        }
        self.keep(bytes).await
    }

    /// The file under a hash, its bytes checked; None where there is none.
    pub async fn blob(&self, sha256: &str) -> Result<Option<Vec<u8>>> {
        let (blobs, sha256) = (self.shared.blobs.clone(), sha256.to_owned());
        tokio::task::spawn_blocking(move || blobs.read(&sha256)).await.map_err(|_| Error::Broken)?
    }

    /// Signs the record as it stands.
    pub async fn sign(&self) -> Result<()> {
        let head = self.follow().await?.head();
        self.sign_to(head.seq).await
    }

    /// Signs what is on the record already: where that fails, the change stands all the same.
    pub(crate) async fn sign_or_warn(&self) {
        if let Err(error) = self.sign().await {
            tracing::warn!(%error, "the record was written and not signed yet");
        }
    }

    /// Signs if there are entries that no checkpoint covers: for a timer, and for the end of a command. A node without
    /// the key has nothing to do here. Says whether it signed.
    pub async fn sign_if_due(&self) -> Result<bool> {
        if Key::read(&self.shared.dir)?.is_none() || self.read_only().is_some() {
            return Ok(false);
        }
        let head = self.follow().await?.head();
        let last = Checkpoint::last(&self.shared.dir)?.and_then(|(_, last)| last);
        if last.is_some_and(|last| last.statement.origin.office == head.office && last.statement.size == head.seq) {
            return Ok(false);
        }
        self.sign_to(head.seq).await?;
        Ok(true)
    }

    /// Signs the record as it stands, unless it was signed at `seq` or later. Those who ask at once share a signature.
    async fn sign_to(&self, seq: i64) -> Result<()> {
        let shared = &self.shared;
        shared.writable()?;
        let mut signed = shared.signing.lock().await;
        let covered = |note: &str| Checkpoint::read(note).is_some_and(|c| c.statement.size >= seq);
        if signed.as_deref().is_some_and(covered) {
            return Ok(());
        }
        let Some(key) = Key::read(&shared.dir)? else {
            return Err(Error::NotSigned { why: format!("there is no signing.key in {}", shared.dir.display()) });
        };
        let _turn = key.turn().await?;
        let office = shared.follow().await?;
        if office.settings().is_none_or(|settings| settings.item.key.as_str() != key.public()) {
            return Err(Error::NotSigned {
                why: format!("the signing.key in {} is not the record's key", shared.dir.display()),
            });
        }
        // What this process signed last needs no second look, as long as it is still the last.
        let last = Checkpoint::last(&shared.dir)?.map(|(note, _)| note);
        if signed.is_none() || last != *signed {
            shared.holds_what_was_signed(&office).await?;
        }
        let checkpoint = Checkpoint::sign(shared.statement(&office).await?, &key.key);
        let note = checkpoint.to_string();
        let mut tx = shared.db.begin().await?;
        tx.run(
            sql("INSERT INTO checkpoint (office, seq, note) VALUES ($1, $2, $3) ON CONFLICT (office, seq) DO NOTHING")
                .bind(shared.id)
                .bind(checkpoint.statement.size)
                .bind(note.as_str()),
        )
        .await?;
        tx.commit().await?;
        checkpoint.keep_as_last(&shared.dir)?;
        *signed = Some(note);
        Ok(())
    }

    /// Ends the work with the database in good order. Handles that are left can show the office and no more.
    pub async fn close(&self) {
        self.shared.db.close().await;
    }
}

/// The office whose record is here: the folder's last checkpoint names it, else it is the one in the database.
pub(crate) async fn held(place: &Place, db: &Db) -> Result<Uuid> {
    let offices = offices(db).await?.unwrap_or_default();
    let folder = folder_office(&place.dir)?;
    match (folder, offices.as_slice()) {
        (_, []) => Err(place.no_record()),
        (Some(folder), offices) if offices.contains(&folder) => Ok(folder),
        (Some(folder), [database, ..]) => {
            Err(Error::Strangers { place: place.dir.display().to_string(), folder, database: *database })
        }
        (None, [office]) => Ok(*office),
        (None, _) => Err(Error::Tables {
            why: "the database holds several records and the folder does not say which; put its checkpoint file back"
                .into(),
        }),
    }
}

pub(crate) fn folder_office(dir: &Path) -> Result<Option<Uuid>> {
    Ok(Checkpoint::last(dir)?.and_then(|(_, last)| last).map(|last| last.statement.origin.office))
}
