//! A sheet that came back: read, known again, and compared field by field. Nothing is entered here.
use super::{Mark, Sheet, sheet};
use crate::{
    action::{Action, Basis},
    ask::Refusal,
    id::Id,
    office::{Kept, Office},
    sight::Sight,
    table::{Block, Cell, Document, Table, Value},
    text::Text,
    update::{Reasons, Saying, Update},
};
use jiff::civil::Date;
use std::{
    collections::{BTreeMap, BTreeSet},
    sync::Arc,
};

/// A column that is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Field {
    Words,
    Rating,
    Reason,
    PublicReason,
    NextStep,
    Forecast,
}

impl Field {
    pub const ALL: [Self; 6] =
        [Self::Words, Self::Rating, Self::Reason, Self::PublicReason, Self::NextStep, Self::Forecast];

    /// The word for it in forms and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Words => "words",
            Self::Rating => "rating",
            Self::Reason => "reason",
            Self::PublicReason => "public-reason",
            Self::NextStep => "next-step",
            Self::Forecast => "forecast",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == word)
    }
}

/// What a row of a file says, by field: what was left blank says nothing.
pub type Filled = BTreeMap<Field, Text>;

/// A sheet that was found to be one of this office and of a round that is open.
#[derive(Clone, Debug)]
pub struct Taken {
    pub mark: Mark,
    pub whose: Text,
    pub round: Text,
    /// The rows that say something, in the order of the sheet.
    pub rows: Vec<RowTaken>,
    /// What is worth saying of the file: nothing of it is entered.
    pub notes: Vec<String>,
}

/// What one row says, beside what stands.
#[derive(Clone, Debug)]
pub struct RowTaken {
    pub action: Id<Action>,
    pub reference: Text,
    pub promise: Text,
    /// The item's version as it stands: what whoever accepts has seen.
    pub version: i64,
    /// Somebody said something of it since the sheet was made.
    pub moved: bool,
    /// Where the file says something else than what stands. None of them: it says what stands already.
    pub differences: Vec<Difference>,
    filled: Filled,
    now: Filled,
    now_forecast: Option<Text>,
    last: Option<Update>,
}

/// One field: what it was when the sheet was made, what stands now, and what the file says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    pub field: Field,
    pub was: Option<Text>,
    pub now: Option<Text>,
    pub file: Text,
    /// Changed by somebody else meanwhile.
    pub moved: bool,
}

impl RowTaken {
    /// What is said of the item where these fields of the file are accepted, and what stands is kept for the rest. None
    /// where none of what differs is accepted.
    pub fn saying(&self, accepted: &BTreeSet<Field>) -> Option<Saying> {
        let differs = |field: Field| self.differences.iter().any(|difference| difference.field == field);
        let taken = |field: Field| self.filled.get(&field).filter(|_| accepted.contains(&field) || !differs(field));
        if !accepted.iter().any(|field| differs(*field)) {
            return None;
        }
        let reason = |field: Field| taken(field).cloned().unwrap_or_default();
        let reasons = Reasons { internal: reason(Field::Reason), public: reason(Field::PublicReason) };
        Some(Saying {
            narrative: taken(Field::Words).or(self.now.get(&Field::Words)).cloned().unwrap_or_default(),
            rating: taken(Field::Rating).cloned(),
            reasons: (!reasons.internal.is_empty() || !reasons.public.is_empty()).then_some(reasons),
            forecast: taken(Field::Forecast).cloned().or_else(|| self.now_forecast.clone()),
            confidence: self.last.as_ref().and_then(|last| last.confidence),
            next_step: taken(Field::NextStep).or(self.now.get(&Field::NextStep)).cloned(),
            evidence: vec![],
            completed: None,
        })
    }

    /// The fields in which the file differs.
    pub fn fields(&self) -> BTreeSet<Field> {
        self.differences.iter().map(|difference| difference.field).collect()
    }
}

/// How many columns stand before those to fill, and how many there are with the row's identity.
const BEFORE: usize = 8;
const COLUMNS: usize = BEFORE + Field::ALL.len() + 1;

impl Mark {
    /// What a file says that it is.
    pub fn of(document: &Document) -> Result<Self, Refusal> {
        let cells = tables(document).flat_map(|table| table.rows.iter().flatten());
        let marks: BTreeSet<String> = cells
            .filter_map(|cell| cell.value.words())
            .map(|words| words.to_string())
            .filter(|w| w.trim().starts_with("Milepost sheet "))
            .collect();
        match marks.iter().collect::<Vec<_>>()[..] {
            [] => Err(Refusal::because(
                "this is not a sheet of a quarterly update, or its cover was deleted; download the sheet again and copy what was written into it",
            )),
            [one] => Self::parse(one).ok_or_else(|| {
                Refusal::because(
                    "the line in which the sheet says what it is was changed, so nobody can tell which round it is of; download the sheet again and copy what was written into it",
                )
            }),
            _ => Err(Refusal::because("the file holds two sheets of quarterly updates; send each in a file of its own")),
        }
    }
}

