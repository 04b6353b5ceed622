//! The check of accuracy at the command line: an organisation's word on what is said of it, and the office's answers.
use crate::{
    desk::{Desk, typed},
    say::{Refused, counted},
};
use domain::{
    ask::Command,
    office::Kept,
    round::{About, AnswerPoint, Check, CheckAccuracy, Point, Round},
    sight::{Sight, View},
    text::fold,
};
use serde_json::{Value, json};
use std::fmt::Write as _;

/// `points` come in twos: what it is about, and the words.
pub async fn check(desk: &Desk, name: Option<&str>, points: &[String]) -> Result<Command, Refused> {
    let office = desk.office().await?;
    let round = office.seen_by(&desk.actor).round_called(name)?.id;
    let view = View::new(office.clone(), desk.actor.clone());
    let said = view.said_of_theirs().into_iter().find(|said| said.round.id == round);
    let mut meant = vec![];
    for two in points.chunks(2) {
        let [about, words] = two else { continue };
        let wanted = fold(about);
        let found = said.as_ref().and_then(|said| {
            let action = said.actions.iter().find(|(action, _)| action.reference().folded() == wanted);
            let theme = said.narratives.iter().find(|(theme, _)| theme.item.name.folded() == wanted);
            action.map(|(action, _)| About::Action(action.id)).or(theme.map(|(theme, _)| About::Theme(theme.id)))
        });
        let found = found.ok_or_else(|| {
            Refused::because(format!(
                "“{about}” is neither an action nor a theme with a narrative of which something is said there; give a reference, or a theme's name"
            ))
        })?;
        meant.push((found, typed(words)?));
    }
    Ok(Command::CheckAccuracy(CheckAccuracy { round, upto: office.head().seq, points: meant }))
}

/// `number`: as they are listed, counted from 1.
pub async fn answer(desk: &Desk, name: Option<&str>, number: usize, words: &str) -> Result<Command, Refused> {
    let office = desk.office().await?;
    let round = office.seen_by(&desk.actor).round_called(name)?;
    let places = places(round);
    let place = number.checked_sub(1).and_then(|n| places.get(n));
    let (check, point, ..) = place.ok_or_else(|| {
        Refused::because(format!("there is no point {number}; there {}", counted(places.len(), "is one", "are")))
    })?;
    Ok(Command::AnswerPoint(AnswerPoint { round: round.id, check: *check, point: *point, words: typed(words)? }))
}

/// Every point of a round, in the order in which they were raised: its check and its place there.
fn places(round: &Kept<Round>) -> Vec<(usize, usize, &Check, &Point)> {
    let checks = round.item.checks.iter().enumerate();
    checks.flat_map(|(n, check)| check.points.iter().enumerate().map(move |(p, point)| (n, p, check, point))).collect()
}

fn about(sight: &Sight, about: About) -> String {
    match about {
        About::Action(id) => sight.action(id).map(|action| action.reference().to_string()).unwrap_or_default(),
        About::Theme(id) => sight.theme(id).map(|theme| theme.item.name.to_string()).unwrap_or_default(),
    }
}

fn state(sight: &Sight, round: &Kept<Round>, check: &Check, point: &Point) -> &'static str {
    if point.answer.is_some() {
        "answered"
    } else if sight.was_mended(round, check, point) {
        "said anew"
    } else {
        "open"
    }
}

pub fn add_words(sight: &Sight, round: &Kept<Round>, out: &mut String) {
    let all = sight.accuracy(round);
    if all.is_empty() {
        return;
    }
    out.push_str("\nChecked for accuracy\n");
    for checked in &all {
        let name = &checked.body.item.name;
        let _ = match checked.checks.last() {
            None => writeln!(out, "  {name}: not checked yet"),
            Some((_, last)) => writeln!(
                out,
                "  {name}: last by {} on {}; {} said anew since",
                last.name,
                last.on,
                counted(checked.changed_since, "thing", "things")
            ),
        };
    }
    for (n, (_, _, check, point)) in places(round).into_iter().enumerate() {
        let (of, state) = (about(sight, point.about), state(sight, round, check, point));
        let _ = writeln!(out, "  {}. {of}, {state}: {}", n + 1, point.words);
        if let Some(answer) = &point.answer {
            let _ = writeln!(out, "     {} on {}: {}", answer.name, answer.on, answer.words);
        }
    }
}

pub fn machine(sight: &Sight, round: &Kept<Round>) -> Value {
    let bodies = sight.accuracy(round).into_iter().map(|checked| {
        let last = checked.checks.last().map(|(_, last)| json!({ "by": last.name, "on": last.on }));
        json!({ "organisation": checked.body.item.name, "checked": last, "changed_since": checked.changed_since })
    });
    let points = places(round).into_iter().map(|(_, _, check, point)| {
        json!({
            "about": about(sight, point.about), "words": point.words, "by": check.name, "on": check.on,
            "state": state(sight, round, check, point),
            "answer": point.answer.as_ref().map(|a| json!({ "by": a.name, "on": a.on, "words": a.words })),
        })
    });
    json!({ "organisations": bodies.collect::<Vec<_>>(), "points": points.collect::<Vec<_>>() })
}
