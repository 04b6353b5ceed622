//! What somebody says of an outcome on its own page: a judgement, a note on its environment, a partner's action, and
//! which actions serve it; and the same last form on an action's page.
use super::{address, found, page};
use crate::{
    answers::{Answers, once},
    error::Error,
    page::{Page, Section},
    parts::{
        Button, plain,
        question::{Line, Pick},
    },
    updates::capital,
    visit::{May, Permission, Proof, Staff},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    action::Action,
    ask::{Ask, Command},
    body::BodyKind,
    envelope::Visibility,
    environment::NoteEnvironment,
    id::Id,
    objective::{Outcome, ServeOutcome},
    office::Kept,
    outcome_view::OutcomeView,
    partner_action::{Known, NotePartnerAction},
    plan::PlanState,
    scale::Class,
    sufficiency::{JudgeOutcome, Judged},
    text::Text,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

/// Judges whether what is done for an outcome is enough.
#[derive(Debug)]
pub struct JudgeOutcomes;
impl Permission for JudgeOutcomes {
    const ACT: &'static str = "judge an outcome";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Notes what changes around an outcome.
#[derive(Debug)]
pub struct NoteEnvironments;
impl Permission for NoteEnvironments {
    const ACT: &'static str = "note on an environment";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Writes down what is known of a partner's action.
#[derive(Debug)]
pub struct NotePartnerActions;
impl Permission for NotePartnerActions {
    const ACT: &'static str = "note a partner's action";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Says which outcome an action serves.
#[derive(Debug)]
pub struct ServeOutcomes;
impl Permission for ServeOutcomes {
    const ACT: &'static str = "serve an outcome";
    const PROOF: Proof = Proof::AtSignIn;
}

/// A page's forms, nothing typed yet.
pub fn fresh() -> Answers {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    answers
}

/// The forms that whoever visits may send. A page of the past has none.
pub fn all(visit: &Staff, view: &OutcomeView, typed: &Answers) -> Markup {
    if visit.way.chosen().is_some() {
        return Markup::default();
    }
    let may = |act| visit.actor().may(act).is_ok();
    let address = address(view.outcome.id);
    let open = visit.now().plan(view.theme.item.plan).is_some_and(|plan| plan.item.state == PlanState::Open);
    html! {
        @if may(JudgeOutcomes::ACT) { (judge(visit, &address, typed)) }
        @if may(NoteEnvironments::ACT) { (note(&address, typed)) }
        @if may(NotePartnerActions::ACT) { (elsewhere(visit, &address, typed)) }
        @if open && may(ServeOutcomes::ACT) { (serve(visit, view, &address, typed)) }
    }
}

/// A form under its name, open where something in it is wrong.
fn folded(
    title: String,
    address: &str,
    typed: &Answers,
    fields: &[&'static str],
    inside: &Markup,
    button: String,
) -> Markup {
    let open = typed.wrong.iter().any(|wrong| fields.contains(&wrong.field));
    let form = html! {
        form method="post" action=(address) novalidate {
            (once(typed.one("key")))
            (inside)
            (Button::default().saying(&plain(button)))
        }
    };
    crate::parts::details(&plain(title), &form, None, open)
}

fn line(typed: &Answers, field: &'static str, kind: &'static str, label: String, hint: Option<String>) -> Markup {
    typed.line(&Line { field, kind, label, hint, ..Line::default() })
}

/// Who may see what is said.
fn audience(typed: &Answers, field: &'static str) -> Markup {
    let choice = |value: &str, words: String| (value.to_owned(), words, typed.one(field) == value);
    let choices = vec![
        choice("internal", say("outcome-for-boards")),
        choice("panel", say("outcome-for-panel")),
        choice("public", say("outcome-for-everybody")),
    ];
    typed.pick(&Pick { field, label: say("outcome-for"), hint: None, choices })
}

fn seen_by(answers: &Answers, field: &str) -> Result<Visibility, Error> {
    match answers.one(field) {
        "" | "internal" => Ok(Visibility::Internal),
        "panel" => Ok(Visibility::Panel),
        "public" => Ok(Visibility::Public),
        _ => Err(Error::Unreadable),
    }
}

fn judge(visit: &Staff, address: &str, typed: &Answers) -> Markup {
    let mut judgements = vec![(String::new(), say("outcome-judge-none"), typed.one("judged").is_empty())];
    judgements.extend(Judged::ALL.map(|judged| {
        (judged.as_str().to_owned(), capital(judged.in_words()), typed.one("judged") == judged.as_str())
    }));
    let mut whose = vec![(String::new(), say("outcome-judge-own"), typed.one("judge").is_empty())];
    let boards = visit.now();
    let boards = boards.bodies().filter(|kept| matches!(kept.item.kind, BodyKind::Board | BodyKind::Committee));
    whose.extend(boards.map(|kept| {
        let name = kept.item.name.to_string();
        let chosen = typed.one("judge") == name;
        (name.clone(), say_with("outcome-judge-body", &[("body", name.into())]), chosen)
    }));
    let fields = html! {
        p class="govuk-body" { (say("outcome-judge-what")) }
        (typed.pick(&Pick { field: "judged", label: say("outcome-judged"), hint: None, choices: judgements }))
        (typed.pick(&Pick { field: "judge", label: say("outcome-judge"), hint: None, choices: whose }))
        (line(typed, "judged-on", "date", say("outcome-judged-on"), Some(say("outcome-judged-on-hint"))))
        (typed.textarea("because", say("outcome-because"), Some(say("outcome-because-hint")), 4))
        (audience(typed, "judged-for"))
    };
    let names = ["judged", "judge", "judged-on", "because", "judged-for"];
    folded(say("outcome-judge-title"), &format!("{address}/judge"), typed, &names, &fields, say("outcome-judge-write"))
}

fn note(address: &str, typed: &Answers) -> Markup {
    let fields = html! {
        (typed.textarea("note", say("outcome-note"), Some(say("outcome-note-hint")), 5))
        (audience(typed, "note-for"))
    };
    let names = ["note", "note-for"];
    folded(say("outcome-note-title"), &format!("{address}/note"), typed, &names, &fields, say("outcome-note-write"))
}

fn elsewhere(visit: &Staff, address: &str, typed: &Answers) -> Markup {
    let sight = visit.now();
    let bodies = sight.bodies().filter(|kept| matches!(kept.item.kind, BodyKind::Force | BodyKind::Partner));
    let bodies = bodies.map(|kept| {
        let name = kept.item.name.to_string();
        let chosen = typed.one("body") == name;
        (name.clone(), name, chosen)
    });
    let none = (String::new(), say("outcome-partner-body-none"), typed.one("body").is_empty());
    let bodies = Pick {
        field: "body",
        label: say("outcome-partner-body"),
        hint: None,
        choices: [none].into_iter().chain(bodies).collect(),
    };
    let none = (String::new(), say("outcome-partner-means-none"), typed.one("means").is_empty());
    let classes = Class::ALL.map(|class| {
        (class.as_str().to_owned(), crate::marks::class_name(Some(class)), typed.one("means") == class.as_str())
    });
    let classes = Pick {
        field: "means",
        label: say("outcome-partner-means"),
        hint: None,
        choices: [none].into_iter().chain(classes).collect(),
    };
    let fields = html! {
        p class="govuk-body" { (say("outcome-partner-what")) }
        (typed.pick(&bodies))
        (line(typed, "partner-plan", "text", say("outcome-partner-plan"), None))
        (line(typed, "reference", "text", say("outcome-partner-reference"), Some(say("outcome-partner-reference-hint"))))
        (line(typed, "partner-title", "text", say("outcome-partner-name"), None))
        (line(typed, "known", "date", say("outcome-partner-known"), None))
        (line(typed, "source", "text", say("outcome-partner-source"), Some(say("outcome-partner-source-hint"))))
        (line(typed, "partner-rating", "text", say("outcome-partner-rating"), None))
        (typed.pick(&classes))
        (line(typed, "partner-direction", "text", say("outcome-partner-direction"), None))
        (line(typed, "effect", "text", say("outcome-partner-effect"), None))
        (line(typed, "effect-by", "date", say("outcome-partner-by"), Some(say("outcome-partner-by-hint"))))
        (audience(typed, "partner-for"))
    };
    let names = ["body", "partner-plan", "reference", "partner-title", "known", "source", "effect-by"];
    let title = say("outcome-partner-title");
    folded(title, &format!("{address}/partner"), typed, &names, &fields, say("outcome-partner-write"))
}

fn serve(visit: &Staff, view: &OutcomeView, address: &str, typed: &Answers) -> Markup {
    let sight = visit.now();
    let actions = sight.actions(view.theme.item.plan);
    let label = |kept: &Kept<Action>| format!("{} {}", kept.reference(), kept.item.title);
    let (theirs, free): (Vec<&Kept<Action>>, Vec<&Kept<Action>>) =
        actions.into_iter().partition(|kept| kept.item.outcomes.contains(&view.outcome.id));
    let none = (String::new(), say("outcome-serve-none"), typed.one("action").is_empty());
    let choices =
        free.iter().map(|kept| (kept.id.to_string(), label(kept), typed.one("action") == kept.id.to_string()));
    let choices = [none].into_iter().chain(choices).collect();
    let fields = html! {
        (typed.pick(&Pick { field: "action", label: say("outcome-serve-action"), hint: None, choices }))
        input type="hidden" name="serves" value="yes";
    };
    html! {
        (folded(say("outcome-serve-title"), &format!("{address}/serve"), typed, &["action"], &fields, say("outcome-serve-write")))
        @if !theirs.is_empty() {
            @let choices = theirs.iter().map(|kept| (kept.id.to_string(), label(kept), false)).collect();
            @let fields = html! {
                (Pick { field: "not-action", label: say("outcome-unserve-action"), hint: None, choices }.show(&say("error"), &typed.wrong))
                input type="hidden" name="serves" value="no";
            };
            (folded(say("outcome-unserve-title"), &format!("{address}/serve"), typed, &["not-action"], &fields, say("outcome-unserve-write")))
        }
    }
}

/// The outcomes that an action of an open plan could serve, to choose one on the action's own page.
pub fn of_action(visit: &Staff, kept: &Kept<Action>) -> Markup {
    let sight = visit.now();
    let open = sight.plan(kept.item.plan).is_some_and(|plan| plan.item.state == PlanState::Open);
    if !open || visit.actor().may(ServeOutcomes::ACT).is_err() {
        return Markup::default();
    }
    let outcomes = sight.outcomes_of_plan(kept.item.plan);
    let free: Vec<_> = outcomes.into_iter().filter(|outcome| !kept.item.outcomes.contains(&outcome.id)).collect();
    if free.is_empty() {
        return Markup::default();
    }
    let typed = fresh();
    let choices = free.iter().map(|outcome| (outcome.id.to_string(), outcome.item.statement.to_string(), false));
    let fields = html! {
        (typed.pick(&Pick { field: "outcome", label: say("outcome-serve-outcome"), hint: None, choices: choices.collect() }))
        input type="hidden" name="seen" value=(kept.version);
    };
    let to = format!("{}/outcome", crate::action::address(kept.id));
    folded(say("outcome-serve-this"), &to, &typed, &["outcome"], &fields, say("outcome-serve-write"))
}

/// Writes, and goes back to the page; or shows it again with what is wrong.
async fn written(
    visit: &Staff,
    id: Id<Outcome>,
    command: Command,
    on: Option<Date>,
    mut answers: Answers,
    field: &'static str,
) -> Result<Response, Error> {
    if answers.is_right() {
        let ask = Ask { on, ..visit.asks(command, answers.one("key")) };
        match visit.record.write(ask).await {
            Ok(_) => return Ok(Redirect::to(&address(id)).into_response()),
            Err(record::Error::Refused(refusal)) => answers.is_wrong(field, capital(&refusal.to_string())),
            Err(error) => return Err(error.into()),
        }
    }
    again(visit, id, &answers).await
}

/// The page with what is wrong in what was typed.
async fn again(visit: &Staff, id: Id<Outcome>, answers: &Answers) -> Result<Response, Error> {
    let page = page(visit, id, answers).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, visit.show(&page)).into_response())
}

/// `POST /outcomes/{outcome}/judge`
pub async fn judged(
    visit: May<JudgeOutcomes>,
    Path(id): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let outcome = found(&visit.now(), &id)?.id;
    let judged = Judged::parse(answers.one("judged"));
    let because = answers.needed("because", say("outcome-because-missing"));
    let on = answers.day("judged-on");
    let by = Some(answers.one("judge")).filter(|name| !name.is_empty()).map(Text::new).transpose();
    let Some(judged) = judged else {
        answers.wrong.insert(0, crate::parts::question::Wrong::new("judged", say("outcome-judged-missing")));
        return again(&visit, outcome, &answers).await;
    };
    let judge = JudgeOutcome {
        outcome,
        judged,
        by: by.map_err(|_| Error::Unreadable)?,
        because,
        shown_to: seen_by(&answers, "judged-for")?,
    };
    written(&visit, outcome, Command::JudgeOutcome(judge), on, answers, "because").await
}

/// `POST /outcomes/{outcome}/note`
pub async fn noted(
    visit: May<NoteEnvironments>,
    Path(id): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let outcome = found(&visit.now(), &id)?.id;
    let words = answers.needed("note", say("outcome-note-missing"));
    let note = NoteEnvironment { outcome, words, shown_to: seen_by(&answers, "note-for")? };
    written(&visit, outcome, Command::NoteEnvironment(note), None, answers, "note").await
}

/// `POST /outcomes/{outcome}/partner`
pub async fn partner(
    visit: May<NotePartnerActions>,
    Path(id): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let outcome = found(&visit.now(), &id)?.id;
    let body = answers.needed("body", say("outcome-partner-body-missing"));
    let plan = answers.needed("partner-plan", say("outcome-partner-plan-missing"));
    let reference = answers.needed("reference", say("outcome-partner-reference-missing"));
    let title = answers.needed("partner-title", say("outcome-partner-name-missing"));
    let source = answers.needed("source", say("outcome-partner-source-missing"));
    let before = answers.wrong.len();
    let day = answers.day("known");
    if day.is_none() && answers.wrong.len() == before {
        answers.is_wrong("known", say("outcome-partner-known-missing"));
    }
    let known = Known {
        day: day.unwrap_or_default(),
        rating: answers.words("partner-rating"),
        class: Class::parse(answers.one("means")),
        direction: answers.words("partner-direction"),
        effect: answers.words("effect"),
        by: answers.day("effect-by"),
        source,
    };
    let sight = visit.now();
    // One that is on the record by this reference keeps the outcomes that it serves beside this one.
    let same = |kept: &&Kept<domain::partner_action::PartnerAction>| {
        kept.reference().folded() == reference.folded() && kept.item.plan.folded() == plan.folded()
    };
    let mut outcomes =
        sight.partner_actions().into_iter().find(same).map(|kept| kept.item.outcomes.clone()).unwrap_or_default();
    if !outcomes.contains(&outcome) {
        outcomes.push(outcome);
    }
    let shown_to = seen_by(&answers, "partner-for")?;
    let note = NotePartnerAction { body, plan, reference, title, outcomes, known, shown_to };
    let command = Command::NotePartnerAction(Box::new(note));
    written(&visit, outcome, command, None, answers, "reference").await
}

/// `POST /outcomes/{outcome}/serve`
pub async fn served(
    visit: May<ServeOutcomes>,
    Path(id): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let outcome = found(&visit.now(), &id)?.id;
    let serves = match answers.one("serves") {
        "yes" => true,
        "no" => false,
        _ => return Err(Error::Unreadable),
    };
    let field = if serves { "action" } else { "not-action" };
    let action = answers.id(field);
    if action.is_none() {
        answers.is_wrong(field, say("outcome-serve-missing"));
    }
    let serve = ServeOutcome { action: action.unwrap_or_default().into(), outcome, serves };
    written(&visit, outcome, Command::ServeOutcome(serve), None, answers, field).await
}

/// `POST /actions/{action}/outcome`
pub async fn served_by_action(
    visit: May<ServeOutcomes>,
    Path(id): Path<String>,
    answers: Answers,
) -> Result<Response, Error> {
    let id: Id<Action> = id.parse::<Uuid>().map_err(|_| Error::NotFound)?.into();
    let sight = visit.now();
    let kept = sight.action(id).ok_or(Error::NotFound)?;
    let (Some(outcome), Ok(seen)) = (answers.id("outcome"), answers.one("seen").parse::<i64>()) else {
        return Err(Error::Unreadable);
    };
    let serve = ServeOutcome { action: kept.id, outcome: outcome.into(), serves: true };
    let seen = vec![(kept.id.uuid(), seen)];
    match visit.write(Command::ServeOutcome(serve), answers.one("key"), seen, None).await? {
        Ok(_) => Ok(Redirect::to(&crate::action::address(id)).into_response()),
        Err(refusal) => {
            let why = html! {
                p class="govuk-body" { (capital(&refusal.to_string())) "." }
                p class="govuk-body" {
                    a class="govuk-link" href=(crate::action::address(id)) { (kept.reference()) " " (kept.item.title) }
                }
            };
            let page = Page::titled(say("outcome-serve-refused"), &why).within(Section::Plans);
            Ok((StatusCode::UNPROCESSABLE_ENTITY, visit.show(&page)).into_response())
        }
    }
}
