//! What is printed of findings.
use super::item;
use crate::{
    desk::Desk,
    say::{Refused, Say, counted},
};
use domain::{
    ask::Answer,
    finding::{
        AgreedAction, Finding, Standing,
        tracker::{Filter, Line, Tracker},
    },
    office::Kept,
    period::london_day,
    sight::Sight,
};
use jiff::civil::Date;
use report::{findings_tracker::standing, words::Words};
use serde_json::{Value, json};
use std::{fmt::Write as _, process::ExitCode};

pub async fn list(desk: &Desk, filter: &Filter, as_at: Option<&str>, say: Say) -> Result<ExitCode, Refused> {
    let found = desk.find(as_at).await?;
    let sight = found.at.office.seen_by(&desk.actor);
    let day = if as_at.is_some() { found.day } else { london_day(desk.now()) };
    let tracker = sight.tracker(day).filtered(filter, &sight);
    let words = Words::english();
    let mut out = String::new();
    let matrix = tracker.matrix();
    for row in &matrix.rows {
        let priority = row.priority.as_ref().map_or("no priority", |word| word.as_str());
        let counts: Vec<String> = Standing::ALL
            .into_iter()
            .filter(|one| row.counts.of(*one) > 0)
            .map(|one| format!("{} {}", row.counts.of(one), standing(words, one).to_lowercase()))
            .collect();
        let _ = writeln!(out, "{}, {priority}: {} ({})", row.source, row.counts.total(), counts.join(", "));
    }
    out.push('\n');
    for line in &tracker.lines {
        let _ = writeln!(out, "{}", in_a_line(line, day));
    }
    let _ = write!(
        out,
        "\n{}: {} open, {} past a date, {} called done and not verified, {} verified.",
        counted(matrix.total.total(), "finding", "findings"),
        matrix.total.open(),
        matrix.total.late,
        matrix.total.of(Standing::ManagementClosed),
        matrix.total.of(Standing::Verified)
    );
    say.out(&out, &machine(&tracker, &sight));
    Ok(ExitCode::SUCCESS)
}

fn in_a_line(line: &Line, day: Date) -> String {
    let finding = &line.finding.item;
    let due = finding.next_due(day).map(|due| format!(", due {due}")).unwrap_or_default();
    let moves = match finding.moves() {
        0 => String::new(),
        1 => ", date moved once".to_owned(),
        many => format!(", dates moved {many} times"),
    };
    let late = if line.late && line.standing != Standing::Overdue { ", late" } else { "" };
    let stands = standing(Words::english(), line.standing);
    let words: String = finding.found.on_one_line().as_str().chars().take(70).collect();
    format!("{:6} {stands}{late}{due}{moves}: {words} [{}]", line.finding.reference(), line.review.reference())
}

fn machine(tracker: &Tracker, sight: &Sight) -> Value {
    let findings: Vec<Value> =
        tracker.lines.iter().map(|line| one_for_machines(line.finding, sight, tracker.day)).collect();
    json!({ "day": tracker.day, "findings": findings, "counts": tracker.matrix(), "slippage": tracker.slippage() })
}

fn one_for_machines(kept: &Kept<Finding>, sight: &Sight, day: Date) -> Value {
    let finding = &kept.item;
    let review = sight.review(finding.review);
    let source = review.and_then(|review| sight.finding_source(review.item.source));
    let agreed = finding.agreed.iter().map(|action| {
        json!({
            "number": action.number,
            "words": action.words,
            "owner": sight.owner(&action.owner),
            "standing": action.standing(day),
            "original_date": action.original,
            "due_date": action.due,
            "moves": action.moves.iter().map(|moved| json!({ "from": moved.from, "to": moved.to, "on": moved.on })).collect::<Vec<_>>(),
            "updates": action.updates.len(),
            "evidence": action.closed().is_some_and(|closing| closing.evidence.is_some()),
        })
    });
    json!({
        "reference": kept.reference(),
        "review": review.map(domain::office::Kept::reference),
        "source": source.map(|source| &source.item.name),
        "own_reference": finding.own_reference,
        "found": finding.found,
        "recommended": finding.recommended,
        "priority": finding.priority,
        "rank": finding.rank,
        "standing": finding.standing(day),
        "colour": finding.colour(day),
        "late": finding.is_late(day),
        "next_due": finding.next_due(day),
        "agreed": agreed.collect::<Vec<_>>(),
    })
}

pub async fn one(desk: &Desk, code: &str, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let kept = sight
        .finding_coded(code)
        .ok_or_else(|| Refused::because(format!("there is no finding “{code}”; see milepost finding list")))?;
    show(desk, &sight, kept, say);
    Ok(ExitCode::SUCCESS)
}

fn show(desk: &Desk, sight: &Sight, kept: &Kept<Finding>, say: Say) {
    let day = london_day(desk.now());
    let finding = &kept.item;
    let words = Words::english();
    let mut out = format!("{} {}\n{}\n", kept.reference(), standing(words, finding.standing(day)), finding.found);
    if let Some(recommended) = &finding.recommended {
        let _ = writeln!(out, "Recommended: {recommended}");
    }
    if let Some(response) = finding.response.last() {
        let _ = writeln!(out, "{} on {}: {}", response.how.as_str().replace('_', " "), response.day, response.words);
    }
    for action in &finding.agreed {
        let _ =
            writeln!(out, "{}. {} ({}): {}", action.number, action.words, sight.owner(&action.owner), dates(action));
        let _ = writeln!(out, "   {}", standing(words, action.standing(day)));
        for said in &action.updates {
            let _ = writeln!(out, "   {}: {}", said.day, said.words.on_one_line());
        }
    }
    say.out(&out, &one_for_machines(kept, sight, day));
}

fn dates(action: &AgreedAction) -> String {
    let none = action.stated.as_ref().map_or("no date", |stated| stated.as_str());
    let first = action.original.map_or_else(|| none.to_owned(), |day| format!("first agreed {day}"));
    action.moves.iter().fold(first, |dates, moved| format!("{dates}, then {}", moved.to))
}

/// What was made or changed.
pub async fn done(desk: &Desk, answer: &Answer, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let Some(id) = item(answer) else {
        return Err(Refused::because("the record answered with something else; please report this"));
    };
    if let Some(kept) = sight.finding(id.into()) {
        show(desk, &sight, kept, say);
    } else if let Some(kept) = sight.review(id.into()) {
        let due = sight.finding_source(kept.item.source).and_then(|source| kept.item.comments_due(&source.item));
        let words = due.map_or_else(String::new, |due| format!("\nComments are due before the end of {due}."));
        say.out(
            &format!("{} {}{words}", kept.reference(), kept.item.title),
            &json!({ "reference": kept.reference(), "review": kept.item, "comments_due": due }),
        );
    } else if let Some(kept) = sight.finding_source(id.into()) {
        let known: Vec<String> =
            kept.item.priorities.iter().map(|own| format!("{} ({})", own.word, own.rank.as_str())).collect();
        say.out(&format!("{}: {}", kept.item.name, known.join(", ")), &json!({ "source": kept.item }));
    }
    Ok(ExitCode::SUCCESS)
}
