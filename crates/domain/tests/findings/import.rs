//! Two auditors' own tables, taken in.
use super::desk::{Desk, on_finding};
use domain::{
    ask::{Answer, Command, Refusal},
    finding::{
        Answered, Deed, FindingKind, Rank, SourceKind, Standing,
        import::ImportFindings,
        table::{self, FindingMap},
    },
    import::{Fate, Fates, FileRead},
    sight::Reach,
    table::{Block, Cell, Document, Table, Value},
    text::text,
};
use jiff::civil::date;

fn document(rows: &[&[&str]]) -> Document {
    let cell = |words: &&str| Cell {
        value: match *words {
            "" => Value::Empty,
            "^" => Value::Above,
            words => words.parse().map_or_else(|_| Value::Text(text(words)), Value::Date),
        },
        fill: None,
    };
    let rows: Vec<Vec<Cell>> = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
    let table = Table { place: "sheet Tracker".to_owned(), name: None, rows, first_row: 1 };
    Document { blocks: vec![Block::Table(table)], notes: vec![] }
}

fn first() -> Document {
    document(&[
        &["Estates audit: follow up"],
        &[
            "Ref",
            "Recommendation",
            "Priority",
            "Management response",
            "Owner",
            "Target date",
            "Revised date",
            "Status",
            "RAG",
        ],
        &[
            "1.1",
            "Reconcile the asset register.",
            "H",
            "Agreed. It will be reconciled.",
            "Head of Finance",
            "2015-03-31",
            "Sep 2015; March 2016; 31 October 2016",
            "In progress",
            "G",
        ],
        &["1.2", "Lock the key cabinet.", "Low", "Accepted", "JS", "2015-06-30", "", "Complete", "G"],
        &["1.3", "Buy a second safe.", "Medium", "Rejected: the one safe is enough.", "", "", "", "Not adopted", ""],
    ])
}

fn second() -> Document {
    document(&[
        &[
            "No.",
            "Finding",
            "Risk",
            "Fundamental/Significant/Housekeeping",
            "Agreed action",
            "Responsible officer",
            "Due",
            "Update",
        ],
        &[
            "1",
            "Grants are paid without a check.",
            "Money is lost.",
            "Fundamental",
            "Write the check down",
            "Head of Finance",
            "2016-01-31",
            "Drafted.",
        ],
        &["", "", "", "", "Train those who pay", "Head of Estates", "2016-03-31", ""],
        &["^", "^", "^", "^", "Report each quarter", "JS", "Ongoing", ""],
        &[
            "2",
            "Files are kept too long.",
            "",
            "Housekeeping",
            "1) Agree a schedule 2) Clear the store",
            "1) JS 2) Head of Estates",
            "1) Feb 2016 2) June 2016",
            "",
        ],
    ])
}

fn desk() -> Desk {
    let mut desk = Desk::new(date(2016, 12, 1));
    let high = [("High", Rank::High), ("Medium", Rank::Medium), ("Low", Rank::Low)];
    let grave = [("Fundamental", Rank::High), ("Significant", Rank::Medium), ("Housekeeping", Rank::Low)];
    desk.source("First auditor", SourceKind::InternalAudit, &high, None);
    desk.source("Second auditor", SourceKind::ExternalAudit, &grave, None);
    desk.review("First auditor", "Estates 2014", Some(date(2014, 11, 3))).unwrap();
    desk.review("Second auditor", "Grants 2015", Some(date(2015, 11, 3))).unwrap();
    desk
}

fn takes(desk: &mut Desk, review: &str, document: &Document, map: &str) -> Result<Fates, Refusal> {
    let map = FindingMap::parse(map).unwrap();
    let sight = desk.sight(Reach::Staff);
    let source = sight.finding_source(sight.review_coded(review).unwrap().item.source).unwrap().item.clone();
    let table = table::read(document, &source, &map).unwrap();
    let file = FileRead { name: text("t.xlsx"), sha256: text("00"), size: 1, format: text("xlsx") };
    let import = ImportFindings { review: text(review), table, file, kind: FindingKind::Recommendation };
    let officer = desk.officer.clone();
    match desk.does_on(&officer, Command::ImportFindings(Box::new(import)), date(2016, 11, 30))? {
        Answer::Imported(fates) => Ok(*fates),
        other => panic!("{other:?}"),
    }
}

