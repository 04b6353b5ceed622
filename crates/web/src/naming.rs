//! `/naming`: what the plan is made of, named by the office's officer: the plan, its themes and what they are for,
//! organisations, posts, and the names of leads that are no posts yet. Each form shows what it is now beside what it will
//! be, and below how it came to be so.
mod action;
mod form;
mod history;

pub use action::{answered as described, asked as describe};

use crate::{
    error::Error,
    page::{Page, Section},
    parts::{
        Button,
        field::{Fault, Field, error_summary},
        plain,
        table::{Cell, Narrow, Table},
    },
    visit::{May, Permission, Proof, Staff},
    words::{say, say_with},
};
use axum::{
    extract::{Form, Path},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::{Ask, Command, Refusal},
    body::BodyKind,
    id::Id,
    import::Unmatched,
    naming::NamePost,
    office::Kept,
    plan::{Plan, PlanState},
    post::Post,
    settings::COMMAND_LINE,
    sight::Sight,
    text::Text,
};
use form::{Item, Typed};
use maud::{Markup, html};
use uuid::Uuid;

/// Names what the plan is made of.
#[derive(Debug)]
pub struct NameThings;
impl Permission for NameThings {
    const ACT: &'static str = "name a plan";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Says what an action is.
#[derive(Debug)]
pub struct DescribeActions;
impl Permission for DescribeActions {
    const ACT: &'static str = "describe an action";
    const PROOF: Proof = Proof::AtSignIn;
}

/// What came with a form, as it was typed.
type Given = Vec<(String, String)>;

fn one<'a>(given: &'a Given, name: &str) -> &'a str {
    given.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

/// Writes what was named. What the record refuses is for them to read.
async fn write(
    visit: &Staff,
    command: Command,
    given: &Given,
    item: Option<Uuid>,
) -> Result<Result<(), Refusal>, Error> {
    let seen = item.zip(one(given, "seen").parse().ok());
    let ask = Ask {
        actor: visit.actor().clone(),
        now: visit.instant,
        on: None,
        key: one(given, "key").parse::<Uuid>().ok().map(|key| key.to_string()),
        seen: seen.into_iter().collect(),
        reason: None,
        command,
    };
    match visit.record.write(ask).await {
        Ok(_) => Ok(Ok(())),
        Err(record::Error::Refused(refusal)) => Ok(Err(refusal)),
        Err(error) => Err(error.into()),
    }
}

fn page(visit: &Staff, status: StatusCode, title: String, main: Markup, trail: &[(String, String)]) -> Response {
    let title = if status == StatusCode::OK { title } else { format!("{} {title}", say("error")) };
    let mut page = Page { title, main, ..Page::default() }.within(Section::Naming);
    for (text, href) in trail {
        page = page.below(text.as_str(), href.as_str());
    }
    (status, visit.plain_frame().around(&page)).into_response()
}

/// `GET /naming`
pub async fn list(visit: May<NameThings>) -> Response {
    show_list(&visit, &[])
}

fn show_list(visit: &Staff, faults: &[Fault]) -> Response {
    let sight = visit.now();
    let title = say("section-naming");
    let mut plans: Vec<&Kept<Plan>> = sight.plans().filter(|plan| plan.item.state == PlanState::Open).collect();
    plans.sort_by_key(|plan| plan.id);
    let main = html! {
        (error_summary(&say("problem"), faults))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("naming-lead")) }
        (unmatched(&sight, &sight.unmatched()))
        @for plan in &plans { (of_plan(&sight, plan)) }
        (button(&say("naming-plan-new"), "/naming/plan/new"))
        (posts(&sight))
        (bodies(&sight))
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(visit, status, title, main, &[])
}

fn button(words: &str, href: &str) -> Markup {
    html! { p class="govuk-body" { a class="govuk-button govuk-button--secondary" role="button" draggable="false" href=(href) { (words) } } }
}

fn link(words: &str, kind: &str, id: Uuid) -> Markup {
    html! { a class="govuk-link" href={ "/naming/" (kind) "/" (id) } { (words) } }
}

