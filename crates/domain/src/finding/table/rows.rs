//! The rows of one table.
use super::{
    ActionRead, Field, FindingMap, FindingRead, FindingSource, FindingTable, Row, What,
    cells::{self, Status, When},
};
use crate::{
    finding::Answered,
    reading::Question,
    table::{Table, Value},
    text::Text,
};

/// Reads a table that has the heads of a tracker. False: it has not; its heads are noted, and its rows are passed over.
pub(super) fn read(
    table: &Table,
    source: &FindingSource,
    map: &FindingMap,
    out: &mut FindingTable,
    heads: &mut Vec<String>,
) -> bool {
    let Some((head, fields)) = head(table, map) else {
        let widest =
            table.rows.iter().rev().max_by_key(|row| row.iter().filter(|cell| cell.value.words().is_some()).count());
        let seen = widest.into_iter().flatten().filter_map(|cell| cell.value.words());
        heads.extend(seen.take(12).map(|words| words.on_one_line().to_string()));
        for (at, row) in table.rows.iter().enumerate() {
            if let Some(title) = row.iter().find_map(|cell| cell.value.words()) {
                let why = "the table has no heads of a tracker".to_owned();
                out.rows.push(Row { place: place(table, at), what: What::Skipped { title: title.on_one_line(), why } });
            }
        }
        return false;
    };
    let mut reader =
        Reader { table, source, map, fields, questions: &mut out.questions, assumed: false, unowned: false };
    reader.settle_priority(head);
    for (column, field) in reader.fields.iter().enumerate() {
        let own = table.rows[head].get(column).and_then(|cell| cell.value.words());
        if let (None, Some(own)) = (field, own) {
            out.notes.push(format!(
                "{}: the column “{}” is not taken in; if it should be, say in the map what it is",
                table.place,
                own.on_one_line()
            ));
        }
    }
    let mut current: Option<usize> = None;
    for at in 0..table.rows.len() {
        let Some(title) = table.rows[at].iter().find_map(|cell| cell.value.words()) else { continue };
        let title = title.on_one_line();
        let place = place(table, at);
        if at <= head || reader.is_head_again(at, head) {
            let why = if at < head { "it stands above the heads" } else { "these are the heads" };
            out.rows.push(Row { place, what: What::Skipped { title, why: why.to_owned() } });
            continue;
        }
        let what = match reader.row(at, current.is_some()) {
            Ok(Read::New(finding)) => {
                current = Some(out.rows.len());
                What::Finding(finding)
            }
            Ok(Read::More(actions)) => {
                if let Some(What::Finding(finding)) = current.map(|at| &mut out.rows[at].what) {
                    finding.actions.extend(actions);
                    What::GoesOn { with: finding.reference.clone().unwrap_or_else(|| beginning(&finding.words())) }
                } else {
                    let why = "it goes on with the row above, which was not taken".to_owned();
                    What::Rejected { reference: None, title, why, near: None }
                }
            }
            Ok(Read::Nothing(why)) => What::Skipped { title, why },
            Err(Wrong { reference, why, near }) => {
                current = Some(out.rows.len());
                What::Rejected { reference, title, why, near }
            }
        };
        out.rows.push(Row { place, what });
    }
    true
}

fn place(table: &Table, row: usize) -> String {
    format!("{}, row {}", table.place, table.first_row + row)
}

pub(super) fn beginning(of: &Text) -> Text {
    let line = of.on_one_line();
    if line.as_str().chars().count() <= 70 {
        return line;
    }
    let cut: String = line.as_str().chars().take(69).collect();
    Text::new(format!("{}…", cut.trim_end())).unwrap_or(line)
}

/// The row with the most heads that are known, of the first thirty: one of them says what was found, recommended or agreed.
fn head(table: &Table, map: &FindingMap) -> Option<(usize, Vec<Option<Field>>)> {
    let fields = |row: usize| -> Vec<Option<Field>> {
        let mut seen: Vec<Field> = vec![];
        let cells = table.rows[row].iter();
        cells
            .map(|cell| {
                let words = cell.value.words()?;
                if words.as_str().chars().count() > 60 {
                    return None;
                }
                let field = map.field(words.as_str())?;
                // A second column of the same field says it again, or something else: only revised dates and updates add up.
                if seen.contains(&field) && !matches!(field, Field::Revised | Field::Update | Field::Ignore) {
                    return None;
                }
                seen.push(field);
                Some(field)
            })
            .collect()
    };
    let known = |fields: &[Option<Field>]| fields.iter().flatten().filter(|field| **field != Field::Ignore).count();
    let holds = |fields: &[Option<Field>]| {
        fields.iter().flatten().any(|field| matches!(field, Field::Found | Field::Recommended))
    };
    let rows = (0..table.rows.len().min(30)).map(|row| (row, fields(row)));
    let mut rows: Vec<_> = rows.filter(|(_, fields)| known(fields) >= 2 && holds(fields)).collect();
    rows.sort_by_key(|(row, fields)| (std::cmp::Reverse(known(fields)), *row));
    rows.into_iter().next()
}

