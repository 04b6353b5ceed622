//! Whatever the bytes, reading ends in a document or in a refusal, never in a panic.
use crate::build::{Sheet, ods_sheet, p, spreadsheet, tc, text_cell, tr, word, workbook, zipped};
use proptest::prelude::*;
use proptest::test_runner::TestRunner;
use std::sync::LazyLock;
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

static READ: AtomicUsize = AtomicUsize::new(0);
static REFUSED: AtomicUsize = AtomicUsize::new(0);

fn try_it(name: &str, bytes: &[u8]) {
    match intake::read(name, bytes, None) {
        Ok(_) => READ.fetch_add(1, Relaxed),
        Err(refused) => {
            assert!(refused.to_string().len() > 20, "a refusal is a sentence");
            REFUSED.fetch_add(1, Relaxed)
        }
    };
}

const BODY: &str = r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/><w:numPr><w:ilvl w:val="3"/><w:numId w:val="2"/></w:numPr></w:pPr>
    <w:ins><w:r><w:t>Victims</w:t><w:br/></w:r></w:ins><w:del><w:r><w:delText>x</w:delText></w:r></w:del></w:p>"#;

static WORD_BODY: LazyLock<String> = LazyLock::new(|| {
    format!(
        "{BODY}<w:tbl>{}<w:tr>{}{}</w:tr><w:tr>{}<w:tc><w:tbl>{}</w:tbl></w:tc></w:tr></w:tbl>{}",
        tr(&["Ref", "Action", "Due"]),
        tc(r#"<w:vMerge w:val="restart"/>"#, "1"),
        tc(r#"<w:gridSpan w:val="2"/><w:shd w:fill="00B050"/>"#, "Open"),
        tc("<w:vMerge/>", ""),
        tr(&["a", "b"]),
        p("The end &amp; more"),
    )
});

static SHEET: LazyLock<String> = LazyLock::new(|| {
    format!(
        r#"<cols><col min="1" max="2" hidden="1"/></cols><sheetData><row r="1">{}{}</row><row r="2"><c r="A2" s="1"><v>43709</v></c>
        <c r="B2" s="2" t="s"><v>0</v></c></row><row><c t="e"><v>#REF!</v></c><c><f>1+1</f><v>2</v></c></row></sheetData>
        <mergeCells><mergeCell ref="A1:B2"/></mergeCells>"#,
        text_cell("A1", "Ref"),
        text_cell("B1", "Due"),
    )
});

static ODS: LazyLock<String> = LazyLock::new(|| {
    ods_sheet(
        "S",
        r#"<table:table-column table:number-columns-repeated="2" table:default-cell-style-name="red"/><table:table-row>
        <table:table-cell office:value-type="string" table:number-columns-spanned="2" table:number-rows-spanned="1"><text:p>Plan</text:p></table:table-cell>
        <table:covered-table-cell/></table:table-row><table:table-row table:number-rows-repeated="2" table:visibility="collapse"><table:table-cell
        office:value-type="date" office:date-value="2019-09-12"><office:annotation><text:p>x</text:p></office:annotation><text:p>12<text:s text:c="2"/>9</text:p></table:table-cell>
        <table:table-cell table:style-name="ring" table:formula="of:=1" office:value-type="float" office:value="1"/></table:table-row>"#,
    )
});

static FILES: LazyLock<Vec<(&str, Vec<u8>)>> = LazyLock::new(|| {
    vec![
        ("a.docx", word(&WORD_BODY)),
        ("a.xlsx", workbook(&[Sheet { name: "S", says: "", inside: &SHEET }])),
        ("a.ods", spreadsheet(&ODS)),
        ("a.csv", b"Ref,Action,Due\r\n1,\"Open, \"\"the\"\"\nhub\",May\r\n2,x,\r\n".to_vec()),
        ("-", "Title\nRef\tAction\n1\t\"Open\nit\"\n• item\n\u{F0B7}\tmore\n \u{C}line\n".as_bytes().to_vec()),
        ("-", "\u{FEFF}Ref\tDue\n1\tMay\n".encode_utf16().flat_map(u16::to_le_bytes).collect()),
    ]
});

/// Replaces, cuts out or doubles a stretch.
fn changed(bytes: &[u8], at: usize, length: usize, with: &[u8]) -> Vec<u8> {
    let from = at % (bytes.len() + 1);
    let to = (from + length).min(bytes.len());
    [&bytes[..from], with, &bytes[to..]].concat()
}

fn changed_text(text: &str, at: usize, length: usize, with: &str) -> String {
    let chars: Vec<char> = text.chars().collect();
    let from = at % (chars.len() + 1);
    let to = (from + length).min(chars.len());
    chars[..from].iter().chain(with.chars().collect::<Vec<_>>().iter()).chain(&chars[to..]).collect()
}

/// What XML is made of, so that changes go deeper than "not well formed".
fn bits() -> impl Strategy<Value = String> {
    prop_oneof![
        "[\"<>&;/=0-9A-Za-z: ]{0,8}",
        prop::sample::select(vec![
            "<w:p/>",
            "<w:p><w:r><w:t>x</w:t></w:r></w:p>",
            "<w:tc><w:p/></w:tc>",
            "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r>",
            "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>",
            "<w:ins><w:tr/></w:ins>",
            "<w:tr/>",
            "<c r=\"ZZ9\"><v>1</v></c>",
            "999999999",
            "-1",
            "0",
            "1e999",
            "nan",
            "&#x1;",
            "&#x0;",
            "<mergeCell ref=\"B2:A1\"/>",
            "<w:gridSpan w:val=\"999\"/>",
            "<w:vMerge/>",
            "<row r=\"0\">",
            "table:number-rows-repeated=\"1048576\"",
            "table:number-columns-spanned=\"3\"",
            "<table:table-row>",
            "<table:covered-table-cell/>",
            "<text:p>",
            "<text:s text:c=\"99999\"/>",
            "continue",
            "w:val=\"\"",
            "\u{FFFF}",
            "é",
        ])
        .prop_map(str::to_owned),
    ]
}

/// Runs 400 cases and prints what became of them.
fn cases<S: Strategy>(strategy: &S, of_a_case: impl Fn(S::Value)) {
    const CASES: u32 = 400;
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(CASES) };
    let (read, refused) = (READ.load(Relaxed), REFUSED.load(Relaxed));
    TestRunner::new(config)
        .run(strategy, |case| {
            of_a_case(case);
            Ok(())
        })
        .unwrap_or_else(|wrong| panic!("{wrong}"));
    let (read, refused) = (READ.load(Relaxed) - read, REFUSED.load(Relaxed) - refused);
    println!("{CASES} cases: about {read} read, {refused} refused");
    assert!(read + refused >= CASES as usize);
}

fn name() -> impl Strategy<Value = &'static str> {
    prop::sample::select(vec!["a.csv", "-"])
}

