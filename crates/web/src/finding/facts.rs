//! All that the record says of a finding: the source's words, the answer, what was agreed with every date, and what happened
//! in order.
use super::{mark, rank_name};
use crate::{
    marks::{day, prose, seen_by_in_words},
    parts::{
        inset_text, plain,
        table::{Cell, Narrow, Table, summary_list},
    },
    visit::Staff,
    way::Way,
    words::{say, say_with},
};
use domain::{
    finding::{AgreedAction, Answered, Finding, FindingKind, Settlement},
    office::Kept,
    sight::Sight,
};
use jiff::civil::Date;
use maud::{Markup, html};

pub fn kind_name(kind: FindingKind) -> String {
    match kind {
        FindingKind::Finding => say("finding-kind-finding"),
        FindingKind::CauseOfConcern => say("finding-kind-concern"),
        FindingKind::Recommendation => say("finding-kind-recommendation"),
        FindingKind::AreaForImprovement => say("finding-kind-improvement"),
    }
}

pub fn answered_name(how: Answered) -> String {
    match how {
        Answered::Accepted => say("finding-accepted"),
        Answered::AcceptedInPart => say("finding-in-part"),
        Answered::Rejected => say("finding-rejected"),
    }
}

pub fn all(visit: &Staff, kept: &Kept<Finding>) -> Markup {
    let (sight, today, way) = (visit.sight(), visit.today(), &visit.way);
    let finding = &kept.item;
    html! {
        p class="govuk-body" { (mark(finding.standing(today), finding.colour(today))) }
        (prose(&finding.found))
        @if let Some(recommended) = &finding.recommended {
            h2 class="govuk-heading-m" { (say("finding-recommended")) }
            (prose(recommended))
        }
        (summary_list(&facts(&sight, kept, today, way), ""))
        h2 class="govuk-heading-m" { (say("finding-response")) }
        (response(&sight, finding, today))
        h2 class="govuk-heading-m" { (say("finding-agreed")) }
        @if finding.agreed.is_empty() {
            p class="govuk-body" { (say("finding-agreed-none")) }
        } @else {
            (agreed(&sight, finding, today))
        }
        h2 class="govuk-heading-m" { (say("finding-history")) }
        (history(&sight, finding))
    }
}

fn facts(sight: &Sight, kept: &Kept<Finding>, today: Date, way: &Way) -> Vec<(Markup, Markup)> {
    let finding = &kept.item;
    let review = sight.review(finding.review);
    let source = review.and_then(|review| sight.finding_source(review.item.source));
    let mut facts = vec![(plain(say("finding-kind")), plain(kind_name(finding.kind)))];
    if let Some(source) = source {
        facts.push((plain(say("finding-source")), plain(&source.item.name)));
    }
    if let Some(review) = review {
        let link = html! { a class="govuk-link" href=(way.to(&super::review::address(review.reference()))) { (review.item.title) } };
        facts.push((plain(say("finding-review")), link));
    }
    if let Some(own) = &finding.own_reference {
        facts.push((plain(say("finding-own-reference")), plain(own)));
    }
    let priority = match &finding.priority {
        Some(word) => say_with("finding-word-rank", &[("word", word.into()), ("rank", rank_name(finding.rank).into())]),
        None => rank_name(finding.rank),
    };
    facts.push((plain(say("finding-priority")), plain(priority)));
    if let Some(whom) = &finding.for_whom {
        facts.push((plain(say("finding-for-whom")), plain(whom)));
    }
    facts.push((plain(say("finding-raised")), day(finding.raised)));
    if let Some(due) = finding.response_due {
        let late = finding.response_is_late(today);
        let due = html! { (day(due)) @if late { " " strong { (say("finding-answer-late")) } } };
        facts.push((plain(say("finding-response-due")), due));
    }
    let by = sight.post(finding.written.by).map(|post| post.item.name.to_string());
    let clerk = finding.written.role.as_str() == "panel_clerk";
    let written = match (clerk, by) {
        (true, _) => say("finding-written-clerk"),
        (false, Some(post)) => say_with("finding-written-by", &[("post", post.into())]),
        (false, None) => say("finding-written-office"),
    };
    facts.push((plain(say("finding-written")), plain(written)));
    let actions: Vec<_> = finding.actions.iter().filter_map(|id| sight.action(*id)).collect();
    if !actions.is_empty() {
        let list = html! { @for action in actions { span class="milepost-line" { (crate::plan::named(sight, action, way)) } } };
        facts.push((plain(say("finding-concerns")), list));
    }
    let outcomes: Vec<_> = finding.outcomes.iter().filter_map(|id| sight.outcome_on_its_own(*id)).collect();
    if !outcomes.is_empty() {
        let list = html! { @for outcome in outcomes { span class="milepost-line" { (outcome.item.statement) } } };
        facts.push((plain(say("finding-outcomes")), list));
    }
    facts.push((plain(say("visible")), plain(seen_by_in_words(&kept.envelope))));
    facts
}

