//! `/key`: what every colour means, with the written criteria.
use crate::{
    error::Error,
    marks::{Shade, day},
    page::{Page, Section},
    parts::{
        plain,
        table::{Cell, Narrow, Table},
    },
    visit::Staff,
    way::Way,
    words::{list, say, say_with},
};
use axum::response::Response;
use domain::{envelope::Visibility, office::Kept, scale::Level, scale::Scale, sight::Sight};
use maud::{Markup, html};

/// `GET /key`
pub async fn key(visit: Staff) -> Result<Response, Error> {
    Ok(visit.show(&page(&visit.sight(), &visit.way)))
}

fn page(sight: &Sight, way: &Way) -> Page {
    let title = say("key-title");
    let mut scales: Vec<(&Kept<Scale>, Vec<String>)> = Vec::new();
    for plan in sight.plans() {
        let Some(scale) = sight.scale(plan.item.scale) else { continue };
        match scales.iter_mut().find(|(known, _)| known.id == scale.id) {
            Some((_, plans)) => plans.push(plan.item.name.to_string()),
            None => scales.push((scale, vec![plan.item.name.to_string()])),
        }
    }
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("key-order")) }
        @if scales.is_empty() { p class="govuk-body" { (say("no-plan-do")) } }
        @for (scale, plans) in &scales {
            h2 class="govuk-heading-m" { (scale.item.name) }
            p class="govuk-body" {
                (say_with("key-of", &[("plans", list(plans).into())]))
                @if let Some(from) = scale.item.effective { " " (say("key-since")) " " (day(from)) "." }
            }
            (levels(&scale.item.levels))
        }
        (directions())
        @if sight.reach().covers(&Visibility::Internal) {
            p class="govuk-body" { a class="govuk-link" href=(way.to("/rules")) { (say("rules-read")) } }
        }
    };
    Page { title, main, ..Page::default() }.within(Section::Key)
}

/// The levels of a scale: word and shape, colour in words, when an action is rated so.
pub fn levels(levels: &[Level]) -> Markup {
    let mut rows: Vec<Vec<Cell>> = levels
        .iter()
        .map(|level| vec![Shade::of(level).show().into(), Cell::text(&level.colour_name), Cell::text(&level.criteria)])
        .collect();
    rows.push(vec![
        Shade::not_rated().show().into(),
        Cell::text(say("key-no-colour")),
        Cell::text(say("key-not-rated")),
    ]);
    Table {
        caption: Some(plain(say("key-caption"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("rating"), say("colour"), say("criteria")].map(Cell::text).into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    }
    .show()
}

/// How directions are found.
fn directions() -> Markup {
    html! {
        h2 class="govuk-heading-m" { (say("direction")) }
        p class="govuk-body" { (say("key-directions")) }
    }
}
