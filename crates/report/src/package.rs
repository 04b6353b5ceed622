//! The package that every office file is: parts under fixed names in a fixed order, in one zip, all with one date.
use crate::format::{Format, NotWritten};
use std::{
    io::{Cursor, Write as _},
    path::Path,
};
use zip::{CompressionMethod, DateTime, ZipWriter, result::ZipError, write::SimpleFileOptions};

/// Text as XML holds it; a character that XML cannot hold becomes U+FFFD.
pub fn escape(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c => out.push(held(c)),
        }
    }
    out
}

/// A character of XML 1.0, or U+FFFD.
pub fn held(c: char) -> char {
    if matches!(c, '\t' | '\n' | ' '..='\u{D7FF}' | '\u{E000}'..='\u{FFFD}' | '\u{10000}'..) { c } else { '\u{FFFD}' }
}

/// The file: the same parts in the same order under the same date are the same bytes.
pub fn zipped(format: Format, parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, NotWritten> {
    pack(parts).map_err(|error| NotWritten::Parts { format, why: error.to_string() })
}

fn pack(parts: &[(String, Vec<u8>)]) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        // A reader of OpenDocument looks for the kind of file at a fixed offset, so that part is not compressed; a
        // painted picture is compressed in itself.
        let method = if name == "mimetype" || Path::new(name).extension().is_some_and(|kind| kind == "png") {
            CompressionMethod::Stored
        } else {
            CompressionMethod::Deflated
        };
        let options = SimpleFileOptions::default()
            .compression_method(method)
            .last_modified_time(DateTime::default())
            .unix_permissions(0o644);
        zip.start_file(name.as_str(), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}
