//! The milestones of the actions of a paper: in words, in a table of their own, and for machines. How each stands is told
//! as at the paper's day; why it was moved or dropped, only to the office and its boards.
use super::{Printing, column, machines, number, paragraph};
use crate::{
    blocks::{Block, Cell, Column, Sheet, Table},
    fields,
    words::Words,
};
use domain::{
    envelope::Envelope,
    milestone::{Milestone, Reached, Stands},
    office::Kept,
    sight::Sight,
    travel::RowTravel,
};
use serde_json::{Value, json};

/// Those of one action that the reader may see, by part and date.
pub(super) fn of<'a>(printing: &Printing<'a>, row: &RowTravel) -> Vec<&'a Kept<Milestone>> {
    printing.occasion.sight.milestones(row.action.id)
}

fn stands(printing: &Printing, row: &RowTravel, milestone: &Milestone) -> Stands {
    milestone.stands(&row.action.item, printing.occasion.as_at.day)
}

/// The envelopes of all that is printed of them.
pub(super) fn envelopes<'a>(printing: &Printing<'a>) -> impl Iterator<Item = &'a Envelope> {
    printing.travel.rows().flat_map(|row| of(printing, row)).map(|kept| &kept.envelope)
}

/// A heading, the count and the table, where any action has a milestone.
pub(super) fn blocks(printing: &Printing) -> Vec<Block> {
    let words = printing.occasion.words;
    let (mut rows, mut actions) = (vec![], 0);
    let mut counted = [0_usize; 5];
    for row in printing.travel.rows() {
        let all = of(printing, row);
        actions += usize::from(!all.is_empty());
        for kept in all {
            let milestone = &kept.item;
            let stands = stands(printing, row, milestone);
            counted[ORDER.iter().position(|known| *known == stands).unwrap_or_default()] += 1;
            rows.push(vec![
                Cell::Text(row.action.reference().to_string()),
                Cell::Lines(named(words, milestone)),
                Cell::Text(words.date(milestone.original_date)),
                Cell::Lines(dated(words, &printing.occasion.sight, milestone)),
                Cell::Lines(in_words(words, &printing.occasion.sight, milestone, stands)),
            ]);
        }
    }
    if rows.is_empty() {
        return vec![];
    }
    let parts = ORDER.iter().zip(counted).filter(|(stands, count)| *count > 0 || **stands == Stands::Late);
    let parts: Vec<String> = parts.map(|(stands, count)| format!("{} {count}", word(words, *stands))).collect();
    let count = [
        ("count", rows.len().into()),
        ("actions", actions.into()),
        ("all", printing.shown().into()),
        ("parts", parts.join(", ").into()),
    ];
    let columns = vec![
        column(words.say("column-reference"), 6),
        column(words.say("column-milestone"), 38),
        column(words.say("column-first-date"), 14),
        column(words.say("column-current-date"), 18),
        column(words.say("column-milestone-stands"), 22),
    ];
    let caption = words.say("milestones-caption");
    vec![
        super::heading(1, words.say("milestones-heading")),
        paragraph(words.with("milestones-sentence", &count)),
        Block::Table(Table { caption, columns, rows, row_header: Some(0) }),
    ]
}

/// In which they are counted.
const ORDER: [Stands; 5] = [Stands::Met, Stands::Open, Stands::Late, Stands::LeftOpen, Stands::Dropped];

fn word(words: &Words, stands: Stands) -> String {
    match stands {
        Stands::Met => words.say("milestone-met"),
        Stands::Open => words.say("milestone-open"),
        Stands::Late => words.say("milestone-late"),
        Stands::LeftOpen => words.say("milestone-left-open"),
        Stands::Dropped => words.say("milestone-dropped"),
    }
}

/// Its title, and the part of the action that it belongs to.
pub(crate) fn named(words: &Words, milestone: &Milestone) -> Vec<String> {
    let part = milestone.strand.as_ref().map(|part| words.with("milestone-part", &[("part", part.as_str().into())]));
    [milestone.title.to_string()].into_iter().chain(part).collect()
}

fn dated(words: &Words, sight: &Sight, milestone: &Milestone) -> Vec<String> {
    let mut lines = vec![words.date(milestone.date)];
    if let Some(last) = milestone.moves.last() {
        lines.push(words.with("changed-times", &[("count", milestone.moves.len().into())]));
        lines.extend(sight.why_of_milestone(&last.reason).map(ToString::to_string));
    }
    lines
}

