//! Counts as `milepost counts police-uk` does, for measuring: PATH KIND BY [THREADS [quality]]. Prints the table as CSV.
use bulk::police_uk::{Format, Options, count, write};
use jiff::civil::Date;
use std::{env, error::Error, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let asked: Vec<String> = env::args().skip(1).collect();
    let [path, kind, by, more @ ..] = asked.as_slice() else {
        return Err("PATH KIND BY [THREADS [quality]]".into());
    };
    let options = Options {
        kind: kind.parse()?,
        by: by.parse()?,
        today: Date::MAX,
        quality: more.get(1).is_some_and(|word| word == "quality"),
        fingerprint: false,
        threads: more.first().map_or(Ok(2), |threads| threads.parse())?,
    };
    let counted = count(&PathBuf::from(path), &options, &mut |_| {})?;
    write(&counted, Format::Csv, std::io::stdout().lock())?;
    // The system's own figure for the most memory that this process had at any time.
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap_or(" 0 kB");
    eprintln!(
        "{} rows, {} rejects, {} files, most memory {}",
        counted.rows,
        counted.rejects.total(),
        counted.files.len(),
        peak.trim()
    );
    Ok(())
}
