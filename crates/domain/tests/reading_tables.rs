//! Tables as offices keep them become plans: every row has a fate, nothing is guessed, nothing is lost.
#[path = "reading/grids.rs"]
mod grids;

use domain::{
    action::Status,
    envelope::Visibility,
    map::PlanMap,
    reading::{ActionRead, Matched, RatingRead, Reading, RowWhat, read},
    table::{Block, Document, Value},
    text::{Text, text},
    timescale::{Due, Precision, Timescale},
};
use grids::{one, table};
use jiff::civil::{Date, date};
use proptest::prelude::*;

const TODAY: Date = date(2019, 6, 1);

fn reading(document: &Document, map: &str) -> Reading {
    read(document, &PlanMap::parse(map).unwrap(), None, TODAY).unwrap_or_else(|error| panic!("{error}"))
}

fn of(rows: &[&[&str]], map: &str) -> Reading {
    reading(&one(table("sheet Actions", rows)), map)
}

fn refusal(rows: &[&[&str]], map: &str) -> String {
    let document = one(table("sheet Actions", rows));
    read(&document, &PlanMap::parse(map).unwrap(), None, TODAY).unwrap_err().to_string()
}

fn actions(reading: &Reading) -> Vec<&ActionRead> {
    reading
        .rows
        .iter()
        .filter_map(|row| if let RowWhat::Action(read) = &row.what { Some(read.as_ref()) } else { None })
        .collect()
}

fn titles(reading: &Reading) -> Vec<(&str, &str)> {
    actions(reading).iter().map(|a| (reading.themes[a.theme].name.as_str(), a.title.as_str())).collect()
}

fn rejected(reading: &Reading) -> Vec<(&str, &str)> {
    let why = |row: &'_ domain::reading::RowRead| matches!(row.what, RowWhat::Rejected { .. });
    let rows = reading.rows.iter().filter(|row| why(row));
    rows.map(|row| {
        if let RowWhat::Rejected { why, .. } = &row.what { (row.place.as_str(), why.as_str()) } else { unreachable!() }
    })
    .collect()
}

fn skipped(reading: &Reading) -> Vec<(&str, &str)> {
    let rows = reading.rows.iter();
    rows.filter_map(|row| {
        if let RowWhat::Skipped { title, why } = &row.what { Some((title.as_str(), why.as_str())) } else { None }
    })
    .collect()
}

fn asked(reading: &Reading) -> String {
    let lines: Vec<String> =
        reading.questions.iter().map(|q| format!("{}: {} [{}]", q.place, q.asks, q.taken)).collect();
    lines.join("\n")
}

fn words(texts: Option<&Vec<Text>>) -> Vec<&str> {
    texts.map(|all| all.iter().map(Text::as_str).collect()).unwrap_or_default()
}

