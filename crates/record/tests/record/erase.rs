//! A passage that should never have been recorded goes, and every proof stays.
use crate::ground::{Ground, after, ask, blob_path, chance, copy_folder, paper, reserve, snapshot, stories};
use domain::{
    ask::{Answer, Command},
    erasure::{Passage, Whose, whose},
    office::Kind,
    text::{Text, text},
};
use record::{Erasing, Place, Record};
use std::{fs, path::Path};
use uuid::Uuid;

stories! {
    an_erased_passage_is_nowhere_and_every_proof_stands
    another_node_forgets_it_too
    what_an_erasure_replaced_cannot_be_put_back
    an_older_backup_does_not_bring_it_back
    without_the_folders_list_a_restore_says_that_it_cannot_know
    an_erasure_that_was_cut_off_is_finished_at_the_next_start
    a_refused_erasure_leaves_no_trace
    a_long_body_goes_with_its_file
    a_stolen_key_is_rotated_and_what_it_signed_stays_proven
    a_rotation_that_was_cut_off_is_finished
    a_gap_is_told_with_the_papers_that_were_in_it
    an_export_is_open_files_and_comes_back
    a_statement_kept_elsewhere_finds_a_record_rolled_back
}

const WORDS: &str = "Jane Roe of 4 High Street";

fn title(words: &str) -> Text {
    Text::new(format!("Delivery Plan, for {words} and others")).unwrap()
}

/// Erases the words from a paper, as the command line does.
async fn erase(record: &Record, of: Uuid, words: &str, reason: &str, minute: i64) -> record::Result<Uuid> {
    let passage = Passage::new(&text(words)).unwrap();
    let mut holding = record.holding(&passage).await?;
    holding.states.retain(|held| whose(held.entry.kind, held.entry.item, &held.body) != Whose::Kept);
    let erasing = Erasing {
        of,
        kind: Kind::Paper,
        reference: text("FEN-2025-001"),
        passage,
        holding,
        files: [].into(),
        papers: vec![],
    };
    let mut ask = snapshot("unused", after(minute));
    ask.reason = Some(text(reason));
    record.erase(erasing, ask).await
}

async fn titled(record: &Record, words: &str, minute: i64) -> Uuid {
    let mut asked = reserve(record, title(words), after(minute));
    asked.key = Some(format!("reserve {minute}"));
    let answer = record.write(asked).await.unwrap().answer;
    let Answer::Number { paper, .. } = answer else { panic!("a number was asked for") };
    paper
}

/// The files of a folder that hold some bytes.
fn holding(folder: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for file in fs::read_dir(folder).unwrap() {
        let path = file.unwrap().path();
        if path.is_dir() {
            found.extend(holding(&path, words));
        } else if fs::read(&path).unwrap().windows(words.len()).any(|window| window == words.as_bytes()) {
            found.push(path.display().to_string());
        }
    }
    found
}

async fn proves(record: &Record) {
    let verification = record.verify().await.unwrap();
    assert!(verification.ok, "{:?}", verification.problems);
}

async fn an_erased_passage_is_nowhere_and_every_proof_stands(ground: Ground) {
    let record = ground.begin().await;
    let of = titled(&record, WORDS, 1).await;
    for n in 0..40 {
        record.write(snapshot(format!("Position {n}"), after(2 + n))).await.unwrap();
    }
    let (old, root) = (record.at(8).await.unwrap(), record.at(30).await.unwrap().root);
    assert!(format!("{:?}", old.office).contains(WORDS));
    let id = erase(&record, of, WORDS, "A victim was named", 60).await.unwrap();
    // In memory, as at any date, in the history and in the proof.
    let office = record.office();
    assert!(!format!("{office:?}").contains(WORDS));
    assert!(format!("{office:?}").contains("Delivery Plan, for [erased] and others"));
    assert!(!format!("{:?}", record.at(8).await.unwrap().office).contains(WORDS));
    assert_eq!(record.at(30).await.unwrap().root, root, "no root moves");
    let history = record.history(of).await.unwrap();
    assert_eq!(history.len(), 1);
    assert!(String::from_utf8_lossy(&history[0].1).contains("[erased]"));
    let erasure = record.office().erasures().find(|kept| kept.id.uuid() == id).unwrap().clone();
    assert_eq!(erasure.reason.as_ref().unwrap().as_str(), "A victim was named");
    proves(&record).await;
    // On the disk: tables, freed pages, journal, files.
    if ground.place.database.is_none() {
        assert_eq!(holding(&ground.place.dir, WORDS), Vec::<String>::new());
        assert!(!holding(&ground.place.dir, "[erased]").is_empty(), "the search would find what is there");
    }
    let mut meddler = ground.meddler().await;
    for (table, column) in [("state", "body"), ("idempotency", "answer"), ("job", "what")] {
        let left = format!("{table} WHERE CAST({column} AS TEXT) LIKE '%Jane%'");
        assert_eq!(meddler.count(&left).await, 0, "{table}");
    }
    // The record goes on.
    record.write(snapshot("November", after(61))).await.unwrap();
    let again = ground.open().await;
    proves(&again).await;
    assert!(!ground.place.dir.join("erasing").exists());
}

