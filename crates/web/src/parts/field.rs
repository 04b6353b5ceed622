//! Fields whose answer may be wrong, many of one kind on a page: each has an id of its own beside its name.
use super::classes;
use maud::{Markup, html};

/// Something wrong with an answer: the id of the field, and the words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fault {
    pub id: String,
    pub words: String,
}

/// Above the heading: all that is wrong, each with the way to it.
pub fn error_summary(title: &str, faults: &[Fault]) -> Markup {
    html! {
        @if !faults.is_empty() {
            div class="govuk-error-summary" data-module="govuk-error-summary" {
                div role="alert" {
                    h2 class="govuk-error-summary__title" { (title) }
                    div class="govuk-error-summary__body" {
                        ul class="govuk-list govuk-error-summary__list" {
                            @for fault in faults { li { a href={ "#" (fault.id) } { (fault.words) } } }
                        }
                    }
                }
            }
        }
    }
}

/// What a field has beside its own element.
#[derive(Clone, Debug, Default)]
pub struct Field<'a> {
    pub id: String,
    pub name: &'a str,
    pub label: String,
    pub hint: Option<String>,
    pub value: String,
    /// What is wrong with it, and the word that a screen reader says before.
    pub wrong: Option<(&'a str, &'a str)>,
    pub classes: &'a str,
}

impl Field<'_> {
    fn around(&self, element: &Markup) -> Markup {
        let group = if self.wrong.is_some() { "govuk-form-group govuk-form-group--error" } else { "govuk-form-group" };
        html! {
            div class=(group) {
                label class="govuk-label" for=(self.id) { (self.label) }
                @if let Some(hint) = &self.hint { div id={ (self.id) "-hint" } class="govuk-hint" { (hint) } }
                @if let Some((error, words)) = self.wrong {
                    p id={ (self.id) "-error" } class="govuk-error-message" {
                        span class="govuk-visually-hidden" { (error) } " " (words)
                    }
                }
                (element)
            }
        }
    }

    fn described(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.id));
        let wrong = self.wrong.map(|_| format!("{}-error", self.id));
        let all: Vec<String> = hint.into_iter().chain(wrong).collect();
        (!all.is_empty()).then(|| all.join(" "))
    }

    fn class(&self, own: &str) -> String {
        let own = if self.wrong.is_some() { format!("{own} {own}--error") } else { own.to_owned() };
        classes(&own, self.classes)
    }

    /// Several lines to write in.
    pub fn textarea(&self, rows: u8) -> Markup {
        self.around(&html! {
            textarea class=(self.class("govuk-textarea")) id=(self.id) name=(self.name) rows=(rows)
                aria-describedby=[self.described()] {
                // A browser drops a line feed that comes first, so one is given for it to drop.
                @if self.value.starts_with('\n') { "\n" }
                (self.value)
            }
        })
    }

    /// One line: of text, or a day.
    pub fn line(&self, kind: &str) -> Markup {
        let value = (!self.value.is_empty()).then_some(&self.value);
        // A day is as wide as a day.
        let width = if kind == "date" { "govuk-input--width-10" } else { "" };
        self.around(&html! {
            input class=(classes(&self.class("govuk-input"), width)) id=(self.id) name=(self.name) type=(kind) value=[value]
                aria-describedby=[self.described()];
        })
    }

    /// One of a list: value and text.
    pub fn select(&self, choices: &[(String, String)]) -> Markup {
        self.around(&html! {
            select class=(self.class("govuk-select")) id=(self.id) name=(self.name) aria-describedby=[self.described()] {
                @for (value, text) in choices { option value=(value) selected[*value == self.value] { (text) } }
            }
        })
    }
}
