//! How many signals chance alone gives: rules that look for what is rare find it now and then where there is nothing.
use super::Performance;
use crate::span::Grain;

/// Of how many points, and how often in a hundred sequences of pure noise at least one of the last three is signalled:
/// measured by the rule set `ptd-0.2` on 200,000 sequences of independent normal values each (`tests/chance.rs`). Judged against their season they
/// signal a little oftener, 5 in a hundred of 36 points, which is not added.
const OF_NOISE: [(usize, f64); 8] =
    [(12, 0.028), (13, 0.030), (18, 0.034), (24, 0.037), (30, 0.039), (36, 0.041), (48, 0.042), (60, 0.043)];

/// Signals of the last quarter in a pack, beside those that chance would give.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Signals {
    /// How many measures are judged by limits.
    pub judged: usize,
    /// How many of them signal in the last quarter.
    pub found: usize,
    /// How many would if nothing had happened.
    pub by_chance: f64,
    /// How often a pack of them holds at least one such, from 0 to 1.
    pub any_by_chance: f64,
}

/// How often a sequence of so many points signals in its last three although nothing happened, from 0 to 1.
pub fn expected_by_chance(points: usize) -> f64 {
    let after = OF_NOISE.iter().position(|(many, _)| *many >= points);
    match after {
        None => OF_NOISE[OF_NOISE.len() - 1].1,
        Some(0) => OF_NOISE[0].1,
        Some(at) => {
            let ((low, from), (high, to)) = (OF_NOISE[at - 1], OF_NOISE[at]);
            #[expect(clippy::cast_precision_loss, reason = "numbers of months")]
            let share = (points - low) as f64 / (high - low) as f64;
            from + (to - from) * share
        }
    }
}

impl Performance {
    /// How many stretches make a quarter.
    fn in_a_quarter(&self) -> usize {
        if self.grain == Grain::Month { 3 } else { 1 }
    }

    /// Whether one of the last quarter's points is signalled.
    pub fn signals(&self) -> bool {
        let last = self.points.iter().rev().filter(|point| point.judged.is_some()).take(self.in_a_quarter());
        last.into_iter().any(|point| point.judged.is_some_and(|judged| judged.signal.way().is_some()))
    }
}

impl Signals {
    pub fn of(all: &[Performance]) -> Self {
        let judged: Vec<&Performance> = all.iter().filter(|one| one.judgement.method.has_limits()).collect();
        let rate = |one: &&Performance| {
            let last = one.points.iter().rev().find_map(|point| point.judged);
            let own = |point: &&super::Point| {
                point.judged.is_some_and(|judged| last.is_some_and(|last| last.group == judged.group))
            };
            expected_by_chance(one.points.iter().filter(own).count())
        };
        let rates: Vec<f64> = judged.iter().map(rate).collect();
        Self {
            judged: judged.len(),
            found: judged.iter().filter(|one| one.signals()).count(),
            by_chance: rates.iter().sum(),
            any_by_chance: 1.0 - rates.iter().map(|rate| 1.0 - rate).product::<f64>(),
        }
    }
}
