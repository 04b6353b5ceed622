//! `/slippage`: every date that was changed: the first agreed date, each move with its reason and who agreed, and what
//! it comes to by lead and by theme.
use crate::{
    action::held_by,
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{
        plain,
        table::{Cell, Narrow, Table},
    },
    plan::{named, or_not_set, past_original},
    visit::Staff,
    way::Way,
    words::{say, say_with},
};
use axum::response::Response;
use domain::{
    action::Action,
    office::Kept,
    plan::PlanState,
    sight::Sight,
    slippage::{ENOUGH, Finish, Slip, Slippage},
};
use maud::{Markup, html};
use std::collections::BTreeMap;

/// `GET /slippage`
pub async fn ledger(visit: Staff) -> Result<Response, Error> {
    Ok(visit.show(&page(&visit.sight(), &visit.way)))
}

fn page(sight: &Sight, way: &Way) -> Page {
    let title = say("slippage");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("slippage-what")) }
        @for plan in sight.plans().filter(|plan| plan.item.state == PlanState::Open) {
            @let slippage = Slippage::of(sight, plan.id, None);
            @let moved = &slippage.moved;
            h2 class="govuk-heading-m" { (plan.item.name) }
            p class="govuk-body" {
                (say_with("slippage-count", &[("moved", moved.len().into()), ("all", slippage.all.into())]))
            }
            p class="govuk-body" { (finish(slippage.finish)) }
            @if !moved.is_empty() {
                (moves(moved, sight, way))
                (totals(say("lead"), &say("no-lead"), slippage.by(|kept| {
                    kept.item.leads.iter().map(|held| held_by(sight, held)).collect()
                })))
                (totals(say("theme"), "", slippage.by(|kept| {
                    sight.theme_of(&kept.item).map(|theme| theme.item.name.to_string()).into_iter().collect()
                })))
            }
        }
    };
    Page { title, main, ..Page::default() }.within(Section::Plans)
}

fn moves(moved: &[&Kept<Action>], sight: &Sight, way: &Way) -> Markup {
    let rows = moved.iter().map(|kept| {
        let action = &kept.item;
        let each = html! {
            ol class="govuk-list" {
                @for one in &action.moves {
                    li {
                        (day(one.on)) ": " (say("from")) " " (or_not_set(one.from)) " " (say("to")) " " (or_not_set(one.to)) ". "
                        span class="milepost-note" {
                            (say_with("move-reason", &[("reason", (&one.reason).into()), ("approver", (&one.approver).into())]))
                        }
                    }
                }
            }
        };
        let now = html! {
            (or_not_set(action.current_date))
            @if let Some(months) = action.months_past_original() { (past_original(months)) }
        };
        vec![named(sight, kept, way).into(), or_not_set(action.original_date).into(), each.into(), now.into()]
    });
    Table {
        caption: Some(plain(say("slippage-moves"))),
        head: [say("action"), say("original-date"), say("slippage-each"), say("slippage-now")].map(Cell::text).into(),
        rows: rows.collect(),
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

/// Moves and months past the original dates, added up. An action with two leads counts for each of them.
fn totals(of: String, unnamed: &str, sums: BTreeMap<String, Slip>) -> Markup {
    let rows = sums.into_iter().map(|(name, Slip { actions, moves, months })| {
        let name = if name.is_empty() { unnamed.to_owned() } else { name };
        vec![Cell::text(name), Cell::number(actions), Cell::number(moves), Cell::number(months)]
    });
    Table {
        caption: Some(plain(say_with("slippage-by", &[("what", of.to_lowercase().into())]))),
        head: [of, say("slippage-actions"), say("slippage-times"), say("slippage-months")].map(Cell::text).into(),
        rows: rows.collect(),
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

/// How late work has been finishing, or that the record is too short to say.
fn finish(finish: Finish) -> String {
    match finish {
        Finish::TooLittle { finished } => {
            say_with("slippage-too-little", &[("finished", finished.into()), ("enough", ENOUGH.into())])
        }
        Finish::Range { finished, least, middle, most } => say_with(
            "slippage-range",
            &[
                ("finished", finished.into()),
                ("least", least.to_string().into()),
                ("middle", middle.to_string().into()),
                ("most", most.to_string().into()),
            ],
        ),
    }
}
