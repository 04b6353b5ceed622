//! `milepost backup` and `milepost restore`.
use crate::{
    desk::{Desk, seed},
    say::{Refused, Say},
    settings::Settings,
};
use domain::chance::Chance;
use jiff::Timestamp;
use record::Record;
use serde_json::json;
use std::{path::Path, process::ExitCode};

pub async fn backup(desk: &Desk, file: &Path, say: Say) -> Result<ExitCode, Refused> {
    if file.exists() {
        return Err(Refused::because(format!("{} is there already; give a name that is free", file.display())));
    }
    desk.record.backup(file).await?;
    let head = desk.office().await?.head();
    let words = format!(
        "The record up to entry {} or later, with its files, is in {}. The key is not: keep it apart.",
        head.seq,
        file.display()
    );
    say.out(&words, &json!({ "file": file, "seq": head.seq }));
    Ok(ExitCode::SUCCESS)
}

pub async fn restore(settings: &Settings, file: &Path, now: Timestamp, say: Say) -> Result<ExitCode, Refused> {
    let before = settings.place.dir.join("signing.key").exists();
    let record = Record::restore(&settings.place, file, now, Chance::new(seed()?)).await?;
    // A backup says itself what it holds; only the proof says that all of it came back.
    let verification = record.verify().await?;
    if let Some(problem) = verification.problems.first() {
        return Err(Refused::because(format!(
            "the record is back in {}, and not whole: {}; {} in all, listed by milepost verify. Use an older backup, or ask where this one came from",
            settings.place.dir.display(),
            problem.what,
            crate::say::counted(verification.problems.len(), "problem", "problems")
        )));
    }
    let office = record.office();
    let epoch = office.settings().map_or(1, |s| s.item.epoch);
    let words = format!(
        "The record is back in {}, up to entry {}, in epoch {epoch}.{}",
        settings.place.dir.display(),
        office.head().seq,
        if before {
            ""
        } else {
            " The key did not come with the backup, so a new one signs from here on, and the record says so."
        }
    );
    say.out(&words, &json!({ "dir": settings.place.dir, "seq": office.head().seq, "epoch": epoch }));
    Ok(ExitCode::SUCCESS)
}
