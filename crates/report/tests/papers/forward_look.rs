//! The forward look: what is due when, what is overdue, what has no date, and that nothing falls between.
use crate::office::{Fenshire, closed, due, exempt, led_by, ongoing, row, table, words_of};
use domain::{
    publication::Publish,
    reading::ActionRead,
    text::text,
    timescale::{Due, Timescale},
    travel::Since,
};
use report::{
    blocks::{Block, Cell},
    delivery_plan, forward_look,
};
use serde_json::{Value, json};

const THEMES: [&str; 2] = ["Victims", "Offenders"];

fn windowed(row: ActionRead, to: &str) -> ActionRead {
    let due = Due::Window { from: None, to: crate::office::day(to) };
    ActionRead { timescale: Some(Timescale { stated: text("the rest of this year"), due, note: None }), ..row }
}

/// On 14 February 2022 the last quarter of 2021/22 is half over.
fn february() -> Fenshire {
    let mut fenshire = Fenshire::begin();
    let rows = vec![
        due(row("1.1", "Domestic abuse strategy", 0, "Amber"), "2022-02-13"),
        due(led_by(row("1.2", "Victims’ hub review", 0, "Green"), &["QZX"]), "2022-02-14"),
        due(row("1.3", "Young victims’ service", 0, "Green"), "2022-06-30"),
        ongoing(row("1.4", "Public protection arrangements", 0, "Green")),
        row("1.5", "Ethics board", 0, ""),
        due(row("2.1", "Drugs strategy", 1, "Red"), "2022-09-30"),
        due(row("2.2", "Estates strategy", 1, "Green"), "2022-10-01"),
        windowed(row("2.3", "Business crime survey", 1, "White"), "2022-09-30"),
        due(closed(row("2.4", "New website", 1, "Blue")), "2021-12-31"),
        exempt(due(row("2.5", "An investigation", 1, "Red"), "2022-03-31"), "section 31"),
    ];
    fenshire.import("2022-02-14", table(&THEMES, rows));
    fenshire
}

fn references(rows: &Value) -> Vec<&str> {
    rows.as_array().unwrap().iter().map(|row| row["reference"].as_str().unwrap()).collect()
}

#[test]
fn each_open_action_stands_in_one_place_and_the_sum_is_printed() {
    let fenshire = february();
    let (paper, rows) = forward_look::paper(&fenshire.occasion("Panel"), fenshire.plan(), None).unwrap();
    let json = &paper.json;
    assert_eq!((&json["from"], &json["until"]), (&json!("2022-02-14"), &json!("2022-09-30")));
    assert_eq!(references(&json["overdue"]), ["1.1"]);
    let quarters = json["quarters"].as_array().unwrap();
    let due: Vec<(&str, Vec<&str>)> =
        quarters.iter().map(|q| (q["quarter"].as_str().unwrap(), references(&q["actions"]))).collect();
    assert_eq!(due, [("Q4 2021/22", vec!["1.2"]), ("Q1 2022/23", vec!["1.3"]), ("Q2 2022/23", vec!["2.1"])]);
    assert_eq!(references(&json["windows"][0]["actions"]), ["2.3"]);
    assert_eq!(references(&json["date_not_set"]), ["1.5"]);
    assert_eq!(references(&json["continuing"]), ["1.4"]);
    let counts = &json["counts"];
    assert_eq!((&counts["open"], &counts["later"], &counts["closed"]), (&json!(8), &json!(1), &json!(1)));
    assert_eq!(json["adds_up"], true);
    assert_eq!(json["withheld"], json!([{ "count": 1, "reason": "section 31" }]));

    let words = words_of(&paper);
    for said in [
        "8 open actions: 1 overdue; 1 due in the rest of Q4 2021/22; 1 in Q1 2022/23; 1 in Q2 2022/23; 1 in a window stated for the whole list; 1 due after 30 September 2022; 1 with the date not set; 1 continuing duty.",
        "1 + 1 + 1 + 1 + 1 + 1 + 1 + 1 = 8. The list adds up. 1 action is complete or closed, and left out.",
        "Q4 2021/22: the rest of January to March 2022",
        "Overdue: was due 13 February 2022",
        "In a window stated for the whole list: to 30 September 2022",
        "9 of 10 actions shown, 1 withheld",
    ] {
        assert!(words.contains(said), "{said}\n\n{words}");
    }
    for never in ["An investigation", "New website", "Estates strategy", "QZX"] {
        assert!(!words.contains(never), "{never} is withheld, closed, later, or a person");
    }
    // Overdue work comes before what is due.
    assert!(words.find("Overdue: 1 row").unwrap() < words.find("Q4 2021/22: the rest").unwrap());
    // The flat table has every open action, the later one too; the position every one that is counted.
    assert_eq!((paper.data.rows.len(), rows.len()), (8, 9));
    let when = paper.data.columns.iter().position(|column| column.head == "when").unwrap();
    assert_eq!(paper.data.rows.iter().filter(|row| row[when] == Cell::Text("overdue".into())).count(), 1);
}

