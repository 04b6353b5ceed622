//! Somebody meddles with the tables, and is found out.
use crate::ground::{Ground, Meddler, after, blob_path, paper, reserve, snapshot, stories};
use domain::text::text;
use record::{Problem, Record};
use sha2::{Digest, Sha256};

stories! {
    every_column_that_is_edited_is_found_with_its_entry
    any_byte_of_a_state_that_is_edited_is_found
    rows_that_are_deleted_or_added_are_found
    a_forger_who_computes_every_hash_again_is_found_by_the_signature
    a_record_that_was_rolled_back_is_found_by_the_folder
    an_entry_that_nobody_signed_can_be_cut_off_and_verify_says_how_many
    a_checkpoint_that_is_edited_is_found
    an_issued_file_that_is_edited_or_gone_is_found
    a_key_of_somebody_else_is_found
    a_record_too_damaged_to_open_is_still_examined
}

/// Twelve changes after the beginning, every one signed but the last two of the paper.
async fn history(ground: &Ground) -> Record {
    let record = ground.begin().await;
    for n in 1..=6 {
        let mut ask = snapshot(format!("Position {n}"), after(n));
        ask.on = Some(crate::ground::day("2025-09-12"));
        record.write(ask).await.unwrap();
    }
    paper(&record, b"%PDF-1.7 as despatched", after(7)).await;
    for n in 8..=10 {
        record.write(snapshot(format!("Position {n}"), after(n))).await.unwrap();
    }
    let verification = record.verify().await.unwrap();
    assert!(verification.ok, "{:?}", verification.problems);
    record
}

async fn keep(meddler: &mut Meddler) {
    for table in ["entry", "state", "item"] {
        meddler.run(&format!("CREATE TABLE kept_{table} AS SELECT * FROM {table}")).await;
    }
}

async fn put_back(meddler: &mut Meddler, table: &str) {
    meddler.run(&format!("DELETE FROM {table}")).await;
    meddler.run(&format!("INSERT INTO {table} SELECT * FROM kept_{table}")).await;
}

fn names(problems: &[Problem], seq: i64) -> bool {
    problems.iter().any(|problem| problem.seq == Some(seq))
}

async fn every_column_that_is_edited_is_found_with_its_entry(ground: Ground) {
    let record = history(&ground).await;
    let head = record.office().head().seq;
    let mut meddler = ground.meddler().await;
    keep(&mut meddler).await;
    let edits = [
        ("entry", "office = change"),
        ("entry", "seq = seq + 1000"),
        ("entry", "change = office"),
        ("entry", "last_of_change = NOT last_of_change"),
        ("entry", "at = at + 1"),
        ("entry", "on_date = '2020-02-29'"),
        ("entry", "on_date = NULL"),
        ("entry", "actor = office"),
        ("entry", "act = 'restored'"),
        ("entry", "kind = 'plan'"),
        ("entry", "item = office"),
        ("entry", "version = version + 1"),
        ("entry", "shape = shape + 1"),
        ("entry", "shape = 0"),
        ("entry", "state_hash = leaf_hash"),
        ("entry", "leaf_hash = state_hash"),
        ("state", "office = (SELECT change FROM entry WHERE seq = 8)"),
        ("state", "seq = seq + 1000"),
        ("state", "salt = (SELECT leaf_hash FROM entry WHERE seq = 8)"),
        ("state", "body = salt"),
        ("state", "salt = body, body = salt"),
        ("item", "office = id"),
        ("item", "kind = 'plan'"),
        ("item", "id = office"),
        ("item", "seq = seq - 1"),
        ("item", "seq = seq + 1000"),
    ];
    let (mut made, mut found) = (0, 0);
    for (table, edit) in edits {
        for seq in 1..=head {
            // What was so before is no edit; and items point at newest states only.
            let was_so = if edit == "on_date = NULL" { "AND on_date IS NOT NULL" } else { "" };
            if meddler.run(&format!("UPDATE {table} SET {edit} WHERE seq = {seq} {was_so}")).await == 0 {
                continue;
            }
            made += 1;
            let verification = record.verify().await.unwrap();
            assert!(!verification.ok, "{table} {edit} at {seq} was not found");
            assert!(names(&verification.problems, seq), "{table} {edit} at {seq}: {:?}", verification.problems);
            found += 1;
            put_back(&mut meddler, table).await;
        }
    }
    println!("{found} of {made} edits found, each with its entry");
    assert!(made > 350, "{made}");
    assert!(record.verify().await.unwrap().ok, "a record that was put back is as it was");
}

