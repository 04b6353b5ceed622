//! The parts of a backup as they lie: in a zip, or as the files of an exported folder.
use crate::{
    backup::{BLOBS, CHECKPOINTS, ENTRIES, FORMAT, JOBS, MANIFEST, Manifest},
    blobs::hex,
    error::{Error, Result},
};
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{BufRead, BufReader, Read},
    path::{Path, PathBuf},
};
use zip::ZipArchive;

/// The most bytes of one line: a body is at most 256 KiB, and JSON may write each of its bytes as six.
const LONGEST_LINE: u64 = 4 * 1024 * 1024;
/// The most bytes of one file: no paper and no table comes near.
const LARGEST_FILE: u64 = 512 * 1024 * 1024;
/// The most bytes of a manifest: a hundred thousand parts.
const LARGEST_MANIFEST: u64 = 32 * 1024 * 1024;

pub(crate) struct Archive {
    name: String,
    parts: Parts,
}

enum Parts {
    Zip(Box<ZipArchive<BufReader<File>>>),
    Folder(PathBuf),
}

impl Archive {
    pub fn open(from: &Path) -> Result<Self> {
        let name = from.display().to_string();
        if from.is_dir() {
            return Ok(Self { name, parts: Parts::Folder(from.to_owned()) });
        }
        let opened = File::open(from).map_err(|e| Error::file(from, &e))?;
        match ZipArchive::new(BufReader::new(opened)) {
            Ok(zip) => Ok(Self { name, parts: Parts::Zip(Box::new(zip)) }),
            Err(_) => Err(Error::Backup { file: name, why: "it is not whole, or was never one".into() }),
        }
    }

    pub fn refused(&self, why: impl Into<String>) -> Error {
        Error::Backup { file: self.name.clone(), why: why.into() }
    }

    fn part(&mut self, name: &str) -> Option<Box<dyn Read + '_>> {
        match &mut self.parts {
            Parts::Zip(zip) => Some(Box::new(zip.by_name(name).ok()?)),
            Parts::Folder(folder) => {
                let path = folder.join(name);
                // What a folder holds by a link was not exported into it.
                let plain = path.symlink_metadata().is_ok_and(|about| about.is_file());
                Some(Box::new(File::open(path).ok().filter(|_| plain)?))
            }
        }
    }

    /// The manifest, every part of it checked.
    pub fn manifest(&mut self) -> Result<Manifest> {
        let missing = self.refused("it has no manifest");
        let part = self.part(MANIFEST).ok_or(missing)?;
        let manifest: Result<Manifest, _> = serde_json::from_reader(BufReader::new(part.take(LARGEST_MANIFEST)));
        let manifest = manifest.map_err(|_| self.refused("its manifest cannot be read"))?;
        if manifest.format != FORMAT || manifest.version != 1 {
            return Err(self.refused("it was made by another release; restore it with that one"));
        }
        for part in &manifest.files {
            let known = [ENTRIES, CHECKPOINTS, JOBS].contains(&part.name.as_str())
                || part.name.strip_prefix(BLOBS).is_some_and(is_hash);
            if !known {
                return Err(self.refused(format!("its part {} is none of a backup's", part.name)));
            }
            let (hash, size) = self.weigh(&part.name)?;
            if hash != part.sha256 || size != part.size {
                return Err(self.refused(format!("its part {} is not the one that was written", part.name)));
            }
        }
        Ok(manifest)
    }

    fn weigh(&mut self, name: &str) -> Result<(String, u64)> {
        let spoilt = self.refused(format!("its part {name} is not the one that was written"));
        let mut part = self.part(name).ok_or_else(|| spoilt.clone())?;
        let (mut hash, mut size) = (Sha256::new(), 0);
        let mut bytes = vec![0; 1 << 16];
        loop {
            match part.read(&mut bytes) {
                Ok(0) => return Ok((hex(&hash.finalize()), size)),
                Ok(n) => {
                    hash.update(&bytes[..n]);
                    size += n as u64;
                }
                Err(_) => return Err(spoilt),
            }
        }
    }

    pub fn lines<T: DeserializeOwned>(&mut self, name: &str) -> Result<Vec<T>> {
        let unreadable = self.refused(format!("its part {name} cannot be read"));
        let part = self.part(name).ok_or_else(|| unreadable.clone())?;
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

    pub fn bytes(&mut self, name: &str) -> Result<Vec<u8>> {
        let unreadable = self.refused(format!("its part {name} cannot be read"));
        let part = self.part(name).ok_or_else(|| unreadable.clone())?;
        let mut bytes = Vec::new();
        part.take(LARGEST_FILE).read_to_end(&mut bytes).map_err(|_| unreadable)?;
        Ok(bytes)
    }
}

fn is_hash(text: &str) -> bool {
    text.len() == 64 && text.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
}
