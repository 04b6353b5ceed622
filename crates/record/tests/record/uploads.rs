//! Tables that wait to be imported: each is its session's alone, and none is kept for long.
use crate::ground::{Ground, after, morning, stories};
use record::Upload;
use uuid::Uuid;

stories! {
    a_table_is_one_sessions_alone_and_goes_after_use
    a_table_that_nobody_imports_goes
}

fn table(id: u128) -> Upload {
    Upload {
        id: Uuid::from_u128(id),
        name: "plan.csv".into(),
        file: b"Action\nDo it\n".to_vec(),
        reading: b"{}".to_vec(),
        answers: "{}".into(),
        imported: 0,
    }
}

async fn a_table_is_one_sessions_alone_and_goes_after_use(ground: Ground) {
    let record = ground.begin().await;
    let (olga, oscar) = ([1; 32], [2; 32]);
    record.keep_upload(&olga, table(1), morning()).await.unwrap();
    // Sent twice, and by somebody else under the same id: the first stays.
    record.keep_upload(&olga, table(1), morning()).await.unwrap();
    record.keep_upload(&oscar, Upload { name: "mine.csv".into(), ..table(1) }, morning()).await.unwrap();
    assert_eq!(record.upload(&oscar, table(1).id, morning()).await.unwrap(), None);
    record.answer_upload(&oscar, table(1).id, "no").await.unwrap();
    record.drop_upload(&oscar, table(1).id).await.unwrap();
    record.finish_upload(&oscar, table(1).id, 9).await.unwrap();
    assert_eq!(record.upload(&olga, table(1).id, morning()).await.unwrap(), Some(table(1)));
    record.answer_upload(&olga, table(1).id, "yes").await.unwrap();
    let kept = record.upload(&olga, table(1).id, morning()).await.unwrap().unwrap();
    assert_eq!(kept.answers, "yes");
    record.finish_upload(&olga, table(1).id, 9).await.unwrap();
    let kept = record.upload(&olga, table(1).id, morning()).await.unwrap().unwrap();
    assert_eq!((kept.imported, kept.file.len(), kept.reading.len(), kept.name.as_str()), (9, 0, 0, ""));
    // Not in the backup, not in an export: these read the record.
    let mut meddler = ground.meddler().await;
    assert_eq!(meddler.count("upload").await, 1);
    record.drop_upload(&olga, table(1).id).await.unwrap();
    assert_eq!(meddler.count("upload").await, 0);
    // Four at once; of a fifth the oldest goes.
    for n in 1..=5 {
        record.keep_upload(&olga, table(n), after(i64::try_from(n).unwrap())).await.unwrap();
    }
    assert_eq!(meddler.count("upload").await, 4);
    assert_eq!(record.upload(&olga, table(1).id, after(6)).await.unwrap(), None);
}

async fn a_table_that_nobody_imports_goes(ground: Ground) {
    let record = ground.begin().await;
    record.keep_upload(&[1; 32], table(1), after(0)).await.unwrap();
    let half_a_day = 12 * 60;
    record.drop_old_uploads(after(half_a_day - 1)).await.unwrap();
    assert!(record.upload(&[1; 32], table(1).id, after(half_a_day - 1)).await.unwrap().is_some());
    assert_eq!(record.upload(&[1; 32], table(1).id, after(half_a_day)).await.unwrap(), None);
    record.drop_old_uploads(after(half_a_day)).await.unwrap();
    assert_eq!(ground.meddler().await.count("upload").await, 0);
}