#[test]
fn the_counts_are_those_of_the_delivery_plan() {
    let fenshire = february();
    for body in ["Panel", "Board"] {
        let occasion = fenshire.occasion(body);
        let (paper, _) = forward_look::paper(&occasion, fenshire.plan(), None).unwrap();
        let since = Since::LastSeen(fenshire.body(body).id);
        let (plan, rows) = delivery_plan::paper(&occasion, fenshire.plan(), None, &since);
        assert_eq!(paper.json["shown"], rows.len());
        assert_eq!(paper.json["withheld"], plan.json["withheld"]);
        let counted = |name: &str| paper.json["counts"][name].as_u64().unwrap();
        assert_eq!(counted("open") + counted("closed"), rows.len() as u64);
    }
}

#[test]
fn one_theme_alone_is_counted_alone() {
    let fenshire = february();
    let (paper, _) =
        forward_look::paper(&fenshire.occasion("Panel"), fenshire.plan(), Some(fenshire.theme("Victims"))).unwrap();
    assert!(paper.title.ends_with("forward look, Victims"), "{}", paper.title);
    assert_eq!((&paper.json["counts"]["open"], &paper.json["adds_up"]), (&json!(5), &json!(true)));
    assert_eq!(paper.json["quarters"][2]["actions"], json!([]));
    assert!(words_of(&paper).contains("Nothing is due."));
}

#[test]
fn a_plan_without_dates_says_so_and_leaves_nothing_out() {
    let mut fenshire = Fenshire::begin();
    fenshire.import("2022-02-14", table(&THEMES, vec![row("1", "One", 0, ""), row("2", "Two", 1, "")]));
    let (paper, _) = forward_look::paper(&fenshire.occasion("Panel"), fenshire.plan(), None).unwrap();
    let words = words_of(&paper);
    assert!(words.contains("2 with the date not set") && words.contains("Nothing is overdue."), "{words}");
    let tables = paper.blocks.iter().filter_map(|block| match block {
        Block::Table(table) => Some(table.rows.len()),
        _ => None,
    });
    assert!(tables.sum::<usize>() > 2);
}

#[test]
fn a_forward_look_is_not_what_the_panel_last_saw_of_an_action() {
    let mut fenshire = february();
    let (_, rows) = forward_look::paper(&fenshire.occasion("Panel"), fenshire.plan(), None).unwrap();
    let number = fenshire.issue_as("2022-02-15", domain::paper::PaperKind::ForwardLook, rows);
    fenshire.present_issued("2022-02-20", &number);
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let (plan, _) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    assert!(words_of(&plan).contains("9 new"), "{}", words_of(&plan));
}

#[test]
fn one_that_counts_what_is_not_public_is_not_published() {
    let mut fenshire = february();
    let (_, rows) = forward_look::paper(&fenshire.occasion("Board"), fenshire.plan(), None).unwrap();
    assert!(rows.iter().all(|row| row.public), "the Board does not see what is exempt");
    let number = fenshire.issue_as("2022-02-15", domain::paper::PaperKind::ForwardLook, rows);
    let publish = |number| domain::ask::Command::Publish(Publish { what: number, plans: vec![] });
    fenshire.ask("2022-02-16", publish(number));
    // The same list with a row for the Panel alone: it is counted in the Panel's paper, which therefore stays in.
    let panel_only = ActionRead {
        visibility: Some(domain::envelope::Visibility::Panel),
        ..due(row("1.3", "Young victims’ service", 0, "Green"), "2022-06-30")
    };
    fenshire.import("2022-03-01", table(&THEMES, vec![panel_only]));
    let (paper, rows) = forward_look::paper(&fenshire.occasion("Panel"), fenshire.plan(), None).unwrap();
    assert_eq!(paper.json["counts"]["open"], 8);
    let number = fenshire.issue_as("2022-03-02", domain::paper::PaperKind::ForwardLook, rows);
    let refused = fenshire.refused("2022-03-03", publish(number));
    assert!(refused.contains("not public: 1.3"), "{refused}");
}