#[test]
fn the_first_auditors_layout_lands_with_every_row_told() {
    let mut desk = desk();
    let fates = takes(&mut desk, "R1", &first(), "").unwrap();
    assert_eq!((fates.totals.created, fates.totals.skipped, fates.totals.rejected), (3, 2, 0), "{fates:#?}");
    assert_eq!(fates.rows.len(), 5);
    let slipped = &desk.finding("F1").item;
    assert_eq!((slipped.priority.as_ref().unwrap().as_str(), slipped.rank), ("High", Rank::High));
    let action = &slipped.agreed[0];
    assert_eq!((action.original, action.due), (Some(date(2015, 3, 31)), Some(date(2016, 10, 31))));
    let moves: Vec<String> = action.moves.iter().map(|moved| moved.to.to_string()).collect();
    assert_eq!(moves, ["2015-09-30", "2016-03-31", "2016-10-31"]);
    assert_eq!(slipped.response[0].how, Answered::Accepted);
    // A word of the table verifies nothing.
    assert_eq!(desk.standing("F2", date(2016, 12, 1)), Standing::ManagementClosed);
    assert!(fates.rows[3].reason.as_ref().unwrap().contains("verified by nobody"));
    assert_eq!(desk.standing("F3", date(2016, 12, 1)), Standing::NotAdopted);
}

#[test]
fn the_second_auditors_continuing_rows_and_numbered_cells_are_several_actions() {
    let mut desk = desk();
    let fates = takes(&mut desk, "R2", &second(), "").unwrap();
    assert_eq!(fates.rows.len(), 5);
    let finding = &desk.finding("F1").item;
    assert!(finding.found.as_str().contains("Risk: Money is lost."));
    assert_eq!((finding.priority.as_ref().unwrap().as_str(), finding.rank), ("Fundamental", Rank::High));
    let words: Vec<&str> = finding.agreed.iter().map(|action| action.words.as_str()).collect();
    assert_eq!(words, ["Write the check down", "Train those who pay", "Report each quarter"]);
    assert_eq!(finding.agreed[2].stated.as_ref().unwrap().as_str(), "Ongoing");
    assert_eq!(desk.standing("F1", date(2016, 12, 1)), Standing::Overdue);
    let other = &desk.finding("F2").item;
    assert_eq!(other.agreed.len(), 2);
    assert_eq!(other.agreed[1].due, Some(date(2016, 6, 30)));
    assert_eq!(fates.rows[2].reason.as_deref(), Some("goes on with 1"));
}

#[test]
fn the_same_table_again_changes_nothing_and_a_later_one_adds() {
    let mut desk = desk();
    for (review, table) in [("R1", first()), ("R2", second())] {
        takes(&mut desk, review, &table, "").unwrap();
        let head = desk.office.head().seq;
        let again = takes(&mut desk, review, &table, "").unwrap();
        assert_eq!(again.totals.created + again.totals.updated, 0, "{again:#?}");
        assert_eq!(desk.office.head().seq, head, "nothing was written");
    }
    let mut later = first();
    let Block::Table(table) = &mut later.blocks[0] else { panic!() };
    table.rows[2][6].value = Value::Text(text("Sep 2015; March 2016; 31 October 2016; 31 March 2017"));
    table.rows.truncate(4);
    let fates = takes(&mut desk, "R1", &later, "").unwrap();
    assert_eq!((fates.totals.updated, fates.totals.unchanged), (1, 1), "{fates:#?}");
    assert_eq!(desk.finding("F1").item.agreed[0].moves.len(), 4);
    assert_eq!(desk.finding("F1").item.agreed[0].original, Some(date(2015, 3, 31)));
}

