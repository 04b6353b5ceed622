//! The register of a day: what each risk comes to, what moved since somebody last saw it, what wants attention, and the
//! heat map. Counted and never added up: no total of scores is ever made.
use super::{Appetite, Band, Risk, RiskMatrix, Scored, Which};
use crate::{gap::Gap, id::Id, office::Kept, publication::Withheld, sight::Sight};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::HashMap;

/// The register of a day, as somebody sees it.
#[derive(Clone, Debug)]
pub struct Register<'a> {
    pub day: Date,
    /// With what movement is told, where it is.
    pub since: Option<Date>,
    /// The risks that are open, in the order of codes.
    pub rows: Vec<Row<'a>>,
    /// Those that were closed since then, or where nothing is compared, all that are closed.
    pub closed: Vec<Row<'a>>,
    pub withheld: Vec<Withheld>,
}

/// How the office was when somebody saw it, and on what day that was.
#[derive(Clone, Copy, Debug)]
pub struct Before<'b> {
    pub sight: Sight<'b>,
    pub day: Date,
}

/// One risk on a day.
#[derive(Clone, Debug)]
pub struct Row<'a> {
    pub kept: &'a Kept<Risk>,
    pub matrix: &'a Kept<RiskMatrix>,
    pub inherent: Option<&'a Scored>,
    pub current: Option<&'a Scored>,
    pub target: Option<&'a Scored>,
    pub band: Option<&'a Band>,
    pub appetite: Option<&'a Appetite>,
    pub outside_appetite: Option<bool>,
    pub review_due: Option<Date>,
    pub review_overdue: bool,
    /// Controls that are in place.
    pub controls: usize,
    /// Gaps that are open.
    pub gaps: Vec<&'a Kept<Gap>>,
    pub movement: Option<Movement>,
}

/// Which way its current score went since it was last seen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "to")]
pub enum Movement {
    Up {
        was: u8,
    },
    Down {
        was: u8,
    },
    Same,
    New,
    Closed,
    /// It was there, and had no score.
    Scored,
    /// It has none, then as now.
    NotScored,
    /// It was scored on another matrix.
    NotComparable,
}

impl Movement {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Up { .. } => "up",
            Self::Down { .. } => "down",
            Self::Same => "same",
            Self::New => "new",
            Self::Closed => "closed",
            Self::Scored => "scored",
            Self::NotScored => "not_scored",
            Self::NotComparable => "not_comparable",
        }
    }

    /// "up from 12": as pages and papers say it.
    pub fn in_words(self) -> String {
        match self {
            Self::Up { was } => format!("up from {was}"),
            Self::Down { was } => format!("down from {was}"),
            Self::Same => "the same".into(),
            Self::New => "new".into(),
            Self::Closed => "closed since".into(),
            Self::Scored => "scored since, was not scored".into(),
            Self::NotScored => "not scored then or now".into(),
            Self::NotComparable => "cannot be compared, because it was scored on another matrix".into(),
        }
    }

    /// Stands beside the words.
    pub fn arrow(self) -> &'static str {
        match self {
            Self::Up { .. } => "↑",
            Self::Down { .. } => "↓",
            Self::Same => "→",
            Self::New => "+",
            Self::Closed => "✔",
            Self::Scored | Self::NotScored | Self::NotComparable => "–",
        }
    }

    /// How a risk went from what it was to what it is.
    pub fn between(then: Option<(&Risk, Date)>, risk: &Risk, day: Date) -> Self {
        let then = then.filter(|(was, then)| was.since <= *then);
        let Some((was, then)) = then else { return Self::New };
        if !risk.is_open(day) {
            return Self::Closed;
        }
        let before = was.score(Which::Current, then).map(Scored::product);
        match (before, risk.score(Which::Current, day).map(Scored::product)) {
            (None, None) => Self::NotScored,
            (None, Some(_)) => Self::Scored,
            (Some(_), _) if was.matrix != risk.matrix => Self::NotComparable,
            (Some(was), Some(is)) if is > was => Self::Up { was },
            (Some(was), Some(is)) if is < was => Self::Down { was },
            (Some(_), _) => Self::Same,
        }
    }
}

