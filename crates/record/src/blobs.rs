//! Files by their content: kept under their SHA-256, written whole before any row names them, checked when read.
use crate::error::{Error, Result};
use sha2::{Digest, Sha256};
use std::{
    fs::{self, File},
    io::{ErrorKind, Write},
    path::{Path, PathBuf},
    sync::atomic::{AtomicU64, Ordering},
};

/// The largest body that a row holds; a larger one is a blob, and the row names it.
pub(crate) const LARGEST_BODY: usize = 256 * 1024;
/// Begins the body column of a state whose body is a blob. A body itself is JSON and begins with a brace.
const NAMED: &[u8] = b"blob:sha256:";

#[derive(Clone, Debug)]
pub(crate) struct Blobs {
    dir: PathBuf,
}

pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        write!(text, "{byte:02x}").expect("a string takes what is written to it");
        text
    })
}

impl Blobs {
    pub fn new(place: &Path) -> Self {
        Self { dir: place.join("blobs") }
    }

    fn path(&self, sha256: &str) -> Option<PathBuf> {
        let good = sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
        good.then(|| self.dir.join(&sha256[..2]).join(&sha256[2..]))
    }

    /// Keeps bytes for ever. When this returns they are on the disk, name and all.
    pub fn keep(&self, bytes: &[u8]) -> Result<String> {
        let sha256 = hex(&Sha256::digest(bytes));
        let path = self.path(&sha256).expect("a hash is a name");
        // What is there already is trusted only if it is what its name says: a torn disk is mended by writing again.
        if fs::read(&path).is_ok_and(|there| there == bytes) {
            return Ok(sha256);
        }
        let folder = self.dir.join(&sha256[..2]);
        if !folder.is_dir() {
            fs::create_dir_all(&folder).map_err(|e| Error::file(&folder, &e))?;
            sync_dir(&self.dir)?;
            if let Some(place) = self.dir.parent() {
                sync_dir(place)?;
            }
        }
        write_whole(&path, bytes)?;
        Ok(sha256)
    }

    /// The bytes under a hash; None when there are none. Bytes that do not have their hash are never given out.
    pub fn read(&self, sha256: &str) -> Result<Option<Vec<u8>>> {
        let Some(path) = self.path(sha256) else { return Ok(None) };
        let bytes = match fs::read(&path) {
            Ok(bytes) => bytes,
            Err(error) if error.kind() == ErrorKind::NotFound => return Ok(None),
            Err(error) => return Err(Error::file(&path, &error)),
        };
        if hex(&Sha256::digest(&bytes)) != sha256 {
            return Err(Error::File {
                path: path.display().to_string(),
                why: "its bytes are not the ones that were kept; bring it back from a backup".into(),
            });
        }
        Ok(Some(bytes))
    }

    pub fn is_there(&self, sha256: &str) -> bool {
        self.path(sha256).is_some_and(|path| path.exists())
    }

    /// Deletes a file that held what was erased. Where there is none, nothing is to be done.
    pub fn forget(&self, sha256: &str) -> Result<()> {
        let Some(path) = self.path(sha256) else { return Ok(()) };
        match fs::remove_file(&path) {
            Ok(()) => path.parent().map_or(Ok(()), sync_dir),
            Err(error) if error.kind() == ErrorKind::NotFound => Ok(()),
            Err(error) => Err(Error::file(&path, &error)),
        }
    }

    /// Deletes what programs that are gone began to write and never finished: it is of no use, and may hold anything.
    pub fn clear_unfinished(&self) -> Result<()> {
        let listed = |dir: &Path| fs::read_dir(dir).into_iter().flatten().filter_map(Result::ok);
        for folder in listed(&self.dir).map(|entry| entry.path()).filter(|path| path.is_dir()) {
            for file in listed(&folder) {
                let name = file.file_name().to_string_lossy().into_owned();
                // `.NAME.PROCESS-COUNT`, as `write_whole` calls it.
                let process =
                    name.strip_prefix('.').and_then(|name| name.rsplit('.').next()?.split('-').next()?.parse().ok());
                let Some(process): Option<u32> = process else { continue };
                if process != std::process::id() && !Path::new("/proc").join(process.to_string()).exists() {
                    fs::remove_file(file.path()).map_err(|e| Error::file(&file.path(), &e))?;
                }
            }
        }
        Ok(())
    }

