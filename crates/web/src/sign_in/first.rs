//! `/first`: the first administrator, made by who has the secret that the server printed when it was started.
use super::{let_in, link, page, passphrase_line};
use crate::{
    answers::Answers,
    doors::Entrance,
    error::Error,
    parts::{Button, plain, question::Line},
    words::{say, say_with},
};
use axum::response::Response;
use domain::{
    access::Grant,
    actor::{Actor, Role},
    ask::{Ask, Command},
    settings::COMMAND_LINE,
};
use maud::html;
use uuid::Uuid;

/// `GET /first`
pub async fn asked(entrance: Entrance) -> Result<Response, Error> {
    awaited(&entrance).await?;
    Ok(show(&entrance, &Answers::default()))
}

/// Once somebody can sign in there is no such page any more, whichever node let them in.
async fn awaited(entrance: &Entrance) -> Result<(), Error> {
    if !entrance.doors.awaits_the_first() || entrance.record.accounts().any().await? {
        return Err(Error::NotFound);
    }
    Ok(())
}

/// `POST /first`
pub async fn answered(entrance: Entrance, mut answers: Answers) -> Result<Response, Error> {
    let doors = entrance.doors.clone();
    awaited(&entrance).await?;
    let secret = answers.one("secret").to_owned();
    if !doors.knows(&secret) {
        answers.is_wrong("secret", say("first-secret-wrong"));
    }
    let name = answers.short("name", say("name-missing"));
    let email = answers.email("email");
    let near = link::near(&entrance.record, &name, &email);
    let Some(passphrase) = link::chosen(&mut answers, &near) else { return Ok(show(&entrance, &answers)) };
    if !doors.spend(&secret) {
        return Err(Error::NotFound);
    }
    let made = make(&entrance, &name, &email, &passphrase).await;
    if !matches!(made, Ok(Some(_))) {
        doors.restore(&secret);
    }
    if let Some(response) = made? {
        return Ok(response);
    }
    answers.is_wrong("email", say("email-taken"));
    Ok(show(&entrance, &answers))
}

/// The person, their access and their passphrase, in this order: what is cut off can be begun again, and nobody can sign
/// in before the last.
async fn make(
    entrance: &Entrance,
    name: &str,
    email: &str,
    passphrase: &domain::passphrase::Passphrase,
) -> Result<Option<Response>, Error> {
    let (record, now) = (&entrance.record, entrance.doors.now());
    let accounts = record.accounts();
    // Nobody can sign in yet, so a person who is kept was left by an attempt that was cut off.
    for left in accounts.people().await? {
        if left.email.eq_ignore_ascii_case(email) {
            accounts.forget(left.id).await?;
        }
    }
    let person = Uuid::now_v7();
    if !accounts.keep(person, name, email).await? {
        return Ok(None);
    }
    // The secret was printed where the command line is: whoever has it may do what that may.
    let actor = Actor::of(command_line(entrance), COMMAND_LINE, Role::Office);
    let command = Command::Grant(Grant { person, role: Role::Administrator, posts: vec![] });
    let ask = Ask { actor, now, on: None, key: None, seen: vec![], reason: None, command };
    record.write(ask).await?;
    accounts.set_passphrase(person, passphrase).await?;
    let_in(entrance, person, "/people").await
}

/// The post of the command line.
pub fn command_line(entrance: &Entrance) -> domain::id::Id<domain::post::Post> {
    let nobody = Actor::of(Uuid::nil().into(), "", Role::Reader);
    let office = entrance.record.office();
    let post = office.seen_by(&nobody).posts().find(|post| post.item.name.as_str() == COMMAND_LINE).map(|post| post.id);
    post.unwrap_or(nobody.post)
}

fn show(entrance: &Entrance, answers: &Answers) -> Response {
    let title = say("first");
    let secret = Line {
        field: "secret",
        kind: "password",
        label: say("first-secret"),
        hint: Some(say("first-secret-hint")),
        autocomplete: Some("off"),
        ..Line::default()
    };
    let name = Line { field: "name", kind: "text", label: say("name"), autocomplete: Some("name"), ..Line::default() };
    let email =
        Line { field: "email", kind: "email", label: say("email"), autocomplete: Some("username"), ..Line::default() };
    let office = crate::frame::entrance(&entrance.record).office;
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say_with("first-why", &[("office", office.into())])) }
        form method="post" action="/first" novalidate {
            (answers.line(&secret))
            (answers.line(&name))
            (answers.line(&email))
            (answers.line(&passphrase_line("passphrase", say("passphrase"), Some(say("passphrase-hint")), "new-password")))
            (answers.line(&passphrase_line("again", say("passphrase-again"), None, "new-password")))
            (Button::default().saying(&plain(say("first-make"))))
        }
    };
    page(&entrance.record, answers, &title, main)
}
