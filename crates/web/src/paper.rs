//! Papers for staff: the list, one paper with what can be done with it, and its files as they were issued.
pub mod life;
pub mod make;
pub mod publication;
pub mod returned;

use crate::{
    error::Error,
    headers::attached,
    home::body_name,
    marks::{day, seen_by_in_words},
    page::{Page, Section},
    parts::{
        NotificationBanner, details, plain,
        table::{Cell, Narrow, Table, summary_list},
        tag, warning_text,
    },
    plan,
    visit::{
        AskForPublication, DecidePublications, MakePapers, Permission as _, ReturnPapers, SetHolds, Staff, positions,
        snapshot_name,
    },
    way::{Way, segment},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::{HeaderValue, header},
    response::Response,
};
use domain::{
    change_request::Approved,
    correction::corrections,
    evidence::FileType,
    office::Kept,
    paper::{Paper, PaperFile, PaperKind, Stage},
    publication_request::PublicationRequest,
    sight::Sight,
    text::Text,
};
use maud::{Markup, html};
use record::Record;

/// `GET /papers`
pub async fn list(visit: Staff) -> Result<Response, Error> {
    Ok(visit.show(&all(&visit)))
}

/// `GET /papers/{number}`
pub async fn one(visit: Staff, Path(number): Path<String>) -> Result<Response, Error> {
    let sight = visit.sight();
    let paper = numbered(&sight, &number).ok_or(Error::NotFound)?;
    Ok(visit.show(&view(&visit, paper)))
}

/// `GET /papers/{number}/{file}`: the bytes that were issued.
pub async fn file(visit: Staff, Path((number, name)): Path<(String, String)>) -> Result<Response, Error> {
    let sight = visit.sight();
    let paper = numbered(&sight, &number).ok_or(Error::NotFound)?;
    let file = paper.item.files.iter().find(|f| f.name.as_str() == name).ok_or(Error::NotFound)?;
    send(&visit.record, file).await
}

fn numbered<'a>(sight: &Sight<'a>, number: &str) -> Option<&'a Kept<Paper>> {
    sight.papers().find(|p| p.reference().as_str() == number)
}

pub fn address(number: &Text) -> String {
    format!("/papers/{}", segment(number.as_str()))
}

pub fn file_address(number: &Text, file: &PaperFile) -> String {
    format!("/papers/{}/{}", segment(number.as_str()), segment(file.name.as_str()))
}

/// A file as it was issued, to be kept and not to be shown inside this service.
pub async fn send(record: &Record, file: &PaperFile) -> Result<Response, Error> {
    let Some(bytes) = record.blob(file.sha256.as_str()).await? else {
        return Err(Error::broken(&format!("the bytes of {} ({}) are not in the store", file.name, file.sha256)));
    };
    let mut response = attached(file.name.as_str(), media_type(file.format.as_str()), bytes);
    if let Ok(tag) = HeaderValue::from_str(&format!("W/\"{}\"", file.sha256)) {
        response.headers_mut().insert(header::ETAG, tag);
    }
    Ok(response)
}

fn media_type(format: &str) -> &'static str {
    match format {
        "html" => "text/html; charset=utf-8",
        "json" => "application/json",
        other => FileType::of_name(&format!(".{other}")).map_or("application/octet-stream", FileType::media_type),
    }
}

/// "84 KB"
pub fn size(bytes: i64) -> String {
    match u64::try_from(bytes).unwrap_or(0) {
        bytes @ 0..1_000 => say_with("size-bytes", &[("size", bytes.to_string().into())]),
        bytes @ 1_000..1_000_000 => say_with("size-kilobytes", &[("size", bytes.div_ceil(1_000).to_string().into())]),
        bytes => {
            say_with("size-megabytes", &[("size", format!("{}.{}", bytes / 1_000_000, bytes / 100_000 % 10).into())])
        }
    }
}

/// "PDF, 84 KB"
pub fn file_name(file: &PaperFile) -> String {
    let size = size(file.size);
    let format = match file.format.as_str() {
        "docx" => say("format-docx"),
        "odt" => say("format-odt"),
        "xlsx" => say("format-xlsx"),
        "ods" => say("format-ods"),
        other => other.to_uppercase(),
    };
    format!("{format}, {size}")
}

