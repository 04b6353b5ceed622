//! `/themes/{theme}`: what a theme is for, and its actions.
use crate::{
    error::Error,
    marks::{self, prose},
    page::{Page, Section},
    plan,
    visit::Staff,
    way::Way,
    words::{self, say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{
    id::Id,
    office::Kept,
    publication::slug,
    sight::{Reach, Sight},
    theme::Theme,
    travel::{RowTravel, Since, travel},
};
use maud::html;
use uuid::Uuid;

/// `GET /themes/{theme}`: by its id, or by its name where only one theme is called so.
pub async fn one(visit: Staff, Path(called): Path<String>) -> Result<Response, Error> {
    let sight = visit.sight();
    let theme = find(&sight, &called).ok_or(Error::NotFound)?;
    Ok(visit.show(&view(&sight, theme, &visit.way).ok_or(Error::NotFound)?))
}

pub fn address(theme: &Kept<Theme>) -> String {
    format!("/themes/{}", theme.id)
}

fn find(sight: &Sight, called: &str) -> Option<Id<Theme>> {
    if let Ok(id) = called.parse::<Uuid>() {
        return Some(id.into());
    }
    let themes: Vec<_> = sight.plans().flat_map(|p| sight.themes(p.id)).collect();
    let mut named = themes.into_iter().filter(|t| slug(&t.item.name).as_str() == called);
    match (named.next(), named.next()) {
        (Some(one), None) => Some(one.id),
        _ => None,
    }
}

fn view(sight: &Sight, id: Id<Theme>, way: &Way) -> Option<Page> {
    let theme = sight.theme(id)?;
    let plan = sight.plan(theme.item.plan)?;
    let reader = plan::reader(sight, plan);
    let since = Since::LastSeen(reader.map_or(Uuid::nil().into(), |body| body.id));
    let travel = travel(sight, plan, Some(id), &since);
    let levels = marks::levels(sight.scale(plan.item.scale).map(|s| &s.item));
    let counts = travel.counts();
    let rows: Vec<&RowTravel> = travel.rows().collect();
    let (outcomes, objectives, priorities) = (sight.outcomes(id), sight.objectives(id), sight.priorities(id));
    let title = theme.item.name.to_string();
    let main = html! {
        span class="govuk-caption-l" {
            (plan.item.name)
            @if let Some(code) = &theme.item.code { ", " (say_with("theme-code", &[("code", code.into())])) }
        }
        h1 class="govuk-heading-l" { (title) }
        @if !theme.item.aliases.is_empty() {
            p class="govuk-body-s" {
                (say("theme-aliases")) " "
                (words::list(&theme.item.aliases.iter().map(ToString::to_string).collect::<Vec<_>>()))
            }
        }
        @if let Some(aim) = &theme.item.aim { h2 class="govuk-heading-m" { (say("aim")) } (prose(aim)) }
        @if !outcomes.is_empty() {
            h2 class="govuk-heading-m" { (say("outcomes")) }
            ul class="govuk-list govuk-list--bullet" {
                @for outcome in outcomes {
                    @let with: Vec<String> = outcome.item.shared_with.iter()
                        .filter_map(|b| Some(sight.body(*b)?.item.name.to_string())).collect();
                    li {
                        @if sight.reach() >= Reach::Panel {
                            a class="govuk-link" href=(way.to(&crate::outcome::address(outcome.id))) { (outcome.item.statement) }
                        } @else { (outcome.item.statement) }
                        @if !with.is_empty() { " (" (say_with("shared-with", &[("bodies", words::list(&with).into())])) ")" }
                    }
                }
            }
        }
        @if !objectives.is_empty() {
            h2 class="govuk-heading-m" { (say("objectives")) }
            ul class="govuk-list govuk-list--bullet" { @for one in objectives { li { (one.item.statement) } } }
        }
        @if !priorities.is_empty() {
            h2 class="govuk-heading-m" { (say("priorities")) }
            ul class="govuk-list govuk-list--bullet" { @for one in priorities { li { (one.item.statement) } } }
        }
        h2 class="govuk-heading-m" { (say_with("actions-all", &[("count", rows.len().into())])) }
        ul class="govuk-list milepost-inline" {
            @for class in marks::counted(&counts, &levels) {
                li { (marks::class_shade(class, &levels).show()) " " strong { (counts.of(class)) } }
            }
        }
        (plan::withheld(rows.len(), &sight.withheld(plan.id, Some(id))))
        @if let Some(body) = reader { p class="govuk-body-s" { (plan::compared(body, &travel)) } }
        @if !rows.is_empty() { (plan::table(sight, &say("actions"), &rows, reader.is_some(), &levels, way)) }
    };
    let page = Page { title, main, ..Page::default() }.within(Section::Plans);
    Some(
        page.below(say("section-plans"), way.to("/plans")).below(plan.item.name.as_str(), way.to(&plan::address(plan))),
    )
}
