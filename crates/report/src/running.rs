//! What stands on every page of a paper, whatever it is printed as: a page that is found alone says which paper it
//! belongs to, how it is marked, and that it is no real office's if it is not.
use crate::blocks::Document;

/// The lines at the head and the foot of each page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    pub marking: &'static str,
    /// "FEN-2026-001 · K7QF-2M9X", or that the paper was not issued.
    pub number: String,
    pub demo: Option<&'static str>,
}

pub const NOT_ISSUED: &str = "Not issued: a rendering";
pub const DEMO: &str = "DEMO: not a real office";

impl Running {
    pub fn of(document: &Document) -> Self {
        Self {
            marking: document.marking.as_str(),
            number: document
                .number
                .as_ref()
                .map_or_else(|| NOT_ISSUED.to_owned(), |paper| format!("{} · {}", paper.number, paper.code)),
            demo: document.demo.then_some(DEMO),
        }
    }
}
