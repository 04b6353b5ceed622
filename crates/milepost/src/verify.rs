//! `milepost verify`: the record and the issued papers; or which issued paper a file is.
use crate::{
    desk::Desk,
    say::{Refused, Say, counted},
    settings::Settings,
};
use domain::office::Kept;
use domain::paper::{Paper, PaperFile};
use record::Record;
use serde_json::json;
use sha2::{Digest, Sha256};
use std::{fmt::Write as _, path::Path, process::ExitCode};

pub async fn record(settings: &Settings, checkpoint: Option<&Path>, say: Say) -> Result<ExitCode, Refused> {
    let kept = checkpoint.map(std::fs::read_to_string).transpose();
    let kept = kept.map_err(|e| Refused::because(format!("the checkpoint that was given cannot be read: {e}")))?;
    let verification = Record::examine(&settings.place, kept.as_deref()).await?;
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
    let hash = Sha256::digest(&bytes).iter().fold(String::new(), |mut hash, byte| {
        let _ = write!(hash, "{byte:02x}");
        hash
    });
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
            edited(paper, file) + &state(paper),
        );
        let returned = paper.item.edited(file);
        let machine = json!({ "issued": true, "number": paper.reference(), "format": file.format, "sha256": hash,
            "edited": returned.map(|returned| &returned.differences), "corrections": paper.item.corrections.len(),
            "withdrawn": paper.item.withdrawn.as_ref().map(|w| &w.reason) });
        say.out(&words, &machine);
        return Ok(ExitCode::SUCCESS);
    }
    let number = match number {
        Some(number) => Some(sight.paper_numbered(number)?.reference().to_string()),
        None => number_of(path, &bytes),
    };
    let resembles = number.and_then(|number| sight.paper_numbered(&number).ok());
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

/// Says so of a file that was edited after it was printed.
fn edited(paper: &Kept<Paper>, file: &PaperFile) -> String {
    let Some(returned) = paper.item.edited(file) else { return String::new() };
    let flagged = returned.differences.iter().filter(|difference| !difference.touches.is_empty()).count();
    format!(
        " It was edited after it was printed and accepted on {}, with {} from the printed file; {flagged} touch a figure, a date or a rating.",
        returned.on,
        counted(returned.differences.len(), "difference", "differences"),
    )
}

fn state(paper: &Kept<Paper>) -> String {
    let corrections = match paper.item.corrections.len() {
        0 => String::new(),
        count => format!(" {} of it stand on the record.", counted(count, "correction", "corrections")),
    };
    let state = match (&paper.item.withdrawn, paper.item.presented) {
        (Some(withdrawal), _) => format!(" It was withdrawn on {}: {}", withdrawal.on, withdrawal.reason),
        (None, Some(on)) => format!(" It was presented on {on}."),
        (None, None) => String::new(),
    };
    state + &corrections
}

/// The number of the paper that a file says it is: in its properties, else in its name, as a CSV file has it.
fn number_of(path: &Path, bytes: &[u8]) -> Option<String> {
    if let Some(stated) = report::stated_number(bytes) {
        return Some(stated.number);
    }
    let name = path.file_name()?.to_string_lossy().to_uppercase();
    let mut parts = name.split('-');
    let (code, year, count) = (parts.next()?, parts.next()?, parts.next()?);
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    (digits(year) && digits(count)).then(|| format!("{code}-{year}-{count}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_csv_file_says_its_number_in_its_name() {
        let named = |name: &str| number_of(Path::new(name), b"Ref,Action\r\n");
        assert_eq!(named("papers/FEN-2026-014-delivery-plan-K7QF-2M9X.csv").as_deref(), Some("FEN-2026-014"));
        assert_eq!(named("delivery-plan.csv"), None);
    }
}
