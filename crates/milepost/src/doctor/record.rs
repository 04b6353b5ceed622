//! The record and its tables: set up to lose nothing, signed by its own key, complete.
use super::Finding;
use domain::{
    actor::{Actor, Role},
    office::Office,
    settings::COMMAND_LINE,
    text::Text,
};
use jiff::Timestamp;
use record::{KeyStanding, Place, Record, Tables};
use std::collections::BTreeSet;

/// How many files are read without --all, the newest first.
const SAMPLE: usize = 50;

/// Entries are signed within a minute; a head this much ahead of the clock is no slow clock.
const AHEAD: i64 = 60;

pub async fn findings(place: &Place, all: bool) -> Vec<Finding> {
    let tables = match place.tables().await {
        Ok(tables) => tables,
        Err(error) => {
            let to_do = match &place.database {
                Some(_) => "See that PostgreSQL runs and that the address, the account and its password are right.",
                None => "Name the data folder with --dir or MILEPOST_DIR; if the record is lost, milepost restore.",
            };
            return vec![Finding::mend("tables", format!("The tables cannot be read: {error}"), to_do)];
        }
    };
    let mut findings = vec![if place.database.is_some() { postgres(&tables) } else { sqlite(&tables) }];
    if !tables.unknown.is_empty() {
        findings.push(Finding::mend(
            "release",
            format!(
                "The tables were made by a newer release of Milepost than this one ({})",
                env!("CARGO_PKG_VERSION")
            ),
            "Install the newer release; this one only reads.",
        ));
        return findings;
    }
    if !tables.lacks.is_empty() {
        findings.push(Finding::mend(
            "migrations",
            format!(
                "The tables are those of an older release: {} of this release's changes are not made yet",
                tables.lacks.len()
            ),
            "Copy the data folder (or the database), then start Milepost: it makes them.",
        ));
        return findings;
    }
    findings.push(Finding::good("migrations", "The tables are those of this release"));
    match Record::open(place).await {
        Ok(record) => {
            findings.extend(of(&record, all).await);
            record.close().await;
        }
        Err(error) => findings.push(Finding::mend(
            "record",
            format!("The record cannot be opened: {error}"),
            "Run milepost verify, which says what is wrong with it; milepost restore goes on from a backup.",
        )),
    }
    findings
}

fn sqlite(tables: &Tables) -> Finding {
    let setting = |name: &str| tables.settings.iter().find(|(n, _)| n == name).map_or("", |(_, value)| value.as_str());
    if setting("journal_mode") != "wal" || setting("synchronous") != "2" {
        return Finding::mend(
            "tables",
            format!(
                "SQLite does not keep its journal as Milepost asks (journal_mode {}, synchronous {}), so a power cut can take what was confirmed",
                setting("journal_mode"),
                setting("synchronous")
            ),
            "Move the data folder to a disk of this machine on which SQLite can keep a WAL.",
        );
    }
    if setting("journal_in_file") == "rollback" {
        return Finding::look(
            "tables",
            "Another program has set the journal of milepost.db to something else than WAL",
            "It is set right again by now. Let no other program write to milepost.db.",
        );
    }
    Finding::good("tables", "SQLite flushes every change before it is confirmed (WAL, FULL)")
}

fn postgres(tables: &Tables) -> Finding {
    let off: Vec<&str> =
        tables.settings.iter().filter(|(_, value)| value == "off").map(|(name, _)| name.as_str()).collect();
    if off.is_empty() {
        return Finding::good("tables", "PostgreSQL answers, and flushes every change before it is confirmed");
    }
    Finding::mend(
        "tables",
        format!("PostgreSQL is set not to keep what it confirms ({} off), so a power cut can take it", off.join(", ")),
        format!(
            "Set {} to on in postgresql.conf, and look for ALTER ROLE or ALTER DATABASE that turn it off.",
            off.join(" and ")
        ),
    )
}

async fn of(record: &Record, all: bool) -> Vec<Finding> {
    let mut findings = vec![match record.read_only() {
        None => Finding::good("record", format!("The record is open, with {} entries", record.office().head().seq)),
        Some(why) => Finding::mend(
            "record",
            format!("The record can only be read: {why}"),
            "Nothing can be recorded until this is mended.",
        ),
    }];
    findings.push(key(record));
    findings.push(signed(record));
    findings.extend(clock(record, Timestamp::now()));
    findings.push(files(record, all).await);
    findings
}

