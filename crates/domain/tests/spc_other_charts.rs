//! Run charts and the limits of every other chart against what qicharts2 0.8.1 answered: 153 random sequences.
//!
//! `spc/qic.jsonl` holds inputs and results, figures only. Limits once where all points have the same; of every part the
//! figures of its runs.
use domain::spc::{
    Screening,
    funnel::{IN_95, IN_998, Kind, Limits, Point, Spread, limits},
    run::Run,
};
use serde::Deserialize;
use std::collections::BTreeMap;

#[derive(Deserialize)]
struct Case {
    id: String,
    chart: String,
    value: Vec<f64>,
    of: Option<Vec<f64>>,
    #[serde(default)]
    side_by_side: bool,
    freeze: Option<usize>,
    #[serde(default)]
    part: Vec<usize>,
    #[serde(default)]
    exclude: Vec<usize>,
    #[serde(default)]
    screened: bool,
    per: Option<f64>,
    centre: Vec<f64>,
    #[serde(default)]
    lower: Vec<f64>,
    #[serde(default)]
    upper: Vec<f64>,
    #[serde(default)]
    near_lower: Vec<f64>,
    #[serde(default)]
    near_upper: Vec<f64>,
    /// Observed, useful, longest run and the longest by chance, crossings and the fewest by chance, whether it signals.
    runs: Vec<(usize, usize, usize, usize, usize, usize, bool)>,
}

