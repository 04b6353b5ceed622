//! Chance, passed in: the same seed gives the same ids and salts.
use jiff::Timestamp;
use sha2::{Digest, Sha256};
use uuid::{Builder, Uuid};

/// A stream of unguessable bytes from one seed: SHA-256 of the seed and a counter. Knowing what came out says nothing
/// of what comes next, so ids may be public while salts stay secret.
#[derive(Clone, Debug)]
pub struct Chance {
    seed: [u8; 32],
    drawn: u64,
}

impl Chance {
    pub fn new(seed: [u8; 32]) -> Self {
        Self { seed, drawn: 0 }
    }

    /// Thirty-two bytes, never the same twice.
    pub fn bytes(&mut self) -> [u8; 32] {
        self.drawn += 1;
        let mut hash = Sha256::new();
        hash.update(self.seed);
        hash.update(self.drawn.to_be_bytes());
        hash.finalize().into()
    }

    /// A UUID of version 7 (RFC 9562, method 1): ids sort by the millisecond at which they were made, and within it in
    /// the order in which they were drawn, so that an office's lists keep the order of the office's own table.
    pub fn id(&mut self, now: Timestamp) -> Uuid {
        let bytes = self.bytes();
        let mut random: [u8; 10] = std::array::from_fn(|i| bytes[i]);
        // Thirty bits of the counter, around the four bits of the version and the two of the variant.
        let [.., first, second, third, last] = (self.drawn << 2).to_be_bytes();
        random[0] = first >> 4;
        random[1] = (first << 4) | (second >> 4);
        random[2] = ((second & 0x0f) << 2) | (third >> 6);
        random[3] = (third << 2) | (last >> 6);
        random[4] = ((last << 2) & 0xf0) | (random[4] & 0x0f);
        let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_of_one_instant_sort_as_they_were_drawn() {
        let mut chance = Chance::new([1; 32]);
        let ids: Vec<Uuid> = (0..10_000).map(|_| chance.id(Timestamp::UNIX_EPOCH)).collect();
        assert!(ids.is_sorted());
        assert!(ids.iter().all(|id| id.get_version_num() == 7));
    }

    #[test]
    fn the_same_seed_draws_the_same() {
        let (mut one, mut other) = (Chance::new([1; 32]), Chance::new([1; 32]));
        assert_eq!(one.id(Timestamp::UNIX_EPOCH), other.id(Timestamp::UNIX_EPOCH));
        assert_ne!(one.bytes(), one.bytes());
    }
}
