//! `milepost load`: files of figures onto the record, each as one load.
use crate::{
    counts::Told,
    desk::{Desk, typed},
    say::{Refused, Say, counted},
};
use bulk::{figures, home_office::Offences, police_uk, population};
use clap::{Args, Subcommand, ValueEnum};
use desk::load::{Given, Kind, LoadAsk, Readers, add, read, today};
use domain::{
    ask::{Ask, Command},
    load::{Difference, Load, TakeBackLoad},
    office::Kept,
};
use jiff::civil::Date;
use report::words::Words;
use serde_json::{Value, json};
use std::{fmt::Write as _, path::PathBuf, process::ExitCode};

#[derive(Debug, Subcommand)]
pub enum LoadCommand {
    /// Files of data.police.uk: crimes, outcomes, stops and searches by month, force and type.
    PoliceUk {
        /// A folder or zip as data.police.uk gives it out, or one file of it.
        path: PathBuf,
        /// Which files: street, outcomes or stop-and-search.
        #[arg(long, default_value = "street", value_name = "KIND")]
        kind: police_uk::Kind,
        #[command(flatten)]
        about: About,
    },
    /// Home Office police recorded crime by police force area (CSV, XLSX, ODS): offences by quarter.
    HomeOffice {
        path: PathBuf,
        /// By what offences are counted.
        #[arg(long, value_enum, default_value = "group")]
        by: By,
        #[command(flatten)]
        about: About,
    },
    /// Residents by police force area (CSV, XLSX, ODS), for rates.
    Population {
        path: PathBuf,
        /// The year in the middle of which they were counted.
        #[arg(long)]
        year: i16,
        /// The column with the names of forces or areas.
        #[arg(long, default_value = "force", value_name = "COLUMN")]
        column_area: String,
        /// The column with the numbers.
        #[arg(long, default_value = "residents", value_name = "COLUMN")]
        column_residents: String,
        #[command(flatten)]
        about: About,
    },
    /// The office's or a partner's own figures (CSV, XLSX, ODS): a row for each period, area and measure.
    ///
    /// Columns: period, area, measure, value; and where they are there numerator, denominator, status, n, lower, upper. A
    /// period is written 2024-01, Jan 2024, 2024/25 Q1 or 2024/25. A blank cell, "n/a" or "-" is missing, "*" or "[c]" is
    /// suppressed; neither is ever nought.
    Figures {
        path: PathBuf,
        /// Another name of a column: period=Month. May be given more than once.
        #[arg(long, value_name = "COLUMN=NAME")]
        column: Vec<String>,
        /// Every row is of this area; the file has no such column.
        #[arg(long)]
        area: Option<String>,
        /// Every row is of this measure; the file has no such column.
        #[arg(long)]
        measure: Option<String>,
        #[command(flatten)]
        about: About,
    },
    /// Every load, newest first.
    List,
    /// Take a load back that should not have been made. The record keeps it, and says why.
    Undo {
        /// "load 3", or 3.
        load: String,
        #[arg(long)]
        reason: String,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum By {
    Together,
    Group,
    Subgroup,
    Code,
}

/// What is said of a file.
#[derive(Debug, Args)]
pub struct About {
    /// The day on which it was downloaded or received; without it, today.
    #[arg(long, value_name = "DATE")]
    downloaded: Option<Date>,
    /// The licence under which it is used.
    #[arg(long)]
    licence: Option<String>,
    /// Keep the figures of this force or area alone. May be given more than once.
    #[arg(long, value_name = "AREA")]
    only: Vec<String>,
    /// Of figures about people: the day on which they are to be disposed of.
    #[arg(long, value_name = "DATE")]
    disposal: Option<Date>,
    /// Of figures about people: the smallest number that may be shown.
    #[arg(long, value_name = "N")]
    smallest: Option<u32>,
    /// Say what would be loaded and what it would change, and write nothing.
    #[arg(long)]
    dry_run: bool,
}

pub async fn run(desk: &Desk, ask: &LoadCommand, say: Say) -> Result<ExitCode, Refused> {
    let (path, kind, about) = match ask {
        LoadCommand::List => return list(desk, say).await,
        LoadCommand::Undo { load, reason } => return undo(desk, load, reason, say).await,
        LoadCommand::PoliceUk { path, kind, about } => (path, Kind::PoliceUk(*kind), about),
        LoadCommand::HomeOffice { path, by, about } => {
            let by = match by {
                By::Together => Offences::Together,
                By::Group => Offences::Group,
                By::Subgroup => Offences::Subgroup,
                By::Code => Offences::Code,
            };
            (path, Kind::HomeOffice(by), about)
        }
        LoadCommand::Population { path, year, column_area, column_residents, about } => {
            let columns = population::Options { force: column_area.clone(), residents: column_residents.clone() };
            (path, Kind::Population { year: *year, columns }, about)
        }
        LoadCommand::Figures { path, column, area, measure, about } => {
            let mapping = mapping(column, area.as_deref(), measure.as_deref())?;
            (path, Kind::Figures(Box::new(mapping)), about)
        }
    };
    let wanted = LoadAsk {
        kind,
        downloaded: about.downloaded,
        licence: about.licence.clone(),
        areas: about.only.clone(),
        disposal: about.disposal,
        smallest: about.smallest,
    };
    let (path, day) = (path.clone(), today(desk));
    let load = tokio::task::spawn_blocking(move || {
        let mut told = Told::begin();
        let load = read(&Readers::this_binary(), Given::Path(&path), &wanted, day, &mut |progress| told.tell(progress));
        told.end();
        load
    });
    let load = load
        .await
        .map_err(|error| Refused::because(format!("the file could not be read ({error}); please report this")))??;
    let office = desk.office().await?;
    let difference = office.seen_by(&desk.actor).load_difference(&load);
    if about.dry_run {
        say.out(&told(&load, &difference, "Nothing was written."), &machine(None, &load, &difference, false));
        return Ok(ExitCode::SUCCESS);
    }
    let (id, is_new) = add(desk, load.clone(), None).await?;
    let office = desk.office().await?;
    let name = office.load_of(id).map(|kept| kept.reference().to_string()).unwrap_or_default();
    let ended = if is_new {
        format!("On the record as {name}.")
    } else {
        format!("The same file was loaded before, as {name}: nothing was written.")
    };
    say.out(&told(&load, &difference, &ended), &machine(Some(&name), &load, &difference, is_new));
    Ok(ExitCode::SUCCESS)
}

/// "12 September 2026"
fn day(date: Date) -> String {
    Words::english().date(date)
}

/// The columns of a file of figures.
fn mapping(columns: &[String], area: Option<&str>, measure: Option<&str>) -> Result<figures::Mapping, Refused> {
    let mut mapping = figures::Mapping::default();
    for stated in columns {
        let (column, name) = stated
            .split_once('=')
            .ok_or_else(|| Refused::because(format!("“{stated}” is not read; write --column period=Month")))?;
        let (column, name) = (column.trim(), name.trim().to_owned());
        match column {
            "period" => mapping.period = name,
            "area" => mapping.area = figures::From::Column(name),
            "measure" => mapping.measure = figures::From::Column(name),
            "value" => mapping.value = name,
            "numerator" => mapping.numerator = Some(name),
            "denominator" => mapping.denominator = Some(name),
            "status" => mapping.status = Some(name),
            "n" => mapping.n = Some(name),
            "lower" => mapping.lower = Some(name),
            "upper" => mapping.upper = Some(name),
            other => {
                return Err(Refused::because(format!(
                    "there is no column “{other}”; the columns are period, area, measure, value, numerator, denominator, status, n, lower and upper"
                )));
            }
        }
    }
    if let Some(area) = area {
        mapping.area = figures::From::Always(area.to_owned());
    }
    if let Some(measure) = measure {
        mapping.measure = figures::From::Always(measure.to_owned());
    }
    Ok(mapping)
}

/// The same for people: what was understood, what was rejected and why, what changed.
fn told(load: &Load, difference: &Difference, ended: &str) -> String {
    let mut words = format!("{}: {}\n", load.file, load.data_set.named());
    let many = |count: u64, one, many| counted(usize::try_from(count).unwrap_or(usize::MAX), one, many);
    let areas = if load.areas.len() <= 3 {
        load.areas.iter().map(ToString::to_string).collect::<Vec<_>>().join(", ")
    } else {
        counted(load.areas.len(), "area", "areas")
    };
    let _ = writeln!(
        words,
        "Read: {} ({}), {areas}; downloaded {}.",
        many(load.rows, "row", "rows"),
        load.reach_in_words(),
        day(load.downloaded)
    );
    if load.rejected > 0 {
        let _ = writeln!(words, "Rejected: {}:", many(load.rejected, "row", "rows"));
        for (reason, count) in &load.reasons {
            let _ = writeln!(words, "  {count}: {reason}");
        }
        for reject in load.examples.iter().take(5) {
            let _ = writeln!(words, "  {}, line {}: {}", reject.file, reject.line, reject.reason);
        }
    }
    let partial = load.quality.iter().filter(|quality| quality.partial);
    for quality in partial {
        let _ = writeln!(
            words,
            "Perhaps partial: {}, {}: {} rows, where about {} are usual.",
            quality.area,
            quality.span.map(domain::span::Span::in_words).unwrap_or_default(),
            quality.rows,
            quality.usual.unwrap_or_default()
        );
    }
    let duplicates: u64 = load.quality.iter().map(|quality| quality.duplicate_crime_id).sum();
    if duplicates > 0 {
        let _ = writeln!(
            words,
            "{} the Crime ID of another: counted, and not removed.",
            many(duplicates, "row repeats", "rows repeat")
        );
    }
    for remark in &load.remarks {
        let _ = writeln!(words, "To know: {remark}.");
    }
    let _ = writeln!(
        words,
        "Against what is known: {} new, {} the same, {} changed.",
        difference.new,
        difference.same,
        difference.changed.len()
    );
    for changed in difference.changed.iter().take(10) {
        let _ = writeln!(
            words,
            "  {}, {}, {}: was {}, is {}",
            changed.span, changed.area, changed.series, changed.was, changed.is
        );
    }
    if difference.changed.len() > 10 {
        let _ = writeln!(words, "  and {} more", difference.changed.len() - 10);
    }
    for (span, area) in difference.absent.iter().take(10) {
        let _ = writeln!(words, "  {area}, {}: was known, and is not in this file", span.in_words());
    }
    words + ended
}

fn machine(name: Option<&str>, load: &Load, difference: &Difference, is_new: bool) -> Value {
    json!({
        "written": is_new,
        "load": name,
        "data_set": load.data_set.as_str(),
        "file": load.file,
        "sha256": load.sha256,
        "downloaded": load.downloaded,
        "licence": load.licence,
        "rows": load.rows,
        "rejected": load.rejected,
        "reasons": load.reasons,
        "examples": load.examples,
        "areas": load.areas,
        "from": load.spans().first(),
        "to": load.spans().last(),
        "remarks": load.remarks,
        "quality": load.quality,
        "difference": {
            "new": difference.new,
            "same": difference.same,
            "changed": difference.changed.iter().map(|changed| json!({
                "period": changed.span,
                "area": changed.area,
                "series": changed.series,
                "was": changed.was,
                "is": changed.is,
            })).collect::<Vec<_>>(),
            "absent": difference.absent.iter().map(|(span, area)| json!({ "period": span, "area": area })).collect::<Vec<_>>(),
        },
    })
}

async fn list(desk: &Desk, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let loads = office.seen_by(&desk.actor).loads();
    let mut words = String::new();
    for kept in &loads {
        let load = &kept.item;
        let _ = writeln!(
            words,
            "{}: {}, {} ({}), {}, downloaded {}, {} rows, {} rejected",
            kept.reference(),
            load.file,
            load.data_set.named(),
            load.reach_in_words(),
            counted(load.areas.len(), "area", "areas"),
            day(load.downloaded),
            load.rows,
            load.rejected
        );
    }
    if loads.is_empty() {
        words.push_str("No figures are loaded yet.");
    }
    let one = |kept: &&Kept<Load>| {
        json!({
            "load": kept.reference(),
            "file": kept.item.file,
            "sha256": kept.item.sha256,
            "data_set": kept.item.data_set.as_str(),
            "downloaded": kept.item.downloaded,
            "rows": kept.item.rows,
            "rejected": kept.item.rejected,
        })
    };
    say.out(&words, &loads.iter().map(one).collect::<Vec<_>>());
    Ok(ExitCode::SUCCESS)
}

async fn undo(desk: &Desk, named: &str, reason: &str, say: Say) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let wanted =
        if named.trim().starts_with("load") { named.trim().to_owned() } else { format!("load {}", named.trim()) };
    let loads = office.seen_by(&desk.actor).loads();
    let kept = loads
        .iter()
        .find(|kept| kept.reference().as_str() == wanted)
        .ok_or_else(|| Refused::because(format!("there is no “{wanted}”; see milepost load list")))?;
    let command = Command::TakeBackLoad(TakeBackLoad { load: kept.id });
    desk.record.write(Ask { reason: Some(typed(reason)?), ..desk.ask(command, None) }).await?;
    say.out(
        &format!("{wanted} is taken back; its figures are as if it had not been."),
        &json!({ "taken_back": wanted }),
    );
    Ok(ExitCode::SUCCESS)
}
