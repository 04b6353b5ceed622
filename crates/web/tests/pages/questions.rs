//! Questions to expect on their pages: who sees them, who answers and sets aside, what comes back; and help with words.
use crate::{
    office::{Answered, Northmarsh, links},
    town::{Browser, Town, hidden, location},
};
use axum::http::StatusCode;
use domain::actor::Role;

/// The addresses of the questions on a page.
fn asked(page: &str) -> Vec<String> {
    let mut all: Vec<String> = links(page)
        .into_iter()
        .filter(|link| link.starts_with("/questions/") && !link.contains("/share") && !link.contains("done="))
        .collect();
    all.dedup();
    all
}

async fn posts(town: &Town, who: &mut Browser, at: &str, to: &str, form: &[(&str, &str)]) -> Answered {
    let page = who.reads(town, at).await.text();
    let (key, seen) = (hidden(&page, "key"), hidden(&page, "seen"));
    let mut all = vec![("key", key.as_str()), ("seen", seen.as_str())];
    all.extend(form);
    who.posts(town, to, &all).await
}

#[tokio::test]
async fn an_office_reads_what_could_be_asked_of_it_and_each_question_opens_live_and_in_the_past() {
    let office = Northmarsh::with_a_story().await;
    for start in ["/questions", "/questions?at=Panel%20September"] {
        let answered = office.reads(start).await;
        assert_eq!(answered.status, StatusCode::OK, "{start}");
        let page = answered.text();
        assert!(page.contains("Freedom of Information Act 2000"), "{start}");
        assert!(page.contains("What was found:") && page.contains("Somebody could ask:"), "{page}");
        let all = asked(&page);
        assert!(!all.is_empty(), "{start} asks nothing");
        for link in &all {
            assert_eq!(link.contains("at=Panel"), start.contains("at="), "{link}");
            let one = office.reads(link).await;
            assert_eq!(one.status, StatusCode::OK, "{link}");
            // Whoever reads without signing in changes nothing.
            assert!(!one.text().contains("<textarea"), "{link}");
        }
        println!("{} questions at {start}", all.len());
    }
    for none in ["/questions/nonsense/018972a2-81c0-7000-8000-775124330000", "/questions/lead-gone/nobody"] {
        assert_eq!(office.reads(none).await.status, StatusCode::NOT_FOUND, "{none}");
    }
}

#[tokio::test]
async fn a_question_is_answered_set_aside_and_shared_and_others_see_nothing_of_it() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let page = olga.reads(&town, "/questions").await.text();
    let all = asked(&page);
    let (one, other) = (all.first().expect("a question").clone(), all.last().expect("another").clone());
    assert_ne!(one, other);

    let empty = posts(&town, &mut olga, &one, &format!("{one}/answer"), &[("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Write what you would say"), "{}", empty.text());
    let words = "Canary-answer: the post is filled <on Monday>.";
    let said = posts(&town, &mut olga, &one, &format!("{one}/answer"), &[("words", words)]).await;
    assert_eq!((said.status, location(&said)), (StatusCode::SEE_OTHER, &*format!("{one}?done=1")), "{}", said.text());
    let shown = olga.reads(&town, &one).await.text();
    assert!(shown.contains("filled &lt;on Monday&gt;") && shown.contains("Answered"), "{shown}");

    let to = format!("{other}/silence");
    let without = posts(&town, &mut olga, &other, &to, &[("reason", "It is known"), ("until", "")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(without.text().contains("It is known") && without.text().contains("last day"), "{}", without.text());
    let past = posts(&town, &mut olga, &other, &to, &[("reason", "It is known"), ("until", "2020-01-01")]).await;
    assert_eq!(past.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", past.text());
    let form = [("reason", "The board decides in summer"), ("until", "2026-08-31")];
    let set = posts(&town, &mut olga, &other, &to, &form).await;
    assert_eq!(set.status, StatusCode::SEE_OTHER, "{}", set.text());
    let list = olga.reads(&town, "/questions").await.text();
    assert!(list.contains("Set aside until") && list.contains("The board decides in summer"), "{list}");

    let nobody = posts(&town, &mut olga, "/questions", "/questions/share", &[("with", "")]).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let panel = posts(&town, &mut olga, "/questions", "/questions/share", &[("with", "Panel")]).await;
    assert!(panel.text().contains("own boards and committees"), "{}", panel.text());
    let board = posts(&town, &mut olga, "/questions", "/questions/share", &[("with", "Board")]).await;
    assert_eq!(board.status, StatusCode::SEE_OTHER, "{}", board.text());
    assert!(olga.reads(&town, &one).await.text().contains("Shared with"));

    let (mut anna, _) = town.joins(&mut alex, "Audrey Auditor", Role::Auditor).await;
    let read = anna.reads(&town, &one).await.text();
    assert!(read.contains("Canary-answer") && !read.contains("<textarea"), "{read}");
    let form = [("words", "x")];
    assert_eq!(anna.posts(&town, &format!("{one}/answer"), &form).await.status, StatusCode::NOT_FOUND);
    for role in [Role::Administrator, Role::Lead, Role::Contributor, Role::PanelReader, Role::PanelClerk] {
        let (mut who, _) = town.joins(&mut alex, &format!("Some {}", role.as_str()), role).await;
        for address in ["/questions", &one] {
            let answered = who.reads(&town, address).await;
            assert_eq!(answered.status, StatusCode::NOT_FOUND, "{role:?} {address}");
        }
        let answered = who.posts(&town, &format!("{one}/answer"), &form).await;
        assert_eq!(answered.status, StatusCode::NOT_FOUND, "{role:?}");
    }
}

#[tokio::test]
async fn whoever_writes_a_narrative_is_told_what_it_leaves_out_and_nothing_of_that_is_kept() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let rounds = olga.reads(&town, "/rounds").await.text();
    let round = links(&rounds).into_iter().find(|link| link.starts_with("/rounds/") && link != "/rounds/open").unwrap();
    let page = olga.reads(&town, &round).await.text();
    let theme = links(&page).into_iter().find(|link| link.contains("/themes/")).unwrap();
    let before = town.office.record.office().head().seq;
    let words =
        "Organisational interdependencies necessitated considerable multidisciplinary collaboration. ".repeat(6);
    let form = [("act", "check"), ("achieved", words.as_str()), ("overcome", ""), ("next", "")];
    let helped = posts(&town, &mut olga, &theme, &theme, &form).await;
    assert_eq!(helped.status, StatusCode::OK, "{}", helped.text());
    let said = helped.text();
    assert!(said.contains("Reading ease") && said.contains("very difficult"), "{said}");
    assert!(said.contains("Nothing says what comes next.") && said.contains("No day, month"), "{said}");
    assert!(said.contains("interdependencies"), "what was typed is kept in the form");
    assert_eq!(town.office.record.office().head().seq, before, "nothing is recorded");
}
