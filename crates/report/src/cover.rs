//! The cover report: the author's prose, with every number, every theme's name and every figure from the record.
mod figure;
mod text;

pub use text::{CoverText, Fault, NotPrinted};

use crate::{
    blocks::{Block, Document, Inline, Table},
    delivery_plan::Printing,
    occasion::{Draft, Occasion},
    words::Words,
};
use domain::{
    body::BodyKind, envelope::Marking, office::Kept, paper::PaperKind, plan::Plan, position::PositionRow, text::fold,
    theme::Theme, travel::Since,
};
use figure::{Figures, Scope};
use serde_json::json;
use text::{Part, Section, Written};

/// How a receiving body has its reports laid out: data, taken from reports that such bodies published.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
struct Layout {
    facts: FactsStand,
    headings: Headings,
    sub_headings: SubHeadings,
}

/// Where To, From and Date stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum FactsStand {
    AboveTitle,
    BelowTitle,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Headings {
    Capitals,
    AsTyped,
}

/// Whether a sub-heading takes the next number and its paragraphs none, or the other way about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum SubHeadings {
    Numbered,
    Plain,
}

impl Layout {
    fn of(kind: BodyKind) -> Self {
        let plain =
            Self { facts: FactsStand::BelowTitle, headings: Headings::AsTyped, sub_headings: SubHeadings::Plain };
        match kind {
            BodyKind::Panel => Self { headings: Headings::Capitals, sub_headings: SubHeadings::Numbered, ..plain },
            BodyKind::Committee => Self { facts: FactsStand::AboveTitle, ..plain },
            BodyKind::Board | BodyKind::Office | BodyKind::Force | BodyKind::Partner => plain,
        }
    }
}

/// The paper, and the position of every action that its figures are drawn from. Without a plan, the text may name no
/// figure of one.
pub fn paper(
    occasion: &Occasion,
    plan: Option<&Kept<Plan>>,
    theme: Option<&Kept<Theme>>,
    since: &Since,
    text: &CoverText,
) -> Result<(Document, Vec<PositionRow>), NotPrinted> {
    let printing = plan.map(|plan| Printing::of(occasion, plan, theme, since));
    let mut figures = Figures {
        occasion,
        printing: printing.as_ref(),
        notes: &text.notes,
        used_notes: std::collections::BTreeSet::new(),
        used: std::collections::BTreeMap::new(),
        marking: plan.map_or(Marking::Official, |plan| plan.envelope.marking),
        faults: vec![],
    };
    let title = match (text.fact("Title"), plan) {
        (Some(title), _) => figures.line(title, Scope::default()),
        (None, Some(plan)) => occasion.words.with("cover-title", &[("plan", plan.item.name.as_str().into())]),
        (None, None) => {
            figures.faults.push(Fault::at(1, "the report has no title; add a line Title: at the head"));
            String::new()
        }
    };
    let mut setting = Setting {
        layout: Layout::of(occasion.body.item.kind),
        words: occasion.words,
        figures,
        front: vec![],
        blocks: vec![],
    };
    setting.facts(text);
    for (index, section) in text.sections.iter().enumerate() {
        setting.section(index + 1, section);
    }
    setting.figures.check_notes();
    let Setting { figures: Figures { used, marking, mut faults, .. }, front, blocks, .. } = setting;
    if !faults.is_empty() {
        faults.sort_by_key(|fault| fault.line);
        return Err(NotPrinted(faults));
    }
    let drawn_from = printing.iter().filter(|_| !used.is_empty()).flat_map(|printing| printing.travel.rows());
    let rows = drawn_from.map(|row| PositionRow::of(row.action)).collect();
    let words = occasion.words;
    let day = words.date(occasion.as_at.day);
    let summary = words.with("cover-sentence", &[("body", occasion.body_name().into()), ("day", day.into())]);
    let json = json!({
        "plan": plan.map(|plan| json!({ "name": plan.item.name })),
        "since": printing.as_ref().and_then(|printing| printing.since()),
        "figures": used,
        "blocks": front.iter().chain(&blocks).filter_map(block_json).collect::<Vec<_>>(),
    });
    let draft = Draft {
        kind: PaperKind::CoverReport,
        title,
        summary,
        marking,
        front,
        blocks,
        data: Table::default(),
        sheets: vec![],
        json,
    };
    Ok((occasion.bind(draft), rows))
}

struct Setting<'p> {
    layout: Layout,
    words: &'static Words,
    figures: Figures<'p>,
    front: Vec<Block>,
    blocks: Vec<Block>,
}

/// The last number given within a section, and who gives the next.
struct Numbering {
    section: usize,
    last: usize,
    /// Under a numbered sub-heading, whose paragraphs have no numbers of their own.
    under_number: bool,
}

impl Numbering {
    fn next(&mut self) -> String {
        self.last += 1;
        format!("{}.{}", self.section, self.last)
    }
}

impl<'p> Setting<'p> {
    /// To, From and Date first, whatever their order in the text; a text without them prints none.
    fn facts(&mut self, text: &CoverText) {
        let first = ["To", "From", "Date"];
        let label = |label: &str| match label {
            "To" => self.words.say("fact-to"),
            "From" => self.words.say("fact-from"),
            "Date" => self.words.say("fact-date"),
            "Item" => self.words.say("item"),
            other => other.to_owned(),
        };
        let others = text.facts.iter().filter(|fact| !first.contains(&fact.label.as_str()) && fact.label != "Title");
        let ordered =
            first.iter().filter_map(|wanted| text.facts.iter().find(|fact| fact.label == *wanted)).chain(others);
        let labelled: Vec<(String, &Written)> = ordered.map(|fact| (label(&fact.label), &fact.value)).collect();
        let rows: Vec<(String, String)> =
            labelled.into_iter().map(|(label, value)| (label, self.figures.line(value, Scope::default()))).collect();
        if !rows.is_empty() {
            match self.layout.facts {
                FactsStand::AboveTitle => self.front.push(Block::Facts { rows }),
                FactsStand::BelowTitle => self.blocks.push(Block::Facts { rows }),
            }
        }
    }

