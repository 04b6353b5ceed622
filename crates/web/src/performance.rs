//! What a measure shows, as pages show it: the staff's and the public's are the same, made of the same value.
use crate::{
    marks::{day, prose},
    parts::{
        plain,
        table::{Cell, Narrow, Table, summary_list},
    },
    way::Way,
    words::{say, say_with},
};
use domain::performance::{Performance, Signals};
use maud::{Markup, PreEscaped, html};
use report::{blocks, data_pack, drawn, html as drawings, words::Words};

/// The address of a measure, on either side.
pub fn address(code: &str) -> String {
    format!("/measures/{}", crate::way::segment(code))
}

/// Chart first, one plain sentence, the same numbers as a table; then what is made of it, and what is counted.
pub fn shown(one: &Performance) -> Markup {
    let words = Words::english();
    html! {
        @if one.points.is_empty() {
            p class="govuk-body-l" { (one.sentence()) }
        } @else {
            (chart(drawn::main(one), "main"))
            (numbers(one))
        }
        @let facts = data_pack::facts(words, one);
        @if !facts.is_empty() {
            h2 class="govuk-heading-m" { (say("measure-facts")) }
            (list(&facts))
        }
        (commentary(one))
        @for (at, other) in drawn::others(one).into_iter().enumerate() {
            (chart(other, &format!("other-{at}")))
        }
        h2 class="govuk-heading-m" { (say("measure-definition")) }
        (list(&data_pack::definition(words, one)))
        p class="govuk-body-s" { (say_with("measure-rules", &[("rules", (&one.judgement.rule_set).into())])) }
    }
}

fn list(rows: &[(String, String)]) -> Markup {
    let rows: Vec<(Markup, Markup)> = rows.iter().map(|(label, value)| (plain(label), plain(value))).collect();
    summary_list(&rows, "")
}

pub fn chart(drawn: drawn::Drawn, id: &str) -> Markup {
    match drawn.block() {
        blocks::Block::Chart(chart) => drawings::chart(&chart, &format!("chart-{id}")),
        _ => Markup::default(),
    }
}

/// The numbers of the chart. On a narrow screen each year becomes a block.
fn numbers(one: &Performance) -> Markup {
    let words = Words::english();
    let table = data_pack::values(words, one);
    let rows = table.rows.iter().map(|row| row.iter().map(|cell| Cell::text(cell.words())).collect());
    html! {
        details class="govuk-details" {
            summary class="govuk-details__summary" {
                span class="govuk-details__summary-text" { (say("measure-numbers")) }
            }
            div class="govuk-details__text" {
                (Table {
                    caption: Some(plain(&table.caption)),
                    head: table.columns.iter().map(|column| Cell::text(&column.head)).collect(),
                    rows: rows.collect(),
                    first_names_row: true,
                    narrow: Narrow::Stacks,
                    ..Table::default()
                }.show())
                @for marks in data_pack::marks_in_words(words, one) { p class="govuk-body-s" { (marks) } }
            }
        }
    }
}

/// What is made of it, newest first.
fn commentary(one: &Performance) -> Markup {
    html! {
        @if !one.commentary.is_empty() {
            h2 class="govuk-heading-m" { (say("measure-commentary")) }
            @for said in one.commentary.iter().rev().take(4) {
                div class="milepost-said" {
                    (prose(&said.words))
                    @if let Some(doing) = &said.doing {
                        p class="govuk-body" { strong { (say("measure-doing")) " " } (doing) }
                    }
                    @if !said.actions.is_empty() {
                        p class="govuk-body" {
                            (say("measure-by-actions")) " "
                            @for (at, (reference, title)) in said.actions.iter().enumerate() {
                                @if at > 0 { "; " } (reference) " " (title)
                            }
                        }
                    }
                    p class="milepost-note" {
                        (said.by) ", " (day(said.day)) ". "
                        (say_with("measure-said-of", &[("upto", said.upto.in_words().into())]))
                        @for cited in &said.cited {
                            " " (say_with("measure-cited", &[
                                ("read", (&cited.read).into()),
                                ("code", (&cited.code).into()),
                                ("span", cited.span.in_words().into()),
                            ]))
                        }
                    }
                }
            }
        }
    }
}

/// All measures: signals beside those of chance, the matrix of icons, and a line each.
pub fn all(performances: &[Performance], way: &Way) -> Markup {
    let signals = Signals::of(performances);
    let row = |one: &Performance| {
        let name = html! {
            a class="govuk-link" href=(way.to(&address(one.code.as_str()))) { (one.code) " " (one.title) }
        };
        let latest = one.latest();
        let value = html! {
            @if let Some((point, value)) = latest.and_then(|point| Some((point, point.value?))) {
                (one.told(value))
                span class="milepost-note" { (point.span.in_words()) }
            } @else { (say("measure-no-figure")) }
        };
        let line = drawn::sparkline(one, "line");
        let variation = html! {
            @if let Some(variation) = one.judgement.variation {
                @let icon = report::drawn::variation_icon(one, variation);
                span class="milepost-icon" { (PreEscaped(icon.svg)) }
            }
            (one.variation_in_words())
        };
        let target = html! {
            @if let Some(assurance) = one.judgement.assurance {
                @let icon = report::drawn::assurance_icon(one, assurance);
                span class="milepost-icon" { (PreEscaped(icon.svg)) }
            }
            @if let Some(target) = latest.and_then(|point| one.target_in_words(point)) { (target) } @else { (say("measure-no-target")) }
        };
        let line = html! { span class="milepost-sparkline" { (PreEscaped(line.svg)) } };
        vec![name.into(), value.into(), line.into(), variation.into(), target.into()]
    };
    html! {
        p class="govuk-body" { (found(signals)) }
        (chart(drawn::matrix(performances, &say("measure-matrix")), "matrix"))
        (Table {
            caption: Some(plain(say("measures"))),
            head: [
                say("measure"), say("measure-latest"), say("measure-line"), say("measure-variation"), say("measure-target"),
            ].map(Cell::text).into(),
            rows: performances.iter().map(row).collect(),
            first_names_row: true,
            narrow: Narrow::Stacks,
            ..Table::default()
        }.show())
    }
}

/// "3 of 18 measures show a special cause in the last quarter; chance alone would give about 0.7."
fn found(signals: Signals) -> String {
    if signals.judged == 0 {
        return say("measure-nothing-judged");
    }
    say_with(
        "measure-found",
        &[
            ("found", signals.found.into()),
            ("judged", signals.judged.into()),
            ("chance", domain::finite::rounded(signals.by_chance, 1).into()),
        ],
    )
}
