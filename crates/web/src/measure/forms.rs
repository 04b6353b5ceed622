//! What somebody says of a measure on its own page: commentary, a caveat or a break, and that limits begin anew.
use super::{DecideRebases, NoteOnMeasures, ProposeRebases, WriteCommentaries, page};
use crate::{
    answers::{Answers, once},
    error::Error,
    help,
    marks::day,
    parts::{
        Button, plain,
        question::{Line, Pick},
    },
    performance::address,
    visit::{May, Staff},
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    commentary::WriteCommentary,
    commentary_help::Help,
    measure::{DecideRebase, Measure, NoteKind, NoteOnMeasure, ProposeRebase, Rebase},
    office::Kept,
    performance::Performance,
    span::Span,
    text::Text,
};
use maud::{Markup, html};
use uuid::Uuid;

/// A page's forms, nothing typed yet.
pub fn fresh() -> Answers {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    answers
}

/// The forms that whoever visits may send. A page of the past has none.
pub fn all(visit: &Staff, kept: &Kept<Measure>, one: &Performance, typed: &Answers) -> Markup {
    if visit.way.chosen().is_some() {
        return Markup::default();
    }
    let may = |act| visit.actor().may(act).is_ok();
    let address = address(kept.reference().as_str());
    html! {
        @if may("write commentary") && one.latest().is_some() { (commentary(visit, kept, &address, typed)) }
        @for rebase in &kept.item.rebases { (rebased(visit, kept, rebase, &address, typed)) }
        @if may("propose a rebase") && one.latest().is_some() { (propose(one, &address, typed)) }
        @if may("note on a measure") { (note(one, &address, typed)) }
    }
}

fn form(action: &str, typed: &Answers, seen: Option<i64>, fields: &Markup, button: String) -> Markup {
    html! {
        form method="post" action=(action) novalidate {
            (once(typed.one("key")))
            @if let Some(seen) = seen { input type="hidden" name="seen" value=(seen); }
            (fields)
            (Button::default().saying(&plain(button)))
        }
    }
}

fn commentary(visit: &Staff, kept: &Kept<Measure>, address: &str, typed: &Answers) -> Markup {
    let words = format!("{}\n{}", typed.one("words"), typed.one("doing"));
    let written = !words.trim().is_empty() && (typed.one("act") == "check" || !typed.is_right());
    let fields = html! {
        (typed.textarea("words", say("commentary-words"), Some(say("commentary-words-hint")), 6))
        (typed.textarea("doing", say("commentary-doing"), Some(say("commentary-doing-hint")), 3))
        (line(typed, "actions", say("commentary-actions"), Some(say("commentary-actions-hint"))))
    };
    html! {
        h2 class="govuk-heading-m" { (say("commentary-title")) }
        form method="post" action={ (address) "/commentary" } novalidate {
            (once(typed.one("key")))
            (fields)
            @if written { (help::shown(&Help::for_measure(&visit.now(), kept, &words, visit.today()))) }
            div class="govuk-button-group" {
                (Button::default().saying(&plain(say("commentary-write"))))
                (Button { name: Some("act"), value: Some("check"), classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("help-check"))))
            }
        }
    }
}

fn line(typed: &Answers, field: &'static str, label: String, hint: Option<String>) -> Markup {
    typed.line(&Line { field, kind: "text", label, hint, ..Line::default() })
}

/// The stretches that its figures are of, newest first.
fn spans(one: &Performance, field: &'static str, label: String, typed: &Answers) -> Markup {
    let choice = |span: Span| (span.to_string(), span.in_words(), typed.one(field) == span.to_string());
    let choices = one.points.iter().rev().map(|point| choice(point.span));
    let none = (String::new(), say("span-none"), false);
    typed.pick(&Pick { field, label, hint: None, choices: [none].into_iter().chain(choices).collect() })
}

