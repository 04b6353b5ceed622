//! `/rounds/{round}/accuracy`: what a quarterly update says of an organisation, for somebody of it to check before it is
//! frozen; and what became of it, on the page of the round.
use super::address;
use crate::{
    answers::{Answers, once},
    error::Error,
    marks::{self, Shade, prose},
    page::{Page, Section},
    parts::{Button, NotificationBanner, form::Textarea, inset_text, plain, tag, warning_text},
    plan,
    updates::capital,
    visit::{AnswerPoints, CheckAccuracy, May, Staff},
    way::Way,
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
    office::Kept,
    publication::PublicBasis,
    round::{About, AnswerPoint, Checked, PointState, Round, SaidOf},
    sight::Sight,
    text::Text,
    update::Update,
};
use maud::{Markup, html};
use uuid::Uuid;

pub fn page_address(round: Id<Round>) -> String {
    format!("{}/accuracy", address(round))
}

/// The name of the field in which a point about something is written, and the id of it.
fn field(about: About) -> String {
    match about {
        About::Action(id) => format!("action-{}", id.uuid().simple()),
        About::Theme(id) => format!("theme-{}", id.uuid().simple()),
    }
}

/// Where somebody of an organisation finds what to check, among what is asked of them.
pub fn offered(visit: &Staff) -> Markup {
    let said = visit.view().said_of_theirs();
    html! {
        @for said in &said {
            p class="govuk-body" {
                a class="govuk-link" href=(page_address(said.round.id)) {
                    (say_with("accuracy-link", &[("body", (&said.body.item.name).into()), ("name", (&said.round.item.name).into())]))
                }
            }
        }
    }
}

/// `GET /rounds/{round}/accuracy`
pub async fn asked(visit: May<CheckAccuracy>, Path(round): Path<Uuid>) -> Result<Response, Error> {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    answers.set("upto", visit.now().head().seq.to_string());
    page(&visit, round, &answers)
}

/// `POST /rounds/{round}/accuracy`
pub async fn answered(
    visit: May<CheckAccuracy>,
    Path(round): Path<Uuid>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let view = visit.view();
    let said = view.said_of_theirs().into_iter().find(|said| said.round.id.uuid() == round).ok_or(Error::NotFound)?;
    let upto: i64 = answers.one("upto").parse().map_err(|_| Error::Unreadable)?;
    let mut points = vec![];
    for about in all(&said) {
        match Text::new(answers.one(&field(about))) {
            Ok(words) if words.is_empty() => {}
            Ok(words) => points.push((about, words)),
            Err(why) => answers.is_wrong("checked", why.to_string()),
        }
    }
    match (answers.one("says"), points.is_empty()) {
        ("right", false) => answers.is_wrong("checked", say("accuracy-both")),
        ("points", true) => answers.is_wrong("checked", say("accuracy-neither")),
        ("right" | "points", _) => {}
        _ => return Err(Error::Unreadable),
    }
    let round = said.round.id;
    drop(said);
    if answers.is_right() {
        let command = Command::CheckAccuracy(domain::round::CheckAccuracy { round, upto, points });
        match visit.write(command, answers.one("key"), vec![], None).await? {
            Ok(_) => return Ok(Redirect::to(&Way::default().with("/updates", &[("checked", "1")])).into_response()),
            Err(refusal) => answers.is_wrong("checked", capital(&refusal.to_string())),
        }
    }
    page(&visit, round.uuid(), &answers)
}

/// That a check was recorded a moment ago.
pub fn recorded(visit: &Staff) -> Markup {
    if visit.asked("checked").is_none() {
        return Markup::default();
    }
    let title = say("recorded-title");
    let banner = NotificationBanner { title: &title, title_id: "checked-done", ..NotificationBanner::default() };
    banner.saying(&NotificationBanner::heading(&plain(say("accuracy-recorded"))))
}

fn all(said: &SaidOf) -> Vec<About> {
    let actions = said.actions.iter().map(|(action, _)| About::Action(action.id));
    actions.chain(said.narratives.iter().map(|(theme, _)| About::Theme(theme.id))).collect()
}

