//! The quarterly update: opened, chased, written up, signed off, frozen.
use crate::{
    office::{Office, has, list, run, word},
    serve::Server,
};
use serde_json::Value;

const TABLE: &str = "Ref,Theme,Action,Lead officer,Due date,RAG,Progress\n\
    1,Victims,Review the hub,AB,31/03/2090,Amber,Begun\n\
    2,Victims,Agree a strategy,AB,31/12/2089,Green,Drafted\n\
    3,Prevention,Mark bicycles,,Ongoing,Green,In hand\n\
    4,Prevention,Close the old scheme,CD,01/01/2020,Blue,Closed\n";

fn office() -> Office {
    let office = Office::begin();
    let file = office.file("plan.csv", TABLE);
    office.does(&["import", "plan", &file, "--on", "2018-09-01"]);
    office
}

fn states(shown: &Value) -> Vec<(&str, &str)> {
    list(&shown["actions"]).iter().map(|row| (word(&row["reference"]), word(&row["state"]))).collect()
}

#[test]
fn a_quarter_is_asked_for_chased_signed_off_and_frozen() {
    let office = office();
    let refused = office.refuses(&["round", "show"]);
    assert!(refused.contains("no quarterly update was opened yet"), "{refused}");
    let refused = office.refuses(&["round", "open", "--due", "2018-10-01"]);
    assert!(refused.contains("2018-10-01 has passed"), "{refused}");
    let turned = ["round", "open", "--due", "2090-01-31", "--from", "2089-12-31", "--to", "2089-10-01"];
    assert!(office.refuses(&turned).contains("turn them round"));

    let period = ["--from", "2089-10-01", "--to", "2089-12-31", "--due", "2090-01-31"];
    let opened = office.does(&[["round", "open"].as_slice(), &period].concat());
    assert_eq!(opened["name"], "October to December 2089");
    // What is complete is not asked for; what has no lead is, and stands apart.
    assert_eq!(states(&opened), [("1", "asked"), ("2", "asked"), ("3", "asked")]);
    assert_eq!(opened["reminders"], serde_json::json!(["2090-01-01", "2090-01-24", "2090-01-30", "2090-02-01"]));
    let people = office.run(&["round", "show"]).text();
    assert!(
        people.contains("“AB”, not matched to a post") && people.contains("No lead: nobody can be asked"),
        "{people}"
    );
    let refused = office.refuses(&["round", "open", "--due", "2090-03-01"]);
    assert!(refused.contains("is still open; freeze it"), "{refused}");

    // Action 1 returns; 2 is the same as before, which is no update; 3 says nothing.
    let table = TABLE.replace("Amber,Begun", "Green,The hub is open");
    let file = office.file("later.csv", &table);
    office.does(&["import", "plan", &file]);
    let shown = office.does(&["round", "show"]);
    assert_eq!(states(&shown), [("1", "returned"), ("2", "asked"), ("3", "asked")]);

    let refused = office.refuses(&["round", "narrative", "--theme", "Roads", "--achieved", "Much"]);
    assert!(refused.contains("its themes are “Victims”, “Prevention”"), "{refused}");
    let refused = office.refuses(&["round", "narrative", "--theme", "Victims", "--achieved", "  "]);
    assert!(refused.contains("says nothing"), "{refused}");
    let said = ["round", "narrative", "--theme", "Victims", "--achieved", "The hub is open", "--next", "A strategy"];
    let shown = office.does(&said);
    assert_eq!(shown["themes"][0]["narrative"]["achieved"], "The hub is open");
    let shown = office.does(&["round", "sign-off", "--theme", "Victims"]);
    assert_eq!(states(&shown)[0], ("1", "signed_off"));
    assert!(office.refuses(&["round", "sign-off", "--theme", "victims"]).contains("was signed off already"));
    assert!(office.refuses(&said).contains("was signed off already"), "what is signed off is not written anew");

    let server = Server::start(&office);
    let page = server.staff("/rounds").text();
    assert!(page.contains("October to December 2089") && page.contains("1 of 3"), "{page}");
    let address = page.split("href=\"/rounds/").nth(1).and_then(|rest| rest.split('"').next()).expect("a link to it");
    let page = server.staff(&format!("/rounds/{address}")).text();
    for words in ["AB", "Still owed", "The hub is open", "Signed off by", "Not signed off.", "no update since"] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert_eq!(server.public("/rounds").status, 404, "who owes what is nobody else's business");

    // After the day it is late, and frozen it stays as it is.
    if has("faketime") {
        let program = crate::office::program();
        let late =
            run(office.through("faketime").arg("2090-02-02").arg(program).args(["round", "show", "--json"]), b"");
        assert_eq!(states(&late.json()), [("1", "signed_off"), ("2", "late"), ("3", "late")]);
    }
    let frozen = office.does(&["round", "freeze"]);
    assert!(frozen["frozen"].is_string(), "{frozen}");
    assert!(office.refuses(&["round", "freeze"]).contains("was frozen on"));
    let table = TABLE.replace("Green,Drafted", "Red,Stopped");
    let file = office.file("after.csv", &table);
    office.does(&["import", "plan", &file]);
    let shown = office.does(&["round", "show", "October to December 2089"]);
    assert_eq!(states(&shown)[1], ("2", "asked"), "what came after belongs to the next");
    let refused = office.refuses(&["round", "narrative", "--theme", "Prevention", "--next", "More"]);
    assert!(refused.contains("was frozen on"), "{refused}");
    let again = office.refuses(&[["round", "open"].as_slice(), &period].concat());
    assert!(again.contains("names are given once"), "{again}");
    let next = office.does(&["round", "open", "The year's last", "--due", "2090-05-01"]);
    assert_eq!(states(&next), [("1", "asked"), ("2", "asked"), ("3", "asked")]);
    assert_eq!(office.does(&["verify"])["ok"], true);
}

#[test]
fn two_plans_with_a_quarter_of_the_same_name_are_frozen_each_for_itself() {
    let office = Office::begin();
    let table = "Ref,Theme,Action,RAG,Progress\n1,Victims,Open the hub,Green,Begun.\n";
    for plan in ["North", "South"] {
        let file = office.file(&format!("{plan}.csv"), table);
        let map = office.file(&format!("{plan}.toml"), format!("[plan]\nname = \"{plan}\"\nstate = \"open\"\n"));
        office.does(&["import", "plan", &file, "--map", &map]);
        office.does(&["round", "open", "Summer", "--plan", plan, "--due", "2099-06-30"]);
    }
    let refused = office.refuses(&["round", "freeze", "Summer"]);
    assert!(refused.contains("several plans have a quarterly update “Summer” open"), "{refused}");
    let second = refused.rsplit(", ").next().expect("an id").split_whitespace().next().expect("an id").to_owned();
    let second = second.trim_matches(|c: char| !c.is_ascii_hexdigit()).to_owned();
    let frozen = office.does(&["round", "freeze", &second]);
    assert!(!frozen["frozen"].is_null(), "{frozen}");
    // The other one is still open, and is meant now without another word.
    office.does(&["round", "freeze", "Summer"]);
}
