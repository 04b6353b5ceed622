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

    /// A UUID of version 7 (RFC 9562): ids sort by the millisecond at which they were made.
    pub fn id(&mut self, now: Timestamp) -> Uuid {
        let bytes = self.bytes();
        let random: [u8; 10] = std::array::from_fn(|i| bytes[i]);
        let milliseconds = u64::try_from(now.as_millisecond()).unwrap_or(0);
        Builder::from_unix_timestamp_millis(milliseconds, &random).into_uuid()
    }
}