fn page(visit: &Staff, round: Uuid, answers: &Answers) -> Result<Response, Error> {
    let view = visit.view();
    let said = view.said_of_theirs().into_iter().find(|said| said.round.id.uuid() == round).ok_or(Error::NotFound)?;
    let sight = visit.now();
    let levels = sight.plan(said.round.item.plan).and_then(|plan| sight.scale(plan.item.scale));
    let levels = marks::levels(levels.map(|scale| &scale.item));
    let name = &said.body.item.name;
    let title = say_with("accuracy-title", &[("body", name.into())]);
    let last = said.round.item.checks.iter().rfind(|check| check.of == said.body.id);
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (say_with("round-title", &[("name", (&said.round.item.name).into())])) }
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say_with("accuracy-why", &[("body", name.into())])) }
        @if let Some(last) = last {
            (inset_text(&plain(say_with("accuracy-last", &[
                ("who", (&last.name).into()), ("day", last.on.into()), ("count", last.points.len().into()),
            ])), None, ""))
        }
        @if said.withheld > 0 {
            p class="govuk-body" { (say_with("accuracy-withheld", &[("count", said.withheld.into())])) }
        }
        form method="post" action=(page_address(said.round.id)) novalidate {
            (once(answers.one("key")))
            input type="hidden" name="upto" value=(answers.one("upto"));
            @for (action, update) in &said.actions { (of_action(action, *update, &levels, answers)) }
            @for (theme, narrative) in &said.narratives {
                section class="milepost-item" {
                    h2 class="govuk-heading-m" { (say_with("narrative-title", &[("theme", (&theme.item.name).into())])) }
                    (super::narrative(&narrative.item, &visit.way))
                    (point(About::Theme(theme.id), theme.item.name.as_str(), answers))
                }
            }
            div class="govuk-button-group" id="checked" {
                (Button { name: Some("says"), value: Some("right"), ..Button::default() }.saying(&plain(say("accuracy-right"))))
                (Button { name: Some("says"), value: Some("points"), classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("accuracy-points"))))
            }
        }
    };
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page { title: answers.title(&title), main, ..Page::default() }.within(Section::Updates);
    Ok((status, visit.plain_frame().around(&page.below(say("updates"), "/updates"))).into_response())
}

fn of_action(
    action: &Kept<Action>,
    update: Option<&Kept<Update>>,
    levels: &[domain::scale::Level],
    answers: &Answers,
) -> Markup {
    let item = &action.item;
    let narrative = update.and_then(|update| update.item.narrative.as_ref());
    html! {
        section class="milepost-item" {
            h2 class="govuk-heading-m" { (action.reference()) " " (item.title) }
            p class="govuk-body" {
                @match &item.rating {
                    Some(rating) => {
                        (Shade::given(&rating.label, rating.class, &rating.level, levels).show())
                        (plan::basis_note(PublicBasis::of(&rating.basis).as_ref(), levels))
                    }
                    None => (say("not-rated")),
                }
                " " (plan::dates(item))
            }
            @match narrative {
                Some(words) => (inset_text(&prose(words), None, "")),
                None => p class="govuk-body" { (say("progress-none")) },
            }
            @if let Some(next) = update.and_then(|update| update.item.next_step.as_ref()) {
                p class="govuk-body" { strong { (say("next-step")) } " " (next) }
            }
            (point(About::Action(action.id), action.reference().as_str(), answers))
        }
    }
}

fn point(about: About, of: &str, answers: &Answers) -> Markup {
    let id = field(about);
    let textarea = Textarea {
        id: &id,
        name: &id,
        label: html! { (say("accuracy-point")) span class="govuk-visually-hidden" { " " (of) } },
        rows: 2,
        value: answers.raw(&id),
        ..Textarea::default()
    };
    textarea.show()
}

/// `POST /rounds/{round}/accuracy/answer`: why something stands all the same.
pub async fn replied(
    visit: May<AnswerPoints>,
    Path(round): Path<String>,
    mut answers: Answers,
) -> Result<Response, Error> {
    let round = super::round_of(&visit, &round)?;
    let place = |name: &str| answers.one(name).parse::<usize>().map_err(|_| Error::Unreadable);
    let (check, point) = (place("check")?, place("point")?);
    let seen = answers.one("seen").parse().map_err(|_| Error::Unreadable)?;
    let words = answers.needed("answer", say("accuracy-answer-missing"));
    if answers.is_right() {
        let command = Command::AnswerPoint(AnswerPoint { round: round.id, check, point, words });
        match visit.write(command, answers.one("key"), vec![(round.id.uuid(), seen)], None).await? {
            Ok(_) => return Ok(Redirect::to(&format!("{}#accuracy", address(round.id))).into_response()),
            Err(refusal) => answers.is_wrong("answer", capital(&refusal.to_string())),
        }
    }
    super::again(&visit, &round, &answers).await
}

/// How it stands, on the page of the round. `answers`: the form of an answer, where whoever looks may give one.
pub fn shown(sight: &Sight, round: &Kept<Round>, way: &Way, answers: Option<&Answers>) -> Markup {
    let all = sight.accuracy(round);
    html! {
        @if !all.is_empty() {
            h2 class="govuk-heading-m" id="accuracy" { (say("accuracy-head")) }
            @for checked in &all { (of_body(sight, round, checked, way, answers)) }
        }
    }
}

