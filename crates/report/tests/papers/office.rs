//! A small office whose record the tests write through the ordinary door: asks, decisions, entries.
use domain::{
    action::Status,
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, decide},
    body::Body,
    chance::Chance,
    entry::Entry,
    envelope::{Marking, Visibility},
    import::{FileRead, ImportPlan},
    office::{Kept, Office},
    paper::{IssuePaper, PaperFile, PaperKind, PresentPaper, ReservePaper},
    plan::Plan,
    position::PositionRow,
    reading::{ActionRead, BodyRead, PlanFacts, PostRead, RatingRead, Reading, RowRead, RowWhat, ThemeRead},
    settings::{Begin, Brand},
    sight::Sight,
    snapshot::{Snapshot, TakeSnapshot},
    text::{Text, text},
    theme::Theme,
    timescale::{Due, Precision, Timescale},
};
use jiff::{Timestamp, civil::Date};
use report::{
    blocks::{Block, Cell, Document, Inline, PaperNumber},
    occasion::{AsAt, Occasion},
    words::Words,
};
use uuid::Uuid;

pub struct Fenshire {
    pub office: Office,
    actor: Actor,
    chance: Chance,
    /// The office after each change, so that a test may look back.
    past: Vec<Office>,
}

pub fn day(iso: &str) -> Date {
    iso.parse().unwrap()
}

impl Fenshire {
    pub fn begin() -> Self {
        let actor = Actor::of(Uuid::from_u128(7).into(), "Office (command line)", Role::Office);
        let office = Office::empty(Uuid::from_u128(1));
        let mut fenshire = Self { office, actor, chance: Chance::new([7; 32]), past: vec![] };
        let begin = Begin {
            name: text("Office of the Police and Crime Commissioner for Fenshire"),
            code: Some(text("FEN")),
            key: text("MCowBQYDK2VwAyEA"),
            brand: Brand::default(),
            demo: true,
        };
        fenshire.ask("2018-04-01", Command::Begin(begin));
        fenshire
    }

    /// Asks at noon of a day, for that day.
    pub fn ask(&mut self, on: &str, command: Command) -> Answer {
        self.ask_for(on, on, command)
    }

    /// Asks at noon of a day for another day, and applies what was decided.
    pub fn ask_for(&mut self, recorded: &str, on: &str, command: Command) -> Answer {
        let now: Timestamp = format!("{recorded}T12:00:00Z").parse().unwrap();
        let ask =
            Ask { actor: self.actor.clone(), now, on: Some(day(on)), key: None, seen: vec![], reason: None, command };
        self.does(&ask)
    }

    fn does(&mut self, ask: &Ask) -> Answer {
        let now = ask.now;
        let decision =
            decide(&self.office, ask, &mut self.chance).unwrap_or_else(|refusal| panic!("{refusal}\n{refusal:?}"));
        let change = self.chance.id(now);
        let last = decision.drafts.len();
        for (index, draft) in decision.drafts.into_iter().enumerate() {
            let entry = Entry {
                office: self.office.head().office,
                seq: self.office.head().seq + 1,
                change,
                last_of_change: index + 1 == last,
                at: now.as_microsecond(),
                on_date: draft.on,
                actor: self.actor.post.uuid(),
                act: draft.act,
                kind: draft.kind,
                item: draft.item,
                version: self.office.version_of(draft.item).map_or(1, |(_, version)| version + 1),
                shape: draft.shape,
                state_hash: [0; 32],
            };
            self.office.apply(&entry, &draft.body).unwrap();
        }
        self.past.push(self.office.clone());
        decision.answer
    }

    /// Asks at noon of a day, with a reason.
    pub fn because(&mut self, on: &str, reason: &str, command: Command) -> Answer {
        let now: Timestamp = format!("{on}T12:00:00Z").parse().unwrap();
        let reason = Some(text(reason));
        let ask = Ask { actor: self.actor.clone(), now, on: Some(day(on)), key: None, seen: vec![], reason, command };
        self.does(&ask)
    }

    /// Why an ask is refused.
    pub fn refused(&mut self, on: &str, command: Command) -> String {
        let now: Timestamp = format!("{on}T12:00:00Z").parse().unwrap();
        let ask =
            Ask { actor: self.actor.clone(), now, on: Some(day(on)), key: None, seen: vec![], reason: None, command };
        decide(&self.office, &ask, &mut self.chance).unwrap_err().to_string()
    }

    pub fn import(&mut self, on: &str, reading: Reading) {
        self.ask(on, Command::ImportPlan(Box::new(import(reading, None))));
    }

