//! `milepost counts`: counts files of figures as they were downloaded. Needs no office, and writes on no record.
mod home_office;
mod panel;

use crate::say::Refused;
use bulk::{
    Rejects,
    home_office::Offences,
    police_uk::{By, Counted, Format, Kind, Options, Progress, count, write},
};
use clap::{Subcommand, ValueEnum};
use domain::period::london_day;
use jiff::Timestamp;
use std::{
    fmt::Write as _,
    fs::File,
    io::{self, BufWriter, IsTerminal, Write},
    path::{Path, PathBuf},
    process::ExitCode,
    time::{Duration, Instant},
};

/// Two are as fast as most disks.
const THREADS: usize = 2;

#[derive(Debug, Subcommand)]
pub enum CountsAsk {
    /// Files of data.police.uk, as its archive holds them: rows by month, force and type.
    ///
    /// Every row is counted, also one whose Crime ID was seen before. A row that cannot be read is left out and named
    /// with its file and line; a file of which more than 5 % cannot be read refuses the whole count.
    ///
    /// The table is sorted by its columns, and the same files give the same bytes. Its columns are those of --by, then:
    /// street: n, `blank_crime_id`, `blank_lsoa`; outcomes: n, crimes (different Crime IDs, where months are counted
    /// apart); stop-and-search: n, `blank_location`, `blank_self_defined_ethnicity`. The force is the one that "Reported
    /// by" names; of stop and search, the one that the file's name names.
    PoliceUk {
        /// A folder or zip as data.police.uk gives it out (2024-01/2024-01-kent-street.csv), or one such file.
        path: PathBuf,
        /// The columns to count by, in their order: any of month, force, type.
        #[arg(long, default_value = "month,force,type", value_name = "COLUMNS")]
        by: By,
        /// Which files to count: street, outcomes or stop-and-search.
        #[arg(long, default_value = "street", value_name = "KIND")]
        kind: Kind,
        /// csv: the table alone. json: the table, the files, the rejects and what else is known of them.
        #[arg(long, value_enum, default_value = "csv")]
        format: TableFormat,
        /// Print the panel of data quality instead of the table: files missing, rows left out, Crime IDs missing or
        /// repeated, places missing or outside, outcomes still open, volumes that look like a part of a submission.
        /// With --output, the table is written there; with --format json, both are in one.
        #[arg(long)]
        quality: bool,
        /// Where to write the table, instead of standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
    /// The Home Office's open data on police recorded crime by police force area: offences by quarter and force.
    ///
    /// Counts below zero are real: a quarter books what an earlier one had wrong. Names that are no force (Action Fraud
    /// and the like) are kept apart and named.
    HomeOffice {
        /// The table as CSV, or the workbook as it was downloaded (ODS or XLSX).
        file: PathBuf,
        /// How finely offences are told apart: together, group, subgroup or code.
        #[arg(long, default_value = "group", value_name = "HOW")]
        by: Offences,
        /// csv: the table alone. json: the table, the rejects and what was kept apart.
        #[arg(long, value_enum, default_value = "csv")]
        format: TableFormat,
        /// Where to write the table, instead of standard output.
        #[arg(short, long, value_name = "FILE")]
        output: Option<PathBuf>,
    },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum TableFormat {
    Csv,
    Json,
}

pub fn run(ask: &CountsAsk, now: Timestamp, json: bool) -> Result<ExitCode, Refused> {
    let CountsAsk::PoliceUk { path, by, kind, format, quality, output } = ask else {
        return home_office::run(ask, london_day(now), json);
    };
    let format = if json { TableFormat::Json } else { *format };
    let options = Options {
        kind: *kind,
        by: by.clone(),
        today: london_day(now),
        quality: *quality,
        fingerprint: format == TableFormat::Json,
        threads: THREADS,
    };
    let mut told = Told::begin();
    let counted = count(path, &options, &mut |progress| told.tell(progress));
    told.end();
    let counted = counted.map_err(|refused| Refused::because(refused.to_string()))?;
    let as_asked = if format == TableFormat::Json { Format::Json } else { Format::Csv };
    match &counted.quality {
        Some(quality) if format == TableFormat::Csv => {
            if output.is_some() {
                written(output.as_deref(), |to| write(&counted, as_asked, to))?;
            }
            written(None, |to| to.write_all(panel::words(&counted, quality).as_bytes()))?;
        }
        _ => {
            eprint!("{}", summary(&counted));
            written(output.as_deref(), |to| write(&counted, as_asked, to))?;
        }
    }
    Ok(ExitCode::SUCCESS)
}

/// Writes to a file or standard output, where a reader that has gone away is no fault.
fn written(output: Option<&Path>, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Refused> {
    let Some(path) = output else {
        return match write(&mut BufWriter::new(io::stdout().lock())) {
            Err(error) if error.kind() != io::ErrorKind::BrokenPipe => {
                Err(Refused::because(format!("the table could not be written: {error}")))
            }
            _ => Ok(()),
        };
    };
    let failed = |error: io::Error| Refused::because(format!("{} could not be written: {error}", path.display()));
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    write(&mut file).and_then(|()| file.flush()).map_err(failed)
}

/// What was read, and each kind of reject with the first of them.
fn summary(counted: &Counted) -> String {
    let mut words = format!(
        "{} counted in {}",
        numbered(counted.rows, "row", "rows"),
        numbered(counted.files.len() as u64, "file", "files")
    );
    words.push_str(&left_out(&counted.rejects));
    for unfamiliar in &counted.unfamiliar {
        let _ = writeln!(
            words,
            "  {} of the type “{}”, which no file from July 2016 to December 2024 has: counted, and worth a look",
            numbered(unfamiliar.n, "row", "rows"),
            unfamiliar.category
        );
    }
    words
}

/// The rest of a sentence about what was read: what was not, by reason, and the first of them.
fn left_out(rejects: &Rejects) -> String {
    let rejected = rejects.total();
    if rejected == 0 {
        return ", none left out.\n".to_owned();
    }
    let mut words = format!(", {} left out:\n", numbered(rejected, "row", "rows"));
    for (reason, n) in &rejects.by_reason {
        let _ = writeln!(words, "  {}: {reason}", grouped(*n));
    }
    for example in &rejects.first {
        let _ = writeln!(words, "  {example}");
    }
    words
}

fn numbered(n: u64, one: &str, many: &str) -> String {
    format!("{} {}", grouped(n), if n == 1 { one } else { many })
}

/// 1234567 as 1,234,567.
fn grouped(n: u64) -> String {
    let digits = n.to_string();
    let mut words = String::new();
    for (at, digit) in digits.chars().enumerate() {
        if at > 0 && (digits.len() - at).is_multiple_of(3) {
            words.push(',');
        }
        words.push(digit);
    }
    words
}

/// Says on standard error how far it is, once a second, of anything that takes longer than one.
pub struct Told {
    since: Instant,
    last: Instant,
    lines: usize,
    terminal: bool,
}

impl Told {
    const EVERY: Duration = Duration::from_secs(1);

    pub fn begin() -> Self {
        let now = Instant::now();
        Self { since: now, last: now, lines: 0, terminal: io::stderr().is_terminal() }
    }

    pub fn tell(&mut self, progress: Progress) {
        if self.last.elapsed() < Self::EVERY {
            return;
        }
        self.last = Instant::now();
        self.lines += 1;
        let words = words(progress, self.since.elapsed());
        if self.terminal {
            eprint!("\r\x1B[K{words}");
        } else {
            eprintln!("{words}");
        }
    }

    pub fn end(&self) {
        if self.terminal && self.lines > 0 {
            eprintln!();
        }
    }
}

#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an estimate")]
fn words(progress: Progress, so_far: Duration) -> String {
    let seconds = so_far.as_secs_f64().max(0.001);
    let rate = (progress.rows as f64 / seconds) as u64;
    let share = progress.bytes as f64 / (progress.of_bytes.max(1)) as f64;
    let left = if share > 0.0 { (seconds / share - seconds).max(0.0).ceil() as u64 } else { 0 };
    format!(
        "{:.0} %, {} rows, {} rows a second, about {} left",
        (share * 100.0).min(100.0),
        grouped(progress.rows),
        grouped(rate),
        numbered(left, "second", "seconds")
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn how_far_it_is_says_the_rate_and_the_time_that_is_left() {
        let progress = Progress { bytes: 250, of_bytes: 1_000, rows: 1_234_567, files: 1, of_files: 4 };
        assert_eq!(
            words(progress, Duration::from_secs(2)),
            "25 %, 1,234,567 rows, 617,283 rows a second, about 6 seconds left"
        );
    }

    #[test]
    fn numbers_are_grouped_by_thousands() {
        for (n, said) in [(0, "0"), (999, "999"), (1_000, "1,000"), (83_021, "83,021"), (1_234_567, "1,234,567")] {
            assert_eq!(grouped(n), said);
        }
    }
}
