//! `/actions/{action}/change`: asks for what only somebody else can agree to: that an action be put off, closed, taken
//! over, merged or split. First what, then only the fields that this needs.
use super::own;
use crate::{
    answers::{Answers, once},
    error::Error,
    page::{Page, Section},
    parts::{
        Button, plain,
        question::{Line, Pick},
    },
    visit::{AskForChanges, May, Staff},
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
    change_request::{AskForChange, Asked},
    id::Id,
    milestone::{OpenMilestones, Reached},
    office::Kept,
    text::Text,
};
use maud::{Markup, html};
use uuid::Uuid;

/// What can be asked for here; a new date is asked for beside the update.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    PutOff,
    CloseUndelivered,
    BusinessAsUsual,
    Supersede,
    Merge,
    Split,
}

impl What {
    const ALL: [Self; 6] =
        [Self::PutOff, Self::CloseUndelivered, Self::BusinessAsUsual, Self::Supersede, Self::Merge, Self::Split];

    fn as_str(self) -> &'static str {
        match self {
            Self::PutOff => "put-off",
            Self::CloseUndelivered => "close",
            Self::BusinessAsUsual => "business-as-usual",
            Self::Supersede => "supersede",
            Self::Merge => "merge",
            Self::Split => "split",
        }
    }

    /// Whether other actions take its place.
    fn has_heirs(self) -> bool {
        matches!(self, Self::Supersede | Self::Merge | Self::Split)
    }

    fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|what| what.as_str() == word)
    }

    fn name(self) -> String {
        match self {
            Self::PutOff => say("change-put-off"),
            Self::CloseUndelivered => say("change-close"),
            Self::BusinessAsUsual => say("change-usual"),
            Self::Supersede => say("change-supersede"),
            Self::Merge => say("change-merge"),
            Self::Split => say("change-split"),
        }
    }

    fn means(self) -> String {
        match self {
            Self::PutOff => say("change-put-off-means"),
            Self::CloseUndelivered => say("change-close-means"),
            Self::BusinessAsUsual => say("change-usual-means"),
            Self::Supersede => say("change-supersede-means"),
            Self::Merge => say("change-merge-means"),
            Self::Split => say("change-split-means"),
        }
    }
}

/// `GET /actions/{action}/change`
pub async fn asked(visit: May<AskForChanges>, Path(id): Path<String>) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    answers.set("seen", kept.version.to_string());
    match visit.asked("what") {
        None => Ok(visit.show(&choose(&kept))),
        Some(what) => Ok(show(&visit, &kept, What::parse(what).ok_or(Error::NotFound)?, &answers)),
    }
}

/// `POST /actions/{action}/change`
pub async fn answered(
    visit: May<AskForChanges>,
    Path(id): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let kept = own(&visit, &id)?;
    let what = What::parse(answers.one("what")).ok_or(Error::Unreadable)?;
    let asks = asks(what, &mut answers);
    let reason = answers.words("reason");
    if reason.is_none() && answers.is_right() {
        answers.is_wrong("reason", say("change-reason-missing"));
    }
    let milestones = if answers.one("milestones").is_empty() { OpenMilestones::Stay } else { OpenMilestones::GoOn };
    if let (Some(asks), true) = (asks, answers.is_right()) {
        let command = Command::AskForChange(AskForChange { action: kept.id, asks, milestones });
        let seen = answers.one("seen").parse().ok().map(|version| (kept.id.uuid(), version));
        match visit.write(command, answers.one("key"), seen.into_iter().collect(), reason).await? {
            Ok(_) => return Ok(Redirect::to(&crate::action::address(kept.id)).into_response()),
            Err(refusal) => answers.is_wrong(field(what), refusal.to_string()),
        }
    }
    Ok(show(&visit, &kept, what, &answers))
}

/// What is asked for; None where something of it is missing, which is said at its field.
fn asks(what: What, answers: &mut Answers) -> Option<Asked> {
    let other = |answers: &mut Answers| {
        let other = answers.id("other").map(Id::<Action>::from);
        if other.is_none() {
            answers.is_wrong("other", say("change-other-missing"));
        }
        other
    };
    match what {
        What::PutOff => Some(Asked::PutOff { until: answers.day("until") }),
        What::CloseUndelivered => Some(Asked::CloseUndelivered),
        What::BusinessAsUsual => Some(Asked::BusinessAsUsual),
        What::Supersede => Some(Asked::Supersede { by: other(answers)? }),
        What::Merge => Some(Asked::Merge { into: other(answers)? }),
        What::Split => {
            let words = answers.words("titles").unwrap_or_default();
            let into: Vec<Text> = words.as_str().lines().filter_map(|title| Text::new(title.trim()).ok()).collect();
            Some(Asked::Split { into: into.into_iter().filter(|title| !title.is_empty()).collect() })
        }
    }
}

