//! Dropped, merged or reworded: every promise of an earlier plan against the new one, in both wordings, and what became
//! of it; what was dropped without a decision first. The counts add up to all that were promised.
use crate::{
    blocks::{Block, Cell, Column, Document, Sheet, Table},
    delivery_plan::{column, heading, number, paragraph, withheld_panel},
    fields,
    occasion::{Draft, Occasion, highest},
};
use domain::{
    action::Action,
    office::Kept,
    paper::PaperKind,
    plan::Plan,
    position::PositionRow,
    succession::{Fate, Promise, Succession},
};
use serde_json::{Value, json};

/// The paper, and the position of every action that it prints. None where no plan came before this one.
pub fn paper(occasion: &Occasion, plan: &Kept<Plan>) -> Option<(Document, Vec<PositionRow>)> {
    let words = occasion.words;
    let all = Succession::all_of(&occasion.sight, plan);
    if all.is_empty() {
        return None;
    }
    let telling = Telling { occasion, plan, all };
    let data = telling.data();
    let title = words.with("succession-title", &[("plan", plan.item.name.as_str().into())]);
    let (sheet, about) = (words.say("sheet-succession"), words.say("sheet-succession-about"));
    let [promises, columns] = fields::sheets(words, sheet, about, title.clone(), &data);
    let counts = Sheet {
        name: words.say("sheet-counts"),
        about: words.say("sheet-succession-counts-about"),
        table: telling.counts(),
    };
    let envelopes = telling.printed().into_iter().map(|kept| &kept.envelope);
    let plans = telling.all.iter().map(|one| &one.old.envelope).chain([&plan.envelope]);
    let draft = Draft {
        kind: PaperKind::Succession,
        title,
        summary: telling.all.iter().map(|one| telling.sentence(one)).collect::<Vec<_>>().join(" "),
        marking: highest(envelopes.chain(plans)),
        front: vec![],
        blocks: telling.blocks(),
        sheets: vec![promises, counts, columns],
        data,
        json: telling.json(),
    };
    let rows = telling.printed().into_iter().map(PositionRow::of).collect();
    Some((occasion.bind(draft), rows))
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    plan: &'a Kept<Plan>,
    all: Vec<Succession<'a>>,
}

