//! What was acknowledged is there, whenever the program is killed; and two of them may write at once.
use crate::office::{Office, built};
use std::{
    collections::BTreeSet,
    fs::{self, File},
    process::{Child, Command, Stdio},
    thread::sleep,
    time::{Duration, Instant, SystemTime, UNIX_EPOCH},
};

/// The client that does nothing but write, and prints the number of each entry as soon as it is acknowledged.
struct Writer {
    child: Child,
    said: std::path::PathBuf,
}

impl Writer {
    fn start(office: &Office, name: &str, more: &[&str]) -> Self {
        let said = office.path(name);
        let mut command = Command::new(built("examples/writer", "cargo build -p record --examples"));
        command.arg(office.dir()).args(more).stderr(Stdio::null()).stdout(File::create(&said).unwrap());
        if let Some(url) = office.database() {
            command.args(["--database", url]);
        }
        Self { child: command.spawn().expect("it starts"), said }
    }

    /// The entries acknowledged so far. A line that was cut off in the middle acknowledges nothing.
    fn acknowledged(&self) -> Vec<u64> {
        let said = fs::read_to_string(&self.said).unwrap();
        said.split_inclusive('\n').filter_map(|line| line.strip_suffix('\n')?.parse().ok()).collect()
    }

    fn wait_for_first(&self) {
        let begun = Instant::now();
        while self.acknowledged().is_empty() {
            assert!(begun.elapsed() < Duration::from_secs(30), "nothing was acknowledged in 30 s");
            sleep(Duration::from_millis(2));
        }
    }

    /// SIGKILL: nothing of it runs any more.
    fn kill(mut self) -> Vec<u64> {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
        self.acknowledged()
    }

    fn end(mut self) -> Vec<u64> {
        assert!(self.child.wait().unwrap().success(), "a writer did not come to its end");
        self.acknowledged()
    }
}

/// Kills the writers of a record again and again, each time somewhere else in their work.
fn cycles(office: &Office, count: u64) {
    let mut chance = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos() | 1;
    let mut up_to = |most: u64| {
        chance ^= chance << 13;
        chance ^= chance >> 7;
        chance ^= chance << 17;
        u64::try_from(chance % u128::from(most)).unwrap()
    };
    let mut all = BTreeSet::new();
    let mut empty = 0;
    for cycle in 0..count {
        let what = if cycle % 5 == 0 { "position" } else { "number" };
        let writer = Writer::start(office, "said", &["--writers", "4", "--what", what]);
        // Two times in three in the midst of writing; else while it opens what the last one left behind.
        if cycle == 0 || cycle % 3 > 0 {
            writer.wait_for_first();
        }
        sleep(Duration::from_millis(up_to(90)));
        let acknowledged = writer.kill();
        empty += u64::from(acknowledged.is_empty());
        let entries = office.entries();
        for seq in acknowledged {
            assert!(seq <= entries, "cycle {cycle}: entry {seq} was acknowledged, and {entries} are there");
            assert!(
                all.insert(seq),
                "cycle {cycle}: entry {seq} was acknowledged in an earlier cycle: it was lost then"
            );
        }
    }
    println!("{count} cycles, {empty} of them before the first entry; {} entries acknowledged, 0 lost", all.len());
    assert!(all.len() as u64 >= count, "too little was written to prove anything");
}

#[test]
fn nothing_acknowledged_is_lost_in_30_kills_on_sqlite() {
    cycles(&Office::begin(), 30);
}

#[test]
fn nothing_acknowledged_is_lost_in_5_kills_on_postgresql() {
    let Some(office) = Office::on_postgres() else { return };
    cycles(&office, 5);
}

/// Two processes with several writers each, and a person at the command line beside them.
fn together(office: &Office) {
    let before = office.entries();
    let writers = ["first", "second"]
        .map(|name| Writer::start(office, name, &["--writers", "3", "--count", "120", "--what", "number"]));
    writers.iter().for_each(Writer::wait_for_first);
    let taken = office.does(&["snapshot", "Panel September", "--for", "Panel"])["seq"].as_u64().unwrap();
    let mut all = BTreeSet::from([taken]);
    for writer in writers {
        let acknowledged = writer.end();
        assert_eq!(acknowledged.len(), 120);
        for seq in acknowledged {
            assert!(all.insert(seq), "entry {seq} was given to two");
        }
    }
    assert_eq!(all.len(), 241);
    assert_eq!(office.entries(), before + 241);
    println!("{} entries by three processes at once, each in its own place", all.len());
}

#[test]
fn two_processes_write_to_one_postgresql() {
    let Some(office) = Office::on_postgres() else { return };
    together(&office);
}

#[test]
fn two_processes_write_to_one_file() {
    together(&Office::begin());
}
