//! The life of a paper, from its number to its withdrawal; and that nothing of it changes behind anybody's back.
use crate::{
    office::{Office, action, has, list, run, word},
    serve::{Page, Server, ask},
};
use serde_json::{Value, json};
use std::{
    fs,
    thread::sleep,
    time::{Duration, Instant},
};

const FORMATS: [&str; 8] = ["pdf", "docx", "odt", "html", "xlsx", "ods", "csv", "json"];

const KINDS: [&str; 4] = ["delivery-plan", "plan-on-a-page", "forward-look", "slippage"];

const FIRST: &str = "Ref,Theme,Action,Due date,RAG,Visibility\n1,Victims,Review the hub,31/03/2019,Amber,Public\n\
    2,Victims,Agree a strategy,31/12/2018,Green,Public\n3,Prevention,Mark bicycles,Ongoing,,Public\n";

fn office() -> Office {
    let office = Office::begin();
    import(&office, FIRST, "2018-09-01");
    office
}

fn import(office: &Office, table: &str, on: &str) -> Value {
    let file = office.file(&format!("{on}.csv"), table);
    office.does(&["import", "plan", &file, "--on", on])
}

/// The kept bytes of each file of an issued paper, in the order of the formats.
fn kept(office: &Office, issued: &Value) -> Vec<Vec<u8>> {
    let bytes = |file: &Value| {
        let hash = word(&file["sha256"]);
        fs::read(office.dir().join("blobs").join(&hash[..2]).join(&hash[2..])).expect("the file is kept")
    };
    list(&issued["files"]).iter().map(bytes).collect()
}

#[test]
fn a_paper_goes_from_its_number_to_its_withdrawal_and_every_wrong_turn_is_refused_in_words() {
    let office = office();
    for wrong in [["present", "FEN-2018-001", "--on", "2018-09-12"].as_slice(), &["publish", "FEN-2018-001"]] {
        let refused = office.refuses(wrong);
        assert!(refused.contains("FEN-2018-001"), "{refused}");
    }
    let issued = office.does(&["issue", "delivery-plan", "--on", "2018-09-05"]);
    assert_eq!(issued["number"], "FEN-2018-001");
    let (number, code) = ("FEN-2018-001", word(&issued["code"]));
    let files = list(&issued["files"]);
    assert_eq!(files.iter().map(|f| word(&f["format"])).collect::<Vec<_>>(), FORMATS);
    assert!(files.iter().all(|f| word(&f["name"]).contains(number) && word(&f["name"]).contains(code)), "{files:?}");
    // In its parts, the number and the code stand in JSON as keys, and on the page for people.
    let kept = kept(&office, &issued);
    let json: Value = serde_json::from_slice(&kept[7]).unwrap();
    assert_eq!((&json["number"], &json["code"]), (&json!(number), &json!(code)));
    let html = String::from_utf8(kept[3].clone()).unwrap();
    assert!(html.contains(number) && html.contains(code));

    office.does(&["present", "fen-2018-001", "--on", "2018-09-12"]);
    let refused = office.refuses(&["present", number, "--on", "2018-09-13"]);
    assert!(refused.contains("already, on 2018-09-12"), "{refused}");
    office.does(&["publish", number]);
    let refused = office.refuses(&["publish", number]);
    assert!(refused.contains("already"), "{refused}");
    for nothing in ["2018-09-12", "7", "head", "Panel September"] {
        office.refuses(&["publish", nothing]);
    }

    let server = Server::start(&office);
    let home = server.public("/").text();
    assert!(home.contains(number), "{home}");
    let page = server.public("/papers/FEN-2018-001");
    assert!(page.status == 200 && page.text().contains("12 September 2018") && page.text().contains(code));
    let address = |file: &Value| format!("/papers/{number}/{}", word(&file["name"]));
    for (file, kept) in files.iter().zip(&kept) {
        assert_eq!(&server.public(&address(file)).body, kept, "{} is served as it was issued", file["name"]);
    }

    let refused = office.refuses(&["withdraw", number, "--reason", " "]);
    assert!(refused.contains("reason"), "{refused}");
    office.does(&["withdraw", number, "--reason", "A rating was printed wrongly"]);
    let refused = office.refuses(&["withdraw", number, "--reason", "Again"]);
    assert!(refused.contains("withdrawn already"), "{refused}");
    let refused = office.refuses(&["publish", number]);
    assert!(refused.contains("issue a new paper"), "{refused}");
    let page = server.soon("/papers/FEN-2018-001", |page| page.text().contains("A rating was printed wrongly"));
    assert!(
        page.status == 200 && page.text().contains("A rating was printed wrongly"),
        "its page stays, with the reason"
    );
    assert!(!page.text().contains(".pdf"), "and without a file");
    let never = server.public("/papers/FEN-2018-001/never-was.pdf");
    assert_eq!(never.status, 404);
    for file in files {
        assert!(same(&server.public(&address(file)), &never), "as if {} had never been", file["name"]);
    }
    // The office itself keeps what was despatched.
    let staff = server.staff(&address(&files[0]));
    assert_eq!((staff.status, &staff.body), (200, &kept[0]));

    let second = office.does(&["issue", "delivery-plan", "--on", "2018-10-01"]);
    assert_eq!(second["number"], "FEN-2018-002", "a number is given once");
    for (on, why) in [
        ("2018-09-30", "was issued on 2018-10-01, so it cannot have been presented on 2018-09-30"),
        ("2199-01-01", "2199-01-01 has not come yet"),
    ] {
        let refused = office.refuses(&["present", "FEN-2018-002", "--on", on]);
        assert!(refused.contains(why), "{refused}");
    }
    for command in [["publish", "FEN-2018-099"].as_slice(), &["withdraw", "fen-2018-099", "--reason", "A slip"]] {
        let refused = office.refuses(command);
        assert!(refused.contains("there is no paper numbered FEN-2018-099; the papers are: FEN-2018-001"), "{refused}");
    }
    office.does(&["withdraw", "FEN-2018-002", "--reason", "Not sent"]);
    let refused = office.refuses(&["present", "FEN-2018-002", "--on", "2018-10-02"]);
    assert!(refused.contains("withdrawn"), "{refused}");
}

