//! Turns a file from outside into a [`Document`]: headings, lines, list items and tables of typed cells, each with its
//! place. Word documents, Excel workbooks, OpenDocument spreadsheets, CSV, pasted tab-separated text and plain text.
//!
//! A file from outside may be broken or made to harm, so a [`Child`] of the same binary reads it, within limits of
//! memory and time that it sets on itself, and before any parser sees a zip file its names, sizes and furthest cells
//! are checked here. What a file is, is decided by its content and never by its name.
mod child;
mod delimited;
mod grid;
mod kind;
mod lines;
mod package;
mod refused;
mod spreadsheet;
mod unicode;
mod word;
mod workbook;
mod xml;

pub use child::{Child, child};
use domain::table::{Document, Note};
pub use refused::Refused;
pub use word::{HIDDEN, MACROS, TRACKED};

/// The largest file that is read, in bytes. A plan is some hundred kilobytes; with pictures a few megabytes.
pub const LARGEST: u64 = 32 * 1024 * 1024;

/// The most cells that all tables of a file may have together.
pub(crate) const MOST_CELLS: usize = 2_000_000;

/// The most sheets that a workbook may have.
pub(crate) const MOST_SHEETS: usize = 1_000;

/// The most text that a file may hold, in bytes, when every cell is written out.
pub(crate) const MOST_TEXT: usize = 64 * 1024 * 1024;

/// A file, taken in: what it says, and what is kept to prove which file it was.
#[derive(Clone, Debug, PartialEq)]
pub struct Taken {
    pub document: Document,
    /// "docx", "xlsx", "ods", "csv" or "text".
    pub format: String,
    /// Of the bytes as they came, in lower-case hexadecimal.
    pub sha256: String,
    pub size: u64,
}

/// Reads a file in a limited child of this binary. `name` is what the file is called, `-` for pasted text; `sheet`
/// picks one sheet of a workbook. Blocks until the child is done, at most half a minute.
pub fn take(name: &str, bytes: Vec<u8>, sheet: Option<&str>) -> Result<Taken, Refused> {
    Child::this_binary().take(name, bytes, sheet)
}

/// Reads a workbook in this process that was sent out to be filled in: see [`Child::take_form`].
pub fn read_filled(name: &str, bytes: &[u8]) -> Result<Document, Refused> {
    read_form(name, bytes).map(|(document, _)| document)
}

/// Reads a file in this process, without the limits of [`take`]: for the child itself, and for tests.
pub fn read(name: &str, bytes: &[u8], sheet: Option<&str>) -> Result<Document, Refused> {
    read_as(name, bytes, sheet).map(|(document, _)| document)
}

/// Reads a workbook that was sent out to be filled in: every cell is what somebody wrote, so one with a formula is
/// refused, and so is a file with macros.
pub(crate) fn read_form(name: &str, bytes: &[u8]) -> Result<(Document, &'static str), Refused> {
    form(name, bytes).map_err(Refused::in_plain_words)
}

fn form(name: &str, bytes: &[u8]) -> Result<(Document, &'static str), Refused> {
    let other = |what: &str| Err(Refused::NotTheSheet { what: what.to_owned() });
    let size = bytes.len() as u64;
    if size > LARGEST {
        return Err(Refused::TooLarge { size });
    }
    if !kind::is_zip(bytes)? {
        return match by_content(name, bytes, None)?.1 {
            "csv" => other("a table as text (CSV)"),
            _ => other("a text"),
        };
    }
    let mut package = package::Package::open(bytes)?;
    match package.office_kind()? {
        package::OfficeKind::Word { .. } => other("a Word document"),
        package::OfficeKind::Spreadsheet => other("an OpenDocument spreadsheet (ODS)"),
        package::OfficeKind::Workbook { .. } if package.macros => Err(Refused::Macros),
        package::OfficeKind::Workbook { main } => {
            Ok((workbook::read(bytes, &mut package, &main, None, workbook::Formulas::Refused)?, "xlsx"))
        }
    }
}

/// [`read`], with the name of the format.
pub(crate) fn read_as(name: &str, bytes: &[u8], sheet: Option<&str>) -> Result<(Document, &'static str), Refused> {
    by_content(name, bytes, sheet).map_err(Refused::in_plain_words)
}

fn by_content(name: &str, bytes: &[u8], sheet: Option<&str>) -> Result<(Document, &'static str), Refused> {
    let size = bytes.len() as u64;
    if size > LARGEST {
        return Err(Refused::TooLarge { size });
    }
    let (mut document, format) = if kind::is_zip(bytes)? {
        let mut package = package::Package::open(bytes)?;
        match package.office_kind()? {
            package::OfficeKind::Word { main } => (word::read(&mut package, &main)?, "docx"),
            package::OfficeKind::Workbook { main } => {
                (workbook::read(bytes, &mut package, &main, sheet, workbook::Formulas::Read)?, "xlsx")
            }
            package::OfficeKind::Spreadsheet => (spreadsheet::read(&mut package, sheet)?, "ods"),
        }
    } else {
        let text = unicode::decode(bytes)?;
        match delimited::read_csv(name, &text)? {
            Some(document) => (document, "csv"),
            None => (lines::read(name, &text)?, "text"),
        }
    };
    if !matches!(format, "xlsx" | "ods")
        && let Some(sheet) = sheet
    {
        let says = format!("the sheet “{sheet}” was asked for, but this file has no sheets: all of it was read");
        document.notes.push(Note { place: "the file".to_owned(), says });
    }
    Ok((document, format))
}
