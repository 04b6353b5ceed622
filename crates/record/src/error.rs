//! What can go wrong with a record, worded for the person who meets it.
use crate::db::{Trouble, trouble};
use domain::{ask::Refusal, office::NotApplied};
use jiff::civil::Date;
use std::{path::Path, sync::Arc};
use thiserror::Error;
use uuid::Uuid;

pub type Result<T, E = Error> = std::result::Result<T, E>;

#[derive(Clone, Debug, Error)]
pub enum Error {
    #[error(transparent)]
    Refused(#[from] Refusal),
    #[error("there is no record in {place}; run milepost init {place} --office NAME")]
    NoRecord { place: String },
    #[error("{place} is not empty (it holds {holds}); give a folder that is empty or does not exist")]
    NotEmpty { place: String, holds: String },
    #[error("the database holds the record of an office already; give another database")]
    Occupied,
    #[error(
        "{place} belongs to the record {folder}, and the database holds the record {database}; give the folder and the database that belong together"
    )]
    Strangers { place: String, folder: Uuid, database: Uuid },
    #[error("the record has no entry {seq}; its entries are 1 to {head}")]
    NoEntry { seq: i64, head: i64 },
    #[error("the record has nothing on or before {day}; it begins on {first}")]
    BeforeFirst { day: Date, first: Date },
    #[error("{what}; this release reads the record and does not write it: install the newer release")]
    Newer { what: String },
    #[error("the record is open for reading only: {why}")]
    ReadOnly { why: String },
    #[error("the disk is full, so nothing was written; free some space and try again")]
    Full,
    #[error("the database is busy with other work, so nothing was written; try again in a moment")]
    Busy,
    #[error("the database cannot be reached ({why}), so nothing was written; see that it runs and try again")]
    Away { why: String },
    #[error(
        "the disk under the database does not do what it is asked ({why}), so nothing was written; see to the disk"
    )]
    Disk { why: String },
    /// An erasure is on the record, and what it freed on the disk is not overwritten yet.
    #[error(
        "the passage is erased from the record, and what is left of it on the disk could not be cleared away yet ({}); the next command tries again",
        .0.cause()
    )]
    NotCleared(Box<Error>),
    /// A failed flush or a broken connection in the midst of a commit: it may have been made all the same.
    #[error(
        "the change was not confirmed ({}), and whether it was made cannot be found out now; look for it before you try again",
        .0.cause()
    )]
    Unconfirmed(Box<Error>),
    #[error(
        "the record in the database is not the one that was read before (it stood at entry {before}, it now stands at {now}); stop this program, run milepost verify, and start it again"
    )]
    Replaced { before: i64, now: i64 },
    #[error("entry {seq}: {what}; run milepost verify")]
    Damaged { seq: i64, what: String },
    #[error("the record was not signed: {why}")]
    NotSigned { why: String },
    #[error("{path}: {why}")]
    File { path: String, why: String },
    #[error("{file} is not a backup that can be restored: {why}")]
    Backup { file: String, why: String },
    #[error("the database's address is not one: {why}; give postgres://USER@HOST:PORT/NAME")]
    Address { why: String },
    #[error("the tables could not be made: {why}")]
    Tables { why: String },
    #[error("the database says: {0}")]
    Database(Arc<sqlx::Error>),
    #[error("the change met a fault in this program and nothing of it was written; the log says more")]
    Broken,
    #[error("the record is closed")]
    Closed,
}

impl Error {
    pub(crate) fn file(path: &Path, error: &std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => Self::Full,
            std::io::ErrorKind::ReadOnlyFilesystem => {
                Self::ReadOnly { why: format!("{} is on a disk that cannot be written", path.display()) }
            }
            _ => Self::File { path: path.display().to_string(), why: error.to_string() },
        }
    }

    pub(crate) fn damaged(seq: i64, what: impl Into<String>) -> Self {
        Self::Damaged { seq, what: what.into() }
    }

    /// Whether the same may go through in a moment.
    pub(crate) fn may_pass(&self) -> bool {
        match self {
            Self::Busy | Self::Away { .. } => true,
            Self::Unconfirmed(cause) => cause.may_pass(),
            _ => false,
        }
    }

    /// What failed, without what follows from it.
    fn cause(&self) -> String {
        match self {
            Self::Away { why } | Self::Disk { why } => why.clone(),
            Self::Full => "the disk is full".into(),
            other => other.to_string(),
        }
    }

    /// What an error means that came in answer to a commit: some leave it open whether the commit was made.
    pub(crate) fn at_commit(self) -> Self {
        match self {
            Self::Away { .. } | Self::Disk { .. } => Self::Unconfirmed(Box::new(self)),
            other => other,
        }
    }

    /// Whether the tables could not be asked, as against an answer that is wrong: the same may go through later.
    pub(crate) fn is_of_the_way(&self) -> bool {
        matches!(self, Self::Away { .. } | Self::Busy | Self::Disk { .. } | Self::Full | Self::Closed)
    }

    pub(crate) fn trouble(&self) -> Trouble {
        match self {
            Self::Busy => Trouble::Busy,
            Self::Away { .. } => Trouble::Away,
            Self::Database(error) => trouble(error),
            _ => Trouble::Other,
        }
    }
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        match trouble(&error) {
            Trouble::Busy => Self::Busy,
            Trouble::Full => Self::Full,
            Trouble::ReadOnly => Self::ReadOnly { why: "its database cannot be written".into() },
            Trouble::Away => Self::Away {
                why: match error {
                    sqlx::Error::PoolTimedOut => "it gave no connection in time".into(),
                    sqlx::Error::Io(error) => error.to_string(),
                    other => other.to_string(),
                },
            },
            Trouble::Disk => Self::Disk { why: error.to_string() },
            Trouble::NoTable | Trouble::Taken | Trouble::Other => Self::Database(Arc::new(error)),
        }
    }
}

impl From<NotApplied> for Error {
    fn from(error: NotApplied) -> Self {
        match error {
            NotApplied::Newer { seq, kind, .. } => {
                Self::Newer { what: format!("entry {seq} is a {kind} written by a newer release of Milepost") }
            }
            NotApplied::Unreadable { seq, kind, why } => {
                Self::Damaged { seq, what: format!("the {kind} cannot be read ({why})") }
            }
        }
    }
}
