//! Invented papers with everything in them that a real one has, for looking at and for tests.
use domain::{
    envelope::Marking,
    paper::PaperKind,
    scale::{Class, Scale, Shape},
};
use jiff::civil::date;
use report::blocks::{
    Block, Cell, Chart, Column, DirectionCell, Document, Inline, PaperNumber, RatingCell, Sheet, Standing, Table,
};
use serde_json::json;

const THEMES: [&str; 5] = [
    "Putting communities first",
    "Supporting victims and safeguarding vulnerable people",
    "Preventing crime and reducing reoffending",
    "Making the best use of resources",
    "Working together on the roads",
];

const ACTIONS: [(&str, &str); 8] = [
    (
        "Publish the neighbourhood policing promise",
        "Every ward has a named contact, a published priority and a date on which residents are told what was done about it.",
    ),
    (
        "Renew the domestic abuse strategy",
        "With the eight local authorities, the health board and the specialist services; the strategy is agreed by the safeguarding boards before it is published, and survivors read each draft.",
    ),
    (
        "Commission the victims’ hub for another three years",
        "One door for every victim of crime, whether or not it was reported.",
    ),
    ("Test the drugs diversion scheme", "A pilot in two custody suites, evaluated by the university."),
    (
        "Explore a shared control room with the fire service",
        "Feasibility, cost and a recommendation; the earlier plan promised to deliver it.",
    ),
    (
        "Recruit twelve rural officers",
        "Posts advertised in the spring; two of the officers speak Welsh (Dŵr-y-felin and Tŷ Gwyn).",
    ),
    (
        "Review CCTV in the market towns",
        "With town councils: who pays, who watches, what it is for, and when a camera is taken down.",
    ),
    ("Safe drive, stay alive", "Every sixth form in the county sees it once a year."),
];

const OWNERS: [&str; 4] = [
    "Office: Head of Policy",
    "Fenshire Constabulary: ACC Local Policing",
    "Office: Chief Finance Officer",
    "County Council: Director of Public Health",
];

fn column(head: &str, weight: u16) -> Column {
    Column { head: head.into(), weight }
}

fn rating(class: Option<Class>, notes: &[&str]) -> Cell {
    let notes = notes.iter().map(|&note| note.into()).collect();
    let Some(class) = class else {
        return Cell::Rating(RatingCell { label: "Not rated".into(), shape: None, colour: "#505a5f".into(), notes });
    };
    let scale = Scale::standard();
    let level = scale.levels.iter().find(|level| level.class == class).expect("the standard scale has every class");
    Cell::Rating(RatingCell {
        label: level.label.to_string(),
        shape: Some(Shape::of(class)),
        colour: level.colour.to_string(),
        notes,
    })
}

fn direction(n: usize) -> Cell {
    let (word, arrow, compared) = [
        ("Same", '→', "was On track, 12 September 2025"),
        ("Worse", '↓', "was On track, 12 September 2025"),
        ("Better", '↑', "was At risk, 14 November 2025"),
        ("New", '+', "not seen by the Panel before"),
        ("Cannot be compared", '–', "not started then, 12 September 2025"),
    ][n % 5];
    Cell::Direction(DirectionCell { word: word.into(), arrow, compared: compared.into() })
}

fn action(theme: usize, n: usize) -> Vec<Cell> {
    let (title, description) = ACTIONS[(n + theme) % ACTIONS.len()];
    let classes: Vec<Option<Class>> = Class::ALL.into_iter().map(Some).chain([None]).collect();
    let class = classes[(n * 3 + theme) % classes.len()];
    let notes: &[&str] = match n % 4 {
        0 => &["since 12 January 2026"],
        1 => &["since 4 June 2026", "as supplied, untested"],
        _ => &[],
    };
    let dates = match n % 3 {
        0 => vec!["31 March 2027".into()],
        1 => vec!["31 December 2026".into(), "original date 31 March 2026; moved 3 times".into()],
        _ => vec!["Ongoing".into(), "a continuing duty".into()],
    };
    vec![
        Cell::Text(format!("{theme}.{n}")),
        Cell::Lines(vec![title.into(), description.into()]),
        Cell::Text(OWNERS[(n + theme) % OWNERS.len()].into()),
        Cell::Lines(dates),
        rating(class, notes),
        direction(n + theme),
    ]
}

