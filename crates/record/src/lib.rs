//! The append-only record of an office, on SQLite or PostgreSQL. What is fixed for ever is in `docs/record-format.md`.
//!
//! There is one way to write, [`Record::write`]: it decides an ask on the newest office, commits, and answers. The
//! current state of the office is in memory, [`Record::office`]; the past is made from it on demand, [`Record::at`].
mod accounts;
mod archive;
mod backup;
mod batch;
mod blobs;
mod checkpoint;
mod db;
mod drafts;
mod entries;
mod erase;
mod error;
#[cfg(feature = "fuzzing")]
#[doc(hidden)]
pub mod fuzzing;
mod health;
mod jobs;
mod latched;
mod links;
mod outbox;
mod past;
mod proven;
mod record;
mod restore;
mod shared;
mod tree;
mod uploads;
mod verify;
mod writer;

pub use accounts::{Accounts, Attempt, Person, Purpose, Session, State, Token, base32, code_at};
pub use drafts::Draft;
pub use erase::{Erasing, Held, Holding};
pub use error::{Error, Result};
pub use health::{KeyStanding, Tables};
pub use jobs::Job;
pub use links::{AnswerLink, AnswerLinks};
pub use outbox::{Ids, Letter, Outbox, Posting};
pub use past::At;
pub use record::{Place, Record, Written};
pub use restore::Restored;
pub use uploads::Upload;
pub use verify::{Problem, Verification};
