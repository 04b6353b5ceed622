//! `/people/posts`: the posts of the office, who holds each today, and a new one.
use super::{everybody, holdable, shown, today, write};
use crate::{
    answers::{Answers, once},
    doors::Doors,
    error::Error,
    parts::{
        Button, plain,
        question::Line,
        table::{Cell, Narrow, Table},
    },
    visit::{May, SeeToPeople, Staff},
    words::say,
};
use axum::{
    Extension,
    response::{IntoResponse, Redirect, Response},
};
use domain::{access::AddPost, ask::Command, text::Text};
use maud::html;
use uuid::Uuid;

/// `GET /people/posts`
pub async fn asked(visit: May<SeeToPeople>, doors: Option<Extension<Doors>>) -> Result<Response, Error> {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    show(&visit, &doors.ok_or(Error::NotFound)?.0, &answers).await
}

/// `POST /people/posts`
pub async fn answered(
    visit: May<SeeToPeople>,
    doors: Option<Extension<Doors>>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let doors = doors.ok_or(Error::NotFound)?.0;
    let name = answers.short("name", say("post-missing"));
    let initials = answers.one("initials").to_owned();
    if let (Ok(name), true) = (Text::new(name), answers.is_right()) {
        let initials = initials.split([',', ' ']).filter_map(|one| Text::new(one.trim()).ok()).collect();
        let command = Command::AddPost(AddPost { name, initials });
        match write(&visit, &doors, command, answers.one("key"), vec![]).await? {
            Ok(()) => return Ok(Redirect::to("/people/posts").into_response()),
            Err(refusal) => answers.is_wrong("name", refusal.to_string()),
        }
    }
    show(&visit, &doors, &answers).await
}

async fn show(visit: &Staff, doors: &Doors, answers: &Answers) -> Result<Response, Error> {
    let title = say("posts-title");
    let (sight, day) = (visit.now(), today(doors));
    let people = everybody(visit, &sight).await?;
    let rows = holdable(&sight).into_iter().map(|post| {
        let holders = people.iter().filter(|known| known.kept.item.held(day).any(|held| held == post.id));
        let holders: Vec<String> = holders.map(super::Known::name).collect();
        let initials: Vec<&str> = post.item.initials.iter().map(Text::as_str).collect();
        vec![
            Cell::text(&post.item.name),
            Cell::text(initials.join(", ")),
            Cell::text(if holders.is_empty() { say("post-vacant") } else { holders.join("; ") }),
        ]
    });
    let table = Table {
        caption: Some(plain(&title)),
        caption_classes: "govuk-visually-hidden",
        head: [say("post"), say("post-initials"), say("post-holder")].map(Cell::text).into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    let name =
        Line { field: "name", kind: "text", label: say("post"), hint: Some(say("post-hint")), ..Line::default() };
    let initials = Line {
        field: "initials",
        kind: "text",
        label: say("post-initials"),
        hint: Some(say("post-initials-hint")),
        classes: "govuk-input--width-10",
        ..Line::default()
    };
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        (table.show())
        h2 class="govuk-heading-m" { (say("post-new")) }
        form method="post" action="/people/posts" novalidate {
            (once(answers.one("key")))
            (answers.line(&name))
            (answers.line(&initials))
            (Button::default().saying(&plain(say("post-make"))))
        }
    };
    Ok(shown(visit, answers, &title, main, true))
}
