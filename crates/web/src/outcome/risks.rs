//! Risks to an outcome with their scores then, now and wanted; their controls with who looked at each; open gaps; findings.
use super::link;
use crate::{
    marks::day,
    parts::{
        plain,
        table::{Cell, Narrow, Table},
    },
    way::Way,
    words::{say, say_with},
};
use domain::{
    control::{Assurance, Gives, Line},
    coverage::{About, Assured},
    finding::{Finding, Standing},
    gap::{Due, Gap, GapAction, GapKind},
    office::Kept,
    outcome_view::{OutcomeView, RiskView},
    risk::{Risk, Scored, Which},
    sight::{Presented, Sight},
};
use jiff::civil::Date;
use maud::{Markup, html};
use std::collections::HashSet;

/// What the body saw: the office then, the paper, and the day of then.
type Then<'a> = (Sight<'a>, &'a Presented, Date);

pub fn shown(sight: &Sight, view: &OutcomeView, then: Option<&Then>, today: Date, way: &Way) -> Markup {
    html! {
        h2 class="govuk-heading-m" { (say("outcome-risks")) }
        @if view.risks.is_empty() {
            p class="govuk-body" { (say("outcome-risks-none")) }
        } @else {
            (risks(&view.risks, then, today, way))
            (controls(&view.risks, today))
        }
        @for (kind, title) in [(GapKind::Control, say("outcome-gaps-control")), (GapKind::Assurance, say("outcome-gaps-assurance"))] {
            @let gaps: Vec<&&Kept<Gap>> = view.gaps.iter().filter(|kept| kept.item.what == kind).collect();
            h2 class="govuk-heading-m" { (title) }
            @if gaps.is_empty() { p class="govuk-body" { (say("outcome-gaps-none")) } }
            @else {
                ul class="govuk-list govuk-list--bullet" {
                    @for gap in gaps { (one_gap(sight, gap, today, way)) }
                }
            }
        }
    }
}

fn score(scored: Option<&Scored>) -> Markup {
    html! {
        @match scored {
            None => (say("outcome-not-scored")),
            Some(scored) => {
                strong { (scored.product()) }
                span class="milepost-note" { (scored.likelihood) " × " (scored.impact) }
            }
        }
    }
}

/// Which way the current score went since the body saw it: a word and a shape. A lower score is better.
fn movement(kept: &Kept<Risk>, then: Option<&Then>, today: Date) -> (Markup, Markup) {
    let unseen = || {
        let new = html! { span aria-hidden="true" { "+" } " " (say("outcome-move-new")) };
        (plain(say("outcome-not-shown")), new)
    };
    let Some((sight, _, on)) = then else { return unseen() };
    let Some(was) = sight.risk(kept.id) else { return unseen() };
    let was = was.item.score(Which::Current, *on);
    let now = kept.item.score(Which::Current, today).map(Scored::product);
    let (arrow, word) = match (was.map(Scored::product), now) {
        (Some(was), Some(now)) if now > was => ("▲", say("outcome-move-up")),
        (Some(was), Some(now)) if now < was => ("▼", say("outcome-move-down")),
        (Some(_), Some(_)) => ("=", say("outcome-move-same")),
        _ => ("?", say("outcome-move-unknown")),
    };
    (score(was), html! { span aria-hidden="true" { (arrow) } " " (word) })
}

