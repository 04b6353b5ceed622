//! `milepost import findings`: an office's own tracker, read by a limited child; what becomes of each row.
use super::kind_of_finding;
use crate::{
    desk::{Desk, typed},
    import::{machine, people, read},
    say::{Refused, Say},
};
use domain::{
    ask::{Answer, Command},
    finding::{
        import::ImportFindings,
        table::{self, FindingMap},
    },
    import::{Fates, FileRead},
};
use jiff::civil::Date;
use std::{
    path::{Path, PathBuf},
    process::ExitCode,
};

/// What somebody wants done with a tracker.
#[derive(Clone, Debug, Default)]
pub struct FindingsFile {
    /// The reference of the review that it is taken into.
    pub review: String,
    pub kind: String,
    pub sheet: Option<String>,
    pub map: Option<PathBuf>,
    pub on: Option<Date>,
    pub dry_run: bool,
}

pub async fn findings(desk: &Desk, file: &Path, ask: &FindingsFile, say: Say) -> Result<ExitCode, Refused> {
    let map = match &ask.map {
        Some(path) => std::fs::read_to_string(path)
            .map_err(|error| Refused::because(format!("the map {} cannot be read: {error}", path.display())))?,
        None => String::new(),
    };
    let (name, bytes) = read(file)?;
    let fates = take(desk, &name, bytes, &map, ask).await?;
    say.out(&people(&fates, !ask.dry_run), &machine(&fates, !ask.dry_run));
    Ok(ExitCode::SUCCESS)
}

/// Takes a tracker in, or says what would become of it.
pub async fn take(desk: &Desk, name: &str, bytes: Vec<u8>, map: &str, ask: &FindingsFile) -> Result<Fates, Refused> {
    let map = FindingMap::parse(map).map_err(Refused::because)?;
    let taken = intake::take(name, bytes, ask.sheet.as_deref()).map_err(|error| Refused::because(error.to_string()))?;
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let source = sight.review_coded(&ask.review).and_then(|review| sight.finding_source(review.item.source));
    let source = source.ok_or_else(|| {
        let known: Vec<String> = sight.reviews().iter().map(|kept| kept.reference().to_string()).collect();
        Refused::because(format!(
            "there is no review “{}”; there are: {}. Add one with milepost finding review",
            ask.review,
            if known.is_empty() { "none yet".to_owned() } else { known.join(", ") }
        ))
    })?;
    let table =
        table::read(&taken.document, &source.item, &map).map_err(|why| Refused::because(format!("{name}: {why}")))?;
    let import = ImportFindings {
        review: typed(&ask.review)?,
        table,
        file: FileRead {
            name: typed(name)?,
            sha256: typed(&taken.sha256)?,
            size: i64::try_from(taken.size).unwrap_or(i64::MAX),
            format: typed(&taken.format)?,
        },
        kind: kind_of_finding(&ask.kind)?,
    };
    let asked = desk.ask(Command::ImportFindings(Box::new(import)), ask.on);
    let answer = if ask.dry_run {
        desk.record.decide_only(&asked).await?.answer
    } else {
        desk.record.write(asked).await?.answer
    };
    match answer {
        Answer::Imported(fates) => Ok(*fates),
        _ => Err(Refused::because("the record answered an import with something else; please report this")),
    }
}
