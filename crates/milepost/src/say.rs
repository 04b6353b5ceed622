//! What is said: for people by default, for machines with `--json`.
use domain::{ask::Refusal, import::Fates};
use serde::Serialize;
use std::io::Write as _;

#[derive(Clone, Copy, Debug)]
pub struct Say {
    pub json: bool,
}

impl Say {
    /// Prints the one or the other on standard output.
    pub fn out(self, words: &str, machine: &impl Serialize) {
        if self.json {
            line(&serde_json::to_string_pretty(machine).unwrap_or_else(|e| format!("{{\"error\":\"{e}\"}}")));
        } else {
            line(words.trim_end());
        }
    }
}

/// Writes on standard output. A reader that has gone away (`| head -1`) is no fault: the command was carried out.
fn line(words: &str) {
    let mut out = std::io::stdout().lock();
    let _ = writeln!(out, "{words}").and_then(|()| out.flush());
}

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

    pub fn print(&self, json: bool) {
        eprintln!("milepost: {}", self.why);
        if json {
            let value = match &self.fates {
                Some(fates) => crate::import::machine(fates, false),
                None => serde_json::json!({ "error": self.why }),
            };
            line(&serde_json::to_string_pretty(&value).unwrap_or_default());
        } else if let Some(fates) = &self.fates {
            line(crate::import::people(fates, false).trim_end());
        }
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

/// A count with its noun: "1 row", "3 rows".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
