//! An office that keeps its plan as text: it writes it out, compares two of them, edits a line, and takes it in again.
use crate::{
    fenshire::{fenshire, files},
    office::{Office, list, run, word},
};
use serde_json::{Value, json};
use std::{fs, os::unix::fs::symlink, path::Path, process::Command};

const OLD: &str = "Safer Fenshire 2019 to 2023";
const NEW: &str = "Police and Crime Plan 2024 to 2028";

/// Writes a plan out into a folder of the office's own; gives its path as they would type it.
fn exported(office: &Office, folder: &str, more: &[&str]) -> String {
    let dir = office.path(folder).to_string_lossy().into_owned();
    let written = office.does(&[&["export", "plan", &dir], more].concat());
    assert_eq!(written["left_out"], 0);
    assert_eq!(list(&written["files"]).len(), texts(&dir).len());
    dir
}

/// Every file of a folder, with its words.
fn texts(dir: &str) -> Vec<(String, String)> {
    let all = files(Path::new(dir)).into_iter();
    let read = |path: &Path| fs::read_to_string(path).expect("a text in UTF-8");
    all.map(|path| (path.strip_prefix(dir).unwrap().to_string_lossy().into_owned(), read(&path))).collect()
}

fn diff(from: &str, to: &str) -> String {
    run(Command::new("diff").args(["-r", "-U0", "-F", "^Action ", from, to]), b"").text()
}

/// Changes words in a file of a plan, which must be there once.
fn edit(dir: &str, file: &str, from: &str, to: &str) {
    let path = Path::new(dir).join(file);
    let words = fs::read_to_string(&path).unwrap();
    assert_eq!(words.matches(from).count(), 1, "{from:?} in {file}");
    fs::write(path, words.replace(from, to)).unwrap();
}

fn fates<'a>(answer: &'a Value, fate: &str) -> Vec<(&'a str, &'a str)> {
    let rows = list(&answer["rows"]).iter().filter(|row| row["fate"] == fate);
    rows.map(|row| (word(&row["reference"]), row["reason"].as_str().unwrap_or_default())).collect()
}

#[test]
fn both_plans_of_fenshire_go_to_another_record_as_text_and_come_back_byte_for_byte() {
    let office = fenshire();
    let other = Office::nowhere();
    let name = "Office of the Police and Crime Commissioner for Fenshire";
    other.does(&["init", &other.dir().to_string_lossy(), "--office", name, "--code", "FEN"]);
    for (plan, actions, themes) in [(OLD, 30, 4), (NEW, 40, 5)] {
        let first = exported(&office, "first", &["--plan", plan]);
        let taken = other.does(&["import", "plan", &first]);
        assert_eq!((&taken["written"], &taken["totals"]["created"]), (&json!(true), &json!(actions)));
        let second = exported(&other, "second", &["--plan", plan]);
        assert_eq!(texts(&first), texts(&second), "{plan}");
        assert_eq!(texts(&first).len(), themes + 1);
        // What the folder holds is all that the office holds: the delivery plans of both offices say the same.
        let said = |office: &Office| {
            let plan = office.plan(&["--plan", plan, "--for", "Board"]);
            let row = |a: &Value| {
                ["reference", "title", "rating", "rating_class", "current_date", "baseline_date", "moves", "leads"]
                    .map(|key| a[key].clone())
            };
            (plan["counts"].clone(), crate::office::actions(&plan).into_iter().map(row).collect::<Vec<_>>())
        };
        assert_eq!(said(&office), said(&other), "{plan}");
    }
    // The same folder again changes nothing.
    let folder = exported(&other, "third", &["--plan", NEW]);
    let items = |kind: &str| other.meddle(&format!("SELECT MAX(seq) FROM entry WHERE kind <> '{kind}'"));
    let before = items("import");
    let again = other.does(&["import", "plan", &folder]);
    assert_eq!((&again["totals"]["unchanged"], fates(&again, "unchanged").len()), (&json!(40), 40));
    assert_eq!((&again["notes"], &again["questions"], &again["absent"]), (&json!([]), &json!([]), &json!([])));
    assert_eq!(items("import"), before, "but that it was taken in, nothing was recorded");
    println!("two plans, 70 actions, 11 files, byte for byte");
}

