//! Cases C5 and C6: an audit action that slipped from March 2015 to October 2016 over three dated updates, two auditors'
//! words side by side, and what an owner called complete without evidence; from the auditors' own tables to the paper of
//! the Audit Committee, on both engines.
use crate::{
    files::{self, p, tr},
    office::{Office, list, word},
};
use serde_json::{Value, json};

const POSTS: &str = "[[post]]\nname = \"Head of Finance\"\ninitials = [\"HF\"]\n[[post]]\nname = \"Head of Estates\"\n[[post]]\nname = \"Chief Executive\"\n";
const PLAN: &str = "Ref,Theme,Action,Lead\n1.1,Value,Keep the asset register,Head of Finance\n1.2,Value,Keep the sites,Head of Estates\n1.3,Value,Report,Chief Executive\n";

/// The first auditor's layout, as a spreadsheet saved as CSV.
const FIRST: &str = "\
Ref,Recommendation,Priority,Management response,Owner,Target date,Revised date,Status
1.1,Bring the asset register up to date.,High,Accepted. It will be reconciled.,Head of Finance,31/03/2015,,In progress
1.2,Lock the key cabinet.,L,Accepted.,Head of Estates,30/06/2015,,Complete
1.3,Buy a second safe.,Medium,Rejected: one safe is enough.,,,,Not adopted
";

