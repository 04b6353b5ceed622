//! `/people`: who may come in, in which role, holding which posts. For the administrator.
pub mod invite;
pub mod one;
pub mod posts;
pub mod review;

use crate::{
    answers::Answers,
    doors::{Came, Doors},
    error::Error,
    page::{Page, Section},
    parts::{
        plain,
        table::{Cell, Narrow, Table},
        tag,
    },
    visit::{May, SeeToPeople, Staff},
    words::{list as listed, say, say_with},
};
use axum::{
    Extension,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    access::Access,
    actor::Role,
    ask::{Ask, Command, Refusal},
    office::Kept,
    period::london_day,
    post::Post,
    settings::COMMAND_LINE,
    sight::Sight,
};
use jiff::civil::Date;
use maud::{Markup, html};
use record::{Person, State};
use std::collections::HashMap;
use uuid::Uuid;

/// What a page about people works with: the visit, the time, and the address of these pages.
type Around = (Option<Extension<Doors>>, Option<Extension<Came>>);

pub fn role_name(role: Role) -> String {
    match role {
        Role::Administrator => say("role-administrator"),
        Role::Officer => say("role-officer"),
        Role::Approver => say("role-approver"),
        Role::Lead => say("role-lead"),
        Role::Contributor => say("role-contributor"),
        Role::Auditor => say("role-auditor"),
        Role::PanelReader => say("role-panel-reader"),
        Role::PanelClerk => say("role-panel-clerk"),
        Role::Office | Role::Reader => say("reader"),
    }
}

/// What somebody in a role may do, in a line.
fn role_means(role: Role) -> String {
    match role {
        Role::Administrator => say("role-administrator-may"),
        Role::Officer => say("role-officer-may"),
        Role::Approver => say("role-approver-may"),
        Role::Lead => say("role-lead-may"),
        Role::Contributor => say("role-contributor-may"),
        Role::Auditor => say("role-auditor-may"),
        Role::PanelReader => say("role-panel-reader-may"),
        Role::PanelClerk => say("role-panel-clerk-may"),
        Role::Office | Role::Reader => String::new(),
    }
}

/// The roles to choose from, each with what it may do.
fn roles(chosen: Option<Role>) -> Vec<(String, String, bool)> {
    let choice = |role: Role| {
        let text = format!("{}: {}", role_name(role), role_means(role));
        (role.as_str().to_owned(), text, chosen == Some(role))
    };
    Role::GIVEN.into_iter().map(choice).collect()
}

/// The posts that somebody can hold, by name.
fn holdable<'a>(sight: &Sight<'a>) -> Vec<&'a Kept<Post>> {
    let mut posts: Vec<_> = sight.posts().filter(|post| post.item.name.as_str() != COMMAND_LINE).collect();
    posts.sort_by_key(|post| post.item.name.folded());
    posts
}

fn posts_held(sight: &Sight, access: &Access, day: Date) -> Vec<String> {
    access.held(day).filter_map(|post| sight.post(post)).map(|post| post.item.name.to_string()).collect()
}

/// The posts of who is signed in.
pub fn posts_of(visit: &Staff) -> String {
    let sight = visit.now();
    let names = visit.actor().holds.iter().filter_map(|post| sight.post(*post)).map(|post| post.item.name.to_string());
    let names: Vec<String> = names.collect();
    if names.is_empty() { say("posts-none") } else { listed(&names) }
}

/// A person as these pages show them: what the record says, and what is kept beside it.
struct Known<'a> {
    kept: &'a Kept<Access>,
    person: Option<Person>,
}

impl Known<'_> {
    fn name(&self) -> String {
        self.person.as_ref().map_or_else(|| self.kept.reference().to_string(), |person| person.name.clone())
    }

    fn state(&self) -> Markup {
        let (words, colour) = match (self.kept.item.ended, self.person.as_ref().map(|person| person.state)) {
            (Some(_), _) => (say("person-left"), "govuk-tag--grey"),
            (None, None) => (say("person-unnamed"), "govuk-tag--yellow"),
            (None, Some(State::Invited)) => (say("person-invited"), "govuk-tag--blue"),
            (None, Some(State::Active)) => (say("person-active"), "govuk-tag--green"),
            (None, Some(State::Disabled)) => (say("person-disabled"), "govuk-tag--red"),
        };
        tag(&plain(words), colour)
    }
}

