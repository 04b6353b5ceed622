//! `/measures/set`: what is counted, as one text that is read, changed and taken in as a whole.
use super::DefineMeasures;
use crate::{
    answers::{Answers, once},
    error::Error,
    page::{Page, Section},
    parts::{Button, plain},
    visit::{May, Staff},
    words::say,
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{ask::Command, measure::MeasureSet};
use maud::html;
use uuid::Uuid;

/// The largest form, in bytes.
pub const LONGEST: usize = 4 * 1024 * 1024;

/// `GET /measures/set`
pub async fn asked(visit: May<DefineMeasures>) -> Response {
    let mut answers = Answers::default();
    let set = MeasureSet::of(&visit.now());
    let words = if set.measure.is_empty() { say("measures-example") } else { set.write() };
    answers.set("set", words);
    answers.set("key", Uuid::now_v7().to_string());
    visit.show(&page(&answers))
}

fn page(answers: &Answers) -> Page {
    let title = say("measures-set");
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("measures-set-what")) }
        p class="govuk-body" { (say("measures-set-stays")) }
        form method="post" novalidate {
            (once(answers.one("key")))
            (answers.textarea("set", say("measures-set-text"), Some(say("measures-set-hint")), 30))
            (Button::default().saying(&plain(say("measures-set-take"))))
        }
    };
    Page { title: answers.title(&title), main, ..Page::default() }
        .within(Section::Measures)
        .below(say("measures"), "/measures")
}

/// `POST /measures/set`
pub async fn answered(visit: May<DefineMeasures>, mut answers: Answers) -> Result<Response, Error> {
    let set = MeasureSet::parse(answers.raw("set")).and_then(|set| set.define(&visit.now()));
    let refused = match set {
        Ok(define) => {
            let command = Command::DefineMeasures(Box::new(define));
            match visit.write(command, answers.one("key"), vec![], None).await? {
                Ok(_) => return Ok(Redirect::to("/measures").into_response()),
                Err(refusal) => refusal.to_string(),
            }
        }
        Err(why) => why,
    };
    answers.is_wrong("set", crate::updates::capital(&refused));
    Ok(shown(&visit, &answers))
}

fn shown(visit: &Staff, answers: &Answers) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, visit.show(&page(answers))).into_response()
}