    fn section(&mut self, section: usize, written: &Section) {
        let text = self.figures.line(&written.heading, Scope::default());
        let text = match self.layout.headings {
            Headings::Capitals => text.to_uppercase(),
            Headings::AsTyped => text,
        };
        let recommends = fold(&written.heading.text).starts_with("recommendation");
        self.blocks.push(Block::Heading { level: 1, number: format!("{section}."), text });
        let mut numbering = Numbering { section, last: 0, under_number: false };
        let mut parts = written.parts.as_slice();
        while let Some((part, rest)) = parts.split_first() {
            parts = rest;
            let Part::Theme(named) = part else {
                self.part(part, &mut numbering, Scope::default(), recommends);
                continue;
            };
            // What stands under a theme's heading, up to the next sub-heading, speaks of that theme.
            let end =
                rest.iter().position(|part| matches!(part, Part::Theme(_) | Part::Heading(_))).unwrap_or(rest.len());
            let (under, after) = rest.split_at(end);
            parts = after;
            for theme in self.themes(named) {
                let scope = Scope { theme: Some(theme), action: None };
                self.sub_heading(theme.theme.item.name.to_string(), &mut numbering);
                for part in under {
                    self.part(part, &mut numbering, scope, recommends);
                }
            }
        }
    }

    fn themes(&mut self, named: &Written) -> Vec<&'p domain::travel::ThemeTravel<'p>> {
        match self.figures.printing {
            Some(printing) if named.text.replace(' ', "").eq_ignore_ascii_case("{theme}") => {
                printing.travel.themes.iter().collect()
            }
            _ => self.figures.theme(named).into_iter().collect(),
        }
    }

    fn sub_heading(&mut self, text: String, numbering: &mut Numbering) {
        numbering.under_number = self.layout.sub_headings == SubHeadings::Numbered;
        let number = if numbering.under_number { numbering.next() } else { String::new() };
        self.blocks.push(Block::Heading { level: 2, number, text });
    }

    fn part(&mut self, part: &Part, numbering: &mut Numbering, scope: Scope<'p>, recommends: bool) {
        match part {
            Part::Theme(_) => {}
            Part::Heading(written) => {
                let text = self.figures.line(written, scope);
                self.sub_heading(text, numbering);
            }
            Part::Paragraph(written) => {
                let text =
                    if recommends { self.recommendation(written, scope) } else { self.figures.inlines(written, scope) };
                let number = if numbering.under_number { String::new() } else { numbering.next() };
                self.blocks.push(Block::Paragraph { number, text });
            }
            Part::Continuation(written) => {
                let text = self.figures.inlines(written, scope);
                self.blocks.push(Block::Paragraph { number: String::new(), text });
            }
            Part::List(items) => self.list(items, scope),
        }
    }

    fn list(&mut self, items: &[Written], scope: Scope<'p>) {
        let mut printed = vec![];
        for item in items {
            for scope in self.figures.repeats(item, scope) {
                printed.push(self.figures.inlines(item, scope));
            }
        }
        if printed.is_empty() {
            printed.push(Inline::text(self.words.say("list-empty")));
        }
        self.blocks.push(Block::List { items: printed });
    }

    /// "Note: the report." is "The Panel is recommended to note the report."; so with Decide and Scrutinise. Any other
    /// paragraph stands as it was typed.
    fn recommendation(&mut self, written: &Written, scope: Scope<'p>) -> Vec<Inline> {
        let (verb, what) = written.text.split_once(':').unwrap_or((written.text.trim_end_matches('.'), ""));
        let body = [("body", self.figures.occasion.body_name().into())];
        let begin = match verb.trim().to_lowercase().as_str() {
            "note" => self.words.with("recommended-note", &body),
            "decide" => self.words.with("recommended-decide", &body),
            "scrutinise" | "scrutinize" => self.words.with("recommended-scrutinise", &body),
            _ => return self.figures.inlines(written, scope),
        };
        let what = if what.trim().is_empty() { self.words.say("the-report") } else { what.trim_start().to_owned() };
        let mut text = Inline::text(format!("{begin} "));
        text.extend(self.figures.inlines(&Written { line: written.line, text: what }, scope));
        text
    }
}

fn plain(inlines: &[Inline]) -> String {
    let words = inlines.iter().map(|inline| match inline {
        Inline::Text(text) | Inline::Bold(text) | Inline::Code(text) | Inline::Link { text, .. } => text.clone(),
        Inline::Footnote(note) => format!(" [{note}]"),
    });
    words.collect()
}

/// The prose for machines: what a reader of the paper reads, in its order.
fn block_json(block: &Block) -> Option<serde_json::Value> {
    match block {
        Block::Heading { level, number, text } => {
            Some(json!({ "heading": text, "number": number.trim_end_matches('.'), "level": level }))
        }
        Block::Paragraph { number, text } => Some(json!({ "paragraph": plain(text), "number": number })),
        Block::List { items } => Some(json!({ "list": items.iter().map(|item| plain(item)).collect::<Vec<_>>() })),
        Block::Facts { rows } => {
            let facts = rows.iter().map(|(label, value)| json!({ "label": label, "value": value }));
            Some(json!({ "facts": facts.collect::<Vec<_>>() }))
        }
        Block::Table(_) | Block::Chart(_) | Block::Panel { .. } | Block::PageBreak => None,
    }
}