enum Read {
    New(Box<FindingRead>),
    More(Vec<ActionRead>),
    Nothing(String),
}

struct Wrong {
    reference: Option<Text>,
    why: String,
    near: Option<String>,
}

struct Reader<'a> {
    table: &'a Table,
    source: &'a FindingSource,
    map: &'a FindingMap,
    fields: Vec<Option<Field>>,
    questions: &'a mut Vec<Question>,
    /// Asked once, and not for each row.
    assumed: bool,
    unowned: bool,
}

impl<'a> Reader<'a> {
    /// Where no head says priority, the column "Risk" or one without a known head is it, if it holds the source's own words
    /// and nothing else.
    fn settle_priority(&mut self, head: usize) {
        if self.fields.contains(&Some(Field::Priority)) || self.source.priorities.is_empty() {
            return;
        }
        let holds = |column: usize| {
            let mut any = false;
            let cells = self.table.rows[head + 1..].iter().filter_map(|row| row.get(column)?.value.words());
            let all = cells.into_iter().all(|words| {
                any = true;
                cells::priority(&words, self.source, self.map).is_ok()
            });
            any && all
        };
        let free = |field: &Option<Field>| matches!(field, None | Some(Field::Risk | Field::Ignore));
        let found = (0..self.fields.len()).find(|column| free(&self.fields[*column]) && holds(*column));
        if let Some(column) = found {
            self.fields[column] = Some(Field::Priority);
        }
    }

    fn is_head_again(&self, row: usize, head: usize) -> bool {
        let words = |row: usize| self.table.rows[row].iter().map(|cell| cell.value.words().map(|words| words.folded()));
        words(row).zip(words(head)).all(|(own, head)| own.is_none() || own == head) && words(row).flatten().count() >= 2
    }

