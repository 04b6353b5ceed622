//! `/outcomes/{outcome}`: whether what is done is enough for an outcome, gaps first; what the rules find stands beside
//! what somebody judged, and neither is made of the other.
mod forms;
mod risks;
mod said;

pub use forms::{judged, noted, of_action, partner, served, served_by_action};
pub use said::{judged_long, judged_short};

use crate::{
    answers::Answers,
    error::Error,
    marks::day,
    page::{Page, Section},
    parts::{
        plain,
        table::{Cell, Narrow, Table},
        tag,
    },
    performance, plan, theme,
    visit::{Shown, Staff},
    way::{Way, segment},
    words::{say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{
    action::Action,
    body::Body,
    coverage::{About, Coverage, Covered, Fact, Index, Met, Sort},
    id::Id,
    objective::Outcome,
    office::Kept,
    outcome_view::OutcomeView,
    paper::PaperKind,
    performance::Performance,
    position::PositionRow,
    scale::Class,
    sight::{Presented, Reach, Sight},
    text::Text,
    travel::{Direction, last_seen},
};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::BTreeMap;
use uuid::Uuid;

pub fn address(id: Id<Outcome>) -> String {
    format!("/outcomes/{id}")
}

/// The outcome of an address, as far as whoever visits may see a page of it.
fn found<'a>(sight: &Sight<'a>, id: &str) -> Result<&'a Kept<Outcome>, Error> {
    let id: Id<Outcome> = id.parse::<Uuid>().map_err(|_| Error::NotFound)?.into();
    let kept = sight.outcome_on_its_own(id).ok_or(Error::NotFound)?;
    if sight.reach() < Reach::Panel { Err(Error::NotFound) } else { Ok(kept) }
}

/// `GET /outcomes/{outcome}`
pub async fn one(visit: Staff, Path(id): Path<String>) -> Result<Response, Error> {
    let id = found(&visit.sight(), &id)?.id;
    let page = page(&visit, id, &forms::fresh()).await?;
    Ok(visit.show(&page))
}

/// What a body saw before: the record as at the last assurance framework that was presented to it.
struct Before {
    body: Text,
    /// None: there is no such body.
    id: Option<Id<Body>>,
    /// None: it was never shown one.
    then: Option<(Presented, Shown, Reach)>,
}

impl Before {
    async fn of(visit: &Staff) -> Result<Self, Error> {
        let sight = visit.sight();
        let asked = visit.asked("body");
        // A member of the Panel asks for the Panel; what a board saw is no business of theirs.
        let own = if sight.reach() <= Reach::Panel { "Panel" } else { "Board" };
        let called = asked.filter(|_| sight.reach() > Reach::Panel).unwrap_or(own);
        let Ok(body) = sight.body_called(called) else {
            return Ok(Self { body: Text::new(called).unwrap_or_default(), id: None, then: None });
        };
        let (name, reach) = (body.item.name.clone(), Reach::of(body.item.kind));
        let upto = sight.head().seq;
        let Some(last) = sight.last_presented(PaperKind::AssuranceFramework, body.id, upto) else {
            return Ok(Self { body: name, id: Some(body.id), then: None });
        };
        let shown = visit.at(&last.as_at.to_string()).await?;
        Ok(Self { body: name, id: Some(body.id), then: Some((last, shown, reach)) })
    }

    /// What it saw of each of these actions: in that framework, else in the last delivery plan.
    fn seen(&self, sight: &Sight, actions: &[&Kept<Action>]) -> BTreeMap<Id<Action>, (Option<Class>, Text, Date)> {
        if let Some((then, presented, _)) = self.sight() {
            let was = actions.iter().filter_map(|kept| {
                let row = PositionRow::of(then.action(kept.id)?);
                Some((kept.id, (row.class, row.label, presented.on)))
            });
            return was.collect();
        }
        let all = self.id.map(|body| last_seen(sight, body)).unwrap_or_default();
        all.into_iter().map(|(id, was)| (id, (was.class, was.label, was.source.day))).collect()
    }

    /// The office as the body saw it, and no further than whoever visits sees.
    fn sight(&self) -> Option<(Sight<'_>, &Presented, Date)> {
        let (presented, shown, reach) = self.then.as_ref()?;
        Some((shown.sight().no_further_than(*reach), presented, shown.day))
    }
}

