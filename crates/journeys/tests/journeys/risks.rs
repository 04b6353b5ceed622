//! Case C9, the assurance line: a risk tied to a plan's chapter, 25 then 20 with a target of 16; another matrix whose bands
//! say when to look again; two owners; controls assured one by one; gaps with dated actions; an assurance of the third line
//! that ran out; from the file to the Board, on both engines.
use crate::office::{Office, list, word};
use serde_json::Value;

const PLAN: &str = "Ref,Theme,Action,Lead,Timescale,RAG,Progress\n\
    1.1,Chapter one,Open a hub,Head of Policy,31/12/2099,Green,The lease is near.\n\
    1.2,Chapter one,Publish a charter,Head of Victims,31/12/2099,Green,It is drafted.\n";

const MAP: &str = "[[post]]\nname = \"Head of Policy\"\n[[post]]\nname = \"Head of Victims\"\n";

const REGISTER: &str = r#"
[[matrix]]
code = "5x5"
title = "Five by five"
likelihood = ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]
impact = ["Slight", "Minor", "Moderate", "Major", "Severe"]
band = [
  { label = "Low", symbol = "circle", colour = "green", from = 1 },
  { label = "High", symbol = "square", colour = "red", from = 15 },
]
[[matrix]]
code = "4x4"
title = "Four by four"
likelihood = ["Rare", "Unlikely", "Likely", "Almost certain"]
impact = ["Slight", "Minor", "Major", "Severe"]
band = [
  { label = "Low", symbol = "circle", colour = "green", from = 1, review_months = 12 },
  { label = "Medium", symbol = "triangle", colour = "amber", from = 5, review_months = 6 },
  { label = "High", symbol = "square", colour = "red", from = 9, review_months = 3 },
]
[[risk]]
code = "R1"
title = "The hub for victims does not open"
cause = "The landlord has two offers"
event = "The lease is not signed"
consequence = "Victims travel thirty miles"
category = "Delivery"
matrix = "5x5"
since = "2025-05-01"
owners = ["Head of Policy", "Head of Victims"]
oversight = "Board"
actions = ["1.1"]
score = [
  { of = "inherent", likelihood = 5, impact = 5, day = "2025-05-01", reason = "No lease" },
  { of = "current", likelihood = 5, impact = 5, day = "2025-05-01", reason = "No lease, no money" },
  { of = "target", likelihood = 4, impact = 4, day = "2025-05-01", reason = "With a signed lease" },
]
appetite = [{ most = 16, day = "2025-06-01", reason = "The Board accepts 16" }]
[[risk]]
code = "R2"
title = "Staff leave"
cause = "Contracts end"
event = "Three of ten leave"
consequence = "Work stops"
category = "People"
matrix = "4x4"
since = "2025-05-01"
score = [{ of = "current", likelihood = 3, impact = 2, day = "2026-01-10", reason = "One has left" }]
[[risk]]
code = "R3"
title = "Withheld from the Panel"
cause = "A"
event = "B"
consequence = "C"
category = "People"
matrix = "4x4"
since = "2025-05-01"
visibility = "exempt"
ground = "It would tell of persons"
ground_review = "2027-01-01"
"#;

fn risk<'a>(register: &'a Value, code: &str) -> &'a Value {
    let found = list(&register["risks"]).iter().find(|one| one["code"] == code || one["reference"] == code);
    found.unwrap_or_else(|| panic!("no {code} in {register}"))
}

fn rated(office: &Office, reference: &str) -> Value {
    let ratings = office.does(&["ratings"]);
    list(&ratings["actions"]).iter().find(|one| one["reference"] == reference).unwrap().clone()
}

