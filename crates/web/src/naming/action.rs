//! `/actions/{action}/edit`: what stands of an action from the beginning: title, description, who leads it and who helps,
//! and its first date where it has none yet.
use super::{DescribeActions, Given, form::Fields, named_posts, one, page, write};
use crate::{
    action::address,
    error::Error,
    parts::{
        Button,
        field::{Fault, error_summary},
        plain,
    },
    visit::{May, Staff},
    words::{say, say_with},
};
use axum::{
    extract::{Form, Path},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    action::{Action, Held},
    ask::Command,
    id::Id,
    naming::DescribeAction,
    office::Kept,
    plan::PlanState,
    text::Text,
};
use maud::{Markup, html};
use uuid::Uuid;

fn found(visit: &Staff, id: &str) -> Result<Kept<Action>, Error> {
    let id: Id<Action> = id.parse::<Uuid>().map_err(|_| Error::NotFound)?.into();
    let sight = visit.now();
    let kept = sight.action(id).ok_or(Error::NotFound)?;
    let open = sight.plan(kept.item.plan).is_some_and(|plan| plan.item.state == PlanState::Open);
    open.then(|| kept.clone()).ok_or(Error::NotFound)
}

/// `GET /actions/{action}/edit`
pub async fn asked(visit: May<DescribeActions>, Path(id): Path<String>) -> Result<Response, Error> {
    let kept = found(&visit, &id)?;
    let given = of_the_record(&visit, &kept);
    Ok(show(&visit, &kept, &given, &[]))
}

/// `POST /actions/{action}/edit`
pub async fn answered(
    visit: May<DescribeActions>,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let kept = found(&visit, &id)?;
    let command = match command(&kept, &given) {
        Ok(command) => Command::DescribeAction(Box::new(command)),
        Err(faults) => return Ok(show(&visit, &kept, &given, &faults)),
    };
    match write(&visit, command, &given, Some(kept.id.uuid())).await? {
        Ok(()) => Ok(Redirect::to(&address(kept.id)).into_response()),
        Err(refusal) => {
            let fault = Fault { id: "title".into(), words: super::form::sentence(&refusal.to_string()) };
            Ok(show(&visit, &kept, &given, &[fault]))
        }
    }
}

/// How a form names who holds it: a post by its id, words as they are stated.
fn held(held: &Held) -> String {
    match held {
        Held::Post(id) => id.to_string(),
        Held::Unmatched(stated) => format!("as stated: {stated}"),
    }
}

fn of_the_record(visit: &Staff, kept: &Kept<Action>) -> Given {
    let action = &kept.item;
    let words = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let sight = visit.now();
    let partners: Vec<String> = action.partners.iter().map(|partner| partner.stated.to_string()).collect();
    let mut given: Given = [
        ("title", action.title.to_string()),
        ("description", words(&action.description)),
        ("output", words(&action.output)),
        ("theme", sight.theme(action.theme).map(|theme| theme.id.to_string()).unwrap_or_default()),
        ("sponsor", action.sponsor.as_ref().map(held).unwrap_or_default()),
        ("partners", partners.join("\n")),
    ]
    .map(|(name, value)| (name.to_owned(), value))
    .into();
    given.extend(action.leads.iter().enumerate().map(|(n, lead)| (format!("lead-{n}"), held(lead))));
    given
}

fn command(kept: &Kept<Action>, given: &Given) -> Result<DescribeAction, Vec<Fault>> {
    let mut faults = vec![];
    let mut text = |name: &str| {
        Text::new(one(given, name).trim()).unwrap_or_else(|why| {
            faults.push(Fault { id: name.into(), words: super::form::sentence(&why.to_string()) });
            Text::default()
        })
    };
    let known: Vec<&Held> = kept.item.leads.iter().chain(&kept.item.sponsor).collect();
    let read = |value: &str| -> Option<Held> {
        let value = value.trim();
        let same = known.iter().find(|known| held(known) == value).map(|known| (*known).clone());
        same.or_else(|| value.parse::<Uuid>().ok().map(|id| Held::Post(Id::new(id))))
    };
    let leads = given.iter().filter(|(name, _)| name.starts_with("lead-"));
    let mut distinct: Vec<Held> = vec![];
    for lead in leads.filter_map(|(_, value)| read(value)) {
        if !distinct.contains(&lead) {
            distinct.push(lead);
        }
    }
    let (title, description, output, partners) = (text("title"), text("description"), text("output"), text("partners"));
    let typed = one(given, "first-date").trim();
    let first_date = typed.parse().ok();
    if first_date.is_none() && !typed.is_empty() {
        faults.push(Fault { id: "first-date".into(), words: say_with("form-date-none", &[("typed", typed.into())]) });
    }
    if !faults.is_empty() {
        return Err(faults);
    }
    Ok(DescribeAction {
        action: kept.id,
        title,
        description,
        output,
        theme: one(given, "theme").parse::<Uuid>().map_or(kept.item.theme, Id::new),
        sponsor: read(one(given, "sponsor")),
        leads: distinct,
        partners: partners.as_str().lines().filter_map(|line| Text::new(line).ok()).collect(),
        first_date,
    })
}

