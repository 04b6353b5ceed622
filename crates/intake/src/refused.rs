//! Why a file is not taken, in words for the person who sent it.
use domain::text::{LONGEST, NotText};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Each says where, why, and what to do. Nothing of a refused file is kept.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[non_exhaustive]
pub enum Refused {
    #[error("the file is empty; choose the file that holds the table, or paste the table")]
    Empty,
    #[error("there is no table, list or line of text in this file; choose the file that holds the plan")]
    NothingInIt,
    #[error(
        "the file has {} MB, more than the {} MB that are read; delete pictures and sheets that are not needed, or copy the table and paste it",
        size.div_ceil(1024 * 1024), crate::LARGEST / (1024 * 1024)
    )]
    TooLarge { size: u64 },
    #[error(
        "this is {what}, not a table; send the plan as a Word document (DOCX), a spreadsheet (XLSX or ODS), CSV, or copy the table and paste it"
    )]
    NotATable { what: String },
    #[error(
        "this is a PDF, which holds where letters stand on a page but not what is a row or a column; open it, copy the table and paste it, or send the Word or Excel file that it was made from"
    )]
    Pdf,
    #[error("this is {what}, which is not read; open it and save it as {save_as}, then send that")]
    OtherFormat { what: String, save_as: String },
    #[error(
        "the file is locked with a password, so nothing in it can be read; open it, save it without its password (in Microsoft Office under File, Info, Protect; in LibreOffice under File, Save As) and send that"
    )]
    Password,
    #[error(
        "line {line} holds a byte ({byte:02X}) that is not UTF-8, so letters would be misread; open the file in Excel and save it as “CSV UTF-8”, or save the text as UTF-8"
    )]
    Encoding { line: usize, byte: u8 },
    #[error(
        "{place} holds U+{code:04X}, a control character that a document cannot hold; delete it and send the file again"
    )]
    Character { place: String, code: u32 },
    #[error(
        "{place} has {length} characters, more than the {LONGEST} that fit in one cell or paragraph; shorten it and send the file again"
    )]
    TooLong { place: String, length: usize },
    #[error("the file is damaged ({reason}); open it in the program that made it, save it again and send that")]
    Damaged { reason: String },
    #[error(
        "the file unpacks to far more than a plan can need ({reason}), as files do that are made to overload; copy the table into a new file and send that"
    )]
    Unpacks { reason: String },
    #[error("the file's parts cannot be trusted ({reason}); copy the table into a new file and send that")]
    Untrusted { reason: String },
    #[error(
        "sheet “{sheet}” reaches cell {cell}, more cells than are read ({} in all, 16,384 columns); delete the rows and columns beyond the table and save again",
        crate::MOST_CELLS
    )]
    Reaches { sheet: String, cell: String },
    #[error("{place} is one cell too many: at most {} are read; split the file", crate::MOST_CELLS)]
    TooManyCells { place: String },
    #[error("{place}: the cells hold more text than is read ({} MB); split the file", crate::MOST_TEXT / (1024 * 1024))]
    TooMuchText { place: String },
    #[error("there is no sheet “{sheet}” in this workbook; choose one of {}", listed(.sheets))]
    NoSuchSheet { sheet: String, sheets: Vec<String> },
    #[error(
        "row {row} (line {line}) has {found} cells where the head row, row {head}, has {expected}; a comma inside a cell needs quotation marks round the cell: mend the row, or save the table again from Excel"
    )]
    Row { row: usize, line: usize, found: usize, head: usize, expected: usize },
    #[error("{place}: {reason}; mend it there and send the file again")]
    Place { place: String, reason: String },
    #[error(
        "the quotation mark that opens in line {line} is never closed; close it, or save the table again from Excel"
    )]
    OpenQuote { line: usize },
    #[error(
        "the file could not be read within the limits of memory and time; copy the table into a new file and send that, or send it as CSV"
    )]
    Limits,
    #[error("the program that reads files could not be started ({reason}); tell the person who runs Milepost")]
    NotStarted { reason: String },
}

impl Refused {
    /// Puts the place to what a text says is wrong with it.
    pub(crate) fn not_text(place: impl Into<String>, wrong: &NotText) -> Self {
        let place = place.into();
        match *wrong {
            NotText::Character { place: character, code } => {
                Self::Character { place: format!("{place}, character {character},"), code }
            }
            NotText::TooLong { length } => Self::TooLong { place, length },
        }
    }
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
}
