//! How long the rule set takes: 100,000 sequences of 60 points, made from a fixed seed, judged one after the other.
//! `cargo run --release -p domain --example spc`
use domain::spc::{Better, Period, Terms, judge};
use std::time::Instant;

fn main() {
    let mut seed = 0x9E37_79B9_7F4A_7C15_u64;
    let mut next = || {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        f64::from(u32::try_from(seed >> 40).unwrap_or(0)) / 100_000.0
    };
    let sequences: Vec<Vec<Period>> =
        (0..100_000).map(|_| (0..60).map(|_| Period { value: Some(next()), rebased: false }).collect()).collect();
    let terms = Terms { target: Some(80.0), ..Terms::new(Better::Decrease) };
    let began = Instant::now();
    let signalled = sequences.iter().filter(|one| judge(one, &terms).is_ok_and(|chart| chart.variation.is_special()));
    let signalled = signalled.count();
    println!(
        "{} sequences of 60 points in {:.2} s, {signalled} signal at their end",
        sequences.len(),
        began.elapsed().as_secs_f64()
    );
}
