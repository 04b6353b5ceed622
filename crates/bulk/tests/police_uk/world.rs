//! What the stories have in common: an archive that somebody has on disk, and asking for its counts.
use bulk::{
    Refused,
    police_uk::{Counted, Format, Kind, Options, count, write},
};
use jiff::civil::{Date, date};
use std::{
    fs,
    io::Write,
    path::{Path, PathBuf},
};
use tempfile::TempDir;
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

pub const TODAY: Date = date(2026, 11, 23);
pub const HEADER: &str = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context";

pub fn options(kind: Kind, by: &str) -> Options {
    Options { kind, by: by.parse().unwrap(), today: TODAY, quality: false, fingerprint: true, threads: 2 }
}

pub fn counted(path: &Path, kind: Kind, by: &str) -> Result<Counted, Refused> {
    count(path, &options(kind, by), &mut |_| {})
}

pub fn table(counted: &Counted) -> String {
    let mut bytes = Vec::new();
    write(counted, Format::Csv, &mut bytes).unwrap();
    String::from_utf8(bytes).unwrap()
}

/// The folder of real rows beside the tests.
pub fn sample() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/data/archive")
}

/// A folder in which somebody puts files.
pub struct Folder(TempDir);

impl Folder {
    pub fn new() -> Self {
        Self(TempDir::new().unwrap())
    }

    pub fn with(self, name: &str, bytes: impl AsRef<[u8]>) -> Self {
        let path = self.0.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
        self
    }

    pub fn path(&self) -> &Path {
        self.0.path()
    }

    pub fn file(&self, name: &str) -> PathBuf {
        self.0.path().join(name)
    }
}

/// A street row of Kent.
pub fn row(month: &str, category: &str) -> String {
    format!(
        "{:064x},{month},Kent Police,Kent Police,0.5,51.2,On or near High Street,E01024000,Maidstone 001A,{category},Under investigation,",
        7
    )
}

pub fn street(rows: &[String]) -> String {
    let mut text = HEADER.to_owned();
    for row in rows {
        text.push('\n');
        text.push_str(row);
    }
    text.push('\n');
    text
}

/// A zip of the files.
pub fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, bytes) in files {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(*name, options).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
