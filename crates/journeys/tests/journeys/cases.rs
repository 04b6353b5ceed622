//! Cases that comparable offices published, told from the office's table to the paper.
use crate::office::{Office, action, list, word};
use serde_json::{Value, json};

/// Of an office in which green means completed, and blue completed and no longer watched.
const OTHER_SCALE: &str = r##"
[plan]
name = "Plan of the south"
state = "open"

[scale]
name = "Southern scale"

[[scale.level]]
key = "unmonitored"
label = "Completed and unmonitored"
class = "complete"
colour_name = "Blue"
colour = "#1d70b8"
criteria = "Completed, and no longer looked at."
words = ["Blue"]

[[scale.level]]
key = "completed"
label = "Completed"
class = "complete"
colour_name = "Green"
colour = "#00703c"
criteria = "Completed, and still looked at."
words = ["Green"]

[[scale.level]]
key = "under_way"
label = "Under way"
class = "on_track"
colour_name = "Yellow"
colour = "#f4e04d"
criteria = "Under way as promised."
words = ["Yellow"]

[[scale.level]]
key = "behind"
label = "Behind"
class = "off_track"
colour_name = "Red"
colour = "#d4351c"
criteria = "Behind what was promised."
words = ["Red"]
"##;

const OUR_MAP: &str = "[plan]\nname = \"Our plan\"\nstate = \"open\"\n";

fn southern(ratings: [&str; 5]) -> String {
    let rows = [
        "S1,Roads,Fit the cameras",
        "S2,Roads,Train the wardens",
        "S3,Homes,Visit the hostels",
        "S4,Homes,Mend the doors",
        "S5,Homes,Count the calls",
    ];
    let lines = rows.iter().zip(ratings).map(|(row, rating)| format!("{row},{rating}\n"));
    format!("Ref,Theme,Action,RAG\n{}", lines.collect::<String>())
}

/// The counts of a plan's ratings by what they mean, as the paper gives them to machines.
fn counts(plan: &Value) -> (u64, u64, u64) {
    let of = |class: &str| plan["counts"][class].as_u64().unwrap_or_else(|| panic!("{class} of {}", plan["counts"]));
    (of("complete"), of("on_track"), of("off_track"))
}

#[test]
fn green_is_completed_in_one_plan_and_on_track_in_another_and_each_paper_says_which() {
    let office = Office::begin();
    let (map, ours) = (office.file("south.toml", OTHER_SCALE), office.file("ours.toml", OUR_MAP));
    let then = office.file("then.csv", southern(["Green", "Yellow", "Yellow", "Yellow", "Red"]));
    let now = office.file("now.csv", southern(["Blue", "Green", "Yellow", "Red", "Red"]));
    let table = office
        .file("ours.csv", "Ref,Theme,Action,RAG\n1,Victims,Open the hub,Green\n2,Victims,Answer the calls,Green\n");
    office.does(&["import", "plan", &then, "--map", &map, "--on", "2018-06-01"]);
    office.does(&["import", "plan", &table, "--map", &ours, "--on", "2018-06-01"]);
    office.does(&["snapshot", "June", "--for", "Board", "--on", "2018-06-15"]);
    office.does(&["import", "plan", &now, "--map", &map, "--on", "2018-09-01"]);

    // Each plan is counted by what its own colours mean.
    let south = office.plan(&["--plan", "Plan of the south", "--since", "June", "--for", "Board"]);
    let our = office.plan(&["--plan", "Our plan", "--since", "June", "--for", "Board"]);
    assert_eq!((counts(&south), counts(&our)), ((2, 1, 2), (0, 2, 0)));
    assert_eq!(action(&south, "S2")["rating_class"], "complete");
    assert_eq!(action(&our, "1")["rating_class"], "on_track");
    // This period beside the last: better where it was completed, worse where it fell behind.
    let directions: Vec<&str> =
        ["S1", "S2", "S3", "S4", "S5"].map(|row| word(&action(&south, row)["direction"])).into();
    assert_eq!(directions, ["same", "better", "same", "worse", "same"]);
    // The legend of each paper is its own: the same colour with another word and another meaning.
    let legend = |plan: &str| {
        let html = office.paper(&["delivery-plan", "--plan", plan, "--format", "html", "--for", "Board"]);
        String::from_utf8(html).unwrap()
    };
    let (south, our) = (legend("Plan of the south"), legend("Our plan"));
    assert!(
        south.contains("Completed and unmonitored") && south.contains("Completed, and still looked at."),
        "{south}"
    );
    assert!(!our.contains("unmonitored") && our.contains("On track"), "{our}");
}

