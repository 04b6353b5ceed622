//! `/figures`: a file of figures is given, what was understood, rejected and changed is looked at, and it is loaded: one
//! change on the record. Between the two steps what was counted lies beside the record for this session alone.
use crate::{
    answers::{Answers, once},
    error::Error,
    import::{Given, sentence, whose},
    marks::day,
    page::{Page, Section},
    parts::{
        Button, Choice, Select,
        field::{Fault, error_summary},
        form::FileUpload,
        plain,
        question::Line,
        table::{Cell, Narrow, Table, summary_list},
    },
    trial::Reader,
    visit::{May, Permission, Proof, Staff},
    words::{say, say_with},
};
use axum::{
    Extension,
    extract::{Path, Request},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use desk::load::{self, Kind, LoadAsk, Offences, PoliceUk, PopulationColumns, Readers};
use domain::{
    ask::Command,
    finite::{Finite, rounded},
    id::Id,
    load::{AddLoad, DataSet, Load, TakeBackLoad},
    office::Kept,
    period::london_day,
    sight::Reach,
};
use jiff::civil::Date;
use maud::{Markup, html};
use record::Upload;
use report::{data_pack, words::Words};
use std::time::Duration;
use tokio::sync::Semaphore;
use uuid::Uuid;

/// Loads figures and takes loads back.
#[derive(Debug)]
pub struct LoadFigures;
impl Permission for LoadFigures {
    const ACT: &'static str = "load figures";
    const PROOF: Proof = Proof::AtSignIn;
}

/// What stands in the answers of an upload that is a load, so that no other page takes it for its own.
const WAITS: &str = "figures";

/// Files that are read at once, and how long somebody waits for a turn.
static TURNS: Semaphore = Semaphore::const_new(1);
const TURN: Duration = Duration::from_secs(3);

fn count(number: u64) -> String {
    rounded(Finite::count(i64::try_from(number).unwrap_or(i64::MAX)).get(), 0)
}

/// `GET /figures`
pub async fn list(visit: Staff) -> Result<Response, Error> {
    if visit.sight().reach() < Reach::Internal {
        return Err(Error::NotFound);
    }
    Ok(visit.show(&all(&visit, &Given { key: Uuid::now_v7(), ..Given::default() }, &[])))
}

fn all(visit: &Staff, given: &Given, faults: &[Fault]) -> Page {
    let title = say("figures");
    let main = html! {
        (error_summary(&say("problem"), faults))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("figures-what")) }
        @if visit.way.chosen().is_none() && visit.actor().may("load figures").is_ok() { (form(given, faults)) }
        (loads(visit))
    };
    let title = if faults.is_empty() { title } else { format!("{} {title}", say("error")) };
    Page { title, main, ..Page::default() }.within(Section::Measures).below(say("measures"), visit.way.to("/measures"))
}

fn form(given: &Given, faults: &[Fault]) -> Markup {
    let wrong = |id: &str| faults.iter().find(|fault| fault.id == id).map(|fault| plain(&fault.words));
    let kinds = [
        ("street", say("figures-street")),
        ("outcomes", say("figures-outcomes")),
        ("stop-and-search", say("figures-stops")),
        ("home-office", say("figures-home-office")),
        ("population", say("figures-population")),
        ("figures", say("figures-own")),
    ];
    let choices = kinds.map(|(value, text)| Choice {
        value: Some(value.to_owned()),
        text,
        chosen: given.other("kind") == value,
        disabled: false,
    });
    let mut typed = Answers::default();
    for field in ["downloaded", "licence", "only", "year"] {
        typed.set(field, given.other(field));
    }
    for fault in faults {
        for field in ["downloaded", "licence", "only", "year"] {
            if fault.id == field {
                typed.is_wrong(field, fault.words.clone());
            }
        }
    }
    let line = |field: &'static str, kind, label: String, hint: String| {
        typed.line(&Line { field, kind, label, hint: Some(hint), ..Line::default() })
    };
    html! {
        h2 class="govuk-heading-m" { (say("figures-load")) }
        form method="post" enctype="multipart/form-data" novalidate {
            (once(&given.key.to_string()))
            (Select { id: "kind", name: "kind", label: plain(say("figures-kind")), choices: choices.to_vec(), ..Select::default() }.show())
            (FileUpload {
                id: "file", name: "file", label: plain(say("figures-file")), hint: Some(plain(say("figures-file-hint"))),
                error: wrong("file"), ..FileUpload::default()
            }.show())
            (line("downloaded", "date", say("figures-downloaded"), say("figures-downloaded-hint")))
            (line("only", "text", say("figures-only"), say("figures-only-hint")))
            (line("year", "text", say("figures-year"), say("figures-year-hint")))
            (line("licence", "text", say("figures-licence"), say("figures-licence-hint")))
            (Button::default().saying(&plain(say("figures-read"))))
        }
    }
}

