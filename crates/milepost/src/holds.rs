//! Which files hold a passage: issued papers, tables that were taken in, the words of cover reports.
use crate::{desk::Desk, say::Refused};
use domain::{
    erasure::Passage,
    id::Id,
    office::{Kind, Office},
    paper::Paper,
};
use record::Held;
use serde::Deserialize;
use std::{
    collections::{BTreeMap, BTreeSet},
    io::{Cursor, Read},
};
use uuid::Uuid;
use zip::ZipArchive;

/// The papers and files that hold a passage.
pub struct Papers {
    pub issued: Vec<Id<Paper>>,
    pub files: BTreeSet<String>,
    /// Files that were given as evidence of the item itself and go.
    pub evidence: BTreeSet<String>,
    /// PDF files and pictures that were given as evidence, or that nothing on the record names, and packages that hold
    /// too much to be read: nothing tells what they hold.
    pub unsearched: usize,
}

/// The most bytes of text that one file is searched for, all its parts together: an import of more was refused.
const MOST: u64 = 192 * 1024 * 1024;
/// How deep packages are looked into: a document may hold another, and nobody keeps one within that.
const DEEPEST: u8 = 2;

/// Looks through every file that is kept. A paper has the same words in all its formats, so that one which holds the
/// passage speaks for all; a table holds it too if what was taken from it does. A file of evidence goes where it or its
/// name holds the passage, and that of other items only where `of` is None: they keep it as they keep their words.
pub async fn find(
    desk: &Desk,
    office: &Office,
    passage: &Passage,
    states: &[Held],
    of: Option<Uuid>,
) -> Result<Papers, Refused> {
    let sight = office.seen_by(&desk.actor);
    let mut holding = BTreeSet::new();
    let mut pdfs = BTreeSet::new();
    let mut unread = vec![];
    for sha256 in desk.record.files()? {
        let Some(bytes) = desk.record.blob(&sha256).await? else { continue };
        if bytes.starts_with(b"%PDF") {
            pdfs.insert(sha256);
            continue;
        }
        let mut left = MOST;
        match is_in(passage, &bytes, DEEPEST, &mut left) {
            Some(true) => {
                holding.insert(sha256);
            }
            Some(false) => {}
            None => unread.push(sha256),
        }
    }
    let rows: BTreeSet<Uuid> =
        states.iter().filter(|held| held.entry.kind == Kind::Paper).map(|held| held.entry.item).collect();
    let mut found = Papers { issued: vec![], files: BTreeSet::new(), evidence: BTreeSet::new(), unsearched: 0 };
    // A paper or a table that somebody gave as evidence as well goes, or stays, as a paper or a table.
    let otherwise: BTreeSet<String> = sight
        .papers()
        .flat_map(|paper| paper.item.files.iter().map(|file| file.sha256.to_string()))
        .chain(sight.imports().map(|import| import.item.file.sha256.to_string()))
        .collect();
    for (action, file) in sight.evidence_files() {
        let sha256 = file.sha256.to_string();
        let covered = of.is_none_or(|of| of == action.uuid());
        let named = passage.is_in(file.name.as_str()) && !otherwise.contains(&sha256);
        if covered && (holding.contains(&sha256) || named) {
            found.evidence.insert(sha256);
        }
    }
    let elsewhere: BTreeSet<String> = sight.evidence_files().map(|(_, file)| file.sha256.to_string()).collect();
    holding
        .retain(|sha256| !elsewhere.contains(sha256) || found.evidence.contains(sha256) || otherwise.contains(sha256));
    found.files.extend(found.evidence.iter().cloned());
    let mut named: BTreeSet<String> = BTreeSet::new();
    for paper in sight.papers() {
        let files: Vec<String> = paper.item.files.iter().map(|file| file.sha256.to_string()).collect();
        let words = paper.item.words.iter().map(ToString::to_string);
        named.extend(files.iter().cloned().chain(words));
        if rows.contains(&paper.id.uuid()) || files.iter().any(|file| holding.contains(file)) {
            found.issued.push(paper.id);
            // A table of figures beside it may hold nothing: it stays, as the hash of what was issued says.
            found.files.extend(files.into_iter().filter(|file| holding.contains(file) || pdfs.contains(file)));
        }
    }
    let taken_from: BTreeSet<Uuid> = states.iter().filter_map(|held| import_of(&held.body)).collect();
    for import in sight.imports() {
        let file = import.item.file.sha256.to_string();
        named.insert(file.clone());
        if taken_from.contains(&import.id.uuid()) {
            found.files.insert(file);
        }
    }
    // Of papers that a restore lost, or that were never issued, only the files are left: they go by their number.
    let mut lost: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for sha256 in holding.iter().chain(&pdfs).filter(|sha256| !named.contains(*sha256)) {
        let bytes = desk.record.blob(sha256).await?.unwrap_or_default();
        if let Some(stated) = report::stated_number(&bytes) {
            lost.entry(stated.number).or_default().insert(sha256.clone());
        }
    }
    for files in lost.values().filter(|files| files.iter().any(|file| holding.contains(file))) {
        found.files.extend(files.iter().cloned());
    }
    let unread = unread.iter().filter(|file| !found.files.contains(*file)).count();
    found.unsearched = unread + pdfs.iter().filter(|pdf| !named.contains(*pdf) && !found.files.contains(*pdf)).count();
    found.files.extend(holding);
    // What is there to go: a withdrawn paper's files may have gone before.
    let there: BTreeSet<String> = desk.record.files()?.into_iter().collect();
    found.files.retain(|file| there.contains(file));
    Ok(found)
}

