//! `/questions`: what a member could ask today, each with its evidence, a place for the answer and the form that mends it.
//! For the office's own people alone, who are told that it can be asked for.
mod one;

pub use one::{answered, page, silenced};

use crate::{
    answers::{Answers, once},
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{Button, inset_text, plain, question::Pick, tag},
    visit::{May, Permission, Proof, Staff},
    words::{say, say_with},
};
use axum::response::{IntoResponse, Redirect, Response};
use domain::{
    ask::Command,
    body::Body,
    id::Id,
    office::Kept,
    question::{CHECKS, Check, Expected, Mends, Raised, ShareQuestions, Standing, Worth},
    risk::Risk,
    sight::{Reach, Sight},
    text::Text,
};
use maud::{Markup, html};
use uuid::Uuid;

/// Says what the office would answer.
#[derive(Debug)]
pub struct AnswerQuestions;
impl Permission for AnswerQuestions {
    const ACT: &'static str = "answer a question";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Sets a question aside for a time.
#[derive(Debug)]
pub struct SilenceQuestions;
impl Permission for SilenceQuestions {
    const ACT: &'static str = "silence a question";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Says that the questions were shown to a board.
#[derive(Debug)]
pub struct ShareTheQuestions;
impl Permission for ShareTheQuestions {
    const ACT: &'static str = "share the questions";
    const PROOF: Proof = Proof::AtSignIn;
}

/// Whoever sees all of the office; to anybody else there is no such page.
fn sees(visit: &Staff) -> Result<Sight<'_>, Error> {
    let sight = visit.sight();
    if sight.reach() == Reach::Staff && visit.now().reach() == Reach::Staff { Ok(sight) } else { Err(Error::NotFound) }
}

fn address(raised: &Raised) -> String {
    address_of(raised.check.name, raised.about)
}

fn address_of(check: &str, about: Uuid) -> String {
    format!("/questions/{}/{about}", crate::way::segment(check))
}

/// `GET /questions`
pub async fn list(visit: Staff) -> Result<Response, Error> {
    sees(&visit)?;
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    show(&visit, &answers)
}

/// `POST /questions/share`
pub async fn shared(visit: May<ShareTheQuestions>, mut answers: Answers) -> Result<Response, Error> {
    let with = answers.needed("with", say("question-share-missing"));
    if answers.is_right() {
        let command = Command::ShareQuestions(ShareQuestions { with, which: None });
        match visit.write(command, answers.one("key"), vec![], None).await? {
            Ok(_) => return Ok(Redirect::to("/questions?done=1").into_response()),
            Err(refusal) => answers.is_wrong("with", crate::updates::capital(&refusal.to_string())),
        }
    }
    let page = show(&visit, &answers)?;
    Ok((axum::http::StatusCode::UNPROCESSABLE_ENTITY, page).into_response())
}

fn show(visit: &Staff, answers: &Answers) -> Result<Response, Error> {
    let sight = sees(visit)?;
    let today = visit.today();
    let all = sight.expected_questions(today);
    let raised: Vec<Raised> = all.iter().map(|one| one.raised.clone()).collect();
    let worth = Worth::of(&sight, &raised);
    let theme = visit.asked("theme").and_then(|id| id.parse::<Uuid>().ok());
    let lead = visit.asked("lead").and_then(|id| id.parse::<Uuid>().ok());
    let wanted = |one: &&Expected| {
        theme.is_none_or(|id| one.raised.theme.is_some_and(|of| of.uuid() == id))
            && lead.is_none_or(|id| one.raised.leads.iter().any(|post| post.uuid() == id))
    };
    let shown: Vec<&Expected> = all.iter().filter(wanted).collect();
    let open = shown.iter().filter(|one| one.standing(today).is_open()).count();
    let title = say("questions");
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body-l" { (say("questions-what")) }
        (inset_text(&plain(say("questions-foi")), None, ""))
        @if visit.asked("done").is_some() && answers.is_right() {
            p class="govuk-body" role="status" { strong { (say("questions-shared")) } }
        }
        (narrowed(visit, &sight, &all))
        p class="govuk-body" {
            (say_with("questions-count", &[("raised", shown.len().into()), ("open", open.into()), ("checks", CHECKS.len().into())]))
        }
        @for check in CHECKS {
            @let of: Vec<&&Expected> = shown.iter().filter(|one| one.raised.check == check).collect();
            @if !of.is_empty() { (group(visit, check, &of, worth.get(check.name).copied().unwrap_or_default())) }
        }
        (quiet(&shown, &worth))
        @if visit.way.chosen().is_none() && visit.actor().may(ShareTheQuestions::ACT).is_ok() && !all.is_empty() {
            (share(&sight, answers))
        }
    };
    let page = Page { title: answers.title(&title), main, ..Page::default() }.within(Section::Assurance);
    Ok(visit.show(&page))
}