fn tables(document: &Document) -> impl Iterator<Item = &Table> {
    document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        Block::Heading { .. } | Block::Line { .. } | Block::Item { .. } => None,
    })
}

/// Knows a sheet again and compares it. `sha256` is the file's; `then` is the office as it was when the sheet was made, `heads` the heads of the
/// columns as they were printed.
pub fn taken(
    (document, sha256): (&Document, &str),
    heads: &[String],
    (then, now): (&Arc<Office>, &Arc<Office>),
    sight: &Sight,
    today: Date,
) -> Result<Taken, Refusal> {
    let mark = Mark::of(document)?;
    let whose = super::called(now, mark.whose);
    let (Some(round), Some(whose)) = (now.rounds.get(&mark.round.uuid()), whose) else {
        return Err(Refusal::because("there is no such quarterly update here; the sheet is of another record"));
    };
    if let Some(frozen) = &round.item.frozen {
        return Err(Refusal::because(format!(
            "the sheet is of the quarterly update “{}”, which was frozen on {}; nothing more is entered in it",
            round.item.name, frozen.on
        )));
    }
    let made = sheet(then, mark.round, mark.whose, today).ok_or_else(|| {
        Refusal::because("the sheet says that it was made when this round asked nothing of them; download it again")
    })?;
    let mut notes = vec![];
    let rows = read(document, heads, &made, &mut notes)?;
    let rows = rows.into_iter().filter_map(|(action, filled)| compared(action, filled, (then, now), sha256, sight));
    Ok(Taken { mark, whose, round: round.item.name.clone(), rows: rows.collect(), notes })
}

/// The rows of a file, each known by its identity; refused where one is not.
fn read(
    document: &Document,
    heads: &[String],
    made: &Sheet,
    notes: &mut Vec<String>,
) -> Result<Vec<(Id<Action>, Filled)>, Refusal> {
    let is_head = |row: &Vec<Cell>| {
        row.len() >= COLUMNS
            && row.iter().zip(heads).all(|(cell, head)| cell.value.words().is_some_and(|words| words.as_str() == head))
    };
    let found = tables(document).find_map(|table| Some((table, table.rows.iter().position(is_head)?)));
    let Some((table, head)) = found else {
        return Err(Refusal::because(
            "the heads of the columns are not as they were: a column was added, deleted, moved or renamed; download the sheet again and copy what was written into it",
        ));
    };
    let (mut rows, mut seen) = (vec![], BTreeSet::new());
    for (at, cells) in table.rows.iter().enumerate().skip(head + 1) {
        let row = table.first_row + at;
        if cells.iter().all(|cell| cell.value == Value::Empty) {
            continue;
        }
        if cells.iter().skip(COLUMNS).any(|cell| cell.value != Value::Empty) {
            return Err(Refusal::because(format!(
                "{}, row {row}: something stands to the right of the last column, where nothing is read; move it into a column that is to be filled",
                table.place
            )));
        }
        let said =
            |n: usize| cells.get(n).and_then(|cell| cell.value.words()).map(|words| words.as_str().trim().to_owned());
        let (reference, identity) = (said(0).unwrap_or_default(), said(COLUMNS - 1).unwrap_or_default());
        let Some(known) = made.rows.iter().find(|row| row.identity == identity) else {
            return Err(Refusal::because(if made.rows.iter().any(|row| row.reference.as_str() == reference) {
                format!(
                    "{}, row {row}: the identity of {reference} in the last column was changed, so nobody can tell whose row it is; download the sheet again and copy what was written into it",
                    table.place
                )
            } else {
                format!(
                    "{}, row {row}: “{reference}” does not stand in the sheet that was sent; a sheet takes no other items: delete the row",
                    table.place
                )
            }));
        };
        if known.reference.as_str() != reference {
            return Err(Refusal::because(format!(
                "{}, row {row}: the row of {} now calls itself “{reference}”; put the reference back, or download the sheet again",
                table.place, known.reference
            )));
        }
        if !seen.insert(known.action) {
            return Err(Refusal::because(format!(
                "{}, row {row}: {} stands there twice; delete one",
                table.place, known.reference
            )));
        }
        if said(1).as_deref() != Some(known.promise.as_str().trim()) {
            notes.push(format!(
                "{}: the promise was reworded in the file. That is not taken; an agreed promise changes by a request",
                known.reference
            ));
        }
        rows.push((known.action, filled(table, row, cells)?));
    }
    let gone = made.rows.iter().filter(|row| !seen.contains(&row.action)).count();
    if gone > 0 {
        notes.push(format!(
            "{gone} of the {} rows were deleted from the file; nothing is said of them",
            made.rows.len()
        ));
    }
    Ok(rows)
}

