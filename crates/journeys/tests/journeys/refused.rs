//! Bad input: refused with the place, the reason and what to do, and nothing is written. What is read all the same, and
//! said. And what the program answers when it is called wrongly.
use crate::{
    files::{Cell, p, sheet, tc, tr, word as word_file, workbook, zipped},
    office::{Office, action, actions, list, run, shared, word},
};
use serde_json::json;
use std::{
    fs,
    process::Command,
    time::{Duration, Instant},
};

const HEAD: &str = "Ref,Theme,Action,Due date,RAG\n";

/// An office with a plan, so that there is something that a bad table could spoil.
fn office() -> Office {
    let office = Office::begin();
    let file = office.file("plan.csv", format!("{HEAD}1,Victims,Review the hub,31/03/2019,Green\n"));
    office.does(&["import", "plan", &file, "--on", "2018-09-01"]);
    office
}

/// Everything that a refused import said: its sentence, and of each rejected row the place and the reason.
fn refusal(office: &Office, name: &str, bytes: &[u8]) -> String {
    let file = office.file(name, bytes);
    let before = (Instant::now(), office.plan(&[])["themes"].clone());
    let (said, machine) = office.refuses_with(b"", &["import", "plan", &file, "--on", "2018-10-01"]);
    assert!(before.0.elapsed() < Duration::from_secs(10), "{name} took {:?}", before.0.elapsed());
    assert_eq!(office.plan(&[])["themes"], before.1, "{name} changed the plan");
    let mut all = said;
    if let Some(rows) = machine["rows"].as_array() {
        assert_eq!(machine["written"], false);
        for row in rows.iter().filter(|row| row["fate"] == "rejected") {
            all += &format!("\n{}: {}", word(&row["place"]), word(&row["reason"]));
        }
    }
    all
}

fn says(said: &str, name: &str, words: &[&str]) {
    for words in words {
        assert!(said.contains(words), "{name}: “{words}” is not in: {said}");
    }
}

#[test]
fn what_is_no_table_of_actions_is_refused_with_what_to_send_instead() {
    let ole = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1".as_slice(), &name].concat()
    };
    let prose =
        word_file(&[p("Minutes of the meeting"), p("The Panel met in May."), p("It was agreed to go on.")].concat());
    let numbers = sheet(r#"<sheetData><row r="1"><c r="A1"><v>1</v></c><c r="B1"><v>2</v></c></row></sheetData>"#, &[]);
    let cases: Vec<(&str, Vec<u8>, &[&str])> = vec![
        ("plan.pdf", b"%PDF-1.7\n1 0 obj".to_vec(), &["copy the table and paste it"]),
        ("plan.docx", b"%PDF-1.4".to_vec(), &["copy the table and paste it"]),
        ("photo.csv", b"\x89PNG\r\n\x1A\nxxxx".to_vec(), &["a picture", "copy the table and paste it"]),
        ("empty.csv", vec![], &["empty", "choose the file"]),
        ("minutes.docx", prose, &["minutes.docx"]),
        ("minutes.txt", b"The Panel met in May.\nIt was agreed to go on.\n".to_vec(), &["minutes.txt", "- "]),
        ("numbers.xlsx", numbers, &["numbers.xlsx"]),
        ("no-actions.csv", b"Name,Age\nAnn,31\nBob,44\n".to_vec(), &["no-actions.csv", "Name"]),
        ("only-heads.csv", HEAD.as_bytes().to_vec(), &["only-heads.csv"]),
        ("locked.docx", ole("EncryptedPackage"), &["locked with a password", "without its password"]),
        ("locked.xlsx", ole("EncryptedPackage"), &["locked with a password", "without its password"]),
        ("old.doc", ole("WordDocument"), &["save it as a Word document (DOCX)"]),
        ("old.xls", ole("Workbook"), &["save it as an Excel workbook (XLSX)"]),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec(), &["a web page"]),
        ("pictures.zip", zipped(&[("a.txt", "hello")]), &["no Word document or workbook"]),
        ("half.docx", word_file(&p("x"))[..200].to_vec(), &["damaged", "save it again"]),
    ];
    let office = office();
    for (name, bytes, words) in &cases {
        says(&refusal(&office, name, bytes), name, words);
    }
    let said = office.refuses(&["import", "plan", "nowhere.csv"]);
    assert!(said.contains("nowhere.csv") && said.contains("check the name"), "{said}");
    println!("{} files refused", cases.len() + 1);
}