fn loads(visit: &Staff) -> Markup {
    let loads = visit.sight().loads();
    let row = |kept: &&Kept<Load>| {
        let load = &kept.item;
        let name = html! { a class="govuk-link" href=(visit.way.to(&address(kept))) { (kept.reference()) } span class="milepost-note" { (load.file) } };
        vec![
            name.into(),
            html! { (load.data_set.named()) span class="milepost-note" { (load.reach_in_words()) } }.into(),
            html! { (day(load.downloaded)) }.into(),
            Cell::text(count(load.rows)),
            Cell::text(count(load.rejected)),
        ]
    };
    html! {
        h2 class="govuk-heading-m" { (say("figures-loads")) }
        @if loads.is_empty() {
            p class="govuk-body" { (say("figures-none")) }
        } @else {
            (Table {
                caption: Some(plain(say("figures-loads"))),
                caption_classes: "govuk-visually-hidden",
                head: [say("figures-load-name"), say("figures-of"), say("figures-day"), say("figures-rows"), say("figures-rejected")]
                    .map(Cell::text).into(),
                rows: loads.iter().map(row).collect(),
                first_names_row: true,
                narrow: Narrow::Stacks,
                ..Table::default()
            }.show())
        }
    }
}

fn address(kept: &Kept<Load>) -> String {
    format!("/figures/{}", kept.id)
}

/// `POST /figures`: reads what was given in a limited child, and keeps what was counted for the next step.
pub async fn given(
    visit: May<LoadFigures>,
    reader: Option<Extension<Reader>>,
    request: Request,
) -> Result<Response, Error> {
    let reader = reader.ok_or(Error::NotFound)?.0;
    let Ok(Ok(turn)) = tokio::time::timeout(TURN, TURNS.acquire()).await else {
        let given = Given { key: Uuid::now_v7(), ..Given::default() };
        return Ok(refused(&visit, &given, "file", &say("try-too-busy")));
    };
    let mut given = match Given::read(request).await {
        Ok(given) => given,
        Err((given, why)) => return Ok(refused(&visit, &given, "file", &why)),
    };
    let today = london_day(visit.instant);
    let ask = match asked(&given, today) {
        Ok(ask) => ask,
        Err((field, why)) => return Ok(refused(&visit, &given, field, &why)),
    };
    let Some((name, bytes)) = given.file.take() else {
        return Ok(refused(&visit, &given, "file", &say("figures-no-file")));
    };
    let readers = Readers::beside(&reader.child());
    let read = tokio::task::spawn_blocking(move || {
        let _turn = turn;
        load::read(&readers, load::Given::Bytes { name: &name, bytes }, &ask, today, &mut |_| ())
    });
    let load = match read.await.map_err(|error| Error::broken(&error))? {
        Ok(load) => load,
        Err(refusal) => return Ok(refused(&visit, &given, "file", &refusal.why)),
    };
    let file = serde_json::to_vec(&load).map_err(|error| Error::broken(&error))?;
    let name = load.file.to_string();
    let upload = Upload { id: given.key, name, file, reading: vec![], answers: WAITS.to_owned(), imported: 0 };
    let address = format!("/figures/waiting/{}", upload.id);
    visit.record.keep_upload(&whose(&visit), upload, visit.instant).await?;
    Ok(Redirect::to(&address).into_response())
}