pub fn kind_name(kind: PaperKind) -> String {
    match kind {
        PaperKind::DeliveryPlan => say("kind-delivery-plan"),
        PaperKind::CoverReport => say("kind-cover-report"),
        PaperKind::Changes => say("kind-changes"),
        PaperKind::PlanOnAPage => say("kind-plan-on-a-page"),
        PaperKind::ForwardLook => say("kind-forward-look"),
        PaperKind::Slippage => say("kind-slippage"),
        PaperKind::Succession => say("kind-succession"),
        PaperKind::DataPack => say("kind-data-pack"),
        PaperKind::AssuranceFramework => say("kind-assurance-framework"),
        PaperKind::ThemeReport => say("kind-theme-report"),
        PaperKind::AuditorsPack => say("kind-auditors-pack"),
        PaperKind::RiskRegister => say("kind-risk-register"),
        PaperKind::FindingsTracker => say("kind-findings-tracker"),
        PaperKind::Briefing => say("kind-briefing"),
    }
}

fn stage(stage: Stage) -> Markup {
    match stage {
        Stage::Draft => tag(&plain(say("stage-draft")), "govuk-tag--yellow"),
        Stage::Issued => tag(&plain(say("stage-issued")), "govuk-tag--blue"),
        Stage::Presented => tag(&plain(say("stage-presented")), "govuk-tag--green"),
        Stage::Withdrawn => tag(&plain(say("stage-withdrawn")), "govuk-tag--red"),
    }
}

/// What became of a request for publication.
pub fn publication_state(request: &PublicationRequest) -> Markup {
    match &request.ruling {
        None => tag(&plain(say("publication-waits")), "govuk-tag--yellow"),
        Some(ruling) if ruling.approved == Approved::Yes => {
            html! { (tag(&plain(say("publication-agreed")), "govuk-tag--blue")) " " (day(ruling.on)) }
        }
        Some(ruling) => html! {
            (tag(&plain(say("publication-refused")), "govuk-tag--red")) " " (day(ruling.on))
            @if let Some(reason) = &ruling.reason { ": " (reason) }
        },
    }
}

