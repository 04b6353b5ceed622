//! The quarter's work at the command line: updates, confirmations, changes that are asked for and decided.
use crate::{
    arguments::{ChangeAsk, ConfirmAsk, DateAsk, Given, UpdateAsk},
    desk::{Desk, typed},
    say::{Refused, Say, counted},
};
use domain::{
    action::{Action, Basis},
    ask::{Ask, Command},
    change_request::{Approved, AskForChange, Asked, ChangeRequest, DecideChange},
    completion::{Shows, VerifyCompletion},
    evidence::{Evidence, EvidenceFile, LARGEST},
    id::Id,
    milestone::{Milestone, OpenMilestones},
    office::Kept,
    period::london_day,
    plan::PlanState,
    rating_rules::{Known, Suggestion, suggested},
    sight::Sight,
    text::Text,
    update::{Confidence, ConfirmAction, CorrectUpdate, Reasons, Saying, UpdateAction},
};
use record::Written;
use serde_json::json;
use std::{fmt::Write as _, fs, path::Path, process::ExitCode};

/// `milepost update`
pub async fn update(desk: &Desk, reference: &str, asked: &UpdateAsk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let kept = action(&office.seen_by(&desk.actor), &asked.given, reference)?.clone();
    let mut saying = saying(asked)?;
    for path in &asked.evidence_file {
        saying.evidence.push(Evidence::File(file(desk, path).await?));
    }
    let command = if asked.corrects {
        let of = kept.item.update.ok_or_else(|| {
            Refused::because(format!(
                "nothing has been said of {} yet, so there is nothing to correct",
                kept.reference()
            ))
        })?;
        Command::CorrectUpdate(Box::new(CorrectUpdate { of, saying }))
    } else {
        Command::UpdateAction(Box::new(UpdateAction { action: kept.id, saying }))
    };
    let written = write(desk, &asked.given, &kept, command, None).await?;
    let verb = if asked.corrects { "corrected" } else { "updated" };
    said(desk, kept.id, verb, &written, say).await
}

/// Keeps a file that is given as evidence.
async fn file(desk: &Desk, path: &Path) -> Result<EvidenceFile, Refused> {
    let unreadable = |e: std::io::Error| Refused::because(format!("{} cannot be read: {e}", path.display()));
    let size = fs::metadata(path).map_err(unreadable)?.len();
    if usize::try_from(size).map_or(true, |size| size > LARGEST) {
        return Err(Refused::because(format!(
            "{} has more than {} megabytes; give a link to where it lies",
            path.display(),
            LARGEST / (1024 * 1024)
        )));
    }
    let bytes = fs::read(path).map_err(unreadable)?;
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    EvidenceFile::given(&name, &bytes, "").map_err(Refused::because)?;
    let sha256 = desk.record.keep_given(&bytes).await?;
    EvidenceFile::given(&name, &bytes, &sha256).map_err(Refused::because)
}

fn saying(asked: &UpdateAsk) -> Result<Saying, Refused> {
    let narrative = match (&asked.says, &asked.text) {
        (Some(words), _) => typed(words)?,
        (None, Some(file)) => {
            let words = fs::read_to_string(file)
                .map_err(|e| Refused::because(format!("{} cannot be read: {e}", file.display())))?;
            typed(words.trim_end())?
        }
        (None, None) => Text::default(),
    };
    let optional = |words: &Option<String>| words.as_deref().map(typed).transpose();
    let reasons = match (optional(&asked.reason)?, optional(&asked.public_reason)?) {
        (None, None) => None,
        (internal, public) => {
            Some(Reasons { internal: internal.unwrap_or_default(), public: public.unwrap_or_default() })
        }
    };
    let evidence = asked.evidence.iter().map(|words| typed(words)).collect::<Result<Vec<Text>, Refused>>()?;
    let confidence = asked.confidence.as_deref().map(|word| {
        Confidence::parse(word)
            .ok_or_else(|| Refused::because(format!("“{word}” is no confidence; give high, medium or low")))
    });
    Ok(Saying {
        narrative,
        rating: optional(&asked.rating)?,
        reasons,
        forecast: optional(&asked.forecast)?,
        confidence: confidence.transpose()?,
        next_step: optional(&asked.next_step)?,
        evidence: evidence.iter().filter_map(Evidence::read).collect(),
        completed: asked.completed,
    })
}

