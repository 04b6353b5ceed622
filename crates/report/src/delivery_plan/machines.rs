//! The paper for machines. The keys are a contract that other programs rely on: keys may be added, none renamed, and
//! the same names stand in JSON and over the columns of CSV, in no language but their own.
use super::{Printing, effects, milestones, row};
use crate::blocks::{Cell, Column, Table};
use domain::{
    action::{Action, Basis},
    scale::{Class, Counts},
    text::Text,
    travel::{RowTravel, ThemeTravel},
};
use serde_json::{Value, json};

pub(super) fn json(printing: &Printing) -> Value {
    let plan = &printing.plan.item;
    json!({
        "plan": { "name": plan.name, "from": plan.from, "to": plan.to },
        "theme": printing.theme.map(|theme| &theme.item.name),
        "since": printing.since(),
        "themes": printing.travel.themes.iter().map(|theme| theme_json(printing, theme)).collect::<Vec<_>>(),
        "counts": counts_json(&printing.travel.counts()),
        "shown": printing.shown(),
        "withheld": printing.withheld,
        "continuing": printing.continuing(),
        "completed": printing.completed(),
        "scale": { "name": printing.key.scale.name, "levels": printing.key.scale.levels },
    })
}

fn theme_json(printing: &Printing, travel: &ThemeTravel) -> Value {
    let theme = &travel.theme.item;
    json!({
        "name": theme.name,
        "code": theme.code,
        "aim": theme.aim,
        "counts": counts_json(&travel.counts),
        "actions": travel.rows.iter().map(|row| action_json(printing, row)).collect::<Vec<_>>(),
    })
}

pub(crate) fn counts_json(counts: &Counts) -> Value {
    json!({
        "complete": counts.complete,
        "on_track": counts.on_track,
        "at_risk": counts.at_risk,
        "off_track": counts.off_track,
        "not_started": counts.not_started,
        "paused": counts.paused,
        "not_rated": counts.not_rated,
    })
}

fn action_json(printing: &Printing, row: &RowTravel) -> Value {
    let action = &row.action.item;
    let rating = action.rating.as_ref();
    let was = row.was.as_ref();
    let sight = &printing.occasion.sight;
    let update = row::progress(printing, row).map(|update| &update.item);
    let differing = differing(action);
    let verified = action.completion.as_ref().and_then(|done| done.verified.as_ref());
    let expected = super::expected::of(printing, row);
    json!({
        "reference": row.action.reference(),
        "title": action.title,
        "description": action.description,
        "leads": row::leads(sight, action),
        "owner": row::owner(sight, action),
        "partners": row::partners(sight, action),
        "rating": rating.map(|rating| &rating.label),
        "rating_class": rating.map(|rating| rating.class),
        "rating_since": rating.map(|rating| rating.since),
        "rating_basis": rating.map(|rating| rating.basis.as_str()),
        "rating_suggested": differing.map(|(suggested, _)| suggested),
        "rating_reason": differing.map(|(_, reason)| reason),
        "was": was.and_then(|was| was.class.map(|_| &was.label)),
        "was_class": was.and_then(|was| was.class),
        "direction": row.direction.as_str(),
        "compared_with": was.map(|was| &was.source),
        "current_date": action.current_date,
        "baseline_date": action.original_date,
        "moves": action.moves.len(),
        "timescale": action.timescale.stated,
        "continuing": action.timescale.is_continuing(),
        "progress": update.and_then(|update| update.narrative.as_ref()),
        "progress_day": update.map(|update| update.day),
        "months_past_original": action.months_past_original().filter(|_| !action.moves.is_empty()),
        "completed_on": action.completion.as_ref().map(|done| done.on),
        "verified_by": verified.map(|verified| sight.held_in_public(&verified.by)),
        "verified_on": verified.map(|verified| verified.on),
        "verifier": verified.map(|verified| verified.apart.as_str()),
        "forecast": expected.and_then(|expected| Some(&expected.forecast?.label)),
        "forecast_class": expected.and_then(|expected| Some(expected.forecast?.class)),
        "outcome_confidence": expected.and_then(|expected| expected.confidence),
        "milestones": milestones::json(printing, row),
        "expected_effects": effects::json(printing, row),
    })
}

