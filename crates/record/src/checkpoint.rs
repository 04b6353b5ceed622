//! Checkpoints: a signed note (C2SP signed-note and tlog-checkpoint) that says how many entries the record had and
//! which root stands for them. Whoever holds one can tell if anything before it was changed or cut off.
use crate::{
    blobs::{sync_dir, write_whole},
    error::{Error, Result},
    tree::Hash,
};
use base64::{Engine as _, engine::general_purpose::STANDARD};
use domain::office::Office;
use ed25519_dalek::{Signature, Signer, SigningKey, VerifyingKey};
use sha2::{Digest, Sha256};
use std::{
    fmt,
    fs::{self, File, OpenOptions},
    io::{ErrorKind, Write},
    os::unix::fs::OpenOptionsExt,
    path::{Path, PathBuf},
    str::FromStr,
};
use uuid::Uuid;

/// Which record a note is about. A new epoch is a new log: what was signed before a restore stays provable, and nobody
/// can mistake the one for the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Origin {
    pub demo: bool,
    pub office: Uuid,
    pub epoch: i64,
}

impl Origin {
    pub fn of(office: &Office) -> Option<Self> {
        let settings = &office.settings()?.item;
        Some(Self { demo: settings.demo, office: office.head().office, epoch: settings.epoch })
    }
}

impl fmt::Display for Origin {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let demo = if self.demo { "DEMO/" } else { "" };
        write!(f, "milepost/{demo}{}/{}", self.office, self.epoch)
    }
}

impl FromStr for Origin {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        let rest = text.strip_prefix("milepost/").ok_or(())?;
        let (demo, rest) = rest.strip_prefix("DEMO/").map_or((false, rest), |rest| (true, rest));
        let (office, epoch) = rest.split_once('/').ok_or(())?;
        let origin = Self { demo, office: office.parse().map_err(|_| ())?, epoch: epoch.parse().map_err(|_| ())? };
        if origin.to_string() == text { Ok(origin) } else { Err(()) }
    }
}

/// What is signed: the record's first `size` entries have this root.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Statement {
    pub origin: Origin,
    pub size: i64,
    pub root: Hash,
}

impl fmt::Display for Statement {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}\n{}\n{}", self.origin, self.size, STANDARD.encode(self.root))
    }
}

/// A statement with its signature, as it stands in the table `checkpoint` and in the file of that name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Checkpoint {
    pub statement: Statement,
    key: [u8; 4],
    signature: [u8; 64],
}

/// The first four bytes of SHA-256(name, line feed, 0x01 for Ed25519, public key).
fn key_id(origin: Origin, key: &VerifyingKey) -> [u8; 4] {
    let hash = Sha256::new().chain_update(origin.to_string()).chain_update(b"\n\x01").chain_update(key.as_bytes());
    let hash = hash.finalize();
    std::array::from_fn(|n| hash[n])
}

impl Checkpoint {
    pub fn sign(statement: Statement, key: &SigningKey) -> Self {
        let signature = key.sign(statement.to_string().as_bytes()).to_bytes();
        Self { statement, key: key_id(statement.origin, &key.verifying_key()), signature }
    }

    /// Reads a note of exactly the form that is written here: every byte of it counts.
    pub fn read(note: &str) -> Option<Self> {
        let (text, line) = note.split_once("\n\n")?;
        let mut lines = text.split('\n');
        let origin: Origin = lines.next()?.parse().ok()?;
        let size = lines.next()?.parse().ok()?;
        let root = STANDARD.decode(lines.next()?).ok()?.try_into().ok()?;
        let (_, signed) = line.strip_suffix('\n')?.strip_prefix("\u{2014} ")?.split_once(' ')?;
        let signed = STANDARD.decode(signed).ok()?;
        let checkpoint = Self {
            statement: Statement { origin, size, root },
            key: signed.get(..4)?.try_into().ok()?,
            signature: signed.get(4..)?.try_into().ok()?,
        };
        (checkpoint.to_string() == note).then_some(checkpoint)
    }

