//! Cover reports in the outlines of five that offices published, each with words of its own.
use crate::office::{Fenshire, row, table, words_of};
use domain::{reading::ActionRead, text::fold, travel::Since};
use report::{
    blocks::{Block, Document, Inline},
    cover::{self, CoverText},
};
use serde_json::json;
use std::{fs, path::PathBuf};

const FOUR: [&str; 4] = ["Victims", "Offenders", "Communities", "Transformation"];
const FIVE: [(&str, usize); 5] = [
    ("Putting Communities First", 8),
    ("Crime Prevention", 6),
    ("Supporting Victims and Witnesses", 8),
    ("Ethical Policing", 7),
    ("Robust Enforcement", 5),
];

/// Each report: its number among the five, and the body that it goes to.
const REPORTS: [(&str, &str); 5] =
    [("000", "Panel"), ("001", "Audit Committee"), ("002", "Board"), ("003", "Panel"), ("004", "Panel")];

fn four_themes() -> Fenshire {
    let mut fenshire = Fenshire::begin();
    let rows = vec![
        row("1", "Merge the hub and witness care", 0, "Green"),
        row("2", "Domestic abuse strategy", 0, "Amber"),
        row("3", "Cautions", 1, "Blue"),
        row("4", "Website", 2, ""),
        row("5", "Estates strategy", 3, "Red"),
    ];
    fenshire.import("2018-09-01", table(&FOUR, rows));
    fenshire
}

/// Five themes and 34 deliverables without a rating.
fn five_themes() -> Fenshire {
    let mut fenshire = Fenshire::begin();
    let of_theme = |(theme, (name, count)): (usize, &(&str, usize))| -> Vec<ActionRead> {
        (1..=*count)
            .map(|n| row(&format!("{}.{n}", theme + 1), &format!("{name}: piece of work {n}"), theme, ""))
            .collect()
    };
    let rows = FIVE.iter().enumerate().flat_map(of_theme).collect();
    let mut reading = table(&FIVE.map(|(name, _)| name), rows);
    reading.plan.name = Some(domain::text::text("Police and Crime Plan 2021-24"));
    fenshire.import("2022-03-01", reading);
    fenshire
}