fn same(one: &Page, other: &Page) -> bool {
    (one.status, &one.body) == (other.status, &other.body)
}

#[test]
fn a_paper_that_holds_what_is_not_public_is_not_published_and_the_rows_are_named() {
    let office = office();
    office.does(&["snapshot", "Panel September", "--for", "Panel", "--on", "2018-09-12"]);
    let table = FIRST.replace("Green,Public", "Green,Panel") + "4,Victims,Buy the building,,Red,Internal\n";
    import(&office, &table, "2018-10-01");
    let issued = office.does(&["issue", "delivery-plan", "--on", "2018-10-02"]);
    let number = word(&issued["number"]);
    assert_eq!(list(&office.plan(&[])["themes"]).iter().map(|t| list(&t["actions"]).len()).sum::<usize>(), 3);
    let refused = office.refuses(&["publish", number]);
    assert!(refused.contains("not public: 2."), "names 2 and no more: {refused}");
    assert!(!refused.contains('4'), "4 is not in the paper: {refused}");
    // Nor is a paper from when the row was public, now that it is not.
    let earlier = office.does(&["issue", "delivery-plan", "--on", "2018-10-02", "--as-at", "Panel September"]);
    let refused = office.refuses(&["publish", word(&earlier["number"])]);
    assert!(refused.contains("not public: 2."), "{refused}");
    // What is withheld is counted, with why.
    assert_eq!(office.plan(&[])["withheld"], json!([{ "count": 1, "reason": "internal to the office" }]));
}

