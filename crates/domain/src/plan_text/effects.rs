//! What an action is expected to change, as lines: each expectation under its own, with what came of it beneath.
use super::{
    CameText, EffectText, HeldText, ObservedText, PlanText, Served,
    facts::lost,
    lines::{Page, Section},
    words::{behind, date, day, quoted, split_outside, unword, word},
    write::Lines,
};
use crate::{
    expected_effect::{Came, ExpectedEffect, Figure, Number, figure, quarter_in_words, stated},
    id::Id,
    objective::Outcome,
    office::Kept,
    period::Quarter,
    post::Post,
    text::Text,
};
use jiff::civil::Date;
use std::fmt::Write as _;

pub(super) const HEADS: [&str; 3] = ["Expected effect", "Effect observed", "Effect dropped"];

impl EffectText {
    /// An expectation that is kept so, with names in the place of ids.
    pub(super) fn of(
        kept: &Kept<ExpectedEffect>,
        outcome: impl FnOnce(Id<Outcome>) -> Option<Served>,
        named: impl FnOnce(Id<Post>) -> Option<Text>,
    ) -> Self {
        let item = &kept.item;
        Self {
            effect: item.effect.clone(),
            outcome: item.outcome.and_then(outcome),
            by: item.by,
            figure: item.figure.clone(),
            came: match &item.came {
                Came::Awaited => CameText::Awaited,
                Came::Dropped { on, reason } => CameText::Dropped { on: *on, reason: reason.clone() },
                Came::Observed(seen) => CameText::Observed(ObservedText {
                    on: seen.on,
                    words: seen.words.clone(),
                    number: seen.number.clone(),
                    by: seen.by.and_then(named),
                }),
            },
        }
    }
}

pub(super) fn write(lines: &mut Lines, all: &[EffectText]) {
    for expected in all {
        let mut out = format!("{}, by {}", quoted(expected.effect.as_str()), quarter_in_words(expected.by));
        if let Some(Figure { number, unit }) = &expected.figure {
            let _ = write!(out, ", in figures {number} {}", quoted(unit.as_str()));
        }
        if let Some(Served { statement, theme }) = &expected.outcome {
            let _ = write!(out, ", on the outcome {}", quoted(statement.as_str()));
            if let Some(theme) = theme {
                let _ = write!(out, ", of the theme {}", word(theme.as_str()));
            }
        }
        lines.fact(HEADS[0], &out);
        match &expected.came {
            CameText::Awaited => {}
            CameText::Observed(seen) => {
                let mut out = format!("on {}, {}", day(seen.on), quoted(seen.words.as_str()));
                if let Some(number) = &seen.number {
                    let _ = write!(out, ", in figures {number}");
                }
                if let Some(by) = &seen.by {
                    let _ = write!(out, ", by {}", word(by.as_str()));
                }
                lines.fact(HEADS[1], &out);
            }
            CameText::Dropped { on, reason } => {
                lines.fact(HEADS[2], &format!("on {}, because {}", day(*on), quoted(reason.as_str())));
            }
        }
    }
}

/// What an action is expected to change: what stands under one is of the one above it. In the order in which the record
/// gives them, whatever the order of the lines.
pub(super) fn read(page: &mut Page, section: &mut Section, plan: &PlanText) -> Vec<EffectText> {
    let mut all: Vec<EffectText> = vec![];
    for field in section.which(|field| HEADS.iter().any(|head| field.key.eq_ignore_ascii_case(head))) {
        let Some(raw) = field.raw(page).map(str::to_owned) else { continue };
        if field.key.eq_ignore_ascii_case(HEADS[0]) {
            all.extend(page.taken(field.line, expected(&raw)));
            continue;
        }
        let Some(last) = all.last_mut() else {
            page.wrong(
                field.line,
                "there is no expected effect above that this could be about; write first: Expected effect: \"...\", by the quarter to December 2026",
            );
            continue;
        };
        if last.came != CameText::Awaited {
            page.wrong(field.line, "what came of this expected effect stands here already; keep one of the two");
        }
        let seen = field.key.eq_ignore_ascii_case(HEADS[1]);
        let came = if seen { observed(&raw, plan).map(CameText::Observed) } else { dropped(&raw) };
        if let Some(came) = page.taken(field.line, came) {
            last.came = came;
        }
    }
    all.sort_by_key(|expected| expected.by);
    all
}

