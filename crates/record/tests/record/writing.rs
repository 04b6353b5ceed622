//! Beginning, opening and writing.
use crate::ground::{
    Ground, after, ask, blob_path, chance, fenshire, morning, paper, reserve, snapshot, spelt_out, stories,
};
use domain::{
    actor::Role,
    ask::{Answer, Command, Refusal},
    settings::Begin,
    text::{Text, text},
};
use record::{Error, Record};
use std::{collections::BTreeSet, os::unix::fs::PermissionsExt};

stories! {
    an_office_begins_and_is_found_again
    a_place_holds_one_record
    a_refused_beginning_leaves_nothing_behind
    a_beginning_that_was_cut_off_can_be_made_again
    two_who_begin_at_once_make_one_office
    sixteen_writers_lose_nothing
    two_nodes_write_at_once
    a_refused_ask_does_not_disturb_the_others
    the_same_key_twice_is_one_effect
    an_ask_made_on_an_old_version_is_refused
    time_never_runs_backwards
    a_dry_run_writes_nothing
    a_body_too_large_for_a_row_is_a_file
    a_newer_release_leaves_this_one_reading
    a_database_that_lost_signed_entries_is_not_written
    a_folder_and_a_database_that_are_strangers_are_refused
    a_node_without_the_key_writes_and_does_not_sign
    a_signature_covers_what_was_written_since
    jobs_are_kept_until_they_are_done
    connections_that_break_lose_nothing_and_double_nothing
}

async fn an_office_begins_and_is_found_again(ground: Ground) {
    let record = ground.begin().await;
    let office = record.office();
    assert_eq!(office.settings().unwrap().item.name, text("Fenshire"));
    assert_eq!(office.head().seq, 7);
    let key = std::fs::metadata(ground.place.dir.join("signing.key")).unwrap();
    assert_eq!(key.permissions().mode() & 0o777, 0o600);
    let written = record.write(snapshot("Panel September", after(1))).await.unwrap();
    assert_eq!(written.seq, 8);
    assert!(matches!(written.answer, Answer::Item(_)));
    let again = ground.open().await;
    assert_eq!(spelt_out(&again.office()), spelt_out(&record.office()));
    assert_eq!(again.read_only(), None);
}

async fn a_place_holds_one_record(ground: Ground) {
    let error = Record::open(&ground.place).await.unwrap_err();
    assert!(error.to_string().contains("run milepost init"), "{error}");
    assert!(!ground.place.dir.exists(), "a look leaves nothing behind");
    ground.begin().await;
    let error = Record::begin(&ground.place, fenshire(), morning(), chance(2)).await.unwrap_err();
    assert!(matches!(error, Error::NotEmpty { .. }), "{error}");
    std::fs::create_dir_all(ground.path("full")).unwrap();
    std::fs::write(ground.path("full").join("letter.txt"), "Dear Panel").unwrap();
    let error = Record::begin(&record::Place::folder(ground.path("full")), fenshire(), morning(), chance(2)).await;
    assert!(error.unwrap_err().to_string().contains("it holds letter.txt"));
}

async fn a_refused_beginning_leaves_nothing_behind(ground: Ground) {
    let begin = Begin { code: Some(text("!")), ..fenshire() };
    let error = Record::begin(&ground.place, begin, morning(), chance(1)).await.unwrap_err();
    assert!(matches!(error, Error::Refused(_)), "{error}");
    assert!(!ground.place.dir.exists());
    ground.begin().await;
}

async fn a_beginning_that_was_cut_off_can_be_made_again(ground: Ground) {
    let record = ground.begin().await;
    record.close().await;
    // As a crash just before the commit leaves it: key and tables, and nothing in them.
    let mut meddler = ground.meddler().await;
    for table in ["entry", "state", "item", "head", "checkpoint", "frontier", "idempotency"] {
        meddler.run(&format!("DELETE FROM {table}")).await;
    }
    std::fs::remove_file(ground.place.dir.join("checkpoint")).unwrap();
    let error = Record::open(&ground.place).await.unwrap_err();
    assert!(matches!(error, Error::NoRecord { .. }), "{error}");
    let record = Record::begin(&ground.place, fenshire(), morning(), chance(3)).await.unwrap();
    assert!(record.verify().await.unwrap().ok);
}

