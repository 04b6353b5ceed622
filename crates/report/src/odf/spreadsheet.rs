//! The workbook as an OpenDocument spreadsheet: the same sheets, cells and marks as the one for Excel.
use super::{Parts, language, letters, pack};
use crate::{
    blocks::{Document, Sheet},
    format::{Format, NotWritten},
    package::escape,
    running::{Running, page_count},
    workbook::{Line, ROWS_ABOVE, Value, cover, fitting},
};
use std::fmt::Write as _;

/// The most pages that a sheet is printed wide.
const WIDEST: usize = 4;

pub fn write(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let (name, lines) = cover(document);
    let mut columns = beside_cells() + &column_style("Cover", 0, 100);
    let mut tables = format!(
        r#"<table:table table:name="{0}" table:style-name="Sheet1"><table:table-column table:style-name="Cover.0" table:default-cell-style-name="Line"/>"#,
        escape(&name)
    );
    for line in &lines {
        let (style, inside) = match line {
            Line::Title(text) => ("Title", paragraphs(text)),
            Line::Heading(text) => ("Heading", paragraphs(text)),
            Line::Text(text) => ("Line", paragraphs(text)),
            // Only the name is a link: a program cuts a long one off where it would wrap a text.
            Line::Leads { sheet, text } => (
                "Line",
                format!(
                    r##"<text:p><text:a xlink:type="simple" xlink:href="#{}.A1">{}</text:a>{}</text:p>"##,
                    escape(sheet),
                    letters(sheet),
                    letters(text.strip_prefix(sheet.as_str()).unwrap_or(text))
                ),
            ),
        };
        tables += &row_of(&text_cell(style, &inside));
    }
    tables += "</table:table>";
    let mut ranges = String::new();
    for (n, sheet) in document.sheets.iter().enumerate() {
        one_sheet(sheet, n, &mut columns, &mut tables);
        ranges += &range(sheet);
    }
    let parts = Parts {
        content: format!(
            "<office:automatic-styles>{columns}</office:automatic-styles><office:body><office:spreadsheet>{tables}<table:database-ranges>{ranges}</table:database-ranges></office:spreadsheet></office:body>"
        ),
        styles: styles(document),
        settings: settings(document, &name),
        pictures: vec![],
    };
    pack(document, Format::Ods, parts)
}

/// What a reader keeps only where it stands beside the cells: how high rows are, and on what pages sheets are printed.
fn beside_cells() -> String {
    let row = r#"<style:style style:name="Row" style:family="table-row"><style:table-row-properties style:use-optimal-row-height="true"/></style:style>"#;
    (1..=WIDEST).fold(row.to_owned(), |all, wide| {
        all + &format!(
            r#"<style:style style:name="Sheet{wide}" style:family="table" style:master-page-name="Page{wide}"><style:table-properties table:display="true"/></style:style>"#
        )
    })
}

