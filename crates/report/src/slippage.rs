//! The slippage ledger as a paper: every date that was changed since it was first agreed, what that adds up to by lead
//! and by theme, and how late the office's work has been finishing. Why and with whose agreement is printed for the
//! office and its boards alone.
use crate::{
    blocks::{Block, Cell, Column, Document, Sheet, Table},
    delivery_plan::{column, heading, leads, number, paragraph, withheld_panel},
    fields,
    occasion::{Draft, Occasion, highest},
    words::Words,
};
use domain::{
    action::{Action, DateMove},
    office::Kept,
    paper::PaperKind,
    plan::Plan,
    position::PositionRow,
    publication::Withheld,
    slippage::{ENOUGH, Finish, Slip, Slippage},
    theme::Theme,
};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The paper, and the position of every action that it prints.
pub fn paper(occasion: &Occasion, plan: &Kept<Plan>, theme: Option<&Kept<Theme>>) -> (Document, Vec<PositionRow>) {
    let words = occasion.words;
    let only = theme.map(|theme| theme.id);
    let telling = Telling {
        occasion,
        plan,
        theme,
        slippage: Slippage::of(&occasion.sight, plan.id, only),
        withheld: occasion.sight.withheld(plan.id, only),
    };
    let data = telling.data();
    let name = plan.item.name.as_str();
    let title = match theme {
        Some(theme) => {
            words.with("slippage-title-theme", &[("plan", name.into()), ("theme", theme.item.name.as_str().into())])
        }
        None => words.with("slippage-title", &[("plan", name.into())]),
    };
    let (sheet, about) = (words.say("sheet-slippage"), words.say("sheet-slippage-about"));
    let [moves, columns] = fields::sheets(words, sheet, about, title.clone(), &data);
    let sums = |name: String, about: String, table: Table| Sheet { name, about, table };
    let draft = Draft {
        kind: PaperKind::Slippage,
        title,
        summary: telling.sentence(),
        marking: highest([&plan.envelope].into_iter().chain(telling.slippage.moved.iter().map(|kept| &kept.envelope))),
        front: vec![],
        blocks: telling.blocks(),
        sheets: vec![
            moves,
            sums(words.say("sheet-slippage-leads"), words.say("sheet-slippage-leads-about"), telling.by_lead()),
            sums(words.say("sheet-slippage-themes"), words.say("sheet-slippage-themes-about"), telling.by_theme()),
            columns,
        ],
        data,
        json: telling.json(),
    };
    let rows = telling.slippage.moved.iter().map(|kept| PositionRow::of(kept)).collect();
    (occasion.bind(draft), rows)
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    plan: &'a Kept<Plan>,
    theme: Option<&'a Kept<Theme>>,
    slippage: Slippage<'a>,
    withheld: Vec<Withheld>,
}