    /// Keeps a table of the past as a position of the Panel's, recorded on a later day.
    pub fn import_as_position(&mut self, recorded: &str, table_day: &str, reading: Reading, name: &str) {
        let import = import(reading, Some((text(name), text("Panel"))));
        self.ask_for(recorded, table_day, Command::ImportPlan(Box::new(import)));
    }

    pub fn snapshot(&mut self, on: &str, name: &str) -> Kept<Snapshot> {
        let take = TakeSnapshot { name: text(name), body: text("Panel") };
        self.ask(on, Command::TakeSnapshot(take));
        self.staff().snapshots().find(|s| s.item.name == text(name)).unwrap().clone()
    }

    /// Issues a paper with these rows and presents it to the Panel; answers its number.
    pub fn present(&mut self, issued: &str, presented: &str, theme: Option<&str>, rows: Vec<PositionRow>) -> Text {
        let number = self.issue(issued, theme, rows);
        self.present_issued(presented, &number);
        number
    }

    pub fn present_issued(&mut self, on: &str, number: &Text) {
        self.ask(on, Command::PresentPaper(PresentPaper { number: number.clone(), on: day(on) }));
    }

    pub fn issue(&mut self, on: &str, theme: Option<&str>, rows: Vec<PositionRow>) -> Text {
        self.issue_paper(on, PaperKind::DeliveryPlan, theme, rows)
    }

    /// Issues a paper of this kind for the Panel.
    pub fn issue_as(&mut self, on: &str, kind: PaperKind, rows: Vec<PositionRow>) -> Text {
        self.issue_paper(on, kind, None, rows)
    }

    fn issue_paper(&mut self, on: &str, kind: PaperKind, theme: Option<&str>, rows: Vec<PositionRow>) -> Text {
        let reserve = ReservePaper {
            kind,
            title: text("Delivery Plan"),
            plan: Some(self.plan().id),
            theme: theme.map(|name| self.theme(name).id),
            body: self.body("Panel").id,
            as_at: self.office.head().seq,
            as_at_time: self.office.head().at,
            snapshot: None,
            release: text("0.1.0"),
            since: None,
            words: None,
            redacts: None,
        };
        let Answer::Number { paper, number, .. } = self.ask(on, Command::ReservePaper(reserve)) else { panic!() };
        let file = PaperFile { format: text("pdf"), name: text("paper.pdf"), sha256: text("00"), size: 1 };
        let issue =
            IssuePaper { paper: paper.into(), files: vec![file], rows, measures: vec![], marking: Marking::Official };
        self.ask(on, Command::IssuePaper(Box::new(issue)));
        number
    }

    pub fn staff(&self) -> Sight<'_> {
        self.office.seen_by(&self.actor)
    }

    pub fn plan(&self) -> &Kept<Plan> {
        self.staff().plans().next().unwrap()
    }

    pub fn body(&self, name: &str) -> &Kept<Body> {
        self.staff().body_called(name).unwrap()
    }

    pub fn theme(&self, name: &str) -> &Kept<Theme> {
        self.staff().themes(self.plan().id).into_iter().find(|t| t.item.is_called(name)).unwrap()
    }

    /// The office as it stood when its last entry was this one.
    pub fn as_at(&self, seq: i64) -> &Office {
        self.past.iter().find(|office| office.head().seq == seq).unwrap()
    }

    pub fn seq(&self) -> i64 {
        self.office.head().seq
    }

    /// A paper made now for a body, not issued.
    pub fn occasion(&self, body: &str) -> Occasion<'_> {
        let body = self.body(body);
        let sight = self.office.shown_to(body);
        Occasion {
            sight,
            body,
            as_at: AsAt::new(&sight, None, None),
            number: None,
            statement: Some(format!("fenshire.example/record\n{}\nRoot+of+the+tree=\n", self.seq())),
            words: Words::english(),
        }
    }
}

pub fn numbered(number: &Text) -> PaperNumber {
    PaperNumber { number: number.to_string(), code: "K7QF-2M9X".into() }
}

fn import(reading: Reading, as_position: Option<(Text, Text)>) -> ImportPlan {
    let file = FileRead { name: text("table.csv"), sha256: text("00"), size: 1, format: text("csv") };
    ImportPlan { reading, file, plan: None, as_position }
}

