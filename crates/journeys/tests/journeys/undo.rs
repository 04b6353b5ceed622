//! An import taken back: what it brought is gone from the lists, what it changed is as before, what was said since stands;
//! what was shown and issued then is as it was; and the same file can be taken in again. On both engines.
use crate::office::{Office, action, list, word};

const FIRST: &str = "Ref,Theme,Action,Lead,Due date,RAG\n\
    1.1,Victims,Review the hub,AB,31/03/2019,Green\n\
    1.2,Victims,Publish a charter,AB,30/06/2019,Green\n";
const SECOND: &str = "Ref,Theme,Action,Lead,Due date,RAG\n\
    1.1,Victims,Review the hub,AB,31/03/2019,Red\n\
    1.2,Victims,Publish a charter for all,AB,30/06/2019,Green\n\
    2.1,Roads,Mend the camera van,CD,31/12/2019,Amber\n\
    2.2,Roads,Paint the crossings,CD,31/12/2019,Amber\n";

#[test]
fn an_import_is_undone_and_taken_in_again_on_sqlite() {
    story(&Office::begin());
}

#[test]
fn an_import_is_undone_and_taken_in_again_on_postgres() {
    if let Some(office) = Office::on_postgres() {
        story(&office);
    }
}

fn references(office: &Office) -> Vec<String> {
    let plan = office.plan(&[]);
    crate::office::actions(&plan).into_iter().map(|action| word(&action["reference"]).to_owned()).collect()
}

fn story(office: &Office) {
    let (first, second) = (office.file("first.csv", FIRST), office.file("second.csv", SECOND));
    office.does(&["import", "plan", &first, "--on", "2018-09-01"]);
    office.does(&["snapshot", "Panel September", "--for", "Panel"]);
    let before = office.plan(&[]);
    let issued = office.does(&["issue", "delivery-plan", "--for", "Panel", "--on", "2018-09-05"]);
    let number = word(&issued["number"]).to_owned();
    office.does(&["present", &number, "--on", "2018-09-12"]);
    office.does(&["publish", &number]);
    let shown = office.paper(&["delivery-plan", "--format", "html", "--as-at", "Panel September"]);
    office.does(&["import", "plan", &second, "--on", "2018-10-01"]);
    let then = office.entries();
    assert_eq!(references(office), ["1.1", "1.2", "2.1", "2.2"]);
    // A lead speaks of one row since.
    let said = office.file("said.txt", "The parts are ordered.");
    office.does(&[
        "update",
        "2.1",
        "--text",
        &said,
        "--rating",
        "At risk",
        "--reason",
        "The supplier is late.",
        "--public-reason",
        "The supplier is late.",
    ]);

    // First what would come of it; nothing is written.
    let entries = office.entries();
    let foreseen = office.does(&["undo", "2", "--dry-run"]);
    assert_eq!(office.entries(), entries);
    assert_eq!(foreseen["written"], false);
    let rows = |fate: &str| -> Vec<String> {
        list(&foreseen[fate]).iter().map(|row| word(&row["reference"]).to_owned()).collect()
    };
    assert_eq!(rows("withdrawn"), ["2.2"]);
    assert_eq!(rows("restored"), ["1.1", "1.2"]);
    assert!(rows("left").contains(&"2.1".to_owned()), "{foreseen}");
    assert!(rows("left").contains(&"Roads".to_owned()), "the theme of the row that is left stays: {foreseen}");
    let refused = office.refuses(&["undo", "9"]);
    assert!(refused.contains("there is no import “9”") && refused.contains("import 2"), "{refused}");

    let done = office.does(&["undo", "import 2", "--reason", "The wrong table"]);
    assert_eq!((&done["withdrawn"], &done["restored"]), (&foreseen["withdrawn"], &foreseen["restored"]));
    assert_eq!(references(office), ["1.1", "1.2", "2.1"]);
    let now = office.plan(&[]);
    for reference in ["1.1", "1.2"] {
        let (was, is) = (action(&before, reference), action(&now, reference));
        for field in ["title", "rating", "current_date", "moves"] {
            assert_eq!(was[field], is[field], "{reference} {field}");
        }
    }
    // Then is then, and the paper is the paper.
    assert_eq!(crate::office::actions(&office.plan(&["--as-at", &then.to_string()])).len(), 4);
    assert_eq!(office.paper(&["delivery-plan", "--format", "html", "--as-at", "Panel September"]), shown);
    let changes = office.does(&["changes", "--from", &then.to_string()]);
    assert_eq!(word(&changes["closed"][0]["reference"]), "2.2", "{changes}");
    assert_eq!(office.does(&["verify"])["ok"], true);
    let again = office.refuses(&["undo", "import 2"]);
    assert!(again.contains("was undone already"), "{again}");

    // The same file again: the same promise under its own reference, nothing doubled, and a new import.
    let fates = office.does(&["import", "plan", &second, "--on", "2018-10-01"]);
    assert_eq!((&fates["totals"]["created"], &fates["totals"]["rejected"]), (&1.into(), &0.into()), "{fates}");
    assert_eq!(references(office), ["1.1", "1.2", "2.1", "2.2"]);
    let imports = office.does(&["undo"]);
    let undone: Vec<(&str, bool)> =
        list(&imports["imports"]).iter().map(|i| (word(&i["import"]), i["undone"] == true)).collect();
    assert_eq!(undone, [("import 3", false), ("import 1", false), ("import 2", true)]);
    assert_eq!(office.does(&["verify"])["ok"], true);
    // A backup holds all of it.
    let backup = office.path("office.milepost");
    office.does(&["backup", backup.to_str().expect("a path")]);
    let elsewhere = Office::nowhere();
    elsewhere.does(&["restore", backup.to_str().expect("a path")]);
    assert_eq!(references(&elsewhere), ["1.1", "1.2", "2.1", "2.2"]);
    // In the order in which they came: a later table keeps an earlier one from being undone row by row.
    let refused = office.refuses(&["undo", "import 1", "--dry-run"]);
    assert!(refused.contains("nothing of import 1 is undone"), "{refused}");
}