/// What of a register somebody asks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Facet {
    OutsideAppetite,
    Unscored,
    ReviewOverdue,
    NoAction,
    NoControl,
    NoOwner,
    NoAppetite,
}

impl Facet {
    pub const ALL: [Self; 7] = [
        Self::OutsideAppetite,
        Self::ReviewOverdue,
        Self::Unscored,
        Self::NoAction,
        Self::NoControl,
        Self::NoOwner,
        Self::NoAppetite,
    ];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::OutsideAppetite => "outside_appetite",
            Self::Unscored => "unscored",
            Self::ReviewOverdue => "review_overdue",
            Self::NoAction => "no_action",
            Self::NoControl => "no_control",
            Self::NoOwner => "no_owner",
            Self::NoAppetite => "no_appetite",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|facet| facet.as_str() == word)
    }
}

impl Row<'_> {
    pub fn is(&self, facet: Facet) -> bool {
        match facet {
            Facet::OutsideAppetite => self.outside_appetite == Some(true),
            Facet::Unscored => self.current.is_none(),
            Facet::ReviewOverdue => self.review_overdue,
            // Also of an action that is not seen from here: that one is tied is all that is told.
            Facet::NoAction => self.kept.item.actions.is_empty(),
            Facet::NoControl => self.controls == 0,
            Facet::NoOwner => self.kept.item.owners.is_empty(),
            Facet::NoAppetite => self.appetite.is_none(),
        }
    }
}

impl<'a> Register<'a> {
    pub fn of(sight: &Sight<'a>, day: Date, before: Option<Before>) -> Self {
        let all = Parts::of(sight, day);
        let rows = sight.risks().into_iter().filter(|kept| kept.item.since <= day);
        let rows: Vec<Row> = rows.filter_map(|kept| all.row(sight, kept, day, before)).collect();
        let (rows, closed): (Vec<Row>, Vec<Row>) = rows.into_iter().partition(|row| row.kept.item.is_open(day));
        let since = before.map(|before| before.day);
        let was_open = |row: &Row| {
            before.is_none_or(|then| {
                let seen = then.sight.risk(row.kept.id);
                seen.is_some_and(|kept| kept.item.since <= then.day && kept.item.is_open(then.day))
            })
        };
        let closed = closed.into_iter().filter(was_open).collect();
        Self { day, since, rows, closed, withheld: sight.risks_withheld() }
    }

    pub fn count(&self, facet: Facet) -> usize {
        self.rows.iter().filter(|row| row.is(facet)).count()
    }

    /// The matrices on which an open risk is scored, each with its map.
    pub fn heat(&self) -> Vec<Heat<'a>> {
        let mut maps: Vec<Heat<'a>> = vec![];
        for row in &self.rows {
            if maps.iter().all(|map| map.matrix.id != row.matrix.id) {
                maps.push(Heat::of(&self.rows, row.matrix));
            }
        }
        maps
    }
}

impl<'a> Row<'a> {
    /// One risk on a day.
    pub fn of(sight: &Sight<'a>, kept: &'a Kept<Risk>, day: Date, before: Option<Before>) -> Option<Self> {
        Parts::of(sight, day).row(sight, kept, day, before)
    }
}

/// What belongs to risks, found in one walk through each.
struct Parts<'a> {
    controls: HashMap<Id<Risk>, usize>,
    gaps: HashMap<Id<Risk>, Vec<&'a Kept<Gap>>>,
}

