//! A paper is composed for a place in the record; issuing prints it with a number and keeps the bytes.
mod assurance;
mod briefing;
mod findings_tracker;
mod risk_register;

use crate::{Desk, Found, Refused, typed};
use domain::{
    ask::{Answer, Ask, Command},
    body::Body,
    changes::between,
    id::Id,
    office::Kept,
    paper::{IssuePaper, Paper, PaperFile, PaperKind, PrintedMeasure, ReservePaper},
    plan::Plan,
    position::{Position, PositionRow},
    sight::Presented,
    snapshot::Snapshot,
    text::Text,
    theme::Theme,
    travel::{Place, Since},
};
use jiff::civil::Date;
use report::{
    Format, assurance_framework, auditors_pack,
    blocks::{Document, PaperNumber},
    changes, cover, data_pack, delivery_plan, file_name, forward_look,
    occasion::{AsAt, Occasion},
    plan_on_a_page, slippage, succession, theme_report,
    words::Words,
    write,
};

/// A paper composed for a place in the record, not yet written in any format.
#[derive(Debug)]
pub struct Composed {
    pub document: Document,
    rows: Vec<PositionRow>,
    measures: Vec<PrintedMeasure>,
    pub kind: PaperKind,
    plan: Option<Id<Plan>>,
    theme: Option<Id<Theme>>,
    body: Id<Body>,
    pub as_at: i64,
    as_at_time: i64,
    snapshot: Option<Id<Snapshot>>,
    /// The words of its author, as they were given.
    words: Option<String>,
}

/// A paper that stands for another, which held what was erased.
struct Redaction<'a> {
    old: &'a Kept<Paper>,
    reason: &'a Text,
}

/// What somebody wants a paper of.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaperAsk {
    pub kind: PaperKind,
    pub plan: Option<String>,
    /// The body that it is for, and whose last sight each row is compared with.
    pub body: String,
    pub theme: Option<String>,
    /// A position's name, a date, or the number of an entry; without it, now.
    pub as_at: Option<String>,
    /// Compare every row with this position or paper.
    pub since: Option<String>,
    /// The author's words, of a cover report.
    pub words: Option<String>,
}

#[derive(Debug)]
pub struct Issued {
    pub number: PaperNumber,
    pub title: String,
    pub files: Vec<PaperFile>,
}

/// Reserves a number, prints every format that the kind has with it, keeps the bytes, and puts their hashes on record.
/// With a key of its own it is done once, however often it is asked; what was cut off is brought to its end.
pub async fn issue(desk: &Desk, ask: &PaperAsk, on: Option<Date>, key: Option<String>) -> Result<Issued, Refused> {
    issue_as(desk, ask, on, key, None).await
}

/// The paper as it would be issued now, without a number.
pub async fn composed(desk: &Desk, ask: &PaperAsk) -> Result<Composed, Refused> {
    compose(desk, ask, None).await
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
        kind: old.item.kind,
        plan: name(old.item.plan.and_then(|id| sight.plan(id)).map(|plan| &plan.item.name)),
        body: name(sight.body(old.item.body).map(|body| &body.item.name)).unwrap_or_default(),
        theme: name(old.item.theme.and_then(|id| sight.theme(id)).map(|theme| &theme.item.name)),
        as_at: Some(match old.item.snapshot.and_then(|id| sight.snapshot_name(id)) {
            Some(position) => position.to_string(),
            None => old.item.as_at.to_string(),
        }),
        since: name(old.item.since.as_ref()),
        words,
    };
    issue_as(desk, &ask, None, Some(key), Some(&Redaction { old, reason })).await
}

async fn issue_as(
    desk: &Desk,
    ask: &PaperAsk,
    on: Option<Date>,
    key: Option<String>,
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
    printed(&trial.document, formats).await?;
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
    let asked = Ask { key: key.clone(), ..desk.ask(Command::ReservePaper(reserve), on) };
    let Answer::Number { paper, number, code } = desk.record.write(asked).await?.answer else {
        return Err(Refused::because("the record answered a reservation with something else; please report this"));
    };
    let number = PaperNumber { number: number.to_string(), code: code.to_string() };
    finish(desk, ask, on, key, redaction, &trial, paper, &number).await.map_err(|refused| Refused {
        why: format!(
            "{}. {} was reserved before that and stays a number without a file; the next attempt takes another",
            refused.why, number.number
        ),
        ..refused
    })
}

