//! OpenDocument spreadsheets as LibreOffice, Excel and others write them.
use crate::build::{ods_rows, ods_sheet, spreadsheet, spreadsheet_with};
use crate::{says, table, tables, words};
use domain::table::Value;
use jiff::civil::date;

#[test]
fn titles_over_merged_cells_types_colours_and_repeats() {
    let inside = r#"
        <table:table-column table:number-columns-repeated="16384" table:default-cell-style-name="Default"/>
        <table:table-row><table:table-cell office:value-type="string" table:number-columns-spanned="4" table:number-rows-spanned="2">
          <text:p>Delivery Plan 2019</text:p></table:table-cell><table:covered-table-cell table:number-columns-repeated="3"/></table:table-row>
        <table:table-row><table:covered-table-cell table:number-columns-repeated="4"><text:p>below</text:p></table:covered-table-cell></table:table-row>
        <table:table-header-rows><table:table-row>
          <table:table-cell office:value-type="string"><text:p>Ref</text:p></table:table-cell>
          <table:table-cell office:value-type="string"><text:p>Action</text:p></table:table-cell>
          <table:table-cell office:value-type="string"><text:p>Due</text:p></table:table-cell>
          <table:table-cell office:value-type="string"><text:p>RAG</text:p></table:table-cell>
          <table:table-cell table:number-columns-repeated="16380"/></table:table-row></table:table-header-rows>
        <table:table-row-group><table:table-row>
          <table:table-cell office:value-type="string"><text:p>1.10</text:p></table:table-cell>
          <table:table-cell office:value-type="string"><office:annotation><text:p>a comment</text:p></office:annotation><text:p>Open</text:p><text:p>the hub</text:p></table:table-cell>
          <table:table-cell office:value-type="date" office:date-value="2019-09-01"><text:p>1 Sep</text:p></table:table-cell>
          <table:table-cell table:style-name="red"/></table:table-row>
        <table:table-row table:number-rows-repeated="2">
          <table:table-cell office:value-type="float" office:value="1.1"><text:p>1.10</text:p></table:table-cell>
          <table:table-cell office:value-type="boolean" office:boolean-value="true" table:number-columns-repeated="2"><text:p>TRUE</text:p></table:table-cell>
          <table:table-cell office:value-type="string" calcext:value-type="error" office:string-value=""><text:p>#REF!</text:p></table:table-cell></table:table-row></table:table-row-group>
        <table:table-row table:number-rows-repeated="1048569"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>"#;
    let document = intake::read("plan.ods", &spreadsheet(&ods_sheet("Actions", inside)), None).unwrap();
    let table = table(&document);
    assert_eq!((table.place.as_str(), table.first_row), ("sheet “Actions”", 1));
    assert_eq!(
        words(table),
        [
            ["Delivery Plan 2019", "<", "<", "<"],
            ["^", "<", "<", "<"],
            ["Ref", "Action", "Due", "RAG"],
            ["1.10", "Open\nthe hub", "2019-09-01", ""],
            ["1.1", "Yes", "Yes", "#REF!"],
            ["1.1", "Yes", "Yes", "#REF!"],
        ]
    );
    assert_eq!(table.rows[3][2].value, Value::Date(date(2019, 9, 1)));
    assert_eq!(table.rows[4][0].value, Value::Number(1.1));
    assert_eq!(table.rows[3][3].fill.as_deref(), Some("c00000"));
    assert!(document.notes.is_empty(), "{:?}", document.notes);
}

#[test]
fn shown_sheets_are_tables_and_a_hidden_one_is_left_out_and_said() {
    let inside = [
        ods_sheet("Actions", &ods_rows(&[&["Ref"]])),
        format!(
            r#"<table:table table:name="Old &amp; done" table:style-name="unseen">{}</table:table>"#,
            ods_rows(&[&["secret"]])
        ),
        ods_sheet("Empty", ""),
        ods_sheet("'file:///x.ods'#$S", &format!("<table:table-source/>{}", ods_rows(&[&["kept of another file"]]))),
        ods_sheet("Risks", &format!("<table:table-row/>{}", ods_rows(&[&["", "Risk", "Owner"]]))),
    ]
    .concat();
    let bytes = spreadsheet(&inside);
    let document = intake::read("plan.ods", &bytes, None).unwrap();
    let places: Vec<_> = tables(&document).iter().map(|table| (table.place.as_str(), table.first_row)).collect();
    assert_eq!(places, [("sheet “Actions”", 1), ("sheet “Risks”", 2)]);
    assert_eq!(words(tables(&document)[1]), [["", "Risk", "Owner"]]);
    assert_eq!(document.notes[0].place, "sheet “Old & done”");

    let one = intake::read("plan.ods", &bytes, Some("old & DONE")).unwrap();
    assert_eq!(words(table(&one)), [["secret"]]);
    let refused = intake::read("plan.ods", &bytes, Some("Measures")).unwrap_err();
    assert!(refused.to_string().contains("“Actions”, “Old & done”, “Empty”, “Risks”"), "{refused}");
}

#[test]
fn what_is_hidden_coloured_by_a_rule_or_not_worked_out_is_said() {
    let inside = format!(
        r#"<table:table-column/><table:table-column table:visibility="collapse"/>{}
        <table:table-row table:visibility="filter"><table:table-cell table:formula="of:=1/0"/></table:table-row>
        <calcext:conditional-formats><calcext:conditional-format/></calcext:conditional-formats>"#,
        ods_rows(&[&["Ref"]])
    );
    let bytes = spreadsheet_with(&ods_sheet("A", &inside), &[("Basic/script-lc.xml", "<a/>")]);
    let document = intake::read("plan.ods", &bytes, None).unwrap();
    assert_eq!(words(table(&document)), [["Ref"]]);
    for words in ["macros were left out", "hidden rows", "hidden columns", "conditional formatting", "saved result"] {
        assert!(says(&document, words), "{words}");
    }
    assert_eq!(document.notes[4].place, "sheet “A”, cell A2");
}

#[test]
fn a_control_character_is_refused_with_sheet_and_cell() {
    let bytes = spreadsheet(&ods_sheet("S", &ods_rows(&[&["Ref", "Due"], &["", "x&#x1;"]])));
    let refused = intake::read("a.ods", &bytes, None).unwrap_err();
    assert!(refused.to_string().starts_with("sheet “S”, cell B2, character 2, holds U+0001"), "{refused}");
}

#[test]
fn a_sheet_asked_for_of_a_spreadsheet_is_not_said_to_be_missing() {
    let bytes = spreadsheet(&ods_sheet("S", &ods_rows(&[&["Ref"]])));
    assert!(intake::read("a.ods", &bytes, Some("S")).unwrap().notes.is_empty());
}
