//! Why something was not done, for the person who asked for it.
use domain::{ask::Refusal, import::Fates};

/// Why a command was not carried out, in words.
#[derive(Debug)]
pub struct Refused {
    pub why: String,
    /// Whether the same may go through later: the database was away or busy.
    pub passing: bool,
    /// A refused import has a fate for every row.
    pub fates: Option<Box<Fates>>,
}

impl Refused {
    pub fn because(why: impl Into<String>) -> Self {
        Self { why: why.into(), passing: false, fates: None }
    }
}

impl From<record::Error> for Refused {
    fn from(error: record::Error) -> Self {
        match error {
            record::Error::Refused(refusal) => refusal.into(),
            other => Self { passing: true, ..Self::because(other.to_string()) },
        }
    }
}

impl From<Refusal> for Refused {
    fn from(refusal: Refusal) -> Self {
        let why = refusal.to_string();
        match refusal {
            Refusal::Rejected(fates) => Self { why, passing: false, fates: Some(fates) },
            _ => Self::because(why),
        }
    }
}