async fn another_node_forgets_it_too(ground: Ground) {
    let record = ground.begin().await;
    let of = titled(&record, WORDS, 1).await;
    let (reader, writer) = (ground.open().await, ground.open().await);
    assert!(format!("{:?}", reader.at(8).await.unwrap().office).contains(WORDS));
    erase(&record, of, WORDS, "A victim was named", 2).await.unwrap();
    assert!(!format!("{:?}", reader.follow().await.unwrap()).contains(WORDS));
    assert!(!format!("{:?}", reader.at(8).await.unwrap().office).contains(WORDS));
    // One that writes before it looks decides on what is there now.
    writer.write(snapshot("October", after(3))).await.unwrap();
    assert!(!format!("{:?}", writer.office()).contains(WORDS));
    proves(&writer).await;
}

async fn what_an_erasure_replaced_cannot_be_put_back(ground: Ground) {
    let record = ground.begin().await;
    let of = titled(&record, WORDS, 1).await;
    let mut meddler = ground.meddler().await;
    let body = meddler.bytes("SELECT body FROM state WHERE seq = 8").await;
    let salt = meddler.bytes("SELECT salt FROM state WHERE seq = 8").await;
    erase(&record, of, WORDS, "A victim was named", 2).await.unwrap();
    meddler.put("UPDATE state SET body = $1 WHERE seq = 8", body).await;
    meddler.put("UPDATE state SET salt = $1 WHERE seq = 8", salt).await;
    let verification = record.verify().await.unwrap();
    assert!(verification.problems.iter().any(|problem| problem.seq == Some(8)), "{:?}", verification.problems);
}

async fn an_older_backup_does_not_bring_it_back(ground: Ground) {
    let record = ground.begin().await;
    let of = titled(&record, WORDS, 1).await;
    let file = ground.path("before.zip");
    record.backup(&file).await.unwrap();
    erase(&record, of, WORDS, "A victim was named", 2).await.unwrap();
    // The database is lost; the folder is not.
    let place = ground.elsewhere().await;
    fs::create_dir_all(&place.dir).unwrap();
    for survived in ["signing.key", "checkpoint", "erasures"] {
        fs::copy(ground.place.dir.join(survived), place.dir.join(survived)).unwrap();
    }
    let restored = Record::restore(&place, &file, after(600), chance(9), |_| None).await.unwrap();
    assert_eq!((restored.erased_again, restored.knows_erasures), (1, true));
    assert!(!format!("{:?}", restored.record.office()).contains(WORDS));
    let erasure = restored.record.office().erasures().next().unwrap().clone();
    assert_eq!(erasure.reason.as_ref().unwrap().as_str(), "erased again after a restore: A victim was named");
    assert_eq!(erasure.item.of, of);
    proves(&restored.record).await;
    if place.database.is_none() {
        assert_eq!(holding(&place.dir, WORDS), Vec::<String>::new());
    }
    // A backup made now holds it no more, and a restore of that has nothing to erase.
    let after_all = ground.path("after.zip");
    restored.record.backup(&after_all).await.unwrap();
    let third = Record::restore(&ground.elsewhere().await, &after_all, after(700), chance(3), |_| None).await.unwrap();
    assert_eq!(third.erased_again, 0);
    assert!(!format!("{:?}", third.record.office()).contains(WORDS));
    proves(&third.record).await;
}

