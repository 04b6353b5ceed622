//! The lists: what was called done and not looked at, and every finding by source with its actions and all their dates.
use super::{Telling, found, mark, rank, standing, told};
use crate::{
    blocks::{Block, Cell, Inline, Table},
    delivery_plan::{column, heading, paragraph},
};
use domain::{
    finding::{AgreedAction, Answered, Settlement, Standing, tracker::Line},
    id::Id,
};

impl Telling<'_> {
    /// What management calls done and nobody else has looked at: it counts as verified nowhere.
    pub(super) fn unverified(&self) -> Vec<Block> {
        let words = self.occasion.words;
        let mut items = vec![];
        for line in &self.tracker.lines {
            for action in &line.finding.item.agreed {
                let Some(closing) = action.closed().filter(|closing| closing.verified.is_none()) else { continue };
                let values = [
                    ("finding", line.finding.reference().as_str().into()),
                    ("action", action.number.to_string().into()),
                    ("words", action.words.on_one_line().as_str().into()),
                    ("owner", self.owner(action).into()),
                    ("day", words.date(closing.day).into()),
                ];
                items.push(Inline::text(match &closing.evidence {
                    Some(_) => words.with("findings-called-with", &values),
                    None => words.with("findings-called-without", &values),
                }));
            }
        }
        if items.is_empty() {
            return vec![];
        }
        vec![
            heading(1, self.say("findings-unverified")),
            paragraph(self.say("findings-unverified-what")),
            Block::List { items },
        ]
    }

    /// Who is to do it: posts and never persons' initials, whoever reads it.
    pub(super) fn owner(&self, action: &AgreedAction) -> String {
        self.occasion.sight.held_in_public(&action.owner).to_string()
    }

    pub(super) fn lists(&self) -> Vec<Block> {
        let mut blocks = vec![];
        let mut sources = vec![];
        for line in &self.tracker.lines {
            if !sources.contains(&line.source.id) {
                sources.push(line.source.id);
            }
        }
        for source in sources {
            let own: Vec<&Line> = self.tracker.lines.iter().filter(|line| line.source.id == source).collect();
            let Some(first) = own.first() else { continue };
            blocks.push(heading(1, first.source.item.name.to_string()));
            let mut reviews: Vec<Id<_>> = own.iter().map(|line| line.review.id).collect();
            reviews.sort_unstable();
            reviews.dedup();
            for review in reviews {
                let Some(line) = own.iter().find(|line| line.review.id == review) else { continue };
                let items = told(self.occasion.words, line.review, &line.source.item, self.occasion);
                blocks.push(Block::List { items });
            }
            blocks.push(Block::Table(self.table(&own, first.source.item.name.as_str())));
        }
        blocks
    }

    fn table(&self, lines: &[&Line], source: &str) -> Table {
        let words = self.occasion.words;
        let columns = vec![
            column(self.say("column-reference"), 8),
            column(self.say("findings-column-finding"), 36),
            column(self.say("findings-column-priority"), 14),
            column(self.say("findings-column-standing"), 16),
            column(self.say("findings-column-response"), 24),
            column(self.say("findings-column-actions"), 46),
        ];
        let rows = lines.iter().map(|line| {
            let finding = &line.finding.item;
            let mut reference = vec![line.finding.reference().to_string()];
            if let Some(own) = &finding.own_reference {
                let values = [("review", line.review.reference().as_str().into()), ("own", own.as_str().into())];
                reference.push(words.with("findings-own-reference", &values));
            }
            let priority = match &finding.priority {
                Some(word) => vec![word.to_string(), rank(words, finding.rank)],
                None => vec![rank(words, finding.rank)],
            };
            vec![
                Cell::Lines(reference),
                Cell::Lines(found(words, finding)),
                Cell::Lines(priority),
                Cell::Rating(mark(words, line)),
                Cell::Lines(self.response(line)),
                Cell::Lines(finding.agreed.iter().flat_map(|action| self.action(action)).collect()),
            ]
        });
        let caption = words.with("findings-caption", &[("source", source.into())]);
        Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
    }

    /// What was answered, and what was decided in place of doing it.
    pub(super) fn response(&self, line: &Line) -> Vec<String> {
        let words = self.occasion.words;
        let finding = &line.finding.item;
        let mut lines = vec![];
        if let Some(response) = finding.response.last() {
            let how = match response.how {
                Answered::Accepted => words.say("findings-accepted"),
                Answered::AcceptedInPart => words.say("findings-in-part"),
                Answered::Rejected => words.say("findings-rejected"),
            };
            lines.push(
                words.with("findings-answered", &[("how", how.into()), ("day", words.date(response.day).into())]),
            );
            lines.push(response.words.to_string());
            if let Some(reason) = response.reason.as_ref().filter(|reason| **reason != response.words) {
                lines.push(words.with("findings-reason", &[("reason", reason.as_str().into())]));
            }
            if let Some(out) = &response.published {
                lines.push(words.with("findings-response-out", &[("day", words.date(out.day).into())]));
            }
        }
        match (finding.response_due, finding.answered_late_by()) {
            (Some(due), Some(days)) => {
                let values = [("due", words.date(due).into()), ("days", days.to_string().into())];
                lines.push(words.with("findings-answered-late", &values));
            }
            (Some(due), None) if finding.response.is_empty() => {
                lines.push(words.with("findings-response-due", &[("due", words.date(due).into())]));
            }
            _ => {}
        }
        if let Some(settled) = finding.settlement() {
            let (by, day) = (settled.by_whom.as_str(), words.date(settled.day));
            lines.push(match settled.how {
                Settlement::NotAdopted => words.with("findings-dropped", &[("by", by.into()), ("day", day.into())]),
                Settlement::RiskAccepted { until } => words.with(
                    "findings-carried",
                    &[("by", by.into()), ("day", day.into()), ("until", words.date(until).into())],
                ),
            });
            lines.push(words.with("findings-reason", &[("reason", settled.reason.as_str().into())]));
        }
        lines
    }

    /// An action with its owner, the first date and every one since, where it stands, and what was said last.
    fn action(&self, action: &AgreedAction) -> Vec<String> {
        let words = self.occasion.words;
        let sight = &self.occasion.sight;
        let number = action.number.to_string();
        let values = [
            ("number", number.as_str().into()),
            ("words", action.words.on_one_line().as_str().into()),
            ("owner", self.owner(action).into()),
        ];
        let mut lines = vec![words.with("findings-action", &values)];
        let none = || action.stated.as_ref().map_or_else(|| words.say("date-none"), ToString::to_string);
        let date = |date: Option<_>| date.map_or_else(none, |date| words.date(date));
        let mut dates = words.with("findings-original", &[("day", date(action.original).into())]);
        for moved in &action.moves {
            dates.push_str(&words.with("findings-revised", &[("day", words.date(moved.to).into())]));
        }
        lines.push(dates);
        for moved in &action.moves {
            if let (Some(reason), Some(by)) = (sight.internal(&moved.reason), sight.internal(&moved.agreed_by)) {
                let values = [
                    ("day", words.date(moved.to).into()),
                    ("reason", reason.as_str().into()),
                    ("by", by.as_str().into()),
                ];
                lines.push(words.with("findings-why-moved", &values));
            }
        }
        let stands = action.standing(self.tracker.day);
        let mut now = standing(words, stands);
        match action.closed() {
            Some(closing) => {
                now = words
                    .with("findings-since-day", &[("standing", now.into()), ("day", words.date(closing.day).into())]);
            }
            None if stands == Standing::Overdue => {
                let days = action.late_by(self.tracker.day).unwrap_or(0);
                now = words.with("findings-late-by", &[("standing", now.into()), ("days", days.to_string().into())]);
            }
            None => {}
        }
        lines.push(now);
        if let Some(again) = action.closings.last().and_then(|closing| closing.reopened.as_ref()) {
            let values = [("day", words.date(again.day).into()), ("reason", again.reason.as_str().into())];
            lines.push(words.with("findings-again", &values));
        }
        if let Some(said) = action.updates.last() {
            let values = [("day", words.date(said.day).into()), ("words", said.words.on_one_line().as_str().into())];
            lines.push(words.with("findings-said", &values));
        }
        lines
    }
}
