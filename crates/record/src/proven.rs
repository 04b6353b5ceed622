//! Whether a state is the one that was recorded, erasures included: one rule for the proof of a record and of a backup.
use crate::{
    entries::EntryRow,
    tree::{self, Hash},
};
use domain::{erasure::Erasure, office::Kind};
use serde::Deserialize;
use std::collections::HashMap;

/// The states that erasures replaced, each with the hash of what stands there now.
#[derive(Debug, Default)]
pub(crate) struct Replacements(HashMap<i64, Hash>);

impl Replacements {
    /// Gathers what the erasures of a record say, in order: the last word counts.
    pub fn of<'a>(entries: impl Iterator<Item = (i64, &'a str, &'a [u8])>) -> Self {
        let mut all = Self::default();
        for (seq, kind, body) in entries {
            all.gather(seq, kind, body);
        }
        all
    }

    /// Takes in the state of one more entry, if it is an erasure. Only what was recorded before it can have been erased.
    pub fn gather(&mut self, seq: i64, kind: &str, body: &[u8]) {
        #[derive(Deserialize)]
        struct State {
            item: Erasure,
        }
        if kind != Kind::Erasure.as_str() {
            return;
        }
        let Ok(State { item }) = serde_json::from_slice(body) else { return };
        for state in item.states {
            if let Some(hash) = hash(state.state_hash.as_str())
                && state.seq < seq
            {
                self.set(state.seq, hash);
            }
        }
    }

    pub fn set(&mut self, seq: i64, hash: Hash) {
        self.0.insert(seq, hash);
    }

    /// Whether a row's state is the one that was recorded, or what an erasure put in its place.
    pub fn are_as_recorded(&self, row: &EntryRow) -> bool {
        let Some((salt, body)) = row.salt.as_deref().zip(row.body.as_deref()) else { return false };
        let state = tree::state(salt, body);
        salt.len() == 32
            && match self.0.get(&row.seq) {
                Some(replaced) if row.kind != Kind::Erasure.as_str() => state == *replaced,
                _ => row.state_hash == state,
            }
    }
}

/// Reads 64 lower-case hexadecimal digits.
pub(crate) fn hash(hex: &str) -> Option<Hash> {
    if hex.len() != 64 || !hex.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f')) {
        return None;
    }
    let mut hash = [0; 32];
    for (n, byte) in hash.iter_mut().enumerate() {
        *byte = u8::from_str_radix(&hex[2 * n..2 * n + 2], 16).ok()?;
    }
    Some(hash)
}