impl Telling<'_> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    /// "3 of 34 actions had their date changed, 5 times in all; they stand 14 months past ..."
    fn sentence(&self) -> String {
        let Slip { actions, moves, months } = self.slippage.total();
        self.occasion.words.with(
            "slippage-sentence",
            &[
                ("actions", actions.into()),
                ("all", self.slippage.all.into()),
                ("moves", moves.into()),
                ("months", months.into()),
            ],
        )
    }

    fn blocks(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let facts = vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-from"), self.occasion.office_name()),
            (self.say("fact-position"), self.occasion.place()),
            (self.say("fact-plan"), self.plan.item.name.to_string()),
        ];
        let mut blocks = vec![Block::Facts { rows: facts }, heading(1, self.say("summary"))];
        blocks.extend([self.sentence(), finish(words, self.slippage.finish), self.say("slippage-rule")].map(paragraph));
        if self.withheld.is_empty() {
            blocks.push(paragraph(words.with("all-shown", &[("count", self.slippage.all.into())])));
        }
        blocks.extend(withheld_panel(words, self.slippage.all, &self.withheld));
        blocks.push(heading(1, self.say("slippage-moves")));
        if self.slippage.moved.is_empty() {
            blocks.push(paragraph(self.say("slippage-none")));
            return blocks;
        }
        blocks.push(Block::Table(self.moves()));
        blocks.push(heading(1, self.say("slippage-by-lead")));
        blocks.push(Block::Table(self.by_lead()));
        blocks.push(heading(1, self.say("slippage-by-theme")));
        blocks.push(Block::Table(self.by_theme()));
        blocks
    }

    fn moves(&self) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(self.say("column-reference"), 6),
            column(self.say("column-action"), 30),
            column(self.say("column-lead"), 18),
            column(self.say("column-original-date"), 14),
            column(self.say("slippage-column-moves"), 40),
            column(self.say("slippage-column-now"), 18),
        ];
        let rows = self.slippage.moved.iter().map(|kept| {
            let action = &kept.item;
            let leads = leads(&self.occasion.sight, action);
            let original = action.original_date.map_or_else(|| words.say("date-none"), |date| words.date(date));
            vec![
                Cell::Text(kept.reference().to_string()),
                Cell::Text(action.title.to_string()),
                Cell::Text(if leads.is_empty() { words.say("lead-none") } else { leads.join("; ") }),
                Cell::Text(original),
                Cell::Lines(action.moves.iter().flat_map(|moved| self.told(moved)).collect()),
                Cell::Lines(crate::delivery_plan::lines_of_when(words, action)),
            ]
        });
        Table { caption: self.say("slippage-caption"), columns, rows: rows.collect(), row_header: Some(0) }
    }

    /// "1 June 2026: from 31 March 2026 to 30 June 2026", and why where the reader may know.
    fn told(&self, moved: &DateMove) -> Vec<String> {
        let words = self.occasion.words;
        let date = |date: Option<Date>| date.map_or_else(|| words.say("date-not-set"), |date| words.date(date));
        let values =
            [("on", words.date(moved.on).into()), ("from", date(moved.from).into()), ("to", date(moved.to).into())];
        let mut lines = vec![words.with("slippage-move", &values)];
        if let Some((reason, approver)) = self.occasion.sight.why_moved(moved) {
            let values = [("reason", reason.as_str().into()), ("approver", approver.as_str().into())];
            lines.push(words.with("slippage-why", &values));
        }
        lines
    }

    fn by_lead(&self) -> Table {
        let sums = self.slippage.by(|kept| leads(&self.occasion.sight, &kept.item));
        self.sums(self.say("column-lead"), self.say("slippage-by-lead-caption"), sums, &self.say("lead-none"))
    }

    fn by_theme(&self) -> Table {
        let theme = |action: &Action| self.occasion.sight.theme_of(action).map(|theme| theme.item.name.to_string());
        let sums = self.slippage.by(|kept| theme(&kept.item).into_iter().collect());
        self.sums(self.say("column-theme"), self.say("slippage-by-theme-caption"), sums, "")
    }

    fn sums(&self, of: String, caption: String, sums: BTreeMap<String, Slip>, unnamed: &str) -> Table {
        let columns = vec![
            column(of, 30),
            column(self.say("slippage-column-actions"), 12),
            column(self.say("slippage-column-times"), 12),
            column(self.say("slippage-column-months"), 16),
        ];
        let rows = sums.into_iter().map(|(name, Slip { actions, moves, months })| {
            let name = if name.is_empty() { unnamed.to_owned() } else { name };
            vec![Cell::Text(name), number(actions), number(moves), number(months)]
        });
        Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
    }

    /// One flat table, a row a change of date.
    fn data(&self) -> Table {
        const HEADS: [&str; 13] = [
            "theme",
            "reference",
            "title",
            "leads",
            "baseline_date",
            "changed_on",
            "from",
            "to",
            "reason",
            "approver",
            "current_date",
            "months_past_original",
            "as_at_seq",
        ];
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let date = |date: Option<Date>| date.map_or(Cell::Empty, Cell::Date);
        let sight = &self.occasion.sight;
        let rows = self.slippage.moved.iter().flat_map(|kept| kept.item.moves.iter().map(move |moved| (kept, moved)));
        let rows = rows.map(|(kept, moved)| {
            let action = &kept.item;
            let why = sight.why_moved(moved);
            vec![
                text(sight.theme_of(action).map_or("", |theme| theme.item.name.as_str())),
                text(kept.reference().as_str()),
                text(action.title.as_str()),
                text(&leads(sight, action).join("; ")),
                date(action.original_date),
                Cell::Date(moved.on),
                date(moved.from),
                date(moved.to),
                text(why.map_or("", |(reason, _)| reason.as_str())),
                text(why.map_or("", |(_, approver)| approver.as_str())),
                date(action.current_date),
                action.months_past_original().map_or(Cell::Empty, |months| Cell::Number(months.into())),
                Cell::Number(self.occasion.as_at.seq),
            ]
        });
        let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        Table { caption: String::new(), columns, rows: rows.collect(), row_header: Some(1) }
    }

    /// For machines: keys may be added, none renamed.
    fn json(&self) -> Value {
        let sight = &self.occasion.sight;
        let actions = self.slippage.moved.iter().map(|kept| {
            let action = &kept.item;
            let moves = action.moves.iter().map(|moved| {
                let why = sight.why_moved(moved);
                json!({
                    "on": moved.on,
                    "from": moved.from,
                    "to": moved.to,
                    "reason": why.map(|(reason, _)| reason),
                    "approver": why.map(|(_, approver)| approver),
                })
            });
            json!({
                "reference": kept.reference(),
                "title": action.title,
                "theme": sight.theme_of(action).map(|theme| &theme.item.name),
                "leads": leads(sight, action),
                "baseline_date": action.original_date,
                "current_date": action.current_date,
                "months_past_original": action.months_past_original(),
                "moves": moves.collect::<Vec<_>>(),
            })
        });
        let Slip { actions: moved, moves, months } = self.slippage.total();
        let finish = match self.slippage.finish {
            Finish::TooLittle { finished } => json!({ "finished": finished, "needed": ENOUGH }),
            Finish::Range { finished, least, middle, most } => {
                json!({ "finished": finished, "least": least, "middle": middle, "most": most })
            }
        };
        json!({
            "plan": { "name": self.plan.item.name, "from": self.plan.item.from, "to": self.plan.item.to },
            "theme": self.theme.map(|theme| &theme.item.name),
            "actions": actions.collect::<Vec<_>>(),
            "totals": { "actions": moved, "moves": moves, "months": months, "all": self.slippage.all },
            "finish": finish,
            "withheld": self.withheld,
        })
    }
}

/// "Too little record to say", or the range.
fn finish(words: &Words, finish: Finish) -> String {
    match finish {
        Finish::TooLittle { finished } => {
            words.with("slippage-too-little", &[("finished", finished.into()), ("enough", ENOUGH.into())])
        }
        Finish::Range { finished, least, middle, most } => words.with(
            "slippage-range",
            &[
                ("finished", finished.into()),
                ("least", least.to_string().into()),
                ("middle", middle.to_string().into()),
                ("most", most.to_string().into()),
            ],
        ),
    }
}
