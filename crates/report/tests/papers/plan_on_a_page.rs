//! The plan on a page: its counts are those of the delivery plan, and what is not shown is in none of them.
use crate::office::{Fenshire, exempt, ongoing, row, table, words_of};
use domain::{reading::ThemeRead, text::text, travel::Since};
use report::{
    blocks::{Block, Cell, Document, Table},
    delivery_plan, plan_on_a_page,
};
use serde_json::json;

const THEMES: [&str; 7] = ["Victims", "Offenders", "Communities", "Transformation", "Roads", "Rural", "Business"];

fn fenshire(themes: usize) -> Fenshire {
    let mut fenshire = Fenshire::begin();
    let mut rows: Vec<_> = (0..themes).map(|n| row(&format!("{}.1", n + 1), "A piece of work", n, "Green")).collect();
    rows.extend([
        row("1.2", "Late work", 0, "Red"),
        ongoing(row("1.3", "A duty", 0, "")),
        exempt(row("1.4", "Not to be told", 0, "Red"), "section 31"),
    ]);
    let mut reading = table(&THEMES[..themes], rows);
    reading.themes[0] = ThemeRead {
        aim: Some(text("Victims are helped")),
        outcomes: vec![(text("Fewer are harmed twice"), vec![]), (text("More report"), vec![])],
        priorities: vec![text("Domestic abuse")],
        ..reading.themes[0].clone()
    };
    fenshire.import("2018-09-01", reading);
    fenshire
}

fn tables(paper: &Document) -> Vec<&Table> {
    let mut tables = vec![];
    for block in &paper.blocks {
        if let Block::Table(table) = block {
            tables.push(table);
        }
    }
    tables
}

fn row_of<'t>(table: &'t Table, name: &str) -> Vec<String> {
    let row: Option<&'t Vec<Cell>> = table.rows.iter().find(|row| row[0].words() == name);
    row.unwrap_or_else(|| panic!("no row {name} in {}", table.caption))[1..].iter().map(Cell::words).collect()
}

#[test]
fn the_page_says_what_each_theme_is_for_and_counts_as_the_delivery_plan_does() {
    let fenshire = fenshire(4);
    for body in ["Panel", "Board"] {
        let occasion = fenshire.occasion(body);
        let (paper, rows) = plan_on_a_page::paper(&occasion, fenshire.plan(), None);
        let since = Since::LastSeen(fenshire.body(body).id);
        let (plan, _) = delivery_plan::paper(&occasion, fenshire.plan(), None, &since);
        for key in ["counts", "shown", "withheld", "continuing", "completed", "scale"] {
            assert_eq!(paper.json[key], plan.json[key], "{key} for the {body}");
        }
        for n in 0..4 {
            assert_eq!(paper.json["themes"][n]["counts"], plan.json["themes"][n]["counts"]);
        }
        assert_eq!(paper.json["shown"], rows.len());
    }
    let (paper, _) = plan_on_a_page::paper(&fenshire.occasion("Panel"), fenshire.plan(), None);
    let page = tables(&paper)[0];
    assert_eq!(page.columns.len(), 6, "four themes, their names and the whole plan");
    assert_eq!(row_of(page, "Aim")[0], "Victims are helped");
    assert_eq!(row_of(page, "Shared outcomes")[0], "• Fewer are harmed twice\n• More report");
    assert_eq!(row_of(page, "Priorities for action")[0], "Domestic abuse");
    assert!(page.rows.iter().all(|row| row[0].words() != "Objectives"), "none is recorded, so there is no row");
    assert_eq!(row_of(page, "On track"), ["1", "1", "1", "1", "4"]);
    assert_eq!(row_of(page, "Off track"), ["1", "0", "0", "0", "1"]);
    assert_eq!(row_of(page, "Not rated"), ["1", "0", "0", "0", "1"]);
    assert_eq!(row_of(page, "All actions"), ["3", "1", "1", "1", "6"]);
    let words = words_of(&paper);
    assert!(words.contains("6 of 7 actions are shown, 1 withheld: see below."), "{words}");
    assert!(words.contains("1 withheld: section 31") && !words.contains("Not to be told"));
    assert_eq!(paper.json["themes"][0]["outcomes"][1], json!({ "statement": "More report", "shared_with": [] }));
}

#[test]
fn a_plan_of_many_themes_has_a_second_table_and_one_column_for_the_whole() {
    let fenshire = fenshire(7);
    let (paper, _) = plan_on_a_page::paper(&fenshire.occasion("Panel"), fenshire.plan(), None);
    let all = tables(&paper);
    let heads = |table: &Table| table.columns.iter().map(|column| column.head.clone()).collect::<Vec<_>>();
    assert_eq!(heads(all[0]), ["Theme", "Victims", "Offenders", "Communities", "Transformation", "Roads"]);
    assert_eq!(heads(all[1]), ["Theme", "Rural", "Business", "All themes"]);
    assert_eq!(row_of(all[1], "All actions"), ["1", "1", "9"]);
    assert_eq!(paper.data.rows.len(), 7, "a row a theme");
}
