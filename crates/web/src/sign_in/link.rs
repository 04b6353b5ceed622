//! One-time links: an invitation that is accepted, and a passphrase that is set anew. Looking at one spends nothing.
use super::{code::onwards, page, passphrase_line};
use crate::{
    answers::Answers,
    doors::Entrance,
    error::Error,
    frame,
    parts::{Button, plain},
    words::{say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{passphrase::Passphrase, period::london_day};
use maud::html;
use record::{Person, Purpose, Record, Token};

/// `GET /invitation/{token}`
pub async fn invited(entrance: Entrance, Path(token): Path<String>) -> Result<Response, Error> {
    look(&entrance, &token, Purpose::Invitation).await
}

/// `POST /invitation/{token}`
pub async fn accepted(entrance: Entrance, Path(token): Path<String>, answers: Answers) -> Result<Response, Error> {
    choose(&entrance, &token, Purpose::Invitation, answers).await
}

/// `GET /reset/{token}`
pub async fn forgot(entrance: Entrance, Path(token): Path<String>) -> Result<Response, Error> {
    look(&entrance, &token, Purpose::Reset).await
}

/// `POST /reset/{token}`
pub async fn reset(entrance: Entrance, Path(token): Path<String>, answers: Answers) -> Result<Response, Error> {
    choose(&entrance, &token, Purpose::Reset, answers).await
}

/// Where a link leads.
pub fn address(purpose: Purpose, token: &Token) -> String {
    format!("/{}/{}", purpose.as_str(), token.as_str())
}

async fn look(entrance: &Entrance, token: &str, purpose: Purpose) -> Result<Response, Error> {
    Ok(match linked(entrance, &Token::held_out(token), purpose).await? {
        Some(person) => show(entrance, &person, purpose, token, &Answers::default()),
        None => void(&entrance.record),
    })
}

/// Whose a link is, while it is good and while they are of this office: a link dies with their access, whoever ended that.
async fn linked(entrance: &Entrance, token: &Token, purpose: Purpose) -> Result<Option<Person>, Error> {
    let now = entrance.doors.now();
    let person = entrance.record.accounts().linked(token, purpose, now).await?;
    let office = entrance.record.follow().await?;
    Ok(person.filter(|person| office.actor(person.id, london_day(now)).is_some()))
}

/// Spent, revoked, run out, or never made: which, is nobody's business.
fn void(record: &Record) -> Response {
    let title = say("link-void");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("link-void-do")) }
        p class="govuk-body" { a class="govuk-link" href="/sign-in" { (say("sign-in")) } }
    };
    page(record, &Answers::default(), &title, main)
}

async fn choose(entrance: &Entrance, token: &str, purpose: Purpose, mut answers: Answers) -> Result<Response, Error> {
    let (accounts, now) = (entrance.record.accounts(), entrance.doors.now());
    let held = Token::held_out(token);
    let Some(person) = linked(entrance, &held, purpose).await? else { return Ok(void(&entrance.record)) };
    let Some(passphrase) = chosen(&mut answers, &near(&entrance.record, &person.name, &person.email)) else {
        return Ok(show(entrance, &person, purpose, token, &answers));
    };
    match accounts.spend(&held, purpose, &passphrase, now).await? {
        None => Ok(void(&entrance.record)),
        Some(person) => Ok(onwards(entrance, person.id, "/").await?.unwrap_or_else(|| void(&entrance.record))),
    }
}

/// The words that a passphrase is not made of: the office's and the person's own.
pub fn near(record: &Record, name: &str, email: &str) -> [String; 3] {
    [frame::entrance(record).office, name.to_owned(), email.to_owned()]
}

/// The passphrase that was typed twice, if it will do.
pub fn chosen(answers: &mut Answers, near: &[String]) -> Option<Passphrase> {
    let typed = answers.raw("passphrase").to_owned();
    let near: Vec<&str> = near.iter().map(String::as_str).collect();
    match Passphrase::chosen(&typed, &near) {
        Err(weak) => answers.is_wrong("passphrase", weak.to_string()),
        Ok(passphrase) if answers.raw("again") == typed => return answers.is_right().then_some(passphrase),
        Ok(_) => answers.is_wrong("again", say("passphrases-differ")),
    }
    None
}

fn show(entrance: &Entrance, person: &Person, purpose: Purpose, token: &str, answers: &Answers) -> Response {
    let title = match purpose {
        Purpose::Invitation => say("invitation"),
        Purpose::Reset => say("reset"),
    };
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say_with("link-for", &[("name", person.name.as_str().into()), ("email", person.email.as_str().into())])) }
        form method="post" action=(address(purpose, &Token::held_out(token))) novalidate {
            // For whoever keeps passphrases: a browser knows by it whose this one is.
            input type="hidden" name="username" value=(person.email) autocomplete="username";
            (answers.line(&passphrase_line("passphrase", say("passphrase"), Some(say("passphrase-hint")), "new-password")))
            (answers.line(&passphrase_line("again", say("passphrase-again"), None, "new-password")))
            (Button::default().saying(&plain(say("passphrase-save"))))
        }
    };
    page(&entrance.record, answers, &title, main)
}
