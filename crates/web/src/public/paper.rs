//! A published paper and its files. A withdrawn one stays as a page with the reason, answered with 200: the page is the
//! answer, and many hosts put a page of their own in place of a 410. Its files are as if they had never been.
use super::{Everyone, cite, papers};
use crate::{
    error::Error,
    marks::day,
    page::{Page, Section},
    paper::{files, kind_name, life::corrections, send},
    parts::{plain, table::summary_list, warning_text},
    way::segment,
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::header,
    response::{IntoResponse, Response},
};
use domain::{
    office::Kept,
    publication::{PublicPaper, Publication},
    sight::Public,
};
use maud::{Markup, html};
use serde_json::json;

pub fn address(paper: &PublicPaper) -> String {
    format!("/papers/{}", segment(paper.number.as_str()))
}

fn numbered<'a>(public: &'a Public, number: &str) -> Option<(&'a Kept<Publication>, &'a PublicPaper)> {
    papers(public).find(|(_, paper)| paper.number.as_str() == number)
}

/// `GET /papers/{number}`
pub async fn one(everyone: Everyone, Path(number): Path<String>) -> Result<Response, Error> {
    let (kept, paper) = numbered(&everyone.public, &number).ok_or(Error::NotFound)?;
    Ok(everyone.show(&view(&kept.item, paper)))
}

/// `GET /papers/{number}/{file}`: only what the publication names.
pub async fn file(everyone: Everyone, Path((number, name)): Path<(String, String)>) -> Result<Response, Error> {
    let (kept, paper) = numbered(&everyone.public, &number).ok_or(Error::NotFound)?;
    let file = paper.files.iter().find(|f| f.name.as_str() == name && kept.item.withdrawn.is_none());
    send(&everyone.record, file.ok_or(Error::NotFound)?).await
}

/// `GET /papers.json`: every published paper with its files and corrections, for machines.
pub async fn index(everyone: Everyone) -> Response {
    let mut all: Vec<_> = papers(&everyone.public).collect();
    all.sort_by_key(|(kept, paper)| (paper.number.clone(), kept.seq));
    let all: Vec<_> = all
        .into_iter()
        .map(|(kept, paper)| {
            json!({
                "number": paper.number, "code": paper.code, "kind": paper.kind, "title": paper.title,
                "body": paper.body, "plan": paper.plan, "theme": paper.theme, "as_at": paper.as_at,
                "issued": paper.issued, "presented": paper.presented, "published": kept.item.published,
                "withdrawn": kept.item.withdrawn, "files": paper.files, "corrections": paper.corrections,
            })
        })
        .collect();
    let kind = [(header::CONTENT_TYPE, "application/json")];
    (kind, json!({ "papers": all }).to_string()).into_response()
}

fn view(publication: &Publication, paper: &PublicPaper) -> Page {
    let title = paper.title.to_string();
    let main = html! {
        span class="govuk-caption-l" { (kind_name(paper.kind)) }
        h1 class="govuk-heading-l" { (title) }
        (content(publication, paper))
    };
    let title = format!("{}: {title}", paper.number);
    Page { title, main, ..Page::default() }.within(Section::Plans).below(say("public-home"), "/")
}

/// What stands under the title: also what a second person sees before it is published.
pub fn content(publication: &Publication, paper: &PublicPaper) -> Markup {
    let mut facts = vec![
        (plain(say("number")), plain(&paper.number)),
        (plain(say("code")), html! { code { (paper.code) } }),
        (plain(say("made-for")), plain(&paper.body)),
    ];
    facts.extend(paper.plan.as_ref().map(|plan| (plain(say("plan")), plain(plan))));
    facts.extend(paper.theme.as_ref().map(|theme| (plain(say("theme")), plain(theme))));
    facts.extend([
        (plain(say("as-at")), day(paper.as_at)),
        (plain(say("issued-on")), day(paper.issued)),
        (plain(say("presented-on")), paper.presented.map_or_else(|| plain(say("not-presented")), day)),
        (plain(say("published-on")), day(publication.published)),
    ]);
    html! {
        @if let Some(withdrawn) = &publication.withdrawn {
            (warning_text(&say("warning"), &plain(say_with("event-withdrawn", &[("day", withdrawn.on.into()), ("reason", (&withdrawn.reason).into())]))))
        }
        (summary_list(&facts, "milepost-facts"))
        (corrections(&paper.corrections))
        @if publication.withdrawn.is_none() {
            h2 class="govuk-heading-m" { (say("files")) }
            p class="govuk-body" { (say("files-kept")) " " a class="govuk-link" href="/verify" { (say("files-check")) } }
            (files(&paper.files, |file| format!("{}/{}", address(paper), segment(file.name.as_str()))))
        }
        (cite(publication, &format!("{}, {}", paper.number, paper.title), paper.as_at, &address(paper)))
    }
}
