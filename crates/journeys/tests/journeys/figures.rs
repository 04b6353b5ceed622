//! Case C8, a data pack with breaks: an officer's own figures with all that is wrong with such files, a system that went
//! live, a definition that changed, similar areas known to an earlier month, measures withheld with a reason, a history
//! that is revised; from the file to the pack, on both engines.
use crate::office::{Office, list, word};
use serde_json::Value;
use std::fmt::Write as _;

const SET: &str = r#"
[[measure]]
code = "M1"
title = "Vehicle crime"
describes = "Vehicle crimes that were recorded."
[[measure.definition]]
words = "Thefts of and from vehicles"
quantity = "count"
unit = "crimes"
better = "decrease"
numerator = { data = "figures", area = "Northmarsh", of = ["vehicle"] }

[[measure]]
code = "M2"
title = "Crimes with a positive outcome"
describes = "Of the crimes recorded, those with a positive outcome."
[[measure.definition]]
words = "Positive outcomes of crimes recorded"
quantity = "percentage"
unit = "% of crimes"
places = 1
better = "increase"
numerator = { data = "figures", area = "Northmarsh", of = ["positive"] }
denominator = { data = "figures", area = "Northmarsh", of = ["crimes"] }
[[measure.definition]]
from = "2017-10"
words = "Positive outcomes, cautions left out, of crimes recorded"
quantity = "percentage"
unit = "% of crimes"
places = 1
better = "increase"
comparable = false
why = "Cautions are left out from October 2017"
numerator = { data = "figures", area = "Northmarsh", of = ["positive"] }
denominator = { data = "figures", area = "Northmarsh", of = ["crimes"] }
[[measure.group]]
name = "most similar group"
from = 2017-04-01
members = ["Eastmarsh", "Westmarsh", "Southmarsh", "Midmarsh", "Overmarsh", "Undermarsh", "Farmarsh"]
source = "Entered by the office"

[[measure]]
code = "M3"
title = "Informants"
describes = "Not for everybody."
visibility = "exempt"
ground = "would tell of persons"
ground_review = 2019-01-01
[[measure.definition]]
words = "Counted"
quantity = "count"
unit = "persons"
better = "neutral"
numerator = { data = "figures", area = "Northmarsh", of = ["vehicle"] }

[[measure]]
code = "M4"
title = "Operations"
describes = "Not for everybody."
visibility = "exempt"
ground = "would tell of persons"
ground_review = 2019-01-01
[[measure.definition]]
words = "Counted"
quantity = "count"
unit = "operations"
better = "neutral"
numerator = { data = "figures", area = "Northmarsh", of = ["vehicle"] }
"#;

const AREAS: [&str; 8] =
    ["Northmarsh", "Eastmarsh", "Westmarsh", "Southmarsh", "Midmarsh", "Overmarsh", "Undermarsh", "Farmarsh"];

/// "2016-08" and the months after it.
fn month(at: usize) -> String {
    format!("{}-{:02}", 2016 + (7 + at) / 12, (7 + at) % 12 + 1)
}

/// August 2016 to July 2018 of vehicle crime, higher from May 2018 on, with all that is wrong with such files: thousands
/// with commas, a blank, an "n/a", a month that stands twice.
fn vehicles() -> String {
    let mut rows = "period,area,measure,value\n".to_owned();
    for at in 0..24 {
        let value = match at {
            4 => String::new(),
            9 => "n/a".to_owned(),
            at => format!("\"1,{:03}\"", 100 + (at * 7) % 11 + if at >= 21 { 400 } else { 0 }),
        };
        let _ = writeln!(rows, "{},Northmarsh,vehicle,{value}", month(at));
    }
    rows.push_str("2017-03,Northmarsh,vehicle,999\n");
    rows
}

