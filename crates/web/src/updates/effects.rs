//! `/actions/{action}/effects`: what an action is expected to change by which quarter, for whoever answers for it: stated,
//! answered once the quarter has ended, dropped with a reason. And how it is shown to the office wherever the action is.
use super::{capital, own};
use crate::{
    answers::{Answers, once},
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{
        Button, inset_text, plain,
        question::{Line, Pick},
        table::{Cell, Narrow, Table},
    },
    visit::{May, SpeakOfWork, Staff},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    action::Action,
    ask::Command,
    expected_effect::{AnswerEffect, Came, ExpectEffect, ExpectedEffect, Figure, Number, Says, quarter_in_words},
    id::Id,
    objective::Outcome,
    office::Kept,
    period::{Quarter, london_day},
    sight::Sight,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

/// How many quarters can be chosen, the one of today first.
const QUARTERS: usize = 12;

pub fn address(id: Id<Action>) -> String {
    format!("{}/effects", crate::action::address(id))
}

/// What is expected of an action, on its own page.
pub fn shown(sight: &Sight, kept: &Kept<Action>, today: Date) -> Markup {
    let all = sight.expected_effects(kept.id);
    html! {
        @if !all.is_empty() {
            h2 class="govuk-heading-m" { (say("effects")) }
            p class="govuk-body-s" { (say("effects-who")) }
            (table(sight, &all, today, &|kept| plain(&kept.item.effect)))
        }
    }
}

fn table(
    sight: &Sight,
    all: &[&Kept<ExpectedEffect>],
    today: Date,
    named: &dyn Fn(&Kept<ExpectedEffect>) -> Markup,
) -> Markup {
    let rows = all.iter().map(|kept| {
        let effect = html! {
            (named(kept))
            @if let Some(outcome) = kept.item.outcome.and_then(|id| sight.outcome(id)) {
                span class="milepost-note" { (say_with("effect-on", &[("outcome", (&outcome.item.statement).into())])) }
            }
        };
        let by = html! {
            (capital(&kept.item.quarter()))
            @if let Some(Figure { number, unit }) = &kept.item.figure {
                span class="milepost-note" { (number) " " (unit) }
            }
        };
        vec![effect.into(), by.into(), came(&kept.item, today).into()]
    });
    Table {
        caption: Some(plain(say("effects"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("effect"), say("effect-by"), say("effect-came")].map(Cell::text).into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    }
    .show()
}

/// What came of it; or that it is still to come, or to be said.
fn came(expected: &ExpectedEffect, today: Date) -> Markup {
    match &expected.came {
        Came::Awaited if expected.is_due(today) => html! { strong { (say("effect-due")) } },
        Came::Awaited => plain(say("effect-awaited")),
        Came::Observed(seen) => html! {
            (seen.words)
            span class="milepost-note" {
                @if let (Some(number), Some(figure)) = (&seen.number, &expected.figure) { (number) " " (figure.unit) ", " }
                (day(seen.on))
            }
        },
        Came::Dropped { on, reason } => html! { (say("effect-dropped")) " " (day(*on)) ": " (reason) },
    }
}

/// `GET /actions/{action}/effects`
pub async fn page(visit: May<SpeakOfWork>, Path(id): Path<String>) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    match visit.asked("effect") {
        None => Ok(show_all(&visit, &kept, &answers)),
        Some(effect) => {
            let effect = found(&visit, &kept, effect.parse().ok()).ok_or(Error::NotFound)?;
            answers.set("seen", effect.version.to_string());
            Ok(show_one(&visit, &kept, effect, &answers))
        }
    }
}

fn found<'a>(visit: &'a Staff, kept: &Kept<Action>, id: Option<Uuid>) -> Option<&'a Kept<ExpectedEffect>> {
    visit.view().expected_effects(kept.id).into_iter().find(|effect| Some(effect.id.uuid()) == id)
}

/// `POST /actions/{action}/effects`
pub async fn answered(visit: May<SpeakOfWork>, Path(id): Path<String>, answers: Answers) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    if answers.one("effect").is_empty() {
        return add(&visit, &kept, answers).await;
    }
    let effect = found(&visit, &kept, answers.id("effect")).ok_or(Error::NotFound)?;
    answer(&visit, &kept, effect, answers).await
}

