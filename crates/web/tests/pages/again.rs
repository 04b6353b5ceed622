//! What is hard to undo asks again, and nothing that was entered is lost.
use crate::{
    doors::addresses,
    town::{Browser, PASSPHRASE, Town, email, hidden},
};
use axum::http::StatusCode;
use domain::actor::Role;
use jiff::SignedDuration;
use std::collections::BTreeSet;

/// The forms that ask again who sends them, where that was shown more than a quarter of an hour ago.
const ASK: &[&str] = &[
    "/account/authenticator",
    "/figures/{load}/take-back",
    "/imports/{import}/undo",
    "/papers/new",
    "/papers/position",
    "/papers/{number}/correct",
    "/papers/{number}/publication/decide",
    "/papers/{number}/withdraw",
    "/people/invite",
    "/people/posts",
    "/people/{person}/assign",
    "/people/{person}/authenticator-off",
    "/people/{person}/connect",
    "/people/{person}/disable",
    "/people/{person}/enable",
    "/people/{person}/end",
    "/people/{person}/link",
    "/people/{person}/move",
    "/people/{person}/name",
    "/people/{person}/role",
    "/people/{person}/sign-out",
    "/people/{person}/take-back",
    "/positions/{snapshot}/publication/decide",
    "/rounds/{round}/freeze",
];

fn minutes(minutes: i64) -> SignedDuration {
    SignedDuration::from_mins(minutes)
}

fn asks(page: &str) -> bool {
    page.contains("Show again who you are")
}

#[tokio::test]
async fn the_table_says_which_forms_ask_again() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let cookie = alex.cookie.clone().unwrap().split('=').next().unwrap().to_owned();
    let mut people = vec![];
    for role in Role::GIVEN {
        people.push((role, town.joins(&mut alex, &format!("Role {}", role.as_str()), role).await.1));
    }
    let target = people[3].1.to_string();
    let (mut asking, mut forms, mut fresh) = (BTreeSet::new(), 0, 0);
    for route in web::staff_routes() {
        let good = addresses(route, &town.office).remove(0).replace("0197a000-0000-7000-8000-000000000002", &target);
        for (role, person) in &people {
            for ago in [16, 14] {
                let shown = town.now() - minutes(ago);
                let session =
                    town.office.record.accounts().open_shown(*person, role.as_str(), shown, town.now()).await.unwrap();
                let mut browser =
                    Browser { cookie: Some(format!("{cookie}={}", session.as_str())), ..Browser::default() };
                // Looking never asks.
                assert!(!asks(&browser.reads(&town, &good).await.text()), "{route}");
                if ago == 16 {
                    let before = town.office.record.office().head().seq;
                    let answered = browser.posts(&town, &good, &[("kept", "so <b>")]).await;
                    forms += 1;
                    if asks(&answered.text()) {
                        let page = answered.text();
                        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{route}");
                        assert!(page.contains("name=\"kept\" value=\"so &lt;b&gt;\""), "{route}: {page}");
                        assert_eq!(town.office.record.office().head().seq, before, "{route} wrote before it asked");
                        asking.insert(route);
                    }
                } else if ASK.contains(&route) && !route.contains("{person}") {
                    let answered = browser.posts(&town, &good, &[]).await;
                    assert!(!asks(&answered.text()), "{route} asks who showed it 14 minutes ago");
                    fresh += 1;
                }
            }
        }
    }
    assert_eq!(asking.into_iter().collect::<Vec<_>>(), ASK);
    println!("{forms} forms sent 16 minutes after, {} of the routes ask; {fresh} sent 14 minutes after", ASK.len());
}

#[tokio::test]
async fn an_invitation_written_slowly_is_not_lost() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let key = hidden(&alex.reads(&town, "/people/invite").await.text(), "key");
    town.wait(minutes(15));
    let (name, address) = ("Siân O’Neill & <Co>", email("Sian"));
    let mut form = vec![
        ("key", key.as_str()),
        ("name", name),
        ("email", &address),
        ("role", "lead"),
        ("post", ""),
        ("post", "x y+z"),
    ];
    let question = alex.posts(&town, "/people/invite", &form).await;
    assert_eq!(question.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = question.text();
    assert!(
        asks(&page) && page.contains("nothing that you entered is lost") && page.contains("action=\"/people/invite\""),
        "{page}"
    );
    assert!(page.contains("Alex Clerk"), "it stands in their own frame");
    // What comes back is what was sent, in its order.
    let carried: Vec<(String, String)> = page
        .split("<input type=\"hidden\" name=\"")
        .skip(1)
        .map(|rest| {
            let (name, rest) = rest.split_once("\" value=\"").unwrap();
            let value = rest.split('"').next().unwrap();
            (
                name.to_owned(),
                value.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&"),
            )
        })
        .collect();
    let sent: Vec<(String, String)> =
        form.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    assert_eq!(carried, sent);
    for (wrong, words) in [
        ("", "Enter your passphrase"),
        ("not it at all, no", "This is not your passphrase"),
        ("123456", "This is not your passphrase"),
    ] {
        form.retain(|(name, _)| *name != "show-again");
        form.push(("show-again", wrong));
        let page = alex.posts(&town, "/people/invite", &form).await.text();
        assert!(asks(&page) && page.contains(words) && page.contains("There is a problem"), "{page}");
        assert!(page.contains("name=\"name\" value=\"Siân") && (wrong.is_empty() || !page.contains(wrong)), "{page}");
        assert!(!alex.reads(&town, "/people").await.text().contains("Siân"), "nothing is done yet");
    }
    form.retain(|(name, _)| *name != "show-again");
    form.push(("show-again", PASSPHRASE));
    let done = alex.posts(&town, "/people/invite", &form).await;
    assert_eq!(done.status, StatusCode::OK, "{}", done.text());
    let list = alex.reads(&town, "/people").await.text();
    assert!(list.contains("Siân O’Neill &amp; &lt;Co&gt;"), "{list}");
    // For the next quarter of an hour nobody asks.
    town.wait(minutes(14));
    let page = alex.posts(&town, "/people/posts", &[("name", "Victims Lead")]).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER, "{}", page.text());
    town.wait(minutes(1));
    assert!(asks(&alex.posts(&town, "/people/posts", &[("name", "Roads Lead")]).await.text()));
}

#[tokio::test]
async fn guessing_here_is_counted_as_guessing_at_the_door() {
    let (town, mut alex) = Town::with_an_administrator().await;
    town.wait(minutes(20));
    let mut tried = 0;
    for guess in 0..12 {
        let form = [("name", "Victims Lead"), ("show-again", &format!("a guess number {guess}"))];
        let page = alex.posts(&town, "/people/posts", &form).await.text();
        tried += usize::from(!page.contains("too many attempts"));
    }
    assert_eq!(tried, 10);
    let right = [("name", "Victims Lead"), ("show-again", PASSPHRASE)];
    assert!(alex.posts(&town, "/people/posts", &right).await.text().contains("too many attempts"));
    // Somebody else's passphrase is not one's own: it is asked of who is signed in.
    assert!(!alex.reads(&town, "/people/posts").await.text().contains("Victims Lead"));
}
