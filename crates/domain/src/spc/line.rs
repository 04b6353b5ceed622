//! A sequence as one line of JSON, judged, and the answer as another: what `milepost spc` reads and writes. Points are a
//! plain sequence; a gap is told by whoever has a calendar.
use super::{Better, Cause, Chart, Judged, Period, RULE_SET, Screening, Side, Signal, Terms, Variation, judge};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What is judged.
#[derive(Clone, Debug, Deserialize)]
pub struct Line {
    /// YYYY-MM-DD or YYYY-MM, in any order.
    pub period: Vec<String>,
    pub value: Vec<Option<f64>>,
    #[serde(default = "increase")]
    pub improvement_direction: Better,
    #[serde(default)]
    pub target: Option<f64>,
    /// The periods at which centre and limits begin anew; one without a point does nothing.
    #[serde(default)]
    pub rebase: Option<Vec<String>>,
    #[serde(default)]
    pub fix_after_n_points: Option<usize>,
    #[serde(default = "yes")]
    pub screen_outliers: bool,
}

fn increase() -> Better {
    Better::Increase
}

fn yes() -> bool {
    true
}

/// What came of it, a list entry a point, in order of time.
#[derive(Clone, Debug, Serialize)]
pub struct Answer {
    pub rule_set: &'static str,
    pub error: Option<String>,
    pub rebase_group: Vec<usize>,
    /// None where there are no limits to speak of.
    pub mean: Vec<Option<f64>>,
    pub lpl: Vec<Option<f64>>,
    pub upl: Vec<Option<f64>>,
    pub relative_to_mean: Vec<i8>,
    pub outside_limits: Vec<Option<bool>>,
    pub close_to_limits: Vec<Option<bool>>,
    pub special_cause_type: Vec<Signal>,
    pub point_type: Vec<Cause>,
    pub short_group_warning: Vec<bool>,
    pub variation_icon: Variation,
    /// "`consistent_fail`", "inconsistent", "`consistent_pass`", or none without a target.
    pub assurance_type: Option<super::Assurance>,
    /// The same as its icon is called: "fail", "inconsistent", "pass".
    pub assurance_icon: Option<&'static str>,
}

/// Judges one line. The refusal is a sentence for whoever wrote it.
pub fn answer(line: &str) -> Result<Answer, String> {
    let line: Line = serde_json::from_str(line).map_err(|error| format!("the line cannot be read: {error}"))?;
    line.judged()
}

impl Line {
    pub fn judged(&self) -> Result<Answer, String> {
        let Self { period, value, .. } = self;
        if period.len() != value.len() {
            return Err(format!(
                "there are {} periods and {} values; give one value for each period",
                period.len(),
                value.len()
            ));
        }
        let days = |stated: &[String]| stated.iter().map(|period| day(period)).collect::<Result<Vec<Date>, String>>();
        let rebased = days(self.rebase.as_deref().unwrap_or_default())?;
        let mut points: Vec<(Date, f64)> = Vec::with_capacity(value.len());
        for (day, (value, stated)) in days(period)?.into_iter().zip(value.iter().zip(period)) {
            let missing = || {
                format!("the value of {stated} is missing; leave the period out, and judge what follows it as it comes")
            };
            points.push((day, value.ok_or_else(missing)?));
        }
        points.sort_by_key(|(day, _)| *day);
        if let Some(pair) = points.windows(2).find(|pair| pair[0].0 == pair[1].0) {
            return Err(format!("{} stands in it twice; give one value for it", pair[0].0));
        }
        let periods: Vec<Period> =
            points.iter().map(|(day, value)| Period { value: Some(*value), rebased: rebased.contains(day) }).collect();
        let terms = Terms {
            better: self.improvement_direction,
            target: self.target,
            base_points: self.fix_after_n_points,
            screening: if self.screen_outliers { Screening::On } else { Screening::Off },
        };
        let chart = judge(&periods, &terms).map_err(|error| error.to_string())?;
        Ok(Answer::of(&chart, terms.better))
    }
}

/// A day as YYYY-MM-DD, or the first day of YYYY-MM.
fn day(stated: &str) -> Result<Date, String> {
    let wrong = || format!("“{stated}” is not a period; write YYYY-MM or YYYY-MM-DD");
    let whole = if stated.len() == 7 { format!("{stated}-01") } else { stated.to_owned() };
    if whole.len() != 10 {
        return Err(wrong());
    }
    whole.parse().map_err(|_| wrong())
}

impl Answer {
    fn of(chart: &Chart, better: Better) -> Self {
        fn each<T>(chart: &Chart, what: impl Fn(&Judged) -> T) -> Vec<T> {
            chart.points.iter().map(what).collect()
        }
        let finite = |number: f64| number.is_finite().then_some(number);
        let known = |point: &Judged, what: bool| point.limits.are_known().then_some(what);
        Self {
            rule_set: RULE_SET,
            error: None,
            rebase_group: each(chart, |point| point.group),
            mean: each(chart, |point| finite(point.limits.mean)),
            lpl: each(chart, |point| finite(point.limits.lower)),
            upl: each(chart, |point| finite(point.limits.upper)),
            relative_to_mean: each(chart, |point| match point.side {
                Side::Below => -1,
                Side::On => 0,
                Side::Above => 1,
            }),
            outside_limits: each(chart, |point| known(point, point.found.outside)),
            close_to_limits: each(chart, |point| known(point, point.near)),
            special_cause_type: each(chart, |point| point.signal),
            point_type: each(chart, |point| point.signal.cause(better)),
            short_group_warning: each(chart, |point| point.limits.are_trial()),
            variation_icon: chart.variation,
            assurance_type: chart.assurance,
            assurance_icon: chart.assurance.map(|assurance| match assurance {
                super::Assurance::ConsistentFail => "fail",
                super::Assurance::Inconsistent => "inconsistent",
                super::Assurance::ConsistentPass => "pass",
            }),
        }
    }
}
