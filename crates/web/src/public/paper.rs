//! A published paper and its files. A withdrawn one stays as a page with the reason, answered with 200: the page is the
//! answer, and many hosts put a page of their own in place of a 410. Its files are as if they had never been.
use super::{Everyone, cite, papers};
use crate::{
    error::Error,
    marks::day,
    page::{Page, Section},
    paper::{files, kind_name, send},
    parts::{plain, table::summary_list, warning_text},
    way::segment,
    words::{say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{
    office::Kept,
    publication::{PublicPaper, Publication},
    sight::Public,
};
use maud::html;

pub fn address(paper: &PublicPaper) -> String {
    format!("/papers/{}", segment(paper.number.as_str()))
}

fn numbered<'a>(public: &'a Public, number: &str) -> Option<(&'a Kept<Publication>, &'a PublicPaper)> {
    papers(public).find(|(_, paper)| paper.number.as_str() == number)
}

/// `GET /papers/{number}`
pub async fn one(everyone: Everyone, Path(number): Path<String>) -> Result<Response, Error> {
    let (kept, paper) = numbered(&everyone.public, &number).ok_or(Error::NotFound)?;
    Ok(everyone.show(&view(kept, paper)))
}

/// `GET /papers/{number}/{file}`: only what the publication names.
pub async fn file(everyone: Everyone, Path((number, name)): Path<(String, String)>) -> Result<Response, Error> {
    let (kept, paper) = numbered(&everyone.public, &number).ok_or(Error::NotFound)?;
    let file = paper.files.iter().find(|f| f.name.as_str() == name && kept.item.withdrawn.is_none());
    send(&everyone.record, file.ok_or(Error::NotFound)?).await
}

fn view(kept: &Kept<Publication>, paper: &PublicPaper) -> Page {
    let title = paper.title.to_string();
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
        (plain(say("published-on")), day(kept.item.published)),
    ]);
    let main = html! {
        span class="govuk-caption-l" { (kind_name(paper.kind)) }
        h1 class="govuk-heading-l" { (title) }
        @if let Some(withdrawn) = &kept.item.withdrawn {
            (warning_text(&say("warning"), &plain(say_with("event-withdrawn", &[("day", withdrawn.on.into()), ("reason", (&withdrawn.reason).into())]))))
        }
        (summary_list(&facts, "milepost-facts"))
        @if kept.item.withdrawn.is_none() {
            h2 class="govuk-heading-m" { (say("files")) }
            p class="govuk-body" { (say("files-kept")) " " a class="govuk-link" href="/verify" { (say("files-check")) } }
            (files(&paper.files, |file| format!("{}/{}", address(paper), segment(file.name.as_str()))))
        }
        (cite(&kept.item, &format!("{}, {}", paper.number, paper.title), paper.as_at, &address(paper)))
    };
    let title = format!("{}: {title}", paper.number);
    Page { title, main, ..Page::default() }.within(Section::Plans).below(say("public-home"), "/")
}
