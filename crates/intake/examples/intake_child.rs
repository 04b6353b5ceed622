//! The smallest program that can be the limited child, as the tests start it: what `milepost intake-child` does.
use std::process::ExitCode;

fn main() -> ExitCode {
    intake::child()
}
