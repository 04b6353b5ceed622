//! `/papers/position` and `/papers/new`: a position is taken for a meeting, a paper is composed from it, looked at as a
//! draft, and issued. The author writes prose alone: every figure comes from the record.
use super::{address, kind_name};
use crate::{
    answers::{Answers, once},
    assets,
    error::Error,
    page::{Page, Section},
    parts::{
        Button, details, plain,
        question::{Line, Pick},
        tag, warning_text,
    },
    visit::{MakePapers, May, Staff, positions, snapshot_name},
    way::{Way, segment},
    words::say,
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use desk::{Composed, PaperAsk, Refused};
use domain::{
    ask::{Ask, Command},
    paper::PaperKind,
    plan::PlanState,
    snapshot::TakeSnapshot,
    text::Text,
};
use maud::{Markup, PreEscaped, html};
use report::html::body;
use uuid::Uuid;

/// `GET /papers/position`
pub async fn position(visit: May<MakePapers>) -> Response {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    show_position(&visit, &answers)
}

/// `POST /papers/position`: takes the record as it stands, for a body and its meeting.
pub async fn taken(visit: May<MakePapers>, mut answers: Answers) -> Result<Response, Error> {
    let name = answers.short("name", say("position-name-missing"));
    let on = answers.day("day");
    let body = answers.one("body").to_owned();
    if !answers.is_right() {
        return Ok(show_position(&visit, &answers));
    }
    let take = TakeSnapshot { name: typed(&name), body: typed(&body) };
    let ask = Ask { on, ..visit.asks(Command::TakeSnapshot(take), answers.one("key")) };
    match visit.record.write(ask).await {
        Ok(_) => {
            let to = format!("/papers/new?as-at={}&for={}", segment(&name), segment(&body));
            Ok(Redirect::to(&to).into_response())
        }
        Err(record::Error::Refused(refusal)) => {
            answers.is_wrong("name", refusal.to_string());
            Ok(show_position(&visit, &answers))
        }
        Err(error) => Err(error.into()),
    }
}

fn show_position(visit: &Staff, answers: &Answers) -> Response {
    let title = say("position-take");
    let name = Line {
        field: "name",
        kind: "text",
        label: say("position-called"),
        hint: Some(say("position-called-hint")),
        ..Line::default()
    };
    let day = Line {
        field: "day",
        kind: "date",
        label: say("meeting-day"),
        hint: Some(say("meeting-day-hint")),
        classes: "govuk-input--width-10",
        ..Line::default()
    };
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("position-why")) }
        form method="post" action="/papers/position" novalidate {
            (once(answers.one("key")))
            (answers.pick(&bodies(visit, answers.one("body"))))
            (answers.line(&day))
            (answers.line(&name))
            (Button::default().saying(&plain(say("position-take"))))
        }
    };
    reply(visit, answers, &title, main)
}

/// `GET /papers/new`
pub async fn asked(visit: May<MakePapers>) -> Response {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    for (field, asked) in [("as-at", "as-at"), ("body", "for"), ("kind", "kind"), ("plan", "plan")] {
        answers.set(field, visit.asked(asked).unwrap_or_default());
    }
    show(&visit, &answers, None)
}

/// `POST /papers/new`: a draft to look at, or the paper as issued.
pub async fn answered(visit: May<MakePapers>, mut answers: Answers) -> Result<Response, Error> {
    let Some(ask) = wanted(&mut answers) else { return Ok(show(&visit, &answers, None)) };
    let desk = visit.desk();
    if answers.one("act") != "issue" {
        return match desk::composed(&desk, &ask).await {
            Ok(draft) => Ok(show(&visit, &answers, Some(&draft))),
            Err(refused) => again(&visit, answers, &ask, refused),
        };
    }
    let key = answers.id("key").ok_or(Error::Unreadable)?.to_string();
    // Brought to its end also where the visitor waits no longer: a number is not to be left without its files.
    let issuing = ask.clone();
    let issued = tokio::spawn(async move { desk::issue(&desk, &issuing, None, Some(key)).await }).await;
    match issued.map_err(|error| Error::broken(&error))? {
        Ok(issued) => {
            Ok(Redirect::to(&format!("{}?done=issued", address(&typed(&issued.number.number)))).into_response())
        }
        Err(refused) => again(&visit, answers, &ask, refused),
    }
}

