//! What everybody sees, and what nobody does.
use crate::office::{Answered, Northmarsh, PLAN, PUBLISHED, ask_as, clerk, links};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use std::collections::{BTreeMap, BTreeSet, VecDeque};

/// Every page and file of the public side, from its front page.
async fn crawl(office: &Northmarsh) -> BTreeMap<String, Answered> {
    let mut known: BTreeSet<String> = ["/".to_owned()].into();
    let mut waiting: VecDeque<String> = ["/".to_owned()].into();
    let mut all = BTreeMap::new();
    while let Some(address) = waiting.pop_front() {
        let answered = office.visits(&address).await;
        assert_eq!(answered.status, StatusCode::OK, "{address}");
        for link in links(&answered.text()) {
            if known.insert(link.clone()) {
                waiting.push_back(link);
            }
        }
        all.insert(address, answered);
    }
    all
}

#[tokio::test]
async fn a_published_plan_can_be_read_by_theme_and_action_with_what_is_withheld() {
    let office = Northmarsh::with_a_story().await;
    let plan = office.visits(PLAN).await.text();
    assert!(plan.contains("4 of 124 actions shown, 120 withheld"), "{plan}");
    assert!(plan.contains("40 withheld: Commercial interests"));
    assert!(plan.contains("Cite this:") && plan.contains("as at 12 September 2018, published 3 October 2018"));
    let action = office.visits(&format!("{PLAN}/actions/1-2")).await.text();
    assert!(action.contains("lead stated, not matched to a post") && action.contains("as supplied, untested"));
    assert_eq!(office.visits(&format!("{PLAN}/themes/victims")).await.status, StatusCode::OK);
    let stays = office.visits(&format!("{PLAN}/at/panel-september/actions/1-2")).await;
    assert_eq!(stays.status, StatusCode::OK);
    let key = office.visits("/key/northmarsh-plan").await.text();
    assert!(key.contains("The action will not be delivered in full by its date"));
}

#[tokio::test]
async fn a_published_paper_has_its_file_and_a_withdrawn_one_its_reason() {
    let office = Northmarsh::with_a_story().await;
    let home = office.visits("/").await.text();
    let papers: Vec<String> = links(&home).into_iter().filter(|l| l.starts_with("/papers/")).collect();
    assert_eq!(papers.len(), 2, "{papers:?}");
    let withdrawn = office.visits("/papers/NOR-2018-003").await;
    assert_eq!(withdrawn.status, StatusCode::OK);
    assert!(withdrawn.text().contains("It counted one action twice."));
    assert!(!withdrawn.text().contains(".csv"));
    assert_eq!(office.visits("/papers/NOR-2018-003/NOR-2018-003%20plan.csv").await.status, StatusCode::NOT_FOUND);
    let file = office.visits("/papers/NOR-2018-001/NOR-2018-001%20plan.csv").await;
    assert_eq!((file.status, file.body.as_slice()), (StatusCode::OK, PUBLISHED.as_bytes()));
    assert_eq!(file.headers["content-disposition"], "attachment; filename*=UTF-8''NOR-2018-001%20plan.csv");
}

#[tokio::test]
async fn nothing_unpublished_is_in_anything_that_everybody_can_reach() {
    let office = Northmarsh::with_a_story().await;
    assert!(office.canaries.len() >= 485, "{}", office.canaries.len());
    let mut all = crawl(&office).await;
    let reached = all.len();
    // Doors that nobody pointed to: every staff address, every address with what is hidden in it.
    let mut doors: Vec<String> = vec![
        "/plans".into(),
        "/papers".into(),
        "/changes?from=1&to=live".into(),
        "/?at=1".into(),
        office.action("canary"),
        office.theme("Communities"),
        "/papers/NOR-2018-002".into(),
        "/papers/NOR-2018-002/NOR-2018-002%20plan.csv".into(),
        "/papers/NOR-2018-003/NOR-2018-003%20plan.csv".into(),
        format!("{PLAN}/actions/3-1"),
        format!("{PLAN}/at/panel-september/actions/3-1"),
        format!("{PLAN}?at=live"),
        "/verify?at=1".into(),
    ];
    doors.extend(office.canaries.iter().map(|c| format!("/papers/{c}")));
    doors.extend(office.canaries.iter().map(|c| format!("{PLAN}/at/{c}")));
    for door in &doors {
        all.insert(door.clone(), office.visits(door).await);
    }
    let mut found = 0;
    for (address, answered) in &all {
        let head = format!("{:?}", answered.headers);
        let body = answered.text();
        for canary in &office.canaries {
            // A door that was named after a canary may not say its name either.
            assert!(!body.contains(canary.as_str()) && !head.contains(canary.as_str()), "{canary} at {address}");
        }
        found += usize::from(body.contains(PUBLISHED));
    }
    println!(
        "{} canaries, none in {reached} addresses crawled and {} doors tried; the published one found {found} times",
        office.canaries.len(),
        doors.len()
    );
    assert!(found >= 3, "the search finds what is published: {found}");
}

