//! The findings tracker as a paper: what auditors, inspectors and the Panel found, where each stands and since when, what
//! changed since that body last saw it. Every count follows from the list below it.
mod list;
mod machines;

use crate::{
    blocks::{Block, Cell, Document, Inline, RatingCell, Sheet, Table},
    delivery_plan::{column, heading, number, paragraph},
    fields,
    occasion::{AsAt, Draft, Occasion, highest},
    words::Words,
};
use domain::{
    finding::{
        Colour, Finding, FindingSource, OpinionOf, Rank, Review, Standing,
        tracker::{Line, Movement, Tracker},
    },
    office::Kept,
    paper::PaperKind,
    publication::Withheld,
    scale::Shape,
    sight::Sight,
    text::Text,
};

/// What the body saw last, as it may see it.
#[derive(Clone, Debug)]
pub struct Before<'a> {
    pub as_at: AsAt,
    pub sight: Sight<'a>,
}

/// The paper. None: there is no finding that its readers may see.
pub fn paper(occasion: &Occasion, before: Option<&Before>) -> Option<Document> {
    let sight = &occasion.sight;
    let tracker = sight.tracker(occasion.as_at.day);
    if tracker.lines.is_empty() {
        return None;
    }
    let words = occasion.words;
    let movement = before.map(|before| tracker.movement(&before.sight.tracker(before.as_at.day)));
    let telling = Telling { occasion, tracker: &tracker, before, movement, withheld: sight.findings_withheld() };
    let title = words.with("findings-title", &[("day", words.date(occasion.as_at.day).into())]);
    let data = telling.data();
    let (sheet, about) = (words.say("sheet-findings"), words.say("sheet-findings-about"));
    let [findings, columns] = fields::sheets(words, sheet, about, title.clone(), &data);
    let counts = Sheet {
        name: words.say("sheet-findings-counts"),
        about: words.say("sheet-findings-counts-about"),
        table: telling.matrix(),
    };
    let printed = tracker.lines.iter().flat_map(|line| [&line.finding.envelope, &line.review.envelope]);
    let draft = Draft {
        kind: PaperKind::FindingsTracker,
        title,
        summary: telling.sentence(),
        marking: highest(printed),
        front: vec![],
        blocks: telling.blocks(),
        sheets: vec![findings, counts, columns],
        data,
        json: telling.json(),
    };
    Some(occasion.bind(draft))
}

struct Telling<'a> {
    occasion: &'a Occasion<'a>,
    tracker: &'a Tracker<'a>,
    before: Option<&'a Before<'a>>,
    movement: Option<Movement>,
    withheld: Vec<Withheld>,
}

/// Where a finding stands, in words.
pub fn standing(words: &Words, standing: Standing) -> String {
    match standing {
        Standing::AwaitingResponse => words.say("findings-awaiting"),
        Standing::Open => words.say("findings-open"),
        Standing::Overdue => words.say("findings-overdue"),
        Standing::ManagementClosed => words.say("findings-management-closed"),
        Standing::Verified => words.say("findings-verified"),
        Standing::NotAdopted => words.say("findings-not-adopted"),
        Standing::RiskAccepted => words.say("findings-risk-accepted"),
        Standing::Reopened => words.say("findings-reopened"),
    }
}

fn rank(words: &Words, rank: Rank) -> String {
    match rank {
        Rank::High => words.say("findings-high"),
        Rank::Medium => words.say("findings-medium"),
        Rank::Low => words.say("findings-low"),
        Rank::NotRanked => words.say("findings-not-ranked"),
    }
}

/// A standing with its symbol and the colour that follows from it.
fn mark(words: &Words, line: &Line) -> RatingCell {
    let shape = match line.standing {
        Standing::Overdue => Shape::Square,
        Standing::AwaitingResponse | Standing::Reopened => Shape::Triangle,
        Standing::Open => Shape::Circle,
        Standing::ManagementClosed => Shape::Ring,
        Standing::Verified => Shape::Tick,
        Standing::NotAdopted | Standing::RiskAccepted => Shape::Bars,
    };
    let colour = match line.colour {
        Colour::Red => "#d4351c",
        Colour::Amber => "#b35900",
        Colour::Green => "#00703c",
        Colour::Grey => "#505a5f",
    };
    let mut notes = vec![];
    if line.late && line.standing != Standing::Overdue {
        notes.push(words.say("findings-late"));
    }
    RatingCell { label: standing(words, line.standing), shape: Some(shape), colour: colour.to_owned(), notes }
}