fn refused(visit: &Staff, given: &Given, field: &str, why: &str) -> Response {
    let fault = Fault { id: field.to_owned(), words: sentence(why) };
    (StatusCode::UNPROCESSABLE_ENTITY, visit.show(&all(visit, given, &[fault]))).into_response()
}

/// What the form says of the file.
fn asked(given: &Given, today: Date) -> Result<LoadAsk, (&'static str, String)> {
    let typed = |name: &str| Some(given.other(name).to_owned()).filter(|typed| !typed.is_empty());
    let kind = match given.other("kind") {
        "street" => Kind::PoliceUk(PoliceUk::Street),
        "outcomes" => Kind::PoliceUk(PoliceUk::Outcomes),
        "stop-and-search" => Kind::PoliceUk(PoliceUk::StopAndSearch),
        "home-office" => Kind::HomeOffice(Offences::Group),
        "population" => {
            let year = given.other("year").parse().map_err(|_| ("year", say("figures-year-missing")))?;
            let columns = PopulationColumns { force: "force".to_owned(), residents: "residents".to_owned() };
            Kind::Population { year, columns }
        }
        "figures" => Kind::Figures(Box::default()),
        _ => return Err(("kind", say("figures-kind-missing"))),
    };
    let downloaded = typed("downloaded").map(|typed| {
        let none = || ("downloaded", say_with("form-date-none", &[("typed", typed.as_str().into())]));
        typed.parse::<Date>().map_err(|_| none())
    });
    let downloaded = downloaded.transpose()?;
    if downloaded.is_some_and(|day| day > today) {
        return Err(("downloaded", say("figures-downloaded-future")));
    }
    let areas = given.other("only").split(';').map(str::trim).filter(|area| !area.is_empty());
    Ok(LoadAsk {
        kind,
        downloaded,
        licence: typed("licence"),
        areas: areas.map(str::to_owned).collect(),
        disposal: None,
        smallest: None,
    })
}

/// The session's own. To anybody else there is none.
async fn waiting(visit: &Staff, id: &str) -> Result<(Upload, Load), Error> {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    let upload = visit.record.upload(&whose(visit), id, visit.instant).await?.ok_or(Error::NotFound)?;
    if upload.answers != WAITS {
        return Err(Error::NotFound);
    }
    let load = serde_json::from_slice(&upload.file).map_err(|error| Error::broken(&error))?;
    Ok((upload, load))
}

/// `GET /figures/waiting/{upload}`: what was understood, rejected and changed.
pub async fn looked(visit: May<LoadFigures>, Path(id): Path<String>) -> Result<Response, Error> {
    let (_, load) = waiting(&visit, &id).await?;
    let title = say("figures-look");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        (understood(&visit, &load))
        form method="post" novalidate {
            div class="govuk-button-group" {
                (Button::default().saying(&plain(say("figures-take"))))
                a class="govuk-link" href="/figures" { (say("figures-leave")) }
            }
        }
    };
    let page = Page { title, main, ..Page::default() }.within(Section::Measures);
    Ok(visit
        .show(&page.below(say("measures"), visit.way.to("/measures")).below(say("figures"), visit.way.to("/figures"))))
}

