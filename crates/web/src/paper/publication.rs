//! Publication by two people: the officer asks, a second person sees exactly what the public would receive, with the
//! count of what is withheld and why, and agrees or refuses. And the hold, during which nothing goes out.
use super::{address, make::without_headings_above, numbered, publication_state};
use crate::{
    account,
    answers::{Answers, once},
    assets,
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{
        Button, plain,
        question::Line,
        table::{Cell, Narrow, Table, summary_list},
        warning_text,
    },
    public,
    visit::{
        AskForPublication as MayAsk, DecidePublications, LiftHolds, May, Permission as _, SetHolds, Staff, positions,
        snapshot_name,
    },
    words::{say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    ask::Command,
    change_request::Approved,
    hold::{Hold, LiftHold, SetHold},
    id::Id,
    office::Kept,
    paper::Paper,
    publication::{OutgoingPlan, PublicBody, Publication, Withheld, seal},
    publication_request::{AskForPublication, DecidePublication, PublicationRequest},
    sight::Sight,
    snapshot::Snapshot,
    text::Text,
};
use jiff::{Timestamp, civil::DateTime};
use maud::{Markup, PreEscaped, html};
use uuid::Uuid;

/// What can be published: a paper, or the plans at a position.
struct Target {
    id: Uuid,
    /// Its number or name, by which it is asked for.
    what: Text,
    title: String,
    version: i64,
    /// Where its forms are sent, and where one is led when they are done.
    form: String,
    home: String,
    paper: Option<Kept<Paper>>,
}

impl Target {
    fn paper(visit: &Staff, number: &str) -> Result<Self, Error> {
        let kept = numbered(&visit.now(), number).cloned().ok_or(Error::NotFound)?;
        Ok(Self {
            id: kept.id.uuid(),
            what: kept.reference().clone(),
            title: format!("{} {}", kept.reference(), kept.item.title),
            version: kept.version,
            form: format!("{}/publication", address(kept.reference())),
            home: address(kept.reference()),
            paper: Some(kept),
        })
    }

    fn position(visit: &Staff, id: &str) -> Result<Self, Error> {
        let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
        let sight = visit.now();
        let kept = positions(&sight).into_iter().find(|kept| kept.id.uuid() == id).ok_or(Error::NotFound)?;
        Ok(Self {
            id,
            what: kept.item.name.clone(),
            title: snapshot_name(&sight, kept),
            version: kept.version,
            form: position_address(kept.id),
            home: "/papers".to_owned(),
            paper: None,
        })
    }

    /// The plans as everybody may see them there; none for a paper.
    async fn plans(&self, visit: &Staff) -> Result<Vec<OutgoingPlan>, Error> {
        if self.paper.is_some() {
            return Ok(vec![]);
        }
        desk::public_plans_at(&visit.desk(), self.what.as_str()).await.map_err(|refused| Error::NoPosition(refused.why))
    }
}

/// Where the publication of the plans at a position is asked for and decided.
pub fn position_address(id: Id<Snapshot>) -> String {
    format!("/positions/{id}/publication")
}

/// `GET /papers/{number}/publication`
pub async fn page(visit: Staff, Path(number): Path<String>) -> Result<Response, Error> {
    may_look(&visit)?;
    blank(&visit, &Target::paper(&visit, &number)?).await
}

/// `GET /positions/{snapshot}/publication`
pub async fn position(visit: Staff, Path(id): Path<String>) -> Result<Response, Error> {
    may_look(&visit)?;
    blank(&visit, &Target::position(&visit, &id)?).await
}

fn may_look(visit: &Staff) -> Result<(), Error> {
    visit.may(MayAsk::ACT).or_else(|_| visit.may(DecidePublications::ACT))
}

async fn blank(visit: &Staff, target: &Target) -> Result<Response, Error> {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    show(visit, target, &answers).await
}

/// `POST /papers/{number}/publication`: asks for it.
pub async fn asked(visit: May<MayAsk>, Path(number): Path<String>, answers: Answers) -> Result<Response, Error> {
    let target = Target::paper(&visit, &number)?;
    ask(&visit, &target, answers).await
}

/// `POST /positions/{snapshot}/publication`
pub async fn position_asked(visit: May<MayAsk>, Path(id): Path<String>, answers: Answers) -> Result<Response, Error> {
    let target = Target::position(&visit, &id)?;
    ask(&visit, &target, answers).await
}

async fn ask(visit: &Staff, target: &Target, mut answers: Answers) -> Result<Response, Error> {
    let at = time(&mut answers);
    if !answers.is_right() {
        return show(visit, target, &answers).await;
    }
    let plans = target.plans(visit).await?;
    let command = Command::AskForPublication(AskForPublication { what: target.what.clone(), plans, at });
    match visit.write(command, answers.one("key"), vec![], None).await? {
        Ok(_) => Ok(done(target, "asked")),
        Err(refusal) => {
            answers.is_wrong("day", refusal.to_string());
            show(visit, target, &answers).await
        }
    }
}

/// `POST /papers/{number}/publication/decide`
pub async fn decided(
    visit: May<DecidePublications>,
    Path(number): Path<String>,
    answers: Answers,
) -> Result<Response, Error> {
    let target = Target::paper(&visit, &number)?;
    decide(&visit, &target, answers).await
}

/// `POST /positions/{snapshot}/publication/decide`
pub async fn position_decided(
    visit: May<DecidePublications>,
    Path(id): Path<String>,
    answers: Answers,
) -> Result<Response, Error> {
    let target = Target::position(&visit, &id)?;
    decide(&visit, &target, answers).await
}

async fn decide(visit: &Staff, target: &Target, mut answers: Answers) -> Result<Response, Error> {
    let request = answers.id("request").ok_or(Error::Unreadable)?;
    visit.now().publication_request(request.into()).filter(|r| r.item.of == target.id).ok_or(Error::NotFound)?;
    let approved = match answers.one("decision") {
        "agree" => Approved::Yes,
        "refuse" => Approved::No,
        _ => return Err(Error::Unreadable),
    };
    let (reason, despite_hold) = (answers.words("reason"), answers.words("despite-hold"));
    if !answers.is_right() {
        return show(visit, target, &answers).await;
    }
    // Whoever decides says what they saw: a form that does not was never looked at.
    let seen = vec![(target.id, answers.one("seen").parse().map_err(|_| Error::Unreadable)?)];
    let held = despite_hold.is_none() && visit.now().held_back(visit.today()).is_some();
    let plans = target.plans(visit).await?;
    // What they were shown, which is what goes out or nothing.
    let seal = Text::new(answers.one("seal")).ok();
    let decided = DecidePublication { request: request.into(), approved, plans, seal, despite_hold };
    let command = Command::DecidePublication(decided);
    match visit.write(command, answers.one("key"), seen, reason).await? {
        Ok(_) => Ok(done(target, if approved == Approved::Yes { "agreed" } else { "refused" })),
        Err(refusal) => {
            let field = if approved == Approved::Yes && held { "despite-hold" } else { "reason" };
            answers.is_wrong(field, refusal.to_string());
            show(visit, target, &answers).await
        }
    }
}

fn done(target: &Target, what: &str) -> Response {
    Redirect::to(&format!("{}?done={what}", target.home)).into_response()
}

/// The time that was typed, as a day and an hour of London; nothing is at once.
fn time(answers: &mut Answers) -> Option<Timestamp> {
    let day = answers.day("day")?;
    let typed = answers.one("time");
    let typed = if typed.is_empty() { "09:00" } else { typed };
    let time = typed.parse::<jiff::civil::Time>();
    let moment = time.ok().and_then(|time| DateTime::from_parts(day, time).in_tz("Europe/London").ok());
    if moment.is_none() {
        answers.is_wrong("time", say("time-wrong"));
    }
    moment.map(|moment| moment.timestamp())
}

async fn show(visit: &Staff, target: &Target, answers: &Answers) -> Result<Response, Error> {
    let sight = visit.now();
    let request = sight.publication_requested(target.id);
    let published = sight.publications().any(|publication| publication.item.of == target.id);
    let preview = desk::preview(&visit.desk(), target.what.as_str()).await;
    let title = say("publication");
    let shown = match &preview {
        Ok(preview) => what_goes_out(visit, target, &preview.publications, &preview.withheld).await?,
        Err(refused) if refused.passing => return Err(Error::Busy(record::Error::Busy)),
        Err(refused) => {
            html! { (warning_text(&say("warning"), &plain(say_with("publication-cannot", &[("why", refused.why.as_str().into())])))) }
        }
    };
    let hold = sight.held_back(visit.today());
    let main = html! {
        (answers.summary())
        span class="govuk-caption-l" { (target.title) }
        h1 class="govuk-heading-l" { (title) }
        @if let Some(hold) = hold { (held(hold)) }
        @if let Some(request) = request { (request_facts(&sight, request)) }
        @if published { p class="govuk-body" { (say("publication-out")) } }
        @else if request.is_some() { p class="govuk-body" { a class="govuk-link" href="#decide" { (say("publication-to-decision")) } } }
        (shown)
        @if !published && (preview.is_ok() || request.is_some()) {
            h2 class="govuk-heading-m" id="decide" { @if request.is_some() { (say("publication-decide")) } @else { (say("paper-publish")) } }
            @let seal = preview.as_ref().ok().map(|preview| seal(&preview.publications));
            (forms(visit, target, request, hold.is_some(), seal.as_ref(), answers))
        }
    };
    let page = Page { title: answers.title(&format!("{title}: {}", target.what)), main, ..Page::default() };
    let mut page = page.within(Section::Papers).below(say("section-papers"), "/papers");
    if target.paper.is_some() {
        page = page.below(target.what.to_string(), target.home.clone());
    }
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok((status, visit.plain_frame().around(&page)).into_response())
}

fn forms(
    visit: &Staff,
    target: &Target,
    request: Option<&Kept<PublicationRequest>>,
    is_held: bool,
    seal: Option<&Text>,
    answers: &Answers,
) -> Markup {
    let action = &target.form;
    let Some(request) = request else {
        if visit.may(MayAsk::ACT).is_err() {
            return html! { p class="govuk-body" { (say("publication-not-asked")) } };
        }
        let line = |field, kind, (label, hint): (String, String), classes| Line {
            field,
            kind,
            label,
            hint: Some(hint),
            classes,
            ..Line::default()
        };
        let on = (say("publication-day"), say("publication-day-hint"));
        let at = (say("publication-time"), say("publication-time-hint"));
        return html! {
            form method="post" action=(action) novalidate {
                (once(answers.one("key")))
                (answers.line(&line("day", "date", on, "govuk-input--width-10")))
                (answers.line(&line("time", "time", at, "govuk-input--width-5")))
                (Button::default().saying(&plain(say("publication-ask"))))
            }
        };
    };
    let own = request.item.by == visit.actor().speaks_as() || visit.actor().holds.contains(&request.item.by);
    if visit.may(DecidePublications::ACT).is_err() {
        return html! { p class="govuk-body" { (say("publication-waits-for-second")) } };
    }
    if own && !request.item.is_agreed() {
        return html! { p class="govuk-body" { (say("publication-own")) } };
    }
    let agreed = request.item.is_agreed();
    html! {
        form method="post" action={ (action) "/decide" } novalidate {
            (once(answers.one("key")))
            input type="hidden" name="request" value=(request.id);
            input type="hidden" name="seen" value=(target.version);
            @if let Some(seal) = seal { input type="hidden" name="seal" value=(seal); }
            @if is_held && !agreed {
                (answers.textarea("despite-hold", say("publication-despite-hold"), Some(say("publication-despite-hold-hint")), 2))
            }
            (answers.textarea("reason", say("publication-reason"), Some(say("publication-reason-hint")), 2))
            div class="govuk-button-group" {
                @if !agreed && seal.is_some() {
                    (Button { name: Some("decision"), value: Some("agree"), ..Button::default() }.saying(&plain(say("publication-agree"))))
                }
                (Button { name: Some("decision"), value: Some("refuse"), classes: "govuk-button--secondary", ..Button::default() }.saying(&plain(if agreed { say("publication-stop") } else { say("publication-refuse") })))
            }
        }
    }
}

fn request_facts(sight: &Sight, request: &Kept<PublicationRequest>) -> Markup {
    let item = &request.item;
    let who = crate::action::speaker(sight, item.by);
    let mut facts = vec![
        (plain(say("publication-state")), publication_state(item)),
        (plain(say("publication-asked-by")), html! { (who) ", " (day(item.on)) }),
    ];
    if let Some(at) = item.at {
        facts.push((plain(say("publication-when")), plain(moment(at))));
    }
    summary_list(&facts, "milepost-facts")
}

/// A time that the record keeps in microseconds, for people.
pub fn moment(at: i64) -> String {
    account::moment(Timestamp::from_microsecond(at).unwrap_or_default())
}

fn held(hold: &Kept<Hold>) -> Markup {
    let values = [
        ("from", hold.item.from.into()),
        ("to", hold.item.to.into()),
        ("reason", hold.item.reason.as_str().trim_end_matches('.').into()),
    ];
    warning_text(&say("warning"), &plain(say_with("hold-stands", &values)))
}

/// Exactly what the public would receive: the page, the files, and the paper as it was printed.
async fn what_goes_out(
    visit: &Staff,
    target: &Target,
    publications: &[Publication],
    withheld: &[Withheld],
) -> Result<Markup, Error> {
    let Some(kept) = &target.paper else { return Ok(plans_that_go_out(publications)) };
    let count: usize = withheld.iter().map(|one| one.count).sum();
    let html = kept.item.printed().find(|file| file.format.as_str() == "html");
    let printed = match html {
        Some(file) => visit.record.blob(file.sha256.as_str()).await?,
        None => None,
    };
    let printed = printed.and_then(|bytes| String::from_utf8(bytes).ok());
    let papers = publications.iter().filter_map(|publication| match &publication.body {
        PublicBody::Paper(paper) => Some((publication, paper)),
        PublicBody::Plan(_) => None,
    });
    let inside = kept.item.returned.len();
    Ok(html! {
        h2 class="govuk-heading-m" { (say("publication-withheld")) }
        p class="govuk-body" { (say_with("publication-withheld-count", &[("count", count.into())])) }
        @if !withheld.is_empty() {
            ul class="govuk-list govuk-list--bullet" {
                @for one in withheld { li { (one.count) ": " (one.reason) } }
            }
        }
        @if inside > 0 { p class="govuk-body" { (say_with("publication-edited-inside", &[("count", inside.into())])) } }
        h2 class="govuk-heading-m" { (say("publication-page")) }
        @for (publication, paper) in papers {
            section class="milepost-draft" aria-label=(say("publication-page")) {
                p class="govuk-heading-m" { (paper.title) }
                (public::paper::content(publication, paper))
            }
        }
        @if let Some(paper) = printed.as_deref().and_then(inner) {
            h2 class="govuk-heading-m" { (say("publication-paper")) }
            link rel="stylesheet" href=(assets::paper());
            section class="milepost-draft" aria-label=(say("publication-paper")) {
                (without_headings_above(&PreEscaped(paper.to_owned())))
            }
        }
    })
}

/// The plans as everybody would read them: every action with all that is said of it, and what is withheld.
fn plans_that_go_out(publications: &[Publication]) -> Markup {
    let plans = publications.iter().filter_map(|publication| match &publication.body {
        PublicBody::Plan(plan) => Some(plan),
        PublicBody::Paper(_) => None,
    });
    html! {
        @for plan in plans {
            @let count: usize = plan.withheld.iter().map(|one| one.count).sum();
            h2 class="govuk-heading-m" { (plan.name) }
            p class="govuk-body" { (say_with("publication-withheld-plan", &[("count", count.into())])) }
            @if !plan.withheld.is_empty() {
                ul class="govuk-list govuk-list--bullet" {
                    @for one in &plan.withheld { li { (one.count) ": " (one.reason) } }
                }
            }
            section class="milepost-draft" aria-label=(say("publication-page")) { (public::plan::whole(plan)) }
        }
    }
}

/// The paper inside the web page that was issued: our own bytes, checked against their number as they were read.
fn inner(page: &str) -> Option<&str> {
    let from = page.find("<main>")? + "<main>".len();
    let to = page.rfind("</main>")?;
    page.get(from..to)
}

/// What waits for a second person or for its time, for the list of decisions.
pub fn waiting(sight: &Sight) -> Markup {
    let open: Vec<_> = sight
        .publication_requests()
        .filter(|kept| sight.publication_requested(kept.item.of).is_some_and(|open| open.id == kept.id))
        .collect();
    html! {
        h2 class="govuk-heading-m" { (say_with("decisions-publications", &[("count", open.len().into())])) }
        @if !open.is_empty() {
            ul class="govuk-list" {
                @for kept in open {
                    li {
                        @match sight.papers().find(|paper| paper.id.uuid() == kept.item.of) {
                            Some(paper) => a class="govuk-link" href={ (address(paper.reference())) "/publication" } { (paper.reference()) " " (paper.item.title) },
                            None => a class="govuk-link" href=(position_address(Id::new(kept.item.of))) { (kept.item.what) },
                        }
                        " " (publication_state(&kept.item))
                    }
                }
            }
        }
    }
}

/// `GET /papers/holds`
pub async fn holds(visit: May<SetHolds>) -> Response {
    let mut answers = Answers::default();
    answers.set("key", Uuid::now_v7().to_string());
    show_holds(&visit, &answers)
}

/// `POST /papers/holds`
pub async fn set(visit: May<SetHolds>, mut answers: Answers) -> Result<Response, Error> {
    let (from, to) = (answers.day("from"), answers.day("to"));
    for (field, given) in [("from", from), ("to", to)] {
        if given.is_none() && answers.is_right() {
            answers.is_wrong(field, say("hold-days-missing"));
        }
    }
    let reason = answers.needed("reason", say("hold-reason-missing"));
    let (Some(from), Some(to), true) = (from, to, answers.is_right()) else {
        return Ok(show_holds(&visit, &answers));
    };
    let command = Command::SetHold(SetHold { from, to });
    holds_written(&visit, answers, command, reason, "from").await
}

/// `POST /papers/holds/{hold}/lift`
pub async fn lifted(visit: May<LiftHolds>, Path(id): Path<Uuid>, mut answers: Answers) -> Result<Response, Error> {
    visit.now().hold(id.into()).ok_or(Error::NotFound)?;
    let reason = answers.needed("lift-reason", say("hold-lift-reason-missing"));
    if !answers.is_right() {
        return Ok(show_holds(&visit, &answers));
    }
    let command = Command::LiftHold(LiftHold { hold: id.into() });
    holds_written(&visit, answers, command, reason, "lift-reason").await
}

async fn holds_written(
    visit: &Staff,
    mut answers: Answers,
    command: Command,
    reason: Text,
    field: &'static str,
) -> Result<Response, Error> {
    match visit.write(command, answers.one("key"), vec![], Some(reason)).await? {
        Ok(_) => Ok(Redirect::to("/papers/holds").into_response()),
        Err(refusal) => {
            answers.is_wrong(field, refusal.to_string());
            Ok(show_holds(visit, &answers))
        }
    }
}

fn show_holds(visit: &Staff, answers: &Answers) -> Response {
    let sight = visit.now();
    let title = say("holds");
    let mut all: Vec<_> = sight.holds().collect();
    all.sort_by_key(|kept| std::cmp::Reverse((kept.item.from, kept.id)));
    let rows = all.iter().map(|kept| {
        let state = match &kept.item.lifted {
            Some(lifted) => html! { (say("hold-lifted")) " " (day(lifted.on)) ": " (lifted.reason) },
            None if kept.item.to < visit.today() => plain(say("hold-over")),
            None => plain(say("hold-standing")),
        };
        vec![
            html! { (day(kept.item.from)) " " (say("to")) " " (day(kept.item.to)) }.into(),
            Cell::text(&kept.item.reason),
            state.into(),
        ]
    });
    let table = Table {
        caption: Some(plain(say("holds-caption"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("hold-days"), say("hold-reason"), say("stage")].map(Cell::text).into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    let standing = all.iter().find(|kept| kept.item.lifted.is_none() && kept.item.to >= visit.today());
    let line = |field, label| Line { field, kind: "date", label, classes: "govuk-input--width-10", ..Line::default() };
    let main = html! {
        (answers.summary())
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("holds-why")) }
        @if !all.is_empty() { (table.show()) }
        @if let (Some(hold), true) = (standing, visit.may(LiftHolds::ACT).is_ok()) {
            h2 class="govuk-heading-m" { (say("hold-lift")) }
            form method="post" action={ "/papers/holds/" (hold.id) "/lift" } novalidate {
                (once(answers.one("key")))
                (answers.textarea("lift-reason", say("hold-lift-reason"), None, 2))
                (Button { classes: "govuk-button--warning", ..Button::default() }.saying(&plain(say("hold-lift"))))
            }
        }
        h2 class="govuk-heading-m" { (say("hold-set")) }
        form method="post" action="/papers/holds" novalidate {
            (once(answers.one("key")))
            (answers.line(&line("from", say("hold-from"))))
            (answers.line(&line("to", say("hold-to"))))
            (answers.textarea("reason", say("hold-reason"), Some(say("hold-reason-hint")), 2))
            (Button::default().saying(&plain(say("hold-set"))))
        }
    };
    let page = Page { title: answers.title(&title), main, ..Page::default() };
    let page = page.within(Section::Papers).below(say("section-papers"), "/papers");
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    (status, visit.plain_frame().around(&page)).into_response()
}
