//! The delivery plan: what a body saw, what is true now, what is counted and what is withheld.
use crate::office::{Fenshire, day, due, exempt, led_by, numbered, ongoing, row, said, table, words_of};
use domain::{position::Position, reading::ActionRead, text::text, travel::Since};
use report::{blocks::Cell, delivery_plan};
use serde_json::{Value, json};

const THEMES: [&str; 4] = ["Victims", "Offenders", "Communities", "Transformation"];

fn september() -> Vec<ActionRead> {
    vec![
        due(led_by(row("1.1", "Merge the hub and witness care", 0, "Green"), &["JD"]), "2018-12-31"),
        due(led_by(row("1.2", "Domestic abuse strategy", 0, "Amber"), &["QZX"]), "2018-10-31"),
        due(row("2.1", "Conditional cautions pathway", 1, "Green"), "2019-03-31"),
        ongoing(row("3.1", "Support public protection arrangements", 2, "Green")),
        due(row("3.2", "New website", 2, "Blue"), "2018-09-30"),
        row("4.1", "Estates strategy", 3, ""),
    ]
}

/// The rows that are re-rated stand first; the rest stay as they were.
fn re_rated(mut rows: Vec<ActionRead>, rated: &[(&str, &str)]) -> Vec<ActionRead> {
    for (reference, rating) in rated {
        let place = rows.iter().position(|r| r.reference == Some(text(reference))).unwrap();
        rows[place].rating = row(reference, "", 0, rating).rating;
    }
    rows
}

fn of<'j>(json: &'j Value, reference: &str) -> &'j Value {
    let themes = json["themes"].as_array().unwrap().iter();
    let mut actions = themes.flat_map(|theme| theme["actions"].as_array().unwrap());
    actions.find(|action| action["reference"] == reference).unwrap_or_else(|| panic!("no {reference}"))
}

/// Case C4: the full plan in September, the Victims theme alone in November, the full plan in March.
fn to_march() -> Fenshire {
    let mut fenshire = Fenshire::begin();
    fenshire.import("2018-09-01", table(&THEMES, september()));
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let (_, rows) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    fenshire.present("2018-09-04", "2018-09-12", None, rows);

    let november = re_rated(september(), &[("1.2", "Red"), ("2.1", "Amber")]);
    fenshire.import("2018-11-01", table(&THEMES, november.clone()));
    let victims = fenshire.theme("Victims").id;
    let (_, rows) = {
        let theme = fenshire.theme("Victims");
        delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), Some(theme), &since)
    };
    assert_eq!(rows.len(), 2, "the Victims theme alone");
    assert!(rows.iter().all(|row| fenshire.staff().action(row.action.unwrap()).unwrap().item.theme == victims));
    fenshire.present("2018-11-06", "2018-11-14", Some("Victims"), rows);

    let mut march = re_rated(november, &[("1.1", "Blue"), ("1.2", "Amber"), ("4.1", "Green")]);
    march[1] = due(said(march[1].clone(), "Out to consultation.\nCloses in April."), "2019-06-30");
    march.push(row("4.2", "Fire governance business case", 3, "White"));
    fenshire.import("2019-03-01", table(&THEMES, march));
    fenshire
}