fn show(visit: &Staff, kept: &Kept<Action>, given: &Given, faults: &[Fault]) -> Response {
    let sight = visit.now();
    let action = &kept.item;
    let title = say_with("edit-title", &[("reference", kept.reference().into())]);
    let words = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
    let names: Vec<String> = action.leads.iter().map(|lead| crate::action::held_by(&sight, lead)).collect();
    let partners: Vec<String> = action.partners.iter().map(|partner| partner.stated.to_string()).collect();
    let fields = Fields {
        faults,
        error: say("error"),
        now: vec![
            ("title", action.title.to_string()),
            ("description", words(&action.description)),
            ("output", words(&action.output)),
            ("theme", sight.theme(action.theme).map(|theme| theme.item.name.to_string()).unwrap_or_default()),
            ("sponsor", action.sponsor.as_ref().map(|held| crate::action::held_by(&sight, held)).unwrap_or_default()),
            ("leads", names.join(", ")),
            ("partners", partners.join(", ")),
        ],
    };
    let area = |name: &'static str, label: String, hint: Option<String>, rows: u8| {
        html! { (fields.field(name, label, hint, one(given, name)).textarea(rows)) (fields.was(name)) }
    };
    let mut holders = vec![(String::new(), say("edit-nobody"))];
    let stated = action.leads.iter().chain(&action.sponsor).filter(|held| matches!(held, Held::Unmatched(_)));
    holders.extend(stated.map(|one| (held(one), crate::action::held_by(&sight, one))));
    holders.dedup();
    holders.extend(named_posts(&sight).into_iter().map(|post| (post.id.to_string(), post.item.name.to_string())));
    let themes: Vec<(String, String)> =
        sight.themes(action.plan).iter().map(|theme| (theme.id.to_string(), theme.item.name.to_string())).collect();
    let select = |name: &str, label: String, choices: &[(String, String)]| -> Markup {
        fields.field(name, label, None, one(given, name)).select(choices)
    };
    let dateless = action.current_date.is_none() && action.original_date.is_none();
    let main = html! {
        (error_summary(&say("problem"), faults))
        span class="govuk-caption-l" { (kept.reference()) " " (action.title) }
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("edit-lead")) }
        form method="post" action={ (address(kept.id)) "/edit" } novalidate {
            input type="hidden" name="key" value=(Uuid::now_v7());
            input type="hidden" name="seen" value=(kept.version);
            (area("title", say("title"), None, 2))
            (area("description", say("description"), None, 4))
            (area("output", say("output"), None, 2))
            (select("theme", say("theme"), &themes)) (fields.was("theme"))
            (select("sponsor", say("sponsor"), &holders)) (fields.was("sponsor"))
            // One line for each lead, and one more.
            @for n in 0..=action.leads.len() {
                @let name = format!("lead-{n}");
                (select(&name, if n == 0 { say("lead") } else { say("edit-lead-more") }, &holders))
            }
            (fields.was("leads"))
            (area("partners", say("partners"), Some(say("naming-lines-hint")), 2))
            @if dateless {
                (fields.field("first-date", say("edit-first-date"), Some(say("edit-first-date-hint")), one(given, "first-date")).line("date"))
            } @else {
                p class="govuk-body" { (say("edit-date-asked")) " " a class="govuk-link" href={ (address(kept.id)) "/update" } { (say("update-this")) } "." }
            }
            div class="govuk-button-group" {
                (Button::default().saying(&plain(say("naming-save"))))
                a class="govuk-link" href=(address(kept.id)) { (say("naming-not")) }
            }
        }
        p class="govuk-body" { a class="govuk-link" href={ (address(kept.id)) "/history" } { (say("history-all")) } }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    page(visit, status, title, main, &[(say("section-plans"), "/plans".into())])
}
