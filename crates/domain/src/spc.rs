//! Statistical process control by the rule set `ptd-0.2`: exactly the rules of `NHSRplotthedots` 0.2.2 ("making data
//! count"), and beside them one of our own, for which the peer has no answer: a missing period is a gap. No moving range
//! crosses it, and it breaks every window of every rule.
//!
//! The centre is the mean; limits are the mean and 2.66 times the average moving range, after moving ranges of 3.267
//! times the average and more are screened out once. Peers differ in all of it, so the name of the rule set stands on
//! every result.
pub mod funnel;
pub mod line;
pub mod run;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Printed with every chart and in every result.
pub const RULE_SET: &str = "ptd-0.2";

/// Fewer base points than this are refused, and a group of fewer has no limits on our own charts.
pub const FEWEST_BASE_POINTS: usize = 12;

/// Limits of a group of fewer points are trial limits, and said to be so. The peer's own default, although its message
/// says 12.
pub const FEWEST_FIRM_POINTS: usize = 13;

/// The length of a shift and of a trend.
const RUN: usize = 7;

const LIMIT: f64 = 2.66;
const SCREEN: f64 = 3.267;

/// Which way is better.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Better {
    Increase,
    Decrease,
    /// More may be good or bad, as where more recording is wanted: nothing is judged.
    Neutral,
}

/// Whether moving ranges far beyond the average are left out of it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Screening {
    #[default]
    On,
    Off,
}

/// How a sequence is judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Terms {
    pub better: Better,
    pub target: Option<f64>,
    /// Centre and limits from the first so many points of each group; None: from all of them.
    pub base_points: Option<usize>,
    pub screening: Screening,
}

impl Terms {
    pub fn new(better: Better) -> Self {
        Self { better, target: None, base_points: None, screening: Screening::On }
    }
}

/// One period of a sequence.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Period {
    /// None: missing.
    pub value: Option<f64>,
    /// Whether centre and limits are computed anew from here.
    pub rebased: bool,
}

/// Centre and limits of a group of points.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Limits {
    pub mean: f64,
    /// Not a number where there is no moving range to compute them from, as of one point alone.
    pub lower: f64,
    pub upper: f64,
    /// Two thirds of the way to the limits.
    pub near_lower: f64,
    pub near_upper: f64,
    /// How many values the group has.
    pub points: usize,
}

impl Limits {
    pub fn are_known(&self) -> bool {
        self.upper.is_finite() && self.lower.is_finite()
    }

    pub fn are_trial(&self) -> bool {
        self.points < FEWEST_FIRM_POINTS
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Side {
    Below,
    On,
    Above,
}

/// Rising or falling.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Way {
    Up,
    Down,
}

/// Everything that the rules find of one point. More than one may hold, and they may point in different directions.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    pub outside: bool,
    /// It is one of seven points in a row on the same side of the mean.
    pub shift: bool,
    /// It is one of seven points in a row that rise, or that fall.
    pub trend: Option<Way>,
    /// It is near a limit, and so is another of three in a row on the same side of the mean.
    pub two_in_three: bool,
}

/// The first finding that applies, as the peer names it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Signal {
    #[serde(rename = "Common Cause")]
    None,
    #[serde(rename = "Above UCL")]
    AboveLimit,
    #[serde(rename = "Below LCL")]
    BelowLimit,
    #[serde(rename = "7 Point Trend (Increasing)")]
    Rising,
    #[serde(rename = "7 Point Trend (Decreasing)")]
    Falling,
    #[serde(rename = "2 in 3 Above CL")]
    TwoInThreeAbove,
    #[serde(rename = "2 in 3 Below CL")]
    TwoInThreeBelow,
    #[serde(rename = "7 Points Above CL")]
    ShiftAbove,
    #[serde(rename = "7 Points Below CL")]
    ShiftBelow,
}

impl Signal {
    /// High or low; None where there is no signal.
    pub fn way(self) -> Option<Way> {
        match self {
            Self::None => None,
            Self::AboveLimit | Self::Rising | Self::TwoInThreeAbove | Self::ShiftAbove => Some(Way::Up),
            Self::BelowLimit | Self::Falling | Self::TwoInThreeBelow | Self::ShiftBelow => Some(Way::Down),
        }
    }

    /// What it means where this way is better.
    pub fn cause(self, better: Better) -> Cause {
        match (self.way(), better) {
            (None, _) => Cause::Common,
            (Some(Way::Up), Better::Increase) | (Some(Way::Down), Better::Decrease) => Cause::Improvement,
            (Some(Way::Up), Better::Decrease) | (Some(Way::Down), Better::Increase) => Cause::Concern,
            (Some(Way::Up), Better::Neutral) => Cause::NeutralHigh,
            (Some(Way::Down), Better::Neutral) => Cause::NeutralLow,
        }
    }

