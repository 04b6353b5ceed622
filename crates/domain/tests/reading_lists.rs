//! Lists in running text become plans: with bullets, and where extraction lost them.
#[path = "reading/lines.rs"]
mod lines;

use domain::{
    map::PlanMap,
    reading::{ActionRead, Reading, RowWhat, read},
    text::Text,
    timescale::Due,
};
use jiff::civil::{Date, date};
use lines::document;
use std::path::Path;

const TODAY: Date = date(2022, 3, 1);

fn read_text(text: &str, on: Option<Date>) -> Reading {
    read(&document(text), &PlanMap::default(), on, TODAY).unwrap_or_else(|error| panic!("{error}"))
}

fn actions(reading: &Reading) -> Vec<&ActionRead> {
    let action = |row: &'_ RowWhat| matches!(row, RowWhat::Action(_));
    let rows = reading.rows.iter().filter(|row| action(&row.what));
    rows.map(|row| if let RowWhat::Action(read) = &row.what { read.as_ref() } else { unreachable!() }).collect()
}

/// The titles of each theme, in order.
fn by_theme(reading: &Reading) -> Vec<(&str, Vec<&str>)> {
    let mut themes: Vec<(&str, Vec<&str>)> = reading.themes.iter().map(|theme| (theme.name.as_str(), vec![])).collect();
    for action in actions(reading) {
        themes[action.theme].1.push(action.title.as_str());
    }
    themes
}

#[test]
fn a_forward_look_whose_bullets_were_lost_is_read_word_for_word() {
    let reading = read_text(include_str!("reading/forward_look.txt"), Some(date(2022, 2, 14)));
    assert_eq!(
        by_theme(&reading),
        [
            (
                "Safer Streets",
                vec![
                    "Second round of the Safer Fens fund, with help for small parishes to write their bids",
                    "Survey of shops",
                    "Guide to community triggers for councillors so that neighbours get an answer within a fortnight",
                    "Join the county's lighting review",
                ]
            ),
            (
                "Standing by Victims and Survivors",
                vec![
                    "New contract for the advice line (having due regard to the needs assessment)",
                    "Recruit a hub manager",
                    "Review of letters",
                ]
            ),
            (
                "Fair Policing",
                vec![
                    "Scrutiny panel: one year on. (Stop & Search)",
                    "Ethics committee",
                    "Publish the custody visitors' annual report 2021/22",
                    "Train panel members, volunteers and observers.",
                ]
            ),
        ]
    );
    assert_eq!(reading.plan.name.as_ref().map(Text::as_str), Some("Fenshire Police and Crime Plan 2021-24"));
    assert_eq!((reading.plan.from, reading.plan.to), (None, None), "years in a name are no dates");
    let victims = &reading.themes[1];
    assert_eq!(victims.aliases[0].as_str(), "Victims and Survivors");
    assert_eq!(
        victims.aim.as_ref().unwrap().as_str(),
        "We will stand by people who were harmed, and see that they are kept informed until the case is over.\n\n\
         We will ask them what helped, and change what did not, so that the next person has a better time of it."
    );
    assert_eq!(
        reading.themes[2].aim.as_ref().unwrap().as_str(),
        "We will ask whether powers are used fairly – from stop and search to the use of drones."
    );
    for action in actions(&reading) {
        assert!(action.owner.is_none() && action.leads.is_none() && action.reference.is_none(), "{action:?}");
        let timescale = action.timescale.as_ref().unwrap();
        assert_eq!(timescale.due, Due::Window { from: Some(date(2022, 2, 14)), to: date(2022, 9, 30) });
        assert_eq!(timescale.date(), None);
        assert_eq!(timescale.note.as_ref().unwrap().as_str(), "for the next 6-9 months");
        assert_eq!(timescale.stated.as_str(), "the rest of this year and the first two quarters of 2022/23");
    }
    let asked: Vec<&str> = reading.questions.iter().map(|question| question.asks.as_str()).collect();
    assert_eq!(
        asked,
        [
            "is the section “Victims and Survivors” the theme that the plan's own list (line 44) calls “Standing by Victims and Survivors”?",
            "is “the rest of this year and the first two quarters of 2022/23” the timescale of every row?",
        ]
    );
    let skipped: Vec<&str> = reading
        .rows
        .iter()
        .filter_map(|row| match &row.what {
            RowWhat::Skipped { title, .. } => Some(title.as_str()),
            _ => None,
        })
        .collect();
    assert_eq!(
        skipped,
        [
            "1. PURPOSE",
            "2. RECOMMENDATION",
            "3. TERMS OF REFERENCE",
            "4. BACKGROUND",
            "5. FENSHIRE POLICE AND CRIME PLAN 2021-24 THEMES",
            "5.2 Safer Streets – Priorities for Action",
            "5.3 Victims and Survivors",
            "5.3 Fair Policing",
            "6. HOW THE PLAN IS WATCHED",
            "7. BACKGROUND DOCUMENTS",
        ]
    );
}

