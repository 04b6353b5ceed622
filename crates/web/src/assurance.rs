//! `/assurance`: whether what is done is enough for each outcome, as far as rules and people can tell; what hangs loose;
//! and the ways to risks, findings and questions to expect.
use crate::{
    error::Error,
    outcome::{self, coverage_tag, judged_short},
    page::{Page, Section},
    parts::{
        inset_text, plain,
        table::{Cell, Narrow, Table},
    },
    plan,
    visit::Staff,
    way::Way,
    words::{say, say_with},
};
use axum::response::Response;
use domain::{
    coverage::{Coverage, Covered, Index, Loose},
    objective::Outcome,
    office::Kept,
    plan::{Plan, PlanState},
    sight::{Reach, Sight},
    theme::Theme,
};
use maud::{Markup, html};

/// `GET /assurance`
pub async fn landing(visit: Staff) -> Result<Response, Error> {
    let sight = visit.sight();
    // Who sees nothing but what everybody sees has no business here.
    if sight.reach() < Reach::Panel {
        return Err(Error::NotFound);
    }
    let index = Index::of(&sight, visit.today());
    let plans: Vec<_> = sight.plans().filter(|plan| plan.item.state == PlanState::Open).collect();
    let title = say("assurance-title");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body-l" { (say("assurance-question")) }
        @if plans.is_empty() { p class="govuk-body" { (say("assurance-no-plan")) } }
        @for plan in &plans { (of_plan(&visit, &sight, &index, plan)) }
        (onward(&visit))
    };
    Ok(visit.show(&Page { title, main, ..Page::default() }.within(Section::Assurance)))
}

/// The ways to what stands beside outcomes, for those who may go them.
fn onward(visit: &Staff) -> Markup {
    let inside = visit.sight().reach() >= Reach::Internal;
    let pages = [
        ("/risks", say("assurance-risks"), true),
        ("/findings", say("assurance-findings"), true),
        ("/questions", say("assurance-questions"), inside),
        ("/papers", say("assurance-papers"), inside),
    ];
    let pages = pages.into_iter().filter(|(address, _, may)| *may && crate::is_page(address));
    html! {
        h2 class="govuk-heading-m" { (say("assurance-more")) }
        ul class="govuk-list" {
            @for (address, words, _) in pages {
                li { a class="govuk-link" href=(visit.way.to(address)) { (words) } }
            }
        }
    }
}

fn of_plan(visit: &Staff, sight: &Sight, index: &Index, plan: &Kept<Plan>) -> Markup {
    let way = &visit.way;
    let themes = sight.themes(plan.id);
    let covered: Vec<(&Kept<Theme>, Vec<Covers>)> = themes
        .iter()
        .map(|theme| {
            let outcomes = sight.outcomes(theme.id).into_iter().map(|kept| (kept, index.coverage(kept.id)));
            (*theme, outcomes.collect())
        })
        .collect();
    let all = || covered.iter().flat_map(|(_, outcomes)| outcomes);
    let count = |says: Covered| all().filter(|(_, coverage)| coverage.says == says).count();
    let shown = sight.actions(plan.id).len();
    html! {
        h2 class="govuk-heading-m" { (plan.item.name) }
        @if all().next().is_none() {
            p class="govuk-body" { (say("assurance-no-outcome")) }
        } @else {
            ul class="govuk-list milepost-inline" {
                @for says in Covered::ALL { li { (coverage_tag(says)) " " strong { (count(says)) } } }
            }
            (inset_text(&plain(say("assurance-means")), None, ""))
            (plan::withheld(shown, &sight.withheld(plan.id, None)))
            @for (theme, outcomes) in &covered {
                @if !outcomes.is_empty() { (of_theme(sight, theme, outcomes, way)) }
            }
        }
        (hanging(sight, &index.loose(plan.id), way))
    }
}

/// An outcome with what the rules find of it.
type Covers<'a> = (&'a Kept<Outcome>, Coverage);

fn of_theme(sight: &Sight, theme: &Kept<Theme>, outcomes: &[Covers], way: &Way) -> Markup {
    let rows = outcomes.iter().map(|(kept, coverage)| {
        let gaps = coverage.gaps();
        vec![
            html! { a class="govuk-link" href=(way.to(&outcome::address(kept.id))) { (kept.item.statement) } }.into(),
            html! {
                (coverage_tag(coverage.says))
                @if gaps > 0 { span class="milepost-note" { (say_with("assurance-gaps", &[("count", gaps.into())])) } }
            }
            .into(),
            judged_short(sight, kept.id).into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    Table {
        caption: Some(plain(&theme.item.name)),
        head: [say("assurance-outcome"), say("assurance-coverage"), say("assurance-sufficiency")]
            .map(Cell::text)
            .into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

/// What is connected with nothing: each list with its count, and nought said.
fn hanging(sight: &Sight, loose: &Loose, way: &Way) -> Markup {
    let outcome = |kept: &Kept<Outcome>| {
        html! { a class="govuk-link" href=(way.to(&outcome::address(kept.id))) { (kept.item.statement) } }
    };
    let list = |title: String, items: Vec<Markup>| {
        let count = say_with("assurance-loose-count", &[("what", title.into()), ("count", items.len().into())]);
        html! {
            h3 class="govuk-heading-s" { (count) }
            @if !items.is_empty() {
                ul class="govuk-list govuk-list--bullet" { @for item in items { li { (item) } } }
            }
        }
    };
    html! {
        h2 class="govuk-heading-m" { (say("assurance-loose")) }
        (list(say("assurance-loose-outcome-action"), loose.outcomes_without_action.iter().map(|kept| outcome(kept)).collect()))
        (list(say("assurance-loose-outcome-measure"), loose.outcomes_without_measure.iter().map(|kept| outcome(kept)).collect()))
        (list(say("assurance-loose-risk"), loose.risks_without_control.iter().map(|kept| {
            outcome::link(domain::coverage::About::Risk, kept.reference(), &kept.item.title, kept.id.uuid(), way)
        }).collect()))
        (list(say("assurance-loose-control"), loose.controls_without_assurance.iter().map(|kept| {
            outcome::link(domain::coverage::About::Control, kept.reference(), &kept.item.title, kept.id.uuid(), way)
        }).collect()))
        (list(say("assurance-loose-action"), loose.actions_without_outcome.iter().map(|kept| plan::named(sight, kept, way)).collect()))
    }
}
