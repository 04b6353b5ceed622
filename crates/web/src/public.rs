//! The public side: made from publications and nothing else. No cookie, no script, no form.
pub mod measure;
pub mod paper;
pub mod plan;

use crate::{
    error::Error,
    frame::refusal,
    marks::day,
    page::{Frame, Page, Section},
    parts::{
        plain,
        table::{Cell, Narrow, Table},
    },
    words::{say, say_with},
};
use axum::{
    extract::{FromRequestParts, Request, State},
    http::request::Parts,
    middleware::Next,
    response::{IntoResponse, Response},
};
use domain::{
    office::Kept,
    publication::{PublicBody, PublicPaper, PublicPlan, Publication},
    sight::Public,
};
use jiff::civil::Date;
use maud::{Markup, html};
use record::Record;

/// A visit by anybody: what is published, and no more.
#[derive(Debug)]
pub struct Everyone {
    pub record: Record,
    pub public: Public,
}

impl FromRequestParts<Record> for Everyone {
    type Rejection = Error;

    async fn from_request_parts(_: &mut Parts, record: &Record) -> Result<Self, Error> {
        let public = record.follow_if_reachable().await?.public();
        Ok(Self { record: record.clone(), public })
    }
}

impl Everyone {
    fn show(&self, page: &Page) -> Response {
        frame(&self.public).around(page).into_response()
    }
}

/// The publication that speaks last: its name and look are the office's today.
fn last(public: &Public) -> Option<&Publication> {
    public.publications.iter().max_by_key(|p| (p.item.published, p.seq)).map(|p| &p.item)
}

/// The day on which something was last published or withdrawn.
fn last_updated(public: &Public) -> Option<Date> {
    let days = public
        .publications
        .iter()
        .map(|p| p.item.withdrawn.as_ref().map_or(p.item.published, |w| w.on.max(p.item.published)));
    days.max()
}

fn frame(public: &Public) -> Frame {
    let Some(last) = last(public) else { return Frame::default() };
    let demo = last.demo.then(|| {
        html! {
            (say_with("demo-public", &[("office", (&last.office).into())]))
            @if let Some(today) = last_updated(public) { " " (say("demo-published")) " " (day(today)) "." }
        }
    });
    let measures = measure::pack(public).map(|_| (Section::Measures, say("section-measures"), "/measures".to_owned()));
    let sections = [(Section::Plans, say("public-home"), "/".to_owned())].into_iter().chain(measures);
    let sections = sections.chain([(Section::Verify, say("section-verify-public"), "/verify".to_owned())]);
    let foot_note = html! {
        @if let Some(day) = last_updated(public) { (say_with("last-updated", &[("day", day.into())])) " " }
        (say("public-foot"))
    };
    Frame {
        who: Markup::default(),
        office: last.office.to_string(),
        home: "/".into(),
        brand: last.brand.clone(),
        demo,
        sections: sections.collect(),
        at: None,
        position: Markup::default(),
        foot: vec![],
        foot_note,
    }
}

/// Puts a refusal into the office's frame. Whatever does not exist is answered in the same bytes.
pub async fn dress(State(record): State<Record>, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(error) = refusal(&response) else { return response };
    // As it is known here: the database may be what failed.
    (error.status(), frame(&record.office().public()).around(&error.page())).into_response()
}

fn plans(public: &Public) -> impl Iterator<Item = (&Kept<Publication>, &PublicPlan)> {
    public.publications.iter().filter_map(|kept| match &kept.item.body {
        PublicBody::Plan(plan) => Some((kept.as_ref(), plan.as_ref())),
        PublicBody::Paper(_) => None,
    })
}

fn papers(public: &Public) -> impl Iterator<Item = (&Kept<Publication>, &PublicPaper)> {
    public.publications.iter().filter_map(|kept| match &kept.item.body {
        PublicBody::Paper(paper) => Some((kept.as_ref(), paper)),
        PublicBody::Plan(_) => None,
    })
}

