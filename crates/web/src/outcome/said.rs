//! What is said of an outcome: judgements, notes on its environment, and what is known of partners' actions.
use crate::{
    marks::{day, prose},
    parts::{
        plain,
        table::{Cell, Narrow, Table},
    },
    way::Way,
    words::{say, say_with},
};
use domain::{
    id::Id,
    objective::Outcome,
    office::Kept,
    outcome_view::OutcomeView,
    partner_action::PartnerAction,
    scale::Shape,
    sight::Sight,
    sufficiency::{Judged, Sufficiency},
};
use jiff::civil::Date;
use maud::{Markup, html};

fn word(judged: Judged) -> Markup {
    let shape = match judged {
        Judged::Sufficient => "✔",
        Judged::NotSufficient => "✘",
        Judged::NotYetKnown => "?",
    };
    html! { strong { span aria-hidden="true" { (shape) } " " (crate::updates::capital(judged.in_words())) } }
}

/// What is in force, by whom and when; or that nobody has judged.
pub fn judged_short(sight: &Sight, outcome: Id<Outcome>) -> Markup {
    let unseen = sight.hides_judgement(outcome);
    let Some(kept) = sight.sufficiencies_of(outcome).last().copied() else {
        return plain(if unseen { say("outcome-judged-hidden") } else { say("outcome-not-judged-short") });
    };
    html! {
        (one(sight, kept))
        @if unseen { span class="milepost-note" { (say("outcome-judged-later-hidden")) } }
    }
}

fn one(sight: &Sight, kept: &Kept<Sufficiency>) -> Markup {
    html! {
        (word(kept.item.judged))
        span class="milepost-note" { (sight.judge(kept.item.by)) ", " (day(kept.item.day)) }
    }
}

/// The same with its reason.
pub fn judged_long(sight: &Sight, view: &OutcomeView) -> Markup {
    let Some(kept) = view.sufficiency() else {
        return plain(if view.judged_unseen { say("outcome-judged-hidden") } else { say("outcome-not-judged") });
    };
    html! {
        (one(sight, kept))
        (prose(&kept.item.reason))
        @if view.judged_unseen { span class="milepost-note" { (say("outcome-judged-later-hidden")) } }
    }
}

/// Earlier judgements, newest first.
pub fn history(sight: &Sight, view: &OutcomeView) -> Markup {
    if view.judged.len() < 2 {
        return Markup::default();
    }
    let earlier = view.judged.iter().rev().skip(1);
    html! {
        h2 class="govuk-heading-m" { (say("outcome-judged-before")) }
        @for kept in earlier { section class="milepost-said" { (one(sight, kept)) (prose(&kept.item.reason)) } }
    }
}

/// What changes around the outcome, newest note first; figures lead to their measures.
pub fn environment(sight: &Sight, view: &OutcomeView, way: &Way) -> Markup {
    html! {
        h2 class="govuk-heading-m" { (say("outcome-environment")) }
        @if view.environment.is_empty() { p class="govuk-body" { (say("outcome-environment-none")) } }
        @for kept in view.environment.iter().rev() {
            section class="milepost-said" {
                (prose(&kept.item.words))
                p class="milepost-note" {
                    (crate::action::speaker(sight, kept.item.by)) ", " (day(kept.item.day)) ". "
                    (crate::round::cited(&kept.item.cited, way))
                }
            }
        }
    }
}

/// Actions that live in other bodies' plans: in the words of those plans, with source and day.
pub fn partners(sight: &Sight, all: &[&Kept<PartnerAction>], today: Date) -> Markup {
    if all.is_empty() {
        return html! { p class="govuk-body" { (say("outcome-elsewhere-none")) } };
    }
    let rows = all.iter().map(|kept| {
        let one = &kept.item;
        let known = one.newest();
        let body = sight.body(one.body).map(|body| body.item.name.to_string()).unwrap_or_default();
        let stated = |words: Option<String>| words.unwrap_or_else(|| say("outcome-not-stated"));
        let rating = html! {
            @match known.and_then(|known| known.rating.as_ref()) {
                Some(rating) => {
                    @if let Some(class) = known.and_then(|known| known.class) {
                        span aria-hidden="true" { (Shape::of(class).as_char()) } " "
                        (rating)
                        span class="milepost-note" { (say_with("outcome-means", &[("class", crate::marks::class_name(Some(class)).into())])) }
                    } @else { (rating) }
                }
                None => (say("not-rated")),
            }
        };
        let effect = known.and_then(|known| {
            let effect = known.effect.as_ref()?;
            Some(known.quarter().map_or_else(|| effect.to_string(), |quarter| format!("{quarter}: {effect}")))
        });
        let source = html! {
            @if let Some(known) = known {
                (known.source)
                span class="milepost-note" { (say("outcome-known")) " " (day(known.day)) }
                @if one.is_old(today) { span class="milepost-note" { strong { (say("outcome-old")) } } }
            }
        };
        vec![
            html! {
                (kept.reference()) " " (one.title)
                span class="milepost-note" { (one.plan) ", " (body) }
                " " (crate::marks::seen_by(&kept.envelope))
            }
            .into(),
            rating.into(),
            Cell::text(stated(known.and_then(|known| known.direction.as_ref()).map(ToString::to_string))),
            Cell::text(stated(effect)),
            source.into(),
        ]
    });
    let rows: Vec<Vec<Cell>> = rows.collect();
    Table {
        caption: Some(plain(say("outcome-elsewhere"))),
        head: [say("action"), say("rating"), say("direction"), say("measure-expected"), say("outcome-source")]
            .map(Cell::text)
            .into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        ..Table::default()
    }
    .show()
}
