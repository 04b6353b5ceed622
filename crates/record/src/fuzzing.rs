//! Doors for the fuzzer to the readers of what comes from outside a database. In no binary.
use crate::{checkpoint::Checkpoint, restore, tree::Frontier};
use std::path::Path;

/// Reads a signed note; one that is taken is written again byte for byte.
pub fn note(text: &str, public: &str) -> Option<String> {
    let note = Checkpoint::read(text)?;
    note.is_signed_by(public);
    Some(note.to_string())
}

/// Reads the frontier of a tree, and grows it.
pub fn frontier(size: i64, bytes: &[u8]) -> bool {
    let Some(mut frontier) = Frontier::read(size, bytes) else { return false };
    assert_eq!(frontier.bytes(), bytes, "a frontier is written as it was read");
    frontier.push([7; 32]);
    frontier.root();
    true
}

/// Reads a backup or an export as a restore does, up to where a database would be made of it. `dir` is the folder that
/// it would be brought back into. Gives what is said of one that is refused.
pub fn backup(from: &Path, dir: &Path) -> Result<(), String> {
    restore::reads(from, dir).map_err(|refused| refused.to_string())
}