const OLD_MAP: &str = "[plan]\nname = \"Plan 2017 to 2021\"\nfrom = 2017-04-01\nto = 2021-05-05\nstate = \"open\"\n";
const OLD_CLOSED: &str =
    "[plan]\nname = \"Plan 2017 to 2021\"\nfrom = 2017-04-01\nto = 2021-05-05\nstate = \"frozen\"\n";
const NEW_MAP: &str = "[plan]\nname = \"Plan 2021 to 2024\"\nfrom = 2021-12-01\nto = 2024-05-05\nstate = \"open\"\n";

const OLD: &str = "Ref,Theme,Action,Timescale,RAG\n\
    1.1,Victims,Deliver a hub for every victim,31/03/2021,Amber\n\
    1.2,Victims,Train call takers to know stalking,30/06/2021,Green\n\
    2.1,Offenders,Bring street triage to Wexmere,31/12/2021,Green\n\
    2.2,Offenders,Bring street triage to Saltreach,31/12/2021,Amber\n\
    3.1,Communities,Set up a rural crime team,31/03/2020,Complete\n\
    3.2,Communities,Open a women's centre,31/03/2021,Red\n\
    4.1,Transformation,Sell the old stations,31/03/2021,Amber\n";

const NEW: &str = "Ref,Theme,Action,RAG,Carried from\n\
    1,Victims,Explore options for a hub for victims,,Plan 2017 to 2021 1.1 (reworded)\n\
    2,Victims,Train call takers to know stalking,,Plan 2017 to 2021 1.2\n\
    3,Offenders,Bring street triage to the county,,merged from Plan 2017 to 2021 2.1; merged from Plan 2017 to 2021 2.2\n\
    4,Communities,Agree a rural crime plan,,\n\
    5,Prevention,Sell the stations in the north,,split from Plan 2017 to 2021 4.1\n\
    6,Ethics,Sell the stations in the south,,split from Plan 2017 to 2021 4.1\n";

#[test]
fn every_promise_of_the_old_plan_stands_against_the_new_in_both_wordings() {
    let office = Office::begin();
    let maps = [("old.toml", OLD_MAP), ("closed.toml", OLD_CLOSED), ("new.toml", NEW_MAP)]
        .map(|(name, map)| office.file(name, map));
    let (old, new) = (office.file("old.csv", OLD), office.file("new.csv", NEW));
    office.does(&["import", "plan", &old, "--map", &maps[0], "--on", "2021-03-01"]);
    let first = office.refuses(&["paper", "succession", "--format", "json"]);
    assert!(first.contains("is the first plan on the record"), "{first}");
    office.does(&["snapshot", "The old plan as it ended", "--for", "Panel", "--on", "2021-05-05"]);
    let fates = office.does(&["import", "plan", &new, "--map", &maps[2], "--on", "2021-12-01"]);
    let asked: Vec<&str> = list(&fates["questions"]).iter().map(|question| word(&question["place"])).collect();
    assert_eq!(asked, ["the plan"], "every “carried from” names a promise: {fates}");
    office.does(&["import", "plan", &old, "--map", &maps[1], "--on", "2021-12-01"]);

    // The old plan is frozen: readable, and nothing in it changes.
    assert_eq!(list(&office.plan(&["--plan", "Plan 2017 to 2021"])["themes"]).len(), 4);
    let frozen = office.refuses(&[
        "update",
        "1.1",
        "--plan",
        "Plan 2017 to 2021",
        "--says",
        "Still at it.",
        "--rating",
        "Green",
    ]);
    assert!(frozen.contains("which is kept as it stood"), "{frozen}");

    let paper = |format: &str, body: &str| {
        office.paper(&["succession", "--plan", "Plan 2021 to 2024", "--format", format, "--for", body])
    };
    let json: Value = serde_json::from_slice(&paper("json", "Panel")).unwrap();
    let one = &json["earlier"][0];
    let fates: Vec<(&str, &str)> =
        list(&one["promises"]).iter().map(|promise| (word(&promise["reference"]), word(&promise["fate"]))).collect();
    assert_eq!(
        fates,
        [
            ("1.1", "reworded"),
            ("1.2", "continued"),
            ("2.1", "merged"),
            ("2.2", "merged"),
            ("3.1", "complete"),
            ("3.2", "dropped"),
            ("4.1", "split"),
        ]
    );
    let sum: u64 = one["counts"].as_object().unwrap().values().map(|count| count.as_u64().unwrap()).sum();
    assert_eq!((sum, &one["all"]), (7, &json!(7)), "each promise is counted once");
    let new: Vec<&str> = list(&one["new"]).iter().map(|action| word(&action["reference"])).collect();
    assert_eq!(new, ["4"]);
    let html = String::from_utf8(paper("html", "Panel")).unwrap();
    for wording in
        ["Deliver a hub for every victim", "Explore options for a hub for victims", "Dropped without a decision"]
    {
        assert!(html.contains(wording), "{wording}");
    }
    // The Panel's look ahead: no date was set in the new plan, and it is counted so.
    let ahead: Value = serde_json::from_slice(&office.paper(&[
        "forward-look",
        "--plan",
        "Plan 2021 to 2024",
        "--format",
        "json",
        "--for",
        "Panel",
    ]))
    .unwrap();
    assert_eq!((&ahead["counts"]["date_not_set"], &ahead["counts"]["open"]), (&json!(6), &json!(6)));
}

