//! `/account/authenticator`: one's own authenticator app, switched on and off by a code.
use super::{moment, signed_in};
use crate::{
    answers::Answers,
    doors::{Came, Doors},
    error::Error,
    page::Page,
    parts::{Button, plain},
    sign_in::code::code_line,
    visit::{ShownLately, Staff},
    words::{say, say_with},
};
use axum::{
    Extension,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use maud::{Markup, html};
use record::{Attempt, Session, base32};

/// `GET /account/authenticator`
pub async fn asked(visit: Staff, doors: Option<Extension<Doors>>) -> Result<Response, Error> {
    let (session, _) = signed_in(&visit, doors)?;
    show(&visit, &session, Answers::default()).await
}

/// `POST /account/authenticator`: on, by a code of it.
pub async fn on(
    visit: ShownLately,
    doors: Option<Extension<Doors>>,
    came: Option<Extension<Came>>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let (session, doors) = signed_in(&visit, doors)?;
    let from = came.map(|came| came.0.from).unwrap_or_default();
    let accounts = visit.record.accounts();
    if answers.one("code").is_empty() {
        answers.is_wrong("code", say("code-missing"));
        return show(&visit, &session, answers).await;
    }
    match accounts.switch_on(session.person, answers.one("code"), &from, doors.now()).await? {
        (Attempt::Known(_), codes) => {
            tracing::info!(person = %session.person, "an authenticator app was switched on");
            Ok(codes_once(&visit, &codes))
        }
        (Attempt::TooMany, _) => {
            answers.is_wrong("code", say("code-too-many"));
            show(&visit, &session, answers).await
        }
        (Attempt::Unknown, _) => {
            answers.is_wrong("code", say("code-wrong"));
            show(&visit, &session, answers).await
        }
    }
}

/// `POST /account/authenticator/off`: by a code of it, or a recovery code.
pub async fn off(
    visit: Staff,
    doors: Option<Extension<Doors>>,
    came: Option<Extension<Came>>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let (session, doors) = signed_in(&visit, doors)?;
    let from = came.map(|came| came.0.from).unwrap_or_default();
    let accounts = visit.record.accounts();
    if answers.one("code").is_empty() {
        answers.is_wrong("code", say("code-missing"));
        return show(&visit, &session, answers).await;
    }
    match accounts.try_code(session.person, answers.one("code"), &from, doors.now()).await? {
        Attempt::Known(_) => {
            accounts.switch_off(session.person).await?;
            tracing::info!(person = %session.person, "an authenticator app was switched off");
            return Ok(Redirect::to("/account?done=authenticator-off").into_response());
        }
        Attempt::TooMany => answers.is_wrong("code", say("code-too-many")),
        Attempt::Unknown => answers.is_wrong("code", say("code-wrong")),
    }
    show(&visit, &session, answers).await
}

async fn show(visit: &Staff, session: &Session, mut answers: Answers) -> Result<Response, Error> {
    let accounts = visit.record.accounts();
    // A code is never sent back.
    answers.set("code", "");
    let main = if let Some(since) = accounts.authenticator(session.person).await? {
        let left = accounts.recovery_codes(session.person).await?;
        html! {
            p class="govuk-body" { (say_with("authenticator-on-since", &[("moment", moment(since).into()), ("left", usize::try_from(left).unwrap_or(0).into())])) }
            form method="post" action="/account/authenticator/off" novalidate {
                (answers.line(&code_line("code", say("app-code"), Some(say("app-code-hint")))))
                (Button { classes: "govuk-button--warning", ..Button::default() }.saying(&plain(say("authenticator-off"))))
            }
        }
    } else {
        let secret = accounts.prepare_authenticator(session.person).await?.ok_or(Error::NotFound)?;
        setting_up(visit, session, &base32(&secret), &answers)
    };
    let title = say("authenticator");
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        (main)
    };
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page { title: answers.title(&title), main, ..Page::default() }.below(say("account"), "/account");
    Ok((status, visit.plain_frame().around(&page)).into_response())
}

fn setting_up(visit: &Staff, session: &Session, secret: &str, answers: &Answers) -> Markup {
    let office = crate::frame::entrance(&visit.record).office;
    let part = crate::way::segment;
    let link = format!(
        "otpauth://totp/{}:{}?secret={secret}&issuer={}&algorithm=SHA1&digits=6&period=30",
        part(&office),
        part(&session.email),
        part(&office)
    );
    let letters: Vec<char> = secret.chars().collect();
    let grouped = letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join(" ");
    html! {
        p class="govuk-body" { (say("authenticator-why")) }
        ol class="govuk-list govuk-list--number" {
            li {
                (say("authenticator-add")) " "
                code class="milepost-hash" { (grouped) }
                br;
                a class="govuk-link" href=(link) { (say("authenticator-open")) }
            }
            li { (say("authenticator-give")) }
        }
        form method="post" action="/account/authenticator" novalidate {
            (answers.line(&code_line("code", say("app-code"), Some(say("authenticator-code-hint")))))
            (Button::default().saying(&plain(say("authenticator-on"))))
        }
    }
}

/// The recovery codes, which are kept as hashes: shown now and never again.
fn codes_once(visit: &Staff, codes: &[String]) -> Response {
    let title = say("authenticator-is-on");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("recovery-why")) }
        ul class="govuk-list govuk-list--bullet" {
            @for code in codes { li { code class="milepost-hash" { (code) } } }
        }
        p class="govuk-body" { (say("recovery-once")) }
        p class="govuk-body" { a class="govuk-link" href="/account" { (say("recovery-kept")) } }
    };
    visit.plain_frame().around(&Page { title, main, ..Page::default() }).into_response()
}
