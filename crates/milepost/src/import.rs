//! `milepost import plan`: a file, read by a limited child; a reading of it; what becomes of each row.
use crate::{
    desk::{Desk, typed},
    plan_text,
    say::{Refused, Say, counted},
};
use domain::{
    ask::{Answer, Command},
    import::{Fate, Fates, FileRead, ImportPlan},
    map::PlanMap,
    period::london_day,
    reading,
};
use jiff::civil::Date;
use std::{
    fmt::Write as _,
    io::Read as _,
    path::{Path, PathBuf},
    process::ExitCode,
};

#[derive(Clone, Debug, Default)]
pub struct ImportAsk {
    pub plan: Option<String>,
    pub sheet: Option<String>,
    pub map: Option<PathBuf>,
    pub on: Option<Date>,
    pub as_position: Option<(String, String)>,
    /// Why it is taken in, where somebody says so.
    pub reason: Option<String>,
    pub dry_run: bool,
}

/// The most bytes that a file from outside may have.
const LARGEST: u64 = 32 * 1024 * 1024;

pub async fn plan(desk: &Desk, file: &Path, ask: &ImportAsk, say: Say) -> Result<ExitCode, Refused> {
    if file.is_dir() {
        let fates = plan_text::take(desk, &plan_text::folder(file)?, ask).await?;
        say.out(&people(&fates, !ask.dry_run), &machine(&fates, !ask.dry_run));
        return Ok(ExitCode::SUCCESS);
    }
    let map = match &ask.map {
        Some(path) => Some(
            std::fs::read_to_string(path)
                .map_err(|e| Refused::because(format!("the map {} cannot be read: {e}", path.display())))?,
        ),
        None => None,
    };
    let (name, bytes) = read(file)?;
    let fates = take(desk, &name, bytes, map.as_deref(), ask).await?;
    say.out(&people(&fates, !ask.dry_run), &machine(&fates, !ask.dry_run));
    Ok(ExitCode::SUCCESS)
}

/// Takes a file in, or says what would become of it.
pub async fn take(
    desk: &Desk,
    name: &str,
    bytes: Vec<u8>,
    map: Option<&str>,
    ask: &ImportAsk,
) -> Result<Fates, Refused> {
    let map = match map {
        Some(words) => PlanMap::parse(words).map_err(Refused::because)?,
        None => PlanMap::default(),
    };
    let kept = bytes.clone();
    let taken = intake::take(name, bytes, ask.sheet.as_deref()).map_err(|e| Refused::because(e.to_string()))?;
    let reading = reading::read(&taken.document, &map, ask.on, london_day(desk.now()))
        .map_err(|e| Refused::because(format!("{name}: {e}")))?;
    let import = ImportPlan {
        reading,
        file: FileRead {
            name: typed(name)?,
            sha256: typed(&taken.sha256)?,
            size: i64::try_from(taken.size).unwrap_or(i64::MAX),
            format: typed(&taken.format)?,
        },
        plan: ask.plan.as_deref().map(typed).transpose()?,
        as_position: match &ask.as_position {
            Some((name, body)) => Some((typed(name)?, typed(body)?)),
            None => None,
        },
    };
    let command = Command::ImportPlan(Box::new(import));
    land(desk, command, &kept, ask).await
}

/// Asks for an import; the file that it came from is kept beside the record.
pub async fn land(desk: &Desk, command: Command, file: &[u8], ask: &ImportAsk) -> Result<Fates, Refused> {
    let mut asked = desk.ask(command, ask.on);
    asked.reason = ask.reason.as_deref().map(typed).transpose()?;
    let answer = if ask.dry_run {
        desk.record.decide_only(&asked).await?.answer
    } else {
        // The file is kept before the entries that name it; a refused import leaves at most a file that nothing names.
        desk.record.keep_given(file).await?;
        desk.record.write(asked).await?.answer
    };
    match answer {
        Answer::Imported(fates) => Ok(*fates),
        Answer::Item(_) | Answer::Number { .. } | Answer::Undone(_) => {
            Err(Refused::because("the record answered an import with something else; please report this"))
        }
    }
}

