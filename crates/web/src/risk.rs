//! `/risks`: the register as counts that filter a list, the heat map as a table, and how scores moved since a day; and
//! `/risks/{code}`: one risk with its scores then, now and wanted, its controls with what was found of each, and its gaps.
mod add;
mod forms;
mod one;

pub use add::{answered as added, asked as add, described, edit};
pub use forms::{
    appetite, assured, closed, controlled, escalated, gap_closed, gap_named, gap_stepped, reviewed, scored,
};
pub use one::{linked, one};

use crate::{
    error::Error,
    marks::{Shade, day},
    page::{Page, Section},
    parts::{
        Button, inset_text, plain,
        table::{Cell, Narrow, Table},
    },
    visit::{Permission, Proof, Shown, Staff},
    way::Way,
    words::{say, say_with},
};
use axum::response::Response;
use domain::{
    paper::PaperKind,
    risk::{
        Band, Scored,
        register::{Before, Facet, Heat, Movement, Register, Row},
    },
    sight::Sight,
};
use maud::{Markup, html};

macro_rules! acts {
    ($($(#[$doc:meta])* $name:ident $act:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Debug)]
            pub struct $name;
            impl Permission for $name {
                const ACT: &'static str = $act;
                const PROOF: Proof = Proof::AtSignIn;
            }
        )*
    };
}

acts! {
    /// Puts a risk into the register.
    RegisterRisks "register a risk";
    /// Says anew what a risk is.
    DescribeRisks "describe a risk";
    /// Scores a risk.
    ScoreRisks "score a risk";
    /// Says how much of it is accepted.
    SetAppetites "set an appetite";
    /// Says that it was looked at.
    ReviewRisks "review a risk";
    /// Puts it before a board.
    EscalateRisks "escalate a risk";
    /// Says that it is over.
    CloseRisks "close a risk";
    /// Writes a control down.
    DescribeControls "describe a control";
    /// Says what was found of a control.
    AssureControls "assure a control";
    /// Names a gap.
    NameGaps "name a gap";
    /// Says what is done about it.
    ActOnGaps "act on a gap";
    /// Says what closed it.
    CloseGaps "close a gap";
}

pub fn address(code: &str) -> String {
    format!("/risks/{}", crate::way::segment(code))
}

/// `GET /risks`
pub async fn list(visit: Staff) -> Result<Response, Error> {
    let then = then(&visit).await;
    let before = then.as_ref().map(|shown| Before { sight: shown.sight(), day: shown.day });
    let sight = visit.sight();
    let register = Register::of(&sight, visit.today(), before);
    let chosen = visit.asked("only").and_then(Facet::parse);
    let title = say("risks");
    let rows: Vec<&Row> = register.rows.iter().filter(|row| chosen.is_none_or(|facet| row.is(facet))).collect();
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("risks-lead")) }
        @for hidden in register.withheld.iter().filter(|_| sight.reach() >= domain::sight::Reach::Panel) {
            (inset_text(&plain(say_with("risks-withheld", &[("count", hidden.count.into()), ("reason", (&hidden.reason).into())])), None, ""))
        }
        @if register.rows.is_empty() {
            p class="govuk-body" { (say("risks-none")) }
        } @else {
            h2 class="govuk-heading-m" { (say("risks-counts")) }
            (tiles(&register, chosen, &visit.way))
            (since(&visit, &register))
            @for map in register.heat() { (heat(&map, &visit.way)) }
            h2 class="govuk-heading-m" id="list" { (say("risks-list")) }
            p class="govuk-body" { (listed(chosen, rows.len(), register.rows.len())) }
            (table(&sight, &rows, &visit.way))
        }
        @if !register.closed.is_empty() {
            h2 class="govuk-heading-m" { (say("risks-closed")) }
            ul class="govuk-list govuk-list--bullet" {
                @for row in &register.closed {
                    li { (named(row, &visit.way)) @if let Some(closed) = &row.kept.item.closed { ": " (closed.reason) " (" (day(closed.day)) ")" } }
                }
            }
        }
        @if visit.way.chosen().is_none() && visit.may(RegisterRisks::ACT).is_ok() {
            p class="govuk-body" { a class="govuk-link" href="/risks/add" { (say("risk-add")) } }
        }
    };
    Ok(visit.show(&Page { title, main, ..Page::default() }.within(Section::Assurance)))
}

