//! People beside the record: on both engines the same.
use crate::ground::{Ground, after, stories};
use domain::passphrase::Passphrase;
use jiff::SignedDuration;
use record::{Attempt, Purpose, State, Token};
use uuid::Uuid;

stories! {
    somebody_is_invited_signs_in_and_is_gone
    attempts_are_counted_by_every_node_together
    a_session_is_seen_by_every_node_and_written_seldom
    a_backup_keeps_no_people
    an_identity_is_one_persons_and_a_way_back_is_good_once
    a_recovery_code_that_two_spend_at_once_lets_in_one
}

const SAM: &str = "sam@fenshire.example";

fn words(words: &str) -> Passphrase {
    Passphrase::typed(words)
}

async fn somebody_is_invited_signs_in_and_is_gone(ground: Ground) {
    let record = ground.begin().await;
    let accounts = record.accounts();
    let (sam, robin) = (Uuid::from_u128(1), Uuid::from_u128(2));
    let good = words("seven otters under a lamp");
    assert!(!accounts.any().await.unwrap());
    assert!(accounts.keep(sam, "Sam Lead", SAM).await.unwrap());
    assert!(!accounts.keep(robin, "Robin", "SAM@fenshire.example ").await.unwrap(), "an address is one person's");
    assert!(accounts.keep(sam, "Sam Lead-Other", SAM).await.unwrap(), "a name may change");
    assert_eq!(accounts.people().await.unwrap().len(), 1);
    let unknown = accounts.try_passphrase(SAM, &words(""), "here", after(0)).await.unwrap();
    assert_eq!(unknown, Attempt::Unknown, "who has chosen none has none, not even the empty one");

    let link = accounts.link(sam, Purpose::Invitation, after(0)).await.unwrap();
    let minute = SignedDuration::from_mins(1);
    let week = SignedDuration::from_hours(7 * 24);
    assert!(accounts.linked(&link, Purpose::Reset, after(0)).await.unwrap().is_none());
    assert!(accounts.linked(&link, Purpose::Invitation, after(0) + week - minute).await.unwrap().is_some());
    assert!(accounts.linked(&link, Purpose::Invitation, after(0) + week).await.unwrap().is_none());
    // Two that spend it at once: one does.
    let (one, other) = tokio::join!(
        accounts.spend(&link, Purpose::Invitation, &good, after(1)),
        accounts.spend(&link, Purpose::Invitation, &good, after(1))
    );
    assert_eq!([one, other].into_iter().filter(|spent| matches!(spent, Ok(Some(_)))).count(), 1);
    assert!(accounts.any().await.unwrap());
    assert_eq!(accounts.person(sam).await.unwrap().unwrap().state, State::Active);
    let attempt = accounts.try_passphrase(" Sam@Fenshire.example", &good, "here", after(2)).await.unwrap();
    assert_eq!(attempt, Attempt::Known(sam));

    let token = accounts.open(sam, "lead", after(2)).await.unwrap();
    assert_eq!(accounts.session(&token, after(3)).await.unwrap().unwrap().person, sam);
    assert!(accounts.session(&Token::held_out("nothing"), after(3)).await.unwrap().is_none());
    let mut tables = ground.meddler().await;
    for table in ["person", "account", "session"] {
        assert_eq!(tables.count(table).await, 1, "{table}");
    }
    accounts.disable(sam, true).await.unwrap();
    assert!(accounts.session(&token, after(3)).await.unwrap().is_none());
    assert_eq!(accounts.try_passphrase(SAM, &good, "here", after(3)).await.unwrap(), Attempt::Unknown);
    accounts.disable(sam, false).await.unwrap();
    accounts.link(sam, Purpose::Reset, after(4)).await.unwrap();
    accounts.forget(sam).await.unwrap();
    for table in ["person", "account", "session", "link"] {
        assert_eq!(tables.count(table).await, 0, "{table}");
    }
    // The record never knew.
    let verified = record.verify().await.unwrap();
    assert!(verified.problems.is_empty(), "{:?}", verified.problems);
}

async fn attempts_are_counted_by_every_node_together(ground: Ground) {
    let one = ground.begin().await;
    let other = ground.open().await;
    let wrong = words("a guess that is wrong");
    let mut looked_at = 0;
    for attempt in 0..14 {
        let node = if attempt % 2 == 0 { &one } else { &other };
        let from = format!("198.51.100.{attempt}");
        match node.accounts().try_passphrase(SAM, &wrong, &from, after(0)).await.unwrap() {
            Attempt::Unknown => looked_at += 1,
            Attempt::TooMany => {}
            Attempt::Known(_) => panic!("nobody has an account"),
        }
    }
    assert_eq!(looked_at, 10);
    let later = one.accounts().try_passphrase(SAM, &wrong, "here", after(15)).await.unwrap();
    assert_eq!(later, Attempt::Unknown, "a quarter of an hour later it begins anew");
    // Many at once are counted as many.
    let tries = (0..30).map(|from| {
        let (accounts, wrong) = (one.accounts(), wrong.clone());
        tokio::spawn(async move {
            accounts.try_passphrase("robin@fenshire.example", &wrong, &format!("203.0.113.{from}"), after(15)).await
        })
    });
    let mut counted = 0;
    for one in tries.collect::<Vec<_>>() {
        counted += u8::from(matches!(one.await.unwrap(), Ok(Attempt::Unknown)));
    }
    assert_eq!(counted, 10);
}

