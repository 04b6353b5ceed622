//! What the program needs of the machine: limits for the child, memory, open files, typefaces, the time zone.
use super::Finding;
use domain::period::london_day;
use jiff::{Timestamp, civil::date};
use std::fs;

/// Half a GiB for a long paper, half for the child that reads a file.
const MEMORY: u64 = 1024 * 1024;

/// A connection takes one; the server lets 768 in at once, and the database needs some.
const FILES: u64 = 1024;

pub fn findings() -> Vec<Finding> {
    vec![child(), memory(), files(), typefaces(), time_zone()]
}

fn child() -> Finding {
    match intake::Child::this_binary().limits_hold() {
        Ok(()) => Finding::good("child", "Files from outside are read by a child whose memory and time are limited"),
        Err(why) => Finding::mend(
            "child",
            format!("The child that reads files from outside is not limited here: {why}"),
            "Run Milepost on Linux, with /proc to be read and without a rule that forbids it to start itself.",
        ),
    }
}

fn memory() -> Finding {
    let words = fs::read_to_string("/proc/meminfo").unwrap_or_default();
    let total: Option<u64> =
        words.lines().find_map(|line| line.strip_prefix("MemTotal:")?.split_whitespace().next()?.parse().ok());
    match total {
        Some(total) if total < MEMORY => Finding::look(
            "memory",
            format!("The machine has {} MB of memory", total / 1024),
            "Long papers take half a GB, and so may a file that is read: give it 1 GB or more.",
        ),
        Some(total) => Finding::good("memory", format!("The machine has {} MB of memory", total / 1024)),
        None => {
            Finding::look("memory", "The system does not say how much memory there is", "See that it is 1 GB or more.")
        }
    }
}

fn files() -> Finding {
    match rlimit::Resource::NOFILE.get() {
        Ok((soft, _)) if soft < FILES => Finding::look(
            "files",
            format!("This account may have {soft} files open at once, and a busy server needs {FILES}"),
            "Raise it: LimitNOFILE in the service, or ulimit -n.",
        ),
        Ok((soft, _)) => Finding::good("files", format!("{soft} files may be open at once")),
        Err(error) => Finding::look(
            "files",
            format!("The system does not say how many files may be open ({error})"),
            "See ulimit -n.",
        ),
    }
}

fn typefaces() -> Finding {
    let families = report::families();
    if families.contains(&"Source Sans 3") {
        return Finding::good(
            "typefaces",
            format!("Papers are set in typefaces inside the program: {}", families.join(", ")),
        );
    }
    Finding::mend(
        "typefaces",
        "The program was built without the typeface of the papers",
        "Build it again after npm ci.",
    )
}

/// The days of the record are days in London: half past eleven of a summer evening in Greenwich is the day after there.
fn time_zone() -> Finding {
    let evening: Result<Timestamp, _> = "2026-07-01T23:30:00Z".parse();
    if evening.is_ok_and(|evening| london_day(evening) == date(2026, 7, 2)) {
        return Finding::good("time-zone", "The days of London are known, from inside the program");
    }
    Finding::mend(
        "time-zone",
        "The program does not know London's time",
        "Build it again; it takes the data from its own crates.",
    )
}
