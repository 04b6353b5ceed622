//! The sheet of a round goes out and comes back: made, read in the limited child, compared field by field, and what was
//! accepted entered as ordinary updates.
use crate::{Desk, Refused, typed};
use domain::{
    action::Action,
    ask::{Ask, Command},
    id::Id,
    period::london_day,
    round::Round,
    sheet::{Field, Mark, RowTaken, Taken, Whose, taken},
    sight::View,
    text::Text,
    update::EnterFromSheet,
};
use intake::Child;
use report::round_sheet;
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// A sheet that came back, compared and not entered.
#[derive(Clone, Debug)]
pub struct Filled {
    pub taken: Taken,
    pub sha256: String,
    /// Why a row would not be taken if all of it were accepted.
    pub refused: BTreeMap<Id<Action>, String>,
}

/// What became of a row of which something was accepted.
#[derive(Clone, Debug)]
pub struct Entered {
    pub action: Id<Action>,
    pub reference: Text,
    pub outcome: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Outcome {
    Entered,
    /// The same of the same file was entered before.
    Before,
    Refused(String),
}

/// What of a row is accepted, and the version of the item that whoever accepts it saw.
#[derive(Clone, Debug)]
pub struct Accepted {
    pub action: Id<Action>,
    pub seen: i64,
    pub fields: BTreeSet<Field>,
}

/// The sheet of a round for a post or an organisation, with its name. None: there is none that this desk may make.
pub async fn sheet(desk: &Desk, round: Id<Round>, whose: Uuid) -> Result<Option<(String, Vec<u8>)>, Refused> {
    let view = View::new(desk.office().await?, desk.actor.clone());
    let today = london_day(desk.now());
    let Some(sheet) = view.sheet(round, whose, today) else { return Ok(None) };
    let name = round_sheet::file_name(&sheet);
    let written = tokio::task::spawn_blocking(move || round_sheet::write(&sheet, today)).await;
    let written = written.map_err(|e| Refused::because(format!("the sheet could not be made ({e})")))?;
    Ok(Some((name, written.map_err(|why| Refused::because(why.to_string()))?)))
}

/// Reads a sheet that came back and compares it. Whoever speaks only for their own posts takes only theirs.
pub async fn filled(desk: &Desk, child: &Child, bytes: Vec<u8>) -> Result<Filled, Refused> {
    desk.actor.may("enter from a sheet")?;
    let child = child.clone();
    let read = tokio::task::spawn_blocking(move || child.take_form("the sheet", bytes)).await;
    let read = read.map_err(|e| Refused::because(format!("the file could not be read ({e}); please report this")))?;
    let read = read.map_err(|why| Refused::because(why.to_string()))?;
    let now = desk.office().await?;
    let mark = Mark::of(&read.document)?;
    let elsewhere =
        "the sheet is of another office, or of another copy of the record; it can only be taken where it was made";
    if mark.office != now.head().office || mark.as_at < 1 || mark.as_at > now.head().seq {
        return Err(Refused::because(elsewhere));
    }
    let own = |whose| matches!(whose, Whose::Post(post) if desk.actor.holds.contains(&post));
    if desk.actor.answers_only_for_own() && !own(mark.whose) {
        return Err(Refused::because("this is the sheet of somebody else; the officer can enter it"));
    }
    let then = desk.record.at(mark.as_at).await?.office;
    let today = london_day(desk.now());
    let sight = now.seen_by(&desk.actor);
    let taken = taken((&read.document, &read.sha256), &round_sheet::heads(), (&then, &now), &sight, today)?;
    let mut filled = Filled { taken, sha256: read.sha256, refused: BTreeMap::new() };
    for row in &filled.taken.rows {
        let all = Accepted { action: row.action, seen: row.version, fields: row.fields() };
        let Some(ask) = ask(desk, &filled, row, &all)? else { continue };
        match desk.record.decide_only(&ask).await {
            Ok(_) => {}
            Err(record::Error::Refused(why)) => {
                filled.refused.insert(row.action, why.to_string());
            }
            Err(error) => return Err(error.into()),
        }
    }
    Ok(filled)
}

/// Enters what was accepted, each row for itself: one that is refused keeps no other out.
pub async fn enter(desk: &Desk, filled: &Filled, accepted: &[Accepted]) -> Result<Vec<Entered>, Refused> {
    let mut entered = vec![];
    for one in accepted {
        let Some(row) = filled.taken.rows.iter().find(|row| row.action == one.action) else { continue };
        let Some(ask) = ask(desk, filled, row, one)? else { continue };
        let head = desk.office().await?.head().seq;
        let outcome = match desk.record.write(ask).await {
            Ok(written) if written.seq > head => Outcome::Entered,
            Ok(_) => Outcome::Before,
            Err(record::Error::Refused(why)) => Outcome::Refused(why.to_string()),
            Err(error) => return Err(error.into()),
        };
        entered.push(Entered { action: row.action, reference: row.reference.clone(), outcome });
    }
    Ok(entered)
}

/// The same of the same file is one effect, whoever sends it how often.
fn ask(desk: &Desk, filled: &Filled, row: &RowTaken, accepted: &Accepted) -> Result<Option<Ask>, Refused> {
    let Some(saying) = row.saying(&accepted.fields) else { return Ok(None) };
    let fields: Vec<&str> = accepted.fields.iter().map(|field| field.as_str()).collect();
    let key = format!("{} {} {}", filled.sha256, row.action.uuid().simple(), fields.join(","));
    let entered =
        EnterFromSheet { action: row.action, mark: filled.taken.mark, sha256: typed(&filled.sha256)?, saying };
    let ask = desk.ask(Command::EnterFromSheet(Box::new(entered)), None);
    Ok(Some(Ask { key: Some(key), seen: vec![(row.action.uuid(), accepted.seen)], ..ask }))
}