/// Everybody, those who left at the end, by name.
async fn everybody<'a>(visit: &Staff, sight: &Sight<'a>) -> Result<Vec<Known<'a>>, Error> {
    let mut people: HashMap<Uuid, Person> =
        visit.record.accounts().people().await?.into_iter().map(|person| (person.id, person)).collect();
    let mut all: Vec<Known> =
        sight.people().map(|kept| Known { kept, person: people.remove(&kept.id.uuid()) }).collect();
    all.sort_by_key(|known| (known.kept.item.ended.is_some(), known.name().to_lowercase(), known.kept.id));
    Ok(all)
}

fn address(person: Uuid) -> String {
    format!("/people/{person}")
}

fn today(doors: &Doors) -> Date {
    london_day(doors.now())
}

/// What the layers before put there; without them there are no people.
fn around((doors, came): Around) -> Result<(Doors, Came), Error> {
    Ok((doors.ok_or(Error::NotFound)?.0, came.ok_or(Error::NotFound)?.0))
}

/// Writes in the name of who is signed in. What the record refuses is for them to read.
async fn write(
    visit: &Staff,
    doors: &Doors,
    command: Command,
    key: &str,
    seen: Vec<(Uuid, i64)>,
) -> Result<Result<(), Refusal>, Error> {
    let key = key.parse::<Uuid>().ok().map(|key| key.to_string());
    let ask = Ask { actor: visit.actor().clone(), now: doors.now(), on: None, key, seen, reason: None, command };
    match visit.record.write(ask).await {
        Ok(_) => Ok(Ok(())),
        Err(record::Error::Refused(refusal)) => Ok(Err(refusal)),
        Err(error) => Err(error.into()),
    }
}

fn shown(visit: &Staff, answers: &Answers, title: &str, main: Markup, trail: bool) -> Response {
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let mut page = Page { title: answers.title(title), main, ..Page::default() }.within(Section::People);
    if trail {
        page = page.below(say("section-people"), "/people");
    }
    (status, visit.plain_frame().around(&page)).into_response()
}

/// `GET /people`
pub async fn list(visit: May<SeeToPeople>, doors: Option<Extension<Doors>>) -> Result<Response, Error> {
    let day = today(&doors.ok_or(Error::NotFound)?.0);
    let sight = visit.now();
    let rows = everybody(&visit, &sight).await?.into_iter().map(|known| {
        let email = known.person.as_ref().map(|person| person.email.clone()).unwrap_or_default();
        let posts = posts_held(&sight, &known.kept.item, day);
        vec![
            html! { a class="govuk-link" href=(address(known.kept.id.uuid())) { (known.name()) } }.into(),
            Cell::text(email),
            Cell::text(role_name(known.kept.item.role)),
            Cell::text(if posts.is_empty() { say("posts-none") } else { posts.join("; ") }),
            known.state().into(),
        ]
    });
    let title = say("section-people");
    let table = Table {
        caption: Some(plain(say("people-caption"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("name"), say("email"), say("role"), say("posts-held"), say("person-state")].map(Cell::text).into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("people-why")) }
        p class="govuk-body" {
            a class="govuk-button" role="button" href="/people/invite" { (say("invite")) }
        }
        (table.show())
        ul class="govuk-list" {
            li { a class="govuk-link" href="/people/posts" { (say("posts-title")) } }
            li { a class="govuk-link" href="/people/access" { (say("section-access")) } }
        }
    };
    Ok(shown(&visit, &Answers::default(), &title, main, false))
}

/// A one-time link, shown once to whoever passes it on.
fn link_to_pass_on(name: &str, base: &str, address: &str) -> Markup {
    html! {
        div class="govuk-panel milepost-link" {
            h2 class="govuk-heading-m" { (say_with("link-pass-on", &[("name", name.into())])) }
            p class="govuk-body" { code class="milepost-hash" { (base) (address) } }
            p class="govuk-body" { (say("link-pass-on-why")) }
        }
    }
}
