//! What the actions of a paper are expected to change, by quarter, and what came of it. For the office and its boards, in
//! a table apart from the ratings and from the forecasts.
use super::{Printing, column, paragraph};
use crate::{
    blocks::{Block, Cell, Table},
    words::Words,
};
use domain::{
    envelope::Envelope,
    expected_effect::{Came, ExpectedEffect, Figure},
    office::Kept,
    travel::RowTravel,
};
use serde_json::{Value, json};

/// What is expected of one action, where the reader may know.
pub(super) fn of<'a>(printing: &Printing<'a>, row: &RowTravel) -> Vec<&'a Kept<ExpectedEffect>> {
    printing.occasion.sight.expected_effects(row.action.id)
}

/// The envelopes of all that is printed of them.
pub(super) fn envelopes<'a>(printing: &Printing<'a>) -> impl Iterator<Item = &'a Envelope> {
    printing.travel.rows().flat_map(|row| of(printing, row)).map(|kept| &kept.envelope)
}

pub(super) fn blocks(printing: &Printing) -> Vec<Block> {
    let words = printing.occasion.words;
    let today = printing.occasion.as_at.day;
    let (mut rows, mut actions) = (vec![], 0);
    for row in printing.travel.rows() {
        let all = of(printing, row);
        actions += usize::from(!all.is_empty());
        for kept in all {
            let expected = &kept.item;
            let outcome = expected.outcome.and_then(|id| printing.occasion.sight.outcome(id));
            let outcome =
                outcome.map(|kept| words.with("effect-on", &[("outcome", kept.item.statement.as_str().into())]));
            let figure = expected.figure.as_ref().map(|Figure { number, unit }| format!("{number} {unit}"));
            let quarter = words.with("effect-quarter", &[("quarter", expected.quarter().into())]);
            rows.push(vec![
                Cell::Text(row.action.reference().to_string()),
                Cell::Lines([expected.effect.to_string()].into_iter().chain(outcome).collect()),
                Cell::Lines([quarter].into_iter().chain(figure).collect()),
                Cell::Lines(came(words, expected, today)),
            ]);
        }
    }
    if rows.is_empty() {
        return vec![];
    }
    let columns = vec![
        column(words.say("column-reference"), 6),
        column(words.say("column-effect"), 40),
        column(words.say("column-effect-by"), 24),
        column(words.say("column-effect-came"), 28),
    ];
    let count = [("count", rows.len().into()), ("actions", actions.into()), ("all", printing.shown().into())];
    let caption = words.with("effects-caption", &count);
    vec![
        super::heading(1, words.say("effects-heading")),
        paragraph(words.say("effects-rule")),
        Block::Table(Table { caption, columns, rows, row_header: Some(0) }),
    ]
}

fn came(words: &Words, expected: &ExpectedEffect, today: jiff::civil::Date) -> Vec<String> {
    match &expected.came {
        Came::Awaited if expected.is_due(today) => vec![words.say("effect-due")],
        Came::Awaited => vec![words.say("effect-awaited")],
        Came::Observed(seen) => {
            let figure = seen.number.as_ref().zip(expected.figure.as_ref());
            let figure = figure.map(|(number, figure)| format!("{number} {}", figure.unit));
            let day = words.with("progress-day", &[("day", words.date(seen.on).into())]);
            [seen.words.to_string()].into_iter().chain(figure).chain([day]).collect()
        }
        Came::Dropped { on, reason } => {
            vec![words.with("effect-dropped-on", &[("day", words.date(*on).into())]), reason.to_string()]
        }
    }
}

pub(super) fn json(printing: &Printing, row: &RowTravel) -> Vec<Value> {
    let today = printing.occasion.as_at.day;
    let one = |kept: &Kept<ExpectedEffect>| {
        let expected = &kept.item;
        let outcome = expected.outcome.and_then(|id| printing.occasion.sight.outcome(id));
        let (state, on, said, number) = match &expected.came {
            Came::Awaited if expected.is_due(today) => ("due", None, None, None),
            Came::Awaited => ("expected", None, None, None),
            Came::Observed(seen) => ("observed", Some(seen.on), Some(&seen.words), seen.number.as_ref()),
            Came::Dropped { on, reason } => ("dropped", Some(*on), Some(reason), None),
        };
        json!({
            "effect": expected.effect,
            "outcome": outcome.map(|kept| &kept.item.statement),
            "by": expected.by,
            "number": expected.figure.as_ref().map(|figure| &figure.number),
            "unit": expected.figure.as_ref().map(|figure| &figure.unit),
            "state": state,
            "state_on": on,
            "said": said,
            "observed_number": number,
        })
    };
    of(printing, row).into_iter().map(one).collect()
}
