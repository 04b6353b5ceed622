//! Three quarterly editions of one table, and the way that every action went between what a body saw and now.
use crate::office::{Office, action, actions, list, word};
use serde_json::{Value, json};

const HEAD: &str = "Ref,Theme,Action,Original date,Due date,RAG\n";

/// Each row in September, November and March: its rating, then its date.
const ROWS: [(&str, &str, [&str; 3], [&str; 3]); 9] = [
    ("1,Victims,Merge the hub with witness care", "", ["Green", "Amber", "Green"], ["31/03/2019"; 3]),
    (
        "2,Victims,Agree a domestic abuse strategy",
        "",
        ["Amber", "Red", "Amber"],
        ["31/12/2018", "31/03/2019", "30/06/2019"],
    ),
    ("3,Prevention,Divert first offenders", "", ["Green", "Green", "Red"], ["Ongoing"; 3]),
    ("4,Prevention,Open a website", "", ["", "", "Green"], ["TBD", "TBD", "30/09/2019"]),
    ("5,Prevention,Mark bicycles", "", ["White", "White", "Green"], ["Sep '19"; 3]),
    ("6,Prevention,Award the youth fund", "", ["Blue", "Blue", "Amber"], ["30/06/2018", "30/06/2018", "30/06/2019"]),
    ("7,Prevention,Assess the need", "", ["Green", "Green", "Blue"], ["Q4 18-19"; 3]),
    ("8,Prevention,Train councillors", "", ["Red", "Red", "Grey paused"], ["31/03/2019"; 3]),
    ("9,Prevention,Light the underpass", "", ["-", "-", "Green"], ["31/03/2020"; 3]),
];

fn edition(of: usize) -> String {
    let rows = ROWS.iter().filter(|(.., rating, _)| rating[of] != "-");
    let line = |(row, original, rating, date): &(&str, &str, [&str; 3], [&str; 3])| {
        format!("{row},{original},{},{}\n", date[of], rating[of].replace("Grey paused", "Paused"))
    };
    HEAD.to_owned() + &rows.map(line).collect::<String>()
}

/// Takes in an edition, and takes a position for the Panel.
fn quarter(office: &Office, of: usize, day: &str, name: &str, meeting: &str) {
    let file = office.file(&format!("{day}.csv"), edition(of));
    office.does(&["import", "plan", &file, "--on", day]);
    office.does(&["snapshot", name, "--for", "Panel", "--on", meeting]);
}

/// Issues a paper and has it presented; gives its number.
fn presented(office: &Office, arguments: &[&str], issued: &str, meeting: &str) -> String {
    let paper = office.does(&[&["issue", "delivery-plan", "--on", issued], arguments].concat());
    let number = word(&paper["number"]).to_owned();
    office.does(&["present", &number, "--on", meeting]);
    number
}

fn directions(plan: &Value) -> Vec<(&str, &str)> {
    actions(plan).into_iter().map(|a| (word(&a["reference"]), word(&a["direction"]))).collect()
}

