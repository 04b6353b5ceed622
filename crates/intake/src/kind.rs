//! What a file is, by its first bytes: the names of files lie.
use crate::Refused;

const OLE: &[u8] = b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1";

/// Within how many bytes a flat OpenDocument file says what it is: its root names some thirty vocabularies first.
const FLAT_HEAD: usize = 8 * 1024;

/// First bytes of files that hold no table, and what a person calls them.
const NOT_TABLES: [(&[u8], &str); 22] = [
    (b"\x89PNG", "a picture (PNG)"),
    (b"\xFF\xD8\xFF", "a picture (JPEG)"),
    (b"GIF8", "a picture (GIF)"),
    (b"BM", "a picture (BMP)"),
    (b"II*\0", "a picture (TIFF)"),
    (b"MM\0*", "a picture (TIFF)"),
    (b"RIFF", "a picture, sound or film"),
    (b"\0\0\x01\0", "a picture (icon)"),
    (b"OggS", "a sound or film"),
    (b"ID3", "a sound (MP3)"),
    (b"fLaC", "a sound (FLAC)"),
    (b"\x1A\x45\xDF\xA3", "a film"),
    (b"\x1F\x8B", "a packed file (gzip)"),
    (b"7z\xBC\xAF", "a packed file (7z)"),
    (b"Rar!", "a packed file (RAR)"),
    (b"BZh", "a packed file (bzip2)"),
    (b"\xFD7zXZ", "a packed file (xz)"),
    (b"\x28\xB5\x2F\xFD", "a packed file (zstd)"),
    (b"\x7FELF", "a program"),
    (b"MZ", "a program"),
    (b"SQLite format 3\0", "a database"),
    (b"%!PS", "a page for a printer (PostScript)"),
];

/// Whether the bytes are a zip file, as Office files are. False means: perhaps text. What is known not to be a table
/// is refused here, with what to do instead.
pub fn is_zip(bytes: &[u8]) -> Result<bool, Refused> {
    if bytes.is_empty() {
        return Err(Refused::Empty);
    }
    if bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(b"PK\x05\x06") {
        return Ok(true);
    }
    // A PDF may have bytes before its mark.
    if bytes[..bytes.len().min(1024)].windows(5).any(|five| five == b"%PDF-") {
        return Err(Refused::Pdf);
    }
    if bytes.starts_with(OLE) {
        return Err(compound(bytes));
    }
    if let Some((_, what)) = NOT_TABLES.iter().find(|(first, _)| {
        // Two letters alone may well begin a text: such a file must also hold a NUL.
        bytes.starts_with(first) && (first.len() > 2 || bytes.contains(&0))
    }) {
        return Err(Refused::NotATable { what: (*what).to_owned() });
    }
    if bytes.get(4..8) == Some(b"ftyp") {
        return Err(Refused::NotATable { what: "a picture or film".to_owned() });
    }
    let start: Vec<u8> = bytes[..bytes.len().min(512)]
        .iter()
        .skip_while(|byte| byte.is_ascii_whitespace() || **byte >= 0x80)
        .map(u8::to_ascii_lowercase)
        .collect();
    let other =
        |what: &str, save_as: &str| Err(Refused::OtherFormat { what: what.to_owned(), save_as: save_as.to_owned() });
    if start.starts_with(b"{\\rtf") {
        return other("a Rich Text file (RTF)", "a Word document (DOCX)");
    }
    if start.starts_with(b"<!doctype html") || start.starts_with(b"<html") {
        return other("a web page (some programs name it .xls)", "an Excel workbook (XLSX)");
    }
    if start.starts_with(b"<?xml") || start.starts_with(b"<office:document") {
        let head = &bytes[..bytes.len().min(FLAT_HEAD)];
        let says = |what: &str| head.windows(what.len()).any(|window| window == what.as_bytes());
        if says("opendocument.spreadsheet") {
            return other("a flat OpenDocument spreadsheet (.fods)", "an OpenDocument spreadsheet (ODS)");
        }
        if says("opendocument.") {
            return other("a flat OpenDocument file (.fodt)", "a Word document (DOCX)");
        }
        return other("an XML file", "a Word document (DOCX) or a spreadsheet (XLSX or ODS)");
    }
    Ok(false)
}

/// An OLE compound file: a locked Office file, or a program of before 2007. The names of its streams are in UTF-16.
fn compound(bytes: &[u8]) -> Refused {
    let names = |name: &str| {
        let wide: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.windows(wide.len()).any(|window| window == wide)
    };
    let old = |what: &str, save_as: &str| Refused::OtherFormat { what: what.to_owned(), save_as: save_as.to_owned() };
    if names("EncryptedPackage") {
        Refused::Password
    } else if names("WordDocument") {
        old("a Word document of the old kind (.doc)", "a Word document (DOCX)")
    } else if names("Workbook") || names("Book") {
        old("an Excel workbook of the old kind (.xls)", "an Excel workbook (XLSX)")
    } else {
        Refused::NotATable { what: "an old Office file without a document or workbook in it".to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_pdf_is_answered_with_copy_and_paste() {
        let refused = is_zip(b"%PDF-1.7\n...").unwrap_err();
        assert!(refused.to_string().contains("copy the table and paste it"), "{refused}");
    }

    #[test]
    fn a_locked_file_and_old_files_are_told_apart() {
        let file = |stream: &str| {
            let mut bytes = OLE.to_vec();
            bytes.extend(stream.encode_utf16().flat_map(u16::to_le_bytes));
            bytes
        };
        assert_eq!(is_zip(&file("EncryptedPackage")), Err(Refused::Password));
        assert!(is_zip(&file("WordDocument")).unwrap_err().to_string().contains("(DOCX)"));
        assert!(is_zip(&file("Workbook")).unwrap_err().to_string().contains("(XLSX)"));
    }

    #[test]
    fn a_picture_is_not_a_table_but_a_text_that_begins_with_its_letters_is_text() {
        assert!(matches!(is_zip(b"\x89PNG\r\n"), Err(Refused::NotATable { .. })));
        assert!(matches!(is_zip(b"BM\x36\0\0\0"), Err(Refused::NotATable { .. })));
        assert_eq!(is_zip(b"BME network, Q2"), Ok(false));
        assert_eq!(is_zip(b""), Err(Refused::Empty));
    }
}