/// Names of leads that no post answers to: each is given to a post, or a post is made of it.
fn unmatched(sight: &Sight, names: &[Unmatched]) -> Markup {
    let mut choices = vec![(String::new(), say("rows-choose"))];
    choices.extend(named_posts(sight).into_iter().map(|post| (post.id.to_string(), post.item.name.to_string())));
    html! {
        @if !names.is_empty() {
            h2 class="govuk-heading-m" { (say("naming-unmatched")) }
            p class="govuk-body" { (say("naming-unmatched-why")) }
            @for (n, name) in names.iter().enumerate() {
                @let label = say_with("naming-match", &[("name", (&name.stated).into()), ("actions", name.actions.into())]);
                form class="milepost-match" method="post" action="/naming" novalidate {
                    input type="hidden" name="key" value=(Uuid::now_v7());
                    input type="hidden" name="stated" value=(name.stated);
                    (Field { id: format!("post-{n}"), name: "post", label, ..Field::default() }.select(&choices))
                    (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&html! {
                        (say("naming-match-do")) span class="govuk-visually-hidden" { " " (name.stated) }
                    }))
                    p class="govuk-body" {
                        a class="govuk-link" href={ "/naming/post/new?called=" (crate::way::segment(name.stated.as_str())) } {
                            (say_with("naming-match-new", &[("name", (&name.stated).into())]))
                        }
                    }
                }
            }
        }
    }
}

fn named_posts<'a>(sight: &Sight<'a>) -> Vec<&'a Kept<Post>> {
    let mut posts: Vec<_> = sight.posts().filter(|post| post.item.name.as_str() != COMMAND_LINE).collect();
    posts.sort_by_key(|post| post.item.name.folded());
    posts
}

fn of_plan(sight: &Sight, plan: &Kept<Plan>) -> Markup {
    html! {
        h2 class="govuk-heading-m" { (link(plan.item.name.as_str(), "plan", plan.id.uuid())) }
        @for theme in sight.themes(plan.id) {
            h3 class="govuk-heading-s" { (link(theme.item.name.as_str(), "theme", theme.id.uuid())) }
            ul class="govuk-list govuk-list--bullet" {
                @for outcome in sight.outcomes(theme.id) {
                    li { (say("statement-outcome")) ": " (link(outcome.item.statement.as_str(), "outcome", outcome.id.uuid())) }
                }
                @for objective in sight.objectives(theme.id) {
                    li { (say("statement-objective")) ": " (link(objective.item.statement.as_str(), "objective", objective.id.uuid())) }
                }
                @for priority in sight.priorities(theme.id) {
                    li { (say("statement-priority")) ": " (link(priority.item.statement.as_str(), "priority", priority.id.uuid())) }
                }
                @for (kind, words) in [("outcome", say("naming-outcome-new")), ("objective", say("naming-objective-new")), ("priority", say("naming-priority-new"))] {
                    li {
                        a class="govuk-link" href={ "/naming/" (kind) "/new?in=" (theme.id) } {
                            (words) span class="govuk-visually-hidden" { " " (theme.item.name) }
                        }
                    }
                }
            }
        }
        (button(&say_with("naming-theme-new", &[("plan", (&plan.item.name).into())]), &format!("/naming/theme/new?in={}", plan.id)))
    }
}

fn posts(sight: &Sight) -> Markup {
    let rows = named_posts(sight).into_iter().map(|post| {
        let initials: Vec<&str> = post.item.initials.iter().map(Text::as_str).collect();
        let body = sight.body(post.item.body).map(|body| body.item.name.to_string()).unwrap_or_default();
        vec![
            link(post.item.name.as_str(), "post", post.id.uuid()).into(),
            Cell::text(initials.join(", ")),
            Cell::text(body),
        ]
    });
    let head = [say("post"), say("post-initials"), say("naming-body")].map(Cell::text).into();
    html! {
        h2 class="govuk-heading-m" { (say("posts-title")) }
        (table(&say("posts-title"), head, rows.collect()))
        (button(&say("naming-post-new"), "/naming/post/new"))
    }
}

