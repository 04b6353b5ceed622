//! Names as small numbers: a load has millions of rows and some dozens of names.
use std::collections::HashMap;

/// A column with more different words than this is not what it is named.
pub(super) const MOST_NAMES: usize = 1_000;
/// The longest name, in bytes: real ones have 60.
const LONGEST: usize = 200;

/// Why a text gets no number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum NoName {
    TooMany,
    /// It is too long for a name, or holds what no name holds.
    Unfit,
}

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

    pub(super) fn number(&mut self, name: &[u8]) -> Result<u32, NoName> {
        let slot = slot(name);
        if let Some(Some((known, number))) = self.at_hand.get(slot)
            && **known == *name
        {
            return Ok(*number);
        }
        self.sought(name, slot)
    }

    #[cold]
    fn sought(&mut self, name: &[u8], slot: usize) -> Result<u32, NoName> {
        let number = if let Some(number) = self.numbers.get(name) {
            *number
        } else {
            let text = String::from_utf8_lossy(name);
            if text.len() > LONGEST || text.chars().any(char::is_control) {
                return Err(NoName::Unfit);
            }
            let number = u32::try_from(self.names.len()).ok().filter(|_| self.names.len() < MOST_NAMES);
            let number = number.ok_or(NoName::TooMany)?;
            self.names.push(text.into_owned());
            self.numbers.insert(name.to_vec(), number);
            number
        };
        self.at_hand[slot] = Some((name.into(), number));
        Ok(number)
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
