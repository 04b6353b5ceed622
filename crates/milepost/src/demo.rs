//! `milepost demo`: the fictional office Fenshire, loaded from the readable files in `demo/` through the ordinary
//! commands. Only its clock runs in the past; its today is the day of its last entry.
use crate::{
    desk::{Desk, typed},
    finding::{self, FindingsFile, script::FindingScript},
    import::{self, ImportAsk},
    plan_text::{self, Folder},
    question,
    say::{Refused, Say, counted},
    serve,
    settings::Settings,
};
use desk::load::{Given, Kind, LoadAsk, Readers, add, read, today};
use domain::{
    ask::{Ask, Command},
    chance::Chance,
    commentary::WriteCommentary,
    measure::{DecideRebase, MeasureSet, ProposeRebase},
    paper::{PaperKind, PresentPaper},
    period::london_day,
    plan_text::PlanFile,
    publication::Withdraw,
    question::{AnswerQuestion, SilenceQuestion},
    risk::{RiskSet, TakeRegister},
    settings::{Begin, Brand},
    snapshot::TakeSnapshot,
    span::Span,
    text::Text,
};
use jiff::{Timestamp, civil::Date};
use record::{Place, Record};
use rust_embed::RustEmbed;
use serde::Deserialize;
use sha2::{Digest, Sha256};
use std::{net::SocketAddr, process::ExitCode};

#[derive(RustEmbed)]
#[folder = "../../demo"]
struct Files;

const SCRIPT: &str = "fenshire.toml";
const DEFAULT_DIR: &str = "milepost-demo";

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Script {
    office: String,
    code: String,
    #[serde(default)]
    brand: Option<Brand>,
    step: Vec<Step>,
}

/// One step: when it was recorded, and what was done.
#[derive(Debug, Deserialize)]
struct Step {
    at: Timestamp,
    #[serde(flatten)]
    what: What,
}

#[derive(Debug, Deserialize)]
#[serde(tag = "do", rename_all = "lowercase")]
enum What {
    Import {
        /// A table, or the folder of a plan as text.
        file: String,
        map: Option<String>,
        plan: Option<String>,
        on: Option<Date>,
        reason: Option<String>,
    },
    Snapshot {
        name: String,
        r#for: String,
        on: Option<Date>,
    },
    Issue {
        kind: String,
        r#for: String,
        plan: Option<String>,
        theme: Option<String>,
        as_at: Option<String>,
        since: Option<String>,
        text: Option<String>,
    },
    Present {
        paper: String,
        on: Date,
    },
    Publish {
        what: String,
    },
    Withdraw {
        what: String,
        reason: String,
    },
    /// A set of measures.
    Measures {
        file: String,
    },
    /// What was found, answered and done, step by step.
    Findings {
        file: String,
    },
    /// An auditor's own table.
    Tracker {
        file: String,
        review: String,
        on: Date,
    },
    /// A file of figures.
    Load {
        file: String,
        downloaded: Date,
        licence: String,
        /// Of figures about people.
        disposal: Option<Date>,
        smallest: Option<u32>,
    },
    /// Commentary on a measure, in the name of a post.
    Comment {
        r#as: String,
        measure: String,
        words: String,
        doing: Option<String>,
        #[serde(default)]
        actions: Vec<String>,
    },
    /// A register of risks: what of it was so by the day of the step.
    Risks {
        file: String,
    },
    /// That limits begin anew: proposed by one post, agreed to by another.
    Rebase {
        r#as: String,
        measure: String,
        from: Span,
        because: String,
        evidence: String,
    },
    Agree {
        r#as: String,
        measure: String,
        from: Span,
    },
    /// What serves outcomes, and what is judged and noted of them.
    Outcomes {
        file: String,
    },
    /// A question to expect, answered by a post.
    Answer {
        r#as: String,
        check: String,
        item: String,
        words: String,
    },
    /// A question to expect, set aside for a time.
    Silence {
        r#as: String,
        check: String,
        item: String,
        reason: String,
        until: Date,
    },
}