fn actions(theme: usize, rows: Vec<Vec<Cell>>) -> Table {
    let columns = [("Ref", 4), ("Action", 36), ("Owner", 16), ("Date", 14), ("Rating", 13), ("Direction", 14)];
    Table {
        caption: format!("Theme {theme}: actions, with direction since the Panel last saw each"),
        columns: columns.map(|(head, weight)| column(head, weight)).to_vec(),
        rows,
        row_header: Some(0),
    }
}

fn counts() -> Table {
    let heads = ["Theme", "Complete", "On track", "At risk", "Off track", "Not started", "Paused", "Not rated", "All"];
    let row = |(n, name): (usize, &&str)| {
        let numbers: Vec<i64> =
            (0..7).map(|k| i64::try_from((n + k) % 3 + usize::from(k == 1) * 2).unwrap_or(0)).collect();
        let all = numbers.iter().sum();
        std::iter::once(Cell::Text((*name).into())).chain(numbers.into_iter().chain([all]).map(Cell::Number)).collect()
    };
    Table {
        caption: "How many actions stand where. Each figure is a count of actions; none is an average.".into(),
        columns: heads.iter().enumerate().map(|(n, head)| column(head, if n == 0 { 30 } else { 8 })).collect(),
        rows: THEMES.iter().enumerate().map(row).collect(),
        row_header: Some(0),
    }
}

/// How many actions each theme has, drawn from the last column of [`counts`], which stands beside it.
fn drawn() -> Chart {
    let all = |row: &Vec<Cell>| row.last().map_or(0, |cell| if let Cell::Number(all) = cell { *all } else { 0 });
    let themes: Vec<(String, i64)> = counts().rows.iter().map(|row| (row[0].words(), all(row))).collect();
    let most = themes.iter().map(|(_, all)| *all).max().unwrap_or(1);
    // Bars begin at nought and are as long as their count, to the same scale.
    let picture = |id: &str, width: i64, bar_left: i64, row: i64, bar_drop: i64, size: i64| {
        let height = row * 5 + 8;
        let unit = (width - bar_left - 40) / most;
        let bars = (0..).zip(&themes).fold(String::new(), |bars, (n, (name, all))| {
            let (top, end) = (n * row + bar_drop, bar_left + all * unit);
            bars + &format!(
                r##"<text x="0" y="{}" font-size="{size}">{name}</text><rect x="{bar_left}" y="{top}" width="{}" height="20" fill="#12436d"/><text x="{}" y="{}" font-size="13" font-weight="700">{all}</text>"##,
                n * row + 19, end - bar_left, end + 6, top + 15
            )
        });
        format!(
            r##"<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" viewBox="0 0 {width} {height}" role="img" aria-labelledby="{id}-title" font-family="'Source Sans 3', Arial, sans-serif" fill="#0b0c0c"><title id="{id}-title">Actions of each theme</title>{bars}<line x1="{bar_left}" y1="0" x2="{bar_left}" y2="{height}" stroke="#0b0c0c"/></svg>"##
        )
    };
    let few = themes.iter().map(|(_, all)| *all).min().unwrap_or(0);
    Chart {
        title: "Actions of each theme".into(),
        sentence: format!("Each theme has between {few} and {most} actions; none stands out."),
        wide: picture("actions-wide", 720, 380, 32, 4, 13),
        narrow: Some(picture("actions-narrow", 300, 0, 52, 26, 11)),
        width: 720.0,
        height: 168.0,
    }
}