    fn values(&self, row: usize, field: Field) -> impl Iterator<Item = &'a Value> + use<'a, '_> {
        let cells = self.table.rows[row].iter().zip(&self.fields);
        cells.filter(move |(_, own)| **own == Some(field)).map(|(cell, _)| &cell.value)
    }

    /// What a cell says; nothing where it is blank, or covered by a merged one.
    fn words(&self, row: usize, field: Field) -> Option<Text> {
        let mut all = self.values(row, field).filter_map(Value::words);
        all.find(|words| !cells::is_nothing(words.as_str()) || field == Field::Status)
    }

    fn row(&mut self, row: usize, goes_on: bool) -> Result<Read, Wrong> {
        let reference = self.words(row, Field::Reference).map(|words| words.on_one_line());
        let found = self.words(row, Field::Found);
        let recommended = self.words(row, Field::Recommended);
        let wrong = |why: String| Wrong { reference: reference.clone(), why, near: None };
        let named = reference.as_ref().or(found.as_ref()).or(recommended.as_ref());
        if named.is_some_and(|named| self.map.skips(named.on_one_line().as_str())) {
            return Ok(Read::Nothing("the map says to skip it".to_owned()));
        }
        if found.is_none() && recommended.is_none() {
            let acts =
                [Field::Action, Field::Owner, Field::Due].into_iter().any(|field| self.words(row, field).is_some());
            return match (&reference, acts) {
                (None, true) if goes_on => Ok(Read::More(self.actions(row, None).map_err(wrong)?)),
                (None, true) => Err(wrong("it names no finding, and no row above does".to_owned())),
                (Some(reference), true) => {
                    Err(wrong(format!("{reference} says neither what was found nor what is recommended")))
                }
                (_, false) => {
                    Ok(Read::Nothing("it is a heading or a note: it names no finding and no action".to_owned()))
                }
            };
        }
        let priority = match self.words(row, Field::Priority) {
            None => None,
            Some(stated) => match cells::priority(&stated, self.source, self.map) {
                Ok(word) => Some(word),
                Err((why, near)) => return Err(Wrong { reference, why, near }),
            },
        };
        let response = self.words(row, Field::Response).map(|words| {
            let how = cells::answered(&words);
            if how.is_none() && !self.assumed {
                self.assumed = true;
                self.questions.push(Question {
                    place: place(self.table, row),
                    asks: "does a management response that does not begin with “accepted”, “accepted in part” or “rejected” accept?".to_owned(),
                    taken: "yes; say otherwise on the finding's own page".to_owned(),
                });
            }
            (how.unwrap_or(Answered::Accepted), words)
        });
        let status = self.status(row).map_err(|(why, near)| Wrong { reference: reference.clone(), why, near })?;
        let rejected = response.as_ref().is_some_and(|(how, _)| *how == Answered::Rejected);
        let not_adopted = (status == Status::NotAdopted && !rejected)
            .then(|| self.words(row, Field::Status).unwrap_or_default().on_one_line());
        let actions = if status == Status::NotAdopted || rejected {
            vec![]
        } else {
            self.actions(row, response.as_ref().map(|(_, words)| words).or(recommended.as_ref()).or(found.as_ref()))
                .map_err(wrong)?
        };
        Ok(Read::New(Box::new(FindingRead {
            reference,
            found,
            recommended,
            risk: self.words(row, Field::Risk),
            priority,
            for_whom: self.words(row, Field::ForWhom).map(|words| words.on_one_line()),
            response,
            actions,
            not_adopted,
        })))
    }

    fn status(&self, row: usize) -> Result<Status, (String, Option<String>)> {
        self.words(row, Field::Status).map_or(Ok(Status::Open), |words| cells::status(&words, self.map))
    }

    /// The actions of a row: one, or as many as its cell numbers, each with its own owner and dates where those cells are
    /// numbered alike. `instead` is what was to be done where there is no column of actions.
    fn actions(&mut self, row: usize, instead: Option<&Text>) -> Result<Vec<ActionRead>, String> {
        let own = self.words(row, Field::Action);
        let dated =
            [Field::Owner, Field::Due, Field::Revised].into_iter().any(|field| self.words(row, field).is_some());
        let closed = self.status(row).is_ok_and(|status| status == Status::Closed);
        let words = match (own, instead) {
            (Some(own), _) => cells::parts(&own),
            (None, Some(instead)) if dated || closed => vec![instead.clone()],
            (None, None) if dated => return Err("it names an owner or a date and no action".to_owned()),
            _ => return Ok(vec![]),
        };
        let many = words.len();
        let of_each = |field: Field| -> Result<Vec<Option<Text>>, String> {
            let Some(cell) = self.words(row, field) else { return Ok(vec![None; many]) };
            let mut parts = cells::parts(&cell);
            if parts.len() == 1 && many > 1 {
                let lines = cell.as_str().lines().map(str::trim).filter(|line| !line.is_empty());
                let lines: Vec<Text> = lines.filter_map(|line| Text::new(line).ok()).collect();
                if lines.len() == many {
                    parts = lines;
                }
            }
            match parts.len() {
                // One owner, one date for all.
                1 => Ok(vec![parts.pop(); many]),
                own if own == many => Ok(parts.into_iter().map(Some).collect()),
                own => Err(format!(
                    "its cell of actions numbers {many} and its column “{}” numbers {own}; number them alike, or give each action its own row",
                    field.as_str()
                )),
            }
        };
        let (owners, statuses) = (of_each(Field::Owner)?, of_each(Field::Status)?);
        let (dues, revised) = (of_each(Field::Due)?, of_each(Field::Revised)?);
        let whole = |field: Field| self.values(row, field).find(|value| matches!(value, Value::Date(_)));
        let update: Vec<Text> = self.values(row, Field::Update).filter_map(Value::words).collect();
        let updates = if update.len() == 1 { of_each(Field::Update)? } else { vec![None; many] };
        let mut actions = vec![];
        for (at, words) in words.into_iter().enumerate() {
            let mut action =
                ActionRead { words, owner: owners[at].as_ref().map(Text::on_one_line), ..ActionRead::default() };
            let due = whole(Field::Due).cloned().or_else(|| dues[at].clone().map(Value::Text)).unwrap_or_default();
            match cells::when(&due)? {
                Some(When::Day(day)) => action.due = Some(day),
                Some(When::Words(words)) => action.stated = Some(words),
                None => {}
            }
            if many == 1 {
                for value in self.values(row, Field::Revised) {
                    action.revised.extend(cells::dates(value)?);
                }
            } else if let Some(cell) = &revised[at] {
                action.revised = cells::dates(&Value::Text(cell.clone()))?;
            }
            action.revised.dedup();
            if let Some(word) = &statuses[at] {
                let status = cells::status(word, self.map).map_err(|(why, _)| why)?;
                action.closed = (status == Status::Closed).then(|| word.on_one_line());
            }
            action.update = match update.as_slice() {
                [] => None,
                [_] => updates[at].clone(),
                several => Text::new(several.iter().map(Text::as_str).collect::<Vec<_>>().join("\n")).ok(),
            };
            action.evidence = self.words(row, Field::Evidence);
            actions.push(action);
        }
        if actions.iter().any(|action: &ActionRead| action.owner.is_none()) && !self.unowned {
            self.unowned = true;
            self.questions.push(Question {
                place: place(self.table, row),
                asks: "who is to do the actions that name no owner?".to_owned(),
                taken: "“not stated”; give each to a post on its finding's own page".to_owned(),
            });
        }
        Ok(actions)
    }
}
