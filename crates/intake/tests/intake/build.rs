//! Office files built part by part, so that a test shows the XML that it is about.
use std::fmt::Write as _;
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

pub fn zipped(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (name, content) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONS: &str = r#"xmlns="http://schemas.openxmlformats.org/package/2006/relationships""#;
const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

fn relations(links: &[(&str, &str)]) -> String {
    let mut list = String::new();
    for (number, (kind, target)) in links.iter().enumerate() {
        write!(list, r#"<Relationship Id="rId{}" Type="{TYPE}/{kind}" Target="{target}"/>"#, number + 1).unwrap();
    }
    format!("<Relationships {RELATIONS}>{list}</Relationships>")
}

/// A Word document with this in its body; styles of headings, one bulleted list (1) and one numbered (2).
pub fn word(body: &str) -> Vec<u8> {
    word_with(body, &[])
}

pub fn word_with(body: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let document = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"
        xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"><w:body>{body}</w:body></w:document>"#
    );
    let styles = r#"<w:styles xmlns:w="w"><w:style w:type="paragraph" w:styleId="Heading1"><w:name w:val="heading 1"/>
        <w:pPr><w:outlineLvl w:val="0"/></w:pPr></w:style><w:style w:type="paragraph" w:styleId="ListBullet">
        <w:name w:val="List Bullet"/><w:pPr><w:numPr><w:numId w:val="1"/></w:numPr></w:pPr></w:style></w:styles>"#;
    let numbering = r#"<w:numbering xmlns:w="w"><w:abstractNum w:abstractNumId="0"><w:lvl w:ilvl="0"><w:numFmt w:val="bullet"/>
        <w:lvlText w:val="•"/></w:lvl></w:abstractNum><w:abstractNum w:abstractNumId="1"><w:lvl w:ilvl="0"><w:start w:val="1"/>
        <w:numFmt w:val="decimal"/><w:lvlText w:val="1.%1"/></w:lvl></w:abstractNum>
        <w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num><w:num w:numId="2"><w:abstractNumId w:val="1"/></w:num></w:numbering>"#;
    let (package, links) = (
        relations(&[("officeDocument", "word/document.xml")]),
        relations(&[("styles", "styles.xml"), ("numbering", "numbering.xml")]),
    );
    let mut parts = vec![
        ("_rels/.rels", package.as_str()),
        ("word/document.xml", document.as_str()),
        ("word/_rels/document.xml.rels", links.as_str()),
        ("word/styles.xml", styles),
        ("word/numbering.xml", numbering),
    ];
    parts.extend_from_slice(more);
    zipped(&parts)
}

/// A paragraph.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A cell with these properties and one paragraph.
pub fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

pub fn tr(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|text| tc("", text)).collect();
    format!("<w:tr>{cells}</w:tr>")
}

/// A sheet of a workbook: its name, what its list entry says besides, and the XML inside `worksheet`.
pub struct Sheet<'a> {
    pub name: &'a str,
    pub says: &'a str,
    pub inside: &'a str,
}

/// Styles 0 to 3: plain, a date, red behind, a date with a time.
pub fn workbook(sheets: &[Sheet]) -> Vec<u8> {
    workbook_with(sheets, "<si><t>shared</t></si>", &[])
}

