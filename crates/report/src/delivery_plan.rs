//! The delivery plan as a paper: how every action stands, which way it went since the body last saw it, and what is
//! not shown. Counts, never averages; "not rated" always counted; complete apart from on track.
mod effects;
mod expected;
mod machines;
mod milestones;
mod row;

pub(crate) use machines::counts_json;
pub(crate) use milestones::{named as milestone_named, sheets_of as milestone_sheets};
pub(crate) use row::{leads, owner, when as lines_of_when, without_date};

use crate::{
    blocks::{Block, Cell, Column, Document, Inline, Sheet, Table},
    fields,
    occasion::{Draft, Occasion, highest},
    rating::{self, Key},
    words::Words,
};
use domain::{
    action::Bases,
    office::Kept,
    paper::PaperKind,
    plan::Plan,
    position::{PositionRow, Source},
    publication::Withheld,
    scale::{Class, Counts},
    theme::Theme,
    travel::{Direction, RowTravel, Since, ThemeTravel, Travel, travel},
};

/// The paper, and the position that it carries once it is issued: one row for each action that it prints.
pub fn paper(
    occasion: &Occasion,
    plan: &Kept<Plan>,
    theme: Option<&Kept<Theme>>,
    since: &Since,
) -> (Document, Vec<PositionRow>) {
    let printing = Printing::of(occasion, plan, theme, since);
    let data = machines::data(&printing);
    let draft = Draft {
        kind: PaperKind::DeliveryPlan,
        title: printing.title(),
        summary: printing.sentence(),
        marking: printing.marking(),
        front: vec![],
        blocks: printing.blocks(),
        sheets: printing.sheets(&data),
        data,
        json: machines::json(&printing),
    };
    let rows = printing.travel.rows().map(|row| {
        let update = row::progress(&printing, row).map(|update| &update.envelope);
        let milestones = milestones::of(&printing, row).into_iter().map(|kept| &kept.envelope);
        let effects = printing.occasion.sight.expected_effects(row.action.id);
        let effects = effects.into_iter().map(|kept| &kept.envelope);
        PositionRow::of(row.action).beside(milestones.chain(update).chain(effects))
    });
    let rows = rows.collect();
    (occasion.bind(draft), rows)
}

/// Everything that one printing of the plan knows.
pub(crate) struct Printing<'a> {
    pub occasion: &'a Occasion<'a>,
    pub plan: &'a Kept<Plan>,
    pub theme: Option<&'a Kept<Theme>>,
    pub travel: Travel<'a>,
    pub key: Key,
    pub withheld: Vec<Withheld>,
}

impl<'a> Printing<'a> {
    pub fn of(occasion: &'a Occasion<'a>, plan: &'a Kept<Plan>, theme: Option<&'a Kept<Theme>>, since: &Since) -> Self {
        let only = theme.map(|theme| theme.id);
        Self {
            occasion,
            plan,
            theme,
            travel: travel(&occasion.sight, plan, only, since),
            key: Key::of(&occasion.sight, plan, occasion.words),
            withheld: occasion.sight.withheld(plan.id, only),
        }
    }

    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    pub fn shown(&self) -> usize {
        self.travel.rows().count()
    }

    pub fn hidden(&self) -> usize {
        self.withheld.iter().map(|withheld| withheld.count).sum()
    }

    /// The one position that every row is compared with.
    pub fn since(&self) -> Option<&Source> {
        self.travel.since.as_ref()
    }

    /// How many continuing duties are shown: they have no completion.
    pub fn continuing(&self) -> usize {
        self.travel.rows().filter(|row| row.action.item.timescale.is_continuing()).count()
    }

    /// How many actions that have an end have reached it.
    pub fn completed(&self) -> usize {
        let complete = |row: &&RowTravel| {
            let action = &row.action.item;
            !action.timescale.is_continuing() && action.rating.as_ref().is_some_and(|r| r.class == Class::Complete)
        };
        self.travel.rows().filter(complete).count()
    }

    fn title(&self) -> String {
        let words = self.occasion.words;
        let plan = self.plan.item.name.as_str();
        match self.theme {
            Some(theme) => words.with(
                "delivery-plan-title-theme",
                &[("plan", plan.into()), ("theme", theme.item.name.as_str().into())],
            ),
            None => words.with("delivery-plan-title", &[("plan", plan.into())]),
        }
    }