    /// What it means and which way it lies.
    pub fn variation(self, better: Better) -> Variation {
        match (self.cause(better), self.way()) {
            (Cause::Improvement, Some(Way::Up)) => Variation::ImprovementHigh,
            (Cause::Improvement, _) => Variation::ImprovementLow,
            (Cause::Concern, Some(Way::Up)) => Variation::ConcernHigh,
            (Cause::Concern, _) => Variation::ConcernLow,
            (Cause::NeutralHigh, _) => Variation::NeutralHigh,
            (Cause::NeutralLow, _) => Variation::NeutralLow,
            (Cause::Common, _) => Variation::CommonCause,
        }
    }
}

/// What a point's signal means.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Cause {
    #[serde(rename = "common_cause")]
    Common,
    #[serde(rename = "special_cause_improvement")]
    Improvement,
    #[serde(rename = "special_cause_concern")]
    Concern,
    #[serde(rename = "special_cause_neutral_high")]
    NeutralHigh,
    #[serde(rename = "special_cause_neutral_low")]
    NeutralLow,
}

/// The icon of variation: what the last point alone says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Variation {
    ConcernHigh,
    ConcernLow,
    NeutralHigh,
    NeutralLow,
    CommonCause,
    ImprovementHigh,
    ImprovementLow,
}

impl Variation {
    pub fn is_concern(self) -> bool {
        matches!(self, Self::ConcernHigh | Self::ConcernLow)
    }

    pub fn is_improvement(self) -> bool {
        matches!(self, Self::ImprovementHigh | Self::ImprovementLow)
    }

    pub fn is_special(self) -> bool {
        self != Self::CommonCause
    }
}

/// The icon of assurance: whether a target lies beyond the limits of the last point, so that the process as it runs will
/// always meet it, or never, or now and then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Assurance {
    ConsistentFail,
    Inconsistent,
    ConsistentPass,
}

/// One point as it was judged.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Judged {
    /// How many times centre and limits were begun anew up to here.
    pub group: usize,
    pub limits: Limits,
    /// None of a missing period.
    pub value: Option<f64>,
    pub side: Side,
    /// Beyond two thirds of the way to a limit, and not beyond the limit.
    pub near: bool,
    pub found: Found,
    pub signal: Signal,
}

/// A sequence as it was judged.
#[derive(Clone, Debug, PartialEq)]
pub struct Chart {
    pub points: Vec<Judged>,
    pub variation: Variation,
    pub assurance: Option<Assurance>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotJudged {
    #[error("there is no value in it; give at least one")]
    Empty,
    #[error("the value of point {0} is not a finite number")]
    NotFinite(usize),
    #[error(
        "centre and limits cannot be fixed on the first {0} points: 12 is the fewest that they can be computed from; give 12 or more, or none"
    )]
    TooFewBasePoints(usize),
    #[error("the target is not a finite number")]
    TargetNotFinite,
}

/// Judges a sequence of periods, in order of time.
pub fn judge(periods: &[Period], terms: &Terms) -> Result<Chart, NotJudged> {
    if periods.iter().all(|period| period.value.is_none()) {
        return Err(NotJudged::Empty);
    }
    if let Some(at) = periods.iter().position(|period| period.value.is_some_and(|value| !value.is_finite())) {
        return Err(NotJudged::NotFinite(at + 1));
    }
    if let Some(few) = terms.base_points.filter(|points| *points < FEWEST_BASE_POINTS) {
        return Err(NotJudged::TooFewBasePoints(few));
    }
    if terms.target.is_some_and(|target| !target.is_finite()) {
        return Err(NotJudged::TargetNotFinite);
    }
    let mut points = Vec::with_capacity(periods.len());
    let mut group = 0;
    let mut rest = periods;
    while let [first, ..] = rest {
        group += usize::from(first.rebased);
        let next = rest.iter().skip(1).position(|period| period.rebased).map_or(rest.len(), |at| at + 1);
        let (own, later) = rest.split_at(next);
        judge_group(own, group, terms, &mut points);
        rest = later;
    }
    let last = points.iter().rev().find(|point: &&Judged| point.value.is_some());
    let variation = last.map_or(Variation::CommonCause, |last| last.signal.variation(terms.better));
    let assurance = last.and_then(|last| assurance(&last.limits, terms));
    Ok(Chart { points, variation, assurance })
}

fn judge_group(periods: &[Period], group: usize, terms: &Terms, points: &mut Vec<Judged>) {
    let limits = limits(periods, terms);
    let start = points.len();
    points.extend(periods.iter().map(|period| {
        let value = period.value.unwrap_or(f64::NAN);
        let side = if value < limits.mean {
            Side::Below
        } else if value > limits.mean {
            Side::Above
        } else {
            Side::On
        };
        let outside = value > limits.upper || value < limits.lower;
        let near = !outside && (value < limits.near_lower || value > limits.near_upper);
        let found = Found { outside, ..Found::default() };
        Judged { group, limits, value: period.value, side, near, found, signal: Signal::None }
    }));
    let own = &mut points[start..];
    find_runs(own);
    for at in 0..own.len() {
        own[at].signal = signal(own, at);
    }
}