#[test]
fn what_is_wrong_in_a_table_is_refused_with_its_place() {
    let old_letters = [HEAD.as_bytes(), b"1,Victims,Caf\xE9 for witnesses,,Green\n"].concat();
    let odd = |rows: &str| format!("{HEAD}{rows}").into_bytes();
    let bad_date = workbook(
        &[
            &[Cell::Text("Action"), Cell::Text("Theme"), Cell::Text("Due date")],
            &[Cell::Text("Review the hub"), Cell::Text("Victims"), Cell::Text("31/11/2019")],
        ],
        &[],
        &[],
    );
    let bad_word = word_file(&format!(
        "<w:tbl>{}{}</w:tbl>",
        tr(&["Action", "Theme", "RAG"]),
        tr(&["Review the hub", "Victims", "Turquoise"])
    ));
    let cases: Vec<(&str, Vec<u8>, &[&str])> = vec![
        (
            "heads.csv",
            odd("1,Victims,Review the hub,,Green\nRef,Theme,Action,RAG,Due date\n2,Victims,Recruit,,\n"),
            &["two header rows that disagree", "rows 1 and 3", "one by one"],
        ),
        (
            "twice.csv",
            odd("1,Victims,Review,,Green\n2,Victims,Recruit,,\n1,Victims,Train,,\n"),
            &["reference 1", "row 2", "row 4"],
        ),
        ("letters.csv", old_letters, &["line 2", "E9", "CSV UTF-8"]),
        ("control.csv", odd("1,Victims,Review\u{1} the hub,,\n"), &["row 2", "U+0001", "delete it"]),
        ("february.csv", odd("1,Victims,Review,30/02/2019,Green\n"), &["row 2", "30/02/2019"]),
        ("words.csv", odd("1,Victims,Review,31 September 2019,Green\n"), &["row 2", "31 September 2019"]),
        ("november.xlsx", bad_date, &["Delivery Plan", "row 2", "31/11/2019"]),
        ("colour.csv", odd("1,Victims,Review,,Turquoise\n"), &["row 2", "Turquoise", "[ratings]"]),
        ("near.csv", odd("1,Victims,Review,,Gren\n"), &["row 2", "“Green”"]),
        ("grey.csv", odd("1,Victims,Review,,Grey\n"), &["row 2", "Grey", "[ratings]"]),
        ("colour.docx", bad_word, &["table 1", "row 2", "Turquoise"]),
        ("ragged.csv", odd("1,Victims,Review,,Green,what,is,this\n"), &["row 2", "8 cells", "5"]),
        ("quote.csv", odd("1,Victims,\"Review,,Green\n"), &["line 2", "quotation mark"]),
        ("visible.csv", b"Theme,Action,Visibility\nVictims,Review,Nobody\n".to_vec(), &["row 2", "Nobody"]),
    ];
    let office = office();
    for (name, bytes, words) in &cases {
        says(&refusal(&office, name, bytes), name, words);
    }
    println!("{} tables refused", cases.len());
}

#[test]
fn half_an_import_never_lands() {
    let office = office();
    let good: String = (2..60).map(|n| format!("{n},Victims,Piece of work {n},,Green\n")).collect();
    for bad in
        ["60,Victims,Last,31/02/2020,Green", "60,Victims,Last,,Turquoise", "59,Victims,Last,,", "60,Victims,,,Green"]
    {
        let said = refusal(&office, "long.csv", format!("{HEAD}{good}{bad}\n").as_bytes());
        assert!(said.contains("row 60"), "{bad}: {said}");
        assert_eq!(actions(&office.plan(&[])).len(), 1);
    }
    // With --dry-run and without --json as well, and people see each row.
    let answer = office.run(&["import", "plan", "long.csv", "--on", "2018-10-01", "--dry-run"]);
    assert_eq!(answer.code, 1);
    assert!(answer.text().contains("REJECTED") && answer.text().contains("Nothing was written"), "{}", answer.text());
    // Mended, all of it lands at once.
    let file = office.file("mended.csv", format!("{HEAD}{good}60,Victims,Last,,Green\n"));
    assert_eq!(office.does(&["import", "plan", &file, "--on", "2018-10-01"])["totals"]["created"], 59);
}

