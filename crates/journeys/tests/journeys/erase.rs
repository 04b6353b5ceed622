//! A victim's name was typed into a table, and went from there into papers, onto the public side and into backups. It is
//! erased; what the record proves stands as before.
use crate::{
    canaries::{unhex, unpacked},
    fenshire::files,
    office::{Office, list, run, word},
    serve::Server,
};
use std::fs;

const NAME: &str = "Jessamine Quill of Tidemill Lane";
/// What the raw bytes of a PDF, a page or a list of file names would hold of it.
const TELLING: &str = "Jessamine";

const COVER: &str = "To: Panel\nFrom: Chief Executive\nDate: 12 September 2018\nTitle: Delivery of the Plan\n\n# Purpose\n\n\
    This report speaks of Jessamine Quill of\nTidemill Lane, among others, under the {plan}.\n";

/// An office that presented the name to the Panel in three papers, and published it.
fn office(office: Office) -> Office {
    let edition = |rating: &str, second: &str| {
        format!(
            "Ref,Theme,Action,RAG,Progress\n1.1,Victims,Review the hub,Green,On course\n\
             1.2,Victims,Help victims,{rating},\"{second} Two cafés told us.\"\n1.3,Victims,Mark bicycles,,None yet\n"
        )
    };
    let july = office.file("july.csv", edition("Green", "Spoke with Jessamine Quill  of Tidemill Lane."));
    office.does(&["import", "plan", &july, "--on", "2018-07-01"]);
    office.does(&["snapshot", "Panel July", "--for", "Panel", "--on", "2018-07-12"]);
    office.does(&["issue", "delivery-plan", "--as-at", "Panel July", "--on", "2018-07-05"]);
    office.does(&["present", "FEN-2018-001", "--on", "2018-07-12"]);
    office.does(&["publish", "FEN-2018-001"]);
    office.does(&["publish", "Panel July"]);
    let september = office.file("september.csv", edition("Amber", &format!("{NAME} was seen again.")));
    office.does(&["import", "plan", &september, "--on", "2018-09-01"]);
    let cover = office.file("cover.txt", COVER);
    office.does(&["issue", "cover-report", "--text", &cover, "--on", "2018-09-05"]);
    office.does(&["issue", "changes", "--since", "Panel July", "--on", "2018-09-05"]);
    office
}

fn erase(office: &Office, more: &[&str]) -> serde_json::Value {
    let arguments = ["erase", "--item", "1.2", "--passage", NAME, "--reason", "A victim was named by mistake"];
    office.does(&[&arguments[..], more].concat())
}

/// Every file of the data folder, and every part and text inside each, that still tells the name.
fn telling(office: &Office) -> Vec<String> {
    let mut places = Vec::new();
    for path in files(&office.dir()) {
        let name = path.to_string_lossy().into_owned();
        for (place, bytes) in unpacked(&name, &fs::read(&path).unwrap(), &office.path("")) {
            if bytes.windows(TELLING.len()).any(|window| window == TELLING.as_bytes()) {
                places.push(place);
            }
        }
    }
    places
}

