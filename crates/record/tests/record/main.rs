//! The record's stories, each told on both engines. PostgreSQL takes part where `MILEPOST_TEST_POSTGRES` holds the
//! address of a server that may be written to; elsewhere its half says "not run".
mod accounts;
mod backup;
mod drafts;
mod erase;
mod ground;
mod past;
mod proof;
mod uploads;
mod writing;