async fn any_byte_of_a_state_that_is_edited_is_found(ground: Ground) {
    let record = history(&ground).await;
    let head = record.office().head().seq;
    let mut meddler = ground.meddler().await;
    let (mut made, mut found) = (0, 0);
    for seq in 1..=head {
        for (table, column) in [("state", "body"), ("state", "salt"), ("entry", "state_hash"), ("entry", "leaf_hash")] {
            let bytes = meddler.bytes(&format!("SELECT {column} FROM {table} WHERE seq = {seq}")).await;
            let put = format!("UPDATE {table} SET {column} = $1 WHERE seq = {seq}");
            for place in [0, bytes.len() / 2, bytes.len() - 1] {
                let mut edited = bytes.clone();
                edited[place] ^= 1;
                meddler.put(&put, edited).await;
                made += 1;
                let problems = record.verify().await.unwrap().problems;
                assert!(names(&problems, seq), "{table}.{column} byte {place} of entry {seq}: {problems:?}");
                found += 1;
            }
            meddler.put(&put, bytes).await;
        }
    }
    println!("{found} of {made} edits of a byte found, each with its entry");
    assert!(made >= 200);
    assert!(record.verify().await.unwrap().ok);
}

async fn rows_that_are_deleted_or_added_are_found(ground: Ground) {
    let record = history(&ground).await;
    let head = record.office().head().seq;
    let mut meddler = ground.meddler().await;
    keep(&mut meddler).await;
    let mut made = 0;
    for table in ["entry", "state", "item"] {
        for seq in 1..=head {
            if meddler.run(&format!("DELETE FROM {table} WHERE seq = {seq}")).await == 0 {
                continue;
            }
            made += 1;
            let problems = record.verify().await.unwrap().problems;
            assert!(names(&problems, seq), "{table} without {seq}: {problems:?}");
            put_back(&mut meddler, table).await;
        }
    }
    for (table, row, seq) in [
        (
            "entry",
            "office, seq + 1, office, last_of_change, at, on_date, actor, act, kind, office, 1, shape, state_hash, leaf_hash",
            head + 1,
        ),
        ("state", "office, seq + 1, salt, body", head + 1),
    ] {
        meddler.run(&format!("INSERT INTO {table} SELECT {row} FROM {table} WHERE seq = {head}")).await;
        made += 1;
        let problems = record.verify().await.unwrap().problems;
        assert!(names(&problems, seq), "{table}: {problems:?}");
        put_back(&mut meddler, table).await;
    }
    meddler.run(&format!("INSERT INTO item SELECT office, kind, office, seq FROM item WHERE seq = {head}")).await;
    made += 1;
    assert!(names(&record.verify().await.unwrap().problems, head));
    put_back(&mut meddler, "item").await;
    // Two entries that change places.
    for (from, to) in [(9, -1), (10, 9), (-1, 10)] {
        meddler.run(&format!("UPDATE entry SET seq = {to} WHERE seq = {from}")).await;
    }
    made += 1;
    let problems = record.verify().await.unwrap().problems;
    assert!(names(&problems, 9) && names(&problems, 10), "{problems:?}");
    println!("{made} of {made} deletions, additions and exchanges found");
}

/// The leaf of an entry, written a second time from docs/record-format.md and not from the crate.
async fn forged_leaf(record: &Record, seq: i64, state_hash: &[u8]) -> Vec<u8> {
    let (entry, _) = record.entries(seq, seq).await.unwrap().remove(0);
    let columns: [Option<Vec<u8>>; 13] = [
        Some(entry.office.to_string().into()),
        Some(entry.seq.to_string().into()),
        Some(entry.change.to_string().into()),
        Some(u8::from(entry.last_of_change).to_string().into()),
        Some(entry.at.to_string().into()),
        entry.on_date.map(|day| day.to_string().into()),
        Some(entry.actor.to_string().into()),
        Some(entry.act.as_str().into()),
        Some(entry.kind.as_str().into()),
        Some(entry.item.to_string().into()),
        Some(entry.version.to_string().into()),
        Some(entry.shape.to_string().into()),
        Some(state_hash.to_vec()),
    ];
    let mut bytes = vec![0];
    for column in columns {
        match column {
            Some(column) => {
                bytes.extend(u32::try_from(column.len()).unwrap().to_be_bytes());
                bytes.extend(column);
            }
            None => bytes.extend([0xFF; 4]),
        }
    }
    Sha256::digest(bytes).to_vec()
}

