//! What staff see.
use crate::office::{Northmarsh, PLAN, links};
use axum::http::StatusCode;
use std::collections::{BTreeSet, VecDeque};

#[tokio::test]
async fn the_first_screen_sets_what_the_panel_saw_beside_what_is_true_today() {
    let office = Northmarsh::with_a_story().await;
    let page = office.reads("/").await.text();
    assert!(page.contains("What the Panel saw on 12 September 2018, and what is true today"), "{page}");
    // The charter went from amber to red and its date moved: it stands before what is the same.
    let (charter, pastors) = (page.find("Publish a charter").unwrap(), page.find("Fund street pastors").unwrap());
    assert!(charter < pastors);
    let row = &page[charter..charter + page[charter..].find("</tr>").unwrap()];
    for said in ["At risk", "30 September 2018", "Off track", "31 January 2019", "date changed", "Worse"] {
        assert!(row.contains(said), "{said} is not in {row}");
    }
    let helpline = page.find("Review the helpline").unwrap();
    assert!(page[helpline..].contains("it was not rated then"));
    assert!(page.contains("Light the underpass") && page.contains("Not yet shown to the Panel"));
}

#[tokio::test]
async fn every_link_of_the_staff_side_leads_somewhere_live_and_in_the_past() {
    let office = Northmarsh::with_a_story().await;
    for start in ["/", "/?at=Panel%20September"] {
        let mut known: BTreeSet<String> = [start.to_owned()].into();
        let mut waiting: VecDeque<String> = [start.to_owned()].into();
        let mut past = 0;
        while let Some(address) = waiting.pop_front() {
            let answered = office.reads(&address).await;
            assert_eq!(answered.status, StatusCode::OK, "{address}");
            let html = answered.headers["content-type"].to_str().unwrap().starts_with("text/html");
            if !html {
                continue;
            }
            let page = answered.text();
            assert!(page.contains("DEMO") && page.contains("4 October 2018"), "{address} does not say what it is");
            // A page of the past says so; its links stay there, but for the one that leads out and what is the same
            // at all times.
            if address.contains("at=Panel") {
                past += 1;
                assert!(page.contains("You are looking at the past"), "{address}");
            }
            for link in links(&page) {
                if known.insert(link.clone()) {
                    waiting.push_back(link);
                }
            }
        }
        println!("{} addresses from {start}, {past} of them in the past", known.len());
        assert!(known.len() > 100);
        assert!(start == "/" || past > 100, "{past}");
    }
}

#[tokio::test]
async fn the_past_shows_nothing_that_came_after() {
    let office = Northmarsh::with_a_story().await;
    let then = office.reads(&format!("{PLAN}?at=Panel%20September")).await.text();
    assert!(then.contains("Publish a charter") && !then.contains("Light the underpass"));
    assert!(!then.contains("31 January 2019"));
    let by_day = office.reads(&format!("{PLAN}?at=2018-09-15")).await.text();
    assert!(!by_day.contains("Light the underpass") && by_day.contains("You are looking at the past"));
    let charter = office.action("Publish a charter");
    let history = office.reads(&format!("{charter}?at=Panel%20September")).await.text();
    assert!(!history.contains("The draft was not agreed") && !history.contains("october.csv"));
    // What did not exist then is not there.
    let underpass = office.action("Light the underpass");
    assert_eq!(office.reads(&format!("{underpass}?at=Panel%20September")).await.status, StatusCode::NOT_FOUND);
    assert_eq!(office.reads(&underpass).await.status, StatusCode::OK);
}

#[tokio::test]
async fn a_position_that_is_none_is_answered_with_those_that_are() {
    let office = Northmarsh::with_a_story().await;
    let answered = office.reads("/plans?at=Panel%20Octember").await;
    assert_eq!(answered.status, StatusCode::NOT_FOUND);
    assert!(answered.text().contains("Panel September"), "{}", answered.text());
    for odd in ["/?at=999999", "/?at=0", "/?at=1999-01-01", "/?day=2018-02-30", "/changes?from=nothing"] {
        assert_eq!(office.reads(odd).await.status, StatusCode::NOT_FOUND, "{odd}");
    }
}

#[tokio::test]
async fn an_action_tells_how_it_came_to_be_so() {
    let office = Northmarsh::with_a_story().await;
    let page = office.reads(&office.action("Publish a charter")).await.text();
    for said in [
        "1.2 Publish a charter",
        "Off track",
        "as supplied, untested",
        "date changed once",
        "originally <time datetime=\"2018-09-30\">30 September 2018</time>",
        "shown to the Panel",
        "The draft was not agreed.",
        "july.csv",
        "october.csv",
        "row 3",
        "(entry ",
        "Worse",
    ] {
        assert!(page.contains(said), "{said} is not in {page}");
    }
    // What a later edition reworded stands old over new.
    let helpline = office.reads(&office.action("Review the helpline")).await.text();
    assert!(
        helpline.contains("<del>Review the helpline</del>")
            && helpline.contains("<ins>Review the helpline and its hours</ins>")
    );
}

#[tokio::test]
async fn the_tiles_filter_and_not_rated_is_always_counted() {
    let office = Northmarsh::with_a_story().await;
    let plan = office.reads(PLAN).await.text();
    assert!(plan.contains("Not rated") && plan.contains("Northmarsh Plan"));
    let red = office.reads(&format!("{PLAN}?rating=off_track")).await.text();
    let listed = &red[red.find("id=\"actions\"").unwrap()..];
    assert!(listed.contains("Publish a charter") && !listed.contains("Open a hub"));
    assert_eq!(office.reads(&format!("{PLAN}?rating=purple")).await.status, StatusCode::NOT_FOUND);
    let exempt = office.reads(&office.theme("Communities")).await.text();
    assert!(exempt.contains("Exempt") && exempt.contains("Internal"));
}

#[tokio::test]
async fn what_changed_adds_up() {
    let office = Northmarsh::with_a_story().await;
    let page = office.reads("/changes?from=Panel%20September&to=live").await.text();
    assert!(page.contains("Light the underpass") && page.contains("Publish a charter"));
    let sum = page.split("Open before ").nth(1).unwrap().split('.').next().unwrap();
    let numbers: Vec<i64> = sum.split(|c: char| !c.is_ascii_digit()).filter_map(|n| n.parse().ok()).collect();
    let [from, added, reopened, closed, to] = numbers[..] else { panic!("{sum}") };
    assert_eq!(from + added + reopened - closed, to, "{sum}");
    // Asked the other way round, the earlier still comes first.
    assert!(office.reads("/changes?from=live&to=Panel%20September").await.text().contains("Open before "));
}

#[tokio::test]
async fn what_was_typed_is_shown_as_typed() {
    let office = Northmarsh::with_a_story().await;
    for address in [office.action("Fund street"), PLAN.to_owned(), "/".to_owned()] {
        let page = office.reads(&address).await.text();
        assert!(page.contains("&lt;script&gt;alert(1)&lt;/script&gt;") && !page.contains("<script"), "{address}");
    }
}

#[tokio::test]
async fn an_office_without_a_plan_says_what_to_do() {
    let office = Northmarsh::empty().await;
    for address in ["/", "/plans", "/changes", "/papers", "/key", "/verify"] {
        assert_eq!(office.reads(address).await.status, StatusCode::OK, "{address}");
    }
    assert!(office.reads("/").await.text().contains("milepost import plan"));
}