    /// Whether this public key, in base64, signed it.
    pub fn is_signed_by(&self, public: &str) -> bool {
        let Some(key) = STANDARD.decode(public).ok().and_then(|key| key.try_into().ok()) else { return false };
        let Ok(key) = VerifyingKey::from_bytes(&key) else { return false };
        let text = self.statement.to_string();
        self.key == key_id(self.statement.origin, &key)
            && key.verify_strict(text.as_bytes(), &Signature::from_bytes(&self.signature)).is_ok()
    }

    /// The last one that was signed here, which stands outside the database so that a database which lost entries
    /// cannot lose the proof of them too. The text, and what it says where it can be read.
    pub fn last(place: &Path) -> Result<Option<(String, Option<Self>)>> {
        let path = file(place);
        match fs::read(&path) {
            Ok(bytes) => {
                let text = String::from_utf8_lossy(&bytes).into_owned();
                let checkpoint = Self::read(&text);
                Ok(Some((text, checkpoint)))
            }
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(None),
            Err(error) => Err(Error::file(&path, &error)),
        }
    }

    pub fn keep_as_last(&self, place: &Path) -> Result<()> {
        write_whole(&file(place), self.to_string().as_bytes())
    }
}

fn file(place: &Path) -> PathBuf {
    place.join("checkpoint")
}

impl fmt::Display for Checkpoint {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let signed = STANDARD.encode([self.key.as_slice(), &self.signature].concat());
        writeln!(f, "{}\n\u{2014} {} {signed}", self.statement, self.statement.origin)
    }
}

/// The key that signs. It stands in the folder, never in the database, a backup or a log.
#[derive(Debug)]
pub(crate) struct Key {
    pub key: SigningKey,
    path: PathBuf,
}

impl Key {
    /// The folder's key; None on a node that writes and does not sign.
    pub fn read(place: &Path) -> Result<Option<Self>> {
        Self::read_file(&key_file(place))
    }

    fn read_file(path: &Path) -> Result<Option<Self>> {
        let text = match fs::read_to_string(path) {
            Ok(text) => text,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::file(path, &error)),
        };
        let seed = STANDARD.decode(text.trim_end()).ok().and_then(|seed| seed.try_into().ok());
        let seed: [u8; 32] = seed.ok_or_else(|| Error::File {
            path: path.display().to_string(),
            why: "this is not a signing key; put back the one that belongs to this record".into(),
        })?;
        Ok(Some(Self { key: SigningKey::from_bytes(&seed), path: path.to_owned() }))
    }

    pub fn make(place: &Path, seed: [u8; 32]) -> Result<Self> {
        Self::write(key_file(place), place, seed)
    }

    /// The key that is to come, beside the one that signs: one that an attempt which was cut off left, or a new one.
    pub fn next(place: &Path, seed: [u8; 32]) -> Result<Self> {
        let path = place.join(NEXT_KEY);
        match Self::read_file(&path)? {
            Some(left) => Ok(left),
            None => Self::write(path, place, seed),
        }
    }

    /// The record does not want the key that was to come.
    pub fn withdraw_next(place: &Path) -> Result<()> {
        let path = place.join(NEXT_KEY);
        fs::remove_file(&path).map_err(|e| Error::file(&path, &e))?;
        sync_dir(place)
    }

    /// Whether the key that was to come is this one.
    pub fn is_next(place: &Path, public: &str) -> bool {
        Self::read_file(&place.join(NEXT_KEY)).is_ok_and(|next| next.is_some_and(|next| next.public() == public))
    }

    /// Puts the key that was to come in the place of the old one, if it is the one that the record names by now.
    pub fn put_in_place(place: &Path, public: &str) -> Result<()> {
        let path = place.join(NEXT_KEY);
        if Self::read_file(&path)?.is_none_or(|next| next.public() != public) {
            return Ok(());
        }
        fs::rename(&path, key_file(place)).map_err(|e| Error::file(&path, &e))?;
        sync_dir(place)
    }

    fn write(path: PathBuf, place: &Path, seed: [u8; 32]) -> Result<Self> {
        // Whole or not at all, and never over a key that is there.
        let unfinished = place.join(".signing.key");
        let written = OpenOptions::new().write(true).create(true).truncate(true).mode(0o600).open(&unfinished);
        let written = written.and_then(|mut file| {
            file.write_all(STANDARD.encode(seed).as_bytes())?;
            file.write_all(b"\n")?;
            file.sync_all()?;
            fs::hard_link(&unfinished, &path)
        });
        // Of no use to anybody; the error that matters is the one above.
        let _ = fs::remove_file(&unfinished);
        written.map_err(|e| Error::file(&path, &e))?;
        sync_dir(place)?;
        Ok(Self { key: SigningKey::from_bytes(&seed), path })
    }

    /// The public key in base64, as the record holds it.
    pub fn public(&self) -> String {
        public(&self.key)
    }

    /// Waits until no other process signs, and keeps others from it until the file is dropped.
    pub async fn turn(&self) -> Result<File> {
        let file = File::open(&self.path).map_err(|e| Error::file(&self.path, &e))?;
        loop {
            match file.try_lock() {
                Ok(()) => return Ok(file),
                // Not a blocking lock: its holder may be a task on this very thread.
                Err(fs::TryLockError::WouldBlock) => tokio::time::sleep(std::time::Duration::from_millis(2)).await,
                Err(fs::TryLockError::Error(error)) => return Err(Error::file(&self.path, &error)),
            }
        }
    }
}