/// The import that a state came from.
fn import_of(body: &[u8]) -> Option<Uuid> {
    #[derive(Deserialize)]
    struct State {
        item: Item,
    }
    #[derive(Deserialize)]
    struct Item {
        origin: Option<Origin>,
    }
    #[derive(Deserialize)]
    struct Origin {
        import: Uuid,
    }
    serde_json::from_slice::<State>(body).ok()?.item.origin.map(|origin| origin.import)
}

/// Whether a file holds a passage, in whichever way its format writes text; None where it cannot be read: a picture, or a
/// package that holds more, or lies deeper, than `left` and `depth`.
fn is_in(passage: &Passage, bytes: &[u8], depth: u8, left: &mut u64) -> Option<bool> {
    if bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xff\xd8\xff") {
        return None;
    }
    if bytes.starts_with(b"PK\x03\x04") {
        let Ok(mut zip) = ZipArchive::new(Cursor::new(bytes)) else { return None };
        let mut whole = true;
        for n in 0..zip.len() {
            let mut part = Vec::new();
            let read = zip.by_index(n).is_ok_and(|file| file.take(*left).read_to_end(&mut part).is_ok());
            *left = left.saturating_sub(u64::try_from(part.len()).unwrap_or(u64::MAX));
            if depth == 0 || !read || *left == 0 {
                return None;
            }
            match is_in(passage, &part, depth - 1, left) {
                Some(true) => return Some(true),
                Some(false) => {}
                // The pictures of a document are not its words.
                None => whole = whole && !part.starts_with(b"PK\x03\x04"),
            }
        }
        return whole.then_some(false);
    }
    if passage.blanked_json(bytes).is_some() {
        return Some(true);
    }
    let text = text_of(bytes);
    // Runs of one word may lie in several elements, and words of one text in several paragraphs.
    Some(
        passage.is_in(&text)
            || passage.is_in(&text.replace("\"\"", "\""))
            || (text.contains('<') && (passage.is_in(&unmarked(&text, "")) || passage.is_in(&unmarked(&text, " ")))),
    )
}

fn text_of(bytes: &[u8]) -> String {
    let wide = |from: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| from([pair[0], pair[1]])).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xFF, 0xFE, ..] => wide(u16::from_le_bytes),
        [0xFE, 0xFF, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8_lossy(bytes).into_owned(),
    }
}

/// The text of markup, with something between what its elements hold.
fn unmarked(markup: &str, between: &str) -> String {
    let mut text = String::with_capacity(markup.len());
    let mut rest = markup;
    while let Some(start) = rest.find('<') {
        text.push_str(&rest[..start]);
        text.push_str(between);
        let Some(end) = rest[start..].find('>') else { break };
        rest = &rest[start + end + 1..];
    }
    text.push_str(rest);
    unescaped(&text)
}

fn unescaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(start) = rest.find('&') {
        out.push_str(&rest[..start]);
        rest = &rest[start..];
        let end = rest.bytes().take(12).position(|byte| byte == b';');
        if let Some((c, end)) = end.and_then(|end| Some((character(&rest[1..end])?, end))) {
            out.push(c);
            rest = &rest[end + 1..];
        } else {
            out.push('&');
            rest = &rest[1..];
        }
    }
    out.push_str(rest);
    out
}

fn character(name: &str) -> Option<char> {
    match name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        "nbsp" => Some('\u{A0}'),
        _ => {
            let code = name.strip_prefix('#')?;
            let code = match code.strip_prefix(['x', 'X']) {
                Some(hex) => u32::from_str_radix(hex, 16).ok()?,
                None => code.parse().ok()?,
            };
            char::from_u32(code)
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::text::text;

    #[test]
    fn a_passage_is_found_however_a_format_writes_it() {
        let passage = Passage::new(&text("Jane \"JR\" Roe & son")).unwrap();
        let mut left = MOST;
        for file in [
            r#"plain: Jane "JR" Roe & son."#,
            r#""a ""cell"" with Jane ""JR"" Roe & son""#,
            r#"{"a":"Jane \"JR\" Roe \u0026 son"}"#,
            "<p>Jane &quot;JR&#34; Roe &amp; son</p>",
            "<w:t>Ja</w:t><w:t>ne &quot;JR&quot; R</w:t><w:t>oe &#x26; son</w:t>",
            "<p>Jane</p><p>&quot;JR&quot;</p> Roe<br> &amp; son",
        ] {
            assert_eq!(is_in(&passage, file.as_bytes(), DEEPEST, &mut left), Some(true), "{file}");
        }
        let wide: Vec<u8> =
            std::iter::once(0xFEFF).chain("Jane \"JR\" Roe & son".encode_utf16()).flat_map(u16::to_le_bytes).collect();
        assert_eq!(is_in(&passage, &wide, DEEPEST, &mut left), Some(true));
        assert_eq!(is_in(&passage, b"Jane & Roe &unfinished <", DEEPEST, &mut left), Some(false));
    }
}