async fn two_who_begin_at_once_make_one_office(ground: Ground) {
    let (one, two) = tokio::join!(
        Record::begin(&ground.place, fenshire(), morning(), chance(1)),
        Record::begin(&ground.place, fenshire(), morning(), chance(2)),
    );
    assert_eq!(u8::from(one.is_ok()) + u8::from(two.is_ok()), 1, "{one:?} {two:?}");
    assert!(ground.open().await.verify().await.unwrap().ok);
    assert_eq!(ground.meddler().await.count("head").await, 1);
}

async fn sixteen_writers_lose_nothing(ground: Ground) {
    let record = ground.begin().await;
    let writers = (0..16).map(|writer| {
        let record = record.clone();
        tokio::spawn(async move {
            let mut seqs = Vec::new();
            for n in 0..20 {
                let written = record.write(snapshot(format!("Writer {writer} take {n}"), after(n))).await.unwrap();
                // Read-your-writes: whoever is answered finds it.
                assert!(record.office().head().seq >= written.seq);
                seqs.push(written.seq);
            }
            seqs
        })
    });
    let mut all = BTreeSet::new();
    for writer in writers.collect::<Vec<_>>() {
        all.extend(writer.await.unwrap());
    }
    assert_eq!(all, (8..8 + 320).collect());
    let verification = record.verify().await.unwrap();
    assert!(verification.ok, "{:?}", verification.problems);
    assert_eq!((verification.entries, verification.past_checkpoint), (327, 0));
    assert_eq!(spelt_out(&ground.open().await.office()), spelt_out(&record.office()));
}

async fn two_nodes_write_at_once(ground: Ground) {
    let nodes = [ground.begin().await, ground.open().await];
    let writers = (0..8).map(|writer| {
        let record = nodes[writer % 2].clone();
        tokio::spawn(async move {
            for n in 0..10 {
                record.write(snapshot(format!("Writer {writer} take {n}"), after(n))).await.unwrap();
            }
        })
    });
    for writer in writers.collect::<Vec<_>>() {
        writer.await.unwrap();
    }
    let offices = [nodes[0].follow().await.unwrap(), nodes[1].follow().await.unwrap()];
    assert_eq!(offices[0].head().seq, 7 + 80);
    assert_eq!(spelt_out(&offices[0]), spelt_out(&offices[1]));
    let verification = nodes[1].verify().await.unwrap();
    assert!(verification.ok, "{:?}", verification.problems);
    assert_eq!((verification.entries, verification.past_checkpoint), (87, 0));
}

async fn a_refused_ask_does_not_disturb_the_others(ground: Ground) {
    let record = ground.begin().await;
    let mut reader = snapshot("Not allowed", after(1));
    reader.actor.role = Role::Reader;
    let mut spoilt = snapshot("Spoilt key", after(1));
    spoilt.key = Some("a\0b".into());
    let asks = [
        snapshot("September", after(1)),
        snapshot("september", after(1)),
        reader,
        spoilt,
        snapshot("2025", after(1)),
        snapshot("November", after(1)),
    ];
    let tasks: Vec<_> = asks
        .into_iter()
        .map(|ask| {
            let record = record.clone();
            tokio::spawn(async move { record.write(ask).await })
        })
        .collect();
    let mut outcomes = Vec::new();
    for task in tasks {
        outcomes.push(task.await.unwrap());
    }
    let landed = outcomes.iter().filter(|outcome| outcome.is_ok()).count();
    assert_eq!(landed, 2, "{outcomes:?}");
    assert!(outcomes[5].is_ok());
    assert!(matches!(&outcomes[2], Err(Error::Refused(Refusal::NotAllowed { .. }))));
    assert!(matches!(&outcomes[3], Err(Error::Refused(Refusal::Because(why))) if why.contains("control character")));
    assert_eq!(record.follow().await.unwrap().head().seq, 9);
    assert!(record.verify().await.unwrap().ok);
}

async fn the_same_key_twice_is_one_effect(ground: Ground) {
    let record = ground.begin().await;
    let mut twice = snapshot("Panel September", after(1));
    twice.key = Some("form 1".into());
    let (one, two) = tokio::join!(record.write(twice.clone()), record.write(twice.clone()));
    let one = one.unwrap();
    assert_eq!(one, two.unwrap());
    let again = ground.open().await;
    assert_eq!(again.write(twice.clone()).await.unwrap(), one);
    assert_eq!(again.follow().await.unwrap().head().seq, 8);
    // The key is the asker's own, and the command's.
    let mut other = reserve(&again, text("Delivery Plan"), after(2));
    other.key = Some("form 1".into());
    let number = again.write(other.clone()).await.unwrap();
    assert_eq!(number.seq, 9);
    assert!(matches!(&number.answer, Answer::Number { number, .. } if number.as_str() == "FEN-2025-001"));
    assert_eq!(again.write(other).await.unwrap(), number);
    twice.actor.post = uuid::Uuid::from_u128(8).into();
    let error = again.write(twice).await.unwrap_err();
    assert!(error.to_string().contains("already a position called"), "{error}");
}

