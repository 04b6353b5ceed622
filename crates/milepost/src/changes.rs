//! `milepost changes --from X --to Y`.
use crate::{
    desk::Desk,
    say::{Refused, Say},
};
use domain::changes::between;
use report::{changes, occasion::AsAt, words::Words};
use std::process::ExitCode;

pub async fn print(desk: &Desk, from: &str, to: &str, plan: Option<&str>, say: Say) -> Result<ExitCode, Refused> {
    let (from, to) = (desk.find(Some(from)).await?, desk.find(Some(to)).await?);
    if from.at.head().seq > to.at.head().seq {
        return Err(Refused::because("--from is later than --to; give them the other way round"));
    }
    let (before, after) = (from.at.seen_by(&desk.actor), to.at.seen_by(&desk.actor));
    let plan = after.plan_called(plan)?;
    let changes = between(&before, &after, plan.id);
    let (from_at, to_at) = (AsAt::new(&before, Some(from.day), None), AsAt::new(&after, Some(to.day), None));
    let words = changes::words(&changes, &from_at, &to_at, Words::english());
    say.out(&words, &changes::json(&changes, &from_at, &to_at));
    Ok(ExitCode::SUCCESS)
}