#[test]
fn the_same_position_is_printed_in_the_same_bytes_a_hundred_entries_later_and_on_another_day() {
    let office = office();
    office.does(&["snapshot", "Panel September", "--for", "Panel", "--on", "2018-09-12"]);
    let printed = |through: Option<&str>| -> Vec<Vec<u8>> {
        let print = |(kind, format): (&str, &str)| {
            let paper = ["paper", kind, "--as-at", "Panel September", "--format", format];
            let program = crate::office::program();
            let answer = match through {
                None => office.run(&paper),
                Some(day) => run(office.through("faketime").arg(day).arg(&program).args(paper), b""),
            };
            assert_eq!(answer.code, 0, "{}", answer.err);
            answer.out
        };
        KINDS.into_iter().flat_map(|kind| FORMATS.map(|format| (kind, format))).map(print).collect()
    };
    let issue = ["issue", "delivery-plan", "--as-at", "Panel September", "--on", "2018-09-05"];
    let issued = office.does(&issue);
    let (before, despatched) = (printed(None), kept(&office, &issued));
    let entries = office.entries();
    let more: String = (4..=64).map(|n| format!("{n},Prevention,Piece of work {n},,Green,Public\n")).collect();
    let table = FIRST.to_owned() + &more;
    import(&office, &table, "2018-10-01");
    import(&office, &table.replace("Amber", "Red"), "2018-11-01");
    assert!(office.entries() >= entries + 100, "{} more", office.entries() - entries);
    let after = printed(None);
    assert_eq!(before.iter().map(Vec::len).sum::<usize>(), after.iter().map(Vec::len).sum::<usize>());
    for ((then, now), format) in before.iter().zip(&after).zip(FORMATS.iter().cycle()) {
        assert!(then == now, "{format} differs");
        assert!(then.len() > 200, "{format} is all but empty");
    }
    if has("faketime") {
        assert!(printed(Some("2031-02-03 04:05:06")) == before, "printed otherwise on another day");
    }
    assert!(kept(&office, &issued) == despatched, "what was issued is what it was");
    println!("{} kinds in {} formats, {} entries later", KINDS.len(), FORMATS.len(), office.entries() - entries);

    // Case C4: what was amber in the pack is red since; the pack is what it was, and says so to whoever asks.
    assert_eq!(action(&office.plan(&[]), "1")["rating_class"], "off_track");
    let pack = office.file("pack.pdf", &despatched[0]);
    let verified = office.does(&["verify", &pack]);
    assert_eq!((&verified["issued"], &verified["number"]), (&json!(true), &issued["number"]));
    let json: Value = serde_json::from_slice(&despatched[7]).unwrap();
    assert_eq!(action(&json, "1")["rating_class"], "at_risk");
}

