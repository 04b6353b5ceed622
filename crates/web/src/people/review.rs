//! `/people/access`: who could do what, from when to when, as the record says it. For the administrator and auditors.
use super::{everybody, role_name, shown};
use crate::{
    answers::Answers,
    error::Error,
    marks::day,
    parts::{
        plain,
        table::{Cell, Narrow, Table},
    },
    visit::{May, ReviewAccess, Staff},
    words::{say, say_with},
};
use axum::{
    http::{HeaderValue, header},
    response::{IntoResponse, Response},
};
use domain::{access::Access, office, period::london_day};
use jiff::civil::Date;
use maud::html;
use serde::Serialize;

/// One role or post that somebody had for a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Held {
    /// As the record calls them.
    pub reference: String,
    /// Empty where no name is kept any more.
    pub name: String,
    pub what: What,
    /// The role or the post.
    pub called: String,
    pub from: Date,
    /// The first day on which they had it no more.
    pub to: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum What {
    Role,
    Post,
}

/// Roles are read from each person's history, posts from what stands.
async fn held(visit: &Staff) -> Result<Vec<Held>, Error> {
    let sight = visit.now();
    let mut all = vec![];
    for known in everybody(visit, &sight).await? {
        let reference = known.kept.reference().to_string();
        let name = known.person.as_ref().map(|person| person.name.clone()).unwrap_or_default();
        let one = |what, called: String, from, to| Held {
            reference: reference.clone(),
            name: name.clone(),
            what,
            called,
            from,
            to,
        };
        let mut roles: Vec<Held> = vec![];
        for (entry, body) in visit.record.history(known.kept.id.uuid()).await? {
            let Ok(then) = office::read::<Access>(&entry, &body) else { continue };
            let (on, role) = (london_day(entry.time()), role_name(then.item.role));
            let same = roles.last().is_some_and(|last| last.to.is_none() && last.called == role);
            if same && then.item.ended.is_none() {
                continue;
            }
            if let Some(last) = roles.last_mut().filter(|last| last.to.is_none()) {
                last.to = Some(on);
            }
            if then.item.ended.is_none() {
                roles.push(one(What::Role, role, on, None));
            }
        }
        all.append(&mut roles);
        for tenure in &known.kept.item.posts {
            let post = sight.post(tenure.post).map(|post| post.item.name.to_string()).unwrap_or_default();
            all.push(one(What::Post, post, tenure.from, tenure.to));
        }
    }
    Ok(all)
}

/// `GET /people/access`
pub async fn page(visit: May<ReviewAccess>) -> Result<Response, Error> {
    let title = say("section-access");
    let rows = held(&visit).await?.into_iter().map(|held| {
        let who = if held.name.is_empty() {
            held.reference
        } else {
            say_with("person-named", &[("name", held.name.into()), ("reference", held.reference.into())])
        };
        let what = match held.what {
            What::Role => say("access-role"),
            What::Post => say("access-post"),
        };
        let to = held.to.map_or_else(|| plain(say("tenure-open")), day);
        vec![Cell::text(who), Cell::text(what), Cell::text(held.called), day(held.from).into(), to.into()]
    });
    let table = Table {
        caption: Some(plain(say("access-caption"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("person"), say("access-what"), say("access-called"), say("tenure-from"), say("tenure-to")]
            .map(Cell::text)
            .into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("access-why")) }
        (table.show())
        ul class="govuk-list" {
            li { a class="govuk-link" href="/people/access.csv" { (say("access-csv")) } }
            li { a class="govuk-link" href="/people/access.json" { (say("access-json")) } }
        }
    };
    Ok(shown(&visit, &Answers::default(), &title, main, false))
}

/// `GET /people/access.json`
pub async fn json(visit: May<ReviewAccess>) -> Result<Response, Error> {
    let all = serde_json::to_vec(&held(&visit).await?).map_err(|error| Error::broken(&error))?;
    let mut response = all.into_response();
    response.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
    Ok(response)
}

/// `GET /people/access.csv`
pub async fn csv(visit: May<ReviewAccess>) -> Result<Response, Error> {
    let mut all = "\u{feff}Person,Name,What,Called,From,To\r\n".to_owned();
    for held in held(&visit).await? {
        let what = match held.what {
            What::Role => say("access-role"),
            What::Post => say("access-post"),
        };
        let to = held.to.map(|to| to.to_string()).unwrap_or_default();
        let cells = [held.reference, held.name, what, held.called, held.from.to_string(), to];
        all.push_str(&cells.map(|cell| quoted(&cell)).join(","));
        all.push_str("\r\n");
    }
    let mut response = all.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static("text/csv; charset=utf-8"));
    headers.insert(header::CONTENT_DISPOSITION, HeaderValue::from_static("attachment; filename=\"access.csv\""));
    Ok(response)
}

/// A cell that no spreadsheet takes for a formula.
pub fn quoted(cell: &str) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']);
    format!("\"{}{}\"", if formula { "'" } else { "" }, cell.replace('"', "\"\""))
}
