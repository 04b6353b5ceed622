//! What a new user does, through the program itself: each promise of the README and of the command line, kept or not.
//!
//! PostgreSQL takes part where `MILEPOST_TEST_POSTGRES` holds the address of a server on which schemas may be made;
//! whatever else a machine lacks is named, with "not run".
mod files;
#[path = "../../../mail/tests/mail/server.rs"]
#[expect(dead_code, reason = "its moods are told one by one where mail is sent")]
mod mail_server;
mod office;
mod serve;

mod assurance;
mod backup;
mod canaries;
mod cases;
mod counts;
mod cover;
mod crash;
mod doctor;
mod editions;
mod erase;
mod fenshire;
mod figures;
mod findings;
mod import;
mod mail;
mod milestones;
mod papers;
mod people;
mod plan_text;
mod proof;
mod publication;
mod questions;
mod refused;
mod risks;
mod round;
mod rules;
mod stop;
mod trial;
mod undo;
mod working;
