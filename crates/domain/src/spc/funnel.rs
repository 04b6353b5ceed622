//! Limits of charts whose points do not weigh the same, or are not measured on an even scale; and the funnel, which sets
//! areas side by side by how many live in them.
//!
//! The formulae are the textbook's: D. J. Wheeler and D. S. Chambers, Understanding Statistical Process Control (1992);
//! D. Laney, Improved control charts for attributes (2002), for p' and u'; J. Benneyan (2001) for g; L. Nelson (1994) for
//! t; D. J. Spiegelhalter, Funnel plots for comparing institutional performance (2005). They are checked against
//! qicharts2 0.8.1. A process mean is 1.128 mean moving ranges wide, so that limits lie 3 / 1.128 of them away, which the
//! rule set `ptd-0.2` rounds to 2.66: the two differ in the fourth figure.
use super::{SCREEN, Screening, mean, run::median};

/// The mean of moving ranges of normal values of deviation 1.
const RANGE_OF_TWO: f64 = 1.128;

/// Which times between events are taken to be even.
const EVEN: f64 = 3.6;

/// What is charted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// Measurements, one a period: i.
    Individuals,
    /// What they differ by from one period to the next: mr.
    MovingRanges,
    /// Counts over the same opportunity each time: c.
    Counts,
    /// Cases between two rare ones: g.
    Between,
    /// Time between two rare events, above nought: t.
    Times,
    /// Parts of a whole: p; or p' where the parts vary more, or less, than chance.
    Proportions(Spread),
    /// Counts by a denominator: u; or u'.
    Rates(Spread),
}

/// How far values of the same denominator vary.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Spread {
    /// As binomial or Poisson chance has it.
    Chance,
    /// As moving ranges of the standardised values show: they follow one another in time.
    InTime(Screening),
    /// As the deviation of the standardised values shows: they stand side by side in no order, as areas do.
    SideBySide,
}

/// A value, or a count of so many.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Point {
    pub value: f64,
    /// The denominator; 1 where there is none.
    pub of: f64,
    /// Whether limits are computed from it.
    pub in_base: bool,
}

impl Point {
    pub fn value(value: f64) -> Self {
        Self { value, of: 1.0, in_base: true }
    }

    pub fn part(value: f64, of: f64) -> Self {
        Self { value, of, in_base: true }
    }
}

/// How wide the values of one point spread, on the scale where they spread evenly.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    /// What is drawn in the middle.
    pub centre: f64,
    middle: f64,
    deviation: f64,
    floor: f64,
    ceiling: f64,
    power: f64,
}

/// Of the 95 % limits of a funnel.
pub const IN_95: f64 = 1.959_963_984_540_054;

/// Of its 99.8 % limits.
pub const IN_998: f64 = 3.090_232_306_167_813;

impl Limits {
    /// Lower and upper limit so many deviations from the middle: 3 for a control chart, 2 for its inner limits,
    /// [`IN_95`] and [`IN_998`] for a funnel by the normal approximation.
    pub fn at(&self, deviations: f64) -> (f64, f64) {
        let reach = deviations * self.deviation;
        let scaled = |value: f64| value.clamp(self.floor, self.ceiling).powf(self.power);
        (scaled(self.middle - reach), scaled(self.middle + reach))
    }
}

/// Limits of every point. Rates and proportions are of one: multiply them by what they are printed per. A moving range
/// belongs to the later of its two points.
///
/// None: nothing to compute them from, no value or none of the denominators above nought, or a value that is no number.
pub fn limits(kind: Kind, points: &[Point], screening: Screening) -> Option<Vec<Limits>> {
    let fine = |point: &Point| point.value.is_finite() && point.of.is_finite() && point.of > 0.0;
    let base: Vec<Point> = points.iter().filter(|point| point.in_base).copied().collect();
    if base.is_empty() || !points.iter().all(fine) {
        return None;
    }
    let values: Vec<f64> = base.iter().map(|point| point.value).collect();
    let even = |middle: f64, deviation: f64| Limits {
        centre: middle,
        middle,
        deviation,
        floor: 0.0,
        ceiling: f64::INFINITY,
        power: 1.0,
    };
    let one = match kind {
        Kind::Individuals => {
            let deviation = average_range(&values, screening) / RANGE_OF_TWO;
            Limits { floor: f64::NEG_INFINITY, ..even(mean(&values), deviation) }
        }
        Kind::MovingRanges => {
            let average = average_range(&values, screening);
            Limits { centre: average, ..even(0.0, average * SCREEN / 3.0) }
        }
        Kind::Counts => even(mean(&values), mean(&values).sqrt()),
        Kind::Between => {
            let mean = mean(&values);
            Limits { centre: median(&values)?, ..even(mean, (mean * (mean + 1.0)).sqrt()) }
        }
        Kind::Times => {
            let evened: Vec<f64> = values.iter().map(|value| value.powf(1.0 / EVEN)).collect();
            let middle = mean(&evened);
            let deviation = average_range(&evened, screening) / RANGE_OF_TWO;
            Limits { centre: middle.powf(EVEN), power: EVEN, ..even(middle, deviation) }
        }
        Kind::Proportions(spread) => return weighed(points, &base, spread, 1.0),
        Kind::Rates(spread) => return weighed(points, &base, spread, f64::INFINITY),
    };
    one.deviation.is_finite().then(|| vec![one; points.len()])
}

fn weighed(points: &[Point], base: &[Point], spread: Spread, most: f64) -> Option<Vec<Limits>> {
    let sum = |of: fn(&Point) -> f64| base.iter().map(of).sum::<f64>();
    let middle = sum(|point| point.value) / sum(|point| point.of);
    // Of a proportion what is left of the whole bounds it too.
    let variance = if most.is_finite() { middle * (most - middle) } else { middle };
    let deviation = |point: &Point| (variance / point.of).sqrt();
    let standard: Vec<f64> = base.iter().map(|point| (point.value / point.of - middle) / deviation(point)).collect();
    let wider = match spread {
        Spread::Chance => 1.0,
        Spread::InTime(screening) => average_range(&standard, screening) / RANGE_OF_TWO,
        Spread::SideBySide => standard_deviation(&standard),
    };
    let of = |point: &Point| Limits {
        centre: middle,
        middle,
        deviation: wider * deviation(point),
        floor: 0.0,
        ceiling: most,
        power: 1.0,
    };
    let all: Vec<Limits> = points.iter().map(of).collect();
    all.iter().all(|limits| limits.deviation.is_finite()).then_some(all)
}

/// The mean moving range, of those that are not far beyond it where they are screened.
fn average_range(values: &[f64], screening: Screening) -> f64 {
    let mut ranges: Vec<f64> = values.windows(2).map(|pair| f64::abs(pair[1] - pair[0])).collect();
    let average = mean(&ranges);
    match screening {
        Screening::Off => average,
        Screening::On => {
            ranges.retain(|range| *range < SCREEN * average);
            mean(&ranges)
        }
    }
}

fn standard_deviation(values: &[f64]) -> f64 {
    let middle = mean(values);
    let squares: Vec<f64> = values.iter().map(|value| (value - middle).powi(2)).collect();
    #[expect(clippy::cast_precision_loss, reason = "a funnel has few areas")]
    let many = values.len() as f64;
    (mean(&squares) * many / (many - 1.0)).sqrt()
}
