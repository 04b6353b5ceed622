//! The quarterly data pack: signals first, beside those that chance alone would give; then every measure on a page of its
//! own with its chart, what it says in a sentence, the same numbers as a table, what is made of it and what is done.
mod figures;
mod page;

pub use figures::remarks;
pub use page::{change, definition, facts, marks_in_words, values};

use crate::{
    blocks::{Block, Cell, Document, Inline, Sheet, Table},
    delivery_plan::{column, heading, paragraph},
    drawn, fields,
    occasion::{AsAt, Draft, Occasion, highest},
};
use domain::{
    finite::rounded,
    load::Load,
    paper::{PaperKind, PrintedMeasure},
    performance::{Method, Performance, Signals},
    position::PositionRow,
    publication::Withheld,
    sight::Reach,
    spc::RULE_SET,
};
use serde_json::{Value, json};

/// What a body saw of the measures before.
#[derive(Debug)]
pub struct Before {
    pub as_at: AsAt,
    pub performances: Vec<Performance>,
}

/// A composed pack: the paper, the actions that it names, and every measure in it as everybody might see it.
#[derive(Debug)]
pub struct Pack {
    pub document: Document,
    pub rows: Vec<PositionRow>,
    pub measures: Vec<PrintedMeasure>,
}

/// The paper. None: the office follows no measure that its readers may see.
pub fn paper(occasion: &Occasion, before: Option<&Before>) -> Option<Pack> {
    let sight = &occasion.sight;
    let kept = sight.measures();
    let followed: Vec<_> = kept.iter().copied().filter(|kept| kept.item.ended.is_none()).collect();
    let all: Vec<Performance> = followed.iter().map(|kept| sight.performance(kept)).collect();
    let latest = all.iter().filter_map(|one| one.latest()).map(|point| point.span.ends()).max()?;
    let words = occasion.words;
    let telling =
        Telling { occasion, all: &all, before, signals: Signals::of(&all), withheld: sight.measures_withheld() };
    let mut named = vec![];
    let mut blocks = telling.front();
    for (kept, performance) in followed.iter().zip(&all) {
        blocks.push(Block::PageBreak);
        let actions = sight.actions_answering(kept);
        blocks.extend(page::page(occasion, performance, &actions));
        named.extend(actions);
    }
    blocks.extend(telling.back());
    named.sort_by_key(|action| action.id);
    named.dedup_by_key(|action| action.id);
    let data = figures::table(&all, occasion.as_at.seq);
    let title = words.with("pack-title", &[("to", words.date(latest).into())]);
    let (sheet, about) = (words.say("sheet-figures"), words.say("sheet-figures-about"));
    let [figures, columns] = fields::sheets(words, sheet, about, title.clone(), &data);
    let summary =
        Sheet { name: words.say("sheet-measures"), about: words.say("sheet-measures-about"), table: telling.summary() };
    let quality =
        Sheet { name: words.say("sheet-quality"), about: words.say("sheet-quality-about"), table: telling.quality() };
    let envelopes = followed.iter().map(|kept| &kept.envelope).chain(named.iter().map(|action| &action.envelope));
    let public = sight.no_further_than(Reach::Public);
    let printed = followed.iter().zip(&all).map(|(kept, printed)| {
        PrintedMeasure::of(printed, public.measure(kept.id).map(|kept| public.performance(kept)))
    });
    let measures = printed.collect();
    let draft = Draft {
        kind: PaperKind::DataPack,
        title,
        summary: telling.found(),
        marking: highest(envelopes),
        front: vec![],
        blocks,
        sheets: vec![figures, summary, quality, columns],
        data,
        json: telling.json(),
    };
    Some(Pack { measures, rows: named.into_iter().map(PositionRow::of).collect(), document: occasion.bind(draft) })
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    all: &'a [Performance],
    before: Option<&'a Before>,
    signals: Signals,
    withheld: Vec<Withheld>,
}