#[test]
fn every_row_is_compared_with_the_first_edition_when_that_is_asked_for() {
    let office = Office::begin();
    quarter(&office, 0, "2018-08-28", "Panel September 2018", "2018-09-12");
    quarter(&office, 1, "2018-10-30", "Panel November 2018", "2018-11-14");
    quarter(&office, 2, "2019-02-26", "Panel March 2019", "2019-03-13");
    let asked = ["--since", "Panel September 2018", "--as-at", "Panel March 2019"];
    let plan = office.plan(&asked);
    assert_eq!(
        directions(&plan),
        [
            ("1", "same"),
            ("2", "same"),
            ("3", "worse"),
            ("4", "not_comparable"),
            ("5", "better"),
            ("6", "worse"),
            ("7", "better"),
            ("8", "not_comparable"),
            ("9", "new"),
        ]
    );
    assert_eq!(plan["since"]["snapshot"], "Panel September 2018");
    assert_eq!(plan["as_at"]["snapshot"], "Panel March 2019");
    for action in actions(&plan) {
        let compared = &action["compared_with"];
        if action["direction"] == "new" {
            assert_eq!((compared, &action["was"]), (&Value::Null, &Value::Null));
        } else {
            assert_eq!(
                (&compared["snapshot"], &compared["reconstructed"]),
                (&json!("Panel September 2018"), &json!(false))
            );
            assert!(compared["seq"].is_u64() && compared["time"].is_string(), "{compared}");
        }
    }
    let then_and_now = |reference| (&action(&plan, reference)["was"], &action(&plan, reference)["rating"]);
    assert_eq!(then_and_now("3"), (&json!("On track"), &json!("Off track")));
    assert_eq!(then_and_now("6"), (&json!("Complete"), &json!("At risk")), "re-opened");

    // Counts by theme reconcile, the unrated and the complete apart.
    let counts = |theme: usize| plan["themes"][theme]["counts"].clone();
    let of = |values: [u64; 7]| {
        json!({ "complete": values[0], "on_track": values[1], "at_risk": values[2], "off_track": values[3],
            "not_started": values[4], "paused": values[5], "not_rated": values[6] })
    };
    assert_eq!((counts(0), counts(1)), (of([0, 1, 1, 0, 0, 0, 0]), of([1, 3, 1, 1, 0, 1, 0])));
    let november = office.plan(&["--as-at", "Panel November 2018"]);
    assert_eq!(november["themes"][1]["counts"]["not_rated"], 1);

    // Dates: the first agreed one stays; a date that was to be decided and now is, is no move; a slip is.
    let dates = |reference| {
        let action = action(&plan, reference);
        (action["baseline_date"].as_str(), action["current_date"].as_str(), action["moves"].as_u64())
    };
    assert_eq!(dates("2"), (Some("2018-12-31"), Some("2019-06-30"), Some(2)));
    assert_eq!(dates("4"), (Some("2019-09-30"), Some("2019-09-30"), Some(0)));
    assert_eq!(dates("6"), (Some("2018-06-30"), Some("2019-06-30"), Some(1)));
    assert_eq!(dates("3"), (None, None, Some(0)), "a continuing duty has none");

    // As people read it: both days and both ratings, the key with what each word means, and whose the colours are.
    let html = String::from_utf8(office.paper(&[&["delivery-plan", "--format", "html"], &asked[..]].concat())).unwrap();
    for words in
        ["12 September 2018", "13 March 2019", "as supplied, untested", "On track", "Off track", "30 June 2019"]
    {
        assert!(html.contains(words), "the paper does not say “{words}”");
    }
    for level in list(&plan["scale"]["levels"]) {
        assert!(html.contains(word(&level["criteria"])), "the key does not say what {} means", level["label"]);
    }
    println!("{} directions", directions(&plan).len());
}

/// Case C4, the part of it that is about travel: the whole plan in September, one theme in November, all in March.
#[test]
fn each_row_is_compared_with_the_paper_in_which_that_body_last_saw_it() {
    let office = Office::begin();
    quarter(&office, 0, "2018-08-28", "Panel September 2018", "2018-09-12");
    let september = presented(&office, &["--as-at", "Panel September 2018"], "2018-09-05", "2018-09-12");
    quarter(&office, 1, "2018-10-30", "Panel November 2018", "2018-11-14");
    let victims = ["--theme", "Victims", "--as-at", "Panel November 2018"];
    let november = presented(&office, &victims, "2018-11-07", "2018-11-14");
    // What the Board saw in the same month is nothing to the Panel, nor is a paper that never reached it.
    let board = presented(&office, &["--for", "board", "--as-at", "Panel November 2018"], "2018-11-07", "2018-11-08");
    let never = office.does(&["issue", "delivery-plan", "--on", "2018-12-03"]);
    office.does(&["withdraw", word(&never["number"]), "--reason", "Sent out in error"]);
    // One that it did see is not unseen by being withdrawn afterwards.
    office.does(&["withdraw", &november, "--reason", "A figure was wrong"]);
    quarter(&office, 2, "2019-02-26", "Panel March 2019", "2019-03-13");

    let march = office.plan(&["--as-at", "Panel March 2019"]);
    assert_eq!(march["since"], Value::Null, "no one position for all");
    for action in actions(&march) {
        let (reference, compared) = (word(&action["reference"]), &action["compared_with"]);
        match reference {
            "9" => assert_eq!(compared, &Value::Null),
            "1" | "2" => assert_eq!(compared["paper"], json!(november), "the Panel saw {reference} in November"),
            _ => assert_eq!(compared["paper"], json!(september), "the Panel saw {reference} in September"),
        }
    }
    let by_november = |reference| word(&action(&march, reference)["direction"]);
    assert_eq!((by_november("1"), by_november("2"), by_november("3")), ("better", "better", "worse"));
    let html = office.paper(&["delivery-plan", "--format", "html", "--as-at", "Panel March 2019"]);
    let html = String::from_utf8(html).unwrap();
    assert!(html.contains("14 November 2018") && html.contains("12 September 2018"), "both days are printed");

    let for_the_board = office.plan(&["--for", "Board", "--as-at", "Panel March 2019"]);
    assert!(
        actions(&for_the_board).iter().all(|a| a["direction"] == "new" || a["compared_with"]["paper"] == json!(board))
    );
    // Against one paper, for every row.
    let since = office.plan(&["--since", &november, "--as-at", "Panel March 2019"]);
    assert_eq!(since["since"]["paper"].as_str().unwrap_or(&november), november);
    assert_eq!((word(&action(&since, "1")["direction"]), word(&action(&since, "3")["direction"])), ("better", "new"));
    // A snapshot is a place in the record; taking it showed nobody anything.
    let refused = office.refuses(&["paper", "delivery-plan", "--for", "Cabinet", "--format", "json"]);
    assert!(["Board", "Panel", "Audit Committee"].iter().all(|body| refused.contains(body)), "{refused}");
}