fn erased_everywhere(office: Office) {
    let office = self::office(office);
    let entries = office.entries();
    let despatched = office.path("despatched.pdf");
    let number = |path: &std::path::PathBuf| office.run(&["verify", &path.to_string_lossy()]).text();
    let pdf = files(&office.dir().join("blobs"))
        .into_iter()
        .find(|path| fs::read(path).unwrap().starts_with(b"%PDF") && number(path).contains("is paper FEN-2018-001"));
    fs::copy(pdf.unwrap(), &despatched).unwrap();
    let before = telling(&office);
    assert!(before.len() > 10, "it is all over the folder: {before:?}");
    let backup = office.path("before.milepost").to_string_lossy().into_owned();
    office.does(&["backup", &backup]);
    let server = Server::start(&office);
    assert!(server.public("/plans/plan/actions/1-2").text().contains(TELLING) || server.public("/").status == 200);

    // A dry run lists, and touches nothing.
    let would = erase(&office, &["--dry-run"]);
    assert_eq!((would["erased"].as_bool(), would["kind"].as_str()), (Some(false), Some("action")));
    let papers: Vec<&str> = list(&would["papers"]).iter().map(word).collect();
    assert_eq!(papers, ["FEN-2018-001", "FEN-2018-002", "FEN-2018-003"]);
    assert!(list(&would["states"]).len() >= 3 && list(&would["files"]).len() > 10, "{would}");
    assert_eq!(telling(&office), before);
    assert_eq!(office.entries(), entries);

    let done = erase(&office, &[]);
    assert_eq!(done["erased"], true);
    assert_eq!(done["states"], would["states"]);
    assert_eq!(telling(&office), Vec::<String>::new(), "{}", office.run(&["verify"]).text());
    if office.database().is_some() {
        let left = "SELECT COUNT(*) FROM state WHERE body LIKE '%Jessamine%'::bytea";
        assert_eq!(office.sql(left), "0");
    }
    assert!(office.entries() > entries, "it is proved, and the erasure is on the record");

    // Each paper is withdrawn and issued again without the words; what was public is public again.
    let editions = list(&done["redacted"]);
    let numbers: Vec<&str> = editions.iter().map(|edition| word(&edition["number"])).collect();
    assert_eq!(numbers.len(), 3, "{done}");
    assert!(editions[0]["published"] == true && editions[1]["published"] == false, "{done}");
    let said = office.run(&["verify", &despatched.to_string_lossy()]).text();
    assert!(said.contains("is paper FEN-2018-001 as issued") && said.contains("It was withdrawn on"), "{said}");
    let old = server.public("/papers/FEN-2018-001");
    assert!(old.status == 200 && old.text().contains("A victim was named by mistake"), "{}", old.text());
    let new = server.public(&format!("/papers/{}", numbers[0]));
    assert!(new.text().contains("redacted edition of FEN-2018-001"), "{}", new.text());

    // The server that ran all the while shows it no more, at any date.
    let mut pages = 0;
    for address in ["/", "/actions/1-2", "/plans", "/papers", "/changes?from=Panel+July&to=head"] {
        for page in [server.public(address), server.staff(address), server.staff(&format!("{address}?at=Panel+July"))] {
            assert!(!page.text().contains(TELLING), "{address}");
            pages += usize::from(page.status == 200);
        }
    }
    assert!(pages > 5, "only {pages} pages were there to be looked at");
    // The paper as at the day when it stood there, and its row is what that body last saw.
    let text =
        String::from_utf8(office.paper(&["delivery-plan", "--as-at", "Panel July", "--format", "html"])).unwrap();
    assert!(text.contains("[erased]") && !text.contains(TELLING));
    let now = office.plan(&[]);
    let row = crate::office::action(&now, "1.2");
    assert_eq!((row["was"].as_str(), row["direction"].as_str()), (Some("On track"), Some("worse")), "{row}");
    let again = office.refuses(&["erase", "--item", "1.2", "--passage", NAME, "--reason", "again"]);
    assert!(again.contains("does not stand in action 1.2"), "{again}");

    // The backup of before comes back into what survived of the folder, and the words do not.
    drop(server);
    let survived = Office::nowhere();
    fs::create_dir_all(survived.dir()).unwrap();
    for name in ["signing.key", "checkpoint", "erasures"] {
        fs::copy(office.dir().join(name), survived.dir().join(name)).unwrap();
    }
    let restored = run(survived.command().args(["restore", &backup]), b"");
    assert!(restored.text().contains("is erased again"), "{} {}", restored.text(), restored.err);
    assert_eq!(telling(&survived), Vec::<String>::new());
    survived.entries();
    // Into an empty folder it cannot know, and says so.
    let bare = Office::nowhere();
    let restored = run(bare.command().args(["restore", &backup]), b"");
    assert!(restored.text().contains("erase it again"), "{} {}", restored.text(), restored.err);
    assert!(!telling(&bare).is_empty());
}

#[test]
fn a_name_is_erased_from_everything_and_every_proof_stands() {
    erased_everywhere(Office::begin());
}

#[test]
fn a_name_is_erased_on_postgresql_too() {
    let Some(office) = Office::on_postgres() else { return };
    erased_everywhere(office);
}