#[test]
fn the_difference_of_two_quarters_reads_as_sentences() {
    let office = fenshire();
    let june = exported(&office, "june", &["--plan", NEW, "--as-at", "2025-07-24"]);
    let september = exported(&office, "september", &["--plan", NEW, "--as-at", "2025-10-23"]);
    let diff = diff(&june, &september);
    println!("{diff}");
    for sentence in [
        "@@ Action 3.1: Agree and publish a county d",
        "-Date: 31 March 2026\n",
        "+Date: 30 June 2026\n",
        "+Date changed: from 31 March 2026 to 30 June 2026 on 21 October 2025, because \"as stated in the office's table of 21 October 2025\", approval not recorded\n",
        "-Rating: On track since 22 July 2025, as supplied, stated as \"Green\"\n",
        "+Rating: At risk since 21 October 2025, as supplied, stated as \"Amber\"\n",
        "-Update of 22 July 2025:\n",
        "+Update of 21 October 2025:\n",
        "+    The Partnership Board put the date back to 30 June 2026 on 18 September.\n",
        "-Status: not started\n",
        "+Status: in progress\n",
    ] {
        assert!(diff.contains(sentence), "{sentence}");
    }
    // The first agreed date stays, whatever moves: no line of the difference takes it away.
    assert!(!diff.contains("\n-Original date:"));
    let changed = diff.lines().filter(|l| l.starts_with(['+', '-']) && !l.starts_with("+++") && !l.starts_with("---"));
    let words = changed.map(|line| line[1..].trim_start());
    let odd: Vec<&str> = words
        .filter(|line| !line.is_empty() && !line.ends_with(['.', ':', '?', '!', ')', '"']) && !line.contains(": "))
        .collect();
    assert_eq!(odd, Vec::<&str>::new(), "each changed line is a sentence, or a fact with its name");
}

#[test]
fn the_first_editions_of_fenshire_are_what_the_export_writes() {
    let office = fenshire();
    let demo = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../demo/plans");
    for (folder, plan, day) in [("safer-fenshire", OLD, "2023-07-20"), ("police-and-crime-plan", NEW, "2025-07-24")] {
        let written = exported(&office, "written", &["--plan", plan, "--as-at", day]);
        assert_eq!(texts(&written), texts(&demo.join(folder).to_string_lossy()), "{folder}");
    }
}

#[test]
fn an_edited_folder_changes_exactly_what_was_edited() {
    let office = fenshire();
    let dir = exported(&office, "plan", &[]);
    let theme = "themes/3-supporting-victims.txt";
    edit(
        &dir,
        theme,
        "Date: 31 January 2027\nOriginal date: 31 January 2027\n",
        "Date: 28 February 2027\nOriginal date: 31 January 2027\nDate changed: from 31 January 2027 to 28 February 2027 on 20 October 2026, because \"the family, who read it first, asked for time\", approved by Chief Executive\n",
    );
    edit(&dir, theme, "Lead: \"JT\", matched to no post\n", "");
    edit(
        &dir,
        theme,
        "Action 3.2: Survey victims of crime and publish what they say every six months",
        "Action 3.2: Survey victims of crime and publish what they say twice a year",
    );
    edit(&dir, "themes/5-trust-and-value-for-money.txt", "Theme: Trust and Value for Money", "Theme: Trust");
    fs::write(
        Path::new(&dir).join("themes/6-new.txt"),
        "# Written by hand.\nTheme: Roads\n\nAction 6.1: Count the speeding cars in ten villages\nLead: Chief Executive\nDate: 31 March 2027\nRating: On track since 20 October 2026\nUpdate of 20 October 2026: Two villages are counted.\n",
    )
    .unwrap();
    let import = ["import", "plan", &dir];
    let tried = office.does(&[&import[..], &["--dry-run"]].concat());
    let before = office.entries();
    let taken = office.does(&import);
    assert_eq!((&tried["written"], &taken["written"]), (&json!(false), &json!(true)));
    assert_eq!(tried["rows"], taken["rows"], "a dry run says what will be");
    assert_eq!(
        fates(&taken, "updated"),
        [("3.2", "changed: title"), ("3.5", "changed: leads"), ("3.9", "changed: timescale, date, changes of date"),]
    );
    assert_eq!(fates(&taken, "created"), [("6.1", "")]);
    assert_eq!(taken["totals"]["unchanged"], 37);
    let renamed =
        list(&taken["questions"]).iter().find(|q| word(&q["taken"]).contains("renamed")).expect("it is asked");
    assert!(word(&renamed["asks"]).contains("“Trust and Value for Money”"), "{renamed}");
    let row = &list(&taken["rows"])[0];
    assert_eq!((word(&row["place"]), &row["given"]), ("themes/1-safer-neighbourhoods.txt, line 29", &json!(false)));
    // Three actions, a new one with its update, two themes, and the import.
    assert_eq!(office.entries() - before, 3 + 2 + 2 + 1);
    let plan = office.plan(&["--for", "Board"]);
    let moved = crate::office::action(&plan, "3.9");
    assert_eq!((&moved["current_date"], &moved["moves"]), (&json!("2027-02-28"), &json!(1)));

    // What is written now differs from what was edited in nothing but its order and its full words.
    let again = exported(&office, "again", &[]);
    assert!(!diff(&dir, &again).contains("Action 3."), "{}", diff(&dir, &again));

    // An action that is left out stays, and is reported; nothing is ever deleted.
    let file = Path::new(&dir).join("themes/6-new.txt");
    fs::remove_file(file).unwrap();
    let without = office.does(&import);
    assert_eq!(without["absent"], json!([{"reference": "6.1", "title": "Count the speeding cars in ten villages"}]));
    assert_eq!(crate::office::action(&office.plan(&["--for", "Board"]), "6.1")["rating_class"], "on_track");
}

