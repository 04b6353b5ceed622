//! What is expected: the forecast of an action's end, and how sure its lead is that the result wanted will come about.
//! Neither is a rating of today, so neither stands under a heading that says one. For the office and its boards.
use super::{Printing, column, paragraph};
use crate::{
    blocks::{Block, Cell, Table},
    words::Words,
};
use domain::{
    office::Kept,
    travel::RowTravel,
    update::{Confidence, Expected},
};

/// What was last said of the end of an action, where the reader may know.
pub(super) fn of<'a>(printing: &Printing<'a>, row: &RowTravel) -> Option<Expected<'a>> {
    let sight = &printing.occasion.sight;
    let update: &Kept<_> = sight.update(row.action.item.update?)?;
    sight.expected(&update.item)
}

/// A table of its own, where anything is expected of any action.
pub(super) fn blocks(printing: &Printing) -> Vec<Block> {
    let words = printing.occasion.words;
    let rows = printing.travel.rows().filter_map(|row| {
        let expected = of(printing, row)?;
        let rating = row.action.item.rating.as_ref();
        let stated = |said: Option<String>| Cell::Text(said.unwrap_or_else(|| words.say("nothing-stated")));
        Some(vec![
            Cell::Text(row.action.reference().to_string()),
            Cell::Text(row.action.item.title.to_string()),
            Cell::Rating(printing.key.cell(rating)),
            stated(expected.forecast.map(|forecast| forecast.label.to_string())),
            stated(expected.confidence.map(|confidence| word(words, confidence))),
        ])
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    if rows.is_empty() {
        return vec![];
    }
    let columns = vec![
        column(words.say("column-reference"), 6),
        column(words.say("column-action"), 40),
        column(words.say("column-rating-today"), 16),
        column(words.say("column-forecast"), 16),
        column(words.say("column-confidence"), 20),
    ];
    let count = [("count", rows.len().into()), ("all", printing.shown().into())];
    let caption = words.with("expected-caption", &count);
    vec![
        super::heading(1, words.say("expected-heading")),
        paragraph(words.say("expected-rule")),
        Block::Table(Table { caption, columns, rows, row_header: Some(0) }),
    ]
}

fn word(words: &Words, confidence: Confidence) -> String {
    match confidence {
        Confidence::High => words.say("confidence-high"),
        Confidence::Medium => words.say("confidence-medium"),
        Confidence::Low => words.say("confidence-low"),
    }
}
