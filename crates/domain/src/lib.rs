//! The language of the office. Pure: no I/O, no async, no clock, no SQL, no HTML. Time and chance come in as
//! arguments; the same office and the same ask give the same entries.
//!
//! One file a noun: the struct, what may be done to it, why that may be refused.
pub mod access;
pub mod action;
pub mod actor;
pub mod ask;
pub mod body;
pub mod chance;
pub mod change_request;
pub mod changes;
pub mod completion;
pub mod entry;
pub mod envelope;
pub mod erasure;
pub mod forward_look;
pub mod id;
pub mod import;
pub mod map;
pub mod naming;
pub mod narrative;
pub mod objective;
pub mod office;
pub mod paper;
pub mod passphrase;
pub mod period;
pub mod plan;
pub mod plan_text;
pub mod position;
pub mod post;
pub mod publication;
pub mod rating_rules;
pub mod reading;
pub mod round;
pub mod scale;
pub mod settings;
pub mod sight;
pub mod snapshot;
pub mod table;
pub mod text;
pub mod theme;
pub mod timescale;
pub mod travel;
pub mod trial;
pub mod undo;
pub mod update;
