//! The commissioner's briefing: the questions that a member could ask, each with its evidence and what the office would
//! answer, when late work will be done by the office's own record, and what changed since the body last saw a briefing. It
//! is the office's own, and says that it can be asked for.
use crate::{
    blocks::{Block, Cell, Column, Document, Inline, Sheet, Table},
    delivery_plan::{column, heading, paragraph},
    fields,
    occasion::{AsAt, Draft, Occasion, highest},
};
use domain::{
    action::Action,
    envelope::Marking,
    forecast::{Finishes, Forecast},
    id::Id,
    office::{Kept, Kind},
    paper::PaperKind,
    position::PositionRow,
    question::{Expected, Standing},
};
use jiff::civil::Date;
use serde_json::{Value, json};
use std::collections::{BTreeMap, BTreeSet};

/// What the body saw last.
#[derive(Debug)]
pub struct Before {
    pub as_at: AsAt,
    pub raised: BTreeMap<(&'static str, String), String>,
}

impl Before {
    /// What was raised then, by check and item, with its reference and title.
    pub fn of(as_at: AsAt, expected: &[Expected]) -> Self {
        let named = |one: &Expected| ((one.raised.check.name, one.raised.about.to_string()), one.raised.named());
        Self { as_at, raised: expected.iter().map(named).collect() }
    }
}

/// The paper, and the position of every action that it prints.
pub fn paper(occasion: &Occasion, expected: &[Expected], before: Option<&Before>) -> (Document, Vec<PositionRow>) {
    let words = occasion.words;
    let day = occasion.as_at.day;
    let telling = Telling { occasion, expected, before, day, finishes: Finishes::of(&occasion.sight, day) };
    let data = telling.data();
    let title = words.with("briefing-title", &[("body", occasion.body_name().into())]);
    let (sheet, about) = (words.say("sheet-questions"), words.say("sheet-questions-about"));
    let [questions, columns] = fields::sheets(words, sheet, about, title.clone(), &data);
    let actions = telling.actions();
    let draft = Draft {
        kind: PaperKind::Briefing,
        title,
        summary: telling.sentence(),
        // What an office prepares for itself is never less than what it speaks of.
        marking: highest(actions.iter().map(|kept| &kept.envelope)).max(Marking::Official),
        front: vec![],
        blocks: telling.blocks(),
        sheets: vec![
            questions,
            Sheet {
                name: words.say("sheet-forecasts"),
                about: words.say("sheet-forecasts-about"),
                table: telling.forecasts(),
            },
            columns,
        ],
        data,
        json: telling.json(),
    };
    let rows = actions.iter().map(|kept| PositionRow::of(kept)).collect();
    (occasion.bind(draft), rows)
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    expected: &'a [Expected<'a>],
    before: Option<&'a Before>,
    day: Date,
    finishes: Finishes,
}