#[test]
fn the_map_says_what_a_word_means_or_that_it_is_not_rated() {
    let office = office();
    let file = office.file("grey.csv", format!("{HEAD}1,Victims,Review the hub,,Grey\n2,Victims,Recruit,,Turquoise\n"));
    let map = office.file("map.toml", "[ratings]\nGrey = \"Paused\"\nTurquoise = \"not rated\"\n");
    office.does(&["import", "plan", &file, "--on", "2018-10-01", "--map", &map]);
    let plan = office.plan(&[]);
    assert_eq!((&action(&plan, "1")["rating_class"], &action(&plan, "2")["rating"]), (&json!("paused"), &json!(null)));
    // A map that cannot be followed is refused with its line.
    for (toml, words) in [
        ("[columns]\n\"Due date\" = \"titel\"\n", ["line 2", "title"]),
        ("[ratings]\nGrey = \"Lilac\"\n", ["Lilac", "Paused"]),
        ("colour = \"red\"\n", ["line 1", "colour"]),
        ("[plan]\nfrom = \"2019-02-30\"\n", ["line 2", "2019-02-30"]),
    ] {
        let map = office.file("wrong.toml", toml);
        let (said, machine) = office.refuses_with(b"", &["import", "plan", &file, "--on", "2018-10-01", "--map", &map]);
        says(&format!("{said}{machine}"), toml, &words);
    }
}

