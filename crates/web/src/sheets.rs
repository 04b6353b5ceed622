//! `/sheets`: what a round asks of a lead or a partner, as a workbook to be filled in elsewhere, and the page on which it
//! comes back: each field that differs beside what stood when the sheet was made and what stands now. Nothing is entered
//! that nobody ticked.
use crate::{
    answers::{Answers, once},
    error::Error,
    headers::attached,
    marks::prose,
    page::{Page, Section},
    parts::{
        Button, NotificationBanner,
        form::FileUpload,
        plain,
        table::{Cell, Narrow, Table},
        tag, warning_text,
    },
    trial::Reader,
    updates::capital,
    upload::Upload,
    visit::{May, Permission, Proof, Staff},
    way::Way,
    words::{say, say_with},
};
use axum::{
    Extension,
    extract::{Path, Request},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use desk::sheet::{Accepted, Entered, Filled, Outcome};
use domain::{
    action::Action,
    evidence::FileType,
    id::Id,
    round::Round,
    sheet::{Difference, Field, RowTaken},
    text::Text,
};
use maud::{Markup, html};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// Enters what stands in a sheet: of their own posts, or of anybody's.
#[derive(Debug)]
pub struct EnterSheets;
impl Permission for EnterSheets {
    const ACT: &'static str = "enter from a sheet";
    const PROOF: Proof = Proof::AtSignIn;
}

/// `GET /sheets/{round}/{whose}`: the sheet of one post or organisation, made of the record as it stands.
pub async fn file(visit: May<EnterSheets>, Path((round, whose)): Path<(String, String)>) -> Result<Response, Error> {
    let round: Id<Round> = round.parse::<Uuid>().map_err(|_| Error::NotFound)?.into();
    let whose: Uuid = whose.parse().map_err(|_| Error::NotFound)?;
    let made = desk::sheet::sheet(&visit.desk(), round, whose).await;
    let made =
        made.map_err(|why| if why.passing { Error::Busy(record::Error::Busy) } else { Error::broken(&why.why) })?;
    let (name, bytes) = made.ok_or(Error::NotFound)?;
    Ok(attached(&name, FileType::Xlsx.media_type(), bytes))
}

/// The sheets of a round that whoever visits may send out, and the way back for them.
pub fn offered(visit: &Staff, round: Id<Round>) -> Markup {
    let sheets = visit.view().sheets(round);
    html! {
        @if !sheets.is_empty() {
            h2 class="govuk-heading-m" { (say("sheets-title")) }
            p class="govuk-body" { (say("sheets-lead")) }
            ul class="govuk-list govuk-list--bullet" {
                @for (whose, name) in &sheets {
                    li {
                        a class="govuk-link" href={ "/sheets/" (round) "/" (whose.uuid()) } {
                            (say_with("sheets-of", &[("whose", name.into())]))
                        }
                    }
                }
            }
            p class="govuk-body" { a class="govuk-link" href="/sheets" { (say("sheets-take")) } }
        }
    }
}

/// The same for somebody's own open rounds.
pub fn offered_to(visit: &Staff) -> Markup {
    let own = visit.actor().answers_only_for_own();
    let today = domain::period::london_day(visit.instant);
    let rounds = if own { visit.view().asked_of_posts(today) } else { vec![] };
    html! { @for (round, _) in rounds { (offered(visit, round)) } }
}

/// `GET /sheets`
pub async fn asked(visit: May<EnterSheets>) -> Response {
    show(&visit, &Answers::default(), &upload_form(None))
}

/// `POST /sheets`: what differs; or, where fields were ticked, those entered. The file is carried in the form between the
/// two steps, so that nothing of it is kept.
pub async fn answered(
    visit: May<EnterSheets>,
    Extension(reader): Extension<Reader>,
    request: Request,
) -> Result<Response, Error> {
    let mut answers = Answers::default();
    let upload = match Upload::read(request).await {
        Ok(upload) => upload,
        Err(why) => {
            answers.is_wrong("file", why);
            return Ok(show(&visit, &answers, &upload_form(Some(&answers))));
        }
    };
    let Some(file) = upload.file.clone().filter(|bytes| !bytes.is_empty()) else {
        answers.is_wrong("file", say("sheets-file-missing"));
        return Ok(show(&visit, &answers, &upload_form(Some(&answers))));
    };
    let (desk, child) = (visit.desk(), reader.child());
    let filled = match desk::sheet::filled(&desk, &child, file.clone()).await {
        Ok(filled) => filled,
        Err(why) => return unread(&visit, answers, &why),
    };
    let all = match upload.one("act") {
        "enter" => false,
        "enter-all" => true,
        _ => return Ok(show(&visit, &answers, &found(&filled, &upload, &BTreeMap::new()))),
    };
    let accepted = accepted(&filled, &upload, all);
    if accepted.iter().all(|one| one.fields.is_empty()) {
        answers.is_wrong("rows", say("sheets-nothing-ticked"));
        return Ok(show(&visit, &answers, &found(&filled, &upload, &BTreeMap::new())));
    }
    let entered = match desk::sheet::enter(&desk, &filled, &accepted).await {
        Ok(entered) => entered,
        Err(why) => return unread(&visit, answers, &why),
    };
    let refused: BTreeMap<Id<Action>, String> = entered.iter().filter_map(refusal).collect();
    let count = |wanted: &Outcome| entered.iter().filter(|one| one.outcome == *wanted).count().to_string();
    let (done, before) = (count(&Outcome::Entered), count(&Outcome::Before));
    if refused.is_empty() {
        let to = Way::default().with("/sheets", &[("entered", done.as_str()), ("before", before.as_str())]);
        return Ok(Redirect::to(&to).into_response());
    }
    // What went in is on the record; the rest is shown again, as it stands now.
    let filled = match desk::sheet::filled(&desk, &child, file).await {
        Ok(filled) => filled,
        Err(why) => return unread(&visit, answers, &why),
    };
    for (action, why) in &refused {
        let reference = filled.taken.rows.iter().find(|row| row.action == *action).map(|row| row.reference.to_string());
        answers.is_wrong("rows", format!("{}: {}", reference.unwrap_or_default(), capital(why)));
    }
    let below = html! {
        p class="govuk-body" { (say_with("sheets-partly", &[("count", done.as_str().into())])) }
        (found(&filled, &upload, &refused))
    };
    Ok(show(&visit, &answers, &below))
}

fn unread(visit: &Staff, mut answers: Answers, why: &desk::Refused) -> Result<Response, Error> {
    if why.passing {
        return Err(Error::Busy(record::Error::Busy));
    }
    answers.is_wrong("file", capital(&why.why));
    Ok(show(visit, &answers, &upload_form(Some(&answers))))
}

fn refusal(entered: &Entered) -> Option<(Id<Action>, String)> {
    match &entered.outcome {
        Outcome::Refused(why) => Some((entered.action, why.clone())),
        Outcome::Entered | Outcome::Before => None,
    }
}

/// What was ticked, with the version that was looked at. `all`: everything that nobody else changed meanwhile.
fn accepted(filled: &Filled, upload: &Upload, all: bool) -> Vec<Accepted> {
    let of = |row: &RowTaken| {
        let take = name("take", row.action);
        let ticked = upload.all(&take).filter_map(Field::parse);
        let fields: BTreeSet<Field> = if all {
            row.differences.iter().filter(|one| !one.moved).map(|one| one.field).collect()
        } else {
            ticked.collect()
        };
        let seen = upload.one(&name("seen", row.action)).parse().unwrap_or(row.version);
        Accepted { action: row.action, seen, fields }
    };
    filled.taken.rows.iter().map(of).collect()
}

fn name(what: &str, action: Id<Action>) -> String {
    format!("{what}-{}", action.uuid().simple())
}

fn upload_form(answers: Option<&Answers>) -> Markup {
    let error = answers.and_then(|answers| answers.wrong.first()).map(|wrong| plain(&wrong.words));
    let file = FileUpload {
        id: "file",
        name: "file",
        label: plain(say("sheets-file")),
        hint: Some(plain(say("sheets-file-hint"))),
        error,
        ..FileUpload::default()
    };
    html! {
        p class="govuk-body" { (say("sheets-why")) }
        form method="post" action="/sheets" enctype="multipart/form-data" novalidate {
            (file.show())
            (Button::default().saying(&plain(say("sheets-compare"))))
        }
    }
}

/// What differs, an item after the other.
fn found(filled: &Filled, upload: &Upload, refused: &BTreeMap<Id<Action>, String>) -> Markup {
    let taken = &filled.taken;
    let (rows, same): (Vec<&RowTaken>, Vec<&RowTaken>) = taken.rows.iter().partition(|row| !row.differences.is_empty());
    let count: usize = rows.iter().map(|row| row.differences.len()).sum();
    let moved = rows.iter().flat_map(|row| &row.differences).filter(|one| one.moved).count();
    let values = [("whose", (&taken.whose).into()), ("round", (&taken.round).into())];
    html! {
        p class="govuk-body" id="rows" { strong { (say_with("sheets-is", &values)) } }
        p class="govuk-body" {
            (say_with("sheets-found", &[("count", count.into()), ("rows", rows.len().into())]))
            @if !same.is_empty() { " " (say_with("sheets-same", &[("count", same.len().into())])) }
        }
        @if taken.rows.is_empty() { p class="govuk-body" { (say("sheets-empty")) } }
        @for note in &taken.notes { p class="govuk-body" { (note) "." } }
        @if moved > 0 { (warning_text(&say("warning"), &plain(say_with("sheets-moved", &[("count", moved.into())])))) }
        @if count > 0 {
            form method="post" action="/sheets" enctype="multipart/form-data" novalidate {
                (once(&Uuid::now_v7().to_string()))
                input type="hidden" name="kept" value=(upload.carried());
                @for row in &rows { (one_row(row, upload, refused.get(&row.action).or_else(|| filled.refused.get(&row.action)))) }
                div class="govuk-button-group" {
                    (Button { name: Some("act"), value: Some("enter"), ..Button::default() }.saying(&plain(say("sheets-enter"))))
                    (Button {
                        name: Some("act"), value: Some("enter-all"), classes: "govuk-button--secondary", ..Button::default()
                    }.saying(&plain(say_with("sheets-enter-all", &[("count", (count - moved).into())]))))
                    a class="govuk-link" href="/sheets" { (say("sheets-leave")) }
                }
            }
        } @else {
            p class="govuk-body" { a class="govuk-link" href="/sheets" { (say("sheets-another")) } }
        }
    }
}

fn one_row(row: &RowTaken, upload: &Upload, refused: Option<&String>) -> Markup {
    let heading = name("item", row.action);
    let take = name("take", row.action);
    let ticked: Vec<&str> = upload.all(&take).collect();
    let cells = row.differences.iter().map(|one| {
        let id = name(one.field.as_str(), row.action);
        vec![
            html! {
                (field_name(one.field))
                @if one.moved { " " (tag(&plain(say("sheets-moved-tag")), "govuk-tag--red")) }
            }
            .into(),
            words(one.was.as_ref()),
            words(one.now.as_ref()),
            words(Some(&one.file)),
            tick(row, one, &id, ticked.contains(&one.field.as_str())).into(),
        ]
    });
    let heads =
        [say("sheets-field"), say("sheets-was"), say("sheets-now"), say("sheets-file-says"), say("sheets-accept")];
    let table = Table {
        caption: Some(html! { (row.reference) " " (row.promise) }),
        caption_classes: "govuk-visually-hidden",
        head: heads.map(Cell::text).into(),
        rows: cells.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    html! {
        section class="milepost-item" aria-labelledby=(heading) {
            h2 class="govuk-heading-m" id=(heading) {
                a class="govuk-link" href=(crate::action::address(row.action)) { (row.reference) " " (row.promise) }
            }
            input type="hidden" name=(name("seen", row.action)) value=(row.version);
            @if let Some(why) = refused {
                p class="govuk-error-message" {
                    span class="govuk-visually-hidden" { (say("error")) ": " }
                    (say_with("sheets-refused", &[("why", why.as_str().into())]))
                }
            }
            (table.show())
        }
    }
}

fn tick(row: &RowTaken, one: &Difference, id: &str, ticked: bool) -> Markup {
    html! {
        div class="govuk-checkboxes govuk-checkboxes--small" {
            div class="govuk-checkboxes__item" {
                input class="govuk-checkboxes__input" id=(id) name=(name("take", row.action)) type="checkbox"
                    value=(one.field.as_str()) checked[ticked];
                label class="govuk-label govuk-checkboxes__label" for=(id) {
                    (say("sheets-accept")) span class="govuk-visually-hidden" { " " (row.reference) " " (field_name(one.field)) }
                }
            }
        }
    }
}

fn words(words: Option<&Text>) -> Cell {
    words.map_or_else(|| plain(say("sheets-nothing")), prose).into()
}

fn field_name(field: Field) -> String {
    match field {
        Field::Words => say("sheets-words"),
        Field::Rating => say("rating"),
        Field::Reason => say("sheets-reason"),
        Field::PublicReason => say("sheets-public-reason"),
        Field::NextStep => say("sheets-next-step"),
        Field::Forecast => say("sheets-forecast"),
    }
}

/// What was entered a moment ago.
fn done(visit: &Staff) -> Markup {
    let count = |name: &str| visit.asked(name).and_then(|count| count.parse::<usize>().ok());
    let Some(entered) = count("entered") else { return Markup::default() };
    let before = count("before").unwrap_or(0);
    let title = say("recorded-title");
    let banner = NotificationBanner { title: &title, title_id: "done", ..NotificationBanner::default() };
    banner.saying(&html! {
        (NotificationBanner::heading(&plain(say_with("sheets-entered", &[("count", entered.into())]))))
        @if before > 0 { p class="govuk-body" { (say_with("sheets-before", &[("count", before.into())])) } }
    })
}

fn show(visit: &Staff, answers: &Answers, below: &Markup) -> Response {
    let title = say("sheets-take");
    let main = html! {
        (answers.summary())
        @if answers.is_right() { (done(visit)) }
        h1 class="govuk-heading-l" { (title) }
        (below)
    };
    let page = Page { title: answers.title(&title), main, ..Page::default() }.within(Section::Updates);
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page.below(say("updates"), "/updates"))).into_response()
}
