//! The open milestones ahead, beside the actions: a count of their own that adds up by itself, so that no milestone is
//! taken for an action.
use super::Telling;
use crate::{
    blocks::{Block, Cell, Column, Sheet, Table},
    delivery_plan::{column, heading, milestone_named, milestone_sheets, number, paragraph},
};
use domain::forward_look::{MilestoneAhead, When};
use serde_json::{Value, json};

/// The section, where any open action has an open milestone. What lies beyond the horizon is counted and not listed, as
/// with the actions.
pub(super) fn blocks(telling: &Telling) -> Vec<Block> {
    let words = telling.occasion.words;
    if telling.look.milestones.is_empty() {
        return vec![];
    }
    let mut due: Vec<&MilestoneAhead> = telling.look.milestones.iter().filter(|one| one.when != When::Later).collect();
    // Stable: milestones of a day stay in the order of their actions.
    due.sort_by_key(|one| one.milestone.item.date);
    let mut blocks = vec![heading(1, telling.say("ahead-milestones")), paragraph(sentence(telling))];
    if due.is_empty() {
        return blocks;
    }
    let rows = due.iter().map(|one| {
        let milestone = &one.milestone.item;
        let mut dates = vec![match one.when {
            When::Overdue(by) => words.with("ahead-was-due", &[("day", words.date(by).into())]),
            _ => words.date(milestone.date),
        }];
        if milestone.original_date != milestone.date {
            dates.push(words.with("ahead-original", &[("day", words.date(milestone.original_date).into())]));
        }
        vec![
            Cell::Text(one.action.reference().to_string()),
            Cell::Lines(milestone_named(words, milestone)),
            Cell::Text(one.action.item.title.to_string()),
            Cell::Text(one.theme.item.name.to_string()),
            Cell::Lines(dates),
            Cell::Text(telling.quarter(one.when).unwrap_or_else(|| telling.say("ahead-column-overdue"))),
        ]
    });
    let columns = vec![
        column(telling.say("column-reference"), 6),
        column(telling.say("column-milestone"), 28),
        column(telling.say("column-action"), 28),
        column(telling.say("column-theme"), 16),
        column(telling.say("ahead-column-due"), 18),
        column(telling.say("ahead-column-when"), 12),
    ];
    let caption = telling.say("ahead-milestones-caption");
    let rows = rows.collect();
    blocks.push(Block::Table(Table { caption, columns, rows, row_header: Some(0) }));
    blocks
}

fn sentence(telling: &Telling) -> String {
    let counts = telling.look.milestone_counts();
    let [rest, next, last] = telling.look.horizon.quarters.map(|quarter| quarter.to_string());
    telling.occasion.words.with(
        "ahead-milestones-sentence",
        &[
            ("open", counts.open.into()),
            ("overdue", counts.overdue.into()),
            ("restcount", counts.quarters[0].into()),
            ("rest", rest.into()),
            ("nextcount", counts.quarters[1].into()),
            ("next", next.into()),
            ("lastcount", counts.quarters[2].into()),
            ("last", last.into()),
            ("later", counts.later.into()),
            ("ends", telling.ends().into()),
        ],
    )
}

pub(super) fn json(telling: &Telling) -> Value {
    let counts = telling.look.milestone_counts();
    let one = |one: &MilestoneAhead| {
        let milestone = &one.milestone.item;
        json!({
            "reference": one.action.reference(),
            "action": one.action.item.title,
            "theme": one.theme.item.name,
            "title": milestone.title,
            "strand": milestone.strand,
            "baseline_date": milestone.original_date,
            "date": milestone.date,
            "moves": milestone.moves.len(),
            "when": one.when.as_str(),
            "quarter": telling.quarter(one.when),
        })
    };
    let quarters = telling.look.horizon.quarters.iter().zip(counts.quarters);
    let quarters = quarters.map(|(quarter, count)| json!({ "quarter": quarter.to_string(), "count": count }));
    json!({
        "open": counts.open,
        "overdue": counts.overdue,
        "quarters": quarters.collect::<Vec<_>>(),
        "later": counts.later,
        "adds_up": counts.adds_up(),
        "list": telling.look.milestones.iter().map(one).collect::<Vec<_>>(),
    })
}

const HEADS: [&str; 11] = [
    "theme",
    "reference",
    "title",
    "milestone",
    "strand",
    "baseline_date",
    "date",
    "moves",
    "when",
    "quarter",
    "as_at_seq",
];

/// A sheet of their own with what its columns mean: a row a milestone, those beyond the horizon among them.
pub(super) fn sheets(telling: &Telling) -> Option<[Sheet; 2]> {
    let words = telling.occasion.words;
    let rows: Vec<Vec<Cell>> = telling
        .look
        .milestones
        .iter()
        .map(|one| {
            let milestone = &one.milestone.item;
            let text = |text: &domain::text::Text| Cell::Text(text.to_string());
            vec![
                text(&one.theme.item.name),
                text(one.action.reference()),
                text(&one.action.item.title),
                text(&milestone.title),
                milestone.strand.as_ref().map_or(Cell::Empty, text),
                Cell::Date(milestone.original_date),
                Cell::Date(milestone.date),
                number(milestone.moves.len()),
                Cell::Text(one.when.as_str().to_owned()),
                telling.quarter(one.when).map_or(Cell::Empty, Cell::Text),
                Cell::Number(telling.occasion.as_at.seq),
            ]
        })
        .collect();
    if rows.is_empty() {
        return None;
    }
    let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
    let data = Table { caption: String::new(), columns, rows, row_header: Some(1) };
    let (name, about) = (words.say("sheet-milestones"), words.say("sheet-milestones-ahead-about"));
    Some(milestone_sheets(words, name, about, telling.say("ahead-milestones-caption"), &data))
}
