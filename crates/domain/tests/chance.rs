//! How often the rules signal where nothing happened. Nobody's figures: sequences of independent normal values, and the
//! same with a season on top, made from a fixed seed.
use domain::{
    performance::expected_by_chance,
    spc::{Better, Period, Terms, judge},
};
use std::f64::consts::TAU;

/// Uniform numbers from a seed (xorshift64*), and normal ones of them (Box and Muller).
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let bits = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 11;
        #[expect(clippy::cast_precision_loss, reason = "53 bits are what a float holds")]
        let number = bits as f64 / (1_u64 << 53) as f64;
        number
    }

    fn normal(&mut self) -> f64 {
        let (one, other) = (self.uniform().max(f64::MIN_POSITIVE), self.uniform());
        (-2.0 * one.ln()).sqrt() * (TAU * other).cos()
    }

    /// So many months, with a season of so many standard deviations up and down.
    fn months(&mut self, many: usize, season: f64) -> Vec<f64> {
        (0..many)
            .map(|at| {
                let month = f64::from(u32::try_from(at % 12).unwrap());
                self.normal() + season * (TAU * month / 12.0).sin()
            })
            .collect()
    }
}

/// The share of sequences with a signal among their last three points.
fn signalled(sequences: usize, points: usize, season: f64, judged: impl Fn(&[f64]) -> Vec<f64>) -> f64 {
    let mut noise = Noise(0x9E37_79B9_7F4A_7C15 ^ u64::try_from(points).unwrap());
    let mut found = 0_u32;
    for _ in 0..sequences {
        let periods: Vec<Period> = judged(&noise.months(points, season))
            .into_iter()
            .map(|value| Period { value: Some(value), rebased: false })
            .collect();
        let chart = judge(&periods, &Terms::new(Better::Decrease)).unwrap();
        found += u32::from(chart.points.iter().rev().take(3).any(|point| point.signal.way().is_some()));
    }
    f64::from(found) / f64::from(u32::try_from(sequences).unwrap())
}

fn as_they_are(values: &[f64]) -> Vec<f64> {
    values.to_vec()
}

/// Each month less the mean of its own month.
fn of_own_month(values: &[f64]) -> Vec<f64> {
    let mean = |month: usize| {
        let own: Vec<f64> = values.iter().skip(month).step_by(12).copied().collect();
        domain::spc::mean(&own)
    };
    let means: Vec<f64> = (0..12).map(mean).collect();
    values.iter().enumerate().map(|(at, value)| value - means[at % 12]).collect()
}

fn of_year_before(values: &[f64]) -> Vec<f64> {
    (12..values.len()).map(|at| values[at] - values[at - 12]).collect()
}

#[test]
fn chance_alone_signals_as_often_as_a_pack_says() {
    for points in [13, 24, 36, 60] {
        let measured = signalled(10_000, points, 0.0, as_they_are);
        let said = expected_by_chance(points);
        println!("{points} months of noise: {:.2} %, and a pack says {:.2} %", measured * 100.0, said * 100.0);
        assert!((measured - said).abs() < 0.007, "{points}: {measured} is not {said}");
    }
    assert!((expected_by_chance(36) - 0.041).abs() < 0.004, "the rules of 36 months signal for 4.1 % of measures");
}

#[test]
fn a_season_that_is_not_taken_out_signals_three_times_as_often_and_one_that_is_does_not() {
    let plain = signalled(5_000, 36, 1.0, as_they_are);
    let own = signalled(5_000, 36, 1.0, of_own_month);
    let before = signalled(5_000, 48, 1.0, of_year_before);
    println!(
        "a season of one standard deviation: {plain:.3}; against its own month {own:.3}; against the year before {before:.3}"
    );
    assert!(plain > 0.10, "{plain}");
    assert!(own < 0.06, "{own}");
}

/// What [`expected_by_chance`] is made of: `cargo test -p domain --test chance -- --ignored --nocapture`.
#[test]
#[ignore = "two minutes: it measures what the other test looks at"]
fn the_table_is_measured() {
    for points in [12, 13, 18, 24, 30, 36, 48, 60] {
        println!("({points}, {:.4}),", signalled(200_000, points, 0.0, as_they_are));
    }
    for (name, judged) in [("as they are", as_they_are as fn(&[f64]) -> Vec<f64>), ("own month", of_own_month)] {
        println!("season of 1 s.d., 36 months, {name}: {:.4}", signalled(100_000, 36, 1.0, judged));
        println!("no season, 36 months, {name}: {:.4}", signalled(100_000, 36, 0.0, judged));
    }
    println!("season of 1 s.d., 48 months, year before: {:.4}", signalled(100_000, 48, 1.0, of_year_before));
}
