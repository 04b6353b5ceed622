//! `/rounds/{round}/freeze`: ends a quarterly update as it stands, after it was said what would stand there as missing.
use super::{accuracy, address, shown, theme::theme_address};
use crate::{
    answers::{Answers, once},
    error::Error,
    parts::{Button, plain, warning_text},
    visit::{FreezeRounds, May, Staff},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    id::Id,
    office::Kept,
    round::{FreezeRound, Return, Round},
    text::text,
};
use maud::html;
use uuid::Uuid;

/// `GET /rounds/{round}/freeze`
pub async fn asked(visit: May<FreezeRounds>, Path(id): Path<Uuid>) -> Result<Response, Error> {
    let round = visit.now().round(Id::from(id)).ok_or(Error::NotFound)?.clone();
    if round.item.frozen.is_some() {
        return Ok(Redirect::to(&address(round.id)).into_response());
    }
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    Ok(show(&visit, &round, &answers))
}

/// `POST /rounds/{round}/freeze`
pub async fn answered(visit: May<FreezeRounds>, Path(id): Path<Uuid>, mut answers: Answers) -> Result<Response, Error> {
    let round = visit.now().round(Id::from(id)).ok_or(Error::NotFound)?.clone();
    // It cannot be undone, so only the page's own form freezes: a request without its key was never looked at.
    if answers.id("key").is_none() {
        return Err(Error::Unreadable);
    }
    let command = Command::FreezeRound(FreezeRound { round: text(&round.id.to_string()) });
    match visit.write(command, answers.one("key"), vec![], None).await? {
        Ok(_) => Ok(Redirect::to(&address(round.id)).into_response()),
        Err(refusal) => {
            answers.is_wrong("freeze", refusal.to_string());
            Ok(show(&visit, &round, &answers))
        }
    }
}

fn show(visit: &Staff, round: &Kept<Round>, answers: &Answers) -> Response {
    let sight = visit.now();
    let standing = sight.standing(round, visit.today());
    let owed = standing.count(Return::Asked) + standing.count(Return::Late);
    let open: Vec<_> = sight
        .themes(round.item.plan)
        .into_iter()
        .filter(|theme| !round.item.signed_off.iter().any(|done| done.theme == theme.id))
        .collect();
    let title = say_with("freeze-title", &[("name", (&round.item.name).into())]);
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("freeze-what")) }
        p class="govuk-body" { (say_with("freeze-owed", &[("count", owed.into()), ("asked", standing.rows.len().into())])) }
        @if !open.is_empty() {
            p class="govuk-body" { (say("freeze-open-themes")) }
            ul class="govuk-list govuk-list--bullet" {
                @for theme in &open {
                    li { a class="govuk-link" href=(theme_address(round, theme)) { (theme.item.name) } }
                }
            }
        }
        (accuracy::in_lines(&sight, round))
        (warning_text(&say("warning"), &plain(say("freeze-once"))))
        form method="post" action={ (address(round.id)) "/freeze" } novalidate {
            (once(answers.one("key")))
            (Button { classes: "govuk-button--warning", id: Some("freeze"), ..Button::default() }.saying(&plain(say("freeze-send"))))
        }
    };
    shown(visit, answers, &title, main)
}