    /// "71 actions in 4 themes: Complete 10, On track 40, Not rated 7."
    pub fn sentence(&self) -> String {
        self.occasion.words.with(
            "delivery-plan-sentence",
            &[
                ("actions", self.shown().into()),
                ("themes", self.travel.themes.len().into()),
                ("counts", self.key.counts(&self.travel.counts()).into()),
            ],
        )
    }

    pub fn marking(&self) -> domain::envelope::Marking {
        let sight = &self.occasion.sight;
        let themes = self.travel.themes.iter().map(|travel| &travel.theme.envelope);
        let actions = self.travel.rows().map(|row| &row.action.envelope);
        let updates = self.travel.rows().filter_map(|row| Some(&sight.update(row.action.item.update?)?.envelope));
        highest(
            [&self.plan.envelope]
                .into_iter()
                .chain(themes)
                .chain(actions)
                .chain(updates)
                .chain(milestones::envelopes(self))
                .chain(effects::envelopes(self)),
        )
    }

    fn blocks(&self) -> Vec<Block> {
        let mut blocks = vec![self.facts(), heading(1, self.say("summary"))];
        blocks.extend(self.summary());
        blocks.extend(self.withheld_panel());
        blocks.push(Block::Table(self.counts_table()));
        blocks.push(Block::Table(self.directions_table()));
        blocks.push(heading(1, self.say("key-heading")));
        blocks.push(Block::Table(self.key_table()));
        blocks.push(paragraph(self.say("key-directions")));
        for theme in &self.travel.themes {
            blocks.extend(self.theme_blocks(theme));
        }
        blocks.extend(milestones::blocks(self));
        blocks.extend(expected::blocks(self));
        blocks.extend(effects::blocks(self));
        blocks
    }

    fn facts(&self) -> Block {
        let mut rows = self.whose();
        rows.push((self.say("fact-plan"), self.plan.item.name.to_string()));
        rows.extend(self.period());
        rows.push((self.say("fact-compared"), self.compared_with()));
        Block::Facts { rows }
    }

    /// For whom, as at when and for which years: where the title names the plan and nothing is compared.
    pub fn facts_in_short(&self) -> Block {
        Block::Facts { rows: self.whose().into_iter().chain(self.period()).collect() }
    }

