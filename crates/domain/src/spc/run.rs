//! The run chart, for sequences too short for limits: a median, and whether points fall on its two sides as by chance.
//!
//! By the rules of Anhøj and Olesen (Run charts revisited, PLOS ONE 2014): the longest run on one side is too long above
//! round(log2(n) + 3), and crossings are too few below the 5 % quantile of a binomial distribution of n - 1 and a half,
//! where n are the useful points, those not on the median. Missing periods and points on the median neither break a run nor
//! lengthen it.
use std::cmp::Ordering;

/// A sequence beside its middle.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Run {
    pub middle: f64,
    /// Values that are not missing.
    pub observed: usize,
    /// Of them those that lie on one side of the middle.
    pub useful: usize,
    /// Points in the longest run on one side.
    pub longest: usize,
    /// A longer run than this is a signal.
    pub longest_by_chance: usize,
    /// How often the sequence changes sides.
    pub crossings: usize,
    /// Fewer crossings than this are a signal.
    pub fewest_by_chance: usize,
}

impl Run {
    /// Beside the median of the first so many values, or of all. None: there is no value.
    pub fn beside_median(values: &[Option<f64>], base_points: Option<usize>) -> Option<Self> {
        let base: Vec<f64> = values.iter().flatten().copied().take(base_points.unwrap_or(usize::MAX)).collect();
        Some(Self::beside(median(&base)?, values))
    }

    pub fn beside(middle: f64, values: &[Option<f64>]) -> Self {
        let side = |value: &f64| match value.partial_cmp(&middle)? {
            Ordering::Less => Some(false),
            Ordering::Equal => None,
            Ordering::Greater => Some(true),
        };
        let above: Vec<bool> = values.iter().flatten().filter_map(side).collect();
        let crossings = above.windows(2).filter(|pair| pair[0] != pair[1]).count();
        Self {
            middle,
            observed: values.iter().flatten().count(),
            useful: above.len(),
            longest: above.chunk_by(|one, next| one == next).map(<[bool]>::len).max().unwrap_or(0),
            longest_by_chance: longest_by_chance(above.len()),
            crossings,
            fewest_by_chance: fewest_by_chance(above.len()),
        }
    }

    pub fn is_too_long(&self) -> bool {
        self.longest > self.longest_by_chance
    }

    pub fn crosses_too_seldom(&self) -> bool {
        self.crossings < self.fewest_by_chance
    }

    /// Whether something other than chance shows.
    pub fn is_signal(&self) -> bool {
        self.is_too_long() || self.crosses_too_seldom()
    }
}

/// The middle value, or the mean of the two in the middle.
pub(super) fn median(values: &[f64]) -> Option<f64> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let upper = *sorted.get(sorted.len() / 2)?;
    let lower = sorted[(sorted.len() - 1) / 2];
    Some(f64::midpoint(lower, upper))
}

fn longest_by_chance(useful: usize) -> usize {
    // round(log2(n) + 3): the power of two nearest to n on the scale of logarithms is the one that n^2 / 2 reaches last.
    let square = (useful as u128).pow(2);
    let nearest = (1_usize..64).take_while(|power| 1_u128 << (2 * power - 1) <= square).last();
    if useful == 0 { 0 } else { nearest.unwrap_or(0) + 3 }
}

/// The least number that crossings by chance stay at or below in 5 of 100 sequences.
fn fewest_by_chance(useful: usize) -> usize {
    let Some(tries) = useful.checked_sub(1) else { return 0 };
    let float = |number: usize| f64::from(u32::try_from(number).unwrap_or(u32::MAX));
    let mut logarithm = -float(tries) * std::f64::consts::LN_2;
    let mut sum = 0.0;
    for crossings in 0..=tries {
        sum += logarithm.exp();
        if sum >= 0.05 {
            return crossings;
        }
        logarithm += (float(tries - crossings) / float(crossings + 1)).ln();
    }
    tries
}
