//! Excel workbooks as offices send them.
use crate::build::{Sheet, text_cell, workbook, workbook_with};
use crate::{says, table, tables, words};
use domain::table::Value;
use jiff::civil::date;

fn rows(cells: &[&[(&str, &str)]]) -> String {
    let row = |row: &&[(&str, &str)]| row.iter().map(|(at, text)| text_cell(at, text)).collect::<String>();
    let rows: Vec<String> = cells.iter().map(row).collect();
    let rows = rows.join("</row><row>");
    format!("<sheetData><row>{rows}</row></sheetData>")
}

#[test]
fn titles_over_merged_rows_and_dates_of_every_kind() {
    let inside = format!(
        r#"<sheetData><row r="1">{}</row><row r="3">{}{}{}{}</row>
        <row r="4">{}{}<c r="C4" s="1"><v>43709</v></c><c r="D4" s="2" t="s"><v>0</v></c></row>
        <row r="5">{}{}<c r="C5" s="3"><v>45943.541</v></c><c r="D5" s="2"/></row>
        <row r="6"><c r="A6"><v>1.1</v></c><c r="B6" t="b"><v>1</v></c>{}<c r="D6" t="e"><v>#REF!</v></c></row>
        <row r="7"><c r="A7"><v>3</v></c><c r="B7"><v>0.30000000000000004</v></c>{}</row><row r="9"><c r="A9" s="1"/></row></sheetData>
        <mergeCells count="2"><mergeCell ref="A1:D2"/><mergeCell ref="A4:A5"/></mergeCells>"#,
        text_cell("A1", "Delivery Plan 2019"),
        text_cell("A3", "Ref"),
        text_cell("B3", "Action"),
        text_cell("C3", "Due"),
        text_cell("D3", "RAG"),
        text_cell("A4", "1.10"),
        text_cell("B4", "Open\nthe hub"),
        text_cell("A5", "1.2"),
        text_cell("B5", "Close it"),
        text_cell("C6", "Sep '19"),
        text_cell("C7", "Q4 24-25"),
    );
    let shared = "<si><r><t>Re</t></r><r><t>d</t></r></si>";
    let bytes = workbook_with(&[Sheet { name: "Actions", says: "", inside: &inside }], shared, &[]);
    let document = intake::read("plan.xlsx", &bytes, None).unwrap();
    let table = table(&document);
    assert_eq!((table.place.as_str(), table.first_row), ("sheet “Actions”", 1));
    assert_eq!(
        words(table),
        [
            ["Delivery Plan 2019", "<", "<", "<"],
            ["^", "<", "<", "<"],
            ["Ref", "Action", "Due", "RAG"],
            ["1.10", "Open\nthe hub", "2019-09-01", "Red"],
            ["^", "Close it", "2025-10-13", ""],
            ["1.1", "Yes", "Sep '19", "#REF!"],
            ["3", "0.30000000000000004", "Q4 24-25", ""],
        ]
    );
    assert_eq!(table.rows[3][2].value, Value::Date(date(2019, 9, 1)));
    assert_eq!(table.rows[5][0].value, Value::Number(1.1));
    assert_eq!(table.rows[5][1].value, Value::Truth(true));
    // The colour alone, without a word, is kept for somebody to ask about.
    assert_eq!(table.rows[4][3].fill.as_deref(), Some("c00000"));
}

#[test]
fn shown_sheets_are_tables_and_a_hidden_one_is_left_out_and_said() {
    let (actions, secret, risks) =
        (rows(&[&[("A1", "Ref")]]), rows(&[&[("A1", "secret")]]), rows(&[&[("B2", "Risk"), ("C2", "Owner")]]));
    let bytes = workbook(&[
        Sheet { name: "Actions", says: "", inside: &actions },
        Sheet { name: "Old &amp; done", says: r#"state="hidden""#, inside: &secret },
        Sheet { name: "Empty", says: "", inside: "<sheetData/>" },
        Sheet { name: "Risks", says: "", inside: &risks },
    ]);
    let document = intake::read("plan.xlsx", &bytes, None).unwrap();
    let places: Vec<_> = tables(&document).iter().map(|table| (table.place.as_str(), table.first_row)).collect();
    assert_eq!(places, [("sheet “Actions”", 1), ("sheet “Risks”", 2)]);
    assert_eq!(words(tables(&document)[1]), [["", "Risk", "Owner"]]);
    assert_eq!(document.notes[0].place, "sheet “Old & done”");

    let one = intake::read("plan.xlsx", &bytes, Some("old & DONE")).unwrap();
    assert_eq!(words(table(&one)), [["secret"]]);
    let refused = intake::read("plan.xlsx", &bytes, Some("Measures")).unwrap_err();
    assert!(refused.to_string().contains("“Actions”, “Old & done”, “Empty”, “Risks”"), "{refused}");
}

#[test]
fn what_is_hidden_or_coloured_by_a_rule_is_said() {
    let inside = format!(
        r#"<cols><col min="2" max="2" hidden="1"/></cols><sheetData><row r="1">{}</row><row r="2" hidden="1">{}</row></sheetData>
        <conditionalFormatting sqref="A1"><cfRule><formula>1</formula></cfRule></conditionalFormatting>
        <extLst><ext><x><f>XFD1048576</f></x></ext></extLst>"#,
        text_cell("A1", "Ref"),
        text_cell("A2", "1"),
    );
    let bytes = workbook_with(
        &[Sheet { name: "A", says: "", inside: &inside }],
        "",
        &[("xl/vbaProject.bin", "Sub Auto_Open()")],
    );
    let document = intake::read("plan.xlsm", &bytes, None).unwrap();
    assert_eq!(words(table(&document)), [["Ref"], ["1"]]);
    for words in ["macros were left out", "hidden rows", "hidden columns", "conditional formatting"] {
        assert!(says(&document, words), "{words}");
    }
}

#[test]
fn a_formula_that_no_program_has_worked_out_is_said() {
    let inside = format!(
        r#"<sheetData><row>{}<c r="B1"><f>1+1</f><v>2</v></c><c r="C1"><f>1/0</f></c></row></sheetData>"#,
        text_cell("A1", "Sum")
    );
    let bytes = workbook(&[Sheet { name: "S", says: "", inside: &inside }]);
    let document = intake::read("plan.xlsx", &bytes, None).unwrap();
    assert_eq!(words(table(&document)), [["Sum", "2"]]);
    assert_eq!(document.notes[0].place, "sheet “S”, cell C1");
}

#[test]
fn a_control_character_is_refused_with_sheet_and_cell() {
    let inside = rows(&[&[("A1", "Ref"), ("B1", "Due")], &[("B2", "x&#x1;")]]);
    let refused =
        intake::read("a.xlsx", &workbook(&[Sheet { name: "S", says: "", inside: &inside }]), None).unwrap_err();
    assert!(refused.to_string().starts_with("sheet “S”, cell B2, character 2, holds U+0001"), "{refused}");
}
