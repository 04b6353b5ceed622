//! What a new user does, through the program itself: each promise of the README and of the command line, kept or not.
//!
//! PostgreSQL takes part where `MILEPOST_TEST_POSTGRES` holds the address of a server on which schemas may be made;
//! whatever else a machine lacks is named, with "not run".
mod files;
mod office;
mod serve;

mod backup;
mod canaries;
mod cover;
mod crash;
mod doctor;
mod editions;
mod erase;
mod fenshire;
mod import;
mod papers;
mod people;
mod plan_text;
mod proof;
mod publication;
mod refused;
mod round;
mod stop;
mod trial;
mod undo;
mod working;
