//! The tree over the record's entries (RFC 6962): one root that stands for every entry up to a place.
use domain::entry::Entry;
use sha2::{Digest, Sha256};

pub(crate) type Hash = [u8; 32];

/// The columns of `entry` but the last, in table order, as they are hashed. None is NULL.
pub(crate) type Columns<'a> = [Option<&'a [u8]>; 13];

/// SHA-256(0x00 || each column as a 4-byte length, big end first, and its bytes; NULL is the length 0xFFFFFFFF alone).
pub(crate) fn leaf(columns: &Columns) -> Hash {
    let mut hash = Sha256::new();
    hash.update([0]);
    for column in columns {
        match column {
            Some(bytes) => {
                let length = u32::try_from(bytes.len()).expect("a column of an entry is short");
                hash.update(length.to_be_bytes());
                hash.update(bytes);
            }
            None => hash.update([0xFF; 4]),
        }
    }
    hash.finalize().into()
}

pub(crate) fn leaf_of(entry: &Entry) -> Hash {
    let on_date = entry.on_date.map(|day| day.to_string());
    leaf(&[
        Some(entry.office.to_string().as_bytes()),
        Some(entry.seq.to_string().as_bytes()),
        Some(entry.change.to_string().as_bytes()),
        Some(if entry.last_of_change { b"1" } else { b"0" }),
        Some(entry.at.to_string().as_bytes()),
        on_date.as_ref().map(String::as_bytes),
        Some(entry.actor.to_string().as_bytes()),
        Some(entry.act.as_str().as_bytes()),
        Some(entry.kind.as_str().as_bytes()),
        Some(entry.item.to_string().as_bytes()),
        Some(entry.version.to_string().as_bytes()),
        Some(entry.shape.to_string().as_bytes()),
        Some(&entry.state_hash),
    ])
}

/// SHA-256(salt || body): the salt keeps a short body from being guessed by its hash.
pub(crate) fn state(salt: &[u8], body: &[u8]) -> Hash {
    Sha256::new().chain_update(salt).chain_update(body).finalize().into()
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// The roots of the whole subtrees that a tree of some size is made of, largest first: enough to grow it and to know
/// its root, without any leaf.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Frontier {
    size: u64,
    roots: Vec<Hash>,
}

impl Frontier {
    /// Reads what [`Frontier::bytes`] wrote. None: it cannot be the frontier of a tree of that size.
    pub fn read(size: i64, bytes: &[u8]) -> Option<Self> {
        let size = u64::try_from(size).ok()?;
        let (roots, rest) = bytes.as_chunks::<32>();
        (rest.is_empty() && roots.len() == size.count_ones() as usize).then(|| Self { size, roots: roots.to_vec() })
    }

    pub fn bytes(&self) -> Vec<u8> {
        self.roots.concat()
    }

    pub fn push(&mut self, leaf: Hash) {
        let mut hash = leaf;
        let mut full = self.size;
        while full & 1 == 1 {
            let left = self.roots.pop().expect("a tree has a root for every bit of its size");
            hash = node(&left, &hash);
            full >>= 1;
        }
        self.roots.push(hash);
        self.size += 1;
    }

    pub fn root(&self) -> Hash {
        let mut roots = self.roots.iter().rev();
        let Some(last) = roots.next() else { return Sha256::digest([]).into() };
        roots.fold(*last, |right, left| node(left, &right))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::{entry::Act, office::Kind};
    use jiff::civil::date;
    use uuid::uuid;

    fn hex(hash: Hash) -> String {
        use std::fmt::Write as _;
        hash.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").unwrap();
            text
        })
    }

    fn example(on_date: Option<jiff::civil::Date>) -> Entry {
        Entry {
            office: uuid!("018f3b6a-0000-7000-8000-000000000001"),
            seq: 7,
            change: uuid!("018f3b6a-0000-7000-8000-000000000002"),
            last_of_change: true,
            at: 1_757_667_600_123_456,
            on_date,
            actor: uuid!("018f3b6a-0000-7000-8000-000000000003"),
            act: Act::Taken,
            kind: Kind::Snapshot,
            item: uuid!("018f3b6a-0000-7000-8000-000000000004"),
            version: 1,
            shape: 1,
            state_hash: state(&[0x11; 32], br#"{"a":1}"#),
        }
    }

    /// The vectors of docs/record-format.md, computed there with Python's hashlib alone.
    #[test]
    fn leaves_and_states_hash_as_published() {
        assert_eq!(
            hex(state(&[0x11; 32], br#"{"a":1}"#)),
            "1e54f235a0fcb74c300b7c5d10b1981d9129bef16c9cb64b8047ff8b1c05fdb9"
        );
        assert_eq!(
            hex(leaf_of(&example(Some(date(2025, 9, 12))))),
            "e7445ee431f9186eba3156be0aac4c5eef61d4f7e1d5e43c4b8eee65e63a98ea"
        );
        assert_eq!(hex(leaf_of(&example(None))), "23559a2b3cbb2a37f80c217c14db4a806033eef65ba8ddc21e745940e6ad5293");
    }

    /// RFC 6962's own test inputs; the expected roots were computed by its recursive definition in Python.
    #[test]
    fn roots_are_those_of_rfc_6962() {
        let inputs: [&[u8]; 8] = [
            b"",
            b"\x00",
            b"\x10",
            b"\x20\x21",
            b"\x30\x31",
            b"\x40\x41\x42\x43",
            b"\x50\x51\x52\x53\x54\x55\x56\x57",
            b"\x60\x61\x62\x63\x64\x65\x66\x67\x68\x69\x6a\x6b\x6c\x6d\x6e\x6f",
        ];
        let mut frontier = Frontier::default();
        let mut roots = vec![hex(frontier.root())];
        for input in inputs {
            frontier.push(Sha256::new().chain_update([0]).chain_update(input).finalize().into());
            roots.push(hex(frontier.root()));
        }
        assert_eq!(
            roots,
            [
                "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
                "6e340b9cffb37a989ca544e6bb780a2c78901d3fb33738768511a30617afa01d",
                "fac54203e7cc696cf0dfcb42c92a1d9dbaf70ad9e621f4bd8d98662f00e3c125",
                "aeb6bcfe274b70a14fb067a5e5578264db0fa9b51af5e0ba159158f329e06e77",
                "d37ee418976dd95753c1c73862b9398fa2a2cf9b4ff0fdfe8b30cd95209614b7",
                "4e3bbb1f7b478dcfe71fb631631519a3bca12c9aefca1612bfce4c13a86264d4",
                "76e67dadbcdf1e10e1b74ddc608abd2f98dfb16fbce75277b5232a127f2087ef",
                "ddb89be403809e325750d3d263cd78929c2942b7942a34b77e122c9594a74c8c",
                "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328",
            ]
        );
    }

    #[test]
    fn a_frontier_is_read_back_and_grows_on() {
        let mut whole = Frontier::default();
        for n in 0..1000_u64 {
            let again = Frontier::read(i64::try_from(n).unwrap(), &whole.bytes()).unwrap();
            assert_eq!(again, whole);
            whole.push(state(b"", &n.to_be_bytes()));
        }
        assert!(Frontier::read(3, &[0; 32]).is_none());
        assert!(Frontier::read(1, &[0; 33]).is_none());
    }
}
