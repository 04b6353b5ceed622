//! The doctor: each thing is made wrong, named with what to do, mended, and found good.
use crate::{
    office::{Office, has, list, run, word},
    serve::Server,
};
use serde_json::Value;
use std::{
    fs,
    os::unix::fs::PermissionsExt,
    path::Path,
    process::Command,
    sync::atomic::{AtomicUsize, Ordering},
};

/// What the doctor says, and with which exit code.
fn examined_by(mut command: Command, more: &[&str]) -> (i32, Value) {
    let answer = run(command.args(["doctor", "--json"]).args(more), b"");
    assert!(!answer.out.is_empty(), "{}", answer.err);
    (answer.code, answer.json())
}

fn examined(office: &Office, more: &[&str]) -> (i32, Value) {
    examined_by(office.command(), more)
}

fn finding<'a>(said: &'a Value, check: &str) -> &'a Value {
    let all = list(&said["findings"]);
    all.iter().find(|finding| finding["check"] == check).unwrap_or_else(|| panic!("nothing of {check}: {said}"))
}

/// Sees a thing named as it should be, with what to do; the exit code follows from the state.
fn names(answer: &(i32, Value), check: &str, state: &str, words: &str) {
    static NAMED: AtomicUsize = AtomicUsize::new(0);
    let (code, said) = answer;
    let finding = finding(said, check);
    assert_eq!(finding["state"], state, "{finding}");
    assert!(word(&finding["says"]).contains(words), "{words}: {finding}");
    assert_eq!(finding["do"].is_string(), state != "good", "{finding}");
    let mend = list(&said["findings"]).iter().any(|finding| finding["state"] == "mend");
    assert_eq!((*code == 1, said["ok"] == false), (mend, mend), "{said}");
    println!("{}: {check}, {state}", NAMED.fetch_add(1, Ordering::Relaxed) + 1);
}

fn good(answer: &(i32, Value), check: &str) {
    names(answer, check, "good", "");
}

