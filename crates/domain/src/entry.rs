//! An entry: who did what, when. The record is a list of these and nothing else.
use crate::office::Kind;
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// One line of the record. It says what was done; the whole item as it stands afterwards is its state, whose hash it
/// carries. The columns, their order and their encoding are fixed for ever: see `docs/record-format.md`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub office: Uuid,
    /// 1, 2, 3 ... without a gap.
    pub seq: i64,
    /// One command: any number of entries, all or none.
    pub change: Uuid,
    pub last_of_change: bool,
    /// When it was recorded, in microseconds; never before its predecessor's.
    pub at: i64,
    /// What day the fact is stated to be true for, where somebody stated one.
    pub on_date: Option<Date>,
    /// The post, or later the person, that did it.
    pub actor: Uuid,
    pub act: Act,
    pub kind: Kind,
    pub item: Uuid,
    /// 1 for a new item, then 2, 3 ...
    pub version: i64,
    /// The version of the kind's JSON in the state.
    pub shape: i64,
    /// SHA-256 of salt and body.
    pub state_hash: [u8; 32],
}

impl Entry {
    /// # Panics
    /// Never for an entry of the record: it is written by this program's clock.
    pub fn time(&self) -> Timestamp {
        Timestamp::from_microsecond(self.at).expect("the record's times are times")
    }
}

/// What was done. Each is a word in the record and a phrase on screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Act {
    /// The office's first entries.
    Begun,
    Added,
    Changed,
    Imported,
    /// A position was taken for a body.
    Taken,
    /// A paper's number was reserved.
    Reserved,
    Issued,
    Presented,
    Published,
    Withdrawn,
    /// A backup was brought back that lacks entries once signed, or under another key: a new epoch.
    Restored,
    /// Another key signs from here on.
    Rotated,
    /// A passage was erased from earlier states.
    Erased,
    /// A person's access ended.
    Ended,
}

impl Act {
    pub const ALL: [Self; 14] = [
        Self::Begun,
        Self::Added,
        Self::Changed,
        Self::Imported,
        Self::Taken,
        Self::Reserved,
        Self::Issued,
        Self::Presented,
        Self::Published,
        Self::Withdrawn,
        Self::Restored,
        Self::Rotated,
        Self::Erased,
        Self::Ended,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Added => "added",
            Self::Changed => "changed",
            Self::Imported => "imported",
            Self::Taken => "taken",
            Self::Reserved => "reserved",
            Self::Issued => "issued",
            Self::Presented => "presented",
            Self::Published => "published",
            Self::Withdrawn => "withdrawn",
            Self::Restored => "restored",
            Self::Rotated => "rotated",
            Self::Erased => "erased",
            Self::Ended => "ended",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|act| act.as_str() == word)
    }
}
