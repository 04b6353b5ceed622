//! The quarter's work at the command line: said, confirmed, asked for, decided, verified; and what papers print of it.
use crate::office::{Office, action, list, word};
use serde_json::{Value, json};
use std::fs;

const TABLE: &str = "Ref,Theme,Action,Lead,Timescale,RAG,Progress\n\
    1.1,Victims,Agree a domestic abuse strategy,Head of Victims,31/03/2099,Green,The assessment is done.\n\
    1.2,Victims,Open the second hub,Head of Victims,30/09/2020,Green,The lease is signed.\n\
    1.3,Victims,Answer calls within a minute,Head of Policy,Ongoing,Green,All answered.\n\
    2.1,Places,Light the underpass,Head of Policy,31/12/2099,Amber,Surveyed.\n";

const MAP: &str =
    "[[post]]\nname = \"Head of Victims\"\n[[post]]\nname = \"Head of Policy\"\n[[post]]\nname = \"Chief Executive\"\n";

fn fenshire() -> Office {
    let office = Office::begin();
    let (table, map) = (office.file("plan.csv", TABLE), office.file("map.toml", MAP));
    office.does(&["import", "plan", &table, "--map", &map]);
    office
}

fn says(office: &Office, who: &str, arguments: &[&str]) -> Value {
    office.does(&[&["--as", who], arguments].concat())
}

#[test]
fn a_quarter_is_worked_through_and_the_paper_says_what_stands_behind_each_rating() {
    let office = fenshire();
    let lead = "Head of Victims";
    let updated = says(
        &office,
        lead,
        &[
            "update",
            "1.1",
            "--says",
            "All partners have the draft.",
            "--rating",
            "Green",
            "--forecast",
            "Amber",
            "--confidence",
            "low",
            "--next-step",
            "Meet the chairs",
            "--evidence",
            "https://fenshire.example/minutes",
            "--seen",
            "1",
        ],
    );
    assert_eq!((&updated["rating_class"], &updated["rating_basis"]), (&json!("on_track"), &json!("agrees")));
    assert!(word(&updated["behind"]).starts_with("agrees with rule 8"), "{updated}");

    // What is late is red, unless two reasons are given; the refusal cites the rule and its facts.
    let late = ["update", "1.2", "--says", "The builders are in.", "--rating", "Green"];
    let why = office.refuses(&late);
    assert!(why.contains("rule 3: Red when the current date has passed") && why.contains("30 September 2020"), "{why}");
    let reasons = ["--reason", "canary-inside the landlord said so", "--public-reason", "The keys come on 1 December"];
    let differs = says(&office, lead, &[&late[..], &reasons].concat());
    assert_eq!(differs["rating_basis"], "differs");

    let confirmed = office.does(&["confirm", "1.3"]);
    assert_eq!((&confirmed["done"], &confirmed["rating_basis"]), (&json!("confirmed"), &json!("agrees")));

    // Complete, by evidence, checked by somebody else.
    let done = ["update", "2.1", "--says", "It is lit.", "--rating", "Complete", "--completed", "2026-01-31"];
    let why = office.refuses(&done);
    assert!(why.contains("only with evidence"), "{why}");
    let marked = says(&office, "Head of Policy", &[&done[..], &["--evidence", "Decision notice 14"]].concat());
    assert_eq!((&marked["verified"], &marked["status"]), (&json!(false), &json!("complete")));
    let own = office.refuses(&["--as", "Head of Policy", "confirm", "2.1", "--completion"]);
    assert!(own.contains("somebody else has to verify"), "{own}");

    let before = office.plan(&["--for", "Board"]);
    let verified = says(&office, "Chief Executive", &["confirm", "2.1", "--completion"]);
    assert_eq!((&verified["verified"], &verified["verifier"]), (&json!(true), &json!("same_organisation")));

    let plan = office.plan(&["--for", "Panel"]);
    let hub = action(&plan, "1.2");
    assert_eq!((&hub["rating_basis"], &hub["rating_suggested"]), (&json!("differs"), &json!("off_track")));
    assert_eq!(hub["rating_reason"], "The keys come on 1 December");
    assert_eq!(action(&before, "2.1")["verified_by"], Value::Null);
    assert_eq!(action(&plan, "2.1")["verified_by"], "Chief Executive");
    // No paper, in any format, for anybody, holds the office's own reason.
    let mut looked = 0;
    for body in ["Panel", "Board"] {
        for format in ["html", "csv", "json"] {
            let paper = office.paper(&["delivery-plan", "--for", body, "--format", format]);
            let paper = String::from_utf8(paper).unwrap();
            assert!(paper.contains("The keys come on 1 December"), "{body} {format}");
            assert!(!paper.contains("canary-inside"), "{body} {format}");
            looked += 1;
        }
    }
    let html = String::from_utf8(office.paper(&["delivery-plan", "--for", "Panel", "--format", "html"])).unwrap();
    assert!(html.contains("3 agree with the written rules, 1 differs with reasons, 0 could not be tested"), "{html}");
    assert!(html.contains("verified by Chief Executive") && html.contains("of the same organisation"));
    println!("{looked} papers read");
}

