//! How well the checks do: on a generated office with planted faults of every kind, near misses among the sound items, and
//! figures of pure noise. The office is synthetic, and so is every number that is printed here.
#![expect(clippy::cast_precision_loss, reason = "counts of questions, as shares")]
#[path = "questions/figures.rs"]
mod figures;
#[path = "questions/made.rs"]
mod made;
#[path = "questions/said.rs"]
mod said;

use domain::{
    actor::{Actor, Role},
    question::{CHECKS, Looked, raised},
};
use made::{DAY, Made};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// The checks whose faults an action alone can have.
const OF_ACTIONS: [&str; 15] = [
    "on-track-but-overdue",
    "on-track-without-update",
    "on-track-without-evidence",
    "same-words-again",
    "date-changed-three-times",
    "lead-gone",
    "duty-without-review",
    "complete-unverified",
    "better-than-record",
    "at-risk-for-a-year",
    "on-track-to-no-date",
    "milestone-passed",
    "effect-unanswered",
    "better-than-rules-twice",
    "change-undecided",
];

fn everybody() -> Actor {
    Actor::of(Uuid::nil().into(), "Office", Role::Office)
}

#[test]
fn every_planted_fault_is_found_and_little_else() {
    let mut made = Made::new(7);
    let clean: Vec<Uuid> = (0..2_000).map(|_| made.clean().uuid()).collect();
    for check in OF_ACTIONS {
        for _ in 0..25 {
            made.fault(check);
        }
    }
    for at in 0..20 {
        made.assurance(at);
    }
    made.round();
    for theme in made.silent_themes() {
        made.plants("prose-without-red", theme);
    }
    figures::planted(&mut made);

    let office = &made.office;
    let actor = everybody();
    let found = raised(&Looked::at(office.seen_by(&actor), DAY));
    let found: BTreeSet<(&str, Uuid)> = found.iter().map(|one| (one.check.name, one.about)).collect();

    println!("Synthetic office: {} sound actions, {} planted faults", clean.len(), made.planted.len());
    println!("{:<34}{:>8}{:>8}{:>8}{:>11}{:>9}", "check", "planted", "found", "false", "precision", "recall");
    let mut worst = BTreeMap::new();
    let (mut all_hits, mut all_false) = (0, 0);
    for check in CHECKS {
        let planted: BTreeSet<_> = made.planted.iter().filter(|(name, _)| *name == check.name).copied().collect();
        let raised: BTreeSet<_> = found.iter().filter(|(name, _)| *name == check.name).copied().collect();
        let hits = raised.intersection(&planted).count();
        let wrong = raised.len() - hits;
        let share = |part: usize, of: usize| if of == 0 { 1.0 } else { part as f64 / of as f64 };
        let (precision, recall) = (share(hits, raised.len()), share(hits, planted.len()));
        println!("{:<34}{:>8}{:>8}{:>8}{precision:>11.3}{recall:>9.3}", check.name, planted.len(), hits, wrong);
        assert!(!planted.is_empty(), "{} has no planted fault, so nothing is known of it", check.name);
        worst.insert(check.name, (precision, recall));
        all_hits += hits;
        all_false += wrong;
    }
    let sound: BTreeSet<Uuid> = clean.into_iter().collect();
    let alarms = found.iter().filter(|(_, about)| sound.contains(about)).count();
    let rate = alarms as f64 * 100.0 / sound.len() as f64;
    println!(
        "All checks: precision {:.3}, recall {:.3}",
        all_hits as f64 / (all_hits + all_false) as f64,
        all_hits as f64 / made.planted.len() as f64
    );
    println!("False alarms on sound actions: {alarms}, which is {rate:.2} for each 100");
    for (name, (precision, recall)) in worst {
        assert!(precision >= 0.9, "{name}: precision {precision}");
        assert!(recall >= 0.95, "{name}: recall {recall}");
    }
    assert!(rate <= 1.0, "{rate} false alarms for each 100 sound actions");
}

#[test]
fn every_check_has_a_name_a_title_and_a_rule_of_its_own() {
    let names: BTreeSet<&str> = CHECKS.iter().map(|check| check.name).collect();
    let titles: BTreeSet<&str> = CHECKS.iter().map(|check| check.title).collect();
    assert_eq!((names.len(), titles.len()), (CHECKS.len(), CHECKS.len()));
    assert_eq!(CHECKS[0].name, "on-track-but-worsening", "first of all");
    for check in CHECKS {
        assert!(check.name.bytes().all(|b| b.is_ascii_lowercase() || b == b'-'), "{}", check.name);
        assert!(check.rule.ends_with('.'), "{}", check.rule);
    }
}
