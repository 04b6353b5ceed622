//! Takes a document as the plan that it states.
use super::{
    PlanFacts, Reading, RowRead, RowWhat, ThemeRead,
    asking::Asking,
    columns::Field,
    grid::Grid,
    head::{self, Answers, Head},
    list, prose,
    rows::{Named, TableRows},
    themes::Themes,
};
use crate::{
    map::{Answer, PlanMap},
    table::{Block, Document, Table},
    text::{Text, text},
};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use thiserror::Error;

/// Why no plan can be read, each reason a sentence with its place and what to do.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", .reasons.join("\n"))]
pub struct Unreadable {
    pub reasons: Vec<String>,
}

/// What was taken so far, and what the map says.
pub(super) struct Taking<'a> {
    pub map: &'a PlanMap,
    pub on: Option<Date>,
    pub today: Date,
    pub themes: Themes,
    pub rows: Vec<RowRead>,
    pub asking: Asking,
    /// The map's answers for rows and rating words, by what they are for.
    pub answers: HashMap<String, Answer>,
    pub ratings: HashMap<String, String>,
    /// What each head was read as.
    heads: BTreeMap<Text, String>,
    whole_plan: Option<usize>,
}

/// Reads the plan that a document states. `on` is the day of the table, where it is stated; `today` only tells years
/// that are likely slips of the pen.
pub fn read(document: &Document, map: &PlanMap, on: Option<Date>, today: Date) -> Result<Reading, Unreadable> {
    let scale = map.scale().map_err(|fault| Unreadable { reasons: vec![fault] })?;
    let mut taking = Taking::new(map, on, today);
    let timescales = tables(document, &mut taking)?;
    let has_rows = match timescales {
        Some(stated) => {
            if !stated {
                let prose = words(document).collect::<Vec<_>>().join("\n");
                list::timescale_of_all(&mut taking, &prose);
            }
            true
        }
        None => list::read(document, &mut taking),
    };
    if !has_rows {
        return Err(Unreadable { reasons: nothing_here(document, &Answers::of(map)) });
    }
    taking.reject_duplicates();
    let mut plan = map.facts();
    plan.name = plan.name.or_else(|| prose::plan_name(words(document)));
    Ok(taking.reading(plan, scale, document))
}

/// The heads of a document's tables, for whoever says what its columns are where nothing tells.
pub fn heads(document: &Document, map: &PlanMap) -> Vec<Text> {
    let answers = Answers::of(map);
    let mut all: Vec<Text> = vec![];
    for block in &document.blocks {
        let Block::Table(table) = block else { continue };
        for head in head::heads_seen(&Grid::new(table), &answers) {
            if !head.is_empty() && !all.contains(&head) {
                all.push(head);
            }
        }
    }
    all
}

/// All text outside the cells of tables, and the rows above their heads.
fn words(document: &Document) -> impl Iterator<Item = &str> {
    document.blocks.iter().flat_map(|block| -> Vec<&str> {
        match block {
            Block::Heading { text, .. } | Block::Line { text, .. } | Block::Item { text, .. } => vec![text.as_str()],
            Block::Table(table) => table.rows.iter().take(5).filter_map(|row| title_of(row)).collect(),
        }
    })
}

/// The words of a row in which only the first cell says anything.
fn title_of(row: &[crate::table::Cell]) -> Option<&str> {
    use crate::table::Value;
    let mut said = row.iter().filter(|cell| !matches!(cell.value, Value::Empty | Value::Left | Value::Above));
    match (said.next().map(|cell| &cell.value), said.next()) {
        (Some(Value::Text(text)), None) => Some(text.as_str()),
        _ => None,
    }
}