#[test]
fn a_new_date_is_asked_for_approved_and_declined_and_nothing_moves_before() {
    let office = fenshire();
    let lead = "Head of Victims";
    says(&office, lead, &["date", "1.1", "--ask", "2099-06-30", "--reason", "The analyst left"]);
    assert_eq!(action(&office.plan(&[]), "1.1")["current_date"], "2099-03-31");
    let waiting = office.does(&["waiting"]);
    assert_eq!(list(&waiting["changes"]).len(), 1);
    let own = office.refuses(&["--as", lead, "date", "1.1", "--approve"]);
    assert!(own.contains("you asked for this change of 1.1 yourself"), "{own}");
    let why = office.refuses(&["--as", "Chief Executive", "date", "1.1", "--decline"]);
    assert!(why.contains("needs a reason"), "{why}");
    let approved = says(&office, "Chief Executive", &["date", "1.1", "--approve"]);
    assert_eq!((&approved["current_date"], &approved["baseline_date"]), (&json!("2099-06-30"), &json!("2099-03-31")));
    says(&office, lead, &["date", "1.2", "--ask", "2099-06-30", "--reason", "No landlord"]);
    says(&office, "Chief Executive", &["date", "1.2", "--decline", "--reason", "Too late"]);
    let plan = office.plan(&[]);
    assert_eq!(action(&plan, "1.2")["current_date"], "2020-09-30");
    assert_eq!(action(&plan, "1.1")["months_past_original"], 3);
    let html = String::from_utf8(office.paper(&["delivery-plan", "--format", "html"])).unwrap();
    assert!(html.contains("3 months past its original date"));
    // Amber from now on, and the list of ratings says by which rule.
    let ratings = office.does(&["ratings"]);
    let row = list(&ratings["actions"]).iter().find(|row| row["reference"] == "1.1").unwrap();
    assert_eq!(row["suggested"], "at_risk");
    assert!(word(&row["rule"]).starts_with("rule 5"), "{row}");
}

#[test]
fn the_same_change_given_twice_is_done_once_and_who_saw_an_older_version_is_told() {
    let office = fenshire();
    let update = ["update", "1.1", "--says", "All well.", "--rating", "Green", "--key", "monday-1"];
    let first = office.does(&update);
    let entries = office.entries();
    let again = office.does(&update);
    assert_eq!((office.entries(), &again["seq"]), (entries, &first["seq"]), "one effect");
    let why = office.refuses(&["update", "1.1", "--says", "Mine.", "--seen", "1"]);
    assert!(why.contains("was changed by someone else since you saw it"), "{why}");
}

#[test]
fn what_was_worked_through_goes_into_plan_text_and_comes_back_the_same() {
    let office = fenshire();
    let reasons = ["--reason", "Inside", "--public-reason", "Outside"];
    let late = ["update", "1.2", "--says", "The builders are in.", "--rating", "Green", "--next-step", "Wait"];
    office.does(&[&late[..], &reasons].concat());
    office.does(&["confirm", "1.3"]);
    office.does(&["update", "1.3", "--says", "All but one.", "--corrects"]);
    let done = ["update", "2.1", "--says", "Lit.", "--rating", "Complete", "--completed", "2026-01-31"];
    office.does(&[&done[..], &["--evidence", "DN 14"]].concat());
    office.does(&["--as", "Chief Executive", "confirm", "2.1", "--completion"]);
    office.does(&[
        "change",
        "1.1",
        "--split",
        "With the council",
        "--split",
        "With the NHS",
        "--reason",
        "Two partners",
    ]);
    office.does(&["--as", "Chief Executive", "change", "1.1", "--approve"]);
    let folder = office.path("text");
    office.does(&["export", "plan", &folder.to_string_lossy()]);
    let other = Office::begin();
    other.does(&["import", "plan", &folder.to_string_lossy()]);
    let back = other.path("back");
    other.does(&["export", "plan", &back.to_string_lossy()]);
    let mut same = 0;
    for file in ["plan.txt", "themes/1-victims.txt", "themes/2-places.txt"] {
        assert_eq!(
            fs::read_to_string(folder.join(file)).unwrap(),
            fs::read_to_string(back.join(file)).unwrap(),
            "{file}"
        );
        same += 1;
    }
    let victims = fs::read_to_string(folder.join("themes/1-victims.txt")).unwrap();
    for fact in ["differing from", "Update next step", "Update manner: a correction", "Split from", "Decided: on"] {
        assert!(victims.contains(fact), "{fact}: {victims}");
    }
    println!("{same} files the same");
}

