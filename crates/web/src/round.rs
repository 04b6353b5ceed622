//! `/rounds`: the quarterly updates: who was asked for what, what came, who still owes what.
pub mod accuracy;
pub mod freeze;
pub mod mail;
pub mod open;
pub mod send_back;
pub mod theme;

use crate::{
    action::held_by,
    answers::Answers,
    error::Error,
    marks::{day, prose},
    page::{Page, Section},
    parts::{
        NotificationBanner, plain,
        table::{Cell, Narrow, Table},
        tag,
    },
    visit::{
        AnswerPoints, FreezeRounds, OpenRounds, Permission as _, SeeToMail, SendReturnsBack, Staff, WriteNarratives,
    },
    way::Way,
    words::{list, say, say_with},
};
use axum::{
    extract::Path,
    http::StatusCode,
    response::{IntoResponse, Response},
};
use domain::{
    commentary::Cited,
    id::Id,
    narrative::Narrative,
    office::Kept,
    round::{Return, Round, Standing, reminders},
    sight::Sight,
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

/// `GET /rounds`
pub async fn list_all(visit: Staff) -> Result<Response, Error> {
    let opens = visit.may(OpenRounds::ACT).is_ok() && visit.shown().name.is_none();
    Ok(visit.show(&all(&visit.sight(), visit.today(), &visit.way, opens)))
}

/// `GET /rounds/{round}`
pub async fn one(visit: Staff, Path(id): Path<Uuid>) -> Result<Response, Error> {
    let sight = visit.sight();
    let round = sight.round(Id::from(id)).ok_or(Error::NotFound)?;
    show(&visit, round, &Answers::default(), None).await
}

/// The round that a form speaks of, as it stands now, if whoever sent it sees it.
fn round_of(visit: &Staff, id: &str) -> Result<Kept<Round>, Error> {
    let id: Uuid = id.parse().map_err(|_| Error::NotFound)?;
    visit.now().round(Id::from(id)).cloned().ok_or(Error::NotFound)
}

/// The page again, with what is wrong with a form.
async fn again(visit: &Staff, round: &Kept<Round>, answers: &Answers) -> Result<Response, Error> {
    let page = page(visit, round, answers, None).await?;
    Ok((StatusCode::UNPROCESSABLE_ENTITY, visit.frame().around(&page)).into_response())
}

/// The page; `once` is what is shown this once.
async fn show(visit: &Staff, round: &Kept<Round>, answers: &Answers, once: Option<Markup>) -> Result<Response, Error> {
    Ok(visit.show(&page(visit, round, answers, once).await?))
}

async fn page(visit: &Staff, round: &Kept<Round>, answers: &Answers, once: Option<Markup>) -> Result<Page, Error> {
    let sight = visit.sight();
    let lookers = visit.record.answer_links().lookers(round.id).await?;
    let round = sight.round(round.id).ok_or(Error::NotFound)?;
    let mut standing = sight.standing(round, visit.today());
    // What the past knew of this is not kept.
    let live = visit.shown().name.is_none();
    if live && round.item.frozen.is_none() {
        let drafted = visit.record.drafted(visit.instant).await?;
        standing = standing.opened_by(&lookers).drafted(&drafted);
    }
    // What was is not worked on.
    let works = live && round.item.frozen.is_none();
    let may = May {
        writes: works && visit.may(WriteNarratives::ACT).is_ok(),
        freezes: works && visit.may(FreezeRounds::ACT).is_ok(),
    };
    let mut more = html! {};
    if works && visit.may(SendReturnsBack::ACT).is_ok() {
        more = html! { (more) (send_back::form(&address(round.id), &standing, answers)) };
    }
    if live && visit.may(SeeToMail::ACT).is_ok() {
        more = html! { (more) (mail::Mail::of(visit, round).await?.show(&sight, round, &standing, answers)) };
    } else if works && !visit.mails {
        more = html! { (more) p class="govuk-body" { (say("round-not-mailed")) } };
    }
    if works {
        more = html! { (more) (crate::sheets::offered(visit, round.id)) };
    }
    let replies = (works && visit.may(AnswerPoints::ACT).is_ok()).then_some(answers);
    more = html! { (more) (accuracy::shown(&sight, round, &visit.way, replies)) };
    let top = html! { (answers.summary()) (said(visit)) (once.unwrap_or_default()) };
    let page = view(&sight, round, &standing, &visit.way, may, (&top, &more));
    Ok(Page { title: answers.title(&page.title), ..page })
}

/// What was done a moment ago.
fn said(visit: &Staff) -> Markup {
    let post = |id: &str| {
        let id: Option<Uuid> = id.parse().ok();
        id.and_then(|id| visit.now().post(Id::from(id))).map(|kept| kept.item.name.to_string()).unwrap_or_default()
    };
    let words = if let Some(reference) = visit.asked("back") {
        say_with("send-back-done", &[("reference", reference.into())])
    } else if let Some(id) = visit.asked("mailed") {
        let links = post(id);
        say_with("link-written-down", &[("post", links.into())])
    } else if let Some(id) = visit.asked("revoked") {
        say_with("link-revoked-all", &[("post", post(id).into())])
    } else if let Some(count) = visit.asked("reminded").and_then(|count| count.parse::<usize>().ok()) {
        say_with("round-reminded", &[("count", count.into())])
    } else if visit.asked("again").is_some() {
        say("round-sent-again")
    } else {
        return Markup::default();
    };
    let title = say("recorded-title");
    let banner = NotificationBanner { title: &title, title_id: "done", ..NotificationBanner::default() };
    banner.saying(&NotificationBanner::heading(&plain(words)))
}

/// What whoever visits may do with a round.
#[derive(Clone, Copy, Debug)]
struct May {
    writes: bool,
    freezes: bool,
}

fn address(round: Id<Round>) -> String {
    format!("/rounds/{round}")
}

/// A page of a form about rounds, again where something of it is wrong.
fn shown(visit: &Staff, answers: &Answers, title: &str, main: Markup) -> Response {
    let status = if answers.is_right() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let page = Page { title: answers.title(title), main, ..Page::default() }.within(Section::Rounds);
    (status, visit.plain_frame().around(&page.below(say("section-rounds"), "/rounds"))).into_response()
}

fn state_name(state: Return) -> String {
    match state {
        Return::Late => say("return-late"),
        Return::Asked => say("return-asked"),
        Return::Opened => say("return-opened"),
        Return::Drafted => say("return-drafted"),
        Return::SentBack => say("return-sent-back"),
        Return::Returned => say("return-returned"),
        Return::SignedOff => say("return-signed-off"),
        Return::Closed => say("return-closed"),
    }
}

fn state_tag(state: Return) -> Markup {
    let colour = match state {
        Return::Late => "govuk-tag--red",
        Return::Asked => "govuk-tag--yellow",
        Return::Opened => "govuk-tag--turquoise",
        Return::Drafted => "govuk-tag--purple",
        Return::SentBack => "govuk-tag--orange",
        Return::Returned => "govuk-tag--blue",
        Return::SignedOff => "govuk-tag--green",
        Return::Closed => "govuk-tag--grey",
    };
    tag(&plain(state_name(state)), colour)
}

fn period(round: &Round) -> String {
    say_with("round-period", &[("from", round.from.into()), ("to", round.to.into())])
}

/// "12 of 34 returned"
fn returned(standing: &Standing) -> String {
    let came = standing.count(Return::Returned) + standing.count(Return::SignedOff);
    say_with("round-returned", &[("came", came.into()), ("asked", standing.rows.len().into())])
}

fn all(sight: &Sight, today: Date, way: &Way, opens: bool) -> Page {
    let title = say("section-rounds");
    let rounds = sight.rounds();
    let rows = rounds.iter().map(|round| {
        let plan = sight.plan(round.item.plan).map(|plan| plan.item.name.as_str()).unwrap_or_default();
        vec![
            html! { a class="govuk-link" href=(way.to(&address(round.id))) { (round.item.name) } span class="milepost-note" { (plan) } }.into(),
            day(round.item.due).into(),
            Cell::text(returned(&sight.standing(round, today))),
            round.item.frozen.as_ref().map_or_else(|| plain(say("round-open")), |f| html! { (say("round-frozen")) " " (day(f.on)) }).into(),
        ]
    });
    let table = Table {
        caption: Some(plain(say("rounds-caption"))),
        caption_classes: "govuk-visually-hidden",
        head: [say("section-rounds"), say("round-due"), say("round-came"), say("stage")].map(Cell::text).into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("rounds-lead")) }
        @if opens { p class="govuk-body" { a class="govuk-link" href="/rounds/open" { (say("round-open-title")) } } }
        @if rounds.is_empty() { p class="govuk-body" { (say("rounds-none")) } } @else { (table.show()) }
    };
    Page { title, main, ..Page::default() }.within(Section::Rounds)
}