#[test]
fn what_changed_adds_up_between_any_two_positions() {
    let office = office();
    office.does(&["snapshot", "September", "--for", "Panel", "--on", "2018-09-12"]);
    let issued = office.does(&["issue", "delivery-plan", "--as-at", "September", "--on", "2018-09-05"]);
    let (number, seq) =
        (word(&issued["number"]), office.does(&["changes", "--from", "September"])["from"]["seq"].to_string());
    // 1 closes, 2 slips and is reworded, 3 is left out, 4 and 5 are new, and 5 is done at once.
    let second = "Ref,Theme,Action,Due date,RAG,Visibility\n1,Victims,Review the hub,31/03/2019,Blue,Public\n\
        2,Victims,Agree and publish a strategy,31/03/2019,Red,Public\n4,Prevention,Train councillors,,Green,Public\n\
        5,Prevention,Open a website,,Blue,Public\n";
    import(&office, second, "2018-11-01");
    office.does(&["snapshot", "November", "--for", "Panel", "--on", "2018-11-14"]);
    let changes = office.does(&["changes", "--from", "September", "--to", "November"]);
    let references = |of: &Value, key: &str| -> Vec<String> {
        list(&of[key]).iter().map(|row| word(&row["reference"]).to_owned()).collect()
    };
    assert_eq!(references(&changes, "added"), ["4", "5"]);
    assert_eq!(references(&changes, "closed"), ["1", "5"]);
    assert_eq!(references(&changes, "absent"), ["3"]);
    assert_eq!(changes["moved"], json!([{ "reference": "2", "from": "2018-12-31", "to": "2019-03-31" }]));
    let rated: Vec<Value> = ["1", "2"]
        .map(|r| list(&changes["rated"]).iter().find(|row| row["reference"] == r).expect("re-rated").clone())
        .into();
    assert_eq!(rated[0], json!({ "reference": "1", "from": "At risk", "to": "Complete", "direction": "better" }));
    assert_eq!(rated[1], json!({ "reference": "2", "from": "On track", "to": "Off track", "direction": "worse" }));
    let reworded = list(&changes["changed"]).iter().find(|row| row["reference"] == "2").expect("reworded");
    assert!(list(&reworded["fields"]).contains(&json!("title")), "{reworded}");
    reconciles(&changes);
    assert_eq!((&changes["totals"]["open_from"], &changes["totals"]["open_to"]), (&json!(3), &json!(3)));

    // The same by the number of the paper and by the entry.
    for from in [number, &seq] {
        let same = office.does(&["changes", "--from", from, "--to", "November"]);
        for key in ["added", "closed", "moved", "rated", "changed", "absent", "totals"] {
            assert_eq!(same[key], changes[key], "{key} from {from}");
        }
    }
    // Re-opened, and withdrawn from sight.
    let third = second.replace("31/03/2019,Blue", "31/03/2019,Amber").replace("Green,Public", "Green,Internal");
    import(&office, &third, "2018-12-01");
    let later = office.does(&["changes", "--from", "November"]);
    assert_eq!(references(&later, "reopened"), ["1"]);
    reconciles(&later);
    reconciles(&office.does(&["changes", "--from", "September"]));
    for format in ["json", "csv", "html"] {
        let paper = office.paper(&["changes", "--since", "November", "--format", format]);
        let said = String::from_utf8(paper).unwrap();
        assert!(said.contains("Review the hub"), "{format}: {said}");
        assert!(format != "json" || serde_json::from_str::<Value>(&said).unwrap()["reconciles"] == true, "{said}");
    }
    let refused = office.refuses(&["changes", "--from", "head", "--to", "September"]);
    assert!(refused.contains("later"), "{refused}");
}

/// Open then, and what came and went, is open now.
fn reconciles(changes: &Value) {
    let total = |key: &str| changes["totals"][key].as_u64().unwrap();
    assert_eq!(
        total("open_from") + total("added") + total("reopened") - total("closed"),
        total("open_to"),
        "{changes}"
    );
    for key in ["added", "closed", "rated", "moved", "changed", "absent"] {
        assert_eq!(total(key), list(&changes[key]).len() as u64, "{key}");
    }
}

#[test]
fn an_embargo_holds_until_its_time_and_the_server_opens_it_then() {
    let office = office();
    let issued = office.does(&["issue", "delivery-plan", "--on", "2018-09-05"]);
    let number = word(&issued["number"]);
    let refused = office.refuses(&["publish", number, "--at", "2018-09-06T09:00:00Z"]);
    assert!(refused.contains("has passed"), "{refused}");
    let server = Server::start(&office);
    let at =
        run(std::process::Command::new("date").args(["-u", "-d", "+6 seconds", "+%Y-%m-%dT%H:%M:%SZ"]), b"").text();
    let before = office.entries();
    office.does(&["publish", number, "--at", at.trim()]);
    assert_eq!(office.entries(), before, "an embargo is a job, and no entry yet");
    let address = format!("/papers/{number}");
    assert_eq!(ask(&server.public, &address, "fenshire.example").status, 404);
    let begun = Instant::now();
    while server.public(&address).status == 404 {
        assert!(begun.elapsed() < Duration::from_secs(30), "it was not published when it was due");
        sleep(Duration::from_millis(250));
    }
    let now = run(std::process::Command::new("date").args(["-u", "+%Y-%m-%dT%H:%M:%SZ"]), b"").text();
    assert!(now.trim() >= at.trim(), "out at {now}, due at {at}");
    assert_eq!(server.public(&address).status, 200);
}
