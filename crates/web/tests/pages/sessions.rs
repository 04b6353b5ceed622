//! S10: when a session begins and ends.
use crate::town::{Browser, PASSPHRASE, Town, encoded, link, location};
use axum::http::{Method, StatusCode};
use domain::actor::Role;
use jiff::SignedDuration;

const OTHER: &str = "a kettle drifts past marble";

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

/// Counts what was found to be so.
#[derive(Default)]
struct Found(usize);

impl Found {
    fn so(&mut self, what: &str, is: bool) {
        assert!(is, "{what}");
        self.0 += 1;
    }
}

#[tokio::test]
async fn a_session_begins_with_a_new_id_and_ends_when_it_must() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (mut sam, id) = town.joins(&mut alex, "Sam Lead", Role::Lead).await;
    let mut found = Found::default();
    let (alex_start, sam_start) = (alex.cookie.clone(), sam.cookie.clone());
    found.so("two people have two sessions", alex_start != sam_start);

    // The cookie.
    let mut other = Browser::default();
    let answered = other.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    found.so("signing in leads where one wanted to go", location(&answered) == "/plans");
    let set = answered.headers["set-cookie"].to_str().unwrap().to_owned();
    for part in ["; Path=/", "; Secure", "; HttpOnly", "; SameSite=Lax"] {
        found.so(part, set.contains(part));
    }
    found.so("a prefix that no other host can set", set.starts_with("__Host-milepost-"));
    found.so("no domain", !set.to_lowercase().contains("domain"));
    found.so("it ends with the browser", !set.contains("Max-Age") && !set.contains("Expires"));
    let value = set.split(['=', ';']).nth(1).unwrap();
    found.so("256 bits in base64", value.len() == 43);
    found.so("not in the database as it is", !contains(&town, value));
    found.so("a new id each time", other.cookie != sam_start);
    let before = other.cookie.clone();
    other.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    found.so("a new id also for who is signed in", other.cookie != before);
    let mut stale = Browser { cookie: before, ..Browser::default() };
    found.so("the one before is ended", !stale.is_in(&town).await);
    // A cookie that somebody else chose is never taken on.
    let mut fixed = Browser {
        cookie: Some(format!("{}={}", set.split('=').next().unwrap(), "A".repeat(43))),
        ..Browser::default()
    };
    found.so("a made-up session is none", !fixed.is_in(&town).await);
    let chosen = fixed.cookie.clone();
    fixed.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    found.so("fixation comes to nothing", fixed.cookie != chosen && fixed.is_in(&town).await);

    // Sign out.
    let held = fixed.cookie.clone();
    let out = fixed.posts(&town, "/sign-out", &[]).await;
    found.so("signing out leads to sign in", location(&out) == "/sign-in");
    found.so("the cookie is taken back", fixed.cookie.is_none());
    let mut kept = Browser { cookie: held, ..Browser::default() };
    found.so("and is worth nothing to who kept it", !kept.is_in(&town).await);
    found.so("others of the same person stay", other.is_in(&town).await);
    let by_link = other.asks(&town, &Method::GET, "/sign-out", &[], &[]).await;
    found.so(
        "a link cannot sign anybody out",
        by_link.status == StatusCode::METHOD_NOT_ALLOWED && other.is_in(&town).await,
    );
    sam.posts(&town, "/account/sign-out-everywhere", &[]).await;
    found.so("everywhere is here", sam.cookie.is_none());
    found.so("everywhere is also there", !other.is_in(&town).await);

    // Time.
    sam.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    town.wait(minutes(29));
    found.so("29 minutes idle", sam.is_in(&town).await);
    town.wait(minutes(29));
    found.so("used meanwhile", sam.is_in(&town).await);
    town.wait(minutes(30));
    found.so("30 minutes idle", !sam.is_in(&town).await);
    alex.signs_in(&town, "Alex Clerk", PASSPHRASE).await;
    sam.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    for _ in 0..35 {
        town.wait(minutes(20));
        assert!(sam.is_in(&town).await && alex.is_in(&town).await);
    }
    found.so("11 hours 40 of use", true);
    town.wait(minutes(20));
    found.so("12 hours end it, used or not", !sam.is_in(&town).await && !alex.is_in(&town).await);

    // What others do.
    alex.signs_in(&town, "Alex Clerk", PASSPHRASE).await;
    let at = |what: &str| format!("/people/{id}/{what}");
    sam.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    alex.posts(&town, &at("sign-out"), &[]).await;
    found.so("signed out by the administrator", !sam.is_in(&town).await);
    sam.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    alex.posts(&town, &at("role"), &[("role", "officer")]).await;
    found.so("another role begins anew", !sam.is_in(&town).await);
    let again = sam.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    found.so("with the same passphrase", location(&again) == "/plans" && sam.is_in(&town).await);
    alex.posts(&town, &at("disable"), &[]).await;
    found.so("disabled", !sam.is_in(&town).await);
    let mut outside = Browser::default();
    let refused = outside.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    found.so("and not let in again", refused.status == StatusCode::UNPROCESSABLE_ENTITY && outside.cookie.is_none());
    alex.posts(&town, &at("enable"), &[]).await;
    found.so("an account that is enabled does not revive a session", !sam.is_in(&town).await);
    sam.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    found.so("but lets them in", sam.is_in(&town).await);

    // Passphrases.
    let mut elsewhere = Browser::default();
    elsewhere.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    let wrong = [("now", "not my passphrase"), ("passphrase", OTHER), ("again", OTHER)];
    let answered = sam.posts(&town, "/account", &wrong).await;
    found.so("a passphrase is changed by who knows it", answered.status == StatusCode::UNPROCESSABLE_ENTITY);
    let right = [("now", PASSPHRASE), ("passphrase", OTHER), ("again", OTHER)];
    sam.posts(&town, "/account", &right).await;
    found.so("who changed it stays", sam.is_in(&town).await);
    found.so("every other session of theirs ends", !elsewhere.is_in(&town).await);
    let mut elsewhere = Browser::default();
    elsewhere.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    found.so("the old one is gone", elsewhere.cookie.is_none());
    elsewhere.signs_in(&town, "Sam Lead", OTHER).await;
    found.so("the new one is good", elsewhere.is_in(&town).await);
    let page = alex.posts(&town, &at("link"), &[]).await.text();
    let reset = link(&page);
    found.so("a link that was made changes nothing yet", sam.is_in(&town).await);
    let mut forgetful = Browser::default();
    forgetful.posts(&town, &reset, &[("passphrase", PASSPHRASE), ("again", PASSPHRASE)]).await;
    found.so("a reset lets in", forgetful.is_in(&town).await);
    found.so("and ends what was open", !sam.is_in(&town).await && !elsewhere.is_in(&town).await);
    let page = alex.posts(&town, &at("link"), &[]).await.text();
    let (first, second) = (link(&page), link(&alex.posts(&town, &at("link"), &[]).await.text()));
    found.so(
        "a newer link voids the one before",
        forgetful.reads(&town, &first).await.text().contains("cannot be used"),
    );
    town.wait(SignedDuration::from_hours(24));
    found.so("a day voids a link", forgetful.reads(&town, &second).await.text().contains("cannot be used"));

    // Leaving.
    alex.signs_in(&town, "Alex Clerk", PASSPHRASE).await;
    sam.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    alex.posts(&town, &at("end"), &[("heir", "")]).await;
    found.so("who left is out", !sam.is_in(&town).await);
    let refused = sam.signs_in(&town, "Sam Lead", PASSPHRASE).await;
    let stranger = sam.signs_in(&town, "Nobody Atall", PASSPHRASE).await;
    let plain = |page: String| page.replace("nobody.atall", "sam.lead");
    found.so("and is told what a stranger is told", plain(refused.text()) == plain(stranger.text()));

    // Forms from elsewhere.
    for (name, value) in [
        ("sec-fetch-site", "cross-site"),
        ("sec-fetch-site", "same-site"),
        ("sec-fetch-site", "nonsense"),
        ("origin", "https://evil.example"),
        ("origin", "null"),
        ("origin", "http://127.0.0.1:8081.evil.example"),
    ] {
        let answered = alex.asks(&town, &Method::POST, "/sign-out", &[], &[(name, value)]).await;
        found.so(value, answered.status == StatusCode::FORBIDDEN && alex.is_in(&town).await);
    }
    // Too much.
    let long = "x".repeat(20_000);
    let answered = alex.posts(&town, "/account", &[("now", long.as_str())]).await;
    found.so("a form has an end", answered.status == StatusCode::BAD_REQUEST);
    let own = alex.asks(&town, &Method::POST, "/sign-out", &[], &[("origin", "http://127.0.0.1:8081")]).await;
    found.so("a form from these pages is taken", own.status == StatusCode::SEE_OTHER && !alex.is_in(&town).await);
    println!("{} session scenarios", found.0);
    assert!(found.0 >= 40, "{}", found.0);
}

