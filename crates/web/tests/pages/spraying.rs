//! S11: sign-in cannot be sprayed, does not exhaust the machine, and tells nobody who has an account.
use crate::town::{Browser, PASSPHRASE, Town};
use axum::http::StatusCode;
use domain::actor::Role;
use jiff::SignedDuration;
use std::time::{Duration, Instant};

#[tokio::test]
async fn an_account_is_tried_ten_times_in_a_quarter_of_an_hour() {
    let (town, mut alex) = Town::with_an_administrator().await;
    town.joins(&mut alex, "Sam Lead", Role::Lead).await;
    let mut sprayer = Browser::default();
    let mut said = vec![];
    for name in ["Sam Lead", "Nobody Atall"] {
        for attempt in 1..=12 {
            let answered = sprayer.signs_in(&town, name, &format!("a guess number {attempt}")).await;
            assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY);
            let page = answered.text();
            assert_eq!(page.contains("too many attempts"), attempt > 10, "{name} {attempt}");
            said.push(page.replace("sam.lead", "X").replace("nobody.atall", "X"));
        }
    }
    // Who has an account and who has none are answered alike, attempt by attempt.
    assert_eq!(said[..12], said[12..]);
    // Not even the right passphrase gets in meanwhile, and another's still does.
    assert!(sprayer.signs_in(&town, "Sam Lead", PASSPHRASE).await.text().contains("too many"));
    assert_eq!(alex.signs_in(&town, "Alex Clerk", PASSPHRASE).await.status, StatusCode::SEE_OTHER);
    town.wait(SignedDuration::from_mins(16));
    let mut sam = Browser::default();
    assert_eq!(sam.signs_in(&town, "Sam Lead", PASSPHRASE).await.status, StatusCode::SEE_OTHER);
    println!("{} attempts answered alike", said.len());
}

#[tokio::test]
async fn one_address_tries_fifty_times_whoever_it_names() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let mut sprayer = Browser::default();
    let (mut looked_at, mut refused) = (0, 0);
    for number in 0..60 {
        let answered = sprayer.signs_in(&town, &format!("person {number}"), "Winter2026 is coming").await;
        if answered.text().contains("too many") { refused += 1 } else { looked_at += 1 }
    }
    assert_eq!((looked_at, refused), (50, 10));
    // The office behind the same address is shut out with it for a quarter of an hour; who is in stays in.
    assert!(alex.is_in(&town).await);
    println!("{looked_at} looked at, {refused} not");
}

#[tokio::test]
async fn signing_in_well_shuts_nobody_out() {
    let (town, _) = Town::with_an_administrator().await;
    for _ in 0..60 {
        let answered = Browser::default().signs_in(&town, "Alex Clerk", PASSPHRASE).await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER);
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_has_an_account_cannot_be_told_by_the_time_it_takes() {
    let (town, mut alex) = Town::with_an_administrator().await;
    town.joins(&mut alex, "Sam Lead", Role::Lead).await;
    town.invited(&mut alex, "Robin Invited", Role::Lead).await;
    let mut took = [const { Vec::new() }; 3];
    let mut sprayer = Browser::default();
    for round in 0..12 {
        for (which, name) in ["Sam Lead", "Nobody Atall", "Robin Invited"].into_iter().enumerate() {
            if round % 6 == 0 {
                town.wait(SignedDuration::from_mins(16));
            }
            let start = Instant::now();
            let answered = sprayer.signs_in(&town, name, "a guess that is wrong").await;
            took[which].push(start.elapsed());
            assert!(answered.text().contains("address or passphrase is wrong"), "{}", answered.text());
        }
    }
    let median = |times: &mut Vec<Duration>| {
        times.sort_unstable();
        times[times.len() / 2]
    };
    let [known, unknown, invited] = took.each_mut().map(median);
    println!("medians: known {known:?}, unknown {unknown:?}, invited {invited:?}");
    // A hash takes tens of milliseconds and its absence would be a tenth of that; a busy machine is given half.
    for other in [unknown, invited] {
        assert!(other * 2 > known && known * 2 > other, "{known:?} {other:?}");
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn a_crowd_at_the_door_does_not_take_the_machine() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let crowd =
        (0..40).map(|number| {
            let town = &town;
            async move {
                Browser::default().signs_in(town, &format!("person {number}"), "a guess that is wrong").await.status
            }
        });
    let crowd = futures_util::future::join_all(crowd);
    let reading = async {
        let start = Instant::now();
        assert!(alex.is_in(&town).await);
        start.elapsed()
    };
    let (answers, took) = tokio::join!(crowd, reading);
    println!("40 at once: {took:?} for a page meanwhile");
    assert!(took < Duration::from_secs(3), "{took:?}");
    // Each was told that it was wrong, or that the service is busy.
    assert!(
        answers
            .iter()
            .all(|status| [StatusCode::UNPROCESSABLE_ENTITY, StatusCode::SERVICE_UNAVAILABLE].contains(status))
    );
}
