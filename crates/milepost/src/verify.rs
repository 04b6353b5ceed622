//! `milepost verify`: the record and the issued papers; or which issued paper a file is.
use crate::{
    desk::Desk,
    say::{Refused, Say, counted},
    settings::Settings,
};
use domain::office::Kept;
use domain::paper::Paper;
use record::Record;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{
    fmt::Write as _,
    io::{Cursor, Read as _},
    path::Path,
    process::ExitCode,
};

pub async fn record(settings: &Settings, say: Say) -> Result<ExitCode, Refused> {
    let verification = Record::examine(&settings.place).await?;
    let mut words = String::new();
    for problem in &verification.problems {
        let place = problem.seq.map(|seq| format!("Entry {seq}: ")).unwrap_or_default();
        let _ = writeln!(words, "{place}{}", problem.what);
    }
    let entries = counted(usize::try_from(verification.entries).unwrap_or(0), "entry", "entries");
    if verification.ok {
        let _ = write!(
            words,
            "The record holds {entries}, unchanged since each was recorded; {} past the last signed statement.\nRoot: {}",
            verification.past_checkpoint, verification.root
        );
    } else {
        let _ = write!(words, "{} found in {entries}.", counted(verification.problems.len(), "problem", "problems"));
    }
    say.out(&words, &verification);
    Ok(if verification.ok { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}

pub async fn file(desk: &Desk, path: &Path, number: Option<&str>, say: Say) -> Result<ExitCode, Refused> {
    let bytes = std::fs::read(path).map_err(|e| Refused::because(format!("{} cannot be read: {e}", path.display())))?;
    let hash: String = Sha256::digest(&bytes).iter().map(|b| format!("{b:02x}")).collect();
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    for paper in sight.papers() {
        let Some(file) = paper.item.files.iter().find(|f| f.sha256.as_str() == hash) else { continue };
        let words = format!(
            "{} is paper {} as issued on {}: “{}”, {} file, entry {} of the record.{}",
            path.display(),
            paper.reference(),
            paper.item.issued.map(|d| d.to_string()).unwrap_or_default(),
            paper.item.title,
            file.format.as_str().to_uppercase(),
            paper.seq,
            state(paper),
        );
        let machine = json!({ "issued": true, "number": paper.reference(), "format": file.format, "sha256": hash,
            "withdrawn": paper.item.withdrawn.as_ref().map(|w| &w.reason) });
        say.out(&words, &machine);
        return Ok(ExitCode::SUCCESS);
    }
    let mut resembles = None;
    let numbers = match number {
        Some(number) => vec![sight.paper_numbered(number)?.reference().to_string()],
        None => numbers_in(&bytes),
    };
    for number in &numbers {
        if let Ok(paper) = sight.paper_numbered(number) {
            resembles = Some(paper);
            break;
        }
    }
    let mut words = format!(
        "{} was not issued by this office as this file; it may be a combined, edited or re-saved copy.",
        path.display()
    );
    match resembles {
        Some(paper) => {
            let _ = write!(
                words,
                "\nIt carries the number {} (code {}): “{}”.{} Compare it with the files that were issued:",
                paper.reference(),
                paper.item.code,
                paper.item.title,
                state(paper)
            );
            for file in &paper.item.files {
                let _ = write!(words, "\n  {}  {}", file.sha256, file.name);
            }
        }
        None => words
            .push_str("\nNo number of a paper was found in it. If one is printed on its pages, give it with --number."),
    }
    say.out(&words, &json!({ "issued": false, "sha256": hash, "resembles": resembles.map(Kept::reference) }));
    Ok(ExitCode::FAILURE)
}

fn state(paper: &Kept<Paper>) -> String {
    match (&paper.item.withdrawn, paper.item.presented) {
        (Some(withdrawal), _) => format!(" It was withdrawn on {}: {}", withdrawal.on, withdrawal.reason),
        (None, Some(on)) => format!(" It was presented on {on}."),
        (None, None) => String::new(),
    }
}

/// The numbers of papers that a file carries: in the properties of a Word file, else anywhere in its bytes.
fn numbers_in(bytes: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    if bytes.starts_with(b"PK")
        && let Ok(mut zip) = zip::ZipArchive::new(Cursor::new(bytes))
    {
        for name in ["docProps/custom.xml", "docProps/core.xml", "word/document.xml"] {
            let Ok(entry) = zip.by_name(name) else { continue };
            let mut part = Vec::new();
            if entry.take(4 * 1024 * 1024).read_to_end(&mut part).is_ok() {
                found.extend(numbers(&part));
            }
        }
    }
    found.extend(numbers(bytes));
    found
}

/// All that looks like FEN-2026-001.
fn numbers(bytes: &[u8]) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    for token in bytes.split(|b| !(b.is_ascii_alphanumeric() || *b == b'-')) {
        let Ok(token) = std::str::from_utf8(token) else { continue };
        let parts: Vec<&str> = token.split('-').collect();
        for three in parts.windows(3) {
            let code = (2..=8).contains(&three[0].len())
                && three[0].bytes().all(|b| b.is_ascii_uppercase() || b.is_ascii_digit());
            let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
            if code && three[1].len() == 4 && digits(three[1]) && three[2].len() >= 3 && digits(three[2]) {
                let number = three.join("-");
                if !found.contains(&number) {
                    found.push(number);
                }
            }
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_found_in_names_and_in_bytes() {
        assert_eq!(
            numbers(b"x (FEN-2026-014) <k>FEN-2026-014</k> ISO-8859-1 FEN-2025-0999"),
            ["FEN-2026-014", "FEN-2025-0999"]
        );
        assert_eq!(numbers(b"FEN-2026-014-delivery-plan.csv"), ["FEN-2026-014"]);
    }
}
