//! People come, are given posts, change and leave: clicked through.
use crate::{
    office::Northmarsh,
    town::{Browser, PASSPHRASE, Town, email, hidden, link, location},
};
use axum::http::StatusCode;
use domain::actor::Role;

#[tokio::test]
async fn the_first_administrator_is_made_once_by_who_has_the_secret() {
    let (town, secret) = Town::before_anybody().await;
    let mut anybody = Browser::default();
    for address in ["/", "/plans", "/people", "/no-such-page", "/sign-in?to=/plans"] {
        let answered = anybody.reads(&town, address).await;
        if address.starts_with("/sign-in") {
            assert_eq!(answered.status, StatusCode::OK);
        } else {
            assert_eq!((answered.status, location(&answered)), (StatusCode::SEE_OTHER, "/first"), "{address}");
        }
    }
    let before = town.bytes();
    for wrong in ["", "nothing", &secret[1..], &format!("{secret}x")] {
        let answered = anybody.first(&town, wrong).await;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = answered.text();
        assert!(page.contains("not the secret") && page.contains("value=\"Alex Clerk\""), "{page}");
        assert!(!page.contains(PASSPHRASE), "a passphrase is never sent back");
    }
    // A weak passphrase does not spend the secret.
    let weak = [
        ("secret", secret.as_str()),
        ("name", "Alex Clerk"),
        ("email", "a@b.example"),
        ("passphrase", "northmarsh2026"),
        ("again", "northmarsh2026"),
    ];
    let answered = anybody.posts(&town, "/first", &weak).await;
    assert!(answered.text().contains("too easy to guess"), "{}", answered.text());
    assert_eq!(town.bytes(), before);
    let made = anybody.first(&town, &secret).await;
    assert_eq!((made.status, location(&made)), (StatusCode::SEE_OTHER, "/people"));
    let list = anybody.reads(&town, "/people").await.text();
    assert!(list.contains("Alex Clerk") && list.contains("Administrator") && list.contains("Active"), "{list}");
    let mut other = Browser::default();
    assert_eq!(other.first(&town, &secret).await.status, StatusCode::NOT_FOUND, "it works once");
    assert_eq!(other.reads(&town, "/first").await.status, StatusCode::NOT_FOUND);
    // The record holds a number, and neither name nor address.
    let office = town.office.record.office();
    let said = format!("{office:?}");
    assert!(said.contains("Person 1") && !said.contains("Alex") && !said.contains("alex.clerk"));
}

#[tokio::test]
async fn a_lead_is_invited_given_a_post_and_leaves_it_to_another() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let added = alex.posts(&town, "/people/posts", &[("name", "Victims Lead"), ("initials", "VL")]).await;
    assert_eq!(added.status, StatusCode::SEE_OTHER);
    let again = alex.posts(&town, "/people/posts", &[("name", "victims lead")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("already"));
    let (mut sam, id) = town.joins(&mut alex, "Sam Lead", Role::Lead).await;
    let (_, other) = town.joins(&mut alex, "Robin Heir", Role::Lead).await;
    let page = alex.reads(&town, &format!("/people/{id}")).await.text();
    let post = page
        .split("<option value=\"")
        .find(|part| part.contains("Victims Lead"))
        .unwrap()
        .split('"')
        .next()
        .unwrap()
        .to_owned();
    let (key, version) = (hidden(&page, "key"), hidden(&page, "version"));
    let given = [("key", key.as_str()), ("version", &version), ("post", &post)];
    let before = town.office.record.office().head().seq;
    for _ in 0..2 {
        let done = alex.posts(&town, &format!("/people/{id}/assign"), &given).await;
        assert_eq!(done.status, StatusCode::SEE_OTHER, "sent twice is done once: {}", done.text());
    }
    assert_eq!(town.office.record.office().head().seq, before + 1);
    assert!(sam.reads(&town, "/account").await.text().contains("Victims Lead"));
    // Another administrator, who saw the page before, is told that it moved on.
    let late = [("key", "0197a000-0000-7000-8000-000000000001"), ("version", &version), ("role", "officer")];
    let moved = alex.posts(&town, &format!("/people/{id}/role"), &late).await;
    assert_eq!(moved.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(moved.text().contains("changed by someone else"), "{}", moved.text());
    let left = alex.posts(&town, &format!("/people/{id}/end"), &[("heir", &other.to_string())]).await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.text());
    assert!(!sam.is_in(&town).await, "their session ends at once");
    let posts = alex.reads(&town, "/people/posts").await.text();
    let row = &posts[posts.find("Victims Lead").unwrap()..];
    assert!(row[..row.find("</tr>").unwrap()].contains("Robin Heir"), "{posts}");
    let review = alex.reads(&town, "/people/access").await.text();
    assert!(review.contains("Sam Lead (Person 2)"), "{review}");
    // Their name can go; what they did stays under their number.
    alex.posts(&town, &format!("/people/{id}/name"), &[("forget", "yes")]).await;
    let csv = alex.reads(&town, "/people/access.csv").await.text();
    assert!(
        !csv.contains("Sam Lead")
            && csv.contains("\"Person 2\",\"\",\"Post\",\"Victims Lead\",\"2026-05-04\",\"2026-05-04\""),
        "{csv}"
    );
    let json: serde_json::Value = serde_json::from_slice(&alex.reads(&town, "/people/access.json").await.body).unwrap();
    assert_eq!(json.as_array().unwrap().len(), 5, "{json}");
}

