//! Which way of judging fits a measure, and what comes of it: control limits, or a run chart where there are too few
//! points, or nothing with the reason why.
use super::Point;
use crate::{
    finite::Finite,
    measure::{Measure, Season},
    span::{Grain, Span},
    spc::{
        self, Assurance, Better, Cause, FEWEST_BASE_POINTS, Found, Period, RULE_SET, Side, Signal, Terms, Variation,
    },
    text::{Text, text},
};
use serde::{Deserialize, Serialize};

/// What the sequence as a whole says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judgement {
    pub method: Method,
    /// "ptd-0.2", on every result.
    pub rule_set: Text,
    /// The icon of variation; none where no limits are drawn.
    pub variation: Option<Variation>,
    pub assurance: Option<Assurance>,
    /// Fewer than 13 points stand behind the last limits.
    pub trial: bool,
    /// Seven points lie on one side after twelve others: somebody may want to look whether limits begin anew from here.
    pub suggested: Option<Span>,
    /// From which stretch on the last point's signal holds.
    pub since: Option<Span>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    Limits,
    /// Each month as it differs from the mean of its own month.
    LimitsOfOwnMonth,
    /// Each month as it differs from the same month a year before.
    LimitsOfYearBefore,
    /// A median, since there are fewer than twelve points.
    RunChart,
    None(NotJudged),
}

impl Method {
    pub fn has_limits(self) -> bool {
        matches!(self, Self::Limits | Self::LimitsOfOwnMonth | Self::LimitsOfYearBefore)
    }

    /// Whether what is judged is a difference and not the value.
    pub fn is_seasonal(self) -> bool {
        matches!(self, Self::LimitsOfOwnMonth | Self::LimitsOfYearBefore)
    }
}

/// Why nothing is judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NotJudged {
    NoFigures,
    /// A survey has its own interval.
    Survey,
    /// A year is too long a step.
    Yearly,
    /// It is seasonal, and was said to be so without a way to take the season out.
    Seasonal,
    /// It is to be judged against its season, for which it has too few years.
    TooFewYears,
    /// Somebody decided so.
    SwitchedOff,
}

/// One point as it was judged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Judged {
    /// How often centre and limits were begun anew up to here.
    pub group: usize,
    /// What was judged: the value itself, or how it differs from its season.
    pub value: Finite,
    /// The mean, or of a run chart the median.
    pub centre: Finite,
    pub lower: Option<Finite>,
    pub upper: Option<Finite>,
    pub trial: bool,
    pub signal: Signal,
    pub cause: Cause,
    pub outside: bool,
    pub shift: Option<Side>,
    pub trend: Option<spc::Way>,
    pub two_in_three: bool,
}

impl Judged {
    /// Whether what the rules find points both ways.
    pub fn conflicts(&self) -> bool {
        let ways = [
            self.outside.then_some(self.value > self.centre),
            self.shift.map(|side| side == Side::Above),
            self.trend.map(|way| way == spc::Way::Up),
            self.two_in_three.then_some(self.value > self.centre),
        ];
        let mut said = ways.into_iter().flatten();
        said.next().is_some_and(|first| said.any(|other| other != first))
    }
}

/// The points at which a new group begins: by an agreed decision, or since what is counted is another thing.
fn begins_anew(point: &Point, before: Option<&Point>, measure: &Measure) -> bool {
    let redefined = before.is_some_and(|before| crosses(before, point, measure));
    redefined || measure.rebased().any(|from| from == point.span)
}

/// Whether the definitions of two points may not be compared.
pub(super) fn crosses(one: &Point, other: &Point, measure: &Measure) -> bool {
    let (first, last) = (one.definition.min(other.definition), one.definition.max(other.definition));
    measure.definitions[first..=last].iter().skip(1).any(|definition| !definition.comparable)
}

