//! What every item carries beside its own facts: its permanent reference, who may see it, and how it is marked.
use crate::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Stands in every state, in this order, for every kind, for ever.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Envelope {
    /// The reference that people use ("1.4", "Panel", "FEN-2026-001"). It is for life: never given to another item of
    /// the same kind in the same plan, never null.
    pub reference: Text,
    pub visibility: Visibility,
    pub marking: Marking,
}

impl Envelope {
    pub fn public(reference: Text) -> Self {
        Self { reference, visibility: Visibility::Public, marking: Marking::Official }
    }

    /// For what only the office's own people see, whatever it is about.
    pub fn internal(reference: Text) -> Self {
        Self { reference, visibility: Visibility::Internal, marking: Marking::Official }
    }
}

/// Who may see an item.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "to")]
pub enum Visibility {
    /// Anybody, once it is published.
    Public,
    /// The Panel and the office.
    Panel,
    /// The office, and the boards and committees that it reports to in private.
    Internal,
    /// Withheld from publication and from the Panel on a stated ground, looked at again on the review date.
    Exempt { ground: Text, review: Date },
}

impl Visibility {
    pub fn is_public(&self) -> bool {
        matches!(self, Self::Public)
    }

    /// What may be seen by those who may see the one or the other.
    #[must_use]
    pub fn or_wider(self, other: &Self) -> Self {
        if other.width() > self.width() { other.clone() } else { self }
    }

    /// What may be seen by those alone who may see both.
    #[must_use]
    pub fn or_narrower(self, other: &Self) -> Self {
        if other.width() < self.width() { other.clone() } else { self }
    }

    fn width(&self) -> u8 {
        match self {
            Self::Public => 3,
            Self::Panel => 2,
            Self::Internal => 1,
            Self::Exempt { .. } => 0,
        }
    }
}

/// Words for the office and its boards inside an item that others may see. They are read through
/// [`crate::sight::Sight::internal`] and in no other way, so that a page or paper for others cannot print them.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct InternalText(pub(crate) Text);

impl InternalText {
    pub fn new(words: Text) -> Self {
        Self(words)
    }
}

impl std::fmt::Debug for InternalText {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("InternalText")
    }
}

/// The Government Security Classifications marking. SECRET and above are refused in plain words by [`Marking::parse`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Marking {
    Official,
    OfficialSensitive,
}

impl Marking {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Official => "OFFICIAL",
            Self::OfficialSensitive => "OFFICIAL-SENSITIVE",
        }
    }

    pub fn parse(word: &str) -> Result<Self, String> {
        match word.trim().to_uppercase().replace([' ', '_'], "-").trim_matches('-') {
            "" | "OFFICIAL" => Ok(Self::Official),
            "OFFICIAL-SENSITIVE" | "SENSITIVE" | "OFFICIAL---SENSITIVE" | "OFFICIAL:-SENSITIVE" => {
                Ok(Self::OfficialSensitive)
            }
            other if other.contains("SECRET") => Err(format!(
                "“{word}” is above OFFICIAL. Milepost holds OFFICIAL and OFFICIAL-SENSITIVE only: leave this item out and keep it where SECRET matter is kept"
            )),
            _ => Err(format!("“{word}” is not a marking; write OFFICIAL or OFFICIAL-SENSITIVE")),
        }
    }
}