fn view(
    sight: &Sight,
    round: &Kept<Round>,
    standing: &Standing,
    way: &Way,
    may: May,
    (top, more): (&Markup, &Markup),
) -> Page {
    let item = &round.item;
    let title = say_with("round-title", &[("name", (&item.name).into())]);
    let main = html! {
        (top)
        @if let Some(plan) = sight.plan(item.plan) { span class="govuk-caption-l" { (plan.item.name) } }
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" {
            (period(item)) " " (say("round-due")) ": " (day(item.due)) ". "
            @match &item.frozen {
                Some(frozen) => { (say("round-frozen")) " " (day(frozen.on)) "." }
                None => {
                    (say("round-open")) ". " (say("round-reminders")) " "
                    (list(&reminders(item.due).iter().map(|on| crate::words::date(*on)).collect::<Vec<_>>())) "."
                }
            }
        }
        ul class="govuk-list milepost-inline" {
            @for state in [
                Return::SignedOff, Return::Returned, Return::SentBack, Return::Drafted, Return::Opened, Return::Asked, Return::Late,
                Return::Closed,
            ] {
                li { (state_tag(state)) " " strong { (standing.count(state)) } }
            }
        }
        @if standing.withheld > 0 {
            p class="govuk-body" { (say_with("round-withheld", &[("count", standing.withheld.into())])) }
        }
        @if standing.count(Return::Opened) > 0 { p class="govuk-body-s" { (say("round-opened-means")) } }
        (chasing(sight, standing, way))
        (more)
        (themes(sight, round, may.writes, way))
        @if may.freezes {
            p class="govuk-body" { a class="govuk-link" href={ (address(round.id)) "/freeze" } { (say("freeze-link")) } }
        }
        (asked(sight, standing, way))
    };
    Page { title, main, ..Page::default() }.within(Section::Rounds).below(say("section-rounds"), way.to("/rounds"))
}

