//! `milepost effect`: what an action is expected to change by which quarter, and what came of it.
use crate::{
    arguments::{EffectAsk, Given},
    desk::{Desk, typed},
    say::{Refused, Say},
    working::action,
};
use domain::{
    action::Action,
    ask::{Ask, Command},
    expected_effect::{AnswerEffect, Came, ExpectEffect, ExpectedEffect, Figure, Number, Says},
    id::Id,
    office::Kept,
    period::london_day,
    sight::Sight,
    text::fold,
};
use serde_json::json;
use std::{fmt::Write as _, process::ExitCode};

pub async fn run(desk: &Desk, ask: &EffectAsk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let of = |reference: &str| Ok::<_, Refused>(action(&sight, &Given::default(), reference)?.id);
    let number = |stated: &Option<String>| stated.as_deref().map(Number::parse).transpose().map_err(Refused::because);
    let ((id, command), reason) = match ask {
        EffectAsk::List { reference } => return list(desk, of(reference)?, reference, say).await,
        EffectAsk::Add { reference, effect, by, outcome, number: stated, unit } => {
            let kept = action(&sight, &Given::default(), reference)?;
            let outcome = outcome.as_deref().map(|words| outcome_called(&sight, kept, words)).transpose()?;
            let unit = unit.as_deref().map(typed).transpose()?.unwrap_or_default();
            let figure = number(stated)?.map(|number| Figure { number, unit });
            let expect = ExpectEffect { action: kept.id, outcome, effect: typed(effect)?, by: *by, figure };
            ((kept.id, Command::ExpectEffect(Box::new(expect))), None)
        }
        EffectAsk::Observe { reference, effect, says, number: stated } => {
            let id = of(reference)?;
            let effect = called(&sight.expected_effects(id), reference, effect)?;
            let says = Says::Observed { words: typed(says)?, number: number(stated)? };
            ((id, Command::AnswerEffect(AnswerEffect { effect, says })), None)
        }
        EffectAsk::Drop { reference, effect, reason } => {
            let id = of(reference)?;
            let effect = called(&sight.expected_effects(id), reference, effect)?;
            ((id, Command::AnswerEffect(AnswerEffect { effect, says: Says::Dropped })), Some(typed(reason)?))
        }
    };
    desk.record.write(Ask { reason, ..desk.ask(command, None) }).await?;
    let reference = sight.action(id).map(|kept| kept.reference().to_string()).unwrap_or_default();
    list(desk, id, &reference, say).await
}

/// The outcome of an action's plan that a person means by its words.
fn outcome_called(sight: &Sight, kept: &Kept<Action>, words: &str) -> Result<Id<domain::objective::Outcome>, Refused> {
    let all = sight.themes(kept.item.plan).into_iter().flat_map(|theme| sight.outcomes(theme.id));
    let all: Vec<_> = all.collect();
    let found = all.iter().find(|outcome| outcome.item.statement.folded() == fold(words));
    found.map(|outcome| outcome.id).ok_or_else(|| {
        let known: Vec<String> = all.iter().map(|outcome| format!("“{}”", outcome.item.statement)).collect();
        let known = if known.is_empty() { "none".to_owned() } else { known.join(", ") };
        Refused::because(format!("the plan has no outcome “{words}”; it has {known}"))
    })
}

/// The expectation that a person means by its words; one that was dropped is meant by nobody.
fn called(all: &[&Kept<ExpectedEffect>], reference: &str, words: &str) -> Result<Id<ExpectedEffect>, Refused> {
    let standing = all.iter().filter(|kept| !matches!(kept.item.came, Came::Dropped { .. }));
    let mut named = standing.clone().filter(|kept| kept.item.effect.folded() == fold(words));
    let none = || {
        let known: Vec<String> = standing.clone().map(|kept| format!("“{}”", kept.item.effect)).collect();
        let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
        Refused::because(format!("{reference} has no expected effect “{words}”; it has {known}"))
    };
    let found = named.next().ok_or_else(none)?;
    match named.next() {
        None => Ok(found.id),
        Some(_) => Err(Refused::because(format!(
            "{reference} has “{words}” for several quarters or outcomes; answer it on its page"
        ))),
    }
}

async fn list(desk: &Desk, id: Id<Action>, reference: &str, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let today = london_day(desk.now());
    let all = sight.expected_effects(id);
    let mut words = String::new();
    for Kept { item, .. } in &all {
        let _ = write!(words, "{}, by {}", item.effect, item.quarter());
        if let Some(Figure { number, unit }) = &item.figure {
            let _ = write!(words, " ({number} {unit})");
        }
        let _ = match &item.came {
            Came::Awaited if item.is_due(today) => writeln!(words, ": what came of it is to be said"),
            Came::Awaited => writeln!(words, ": expected"),
            Came::Observed(seen) => writeln!(words, ": {}, {}", seen.words, seen.on),
            Came::Dropped { on, reason } => writeln!(words, ": dropped on {on}: {reason}"),
        };
    }
    if words.is_empty() {
        let _ = write!(words, "{reference} has no expected effect yet.");
    }
    let rows: Vec<_> = all
        .iter()
        .map(|kept| {
            json!({
                "effect": kept.item.effect,
                "outcome": kept.item.outcome.and_then(|id| sight.outcome(id)).map(|outcome| &outcome.item.statement),
                "by": kept.item.by,
                "figure": kept.item.figure,
                "came": kept.item.came,
                "due": kept.item.is_due(today),
            })
        })
        .collect();
    say.out(&words, &json!({ "reference": reference, "effects": rows }));
    Ok(ExitCode::SUCCESS)
}