#[test]
fn the_folder_is_kept_beside_the_record_under_its_hash() {
    let office = fenshire();
    let dir = exported(&office, "plan", &[]);
    // A checkout of it: what belongs to git and what tells about it is left alone.
    fs::create_dir_all(Path::new(&dir).join(".git/objects")).unwrap();
    fs::write(Path::new(&dir).join(".gitattributes"), "*.txt diff=plan\n").unwrap();
    fs::write(Path::new(&dir).join("README.md"), "Our plan.\n").unwrap();
    office.does(&["import", "plan", &dir]);
    let rows = office.meddle(
        "SELECT CAST(s.body AS TEXT) FROM item i JOIN state s ON s.office = i.office AND s.seq = i.seq \
         WHERE i.kind = 'import' ORDER BY i.seq DESC LIMIT 1",
    );
    let import: Value = serde_json::from_str::<Value>(&rows).unwrap()["item"].clone();
    assert_eq!(import["file"]["format"], "plan as text");
    let sha256 = word(&import["file"]["sha256"]).to_owned();
    let kept = files(&office.dir()).into_iter().find(|path| path.to_string_lossy().contains(&sha256[2..]));
    let kept = fs::read_to_string(kept.expect("a file of that name")).unwrap();
    let hash = run(&mut Command::new("sha256sum"), kept.as_bytes()).text();
    assert!(hash.starts_with(&sha256), "{hash}");
    for (path, words) in texts(&dir).into_iter().filter(|(path, _)| path.ends_with(".txt")) {
        assert!(kept.contains(&format!("=== {path} ({} bytes) ===\n{words}", words.len())), "{path}");
    }
    // Written over, the folder keeps what is not the plan's.
    let again = office.does(&["export", "plan", &dir]);
    assert!(list(&again["files"]).len() == 6 && Path::new(&dir).join("README.md").exists());
}

