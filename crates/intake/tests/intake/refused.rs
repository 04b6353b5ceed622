//! What is not taken, and the words in which it is refused.
use crate::build::{Sheet, ods_sheet, p, spreadsheet, text_cell, word, word_with, workbook, zipped};
use intake::Refused;
use std::io::Write;
use std::time::{Duration, Instant};

fn refused(name: &str, bytes: &[u8]) -> String {
    let before = Instant::now();
    let says = intake::read(name, bytes, None).expect_err(name).to_string();
    assert!(before.elapsed() < Duration::from_secs(2), "{name} took {:?}", before.elapsed());
    says
}

/// Two megabytes of one letter, packed.
fn bomb() -> String {
    "a".repeat(2 * 1024 * 1024)
}

#[test]
fn files_that_are_no_table_are_refused_in_plain_words() {
    let ole = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";
    let stream = |name: &str| [&ole[..], &name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<_>>()].concat();
    let flat = |kind: &str| {
        let names = "xmlns:x=\"x\" ".repeat(100);
        format!(r#"<?xml version="1.0"?><office:document {names} office:mimetype="application/vnd.oasis.opendocument.{kind}"/>"#)
            .into_bytes()
    };
    let manifest = "<m:file-entry m:full-path=\"content.xml\"><m:encryption-data/></m:file-entry>";
    let locked = zipped(&[
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", "\u{1}\u{2}not XML"),
        ("META-INF/manifest.xml", manifest),
    ]);
    let cases: Vec<(&str, Vec<u8>, &str)> = vec![
        ("empty.csv", vec![], "the file is empty"),
        ("blank.txt", b" \n\t\n".to_vec(), "no table, list or line"),
        ("blank.csv", b",,\n,,\n".to_vec(), "no table, list or line"),
        ("plan.docx", b"%PDF-1.4".to_vec(), "copy the table and paste it"),
        ("plan.csv", b"\x89PNG\r\n\x1A\n".to_vec(), "a picture (PNG), not a table"),
        ("plan.docx", stream("EncryptedPackage"), "locked with a password"),
        ("plan.doc", stream("WordDocument"), "save it as a Word document (DOCX)"),
        ("plan.xls", stream("Workbook"), "save it as an Excel workbook (XLSX)"),
        ("plan.odt", zipped(&[("mimetype", "application/vnd.oasis.opendocument.text")]), "(DOCX)"),
        (
            "plan.ods",
            zipped(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet")]),
            "content.xml is missing",
        ),
        ("plan.odp", zipped(&[("mimetype", "application/vnd.oasis.opendocument.presentation")]), "presentation (.odp)"),
        ("plan.fods", flat("spreadsheet"), "save it as an OpenDocument spreadsheet (ODS)"),
        ("plan.fodt", flat("text"), "save it as a Word document (DOCX)"),
        ("bare.ods", spreadsheet(""), "no table, list or line"),
        ("locked.ods", locked, "locked with a password"),
        ("plan.xls", b"<html><table>".to_vec(), "a web page"),
        ("plan.doc", b"{\\rtf1 hello}".to_vec(), "Rich Text"),
        ("pictures.zip", zipped(&[("a.txt", "hello")]), "holds no Word document or workbook"),
        ("plan.csv", b"Ref,Action\n1,caf\xE9\n".to_vec(), "line 2 holds a byte (E9) that is not UTF-8"),
        ("plan.csv", vec![b'a'; 33 * 1024 * 1024], "33 MB, more than the 32 MB"),
    ];
    let count = cases.len();
    for (name, bytes, words) in cases {
        let says = refused(name, &bytes);
        assert!(says.contains(words), "{name}: {says}");
    }
    println!("{count} files refused");
}

#[test]
fn zip_files_that_are_made_to_harm_are_refused_before_they_are_parsed() {
    let many: Vec<(String, &str)> = (0..1_001).map(|number| (format!("{number}.txt"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let cases: Vec<(Vec<u8>, &str)> = vec![
        (word_with(&p("x"), &[("word/media/a.bin", &bomb())]), "a.bin is packed"),
        (zipped(&many), "1001 parts"),
        (word_with(&p("x"), &[("../../etc/passwd", "x")]), "points outside"),
        (word_with(&p("x"), &[("..\\up", "x")]), "points outside"),
        (word_with(&p("x"), &[("/root", "x")]), "points outside"),
        (word_with(&p("x"), &[("word/Document.xml", "x")]), "two parts are named"),
        (word_with(&p("x"), &[("custom.xml", "<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")]), "document type"),
        (word(&("<w:sdt><w:sdtContent>".repeat(500) + &p("x"))), "nested more than"),
        (word("<w:p><w:r><w:t>cut"), "damaged"),
    ];
    let count = cases.len();
    for (bytes, words) in cases {
        let says = refused("a.docx", &bytes);
        assert!(says.contains(words), "{says}");
    }
    println!("{count} zip files refused");
}

#[test]
fn a_zip_that_lies_about_its_sizes_is_measured_while_it_unpacks() {
    let mut bytes = word_with(&p("x"), &[("word/media/a.bin", &bomb())]);
    // The true length, wherever a header states it, becomes 10.
    let (truth, lie) = (u32::try_from(bomb().len()).unwrap().to_le_bytes(), 10_u32.to_le_bytes());
    let places: Vec<usize> = (0..bytes.len() - 4).filter(|at| bytes[*at..at + 4] == truth).collect();
    assert!(places.len() >= 2, "in the local header and in the directory");
    for at in places {
        bytes[at..at + 4].copy_from_slice(&lie);
    }
    let says = refused("a.docx", &bytes);
    assert!(says.contains("packed") || says.contains("damaged"), "{says}");
}

#[test]
fn a_file_cut_off_anywhere_is_refused() {
    let whole = word(&p("A line of the plan"));
    for length in (4..whole.len()).step_by(7) {
        intake::read("a.docx", &whole[..length], None).expect_err("half a file");
    }
}

#[test]
fn two_entries_of_one_name_are_refused() {
    let mut bytes = word_with(&p("x"), &[("word/media/aaaa.bin", "1"), ("word/media/aaab.bin", "2")]);
    let (from, to) = (b"aaab.bin", b"aaaa.bin");
    for at in 0..bytes.len() - from.len() {
        if &bytes[at..at + from.len()] == from {
            bytes[at..at + from.len()].copy_from_slice(to);
        }
    }
    assert!(refused("a.docx", &bytes).contains("the same name"));
}

#[test]
fn small_workbooks_that_ask_for_gigabytes_are_refused_with_sheet_and_cell() {
    let sheet = |inside: &str| workbook(&[Sheet { name: "S", says: "", inside }]);
    let far = r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>"#;
    assert!(refused("far.xlsx", &sheet(far)).contains("sheet “S” reaches cell XFD1048576"));
    let wide = format!("<sheetData><row>{}</row></sheetData>", text_cell("XFE1", "x"));
    assert!(refused("wide.xlsx", &sheet(&wide)).contains("reaches cell XFE1"));
    let row = "<row>".to_owned() + &"<c><v>1</v></c>".repeat(100) + "</row>";
    assert!(matches!(
        intake::read("cells.xlsx", &sheet(&format!("<sheetData>{}</sheetData>", row.repeat(25_000))), None),
        Err(Refused::Unpacks { .. } | Refused::Reaches { .. })
    ));
    let merged = r#"<mergeCell ref="A1:XFD1048576"/>"#.repeat(1_000);
    let merged =
        format!(r#"<sheetData><row r="1"><c r="A1"><v>1</v></c></row></sheetData><mergeCells>{merged}</mergeCells>"#);
    assert!(refused("merged.xlsx", &sheet(&merged)).contains("lie over one another"));
}

#[test]
fn small_spreadsheets_that_repeat_themselves_without_end_are_refused_with_sheet_and_cell() {
    let cell = |attributes: &str, inside: &str| {
        format!(r#"<table:table-cell office:value-type="string" {attributes}>{inside}</table:table-cell>"#)
    };
    let row = |attributes: &str, cells: &str| format!("<table:table-row {attributes}>{cells}</table:table-row>");
    let x = "<text:p>x</text:p>";
    let long = format!("<text:p>{}</text:p>", "x".repeat(150_000));
    let cases = [
        (
            row(r#"table:number-rows-repeated="1048576""#, &cell(r#"table:number-columns-repeated="16384""#, x)),
            "cell XFD1048576",
        ),
        (
            row(r#"table:number-rows-repeated="200000""#, &cell(r#"table:number-columns-repeated="11""#, x)),
            "cell K200000",
        ),
        (row(r#"table:number-rows-repeated="99999999999999999999999999""#, &cell("", x)), "reaches cell"),
        (row("", &cell(r#"table:number-columns-repeated="16385""#, x)), "cell XFE1"),
        (row("", &cell(r#"table:number-columns-repeated="1000""#, &long)), "more text than is read"),
        (row("", &cell("", r#"<text:p>a<text:s text:c="4000000000"/></text:p>"#)), "cell A1 has 4000000001 characters"),
        (
            row(
                r#"table:number-rows-repeated="100""#,
                &cell(
                    r#"table:number-columns-repeated="100" table:number-rows-spanned="9999999" table:number-columns-spanned="9999""#,
                    x,
                ),
            ),
            "lie over one another",
        ),
        ("<table:table-row-group>".repeat(300), "nested more than"),
    ];
    let count = cases.len() + 1;
    for (inside, words) in cases {
        let says = refused("bomb.ods", &spreadsheet(&ods_sheet("S", &inside)));
        assert!(says.contains(words), "{words}: {says}");
    }
    let says = refused("sheets.ods", &spreadsheet(&r#"<table:table table:name="a"/>"#.repeat(5_000)));
    assert!(says.contains("more than 1000 sheets"), "{says}");
    println!("{count} spreadsheets refused");
}

#[test]
fn a_workbook_that_lists_one_sheet_many_times_is_refused() {
    let list = |times: usize| {
        let sheet = r#"<sheet name="a" sheetId="1" r:id="rId1"/>"#.repeat(times);
        let relation = |kind: &str, target: &str| {
            format!(r#"<Relationships><Relationship Id="rId1" Type="x/{kind}" Target="{target}"/></Relationships>"#)
        };
        zipped(&[
            ("_rels/.rels", &relation("officeDocument", "xl/workbook.xml")),
            ("xl/workbook.xml", &format!("<workbook><sheets>{sheet}</sheets></workbook>")),
            ("xl/_rels/workbook.xml.rels", &relation("worksheet", "sheet.xml")),
            ("xl/sheet.xml", "<worksheet/>"),
        ])
    };
    assert!(refused("a.xlsx", &list(2)).contains("two sheets are the same part, xl/sheet.xml"));
    assert!(refused("a.xlsx", &list(5_000)).contains("5000 sheets"));
}

/// The three files of the shared tool, where it and Python are here, through the child.
#[test]
fn the_shared_bombs_are_refused_within_two_seconds() {
    let Some(shared) = crate::seeds::shared() else { return };
    let folder = tempfile::tempdir().unwrap();
    let made =
        std::process::Command::new("python3").arg(shared.join("tools/xlsx-bombs.py")).current_dir(&folder).status();
    if !made.is_ok_and(|status| status.success()) {
        println!("not run: python3 could not make the files");
        return;
    }
    for name in ["far.xlsx", "cells.xlsx", "ss.xlsx"] {
        let bytes = std::fs::read(folder.path().join(name)).unwrap();
        let (before, size) = (Instant::now(), bytes.len());
        let refused = crate::limits::child().take(name, bytes, None).unwrap_err();
        println!("{name}, {size} bytes, refused in {:?}: {refused}", before.elapsed());
        assert!(before.elapsed() < Duration::from_secs(2));
        assert!(!matches!(refused, Refused::Limits), "refused by a check, not by dying");
    }
    std::io::stdout().flush().unwrap();
}