/// `milepost confirm`
pub async fn confirm(desk: &Desk, reference: &str, asked: &ConfirmAsk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let given = &asked.given;
    let kept = action(&office.seen_by(&desk.actor), given, reference)?.clone();
    if asked.completion || asked.not_complete {
        let evidence = if asked.not_complete { Shows::NotComplete } else { Shows::Complete };
        let command = Command::VerifyCompletion(VerifyCompletion { action: kept.id, evidence });
        let reason = asked.reason.as_deref().map(typed).transpose()?;
        let written = write(desk, given, &kept, command, reason).await?;
        let verb = if asked.not_complete { "in progress again" } else { "verified as complete" };
        return said(desk, kept.id, verb, &written, say).await;
    }
    let command = Command::ConfirmAction(ConfirmAction { action: kept.id });
    let written = write(desk, given, &kept, command, None).await?;
    said(desk, kept.id, "confirmed", &written, say).await
}

/// `milepost date`
pub async fn date(desk: &Desk, reference: &str, asked: &DateAsk, say: Say) -> Result<ExitCode, Refused> {
    let asks = asked.ask.map(|to| Asked::NewDate { from: None, to });
    let asks = asks.map(|asks| (asks, OpenMilestones::Stay));
    control(desk, reference, asks, asked.approve, asked.reason.as_deref(), &asked.given, say).await
}

/// `milepost change`
pub async fn change(desk: &Desk, reference: &str, asked: &ChangeAsk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let other =
        |other: &Option<String>| other.as_deref().map(|r| Ok::<_, Refused>(action(&sight, &asked.given, r)?.id));
    let split = asked.split.iter().map(|title| typed(title)).collect::<Result<Vec<Text>, Refused>>()?;
    let asks = if asked.put_off {
        Some(Asked::PutOff { until: asked.until })
    } else if asked.close {
        Some(Asked::CloseUndelivered)
    } else if asked.business_as_usual {
        Some(Asked::BusinessAsUsual)
    } else if let Some(by) = other(&asked.superseded_by).transpose()? {
        Some(Asked::Supersede { by })
    } else if let Some(into) = other(&asked.merge_into).transpose()? {
        Some(Asked::Merge { into })
    } else if split.is_empty() {
        None
    } else {
        Some(Asked::Split { into: split })
    };
    let milestones = if asked.with_milestones { OpenMilestones::GoOn } else { OpenMilestones::Stay };
    let asks = asks.map(|asks| (asks, milestones));
    control(desk, reference, asks, asked.approve, asked.reason.as_deref(), &asked.given, say).await
}

/// Asks for a change, or decides the one that waits.
async fn control(
    desk: &Desk,
    reference: &str,
    asks: Option<(Asked, OpenMilestones)>,
    approve: bool,
    reason: Option<&str>,
    given: &Given,
    say: Say,
) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let kept = action(&sight, given, reference)?.clone();
    let reason = reason.map(typed).transpose()?;
    if let Some((asks, milestones)) = asks {
        let command = Command::AskForChange(AskForChange { action: kept.id, asks: asks.clone(), milestones });
        let written = write(desk, given, &kept, command, reason).await?;
        let words = format!(
            "{} of {} is asked for, and waits for whoever may decide it. Nothing is changed yet.",
            in_words(&asks),
            kept.reference()
        );
        let machine =
            json!({ "reference": kept.reference(), "asked": asks.as_str(), "waiting": true, "seq": written.seq });
        say.out(&words, &machine);
        return Ok(ExitCode::SUCCESS);
    }
    let request = waiting(&sight, kept.id).ok_or_else(|| {
        Refused::because(format!("nothing that was asked of {} waits for a decision", kept.reference()))
    })?;
    let asks = request.item.asks.clone();
    let approved = if approve { Approved::Yes } else { Approved::No };
    let command = Command::DecideChange(DecideChange { request: request.id, approved });
    let written = write(desk, given, &kept, command, reason).await?;
    let how = if approve { "approved" } else { "declined" };
    let after = desk.office().await?;
    let now = after.seen_by(&desk.actor).action(kept.id).map(|kept| kept.item.clone()).unwrap_or(kept.item.clone());
    let words = format!("{} of {} is {how}.", in_words(&asks), kept.reference());
    let machine = json!({
        "reference": kept.reference(),
        "asked": asks.as_str(),
        "decided": how,
        "current_date": now.current_date,
        "baseline_date": now.original_date,
        "moves": now.moves.len(),
        "status": now.status.as_str(),
        "seq": written.seq,
    });
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}