    fn whose(&self) -> Vec<(String, String)> {
        vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-from"), self.occasion.office_name()),
            (self.say("fact-position"), self.occasion.place()),
        ]
    }

    fn period(&self) -> Option<(String, String)> {
        let words = self.occasion.words;
        let (from, to) = (self.plan.item.from?, self.plan.item.to?);
        let period = words.with("period", &[("from", words.date(from).into()), ("to", words.date(to).into())]);
        Some((self.say("fact-period"), period))
    }

    fn compared_with(&self) -> String {
        let words = self.occasion.words;
        match self.since() {
            Some(source) => rating::source(words, source),
            None => words.with("compared-last-seen", &[("body", self.occasion.body_name().into())]),
        }
    }

    fn summary(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let mut blocks = vec![paragraph(self.sentence())];
        let shown = self.shown();
        blocks.extend(self.completion().map(paragraph));
        blocks.extend(self.direction_blocks());
        blocks.extend(self.bases().into_iter().map(paragraph));
        if !self.any_progress() && shown > 0 {
            blocks.push(paragraph(self.say("no-progress")));
        }
        if self.hidden() == 0 {
            blocks.push(paragraph(words.with("all-shown", &[("count", shown.into())])));
        }
        blocks
    }

    /// What stands behind the ratings: how many came with tables, and how the leads' own stand to the written rules.
    fn bases(&self) -> Vec<String> {
        let words = self.occasion.words;
        let bases: Bases = self.travel.rows().filter_map(|row| row.action.item.rating.as_ref()).collect();
        let count = [("count", bases.supplied.into())];
        let supplied = match (bases.supplied, bases.own()) {
            (0, _) => None,
            (_, 0) => Some(words.with("supplied-statement", &count)),
            _ => Some(words.with("supplied-some", &count)),
        };
        let own = (bases.own() > 0).then(|| {
            let counts =
                [("agree", bases.agree.into()), ("differ", bases.differ.into()), ("untested", bases.untested.into())];
            words.with("leads-own-statement", &counts)
        });
        supplied.into_iter().chain(own).collect()
    }

    /// How many of the actions that have an end have reached it; None where there is no action.
    pub fn completion(&self) -> Option<String> {
        let words = self.occasion.words;
        let (shown, continuing) = (self.shown(), self.continuing());
        if shown == 0 {
            return None;
        }
        let mut completion =
            words.with("completion", &[("complete", self.completed().into()), ("ending", (shown - continuing).into())]);
        if continuing > 0 {
            completion.push(' ');
            completion.push_str(&words.with("continuing", &[("count", continuing.into())]));
        }
        Some(completion)
    }

    /// Which way the actions went, and against what: one position for all, or what was last seen of each.
    fn direction_blocks(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let went = |direction: &str| self.travel.went(direction);
        let counts = words.with(
            "directions",
            &[
                ("better", went("better").into()),
                ("worse", went("worse").into()),
                ("same", went("same").into()),
                ("new", went("new").into()),
                ("incomparable", went("not_comparable").into()),
            ],
        );
        let against = self.compared_with();
        let mut blocks = vec![paragraph(
            words.with("directions-against", &[("against", against.into()), ("counts", counts.into())]),
        )];
        if self.since().is_some() {
            return blocks;
        }
        let mut sources: Vec<(&Source, usize)> = vec![];
        for was in self.travel.rows().filter_map(|row| row.was.as_ref()) {
            match sources.iter_mut().find(|(source, _)| *source == &was.source) {
                Some((_, count)) => *count += 1,
                None => sources.push((&was.source, 1)),
            }
        }
        sources.sort_by_key(|(source, _)| (source.day, source.seq));
        let mut items: Vec<Vec<Inline>> = sources
            .iter()
            .map(|(source, count)| {
                let source = rating::source(words, source);
                Inline::text(words.with("seen-in", &[("source", source.into()), ("count", (*count).into())]))
            })
            .collect();
        let unseen = self.travel.went(Direction::New.as_str());
        if unseen > 0 {
            let values = [("body", self.occasion.body_name().into()), ("count", unseen.into())];
            items.push(Inline::text(words.with("seen-never", &values)));
        }
        if sources.len() > 1 {
            blocks.push(paragraph(words.with("rotation", &[("body", self.occasion.body_name().into())])));
        }
        blocks.push(Block::List { items });
        blocks
    }

    pub fn withheld_panel(&self) -> Option<Block> {
        withheld_panel(self.occasion.words, self.shown(), &self.withheld)
    }

    pub fn counts_table(&self) -> Table {
        let total = self.travel.counts();
        let classes = self.key.counted(&total);
        let mut columns = vec![column(self.say("column-theme"), 28), column(self.say("column-actions"), 10)];
        columns.extend(classes.iter().map(|class| column(self.key.class(*class), 10)));
        let row = |name: String, counts: &Counts| {
            let mut cells = vec![Cell::Text(name), number(counts.total())];
            cells.extend(classes.iter().map(|class| number(counts.of(*class))));
            cells
        };
        let mut rows: Vec<Vec<Cell>> =
            self.travel.themes.iter().map(|t| row(t.theme.item.name.to_string(), &t.counts)).collect();
        if rows.len() > 1 {
            rows.push(row(self.say("all-themes"), &total));
        }
        Table { caption: self.say("counts-caption"), columns, rows, row_header: Some(0) }
    }

    fn directions_table(&self) -> Table {
        let words = self.occasion.words;
        let heads = ["better", "same", "worse", "new", "not_comparable"];
        let columns = vec![
            column(self.say("column-theme"), 28),
            column(words.say("direction-better"), 12),
            column(words.say("direction-same"), 12),
            column(words.say("direction-worse"), 12),
            column(words.say("direction-new"), 12),
            column(words.say("direction-not-comparable"), 16),
        ];
        let row = |name: String, count: &dyn Fn(&str) -> usize| {
            [Cell::Text(name)].into_iter().chain(heads.iter().map(|head| number(count(head)))).collect::<Vec<_>>()
        };
        let of_theme = |theme: &ThemeTravel| {
            row(theme.theme.item.name.to_string(), &|head| {
                theme.rows.iter().filter(|row| row.direction.as_str() == head).count()
            })
        };
        let mut rows: Vec<Vec<Cell>> = self.travel.themes.iter().map(of_theme).collect();
        if rows.len() > 1 {
            rows.push(row(self.say("all-themes"), &|head| self.travel.went(head)));
        }
        let caption = words.with("directions-caption", &[("against", self.compared_with().into())]);
        Table { caption, columns, rows, row_header: Some(0) }
    }

    pub fn key_table(&self) -> Table {
        rating::key_table(self.occasion.words, &self.key)
    }

    fn sheets(&self, data: &Table) -> Vec<Sheet> {
        let words = self.occasion.words;
        let caption = words.with("sheet-actions-caption", &[("plan", self.plan.item.name.as_str().into())]);
        let (name, about) = (self.say("sheet-actions"), self.say("sheet-actions-about"));
        let [actions, columns] = fields::sheets(words, name, about, caption, data);
        let directions = Sheet {
            name: self.say("sheet-directions"),
            about: self.say("sheet-directions-about"),
            table: self.directions_table(),
        };
        let own = [actions, self.counts_sheet(), directions, self.key_sheet(), columns];
        own.into_iter().chain(milestones::sheets(self).into_iter().flatten()).collect()
    }

    pub fn counts_sheet(&self) -> Sheet {
        let (name, about) = (self.say("sheet-counts"), self.say("sheet-counts-about"));
        Sheet { name, about, table: self.counts_table() }
    }

    pub fn key_sheet(&self) -> Sheet {
        rating::key_sheet(self.occasion.words, &self.key)
    }

    fn theme_blocks(&self, travel: &ThemeTravel) -> Vec<Block> {
        let words = self.occasion.words;
        let theme = &travel.theme.item;
        let code = theme.code.as_ref().map(ToString::to_string).unwrap_or_default();
        let mut blocks = vec![Block::Heading { level: 1, number: code, text: theme.name.to_string() }];
        if let Some(aim) = &theme.aim {
            blocks.push(Block::Paragraph {
                number: String::new(),
                text: vec![Inline::Bold(self.say("aim")), Inline::Text(format!(" {aim}"))],
            });
        }
        if travel.rows.is_empty() {
            blocks.push(paragraph(self.say("theme-empty")));
            return blocks;
        }
        let counts = [("actions", travel.rows.len().into()), ("counts", self.key.counts(&travel.counts).into())];
        blocks.push(paragraph(words.with("theme-counts", &counts)));
        blocks.push(Block::Table(row::table(self, travel)));
        blocks
    }

    /// Whether anything is said of the progress of any action; a column of nothing is left out, and that is said.
    pub fn any_progress(&self) -> bool {
        self.travel.rows().any(|row| row::progress(self, row).is_some())
    }
}