impl Telling<'_> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    /// "3 of 18 measures show a special cause in the last quarter. Chance alone would give about 0.7 …"
    fn found(&self) -> String {
        let Signals { judged, found, by_chance, any_by_chance } = self.signals;
        if judged == 0 {
            return self.say("pack-nothing-judged");
        }
        self.occasion.words.with(
            "pack-found",
            &[
                ("found", found.into()),
                ("judged", judged.into()),
                ("chance", rounded(by_chance, 1).into()),
                ("any", rounded(any_by_chance * 100.0, 0).into()),
            ],
        )
    }

    fn front(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let facts = vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-from"), self.occasion.office_name()),
            (self.say("fact-position"), self.occasion.place()),
            (self.say("pack-fact-rules"), words.with("pack-rules", &[("rules", RULE_SET.into())])),
        ];
        let mut blocks = vec![Block::Facts { rows: facts }, heading(1, self.say("pack-signals"))];
        blocks.push(paragraph(self.found()));
        let mut found: Vec<&Performance> = self.all.iter().filter(|one| one.signals()).collect();
        found.sort_by_key(|one| one.judgement.variation);
        let item = |one: &&Performance| {
            vec![Inline::Bold(format!("{} {}: ", one.code, one.title)), Inline::Text(one.sentence())]
        };
        if !found.is_empty() {
            blocks.push(Block::List { items: found.iter().map(item).collect() });
            blocks.push(paragraph(self.say("pack-chance")));
        }
        let unread =
            self.all.iter().filter(|one| !matches!(one.judgement.method, method if method.has_limits())).count();
        if unread > 0 {
            blocks.push(paragraph(words.with("pack-not-judged", &[("count", unread.into())])));
        }
        if !self.withheld.is_empty() {
            let line = |withheld: &Withheld| {
                let values = [("count", withheld.count.into()), ("reason", withheld.reason.as_str().into())];
                vec![Inline::Text(words.with("pack-withheld", &values))]
            };
            blocks.push(Block::Panel {
                title: self.say("pack-withheld-title"),
                paragraphs: self.withheld.iter().map(line).collect(),
            });
        }
        blocks.push(heading(1, self.say("pack-matrix")));
        blocks.push(drawn::matrix(self.all, &self.say("pack-matrix")).below_its_heading());
        blocks.push(heading(1, self.say("pack-summary")));
        blocks.push(Block::Table(self.summary()));
        if let Some(bullets) = drawn::bullets(self.all, &self.say("pack-targets")) {
            blocks.push(heading(1, self.say("pack-targets")));
            blocks.push(bullets.below_its_heading());
        }
        blocks.push(heading(1, self.say("pack-changed")));
        blocks.extend(self.changed());
        blocks
    }

    /// A row a measure: what it is now, what is usual, and what is said of it.
    fn summary(&self) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(words.say("pack-column-code"), 8),
            column(words.say("pack-column-measure"), 30),
            column(words.say("pack-column-latest"), 18),
            column(words.say("pack-column-usual"), 20),
            column(words.say("pack-column-variation"), 26),
            column(words.say("pack-column-target"), 26),
            column(words.say("pack-column-year"), 20),
        ];
        let row = |one: &Performance| {
            let none = || Cell::Text(words.say("pack-no-figure"));
            let latest = one.latest();
            let value = latest.and_then(|point| Some(vec![one.told(point.value?), point.span.in_words()]));
            let usual = latest.and_then(|point| point.judged).map(|judged| match (judged.lower, judged.upper) {
                _ if one.judgement.method.is_seasonal() => words.say("pack-seasonal"),
                (Some(lower), Some(upper)) => format!("{} to {}", one.read(lower), one.read(upper)),
                _ => format!("{} {}", words.say("pack-middle"), one.read(judged.centre)),
            });
            let target = latest.and_then(|point| one.target_in_words(point));
            let year = latest.and_then(|point| point.year_on_year);
            vec![
                Cell::Text(one.code.to_string()),
                Cell::Text(one.title.to_string()),
                value.map_or_else(none, Cell::Lines),
                usual.map_or(Cell::Empty, Cell::Text),
                Cell::Text(one.variation_in_words()),
                match (target, one.assurance_in_words()) {
                    (Some(target), Some(assurance)) => Cell::Lines(vec![target, assurance]),
                    (Some(target), None) => Cell::Text(target),
                    (None, _) => Cell::Text(words.say("pack-no-target")),
                },
                year.map_or(Cell::Empty, |change| Cell::Text(page::change(one, change))),
            ]
        };
        Table {
            caption: words.say("pack-summary-caption"),
            columns,
            rows: self.all.iter().map(row).collect(),
            row_header: Some(0),
        }
    }

    /// What is otherwise than in the last pack that this body saw.
    fn changed(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let Some(before) = self.before else { return vec![paragraph(self.say("pack-first"))] };
        let mut items: Vec<String> = vec![];
        for one in self.all {
            let name = format!("{} {}", one.code, one.title);
            let Some(was) = before.performances.iter().find(|was| was.code == one.code) else {
                items.push(words.with("pack-new", &[("measure", name.into())]));
                continue;
            };
            if was.judgement.variation != one.judgement.variation {
                let values = [
                    ("measure", name.as_str().into()),
                    ("now", one.variation_in_words().into()),
                    ("was", was.variation_in_words().into()),
                ];
                items.push(words.with("pack-variation-changed", &values));
            }
            let revised =
                was.points.iter().filter(|point| one.point(point.span).is_some_and(|now| now.value != point.value));
            let revised = revised.count();
            if revised > 0 {
                items.push(words.with("pack-revised", &[("measure", name.as_str().into()), ("count", revised.into())]));
            }
            if was.definitions != one.definitions {
                items.push(words.with("pack-redefined", &[("measure", name.as_str().into())]));
            }
        }
        let gone = before.performances.iter().filter(|was| self.all.iter().all(|one| one.code != was.code));
        items.extend(
            gone.map(|was| words.with("pack-gone", &[("measure", format!("{} {}", was.code, was.title).into())])),
        );
        let intro = words.with("pack-compared", &[("place", before.as_at.words(words).into())]);
        if items.is_empty() {
            return vec![paragraph(intro), paragraph(self.say("pack-nothing-changed"))];
        }
        let items = items.into_iter().map(Inline::text).collect();
        vec![paragraph(intro), Block::List { items }]
    }

    fn back(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let mut blocks = vec![Block::PageBreak];
        blocks.extend(self.national());
        let parts = self.occasion.sight.breakdowns();
        if !parts.is_empty() {
            blocks.push(heading(1, self.say("pack-parts")));
            blocks.push(paragraph(self.say("pack-parts-about")));
            blocks.extend(parts.iter().flat_map(drawn::parts).map(drawn::Drawn::block));
        }
        blocks.push(heading(1, self.say("pack-quality")));
        blocks.push(paragraph(self.say("pack-quality-about")));
        blocks.push(Block::Table(self.quality()));
        blocks.push(heading(1, self.say("pack-glossary")));
        let rows = vec![
            (words.say("pack-word-special-cause"), words.say("pack-means-special-cause")),
            (words.say("pack-word-common-cause"), words.say("pack-means-common-cause")),
            (words.say("pack-word-limits"), words.say("pack-means-limits")),
            (words.say("pack-word-run-chart"), words.say("pack-means-run-chart")),
            (words.say("pack-word-assurance"), words.say("pack-means-assurance")),
            (words.say("pack-word-seasonal"), words.say("pack-means-seasonal")),
            (words.say("pack-word-rolling"), words.say("pack-means-rolling")),
            (words.say("pack-word-provisional"), words.say("pack-means-provisional")),
            (words.say("pack-word-partial"), words.say("pack-means-partial")),
            (words.say("pack-word-suppressed"), words.say("pack-means-suppressed")),
            (words.say("pack-word-revised"), words.say("pack-means-revised")),
            (words.say("pack-word-rebase"), words.say("pack-means-rebase")),
        ];
        blocks.push(Block::Facts { rows });
        blocks.push(paragraph(words.with("pack-rule-set", &[("rules", RULE_SET.into())])));
        blocks
    }

    /// What the force contributes to the national measures, by the measures that answer each.
    fn national(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let mut sets: Vec<&str> =
            self.all.iter().filter_map(|one| one.national.as_ref()).map(domain::text::Text::as_str).collect();
        sets.sort_unstable();
        sets.dedup();
        if sets.is_empty() {
            return vec![];
        }
        let rows = sets.into_iter().map(|set| {
            let own = self.all.iter().filter(|one| one.national.as_ref().is_some_and(|own| own.as_str() == set));
            let lines = own.map(|one| format!("{} {}. {}", one.code, one.title, one.sentence()));
            vec![Cell::Text(set.to_owned()), Cell::Lines(lines.collect())]
        });
        let columns =
            vec![column(words.say("pack-column-national"), 20), column(words.say("pack-column-contribution"), 60)];
        let table =
            Table { caption: words.say("pack-national-caption"), columns, rows: rows.collect(), row_header: Some(0) };
        vec![heading(1, self.say("pack-national")), paragraph(self.say("pack-national-about")), Block::Table(table)]
    }

    /// What was loaded, and how good it is.
    fn quality(&self) -> Table {
        let words = self.occasion.words;
        let columns = [
            (words.say("pack-column-file"), 30),
            (words.say("pack-column-figures"), 26),
            (words.say("pack-column-downloaded"), 16),
            (words.say("pack-column-rows"), 12),
            (words.say("pack-column-rejected"), 12),
            (words.say("pack-column-remarks"), 40),
        ];
        let used: std::collections::BTreeSet<&str> =
            self.all.iter().flat_map(|one| &one.provenance).map(|from| from.load.as_str()).collect();
        let sight = &self.occasion.sight;
        let mut rows = vec![];
        for load in sight.loads_behind(&used) {
            let kept: &Load = &load.item;
            rows.push(vec![
                Cell::Lines(vec![kept.file.to_string(), load.reference().to_string()]),
                Cell::Lines(vec![kept.data_set.named().to_owned(), kept.reach_in_words()]),
                Cell::Date(kept.downloaded),
                Cell::Number(i64::try_from(kept.rows).unwrap_or(i64::MAX)),
                Cell::Number(i64::try_from(kept.rejected).unwrap_or(i64::MAX)),
                Cell::Lines(figures::remarks(words, kept)),
            ]);
        }
        Table {
            caption: words.say("pack-quality-caption"),
            columns: columns.map(|(head, weight)| column(head, weight)).to_vec(),
            rows,
            row_header: Some(0),
        }
    }

    /// For machines: keys may be added, none renamed.
    fn json(&self) -> Value {
        let Signals { judged, found, by_chance, any_by_chance } = self.signals;
        json!({
            "rule_set": RULE_SET,
            "signals": { "judged": judged, "found": found, "by_chance": by_chance, "any_by_chance": any_by_chance },
            "since": self.before.map(|before| before.as_at.json()),
            "measures": self.all.iter().map(figures::machine).collect::<Vec<_>>(),
            "run_charts": self.all.iter().filter(|one| one.judgement.method == Method::RunChart).count(),
            "withheld": self.withheld,
        })
    }
}
