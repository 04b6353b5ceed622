//! `milepost check`, `milepost question` and `milepost forecast`: the questions that somebody could ask, what the office did
//! of them, and when work will be done by the office's own record.
use crate::{
    arguments::Given,
    desk::{Desk, typed},
    say::{Refused, Say, counted},
    working::action,
};
use clap::Subcommand;
use domain::{
    ask::{Ask, Command},
    forecast::{Finishes, Forecast},
    question::{
        AnswerQuestion, CHECKS, Expected, Question, ShareQuestions, SilenceQuestion, Standing, Worth, check_named,
    },
    text::{Text, fold},
};
use jiff::civil::Date;
use serde_json::json;
use std::{fmt::Write as _, process::ExitCode};
use uuid::Uuid;

#[derive(Debug, Subcommand)]
pub enum QuestionCommand {
    /// Say what the office would answer.
    Answer {
        /// The name of the check, as milepost check prints it.
        check: String,
        /// The reference of what it is about.
        item: String,
        words: String,
    },
    /// Set a question aside until a day, with the reason. It comes back then, or when the facts change.
    Silence {
        check: String,
        item: String,
        #[arg(long)]
        reason: String,
        /// The last day on which it is set aside, a year ahead at the most.
        #[arg(long, value_name = "DATE")]
        until: Date,
    },
    /// Say that the questions were shown to one of the office's own boards or committees, all that are raised or one.
    Share {
        #[arg(long = "with", value_name = "BODY")]
        with: String,
        /// The name of the check, with the reference of what it is about.
        #[arg(num_args = 2, value_names = ["CHECK", "ITEM"])]
        one: Vec<String>,
    },
    /// What was answered, set aside and shared.
    List,
}

/// What a person reads beside everything that is listed here.
const FOI: &str =
    "These are the office's own until it shares them. They can be asked for under the Freedom of Information Act 2000.";

/// `milepost check`.
pub async fn check(desk: &Desk, as_at: Option<&str>, only: Option<&str>, say: Say) -> Result<ExitCode, Refused> {
    if let Some(name) = only.filter(|name| check_named(name).is_none()) {
        let known: Vec<&str> = CHECKS.iter().map(|check| check.name).collect();
        return Err(Refused::because(format!("there is no check “{name}”; the checks are: {}", known.join(", "))));
    }
    let found = desk.find(as_at).await?;
    let day = desk.day_at(&found);
    let sight = found.at.office.seen_by(&desk.actor);
    let mut all = sight.expected_questions(day);
    let raised: Vec<_> = all.iter().map(|one| one.raised.clone()).collect();
    let worth = Worth::of(&sight, &raised);
    all.retain(|one| only.is_none_or(|name| one.raised.check.name == name));
    let mut words = String::new();
    let mut last = "";
    for one in &all {
        let check = one.raised.check;
        if check.name != last {
            let worth = worth.get(check.name).copied().unwrap_or_default();
            let _ = writeln!(words, "\n{} [{}]\n{}", check.title, check.name, check.rule);
            let _ = writeln!(
                words,
                "So far: answered {}, no longer raised after that {}, set aside {}.",
                worth.answered, worth.mended, worth.silenced
            );
            last = check.name;
        }
        let _ = writeln!(words, "  {} {}", one.raised.reference, one.raised.title);
        let _ = writeln!(words, "    {}", one.raised.evidence);
        let _ = writeln!(words, "    Somebody could ask: {}", one.raised.question);
        match one.standing(day) {
            Standing::Open => {}
            Standing::OpenAgain(answer) => {
                let _ = writeln!(words, "    Answered on {}, before the facts changed: {}", answer.day, answer.words);
            }
            Standing::Answered(answer) => {
                let _ = writeln!(words, "    Answered on {}: {}", answer.day, answer.words);
            }
            Standing::Silenced(silenced) => {
                let _ = writeln!(words, "    Set aside until {}: {}", silenced.until, silenced.reason);
            }
        }
    }
    let open = all.iter().filter(|one| one.standing(day).is_open()).count();
    let _ = write!(
        words,
        "\n{} from {}, {open} of them open, as at {day}. {FOI}",
        counted(all.len(), "question", "questions"),
        counted(CHECKS.len(), "check", "checks")
    );
    let findings: Vec<_> = all.iter().map(|one| machine(one, day)).collect();
    say.out(words.trim_start(), &json!({ "checks": CHECKS.len(), "day": day, "findings": findings }));
    Ok(ExitCode::SUCCESS)
}

fn machine(one: &Expected, day: Date) -> serde_json::Value {
    json!({
        "check": one.raised.check.name,
        "item": one.raised.reference,
        "kind": one.raised.kind,
        "id": one.raised.about,
        "title": one.raised.title,
        "evidence": one.raised.evidence,
        "question": one.raised.question,
        "standing": one.standing(day).as_str(),
    })
}

