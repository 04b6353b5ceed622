//! `milepost rules`: the written rules of ratings, as they hold on a day, their changes, and changing them.
use crate::{
    arguments::RulesAsk,
    desk::{Desk, typed},
    say::{Refused, Say},
};
use domain::{
    ask::{Ask, Command},
    period::london_day,
    rating_rules::{NotALimit, RatingRules, SetRules, rules_changes},
};
use jiff::civil::Date;
use serde_json::json;
use std::{fmt::Write as _, process::ExitCode};

pub async fn run(desk: &Desk, ask: &RulesAsk, say: Say) -> Result<ExitCode, Refused> {
    match ask {
        RulesAsk::List { on } => list(desk, *on, say).await,
        RulesAsk::Set { effective, reason, past_due, milestone_late, date_changed, silent, moved, risk_outside } => {
            let office = desk.office().await?;
            let now = office.seen_by(&desk.actor).rules_on(*effective);
            let rules = RatingRules {
                past_due: limit("--past-due", past_due.as_deref(), now.past_due)?,
                milestone_late: limit("--milestone-late", milestone_late.as_deref(), now.milestone_late)?,
                date_changed: limit("--date-changed", date_changed.as_deref(), now.date_changed)?,
                silent: limit("--silent", silent.as_deref(), now.silent)?,
                moved_past_original: limit("--moved", moved.as_deref(), now.moved_past_original)?,
                risk_outside: limit("--risk-outside", risk_outside.as_deref(), now.risk_outside)?,
            };
            let command = Command::SetRules(SetRules { from: *effective, rules, after: None });
            desk.record.write(Ask { reason: Some(typed(reason)?), ..desk.ask(command, None) }).await?;
            list(desk, Some(*effective), say).await
        }
    }
}

/// What was given for a rule: nothing leaves it, "off" drops it, a number is how strict it is.
fn limit<L>(option: &str, given: Option<&str>, now: Option<L>) -> Result<Option<L>, Refused>
where
    L: TryFrom<u16, Error = NotALimit>,
{
    match given {
        None => Ok(now),
        Some("off") => Ok(None),
        Some(given) => {
            let number: u16 = given.parse().map_err(|_| {
                Refused::because(format!(
                    "{option} takes a whole number, or off to drop the rule; “{given}” is neither"
                ))
            })?;
            L::try_from(number).map(Some).map_err(|why| Refused::because(format!("{option}: {why}, or off")))
        }
    }
}

async fn list(desk: &Desk, on: Option<Date>, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let on = on.unwrap_or_else(|| london_day(desk.now()));
    let rules = sight.rules_on(on).rules();
    let changes = rules_changes(&sight);
    let mut words = format!("The rules on {on}:\n");
    for rule in &rules {
        let _ = writeln!(words, "  rule {}: {}", rule.number, rule.words);
    }
    if changes.is_empty() {
        words.push_str("They were never changed.\n");
    }
    let mut machine = vec![];
    for change in &changes {
        let kept = change.kept;
        let who = sight.name_of(kept.actor).unwrap_or_default();
        let why = sight.why(kept).cloned().unwrap_or_default();
        let _ = writeln!(words, "From {}, written on {} by {who}: {why}", kept.item.from, london_day(kept.at));
        let mut rows = vec![];
        for (number, was, is) in change.rules() {
            let said = |words: &Option<domain::text::Text>| {
                words.as_ref().map_or_else(|| "did not hold".to_owned(), ToString::to_string)
            };
            let now = is.as_ref().map_or_else(|| "no longer holds".to_owned(), ToString::to_string);
            let _ = writeln!(words, "  rule {number}: {now} (before: {})", said(&was));
            rows.push(json!({ "rule": number, "was": was, "is": is }));
        }
        machine.push(json!({
            "from": kept.item.from,
            "written": london_day(kept.at),
            "by": who,
            "reason": why,
            "changed": rows,
            "seq": kept.seq,
        }));
    }
    say.out(&words, &json!({ "on": on, "rules": rules, "changes": machine }));
    Ok(ExitCode::SUCCESS)
}