fn in_words(asks: &Asked) -> String {
    match asks {
        Asked::NewDate { to, .. } => format!("the new date {to}"),
        Asked::PutOff { until: Some(until) } => format!("putting off until {until}"),
        Asked::PutOff { until: None } => "putting off".into(),
        Asked::CloseUndelivered => "closing undelivered".into(),
        Asked::BusinessAsUsual => "making business as usual".into(),
        Asked::Supersede { .. } => "superseding by another action".into(),
        Asked::Merge { .. } => "merging into another action".into(),
        Asked::Split { into } => format!("splitting into {}", into.len()),
    }
}

/// `milepost waiting`: what somebody has to decide or verify.
pub async fn list_waiting(desk: &Desk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let requests: Vec<&Kept<ChangeRequest>> = sight.change_requests().filter(|r| r.item.ruling.is_none()).collect();
    let unverified: Vec<&Kept<Action>> = sight
        .plans()
        .filter(|plan| plan.item.state == PlanState::Open)
        .flat_map(|plan| sight.actions(plan.id))
        .filter(|kept| kept.item.completion.as_ref().is_some_and(|done| done.verified.is_none()))
        .collect();
    let mut words = format!("{} to decide.\n", counted(requests.len(), "change", "changes"));
    let by = |post| sight.post(post).map(|p| p.item.name.to_string()).unwrap_or_default();
    for kept in &requests {
        let (item, reference) = (&kept.item, kept.reference());
        let _ = writeln!(
            words,
            "  {reference}  {}, asked by {} on {}: {}",
            in_words(&item.asks),
            by(item.by),
            item.on,
            item.reason
        );
    }
    let _ = writeln!(words, "{} to verify.", counted(unverified.len(), "completion", "completions"));
    for kept in &unverified {
        let Some(done) = &kept.item.completion else { continue };
        let shown: Vec<&str> = done.evidence.iter().map(|e| e.words().as_str()).collect();
        let _ = writeln!(
            words,
            "  {}  completed {}, by {}: {}",
            kept.reference(),
            done.on,
            sight.held(&done.by),
            shown.join(", ")
        );
    }
    let machine = json!({
        "changes": requests.iter().map(|kept| json!({
            "reference": kept.reference(),
            "asked": kept.item.asks,
            "by": by(kept.item.by),
            "on": kept.item.on,
            "reason": kept.item.reason,
        })).collect::<Vec<_>>(),
        "completions": unverified.iter().map(|kept| json!({
            "reference": kept.reference(),
            "completion": kept.item.completion,
        })).collect::<Vec<_>>(),
    });
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}

