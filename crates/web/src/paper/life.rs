//! What happens to a paper after it is issued: it is presented, corrected, withdrawn. Each is a form with a page of its
//! own, so that nothing of it happens by a slip.
use super::{address, numbered};
use crate::{
    answers::{Answers, once},
    error::Error,
    page::{Page, Section},
    parts::{Button, plain, question::Line, warning_text},
    visit::{CorrectPapers, May, PresentPapers, Staff, WithdrawPapers},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    correction::CorrectPaper,
    office::Kept,
    paper::{Paper, PresentPaper, Stage},
    publication::Withdraw,
};
use maud::{Markup, html};
use uuid::Uuid;

/// One of the forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Form {
    Present,
    Correct,
    Withdraw,
}

impl Form {
    fn word(self) -> &'static str {
        match self {
            Self::Present => "present",
            Self::Correct => "correct",
            Self::Withdraw => "withdraw",
        }
    }

    /// What stands on a paper's page as its link and on its own as heading and button.
    fn title(self) -> String {
        match self {
            Self::Present => say("paper-present"),
            Self::Correct => say("paper-correct"),
            Self::Withdraw => say("paper-withdraw"),
        }
    }
}

/// The forms that a paper has in its stage, for whoever may send them: address and words.
pub fn links(visit: &Staff, kept: &Kept<Paper>) -> Vec<(String, String)> {
    let stands = matches!(kept.item.stage, Stage::Issued | Stage::Presented);
    let forms = [
        (Form::Present, kept.item.stage == Stage::Issued, "present paper"),
        (Form::Correct, stands, "correct paper"),
        (Form::Withdraw, stands, "withdraw"),
    ];
    let there = forms.into_iter().filter(|(_, there, act)| *there && visit.may(act).is_ok());
    there.map(|(form, ..)| (format!("{}/{}", address(kept.reference()), form.word()), form.title())).collect()
}

/// `GET /papers/{number}/present`
pub async fn present(visit: May<PresentPapers>, Path(number): Path<String>) -> Result<Response, Error> {
    blank(&visit, &number, Form::Present)
}

/// `POST /papers/{number}/present`
pub async fn presented(
    visit: May<PresentPapers>,
    Path(number): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let kept = there(&visit, &number)?;
    let on = answers.day("day");
    if on.is_none() && answers.is_right() {
        answers.is_wrong("day", say("present-day-missing"));
    }
    if on.is_some_and(|on| on > visit.today()) {
        answers.is_wrong("day", say("present-day-to-come"));
    }
    let Some(on) = on.filter(|_| answers.is_right()) else { return Ok(show(&visit, &kept, Form::Present, &answers)) };
    let command = Command::PresentPaper(PresentPaper { number: kept.reference().clone(), on });
    write(&visit, &kept, Form::Present, answers, command).await
}

/// `GET /papers/{number}/correct`
pub async fn correct(visit: May<CorrectPapers>, Path(number): Path<String>) -> Result<Response, Error> {
    blank(&visit, &number, Form::Correct)
}

/// `POST /papers/{number}/correct`
pub async fn corrected(
    visit: May<CorrectPapers>,
    Path(number): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let kept = there(&visit, &number)?;
    let was = answers.needed("was", say("correct-was-missing"));
    let is = answers.needed("is", say("correct-is-missing"));
    let words = answers.needed("words", say("correct-words-missing"));
    if !answers.is_right() {
        return Ok(show(&visit, &kept, Form::Correct, &answers));
    }
    let command = Command::CorrectPaper(CorrectPaper { number: kept.reference().clone(), words, was, is });
    write(&visit, &kept, Form::Correct, answers, command).await
}

/// `GET /papers/{number}/withdraw`
pub async fn withdraw(visit: May<WithdrawPapers>, Path(number): Path<String>) -> Result<Response, Error> {
    blank(&visit, &number, Form::Withdraw)
}

/// `POST /papers/{number}/withdraw`
pub async fn withdrawn(
    visit: May<WithdrawPapers>,
    Path(number): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let kept = there(&visit, &number)?;
    let reason = answers.needed("reason", say("withdraw-reason-missing"));
    if !answers.is_right() {
        return Ok(show(&visit, &kept, Form::Withdraw, &answers));
    }
    let command = Command::Withdraw(Withdraw { what: kept.reference().clone(), reason });
    write(&visit, &kept, Form::Withdraw, answers, command).await
}