pub async fn run(
    settings: &Settings,
    listen: SocketAddr,
    staff: SocketAddr,
    build_only: bool,
    say: Say,
) -> Result<ExitCode, Refused> {
    let dir = if settings.named { settings.place.dir.clone() } else { DEFAULT_DIR.into() };
    let place = Place { dir, database: settings.place.database.clone() };
    let record = if place.dir.join("signing.key").exists() {
        let record = Record::open(&place).await?;
        if !record.office().settings().is_some_and(|s| s.item.demo) {
            return Err(Refused::because(format!(
                "{} holds the record of a real office; the demo never touches one. Give another folder with --dir",
                place.dir.display()
            )));
        }
        record
    } else {
        load(&place).await?
    };
    let desk = Desk::at(record, None)?;
    desk.record.sign_if_due().await?;
    let office = desk.office().await?;
    let head = office.head();
    let today = london_day(Timestamp::from_microsecond(head.at).unwrap_or_default());
    let name = office.settings().map(|s| s.item.name.to_string()).unwrap_or_default();
    let words = format!(
        "DEMO. {name} is a fictional office: {} on its record, in {}. Its today is {today}, the day of its last entry.",
        counted(usize::try_from(head.seq).unwrap_or(0), "entry", "entries"),
        place.dir.display()
    );
    say.out(&words, &serde_json::json!({ "office": name, "entries": head.seq, "today": today, "dir": place.dir }));
    if build_only {
        desk.close().await;
        return Ok(ExitCode::SUCCESS);
    }
    eprintln!("Start here: http://{staff}/  (what the Panel saw, and what is true today). Stop with Ctrl-C.");
    let code = serve::serve(&desk, Some(listen), Some(staff), web::Doors::default(), None).await?;
    desk.close().await;
    Ok(code)
}

/// Loads the script, step by step, as the office would have done it.
async fn load(place: &Place) -> Result<Record, Refused> {
    let script: Script = toml::from_str(&file(SCRIPT)?).map_err(|e| Refused::because(format!("demo/{SCRIPT}: {e}")))?;
    let Some(first) = script.step.first() else {
        return Err(Refused::because(format!("demo/{SCRIPT} has no step")));
    };
    let begin = Begin {
        name: typed(&script.office)?,
        code: Some(typed(&script.code)?),
        key: Text::default(),
        brand: script.brand.clone().unwrap_or_default(),
        demo: true,
    };
    // A seed that everybody knows: the fictional office is the same, to the byte, wherever it is opened.
    let seed: [u8; 32] = Sha256::digest(b"Fenshire").into();
    let record = Record::begin(place, begin, first.at, Chance::new(seed)).await?;
    let desk = Desk::at(record.clone(), None)?.with_clock(first.at);
    for (n, step) in script.step.iter().enumerate() {
        desk.set_clock(step.at);
        eprint!("\rFenshire: {} of {}", n + 1, script.step.len());
        take(&desk, &step.what).await.map_err(|refused| Refused {
            why: format!("demo/{SCRIPT}, step {} ({}): {}", n + 1, step.at, refused.why),
            ..refused
        })?;
    }
    eprintln!();
    Ok(record)
}