/// Reads the tables of actions. None: there is none. True: one of them has a column of timescales.
fn tables(document: &Document, taking: &mut Taking) -> Result<Option<bool>, Unreadable> {
    let answers = Answers::of(taking.map);
    let all: Vec<(usize, &Table)> = document
        .blocks
        .iter()
        .enumerate()
        .filter_map(|(at, block)| if let Block::Table(table) = block { Some((at, table)) } else { None })
        .collect();
    let found: Vec<(usize, usize)> =
        all.iter().filter_map(|(at, table)| Some((*at, head::find(&Grid::new(table), &answers)?))).collect();
    if found.is_empty() {
        return Ok(None);
    }
    let mut reasons = vec![];
    let mut timescales = false;
    let mut text_from = 0;
    for (at, table) in all {
        let grid = Grid::new(table);
        let Some((_, row)) = found.iter().find(|(table, _)| *table == at) else {
            let heads = head::heads_seen(&grid, &answers).iter().map(Text::to_string).collect::<Vec<_>>().join(", ");
            let title = table.name.clone().unwrap_or_else(|| Text::new(heads.as_str()).unwrap_or_default());
            let why = format!("not a table of actions: no column of titles among {heads}");
            taking.rows.push(RowRead {
                place: table.place.clone(),
                what: RowWhat::Skipped { title: prose::beginning(&title), why },
            });
            continue;
        };
        let heading = heading_before(document, at, found.len());
        taking.skip_text(document, text_from..at, heading);
        text_from = at + 1;
        let again = head::others(&grid, *row, &answers).unwrap_or_else(|fault| {
            reasons.push(fault);
            vec![]
        });
        match Head::read(&grid, *row, &answers, &mut taking.asking) {
            Ok(head) => {
                timescales |= head.has(Field::Timescale);
                let named = named(document, heading, table, found.len());
                let columns = head.columns.clone();
                let mut rows = TableRows { grid, head, again, named, taking };
                let title = rows.read();
                for (column, at) in columns.into_iter().zip(0..) {
                    let field = if title == Some(at) { Field::ReferenceAndTitle } else { column.field };
                    taking.heads.entry(column.head).or_insert_with(|| field.as_str().to_owned());
                }
            }
            Err(faults) => reasons.extend(faults),
        }
    }
    taking.skip_text(document, text_from..document.blocks.len(), None);
    if reasons.is_empty() { Ok(Some(timescales)) } else { Err(Unreadable { reasons }) }
}

/// The heading, or short line, that a table stands under, and where it is.
fn heading_before(document: &Document, table: usize, tables: usize) -> Option<usize> {
    let mut at = table;
    while at > 0 {
        at -= 1;
        match &document.blocks[at] {
            Block::Heading { text, .. } => return (tables > 1 || !names_the_paper(text)).then_some(at),
            Block::Line { text, .. } if at + 1 == table => {
                let words = text.as_str().trim();
                let name_like =
                    words.split_whitespace().count() <= 12 && !words.ends_with(['.', ';', ',', ':', '!', '?']);
                if name_like && !words.is_empty() && (tables > 1 || !names_the_paper(text)) {
                    return Some(at);
                }
            }
            // A table further up stands under the same heading.
            Block::Line { .. } | Block::Item { .. } | Block::Table(_) => {}
        }
    }
    None
}

/// Whether a heading says what the paper is, and not which theme follows.
fn names_the_paper(heading: &Text) -> bool {
    let heading = heading.folded();
    ["plan", "tracker", "register", "appendix", "annex", "report", "actions", "table"]
        .iter()
        .any(|word| heading.split(|c: char| !c.is_alphanumeric()).any(|w| w == *word))
}

/// What names the theme of a table's rows: the heading before it, its caption, or its sheet where there are several.
fn named(document: &Document, heading: Option<usize>, table: &Table, tables: usize) -> Named {
    let words = heading.and_then(|at| match &document.blocks[at] {
        Block::Heading { text, .. } | Block::Line { text, .. } => Some(text.on_one_line()),
        Block::Item { .. } | Block::Table(_) => None,
    });
    let sheet = table.place.starts_with("sheet ");
    let unnamed = |name: &Text| {
        let name = name.folded();
        name.strip_prefix("sheet").is_some_and(|rest| rest.trim().bytes().all(|b| b.is_ascii_digit()))
    };
    let name = table
        .name
        .as_ref()
        .filter(|name| if sheet { tables > 1 && !unnamed(name) } else { tables > 1 || !names_the_paper(name) });
    words.or_else(|| name.cloned()).map_or(Named::Nothing, Named::Heading)
}

/// Why nothing was read, for a document with tables and one without.
fn nothing_here(document: &Document, answers: &Answers) -> Vec<String> {
    let tables: Vec<String> = document
        .blocks
        .iter()
        .filter_map(|block| if let Block::Table(table) = block { Some(table) } else { None })
        .map(|table| {
            let heads = head::heads_seen(&Grid::new(table), answers);
            let named = heads.iter().map(|head| format!("“{head}”")).collect::<Vec<_>>().join(", ");
            let example = heads.first().map_or("What", |head| head.as_str());
            format!(
                "{}: not a table of actions: none of the heads {named} means the action's title. If one does, say in the map under [columns], for example \"{example}\" = \"title\"",
                table.place
            )
        })
        .collect();
    if tables.is_empty() {
        return vec![
            "the text is no table and no list of actions: nothing in it stands under a label such as “Deliverables” or begins with a bullet. Copy the table and paste it, or begin each action with “- ”".to_owned(),
        ];
    }
    tables
}