/// A number as it was typed; None where the field is empty or says none, which is said there.
fn number(answers: &mut Answers, field: &'static str) -> Option<Number> {
    let typed = answers.one(field).to_owned();
    if typed.trim().is_empty() {
        return None;
    }
    match Number::parse(&typed) {
        Ok(number) => Some(number),
        Err(why) => {
            answers.is_wrong(field, capital(&why));
            None
        }
    }
}

async fn add(visit: &Staff, kept: &Kept<Action>, mut answers: Answers) -> Result<Response, Error> {
    let effect = answers.needed("words", say("effect-words-missing"));
    let by: Option<Date> = answers.one("by").parse().ok();
    if by.is_none() {
        answers.is_wrong("by", say("effect-by-missing"));
    }
    let number = number(&mut answers, "number");
    let unit = answers.words("unit");
    let figure = match (number, unit) {
        (Some(number), unit) => Some(Figure { number, unit: unit.unwrap_or_default() }),
        (None, Some(_)) if answers.is_right() => {
            answers.is_wrong("number", say("effect-number-missing"));
            None
        }
        (None, _) => None,
    };
    let outcome = answers.id("outcome").map(Id::<Outcome>::from);
    let (Some(by), true) = (by, answers.is_right()) else { return Ok(show_all(visit, kept, &answers)) };
    let command = Command::ExpectEffect(Box::new(ExpectEffect { action: kept.id, outcome, effect, by, figure }));
    match visit.write(command, answers.one("key"), vec![], None).await? {
        Ok(_) => Ok(Redirect::to(&address(kept.id)).into_response()),
        Err(refusal) => {
            answers.is_wrong("words", capital(&refusal.to_string()));
            Ok(show_all(visit, kept, &answers))
        }
    }
}

async fn answer(
    visit: &Staff,
    kept: &Kept<Action>,
    effect: &Kept<ExpectedEffect>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let (says, reason, field) = match answers.one("says") {
        "observed" => {
            let words = answers.needed("observed", say("effect-observed-missing"));
            (Says::Observed { words, number: number(&mut answers, "observed-number") }, None, "observed")
        }
        "dropped" => {
            let reason = answers.needed("drop-reason", say("effect-reason-missing"));
            (Says::Dropped, Some(reason), "drop-reason")
        }
        _ => return Err(Error::Unreadable),
    };
    if !answers.is_right() {
        return Ok(show_one(visit, kept, effect, &answers));
    }
    let command = Command::AnswerEffect(AnswerEffect { effect: effect.id, says });
    let seen = answers.one("seen").parse().ok().map(|version| (effect.id.uuid(), version));
    match visit.write(command, answers.one("key"), seen.into_iter().collect(), reason).await? {
        Ok(_) => Ok(Redirect::to(&address(kept.id)).into_response()),
        Err(refusal) => {
            answers.is_wrong(field, capital(&refusal.to_string()));
            Ok(show_one(visit, kept, effect, &answers))
        }
    }
}

fn line(answers: &Answers, field: &'static str, label: String, hint: Option<String>) -> Markup {
    answers.line(&Line { field, kind: "text", label, hint, ..Line::default() })
}

/// The quarters by which something can be expected.
fn quarters(answers: &Answers, today: Date) -> Pick {
    let ahead = std::iter::successors(Quarter::of(today), |quarter| quarter.next()).take(QUARTERS);
    let choices = ahead.map(|quarter| {
        let last = quarter.ends().to_string();
        let chosen = answers.one("by") == last;
        (last, capital(&quarter_in_words(quarter.ends())), chosen)
    });
    let none = (String::new(), say("effect-by-none"), false);
    Pick { field: "by", label: say("effect-by"), hint: None, choices: [none].into_iter().chain(choices).collect() }
}

