//! Cover reports: the words are the office's, the numbering, names and figures are the record's.
use crate::{
    files::csv,
    office::{Office, list, word},
};
use serde_json::Value;
use std::{fs, path::PathBuf};

/// Each report that was published, and the body that it went to.
const REPORTS: [(&str, &str); 5] =
    [("000", "Panel"), ("001", "Audit Committee"), ("002", "Board"), ("003", "Panel"), ("004", "Panel")];

fn golden(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../report/tests/golden").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// An office with four themes, some of their actions rated.
fn four_themes() -> Office {
    let office = Office::begin();
    let table = "Ref,Theme,Action,RAG\n1,Victims,Merge the hub and witness care,Green\n2,Victims,Agree a strategy,Amber\n\
        3,Offenders,Divert first offenders,Blue\n4,Communities,Open a website,\n5,Transformation,Agree an estates plan,Red\n";
    let file = office.file("four.csv", table);
    office.does(&["import", "plan", &file, "--on", "2018-09-01", "--plan", "Police and Crime Plan"]);
    office
}

/// An office with five themes, each with what will be done, and 34 pieces of work.
fn five_themes() -> Office {
    let office = Office::begin();
    let themes = [
        ("Putting Communities First", 8),
        ("Crime Prevention", 6),
        ("Supporting Victims and Witnesses", 8),
        ("Ethical Policing", 7),
        ("Robust Enforcement", 5),
    ];
    let mut rows = vec![vec!["Theme".to_owned(), "Deliverable".to_owned()]];
    for (theme, count) in themes {
        rows.extend((1..=count).map(|n| vec![theme.to_owned(), format!("{theme}: piece of work {n}")]));
    }
    let aims = themes.map(|(theme, _)| format!("[[theme]]\nname = \"{theme}\"\naim = \"We will see to {theme}.\"\n"));
    let map = office.file("map.toml", format!("[plan]\nname = \"Police and Crime Plan 2021-24\"\n{}", aims.concat()));
    let file = office.file("five.csv", csv(&rows));
    let taken = office.does(&["import", "plan", &file, "--map", &map, "--on", "2022-03-01"]);
    assert_eq!(taken["totals"]["created"], 34);
    office
}

fn cover(office: &Office, name: &str, text: &str, body: &str, format: &str) -> Vec<u8> {
    let file = office.file(name, text);
    office.paper(&["cover-report", "--text", &file, "--for", body, "--format", format])
}

/// The bones of a report: its head, numbers and headings, and of what stands under them how much.
fn outline(report: &Value) -> Vec<String> {
    let mut lines = vec![word(&report["title"]).to_owned()];
    for block in list(&report["blocks"]) {
        let number = block["number"].as_str().unwrap_or_default();
        lines.push(if let Some(heading) = block["heading"].as_str() {
            format!("{}{number} {heading}", if block["level"] == 1 { "" } else { "  " }).trim_end().to_owned()
        } else if block["paragraph"].is_string() {
            format!("  {}", if number.is_empty() { "and" } else { number })
        } else if block["list"].is_array() {
            format!("  list of {}", list(&block["list"]).len())
        } else {
            continue;
        });
    }
    lines
}

/// The same of a golden outline: whose lines also count footnotes and links, and end with the box of the proof.
fn bones(golden: &str) -> Vec<String> {
    let kept = golden.lines().filter(|line| !line.starts_with(['[']) && !line.starts_with("To: "));
    kept.map(|line| line.split(", 1 ").next().unwrap_or(line).replace(". ", " ")).collect()
}

#[test]
fn each_of_the_five_published_reports_is_made_again_in_its_outline() {
    let (four, five) = (four_themes(), five_themes());
    let mut paragraphs = 0;
    for (report, body) in REPORTS {
        let office = if report == "004" { &five } else { &four };
        let text = golden(&format!("{report}.txt"));
        let json: Value = serde_json::from_slice(&cover(office, "report.txt", &text, body, "json")).unwrap();
        let expected = golden(&format!("{report}.outline"));
        let made: Vec<String> = outline(&json).into_iter().map(|line| line.replace(". ", " ")).collect();
        assert_eq!(made, bones(&expected), "{report}");
        paragraphs += made.iter().filter(|line| line.starts_with("  ")).count();

        // As it is read: each heading in its order, each list in full, each footnote under its mark.
        let html = String::from_utf8(cover(office, "report.txt", &text, body, "html")).unwrap();
        let mut rest = html.split("<h1").nth(1).expect("a title");
        for heading in
            expected.lines().skip(1).filter_map(|line| line.trim().split_once(". ")).map(|(_, heading)| heading)
        {
            let at = rest.find(heading).unwrap_or_else(|| panic!("{report}: “{heading}” is not where it should be"));
            rest = &rest[at..];
        }
        let counted = |what: &str| expected.matches(what).count();
        assert_eq!(
            html.matches("class=\"paper-note-mark\"").count(),
            counted("footnote"),
            "{report}: each footnote under its mark"
        );
        assert_eq!(html.contains("Chief Executive"), expected.contains("To: "), "{report}: To and From");
        assert_eq!(html.matches("Recommendation").count() >= 2, counted("Recommendation") >= 2, "{report}");
        for format in ["docx", "pdf"] {
            let bytes = cover(office, "report.txt", &text, body, format);
            assert!(bytes.starts_with(if format == "pdf" { b"%PDF" } else { b"PK\x03\x04" }));
        }
    }
    println!("5 reports, {paragraphs} paragraphs and lists");
    assert!(paragraphs > 60, "only {paragraphs}");
}

#[test]
fn figures_come_from_the_record_and_a_figure_that_there_is_not_is_refused_with_the_list() {
    let office = four_themes();
    let text = "Title: Progress\n\n# Purpose\n\nOf {total} actions {on_track} are on track, {at_risk} at risk, {off_track} off \
        track, {complete} complete and {not_rated} not rated. {{on_track}} is how it is written.\n\n# Recommendation\n\n\
        Decide: whether to go on.\n";
    let report: Value = serde_json::from_slice(&cover(&office, "progress.txt", text, "Panel", "json")).unwrap();
    let said = list(&report["blocks"]).iter().find_map(|b| b["paragraph"].as_str()).unwrap();
    assert_eq!(
        said,
        "Of 5 actions 1 are on track, 1 at risk, 1 off track, 1 complete and 1 not rated. {on_track} is how it is written."
    );
    let plan = office.plan(&[]);
    for figure in ["on_track", "at_risk", "off_track", "complete", "not_rated"] {
        assert_eq!(
            word(&report["figures"][figure]),
            plan["counts"][figure].to_string(),
            "{figure} as in the plan itself"
        );
    }
    let wrong = office.file("wrong.txt", text.replace("{total}", "{totals}"));
    let refused = office.refuses(&["paper", "cover-report", "--text", &wrong, "--format", "json"]);
    for words in ["line 5", "totals", "total", "on_track", "better", "not_comparable"] {
        assert!(refused.contains(words), "“{words}” is not in: {refused}");
    }
    // What a paper cannot be made from uses up no number.
    let refused = office.refuses(&["issue", "cover-report", "--text", &wrong]);
    assert!(refused.contains("totals"), "{refused}");
    let none = office.refuses(&["paper", "cover-report", "--format", "pdf"]);
    assert!(none.contains("--text"), "{none}");
    let right = office.file("right.txt", text);
    let issued = office.does(&["issue", "cover-report", "--text", &right, "--on", "2018-09-05"]);
    assert_eq!(issued["number"], "FEN-2018-001");
    let formats: Vec<&str> = list(&issued["files"]).iter().map(|file| word(&file["format"])).collect();
    assert_eq!(formats, ["pdf", "docx", "odt", "html", "json"], "no table of prose");
}
