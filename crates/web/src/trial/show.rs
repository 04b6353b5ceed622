//! The pages of a trial: the form, and what is understood above it.
use super::{
    form::Given,
    made::{FORMATS, Field, Refusal, Understood},
};
use crate::{
    page::Page,
    parts::{
        Button, Input, details,
        form::{FileUpload, Textarea, error_summary},
        inset_text, plain,
        table::{Cell, Narrow, Table},
    },
    plan,
    words::{say, say_with},
};
use domain::{
    action::Action,
    import::{Fate, Fates, RowFate},
    office::Kept,
    sight::Sight,
};
use jiff::civil::Date;
use maud::{Markup, html};
use report::Format;

/// The one form, so that the buttons above it send what stands in it.
const FORM: &str = "try";

pub fn blank(today: Date) -> Page {
    let title = say("try-title");
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body-l" { (say("try-lead")) }
        (inset_text(&plain(say("try-kept")), None, ""))
        (form(&Given::blank(today), None, &say("try-look")))
    };
    Page { title, main, ..Page::default() }
}

pub fn refused(given: &Given, refusal: &Refusal) -> Page {
    let why = sentence(&refusal.why);
    let heading = say("try-title");
    let place = format!("#{}", place(given, refusal.field));
    let main = html! {
        (error_summary(&plain(say("try-problem")), &[(plain(&why), Some(place))]))
        h1 class="govuk-heading-l" { (heading) }
        @if let Some(fates) = &refusal.fates {
            (rows_with_a_reason(fates, &[Fate::Rejected]))
        }
        (form(given, Some((refusal.field, &why)), &say("try-again")))
        p class="govuk-body" { (say("try-kept")) }
    };
    Page { title: format!("{} {heading}", say("error-prefix")), main, ..Page::default() }
}

pub fn understood(given: &Given, understood: &Understood) -> Page {
    let trial = &understood.trial;
    let sight = trial.sight();
    let Ok(kept) = trial.plan() else { return Page::titled(say("try-title"), &Markup::default()) };
    let title = say_with("try-understood-title", &[("plan", (&kept.item.name).into())]);
    let actions = sight.actions(kept.id);
    let counted =
        say_with("try-understood", &[("actions", actions.len().into()), ("themes", trial.fates.themes.len().into())]);
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body-l" { (counted) }
        h2 class="govuk-heading-m" { (say("try-paper")) }
        p class="govuk-body" { (understood.sentence) }
        div class="govuk-button-group" {
            @for format in FORMATS { (download(format)) }
        }
        (inset_text(&plain(say("try-kept")), None, ""))
        (questions(&trial.fates))
        (rows_with_a_reason(&trial.fates, &[Fate::Skipped, Fate::Rejected]))
        @if !trial.fates.notes.is_empty() {
            h2 class="govuk-heading-m" { (say("try-notes")) }
            ul class="govuk-list govuk-list--bullet" { @for note in &trial.fates.notes { li { (sentence(note)) } } }
        }
        @for theme in sight.themes(kept.id) {
            @let rows: Vec<_> = actions.iter().copied().filter(|action| action.item.theme == theme.id).collect();
            h2 class="govuk-heading-m" { (theme.item.name) }
            @if let Some(aim) = &theme.item.aim { p class="govuk-body" { (aim) } }
            (table(&sight, kept.item.scale, &say_with("theme-actions", &[("theme", (&theme.item.name).into())]), &rows, &trial.fates))
        }
        h2 class="govuk-heading-m" { (say("try-again")) }
        (form(given, None, &say("try-look")))
    };
    Page { title, main, ..Page::default() }.below(say("try-title"), "/try")
}

fn download(format: Format) -> Markup {
    let name = match format {
        Format::Docx => return button(format, "", &say("try-paper-word")),
        Format::Odt => say("format-odt"),
        other => other.as_str().to_uppercase(),
    };
    button(format, "govuk-button--secondary", &say_with("try-paper-as", &[("format", name.into())]))
}

/// A button that sends the form from above it.
fn button(format: Format, classes: &str, words: &str) -> Markup {
    html! {
        button type="submit" form=(FORM) name="format" value=(format.as_str()) data-module="govuk-button"
            class={ "govuk-button" @if !classes.is_empty() { " " (classes) } } { (words) }
    }
}

fn questions(fates: &Fates) -> Markup {
    if fates.questions.is_empty() {
        return Markup::default();
    }
    html! {
        h2 class="govuk-heading-m" { (say("try-asked")) }
        p class="govuk-body" { (say("try-asked-why")) }
        ul class="govuk-list govuk-list--bullet" {
            @for question in &fates.questions {
                li {
                    (sentence(&question.asks))
                    span class="milepost-note" {
                        (say_with("try-answer", &[("answer", question.taken.as_str().into())])) " (" (question.place) ")"
                    }
                }
            }
        }
    }
}

