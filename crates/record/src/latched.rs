//! A file under a writer that cannot be told to stop: a `ZipWriter` ends its archive even when it is dropped after an
//! error, and panics or prints where that fails again.
use std::io::{self, Seek, SeekFrom, Write};

/// Keeps the first error and is silent from then on: what is written after it goes nowhere.
#[derive(Debug)]
pub(crate) struct Latched<W> {
    inner: W,
    failed: Option<io::Error>,
    place: u64,
    length: u64,
}

impl<W: Write + Seek> Latched<W> {
    pub fn new(inner: W) -> Self {
        Self { inner, failed: None, place: 0, length: 0 }
    }

    /// What was written, or the first error.
    pub fn into_inner(mut self) -> io::Result<W> {
        if self.failed.is_none() {
            self.failed = self.inner.flush().err();
        }
        self.failed.map_or(Ok(self.inner), Err)
    }

    fn went(&mut self, place: u64) {
        self.place = place;
        self.length = self.length.max(place);
    }
}

impl<W: Write + Seek> Write for Latched<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = match &self.failed {
            Some(_) => bytes.len(),
            None => match self.inner.write(bytes) {
                Err(error) if error.kind() == io::ErrorKind::Interrupted => return Err(error),
                Err(error) => {
                    self.failed = Some(error);
                    bytes.len()
                }
                Ok(written) => written,
            },
        };
        self.went(self.place + written as u64);
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        if self.failed.is_none() {
            self.failed = self.inner.flush().err();
        }
        Ok(())
    }
}

impl<W: Write + Seek> Seek for Latched<W> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        if self.failed.is_none() {
            match self.inner.seek(to) {
                Ok(place) => {
                    self.went(place);
                    return Ok(place);
                }
                Err(error) => self.failed = Some(error),
            }
        }
        let place = match to {
            SeekFrom::Start(place) => Some(place),
            SeekFrom::Current(by) => self.place.checked_add_signed(by),
            SeekFrom::End(by) => self.length.checked_add_signed(by),
        };
        self.went(place.ok_or(io::ErrorKind::InvalidInput)?);
        Ok(self.place)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Cursor;
    use zip::{ZipWriter, write::SimpleFileOptions};

    /// A disk with room for so many bytes.
    struct Small(Cursor<Vec<u8>>, usize);

    impl Write for Small {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            let end = self.0.position() + bytes.len() as u64;
            if end > self.1 as u64 { Err(io::Error::from_raw_os_error(28)) } else { self.0.write(bytes) }
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }

    impl Seek for Small {
        fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
            self.0.seek(to)
        }
    }

    #[test]
    fn an_archive_on_a_disk_that_fills_up_ends_without_a_panic_and_says_why() {
        let write = |room: usize| {
            let mut zip = ZipWriter::new(Latched::new(Small(Cursor::default(), room)));
            zip.start_file("entries", SimpleFileOptions::default().large_file(true))?;
            zip.write_all(&[7; 5000])?;
            zip.start_file("manifest", SimpleFileOptions::default())?;
            zip.write_all(b"{}")?;
            zip.finish()?.into_inner()
        };
        let whole = write(usize::MAX).unwrap().0.into_inner().len();
        for room in 0..whole {
            let Err(error) = write(room) else { panic!("{whole} bytes found room in {room}") };
            assert_eq!(error.kind(), io::ErrorKind::StorageFull, "{room}: {error}");
        }
        println!("{whole} places at which the disk was full");
    }
}
