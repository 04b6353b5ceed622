//! `/findings/sources`: who finds, with their own words for how much something matters, and the clock that a law sets.
use super::rank_name;
use crate::{
    answers::{Answers, once},
    error::Error,
    page::{Page, Section},
    parts::{
        Button, plain,
        question::{Line, Pick},
        table::{Cell, Narrow, Table},
    },
    visit::{May, Permission, Proof, Staff},
    words::{say, say_with},
};
use axum::{
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    finding::{Clock, FindingSource, NameSource, Priority, Rank, SourceKind},
    office::Kept,
    text::Text,
};
use maud::html;

/// Names a source.
#[derive(Debug)]
pub struct NameSources;
impl Permission for NameSources {
    const ACT: &'static str = "name a source of findings";
    const PROOF: Proof = Proof::AtSignIn;
}

fn kind_name(kind: SourceKind) -> String {
    match kind {
        SourceKind::InternalAudit => say("finding-from-internal-audit"),
        SourceKind::Inspectorate => say("finding-from-inspectorate"),
        SourceKind::Panel => say("finding-from-panel"),
        SourceKind::ExternalAudit => say("finding-from-external-audit"),
        SourceKind::Regulator => say("finding-from-regulator"),
        SourceKind::Other => say("finding-from-other"),
    }
}

/// `GET /findings/sources`
pub async fn page(visit: May<NameSources>) -> Result<Response, Error> {
    Ok(shown(&visit, &super::forms::fresh()))
}

fn shown(visit: &Staff, typed: &Answers) -> Response {
    let sources = visit.now().finding_sources();
    let row = |kept: &&Kept<FindingSource>| -> Vec<Cell> {
        let source = &kept.item;
        let words = source.priorities.iter().map(|own| format!("{} ({})", own.word, rank_name(own.rank)));
        let clock = source.clock.as_ref().map_or_else(
            || say("finding-no-clock"),
            |clock| {
                say_with("finding-clock", &[("days", clock.days.to_string().into()), ("law", (&clock.citation).into())])
            },
        );
        vec![
            Cell::text(&source.name),
            Cell::text(kind_name(source.kind)),
            Cell::text(words.collect::<Vec<_>>().join(", ")),
            Cell::text(clock),
        ]
    };
    let kinds =
        SourceKind::ALL.map(|kind| (kind.as_str().to_owned(), kind_name(kind), typed.one("kind") == kind.as_str()));
    let line = |field: &'static str, label: String, hint: Option<String>| {
        typed.line(&Line { field, kind: "text", label, hint, ..Line::default() })
    };
    let title = say("finding-sources");
    let main = html! {
        (typed.summary())
        h1 class="govuk-heading-l" { (title) }
        @if !sources.is_empty() {
            (Table {
                caption: Some(plain(say("finding-sources"))),
                caption_classes: "govuk-visually-hidden",
                head: [say("finding-source"), say("finding-source-kind"), say("finding-priority"), say("finding-comments-due")].map(Cell::text).into(),
                rows: sources.iter().map(row).collect(),
                first_names_row: true,
                narrow: Narrow::Stacks,
                ..Table::default()
            }.show())
        }
        h2 class="govuk-heading-m" { (say("finding-source-name")) }
        form method="post" novalidate {
            (once(typed.one("key")))
            (line("name", say("finding-source"), Some(say("finding-source-hint"))))
            (typed.pick(&Pick { field: "kind", label: say("finding-source-kind"), hint: None, choices: kinds.to_vec() }))
            (typed.textarea("priorities", say("finding-priorities"), Some(say("finding-priorities-hint")), 4))
            (line("clock", say("finding-clock-days"), Some(say("finding-clock-hint"))))
            (line("law", say("finding-law"), None))
            (Button::default().saying(&plain(say("finding-source-name"))))
        }
    };
    let page = Page { title: typed.title(&title), main, ..Page::default() };
    let page = page.within(Section::Assurance).below(say("findings"), visit.way.to("/findings"));
    let status = if typed.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}

/// "Fundamental = high", a line each.
fn priorities(typed: &str) -> Result<Vec<Priority>, String> {
    let lines = typed.lines().map(str::trim).filter(|line| !line.is_empty());
    let read = |line: &str| {
        let (word, rank) = line.rsplit_once('=')?;
        Some(Priority { word: Text::new(word.trim()).ok()?, rank: Rank::parse(rank)? })
    };
    lines.map(|line| read(line).ok_or_else(|| say_with("finding-priority-none", &[("line", line.into())]))).collect()
}

/// `POST /findings/sources`
pub async fn named(visit: May<NameSources>, mut answers: Answers) -> Result<Response, Error> {
    let name = answers.needed("name", say("finding-source-missing"));
    let Some(kind) = SourceKind::parse(answers.one("kind")) else {
        answers.is_wrong("kind", say("finding-kind-missing"));
        return Ok(shown(&visit, &answers));
    };
    let priorities = priorities(answers.one("priorities")).unwrap_or_else(|why| {
        answers.is_wrong("priorities", why);
        vec![]
    });
    let citation = answers.words("law").unwrap_or_default();
    let clock = match answers.one("clock") {
        "" => None,
        days => {
            let days = days.parse().ok();
            if days.is_none() {
                answers.is_wrong("clock", say("finding-clock-wrong"));
            }
            days.map(|days| Clock { days, citation })
        }
    };
    if answers.is_right() {
        let command = Command::NameSource(NameSource { name, kind, priorities, clock });
        match visit.write(command, answers.one("key"), vec![], None).await? {
            Ok(_) => return Ok(Redirect::to("/findings/sources").into_response()),
            Err(refusal) => answers.is_wrong("name", crate::import::sentence(&refusal.to_string())),
        }
    }
    Ok(shown(&visit, &answers))
}