#[test]
fn an_action_in_another_row_of_a_later_table_takes_no_others_place() {
    let mut desk = desk();
    takes(&mut desk, "R2", &second(), "").unwrap();
    let mut later = second();
    let Block::Table(table) = &mut later.blocks[0] else { panic!() };
    table.rows[1][4].value = Value::Text(text("Train those who pay"));
    table.rows[2][4].value = Value::Text(text("Change the bank's limits"));
    takes(&mut desk, "R2", &later, "").unwrap();
    let words: Vec<&str> = desk.finding("F1").item.agreed.iter().map(|action| action.words.as_str()).collect();
    assert_eq!(
        words,
        ["Write the check down", "Train those who pay", "Report each quarter", "Change the bank's limits"]
    );
}

#[test]
fn one_wrong_row_and_nothing_lands() {
    let mut desk = desk();
    let mut wrong = first();
    let Block::Table(table) = &mut wrong.blocks[0] else { panic!() };
    table.rows[3][2].value = Value::Text(text("Urgent"));
    table.rows[4][7].value = Value::Text(text("Shelved"));
    let head = desk.office.head().seq;
    let Err(Refusal::Rejected(fates)) = takes(&mut desk, "R1", &wrong, "") else { panic!("it landed") };
    assert_eq!((fates.totals.rejected, desk.office.head().seq), (2, head));
    assert!(fates.rows[3].reason.as_ref().unwrap().contains("[priorities] \"Urgent\""));
    assert!(fates.rows[4].reason.as_ref().unwrap().contains("[statuses] \"Shelved\""));
    // The map says what the office means.
    let map = "[priorities]\nUrgent = \"High\"\n[statuses]\nShelved = \"not adopted\"";
    takes(&mut desk, "R1", &wrong, map).unwrap();
    assert_eq!(desk.finding("F2").item.priority.as_ref().unwrap().as_str(), "High");
    // Twice the same reference is told with where the first stands.
    let mut twice = first();
    let Block::Table(table) = &mut twice.blocks[0] else { panic!() };
    table.rows[3][0].value = Value::Text(text("1.1"));
    let Err(Refusal::Rejected(fates)) = takes(&mut desk, "R1", &twice, "") else { panic!("it landed") };
    assert!(fates.rows[3].reason.as_ref().unwrap().contains("see sheet Tracker, row 3"), "{fates:#?}");
}

#[test]
fn where_people_sign_in_no_table_moves_a_date_or_calls_anything_done() {
    let mut desk = desk();
    takes(&mut desk, "R1", &first(), "").unwrap();
    desk.somebody_signs_in();
    let mut later = first();
    let Block::Table(table) = &mut later.blocks[0] else { panic!() };
    table.rows[2][6].value = Value::Text(text("31 March 2017"));
    table.rows[2][7].value = Value::Text(text("Complete"));
    let fates = takes(&mut desk, "R1", &later, "").unwrap();
    assert_eq!(fates.rows[2].fate, Fate::Unchanged);
    let why = fates.rows[2].reason.as_ref().unwrap();
    assert!(why.contains("is not taken; move it") && why.contains("“Complete” is not taken"), "{why}");
    assert_eq!(desk.finding("F1").item.agreed[0].due, Some(date(2016, 10, 31)));
    // What was refused once is not called done again by the office's old word where one operator keeps the table either.
    let officer = desk.officer.clone();
    let verify = Deed::Verify { action: 1, words: text("Seen.") };
    assert!(desk.does(&officer, on_finding("F2", verify)).unwrap_err().to_string().contains("somebody else"));
}

#[test]
fn a_table_without_the_heads_of_a_tracker_is_refused_with_its_heads() {
    let desk = desk();
    let sight = desk.sight(Reach::Staff);
    let source = &sight.finding_sources()[0].item;
    let none =
        table::read(&document(&[&["Colour", "Size"], &["red", "4"]]), source, &FindingMap::default()).unwrap_err();
    assert!(none.contains("Colour, Size") && none.contains("[columns]"), "{none}");
    let empty = table::read(&Document::default(), source, &FindingMap::default()).unwrap_err();
    assert!(empty.contains("no table in it"), "{empty}");
}