fn key(record: &Record) -> Finding {
    match record.key_standing() {
        Ok(KeyStanding::Own) => Finding::good("key", "The folder's key is the one that signs this record"),
        Ok(KeyStanding::Absent) => Finding::look(
            "key",
            "There is no key here, so nothing that is written from here is signed",
            "Put back the copy that you keep apart; where there is none, milepost restore of a backup begins a new epoch under a new key.",
        ),
        Ok(KeyStanding::Foreign) => Finding::mend(
            "key",
            "The signing.key in the data folder is not the key of this record, so nothing can be signed",
            "Put back the key that belongs to this record.",
        ),
        Err(error) => Finding::mend("key", error.to_string(), "Put back the key that belongs to this record."),
    }
}

fn signed(record: &Record) -> Finding {
    let head = record.office().head().seq;
    match record.signed() {
        Ok(Some(size)) if size >= head => Finding::good("signed", "Every entry is signed"),
        Ok(Some(size)) => Finding::look(
            "signed",
            format!("{} of {head} entries are not signed yet", head - size),
            "The server signs within a minute, and each command at its end. If this stays, look at its log.",
        ),
        // A folder without a key has none either.
        Ok(None) => Finding::look(
            "signed",
            "There is no signed statement in the data folder that can be read",
            "Run milepost verify; the next change writes one.",
        ),
        Err(error) => Finding::mend("signed", error.to_string(), "Run Milepost as the account that owns the folder."),
    }
}

/// The clock against the record's own last time. A demo runs in the past, which is no fault.
fn clock(record: &Record, now: Timestamp) -> Option<Finding> {
    let last = Timestamp::from_microsecond(record.office().head().at).ok()?;
    if last.as_second() - now.as_second() > AHEAD {
        return Some(Finding::mend(
            "clock",
            format!("This machine's clock says {now:.0}, and the last entry was recorded at {last:.0}, which is later"),
            "Set the clock, and let it follow a time server; until then each entry is given the last one's time.",
        ));
    }
    Some(Finding::good("clock", format!("The clock says {now:.0}, which is after the last entry")))
}

/// The files that the record names: of papers, of tables that were taken in.
fn named(office: &Office) -> Vec<String> {
    let sight = office.seen_by(&Actor::of(uuid::Uuid::nil().into(), COMMAND_LINE, Role::Office));
    let gone: BTreeSet<&str> =
        office.erasures().flat_map(|erasure| erasure.item.files.iter().map(Text::as_str)).collect();
    let papers = sight.papers().flat_map(|paper| {
        let files = paper.item.files.iter().map(|file| &file.sha256).chain(paper.item.words.as_ref());
        files.map(move |file| (paper.seq, file.to_string()))
    });
    let imports = sight.imports().map(|import| (import.seq, import.item.file.sha256.to_string()));
    let mut all: Vec<(i64, String)> = papers.chain(imports).filter(|(_, file)| !gone.contains(file.as_str())).collect();
    all.sort_by(|a, b| b.cmp(a));
    let mut met = BTreeSet::new();
    all.into_iter().map(|(_, file)| file).filter(|file| met.insert(file.clone())).collect()
}

async fn files(record: &Record, all: bool) -> Finding {
    let office = record.office();
    let named = named(&office);
    let looked = if all { named.len() } else { named.len().min(SAMPLE) };
    let mut wrong = vec![];
    for file in &named[..looked] {
        match record.blob(file).await {
            Ok(Some(_)) => {}
            Ok(None) => wrong.push(format!("{file} is missing")),
            Err(error) => wrong.push(error.to_string()),
        }
    }
    if let Some(first) = wrong.first() {
        return Finding::mend(
            "blobs",
            format!("{} of the {looked} files that were looked at are not as they were kept: {first}", wrong.len()),
            "Bring them back from a backup: milepost restore into an empty folder, then copy what is missing under blobs.",
        );
    }
    let rest = if looked < named.len() { " (the newest; --all looks at every one)" } else { "" };
    Finding::good(
        "blobs",
        format!("{looked} of {} files that the record names are there, byte for byte{rest}", named.len()),
    )
}