pub fn workbook_with(sheets: &[Sheet], shared: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let names = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
    let mut list = String::new();
    for (at, sheet) in sheets.iter().enumerate() {
        let number = at + 1;
        write!(list, r#"<sheet name="{}" sheetId="{number}" r:id="rId{number}" {}/>"#, sheet.name, sheet.says).unwrap();
    }
    let main = format!("<workbook {names}><sheets>{list}</sheets></workbook>");
    let parts: Vec<(String, String)> = sheets
        .iter()
        .enumerate()
        .map(|(at, sheet)| {
            (format!("xl/worksheets/sheet{}.xml", at + 1), format!("<worksheet {names}>{}</worksheet>", sheet.inside))
        })
        .collect();
    let styles = format!(
        r#"<styleSheet {names}><fills><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="solid">
        <fgColor rgb="FFC00000"/></patternFill></fill></fills><cellXfs><xf numFmtId="0" fillId="0"/><xf numFmtId="14" fillId="0"/>
        <xf numFmtId="0" fillId="1"/><xf numFmtId="22" fillId="0"/></cellXfs></styleSheet>"#
    );
    let shared = format!("<sst {names}>{shared}</sst>");
    let targets: Vec<String> = (1..=sheets.len()).map(|number| format!("worksheets/sheet{number}.xml")).collect();
    let mut links: Vec<(&str, &str)> = targets.iter().map(|target| ("worksheet", target.as_str())).collect();
    links.extend([("styles", "styles.xml"), ("sharedStrings", "sharedStrings.xml")]);
    let (package, links) = (relations(&[("officeDocument", "xl/workbook.xml")]), relations(&links));
    let mut all = vec![
        ("_rels/.rels", package.as_str()),
        ("xl/workbook.xml", main.as_str()),
        ("xl/_rels/workbook.xml.rels", links.as_str()),
        ("xl/styles.xml", styles.as_str()),
        ("xl/sharedStrings.xml", shared.as_str()),
    ];
    all.extend(parts.iter().map(|(name, content)| (name.as_str(), content.as_str())));
    all.extend_from_slice(more);
    zipped(&all)
}

/// A cell that holds text of its own.
pub fn text_cell(at: &str, text: &str) -> String {
    format!(r#"<c r="{at}" t="inlineStr"><is><t xml:space="preserve">{text}</t></is></c>"#)
}

/// An OpenDocument spreadsheet with this inside `office:spreadsheet`; styles `red` (a background), `ring` (in a circle)
/// and `unseen` (of a hidden sheet).
pub fn spreadsheet(inside: &str) -> Vec<u8> {
    spreadsheet_with(inside, &[])
}

pub fn spreadsheet_with(inside: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let mut names = String::new();
    for name in ["office", "style", "text", "table", "calcext", "fo", "draw", "dc"] {
        write!(names, r#" xmlns:{name}="{name}""#).unwrap();
    }
    let content = format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><office:document-content{names}><office:automatic-styles>
        <style:style style:name="red" style:family="table-cell" style:parent-style-name="Alarm"/>
        <style:style style:name="ring" style:family="table-cell" style:parent-style-name="ring"/>
        <style:style style:name="unseen" style:family="table"><style:table-properties table:display="false"/></style:style>
        </office:automatic-styles><office:body><office:spreadsheet>{inside}</office:spreadsheet></office:body></office:document-content>"#
    );
    let styles = format!(
        r##"<office:document-styles{names}><office:styles><style:style style:name="Alarm" style:family="table-cell">
        <style:table-cell-properties fo:background-color="#C00000"/></style:style></office:styles></office:document-styles>"##
    );
    let mut parts = vec![
        ("mimetype", "application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", content.as_str()),
        ("styles.xml", styles.as_str()),
        ("META-INF/manifest.xml", r#"<m:manifest xmlns:m="m"><m:file-entry m:full-path="/"/></m:manifest>"#),
    ];
    parts.extend_from_slice(more);
    zipped(&parts)
}

/// Rows of an OpenDocument sheet, every cell a text.
pub fn ods_rows(rows: &[&[&str]]) -> String {
    let mut all = String::new();
    for row in rows {
        all.push_str("<table:table-row>");
        for text in *row {
            write!(all, r#"<table:table-cell office:value-type="string"><text:p>{text}</text:p></table:table-cell>"#)
                .unwrap();
        }
        all.push_str("</table:table-row>");
    }
    all
}

pub fn ods_sheet(name: &str, inside: &str) -> String {
    format!(r#"<table:table table:name="{name}">{inside}</table:table>"#)
}
