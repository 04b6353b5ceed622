//! Files from outside, taken in: what offices send, what programs write, and what is made to harm.
mod build;
mod limits;
mod refused;
mod robust;
mod seeds;
mod spreadsheet;
mod word;
mod workbook;

use domain::table::{Block, Document, Table, Value};

/// The one table of a document.
fn table(document: &Document) -> &Table {
    let tables = tables(document);
    assert_eq!(tables.len(), 1, "one table");
    tables[0]
}

fn tables(document: &Document) -> Vec<&Table> {
    document
        .blocks
        .iter()
        .filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
        .collect()
}

/// The cells as words; `<` and `^` where a cell is covered from the left or from above.
fn words(table: &Table) -> Vec<Vec<String>> {
    let word = |value: &Value| match value {
        Value::Left => "<".to_owned(),
        Value::Above => "^".to_owned(),
        value => value.words().map_or_else(String::new, String::from),
    };
    table.rows.iter().map(|row| row.iter().map(|cell| word(&cell.value)).collect()).collect()
}

fn says(document: &Document, words: &str) -> bool {
    document.notes.iter().any(|note| note.says.contains(words))
}
