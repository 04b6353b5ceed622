//! What the fuzz targets share. A fuzzer that changes the bytes of a zip file meets little but its checksums, so what
//! it changes here is the text of the parts, and the zip file is made round them.
use std::io::{Cursor, Write};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// Between the parts of an Office file in a fuzzer's input.
pub const BETWEEN: u8 = 0;

/// Reads a file as it was sent; what is said of it has to be a sentence.
pub fn read(name: &str, bytes: &[u8]) -> Option<domain::table::Document> {
    match intake::read(name, bytes, None) {
        Ok(document) => Some(document),
        Err(refused) => {
            let says = refused.to_string();
            assert!(says.len() > 20 && !says.contains('\u{1}'), "a refusal is a sentence: {says}");
            None
        }
    }
}

/// Reads an Office file: as it is where it is a zip file, else made of the input's pieces, which become the parts of
/// these names, beside others that are always there.
pub fn office(name: &str, always: &[(&str, &str)], names: &[&str], input: &[u8]) {
    if input.starts_with(b"PK") {
        read(name, input);
        return;
    }
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let pieces = names.iter().copied().zip(input.split(|byte| *byte == BETWEEN));
    for (name, content) in always.iter().map(|(name, text)| (*name, text.as_bytes())).chain(pieces) {
        let _ = zip.start_file(name, stored);
        let _ = zip.write_all(content);
    }
    if let Ok(made) = zip.finish() {
        read(name, &made.into_inner());
    }
}