async fn a_session_is_seen_by_every_node_and_written_seldom(ground: Ground) {
    let one = ground.begin().await;
    let other = ground.open().await;
    let sam = Uuid::from_u128(1);
    one.accounts().keep(sam, "Sam Lead", SAM).await.unwrap();
    let token = one.accounts().open(sam, "lead", after(0)).await.unwrap();
    let seconds = |seconds| after(0) + SignedDuration::from_secs(seconds);
    for second in [1, 30, 59] {
        let session = other.accounts().session(&token, seconds(second)).await.unwrap().unwrap();
        assert_eq!(session.seen, after(0), "not written anew within a minute");
    }
    other.accounts().session(&token, seconds(61)).await.unwrap().unwrap();
    let session = one.accounts().session(&token, seconds(62)).await.unwrap().unwrap();
    assert_eq!(session.seen, seconds(61));
    assert!(one.accounts().session(&token, seconds(61 + 30 * 60)).await.unwrap().is_none());
    other.accounts().sign_out_everywhere(sam).await.unwrap();
    assert!(one.accounts().session(&token, seconds(62)).await.unwrap().is_none());
}

async fn a_backup_keeps_no_people(ground: Ground) {
    let record = ground.begin().await;
    let accounts = record.accounts();
    accounts.keep(Uuid::from_u128(1), "Sam Lead", SAM).await.unwrap();
    accounts.set_passphrase(Uuid::from_u128(1), &words("seven otters under a lamp")).await.unwrap();
    let file = ground.path("backup.zip");
    record.backup(&file).await.unwrap();
    let folder = ground.path("export");
    record.export(&folder).await.unwrap();
    let mut looked_at = 0;
    for part in std::fs::read_dir(&folder).unwrap() {
        let path = part.unwrap().path();
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let words = String::from_utf8_lossy(&bytes);
        assert!(!words.contains("Sam Lead") && !words.contains(SAM) && !words.contains("argon2"), "{}", path.display());
        looked_at += 1;
    }
    assert!(looked_at >= 3, "{looked_at}");
    let place = ground.elsewhere().await;
    record::Record::restore(&place, &file, after(5), crate::ground::chance(9), |_| None).await.unwrap();
    let restored = record::Record::open(&place).await.unwrap();
    assert!(!restored.accounts().any().await.unwrap());
}

async fn an_identity_is_one_persons_and_a_way_back_is_good_once(ground: Ground) {
    let record = ground.begin().await;
    let accounts = record.accounts();
    let (sam, robin, issuer) = (Uuid::from_u128(1), Uuid::from_u128(2), "https://id.fenshire.example");
    for (person, name) in [(sam, "sam"), (robin, "robin")] {
        assert!(accounts.keep(person, name, &format!("{name}@fenshire.example")).await.unwrap());
    }
    assert_eq!(accounts.person(sam).await.unwrap().unwrap().state, State::Invited);
    assert!(accounts.connect(sam, issuer, "s-1").await.unwrap());
    assert_eq!(accounts.person(sam).await.unwrap().unwrap().state, State::Active, "who comes by a provider is in");
    assert!(!accounts.connect(robin, issuer, "s-1").await.unwrap(), "an identity is one person's");
    assert!(accounts.connect(robin, "https://other.example", "s-1").await.unwrap(), "another issuer, another identity");
    assert_eq!(accounts.identified(issuer, "s-1").await.unwrap(), Some(sam));
    assert_eq!(accounts.identified(issuer, "S-1").await.unwrap(), None, "to the letter");
    assert!(accounts.connect(sam, issuer, "s-2").await.unwrap(), "in place of the one before");
    assert_eq!(accounts.identified(issuer, "s-1").await.unwrap(), None);
    accounts.disable(sam, true).await.unwrap();
    assert_eq!(accounts.identified(issuer, "s-2").await.unwrap(), None);
    assert!(accounts.is_connected(issuer, "s-2").await.unwrap());
    let (one, other) = tokio::join!(accounts.returns_once(b"mark", after(0)), accounts.returns_once(b"mark", after(0)));
    assert_eq!([one, other].into_iter().filter(|once| matches!(once, Ok(true))).count(), 1);
    accounts.forget(sam).await.unwrap();
    assert!(!accounts.is_connected(issuer, "s-2").await.unwrap());
}

async fn a_recovery_code_that_two_spend_at_once_lets_in_one(ground: Ground) {
    let record = ground.begin().await;
    let accounts = record.accounts();
    let sam = Uuid::from_u128(1);
    accounts.keep(sam, "Sam Lead", SAM).await.unwrap();
    let secret = accounts.prepare_authenticator(sam).await.unwrap().unwrap();
    assert_eq!(accounts.prepare_authenticator(sam).await.unwrap().unwrap(), secret);
    assert!(accounts.authenticator(sam).await.unwrap().is_none(), "nobody is asked for a code before they gave one");
    let (wrong, none) = accounts.switch_on(sam, "not a code", "here", after(0)).await.unwrap();
    assert_eq!((wrong, none.len()), (Attempt::Unknown, 0));
    let code = record::code_at(&secret, after(0));
    let (on, codes) = accounts.switch_on(sam, &code, "here", after(0)).await.unwrap();
    assert_eq!((on, codes.len()), (Attempt::Known(sam), 10));
    assert!(accounts.prepare_authenticator(sam).await.unwrap().is_none(), "a secret that is on is shown no more");
    assert_eq!(accounts.try_code(sam, &code, "here", after(0)).await.unwrap(), Attempt::Unknown, "it was used");
    let (one, other) = tokio::join!(
        accounts.try_code(sam, &codes[0], "here", after(1)),
        accounts.try_code(sam, &codes[0], "there", after(1))
    );
    assert_eq!([one, other].into_iter().filter(|spent| matches!(spent, Ok(Attempt::Known(_)))).count(), 1);
    assert_eq!(accounts.recovery_codes(sam).await.unwrap(), 9);
    accounts.switch_off(sam).await.unwrap();
    assert_eq!(accounts.recovery_codes(sam).await.unwrap(), 0);
}
