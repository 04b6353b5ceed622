//! An office asks itself before others do: what could be asked, an answer, a question set aside with a reason and a day, the
//! briefing, and what it says the next time; on both engines.
use crate::office::{Office, list, word};
use serde_json::Value;
use std::fmt::Write as _;

const PLAN: &str = "Format: plan as text, version 1

Plan: Safer Fenshire

Organisation: Office of Fenshire
Kind: the office

Post: Head of Victims
Belongs to: Office of Fenshire
";

const THEME: &str = "Theme: Victims

Outcome: Victims are satisfied

Action 1.1: Survey victims
Lead: Head of Victims
Date: 31 March 2099
Rating: On track since 14 January 2026
Update of 14 July 2026:
    The interviews run to time and the second report is with the printers now.

Action 1.2: Open the second hub
Lead: Head of Victims
Date: 30 September 2020
Rating: On track since 14 January 2026
Update of 14 July 2026:
    The lease is signed and the builders will begin when the weather allows.

Action 1.3: Train the call takers
Lead: \"AB\", matched to no post
Date: 31 March 2099
Rating: Off track since 14 January 2026
Update of 14 July 2026:
    Nobody has been trained.
";

const SET: &str = r#"
[[measure]]
code = "M1"
title = "Victims satisfied"
describes = "Of the victims interviewed, those who were satisfied."
outcomes = ["Victims are satisfied"]
[[measure.definition]]
words = "Satisfied, of those interviewed"
quantity = "index"
unit = "of 100"
better = "increase"
numerator = { data = "figures", area = "Fenshire", of = ["satisfied"] }
[[measure.target]]
from = "2024-01"
value = 80
source = "The plan"
"#;

/// Figures from January 2024 on: 82 and about, from the 25th month on 70 and about.
fn figures(months: std::ops::Range<usize>) -> String {
    let mut rows = "period,area,measure,value\n".to_owned();
    for at in months {
        let (year, month) = (2024 + at / 12, at % 12 + 1);
        let value = if at < 24 { 82 } else { 70 } + (at * 7) % 5;
        let _ = writeln!(rows, "{year}-{month:02},Fenshire,satisfied,{value}");
    }
    rows
}

fn raised<'a>(checked: &'a Value, check: &str, item: &str) -> Option<&'a Value> {
    list(&checked["findings"]).iter().find(|one| one["check"] == check && (item.is_empty() || one["item"] == item))
}