impl Case {
    fn all() -> Vec<Self> {
        let all: Vec<Self> =
            include_str!("spc/qic.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
        assert_eq!(all.len(), 153);
        all
    }

    /// First and last point of every part.
    fn parts(&self) -> Vec<(usize, usize)> {
        let ends = self.part.iter().copied().chain([self.value.len()]);
        let starts = [0].into_iter().chain(self.part.iter().copied());
        starts.zip(ends).collect()
    }

    fn counts(&self, at: usize) -> bool {
        !self.exclude.contains(&(at + 1))
    }

    fn kind(&self) -> (Kind, Screening) {
        let screening = if self.screened { Screening::On } else { Screening::Off };
        let spread = if self.side_by_side { Spread::SideBySide } else { Spread::InTime(screening) };
        let kind = match self.chart.as_str() {
            "i" => Kind::Individuals,
            "mr" => Kind::MovingRanges,
            "c" => Kind::Counts,
            "g" => Kind::Between,
            "t" => Kind::Times,
            "p" => Kind::Proportions(Spread::Chance),
            "pp" => Kind::Proportions(spread),
            "u" => Kind::Rates(Spread::Chance),
            "up" => Kind::Rates(spread),
            other => panic!("{other}"),
        };
        (kind, screening)
    }

    /// What is drawn.
    fn drawn(&self) -> Vec<Option<f64>> {
        let value = |at: usize| match (&self.of, self.chart.as_str()) {
            (Some(of), _) => Some(self.value[at] / of[at] * self.per.unwrap_or(1.0)),
            (None, "mr") => (at > 0).then(|| (self.value[at] - self.value[at - 1]).abs()),
            _ => Some(self.value[at]),
        };
        (0..self.value.len()).map(value).collect()
    }
}

fn at(figures: &[f64], at: usize) -> f64 {
    if figures.len() == 1 { figures[0] } else { figures[at] }
}

fn close(ours: f64, theirs: f64) -> bool {
    (ours - theirs).abs() <= 1e-9 * theirs.abs()
}

#[test]
fn the_limits_of_every_chart_are_those_that_the_peer_drew() {
    let mut seen: BTreeMap<String, (usize, usize)> = BTreeMap::new();
    for case in Case::all().iter().filter(|case| case.chart != "run") {
        let (kind, screening) = case.kind();
        let per = case.per.unwrap_or(1.0);
        for (first, end) in case.parts() {
            let points: Vec<Point> = (first..end)
                .map(|at| Point {
                    value: case.value[at],
                    of: case.of.as_ref().map_or(1.0, |of| of[at]),
                    in_base: case.counts(at) && case.freeze.is_none_or(|freeze| at < freeze),
                })
                .collect();
            let ours = limits(kind, &points, screening).unwrap();
            for (index, ours) in (first..end).zip(&ours) {
                let ((lower, upper), (near_lower, near_upper)) = (ours.at(3.0), ours.at(2.0));
                let figures = [
                    ("centre", ours.centre, &case.centre),
                    ("lower", lower, &case.lower),
                    ("upper", upper, &case.upper),
                    ("near lower", near_lower, &case.near_lower),
                    ("near upper", near_upper, &case.near_upper),
                ];
                for (name, ours, theirs) in figures {
                    let (ours, theirs) = (ours * per, at(theirs, index));
                    assert!(close(ours, theirs), "{}, {name} of point {index}: {ours} is not {theirs}", case.id);
                }
            }
            seen.entry(case.chart.clone()).or_default().1 += end - first;
        }
        seen.entry(case.chart.clone()).or_default().0 += 1;
    }
    let charts: usize = seen.values().map(|(charts, _)| charts).sum();
    assert_eq!(charts, 133);
    println!("{charts} charts, five figures a point; charts and points of each kind: {seen:?}");
}

#[test]
fn runs_and_crossings_are_counted_as_the_peer_counted_them() {
    let (mut runs, mut signals, mut medians) = (0, 0, 0);
    // Areas side by side are in no order, so that nothing follows from runs of them.
    for case in Case::all().iter().filter(|case| !case.side_by_side) {
        let drawn = case.drawn();
        for ((first, end), theirs) in case.parts().into_iter().zip(&case.runs) {
            let values: Vec<Option<f64>> = (first..end).map(|at| drawn[at].filter(|_| case.counts(at))).collect();
            let middle = at(&case.centre, first);
            let ours = if case.chart == "run" {
                medians += 1;
                let ours = Run::beside_median(&values, case.freeze).unwrap();
                assert!(close(ours.middle, middle), "{}: {} is not {middle}", case.id, ours.middle);
                ours
            } else {
                Run::beside(middle, &values)
            };
            let figures = (
                // The peer counts the moving range that the first point has not.
                ours.observed + usize::from(case.chart == "mr"),
                ours.useful,
                ours.longest,
                ours.longest_by_chance,
                ours.crossings,
                ours.fewest_by_chance,
                ours.is_signal(),
            );
            assert_eq!(&figures, theirs, "{}", case.id);
            runs += 1;
            signals += usize::from(ours.is_signal());
        }
    }
    assert_eq!(medians, 20);
    println!("{runs} sequences, {medians} of them run charts, {signals} with a signal");
}

#[test]
fn nothing_is_drawn_from_nothing() {
    assert_eq!(Run::beside_median(&[None, None], None), None);
    let flat = Run::beside_median(&[Some(2.0), None, Some(2.0)], None).unwrap();
    assert_eq!((flat.observed, flat.useful, flat.is_signal()), (2, 0, false));
    assert_eq!(limits(Kind::Counts, &[], Screening::Off), None);
    assert_eq!(limits(Kind::Individuals, &[Point::value(1.0)], Screening::Off), None);
    assert_eq!(limits(Kind::Rates(Spread::Chance), &[Point::part(1.0, 0.0)], Screening::Off), None);
    println!("5 charts of nothing");
}

#[test]
fn a_funnel_narrows_as_areas_grow() {
    let areas: Vec<Point> = [50.0, 200.0, 800.0].map(|of| Point::part(of / 10.0, of)).into();
    let funnel = limits(Kind::Proportions(Spread::Chance), &areas, Screening::Off).unwrap();
    // A tenth of 200: the deviation is the root of 0.1 x 0.9 / 200.
    let reach = 0.041_577_114_730_490_3;
    let (lower, upper) = funnel[1].at(IN_95);
    assert!(close(lower, 0.1 - reach) && close(upper, 0.1 + reach), "{lower}");
    let width = |limits: &Limits, deviations| limits.at(deviations).1 - limits.at(deviations).0;
    assert!(funnel.windows(2).all(|pair| width(&pair[0], IN_95) > width(&pair[1], IN_95)));
    assert!(funnel.iter().all(|limits| width(limits, IN_998) > width(limits, IN_95)));
    // No proportion is below nought.
    assert!(funnel[0].at(IN_998).0.abs() < f64::EPSILON);
    println!("3 areas");
}
