//! `milepost milestone`: the dated checkpoints of an action.
use crate::{
    arguments::{Given, MilestoneAsk},
    desk::{Desk, typed},
    say::{Refused, Say},
    working::action,
};
use domain::{
    action::Action,
    ask::{Ask, Command},
    id::Id,
    milestone::{AddMilestone, Becomes, CarryMilestones, ChangeMilestone, Milestone, Reached, Stands},
    office::Kept,
    period::london_day,
    text::fold,
};
use serde_json::json;
use std::{fmt::Write as _, process::ExitCode};

pub async fn run(desk: &Desk, ask: &MilestoneAsk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let of = |reference: &str| Ok::<_, Refused>(action(&sight, &Given::default(), reference)?.id);
    let change = |reference: &str, title: &str, becomes| {
        let id = of(reference)?;
        let milestone = called(&sight.milestones(id), reference, title)?;
        Ok::<_, Refused>((id, Command::ChangeMilestone(ChangeMilestone { milestone, becomes })))
    };
    let ((id, command), reason) = match ask {
        MilestoneAsk::List { reference } => return list(desk, of(reference)?, reference, say).await,
        MilestoneAsk::Add { reference, title, date, strand } => {
            let (id, strand) = (of(reference)?, strand.as_deref().map(typed).transpose()?);
            let add = AddMilestone { action: id, strand, title: typed(title)?, date: *date };
            ((id, Command::AddMilestone(add)), None)
        }
        MilestoneAsk::Carry { reference, from, from_plan } => {
            let given = Given { plan: from_plan.clone(), ..Given::default() };
            let (to, from) = (of(reference)?, action(&sight, &given, from)?.id);
            ((to, Command::CarryMilestones(CarryMilestones { from, to })), None)
        }
        MilestoneAsk::Meet { reference, title, on } => (change(reference, title, Becomes::Met(*on))?, None),
        MilestoneAsk::Move { reference, title, to, reason } => {
            (change(reference, title, Becomes::Due(*to))?, Some(reason))
        }
        MilestoneAsk::Drop { reference, title, reason } => (change(reference, title, Becomes::Dropped)?, Some(reason)),
        MilestoneAsk::Reopen { reference, title, reason } => (change(reference, title, Becomes::Open)?, Some(reason)),
    };
    let reason = reason.map(|words| typed(words)).transpose()?;
    desk.record.write(Ask { reason, ..desk.ask(command, None) }).await?;
    let reference = sight.action(id).map(|kept| kept.reference().to_string()).unwrap_or_default();
    list(desk, id, &reference, say).await
}

/// The milestone that a person means by its title.
fn called(all: &[&Kept<Milestone>], reference: &str, title: &str) -> Result<Id<Milestone>, Refused> {
    let mut named = all.iter().filter(|kept| kept.item.title.folded() == fold(title));
    let none = || {
        let known: Vec<String> = all.iter().map(|kept| format!("“{}”", kept.item.title)).collect();
        let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
        Refused::because(format!("{reference} has no milestone “{title}”; it has {known}"))
    };
    let found = named.next().ok_or_else(none)?;
    match named.next() {
        None => Ok(found.id),
        Some(_) => Err(Refused::because(format!(
            "{reference} has several milestones “{title}”, in several parts; change it on its page"
        ))),
    }
}

async fn list(desk: &Desk, id: Id<Action>, reference: &str, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let today = london_day(desk.now());
    let all = sight.milestones(id);
    let of = sight.action(id).map(|kept| &kept.item);
    let stands = |milestone: &Milestone| of.map_or(Stands::Open, |action| milestone.stands(action, today));
    let mut words = String::new();
    for Kept { item, .. } in &all {
        let strand = item.strand.as_ref().map(|strand| format!(" ({strand})")).unwrap_or_default();
        let _ = write!(words, "{}{strand}: {}", item.title, item.date);
        if !item.moves.is_empty() {
            let _ = write!(words, ", first {}, moved {}", item.original_date, item.moves.len());
        }
        let _ = match &item.reached {
            Reached::Open if stands(item) == Stands::Late => writeln!(words, ", late"),
            Reached::Open if stands(item) == Stands::LeftOpen => writeln!(words, ", left open when the action ended"),
            Reached::Open => writeln!(words, ", open"),
            Reached::Met { on } => writeln!(words, ", met on {on}"),
            Reached::Dropped { on, reason } => writeln!(words, ", dropped on {on}: {reason}"),
        };
    }
    if words.is_empty() {
        let _ = write!(words, "{reference} has no milestone yet.");
    }
    let rows: Vec<_> = all
        .iter()
        .map(|kept| {
            json!({
                "title": kept.item.title,
                "strand": kept.item.strand,
                "original_date": kept.item.original_date,
                "date": kept.item.date,
                "moves": kept.item.moves.len(),
                "state": kept.item.reached.as_str(),
                "stands": stands(&kept.item).as_str(),
                "late": stands(&kept.item) == Stands::Late,
            })
        })
        .collect();
    say.out(&words, &json!({ "reference": reference, "milestones": rows }));
    Ok(ExitCode::SUCCESS)
}
