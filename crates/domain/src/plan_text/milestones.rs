//! The milestones of an action as lines: each under its own, with its moves and who sees it beneath.
use super::{
    MilestoneText, MovedText, PlanText, Shown,
    facts::{lost, visibility as visibility_of},
    lines::{Page, Section},
    words::{behind, date, day, quoted, split_outside, unword, word},
    write::{Lines, visibility},
};
use crate::{
    envelope::{Envelope, Marking},
    id::Id,
    milestone::{Milestone, Reached, named},
    office::Kept,
    plan_text::HeldText,
    post::Post,
    text::Text,
};
use jiff::civil::Date;
use std::fmt::Write as _;

pub(super) const HEADS: [&str; 4] = ["Milestone", "Milestone moved", "Milestone seen by", "Milestone marking"];

impl MilestoneText {
    /// A milestone of an action that is kept so, with names in the place of ids.
    pub(super) fn of(
        kept: &Kept<Milestone>,
        action: &Envelope,
        mut named: impl FnMut(Id<Post>) -> Option<Text>,
    ) -> Self {
        let milestone = &kept.item;
        let moved = milestone.moves.iter().map(|moved| MovedText {
            from: moved.from,
            to: moved.to,
            on: moved.on,
            reason: moved.reason.clone(),
            by: moved.by.and_then(&mut named),
        });
        Self {
            title: milestone.title.clone(),
            strand: milestone.strand.clone(),
            original_date: milestone.original_date,
            date: milestone.date,
            moves: moved.collect(),
            reached: milestone.reached.clone(),
            shown: Shown {
                seen_by: Some(kept.envelope.visibility.clone()).filter(|v| *v != action.visibility),
                marking: Some(kept.envelope.marking).filter(|m| *m != action.marking),
            },
        }
    }

    /// What tells it from the others of its action: its part and its title.
    pub(super) fn name(&self) -> (Option<String>, String) {
        (self.strand.as_ref().map(Text::folded), self.title.folded())
    }
}

pub(super) fn write(lines: &mut Lines, all: &[MilestoneText]) {
    for milestone in all {
        let mut out = word(milestone.title.as_str());
        if let Some(strand) = &milestone.strand {
            let _ = write!(out, ", of the part {}", word(strand.as_str()));
        }
        let _ = write!(out, ", due on {}", day(milestone.date));
        if milestone.original_date != milestone.date {
            let _ = write!(out, ", first due on {}", day(milestone.original_date));
        }
        let _ = match &milestone.reached {
            Reached::Open => Ok(()),
            Reached::Met { on } => write!(out, ", met on {}", day(*on)),
            Reached::Dropped { on, reason } => {
                write!(out, ", dropped on {}, because {}", day(*on), quoted(reason.as_str()))
            }
        };
        lines.fact(HEADS[0], &out);
        for moved in &milestone.moves {
            let (from, to, on) = (day(moved.from), day(moved.to), day(moved.on));
            let mut out = format!("from {from} to {to} on {on}, because {}", quoted(moved.reason.as_str()));
            if let Some(by) = &moved.by {
                let _ = write!(out, ", by {}", word(by.as_str()));
            }
            lines.fact(HEADS[1], &out);
        }
        if let Some(seen_by) = &milestone.shown.seen_by {
            lines.fact(HEADS[2], &visibility(seen_by));
        }
        if let Some(marking) = milestone.shown.marking {
            lines.fact(HEADS[3], marking.as_str());
        }
    }
}