/// Case C1: four sections in one plan, codes in the titles, several initials as leads, links into nobody's system.
#[test]
fn a_word_table_with_four_sections_and_codes_in_its_titles() {
    let heads: &[&str] =
        &["Actions", "Timescale", "Sponsor", "Lead officer", "Current status", "Links to other actions", "R/A/G"];
    let rows: &[&[&str]] = &[
        heads,
        &["Objective 1: Cut burglary", "<", "<", "<", "<", "<", "<"],
        &[
            "1.1 Work with landlords on locks",
            "Ongoing",
            "PCC",
            "AB / CD",
            "Two forums held.\nA third is booked.",
            "TVP 1.1",
            "Green (C)",
        ],
        &["1.2 Mark bicycles", "Sep '19", "^", "EF", "", "1.1, A.1", "Amber"],
        &["Objective 2: Protect the vulnerable", "<", "<", "<", "<", "<", "<"],
        &["2.1 Open the hub", "Q4 24-25", "DPCC", "AB, CD & EF", "Slow", "", "Red"],
        heads,
        &["HMIC tracker", "<", "<", "<", "<", "<", "<"],
        &["A.1 Inspect custody", "TBD", "PCC", "GH", "", "", ""],
        &["Consultations tracker", "<", "<", "<", "<", "<", "<"],
        &["B.1 Answer the Home Office on drones", "31/12/2019", "CEO", "Head of Policy", "", "", "Green"],
        &["Key: (C) = complete", "", "", "", "", "", ""],
    ];
    let mut word = table("table 1, page 2", rows);
    word.name = None;
    let reading = reading(&one(word), "");
    assert_eq!(
        titles(&reading),
        [
            ("Cut burglary", "Work with landlords on locks"),
            ("Cut burglary", "Mark bicycles"),
            ("Protect the vulnerable", "Open the hub"),
            ("HMIC tracker", "Inspect custody"),
            ("Consultations tracker", "Answer the Home Office on drones"),
        ]
    );
    let all = actions(&reading);
    let references: Vec<&str> = all.iter().map(|a| a.reference.as_ref().unwrap().as_str()).collect();
    assert_eq!(references, ["1.1", "1.2", "2.1", "A.1", "B.1"]);
    assert!(all[0].timescale.as_ref().unwrap().is_continuing());
    assert_eq!(all[0].timescale.as_ref().unwrap().stated.as_str(), "Ongoing");
    assert_eq!(
        all[1].timescale.as_ref().unwrap().due,
        Due::By { date: date(2019, 9, 30), precision: Precision::Month }
    );
    assert_eq!(
        all[2].timescale.as_ref().unwrap().due,
        Due::By { date: date(2025, 3, 31), precision: Precision::Quarter }
    );
    assert_eq!(all[3].timescale.as_ref().unwrap().due, Due::NotSet);
    assert_eq!(words(all[0].leads.as_ref()), ["AB", "CD"]);
    assert_eq!(words(all[2].leads.as_ref()), ["AB", "CD", "EF"]);
    assert_eq!(words(all[4].leads.as_ref()), ["Head of Policy"]);
    assert_eq!(all[1].sponsor.as_ref().unwrap().as_str(), "PCC", "a merged-down cell repeats its value");
    assert_eq!(words(all[0].links.as_ref()), ["TVP 1.1"]);
    assert_eq!(words(all[1].links.as_ref()), ["1.1", "A.1"]);
    assert_eq!(all[0].rating, RatingRead::Words { stated: text("Green (C)"), level: None });
    assert_eq!(all[3].rating, RatingRead::NotRated);
    assert_eq!(all[0].narrative.as_ref().unwrap().as_str(), "Two forums held.\nA third is booked.");
    let skips = skipped(&reading);
    assert_eq!(skips.len(), 6, "{skips:?}");
    assert!(skips.contains(&("Actions", "the header row again")));
    assert!(skips.contains(&("Key: (C) = complete", "a note, a key or a total, and no action")));
    assert!(asked(&reading).contains("begin with codes such as 1.1"), "{}", asked(&reading));
    assert_eq!(reading.themes[0].code.as_ref().unwrap().as_str(), "1");
    assert_eq!(reading.rows[1].place, "table 1, page 2, row 3");

    // The printed map reads the same again, and does not ask about the codes.
    let map = reading.map.to_toml();
    assert!(map.contains("Actions = \"reference and title\""), "{map}");
    let again = of(rows, &map);
    assert_eq!(titles(&again), titles(&reading));
    assert!(!asked(&again).contains("codes"), "{}", asked(&again));
}