#[test]
fn under_rotation_each_row_is_compared_with_the_paper_in_which_the_panel_last_saw_it() {
    let fenshire = to_march();
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let (paper, rows) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    assert_eq!(rows.len(), 7);

    let json = &paper.json;
    assert_eq!(json["since"], Value::Null);
    let told = |reference: &str| {
        let action = of(json, reference);
        let seen = &action["compared_with"];
        (action["direction"].as_str().unwrap(), action["was"].clone(), seen["paper"].clone(), seen["day"].clone())
    };
    let (september, november) = (json!("FEN-2018-001"), json!("FEN-2018-002"));
    let (twelfth, fourteenth) = (json!("2018-09-12"), json!("2018-11-14"));
    assert_eq!(told("1.1"), ("better", json!("On track"), november.clone(), fourteenth.clone()));
    assert_eq!(told("1.2"), ("better", json!("Off track"), november, fourteenth));
    assert_eq!(told("2.1"), ("worse", json!("On track"), september.clone(), twelfth.clone()));
    assert_eq!(told("3.1"), ("same", json!("On track"), september.clone(), twelfth.clone()));
    assert_eq!(told("3.2"), ("same", json!("Complete"), september.clone(), twelfth.clone()));
    assert_eq!(told("4.1"), ("not_comparable", Value::Null, september, twelfth));
    assert_eq!(told("4.2"), ("new", Value::Null, Value::Null, Value::Null));

    let words = words_of(&paper);
    for said in [
        "Compared with what the Panel last saw of each action: 2 better, 1 worse, 2 the same, 1 new, 1 that cannot be compared.",
        "The Panel saw different parts of the plan on different days",
        "- paper FEN-2018-001, 12 September 2018: 4 actions",
        "- paper FEN-2018-002, 14 November 2018: 2 actions",
        "- not shown to the Panel before: 1 action",
        "↑ Better: was Off track, 14 November 2018; now At risk, 1 March 2019",
        "↓ Worse: was On track, 12 September 2018; now At risk, 1 March 2019",
        "because it was not rated then: was Not rated, 12 September 2018; now On track, 1 March 2019",
        "+ New: not shown to the Panel before",
        "30 June 2019 / changed once",
        "Out to consultation. Closes in April. / (1 March 2019)",
    ] {
        assert!(words.contains(said), "{said}\n\n{words}");
    }
}

#[test]
fn a_paper_that_was_issued_and_never_presented_was_not_seen() {
    let mut fenshire = Fenshire::begin();
    fenshire.import("2018-09-01", table(&THEMES, september()));
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let (_, rows) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    fenshire.issue("2018-09-04", None, rows);
    let (paper, _) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    assert!(words_of(&paper).contains("0 better, 0 worse, 0 the same, 6 new, 0 that cannot be compared"));
}

#[test]
fn counts_hold_complete_apart_from_on_track_and_not_rated_apart_from_both() {
    let fenshire = to_march();
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let (paper, _) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    let counts = |theme: usize| &paper.json["themes"][theme]["counts"];
    let all = |complete, on_track, at_risk, not_started| {
        json!({ "complete": complete, "on_track": on_track, "at_risk": at_risk, "off_track": 0,
                "not_started": not_started, "paused": 0, "not_rated": 0 })
    };
    assert_eq!(counts(0), &all(1, 0, 1, 0));
    assert_eq!(counts(2), &all(1, 1, 0, 0));
    assert_eq!(paper.json["counts"], all(2, 2, 2, 1));
    let words = words_of(&paper);
    assert!(
        words.contains("7 actions in 4 themes: Complete 2, On track 2, At risk 2, Not started 1, Not rated 0."),
        "{words}"
    );
    assert!(
        words.contains("2 of the 6 actions that have an end are complete. 1 action is a continuing duty"),
        "{words}"
    );
    assert!(words.contains("Ongoing / continuing duty"));
    assert!(
        words
            .contains("Theme | Actions | Complete | On track | At risk | Off track | Not started | Paused | Not rated")
    );
    assert!(words.contains("All themes | 7 | 2 | 2 | 2 | 0 | 1 | 0 | 0"));
}

#[test]
fn an_unrated_plan_says_so_and_its_json_has_null_for_a_rating() {
    let mut fenshire = Fenshire::begin();
    fenshire
        .import("2018-09-01", table(&THEMES[..1], vec![row("1", "A deliverable", 0, ""), row("2", "Another", 0, "")]));
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let (paper, rows) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    let action = of(&paper.json, "1");
    assert_eq!(
        (&action["rating"], &action["rating_class"], &action["current_date"]),
        (&Value::Null, &Value::Null, &Value::Null)
    );
    assert_eq!(rows[0].class, None);
    let words = words_of(&paper);
    assert!(words.contains("2 actions in 1 theme: Complete 0, Not rated 2."), "{words}");
    assert!(
        words.contains("1 | A deliverable | No lead stated | None agreed | Date not set | Not rated | + New"),
        "{words}"
    );
    assert!(
        words.contains("says nothing of the progress of any action") && !words.contains("Latest progress"),
        "{words}"
    );
    assert!(!words.contains("as supplied"), "there is no rating that could be untested");
}

