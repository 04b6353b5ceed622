//! Why a load is refused as a whole, in words for the person who brought it. Nothing of a refused load is counted.
use serde::{Deserialize, Serialize};
use std::io;
use thiserror::Error;

/// Each says where, why, and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[non_exhaustive]
pub enum Refused {
    #[error("{file} cannot be read ({reason}); see that the name is right and that you may read it")]
    Unreadable { file: String, reason: String },
    #[error("{file} changed while it was read; wait until whatever writes it is done, and count again")]
    Changed { file: String },
    #[error("{file} is empty; download it again")]
    Empty { file: String },
    #[error("{place} holds no {kind} file: none is named like 2024-01-cambridgeshire-{kind}.csv; {instead}")]
    NoFiles { place: String, kind: String, instead: String },
    #[error("{file}, line 1: {wrong}; take the file as it was downloaded, and do not save it again from a spreadsheet")]
    Header { file: String, wrong: String },
    #[error("{file}, line 1: {wrong}; say which columns are what, or rename them")]
    Mapping { file: String, wrong: String },
    #[error(
        "{file}: {far} of {rows} populations are more than 30 % away from the census of 2011, as line {line}: {force} has {residents}, and had {census}; {why}"
    )]
    Implausible {
        file: String,
        far: usize,
        rows: usize,
        line: u64,
        force: String,
        residents: u64,
        census: u64,
        why: String,
    },
    #[error("{file} is {is}, and {asked} was asked for; {instead}")]
    OtherKind { file: String, is: String, asked: String, instead: String },
    #[error(
        "{file}: {rejected} of {rows} rows cannot be read, more than the {most} % that a load may leave out; most of them, as line {line}: {reason}. Download the file again; nothing of this load is kept"
    )]
    Rejects { file: String, rows: u64, rejected: u64, most: u64, line: u64, reason: String },
    #[error(
        "{file} is of {month}, which has not ended on {today}; see that the file's name is right and the clock of this machine too"
    )]
    Future { file: String, month: String, today: String },
    #[error("{file} lies in the folder {folder}, which is of another month; put it back where it belongs")]
    OtherFolder { file: String, folder: String },
    #[error("{name} is there twice ({first} and {second}), so its rows would count twice; leave one of them out")]
    Twice { name: String, first: String, second: String },
    #[error("{file}, line {line} is longer than {most} bytes, which no row is; download the file again")]
    LongLine { file: String, line: u64, most: usize },
    #[error("{file} is not UTF-8 but {encoding}; download it again, and do not save it from a spreadsheet")]
    Encoding { file: String, encoding: String },
    #[error("{file} is no zip file: it begins with other bytes; choose the file that was downloaded")]
    NotAZip { file: String },
    #[error("{file} is damaged or cut off ({reason}); download it again")]
    Damaged { file: String, reason: String },
    #[error("{file}: {part} is locked with a password; unpack it and give the folder")]
    Locked { file: String, part: String },
    #[error("{file} unpacks to far more than an archive of police data can hold ({reason}); download it again")]
    Unpacks { file: String, reason: String },
    #[error("{file}: its parts cannot be trusted ({reason}); download it again")]
    Untrusted { file: String, reason: String },
    #[error(
        "{file} holds more than {most} different {what}, so its columns are not what they are named; download it again"
    )]
    TooMany { file: String, what: String, most: usize },
    #[error("{file}: {reason}; {instead}")]
    NotAsked { file: String, reason: String, instead: String },
    #[error("the file could not be read within the limits of memory and time; load fewer months at a time")]
    Limits,
    #[error("the program that reads files could not be started ({reason}); tell the person who runs Milepost")]
    NotStarted { reason: String },
}

/// How much of a file's own words a refusal repeats.
const MOST_REPEATED: usize = 160;

impl Refused {
    pub fn unreadable(file: &str, error: &io::Error) -> Self {
        let reason = match error.kind() {
            io::ErrorKind::NotFound => "there is no such file or folder".to_owned(),
            io::ErrorKind::PermissionDenied => "this account may not read it".to_owned(),
            _ => shown(&error.to_string()),
        };
        Self::Unreadable { file: shown(file), reason }
    }
}

/// A file's own words, without what could move the cursor of who reads them, and not without end.
pub(crate) fn shown(words: &str) -> String {
    let unseen = |c: char| {
        c.is_control() || matches!(c, '\u{200E}' | '\u{200F}' | '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}')
    };
    let mut plain: String =
        words.chars().take(MOST_REPEATED).map(|c| if unseen(c) { char::REPLACEMENT_CHARACTER } else { c }).collect();
    if words.chars().nth(MOST_REPEATED).is_some() {
        plain.push('…');
    }
    plain
}