async fn page(visit: &Staff, id: Id<Outcome>, typed: &Answers) -> Result<Page, Error> {
    let sight = visit.sight();
    let index = Index::of(&sight, visit.today());
    let view = OutcomeView::of(&sight, &index, id).ok_or(Error::NotFound)?;
    let before = Before::of(visit).await?;
    let way = &visit.way;
    let title = view.outcome.item.statement.to_string();
    let gaps: Vec<&Met> = view.coverage.met(Sort::Gap).collect();
    let others: Vec<&Met> = view.coverage.met.iter().filter(|met| met.rule.sort() != Sort::Gap).collect();
    let plan = sight.plan(view.theme.item.plan).ok_or(Error::NotFound)?;
    let main = html! {
        (typed.summary())
        span class="govuk-caption-l" { (view.theme.item.name) }
        h1 class="govuk-heading-l" { (title) }
        h2 class="govuk-heading-m" { (say_with("outcome-gaps", &[("count", view.coverage.gaps().into())])) }
        @if gaps.is_empty() { p class="govuk-body" { (say("outcome-no-gap")) } } @else { (met(&gaps, way)) }
        @if !others.is_empty() {
            h2 class="govuk-heading-m" { (say("outcome-signals")) }
            (met(&others, way))
        }
        (beside(&sight, &view))
        (seen_before(visit, &before))
        (risks::shown(&sight, &view, before.sight().as_ref(), visit.today(), way))
        h2 class="govuk-heading-m" { (say("outcome-own")) }
        (actions(visit, &before, &view.own, &say("outcome-own"), &say("outcome-own-none")))
        h2 class="govuk-heading-m" { (say("outcome-partners")) }
        (actions(visit, &before, &view.others, &say("outcome-others"), &say("outcome-others-none")))
        (said::partners(&sight, &view.partners, visit.today()))
        h2 class="govuk-heading-m" { (say("outcome-measures")) }
        (measures(&view.measures, way))
        h2 class="govuk-heading-m" { (say("outcome-findings")) }
        (risks::findings(&sight, &view.findings, visit.today(), way))
        (said::environment(&sight, &view, way))
        (said::history(&sight, &view))
        (forms::all(visit, &view, typed))
        (rules(&view.coverage))
    };
    let page = Page { title: typed.title(&title), main, ..Page::default() }.within(Section::Assurance);
    Ok(page
        .below(say("assurance-title"), way.to("/assurance"))
        .below(plan.item.name.as_str(), way.to(&plan::address(plan)))
        .below(view.theme.item.name.as_str(), way.to(&theme::address(view.theme))))
}

/// The word and a shape of what the rules find.
pub fn coverage_tag(says: Covered) -> Markup {
    let (shape, colour) = match says {
        Covered::GapsFound => ("▲", "govuk-tag--red"),
        Covered::SignalsDisagree => ("≠", "govuk-tag--orange"),
        Covered::TooLittleRecorded => ("?", "govuk-tag--grey"),
        Covered::NoGapFound => ("○", "govuk-tag--blue"),
    };
    tag(&html! { span aria-hidden="true" { (shape) } " " (crate::updates::capital(says.in_words())) }, colour)
}

