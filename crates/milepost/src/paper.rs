//! `milepost paper` prints, `milepost issue` prints with a number and keeps the bytes. Both compose the same document.
use crate::{
    arguments::{Kind, PaperAsk, PaperFormat},
    desk::{Desk, Found, typed},
    say::{Refused, Say},
};
use domain::{
    ask::{Answer, Ask, Command},
    body::Body,
    changes::between,
    id::Id,
    office::Kept,
    paper::{IssuePaper, Paper, PaperFile, PaperKind, ReservePaper},
    plan::Plan,
    position::{Position, PositionRow},
    snapshot::Snapshot,
    text::Text,
    theme::Theme,
    travel::{Place, Since},
};
use jiff::civil::Date;
use report::{
    Format,
    blocks::{Document, PaperNumber},
    changes, cover, delivery_plan, file_name, forward_look,
    occasion::{AsAt, Occasion},
    plan_on_a_page,
    words::Words,
    write,
};
use serde_json::json;
use std::{fmt::Write as _, io::Write as _, path::Path, process::ExitCode};

/// A paper composed for a place in the record, not yet written in any format.
struct Composed {
    document: Document,
    rows: Vec<PositionRow>,
    kind: PaperKind,
    plan: Option<Id<Plan>>,
    theme: Option<Id<Theme>>,
    body: Id<Body>,
    as_at: i64,
    as_at_time: i64,
    snapshot: Option<Id<Snapshot>>,
    /// The words of its author, as they were given.
    words: Option<String>,
}

/// A paper that stands for another, which held what was erased.
struct Redaction<'a> {
    old: &'a Kept<Paper>,
    reason: &'a Text,
    /// The idempotency key of its number: made twice, it is one paper.
    key: String,
}

pub async fn print(
    desk: &Desk,
    ask: &PaperAsk,
    format: PaperFormat,
    output: Option<&Path>,
) -> Result<ExitCode, Refused> {
    let composed = compose(desk, ask, None).await?;
    let format = match format {
        PaperFormat::Pdf => Format::Pdf,
        PaperFormat::Docx => Format::Docx,
        PaperFormat::Odt => Format::Odt,
        PaperFormat::Xlsx => Format::Xlsx,
        PaperFormat::Ods => Format::Ods,
        PaperFormat::Html => Format::Html,
        PaperFormat::Csv => Format::Csv,
        PaperFormat::Json => Format::Json,
    };
    if !Format::of(composed.kind).contains(&format) {
        let known: Vec<&str> = Format::of(composed.kind).iter().map(|f| f.as_str()).collect();
        return Err(Refused::because(format!(
            "a {} has no table of rows, so no {} of it; its formats are {}",
            composed.kind.as_str(),
            format.as_str().to_uppercase(),
            known.join(", ")
        )));
    }
    let bytes = write(&composed.document, format).map_err(|e| Refused::because(e.to_string()))?;
    match output {
        Some(path) => std::fs::write(path, bytes)
            .map_err(|e| Refused::because(format!("{} cannot be written: {e}", path.display())))?,
        None => std::io::stdout()
            .write_all(&bytes)
            .map_err(|e| Refused::because(format!("standard output cannot be written: {e}")))?,
    }
    Ok(ExitCode::SUCCESS)
}

pub async fn issue(desk: &Desk, ask: &PaperAsk, on: Option<Date>, say: Say) -> Result<ExitCode, Refused> {
    let issued = issue_now(desk, ask, on).await?;
    let mut words = format!("{} is issued (code {}): {}\n", issued.number.number, issued.number.code, issued.title);
    for file in &issued.files {
        let _ = writeln!(words, "  {}  {}", file.sha256, file.name);
    }
    let files: Vec<_> = issued
        .files
        .iter()
        .map(|f| json!({ "format": f.format, "name": f.name, "sha256": f.sha256, "size": f.size }))
        .collect();
    let machine =
        json!({ "number": issued.number.number, "code": issued.number.code, "title": issued.title, "files": files });
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}

