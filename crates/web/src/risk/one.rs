//! `/risks/{code}`: all that the record says of one risk.
use super::{RegisterRisks, address, band, facet_name, forms, product};
use crate::{
    action::speaker,
    answers::Answers,
    error::Error,
    marks::{day, prose, seen_by_in_words},
    page::{Page, Section},
    parts::{
        plain,
        table::{Cell, Narrow, Table, summary_list},
        tag,
    },
    visit::{Permission as _, Staff},
    way::Way,
    words::{self, say, say_with},
};
use axum::{extract::Path, response::Response};
use domain::{
    control::{Assurance, Gives, Line},
    gap::{Due, GapKind},
    id::Id,
    office::Kept,
    risk::{
        Proximity, Risk, Scored, Treatment, Which,
        register::{Facet, Row},
    },
    sight::Sight,
};
use jiff::civil::Date;
use maud::{Markup, html};

/// `GET /risks/{code}`
pub async fn one(visit: Staff, Path(code): Path<String>) -> Result<Response, Error> {
    let sight = visit.sight();
    let kept = sight.risk_coded(&code).ok_or(Error::NotFound)?;
    Ok(visit.show(&page(&visit, kept, &forms::fresh()).ok_or(Error::NotFound)?))
}

pub(super) fn page(visit: &Staff, kept: &Kept<Risk>, typed: &Answers) -> Option<Page> {
    let sight = visit.sight();
    let today = visit.today();
    // Looked up in this sight, from which the page borrows.
    let kept = sight.risk(kept.id)?;
    let row = Row::of(&sight, kept, today, None)?;
    let risk = &kept.item;
    let title = risk.title.to_string();
    let part =
        |heading: String, words: &domain::text::Text| html! { h2 class="govuk-heading-s" { (heading) } (prose(words)) };
    let main = html! {
        (typed.summary())
        span class="govuk-caption-l" { (kept.reference()) }
        h1 class="govuk-heading-l" { (title) }
        (standing(&row, today))
        (part(say("risk-cause"), &risk.cause))
        (part(say("risk-event"), &risk.event))
        (part(say("risk-consequence"), &risk.consequence))
        (summary_list(&facts(&sight, &row), "milepost-facts"))
        (scores(&sight, &row, today))
        (controls(&sight, kept, today))
        (gaps(&sight, kept, GapKind::Control, today, &visit.way))
        (gaps(&sight, kept, GapKind::Assurance, today, &visit.way))
        (tied(&sight, risk, &visit.way))
        (said(&sight, risk, today))
        @if visit.way.chosen().is_none() {
            @if risk.is_open(today) { (forms::all(visit, kept, typed)) }
            @if visit.may(RegisterRisks::ACT).is_ok() {
                p class="govuk-body" { a class="govuk-link" href={ (address(kept.reference().as_str())) "/edit" } { (say("risk-edit")) } }
            }
        }
    };
    let title = typed.title(&title);
    let page = Page { title, main, ..Page::default() }.within(Section::Assurance);
    Some(page.below(say("risks"), visit.way.to("/risks")))
}

/// What wants attention, in words with a symbol.
fn standing(row: &Row, today: Date) -> Markup {
    let wants: Vec<Facet> = Facet::ALL.into_iter().filter(|facet| row.is(*facet)).collect();
    html! {
        @if !row.kept.item.is_open(today) {
            p class="govuk-body" { (tag(&plain(say("risk-closed")), "govuk-tag--grey")) }
        } @else if !wants.is_empty() {
            ul class="govuk-list" {
                @for facet in wants { li { strong { span aria-hidden="true" { "▲ " } (facet_name(facet)) } } }
            }
        }
    }
}

