//! A measure on a page of its own.
use crate::{
    blocks::{Block, Cell, Inline, Table},
    delivery_plan::{column, heading, paragraph},
    drawn,
    occasion::Occasion,
    words::Words,
};
use domain::{
    action::Action,
    finite::{Finite, rounded},
    load::Status,
    office::Kept,
    performance::{Change, Grade, Performance, Point},
    span::{Grain, Span},
};

/// What a page of paper and a page on a screen say of a measure, in the same order.
pub(super) fn page(occasion: &Occasion, one: &Performance, actions: &[&Kept<Action>]) -> Vec<Block> {
    let words = occasion.words;
    let mut blocks = vec![heading(1, format!("{} {}", one.code, one.title))];
    blocks.push(drawn::main(one).block());
    blocks.push(Block::Table(values(words, one)));
    blocks.extend(marks_in_words(words, one).map(paragraph));
    let facts = facts(words, one);
    if !facts.is_empty() {
        blocks.push(Block::Facts { rows: facts });
    }
    if let Some(said) = one.commentary.last() {
        blocks.push(heading(2, words.say("pack-commentary")));
        blocks.push(paragraph(said.words.to_string()));
        if let Some(doing) = &said.doing {
            blocks.push(Block::Paragraph {
                number: String::new(),
                text: vec![Inline::Bold(format!("{} ", words.say("pack-doing"))), Inline::Text(doing.to_string())],
            });
        }
        let by = [
            ("by", said.by.as_str().into()),
            ("day", words.date(said.day).into()),
            ("upto", said.upto.in_words().into()),
        ];
        blocks.push(paragraph(words.with("pack-said-by", &by)));
    } else if one.signals() {
        blocks.push(paragraph(words.say("pack-no-commentary")));
    }
    if !actions.is_empty() {
        blocks.push(Block::Table(answering(occasion, actions)));
    }
    blocks.extend(drawn::ranked(one).map(drawn::Drawn::block));
    blocks.extend(drawn::funnel(one).map(drawn::Drawn::block));
    blocks.extend(drawn::revised(one).map(drawn::Drawn::block));
    blocks.push(heading(2, words.say("pack-definition")));
    blocks.push(Block::Facts { rows: definition(words, one) });
    blocks
}

/// Financial years down, months or quarters across: the numbers of the chart.
pub fn values(words: &Words, one: &Performance) -> Table {
    let heads: Vec<String> = match one.grain {
        Grain::Month => vec![
            words.say("pack-apr"),
            words.say("pack-may"),
            words.say("pack-jun"),
            words.say("pack-jul"),
            words.say("pack-aug"),
            words.say("pack-sep"),
            words.say("pack-oct"),
            words.say("pack-nov"),
            words.say("pack-dec"),
            words.say("pack-jan"),
            words.say("pack-feb"),
            words.say("pack-mar"),
        ],
        Grain::Quarter => (1..=4).map(|quarter| format!("Q{quarter}")).collect(),
        Grain::Year => vec![words.say("pack-whole-year")],
    };
    let mut columns = vec![column(words.say("pack-column-financial-year"), 10)];
    columns.extend(heads.into_iter().map(|head| column(head, 8)));
    let mut years: Vec<_> = one.points.iter().filter_map(|point| point.span.financial_year()).collect();
    years.dedup();
    let rows = years.into_iter().map(|year| {
        let first = Span::of(year.starts(), one.grain);
        let cells = (0..one.grain.in_a_year()).map(|at| {
            let span = first.and_then(|first| first.plus(i32::try_from(at).ok()?));
            let point = span.and_then(|span| one.point(span));
            point.map_or(Cell::Empty, |point| Cell::Text(marked(one, point)))
        });
        [Cell::Text(year.to_string())].into_iter().chain(cells).collect()
    });
    let caption = [("measure", one.title.as_str().into()), ("unit", one.unit.as_str().into())];
    Table { caption: words.with("pack-values", &caption), columns, rows: rows.collect(), row_header: Some(0) }
}

