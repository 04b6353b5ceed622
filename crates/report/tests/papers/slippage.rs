//! The slippage ledger: every change of date, what it adds up to, and who reads why.
use crate::office::{Fenshire, due, led_by, row, table, words_of};
use report::slippage;
use serde_json::json;

/// The strategy moves twice, the hub once, the board never.
fn moved() -> Fenshire {
    let mut fenshire = Fenshire::begin();
    for (day, strategy, hub) in [
        ("2022-01-10", "2022-03-31", "2022-06-30"),
        ("2022-04-11", "2022-06-30", "2022-06-30"),
        ("2022-07-11", "2022-12-31", "2022-09-30"),
    ] {
        let rows = vec![
            due(led_by(row("1.1", "Domestic abuse strategy", 0, "Amber"), &["Head of Policy"]), strategy),
            due(led_by(row("2.1", "Victims’ hub review", 1, "Green"), &["Head of Policy"]), hub),
            due(row("2.2", "Ethics board", 1, "Green"), "2022-12-31"),
        ];
        fenshire.import(day, table(&["Victims", "Offenders"], rows));
    }
    fenshire
}

#[test]
fn every_change_of_date_is_printed_and_added_up_by_lead_and_theme() {
    let fenshire = moved();
    let (paper, rows) = slippage::paper(&fenshire.occasion("Board"), fenshire.plan(), None);
    assert_eq!(paper.json["totals"], json!({ "actions": 2, "moves": 3, "months": 12, "all": 3 }));
    assert_eq!(rows.len(), 2, "the action that was never moved is not in it");
    let moves = paper.json["actions"][0]["moves"].as_array().unwrap();
    assert_eq!((&moves[0]["from"], &moves[1]["to"]), (&json!("2022-03-31"), &json!("2022-12-31")));
    assert_eq!(paper.json["actions"][0]["months_past_original"], 9);
    assert_eq!(paper.data.rows.len(), 3, "a row a change");
    let words = words_of(&paper);
    for said in [
        "2 actions of 3 had their dates changed since they were first agreed, 3 times in all. Together they stand 12 months past their original dates.",
        "too little record to say. No action was verified as complete with both dates known; it takes 20.",
        "from 31 March 2022 to 30 June 2022",
        "9 months past its original date",
    ] {
        assert!(words.contains(said), "{said}: {words}");
    }
}

#[test]
fn one_theme_has_its_own_ledger_and_a_plan_that_never_moved_says_so() {
    let fenshire = moved();
    let (paper, _) = slippage::paper(&fenshire.occasion("Board"), fenshire.plan(), Some(fenshire.theme("Offenders")));
    assert_eq!(paper.json["totals"], json!({ "actions": 1, "moves": 1, "months": 3, "all": 2 }));
    let mut still = Fenshire::begin();
    still.import("2022-01-10", table(&["Victims"], vec![due(row("1.1", "A strategy", 0, "Green"), "2022-03-31")]));
    let (paper, rows) = slippage::paper(&still.occasion("Panel"), still.plan(), None);
    assert!(words_of(&paper).contains("No date was changed."));
    assert!(rows.is_empty());
}

#[test]
fn why_and_with_whose_agreement_is_for_the_office_and_its_boards() {
    let fenshire = moved();
    let (board, _) = slippage::paper(&fenshire.occasion("Board"), fenshire.plan(), None);
    let (panel, _) = slippage::paper(&fenshire.occasion("Panel"), fenshire.plan(), None);
    assert!(words_of(&board).contains("agreed by:") && board.json.to_string().contains("as stated in the office"));
    for printed in [words_of(&panel), panel.json.to_string(), format!("{:?}", panel.data)] {
        assert!(!printed.contains("as stated in the office"), "{printed}");
    }
}