/// What eight areas closed: the own to July 2018, the others to May.
fn outcomes() -> String {
    let mut rows = "period,area,measure,value\n".to_owned();
    for (of, area) in AREAS.iter().enumerate() {
        for at in 0..(if of == 0 { 24 } else { 22 }) {
            let _ = writeln!(rows, "{},{area},crimes,{}", month(at), 200 + at % 3);
            let _ = writeln!(rows, "{},{area},positive,{}", month(at), 20 + of * 2 + at % 4);
        }
    }
    rows
}

fn loaded(office: &Office, name: &str, rows: &str, downloaded: &str) -> Value {
    let file = office.file(name, rows);
    office.does(&["load", "figures", &file, "--downloaded", downloaded, "--licence", "The office’s own"])
}

fn point<'a>(shown: &'a Value, span: &str) -> &'a Value {
    list(&shown["points"]).iter().find(|point| point["span"] == span).unwrap_or_else(|| panic!("no {span}"))
}

fn walk(office: &Office) {
    let set = office.file("measures.toml", SET);
    assert_eq!(list(&office.does(&["measure", "define", &set])["measures"]).len(), 4);
    assert!(list(&office.does(&["measure", "define", &set])["measures"]).iter().all(|one| one["fate"] == "unchanged"));

    // The row report: what was read, what was not and where.
    let read = loaded(office, "vehicles.csv", &vehicles(), "2018-08-10");
    assert_eq!((read["rows"].as_u64(), read["rejected"].as_u64()), (Some(23), Some(2)), "{read}");
    let lines: Vec<u64> = list(&read["examples"]).iter().filter_map(|reject| reject["line"].as_u64()).collect();
    assert_eq!(lines, [9, 26], "the month that stands twice, at both places");
    assert!(word(&read["examples"][0]["reason"]).contains("also in line 26"), "{read}");
    let entries = office.entries();
    let again = loaded(office, "renamed.csv", &vehicles(), "2018-08-10");
    assert_eq!(
        (again["written"].as_bool(), office.entries()),
        (Some(false), entries),
        "the same file twice is one load"
    );
    loaded(office, "outcomes.csv", &outcomes(), "2018-08-10");

    // A blank, an "n/a" and a month that nobody can believe are missing, and never nought.
    let shown = office.does(&["measure", "show", "M1"]);
    for gap in ["2016-12", "2017-05", "2017-03"] {
        assert_eq!((&point(&shown, gap)["value"], word(&point(&shown, gap)["status"])), (&Value::Null, "missing"));
    }
    assert_eq!(point(&shown, "2016-08")["value"], 1_100.0);
    assert_eq!(point(&shown, "2018-07")["year_on_year"]["was"], point(&shown, "2017-07")["value"]);

    // The system went live on 23 May 2018: noted, it moves no limit; decided, it does, and the old ones stay.
    let note =
        ["measure", "note", "M1", "The crime system went live on 23 May 2018", "--kind", "break", "--from", "2018-05"];
    let noted = office.does(&note);
    assert_eq!(point(&noted, "2018-07")["judged"]["group"], 0);
    assert!(word(&noted["sentence"]).contains("Special cause of concern"), "{}", noted["sentence"]);
    let before = point(&noted, "2017-12")["judged"].clone();
    let proposed = office.does(&[
        "measure",
        "rebase",
        "M1",
        "--from",
        "2018-05",
        "--because",
        "Another way to count",
        "--evidence",
        "Paper 12",
    ]);
    assert_eq!(point(&proposed, "2018-07")["judged"]["group"], 0, "a proposal changes nothing");
    let agreed = office.does(&["measure", "rebase", "M1", "--from", "2018-05", "--agree"]);
    assert_eq!(point(&agreed, "2018-07")["judged"]["group"], 1);
    assert_eq!(point(&agreed, "2018-07")["judged"]["upper"], Value::Null, "three points have no limits");
    let after = &point(&agreed, "2017-12")["judged"];
    assert_eq!((&after["group"], after["signal"].as_str()), (&before["group"], Some("Common Cause")));
    assert!(after["upper"].is_number(), "the old limits stay drawn");

    // Defined anew in October 2017: nothing is compared across, and n stands beside the percentage.
    let outcomes = office.does(&["measure", "show", "M2"]);
    assert_eq!(point(&outcomes, "2018-07")["year_on_year"], Value::Null);
    assert_eq!(point(&outcomes, "2018-07")["rolling"], Value::Null);
    assert!(point(&outcomes, "2017-09")["year_on_year"]["by"].is_number());
    assert_eq!(
        (&point(&outcomes, "2018-07")["denominator"], &point(&outcomes, "2018-07")["definition"]),
        (&Value::from(202.0), &Value::from(1))
    );
    let group = &outcomes["comparison"];
    assert_eq!((word(&group["to"]), group["rank"].as_u64()), ("2018-05", Some(8)), "{group}");
    assert_eq!(list(&group["members"]).len(), 8);

    // The pack: two are withheld, with the reason; everything else stands in it, in every format.
    let pack = office.does(&["paper", "data-pack", "--for", "Panel", "--format", "json"]);
    assert_eq!(list(&pack["measures"]).len(), 2);
    assert_eq!(pack["withheld"], serde_json::json!([{ "reason": "would tell of persons", "count": 2 }]));
    let page = String::from_utf8(office.paper(&["data-pack", "--for", "Panel", "--format", "html"])).unwrap();
    for words in [
        "2 measures are withheld: would tell of persons.",
        "The crime system went live on 23 May 2018",
        "It is not comparable with what was counted before.",
        "rank 8 of 8 in most similar group, over 12 months to May 2018 (1 is best)",
        "Moving ranges beyond 3.267 times their average",
        "<svg",
    ] {
        assert!(page.contains(words), "{words}");
    }
    assert!(!page.contains("Informants") && !page.contains("Operations"));
    let issued = office.does(&["issue", "data-pack", "--for", "Panel", "--on", "2026-11-20"]);
    assert_eq!(list(&issued["files"]).len(), 8, "{issued}");
    office.does(&["present", word(&issued["number"]), "--on", "2026-11-22"]);

    // The history is revised: both editions are there, and the next pack says what changed.
    let mut revised = "period,area,measure,value\n".to_owned();
    for at in 19..24 {
        let _ = writeln!(revised, "{},Northmarsh,vehicle,{}", month(at), 1_111);
    }
    let read = loaded(office, "revised.csv", &revised, "2018-11-10");
    assert_eq!(list(&read["difference"]["changed"]).len(), 5, "{read}");
    let shown = office.does(&["measure", "show", "M1"]);
    assert_eq!(point(&shown, "2018-07")["value"], 1_111.0);
    assert_eq!(point(&shown, "2018-07")["first_published"], 1_507.0);
    let next = office.paper(&["data-pack", "--for", "Panel", "--format", "html"]);
    assert!(String::from_utf8(next).unwrap().contains("M1 Vehicle crime: 5 figures were revised."));

    // What is published shows what was published, and what is taken back is as if it had not been.
    office.does(&["publish", word(&issued["number"])]);
    office.does(&["load", "undo", "3", "--reason", "Another year’s file"]);
    assert_eq!(point(&office.does(&["measure", "show", "M1"]), "2018-07")["value"], 1_507.0);
    let site = office.path("site").display().to_string();
    office.does(&["export", "site", &site]);
    let everybody = std::fs::read_to_string(office.path("site").join("measures/M1/index.html"))
        .or_else(|_| std::fs::read_to_string(office.path("site").join("measures/M1.html")))
        .expect("the static site has the page of a measure");
    assert!(everybody.contains("Special cause") || everybody.contains("too few points"), "{everybody}");
    assert!(office.does(&["verify"])["ok"].as_bool().unwrap());
}