#[test]
fn a_sheet_with_title_rows_dates_as_dates_and_an_unknown_column() {
    let mut sheet = table(
        "sheet Actions",
        &[
            &["Fenshire Police and Crime Plan 2021-25: delivery plan", "<", "<", "<", "<", "<"],
            &["Position at end of June", "", "", "", "", ""],
            &["", "", "", "", "", ""],
            &["Ref.", "Action", "Theme", "Due Date", "RAG status", "Cost code"],
            &["", "Review the hub", "Victims", "", "Green", "X12"],
            &["", "Recruit", "^", "Q4 24-25", "", ""],
            &["2.1", "Youth awards", "Prevention", "TBD", "On track", ""],
            &["2.2", "Bikes", "", "", "Amber", ""],
            &["", "", "", "", "", ""],
            &["Total", "4", "", "", "", ""],
        ],
    );
    sheet.rows[4][0].value = Value::Number(1.1);
    sheet.rows[5][0].value = Value::Number(3.0);
    sheet.rows[4][3].value = Value::Date(date(2019, 9, 12));
    sheet.rows[7][4].fill = Some("ffc000".into());
    sheet.rows[5][4].fill = Some("FF0000".into());
    let reading = reading(&one(sheet), "");
    assert_eq!(
        titles(&reading),
        [
            ("Victims", "Review the hub"),
            ("Victims", "Recruit"),
            ("Prevention", "Youth awards"),
            ("Prevention", "Bikes")
        ]
    );
    let all = actions(&reading);
    assert_eq!(all[0].reference.as_ref().unwrap().as_str(), "1.1");
    assert_eq!(all[1].reference.as_ref().unwrap().as_str(), "3");
    let due = all[0].timescale.as_ref().unwrap();
    assert_eq!(
        (due.due.clone(), due.stated.as_str()),
        (Due::By { date: date(2019, 9, 12), precision: Precision::Day }, "12 September 2019")
    );
    assert_eq!(all[3].timescale, None, "a blank cell states nothing");
    assert_eq!(all[0].staff_columns, [(text("Cost code"), text("X12"))]);
    assert_eq!(all[1].rating, RatingRead::NotRated);
    let asked = asked(&reading);
    assert!(
        asked.contains("“Cost code”") && asked.contains("coloured (red) and has no word") && !asked.contains("(amber)"),
        "{asked}"
    );
    assert!(asked.contains("row 8: the row names no theme"), "{asked}");
    let skips = skipped(&reading);
    assert_eq!(skips[0].1, "above the header row");
    assert_eq!(skips[2].0, "Total");
    assert_eq!(reading.plan.name.as_ref().unwrap().as_str(), "Fenshire Police and Crime Plan 2021-25");
    assert_eq!(reading.map.columns[&text("Cost code")], "staff");
    assert_eq!(reading.map.columns[&text("Due Date")], "timescale");
}

#[test]
fn two_header_rows_that_disagree_are_refused_with_their_numbers() {
    let error = refusal(
        &[
            &["Ref", "Action", "Lead", "Due"],
            &["1", "A", "X", "2025"],
            &["Ref", "Action", "Due", "Lead"],
            &["2", "B", "2026", "Y"],
        ],
        "",
    );
    assert!(error.contains("two header rows that disagree, rows 1 and 3") && error.contains("“Lead”"), "{error}");
}

#[test]
fn duplicate_references_are_rejected_each_with_the_place_of_the_other() {
    let reading = of(&[&["Ref", "Action"], &["1", "A"], &["2", "B"], &["1", "C"]], "");
    let rows = rejected(&reading);
    assert_eq!(rows.len(), 2);
    assert!(rows[0].0.ends_with("row 2") && rows[0].1.contains("row 4"), "{rows:?}");
    assert!(rows[1].0.ends_with("row 4") && rows[1].1.contains("row 2"), "{rows:?}");
}

#[test]
fn a_date_that_does_not_exist_rejects_its_row() {
    let reading = of(&[&["Ref", "Action", "Due"], &["1", "A", "31 June 2025"], &["2", "B", "30 June 2025"]], "");
    assert_eq!(rejected(&reading).len(), 1);
    assert!(rejected(&reading)[0].1.contains("June 2025 has days 1 to 30"));
    assert_eq!(titles(&reading).len(), 1);
}

#[test]
fn a_row_without_a_title_says_what_to_do_and_an_empty_one_says_nothing() {
    let reading = of(&[&["Ref", "Action", "Due"], &["1", "", "2025"], &["", "", ""], &["2", "B", ""]], "");
    assert_eq!(rejected(&reading).len(), 1);
    assert!(rejected(&reading)[0].1.contains("no title under “Action”"));
    assert_eq!(reading.rows.len(), 2);
}

#[test]
fn a_table_without_a_title_is_refused_with_the_heads_that_it_has() {
    let error = refusal(&[&["Budget line", "2024", "2025"], &["Staff", "10", "12"]], "");
    assert!(error.contains("not a table of actions") && error.contains("“Budget line”, “2024”, “2025”"), "{error}");
    let read = of(&[&["Budget line", "Due"], &["Staff", "2025"]], "[columns]\n\"Budget line\" = \"title\"\n");
    assert_eq!(titles(&read)[0].1, "Staff");
}