fn propose(one: &Performance, address: &str, typed: &Answers) -> Markup {
    let fields = html! {
        p class="govuk-body" { (say("limits-what")) }
        @if let Some(from) = one.judgement.suggested {
            p class="govuk-body" { (say_with("limits-suggested", &[("from", from.in_words().into())])) }
        }
        (spans(one, "limits-from", say("limits-from"), typed))
        (typed.textarea("because", say("limits-because"), None, 3))
        (typed.textarea("evidence", say("limits-evidence"), Some(say("limits-evidence-hint")), 3))
    };
    folded(
        say("limits-title"),
        typed,
        &["limits-from", "because", "evidence"],
        &form(&format!("{address}/limits"), typed, None, &fields, say("limits-propose")),
    )
}

/// A form under its name, open where something in it is wrong.
fn folded(title: String, typed: &Answers, fields: &[&str], form: &Markup) -> Markup {
    let open = !typed.is_right() && fields.iter().any(|field| !typed.raw(field).is_empty());
    crate::parts::details(&plain(title), form, None, open || !typed.is_right())
}

fn note(one: &Performance, address: &str, typed: &Answers) -> Markup {
    let kinds = [NoteKind::Caveat, NoteKind::Break].map(|kind| {
        let words = if kind == NoteKind::Caveat { say("note-caveat") } else { say("note-break") };
        (kind.as_str().to_owned(), words, typed.one("kind") == kind.as_str())
    });
    let fields = html! {
        (typed.pick(&Pick { field: "kind", label: say("note-kind"), hint: None, choices: kinds.to_vec() }))
        (spans(one, "note-from", say("note-from"), typed))
        (typed.textarea("note", say("note-words"), None, 3))
    };
    folded(
        say("note-title"),
        typed,
        &["note", "note-from"],
        &form(&format!("{address}/note"), typed, None, &fields, say("note-write")),
    )
}

/// A proposal with what became of it; where it waits and they may decide, the two answers.
fn rebased(visit: &Staff, kept: &Kept<Measure>, rebase: &Rebase, address: &str, typed: &Answers) -> Markup {
    let sight = visit.sight();
    let by = |id| sight.post(id).map(|post| post.item.name.to_string()).unwrap_or_default();
    html! {
        section class="milepost-said" {
            h2 class="govuk-heading-s" { (say_with("limits-anew", &[("from", rebase.from.in_words().into())])) }
            p class="govuk-body" { (rebase.reason) }
            p class="govuk-body" { strong { (say("limits-evidence")) ": " } (rebase.evidence) }
            p class="milepost-note" {
                (say("limits-proposed")) " " (by(rebase.proposed_by)) ", " (day(rebase.proposed)) ". "
                @match &rebase.ruling {
                    None => (say("limits-waits")),
                    Some(ruling) => {
                        (if ruling.agreed { say("limits-agreed") } else { say("limits-refused") })
                        " " (by(ruling.by)) ", " (day(ruling.on)) "."
                        @if let Some(reason) = &ruling.reason { " " (reason) }
                    }
                }
            }
            @if rebase.ruling.is_none() && visit.actor().may("decide a rebase").is_ok() {
                @let fields = html! {
                    input type="hidden" name="from" value=(rebase.from);
                    (line(typed, "reason", say("limits-reason"), Some(say("limits-reason-hint"))))
                    div class="govuk-button-group" {
                        button type="submit" class="govuk-button" name="ruling" value="agree" { (say("limits-agree")) }
                        button type="submit" class="govuk-button govuk-button--secondary" name="ruling" value="refuse" { (say("limits-refuse")) }
                    }
                };
                form method="post" action={ (address) "/limits/decide" } novalidate {
                    (once(typed.one("key")))
                    input type="hidden" name="seen" value=(kept.version);
                    (fields)
                }
            }
        }
    }
}

