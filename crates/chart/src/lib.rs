//! Charts of figures, as SVG. One source for the page, the typeset paper, the word processor and print.
//!
//! A chart is a function from plain figures to a [`Drawing`]: the picture, a sentence that says what it shows (the same
//! for a screen reader, a page and a paper) and a table of the same numbers. Nothing here computes a statistic: limits,
//! verdicts, sums and ranks come in. Nothing reads a file, a clock or a font, so the same figures give the same bytes.
//!
//! Each chart has two layouts, [`Size::Wide`] and [`Size::Narrow`]; a page carries both and shows one by its style sheet
//! (`display: none` also hides the other from a screen reader). Paper and word processor take the wide one. The picture
//! scales with its width: `max-width: 100%; height: auto`.
//!
//! ```
//! use chart::{About, Rolling, Size, Unit, rolling};
//!
//! let about = About { id: "rolling".into(), title: "Robbery".into(), unit: Unit::Count("robberies".into()), places: 0 };
//! let points = vec![("2024-03".to_owned(), Some(412.0)), ("2024-04".to_owned(), Some(405.0))];
//! let drawing = rolling(&Rolling { about, points, target: None, notes: vec![], remarks: vec![] }, Size::Wide);
//! assert!(drawing.svg.starts_with("<svg "));
//! assert_eq!(drawing.sentence, "Robbery: the 12 months to April 2024 come to 405.");
//! ```
#![expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "places on a sheet are small numbers; what is counted in a chart is far below 2^52"
)]

mod axis;
mod bullet;
mod columns;
mod contribution;
mod figure;
mod frame;
mod funnel;
mod grades;
mod heat;
mod icon;
mod index;
mod ink;
mod lines;
mod mark;
mod matrix;
mod moving_range;
mod multiples;
mod notes;
mod outcomes;
mod period;
mod quality;
mod ranked;
mod revised;
mod rolling;
mod scale;
mod sheet;
mod sparkline;
mod survey;
mod text;
mod to_date;
mod words;
mod xmr;

#[cfg(test)]
mod checks;

pub use bullet::{Bullet, Bullets, Standing, bullets};
pub use columns::{Columns, Pair, columns};
pub use contribution::{Contribution, contribution};
pub use figure::{Unit, figure};
pub use funnel::{Beyond, Funnel, Limits, Place, funnel};
pub use grades::{Grade, Grades, Inspected, grades};
pub use heat::{Heat, Strip, heat};
pub use icon::{Assurance, Variation, assurance_icon, variation_icon};
pub use index::{Index, Indexed, index};
pub use mark::Verdict;
pub use matrix::{Entry, Matrix, matrix};
pub use moving_range::{MovingRange, Range, moving_range};
pub use multiples::{Multiples, Panel, Scales, multiples};
pub use notes::{Note, NoteKind};
pub use outcomes::{Outcomes, Stack, outcomes};
pub use quality::{Check, Finding, Quality, State, quality};
pub use ranked::{Peer, Ranked, ranked};
pub use revised::{Revised, TwoEditions, revised};
pub use rolling::{Rolling, rolling};
pub use sparkline::{Sparkline, sparkline};
pub use survey::{Estimate, Survey, survey};
pub use text::FONT;
pub use to_date::{SoFar, ToDate, to_date};
pub use xmr::{Centre, Point, Xmr, xmr};

/// Which of its two layouts a chart is drawn in. Words are never smaller than 11 px on a screen that is as wide as the
/// drawing: 300 units for the narrow one (12 units a line), 720 for the wide (13).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Size {
    /// For a screen of 600 px and more, and for paper (170 mm).
    Wide,
    /// For a telephone: fewer ticks, lines named in the key instead of beside them.
    Narrow,
}

impl Size {
    /// The width of a drawing, in its own units.
    pub fn width(self) -> f64 {
        match self {
            Size::Wide => 720.0,
            Size::Narrow => 300.0,
        }
    }
}

/// What every chart has: a name, and how its figures are written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct About {
    /// Apart from every other chart's on the same page: ids in the picture begin with it.
    pub id: String,
    /// The name of what is shown, without a full stop: "Residential burglary".
    pub title: String,
    pub unit: Unit,
    /// Decimals of a figure in sentence, labels and table.
    pub places: u8,
}

impl About {
    pub(crate) fn figure(&self, value: f64) -> String {
        self.unit.figure(value, self.places)
    }
    pub(crate) fn cell(&self, value: Option<f64>) -> String {
        self.unit.figure_or_none(value, self.places)
    }
}

/// The numbers of a chart, for those who would rather read them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    pub caption: String,
    pub heads: Vec<String>,
    /// As many cells in each row as there are heads; the first names the row.
    pub rows: Vec<Vec<String>>,
}

/// A chart, ready for a page or a paper.
#[derive(Clone, Debug, PartialEq)]
pub struct Drawing {
    /// A whole `<svg>` element with its size, a title and a description; the title is not drawn, the page prints it.
    pub svg: String,
    pub title: String,
    /// What the chart shows, in plain English, in one or more sentences.
    pub sentence: String,
    pub table: Table,
    /// In units of the drawing, which are CSS pixels at its natural size.
    pub width: f64,
    pub height: f64,
}

impl Drawing {
    /// The same picture with a sentence from elsewhere: the page's own, so that page, paper and screen reader say one
    /// thing.
    #[must_use]
    pub fn saying(self, sentence: impl Into<String>) -> Self {
        let sentence = sentence.into();
        let told = text::escape(&text::clean(&sentence));
        let from = self.svg.find("<desc ").and_then(|at| self.svg[at..].find('>').map(|end| at + end + 1));
        let to = self.svg.find("</desc>");
        let svg = match from.zip(to) {
            Some((from, to)) => format!("{}{told}{}", &self.svg[..from], &self.svg[to..]),
            None => self.svg,
        };
        Drawing { svg, sentence, ..self }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_drawing_may_be_told_in_other_words() {
        let drawing = variation_icon("v", Variation::CommonCause).saying("As usual: <5 % & \"no\" change");
        assert_eq!(drawing.sentence, "As usual: <5 % & \"no\" change");
        assert!(drawing.svg.contains(">As usual: &lt;5 % &amp; &quot;no&quot; change</desc>"), "{}", drawing.svg);
        checks::sound(&drawing);
    }
}