#[tokio::test]
async fn everything_that_does_not_exist_is_answered_in_the_same_bytes() {
    let office = Northmarsh::with_a_story().await;
    let none = office.visits("/no-such-page-at-all").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    let mut tried = 0;
    let mut same = async |address: String| {
        let answered = office.visits(&address).await;
        assert_eq!(answered.status, none.status, "{address}");
        assert_eq!(answered.body, none.body, "{address}");
        assert_eq!(answered.headers, none.headers, "{address}");
        tried += 1;
    };
    for address in web::staff_routes().filter(|a| !web::public_routes().any(|p| p == *a)) {
        same(address.replace(['{', '}'], "")).await;
    }
    for address in [
        office.action("canary"),
        office.action("Publish"),
        office.theme("Victims"),
        "/papers/NOR-2018-002".into(),
        "/papers/NOR-2018-002/NOR-2018-002%20plan.csv".into(),
        "/papers/NOR-2018-003/NOR-2018-003%20plan.csv".into(),
        "/papers/NOR-2018-999".into(),
        "/papers/%FF".into(),
        format!("{PLAN}/actions/3-1"),
        format!("{PLAN}/themes/nothing"),
        format!("{PLAN}/at/panel-october"),
        "/plans/secret".into(),
        "/assets/other.css".into(),
        "/assets/brand/zzzzzz/ffffff.css".into(),
        "/../../etc/passwd".into(),
        "/%2e%2e/%2e%2e/etc/passwd".into(),
        "/.git/config".into(),
    ] {
        same(address).await;
    }
    // Guesses, as they were made at a budget report before its release.
    for number in 0..300 {
        same(format!("/papers/NOR-{}-{number:03}/report.pdf", 2018 + number % 5)).await;
    }
    println!("{tried} addresses answered alike");
}

#[tokio::test]
async fn nothing_is_public_before_it_is_published_and_then_it_is_at_once() {
    let office = Northmarsh::empty().await;
    let before = office.visits("/").await.text();
    assert!(before.contains("Nothing is published yet") && !before.contains("Northmarsh"));
    let office = Northmarsh::with_a_story().await;
    let router = office.public();
    let get = |address: &str| Request::get(address).body(Body::empty()).unwrap();
    let hidden = ask_as(router.clone(), get("/papers/NOR-2018-002"), "198.51.100.7:1").await;
    assert_eq!(hidden.status, StatusCode::NOT_FOUND);
    office.publish("NOR-2018-002", "2018-10-05T09:00:00Z").await;
    let shown = ask_as(router.clone(), get("/papers/NOR-2018-002"), "198.51.100.7:1").await;
    assert_eq!(shown.status, StatusCode::OK);
    office.withdraw("NOR-2018-002", "Not this one.", "2018-10-06T09:00:00Z").await;
    let gone = ask_as(router, get("/papers/NOR-2018-002"), "198.51.100.7:1").await;
    assert!(gone.text().contains("Not this one."));
    assert_eq!(office.record.office().seen_by(&clerk()).publications().count(), 4);
}

#[tokio::test]
async fn a_page_that_somebody_has_is_not_sent_again_however_it_is_compressed() {
    let office = Northmarsh::with_a_story().await;
    let router = office.public();
    for coding in ["", "gzip", "br", "gzip;q=0.5, br;q=0"] {
        let get = || Request::get(PLAN).header("accept-encoding", coding);
        let first = ask_as(router.clone(), get().body(Body::empty()).unwrap(), "198.51.100.7:1").await;
        let again = ask_as(router.clone(), get().body(Body::empty()).unwrap(), "198.51.100.7:1").await;
        assert_eq!((first.status, &first.body), (StatusCode::OK, &again.body));
        let expected = match coding {
            "" => None,
            "br" => Some("br"),
            _ => Some("gzip"),
        };
        assert_eq!(first.headers.get("content-encoding").map(|v| v.to_str().unwrap()), expected, "{coding}");
        let tag = first.headers["etag"].clone();
        let held = get().header("if-none-match", tag).body(Body::empty()).unwrap();
        let same = ask_as(router.clone(), held, "198.51.100.7:1").await;
        assert_eq!((same.status, same.body.len()), (StatusCode::NOT_MODIFIED, 0));
        let other = get().header("if-none-match", "W/\"0\"").body(Body::empty()).unwrap();
        assert_eq!(ask_as(router.clone(), other, "198.51.100.7:1").await.status, StatusCode::OK);
    }
}
