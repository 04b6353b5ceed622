//! `milepost init`, and the desk that every other command sits at.
use crate::{say::Say, settings::Settings};
pub use desk::{Desk, Found, Refused, typed};
use domain::{
    chance::Chance,
    settings::{Begin, Brand},
    text::Text,
};
use jiff::Timestamp;
use record::Record;
use std::{path::Path, process::ExitCode};

pub async fn open(settings: &Settings, acting: Option<&str>) -> Result<Desk, Refused> {
    Desk::at(Record::open(&settings.place).await?, acting)
}

/// `milepost init`.
pub async fn init(
    settings: &Settings,
    dir: &Path,
    office: &str,
    code: Option<&str>,
    now: Timestamp,
    say: Say,
) -> Result<ExitCode, Refused> {
    let place = record::Place { dir: dir.to_owned(), database: settings.place.database.clone() };
    let name = typed(office)?;
    let code = code.map(typed).transpose()?;
    let begin = Begin { name: name.clone(), code, key: Text::default(), brand: Brand::default(), demo: false };
    let record = Record::begin(&place, begin, now, Chance::new(seed()?)).await?;
    let desk = Desk::at(record, None)?;
    desk.close().await;
    let office = desk.record.office();
    let code = office.settings().map(|s| s.item.code.to_string()).unwrap_or_default();
    let words = format!(
        "The record of {name} begins in {}.\nIts papers are numbered {code}-{}-001 and so on. The key in {}/signing.key signs the record: keep a copy where the backups are not.\nNext: milepost import plan FILE --dir {}",
        dir.display(),
        domain::period::london_day(now).year(),
        dir.display(),
        dir.display()
    );
    say.out(&words, &serde_json::json!({ "dir": dir, "office": name, "code": code }));
    Ok(ExitCode::SUCCESS)
}

/// Thirty-two bytes of the machine's own chance.
pub fn seed() -> Result<[u8; 32], Refused> {
    let mut seed = [0; 32];
    getrandom::fill(&mut seed).map_err(|e| Refused::because(format!("this machine gives no random numbers: {e}")))?;
    Ok(seed)
}
