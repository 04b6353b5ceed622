//! Tables as intake makes them, written down as rows of words.
use domain::{
    table::{Block, Cell, Document, Table, Value},
    text::Text,
};

/// A table as rows of words; `<` is a cell merged with the one before, `^` with the one above.
pub fn table(place: &str, rows: &[&[&str]]) -> Table {
    let cell = |words: &&str| Cell {
        value: match *words {
            "" => Value::Empty,
            "<" => Value::Left,
            "^" => Value::Above,
            words => Value::Text(Text::new(words).unwrap()),
        },
        fill: None,
    };
    Table {
        place: place.into(),
        name: None,
        rows: rows.iter().map(|row| row.iter().map(cell).collect()).collect(),
        first_row: 1,
    }
}

pub fn one(table: Table) -> Document {
    Document { blocks: vec![Block::Table(table)], notes: vec![] }
}
