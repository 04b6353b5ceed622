//! The workbooks, read back from their parts: what is a number, a date, a text; one marked table a sheet; no formula.
use super::{paper, part, parts, well_formed};
use jiff::civil::date;
use report::{
    Format,
    blocks::{Cell, Column, Document, Sheet, Table},
    write,
};

const PAYLOADS: [&str; 8] =
    ["=1+1", "+1", "-1", "@SUM(A1)", "=cmd|' /C calc'!A0", "=HYPERLINK(\"http://x\")", "1.10", "nan"];

fn workbook() -> Document {
    let column = |head: &str| Column { head: head.into(), weight: 1 };
    let mut rows: Vec<Vec<Cell>> = PAYLOADS.iter().map(|text| vec![Cell::Text((*text).into()), Cell::Empty]).collect();
    rows.push(vec![Cell::Number(-5), Cell::Date(date(2026, 9, 12))]);
    let table =
        Table { caption: "A table".into(), columns: vec![column("Text"), column("=Date")], rows, row_header: None };
    let sheet = |name: &str| Sheet { name: name.into(), about: "Odd things.".into(), table: table.clone() };
    Document { sheets: vec![sheet("Odd"), sheet("Odd & even")], ..paper::delivery_plan(2) }
}

#[test]
fn excel_is_told_what_each_cell_is_and_of_one_table_a_sheet() {
    let xlsx = write(&workbook(), Format::Xlsx).unwrap();
    well_formed(&xlsx);
    let names: Vec<String> = parts(&xlsx).into_iter().map(|(name, _)| name).collect();
    let count = |begins: &str| names.iter().filter(|name| name.starts_with(begins)).count();
    assert_eq!((count("xl/worksheets/sheet"), count("xl/tables/table")), (3, 2), "{names:?}");
    let strings = part(&xlsx, "xl/sharedStrings.xml");
    for payload in PAYLOADS {
        let escaped = payload.replace('"', "&quot;");
        assert!(strings.contains(&format!(">{payload}<")) || strings.contains(&format!(">{escaped}<")), "{payload}");
    }
    let sheet = part(&xlsx, "xl/worksheets/sheet2.xml");
    for never in ["<f>", "mergeCell", "hidden=\"1\"", "t=\"str\""] {
        assert!(parts(&xlsx).iter().all(|(_, text)| !text.contains(never)), "{never}");
    }
    assert!(sheet.contains("<v>-5</v>"), "a number");
    assert!(sheet.contains("<v>46277</v>"), "12 September 2026, as days are counted");
    assert!(sheet.contains("state=\"frozen\"") && sheet.contains("numberStoredAsText=\"1\""));
    let table = part(&xlsx, "xl/tables/table1.xml");
    assert!(table.contains("ref=\"A3:B12\"") && !table.contains("headerRowCount=\"0\""), "{table}");
    let book = part(&xlsx, "xl/workbook.xml");
    assert!(book.contains("name=\"Cover\"") && book.contains("name=\"Odd &amp; even\"") && !book.contains("hidden"));

    let core = part(&xlsx, "docProps/core.xml");
    for stated in ["<dc:title>Delivery Plan", "<dc:language>en-GB<", "2026-09-12T12:00:00Z", "Fenshire"] {
        assert!(core.contains(stated), "{stated}: {core}");
    }
    assert!(part(&xlsx, "docProps/custom.xml").contains("name=\"Milepost number\"><vt:lpwstr>FEN-2026-001<"));
}

#[test]
fn open_document_is_told_the_same() {
    let ods = write(&workbook(), Format::Ods).unwrap();
    well_formed(&ods);
    let text = part(&ods, "content.xml");
    assert_eq!(text.matches("<table:table ").count(), 3);
    assert_eq!(text.matches("<table:database-range ").count(), 2);
    assert_eq!(text.matches("table:contains-header=\"true\"").count(), 2);
    assert_eq!(text.matches("<table:table-header-rows>").count(), 2);
    assert!(text.contains("table:target-range-address=\"'Odd &amp; even'.A3:'Odd &amp; even'.B12\""));
    for never in ["table:formula", "table:number-columns-spanned", "table:display=\"false\"", "visibility"] {
        assert!(!text.contains(never), "{never}");
    }
    assert!(text.contains("office:value-type=\"float\" office:value=\"-5\""));
    assert!(text.contains("office:value-type=\"date\" office:date-value=\"2026-09-12\""));
    for payload in ["=1+1", "1.10", "nan"] {
        assert!(text.contains(&format!("office:value-type=\"string\"><text:p>{payload}</text:p>")), "{payload}");
    }
    assert!(part(&ods, "settings.xml").contains("VerticalSplitMode"));
}

#[test]
fn a_paper_without_rows_is_a_workbook_all_the_same() {
    let empty = |columns: Vec<Column>| Sheet {
        name: format!("Empty{}", columns.len()),
        about: String::new(),
        table: Table { columns, ..Table::default() },
    };
    let head = || Column { head: "Head".into(), weight: 1 };
    let sheets = vec![empty(vec![]), empty(vec![head()]), empty(vec![head(), head()])];
    let document = Document { sheets, ..paper::delivery_plan(0) };
    for format in [Format::Xlsx, Format::Ods] {
        well_formed(&write(&document, format).unwrap());
    }
}