pub struct Issued {
    pub number: PaperNumber,
    pub title: String,
    pub files: Vec<PaperFile>,
}

/// Reserves a number, prints every format that the kind has with it, keeps the bytes, and puts their hashes on record.
pub async fn issue_now(desk: &Desk, ask: &PaperAsk, on: Option<Date>) -> Result<Issued, Refused> {
    issue_as(desk, ask, on, None).await
}

/// Issues a paper again without the passage that was erased from it, as at the same entry, saying so on its face.
pub async fn redacted(
    desk: &Desk,
    old: &Kept<Paper>,
    reason: &Text,
    words: Option<String>,
    key: String,
) -> Result<Issued, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let name = |text: Option<&Text>| text.map(ToString::to_string);
    let ask = PaperAsk {
        kind: Kind::of(old.item.kind),
        plan: name(old.item.plan.and_then(|id| sight.plan(id)).map(|plan| &plan.item.name)),
        body: name(sight.body(old.item.body).map(|body| &body.item.name)).unwrap_or_default(),
        theme: name(old.item.theme.and_then(|id| sight.theme(id)).map(|theme| &theme.item.name)),
        as_at: Some(match old.item.snapshot.and_then(|id| sight.snapshot_name(id)) {
            Some(position) => position.to_string(),
            None => old.item.as_at.to_string(),
        }),
        since: name(old.item.since.as_ref()),
        text: None,
        words,
    };
    issue_as(desk, &ask, None, Some(&Redaction { old, reason, key })).await
}

async fn issue_as(
    desk: &Desk,
    ask: &PaperAsk,
    on: Option<Date>,
    redaction: Option<&Redaction<'_>>,
) -> Result<Issued, Refused> {
    // Composed and written once without a number, so that what cannot be printed never uses one up.
    let mut trial = compose(desk, ask, None).await?;
    if let Some(redaction) = redaction {
        redaction.mark(&mut trial.document);
    }
    let words = match &trial.words {
        Some(words) => Some(typed(&desk.record.keep(words.as_bytes()).await?)?),
        None => None,
    };
    let formats = Format::of(trial.kind);
    for format in formats {
        write(&trial.document, *format).map_err(|e| Refused::because(e.to_string()))?;
    }
    let reserve = ReservePaper {
        kind: trial.kind,
        title: typed(&trial.document.title)?,
        plan: trial.plan,
        theme: trial.theme,
        body: trial.body,
        as_at: trial.as_at,
        as_at_time: trial.as_at_time,
        snapshot: trial.snapshot,
        release: typed(env!("CARGO_PKG_VERSION"))?,
        since: ask.since.as_deref().map(typed).transpose()?,
        words,
        redacts: redaction.map(|redaction| redaction.old.id),
    };
    let key = redaction.map(|redaction| redaction.key.clone());
    let asked = Ask { key, ..desk.ask(Command::ReservePaper(reserve), on) };
    let Answer::Number { paper, number, code } = desk.record.write(asked).await?.answer else {
        return Err(Refused::because("the record answered a reservation with something else; please report this"));
    };
    let number = PaperNumber { number: number.to_string(), code: code.to_string() };
    finish(desk, ask, on, redaction, &trial, paper, &number).await.map_err(|refused| Refused {
        why: format!(
            "{}. {} was reserved before that and stays a number without a file; the next attempt takes another",
            refused.why, number.number
        ),
        ..refused
    })
}