fn filled(table: &Table, row: usize, cells: &[Cell]) -> Result<Filled, Refusal> {
    let mut filled = Filled::new();
    for (n, field) in Field::ALL.into_iter().enumerate() {
        let at = |why: &str| {
            let column = char::from(b'A' + u8::try_from(BEFORE + n).unwrap_or(0));
            Refusal::because(format!("{}, cell {column}{row}: {why}", table.place))
        };
        let value = &cells[BEFORE + n].value;
        match value {
            Value::Left | Value::Above => {
                return Err(at("cells are merged, so nobody can tell whose words these are; unmerge them"));
            }
            Value::Error(said) => return Err(at(&format!("the cell says {said} instead of words; write it again"))),
            Value::Empty | Value::Text(_) | Value::Number(_) | Value::Date(_) | Value::Truth(_) => {}
        }
        let Some(words) = value.words() else { continue };
        let words = Text::new(words.as_str().trim()).unwrap_or_default();
        // All but what was done is said in one line.
        let words = if field == Field::Words { words } else { words.on_one_line() };
        filled.insert(field, words);
    }
    Ok(filled)
}

/// What stands in an office for an item, by field.
fn stands(office: &Office, action: &Action) -> (Filled, Option<Update>) {
    let last = office.last_said(action).cloned();
    let mut stands = Filled::new();
    let mut put = |field: Field, words: Option<&Text>| {
        if let Some(words) = words {
            let words = if field == Field::Words { words.clone() } else { words.on_one_line() };
            stands.insert(field, words);
        }
    };
    put(Field::Words, last.as_ref().and_then(|last| last.narrative.as_ref()));
    put(Field::Rating, action.rating.as_ref().map(|rating| &rating.label));
    if let Some(Basis::Differs { reason, public, .. }) = action.rating.as_ref().map(|rating| &rating.basis) {
        put(Field::Reason, Some(&reason.0));
        put(Field::PublicReason, Some(public));
    }
    put(Field::NextStep, last.as_ref().and_then(|last| last.next_step.as_ref()));
    put(Field::Forecast, last.as_ref().and_then(|last| last.forecast.as_ref()).map(|forecast| &forecast.label));
    (stands, last)
}

fn compared(
    id: Id<Action>,
    filled: Filled,
    (then, now): (&Office, &Office),
    sha256: &str,
    sight: &Sight,
) -> Option<RowTaken> {
    if filled.is_empty() {
        return None;
    }
    let kept: &Kept<Action> = now.actions.get(&id.uuid())?;
    let (before, _) = then.actions.get(&id.uuid()).map(|kept| stands(then, &kept.item)).unwrap_or_default();
    let (current, last) = stands(now, &kept.item);
    let (old, new) = (then.actions.get(&id.uuid()).and_then(|kept| kept.item.update), kept.item.update);
    // What was taken from this very file a moment ago is not somebody else's doing.
    let from = last.as_ref().and_then(|last| last.from_sheet.as_ref());
    let own = from.is_some_and(|from| from.sha256.as_str() == sha256);
    let moved = old != new && !own;
    let differences = filled.iter().filter(|(field, words)| {
        current.get(field).is_none_or(|now| {
            if **field == Field::Words { now.as_str().trim() != words.as_str() } else { now.folded() != words.folded() }
        })
    });
    let shown = |field: Field, words: Option<&Text>| {
        // The reason for the office is the office's.
        words.filter(|_| field != Field::Reason || sight.reach() >= crate::sight::Reach::Internal).cloned()
    };
    let differences = differences.map(|(field, words)| {
        let (was, is) = (before.get(field), current.get(field));
        Difference {
            field: *field,
            was: shown(*field, was),
            now: shown(*field, is),
            file: words.clone(),
            moved: moved && was != is,
        }
    });
    let differences = differences.collect();
    Some(RowTaken {
        action: id,
        reference: kept.reference().clone(),
        promise: kept.item.title.clone(),
        version: kept.version,
        moved,
        differences,
        now_forecast: last.as_ref().and_then(|last| last.forecast.as_ref()).map(|forecast| forecast.level.clone()),
        filled,
        now: current,
        last,
    })
}
