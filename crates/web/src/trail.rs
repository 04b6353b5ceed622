//! `/trail`: who did what, when and why, newest first: of everybody or of one person, of everything or of one kind. The
//! same as CSV. It is for whoever sees all of the office: the rows of what is exempt stand there too.
use crate::{
    error::Error,
    page::{Page, Section},
    parts::{
        Button, Choice, Select, plain,
        table::{Cell, Narrow, Table},
    },
    visit::{May, ReadTrail, Staff},
    way::Way,
    words::{self, say, say_with},
};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{
    entry::{Act, Entry},
    office::{Kind, Outline, outline},
    period::london_day,
    sight::Sight,
};
use jiff::civil::Date;
use maud::{Markup, html};
use std::ops::ControlFlow;
use uuid::Uuid;

/// Rows on a page.
const ROWS: usize = 100;
/// Entries read at once.
const BATCH: i64 = 500;
/// Entries that a page looks through before it says how far it came.
const LOOKED_AT: i64 = 20_000;

/// What is asked for; what cannot be read is as if it had not been asked.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Wanted {
    who: Option<Uuid>,
    kind: Option<Kind>,
    from: Option<Date>,
    to: Option<Date>,
    /// Only what stands before this entry.
    before: Option<i64>,
}

impl Wanted {
    fn of(visit: &Staff) -> Self {
        let read = |name| visit.asked(name);
        Self {
            who: read("who").and_then(|id| id.parse().ok()),
            kind: read("kind").and_then(Kind::parse),
            from: read("since").and_then(|day| day.parse().ok()),
            to: read("until").and_then(|day| day.parse().ok()),
            before: read("before").and_then(|seq| seq.parse().ok()),
        }
    }

    fn wants(&self, entry: &Entry) -> bool {
        let day = london_day(entry.time());
        self.who.is_none_or(|who| who == entry.actor)
            && self.kind.is_none_or(|kind| kind == entry.kind)
            && self.from.is_none_or(|from| day >= from)
            && self.to.is_none_or(|to| day <= to)
    }

    /// The address of the same with another beginning.
    fn address(&self, path: &str, before: Option<i64>) -> String {
        let asked = [
            ("who", self.who.map(|who| who.to_string())),
            ("kind", self.kind.map(|kind| kind.as_str().to_owned())),
            ("since", self.from.map(|day| day.to_string())),
            ("until", self.to.map(|day| day.to_string())),
            ("before", before.map(|seq| seq.to_string())),
        ];
        let asked: Vec<(&str, String)> = asked.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let asked: Vec<(&str, &str)> = asked.iter().map(|(name, value)| (*name, value.as_str())).collect();
        Way::default().with(path, &asked)
    }
}

/// `GET /trail`
pub async fn page(visit: May<ReadTrail>) -> Result<Response, Error> {
    let wanted = Wanted::of(&visit);
    let mut found = vec![];
    let lowest = backwards(&visit, &wanted, LOOKED_AT, |entry, outline| {
        found.push((entry, outline));
        if found.len() == ROWS { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    })
    .await?;
    Ok(visit.show(&show(&visit, &wanted, &found, lowest)))
}

/// `GET /trail.csv`
pub async fn csv(visit: May<ReadTrail>) -> Result<Response, Error> {
    let sight = visit.now();
    let mut all = "\u{feff}Entry,Recorded,Day,Who,Act,Kind,Reference,Reason,Change\r\n".to_owned();
    backwards(&visit, &Wanted::of(&visit), i64::MAX, |entry, outline| {
        let cells = [
            entry.seq.to_string(),
            entry.time().to_string(),
            entry.on_date.map(|day| day.to_string()).unwrap_or_default(),
            name(&sight, entry.actor),
            act_name(entry.act),
            kind_name(entry.kind),
            outline.reference.to_string(),
            outline.reason.map(|reason| reason.to_string()).unwrap_or_default(),
            entry.change.to_string(),
        ];
        all.push_str(&cells.map(|cell| crate::people::review::quoted(&cell)).join(","));
        all.push_str("\r\n");
        ControlFlow::Continue(())
    })
    .await?;
    let mut response = all.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"trail.csv\""));
    Ok(response)
}