/// The question that a person means by its check and what it is about.
pub async fn meant(desk: &Desk, check: &str, item: &str) -> Result<(Text, Uuid), Refused> {
    let check = check_named(check)
        .ok_or_else(|| Refused::because(format!("there is no check “{check}”; milepost check lists them")))?;
    let found = desk.find(None).await?;
    let sight = found.at.office.seen_by(&desk.actor);
    let all = sight.expected_questions(desk.day_at(&found));
    let of: Vec<_> = all.iter().filter(|one| one.raised.check == check).collect();
    let wanted = fold(item);
    let called = |one: &&&Expected| fold(&one.raised.reference) == wanted || one.raised.about.to_string() == wanted;
    let mut meant = of.iter().filter(called);
    match (meant.next(), meant.next()) {
        (Some(one), None) => Ok((typed(check.name)?, one.raised.about)),
        (Some(_), Some(_)) => Err(Refused::because(format!(
            "“{}” is asked of several called {item}; give the id that milepost check --json prints",
            check.title
        ))),
        (None, _) => {
            let known: Vec<&str> = of.iter().map(|one| one.raised.reference.as_str()).collect();
            let known = if known.is_empty() { "nothing today".to_owned() } else { known.join(", ") };
            Err(Refused::because(format!("“{}” is not asked of {item}; it is asked of {known}", check.title)))
        }
    }
}

/// `milepost question`.
pub async fn run(desk: &Desk, ask: &QuestionCommand, say: Say) -> Result<ExitCode, Refused> {
    let (command, reason) = match ask {
        QuestionCommand::Answer { check, item, words } => {
            let (check, about) = meant(desk, check, item).await?;
            let answer = AnswerQuestion { check, about, words: typed(words)? };
            (Command::AnswerQuestion(Box::new(answer)), None)
        }
        QuestionCommand::Silence { check, item, reason, until } => {
            let (check, about) = meant(desk, check, item).await?;
            (Command::SilenceQuestion(SilenceQuestion { check, about, until: *until }), Some(typed(reason)?))
        }
        QuestionCommand::Share { with, one } => {
            let which = match one.as_slice() {
                [check, item] => Some(vec![meant(desk, check, item).await?]),
                _ => None,
            };
            (Command::ShareQuestions(ShareQuestions { with: typed(with)?, which }), None)
        }
        QuestionCommand::List => return list(desk, say).await,
    };
    desk.record.write(Ask { reason, ..desk.ask(command, None) }).await?;
    list(desk, say).await
}

async fn list(desk: &Desk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let mut words = String::new();
    let mut all = vec![];
    for kept in sight.questions() {
        let Question { check, answers, silenced, shared, about, .. } = &kept.item;
        let item = sight.name_of(*about).map(|name| name.to_string()).unwrap_or_default();
        let _ = writeln!(words, "{check}: {item}");
        for answer in answers {
            let _ = writeln!(words, "  answered on {}: {}", answer.day, answer.words);
        }
        for one in silenced {
            let _ = writeln!(words, "  set aside on {} until {}: {}", one.day, one.until, one.reason);
        }
        let with: Vec<String> = shared
            .iter()
            .map(|one| {
                let body = sight.body(one.with).map(|body| body.item.name.to_string()).unwrap_or_default();
                format!("{body} on {}", one.day)
            })
            .collect();
        if !with.is_empty() {
            let _ = writeln!(words, "  shared with {}", with.join(", "));
        }
        all.push(json!({
            "check": check,
            "item": item,
            "id": about,
            "answers": answers.iter().map(|one| json!({ "words": one.words, "day": one.day })).collect::<Vec<_>>(),
            "silenced": silenced.iter().map(|one| json!({ "reason": one.reason, "day": one.day, "until": one.until })).collect::<Vec<_>>(),
            "shared": with,
        }));
    }
    if all.is_empty() {
        words.push_str("Nothing was answered, set aside or shared yet. ");
    }
    words.push_str(FOI);
    say.out(&words, &json!({ "questions": all }));
    Ok(ExitCode::SUCCESS)
}

/// `milepost forecast`.
pub async fn forecast(
    desk: &Desk,
    reference: Option<&str>,
    as_at: Option<&str>,
    say: Say,
) -> Result<ExitCode, Refused> {
    let found = desk.find(as_at).await?;
    let day = desk.day_at(&found);
    let sight = found.at.office.seen_by(&desk.actor);
    let finishes = Finishes::of(&sight, day);
    let Some(reference) = reference else {
        let test = finishes.back_test();
        let machine = json!({
            "finished": finishes.len(),
            "ranges": test.told,
            "inside": test.inside,
            "early": test.early,
            "late": test.told - test.inside - test.early,
            "too_little": test.too_little,
            "coverage": test.coverage(),
            "mean_width_days": test.mean_width(),
        });
        say.out(&test.in_words(), &machine);
        return Ok(ExitCode::SUCCESS);
    };
    let kept = action(&sight, &Given::default(), reference)?;
    let (words, machine) = match finishes.forecast(&kept.item, day) {
        Forecast::Range(range) => (
            format!("Between {} and {}. {}", range.earliest, range.latest, range.in_words()),
            json!({ "earliest": range.earliest, "latest": range.latest, "n": range.n, "of": range.of.to_string() }),
        ),
        Forecast::TooLittle { finished } => (
            format!(
                "Too little record to say: {finished} finished actions can be compared, and it takes {}.",
                domain::forecast::ENOUGH
            ),
            json!({ "earliest": null, "latest": null, "n": finished }),
        ),
        Forecast::Nothing => (
            "Nothing to forecast: it has no first agreed date, has no end, or is closed.".to_owned(),
            json!({ "earliest": null, "latest": null, "n": 0 }),
        ),
    };
    say.out(&format!("{} {}\n{words}", kept.reference(), kept.item.title), &machine);
    Ok(ExitCode::SUCCESS)
}
