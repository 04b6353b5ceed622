//! The plan that an office has today, in each shape in which offices have it.
use crate::{
    files::{Cell, csv, p, tc, tr, word, workbook},
    office::{Office, action, actions, list, shared, word as text},
    serve::{Server, links},
};
use serde_json::{Value, json};
use std::fs;

/// Invented, and of the same byte shape as the report of March 2022, whose bullets were lost on the way.
const FORWARD_LOOK: &str = include_str!("../../../domain/tests/reading/forward_look.txt");

fn themes(fates: &Value) -> Vec<(&str, u64)> {
    list(&fates["themes"]).iter().map(|t| (text(&t["name"]), t["actions"].as_u64().unwrap())).collect()
}

fn fates(answer: &Value, fate: &str) -> Vec<String> {
    let rows = list(&answer["rows"]).iter().filter(|row| row["fate"] == fate);
    rows.map(|row| format!("{} {}", row["reference"].as_str().unwrap_or("-"), text(&row["title"]))).collect()
}

fn text_of<'a>(row: &'a Value, key: &str) -> &'a str {
    row[key].as_str().unwrap_or_default()
}

/// A text without its line breaks, to look for words in.
fn on_one_line(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Tries a file, sees that nothing came of it, then takes it in.
fn try_then_take(office: &Office, file: &str, pasted: &[u8], more: &[&str]) -> Value {
    let before = office.entries();
    let import = [&["import", "plan", file], more].concat();
    let tried = office.does_with(pasted, &[&import[..], &["--dry-run"]].concat());
    assert_eq!(tried["written"], false);
    assert_eq!(office.entries(), before, "a dry run writes nothing");
    let taken = office.does_with(pasted, &import);
    assert_eq!(taken["written"], true);
    assert!(office.entries() > before);
    for key in ["themes", "rows", "absent", "questions", "totals", "map"] {
        assert_eq!(taken[key], tried[key], "a dry run says what will be: {key}");
    }
    taken
}

/// The states of all actions, as the record holds them.
fn recorded_actions(office: &Office) -> Vec<Value> {
    let rows = office.meddle(
        "SELECT CAST(s.body AS TEXT) FROM item i JOIN state s ON s.office = i.office AND s.seq = i.seq \
         WHERE i.kind = 'action' ORDER BY i.seq",
    );
    rows.lines().map(|line| serde_json::from_str::<Value>(line).expect("JSON")["item"].clone()).collect()
}

/// What a list of bullets without owners, dates or ratings comes to, whoever wrote it.
fn is_a_forward_look(office: &Office, taken: &Value, whole: &str) {
    let plan = office.plan(&[]);
    let all = actions(&plan);
    assert_eq!(all.len() as u64, taken["totals"]["created"].as_u64().unwrap());
    let whole = on_one_line(whole);
    for (action, number) in all.iter().zip(1..) {
        assert_eq!(action["reference"], json!(number.to_string()), "given in the order of the list");
        assert!(whole.contains(text(&action["title"])), "not word for word: {}", action["title"]);
        for empty in ["current_date", "baseline_date", "owner", "rating", "rating_class"] {
            assert_eq!(action[empty], Value::Null, "{empty} of {}", action["title"]);
        }
        assert_eq!((&action["leads"], &action["continuing"]), (&json!([]), &json!(false)));
        assert_eq!(action["timescale"], "the rest of this year and the first two quarters of 2022/23");
    }
    assert_eq!(plan["counts"]["not_rated"], json!(all.len()), "not rated is counted, not left out");
    for theme in list(&plan["themes"]) {
        assert!(text(&theme["aim"]).starts_with("We will "), "what we will do: {}", theme["aim"]);
    }
    let recorded = recorded_actions(office);
    assert_eq!(recorded.len(), all.len());
    for action in &recorded {
        let timescale = &action["timescale"];
        assert!(timescale.to_string().contains("2022-09-30"), "a window to the end of September 2022: {timescale}");
        assert_eq!(timescale["note"], "for the next 6-9 months");
    }
    // One answer is taken for a theme that is named in two ways, and one for the timescale of them all; both are said.
    let asked: Vec<&str> = list(&taken["questions"]).iter().map(|q| text(&q["asks"])).collect();
    assert_eq!(asked.len(), 2, "{asked:?}");
    assert!(asked[0].contains("the theme that the plan's own list") && asked[1].contains("the timescale of every row"));
    assert!(list(&taken["questions"]).iter().all(|q| text(&q["taken"]).starts_with("yes: ")));
    assert_eq!(taken["totals"]["rejected"], 0);
    let fates = list(&taken["rows"]);
    assert!(fates.iter().all(|row| row["place"].as_str().is_some_and(|place| place.starts_with("line "))), "{fates:?}");
    assert!(fates.iter().filter(|row| row["fate"] == "skipped").all(|row| row["reason"].is_string()));
    assert!(fates.iter().filter(|row| row["fate"] == "created").all(|row| row["given"] == true));
}

#[test]
fn the_forward_look_of_2022_becomes_five_themes_and_34_actions() {
    let Some(shared) = shared() else {
        println!("not run: the published reports do not lie beside the clone");
        return;
    };
    let mut seeds = fs::read_dir(shared.join("seeds")).expect("the seeds lie there").map(|file| file.unwrap().path());
    let seed = seeds.find(|path| path.file_name().unwrap().to_string_lossy().starts_with("004_")).expect("one is 004");
    let office = Office::begin();
    let taken = try_then_take(&office, &seed.to_string_lossy(), b"", &[]);
    assert_eq!(
        themes(&taken),
        [
            ("Putting Communities First", 8),
            ("Crime Prevention", 6),
            ("Supporting Victims and Witnesses", 8),
            ("Ethical Policing", 7),
            ("Robust Enforcement", 5),
        ]
    );
    assert_eq!(taken["totals"]["created"], 34);
    is_a_forward_look(&office, &taken, &fs::read_to_string(&seed).unwrap());
    let victims =
        list(&taken["map"]["theme"]).iter().find(|t| t["name"] == "Supporting Victims and Witnesses").unwrap();
    assert_eq!(victims["aliases"], json!(["Victims and Witnesses"]));
    println!("34 actions, word for word");
}

#[test]
fn a_forward_look_whose_bullets_were_lost_is_read_by_its_headings_labels_and_white_space() {
    let office = Office::begin();
    let file = office.file("forward-look.txt", FORWARD_LOOK);
    let taken = try_then_take(&office, &file, b"", &["--on", "2022-02-14"]);
    assert_eq!(themes(&taken), [("Safer Streets", 4), ("Standing by Victims and Survivors", 3), ("Fair Policing", 4)]);
    is_a_forward_look(&office, &taken, FORWARD_LOOK);
    let recorded = recorded_actions(&office);
    assert!(recorded.iter().all(|a| a["timescale"].to_string().contains("2022-02-14")), "the window begins on --on");
    assert_eq!(office.plan(&[])["plan"]["name"], "Fenshire Police and Crime Plan 2021-24");

    // The printed map asks no more about the theme, and the same list given again is no copy.
    let said = office.run(&["import", "plan", &file, "--dry-run"]).text();
    let map =
        said.split("give it with --map):\n\n").nth(1).and_then(|rest| rest.split("\n\n0 new").next()).expect("a map");
    let map = office.file("map.toml", map);
    let again = office.does(&["import", "plan", &file, "--map", &map, "--on", "2022-02-15"]);
    assert_eq!((&again["totals"]["created"], list(&again["absent"]).len()), (&json!(0), 0));
    assert!(!again["questions"].to_string().contains("plan's own list"), "{}", again["questions"]);
}

/// Case C1: the tracker of another office, four sections in one table, in Word.
#[test]
fn a_word_table_with_merged_and_nested_cells_becomes_the_plan() {
    let span = |title| format!("<w:tr>{}</w:tr>", tc(r#"<w:gridSpan w:val="7"/>"#, title));
    let down = |more| format!(r#"<w:vMerge{more}/>"#);
    let inner = format!("<w:tbl>{}{}</w:tbl>", tr(&["North", "done"]), tr(&["South", "due"]));
    let first = [
        tc("", "1.1 Work with landlords on locks"),
        tc("", "Ongoing"),
        tc(&down(r#" w:val="restart""#), "PCC"),
        tc("", "AB / CD"),
        format!("<w:tc>{}{inner}{}</w:tc>", p("Two forums held."), p("A third is booked.")),
        tc("", "TVP 1.1"),
        tc("", "Green (C)"),
    ];
    let second = [
        tc("", "1.2 Mark bicycles"),
        tc("", "Sep ’19"),
        tc(&down(""), ""),
        tc("", "EF"),
        tc("", ""),
        tc("", "1.1, A.1"),
        tc("", "Amber"),
    ];
    let table = [
        tr(&["Actions", "Timescale", "Sponsor", "Lead officer", "Current status", "Links to other actions", "R/A/G"]),
        span("Objective 1: Cut burglary"),
        format!("<w:tr>{}</w:tr>", first.concat()),
        format!("<w:tr>{}</w:tr>", second.concat()),
        span("Objective 2: Protect the vulnerable"),
        tr(&["2.1 Open the hub", "Q4 24-25", "DPCC", "AB, CD &amp; EF", "Slow", "", "Red"]),
        span("HMIC tracker"),
        tr(&["A.1 Inspect custody", "TBD", "PCC", "GH", "", "", ""]),
        span("Consultations tracker"),
        tr(&["B.1 Answer the Home Office on drones", "31/12/2019", "CEO", "Head of Policy", "", "", "Green"]),
    ];
    let office = Office::begin();
    let file =
        office.file("tracker.docx", word(&format!("{}<w:tbl>{}</w:tbl>", p("Delivery plan 2015/16"), table.concat())));
    let taken = try_then_take(&office, &file, b"", &["--on", "2019-06-01"]);
    assert_eq!(
        themes(&taken),
        [("Cut burglary", 2), ("Protect the vulnerable", 1), ("HMIC tracker", 1), ("Consultations tracker", 1)]
    );
    assert_eq!(
        fates(&taken, "created"),
        [
            "1.1 Work with landlords on locks",
            "1.2 Mark bicycles",
            "2.1 Open the hub",
            "A.1 Inspect custody",
            "B.1 Answer the Home Office on drones",
        ]
    );
    let headings = list(&taken["rows"]).iter().filter(|row| text_of(row, "reason").starts_with("a heading"));
    assert_eq!(headings.count(), 4, "each heading is named: {}", taken["rows"]);
    let plan = office.plan(&[]);
    let of = |reference: &str, key: &str| action(&plan, reference)[key].clone();
    assert_eq!((of("1.1", "rating"), of("1.1", "rating_class")), (json!("Complete"), json!("complete")));
    assert_eq!((of("1.1", "timescale"), of("1.1", "continuing")), (json!("Ongoing"), json!(true)));
    let progress = of("1.1", "progress");
    for words in ["Two forums held.", "North", "due", "A third is booked."] {
        assert!(text(&progress).contains(words), "{progress}");
    }
    assert_eq!((of("1.2", "current_date"), of("1.2", "rating_class")), (json!("2019-09-30"), json!("at_risk")));
    assert_eq!((of("2.1", "current_date"), of("2.1", "rating_class")), (json!("2025-03-31"), json!("off_track")));
    assert_eq!((of("A.1", "current_date"), of("A.1", "rating")), (Value::Null, Value::Null));
    assert_eq!(of("B.1", "current_date"), "2019-12-31");
    assert_eq!((&plan["counts"]["complete"], &plan["counts"]["on_track"]), (&json!(1), &json!(1)), "complete apart");
    assert_eq!(
        (&plan["completed"], &plan["continuing"]),
        (&json!(0), &json!(1)),
        "a continuing duty is never completed"
    );
    let recorded = recorded_actions(&office);
    let all: Vec<String> = recorded.iter().map(ToString::to_string).collect();
    assert!(all[0].contains("TVP 1.1"), "a link into nobody's system stays as it stands: {}", all[0]);
    assert!(all[1].contains("PCC"), "a cell merged downwards counts for both rows: {}", all[1]);
    for initials in ["AB", "CD", "EF"] {
        assert!(all[2].contains(initials), "{}", all[2]);
    }
    // Nobody's initials stand in a paper.
    assert!(of("1.1", "leads").to_string().contains("not matched to a post"), "{}", of("1.1", "leads"));
    assert!(!plan["themes"].to_string().contains("AB"), "{}", of("1.1", "leads"));
}

const TITLE: &str = "Fenshire Police and Crime Plan 2021-25";

/// The same plan as a sheet and as rows of text: what a cell shows is what a person would type.
fn sheet_rows() -> Vec<Vec<String>> {
    let rows: [[&str; 7]; 10] = [
        [TITLE, "", "", "", "", "", ""],
        ["Position at the end of June", "", "", "", "", "", ""],
        ["", "", "", "", "", "", ""],
        ["Ref.", "Theme", "Action", "Lead", "Due Date", "RAG status", "Cost code"],
        ["1.1", "Victims", "Review the hub, with partners", "AB", "12/09/2019", "Green", "X12"],
        ["1.10", "Victims", "Recruit a manager", "", "Sep '19", "Amber", ""],
        ["2.1", "Prevention", "Youth awards", "CD", "Q4 24-25", "Red", "X14"],
        ["2.2", "Prevention", "Mark bicycles", "", "Ongoing", "", ""],
        ["2.3", "Prevention", "Assess the need", "EF", "TBD", "Blue", ""],
        ["2.4", "Prevention", "Survey of shops", "", "", "White", ""],
    ];
    rows.iter().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

fn as_workbook() -> Vec<u8> {
    use Cell::{Blank, Date, Number, Text};
    let rows: &[&[Cell]] = &[
        &[Text(TITLE)],
        &[Text("Position at the end of June")],
        &[],
        &[
            Text("Ref."),
            Text("Theme"),
            Text("Action"),
            Text("Lead"),
            Text("Due Date"),
            Text("RAG status"),
            Text("Cost code"),
        ],
        &[
            Number(1.1),
            Text("Victims"),
            Text("Review the hub, with partners"),
            Text("AB"),
            Date(43720),
            Text("Green"),
            Text("X12"),
        ],
        &[Text("1.10"), Blank, Text("Recruit a manager"), Blank, Text("Sep '19"), Text("Amber"), Blank],
        &[
            Number(2.1),
            Text("Prevention"),
            Text("Youth awards"),
            Text("CD"),
            Text("Q4 24-25"),
            Text("Red"),
            Text("X14"),
        ],
        &[Number(2.2), Blank, Text("Mark bicycles"), Blank, Text("Ongoing"), Blank, Blank],
        &[Number(2.3), Blank, Text("Assess the need"), Text("EF"), Text("TBD"), Text("Blue"), Blank],
        &[Number(2.4), Blank, Text("Survey of shops"), Blank, Blank, Text("White"), Blank],
    ];
    workbook(rows, &["A1:G1", "A2:G2", "B5:B6", "B7:B10"], &[])
}

/// What the table says of each row, in each of its shapes.
fn is_the_sheet(office: &Office, taken: &Value) {
    assert_eq!(themes(taken), [("Victims", 2), ("Prevention", 4)]);
    assert_eq!(taken["totals"]["created"], 6);
    let asked = taken["questions"].to_string();
    assert!(asked.contains("“Cost code”") && asked.contains("for staff only"), "{asked}");
    let plan = office.plan(&[]);
    let read: Vec<[Value; 6]> = actions(&plan)
        .into_iter()
        .map(|a| {
            ["reference", "title", "rating_class", "current_date", "continuing", "timescale"].map(|key| a[key].clone())
        })
        .collect();
    let expected = [
        json!(["1.1", "Review the hub, with partners", "on_track", "2019-09-12", false]),
        json!(["1.10", "Recruit a manager", "at_risk", "2019-09-30", false, "Sep '19"]),
        json!(["2.1", "Youth awards", "off_track", "2025-03-31", false, "Q4 24-25"]),
        json!(["2.2", "Mark bicycles", null, null, true, "Ongoing"]),
        json!(["2.3", "Assess the need", "complete", null, false, "TBD"]),
        json!(["2.4", "Survey of shops", "not_started", null, false, ""]),
    ];
    for (read, expected) in read.iter().zip(&expected) {
        let expected = expected.as_array().unwrap();
        assert_eq!(&read[..expected.len()], &expected[..]);
    }
    assert_eq!(read.len(), expected.len());
    assert!(!plan.to_string().contains("X12"), "a column that nobody knows stands in no paper");
    assert!(recorded_actions(office)[0].to_string().contains("X12"), "and is kept");
}

#[test]
fn a_workbook_with_merged_titles_dates_and_an_unknown_column_becomes_the_plan() {
    let office = Office::begin();
    let file = office.file("plan.xlsx", as_workbook());
    let taken = try_then_take(&office, &file, b"", &["--on", "2019-07-01"]);
    is_the_sheet(&office, &taken);
    let place = text(&list(&taken["rows"]).iter().find(|r| r["fate"] == "created").unwrap()["place"]).to_owned();
    assert!(place.contains("Delivery Plan") && place.contains("row 5"), "{place}");

    // Staff see the unknown column on the action's own page, under its own head.
    let server = Server::start(&office);
    let of = |page: &str, under: &str| links(page).into_iter().filter(|l| l.starts_with(under)).collect::<Vec<_>>();
    let plan = of(&server.staff("/plans").text(), "/plans/").remove(0);
    let mut themes = of(&server.staff(&plan).text(), "/themes/");
    themes.dedup();
    let theme = server.staff(&themes[0]).text();
    let action = of(&theme, "/actions/").remove(0);
    let page = server.staff(&action).text();
    assert!(page.contains("Cost code") && page.contains("X12") && page.contains("plan.xlsx"), "{page}");
}

#[test]
fn the_same_table_as_csv_and_as_pasted_text_becomes_the_same_plan() {
    let rows = sheet_rows();
    let tabs: String = rows.iter().map(|row| row.join("\t") + "\n").collect();
    let utf16: Vec<u8> = [0xFF, 0xFE].into_iter().chain(tabs.encode_utf16().flat_map(u16::to_le_bytes)).collect();
    let marked = [b"\xEF\xBB\xBF".as_slice(), csv(&rows).as_bytes()].concat();
    for (name, bytes) in [("plan.csv", csv(&rows).into_bytes()), ("excel.csv", marked), ("plan.txt", utf16)] {
        let office = Office::begin();
        let file = office.file(name, &bytes);
        is_the_sheet(&office, &try_then_take(&office, &file, b"", &["--on", "2019-07-01"]));
    }
    for pasted in [tabs, csv(&rows)] {
        let office = Office::begin();
        is_the_sheet(&office, &try_then_take(&office, "-", pasted.as_bytes(), &["--on", "2019-07-01"]));
    }
}

#[test]
fn a_later_edition_updates_what_it_matches_and_reports_what_vanished() {
    let office = Office::begin();
    let file = office.file("june.xlsx", as_workbook());
    let said = office.run(&["import", "plan", &file, "--on", "2019-07-01"]).text();
    let map =
        said.split("give it with --map):\n\n").nth(1).and_then(|rest| rest.split("\n\n6 new").next()).expect("a map");
    let map = office.file("map.toml", map);

    let mut rows = sheet_rows();
    rows[4][4] = "31/10/2019".into();
    rows[4][5] = "Amber".into();
    rows[5][0] = String::new(); // no reference: matched by its title
    rows[5][5] = "Green".into();
    rows.remove(6); // 2.1 is left out
    rows.push(["", "Prevention", "Light the underpass", "", "31/03/2020", "", ""].map(str::to_owned).to_vec());
    let next = office.file("september.csv", csv(&rows));
    let taken = try_then_take(&office, &next, b"", &["--map", &map, "--on", "2019-10-01"]);
    assert_eq!(fates(&taken, "updated"), ["1.1 Review the hub, with partners", "1.10 Recruit a manager"]);
    assert_eq!(fates(&taken, "created"), ["1 Light the underpass"], "given the next unused number");
    assert_eq!(fates(&taken, "unchanged").len(), 3);
    assert_eq!(taken["absent"], json!([{ "reference": "2.1", "title": "Youth awards" }]));
    assert!(!taken["questions"].to_string().contains("Cost code"), "the map has answered that: {}", taken["questions"]);

    let plan = office.plan(&[]);
    assert_eq!(actions(&plan).len(), 7, "what vanished from the table is not deleted");
    assert_eq!(action(&plan, "2.1")["rating_class"], "off_track");
    let moved = action(&plan, "1.1");
    assert_eq!(
        (&moved["baseline_date"], &moved["current_date"], &moved["moves"], &moved["rating_class"]),
        (&json!("2019-09-12"), &json!("2019-10-31"), &json!(1), &json!("at_risk"))
    );
    // The same again: nothing is new, and nothing is lost.
    let again = office.does(&["import", "plan", &next, "--map", &map, "--on", "2019-10-02"]);
    assert_eq!((&again["totals"]["created"], &again["totals"]["updated"]), (&json!(0), &json!(0)), "{again}");
    assert_eq!(office.plan(&[])["themes"], plan["themes"]);
}

#[test]
fn a_near_title_is_asked_about_and_the_map_answers() {
    let office = Office::begin();
    let first =
        office.file("one.csv", "Action,Theme,RAG\nReview the victims hub,Victims,Green\nMark bicycles,Prevention,\n");
    office.does(&["import", "plan", &first, "--on", "2019-07-01"]);
    let second =
        office.file("two.csv", "Action,Theme,RAG\nReview of the victims hub,Victims,Red\nMark bicycles,Prevention,\n");
    let (said, machine) = office.refuses_with(b"", &["import", "plan", &second, "--on", "2019-10-01"]);
    let row = list(&machine["rows"]).iter().find(|row| row["fate"] == "rejected").expect("a rejected row");
    let reason = text(&row["reason"]);
    assert!(reason.contains("same as 1") && reason.contains("new"), "two map lines: {reason}; {said}");
    assert!(row["near"].is_string() && machine["written"] == false);
    let map = office.file("map.toml", "[rows]\n\"Review of the victims hub\" = \"same as 1\"\n");
    let taken = office.does(&["import", "plan", &second, "--on", "2019-10-01", "--map", &map]);
    assert_eq!(taken["totals"]["updated"], 1);
    assert_eq!(actions(&office.plan(&[])).len(), 2);
}

#[test]
fn the_table_lands_in_the_same_way_in_postgresql() {
    let Some(office) = Office::on_postgres() else { return };
    let file = office.file("plan.xlsx", as_workbook());
    let taken = try_then_take(&office, &file, b"", &["--on", "2019-07-01"]);
    assert_eq!(themes(&taken), [("Victims", 2), ("Prevention", 4)]);
    assert_eq!(actions(&office.plan(&[])).len(), 6);
    assert!(!office.dir().join("milepost.db").exists(), "--database moves the tables, and nothing else");
    assert!(office.dir().join("signing.key").exists() && office.dir().join("blobs").exists());
}
