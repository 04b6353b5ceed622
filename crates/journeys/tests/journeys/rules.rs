//! Rules of ratings at the command line: written, dated, and what they give before and after, on both engines.
use crate::office::{Office, list, word};
use serde_json::json;

const TABLE: &str = "Ref,Theme,Action,Lead,Timescale,RAG,Progress\n\
    1.1,Victims,Agree a strategy,Head of Victims,31/03/2099,Green,The assessment is done.\n\
    1.2,Victims,Open the second hub,Head of Victims,30/09/2020,Green,The lease is signed.\n";

fn suggested(office: &Office, reference: &str) -> String {
    let ratings = office.does(&["ratings"]);
    let row = list(&ratings["actions"]).iter().find(|row| row["reference"] == reference).unwrap().clone();
    row["suggested"].as_str().unwrap_or("untested").to_owned()
}

fn rules_are_written_and_a_milestone_is_late(office: &Office) {
    let (table, map) = (
        office.file("plan.csv", TABLE),
        office.file("map.toml", "[[post]]\nname = \"Head of Victims\"\n[[post]]\nname = \"Chief Executive\"\n"),
    );
    office.does(&["import", "plan", &table, "--map", &map]);
    let standard = office.does(&["rules", "list"]);
    assert_eq!((list(&standard["rules"]).len(), list(&standard["changes"]).len()), (10, 0));
    assert_eq!(suggested(office, "1.2"), "off_track");

    // A milestone makes amber of what is on time, and meeting it makes it green again.
    office.does(&["update", "1.1", "--says", "Going on.", "--rating", "Green"]);
    assert_eq!(suggested(office, "1.1"), "on_track");
    office.does(&["milestone", "add", "1.1", "Draft agreed", "--date", "2026-01-31", "--strand", "Drafting"]);
    assert_eq!(suggested(office, "1.1"), "at_risk");
    let refused = office.refuses(&["milestone", "meet", "1.1", "Draft printed", "--on", "2026-01-31"]);
    assert!(refused.contains("it has “Draft agreed”"), "{refused}");
    let met = office.does(&["milestone", "meet", "1.1", "draft agreed", "--on", "2026-01-31"]);
    assert_eq!(list(&met["milestones"])[0]["state"], "met");
    assert_eq!(suggested(office, "1.1"), "on_track");

    // The office drops the red rule from a day that has come, and says why.
    let refused = office.refuses(&["rules", "set", "--effective", "2026-01-01", "--reason", " ", "--past-due", "off"]);
    assert!(refused.contains("needs a reason"), "{refused}");
    let refused = office.refuses(&["rules", "set", "--effective", "2026-01-01", "--reason", "x", "--past-due", "99"]);
    assert!(refused.contains("from 0 to 92"), "{refused}");
    let why = "The Board asked for it.";
    let set = office.does(&["rules", "set", "--effective", "2026-01-01", "--reason", why, "--past-due", "off"]);
    assert_eq!((list(&set["rules"]).len(), &list(&set["changes"])[0]["reason"]), (8, &json!(why)));
    assert_ne!(suggested(office, "1.2"), "off_track");
    // Asked of a day before, the rules of that day.
    assert_eq!(list(&office.does(&["rules", "list", "--on", "2025-12-31"])["rules"]).len(), 9);

    // What a position stands on is not rated by other rules afterwards.
    office.does(&["snapshot", "Panel autumn", "--for", "Panel"]);
    let refused = office.refuses(&["rules", "set", "--effective", "2026-01-02", "--reason", "x", "--past-due", "0"]);
    assert!(refused.contains("“Panel autumn” stands as it was on"), "{refused}");
    office.does(&["rules", "set", "--effective", "2099-01-01", "--reason", "Later.", "--past-due", "0"]);
    assert_ne!(suggested(office, "1.2"), "off_track", "not yet");
    let history = office.does(&["rules", "list"]);
    assert_eq!(list(&history["changes"]).len(), 2);
    assert!(word(&list(&history["changes"])[0]["from"]).starts_with("2099"));
    office.does(&["verify"]);
}

#[test]
fn an_office_writes_its_own_rules_and_what_is_frozen_keeps_the_old_ones() {
    rules_are_written_and_a_milestone_is_late(&Office::begin());
    if let Some(office) = Office::on_postgres() {
        rules_are_written_and_a_milestone_is_late(&office);
    }
}