fn key() -> Table {
    let levels = Scale::standard().levels;
    let row = |level: &domain::scale::Level| {
        vec![
            rating(Some(level.class), &[]),
            Cell::Text(level.colour_name.to_string()),
            Cell::Text(level.criteria.to_string()),
        ]
    };
    Table {
        caption: "Key: what each rating means".into(),
        columns: vec![column("Rating", 3), column("Colour", 2), column("Given when", 12)],
        rows: levels.iter().map(row).collect(),
        row_header: Some(0),
    }
}

fn proof() -> Block {
    let statement = "fenshire.example/record\n4182\nq0mNq4cD3v9L7y2mA8k1b7fWc6Zy0J0cJ8m0m4J8yD0=";
    Block::Panel {
        title: "Proof".into(),
        paragraphs: vec![
            Inline::text(
                "This paper shows the record up to its entry 4,182, made on 12 September 2026. Its numbers can be checked against the signed statement of the record:",
            ),
            vec![Inline::Code(statement.into())],
            vec![
                Inline::Text("To check a file, run ".into()),
                Inline::Code("milepost verify FILE".into()),
                Inline::Text(". A file that differs by one byte was not issued by us as this file.".into()),
            ],
        ],
    }
}

/// A delivery plan of so many actions in five themes, issued, in the demo office.
pub fn delivery_plan(rows: usize) -> Document {
    let heading = |level, number: &str, text: &str| Block::Heading { level, number: number.into(), text: text.into() };
    let mut blocks = vec![
        Block::Facts {
            rows: vec![
                ("Prepared for".into(), "Police and Crime Panel".into()),
                ("Position".into(), "12 September 2026, as recorded up to entry 4,182".into()),
                ("Compared with".into(), "what the Panel last saw of each action; the date stands in each row".into()),
            ],
        },
        heading(1, "", "Summary"),
        Block::Paragraph {
            number: String::new(),
            text: vec![
                Inline::Text("Of the plan’s actions, ".into()),
                Inline::Bold("three are off track".into()),
                Inline::Text(" and each of them was on track when the Panel last saw it.".into()),
                Inline::Footnote("Ratings are the leads’ own: 41 agree with the written rules, 9 differ with reasons, 21 could not be tested.".into()),
                Inline::Text(" Two dates have moved for the third time. The written criteria for every rating stand in the key at the end.".into()),
            ],
        },
        Block::Chart(Box::new(drawn())),
        Block::Table(counts()),
        Block::Panel {
            title: "What is withheld".into(),
            paragraphs: vec![Inline::text("64 of 65 actions are shown. One is withheld under section 31 of the Freedom of Information Act 2000 (law enforcement), to be looked at again on 1 March 2027.")],
        },
    ];
    let mut data = actions(0, vec![]);
    for (n, theme) in (1..).zip(THEMES) {
        let share = rows / THEMES.len() + usize::from(n <= rows % THEMES.len());
        let rows: Vec<Vec<Cell>> = (1..=share).map(|k| action(n, k)).collect();
        data.rows.extend(rows.iter().cloned());
        blocks.extend([heading(1, &n.to_string(), theme), Block::Table(actions(n, rows))]);
    }
    blocks.extend([heading(1, "", "Key"), Block::Table(key()), proof()]);
    let rows = data.rows.len();
    let sheet = |name: &str, about: &str, table: Table| Sheet { name: name.into(), about: about.into(), table };
    let sheets = vec![
        sheet("Actions", &format!("Every action, one a row: {rows} of them."), data.clone()),
        sheet("Counts", "How many actions stand where, one theme a row.", counts()),
        sheet("Key", "What each rating means, one a row.", key()),
    ];
    Document {
        kind: PaperKind::DeliveryPlan,
        language: "en-GB".into(),
        title: "Delivery Plan: position on 12 September 2026".into(),
        summary:
            "Every action of the Police and Crime Plan, its rating, and its direction since the Panel last saw it."
                .into(),
        author: "Office of the Police and Crime Commissioner for Fenshire".into(),
        standing: Standing::Demo,
        marking: Marking::Official,
        number: Some(PaperNumber { number: "FEN-2026-001".into(), code: "K7QF-2M9X".into() }),
        day: date(2026, 9, 12),
        front: vec![],
        blocks,
        data,
        sheets,
        json: json!({"themes": THEMES.map(|name| json!({"name": name}))}),
    }
}

