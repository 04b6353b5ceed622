//! `/actions/{action}`: all that the record says of an action, then how it came to be so.
use crate::{
    error::Error,
    marks::{self, day, prose, seen_by_in_words},
    naming::DescribeActions,
    page::{Page, Section},
    parts::{inset_text, plain, table::summary_list},
    plan, theme, timeline,
    updates::{effects, milestones},
    visit::{AskForChanges, CorrectWork, Permission as _, SpeakOfWork, Staff},
    way::{self, Way},
    words::{self, say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{
    action::{Action, Basis, Became, Held, Link, Status},
    entry::Entry,
    forecast::{Finishes, Forecast},
    id::Id,
    office::Kept,
    plan::PlanState,
    post::Post,
    publication::{PublicBasis, PublicCompletion},
    sight::{Reach, Sight},
    text::Text,
    travel::{Direction, last_seen},
};
use jiff::civil::Date;
use maud::{Markup, html};
use uuid::Uuid;

/// `GET /actions/{action}`
pub async fn one(visit: Staff, Path(id): Path<String>) -> Result<Response, Error> {
    let id: Id<Action> = id.parse::<Uuid>().map_err(|_| Error::NotFound)?.into();
    let sight = visit.sight();
    // Before the history is asked for: what cannot be seen has none.
    sight.action(id).ok_or(Error::NotFound)?;
    let history = visit.record.history(id.uuid()).await?;
    let mut page = view(&sight, id, &history, &visit.way, visit.today()).ok_or(Error::NotFound)?;
    if visit.shown().name.is_none() {
        let doing = doing(&visit, sight.action(id).ok_or(Error::NotFound)?);
        let serves = crate::outcome::of_action(&visit, sight.action(id).ok_or(Error::NotFound)?);
        page.main = html! { (page.main) (doing) (serves) };
    }
    Ok(visit.show(&page))
}

/// `GET /actions/{action}/history`
pub async fn history(visit: Staff, Path(id): Path<String>) -> Result<Response, Error> {
    let id: Id<Action> = id.parse::<Uuid>().map_err(|_| Error::NotFound)?.into();
    let sight = visit.sight();
    let kept = sight.action(id).ok_or(Error::NotFound)?;
    let states = visit.record.history(id.uuid()).await?;
    let title = say_with("history-of", &[("reference", kept.reference().into())]);
    let main = html! {
        h1 class="govuk-heading-l" { (title) }
        p class="govuk-body" { (say("history-what")) }
        (timeline::cells(&sight, &states))
    };
    let page = Page { title, main, ..Page::default() }.within(Section::Plans);
    Ok(visit.show(&page.below(format!("{} {}", kept.reference(), kept.item.title), visit.way.to(&address(id)))))
}

/// What whoever visits may do with it.
fn doing(visit: &Staff, kept: &Kept<Action>) -> Markup {
    let actor = visit.view().actor();
    let own = !actor.answers_only_for_own() || kept.item.is_held_by(&actor.holds);
    let open = own && !kept.item.status.is_closed();
    // What came of a piece of work is often seen only when it is complete.
    let speaks = own && (open || kept.item.status == Status::Complete);
    let said = visit.view().last_said(kept).is_some_and(|last| last.item.narrative.is_some());
    let link = |to: &str, words: String| {
        html! { li { a class="govuk-link" href={ (address(kept.id)) (to) } { (words) } } }
    };
    let is_open = visit.now().plan(kept.item.plan).is_some_and(|plan| plan.item.state == PlanState::Open);
    html! {
        ul class="govuk-list" {
            @if open && visit.may(SpeakOfWork::ACT).is_ok() { (link("/update", say("update-this"))) }
            @if own && said && visit.may(CorrectWork::ACT).is_ok() { (link("/correct", say("correct-this"))) }
            @if open && visit.may(AskForChanges::ACT).is_ok() { (link("/change", say("change-this"))) }
            @if open && visit.may(SpeakOfWork::ACT).is_ok() { (link("/milestones", say("milestones-change"))) }
            @if speaks && visit.may(SpeakOfWork::ACT).is_ok() { (link("/effects", say("effects-change"))) }
            @if is_open && visit.may(DescribeActions::ACT).is_ok() { (link("/edit", say("edit-this"))) }
        }
    }
}

pub fn address(id: Id<Action>) -> String {
    format!("/actions/{id}")
}

/// Who said or asked for something: by the post; whoever holds none speaks for themself.
pub fn speaker(sight: &Sight, post: Id<Post>) -> String {
    let name = sight.post(post).map(|kept| kept.item.name.to_string());
    name.or_else(|| sight.name_of(post.uuid()).map(|name| name.to_string())).unwrap_or_default()
}

/// Who holds it, as staff know them: words that no post answers to are shown as they stand, and said to be so.
pub fn held_by(sight: &Sight, held: &Held) -> String {
    match sight.stated(held) {
        Some(stated) => say_with("held-unmatched", &[("stated", stated.into())]),
        None => sight.held(held),
    }
}

pub fn status_name(status: Status) -> String {
    match status {
        Status::Candidate => say("status-candidate"),
        Status::NotStarted => say("status-not-started"),
        Status::InProgress => say("status-in-progress"),
        Status::OnHold => say("status-on-hold"),
        Status::Complete => say("status-complete"),
        Status::ClosedNotDelivered => say("status-closed-not-delivered"),
        Status::Superseded => say("status-superseded"),
        Status::BusinessAsUsual => say("status-business-as-usual"),
    }
}

pub fn view(sight: &Sight, id: Id<Action>, history: &[(Entry, Vec<u8>)], way: &Way, today: Date) -> Option<Page> {
    let kept = sight.action(id)?;
    let action = &kept.item;
    let plan = sight.plan(action.plan)?;
    let theme = sight.theme(action.theme)?;
    let title = format!("{} {}", kept.reference(), action.title);
    let update = action.update.and_then(|id| sight.update(id));
    let main = html! {
        span class="govuk-caption-l" { (theme.item.name) }
        h1 class="govuk-heading-l" { (title) }
        (summary_list(&facts(sight, kept, way), "milepost-facts"))
        @if let Some(description) = &action.description { h2 class="govuk-heading-m" { (say("description")) } (prose(description)) }
        @if let Some(output) = &action.output { h2 class="govuk-heading-m" { (say("output")) } (prose(output)) }
        h2 class="govuk-heading-m" { (say("progress")) }
        @match update.and_then(|u| Some((u, u.item.narrative.as_ref()?))) {
            Some((update, narrative)) => {
                p class="govuk-body-s" { (say_with("progress-day", &[("day", update.item.day.into())])) }
                (prose(narrative))
                (timeline::beside(sight, &update.item))
            }
            None => p class="govuk-body" { (say("progress-none")) },
        }
        (forecast(sight, action, today))
        (milestones::shown(sight, kept, today))
        (effects::shown(sight, kept, today))
        (serves(sight, action, way))
        (links(sight, action, way))
        (crate::risk::linked(sight, id, way, today))
        (crate::finding::of_action(sight, kept.id, today, way))
        (lineage(sight, kept, way))
        @let columns = sight.staff_columns(action);
        @if !columns.is_empty() {
            h2 class="govuk-heading-m" { (say("staff-columns")) }
            p class="govuk-body-s" { (say("staff-columns-why")) }
            (summary_list(&columns.iter().map(|(head, cell)| (plain(head), plain(cell))).collect::<Vec<_>>(), ""))
        }
        h2 class="govuk-heading-m" { (say("timeline")) }
        p class="govuk-body-s" { (say("timeline-order")) }
        (timeline::show(sight, id, history, way))
        p class="govuk-body" { a class="govuk-link" href=(way.to(&format!("{}/history", address(id)))) { (say("history-all")) } }
    };
    let page = Page { title, main, ..Page::default() }.within(Section::Plans);
    Some(
        page.below(say("section-plans"), way.to("/plans"))
            .below(plan.item.name.as_str(), way.to(&plan::address(plan)))
            .below(theme.item.name.as_str(), way.to(&theme::address(theme))),
    )
}

fn facts(sight: &Sight, kept: &Kept<Action>, way: &Way) -> Vec<(Markup, Markup)> {
    let action = &kept.item;
    let plan = sight.plan(action.plan);
    let levels = marks::levels(plan.and_then(|p| sight.scale(p.item.scale)).map(|s| &s.item));
    let body = |id: Option<_>| id.and_then(|id| sight.body(id)).map(|b| plain(&b.item.name));
    let leads: Vec<String> = action.leads.iter().map(|held| held_by(sight, held)).collect();
    let partners: Vec<String> = action.partners.iter().map(|p| partner(sight, p)).collect();
    let not_stated = || plain(say("not-stated"));
    let mut facts = vec![
        (
            plain(say("rating")),
            html! {
                (plan::rating(kept, &levels))
                @if let Some(rating) = &action.rating {
                    (plan::basis_note(PublicBasis::of(&rating.basis).as_ref(), &levels))
                    (behind(sight, &rating.basis))
                }
            },
        ),
        (plain(say("direction")), direction(sight, kept, way)),
        (plain(say("date-head")), dates(action)),
        (plain(say("status")), plain(status_name(action.status))),
        (plain(say("sponsor")), action.sponsor.as_ref().map_or_else(not_stated, |held| plain(held_by(sight, held)))),
        (plain(say("lead")), if leads.is_empty() { plain(say("no-lead")) } else { plain(words::list(&leads)) }),
        (plain(say("owner")), body(action.owner).unwrap_or_else(not_stated)),
        (plain(say("rated-by")), body(action.rated_by).unwrap_or_else(not_stated)),
        (
            plain(say("partners")),
            if partners.is_empty() { plain(say("no-partners")) } else { plain(partners.join("; ")) },
        ),
    ];
    if action.status == Status::Complete {
        let done = PublicCompletion::of(sight, action);
        let shown = action.completion.as_ref().map(|done| crate::evidence::list(sight, kept.id, &done.evidence));
        facts.push((plain(say("completion")), html! { (plan::completion(done.as_ref())) (shown.unwrap_or_default()) }));
    }
    if let Some(decided) = &action.decided {
        facts.push((plain(say("decided")), timeline::decided(decided)));
    }
    if action.statutory {
        facts.push((plain(say("statutory")), plain(say("statutory-yes"))));
    }
    facts.push((plain(say("visible")), plain(seen_by_in_words(&kept.envelope))));
    facts
}

/// The rule and the facts behind a rating, and the office's own reason: for those who may read it.
pub fn behind(sight: &Sight, basis: &Basis) -> Markup {
    let note = |text: String| html! { span class="milepost-note" { (text) } };
    let cited =
        |rule: &Text, facts: &Text| note(say_with("basis-rule", &[("rule", rule.into()), ("facts", facts.into())]));
    match basis {
        Basis::Supplied => Markup::default(),
        Basis::Agrees { rule, facts } => cited(rule, facts),
        Basis::Untested { because } => note(say_with("basis-because", &[("because", because.into())])),
        Basis::Differs { rule, facts, reason, .. } => html! {
            (cited(rule, facts))
            @if let Some(reason) = sight.internal(reason) {
                (note(say_with("basis-internal", &[("reason", reason.into())])))
            }
        },
    }
}

fn partner(sight: &Sight, partner: &domain::action::Partner) -> String {
    let name = partner.body.and_then(|id| sight.body(id)).map_or(&partner.stated, |b| &b.item.name);
    partner.role.as_ref().map_or_else(|| name.to_string(), |role| format!("{name} ({role})"))
}

/// The dates, and the timescale in the words in which it was stated.
fn dates(action: &Action) -> Markup {
    html! {
        (plan::dates(action))
        @if !action.timescale.stated.is_empty() {
            span class="milepost-note" { (say_with("stated-as", &[("stated", (&action.timescale.stated).into())])) }
        }
        @if let Some(note) = &action.timescale.note { span class="milepost-note" { (note) } }
    }
}

/// In words, against what the body that reads this plan last saw.
fn direction(sight: &Sight, kept: &Kept<Action>, way: &Way) -> Markup {
    let Some(body) = sight.plan(kept.item.plan).and_then(|plan| plan::reader(sight, plan)) else {
        return plain(say("direction-nobody"));
    };
    let who = crate::home::body_name(body);
    let Some(was) = last_seen(sight, body.id).remove(&kept.id) else {
        return plain(say_with("home-not-shown", &[("who", who.into())]));
    };
    let direction = Direction::between(was.class, kept.item.rating.as_ref().map(|r| r.class));
    html! {
        (marks::direction(direction))
        span class="milepost-note" {
            (say_with("seen-by", &[("who", who.into())])) " "
            (plan::was_on(&was.label, was.source.day))
            @if let Some(paper) = &was.source.paper {
                " (" a class="govuk-link" href=(way.to(&crate::paper::address(paper))) { (paper) } ")"
            }
        }
    }
}

/// When it will be done, told by how the office's own work was finished: for the office and its boards.
fn forecast(sight: &Sight, action: &Action, today: Date) -> Markup {
    if sight.reach() < Reach::Internal {
        return Markup::default();
    }
    let said = match Finishes::of(sight, today).forecast(action, today) {
        Forecast::Nothing => return Markup::default(),
        Forecast::TooLittle { finished } => say_with(
            "forecast-too-little",
            &[("finished", finished.into()), ("enough", domain::forecast::ENOUGH.into())],
        ),
        Forecast::Range(range) => format!(
            "{} {}",
            say_with("forecast-between", &[("earliest", range.earliest.into()), ("latest", range.latest.into())]),
            range.in_words()
        ),
    };
    html! {
        h2 class="govuk-heading-m" { (say("forecast-title")) }
        p class="govuk-body" { (said) }
    }
}

/// The outcomes and objectives that it serves.
fn serves(sight: &Sight, action: &Action, way: &Way) -> Markup {
    let outcomes: Vec<_> = action.outcomes.iter().filter_map(|id| sight.outcome(*id)).collect();
    let paged = sight.reach() >= Reach::Panel;
    let objectives: Vec<&Text> =
        action.objectives.iter().filter_map(|id| Some(&sight.objective(*id)?.item.statement)).collect();
    html! {
        @if !outcomes.is_empty() {
            h2 class="govuk-heading-m" { (say("outcomes-served")) }
            ul class="govuk-list govuk-list--bullet" {
                @for one in outcomes {
                    li {
                        @if paged { a class="govuk-link" href=(way.to(&crate::outcome::address(one.id))) { (one.item.statement) } }
                        @else { (one.item.statement) }
                    }
                }
            }
        }
        @if !objectives.is_empty() {
            h2 class="govuk-heading-m" { (say("objectives-served")) }
            ul class="govuk-list govuk-list--bullet" { @for one in objectives { li { (one) } } }
        }
    }
}

fn links(sight: &Sight, action: &Action, way: &Way) -> Markup {
    html! {
        @if !action.links.is_empty() {
            h2 class="govuk-heading-m" { (say("links")) }
            ul class="govuk-list govuk-list--bullet" {
                @for link in &action.links {
                    @match link {
                        Link::Action(id) => {
                            @if let Some(other) = sight.action(*id) { li { (plan::named(sight, other, way)) } }
                        }
                        Link::Stated(stated) => li {
                            @if let Some(href) = way::followed(stated.as_str()) {
                                a class="govuk-link" href=(href) rel="noreferrer noopener" { (stated) }
                            } @else {
                                (stated) " " span class="govuk-hint milepost-hint" { (say("link-unresolved")) }
                            }
                        },
                    }
                }
            }
        }
    }
}

fn became(how: Became) -> String {
    match how {
        Became::Continued => say("became-continued"),
        Became::Reworded => say("became-reworded"),
        Became::Merged => say("became-merged"),
        Became::Split => say("became-split"),
        Became::FollowOn => say("became-follow-on"),
    }
}

/// Where the promise came from and what became of it, both wordings one above the other.
fn lineage(sight: &Sight, kept: &Kept<Action>, way: &Way) -> Markup {
    let before = kept.item.lineage.iter().filter_map(|l| Some((l.how, sight.action(l.from)?))).collect::<Vec<_>>();
    let after = sight.descendants(kept.id);
    if before.is_empty() && after.is_empty() {
        return Markup::default();
    }
    let wording = |kept: &Kept<Action>| {
        let plan = sight.plan(kept.item.plan).map(|p| p.item.name.to_string()).unwrap_or_default();
        html! {
            p class="govuk-body-s" { (plan) }
            p class="govuk-body" { (plan::named(sight, kept, way)) }
            @if let Some(description) = &kept.item.description { (prose(description)) }
        }
    };
    html! {
        h2 class="govuk-heading-m" { (say("lineage")) }
        @for (how, old) in &before {
            h3 class="govuk-heading-s" { (became(*how)) }
            (inset_text(&html! { p class="govuk-body-s" { strong { (say("lineage-then")) } } (wording(old)) }, None, ""))
            (inset_text(&html! { p class="govuk-body-s" { strong { (say("lineage-now")) } } (wording(kept)) }, None, ""))
        }
        @for new in &after {
            @let how = new.item.lineage.iter().find(|l| l.from == kept.id).map(|l| l.how);
            h3 class="govuk-heading-s" { (say("lineage-after")) @if let Some(how) = how { ": " (became(how)) } }
            (inset_text(&wording(new), None, ""))
        }
    }
}

/// The day on which something was recorded, by whom, as which entry, from which row of which file.
pub fn provenance(sight: &Sight, from: &Provenance) -> Markup {
    let import = from.origin.and_then(|origin| Some((sight.import(origin.import)?, origin)));
    let who = sight.name_of(from.actor).map_or_else(|| say("somebody"), |name| name.to_string());
    html! {
        p class="govuk-body-s milepost-provenance" {
            (say("recorded")) " " (day(domain::period::london_day(from.at))) " "
            (say_with("recorded-by", &[("who", who.into()), ("entry", from.seq.to_string().into())]))
            @if let Some((import, origin)) = import {
                // The place in a text file begins with the file's name already.
                @if origin.place.as_str().starts_with(import.item.file.name.as_str()) {
                    " " (say_with("recorded-place", &[("place", (&origin.place).into())]))
                } @else {
                    " " (say_with("recorded-from", &[("file", (&import.item.file.name).into()), ("place", (&origin.place).into())]))
                }
            }
        }
    }
}

/// Where a fact in the record comes from.
#[derive(Clone, Copy, Debug)]
pub struct Provenance<'a> {
    pub seq: i64,
    pub at: jiff::Timestamp,
    pub actor: Uuid,
    pub origin: Option<&'a domain::action::Origin>,
}