    /// The hashes of all that is kept, in order.
    pub fn names(&self) -> Result<Vec<String>> {
        let listed = |dir: &Path| -> Result<Vec<String>> {
            let names = match fs::read_dir(dir) {
                Ok(names) => names,
                Err(error) if error.kind() == ErrorKind::NotFound => return Ok(vec![]),
                Err(error) => return Err(Error::file(dir, &error)),
            };
            names
                .map(|name| {
                    name.map(|n| n.file_name().to_string_lossy().into_owned()).map_err(|e| Error::file(dir, &e))
                })
                .collect()
        };
        let mut all = Vec::new();
        for folder in listed(&self.dir)? {
            let names = listed(&self.dir.join(&folder))?;
            // A name that begins with a dot is a file that was never finished.
            all.extend(
                names.into_iter().map(|name| format!("{folder}{name}")).filter(|name| self.path(name).is_some()),
            );
        }
        all.sort();
        Ok(all)
    }

    /// The body column for a body: itself, or the name of the blob that it was kept as.
    pub fn column(&self, body: Vec<u8>) -> Result<Vec<u8>> {
        if body.len() <= LARGEST_BODY {
            return Ok(body);
        }
        let sha256 = self.keep(&body)?;
        Ok([NAMED, sha256.as_bytes()].concat())
    }

    /// The blob that a body column names, if it names one.
    pub fn named(column: &[u8]) -> Option<&str> {
        std::str::from_utf8(column.strip_prefix(NAMED)?).ok()
    }

    /// The body that a body column stands for.
    pub fn body(&self, seq: i64, column: Vec<u8>) -> Result<Vec<u8>> {
        let Some(sha256) = Self::named(&column) else { return Ok(column) };
        self.read(sha256)?
            .ok_or_else(|| Error::damaged(seq, format!("its body, the file {sha256} under blobs, is missing")))
    }
}

/// Writes a file so that a crash leaves either the old one or the new one, whole.
pub(crate) fn write_whole(path: &Path, bytes: &[u8]) -> Result<()> {
    static WRITTEN: AtomicU64 = AtomicU64::new(0);
    let n = WRITTEN.fetch_add(1, Ordering::Relaxed);
    let name = path.file_name().and_then(|name| name.to_str()).unwrap_or("file");
    let unfinished = path.with_file_name(format!(".{name}.{}-{n}", std::process::id()));
    let written = (|| {
        let mut file = File::create(&unfinished)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&unfinished, path)
    })();
    if let Err(error) = written {
        // The unfinished file is of no use to anybody; the error that matters is the one above.
        let _ = fs::remove_file(&unfinished);
        return Err(Error::file(path, &error));
    }
    path.parent().map_or(Ok(()), sync_dir)
}

/// Makes the names in a folder durable.
pub(crate) fn sync_dir(dir: &Path) -> Result<()> {
    File::open(dir).and_then(|dir| dir.sync_all()).map_err(|e| Error::file(dir, &e))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_given_back_and_what_was_spoilt_is_not() {
        let place = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(place.path());
        let sha256 = blobs.keep(b"abc").unwrap();
        assert_eq!(sha256, "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
        assert_eq!(blobs.read(&sha256).unwrap().unwrap(), b"abc");
        assert!(blobs.read(&"0".repeat(64)).unwrap().is_none());
        assert!(blobs.read("../../../etc/passwd").unwrap().is_none());
        let path = place.path().join("blobs/ba").join(&sha256[2..]);
        fs::write(&path, b"abd").unwrap();
        assert!(blobs.read(&sha256).unwrap_err().to_string().contains("not the ones that were kept"));
        blobs.keep(b"abc").unwrap();
        assert_eq!(blobs.read(&sha256).unwrap().unwrap(), b"abc");
    }

    #[test]
    fn what_a_program_that_is_gone_never_finished_is_cleared_away() {
        let place = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(place.path());
        let sha256 = blobs.keep(b"abc").unwrap();
        let folder = place.path().join("blobs").join(&sha256[..2]);
        // No process has a number as large as this.
        let left = folder.join(".78.4194999-3");
        let own = folder.join(format!(".78.{}-4", std::process::id()));
        fs::write(&left, b"half").unwrap();
        fs::write(&own, b"half").unwrap();
        blobs.clear_unfinished().unwrap();
        assert!(!left.exists() && own.exists());
        assert_eq!(blobs.names().unwrap(), [sha256]);
    }

    #[test]
    fn a_large_body_is_a_blob() {
        let place = tempfile::tempdir().unwrap();
        let blobs = Blobs::new(place.path());
        let small = vec![b'{'; LARGEST_BODY];
        assert_eq!(blobs.column(small.clone()).unwrap(), small);
        let large = vec![b'{'; LARGEST_BODY + 1];
        let column = blobs.column(large.clone()).unwrap();
        assert_eq!(column.len(), 12 + 64);
        assert_eq!(blobs.body(9, column.clone()).unwrap(), large);
        fs::remove_dir_all(place.path().join("blobs")).unwrap();
        assert!(blobs.body(9, column).unwrap_err().to_string().starts_with("entry 9:"));
    }
}