/// `POST /figures/waiting/{upload}`
pub async fn loaded(visit: May<LoadFigures>, Path(id): Path<String>) -> Result<Response, Error> {
    let (upload, load) = waiting(&visit, &id).await?;
    let command = Command::AddLoad(Box::new(AddLoad { load }));
    match visit.write(command, &upload.id.to_string(), vec![], None).await? {
        Ok(domain::ask::Answer::Item(load)) => {
            visit.record.drop_upload(&whose(&visit), upload.id).await?;
            Ok(Redirect::to(&format!("/figures/{load}")).into_response())
        }
        Ok(_) => Err(Error::Unreadable),
        Err(refusal) => {
            let given = Given { key: Uuid::now_v7(), ..Given::default() };
            Ok(refused(&visit, &given, "file", &refusal.to_string()))
        }
    }
}

/// What was read of a file, and what it changes of what the loads before it say.
fn understood(visit: &Staff, load: &Load) -> Markup {
    let difference = visit.now().load_difference(load);
    let areas = if load.areas.len() <= 5 {
        load.areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    } else {
        say_with("figures-areas", &[("count", load.areas.len().into())])
    };
    let row = |key: &str, value: Markup| (plain(key), value);
    let rows = [
        row(&say("figures-file-name"), plain(&load.file)),
        row(&say("figures-of"), plain(load.data_set.named())),
        row(&say("figures-reach"), plain(load.reach_in_words())),
        row(&say("figures-area"), plain(areas)),
        row(&say("figures-rows"), plain(count(load.rows))),
        row(&say("figures-rejected"), plain(count(load.rejected))),
        row(&say("figures-day"), day(load.downloaded)),
        row(&say("figures-licence"), plain(&load.licence)),
        row(&say("figures-hash"), html! { code class="milepost-hash" { (load.sha256) } }),
    ];
    let changed = difference.changed.iter().take(MOST_SHOWN).map(|changed| {
        vec![
            Cell::text(changed.span.in_words()),
            Cell::text(&changed.area),
            Cell::text(&changed.series),
            Cell::text(&changed.was),
            Cell::text(&changed.is),
        ]
    });
    let changed: Vec<Vec<Cell>> = changed.collect();
    let rejects = load
        .examples
        .iter()
        .map(|reject| vec![Cell::text(&reject.file), Cell::text(reject.line.to_string()), Cell::text(&reject.reason)]);
    let rejects: Vec<Vec<Cell>> = rejects.collect();
    html! {
        (summary_list(&rows, ""))
        @if load.rejected > 0 {
            h2 class="govuk-heading-m" { (say("figures-why-rejected")) }
            ul class="govuk-list govuk-list--bullet" {
                @for (reason, many) in &load.reasons { li { (count(*many)) ": " (reason) } }
            }
            (Table {
                caption: Some(plain(say("figures-examples"))),
                head: [say("figures-file-name"), say("figures-line"), say("figures-reason")].map(Cell::text).into(),
                rows: rejects,
                narrow: Narrow::Stacks,
                ..Table::default()
            }.show())
        }
        h2 class="govuk-heading-m" { (say("figures-to-know")) }
        ul class="govuk-list govuk-list--bullet" {
            @for remark in data_pack::remarks(Words::english(), load) { li { (remark) } }
            @for remark in load.remarks.iter().take(MOST_SHOWN) { li { (remark) } }
        }
        h2 class="govuk-heading-m" { (say("figures-against")) }
        p class="govuk-body" {
            (say_with("figures-difference", &[
                ("new", count(difference.new as u64).into()),
                ("same", count(difference.same as u64).into()),
                ("changed", count(difference.changed.len() as u64).into()),
            ]))
        }
        @if !changed.is_empty() {
            (Table {
                caption: Some(plain(say("figures-changed"))),
                head: [say("figures-reach"), say("figures-area"), say("figures-series"), say("figures-was"), say("figures-is")]
                    .map(Cell::text).into(),
                rows: changed,
                narrow: Narrow::Stacks,
                ..Table::default()
            }.show())
        }
        @if !difference.absent.is_empty() {
            p class="govuk-body" { (say("figures-absent")) }
            ul class="govuk-list govuk-list--bullet" {
                @for (span, area) in difference.absent.iter().take(MOST_SHOWN) { li { (area) ", " (span.in_words()) } }
            }
        }
    }
}