fn second() -> [[&'static str; 8]; 6] {
    [
        [
            "No.",
            "Finding",
            "Risk",
            "Fundamental/Significant/Housekeeping",
            "Agreed action",
            "Responsible officer",
            "Due",
            "Update",
        ],
        [
            "1",
            "The estate is not counted.",
            "Assets are lost.",
            "Fundamental",
            "Reconcile the register",
            "Head of Finance",
            "31 March 2015",
            "",
        ],
        ["", "", "", "", "Check each site", "Head of Estates", "31 March 2015", ""],
        ["", "", "", "", "Report to the Board", "Chief Executive", "31 March 2015", ""],
        [
            "2",
            "Records are kept too long.",
            "",
            "Housekeeping",
            "1) Agree a schedule 2) Clear the store",
            "1) Chief Executive 2) Head of Estates",
            "1) 31 December 2015 2) 30 June 2016",
            "",
        ],
        ["3", "A key is not signed for.", "", "Significant", "Sign for it", "Head of Estates", "30 April 2015", ""],
    ]
}

fn prepared(office: &Office) {
    let (map, plan) = (office.file("map.toml", POSTS), office.file("plan.csv", PLAN));
    office.does(&["import", "plan", &plan, "--map", &map, "--on", "2014-10-01"]);
    for (name, kind, words) in [
        ("First Audit", "internal-audit", ["High=high", "Medium=medium", "Low=low"]),
        ("Second Audit", "external-audit", ["Fundamental=high", "Significant=medium", "Housekeeping=low"]),
    ] {
        let mut all = vec!["finding", "source", name, "--kind", kind];
        for word in &words {
            all.extend(["--priority", word]);
        }
        office.does(&all);
    }
    let opinions = ["--opinion", "design=Reasonable assurance", "--opinion", "operation=Limited assurance"];
    let mut review = vec!["finding", "review", "First Audit", "Estates 2014", "--code", "A", "--final", "2014-11-03"];
    review.extend(opinions);
    assert_eq!(word(&office.does(&review)["reference"]), "A");
    let review = [
        "finding",
        "review",
        "Second Audit",
        "Estates again",
        "--code",
        "B",
        "--final",
        "2014-12-01",
        "--visibility",
        "internal",
    ];
    office.does(&review);
}

fn finding(office: &Office, code: &str) -> Value {
    office.does(&["finding", "show", code])
}

/// Each count is the length of the list that it counts.
fn reconciles(office: &Office) -> Value {
    let all = office.does(&["finding", "list"]);
    let rows = list(&all["counts"]["rows"]);
    let mut sum = 0;
    for row in rows {
        let counts = row["counts"].as_object().unwrap();
        for (standing, count) in counts.iter().filter(|(name, _)| *name != "late") {
            let priority = row["priority"].as_str().unwrap_or("");
            let own = office.does(&[
                "finding",
                "list",
                "--source",
                word(&row["source"]),
                "--priority",
                priority,
                "--standing",
                &standing.replace('_', "-"),
            ]);
            assert_eq!(list(&own["findings"]).len() as u64, count.as_u64().unwrap(), "{standing} of {row}");
            sum += count.as_u64().unwrap();
        }
    }
    assert_eq!(sum as usize, list(&all["findings"]).len());
    all
}

/// The paper in every format, and the one for a body as JSON.
fn paper(office: &Office, body: &str) -> Value {
    serde_json::from_slice(&office.paper(&["findings-tracker", "--for", body, "--format", "json"])).unwrap()
}

fn slips(office: &Office) {
    prepared(office);
    let first = office.file("first.csv", FIRST);
    let entries = office.entries();
    let dry = office.does(&["import", "findings", &first, "--review", "A", "--on", "2014-11-10", "--dry-run"]);
    assert_eq!((dry["written"].as_bool(), office.entries()), (Some(false), entries));
    let taken = office.does(&["import", "findings", &first, "--review", "A", "--on", "2014-11-10"]);
    assert_eq!(taken["totals"], json!({"created": 3, "updated": 0, "unchanged": 0, "rejected": 0, "skipped": 1}));
    // The second auditor's, as a Word table: one recommendation with three agreed actions and three owners.
    let rows: Vec<String> = second().iter().map(|row| tr(row)).collect();
    let body = format!("{}<w:tbl>{}</w:tbl>", p("Estates again: action plan"), rows.concat());
    let docx = office.file("second.docx", files::word(&body));
    let taken = office.does(&["import", "findings", &docx, "--review", "B", "--on", "2014-12-08"]);
    assert_eq!((taken["totals"]["created"].as_u64(), list(&taken["rows"]).len()), (Some(5), 6), "{taken}");
    let slipped = &list(&finding(office, "F4")["agreed"]).to_vec();
    let owners: Vec<&str> = slipped.iter().map(|action| word(&action["owner"])).collect();
    assert_eq!(owners, ["Head of Finance", "Head of Estates", "Chief Executive"]);
    // Two auditors' words side by side, each in its own, on one scale.
    let (one, other) = (finding(office, "F1"), finding(office, "F4"));
    assert_eq!((word(&one["priority"]), word(&one["rank"])), ("High", "high"));
    assert_eq!((word(&other["priority"]), word(&other["rank"])), ("Fundamental", "high"));

    // Three dated updates, each with its own revised date; the other two actions have theirs.
    for (action, on, to, why) in [
        ("1", "2015-03-20", "2015-09-30", "The new system is late."),
        ("1", "2015-09-21", "2016-03-31", "Staff left."),
        ("1", "2016-03-14", "2016-10-31", "The valuer was appointed late."),
        ("2", "2015-03-20", "2015-06-30", "Three sites are closed for winter."),
        ("3", "2015-09-21", "2015-12-31", "It follows the register."),
    ] {
        office.does(&["finding", "update", "F4", action, why, "--on", on]);
        office.does(&[
            "finding",
            "move",
            "F4",
            action,
            "--to",
            to,
            "--because",
            why,
            "--agreed-by",
            "Audit Committee",
            "--on",
            on,
        ]);
    }
    let slipped = finding(office, "F4");
    let first = &slipped["agreed"][0];
    assert_eq!((word(&first["original_date"]), word(&first["due_date"])), ("2015-03-31", "2016-10-31"));
    assert_eq!((list(&first["moves"]).len(), first["updates"].as_u64()), (3, Some(3)));
    assert_eq!((word(&slipped["standing"]), word(&slipped["colour"])), ("overdue", "red"), "red past its date");
    let grey = finding(office, "F3");
    assert_eq!((word(&grey["standing"]), word(&grey["colour"])), ("not_adopted", "grey"));
    let all = reconciles(office);
    assert_eq!(all["slippage"]["furthest"].as_u64(), Some(580));

    // The Audit Committee is told of every date; the Panel of nothing that is internal.
    let page =
        String::from_utf8(office.paper(&["findings-tracker", "--for", "Audit Committee", "--format", "html"])).unwrap();
    for told in [
        "First agreed: 31 March 2015; then 30 September 2015; then 31 March 2016; then 31 October 2016",
        "The valuer was appointed late. (agreed by: Audit Committee)",
        "Design: Reasonable assurance",
        "Operation: Limited assurance",
        "Fundamental",
        "High",
    ] {
        assert!(page.contains(told), "{told}");
    }
    let refused = office.refuses(&["paper", "findings-tracker", "--for", "Panel", "--format", "json"]);
    assert!(refused.contains("no finding that Panel may see"), "{refused}");
    let json = paper(office, "Audit Committee");
    assert_eq!(json["counts"], all["counts"], "the paper counts as the list does");
}

fn false_complete(office: &Office) {
    let before = paper(office, "Audit Committee");
    let verified = |paper: &Value| paper["counts"]["total"]["verified"].as_u64().unwrap_or(0);
    assert_eq!(verified(&before), 0);
    let number = office.does(&["issue", "findings-tracker", "--for", "Audit Committee", "--on", "2016-11-20"]);
    let number = word(&number["number"]).to_owned();
    office.does(&["present", &number, "--on", "2016-11-25"]);

    // "Complete" in the office's table, without evidence: management-closed, and verified by nobody.
    let shut = finding(office, "F2");
    assert_eq!((word(&shut["standing"]), word(&shut["colour"])), ("management_closed", "amber"));
    assert_eq!(shut["agreed"][0]["evidence"], json!(false));
    // An owner says so of another, likewise.
    office.does(&[
        "--as",
        "Head of Estates",
        "finding",
        "close",
        "F6",
        "1",
        "--says",
        "Complete",
        "--on",
        "2016-11-28",
    ]);
    let own = office.refuses(&["--as", "Head of Estates", "finding", "verify", "F6", "1", "--saw", "I was there"]);
    assert!(own.contains("somebody else has to verify it"), "{own}");
    let now = paper(office, "Audit Committee");
    assert_eq!((verified(&now), now["counts"]["total"]["management_closed"].as_u64()), (0, Some(2)));
    let page =
        String::from_utf8(office.paper(&["findings-tracker", "--for", "Audit Committee", "--format", "html"])).unwrap();
    assert!(page.contains("Called done and not verified"), "it stands on the committee's list");
    assert!(
        page.contains("F6, action 1: Sign for it (Head of Estates), called done on 28 November 2016 without evidence")
    );
    // What changed since the committee last saw it.
    assert_eq!(now["movement"]["called_done"], json!(["F6"]));
    assert!(page.contains("Called done by management, not verified: F6"), "{page}");

    // Somebody else looks: one is, one is not.
    office.does(&["--as", "Chief Executive", "finding", "verify", "F6", "1", "--saw", "The book, signed since June"]);
    office.does(&["finding", "reopen", "F2", "1", "--because", "The auditor found the cabinet open."]);
    let last = paper(office, "Audit Committee");
    assert_eq!(verified(&last), 1);
    assert_eq!((word(&finding(office, "F6")["colour"]), &last["movement"]["refused"]), ("green", &json!(["F2"])));
    reconciles(office);
    // The paper is made for its committee, and is not published.
    let refused = office.refuses(&["publish", &number]);
    assert!(refused.contains("made for Audit Committee"), "{refused}");
    for format in ["pdf", "docx", "odt", "xlsx", "ods", "csv"] {
        let bytes = office.paper(&["findings-tracker", "--for", "Audit Committee", "--format", format]);
        assert!(bytes.len() > 1_000, "{format}");
    }
}

#[test]
fn the_slipped_audit_action_and_the_false_complete() {
    let office = Office::begin();
    slips(&office);
    false_complete(&office);
    assert_eq!(office.does(&["verify"])["ok"], json!(true));
}

#[test]
fn the_same_findings_on_postgresql() {
    if let Some(office) = Office::on_postgres() {
        slips(&office);
        false_complete(&office);
    }
}

#[test]
fn a_workbook_with_one_wrong_row_lands_nothing_and_again_changes_nothing() {
    let office = Office::begin();
    prepared(&office);
    let mut rows = second();
    rows[5][3] = "Urgent";
    let cells = |rows: &[[&'static str; 8]]| -> Vec<u8> {
        let rows: Vec<Vec<files::Cell>> =
            rows.iter().map(|row| row.iter().map(|cell| files::Cell::Text(cell)).collect()).collect();
        let rows: Vec<&[files::Cell]> = rows.iter().map(Vec::as_slice).collect();
        files::workbook(&rows, &[], &[])
    };
    let entries = office.entries();
    let wrong = office.file("second.xlsx", cells(&rows));
    let (why, told) = office.refuses_with(b"", &["import", "findings", &wrong, "--review", "B", "--on", "2014-12-08"]);
    assert!(why.contains("1 row of the table could not be taken"), "{why}");
    assert_eq!((list(&told["rows"]).len(), office.entries()), (6, entries), "every row is told, nothing is written");
    assert!(word(&told["rows"][5]["reason"]).contains("[priorities] \"Urgent\""), "{told}");
    let map = office.file("findings.toml", "[priorities]\nUrgent = \"Significant\"\n");
    let all = ["import", "findings", &wrong, "--review", "B", "--on", "2014-12-08", "--map", &map];
    office.does(&all);
    let entries = office.entries();
    let again = office.does(&all);
    assert_eq!((again["totals"]["unchanged"].as_u64(), office.entries()), (Some(5), entries));
    let none = office.refuses(&["import", "findings", &wrong, "--review", "Z"]);
    assert!(none.contains("there is no review “Z”; there are:"), "{none}");
}

/// Prints how long a table of 500 rows takes: `cargo test -p journeys -- five_hundred --nocapture`.
#[test]
fn a_table_of_five_hundred_rows_lands() {
    let office = Office::begin();
    prepared(&office);
    let mut table = FIRST.lines().next().unwrap().to_owned() + "\n";
    for row in 1..=500 {
        let priority = ["High", "Medium", "Low"][row % 3];
        table.push_str(&format!(
            "{row},Recommendation {row}: keep a record of each of the {row} cases and show it.,{priority},Accepted.,Head of Finance,31/03/2015,30/09/2015; 31/03/2016,In progress\n"
        ));
    }
    let file = office.file("many.csv", table);
    let begun = std::time::Instant::now();
    let taken = office.does(&["import", "findings", &file, "--review", "A", "--on", "2015-12-01"]);
    let first = begun.elapsed();
    assert_eq!(taken["totals"]["created"].as_u64(), Some(500));
    let begun = std::time::Instant::now();
    let again = office.does(&["import", "findings", &file, "--review", "A", "--on", "2015-12-01"]);
    assert_eq!(again["totals"]["unchanged"].as_u64(), Some(500));
    println!("500 rows: {first:?}; the same again: {:?}", begun.elapsed());
}