/// The field that a refusal is most likely about.
fn field(what: What) -> &'static str {
    match what {
        What::PutOff => "until",
        What::Supersede | What::Merge => "other",
        What::Split => "titles",
        What::CloseUndelivered | What::BusinessAsUsual => "reason",
    }
}

fn within(page: Page, kept: &Kept<Action>) -> Page {
    page.within(Section::Plans)
        .below(format!("{} {}", kept.reference(), kept.item.title), crate::action::address(kept.id))
}

/// Which change: each with what it means for the promise.
fn choose(kept: &Kept<Action>) -> Page {
    let title = say_with("change-title", &[("reference", kept.reference().into())]);
    let to = |what: What| format!("{}/change?what={}", crate::action::address(kept.id), what.as_str());
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("change-lead")) }
        dl class="govuk-summary-list govuk-summary-list--no-border" {
            @for what in What::ALL {
                div class="govuk-summary-list__row" {
                    dt class="govuk-summary-list__key" { a class="govuk-link" href=(to(what)) { (what.name()) } }
                    dd class="govuk-summary-list__value" { (what.means()) }
                }
            }
        }
        p class="govuk-body" {
            a class="govuk-link" href={ (crate::action::address(kept.id)) "/update" } { (say("change-date-instead")) }
        }
    };
    within(Page { title, main, ..Page::default() }, kept)
}

fn show(visit: &Staff, kept: &Kept<Action>, what: What, answers: &Answers) -> Response {
    let heading = format!("{}: {}", kept.reference(), what.name());
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (kept.item.title) }
        h1 class="govuk-heading-l" { (heading) }
        p class="govuk-body" { (what.means()) }
        @match visit.view().waiting(kept.id) {
            Some(request) => p class="govuk-body" {
                (say_with("request-waits", &[("day", request.item.on.into())]))
            },
            None => (form(visit, kept, what, answers)),
        }
    };
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = within(Page { title: answers.title(&heading), main, ..Page::default() }, kept);
    (status, visit.frame().around(&page)).into_response()
}

fn form(visit: &Staff, kept: &Kept<Action>, what: What, answers: &Answers) -> Markup {
    let until = Line {
        field: "until",
        kind: "date",
        label: say("change-until"),
        hint: Some(say("change-until-hint")),
        ..Line::default()
    };
    html! {
        form method="post" action={ (crate::action::address(kept.id)) "/change" } novalidate {
            (once(answers.one("key")))
            input type="hidden" name="what" value=(what.as_str());
            input type="hidden" name="seen" value=(answers.one("seen"));
            @match what {
                What::PutOff => (answers.line(&until)),
                What::Supersede | What::Merge => (answers.pick(&others(visit, kept, what, answers))),
                What::Split => (answers.textarea("titles", say("change-titles"), Some(say("change-titles-hint")), 5)),
                What::CloseUndelivered | What::BusinessAsUsual => {}
            }
            @let open = visit.view().milestones(kept.id).iter().filter(|m| m.item.reached == Reached::Open).count();
            @if what.has_heirs() && open > 0 { (go_on(open, answers)) }
            (answers.textarea("reason", say("change-reason"), Some(say("form-date-reason-hint")), 3))
            (Button::default().saying(&plain(say("change-send"))))
        }
    }
}

/// Whether its open milestones go on with what takes its place.
fn go_on(open: usize, answers: &Answers) -> Markup {
    html! {
        div class="govuk-form-group" {
            div class="govuk-checkboxes" {
                div class="govuk-checkboxes__item" {
                    input class="govuk-checkboxes__input" id="milestones" name="milestones" type="checkbox" value="go-on"
                        checked[!answers.one("milestones").is_empty()] aria-describedby="milestones-hint";
                    label class="govuk-label govuk-checkboxes__label" for="milestones" {
                        (say_with("change-milestones", &[("count", open.into())]))
                    }
                    div id="milestones-hint" class="govuk-hint govuk-checkboxes__hint" { (say("change-milestones-hint")) }
                }
            }
        }
    }
}

/// The other live actions of the plan.
fn others(visit: &Staff, kept: &Kept<Action>, what: What, answers: &Answers) -> Pick {
    let sight = visit.now();
    let none = (String::new(), say("change-other-none"), false);
    let choices = sight
        .actions(kept.item.plan)
        .into_iter()
        .filter(|other| other.id != kept.id && !other.item.status.is_closed())
        .map(|other| {
            let id = other.id.to_string();
            let chosen = answers.one("other") == id;
            (id, format!("{} {}", other.reference(), other.item.title), chosen)
        });
    let label = if what == What::Merge { say("change-into") } else { say("change-by") };
    Pick { field: "other", label, hint: None, choices: [none].into_iter().chain(choices).collect() }
}