fn wanted(answers: &mut Answers) -> Option<PaperAsk> {
    let kind = PaperKind::parse(answers.one("kind"));
    if kind.is_none() {
        answers.is_wrong("kind", say("paper-kind-missing"));
    }
    let some = |answers: &Answers, name: &str| Some(answers.one(name).to_owned()).filter(|value| !value.is_empty());
    let words = answers.raw("words").replace("\r\n", "\n");
    let words = (kind == Some(PaperKind::CoverReport)).then_some(words);
    if words.as_ref().is_some_and(|words| words.trim().is_empty()) {
        answers.is_wrong("words", say("paper-words-missing"));
    }
    for field in ["plan", "theme", "as-at", "since", "body"] {
        if Text::new(answers.one(field)).is_err() {
            answers.is_wrong("kind", say("answer-too-long"));
        }
    }
    let kind = kind.filter(|_| answers.is_right())?;
    Some(PaperAsk {
        kind,
        plan: some(answers, "plan"),
        body: answers.one("body").to_owned(),
        theme: some(answers, "theme"),
        as_at: some(answers, "as-at"),
        since: some(answers, "since"),
        words,
    })
}

fn again(visit: &Staff, mut answers: Answers, ask: &PaperAsk, refused: Refused) -> Result<Response, Error> {
    if refused.passing {
        return Err(Error::Busy(record::Error::Busy));
    }
    let field = if ask.words.is_some() && refused.why.contains("line ") { "words" } else { "kind" };
    answers.is_wrong(field, refused.why);
    Ok(show(visit, &answers, None))
}

fn show(visit: &Staff, answers: &Answers, draft: Option<&Composed>) -> Response {
    let sight = visit.now();
    let title = say("paper-new");
    let chosen = |field: &str, value: &str| answers.one(field) == value;
    let kinds = PaperKind::ALL.map(|kind| {
        let text = format!("{}: {}", kind_name(kind), means(kind));
        (kind.as_str().to_owned(), text, chosen("kind", kind.as_str()))
    });
    let kind = Pick { field: "kind", label: say("paper-kind"), hint: None, choices: kinds.into() };
    let mut as_at = vec![(String::new(), say("paper-as-at-now"), answers.one("as-at").is_empty())];
    as_at.extend(positions(&sight).into_iter().map(|kept| {
        let name = kept.item.name.to_string();
        let is_chosen = chosen("as-at", &name);
        (name, snapshot_name(&sight, kept), is_chosen)
    }));
    let as_at = Pick { field: "as-at", label: say("paper-as-at"), hint: Some(say("paper-as-at-hint")), choices: as_at };
    let mut since = vec![(String::new(), say("paper-since-last-seen"), answers.one("since").is_empty())];
    since.extend(sight.snapshots().map(|kept| {
        let name = kept.item.name.to_string();
        let is_chosen = chosen("since", &name);
        (name, snapshot_name(&sight, kept), is_chosen)
    }));
    since.extend(sight.papers().filter(|kept| kept.item.presented.is_some()).map(|kept| {
        let number = kept.reference().to_string();
        let is_chosen = chosen("since", &number);
        let text = format!("{number} {}", kept.item.title);
        (number, text, is_chosen)
    }));
    let since = Pick { field: "since", label: say("paper-since"), hint: Some(say("paper-since-hint")), choices: since };
    let plans: Vec<_> = sight.plans().collect();
    let only_open = plans.iter().filter(|plan| plan.item.state == PlanState::Open).count() == 1;
    let mut choices: Vec<_> = plans
        .iter()
        .map(|plan| {
            let name = plan.item.name.to_string();
            let open = plan.item.state == PlanState::Open;
            let is_chosen = chosen("plan", &name) || (answers.one("plan").is_empty() && only_open && open);
            (name.clone(), name, is_chosen)
        })
        .collect();
    choices.push((String::new(), say("paper-no-plan"), answers.one("plan").is_empty() && !only_open));
    let plan = Pick { field: "plan", label: say("plan"), hint: None, choices };
    let mut themes = vec![(String::new(), say("paper-whole-plan"), answers.one("theme").is_empty())];
    themes.extend(plans.iter().filter(|plan| plan.item.state == PlanState::Open).flat_map(|plan| {
        sight.themes(plan.id).into_iter().map(|theme| {
            let name = theme.item.name.to_string();
            (name.clone(), name.clone(), chosen("theme", &name))
        })
    }));
    let theme = Pick { field: "theme", label: say("theme"), hint: None, choices: themes };
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        @if let Some(draft) = draft { (as_draft(draft)) }
        @else {
            p class="govuk-body" {
                (say("paper-new-why")) " "
                a class="govuk-link" href="/papers/position" { (say("position-take-first")) } "."
            }
        }
        form id="builder" method="post" action="/papers/new" novalidate {
            (once(answers.one("key")))
            @if draft.is_some() { h2 class="govuk-heading-m" { (say("paper-change-draft")) } }
            (answers.pick(&kind))
            (answers.pick(&bodies(visit, answers.one("body"))))
            (answers.pick(&as_at))
            (answers.pick(&plan))
            (answers.pick(&theme))
            (answers.pick(&since))
            (answers.textarea("words", say("paper-words"), Some(say("paper-words-hint")), 12))
            (details(&plain(say("paper-words-how")), &how(), None, false))
            div class="govuk-button-group" {
                (Button { name: Some("act"), value: Some("look"), classes: if draft.is_some() { "govuk-button--secondary" } else { "" }, ..Button::default() }.saying(&plain(say("paper-look"))))
                @if draft.is_some() {
                    (Button { name: Some("act"), value: Some("issue"), ..Button::default() }.saying(&plain(say("paper-issue"))))
                }
            }
        }
    };
    reply(visit, answers, &title, main)
}