fn all(visit: &Staff) -> Page {
    let (sight, way) = (&visit.sight(), &visit.way);
    let title = say("section-papers");
    let mut papers: Vec<_> = sight.papers().collect();
    papers.sort_by_key(|p| std::cmp::Reverse((p.item.issued, p.reference())));
    let rows = papers.iter().map(|paper| {
        vec![
            html! { a class="govuk-link" href=(way.to(&address(paper.reference()))) { (paper.reference()) } " " (paper.item.title) }.into(),
            Cell::text(sight.body(paper.item.body).map(|b| b.item.name.as_str()).unwrap_or_default()),
            stage(paper.item.stage).into(),
            plan::or_not_set(paper.item.issued).into(),
            paper.item.presented.map_or_else(|| plain(say("not-presented")), day).into(),
        ]
    });
    let table = Table {
        caption: Some(plain(say("papers-caption"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("paper"), say("made-for"), say("stage"), say("issued-on"), say("presented-on")]
            .map(Cell::text)
            .into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        @if visit.may(MakePapers::ACT).is_ok() || visit.may(SetHolds::ACT).is_ok() {
            ul class="govuk-list milepost-inline" {
                @if visit.may(MakePapers::ACT).is_ok() {
                    li { a class="govuk-link" href="/papers/new" { (say("paper-new")) } }
                    li { a class="govuk-link" href="/papers/position" { (say("position-take")) } }
                }
                @if visit.may(SetHolds::ACT).is_ok() {
                    li { a class="govuk-link" href="/papers/holds" { (say("holds")) } }
                }
            }
        }
        (done(visit.asked("done")))
        @if papers.is_empty() { p class="govuk-body" { (say("no-papers")) } } @else { (table.show()) }
        @if visit.may(AskForPublication::ACT).is_ok() || visit.may(DecidePublications::ACT).is_ok() { (positions_to_publish(sight)) }
    };
    Page { title, main, ..Page::default() }.within(Section::Papers)
}

/// The positions at which the plans can be put on the public side.
fn positions_to_publish(sight: &Sight) -> Markup {
    let rows = positions(sight).into_iter().map(|kept| {
        let id = kept.id.uuid();
        let out = sight.publications().find(|publication| publication.item.of == id);
        let request = sight.publication_requests().filter(|request| request.item.of == id).last();
        let state = match (out, request) {
            (Some(out), _) if out.item.withdrawn.is_some() => plain(say("stage-withdrawn")),
            (Some(out), _) => html! { (say("published-on")) " " (day(out.item.published)) },
            (None, Some(request)) => publication_state(&request.item),
            (None, None) => plain(say("not-published")),
        };
        let link = html! { a class="govuk-link" href=(publication::position_address(kept.id)) { (snapshot_name(sight, kept)) } };
        vec![link.into(), state.into()]
    });
    let rows: Vec<_> = rows.collect();
    html! {
        @if !rows.is_empty() {
            (Table {
                caption: Some(plain(say("positions-caption"))),
                caption_classes: "govuk-table__caption--m",
                head: [say("position"), say("publication")].map(Cell::text).into(),
                rows,
                first_names_row: true,
                narrow: Narrow::Stacks,
                classes: "milepost-rows",
            }.show())
        }
    }
}

fn view(visit: &Staff, kept: &Kept<Paper>) -> Page {
    let (sight, way) = (&visit.sight(), &visit.way);
    let paper = &kept.item;
    let title = format!("{}: {}", kept.reference(), paper.title);
    let main = html! {
        span class="govuk-caption-l" { (kind_name(paper.kind)) }
        h1 class="govuk-heading-l" { (title) }
        @if let Some(withdrawn) = &paper.withdrawn {
            (warning_text(&say("warning"), &plain(say_with("event-withdrawn", &[("day", withdrawn.on.into()), ("reason", (&withdrawn.reason).into())]))))
        }
        (done(visit.asked("done")))
        @if way.chosen().is_none() { (acts(visit, kept)) }
        (summary_list(&facts(sight, kept, way), "milepost-facts"))
        (life::corrections(&corrections(sight, paper)))
        h2 class="govuk-heading-m" { (say("files")) }
        @if paper.files.is_empty() {
            p class="govuk-body" { (say("no-files")) }
        } @else {
            p class="govuk-body" { (say("files-kept")) }
            (files(&paper.files, |file| way.to(&file_address(kept.reference(), file))))
        }
        @for edited in &paper.returned {
            @let name = paper.files.iter().find(|file| file.sha256 == edited.sha256).map(|file| file.name.to_string()).unwrap_or_default();
            @let flagged = edited.differences.iter().filter(|difference| !difference.touches.is_empty()).count();
            h2 class="govuk-heading-m" { (say("paper-edited")) }
            p class="govuk-body" {
                (say_with("paper-edited-file", &[("file", name.as_str().into()), ("day", edited.on.into()), ("count", edited.differences.len().into()), ("flagged", flagged.into())]))
            }
            (details(&plain(say("paper-edited-list")), &returned::differences(&edited.differences), None, false))
        }
    };
    Page { title, main, ..Page::default() }.within(Section::Papers).below(say("section-papers"), way.to("/papers"))
}

/// What was just done, where the address says so.
fn done(what: Option<&str>) -> Markup {
    let words = match what {
        Some("issued") => say("done-issued"),
        Some("presented") => say("done-presented"),
        Some("corrected") => say("done-corrected"),
        Some("withdrawn") => say("done-withdrawn"),
        Some("returned") => say("done-returned"),
        Some("asked") => say("done-asked"),
        Some("agreed") => say("done-agreed"),
        Some("refused") => say("done-refused"),
        _ => return Markup::default(),
    };
    let title = say("paper-done");
    let banner = NotificationBanner { title: &title, title_id: "done", classes: "govuk-notification-banner--success" };
    banner.saying(&NotificationBanner::heading(&plain(words)))
}

/// What whoever visits can do with a paper as it stands.
fn acts(visit: &Staff, kept: &Kept<Paper>) -> Markup {
    let mut acts = vec![];
    let stands = matches!(kept.item.stage, Stage::Issued | Stage::Presented);
    let published = visit.now().publications().any(|publication| publication.item.of == kept.id.uuid());
    let asked = visit.now().publication_requested(kept.id.uuid()).is_some();
    let address = address(kept.reference());
    if stands && !published && !asked && visit.may(ReturnPapers::ACT).is_ok() {
        acts.push((format!("{address}/return"), say("paper-return")));
    }
    let sees = visit.may(AskForPublication::ACT).is_ok() || visit.may(DecidePublications::ACT).is_ok();
    if stands && !published && sees {
        acts.push((format!("{address}/publication"), if asked { say("publication") } else { say("paper-publish") }));
    }
    acts.extend(life::links(visit, kept));
    html! {
        @if !acts.is_empty() {
            nav aria-label=(say("paper-acts")) {
                ul class="govuk-list milepost-inline" {
                    @for (address, words) in acts { li { a class="govuk-link" href=(address) { (words) } } }
                }
            }
        }
    }
}

/// Files with their size and the number by which a copy can be checked.
pub fn files(files: &[PaperFile], address: impl Fn(&PaperFile) -> String) -> Markup {
    html! {
        ul class="govuk-list milepost-files" {
            @for file in files {
                li {
                    a class="govuk-link" href=(address(file)) { (file.name) } " (" (file_name(file)) ")"
                    span class="milepost-note" { (say("sha256")) " " code class="milepost-hash" { (file.sha256) } }
                }
            }
        }
    }
}

fn facts(sight: &Sight, kept: &Kept<Paper>, way: &Way) -> Vec<(Markup, Markup)> {
    let paper = &kept.item;
    let mut facts = vec![
        (plain(say("stage")), stage(paper.stage)),
        (plain(say("made-for")), plain(sight.body(paper.body).map(body_name).unwrap_or_default())),
    ];
    if let Some(plan) = paper.plan.and_then(|id| sight.plan(id)) {
        let link = html! { a class="govuk-link" href=(way.to(&plan::address(plan))) { (plan.item.name) } };
        facts.push((plain(say("plan")), link));
    }
    if let Some(theme) = paper.theme.and_then(|id| sight.theme(id)) {
        let link = html! { a class="govuk-link" href=(way.to(&crate::theme::address(theme))) { (theme.item.name) } };
        facts.push((plain(say("theme")), link));
    }
    let shows = paper.snapshot.and_then(|id| sight.snapshot(id)).map_or_else(
        || say_with("position-entry", &[("seq", paper.as_at.to_string().into())]),
        |snapshot| snapshot_name(sight, snapshot),
    );
    facts.push((
        plain(say("shows")),
        html! {
            (shows) " "
            a class="govuk-link" href=(Way::at(Some(kept.reference().to_string())).to("/")) { (say("shows-look")) }
        },
    ));
    facts.push((plain(say("issued-on")), paper.issued.map_or_else(|| plain(say("not-issued")), day)));
    facts.push((plain(say("presented-on")), paper.presented.map_or_else(|| plain(say("not-presented")), day)));
    let publication = sight.publications().find(|publication| publication.item.of == kept.id.uuid());
    let request = sight.publication_requests().filter(|request| request.item.of == kept.id.uuid()).last();
    match (publication, request) {
        (Some(publication), _) => facts.push((plain(say("published-on")), day(publication.item.published))),
        (None, Some(request)) => facts.push((
            plain(say("publication")),
            html! {
                (publication_state(&request.item))
                @if let Some(at) = request.item.at { " " (publication::moment(at)) }
            },
        )),
        (None, None) => {}
    }
    facts.push((plain(say("code")), html! { code { (paper.code) } }));
    facts.push((plain(say("release")), plain(&paper.release)));
    // What is not an action stands there to keep the paper from going out, and is no row of it.
    let rows = paper.rows.iter().filter(|row| row.action.is_some()).count();
    if rows > 0 {
        facts.push((plain(say("rows")), html! { (rows) }));
    }
    facts.push((plain(say("visible")), plain(seen_by_in_words(&kept.envelope))));
    facts
}
