//! The typesetter: typst with a world of two files in memory, four faces, one day, and nothing on disk or network.
use crate::format::NotWritten;
use jiff::civil::Date;
use std::{
    collections::HashSet,
    sync::{Condvar, LazyLock, Mutex, PoisonError},
};
use typst::{
    Feature, Library, LibraryExt, World,
    diag::{FileError, FileResult, SourceDiagnostic},
    foundations::{Bytes, Datetime, Duration, Smart},
    syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot},
    text::{Font, FontBook},
    utils::LazyHash,
};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

macro_rules! face {
    ($name:literal) => {
        include_bytes!(concat!(env!("OUT_DIR"), "/", $name))
    };
}

/// The families of the typefaces that are inside the program: papers are set in these, whatever the machine has.
pub fn families() -> Vec<&'static str> {
    let mut families: Vec<&str> = FONTS.iter().map(|font| font.info().family.as_str()).collect();
    families.sort_unstable();
    families.dedup();
    families
}

pub static FACES: [&[u8]; 4] = [face!("regular.ttf"), face!("bold.ttf"), face!("italic.ttf"), face!("bold-italic.ttf")];
static FONTS: LazyLock<Vec<Font>> =
    LazyLock::new(|| FACES.into_iter().flat_map(|face| Font::iter(Bytes::new(face))).collect());
static BOOK: LazyLock<LazyHash<FontBook>> = LazyLock::new(|| LazyHash::new(FontBook::from_fonts(FONTS.iter())));
static LIBRARY: LazyLock<LazyHash<Library>> = LazyLock::new(|| {
    // Row headers (`pdf.header-cell`) are still behind this feature.
    LazyHash::new(Library::builder().with_features([Feature::A11yExtras].into_iter().collect()).build())
});

/// The characters that each face can draw.
pub fn covered() -> Vec<HashSet<char>> {
    FONTS.iter().map(|font| font.info().coverage.iter().filter_map(char::from_u32).collect()).collect()
}

/// What makes one PDF what it is, beside its text.
pub struct Sheet<'a> {
    pub template: &'a str,
    /// Read by the template as `/paper.json`: data, so no text of anybody's is ever typst markup.
    pub paper: Vec<u8>,
    pub day: Date,
    /// Stable over printings of the same paper; hashed into the file's identifier.
    pub identity: String,
}

/// Typesets a sheet as PDF/UA-1 and PDF/A-2a, or says which rule of theirs it would break.
pub fn print(sheet: Sheet<'_>) -> Result<Vec<u8>, NotWritten> {
    let _turn = Turn::take();
    let _forget = Forget;
    let year = i32::from(sheet.day.year());
    let (month, day) = (sheet.day.month().unsigned_abs(), sheet.day.day().unsigned_abs());
    let world = Memory {
        main: Source::new(file("/paper.typ"), sheet.template.into()),
        data: (file("/paper.json"), Bytes::new(sheet.paper)),
        today: Datetime::from_ymd(year, month, day),
    };
    let document = typst::compile::<PagedDocument>(&world).output.map_err(|faults| refusal(&faults))?;
    let options = PdfOptions {
        ident: Smart::Custom(sheet.identity),
        creator: Smart::Custom(Some("Milepost".into())),
        timestamp: Datetime::from_ymd_hms(year, month, day, 12, 0, 0).map(Timestamp::new_utc),
        standards: PdfStandards::new(&[PdfStandard::Ua_1, PdfStandard::A_2a])
            .map_err(|fault| NotWritten::Pdf(format!("{fault:?}")))?,
        ..PdfOptions::default()
    };
    typst_pdf::pdf(&document, &options).map_err(|faults| refusal(&faults))
}

fn refusal(faults: &[SourceDiagnostic]) -> NotWritten {
    let mut sentences: Vec<String> = faults.iter().map(|fault| fault.message.to_string()).collect();
    sentences.dedup();
    NotWritten::Pdf(sentences.join("; "))
}

fn file(path: &str) -> FileId {
    FileId::new(RootedPath::new(VirtualRoot::Project, VirtualPath::new(path).expect("a path in this source file")))
}

struct Memory {
    main: Source,
    data: (FileId, Bytes),
    today: Option<Datetime>,
}

impl World for Memory {
    fn library(&self) -> &LazyHash<Library> {
        &LIBRARY
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &BOOK
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        if id == self.main.id() { Ok(self.main.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn file(&self, id: FileId) -> FileResult<Bytes> {
        if id == self.data.0 { Ok(self.data.1.clone()) } else { Err(FileError::AccessDenied) }
    }

    fn font(&self, index: usize) -> Option<Font> {
        FONTS.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        self.today
    }
}

/// Typst keeps its work in caches of the process; this drops them, also after a failure, so that memory does not grow
/// from paper to paper.
struct Forget;

impl Drop for Forget {
    fn drop(&mut self) {
        typst::comemo::evict(0);
    }
}

/// One paper is typeset on each core at a time; the next waits.
struct Turn;

static UNDER_WAY: Mutex<usize> = Mutex::new(0);
static DONE: Condvar = Condvar::new();

impl Turn {
    fn take() -> Self {
        let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
        let under_way = UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner);
        let mut under_way = DONE.wait_while(under_way, |busy| *busy >= cores).unwrap_or_else(PoisonError::into_inner);
        *under_way += 1;
        Self
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        *UNDER_WAY.lock().unwrap_or_else(PoisonError::into_inner) -= 1;
        DONE.notify_one();
    }
}
