//! GOV.UK components as functions, from the package `govuk-frontend`. Each gives the HTML of the package's own
//! reference, which `tests/fixtures.rs` compares. A part knows nothing of the office: words and addresses come in.
pub mod field;
pub mod form;
pub mod frame;
pub mod question;
pub mod table;

use maud::{Markup, html};

/// Markup for a plain text.
pub fn plain(text: impl AsRef<str>) -> Markup {
    html! { (text.as_ref()) }
}

/// A class attribute: the component's own class, then what the caller adds.
pub(crate) fn classes(own: &str, more: &str) -> String {
    if more.is_empty() { own.to_owned() } else { format!("{own} {more}") }
}

/// A short word in a box: a stage, who may see an item.
pub fn tag(content: &Markup, more: &str) -> Markup {
    html! { strong class=(classes("govuk-tag", more)) { (content) } }
}

/// Text set apart from what surrounds it.
pub fn inset_text(content: &Markup, id: Option<&str>, more: &str) -> Markup {
    html! { div id=[id] class=(classes("govuk-inset-text", more)) { (content) } }
}

/// Something that must not be overlooked. `warning` is the word that a screen reader says before it.
pub fn warning_text(warning: &str, content: &Markup) -> Markup {
    html! {
        div class="govuk-warning-text" {
            span class="govuk-warning-text__icon" aria-hidden="true" { "!" }
            strong class="govuk-warning-text__text" {
                span class="govuk-visually-hidden" { (warning) }
                " " (content)
            }
        }
    }
}

/// Text that opens at a press.
pub fn details(summary: &Markup, content: &Markup, id: Option<&str>, open: bool) -> Markup {
    html! {
        details id=[id] class="govuk-details" open[open] {
            summary class="govuk-details__summary" {
                span class="govuk-details__summary-text" { (summary) }
            }
            div class="govuk-details__text" { (content) }
        }
    }
}

/// Says on every page what kind of service this is.
pub fn phase_banner(word: &str, content: &Markup, more: &str) -> Markup {
    html! {
        div class=(classes("govuk-phase-banner govuk-width-container", more)) {
            p class="govuk-phase-banner__content" {
                (tag(&plain(word), "govuk-phase-banner__content__tag"))
                " " span class="govuk-phase-banner__text" { (content) }
            }
        }
    }
}

/// Says something about the whole page, such as that it shows the past.
#[derive(Clone, Copy, Debug)]
pub struct NotificationBanner<'a> {
    pub title: &'a str,
    /// Unique on the page.
    pub title_id: &'a str,
    pub classes: &'a str,
}

impl Default for NotificationBanner<'_> {
    fn default() -> Self {
        Self { title: "Important", title_id: "govuk-notification-banner-title", classes: "" }
    }
}

impl NotificationBanner<'_> {
    pub fn saying(&self, content: &Markup) -> Markup {
        html! {
            div class=(classes("govuk-notification-banner", self.classes)) role="region"
                aria-labelledby=(self.title_id) data-module="govuk-notification-banner" {
                div class="govuk-notification-banner__header" {
                    h2 class="govuk-notification-banner__title" id=(self.title_id) { (self.title) }
                }
                div class="govuk-notification-banner__content" { (content) }
            }
        }
    }

    /// One line, in the component's own style for it.
    pub fn heading(content: &Markup) -> Markup {
        html! { p class="govuk-notification-banner__heading" { (content) } }
    }
}

/// A button that sends its form.
#[derive(Clone, Copy, Debug, Default)]
pub struct Button<'a> {
    pub name: Option<&'a str>,
    pub value: Option<&'a str>,
    pub id: Option<&'a str>,
    pub classes: &'a str,
}

impl Button<'_> {
    pub fn saying(&self, content: &Markup) -> Markup {
        html! {
            button type="submit" value=[self.value] name=[self.name] class=(classes("govuk-button", self.classes))
                data-module="govuk-button" id=[self.id] { (content) }
        }
    }
}

/// A choice from a list.
#[derive(Clone, Debug, Default)]
pub struct Select<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: Markup,
    pub label_classes: &'a str,
    pub hint: Option<Markup>,
    pub choices: Vec<Choice>,
    pub classes: &'a str,
}

#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Choice {
    /// None: the text is the value.
    pub value: Option<String>,
    pub text: String,
    pub chosen: bool,
    pub disabled: bool,
}

impl Select<'_> {
    pub fn show(&self) -> Markup {
        let hint_id = format!("{}-hint", self.id);
        let described_by = self.hint.is_some().then_some(&hint_id);
        html! {
            div class="govuk-form-group" {
                (label(self.id, &self.label, self.label_classes))
                (hint(&hint_id, self.hint.as_ref()))
                select class=(classes("govuk-select", self.classes)) id=(self.id) name=(self.name)
                    aria-describedby=[described_by] {
                    @for choice in &self.choices {
                        option value=[choice.value.as_ref()] selected[choice.chosen] disabled[choice.disabled] {
                            (choice.text)
                        }
                    }
                }
            }
        }
    }
}

/// A line to type into.
#[derive(Clone, Debug, Default)]
pub struct Input<'a> {
    pub id: &'a str,
    pub name: &'a str,
    /// The kind of text: "text", "date".
    pub kind: &'a str,
    pub label: Markup,
    pub label_classes: &'a str,
    pub hint: Option<Markup>,
    pub error: Option<Markup>,
    pub value: Option<&'a str>,
    pub classes: &'a str,
}

impl Input<'_> {
    pub fn show(&self) -> Markup {
        let own = if self.error.is_some() { "govuk-input govuk-input--error" } else { "govuk-input" };
        html! {
            div class=(group(self.error.as_ref())) {
                (label(self.id, &self.label, self.label_classes))
                (hint(&format!("{}-hint", self.id), self.hint.as_ref()))
                (error(self.id, self.error.as_ref()))
                input class=(classes(own, self.classes)) id=(self.id) name=(self.name) type=(self.kind)
                    value=[self.value]
                    aria-describedby=[described_by(self.id, self.hint.as_ref(), self.error.as_ref())];
            }
        }
    }
}

fn group(error: Option<&Markup>) -> &'static str {
    if error.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" }
}

/// What a screen reader says of a field after its label.
fn described_by(id: &str, hint: Option<&Markup>, error: Option<&Markup>) -> Option<String> {
    let ids = [hint.map(|_| format!("{id}-hint")), error.map(|_| format!("{id}-error"))];
    let ids: Vec<String> = ids.into_iter().flatten().collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

fn error(id: &str, content: Option<&Markup>) -> Markup {
    html! {
        @if let Some(content) = content {
            p id={ (id) "-error" } class="govuk-error-message" {
                span class="govuk-visually-hidden" { (crate::words::say("error-prefix")) } " " (content)
            }
        }
    }
}

fn label(id: &str, content: &Markup, more: &str) -> Markup {
    html! { label class=(classes("govuk-label", more)) for=(id) { (content) } }
}

fn hint(id: &str, content: Option<&Markup>) -> Markup {
    html! {
        @if let Some(content) = content {
            div id=(id) class="govuk-hint" { (content) }
        }
    }
}
