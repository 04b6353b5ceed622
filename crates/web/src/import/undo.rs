//! `/imports/{import}/undo`: what would be taken back and what is left, and the undo.
use super::{UndoImports, list, page, seal, sentence};
use crate::{
    error::Error,
    parts::{
        Button,
        field::{Fault, Field, error_summary},
        plain,
        table::{Cell, Narrow, Table},
    },
    visit::{May, Staff},
    words::{say, say_with},
};
use axum::{
    extract::{Form, Path},
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::{Answer, Ask, Command},
    import::Import,
    office::Kept,
    text::Text,
    undo::{Undone, UndoneRow},
};
use maud::{Markup, html};
use uuid::Uuid;

type Given = Vec<(String, String)>;

/// `GET /imports/{import}/undo`
pub async fn asked(visit: May<UndoImports>, Path(id): Path<String>) -> Result<Response, Error> {
    show(&visit, &id, &[], &Uuid::now_v7().to_string(), "").await
}

/// `POST /imports/{import}/undo`
pub async fn answered(
    visit: May<UndoImports>,
    Path(id): Path<String>,
    Form(given): Form<Given>,
) -> Result<Response, Error> {
    let one = |name: &str| given.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.trim());
    let (kept, undone) = list::found(&visit, &id)?;
    // Sent a second time: it is done.
    if undone {
        return Ok(Redirect::to(&list::address(kept.id)).into_response());
    }
    let fault = |id: &str, words: String| vec![Fault { id: id.to_owned(), words }];
    let reason = match Text::new(one("reason")) {
        Ok(reason) if !reason.on_one_line().is_empty() => reason,
        Ok(_) => return show(&visit, &id, &fault("reason", say("undo-reason-missing")), one("key"), "").await,
        Err(why) => return show(&visit, &id, &fault("reason", sentence(&why.to_string())), one("key"), "").await,
    };
    let Some(mut ask) = ask(&visit, kept).await? else { return Err(Error::NotFound) };
    ask.reason = Some(reason);
    ask.key = one("key").parse::<Uuid>().ok().map(|key| key.to_string());
    match visit.record.decide_only(&ask).await.map(|decision| decision.answer) {
        Ok(Answer::Undone(undone)) if shown(&undone) == one("shown") => {}
        Ok(_) => return show(&visit, &id, &fault("left", say("rows-moved")), one("key"), one("reason")).await,
        Err(record::Error::Refused(refusal)) => {
            return show(&visit, &id, &fault("left", sentence(&refusal.to_string())), one("key"), one("reason")).await;
        }
        Err(error) => return Err(error.into()),
    }
    match visit.record.write(ask).await {
        Ok(_) => Ok(Redirect::to(&format!("{}?done=undone", list::address(kept.id))).into_response()),
        Err(record::Error::Refused(refusal)) => {
            show(&visit, &id, &fault("left", sentence(&refusal.to_string())), one("key"), one("reason")).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn ask(visit: &Staff, kept: &Kept<Import>) -> Result<Option<Ask>, Error> {
    let Some(undo) = visit.record.undoing(kept.id.uuid()).await? else { return Ok(None) };
    Ok(Some(Ask {
        actor: visit.actor().clone(),
        now: visit.instant,
        on: None,
        key: None,
        seen: vec![],
        reason: None,
        command: Command::UndoImport(Box::new(undo)),
    }))
}

fn shown(undone: &Undone) -> String {
    seal(undone)
}

async fn show(visit: &Staff, id: &str, faults: &[Fault], key: &str, reason: &str) -> Result<Response, Error> {
    let (kept, undone) = list::found(visit, id)?;
    if undone {
        return Ok(Redirect::to(&list::address(kept.id)).into_response());
    }
    let Some(ask) = ask(visit, kept).await? else { return Err(Error::NotFound) };
    let foreseen = match visit.record.decide_only(&ask).await.map(|decision| decision.answer) {
        Ok(Answer::Undone(undone)) => Ok(*undone),
        Ok(_) => return Err(Error::broken(&"an undo was answered with something else")),
        Err(record::Error::Refused(refusal)) => Err(sentence(&refusal.to_string())),
        Err(error) => return Err(error.into()),
    };
    let title = say_with("undo-title", &[("name", kept.reference().into())]);
    let error = say("error");
    let field = Field {
        id: "reason".into(),
        name: "reason",
        label: say("undo-reason"),
        hint: Some(say("undo-reason-hint")),
        value: reason.to_owned(),
        wrong: faults.iter().find(|f| f.id == "reason").map(|f| (error.as_str(), f.words.as_str())),
        classes: "",
    };
    let main = html! {
        (error_summary(&say("problem"), faults))
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say_with("undo-lead", &[("file", (&kept.item.file.name).into())])) }
        @match &foreseen {
            Err(why) => p class="govuk-body" id="left" { (why) },
            Ok(undone) => {
                (listed(&say_with("undo-withdrawn", &[("count", undone.withdrawn.len().into())]), &undone.withdrawn))
                (listed(&say_with("undo-restored", &[("count", undone.restored.len().into())]), &undone.restored))
                (left(undone))
                @if undone.others > 0 { p class="govuk-body" { (say_with("undo-others", &[("count", undone.others.into())])) } }
                @if !undone.papers.is_empty() {
                    @let papers: Vec<&str> = undone.papers.iter().map(Text::as_str).collect();
                    p class="govuk-body" { (say_with("undo-papers", &[("papers", papers.join(", ").into())])) }
                }
                form method="post" action={ (list::address(kept.id)) "/undo" } novalidate {
                    input type="hidden" name="key" value=(key);
                    input type="hidden" name="shown" value=(shown(undone));
                    (field.textarea(2))
                    (Button { classes: "govuk-button--warning", ..Button::default() }.saying(&plain(say("undo-do"))))
                }
            }
        }
        p class="govuk-body" { a class="govuk-link" href=(list::address(kept.id)) { (say("undo-not")) } }
    };
    let status = if faults.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let trail = [
        (say("imports-title"), "/imports".to_owned()),
        (say_with("import-named", &[("name", kept.reference().into())]), list::address(kept.id)),
    ];
    Ok(page(visit, status, title, main, !faults.is_empty(), &trail))
}

fn listed(heading: &str, rows: &[UndoneRow]) -> Markup {
    html! {
        @if !rows.is_empty() {
            h2 class="govuk-heading-m" { (heading) }
            ul class="govuk-list govuk-list--bullet" {
                @for row in rows { li { (row.reference) " " (row.title.on_one_line()) } }
            }
        }
    }
}

fn left(undone: &Undone) -> Markup {
    if undone.left.is_empty() {
        return html! { p class="govuk-body" id="left" { (say("undo-left-none")) } };
    }
    let rows = undone.left.iter().map(|row| {
        vec![Cell::text(format!("{} {}", row.reference, row.title.on_one_line())), Cell::text(sentence(&row.why))]
    });
    let table = Table {
        caption: Some(plain(say_with("undo-left", &[("count", undone.left.len().into())]))),
        caption_classes: "govuk-table__caption--m",
        head: [say("undo-what"), say("reason")].map(Cell::text).into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    html! { div id="left" { (table.show()) } }
}
