//! How long all checks take over offices of 300, 3,000 and 30,000 actions, each with what was said of it in a year:
//! `cargo run --release -p domain --example checks`. The offices are synthetic.
#[path = "../tests/questions/made.rs"]
#[expect(dead_code, reason = "what plants faults of one kind is for the tests")]
mod made;

use domain::{
    actor::{Actor, Role},
    forecast::Finishes,
    question::{CHECKS, Looked, raised, raised_by},
};
use made::{DAY, Made};
use std::time::Instant;

fn main() {
    let actor = Actor::of(uuid::Uuid::nil().into(), "Office", Role::Office);
    for many in [300_usize, 3_000, 30_000] {
        let mut made = Made::new(5);
        for at in 0..many {
            made.clean();
            if at.is_multiple_of(50) {
                made.fault("on-track-but-overdue");
                made.fault("same-words-again");
            }
            if at.is_multiple_of(30) {
                made.assurance(at);
            }
        }
        made.round();
        let sight = made.office.seen_by(&actor);
        let mut all = vec![];
        let mut found = 0;
        for _ in 0..7 {
            let begun = Instant::now();
            let looked = Looked::at(sight, DAY);
            found = raised(&looked).len();
            all.push(begun.elapsed());
        }
        all.sort_unstable();
        println!(
            "{many} actions, {} items: {} checks in {:.2} ms (median of 7), {found} questions",
            made.office.items(),
            CHECKS.len(),
            all[3].as_secs_f64() * 1_000.0
        );
        if many == 30_000 {
            let looked = Looked::at(sight, DAY);
            let mut slow: Vec<_> = CHECKS
                .iter()
                .map(|check| {
                    let begun = Instant::now();
                    let _ = raised_by(check, &looked);
                    (begun.elapsed(), check.name)
                })
                .collect();
            slow.sort_unstable();
            for (took, name) in slow.iter().rev().take(5) {
                println!("  {name}: {:.2} ms", took.as_secs_f64() * 1_000.0);
            }
            let begun = Instant::now();
            let finishes = Finishes::of(&sight, DAY);
            println!(
                "  forecasts know {} finished actions: {:.2} ms",
                finishes.len(),
                begun.elapsed().as_secs_f64() * 1_000.0
            );
        }
    }
}
