//! What is computed of a series: against the year before, over twelve months, to date in the financial year, against a
//! target. Where a part of a window is missing, withheld, or by another definition, the answer is missing too.
use super::{Aimed, Met, Point, judge::crosses};
use crate::{
    finite::Finite,
    load::DataSet,
    measure::{Aim, Definition, Measure, Quantity, Target, Tolerance},
    span::{Grain, Span},
    spc::{self, Better},
};
use serde::{Deserialize, Serialize};

/// Now less then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Change {
    pub was: Finite,
    /// In the unit; of percentages in percentage points.
    pub by: Finite,
    /// In percent of what it was. None where that is nought, below 20 where a percentage would say too much, and of
    /// percentages themselves.
    pub percent: Option<Finite>,
}

/// From the first of April on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ToDate {
    pub value: Finite,
    /// The same months a year before.
    pub year_before: Option<Finite>,
}

/// Below this many, a change is told as a number.
const FEWEST_FOR_PERCENT: f64 = 20.0;

pub(super) fn derive(points: &mut [Point], measure: &Measure) {
    let year = measure.definition().grain.in_a_year();
    let rolling: Vec<Option<f64>> = (0..points.len()).map(|at| window(points, at + 1, year, measure)).collect();
    let to_date: Vec<Option<f64>> =
        (0..points.len()).map(|at| window(points, at + 1, since_april(points[at].span) + 1, measure)).collect();
    for at in 0..points.len() {
        let before = at.checked_sub(year);
        let comparable = |then: usize| !crosses(&points[then], &points[at], measure);
        let before = before.filter(|then| comparable(*then));
        let value = points[at].value.map(Finite::get);
        let year_on_year = before.and_then(|then| change(points[then].value?.get(), value?, measure));
        let rolling_change = before.and_then(|then| change(rolling[then]?, rolling[at]?, measure));
        let so_far = to_date[at]
            .and_then(Finite::new)
            .map(|value| ToDate { value, year_before: before.and_then(|then| to_date[then]).and_then(Finite::new) });
        let target = aimed(points, at, measure);
        let point = &mut points[at];
        point.year_on_year = year_on_year;
        point.rolling = rolling[at].and_then(Finite::new);
        point.rolling_change = rolling_change;
        point.to_date = so_far;
        point.target = target;
    }
}

/// How many stretches of the financial year lie before one.
fn since_april(span: Span) -> usize {
    match span.grain() {
        Grain::Month => (span.of_year() + 9) % 12,
        Grain::Quarter => span.of_year(),
        Grain::Year => 0,
    }
}

fn change(was: f64, is: f64, measure: &Measure) -> Option<Change> {
    let by = is - was;
    let definition = measure.definition();
    let tells = match definition.quantity {
        Quantity::Percentage => false,
        Quantity::Count => was.abs() >= FEWEST_FOR_PERCENT,
        _ => was != 0.0,
    };
    let percent = tells.then(|| by / was.abs() * 100.0).and_then(Finite::new);
    Some(Change { was: Finite::new(was)?, by: Finite::new(by)?, percent })
}

/// The value over so many stretches that end before `end`: sums of counts, sums divided by sums of ratios. None where one
/// is missing or by another definition, and of what cannot be added.
fn window(points: &[Point], end: usize, many: usize, measure: &Measure) -> Option<f64> {
    let own = &points[end.checked_sub(many)?..end];
    let definition = measure.definition();
    if crosses(own.first()?, own.last()?, measure) || own.iter().any(|point| point.value.is_none()) {
        return None;
    }
    let sum = |of: fn(&Point) -> Option<Finite>| own.iter().map(|point| Some(of(point)?.get())).sum::<Option<f64>>();
    match definition.quantity {
        Quantity::Count => sum(|point| point.value),
        _ => over(sum(|point| point.numerator)?, own, definition, sum(|point| point.denominator)),
    }
}

/// A sum divided by what belongs to it. Residents are those of the window, not their sum over the months.
fn over(numerator: f64, own: &[Point], definition: &Definition, sum: Option<f64>) -> Option<f64> {
    let residents = definition.denominator.as_ref().is_some_and(|source| source.data == DataSet::Population);
    let denominator = if residents { own.last()?.denominator?.get() } else { sum? };
    (denominator != 0.0).then(|| numerator / denominator * f64::from(definition.per))
}

fn aimed(points: &[Point], at: usize, measure: &Measure) -> Option<Aimed> {
    let point = &points[at];
    let target = measure.target_at(point.span)?;
    let (low, high) = match &target.aim {
        Aim::Fixed(number) => (number.as_f64(), None),
        Aim::Trajectory(steps) => {
            let step = steps.iter().rev().find(|(span, _)| *span <= point.span)?;
            (step.1.as_f64(), None)
        }
        Aim::Between(low, high) => (low.as_f64(), Some(high.as_f64())),
        Aim::OfBaseline(percent) => {
            let baseline = measure.baseline.as_ref()?;
            let own = points.iter().filter(|point| (baseline.from..=baseline.to).contains(&point.span));
            let values: Option<Vec<f64>> = own.map(|point| point.value.map(Finite::get)).collect();
            let values = values.filter(|values| {
                i32::try_from(values.len()).is_ok_and(|many| many == baseline.to.since(baseline.from) + 1)
            })?;
            (spc::mean(&values) * (1.0 + percent.as_f64() / 100.0), None)
        }
    };
    let better = measure.definition().better;
    let met = point.value.and_then(|value| met(value.get(), low, high, target, better));
    let edge = match better {
        Better::Increase => Some(low - room(target, low)),
        Better::Decrease => Some(low + room(target, low)),
        Better::Neutral => None,
    };
    let edge = edge.filter(|_| target.tolerance.is_some() && high.is_none()).and_then(Finite::new);
    Some(Aimed { low: Finite::new(low)?, high: high.and_then(Finite::new), edge, met })
}

/// How far beyond an aim still counts as near.
fn room(target: &Target, aim: f64) -> f64 {
    match &target.tolerance {
        None => 0.0,
        Some(Tolerance::Absolute(number)) => number.as_f64(),
        Some(Tolerance::Percent(number)) => aim.abs() * number.as_f64() / 100.0,
    }
}

fn met(value: f64, low: f64, high: Option<f64>, target: &Target, better: Better) -> Option<Met> {
    let room = |aim: f64| room(target, aim);
    // How far it lies on the wrong side, and how far it may.
    let (short, room) = match (high, better) {
        (Some(high), _) if value > high => (value - high, room(high)),
        (Some(_), _) | (None, Better::Increase) => (low - value, room(low)),
        (None, Better::Decrease) => (value - low, room(low)),
        (None, Better::Neutral) => return None,
    };
    Some(if short <= 0.0 {
        Met::Met
    } else if short <= room {
        Met::Near
    } else {
        Met::Missed
    })
}