/// The office with which movement is told: as at the place that is asked for, else as a register was last presented.
async fn then(visit: &Staff) -> Option<Shown> {
    let named = if let Some(asked) = visit.asked("since") {
        asked.to_owned()
    } else {
        let sight = visit.sight();
        let papers = sight.papers().filter(|kept| kept.item.kind == PaperKind::RiskRegister);
        let last = papers.filter(|kept| kept.item.presented.is_some());
        last.max_by_key(|kept| (kept.item.presented, kept.seq))?.item.as_at.to_string()
    };
    // What cannot be found is compared with nothing, which the page says.
    visit.at(&named).await.ok()
}

fn since(visit: &Staff, register: &Register) -> Markup {
    let input = crate::parts::Input {
        id: "since",
        name: "since",
        kind: "date",
        label: plain(say("risks-since-another")),
        classes: "govuk-input--width-10",
        ..crate::parts::Input::default()
    };
    html! {
        @match register.since {
            Some(since) => {
                @let moved = |wanted: &str| register.rows.iter().filter(|row| row.movement.is_some_and(|m| m.as_str() == wanted)).count();
                p class="govuk-body" {
                    (say_with("risks-moved", &[
                        ("day", since.into()), ("up", moved("up").into()), ("down", moved("down").into()),
                        ("same", moved("same").into()), ("new", moved("new").into()), ("closed", register.closed.len().into()),
                    ]))
                }
            }
            None => p class="govuk-body" { (say("risks-not-compared")) },
        }
        form method="get" action="/risks" {
            @if let Some(at) = visit.way.chosen() { input type="hidden" name="at" value=(at); }
            (input.show())
            (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("risks-compare"))))
        }
    }
}

pub fn facet_name(facet: Facet) -> String {
    match facet {
        Facet::OutsideAppetite => say("risk-facet-outside"),
        Facet::Unscored => say("risk-facet-unscored"),
        Facet::ReviewOverdue => say("risk-facet-overdue"),
        Facet::NoAction => say("risk-facet-no-action"),
        Facet::NoControl => say("risk-facet-no-control"),
        Facet::NoOwner => say("risk-facet-no-owner"),
        Facet::NoAppetite => say("risk-facet-no-appetite"),
    }
}

fn tiles(register: &Register, chosen: Option<Facet>, way: &Way) -> Markup {
    let tile = |count: usize, name: String, href: String, on: bool| {
        html! {
            li class="milepost-tile" {
                a class="govuk-link milepost-tile__link" aria-current=[on.then_some("true")] href={ (href) "#list" } {
                    span class="milepost-tile__count" { (count) } " " (name)
                }
            }
        }
    };
    html! {
        ul class="milepost-tiles" {
            (tile(register.rows.len(), say("risks-open"), way.to("/risks"), chosen.is_none()))
            @for facet in Facet::ALL {
                (tile(register.count(facet), facet_name(facet), way.with("/risks", &[("only", facet.as_str())]), chosen == Some(facet)))
            }
        }
    }
}

fn listed(chosen: Option<Facet>, shown: usize, total: usize) -> String {
    match chosen {
        None => say_with("risks-all", &[("count", total.into())]),
        Some(facet) => say_with(
            "risks-filtered",
            &[("shown", shown.into()), ("total", total.into()), ("which", facet_name(facet).into())],
        ),
    }
}

pub fn named(row: &Row, way: &Way) -> Markup {
    let code = row.kept.reference();
    html! { a class="govuk-link" href=(way.to(&address(code.as_str()))) { (code) " " (row.kept.item.title) } }
}

/// A band: its symbol in its colour, and its word.
pub fn band(band: &Band) -> Markup {
    Shade { label: band.label.to_string(), shape: Some(band.symbol), colour: band.colour.hex().to_owned() }.show()
}

