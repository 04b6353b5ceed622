//! The check of accuracy at the command line: an organisation's word on what is said of it, and the office's answers.
use crate::{
    desk::{Desk, typed},
    say::{Refused, counted},
};
use domain::{
    ask::Command,
    office::Kept,
    round::{About, AnswerPoint, CheckAccuracy, PointState, Raised, Round},
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
    let sight = office.seen_by(&desk.actor);
    let round = sight.round_called(name)?;
    let all = sight.accuracy(round);
    let points: Vec<&Raised> = all.iter().flat_map(|checked| &checked.points).collect();
    let found = number.checked_sub(1).and_then(|n| points.get(n));
    let Raised { place: (check, point), .. } = found.ok_or_else(|| {
        let there = if points.is_empty() { "is none".into() } else { format!("are {}", points.len()) };
        Refused::because(format!("there is no point {number}; there {there}"))
    })?;
    Ok(Command::AnswerPoint(AnswerPoint { round: round.id, check: *check, point: *point, words: typed(words)? }))
}

fn about(sight: &Sight, about: About) -> String {
    match about {
        About::Action(id) => sight.action(id).map(|action| action.reference().to_string()).unwrap_or_default(),
        About::Theme(id) => sight.theme(id).map(|theme| theme.item.name.to_string()).unwrap_or_default(),
    }
}

fn state(state: PointState) -> &'static str {
    match state {
        PointState::Open => "open",
        PointState::Answered => "answered",
        PointState::SaidAnew => "said anew",
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
        let _ = match checked.last {
            None => writeln!(out, "  {name}: not checked yet"),
            Some(last) => writeln!(
                out,
                "  {name}: last by {} on {}; {} said anew since",
                last.name,
                last.on,
                counted(checked.changed_since, "thing", "things")
            ),
        };
    }
    for (n, raised) in all.iter().flat_map(|checked| &checked.points).enumerate() {
        let (of, state) = (about(sight, raised.point.about), state(raised.state));
        let _ = writeln!(out, "  {}. {of}, {state}: {}", n + 1, raised.point.words);
        if let Some(answer) = &raised.point.answer {
            let _ = writeln!(out, "     {} on {}: {}", answer.name, answer.on, answer.words);
        }
    }
}

pub fn machine(sight: &Sight, round: &Kept<Round>) -> Value {
    let all = sight.accuracy(round);
    let bodies = all.iter().map(|checked| {
        let last = checked.last.map(|last| json!({ "by": last.name, "on": last.on }));
        json!({
            "organisation": checked.body.item.name, "checked": last, "changed_since": checked.changed_since,
            "withheld": checked.withheld,
        })
    });
    let points = all.iter().flat_map(|checked| &checked.points).map(|raised| {
        json!({
            "about": about(sight, raised.point.about), "words": raised.point.words, "by": raised.check.name,
            "on": raised.check.on, "state": state(raised.state),
            "answer": raised.point.answer.as_ref().map(|a| json!({ "by": a.name, "on": a.on, "words": a.words })),
        })
    });
    json!({ "organisations": bodies.collect::<Vec<_>>(), "points": points.collect::<Vec<_>>() })
}
