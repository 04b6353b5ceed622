//! What a measure shows: its figures as they are known, judged, compared and put in words. Computed from the loads up to
//! the entry that is looked at, for whoever looks, and made of nothing that they may not see: what is withheld as a small
//! number is withheld before anything is computed, so that no mean, total or limit can give it away.
mod breakdown;
mod chance;
mod compare;
mod derive;
mod judge;
mod observe;
mod words;

pub use breakdown::Breakdown;
pub use chance::{Signals, expected_by_chance};
pub use compare::{Comparison, Member};
pub use derive::{Change, ToDate};
pub use judge::{Judged, Judgement, Method, NotJudged};

use crate::{
    commentary::PublicCommentary,
    finite::Finite,
    load::{DataSet, Status},
    measure::{Measure, Note, NoteKind, Quantity, SmallNumbers, Source},
    office::Kept,
    sight::{Reach, Sight},
    span::{Grain, Span},
    spc::Better,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// A measure at a place in the record, for somebody: all that a page, a paper or a publication of it shows.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Performance {
    pub code: Text,
    pub title: Text,
    pub describes: Text,
    pub matters: Option<Text>,
    pub national: Option<Text>,
    /// The statements of the outcomes that it stands for.
    pub outcomes: Vec<Text>,
    pub unit: Text,
    pub places: u8,
    pub quantity: Quantity,
    pub per: u32,
    pub grain: Grain,
    pub better: Better,
    /// Oldest first; the last is in force.
    pub definitions: Vec<Defined>,
    pub notes: Vec<Note>,
    pub small_numbers: Option<SmallNumbers>,
    /// Every stretch from the first figure to the last; what is missing stands as missing.
    pub points: Vec<Point>,
    pub judgement: Judgement,
    pub grade: Option<Grade>,
    pub comparison: Option<Comparison>,
    /// The files that its figures come from, newest first.
    pub provenance: Vec<Provenance>,
    /// Oldest first.
    pub commentary: Vec<PublicCommentary>,
    pub owner: Option<Text>,
    pub ended: Option<Date>,
}

/// A definition in words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Defined {
    pub from: Option<Span>,
    pub words: Text,
    pub comparable: bool,
    pub why: Option<Text>,
    /// "Burglary, in Fenshire, of: data.police.uk …", divided by what.
    pub source: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub span: Span,
    /// None: missing or withheld, as the status says.
    pub value: Option<Finite>,
    pub numerator: Option<Finite>,
    pub denominator: Option<Finite>,
    /// How many answered.
    pub n: Option<u32>,
    pub between: Option<(Finite, Finite)>,
    pub status: Status,
    /// What the first load said of it, where the last says otherwise.
    pub first_published: Option<Finite>,
    /// Of a quarter made of months: how many of them there are.
    pub parts: Option<(u8, u8)>,
    /// Which definition holds.
    pub definition: usize,
    pub judged: Option<Judged>,
    pub year_on_year: Option<Change>,
    /// Over twelve months, four quarters, or the year itself.
    pub rolling: Option<Finite>,
    pub rolling_change: Option<Change>,
    pub to_date: Option<ToDate>,
    pub target: Option<Aimed>,
}

/// A target for one stretch, and whether it was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Aimed {
    /// The one that is to be reached, or the lower of the two that it is to lie between.
    pub low: Finite,
    pub high: Option<Finite>,
    /// How far a value may miss it and still be near.
    pub edge: Option<Finite>,
    /// None: there is no value, or no way is better.
    pub met: Option<Met>,
}

/// Kept apart from what the variation says, and from the rating of any action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Met {
    Missed,
    /// Within the tolerance that was set with it.
    Near,
    Met,
}

/// By expected range and trend together: above range without a negative trend exceeds; above range with one, or in range
/// without one, meets; in range with one, or below range, is below (Avon and Somerset).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grade {
    Below,
    Meets,
    Exceeds,
}

/// A file behind the figures.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Provenance {
    /// "load 3".
    pub load: Text,
    pub data: DataSet,
    pub file: Text,
    pub sha256: Text,
    pub downloaded: Date,
    pub licence: Text,
    pub rows: u64,
    pub rejected: u64,
}

impl Performance {
    /// The last stretch with a value.
    pub fn latest(&self) -> Option<&Point> {
        self.points.iter().rev().find(|point| point.value.is_some())
    }

    pub fn point(&self, span: Span) -> Option<&Point> {
        self.points.iter().find(|point| point.span == span)
    }

    /// The definition in force.
    pub fn defined(&self) -> Option<&Defined> {
        self.definitions.last()
    }