/// Every format of a paper, made where it keeps nobody else waiting: typesetting takes seconds.
async fn printed(document: &Document, formats: &'static [Format]) -> Result<Vec<(Format, Vec<u8>)>, Refused> {
    let document = document.clone();
    let all = move || formats.iter().map(|format| Ok((*format, write(&document, *format)?))).collect();
    let all: Result<_, report::NotWritten> = tokio::task::spawn_blocking(all)
        .await
        .map_err(|e| Refused::because(format!("the paper could not be printed ({e}); please report this")))?;
    all.map_err(|e| Refused::because(e.to_string()))
}

/// The second half of issuing: the files of a number that is reserved.
#[expect(clippy::too_many_arguments, reason = "what was asked, and the number that it got")]
async fn finish(
    desk: &Desk,
    ask: &PaperAsk,
    on: Option<Date>,
    key: Option<String>,
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
    for (format, bytes) in printed(&composed.document, Format::of(trial.kind)).await? {
        let sha256 = desk.record.keep(&bytes).await?;
        files.push(PaperFile {
            format: typed(format.as_str())?,
            name: typed(&file_name(&composed.document, format))?,
            sha256: typed(&sha256)?,
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
        });
    }
    let issue = IssuePaper {
        paper: Id::<Paper>::new(paper),
        files: files.clone(),
        rows: composed.rows,
        measures: composed.measures,
        marking: composed.document.marking,
    };
    desk.record.write(Ask { key, ..desk.ask(Command::IssuePaper(Box::new(issue)), on) }).await?;
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
        Err(_) if ask.plan.is_none() && needs_no_plan(ask.kind) => None,
        Err(refusal) => return Err(refusal.into()),
    };
    let theme = match (&ask.theme, plan) {
        (Some(name), Some(plan)) => Some(theme_called(&sight.themes(plan.id), name)?),
        _ => None,
    };
    let since = since(desk, ask.since.as_deref(), body).await?;
    let mut words = None;
    let mut measures = vec![];
    let (kind, document, rows) = match (ask.kind, plan) {
        (PaperKind::DeliveryPlan, Some(plan)) => {
            let (document, rows) = delivery_plan::paper(&occasion, plan, theme, &since);
            (PaperKind::DeliveryPlan, document, rows)
        }
        (PaperKind::Changes, Some(plan)) => {
            let from = from(desk, ask, body).await?;
            let before = from.at.office.shown_to(body);
            let before_snapshot = snapshot_at(desk, &from).await?;
            let before_at = AsAt::new(&before, Some(from.day), before_snapshot.as_ref());
            let document = changes::paper(&occasion, plan, &before, &before_at);
            let rows = between(&before, &sight, plan.id).printed().into_iter().map(PositionRow::of).collect();
            (PaperKind::Changes, document, rows)
        }
        (PaperKind::CoverReport, plan) => {
            let given = ask.words.clone().ok_or_else(|| {
                Refused::because(
                    "a cover report needs its words: give a file with --text (see the README for how it is written)",
                )
            })?;
            let text = cover::CoverText::parse(&given).map_err(|e| Refused::because(e.to_string()))?;
            words = Some(given);
            let (document, rows) = cover::paper(&occasion, plan, theme, &since, &text)
                .map_err(|e| Refused::because(format!("the text of the cover report: {e}")))?;
            (PaperKind::CoverReport, document, rows)
        }
        (PaperKind::PlanOnAPage, Some(plan)) => {
            let (document, rows) = plan_on_a_page::paper(&occasion, plan, theme);
            (PaperKind::PlanOnAPage, document, rows)
        }
        (PaperKind::ForwardLook, Some(plan)) => {
            let (document, rows) = forward_look::paper(&occasion, plan, theme).ok_or_else(|| {
                Refused::because(format!("{} has no quarters to look ahead to; give an earlier --as-at", found.day))
            })?;
            (PaperKind::ForwardLook, document, rows)
        }
        (PaperKind::Slippage, Some(plan)) => {
            let (document, rows) = slippage::paper(&occasion, plan, theme);
            (PaperKind::Slippage, document, rows)
        }
        (PaperKind::Succession, Some(plan)) => {
            let (document, rows) = succession::paper(&occasion, plan).ok_or_else(|| {
                Refused::because(format!(
                    "“{}” is the first plan on the record: no promises came before it",
                    plan.item.name
                ))
            })?;
            (PaperKind::Succession, document, rows)
        }
        (PaperKind::DataPack, _) => {
            let before = last_pack(desk, ask, body, sight.head().seq).await?;
            let pack = data_pack::paper(&occasion, before.as_ref()).ok_or_else(|| {
                Refused::because(format!(
                    "there is no measure with a figure that {} may see; define measures and load figures first (milepost measure, milepost load)",
                    body.item.name
                ))
            })?;
            measures = pack.measures;
            (PaperKind::DataPack, pack.document, pack.rows)
        }
        (PaperKind::AssuranceFramework, Some(plan)) => {
            let earlier = assurance::earlier(desk, ask, ask.kind, body, sight.head().seq).await?;
            let before = earlier.as_ref().map(|earlier| earlier.before(body));
            let paper = assurance_framework::paper(&occasion, plan, before.as_ref()).ok_or_else(|| {
                Refused::because(format!(
                    "“{}” has no outcome that {} may see; state the shared outcomes of its themes first",
                    plan.item.name, body.item.name
                ))
            })?;
            measures = paper.measures;
            (ask.kind, paper.document, paper.rows)
        }
        (PaperKind::ThemeReport, Some(plan)) => {
            let theme =
                theme.ok_or_else(|| Refused::because("a theme report is of one theme; say which with --theme"))?;
            let report = theme_report::paper(&occasion, plan, theme);
            measures = report.measures;
            (ask.kind, report.document, report.rows)
        }
        (PaperKind::AuditorsPack, Some(plan)) => {
            let (document, rows) = auditors_pack::paper(&occasion, plan);
            (ask.kind, document, rows)
        }
        (PaperKind::RiskRegister, _) => {
            let document = risk_register::compose(desk, ask, &occasion).await?;
            // What is not for everybody keeps the register from being published.
            let risks = sight.risks().into_iter().filter_map(PositionRow::inside);
            let controls = sight.controls().into_iter().filter_map(PositionRow::inside);
            let gaps = sight.gaps().into_iter().filter_map(PositionRow::inside);
            let looked = sight.assurances().filter_map(PositionRow::inside);
            (PaperKind::RiskRegister, document, risks.chain(controls).chain(gaps).chain(looked).collect())
        }
        (PaperKind::FindingsTracker, _) => {
            let document = findings_tracker::compose(desk, ask, &occasion).await?;
            let findings = sight.findings().into_iter().filter_map(PositionRow::inside);
            let reviews = sight.reviews().into_iter().filter_map(PositionRow::inside);
            (PaperKind::FindingsTracker, document, findings.chain(reviews).collect())
        }
        (PaperKind::Briefing, _) => {
            let (document, rows) = briefing::compose(desk, ask, &occasion, &found.at.office).await?;
            (PaperKind::Briefing, document, rows)
        }
        (_, None) => return Err(Refused::because("there is no plan yet; import one with milepost import plan FILE")),
    };
    Ok(Composed {
        document,
        rows,
        measures,
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

/// A cover report may speak of no plan at all; figures, risks and findings are not of one.
fn needs_no_plan(kind: PaperKind) -> bool {
    matches!(
        kind,
        PaperKind::CoverReport
            | PaperKind::DataPack
            | PaperKind::RiskRegister
            | PaperKind::FindingsTracker
            | PaperKind::Briefing
    )
}

fn theme_called<'a>(themes: &[&'a Kept<Theme>], name: &str) -> Result<&'a Kept<Theme>, Refused> {
    themes.iter().find(|t| t.item.is_called(name)).copied().ok_or_else(|| {
        let known: Vec<String> = themes.iter().map(|t| format!("“{}”", t.item.name)).collect();
        Refused::because(format!("the plan has no theme called “{name}”; its themes are {}", known.join(", ")))
    })
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

