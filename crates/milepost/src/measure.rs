//! `milepost measure`: what is counted, what it shows, what is noted and said of it.
use crate::{
    desk::{Desk, typed},
    say::{Refused, Say},
};
use clap::{ArgGroup, Subcommand, ValueEnum};
use domain::{
    ask::{Ask, Command},
    commentary::WriteCommentary,
    measure::{DecideRebase, DefineMeasures, Fate, MeasureSet, NoteKind, NoteOnMeasure, ProposeRebase},
    performance::Performance,
    sight::Sight,
    span::Span,
};
use report::drawn;
use serde_json::json;
use std::{fmt::Write as _, fs, path::PathBuf, process::ExitCode};

#[derive(Debug, Subcommand)]
pub enum MeasureCommand {
    /// Take in a set of measures from a TOML file; those that are there become as it says, others stay.
    Define {
        file: PathBuf,
        /// Say what would become of each, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
    /// Every measure with what it says; as a set for a file with --set.
    List {
        #[arg(long)]
        set: bool,
    },
    /// One measure: its sentence, and its figures as a table.
    Show {
        code: String,
        /// Write its chart as SVG.
        #[arg(long, value_name = "FILE")]
        chart: Option<PathBuf>,
    },
    /// Note a caveat, or a break at which something beside the matter itself changed.
    Note {
        code: String,
        words: String,
        #[arg(long, value_enum, default_value = "caveat")]
        kind: Noted,
        /// From which month, quarter or year on.
        #[arg(long)]
        from: String,
    },
    /// Propose that limits begin anew, or with --agree or --refuse decide on it.
    #[command(group(ArgGroup::new("ruling").args(["agree", "refuse"])))]
    Rebase {
        code: String,
        /// The first month, quarter or year of the new group.
        #[arg(long)]
        from: String,
        /// Why.
        #[arg(long, required_unless_present = "ruling")]
        because: Option<String>,
        /// What shows that the work itself changed.
        #[arg(long, required_unless_present = "ruling")]
        evidence: Option<String>,
        #[arg(long)]
        agree: bool,
        /// Why not.
        #[arg(long, value_name = "REASON")]
        refuse: Option<String>,
    },
    /// Say what its newest figures mean. {M4} in the words becomes the newest figure of M4, {M4 2026-03} that of March.
    Comment {
        code: String,
        words: String,
        /// What is done about it.
        #[arg(long)]
        doing: Option<String>,
        /// The reference of an action that answers it. May be given more than once.
        #[arg(long, value_name = "REFERENCE")]
        action: Vec<String>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Noted {
    Caveat,
    Break,
}

pub async fn run(desk: &Desk, ask: &MeasureCommand, say: Say) -> Result<ExitCode, Refused> {
    let (command, reason, code) = match ask {
        MeasureCommand::Define { file, dry_run } => return define(desk, file, *dry_run, say).await,
        MeasureCommand::List { set } => return list(desk, *set, say).await,
        MeasureCommand::Show { code, chart } => return show(desk, code, chart.as_ref(), say).await,
        MeasureCommand::Note { code, words, kind, from } => {
            let kind = if *kind == Noted::Break { NoteKind::Break } else { NoteKind::Caveat };
            let note = NoteOnMeasure { measure: typed(code)?, kind, from: span(from)?, words: typed(words)? };
            (Command::NoteOnMeasure(note), None, code)
        }
        MeasureCommand::Rebase { code, from, because, evidence, agree, refuse } => {
            let (measure, from) = (typed(code)?, span(from)?);
            if *agree || refuse.is_some() {
                let reason = refuse.as_deref().map(typed).transpose()?;
                (Command::DecideRebase(DecideRebase { measure, from, agreed: *agree }), reason, code)
            } else {
                let because = typed(because.as_deref().unwrap_or_default())?;
                let evidence = typed(evidence.as_deref().unwrap_or_default())?;
                (Command::ProposeRebase(ProposeRebase { measure, from, because, evidence }), None, code)
            }
        }
        MeasureCommand::Comment { code, words, doing, action } => {
            let write = WriteCommentary {
                measure: typed(code)?,
                words: typed(words)?,
                doing: doing.as_deref().map(typed).transpose()?,
                actions: action.iter().map(|reference| typed(reference)).collect::<Result<_, _>>()?,
            };
            (Command::WriteCommentary(Box::new(write)), None, code)
        }
    };
    desk.record.write(Ask { reason, ..desk.ask(command, None) }).await?;
    show(desk, code, None, say).await
}

fn span(stated: &str) -> Result<Span, Refused> {
    Span::parse(stated).ok_or_else(|| {
        Refused::because(format!("“{stated}” is no month, quarter or year; write 2026-03, 2025/26 Q4 or 2025/26"))
    })
}

async fn define(desk: &Desk, file: &PathBuf, dry_run: bool, say: Say) -> Result<ExitCode, Refused> {
    let bytes =
        fs::read(file).map_err(|error| Refused::because(format!("{} cannot be read: {error}", file.display())))?;
    let words = String::from_utf8(bytes)
        .map_err(|_| Refused::because(format!("{} is not UTF-8; save it as UTF-8", file.display())))?;
    let set = MeasureSet::parse(&words).map_err(Refused::because)?;
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let define: DefineMeasures = set.define(&sight).map_err(Refused::because)?;
    let fates = MeasureSet::fates(&define, &sight);
    if !dry_run {
        desk.record.write(desk.ask(Command::DefineMeasures(Box::new(define)), None)).await?;
    }
    let mut said = String::new();
    for fate in &fates {
        let became = match fate.fate {
            Fate::Created => "created",
            Fate::Changed => "changed",
            Fate::Unchanged => "unchanged",
        };
        let _ = writeln!(said, "{}: {became}: {}", fate.code, fate.title);
    }
    if dry_run {
        said.push_str("Nothing was written.");
    }
    say.out(&said, &json!({ "written": !dry_run, "measures": fates }));
    Ok(ExitCode::SUCCESS)
}

async fn list(desk: &Desk, set: bool, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    if set {
        let set = MeasureSet::of(&sight);
        say.out(&set.write(), &set);
        return Ok(ExitCode::SUCCESS);
    }
    let all = sight.performances();
    let mut words = String::new();
    for one in &all {
        let _ = writeln!(words, "{} {}: {}", one.code, one.title, one.sentence());
    }
    if all.is_empty() {
        words.push_str("No measure is defined yet; see milepost measure define --help.");
    }
    let machine: Vec<_> = all
        .iter()
        .map(|one| {
            json!({
                "code": one.code,
                "title": one.title,
                "sentence": one.sentence(),
                "period": one.latest().map(|point| point.span),
                "value": one.latest().and_then(|point| point.value),
                "variation": one.judgement.variation,
                "assurance": one.judgement.assurance,
                "rule_set": one.judgement.rule_set,
            })
        })
        .collect();
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}

fn meant(sight: &Sight, code: &str) -> Result<Performance, Refused> {
    let kept = sight.measure_coded(code).ok_or_else(|| {
        let known: Vec<String> = sight.measures().iter().map(|kept| kept.reference().to_string()).collect();
        let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
        Refused::because(format!("there is no measure “{code}”; there are: {known}"))
    })?;
    Ok(sight.performance(kept))
}

async fn show(desk: &Desk, code: &str, chart: Option<&PathBuf>, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let one = meant(&office.seen_by(&desk.actor), code)?;
    if let Some(path) = chart {
        fs::write(path, drawn::main(&one).wide.svg)
            .map_err(|error| Refused::because(format!("{} could not be written: {error}", path.display())))?;
    }
    let mut words = format!("{} {}\n{}\n\n", one.code, one.title, one.sentence());
    for point in &one.points {
        let value = point.value.map_or_else(|| point.status.as_str().to_owned(), |value| one.read(value));
        let first =
            point.first_published.map(|first| format!(" (first published as {})", one.read(first))).unwrap_or_default();
        let signal = point.judged.filter(|judged| judged.signal.way().is_some());
        let signal = signal.map(|judged| format!("  {:?}", judged.signal)).unwrap_or_default();
        let _ = writeln!(words, "{:<12}{value:>12}{first}{signal}", point.span.to_string());
    }
    for rebase in office.seen_by(&desk.actor).measure_coded(code).into_iter().flat_map(|kept| &kept.item.rebases) {
        let stands = match &rebase.ruling {
            None => "waits for a decision",
            Some(ruling) if ruling.agreed => "agreed",
            Some(_) => "not agreed",
        };
        let _ = writeln!(words, "Limits anew from {}: {stands}. {}", rebase.from, rebase.reason);
    }
    if let Some(said) = one.commentary.last() {
        let _ = writeln!(words, "\n{} ({}, {})", said.words, said.by, said.day);
    }
    let mut machine = json!(one);
    machine["sentence"] = one.sentence().into();
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}
