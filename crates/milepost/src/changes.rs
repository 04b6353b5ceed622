//! `milepost changes --from X --to Y`.
use crate::{
    desk::Desk,
    say::{Refused, Say},
};
use domain::{
    action::Action,
    changes::{Changes, between},
    office::Kept,
};
use jiff::civil::Date;
use report::{changes, occasion::AsAt};
use std::{fmt::Write as _, process::ExitCode};

pub async fn print(desk: &Desk, from: &str, to: &str, plan: Option<&str>, say: Say) -> Result<ExitCode, Refused> {
    let (from, to) = (desk.find(Some(from)).await?, desk.find(Some(to)).await?);
    if from.at.office.head().seq > to.at.office.head().seq {
        return Err(Refused::because("--from is later than --to; give them the other way round"));
    }
    let (before, after) = (from.at.office.seen_by(&desk.actor), to.at.office.seen_by(&desk.actor));
    let plan = after.plan_called(plan)?;
    let found = between(&before, &after, plan.id);
    let (from_at, to_at) = (AsAt::new(&before, Some(from.day), None), AsAt::new(&after, Some(to.day), None));
    let head = format!("{}: {} to {}", plan.item.name, place(&from), place(&to));
    say.out(&people(&head, &found), &changes::json(&found, &from_at, &to_at));
    Ok(ExitCode::SUCCESS)
}

fn place(found: &crate::desk::Found) -> String {
    let seq = found.at.office.head().seq;
    match &found.snapshot {
        Some(name) => format!("“{name}” ({}, entry {seq})", found.day),
        None => format!("{} (entry {seq})", found.day),
    }
}

/// The sum in one line first, then each list.
fn people(head: &str, changes: &Changes) -> String {
    let t = &changes.totals;
    let mut out = format!(
        "{head}\nOpen then {} + added {} + re-opened {} - closed {} = open now {}{}\n",
        t.open_from,
        t.added,
        t.reopened,
        t.closed,
        t.open_to,
        if t.reconciles() { "" } else { "  (the sum does not hold: please report this)" }
    );
    list(&mut out, "Added", &changes.added);
    list(&mut out, "Closed", &changes.closed);
    list(&mut out, "Re-opened", &changes.reopened);
    if !changes.rated.is_empty() {
        let _ = writeln!(
            out,
            "\nRated otherwise: {} better, {} worse, {} not comparable",
            t.better, t.worse, t.not_comparable
        );
        for rated in &changes.rated {
            let label = |a: &Kept<Action>| a.item.rating.as_ref().map_or("not rated".into(), |r| r.label.to_string());
            let _ = writeln!(
                out,
                "  {}  {} -> {}  {}  {}",
                rated.action.reference(),
                label(rated.before),
                label(rated.action),
                rated.direction.as_str().replace('_', " "),
                rated.action.item.title
            );
        }
    }
    if !changes.moved.is_empty() {
        out.push_str("\nDates moved\n");
        for moved in &changes.moved {
            let day = |d: Option<Date>| d.map_or("no date".into(), |d| d.to_string());
            let _ = writeln!(
                out,
                "  {}  {} -> {}  {}",
                moved.action.reference(),
                day(moved.from),
                day(moved.to),
                moved.action.item.title
            );
        }
    }
    if !changes.changed.is_empty() {
        out.push_str("\nChanged\n");
        for changed in &changes.changed {
            let fields: Vec<&str> = changed.fields.iter().map(|f| f.field).collect();
            let _ = writeln!(out, "  {}  {}", changed.action.reference(), fields.join(", "));
        }
    }
    list(&mut out, "Left out by the last table (kept as they are)", &changes.absent);
    out
}

fn list(out: &mut String, head: &str, actions: &[&Kept<Action>]) {
    if actions.is_empty() {
        return;
    }
    let _ = writeln!(out, "\n{head}");
    for action in actions {
        let _ = writeln!(out, "  {}  {}", action.reference(), action.item.title);
    }
}
