//! The forms of one item: what is said of it, "still true", the asking for a new date. Each needs no script.
use super::{By, Item, Sort, Tried, drafts, field_id};
use crate::{
    evidence::WAITS,
    parts::{Button, details, field::Field, form::FileUpload, plain},
    words::{say, say_with},
};
use domain::{
    action::{Action, Basis},
    id::Id,
    rating_rules::Suggestion,
    update::Confidence,
};
use maud::{Markup, html};
use uuid::Uuid;

/// Fields that each form of an item carries.
pub(super) fn hidden(item: &Item) -> Markup {
    html! {
        input type="hidden" name="seen" value=(item.kept.version);
        input type="hidden" name="key" value=(Uuid::now_v7());
        @match item.by {
            By::Pages(back) => { input type="hidden" name="back" value=(back); }
            By::Link { .. } => { input type="hidden" name="action" value=(item.kept.id); }
        }
    }
}

/// Whether what was last said can be said again by a press.
fn can_be_confirmed(item: &Item) -> bool {
    let said = item.last.is_some_and(|last| last.item.narrative.is_some());
    let complete = item.kept.item.completion.is_some();
    // What the rules would not bear out cannot be confirmed by a press; it needs words.
    let rating = item.kept.item.rating.as_ref();
    let bears_out = match (&item.suggestion, rating.map(|r| (&r.basis, r.class))) {
        (Suggestion::Gives { class, .. }, Some((Basis::Differs { suggested, .. }, _))) => class == suggested,
        (Suggestion::Gives { class, .. }, Some((_, rated))) => *class == rated,
        (Suggestion::Untested { .. }, _) | (_, None) => true,
    };
    said && !complete && bears_out && item.sent_back.is_none()
}

pub(super) fn confirm_form(item: &Item) -> Markup {
    html! {
        @if can_be_confirmed(item) {
            form method="post" action={ (crate::action::address(item.kept.id)) "/confirm" } {
                (hidden(item))
                (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&html! {
                    (say("confirm")) span class="govuk-visually-hidden" { " " (item.kept.reference()) }
                }))
            }
        }
    }
}

/// Makes the fields of a form: with what was typed where it came back, and what is wrong with it.
struct Fields<'a> {
    id: Id<Action>,
    tried: Option<&'a Tried>,
    error: String,
}

impl<'a> Fields<'a> {
    fn of(item: &Item, form: Sort, tried: Option<&'a Tried>) -> Self {
        Self { id: item.kept.id, tried: tried.filter(|tried| tried.typed.form == form), error: say("error") }
    }

    fn field<'f>(&'f self, name: &'f str, label: String, hint: Option<String>, otherwise: &str) -> Field<'f> {
        let id = field_id(name, self.id);
        let typed = self.tried.map(|tried| tried.typed.one(name));
        let wrong = self.tried.and_then(|tried| tried.faults.iter().find(|fault| fault.id == id));
        Field {
            name,
            label,
            hint,
            value: typed.unwrap_or(otherwise).to_owned(),
            wrong: wrong.map(|fault| (self.error.as_str(), fault.words.as_str())),
            classes: "",
            id,
        }
    }

    /// The file that shows it: chosen here, or waiting since the form came back.
    fn file(&self) -> Markup {
        let waits = self.tried.and_then(|tried| Some((tried.typed.one(WAITS), tried.typed.file.file()?)));
        let id = field_id("file", self.id);
        let wrong = self.tried.and_then(|tried| tried.faults.iter().find(|fault| fault.id == id));
        let upload = FileUpload {
            id: &id,
            name: "file",
            label: plain(say("form-file")),
            hint: Some(plain(say("form-file-hint"))),
            error: wrong.map(|fault| plain(&fault.words)),
            ..FileUpload::default()
        };
        html! {
            @if let Some((place, file)) = waits {
                input type="hidden" name=(WAITS) value=(place);
                p class="govuk-body" { (say_with("form-file-waits", &[("name", (&file.name).into())])) }
            }
            (upload.show())
        }
    }

    /// Whether one of these was filled in, or is wrong: its part of the form stands open then.
    fn touched(&self, names: &[&str]) -> bool {
        let Some(tried) = self.tried else { return false };
        names.iter().any(|name| {
            !tried.typed.one(name).is_empty() || tried.faults.iter().any(|f| f.id == field_id(name, self.id))
        })
    }
}

