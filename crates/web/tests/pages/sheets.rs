//! A quarter's items go to a lead as a workbook, come back filled in, and are entered field by field as somebody ticks.
use crate::working::{Town, hidden};
use axum::http::StatusCode;
use domain::{action::Basis, actor::Actor, actor::Role, table::Block, update::FromSheet};
use std::io::{Cursor, Read as _, Write as _};
use zip::{ZipArchive, ZipWriter, write::SimpleFileOptions};

/// A town with an open quarter. Gives the address of its round.
async fn quarter(town: &Town) -> String {
    let officer = officer(town);
    let form = town.reads(&officer, "/rounds/open").await.text();
    let plan = form.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("plan", plan.as_str()), ("quarter", "2018-07-01"), ("due", "2018-12-01")];
    let opened = town.sends(Some(&officer), "/rounds/open", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    opened.headers["location"].to_str().unwrap().to_owned()
}

fn officer(town: &Town) -> Actor {
    town.who("Chief Executive", Role::Officer)
}

/// The address of the sheet of a post, as a page links to it.
fn link(page: &str, whose: &str) -> String {
    let at = page.find(&format!("Sheet of {whose}")).unwrap_or_else(|| panic!("no sheet of {whose}: {page}"));
    let from = page[..at].rfind("href=\"").unwrap() + 6;
    page[from..].split('"').next().unwrap().to_owned()
}

async fn downloads(town: &Town, who: &Actor, page: &str, whose: &str) -> Vec<u8> {
    let page = town.reads(who, page).await.text();
    let file = town.reads(who, &link(&page, whose)).await;
    assert_eq!(file.status, StatusCode::OK);
    assert!(file.headers["content-disposition"].to_str().unwrap().starts_with("attachment; "));
    assert!(file.headers["content-security-policy"].to_str().unwrap().contains("sandbox"));
    file.body
}

/// The number of the row of an item, as Excel counts it.
fn row(sheet: &[u8], reference: &str) -> usize {
    let document = intake::read("sheet.xlsx", sheet, None).unwrap();
    let tables = document.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table),
        _ => None,
    });
    for table in tables {
        let is = |cells: &Vec<domain::table::Cell>| {
            cells.len() > 10 && cells[0].value.words().is_some_and(|words| words.as_str() == reference)
        };
        if let Some(at) = table.rows.iter().position(is) {
            return table.first_row + at;
        }
    }
    panic!("{reference} is not in the sheet")
}

/// The parts of a workbook, each as somebody's change leaves it; None: it is left out.
fn changed(file: &[u8], change: impl Fn(&str, String) -> Option<String>) -> Vec<u8> {
    let mut old = ZipArchive::new(Cursor::new(file)).unwrap();
    let mut new = ZipWriter::new(Cursor::new(vec![]));
    for at in 0..old.len() {
        let mut part = old.by_index(at).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        if let Some(text) = change(&name, text) {
            new.start_file(name, SimpleFileOptions::default()).unwrap();
            new.write_all(text.as_bytes()).unwrap();
        }
    }
    new.finish().unwrap().into_inner()
}

const ITEMS: &str = "xl/worksheets/sheet2.xml";

/// A cell with something else in it.
fn with_cell(xml: &str, cell: &str, inner: &str, kind: &str) -> String {
    let from = xml.find(&format!("<c r=\"{cell}\"")).unwrap_or_else(|| panic!("{cell} is not in {xml}"));
    let rest = &xml[from..];
    let open = rest.find('>').unwrap();
    let end = if rest[..open].ends_with('/') { open + 1 } else { rest.find("</c>").unwrap() + 4 };
    format!("{}<c r=\"{cell}\"{kind}>{inner}</c>{}", &xml[..from], &rest[end..])
}

fn words(text: &str) -> String {
    format!("<is><t>{}</t></is>", text.replace('&', "&amp;").replace('<', "&lt;"))
}

const INLINE: &str = " t=\"inlineStr\"";

/// A sheet with words written into its yellow cells, as a lead does.
fn filled(sheet: &[u8], cells: &[(&str, &str, &str)]) -> Vec<u8> {
    changed(sheet, |name, mut text| {
        if name == ITEMS {
            for (reference, column, said) in cells {
                text = with_cell(&text, &format!("{column}{}", row(sheet, reference)), &words(said), INLINE);
            }
        }
        Some(text)
    })
}