fn walk(office: &Office) {
    let folder = office.path("plan");
    std::fs::create_dir_all(folder.join("themes")).unwrap();
    std::fs::write(folder.join("plan.txt"), PLAN).unwrap();
    std::fs::write(folder.join("themes/1-victims.txt"), THEME).unwrap();
    office.does(&["import", "plan", &folder.display().to_string()]);
    let set = office.file("measures.toml", SET);
    office.does(&["measure", "define", &set]);
    for (name, months, downloaded) in [("first.csv", 0..27, "2026-04-10"), ("next.csv", 27..30, "2026-07-10")] {
        let file = office.file(name, figures(months));
        office.does(&["load", "figures", &file, "--downloaded", downloaded, "--licence", "The office’s own"]);
    }
    let said = "Satisfaction fell to {M1}. The survey runs to time.";
    office.does(&["measure", "comment", "M1", said, "--action", "1.1", "--action", "1.2"]);

    // What a member could ask, with the evidence in words, the first of all first.
    let checked = office.does(&["check"]);
    assert_eq!(checked["checks"], 30);
    let first =
        raised(&checked, "on-track-but-worsening", "").expect("the actions are on track and the measure is not");
    let evidence = word(&first["evidence"]);
    assert!(evidence.contains("1.1 Survey victims; 1.2 Open the second hub"), "{evidence}");
    assert!(evidence.contains("special cause of concern") && evidence.contains("missed its target"), "{evidence}");
    assert_eq!(list(&checked["findings"])[0]["check"], "on-track-but-worsening", "first of all");
    let overdue = raised(&checked, "on-track-but-overdue", "1.2").expect("its date was in 2020");
    assert!(word(&overdue["evidence"]).contains("30 September 2020"));
    assert!(
        raised(&checked, "on-track-but-overdue", "1.1").is_none() && raised(&checked, "lead-gone", "1.3").is_some()
    );
    assert!(
        list(&checked["findings"]).iter().all(|one| word(&one["question"]).ends_with('?') && one["standing"] == "open")
    );

    // An answer, and one set aside with a reason and a day.
    let answer = "The builders start on Monday; the date is before the board.";
    office.does(&["question", "answer", "on-track-but-overdue", "1.2", answer]);
    let why = office.refuses(&["question", "answer", "on-track-but-overdue", "1.1", "No"]);
    assert!(why.contains("it is asked of 1.2"), "{why}");
    let silence = ["question", "silence", "lead-gone", "1.3", "--reason", "The post is advertised", "--until"];
    let why = office.refuses(&[&silence[..], &["2020-01-01"]].concat());
    assert!(why.contains("not to come any more"), "{why}");
    let why = office.refuses(&[&silence[..], &["2099-01-01"]].concat());
    assert!(why.contains("a year at the most"), "{why}");
    let today = word(&checked["day"]).to_owned();
    let year: u32 = today[..4].parse().unwrap();
    let soon = if today.ends_with("12-31") { format!("{}-06-30", year + 1) } else { format!("{year}-12-31") };
    office.does(&[&silence[..], &[&soon]].concat());
    let checked = office.does(&["check"]);
    assert_eq!(raised(&checked, "on-track-but-overdue", "1.2").unwrap()["standing"], "answered");
    assert_eq!(raised(&checked, "lead-gone", "1.3").unwrap()["standing"], "silenced");

    // The past asks what it knew: before the figures came there was nothing to hold the ratings against.
    let then = office.does(&["check", "--as-at", "4"]);
    assert!(raised(&then, "on-track-but-worsening", "").is_none(), "{then}");

    // The briefing is the office's own.
    let why = office.refuses(&["paper", "briefing", "--for", "Panel", "--format", "json"]);
    assert!(why.contains("the office's own and is not made for Panel"), "{why}");
    let own = ["briefing", "--for", "Office of Fenshire", "--format"];
    let read = |format: &str| String::from_utf8(office.paper(&[&own[..], &[format]].concat())).unwrap();
    for format in ["html", "csv", "json"] {
        assert!(read(format).contains("The builders start on Monday"), "{format}");
    }
    assert!(read("html").contains("Freedom of Information Act 2000") && read("html").contains("Set aside until"));
    let nothing = office.refuses(&["paper", "briefing", "--for", "Board", "--format", "json"]);
    assert!(nothing.contains("was shared with Board"), "{nothing}");
    let issued = office.does(&["issue", "briefing", "--for", "Office of Fenshire"]);
    let formats: Vec<&str> = list(&issued["files"]).iter().map(|file| word(&file["format"])).collect();
    assert_eq!(formats.len(), 8, "{formats:?}");
    office.does(&["present", word(&issued["number"]), "--on", &today]);

    // What is put right is asked no more, and the next briefing says so.
    let late =
        ["update", "1.2", "--says", "It is late: the builders have not come. They will in May.", "--rating", "Red"];
    office.does(&late);
    let checked = office.does(&["check"]);
    assert!(raised(&checked, "on-track-but-overdue", "1.2").is_none());
    assert!(raised(&checked, "on-track-but-worsening", "").is_none(), "not all are on track any more");
    let next: Value = serde_json::from_str(&read("json")).unwrap();
    assert!(next["since"]["seq"].is_number(), "{next}");
    assert!(read("html").contains("No longer asked"));
    let shown = office.run(&["check"]).text();
    assert!(!shown.is_empty());

    // A board's briefing holds what was shared with it, without what is set aside.
    let why = office.refuses(&["question", "share", "--with", "Panel"]);
    assert!(why.contains("own boards and committees"), "{why}");
    office.does(&["question", "share", "--with", "Board"]);
    let board = office.does(&["paper", "briefing", "--for", "Board", "--format", "json"]);
    assert!(list(&board["questions"]).iter().all(|one| one["check"] != "lead-gone"), "{board}");

    // Too little record for a forecast, which is said; and the record holds.
    let forecast = office.does(&["forecast", "1.1"]);
    assert_eq!((&forecast["earliest"], &forecast["n"]), (&Value::Null, &Value::from(0)));
    assert_eq!(office.does(&["forecast", "--backtest"])["ranges"], 0);
    assert!(office.does(&["verify"])["ok"].as_bool().unwrap());
}

#[test]
fn an_office_asks_itself_before_others_do() {
    walk(&Office::begin());
}

#[test]
fn the_same_on_postgresql() {
    if let Some(office) = Office::on_postgres() {
        walk(&office);
    }
}