/// Of one theme or one lead alone.
fn narrowed(visit: &Staff, sight: &Sight, all: &[Expected]) -> Markup {
    let mut themes: Vec<(String, String)> = vec![];
    let mut leads: Vec<(String, String)> = vec![];
    for one in all {
        if let Some(kept) = one.raised.theme.and_then(|id| sight.theme(id)) {
            themes.push((kept.item.name.to_string(), kept.id.to_string()));
        }
        leads.extend(
            one.raised.leads.iter().filter_map(|id| Some((sight.post(*id)?.item.name.to_string(), id.to_string()))),
        );
    }
    let choices = |mut all: Vec<(String, String)>, field: &'static str| {
        all.sort();
        all.dedup();
        let chosen = visit.asked(field).unwrap_or_default().to_owned();
        let any = (String::new(), say("questions-any"), chosen.is_empty());
        let rest = all.into_iter().map(|(name, id)| (id.clone(), name, id == chosen));
        [any].into_iter().chain(rest).collect::<Vec<_>>()
    };
    let pick = |field: &'static str, label: String, all| {
        Answers::default().pick(&Pick { field, label, hint: None, choices: choices(all, field) })
    };
    html! {
        form method="get" action="/questions" class="milepost-filter" aria-label=(say("questions-narrow")) {
            @if let Some(at) = visit.way.chosen() { input type="hidden" name="at" value=(at); }
            (pick("theme", say("questions-theme"), themes))
            (pick("lead", say("questions-lead"), leads))
            (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("questions-narrow"))))
        }
    }
}

fn group(visit: &Staff, check: &Check, of: &[&&Expected], worth: Worth) -> Markup {
    html! {
        section class="milepost-questions" {
            h2 class="govuk-heading-m" id=(check.name) { (check.title) }
            p class="govuk-body-s" { (check.rule) }
            p class="govuk-body-s milepost-note" { (worth_in_words(worth)) }
            @for one in of { (brief(visit, one)) }
        }
    }
}

fn worth_in_words(worth: Worth) -> String {
    say_with(
        "question-worth",
        &[("answered", worth.answered.into()), ("mended", worth.mended.into()), ("silenced", worth.silenced.into())],
    )
}

/// One question: what was found, what could be asked, how it stands, and the ways on.
fn brief(visit: &Staff, one: &Expected) -> Markup {
    let raised = &one.raised;
    html! {
        div class="milepost-said" {
            h3 class="govuk-heading-s" { (raised.named()) }
            (told(visit, one))
            p class="govuk-body" {
                a class="govuk-link" href=(visit.way.to(&address(raised))) {
                    (say("question-open")) span class="govuk-visually-hidden" { ": " (raised.check.title) ", " (raised.named()) }
                }
                @if let Some((href, words)) = mends(visit, raised) {
                    " · " a class="govuk-link" href=(href) {
                        (words) span class="govuk-visually-hidden" { ": " (raised.named()) }
                    }
                }
            }
        }
    }
}

/// The evidence, the question, and what the office did of it.
fn told(visit: &Staff, one: &Expected) -> Markup {
    html! {
        p class="govuk-body" { strong { (say("question-found")) } " " (one.raised.evidence) }
        p class="govuk-body" { strong { (say("question-ask")) } " " (one.raised.question) }
        (stands(one.standing(visit.today())))
    }
}

fn stands(standing: Standing) -> Markup {
    html! {
        @match standing {
            Standing::Open => p class="govuk-body" { (tag(&plain(say("question-is-open")), "govuk-tag--yellow")) },
            Standing::OpenAgain(answer) => {
                p class="govuk-body" { (tag(&plain(say("question-is-open-again")), "govuk-tag--yellow")) }
                p class="govuk-body" { (answer.words) span class="milepost-note" { (day(answer.day)) } }
            },
            Standing::Answered(answer) => {
                p class="govuk-body" { (tag(&plain(say("question-is-answered")), "govuk-tag--green")) }
                p class="govuk-body" { (answer.words) span class="milepost-note" { (day(answer.day)) } }
            },
            Standing::Silenced(silenced) => {
                p class="govuk-body" { (tag(&plain(say("question-is-silenced")), "govuk-tag--grey")) }
                p class="govuk-body" {
                    (say_with("question-silenced-until", &[("day", silenced.until.into())])) " " (silenced.reason)
                }
            },
        }
    }
}

