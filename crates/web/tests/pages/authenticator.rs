//! S11: an authenticator app, from the first code to the last recovery code.
use crate::town::{Browser, PASSPHRASE, Town, email, location};
use axum::http::StatusCode;
use domain::actor::Role;
use jiff::{SignedDuration, Timestamp};
use ring::hmac;

/// The app on somebody's phone, written from RFC 6238 and RFC 4648 apart from what it is tried against.
struct App(Vec<u8>);

impl App {
    /// As it is typed from the page.
    fn typed(page: &str) -> Self {
        let secret = page.split("<code class=\"milepost-hash\">").nth(1).unwrap().split('<').next().unwrap();
        let digit = |c| "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567".find(c).unwrap();
        let letters = secret.chars().filter(|c| !c.is_whitespace());
        let bits: Vec<String> = letters.map(|c| format!("{:05b}", digit(c))).collect();
        let bits = bits.concat();
        let bytes = bits.as_bytes().chunks_exact(8);
        let bytes: Vec<u8> =
            bytes.map(|eight| u8::from_str_radix(std::str::from_utf8(eight).unwrap(), 2).unwrap()).collect();
        assert_eq!(bytes.len(), 20, "160 bits");
        assert!(
            page.contains(&format!("secret={}&amp;issuer=", secret.replace(' ', ""))),
            "the link says the same: {page}"
        );
        Self(bytes)
    }

    fn shows(&self, at: Timestamp) -> String {
        let counter = u64::try_from(at.as_second() / 30).unwrap().to_be_bytes();
        let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, &self.0);
        let mac = hmac::sign(&key, &counter).as_ref().to_vec();
        let from = usize::from(mac[19] & 0x0f);
        let whole = u32::from_be_bytes(mac[from..from + 4].try_into().unwrap()) & 0x7fff_ffff;
        format!("{:06}", whole % 1_000_000)
    }
}

fn seconds(seconds: i64) -> SignedDuration {
    SignedDuration::from_secs(seconds)
}

