//! Backups are made while the office works, and are brought back.
use crate::ground::{Ground, after, blob_path, chance, copy_folder, paper, snapshot, spelt_out, stories};
use domain::chance::Chance;
use jiff::Timestamp;
use record::{Error, Place, Record};
use std::path::Path;
use std::{
    fs,
    sync::Arc,
    sync::atomic::{AtomicBool, AtomicI64, Ordering},
};

stories! {
    a_backup_under_load_holds_all_that_was_acknowledged
    with_key_and_checkpoint_the_record_goes_on
    without_the_key_a_new_epoch_begins
    a_backup_that_lacks_signed_entries_begins_a_new_epoch
    a_backup_that_is_not_whole_is_refused
    a_place_that_is_taken_is_not_restored_into
    a_file_without_a_row_is_no_trouble
}

async fn a_backup_under_load_holds_all_that_was_acknowledged(ground: Ground) {
    let record = ground.begin().await;
    paper(&record, b"%PDF-1.7 as despatched", after(1)).await;
    record.schedule(after(90), &serde_json::json!({"publish": "FEN-2025-001"})).await.unwrap();
    let (acknowledged, stop) = (Arc::new(AtomicI64::new(0)), Arc::new(AtomicBool::new(false)));
    let writers = (0..4).map(|writer| {
        let (record, acknowledged, stop) = (record.clone(), Arc::clone(&acknowledged), Arc::clone(&stop));
        tokio::spawn(async move {
            let mut n = 0;
            while !stop.load(Ordering::SeqCst) {
                let written = record.write(snapshot(format!("Writer {writer} take {n}"), after(n))).await.unwrap();
                acknowledged.fetch_max(written.seq, Ordering::SeqCst);
                n += 1;
            }
        })
    });
    let writers: Vec<_> = writers.collect();
    let mut made = 0;
    for n in 0..5_u8 {
        while acknowledged.load(Ordering::SeqCst) < i64::from(n) * 10 + 12 {
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
        let before = acknowledged.load(Ordering::SeqCst);
        let file = ground.path(&format!("backup-{n}.zip"));
        record.backup(&file).await.unwrap();
        let place = ground.elsewhere().await;
        let restored = restore(&place, &file, after(600), chance(50 + n)).await.unwrap();
        let verification = restored.verify().await.unwrap();
        assert!(verification.ok, "{:?}", verification.problems);
        assert!(verification.entries > before, "{} entries, {before} were acknowledged", verification.entries);
        assert_eq!(restored.blob(&sha256(&place)).await.unwrap().unwrap(), b"%PDF-1.7 as despatched");
        assert_eq!(restored.due(after(90)).await.unwrap().len(), 1);
        restored.close().await;
        made += 1;
    }
    stop.store(true, Ordering::SeqCst);
    for writer in writers {
        writer.await.unwrap();
    }
    println!("{made} backups under load restored and verified");
}

fn sha256(place: &Place) -> String {
    let path = blob_path(place, b"%PDF-1.7 as despatched");
    let folder = path.parent().unwrap().file_name().unwrap().to_str().unwrap();
    format!("{folder}{}", path.file_name().unwrap().to_str().unwrap())
}

async fn with_key_and_checkpoint_the_record_goes_on(ground: Ground) {
    let record = ground.begin().await;
    paper(&record, b"%PDF-1.7 as despatched", after(1)).await;
    record.write(snapshot("September", after(2))).await.unwrap();
    let file = ground.path("backup.zip");
    record.backup(&file).await.unwrap();
    let place = ground.elsewhere().await;
    fs::create_dir_all(&place.dir).unwrap();
    for survived in ["signing.key", "checkpoint"] {
        fs::copy(ground.place.dir.join(survived), place.dir.join(survived)).unwrap();
    }
    let restored = restore(&place, &file, after(600), chance(9)).await.unwrap();
    assert_eq!(spelt_out(&restored.office()), spelt_out(&record.office()));
    assert_eq!(restored.origin(), record.origin());
    restored.write(snapshot("November", after(601))).await.unwrap();
    let verification = Record::open(&place).await.unwrap().verify().await.unwrap();
    assert!(verification.ok, "{:?}", verification.problems);
    assert_eq!(verification.past_checkpoint, 0);
    let old = record.at(9).await.unwrap();
    assert_eq!(restored.at(9).await.unwrap().root, old.root);
}

async fn without_the_key_a_new_epoch_begins(ground: Ground) {
    let record = ground.begin().await;
    record.write(snapshot("September", after(2))).await.unwrap();
    let file = ground.path("backup.zip");
    record.backup(&file).await.unwrap();
    let bytes = fs::read(&file).unwrap();
    let key = fs::read(ground.place.dir.join("signing.key")).unwrap();
    assert!(!bytes.windows(key.len() - 1).any(|window| window == &key[..key.len() - 1]), "the key is not in a backup");
    let place = ground.elsewhere().await;
    let restored = restore(&place, &file, after(600), chance(9)).await.unwrap();
    let office = restored.office();
    let settings = office.settings().unwrap();
    assert_eq!((office.head().seq, settings.item.epoch, settings.act.as_str()), (9, 2, "restored"));
    assert_eq!(settings.reason.as_ref().unwrap().as_str(), "brought back from a backup of 8 entries");
    assert_ne!(settings.item.key, record.office().settings().unwrap().item.key);
    assert!(restored.origin().unwrap().ends_with("/2"));
    assert!(restored.at(8).await.unwrap().origin.ends_with("/1"));
    let verification = Record::open(&place).await.unwrap().verify().await.unwrap();
    assert!(verification.ok, "{:?}", verification.problems);
    assert_eq!((verification.entries, verification.past_checkpoint), (9, 0));
}

async fn a_backup_that_lacks_signed_entries_begins_a_new_epoch(ground: Ground) {
    let record = ground.begin().await;
    record.write(snapshot("September", after(2))).await.unwrap();
    let file = ground.path("backup.zip");
    record.backup(&file).await.unwrap();
    record.write(snapshot("Lost", after(3))).await.unwrap();
    let place = ground.elsewhere().await;
    fs::create_dir_all(&place.dir).unwrap();
    for survived in ["signing.key", "checkpoint"] {
        fs::copy(ground.place.dir.join(survived), place.dir.join(survived)).unwrap();
    }
    let restored = restore(&place, &file, after(600), chance(9)).await.unwrap();
    let office = restored.office();
    let settings = office.settings().unwrap();
    assert_eq!((office.head().seq, settings.item.epoch), (9, 2));
    assert_eq!(settings.item.key, record.office().settings().unwrap().item.key, "the folder's key goes on");
    let again = Record::open(&place).await.unwrap();
    assert_eq!(again.read_only(), None);
    again.write(snapshot("November", after(601))).await.unwrap();
    let verification = again.verify().await.unwrap();
    assert!(verification.ok, "{:?}", verification.problems);
}

async fn a_backup_that_is_not_whole_is_refused(ground: Ground) {
    let record = ground.begin().await;
    paper(&record, b"%PDF-1.7 as despatched", after(1)).await;
    let file = ground.path("backup.zip");
    record.backup(&file).await.unwrap();
    let whole = fs::read(&file).unwrap();
    let mut refused = 0;
    for place in (0..whole.len()).step_by(whole.len() / 40) {
        let mut spoilt = whole.clone();
        spoilt[place] ^= 0x55;
        fs::write(&file, &spoilt).unwrap();
        let to = ground.elsewhere().await;
        match restore(&to, &file, after(600), chance(9)).await {
            Err(Error::Backup { .. }) => refused += 1,
            Err(other) => panic!("byte {place}: {other}"),
            // Some bytes of a zip say nothing (a part's time): then it is the same record.
            Ok(restored) => assert!(restored.verify().await.unwrap().ok, "byte {place}"),
        }
    }
    println!("{refused} spoilt backups refused");
    assert!(refused > 25, "{refused}");
    fs::write(&file, &whole[..whole.len() / 2]).unwrap();
    let to = ground.elsewhere().await;
    assert!(matches!(restore(&to, &file, after(600), chance(9)).await, Err(Error::Backup { .. })));
    assert!(!to.dir.exists(), "a refusal leaves nothing behind");
}

async fn a_place_that_is_taken_is_not_restored_into(ground: Ground) {
    let record = ground.begin().await;
    let file = ground.path("backup.zip");
    record.backup(&file).await.unwrap();
    let error = restore(&ground.place, &file, after(600), chance(9)).await.unwrap_err();
    assert!(matches!(error, Error::NotEmpty { .. } | Error::Occupied), "{error}");
    let other = ground.elsewhere().await;
    let stranger = Record::begin(&other, crate::ground::fenshire(), after(0), chance(3)).await.unwrap();
    stranger.close().await;
    let mut third = ground.elsewhere().await;
    fs::create_dir_all(&third.dir).unwrap();
    fs::copy(other.dir.join("checkpoint"), third.dir.join("checkpoint")).unwrap();
    let error = restore(&third, &file, after(600), chance(9)).await.unwrap_err();
    assert!(matches!(error, Error::Strangers { .. }), "{error}");
    third.dir = ground.path("third");
    restore(&third, &file, after(600), chance(9)).await.unwrap();
}

async fn a_file_without_a_row_is_no_trouble(ground: Ground) {
    let record = ground.begin().await;
    // As a crash leaves it between keeping a file and writing the row that names it, and in the middle of keeping one.
    record.keep(b"%PDF-1.7 never issued").await.unwrap();
    let path = blob_path(&ground.place, b"%PDF-1.7 never issued");
    fs::write(path.with_file_name(".half.1-1"), b"%PD").unwrap();
    record.close().await;
    if ground.place.database.is_none() {
        // The folder as it stood at that moment, copied away like a snapshot of the disk.
        copy_folder(&ground.place.dir, &ground.path("copied"));
        let copied = Record::open(&Place::folder(ground.path("copied"))).await.unwrap();
        assert!(copied.verify().await.unwrap().ok);
    }
    let record = ground.open().await;
    assert!(record.verify().await.unwrap().ok);
    let issued = paper(&record, b"%PDF-1.7 never issued", after(1)).await;
    assert_eq!(issued.seq, 9);
    let file = ground.path("backup.zip");
    record.backup(&file).await.unwrap();
    let restored = restore(&ground.elsewhere().await, &file, after(600), chance(9)).await.unwrap();
    assert!(restored.verify().await.unwrap().ok);
}

/// Restores, and keeps the record alone.
async fn restore(place: &Place, file: &Path, now: Timestamp, chance: Chance) -> record::Result<Record> {
    Record::restore(place, file, now, chance, |_| None).await.map(|restored| restored.record)
}