/// A cover report with numbered paragraphs, lists and footnotes; a rendering that was not issued.
pub fn cover_report() -> Document {
    let heading = |number: &str, text: &str| Block::Heading { level: 1, number: number.into(), text: text.into() };
    let paragraph = |number: &str, text: Vec<Inline>| Block::Paragraph { number: number.into(), text };
    let blocks = vec![
        Block::Facts {
            rows: vec![
                ("To".into(), "Business Coordination Board".into()),
                ("From".into(), "Chief Executive".into()),
                ("Date".into(), "12 September 2026".into()),
                ("Terms of reference".into(), "3. To hold the Chief Constable to account for the delivery of the Police and Crime Plan\n5. To scrutinise partnership work".into()),
            ],
        },
        heading("1", "Purpose"),
        paragraph("1.1", Inline::text("To tell the Board where the delivery of the Police and Crime Plan stands, what has moved since it met in March, and what it is asked to agree.")),
        heading("2", "Recommendation"),
        paragraph("2.1", Inline::text("The Board is recommended to:")),
        Block::List {
            items: vec![
                Inline::text("note the progress on the five themes, and the three actions that are off track;"),
                Inline::text("agree the new dates of actions 2.2 and 4.5, for the reasons given in paragraph 3.3;"),
                vec![Inline::Text("ask for a report on ".into()), Inline::Bold("domestic abuse".into()), Inline::Text(" in November.".into())],
            ],
        },
        heading("3", "Background"),
        paragraph("3.1", vec![
            Inline::Text("The Plan was issued in March 2025 after 3,500 people answered the survey.".into()),
            Inline::Footnote("The survey ran from 4 November to 20 December 2024; its results are on the office’s website.".into()),
            Inline::Text(" It has five themes. Each has an aim, the outcomes that partners share, and actions with one accountable lead; partners’ own actions are shown where they are needed for an outcome.".into()),
        ]),
        paragraph("3.2", vec![
            Inline::Text("The Delivery Plan is a working document. The actions are rated by their leads against written criteria".into()),
            Inline::Footnote("See the key in Appendix 1.".into()),
            Inline::Text(", and the direction is worked out by comparing each with what this Board last saw. The criteria are at ".into()),
            Inline::Link { text: "the office’s page on ratings".into(), address: "https://fenshire.example/plan/key".into() },
            Inline::Text(" and in ".into()),
            Inline::Link { text: "the shared folder".into(), address: "file:///P:/Plan/key.docx".into() },
            Inline::Text(".".into()),
        ]),
        paragraph("3.3", Inline::text("Since March:")),
        Block::List {
            items: (1..=7).map(|n| Inline::text(format!("{}: the work went as planned and the partners met in the {n}. month; what was learnt is written down for the next quarter, when the board of the partnership meets again.", ACTIONS[n].0))).collect(),
        },
        Block::Table(counts()),
        heading("4", "Background documents"),
        paragraph("4.1", Inline::text("Police and Crime Plan 2025 to 2029; Board paper of 14 March 2026.")),
        heading("5", "Appendices"),
        paragraph("5.1", Inline::text("Appendix 1: key to the ratings.")),
        Block::PageBreak,
        heading("", "Appendix 1"),
        Block::Table(key()),
        proof(),
    ];
    Document {
        kind: PaperKind::CoverReport,
        title: "Progress of the Police and Crime Plan".into(),
        summary: "Where delivery stands, what moved since March, and what the Board is asked to agree.".into(),
        marking: Marking::OfficialSensitive,
        number: None,
        standing: Standing::Office,
        blocks,
        data: counts(),
        sheets: vec![],
        ..delivery_plan(0)
    }
}
