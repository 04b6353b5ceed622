//! `/decisions`: what waits for somebody who did not ask for it: changes of date and of what is done, and completions
//! whose evidence nobody else has confirmed.
use crate::{
    action,
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{
        Button,
        field::{Fault, Field, error_summary},
        plain,
        table::summary_list,
    },
    plan::{self, or_not_set},
    visit::{DecideChanges, May, Permission as _, Staff, VerifyCompletions},
    words::{say, say_with},
};
use axum::{
    extract::{Form, Path},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    action::{Action, months_between},
    ask::{Ask, Command},
    change_request::{Approved, Asked, ChangeRequest, DecideChange},
    completion::{Shows, VerifyCompletion},
    id::Id,
    milestone::OpenMilestones,
    office::Kept,
    plan::PlanState,
    sight::Sight,
    text::Text,
};
use maud::{Markup, html};
use uuid::Uuid;

type Given = Vec<(String, String)>;

/// A decision that could not be taken: of which item, what was typed, and why.
struct Tried {
    item: Uuid,
    reason: String,
    fault: Fault,
}

/// `GET /decisions`
pub async fn list(visit: Staff) -> Result<Response, Error> {
    if visit.may(DecideChanges::ACT).is_err() {
        visit.may(VerifyCompletions::ACT)?;
    }
    Ok(visit.show(&page(&visit, None)))
}

/// `POST /decisions/{request}`
pub async fn decided(
    visit: May<DecideChanges>,
    Path(id): Path<Uuid>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let request: Id<ChangeRequest> = id.into();
    visit.now().change_request(request).ok_or(Error::NotFound)?;
    let approved = match one(&given, "decision") {
        "approve" => Approved::Yes,
        "decline" => Approved::No,
        _ => return Err(Error::Unreadable),
    };
    let reason = one(&given, "reason").trim().to_owned();
    let id_of = field_id(id);
    let words = match Text::new(reason.clone()) {
        Ok(words) => Some(words).filter(|words| !words.is_empty()),
        Err(why) => {
            let fault = Fault { id: id_of, words: why.to_string() };
            return Ok(refused(&visit, &Tried { item: id, reason, fault }));
        }
    };
    let command = Command::DecideChange(DecideChange { request, approved });
    write(&visit, command, words, &given, id, reason).await
}

/// `POST /actions/{action}/verify`
pub async fn verified(
    visit: May<VerifyCompletions>,
    Path(id): Path<Uuid>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let action: Id<Action> = id.into();
    visit.view().own_action(action).ok_or(Error::NotFound)?;
    // Which of the two buttons was pressed has to be told: an empty form says nothing.
    let evidence = match one(&given, "evidence") {
        "shown" => Shows::Complete,
        "not-shown" => Shows::NotComplete,
        _ => return Err(Error::Unreadable),
    };
    let reason = one(&given, "reason").trim().to_owned();
    let words = match Text::new(reason.clone()) {
        Ok(words) => Some(words).filter(|words| !words.is_empty()),
        Err(why) => {
            let fault = Fault { id: field_id(id), words: why.to_string() };
            return Ok(refused(&visit, &Tried { item: id, reason, fault }));
        }
    };
    let command = Command::VerifyCompletion(VerifyCompletion { action, evidence });
    write(&visit, command, words, &given, id, reason).await
}

async fn write(
    visit: &Staff,
    command: Command,
    reason: Option<Text>,
    given: &Given,
    item: Uuid,
    typed: String,
) -> Result<Response, Error> {
    let key = Some(one(given, "key").to_owned()).filter(|key| !key.is_empty());
    // Whoever decides says what they saw: a form that does not was never looked at.
    let seen: i64 = one(given, "seen").parse().map_err(|_| Error::Unreadable)?;
    let ask = Ask {
        actor: visit.view().actor().clone(),
        now: visit.instant,
        on: None,
        key,
        seen: vec![(item, seen)],
        reason,
        command,
    };
    match visit.record.write(ask).await {
        Ok(_) => Ok(Redirect::to("/decisions").into_response()),
        Err(record::Error::Refused(refusal)) => {
            let fault = Fault { id: field_id(item), words: refusal.to_string() };
            Ok(refused(visit, &Tried { item, reason: typed, fault }))
        }
        Err(error) => Err(error.into()),
    }
}