#[test]
fn any_bytes() {
    let bytes = prop::collection::vec(any::<u8>(), 0..400);
    cases(&(name(), bytes), |(name, bytes)| try_it(name, &bytes));
}

#[test]
fn any_text() {
    let text = "[a-z\", ;\t\n\r\u{B}\u{C}•\u{F0B7}0-9 -]{0,200}";
    cases(&(name(), text), |(name, text)| try_it(name, text.as_bytes()));
}

#[test]
fn files_with_changed_bytes() {
    let with = prop::collection::vec(any::<u8>(), 0..12);
    cases(&(0..FILES.len(), any::<usize>(), 0..30_usize, with), |(which, at, length, with)| {
        let (name, bytes) = &FILES[which];
        try_it(name, &changed(bytes, at, length, &with));
    });
}

type Changes = Vec<(usize, usize, String)>;

fn changes() -> impl Strategy<Value = Changes> {
    prop::collection::vec((any::<usize>(), prop_oneof![4 => Just(0), 1 => 0..20_usize], bits()), 1..3)
}

fn with_changes(xml: &str, changes: &Changes) -> String {
    changes.iter().fold(xml.to_owned(), |xml, (at, length, with)| changed_text(&xml, *at, *length, with))
}

#[test]
fn word_documents_with_changed_xml() {
    cases(&changes(), |changes| try_it("a.docx", &word(&with_changes(&WORD_BODY, &changes))));
}

#[test]
fn workbooks_with_changed_xml() {
    cases(&changes(), |changes| {
        let inside = with_changes(&SHEET, &changes);
        try_it("a.xlsx", &workbook(&[Sheet { name: "S", says: "", inside: &inside }]));
    });
}

#[test]
fn spreadsheets_with_changed_xml() {
    cases(&changes(), |changes| try_it("a.ods", &spreadsheet(&with_changes(&ODS, &changes))));
}

#[test]
fn zip_files_of_any_parts() {
    let parts = prop::collection::btree_map("[a-z_/.]{1,12}", "[<>a-z/ ]{0,40}", 0..6);
    cases(&parts, |parts| {
        let parts: Vec<(&str, &str)> = parts.iter().map(|(name, content)| (name.as_str(), content.as_str())).collect();
        try_it("a.docx", &zipped(&parts));
    });
}

#[test]
fn the_files_that_are_changed_are_read_unchanged() {
    for (name, bytes) in FILES.iter() {
        intake::read(name, bytes, None).unwrap();
    }
    println!("{} files", FILES.len());
}