impl<'a> Parts<'a> {
    fn of(sight: &Sight<'a>, day: Date) -> Self {
        let controls = sight.controls();
        let mut by: HashMap<Id<Risk>, usize> = HashMap::new();
        for risk in controls.iter().filter(|kept| kept.item.is_in_place(day)).flat_map(|kept| &kept.item.risks) {
            *by.entry(*risk).or_default() += 1;
        }
        let of_control: HashMap<_, _> = controls.iter().map(|kept| (kept.id, &kept.item.risks)).collect();
        let mut gaps: HashMap<Id<Risk>, Vec<&Kept<Gap>>> = HashMap::new();
        for kept in sight.gaps().into_iter().filter(|kept| kept.item.is_open(day)) {
            let through = kept.item.control.and_then(|id| of_control.get(&id)).map(|risks| risks.as_slice());
            let own = kept.item.risk.as_ref().map(std::slice::from_ref);
            for risk in own.or(through).unwrap_or_default() {
                gaps.entry(*risk).or_default().push(kept);
            }
        }
        Self { controls: by, gaps }
    }

    fn row(&self, sight: &Sight<'a>, kept: &'a Kept<Risk>, day: Date, before: Option<Before>) -> Option<Row<'a>> {
        let risk = &kept.item;
        let matrix = sight.risk_matrix(risk.matrix)?;
        let current = risk.score(Which::Current, day);
        let review_due = risk.review_due(&matrix.item, day);
        let then = |then: Before| {
            let was = then.sight.risk(kept.id).map(|kept| (kept.item.clone(), then.day));
            Movement::between(was.as_ref().map(|(was, day)| (was, *day)), risk, day)
        };
        Some(Row {
            kept,
            matrix,
            inherent: risk.score(Which::Inherent, day),
            current,
            target: risk.score(Which::Target, day),
            band: current.and_then(|scored| matrix.item.band(scored.product())),
            appetite: risk.appetite_on(day),
            outside_appetite: risk.outside_appetite(day),
            review_due,
            review_overdue: review_due.is_some_and(|due| due < day),
            controls: self.controls.get(&kept.id).copied().unwrap_or(0),
            gaps: self.gaps.get(&kept.id).cloned().unwrap_or_default(),
            movement: before.map(then),
        })
    }
}

/// How many risks lie where on a matrix, and which.
#[derive(Clone, Debug)]
pub struct Heat<'a> {
    pub matrix: &'a Kept<RiskMatrix>,
    /// By impact from the highest to the lowest, and in it by likelihood from the lowest to the highest.
    pub cells: Vec<Vec<HeatCell<'a>>>,
    /// Of risks on this matrix without a score.
    pub unscored: usize,
}

#[derive(Clone, Debug)]
pub struct HeatCell<'a> {
    pub likelihood: u8,
    pub impact: u8,
    pub band: Option<&'a Band>,
    pub rows: Vec<Row<'a>>,
}

impl<'a> Heat<'a> {
    fn of(rows: &[Row<'a>], matrix: &'a Kept<RiskMatrix>) -> Self {
        let steps = |words: &[crate::text::Text]| u8::try_from(words.len()).unwrap_or(u8::MAX);
        let own: Vec<&Row> = rows.iter().filter(|row| row.matrix.id == matrix.id).collect();
        let lies = |row: &Row, likelihood: u8, impact: u8| {
            row.current.is_some_and(|scored| (scored.likelihood, scored.impact) == (likelihood, impact))
        };
        let cell = |likelihood: u8, impact: u8| HeatCell {
            likelihood,
            impact,
            band: matrix.item.band(likelihood.saturating_mul(impact)),
            rows: own.iter().filter(|row| lies(row, likelihood, impact)).map(|row| (*row).clone()).collect(),
        };
        let (likelihoods, impacts) = (steps(&matrix.item.likelihood), steps(&matrix.item.impact));
        let line = |impact: u8| (1..=likelihoods).map(|likelihood| cell(likelihood, impact)).collect();
        Self {
            matrix,
            cells: (1..=impacts).rev().map(line).collect(),
            unscored: own.iter().filter(|row| row.current.is_none()).count(),
        }
    }
}