/// The outcomes of the plan.
fn outcomes(visit: &Staff, kept: &Kept<Action>, answers: &Answers) -> Option<Pick> {
    let sight = visit.now();
    let all: Vec<_> = sight.themes(kept.item.plan).into_iter().flat_map(|theme| sight.outcomes(theme.id)).collect();
    if all.is_empty() {
        return None;
    }
    let choices = all.into_iter().map(|outcome| {
        let id = outcome.id.to_string();
        let chosen = answers.one("outcome") == id;
        (id, outcome.item.statement.to_string(), chosen)
    });
    let none = (String::new(), say("effect-outcome-none"), false);
    let choices = [none].into_iter().chain(choices).collect();
    Some(Pick { field: "outcome", label: say("effect-outcome"), hint: None, choices })
}

fn show_all(visit: &Staff, kept: &Kept<Action>, answers: &Answers) -> Response {
    let title = say_with("effects-title", &[("reference", kept.reference().into())]);
    let all = visit.view().expected_effects(kept.id);
    let to = |effect: &Kept<ExpectedEffect>| {
        let href = format!("{}?effect={}", address(kept.id), effect.id);
        html! { a class="govuk-link" href=(href) { (effect.item.effect) } }
    };
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (kept.item.title) }
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("effects-lead")) }
        @if !all.is_empty() { (table(&visit.now(), &all, london_day(visit.instant), &to)) }
        h2 class="govuk-heading-m" { (say("effect-add")) }
        form method="post" action=(address(kept.id)) novalidate {
            (once(answers.one("key")))
            (line(answers, "words", say("effect-words"), Some(say("effect-words-hint"))))
            (answers.pick(&quarters(answers, london_day(visit.instant))))
            @if let Some(outcomes) = outcomes(visit, kept, answers) { (answers.pick(&outcomes)) }
            (line(answers, "number", say("effect-number"), None))
            (line(answers, "unit", say("effect-unit"), Some(say("effect-unit-hint"))))
            (Button::default().saying(&plain(say("effect-add"))))
        }
    };
    framed(visit, kept, &title, main, answers)
}

fn show_one(visit: &Staff, kept: &Kept<Action>, effect: &Kept<ExpectedEffect>, answers: &Answers) -> Response {
    let title = effect.item.effect.to_string();
    let today = london_day(visit.instant);
    let form = |says: &str, heading: String, fields: Markup, classes: &str| {
        html! {
            h2 class="govuk-heading-m" { (heading) }
            form method="post" action=(address(kept.id)) novalidate {
                (once(answers.one("key")))
                input type="hidden" name="seen" value=(answers.one("seen"));
                input type="hidden" name="effect" value=(effect.id);
                (fields)
                (Button { name: Some("says"), value: Some(says), classes, ..Button::default() }.saying(&plain(heading)))
            }
        }
    };
    let item = &effect.item;
    let observed = html! {
        (answers.textarea("observed", say("effect-observed"), None, 3))
        @if let Some(figure) = &item.figure {
            (line(answers, "observed-number", say_with("effect-observed-number", &[("unit", (&figure.unit).into())]), None))
        }
    };
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (kept.reference()) " " (kept.item.title) }
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (capital(&item.quarter())) }
        @if item.is_due(today) {
            p class="govuk-body" { strong { (say("effect-due")) } }
        } @else {
            (inset_text(&came(item, today), None, ""))
        }
        @match &item.came {
            Came::Awaited if item.is_due(today) => {
                (form("observed", say("effect-say"), observed, ""))
                (drop(answers, &form))
            },
            Came::Awaited => (drop(answers, &form)),
            Came::Observed(_) => (form("observed", say("effect-say-again"), observed, "govuk-button--secondary")),
            Came::Dropped { .. } => {},
        }
    };
    framed(visit, kept, &title, main, answers)
}

fn drop(answers: &Answers, form: &dyn Fn(&str, String, Markup, &str) -> Markup) -> Markup {
    let why = answers.textarea("drop-reason", say("effect-reason"), None, 2);
    form("dropped", say("effect-drop"), why, "govuk-button--secondary")
}

fn framed(visit: &Staff, kept: &Kept<Action>, title: &str, main: Markup, answers: &Answers) -> Response {
    let page = Page { title: answers.title(title), main, ..Page::default() }.within(Section::Plans);
    let named = format!("{} {}", kept.reference(), kept.item.title);
    let page = page.below(named, crate::action::address(kept.id)).below(say("effects"), address(kept.id));
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}