async fn without_the_folders_list_a_restore_says_that_it_cannot_know(ground: Ground) {
    let record = ground.begin().await;
    let of = titled(&record, WORDS, 1).await;
    let file = ground.path("before.zip");
    record.backup(&file).await.unwrap();
    erase(&record, of, WORDS, "A victim was named", 2).await.unwrap();
    let restored = Record::restore(&ground.elsewhere().await, &file, after(600), chance(9), |_| None).await.unwrap();
    assert_eq!((restored.erased_again, restored.knows_erasures), (0, false));
    assert!(restored.gap.is_some());
}

async fn an_erasure_that_was_cut_off_is_finished_at_the_next_start(ground: Ground) {
    let record = ground.begin().await;
    let issued = paper(&record, WORDS.as_bytes(), after(1)).await;
    let Answer::Item(withdrawn) = issued.answer else { panic!("a paper was issued") };
    let mut holding_it = record.holding(&Passage::new(&text("despatched to nobody")).unwrap()).await.unwrap();
    assert!(holding_it.states.is_empty());
    let sha256 = record.files().unwrap().pop().unwrap();
    holding_it.upto = record.office().head().seq;
    let erasing = Erasing {
        of: Uuid::nil(),
        kind: Kind::Paper,
        reference: text("FEN-2025-001"),
        passage: Passage::new(&text(WORDS)).unwrap(),
        holding: holding_it,
        files: [sha256].into(),
        papers: vec![withdrawn.into()],
    };
    let mut ask = snapshot("unused", after(5));
    ask.reason = Some(text("A victim was named"));
    let erasure = record.erase(erasing, ask).await.unwrap();
    proves(&record).await;
    // As if the power had gone between the commit and the file.
    let path = blob_path(&ground.place, WORDS.as_bytes());
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, WORDS).unwrap();
    fs::write(ground.place.dir.join("erasing"), erasure.to_string()).unwrap();
    let problems = record.verify().await.unwrap().problems;
    assert!(problems.iter().any(|problem| problem.what.contains("still there")), "{problems:?}");
    record.close().await;
    let again = ground.open().await;
    assert!(!path.exists() && !ground.place.dir.join("erasing").exists());
    proves(&again).await;
}

async fn a_refused_erasure_leaves_no_trace(ground: Ground) {
    let record = ground.begin().await;
    let of = titled(&record, WORDS, 1).await;
    let head = record.office().head();
    let refused = erase(&record, of, WORDS, "because Jane Roe of 4 High Street asked", 2).await.unwrap_err();
    assert!(refused.to_string().contains("holds the passage itself"), "{refused}");
    let refused = erase(&record, of, WORDS, " ", 2).await.unwrap_err();
    assert!(refused.to_string().contains("needs a reason"), "{refused}");
    let refused = erase(&record, of, "words that stand nowhere", "a slip", 2).await.unwrap_err();
    assert!(refused.to_string().contains("does not stand there"), "{refused}");
    assert_eq!(record.office().head(), head);
    assert!(!ground.place.dir.join("erasures").exists() && !ground.place.dir.join("erasing").exists());
    // Something was recorded meanwhile: the list is not whole, so nothing goes.
    let passage = Passage::new(&text(WORDS)).unwrap();
    let holding = record.holding(&passage).await.unwrap();
    record.write(snapshot("October", after(3))).await.unwrap();
    let erasing = Erasing {
        of,
        kind: Kind::Paper,
        reference: text("FEN-2025-001"),
        passage,
        holding,
        files: [].into(),
        papers: vec![],
    };
    let mut ask = snapshot("unused", after(5));
    ask.reason = Some(text("A victim was named"));
    let refused = record.erase(erasing, ask).await.unwrap_err();
    assert!(refused.to_string().contains("try again"), "{refused}");
    proves(&record).await;
}

async fn a_long_body_goes_with_its_file(ground: Ground) {
    let record = ground.begin().await;
    let long = format!("{WORDS} {}", "x".repeat(150_000));
    let mut asked = reserve(&record, title("others"), after(1));
    // Reason and title together are more than a row holds.
    asked.reason = Some(Text::new(long.clone()).unwrap());
    if let Command::ReservePaper(reserve) = &mut asked.command {
        reserve.title = Text::new(long).unwrap();
    }
    let Answer::Number { paper, .. } = record.write(asked).await.unwrap().answer else { panic!("a number") };
    assert_eq!(record.files().unwrap().len(), 1);
    erase(&record, paper, WORDS, "A victim was named", 2).await.unwrap();
    assert_eq!(record.files().unwrap().len(), 1, "the replacement's, and the old one is gone");
    assert_eq!(holding(&ground.place.dir.join("blobs"), WORDS), Vec::<String>::new());
    proves(&record).await;
    proves(&ground.open().await).await;
}

