//! Names as small numbers: a load has millions of rows and some dozens of names.
use std::collections::HashMap;

/// A column with more different words than this is not what it is named.
pub(super) const MOST_NAMES: usize = 1_000;

#[derive(Debug, Default)]
pub(super) struct Interned {
    names: Vec<String>,
    numbers: HashMap<Vec<u8>, u32>,
    /// The last one found under a quick look at the bytes, so that most rows hash nothing.
    at_hand: Vec<Option<(Box<[u8]>, u32)>>,
}

const SLOTS: usize = 256;

impl Interned {
    pub(super) fn new() -> Self {
        Self { at_hand: vec![None; SLOTS], ..Self::default() }
    }

    /// The number of a name; None where there are too many of them.
    pub(super) fn number(&mut self, name: &[u8]) -> Option<u32> {
        let slot = slot(name);
        if let Some(Some((known, number))) = self.at_hand.get(slot)
            && **known == *name
        {
            return Some(*number);
        }
        self.sought(name, slot)
    }

    #[cold]
    fn sought(&mut self, name: &[u8], slot: usize) -> Option<u32> {
        let number = if let Some(number) = self.numbers.get(name) {
            *number
        } else {
            let number = u32::try_from(self.names.len()).ok().filter(|_| self.names.len() < MOST_NAMES)?;
            self.names.push(String::from_utf8_lossy(name).into_owned());
            self.numbers.insert(name.to_vec(), number);
            number
        };
        self.at_hand[slot] = Some((name.into(), number));
        Some(number)
    }

    pub(super) fn names(&self) -> &[String] {
        &self.names
    }
}

/// Length, beginning, middle and end tell the archive's names apart.
fn slot(name: &[u8]) -> usize {
    let byte = |at: usize| usize::from(name.get(at).copied().unwrap_or_default());
    let last = name.len().saturating_sub(1);
    (name.len() * 31 + byte(0) * 7 + byte(name.len() / 2) * 3 + byte(last)) % SLOTS
}
