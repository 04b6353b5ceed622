//! Word documents as offices send them.
use crate::build::{p, tc, tr, word, word_with};
use crate::{says, table, tables, words};
use domain::table::{Block, Document};

fn read(body: &str) -> Document {
    intake::read("plan.docx", &word(body), None).unwrap()
}

/// Headings, lines and items on one line each.
fn flow(document: &Document) -> Vec<String> {
    document
        .blocks
        .iter()
        .map(|block| match block {
            Block::Heading { level, text, .. } => format!("h{level} {text}"),
            Block::Line { text, .. } => format!("{text}"),
            Block::Item { level, text, .. } => format!("*{level} {text}"),
            Block::Table(table) => format!("[{}]", table.place),
        })
        .collect()
}

/// The shape of the Thames Valley tracker: codes, several sections in one plan, initials as leads, a sponsor, a link to
/// a row in nobody's system, ratings by colour and word, sections named in merged rows, and a table inside a cell.
#[test]
fn the_tracker_of_another_office_is_read_with_merged_and_nested_cells() {
    let head =
        tr(&["Actions", "Timescale", "Sponsor", "Lead officer", "Current status", "Links to other actions", "R/A/G"]);
    let head = head.replace("<w:tr>", "<w:tr><w:trPr><w:tblHeader/></w:trPr>");
    let section = format!(
        "<w:tr>{}</w:tr>",
        tc(r#"<w:gridSpan w:val="7"/><w:shd w:val="clear" w:fill="1F3864"/>"#, "Objective 1: Cut crimes of concern")
    );
    let inner = format!("<w:tbl>{}{}</w:tbl>", tr(&["Bucks", "done"]), tr(&["Berks", "due"]));
    let first = format!(
        "<w:tr>{}{}{}{}<w:tc>{}{inner}{}</w:tc>{}{}</w:tr>",
        tc(r#"<w:vMerge w:val="restart"/>"#, "1.1 Open the hub"),
        tc("", "Ongoing"),
        tc(r#"<w:vMerge w:val="restart"/>"#, "PCC"),
        tc("", "AB, CD &amp; EF"),
        p("Two of three open:"),
        p("A third follows."),
        tc("", "TVP 1.1"),
        tc(r#"<w:shd w:val="clear" w:color="auto" w:fill="00B050"/>"#, "Green (C)"),
    );
    let second = format!(
        "<w:tr>{}{}{}{}{}{}{}</w:tr>",
        tc("<w:vMerge/>", ""),
        tc("", "Sep ’19"),
        tc(r#"<w:vMerge w:val="continue"/>"#, "hidden rest"),
        tc("", "GH"),
        tc("", "Not begun"),
        tc("", ""),
        tc(r#"<w:shd w:fill="auto"/>"#, "Red"),
    );
    let short = "<w:tr><w:trPr><w:gridBefore w:val=\"1\"/></w:trPr>".to_owned() + &tc("", "A.1") + "</w:tr>";
    let grid = "<w:tblGrid><w:gridCol/><w:gridCol/></w:tblGrid>";
    let document = read(&format!(
        r#"<w:tbl><w:tblPr><w:tblCaption w:val="Tracker"/></w:tblPr>{grid}{head}{section}{first}{second}{short}</w:tbl>"#
    ));
    let table = table(&document);
    assert_eq!((table.place.as_str(), table.first_row), ("table 1", 1));
    assert_eq!(table.name.as_ref().unwrap().as_str(), "Tracker");
    let status = "Two of three open:\nBucks\tdone\nBerks\tdue\nA third follows.";
    assert_eq!(
        words(table),
        [
            ["Actions", "Timescale", "Sponsor", "Lead officer", "Current status", "Links to other actions", "R/A/G"],
            ["Objective 1: Cut crimes of concern", "<", "<", "<", "<", "<", "<"],
            ["1.1 Open the hub", "Ongoing", "PCC", "AB, CD & EF", status, "TVP 1.1", "Green (C)"],
            ["^", "Sep ’19", "^", "GH", "Not begun", "", "Red"],
            ["", "A.1", "", "", "", "", ""],
        ]
    );
    assert_eq!(table.rows[1][0].fill.as_deref(), Some("1f3864"));
    assert_eq!(table.rows[2][6].fill.as_deref(), Some("00b050"));
    assert_eq!(table.rows[3][6].fill, None);
    assert!(says(&document, "a table inside a cell"));
}

#[test]
fn headings_lines_items_and_tables_stand_in_the_documents_order() {
    let document = read(&format!(
        r#"<w:p><w:pPr><w:pStyle w:val="Heading1"/></w:pPr><w:r><w:t>Victims</w:t></w:r></w:p>{}
        <w:p><w:pPr><w:pStyle w:val="ListBullet"/></w:pPr><w:r><w:t>Open the hub</w:t></w:r></w:p>
        <w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr><w:r><w:t>Fund it</w:t></w:r></w:p>
        <w:p/><w:tbl>{}</w:tbl>{}"#,
        p("What we will do"),
        tr(&["A", "B"]),
        p("The end"),
    ));
    assert_eq!(
        flow(&document),
        ["h1 Victims", "What we will do", "*1 Open the hub", "*1 Fund it", "[table 1]", "The end"]
    );
    assert!(says(&document, "numbers that Word prints"));
}

#[test]
fn tracked_changes_are_read_as_accepted_and_said_once() {
    let document = read(&format!(
        r#"<w:p><w:r><w:t xml:space="preserve">by </w:t></w:r><w:ins><w:r><w:t>June</w:t></w:r></w:ins>
        <w:del><w:r><w:delText>May</w:delText></w:r></w:del><w:moveFrom><w:r><w:t>gone</w:t></w:r></w:moveFrom>
        <w:moveTo><w:r><w:t xml:space="preserve"> at last</w:t></w:r></w:moveTo></w:p>
        <w:p><w:pPr><w:rPr><w:del w:id="1"/></w:rPr></w:pPr><w:r><w:t xml:space="preserve">one </w:t></w:r></w:p>{}
        <w:tbl>{}<w:tr><w:trPr><w:del w:id="2"/></w:trPr>{}</w:tr>{}</w:tbl>"#,
        p("paragraph"),
        tr(&["Ref", "Action"]),
        tc("", "deleted"),
        tr(&["1", "kept"]),
    ));
    assert_eq!(flow(&document), ["by June at last", "one paragraph", "[table 1]"]);
    assert_eq!(words(table(&document)), [["Ref", "Action"], ["1", "kept"]]);
    let tracked = document.notes.iter().filter(|note| note.says.contains("tracked changes were read as accepted"));
    assert_eq!(tracked.count(), 1);
}

#[test]
fn results_of_fields_are_read_and_their_codes_and_the_contents_are_not() {
    let field = |kind: &str| format!(r#"<w:r><w:fldChar w:fldCharType="{kind}"/></w:r>"#);
    let document = read(&format!(
        r#"<w:p><w:pPr><w:pStyle w:val="TOC1"/></w:pPr><w:r><w:t>Victims 3</w:t></w:r></w:p>
        <w:p><w:r><w:t xml:space="preserve">as at </w:t></w:r>{}<w:r><w:instrText>DATE \@ </w:instrText></w:r>{}
        <w:r><w:t>1 May</w:t></w:r>{}</w:p><w:p>{}<w:r><w:instrText>broken</w:instrText></w:r></w:p>
        <w:p><w:hyperlink><w:r><w:t>a link</w:t></w:r></w:hyperlink><w:fldSimple w:instr="REF x"><w:r><w:t> and field</w:t></w:r></w:fldSimple>
        <w:sdt><w:sdtPr><w:alias w:val="no"/></w:sdtPr><w:sdtContent><w:r><w:t> and control</w:t></w:r></w:sdtContent></w:sdt></w:p>"#,
        field("begin"),
        field("separate"),
        field("end"),
        field("begin"),
    ));
    assert_eq!(flow(&document), ["as at 1 May", "a link and field and control"]);
}

#[test]
fn breaks_tabs_spaces_and_hyphens_are_what_a_reader_sees() {
    let document = read(
        r#"<w:tbl><w:tr><w:tc><w:p><w:r><w:t>a</w:t><w:br/><w:t>b</w:t><w:tab/><w:t>c&#xA0;d&#xAD;e</w:t><w:noBreakHyphen/><w:t>f</w:t></w:r>
        <w:r><w:rPr><w:vanish/></w:rPr><w:t>secret</w:t></w:r><w:r><w:footnoteReference w:id="1"/></w:r></w:p></w:tc></w:tr></w:tbl>"#,
    );
    assert_eq!(words(table(&document)), [["a\nb\tc de-f"]]);
    assert!(says(&document, "hidden text was left out"));
}

#[test]
fn a_text_box_is_read_once_where_it_is_anchored() {
    let boxed = format!("<w:txbxContent>{}</w:txbxContent>", p("In the box"));
    let document = read(&format!(
        "<w:p><w:r><w:t>Before</w:t><mc:AlternateContent><mc:Choice><w:drawing>{boxed}</w:drawing></mc:Choice>
        <mc:Fallback><w:pict>{boxed}</w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>{}",
        p("After")
    ));
    assert_eq!(flow(&document), ["Before", "In the box", "After"]);
}

#[test]
fn a_column_of_words_own_numbers_is_read_as_those_numbers() {
    let numbered =
        r#"<w:tc><w:p><w:pPr><w:numPr><w:ilvl w:val="0"/><w:numId w:val="2"/></w:numPr></w:pPr></w:p></w:tc>"#;
    let row = |text: &str| format!("<w:tr>{numbered}{}</w:tr>", tc("", text));
    let document = read(&format!("<w:tbl>{}{}{}</w:tbl>", tr(&["Ref", "Action"]), row("Open"), row("Close")));
    assert_eq!(words(table(&document)), [["Ref", "Action"], ["1.1", "Open"], ["1.2", "Close"]]);
}

#[test]
fn pages_are_named_where_word_has_noted_them() {
    let document = read(&format!(
        "<w:tbl>{}</w:tbl><w:p><w:r><w:lastRenderedPageBreak/><w:t>next</w:t></w:r></w:p><w:tbl>{}</w:tbl>",
        tr(&["A"]),
        tr(&["B"])
    ));
    let places: Vec<_> = tables(&document).iter().map(|table| table.place.clone()).collect();
    assert_eq!(places, ["table 1, page 1", "table 2, page 2"]);
}

#[test]
fn a_document_with_macros_is_read_without_them() {
    let document =
        intake::read("plan.docm", &word_with(&p("A line"), &[("word/vbaProject.bin", "macro")]), None).unwrap();
    assert!(says(&document, "macros were left out"));
}

#[test]
fn a_table_with_a_million_columns_is_refused() {
    let wide = tc(r#"<w:gridSpan w:val="1000000"/>"#, "x");
    let refused = intake::read("a.docx", &word(&format!("<w:tbl><w:tr>{wide}</w:tr></w:tbl>")), None).unwrap_err();
    assert!(refused.to_string().contains("table 1, row 1"), "{refused}");
}