/// A score with its parts: "20 (4 × 5)".
pub fn product(scored: Option<&Scored>) -> Markup {
    html! {
        @match scored {
            Some(scored) => { (scored.product()) span class="milepost-note" { (scored.likelihood) " × " (scored.impact) } }
            None => (say("risk-not-scored")),
        }
    }
}

pub fn movement(movement: Movement) -> Markup {
    html! { span aria-hidden="true" { (movement.arrow()) } " " (movement.in_words()) }
}

fn owners(sight: &Sight, row: &Row) -> String {
    let owners: Vec<String> =
        row.kept.item.owners.iter().filter_map(|id| sight.post(*id)).map(|post| post.item.name.to_string()).collect();
    if owners.is_empty() { say("risk-no-owner") } else { crate::words::list(&owners) }
}

fn table(sight: &Sight, rows: &[&Row], way: &Way) -> Markup {
    let cells = rows.iter().map(|row| {
        let now = html! {
            (product(row.current))
            @if let Some(one) = row.band { (band(one)) }
            @if row.outside_appetite == Some(true) { span class="milepost-note" { "▲ " (say("risk-outside")) } }
        };
        let moved = row.movement.map_or_else(|| plain(say("risk-not-compared")), movement);
        let due = html! {
            @match row.review_due {
                Some(due) => { (day(due)) @if row.review_overdue { span class="milepost-note" { "▲ " (say("risk-overdue")) } } }
                None => (say("risk-no-review")),
            }
        };
        vec![
            named(row, way).into(),
            product(row.inherent).into(),
            now.into(),
            product(row.target).into(),
            moved.into(),
            Cell::text(owners(sight, row)),
            due.into(),
        ]
    });
    Table {
        caption: Some(plain(say("risks-list"))),
        caption_classes: "govuk-visually-hidden",
        head: [
            say("risk-name"),
            say("risk-inherent"),
            say("risk-current"),
            say("risk-target"),
            say("risk-movement"),
            say("risk-owners"),
            say("risk-review-due"),
        ]
        .map(Cell::text)
        .into(),
        rows: cells.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

/// How many risks lie where: each cell says its score's band, how many and which.
fn heat(map: &Heat, way: &Way) -> Markup {
    let matrix = &map.matrix.item;
    let caption = say_with("risk-heat", &[("matrix", (&matrix.title).into()), ("size", matrix.size().into())]);
    let mut head = vec![Cell::text(say("risk-impact"))];
    head.extend(matrix.likelihood.iter().enumerate().map(|(at, word)| Cell::text(format!("{} {word}", at + 1))));
    let rows = map.cells.iter().map(|line| {
        let impact = line.first().map_or(0, |cell| cell.impact);
        let word = matrix.impact_word(impact).map(ToString::to_string).unwrap_or_default();
        let mut cells = vec![Cell::text(format!("{impact} {word}"))];
        cells.extend(line.iter().map(|cell| {
            html! {
                @if let Some(one) = cell.band { (band(one)) }
                span class="milepost-line" {
                    @if cell.rows.is_empty() { (say("risk-heat-none")) } @else { strong { (cell.rows.len()) } ":" }
                    @for row in &cell.rows {
                        " " a class="govuk-link" href=(way.to(&address(row.kept.reference().as_str()))) { (row.kept.reference()) }
                        @if let Some(moved) = row.movement {
                            " " span aria-hidden="true" { (moved.arrow()) } span class="govuk-visually-hidden" { (moved.in_words()) }
                        }
                    }
                }
            }
            .into()
        }));
        cells
    });
    html! {
        (Table {
            caption: Some(plain(caption)),
            caption_classes: "govuk-table__caption--m",
            head,
            rows: rows.collect(),
            first_names_row: true,
            narrow: Narrow::Stacks,
            ..Table::default()
        }.show())
        p class="govuk-body-s" {
            (say("risk-heat-how"))
            @if map.unscored > 0 { " " (say_with("risk-heat-unscored", &[("count", map.unscored.into())])) }
        }
    }
}
