//! What is withheld from somebody is withheld everywhere: in the past, in what was asked for, after an undo, and in what a
//! refusal lists.
use crate::{office::Northmarsh, working::Town};
use axum::http::StatusCode;
use domain::{actor::Role, ask::Command, envelope::Visibility, naming::NamePlan};

/// The underpass as October's table has it, exempt from now on.
const UNDERPASS: [&str; 7] =
    ["2.2", "Communities", "Light the underpass", "Head of Policy", "30/06/2019", "Amber", "The price is secret."];

#[tokio::test]
async fn a_page_of_the_past_does_not_show_what_is_withheld_today() {
    let town = Town::new().await;
    let panel = town.who("Chief Executive", Role::PanelReader);
    let officer = town.who("Chief Executive", Role::Officer);
    let then = |page: &str| format!("{page}?at=2018-10-05");
    let pages = [then(&town.address("2.2")), then(&format!("{}/history", town.address("2.2")))];
    town.office
        .withholds(["1.3", "Victims", "Review the helpline", "Head of Policy", "Ongoing", "", ""], "2018-10-09")
        .await;
    for page in &pages {
        assert_eq!(town.reads(&panel, page).await.status, StatusCode::OK, "{page}");
    }
    town.office.withholds(UNDERPASS, "2018-10-10").await;
    let mut looked = 0;
    for page in &pages {
        assert_eq!(town.reads(&panel, page).await.status, StatusCode::NOT_FOUND, "{page}");
        assert_eq!(town.reads(&officer, page).await.status, StatusCode::OK, "the office sees what it knew");
        looked += 1;
    }
    let theme = town.office.theme("Communities");
    for page in ["/plans", crate::office::PLAN, theme.as_str(), "/changes?from=2018-09-28", "/papers"] {
        let at = if page.contains('?') { format!("{page}&at=2018-10-05") } else { then(page) };
        let seen = town.reads(&panel, &at).await.text();
        assert!(!seen.contains("Light the underpass"), "{page}: {seen}");
        looked += 1;
    }
    println!("{looked} pages of the past hold nothing of what was withheld since");
}

#[tokio::test]
async fn what_was_asked_of_an_action_that_is_withheld_is_not_shown() {
    const CANARY: &str = "canary the supplier is bankrupt";
    let town = Town::new().await;
    let lead = town.lead();
    let date = [("new-date", "2019-09-30"), ("date-reason", CANARY), ("back", "action")];
    let asked = town.sends(Some(&lead), &format!("{}/date", town.address("2.2")), &date).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let other = town.who("Caretaker", Role::Lead);
    let before = town.reads(&other, "/decisions").await.text();
    assert!(before.contains(CANARY) && before.contains("1 change waits"), "{before}");
    town.office.withholds(UNDERPASS, "2018-10-10").await;
    let after = town.reads(&other, "/decisions").await.text();
    assert!(!after.contains(CANARY) && !after.contains("1 change waits"), "{after}");
    assert!(town.reads(&town.chief(), "/decisions").await.text().contains(CANARY), "whoever decides reads it");
}