fn facts(sight: &Sight, row: &Row) -> Vec<(Markup, Markup)> {
    let risk = &row.kept.item;
    let or_not = |words: Option<String>| plain(words.unwrap_or_else(|| say("not-stated")));
    let appetite = html! {
        @match row.appetite {
            Some(appetite) => {
                (say_with("risk-appetite-is", &[("most", appetite.most.to_string().into())])) " "
                @match row.outside_appetite {
                    Some(true) => strong { "▲ " (say("risk-outside")) },
                    Some(false) => (say("risk-inside")),
                    None => (say("risk-not-scored")),
                }
                span class="milepost-note" { (day(appetite.day)) ": " (appetite.reason) }
            }
            None => (say("risk-facet-no-appetite")),
        }
    };
    let due = html! {
        @match row.review_due {
            Some(due) => { (day(due)) @if row.review_overdue { " " strong { "▲ " (say("risk-overdue")) } } }
            None => (say("risk-no-review")),
        }
    };
    vec![
        (plain(say("risk-category")), plain(&risk.category)),
        (plain(say("risk-owners")), plain(super::owners(sight, row))),
        (
            plain(say("risk-oversight")),
            or_not(risk.oversight.and_then(|id| sight.body(id)).map(|body| body.item.name.to_string())),
        ),
        (plain(say("risk-appetite")), appetite),
        (plain(say("risk-treatment")), or_not(risk.treatment.map(treatment_name))),
        (plain(say("risk-proximity")), or_not(risk.proximity.map(proximity_name))),
        (plain(say("risk-review-due")), due),
        (plain(say("risk-since")), day(risk.since)),
        (plain(say("visible")), plain(seen_by_in_words(&row.kept.envelope))),
    ]
}

pub fn treatment_name(treatment: Treatment) -> String {
    match treatment {
        Treatment::Treat => say("risk-treat"),
        Treatment::Tolerate => say("risk-tolerate"),
        Treatment::Transfer => say("risk-transfer"),
        Treatment::Terminate => say("risk-terminate"),
    }
}

pub fn proximity_name(proximity: Proximity) -> String {
    match proximity {
        Proximity::WithinQuarter => say("risk-within-quarter"),
        Proximity::WithinYear => say("risk-within-year"),
        Proximity::Later => say("risk-later"),
    }
}

pub fn which_name(which: Which) -> String {
    match which {
        Which::Inherent => say("risk-inherent"),
        Which::Current => say("risk-current"),
        Which::Target => say("risk-target"),
    }
}

pub fn line_name(line: Line) -> String {
    match line {
        Line::Management => say("assurance-line-1"),
        Line::Oversight => say("assurance-line-2"),
        Line::Independent => say("assurance-line-3"),
    }
}

pub fn gives_name(gives: Gives) -> String {
    match gives {
        Gives::Full => say("assurance-full"),
        Gives::Partial => say("assurance-partial"),
        Gives::None => say("assurance-none"),
    }
}

/// Then, now and wanted; and every score with its day and reason, newest first.
fn scores(sight: &Sight, row: &Row, today: Date) -> Markup {
    let risk = &row.kept.item;
    let matrix = &row.matrix.item;
    let shown = |scored: Option<&Scored>| {
        html! {
            (product(scored))
            @if let Some(one) = scored.and_then(|scored| matrix.band(scored.product())) { (band(one)) }
            @if let Some(scored) = scored {
                @let words = [matrix.likelihood_word(scored.likelihood), matrix.impact_word(scored.impact)];
                span class="milepost-note" { (words::list(&words.into_iter().flatten().map(ToString::to_string).collect::<Vec<_>>())) }
            }
        }
    };
    let mut history: Vec<&Scored> = risk.scores.iter().filter(|scored| scored.day <= today).collect();
    history.reverse();
    let rows = history.iter().map(|scored| {
        vec![
            html! { (day(scored.day)) }.into(),
            Cell::text(which_name(scored.of)),
            product(Some(scored)).into(),
            Cell::text(scored.reason.as_str()),
            Cell::text(speaker(sight, scored.by)),
        ]
    });
    let three = [row.inherent, row.current, row.target];
    html! {
        h2 class="govuk-heading-m" { (say("risk-scores")) }
        (Table {
            caption: Some(plain(say_with("risk-scored-on", &[("matrix", (&matrix.title).into()), ("size", matrix.size().into())]))),
            head: Which::ALL.map(which_name).map(Cell::text).into(),
            rows: vec![three.map(|scored| shown(scored).into()).into()],
            narrow: Narrow::Stacks,
            ..Table::default()
        }.show())
        @if !history.is_empty() {
            (Table {
                caption: Some(plain(say("risk-score-history"))),
                head: [say("risk-day"), say("risk-which"), say("risk-score"), say("risk-why"), say("risk-by")].map(Cell::text).into(),
                rows: rows.collect(),
                first_names_row: true,
                narrow: Narrow::Stacks,
                ..Table::default()
            }.show())
        }
    }
}