async fn a_forger_who_computes_every_hash_again_is_found_by_the_signature(ground: Ground) {
    let record = history(&ground).await;
    let mut meddler = ground.meddler().await;
    let body = meddler.bytes("SELECT body FROM state WHERE seq = 9").await;
    let body = String::from_utf8(body).unwrap().replace("Position 2", "Position Z").into_bytes();
    let salt = meddler.bytes("SELECT salt FROM state WHERE seq = 9").await;
    let state_hash = Sha256::digest([salt, body.clone()].concat()).to_vec();
    let leaf_hash = forged_leaf(&record, 9, &state_hash).await;
    meddler.put("UPDATE state SET body = $1 WHERE seq = 9", body).await;
    meddler.put("UPDATE entry SET state_hash = $1 WHERE seq = 9", state_hash).await;
    meddler.put("UPDATE entry SET leaf_hash = $1 WHERE seq = 9", leaf_hash).await;
    let problems = record.verify().await.unwrap().problems;
    assert!(problems[0].seq == Some(9) && problems[0].what.contains("signed"), "{problems:?}");
    // Without the table's checkpoints the folder's still tells.
    meddler.run("DELETE FROM checkpoint").await;
    let problems = record.verify().await.unwrap().problems;
    assert!(problems.iter().any(|problem| problem.what.contains("entries 1 to 19 were changed")), "{problems:?}");
}

async fn a_record_that_was_rolled_back_is_found_by_the_folder(ground: Ground) {
    let record = ground.begin().await;
    let mut meddler = ground.meddler().await;
    // The forger kept the head of a better day, and takes out everything since, checkpoints too.
    meddler.run("CREATE TABLE better AS SELECT * FROM head").await;
    for n in 1..=3 {
        record.write(snapshot(format!("Position {n}"), after(n))).await.unwrap();
    }
    for table in ["entry", "state", "item", "checkpoint"] {
        meddler.run(&format!("DELETE FROM {table} WHERE seq > 7")).await;
    }
    meddler.run("DELETE FROM head").await;
    meddler.run("INSERT INTO head SELECT * FROM better").await;
    for verification in [record.verify().await.unwrap(), Record::examine(&ground.place, None).await.unwrap()] {
        assert_eq!(verification.problems.len(), 1, "{:?}", verification.problems);
        let problem = &verification.problems[0];
        assert_eq!(problem.seq, Some(8));
        assert_eq!(
            problem.what,
            "entries 8 to 10, once signed, are missing (the folder's checkpoint file covers them)"
        );
    }
    let error = record.follow().await.unwrap_err();
    assert!(matches!(error, record::Error::Replaced { before: 10, now: 7 }), "{error}");
}

async fn an_entry_that_nobody_signed_can_be_cut_off_and_verify_says_how_many(ground: Ground) {
    let record = history(&ground).await;
    record.write(reserve(&record, text("Delivery Plan"), after(20))).await.unwrap();
    record.write(reserve(&record, text("Delivery Plan"), after(21))).await.unwrap();
    let verification = record.verify().await.unwrap();
    assert!(verification.ok);
    assert_eq!((verification.entries, verification.past_checkpoint), (21, 2));
    record.sign().await.unwrap();
    assert_eq!(record.verify().await.unwrap().past_checkpoint, 0);
    let json = serde_json::to_value(record.verify().await.unwrap()).unwrap();
    assert_eq!(json["ok"], true);
    assert_eq!(json["entries"], 21);
    assert_eq!(json["problems"], serde_json::json!([]));
    assert_eq!(json["root"].as_str().unwrap(), record.statement(21).await.unwrap().lines().nth(2).unwrap());
}