const COLUMNS: [&str; 35] = [
    "theme",
    "reference",
    "title",
    "description",
    "leads",
    "owner",
    "partners",
    "baseline_date",
    "current_date",
    "moves",
    "timescale",
    "continuing",
    "rating",
    "rating_class",
    "rating_since",
    "rating_basis",
    "direction",
    "was",
    "was_class",
    "compared_day",
    "compared_with",
    "progress",
    "progress_day",
    "as_at_seq",
    "rating_suggested",
    "rating_reason",
    "completed_on",
    "verified_by",
    "forecast",
    "outcome_confidence",
    "milestones",
    "milestones_met",
    "milestones_late",
    "next_milestone",
    "next_milestone_date",
];

/// What the written rules give where the rating differs, and the reason that everybody reads.
fn differing(action: &Action) -> Option<(Class, &Text)> {
    match &action.rating.as_ref()?.basis {
        Basis::Differs { suggested, public, .. } => Some((*suggested, public)),
        Basis::Supplied | Basis::Agrees { .. } | Basis::Untested { .. } => None,
    }
}

/// One flat table, a row an action.
pub(super) fn data(printing: &Printing) -> Table {
    let columns = COLUMNS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
    let themes = printing.travel.themes.iter();
    let rows = themes.flat_map(|theme| theme.rows.iter().map(|row| data_row(printing, theme, row))).collect();
    Table { caption: String::new(), columns, rows, row_header: Some(1) }
}

fn data_row(printing: &Printing, theme: &ThemeTravel, row: &RowTravel) -> Vec<Cell> {
    let action = &row.action.item;
    let rating = action.rating.as_ref();
    let was = row.was.as_ref();
    let sight = &printing.occasion.sight;
    let update = row::progress(printing, row).map(|update| &update.item);
    let rated_then = was.and_then(|was| was.class.map(|class| (was.label.as_str(), class)));
    let source = was.map(|was| &was.source);
    let differing = differing(action);
    let verified = action.completion.as_ref().and_then(|done| done.verified.as_ref());
    let expected = super::expected::of(printing, row);
    let compared = source.and_then(|source| source.paper.as_ref().or(source.snapshot.as_ref()));
    let own = [
        text(&theme.theme.item.name),
        text(row.action.reference()),
        text(&action.title),
        action.description.as_ref().map_or(Cell::Empty, text),
        words(&row::leads(sight, action).join("; ")),
        words(&row::owner(sight, action).unwrap_or_default()),
        words(&row::partners(sight, action).join("; ")),
        action.original_date.map_or(Cell::Empty, Cell::Date),
        action.current_date.map_or(Cell::Empty, Cell::Date),
        super::number(action.moves.len()),
        text(&action.timescale.stated),
        words(if action.timescale.is_continuing() { "true" } else { "false" }),
        rating.map_or(Cell::Empty, |rating| text(&rating.label)),
        words(rating.map_or("not_rated", |rating| rating.class.as_str())),
        rating.map_or(Cell::Empty, |rating| Cell::Date(rating.since)),
        words(rating.map_or("", |rating| rating.basis.as_str())),
        words(row.direction.as_str()),
        words(rated_then.map_or("", |then| then.0)),
        words(was.map_or("", |was| was.class.map_or("not_rated", Class::as_str))),
        source.map_or(Cell::Empty, |source| Cell::Date(source.day)),
        compared.map_or(Cell::Empty, text),
        update.and_then(|update| update.narrative.as_ref()).map_or(Cell::Empty, text),
        update.map_or(Cell::Empty, |update| Cell::Date(update.day)),
        Cell::Number(printing.occasion.as_at.seq),
        words(differing.map_or("", |(suggested, _)| suggested.as_str())),
        differing.map_or(Cell::Empty, |(_, reason)| text(reason)),
        action.completion.as_ref().map_or(Cell::Empty, |done| Cell::Date(done.on)),
        verified.map_or(Cell::Empty, |verified| text(&sight.held_in_public(&verified.by))),
        expected.and_then(|expected| expected.forecast).map_or(Cell::Empty, |forecast| text(&forecast.label)),
        words(expected.and_then(|expected| expected.confidence).map_or("", |confidence| confidence.as_str())),
    ];
    own.into_iter().chain(milestones::in_short(printing, row)).collect()
}

pub(super) fn text(text: &Text) -> Cell {
    words(text.as_str())
}

fn words(words: &str) -> Cell {
    if words.is_empty() { Cell::Empty } else { Cell::Text(words.to_owned()) }
}
