//! The record as it stood.
use crate::ground::{
    Ground, after, chance, day, fenshire, issue, paper, present, reserve, snapshot, spelt_out, stories,
};
use domain::{
    ask::Answer,
    office::Office,
    paper::PaperFile,
    text::{Text, text},
};
use jiff::Timestamp;
use proptest::{collection, prelude::*, test_runner::TestRunner};
use record::{Error, Record};
use uuid::Uuid;

stories! {
    as_at_an_entry_is_what_was_shown_then
    a_place_inside_a_change_is_rounded_down
    a_day_ends_at_midnight_in_london
    a_history_tells_every_state_of_an_item
    a_root_is_found_again_beyond_a_frontier
}

#[derive(Clone, Copy, Debug)]
enum Step {
    Snapshot,
    Reserve,
    Issue(u8),
    Present(u8),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let step = prop_oneof![
        Just(Step::Snapshot),
        Just(Step::Reserve),
        any::<u8>().prop_map(Step::Issue),
        any::<u8>().prop_map(Step::Present),
    ];
    collection::vec(step, 1..24)
}

/// The oracle: every entry applied in turn, from the first.
async fn replayed(record: &Record, seq: i64) -> Office {
    let mut office = Office::empty(record.office().head().office);
    for (entry, body) in record.entries(1, seq).await.unwrap() {
        office.apply(&entry, &body).unwrap();
    }
    office
}

/// Lives through some steps; gives the root as it was at the end of each change.
async fn live(record: &Record, steps: &[Step]) -> Vec<(i64, [u8; 32])> {
    let mut papers: Vec<(Uuid, Text)> = vec![];
    let mut roots = vec![];
    for (n, step) in steps.iter().enumerate() {
        let now = after(i64::try_from(n).unwrap());
        let chosen = |which: u8| papers.get(usize::from(which) % papers.len().max(1)).cloned();
        // What the rules refuse (a paper issued twice, presented before it was issued) is part of an honest history.
        let ask = match *step {
            Step::Snapshot => snapshot(format!("Position {n}"), now),
            Step::Reserve => reserve(record, text("Delivery Plan"), now),
            Step::Issue(which) => {
                let file = PaperFile { format: text("csv"), name: text("a.csv"), sha256: text("0"), size: 1 };
                let Some((paper, _)) = chosen(which) else { continue };
                issue(paper, &file, now)
            }
            Step::Present(which) => {
                let Some((_, number)) = chosen(which) else { continue };
                present(&number, day("2025-12-01"), now)
            }
        };
        match record.write(ask).await {
            Ok(written) => {
                if let Answer::Number { paper, number, .. } = written.answer {
                    papers.push((paper, number));
                }
                roots.push((written.seq, record.at(written.seq).await.unwrap().root));
            }
            Err(Error::Refused(_)) => {}
            Err(other) => panic!("{other}"),
        }
    }
    roots
}

async fn as_at_an_entry_is_what_was_shown_then(ground: Ground) {
    let mut runner = TestRunner::deterministic();
    let mut compared = 0;
    for case in 0..8_u8 {
        let steps = steps().new_tree(&mut runner).unwrap().current();
        let place = ground.elsewhere().await;
        let record = Record::begin(&place, fenshire(), after(0), chance(case)).await.unwrap();
        let roots = live(&record, &steps).await;
        // A fresh handle, so that nothing is at hand but the live office; then in an order that is not time's.
        let record = Record::open(&place).await.unwrap();
        let head = record.office().head().seq;
        for n in 0..=head - 7 {
            let seq = 7 + (n * 7 + 3) % (head - 6);
            let at = record.at(seq).await.unwrap();
            assert_eq!(spelt_out(&at.office), spelt_out(&replayed(&record, seq).await), "{steps:?} at {seq}");
            if let Some((_, root)) = roots.iter().find(|(end, _)| *end == seq) {
                assert_eq!(at.root, *root, "{steps:?} at {seq}");
            }
            compared += 1;
        }
        record.close().await;
    }
    println!("{compared} offices of the past compared");
    assert!(compared > 40);
}

trait Current {
    type Value;
    fn current(&self) -> Self::Value;
}