/// A value with its marks, as official statistics mark them: [p] provisional, [r] revised, [c] withheld, [x] missing.
fn marked(one: &Performance, point: &Point) -> String {
    let value = match (point.value, point.status) {
        (Some(value), _) => one.read(value),
        (None, Status::Suppressed) => return "[c]".to_owned(),
        (None, _) => return "[x]".to_owned(),
    };
    let young = match point.status {
        Status::Provisional => " [p]",
        Status::Partial => " [u]",
        Status::Estimated => " [e]",
        _ => "",
    };
    let revised = if point.first_published.is_some() { " [r]" } else { "" };
    format!("{value}{young}{revised}")
}

/// The marks that stand in a table, in words.
pub fn marks_in_words(words: &Words, one: &Performance) -> impl Iterator<Item = String> {
    let any = |test: fn(&Point) -> bool| one.points.iter().any(test);
    let said = [
        (any(|point| point.value.is_none() && point.status == Status::Suppressed), words.say("pack-mark-suppressed")),
        (any(|point| point.value.is_none() && point.status != Status::Suppressed), words.say("pack-mark-missing")),
        (any(|point| point.status == Status::Provisional), words.say("pack-mark-provisional")),
        (any(|point| point.status == Status::Partial), words.say("pack-mark-partial")),
        (any(|point| point.status == Status::Estimated), words.say("pack-mark-estimated")),
        (any(|point| point.first_published.is_some()), words.say("pack-mark-revised")),
    ];
    let said: Vec<String> = said.into_iter().filter(|(there, _)| *there).map(|(_, said)| said).collect();
    (!said.is_empty()).then(|| said.join(" ")).into_iter()
}

/// What is computed of it: against last year, over twelve months, to date, its place among others, its grade.
pub fn facts(words: &Words, one: &Performance) -> Vec<(String, String)> {
    let Some(latest) = one.latest() else { return vec![] };
    let mut rows = vec![];
    if let Some(n) = latest.n {
        rows.push((words.say("pack-asked"), rounded(f64::from(n), 0)));
    } else if let (Some(part), Some(whole)) = (latest.numerator, latest.denominator)
        && one.quantity == domain::measure::Quantity::Percentage
    {
        let values = [("part", rounded(part.get(), 0).into()), ("whole", rounded(whole.get(), 0).into())];
        rows.push((words.say("pack-of"), words.with("pack-part-of", &values)));
    }
    if let Some((low, high)) = latest.between {
        rows.push((words.say("pack-between"), format!("{} to {}", one.read(low), one.read(high))));
    }
    if let Some(of_year) = latest.year_on_year {
        rows.push((words.say("pack-year-on-year"), change(one, of_year)));
    }
    if let Some(rolling) = latest.rolling.filter(|_| one.grain != Grain::Year) {
        let than = latest.rolling_change.map(|by| format!(" ({})", change(one, by))).unwrap_or_default();
        rows.push((words.say("pack-rolling"), format!("{}{than}", one.told(rolling))));
    }
    if let Some(so_far) = latest.to_date {
        let before =
            so_far.year_before.map(|before| words.with("pack-year-before", &[("value", one.read(before).into())]));
        let value = one.told(so_far.value);
        rows.push((words.say("pack-to-date"), before.map_or(value.clone(), |before| format!("{value} ({before})"))));
    }
    if let Some(comparison) = &one.comparison {
        let values = [
            ("rank", comparison.rank.map_or_else(|| "–".to_owned(), |rank| rank.to_string()).into()),
            ("of", comparison.members.len().into()),
            ("group", comparison.group.as_str().into()),
            ("to", comparison.to.in_words().into()),
            (
                "best",
                if one.better == domain::spc::Better::Neutral {
                    words.say("pack-one-is-lowest")
                } else {
                    words.say("pack-one-is-best")
                }
                .into(),
            ),
        ];
        rows.push((words.say("pack-place"), words.with("pack-rank", &values)));
    }
    if let Some(grade) = one.grade {
        let grade = match grade {
            Grade::Exceeds => words.say("pack-grade-exceeds"),
            Grade::Meets => words.say("pack-grade-meets"),
            Grade::Below => words.say("pack-grade-below"),
        };
        rows.push((words.say("pack-grade"), grade));
    }
    if let Some(from) = one.judgement.suggested {
        rows.push((words.say("pack-suggested"), words.with("pack-suggests", &[("from", from.in_words().into())])));
    }
    rows
}

