//! The rule set `ptd-0.2` against what its own programme answered: 312 sequences, random ones and real police figures.
//!
//! `spc/ptd.jsonl` holds inputs and results of `NHSRplotthedots` 0.2.2, limits once a group, a letter a signal. Figures
//! only; the police figures are counts from data.police.uk, Open Government Licence v3.0.
use domain::spc::{
    Better, Period, Side, Signal, Terms, Way, judge,
    line::{self, Line},
};
use proptest::prelude::*;
use serde::Deserialize;

/// The second is how many points it has.
type Group = (usize, usize, f64, Option<f64>, Option<f64>);

#[derive(Deserialize)]
struct Case {
    id: String,
    input: serde_json::Value,
    /// Group, points, mean, lower and upper limit.
    groups: Vec<Group>,
    signals: String,
    variation: String,
    assurance: Option<String>,
    near: Option<String>,
}

fn letter(signal: Signal) -> char {
    match signal {
        Signal::None => '.',
        Signal::AboveLimit => 'A',
        Signal::BelowLimit => 'B',
        Signal::Rising => 'r',
        Signal::Falling => 'f',
        Signal::TwoInThreeAbove => 't',
        Signal::TwoInThreeBelow => 'u',
        Signal::ShiftAbove => 's',
        Signal::ShiftBelow => 'q',
    }
}

fn close(one: Option<f64>, other: Option<f64>) -> bool {
    match (one, other) {
        (None, None) => true,
        (Some(one), Some(other)) => (one - other).abs() <= 1e-9 * other.abs().max(1.0),
        _ => false,
    }
}

