//! A paper between issue and the public, at the command line: it comes back edited, two people publish it, days are held
//! back, it is corrected; on both databases.
use crate::office::{Office, run, word};
use serde_json::{Value, json};
use std::{
    fs,
    io::{Cursor, Read as _, Write as _},
    process::Command,
};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

const TABLE: &str = "Ref,Theme,Action,Lead,Timescale,RAG,Progress,Visibility\n\
    1.1,Victims,Agree a domestic abuse strategy,Head of Victims,31/03/2099,Green,The assessment is done.,Public\n\
    1.2,Victims,Open the second hub,Head of Victims,30/09/2099,Amber,The lease is signed.,Public\n\
    2.1,Places,Light the underpass,Head of Policy,31/12/2099,Amber,Surveyed.,Public\n";

const MAP: &str = "[[post]]\nname = \"Head of Policy\"\n[[post]]\nname = \"Chief Executive\"\n";

fn offices() -> Vec<Office> {
    let all: Vec<Office> = [Some(Office::begin()), Office::on_postgres()].into_iter().flatten().collect();
    for office in &all {
        let (table, map) = (office.file("plan.csv", TABLE), office.file("map.toml", MAP));
        office.does(&["import", "plan", &table, "--map", &map]);
    }
    all
}

fn issued(office: &Office) -> (String, Value) {
    let issued = office.does(&["issue", "delivery-plan", "--for", "Panel"]);
    (word(&issued["number"]).to_owned(), issued)
}

/// The kept Word file of a paper, with words of it changed, as a file beside the office.
fn edited(office: &Office, issued: &Value, changes: &[(&str, &str)]) -> String {
    let file = issued["files"].as_array().expect("files").iter().find(|file| file["format"] == "docx").expect("a DOCX");
    let sha256 = word(&file["sha256"]);
    let kept = office.dir().join("blobs").join(&sha256[..2]).join(&sha256[2..]);
    let bytes = fs::read(&kept).unwrap_or_else(|e| panic!("{}: {e}", kept.display()));
    let mut old = ZipArchive::new(Cursor::new(bytes)).expect("a zip file");
    let mut new = ZipWriter::new(Cursor::new(vec![]));
    for at in 0..old.len() {
        let mut part = old.by_index(at).expect("a part");
        let name = part.name().expect("a name").into_owned();
        let mut bytes = vec![];
        part.read_to_end(&mut bytes).expect("its bytes");
        if name == "word/document.xml" {
            let mut xml = String::from_utf8(bytes).expect("XML");
            for (from, to) in changes {
                assert!(xml.contains(from), "{from}");
                xml = xml.replacen(from, to, 1);
            }
            bytes = xml.into_bytes();
        }
        new.start_file(name, SimpleFileOptions::default()).expect("a part");
        new.write_all(&bytes).expect("its bytes");
    }
    let path = office.path("edited.docx");
    fs::write(&path, new.finish().expect("a zip file").into_inner()).expect("it is written");
    path.to_string_lossy().into_owned()
}

#[test]
fn an_edited_paper_comes_back_is_flagged_kept_and_known_again() {
    for office in offices() {
        let (number, printed) = issued(&office);
        let file =
            edited(&office, &printed, &[("At risk", "On track"), ("The lease is signed.", "The lease was signed.")]);
        let before = office.entries();
        let found = office.does(&["return", &number, &file]);
        assert_eq!((&found["accepted"], &found["flagged"]), (&json!(false), &json!(1)), "{found}");
        let differences = found["differences"].as_array().expect("differences");
        assert_eq!(differences.len(), 2, "{found}");
        assert!(
            differences.iter().any(|d| d["touches"] == json!(["rating"]) && word(&d["is"]).contains("On track 2")),
            "{found}"
        );
        assert_eq!(office.entries(), before, "looking keeps nothing");
        let words = run(office.command().args(["return", &number, &file]), b"").text();
        assert!(words.contains("[RATING]") && words.contains("+ The lease was signed."), "{words}");
        let stranger = run(office.command().args(["verify", &file]), b"");
        assert!(stranger.code == 1 && stranger.text().contains("was not issued"), "{stranger:?}");

        office.does(&["return", &number, &file, "--accept"]);
        assert!(office.refuses(&["return", &number, &file, "--accept"]).contains("already"));
        let known = run(office.command().args(["verify", &file]), b"");
        assert_eq!(known.code, 0, "{known:?}");
        assert!(
            known.text().contains("edited after it was printed") && known.text().contains("2 differences"),
            "{known:?}"
        );
        assert_eq!(office.does(&["verify"])["ok"], true);

        // The public receives what was printed, and then nothing more can come back.
        office.does(&["publish", &number]);
        let late = edited(&office, &printed, &[("Surveyed.", "It was surveyed.")]);
        assert!(office.refuses(&["return", &number, &late, "--accept"]).contains("is public already"));
        assert!(office.refuses(&["publication", "preview", &number]).contains("published already"));
        let text = office.file("notes.txt", "1.1 Green");
        assert!(office.refuses(&["return", &number, &text]).contains("not a Word document"));
    }
}