#[tokio::test]
async fn the_last_administrator_cannot_be_ended_and_nobody_ends_themselves() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let own = town.office.record.office();
    let own = own.seen_by(&crate::office::clerk()).people().next().unwrap().id.uuid();
    let before = town.office.record.office().head().seq;
    for (what, form) in [("end", ("heir", "")), ("disable", ("", "")), ("role", ("role", "lead"))] {
        let answered = alex.posts(&town, &format!("/people/{own}/{what}"), &[form]).await;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        assert!(answered.text().contains("There is a problem"));
    }
    assert_eq!(town.office.record.office().head().seq, before);
    assert!(alex.is_in(&town).await);
}

#[tokio::test]
async fn an_invitation_that_scanners_open_is_still_good_and_works_once() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (invitation, _) = town.invited(&mut alex, "Sam Lead", Role::Lead).await;
    for _ in 0..20 {
        let mut scanner = Browser::default();
        assert_eq!(scanner.reads(&town, &invitation).await.status, StatusCode::OK);
        scanner.asks(&town, &axum::http::Method::HEAD, &invitation, &[], &[]).await;
    }
    let mut sam = Browser::default();
    let form = sam.reads(&town, &invitation).await.text();
    assert!(form.contains("Sam Lead") && form.contains(&email("Sam Lead")));
    let differ =
        sam.posts(&town, &invitation, &[("passphrase", PASSPHRASE), ("again", "something else entirely")]).await;
    assert_eq!(differ.status, StatusCode::UNPROCESSABLE_ENTITY);
    let chosen = [("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
    assert_eq!(sam.posts(&town, &invitation, &chosen).await.status, StatusCode::SEE_OTHER);
    assert!(sam.is_in(&town).await);
    let mut thief = Browser::default();
    let spent = thief.posts(&town, &invitation, &chosen).await;
    assert!(spent.text().contains("This link cannot be used") && thief.cookie.is_none());
    // As every other link that is none.
    let none = thief.reads(&town, "/invitation/nothing").await;
    assert_eq!(thief.reads(&town, &invitation).await.body, none.body);
    assert_eq!(thief.reads(&town, &invitation.replace("invitation", "reset")).await.body, none.body);
}

#[tokio::test]
async fn an_invitation_sent_twice_lets_in_one() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let key = hidden(&alex.reads(&town, "/people/invite").await.text(), "key");
    let form = [("key", key.as_str()), ("name", "Sam Lead"), ("email", "sam@northmarsh.example"), ("role", "lead")];
    let first = alex.posts(&town, "/people/invite", &form).await.text();
    let second = alex.posts(&town, "/people/invite", &form).await.text();
    assert_ne!(link(&first), link(&second), "the later link is the one that is good");
    let list = alex.reads(&town, "/people").await.text();
    assert_eq!(list.matches("Sam Lead").count(), 1);
    // An address is one person's.
    let taken = [
        ("key", "0197a000-0000-7000-8000-000000000002"),
        ("name", "Other"),
        ("email", "SAM@northmarsh.example"),
        ("role", "lead"),
    ];
    let answered = alex.posts(&town, "/people/invite", &taken).await;
    assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(answered.text().contains("listed already") && answered.text().contains("value=\"Other\""));
    // Nor does a form that was made up rename somebody.
    let made_up = [("key", key.as_str()), ("name", "Mallory"), ("email", "m@northmarsh.example"), ("role", "lead")];
    assert_eq!(alex.posts(&town, "/people/invite", &made_up).await.status, StatusCode::BAD_REQUEST);
}

