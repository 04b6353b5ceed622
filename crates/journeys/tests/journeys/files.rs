//! Office files as their programs write them, built part by part.
use std::{
    fmt::Write as _,
    io::{Cursor, Write},
};
use zip::{CompressionMethod, ZipWriter, write::SimpleFileOptions};

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
    let link = |(number, (kind, target)): (usize, &(&str, &str))| {
        format!(r#"<Relationship Id="rId{}" Type="{TYPE}/{kind}" Target="{target}"/>"#, number + 1)
    };
    let list: String = links.iter().enumerate().map(link).collect();
    format!("<Relationships {RELATIONS}>{list}</Relationships>")
}

/// A Word document with this in its body.
pub fn word(body: &str) -> Vec<u8> {
    let document = format!(
        r#"<w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>{body}</w:body></w:document>"#
    );
    zipped(&[("_rels/.rels", &relations(&[("officeDocument", "word/document.xml")])), ("word/document.xml", &document)])
}

/// A paragraph.
pub fn p(text: &str) -> String {
    format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>")
}

/// A cell of a Word table with these properties.
pub fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr>{}</w:tc>", p(text))
}

pub fn tr(cells: &[&str]) -> String {
    let cells: String = cells.iter().map(|text| tc("", text)).collect();
    format!("<w:tr>{cells}</w:tr>")
}

/// A cell of a sheet.
#[derive(Clone, Copy)]
pub enum Cell<'a> {
    Text(&'a str),
    Number(f64),
    /// Days since 30 December 1899, shown as a date.
    Date(u32),
    Blank,
}

/// A workbook of one sheet, with the merged ranges given, and other parts besides.
pub fn workbook(rows: &[&[Cell]], merged: &[&str], more: &[(&str, &str)]) -> Vec<u8> {
    let mut cells = String::new();
    for (row, number) in rows.iter().zip(1..) {
        write!(cells, r#"<row r="{number}">"#).unwrap();
        for (cell, column) in row.iter().zip(b'A'..) {
            let at = format!("{}{number}", char::from(column));
            match cell {
                Cell::Text(text) => write!(cells, r#"<c r="{at}" t="inlineStr"><is><t>{text}</t></is></c>"#),
                Cell::Number(value) => write!(cells, r#"<c r="{at}"><v>{value}</v></c>"#),
                Cell::Date(day) => write!(cells, r#"<c r="{at}" s="1"><v>{day}</v></c>"#),
                Cell::Blank => Ok(()),
            }
            .unwrap();
        }
        cells.push_str("</row>");
    }
    let ranges: String = merged.iter().map(|range| format!(r#"<mergeCell ref="{range}"/>"#)).collect();
    let merged = if merged.is_empty() { String::new() } else { format!("<mergeCells>{ranges}</mergeCells>") };
    sheet(&format!("<sheetData>{cells}</sheetData>{merged}"), more)
}

/// A workbook whose one sheet holds this XML.
pub fn sheet(inside: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let names = r#"xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
    let main = format!(
        r#"<workbook {names}><sheets><sheet name="Delivery Plan" sheetId="1" r:id="rId1"/></sheets></workbook>"#
    );
    let inside = format!("<worksheet {names}>{inside}</worksheet>");
    let styles =
        format!(r#"<styleSheet {names}><cellXfs><xf numFmtId="0"/><xf numFmtId="14"/></cellXfs></styleSheet>"#);
    let package = relations(&[("officeDocument", "xl/workbook.xml")]);
    let links = relations(&[("worksheet", "worksheets/sheet1.xml"), ("styles", "styles.xml")]);
    let mut parts = vec![
        ("_rels/.rels", package.as_str()),
        ("xl/workbook.xml", &main),
        ("xl/_rels/workbook.xml.rels", &links),
        ("xl/styles.xml", &styles),
        ("xl/worksheets/sheet1.xml", &inside),
    ];
    parts.extend_from_slice(more);
    zipped(&parts)
}

/// Rows as comma-separated values, quoted where they must be.
pub fn csv(rows: &[Vec<String>]) -> String {
    let quoted = |cell: &String| {
        if cell.contains([',', '"', '\n']) { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.clone() }
    };
    let line = |row: &Vec<String>| row.iter().map(quoted).collect::<Vec<_>>().join(",") + "\r\n";
    rows.iter().map(line).collect()
}
