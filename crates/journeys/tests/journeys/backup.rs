//! A backup is a file, and it comes back.
use crate::office::{Office, run};
use std::{fs, path::PathBuf};

fn office() -> Office {
    let office = Office::begin();
    let file =
        office.file("plan.csv", "Ref,Theme,Action,RAG\n1,Victims,Review the hub,Green\n2,Prevention,Mark bicycles,\n");
    office.does(&["import", "plan", &file, "--on", "2018-09-01"]);
    office.does(&["snapshot", "Panel September", "--for", "Panel", "--on", "2018-09-12"]);
    office.does(&["issue", "delivery-plan", "--as-at", "Panel September", "--on", "2018-09-05"]);
    office.does(&["publish", "FEN-2018-001"]);
    office.does(&["publish", "Panel September"]);
    office
}

fn comes_back(office: &Office, other: &Office) {
    let file = office.path("fenshire.milepost").to_string_lossy().into_owned();
    let said = office.does(&["backup", &file]);
    assert!(said["seq"].as_u64().unwrap() > 0);
    let refused = office.refuses(&["backup", &file]);
    assert!(refused.contains("there already"), "{refused}");

    let (entries, root) = (office.entries(), office.does(&["verify"])["root"].clone());
    let answer = run(other.command().args(["restore", &file]), b"");
    assert_eq!(answer.code, 0, "{}", answer.err);
    assert!(answer.text().contains("epoch 2") && answer.text().contains("a new one signs"), "{}", answer.text());
    // All that was there is there in the same order, and one entry says that it was brought back.
    assert_eq!(other.entries(), entries + 1);
    assert_ne!(other.does(&["verify"])["root"], root);
    assert_ne!(
        fs::read(office.dir().join("signing.key")).unwrap(),
        fs::read(other.dir().join("signing.key")).unwrap(),
        "the key is not in the backup"
    );
    let asked = ["paper", "delivery-plan", "--as-at", "Panel September", "--format"];
    for format in ["csv", "html"] {
        let of = |office: &Office| office.run(&[&asked[..], &[format]].concat()).out;
        assert!(of(office) == of(other), "{format} is not the same there");
    }
    let issued = fs::read_dir(office.dir().join("blobs")).unwrap().count();
    assert!(issued > 0 && issued == fs::read_dir(other.dir().join("blobs")).unwrap().count());
    let again = other.refuses(&["restore", &file]);
    assert!(again.contains("empty") || again.contains("already"), "{again}");
    other.does(&["snapshot", "After the move", "--for", "Panel"]);
    other.entries();
}

#[test]
fn a_backup_comes_back_in_an_empty_folder_and_says_that_it_did() {
    comes_back(&office(), &Office::nowhere());
}

#[test]
fn a_backup_from_a_file_comes_back_in_postgresql() {
    let Some(other) = Office::nowhere_on_postgres() else { return };
    comes_back(&office(), &other);
}

#[test]
fn a_backup_that_was_cut_or_edited_is_refused_and_leaves_nothing() {
    let office = office();
    let file = office.path("fenshire.milepost");
    office.does(&["backup", &file.to_string_lossy()]);
    let whole = fs::read(&file).unwrap();
    let mut edited = whole.clone();
    let middle = edited.len() / 2;
    edited[middle] ^= 0x55;
    let mut cases = 0;
    for (name, bytes) in
        [("cut", &whole[..whole.len() / 2]), ("edited", &edited[..]), ("empty", b""), ("other", b"not a backup")]
    {
        let other = Office::nowhere();
        let path = other.file(name, bytes);
        let answer = run(other.command().args(["restore", &path]), b"");
        assert_eq!(answer.code, 1, "{name}: {}", answer.text());
        assert!(answer.err.len() > 30, "{name}: {}", answer.err);
        let left: Vec<PathBuf> =
            fs::read_dir(other.dir()).map(|all| all.map(|e| e.unwrap().path()).collect()).unwrap_or_default();
        let verified = run(other.command().args(["verify", "--json"]), b"");
        assert_ne!(verified.code, 0, "{name} left a record behind: {left:?}");
        cases += 1;
    }
    println!("{cases} broken backups refused");
}