fn one<'a>(given: &'a Given, name: &str) -> &'a str {
    given.iter().find(|(known, _)| known == name).map_or("", |(_, value)| value.as_str())
}

fn field_id(item: Uuid) -> String {
    format!("reason-{}", item.simple())
}

fn refused(visit: &Staff, tried: &Tried) -> Response {
    (StatusCode::UNPROCESSABLE_ENTITY, visit.frame().around(&page(visit, Some(tried)))).into_response()
}

fn page(visit: &Staff, tried: Option<&Tried>) -> Page {
    let sight = visit.now();
    let mut requests: Vec<&Kept<ChangeRequest>> =
        sight.change_requests().filter(|request| request.item.ruling.is_none()).collect();
    requests.sort_by_key(|request| (request.item.on, request.id));
    let unverified: Vec<&Kept<Action>> = sight
        .plans()
        .filter(|plan| plan.item.state == PlanState::Open)
        .flat_map(|plan| sight.actions(plan.id))
        .filter(|kept| kept.item.completion.as_ref().is_some_and(|done| done.verified.is_none()))
        .collect();
    let (decides, verifies) = (visit.may(DecideChanges::ACT).is_ok(), visit.may(VerifyCompletions::ACT).is_ok());
    let heading = say("decisions");
    let title = if tried.is_some() { format!("{} {heading}", say("error")) } else { heading.clone() };
    let main = html! {
        @if let Some(tried) = tried { (error_summary(&say("problem"), std::slice::from_ref(&tried.fault))) }
        h1 class="govuk-heading-l" { (heading) }
        h2 class="govuk-heading-m" { (say_with("decisions-changes", &[("count", requests.len().into())])) }
        @for request in &requests { (waiting(&sight, request, decides, tried)) }
        h2 class="govuk-heading-m" { (say_with("decisions-completions", &[("count", unverified.len().into())])) }
        @for kept in &unverified { (completion(&sight, kept, verifies, tried)) }
        (crate::paper::publication::waiting(&sight))
        p class="govuk-body" { a class="govuk-link" href="/slippage" { (say("slippage")) } }
    };
    Page { title, main, ..Page::default() }.within(Section::Decisions)
}

fn named(kept: &Kept<Action>) -> Markup {
    html! { a class="govuk-link" href=(action::address(kept.id)) { (kept.reference()) " " (kept.item.title) } }
}

/// What is asked, in words; for a date, what it would come to.
pub fn asked(sight: &Sight, action: Option<&Action>, asks: &Asked) -> Markup {
    let other = |id: Id<Action>| sight.action(id).map(named).unwrap_or_default();
    match asks {
        Asked::NewDate { from, to } => html! {
            (say("asked-date")) " " (say("from")) " " (or_not_set(*from)) " " (say("to")) " " (day(*to))
            @if let Some(months) = action.and_then(|action| months_between(action.original_date, Some(*to))) {
                (plan::past_original(months))
            }
        },
        Asked::PutOff { until: Some(until) } => html! { (say("asked-put-off-until")) " " (day(*until)) },
        Asked::PutOff { until: None } => plain(say("asked-put-off")),
        Asked::CloseUndelivered => plain(say("asked-close")),
        Asked::BusinessAsUsual => plain(say("asked-usual")),
        Asked::Supersede { by } => html! { (say("asked-supersede")) " " (other(*by)) },
        Asked::Merge { into } => html! { (say("asked-merge")) " " (other(*into)) },
        Asked::Split { into } => html! {
            (say("asked-split"))
            ul class="govuk-list govuk-list--bullet" { @for title in into { li { (title) } } }
        },
    }
}