fn response(sight: &Sight, finding: &Finding, today: Date) -> Markup {
    let post = |id| sight.post(id).map_or_else(|| say("somebody"), |post| post.item.name.to_string());
    html! {
        @if finding.response.is_empty() { p class="govuk-body" { (say("finding-response-none")) } }
        @for (at, response) in finding.response.iter().enumerate().rev() {
            (inset_text(&html! {
                p class="govuk-body" { strong { (answered_name(response.how)) } ", " (day(response.day)) ", " (post(response.by))
                    @if at + 1 < finding.response.len() { " (" (say("finding-response-earlier")) ")" } }
                (prose(&response.words))
                @if let Some(reason) = &response.reason { p class="govuk-body" { strong { (say("finding-reason")) ": " } (reason) } }
                @if let Some(out) = &response.published {
                    p class="govuk-body" { (say("finding-published")) " " (day(out.day)) @if let Some(place) = &out.place { ": " (place) } }
                }
            }, None, ""))
        }
        @if let Some(days) = finding.answered_late_by() {
            p class="govuk-body" { (say_with("finding-answered-late", &[("days", days.to_string().into())])) }
        }
        @for settled in finding.settled.iter().rev() {
            (inset_text(&html! {
                p class="govuk-body" {
                    @match settled.how {
                        Settlement::NotAdopted => strong { (say("finding-not-adopted")) },
                        Settlement::RiskAccepted { until } => {
                            strong { (say("finding-risk-accepted")) } " " (say("finding-until")) " " (day(until))
                            @if until < today && settled.reopened.is_none() { " (" (say("finding-risk-lapsed")) ")" }
                        },
                    }
                    ", " (settled.by_whom) ", " (day(settled.day))
                }
                p class="govuk-body" { (settled.reason) }
                @if let Some(again) = &settled.reopened { p class="govuk-body" { (say("finding-reopened")) ", " (day(again.day)) ": " (again.reason) } }
            }, None, ""))
        }
    }
}

/// What was agreed: words, owner, the first date with each that followed, where it stands, and what was said last.
fn agreed(sight: &Sight, finding: &Finding, today: Date) -> Markup {
    let row = |action: &AgreedAction| -> Vec<Cell> {
        vec![
            html! { (action.number) ". " (action.words) }.into(),
            Cell::text(sight.owner(&action.owner)),
            dates(sight, action).into(),
            html! {
                (mark(action.standing(today), action.standing(today).colour()))
                @if let Some(days) = action.late_by(today) { span class="milepost-note" { (say_with("finding-days-late", &[("days", days.to_string().into())])) } }
                @if let Some(closing) = action.closed() {
                    span class="milepost-note" {
                        (say("finding-called-done")) " " (day(closing.day)) ": "
                        @match &closing.evidence {
                            None => (say("finding-no-evidence")),
                            Some(evidence) => { @match sight.internal(evidence) { Some(words) => (words), None => (say("finding-evidence-given")) } },
                        }
                    }
                    @if let Some(verified) = &closing.verified {
                        span class="milepost-note" { (say("finding-verified")) " " (day(verified.day)) @if let Some(words) = sight.internal(&verified.words) { ": " (words) } }
                    }
                }
            }
            .into(),
            html! { @if let Some(said) = action.updates.last() { (said.words) span class="milepost-note" { (day(said.day)) } } @else { (say("finding-no-update")) } }
                .into(),
        ]
    };
    Table {
        caption: Some(plain(say("finding-agreed"))),
        caption_classes: "govuk-visually-hidden",
        head: [
            say("finding-action"),
            say("finding-owner"),
            say("finding-dates"),
            say("finding-standing"),
            say("finding-last"),
        ]
        .map(Cell::text)
        .into(),
        rows: finding.agreed.iter().map(row).collect(),
        first_names_row: true,
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}

fn dates(sight: &Sight, action: &AgreedAction) -> Markup {
    html! {
        @match (action.original, &action.stated) {
            (Some(first), _) => { span class="milepost-line" { (say("finding-first-date")) " " (day(first)) } },
            (None, Some(stated)) => (stated),
            (None, None) => (say("finding-no-date")),
        }
        @for moved in &action.moves {
            span class="milepost-line" {
                (say("finding-then")) " " (day(moved.to))
                @if let (Some(reason), Some(by)) = (sight.internal(&moved.reason), sight.internal(&moved.agreed_by)) {
                    span class="milepost-note" { (reason) " (" (say("finding-agreed-by")) " " (by) ")" }
                }
            }
        }
    }
}

/// What happened, by the day on which it did.
fn history(sight: &Sight, finding: &Finding) -> Markup {
    let mut events: Vec<(Date, String)> = vec![(finding.raised, say("finding-raised"))];
    for response in &finding.response {
        events.push((response.day, answered_name(response.how)));
    }
    for action in &finding.agreed {
        let of = |words: String| {
            say_with("finding-of-action", &[("number", action.number.to_string().into()), ("words", words.into())])
        };
        for moved in &action.moves {
            let to = crate::words::date(moved.to);
            events.push((moved.on, of(say_with("finding-moved-to", &[("day", to.into())]))));
        }
        for said in &action.updates {
            events.push((said.day, of(said.words.on_one_line().to_string())));
        }
        for closing in &action.closings {
            events.push((closing.day, of(say("finding-called-done"))));
            if let Some(verified) = &closing.verified {
                let words = sight.internal(&verified.words).map(|words| format!(": {words}")).unwrap_or_default();
                events.push((verified.day, of(format!("{}{words}", say("finding-verified")))));
            }
            if let Some(again) = &closing.reopened {
                events.push((again.day, of(format!("{}: {}", say("finding-reopened"), again.reason))));
            }
        }
    }
    for settled in &finding.settled {
        let how = match settled.how {
            Settlement::NotAdopted => say("finding-not-adopted"),
            Settlement::RiskAccepted { .. } => say("finding-risk-accepted"),
        };
        events.push((settled.day, how));
        if let Some(again) = &settled.reopened {
            events.push((again.day, format!("{}: {}", say("finding-reopened"), again.reason)));
        }
    }
    // Of one day in the order in which they are told above.
    events.sort_by_key(|(on, _)| std::cmp::Reverse(*on));
    html! {
        ul class="govuk-list govuk-list--bullet" { @for (on, words) in events { li { (day(on)) ": " (words) } } }
    }
}
