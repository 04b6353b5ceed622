//! A snapshot: the record as it stood at an entry, named for a meeting. On screen: "position taken for the Panel,
//! 12 September".
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::Body,
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    id::Id,
    office::{Kind, Noun, Office},
    plan::Plan,
    position::PositionRow,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Snapshot {
    pub name: Text,
    /// The body that it was taken for. A snapshot alone is never "seen" by it.
    pub body: Id<Body>,
    /// The day of the meeting, where one was stated.
    pub on: Option<Date>,
    pub how: How,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum How {
    /// Taken on the record at the time: the record up to and with this entry.
    Witnessed { seq: i64 },
    /// Entered later from an old table, and printed so.
    Reconstructed { plan: Id<Plan>, table_day: Date, source: Text, sha256: Text, rows: Vec<PositionRow> },
}

impl Noun for Snapshot {
    const KIND: Kind = Kind::Snapshot;
    const SHAPE: i64 = 1;
}

/// Takes a position for a body.
#[derive(Clone, Debug)]
pub struct TakeSnapshot {
    pub name: Text,
    pub body: Text,
}

impl TakeSnapshot {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let name = name_for(office, &self.name)?;
        let body = office.body_called(self.body.as_str())?;
        let id = chance.id(ask.now);
        // Decided under the lock of the head, so the next entry is this one.
        let how = How::Witnessed { seq: office.head().seq + 1 };
        let snapshot = Snapshot { name: name.clone(), body, on: ask.on, how };
        let draft = Draft::new(Act::Taken, id, &Envelope::internal(name), &snapshot, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

/// FEN-2026-001: two or more letters and digits, a year, a count.
fn is_like_a_number(name: &str) -> bool {
    let parts: Vec<&str> = name.split('-').collect();
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    matches!(&parts[..], [code, year, count]
        if !code.is_empty() && code.bytes().all(|b| b.is_ascii_alphanumeric()) && digits(year) && year.len() == 4 && digits(count))
}

/// A name that a person can type back and that nothing else could mean.
pub(crate) fn name_for(office: &Office, name: &Text) -> Result<Text, Refusal> {
    let name = name.on_one_line();
    if name.is_empty() {
        return Err(Refusal::because("the position has no name; give one, such as “Panel September”"));
    }
    let lower = name.as_str().to_lowercase();
    if matches!(lower.as_str(), "head" | "live") || is_like_a_number(&lower) {
        return Err(Refusal::because(format!(
            "“{name}” would be read as the record's head or as a paper's number; give the position a name of its own, such as “Panel September”"
        )));
    }
    if name.as_str().bytes().all(|b| b.is_ascii_digit()) || name.as_str().parse::<Date>().is_ok() {
        return Err(Refusal::because(format!(
            "“{name}” would be read as a place in the record or a date; give the position a name with a word in it"
        )));
    }
    if let Some(taken) = office.snapshots.values().find(|s| s.item.name.folded() == name.folded()) {
        return Err(Refusal::because(format!(
            "there is already a position called “{}”; names are given once",
            taken.item.name
        )));
    }
    if let Some(paper) = office.papers.values().find(|p| p.envelope.reference.folded() == name.folded()) {
        return Err(Refusal::because(format!("“{name}” is the number of a paper, “{}”", paper.item.title)));
    }
    Ok(name)
}
