//! The frame of every page: head, navigation, what the whole page is about, foot.
use crate::{
    assets,
    parts::{
        self,
        frame::{self, Current, Link},
        plain,
    },
    words::{LANGUAGE, say, say_with},
};
use axum::response::Html;
use domain::settings::Brand;
use maud::{DOCTYPE, Markup, html};

/// A page before it has its frame.
#[derive(Clone, Debug, Default)]
pub struct Page {
    pub title: String,
    /// The section of the service that it belongs to.
    pub section: Option<Section>,
    /// The way back up: text and address.
    pub trail: Vec<(String, String)>,
    pub main: Markup,
}

/// The sections of the staff side and of the public side.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Section {
    Today,
    Plans,
    Changes,
    Rounds,
    Papers,
    Key,
    Verify,
    People,
    Updates,
    Decisions,
    Trail,
    Import,
    Naming,
    Measures,
    /// Outcomes, risks, findings, questions to expect.
    Assurance,
    /// For the Panel, whose own recommendations these are among.
    Findings,
}

impl Page {
    /// A page of nothing but a heading and what is below it.
    pub fn titled(title: String, below: &Markup) -> Self {
        let main = html! { h1 class="govuk-heading-l" { (title) } (below) };
        Self { title, main, ..Self::default() }
    }

    #[must_use]
    pub fn within(mut self, section: Section) -> Self {
        self.section = Some(section);
        self
    }

    #[must_use]
    pub fn below(mut self, text: impl Into<String>, href: impl Into<String>) -> Self {
        self.trail.push((text.into(), href.into()));
        self
    }
}

/// What stands around a page: whose it is, and what is said of the whole.
#[derive(Clone, Debug, Default)]
pub struct Frame {
    /// The name at the head of every page; empty where nothing is known.
    pub office: String,
    pub home: String,
    pub brand: Brand,
    /// Says that the office is fictional.
    pub demo: Option<Markup>,
    /// Who is signed in, and the way out.
    pub who: Markup,
    /// Sections by name and address.
    pub sections: Vec<(Section, String, String)>,
    /// The position, where the page shows the past: said in the title, which is what a screen reader reads first.
    pub at: Option<String>,
    /// Between the navigation and the page: which position is shown, and the banner of the past.
    pub position: Markup,
    pub foot: Vec<(String, String)>,
    pub foot_note: Markup,
}

impl Frame {
    pub fn around(&self, page: &Page) -> Html<String> {
        let sections: Vec<Link> = self
            .sections
            .iter()
            .map(|(section, text, href)| Link {
                text: text.clone(),
                href: href.clone(),
                current: if page.section == Some(*section) { Current::Within } else { Current::Elsewhere },
            })
            .collect();
        let trail: Vec<Link> = page.trail.iter().map(link).collect();
        let foot: Vec<Link> = self.foot.iter().map(link).collect();
        let mut title = self.at.as_ref().map_or_else(|| page.title.clone(), |at| as_at(&page.title, at));
        if !self.office.is_empty() && title != self.office {
            title = format!("{title} – {}", self.office);
        }
        let all = html! {
            (DOCTYPE)
            html lang=(LANGUAGE) class="govuk-template" {
                head {
                    meta charset="utf-8";
                    title { (title) }
                    meta name="viewport" content="width=device-width, initial-scale=1, viewport-fit=cover";
                    link rel="stylesheet" href=(assets::sheet());
                    link rel="stylesheet" href=(assets::brand(&self.brand));
                    link rel="icon" type="image/svg+xml" href=(assets::icon());
                }
                body class="govuk-template__body" {
                    (frame::skip_link(&say("skip"), "#main-content"))
                    header class="govuk-template__header" {
                        @if !self.office.is_empty() { (frame::header(&plain(&self.office), &self.home, "")) }
                        (self.who)
                        @if !sections.is_empty() { (frame::service_navigation(&say("menu"), &sections)) }
                        @if let Some(demo) = &self.demo { (parts::phase_banner(&say("demo"), demo, "milepost-demo")) }
                    }
                    div class="govuk-width-container" {
                        (self.position)
                        @if !trail.is_empty() { (frame::breadcrumbs(&say("trail"), &trail, "")) }
                        main class="govuk-main-wrapper" id="main-content" { (page.main) }
                    }
                    footer class="govuk-template__footer" { (frame::footer(&say("foot"), &foot, &self.foot_note)) }
                }
            }
        };
        Html(all.into_string())
    }
}

fn link((text, href): &(String, String)) -> Link {
    Link { text: text.clone(), href: href.clone(), current: Current::Elsewhere }
}

/// "Plans, as at Panel September": so that no two pages have one title.
pub fn as_at(title: &str, position: &str) -> String {
    say_with("title-at", &[("title", title.into()), ("position", position.into())])
}

/// A page of which nothing is known but itself.
pub fn bare(page: &Page) -> Html<String> {
    Frame::default().around(page)
}
