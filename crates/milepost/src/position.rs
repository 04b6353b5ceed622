//! Positions and the life of a paper after it is issued: snapshot, present, publish, withdraw.
use crate::{
    desk::{Desk, typed},
    say::{Refused, Say},
};
use domain::{
    ask::{Ask, Command},
    paper::{PaperKind, PresentPaper},
    period::london_day,
    publication::{Publish, Withdraw},
    snapshot::TakeSnapshot,
};
use jiff::{Timestamp, civil::Date};
use serde_json::json;
use std::process::ExitCode;

pub async fn snapshot(desk: &Desk, name: &str, body: &str, on: Option<Date>, say: Say) -> Result<ExitCode, Refused> {
    let written =
        desk.write(Command::TakeSnapshot(TakeSnapshot { name: typed(name)?, body: typed(body)? }), on).await?;
    let words = format!("Position “{name}” taken for {body}: the record up to entry {}.", written.seq);
    say.out(&words, &json!({ "snapshot": name, "for": body, "seq": written.seq }));
    Ok(ExitCode::SUCCESS)
}

pub async fn present(desk: &Desk, number: &str, on: Date, say: Say) -> Result<ExitCode, Refused> {
    let today = london_day(desk.now());
    if on > today {
        return Err(Refused::because(format!(
            "{on} has not come yet (today is {today}), so nothing was presented then; say it when it was, or correct --on"
        )));
    }
    let written = desk.write(Command::PresentPaper(PresentPaper { number: typed(number)?, on }), None).await?;
    let office = desk.office().await?;
    let paper = office.seen_by(&desk.actor).paper_numbered(number)?.item.kind;
    let words = if paper == PaperKind::DeliveryPlan {
        format!("{number} was presented on {on}. Its rows are what that body last saw.")
    } else {
        format!(
            "{number} was presented on {on}. What that body last saw of each action is as before: only a delivery plan changes that."
        )
    };
    say.out(&words, &json!({ "number": number, "presented": on, "seq": written.seq }));
    Ok(ExitCode::SUCCESS)
}

pub async fn publish(
    desk: &Desk,
    what: &str,
    at: Option<Timestamp>,
    despite_hold: Option<&str>,
    say: Say,
) -> Result<ExitCode, Refused> {
    if let Some(at) = at {
        if at <= desk.now() {
            return Err(Refused::because(format!("{at} has passed; leave --at out to publish now")));
        }
        // Decided now as well, so that what would be refused then is refused while somebody is looking.
        let plans = desk::public_plans_at(desk, what).await?;
        let ask = desk.ask(Command::Publish(Publish { what: typed(what)?, plans }), None);
        let reason = despite_hold.map(typed).transpose()?;
        desk.record.decide_only(&Ask { reason, now: at, ..ask }).await?;
        let job = json!({ "publish": what, "as": desk.actor.name, "despite_hold": despite_hold });
        desk.record.schedule(at, &job).await?;
        let words =
            format!("{what} will be published at {at} by the server that runs then. Nothing of it is public before.");
        say.out(&words, &json!({ "scheduled": what, "at": at }));
        return Ok(ExitCode::SUCCESS);
    }
    let seq = desk::publish(desk, what, despite_hold, None).await?;
    say.out(&format!("{what} is published."), &json!({ "published": what, "seq": seq }));
    Ok(ExitCode::SUCCESS)
}

/// The command that a scheduled publication is, as the record names it.
const PUBLISH: &str = "publish";

/// Takes back a publication that is scheduled and has not happened; a paper itself stays issued.
async fn cancel(desk: &Desk, what: &str) -> Result<Option<Timestamp>, Refused> {
    let wanted = domain::text::fold(what);
    let is_it = |job: &record::Job| {
        job.what.get("publish").and_then(|v| v.as_str()).is_some_and(|what| domain::text::fold(what) == wanted)
    };
    let Some(job) = desk.record.due(Timestamp::MAX).await?.into_iter().find(is_it) else { return Ok(None) };
    let post = job.what.get("as").and_then(|v| v.as_str());
    let actor = post.map_or_else(|| Ok(desk.clone()), |post| desk.seat(post))?.actor;
    // A server that was stopped after it published, and before it crossed the job off, leaves it behind.
    let taken_back = desk.record.take_back(&job, actor.post.uuid(), PUBLISH).await?;
    Ok(taken_back.then_some(job.run_at))
}

pub async fn withdraw(desk: &Desk, what: &str, reason: &str, say: Say) -> Result<ExitCode, Refused> {
    if let Some(cancelled) = cancel(desk, what).await? {
        let words =
            format!("{what} was to be published at {cancelled}; that is cancelled, and nothing of it was ever public.");
        say.out(&words, &json!({ "cancelled": what, "at": cancelled }));
        return Ok(ExitCode::SUCCESS);
    }
    let command = Command::Withdraw(Withdraw { what: typed(what)?, reason: typed(reason)? });
    let written = desk.write(command, None).await?;
    let words = format!("{what} is withdrawn. Where it was public its page stays, with the reason and without a file.");
    say.out(&words, &json!({ "withdrawn": what, "reason": reason, "seq": written.seq }));
    Ok(ExitCode::SUCCESS)
}
