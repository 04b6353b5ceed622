//! `/actions/{action}/milestones`: the dated checkpoints of an action, for whoever answers for it: added, met, moved with
//! a reason, dropped with a reason, opened again. And how they are shown wherever the action is.
use super::{capital, own};
use crate::{
    answers::{Answers, once},
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{
        Button, plain,
        question::Line,
        table::{Cell, Narrow, Table},
        warning_text,
    },
    visit::{May, SpeakOfWork, Staff},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    action::Action,
    ask::Command,
    id::Id,
    milestone::{AddMilestone, Becomes, CarryMilestones, ChangeMilestone, Milestone, Reached, Stands},
    office::Kept,
    sight::Sight,
    text::Text,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

pub fn address(id: Id<Action>) -> String {
    format!("{}/milestones", crate::action::address(id))
}

/// What should have been met by now, above what is said of the action.
pub fn late(late: &[&Milestone]) -> Markup {
    html! {
        @for milestone in late {
            (warning_text(&say("warning"), &plain(say_with("milestone-late", &[
                ("title", (&milestone.title).into()), ("day", milestone.date.into()),
            ]))))
        }
    }
}

/// The milestones on the action's own page.
pub fn shown(sight: &Sight, kept: &Kept<Action>, today: Date) -> Markup {
    let all = sight.milestones(kept.id);
    let of = Of { action: &kept.item, today, why: &|reason| sight.why_of_milestone(reason) };
    html! {
        @if !all.is_empty() {
            h2 class="govuk-heading-m" { (say("milestones")) }
            (table(&all, &of, &|kept| plain(&kept.item.title)))
        }
    }
}

/// What a milestone is shown with: its action, the day, and the office's reasons where the reader may read them.
struct Of<'a> {
    action: &'a Action,
    today: Date,
    why: &'a dyn for<'t> Fn(&'t Text) -> Option<&'t Text>,
}

impl<'a> Of<'a> {
    /// For whoever answers for the action.
    fn own(kept: &'a Kept<Action>, today: Date) -> Self {
        Self { action: &kept.item, today, why: &|reason| Some(reason) }
    }
}

fn table(all: &[&Kept<Milestone>], of: &Of, title: &dyn Fn(&Kept<Milestone>) -> Markup) -> Markup {
    let rows = all.iter().map(|kept| {
        let milestone = &kept.item;
        let strand = milestone.strand.as_ref().map(|strand| say_with("milestone-of", &[("strand", strand.into())]));
        vec![
            html! { (title(kept)) @if let Some(strand) = strand { span class="milepost-note" { (strand) } } }.into(),
            dates(milestone, of).into(),
            stands(milestone, of).into(),
        ]
    });
    Table {
        caption: Some(plain(say("milestones"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("milestone"), say("date-head"), say("milestone-stands")].map(Cell::text).into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    }
    .show()
}

/// The date; the first one beside it where it was moved, and the last reason.
fn dates(milestone: &Milestone, of: &Of) -> Markup {
    html! {
        (day(milestone.date))
        @if let Some(last) = milestone.moves.last() {
            span class="milepost-note" {
                (say_with("milestone-moved", &[
                    ("original", milestone.original_date.into()), ("times", milestone.moves.len().into()),
                ]))
                @if let Some(reason) = (of.why)(&last.reason) { ": " (reason) }
            }
        }
    }
}

fn stands(milestone: &Milestone, of: &Of) -> Markup {
    match &milestone.reached {
        Reached::Open => match milestone.stands(of.action, of.today) {
            Stands::Late => html! { strong { (say("milestone-is-late")) } },
            Stands::LeftOpen => plain(say("milestone-left-open")),
            Stands::Open | Stands::Met | Stands::Dropped => plain(say("milestone-open")),
        },
        Reached::Met { on } => html! { (say("milestone-met-on")) " " (day(*on)) },
        Reached::Dropped { on, reason } => html! {
            (say("milestone-dropped-on")) " " (day(*on)) @if let Some(reason) = (of.why)(reason) { ": " (reason) }
        },
    }
}

/// `GET /actions/{action}/milestones`
pub async fn page(visit: May<SpeakOfWork>, Path(id): Path<String>) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    match visit.asked("milestone") {
        None => Ok(show_all(&visit, &kept, &answers)),
        Some(milestone) => {
            let milestone = found(&visit, &kept, milestone.parse().ok()).ok_or(Error::NotFound)?;
            answers.set("seen", milestone.version.to_string());
            Ok(show_one(&visit, &kept, milestone, &answers))
        }
    }
}

fn found<'a>(visit: &'a Staff, kept: &Kept<Action>, id: Option<Uuid>) -> Option<&'a Kept<Milestone>> {
    visit.view().milestones(kept.id).into_iter().find(|milestone| Some(milestone.id.uuid()) == id)
}