fn risks(all: &[RiskView], then: Option<&Then>, today: Date, way: &Way) -> Markup {
    let rows = all.iter().map(|view| {
        let risk = &view.risk.item;
        let of = |which| Cell::from(score(risk.score(which, today)));
        let (was, moved) = movement(view.risk, then, today);
        let appetite = html! {
            @match risk.appetite_on(today) {
                None => (say("outcome-no-appetite")),
                Some(appetite) => {
                    (say_with("outcome-appetite", &[("most", usize::from(appetite.most).into())]))
                    span class="milepost-note" {
                        @match risk.outside_appetite(today) {
                            Some(true) => { strong { span aria-hidden="true" { "▲ " } (say("outcome-outside")) } }
                            Some(false) => (say("outcome-within")),
                            None => (say("outcome-not-scored")),
                        }
                    }
                }
            }
        };
        let what = html! {
            (link(About::Risk, view.risk.reference(), &risk.title, view.risk.id.uuid(), way))
            span class="milepost-note" {
                (say_with("outcome-risk", &[
                    ("cause", risk.cause.as_str().trim_end_matches('.').into()),
                    ("event", risk.event.as_str().trim_end_matches('.').into()),
                    ("consequence", risk.consequence.as_str().trim_end_matches('.').into()),
                ]))
            }
            " " (crate::marks::seen_by(&view.risk.envelope))
        };
        vec![
            what.into(),
            of(Which::Inherent),
            was.into(),
            of(Which::Current),
            of(Which::Target),
            appetite.into(),
            moved.into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let head = [
        say("outcome-risk-head"),
        say("outcome-inherent"),
        say("outcome-then"),
        say("outcome-now"),
        say("outcome-target"),
        say("outcome-appetite-head"),
        say("outcome-movement"),
    ];
    Table {
        caption: Some(plain(say("outcome-risks-caption"))),
        head: head.map(Cell::text).into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

/// Each control once, with the newest assurance of each line, its age and until when it is good.
fn controls(all: &[RiskView], today: Date) -> Markup {
    let mut seen = HashSet::new();
    let views: Vec<_> =
        all.iter().flat_map(|view| &view.controls).filter(|view| seen.insert(view.control.id)).collect();
    if views.is_empty() {
        return html! { p class="govuk-body" { (say("outcome-controls-none")) } };
    }
    let rows = views.into_iter().map(|view| {
        let of = |line: Line| {
            let newest = view.assurances.iter().find(|kept| kept.item.line == line);
            Cell::from(newest.map_or_else(|| plain(say("outcome-no-assurance")), |kept| assurance(&kept.item, today)))
        };
        let risks = all.iter().filter(|risk| risk.controls.iter().any(|one| one.control.id == view.control.id));
        let risks: Vec<String> = risks.map(|risk| risk.risk.reference().to_string()).collect();
        vec![
            html! {
                (view.control.reference()) " " (view.control.item.title)
                span class="milepost-note" { (say_with("outcome-control-of", &[("risks", risks.join(", ").into())])) }
            }
            .into(),
            of(Line::Management),
            of(Line::Oversight),
            of(Line::Independent),
            assured(view.assured).into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let head = [
        say("outcome-control"),
        say("outcome-line-management"),
        say("outcome-line-oversight"),
        say("outcome-line-independent"),
        say("outcome-assured"),
    ];
    Table {
        caption: Some(plain(say("outcome-controls"))),
        head: head.map(Cell::text).into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

fn assurance(one: &Assurance, today: Date) -> Markup {
    let gives = match one.gives {
        Gives::Full => say("outcome-gives-full"),
        Gives::Partial => say("outcome-gives-partial"),
        Gives::None => say("outcome-gives-none"),
    };
    let months = usize::try_from(one.months_old(today)).unwrap_or_default();
    html! {
        strong { (gives) } ": " (one.by_whom) ", " (day(one.day)) ", " (say_with("outcome-months-old", &[("months", months.into())]))
        @if let Some(expires) = one.expires {
            span class="milepost-note" {
                @if one.is_stale(today) { strong { (say("outcome-stale")) } " " (day(expires)) }
                @else { (say("outcome-good-until")) " " (day(expires)) }
            }
        }
    }
}

fn assured(assured: Assured) -> Markup {
    match assured {
        Assured::Never => plain(say("outcome-assured-never")),
        Assured::Expired(on) => html! { (say("outcome-assured-expired")) " " (day(on)) },
        Assured::Refused => plain(say("outcome-assured-refused")),
        Assured::Partly => plain(say("outcome-assured-partly")),
        Assured::Fully => plain(say("outcome-assured-fully")),
        Assured::Hidden => plain(say("outcome-assured-hidden")),
    }
}

/// A gap, of what it is one as far as that is shown, and what is done about it by when.
fn one_gap(sight: &Sight, gap: &Kept<Gap>, today: Date, way: &Way) -> Markup {
    let risk = gap.item.risk.and_then(|id| sight.risk(id));
    let control = gap.item.control.and_then(|id| sight.control(id));
    html! {
        li {
            (gap.reference()) " " (gap.item.words)
            @if let Some(risk) = risk { " (" (link(About::Risk, risk.reference(), &risk.item.title, risk.id.uuid(), way)) ")" }
            @if let Some(control) = control { " (" (control.reference()) " " (control.item.title) ")" }
            @if gap.item.actions.is_empty() { span class="milepost-note" { (say("outcome-gap-no-action")) } }
            @else {
                ul class="govuk-list govuk-list--bullet" {
                    @for action in &gap.item.actions { li { (gap_action(action, today)) } }
                }
            }
        }
    }
}

fn gap_action(action: &GapAction, today: Date) -> Markup {
    html! {
        (action.words) " "
        @match (action.stands(today), action.due, action.done) {
            (Due::Done, _, Some(done)) => { (say("outcome-gap-done")) " " (day(done)) }
            (Due::Late, Some(due), _) => { strong { (say("outcome-gap-late")) " " (day(due)) } }
            (_, Some(due), _) => { (say("outcome-gap-due")) " " (day(due)) }
            _ => { strong { (say("outcome-gap-undated")) } }
        }
    }
}

pub fn findings(sight: &Sight, all: &[&Kept<Finding>], today: Date, way: &Way) -> Markup {
    if all.is_empty() {
        return html! { p class="govuk-body" { (say("outcome-findings-none")) } };
    }
    let rows = all.iter().map(|kept| {
        let finding = &kept.item;
        let words = finding.recommended.as_ref().unwrap_or(&finding.found);
        let review = sight.review(finding.review).map(|review| review.item.title.to_string()).unwrap_or_default();
        let due = crate::plan::or_not_set(finding.next_due(today));
        vec![
            link(About::Finding, kept.reference(), words, kept.id.uuid(), way).into(),
            Cell::text(review),
            Cell::text(finding.priority.as_ref().map_or_else(|| say("outcome-not-stated"), ToString::to_string)),
            Cell::text(standing(finding.standing(today))),
            due.into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    let head = [
        say("outcome-finding"),
        say("outcome-finding-from"),
        say("outcome-finding-priority"),
        say("outcome-finding-stands"),
        say("outcome-finding-due"),
    ];
    Table {
        caption: Some(plain(say("outcome-findings"))),
        caption_classes: "govuk-visually-hidden",
        head: head.map(Cell::text).into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

fn standing(standing: Standing) -> String {
    match standing {
        Standing::AwaitingResponse => say("outcome-standing-awaiting"),
        Standing::Open => say("outcome-standing-open"),
        Standing::Overdue => say("outcome-standing-overdue"),
        Standing::ManagementClosed => say("outcome-standing-management"),
        Standing::Verified => say("outcome-standing-verified"),
        Standing::NotAdopted => say("outcome-standing-not-adopted"),
        Standing::RiskAccepted => say("outcome-standing-risk-accepted"),
        Standing::Reopened => say("outcome-standing-reopened"),
    }
}