#[test]
fn the_printed_map_reads_the_next_edition_in_the_same_way_and_asks_no_more() {
    let text = include_str!("reading/forward_look.txt");
    let first = read_text(text, None);
    let map = PlanMap::parse(&first.map.to_toml()).unwrap();
    let second = read(&document(text), &map, None, TODAY).unwrap();
    assert_eq!(by_theme(&second), by_theme(&first));
    assert_eq!((&second.plan.name, &second.themes), (&first.plan.name, &first.themes));
    assert!(!second.questions.iter().any(|question| question.asks.contains("the section")), "{:?}", second.questions);
    // The map may say otherwise: then the heading is the name.
    let otherwise = PlanMap::parse("[[theme]]\nname = \"Victims and Survivors\"\n").unwrap();
    let third = read(&document(text), &otherwise, None, TODAY).unwrap();
    assert!(third.themes.iter().any(|theme| theme.name.as_str() == "Victims and Survivors" && theme.aim.is_some()));
    assert!(!third.themes.iter().any(|theme| theme.name.as_str() == "Standing by Victims and Survivors"));
}

#[test]
fn the_forward_look_of_2022_gives_five_themes_and_34_deliverables_word_for_word() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Some(seed) = std::fs::read_dir(&seeds).ok().and_then(|mut files| {
        files.find_map(|file| file.ok().filter(|file| file.file_name().to_string_lossy().starts_with("004_")))
    }) else {
        println!("not run: the seeds do not lie beside the clone");
        return;
    };
    let text = std::fs::read_to_string(seed.path()).unwrap();
    let reading = read_text(&text, None);
    let themes = by_theme(&reading);
    let counts: Vec<(&str, usize)> = themes.iter().map(|(name, titles)| (*name, titles.len())).collect();
    assert_eq!(
        counts,
        [
            ("Putting Communities First", 8),
            ("Crime Prevention", 6),
            ("Supporting Victims and Witnesses", 8),
            ("Ethical Policing", 7),
            ("Robust Enforcement", 5),
        ]
    );
    // Word for word: each title stands in the file as it is, its line breaks set aside.
    let whole = text.split_whitespace().collect::<Vec<_>>().join(" ");
    for title in themes.iter().flat_map(|(_, titles)| titles) {
        assert!(whole.contains(title), "{title}");
    }
    // Nothing is left out and nothing is added: titles joined are the text between label and heading.
    for (section, next) in [
        ("5.2 Putting", "5.3 Crime"),
        ("5.3 Crime", "5.4 Victims"),
        ("5.4 Victims", "5.5 Ethical"),
        ("5.5 Ethical", "5.5 Robust"),
        ("5.5 Robust", "6. MONITORING"),
    ] {
        let from = whole.find(section).unwrap();
        let label = from + whole[from..].find(" Deliverables ").unwrap() + " Deliverables ".len();
        let between = whole[label..label + whole[label..].find(next).unwrap()].trim();
        assert!(themes.iter().any(|(_, titles)| titles.join(" ") == between), "{between}");
    }
    assert_eq!(reading.plan.name.as_ref().unwrap().as_str(), "Police and Crime Plan 2021-24");
    let victims = &reading.themes[2];
    assert_eq!(victims.aliases.iter().map(Text::as_str).collect::<Vec<_>>(), ["Victims and Witnesses"]);
    assert_eq!(victims.aim.as_ref().unwrap().as_str().split("\n\n").count(), 2);
    for theme in &reading.themes {
        assert!(theme.aim.as_ref().unwrap().as_str().starts_with("We will "), "{}", theme.name);
    }
    for action in actions(&reading) {
        let timescale = action.timescale.as_ref().unwrap();
        assert_eq!(timescale.due, Due::Window { from: None, to: date(2022, 9, 30) });
        assert_eq!(timescale.note.as_ref().unwrap().as_str(), "for the next 6-9 months");
    }
}

