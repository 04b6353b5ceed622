//! The Plan on a page: the themes side by side, what each is for, and how many of its actions have which rating; what
//! the ratings mean, what is withheld and the proof stand after it. Counts of what the body may see, never averages;
//! "not rated" always counted.
use crate::{
    blocks::{Block, Cell, Column, Document, RatingCell, Table},
    delivery_plan::{Printing, column, counts_json, heading, number, paragraph},
    fields,
    occasion::{Draft, Occasion, highest},
    rating::Key,
};
use domain::{
    office::Kept,
    paper::PaperKind,
    plan::Plan,
    position::PositionRow,
    scale::{Class, Counts},
    theme::Theme,
    travel::{Since, ThemeTravel},
};
use serde_json::{Value, json};

/// So many themes stand side by side; a plan with more has a second table.
const ACROSS: usize = 5;

/// The paper, and the position of every action that it counts: by that, one that counts what is not public is not
/// published.
pub fn paper(occasion: &Occasion, plan: &Kept<Plan>, theme: Option<&Kept<Theme>>) -> (Document, Vec<PositionRow>) {
    let since = Since::LastSeen(occasion.body.id);
    let page = OnePage { printing: Printing::of(occasion, plan, theme, &since) };
    let words = occasion.words;
    let data = page.data();
    let named = [("plan", plan.item.name.as_str().into())];
    let (name, about) = (words.say("sheet-themes"), words.say("sheet-themes-about"));
    let [themes, columns] = fields::sheets(words, name, about, words.with("page-caption", &named), &data);
    let draft = Draft {
        kind: PaperKind::PlanOnAPage,
        title: match theme {
            Some(theme) => words.with(
                "page-title-theme",
                &[("plan", plan.item.name.as_str().into()), ("theme", theme.item.name.as_str().into())],
            ),
            None => words.with("page-title", &named),
        },
        summary: page.printing.sentence(),
        marking: page.marking(),
        front: vec![],
        blocks: page.blocks(),
        sheets: vec![themes, page.printing.counts_sheet(), page.printing.key_sheet(), columns],
        data,
        json: page.json(),
    };
    let rows = page.printing.travel.rows().map(|row| PositionRow::of(row.action)).collect();
    (occasion.bind(draft), rows)
}

struct OnePage<'a> {
    printing: Printing<'a>,
}

/// What is recorded of a theme beside its actions.
struct Purpose {
    aim: String,
    outcomes: Vec<(String, Vec<String>)>,
    objectives: Vec<String>,
    priorities: Vec<String>,
}