#[test]
fn a_data_pack_with_breaks_from_the_file_to_the_panel() {
    walk(&Office::begin());
}

/// A board sees small numbers and everybody does not: what was printed for the one does not go out to the other.
#[test]
fn a_pack_with_small_numbers_that_a_board_saw_is_not_published_and_one_without_is() {
    let office = Office::begin();
    let set = SET.split("\n\n").next().unwrap().replace("describes =", "small_numbers = { below = 5 }\ndescribes =");
    let set = office.file("measures.toml", set);
    office.does(&["measure", "define", &set]);
    let mut rows = "period,area,measure,value\n".to_owned();
    for at in 0..24 {
        let _ = writeln!(rows, "{},Northmarsh,vehicle,{}", month(at), if at == 20 { 3 } else { 40 + at % 5 });
    }
    loaded(&office, "vehicles.csv", &rows, "2018-08-10");
    for (body, small) in [("Board", true), ("Panel", false)] {
        let csv = String::from_utf8(office.paper(&["data-pack", "--for", body, "--format", "csv"])).unwrap();
        let row = csv.lines().find(|row| row.contains("2018-04")).unwrap();
        assert_eq!((row.contains(",3,"), row.contains("suppressed")), (small, !small), "{body}: {row}");
        let issued = office.does(&["issue", "data-pack", "--for", body]);
        let number = word(&issued["number"]);
        if small {
            let said = office.refuses(&["publish", number]);
            assert!(said.contains("not everybody may see, of M1"), "{said}");
        } else {
            office.does(&["publish", number]);
        }
    }
}