/// `POST /actions/{action}/milestones`
pub async fn answered(visit: May<SpeakOfWork>, Path(id): Path<String>, answers: Answers) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    if !answers.one("carry").is_empty() {
        return carry(&visit, &kept, answers).await;
    }
    if answers.one("milestone").is_empty() {
        return add(&visit, &kept, answers).await;
    }
    let milestone = found(&visit, &kept, answers.id("milestone")).ok_or(Error::NotFound)?;
    change(&visit, &kept, milestone, answers).await
}

async fn add(visit: &Staff, kept: &Kept<Action>, mut answers: Answers) -> Result<Response, Error> {
    let title = answers.needed("title", say("milestone-title-missing"));
    let date = needed_day(&mut answers, "date");
    let strand = answers.words("strand");
    let (Some(date), true) = (date, answers.is_right()) else { return Ok(show_all(visit, kept, &answers)) };
    let command = Command::AddMilestone(AddMilestone { action: kept.id, strand, title, date });
    match visit.write(command, answers.one("key"), vec![], None).await? {
        Ok(_) => Ok(Redirect::to(&address(kept.id)).into_response()),
        Err(refusal) => {
            answers.is_wrong("title", capital(&refusal.to_string()));
            Ok(show_all(visit, kept, &answers))
        }
    }
}

/// Those of an action that ended go on here.
async fn carry(visit: &Staff, kept: &Kept<Action>, mut answers: Answers) -> Result<Response, Error> {
    let from: Id<Action> = answers.id("carry").ok_or(Error::Unreadable)?.into();
    let command = Command::CarryMilestones(CarryMilestones { from, to: kept.id });
    match visit.write(command, answers.one("key"), vec![], None).await? {
        Ok(_) => Ok(Redirect::to(&address(kept.id)).into_response()),
        Err(refusal) => {
            answers.is_wrong("title", capital(&refusal.to_string()));
            Ok(show_all(visit, kept, &answers))
        }
    }
}

async fn change(
    visit: &Staff,
    kept: &Kept<Action>,
    milestone: &Kept<Milestone>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let (becomes, reason, field) = match answers.one("becomes") {
        "met" => (needed_day(&mut answers, "met-on").map(Becomes::Met), None, "met-on"),
        "due" => {
            let to = needed_day(&mut answers, "new-date").map(Becomes::Due);
            (to, Some(reason(&mut answers, "date-reason")), "new-date")
        }
        "dropped" => (Some(Becomes::Dropped), Some(reason(&mut answers, "drop-reason")), "drop-reason"),
        "open" => (Some(Becomes::Open), Some(reason(&mut answers, "open-reason")), "open-reason"),
        _ => return Err(Error::Unreadable),
    };
    let (Some(becomes), true) = (becomes, answers.is_right()) else {
        return Ok(show_one(visit, kept, milestone, &answers));
    };
    let command = Command::ChangeMilestone(ChangeMilestone { milestone: milestone.id, becomes });
    let seen = answers.one("seen").parse().ok().map(|version| (milestone.id.uuid(), version));
    match visit.write(command, answers.one("key"), seen.into_iter().collect(), reason).await? {
        Ok(_) => Ok(Redirect::to(&address(kept.id)).into_response()),
        Err(refusal) => {
            answers.is_wrong(field, capital(&refusal.to_string()));
            Ok(show_one(visit, kept, milestone, &answers))
        }
    }
}

fn reason(answers: &mut Answers, field: &'static str) -> Text {
    answers.needed(field, say("milestone-reason-missing"))
}