/// The second half of issuing: the files of a number that is reserved.
async fn finish(
    desk: &Desk,
    ask: &PaperAsk,
    on: Option<Date>,
    redaction: Option<&Redaction<'_>>,
    trial: &Composed,
    paper: uuid::Uuid,
    number: &PaperNumber,
) -> Result<Issued, Refused> {
    // As at the same entry, whatever was recorded since.
    let pinned = PaperAsk { as_at: ask.as_at.clone().or_else(|| Some(trial.as_at.to_string())), ..ask.clone() };
    let mut composed = compose(desk, &pinned, Some(number.clone())).await?;
    if let Some(redaction) = redaction {
        redaction.mark(&mut composed.document);
    }
    let mut files = Vec::new();
    for format in Format::of(trial.kind) {
        let bytes = write(&composed.document, *format).map_err(|e| Refused::because(e.to_string()))?;
        let sha256 = desk.record.keep(&bytes).await?;
        files.push(PaperFile {
            format: typed(format.as_str())?,
            name: typed(&file_name(&composed.document, *format))?,
            sha256: typed(&sha256)?,
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        });
    }
    let issue = IssuePaper {
        paper: Id::<Paper>::new(paper),
        files: files.clone(),
        rows: composed.rows,
        marking: composed.document.marking,
    };
    desk.write(Command::IssuePaper(Box::new(issue)), on).await?;
    Ok(Issued { number: number.clone(), title: composed.document.title, files })
}

impl Redaction<'_> {
    /// Says on the paper's face what it stands for.
    fn mark(&self, document: &mut Document) {
        report::redacted::mark(document, Words::english(), self.old.reference().as_str(), self.reason.as_str());
    }
}

async fn compose(desk: &Desk, ask: &PaperAsk, number: Option<PaperNumber>) -> Result<Composed, Refused> {
    let found = desk.find(ask.as_at.as_deref()).await?;
    let staff = found.at.office.seen_by(&desk.actor);
    let body = staff.body_called(&ask.body)?;
    let sight = found.at.office.shown_to(body);
    let snapshot = snapshot_at(desk, &found).await?;
    let occasion = Occasion {
        sight,
        body,
        as_at: AsAt::new(&sight, Some(found.day), snapshot.as_ref()),
        number,
        statement: Some(desk.record.statement(sight.head().seq).await?),
        words: Words::english(),
    };
    let plan = match sight.plan_called(ask.plan.as_deref()) {
        Ok(plan) => Some(plan),
        // A cover report may speak of no plan at all.
        Err(_) if ask.kind == Kind::CoverReport && ask.plan.is_none() => None,
        Err(refusal) => return Err(refusal.into()),
    };
    let theme = match (&ask.theme, plan) {
        (Some(name), Some(plan)) => Some(theme_called(&sight.themes(plan.id), name)?),
        _ => None,
    };
    let since = since(desk, ask.since.as_deref(), body).await?;
    let mut words = None;
    let (kind, document, rows) = match (ask.kind, plan) {
        (Kind::DeliveryPlan, Some(plan)) => {
            let (document, rows) = delivery_plan::paper(&occasion, plan, theme, &since);
            (PaperKind::DeliveryPlan, document, rows)
        }
        (Kind::Changes, Some(plan)) => {
            let from = from(desk, ask, body).await?;
            let before = from.at.office.shown_to(body);
            let before_snapshot = snapshot_at(desk, &from).await?;
            let before_at = AsAt::new(&before, Some(from.day), before_snapshot.as_ref());
            let document = changes::paper(&occasion, plan, &before, &before_at);
            let rows = between(&before, &sight, plan.id).printed().into_iter().map(PositionRow::of).collect();
            (PaperKind::Changes, document, rows)
        }
        (Kind::CoverReport, plan) => {
            let given = cover_words(ask)?;
            let text = cover::CoverText::parse(&given).map_err(|e| Refused::because(e.to_string()))?;
            words = Some(given);
            let (document, rows) = cover::paper(&occasion, plan, theme, &since, &text)
                .map_err(|e| Refused::because(format!("the text of the cover report: {e}")))?;
            (PaperKind::CoverReport, document, rows)
        }
        (Kind::PlanOnAPage, Some(plan)) => {
            let (document, rows) = plan_on_a_page::paper(&occasion, plan, theme);
            (PaperKind::PlanOnAPage, document, rows)
        }
        (Kind::ForwardLook, Some(plan)) => {
            let (document, rows) = forward_look::paper(&occasion, plan, theme).ok_or_else(|| {
                Refused::because(format!("{} has no quarters to look ahead to; give an earlier --as-at", found.day))
            })?;
            (PaperKind::ForwardLook, document, rows)
        }
        (_, None) => return Err(Refused::because("there is no plan yet; import one with milepost import plan FILE")),
    };
    Ok(Composed {
        document,
        rows,
        kind,
        plan: plan.map(|p| p.id),
        theme: theme.map(|t| t.id),
        body: body.id,
        as_at: sight.head().seq,
        as_at_time: sight.head().at,
        snapshot: snapshot.map(|s| s.id),
        words,
    })
}