/// Switches the app on. Gives it with the recovery codes.
async fn with_an_app(town: &Town, browser: &mut Browser) -> (App, Vec<String>) {
    let page = browser.reads(town, "/account/authenticator").await.text();
    let app = App::typed(&page);
    let again = browser.reads(town, "/account/authenticator").await.text();
    assert_eq!(App::typed(&again).0, app.0, "looking twice is the same secret");
    let wrong = browser.posts(town, "/account/authenticator", &[("code", "000000")]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    let on = browser.posts(town, "/account/authenticator", &[("code", &app.shows(town.now()))]).await;
    assert_eq!(on.status, StatusCode::OK, "{}", on.text());
    let page = on.text();
    let codes: Vec<String> = page
        .split("<code class=\"milepost-hash\">")
        .skip(1)
        .map(|rest| rest.split('<').next().unwrap().to_owned())
        .collect();
    assert_eq!(codes.len(), 10, "{page}");
    (app, codes)
}

async fn halfway(town: &Town) -> Browser {
    let mut sam = Browser::default();
    let answered = sam.signs_in(town, "Sam Lead", PASSPHRASE).await;
    assert_eq!((answered.status, location(&answered)), (StatusCode::SEE_OTHER, "/sign-in/code?to=%2Fplans"));
    assert!(sam.cookie.is_none() && !sam.is_in(town).await, "a passphrase is half the way");
    sam
}

#[tokio::test]
async fn a_code_is_asked_for_and_taken_once() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (mut sam, _) = town.joins(&mut alex, "Sam Lead", Role::Lead).await;
    let (app, codes) = with_an_app(&town, &mut sam).await;
    let page = sam.reads(&town, "/account/authenticator").await.text();
    assert!(page.contains("10 recovery codes are left") && codes.iter().all(|code| !page.contains(code)), "{page}");
    // The code that switched it on is spent; the next is good, once, also in another browser.
    let used = app.shows(town.now());
    let mut first = halfway(&town).await;
    let form = first.reads(&town, "/sign-in/code?to=/plans").await.text();
    assert!(form.contains("autocomplete=\"one-time-code\""), "{form}");
    let replayed = first.posts(&town, "/sign-in/code", &[("code", &used), ("to", "/plans")]).await;
    assert!(replayed.text().contains("used before") && !replayed.text().contains(&used), "{}", replayed.text());
    town.wait(seconds(30));
    let good = app.shows(town.now());
    let answered = first.posts(&town, "/sign-in/code", &[("code", &good), ("to", "/plans")]).await;
    assert_eq!((answered.status, location(&answered)), (StatusCode::SEE_OTHER, "/plans"), "{}", answered.text());
    assert!(first.is_in(&town).await && first.kept.is_empty());
    let mut second = halfway(&town).await;
    assert_eq!(second.posts(&town, "/sign-in/code", &[("code", &good)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // A phone whose clock is half a minute off is understood, and one that is further off is not.
    town.wait(seconds(300));
    let late = app.shows(town.now() - seconds(30));
    assert_eq!(second.posts(&town, "/sign-in/code", &[("code", &late)]).await.status, StatusCode::SEE_OTHER);
    town.wait(seconds(300));
    let mut third = halfway(&town).await;
    let later = app.shows(town.now() - seconds(90));
    assert_eq!(third.posts(&town, "/sign-in/code", &[("code", &later)]).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    // Half the way is there for ten minutes, and nobody is on it by looking.
    town.wait(seconds(601));
    let answered = third.posts(&town, "/sign-in/code", &[("code", &app.shows(town.now()))]).await;
    assert!(answered.text().contains("Begin again") && third.cookie.is_none(), "too late");
    assert!(Browser::default().reads(&town, "/sign-in/code").await.text().contains("Begin again"));
}

#[tokio::test]
async fn recovery_codes_let_in_once_each_and_are_kept_as_hashes() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (mut sam, _) = town.joins(&mut alex, "Sam Lead", Role::Lead).await;
    let (_, codes) = with_an_app(&town, &mut sam).await;
    let tables = std::fs::read(town.office.folder().join("milepost.db")).unwrap();
    let log = std::fs::read(town.office.folder().join("milepost.db-wal")).unwrap_or_default();
    for code in &codes {
        let bare = code.replace('-', "");
        for kept in [code.as_bytes(), bare.as_bytes()] {
            assert!(
                ![&tables, &log].iter().any(|file| file.windows(kept.len()).any(|part| part == kept)),
                "{code} lies there"
            );
        }
    }
    let mut spent = 0;
    for code in &codes {
        let mut browser = halfway(&town).await;
        let typed = code.to_uppercase().replace('-', " ");
        let answered = browser.posts(&town, "/sign-in/code", &[("code", &typed)]).await;
        assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
        let mut again = halfway(&town).await;
        let answered = again.posts(&town, "/sign-in/code", &[("code", code)]).await;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "each once");
        spent += 1;
    }
    let page = sam.reads(&town, "/account/authenticator").await.text();
    assert!(page.contains("0 recovery codes are left"), "{page}");
    println!("{spent} recovery codes, each once");
}

#[tokio::test]
async fn codes_are_tried_ten_times_in_a_quarter_of_an_hour() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (mut sam, _) = town.joins(&mut alex, "Sam Lead", Role::Lead).await;
    let (app, _) = with_an_app(&town, &mut sam).await;
    town.wait(seconds(3600));
    let mut tried = 0;
    let mut last = String::new();
    for guess in 0..12 {
        // Whoever knows the passphrase begins anew each time, and is counted all the same.
        let mut thief = halfway(&town).await;
        last = thief.posts(&town, "/sign-in/code", &[("code", &format!("{guess:06}"))]).await.text();
        tried += usize::from(!last.contains("too many attempts"));
    }
    assert_eq!(tried, 10, "{last}");
    let mut own = halfway(&town).await;
    let answered = own.posts(&town, "/sign-in/code", &[("code", &app.shows(town.now()))]).await;
    assert!(answered.text().contains("too many attempts"), "not even the right one");
    town.wait(seconds(16 * 60));
    let mut own = halfway(&town).await;
    let answered = own.posts(&town, "/sign-in/code", &[("code", &app.shows(town.now()))]).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
}

#[tokio::test]
async fn an_app_is_switched_off_by_a_code_or_by_an_administrator_and_a_new_passphrase_does_not_get_around_it() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (mut sam, id) = town.joins(&mut alex, "Sam Lead", Role::Lead).await;
    let (app, codes) = with_an_app(&town, &mut sam).await;
    for wrong in ["", "000000", "abcd-efgh-ijkl-mnop", PASSPHRASE] {
        let answered = sam.posts(&town, "/account/authenticator/off", &[("code", wrong)]).await;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{wrong}");
    }
    // A link for a new passphrase is as good as the passphrase, and no better.
    let page = alex.posts(&town, &format!("/people/{id}/link"), &[]).await.text();
    let mut thief = Browser::default();
    let chosen = [("passphrase", "a kettle drifts past marble"), ("again", "a kettle drifts past marble")];
    let answered = thief.posts(&town, &crate::town::link(&page), &chosen).await;
    assert_eq!(location(&answered), "/sign-in/code");
    assert!(!thief.is_in(&town).await);
    let off = {
        let mut sam = Browser::default();
        let form = [("email", email("Sam Lead")), ("passphrase", "a kettle drifts past marble".into())];
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        sam.posts(&town, "/sign-in", &form).await;
        assert_eq!(sam.posts(&town, "/sign-in/code", &[("code", &codes[0])]).await.status, StatusCode::SEE_OTHER);
        town.wait(seconds(60));
        sam.posts(&town, "/account/authenticator/off", &[("code", &app.shows(town.now()))]).await
    };
    assert_eq!(location(&off), "/account?done=authenticator-off", "{}", off.text());
    // On again, with another secret; and off by the administrator, who is told so on the person's page.
    let mut sam = Browser::default();
    sam.signs_in(&town, "Sam Lead", "a kettle drifts past marble").await;
    assert!(sam.is_in(&town).await);
    let (other, more) = with_an_app(&town, &mut sam).await;
    assert!(other.0 != app.0 && more.iter().all(|code| !codes.contains(code)));
    let theirs = alex.reads(&town, &format!("/people/{id}")).await.text();
    assert!(theirs.contains("Switch the app off"), "{theirs}");
    alex.posts(&town, &format!("/people/{id}/authenticator-off"), &[]).await;
    let theirs = alex.reads(&town, &format!("/people/{id}")).await.text();
    assert!(!theirs.contains("Switch the app off"));
    let mut plain = Browser::default();
    plain.signs_in(&town, "Sam Lead", "a kettle drifts past marble").await;
    assert!(plain.is_in(&town).await);
}