#[test]
fn two_columns_that_say_the_same_are_refused_unless_the_map_or_a_plainer_head_decides() {
    let rows: &[&[&str]] = &[&["Action", "Due date", "Deadline"], &["A", "2025", "2026"]];
    let error = refusal(rows, "");
    assert!(error.contains("“Due date” and “Deadline” all say the timescale"), "{error}");
    let reading = of(rows, "[columns]\nDeadline = \"staff\"\n");
    assert_eq!(actions(&reading)[0].timescale.as_ref().unwrap().stated.as_str(), "2025");
    let reading = of(&[&["Action", "Theme", "Priority"], &["A", "Victims", "Better care"]], "");
    assert_eq!(titles(&reading)[0].0, "Victims");
    assert!(asked(&reading).contains("may both say the theme"), "{}", asked(&reading));
}

#[test]
fn a_revised_date_stands_beside_the_original() {
    let reading =
        of(&[&["Action", "Due date", "Revised date"], &["A", "March 2019", "June 2019"], &["B", "March 2019", ""]], "");
    let all = actions(&reading);
    let dates = |a: &ActionRead| (a.original_date, a.timescale.as_ref().and_then(Timescale::date));
    assert_eq!(dates(all[0]), (Some(date(2019, 3, 31)), Some(date(2019, 6, 30))));
    assert_eq!(dates(all[1]), (Some(date(2019, 3, 31)), Some(date(2019, 3, 31))));
    assert!(asked(&reading).contains("which date is in force"), "{}", asked(&reading));
    // And under a merged head.
    let reading = of(
        &[&["Ref", "Action", "Date", "<"], &["^", "^", "Original", "Revised"], &["1", "A", "March 2019", "June 2019"]],
        "",
    );
    assert_eq!(dates(actions(&reading)[0]), (Some(date(2019, 3, 31)), Some(date(2019, 6, 30))));
}

#[test]
fn status_is_told_by_its_cells() {
    let words = |cells: [&str; 3]| {
        let rows: Vec<[&str; 2]> = cells.iter().enumerate().map(|(at, cell)| [["A", "B", "C"][at], *cell]).collect();
        let mut all: Vec<&[&str]> = vec![&["Action", "Status"]];
        all.extend(rows.iter().map(<[&str; 2]>::as_slice));
        of(&all, "")
    };
    let rated = words(["Green", "Amber", "Complete"]);
    assert_eq!(actions(&rated)[0].rating, RatingRead::Words { stated: text("Green"), level: None });
    let lived = words(["In progress", "Complete", "Not started"]);
    assert_eq!(actions(&lived)[1].status, Some(Status::Complete));
    assert_eq!(actions(&lived)[1].rating, RatingRead::NotStated);
    let told = words(["We met twice.", "The contract is signed.", ""]);
    assert_eq!(actions(&told)[0].narrative.as_ref().unwrap().as_str(), "We met twice.");
    let both = of(
        &[
            &["Action", "Status", "RAG"],
            &["A", "In progress", "Green"],
            &["B", "Stuck in the mud", "Red"],
            &["C", "Complete", ""],
        ],
        "",
    );
    assert_eq!(actions(&both)[0].status, Some(Status::InProgress));
    assert_eq!(actions(&both)[1].staff_columns, [(text("Status"), text("Stuck in the mud"))], "nothing is lost");
    assert_eq!(actions(&both)[2].rating, RatingRead::NotRated);
}

#[test]
fn who_may_see_a_row_is_stated_by_column_or_map() {
    let rows: &[&[&str]] = &[
        &["Ref", "Action", "Visibility", "Reason withheld", "Review date"],
        &["1", "A", "Public", "", ""],
        &["2", "B", "exempt", "Commercial interests", "31/03/2026"],
        &["3", "C", "exempt", "", ""],
        &["4", "D", "publik", "", ""],
        &["5", "E", "", "", ""],
        &["6", "F", "", "", ""],
    ];
    let reading = of(rows, "visibility = \"panel\"\n[visible]\n\"6\" = \"internal\"\n");
    let seen: Vec<Option<&Visibility>> = actions(&reading).iter().map(|a| a.visibility.as_ref()).collect();
    let exempt = Visibility::Exempt { ground: text("Commercial interests"), review: date(2026, 3, 31) };
    assert_eq!(seen, [Some(&Visibility::Public), Some(&exempt), Some(&Visibility::Panel), Some(&Visibility::Internal)]);
    let rows = rejected(&reading);
    assert!(rows[0].1.contains("on what ground"), "{rows:?}");
    assert!(rows[1].1.contains("write public, panel, internal or exempt"), "{rows:?}");
}

