//! Which paper a file says it is: what its properties state, also after somebody edited or saved it again. Nothing here
//! proves anything; it finds the paper to compare with.
use crate::blocks::PaperNumber;
use std::io::{Cursor, Read};
use zip::ZipArchive;

/// The number and code in the properties of a PDF, Word, Excel, OpenDocument, HTML or JSON file; None for any other file, for one without
/// them, and for CSV, which has them in its name only.
pub fn stated_number(file: &[u8]) -> Option<PaperNumber> {
    let (number, code) = match file {
        [b'%', b'P', b'D', b'F', ..] => of_pdf(file)?,
        [b'P', b'K', 3, 4, ..] => of_package(file)?,
        _ => {
            let text = std::str::from_utf8(file).ok()?;
            of_json(text).or_else(|| of_html(text))?
        }
    };
    (is_plain(&number) && is_plain(&code)).then_some(PaperNumber { number, code })
}

/// What a number and a code are made of, so that nothing else in a strange file is taken for one.
fn is_plain(word: &str) -> bool {
    !word.is_empty() && word.len() <= 40 && word.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'-')
}

/// PDF/A keeps its properties readable, as XMP; a program that saved it again may keep the older dictionary only.
fn of_pdf(file: &[u8]) -> Option<(String, String)> {
    let keywords = between(file, b"<pdf:Keywords>", b"<").or_else(|| between(file, b"/Keywords(", b")"))?;
    let (number, code) = keywords.split_once(", ")?;
    Some((number.to_owned(), code.to_owned()))
}

/// Of an office file: Word's and Excel's own properties stand in one part, OpenDocument's among the others.
fn of_package(file: &[u8]) -> Option<(String, String)> {
    let mut zip = ZipArchive::new(Cursor::new(file)).ok()?;
    let mut stated = |part: &str, name: &[&str; 2], before: &[u8]| {
        const MOST: u64 = 64 * 1024;
        let mut properties = Vec::new();
        zip.by_name(part).ok()?.take(MOST).read_to_end(&mut properties).ok()?;
        let value = |name: &str| {
            let after = properties.windows(name.len()).position(|part| part == name.as_bytes())? + name.len();
            between(&properties[after..], before, b"<")
        };
        Some((value(name[0])?, value(name[1])?))
    };
    let names = ["\"Milepost number\"", "\"Milepost code\""];
    stated("docProps/custom.xml", &names, b"<vt:lpwstr>").or_else(|| stated("meta.xml", &names, b">"))
}

fn of_html(text: &str) -> Option<(String, String)> {
    let value = |name: &str| between(text.as_bytes(), format!("<meta name=\"{name}\" content=\"").as_bytes(), b"\"");
    Some((value("milepost-number")?, value("milepost-code")?))
}

fn of_json(text: &str) -> Option<(String, String)> {
    let paper: serde_json::Value = serde_json::from_str(text).ok()?;
    Some((paper.get("number")?.as_str()?.to_owned(), paper.get("code")?.as_str()?.to_owned()))
}

fn between(bytes: &[u8], before: &[u8], after: &[u8]) -> Option<String> {
    let start = bytes.windows(before.len()).position(|part| part == before)? + before.len();
    let length = bytes[start..].windows(after.len()).position(|part| part == after)?;
    String::from_utf8(bytes[start..start + length].to_vec()).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, sample, write};

    #[test]
    fn every_format_but_csv_says_which_paper_it_is() {
        let paper = sample::delivery_plan(3);
        for format in [Format::Html, Format::Pdf, Format::Docx, Format::Odt, Format::Xlsx, Format::Ods, Format::Json] {
            assert_eq!(stated_number(&write(&paper, format).unwrap()), paper.number, "{format:?}");
        }
        assert_eq!(stated_number(&write(&paper, Format::Csv).unwrap()), None);
    }

    #[test]
    fn a_rendering_and_a_strange_file_say_nothing() {
        let paper = sample::cover_report();
        for format in Format::ALL {
            assert_eq!(stated_number(&write(&paper, format).unwrap()), None, "{format:?}");
        }
        for strange in ["", "%PDF-1.7", "PK\u{3}\u{4}", "<html>", "{\"number\":7}", "%PDF /Keywords(a b, <c>)"] {
            assert_eq!(stated_number(strange.as_bytes()), None, "{strange}");
        }
    }
}