/// Where a body last saw a paper of a kind: as said with `since`, else the last that was presented to it before the entry
/// at which this one stands.
async fn last_seen(
    desk: &Desk,
    ask: &PaperAsk,
    kind: PaperKind,
    body: &Kept<Body>,
    upto: i64,
) -> Result<Option<(Found, Option<Presented>)>, Refused> {
    if let Some(named) = &ask.since {
        return Ok(Some((desk.find(Some(named)).await?, None)));
    }
    let office = desk.office().await?;
    let Some(last) = office.seen_by(&desk.actor).last_presented(kind, body.id, upto) else { return Ok(None) };
    Ok(Some((desk.find(Some(&last.number)).await?, Some(last))))
}

/// What a body saw of the measures last.
async fn last_pack(
    desk: &Desk,
    ask: &PaperAsk,
    body: &Kept<Body>,
    upto: i64,
) -> Result<Option<data_pack::Before>, Refused> {
    let Some((found, _)) = last_seen(desk, ask, PaperKind::DataPack, body, upto).await? else { return Ok(None) };
    let sight = found.at.office.shown_to(body);
    let snapshot = snapshot_at(desk, &found).await?;
    let as_at = AsAt::new(&sight, Some(found.day), snapshot.as_ref());
    Ok(Some(data_pack::Before { as_at, performances: sight.performances() }))
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