#[test]
fn the_other_cover_reports_hold_no_list_of_actions() {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/seeds");
    let Ok(files) = std::fs::read_dir(&seeds) else {
        println!("not run: the seeds do not lie beside the clone");
        return;
    };
    let mut looked = 0;
    for file in files.flatten().filter(|file| !file.file_name().to_string_lossy().starts_with("004_")) {
        let text = std::fs::read_to_string(file.path()).unwrap();
        let refused = read(&document(&text), &PlanMap::default(), None, TODAY).map(|reading| by_theme(&reading).len());
        assert!(
            refused.as_ref().is_err_and(|error| error.to_string().contains("Deliverables")),
            "{:?}: {refused:?}",
            file.path()
        );
        looked += 1;
    }
    assert_eq!(looked, 4);
}

#[test]
fn pasted_bullets_under_headings_are_themes_and_actions() {
    let reading =
        read_text("Victims\n- Review the hub\n- Recruit a manager\n  for it\n\nPrevention\n- Youth awards\n", None);
    assert_eq!(
        by_theme(&reading),
        [("Victims", vec!["Review the hub", "Recruit a manager for it"]), ("Prevention", vec!["Youth awards"]),]
    );
    assert!(reading.questions.is_empty(), "{:?}", reading.questions);
}

#[test]
fn pasted_bullets_without_a_heading_are_one_theme_and_a_question() {
    let reading = read_text("\u{2022} 1.1 Review the hub\n\u{2022} 1.2 Recruit a manager\n", None);
    assert_eq!(by_theme(&reading), [("All actions", vec!["Review the hub", "Recruit a manager"])]);
    assert_eq!(actions(&reading)[1].reference.as_ref().unwrap().as_str(), "1.2");
    assert_eq!(reading.questions.len(), 2);
    let named = PlanMap::parse("[[theme]]\nname = \"Victims\"\n").unwrap();
    let reading = read(&document("- Review the hub\n- Recruit\n"), &named, None, TODAY).unwrap();
    assert_eq!(by_theme(&reading)[0].0, "Victims");
}

#[test]
fn bullets_whose_glyphs_and_labels_were_lost_are_told_by_their_white_space_alone() {
    let reading = read_text("Victims\n Review the hub\n Recruit a manager\nPrevention\n Youth awards\n", None);
    assert_eq!(
        by_theme(&reading),
        [("Victims", vec!["Review the hub", "Recruit a manager"]), ("Prevention", vec!["Youth awards"])]
    );
}

#[test]
fn a_bullet_below_a_bullet_describes_it() {
    let reading = read_text("Deliverables\n- Review the hub\n    - staff\n    - letters\n- Recruit\n", None);
    assert_eq!(by_theme(&reading)[0].1, ["Review the hub", "Recruit"]);
    assert_eq!(actions(&reading)[0].description.as_ref().unwrap().as_str(), "staff\nletters");
}

#[test]
fn headings_without_numbers_stand_before_their_labels() {
    let reading = read_text(
        "Safer Streets\nWhat we will do: We will listen\nto all.\nOutcomes:\n- Fewer crimes\nDeliverables:\n- Survey\nof shops\nFair Policing\n\
         What we will do:\nWe will ask.\nDeliverables:\n- Panel\n",
        None,
    );
    assert_eq!(by_theme(&reading), [("Safer Streets", vec!["Survey of shops"]), ("Fair Policing", vec!["Panel"])]);
    assert_eq!(reading.themes[0].aim.as_ref().unwrap().as_str(), "We will listen to all.");
    assert_eq!(reading.themes[0].outcomes[0].0.as_str(), "Fewer crimes");
}

#[test]
fn prose_is_no_plan_and_is_refused_with_what_to_do() {
    let error =
        read(&document("We met in May.\nIt was agreed to go on.\n"), &PlanMap::default(), None, TODAY).unwrap_err();
    assert!(error.to_string().contains("begin each action with “- ”"), "{error}");
}