/// One table, marked as one, under its title; its heads are header rows, which are repeated on every page.
fn one_sheet(sheet: &Sheet, at: usize, columns: &mut String, tables: &mut String) {
    let table = &sheet.table;
    let mut push = |xml: std::fmt::Arguments| tables.write_fmt(xml).expect("a String takes everything");
    let prefix = format!("S{}", at + 1);
    push(format_args!(
        r#"<table:table table:name="{}" table:style-name="Sheet{}"><table:title>{}</table:title><table:desc>{}</table:desc>"#,
        escape(&sheet.name),
        sheet.pages_wide().min(WIDEST),
        escape(&table.caption),
        escape(&sheet.about)
    ));
    for (n, width) in sheet.widths().into_iter().enumerate() {
        *columns += &column_style(&prefix, n, width);
        let column =
            format!(r#"<table:table-column table:style-name="{prefix}.{n}" table:default-cell-style-name="Text"/>"#);
        if n == 0 && table.row_header == Some(0) {
            push(format_args!("<table:table-header-columns>{column}</table:table-header-columns>"));
        } else {
            push(format_args!("{column}"));
        }
    }
    push(format_args!("{}", row_of(&text_cell("Title", &paragraphs(&table.caption)))));
    push(format_args!("{}", row_of(&text_cell("Plain", &paragraphs(&sheet.introduced())))));
    let numeric = table.numeric();
    let heads: String = sheet
        .heads()
        .iter()
        .enumerate()
        .map(|(n, head)| text_cell(if numeric[n] { "HeadNumber" } else { "Head" }, &paragraphs(head)))
        .collect();
    push(format_args!("<table:table-header-rows>{}</table:table-header-rows>", row_of(&heads)));
    for cells in &table.rows {
        let cells: String =
            (0..table.columns.len()).map(|n| cell(&cells.get(n).map_or(Value::Blank, Value::of))).collect();
        push(format_args!("{}", row_of(&cells)));
    }
    push(format_args!("</table:table>"));
}

fn row_of(cells: &str) -> String {
    format!(r#"<table:table-row table:style-name="Row">{cells}</table:table-row>"#)
}

fn text_cell(style: &str, inside: &str) -> String {
    format!(r#"<table:table-cell table:style-name="{style}" office:value-type="string">{inside}</table:table-cell>"#)
}

/// A line of a cell is a paragraph.
fn paragraphs(text: &str) -> String {
    fitting(text).split('\n').map(|line| ["<text:p>", &letters(line), "</text:p>"].concat()).collect()
}

fn cell(value: &Value) -> String {
    match value {
        Value::Blank => r#"<table:table-cell table:style-name="Text"/>"#.into(),
        Value::Text(text) => text_cell("Text", &paragraphs(text)),
        Value::Number(number) => format!(
            r#"<table:table-cell table:style-name="Number" office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
        ),
        Value::Decimal(number) => format!(
            r#"<table:table-cell table:style-name="Number" office:value-type="float" office:value="{number}"><text:p>{number}</text:p></table:table-cell>"#
        ),
        Value::Date(day) => format!(
            r#"<table:table-cell table:style-name="Date" office:value-type="date" office:date-value="{day}"><text:p>{}</text:p></table:table-cell>"#,
            crate::words::Words::english().date(*day)
        ),
    }
}

/// The table as a range with heads, under a name that programs find it by.
fn range(sheet: &Sheet) -> String {
    let columns = sheet.table.columns.len();
    if columns == 0 {
        return String::new();
    }
    let name = sheet.name.replace('\'', "''");
    let (first, last) = (ROWS_ABOVE + 1, ROWS_ABOVE + 1 + sheet.table.rows.len());
    format!(
        r#"<table:database-range table:name="{}" table:target-range-address="{}" table:contains-header="true" table:display-filter-buttons="false"/>"#,
        sheet.table_name(),
        escape(&format!("'{name}'.A{first}:'{name}'.{}{last}", letters_of(columns)))
    )
}

/// The name of the n-th column: 1 is A, 27 is AA.
fn letters_of(mut n: usize) -> String {
    let mut name = String::new();
    while n > 0 {
        let letter = u8::try_from((n - 1) % 26).unwrap_or(0);
        name.insert(0, char::from(b'A' + letter));
        n = (n - 1) / 26;
    }
    name
}

fn column_style(prefix: &str, n: usize, characters: usize) -> String {
    // An average character of Arial at 11 points.
    let tenths = characters * 20;
    format!(
        r#"<style:style style:name="{prefix}.{n}" style:family="table-column"><style:table-column-properties style:column-width="{}.{}mm"/></style:style>"#,
        tenths / 10,
        tenths % 10
    )
}

fn styles(document: &Document) -> String {
    let look = |name: &str, data: &str, cell: &str, letters: &str| {
        format!(
            r#"<style:style style:name="{name}" style:family="table-cell" style:parent-style-name="Default"{data}><style:table-cell-properties style:vertical-align="top" {cell}/><style:text-properties {letters}/></style:style>"#
        )
    };
    let wrapped = r#"fo:wrap-option="wrap""#;
    let bold = r#"fo:font-weight="bold""#;
    let mut all = format!(
        r##"<style:default-style style:family="table-cell"><style:paragraph-properties style:tab-stop-distance="10mm"/><style:text-properties fo:font-family="Arial" style:font-family-generic="swiss" fo:font-size="11pt" fo:color="#0b0c0c" {}/></style:default-style><style:style style:name="Default" style:family="table-cell"/><number:number-style style:name="Whole"><number:number number:decimal-places="0" number:min-integer-digits="1"/></number:number-style><number:date-style style:name="Day"><number:day/><number:text> </number:text><number:month number:style="long" number:textual="true"/><number:text> </number:text><number:year number:style="long"/></number:date-style>"##,
        language(document)
    );
    all += &look("Title", "", "", &format!(r#"{bold} fo:font-size="16pt""#));
    all += &look("Heading", "", "", &format!(r#"{bold} fo:font-size="13pt""#));
    all += &look("Line", "", wrapped, "");
    all += &look("Plain", "", "", "");
    let head = format!(r##"{wrapped} fo:background-color="#f3f2f1" fo:border-bottom="1pt solid #0b0c0c""##);
    all += &look("Head", "", &head, bold);
    let to_the_right = r#"<style:paragraph-properties fo:text-align="end"/>"#;
    write!(
        all,
        r#"<style:style style:name="HeadNumber" style:family="table-cell" style:parent-style-name="Head"><style:table-cell-properties style:text-align-source="fix"/>{to_the_right}</style:style>"#
    )
    .expect("a String takes everything");
    let hairline = r#"fo:border-bottom="0.5pt solid #b1b4b6""#;
    all += &look("Text", "", &format!("{wrapped} {hairline}"), "");
    all += &look("Number", r#" style:data-style-name="Whole""#, hairline, "");
    // Set to the left, as it is read.
    let day = r#"<style:paragraph-properties fo:text-align="start"/>"#;
    write!(
        all,
        r#"<style:style style:name="Date" style:family="table-cell" style:parent-style-name="Default" style:data-style-name="Day"><style:table-cell-properties style:vertical-align="top" style:text-align-source="fix" {hairline}/>{day}</style:style>"#
    )
    .expect("a String takes everything");
    let running = Running::of(document);
    let [before, between, after] = page_count();
    let plain = |text: &str| text.replace(' ', "<text:s/>");
    let region =
        |name: &str, inside: &str| format!("<style:region-{name}><text:p>{inside}</text:p></style:region-{name}>");
    let marking = region("center", &letters(running.marking));
    let caution = running.caution.as_ref().map(|said| region("right", &letters(said))).unwrap_or_default();
    let count = format!(
        "{}<text:page-number>1</text:page-number>{}<text:page-count>1</text:page-count>{}",
        plain(&before),
        plain(&between),
        plain(&after)
    );
    let layouts = (1..=WIDEST).map(|wide| {
        format!(
            r#"<style:page-layout style:name="A4x{wide}"><style:page-layout-properties fo:page-width="297mm" fo:page-height="210mm" style:print-orientation="landscape" fo:margin-left="15mm" fo:margin-right="15mm" fo:margin-top="10mm" fo:margin-bottom="10mm" style:scale-to-X="{wide}" style:scale-to-Y="0"/><style:header-style><style:header-footer-properties fo:min-height="7mm" fo:margin-bottom="3mm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="7mm" fo:margin-top="3mm"/></style:footer-style></style:page-layout>"#
        )
    });
    let head = format!("{}{marking}{caution}", region("left", &letters(&document.author)));
    let foot = format!("{}{marking}{}", region("left", &letters(&running.number)), region("right", &count));
    let masters = (1..=WIDEST).map(|wide| {
        format!(
            r#"<style:master-page style:name="Page{wide}" style:page-layout-name="A4x{wide}"><style:header>{head}</style:header><style:footer>{foot}</style:footer></style:master-page>"#
        )
    });
    format!(
        "<office:styles>{all}</office:styles><office:automatic-styles>{}</office:automatic-styles><office:master-styles>{}</office:master-styles>",
        layouts.collect::<Vec<_>>().concat(),
        masters.collect::<Vec<_>>().concat()
    )
}

/// The heads stand still while the rows move, and the cover is shown first.
fn settings(document: &Document, cover: &str) -> String {
    let item = |name: &str, kind: &str, value: &str| {
        format!(r#"<config:config-item config:name="{name}" config:type="{kind}">{value}</config:config-item>"#)
    };
    let above = (ROWS_ABOVE + 1).to_string();
    let mut sheets = String::new();
    for sheet in &document.sheets {
        let frozen = [
            item("HorizontalSplitMode", "short", "0"),
            item("VerticalSplitMode", "short", "2"),
            item("HorizontalSplitPosition", "int", "0"),
            item("VerticalSplitPosition", "int", &above),
            item("ActiveSplitRange", "short", "2"),
            item("PositionTop", "int", "0"),
            item("PositionBottom", "int", &above),
        ];
        let name = escape(&sheet.name);
        write!(
            sheets,
            r#"<config:config-item-map-entry config:name="{name}">{}</config:config-item-map-entry>"#,
            frozen.concat()
        )
        .expect("a String takes everything");
    }
    format!(
        r#"<office:settings><config:config-item-set config:name="ooo:view-settings"><config:config-item-map-indexed config:name="Views"><config:config-item-map-entry>{}<config:config-item-map-named config:name="Tables">{sheets}</config:config-item-map-named>{}</config:config-item-map-entry></config:config-item-map-indexed></config:config-item-set></office:settings>"#,
        item("ViewId", "string", "view1"),
        item("ActiveTable", "string", &escape(cover))
    )
}

#[cfg(test)]
mod tests {
    #[test]
    fn columns_are_named_as_spreadsheets_name_them() {
        let names = [1, 2, 26, 27, 52, 53, 702, 703].map(super::letters_of);
        assert_eq!(names, ["A", "B", "Z", "AA", "AZ", "BA", "ZZ", "AAA"]);
    }
}
