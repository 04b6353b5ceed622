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
use domain::{action::Action, office::Kept, plan::PlanState, sight::Sight};
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
            @let all = sight.actions(plan.id);
            @let moved: Vec<&Kept<Action>> = all.iter().filter(|kept| !kept.item.moves.is_empty()).copied().collect();
            h2 class="govuk-heading-m" { (plan.item.name) }
            p class="govuk-body" {
                (say_with("slippage-count", &[("moved", moved.len().into()), ("all", all.len().into())]))
            }
            @if !moved.is_empty() {
                (moves(&moved, sight, way))
                (totals(say("lead"), &moved, |kept| kept.item.leads.iter().map(|held| held_by(sight, held)).collect()))
                (totals(say("theme"), &moved, |kept| {
                    sight.theme(kept.item.theme).map(|theme| theme.item.name.to_string()).into_iter().collect()
                }))
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
fn totals(of: String, moved: &[&Kept<Action>], names: impl Fn(&Kept<Action>) -> Vec<String>) -> Markup {
    let mut sums: BTreeMap<String, (usize, usize, usize)> = BTreeMap::new();
    for kept in moved {
        let late = kept.item.months_past_original().unwrap_or(0).max(0);
        let names = names(kept);
        let names = if names.is_empty() { vec![say("no-lead")] } else { names };
        for name in names {
            let sum = sums.entry(name).or_default();
            sum.0 += 1;
            sum.1 += kept.item.moves.len();
            sum.2 += usize::try_from(late).unwrap_or(0);
        }
    }
    let rows = sums.into_iter().map(|(name, (actions, moves, months))| {
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