async fn a_checkpoint_that_is_edited_is_found(ground: Ground) {
    let record = history(&ground).await;
    let file = ground.place.dir.join("checkpoint");
    let note = std::fs::read_to_string(&file).unwrap();
    std::fs::write(&file, note.replace("\n19\n", "\n18\n")).unwrap();
    assert!(!record.verify().await.unwrap().ok);
    std::fs::write(&file, "nothing").unwrap();
    assert!(!record.verify().await.unwrap().ok);
    std::fs::write(&file, &note).unwrap();
    assert!(record.verify().await.unwrap().ok);
    let mut meddler = ground.meddler().await;
    meddler.run("UPDATE checkpoint SET note = (SELECT MIN(note) FROM checkpoint) WHERE seq = 9").await;
    assert!(names(&record.verify().await.unwrap().problems, 9));
}

async fn an_issued_file_that_is_edited_or_gone_is_found(ground: Ground) {
    let record = history(&ground).await;
    let issued = 15;
    let path = blob_path(&ground.place, b"%PDF-1.7 as despatched");
    std::fs::write(&path, b"%PDF-1.7 as improved..").unwrap();
    assert!(names(&record.verify().await.unwrap().problems, issued));
    std::fs::remove_file(&path).unwrap();
    let problems = record.verify().await.unwrap().problems;
    assert!(names(&problems, issued), "{problems:?}");
    record.keep(b"%PDF-1.7 as despatched").await.unwrap();
    assert!(record.verify().await.unwrap().ok);
}

async fn a_key_of_somebody_else_is_found(ground: Ground) {
    let record = history(&ground).await;
    std::fs::write(ground.place.dir.join("signing.key"), "BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\n").unwrap();
    let problems = record.verify().await.unwrap().problems;
    assert!(problems[0].what.contains("signing.key"), "{problems:?}");
    record.write(reserve(&record, text("Delivery Plan"), after(20))).await.unwrap();
    assert!(record.sign().await.unwrap_err().to_string().contains("is not the record's key"));
}

async fn a_record_too_damaged_to_open_is_still_examined(ground: Ground) {
    let record = history(&ground).await;
    record.close().await;
    let mut meddler = ground.meddler().await;
    meddler.put("UPDATE state SET body = $1 WHERE seq = 19", b"{}".to_vec()).await;
    meddler.run("UPDATE head SET office = change").await;
    assert!(Record::open(&ground.place).await.is_err());
    let verification = Record::examine(&ground.place, None).await.unwrap();
    assert!(names(&verification.problems, 19), "{:?}", verification.problems);
    assert!(verification.problems.iter().any(|problem| problem.what == "the record has no head"));
}

/// SQLite keeps whatever is written into a column. What would read as the same value, or as none, is found as well.
#[tokio::test]
async fn values_that_no_column_should_hold_are_found() {
    let ground = Ground::sqlite();
    let record = history(&ground).await;
    let mut meddler = ground.meddler().await;
    keep(&mut meddler).await;
    let edits = [
        ("entry", "last_of_change = 2"),
        ("entry", "last_of_change = 'yes'"),
        ("entry", "on_date = '2025-09-12 '"),
        ("entry", "on_date = 45912"),
        ("entry", "on_date = x'00ff'"),
        ("entry", "at = 'yesterday'"),
        ("entry", "at = at + 0.5"),
        ("entry", "version = 'one'"),
        ("entry", "act = x'ff'"),
        ("entry", "item = 'the plan'"),
        ("entry", "change = x'00'"),
        ("entry", "state_hash = x''"),
        ("entry", "leaf_hash = 7"),
        ("entry", "seq = 'nine'"),
        ("state", "seq = 'nine'"),
        ("state", "salt = x''"),
        ("state", "salt = 5"),
        ("state", "body = 5"),
        ("state", "body = 'blob:sha256:' || 'x'"),
        ("item", "id = 'nine'"),
        ("item", "kind = 5"),
    ];
    for (table, edit) in edits {
        assert_eq!(meddler.run(&format!("UPDATE {table} SET {edit} WHERE seq = 9")).await, 1);
        let problems = record.verify().await.unwrap().problems;
        assert!(names(&problems, 9), "{table} {edit}: {problems:?}");
        put_back(&mut meddler, table).await;
    }
    meddler.run("UPDATE item SET seq = 'nine' WHERE seq = 9").await;
    assert!(names(&record.verify().await.unwrap().problems, 9));
    println!("{} of {} values found", edits.len() + 1, edits.len() + 1);
}