/// Twenty-five and more ways in which a folder can be wrong: each is refused whole, with a sentence.
#[test]
fn whatever_is_wrong_with_a_folder_is_said_and_nothing_is_written() {
    // A record with both plans and no papers, which is proved quickly after each refusal.
    let fenshire = fenshire();
    let office = Office::begin();
    for plan in [OLD, NEW] {
        let dir = exported(&fenshire, "plan", &["--plan", plan]);
        office.does(&["import", "plan", &dir, "--on", "2026-10-20"]);
    }
    let whole = exported(&office, "whole", &[]);
    let victims = "themes/3-supporting-victims.txt";
    let mut count = 0;
    let mut refuses = |spoil: &dyn Fn(&str), more: &[&str], expected: &str| {
        let dir = office.path("spoilt").to_string_lossy().into_owned();
        let _ = fs::remove_dir_all(&dir);
        let copied = run(Command::new("cp").args(["-r", &whole, &dir]), b"");
        assert_eq!(copied.code, 0, "{}", copied.err);
        spoil(&dir);
        let says = office.refuses_with(b"", &[&["import", "plan", &dir], more].concat());
        let rows = says.1["rows"].to_string();
        assert!(says.0.contains(expected) || rows.contains(expected), "{expected}\n{}\n{rows}", says.0);
        count += 1;
    };
    let swap = |file: &'static str, from: &'static str, to: &'static str| move |dir: &str| edit(dir, file, from, to);
    let put = |file: &'static str, words: &'static [u8]| {
        move |dir: &str| fs::write(Path::new(dir).join(file), words).unwrap()
    };
    refuses(&|dir| fs::remove_file(Path::new(dir).join("plan.txt")).unwrap(), &[], "plan.txt: is not there");
    refuses(&|dir| fs::remove_dir_all(Path::new(dir).join("themes")).unwrap(), &[], "themes: holds no theme");
    refuses(
        &put("plan.doc", b""),
        &[],
        "plan.doc is no part of a plan as text, which is plan.txt and the folder themes",
    );
    refuses(&put("themes/notes.md", b""), &[], "notes.md is not named like the file of a theme");
    refuses(&put("themes/7-a\u{e9}.txt", b""), &[], "is not named like the file of a theme");
    refuses(
        &put("themes/roads.txt", b"Theme: Roads\n"),
        &[],
        "themes/roads.txt: its name does not begin with the theme's place",
    );
    refuses(&put("themes/7-roads.txt", b"\xff\xfe"), &[], "7-roads.txt, line 1: holds bytes that are not UTF-8");
    refuses(&put("themes/7-roads.txt", b""), &[], "themes/7-roads.txt: does not begin with its theme");
    refuses(
        &put("themes/7-roads.txt", b"Theme: Roads\nAim: a\x00b\n"),
        &[],
        "themes/7-roads.txt, line 2: the line holds U+0000",
    );
    refuses(
        &|dir| symlink("/etc/hostname", Path::new(dir).join("themes/7-roads.txt")).unwrap(),
        &[],
        "is a link to a place outside",
    );
    refuses(
        &|dir| {
            fs::remove_file(Path::new(dir).join("plan.txt")).unwrap();
            symlink("/etc/hostname", Path::new(dir).join("plan.txt")).unwrap();
        },
        &[],
        "is a link to a place outside",
    );
    refuses(&|dir| fs::create_dir(Path::new(dir).join("themes/7-roads.txt")).unwrap(), &[], "is not a file of text");
    refuses(
        &|dir| fs::write(Path::new(dir).join("themes/7-roads.txt"), "x".repeat(5 << 20)).unwrap(),
        &[],
        "7-roads.txt has more than 4 MiB",
    );
    refuses(
        &|dir| (7..260).for_each(|n| fs::write(Path::new(dir).join(format!("themes/{n}-x.txt")), "").unwrap()),
        &[],
        "holds more than 200 files",
    );
    refuses(
        &swap("plan.txt", "version 1\n", "version 2\n"),
        &[],
        "plan.txt, line 1: the file does not begin with “Format: plan as text, version 1”",
    );
    refuses(
        &swap("plan.txt", "State: open", "State: ajar"),
        &[],
        "“ajar” is not a state of a plan; write one of “open”, “frozen”",
    );
    refuses(&swap(victims, "Action 3.2: Survey", "Action 3.1: Survey"), &[], "there is an action 3.1 already");
    refuses(&swap(victims, "Action 3.2: Survey", "Survey"), &[], "is no fact; write a fact as “Name: words”");
    refuses(
        &swap(victims, "Date: 31 January 2027\nOrig", "Date: 29 February 2027\nOrig"),
        &[],
        "“29 February 2027” is not a day",
    );
    refuses(
        &swap(victims, "Date: 31 January 2027\nOrig", "Date: 28 February 2027\nOrig"),
        &[],
        "its date was 31 January 2027 and is now 28 February 2027, and nothing says why",
    );
    refuses(
        &swap(victims, "Original date: 31 January 2027", "Original date: 1 January 2027"),
        &[],
        "the first agreed date is never overwritten",
    );
    refuses(
        &swap(victims, "Seen by: the Panel and the office\n", ""),
        &[],
        "the record withholds it, and the text does not say who may see it",
    );
    refuses(
        &swap(
            victims,
            "from 31 March 2026 to 30 June 2026 on 21 October 2025",
            "from 31 March 2026 to 30 June 2026 on 22 October 2025",
        ),
        &[],
        "a change of date that is on the record is missing in the text",
    );
    refuses(&swap(victims, "Action 3.9: Answer", "Action 3.19: Answer"), &[], "as 3.9. A reference is for life");
    refuses(&swap(victims, "Lead: \"JT\", matched to no post", "Lead: JT"), &[], "“JT” is no post of plan.txt");
    refuses(
        &swap(
            victims,
            "Continued from: Safer Fenshire 2019 to 2023, 1.5",
            "Continued from: Safer Fenshire 2019 to 2023, 9.9",
        ),
        &[],
        "that plan has no such action",
    );
    refuses(
        &swap(victims, "Rating: Not started since", "Rating: Nearly since"),
        &[],
        "the scale in plan.txt has no level “Nearly”",
    );
    refuses(&|_| (), &["--map", "x.toml"], "--map is for tables; a plan as text needs none");
    refuses(&|_| (), &["--plan", "No such plan"], "there is no plan called “No such plan” that this text could be");
    refuses(&|_| (), &["--plan", OLD], "which is the name of another plan");
    refuses(&|_| (), &["--on", "2026-01-01"], "nothing goes backwards");
    refuses(&|_| (), &["--on", "2199-01-01"], "2199-01-01 has not come yet");
    println!("{count} kinds of bad folder, each with its sentence");
    assert!(count >= 30);

    // A frozen plan is kept as it stood, and a folder that holds something else is not written over.
    let frozen = exported(&office, "frozen", &["--plan", OLD]);
    assert!(office.refuses(&["import", "plan", &frozen]).contains("is frozen: it is kept as it stood"));
    let home = office.dir().to_string_lossy().into_owned();
    assert!(office.refuses(&["export", "plan", &home]).contains("which an earlier export did not write"));
}