fn expected(raw: &str) -> Result<EffectText, String> {
    let clauses = split_outside(raw, ',');
    let (mut by, mut figures, mut statement, mut theme) = (None, None, None, None);
    for clause in &clauses[1..] {
        if let Some(month) = behind(clause, "by the quarter to") {
            by = Some(quarter(month)?);
        } else if let Some(words) = behind(clause, "in figures") {
            let (number, unit) = words
                .split_once(' ')
                .ok_or("a number needs to say what it counts: in figures 10 \"incidents a month\"")?;
            figures = Some(figure(Number::parse(number)?, &unword(unit)?)?);
        } else if let Some(words) = behind(clause, "on the outcome") {
            statement = Some(unword(words)?);
        } else if let Some(words) = behind(clause, "of the theme") {
            theme = Some(unword(words)?);
        } else {
            return Err(lost(clause));
        }
    }
    let by = by.ok_or_else(|| {
        format!("“{raw}” does not say by which quarter; write it as: \"From 12 to 10 a month\", by the quarter to December 2026")
    })?;
    let outcome = match (statement, theme) {
        (Some(statement), theme) => Some(Served { statement, theme }),
        (None, Some(_)) => return Err("a theme is named, and no outcome of it; write: on the outcome \"...\"".into()),
        (None, None) => None,
    };
    let effect = stated(&unword(clauses[0])?, "the expected effect")?;
    Ok(EffectText { effect, outcome, by, figure: figures, came: CameText::Awaited })
}

/// The last day of the quarter that ends with this month.
fn quarter(month: &str) -> Result<Date, String> {
    let wrong = || {
        format!(
            "no quarter ends with “{month}”; write its last month: March, June, September or December, and the year"
        )
    };
    let first = date(&format!("1 {month}")).map_err(|_| wrong())?;
    let last = Quarter::of(first).map(Quarter::ends).ok_or_else(wrong)?;
    if last.month() == first.month() { Ok(last) } else { Err(wrong()) }
}

fn observed(raw: &str, plan: &PlanText) -> Result<ObservedText, String> {
    let how = || {
        format!(
            "“{raw}” does not say what was observed; write it as: on 12 January 2027, \"11 a month\", by Head of Policy"
        )
    };
    let clauses = split_outside(raw, ',');
    let [on, words, rest @ ..] = clauses.as_slice() else { return Err(how()) };
    let on = date(behind(on, "on").ok_or_else(how)?)?;
    let (mut number, mut by) = (None, None);
    for clause in rest {
        if let Some(figure) = behind(clause, "in figures") {
            number = Some(Number::parse(figure)?);
        } else if let Some(name) = behind(clause, "by") {
            by = match plan.held(name)? {
                HeldText::Post(name) => Some(name),
                HeldText::Unmatched(stated) => {
                    return Err(format!(
                        "“{stated}” is no post; leave “by” out where whoever said it holds none of plan.txt"
                    ));
                }
            };
        } else {
            return Err(lost(clause));
        }
    }
    Ok(ObservedText { on, words: stated(&unword(words)?, "what came of it")?, number, by })
}

fn dropped(raw: &str) -> Result<CameText, String> {
    let how = || {
        format!("“{raw}” does not say why it is dropped; write it as: on 12 January 2027, because \"the scheme ended\"")
    };
    let clauses = split_outside(raw, ',');
    let [on, because] = clauses.as_slice() else { return Err(how()) };
    let on = date(behind(on, "on").ok_or_else(how)?)?;
    Ok(CameText::Dropped { on, reason: unword(behind(because, "because").ok_or_else(how)?)? })
}