fn needed_day(answers: &mut Answers, field: &'static str) -> Option<Date> {
    let given = answers.day(field);
    if given.is_none() && answers.one(field).is_empty() {
        answers.is_wrong(field, say("milestone-day-missing"));
    }
    given
}

fn line(answers: &Answers, field: &'static str, kind: &'static str, label: String, hint: Option<String>) -> Markup {
    answers.line(&Line { field, kind, label, hint, ..Line::default() })
}

fn show_all(visit: &Staff, kept: &Kept<Action>, answers: &Answers) -> Response {
    let title = say_with("milestones-title", &[("reference", kept.reference().into())]);
    let all = visit.view().milestones(kept.id);
    let to = |milestone: &Kept<Milestone>| {
        let href = format!("{}?milestone={}", address(kept.id), milestone.id);
        html! { a class="govuk-link" href=(href) { (milestone.item.title) } }
    };
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (kept.item.title) }
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("milestones-lead")) }
        @if !all.is_empty() { (table(&all, &Of::own(kept, visit.today()), &to)) }
        @for (from, count) in visit.view().milestones_to_carry(kept.id) {
            form method="post" action=(address(kept.id)) novalidate {
                p class="govuk-body" {
                    (say_with("milestones-to-carry", &[
                        ("count", count.into()), ("reference", from.reference().into()), ("title", (&from.item.title).into()),
                    ]))
                }
                (once(&Uuid::now_v7().to_string()))
                input type="hidden" name="carry" value=(from.id);
                (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("milestones-carry"))))
            }
        }
        h2 class="govuk-heading-m" { (say("milestone-add")) }
        form method="post" action=(address(kept.id)) novalidate {
            (once(answers.one("key")))
            (line(answers, "title", "text", say("milestone-title"), Some(say("milestone-title-hint"))))
            (line(answers, "date", "date", say("milestone-date"), None))
            (line(answers, "strand", "text", say("milestone-strand"), Some(say("milestone-strand-hint"))))
            (Button::default().saying(&plain(say("milestone-add"))))
        }
    };
    framed(visit, kept, &title, main, answers)
}

fn show_one(visit: &Staff, kept: &Kept<Action>, milestone: &Kept<Milestone>, answers: &Answers) -> Response {
    let title = milestone.item.title.to_string();
    let form = |becomes: &str, heading: String, fields: Markup, classes: &str| {
        html! {
            h2 class="govuk-heading-m" { (heading) }
            form method="post" action=(address(kept.id)) novalidate {
                (once(answers.one("key")))
                input type="hidden" name="seen" value=(answers.one("seen"));
                input type="hidden" name="milestone" value=(milestone.id);
                (fields)
                (Button { name: Some("becomes"), value: Some(becomes), classes, ..Button::default() }.saying(&plain(heading)))
            }
        }
    };
    let why = |field: &'static str| answers.textarea(field, say("milestone-reason"), None, 2);
    let open = milestone.item.reached == Reached::Open;
    let of = Of::own(kept, visit.today());
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (kept.reference()) " " (kept.item.title) }
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (dates(&milestone.item, &of)) }
        p class="govuk-body" { (stands(&milestone.item, &of)) }
        @if open {
            (form("met", say("milestone-meet"), line(answers, "met-on", "date", say("milestone-met-day"), None), ""))
            (form("due", say("milestone-move"), html! {
                (line(answers, "new-date", "date", say("milestone-new-date"), None)) (why("date-reason"))
            }, "govuk-button--secondary"))
            (form("dropped", say("milestone-drop"), why("drop-reason"), "govuk-button--secondary"))
        } @else {
            (form("open", say("milestone-reopen"), why("open-reason"), "govuk-button--secondary"))
        }
    };
    framed(visit, kept, &title, main, answers)
}

fn framed(visit: &Staff, kept: &Kept<Action>, title: &str, main: Markup, answers: &Answers) -> Response {
    let page = Page { title: answers.title(title), main, ..Page::default() }.within(Section::Plans);
    let named = format!("{} {}", kept.reference(), kept.item.title);
    let page = page.below(named, crate::action::address(kept.id)).below(say("milestones"), address(kept.id));
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}
