//! Questions, each asked once however many rows raise it.
use super::Question;
use std::collections::HashMap;

#[derive(Debug, Default)]
pub(super) struct Asking {
    asked: Vec<(Question, usize)>,
    by_words: HashMap<(String, String), usize>,
}

impl Asking {
    pub fn ask(&mut self, place: &str, asks: impl Into<String>, taken: impl Into<String>) {
        let (asks, taken) = (asks.into(), taken.into());
        let next = self.asked.len();
        let at = *self.by_words.entry((asks.clone(), taken.clone())).or_insert(next);
        match self.asked.get_mut(at) {
            Some((_, times)) => *times += 1,
            None => self.asked.push((Question { place: place.to_owned(), asks, taken }, 1)),
        }
    }

    /// The questions, in the order in which they came up.
    pub fn questions(self) -> Vec<Question> {
        let all = self.asked.into_iter().map(|(question, times)| match times {
            1 => question,
            2 => Question { place: format!("{} and 1 more", question.place), ..question },
            _ => Question { place: format!("{} and {} more", question.place, times - 1), ..question },
        });
        all.collect()
    }
}