fn bodies(sight: &Sight) -> Markup {
    let mut all: Vec<_> = sight.bodies().collect();
    all.sort_by_key(|body| body.item.name.folded());
    let rows = all.into_iter().map(|body| {
        let name = if body.item.kind == BodyKind::Office {
            plain(&body.item.name)
        } else {
            link(body.item.name.as_str(), "body", body.id.uuid())
        };
        vec![name.into(), Cell::text(form::kind_name(body.item.kind))]
    });
    let head = [say("naming-body"), say("naming-kind")].map(Cell::text).into();
    html! {
        h2 class="govuk-heading-m" { (say("naming-bodies")) }
        (table(&say("naming-bodies"), head, rows.collect()))
        (button(&say("naming-body-new"), "/naming/body/new"))
    }
}

fn table(caption: &str, head: Vec<Cell>, rows: Vec<Vec<Cell>>) -> Markup {
    Table {
        caption: Some(plain(caption)),
        caption_classes: "govuk-visually-hidden",
        head,
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    }
    .show()
}

/// `POST /naming`: a name of the tables is a post's from now on, and so is the work that it was given.
pub async fn matched(visit: May<NameThings>, Form(given): Form<Given>) -> Result<Response, Error> {
    let sight = visit.now();
    let wrong = |words: String| vec![Fault { id: "post-0".into(), words }];
    let stated = match Text::new(one(&given, "stated")) {
        Ok(stated) if !stated.on_one_line().is_empty() => stated.on_one_line(),
        _ => return Ok(show_list(&visit, &wrong(say("naming-match-missing")))),
    };
    let id: Option<Id<Post>> = one(&given, "post").parse::<Uuid>().ok().map(Id::new);
    let Some(post) = id.and_then(|id| sight.post(id)) else {
        return Ok(show_list(&visit, &wrong(say("naming-match-missing"))));
    };
    let mut initials = post.item.initials.clone();
    if !post.item.is_called(stated.as_str()) {
        initials.push(stated);
    }
    let command =
        Command::NamePost(NamePost { post: Some(post.id), name: post.item.name.clone(), body: None, initials });
    Ok(match write(&visit, command, &given, None).await? {
        Ok(()) => Redirect::to("/naming").into_response(),
        Err(refusal) => show_list(&visit, &wrong(form::sentence(&refusal.to_string()))),
    })
}

/// `GET /naming/{kind}/{item}`: what it is, or a new one (`new`).
pub async fn asked(visit: May<NameThings>, Path((kind, id)): Path<(String, String)>) -> Result<Response, Error> {
    let item = Item::found(&visit, &kind, &id, visit.asked("in")).ok_or(Error::NotFound)?;
    let typed = Typed::of_the_record(&visit, &item, visit.asked("called"));
    show(&visit, &item, &typed, &[]).await
}

/// `POST /naming/{kind}/{item}`
pub async fn answered(
    visit: May<NameThings>,
    Path((kind, id)): Path<(String, String)>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let within = Some(one(&given, "in")).filter(|within| !within.is_empty());
    let item = Item::found(&visit, &kind, &id, within).ok_or(Error::NotFound)?;
    let typed = Typed::given(&item, &given);
    let faults = match item.command(&visit, &typed) {
        Ok(command) => match write(&visit, command, &given, item.id()).await? {
            Ok(()) => return Ok(Redirect::to("/naming").into_response()),
            Err(refusal) => vec![Fault { id: item.first_field().into(), words: form::sentence(&refusal.to_string()) }],
        },
        Err(faults) => faults,
    };
    show(&visit, &item, &typed, &faults).await
}

async fn show(visit: &Staff, item: &Item, typed: &Typed, faults: &[Fault]) -> Result<Response, Error> {
    let past = match item.id() {
        Some(id) => history::of(visit, id).await?,
        None => Markup::default(),
    };
    let title = item.title();
    let main = html! {
        (error_summary(&say("problem"), faults))
        h1 class="govuk-heading-l" { (title) }
        form method="post" action=(item.address()) novalidate {
            input type="hidden" name="key" value=(typed.key);
            input type="hidden" name="seen" value=(item.version(visit));
            @if let Some(within) = item.within() { input type="hidden" name="in" value=(within); }
            (form::fields(visit, item, typed, faults))
            div class="govuk-button-group" {
                (Button::default().saying(&plain(say("naming-save"))))
                a class="govuk-link" href="/naming" { (say("naming-not")) }
            }
        }
        (past)
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(page(visit, status, title, main, &[(say("section-naming"), "/naming".into())]))
}