impl<'a> Telling<'a> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    /// Each action that is printed, once.
    fn printed(&self) -> Vec<&'a Kept<Action>> {
        let mut printed: Vec<&Kept<Action>> = vec![];
        let old = self.all.iter().flat_map(|one| one.promises.iter().map(|promise| promise.action));
        let heirs = self.all.iter().flat_map(|one| one.promises.iter().flat_map(|promise| &promise.heirs).copied());
        let fresh = self.all.iter().flat_map(|one| one.fresh.iter().copied());
        for kept in old.chain(heirs).chain(fresh) {
            if !printed.iter().any(|other| other.id == kept.id) {
                printed.push(kept);
            }
        }
        printed
    }

    /// "Of 12 promises of the Plan 2019 to 2023, 5 go on word for word, ... and 1 was dropped without a decision."
    fn sentence(&self, one: &Succession) -> String {
        let words = self.occasion.words;
        let counts = one.counts().into_iter();
        let parts: Vec<String> = counts.map(|(fate, count)| format!("{count} {}", self.fate(fate))).collect();
        words.with(
            "succession-sentence",
            &[
                ("all", one.promises.len().into()),
                ("plan", one.old.item.name.as_str().into()),
                ("parts", words.list(&parts).into()),
                ("new", one.fresh.len().into()),
            ],
        )
    }

    /// As it stands in a sentence, after its count.
    fn fate(&self, fate: Fate) -> String {
        match fate {
            Fate::Continued => self.say("fate-continued"),
            Fate::Reworded => self.say("fate-reworded"),
            Fate::Merged => self.say("fate-merged"),
            Fate::Split => self.say("fate-split"),
            Fate::Withheld => self.say("fate-withheld"),
            Fate::Complete => self.say("fate-complete"),
            Fate::BusinessAsUsual => self.say("fate-business-as-usual"),
            Fate::Superseded => self.say("fate-superseded"),
            Fate::ClosedNotDelivered => self.say("fate-closed-not-delivered"),
            Fate::Followed => self.say("fate-followed"),
            Fate::Dropped => self.say("fate-dropped"),
        }
    }

    fn blocks(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let facts = vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-from"), self.occasion.office_name()),
            (self.say("fact-position"), self.occasion.place()),
            (self.say("fact-plan"), self.plan.item.name.to_string()),
        ];
        let mut blocks = vec![Block::Facts { rows: facts }];
        for one in &self.all {
            let name = one.old.item.name.as_str();
            blocks.push(heading(1, words.with("succession-heading", &[("plan", name.into())])));
            blocks.extend([self.sentence(one), self.say("succession-rule")].map(paragraph));
            blocks.extend(withheld_panel(words, one.promises.len(), &self.occasion.sight.withheld(one.old.id, None)));
            for fate in Fate::AS_TOLD {
                self.section(&mut blocks, one, fate);
            }
            let fresh = words.with("succession-new", &[("plan", name.into())]);
            self.fresh(&mut blocks, fresh, &one.fresh);
        }
        blocks
    }

    fn section(&self, blocks: &mut Vec<Block>, one: &Succession, fate: Fate) {
        let promises: Vec<&Promise> = one.with(fate).collect();
        if promises.is_empty() {
            return;
        }
        let head = capital(&self.fate(fate));
        let counted = [("heading", head.as_str().into()), ("count", promises.len().into())];
        let caption = self.occasion.words.with("changes-caption", &counted);
        let old = one.old.item.name.as_str();
        let columns = vec![
            column(self.occasion.words.with("succession-column-was", &[("plan", old.into())]), 44),
            column(self.say("succession-column-now"), 44),
        ];
        let rows = promises.into_iter().map(|promise| {
            let now = if promise.heirs.is_empty() || !promise.fate.goes_on() {
                self.outcome(promise)
            } else {
                promise.heirs.iter().flat_map(|heir| said(heir)).collect()
            };
            vec![Cell::Lines(said(promise.action)), Cell::Lines(now)]
        });
        blocks.push(heading(2, head));
        blocks.push(Block::Table(Table { caption, columns, rows: rows.collect(), row_header: Some(0) }));
    }

    /// What stands beside a promise that no action of the new plan carries.
    fn outcome(&self, promise: &Promise) -> Vec<String> {
        let words = self.occasion.words;
        let sight = &self.occasion.sight;
        let action = &promise.action.item;
        let mut lines = vec![capital(&self.fate(promise.fate))];
        let when = |day| words.with("succession-on", &[("day", words.date(day).into())]);
        lines.extend(action.completion.as_ref().map(|done| when(done.on)));
        if let Some(decided) = &action.decided {
            lines.push(when(decided.on));
            lines.extend(sight.why_decided(decided).map(|(reason, approver)| {
                words
                    .with("slippage-why", &[("reason", reason.as_str().into()), ("approver", approver.as_str().into())])
            }));
        }
        // What took it up in its own plan.
        let takers = sight.descendants(promise.action.id).into_iter().filter(|taker| taker.item.plan == action.plan);
        lines.extend(takers.map(|taker| words.with("succession-taken-up", &named(taker))));
        lines.extend(promise.heirs.iter().map(|heir| words.with("succession-followed", &named(heir))));
        lines
    }

    fn fresh(&self, blocks: &mut Vec<Block>, head: String, fresh: &[&Kept<Action>]) {
        blocks.push(heading(2, head.clone()));
        if fresh.is_empty() {
            blocks.push(paragraph(self.say("succession-nothing-new")));
            return;
        }
        let counted = [("heading", head.into()), ("count", fresh.len().into())];
        let columns = vec![column(self.say("column-reference"), 8), column(self.say("column-action"), 80)];
        let rows = fresh.iter().map(|kept| {
            let title = Cell::Text(kept.item.title.to_string());
            vec![Cell::Text(kept.reference().to_string()), title]
        });
        let caption = self.occasion.words.with("changes-caption", &counted);
        blocks.push(Block::Table(Table { caption, columns, rows: rows.collect(), row_header: Some(0) }));
    }

    fn counts(&self) -> Table {
        let columns = vec![
            column(self.say("fact-plan"), 30),
            column(self.say("head-fate"), 30),
            column(self.say("succession-column-count"), 10),
        ];
        let rows = self.all.iter().flat_map(|one| {
            let plan = one.old.item.name.to_string();
            let counts = one.counts().into_iter();
            let rows = counts.map(|(fate, count)| (capital(&self.fate(fate)), count));
            let rows = rows.chain([(self.say("succession-all"), one.promises.len())]).collect::<Vec<_>>();
            rows.into_iter().map(move |(fate, count)| vec![Cell::Text(plan.clone()), Cell::Text(fate), number(count)])
        });
        Table { caption: self.say("succession-counts-caption"), columns, rows: rows.collect(), row_header: Some(1) }
    }

    /// One flat table: a row a promise and heir, a promise without an heir, or an action that is new.
    fn data(&self) -> Table {
        const HEADS: [&str; 7] = ["fate", "was_plan", "was_reference", "was_title", "reference", "title", "as_at_seq"];
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let pair = |action: Option<&Kept<Action>>| match action {
            Some(kept) => [text(kept.reference().as_str()), text(kept.item.title.as_str())],
            None => [Cell::Empty, Cell::Empty],
        };
        let row = |fate: &str, plan: &str, was: Option<&Kept<Action>>, now: Option<&Kept<Action>>| {
            let front = [text(fate), text(plan)];
            let cells = front.into_iter().chain(pair(was)).chain(pair(now));
            cells.chain([Cell::Number(self.occasion.as_at.seq)]).collect::<Vec<_>>()
        };
        let mut rows = vec![];
        for one in &self.all {
            let plan = one.old.item.name.as_str();
            for promise in &one.promises {
                let fate = promise.fate.as_str();
                if promise.heirs.is_empty() {
                    rows.push(row(fate, plan, Some(promise.action), None));
                }
                rows.extend(promise.heirs.iter().map(|heir| row(fate, plan, Some(promise.action), Some(heir))));
            }
            rows.extend(one.fresh.iter().map(|fresh| row("new", plan, None, Some(fresh))));
        }
        let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        Table { caption: String::new(), columns, rows, row_header: Some(2) }
    }

    /// For machines: keys may be added, none renamed.
    fn json(&self) -> Value {
        let named = |kept: &Kept<Action>| json!({ "reference": kept.reference(), "title": kept.item.title });
        let plans = self.all.iter().map(|one| {
            let promises = one.promises.iter().map(|promise| {
                let mut json = named(promise.action);
                json["fate"] = promise.fate.as_str().into();
                json["heirs"] = promise.heirs.iter().map(|heir| named(heir)).collect();
                json
            });
            let counts = one.counts().into_iter().map(|(fate, count)| (fate.as_str().to_owned(), count.into()));
            json!({
                "plan": one.old.item.name,
                "promises": promises.collect::<Vec<_>>(),
                "counts": counts.collect::<serde_json::Map<_, _>>(),
                "all": one.promises.len(),
                "new": one.fresh.iter().map(|fresh| named(fresh)).collect::<Vec<_>>(),
                "withheld": self.occasion.sight.withheld(one.old.id, None),
            })
        });
        json!({ "plan": { "name": self.plan.item.name }, "earlier": plans.collect::<Vec<_>>() })
    }
}

/// An action by its reference and title, for a sentence.
fn named(kept: &Kept<Action>) -> [(&'static str, crate::words::Value); 2] {
    [("reference", kept.reference().as_str().into()), ("title", kept.item.title.as_str().into())]
}

/// The wording of a promise under its reference.
fn said(kept: &Kept<Action>) -> Vec<String> {
    let action = &kept.item;
    let mut lines = vec![format!("{} {}", kept.reference(), action.title)];
    lines.extend(action.description.iter().chain(&action.output).map(ToString::to_string));
    lines
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}