async fn an_ask_made_on_an_old_version_is_refused(ground: Ground) {
    let record = ground.begin().await;
    let settings = record.office().settings().unwrap().id.uuid();
    let mut stale = snapshot("Panel September", after(1));
    stale.seen = vec![(settings, 4)];
    let error = record.write(stale.clone()).await.unwrap_err();
    assert!(matches!(error, Error::Refused(Refusal::Moved { now: 1, .. })), "{error}");
    stale.seen = vec![(settings, 1)];
    record.write(stale).await.unwrap();
}

async fn time_never_runs_backwards(ground: Ground) {
    let record = ground.begin().await;
    record.write(snapshot("Later", after(60))).await.unwrap();
    record.write(snapshot("Earlier", after(30))).await.unwrap();
    let entries = record.entries(8, 99).await.unwrap();
    assert_eq!(entries.len(), 2);
    assert_eq!(entries[1].0.time(), after(60));
    assert!(record.verify().await.unwrap().ok);
}

async fn a_dry_run_writes_nothing(ground: Ground) {
    let record = ground.begin().await;
    let ask = snapshot("Panel September", after(1));
    assert_eq!(record.decide_only(&ask).await.unwrap().drafts.len(), 1);
    assert_eq!(record.follow().await.unwrap().head().seq, 7);
    record.write(ask.clone()).await.unwrap();
    assert!(matches!(record.decide_only(&ask).await.unwrap_err(), Error::Refused(_)));
}

async fn a_body_too_large_for_a_row_is_a_file(ground: Ground) {
    let record = ground.begin().await;
    let title = Text::new("Ŵ".repeat(190_000)).unwrap();
    let written = record.write(reserve(&record, title, after(1))).await.unwrap();
    let (_, body) = record.entries(written.seq, written.seq).await.unwrap().remove(0);
    assert!(body.len() > 256 * 1024);
    let path = blob_path(&ground.place, &body);
    assert!(path.exists());
    let column = ground.meddler().await.bytes(&format!("SELECT body FROM state WHERE seq = {}", written.seq)).await;
    assert!(column.starts_with(b"blob:sha256:"));
    assert_eq!(spelt_out(&ground.open().await.office()), spelt_out(&record.office()));
    assert!(record.verify().await.unwrap().ok);
    std::fs::remove_file(&path).unwrap();
    let problems = record.verify().await.unwrap().problems;
    assert!(problems.iter().any(|problem| problem.seq == Some(written.seq)), "{problems:?}");
}

async fn a_newer_release_leaves_this_one_reading(ground: Ground) {
    let record = ground.begin().await;
    let watching = ground.open().await;
    record.write(snapshot("September", after(1))).await.unwrap();
    watching.follow().await.unwrap();
    let before = spelt_out(&record.office());
    record.write(snapshot("November", after(2))).await.unwrap();
    record.write(snapshot("January", after(3))).await.unwrap();
    for newer in ["shape = 99", "kind = 'poem'", "act = 'scored'"] {
        let mut meddler = ground.meddler().await;
        meddler.run("CREATE TABLE kept AS SELECT * FROM entry").await;
        meddler.run(&format!("UPDATE entry SET {newer} WHERE seq = 9")).await;
        let node = ground.open().await;
        assert!(node.read_only().unwrap().contains("newer release"), "{newer}");
        assert_eq!(spelt_out(&node.office()), before, "{newer}: it shows the last it can read");
        let error = node.write(snapshot("March", after(4))).await.unwrap_err();
        assert!(matches!(error, Error::ReadOnly { .. }), "{error}");
        assert_eq!(node.at(7).await.unwrap().office.head().seq, 7);
        meddler.run("DELETE FROM entry").await;
        meddler.run("INSERT INTO entry SELECT * FROM kept").await;
        meddler.run("DROP TABLE kept").await;
    }
    ground.meddler().await.run("UPDATE entry SET shape = 99 WHERE seq = 9").await;
    // A node that was running when the newer release wrote.
    assert_eq!(spelt_out(&watching.follow().await.unwrap()), before);
    assert!(watching.read_only().unwrap().contains("newer release"));
}

