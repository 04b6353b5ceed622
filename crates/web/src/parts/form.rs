//! What a form that is sent holds beside lines and lists: a text of several lines, a file, and what is wrong with it.
use super::{classes, described_by, error, group, hint, label};
use maud::{Markup, html};

/// Several lines to type or paste into.
#[derive(Clone, Debug, Default)]
pub struct Textarea<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: Markup,
    pub label_classes: &'a str,
    pub hint: Option<Markup>,
    pub error: Option<Markup>,
    pub rows: u8,
    pub value: &'a str,
    pub classes: &'a str,
}

impl Textarea<'_> {
    pub fn show(&self) -> Markup {
        let own = if self.error.is_some() { "govuk-textarea govuk-textarea--error" } else { "govuk-textarea" };
        html! {
            div class=(group(self.error.as_ref())) {
                (label(self.id, &self.label, self.label_classes))
                (hint(&format!("{}-hint", self.id), self.hint.as_ref()))
                (error(self.id, self.error.as_ref()))
                textarea class=(classes(own, self.classes)) id=(self.id) name=(self.name) rows=(self.rows)
                    aria-describedby=[described_by(self.id, self.hint.as_ref(), self.error.as_ref())] {
                    // A browser drops a line feed that comes first, so one is given for it to drop.
                    @if self.value.starts_with('\n') { "\n" }
                    (self.value)
                }
            }
        }
    }
}

/// A file to choose.
#[derive(Clone, Debug, Default)]
pub struct FileUpload<'a> {
    pub id: &'a str,
    pub name: &'a str,
    pub label: Markup,
    pub label_classes: &'a str,
    pub hint: Option<Markup>,
    pub error: Option<Markup>,
}

impl FileUpload<'_> {
    pub fn show(&self) -> Markup {
        let own = if self.error.is_some() { "govuk-file-upload govuk-file-upload--error" } else { "govuk-file-upload" };
        html! {
            div class=(group(self.error.as_ref())) {
                (label(self.id, &self.label, self.label_classes))
                (hint(&format!("{}-hint", self.id), self.hint.as_ref()))
                (error(self.id, self.error.as_ref()))
                input class=(own) id=(self.id) name=(self.name) type="file"
                    aria-describedby=[described_by(self.id, self.hint.as_ref(), self.error.as_ref())];
            }
        }
    }
}

/// What is wrong, at the head of the page, each with the place where it can be mended.
pub fn error_summary(title: &Markup, errors: &[(Markup, Option<String>)]) -> Markup {
    html! {
        div class="govuk-error-summary" data-module="govuk-error-summary" {
            div role="alert" {
                h2 class="govuk-error-summary__title" { (title) }
                div class="govuk-error-summary__body" {
                    ul class="govuk-list govuk-error-summary__list" {
                        @for (said, place) in errors {
                            li { @if let Some(place) = place { a href=(place) { (said) } } @else { (said) } }
                        }
                    }
                }
            }
        }
    }
}