/// Goes through what is wanted, newest first, through so many entries at most. Gives the entry before which it stopped;
/// 1 where nothing is left.
async fn backwards(
    visit: &Staff,
    wanted: &Wanted,
    most: i64,
    mut each: impl FnMut(Entry, Outline) -> ControlFlow<()>,
) -> Result<i64, Error> {
    let head = visit.now().head().seq;
    let mut end = wanted.before.map_or(head + 1, |before| before.clamp(1, head + 1));
    let stop = end.saturating_sub(most).max(1);
    let reach = visit.actor().reach();
    while end > stop {
        let begin = end.saturating_sub(BATCH).max(stop);
        for (entry, body) in visit.record.entries(begin, end - 1).await?.into_iter().rev() {
            let seq = entry.seq;
            if wanted.from.is_some_and(|from| london_day(entry.time()) < from) {
                // Time does not run backwards in the record: nothing before this is wanted.
                return Ok(1);
            }
            let outline = outline(&body).filter(|outline| reach.covers(&outline.visibility));
            if let (true, Some(outline)) = (wanted.wants(&entry), outline)
                && each(entry, outline).is_break()
            {
                return Ok(seq);
            }
        }
        end = begin;
    }
    Ok(end)
}

fn name(sight: &Sight, actor: Uuid) -> String {
    sight.name_of(actor).map_or_else(|| say("somebody"), |name| name.to_string())
}

fn show(visit: &Staff, wanted: &Wanted, found: &[(Entry, Outline)], lowest: i64) -> Page {
    let sight = visit.now();
    let title =
        wanted.who.map_or_else(|| say("trail-title"), |who| say_with("trail-of", &[("who", name(&sight, who).into())]));
    let rows = found.iter().map(|(entry, outline)| {
        let by = Wanted { who: Some(entry.actor), ..Wanted::default() };
        vec![
            html! { (words::date(london_day(entry.time()))) span class="milepost-note" { (say_with("trail-entry", &[("entry", entry.seq.to_string().into())])) } }.into(),
            html! { a class="govuk-link" href=(by.address("/trail", None)) { (name(&sight, entry.actor)) } }.into(),
            Cell::text(act_name(entry.act)),
            html! { (kind_name(entry.kind)) ": " (named(entry, outline)) }.into(),
            Cell::text(outline.reason.as_ref().map(ToString::to_string).unwrap_or_default()),
        ]
    });
    let table = Table {
        caption: Some(plain(&title)),
        caption_classes: "govuk-visually-hidden",
        head: [say("trail-when"), say("history-who"), say("trail-act"), say("trail-what"), say("history-why")]
            .map(Cell::text)
            .into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("trail-lead")) }
        (form(wanted))
        @if found.is_empty() { p class="govuk-body" { (say("trail-none")) } } @else { (table.show()) }
        ul class="govuk-list" {
            @if lowest > 1 {
                li { a class="govuk-link" href=(wanted.address("/trail", Some(lowest))) { (say_with("trail-earlier", &[("entry", lowest.to_string().into())])) } }
            }
            @if wanted != &Wanted::default() { li { a class="govuk-link" href="/trail" { (say("trail-all")) } } }
            li { a class="govuk-link" href=(wanted.address("/trail.csv", None)) { (say("trail-csv")) } }
        }
    };
    Page { title, main, ..Page::default() }.within(Section::Trail)
}

/// By its reference; with the way to it where it has a page of its own.
fn named(entry: &Entry, outline: &Outline) -> Markup {
    let to = match entry.kind {
        Kind::Action => Some(format!("/actions/{}", entry.item)),
        Kind::Theme => Some(format!("/themes/{}", entry.item)),
        Kind::Round => Some(format!("/rounds/{}", entry.item)),
        Kind::Paper => Some(crate::paper::address(&outline.reference)),
        _ => None,
    };
    html! {
        @match to {
            Some(to) => a class="govuk-link" href=(to) { (outline.reference) },
            None => (outline.reference),
        }
    }
}

