//! What nobody does alone: a completion is verified by somebody who did not say it, and whoever decides says what they
//! saw.
use crate::{
    office::Northmarsh,
    town::{self, Browser, hidden, location},
    working::Town,
};
use axum::http::StatusCode;
use domain::{
    actor::{Actor, Role},
    ask::{Ask, Command},
    id::Id,
    round::OpenRound,
    text::text,
    update::{AnswerByLink, Saying},
};
use uuid::Uuid;

/// Says of the underpass that it is done.
const DONE: [(&str, &str); 5] = [
    ("words", "It is lit."),
    ("rating", "complete"),
    ("completed", "2018-11-10"),
    ("evidence", "Decision notice 4"),
    ("back", "action"),
];

#[tokio::test]
async fn what_a_partner_completed_by_a_link_is_verified_by_nobody_who_makes_links() {
    let town = Town::new().await;
    let open = OpenRound { plan: None, name: Some(text("Autumn")), period: None, due: "2018-12-14".parse().unwrap() };
    town.office.write(Command::OpenRound(open), crate::working::NOW, None).await;
    let round: Uuid = town.office.round().rsplit('/').next().unwrap().parse().unwrap();
    let saying = Saying {
        narrative: text("The roof is on."),
        rating: Some(text("complete")),
        completed: Some("2018-11-10".parse().unwrap()),
        evidence: vec![domain::evidence::Evidence::read(&text("Invoice 7")).unwrap()],
        ..Saying::default()
    };
    let answer = AnswerByLink {
        round: round.into(),
        action: town.action("3.1").id,
        link: Uuid::now_v7(),
        entered_as: text("Jo Partner"),
        saying: Some(saying),
    };
    let partner = town.who("Caretaker", Role::Contributor);
    let command = Command::AnswerByLink(Box::new(answer));
    let now = crate::office::at(crate::working::NOW);
    town.office
        .record
        .write(Ask { actor: partner, now, on: None, key: None, seen: vec![], reason: None, command })
        .await
        .unwrap();
    assert!(town.action("3.1").item.completion.is_some());
    let (verify, seen) = (format!("{}/verify", town.address("3.1")), town.seen("3.1"));
    let shown = [("evidence", "shown"), ("seen", seen.as_str())];
    // Whoever makes such links could have answered by one themself.
    let officer = town.sends(Some(&town.who("Chief Executive", Role::Officer)), &verify, &shown).await;
    assert_eq!(officer.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(officer.text().contains("by a link without an account"), "{}", officer.text());
    assert_eq!(town.action("3.1").item.completion.unwrap().verified, None);
    assert_eq!(town.sends(Some(&town.chief()), &verify, &shown).await.status, StatusCode::SEE_OTHER);
    assert!(town.action("3.1").item.completion.unwrap().verified.is_some());
}

#[tokio::test]
async fn whoever_said_that_it_is_complete_does_not_verify_it_after_handing_the_post_on() {
    let town = Town::new().await;
    let policy = town.post("Head of Policy");
    let sam = |role, holds: &[_]| Actor {
        post: Id::new(Uuid::from_u128(0x5a)),
        name: "Person 1".into(),
        role,
        holds: holds.to_vec(),
    };
    let update = format!("{}/update", town.address("2.2"));
    let said = town.sends(Some(&sam(Role::Lead, &[policy])), &update, &DONE).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    // A week later Robin holds the post, and Sam is the officer.
    let (verify, seen) = (format!("{}/verify", town.address("2.2")), town.seen("2.2"));
    let shown = [("evidence", "shown"), ("seen", seen.as_str())];
    for holds in [vec![], vec![town.post("Chief Executive")]] {
        let own = town.sends(Some(&sam(Role::Officer, &holds)), &verify, &shown).await;
        assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(own.text().contains("whoever holds the post now"), "{}", own.text());
    }
    assert_eq!(town.action("2.2").item.completion.unwrap().verified, None);
}

#[tokio::test]
async fn whoever_decides_says_what_they_saw_and_reads_who_asked() {
    let (town, secret) = town::Town::of(Northmarsh::with_posts().await, None, vec![]).await;
    let mut alex = Browser::default();
    assert_eq!(alex.first(&town, &secret).await.status, StatusCode::SEE_OTHER);
    let (mut olive, _) = town.joins(&mut alex, "Olive Officer", Role::Officer).await;
    let (mut cleo, _) = town.joins(&mut alex, "Cleo Chief", Role::Approver).await;
    let action = town.office.action("Light the underpass");
    let date = || {
        let office = town.office.record.office();
        let id: Uuid = action.rsplit('/').next().unwrap().parse().unwrap();
        let kept = office.seen_by(&crate::office::clerk()).action(id.into()).unwrap().clone();
        kept.item.current_date.unwrap().to_string()
    };
    // Whoever asks may hold no post: then they speak for themself, and are named.
    let wants = [("new-date", "2026-09-30"), ("date-reason", "The lamps are late"), ("back", "action")];
    let asked = olive.posts(&town, &format!("{action}/date"), &wants).await;
    assert!(location(&asked).starts_with(&action), "{}", asked.text());
    let page = cleo.reads(&town, "/decisions").await.text();
    let form = &page[page.find("action=\"/decisions/").unwrap()..];
    let to = format!("/decisions/{}", form["action=\"/decisions/".len()..].split('"').next().unwrap());
    let by = page.split("Asked by").nth(1).unwrap().split("</dd>").next().unwrap();
    assert!(by.contains("Person 2"), "{by}");
    let timeline = cleo.reads(&town, &action).await.text();
    assert!(timeline.contains("Asked by Person 2"), "{timeline}");
    // A form without it was never looked at; one of an older state is told so.
    let seen = hidden(form, "seen");
    assert_eq!(cleo.posts(&town, &to, &[("decision", "approve")]).await.status, StatusCode::BAD_REQUEST);
    let older = cleo.posts(&town, &to, &[("decision", "approve"), ("seen", "7")]).await;
    assert_eq!(older.status, StatusCode::UNPROCESSABLE_ENTITY);
    let verify = cleo.posts(&town, &format!("{action}/verify"), &[("evidence", "shown")]).await;
    assert_eq!(verify.status, StatusCode::BAD_REQUEST);
    assert_eq!(date(), "2019-06-30", "nothing moved");
    let decided = cleo.posts(&town, &to, &[("decision", "approve"), ("seen", &seen)]).await;
    assert_eq!(decided.status, StatusCode::SEE_OTHER, "{}", decided.text());
    assert_eq!(date(), "2026-09-30");
}