async fn a_stolen_key_is_rotated_and_what_it_signed_stays_proven(ground: Ground) {
    let record = ground.begin().await;
    record.write(snapshot("September", after(1))).await.unwrap();
    let thief = ground.path("thief");
    copy_folder(&ground.place.dir, &thief);
    let old = record.office().settings().unwrap().item.key.clone();
    let mut asked = ask(Command::RotateKey(domain::settings::RotateKey { key: text("") }), after(2));
    let refused = record.rotate_key(asked.clone()).await.unwrap_err();
    assert!(refused.to_string().contains("needs a reason"), "{refused}");
    asked.reason = Some(text("A laptop was stolen"));
    let written = record.rotate_key(asked).await.unwrap();
    let office = record.office();
    let settings = office.settings().unwrap();
    assert_eq!((settings.act.as_str(), settings.item.epoch, settings.seq), ("rotated", 1, written.seq));
    assert_ne!(settings.item.key, old);
    assert_ne!(fs::read(thief.join("signing.key")).unwrap(), fs::read(ground.place.dir.join("signing.key")).unwrap());
    record.write(snapshot("November", after(3))).await.unwrap();
    let verification = ground.open().await.verify().await.unwrap();
    assert!(verification.ok && verification.past_checkpoint == 0, "{verification:?}");
    // The thief cannot sign for the record any more.
    fs::copy(thief.join("signing.key"), ground.place.dir.join("signing.key")).unwrap();
    let node = ground.open().await;
    node.write(snapshot("December", after(4))).await.unwrap();
    assert!(node.sign().await.unwrap_err().to_string().contains("is not the record's key"));
    let problems = node.verify().await.unwrap().problems;
    assert!(problems.iter().any(|problem| problem.what.contains("not the key that the record names")), "{problems:?}");
}

async fn a_rotation_that_was_cut_off_is_finished(ground: Ground) {
    let record = ground.begin().await;
    let before = fs::read(ground.place.dir.join("signing.key")).unwrap();
    let mut asked = ask(Command::RotateKey(domain::settings::RotateKey { key: text("") }), after(2));
    asked.reason = Some(text("its time had come"));
    record.rotate_key(asked).await.unwrap();
    record.close().await;
    // As if the program had been killed between the entry and the file.
    let dir = &ground.place.dir;
    fs::rename(dir.join("signing.key"), dir.join("signing.key.next")).unwrap();
    fs::write(dir.join("signing.key"), before).unwrap();
    let again = ground.open().await;
    assert!(!dir.join("signing.key.next").exists());
    again.write(snapshot("November", after(3))).await.unwrap();
    proves(&again).await;
}

async fn a_gap_is_told_with_the_papers_that_were_in_it(ground: Ground) {
    let record = ground.begin().await;
    record.write(snapshot("September", after(1))).await.unwrap();
    let file = ground.path("before.zip");
    record.backup(&file).await.unwrap();
    paper(&record, b"number FEN-2025-001", after(2)).await;
    record.sign().await.unwrap();
    let place = ground.elsewhere().await;
    copy_folder(&ground.place.dir, &place.dir);
    for gone in ["milepost.db", "milepost.db-wal", "milepost.db-shm"] {
        let _ = fs::remove_file(place.dir.join(gone));
    }
    let number = |bytes: &[u8]| std::str::from_utf8(bytes).ok()?.strip_prefix("number ").map(str::to_owned);
    let restored = Record::restore(&place, &file, after(600), chance(9), number).await.unwrap();
    let gap = restored.gap.unwrap();
    assert_eq!((gap.epoch, gap.from, gap.to), (1, Some(9), Some(11)));
    assert_eq!(gap.papers, [text("FEN-2025-001")]);
    assert_eq!(restored.record.office().settings().unwrap().item.gaps, [gap]);
    proves(&restored.record).await;
    // A number that was printed stays taken.
    let next = restored.record.write(reserve(&restored.record, title("others"), after(601))).await.unwrap();
    let Answer::Number { number, .. } = next.answer else { panic!("a number was asked for") };
    assert_eq!(number.as_str(), "FEN-2025-002");
}

