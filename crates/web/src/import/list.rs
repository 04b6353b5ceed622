//! `/imports`: every table that was taken in, with its day, its file and who took it in; undone or not.
use super::{ImportPlans, SeeImports, UndoImports, page};
use crate::{
    error::Error,
    marks::day,
    parts::{
        NotificationBanner, plain,
        table::{Cell, Narrow, Table, summary_list},
        tag,
    },
    plan,
    visit::{May, Permission as _, Staff},
    words::{say, say_with},
};
use axum::{extract::Path, http::StatusCode, response::Response};
use domain::{id::Id, import::Import, office::Kept, period::london_day};
use maud::{Markup, html};
use uuid::Uuid;

pub fn address(import: Id<Import>) -> String {
    format!("/imports/{import}")
}

/// The import that ends with an entry.
pub fn address_of_change(visit: &Staff, seq: i64) -> String {
    let office = visit.record.office();
    let view = visit.view().of(office);
    let sight = view.sight();
    let found = sight.imports().find(|kept| kept.seq == seq).map(|kept| address(kept.id));
    found.unwrap_or_else(|| "/imports".to_owned())
}

pub fn address_at(visit: &Staff, seq: i64) -> String {
    let sight = visit.now();
    let found = sight.imports().find(|kept| kept.seq == seq).map(|kept| address(kept.id));
    found.unwrap_or_else(|| "/imports".to_owned())
}

/// An import, undone or not, for whoever may see them.
pub fn found<'a>(visit: &'a Staff, id: &str) -> Result<(&'a Kept<Import>, bool), Error> {
    let id: Id<Import> = id.parse::<Uuid>().map_err(|_| Error::NotFound)?.into();
    let sight = visit.now();
    let standing = sight.imports().find(|kept| kept.id == id).map(|kept| (kept, false));
    standing
        .or_else(|| sight.imports_undone().find(|kept| kept.id == id).map(|kept| (kept, true)))
        .ok_or(Error::NotFound)
}

fn state(undone: bool) -> Markup {
    if undone {
        tag(&plain(say("import-undone")), "govuk-tag--grey")
    } else {
        tag(&plain(say("import-stands")), "govuk-tag--green")
    }
}

/// `GET /imports`
pub async fn list(visit: May<SeeImports>) -> Response {
    let sight = visit.now();
    let mut all: Vec<(&Kept<Import>, bool)> = sight.imports().map(|kept| (kept, false)).collect();
    all.extend(sight.imports_undone().map(|kept| (kept, true)));
    all.sort_by_key(|(kept, _)| std::cmp::Reverse(kept.id));
    let title = say("imports-title");
    let rows: Vec<Vec<Cell>> = all
        .iter()
        .map(|(kept, undone)| {
            let totals = kept.item.totals;
            let counts = [("created", totals.created.into()), ("updated", totals.updated.into())];
            let hash: String = kept.item.file.sha256.as_str().chars().take(12).collect();
            vec![
                html! { a class="govuk-link" href=(address(kept.id)) { (kept.reference()) } }.into(),
                html! { (day(kept.item.table_day)) }.into(),
                html! { (kept.item.file.name) span class="milepost-note" { code { (hash) } } }.into(),
                Cell::text(say_with("import-rows", &counts)),
                state(*undone).into(),
            ]
        })
        .collect();
    let head = [say("import"), say("import-day"), say("import-file-name"), say("import-rows-head"), say("status")];
    let table = Table {
        caption: Some(plain(&title)),
        caption_classes: "govuk-visually-hidden",
        head: head.map(Cell::text).into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    let may_import = visit.may(ImportPlans::ACT).is_ok();
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("imports-lead")) }
        @if may_import {
            a class="govuk-button" role="button" draggable="false" href="/import" { (say("import-title")) }
        }
        @if all.is_empty() { p class="govuk-body" { (say("imports-none")) } } @else { (table.show()) }
    };
    page(&visit, StatusCode::OK, title, main, false, &[])
}

/// `GET /imports/{import}`
pub async fn one(visit: May<SeeImports>, Path(id): Path<String>) -> Result<Response, Error> {
    let (kept, undone) = found(&visit, &id)?;
    // What was done first, and by whom: an undone import's newest state is the undo's.
    let history = visit.record.history(kept.id.uuid()).await?;
    let first = history.first().map(|(entry, _)| entry);
    let sight = visit.now();
    let who = |actor: Uuid| sight.name_of(actor).map_or_else(|| say("somebody"), |name| name.to_string());
    let import = &kept.item;
    let totals = import.totals;
    let counts = [
        ("created", totals.created.into()),
        ("updated", totals.updated.into()),
        ("unchanged", totals.unchanged.into()),
        ("rejected", totals.rejected.into()),
        ("skipped", totals.skipped.into()),
    ];
    let plan = sight.plan(import.plan);
    let mut facts = vec![
        (plain(say("status")), state(undone)),
        (plain(say("import-day")), day(import.table_day)),
        (
            plain(say("import-recorded")),
            html! { @if let Some(entry) = first { (day(london_day(entry.time()))) ", " (who(entry.actor)) } },
        ),
        (plain(say("import-file-name")), plain(&import.file.name)),
        (plain(say("import-hash")), html! { code class="milepost-hash" { (import.file.sha256) } }),
        (plain(say("import-rows-head")), plain(say_with("rows-counts", &counts))),
    ];
    if let Some(plan) = plan {
        let link = html! { a class="govuk-link" href=(plan::address(plan)) { (plan.item.name) } };
        facts.insert(1, (plain(say("plan")), link));
    }
    if undone {
        facts.push((
            plain(say("import-undone-by")),
            html! { (day(london_day(kept.at))) ", " (who(kept.actor)) @if let Some(reason) = &kept.reason { ": " (reason) } },
        ));
    }
    let title = say_with("import-named", &[("name", kept.reference().into())]);
    let done = match visit.asked("done") {
        Some("imported") => Some(say("import-done")),
        Some("undone") => Some(say("undo-done")),
        _ => None,
    };
    let may_undo = !undone && visit.may(UndoImports::ACT).is_ok();
    let banner = NotificationBanner {
        title: &say("success"),
        classes: "govuk-notification-banner--success",
        ..NotificationBanner::default()
    };
    let main = html! {
        @if let Some(done) = done { (banner.saying(&NotificationBanner::heading(&plain(done)))) }
        h1 class="govuk-heading-l" { (title) }
        (summary_list(&facts, ""))
        @if may_undo {
            a class="govuk-button govuk-button--secondary" role="button" draggable="false" href={ (address(kept.id)) "/undo" } { (say("undo-look")) }
        }
        @if undone { p class="govuk-body" { (say("undo-again")) " " a class="govuk-link" href="/import" { (say("import-title")) } "." } }
    };
    Ok(page(&visit, StatusCode::OK, title, main, false, &[(say("imports-title"), "/imports".into())]))
}
