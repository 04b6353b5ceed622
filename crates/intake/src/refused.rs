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
    #[error(
        "the text has {lines} lines, more than the {} that are read; split the file, or send a table as CSV",
        crate::lines::MOST_LINES
    )]
    TooManyLines { lines: usize },
    #[error("{place}: the cells hold more text than is read ({} MB); split the file", crate::MOST_TEXT / (1024 * 1024))]
    TooMuchText { place: String },
    #[error(
        "{place} holds a formula, which says what a program works out and not what somebody said; write the words or the rating themselves"
    )]
    Formula { place: String },
    #[error(
        "the file holds macros, which a sheet to be filled in never has; copy what was written into the sheet as it was sent"
    )]
    Macros,
    #[error(
        "this is {what}, and a sheet to be filled in is an Excel workbook (XLSX); save it as one, or fill in the sheet as it was sent"
    )]
    NotTheSheet { what: String },
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

/// How many sheets a refusal lists.
const MOST_LISTED: usize = 30;

/// How much of a file's own words a refusal repeats.
const MOST_REPEATED: usize = 160;

impl Refused {
    /// Without what a file could say through a refusal: control characters, which may move the cursor of who reads it,
    /// and no end of words.
    pub(crate) fn in_plain_words(mut self) -> Self {
        match &mut self {
            Self::NotATable { what: words }
            | Self::Character { place: words, .. }
            | Self::TooLong { place: words, .. }
            | Self::Damaged { reason: words }
            | Self::Unpacks { reason: words }
            | Self::Untrusted { reason: words }
            | Self::Formula { place: words }
            | Self::TooManyCells { place: words }
            | Self::TooMuchText { place: words } => *words = plain(words),
            Self::Reaches { sheet: one, cell: other }
            | Self::OtherFormat { what: one, save_as: other }
            | Self::Place { place: one, reason: other } => (*one, *other) = (plain(one), plain(other)),
            Self::NoSuchSheet { sheet, sheets } => {
                *sheet = plain(sheet);
                let more = sheets.len().saturating_sub(MOST_LISTED);
                sheets.truncate(MOST_LISTED);
                for sheet in &mut *sheets {
                    *sheet = plain(sheet);
                }
                if more > 0 {
                    sheets.push(format!("and {more} more"));
                }
            }
            _ => {}
        }
        self
    }

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

/// A dangerous character shows as the sign for one that cannot be shown; what is too long is cut.
fn plain(words: &str) -> String {
    let shown = |c: char| if is_unseen(c) { char::REPLACEMENT_CHARACTER } else { c };
    let mut plain: String = words.chars().take(MOST_REPEATED).map(shown).collect();
    if words.chars().nth(MOST_REPEATED).is_some() {
        plain.push('…');
    }
    plain
}

/// Control characters, and those that turn the direction of the text round them.
fn is_unseen(c: char) -> bool {
    c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
}

fn listed(names: &[String]) -> String {
    names.iter().map(|name| format!("“{name}”")).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refusal_repeats_no_control_characters_and_not_a_whole_file() {
        let says = |refused: Refused| refused.in_plain_words().to_string();
        let escape = Refused::Damaged { reason: format!("a\u{1B}[2J\u{202E}b{}", "x".repeat(5_000_000)) };
        assert!(says(escape.clone()).starts_with("the file is damaged (a\u{FFFD}[2J\u{FFFD}bxx"));
        assert!(says(escape).len() < 400);
        let sheets = (0..40).map(|number| format!("S\u{7}{number}")).collect();
        let none = says(Refused::NoSuchSheet { sheet: "\n".to_owned(), sheets });
        assert!(
            none.contains("no sheet “\u{FFFD}”") && none.contains("and 10 more") && !none.contains('\u{7}'),
            "{none}"
        );
    }
}
