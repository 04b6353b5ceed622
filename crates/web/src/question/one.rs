//! `/questions/{check}/{item}`: one question, with the forms that answer it and set it aside, and all that was done of it.
use super::{AnswerQuestions, SilenceQuestions, address_of, mends, named, sees, told};
use crate::{
    action::speaker,
    answers::{Answers, once},
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{Button, plain, question::Line},
    visit::{May, Permission as _, Staff},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    office::Kept,
    question::{AnswerQuestion, Check, Expected, Looked, Question, SilenceQuestion, check_named, raised_by},
    sight::Sight,
};
use maud::{Markup, html};
use uuid::Uuid;

/// A question of an item that is there, raised or not, in the office that is looked at.
struct Found<'a> {
    check: &'static Check,
    about: Uuid,
    raised: Option<Expected<'a>>,
    kept: Option<&'a Kept<Question>>,
}

fn found<'a>(visit: &Staff, sight: &Sight<'a>, check: &str, about: &str) -> Result<Found<'a>, Error> {
    let check = check_named(check).ok_or(Error::NotFound)?;
    let about: Uuid = about.parse().map_err(|_| Error::NotFound)?;
    let kept = sight.question(check.name, about);
    let looked = Looked::at(*sight, visit.today());
    let raised = raised_by(check, &looked).into_iter().find(|raised| raised.about == about);
    // What was asked at another position is not asked here, which is said; what is not there has no page.
    if raised.is_none() && kept.is_none() && sight.name_of(about).is_none() {
        return Err(Error::NotFound);
    }
    Ok(Found { check, about, raised: raised.map(|raised| Expected { raised, kept }), kept })
}

/// `GET /questions/{check}/{item}`
pub async fn page(visit: Staff, Path((check, about)): Path<(String, String)>) -> Result<Response, Error> {
    let sight = sees(&visit)?;
    let found = found(&visit, &sight, &check, &about)?;
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    if let Some(last) = found.kept.and_then(|kept| kept.item.answers.last()) {
        answers.set("words", last.words.to_string());
    }
    Ok(show(&visit, &found, &answers))
}

fn show(visit: &Staff, found: &Found, answers: &Answers) -> Response {
    let sight = visit.sight();
    let (reference, name) = match &found.raised {
        Some(one) => (one.raised.reference.clone(), one.raised.title.clone()),
        None => (sight.name_of(found.about).map(|name| name.to_string()).unwrap_or_default(), String::new()),
    };
    let title = format!("{}: {reference}", found.check.title);
    let at_present = visit.way.chosen().is_none();
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (reference) " " (name) }
        h1 class="govuk-heading-l" { (found.check.title) }
        @if visit.asked("done").is_some() && answers.is_right() {
            p class="govuk-body" role="status" { strong { (say("question-recorded")) } }
        }
        p class="govuk-body-s" { (found.check.rule) }
        @match &found.raised {
            Some(one) => {
                (told(visit, one))
                @if let Some((href, words)) = mends(visit, &one.raised) {
                    p class="govuk-body" { a class="govuk-link" href=(href) { (words) } }
                }
                @if at_present { (forms(visit, found, answers)) }
            }
            None => p class="govuk-body" { strong { (say("question-not-raised")) } },
        }
        @if let Some(kept) = found.kept { (done(&sight, kept)) }
        p class="govuk-body-s" { (say("questions-foi")) }
    };
    let page = Page { title: answers.title(&title), main, ..Page::default() }.within(Section::Assurance);
    visit.show(&page.below(say("questions"), visit.way.to("/questions")))
}

