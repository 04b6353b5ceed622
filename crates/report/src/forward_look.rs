//! The forward look as a paper: what falls due in the next six to nine months, by quarter and theme. Overdue work comes
//! first and is called so; duties without an end stand apart; what has no date is listed and not hidden.
mod milestones;

use crate::{
    blocks::{Block, Cell, Column, Document, Table},
    delivery_plan::{column, heading, leads, lines_of_when, number, owner, paragraph, withheld_panel},
    fields,
    occasion::{Draft, Occasion, highest},
    rating::{Key, key_sheet, key_table},
};
use domain::{
    forward_look::{Ahead, ForwardLook, Horizon, RowAhead, ThemeAhead, When},
    office::Kept,
    paper::PaperKind,
    period::Quarter,
    plan::Plan,
    position::PositionRow,
    publication::Withheld,
    scale::Class,
    theme::Theme,
    timescale::Due,
};
use serde_json::{Value, json};

/// The paper, and the position of every action that it prints or counts. None where the paper's day lies outside the
/// years 1900 to 2199, which have no quarters here.
pub fn paper(
    occasion: &Occasion,
    plan: &Kept<Plan>,
    theme: Option<&Kept<Theme>>,
) -> Option<(Document, Vec<PositionRow>)> {
    let words = occasion.words;
    let only = theme.map(|theme| theme.id);
    let horizon = Horizon::from(occasion.as_at.day)?;
    let telling = Telling {
        occasion,
        plan,
        theme,
        look: ForwardLook::of(&occasion.sight, plan.id, only, horizon),
        key: Key::of(&occasion.sight, plan, words),
        withheld: occasion.sight.withheld(plan.id, only),
    };
    let data = telling.data();
    let name = plan.item.name.as_str();
    let title = match theme {
        Some(theme) => {
            words.with("ahead-title-theme", &[("plan", name.into()), ("theme", theme.item.name.as_str().into())])
        }
        None => words.with("ahead-title", &[("plan", name.into())]),
    };
    let (sheet, about) = (words.say("sheet-ahead"), words.say("sheet-ahead-about"));
    let [ahead, columns] = fields::sheets(words, sheet, about, title.clone(), &data);
    let counts = crate::blocks::Sheet {
        name: words.say("sheet-counts"),
        about: words.say("sheet-ahead-counts-about"),
        table: telling.counts_table(),
    };
    let draft = Draft {
        kind: PaperKind::ForwardLook,
        title,
        summary: telling.sentence(),
        marking: telling.marking(),
        front: vec![],
        blocks: telling.blocks(),
        sheets: [ahead, counts, key_sheet(words, &telling.key), columns]
            .into_iter()
            .chain(milestones::sheets(&telling).into_iter().flatten())
            .collect(),
        data,
        json: telling.json(),
    };
    let counted = occasion.sight.actions(plan.id).into_iter();
    let rows = counted.filter(|action| only.is_none_or(|theme| action.item.theme == theme)).map(|action| {
        let milestones = telling.look.milestones.iter().filter(|ahead| ahead.action.id == action.id);
        PositionRow::of(action).beside(milestones.map(|ahead| &ahead.milestone.envelope))
    });
    Some((occasion.bind(draft), rows.collect()))
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    plan: &'a Kept<Plan>,
    theme: Option<&'a Kept<Theme>>,
    look: ForwardLook<'a>,
    key: Key,
    withheld: Vec<Withheld>,
}

type Placed<'a> = (&'a Kept<Theme>, RowAhead<'a>);