#[test]
fn two_people_publish_and_a_hold_keeps_everything_back() {
    for office in offices() {
        let (number, _) = issued(&office);
        let as_policy = |arguments: &[&str]| office.does(&[&["--as", "Head of Policy"], arguments].concat());
        as_policy(&["publication", "ask", &number]);
        let preview = office.does(&["publication", "preview", &number]);
        assert_eq!(preview["withheld"], json!([]), "{preview}");
        assert_eq!(word(&preview["publications"][0]["body"]["paper"]["number"]), number);
        let own = office.refuses(&["--as", "Head of Policy", "publication", "agree", &number]);
        assert!(own.contains("somebody else has to agree"), "{own}");
        office.does(&["hold", "set", "--from", "2020-01-01", "--to", "2099-01-01", "--reason", "An election."]);
        let held = office.refuses(&["--as", "Chief Executive", "publication", "agree", &number]);
        assert!(held.contains("nothing is published from 1 January 2020"), "{held}");
        assert!(office.refuses(&["publish", &number]).contains("nothing is published"), "the one way holds too");
        let agreed = office.does(&[
            "--as",
            "Chief Executive",
            "publication",
            "agree",
            &number,
            "--despite-hold",
            "The law asks for it.",
        ]);
        assert_eq!(agreed["agreed"], true);
        assert!(office.refuses(&["publish", &number]).contains("published already"));
        office.does(&["hold", "lift", "--reason", "It was put off."]);
        let (second, _) = issued(&office);
        as_policy(&["publication", "ask", &second, "--at", "2098-01-01T09:00:00Z"]);
        office.does(&["--as", "Chief Executive", "publication", "agree", &second]);
        assert_eq!(office.does(&["publication", "list"]).as_array().expect("a list").len(), 1);
        office.does(&["publication", "refuse", &second, "--reason", "It has a mistake."]);
        assert_eq!(office.does(&["publication", "list"]), json!([]));
        assert_eq!(office.does(&["verify"])["ok"], true);
    }
}

#[test]
fn a_correction_stands_beside_a_paper_whose_bytes_stay() {
    for office in offices() {
        let (number, printed) = issued(&office);
        office.does(&["publish", &number]);
        let says = ["correct", &number, "--says", "It was rated for another quarter.", "--was", "At risk"];
        assert!(office.refuses(&[&says[..], &["--is", "At risk"]].concat()).contains("the same"));
        office.does(&[&says[..], &["--is", "Off track"]].concat());
        let site = office.path("site");
        office.does(&["export", "site", &site.to_string_lossy()]);
        let page = fs::read_to_string(site.join("papers").join(&number).join("index.html")).expect("its page");
        assert!(page.contains("It was rated for another quarter.") && page.contains("Off track"), "{page}");
        let data: Value =
            serde_json::from_slice(&fs::read(site.join("papers.json")).expect("open data")).expect("JSON");
        assert_eq!(data["papers"][0]["corrections"][0]["is"], "Off track", "{data}");
        for file in printed["files"].as_array().expect("files") {
            let kept = site.join("papers").join(&number).join(word(&file["name"]));
            let sum = run(Command::new("sha256sum").arg(&kept), b"").text();
            assert!(sum.starts_with(word(&file["sha256"])), "{}: {sum}", kept.display());
        }
        assert_eq!(office.does(&["verify"])["ok"], true);
    }
}