/// What would be issued, unmistakably not issued yet.
fn as_draft(draft: &Composed) -> Markup {
    html! {
        link rel="stylesheet" href=(assets::paper());
        (warning_text(&say("warning"), &plain(say("paper-draft-warning"))))
        p class="govuk-body" { a class="govuk-link" href="#builder" { (say("paper-past-draft")) } }
        section class="milepost-draft" aria-label=(say("paper-draft")) {
            p { (tag(&plain(say("paper-draft-tag")), "govuk-tag--yellow")) }
            (without_headings_above(&body(&draft.document)))
        }
    }
}

/// The page has its own first heading, so the paper's title is one of its second.
pub(super) fn without_headings_above(paper: &Markup) -> Markup {
    PreEscaped(
        paper.0.replacen("<h1 class=\"paper-title\">", "<h2 class=\"paper-title\">", 1).replacen("</h1>", "</h2>", 1),
    )
}

fn means(kind: PaperKind) -> String {
    match kind {
        PaperKind::DeliveryPlan => say("kind-delivery-plan-means"),
        PaperKind::CoverReport => say("kind-cover-report-means"),
        PaperKind::Changes => say("kind-changes-means"),
        PaperKind::PlanOnAPage => say("kind-plan-on-a-page-means"),
        PaperKind::ForwardLook => say("kind-forward-look-means"),
        PaperKind::Slippage => say("kind-slippage-means"),
        PaperKind::Succession => say("kind-succession-means"),
        PaperKind::DataPack => say("kind-data-pack-means"),
        PaperKind::AssuranceFramework => say("kind-assurance-framework-means"),
        PaperKind::ThemeReport => say("kind-theme-report-means"),
        PaperKind::AuditorsPack => say("kind-auditors-pack-means"),
        PaperKind::RiskRegister => say("kind-risk-register-means"),
        PaperKind::FindingsTracker => say("kind-findings-tracker-means"),
        PaperKind::Briefing => say("kind-briefing-means"),
    }
}

fn how() -> Markup {
    html! {
        p class="govuk-body" { (say("paper-words-how-lead")) }
        pre class="milepost-statement" { code { (say("paper-words-example")) } }
        p class="govuk-body" { (say("paper-words-figures")) }
        ul class="govuk-list govuk-list--bullet" {
            @for figure in ["total", "complete", "on_track", "at_risk", "off_track", "not_started", "paused", "not_rated", "completed", "continuing", "withheld", "themes", "theme_names", "plan", "as_at", "body", "office"] {
                li { code { "{" (figure) "}" } }
            }
        }
    }
}

fn bodies(visit: &Staff, chosen: &str) -> Pick {
    let sight = visit.now();
    let board = |name: &str| if chosen.is_empty() { name == "Panel" } else { name == chosen };
    let choices = sight.bodies().map(|kept| {
        let name = kept.item.name.to_string();
        let is_chosen = board(&name);
        (name.clone(), name, is_chosen)
    });
    Pick { field: "body", label: say("made-for"), hint: Some(say("made-for-hint")), choices: choices.collect() }
}

/// What was typed and is known to be text.
fn typed(words: &str) -> Text {
    Text::new(words).unwrap_or_default()
}

fn reply(visit: &Staff, answers: &Answers, title: &str, main: Markup) -> Response {
    let page = Page { title: answers.title(title), main, ..Page::default() };
    let page = page.within(Section::Papers).below(say("section-papers"), Way::default().to("/papers"));
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}