fn there(visit: &Staff, number: &str) -> Result<Kept<Paper>, Error> {
    numbered(&visit.now(), number).cloned().ok_or(Error::NotFound)
}

fn blank(visit: &Staff, number: &str, form: Form) -> Result<Response, Error> {
    let kept = there(visit, number)?;
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    Ok(show(visit, &kept, form, &answers))
}

async fn write(
    visit: &Staff,
    kept: &Kept<Paper>,
    form: Form,
    mut answers: Answers,
    command: Command,
) -> Result<Response, Error> {
    match visit.write(command, answers.one("key"), vec![], None).await? {
        Ok(_) => {
            let done = match form {
                Form::Present => "presented",
                Form::Correct => "corrected",
                Form::Withdraw => "withdrawn",
            };
            Ok(Redirect::to(&format!("{}?done={done}", address(kept.reference()))).into_response())
        }
        Err(refusal) => {
            let field = match form {
                Form::Present => "day",
                Form::Correct => "was",
                Form::Withdraw => "reason",
            };
            answers.is_wrong(field, refusal.to_string());
            Ok(show(visit, kept, form, &answers))
        }
    }
}

fn show(visit: &Staff, kept: &Kept<Paper>, form: Form, answers: &Answers) -> Response {
    let title = form.title();
    let name = format!("{} {}", kept.reference(), kept.item.title);
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (name) }
        h1 class="govuk-heading-l" { (title) }
        (lead(visit, kept, form))
        form method="post" action={ (address(kept.reference())) "/" (form.word()) } novalidate {
            (once(answers.one("key")))
            (fields(form, answers))
            @let classes = if form == Form::Withdraw { "govuk-button--warning" } else { "" };
            (Button { classes, ..Button::default() }.saying(&plain(&title)))
        }
    };
    let page = Page { title: answers.title(&format!("{title}: {}", kept.reference())), main, ..Page::default() };
    let page = page
        .within(Section::Papers)
        .below(say("section-papers"), "/papers")
        .below(kept.reference().to_string(), address(kept.reference()));
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}

fn lead(visit: &Staff, kept: &Kept<Paper>, form: Form) -> Markup {
    let body = visit.now().body(kept.item.body).map(|body| body.item.name.to_string()).unwrap_or_default();
    match form {
        Form::Present => html! {
            p class="govuk-body" { (say_with("paper-present-why", &[("body", body.into())])) }
        },
        Form::Correct => html! {
            p class="govuk-body" { (say("paper-correct-why")) }
            @if visit.now().publications().any(|p| p.item.of == kept.id.uuid()) {
                (warning_text(&say("warning"), &plain(say("paper-correct-public"))))
            }
        },
        Form::Withdraw => html! { (warning_text(&say("warning"), &plain(say("paper-withdraw-why")))) },
    }
}

fn fields(form: Form, answers: &Answers) -> Markup {
    match form {
        Form::Present => answers.line(&Line {
            field: "day",
            kind: "date",
            label: say("present-day"),
            classes: "govuk-input--width-10",
            ..Line::default()
        }),
        Form::Correct => html! {
            (answers.textarea("was", say("correct-was"), Some(say("correct-was-hint")), 2))
            (answers.textarea("is", say("correct-is"), None, 2))
            (answers.textarea("words", say("correct-words"), Some(say("correct-words-hint")), 3))
        },
        Form::Withdraw => answers.textarea("reason", say("withdraw-reason"), Some(say("withdraw-reason-hint")), 3),
    }
}

/// The corrections of a paper, for whoever may see it.
pub fn corrections(all: &[domain::correction::PublicCorrection]) -> Markup {
    html! {
        @if !all.is_empty() {
            h2 class="govuk-heading-m" id="corrections" { (say("corrections")) }
            @for one in all {
                section class="milepost-correction" {
                    p class="govuk-body" { strong { (crate::marks::day(one.on)) } ", " (one.by) }
                    (crate::marks::prose(&one.words))
                    dl class="milepost-old-new" {
                        dt { (say("correct-was")) } dd { del { (one.was) } }
                        dt { (say("correct-is")) } dd { ins { (one.is) } }
                    }
                }
            }
        }
    }
}