/// A table of the office: its themes in order, then its rows.
pub fn table(themes: &[&str], rows: Vec<ActionRead>) -> Reading {
    let rows = rows.into_iter().enumerate().map(|(index, action)| RowRead {
        place: format!("row {}", index + 2),
        what: RowWhat::Action(Box::new(action)),
    });
    Reading {
        plan: PlanFacts {
            name: Some(text("Police and Crime Plan 2017-20")),
            from: Some(day("2017-04-01")),
            to: Some(day("2020-03-31")),
            ..PlanFacts::default()
        },
        themes: themes
            .iter()
            .map(|name| ThemeRead {
                name: text(name),
                aim: Some(text(&format!("To make a difference in {}.", name.to_lowercase()))),
                ..ThemeRead::default()
            })
            .collect(),
        rows: rows.collect(),
        posts: vec![PostRead { name: text("Head of Commissioning"), body: None, initials: vec![text("JD")] }],
        bodies: vec![BodyRead {
            name: text("Fenshire Constabulary"),
            kind: domain::body::BodyKind::Force,
            aliases: vec![],
        }],
        ..Reading::default()
    }
}

/// A row: reference, title, theme by its place, rating as the table says it (blank for none).
pub fn row(reference: &str, title: &str, theme: usize, rating: &str) -> ActionRead {
    let rating =
        if rating.is_empty() { RatingRead::NotRated } else { RatingRead::Words { stated: text(rating), level: None } };
    ActionRead { reference: Some(text(reference)), title: text(title), theme, rating, ..ActionRead::default() }
}

pub fn due(row: ActionRead, date: &str) -> ActionRead {
    let due = Due::By { date: day(date), precision: Precision::Day };
    ActionRead { timescale: Some(Timescale { stated: text(date), due, note: None }), ..row }
}

pub fn ongoing(row: ActionRead) -> ActionRead {
    ActionRead { timescale: Some(Timescale { stated: text("Ongoing"), due: Due::Continuing, note: None }), ..row }
}

pub fn exempt(row: ActionRead, ground: &str) -> ActionRead {
    ActionRead { visibility: Some(Visibility::Exempt { ground: text(ground), review: day("2020-01-01") }), ..row }
}

pub fn led_by(row: ActionRead, leads: &[&str]) -> ActionRead {
    ActionRead { leads: Some(leads.iter().map(|lead| text(lead)).collect()), ..row }
}

pub fn said(row: ActionRead, narrative: &str) -> ActionRead {
    ActionRead { narrative: Some(text(narrative)), ..row }
}

pub fn closed(row: ActionRead) -> ActionRead {
    ActionRead { status: Some(Status::Complete), ..row }
}

/// Every word that a reader of the paper can read, in its order.
pub fn words_of(document: &Document) -> String {
    let mut out = vec![document.title.clone(), document.summary.clone()];
    let inlines = |inlines: &[Inline]| {
        let words = inlines.iter().map(|inline| match inline {
            Inline::Text(t) | Inline::Bold(t) | Inline::Code(t) | Inline::Link { text: t, .. } => t.clone(),
            Inline::Footnote(note) => format!("[{note}]"),
        });
        words.collect::<String>()
    };
    for block in &document.blocks {
        match block {
            Block::Heading { number, text, .. } => out.push(format!("{number} {text}").trim().to_owned()),
            Block::Paragraph { number, text } => out.push(format!("{number} {}", inlines(text)).trim().to_owned()),
            Block::List { items } => out.extend(items.iter().map(|item| format!("- {}", inlines(item)))),
            Block::Facts { rows } => out.extend(rows.iter().map(|(label, value)| format!("{label}: {value}"))),
            Block::Panel { title, paragraphs } => {
                out.push(title.clone());
                out.extend(paragraphs.iter().map(|p| inlines(p)));
            }
            Block::Table(table) => {
                out.push(table.caption.clone());
                out.push(table.columns.iter().map(|c| c.head.clone()).collect::<Vec<_>>().join(" | "));
                out.extend(table.rows.iter().map(|row| row.iter().map(cell).collect::<Vec<_>>().join(" | ")));
            }
            Block::Chart(chart) => out.extend([chart.title.clone(), chart.sentence.clone()]),
            Block::PageBreak => {}
        }
    }
    out.join("\n")
}

fn cell(cell: &Cell) -> String {
    match cell {
        Cell::Rating(rating) if rating.notes.is_empty() => rating.label.clone(),
        Cell::Rating(rating) => format!("{} ({})", rating.label, rating.notes.join(", ")),
        Cell::Direction(d) => format!("{} {}: {}", d.arrow, d.word, d.compared),
        Cell::Lines(lines) => lines.join(" / "),
        other => other.words(),
    }
}
