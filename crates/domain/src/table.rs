//! What comes out of a file from outside: headings, lines and tables of typed cells, each with its place. Pure data:
//! the `intake` crate makes it, [`crate::reading`] makes a plan of it.
use crate::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A file, read.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Document {
    pub blocks: Vec<Block>,
    /// What was read and is worth saying: tracked changes taken as accepted, macros left out, a hidden sheet.
    pub notes: Vec<Note>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Note {
    pub place: String,
    pub says: String,
}

#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading by the file's own style (Word), level 1 to 9.
    Heading {
        place: String,
        level: u8,
        text: Text,
    },
    /// A line or paragraph, white space at its start kept: it may be what marks a list item.
    Line {
        place: String,
        text: Text,
    },
    /// An item of a list by the file's own numbering or bullets (Word), or by a glyph.
    Item {
        place: String,
        level: u8,
        text: Text,
    },
    Table(Table),
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// "sheet Actions", "table 2, page 3", "the pasted text".
    pub place: String,
    /// The sheet's name, or the caption.
    pub name: Option<Text>,
    /// Every row has the same number of cells, merged ones included.
    pub rows: Vec<Vec<Cell>>,
    /// The number in the file of the first row, counted from 1.
    pub first_row: usize,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Cell {
    pub value: Value,
    /// The background, as rrggbb, where the file states one: a colour without a word is asked about, never believed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub fill: Option<String>,
}

#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Value {
    #[default]
    Empty,
    Text(Text),
    Number(f64),
    Date(Date),
    Truth(bool),
    /// Covered by a merged cell: see the cell to the left, or above.
    Left,
    Above,
    /// A cell that the file itself says is in error (#REF!).
    Error(Text),
}

impl Value {
    /// The cell as a person would read it; None where there is nothing or it is covered.
    pub fn words(&self) -> Option<Text> {
        match self {
            Self::Empty | Self::Left | Self::Above => None,
            Self::Text(text) => (!text.as_str().trim().is_empty()).then(|| text.clone()),
            Self::Number(number) => Text::new(plain(*number)).ok(),
            Self::Date(date) => Text::new(date.to_string()).ok(),
            Self::Truth(truth) => Text::new(if *truth { "Yes" } else { "No" }).ok(),
            Self::Error(error) => Some(error.clone()),
        }
    }
}

/// A number without a needless fraction: 3 and not 3.0, 1.1 as 1.1.
pub fn plain(number: f64) -> String {
    format!("{number}")
}
