//! A zip file of the archive: looked at whole, before a part of it is unpacked.
use crate::{
    Refused,
    refused::shown,
    source::{Cursor, Source},
};
use jiff::civil::Date;
use std::{collections::BTreeSet, io::Read};
use zip::{CompressionMethod, ZipArchive, result::ZipError};

/// A real archive of 36 months has about 5,000 parts and 4 GB.
const MOST_PARTS: usize = 50_000;
const LARGEST_PART: u64 = 16 * 1024 * 1024 * 1024;
const LARGEST_WHOLE: u64 = 64 * 1024 * 1024 * 1024;
/// Real street files unpack to five times their size, stop and search to twelve.
const MOST_RATIO: u64 = 60;
/// Small parts may have any ratio: they harm nobody.
const RATIO_FROM: u64 = 1024 * 1024;

#[derive(Clone, Debug)]
pub(crate) struct Archive {
    /// What refusals call the file.
    file: String,
    zip: ZipArchive<Cursor>,
    latest: Option<Date>,
}

/// One file inside.
#[derive(Clone, Debug)]
pub(crate) struct Part {
    pub name: String,
    pub index: usize,
    pub size: u64,
    packed: u64,
}

/// Whether the content is a zip file, whatever its name says.
pub(crate) fn is_zip(source: &Source) -> bool {
    let mut begins = [0; 4];
    source.from(0).read_exact(&mut begins).is_ok() && matches!(&begins, b"PK\x03\x04" | b"PK\x05\x06")
}

impl Archive {
    pub(crate) fn open(file: &str, source: &Source) -> Result<(Self, Vec<Part>), Refused> {
        let file = shown(file);
        let untrusted = |reason: String| Refused::Untrusted { file: file.clone(), reason };
        let unpacks = |reason: String| Refused::Unpacks { file: file.clone(), reason };
        let damaged = |error: &ZipError| Refused::Damaged { file: file.clone(), reason: shown(&error.to_string()) };
        let mut zip = ZipArchive::new(source.from(0)).map_err(|error| damaged(&error))?;
        if zip.len() > MOST_PARTS {
            return Err(unpacks(format!("{} parts", zip.len())));
        }
        if zip.has_duplicate_names() {
            return Err(untrusted("two parts have the same name".to_owned()));
        }
        if zip.has_overlapping_files().map_err(|error| damaged(&error))? {
            return Err(untrusted("parts lie over one another".to_owned()));
        }
        let mut parts = Vec::new();
        let mut names = BTreeSet::new();
        let mut whole = 0_u64;
        let mut latest = None;
        for index in 0..zip.len() {
            let part = zip.by_index_raw(index).map_err(|error| damaged(&error))?;
            let name = part.name().map_err(|error| damaged(&error))?.into_owned();
            if part.encrypted() {
                return Err(Refused::Locked { file: file.clone(), part: shown(&name) });
            }
            let slashes = name.replace('\\', "/");
            if slashes.starts_with('/') || slashes.contains(':') || slashes.split('/').any(|step| step == "..") {
                return Err(untrusted(format!("a part is named {}, which points outside the file", shown(&name))));
            }
            if !names.insert(slashes.to_lowercase()) {
                return Err(untrusted(format!("two parts are named {}", shown(&name))));
            }
            let (size, packed) = (part.size(), part.compressed_size());
            whole = whole.saturating_add(size);
            if size > LARGEST_PART || whole > LARGEST_WHOLE || too_dense(size, packed) {
                return Err(unpacks(format!("{} says that it has {size} bytes, packed into {packed}", shown(&name))));
            }
            if part.is_dir() {
                continue;
            }
            if !matches!(part.compression(), CompressionMethod::Stored | CompressionMethod::Deflated) {
                return Err(Refused::NotAsked {
                    file,
                    reason: format!("{} is packed with {}, which is not read", shown(&name), part.compression()),
                    instead: "unpack it and give the folder".to_owned(),
                });
            }
            latest = latest.max(part.last_modified().and_then(day));
            parts.push(Part { name: slashes, index, size, packed });
        }
        Ok((Self { file, zip, latest }, parts))
    }

    /// The latest date that a part says it is of.
    pub(crate) const fn latest(&self) -> Option<Date> {
        self.latest
    }

    /// Reads a part from its beginning. What the zip's own headers say of its size is checked while it is unpacked.
    pub(crate) fn part(&mut self, part: &Part) -> Result<impl Read, Refused> {
        let name = shown(&part.name);
        let unpacked = self.zip.by_index(part.index).map_err(|error| Refused::Damaged {
            file: format!("{}: {name}", self.file),
            reason: shown(&error.to_string()),
        })?;
        Ok(Weighed { unpacked, said: part.size, packed: part.packed, read: 0 })
    }
}

fn day(at: zip::DateTime) -> Option<Date> {
    let part = |number: u8| i8::try_from(number).ok();
    Date::new(i16::try_from(at.year()).ok()?, part(at.month())?, part(at.day())?).ok()
}

fn too_dense(size: u64, packed: u64) -> bool {
    size > RATIO_FROM && size / MOST_RATIO > packed
}

/// Stops where a part unpacks to more than it said.
struct Weighed<R> {
    unpacked: R,
    said: u64,
    packed: u64,
    read: u64,
}

impl<R: Read> Read for Weighed<R> {
    fn read(&mut self, into: &mut [u8]) -> std::io::Result<usize> {
        let read = self.unpacked.read(into)?;
        self.read += read as u64;
        if self.read > self.said || too_dense(self.read, self.packed) {
            return Err(std::io::Error::other("it unpacks to more than it says"));
        }
        if read == 0 && !into.is_empty() && self.read < self.said {
            return Err(std::io::Error::other("it unpacks to less than it says"));
        }
        Ok(read)
    }
}