#[test]
fn what_an_owner_calls_complete_without_evidence_is_not_complete_and_one_that_nobody_checked_is_not_verified() {
    let office = Office::begin();
    let map = "[[post]]\nname = \"Head of Audit Actions\"\n[[post]]\nname = \"Chief Executive\"\n";
    let table = "Ref,Theme,Action,Lead,Timescale,RAG\n\
        A1,Audit,Reconcile the property store,Head of Audit Actions,31/03/2099,Green\n\
        A2,Audit,Review the gifts register,Head of Audit Actions,31/03/2099,Green\n";
    let (table, map) = (office.file("audit.csv", table), office.file("map.toml", map));
    office.does(&["import", "plan", &table, "--map", &map]);
    let owner = ["--as", "Head of Audit Actions"];
    let done = ["update", "A1", "--says", "It is done.", "--rating", "Complete", "--completed", "2026-01-31"];
    // Without evidence it cannot be said at all.
    let why = office.refuses(&[&owner[..], &done].concat());
    assert!(why.contains("only with evidence"), "{why}");
    // With a link that nobody has looked at, it is closed by its owner and verified by nobody.
    office.does(&[&owner[..], &done, &["--evidence", "https://fenshire.example/store"]].concat());
    let plan = office.plan(&["--for", "Audit Committee"]);
    assert_eq!(action(&plan, "A1")["verified_by"], Value::Null);
    let waiting = office.does(&["waiting"]);
    let unverified: Vec<&str> = list(&waiting["completions"]).iter().map(|waits| word(&waits["reference"])).collect();
    assert_eq!(unverified, ["A1"]);
    let html = |office: &Office| {
        String::from_utf8(office.paper(&["delivery-plan", "--for", "Audit Committee", "--format", "html"])).unwrap()
    };
    assert!(html(&office).contains("not verified"), "{}", html(&office));
    // The owner cannot verify; whoever looks and finds nothing says so, and it is open again without a rating.
    office.refuses(&[&owner[..], &["confirm", "A1", "--completion"]].concat());
    let reason = ["--not-complete", "--reason", "The link shows the store of another county"];
    office.does(&[&["--as", "Chief Executive", "confirm", "A1"][..], &reason].concat());
    let plan = office.plan(&["--for", "Audit Committee"]);
    assert_eq!(action(&plan, "A1")["rating_class"], Value::Null, "{}", action(&plan, "A1"));
    assert_eq!(list(&office.does(&["waiting"])["completions"]).len(), 0);
    // A colour cannot be wrong: the verified total holds what was verified, and nothing else.
    let done = ["update", "A2", "--says", "It is done.", "--rating", "Complete", "--completed", "2026-01-31"];
    office.does(&[&owner[..], &done, &["--evidence", "Decision notice 2026-014"]].concat());
    office.does(&["--as", "Chief Executive", "confirm", "A2", "--completion"]);
    let plan = office.plan(&["--for", "Audit Committee"]);
    let verified: Vec<&str> = crate::office::actions(&plan)
        .into_iter()
        .filter(|row| !row["verified_by"].is_null())
        .map(|row| word(&row["reference"]))
        .collect();
    assert_eq!(verified, ["A2"]);
}