#[test]
fn an_old_table_is_kept_as_a_position_of_the_past_and_said_to_be_so() {
    let office = Office::begin();
    quarter(&office, 2, "2019-02-26", "Panel March 2019", "2019-03-13");
    let old = office.file("september-2018.csv", edition(0));
    let refused = office.refuses(&["import", "plan", &old, "--on", "2018-08-28"]);
    assert!(refused.contains("2019-02-26") && refused.contains("--as-position"), "{refused}");

    let kept =
        ["import", "plan", &old, "--on", "2018-08-28", "--as-position", "Panel September 2018", "--for", "panel"];
    let tried = office.entries();
    office.does(&[&kept[..], &["--dry-run"]].concat());
    assert_eq!(office.entries(), tried);
    let before = office.plan(&[])["themes"].clone();
    let taken = office.does(&kept);
    assert_eq!((&taken["totals"]["created"], &taken["totals"]["updated"]), (&json!(0), &json!(0)));
    assert_eq!(office.entries(), tried + 1);
    assert_eq!(office.plan(&[])["themes"], before, "the plan is not changed by what it was");

    let plan = office.plan(&["--since", "Panel September 2018"]);
    assert_eq!(plan["since"]["snapshot"], "Panel September 2018");
    assert_eq!(directions(&plan)[..3], [("1", "same"), ("2", "same"), ("3", "worse")]);
    assert_eq!(directions(&plan)[8], ("9", "new"));
    let compared = &action(&plan, "3")["compared_with"];
    assert_eq!((&compared["reconstructed"], &compared["snapshot"]), (&json!(true), &json!("Panel September 2018")));
    let html =
        String::from_utf8(office.paper(&["delivery-plan", "--format", "html", "--since", "Panel September 2018"]))
            .unwrap();
    assert!(html.contains("28 August 2018") && html.contains("entered"), "printed as what it is");

    // It has no place in the record to print as at, and its name is given once.
    let refused = office.refuses(&["paper", "delivery-plan", "--format", "json", "--as-at", "Panel September 2018"]);
    assert!(refused.contains("--since"), "{refused}");
    let refused = office.refuses(&["snapshot", "panel september 2018", "--for", "Panel"]);
    assert!(refused.contains("already"), "{refused}");
}

#[test]
fn a_position_has_a_name_that_nothing_else_could_mean() {
    let office = Office::begin();
    for name in ["2018", "2018-09-12", " "] {
        office.refuses(&["snapshot", name, "--for", "Panel"]);
    }
    office.does(&["snapshot", "Panel September", "--for", "PANEL"]);
    let refused = office.refuses(&["paper", "delivery-plan", "--format", "json"]);
    assert!(refused.contains("milepost import plan"), "says what comes first: {refused}");
    let refused = office.refuses(&["paper", "delivery-plan", "--format", "json", "--as-at", "Panel Septembr"]);
    assert!(refused.contains("Panel September"), "names what there is: {refused}");
}
