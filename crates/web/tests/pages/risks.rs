//! Risks on their pages: who sees which, who says what of them, and what a page of the past still shows.
use crate::working::{NOW, Town, hidden};
use axum::http::StatusCode;
use domain::{
    actor::{Actor, Role},
    ask::Command,
    risk::{RiskSet, TakeRegister},
};

const REGISTER: &str = r#"
[[matrix]]
code = "5x5"
title = "Five by five"
likelihood = ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]
impact = ["Slight", "Minor", "Moderate", "Major", "Severe"]
band = [
  { label = "Low", symbol = "circle", colour = "green", from = 1 },
  { label = "Very high", symbol = "square", colour = "red", from = 15, review_months = 1 },
]
[[risk]]
code = "R1"
title = "Victims <b>withdraw</b>"
cause = "Waits are long"
event = "Victims withdraw"
consequence = "Cases end without justice"
category = "Delivery"
matrix = "5x5"
since = "2018-01-05"
visibility = "panel"
owners = ["Head of Policy"]
actions = ["1.2"]
score = [
  { of = "inherent", likelihood = 5, impact = 5, day = "2018-01-05", reason = "As it began" },
  { of = "current", likelihood = 5, impact = 4, day = "2018-06-10", reason = "Advisers began" },
  { of = "target", likelihood = 4, impact = 4, day = "2018-01-05", reason = "With advisers everywhere" },
]
appetite = [{ most = 16, day = "2018-02-01", reason = "The decision of the Board" }]
[[risk]]
code = "R2"
title = "A canary moves"
cause = "The lease ends"
event = "The office moves"
consequence = "Work stops"
category = "Estates"
matrix = "5x5"
since = "2018-03-01"
owners = ["Caretaker"]
actions = ["1.2"]
[[control]]
code = "C1"
title = "Weekly check"
describes = "Each Monday"
risks = ["R1"]
since = "2018-01-05"
[[control.assurance]]
line = "independent"
gives = "full"
by_whom = "Internal audit"
day = "2018-02-01"
expires = "2018-08-01"
found = "It works"
[[gap]]
code = "G1"
kind = "control"
risk = "R1"
words = "Nobody calls back"
since = "2018-05-01"
action = [{ words = "Hire a caller", due = "TBD" }]
"#;

async fn town() -> Town {
    let town = Town::new().await;
    let set = RiskSet::parse(REGISTER).unwrap();
    town.office.write(Command::TakeRegister(Box::new(TakeRegister { set })), NOW, None).await;
    town
}

async fn says(town: &Town, who: &Actor, to: &str, form: &[(&str, &str)]) -> (StatusCode, String) {
    let page = town.reads(who, "/risks/R1").await.text();
    let key = if page.contains("name=\"key\"") { hidden(&page, "key").to_owned() } else { String::new() };
    let mut all = vec![("key", key.as_str())];
    all.extend(form);
    let sent = town.sends(Some(who), to, &all).await;
    (sent.status, sent.text())
}

#[tokio::test]
async fn the_register_counts_what_wants_attention_and_each_count_is_the_list_behind_it() {
    let town = town().await;
    let officer = town.who("Chief Executive", Role::Officer);
    let page = town.reads(&officer, "/risks").await.text();
    assert!(page.contains("Victims &lt;b&gt;withdraw&lt;/b&gt;") && !page.contains("<b>withdraw"), "words are words");
    assert!(page.contains("outside appetite") && page.contains("Where risks lie now: Five by five, 5x5"), "{page}");
    for (only, listed, absent) in [
        ("outside_appetite", "Victims", "canary"),
        ("unscored", "canary", "Victims"),
        ("no_control", "canary", "Victims"),
    ] {
        let page = town.reads(&officer, &format!("/risks?only={only}")).await.text();
        let list = page.split("id=\"list\"").nth(1).unwrap();
        assert!(list.contains("1 of 2 open risks"), "{only}: {list}");
        assert!(list.contains(listed) && !list.contains(absent), "{only}: {list}");
    }
}