impl<T: proptest::strategy::ValueTree> Current for T {
    type Value = T::Value;
    fn current(&self) -> T::Value {
        proptest::strategy::ValueTree::current(self)
    }
}

async fn a_place_inside_a_change_is_rounded_down(ground: Ground) {
    let record = ground.begin().await;
    record.write(snapshot("September", after(1))).await.unwrap();
    assert_eq!(record.at(8).await.unwrap().office.head().seq, 8);
    assert_eq!(record.at(7).await.unwrap().office.head().seq, 7);
    assert_eq!(record.at(3).await.unwrap().office.head().seq, 7, "nothing comes before the first change");
    for none in [0, -1, 9] {
        assert!(matches!(record.at(none).await.unwrap_err(), Error::NoEntry { head: 8, .. }));
    }
    let statement = record.statement(7).await.unwrap();
    record.write(snapshot("November", after(2))).await.unwrap();
    assert_eq!(record.statement(7).await.unwrap(), statement);
    assert_eq!(ground.open().await.statement(7).await.unwrap(), statement);
    let mut lines = statement.lines();
    assert!(lines.next().unwrap().starts_with("milepost/"));
    assert_eq!(lines.next(), Some("7"));
}

async fn a_day_ends_at_midnight_in_london(ground: Ground) {
    let at = |time: &str| -> Timestamp { time.parse().unwrap() };
    let record = Record::begin(&ground.place, fenshire(), at("2025-06-30T10:00:00Z"), chance(1)).await.unwrap();
    // Summer time: London is an hour ahead.
    record.write(snapshot("Last of June", at("2025-06-30T22:59:59.999999Z"))).await.unwrap();
    record.write(snapshot("First of July", at("2025-06-30T23:00:00Z"))).await.unwrap();
    assert_eq!(record.seq_at_day(day("2025-06-30")).await.unwrap(), 8);
    assert_eq!(record.seq_at_day(day("2025-07-01")).await.unwrap(), 9);
    assert_eq!(record.seq_at_day(day("2030-01-01")).await.unwrap(), 9);
    let error = record.seq_at_day(day("2025-06-29")).await.unwrap_err();
    assert_eq!(error.to_string(), "the record has nothing on or before 2025-06-29; it begins on 2025-06-30");
}

async fn a_history_tells_every_state_of_an_item(ground: Ground) {
    let record = ground.begin().await;
    let issued = paper(&record, b"%PDF-1.7", after(1)).await;
    let Answer::Item(item) = issued.answer else { panic!("a paper was issued") };
    let history = record.history(item).await.unwrap();
    let acts: Vec<_> = history.iter().map(|(entry, _)| (entry.act.as_str(), entry.version)).collect();
    assert_eq!(acts, [("reserved", 1), ("issued", 2), ("presented", 3)]);
    assert!(history.iter().all(|(_, body)| body.starts_with(b"{")));
    assert!(record.history(Uuid::nil()).await.unwrap().is_empty());
}

async fn a_root_is_found_again_beyond_a_frontier(ground: Ground) {
    let record = ground.begin().await;
    let (mut tasks, mut then) = (vec![], None);
    for n in 0..540 {
        let record = record.clone();
        tasks.push(tokio::spawn(async move { record.write(reserve(&record, text("Plan"), after(n))).await.unwrap() }));
        if n == 300 {
            for task in tasks.drain(..) {
                task.await.unwrap();
            }
            then = Some(record_statement(&ground).await);
        }
    }
    for task in tasks {
        task.await.unwrap();
    }
    let (seq, statement) = then.unwrap();
    assert_eq!(record.statement(seq).await.unwrap(), statement);
    assert_eq!(ground.meddler().await.count("frontier").await, 2);
    let verification = record.verify().await.unwrap();
    assert!(verification.ok, "{:?}", verification.problems);
    // They are beside the record: without them it is the same record.
    ground.meddler().await.run("DELETE FROM frontier").await;
    let again = ground.open().await;
    assert_eq!(again.statement(seq).await.unwrap(), statement);
    assert!(again.verify().await.unwrap().ok);
}

async fn record_statement(ground: &Ground) -> (i64, String) {
    let record = ground.open().await;
    let seq = record.office().head().seq;
    (seq, record.statement(seq).await.unwrap())
}
