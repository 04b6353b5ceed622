//! Milestones beyond their own page, through the program: in papers, in the plan as text, along with an action that is
//! merged, on into the next plan, and to the public; on both engines.
use crate::office::{Office, action, list, word};
use serde_json::Value;
use std::fs;

const TABLE: &str = "Ref,Theme,Action,Lead,Timescale,RAG,Progress\n\
    1.1,Victims,Agree a strategy,Head of Victims,31/03/2099,Green,The assessment is done.\n\
    1.2,Victims,Open the second hub,Head of Victims,30/09/2099,Green,The lease is signed.\n\
    1.3,Victims,Train the staff,Head of Victims,30/09/2099,Green,The rota is out.\n";

/// The title of each milestone of an action in the delivery plan, and how it stands.
fn stand(plan: &Value, reference: &str) -> Vec<(String, String)> {
    let told = |one: &Value| (word(&one["title"]).to_owned(), word(&one["state"]).to_owned());
    list(&action(plan, reference)["milestones"]).iter().map(told).collect()
}

fn pair(title: &str, state: &str) -> (String, String) {
    (title.to_owned(), state.to_owned())
}

fn milestones_go_where_their_action_goes(office: &Office) {
    let table = office.file("plan.csv", TABLE);
    let map = "[[post]]\nname = \"Head of Victims\"\n[[post]]\nname = \"Chief Executive\"\n";
    let map = office.file("map.toml", map);
    office.does(&["import", "plan", &table, "--map", &map]);
    let add = |reference: &str, title: &str, date: &str| {
        office.does(&["milestone", "add", reference, title, "--date", date]);
    };
    add("1.1", "Draft agreed", "2026-01-31");
    add("1.1", "Draft signed", "2099-01-31");
    add("1.2", "Keys handed over", "2099-05-31");
    office.does(&["milestone", "meet", "1.1", "Draft agreed", "--on", "2026-01-31"]);
    let why = "INSIDE the mayor is ill";
    office.does(&["milestone", "move", "1.1", "Draft signed", "--to", "2099-03-31", "--reason", why]);
    let plan = office.plan(&[]);
    assert_eq!(stand(&plan, "1.1"), [pair("Draft agreed", "met"), pair("Draft signed", "open")]);
    assert!(!plan.to_string().contains("INSIDE"), "the Panel does not read why");
    let board = office.paper(&["delivery-plan", "--for", "Board", "--format", "html"]);
    assert!(String::from_utf8(board).unwrap().contains("INSIDE the mayor is ill"));
    let csv = String::from_utf8(office.paper(&["delivery-plan", "--format", "csv"])).unwrap();
    assert!(csv.contains("next_milestone_date") && csv.contains("Draft signed,2099-03-31"), "{csv}");
    let ahead = office.paper(&["forward-look", "--format", "json"]);
    let ahead: Value = serde_json::from_slice(&ahead).unwrap();
    assert_eq!((&ahead["milestones"]["open"], &ahead["counts"]["open"]), (&2.into(), &3.into()));

    // What is expected by a quarter is for the Board, and is answered when that has ended.
    let add =
        ["effect", "add", "1.2", "From 12 to 10 a month", "--by", "2099-11-01", "--number", "10", "--unit", "calls"];
    let added = office.does(&add);
    assert_eq!(list(&added["effects"])[0]["by"], "2099-12-31");
    assert!(office.refuses(&add).contains("has this expectation already"));
    let early = office.refuses(&["effect", "observe", "1.2", "from 12 to 10 a month", "--says", "11"]);
    assert!(early.contains("the quarter to December 2099 ends on 31 December 2099"), "{early}");
    let unknown = office.refuses(&["effect", "drop", "1.2", "Fewer", "--reason", "x"]);
    assert!(unknown.contains("it has “From 12 to 10 a month”"), "{unknown}");
    assert!(list(&action(&office.plan(&[]), "1.2")["expected_effects"]).is_empty(), "the Panel reads none of it");
    let board = office.plan(&["--for", "Board"]);
    assert_eq!(list(&action(&board, "1.2")["expected_effects"])[0]["number"], "10");

    // The merger takes along what is open, since it says so.
    let refused = office.refuses(&["change", "1.3", "--close", "--with-milestones", "--reason", "No money"]);
    assert!(refused.contains("nothing takes the place of 1.3"), "{refused}");
    let lead = ["--as", "Head of Victims"];
    let merge = ["change", "1.1", "--merge-into", "1.2", "--with-milestones", "--reason", "One strategy"];
    office.does(&[&lead[..], &merge].concat());
    office.does(&["--as", "Chief Executive", "change", "1.1", "--approve"]);
    let plan = office.plan(&[]);
    assert_eq!(stand(&plan, "1.2"), [pair("Draft signed", "open"), pair("Keys handed over", "open")]);
    assert_eq!(stand(&plan, "1.1"), [pair("Draft agreed", "met"), pair("Draft signed", "left_open")]);

    // As text it goes to another record and comes back the same.
    let folder = office.path("text");
    let folder = folder.to_string_lossy();
    office.does(&["export", "plan", &folder]);
    let theme = format!("{folder}/themes/1-victims.txt");
    let words = fs::read_to_string(&theme).unwrap();
    let line = "Milestone: Draft signed, due on 31 March 2099, first due on 31 January 2099\n";
    assert_eq!(words.matches(line).count(), 2, "{words}");
    let other = Office::begin();
    other.does(&["import", "plan", &folder]);
    let back = other.path("back");
    other.does(&["export", "plan", &back.to_string_lossy()]);
    assert_eq!(fs::read_to_string(back.join("themes/1-victims.txt")).unwrap(), words);
    // One that is left out is not forgotten.
    fs::write(&theme, words.replace("Milestone: Keys handed over, due on 31 May 2099\n", "")).unwrap();
    let (_, rows) = office.refuses_with(b"", &["import", "plan", &folder]);
    assert!(rows.to_string().contains("Keys handed over") && rows.to_string().contains("leaves it out"), "{rows}");

    // The first plan is frozen and stays as it stood; the next carries on what it promised.
    let head = fs::read_to_string(format!("{folder}/plan.txt")).unwrap();
    let name = word(&plan["plan"]["name"]).to_owned();
    fs::write(&theme, &words).unwrap();
    fs::write(format!("{folder}/plan.txt"), head.replace("State: open\n", "State: frozen\n")).unwrap();
    office.does(&["import", "plan", &folder]);
    let next = office.path("next");
    fs::create_dir_all(next.join("themes")).unwrap();
    fs::write(next.join("plan.txt"), head.replace(&format!("Plan: {name}\n"), "Plan: The next plan\n")).unwrap();
    let from = format!("Continued from: \"{name}\", 1.2\n");
    let action = format!("Theme: Victims\n\nAction A1: Run the second hub\nLead: Head of Victims\n{from}");
    fs::write(next.join("themes/1-victims.txt"), action).unwrap();
    office.does(&["import", "plan", &next.to_string_lossy()]);
    let carry = ["milestone", "carry", "A1", "--from", "1.2", "--from-plan", &name];
    let carried = office.does(&carry);
    let titles: Vec<&str> = list(&carried["milestones"]).iter().map(|one| word(&one["title"])).collect();
    assert_eq!(titles, ["Draft signed", "Keys handed over"]);
    assert_eq!(list(&carried["milestones"])[0]["original_date"], "2099-01-31");
    assert!(office.refuses(&carry).contains("has no open milestone that A1 does not have already"));
    office.does(&["verify"]);
}

#[test]
fn milestones_reach_papers_text_and_whatever_takes_the_place_of_their_action() {
    milestones_go_where_their_action_goes(&Office::begin());
    if let Some(office) = Office::on_postgres() {
        milestones_go_where_their_action_goes(&office);
    }
}