fn in_words(words: &Words, sight: &Sight, milestone: &Milestone, stands: Stands) -> Vec<String> {
    match &milestone.reached {
        Reached::Open => vec![word(words, stands)],
        Reached::Met { on } => vec![words.with("milestone-met-on", &[("day", words.date(*on).into())])],
        Reached::Dropped { on, reason } => {
            let why = sight.why_of_milestone(reason).map(ToString::to_string);
            let dropped = words.with("milestone-dropped-on", &[("day", words.date(*on).into())]);
            [dropped].into_iter().chain(why).collect()
        }
    }
}

/// When it was met or dropped.
fn ended(milestone: &Milestone) -> Option<jiff::civil::Date> {
    match milestone.reached {
        Reached::Open => None,
        Reached::Met { on } | Reached::Dropped { on, .. } => Some(on),
    }
}

pub(super) fn json(printing: &Printing, row: &RowTravel) -> Vec<Value> {
    let one = |kept: &Kept<Milestone>| {
        let milestone = &kept.item;
        json!({
            "title": milestone.title,
            "strand": milestone.strand,
            "baseline_date": milestone.original_date,
            "date": milestone.date,
            "moves": milestone.moves.len(),
            "state": stands(printing, row, milestone).as_str(),
            "state_on": ended(milestone),
        })
    };
    of(printing, row).into_iter().map(one).collect()
}

/// What the one flat table says of an action's milestones: how many it has beside those that were dropped, how many are
/// met and late, and which is next.
pub(super) fn in_short(printing: &Printing, row: &RowTravel) -> [Cell; 5] {
    let all = of(printing, row);
    let count = |wanted: Stands| all.iter().filter(|kept| stands(printing, row, &kept.item) == wanted).count();
    let open = |kept: &&&Kept<Milestone>| matches!(stands(printing, row, &kept.item), Stands::Open | Stands::Late);
    let next = all.iter().filter(open).min_by_key(|kept| (kept.item.date, kept.id));
    [
        number(all.len() - count(Stands::Dropped)),
        number(count(Stands::Met)),
        number(count(Stands::Late)),
        next.map_or(Cell::Empty, |kept| machines::text(&kept.item.title)),
        next.map_or(Cell::Empty, |kept| Cell::Date(kept.item.date)),
    ]
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
    "state",
    "state_on",
    "as_at_seq",
];

/// A sheet of their own with what its columns mean, where any action has one: a row a milestone.
pub(super) fn sheets(printing: &Printing) -> Option<[Sheet; 2]> {
    let words = printing.occasion.words;
    let mut rows = vec![];
    for theme in &printing.travel.themes {
        for row in &theme.rows {
            rows.extend(of(printing, row).into_iter().map(|kept| {
                let milestone = &kept.item;
                vec![
                    machines::text(&theme.theme.item.name),
                    machines::text(row.action.reference()),
                    machines::text(&row.action.item.title),
                    machines::text(&milestone.title),
                    milestone.strand.as_ref().map_or(Cell::Empty, machines::text),
                    Cell::Date(milestone.original_date),
                    Cell::Date(milestone.date),
                    number(milestone.moves.len()),
                    Cell::Text(stands(printing, row, milestone).as_str().to_owned()),
                    ended(milestone).map_or(Cell::Empty, Cell::Date),
                    Cell::Number(printing.occasion.as_at.seq),
                ]
            }));
        }
    }
    if rows.is_empty() {
        return None;
    }
    let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
    let data = Table { caption: String::new(), columns, rows, row_header: Some(1) };
    let caption = words.with("sheet-milestones-caption", &[("plan", printing.plan.item.name.as_str().into())]);
    let (name, about) = (words.say("sheet-milestones"), words.say("sheet-milestones-about"));
    Some(sheets_of(words, name, about, caption, &data))
}

/// A sheet of milestones and what its columns mean, under a name that no other sheet has.
pub(crate) fn sheets_of(words: &Words, name: String, about: String, caption: String, data: &Table) -> [Sheet; 2] {
    let [rows, columns] = fields::sheets(words, name, about, caption, data);
    let (name, about) = (words.say("sheet-milestone-columns"), words.say("sheet-milestone-columns-about"));
    [rows, Sheet { name, about, ..columns }]
}
