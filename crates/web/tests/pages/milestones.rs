//! Where milestones go beyond their own page: to everybody with a published plan, along with an action that is split, and
//! on with the action that came of it.
use crate::working::{Town, hidden};
use axum::http::StatusCode;
use domain::{actor::Role, milestone::Stands};

const NOW: &str = "2018-11-20T09:00:00Z";

/// Adds a milestone to an action of the lead's.
async fn add(town: &Town, reference: &str, title: &str, date: &str, strand: &str) {
    let page = format!("{}/milestones", town.address(reference));
    let fields = [("title", title), ("date", date), ("strand", strand)];
    let sent = town.sends(Some(&town.lead()), &page, &fields).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
}

/// The ids that the page of an action's milestones links to, in its order.
async fn listed(town: &Town, reference: &str) -> Vec<String> {
    let page = town.reads(&town.lead(), &format!("{}/milestones", town.address(reference))).await.text();
    page.split("?milestone=").skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
}

#[tokio::test]
async fn everybody_reads_the_milestones_of_a_published_action_and_no_reason_of_the_office() {
    let town = Town::new().await;
    let lead = town.lead();
    add(&town, "1.2", "Charter <b>drafted</b>", "2018-11-01", "").await;
    add(&town, "1.2", "Charter signed", "2018-12-10", "Signing").await;
    let signed = listed(&town, "1.2").await.pop().unwrap();
    let page = format!("{}/milestones", town.address("1.2"));
    let moved = [
        ("milestone", signed.as_str()),
        ("becomes", "due"),
        ("new-date", "2019-01-31"),
        ("date-reason", "canary-inside the mayor is ill"),
    ];
    assert_eq!(town.sends(Some(&lead), &page, &moved).await.status, StatusCode::SEE_OTHER);
    // On the office's own pages the reason is for those who may read its reasons.
    let own = town.reads(&lead, &town.address("1.2")).await.text();
    assert!(own.contains("first 10 December 2018, moved once") && own.contains(": canary-inside"), "{own}");
    for role in [Role::PanelReader, Role::PanelClerk] {
        let outside = town.reads(&town.who("Chief Executive", role), &town.address("1.2")).await.text();
        assert!(outside.contains("Charter signed") && !outside.contains("canary-inside"), "{role:?}: {outside}");
    }
    let take = domain::snapshot::TakeSnapshot {
        name: domain::text::text("Panel November"),
        body: domain::text::text("Panel"),
    };
    town.office.write(domain::ask::Command::TakeSnapshot(take), NOW, Some("2018-11-20".parse().unwrap())).await;
    town.office.publish("Panel November", NOW).await;
    let public = town.office.visits(&format!("{}/actions/1-2", crate::office::PLAN)).await.text();
    for said in ["Charter &lt;b&gt;drafted&lt;/b&gt;", "part: Signing", "31 January 2019", "Milestones"] {
        assert!(public.contains(said), "{said}: {public}");
    }
    assert!(public.contains("<strong>Late</strong>") && !public.contains("canary-inside"), "{public}");
    let other = town.office.visits(&format!("{}/actions/2-3", crate::office::PLAN)).await.text();
    assert!(!other.contains("Milestones"), "an action without any has no empty table: {other}");
}

