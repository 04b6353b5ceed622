//! `/rounds/{round}/send-back`: what came goes back to its lead, with a comment.
use super::{address, round_of};
use crate::{
    answers::{Answers, once},
    error::Error,
    parts::{Button, plain, question::Pick},
    visit::{May, SendReturnsBack},
    way::Way,
    words::say,
};
use axum::{
    extract::Path,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    id::Id,
    round::{Return, SendBack, Standing},
    text::Text,
};
use maud::{Markup, html};
use uuid::Uuid;

/// `POST /rounds/{round}/send-back`
pub async fn answered(
    visit: May<SendReturnsBack>,
    Path(round): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let round = round_of(&visit, &round)?;
    let action = answers.id("action").map(Id::new).and_then(|id| visit.now().action(id));
    if action.is_none() {
        answers.is_wrong("action", say("send-back-missing"));
    }
    let comment = Text::new(answers.one("comment").to_owned()).unwrap_or_else(|why| {
        answers.is_wrong("comment", why.to_string());
        Text::default()
    });
    let Some(action) = action.filter(|_| answers.is_right()) else {
        return super::again(&visit, &round, &answers).await;
    };
    let command = Command::SendBack(SendBack { round: round.id, action: action.id, comment });
    match visit.write(command, answers.one("key"), vec![], None).await? {
        Ok(_) => {
            let done = [("back", action.reference().as_str())];
            Ok(Redirect::to(&Way::default().with(&address(round.id), &done)).into_response())
        }
        Err(refusal) => {
            answers.is_wrong("comment", crate::updates::capital(&refusal.to_string()));
            super::again(&visit, &round, &answers).await
        }
    }
}

/// The form, where there is something that could go back.
pub fn form(address: &str, standing: &Standing, answers: &Answers) -> Markup {
    let came: Vec<_> = standing.rows.iter().filter(|row| row.state == Return::Returned).collect();
    let chosen = answers.one("action");
    let none = (String::new(), say("send-back-missing"), chosen.is_empty());
    let choices = came.iter().map(|row| {
        let id = row.action.id.to_string();
        let is_chosen = chosen == id;
        (id, format!("{} {}", row.action.reference(), row.action.item.title), is_chosen)
    });
    let pick = Pick {
        field: "action",
        label: say("send-back-action"),
        hint: None,
        choices: std::iter::once(none).chain(choices).collect(),
    };
    html! {
        h2 class="govuk-heading-m" { (say("send-back-title")) }
        @if came.is_empty() {
            p class="govuk-body" { (say("send-back-none")) }
        } @else {
            p class="govuk-body" { (say("send-back-why")) }
            form method="post" action={ (address) "/send-back" } novalidate {
                (once(&Uuid::now_v7().to_string()))
                (answers.pick(&pick))
                (answers.textarea("comment", say("send-back-comment"), None, 3))
                (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("send-back-title"))))
            }
        }
    }
}
