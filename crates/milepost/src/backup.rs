//! `milepost backup`, `export`, `restore`, `import record` and `rotate-key`: what keeps a record alive.
use crate::{
    desk::{Desk, seed, typed},
    say::{Refused, Say},
    settings::Settings,
};
use domain::{
    ask::{Ask, Command},
    chance::Chance,
    settings::RotateKey,
    text::Text,
};
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

pub async fn export(desk: &Desk, dir: &Path, say: Say) -> Result<ExitCode, Refused> {
    if dir.exists() {
        return Err(Refused::because(format!("{} is there already; give a name that is free", dir.display())));
    }
    desk.record.export(dir).await?;
    let head = desk.office().await?.head();
    let words = format!(
        "The record up to entry {} or later, with its files, is in {}, as open files. The key is not.",
        head.seq,
        dir.display()
    );
    say.out(&words, &json!({ "dir": dir, "seq": head.seq }));
    Ok(ExitCode::SUCCESS)
}

pub async fn restore(settings: &Settings, from: &Path, now: Timestamp, say: Say) -> Result<ExitCode, Refused> {
    let before = settings.place.dir.join("signing.key").exists();
    let number = |bytes: &[u8]| Some(report::stated_number(bytes)?.number);
    let restored = Record::restore(&settings.place, from, now, Chance::new(seed()?), number).await?;
    let dir = settings.place.dir.display();
    // A backup says itself what it holds; only the proof says that all of it came back.
    let verification = restored.record.verify().await?;
    if let Some(problem) = verification.problems.first() {
        return Err(Refused::because(format!(
            "the record is back in {dir}, and not whole: {}; {} in all, listed by milepost verify. Use an older backup, or ask where this one came from",
            problem.what,
            crate::say::counted(verification.problems.len(), "problem", "problems")
        )));
    }
    let office = restored.record.office();
    let epoch = office.settings().map_or(1, |s| s.item.epoch);
    let mut words = format!("The record is back in {dir}, up to entry {}, in epoch {epoch}.", office.head().seq);
    let mut tell = |sentence: String| {
        words.push('\n');
        words.push_str(&sentence);
    };
    if !before {
        tell("The key did not come with it, so a new one signs from here on, and the record says so.".into());
    }
    if let Some(gap) = &restored.gap {
        tell(match (gap.from, gap.to) {
            (Some(from), Some(to)) => {
                format!("Entries {from} to {to} were signed once and are lost; the record says so.")
            }
            _ => "Whether signed entries are lost cannot be told: the folder held no checkpoint of this record.".into(),
        });
        if !gap.papers.is_empty() {
            let papers: Vec<&str> = gap.papers.iter().map(domain::text::Text::as_str).collect();
            tell(format!(
                "Papers issued in what is lost: {}. Their files are still under {dir}/blobs; their numbers are not given again.",
                papers.join(", ")
            ));
        }
        if restored.erased_again > 0 {
            let states = crate::say::counted(restored.erased_again, "state", "states");
            tell(format!("What was erased after the backup was made is erased again, in {states}."));
        } else if !restored.knows_erasures {
            tell("Whether anything was erased after the backup was made cannot be told: the folder held no list of erasures. If something was, erase it again.".into());
        }
    }
    if restored.jobs > 0 {
        let jobs = crate::say::counted(restored.jobs, "publication is", "publications are");
        tell(format!("{jobs} scheduled by what came back: withdraw what is not to go out."));
    }
    let gap = restored.gap.as_ref();
    let machine = json!({
        "dir": settings.place.dir, "seq": office.head().seq, "epoch": epoch,
        "gap": gap.map(|gap| json!({ "epoch": gap.epoch, "from": gap.from, "to": gap.to, "papers": gap.papers })),
        "erased_again": restored.erased_again, "knows_erasures": restored.knows_erasures, "jobs": restored.jobs,
    });
    say.out(&words, &machine);
    Ok(ExitCode::SUCCESS)
}

/// `milepost rotate-key`.
pub async fn rotate_key(desk: &Desk, reason: &str, say: Say) -> Result<ExitCode, Refused> {
    let ask =
        Ask { reason: Some(typed(reason)?), ..desk.ask(Command::RotateKey(RotateKey { key: Text::default() }), None) };
    let written = desk.record.rotate_key(ask).await?;
    let words = format!(
        "Entry {} says that another key signs from here on. The new key is in the folder as signing.key, and the old one is deleted: keep a copy of the new one where the backups are not.\nWhat the old key signed up to entry {} stays provable; whoever holds a copy of the old key can no longer sign for this record.",
        written.seq,
        written.seq - 1
    );
    let key = desk.office().await?.settings().map(|s| s.item.key.clone());
    say.out(&words, &json!({ "seq": written.seq, "key": key }));
    Ok(ExitCode::SUCCESS)
}