/// `milepost ratings`: each rating beside what the written rules give today.
pub async fn ratings(desk: &Desk, plan: Option<&str>, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let plan = sight.plan_called(plan)?;
    let today = london_day(desk.now());
    let rules = sight.rules_on(today);
    let (mut words, mut rows) = (String::new(), vec![]);
    let tied = sight.tied_risks();
    for kept in sight.actions(plan.id) {
        let action = &kept.item;
        let last = action.update.and_then(|id| sight.update(id)).map(|kept| &kept.item);
        let rating = action.rating.as_ref();
        let milestones: Vec<&Milestone> = sight.milestones(kept.id).into_iter().map(|kept| &kept.item).collect();
        let suggestion =
            suggested(Known { action, milestones: &milestones, last, risks: &tied.of(kept) }, &rules, today);
        let label = rating.map_or("not rated", |r| r.label.as_str());
        let basis = rating.map(|r| r.basis.as_str());
        let (class, rule, facts) = match &suggestion {
            Suggestion::Gives { class, rule, facts } => (Some(class.as_str()), Some(rule), facts),
            Suggestion::Untested { because } => (None, None, because),
        };
        let by_rules = class.map_or_else(|| "could not be tested".to_owned(), |class| class.replace('_', " "));
        let basis_words = basis.map(|basis| format!(" ({basis})")).unwrap_or_default();
        let _ = writeln!(words, "{}  {label}{basis_words}; by the rules: {by_rules}. {facts}", kept.reference());
        rows.push(json!({
            "reference": kept.reference(),
            "rating": rating.map(|r| &r.label),
            "rating_class": rating.map(|r| r.class),
            "rating_basis": basis,
            "suggested": class,
            "rule": rule,
            "facts": facts,
        }));
    }
    say.out(&words, &json!({ "plan": plan.item.name, "on": today, "rules": rules.rules(), "actions": rows }));
    Ok(ExitCode::SUCCESS)
}

/// What was said, and what the rules make of the rating.
async fn said(desk: &Desk, id: Id<Action>, verb: &str, written: &Written, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let kept = sight.action(id).ok_or_else(|| Refused::because("the action is not to be seen from here"))?;
    let rating = kept.item.rating.as_ref();
    let reference = kept.reference();
    let behind = rating.map(|rating| match &rating.basis {
        Basis::Supplied => "as supplied, untested".to_owned(),
        Basis::Agrees { rule, facts } => format!("agrees with {rule} ({facts})"),
        Basis::Differs { rule, facts, .. } => format!("differs, with a reason, from {rule} ({facts})"),
        Basis::Untested { because } => format!("the rules could not be tested: {because}"),
    });
    let label = rating.map_or("not rated", |rating| rating.label.as_str());
    let mut words = format!("{reference} is {verb}: {label}");
    if let Some(behind) = &behind {
        let _ = write!(words, "; {behind}");
    }
    words.push('.');
    let done = kept.item.completion.as_ref();
    if done.is_some_and(|done| done.verified.is_none()) {
        words.push_str(" It is not verified until somebody else confirms the evidence.");
    }
    let machine = json!({
        "reference": reference,
        "done": verb,
        "version": kept.version,
        "rating": rating.map(|r| &r.label),
        "rating_class": rating.map(|r| r.class),
        "rating_basis": rating.map(|r| r.basis.as_str()),
        "behind": behind,
        "status": kept.item.status.as_str(),
        "verified": done.map(|done| done.verified.is_some()),
        "verifier": done.and_then(|done| done.verified.as_ref()).map(|v| v.apart.as_str()),
        "seq": written.seq,
    });
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}

/// Hands a command over, with what was said about it on the command line.
async fn write(
    desk: &Desk,
    given: &Given,
    kept: &Kept<Action>,
    command: Command,
    reason: Option<Text>,
) -> Result<Written, Refused> {
    let seen = given.seen.map(|version| (kept.id.uuid(), version)).into_iter().collect();
    let ask = Ask { key: given.key.clone(), seen, reason, ..desk.ask(command, given.on) };
    Ok(desk.record.write(ask).await?)
}

/// The action that a person means by a reference.
pub fn action<'a>(sight: &Sight<'a>, given: &Given, reference: &str) -> Result<&'a Kept<Action>, Refused> {
    let plan = sight.plan_called(given.plan.as_deref())?;
    let folded = domain::text::fold(reference);
    let all = sight.actions(plan.id);
    all.iter().find(|kept| kept.reference().folded() == folded).copied().ok_or_else(|| {
        let known: Vec<&str> = all.iter().map(|kept| kept.reference().as_str()).take(200).collect();
        Refused::because(format!(
            "“{}” has no action {reference}; it has {}",
            plan.item.name,
            if known.is_empty() { "none yet".into() } else { known.join(", ") }
        ))
    })
}

fn waiting<'a>(sight: &Sight<'a>, action: Id<Action>) -> Option<&'a Kept<ChangeRequest>> {
    sight.change_requests().find(|request| request.item.action == action && request.item.ruling.is_none())
}
