//! What a record reads from outside its database: signed notes, a tree's frontier, states, the list of erasures, and
//! backups. The first byte of an input says which; a backup's parts stand one after another with a NUL between, and its
//! manifest is made here, with the right hashes, for nothing gets past a wrong one.
#![no_main]
use domain::{
    entry::{Act, Entry},
    office::{Kind, Office},
};
use sha2::{Digest, Sha256};
use std::{fmt::Write as _, fs, path::PathBuf, sync::LazyLock};
use uuid::Uuid;

static SCRATCH: LazyLock<PathBuf> = LazyLock::new(|| {
    let shared = PathBuf::from("/dev/shm");
    let home = if shared.is_dir() { shared } else { std::env::temp_dir() };
    let folder = home.join(format!("milepost-fuzz-{}", std::process::id()));
    fs::create_dir_all(&folder).expect("a folder for the backups");
    folder
});

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let Some((which, rest)) = input.split_first() else { return };
    match which {
        b'n' => note(rest),
        b'f' => {
            let size = rest.first_chunk::<8>().map_or(0, |size| i64::from_be_bytes(*size));
            record::fuzzing::frontier(size, rest.get(8..).unwrap_or_default());
        }
        b's' => state(rest),
        b'e' => {
            let _ = fs::write(SCRATCH.join("erasures"), rest);
            backup(&[]);
            let _ = fs::remove_file(SCRATCH.join("erasures"));
        }
        _ => backup(rest),
    }
});

fn note(input: &[u8]) {
    let Ok(text) = std::str::from_utf8(input) else { return };
    let (public, text) = text.split_once('\0').unwrap_or(("", text));
    if let Some(again) = record::fuzzing::note(text, public) {
        assert_eq!(again, text, "every byte of a note counts");
    }
}

/// The kind and act on a line, then the body of a state, as an office would take it.
fn state(input: &[u8]) {
    let Some(at) = input.iter().position(|byte| *byte == b'\n') else { return };
    let Ok(line) = std::str::from_utf8(&input[..at]) else { return };
    let (kind, act) = line.split_once(' ').unwrap_or((line, ""));
    let (Some(kind), Some(act)) = (Kind::parse(kind), Act::parse(act)) else { return };
    let office = Uuid::from_u128(1);
    let entry = Entry {
        office,
        seq: 1,
        change: Uuid::from_u128(2),
        last_of_change: true,
        at: 1_757_667_600_123_456,
        on_date: None,
        actor: Uuid::from_u128(3),
        act,
        kind,
        item: Uuid::from_u128(4),
        version: 1,
        shape: 1,
        state_hash: [0; 32],
    };
    let _ = Office::empty(office).apply(&entry, &input[at + 1..]);
}

/// An exported folder: the office's id, number of entries and root on a line, then its parts.
fn backup(input: &[u8]) {
    let mut pieces = input.split(|byte| *byte == 0);
    let head = String::from_utf8_lossy(pieces.next().unwrap_or_default()).into_owned();
    let mut head = head.split_whitespace();
    let office = head.next().and_then(|id| id.parse::<Uuid>().ok()).unwrap_or(Uuid::from_u128(1));
    let entries = head.next().and_then(|n| n.parse::<i64>().ok()).unwrap_or(0);
    let root = head.next().unwrap_or_default().replace(['"', '\\'], "");
    let from = SCRATCH.join("from");
    let _ = fs::create_dir_all(&from);
    let mut files = String::new();
    for name in ["entries.jsonl", "checkpoints.jsonl", "jobs.jsonl"] {
        let content = pieces.next().unwrap_or_default();
        let _ = fs::write(from.join(name), content);
        let hash = Sha256::digest(content).iter().fold(String::new(), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        });
        let between = if files.is_empty() { "" } else { "," };
        let _ = write!(files, r#"{between}{{"name":"{name}","sha256":"{hash}","size":{}}}"#, content.len());
    }
    let manifest = format!(
        r#"{{"format":"milepost-backup","version":1,"office":"{office}","entries":{entries},"root":"{root}","files":[{files}]}}"#
    );
    let _ = fs::write(from.join("manifest.json"), manifest);
    if let Err(says) = record::fuzzing::backup(&from, &SCRATCH) {
        assert!(says.len() > 20, "a refusal is a sentence: {says}");
    }
}
