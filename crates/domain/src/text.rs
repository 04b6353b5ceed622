//! Text that every writer and both databases can hold.
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

/// The most characters that one text may have. A theme's narrative is some 3,000; a whole paper's prose some 60,000.
pub const LONGEST: usize = 200_000;

/// A text of XML 1.0 characters only (tab, line feed, `U+0020` to `U+D7FF`, `U+E000` to `U+FFFD`, `U+10000` to `U+10FFFF`):
/// what HTML, PDF, Word, CSV and both databases can all hold and give back unchanged.
/// Line ends are one line feed. Equality is equality of bytes: nothing is folded or normalised.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Text(String);

#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotText {
    #[error(
        "character {place} is U+{code:04X}, a control character that a document cannot hold; delete it and try again"
    )]
    Character { place: usize, code: u32 },
    #[error("the text has {length} characters, more than the {LONGEST} that fit; shorten it or attach it as a file")]
    TooLong { length: usize },
}

impl Text {
    /// Takes a text as it was typed; `\r\n` and `\r` become `\n`.
    pub fn new(text: impl Into<String>) -> Result<Self, NotText> {
        let mut text: String = text.into();
        if text.contains('\r') {
            text = text.replace("\r\n", "\n").replace('\r', "\n");
        }
        for (place, c) in text.chars().enumerate() {
            if place == LONGEST {
                return Err(NotText::TooLong { length: text.chars().count() });
            }
            if !matches!(c, '\t' | '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..) {
                return Err(NotText::Character { place: place + 1, code: u32::from(c) });
            }
        }
        Ok(Self(text))
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The text without white space at its ends and with each run of white space inside as one space: for one-line
    /// things such as names and titles.
    #[must_use]
    pub fn on_one_line(&self) -> Self {
        Self(self.0.split_whitespace().collect::<Vec<_>>().join(" "))
    }

    /// What two texts that a person would call the same have in common: case, white space, curly quotes, dashes and
    /// final full stops set aside. For finding, never for storing.
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

/// See [`Text::folded`].
pub fn fold(text: &str) -> String {
    use unicode_normalization::UnicodeNormalization;
    let plain: String = text
        .nfkc()
        .map(|c| match c {
            '\u{2018}' | '\u{2019}' => '\'',
            '\u{201C}' | '\u{201D}' => '"',
            '\u{2010}'..='\u{2015}' => '-',
            c => c,
        })
        .collect::<String>()
        .to_lowercase();
    plain.split_whitespace().collect::<Vec<_>>().join(" ").trim_end_matches(['.', ';', ':']).trim_end().to_owned()
}

impl fmt::Display for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl AsRef<str> for Text {
    fn as_ref(&self) -> &str {
        &self.0
    }
}

impl std::borrow::Borrow<str> for Text {
    fn borrow(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for Text {
    type Error = NotText;
    fn try_from(text: String) -> Result<Self, NotText> {
        Self::new(text)
    }
}

impl TryFrom<&str> for Text {
    type Error = NotText;
    fn try_from(text: &str) -> Result<Self, NotText> {
        Self::new(text)
    }
}

impl From<Text> for String {
    fn from(text: Text) -> Self {
        text.0
    }
}

/// A text written in this source code, so known to be one.
///
/// # Panics
/// When it is not: a fault of the programmer that the first test meets.
pub fn text(literal: &str) -> Text {
    Text::new(literal).expect("a text in the source code holds XML characters only")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_control_character_is_refused_with_its_place() {
        assert_eq!(Text::new("ab\u{0}c"), Err(NotText::Character { place: 3, code: 0 }));
        assert_eq!(Text::new("\u{FFFF}"), Err(NotText::Character { place: 1, code: 0xFFFF }));
    }

    #[test]
    fn line_ends_are_one_line_feed() {
        assert_eq!(Text::new("a\r\nb\rc").unwrap().as_str(), "a\nb\nc");
    }

    #[test]
    fn folding_sets_aside_what_a_person_would() {
        assert_eq!(text("Victims\u{2019}  Hub.").folded(), text("victims' hub").folded());
    }
}