fn limits(periods: &[Period], terms: &Terms) -> Limits {
    let most = terms.base_points.unwrap_or(usize::MAX);
    let mut base = Vec::with_capacity(periods.len());
    let mut ranges = Vec::with_capacity(periods.len());
    let mut before = None;
    for period in periods {
        if let Some(value) = period.value {
            if base.len() == most {
                break;
            }
            if let Some(before) = before {
                ranges.push(f64::abs(value - before));
            }
            base.push(value);
        }
        before = period.value;
    }
    let mean = mean(&base);
    let mut average = self::mean(&ranges);
    if terms.screening == Screening::On {
        let most = SCREEN * average;
        ranges.retain(|range| *range < most);
        average = self::mean(&ranges);
    }
    let near = 2.0 * (LIMIT / 3.0);
    Limits {
        mean,
        lower: mean - LIMIT * average,
        upper: mean + LIMIT * average,
        near_lower: mean - near * average,
        near_upper: mean + near * average,
        points: periods.iter().filter(|period| period.value.is_some()).count(),
    }
}

/// The arithmetic mean to the last bit, since a point on the mean is on neither side of it: the sum carries what rounding
/// lost of it, and what the first mean leaves over is added to it. Not a number where there is nothing to divide.
pub fn mean(values: &[f64]) -> f64 {
    #[expect(clippy::cast_precision_loss, reason = "a sequence has far fewer values than a float counts exactly")]
    let count = values.len() as f64;
    let first = sum(values.iter().copied()) / count;
    let rest = sum(values.iter().map(|value| value - first)) / count;
    if rest.is_finite() { first + rest } else { first }
}

/// A sum that carries what each addition loses (Neumaier 1974).
fn sum(values: impl Iterator<Item = f64>) -> f64 {
    let (mut sum, mut lost) = (0.0_f64, 0.0_f64);
    for value in values {
        let next = sum + value;
        lost += if sum.abs() >= value.abs() { (sum - next) + value } else { (value - next) + sum };
        sum = next;
    }
    if lost.is_finite() { sum + lost } else { sum }
}

/// Marks shifts, trends and two in three: each in windows of points that follow one another.
fn find_runs(points: &mut [Judged]) {
    for end in RUN..=points.len() {
        let window = end - RUN..end;
        let run = &points[window.clone()];
        if run.iter().any(|point| point.value.is_none()) {
            continue;
        }
        let side = run[0].side;
        let is_shift = side != Side::On && run.iter().all(|point| point.side == side);
        let pairs = || run.windows(2).map(|pair| (pair[0].value, pair[1].value));
        let rises = pairs().all(|(one, next)| next > one);
        let falls = pairs().all(|(one, next)| next < one);
        for point in &mut points[window] {
            point.found.shift |= is_shift;
            if rises || falls {
                point.found.trend = Some(if rises { Way::Up } else { Way::Down });
            }
        }
    }
    for end in 3..=points.len() {
        let run = &points[end - 3..end];
        let side = run[0].side;
        let same = side != Side::On && run.iter().all(|point| point.side == side && point.value.is_some());
        if same && run.iter().filter(|point| point.near).count() >= 2 {
            for point in points[end - 3..end].iter_mut().filter(|point| point.near) {
                point.found.two_in_three = true;
            }
        }
    }
}

/// The first finding that applies: beyond a limit, trend, two in three, shift.
fn signal(points: &[Judged], at: usize) -> Signal {
    let point = &points[at];
    let high = point.side == Side::Above;
    if point.found.outside {
        if high { Signal::AboveLimit } else { Signal::BelowLimit }
    } else if point.found.trend.is_some() {
        // At the turn of two trends a point belongs to the one that it begins.
        let follows = points.get(at + 1).is_some_and(|next| next.found.trend.is_some());
        let (one, next) = if follows { (at, at + 1) } else { (at - 1, at) };
        if points[next].value > points[one].value { Signal::Rising } else { Signal::Falling }
    } else if point.found.two_in_three {
        if high { Signal::TwoInThreeAbove } else { Signal::TwoInThreeBelow }
    } else if point.found.shift {
        if high { Signal::ShiftAbove } else { Signal::ShiftBelow }
    } else {
        Signal::None
    }
}

/// Where there are no limits the answer is the peer's: now and then. Our own charts show none.
fn assurance(limits: &Limits, terms: &Terms) -> Option<Assurance> {
    let target = terms.target?;
    let above = target > limits.upper;
    let below = target < limits.lower;
    match terms.better {
        Better::Neutral => None,
        Better::Increase if above => Some(Assurance::ConsistentFail),
        Better::Decrease if below => Some(Assurance::ConsistentFail),
        _ if above || below => Some(Assurance::ConsistentPass),
        _ => Some(Assurance::Inconsistent),
    }
}