#[test]
fn what_cannot_be_erased_is_refused_with_what_to_do() {
    let office = office(Office::begin());
    let mut cases = 0;
    for (arguments, says) in [
        (&["--item", "9.9", "--passage", NAME, "--reason", "r"][..], "there is no item called “9.9”"),
        (&["--item", "1.1", "--passage", NAME, "--reason", "r"], "does not stand in action 1.1"),
        (&["--item", "1.2", "--passage", "Qu", "--reason", "r"], "more of the sentence"),
        (&["--item", "1.2", "--passage", " ", "--reason", "r"], "more of the sentence"),
        (&["--item", "1.2", "--passage", NAME, "--reason", " "], "needs a reason"),
        (&["--item", "1.2", "--passage", "Quill", "--reason", "Mx Quill asked"], "the reason holds the passage"),
        (&["--item", "1.2", "--passage", "erased", "--reason", "r"], "cannot be erased itself"),
        (&["--item", "1.2", "--plan", "Another", "--passage", NAME, "--reason", "r"], "Another"),
        (&["--item", "018f3b6a-0000-7000-8000-000000000001", "--passage", NAME, "--reason", "r"], "has no item"),
    ] {
        let said = office.refuses(&[&["erase"], arguments].concat());
        assert!(said.contains(says), "{arguments:?}: {said}");
        cases += 1;
    }
    // Words that another item holds too stay there, and the list says where.
    let told = office.does(&["erase", "--item", "1.1", "--passage", "On course", "--reason", "r", "--dry-run"]);
    assert!(list(&told["elsewhere"]).is_empty());
    let told =
        office.does(&["erase", "--item", "1.3", "--passage", "victims", "--reason", "r", "--dry-run", "--everywhere"]);
    assert!(!list(&told["states"]).is_empty() && list(&told["elsewhere"]).is_empty());
    println!("{cases} erasures refused");
}

/// Every file of the data folder that holds these bytes.
fn holding(office: &Office, bytes: &[u8]) -> usize {
    let holds = |path: &std::path::PathBuf| fs::read(path).unwrap().windows(bytes.len()).any(|window| window == bytes);
    files(&office.dir()).iter().filter(|path| holds(path)).count()
}

#[test]
fn a_file_of_evidence_is_kept_proved_and_erased_with_a_word_of_its_name_or_of_its_text() {
    let office = office(Office::begin());
    let scan = office.file("Quill statement.pdf", b"%PDF-1.7 scanned by the station");
    let notes = office.file("notes.txt", "Spoke with the witness from Lower Wharf.");
    let page = office.file("page.html", "<p>no</p>");
    let says = ["update", "1.2", "--says", "Two statements came."];
    let refused = office.refuses(&[&says[..], &["--evidence-file", &page]].concat());
    assert!(refused.contains("no type that is kept as evidence"), "{refused}");
    office.does(&[&says[..], &["--evidence-file", &scan, "--evidence-file", &notes]].concat());
    office.does(&["update", "1.3", "--says", "The same notes.", "--evidence-file", &notes]);
    let (pdf, text) = (b"scanned by the station".as_slice(), b"witness from Lower Wharf".as_slice());
    assert_eq!((holding(&office, pdf), holding(&office, text)), (1, 1));
    office.entries();
    let backup = office.path("with.milepost").to_string_lossy().into_owned();
    office.does(&["backup", &backup]);
    let copy = Office::nowhere();
    run(copy.command().args(["restore", &backup]), b"");
    assert_eq!(holding(&copy, pdf), 1, "a backup holds what shows it");

    // A plan as text names the files and does not hold them: taken in again they are known, and elsewhere they are words.
    let folder = office.path("text").to_string_lossy().into_owned();
    office.does(&["export", "plan", &folder]);
    let entries = office.entries();
    let again = office.does(&["import", "plan", &folder]);
    assert_eq!(list(&again["rows"]).iter().filter(|row| row["fate"] != "unchanged").count(), 0, "{again}");
    assert!(office.entries() >= entries);
    let other = Office::begin();
    other.does(&["import", "plan", &folder]);
    other.entries();
    let carried = other.path("text").to_string_lossy().into_owned();
    other.does(&["export", "plan", &carried]);
    let words: String = files(carried.as_ref()).iter().filter_map(|file| fs::read_to_string(file).ok()).collect();
    assert!(words.contains("notes.txt (a file that was not carried along"), "{words}");

    // What nothing can read inside goes by its name, and the name with it.
    let done = office.does(&["erase", "--item", "1.2", "--passage", "Quill statement", "--reason", "Named by mistake"]);
    // Its name stands in the text that was taken in, too, which goes as well.
    assert_eq!((done["erased"].as_bool(), list(&done["files"]).len()), (Some(true), 2), "{done}");
    assert_eq!(holding(&office, pdf), 0);
    office.entries();
    let back = office.refuses(&[&says[..], &["--evidence-file", &scan]].concat());
    assert!(back.contains("was erased from the record before"), "{back}");

    // Text is found inside; that of another item stays unless it is said to go everywhere.
    let elsewhere =
        office.refuses(&["erase", "--item", "1.1", "--passage", "witness from Lower Wharf", "--reason", "r"]);
    assert!(elsewhere.contains("does not stand in action 1.1"), "{elsewhere}");
    assert_eq!(holding(&office, text), 1);
    office.does(&[
        "erase",
        "--item",
        "1.3",
        "--passage",
        "witness from  Lower Wharf",
        "--reason",
        "Told in confidence",
    ]);
    assert_eq!(holding(&office, text), 0);
    office.entries();
    // A package in a package in a package: it is not looked into without end, and the erasure says that it was not.
    let nested = (0..6).fold(b"told in confidence".to_vec(), |inside, _| {
        let mut zip = zip::ZipWriter::new(std::io::Cursor::new(vec![]));
        zip.start_file("inner.docx", zip::write::SimpleFileOptions::default()).unwrap();
        std::io::Write::write_all(&mut zip, &inside).unwrap();
        zip.finish().unwrap().into_inner()
    });
    let nested = office.file("nested.docx", nested);
    office.does(&[&says[..], &["--evidence-file", &nested]].concat());
    let told = ["erase", "--item", "1.2", "--passage", "Two statements came", "--reason", "r", "--dry-run"];
    assert_eq!(office.does(&told)["unsearched"], 1);
    // A file that was lost in another way is missed.
    let kept = office.file("kept.txt", "The minutes of May.");
    office.does(&[&says[..], &["--evidence-file", &kept]].concat());
    let blob =
        files(&office.dir().join("blobs")).into_iter().find(|path| fs::read(path).unwrap() == b"The minutes of May.");
    fs::remove_file(blob.unwrap()).unwrap();
    let verified = office.run(&["verify"]);
    assert!(verified.text().contains("kept.txt that was given as evidence is missing"), "{}", verified.text());
}