async fn a_database_that_lost_signed_entries_is_not_written(ground: Ground) {
    let record = ground.begin().await;
    let written = record.write(snapshot("September", after(1))).await.unwrap();
    record.close().await;
    let mut meddler = ground.meddler().await;
    for table in ["entry", "state", "item", "checkpoint"] {
        meddler.run(&format!("DELETE FROM {table} WHERE seq = {}", written.seq)).await;
    }
    meddler.run("UPDATE head SET seq = 7").await;
    let record = ground.open().await;
    assert!(record.read_only().unwrap().contains("not the ones that were signed"), "{:?}", record.read_only());
    let error = record.write(snapshot("November", after(2))).await.unwrap_err();
    assert!(error.to_string().contains("milepost verify"), "{error}");
    assert!(!record.sign_if_due().await.unwrap());
    assert!(!record.verify().await.unwrap().ok);
}

async fn a_folder_and_a_database_that_are_strangers_are_refused(ground: Ground) {
    ground.begin().await;
    let mut other = ground.elsewhere().await;
    Record::begin(&other, fenshire(), morning(), chance(2)).await.unwrap().close().await;
    if other.database.is_some() {
        other.database.clone_from(&ground.place.database);
    } else {
        ground.open().await.close().await;
        std::fs::copy(ground.place.dir.join("milepost.db"), other.dir.join("milepost.db")).unwrap();
    }
    let error = Record::open(&other).await.unwrap_err();
    assert!(matches!(error, Error::Strangers { .. }), "{error}");
}

async fn a_node_without_the_key_writes_and_does_not_sign(ground: Ground) {
    let record = ground.begin().await;
    let (key, away) = (ground.place.dir.join("signing.key"), ground.path("signing.key"));
    std::fs::rename(&key, &away).unwrap();
    record.write(snapshot("September", after(1))).await.unwrap();
    assert!(!record.sign_if_due().await.unwrap());
    assert!(matches!(record.sign().await.unwrap_err(), Error::NotSigned { .. }));
    let verification = record.verify().await.unwrap();
    assert!(verification.ok);
    assert_eq!(verification.past_checkpoint, 1);
    std::fs::rename(&away, &key).unwrap();
    assert!(record.sign_if_due().await.unwrap());
    assert!(!record.sign_if_due().await.unwrap());
    assert_eq!(record.verify().await.unwrap().past_checkpoint, 0);
}

async fn a_signature_covers_what_was_written_since(ground: Ground) {
    let record = ground.begin().await;
    record.write(reserve(&record, text("Delivery Plan"), after(1))).await.unwrap();
    assert_eq!(record.verify().await.unwrap().past_checkpoint, 1, "a reserved number is not signed at once");
    paper(&record, b"%PDF", after(2)).await;
    assert_eq!(record.verify().await.unwrap().past_checkpoint, 1, "issued is, presented is not");
    assert!(record.sign_if_due().await.unwrap());
    let note = std::fs::read_to_string(ground.place.dir.join("checkpoint")).unwrap();
    assert!(note.starts_with(&record.statement(11).await.unwrap()), "{note}");
    let demo = ground.elsewhere().await;
    Record::begin(&demo, Begin { demo: true, ..fenshire() }, morning(), chance(2)).await.unwrap();
    assert!(std::fs::read_to_string(demo.dir.join("checkpoint")).unwrap().starts_with("milepost/DEMO/"));
}

async fn jobs_are_kept_until_they_are_done(ground: Ground) {
    let record = ground.begin().await;
    let what = serde_json::json!({"publish": "FEN-2025-001", "weight": 1.10});
    let late = record.schedule(after(90), &what).await.unwrap();
    let early = record.schedule(after(60), &what).await.unwrap();
    assert!(record.due(after(59)).await.unwrap().is_empty());
    let again = ground.open().await;
    let due = again.due(after(90)).await.unwrap();
    assert_eq!(due.iter().map(|job| job.id).collect::<Vec<_>>(), [early, late]);
    assert_eq!((due[0].run_at, &due[0].what), (after(60), &what));
    again.done(early).await.unwrap();
    assert_eq!(record.due(after(90)).await.unwrap().len(), 1);
}