/// The workbook of 1.4 kB that asks for 549 GB, and others that unpack to far more than they weigh.
#[test]
fn files_made_to_overload_are_refused_before_they_do() {
    let far = sheet(
        r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#,
        &[],
    );
    assert!(far.len() < 2_000, "{} bytes", far.len());
    let letters = "a".repeat(8 << 20);
    let packed = sheet("<sheetData/>", &[("xl/media/a.bin", &letters)]);
    let many: Vec<String> = (0..1_500).map(|n| format!("{n}.xml")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), "")).collect();
    let nested = word_file(&("<w:sdt><w:sdtContent>".repeat(2_000) + &p("x")));
    let entity = zipped(&[("word/document.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]);
    let outside = sheet("<sheetData/>", &[("../../up.xml", "x")]);
    let merged = format!(
        r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells>{}</mergeCells>"#,
        r#"<mergeCell ref="A1:XFD1048576"/>"#.repeat(500)
    );
    let mut cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("far.xlsx", far, "XFD1048576"),
        ("packed.xlsx", packed, "unpacks to far more"),
        ("many.docx", zipped(&many), "1500"),
        ("nested.docx", nested, "nested"),
        ("entity.docx", entity, ""),
        ("outside.xlsx", outside, "outside"),
        ("merged.xlsx", sheet(&merged, &[]), ""),
        ("large.csv", vec![b'a'; 33 << 20], "32 MB"),
    ];
    let office = office();
    let tools = shared().map(|shared| shared.join("tools/xlsx-bombs.py"));
    match tools {
        Some(tool) => {
            let made = run(Command::new("python3").arg(tool).current_dir(office.path("")), b"");
            assert_eq!(made.code, 0, "{}", made.err);
            for name in ["far.xlsx", "cells.xlsx", "ss.xlsx"] {
                cases.push((name, fs::read(office.path(name)).unwrap(), ""));
            }
        }
        None => println!("the shared bombs: not run"),
    }
    for (name, bytes, words) in &cases {
        let said = refusal(&office, name, bytes);
        assert!(said.contains(words) && said.len() > 40, "{name}: {said}");
    }
    println!("{} files made to harm refused", cases.len());
}

#[test]
fn what_word_and_excel_leave_in_a_file_is_read_and_said() {
    let office = Office::begin();
    // Tracked changes: the text as if they were accepted.
    let tracked = format!(
        "<w:tc><w:tcPr/><w:p><w:del w:id=\"1\"><w:r><w:delText>Close</w:delText></w:r></w:del><w:ins w:id=\"2\"><w:r>\
         <w:t>Review</w:t></w:r></w:ins><w:r><w:t xml:space=\"preserve\"> the hub</w:t></w:r></w:p></w:tc>{}",
        tc("", "Victims")
    );
    // A line break inside a cell, as Word makes with Shift and Return.
    let broken = format!(
        "<w:tc><w:tcPr/><w:p><w:r><w:t>Recruit a manager</w:t><w:br/><w:t>for the hub</w:t></w:r></w:p></w:tc>{}",
        tc("", "Victims")
    );
    let table = format!("<w:tbl>{}<w:tr>{tracked}</w:tr><w:tr>{broken}</w:tr></w:tbl>", tr(&["Action", "Theme"]));
    let file = office.file("tracked.docx", word_file(&table));
    let taken = office.does(&["import", "plan", &file, "--on", "2018-09-01"]);
    assert!(taken["notes"].to_string().contains("tracked changes"), "{}", taken["notes"]);
    let plan = office.plan(&[]);
    let titles: Vec<&str> = actions(&plan).into_iter().map(|a| word(&a["title"])).collect();
    assert_eq!(titles[0], "Review the hub");
    assert_eq!(titles[1].split_whitespace().collect::<Vec<_>>().join(" "), "Recruit a manager for the hub");
    assert!(!plan.to_string().contains("Close"), "what was struck out is not in the plan");

    // A workbook with macros is read as data, and nothing in it runs.
    let office = Office::begin();
    let rows: &[&[Cell]] =
        &[&[Cell::Text("Action"), Cell::Text("Theme")], &[Cell::Text("Review the hub"), Cell::Text("Victims")]];
    let macros = workbook(rows, &[], &[("xl/vbaProject.bin", "macro"), ("[Content_Types].xml", TYPES)]);
    let file = office.file("plan.xlsm", macros);
    let taken = office.does(&["import", "plan", &file]);
    assert!(taken["notes"].to_string().contains("macro"), "{}", taken["notes"]);
    assert_eq!(taken["totals"]["created"], 1);
    // A BOM, semicolons and old line ends are Excel's, and mean nothing.
    let office = Office::begin();
    let pasted = "\u{FEFF}Action;Theme;RAG\r\nReview the hub;Victims;Green\r\n".as_bytes();
    let taken = office.does_with(pasted, &["import", "plan", "-"]);
    assert_eq!(taken["totals"]["created"], 1, "{taken}");
    assert_eq!(list(&taken["themes"]).len(), 1);
}

const TYPES: &str = r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/><Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/><Override PartName="/xl/workbook.xml" ContentType="application/vnd.ms-excel.sheet.macroEnabled.main+xml"/></Types>"#;

#[test]
fn wrong_usage_is_another_thing_than_a_refusal() {
    let office = office();
    let wrong: &[&[&str]] = &[
        &[],
        &["import"],
        &["import", "plan"],
        &["publish"],
        &["present", "FEN-2018-001"],
        &["present", "FEN-2018-001", "--on", "2018-02-30"],
        &["paper", "delivery-plan"],
        &["paper", "delivery-plan", "--format", "png"],
        &["paper", "poem", "--format", "pdf"],
        &["snapshot", "Panel September"],
        &["import", "plan", "plan.csv", "--as-position", "Old"],
        &["import", "plan", "plan.csv", "--bogus"],
        &["serve", "--listen", "nowhere"],
        &["fly"],
    ];
    for arguments in wrong {
        let answer = office.run(arguments);
        assert_eq!(answer.code, 2, "{arguments:?}: {} {}", answer.err, answer.text());
        assert!(
            answer.err.contains("Usage") || answer.err.contains("possible values") || answer.err.contains("--help"),
            "{}",
            answer.err
        );
    }
    for arguments in [["help"].as_slice(), &["--version"], &["import", "plan", "--help"]] {
        assert_eq!(office.run(arguments).code, 0, "{arguments:?}");
    }
    // Refused, with what to do first.
    let nowhere = Office::nowhere();
    let answer = nowhere.run(&["import", "plan", "x.csv"]);
    assert_eq!(answer.code, 1);
    assert!(answer.err.contains("milepost init"), "{}", answer.err);
    let full = office.refuses(&["init", &office.dir().to_string_lossy(), "--office", "Another"]);
    assert!(full.contains("already") || full.contains("empty"), "{full}");
    let refused = office.refuses(&["serve", "--staff", "0.0.0.0:8081"]);
    assert!(refused.contains("this machine alone"), "{refused}");
    println!("{} wrong calls", wrong.len());
}
