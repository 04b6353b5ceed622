//! Does what `milepost bulk-child` does, so that the tests of this crate have a child of their own.
use std::process::ExitCode;

fn main() -> ExitCode {
    bulk::child::child()
}