async fn take(desk: &Desk, step: &What) -> Result<(), Refused> {
    match step {
        What::Import { file: name, map, plan, on, reason } => {
            let ask = ImportAsk { plan: plan.clone(), on: *on, reason: reason.clone(), ..ImportAsk::default() };
            let map = map.as_deref().map(file).transpose()?;
            if let Some(folder) = folder(name)? {
                plan_text::take(desk, &folder, &ask).await?;
                return Ok(());
            }
            import::take(desk, base(name), file(name)?.into_bytes(), map.as_deref(), &ask).await?;
        }
        What::Snapshot { name, r#for, on } => {
            desk.write(Command::TakeSnapshot(TakeSnapshot { name: typed(name)?, body: typed(r#for)? }), *on).await?;
        }
        What::Issue { kind, r#for, plan, theme, as_at, since, text } => {
            let kind = PaperKind::parse(kind).ok_or_else(|| Refused::because(format!("there is no kind {kind}")))?;
            let ask = desk::PaperAsk {
                kind,
                plan: plan.clone(),
                body: r#for.clone(),
                theme: theme.clone(),
                as_at: as_at.clone(),
                since: since.clone(),
                words: text.as_deref().map(file).transpose()?,
            };
            desk::issue(desk, &ask, None, None).await?;
        }
        What::Present { paper, on } => {
            desk.write(Command::PresentPaper(PresentPaper { number: typed(paper)?, on: *on }), None).await?;
        }
        What::Publish { what } => {
            desk::publish(desk, what, None, None).await?;
        }
        What::Withdraw { what, reason } => {
            desk.write(Command::Withdraw(Withdraw { what: typed(what)?, reason: typed(reason)? }), None).await?;
        }
        What::Outcomes { file: name } => {
            crate::outcome::take_in(desk, &file(name)?).await?;
        }
        What::Risks { file: name } => {
            let set = RiskSet::parse(&file(name)?).map_err(Refused::because)?.up_to(today(desk));
            desk.write(Command::TakeRegister(Box::new(TakeRegister { set })), None).await?;
        }
        What::Answer { r#as, check, item, words } => {
            let desk = desk.seat(r#as)?;
            let (check, about) = question::meant(&desk, check, item).await?;
            let answer = AnswerQuestion { check, about, words: typed(words)? };
            desk.write(Command::AnswerQuestion(Box::new(answer)), None).await?;
        }
        What::Silence { r#as, check, item, reason, until } => {
            let desk = desk.seat(r#as)?;
            let (check, about) = question::meant(&desk, check, item).await?;
            let command = Command::SilenceQuestion(SilenceQuestion { check, about, until: *until });
            desk.record.write(Ask { reason: Some(typed(reason)?), ..desk.ask(command, None) }).await?;
        }
        What::Findings { file: name } => FindingScript::parse(&file(name)?)?.play(desk).await?,
        What::Tracker { file: name, review, on } => {
            let ask = FindingsFile {
                review: review.clone(),
                kind: "finding".into(),
                on: Some(*on),
                ..FindingsFile::default()
            };
            finding::take(desk, base(name), file(name)?.into_bytes(), "", &ask).await?;
        }
        What::Measures { .. } | What::Load { .. } | What::Comment { .. } | What::Rebase { .. } | What::Agree { .. } => {
            take_figures(desk, step).await?;
        }
    }
    Ok(())
}

/// The steps of measures and their figures.
async fn take_figures(desk: &Desk, step: &What) -> Result<(), Refused> {
    match step {
        What::Measures { file: name } => {
            let set = MeasureSet::parse(&file(name)?).map_err(Refused::because)?;
            let office = desk.office().await?;
            let define = set.define(&office.seen_by(&desk.actor)).map_err(Refused::because)?;
            desk.write(Command::DefineMeasures(Box::new(define)), None).await?;
        }
        What::Load { file: name, downloaded, licence, disposal, smallest } => {
            let ask = LoadAsk {
                kind: Kind::Figures(Box::default()),
                downloaded: Some(*downloaded),
                licence: Some(licence.clone()),
                areas: vec![],
                disposal: *disposal,
                smallest: *smallest,
            };
            let given = Given::Bytes { name: base(name), bytes: file(name)?.into_bytes() };
            let load = read(&Readers::this_binary(), given, &ask, today(desk), &mut |_| {})?;
            add(desk, load, None).await?;
        }
        What::Comment { r#as, measure, words, doing, actions } => {
            let write = WriteCommentary {
                measure: typed(measure)?,
                words: typed(words)?,
                doing: doing.as_deref().map(typed).transpose()?,
                actions: actions.iter().map(|reference| typed(reference)).collect::<Result<_, _>>()?,
            };
            desk.seat(r#as)?.write(Command::WriteCommentary(Box::new(write)), None).await?;
        }
        What::Rebase { r#as, measure, from, because, evidence } => {
            let propose = ProposeRebase {
                measure: typed(measure)?,
                from: *from,
                because: typed(because)?,
                evidence: typed(evidence)?,
            };
            desk.seat(r#as)?.write(Command::ProposeRebase(propose), None).await?;
        }
        What::Agree { r#as, measure, from } => {
            let decide = DecideRebase { measure: typed(measure)?, from: *from, agreed: true };
            desk.seat(r#as)?.write(Command::DecideRebase(decide), None).await?;
        }
        _ => {}
    }
    Ok(())
}

fn base(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

/// A folder of the folder `demo/` that holds a plan as text, if that is one.
fn folder(name: &str) -> Result<Option<Folder>, Refused> {
    let inside = format!("{name}/");
    let mut files = vec![];
    for path in Files::iter().filter(|path| path.starts_with(&inside)) {
        files.push(PlanFile { path: path[inside.len()..].to_owned(), words: file(&path)? });
    }
    Ok((!files.is_empty()).then(|| Folder::new(base(name).to_owned(), files)))
}

/// A file of the folder `demo/`, which is inside the binary.
fn file(name: &str) -> Result<String, Refused> {
    let found = Files::get(name).ok_or_else(|| Refused::because(format!("demo/{name} is not in this release")))?;
    String::from_utf8(found.data.into_owned()).map_err(|_| Refused::because(format!("demo/{name} is not UTF-8")))
}