async fn an_export_is_open_files_and_comes_back(ground: Ground) {
    let record = ground.begin().await;
    paper(&record, b"%PDF-1.7 as despatched", after(1)).await;
    let folder = ground.path("export");
    record.export(&folder).await.unwrap();
    let names = |folder: &Path| {
        let mut names: Vec<String> =
            fs::read_dir(folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    };
    assert_eq!(names(&folder), ["blobs", "checkpoints.jsonl", "entries.jsonl", "jobs.jsonl", "manifest.json"]);
    let back = ground.elsewhere().await;
    let restored = Record::restore(&back, &folder, after(600), chance(9), |_| None).await.unwrap();
    proves(&restored.record).await;
    assert_eq!(restored.record.files().unwrap(), record.files().unwrap());
    // Any byte of any part that changes is noticed before anything is made.
    let mut tried = 0;
    for part in ["entries.jsonl", "checkpoints.jsonl", "manifest.json"] {
        let bytes = fs::read(folder.join(part)).unwrap();
        for place in [0, bytes.len() / 2, bytes.len() - 2] {
            let mut spoilt = bytes.clone();
            spoilt[place] ^= 1;
            fs::write(folder.join(part), &spoilt).unwrap();
            let to = ground.elsewhere().await;
            assert!(Record::restore(&to, &folder, after(600), chance(9), |_| None).await.is_err(), "{part} at {place}");
            assert!(!to.dir.join("blobs").exists(), "nothing was made");
            tried += 1;
        }
        fs::write(folder.join(part), &bytes).unwrap();
    }
    // A part that leads out of the folder is none.
    std::os::unix::fs::symlink("/etc/hostname", folder.join("link")).unwrap();
    fs::rename(folder.join("link"), folder.join("jobs.jsonl")).unwrap();
    let to = ground.elsewhere().await;
    assert!(Record::restore(&to, &folder, after(600), chance(9), |_| None).await.is_err());
    println!("{tried} spoilt exports refused");
}

async fn a_statement_kept_elsewhere_finds_a_record_rolled_back(ground: Ground) {
    let record = ground.begin().await;
    record.write(snapshot("September", after(1))).await.unwrap();
    let early = ground.path("early");
    record.export(&early).await.unwrap();
    record.write(snapshot("November", after(2))).await.unwrap();
    let kept = fs::read_to_string(ground.place.dir.join("checkpoint")).unwrap();
    let held = Record::examine(&ground.place, Some(&kept)).await.unwrap();
    assert!(held.ok, "{:?}", held.problems);
    // The whole folder goes back, checkpoint file included: only who kept a later one can tell.
    let back: Place = ground.elsewhere().await;
    let restored = Record::restore(&back, &early, after(600), chance(9), |_| None).await.unwrap();
    proves(&restored.record).await;
    assert!(!Record::examine(&back, Some("not a checkpoint")).await.unwrap().ok);
    let told = Record::examine(&back, Some(&kept)).await.unwrap();
    // That the record says itself that something is lost does not make it hold what was kept.
    assert!(!told.ok);
    let rolled = ground.path("rolled");
    if ground.place.database.is_none() {
        let other = Place { dir: rolled, database: None };
        fs::create_dir_all(&other.dir).unwrap();
        fs::copy(ground.place.dir.join("signing.key"), other.dir.join("signing.key")).unwrap();
        let mut lines = fs::read_to_string(early.join("checkpoints.jsonl")).unwrap();
        lines = lines.lines().last().unwrap().to_owned();
        let note: serde_json::Value = serde_json::from_str(&lines).unwrap();
        fs::write(other.dir.join("checkpoint"), note["note"].as_str().unwrap()).unwrap();
        Record::restore(&other, &early, after(600), chance(9), |_| None).await.unwrap().record.close().await;
        assert!(Record::examine(&other, None).await.unwrap().ok, "consistent in itself");
        let found = Record::examine(&other, Some(&kept)).await.unwrap();
        assert!(found.problems.iter().any(|problem| problem.what.contains("once signed")), "{:?}", found.problems);
    }
}
