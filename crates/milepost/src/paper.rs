//! `milepost paper` prints, `milepost issue` prints with a number and keeps the bytes. Both compose the same document.
use crate::{
    arguments::{self, PaperFormat},
    desk::Desk,
    say::{Refused, Say},
};
use jiff::civil::Date;
use report::{Format, write};
use serde_json::json;
use std::{fmt::Write as _, io::Write as _, path::Path, process::ExitCode};

/// What was asked on the command line, the words of a cover report read from their file.
fn asked(ask: &arguments::PaperAsk) -> Result<desk::PaperAsk, Refused> {
    let read = |path: &std::path::PathBuf| {
        std::fs::read_to_string(path).map_err(|e| Refused::because(format!("{} cannot be read: {e}", path.display())))
    };
    Ok(desk::PaperAsk {
        kind: ask.kind.kind(),
        plan: ask.plan.clone(),
        body: ask.body.clone(),
        theme: ask.theme.clone(),
        as_at: ask.as_at.clone(),
        since: ask.since.clone(),
        words: ask.text.as_ref().map(read).transpose()?,
    })
}

pub async fn print(
    desk: &Desk,
    ask: &arguments::PaperAsk,
    format: PaperFormat,
    output: Option<&Path>,
) -> Result<ExitCode, Refused> {
    let composed = desk::composed(desk, &asked(ask)?).await?;
    let format = match format {
        PaperFormat::Pdf => Format::Pdf,
        PaperFormat::Docx => Format::Docx,
        PaperFormat::Odt => Format::Odt,
        PaperFormat::Xlsx => Format::Xlsx,
        PaperFormat::Ods => Format::Ods,
        PaperFormat::Html => Format::Html,
        PaperFormat::Csv => Format::Csv,
        PaperFormat::Json => Format::Json,
    };
    if !Format::of(composed.kind).contains(&format) {
        let known: Vec<&str> = Format::of(composed.kind).iter().map(|f| f.as_str()).collect();
        return Err(Refused::because(format!(
            "a {} has no table of rows, so no {} of it; its formats are {}",
            composed.kind.as_str(),
            format.as_str().to_uppercase(),
            known.join(", ")
        )));
    }
    let bytes = write(&composed.document, format).map_err(|e| Refused::because(e.to_string()))?;
    match output {
        Some(path) => std::fs::write(path, bytes)
            .map_err(|e| Refused::because(format!("{} cannot be written: {e}", path.display())))?,
        None => std::io::stdout()
            .write_all(&bytes)
            .map_err(|e| Refused::because(format!("standard output cannot be written: {e}")))?,
    }
    Ok(ExitCode::SUCCESS)
}

pub async fn issue(desk: &Desk, ask: &arguments::PaperAsk, on: Option<Date>, say: Say) -> Result<ExitCode, Refused> {
    let issued = desk::issue(desk, &asked(ask)?, on, None).await?;
    let mut words = format!("{} is issued (code {}): {}\n", issued.number.number, issued.number.code, issued.title);
    for file in &issued.files {
        let _ = writeln!(words, "  {}  {}", file.sha256, file.name);
    }
    let files: Vec<_> = issued
        .files
        .iter()
        .map(|f| json!({ "format": f.format, "name": f.name, "sha256": f.sha256, "size": f.size }))
        .collect();
    let machine =
        json!({ "number": issued.number.number, "code": issued.number.code, "title": issued.title, "files": files });
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}
