//! The bytes of a load, read by position, so that two threads may read one file at the same time.
use crate::Refused;
use sha2::{Digest, Sha256};
use std::{
    fs::File,
    io::{self, Read, Seek, SeekFrom},
    os::unix::fs::FileExt,
    path::Path,
    sync::Arc,
};

/// An open file, or what was sent.
#[derive(Clone, Debug)]
pub enum Source {
    File { file: Arc<File>, size: u64 },
    Bytes(Arc<[u8]>),
}

/// How much a cursor keeps at hand: a zip's directory is read in pieces of some bytes.
const AT_HAND: usize = 16 * 1024;

impl Source {
    pub fn open(path: &Path) -> Result<Self, Refused> {
        File::open(path).and_then(Self::of).map_err(|error| Refused::unreadable(&path.display().to_string(), &error))
    }

    /// A file that is open already; a pipe has no places to read from.
    pub fn of(file: File) -> io::Result<Self> {
        let about = file.metadata()?;
        if !about.is_file() {
            return Err(io::Error::other("it is no file"));
        }
        let size = about.len();
        Ok(Self::File { file: Arc::new(file), size })
    }

    pub fn size(&self) -> u64 {
        match self {
            Self::File { size, .. } => *size,
            Self::Bytes(bytes) => bytes.len() as u64,
        }
    }

    /// Reads from a place in the file; never past the size that it had when it was opened.
    pub fn from(&self, at: u64) -> Cursor {
        Cursor { source: self.clone(), at, kept: Vec::new(), kept_from: 0 }
    }

    /// SHA-256 of the whole, in lower-case hexadecimal.
    pub fn sha256(&self) -> io::Result<String> {
        let mut hash = Sha256::new();
        let mut piece = vec![0; 256 * 1024];
        let mut at = 0;
        loop {
            let read = self.read_at(&mut piece, at)?;
            if read == 0 {
                break;
            }
            hash.update(&piece[..read]);
            at += read as u64;
        }
        let mut text = String::with_capacity(64);
        for byte in hash.finalize() {
            text.push(char::from_digit(u32::from(byte >> 4), 16).unwrap_or('0'));
            text.push(char::from_digit(u32::from(byte & 15), 16).unwrap_or('0'));
        }
        Ok(text)
    }

    fn read_at(&self, into: &mut [u8], at: u64) -> io::Result<usize> {
        let left = self.size().saturating_sub(at);
        let most = usize::try_from(left).unwrap_or(usize::MAX).min(into.len());
        let into = &mut into[..most];
        match self {
            Self::File { file, .. } => loop {
                match file.read_at(into, at) {
                    Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                    other => return other,
                }
            },
            Self::Bytes(bytes) => {
                let start = usize::try_from(at).unwrap_or(usize::MAX).min(bytes.len());
                into.copy_from_slice(&bytes[start..start + most]);
                Ok(most)
            }
        }
    }
}

/// A place in a [`Source`].
#[derive(Clone, Debug)]
pub struct Cursor {
    source: Source,
    at: u64,
    kept: Vec<u8>,
    kept_from: u64,
}

impl Read for Cursor {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.len() >= AT_HAND {
            let read = self.source.read_at(into, self.at)?;
            self.at += read as u64;
            return Ok(read);
        }
        if !(self.kept_from..self.kept_from + self.kept.len() as u64).contains(&self.at) {
            let mut kept = std::mem::take(&mut self.kept);
            kept.resize(AT_HAND, 0);
            let read = self.source.read_at(&mut kept, self.at)?;
            kept.truncate(read);
            self.kept = kept;
            self.kept_from = self.at;
        }
        let skip = usize::try_from(self.at - self.kept_from).map_err(io::Error::other)?;
        let rest = &self.kept[skip.min(self.kept.len())..];
        let read = rest.len().min(into.len());
        into[..read].copy_from_slice(&rest[..read]);
        self.at += read as u64;
        Ok(read)
    }
}

impl Seek for Cursor {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let to = match to {
            SeekFrom::Start(at) => Some(at),
            SeekFrom::End(by) => self.source.size().checked_add_signed(by),
            SeekFrom::Current(by) => self.at.checked_add_signed(by),
        };
        self.at = to.ok_or_else(|| io::Error::new(io::ErrorKind::InvalidInput, "a place before the beginning"))?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cursor_reads_what_a_file_holds_wherever_it_is_put() {
        let bytes: Vec<u8> = (0..200_000_u32).map(|n| u8::try_from(n % 251).unwrap()).collect();
        let source = Source::Bytes(bytes.clone().into());
        let mut cursor = source.from(3);
        let mut few = [0; 5];
        for at in [0_u64, 199_995, 17, 16_380, 16_384, 3] {
            cursor.seek(SeekFrom::Start(at)).unwrap();
            cursor.read_exact(&mut few).unwrap();
            let start = usize::try_from(at).unwrap();
            assert_eq!(few, bytes[start..start + 5], "at {at}");
        }
        cursor.seek(SeekFrom::End(-2)).unwrap();
        let mut rest = Vec::new();
        cursor.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, bytes[199_998..]);
        assert!(cursor.seek(SeekFrom::Current(-1_000_000)).is_err());
        let empty = Source::Bytes(Arc::from([]));
        assert_eq!(empty.sha256().unwrap(), "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    }
}
