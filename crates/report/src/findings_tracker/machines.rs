//! The tracker for machines: one flat table, a row an agreed action, and JSON. Keys may be added, none renamed.
use super::Telling;
use crate::blocks::{Cell, Column, Table};
use domain::finding::{AgreedAction, Standing, tracker::Line};
use jiff::civil::Date;
use serde_json::{Value, json};

const HEADS: [&str; 23] = [
    "finding",
    "finding_source",
    "review",
    "own_reference",
    "finding_kind",
    "found",
    "recommended",
    "priority_word",
    "rank",
    "standing",
    "late",
    "response",
    "response_day",
    "agreed_action",
    "agreed_words",
    "agreed_owner",
    "agreed_standing",
    "original_date",
    "due_date",
    "times_moved",
    "called_done",
    "verified_on",
    "as_at_seq",
];

impl Telling<'_> {
    /// A finding without an agreed action has a row of its own, with blank cells for the action.
    pub(super) fn data(&self) -> Table {
        let rows = self.tracker.lines.iter().flat_map(|line| {
            let agreed = &line.finding.item.agreed;
            let alone = agreed.is_empty().then(|| self.row(line, None));
            alone.into_iter().chain(agreed.iter().map(|action| self.row(line, Some(action))))
        });
        let columns = HEADS.iter().map(|head| Column { head: (*head).to_owned(), weight: 1 }).collect();
        Table { caption: String::new(), columns, rows: rows.collect(), row_header: Some(0) }
    }

    fn row(&self, line: &Line, action: Option<&AgreedAction>) -> Vec<Cell> {
        let text = |text: Option<&str>| text.map_or(Cell::Empty, |text| Cell::Text(text.to_owned()));
        let date = |date: Option<Date>| date.map_or(Cell::Empty, Cell::Date);
        let finding = &line.finding.item;
        let response = finding.response.last();
        let closing = action.and_then(AgreedAction::closed);
        vec![
            text(Some(line.finding.reference().as_str())),
            text(Some(line.source.item.name.as_str())),
            text(Some(line.review.item.title.as_str())),
            text(finding.own_reference.as_ref().map(AsRef::as_ref)),
            text(Some(finding.kind.as_str())),
            text(Some(finding.found.as_str())),
            text(finding.recommended.as_ref().map(AsRef::as_ref)),
            text(finding.priority.as_ref().map(AsRef::as_ref)),
            text(Some(finding.rank.as_str())),
            text(Some(line.standing.as_str())),
            text(Some(if line.late { "yes" } else { "no" })),
            text(response.map(|response| response.how.as_str())),
            date(response.map(|response| response.day)),
            action.map_or(Cell::Empty, |action| Cell::Number(action.number.into())),
            text(action.map(|action| action.words.as_str())),
            action.map_or(Cell::Empty, |action| Cell::Text(self.owner(action))),
            text(action.map(|action| action.standing(self.tracker.day).as_str())),
            date(action.and_then(|action| action.original)),
            date(action.and_then(|action| action.due)),
            action.map_or(Cell::Empty, |action| Cell::Number(i64::try_from(action.moves.len()).unwrap_or(i64::MAX))),
            date(closing.map(|closing| closing.day)),
            date(closing.and_then(|closing| closing.verified.as_ref()).map(|verified| verified.day)),
            Cell::Number(self.occasion.as_at.seq),
        ]
    }

    pub(super) fn json(&self) -> Value {
        let findings = self.tracker.lines.iter().map(|line| {
            let finding = &line.finding.item;
            let agreed = finding.agreed.iter().map(|action| {
                json!({
                    "number": action.number,
                    "words": action.words,
                    "owner": self.owner(action),
                    "standing": action.standing(self.tracker.day),
                    "original_date": action.original,
                    "due_date": action.due,
                    "timescale": action.stated,
                    "revised_dates": action.moves.iter().map(|moved| moved.to).collect::<Vec<_>>(),
                    "updates": action.updates.iter().map(|said| json!({ "day": said.day, "words": said.words })).collect::<Vec<_>>(),
                    "called_done": action.closed().map(|closing| closing.day),
                    "verified": action.verified().map(|verified| verified.day),
                })
            });
            json!({
                "reference": line.finding.reference(),
                "source": line.source.item.name,
                "review": { "reference": line.review.reference(), "title": line.review.item.title },
                "own_reference": finding.own_reference,
                "kind": finding.kind,
                "found": finding.found,
                "recommended": finding.recommended,
                "priority": finding.priority,
                "rank": finding.rank,
                "for_whom": finding.for_whom,
                "raised": finding.raised,
                "standing": line.standing,
                "colour": line.colour,
                "late": line.late,
                "response": finding.response.last().map(|response| json!({
                    "how": response.how, "day": response.day, "words": response.words,
                })),
                "response_due": finding.response_due,
                "agreed": agreed.collect::<Vec<_>>(),
            })
        });
        let matrix = self.tracker.matrix();
        let open: Vec<&str> = Standing::ALL.into_iter().filter(|one| one.is_open()).map(Standing::as_str).collect();
        json!({
            "findings": findings.collect::<Vec<_>>(),
            "counts": matrix,
            "open": { "standings": open, "count": matrix.total.open() },
            "slippage": self.tracker.slippage(),
            "since": self.before.map(|before| before.as_at.json()),
            "movement": self.movement,
            "withheld": self.withheld,
        })
    }
}