pub(super) fn judge(points: &mut [Point], measure: &Measure) -> Judgement {
    let definition = measure.definition();
    let none = |why| Judgement {
        method: Method::None(why),
        rule_set: text(RULE_SET),
        variation: None,
        assurance: None,
        trial: false,
        suggested: None,
        since: None,
    };
    let why = if points.iter().all(|point| point.value.is_none()) {
        Some(NotJudged::NoFigures)
    } else if !definition.quantity.has_limits() {
        Some(NotJudged::Survey)
    } else if definition.grain == Grain::Year {
        Some(NotJudged::Yearly)
    } else if !measure.control.limits {
        Some(NotJudged::SwitchedOff)
    } else if measure.season == Season::NotRead {
        Some(NotJudged::Seasonal)
    } else {
        None
    };
    if let Some(why) = why {
        return none(why);
    }
    let (values, method) = match measure.season {
        Season::OwnMonth => match of_own_month(points, measure) {
            Some(values) => (values, Method::LimitsOfOwnMonth),
            None => return none(NotJudged::TooFewYears),
        },
        Season::YearBefore => match of_year_before(points, measure) {
            Some(values) => (values, Method::LimitsOfYearBefore),
            None => return none(NotJudged::TooFewYears),
        },
        Season::None | Season::NotRead => {
            (points.iter().map(|point| point.value.map(Finite::get)).collect(), Method::Limits)
        }
    };
    let periods: Vec<Period> = (0..points.len())
        .map(|at| {
            let before = points[..at].iter().rev().find(|before| before.value.is_some());
            Period { value: values[at], rebased: at > 0 && begins_anew(&points[at], before, measure) }
        })
        .collect();
    // A difference from the season is no nearer to a target for being larger.
    let target = points.iter().rev().find(|point| point.value.is_some()).and_then(|point| point.target);
    let target = target.filter(|target| !method.is_seasonal() && target.high.is_none());
    let terms = Terms {
        better: definition.better,
        target: target.map(|target| target.low.get()),
        base_points: measure.control.base_points,
        screening: measure.control.screening,
    };
    let Ok(chart) = spc::judge(&periods, &terms) else { return none(NotJudged::NoFigures) };
    let mut medians = Medians::default();
    for (at, judged) in chart.points.iter().enumerate() {
        let Some(value) = judged.value.and_then(Finite::new) else { continue };
        let drawn = judged.limits.points >= FEWEST_BASE_POINTS && judged.limits.are_known();
        let found = if drawn { judged.found } else { Found::default() };
        let signal = if drawn { judged.signal } else { Signal::None };
        let centre = if judged.limits.points >= FEWEST_BASE_POINTS {
            judged.limits.mean
        } else {
            medians.of(judged.group, &chart.points)
        };
        let Some(centre) = Finite::new(centre) else { continue };
        points[at].judged = Some(Judged {
            group: judged.group,
            value,
            centre,
            lower: drawn.then(|| Finite::new(judged.limits.lower)).flatten(),
            upper: drawn.then(|| Finite::new(judged.limits.upper)).flatten(),
            trial: judged.limits.are_trial(),
            signal,
            cause: signal.cause(definition.better),
            outside: found.outside,
            shift: found.shift.then_some(judged.side),
            trend: found.trend,
            two_in_three: found.two_in_three,
        });
    }
    let last = points.iter().rev().find_map(|point| point.judged);
    let firm = last.is_some_and(|last| last.upper.is_some());
    Judgement {
        method: if firm { method } else { Method::RunChart },
        rule_set: text(RULE_SET),
        variation: last.filter(|_| firm).map(|last| last.signal.variation(definition.better)),
        assurance: chart.assurance.filter(|_| firm && definition.better != Better::Neutral),
        trial: firm && last.is_some_and(|last| last.trial),
        suggested: suggested(points),
        since: since(points),
    }
}

/// The medians of groups, each computed once.
#[derive(Default)]
struct Medians(Vec<(usize, f64)>);

impl Medians {
    fn of(&mut self, group: usize, points: &[spc::Judged]) -> f64 {
        if let Some((_, median)) = self.0.iter().find(|(known, _)| *known == group) {
            return *median;
        }
        let own = points.iter().filter(|point| point.group == group).filter_map(|point| point.value);
        let median = median(own.collect());
        self.0.push((group, median));
        median
    }
}

pub(super) fn median(mut values: Vec<f64>) -> f64 {
    values.sort_by(f64::total_cmp);
    match values.len() {
        0 => f64::NAN,
        many if many % 2 == 1 => values[many / 2],
        many => f64::midpoint(values[many / 2 - 1], values[many / 2]),
    }
}

/// Each value less the mean of its own month over all comparable years. None under three years, since a mean of fewer says
/// little of a month.
fn of_own_month(points: &[Point], measure: &Measure) -> Option<Vec<Option<f64>>> {
    let year = measure.definition().grain.in_a_year();
    let last = points.iter().rev().find(|point| point.value.is_some())?;
    let own = |point: &Point| point.value.filter(|_| !crosses(point, last, measure)).map(Finite::get);
    if points.iter().filter_map(own).count() < 3 * year {
        return None;
    }
    let mut of_month = vec![vec![]; year];
    for point in points {
        of_month[point.span.of_year()].extend(own(point));
    }
    let means: Vec<f64> = of_month.iter().map(|values| spc::mean(values)).collect();
    Some(points.iter().map(|point| own(point).map(|value| value - means[point.span.of_year()])).collect())
}

/// Each value less that of a year before. None under two years.
fn of_year_before(points: &[Point], measure: &Measure) -> Option<Vec<Option<f64>>> {
    let year = measure.definition().grain.in_a_year();
    let differences: Vec<Option<f64>> = (0..points.len())
        .map(|at| {
            let before = &points[at.checked_sub(year)?];
            let apart = !crosses(before, &points[at], measure);
            Some(points[at].value?.get() - before.value.filter(|_| apart)?.get())
        })
        .collect();
    (differences.iter().flatten().count() >= year).then_some(differences)
}

/// Where limits might begin anew: the first of seven points and more on one side at the end, with twelve of the same group before.
fn suggested(points: &[Point]) -> Option<Span> {
    let last = points.iter().rposition(|point| point.judged.is_some())?;
    let side = points[last].judged?.shift?;
    let group = points[last].judged?.group;
    let mut first = last;
    while first > 0 {
        let before = points[first - 1].judged;
        if before.is_none_or(|before| before.group != group || before.shift != Some(side)) {
            break;
        }
        first -= 1;
    }
    let before =
        points[..first].iter().filter(|point| point.judged.is_some_and(|judged| judged.group == group)).count();
    (before >= FEWEST_BASE_POINTS).then_some(points[first].span)
}

/// From which stretch on the last point's signal holds without a gap.
fn since(points: &[Point]) -> Option<Span> {
    let last = points.iter().rposition(|point| point.judged.is_some())?;
    let judged = points[last].judged?;
    let way = judged.signal.way()?;
    let mut first = last;
    while first > 0 {
        let before = points[first - 1].judged;
        if before.is_none_or(|before| before.group != judged.group || before.signal.way() != Some(way)) {
            break;
        }
        first -= 1;
    }
    Some(points[first].span)
}
