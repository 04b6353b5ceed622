//! What is asked of somebody, with what is wrong with their answer: GOV.UK's error summary, error messages and fields.
use super::classes;
use maud::{Markup, html};

/// Something wrong with an answer: the field's id, and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    pub field: &'static str,
    pub words: String,
}

impl Wrong {
    pub fn new(field: &'static str, words: impl Into<String>) -> Self {
        Self { field, words: words.into() }
    }
}

/// Above the heading: all that is wrong, each with the way to it.
pub fn error_summary(title: &str, all: &[Wrong]) -> Markup {
    html! {
        @if !all.is_empty() {
            div class="govuk-error-summary" data-module="govuk-error-summary" {
                div role="alert" {
                    h2 class="govuk-error-summary__title" { (title) }
                    div class="govuk-error-summary__body" {
                        ul class="govuk-list govuk-error-summary__list" {
                            @for wrong in all {
                                li { a href={ "#" (wrong.field) } { (wrong.words) } }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A line to type into, whose answer may be wrong.
#[derive(Clone, Debug, Default)]
pub struct Line<'a> {
    /// Id and name.
    pub field: &'static str,
    pub kind: &'a str,
    pub label: String,
    pub hint: Option<String>,
    pub value: &'a str,
    pub autocomplete: Option<&'a str>,
    pub classes: &'a str,
}

impl Line<'_> {
    /// `error` is the word that a screen reader says before what is wrong.
    pub fn show(&self, error: &str, wrong: &[Wrong]) -> Markup {
        let hint_id = format!("{}-hint", self.field);
        let error_id = format!("{}-error", self.field);
        let wrong = wrong.iter().find(|wrong| wrong.field == self.field);
        let described: Vec<&str> = [self.hint.as_ref().map(|_| hint_id.as_str()), wrong.map(|_| error_id.as_str())]
            .into_iter()
            .flatten()
            .collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let own = if wrong.is_some() { "govuk-input govuk-input--error" } else { "govuk-input" };
        // What is secret is never sent back.
        let value = (self.kind != "password" && !self.value.is_empty()).then_some(self.value);
        let width = if self.kind == "date" { "govuk-input--width-10" } else { "" };
        html! {
            div class=(if wrong.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" }) {
                label class="govuk-label" for=(self.field) { (self.label) }
                @if let Some(hint) = &self.hint { div id=(hint_id) class="govuk-hint" { (hint) } }
                @if let Some(wrong) = wrong {
                    p id=(error_id) class="govuk-error-message" {
                        span class="govuk-visually-hidden" { (error) } " " (wrong.words)
                    }
                }
                input class=(classes(&classes(own, width), self.classes)) id=(self.field) name=(self.field) type=(self.kind)
                    value=[value] aria-describedby=[described] autocomplete=[self.autocomplete]
                    spellcheck=[(self.kind != "text").then_some("false")];
            }
        }
    }
}

/// A choice from a list, whose answer may be wrong: value, text, whether it is chosen.
#[derive(Clone, Debug, Default)]
pub struct Pick {
    pub field: &'static str,
    pub label: String,
    pub hint: Option<String>,
    pub choices: Vec<(String, String, bool)>,
}

impl Pick {
    pub fn show(&self, error: &str, wrong: &[Wrong]) -> Markup {
        let hint_id = format!("{}-hint", self.field);
        let error_id = format!("{}-error", self.field);
        let wrong = wrong.iter().find(|wrong| wrong.field == self.field);
        let described: Vec<&str> = [self.hint.as_ref().map(|_| hint_id.as_str()), wrong.map(|_| error_id.as_str())]
            .into_iter()
            .flatten()
            .collect();
        let described = (!described.is_empty()).then(|| described.join(" "));
        let own = if wrong.is_some() { "govuk-select govuk-select--error" } else { "govuk-select" };
        html! {
            div class=(if wrong.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" }) {
                label class="govuk-label" for=(self.field) { (self.label) }
                @if let Some(hint) = &self.hint { div id=(hint_id) class="govuk-hint" { (hint) } }
                @if let Some(wrong) = wrong {
                    p id=(error_id) class="govuk-error-message" {
                        span class="govuk-visually-hidden" { (error) } " " (wrong.words)
                    }
                }
                select class=(own) id=(self.field) name=(self.field) aria-describedby=[described] {
                    @for (value, text, chosen) in &self.choices {
                        option value=(value) selected[*chosen] { (text) }
                    }
                }
            }
        }
    }
}