/// Writes, and goes back to the page; or shows it again with what is wrong.
async fn written(
    visit: &Staff,
    code: &str,
    command: Command,
    mut answers: Answers,
    field: &'static str,
    reason: Option<Text>,
) -> Result<Response, Error> {
    let sight = visit.now();
    let kept = sight.measure_coded(code).ok_or(Error::NotFound)?;
    let seen = answers.one("seen").parse().ok().map(|version| (kept.id.uuid(), version));
    if answers.is_right() {
        match visit.write(command, answers.one("key"), seen.into_iter().collect(), reason).await? {
            Ok(_) => return Ok(Redirect::to(&address(kept.reference().as_str())).into_response()),
            Err(refusal) => answers.is_wrong(field, crate::updates::capital(&refusal.to_string())),
        }
    }
    Ok((StatusCode::UNPROCESSABLE_ENTITY, visit.show(&page(visit, kept, &answers))).into_response())
}

/// The measure, where whoever visits sees it: to others there is none.
fn code(visit: &Staff, code: &str) -> Result<Text, Error> {
    visit.now().measure_coded(code).map(|kept| kept.reference().clone()).ok_or(Error::NotFound)
}

/// `POST /measures/{code}/commentary`
pub async fn commented(
    visit: May<WriteCommentaries>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let measure = code(&visit, &called)?;
    if answers.one("act") == "check" {
        let sight = visit.now();
        let kept = sight.measure_coded(&called).ok_or(Error::NotFound)?;
        return Ok(visit.show(&page(&visit, kept, &answers)));
    }
    let words = answers.needed("words", say("commentary-words-missing"));
    let doing = answers.words("doing");
    let actions = answers.one("actions").split([',', ';', ' ']).filter(|part| !part.is_empty());
    let actions: Result<Vec<Text>, _> = actions.map(Text::new).collect();
    let Ok(actions) = actions else { return Err(Error::Unreadable) };
    let command = Command::WriteCommentary(Box::new(WriteCommentary { measure, words, doing, actions }));
    written(&visit, &called, command, answers, "words", None).await
}

/// A stretch that was chosen.
fn span(answers: &mut Answers, field: &'static str) -> Span {
    let span = Span::parse(answers.one(field));
    if span.is_none() {
        answers.is_wrong(field, say("span-missing"));
    }
    span.unwrap_or(Span::Month(0))
}

/// `POST /measures/{code}/note`
pub async fn noted(
    visit: May<NoteOnMeasures>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let measure = code(&visit, &called)?;
    let kind = match answers.one("kind") {
        "caveat" => NoteKind::Caveat,
        "break" => NoteKind::Break,
        _ => return Err(Error::Unreadable),
    };
    let from = span(&mut answers, "note-from");
    let words = answers.needed("note", say("note-words-missing"));
    let command = Command::NoteOnMeasure(NoteOnMeasure { measure, kind, from, words });
    written(&visit, &called, command, answers, "note", None).await
}

/// `POST /measures/{code}/limits`
pub async fn proposed(
    visit: May<ProposeRebases>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let measure = code(&visit, &called)?;
    let from = span(&mut answers, "limits-from");
    let because = answers.needed("because", say("limits-because-missing"));
    let evidence = answers.needed("evidence", say("limits-evidence-missing"));
    let command = Command::ProposeRebase(ProposeRebase { measure, from, because, evidence });
    written(&visit, &called, command, answers, "because", None).await
}

/// `POST /measures/{code}/limits/decide`
pub async fn decided(
    visit: May<DecideRebases>,
    Path(called): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let measure = code(&visit, &called)?;
    let from = Span::parse(answers.one("from")).ok_or(Error::Unreadable)?;
    let agreed = match answers.one("ruling") {
        "agree" => true,
        "refuse" => false,
        _ => return Err(Error::Unreadable),
    };
    if answers.one("seen").parse::<i64>().is_err() {
        return Err(Error::Unreadable);
    }
    let reason = answers.words("reason");
    let command = Command::DecideRebase(DecideRebase { measure, from, agreed });
    written(&visit, &called, command, answers, "reason", reason).await
}