#[tokio::test]
async fn an_undo_shows_nothing_again_that_was_withheld() {
    let town = Town::new().await;
    town.office.withholds(UNDERPASS, "2018-10-10").await;
    let last = {
        let office = town.office.record.office();
        office.seen_by(&crate::office::clerk()).imports().max_by_key(|import| import.seq).unwrap().id
    };
    let undo = town.office.record.undoing(last.uuid()).await.unwrap().unwrap();
    town.office.write(Command::UndoImport(Box::new(undo)), crate::working::NOW, None).await;
    let action = town.action("2.2");
    assert_eq!(action.item.rating.as_ref().unwrap().label.as_str(), "Not started", "its rating is as before");
    assert!(matches!(action.envelope.visibility, Visibility::Exempt { .. }), "{:?}", action.envelope);
    let panel = town.who("Chief Executive", Role::PanelReader);
    assert_eq!(town.reads(&panel, &town.address("2.2")).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_refusal_lists_no_position_and_no_paper_that_is_not_shown() {
    let office = Northmarsh::with_a_story().await;
    let names: Vec<String> = {
        let office = office.record.office();
        let sight = office.seen_by(&crate::office::clerk());
        let papers = sight.papers().map(|paper| paper.reference().to_string());
        sight.snapshots().map(|kept| kept.item.name.to_string()).chain(papers).collect()
    };
    let town = Town::of(office);
    let nobody = domain::actor::Actor::of(uuid::Uuid::from_u128(9).into(), "Panel member", Role::PanelReader);
    let shown: Vec<String> = {
        let office = town.office.record.office();
        let sight = office.seen_by(&nobody);
        let papers = sight.papers().map(|paper| paper.reference().to_string());
        sight.snapshots().map(|kept| kept.item.name.to_string()).chain(papers).collect()
    };
    let hidden: Vec<&String> = names.iter().filter(|name| !shown.contains(name)).collect();
    assert!(hidden.len() >= 2, "{names:?}");
    let mut looked = 0;
    for asked in ["nonsense", "NOR-2018-999", "NOR-9"] {
        for page in ["/plans", "/changes", "/papers"] {
            let refused = town.reads(&nobody, &format!("{page}?at={asked}")).await;
            assert_eq!(refused.status, StatusCode::NOT_FOUND, "{asked}");
            let page = refused.text();
            for name in hidden.iter().copied().chain(&town.office.canaries) {
                assert!(!page.contains(name.as_str()), "{name} is told of to whoever asks for {asked}: {page}");
                looked += 1;
            }
        }
    }
    // One that is not shown is as one that there is not, but for the name that was asked for.
    let answer = async |name: &str| {
        let asked = name.replace(' ', "%20");
        let page = town.reads(&nobody, &format!("/plans?at={asked}")).await;
        (page.status, page.text().replace(name, "NAME").replace(&asked, "NAME"))
    };
    let nothing = answer("Board of nobody").await;
    for name in &hidden {
        assert_eq!(answer(name).await, nothing, "{name}");
    }
    println!("{looked} names looked for in refusals, {} positions and papers told from none in no way", hidden.len());
}

#[tokio::test]
async fn a_theme_of_nothing_but_withheld_work_is_not_there() {
    let town = Town::new().await;
    let row = ["9.1", "Quiet disposal", "Sell the yard", "Head of Policy", "30/06/2019", "Amber", "Two bids."];
    town.office.withholds(row, "2018-10-10").await;
    let theme = town.office.theme("Quiet disposal");
    assert_eq!(town.reads(&town.chief(), &theme).await.status, StatusCode::OK);
    for role in [Role::PanelReader, Role::PanelClerk, Role::Contributor, Role::Lead] {
        let actor = town.who("Caretaker", role);
        for page in [theme.clone(), format!("{theme}?at=2018-10-10"), "/themes/quiet-disposal".to_owned()] {
            let seen = town.reads(&actor, &page).await;
            assert_eq!(seen.status, StatusCode::NOT_FOUND, "{role:?} {page}");
            assert!(!seen.text().contains("Quiet disposal"), "{}", seen.text());
        }
        // What is there is counted without what is withheld, which is counted apart.
        town.office.theme("Communities");
        let page = town.reads(&actor, crate::office::PLAN).await.text();
        assert!(!page.contains("Quiet disposal") && !page.contains("Sell the yard"), "{page}");
    }
}

#[tokio::test]
async fn a_plan_that_was_renamed_since_a_position_is_still_looked_through_before_it_goes_out() {
    let town = Town::new().await;
    let office = &town.office;
    office.snapshot("Panel October", "2018-10-05T09:00:00Z", Some("2018-10-05")).await;
    office.withholds(UNDERPASS, "2018-10-10").await;
    let plan = {
        let now = office.record.office();
        now.seen_by(&crate::office::clerk()).plans().next().unwrap().clone()
    };
    let renamed = NamePlan {
        plan: Some(plan.id),
        name: domain::text::text("Safer Northmarsh"),
        from: plan.item.from,
        to: plan.item.to,
    };
    office.write(Command::NamePlan(renamed), crate::working::NOW, None).await;
    let now = crate::office::at(crate::working::NOW);
    let desk = desk::Desk::of(office.record.clone(), crate::office::clerk(), now);
    let refused = desk::publish(&desk, "Panel October", None, None).await.unwrap_err();
    assert!(refused.why.contains("holds what is not public: 2.2"), "{refused:?}");
}
