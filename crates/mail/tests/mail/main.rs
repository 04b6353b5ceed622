//! Stories about mail: who gets which, when the server is away, refuses, is slow, or hangs up; on both engines.
mod ground;
mod sending;
mod server;
