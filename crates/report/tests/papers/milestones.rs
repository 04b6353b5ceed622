//! Milestones in the papers: each audience reads those of the actions that it sees, and the office's reasons stay inside.
use crate::office::{Fenshire, day, due, exempt, row, table, words_of};
use domain::{
    ask::{Answer, Command},
    expected_effect::{ExpectEffect, Figure, Number},
    id::Id,
    milestone::{AddMilestone, Becomes, ChangeMilestone, Milestone},
    publication::Publish,
    text::text,
    travel::Since,
};
use report::{
    Format,
    blocks::{Cell, Document},
    delivery_plan, forward_look, write,
};
use serde_json::{Value, json};

/// On 14 February 2022: one action with a milestone of every kind, one withheld with one, one without.
fn fenshire() -> Fenshire {
    let mut fenshire = Fenshire::begin();
    let rows = vec![
        due(row("1.1", "Domestic abuse strategy", 0, "Amber"), "2022-12-31"),
        due(row("1.2", "Victims’ hub review", 0, "Green"), "2022-06-30"),
        exempt(due(row("1.3", "An investigation", 0, "Red"), "2022-03-31"), "section 31"),
    ];
    fenshire.import("2022-01-03", table(&["Victims"], rows));
    let mut add = |reference: &str, title: &str, strand: Option<&str>, date: &str| -> Id<Milestone> {
        let action = action(&fenshire, reference);
        let add = AddMilestone { action, strand: strand.map(text), title: text(title), date: day(date) };
        let Answer::Item(id) = fenshire.ask("2022-01-04", Command::AddMilestone(add)) else { panic!() };
        id.into()
    };
    let met = add("1.1", "Needs assessed", None, "2022-01-31");
    let dropped = add("1.1", "A second survey", None, "2022-02-10");
    let moved = add("1.1", "Draft agreed", None, "2022-02-28");
    add("1.1", "Training begins", Some("People"), "2022-02-01");
    add("1.1", "Year one reviewed", Some("People"), "2022-12-01");
    add("1.3", "CANARY counsel’s advice", None, "2022-02-20");
    let change = |milestone, becomes| Command::ChangeMilestone(ChangeMilestone { milestone, becomes });
    fenshire.ask("2022-01-31", change(met, Becomes::Met(day("2022-01-29"))));
    fenshire.because("2022-02-01", "INSIDE the survey cost too much", change(dropped, Becomes::Dropped));
    fenshire.because("2022-02-14", "INSIDE the council is late", change(moved, Becomes::Due(day("2022-05-31"))));
    fenshire
}

fn action(fenshire: &Fenshire, reference: &str) -> Id<domain::action::Action> {
    let sight = fenshire.staff();
    let plan = sight.plans().next().unwrap().id;
    sight.actions(plan).into_iter().find(|kept| kept.reference().as_str() == reference).unwrap().id
}

fn delivery(fenshire: &Fenshire, body: &str) -> Document {
    let since = Since::LastSeen(fenshire.body(body).id);
    delivery_plan::paper(&fenshire.occasion(body), fenshire.plan(), None, &since).0
}

fn sheet<'d>(paper: &'d Document, name: &str) -> Option<&'d report::blocks::Sheet> {
    paper.sheets.iter().find(|sheet| sheet.name == name)
}

#[test]
fn the_delivery_plan_prints_milestones_with_how_they_stand_and_reasons_for_the_board_alone() {
    let fenshire = fenshire();
    let panel = delivery(&fenshire, "Panel");
    let words = words_of(&panel);
    for said in [
        "1 of 2 actions has a milestone, 5 in all: Met 1, Open 2, Late 1, Dropped 1.",
        "Draft agreed | 28 February 2022 | 31 May 2022 / changed once | Open",
        "Training begins / part: People | 1 February 2022 | 1 February 2022 | Late",
        "Met on 29 January 2022",
        "Dropped on 1 February 2022",
    ] {
        assert!(words.contains(said), "{said}\n\n{words}");
    }
    let board = words_of(&delivery(&fenshire, "Board"));
    for reason in ["INSIDE the survey cost too much", "INSIDE the council is late"] {
        assert!(board.contains(reason), "{reason}\n\n{board}");
    }
    // Neither reads of what is withheld, in words, in figures or in any format.
    for body in ["Panel", "Board"] {
        let paper = delivery(&fenshire, body);
        let all = format!("{}{}{:?}{:?}", words_of(&paper), paper.json, paper.data, paper.sheets);
        assert!(!all.contains("CANARY"), "{body}");
        assert_eq!(all.contains("INSIDE"), body == "Board");
        for format in [Format::Docx, Format::Odt, Format::Xlsx, Format::Ods, Format::Csv, Format::Json, Format::Html] {
            let bytes = write(&paper, format).unwrap_or_else(|e| panic!("{format:?}: {e}"));
            assert_eq!(bytes, write(&delivery(&fenshire, body), format).unwrap(), "{format:?}: the same bytes again");
        }
    }
}

