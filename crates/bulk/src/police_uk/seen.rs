//! Which Crime IDs were seen, in memory that has an end.
/// More different crimes than a month of the whole country has three times over.
const MOST: usize = 1_500_000;

/// A set of Crime IDs by 64 bits of a hash: among 1.5 million, two would be taken for one in one load of ten million.
#[derive(Debug, Default)]
pub(super) struct Seen {
    /// Open addressing; nothing is 0.
    slots: Vec<u64>,
    filled: usize,
}

/// There is no room for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Full;

impl Seen {
    /// Whether an ID is seen for the first time under what it is counted under.
    pub(super) fn is_new(&mut self, id: &[u8], under: u64) -> Result<bool, Full> {
        if self.filled * 4 >= self.slots.len() * 3 {
            self.grow();
        }
        let hash = hash(id, under).max(1);
        if !put(&mut self.slots, hash) {
            return Ok(false);
        }
        self.filled += 1;
        if self.filled > MOST { Err(Full) } else { Ok(true) }
    }

    fn grow(&mut self) {
        let wider = (self.slots.len() * 2).max(4096);
        for hash in std::mem::replace(&mut self.slots, vec![0; wider]) {
            if hash != 0 {
                put(&mut self.slots, hash);
            }
        }
    }
}

fn put(slots: &mut [u64], hash: u64) -> bool {
    let mask = slots.len() - 1;
    let mut at = usize::try_from(hash & 0xFFFF_FFFF).unwrap_or_default() & mask;
    loop {
        match slots[at] {
            0 => {
                slots[at] = hash;
                return true;
            }
            there if there == hash => return false,
            _ => at = (at + 1) & mask,
        }
    }
}

/// Multiplies into 128 bits and folds: each bit of the ID moves every bit of the hash.
fn hash(id: &[u8], under: u64) -> u64 {
    const ODD: [u64; 2] = [0x9E37_79B9_7F4A_7C15, 0xD6E8_FEB8_6659_FD93];
    let mut hash = fold(under ^ ODD[1], ODD[0]) ^ id.len() as u64;
    let mut pieces = id.chunks_exact(8);
    for piece in &mut pieces {
        let piece = u64::from_le_bytes(piece.try_into().unwrap_or_default());
        hash = fold(hash ^ piece, ODD[0]).wrapping_add(ODD[1]);
    }
    let mut last = [0; 8];
    last[..pieces.remainder().len()].copy_from_slice(pieces.remainder());
    fold(fold(hash ^ u64::from_le_bytes(last), ODD[1]), ODD[0])
}

#[expect(clippy::cast_possible_truncation, reason = "the low half of 128 bits is asked for")]
const fn fold(one: u64, other: u64) -> u64 {
    let wide = one as u128 * other as u128;
    (wide as u64) ^ ((wide >> 64) as u64)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn half_a_million_crimes_are_told_apart_and_known_again() {
        let mut seen = Seen::default();
        let id = |n: u32| format!("{n:064x}");
        for n in 0..500_000 {
            assert_eq!(seen.is_new(id(n).as_bytes(), 7), Ok(true), "{n}");
        }
        for n in 0..500_000 {
            assert_eq!(seen.is_new(id(n).as_bytes(), 7), Ok(false), "{n}");
        }
        assert_eq!(seen.is_new(id(5).as_bytes(), 8), Ok(true), "under another month");
        assert_eq!(seen.is_new(b"short", 7), Ok(true));
        assert_eq!(seen.is_new(b"short\0", 7), Ok(true), "a longer one");
    }

    #[test]
    fn there_is_an_end_to_the_memory() {
        let mut seen = Seen::default();
        let full = (0..2_000_000_u32).position(|n| seen.is_new(&n.to_le_bytes(), 0) == Err(Full));
        assert_eq!(full, Some(MOST));
        assert!(seen.slots.len() * 8 <= 17 * 1024 * 1024);
    }
}
