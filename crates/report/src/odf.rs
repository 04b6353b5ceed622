//! OpenDocument 1.3: what a text and a spreadsheet have in common. The parts are written by hand, since no library
//! writes repeated header rows, footnotes, running heads and properties alike.
pub mod spreadsheet;
pub mod text;
mod text_styles;

use crate::{
    blocks::Document,
    format::{Format, NotWritten},
    package::{escape, held, zipped},
};
use std::fmt::Write as _;

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8"?>"#;

/// The names that parts use, and the version that they follow.
const NAMES: &str = r#"xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0" xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0" xmlns:number="urn:oasis:names:tc:opendocument:xmlns:datastyle:1.0" xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:meta="urn:oasis:names:tc:opendocument:xmlns:meta:1.0" xmlns:config="urn:oasis:names:tc:opendocument:xmlns:config:1.0" xmlns:ooo="http://openoffice.org/2004/office" office:version="1.3""#;

/// The parts that differ from paper to paper. Each is the inside of its root element.
struct Parts {
    content: String,
    styles: String,
    settings: String,
    /// Pictures by their names, with the kind of each.
    pictures: Vec<(String, &'static str, Vec<u8>)>,
}

/// The whole file: the kind first, where a reader looks for it, then the parts, then the list of them.
fn pack(document: &Document, format: Format, parts: Parts) -> Result<Vec<u8>, NotWritten> {
    let root = |name: &str, inside: &str| format!("{XML}<office:{name} {NAMES}>{inside}</office:{name}>");
    let files = [
        ("content.xml", root("document-content", &parts.content)),
        ("styles.xml", root("document-styles", &parts.styles)),
        ("meta.xml", root("document-meta", &properties(document))),
        ("settings.xml", root("document-settings", &parts.settings)),
    ];
    let kind = format.media_type();
    let mut list = format!(
        r#"{XML}<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" manifest:version="1.3"><manifest:file-entry manifest:full-path="/" manifest:version="1.3" manifest:media-type="{kind}"/>"#
    );
    for (name, _) in &files {
        write!(list, r#"<manifest:file-entry manifest:full-path="{name}" manifest:media-type="text/xml"/>"#)
            .expect("a String takes everything");
    }
    for (name, kind, _) in &parts.pictures {
        write!(list, r#"<manifest:file-entry manifest:full-path="{name}" manifest:media-type="{kind}"/>"#)
            .expect("a String takes everything");
    }
    list += "</manifest:manifest>";
    let mut all = vec![("mimetype".to_owned(), kind.as_bytes().to_vec())];
    all.extend(files.map(|(name, text)| (name.to_owned(), text.into_bytes())));
    all.extend(parts.pictures.into_iter().map(|(name, _, bytes)| (name, bytes)));
    all.push(("META-INF/manifest.xml".to_owned(), list.into_bytes()));
    zipped(format, &all)
}

/// Title, author, language, the paper's day, and which paper an edited copy came from.
fn properties(document: &Document) -> String {
    let day = format!("{}T12:00:00", document.day);
    let mut all = format!(
        "<office:meta><meta:generator>Milepost</meta:generator><dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:description>{}</dc:description><meta:initial-creator>{author}</meta:initial-creator><dc:creator>{author}</dc:creator><meta:creation-date>{day}</meta:creation-date><dc:date>{day}</dc:date><dc:language>{}</dc:language>",
        escape(&document.title),
        escape(&document.summary),
        escape(&document.summary),
        escape(&document.language),
        author = escape(&document.author),
    );
    let mut stated = vec![("Marking", document.marking.as_str())];
    if let Some(paper) = &document.number {
        for word in [&paper.number, &paper.code] {
            write!(all, "<meta:keyword>{}</meta:keyword>", escape(word)).expect("a String takes everything");
        }
        stated.extend([("Milepost number", paper.number.as_str()), ("Milepost code", paper.code.as_str())]);
    }
    for (name, value) in stated {
        write!(all, r#"<meta:user-defined meta:name="{name}">{}</meta:user-defined>"#, escape(value))
            .expect("a String takes everything");
    }
    all + "</office:meta>"
}

/// `fo:language` and `fo:country` of a document.
fn language(document: &Document) -> String {
    let (language, country) = document.language.split_once('-').unwrap_or((&document.language, "GB"));
    format!(r#"fo:language="{}" fo:country="{}""#, escape(language), escape(country))
}

/// Text inside a paragraph. A reader makes one space of several and drops the first of a paragraph, so those have an
/// element of their own, as have tabs and line ends.
fn letters(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut spaced = true;
    for c in text.chars() {
        match c {
            ' ' if spaced => out.push_str("<text:s/>"),
            '\t' => out.push_str("<text:tab/>"),
            '\n' => out.push_str("<text:line-break/>"),
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            c => out.push(held(c)),
        }
        spaced = matches!(c, ' ' | '\n' | '\t');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spaces_tabs_and_line_ends_survive_a_reader_that_folds_them() {
        assert_eq!(
            letters(" a  b\tc\nd & <e>\u{1}"),
            "<text:s/>a <text:s/>b<text:tab/>c<text:line-break/>d &amp; &lt;e&gt;\u{FFFD}"
        );
    }
}