/// `sort`: an update, or the correction of the last one, which begins with its words.
pub fn update_form(item: &Item, tried: Option<&Tried>, sort: Sort) -> Markup {
    let fields = Fields::of(item, sort, tried);
    let corrects = item.last.filter(|_| sort == Sort::Correction);
    let words = corrects.and_then(|last| last.item.narrative.as_ref()).map(ToString::to_string).unwrap_or_default();
    let (label, hint, to, send) = match corrects {
        Some(_) => (say("correction-words"), None, "/correct", say("correction-send")),
        None => (say("form-words"), Some(say("form-words-hint")), "/update", say("update-send")),
    };
    let action = &item.kept.item;
    let rating = action.rating.as_ref().map(|r| r.level.to_string()).unwrap_or_default();
    let levels: Vec<(String, String)> =
        item.levels.iter().map(|level| (level.key.to_string(), level.label.to_string())).collect();
    let or_none = |words: String| -> Vec<(String, String)> {
        [(String::new(), words)].into_iter().chain(levels.iter().cloned()).collect()
    };
    let ratings = if rating.is_empty() { or_none(say("not-rated")) } else { levels.clone() };
    let last = item.last.map(|last| &last.item);
    let forecast = last.and_then(|l| l.forecast.as_ref()).map(|f| f.level.to_string()).unwrap_or_default();
    let next_step = last.and_then(|l| l.next_step.as_ref()).map(ToString::to_string).unwrap_or_default();
    let confidence = last.and_then(|l| l.confidence).map(Confidence::as_str).unwrap_or_default();
    let confidences = [
        ("", say("not-stated")),
        ("high", say("confidence-high")),
        ("medium", say("confidence-medium")),
        ("low", say("confidence-low")),
    ];
    let confidences = confidences.map(|(value, words)| (value.to_owned(), words));
    let more = ["forecast", "confidence", "evidence", "completed", "day", "file", WAITS];
    let why = ["reason", "public-reason"];
    let address = match item.by {
        By::Pages(_) => format!("{}{to}", crate::action::address(item.kept.id)),
        By::Link { address, .. } => address.to_owned(),
    };
    html! {
        form method="post" action=(address) enctype="multipart/form-data" novalidate {
            (hidden(item))
            @if let By::Link { name, .. } = item.by {
                (fields.field("name", say("answer-name"), Some(say("answer-name-hint")), name).line_of("text", Some("name")))
            }
            @if let Some(last) = corrects { input type="hidden" name="of" value=(last.id); }
            (fields.field("words", label, hint, &words).textarea(3))
            (fields.field("rating", say("form-rating"), None, &rating).select(&ratings))
            (fields.field("next-step", say("form-next-step"), None, &next_step).line("text"))
            (details(&plain(say("form-why")), &html! {
                (fields.field("reason", say("form-reason"), Some(say("form-reason-hint")), "").textarea(2))
                (fields.field("public-reason", say("form-public-reason"), Some(say("form-public-reason-hint")), "").textarea(2))
            }, None, fields.touched(&why)))
            (details(&plain(say("form-more")), &html! {
                (fields.field("evidence", say("form-evidence"), Some(say("form-evidence-hint")), "").line("text"))
                (fields.field("completed", say("form-completed"), Some(say("form-completed-hint")), "").line("date"))
                (fields.field("forecast", say("form-forecast"), Some(say("form-forecast-hint")), &forecast).select(&or_none(say("not-stated"))))
                (fields.field("confidence", say("form-confidence"), Some(say("form-confidence-hint")), confidence).select(&confidences))
                (fields.field("day", say("form-day"), Some(say("form-day-hint")), "").line("date"))
                (fields.file())
            }, None, fields.touched(&more)))
            (Button::default().saying(&html! {
                (send) span class="govuk-visually-hidden" { " " (item.kept.reference()) }
            }))
            @if matches!(item.by, By::Pages(_)) && sort == Sort::Update { (drafts::buttons(item, tried)) }
            // By a link one form does for both, so that a name is given once.
            @if matches!(item.by, By::Link { .. }) && can_be_confirmed(item) {
                " "
                (Button { classes: "govuk-button--secondary", name: Some("says"), value: Some("confirm"), ..Button::default() }.saying(&html! {
                    (say("confirm")) span class="govuk-visually-hidden" { " " (item.kept.reference()) }
                }))
            }
        }
    }
}

pub(super) fn date_form(item: &Item, tried: Option<&Tried>) -> Markup {
    let fields = Fields::of(item, Sort::Date, tried);
    let open = tried.is_some_and(|tried| tried.typed.form == Sort::Date);
    let form = html! {
        form method="post" action={ (crate::action::address(item.kept.id)) "/date" } novalidate {
            (hidden(item))
            (fields.field("new-date", say("form-new-date"), None, "").line("date"))
            (fields.field("date-reason", say("form-date-reason"), Some(say("form-date-reason-hint")), "").textarea(2))
            (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&html! {
                (say("date-ask")) span class="govuk-visually-hidden" { " " (item.kept.reference()) }
            }))
        }
    };
    details(&plain(say("form-date")), &form, None, open)
}
