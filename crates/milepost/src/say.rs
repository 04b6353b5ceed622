//! What is said: for people by default, for machines with `--json`.
pub use desk::Refused;
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

/// Says why a command was not carried out.
pub fn print_refusal(refused: &Refused, json: bool) {
    eprintln!("milepost: {}", refused.why);
    if json {
        let value = match &refused.fates {
            Some(fates) => crate::import::machine(fates, false),
            None => serde_json::json!({ "error": refused.why }),
        };
        line(&serde_json::to_string_pretty(&value).unwrap_or_default());
    } else if let Some(fates) = &refused.fates {
        line(crate::import::people(fates, false).trim_end());
    }
}

/// A count with its noun: "1 row", "3 rows".
pub fn counted(count: usize, one: &str, many: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { many })
}