#[test]
fn every_rating_says_since_when_and_that_nobody_tested_it_and_the_key_prints_its_criteria() {
    let fenshire = to_march();
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let (paper, _) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    let words = words_of(&paper);
    assert!(words.contains("At risk (since 1 November 2018, as supplied, untested)"), "{words}");
    assert!(words.contains("All 7 ratings came with the office’s own tables."), "{words}");
    for level in domain::scale::Scale::standard().levels {
        let line = format!("{} | {} | {} | {}", level.label, level.colour_name, level.label, level.criteria);
        assert!(words.contains(&line), "{line}");
    }
    assert!(words.contains("Not rated | None | Not rated | No rating has been given."));
}

#[test]
fn papers_name_posts_and_never_initials_or_who_holds_what() {
    let fenshire = to_march();
    let since = Since::LastSeen(fenshire.body("Board").id);
    let (paper, _) = delivery_plan::paper(&fenshire.occasion("Board"), fenshire.plan(), None, &since);
    let words = words_of(&paper);
    assert!(words.contains("Head of Commissioning") && words.contains("lead stated, not matched to a post"));
    assert!(!format!("{paper:?}").contains("QZX"), "initials are nowhere in the paper");
}

#[test]
fn what_is_withheld_is_counted_with_its_reason_and_shown_to_nobody_else() {
    let mut fenshire = Fenshire::begin();
    let mut rows = september();
    rows.push(exempt(row("4.9", "Sell the depot", 3, "Red"), "commercial negotiation"));
    fenshire.import("2018-09-01", table(&THEMES, rows));
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let (paper, printed) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    let words = words_of(&paper);
    assert!(words.contains("6 of 7 actions shown, 1 withheld"), "{words}");
    assert!(words.contains("1 withheld: commercial negotiation"), "{words}");
    assert!(!format!("{paper:?}{printed:?}").contains("depot"), "not its title anywhere");
    assert_eq!(paper.json["withheld"], json!([{ "reason": "commercial negotiation", "count": 1 }]));

    let (victims, _) =
        delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), Some(fenshire.theme("Victims")), &since);
    assert!(words_of(&victims).contains("All 2 actions are shown; none is withheld."));
}

#[test]
fn since_one_position_every_row_is_compared_with_it_and_it_is_named() {
    let mut fenshire = Fenshire::begin();
    fenshire.import("2018-09-01", table(&THEMES, september()));
    let snapshot = fenshire.snapshot("2018-09-12", "Panel September");
    let position =
        Position::of_office(&fenshire.as_at(fenshire.seq()).shown_to(fenshire.body("Panel")), Some(&snapshot));
    fenshire.import("2018-11-01", table(&THEMES, re_rated(september(), &[("1.2", "Red")])));
    let since = Since::Position(position);
    let (paper, _) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    assert_eq!(paper.json["since"]["snapshot"], "Panel September");
    assert_eq!(paper.json["since"]["reconstructed"], false);
    assert_eq!(of(&paper.json, "1.2")["compared_with"], paper.json["since"]);
    let words = words_of(&paper);
    assert!(words.contains("Compared with: the position “Panel September”, 12 September 2018"), "{words}");
    assert!(words.contains("was At risk, 12 September 2018; now Off track, 1 November 2018"), "{words}");
}

#[test]
fn a_position_entered_later_says_when_and_from_what() {
    let mut fenshire = Fenshire::begin();
    fenshire.import("2019-03-01", table(&THEMES, september()));
    fenshire.import_as_position(
        "2026-11-22",
        "2018-09-12",
        table(&THEMES, re_rated(september(), &[("1.1", "Red")])),
        "Panel September",
    );
    let staff = fenshire.staff();
    let snapshot = staff.snapshots().next().unwrap();
    let since = Since::Position(Position::reconstructed(snapshot).unwrap());
    let (paper, _) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    assert_eq!(of(&paper.json, "1.1")["direction"], "better");
    assert_eq!(of(&paper.json, "1.1")["compared_with"]["reconstructed"], true);
    let words = words_of(&paper);
    assert!(
        words.contains("the position “Panel September”, 12 September 2018, which was entered on 22 November 2026 from the office’s own table and not recorded at the time"),
        "{words}"
    );
}