/// Coverage as computed beside sufficiency as judged.
fn beside(sight: &Sight, view: &OutcomeView) -> Markup {
    let head = [say("assurance-coverage"), say("assurance-sufficiency")].map(Cell::text).into();
    let computed = html! {
        (coverage_tag(view.coverage.says))
        span class="milepost-note" { (say("outcome-computed")) }
    };
    Table {
        caption: Some(plain(say("outcome-beside"))),
        head,
        rows: vec![vec![computed.into(), judged_long(sight, view).into()]],
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

fn met(all: &[&Met], way: &Way) -> Markup {
    html! {
        ul class="govuk-list govuk-list--bullet" {
            @for met in all {
                li {
                    (met.rule.in_words()) " "
                    span class="govuk-hint milepost-hint" {
                        (say_with("outcome-rule", &[("number", usize::from(met.rule.number()).into())]))
                    }
                    ul class="govuk-list govuk-list--bullet" { @for fact in &met.facts { li { (told(fact, way)) } } }
                }
            }
        }
    }
}

/// A fact with the way to what it is of.
fn told(fact: &Fact, way: &Way) -> Markup {
    let Some((about, named)) = &fact.about else { return plain(&fact.words) };
    html! { (link(*about, &named.reference, &named.title, named.item, way)) ": " (fact.words) }
}

/// What something is called, as a link where it has a page.
pub fn link(about: About, reference: &Text, title: &Text, item: Uuid, way: &Way) -> Markup {
    let page = match about {
        About::Action => Some(crate::action::address(item.into())),
        About::Measure => Some(performance::address(reference.as_str())),
        About::Risk => Some(format!("/risks/{}", segment(reference.as_str()))).filter(|_| crate::is_page("/risks")),
        About::Finding => {
            Some(format!("/findings/{}", segment(reference.as_str()))).filter(|_| crate::is_page("/findings"))
        }
        About::PartnerAction | About::Control | About::Gap => None,
    };
    html! {
        (reference) " "
        @match page {
            Some(page) => a class="govuk-link" href=(way.to(&page)) { (title) },
            None => (title),
        }
    }
}

/// Whose last sight movement is compared with, and a choice of another body.
fn seen_before(visit: &Staff, before: &Before) -> Markup {
    let sight = visit.sight();
    let bodies: Vec<&Kept<Body>> = sight
        .bodies()
        .filter(|kept| Reach::of(kept.item.kind) >= Reach::Panel && kept.item.kind != domain::body::BodyKind::Office)
        .collect();
    html! {
        p class="govuk-body" {
            @match &before.then {
                Some((last, ..)) => {
                    (say_with("outcome-seen", &[("body", (&before.body).into()), ("number", last.number.as_str().into())]))
                    " " (day(last.on)) "."
                }
                None => (say_with("outcome-not-seen", &[("body", (&before.body).into())])),
            }
            @if sight.reach() > Reach::Panel && bodies.len() > 1 {
                " " (say("outcome-seen-other"))
                @for body in bodies.iter().filter(|kept| kept.item.name != before.body) {
                    " " a class="govuk-link" href=(visit.way.with(visit.path(), &[("body", body.item.name.as_str())])) { (body.item.name) }
                }
            }
        }
    }
}

/// Actions of the Plan: rating, direction against what the body last saw, and what is expected by which quarter.
fn actions(visit: &Staff, before: &Before, all: &[&Kept<Action>], caption: &str, none: &str) -> Markup {
    if all.is_empty() {
        return html! { p class="govuk-body" { (none) } };
    }
    let (sight, way) = (visit.sight(), &visit.way);
    let plan = sight.plan(all[0].item.plan);
    let seen = before.seen(&sight, all);
    let levels = crate::marks::levels(plan.and_then(|plan| sight.scale(plan.item.scale)).map(|scale| &scale.item));
    let rows = all.iter().map(|kept| {
        let was = seen.get(&kept.id);
        let now = kept.item.rating.as_ref().map(|rating| rating.class);
        let direction = was.map_or(Direction::New, |was| Direction::between(was.0, now));
        let effects = sight.expected_effects(kept.id);
        let effects = html! {
            @if effects.is_empty() { (say("outcome-no-effect")) }
            @for effect in effects { span class="milepost-line" { (effect.item.quarter()) ": " (effect.item.effect) } }
        };
        let owner = kept.item.owner.and_then(|id| sight.body(id));
        vec![
            html! {
                (plan::named(&sight, kept, way))
                @if let Some(owner) = owner { span class="milepost-note" { (owner.item.name) } }
            }
            .into(),
            plan::rating(kept, &levels).into(),
            html! {
                (crate::marks::direction(direction))
                @if let Some(was) = was { span class="milepost-note" { (plan::was_on(&was.1, was.2)) } }
            }
            .into(),
            plan::due(&kept.item).into(),
            effects.into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    Table {
        caption: Some(plain(caption)),
        caption_classes: "govuk-visually-hidden",
        head: [say("action"), say("rating"), say("direction"), say("measure-when"), say("measure-expected")]
            .map(Cell::text)
            .into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

fn measures(all: &[Performance], way: &Way) -> Markup {
    html! {
        @if all.is_empty() { p class="govuk-body" { (say("outcome-measures-none")) } }
        @else {
            ul class="govuk-list govuk-list--bullet" {
                @for one in all {
                    li {
                        a class="govuk-link" href=(way.to(&performance::address(one.code.as_str()))) { (one.code) " " (one.title) }
                        ": " (one.sentence())
                    }
                }
            }
        }
    }
}

/// Every rule, met or not, under a fold.
fn rules(coverage: &Coverage) -> Markup {
    let rows = domain::coverage::Rule::ALL.into_iter().map(|rule| {
        let met = coverage.met.iter().any(|met| met.rule == rule);
        vec![
            Cell::number(usize::from(rule.number())),
            Cell::text(rule.in_words()),
            Cell::text(if met { say("outcome-rule-met") } else { say("outcome-rule-not-met") }),
        ]
    });
    let table = Table {
        caption: Some(plain(say("outcome-rules"))),
        head: [say("outcome-rule-number"), say("outcome-rule-words"), say("outcome-rule-stands")]
            .map(Cell::text)
            .into(),
        rows: rows.collect(),
        narrow: Narrow::Stacks,
        ..Table::default()
    };
    crate::parts::details(&plain(say("outcome-rules")), &table.show(), None, false)
}