/// The checks that raise nothing now, with what they were worth: so that nobody takes silence for not having looked.
fn quiet(shown: &[&Expected], worth: &std::collections::BTreeMap<&'static str, Worth>) -> Markup {
    let raises = |check: &Check| shown.iter().any(|one| one.raised.check == check);
    let quiet: Vec<&Check> = CHECKS.iter().filter(|check| !raises(check)).collect();
    let list = html! {
        ul class="govuk-list govuk-list--bullet" {
            @for check in &quiet {
                li {
                    strong { (check.title) } ". " (check.rule)
                    @let worth = worth.get(check.name).copied().unwrap_or_default();
                    @if worth.answered + worth.silenced > 0 { " " (worth_in_words(worth)) }
                }
            }
        }
    };
    html! {
        @if !quiet.is_empty() {
            (crate::parts::details(&plain(say_with("questions-quiet", &[("count", quiet.len().into())])), &list, None, false))
        }
    }
}

fn share(sight: &Sight, answers: &Answers) -> Markup {
    let inside = |kept: &&Kept<Body>| Reach::of(kept.item.kind) == Reach::Internal;
    let none = (String::new(), say("question-share-none"), answers.one("with").is_empty());
    let bodies = sight.bodies().filter(inside).map(|kept| {
        let name = kept.item.name.to_string();
        (name.clone(), name.clone(), answers.one("with") == name)
    });
    let choices = [none].into_iter().chain(bodies).collect();
    html! {
        h2 class="govuk-heading-m" { (say("question-share-title")) }
        p class="govuk-body" { (say("question-share-what")) }
        form method="post" action="/questions/share" novalidate {
            (once(answers.one("key")))
            (answers.pick(&Pick { field: "with", label: say("question-share-with"), hint: None, choices }))
            (Button { classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(say("question-share"))))
        }
    }
}

/// Where it can be put right, for who may do so there, at the present alone.
fn mends(visit: &Staff, raised: &Raised) -> Option<(String, String)> {
    if visit.way.chosen().is_some() {
        return None;
    }
    let sight = visit.now();
    let may = |act: &'static str| visit.actor().may(act).is_ok();
    let action = |id: domain::id::Id<domain::action::Action>, to: &str, act: &'static str, words: String| {
        let open = sight.action(id).is_some_and(|kept| !kept.item.status.is_closed());
        if open && may(act) {
            Some((format!("/actions/{id}{to}"), words))
        } else {
            sight.action(id).map(|_| (format!("/actions/{id}"), say("question-mend-look")))
        }
    };
    match raised.mends {
        Mends::Update(id) => action(id, "/update", "update action", say("question-mend-update")),
        Mends::Describe(id) => action(id, "/edit", "describe an action", say("question-mend-describe")),
        Mends::Change(id) => action(id, "/change", "ask for a change", say("question-mend-change")),
        Mends::Milestones(id) => action(id, "/milestones", "update action", say("question-mend-milestones")),
        Mends::Effects(id) => action(id, "/effects", "update action", say("question-mend-effects")),
        Mends::Verify(id) => {
            if may("verify completion") {
                Some(("/decisions".into(), say("question-mend-verify")))
            } else {
                action(id, "", "", say("question-mend-look"))
            }
        }
        Mends::Decide(_) => may("decide a change").then(|| ("/decisions".into(), say("question-mend-decide"))),
        Mends::Commentary(id) => {
            let code = sight.measure(id)?.reference().to_string();
            Some((crate::performance::address(&code), say("question-mend-commentary")))
        }
        Mends::LoadFigures => may("load figures").then(|| ("/figures".into(), say("question-mend-figures"))),
        Mends::Narrative(round, theme) => {
            let open = sight.round(round).is_some_and(|round| round.item.frozen.is_none());
            if open && may("write narrative") {
                return Some((format!("/rounds/{round}/themes/{theme}"), say("question-mend-narrative")));
            }
            sight.round(round).map(|_| (format!("/rounds/{round}"), say("question-mend-round")))
        }
        // Their pages say who may do what.
        Mends::Risk(id) => risk(&sight, id),
        Mends::Control(id) => risk(&sight, *sight.control(id)?.item.risks.first()?),
        Mends::Gap(id) => {
            let gap = &sight.gap(id)?.item;
            let of_control = || sight.control(gap.control?)?.item.risks.first().copied();
            risk(&sight, gap.risk.or_else(of_control)?)
        }
        Mends::Finding(id) => {
            let code = sight.finding(id)?.reference();
            Some((crate::finding::address(code), say("question-mend-finding")))
        }
    }
}

/// A risk's page, on which its controls and gaps are seen to as well.
fn risk(sight: &Sight, id: Id<Risk>) -> Option<(String, String)> {
    let code = sight.risk(id)?.reference().to_string();
    Some((crate::risk::address(&code), say("question-mend-risk")))
}

/// A check's name as the record keeps it.
fn named(check: &str) -> Result<Text, Error> {
    Text::new(check).map_err(|_| Error::NotFound)
}