#[tokio::test]
async fn pages_are_as_before_where_nobody_signs_in() {
    let office = Northmarsh::with_a_story().await;
    assert_eq!(office.reads("/plans").await.status, StatusCode::OK);
    let mut none = 0;
    for route in web::staff_routes().filter(|route| {
        route.starts_with("/people")
            || route.starts_with("/account")
            || ["/sign-in", "/sign-out", "/first", "/forgotten"].contains(route)
    }) {
        let address = route.replace("{person}", "0197a000-0000-7000-8000-000000000002");
        assert!(
            [StatusCode::NOT_FOUND, StatusCode::METHOD_NOT_ALLOWED].contains(&office.reads(&address).await.status),
            "{route}"
        );
        none += 1;
    }
    assert!(none > 15, "{none}");
}

#[tokio::test]
async fn who_is_signed_in_stands_on_every_page_and_only_a_proxy_that_is_known_passes_anybody_on() {
    let office = Northmarsh::with_a_story().await;
    let proxy = "10.0.0.2".parse().unwrap();
    let (town, secret) = Town::of(office, Some("plan.northmarsh.example".into()), vec![proxy]).await;
    let mut alex = Browser::default();
    alex.first(&town, &secret).await;
    let page = alex.reads(&town, "/plans").await.text();
    assert!(page.contains("Signed in as") && page.contains("Alex Clerk") && page.contains("action=\"/sign-out\""));
    assert!(page.contains("href=\"/people\""));
    let ask = async |peer: &str, host: &str, more: &[(&str, &str)]| {
        let mut request = axum::http::Request::get("/plans").header("host", host);
        request = request.header("cookie", alex.cookie.clone().unwrap());
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        crate::office::ask_as(town.staff.clone(), request.body(axum::body::Body::empty()).unwrap(), peer).await.status
    };
    let https = [("x-forwarded-proto", "https"), ("x-forwarded-for", "203.0.113.9, 198.51.100.7")];
    let good = "plan.northmarsh.example";
    assert_eq!(ask("10.0.0.2:999", good, &https).await, StatusCode::OK);
    assert_eq!(ask("[::ffff:10.0.0.2]:999", good, &https).await, StatusCode::OK);
    let mut refused = 0;
    for (peer, host, more) in [
        ("10.0.0.3:999", good, &https[..]),
        ("127.0.0.1:999", good, &https[..]),
        ("10.0.0.2:999", "other.example", &https[..]),
        ("10.0.0.2:999", "127.0.0.1", &https[..]),
        ("10.0.0.2:999", good, &https[..1]),
        ("10.0.0.2:999", good, &https[1..]),
        ("10.0.0.2:999", good, &[("x-forwarded-proto", "http"), ("x-forwarded-for", "198.51.100.7")][..]),
        ("10.0.0.2:999", good, &[("x-forwarded-proto", "https"), ("x-forwarded-for", "nobody")][..]),
        ("10.0.0.2:999", "127.0.0.1", &[][..]),
    ] {
        assert_eq!(ask(peer, host, more).await, StatusCode::NOT_FOUND, "{peer} {host} {more:?}");
        refused += 1;
    }
    println!("{refused} turned away");
}