#[test]
fn the_map_answers_for_rows_and_rating_words() {
    let reading = of(
        &[&["Action", "RAG"], &["Review the hubs", "Grey"], &["Bikes", "Doing well"], &["Victims", ""]],
        "[ratings]\nGrey = \"not rated\"\n\"doing well\" = \"on_track\"\n[rows]\n\"Review the hubs\" = \"same as 1.4\"\nBikes = \"new\"\nVictims = \"heading\"\n",
    );
    let all = actions(&reading);
    assert_eq!((&all[0].rating, &all[0].matched), (&RatingRead::NotRated, &Some(Matched::SameAs(text("1.4")))));
    assert_eq!(all[1].rating, RatingRead::Words { stated: text("Doing well"), level: Some(text("on_track")) });
    assert_eq!(all[1].matched, Some(Matched::New));
    assert_eq!(all.len(), 2);
}

#[test]
fn sheets_with_the_same_heads_are_themes_by_their_names() {
    let sheet = |name: &str, title: &str| {
        let mut sheet = table(&format!("sheet {name}"), &[&["Action", "Due"], &[title, "2025"]]);
        sheet.name = Some(text(name));
        Block::Table(sheet)
    };
    let key = table("sheet Key", &[&["Colour", "Meaning"], &["Green", "On track"]]);
    let document =
        Document { blocks: vec![sheet("Victims", "A"), sheet("Prevention", "B"), Block::Table(key)], notes: vec![] };
    let reading = reading(&document, "");
    assert_eq!(titles(&reading), [("Victims", "A"), ("Prevention", "B")]);
    assert!(skipped(&reading)[0].1.contains("not a table of actions"));
}

#[test]
fn headings_before_word_tables_are_their_themes() {
    let heading = |words: &str| Block::Heading { place: "page 1".into(), level: 2, text: text(words) };
    let line = |words: &str| Block::Line { place: "page 1".into(), text: text(words) };
    let rows = |title: &str| Block::Table(table("table 1", &[&["Action", "Due"], &[title, "2025"]]));
    let document = Document {
        blocks: vec![
            heading("Delivery plan"),
            line("It was agreed in May."),
            heading("Theme 1: Victims"),
            line("What matters most."),
            rows("A"),
            heading("Theme 2: Prevention"),
            rows("B"),
        ],
        notes: vec![],
    };
    assert_eq!(titles(&reading(&document, "")), [("Victims", "A"), ("Prevention", "B")]);
}

#[test]
fn pasted_rows_have_headings_that_stand_alone_and_none_at_all_is_asked_about() {
    let reading = of(
        &[
            &["Ref", "Action", "Due"],
            &["Victims", "", ""],
            &["1", "A", "2025"],
            &["2", "B", "2025"],
            &["Prevention", "", ""],
            &["3", "C", "2025"],
            &["4", "D", "2026"],
        ],
        "",
    );
    assert_eq!(titles(&reading), [("Victims", "A"), ("Victims", "B"), ("Prevention", "C"), ("Prevention", "D")]);
    assert!(asked(&reading).contains("a heading or an action?"));
    let none = of(&[&["Deliverables"], &["Review the hub"], &["Recruit"]], "");
    assert_eq!(titles(&none), [("All actions", "Review the hub"), ("All actions", "Recruit")]);
    assert!(asked(&none).contains("names the theme"));
}

#[test]
fn rows_that_a_merged_title_holds_together_are_one_action() {
    let reading = of(
        &[
            &["Ref", "Action", "Lead", "Update"],
            &["1", "Review", "AB", "First step."],
            &["^", "^", "CD", "Second step."],
            &["2", "Bikes", "EF", ""],
        ],
        "",
    );
    let all = actions(&reading);
    assert_eq!(all.len(), 2);
    assert_eq!(words(all[0].leads.as_ref()), ["AB", "CD"]);
    assert_eq!(all[0].narrative.as_ref().unwrap().as_str(), "First step.\nSecond step.");
}