fn golden(name: &str) -> String {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn printed(report: &str, body: &str) -> Document {
    let fenshire = if report == "004" { five_themes() } else { four_themes() };
    let text = CoverText::parse(&golden(&format!("{report}.txt"))).unwrap();
    let since = Since::LastSeen(fenshire.body(body).id);
    cover::paper(&fenshire.occasion(body), Some(fenshire.plan()), None, &since, &text).unwrap().0
}

/// The bones of a report: numbers and headings, and of what stands under them how much.
fn outline(document: &Document) -> String {
    let front = document.front.iter().map(line);
    let lines = front.chain([document.title.clone()]).chain(document.blocks.iter().map(line));
    lines.map(|line| line + "\n").collect()
}

fn line(block: &Block) -> String {
    match block {
        Block::Facts { rows } => {
            rows.iter().map(|(label, value)| format!("{label}: {value}")).collect::<Vec<_>>().join(" / ")
        }
        Block::Heading { level, number, text } => {
            format!("{}{number} {text}", if *level == 1 { "" } else { "  " }).trim_end().to_owned()
        }
        Block::Paragraph { number, text } => {
            let notes = text.iter().filter(|i| matches!(i, Inline::Footnote(_))).count();
            let links = text.iter().filter(|i| matches!(i, Inline::Link { .. })).count();
            let number = if number.is_empty() { "and" } else { number };
            let notes = if notes > 0 { format!(", {notes} footnote") } else { String::new() };
            let links = if links > 0 { format!(", {links} link") } else { String::new() };
            format!("  {number}{notes}{links}")
        }
        Block::List { items } => format!("  list of {}", items.len()),
        Block::Table(_) => "  table".into(),
        Block::Chart(chart) => format!("  chart: {}", chart.title),
        Block::Panel { title, .. } => format!("[{title}]"),
        Block::PageBreak => "page".into(),
    }
}

#[test]
fn each_of_the_five_reports_has_its_outline() {
    for (report, body) in REPORTS {
        let actual = outline(&printed(report, body));
        assert_eq!(actual, golden(&format!("{report}.outline")), "{report}:\n{actual}");
    }
}

/// Where the published reports lie beside the clone, ours have their sections in the same order and the same lines at
/// the head.
#[test]
fn the_sections_stand_in_the_order_of_the_published_reports() {
    let seeds = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(files) = fs::read_dir(&seeds) else {
        println!("not run: the published reports do not lie beside the clone");
        return;
    };
    let mut compared = 0;
    for file in files {
        let path = file.unwrap().path();
        let name = path.file_name().unwrap().to_string_lossy().into_owned();
        let Some((report, body)) = REPORTS.into_iter().find(|(report, _)| name.starts_with(report)) else { continue };
        let published = fs::read_to_string(&path).unwrap();
        let ours = printed(report, body);
        let sections: Vec<String> = ours
            .blocks
            .iter()
            .filter_map(|block| match block {
                Block::Heading { level: 1, text, .. } => Some(fold(text)),
                _ => None,
            })
            .collect();
        assert_eq!(sections, sections_of(&published), "{name}");
        let addressed = published.lines().any(|line| line.trim_start().starts_with("To:"));
        let above = published.trim_start().starts_with("To:");
        let facts = |blocks: &[Block]| matches!(blocks.first(), Some(Block::Facts { .. }));
        assert_eq!(facts(&ours.front), above, "{name}: To, From and Date above the title");
        assert_eq!(facts(&ours.blocks), addressed && !above, "{name}: To, From and Date below it");
        compared += 1;
    }
    assert_eq!(compared, REPORTS.len(), "published reports compared");
}

/// "5. BACKGROUND", "5 Background", or the number on a line of its own: numbered from 1 without a gap.
fn sections_of(published: &str) -> Vec<String> {
    let mut sections: Vec<String> = vec![];
    let mut lines = published.lines().map(str::trim).filter(|line| !line.is_empty()).peekable();
    while let Some(line) = lines.next() {
        let Some(rest) = line.strip_prefix(&(sections.len() + 1).to_string()) else { continue };
        let rest = rest.strip_prefix('.').unwrap_or(rest);
        if rest.is_empty() {
            sections.extend(lines.peek().map(|next| fold(next)));
        } else if let Some(heading) = rest.strip_prefix(' ')
            && heading.split_whitespace().count() <= 9
        {
            sections.push(fold(heading));
        }
    }
    sections
}

#[test]
fn numbers_and_theme_names_come_from_the_data() {
    let words = words_of(&printed("004", "Panel"));
    assert!(words.contains("5. POLICE AND CRIME PLAN 2021-24 THEMES"), "{words}");
    assert!(
        words.contains(
            "5.2 Putting Communities First\nWhat we will do: To make a difference in putting communities first."
        ),
        "{words}"
    );
    assert!(words.contains("- Ethical Policing: piece of work 7"), "{words}");
    assert!(words.contains("These are the 34 pieces of work known today; 34 have no rating yet."), "{words}");
}

#[test]
fn a_theme_is_printed_under_its_own_name_whatever_alias_was_typed() {
    let mut fenshire = Fenshire::begin();
    let mut reading = table(&["Supporting Victims and Witnesses"], vec![row("1", "Strategy", 0, "Green")]);
    reading.themes[0].aliases = vec![domain::text::text("Victims and Witnesses")];
    fenshire.import("2022-03-01", reading);
    let text = "Title: Themes\n# Update\n## Victims and witnesses\n\n{victims_and_witnesses.on_track} on track.";
    let paper = of(&fenshire, text).unwrap();
    assert!(words_of(&paper).contains("1.1 Supporting Victims and Witnesses\n1 on track."), "{}", words_of(&paper));
}

fn of(fenshire: &Fenshire, text: &str) -> Result<Document, String> {
    let text = CoverText::parse(text).map_err(|e| e.to_string())?;
    let since = Since::LastSeen(fenshire.body("Panel").id);
    cover::paper(&fenshire.occasion("Panel"), Some(fenshire.plan()), None, &since, &text)
        .map(|(paper, _)| paper)
        .map_err(|e| e.to_string())
}

#[test]
fn figures_are_set_and_a_brace_is_a_brace() {
    let fenshire = four_themes();
    let paper = of(
        &fenshire,
        "Title: {plan}\n# Purpose\n{total} actions as at {as_at}: {{on_track}} is {on_track}, {Victims.at_risk} for Victims.",
    )
    .unwrap();
    assert_eq!(paper.title, "Police and Crime Plan 2017-20");
    assert!(words_of(&paper).contains("1.1 5 actions as at 1 September 2018: {on_track} is 1, 1 for Victims."));
    assert_eq!(paper.json["figures"]["on_track"], "1");
    assert_eq!(paper.json["figures"]["victims.at_risk"], "1");
}

#[test]
fn an_unknown_figure_is_refused_with_its_line_and_the_list() {
    let fenshire = four_themes();
    let refused =
        of(&fenshire, "Title: T\n# Purpose\nOne line\nand {on_trak} here.\n\n{victims.amber} and { open").unwrap_err();
    let lines: Vec<&str> = refused.lines().collect();
    assert_eq!(lines.len(), 3, "{refused}");
    assert!(lines[0].starts_with("line 4: {on_trak} is not a figure; write {{ for a brace itself. The figures are: as_at, body, office, plan,"), "{refused}");
    for figure in
        ["total", "complete", "on_track", "not_rated", "better", "not_comparable", "theme_names", "victims, offenders"]
    {
        assert!(lines[0].contains(figure), "{figure}: {refused}");
    }
    assert!(lines[1].starts_with("line 6: {victims.amber} is not a figure"), "{refused}");
    assert!(lines[2].starts_with("line 6: a { is never closed"), "{refused}");
}

#[test]
fn without_a_plan_there_are_no_figures_of_one() {
    let fenshire = four_themes();
    let text = CoverText::parse("Title: T\n# Purpose\n{total} and {office}\n## Victims\nText").unwrap();
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let refused = cover::paper(&fenshire.occasion("Panel"), None, None, &since, &text).unwrap_err().to_string();
    assert!(
        refused.contains("line 3: {total} is not a figure") && refused.contains("say which with --plan"),
        "{refused}"
    );
    assert!(refused.contains("line 4: “## Victims” is for a theme of a plan"), "{refused}");
}

#[test]
fn a_theme_that_is_not_the_plans_and_a_lost_footnote_are_refused() {
    let fenshire = four_themes();
    let refused = of(&fenshire, "Title: T\n# Update\n## Ethics\nText[^2]\n\n[^1]: Nobody reads this").unwrap_err();
    assert!(
        refused.contains("line 3: “Ethics” is not a theme of Police and Crime Plan 2017-20; its themes are “Victims”,"),
        "{refused}"
    );
    assert!(refused.contains("line 6: the footnote [^1] is defined and nothing refers to it"), "{refused}");
    let refused = of(&fenshire, "Title: T\n# Update\nText[^2]").unwrap_err();
    assert!(refused.contains("line 3: the footnote [^2] is not defined"), "{refused}");
}

#[test]
fn a_recommendation_may_note_decide_or_scrutinise_or_be_written_out() {
    let fenshire = four_themes();
    let text = "Title: T\n# Recommendations\nNote: the report.\n\nDecide: which theme is next.\n\nScrutinise: the {total} actions.\n\nThe Panel may also ask for more.\n# Recommendation\nNote";
    let words = words_of(&of(&fenshire, text).unwrap());
    for said in [
        "1.1 The Panel is recommended to note the report.",
        "1.2 The Panel is recommended to decide which theme is next.",
        "1.3 The Panel is recommended to scrutinise the 5 actions.",
        "1.4 The Panel may also ask for more.",
        "2.1 The Panel is recommended to note the report.",
    ] {
        assert!(words.contains(said), "{said}\n{words}");
    }
}

#[test]
fn addresses_become_links_and_footnotes_stand_where_they_belong() {
    let paper = printed("003", "Panel");
    let note = paper.blocks.iter().find_map(|block| match block {
        Block::Paragraph { text, .. } => text.iter().find_map(|i| match i {
            Inline::Footnote(note) => Some(note.clone()),
            _ => None,
        }),
        _ => None,
    });
    assert_eq!(
        note.as_deref(),
        Some("What the Home Secretary asks of all forces together against threats to the whole country.")
    );
    let link = Inline::Link {
        text: "https://www.fenshire.example/board/performance.pdf".into(),
        address: "https://www.fenshire.example/board/performance.pdf".into(),
    };
    let documents = printed("000", "Panel");
    assert!(documents.blocks.iter().any(|b| matches!(b, Block::Paragraph { text, .. } if text.contains(&link))));
}

#[test]
fn machines_read_the_figures_and_the_prose() {
    let paper = printed("001", "Audit Committee");
    assert_eq!(paper.json["kind"], "cover-report");
    assert_eq!(paper.json["figures"]["victims.total"], "2");
    assert_eq!(paper.json["blocks"][0]["facts"][0], json!({ "label": "To", "value": "Joint Audit Committee" }));
    assert!(paper.json["checkpoint"].as_str().unwrap().contains("Root"));
}

#[test]
fn a_report_carries_every_action_that_its_figures_are_drawn_from_and_none_without_a_figure() {
    let fenshire = four_themes();
    let since = Since::LastSeen(fenshire.body("Panel").id);
    let carried = |words: &str| {
        let text = CoverText::parse(&format!("Title: A report\n\n# Purpose\n\n{words}\n")).unwrap();
        cover::paper(&fenshire.occasion("Panel"), Some(fenshire.plan()), None, &since, &text).unwrap().1.len()
    };
    assert_eq!((carried("There are {total} actions."), carried("There are some actions.")), (5, 0));
}