/// The rows that became no action, each with its place and the reason.
fn rows_with_a_reason(fates: &Fates, wanted: &[Fate]) -> Markup {
    let rows: Vec<&RowFate> = fates.rows.iter().filter(|row| wanted.contains(&row.fate)).collect();
    if rows.is_empty() {
        return Markup::default();
    }
    let cells = |row: &&RowFate| {
        let why = row.reason.as_deref().unwrap_or_default();
        let why = html! {
            (sentence(why))
            @if let Some(near) = &row.near { span class="milepost-note" { (near) } }
        };
        vec![plain(row.title.on_one_line().as_str()).into(), why.into(), Cell::text(&row.place)]
    };
    let table = Table {
        caption: Some(plain(say("try-not-taken"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("try-said"), say("try-why"), say("try-place")].map(Cell::text).into(),
        rows: rows.iter().map(cells).collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    // Headings are no actions and no fault either: whoever wants to see them opens the list.
    let open = rows.iter().any(|row| row.fate == Fate::Rejected);
    details(&plain(say_with("try-not-taken-why", &[("count", rows.len().into())])), &table.show(), None, open)
}

fn table(
    sight: &Sight,
    scale: domain::id::Id<domain::scale::Scale>,
    caption: &str,
    rows: &[&Kept<Action>],
    fates: &Fates,
) -> Markup {
    if rows.is_empty() {
        return html! { p class="govuk-body" { (say("theme-empty")) } };
    }
    let levels = crate::marks::levels(sight.scale(scale).map(|scale| &scale.item));
    let given = |action: &Kept<Action>| {
        fates.rows.iter().any(|row| row.given && row.reference.as_ref() == Some(action.reference()))
    };
    let cells = |action: &&Kept<Action>| -> Vec<Cell> {
        let item = &action.item;
        let named = html! {
            (action.reference()) " " (item.title)
            @if given(action) { span class="milepost-note" { (say("try-given")) } }
        };
        let dated = html! {
            (plan::dates(item))
            @if !item.timescale.stated.is_empty() {
                span class="milepost-note" { (say_with("try-as-stated", &[("stated", (&item.timescale.stated).into())])) }
            }
        };
        vec![named.into(), plan::held(sight, item).into(), plan::rating(action, &levels).into(), dated.into()]
    };
    Table {
        caption: Some(plain(caption)),
        caption_classes: "govuk-visually-hidden",
        head: [say("action"), say("lead"), say("rating"), say("date-head")].map(Cell::text).into(),
        rows: rows.iter().map(cells).collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    }
    .show()
}

/// Where a field is on the page.
fn place(given: &Given, field: Field) -> &'static str {
    match field {
        Field::Plan if given.file.is_some() => "file",
        Field::Plan => "text",
        Field::Office => "office",
        Field::Name => "plan",
        Field::Day => "day",
    }
}

fn form(given: &Given, wrong: Option<(Field, &str)>, look: &str) -> Markup {
    let error = |id: &str| wrong.filter(|(field, _)| place(given, *field) == id).map(|(_, why)| plain(why));
    let carried = given.carried();
    let text = Textarea {
        id: "text",
        name: "text",
        label: plain(say("try-text")),
        label_classes: "govuk-label--m",
        hint: Some(plain(say("try-text-hint"))),
        error: error("text"),
        rows: 12,
        value: &given.text,
        classes: "",
    };
    let (label, hint) = match &carried {
        Some((_, name)) => (say_with("try-file-given", &[("name", (*name).into())]), say("try-file-given-hint")),
        None => (say("try-file"), say("try-file-hint")),
    };
    let file = FileUpload {
        id: "file",
        name: "file",
        label: plain(label),
        label_classes: "govuk-label--m",
        hint: Some(plain(hint)),
        error: error("file"),
    };
    let line = |id: &'static str, kind, label: String, value| Input {
        id,
        name: id,
        kind,
        label: plain(label),
        error: error(id),
        value: Some(value),
        ..Input::default()
    };
    let day = Input {
        hint: Some(plain(say("try-day-hint"))),
        classes: "govuk-input--width-10",
        ..line("day", "date", say("try-day"), &given.day)
    };
    html! {
        form id=(FORM) method="post" action="/try" enctype="multipart/form-data" {
            @if let Some((bytes, name)) = &carried {
                input type="hidden" name="kept" value=(bytes);
                input type="hidden" name="kept-name" value=(name);
            }
            (text.show())
            (file.show())
            (line("office", "text", say("try-office"), &given.office).show())
            (line("plan", "text", say("try-plan"), &given.plan).show())
            (day.show())
            (Button::default().saying(&plain(look)))
        }
    }
}

/// A reason as a sentence of its own.
fn sentence(why: &str) -> String {
    let mut letters = why.trim().chars();
    let mut all: String = letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default();
    if !all.is_empty() && !all.ends_with(['.', '?', '!']) {
        all.push('.');
    }
    all
}
