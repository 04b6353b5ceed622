//! A paper is a list of typed blocks; each writer prints it. Cells are typed, so that a number is a number, a date a
//! date, "1.10" a text, and a rating a word, a shape and a colour, in that order.
use domain::{envelope::Marking, paper::PaperKind, scale::Shape};
use jiff::civil::Date;

/// A paper, ready for every writer. The same document gives the same bytes.
#[derive(Clone, Debug, PartialEq)]
pub struct Document {
    pub kind: PaperKind,
    /// BCP 47: "en-GB".
    pub language: String,
    pub title: String,
    /// One sentence for the properties of PDF and DOCX.
    pub summary: String,
    /// The name of the office.
    pub author: String,
    /// What every page says of the office that it is about.
    pub standing: Standing,
    /// Printed on every page.
    pub marking: Marking,
    /// None: a rendering that was not issued, and every page says that too.
    pub number: Option<PaperNumber>,
    /// The rendering's day: the only date in any file's properties. No clock enters a paper.
    pub day: Date,
    /// What stands above the title: To, From and Date in the reports of some bodies.
    pub front: Vec<Block>,
    pub blocks: Vec<Block>,
    /// The paper's rows as one flat table, for CSV. Its heads are the machine's own words.
    pub data: Table,
    /// The paper's tables, each a sheet of its own in a workbook, after the cover sheet; none for prose.
    pub sheets: Vec<Sheet>,
    /// What machines read, for JSON.
    pub json: serde_json::Value,
}

/// Whose paper it is: said on every page where it is no real office's.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    /// Of an office, from its record.
    Office,
    /// Of a fictional office, from its record.
    Demo,
    /// Of whoever tried Milepost with a plan of their own: from no record, never issued, kept nowhere.
    Trial,
}

/// Stands on every page.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperNumber {
    pub number: String,
    pub code: String,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Block {
    /// The number ("4", "4.2") comes from the data, never typed; empty for none.
    Heading {
        level: u8,
        number: String,
        text: String,
    },
    /// A numbered paragraph of a report, or a plain one.
    Paragraph {
        number: String,
        text: Vec<Inline>,
    },
    List {
        items: Vec<Vec<Inline>>,
    },
    /// Label and value, one a line: "To: Police and Crime Panel".
    Facts {
        rows: Vec<(String, String)>,
    },
    Table(Table),
    Chart(Box<Chart>),
    /// A ruled box: what is withheld, a caution, the proof.
    Panel {
        title: String,
        paragraphs: Vec<Vec<Inline>>,
    },
    /// The next block begins on a new page, where there are pages.
    PageBreak,
}

/// A chart, as SVG that every writer embeds, with what it shows in a sentence: the alternative text of every format. A
/// table with the same numbers stands beside it as a block of its own.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub title: String,
    pub sentence: String,
    /// For pages of paper and wide screens: a whole SVG document, without styles, scripts and addresses.
    pub wide: String,
    /// For a screen of 320 px, where it is drawn otherwise.
    pub narrow: Option<String>,
    /// Of the wide one, in its own units.
    pub width: f32,
    pub height: f32,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Inline {
    Text(String),
    Bold(String),
    /// `https`, `http` or `mailto` only; writers print the address where it cannot be followed.
    Link {
        text: String,
        address: String,
    },
    /// Set at the foot of the page, numbered by the writer.
    Footnote(String),
    /// In a fixed-width face: hashes and commands.
    Code(String),
}

#[derive(Clone, Debug, Default, PartialEq)]
pub struct Table {
    pub caption: String,
    pub columns: Vec<Column>,
    /// Each row has one cell a column.
    pub rows: Vec<Vec<Cell>>,
    /// The column whose cell names the row, for screen readers.
    pub row_header: Option<usize>,
}

/// One table of a workbook.
#[derive(Clone, Debug, PartialEq)]
pub struct Sheet {
    /// On its tab: "Actions". One word where possible; no two of a workbook alike.
    pub name: String,
    /// What it holds and what one row is, in a sentence for the cover sheet and for the head of the sheet itself.
    pub about: String,
    /// Its caption is the title of the sheet.
    pub table: Table,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Column {
    pub head: String,
    /// Its share of the width.
    pub weight: u16,
}

#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    Empty,
    Text(String),
    /// Several lines: title and description, original date and moves.
    Lines(Vec<String>),
    Number(i64),
    /// A figure with parts, unrounded; finite.
    Decimal(f64),
    Date(Date),
    Rating(RatingCell),
    Direction(DirectionCell),
}

/// A word, a shape, a colour.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingCell {
    pub label: String,
    /// None for "Not rated".
    pub shape: Option<Shape>,
    /// #rrggbb
    pub colour: String,
    /// "since 12 January 2026", "as supplied, untested".
    pub notes: Vec<String>,
}

/// A word and an arrow, and what it is compared with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DirectionCell {
    /// "Worse"
    pub word: String,
    pub arrow: char,
    /// "was On track, 12 September 2018"
    pub compared: String,
}

impl Inline {
    pub fn text(text: impl Into<String>) -> Vec<Self> {
        vec![Self::Text(text.into())]
    }
}

/// Thin, words only: what a text-only writer prints for a cell.
impl Cell {
    pub fn words(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Text(text) => text.clone(),
            Self::Lines(lines) => lines.join("\n"),
            Self::Number(number) => number.to_string(),
            Self::Decimal(number) => number.to_string(),
            Self::Date(date) => date.to_string(),
            Self::Rating(rating) => rating.label.clone(),
            Self::Direction(direction) => direction.word.clone(),
        }
    }
}