fn theme_called<'a>(themes: &[&'a Kept<Theme>], name: &str) -> Result<&'a Kept<Theme>, Refused> {
    themes.iter().find(|t| t.item.is_called(name)).copied().ok_or_else(|| {
        let known: Vec<String> = themes.iter().map(|t| format!("“{}”", t.item.name)).collect();
        Refused::because(format!("the plan has no theme called “{name}”; its themes are {}", known.join(", ")))
    })
}

/// The words of a cover report, as its author wrote them.
fn cover_words(ask: &PaperAsk) -> Result<String, Refused> {
    if let Some(words) = &ask.words {
        return Ok(words.clone());
    }
    let Some(path) = &ask.text else {
        return Err(Refused::because(
            "a cover report needs its words: give a file with --text (see the README for how it is written)",
        ));
    };
    std::fs::read_to_string(path).map_err(|e| Refused::because(format!("{} cannot be read: {e}", path.display())))
}

/// The position by whose name a place was found, where it was: a clone, since it may be recorded after the place.
async fn snapshot_at(desk: &Desk, found: &Found) -> Result<Option<Kept<Snapshot>>, Refused> {
    let Place::Snapshot(id) = found.named else { return Ok(None) };
    let office = desk.office().await?;
    Ok(office.seen_by(&desk.actor).snapshot(id).cloned())
}

/// What rows are compared with: one position, or what the body last saw.
async fn since(desk: &Desk, named: Option<&str>, body: &Kept<Body>) -> Result<Since, Refused> {
    let Some(named) = named else { return Ok(Since::LastSeen(body.id)) };
    let office = desk.office().await?;
    let staff = office.seen_by(&desk.actor);
    let position = match staff.place(named)? {
        Place::Paper(id) => {
            let paper = staff.paper(id).ok_or_else(|| Refused::because("the paper is not to be seen from here"))?;
            Position::of_paper(&staff, paper)
        }
        Place::Snapshot(id) => {
            let snapshot =
                staff.snapshot(id).ok_or_else(|| Refused::because("the position is not to be seen from here"))?;
            if let Some(position) = Position::reconstructed(snapshot) {
                position
            } else {
                let found = desk.find(Some(named)).await?;
                Position::of_office(&found.at.office.shown_to(body), Some(snapshot))
            }
        }
        Place::Head | Place::Day(_) | Place::Seq(_) => {
            let found = desk.find(Some(named)).await?;
            Position::of_office(&found.at.office.shown_to(body), None)
        }
    };
    Ok(Since::Position(position))
}

/// Where a paper of changes begins: as said, else where the body's last paper stood.
async fn from(desk: &Desk, ask: &PaperAsk, body: &Kept<Body>) -> Result<Found, Refused> {
    if let Some(named) = &ask.since {
        return desk.find(Some(named)).await;
    }
    let as_at = desk.find(ask.as_at.as_deref()).await?;
    let staff = as_at.at.office.seen_by(&desk.actor);
    let last = staff
        .papers()
        .filter(|p| p.item.body == body.id && p.item.presented.is_some() && p.item.kind == PaperKind::DeliveryPlan)
        .max_by_key(|p| (p.item.presented, p.item.as_at));
    match last {
        Some(paper) => desk.find(Some(paper.reference().as_str())).await,
        None => Err(Refused::because(format!(
            "no delivery plan was presented to {} yet, so there is nothing that it last saw; say from where with --since",
            body.item.name
        ))),
    }
}