/// What is ticked, or pressed, on the page of differences.
async fn enters(town: &Town, who: &Actor, page: &str, act: &str, ticked: &[(&str, &str)]) -> crate::office::Answered {
    let mut parts: Vec<(String, Vec<u8>)> =
        vec![("kept".into(), hidden(page, "kept").as_bytes().to_vec()), ("act".into(), act.as_bytes().to_vec())];
    for (reference, field) in ticked {
        let id = town.action(reference).id.uuid().simple().to_string();
        parts.push((format!("seen-{id}"), hidden(page, &format!("seen-{id}")).as_bytes().to_vec()));
        parts.push((format!("take-{id}"), field.as_bytes().to_vec()));
    }
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, value)| (name.as_str(), value.as_slice())).collect();
    town.uploads(who, "/sheets", &parts).await
}

#[tokio::test]
async fn a_lead_fills_a_sheet_in_elsewhere_and_only_what_is_ticked_is_entered() {
    let town = Town::new().await;
    let round = quarter(&town).await;
    let lead = town.lead();
    // The same sheet from the round and from one's own updates, to the byte.
    let sheet = downloads(&town, &lead, "/updates", "Head of Policy").await;
    assert_eq!(sheet, downloads(&town, &officer(&town), &round, "Head of Policy").await);
    let file =
        filled(&sheet, &[("2.2", "I", "The survey is done."), ("2.2", "J", "On track"), ("2.2", "M", "Order lamps")]);
    let before = town.office.record.office().head().seq;
    let page = town.uploads(&lead, "/sheets", &[("file", &file)]).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let page = page.text();
    for said in
        ["The sheet of Head of Policy", "The survey is done.", "Order lamps", "On track", "When the sheet was made"]
    {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(!page.contains("checked") && !page.contains("<script"), "nothing is ticked before somebody does");
    let none = enters(&town, &lead, &page, "enter", &[]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Tick what you accept"));
    assert_eq!(town.office.record.office().head().seq, before, "looking enters nothing");
    let ticked = [("2.2", "words"), ("2.2", "rating")];
    let entered = enters(&town, &lead, &page, "enter", &ticked).await;
    assert_eq!(entered.headers["location"], "/sheets?entered=1&before=0", "{}", entered.text());
    let head = town.office.record.office().head().seq;
    assert!(head > before);
    let action = town.action("2.2");
    assert!(matches!(action.item.rating.as_ref().unwrap().basis, Basis::Agrees { .. }));
    let office = town.office.record.office();
    let said = office.seen_by(&crate::office::clerk()).update(action.item.update.unwrap()).unwrap().item.clone();
    assert_eq!(said.narrative.unwrap().as_str(), "The survey is done.");
    assert_eq!(said.next_step, None, "what was not ticked is not entered");
    let FromSheet { of, entered_by, sha256, .. } = said.from_sheet.unwrap();
    assert_eq!((of.as_str(), entered_by.as_str(), sha256.as_str().len()), ("Head of Policy", "Head of Policy", 64));
    // The form sent twice, and the same file again: nothing new.
    let again = enters(&town, &lead, &page, "enter", &ticked).await;
    assert_eq!(again.headers["location"], "/sheets?entered=0&before=0", "{}", again.text());
    let page = town.uploads(&lead, "/sheets", &[("file", &file)]).await.text();
    assert!(
        page.contains("Order lamps") && !page.contains("The survey is done."),
        "what stands is no difference: {page}"
    );
    assert_eq!(town.office.record.office().head().seq, head);
    let shown = town.reads(&lead, &town.address("2.2")).await.text();
    assert!(shown.contains("Entered from the sheet of Head of Policy by Head of Policy"), "{shown}");
}

#[tokio::test]
async fn the_officer_enters_a_lead_s_sheet_and_sees_what_changed_meanwhile_and_what_the_rules_refuse() {
    let town = Town::new().await;
    let round = quarter(&town).await;
    let (officer, lead) = (officer(&town), town.lead());
    let sheet = downloads(&town, &officer, &round, "Head of Policy").await;
    // Meanwhile the lead answers one of them on the pages.
    let address = format!("{}/update", town.address("2.2"));
    let seen = town.action("2.2").version.to_string();
    let fields = [("words", "Said on the pages."), ("rating", "on_track"), ("seen", &seen), ("back", "mine")];
    assert_eq!(town.sends(Some(&lead), &address, &fields).await.status, StatusCode::SEE_OTHER);
    let file = filled(
        &sheet,
        &[
            ("2.2", "I", "Said in the sheet."),
            ("2.3", "I", "Three quarters of it is read."),
            ("1.2", "I", "The charter waits."),
            ("1.2", "J", "Paused"),
        ],
    );
    let page = town.uploads(&officer, "/sheets", &[("file", &file)]).await.text();
    assert!(page.contains("Said on the pages.") && page.contains("Said in the sheet."), "{page}");
    assert_eq!(page.matches("Changed meanwhile").count(), 1, "{page}");
    assert!(page.contains("It would not be taken as it is"), "a rating that differs needs a reason: {page}");
    // "All" takes nothing that somebody else changed, and keeps nothing out for what is refused.
    let all = enters(&town, &officer, &page, "enter-all", &[]).await;
    assert_eq!(all.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = all.text();
    assert!(page.contains("1.2: ") && page.contains("1 of the items were entered"), "{page}");
    let office = town.office.record.office();
    let sight = office.seen_by(&crate::office::clerk());
    let said = |reference: &str| sight.update(town.action(reference).item.update.unwrap()).unwrap().item.clone();
    assert_eq!(said("2.3").narrative.unwrap().as_str(), "Three quarters of it is read.");
    assert_eq!(said("2.2").narrative.unwrap().as_str(), "Said on the pages.");
    let from = said("2.3").from_sheet.unwrap();
    assert_eq!((from.of.as_str(), from.entered_by.as_str()), ("Head of Policy", "Chief Executive"));
    assert_eq!(sight.held(&said("2.3").by.unwrap()), "Head of Policy", "it is the lead's word");
    // One at a time, after a look.
    let one = enters(&town, &officer, &page, "enter", &[("2.2", "words")]).await;
    assert_eq!(one.headers["location"], "/sheets?entered=1&before=0", "{}", one.text());
}

#[tokio::test]
async fn a_sheet_that_is_not_what_was_sent_is_refused_in_a_plain_sentence() {
    let town = Town::new().await;
    let round = quarter(&town).await;
    let (officer, lead, caretaker) = (officer(&town), town.lead(), town.who("Caretaker", Role::Lead));
    let sheet = downloads(&town, &lead, "/updates", "Head of Policy").await;
    let theirs = downloads(&town, &officer, &round, "Caretaker").await;
    let at = row(&sheet, "2.2");
    let other = row(&sheet, "2.3");
    let cell = |name: String, inner: String, kind: &'static str| {
        changed(&sheet, move |part, text| {
            Some(if part == ITEMS { with_cell(&text, &name, &inner, kind) } else { text })
        })
    };
    let strings = |from: &str, to: &str| {
        changed(&sheet, |part, text| Some(if part == "xl/sharedStrings.xml" { text.replace(from, to) } else { text }))
    };
    let head = town.office.record.office().head();
    let with = |part: &str, content: &str| {
        let mut zip = ZipWriter::new_append(Cursor::new(sheet.clone())).unwrap();
        zip.start_file(part, SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
        zip.finish().unwrap().into_inner()
    };
    let added = format!("<row r=\"90\"><c r=\"A90\"{INLINE}>{}</c></row></sheetData>", words("9.9"));
    let broken: Vec<(&str, Vec<u8>, &str)> = vec![
        ("a formula", cell(format!("I{at}"), "<f>1+1</f><v>2</v>".into(), ""), "holds a formula"),
        (
            "a formula that looks like a link",
            cell(format!("M{at}"), "<f>HYPERLINK(\"http://x.example\")</f><v>0</v>".into(), ""),
            "holds a formula",
        ),
        ("a cell in error", cell(format!("I{at}"), "<v>#REF!</v>".into(), " t=\"e\""), "#REF!"),
        (
            "an identity that was changed",
            cell(format!("O{at}"), words("aaaa-bbbb-cccc-dddd"), INLINE),
            "the identity of 2.2",
        ),
        ("no identity", cell(format!("O{at}"), words(" "), INLINE), "the identity of 2.2"),
        ("another reference", cell(format!("A{at}"), words("2.3"), INLINE), "now calls itself"),
        (
            "a row added",
            changed(&sheet, |part, text| Some(if part == ITEMS { text.replace("</sheetData>", &added) } else { text })),
            "does not stand in the sheet",
        ),
        ("a head renamed", strings("What was done since", "Comments"), "heads of the columns"),
        ("the mark changed", strings("Milepost sheet 1: ", "Milepost sheet 1: x"), "was changed"),
        ("the mark deleted", strings("Milepost sheet 1: ", "Our sheet: "), "not a sheet of a quarterly update"),
        ("another office", strings(&head.office.to_string(), "0197a000-0000-7000-8000-0000000000aa"), "another office"),
        (
            "another round",
            strings(round.trim_start_matches("/rounds/"), "0197a000-0000-7000-8000-0000000000bb"),
            "of another record",
        ),
        ("a place that is to come", strings(&format!(" {}</t>", head.seq), " 99999</t>"), "another copy of the record"),
        ("the sheet of somebody else", theirs.clone(), "the sheet of somebody else"),
        (
            "words beside the table",
            cell(format!("O{other}"), format!("{}</c><c r=\"P{other}\"{INLINE}>{}", words("x"), words("y")), INLINE),
            "to the right of the last column",
        ),
        ("macros", with("xl/vbaProject.bin", "MZ"), "holds macros"),
        ("a part outside", with("../../etc/cron.d/x", "x"), "cannot be trusted"),
        ("a part that is there twice in another case", with("XL/worksheets/sheet2.xml", "<x/>"), "cannot be trusted"),
        ("a table as text", b"Reference,What was done since\n2.2,All\n".to_vec(), "a table as text (CSV)"),
        ("a text", b"All is well.\nReally.\n".to_vec(), "Excel workbook (XLSX)"),
        ("a picture", b"\x89PNG\r\n\x1a\n0000".to_vec(), "a picture (PNG)"),
        ("a PDF", b"%PDF-1.7\n".to_vec(), "a PDF"),
        ("half of it", sheet[..sheet.len() / 2].to_vec(), "damaged"),
    ];
    let count = broken.len();
    let mut refused = 0;
    for (what, file, says) in broken {
        let answered = town.uploads(&lead, "/sheets", &[("file", &file)]).await;
        let page = answered.text();
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}: {page}");
        assert!(page.contains(says), "{what} says {says}: {page}");
        assert!(page.contains("href=\"#file\""), "{what}");
        // Nor does anybody get it in by leaving the first step out.
        let entered = town.uploads(&lead, "/sheets", &[("file", &file), ("act", b"enter-all")]).await;
        assert_eq!(entered.status, StatusCode::UNPROCESSABLE_ENTITY, "{what}");
        refused += 1;
    }
    assert_eq!(town.office.record.office().head(), head, "nothing was written");
    println!("{refused} of {count} sheets refused, each in a sentence");
    // What is not there for somebody is not there.
    let page = town.reads(&officer, &round).await.text();
    let (mine, his) = (link(&page, "Head of Policy"), link(&page, "Caretaker"));
    assert_eq!(town.reads(&caretaker, &mine).await.status, StatusCode::NOT_FOUND);
    assert_eq!(town.reads(&caretaker, &his).await.status, StatusCode::OK);
    assert_eq!(town.reads(&town.chief(), &his).await.status, StatusCode::NOT_FOUND, "an approver sends none out");
    // Once the quarter is frozen there is none, and none is taken.
    let key = [("key", "0197a000-0000-7000-8000-000000000031")];
    town.sends(Some(&officer), &format!("{round}/freeze"), &key).await;
    assert_eq!(town.reads(&officer, &his).await.status, StatusCode::NOT_FOUND);
    let late = town.uploads(&lead, "/sheets", &[("file", &filled(&sheet, &[("2.2", "I", "Late.")]))]).await;
    assert!(late.text().contains("which was frozen on"), "{}", late.text());
}