#[test]
fn the_force_checks_what_a_quarter_says_of_it_and_the_office_answers() {
    let office = Office::begin();
    let map = "[[body]]\nname = \"Fenshire Police\"\nkind = \"force\"\n[[post]]\nname = \"Head of Victims\"\n\
        [[post]]\nname = \"Chief Inspector\"\nbody = \"Fenshire Police\"\n";
    let table =
        TABLE.replace("Answer calls within a minute,Head of Policy", "Answer calls within a minute,Chief Inspector");
    let (table, map) = (office.file("plan.csv", table), office.file("map.toml", map));
    office.does(&["import", "plan", &table, "--map", &map]);
    office.does(&["round", "open", "Quarter", "--due", "2099-01-31"]);
    let bodies = |round: &Value| list(&round["accuracy"]["organisations"]).to_vec();
    let shown = office.does(&["round", "show"]);
    assert_eq!(bodies(&shown)[0]["checked"], Value::Null, "{shown}");
    let force = "Chief Inspector";
    let check = ["round", "check", "Quarter", "--point"];
    let said = says(&office, force, &[&check[..], &["1.3", "Nine in ten, not all"]].concat());
    assert_eq!(said["accuracy"]["points"][0]["state"], "open", "{said}");
    let why = office.refuses(&[&["--as", force][..], &check, &["1.1", "Not ours"]].concat());
    assert!(why.contains("“1.1” is neither"), "{why}");
    let why = office.refuses(&["--as", "Head of Victims", "round", "check", "Quarter"]);
    assert!(why.contains("no post that you hold is of another organisation"), "{why}");
    let why = office.refuses(&["round", "answer", "Quarter", "--point", "7", "--words", "x"]);
    assert!(why.contains("there is no point 7"), "{why}");
    let said = office.does(&["round", "answer", "Quarter", "--point", "1", "--words", "The log of June says all"]);
    assert_eq!(said["accuracy"]["points"][0]["state"], "answered", "{said}");
    says(&office, force, &["update", "1.3", "--says", "Nine in ten are."]);
    let said = says(&office, force, &["round", "check", "Quarter"]);
    assert_eq!(bodies(&said)[0]["checked"]["by"], force, "{said}");
    office.does(&["round", "freeze", "Quarter"]);
    let why = office.refuses(&["--as", force, "round", "check", "Quarter"]);
    assert!(why.contains("frozen"), "{why}");
}

#[test]
fn a_scale_changes_from_a_day_and_what_was_shown_before_keeps_its_own() {
    let office = Office::begin();
    let rows = "Ref,Theme,Action,Lead,Timescale,RAG,Progress\n\
        1.1,Victims,Agree a strategy,Head of Victims,31/03/2099,Green,The assessment is done.\n\
        1.2,Victims,Open the second hub,Head of Victims,31/03/2099,Amber,The lease is late.\n";
    let july = office.file("july.csv", rows);
    office.does(&["import", "plan", &july, "--on", "2026-07-01"]);
    office.does(&["snapshot", "Board July", "--for", "Panel", "--on", "2026-07-12"]);
    let paper = office.does(&["issue", "delivery-plan", "--as-at", "Board July", "--on", "2026-07-05"]);
    office.does(&["present", word(&paper["number"]), "--on", "2026-07-12"]);
    let levels: String = [
        ("Delivered", "complete", "#1d70b8"),
        ("Going well", "on_track", "#00703c"),
        ("Needs attention", "at_risk", "#b35900"),
        ("In trouble", "off_track", "#d4351c"),
    ]
    .iter()
    .map(|(label, class, colour)| {
        format!("[[scale.level]]\nlabel = \"{label}\"\nclass = \"{class}\"\ncolour = \"{colour}\"\ncriteria = \"It is {label}.\"\n")
    })
    .collect();
    let map = office.file("map.toml", format!("[scale]\nname = \"Plain words\"\neffective = 2026-10-01\n{levels}"));
    let october = office.file("october.csv", rows.replace("Green", "Needs attention").replace("Amber", "Going well"));
    office.does(&["import", "plan", &october, "--map", &map, "--on", "2026-10-05"]);
    let labels = |arguments: &[&str]| {
        let plan = office.plan(arguments);
        ["1.1", "1.2"].map(|reference| word(&action(&plan, reference)["rating"]).to_owned())
    };
    assert_eq!(labels(&["--as-at", "Board July"]), ["On track", "At risk"]);
    assert_eq!(labels(&[]), ["Needs attention", "Going well"]);
    let now = office.plan(&[]);
    let ways = ["1.1", "1.2"].map(|reference| word(&action(&now, reference)["direction"]).to_owned());
    assert_eq!(ways, ["worse", "better"], "a direction holds across scales: {now}");
    let paper = |arguments: &[&str]| String::from_utf8(office.paper(arguments)).unwrap();
    let then = paper(&["delivery-plan", "--as-at", "Board July", "--format", "html"]);
    assert!(then.contains("On track") && !then.contains("Going well"), "the position keeps its scale and key");
    let today = paper(&["delivery-plan", "--format", "html"]);
    assert!(today.contains("It is Going well.") && today.contains("1 October 2026"), "{today}");
}