/// The milestones of an action: what stands under one is of the one above it. In the order in which the record gives
/// them, whatever the order of the lines.
pub(super) fn read(page: &mut Page, section: &mut Section, plan: &PlanText) -> Vec<MilestoneText> {
    let mut all: Vec<MilestoneText> = vec![];
    for field in section.which(|field| HEADS.iter().any(|head| field.key.eq_ignore_ascii_case(head))) {
        let Some(raw) = field.raw(page).map(str::to_owned) else { continue };
        let is = |head: &str| field.key.eq_ignore_ascii_case(head);
        if is(HEADS[0]) {
            let Some(read) = page.taken(field.line, milestone(&raw)) else { continue };
            let open = |one: &MilestoneText| !matches!(one.reached, Reached::Dropped { .. });
            if open(&read) && all.iter().any(|other| open(other) && other.name() == read.name()) {
                page.wrong(
                    field.line,
                    format!("the milestone “{}” stands here already; give one of the two another title", read.title),
                );
            }
            all.push(read);
            continue;
        }
        let Some(last) = all.last_mut() else {
            page.wrong(
                field.line,
                "there is no milestone above that this could be about; write first “Milestone: Contract signed, due on 12 January 2026”",
            );
            continue;
        };
        if is(HEADS[1]) {
            last.moves.extend(page.taken(field.line, moved(&raw, plan)));
        } else if is(HEADS[2]) {
            last.shown.seen_by = page.taken(field.line, visibility_of(&raw));
        } else {
            last.shown.marking = page.taken(field.line, Marking::parse(&raw));
        }
    }
    all.sort_by_key(|milestone| (milestone.strand.clone(), milestone.date));
    all
}

fn milestone(raw: &str) -> Result<MilestoneText, String> {
    let clauses = split_outside(raw, ',');
    let (mut strand, mut due, mut first, mut met, mut dropped, mut because) = (None, None, None, None, None, None);
    for clause in &clauses[1..] {
        if let Some(words) = behind(clause, "of the part") {
            strand = Some(unword(words)?);
        } else if let Some(words) = behind(clause, "due on") {
            due = Some(date(words)?);
        } else if let Some(words) = behind(clause, "first due on") {
            first = Some(date(words)?);
        } else if let Some(words) = behind(clause, "met on") {
            met = Some(date(words)?);
        } else if let Some(words) = behind(clause, "dropped on") {
            dropped = Some(date(words)?);
        } else if let Some(words) = behind(clause, "because") {
            because = Some(unword(words)?);
        } else {
            return Err(lost(clause));
        }
    }
    let due = due.ok_or_else(|| {
        format!("“{raw}” does not say when it is due; write it as: Contract signed, due on 12 January 2026")
    })?;
    let reached = match (met, dropped, because) {
        (None, None, None) => Reached::Open,
        (Some(on), None, None) => Reached::Met { on },
        (None, Some(on), Some(reason)) => Reached::Dropped { on, reason },
        (None, Some(_), None) => return Err("a milestone that was dropped needs its reason: because \"...\"".into()),
        _ => return Err("a milestone is open, or it was met on a day, or dropped on a day with its reason".into()),
    };
    let (title, strand) = named(&unword(clauses[0])?, strand.as_ref())?;
    let original_date = first.unwrap_or(due);
    Ok(MilestoneText { title, strand, original_date, date: due, moves: vec![], reached, shown: Shown::default() })
}

fn moved(raw: &str, plan: &PlanText) -> Result<MovedText, String> {
    let how = || {
        format!(
            "“{raw}” does not say how the milestone was moved; write it as: from 31 March 2026 to 30 June 2026 on 14 October 2025, because \"the analyst left\", by Head of Policy"
        )
    };
    let clauses = split_outside(raw, ',');
    let dates = behind(clauses[0], "from").ok_or_else(how)?;
    let (from, rest) = dates.split_once(" to ").ok_or_else(how)?;
    let (to, on) = rest.split_once(" on ").ok_or_else(how)?;
    let (mut reason, mut by) = (None, None);
    for clause in &clauses[1..] {
        if let Some(words) = behind(clause, "because") {
            reason = Some(unword(words)?);
        } else if let Some(words) = behind(clause, "by") {
            by = Some(post(words, plan)?);
        } else {
            return Err(lost(clause));
        }
    }
    let reason = reason.ok_or("a milestone that was moved needs the reason: because \"...\"")?;
    let (from, to, on): (Date, Date, Date) = (date(from)?, date(to)?, date(on)?);
    Ok(MovedText { from, to, on, reason, by })
}

fn post(raw: &str, plan: &PlanText) -> Result<Text, String> {
    match plan.held(raw)? {
        HeldText::Post(name) => Ok(name),
        HeldText::Unmatched(stated) => {
            Err(format!("“{stated}” is no post; leave “by” out where whoever moved it holds none of plan.txt"))
        }
    }
}