#[test]
fn programs_read_milestones_in_the_json_in_a_sheet_of_their_own_and_in_short_in_the_csv() {
    let fenshire = fenshire();
    let paper = delivery(&fenshire, "Panel");
    let actions = paper.json["themes"][0]["actions"].as_array().unwrap();
    let milestones = actions[0]["milestones"].as_array().unwrap();
    assert_eq!(
        milestones[2],
        json!({ "title": "Draft agreed", "strand": null, "baseline_date": "2022-02-28", "date": "2022-05-31",
                "moves": 1, "state": "open", "state_on": null })
    );
    let states: Vec<&str> = milestones.iter().map(|one| one["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["met", "dropped", "open", "late", "open"]);
    assert_eq!(actions[1]["milestones"], json!([]));

    let own = sheet(&paper, "Milestones").expect("a sheet of their own");
    let heads: Vec<&str> = own.table.columns.iter().map(|column| column.head.as_str()).collect();
    assert_eq!(heads[3..5], ["Milestone", "Part"]);
    assert_eq!(own.table.rows.len(), 5);
    let held = sheet(&paper, "Columns of milestones").unwrap();
    assert!(held.table.rows.iter().all(|row| row.iter().all(|cell| *cell != Cell::Text(String::new()))), "{held:?}");

    let at = |head: &str| paper.data.columns.iter().position(|column| column.head == head).unwrap();
    let row = &paper.data.rows[0];
    assert_eq!(row[at("milestones")..][..3], [Cell::Number(4), Cell::Number(1), Cell::Number(1)]);
    assert_eq!(row[at("next_milestone")], Cell::Text("Training begins".into()));
    assert_eq!(row[at("next_milestone_date")], Cell::Date(day("2022-02-01")));
    assert_eq!(paper.data.rows[1][at("milestones")..][..4].last(), Some(&Cell::Empty), "none has no next");
}

#[test]
fn what_is_expected_by_quarter_is_printed_for_the_board_beside_the_forecasts_and_for_nobody_else() {
    let mut fenshire = fenshire();
    let figure = Figure { number: Number::parse("10").unwrap(), unit: text("incidents a month") };
    for (reference, effect) in [("1.1", "From 12 to 10 incidents a month"), ("1.3", "CANARY fewer complaints")] {
        let (action, figure) = (action(&fenshire, reference), Some(figure.clone()));
        let expect = ExpectEffect { action, outcome: None, effect: text(effect), by: day("2022-03-31"), figure };
        fenshire.ask("2022-02-14", Command::ExpectEffect(Box::new(expect)));
    }
    let board = delivery(&fenshire, "Board");
    let words = words_of(&board);
    let own = words.split("What the work is expected to change").nth(1).expect("a part of its own");
    let line = "From 12 to 10 incidents a month | the quarter to March 2022 / 10 incidents a month | Expected";
    assert!(own.contains(line), "{words}");
    let expected = &board.json["themes"][0]["actions"][0]["expected_effects"];
    assert_eq!((&expected[0]["by"], &expected[0]["number"]), (&json!("2022-03-31"), &json!("10")));
    assert!(!format!("{words}{}", board.json).contains("CANARY"), "the Board does not see the action");
    let panel = delivery(&fenshire, "Panel");
    assert!(!format!("{}{}", words_of(&panel), panel.json).contains("incidents a month"));
    assert_eq!(panel.json["themes"][0]["actions"][0]["expected_effects"], json!([]));
}

#[test]
fn a_plan_without_milestones_has_no_empty_table_of_them() {
    let mut fenshire = Fenshire::begin();
    fenshire.import("2022-01-03", table(&["Victims"], vec![row("1", "One", 0, "Green")]));
    let paper = delivery(&fenshire, "Panel");
    assert!(!words_of(&paper).contains("Milestones") && sheet(&paper, "Milestones").is_none());
    let ahead = forward_look::paper(&fenshire.occasion("Panel"), fenshire.plan(), None).unwrap().0;
    assert!(!words_of(&ahead).contains("Milestones that fall due"));
    assert_eq!(ahead.json["milestones"]["open"], 0);
}

#[test]
fn the_forward_look_counts_milestones_apart_and_its_own_list_still_adds_up() {
    let fenshire = fenshire();
    let (paper, rows) = forward_look::paper(&fenshire.occasion("Panel"), fenshire.plan(), None).unwrap();
    assert_eq!((&paper.json["counts"]["open"], &paper.json["adds_up"]), (&json!(2), &json!(true)));
    let ahead = &paper.json["milestones"];
    assert_eq!((&ahead["open"], &ahead["overdue"], &ahead["later"]), (&json!(3), &json!(1), &json!(1)));
    assert_eq!(ahead["adds_up"], true);
    let due: Vec<&Value> = ahead["quarters"].as_array().unwrap().iter().map(|q| &q["count"]).collect();
    assert_eq!(due, [0, 1, 0]);
    let words = words_of(&paper);
    for said in [
        "3 open milestones of the open actions: 1 overdue, 0 due in the rest of Q4 2021/22, 1 in Q1 2022/23, 0 in Q2 2022/23 and 1 after 30 September 2022.",
        "Overdue: was due 1 February 2022",
        "31 May 2022 / originally 28 February 2022",
    ] {
        assert!(words.contains(said), "{said}\n\n{words}");
    }
    let section = words.split("Milestones that fall due").nth(1).unwrap();
    assert!(section.find("Training begins").unwrap() < section.find("Draft agreed").unwrap(), "late ones first");
    for never in ["Year one reviewed", "Needs assessed", "A second survey", "CANARY", "INSIDE"] {
        assert!(!words.contains(never), "{never} is later, met, dropped, withheld or a reason");
    }
    assert_eq!(sheet(&paper, "Milestones").unwrap().table.rows.len(), 3, "the later one is in the workbook");
    assert_eq!(rows.len(), 2, "an action is a row, and a milestone is none");
}

#[test]
fn a_paper_with_a_milestone_that_is_not_for_everybody_is_not_published() {
    let mut fenshire = fenshire();
    // The Panel may read of one milestone that everybody else may not.
    let text_of = domain::plan_text::of(&fenshire.staff(), fenshire.plan());
    let mut files = domain::plan_text::write(&text_of);
    for file in &mut files {
        let line = "Milestone: Draft agreed, due on 31 May 2022, first due on 28 February 2022\n";
        file.words = file.words.replace(line, &format!("{line}Milestone seen by: the Panel and the office\n"));
    }
    let read = domain::plan_text::read(&files).unwrap();
    let file = domain::import::FileRead { name: text("plan"), sha256: text("00"), size: 1, format: text("text") };
    let take = domain::plan_text::TakePlan { read, file, plan: None };
    fenshire.ask("2022-02-15", Command::TakePlan(Box::new(take)));
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let publish = |number| Command::Publish(Publish { what: number, plans: vec![] });
    let (paper, rows) = delivery_plan::paper(&fenshire.occasion("Panel"), fenshire.plan(), None, &since);
    assert!(words_of(&paper).contains("Draft agreed"));
    let number = fenshire.issue("2022-02-16", None, rows);
    let refused = fenshire.refused("2022-02-17", publish(number));
    assert!(refused.contains("not public: 1.1"), "{refused}");
    let (_, rows) = forward_look::paper(&fenshire.occasion("Panel"), fenshire.plan(), None).unwrap();
    let number = fenshire.issue_as("2022-02-16", domain::paper::PaperKind::ForwardLook, rows);
    assert!(fenshire.refused("2022-02-17", publish(number)).contains("not public: 1.1"));
}
