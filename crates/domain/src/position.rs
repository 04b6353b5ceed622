//! A position: what a body saw of a plan. Row by row: reference, rating, current date.
use crate::{action::Action, envelope::Envelope, id::Id, office::Kept, scale::Class, text::Text};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// One action as it was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PositionRow {
    /// None: a row of an old table that matches no action of the record.
    pub action: Option<Id<Action>>,
    pub reference: Text,
    pub title: Text,
    /// None: not rated.
    pub class: Option<Class>,
    /// The word that was printed; empty for not rated.
    pub label: Text,
    pub current_date: Option<Date>,
    /// Whether the row could have been shown to anybody when it was printed.
    pub public: bool,
}

impl PositionRow {
    pub fn of(action: &Kept<Action>) -> Self {
        let rating = action.item.rating.as_ref();
        Self {
            action: Some(action.id),
            reference: action.reference().clone(),
            title: action.item.title.clone(),
            class: rating.map(|r| r.class),
            label: rating.map(|r| r.label.clone()).unwrap_or_default(),
            current_date: action.item.current_date,
            public: action.envelope.visibility.is_public(),
        }
    }

    /// Something else than an action that a paper prints and that not everybody may see: it keeps the paper from being
    /// published, and is compared with nothing.
    pub fn inside<T>(kept: &Kept<T>) -> Option<Self> {
        let visibility = &kept.envelope.visibility;
        (!visibility.is_public()).then(|| Self {
            action: None,
            reference: kept.reference().clone(),
            title: Text::default(),
            class: None,
            label: Text::default(),
            current_date: None,
            public: false,
        })
    }

    /// The row of an action beside which more is printed: what was said of it, its milestones. Where any of that is not
    /// for everybody, the row is not either.
    #[must_use]
    pub fn beside<'a>(mut self, printed: impl IntoIterator<Item = &'a Envelope>) -> Self {
        self.public &= printed.into_iter().all(|envelope| envelope.visibility.is_public());
        self
    }
}

/// Where a position comes from, printed beside every direction that is computed from it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Source {
    /// The entry at which it stood; None for a reconstructed one, which stood at none.
    pub seq: Option<i64>,
    /// The day that people know it by: of the meeting, of the snapshot, of the table, or of the entry.
    pub day: Date,
    /// When it was recorded, as RFC 3339 with microseconds.
    pub time: Text,
    pub snapshot: Option<Text>,
    /// The number of the paper in which the body saw it.
    pub paper: Option<Text>,
    pub reconstructed: bool,
}

/// A whole position from one source.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Position {
    pub rows: BTreeMap<Id<Action>, PositionRow>,
    pub source: Source,
}

impl Position {
    pub fn new(rows: impl IntoIterator<Item = PositionRow>, source: Source) -> Self {
        let rows = rows.into_iter().filter_map(|row| Some((row.action?, row))).collect();
        Self { rows, source }
    }
}
