//! The figures of a pack as one flat table, and for machines.
use crate::{
    blocks::{Cell, Column, Table},
    words::Words,
};
use domain::{
    finite::Finite,
    load::Load,
    performance::{Met, Performance, Point},
    spc::Signal,
};
use serde_json::{Value, json};

const HEADS: [&str; 20] = [
    "measure",
    "title",
    "unit",
    "period",
    "value",
    "numerator",
    "denominator",
    "n",
    "status",
    "first_published",
    "mean",
    "lower_limit",
    "upper_limit",
    "signal",
    "target",
    "target_met",
    "year_on_year",
    "rolling",
    "definition",
    "as_at_seq",
];

/// A row a measure and period, to nine decimal places.
pub(super) fn table(all: &[Performance], seq: i64) -> Table {
    let rows = all.iter().flat_map(|one| one.points.iter().map(move |point| row(one, point, seq)));
    let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
    Table { caption: String::new(), columns, rows: rows.collect(), row_header: Some(1) }
}

fn row(one: &Performance, point: &Point, seq: i64) -> Vec<Cell> {
    let number = |value: Option<Finite>| value.map_or(Cell::Empty, |value| Cell::Decimal(exact(value)));
    let text = |text: &str| Cell::Text(text.to_owned());
    let judged = point.judged;
    let aimed = point.target;
    vec![
        text(one.code.as_str()),
        text(one.title.as_str()),
        text(one.unit.as_str()),
        Cell::Text(point.span.to_string()),
        number(point.value),
        number(point.numerator),
        number(point.denominator),
        point.n.map_or(Cell::Empty, |n| Cell::Number(n.into())),
        text(point.status.as_str()),
        number(point.first_published),
        number(judged.filter(|judged| judged.upper.is_some()).map(|judged| judged.centre)),
        number(judged.and_then(|judged| judged.lower)),
        number(judged.and_then(|judged| judged.upper)),
        judged.filter(|judged| judged.signal != Signal::None).map_or(Cell::Empty, |judged| text(signal(judged.signal))),
        number(aimed.map(|aimed| aimed.low)),
        aimed.and_then(|aimed| aimed.met).map_or(Cell::Empty, |met| {
            text(match met {
                Met::Met => "met",
                Met::Near => "near",
                Met::Missed => "missed",
            })
        }),
        number(point.year_on_year.map(|change| change.by)),
        number(point.rolling),
        Cell::Number(i64::try_from(point.definition).unwrap_or(0) + 1),
        Cell::Number(seq),
    ]
}

/// To nine decimal places, so that every reader of a file shows the same digits.
fn exact(value: Finite) -> f64 {
    (value.get() * 1e9).round() / 1e9 + 0.0
}

/// As the rule set names it.
fn signal(signal: Signal) -> &'static str {
    match signal {
        Signal::None => "Common Cause",
        Signal::AboveLimit => "Above UCL",
        Signal::BelowLimit => "Below LCL",
        Signal::Rising => "7 Point Trend (Increasing)",
        Signal::Falling => "7 Point Trend (Decreasing)",
        Signal::TwoInThreeAbove => "2 in 3 Above CL",
        Signal::TwoInThreeBelow => "2 in 3 Below CL",
        Signal::ShiftAbove => "7 Points Above CL",
        Signal::ShiftBelow => "7 Points Below CL",
    }
}

/// A measure as data, with what it says in a sentence.
pub(super) fn machine(one: &Performance) -> Value {
    let mut value = json!(one);
    value["sentence"] = one.sentence().into();
    value
}

/// What is to be known of a load, each in a sentence.
pub fn remarks(words: &Words, load: &Load) -> Vec<String> {
    let mut said = vec![];
    let sum = |of: fn(&domain::load::Quality) -> u64| load.quality.iter().map(of).sum::<u64>();
    let count = |count: u64| domain::finite::rounded(Finite::count(i64::try_from(count).unwrap_or(i64::MAX)).get(), 0);
    let values = |many: u64| [("count", count(many).into())];
    let (repeated, unnamed) = (sum(|one| one.duplicate_crime_id), sum(|one| one.blank_crime_id));
    let (placeless, open) = (sum(|one| one.blank_lsoa), sum(|one| one.open));
    let all = [
        (repeated, words.with("pack-quality-duplicates", &values(repeated))),
        (unnamed, words.with("pack-quality-blank-ids", &values(unnamed))),
        (placeless, words.with("pack-quality-no-place", &values(placeless))),
        (open, words.with("pack-quality-open", &values(open))),
    ];
    said.extend(all.into_iter().filter(|(many, _)| *many > 0).map(|(_, words)| words));
    let partial: Vec<String> = load
        .quality
        .iter()
        .filter(|one| one.partial)
        .map(|one| format!("{}, {}", one.area, one.span.map(domain::span::Span::in_words).unwrap_or_default()))
        .collect();
    if !partial.is_empty() {
        let shown = partial.iter().take(3).cloned().collect::<Vec<_>>().join("; ");
        let values = [("count", partial.len().into()), ("which", shown.into())];
        said.push(words.with("pack-quality-partial", &values));
    }
    for (reason, many) in load.reasons.iter().take(3) {
        said.push(
            words.with("pack-quality-reason", &[("count", count(*many).into()), ("reason", reason.as_str().into())]),
        );
    }
    if said.is_empty() {
        said.push(words.say("pack-quality-nothing"));
    }
    said
}
