//! Job 8, "are our actions enough?": from a plan's table to the board's framework and back, on both engines: what the rules
//! find, what is judged, what partners do elsewhere, and what changed since the board last saw it.
use crate::office::{Office, list, word};
use serde_json::Value;

const MAP: &str = r#"
[plan]
name = "Northmarsh Plan"
[columns]
"Ref" = "reference"
"Theme" = "theme"
"Action" = "title"
"Owner" = "owner"
"Lead" = "lead"
"RAG" = "rating"
"Timescale" = "timescale"
"Visibility" = "visibility"
"Reason withheld" = "reason withheld"
"Review date" = "review date"
[[theme]]
name = "Victims"
code = "1"
aim = "Victims are believed."
outcomes = [{ statement = "Victims are kept informed", shared_with = [] }, { statement = "Victims recover", shared_with = [] }]
[[theme]]
name = "Trust"
code = "2"
[[body]]
name = "Northmarsh Police"
kind = "force"
[[body]]
name = "Northmarsh Health Board"
kind = "partner"
[[post]]
name = "Policy Officer"
initials = ["AB"]
"#;

const TABLE: &str = "Ref,Theme,Action,Owner,Lead,RAG,Timescale,Visibility,Reason withheld,Review date\n\
1.1,Victims,Survey victims,,AB,Green,31/03/2030,,,\n\
1.2,Victims,Re-let the contract,,AB,Green,31/03/2030,,,\n\
1.3,Victims,Text every victim,Northmarsh Police,AB,Green,31/03/2030,,,\n\
1.4,Victims,Buy the secret canary,,AB,Red,31/03/2030,exempt,Commercial interests,2031-01-01\n\
2.1,Trust,Publish answer times,,QQ,Green,31/03/2030,,,\n";

const MEASURE: &str = r#"
[[measure]]
code = "M1"
title = "Victims satisfied"
describes = "Victims who were satisfied."
outcomes = ["Victims recover"]
[[measure.definition]]
words = "Satisfied"
quantity = "count"
unit = "victims"
better = "increase"
numerator = { data = "figures", area = "Northmarsh", of = ["satisfied"] }
"#;

fn outcome<'a>(said: &'a Value, words: &str) -> &'a Value {
    let all = list(&said["outcomes"]);
    all.iter().find(|one| word(&one["outcome"]) == words).unwrap_or_else(|| panic!("no {words} in {said}"))
}

/// The day on which its papers are issued: that of the clock on the wall.
fn today(office: &Office) -> String {
    let paper = office.does(&["paper", "auditors-pack", "--format", "json"]);
    word(&paper["as_at"]["day"]).to_owned()
}

fn rules(one: &Value) -> Vec<u64> {
    list(&one["rules_met"]).iter().map(|met| met["rule"].as_u64().unwrap()).collect()
}