impl OnePage<'_> {
    fn say(&self, key: &str) -> String {
        self.printing.occasion.words.say(key)
    }

    fn themes(&self) -> &[ThemeTravel<'_>] {
        &self.printing.travel.themes
    }

    fn purpose(&self, theme: &Kept<Theme>) -> Purpose {
        let sight = &self.printing.occasion.sight;
        let shared = |outcome: &domain::objective::Outcome| {
            let bodies = outcome.shared_with.iter().filter_map(|id| sight.body(*id));
            bodies.map(|body| body.item.name.to_string()).collect()
        };
        Purpose {
            aim: theme.item.aim.as_ref().map(ToString::to_string).unwrap_or_default(),
            outcomes: sight
                .outcomes(theme.id)
                .iter()
                .map(|kept| (kept.item.statement.to_string(), shared(&kept.item)))
                .collect(),
            objectives: sight.objectives(theme.id).iter().map(|kept| kept.item.statement.to_string()).collect(),
            priorities: sight.priorities(theme.id).iter().map(|kept| kept.item.statement.to_string()).collect(),
        }
    }

    fn marking(&self) -> domain::envelope::Marking {
        let sight = &self.printing.occasion.sight;
        let of_theme = |theme: &ThemeTravel| {
            let theme = theme.theme;
            let outcomes = sight.outcomes(theme.id).into_iter().map(|kept| &kept.envelope);
            let objectives = sight.objectives(theme.id).into_iter().map(|kept| &kept.envelope);
            let priorities = sight.priorities(theme.id).into_iter().map(|kept| &kept.envelope);
            highest([&theme.envelope].into_iter().chain(outcomes).chain(objectives).chain(priorities))
        };
        self.themes().iter().map(of_theme).fold(self.printing.marking(), Ord::max)
    }

    fn blocks(&self) -> Vec<Block> {
        let words = self.printing.occasion.words;
        let shown = match (self.printing.shown(), self.printing.hidden()) {
            (shown, 0) => words.with("all-shown", &[("count", shown.into())]),
            (shown, hidden) => words.with(
                "page-shown",
                &[("shown", shown.into()), ("total", (shown + hidden).into()), ("hidden", hidden.into())],
            ),
        };
        let mut sentences = vec![self.printing.sentence()];
        sentences.extend(self.printing.completion());
        sentences.push(shown);
        let mut blocks = vec![self.printing.facts_in_short(), paragraph(sentences.join(" "))];
        let groups: Vec<&[ThemeTravel]> = self.themes().chunks(ACROSS).collect();
        for (n, group) in groups.iter().enumerate() {
            blocks.push(Block::Table(self.across(group, n + 1 == groups.len())));
        }
        blocks.push(heading(1, self.say("key-heading")));
        blocks.push(Block::Table(self.printing.key_table()));
        blocks.extend(self.printing.withheld_panel());
        blocks
    }

    /// Themes across: what each is for, as far as it is recorded; then how many of its actions have which rating, and
    /// their sum. The last table has the whole plan beside its themes.
    fn across(&self, themes: &[ThemeTravel], last: bool) -> Table {
        let mut columns = vec![column(self.say("column-theme"), 9)];
        columns.extend(themes.iter().map(|theme| column(theme.theme.item.name.to_string(), 30)));
        if last {
            columns.push(column(self.say("all-themes"), 8));
        }
        let mut rows = self.purposes(themes, last);
        rows.extend(self.ratings(themes, last));
        Table { caption: self.say("page-table"), columns, rows, row_header: Some(0) }
    }

    /// A row that would be blank throughout is left out.
    fn purposes(&self, themes: &[ThemeTravel], last: bool) -> Vec<Vec<Cell>> {
        let purposes: Vec<Purpose> = themes.iter().map(|theme| self.purpose(theme.theme)).collect();
        let listed = |items: &[String]| match items {
            [one] => one.clone(),
            several => several.iter().map(|item| format!("• {item}")).collect::<Vec<_>>().join("\n"),
        };
        let row = |name: String, cell: &dyn Fn(&Purpose) -> String| {
            let cells = purposes.iter().map(|purpose| match cell(purpose) {
                text if text.is_empty() => Cell::Empty,
                text => Cell::Text(text),
            });
            // An empty text, so that the counts below stand to the left like their neighbours'.
            let all = last.then(|| Cell::Text(String::new()));
            [Cell::Text(name)].into_iter().chain(cells).chain(all).collect::<Vec<_>>()
        };
        let outcomes =
            |purpose: &Purpose| listed(&purpose.outcomes.iter().map(|(said, _)| said.clone()).collect::<Vec<_>>());
        let rows = [
            row(self.say("page-aim"), &|purpose| purpose.aim.clone()),
            row(self.say("page-objectives"), &|purpose| listed(&purpose.objectives)),
            row(self.say("page-priorities"), &|purpose| listed(&purpose.priorities)),
            row(self.say("page-outcomes"), &outcomes),
        ];
        rows.into_iter().filter(|row| row[1..].iter().any(|cell| !cell.words().is_empty())).collect()
    }

    /// A row for what each rating means; two levels of a scale that mean the same are counted together.
    fn ratings(&self, themes: &[ThemeTravel], last: bool) -> Vec<Vec<Cell>> {
        let total = self.printing.travel.counts();
        let key = &self.printing.key;
        let row = |name: Cell, count: &dyn Fn(&Counts) -> usize| {
            let counts = themes.iter().map(|theme| number(count(&theme.counts)));
            [name].into_iter().chain(counts).chain(last.then(|| number(count(&total)))).collect::<Vec<_>>()
        };
        let of_class = |class: Option<Class>| {
            let level = key.scale.levels.iter().find(|level| Some(level.class) == class);
            let name = match (class, level) {
                (None, _) => Cell::Rating(key.not_rated()),
                (Some(_), Some(level)) => {
                    Cell::Rating(RatingCell { label: key.class(class), ..Key::level_cell(level) })
                }
                (Some(_), None) => Cell::Text(key.class(class)),
            };
            row(name, &|counts| counts.of(class))
        };
        let mut rows: Vec<Vec<Cell>> = key.counted(&total).into_iter().map(of_class).collect();
        rows.push(row(Cell::Text(self.say("page-all-actions")), &Counts::total));
        rows
    }

    /// One flat table, a row a theme.
    fn data(&self) -> Table {
        const HEADS: [&str; 15] = [
            "theme",
            "code",
            "aim",
            "outcomes",
            "objectives",
            "priorities",
            "actions",
            "complete",
            "on_track",
            "at_risk",
            "off_track",
            "not_started",
            "paused",
            "not_rated",
            "as_at_seq",
        ];
        let text = |text: String| if text.is_empty() { Cell::Empty } else { Cell::Text(text) };
        let row = |theme: &ThemeTravel| {
            let purpose = self.purpose(theme.theme);
            let outcomes: Vec<String> = purpose.outcomes.into_iter().map(|(said, _)| said).collect();
            let mut cells = vec![
                text(theme.theme.item.name.to_string()),
                text(theme.theme.item.code.as_ref().map(ToString::to_string).unwrap_or_default()),
                text(purpose.aim),
                text(outcomes.join("; ")),
                text(purpose.objectives.join("; ")),
                text(purpose.priorities.join("; ")),
                number(theme.counts.total()),
            ];
            let classes = Class::ALL.into_iter().map(Some).chain([None]);
            cells.extend(classes.map(|class| number(theme.counts.of(class))));
            cells.push(Cell::Number(self.printing.occasion.as_at.seq));
            cells
        };
        let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        Table { caption: String::new(), columns, rows: self.themes().iter().map(row).collect(), row_header: Some(0) }
    }

    /// For machines: keys may be added, none renamed. The counts are those of the delivery plan.
    fn json(&self) -> Value {
        let plan = &self.printing.plan.item;
        let theme = |theme: &ThemeTravel| {
            let purpose = self.purpose(theme.theme);
            let outcomes =
                purpose.outcomes.iter().map(|(said, with)| json!({ "statement": said, "shared_with": with }));
            json!({
                "name": theme.theme.item.name,
                "code": theme.theme.item.code,
                "aim": theme.theme.item.aim,
                "outcomes": outcomes.collect::<Vec<_>>(),
                "objectives": purpose.objectives,
                "priorities": purpose.priorities,
                "actions": theme.counts.total(),
                "counts": counts_json(&theme.counts),
            })
        };
        json!({
            "plan": { "name": plan.name, "from": plan.from, "to": plan.to },
            "theme": self.printing.theme.map(|theme| &theme.item.name),
            "themes": self.themes().iter().map(theme).collect::<Vec<_>>(),
            "counts": counts_json(&self.printing.travel.counts()),
            "shown": self.printing.shown(),
            "withheld": self.printing.withheld,
            "continuing": self.printing.continuing(),
            "completed": self.printing.completed(),
            "scale": { "name": self.printing.key.scale.name, "levels": self.printing.key.scale.levels },
        })
    }
}