/// A load of more areas is not drawn by type on its page.
const MOST_AREAS: usize = 3;

/// The most rows of a list on a page.
const MOST_SHOWN: usize = 50;

fn found<'a>(visit: &'a Staff, id: &str) -> Result<&'a Kept<Load>, Error> {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    visit.sight().load(Id::from(id)).ok_or(Error::NotFound)
}

/// `GET /figures/{load}`
pub async fn one(visit: Staff, Path(id): Path<String>) -> Result<Response, Error> {
    let kept = found(&visit, &id)?;
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    Ok(visit.show(&page(&visit, kept, &answers)))
}

fn page(visit: &Staff, kept: &Kept<Load>, answers: &Answers) -> Page {
    let title = kept.reference().to_string();
    let used = visit.sight().measures().into_iter().filter(|measure| {
        let source = |data: DataSet| data == kept.item.data_set;
        measure
            .item
            .definitions
            .iter()
            .any(|one| source(one.numerator.data) || one.denominator.as_ref().is_some_and(|of| source(of.data)))
    });
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (crate::updates::capital(&title)) }
        (understood(visit, &kept.item))
        @let areas = kept.item.areas.iter().filter(|_| kept.item.areas.len() <= MOST_AREAS);
        @for (at, parts) in areas.filter_map(|area| visit.sight().breakdown(kept.item.data_set, area)).enumerate() {
            @for (chart, drawn) in report::drawn::parts(&parts).into_iter().enumerate() {
                (crate::performance::chart(drawn, &format!("parts-{at}-{chart}")))
            }
        }
        h2 class="govuk-heading-m" { (say("figures-measures")) }
        ul class="govuk-list govuk-list--bullet" {
            @for measure in used {
                li { a class="govuk-link" href=(visit.way.to(&crate::performance::address(measure.reference().as_str()))) { (measure.reference()) " " (measure.item.title) } }
            }
        }
        @if visit.way.chosen().is_none() && visit.actor().may("take back a load").is_ok() {
            h2 class="govuk-heading-m" { (say("figures-take-back")) }
            p class="govuk-body" { (say("figures-take-back-what")) }
            form method="post" action={ (address(kept)) "/take-back" } novalidate {
                (once(answers.one("key")))
                input type="hidden" name="seen" value=(kept.version);
                (answers.textarea("reason", say("figures-take-back-why"), None, 3))
                (Button::default().saying(&plain(say("figures-take-back"))))
            }
        }
    };
    let page = Page { title: answers.title(&title), main, ..Page::default() }.within(Section::Measures);
    page.below(say("measures"), visit.way.to("/measures")).below(say("figures"), visit.way.to("/figures"))
}

/// Takes a load back.
#[derive(Debug)]
pub struct TakesBack;
impl Permission for TakesBack {
    const ACT: &'static str = "take back a load";
    const PROOF: Proof = Proof::Lately;
}

/// `POST /figures/{load}/take-back`
pub async fn taken_back(
    visit: May<TakesBack>,
    Path(id): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let kept = found(&visit, &id)?;
    let reason = answers.needed("reason", say("figures-reason-missing"));
    if answers.is_right() {
        let command = Command::TakeBackLoad(TakeBackLoad { load: kept.id });
        let seen = answers.one("seen").parse().ok().map(|version| (kept.id.uuid(), version));
        match visit.write(command, answers.one("key"), seen.into_iter().collect(), Some(reason)).await? {
            Ok(_) => return Ok(Redirect::to("/figures").into_response()),
            Err(refusal) => answers.is_wrong("reason", crate::updates::capital(&refusal.to_string())),
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, visit.show(&page(&visit, kept, &answers))).into_response())
}