/// Needs to mount a small disk, which not every machine lets its tests do.
#[tokio::test(flavor = "multi_thread")]
async fn a_full_disk_refuses_plainly_and_heals_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let disk = dir.path().join("disk");
    std::fs::create_dir(&disk).unwrap();
    let mount = |options: &str| {
        let mut mount = std::process::Command::new("mount");
        mount.args(["-t", "tmpfs", "-o", options, "tmpfs"]).arg(&disk);
        mount.stderr(std::process::Stdio::null()).status().is_ok_and(|status| status.success())
    };
    if !mount("size=2m") {
        println!("disk full: not run");
        return;
    }
    let place = record::Place::folder(disk.join("office"));
    let record = Record::begin(&place, fenshire(), morning(), chance(1)).await.unwrap();
    let (mut acknowledged, mut refused) = (7, vec![]);
    for n in 0..400 {
        match record.write(reserve(&record, text("Delivery Plan"), after(n))).await {
            Ok(written) => acknowledged = written.seq,
            Err(error) => refused.push(error),
        }
    }
    assert!(refused.len() > 10, "the disk was never full");
    let spoken = "the disk is full, so nothing was written; free some space and try again";
    assert!(refused.iter().all(|error| error.to_string() == spoken), "{:?}", refused[0]);
    assert_eq!(record.follow().await.unwrap().head().seq, acknowledged);
    assert_eq!(record.at(7).await.unwrap().office.head().seq, 7, "reading goes on");
    assert!(mount("remount,size=32m"));
    let written = record.write(snapshot("Space again", after(401))).await.unwrap();
    assert_eq!(written.seq, acknowledged + 1);
    assert!(record.verify().await.unwrap().ok);
    record.close().await;
    assert!(mount("remount,ro"));
    let record = Record::open(&place).await.unwrap();
    assert_eq!(record.office().head().seq, written.seq);
    let error = record.write(snapshot("November", after(402))).await.unwrap_err();
    assert!(matches!(error, Error::ReadOnly { .. }), "{error}");
    assert!(record.verify().await.unwrap().ok);
    record.close().await;
    let unmounted = std::process::Command::new("umount").arg(&disk).status();
    assert!(unmounted.is_ok_and(|status| status.success()));
}

/// Whoever is told "it cannot be reached" asks again under the same key, and there is one effect. On SQLite nothing
/// breaks, and the same holds.
async fn connections_that_break_lose_nothing_and_double_nothing(ground: Ground) {
    let record = ground.begin().await;
    let writers = (0..4).map(|writer| {
        let record = record.clone();
        tokio::spawn(async move {
            let mut told = 0;
            for n in 0..25 {
                let mut ask = reserve(&record, text("Delivery Plan"), after(n));
                ask.key = Some(format!("writer {writer} take {n}"));
                loop {
                    match record.write(ask.clone()).await {
                        Ok(_) => break,
                        Err(Error::Away { .. } | Error::Busy | Error::Unconfirmed(_)) => told += 1,
                        Err(other) => panic!("{other}"),
                    }
                }
            }
            told
        })
    });
    let writers: Vec<_> = writers.collect();
    let mut broken = 0;
    for _ in 0..12 {
        tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        broken += ground.break_connections().await;
    }
    let mut told = 0;
    for writer in writers {
        told += writer.await.unwrap();
    }
    println!("{broken} connections broken; {told} times somebody was told to try again");
    assert_eq!(ground.place.database.is_some(), broken > 0);
    let verification = ground.open().await.verify().await.unwrap();
    assert!(verification.ok, "{:?}", verification.problems);
    assert_eq!(verification.entries, 7 + 100);
}

#[tokio::test]
async fn an_address_that_is_none_is_refused_in_words() {
    let dir = tempfile::tempdir().unwrap();
    let place = record::Place { dir: dir.path().join("office"), database: Some("mysql://x".into()) };
    let error = Record::begin(&place, fenshire(), morning(), chance(1)).await.unwrap_err();
    assert!(error.to_string().contains("does not begin with postgres://"), "{error}");
    let place = record::Place { database: Some("postgres://nobody@127.0.0.1:1/none".into()), ..place };
    let error = Record::open(&place).await.unwrap_err();
    assert!(matches!(error, Error::Away { .. }), "{error}");
    let begin = ask(Command::Begin(fenshire()), morning());
    assert_eq!(begin.command.name(), "begin");
}
