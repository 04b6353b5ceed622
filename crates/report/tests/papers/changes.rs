//! What changed between two places: the sum first, old beside new, posts only.
use crate::office::{Fenshire, closed, due, exempt, led_by, row, said, table, words_of};
use report::{blocks::Block, changes, occasion::AsAt};
use serde_json::json;

const THEMES: [&str; 2] = ["Victims", "Offenders"];

/// Six actions in September; by March one is added, one closed, one re-rated and moved, one reworded, one withheld,
/// one left out of the table.
fn two_editions() -> (Fenshire, i64) {
    let mut fenshire = Fenshire::begin();
    fenshire.import(
        "2018-09-01",
        table(
            &THEMES,
            vec![
                due(row("1", "Strategy", 0, "Green"), "2018-10-31"),
                row("2", "Website", 0, "Green"),
                led_by(said(row("3", "Cautions", 1, "Amber"), "Began."), &["QZX"]),
                row("4", "Depot", 1, "Green"),
                row("5", "Forgotten", 1, "Green"),
            ],
        ),
    );
    let seq = fenshire.seq();
    fenshire.import(
        "2019-03-01",
        table(
            &THEMES,
            vec![
                due(row("1", "Strategy", 0, "Red"), "2019-06-30"),
                closed(row("2", "Website", 0, "Blue")),
                led_by(said(row("3", "Cautions", 1, "Amber"), "Agreed with partners."), &["YKW"]),
                exempt(row("4", "Depot", 1, "Green"), "commercial negotiation"),
                row("6", "Fire governance", 1, ""),
            ],
        ),
    );
    (fenshire, seq)
}

#[test]
fn the_sum_stands_first_and_every_change_is_listed_old_beside_new() {
    let (fenshire, seq) = two_editions();
    let from = fenshire.as_at(seq).shown_to(fenshire.body("Panel"));
    let paper = changes::paper(&fenshire.occasion("Panel"), fenshire.plan(), &from, &AsAt::new(&from, None, None));
    let words = words_of(&paper);
    let Block::Facts { .. } = &paper.blocks[0] else { panic!("{:?}", paper.blocks[0]) };
    for said in [
        "Open then 5 + added 1 + re-opened 0 − closed 2 = open now 4. The list adds up.",
        "2 re-rated (1 better, 1 worse), 1 with another date",
        "1 | Strategy | On track (since 1 September 2018, as supplied, untested) | Off track (since 1 March 2019, as supplied, untested) | ↓ Worse",
        "1 | Strategy | was: 31 October 2018 / now: 30 June 2019 | 31 October 2018",
        "3 | Cautions | Progress | was: Began. / now: Agreed with partners.",
        "6 | Fire governance | ",
        "5 | Forgotten | ",
        "a table that leaves a row out does not close it",
        "How to check this paper",
    ] {
        assert!(words.contains(said), "{said}\n\n{words}");
    }
}

#[test]
fn what_was_withheld_since_keeps_its_place_in_the_sum_and_loses_its_words() {
    let (fenshire, seq) = two_editions();
    let from = fenshire.as_at(seq).shown_to(fenshire.body("Panel"));
    let paper = changes::paper(&fenshire.occasion("Panel"), fenshire.plan(), &from, &AsAt::new(&from, None, None));
    assert!(words_of(&paper).contains("4 | Now withheld | no longer shown to the Panel"), "{}", words_of(&paper));
    assert!(!format!("{paper:?}").contains("Depot"));
}

#[test]
fn a_change_of_initials_is_told_without_them() {
    let (fenshire, seq) = two_editions();
    let from = fenshire.as_at(seq).shown_to(fenshire.body("Panel"));
    let paper = changes::paper(&fenshire.occasion("Panel"), fenshire.plan(), &from, &AsAt::new(&from, None, None));
    let all = format!("{paper:?}");
    assert!(!all.contains("QZX") && !all.contains("YKW"));
    assert!(words_of(&paper).contains("lead stated, not matched to a post (changed; names are not printed)"));
}

#[test]
fn machines_read_the_contract() {
    let (fenshire, seq) = two_editions();
    let (from, to) = (fenshire.as_at(seq), &fenshire.office);
    let staff = |office| domain::office::Office::seen_by(office, &reader());
    let (from, to) = (staff(from), staff(to));
    let changes = domain::changes::between(&from, &to, fenshire.plan().id);
    let json = changes::json(&changes, &AsAt::new(&from, None, None), &AsAt::new(&to, None, None));
    assert_eq!(json["from"]["seq"], seq);
    assert_eq!(json["added"], json!([{ "reference": "6", "title": "Fire governance" }]));
    assert_eq!(json["closed"], json!([{ "reference": "2", "title": "Website" }]));
    assert_eq!(json["absent"], json!([{ "reference": "5", "title": "Forgotten" }]));
    assert_eq!(json["moved"], json!([{ "reference": "1", "from": "2018-10-31", "to": "2019-06-30" }]));
    assert_eq!(
        json["rated"][0],
        json!({ "reference": "1", "from": "On track", "to": "Off track", "direction": "worse" })
    );
    let cautions = json["changed"].as_array().unwrap().iter().find(|c| c["reference"] == "3").unwrap();
    assert_eq!(cautions["fields"], json!(["leads", "progress"]));
    let total = |key: &str| json["totals"][key].as_u64().unwrap();
    assert_eq!(total("open_from") + total("added") + total("reopened"), total("open_to") + total("closed"));
}

#[test]
fn where_nothing_changed_that_is_said() {
    let (fenshire, _) = two_editions();
    let panel = fenshire.office.shown_to(fenshire.body("Panel"));
    let mut table_less = Fenshire::begin();
    table_less.import("2018-09-01", table(&THEMES[..1], vec![row("1", "Strategy", 0, "Green")]));
    let sight = table_less.office.shown_to(table_less.body("Panel"));
    let paper =
        changes::paper(&table_less.occasion("Panel"), table_less.plan(), &sight, &AsAt::new(&sight, None, None));
    assert!(words_of(&paper).contains("Nothing changed between the two."));
    let same = changes::paper(&fenshire.occasion("Panel"), fenshire.plan(), &panel, &AsAt::new(&panel, None, None));
    assert!(words_of(&same).contains("0 re-rated"), "what the last table left out is still told");
}

fn reader() -> domain::actor::Actor {
    domain::actor::Actor::of(uuid::Uuid::nil().into(), "Reader", domain::actor::Role::Reader)
}