/// "12 more than 110 (up 10.9%)", "3.1 percentage points fewer".
pub fn change(one: &Performance, change: Change) -> String {
    let by = one.told_difference(change.by);
    let way = if change.by.get() < 0.0 { "down" } else { "up" };
    let percent = change
        .percent
        .filter(|percent| *percent != Finite::count(0))
        .map(|percent| format!(" ({way} {}%)", rounded(percent.get().abs(), 1)));
    if change.by == Finite::count(0) {
        return format!("{by} from {}", one.read(change.was));
    }
    format!("{by} than {}{}", one.read(change.was), percent.unwrap_or_default())
}

fn answering(occasion: &Occasion, actions: &[&Kept<Action>]) -> Table {
    let words = occasion.words;
    let sight = &occasion.sight;
    let columns = vec![
        column(words.say("column-reference"), 8),
        column(words.say("column-action"), 40),
        column(words.say("column-rating"), 16),
        column(words.say("pack-column-expected"), 40),
    ];
    let rows = actions.iter().map(|kept| {
        let effects = sight.expected_effects(kept.id);
        let told = effects.iter().map(|effect| format!("{}: {}", effect.item.quarter(), effect.item.effect));
        let told: Vec<String> = told.collect();
        let expected = if told.is_empty() { Cell::Text(words.say("pack-nothing-expected")) } else { Cell::Lines(told) };
        vec![
            Cell::Text(kept.reference().to_string()),
            Cell::Text(kept.item.title.to_string()),
            crate::rating::cell_of(occasion, kept),
            expected,
        ]
    });
    Table { caption: words.say("pack-answering"), columns, rows: rows.collect(), row_header: Some(0) }
}

/// What is counted, since when, out of what, with what to mind.
pub fn definition(words: &Words, one: &Performance) -> Vec<(String, String)> {
    let mut rows = vec![(words.say("pack-shows"), one.describes.to_string())];
    rows.extend(one.matters.iter().map(|matters| (words.say("pack-matters"), matters.to_string())));
    for defined in &one.definitions {
        let since = defined.from.map_or_else(
            || words.say("pack-defined"),
            |from| words.with("pack-defined-from", &[("from", from.in_words().into())]),
        );
        let apart = if defined.comparable { String::new() } else { format!(" {}", words.say("pack-not-comparable")) };
        let why = defined.why.as_ref().map(|why| format!(" {why}.")).unwrap_or_default();
        rows.push((since, format!("{}.{apart}{why}", defined.words.as_str().trim_end_matches('.'))));
    }
    rows.extend(one.defined().map(|defined| (words.say("pack-source"), defined.source.to_string())));
    for note in one.caveats() {
        rows.push((words.with("pack-caveat", &[("from", note.from.in_words().into())]), note.words.to_string()));
    }
    for note in one.breaks() {
        rows.push((words.with("pack-break", &[("from", note.from.in_words().into())]), note.words.to_string()));
    }
    for from in one.provenance.iter().take(3) {
        let values = [
            ("file", from.file.as_str().into()),
            ("downloaded", words.date(from.downloaded).into()),
            ("rows", rounded(Finite::count(i64::try_from(from.rows).unwrap_or(i64::MAX)).get(), 0).into()),
            ("licence", from.licence.as_str().into()),
        ];
        rows.push((words.say("pack-file"), words.with("pack-file-of", &values)));
    }
    if one.provenance.len() > 3 {
        rows.push((
            words.say("pack-file"),
            words.with("pack-files-more", &[("count", (one.provenance.len() - 3).into())]),
        ));
    }
    rows.extend(one.owner.iter().map(|owner| (words.say("pack-owner"), owner.to_string())));
    rows
}