#[test]
fn every_sequence_is_judged_as_the_peer_judged_it() {
    let cases: Vec<Case> =
        include_str!("spc/ptd.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(cases.len(), 312);
    let mut points = 0;
    for case in &cases {
        let id = &case.id;
        let answer = line::answer(&case.input.to_string()).unwrap_or_else(|error| panic!("{id}: {error}"));
        let mut at = 0;
        for &(group, many, mean, lower, upper) in &case.groups {
            for _ in 0..many {
                assert_eq!(answer.rebase_group[at], group, "{id}, point {at}");
                assert!(close(answer.mean[at], Some(mean)), "{id}, point {at}: {:?} is not {mean}", answer.mean[at]);
                assert!(close(answer.lpl[at], lower), "{id}, point {at}: {:?} is not {lower:?}", answer.lpl[at]);
                assert!(close(answer.upl[at], upper), "{id}, point {at}: {:?} is not {upper:?}", answer.upl[at]);
                assert_eq!(answer.short_group_warning[at], many < 13, "{id}, point {at}");
                at += 1;
            }
        }
        assert_eq!(at, answer.mean.len(), "{id}");
        points += at;
        let signals: String = answer.special_cause_type.iter().copied().map(letter).collect();
        assert_eq!(signals, case.signals, "{id}");
        assert_eq!(serde_json::to_value(answer.variation_icon).unwrap(), case.variation, "{id}");
        assert_eq!(answer.assurance_icon.map(str::to_owned), case.assurance, "{id}");
        if let Some(near) = &case.near {
            let ours = answer.close_to_limits.iter().map(|near| near.map_or('-', |near| if near { '1' } else { '0' }));
            assert_eq!(&ours.collect::<String>(), near, "{id}");
        }
    }
    println!("{} sequences, {points} points", cases.len());
}

fn refused(line: &str) -> String {
    line::answer(line).unwrap_err()
}

#[test]
fn a_line_that_cannot_be_judged_says_why() {
    assert!(refused("nonsense").contains("cannot be read"));
    assert!(refused(r#"{"period":[],"value":[]}"#).contains("no value"));
    assert!(refused(r#"{"period":["2024-01"],"value":[1,2]}"#).contains("1 periods and 2 values"));
    assert!(refused(r#"{"period":["2024-13"],"value":[1]}"#).contains("“2024-13” is not a period"));
    assert!(refused(r#"{"period":["2024-01","2024-01-01"],"value":[1,2]}"#).contains("2024-01-01 stands in it twice"));
    assert!(refused(r#"{"period":["2024-01"],"value":[null]}"#).contains("2024-01 is missing"));
    assert!(refused(r#"{"period":["2024-01"],"value":[1],"fix_after_n_points":11}"#).contains("first 11 points"));
    assert!(refused(r#"{"period":["2024-01"],"value":[1],"improvement_direction":"up"}"#).contains("unknown variant"));
}

#[test]
fn points_are_put_in_order_of_time_first() {
    let answer = line::answer(r#"{"period":["2024-03","2024-01","2024-02"],"value":[9,1,1],"rebase":["2024-03"]}"#);
    let answer = answer.unwrap();
    assert_eq!(answer.rebase_group, [0, 0, 1]);
    assert_eq!(answer.mean, [Some(1.0), Some(1.0), Some(9.0)]);
}

fn sequence(values: &[Option<f64>]) -> Vec<Period> {
    values.iter().map(|&value| Period { value, rebased: false }).collect()
}

#[test]
fn a_missing_month_breaks_a_shift_and_a_trend_and_gives_no_moving_range() {
    let terms = Terms::new(Better::Decrease);
    let whole: Vec<Option<f64>> =
        (0..14).map(|at| Some(if at < 7 { 10.0 + f64::from(at % 2) } else { 20.0 })).collect();
    let shifted = |values: &[Option<f64>]| {
        judge(&sequence(values), &terms).unwrap().points.iter().filter(|point| point.found.shift).count()
    };
    assert_eq!(shifted(&whole), 14);
    let mut gap = whole.clone();
    gap[10] = None;
    assert_eq!(shifted(&gap), 7, "what was seven in a row after the change is three and three");

    let mut rising: Vec<Option<f64>> = (0..8).map(|at| Some(f64::from(at))).collect();
    let trend = |values: &[Option<f64>]| judge(&sequence(values), &terms).unwrap().points[7].found.trend;
    assert_eq!(trend(&rising), Some(Way::Up));
    rising[4] = None;
    assert_eq!(trend(&rising), None);

    // 10, 10, -, 40, 40: the jump of 30 lies across the gap.
    let values = [Some(10.0), Some(10.0), None, Some(40.0), Some(40.0)];
    let chart = judge(&sequence(&values), &Terms { screening: domain::spc::Screening::Off, ..terms }).unwrap();
    assert_eq!((chart.points[0].limits.mean, chart.points[0].limits.upper), (25.0, 25.0));
}

/// Up to 40 values of one decimal place.
fn some_values() -> impl Strategy<Value = Vec<f64>> {
    prop::collection::vec((-500_i32..500).prop_map(|tenths| f64::from(tenths) / 8.0), 1..40)
}

proptest! {
    /// What is better the other way round changes the judgement and no limit and no signal.
    #[test]
    fn turned_upside_down_a_chart_says_the_same(values in some_values()) {
        let judged = |values: &[f64], better| {
            let periods: Vec<Period> = values.iter().map(|&value| Period { value: Some(value), rebased: false }).collect();
            judge(&periods, &Terms::new(better)).unwrap()
        };
        let turned: Vec<f64> = values.iter().map(|value| -value).collect();
        let (one, other) = (judged(&values, Better::Increase), judged(&turned, Better::Decrease));
        for (one, other) in one.points.iter().zip(&other.points) {
            prop_assert!((one.limits.mean + other.limits.mean).abs() < 1e-12);
            prop_assert_eq!(one.signal.cause(Better::Increase), other.signal.cause(Better::Decrease));
            let opposite = match other.side { Side::Above => Side::Below, Side::Below => Side::Above, Side::On => Side::On };
            prop_assert_eq!(one.side, opposite);
        }
    }

    /// Gaps before and after a sequence change nothing of it.
    #[test]
    fn gaps_around_a_sequence_change_nothing(values in some_values(), before in 0_usize..5, after in 0_usize..5) {
        let plain: Vec<Option<f64>> = values.iter().copied().map(Some).collect();
        let gaps = |many| std::iter::repeat_n(None, many);
        let padded: Vec<Option<f64>> = gaps(before).chain(plain.iter().copied()).chain(gaps(after)).collect();
        let terms = Terms::new(Better::Increase);
        let (plain, padded) = (judge(&sequence(&plain), &terms).unwrap(), judge(&sequence(&padded), &terms).unwrap());
        prop_assert_eq!(plain.variation, padded.variation);
        for (one, other) in plain.points.iter().zip(&padded.points[before..]) {
            prop_assert_eq!((one.signal, one.found), (other.signal, other.found));
        }
    }
}

#[test]
fn a_line_needs_no_more_than_periods_and_values() {
    let line: Line = serde_json::from_str(r#"{"period":["2024-01"],"value":[3.5]}"#).unwrap();
    assert_eq!((line.improvement_direction, line.screen_outliers, line.target), (Better::Increase, true, None));
}