fn mode(path: &Path, mode: u32) {
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_new_office_is_healthy_and_people_are_told_in_sentences() {
    let office = Office::begin();
    let (code, said) = examined(&office, &["--free", "1"]);
    assert_eq!((code, &said["ok"]), (0, &Value::Bool(true)), "{said}");
    let checks: Vec<&str> = list(&said["findings"]).iter().map(|finding| word(&finding["check"])).collect();
    for check in [
        "folder",
        "owner",
        "key-file",
        "room",
        "disk",
        "flush",
        "tables",
        "migrations",
        "record",
        "key",
        "signed",
        "clock",
        "blobs",
        "child",
        "memory",
        "files",
        "typefaces",
        "time-zone",
        "oidc",
    ] {
        assert!(checks.contains(&check), "{check} is not looked at: {checks:?}");
    }
    let people = office.run(&["doctor", "--free", "1"]).text();
    assert!(people.contains("0 things must be mended"), "{people}");
    assert!(people.lines().filter(|line| line.starts_with("good ")).all(|line| line.ends_with('.')), "{people}");
    println!("{} things looked at", checks.len());
}

#[test]
fn a_key_or_a_folder_that_others_can_read_is_named_and_the_server_does_not_start_with_such_a_key() {
    let office = Office::begin();
    let key = office.dir().join("signing.key");
    mode(&key, 0o644);
    let answer = examined(&office, &[]);
    names(&answer, "key-file", "mend", "can be read by other accounts");
    let to_do = word(&finding(&answer.1, "key-file")["do"]).to_owned();
    assert!(to_do.starts_with(&format!("Run: chmod 600 {}", key.display())), "{to_do}");
    let refused = office.refuses(&["serve", "--listen", "127.0.0.1:0"]);
    assert_eq!(refused, format!("{}. {to_do}", word(&finding(&answer.1, "key-file")["says"])), "the same sentence");
    mode(&key, 0o600);
    good(&examined(&office, &[]), "key-file");
    drop(Server::start(&office));

    mode(&office.dir(), 0o755);
    names(&examined(&office, &[]), "folder", "look", "can look into");
    mode(&office.dir(), 0o777);
    names(&examined(&office, &[]), "folder", "mend", "can write into");
    mode(&office.dir(), 0o700);
    good(&examined(&office, &[]), "folder");
}

#[test]
fn a_key_that_is_lost_or_of_another_record_is_named() {
    let office = Office::begin();
    let key = office.dir().join("signing.key");
    let own = fs::read(&key).unwrap();
    fs::remove_file(&key).unwrap();
    let answer = examined(&office, &[]);
    names(&answer, "key-file", "look", "There is no signing.key");
    names(&answer, "key", "look", "There is no key here");
    let other = Office::begin();
    fs::copy(other.dir().join("signing.key"), &key).unwrap();
    names(&examined(&office, &[]), "key", "mend", "is not the key of this record");
    fs::write(&key, "no key at all").unwrap();
    names(&examined(&office, &[]), "key", "mend", "this is not a signing key");
    fs::write(&key, own).unwrap();
    mode(&key, 0o600);
    good(&examined(&office, &[]), "key");
}

#[test]
fn entries_without_a_signature_and_a_signature_without_its_entries_are_named() {
    let office = Office::begin();
    let (key, elsewhere) = (office.dir().join("signing.key"), office.path("the-key"));
    fs::rename(&key, &elsewhere).unwrap();
    let plan = office.file("plan.csv", "Ref.,Theme,Action\n1.1,Victims,Open a second hub\n");
    office.does(&["import", "plan", &plan]);
    fs::rename(&elsewhere, &key).unwrap();
    names(&examined(&office, &[]), "signed", "look", "entries are not signed yet");
    office.does(&["snapshot", "Now", "--for", "Panel"]);
    good(&examined(&office, &[]), "signed");
    // The tables are put back to what they were before: what was signed is not there any more.
    let checkpoint = fs::read(office.dir().join("checkpoint")).unwrap();
    let newer = String::from_utf8(checkpoint.clone()).unwrap();
    let size = newer.lines().nth(1).unwrap().to_owned();
    office.meddle("DELETE FROM checkpoint WHERE seq > 7");
    let earlier = Office::begin();
    fs::copy(earlier.dir().join("checkpoint"), office.dir().join("checkpoint")).unwrap();
    let strange = examined(&office, &[]);
    assert_eq!(strange.0, 1);
    names(&strange, "record", "mend", "cannot be opened");
    fs::write(office.dir().join("checkpoint"), newer.replacen(&format!("\n{size}\n"), "\n9999\n", 1)).unwrap();
    names(&examined(&office, &[]), "record", "mend", "are not the ones that were signed");
    fs::write(office.dir().join("checkpoint"), checkpoint).unwrap();
    good(&examined(&office, &[]), "record");
}

#[test]
fn tables_of_another_release_and_another_journal_are_named() {
    let office = Office::begin();
    office.meddle("DELETE FROM _sqlx_migrations WHERE version = 2");
    office.meddle("ALTER TABLE frontier RENAME TO milestone");
    names(&examined(&office, &[]), "migrations", "mend", "tables are those of an older release");
    // Any command that opens the record brings its tables up.
    office.does(&["snapshot", "Now", "--for", "Panel"]);
    good(&examined(&office, &[]), "migrations");

    let columns = "version, description, success, checksum, execution_time";
    office.meddle(&format!("INSERT INTO _sqlx_migrations ({columns}) VALUES (9999, 'to come', TRUE, x'00', 0)"));
    names(&examined(&office, &[]), "release", "mend", "made by a newer release of Milepost");
    office.meddle("DELETE FROM _sqlx_migrations WHERE version = 9999");
    good(&examined(&office, &[]), "migrations");

    office.meddle("PRAGMA journal_mode = DELETE");
    names(&examined(&office, &[]), "tables", "look", "something else than WAL");
    good(&examined(&office, &[]), "tables");
}

#[test]
fn a_file_that_is_missing_or_changed_is_named() {
    let office = Office::begin();
    let plan = office.file("plan.csv", "Ref.,Theme,Action\n1.1,Victims,Open a second hub\n");
    office.does(&["import", "plan", &plan]);
    office.does(&["issue", "delivery-plan", "--for", "Panel"]);
    good(&examined(&office, &["--all"]), "blobs");
    let kept = find(&office.dir().join("blobs"));
    let bytes = fs::read(&kept).unwrap();
    let away = office.path("away");
    fs::rename(&kept, &away).unwrap();
    names(&examined(&office, &[]), "blobs", "mend", "is missing");
    let mut changed = bytes.clone();
    changed[0] ^= 1;
    fs::write(&kept, changed).unwrap();
    names(&examined(&office, &["--all"]), "blobs", "mend", "not as they were kept");
    fs::write(&kept, bytes).unwrap();
    good(&examined(&office, &["--all"]), "blobs");
}

/// A file below a folder.
fn find(folder: &Path) -> std::path::PathBuf {
    let first = fs::read_dir(folder).unwrap().next().expect("it holds something").unwrap().path();
    if first.is_dir() { find(&first) } else { first }
}

#[test]
fn a_disk_that_is_full_or_no_disk_at_all_is_named() {
    let office = Office::begin();
    names(&examined(&office, &["--free", "999999999"]), "room", "mend", "of the disk are free, less than");
    good(&examined(&office, &["--free", "1"]), "room");
    good(&examined(&office, &[]), "disk");
    let memory = Path::new("/dev/shm");
    if !memory.is_dir() {
        println!("there is no /dev/shm on this machine: not run");
        return;
    }
    let folder = tempfile::tempdir_in(memory).unwrap();
    let dir = folder.path().join("fenshire");
    let begun = run(office.command().arg("init").arg(&dir).args(["--office", "Office of Fenshire"]), b"");
    assert_eq!(begun.code, 0, "{}", begun.err);
    let mut command = office.command();
    command.env("MILEPOST_DIR", &dir);
    let answer = examined_by(command, &[]);
    names(&answer, "disk", "mend", "is in memory (tmpfs)");
    names(&answer, "flush", "look", "sooner than any disk can");
}

#[test]
fn addresses_that_are_unsafe_are_named_and_the_server_does_not_start_on_them() {
    let office = Office::begin();
    for staff in ["0.0.0.0:8081", "192.0.2.7:8081", "[::]:8081"] {
        let answer = examined(&office, &["--staff", staff]);
        names(&answer, "staff", "mend", "staff pages cannot be served at");
        let said = finding(&answer.1, "staff");
        let refused = office.refuses(&["serve", "--listen", "127.0.0.1:0", "--staff", staff]);
        assert_eq!(refused, format!("{}. {}", word(&said["says"]), word(&said["do"])), "the same sentence");
    }
    good(&examined(&office, &["--staff", "127.0.0.1:8081"]), "staff");
    names(&examined(&office, &["--listen", "0.0.0.0:80"]), "listen", "look", "without encryption");
    let same = examined(&office, &["--listen", "127.0.0.1:80", "--staff", "127.0.0.1:80"]);
    names(&same, "listen", "mend", "the same address");
    good(&examined(&office, &["--listen", "127.0.0.1:8080"]), "listen");
    // As the server's own settings say it, too.
    let mut command = office.command();
    command.env("MILEPOST_STAFF", "0.0.0.0:8081");
    names(&examined_by(command, &[]), "staff", "mend", "0.0.0.0:8081");
}

#[test]
fn a_clock_that_is_behind_the_record_is_named() {
    if !has("faketime") {
        return;
    }
    let office = Office::begin();
    let at = |day: &str| {
        let mut command = office.through("faketime");
        command.arg(day).arg(crate::office::program());
        examined_by(command, &[])
    };
    names(&at("2020-01-01 12:00:00"), "clock", "mend", "which is later");
    good(&at("2040-01-01 12:00:00"), "clock");
    good(&examined(&office, &[]), "clock");
}

#[test]
fn backups_that_are_old_or_not_there_are_named() {
    let office = Office::begin();
    let backups = office.path("backups");
    let folder = backups.to_string_lossy().into_owned();
    names(&examined(&office, &["--backups", &folder]), "backups", "mend", "cannot be read");
    fs::create_dir(&backups).unwrap();
    names(&examined(&office, &["--backups", &folder]), "backups", "mend", "There is no backup");
    let file = backups.join("fenshire.milepost");
    office.does(&["backup", &file.to_string_lossy()]);
    mode(&file, 0o644);
    names(&examined(&office, &["--backups", &folder]), "backups", "look", "can read a backup");
    mode(&file, 0o600);
    good(&examined(&office, &["--backups", &folder]), "backups");
    let aged = run(Command::new("touch").args(["-d", "10 days ago"]).arg(&file), b"");
    assert_eq!(aged.code, 0, "{}", aged.err);
    names(&examined(&office, &["--backups", &folder]), "backups", "mend", "10 days old, more than 7");
    good(&examined(&office, &["--backups", &folder, "--days", "14"]), "backups");
}

#[test]
fn a_machine_that_gives_too_few_files_is_named() {
    let office = Office::begin();
    let mut command = office.through("sh");
    command.args(["-c", "ulimit -n 256; exec \"$0\" \"$@\""]).arg(crate::office::program());
    names(&examined_by(command, &[]), "files", "look", "may have 256 files open");
    // And a folder that is not there is said, not broken on.
    let mut command = office.command();
    command.env("MILEPOST_DIR", office.path("nowhere"));
    names(&examined_by(command, &[]), "folder", "mend", "cannot be read");
}

#[test]
fn postgresql_that_is_away_or_set_to_lose_what_it_confirms_is_named() {
    let Some(office) = Office::on_postgres() else { return };
    good(&examined(&office, &[]), "tables");
    let url = office.database().unwrap().to_owned();
    let mut command = office.command();
    command.env("MILEPOST_DATABASE", format!("{url}&options[synchronous_commit]=off"));
    names(&examined_by(command, &[]), "tables", "mend", "synchronous_commit off");
    let mut command = office.command();
    command.env("MILEPOST_DATABASE", "postgres://milepost@127.0.0.1:1/nowhere");
    names(&examined_by(command, &[]), "tables", "mend", "The tables cannot be read");
    good(&examined(&office, &[]), "tables");
}