impl Telling<'_> {
    fn say(&self, key: &str) -> String {
        self.occasion.words.say(key)
    }

    /// "12 findings. 7 are open, 2 of them past their date; 1 was called done and nobody else has looked; 4 are verified."
    fn sentence(&self) -> String {
        let counts = self.tracker.counts();
        self.occasion.words.with(
            "findings-sentence",
            &[
                ("all", counts.total().into()),
                ("open", counts.open().into()),
                ("late", counts.late.into()),
                ("closed", counts.of(Standing::ManagementClosed).into()),
                ("verified", counts.of(Standing::Verified).into()),
            ],
        )
    }

    fn blocks(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let facts = vec![
            (self.say("fact-to"), self.occasion.body_name()),
            (self.say("fact-from"), self.occasion.office_name()),
            (self.say("fact-position"), self.occasion.place()),
        ];
        let mut blocks =
            vec![Block::Facts { rows: facts }, heading(1, self.say("summary")), paragraph(self.sentence())];
        let slippage = self.tracker.slippage();
        blocks.push(paragraph(words.with(
            "findings-slippage",
            &[
                ("dated", slippage.dated.into()),
                ("moved", slippage.moved.into()),
                ("three", slippage.moved_three_times.into()),
                ("undated", slippage.undated.into()),
                ("days", slippage.furthest.to_string().into()),
            ],
        )));
        if let Some((reference, days)) = self.tracker.ages().first() {
            let values = [("reference", reference.as_str().into()), ("days", days.to_string().into())];
            blocks.push(paragraph(words.with("findings-oldest", &values)));
        }
        blocks.push(self.hidden());
        blocks.extend(self.moved());
        blocks.push(heading(1, self.say("findings-counts")));
        blocks.push(paragraph(self.say("findings-counts-what")));
        blocks.push(Block::Table(self.matrix()));
        blocks.extend(self.unverified());
        blocks.extend(self.lists());
        blocks
    }

    /// How many are not shown, and why; or that all are.
    fn hidden(&self) -> Block {
        let words = self.occasion.words;
        let (shown, hidden) =
            (self.tracker.lines.len(), self.withheld.iter().map(|hidden| hidden.count).sum::<usize>());
        if hidden == 0 {
            return paragraph(words.with("findings-all-shown", &[("count", shown.into())]));
        }
        let mut paragraphs = vec![Inline::text(words.say("withheld-counted"))];
        paragraphs.extend(self.withheld.iter().map(|hidden| {
            let values = [("count", hidden.count.into()), ("reason", hidden.reason.as_str().into())];
            Inline::text(words.with("withheld-reason", &values))
        }));
        let title = words.with("findings-withheld", &[("shown", shown.into()), ("hidden", hidden.into())]);
        Block::Panel { title, paragraphs }
    }

    /// What changed since the body last saw it.
    fn moved(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let mut blocks = vec![heading(1, self.say("findings-since"))];
        let (Some(before), Some(movement)) = (self.before, &self.movement) else {
            blocks.push(paragraph(words.with("findings-first", &[("body", self.occasion.body_name().into())])));
            return blocks;
        };
        blocks.push(paragraph(words.with(
            "findings-balance",
            &[
                ("since", before.as_at.words(words).into()),
                ("before", movement.open_before.into()),
                ("raised", movement.raised.len().into()),
                ("reopened", movement.reopened.len().into()),
                ("closed", movement.closed.len().into()),
                ("now", movement.open_now.into()),
            ],
        )));
        let named = |codes: &[Text]| -> Option<[(&'static str, crate::words::Value); 1]> {
            let codes: Vec<String> = codes.iter().map(ToString::to_string).collect();
            (!codes.is_empty()).then(|| [("codes", words.list(&codes).into())])
        };
        let lists = [
            named(&movement.raised).map(|codes| words.with("findings-raised", &codes)),
            named(&movement.called_done).map(|codes| words.with("findings-called-done", &codes)),
            named(&movement.closed).map(|codes| words.with("findings-closed", &codes)),
            named(&movement.refused).map(|codes| words.with("findings-refused", &codes)),
            named(&movement.reopened).map(|codes| words.with("findings-opened-again", &codes)),
            named(&movement.became_late).map(|codes| words.with("findings-became-late", &codes)),
        ];
        let mut items: Vec<Vec<Inline>> = lists.into_iter().flatten().map(Inline::text).collect();
        for moved in &movement.moved {
            let date = |date: Option<_>| date.map_or_else(|| words.say("date-not-set"), |date| words.date(date));
            items.push(Inline::text(words.with(
                "findings-moved",
                &[
                    ("finding", moved.finding.as_str().into()),
                    ("action", moved.action.to_string().into()),
                    ("from", date(moved.from).into()),
                    ("to", date(moved.to).into()),
                    ("times", moved.times.into()),
                ],
            )));
        }
        if items.is_empty() {
            blocks.push(paragraph(words.say("findings-nothing-moved")));
        } else {
            blocks.push(Block::List { items });
        }
        blocks
    }

    fn matrix(&self) -> Table {
        let words = self.occasion.words;
        let matrix = self.tracker.matrix();
        let mut columns =
            vec![column(words.say("findings-column-source"), 24), column(words.say("findings-column-priority"), 16)];
        columns.extend(Standing::ALL.map(|one| column(standing(words, one), 10)));
        columns.push(column(words.say("findings-column-total"), 8));
        let mut rows: Vec<Vec<Cell>> = vec![];
        for row in &matrix.rows {
            let priority = match &row.priority {
                Some(word) => words.with(
                    "findings-word-rank",
                    &[("word", word.as_str().into()), ("rank", rank(words, row.rank).into())],
                ),
                None => words.say("findings-not-ranked"),
            };
            let mut cells = vec![Cell::Text(row.source.to_string()), Cell::Text(priority)];
            cells.extend(Standing::ALL.map(|one| number(row.counts.of(one))));
            cells.push(number(row.counts.total()));
            rows.push(cells);
        }
        let mut total =
            vec![Cell::Text(words.say("findings-column-total")), Cell::Text(words.say("findings-all-priorities"))];
        total.extend(Standing::ALL.map(|one| number(matrix.total.of(one))));
        total.push(number(matrix.total.total()));
        rows.push(total);
        Table { caption: words.say("findings-counts-caption"), columns, rows, row_header: Some(0) }
    }
}