#[tokio::test]
async fn open_milestones_go_on_with_the_parts_where_the_request_says_so_and_the_approver_reads_it() {
    let town = Town::new().await;
    let (lead, chief) = (town.lead(), town.chief());
    let to = format!("{}/change", town.address("2.2"));
    let form = town.reads(&lead, &format!("{to}?what=split")).await.text();
    assert!(!form.contains("name=\"milestones\""), "it has none to go on: {form}");
    add(&town, "2.2", "Lamps ordered", "2018-12-01", "Light the tunnel").await;
    add(&town, "2.2", "Council agrees", "2018-12-15", "").await;
    let form = town.reads(&lead, &format!("{to}?what=split")).await.text();
    assert!(form.contains("Its 2 open milestones go on with what takes its place"), "{form}");
    assert!(!town.reads(&lead, &format!("{to}?what=close")).await.text().contains("name=\"milestones\""));
    let split = [
        ("what", "split"),
        ("titles", "Light the steps\r\nLight the tunnel"),
        ("milestones", "go-on"),
        ("reason", "Two jobs"),
    ];
    assert_eq!(town.sends(Some(&lead), &to, &split).await.status, StatusCode::SEE_OTHER);
    let page = town.reads(&chief, "/decisions").await.text();
    assert!(page.contains("Its open milestones go on with what takes its place."), "{page}");
    let form = page.split("action=\"/decisions/").nth(1).unwrap();
    let decide = form.split('"').next().unwrap().to_owned();
    let approve = [("decision", "approve"), ("reason", ""), ("seen", hidden(form, "seen"))];
    assert_eq!(town.sends(Some(&chief), &format!("/decisions/{decide}"), &approve).await.status, StatusCode::SEE_OTHER);
    let office = town.office.record.office();
    let sight = office.seen_by(&lead);
    let parts: Vec<(String, Vec<String>)> = sight
        .descendants(town.action("2.2").id)
        .into_iter()
        .map(|part| {
            let all = sight.milestones(part.id).into_iter().map(|kept| kept.item.title.to_string()).collect();
            (part.item.title.to_string(), all)
        })
        .collect();
    assert_eq!(
        parts,
        [
            ("Light the steps".to_owned(), vec!["Council agrees".to_owned()]),
            ("Light the tunnel".to_owned(), vec!["Lamps ordered".to_owned()]),
        ]
    );
    let kept = town.action("2.2");
    let day = "2019-03-01".parse().unwrap();
    assert!(sight.milestones(kept.id).iter().all(|one| one.item.stands(&kept.item, day) == Stands::LeftOpen));
    assert!(town.reads(&lead, &town.address("2.2")).await.text().contains("Left open when the action ended"));
}

#[tokio::test]
async fn what_stayed_with_a_merged_action_can_go_on_later_by_one_press() {
    let town = Town::new().await;
    let (lead, chief) = (town.lead(), town.chief());
    add(&town, "2.2", "Lamps ordered", "2018-12-01", "").await;
    let library = town.action("2.3").id.to_string();
    let merge = [("what", "merge"), ("other", library.as_str()), ("reason", "One job")];
    let to = format!("{}/change", town.address("2.2"));
    assert_eq!(town.sends(Some(&lead), &to, &merge).await.status, StatusCode::SEE_OTHER);
    let page = format!("{}/milestones", town.address("2.3"));
    assert!(!town.reads(&lead, &page).await.text().contains("Go on with them here"), "it is open still");
    let decisions = town.reads(&chief, "/decisions").await.text();
    assert!(!decisions.contains("Its open milestones go on"), "{decisions}");
    let form = decisions.split("action=\"/decisions/").nth(1).unwrap();
    let decide = form.split('"').next().unwrap().to_owned();
    let approve = [("decision", "approve"), ("reason", ""), ("seen", hidden(form, "seen"))];
    assert_eq!(town.sends(Some(&chief), &format!("/decisions/{decide}"), &approve).await.status, StatusCode::SEE_OTHER);
    let form = town.reads(&lead, &page).await.text();
    assert!(form.contains("1 milestone was open when 2.2 Light the underpass") && form.contains("ended."), "{form}");
    let from = hidden(&form, "carry").to_owned();
    let key = hidden(&form, "key").to_owned();
    let carry = [("carry", from.as_str()), ("key", key.as_str())];
    for _ in 0..2 {
        assert_eq!(
            town.sends(Some(&lead), &page, &carry).await.status,
            StatusCode::SEE_OTHER,
            "sent twice is done once"
        );
    }
    assert_eq!(listed(&town, "2.3").await.len(), 1);
    let form = town.reads(&lead, &page).await.text();
    assert!(form.contains("Lamps ordered") && !form.contains("Go on with them here"), "{form}");
    let again = town.sends(Some(&lead), &page, &[("carry", from.as_str())]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("has no open milestone that 2.3 does not have already"), "{}", again.text());
    let own = town.action("2.3").id.to_string();
    let nothing = town.sends(Some(&lead), &page, &[("carry", own.as_str())]).await;
    assert!(nothing.text().contains("did not come from that action"), "{}", nothing.text());
}