#[tokio::test]
async fn one_page_tells_all_of_a_risk() {
    let town = town().await;
    let officer = town.who("Chief Executive", Role::Officer);
    let page = town.reads(&officer, "/risks/r1").await.text();
    for said in [
        "Waits are long",
        "Cases end without justice",
        "Advisers began",
        "16 is the highest score that is accepted.",
        "Weekly check",
        "3 Independent",
        "out of date",
        "Nobody calls back",
        "Date to be decided",
        "Publish a charter",
        "overdue",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // And the action names the risk, with what it is scored.
    let action = town.reads(&officer, &town.address("1.2")).await.text();
    assert!(action.contains("R1 Victims") && action.contains("scored 20"), "{action}");
    assert!(action.contains("R2 A canary moves"), "{action}");
}

#[tokio::test]
async fn what_is_withheld_is_not_named_to_the_panel_on_any_page() {
    let town = town().await;
    for role in [Role::PanelReader, Role::PanelClerk, Role::Contributor] {
        let who = town.who("Chief Executive", role);
        for address in ["/risks", "/risks?only=unscored", "/risks/R1", &town.address("1.2")] {
            let page = town.reads(&who, address).await.text();
            assert!(!page.contains("canary moves") && !page.contains("R2"), "{role:?} at {address}: {page}");
        }
        assert_eq!(town.reads(&who, "/risks/R2").await.status, StatusCode::NOT_FOUND);
    }
    let panel = town.who("Chief Executive", Role::PanelReader);
    let list = town.reads(&panel, "/risks").await.text();
    assert!(list.contains("1 risk is not shown here: internal to the office."), "{list}");
    assert!(!town.reads(&panel, "/risks/R1").await.text().contains("<form method=\"post\" action=\"/risks"));
    let contributor = town.who("Head of Policy", Role::Contributor);
    assert_eq!(town.reads(&contributor, "/risks/R1").await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_lead_scores_and_assures_their_own_risks_and_no_others() {
    let town = town().await;
    let lead = town.lead();
    let form = [("of", "current"), ("likelihood", "4"), ("impact", "4")];
    let (status, page) = says(&town, &lead, "/risks/R1/score", &form).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("Say why") && page.contains("value=\"4\" selected"), "what was chosen stays: {page}");
    let whole = [("of", "current"), ("likelihood", "4"), ("impact", "4"), ("reason", "Waits fell")];
    assert_eq!(says(&town, &lead, "/risks/R1/score", &whole).await.0, StatusCode::SEE_OTHER);
    let page = town.reads(&lead, "/risks/R1").await.text();
    assert!(page.contains("Waits fell") && page.contains("Advisers began"), "the history stays: {page}");
    // Somebody else's: no form, and the form by hand is refused.
    let other = town.reads(&lead, "/risks/R2").await.text();
    assert!(other.contains("canary") && !other.contains("method=\"post\" action=\"/risks"), "{other}");
    let (status, page) = says(&town, &lead, "/risks/R2/score", &whole).await;
    assert_eq!(status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(page.contains("R2 is not owned by a post that you hold"), "{page}");
    // What the first line finds is theirs to say, what audit found is not.
    let assure = |line| {
        [("assured", "C1"), ("line", line), ("gives", "partial"), ("by-whom", "Head of Policy"), ("found", "In part")]
    };
    let (_, page) = says(&town, &lead, "/risks/R1/assure", &assure("independent")).await;
    assert!(page.contains("what others found is for the office to write down"), "{page}");
    assert_eq!(says(&town, &lead, "/risks/R1/assure", &assure("management")).await.0, StatusCode::SEE_OTHER);
    // How much is accepted, and whether it is over, is not for whoever owns it.
    let over = [("close-reason", "It is over")];
    assert_eq!(says(&town, &lead, "/risks/R1/close", &over).await.0, StatusCode::NOT_FOUND);
    let most = [("most", "25"), ("appetite-reason", "x")];
    assert_eq!(says(&town, &lead, "/risks/R1/appetite", &most).await.0, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn an_officer_registers_describes_and_closes_a_risk_and_an_auditor_writes_nothing() {
    let town = town().await;
    let officer = town.who("Chief Executive", Role::Officer);
    let form = town.reads(&officer, "/risks/add").await.text();
    let key = hidden(&form, "key").to_owned();
    let matrix = form.split("id=\"matrix\"").nth(1).unwrap().split("value=\"").nth(1).unwrap();
    let matrix = matrix.split('"').next().unwrap().to_owned();
    let empty = town.sends(Some(&officer), "/risks/add", &[("key", &key), ("matrix", &matrix)]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Say what would happen"), "{}", empty.text());
    let mut whole = vec![
        ("key", key.as_str()),
        ("matrix", &matrix),
        ("title", "Roof falls in"),
        ("cause", "Rain"),
        ("event", "It falls"),
        ("consequence", "Nobody works"),
        ("category", "Estates"),
        ("visibility", "internal"),
        ("actions", "3.1 9.9"),
    ];
    let wrong = town.sends(Some(&officer), "/risks/add", &whole).await.text();
    assert!(wrong.contains("The open plan has no action 9.9"), "{wrong}");
    *whole.last_mut().unwrap() = ("actions", "3.1");
    let made = town.sends(Some(&officer), "/risks/add", &whole).await;
    assert_eq!(made.status, StatusCode::SEE_OTHER, "{}", made.text());
    let page = town.reads(&officer, "/risks/R3").await.text();
    assert!(page.contains("Roof falls in") && page.contains("Mend the roof") && page.contains("Not scored"), "{page}");
    let edit = town.reads(&officer, "/risks/R3/edit").await.text();
    assert!(edit.contains("value=\"3.1\"") && edit.contains("value=\"Roof falls in\""), "{edit}");
    let gap = [("what", "assurance"), ("gap", "Nobody went up")];
    assert_eq!(says(&town, &officer, "/risks/R3/gaps", &gap).await.0, StatusCode::SEE_OTHER);
    let act = [("part", "act"), ("acted", "G2"), ("act-words", "Go up"), ("act-action", "3.1")];
    assert_eq!(says(&town, &officer, "/risks/R3/gaps/act", &act).await.0, StatusCode::SEE_OTHER);
    let page = town.reads(&officer, "/risks/R3").await.text();
    assert!(page.contains("Nobody went up") && page.contains("Date to be decided"), "{page}");
    let auditor = town.who("Chief Executive", Role::Auditor);
    let page = town.reads(&auditor, "/risks/R3").await.text();
    assert!(page.contains("Roof falls in") && !page.contains("method=\"post\" action=\"/risks"), "{page}");
    for (to, form) in [("/risks/R3/close", &[("close-reason", "x")][..]), ("/risks/R3/review", &[("review", "x")])] {
        assert_eq!(says(&town, &auditor, to, form).await.0, StatusCode::NOT_FOUND, "{to}");
    }
    assert_eq!(town.reads(&auditor, "/risks/add").await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        says(&town, &officer, "/risks/R3/close", &[("close-reason", "A new roof")]).await.0,
        StatusCode::SEE_OTHER
    );
    let list = town.reads(&officer, "/risks").await.text();
    assert!(list.contains("A new roof") && !list.split("id=\"list\"").nth(1).unwrap().contains("No owner"), "{list}");
}

#[tokio::test]
async fn a_page_of_the_past_shows_no_risk_that_came_later_and_no_form() {
    let town = town().await;
    let officer = town.who("Chief Executive", Role::Officer);
    let past = town.reads(&officer, "/risks?at=2018-10-01").await.text();
    assert!(past.contains("No risk is in the register yet"), "{past}");
    assert_eq!(town.reads(&officer, "/risks/R1?at=2018-10-01").await.status, StatusCode::NOT_FOUND);
    let now = town.reads(&officer, "/risks/R1?at=2018-11-20").await.text();
    assert!(now.contains("Victims") && !now.contains("method=\"post\" action=\"/risks"), "{now}");
}