fn forms(visit: &Staff, found: &Found, answers: &Answers) -> Markup {
    let to = address_of(found.check.name, found.about);
    let seen = html! {
        @if let Some(kept) = found.kept { input type="hidden" name="seen" value=(kept.version); }
    };
    html! {
        @if visit.actor().may(AnswerQuestions::ACT).is_ok() {
            h2 class="govuk-heading-m" { (say("question-answer-title")) }
            form method="post" action={ (to) "/answer" } novalidate {
                (once(answers.one("key")))
                (seen)
                (answers.textarea("words", say("question-answer-words"), Some(say("question-answer-hint")), 5))
                (Button::default().saying(&plain(say("question-answer"))))
            }
        }
        @if visit.actor().may(SilenceQuestions::ACT).is_ok() {
            h2 class="govuk-heading-m" { (say("question-silence-title")) }
            p class="govuk-body" { (say("question-silence-what")) }
            form method="post" action={ (to) "/silence" } novalidate {
                (once(answers.one("key")))
                (seen)
                (answers.textarea("reason", say("question-silence-reason"), None, 3))
                (answers.line(&Line { field: "until", kind: "date", label: say("question-silence-until"), hint: Some(say("question-silence-until-hint")), ..Line::default() }))
                (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("question-silence"))))
            }
        }
    }
}

/// Everything that was done of it, newest first within each kind.
fn done(sight: &Sight, kept: &Kept<Question>) -> Markup {
    let item = &kept.item;
    html! {
        h2 class="govuk-heading-m" { (say("question-done-title")) }
        @for answer in item.answers.iter().rev() {
            div class="milepost-said" {
                h3 class="govuk-heading-s" { (say("question-done-answered")) }
                p class="govuk-body" { (answer.words) }
                p class="milepost-note" { (speaker(sight, answer.by)) ", " (day(answer.day)) ". " (say("question-found")) " " (answer.evidence) }
            }
        }
        @for one in item.silenced.iter().rev() {
            div class="milepost-said" {
                h3 class="govuk-heading-s" { (say_with("question-silenced-until", &[("day", one.until.into())])) }
                p class="govuk-body" { (one.reason) }
                p class="milepost-note" { (speaker(sight, one.by)) ", " (day(one.day)) ". " (say("question-found")) " " (one.evidence) }
            }
        }
        @if !item.shared.is_empty() {
            h3 class="govuk-heading-s" { (say("question-done-shared")) }
            ul class="govuk-list govuk-list--bullet" {
                @for shared in &item.shared {
                    @let body = sight.body(shared.with).map(|body| body.item.name.to_string()).unwrap_or_default();
                    li { (body) ", " (day(shared.day)) }
                }
            }
        }
    }
}

/// `POST /questions/{check}/{item}/answer`
pub async fn answered(
    visit: May<AnswerQuestions>,
    Path((check, about)): Path<(String, String)>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let id: Uuid = about.parse().map_err(|_| Error::NotFound)?;
    let words = answers.needed("words", say("question-answer-missing"));
    let command = Command::AnswerQuestion(Box::new(AnswerQuestion { check: named(&check)?, about: id, words }));
    written(&visit, &check, &about, command, answers, "words", None).await
}

/// `POST /questions/{check}/{item}/silence`
pub async fn silenced(
    visit: May<SilenceQuestions>,
    Path((check, about)): Path<(String, String)>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let id: Uuid = about.parse().map_err(|_| Error::NotFound)?;
    let reason = answers.needed("reason", say("question-silence-reason-missing"));
    let until = answers.day("until");
    if until.is_none() && answers.is_right() {
        answers.is_wrong("until", say("question-silence-until-missing"));
    }
    let until = until.unwrap_or(jiff::civil::Date::ZERO);
    let command = Command::SilenceQuestion(SilenceQuestion { check: named(&check)?, about: id, until });
    written(&visit, &check, &about, command, answers, "until", Some(reason)).await
}

/// Writes, and goes back to the question; or shows it again with what is wrong.
async fn written(
    visit: &Staff,
    check: &str,
    about: &str,
    command: Command,
    mut answers: Answers,
    field: &'static str,
    reason: Option<domain::text::Text>,
) -> Result<Response, Error> {
    let sight = sees(visit)?;
    let found = found(visit, &sight, check, about)?;
    let seen = found.kept.and_then(|kept| Some((kept.id.uuid(), answers.one("seen").parse().ok()?)));
    if answers.is_right() {
        match visit.write(command, answers.one("key"), seen.into_iter().collect(), reason).await? {
            Ok(_) => {
                let to = address_of(found.check.name, found.about);
                return Ok(Redirect::to(&format!("{to}?done=1")).into_response());
            }
            Err(refusal) => answers.is_wrong(field, crate::updates::capital(&refusal.to_string())),
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, show(visit, &found, &answers)).into_response())
}
