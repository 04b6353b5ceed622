//! Who did what: the auditor follows it, and whoever does not see all of the office does not.
use crate::working::Town;
use axum::http::StatusCode;
use domain::actor::Role;

#[tokio::test]
async fn the_auditor_follows_what_one_person_did_and_takes_all_of_it_away() {
    let town = Town::new().await;
    let (lead, auditor) = (town.lead(), town.who("Caretaker", Role::Auditor));
    let reason = "=HYPERLINK(\"http://x.example\") & <b>";
    let fields = [("new-date", "2019-09-30"), ("date-reason", reason), ("back", "mine")];
    let asked = town.sends(Some(&lead), &format!("{}/date", town.address("2.2")), &fields).await;
    assert_eq!(asked.status, StatusCode::SEE_OTHER, "{}", asked.text());
    let said = [("words", "The survey is done."), ("rating", "on_track"), ("back", "mine")];
    let said = town.sends(Some(&lead), &format!("{}/update", town.address("2.2")), &said).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER);
    let head = town.office.record.office().head().seq;

    let all = town.reads(&auditor, "/trail").await.text();
    for said in ["Head of Policy", "Request for a change", "=HYPERLINK(&quot;http://x.example&quot;) &amp; &lt;b&gt;"] {
        assert!(all.contains(said), "{said}: {all}");
    }
    let theirs = town.reads(&auditor, &format!("/trail?who={}", lead.post)).await.text();
    assert!(theirs.contains("What Head of Policy did") && !theirs.contains("Position: "), "{theirs}");
    let rows = theirs.matches(">entry ").count();
    assert_eq!(rows, 3, "the request, the update, the action: {theirs}");
    let none = town.reads(&auditor, "/trail?kind=erasure&since=2019-01-01").await.text();
    assert!(none.contains("Nothing was found."));
    let settings = town.reads(&auditor, "/trail?kind=settings").await.text();
    assert!(settings.contains("Settings: ") && !settings.contains("Update: "), "changes to settings alone");
    // What cannot be read is as if it had not been asked.
    for odd in ["/trail?who=me&kind=poem&since=soon&before=x", "/trail?before=99999999", "/trail?before=-5"] {
        assert_eq!(town.reads(&auditor, odd).await.status, StatusCode::OK, "{odd}");
    }
    let earlier = town.reads(&auditor, "/trail?before=2").await.text();
    assert!(earlier.contains("entry 1<") && !earlier.contains("entry 2<"), "{earlier}");

    let csv = town.reads(&auditor, "/trail.csv").await;
    assert_eq!(csv.headers["content-type"], "text/csv; charset=utf-8");
    let csv = csv.text();
    assert_eq!(csv.matches("\r\n\"").count(), usize::try_from(head).unwrap(), "each entry, once");
    assert!(csv.contains("\"'=HYPERLINK(\"\"http://x.example\"\") & <b>\""), "no formula: {csv}");
    let theirs = town.reads(&auditor, &format!("/trail.csv?who={}", lead.post)).await.text();
    assert_eq!(theirs.matches("\r\n\"").count(), 3);
    for role in [Role::Lead, Role::Contributor, Role::Administrator, Role::PanelReader, Role::PanelClerk] {
        let who = town.who("Head of Policy", role);
        for page in ["/trail", "/trail.csv"] {
            assert_eq!(town.reads(&who, page).await.status, StatusCode::NOT_FOUND, "{role:?} {page}");
        }
    }
}
