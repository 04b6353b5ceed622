//! `/measures`: what is counted to see whether outcomes come nearer, what it shows, and what is made of it. What is noted,
//! said and decided of a measure is a form on its own page; the set of them is one text.
mod forms;
mod set;

pub use forms::{commented, decided, noted, proposed};
pub use set::{LONGEST as LONGEST_SET, answered as defined, asked as set};

use crate::{
    answers::Answers,
    error::Error,
    page::{Page, Section},
    parts::{
        inset_text, plain,
        table::{Cell, Narrow, Table},
    },
    performance,
    visit::{Permission, Proof, Staff},
    words::{say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{
    action::Action,
    measure::Measure,
    office::Kept,
    sight::{Reach, Sight},
};
use maud::{Markup, html};

/// Says what is counted.
#[derive(Debug)]
pub struct DefineMeasures;
impl Permission for DefineMeasures {
    const ACT: &'static str = "define measures";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Writes down a caveat or a break.
#[derive(Debug)]
pub struct NoteOnMeasures;
impl Permission for NoteOnMeasures {
    const ACT: &'static str = "note on a measure";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Proposes that limits begin anew.
#[derive(Debug)]
pub struct ProposeRebases;
impl Permission for ProposeRebases {
    const ACT: &'static str = "propose a rebase";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Decides on it.
#[derive(Debug)]
pub struct DecideRebases;
impl Permission for DecideRebases {
    const ACT: &'static str = "decide a rebase";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Says what a measure's figures mean.
#[derive(Debug)]
pub struct WriteCommentaries;
impl Permission for WriteCommentaries {
    const ACT: &'static str = "write commentary";
    const PROOF: Proof = Proof::AtSignIn;
}

/// `GET /measures`
pub async fn list(visit: Staff) -> Result<Response, Error> {
    let sight = visit.sight();
    let all = sight.performances();
    let withheld = sight.measures_withheld();
    let title = say("measures");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        @if all.is_empty() {
            p class="govuk-body" { (say("measures-none")) }
        } @else {
            (performance::all(&all, &visit.way))
        }
        @for hidden in &withheld {
            (inset_text(&plain(say_with("measures-withheld", &[("count", hidden.count.into()), ("reason", (&hidden.reason).into())])), None, ""))
        }
        @if visit.actor().may("define measures").is_ok() {
            p class="govuk-body" { a class="govuk-link" href=(visit.way.to("/measures/set")) { (say("measures-define")) } }
        }
        @if visit.sight().reach() >= Reach::Internal {
            p class="govuk-body" { a class="govuk-link" href=(visit.way.to("/figures")) { (say("figures-link")) } }
        }
    };
    Ok(visit.show(&Page { title, main, ..Page::default() }.within(Section::Measures)))
}

/// `GET /measures/{code}`
pub async fn one(visit: Staff, Path(code): Path<String>) -> Result<Response, Error> {
    let sight = visit.sight();
    let kept = sight.measure_coded(&code).ok_or(Error::NotFound)?;
    Ok(visit.show(&page(&visit, kept, &forms::fresh())))
}

fn page(visit: &Staff, kept: &Kept<Measure>, typed: &Answers) -> Page {
    let sight = visit.sight();
    let one = sight.performance(kept);
    let title = one.title.to_string();
    let main = html! {
        (typed.summary())
        span class="govuk-caption-l" { (one.code) }
        h1 class="govuk-heading-l" { (title) }
        (performance::shown(&one))
        (answering(visit, kept))
        @if !one.outcomes.is_empty() {
            h2 class="govuk-heading-m" { (say("measure-outcomes")) }
            ul class="govuk-list govuk-list--bullet" { @for outcome in &one.outcomes { li { (outcome) } } }
        }
        (forms::all(visit, kept, &one, typed))
    };
    let title = typed.title(&title);
    Page { title, main, ..Page::default() }.within(Section::Measures).below(say("measures"), visit.way.to("/measures"))
}

/// An action's rating by the scale of its own plan.
fn rating(sight: &Sight, action: &Kept<Action>) -> Markup {
    let scale = sight.plan(action.item.plan).and_then(|plan| sight.scale(plan.item.scale));
    crate::plan::rating(action, &crate::marks::levels(scale.map(|scale| &scale.item)))
}

/// The actions that answer it, their state and what is expected of them by which quarter.
fn answering(visit: &Staff, kept: &Kept<Measure>) -> Markup {
    let sight = visit.sight();
    let actions = sight.actions_answering(kept);
    let rows = actions.iter().map(|action| {
        let expected = sight.expected_effects(action.id);
        let expected = html! {
            @if expected.is_empty() { (say("measure-nothing-expected")) }
            @for effect in expected { span class="milepost-line" { (effect.item.quarter()) ": " (effect.item.effect) } }
        };
        vec![
            crate::plan::named(&sight, action, &visit.way).into(),
            rating(&sight, action).into(),
            crate::plan::or_not_set(action.item.current_date).into(),
            expected.into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    html! {
        h2 class="govuk-heading-m" { (say("measure-answering")) }
        @if rows.is_empty() {
            p class="govuk-body" { (say("measure-no-actions")) }
        } @else {
            (Table {
                caption: Some(plain(say("measure-answering"))),
                caption_classes: "govuk-visually-hidden",
                head: [say("action"), say("rating"), say("measure-when"), say("measure-expected")].map(Cell::text).into(),
                rows,
                first_names_row: true,
                narrow: Narrow::Stacks,
                ..Table::default()
            }.show())
        }
    }
}