#[test]
fn the_same_on_postgresql() {
    if let Some(office) = Office::on_postgres() {
        walk(&office);
    }
}

#[test]
fn a_load_that_cannot_be_believed_leaves_nothing() {
    let office = Office::begin();
    let entries = office.entries();
    let refused = |name: &str, bytes: &[u8], arguments: &[&str]| {
        let file = office.file(name, bytes);
        let mut all = vec!["load"];
        all.extend(arguments);
        all.push(&file);
        office.refuses(&all)
    };
    let header = "Crime ID,Month,Reported by,Falls within,Longitude,Latitude,Location,LSOA code,LSOA name,Crime type,Last outcome category,Context\n";
    for (name, bytes, arguments, says) in [
        ("2024-01-kent-street.csv", b"Month,Crime type\n".to_vec(), &["police-uk"][..], "line 1"),
        ("latest.zip", b"PK\x03\x04cut".to_vec(), &["police-uk"], "zip"),
        ("2024-01-kent-street.csv", header.as_bytes().to_vec(), &["police-uk"], "no figure"),
        ("figures.csv", b"month,area,measure,value\n2024-01,A,M,1\n".to_vec(), &["figures"], "no column “period”"),
        (
            "figures.csv",
            b"period,area,measure,value\n2099-01,A,M,1\n2099-02,A,M,1\n".to_vec(),
            &["figures"],
            "has not ended",
        ),
        ("people.csv", b"force,residents\nKent,abc\n".to_vec(), &["population", "--year", "2011"], "no figure"),
        ("recorded.xlsx", b"no workbook".to_vec(), &["home-office"], "recorded.xlsx"),
    ] {
        let said = refused(name, &bytes, arguments);
        assert!(said.contains(says), "{name}: {said}");
    }
    assert_eq!(office.entries(), entries, "nothing of it was loaded");
}

#[test]
fn sequences_are_judged_without_an_office() {
    let office = Office::nowhere();
    let lines = "{\"period\":[\"2024-01\",\"2024-02\"],\"value\":[5,7],\"target\":20}\nnonsense\n";
    let judged = office.path("lines.jsonl");
    std::fs::write(&judged, lines).unwrap();
    let answer = office.run(&["spc", &judged.display().to_string()]);
    let said: Vec<Value> = answer.text().lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!((answer.code, said.len()), (0, 2));
    assert_eq!(
        (word(&said[0]["assurance_type"]), &said[0]["mean"]),
        ("consistent_fail", &serde_json::json!([6.0, 6.0]))
    );
    assert!(word(&said[1]["error"]).contains("cannot be read"));
}
