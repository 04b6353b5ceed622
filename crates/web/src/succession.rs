//! `/succession`: dropped, merged or reworded: every promise of an earlier plan beside the plan that is open now.
use crate::{
    error::Error,
    page::{Page, Section},
    parts::{
        plain,
        table::{Cell, Narrow, Table},
    },
    plan::named,
    updates::capital,
    visit::Staff,
    way::Way,
    words::{date, list, say, say_with},
};
use axum::response::Response;
use domain::{
    action::Action,
    office::Kept,
    plan::PlanState,
    sight::Sight,
    succession::{Fate, Promise, Succession},
};
use maud::{Markup, html};

/// `GET /succession`
pub async fn promises(visit: Staff) -> Result<Response, Error> {
    Ok(visit.show(&page(&visit.sight(), &visit.way)))
}

fn page(sight: &Sight, way: &Way) -> Page {
    let title = say("succession");
    let open = sight.plans().filter(|plan| plan.item.state == PlanState::Open);
    let all: Vec<Succession> = open.flat_map(|plan| Succession::all_of(sight, plan)).collect();
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (if all.is_empty() { say("succession-first") } else { say("succession-what") }) }
        @for one in &all {
            @let old = one.old.item.name.as_str();
            h2 class="govuk-heading-m" { (say_with("succession-heading", &[("plan", old.into())])) }
            p class="govuk-body" { (sentence(one)) }
            @for fate in Fate::AS_TOLD {
                (section(sight, way, one, fate))
            }
            h3 class="govuk-heading-s" { (say_with("succession-new", &[("plan", old.into())])) }
            @if one.fresh.is_empty() {
                p class="govuk-body" { (say("succession-nothing-new")) }
            } @else {
                ul class="govuk-list govuk-list--bullet" {
                    @for fresh in &one.fresh { li { (named(sight, fresh, way)) } }
                }
            }
        }
    };
    Page { title, main, ..Page::default() }.within(Section::Plans)
}

/// What became of how many; each promise is counted once.
fn sentence(one: &Succession) -> String {
    let counts = one.counts().into_iter();
    let parts: Vec<String> = counts.map(|(fate, count)| format!("{count} {}", word(fate))).collect();
    say_with(
        "succession-sentence",
        &[
            ("all", one.promises.len().into()),
            ("plan", one.old.item.name.as_str().into()),
            ("parts", list(&parts).into()),
            ("new", one.fresh.len().into()),
        ],
    )
}

/// As it stands in a sentence, after its count.
fn word(fate: Fate) -> String {
    match fate {
        Fate::Continued => say("fate-continued"),
        Fate::Reworded => say("fate-reworded"),
        Fate::Merged => say("fate-merged"),
        Fate::Split => say("fate-split"),
        Fate::Withheld => say("fate-withheld"),
        Fate::Complete => say("fate-complete"),
        Fate::BusinessAsUsual => say("fate-business-as-usual"),
        Fate::Superseded => say("fate-superseded"),
        Fate::ClosedNotDelivered => say("fate-closed-not-delivered"),
        Fate::Followed => say("fate-followed"),
        Fate::Dropped => say("fate-dropped"),
    }
}

fn section(sight: &Sight, way: &Way, one: &Succession, fate: Fate) -> Markup {
    let rows = one.with(fate).map(|promise| {
        let now = if promise.heirs.is_empty() || !fate.goes_on() {
            outcome(sight, way, promise)
        } else {
            html! { @for heir in &promise.heirs { (said(sight, heir, way)) } }
        };
        vec![said(sight, promise.action, way).into(), now.into()]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    if rows.is_empty() {
        return html! {};
    }
    let was = say_with("succession-column-was", &[("plan", one.old.item.name.as_str().into())]);
    let heading = format!("{} ({})", capital(&word(fate)), rows.len());
    Table {
        caption: Some(plain(heading)),
        head: [was, say("succession-column-now")].map(Cell::text).into(),
        rows,
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

/// A promise in its own words.
fn said(sight: &Sight, kept: &Kept<Action>, way: &Way) -> Markup {
    html! {
        p class="govuk-body" {
            (named(sight, kept, way))
            @for line in kept.item.description.iter().chain(&kept.item.output) {
                br; span class="milepost-note" { (line) }
            }
        }
    }
}

/// What stands beside a promise that goes on in no action of the new plan.
fn outcome(sight: &Sight, way: &Way, promise: &Promise) -> Markup {
    let action = &promise.action.item;
    let on = |when| say_with("succession-on", &[("day", date(when).into())]);
    let takers = sight.descendants(promise.action.id).into_iter().filter(|taker| taker.item.plan == action.plan);
    html! {
        p class="govuk-body" {
            (capital(&word(promise.fate)))
            @if let Some(done) = &action.completion { " " (on(done.on)) }
            @if let Some(decided) = &action.decided {
                " " (on(decided.on))
                @if let Some((reason, approver)) = sight.why_decided(decided) {
                    br; span class="milepost-note" {
                        (say_with("decided-why", &[("reason", reason.into()), ("approver", approver.into())]))
                    }
                }
            }
        }
        @for taker in takers { p class="govuk-body" { (say("succession-taken-up")) " " (named(sight, taker, way)) } }
        @for heir in &promise.heirs {
            p class="govuk-body" { (say("succession-followed")) " " (named(sight, heir, way)) }
        }
    }
}