fn form(wanted: &Wanted) -> Markup {
    let any =
        Choice { value: Some(String::new()), text: say("trail-any"), chosen: wanted.kind.is_none(), disabled: false };
    let kinds = Kind::ALL.iter().map(|kind| Choice {
        value: Some(kind.as_str().to_owned()),
        text: kind_name(*kind),
        chosen: wanted.kind == Some(*kind),
        disabled: false,
    });
    let select = Select {
        id: "kind",
        name: "kind",
        label: plain(say("trail-kind")),
        choices: [any].into_iter().chain(kinds).collect(),
        ..Select::default()
    };
    let day = |field, label: String, value: Option<Date>| {
        let value = value.map(|day| day.to_string()).unwrap_or_default();
        crate::parts::field::Field { id: field, name: "", label, value, ..Default::default() }
    };
    let (since, until) = (
        day("since".to_owned(), say("trail-since"), wanted.from),
        day("until".to_owned(), say("trail-until"), wanted.to),
    );
    html! {
        form class="milepost-between" method="get" action="/trail" {
            @if let Some(who) = wanted.who { input type="hidden" name="who" value=(who); }
            (select.show())
            (crate::parts::field::Field { name: "since", ..since }.line("date"))
            (crate::parts::field::Field { name: "until", ..until }.line("date"))
            (Button::default().saying(&plain(say("trail-show"))))
        }
    }
}

pub fn act_name(act: Act) -> String {
    match act {
        Act::Begun => say("act-begun"),
        Act::Added => say("act-added"),
        Act::Changed => say("act-changed"),
        Act::Imported => say("act-imported"),
        Act::Taken => say("act-taken"),
        Act::Reserved => say("act-reserved"),
        Act::Issued => say("act-issued"),
        Act::Presented => say("act-presented"),
        Act::Published => say("act-published"),
        Act::Withdrawn => say("act-withdrawn"),
        Act::Restored => say("act-restored"),
        Act::Rotated => say("act-rotated"),
        Act::Erased => say("act-erased"),
        Act::Ended => say("act-ended"),
    }
}

fn kind_name(kind: Kind) -> String {
    match kind {
        Kind::Settings => say("noun-settings"),
        Kind::Body => say("noun-body"),
        Kind::Post => say("noun-post"),
        Kind::Scale => say("noun-scale"),
        Kind::Plan => say("noun-plan"),
        Kind::Theme => say("noun-theme"),
        Kind::Outcome => say("noun-outcome"),
        Kind::Objective => say("noun-objective"),
        Kind::Priority => say("noun-priority"),
        Kind::Action => say("noun-action"),
        Kind::Update => say("noun-update"),
        Kind::Import => say("noun-import"),
        Kind::Snapshot => say("noun-snapshot"),
        Kind::Paper => say("noun-paper"),
        Kind::Publication => say("noun-publication"),
        Kind::Erasure => say("noun-erasure"),
        Kind::Round => say("noun-round"),
        Kind::Narrative => say("noun-narrative"),
        Kind::Access => say("noun-access"),
        Kind::ChangeRequest => say("noun-change-request"),
        Kind::PublicationRequest => say("noun-publication-request"),
        Kind::Hold => say("noun-hold"),
        Kind::WrittenRules => say("noun-written-rules"),
        Kind::Milestone => say("noun-milestone"),
        Kind::ExpectedEffect => say("noun-expected-effect"),
        Kind::Measure => say("noun-measure"),
        Kind::Load => say("noun-load"),
        Kind::Commentary => say("noun-commentary"),
        Kind::Sufficiency => say("noun-sufficiency"),
        Kind::Environment => say("noun-environment"),
        Kind::PartnerAction => say("noun-partner-action"),
        Kind::FindingSource => say("noun-finding-source"),
        Kind::Review => say("noun-review"),
        Kind::Finding => say("noun-finding"),
        Kind::Question => say("noun-question"),
        Kind::RiskMatrix => say("noun-risk-matrix"),
        Kind::Risk => say("noun-risk"),
        Kind::Control => say("noun-control"),
        Kind::Assurance => say("noun-assurance"),
        Kind::Gap => say("noun-gap"),
    }
}
