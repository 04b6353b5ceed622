//! `/papers/{number}/return`: the Word file of an issued paper comes back edited. Its differences from what was printed
//! are listed, each changed figure, date and rating flagged; accepted, it is kept as issued with that list.
use super::{address, numbered};
use crate::{
    answers::{Answers, once},
    error::Error,
    page::{Page, Section},
    parts::{Button, form::FileUpload, plain, tag, warning_text},
    trial::Reader,
    upload::Upload,
    visit::{May, ReturnPapers, Staff},
    words::{say, say_with},
};
use axum::{
    Extension,
    extract::{Path, Request},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use desk::Compared;
use domain::{
    office::Kept,
    paper::Paper,
    returned::{Difference, Touched},
};
use maud::{Markup, html};
use uuid::Uuid;

/// `GET /papers/{number}/return`
pub async fn asked(visit: May<ReturnPapers>, Path(number): Path<String>) -> Result<Response, Error> {
    let kept = there(&visit, &number)?;
    Ok(show(&visit, &kept, &Answers::default(), &upload_form(&kept, None)))
}

/// `POST /papers/{number}/return`: the list of differences, or the file as accepted. The second step carries the file in
/// its form, so that nothing is kept before somebody accepts it.
pub async fn answered(
    visit: May<ReturnPapers>,
    Path(number): Path<String>,
    Extension(reader): Extension<Reader>,
    request: Request,
) -> Result<Response, Error> {
    let kept = there(&visit, &number)?;
    let mut answers = Answers::default();
    let upload = match Upload::read(request).await {
        Ok(upload) => upload,
        Err(why) => {
            answers.is_wrong("file", why);
            return Ok(show(&visit, &kept, &answers, &upload_form(&kept, None)));
        }
    };
    let Some(file) = upload.file.clone().filter(|bytes| !bytes.is_empty()) else {
        answers.is_wrong("file", say("return-file-missing"));
        return Ok(show(&visit, &kept, &answers, &upload_form(&kept, Some(&answers))));
    };
    let (desk, child) = (visit.desk(), reader.child());
    let accepts = upload.one("act") == "accept";
    let key = upload.one("key").parse::<Uuid>().ok().map(|key| key.to_string());
    let outcome = if accepts {
        let key = Some(key.ok_or(Error::Unreadable)?);
        desk::returned(&desk, &child, &number, file.clone(), None, key).await
    } else {
        desk::compared(&desk, &child, &number, file.clone()).await
    };
    match outcome {
        Ok(_) if accepts => Ok(Redirect::to(&format!("{}?done=returned", address(kept.reference()))).into_response()),
        Ok(compared) => Ok(show(&visit, &kept, &answers, &found(&kept, &compared, &upload))),
        Err(refused) if refused.passing => Err(Error::Busy(record::Error::Busy)),
        Err(refused) => {
            answers.is_wrong("file", refused.why);
            Ok(show(&visit, &kept, &answers, &upload_form(&kept, Some(&answers))))
        }
    }
}

fn there(visit: &Staff, number: &str) -> Result<Kept<Paper>, Error> {
    numbered(&visit.now(), number).cloned().ok_or(Error::NotFound)
}

fn upload_form(kept: &Kept<Paper>, answers: Option<&Answers>) -> Markup {
    let error = answers.and_then(|answers| answers.wrong.first()).map(|wrong| plain(&wrong.words));
    let file = FileUpload {
        id: "file",
        name: "file",
        label: plain(say("return-file")),
        hint: Some(plain(say("return-file-hint"))),
        error,
        ..FileUpload::default()
    };
    html! {
        p class="govuk-body" { (say("return-why")) }
        form method="post" action={ (address(kept.reference())) "/return" } enctype="multipart/form-data" novalidate {
            (file.show())
            (Button::default().saying(&plain(say("return-compare"))))
        }
    }
}

fn found(kept: &Kept<Paper>, compared: &Compared, upload: &Upload) -> Markup {
    let flagged = compared.differences.iter().filter(|difference| !difference.touches.is_empty()).count();
    let count = compared.differences.len();
    html! {
        p class="govuk-body" {
            (say_with("return-found", &[("count", count.into()), ("flagged", flagged.into()), ("file", (&compared.printed).into())]))
        }
        @if flagged > 0 { (warning_text(&say("warning"), &plain(say_with("return-flagged", &[("count", flagged.into())])))) }
        (differences(&compared.differences))
        @for note in &compared.notes { p class="govuk-body" { (note) } }
        p class="govuk-body" { (say("return-not-compared")) }
        @if count > 0 {
            form method="post" action={ (address(kept.reference())) "/return" } enctype="multipart/form-data" novalidate {
                (once(&Uuid::now_v7().to_string()))
                input type="hidden" name="kept" value=(upload.carried());
                div class="govuk-button-group" {
                    (Button { name: Some("act"), value: Some("accept"), ..Button::default() }.saying(&plain(say("return-accept"))))
                    a class="govuk-link" href=(address(kept.reference())) { (say("return-leave")) }
                }
            }
        }
    }
}

/// What is different, those that touch the record first in sight of all others, each at its place.
pub fn differences(all: &[Difference]) -> Markup {
    html! {
        ol class="govuk-list milepost-differences" {
            @for difference in all {
                li class=[(!difference.touches.is_empty()).then_some("milepost-flagged")] {
                    p class="govuk-body" {
                        strong { (difference.place) }
                        @for touched in &difference.touches { " " (tag(&plain(touched_name(*touched)), "govuk-tag--red")) }
                    }
                    dl class="milepost-old-new" {
                        @if let Some(was) = &difference.was { dt { (say("return-was")) } dd { del { (was) } } }
                        @if let Some(is) = &difference.is { dt { (say("return-is")) } dd { ins { (is) } } }
                    }
                }
            }
        }
    }
}

fn touched_name(touched: Touched) -> String {
    match touched {
        Touched::Figure => say("return-figure"),
        Touched::Date => say("return-date"),
        Touched::Rating => say("return-rating"),
    }
}

fn show(visit: &Staff, kept: &Kept<Paper>, answers: &Answers, below: &Markup) -> Response {
    let title = say("paper-return");
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (kept.reference()) " " (kept.item.title) }
        h1 class="govuk-heading-l" { (title) }
        (below)
    };
    let page = Page { title: answers.title(&format!("{title}: {}", kept.reference())), main, ..Page::default() };
    let page = page
        .within(Section::Papers)
        .below(say("section-papers"), "/papers")
        .below(kept.reference().to_string(), address(kept.reference()));
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}
