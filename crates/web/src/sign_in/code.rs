//! The second step, for whoever uses an authenticator app: the code.
use super::{let_in, origin, page};
use crate::{
    answers::Answers,
    doors::{self, Cookie, Entrance},
    error::Error,
    parts::{Button, plain, question::Line},
    way::segment,
    words::say,
};
use axum::{
    extract::Query,
    http::HeaderMap,
    response::{IntoResponse, Redirect, Response},
};
use maud::html;
use record::{Attempt, Token};
use uuid::Uuid;

/// Lets in who gave their passphrase; or asks for their code, where they use an app.
pub async fn onwards(entrance: &Entrance, person: Uuid, to: &str) -> Result<Option<Response>, Error> {
    let (accounts, now) = (entrance.record.accounts(), entrance.doors.now());
    if accounts.authenticator(person).await?.is_none() {
        return let_in(entrance, person, to).await;
    }
    let token = accounts.halfway(person, now).await?;
    let way = if to == "/" { "/sign-in/code".to_owned() } else { format!("/sign-in/code?to={}", segment(to)) };
    Ok(Some(Cookie::Halfway.kept(&entrance.record, token.as_str(), Redirect::to(&way).into_response())))
}

fn held(entrance: &Entrance, headers: &HeaderMap) -> Option<Token> {
    Cookie::Halfway.held(&entrance.record, headers).map(Token::held_out)
}

/// Too late, or never begun: from the beginning.
fn again(entrance: &Entrance) -> Response {
    let title = say("code-late");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("code-late-why")) }
        p class="govuk-body" { a class="govuk-link" href="/sign-in" { (say("code-again")) } }
    };
    page(&entrance.record, &Answers::default(), &title, main)
}

/// `GET /sign-in/code`
pub async fn asked(
    entrance: Entrance,
    headers: HeaderMap,
    Query(asked): Query<Vec<(String, String)>>,
) -> Result<Response, Error> {
    let Some(token) = held(&entrance, &headers) else { return Ok(again(&entrance)) };
    if entrance.record.accounts().halfway_in(&token, entrance.doors.now()).await?.is_none() {
        return Ok(again(&entrance));
    }
    let to = asked.iter().find(|(name, _)| name == "to").map_or("/", |(_, to)| doors::way_back(to));
    let mut answers = Answers::default();
    answers.set("to", to);
    Ok(show(&entrance, &answers))
}

/// `POST /sign-in/code`
pub async fn answered(entrance: Entrance, headers: HeaderMap, mut answers: Answers) -> Result<Response, Error> {
    let Some(token) = held(&entrance, &headers) else { return Ok(again(&entrance)) };
    let (accounts, now) = (entrance.record.accounts(), entrance.doors.now());
    let Some(person) = accounts.halfway_in(&token, now).await? else { return Ok(again(&entrance)) };
    if answers.one("code").is_empty() {
        answers.is_wrong("code", say("code-missing"));
        return Ok(show(&entrance, &answers));
    }
    match accounts.try_code(person, answers.one("code"), &origin(&entrance.came), now).await? {
        Attempt::TooMany => answers.is_wrong("code", say("code-too-many")),
        Attempt::Unknown => answers.is_wrong("code", say("code-wrong")),
        Attempt::Known(_) => {
            if !accounts.arrives(&token).await? {
                return Ok(again(&entrance));
            }
            let response = let_in(&entrance, person, doors::way_back(answers.one("to"))).await?;
            return Ok(Cookie::Halfway.gone(&entrance.record, response.unwrap_or_else(|| again(&entrance))));
        }
    }
    Ok(show(&entrance, &answers))
}

/// The field for a code: phones offer the digits.
pub fn code_line(field: &'static str, label: String, hint: Option<String>) -> Line<'static> {
    let autocomplete = Some("one-time-code");
    Line { field, kind: "text", label, hint, autocomplete, classes: "govuk-input--width-20", ..Line::default() }
}

fn show(entrance: &Entrance, answers: &Answers) -> Response {
    let title = say("code-title");
    let mut blank = answers.clone();
    // A code is never sent back.
    blank.set("code", "");
    let main = html! {
        (blank.summary())
        h1 class="govuk-heading-l" { (title) }
        form method="post" action="/sign-in/code" novalidate {
            input type="hidden" name="to" value=(answers.one("to"));
            (blank.line(&code_line("code", say("app-code"), Some(say("app-code-hint")))))
            (Button::default().saying(&plain(say("code-go-on"))))
        }
        p class="govuk-body" { (say("code-lost")) }
        p class="govuk-body" { a class="govuk-link" href="/sign-in" { (say("code-again")) } }
    };
    page(&entrance.record, &blank, &title, main)
}