#[test]
fn a_key_is_rotated_and_the_record_goes_on() {
    let office = office(Office::begin());
    let key = fs::read(office.dir().join("signing.key")).unwrap();
    let kept = office.file("kept-elsewhere", fs::read(office.dir().join("checkpoint")).unwrap());
    let refused = run(office.command().args(["rotate-key"]), b"");
    assert_eq!(refused.code, 2, "a reason is asked for");
    office.does(&["rotate-key", "--reason", "A laptop was stolen"]);
    assert_ne!(fs::read(office.dir().join("signing.key")).unwrap(), key);
    office.does(&["snapshot", "After the theft", "--for", "Panel"]);
    let verified = office.does(&["verify", "--checkpoint", &kept]);
    assert!(verified["ok"] == true && verified["past_checkpoint"] == 0, "{verified}");
    // Without any key at all a new one begins, where the old one is lost.
    fs::remove_file(office.dir().join("signing.key")).unwrap();
    office.does(&["snapshot", "Unsigned", "--for", "Panel"]);
    office.does(&["rotate-key", "--reason", "The key was lost"]);
    assert_eq!(office.does(&["verify"])["past_checkpoint"], 0);
}

#[test]
fn a_record_is_exported_as_open_files_and_brought_back() {
    let office = office(Office::begin());
    let folder = office.path("export").to_string_lossy().into_owned();
    office.does(&["export", &folder]);
    let refused = office.refuses(&["export", &folder]);
    assert!(refused.contains("there already"), "{refused}");
    let other = Office::nowhere();
    other.does(&["import", "record", &folder]);
    assert_eq!(other.entries(), office.entries() + 1, "one entry says that it was brought back");
    let papers = |office: &Office| {
        office.meddle("SELECT body FROM state WHERE seq IN (SELECT seq FROM item WHERE kind = 'paper')")
    };
    assert_eq!(papers(&other), papers(&office), "every paper, hash for hash");
    assert!(papers(&other).lines().all(|hex| String::from_utf8(unhex(hex)).unwrap().contains("sha256")));
    // A record rolled back as a whole is found by whoever kept a statement of it.
    let kept = office.file("kept-elsewhere", fs::read(office.dir().join("checkpoint")).unwrap());
    let answer = office.run(&["verify", "--checkpoint", &kept]);
    assert_eq!(answer.code, 0, "{}", answer.text());
    let nonsense = office.file("nonsense", "12 September");
    assert_eq!(office.run(&["verify", "--checkpoint", &nonsense]).code, 1);
}