impl Telling<'_> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    fn open(&self) -> usize {
        self.expected.iter().filter(|one| one.standing(self.day).is_open()).count()
    }

    fn sentence(&self) -> String {
        let checks: BTreeSet<&str> = self.expected.iter().map(|one| one.raised.check.name).collect();
        self.occasion.words.with(
            "briefing-sentence",
            &[("questions", self.expected.len().into()), ("checks", checks.len().into()), ("open", self.open().into())],
        )
    }

    /// The actions that questions are about, each once, in the order of the questions.
    fn actions(&self) -> Vec<&Kept<Action>> {
        let mut seen = BTreeSet::new();
        let of_actions = self.expected.iter().filter(|one| one.raised.kind == Kind::Action);
        let fresh = of_actions.filter(|one| seen.insert(one.raised.about));
        fresh.filter_map(|one| self.occasion.sight.action(Id::new(one.raised.about))).collect()
    }

    fn is_new(&self, one: &Expected) -> bool {
        self.before
            .is_some_and(|before| !before.raised.contains_key(&(one.raised.check.name, one.raised.about.to_string())))
    }

    fn blocks(&self) -> Vec<Block> {
        let facts = vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-from"), self.occasion.office_name()),
            (self.say("fact-position"), self.occasion.place()),
        ];
        let mut blocks = vec![
            Block::Facts { rows: facts },
            heading(1, self.say("summary")),
            paragraph(self.sentence()),
            paragraph(self.say("briefing-what")),
            Block::Panel {
                title: self.say("briefing-foi-title"),
                paragraphs: vec![Inline::text(self.say("briefing-foi"))],
            },
        ];
        blocks.extend(self.changed());
        let mut last = "";
        for one in self.expected {
            let check = one.raised.check;
            if check.name != last {
                blocks.push(heading(1, check.title.to_owned()));
                blocks.push(paragraph(check.rule.to_owned()));
                last = check.name;
            }
            blocks.extend(self.question(one));
        }
        blocks.push(heading(1, self.say("briefing-forecasts")));
        blocks.push(paragraph(self.say("briefing-forecasts-what")));
        blocks.push(paragraph(self.finishes.back_test().in_words()));
        let forecasts = self.forecasts();
        if forecasts.rows.is_empty() {
            blocks.push(paragraph(self.say("briefing-forecasts-none")));
        } else {
            blocks.push(Block::Table(forecasts));
        }
        blocks
    }

    fn question(&self, one: &Expected) -> Vec<Block> {
        let raised = &one.raised;
        let labelled = |label: String, text: String| Block::Paragraph {
            number: String::new(),
            text: vec![Inline::Bold(format!("{label} ")), Inline::Text(text)],
        };
        let mut blocks = vec![heading(2, raised.named().trim().to_owned())];
        blocks.push(labelled(self.say("briefing-found"), raised.evidence.clone()));
        blocks.push(labelled(self.say("briefing-ask"), raised.question.clone()));
        blocks.push(labelled(self.say("briefing-answer"), self.answer(one)));
        blocks
    }

    fn answer(&self, one: &Expected) -> String {
        let words = self.occasion.words;
        match one.standing(self.day) {
            Standing::Open => words.say("briefing-no-answer"),
            Standing::Answered(answer) => words.with(
                "briefing-answered",
                &[("words", answer.words.as_str().into()), ("day", words.date(answer.day).into())],
            ),
            Standing::OpenAgain(answer) => words.with(
                "briefing-answered-before",
                &[("words", answer.words.as_str().into()), ("day", words.date(answer.day).into())],
            ),
            Standing::Silenced(silenced) => words.with(
                "briefing-silenced",
                &[("reason", silenced.reason.as_str().into()), ("until", words.date(silenced.until).into())],
            ),
        }
    }

    /// What is new and what is no longer asked since the body last saw a briefing.
    fn changed(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let mut blocks = vec![heading(1, words.say("briefing-since-title"))];
        let Some(before) = self.before else {
            blocks.push(paragraph(words.say("briefing-since-none")));
            return blocks;
        };
        let new: Vec<&Expected> = self.expected.iter().filter(|one| self.is_new(one)).collect();
        let now: BTreeSet<(&str, String)> =
            self.expected.iter().map(|one| (one.raised.check.name, one.raised.about.to_string())).collect();
        let gone: Vec<(&str, &String)> = before
            .raised
            .iter()
            .filter(|((check, about), _)| !now.contains(&(*check, about.clone())))
            .map(|((check, _), named)| (*check, named))
            .collect();
        blocks.push(paragraph(words.with(
            "briefing-since",
            &[
                ("since", before.as_at.words(words).into()),
                ("new", new.len().into()),
                ("gone", gone.len().into()),
                ("still", (self.expected.len() - new.len()).into()),
            ],
        )));
        let title = |name: &str| domain::question::check_named(name).map_or("", |check| check.title);
        if !new.is_empty() {
            blocks.push(heading(2, words.say("briefing-new")));
            let line = |one: &&Expected| Inline::text(format!("{}: {}", one.raised.check.title, one.raised.named()));
            blocks.push(Block::List { items: new.iter().map(line).collect() });
        }
        if !gone.is_empty() {
            blocks.push(heading(2, words.say("briefing-gone")));
            let line = |(check, named): &(&str, &String)| Inline::text(format!("{}: {named}", title(check)));
            blocks.push(Block::List { items: gone.iter().map(line).collect() });
        }
        blocks
    }

    /// When the open actions that questions are about will be done, by the office's own record.
    fn forecasts(&self) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(words.say("column-reference"), 6),
            column(words.say("column-action"), 34),
            column(words.say("briefing-date-now"), 14),
            column(words.say("briefing-range"), 24),
            column(words.say("briefing-method"), 30),
        ];
        let rows = self.actions().into_iter().filter_map(|kept| {
            let (range, method) = match self.finishes.forecast(&kept.item, self.day) {
                Forecast::Nothing => return None,
                Forecast::TooLittle { finished } => (
                    words.say("briefing-too-little"),
                    words.with(
                        "briefing-too-little-n",
                        &[("n", finished.into()), ("enough", domain::forecast::ENOUGH.into())],
                    ),
                ),
                Forecast::Range(range) => (
                    words.with(
                        "briefing-between",
                        &[("earliest", words.date(range.earliest).into()), ("latest", words.date(range.latest).into())],
                    ),
                    range.in_words(),
                ),
            };
            let now = kept.item.current_date.map_or_else(|| words.say("date-not-set"), |date| words.date(date));
            Some(
                [kept.reference().to_string(), kept.item.title.to_string(), now, range, method]
                    .map(Cell::Text)
                    .to_vec(),
            )
        });
        Table { caption: words.say("briefing-forecasts-caption"), columns, rows: rows.collect(), row_header: Some(0) }
    }

    /// One flat table, a row a question.
    fn data(&self) -> Table {
        const HEADS: [&str; 10] = [
            "check",
            "theme",
            "reference",
            "title",
            "evidence",
            "question",
            "question_standing",
            "answer",
            "answered_on",
            "as_at_seq",
        ];
        let text = |text: &str| if text.is_empty() { Cell::Empty } else { Cell::Text(text.to_owned()) };
        let rows = self.expected.iter().map(|one| {
            let raised = &one.raised;
            let theme = raised.theme.and_then(|id| self.occasion.sight.theme(id));
            let standing = one.standing(self.day);
            let (answer, on) = match standing {
                Standing::Open => (String::new(), None),
                Standing::Answered(answer) | Standing::OpenAgain(answer) => {
                    (answer.words.to_string(), Some(answer.day))
                }
                Standing::Silenced(silenced) => (silenced.reason.to_string(), Some(silenced.day)),
            };
            vec![
                text(raised.check.name),
                text(theme.map_or("", |theme| theme.item.name.as_str())),
                text(&raised.reference),
                text(&raised.title),
                text(&raised.evidence),
                text(&raised.question),
                text(standing.as_str()),
                text(&answer),
                on.map_or(Cell::Empty, Cell::Date),
                Cell::Number(self.occasion.as_at.seq),
            ]
        });
        let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        Table { caption: String::new(), columns, rows: rows.collect(), row_header: Some(3) }
    }

    /// For machines: keys may be added, none renamed.
    fn json(&self) -> Value {
        let questions = self.expected.iter().map(|one| {
            json!({
                "check": one.raised.check.name,
                "item": one.raised.reference,
                "title": one.raised.title,
                "evidence": one.raised.evidence,
                "question": one.raised.question,
                "standing": one.standing(self.day).as_str(),
                "answer": match one.standing(self.day) {
                    Standing::Answered(answer) | Standing::OpenAgain(answer) => Some(&answer.words),
                    Standing::Open | Standing::Silenced(_) => None,
                },
                "new": self.before.map(|_| self.is_new(one)),
            })
        });
        let test = self.finishes.back_test();
        json!({
            "questions": questions.collect::<Vec<_>>(),
            "since": self.before.map(|before| before.as_at.json()),
            "totals": { "questions": self.expected.len(), "open": self.open() },
            "back_test": { "finished": self.finishes.len(), "ranges": test.told, "inside": test.inside, "coverage": test.coverage() },
        })
    }
}
