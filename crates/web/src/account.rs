//! `/account`: one's own passphrase and sessions.
pub mod authenticator;

use crate::{
    answers::Answers,
    doors::{self, Came, Doors, SignedIn},
    error::Error,
    page::Page,
    parts::{
        Button, NotificationBanner, plain,
        table::{Cell, Table, summary_list},
    },
    sign_in::{link, passphrase_line},
    visit::Staff,
    words::{say, say_with},
};
use axum::{
    Extension,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::passphrase::Passphrase;
use jiff::Timestamp;
use maud::html;
use record::{Attempt, Session};

/// `GET /account`
pub async fn own(visit: Staff, doors: Option<Extension<Doors>>) -> Result<Response, Error> {
    let (session, doors) = signed_in(&visit, doors)?;
    show(&visit, &session, &doors, &Answers::default()).await
}

fn signed_in(visit: &Staff, doors: Option<Extension<Doors>>) -> Result<(Session, Doors), Error> {
    let SignedIn(session) = visit.signed_in.clone().ok_or(Error::NotFound)?;
    Ok((session, doors.ok_or(Error::NotFound)?.0))
}

/// `POST /account`: another passphrase, by the one that is.
pub async fn passphrase(
    visit: Staff,
    doors: Option<Extension<Doors>>,
    came: Option<Extension<Came>>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let (session, doors) = signed_in(&visit, doors)?;
    let from = came.map(|came| came.0.from).unwrap_or_default();
    let near = link::near(&visit.record, &session.name, &session.email);
    if answers.raw("now").is_empty() {
        answers.is_wrong("now", say("passphrase-missing"));
    }
    let Some(new) = link::chosen(&mut answers, &near) else { return show(&visit, &session, &doors, &answers).await };
    let old = Passphrase::typed(answers.raw("now"));
    match visit.record.accounts().change_passphrase(&session, &old, &new, &from, doors.now()).await? {
        Attempt::Known(_) => Ok(Redirect::to("/account?done=passphrase").into_response()),
        Attempt::Unknown => {
            answers.is_wrong("now", say("passphrase-not-yours"));
            show(&visit, &session, &doors, &answers).await
        }
        Attempt::TooMany => {
            answers.is_wrong("now", say("sign-in-too-many"));
            show(&visit, &session, &doors, &answers).await
        }
    }
}

/// `POST /account/sign-out-everywhere`
pub async fn everywhere(visit: Staff, doors: Option<Extension<Doors>>) -> Result<Response, Error> {
    let (session, _) = signed_in(&visit, doors)?;
    visit.record.accounts().sign_out_everywhere(session.person).await?;
    Ok(doors::letting_go(&visit.record, Redirect::to("/sign-in").into_response()))
}

/// What was done, of which this page tells.
fn done(what: &str) -> Option<String> {
    match what {
        "passphrase" => Some(say("passphrase-changed")),
        "authenticator-off" => Some(say("authenticator-is-off")),
        "shown" => Some(say("again-shown")),
        _ => None,
    }
}

/// "12 September 2018, 14:05", London time.
pub fn moment(at: Timestamp) -> String {
    let day = domain::period::london_day(at);
    let time = at.in_tz("Europe/London").map(|at| at.strftime("%H:%M").to_string()).unwrap_or_default();
    say_with("moment", &[("day", day.into()), ("time", time.into())])
}

async fn show(visit: &Staff, session: &Session, doors: &Doors, answers: &Answers) -> Result<Response, Error> {
    let sessions = visit.record.accounts().sessions(session.person, doors.now()).await?;
    let has_app = visit.record.accounts().authenticator(session.person).await?.is_some();
    let title = say("account");
    let facts = [
        (plain(say("name")), plain(&session.name)),
        (plain(say("email")), plain(&session.email)),
        (plain(say("role")), plain(crate::people::role_name(visit.actor().role))),
        (plain(say("posts-held")), plain(crate::people::posts_of(visit))),
    ];
    let rows = sessions.iter().map(|one| {
        let this = if one.id == session.id { say("session-this") } else { String::new() };
        vec![Cell::text(moment(one.created)), Cell::text(moment(one.seen)), Cell::text(this)]
    });
    let table = Table {
        caption: Some(plain(say("sessions"))),
        caption_classes: "govuk-table__caption--m",
        head: [say("session-since"), say("session-seen"), say("session-which")].map(Cell::text).into(),
        rows: rows.collect(),
        ..Table::default()
    };
    let main = html! {
        (answers.summary())
        @if let (Some(words), true) = (visit.asked("done").and_then(done), answers.is_right()) {
            @let done = say("done");
            (NotificationBanner { title: &done, classes: "govuk-notification-banner--success", ..NotificationBanner::default() }.saying(&NotificationBanner::heading(&plain(words))))
        }
        h1 class="govuk-heading-l" { (title) }
        (summary_list(&facts, "milepost-facts"))
        h2 class="govuk-heading-m" { (say("passphrase-change")) }
        form method="post" action="/account" novalidate {
            (answers.line(&passphrase_line("now", say("passphrase-now"), None, "current-password")))
            (answers.line(&passphrase_line("passphrase", say("passphrase-new"), Some(say("passphrase-hint")), "new-password")))
            (answers.line(&passphrase_line("again", say("passphrase-again"), None, "new-password")))
            (Button::default().saying(&plain(say("passphrase-save"))))
        }
        h2 class="govuk-heading-m" { (say("authenticator")) }
        p class="govuk-body" {
            (if has_app { say("authenticator-says-on") } else { say("authenticator-says-off") }) " "
            a class="govuk-link" href="/account/authenticator" {
                (if has_app { say("authenticator-change") } else { say("authenticator-set-up") })
            }
        }
        (table.show())
        form method="post" action="/account/sign-out-everywhere" {
            (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("sign-out-everywhere"))))
        }
    };
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page { title: answers.title(&title), main, ..Page::default() };
    Ok((status, visit.plain_frame().around(&page)).into_response())
}