impl<'a> Telling<'a> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    fn counts(&self) -> Ahead {
        self.look.counts()
    }

    fn ends(&self) -> String {
        self.occasion.words.date(self.look.horizon.ends())
    }

    /// "40 open actions: 3 overdue, 2 due in the rest of Q2 2026/27, ..."
    fn sentence(&self) -> String {
        let counts = self.counts();
        let [rest, next, last] = self.look.horizon.quarters.map(|quarter| quarter.to_string());
        self.occasion.words.with(
            "ahead-sentence",
            &[
                ("open", counts.open.into()),
                ("overdue", counts.overdue.into()),
                ("restcount", counts.quarters[0].into()),
                ("rest", rest.into()),
                ("nextcount", counts.quarters[1].into()),
                ("next", next.into()),
                ("lastcount", counts.quarters[2].into()),
                ("last", last.into()),
                ("window", counts.window.into()),
                ("later", counts.later.into()),
                ("ends", self.ends().into()),
                ("unset", counts.not_set.into()),
                ("continuing", counts.continuing.into()),
            ],
        )
    }

    fn sum(&self) -> String {
        let counts = self.counts();
        let [rest, next, last] = counts.quarters;
        let parts = [counts.overdue, rest, next, last, counts.window, counts.later, counts.not_set, counts.continuing];
        let parts = parts.map(|part| part.to_string()).join(" + ");
        let adds_up = self.say(if counts.adds_up() { "adds-up" } else { "does-not-add-up" });
        self.occasion.words.with(
            "ahead-sum",
            &[
                ("parts", parts.into()),
                ("open", counts.open.to_string().into()),
                ("adds_up", adds_up.into()),
                ("closed", counts.closed.into()),
            ],
        )
    }

    fn marking(&self) -> domain::envelope::Marking {
        let themes = self.look.themes.iter().map(|ahead| &ahead.theme.envelope);
        let actions = self.look.rows().map(|(_, row)| &row.action.envelope);
        let milestones = self.look.milestones.iter().map(|ahead| &ahead.milestone.envelope);
        highest([&self.plan.envelope].into_iter().chain(themes).chain(actions).chain(milestones))
    }

    fn blocks(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let counts = self.counts();
        let shown = counts.open + counts.closed;
        let mut blocks = vec![self.facts(), heading(1, self.say("summary"))];
        blocks.extend([self.sentence(), self.sum(), self.say("ahead-rule")].map(paragraph));
        if self.withheld.is_empty() {
            blocks.push(paragraph(words.with("all-shown", &[("count", shown.into())])));
        }
        blocks.extend(withheld_panel(words, shown, &self.withheld));
        blocks.push(Block::Table(self.counts_table()));
        let of = |wanted: &dyn Fn(When) -> bool| -> Vec<Placed> {
            self.look.rows().filter(|(_, row)| wanted(row.when)).collect()
        };
        let overdue = of(&|when| matches!(when, When::Overdue(_)));
        self.section(&mut blocks, self.say("ahead-overdue"), overdue, self.say("ahead-none-overdue"));
        for (n, quarter) in self.look.horizon.quarters.into_iter().enumerate() {
            let due = of(&|when| when == When::Quarter(n));
            self.section(&mut blocks, self.quarter_in_words(n, quarter), due, self.say("ahead-none-due"));
        }
        for window in self.look.windows() {
            let rows = of(&|when| when == window);
            self.section(&mut blocks, self.window_in_words(window), rows, String::new());
        }
        let unset = of(&|when| when == When::NotSet);
        self.section(&mut blocks, self.say("date-not-set"), unset, self.say("ahead-none-unset"));
        let duties = of(&|when| when == When::Continuing);
        self.section(&mut blocks, self.say("ahead-continuing"), duties, self.say("ahead-none-continuing"));
        blocks.extend(milestones::blocks(self));
        blocks.push(heading(1, self.say("key-heading")));
        blocks.push(Block::Table(key_table(words, &self.key)));
        blocks
    }

    fn facts(&self) -> Block {
        let words = self.occasion.words;
        let (from, to) = (words.date(self.look.horizon.day), self.ends());
        Block::Facts {
            rows: vec![
                (self.say("fact-to"), self.occasion.body_name()),
                (self.say("fact-from"), self.occasion.office_name()),
                (self.say("fact-position"), self.occasion.place()),
                (self.say("fact-plan"), self.plan.item.name.to_string()),
                (self.say("fact-ahead"), words.with("period", &[("from", from.into()), ("to", to.into())])),
            ],
        }
    }

    /// "Q2 2026/27: rest of July to September 2026".
    fn quarter_in_words(&self, n: usize, quarter: Quarter) -> String {
        let values = [("quarter", quarter.to_string().into()), ("months", quarter.in_words().into())];
        let words = self.occasion.words;
        // The first day of a quarter has all of it ahead.
        let whole = n > 0 || quarter.starts() == self.look.horizon.day;
        if whole { words.with("ahead-quarter", &values) } else { words.with("ahead-rest", &values) }
    }

    fn window_in_words(&self, window: When) -> String {
        let words = self.occasion.words;
        match window {
            When::Window { from: Some(from), to } => {
                words.with("ahead-window", &[("from", words.date(from).into()), ("to", words.date(to).into())])
            }
            When::Window { from: None, to } => words.with("ahead-window-to", &[("to", words.date(to).into())]),
            _ => String::new(),
        }
    }

    /// Themes down, when across; the sum of each row is all that is open.
    fn counts_table(&self) -> Table {
        let words = self.occasion.words;
        let mut columns = vec![column(self.say("column-theme"), 28), column(self.say("ahead-column-overdue"), 10)];
        columns.extend(self.look.horizon.quarters.map(|quarter| column(quarter.to_string(), 10)));
        columns.extend([
            column(self.say("ahead-column-window"), 10),
            column(words.with("ahead-column-later", &[("ends", self.ends().into())]), 14),
            column(self.say("date-not-set"), 10),
            column(self.say("ahead-column-continuing"), 12),
            column(self.say("ahead-column-open"), 10),
            column(self.say("ahead-column-closed"), 12),
        ]);
        let row = |name: String, counts: Ahead| {
            let mut cells = vec![Cell::Text(name), number(counts.overdue)];
            cells.extend(counts.quarters.map(number));
            let rest = [counts.window, counts.later, counts.not_set, counts.continuing, counts.open, counts.closed];
            cells.extend(rest.map(number));
            cells
        };
        let mut rows: Vec<Vec<Cell>> =
            self.look.themes.iter().map(|ahead| row(ahead.theme.item.name.to_string(), ahead.counts)).collect();
        if rows.len() > 1 {
            rows.push(row(self.say("all-themes"), self.counts()));
        }
        Table { caption: self.say("ahead-counts-caption"), columns, rows, row_header: Some(0) }
    }

    /// A heading and its rows, theme by theme and in a theme the first due first; or that there are none.
    fn section(&self, blocks: &mut Vec<Block>, head: String, mut rows: Vec<Placed<'a>>, none: String) {
        let words = self.occasion.words;
        blocks.push(heading(1, head.clone()));
        if rows.is_empty() {
            blocks.push(paragraph(none));
            return;
        }
        let order = |theme: &Kept<Theme>| self.look.themes.iter().position(|ahead| ahead.theme.id == theme.id);
        // Stable: rows of a day stay in the order of their references.
        rows.sort_by_key(|(theme, row)| (order(theme), row.action.item.current_date));
        let columns = vec![
            column(self.say("column-reference"), 6),
            column(self.say("column-action"), 34),
            column(self.say("column-theme"), 18),
            column(self.say("column-lead"), 20),
            column(self.say("ahead-column-due"), 18),
            column(self.say("column-rating"), 16),
        ];
        let caption = words.with("changes-caption", &[("heading", head.into()), ("count", rows.len().into())]);
        let cells = rows.iter().map(|(theme, row)| {
            let action = &row.action.item;
            let leads = leads(&self.occasion.sight, action);
            vec![
                Cell::Text(row.action.reference().to_string()),
                Cell::Text(action.title.to_string()),
                Cell::Text(theme.item.name.to_string()),
                Cell::Text(if leads.is_empty() { self.say("lead-none") } else { leads.join("; ") }),
                Cell::Lines(self.due(*row)),
                Cell::Rating(self.key.cell(action.rating.as_ref())),
            ]
        });
        blocks.push(Block::Table(Table { caption, columns, rows: cells.collect(), row_header: Some(0) }));
    }

    /// The date as the delivery plan prints it; what is overdue is called so, and an original date that was moved
    /// stands beside.
    fn due(&self, row: RowAhead) -> Vec<String> {
        let words = self.occasion.words;
        let action = &row.action.item;
        let mut lines = lines_of_when(words, action);
        if let When::Overdue(by) = row.when {
            let overdue = words.with("ahead-was-due", &[("day", words.date(by).into())]);
            match lines.first_mut() {
                Some(first) => *first = overdue,
                None => lines.push(overdue),
            }
        }
        if let Some(original) = action.original_date.filter(|original| Some(*original) != action.current_date) {
            lines.push(words.with("ahead-original", &[("day", words.date(original).into())]));
        }
        lines
    }

    /// One flat table, a row an open action.
    fn data(&self) -> Table {
        const HEADS: [&str; 16] = [
            "theme",
            "reference",
            "title",
            "leads",
            "owner",
            "when",
            "quarter",
            "due_from",
            "due",
            "precision",
            "timescale",
            "baseline_date",
            "moves",
            "rating",
            "rating_class",
            "as_at_seq",
        ];
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let row = |(theme, row): Placed| {
            let action = &row.action.item;
            let date = |date: Option<jiff::civil::Date>| date.map_or(Cell::Empty, Cell::Date);
            let rating = action.rating.as_ref();
            vec![
                text(theme.item.name.as_str()),
                text(row.action.reference().as_str()),
                text(action.title.as_str()),
                text(&leads(&self.occasion.sight, action).join("; ")),
                text(&owner(&self.occasion.sight, action).unwrap_or_default()),
                text(row.when.as_str()),
                text(&self.quarter(row.when).unwrap_or_default()),
                date(due_from(row)),
                date(due(row)),
                text(precision(row).unwrap_or_default()),
                text(action.timescale.stated.as_str()),
                date(action.original_date),
                number(action.moves.len()),
                text(rating.map_or("", |rating| rating.label.as_str())),
                text(rating.map_or("not_rated", |rating| Class::as_str(rating.class))),
                Cell::Number(self.occasion.as_at.seq),
            ]
        };
        let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        Table { caption: String::new(), columns, rows: self.look.rows().map(row).collect(), row_header: Some(1) }
    }

    fn quarter(&self, when: When) -> Option<String> {
        match when {
            When::Quarter(n) => Some(self.look.horizon.quarters[n].to_string()),
            _ => None,
        }
    }

    /// For machines: keys may be added, none renamed.
    fn json(&self) -> Value {
        let plan = &self.plan.item;
        let listed = |wanted: &dyn Fn(When) -> bool| -> Vec<Value> {
            self.look.rows().filter(|(_, row)| wanted(row.when)).map(|placed| self.action_json(placed)).collect()
        };
        let quarters = self.look.horizon.quarters.into_iter().enumerate().map(|(n, quarter)| {
            json!({
                "quarter": quarter.to_string(),
                "from": quarter.starts().max(self.look.horizon.day),
                "to": quarter.ends(),
                "actions": listed(&|when| when == When::Quarter(n)),
            })
        });
        let windows = self.look.windows().into_iter().map(|window| {
            let (from, to) = match window {
                When::Window { from, to } => (from, Some(to)),
                _ => (None, None),
            };
            json!({ "from": from, "to": to, "actions": listed(&|when| when == window) })
        });
        let themes = self.look.themes.iter().map(|ahead: &ThemeAhead| {
            json!({ "name": ahead.theme.item.name, "code": ahead.theme.item.code, "counts": self.counts_json(ahead.counts) })
        });
        json!({
            "plan": { "name": plan.name, "from": plan.from, "to": plan.to },
            "theme": self.theme.map(|theme| &theme.item.name),
            "from": self.look.horizon.day,
            "until": self.look.horizon.ends(),
            "overdue": listed(&|when| matches!(when, When::Overdue(_))),
            "quarters": quarters.collect::<Vec<_>>(),
            "windows": windows.collect::<Vec<_>>(),
            "date_not_set": listed(&|when| when == When::NotSet),
            "continuing": listed(&|when| when == When::Continuing),
            "counts": self.counts_json(self.counts()),
            "themes": themes.collect::<Vec<_>>(),
            "adds_up": self.counts().adds_up(),
            "shown": self.counts().open + self.counts().closed,
            "withheld": self.withheld,
            "milestones": milestones::json(self),
        })
    }

    fn counts_json(&self, counts: Ahead) -> Value {
        let quarters = self.look.horizon.quarters.iter().zip(counts.quarters);
        json!({
            "overdue": counts.overdue,
            "quarters": quarters.map(|(quarter, count)| json!({ "quarter": quarter.to_string(), "count": count })).collect::<Vec<_>>(),
            "window": counts.window,
            "later": counts.later,
            "date_not_set": counts.not_set,
            "continuing": counts.continuing,
            "open": counts.open,
            "closed": counts.closed,
        })
    }

    fn action_json(&self, (theme, row): Placed) -> Value {
        let action = &row.action.item;
        let rating = action.rating.as_ref();
        json!({
            "reference": row.action.reference(),
            "title": action.title,
            "theme": theme.item.name,
            "leads": leads(&self.occasion.sight, action),
            "owner": owner(&self.occasion.sight, action),
            "due_from": due_from(row),
            "due": due(row),
            "precision": precision(row),
            "timescale": action.timescale.stated,
            "baseline_date": action.original_date,
            "moves": action.moves.len(),
            "rating": rating.map(|rating| &rating.label),
            "rating_class": rating.map(|rating| rating.class),
        })
    }
}

/// The last day on which it is due.
fn due(row: RowAhead) -> Option<jiff::civil::Date> {
    match row.when {
        When::Overdue(by) => Some(by),
        When::Window { to, .. } => Some(to),
        When::Quarter(_) | When::Later => row.action.item.current_date.or(match row.action.item.timescale.due {
            Due::Window { to, .. } => Some(to),
            Due::By { .. } | Due::NotSet | Due::Continuing => None,
        }),
        When::NotSet | When::Continuing => None,
    }
}

fn due_from(row: RowAhead) -> Option<jiff::civil::Date> {
    match row.action.item.timescale.due {
        Due::Window { from, .. } if row.action.item.current_date.is_none() => from,
        _ => None,
    }
}

/// How precisely the date was stated, where it still is the one that was stated.
fn precision(row: RowAhead) -> Option<&'static str> {
    match row.action.item.timescale.due {
        Due::By { date, precision } if row.action.item.current_date == Some(date) => Some(precision.as_str()),
        _ => None,
    }
}