/// The bytes of a file, or of standard input for `-`.
pub fn read(file: &Path) -> Result<(String, Vec<u8>), Refused> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        let cannot = |e| Refused::because(format!("what was pasted cannot be read: {e}"));
        std::io::stdin().lock().take(LARGEST + 1).read_to_end(&mut bytes).map_err(cannot)?;
        return Ok(("the pasted text".into(), bytes));
    }
    let cannot = |e: std::io::Error| match e.kind() {
        std::io::ErrorKind::NotFound => {
            Refused::because(format!("there is no file {}; check the name and the folder", file.display()))
        }
        _ => Refused::because(format!("{} cannot be read: {e}", file.display())),
    };
    let opened = std::fs::File::open(file).map_err(cannot)?;
    opened.take(LARGEST + 1).read_to_end(&mut bytes).map_err(cannot)?;
    let name = file.file_name().map(|n| n.to_string_lossy().into_owned()).unwrap_or_default();
    Ok((name, bytes))
}

/// What became of a table, for people: the rows that need a look first, then the sums, then the map.
pub fn people(fates: &Fates, written: bool) -> String {
    let mut out = String::new();
    for row in &fates.rows {
        let fate = match row.fate {
            Fate::Created => "new",
            Fate::Updated => "updated",
            Fate::Unchanged => "unchanged",
            Fate::Rejected => "REJECTED",
            Fate::Skipped => "skipped",
        };
        let reference = match (&row.reference, row.given) {
            (Some(reference), true) => format!("{reference} (given)"),
            (Some(reference), false) => reference.to_string(),
            (None, _) => "-".into(),
        };
        let title = shortened(row.title.on_one_line().as_str(), 70);
        let _ = write!(out, "{:9}  {:12}  {title}  [{}]", fate, reference, row.place);
        if let Some(reason) = &row.reason {
            let _ = write!(out, "\n           {}", reason.replace('\n', "\n           "));
        }
        out.push('\n');
    }
    if !fates.themes.is_empty() {
        out.push_str("\nThemes\n");
        for theme in &fates.themes {
            let _ = writeln!(out, "  {}: {}", theme.name, counted(theme.actions, "action", "actions"));
        }
    }
    for note in &fates.notes {
        let _ = writeln!(out, "\nNote: {note}");
    }
    for question in &fates.questions {
        let _ = writeln!(out, "\nQuestion ({}): {}\n  Taken: {}", question.place, question.asks, question.taken);
    }
    if !fates.absent.is_empty() {
        out.push_str("\nOn the record and not in this table (kept as they are):\n");
        for absent in &fates.absent {
            let _ = writeln!(out, "  {}  {}", absent.reference, absent.title);
        }
    }
    let map = fates.map.to_toml();
    if !map.trim().is_empty() {
        let _ = write!(
            out,
            "\nThe map, to read the next edition in the same way (save it and give it with --map):\n\n{map}"
        );
    }
    let t = &fates.totals;
    let _ = write!(
        out,
        "\n{} new, {} updated, {} unchanged, {} rejected, {} skipped. {}",
        t.created,
        t.updated,
        t.unchanged,
        t.rejected,
        t.skipped,
        if written { "Written to the record." } else { "Nothing was written." }
    );
    out
}

fn shortened(title: &str, most: usize) -> String {
    if title.chars().count() <= most {
        return title.to_owned();
    }
    let cut: String = title.chars().take(most - 1).collect();
    format!("{}…", cut.trim_end())
}

/// The same for machines.
pub fn machine(fates: &Fates, written: bool) -> serde_json::Value {
    let mut value = serde_json::to_value(fates).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("written".into(), written.into());
    }
    value
}
