//! `/rounds/open`: asks for the updates of a quarter: of which plan, for which quarter, until which day. Beneath it
//! stands who would be asked for how much, so that a work without a lead is found before and not after.
use super::{address, shown};
use crate::{
    action::held_by,
    answers::{Answers, once},
    error::Error,
    parts::{
        Button, details, plain,
        question::{Line, Pick},
        table::{Cell, Narrow, Table},
    },
    visit::{May, OpenRounds, Staff},
    words::{say, say_with},
};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{
    action::Held,
    ask::{Answer, Command},
    id::Id,
    office::Kept,
    period::{Quarter, london_day},
    plan::{Plan, PlanState},
    round::OpenRound,
    sight::Sight,
};
use jiff::{ToSpan, civil::Date};
use maud::{Markup, html};
use uuid::Uuid;

/// How many quarters back a round can still be opened for.
const QUARTERS: usize = 5;

/// `GET /rounds/open`
pub async fn asked(visit: May<OpenRounds>) -> Result<Response, Error> {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    let quarters = quarters(london_day(visit.instant));
    if let Some(last) = quarters.get(1) {
        answers.set("quarter", last.starts().to_string());
    }
    answers.set("due", london_day(visit.instant).saturating_add(21.days()).to_string());
    Ok(show(&visit, &answers))
}

/// `POST /rounds/open`
pub async fn answered(visit: May<OpenRounds>, mut answers: Answers) -> Result<Response, Error> {
    let due = answers.day("due");
    let (from, to) = (answers.day("from"), answers.day("to"));
    let name = answers.words("name");
    let plan = answers.id("plan").map(Id::<Plan>::from).and_then(|id| Some(visit.now().plan(id)?.item.name.clone()));
    let chosen: Option<Quarter> = answers.one("quarter").parse().ok().and_then(Quarter::of);
    let period = match (from, to) {
        (Some(from), Some(to)) => Some((from, to)),
        (None, None) => chosen.map(|quarter| (quarter.starts(), quarter.ends())),
        (Some(_), None) => {
            answers.is_wrong("to", say("round-to-missing"));
            None
        }
        (None, Some(_)) => {
            answers.is_wrong("from", say("round-from-missing"));
            None
        }
    };
    if plan.is_none() {
        answers.is_wrong("plan", say("round-plan-missing"));
    }
    if due.is_none() && answers.is_right() {
        answers.is_wrong("due", say("round-due-missing"));
    }
    if let (Some(due), true) = (due, answers.is_right()) {
        let command = Command::OpenRound(OpenRound { plan, name, period, due });
        match visit.write(command, answers.one("key"), vec![], None).await? {
            Ok(Answer::Item(round)) => return Ok(Redirect::to(&address(Id::from(round))).into_response()),
            Ok(_) => return Ok(Redirect::to("/rounds").into_response()),
            Err(refusal) => answers.is_wrong("due", refusal.to_string()),
        }
    }
    Ok(show(&visit, &answers))
}

/// The quarter of today and those before it.
fn quarters(today: Date) -> Vec<Quarter> {
    let before = |quarter: &Quarter| Quarter::of(quarter.starts().yesterday().ok()?);
    std::iter::successors(Quarter::of(today), before).take(QUARTERS).collect()
}

fn show(visit: &Staff, answers: &Answers) -> Response {
    let sight = visit.now();
    let plans: Vec<&Kept<Plan>> = sight.plans().filter(|plan| plan.item.state == PlanState::Open).collect();
    let title = say("round-open-title");
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        @if plans.is_empty() {
            p class="govuk-body" { (say("round-no-plan")) }
        } @else {
            p class="govuk-body" { (say("round-open-lead")) }
            (form(&plans, london_day(visit.instant), answers))
            @for plan in &plans { (would_be_asked(&sight, plan)) }
        }
    };
    shown(visit, answers, &title, main)
}

fn form(plans: &[&Kept<Plan>], today: Date, answers: &Answers) -> Markup {
    let plan = Pick {
        field: "plan",
        label: say("plan"),
        choices: plans
            .iter()
            .map(|plan| {
                let id = plan.id.to_string();
                let chosen = answers.one("plan") == id;
                (id, plan.item.name.to_string(), chosen)
            })
            .collect(),
        ..Pick::default()
    };
    let quarter = Pick {
        field: "quarter",
        label: say("round-quarter"),
        choices: quarters(today)
            .into_iter()
            .map(|quarter| {
                let starts = quarter.starts().to_string();
                let chosen = answers.one("quarter") == starts;
                (starts, quarter.in_words(), chosen)
            })
            .collect(),
        ..Pick::default()
    };
    let day = |field, label, hint| Line { field, kind: "date", label, hint, ..Line::default() };
    let own = ["name", "from", "to"];
    let open =
        own.iter().any(|field| !answers.one(field).is_empty() || answers.wrong.iter().any(|w| w.field == *field));
    html! {
        form method="post" action="/rounds/open" novalidate {
            (once(answers.one("key")))
            (answers.pick(&plan))
            (answers.pick(&quarter))
            (answers.line(&day("due", say("round-due"), Some(say("round-due-hint")))))
            (details(&plain(say("round-other-period")), &html! {
                (answers.line(&day("from", say("round-from"), None)))
                (answers.line(&day("to", say("round-to"), None)))
                (answers.line(&Line { field: "name", kind: "text", label: say("round-name"), hint: Some(say("round-name-hint")), ..Line::default() }))
            }, None, open))
            (Button::default().saying(&plain(say("round-open-send"))))
        }
    }
}

/// Who would be asked, for how many actions; and those for which nobody can be.
fn would_be_asked(sight: &Sight, plan: &Kept<Plan>) -> Markup {
    let mut counts: Vec<(Option<&Held>, usize)> = Vec::new();
    let live = sight.actions(plan.id).into_iter().filter(|action| !action.item.status.is_closed());
    let mut all = 0;
    for action in live {
        all += 1;
        let leads: Vec<Option<&Held>> = match &action.item.leads[..] {
            [] => vec![None],
            leads => leads.iter().map(Some).collect(),
        };
        for lead in leads {
            match counts.iter_mut().find(|(known, _)| *known == lead) {
                Some((_, count)) => *count += 1,
                None => counts.push((lead, 1)),
            }
        }
    }
    let mut named: Vec<(String, usize)> = counts
        .into_iter()
        .map(|(lead, count)| (lead.map_or_else(|| say("round-no-lead"), |held| held_by(sight, held)), count))
        .collect();
    named.sort_by_key(|(name, _)| domain::text::fold(name));
    let table = Table {
        caption: Some(plain(say_with("round-would-ask", &[("count", all.into()), ("plan", (&plan.item.name).into())]))),
        caption_classes: "govuk-table__caption--m",
        head: [say("lead"), say("actions")].map(Cell::text).into(),
        rows: named.into_iter().map(|(name, count)| vec![Cell::text(name), Cell::text(count.to_string())]).collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    table.show()
}