/// `GET /`
pub async fn home(everyone: Everyone) -> Response {
    let public = &everyone.public;
    let title = say("public-home");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" {
            (say("public-lead"))
            @if let Some(day) = last_updated(public) { " " (say_with("last-updated", &[("day", day.into())])) }
        }
        @if public.publications.is_empty() { p class="govuk-body" { (say("public-nothing")) } }
        (plan_table(public))
        (paper_table(public))
        @if papers(public).next().is_some() {
            p class="govuk-body" { a class="govuk-link" href="/papers.json" { (say("papers-open-data")) } }
        }
    };
    everyone.show(&Page { title, section: Some(Section::Plans), trail: vec![], main })
}

fn plan_table(public: &Public) -> Markup {
    let mut newest: Vec<(&Kept<Publication>, &PublicPlan)> = Vec::new();
    for (kept, plan) in plans(public) {
        if newest.iter().all(|(_, known)| known.slug != plan.slug) {
            newest.extend(plan::newest_of(public, plan.slug.as_str()).map(|n| (n.kept, n.plan)).or(Some((kept, plan))));
        }
    }
    newest.sort_by_key(|(kept, plan)| std::cmp::Reverse((plan.from, kept.item.published, kept.seq)));
    if newest.is_empty() {
        return Markup::default();
    }
    let rows = newest.iter().map(|(kept, plan)| {
        let actions: usize = plan.themes.iter().map(|t| t.actions.len()).sum();
        vec![
            html! { a class="govuk-link" href=(plan::address(plan)) { (plan.name) } }.into(),
            if kept.item.withdrawn.is_some() { Cell::text(say("stage-withdrawn")) } else { day(plan.as_at).into() },
            day(kept.item.published).into(),
            Cell::number(actions),
        ]
    });
    let number = |text: String| Cell { kind: crate::parts::table::CellKind::Number, ..Cell::text(text) };
    Table {
        caption: Some(plain(say("section-plans"))),
        caption_classes: "govuk-table__caption--m",
        head: vec![
            Cell::text(say("plan")),
            Cell::text(say("as-at")),
            Cell::text(say("published-on")),
            number(say("actions")),
        ],
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    }
    .show()
}

fn paper_table(public: &Public) -> Markup {
    let mut all: Vec<_> = papers(public).collect();
    all.sort_by_key(|(kept, paper)| std::cmp::Reverse((paper.presented.or(Some(paper.issued)), kept.seq)));
    if all.is_empty() {
        return Markup::default();
    }
    let rows = all.iter().map(|(kept, paper)| {
        vec![
            html! { a class="govuk-link" href=(paper::address(paper)) { (paper.title) } span class="milepost-note" { (paper.number) } }.into(),
            Cell::text(&paper.body),
            if kept.item.withdrawn.is_some() { Cell::text(say("stage-withdrawn")) } else { paper.presented.map_or_else(|| plain(say("not-presented")), day).into() },
            day(kept.item.published).into(),
        ]
    });
    Table {
        caption: Some(plain(say("section-papers"))),
        caption_classes: "govuk-table__caption--m",
        head: [say("paper"), say("made-for"), say("presented-on"), say("published-on")].map(Cell::text).into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    }
    .show()
}

/// How to name a page in a footnote, with its date.
fn cite(kept: &Publication, what: &str, as_at: Date, address: &str) -> Markup {
    let values = [
        ("office", (&kept.office).into()),
        ("what", what.into()),
        ("day", as_at.into()),
        ("published", kept.published.into()),
    ];
    html! {
        p class="govuk-body-s milepost-cite" {
            strong { (say("cite")) } " " (say_with("cite-this", &values)) " "
            a class="govuk-link" href=(address) { (say("cite-address")) }
        }
    }
}

/// `GET /verify`
pub async fn verify(everyone: Everyone) -> Response {
    let title = say("verify-public-title");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("verify-public")) }
        h2 class="govuk-heading-m" { (say("verify-public-how")) }
        ol class="govuk-list govuk-list--number" {
            li { (say("verify-public-find")) }
            li { (say("verify-public-number")) " " code { "sha256sum FILE" } " " (say("verify-public-linux")) ", " code { "certutil -hashfile FILE SHA256" } " " (say("verify-public-windows")) ", " code { "shasum -a 256 FILE" } " " (say("verify-public-mac")) "." }
            li { (say("verify-public-compare")) }
        }
        p class="govuk-body" { (say("verify-public-differs")) }
    };
    everyone.show(&Page { title, section: Some(Section::Verify), trail: vec![], main })
}