#[test]
fn owner_is_the_organisation_unless_initials_stand_in_it() {
    let bodies = of(&[&["Action", "Owner"], &["A", "Fenshire Constabulary"], &["B", "Probation"]], "");
    assert_eq!(actions(&bodies)[0].owner.as_ref().unwrap().as_str(), "Fenshire Constabulary");
    let people = of(&[&["Action", "Owner"], &["A", "AB"], &["B", "CD / EF"]], "");
    assert_eq!(
        (actions(&people)[0].owner.as_ref(), words(actions(&people)[1].leads.as_ref())),
        (None, vec!["CD", "EF"])
    );
}

#[test]
fn a_thousand_rows_are_read_in_a_moment() {
    let rows: Vec<Vec<String>> = (0..1000)
        .map(|at| {
            let theme = ["Victims", "Prevention"][at % 2].to_owned();
            vec![
                format!("{}.{}", at / 100, at % 100),
                format!("Action number {at} of many"),
                theme,
                "Q4 2024/25".into(),
                "AB / CD".into(),
                "Green".into(),
            ]
        })
        .collect();
    let mut all: Vec<Vec<&str>> = vec![vec!["Ref", "Action", "Theme", "Timescale", "Lead", "RAG"]];
    all.extend(rows.iter().map(|row| row.iter().map(String::as_str).collect()));
    let borrowed: Vec<&[&str]> = all.iter().map(Vec::as_slice).collect();
    let document = one(table("sheet Actions", &borrowed));
    let started = std::time::Instant::now();
    let reading = reading(&document, "");
    let took = started.elapsed();
    assert_eq!(actions(&reading).len(), 1000);
    println!("1,000 rows in {took:?}");
    assert!(took.as_millis() < 2_000, "{took:?}, unoptimised");
}

proptest! {
    #[test]
    fn no_table_breaks_the_reading(
        rows in proptest::collection::vec(proptest::collection::vec(proptest::sample::select(vec![
            "", "<", "^", "Action", "Actions", "Ref", "Due", "Revised date", "Theme", "Status", "RAG", "Owner", "Priority", "1.1 Review", "1", "2.3",
            "Green", "31/02/2025", "March 2025", "AB / CD", "exempt", "Visibility", "Total", "Key: x", "Victims", "(", "#", "é–", "Ongoing", "High",
        ]), 1..7), 0..12),
        ragged in any::<bool>(),
    ) {
        let width = rows.first().map_or(0, Vec::len);
        let rows: Vec<Vec<&str>> = rows.into_iter().map(|mut row| { if !ragged { row.resize(width, ""); } row }).collect();
        let borrowed: Vec<&[&str]> = rows.iter().map(Vec::as_slice).collect();
        let document = one(table("the pasted text", &borrowed));
        if let Ok(reading) = read(&document, &PlanMap::default(), None, TODAY) {
            for action in actions(&reading) {
                prop_assert!(action.theme < reading.themes.len());
                prop_assert!(!action.title.is_empty());
            }
            let again = PlanMap::parse(&reading.map.to_toml());
            prop_assert!(again.is_ok(), "{:?}\n{}", again, reading.map.to_toml());
        }
    }

    #[test]
    fn no_text_breaks_the_reading(lines in proptest::collection::vec(proptest::sample::select(vec![
        "Deliverables", " Deliverables", "What we will do: all", "1. HEADING", "5.2 Theme one", " item", " another item", "run on", "- bullet", "    - below",
        "themes are as follows;", "Outcomes:", "", "the first two quarters of 2022/23", "Theme", "Priorities for action: x",
    ]), 0..25)) {
        let blocks = lines.iter().enumerate().filter(|(_, line)| !line.is_empty()).map(|(at, line)| {
            let place = format!("line {}", at + 1);
            match line.trim_start().strip_prefix("- ") {
                Some(item) => Block::Item { place, level: if line.starts_with(' ') { 2 } else { 1 }, text: text(item) },
                None => Block::Line { place, text: text(line) },
            }
        }).collect();
        let document = Document { blocks, notes: vec![] };
        if let Ok(reading) = read(&document, &PlanMap::default(), None, TODAY) {
            prop_assert!(!actions(&reading).is_empty());
        }
    }
}