fn walk(office: &Office) {
    let (table, map) = (office.file("plan.csv", TABLE), office.file("map.toml", MAP));
    office.does(&["import", "plan", &table, "--map", &map]);

    // Nothing is connected yet, and nobody has judged: that is what is said, and no more.
    let said = office.does(&["outcome", "list"]);
    let informed = outcome(&said, "Victims are kept informed");
    assert_eq!((word(&informed["coverage"]), &informed["sufficiency"]), ("gaps_found", &Value::Null));
    assert_eq!(rules(informed), [1, 2, 16]);
    assert_eq!(list(&said["loose"]["outcomes_without_action"]).len(), 2);
    assert_eq!(list(&said["loose"]["actions_without_outcome"]).len(), 5);

    // What serves it: the office's own, the force's, and one in another body's plan.
    let serve = ["outcome", "serve", "Victims are kept", "--action", "1.1", "--action", "1.3", "--action", "1.4"];
    let said = office.does(&serve);
    assert_eq!(said["actions"], serde_json::json!(["1.1", "1.4"]));
    assert_eq!(said["others_actions"], serde_json::json!(["1.3"]));
    let partner = |known: &str, rating: &str, means: &str| {
        let ask = [
            "outcome",
            "partner",
            "HB 7",
            "See every child in six weeks",
            "--body",
            "Northmarsh Health Board",
            "--plan",
            "Health Plan",
            "--outcome",
            "Victims are kept",
            "--known",
            known,
            "--source",
            "Board paper 4",
            "--rating",
            rating,
            "--means",
            means,
            "--effect",
            "None waits longer",
            "--by",
            "2030-05-01",
            "--visible",
            "panel",
        ];
        office.does(&ask)
    };
    partner("2026-01-31", "Fine", "on-track");
    assert!(office.refuses(&["outcome", "serve", "Victims", "--action", "1.1"]).contains("begins several outcomes"));
    assert!(office.refuses(&["outcome", "serve", "Victims are kept", "--action", "2.9"]).contains("no action 2.9"));
    let reasonless = ["outcome", "judge", "Victims are kept", "sufficient", "--because", " "];
    assert!(office.refuses(&reasonless).contains("a judgement needs its reason"));
    let judge =
        ["outcome", "judge", "Victims are kept", "not-yet-known", "--because", "Too early", "--visible", "panel"];
    let judged = office.does(&judge);
    assert_eq!(word(&judged["sufficiency"]["judged"]), "not_yet_known");
    assert_eq!(word(&judged["coverage"]), "gaps_found", "a judgement changes nothing in what the rules find");

    // The framework to the board, in every format; then something happens, and the next one says so.
    let first = office.does(&["issue", "assurance-framework", "--for", "Board"]);
    assert_eq!(list(&first["files"]).len(), 8, "{first}");
    let issued = first["issued"].as_str().map_or_else(|| today(office), ToOwned::to_owned);
    office.does(&["present", word(&first["number"]), "--on", &issued]);
    partner("2026-02-28", "Worried", "off-track");
    let board = ["outcome", "judge", "Victims are kept", "not-sufficient", "--by", "Board", "--because", "One is late"];
    office.does(&board);
    let page = String::from_utf8(office.paper(&["assurance-framework", "--for", "Board", "--format", "html"])).unwrap();
    for words in [
        "Compared with",
        word(&first["number"]),
        "Not sufficient. Judged by Board",
        "Worried",
        "the quarter to June 2030: None waits longer",
        "last known on 28 February 2026",
        "The Commissioner’s own actions",
        "Actions of this Plan that others own",
        "Outcomes without an action: 1",
    ] {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(!page.contains("secret canary"), "what is exempt is in no board's paper");
    let gaps = page.find("1 gap").or_else(|| page.find("2 gaps")).unwrap();
    assert!(gaps < page.find("What the measures say").unwrap(), "gaps first");

    // The Panel is shown what it may see: a withheld action is counted and not named, a board's reason not told.
    let panel = office.does(&["paper", "assurance-framework", "--for", "Panel", "--format", "json"]);
    let said = panel.to_string();
    assert!(!said.contains("secret canary") && !said.contains("One is late"), "{said}");
    let informed = outcome(&panel, "Victims are kept informed");
    assert!(rules(informed).contains(&19), "that something is not shown is said: {informed}");
    assert_eq!(word(&informed["sufficiency"]["judged"]), "not_yet_known", "the last judgement that the Panel may see");
    let page = String::from_utf8(office.paper(&["assurance-framework", "--for", "Panel", "--format", "html"])).unwrap();
    assert!(page.contains("A later judgement is not shown here."), "an earlier one is not passed off as what holds");
    let csv = String::from_utf8(office.paper(&["assurance-framework", "--for", "Panel", "--format", "csv"])).unwrap();
    assert_eq!(csv.lines().count(), 3, "a head and a row an outcome: {csv}");

    // What is for boards does not go out to everybody.
    let refused = office.refuses(&["publish", word(&first["number"])]);
    assert!(refused.contains("HB 7"), "{refused}");
    auditor(office);
    theme(office);
    assert!(office.does(&["verify"])["ok"].as_bool().unwrap());
}

/// The four tests of an auditor: the whole population, every exception, and a sample that is the same each time.
fn auditor(office: &Office) {
    let pack = office.does(&["paper", "auditors-pack", "--for", "Audit Committee", "--format", "json"]);
    let tests = list(&pack["tests"]);
    let counts: Vec<(u64, u64, usize)> = tests
        .iter()
        .map(|test| {
            let number = |key: &str| test[key].as_u64().unwrap();
            (number("population"), number("passes"), list(&test["exceptions"]).len())
        })
        .collect();
    // Themes with an aim and outcome, with actions; actions with a lead; leads that fit. One exempt action is not counted.
    assert_eq!(counts, [(2, 1, 1), (2, 2, 0), (4, 3, 1), (3, 0, 3)], "{pack}");
    assert!(tests.iter().all(|test| {
        let population = test["population"].as_u64().unwrap();
        population == test["passes"].as_u64().unwrap() + list(&test["exceptions"]).len() as u64
    }));
    let entry = pack["as_at"]["seq"].as_i64().unwrap().to_string();
    assert!(word(&pack["method"]).contains(&format!("with entry {entry}")), "{}", pack["method"]);
    let csv = || office.paper(&["auditors-pack", "--for", "Audit Committee", "--format", "csv", "--as-at", &entry]);
    assert_eq!(csv(), csv(), "drawn again, the sample is the same");
    assert_eq!(String::from_utf8(csv()).unwrap().lines().count(), 1 + 2 + 2 + 4 + 3);
}

/// The report on one theme: the commissioner's own actions apart from the force's.
fn theme(office: &Office) {
    assert!(office.refuses(&["issue", "theme-report", "--for", "Panel"]).contains("say which with --theme"));
    let set = office.file("set.toml", MEASURE);
    office.does(&["measure", "define", &set]);
    let figures = office.file("figures.csv", "period,area,measure,value\n2026-01,Northmarsh,satisfied,71\n");
    office.does(&["load", "figures", &figures, "--downloaded", "2026-02-10", "--licence", "The office’s own"]);
    office.does(&["round", "open", "The quarter", "--from", "2089-10-01", "--to", "2089-12-31", "--due", "2090-01-31"]);
    let said =
        ["round", "narrative", "The quarter", "--theme", "Victims", "--achieved", "Of victims {M1} were satisfied."];
    office.does(&said);
    let loose = ["round", "narrative", "The quarter", "--theme", "Victims", "--achieved", "And {M9} too."];
    assert!(office.refuses(&loose).contains("cites a measure that is not there"));
    let page = ["theme-report", "--for", "Panel", "--theme", "Victims", "--format", "html"];
    let page = String::from_utf8(office.paper(&page)).unwrap();
    assert!(page.contains("Of victims 71") && page.contains("Measure M1, Victims satisfied, January 2026."), "{page}");
    assert!(page.contains("From figures.csv, downloaded on 10 February 2026"), "a figure leads to its source: {page}");
    let ask = ["paper", "theme-report", "--for", "Panel", "--theme", "Victims", "--format", "json"];
    let report = office.does(&ask);
    let whose: Vec<(&str, &str)> =
        list(&report["actions"]).iter().map(|one| (word(&one["reference"]), word(&one["whose"]))).collect();
    assert_eq!(whose, [("1.1", "commissioner"), ("1.2", "commissioner"), ("1.3", "force")]);
    assert_eq!(word(&list(&report["partner_actions"])[0]["reference"]), "HB 7");
    let issued = office.does(&["issue", "theme-report", "--for", "Panel", "--theme", "Victims"]);
    assert_eq!(list(&issued["files"]).len(), 8);
    let refused = office.refuses(&["publish", word(&issued["number"])]);
    assert!(refused.contains("HB 7"), "what is for the Panel is not for everybody: {refused}");
}

#[test]
fn are_the_actions_enough_for_the_outcomes() {
    walk(&Office::begin());
}

#[test]
fn are_the_actions_enough_on_postgresql() {
    if let Some(office) = Office::on_postgres() {
        walk(&office);
    }
}