fn walk(office: &Office) {
    let (plan, map) = (office.file("plan.csv", PLAN), office.file("map.toml", MAP));
    office.does(&["import", "plan", &plan, "--map", &map]);
    office.does(&["update", "1.1", "--says", "Going on.", "--rating", "Green"]);
    assert_eq!(rated(office, "1.1")["suggested"], "on_track");
    let register = office.file("risks.toml", REGISTER);
    let dry = office.does(&["risk", "take", &register, "--dry-run"]);
    assert_eq!((dry["written"].as_bool(), list(&dry["items"]).len()), (Some(false), 5));
    office.does(&["risk", "take", &register]);
    let again = office.does(&["risk", "take", &register]);
    assert!(list(&again["items"]).iter().all(|one| one["fate"] == "unchanged"), "{again}");
    // As it was written out it is taken in again.
    let out = office.run(&["risk", "list", "--set"]).text();
    let same = office.does(&["risk", "take", &office.file("out.toml", &out), "--dry-run"]);
    assert!(list(&same["items"]).iter().all(|one| one["fate"] == "unchanged"), "{same}");

    // 25, with a target of 16 and two owners; the Board sees it.
    let first = office.does(&["risk", "show", "R1"]);
    assert_eq!((&first["current"]["score"], &first["target"]["score"]), (&Value::from(25), &Value::from(16)));
    assert_eq!(first["owners"], serde_json::json!(["Head of Policy", "Head of Victims"]));
    let issued = office.does(&["issue", "risk-register", "--for", "Board", "--on", "2026-11-20"]);
    assert_eq!(list(&issued["files"]).len(), 8, "{issued}");
    office.does(&["present", word(&issued["number"]), "--on", "2026-11-22"]);

    // Then 20: no score moves by itself, without a reason or to what it is.
    let no_reason = ["risk", "score", "R1", "--likelihood", "5", "--impact", "4", "--reason", " "];
    assert!(office.refuses(&no_reason).contains("says not why"));
    let score =
        ["risk", "score", "R1", "--likelihood", "5", "--impact", "4", "--reason", "The money is there", "--day"];
    office.does(&[&score[..], &["2025-09-30"]].concat());
    let same = office.refuses(&[&score[..], &["2025-10-30"]].concat());
    assert!(same.contains("is 20 already"), "{same}");
    let shown = office.does(&["risk", "show", "R1"]);
    let history: Vec<&Value> =
        list(&shown["history"]).iter().filter(|one| one["of"] == "current").map(|one| &one["score"]).collect();
    assert_eq!(history, [&Value::from(25), &Value::from(20)], "the whole history stays");
    assert_eq!(shown["outside_appetite"], true);

    // The rule: what would be green is suggested to be no better than at risk, and its rating stays as it was.
    let rating = rated(office, "1.1");
    assert_eq!((word(&rating["rating_class"]), word(&rating["suggested"])), ("on_track", "at_risk"), "{rating}");
    assert!(word(&rating["rule"]).starts_with("rule 10: Amber when a risk that is tied to it"), "{rating}");
    // The action is for everybody and the risk is not, so the facts do not name it.
    assert_eq!(word(&rating["facts"]), "a risk that is tied to it is outside its appetite");
    let green = office.refuses(&["update", "1.1", "--says", "Still going on.", "--rating", "Green"]);
    assert!(green.contains("rule 10") && !green.contains("R1"), "{green}");

    // Another matrix: 6 lies in a band that is looked at each half-year.
    let other = office.does(&["risk", "show", "R2"]);
    assert_eq!((word(&other["band"]), word(&other["review_due"])), ("Medium", "2026-07-10"));
    assert_eq!(other["review_overdue"], true);
    office.does(&["risk", "review", "R2", "It stands", "--day", "2026-11-01"]);
    assert_eq!(office.does(&["risk", "show", "R2"])["review_due"], "2027-05-01");
    let off = office.refuses(&["risk", "score", "R2", "--likelihood", "5", "--impact", "1", "--reason", "x"]);
    assert!(off.contains("not both on its matrix, which is 4x4"), "{off}");

    // Controls assured one by one, one fully and one partially; the third line's ran out.
    let control = |title| {
        office.does(&["risk", "control", title, "--describes", "Each month", "--risk", "R1", "--since", "2025-05-01"])
    };
    assert_eq!(control("Talks with the landlord")["code"], "C1");
    assert_eq!(control("A second site")["code"], "C2");
    let assure = |control, line, gives, day, expires| {
        let by = if line == "independent" { "Internal audit" } else { "Head of Policy" };
        office.does(&[
            "risk",
            "assure",
            control,
            "As found",
            "--line",
            line,
            "--gives",
            gives,
            "--by",
            by,
            "--day",
            day,
            "--expires",
            expires,
        ])
    };
    assure("C1", "management", "full", "2026-10-01", "2027-10-01");
    assure("C2", "independent", "partial", "2025-06-01", "2026-06-01");

    // A gap in control and a gap in assurance, each with a dated action; one date is yet to be decided.
    let gap = |words, kind, control| {
        office.does(&["risk", "gap", words, "--kind", kind, "--risk", "R1", "--control", control])
    };
    assert_eq!(gap("Nobody has the landlord's word in writing", "control", "C1")["code"], "G1");
    assert_eq!(gap("Nobody looked at the second site since 2025", "assurance", "C2")["code"], "G2");
    office.does(&[
        "risk",
        "act",
        "G1",
        "Ask for it",
        "--action",
        "1.1",
        "--owner",
        "Head of Victims",
        "--due",
        "2027-01-31",
    ]);
    office.does(&["risk", "act", "G2", "Ask the auditor"]);
    let register = office.does(&["risk", "list"]);
    let one = risk(&register, "R1");
    assert_eq!(list(&one["controls"]).len(), 2);
    let stale = |control: &Value| list(&control["assurances"])[0]["stale"].clone();
    assert_eq!(list(&one["controls"]).iter().map(stale).collect::<Vec<_>>(), [false, true]);
    let stands = |gap: &Value| word(&list(&gap["actions"])[0]["stands"]).to_owned();
    assert_eq!(list(&one["gaps"]).iter().map(stands).collect::<Vec<_>>(), ["dated", "to_be_decided"]);
    assert_eq!(register["counts"]["outside_appetite"], 1);
    assert_eq!((&register["counts"]["unscored"], &register["counts"]["no_action"]), (&Value::from(1), &Value::from(2)));

    // To the Board again: down from 25, which is what it last saw.
    let paper = office.does(&["paper", "risk-register", "--for", "Board", "--format", "json"]);
    assert_eq!(risk(&paper, "R1")["movement_words"], "down from 25", "{paper}");
    let html = String::from_utf8(office.paper(&["risk-register", "--for", "Board", "--format", "html"])).unwrap();
    for words in
        ["The money is there", "date to be decided", "out of date: good until 1 June 2026", "Gaps in assurance"]
    {
        assert!(html.contains(words), "{words}");
    }
    assert!(!html.contains("Withheld from the Panel") && html.contains("It would tell of persons"), "{html}");
    let refused = office.refuses(&["publish", word(&issued["number"])]);
    assert!(refused.contains("is a register of risks, made for Board alone"), "{refused}");
    // What the Panel may see of it is nothing, which is said.
    let panel = office.refuses(&["paper", "risk-register", "--for", "Panel", "--format", "html", "-o", "-"]);
    assert!(panel.contains("there is no risk that Panel may see"), "{panel}");
    // As at an earlier entry the register is what it was.
    let then = office.does(&["risk", "show", "R1", "--as-at", &issued_at(&paper)]);
    assert_eq!(then["current"]["score"], 25, "{then}");
    assert!(office.does(&["verify"])["ok"].as_bool().unwrap());
}

/// The entry at which the Board last saw it.
fn issued_at(paper: &Value) -> String {
    paper["since"]["seq"].to_string()
}

#[test]
fn the_assurance_line_from_the_file_to_the_board() {
    for office in [Some(Office::begin()), Office::on_postgres()].into_iter().flatten() {
        walk(&office);
    }
}