pub(crate) fn public(key: &SigningKey) -> String {
    STANDARD.encode(key.verifying_key().as_bytes())
}

/// The name of the key that is to come.
pub(crate) const NEXT_KEY: &str = "signing.key.next";

fn key_file(place: &Path) -> PathBuf {
    place.join("signing.key")
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::uuid;

    fn example() -> Statement {
        let origin = Origin { demo: false, office: uuid!("018f3b6a-0000-7000-8000-000000000001"), epoch: 1 };
        Statement { origin, size: 7, root: [0x22; 32] }
    }

    #[test]
    fn a_note_is_read_back_and_every_byte_of_it_counts() {
        let key = SigningKey::from_bytes(&[7; 32]);
        let checkpoint = Checkpoint::sign(example(), &key);
        let note = checkpoint.to_string();
        assert_eq!(Checkpoint::read(&note).unwrap(), checkpoint);
        assert!(checkpoint.is_signed_by(&public(&key)));
        assert!(!checkpoint.is_signed_by(&public(&SigningKey::from_bytes(&[8; 32]))));
        let mut tried = 0;
        for place in 0..note.len() {
            let mut bytes = note.clone().into_bytes();
            bytes[place] ^= 1;
            let Ok(edited) = String::from_utf8(bytes) else { continue };
            let accepted = Checkpoint::read(&edited).is_some_and(|c| c.is_signed_by(&public(&key)));
            assert!(!accepted, "byte {place}: {edited}");
            tried += 1;
        }
        assert!(tried > 200, "{tried} edits were tried");
    }

    #[test]
    fn a_demo_says_so_in_its_origin() {
        let origin = Origin { demo: true, ..example().origin };
        assert_eq!(origin.to_string(), "milepost/DEMO/018f3b6a-0000-7000-8000-000000000001/1");
        assert_eq!(origin.to_string().parse(), Ok(origin));
    }

    /// The example of docs/record-format.md: text and key id were computed there with Python's hashlib, the signature
    /// is RFC 8032's, which is the same for the same key and text whoever makes it.
    #[test]
    fn the_published_note_is_what_is_written() {
        let key = SigningKey::from_bytes(&[7; 32]);
        assert_eq!(Checkpoint::sign(example(), &key).to_string(), include_str!("../tests/published.note"));
    }
}