fn chasing(sight: &Sight, standing: &Standing, way: &Way) -> Markup {
    let owed = standing.chasing();
    html! {
        h2 class="govuk-heading-m" { (say("round-owed")) }
        @if owed.is_empty() { p class="govuk-body" { (say("round-nothing-owed")) } }
        @for (held, rows) in &owed {
            h3 class="govuk-heading-s" {
                (held.as_ref().map_or_else(|| say("round-no-lead"), |held| held_by(sight, held)))
            }
            ul class="govuk-list govuk-list--bullet" {
                @for row in rows {
                    li {
                        a class="govuk-link" href=(way.to(&format!("/actions/{}", row.action.id))) {
                            (row.action.reference()) " " (row.action.item.title)
                        }
                        " " (state_tag(row.state))
                        @if let Some(back) = row.sent_back {
                            span class="milepost-note" {
                                (say_with("sent-back-by", &[("who", (&back.name).into()), ("day", back.on.into())])) ": " (back.comment)
                            }
                        }
                    }
                }
            }
        }
    }
}

fn themes(sight: &Sight, round: &Kept<Round>, writes: bool, way: &Way) -> Markup {
    let narratives = sight.narratives(round.id);
    html! {
        h2 class="govuk-heading-m" { (say("round-themes")) }
        @for theme in sight.themes(round.item.plan) {
            h3 class="govuk-heading-s" { (theme.item.name) }
            p class="govuk-body" {
                @match round.item.signed_off.iter().find(|done| done.theme == theme.id) {
                    Some(done) => (say_with("round-signed-off", &[("who", (&done.name).into()), ("day", done.on.into())])),
                    None => (say("round-not-signed-off")),
                }
            }
            @if let Some(said) = narratives.iter().find(|n| n.item.theme == theme.id) { (narrative(&said.item, way)) }
            @if writes && !round.item.signed_off.iter().any(|done| done.theme == theme.id) {
                p class="govuk-body" {
                    a class="govuk-link" href=(theme::theme_address(round, theme)) {
                        (say("narrative-link")) span class="govuk-visually-hidden" { " " (theme.item.name) }
                    }
                }
            }
        }
    }
}

/// Figures that prose cites, each with the way to its measure.
pub fn cited(figures: &[Cited], way: &Way) -> Markup {
    html! {
        @for figure in figures {
            a class="govuk-link" href=(way.to(&crate::performance::address(figure.code.as_str()))) {
                (say_with("outcome-cited", &[("read", (&figure.read).into()), ("code", (&figure.code).into()), ("span", figure.span.in_words().into())]))
            } " "
        }
    }
}

/// What a theme's lead wrote over it.
fn narrative(said: &Narrative, way: &Way) -> Markup {
    html! {
        @for (head, words) in [
            (say("narrative-achieved"), &said.achieved),
            (say("narrative-overcome"), &said.still_to_overcome),
            (say("narrative-next"), &said.next),
        ] {
            @if let Some(words) = words { h4 class="govuk-heading-s" { (head) } (prose(words)) }
        }
        @if !said.cited.is_empty() {
            p class="milepost-note" { (say("narrative-cited")) " " (cited(&said.cited, way)) }
        }
    }
}

fn asked(sight: &Sight, standing: &Standing, way: &Way) -> Markup {
    let rows = standing.rows.iter().map(|row| {
        let leads: Vec<String> = row.action.item.leads.iter().map(|held| held_by(sight, held)).collect();
        vec![
            html! { a class="govuk-link" href=(way.to(&format!("/actions/{}", row.action.id))) { (row.action.reference()) " " (row.action.item.title) } }.into(),
            Cell::text(if leads.is_empty() { say("no-lead") } else { list(&leads) }),
            state_tag(row.state).into(),
            row.returned.map_or_else(|| plain(say("round-none-since")), day).into(),
        ]
    });
    let table = Table {
        caption: Some(plain(say("round-asked"))),
        caption_classes: "govuk-table__caption--m",
        head: [say("action"), say("lead"), say("stage"), say("round-last")].map(Cell::text).into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    table.show()
}