impl<'a> Taking<'a> {
    fn new(map: &'a PlanMap, on: Option<Date>, today: Date) -> Self {
        Self {
            map,
            on,
            today,
            themes: Themes::of_map(map),
            rows: vec![],
            asking: Asking::default(),
            answers: map
                .rows
                .iter()
                .filter_map(|(title, answer)| Some((title.folded(), Answer::parse(answer)?)))
                .collect(),
            ratings: map.ratings.iter().map(|(word, level)| (word.folded(), level.clone())).collect(),
            heads: BTreeMap::new(),
            whole_plan: None,
        }
    }

    pub fn states_column(&self, head: &Text) -> bool {
        let head = head.folded();
        self.map.columns.keys().any(|known| known.folded() == head)
    }

    pub fn map_has_theme(&self, name: &Text) -> bool {
        self.map.themes.iter().any(|theme| theme.name == *name)
    }

    /// The theme of rows that nothing names: the map's only one, else one for the whole plan.
    pub fn whole_plan(&mut self, place: &str) -> usize {
        if let Some(at) = self.whole_plan {
            return at;
        }
        let at = if self.map.themes.len() == 1 {
            0
        } else {
            let asks = "no heading and no column names the theme. What is it called?";
            self.asking.ask(place, asks, "one theme, “All actions”; name it in the map under [[theme]]");
            self.themes.of_heading(&text("All actions"))
        };
        self.whole_plan = Some(at);
        at
    }

    /// Says of each stretch of text outside the tables that it was left out, but for the heading that names a theme.
    fn skip_text(&mut self, document: &Document, range: std::ops::Range<usize>, heading: Option<usize>) {
        let mut said = false;
        for at in range {
            let (place, text) = match &document.blocks[at] {
                Block::Heading { place, text, .. } | Block::Line { place, text } | Block::Item { place, text, .. } => {
                    (place, text)
                }
                Block::Table(_) => {
                    said = false;
                    continue;
                }
            };
            if heading == Some(at) {
                let why = "a heading: the theme of the table below it".to_owned();
                self.rows.push(RowRead {
                    place: place.clone(),
                    what: RowWhat::Skipped { title: prose::beginning(text), why },
                });
            } else if !said && !text.as_str().trim().is_empty() {
                said = true;
                let why = "text outside the tables".to_owned();
                self.rows.push(RowRead {
                    place: place.clone(),
                    what: RowWhat::Skipped { title: prose::beginning(text), why },
                });
            }
        }
    }

    /// No two rows of one file may have one reference: neither is taken, each names the other.
    fn reject_duplicates(&mut self) {
        let mut places: HashMap<String, Vec<usize>> = HashMap::new();
        for (at, row) in self.rows.iter().enumerate() {
            if let RowWhat::Action(read) = &row.what
                && let Some(reference) = &read.reference
            {
                places.entry(reference.folded()).or_default().push(at);
            }
        }
        for rows in places.into_values().filter(|rows| rows.len() > 1) {
            let all: Vec<String> = rows.iter().map(|at| self.rows[*at].place.clone()).collect();
            for (own, at) in rows.into_iter().enumerate() {
                let RowWhat::Action(read) = &mut self.rows[at].what else { continue };
                let other = if own == 0 { &all[1] } else { &all[0] };
                let why = format!(
                    "the reference {} stands also at {other}; give one of them another. (If the sheet shows 1.10 and this says 1.1, format the column as text and type it again.)",
                    read.reference.as_ref().map(Text::as_str).unwrap_or_default()
                );
                let (reference, title) = (read.reference.take(), std::mem::take(&mut read.title));
                self.rows[at].what = RowWhat::Rejected { reference, title, why, near: None };
            }
        }
    }

    fn reading(self, plan: PlanFacts, scale: Option<crate::scale::Scale>, document: &Document) -> Reading {
        let mut map = self.map.clone();
        for (head, field) in &self.heads {
            let known = map.columns.keys().any(|known| known.folded() == head.folded());
            if !known && !head.is_empty() {
                map.columns.insert(head.clone(), field.clone());
            }
        }
        self.themes.say_in(&mut map);
        map.plan.name = map.plan.name.or_else(|| plan.name.clone());
        let stated: Vec<ThemeRead> = self.themes.list;
        Reading {
            plan,
            themes: stated,
            rows: self.rows,
            questions: self.asking.questions(),
            posts: self.map.posts(),
            bodies: self.map.bodies(),
            map,
            scale,
            notes: document.notes.clone(),
        }
    }
}