/// What a review is, in a line: its opinions by what they are of, and its clock.
fn told(words: &Words, review: &Kept<Review>, source: &FindingSource, occasion: &Occasion) -> Vec<Vec<Inline>> {
    let item = &review.item;
    let mut said = vec![];
    let name = words.with(
        "findings-review",
        &[("code", review.reference().as_str().into()), ("title", item.title.as_str().into())],
    );
    said.push(vec![Inline::Bold(name)]);
    let days = [
        item.draft.map(|day| words.with("findings-draft", &[("day", words.date(day).into())])),
        item.issued.map(|day| words.with("findings-issued", &[("day", words.date(day).into())])),
        item.published.map(|day| words.with("findings-published", &[("day", words.date(day).into())])),
    ];
    said.extend(days.into_iter().flatten().map(Inline::text));
    for opinion in &item.opinions {
        let of = match opinion.of {
            OpinionOf::Design => words.say("findings-of-design"),
            OpinionOf::Operation => words.say("findings-of-operation"),
            OpinionOf::Whole => words.say("findings-of-whole"),
        };
        let scope = opinion.scope.as_ref().map_or_else(String::new, |scope| format!(" ({scope})"));
        let values = [("of", of.into()), ("words", opinion.words.as_str().into()), ("scope", scope.into())];
        said.push(Inline::text(words.with("findings-opinion", &values)));
    }
    if let Some(due) = item.comments_due(source) {
        let due = words.date(due);
        said.push(Inline::text(match &item.comments_published {
            Some(out) => {
                words.with("findings-comments-out", &[("day", words.date(out.day).into()), ("due", due.into())])
            }
            None if item.comments_are_late(source, occasion.as_at.day) => {
                words.with("findings-comments-late", &[("due", due.into())])
            }
            None => words.with("findings-comments-due", &[("due", due.into())]),
        }));
    }
    said
}

/// What was found and what is recommended, in the source's words.
fn found(words: &Words, finding: &Finding) -> Vec<String> {
    let mut lines: Vec<String> = finding.found.as_str().lines().map(str::to_owned).collect();
    if let Some(recommended) = &finding.recommended {
        lines.push(words.with("findings-recommended", &[("words", recommended.as_str().into())]));
    }
    lines.retain(|line| !line.trim().is_empty());
    lines
}