fn waiting(sight: &Sight, request: &Kept<ChangeRequest>, decides: bool, tried: Option<&Tried>) -> Markup {
    let item = &request.item;
    let kept = sight.action(item.action);
    let who = action::speaker(sight, item.by);
    let facts = [
        (plain(say("action")), kept.map_or_else(|| plain(request.reference()), named)),
        (
            plain(say("asked")),
            html! {
                (asked(sight, kept.map(|kept| &kept.item), &item.asks))
                @if item.milestones == OpenMilestones::GoOn { p class="govuk-body" { (say("asked-milestones")) } }
            },
        ),
        (plain(say("asked-why")), plain(&item.reason)),
        (plain(say("asked-by")), html! { (who) ", " (day(item.on)) }),
    ];
    let tried = tried.filter(|tried| tried.item == request.id.uuid());
    let error = say("error");
    let field = Field {
        id: field_id(request.id.uuid()),
        name: "reason",
        label: say("decide-reason"),
        hint: Some(say("decide-reason-hint")),
        value: tried.map(|tried| tried.reason.clone()).unwrap_or_default(),
        wrong: tried.map(|tried| (error.as_str(), tried.fault.words.as_str())),
        ..Field::default()
    };
    html! {
        section class="milepost-item" {
            (summary_list(&facts, ""))
            @if decides {
                form method="post" action={ "/decisions/" (request.id) } novalidate {
                    (hidden(request.version))
                    (field.textarea(2))
                    div class="govuk-button-group" {
                        (Button { name: Some("decision"), value: Some("approve"), ..Button::default() }.saying(&button(&say("decide-approve"), request.reference())))
                        (Button { name: Some("decision"), value: Some("decline"), classes: "govuk-button--secondary", ..Button::default() }.saying(&button(&say("decide-decline"), request.reference())))
                    }
                }
            }
        }
    }
}

fn button(words: &str, reference: &Text) -> Markup {
    html! { (words) span class="govuk-visually-hidden" { " " (reference) } }
}

fn hidden(version: i64) -> Markup {
    html! {
        input type="hidden" name="seen" value=(version);
        input type="hidden" name="key" value=(Uuid::now_v7());
    }
}

fn completion(sight: &Sight, kept: &Kept<Action>, verifies: bool, tried: Option<&Tried>) -> Markup {
    let Some(done) = &kept.item.completion else { return Markup::default() };
    let facts = [
        (plain(say("action")), named(kept)),
        (plain(say("completed-on")), day(done.on)),
        (plain(say("evidence")), crate::evidence::list(sight, kept.id, &done.evidence)),
        (plain(say("completed-by")), plain(action::held_by(sight, &done.by))),
    ];
    let tried = tried.filter(|tried| tried.item == kept.id.uuid());
    let error = say("error");
    let field = Field {
        id: field_id(kept.id.uuid()),
        name: "reason",
        label: say("verify-reason"),
        hint: Some(say("verify-reason-hint")),
        value: tried.map(|tried| tried.reason.clone()).unwrap_or_default(),
        wrong: tried.map(|tried| (error.as_str(), tried.fault.words.as_str())),
        ..Field::default()
    };
    html! {
        section class="milepost-item" {
            (summary_list(&facts, ""))
            @if verifies {
                form method="post" action={ (action::address(kept.id)) "/verify" } novalidate {
                    (hidden(kept.version))
                    (field.textarea(2))
                    div class="govuk-button-group" {
                        (Button { name: Some("evidence"), value: Some("shown"), ..Button::default() }.saying(&button(&say("verify-send"), kept.reference())))
                        (Button { name: Some("evidence"), value: Some("not-shown"), classes: "govuk-button--secondary", ..Button::default() }.saying(&button(&say("verify-refuse"), kept.reference())))
                    }
                }
            }
        }
    }
}
