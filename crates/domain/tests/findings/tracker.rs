//! The counts reconcile to the list, whatever is on it.
use super::desk::{Desk, closes, facts, on_finding};
use domain::{
    finding::{Answered, Deed, Facts, Rank, Settle, Settlement, SourceKind, Standing, tracker::Filter},
    sight::Reach,
    text::text,
};
use jiff::{ToSpan, civil::date};
use proptest::prelude::*;

/// What happens to a finding, as a number.
fn deed(desk: &mut Desk, code: &str, what: u8, days: i64) {
    let (officer, approver) = (desk.officer.clone(), desk.approver.clone());
    let day = date(2026, 6, 1);
    let due = day.saturating_add(days.days());
    let settle = |how| on_finding(code, Deed::Settle(Settle { how, by_whom: text("Board"), reason: text("So.") }));
    let _ = match what {
        0 => desk.does(
            &officer,
            on_finding(code, Deed::Respond { how: Answered::Accepted, words: text("Yes."), reason: None }),
        ),
        1 => desk.does(
            &officer,
            on_finding(code, Deed::Respond { how: Answered::Rejected, words: text("No."), reason: Some(text("x")) }),
        ),
        2 | 3 => desk.does(
            &officer,
            on_finding(
                code,
                Deed::Agree { words: text(&format!("Do {days}")), owner: text("AB"), due: Some(due), stated: None },
            ),
        ),
        4 => desk.does(&officer, closes(code, 1)),
        5 => desk.does(&approver, on_finding(code, Deed::Verify { action: 1, words: text("Seen.") })),
        6 => desk.does(&officer, on_finding(code, Deed::Reopen { action: Some(1), reason: text("Not so.") })),
        7 => desk.does(&officer, settle(Settlement::NotAdopted)),
        8 => desk.does(&officer, settle(Settlement::RiskAccepted { until: due })),
        9 => desk.does(&officer, on_finding(code, Deed::Reopen { action: None, reason: text("After all.") })),
        _ => desk.does(
            &officer,
            on_finding(code, Deed::Move { action: 1, to: due, reason: text("x"), agreed_by: text("y") }),
        ),
    };
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]
    #[test]
    fn every_count_is_the_length_of_its_list(
        findings in proptest::collection::vec((0..3_usize, 0..4_usize, proptest::collection::vec((0..11_u8, -60..90_i64), 0..6)), 1..10),
        later in proptest::collection::vec((0..9_usize, 0..11_u8, -60..90_i64), 0..12),
    ) {
        let mut desk = Desk::new(date(2026, 6, 1));
        let words = [("High", Rank::High), ("Medium", Rank::Medium), ("Low", Rank::Low)];
        let other = [("Fundamental", Rank::High), ("Significant", Rank::Medium), ("Housekeeping", Rank::Low)];
        desk.source("First auditor", SourceKind::InternalAudit, &words, None);
        desk.source("Second auditor", SourceKind::ExternalAudit, &other, None);
        desk.source("HMICFRS", SourceKind::Inspectorate, &[], None);
        for source in ["First auditor", "Second auditor", "HMICFRS"] {
            desk.review(source, source, Some(date(2026, 1, 5))).unwrap();
        }
        for (at, (review, priority, deeds)) in findings.iter().enumerate() {
            let priority = [&words[..], &other[..], &[]][*review].get(*priority).map(|(word, _)| text(word));
            desk.adds(&format!("R{}", review + 1), Facts { priority, ..facts(&format!("Found {at}")) });
            for (what, days) in deeds {
                deed(&mut desk, &format!("F{}", at + 1), *what, *days);
            }
        }
        let day = date(2026, 6, 1);
        let before = desk.office.clone();
        for (finding, what, days) in later {
            deed(&mut desk, &format!("F{}", finding + 1), what, days);
        }
        for reach in [Reach::Staff, Reach::Internal, Reach::Panel] {
            let sight = desk.sight(reach);
            let tracker = sight.tracker(day);
            let matrix = tracker.matrix();
            prop_assert_eq!(matrix.total.total(), tracker.lines.len());
            prop_assert_eq!(tracker.lines.len(), sight.findings().len());
            for standing in Standing::ALL {
                let sum: usize = matrix.rows.iter().map(|row| row.counts.of(standing)).sum();
                prop_assert_eq!(sum, matrix.total.of(standing));
                for row in &matrix.rows {
                    let filter = Filter {
                        source: Some(row.source.to_string()),
                        priority: Some(row.priority.as_ref().map_or(String::new(), ToString::to_string)),
                        standing: Some(standing),
                        ..Filter::default()
                    };
                    prop_assert_eq!(tracker.filtered(&filter, &sight).lines.len(), row.counts.of(standing));
                }
            }
            let late = Filter { late: true, ..Filter::default() };
            prop_assert_eq!(tracker.filtered(&late, &sight).lines.len(), matrix.total.late);
            let open = tracker.lines.iter().filter(|line| line.finding.item.is_open(day)).count();
            prop_assert_eq!(matrix.total.open(), open);
            // Green is what somebody verified, and nothing else.
            for line in &tracker.lines {
                let all_verified = line.finding.item.agreed.iter().all(|action| action.verified().is_some());
                prop_assert!((line.standing == Standing::Verified) <= (all_verified && !line.finding.item.agreed.is_empty()));
            }
            let then = before.seen_by(&desk.command_line).no_further_than(reach);
            let movement = tracker.movement(&then.tracker(day));
            let closed_at_once = movement.raised.iter().filter(|code| movement.closed.contains(code)).count();
            prop_assert_eq!(closed_at_once, 0);
            prop_assert_eq!(
                movement.open_before + movement.raised.len() + movement.reopened.len() - movement.closed.len(),
                movement.open_now
            );
        }
    }
}

#[test]
fn movement_names_what_was_raised_moved_closed_and_refused() {
    let mut desk = Desk::audited();
    let before = desk.office.clone();
    let (officer, approver) = (desk.officer.clone(), desk.approver.clone());
    desk.adds("R1", facts("Nobody checks the keys."));
    let to = date(2026, 12, 31);
    let moved = Deed::Move { action: 1, to, reason: text("Staff left."), agreed_by: text("Audit Committee") };
    desk.does(&officer, on_finding("F1", moved)).unwrap();
    desk.does(&officer, closes("F1", 1)).unwrap();
    let day = date(2026, 6, 1);
    let then = |desk: &Desk| before.seen_by(&desk.command_line).tracker(day).lines.len();
    assert_eq!(then(&desk), 1);
    let earlier = before.seen_by(&desk.command_line).tracker(day);
    let movement = desk.sight(Reach::Staff).tracker(day).movement(&earlier);
    assert_eq!(movement.raised, [text("F2")]);
    assert_eq!(movement.called_done, [text("F1")]);
    assert_eq!(movement.moved.len(), 1);
    assert_eq!((movement.moved[0].from, movement.moved[0].to), (Some(date(2026, 9, 30)), Some(to)));
    desk.does(&approver, on_finding("F1", Deed::Reopen { action: Some(1), reason: text("No manual.") })).unwrap();
    let movement = desk.sight(Reach::Staff).tracker(day).movement(&earlier);
    assert_eq!(movement.refused, [text("F1")]);
    assert!(movement.closed.is_empty() && !movement.is_nothing());
    assert!(desk.sight(Reach::Staff).tracker(day).movement(&desk.sight(Reach::Staff).tracker(day)).is_nothing());
}