#[test]
fn the_position_that_a_paper_shows_gives_its_name_and_its_day() {
    let mut fenshire = Fenshire::begin();
    fenshire.import("2018-09-01", table(&THEMES, september()));
    let snapshot = fenshire.snapshot("2018-09-12", "Panel September");
    let mut occasion = fenshire.occasion("Panel");
    occasion.as_at = report::occasion::AsAt::new(&occasion.sight, None, Some(&snapshot));
    occasion.number = Some(numbered(&text("FEN-2018-001")));
    let (paper, _) =
        delivery_plan::paper(&occasion, fenshire.plan(), None, &Since::LastSeen(fenshire.body("Panel").id));
    assert_eq!(paper.day, day("2018-09-12"));
    assert_eq!(paper.json["as_at"]["snapshot"], "Panel September");
    assert_eq!(paper.json["as_at"]["seq"], fenshire.seq());
    assert_eq!(paper.json["checkpoint"].as_str(), occasion.statement.as_deref());
    let words = words_of(&paper);
    assert!(words.contains("Position: “Panel September”: position taken for the Panel, 12 September 2018"), "{words}");
    assert!(words.contains("Period: 1 April 2017 to 31 March 2020"), "{words}");
    let proof = words.split("How to check this paper").nth(1).expect("the proof stands last");
    for said in [
        "paper FEN-2018-001, code K7QF-2M9X",
        "milepost verify FILE",
        "Root+of+the+tree=",
        "signed statement of the record",
    ] {
        assert!(proof.contains(said), "{said}: {proof}");
    }
}

#[test]
fn the_same_record_gives_the_same_paper_a_hundred_entries_later() {
    let mut fenshire = to_march();
    let (seq, since) = (fenshire.seq(), Since::LastSeen(fenshire.body("Panel").id));
    let (before, _) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    for n in 0..50 {
        fenshire.snapshot("2019-04-01", &format!("Position {n}"));
    }
    fenshire.import("2019-04-02", table(&THEMES, re_rated(september(), &[("1.1", "Red")])));
    let past = fenshire.as_at(seq);
    let sight = past.shown_to(fenshire.body("Panel"));
    let mut occasion = fenshire.occasion("Panel");
    occasion.sight = sight;
    occasion.as_at = report::occasion::AsAt::new(&sight, None, None);
    occasion.statement = Some(format!("fenshire.example/record\n{seq}\nRoot+of+the+tree=\n"));
    let (after, _) = delivery_plan::paper(&occasion, sight.plans().next().unwrap(), None, &since);
    assert_eq!(before, after);
}

#[test]
fn the_open_data_is_one_row_an_action_with_dates_and_numbers_as_such() {
    let fenshire = to_march();
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let (paper, _) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    let heads: Vec<&str> = paper.data.columns.iter().map(|c| c.head.as_str()).collect();
    let at = |head: &str| heads.iter().position(|h| *h == head).unwrap();
    assert_eq!(paper.data.rows.len(), 7);
    assert!(paper.data.rows.iter().all(|row| row.len() == heads.len()));
    let strategy = &paper.data.rows[1];
    assert_eq!(strategy[at("reference")], Cell::Text("1.2".into()));
    assert_eq!(strategy[at("baseline_date")], Cell::Date(day("2018-10-31")));
    assert_eq!(strategy[at("current_date")], Cell::Date(day("2019-06-30")));
    assert_eq!(strategy[at("moves")], Cell::Number(1));
    assert_eq!(strategy[at("rating_class")], Cell::Text("at_risk".into()));
    assert_eq!(strategy[at("compared_with")], Cell::Text("FEN-2018-002".into()));
}