fn contains(town: &Town, words: &str) -> bool {
    ["milepost.db", "milepost.db-wal"].iter().any(|file| {
        let bytes = std::fs::read(town.office.folder().join(file)).unwrap_or_default();
        bytes.windows(words.len()).any(|window| window == words.as_bytes())
    })
}

#[tokio::test]
async fn nothing_secret_lies_in_the_database_and_every_page_is_kept_by_nobody() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (invitation, _) = town.invited(&mut alex, "Sam Lead", Role::Lead).await;
    let token = invitation.rsplit('/').next().unwrap().to_owned();
    let session = alex.cookie.clone().unwrap();
    for secret in [PASSPHRASE, &token, session.split('=').nth(1).unwrap()] {
        assert!(!contains(&town, secret));
        assert!(!contains(&town, &encoded(&[("", secret)])[1..]));
    }
    assert!(contains(&town, "$argon2id$v=19$m=19456,t=2,p=1$"), "the search finds what is there");
    for address in ["/people", "/account", "/sign-in", "/people/invite", &invitation] {
        let answered = alex.reads(&town, address).await;
        assert_eq!(answered.headers["cache-control"], "no-store", "{address}");
    }
}

#[tokio::test]
async fn two_offices_on_one_machine_do_not_know_each_others_people() {
    let (north, mut alex) = Town::with_an_administrator().await;
    let (south, mut other) = Town::with_an_administrator().await;
    let mut stranger = Browser { cookie: alex.cookie.clone(), ..Browser::default() };
    assert!(!stranger.is_in(&south).await);
    // Even under the other office's name for its cookie.
    let name = other.cookie.clone().unwrap().split('=').next().unwrap().to_owned();
    let value = alex.cookie.clone().unwrap().split('=').nth(1).unwrap().to_owned();
    stranger.cookie = Some(format!("{name}={value}"));
    assert!(!stranger.is_in(&south).await);
    assert!(alex.is_in(&north).await && other.is_in(&south).await);
}