/// How it stands with each organisation, a line each, and who has not checked: before the round is frozen.
pub fn in_lines(sight: &Sight, round: &Kept<Round>) -> Markup {
    let all = sight.accuracy(round);
    let unchecked = all.iter().filter(|checked| checked.last.is_none());
    let unchecked: Vec<String> = unchecked.map(|checked| checked.body.item.name.to_string()).collect();
    html! {
        @if !all.is_empty() {
            p class="govuk-body" { (say("accuracy-head")) ":" }
            ul class="govuk-list govuk-list--bullet" {
                @for checked in &all { li { (checked.body.item.name) ": " (standing(checked)) } }
            }
        }
        @if !unchecked.is_empty() {
            (warning_text(&say("warning"), &plain(say_with("accuracy-unchecked", &[("names", crate::words::list(&unchecked).into())]))))
        }
    }
}

/// "last checked by X on 3 October. 1 point is open. 2 things were said anew since."
fn standing(checked: &Checked) -> String {
    let Some(last) = checked.last else { return say("accuracy-not-checked") };
    say_with(
        "accuracy-standing",
        &[
            ("who", (&last.name).into()),
            ("day", last.on.into()),
            ("open", checked.open().into()),
            ("changed", checked.changed_since.into()),
        ],
    )
}

fn of_body(sight: &Sight, round: &Kept<Round>, checked: &Checked, way: &Way, answers: Option<&Answers>) -> Markup {
    html! {
        h3 class="govuk-heading-s" { (checked.body.item.name) }
        p class="govuk-body" { (standing(checked)) }
        @if checked.withheld > 0 {
            p class="govuk-body" { (say_with("points-withheld", &[("count", checked.withheld.into())])) }
        }
        @for raised in &checked.points {
            div class="milepost-point" {
                p class="govuk-body" {
                    (about(sight, raised.point.about, way)) " "
                    @match raised.state {
                        PointState::Open => (tag(&plain(say("point-open")), "govuk-tag--yellow")),
                        PointState::Answered => (tag(&plain(say("point-answered")), "govuk-tag--blue")),
                        PointState::SaidAnew => (tag(&plain(say("point-mended")), "govuk-tag--green")),
                    }
                }
                (inset_text(&html! {
                    p class="govuk-body-s" {
                        (say_with("point-by", &[("who", (&raised.check.name).into()), ("day", raised.check.on.into())]))
                    }
                    (prose(&raised.point.words))
                }, None, ""))
                @if let Some(answer) = &raised.point.answer {
                    p class="govuk-body-s" { (say_with("point-answered-by", &[("who", (&answer.name).into()), ("day", answer.on.into())])) }
                    (prose(&answer.words))
                }
                @if let (Some(answers), PointState::Open) = (answers, raised.state) {
                    (answer_form(round, raised.place, answers))
                }
            }
        }
    }
}

fn about(sight: &Sight, about: About, way: &Way) -> Markup {
    match about {
        About::Action(id) => match sight.action(id) {
            Some(action) => html! {
                a class="govuk-link" href=(way.to(&crate::action::address(id))) { (action.reference()) " " (action.item.title) }
            },
            None => Markup::default(),
        },
        About::Theme(id) => {
            let theme = sight.theme(id).map(|theme| theme.item.name.to_string()).unwrap_or_default();
            plain(say_with("narrative-title", &[("theme", theme.into())]))
        }
    }
}

fn answer_form(round: &Kept<Round>, (check, point): (usize, usize), answers: &Answers) -> Markup {
    let id = format!("answer-{check}-{point}");
    let is_this = answers.one("check") == check.to_string() && answers.one("point") == point.to_string();
    let wrong = answers.wrong.iter().find(|wrong| is_this && wrong.field == "answer");
    let textarea = Textarea {
        id: &id,
        name: "answer",
        label: plain(say("point-answer")),
        hint: Some(plain(say("point-answer-hint"))),
        error: wrong.map(|wrong| plain(&wrong.words)),
        rows: 2,
        value: if is_this { answers.raw("answer") } else { "" },
        ..Textarea::default()
    };
    html! {
        @if is_this { span id="answer" {} }
        form method="post" action={ (page_address(round.id)) "/answer" } novalidate {
            (once(&Uuid::now_v7().to_string()))
            input type="hidden" name="seen" value=(round.version);
            input type="hidden" name="check" value=(check);
            input type="hidden" name="point" value=(point);
            (textarea.show())
            (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("point-answer-send"))))
        }
    }
}
