//! What stands on every page of a paper, whatever it is printed as: a page that is found alone says which paper it
//! belongs to, how it is marked, and that it is no real office's if it is not.
use crate::{
    blocks::{Document, Standing},
    words::Words,
};

/// The lines at the head and the foot of each page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Running {
    pub marking: &'static str,
    /// "FEN-2026-001 · K7QF-2M9X", or that the paper was not issued.
    pub number: String,
    /// That it is no real office's paper.
    pub caution: Option<String>,
}

impl Running {
    pub fn of(document: &Document) -> Self {
        let words = Words::english();
        Self {
            marking: document.marking.as_str(),
            number: match &document.number {
                Some(paper) => format!("{} · {}", paper.number, paper.code),
                None if document.standing == Standing::Trial => words.say("on-page-not-issued-trial"),
                None => words.say("on-page-not-issued"),
            },
            caution: match document.standing {
                Standing::Office => None,
                Standing::Demo => Some(words.say("on-page-demo")),
                Standing::Trial => Some(words.say("on-page-trial")),
            },
        }
    }
}

/// "Page 1 of 3" without its numbers, which only the printed file knows: what stands before, between and after them.
pub fn page_count() -> [String; 3] {
    const NUMBER: char = '\u{E000}';
    let number = || String::from(NUMBER).into();
    let sentence = Words::english().with("on-page-count", &[("page", number()), ("pages", number())]);
    let mut parts = sentence.splitn(3, NUMBER).map(str::to_owned);
    std::array::from_fn(|_| parts.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_count_of_pages_has_room_for_two_numbers() {
        assert_eq!(super::page_count(), ["Page ", " of ", ""]);
    }
}