    pub fn breaks(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.kind == NoteKind::Break)
    }

    pub fn caveats(&self) -> impl Iterator<Item = &Note> {
        self.notes.iter().filter(|note| note.kind == NoteKind::Caveat)
    }

    /// Whether it shows neither more nor other figures than another of the same measure.
    pub fn shows_the_figures_of(&self, other: &Self) -> bool {
        self.points == other.points && self.judgement == other.judgement && self.comparison == other.comparison
    }

    /// Whether a load changed what an earlier one had said.
    pub fn is_revised(&self) -> bool {
        self.points.iter().any(|point| point.first_published.is_some())
    }

    /// The target of the last stretch with a value.
    pub fn aimed(&self) -> Option<Aimed> {
        self.latest()?.target
    }

    /// A value for reading, with its unit where that is a sign: "312", "54.2 %".
    pub fn read(&self, value: Finite) -> String {
        let number = crate::finite::rounded(value.get(), self.places);
        if self.quantity == Quantity::Percentage { format!("{number}%") } else { number }
    }
}

impl Sight<'_> {
    /// What a measure shows to whoever looks.
    pub fn performance(&self, kept: &Kept<Measure>) -> Performance {
        let measure = &kept.item;
        let definition = measure.definition();
        let outside = self.reach() < Reach::Internal;
        let observed = observe::observe(*self, measure, measure.small_numbers.filter(|_| outside));
        let mut points = observed.points;
        derive::derive(&mut points, measure);
        let judgement = judge::judge(&mut points, measure);
        let grade = grade(&points, measure, &judgement);
        let statement = |id| Some(self.outcome(id)?.item.statement.clone());
        let mut performance = Performance {
            code: kept.reference().clone(),
            title: measure.title.clone(),
            describes: measure.describes.clone(),
            matters: measure.matters.clone(),
            national: measure.national.clone(),
            outcomes: measure.outcomes.iter().copied().filter_map(statement).collect(),
            unit: definition.unit.clone(),
            places: definition.places,
            quantity: definition.quantity,
            per: definition.per,
            grain: definition.grain,
            better: definition.better,
            definitions: measure
                .definitions
                .iter()
                .map(|one| Defined {
                    from: one.from,
                    words: one.words.clone(),
                    comparable: one.comparable,
                    why: one.why.clone(),
                    source: source_in_words(&one.numerator, one.denominator.as_ref()),
                })
                .collect(),
            notes: measure.notes.clone(),
            small_numbers: measure.small_numbers,
            points,
            judgement,
            grade,
            comparison: None,
            provenance: observed.provenance,
            commentary: self.commentary_on(kept.id),
            owner: measure.owner.and_then(|id| Some(self.post(id)?.item.name.clone())),
            ended: measure.ended,
        };
        performance.notes.sort_by_key(|note| (note.from, note.noted));
        performance.comparison = compare::compare(*self, measure, &performance);
        performance
    }

    /// What every measure that is followed shows, in the order of their codes.
    pub fn performances(&self) -> Vec<Performance> {
        let followed = self.measures().into_iter().filter(|kept| kept.item.ended.is_none());
        followed.map(|kept| self.performance(kept)).collect()
    }
}

fn source_in_words(numerator: &Source, denominator: Option<&Source>) -> Text {
    let one = |source: &Source| {
        let of = if source.of.is_empty() {
            "all of it".to_owned()
        } else {
            source.of.iter().map(Text::as_str).collect::<Vec<_>>().join(", ")
        };
        format!("{of}, in {} ({})", source.area, source.data.named())
    };
    let over = denominator.map(|source| format!("; divided by {}", one(source))).unwrap_or_default();
    crate::text::text(&format!("{}{over}", one(numerator)))
}

fn grade(points: &[Point], measure: &Measure, judgement: &Judgement) -> Option<Grade> {
    let range = measure.range.as_ref()?;
    let value = points.iter().rev().find_map(|point| point.value)?.get();
    let better = measure.definition().better;
    // Above is the better side, whichever that is.
    let (above, below) = match better {
        Better::Increase => (value > range.high.as_f64(), value < range.low.as_f64()),
        Better::Decrease => (value < range.low.as_f64(), value > range.high.as_f64()),
        Better::Neutral => return None,
    };
    let worsens = judgement.variation.is_some_and(crate::spc::Variation::is_concern);
    Some(match (above, below, worsens) {
        (_, true, _) | (false, false, true) => Grade::Below,
        (true, _, false) => Grade::Exceeds,
        (true, _, true) | (false, false, false) => Grade::Meets,
    })
}
