//! The way in and out: sign in, sign out, and what to do who forgot.
pub mod code;
pub mod first;
pub mod link;
pub mod provider;

use crate::{
    answers::Answers,
    doors::{self, Came, Entrance, SignedIn},
    error::Error,
    frame,
    page::Page,
    parts::{Button, plain, question::Line},
    words::{say, say_with},
};
use axum::{
    extract::Query,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{passphrase::Passphrase, period::london_day};
use jiff::Timestamp;
use maud::{Markup, html};
use record::{Attempt, Record};
use uuid::Uuid;

/// `GET /sign-in`
pub async fn asked(entrance: Entrance, Query(asked): Query<Vec<(String, String)>>) -> Response {
    let to = asked.iter().find(|(name, _)| name == "to").map_or("/", |(_, to)| doors::way_back(to));
    if entrance.signed_in.is_some() {
        return Redirect::to(to).into_response();
    }
    let mut answers = Answers::default();
    answers.set("to", to);
    show(&entrance, &answers)
}

/// `POST /sign-in`
pub async fn answered(entrance: Entrance, mut answers: Answers) -> Result<Response, Error> {
    let email = answers.short("email", say("email-missing"));
    if answers.raw("passphrase").is_empty() {
        answers.is_wrong("passphrase", say("passphrase-missing"));
    }
    if !answers.is_right() {
        return Ok(show(&entrance, &answers));
    }
    let Entrance { record, doors, came, .. } = &entrance;
    let passphrase = Passphrase::typed(answers.raw("passphrase"));
    let attempt = record.accounts().try_passphrase(&email, &passphrase, &origin(came), doors.now()).await?;
    match attempt {
        Attempt::TooMany => answers.is_wrong("email", say("sign-in-too-many")),
        Attempt::Unknown => answers.is_wrong("email", say("sign-in-wrong")),
        Attempt::Known(person) => {
            if let Some(response) = code::onwards(&entrance, person, doors::way_back(answers.one("to"))).await? {
                return Ok(response);
            }
            // They have an account and no access any more: as if they had none.
            answers.is_wrong("email", say("sign-in-wrong"));
        }
    }
    Ok(show(&entrance, &answers))
}

/// From where attempts are counted: an address of IPv4, or the half of one of IPv6 that a household has.
pub fn origin(came: &Came) -> String {
    match came.from.parse() {
        Ok(std::net::IpAddr::V6(ip)) if !ip.is_loopback() => {
            let [a, b, c, d, ..] = ip.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => came.from.clone(),
    }
}

/// Opens a session under a new id, in the role that the record gives. None for who has left.
async fn let_in(entrance: &Entrance, person: Uuid, to: &str) -> Result<Option<Response>, Error> {
    let_in_shown(entrance, person, entrance.doors.now(), to).await
}

/// The same for somebody who showed who they are at another time.
async fn let_in_shown(
    entrance: &Entrance,
    person: Uuid,
    shown: Timestamp,
    to: &str,
) -> Result<Option<Response>, Error> {
    let Entrance { record, doors, signed_in, .. } = entrance;
    let now = doors.now();
    let Some(actor) = record.follow().await?.actor(person, london_day(now)) else { return Ok(None) };
    if let Some(SignedIn(session)) = signed_in {
        record.accounts().sign_out(session).await?;
    }
    let token = record.accounts().open_shown(person, actor.role.as_str(), shown.min(now), now).await?;
    Ok(Some(doors::keeping(record, &token, Redirect::to(to).into_response())))
}

fn show(entrance: &Entrance, answers: &Answers) -> Response {
    let title = say("sign-in");
    let email = Line {
        field: "email",
        kind: "email",
        label: say("email"),
        autocomplete: Some("username"),
        classes: "govuk-input--width-20",
        ..Line::default()
    };
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        @if let Some(provided) = entrance.doors.provider() {
            p class="govuk-body" {
                a class="govuk-button" role="button" href=(provider::way(answers.one("to"))) {
                    (say_with("provider-sign-in", &[("name", provided.name.as_str().into())]))
                }
            }
            h2 class="govuk-heading-m" { (say("provider-or")) }
        }
        form method="post" action="/sign-in" novalidate {
            input type="hidden" name="to" value=(answers.one("to"));
            (answers.line(&email))
            (answers.line(&passphrase_line("passphrase", say("passphrase"), None, "current-password")))
            (Button::default().saying(&plain(&title)))
        }
        p class="govuk-body" { a class="govuk-link" href="/forgotten" { (say("forgotten")) } }
    };
    page(&entrance.record, answers, &title, main)
}

pub fn passphrase_line(
    field: &'static str,
    label: String,
    hint: Option<String>,
    autocomplete: &'static str,
) -> Line<'static> {
    let autocomplete = Some(autocomplete);
    Line { field, kind: "password", label, hint, autocomplete, classes: "govuk-input--width-20", ..Line::default() }
}

/// A page on the way in; one with something wrong says so also to machines.
fn page(record: &Record, answers: &Answers, title: &str, main: Markup) -> Response {
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page { title: answers.title(title), main, ..Page::default() };
    (status, frame::entrance(record).around(&page)).into_response()
}

/// `POST /sign-out`
pub async fn out(entrance: Entrance) -> Result<Response, Error> {
    if let Some(SignedIn(session)) = &entrance.signed_in {
        entrance.record.accounts().sign_out(session).await?;
    }
    Ok(doors::letting_go(&entrance.record, Redirect::to("/sign-in").into_response()))
}

/// `GET /forgotten`: until these pages send mail, the administrator passes a link on.
pub async fn forgotten(entrance: Entrance) -> Response {
    let title = say("forgotten");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("forgotten-do")) }
        p class="govuk-body" { (say("forgotten-why")) }
        p class="govuk-body" { a class="govuk-link" href="/sign-in" { (say("sign-in")) } }
    };
    page(&entrance.record, &Answers::default(), &title, main)
}
