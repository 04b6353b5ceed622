//! `/people/invite`: lets somebody in, and gives the link that the administrator passes on.
use super::{around, holdable, link_to_pass_on, roles, shown, write};
use crate::{
    answers::{Answers, once},
    doors::{Came, Doors},
    error::Error,
    parts::{
        Button, plain,
        question::{Line, Pick},
    },
    sign_in::link,
    visit::{May, SeeToPeople, Staff},
    words::{say, say_with},
};
use axum::{Extension, response::Response};
use domain::{access::Grant, actor::Role, ask::Command, id::Id};
use maud::html;
use record::Purpose;
use uuid::Uuid;

/// `GET /people/invite`
pub async fn asked(visit: May<SeeToPeople>) -> Response {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    answers.set("role", Role::Lead.as_str());
    show(&visit, &answers)
}

/// `POST /people/invite`: the form's key is the new person's id, so that a form sent twice lets in one.
pub async fn answered(
    visit: May<SeeToPeople>,
    doors: Option<Extension<Doors>>,
    came: Option<Extension<Came>>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let (doors, came) = around((doors, came))?;
    let name = answers.short("name", say("name-missing"));
    let email = answers.email("email");
    let role = Role::parse(answers.one("role"));
    if role.is_none() {
        answers.is_wrong("role", say("role-missing"));
    }
    let posts: Vec<Uuid> = answers.all("post").filter_map(|post| post.parse().ok()).collect();
    let (Some(role), true) = (role, answers.is_right()) else { return Ok(show(&visit, &answers)) };
    let person = answers.id("key").ok_or(Error::Unreadable)?;
    let accounts = visit.record.accounts();
    // Somebody else's name is not changed by a form that was made up.
    let there = visit.now().person(person).is_some();
    let same = accounts.person(person).await?.is_none_or(|kept| kept.email.eq_ignore_ascii_case(&email));
    if there && !same {
        return Err(Error::Unreadable);
    }
    if !accounts.keep(person, &name, &email).await? {
        answers.is_wrong("email", say("email-taken"));
        return Ok(show(&visit, &answers));
    }
    let posts = posts.into_iter().map(Id::new).collect();
    let command = Command::Grant(Grant { person, role, posts });
    if let Err(refusal) = write(&visit, &doors, command, &person.to_string(), vec![]).await? {
        // Whom the record does not know, nothing is kept of.
        if !there {
            accounts.forget(person).await?;
        }
        answers.is_wrong("role", refusal.to_string());
        return Ok(show(&visit, &answers));
    }
    let token = accounts.link(person, Purpose::Invitation, doors.now()).await?;
    let title = say_with("invited", &[("name", name.as_str().into())]);
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        (link_to_pass_on(&name, &came.base, &link::address(Purpose::Invitation, &token)))
        p class="govuk-body" { a class="govuk-link" href="/people" { (say("people-back")) } }
    };
    Ok(shown(&visit, &Answers::default(), &title, main, true))
}

fn show(visit: &Staff, answers: &Answers) -> Response {
    let title = say("invite");
    let sight = visit.now();
    let name = Line { field: "name", kind: "text", label: say("name"), autocomplete: Some("off"), ..Line::default() };
    let email =
        Line { field: "email", kind: "email", label: say("email"), autocomplete: Some("off"), ..Line::default() };
    let role = Pick { field: "role", label: say("role"), hint: None, choices: roles(Role::parse(answers.one("role"))) };
    let chosen: Vec<&str> = answers.all("post").collect();
    let posts = holdable(&sight);
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("invite-why")) }
        form method="post" action="/people/invite" novalidate {
            (once(answers.one("key")))
            (answers.line(&name))
            (answers.line(&email))
            (answers.pick(&role))
            @if !posts.is_empty() {
                div class="govuk-form-group" {
                    fieldset class="govuk-fieldset" aria-describedby="posts-hint" {
                        legend class="govuk-fieldset__legend govuk-fieldset__legend--s" { (say("posts-held")) }
                        div id="posts-hint" class="govuk-hint" { (say("posts-hint")) }
                        div class="govuk-checkboxes govuk-checkboxes--small" data-module="govuk-checkboxes" {
                            @for (place, post) in posts.iter().enumerate() {
                                @let (id, value) = (format!("post-{place}"), post.id.to_string());
                                div class="govuk-checkboxes__item" {
                                    input class="govuk-checkboxes__input" id=(id) name="post" type="checkbox"
                                        value=(value) checked[chosen.contains(&value.as_str())];
                                    label class="govuk-label govuk-checkboxes__label" for=(id) { (post.item.name) }
                                }
                            }
                        }
                    }
                }
            }
            (Button::default().saying(&plain(say("invite-make"))))
        }
    };
    shown(visit, answers, &title, main, true)
}