/// Each control with what was found of it, line by line.
fn controls(sight: &Sight, kept: &Kept<Risk>, today: Date) -> Markup {
    let controls = sight.controls_of(kept.id);
    html! {
        h2 class="govuk-heading-m" { (say("risk-controls")) }
        @if controls.is_empty() { p class="govuk-body" { (say("risk-facet-no-control")) } }
        @for control in controls {
            h3 class="govuk-heading-s" {
                (control.reference()) " " (control.item.title)
                @if !control.item.is_in_place(today) { " (" (say("control-ended")) ")" }
            }
            (prose(&control.item.describes))
            @if let Some(owner) = control.item.owner.and_then(|id| sight.post(id)) {
                p class="govuk-body-s" { (say("control-owner")) ": " (owner.item.name) }
            }
            (assurances(&sight.assurances_of(control.id), today))
        }
    }
}

fn assurances(all: &[&Kept<Assurance>], today: Date) -> Markup {
    if all.is_empty() {
        return html! { p class="govuk-body" { (say("assurance-not-any")) } };
    }
    let mut all = all.to_vec();
    all.sort_by_key(|kept| kept.item.line);
    let rows = all.iter().map(|kept| {
        let one = &kept.item;
        let age = html! {
            (day(one.day))
            span class="milepost-note" { (say_with("assurance-age", &[("months", one.months_old(today).to_string().into())])) }
        };
        let expires = html! {
            @match one.expires {
                Some(expires) => {
                    (day(expires))
                    @if one.is_stale(today) { span class="milepost-note" { strong { "▲ " (say("assurance-stale")) } } }
                }
                None => (say("assurance-no-expiry")),
            }
        };
        let found = html! {
            (one.found)
            @if let Some(evidence) = &one.evidence { span class="milepost-note" { (say("assurance-evidence")) ": " (evidence) } }
        };
        vec![
            Cell::text(line_name(one.line)),
            Cell::text(gives_name(one.gives)),
            Cell::text(one.by_whom.as_str()),
            age.into(),
            expires.into(),
            found.into(),
        ]
    });
    Table {
        caption: Some(plain(say("assurances"))),
        caption_classes: "govuk-visually-hidden",
        head: [
            say("assurance-line"),
            say("assurance-gives"),
            say("assurance-by-whom"),
            say("assurance-day"),
            say("assurance-expires"),
            say("assurance-found"),
        ]
        .map(Cell::text)
        .into(),
        rows: rows.collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

fn due_name(due: Due) -> String {
    match due {
        Due::Done => say("gap-done"),
        Due::Late => say("gap-late"),
        Due::Dated => say("gap-dated"),
        Due::ToBeDecided => say("gap-tbd"),
    }
}

fn gaps(sight: &Sight, kept: &Kept<Risk>, what: GapKind, today: Date, way: &Way) -> Markup {
    let all: Vec<_> = sight.gaps_of(kept.id).into_iter().filter(|gap| gap.item.what == what).collect();
    html! {
        h2 class="govuk-heading-m" { (if what == GapKind::Control { say("gaps-in-control") } else { say("gaps-in-assurance") }) }
        @if all.is_empty() { p class="govuk-body" { (say("gaps-none")) } }
        @for gap in all {
            h3 class="govuk-heading-s" {
                (gap.reference())
                @if let Some(control) = gap.item.control.and_then(|id| sight.control(id)) { " (" (control.reference()) ")" }
            }
            (prose(&gap.item.words))
            @if let Some(closed) = &gap.item.closed {
                p class="govuk-body" { (tag(&plain(say("gap-closed")), "govuk-tag--grey")) " " (day(closed.day)) ": " (closed.words) }
            }
            @if gap.item.actions.is_empty() {
                p class="govuk-body" { strong { "▲ " (say("gap-no-action")) } }
            } @else {
                ul class="govuk-list govuk-list--bullet" {
                    @for action in &gap.item.actions {
                        @let stands = action.stands(today);
                        li {
                            (action.words)
                            @if let Some(tied) = action.action.and_then(|id| sight.action(id)) { " (" (crate::plan::named(sight, tied, way)) ")" }
                            span class="milepost-note" {
                                @if let Some(owner) = action.owner.and_then(|id| sight.post(id)) { (owner.item.name) ": " }
                                @match stands {
                                    Due::ToBeDecided => strong { "▲ " (due_name(stands)) },
                                    Due::Late => strong { "▲ " (due_name(stands)) " " @if let Some(due) = action.due { (day(due)) } },
                                    Due::Done => { (due_name(stands)) " " @if let Some(done) = action.done { (day(done)) } },
                                    Due::Dated => { (due_name(stands)) " " @if let Some(due) = action.due { (day(due)) } },
                                }
                                @for moved in &action.moves { " " (say_with("gap-moved", &[("day", moved.day.into()), ("reason", (&moved.reason).into())])) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// The outcomes that it threatens and the actions that are taken about it.
fn tied(sight: &Sight, risk: &Risk, way: &Way) -> Markup {
    let outcomes: Vec<_> = risk.outcomes.iter().filter_map(|id| sight.outcome_on_its_own(*id)).collect();
    let actions: Vec<_> = risk.actions.iter().filter_map(|id| sight.action(*id)).collect();
    html! {
        h2 class="govuk-heading-m" { (say("risk-outcomes")) }
        @if outcomes.is_empty() { p class="govuk-body" { (say("risk-no-outcomes")) } } @else {
            ul class="govuk-list govuk-list--bullet" { @for one in outcomes { li { (one.item.statement) } } }
        }
        h2 class="govuk-heading-m" { (say("risk-actions")) }
        @if actions.is_empty() { p class="govuk-body" { (say("risk-no-actions")) } } @else {
            ul class="govuk-list govuk-list--bullet" {
                @for action in actions { li { (crate::plan::named(sight, action, way)) } }
            }
        }
    }
}

/// Reviews and escalations, newest first.
fn said(sight: &Sight, risk: &Risk, today: Date) -> Markup {
    let reviews = risk.reviews.iter().map(|one| (one.day, say("risk-reviewed"), one.words.to_string(), one.by));
    let escalations = risk.escalations.iter().map(|one| {
        let to = sight.body(one.to).map(|body| body.item.name.to_string()).unwrap_or_default();
        (one.day, say_with("risk-escalated-to", &[("to", to.into())]), one.reason.to_string(), one.by)
    });
    let closed = risk.closed.iter().map(|one| (one.day, say("risk-closed"), one.reason.to_string(), one.by));
    let mut all: Vec<_> = reviews.chain(escalations).chain(closed).filter(|(day, ..)| *day <= today).collect();
    all.sort_by_key(|(day, ..)| std::cmp::Reverse(*day));
    html! {
        h2 class="govuk-heading-m" { (say("risk-said")) }
        @if all.is_empty() { p class="govuk-body" { (say("risk-nothing-said")) } } @else {
            (Table {
                caption: Some(plain(say("risk-said"))),
                caption_classes: "govuk-visually-hidden",
                head: [say("risk-day"), say("risk-what"), say("risk-why"), say("risk-by")].map(Cell::text).into(),
                rows: all.into_iter().map(|(on, what, words, by)| vec![
                    html! { (day(on)) }.into(), Cell::text(what), Cell::text(words), Cell::text(speaker(sight, by)),
                ]).collect(),
                first_names_row: true,
                narrow: Narrow::Stacks,
                ..Table::default()
            }.show())
        }
    }
}

/// The risks of an action, on its own page.
pub fn linked(sight: &Sight, action: Id<domain::action::Action>, way: &Way, today: Date) -> Markup {
    let risks = sight.risks_of_action(action);
    html! {
        @if !risks.is_empty() {
            h2 class="govuk-heading-m" { (say("risks-linked")) }
            ul class="govuk-list govuk-list--bullet" {
                @for kept in risks {
                    li {
                        a class="govuk-link" href=(way.to(&address(kept.reference().as_str()))) { (kept.reference()) " " (kept.item.title) }
                        ": "
                        @match kept.item.score(Which::Current, today) {
                            _ if !kept.item.is_open(today) => (say("risk-closed")),
                            Some(scored) => (say_with("risk-scored", &[("score", scored.product().to_string().into())])),
                            None => (say("risk-not-scored")),
                        }
                        @if kept.item.is_open(today) && kept.item.outside_appetite(today) == Some(true) { ", " strong { "▲ " (say("risk-outside")) } }
                    }
                }
            }
        }
    }
}
