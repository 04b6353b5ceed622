//! What somebody began to say: theirs alone, beside the record, and gone when it is sent.
use crate::ground::{Ground, after, morning, stories};
use record::Draft;
use uuid::Uuid;

stories! {
    a_draft_is_its_authors_alone
    a_draft_that_nobody_sends_goes
}

fn draft(action: u128, typed: &str) -> Draft {
    Draft { action: Uuid::from_u128(action), seen: 3, typed: typed.into() }
}

async fn a_draft_is_its_authors_alone(ground: Ground) {
    let record = ground.begin().await;
    let (lena, omar) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let head = record.office().head();
    assert!(record.keep_draft(lena, draft(7, "half a sen"), morning()).await.unwrap());
    assert!(record.keep_draft(lena, draft(7, "half a sentence"), after(1)).await.unwrap());
    assert!(record.keep_draft(omar, draft(7, "something else"), after(1)).await.unwrap());
    assert_eq!(record.drafts(lena, after(2)).await.unwrap(), [draft(7, "half a sentence")]);
    assert_eq!(record.drafts(Uuid::from_u128(3), after(2)).await.unwrap(), []);
    // What is known of them to others: that there is one.
    assert_eq!(record.drafted(after(2)).await.unwrap().into_iter().collect::<Vec<_>>(), [Uuid::from_u128(7)]);
    record.drop_draft(omar, Uuid::from_u128(7)).await.unwrap();
    assert_eq!(record.drafts(lena, after(2)).await.unwrap().len(), 1, "another's stays");
    record.drop_draft(lena, Uuid::from_u128(7)).await.unwrap();
    record.drop_draft(lena, Uuid::from_u128(7)).await.unwrap();
    assert_eq!(ground.meddler().await.count("draft").await, 0);
    assert!(!record.keep_draft(lena, draft(7, &"x".repeat(70_000)), after(2)).await.unwrap(), "too long");
    assert_eq!(record.office().head(), head, "no entry was made of any of it");
    let folder = tempfile::tempdir().unwrap();
    record.keep_draft(lena, draft(8, "CANARY-OF-A-DRAFT"), after(3)).await.unwrap();
    record.export(&folder.path().join("out")).await.unwrap();
    let mut read = 0;
    for file in std::fs::read_dir(folder.path().join("out")).unwrap().map(|file| file.unwrap().path()) {
        let bytes = std::fs::read(&file).unwrap_or_default();
        assert!(!bytes.windows(17).any(|window| window == b"CANARY-OF-A-DRAFT"), "{} keeps none", file.display());
        read += bytes.len();
    }
    assert!(read > 500, "{read} bytes of a record were looked through");
}

async fn a_draft_that_nobody_sends_goes(ground: Ground) {
    let record = ground.begin().await;
    let lena = Uuid::from_u128(1);
    record.keep_draft(lena, draft(7, "half"), after(0)).await.unwrap();
    let hundred_days = 100 * 24 * 60;
    record.drop_old_drafts(after(hundred_days - 1)).await.unwrap();
    assert_eq!(record.drafts(lena, after(hundred_days - 1)).await.unwrap().len(), 1);
    assert_eq!(record.drafts(lena, after(hundred_days)).await.unwrap(), []);
    record.drop_old_drafts(after(hundred_days)).await.unwrap();
    assert_eq!(ground.meddler().await.count("draft").await, 0);
}
