//! `milepost risk`: the register of risks, taken in and written out as one file, and what is said of each.
use crate::{
    desk::{Desk, typed},
    say::{Refused, Say},
};
use clap::{Subcommand, ValueEnum};
use domain::{
    ask::Command,
    control::{AssureControl, DescribeControl, Gives, Line},
    gap::{ActOnGap, CloseGap, GapKind, NameGap, Step},
    id::Id,
    office::Kept,
    period::london_day,
    post::Post,
    risk::{
        CloseRisk, EscalateRisk, ReviewRisk, Risk, RiskSet, ScoreRisk, Scored, SetAppetite, TakeRegister, Which,
        register::{Before, Facet, Movement, Register, Row},
    },
    sight::Sight,
    text::{Text, fold},
};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::{fmt::Write as _, fs, path::PathBuf, process::ExitCode};

#[derive(Debug, Subcommand)]
pub enum RiskCommand {
    /// Take in a register from a TOML file: matrices, risks, controls, assurances and gaps. Nothing on the record is lost.
    Take {
        file: PathBuf,
        /// Say what would become of each, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Every open risk with its scores, counts of what wants attention; as a register for a file with --set.
    List {
        #[arg(long)]
        set: bool,
        /// As at a position's name, a date or the number of an entry.
        #[arg(long, value_name = "PLACE")]
        as_at: Option<String>,
        /// Say which way each went since a position, a date or a paper.
        #[arg(long, value_name = "PLACE")]
        since: Option<String>,
    },
    /// One risk: scores with their reasons, controls with what was found of them, gaps.
    Show {
        code: String,
        #[arg(long, value_name = "PLACE")]
        as_at: Option<String>,
    },
    /// Score a risk, with the reason.
    Score {
        code: String,
        #[arg(long, value_enum, default_value = "current")]
        of: Scoring,
        #[arg(long)]
        likelihood: u8,
        #[arg(long)]
        impact: u8,
        #[arg(long)]
        reason: String,
        /// For which day; today if it is left out.
        #[arg(long)]
        day: Option<Date>,
    },
    /// Say that a risk was looked at; its score stays.
    Review {
        code: String,
        words: String,
        #[arg(long)]
        day: Option<Date>,
    },
    /// Set the highest score that is accepted.
    Appetite {
        code: String,
        #[arg(long)]
        most: u8,
        #[arg(long)]
        reason: String,
        #[arg(long)]
        day: Option<Date>,
    },
    /// Put a risk before a board or committee.
    Escalate {
        code: String,
        #[arg(long)]
        to: String,
        #[arg(long)]
        reason: String,
        #[arg(long)]
        day: Option<Date>,
    },
    /// Say that a risk is over.
    Close {
        code: String,
        #[arg(long)]
        reason: String,
        #[arg(long)]
        day: Option<Date>,
    },
    /// Write a control of risks down.
    Control {
        title: String,
        /// How it works, and how often.
        #[arg(long)]
        describes: String,
        /// The code of a risk that it keeps in check. May be given more than once.
        #[arg(long, required = true)]
        risk: Vec<String>,
        /// The post that answers for it.
        #[arg(long)]
        owner: Option<String>,
        #[arg(long)]
        since: Option<Date>,
    },
    /// Say what somebody found who looked whether a control works.
    Assure {
        /// The code of the control.
        control: String,
        found: String,
        #[arg(long, value_enum)]
        line: AssuranceLine,
        #[arg(long, value_enum)]
        gives: AssuranceGives,
        /// Who looked.
        #[arg(long)]
        by: String,
        #[arg(long)]
        day: Option<Date>,
        /// The last day for which it is good.
        #[arg(long)]
        expires: Option<Date>,
        /// Where it can be read.
        #[arg(long)]
        evidence: Option<String>,
    },
    /// Name a gap in control or in assurance.
    Gap {
        words: String,
        #[arg(long, value_enum)]
        kind: GapOf,
        #[arg(long)]
        risk: Option<String>,
        #[arg(long)]
        control: Option<String>,
        #[arg(long)]
        since: Option<Date>,
    },
    /// Say what is done about a gap; without --due its date is to be decided, and flagged.
    Act {
        gap: String,
        words: String,
        /// The reference of an action of the open plan.
        #[arg(long)]
        action: Option<String>,
        /// The post that does it.
        #[arg(long)]
        owner: Option<String>,
        #[arg(long)]
        due: Option<Date>,
    },
    /// Say that what is done about a gap is done, or with --to that its date moves.
    Step {
        gap: String,
        /// Which of them, from 1.
        number: usize,
        #[arg(long)]
        done: Option<Date>,
        #[arg(long, conflicts_with = "done", requires = "reason")]
        to: Option<Date>,
        /// Why the date moves.
        #[arg(long)]
        reason: Option<String>,
    },
    /// Say what closed a gap.
    CloseGap {
        gap: String,
        words: String,
        #[arg(long)]
        day: Option<Date>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Scoring {
    Inherent,
    Current,
    Target,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AssuranceLine {
    Management,
    Oversight,
    Independent,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum AssuranceGives {
    Full,
    Partial,
    None,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum GapOf {
    Control,
    Assurance,
}

pub async fn run(desk: &Desk, ask: &RiskCommand, say: Say) -> Result<ExitCode, Refused> {
    let command = match ask {
        RiskCommand::Take { file, dry_run } => return take(desk, file, *dry_run, say).await,
        RiskCommand::List { set, as_at, since } => {
            return list(desk, *set, as_at.as_deref(), since.as_deref(), say).await;
        }
        RiskCommand::Show { code, as_at } => return show(desk, code, as_at.as_deref(), say).await,
        RiskCommand::Score { code, of, likelihood, impact, reason, day } => {
            let of = match of {
                Scoring::Inherent => Which::Inherent,
                Scoring::Current => Which::Current,
                Scoring::Target => Which::Target,
            };
            let (likelihood, impact, day) = (*likelihood, *impact, *day);
            Command::ScoreRisk(ScoreRisk { risk: typed(code)?, of, likelihood, impact, day, reason: typed(reason)? })
        }
        RiskCommand::Review { code, words, day } => {
            Command::ReviewRisk(ReviewRisk { risk: typed(code)?, day: *day, words: typed(words)? })
        }
        RiskCommand::Appetite { code, most, reason, day } => {
            Command::SetAppetite(SetAppetite { risk: typed(code)?, most: *most, day: *day, reason: typed(reason)? })
        }
        RiskCommand::Escalate { code, to, reason, day } => Command::EscalateRisk(EscalateRisk {
            risk: typed(code)?,
            to: typed(to)?,
            day: *day,
            reason: typed(reason)?,
        }),
        RiskCommand::Close { code, reason, day } => {
            Command::CloseRisk(CloseRisk { risk: typed(code)?, day: *day, reason: typed(reason)? })
        }
        _ => return control_or_gap(desk, ask, say).await,
    };
    let (RiskCommand::Score { code, .. }
    | RiskCommand::Review { code, .. }
    | RiskCommand::Appetite { code, .. }
    | RiskCommand::Escalate { code, .. }
    | RiskCommand::Close { code, .. }) = ask
    else {
        return Ok(ExitCode::SUCCESS);
    };
    desk.record.write(desk.ask(command, None)).await?;
    show(desk, code, None, say).await
}

/// What is said of controls and gaps; answers with the code of what was made or changed.
async fn control_or_gap(desk: &Desk, ask: &RiskCommand, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let command = match ask {
        RiskCommand::Control { title, describes, risk, owner, since } => Command::DescribeControl(DescribeControl {
            control: None,
            title: typed(title)?,
            describes: typed(describes)?,
            owner: owner.as_deref().map(|name| post(&sight, name)).transpose()?,
            risks: risk.iter().map(|code| typed(code)).collect::<Result<_, _>>()?,
            since: *since,
            ended: None,
        }),
        RiskCommand::Assure { control, found, line, gives, by, day, expires, evidence } => {
            let line = match line {
                AssuranceLine::Management => Line::Management,
                AssuranceLine::Oversight => Line::Oversight,
                AssuranceLine::Independent => Line::Independent,
            };
            let gives = match gives {
                AssuranceGives::Full => Gives::Full,
                AssuranceGives::Partial => Gives::Partial,
                AssuranceGives::None => Gives::None,
            };
            Command::AssureControl(AssureControl {
                control: typed(control)?,
                line,
                gives,
                by_whom: typed(by)?,
                day: *day,
                expires: *expires,
                found: typed(found)?,
                evidence: evidence.as_deref().map(typed).transpose()?,
            })
        }
        RiskCommand::Gap { words, kind, risk, control, since } => Command::NameGap(NameGap {
            what: if *kind == GapOf::Control { GapKind::Control } else { GapKind::Assurance },
            risk: risk.as_deref().map(typed).transpose()?,
            control: control.as_deref().map(typed).transpose()?,
            outcome: None,
            words: typed(words)?,
            since: *since,
        }),
        RiskCommand::Act { gap, words, action, owner, due } => {
            let action = action.as_deref().map(|reference| {
                let plan = sight.plan_called(None)?;
                let all = sight.actions(plan.id);
                let found = all.iter().find(|kept| kept.reference().folded() == fold(reference)).map(|kept| kept.id);
                found.ok_or_else(|| Refused::because(format!("the plan has no action {reference}")))
            });
            let owner = owner.as_deref().map(|name| post(&sight, name)).transpose()?;
            let step = Step::Add { words: typed(words)?, action: action.transpose()?, owner, due: *due };
            Command::ActOnGap(ActOnGap { gap: typed(gap)?, step })
        }
        RiskCommand::Step { gap, number, done, to, reason } => {
            let at = number.checked_sub(1).ok_or_else(|| Refused::because("they are counted from 1"))?;
            let step = match reason {
                Some(reason) if done.is_none() => Step::Move { at, to: *to, reason: typed(reason)? },
                _ => Step::Done { at, day: *done },
            };
            Command::ActOnGap(ActOnGap { gap: typed(gap)?, step })
        }
        RiskCommand::CloseGap { gap, words, day } => {
            Command::CloseGap(CloseGap { gap: typed(gap)?, day: *day, words: typed(words)? })
        }
        _ => return Ok(ExitCode::SUCCESS),
    };
    let written = desk.record.write(desk.ask(command, None)).await?;
    let domain::ask::Answer::Item(id) = written.answer else { return Ok(ExitCode::SUCCESS) };
    let office = desk.office().await?;
    let code = office.seen_by(&desk.actor).name_of(id).unwrap_or_default();
    say.out(code.as_str(), &json!({ "code": code }));
    Ok(ExitCode::SUCCESS)
}

fn post(sight: &Sight, name: &str) -> Result<Id<Post>, Refused> {
    let found = sight.posts().find(|kept| kept.item.is_called(name)).map(|kept| kept.id);
    found.ok_or_else(|| Refused::because(format!("there is no post called “{name}”; name it first")))
}

async fn take(desk: &Desk, file: &PathBuf, dry_run: bool, say: Say) -> Result<ExitCode, Refused> {
    let bytes =
        fs::read(file).map_err(|error| Refused::because(format!("{} cannot be read: {error}", file.display())))?;
    let words = String::from_utf8(bytes)
        .map_err(|_| Refused::because(format!("{} is not UTF-8; save it as UTF-8", file.display())))?;
    let take = TakeRegister { set: RiskSet::parse(&words).map_err(Refused::because)? };
    let office = desk.office().await?;
    let ask = desk.ask(Command::TakeRegister(Box::new(take.clone())), None);
    let fates = office.seen_by(&desk.actor).register_fates(&take, &ask)?;
    if !dry_run {
        desk.record.write(ask).await?;
    }
    let mut said = String::new();
    for fate in &fates {
        let _ = writeln!(said, "{} {}: {}: {}", fate.kind.replace('_', " "), fate.code, fate.fate.as_str(), fate.title);
    }
    if dry_run {
        said.push_str("Nothing was written.");
    }
    say.out(&said, &json!({ "written": !dry_run, "items": fates }));
    Ok(ExitCode::SUCCESS)
}

async fn list(desk: &Desk, set: bool, as_at: Option<&str>, since: Option<&str>, say: Say) -> Result<ExitCode, Refused> {
    let found = desk.find(as_at).await?;
    let sight = found.at.office.seen_by(&desk.actor);
    if set {
        let set = RiskSet::of(&sight);
        say.out(&set.write(), &set);
        return Ok(ExitCode::SUCCESS);
    }
    let then = match since {
        Some(place) => Some(desk.find(Some(place)).await?),
        None => None,
    };
    let before = then.as_ref().map(|then| Before { sight: then.at.office.seen_by(&desk.actor), day: then.day });
    let day = as_at.map_or_else(|| london_day(desk.now()), |_| found.day);
    let register = Register::of(&sight, day, before);
    let mut words = String::new();
    let _ = writeln!(words, "The register on {day}: {} open.", register.rows.len());
    for facet in Facet::ALL {
        let _ = writeln!(words, "  {}: {}", facet.as_str().replace('_', " "), register.count(facet));
    }
    for row in register.rows.iter().chain(&register.closed) {
        let _ = writeln!(words, "{}", line(row));
    }
    if register.rows.is_empty() {
        words.push_str("No risk is in the register yet; see milepost risk take --help.");
    }
    let counts: serde_json::Map<String, Value> =
        Facet::ALL.into_iter().map(|facet| (facet.as_str().to_owned(), register.count(facet).into())).collect();
    let machine = json!({
        "day": day,
        "since": register.since,
        "counts": counts,
        "risks": register.rows.iter().map(|row| machine(&sight, row, day)).collect::<Vec<_>>(),
        "closed": register.closed.iter().map(|row| machine(&sight, row, day)).collect::<Vec<_>>(),
        "withheld": register.withheld,
    });
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}

/// "R1 No county offer ...: 20 (Very high), outside appetite, up from 16"
fn line(row: &Row) -> String {
    let score = match (row.current, row.band) {
        (Some(scored), Some(band)) => format!("{} ({})", scored.product(), band.label),
        _ => "not scored".to_owned(),
    };
    let outside = if row.outside_appetite == Some(true) { ", outside appetite" } else { "" };
    let overdue = if row.review_overdue { ", overdue for review" } else { "" };
    let closed = row.kept.item.closed.as_ref().map(|closed| format!(", closed on {}", closed.day)).unwrap_or_default();
    let moved = row.movement.map(|moved| format!(", {}", moved.in_words())).unwrap_or_default();
    format!("{} {}: {score}{outside}{overdue}{closed}{moved}", row.kept.reference(), row.kept.item.title)
}

fn scored(one: Option<&Scored>) -> Value {
    one.map_or(Value::Null, |one| {
        json!({ "score": one.product(), "likelihood": one.likelihood, "impact": one.impact, "day": one.day, "reason": one.reason })
    })
}

fn machine(sight: &Sight, row: &Row, day: Date) -> Value {
    let risk = &row.kept.item;
    let owners: Vec<&Text> = risk.owners.iter().filter_map(|id| sight.post(*id)).map(|post| &post.item.name).collect();
    let controls = sight.controls_of(row.kept.id).into_iter().map(|control| {
        let found = sight.assurances_of(control.id).into_iter().map(|one| {
            json!({
                "line": one.item.line.number(), "gives": one.item.gives.as_str(), "by_whom": one.item.by_whom,
                "day": one.item.day, "expires": one.item.expires, "stale": one.item.is_stale(day), "found": one.item.found,
            })
        });
        json!({ "code": control.reference(), "title": control.item.title, "assurances": found.collect::<Vec<_>>() })
    });
    let gaps = row.gaps.iter().map(|gap| {
        let actions = gap.item.actions.iter().map(|action| {
            let owner = action.owner.and_then(|id| sight.post(id)).map(|post| &post.item.name);
            json!({ "words": action.words, "due": action.due, "owner": owner, "stands": action.stands(day).as_str() })
        });
        json!({
            "code": gap.reference(), "kind": gap.item.what.as_str(), "words": gap.item.words,
            "actions": actions.collect::<Vec<_>>(),
        })
    });
    let history = risk
        .scores
        .iter()
        .filter(|one| one.day <= day)
        .map(|one| json!({ "of": one.of.as_str(), "score": one.product(), "day": one.day, "reason": one.reason }));
    json!({
        "code": row.kept.reference(),
        "title": risk.title,
        "category": risk.category,
        "owners": owners,
        "matrix": row.matrix.reference(),
        "inherent": scored(row.inherent),
        "current": scored(row.current),
        "target": scored(row.target),
        "history": history.collect::<Vec<_>>(),
        "band": row.band.map(|band| &band.label),
        "appetite": row.appetite.map(|appetite| appetite.most),
        "outside_appetite": row.outside_appetite,
        "movement": row.movement.map(Movement::as_str),
        "movement_words": row.movement.map(Movement::in_words),
        "review_due": row.review_due,
        "review_overdue": row.review_overdue,
        "open": risk.is_open(day),
        "controls": controls.collect::<Vec<_>>(),
        "gaps": gaps.collect::<Vec<_>>(),
    })
}

fn meant<'a>(sight: &Sight<'a>, code: &str) -> Result<&'a Kept<Risk>, Refused> {
    sight.risk_coded(code).ok_or_else(|| {
        let known: Vec<String> = sight.risks().iter().map(|kept| kept.reference().to_string()).collect();
        let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
        Refused::because(format!("there is no risk “{code}”; there are: {known}"))
    })
}

async fn show(desk: &Desk, code: &str, as_at: Option<&str>, say: Say) -> Result<ExitCode, Refused> {
    let found = desk.find(as_at).await?;
    let sight = found.at.office.seen_by(&desk.actor);
    let day = as_at.map_or_else(|| london_day(desk.now()), |_| found.day);
    let kept = meant(&sight, code)?;
    let row = Row::of(&sight, kept, day, None)
        .ok_or_else(|| Refused::because(format!("{code} is scored on a matrix that is gone")))?;
    let risk = &kept.item;
    let mut words =
        format!("{}\nCause: {}\nEvent: {}\nConsequence: {}\n", line(&row), risk.cause, risk.event, risk.consequence);
    for one in risk.scores.iter().filter(|one| one.day <= day) {
        let _ = writeln!(
            words,
            "{}  {} {} ({} x {}): {}",
            one.day,
            one.of.as_str(),
            one.product(),
            one.likelihood,
            one.impact,
            one.reason
        );
    }
    match row.review_due {
        Some(due) => {
            let _ = writeln!(words, "Review due on {due}{}", if row.review_overdue { ", overdue" } else { "" });
        }
        None => words.push_str("No review is due.\n"),
    }
    for control in sight.controls_of(kept.id) {
        let _ = writeln!(words, "Control {} {}", control.reference(), control.item.title);
        for one in sight.assurances_of(control.id) {
            let stale = if one.item.is_stale(day) { ", out of date" } else { "" };
            let _ = writeln!(
                words,
                "  line {}, {} ({}, {}{stale}): {}",
                one.item.line.number(),
                one.item.gives.as_str(),
                one.item.by_whom,
                one.item.day,
                one.item.found
            );
        }
    }
    for gap in &row.gaps {
        let _ = writeln!(words, "Gap in {} {}: {}", gap.item.what.as_str(), gap.reference(), gap.item.words);
        for (at, action) in gap.item.actions.iter().enumerate() {
            let due = action.due.map_or_else(|| "date to be decided".to_owned(), |due| due.to_string());
            let _ = writeln!(
                words,
                "  {}. {}: {due} ({})",
                at + 1,
                action.words,
                action.stands(day).as_str().replace('_', " ")
            );
        }
    }
    say.out(&words, &machine(&sight, &row, day));
    Ok(ExitCode::SUCCESS)
}