/// How many actions are not shown, and why; None where all are.
pub(crate) fn withheld_panel(words: &Words, shown: usize, withheld: &[Withheld]) -> Option<Block> {
    let hidden: usize = withheld.iter().map(|withheld| withheld.count).sum();
    if hidden == 0 {
        return None;
    }
    let counts = [("shown", shown.into()), ("total", (shown + hidden).into()), ("hidden", hidden.into())];
    let mut paragraphs = vec![Inline::text(words.say("withheld-counted"))];
    paragraphs.extend(withheld.iter().map(|withheld| {
        let values = [("count", withheld.count.into()), ("reason", withheld.reason.as_str().into())];
        Inline::text(words.with("withheld-reason", &values))
    }));
    Some(Block::Panel { title: words.with("withheld-title", &counts), paragraphs })
}

pub(crate) fn heading(level: u8, text: String) -> Block {
    Block::Heading { level, number: String::new(), text }
}

pub(crate) fn paragraph(text: String) -> Block {
    Block::Paragraph { number: String::new(), text: Inline::text(text) }
}

pub(crate) fn column(head: String, weight: u16) -> Column {
    Column { head, weight }
}

pub(crate) fn number(count: usize) -> Cell {
    Cell::Number(i64::try_from(count).unwrap_or(i64::MAX))
}
