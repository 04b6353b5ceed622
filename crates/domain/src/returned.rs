//! A paper that came back edited: what is different from what was printed, and which differences touch a figure, a date
//! or a rating. Accepted, the file is kept as issued beside the printed ones.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    entry::Act,
    id::Id,
    office::Office,
    paper::{Paper, PaperFile, Stage},
    period::{london_day, month_called},
    post::Post,
    table::{Block, Document},
    text::{Text, fold, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// A file that was edited outside and is kept as issued.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Returned {
    /// The file, which stands among the paper's files, and the printed one that it was compared with: SHA-256.
    pub sha256: Text,
    pub of: Text,
    pub on: Date,
    /// The post that accepted it.
    pub by: Id<Post>,
    pub differences: Vec<Difference>,
}

/// A paragraph or a cell that is not as it was printed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Difference {
    /// "paragraph 4", "table 2, row 3, column Rating".
    pub place: Text,
    /// None: added.
    pub was: Option<Text>,
    /// None: taken out.
    pub is: Option<Text>,
    /// What of the record it touches.
    #[serde(default)]
    pub touches: Vec<Touched>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Touched {
    Figure,
    Date,
    Rating,
}

/// The most differences that are listed and kept: more is another paper.
pub const MOST_DIFFERENCES: usize = 500;

/// A line of a document: its place, what holds it together with its neighbours, and its words.
struct Said {
    place: String,
    words: String,
}

/// What is different in `after`. `ratings` are the words by which the plan's levels go.
///
/// # Errors
/// Where so much is different that it is another paper.
pub fn differences(before: &Document, after: &Document, ratings: &[Text]) -> Result<Vec<Difference>, Refusal> {
    let (before, after) = (lines(before), lines(after));
    let ratings: Vec<String> = ratings.iter().map(|word| fold(word.as_str())).filter(|word| !word.is_empty()).collect();
    let mut all = vec![];
    for (old, new) in changed_stretches(&before, &after) {
        let (old, new) = (&before[old.0..old.1], &after[new.0..new.1]);
        // Within a stretch the first goes with the first: most edits leave the number of lines as it was.
        for at in 0..old.len().max(new.len()) {
            let (was, is) = (old.get(at), new.get(at));
            if was.map(|line| &line.words) == is.map(|line| &line.words) {
                continue;
            }
            let words = |line: Option<&Said>| line.map(|line| text(&line.words));
            let place = is.or(was).map(|line| text(&line.place)).unwrap_or_default();
            let touches = touched(was.map_or("", |line| &line.words), is.map_or("", |line| &line.words), &ratings);
            all.push(Difference { place, was: words(was), is: words(is), touches });
            if all.len() > MOST_DIFFERENCES {
                return Err(Refusal::because(format!(
                    "more than {MOST_DIFFERENCES} paragraphs and cells differ from what was printed; this is another paper, so choose the file that was made from this one"
                )));
            }
        }
    }
    Ok(all)
}

fn lines(document: &Document) -> Vec<Said> {
    let mut all = vec![];
    let mut tables = 0;
    for block in &document.blocks {
        match block {
            Block::Heading { place, text, .. } | Block::Line { place, text } | Block::Item { place, text, .. } => {
                all.push(Said { place: place.clone(), words: one_line(text.as_str()) });
            }
            Block::Table(table) => {
                tables += 1;
                let heads: Vec<String> = table.rows.first().map_or_else(Vec::new, |row| {
                    row.iter()
                        .map(|cell| cell.value.words().map(|w| one_line(w.as_str())).unwrap_or_default())
                        .collect()
                });
                for (row, cells) in table.rows.iter().enumerate() {
                    for (column, cell) in cells.iter().enumerate() {
                        // An empty cell is a line too: what is written into it is a difference at its place.
                        let words = cell.value.words().map(|w| one_line(w.as_str())).unwrap_or_default();
                        let head = heads.get(column).filter(|head| row > 0 && !head.is_empty());
                        let column = head.cloned().unwrap_or_else(|| (column + 1).to_string());
                        all.push(Said { place: format!("table {tables}, row {}, column {column}", row + 1), words });
                    }
                }
            }
        }
    }
    all
}

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

type Range = (usize, usize);

/// The stretches in which two lists differ, between the longest run of lines that both have in common.
fn changed_stretches(before: &[Said], after: &[Said]) -> Vec<(Range, Range)> {
    let same = |a: usize, b: usize| before[a].words == after[b].words;
    let mut start = 0;
    while start < before.len().min(after.len()) && same(start, start) {
        start += 1;
    }
    let mut end = 0;
    while end < before.len().min(after.len()) - start && same(before.len() - 1 - end, after.len() - 1 - end) {
        end += 1;
    }
    let mut found = vec![];
    let (mut old, mut new) = (start, start);
    for (a, b) in in_common(before, after, (start, before.len() - end), (start, after.len() - end)) {
        if a > old || b > new {
            found.push(((old, a), (new, b)));
        }
        (old, new) = (a + 1, b + 1);
    }
    let (old_end, new_end) = (before.len() - end, after.len() - end);
    if old < old_end || new < new_end {
        found.push(((old, old_end), (new, new_end)));
    }
    found
}

/// The most pairs of lines that are compared with each other; beyond, only lines that stand once on each side.
const MOST_PAIRS: usize = 4_000_000;

/// Pairs of places that say the same, in order.
fn in_common(before: &[Said], after: &[Said], old: Range, new: Range) -> Vec<(usize, usize)> {
    let (m, n) = (old.1 - old.0, new.1 - new.0);
    if m.saturating_mul(n) > MOST_PAIRS {
        return once_on_each_side(before, after, old, new);
    }
    // The longest common subsequence, by the usual table; where it can choose, in step with the places.
    let width = n + 1;
    let mut best = vec![0_u32; (m + 1) * width];
    for a in (0..m).rev() {
        for b in (0..n).rev() {
            best[a * width + b] = if before[old.0 + a].words == after[new.0 + b].words {
                best[(a + 1) * width + b + 1] + 1
            } else {
                best[(a + 1) * width + b].max(best[a * width + b + 1])
            };
        }
    }
    let (mut a, mut b, mut pairs) = (0, 0, vec![]);
    while a < m && b < n {
        if before[old.0 + a].words == after[new.0 + b].words {
            pairs.push((old.0 + a, new.0 + b));
            (a, b) = (a + 1, b + 1);
        } else if best[(a + 1) * width + b] >= best[a * width + b + 1] {
            a += 1;
        } else {
            b += 1;
        }
    }
    pairs
}

fn once_on_each_side(before: &[Said], after: &[Said], old: Range, new: Range) -> Vec<(usize, usize)> {
    let places = |lines: &[Said], range: Range| {
        let mut places: BTreeMap<String, Option<usize>> = BTreeMap::new();
        for (at, line) in lines.iter().enumerate().take(range.1).skip(range.0) {
            places.entry(line.words.clone()).and_modify(|place| *place = None).or_insert(Some(at));
        }
        places
    };
    let there = places(after, new);
    let mut pairs: Vec<(usize, usize)> =
        places(before, old).into_iter().filter_map(|(words, a)| Some((a?, (*there.get(&words)?)?))).collect();
    pairs.sort_unstable();
    let mut last = None;
    pairs.retain(|(_, b)| {
        let goes_on = last.is_none_or(|last| *b > last);
        if goes_on {
            last = Some(*b);
        }
        goes_on
    });
    pairs
}

/// What a difference touches: figures, days and rating words are compared apart from the prose around them.
fn touched(was: &str, is: &str, ratings: &[String]) -> Vec<Touched> {
    let mut touches = vec![];
    if figures(was) != figures(is) {
        touches.push(Touched::Figure);
    }
    if days(was) != days(is) {
        touches.push(Touched::Date);
    }
    if rated(was, ratings) != rated(is, ratings) {
        touches.push(Touched::Rating);
    }
    touches
}

fn words_of(words: &str) -> Vec<String> {
    let plain = |c: char| !c.is_alphanumeric() && !"%£$€.,:/-–".contains(c);
    let trimmed = |word: &str| word.trim_matches(|c: char| ".,:-–/".contains(c)).to_lowercase();
    words.split(plain).map(trimmed).filter(|word| !word.is_empty()).collect()
}

/// Everything with a digit in it, and numbers as words.
fn figures(words: &str) -> Vec<String> {
    const SAID: [&str; 21] = [
        "none",
        "one",
        "two",
        "three",
        "four",
        "five",
        "six",
        "seven",
        "eight",
        "nine",
        "ten",
        "eleven",
        "twelve",
        "thirteen",
        "fourteen",
        "fifteen",
        "sixteen",
        "seventeen",
        "eighteen",
        "nineteen",
        "twenty",
    ];
    let counts = |word: &String| word.chars().any(char::is_numeric) || SAID.contains(&word.as_str());
    words_of(words).into_iter().filter(counts).collect()
}

/// Months and quarters with what stands beside them, and days in figures.
fn days(words: &str) -> Vec<String> {
    let all = words_of(words);
    let digits = |word: &String| word.chars().next().is_some_and(|c| c.is_ascii_digit());
    let is_month = |word: &String| month_called(word).is_some();
    let is_quarter = |word: &String| word.strip_prefix('q').is_some_and(|n| matches!(n, "1" | "2" | "3" | "4"));
    let is_day = |word: &String| {
        let parts: Vec<&str> = word.split(['/', '-', '.']).collect();
        parts.len() == 3 && parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit()))
    };
    let mut found = vec![];
    for (at, word) in all.iter().enumerate() {
        if is_day(word) {
            found.push(word.clone());
        } else if is_month(word) || is_quarter(word) {
            let before = at.checked_sub(1).map(|at| &all[at]).filter(|word| digits(word));
            let after = all.get(at + 1).filter(|word| digits(word));
            // “May” is a month only beside a figure.
            if word == "may" && before.is_none() && after.is_none() {
                continue;
            }
            found.extend([before, Some(word), after].into_iter().flatten().cloned());
        }
    }
    found
}

/// The rating words in a text, each as often as it stands there; a longer one hides the shorter that it holds.
fn rated(words: &str, ratings: &[String]) -> Vec<String> {
    let mut rest = format!(" {} ", words_of(words).join(" "));
    let mut longest: Vec<&String> = ratings.iter().collect();
    longest.sort_by_key(|word| std::cmp::Reverse(word.len()));
    longest.dedup();
    let mut found = vec![];
    for word in longest {
        let sought = format!(" {} ", words_of(word).join(" "));
        while let Some(at) = rest.find(&sought) {
            found.push(word.clone());
            rest.replace_range(at..at + sought.len(), " \u{1} ");
        }
    }
    found.sort();
    found
}

/// Accepts an edited file of an issued paper: it is kept as issued, and the list of what is different with it.
#[derive(Clone, Debug)]
pub struct ReturnPaper {
    pub number: Text,
    pub file: PaperFile,
    /// The printed file that it was compared with.
    pub of: Text,
    pub differences: Vec<Difference>,
}

impl ReturnPaper {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.paper_numbered(self.number.as_str())?;
        let number = kept.reference();
        match kept.item.stage {
            Stage::Issued | Stage::Presented => {}
            Stage::Draft => return Err(Refusal::because(format!("{number} has no files yet; issue it first"))),
            Stage::Withdrawn => {
                return Err(Refusal::because(format!("{number} was withdrawn; issue a new paper and edit that")));
            }
        }
        if office.is_published(kept.id.uuid()) {
            return Err(Refusal::because(format!(
                "{number} is public already, so its files stay as they are; correct it by a notice, or withdraw it"
            )));
        }
        if office.publication_requested(kept.id.uuid()).is_some() {
            return Err(Refusal::because(format!(
                "the publication of {number} was asked for, so its files stay as they are until that is decided"
            )));
        }
        if !kept.item.files.iter().any(|file| file.sha256 == self.of) {
            return Err(Refusal::because(format!("{number} has no such file to compare with")));
        }
        if kept.item.files.iter().any(|file| file.sha256 == self.file.sha256) {
            return Err(Refusal::because(format!("this file is among the files of {number} already")));
        }
        if self.differences.is_empty() {
            return Err(Refusal::because(format!(
                "nothing in it reads otherwise than in the file of {number} that was printed, so there is nothing to keep"
            )));
        }
        let mut paper = kept.item.clone();
        paper.files.push(self.file.clone());
        paper.returned.push(Returned {
            sha256: self.file.sha256.clone(),
            of: self.of.clone(),
            on: ask.on.unwrap_or_else(|| london_day(ask.now)),
            by: ask.actor.speaks_as(),
            differences: self.differences.clone(),
        });
        let draft = Draft::new(Act::Changed, kept.id.uuid(), &kept.envelope, &paper, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(kept.id.uuid()) })
    }
}

impl Paper {
    /// What was different in a file of it that was edited outside; None for one that was printed.
    pub fn edited(&self, file: &PaperFile) -> Option<&Returned> {
        self.returned.iter().find(|returned| returned.sha256 == file.sha256)
    }

    /// The files as they were printed: what everybody receives. An edited file may name who saved it, and stays inside.
    pub fn printed(&self) -> impl Iterator<Item = &PaperFile> {
        self.files.iter().filter(|file| self.edited(file).is_none())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::{Cell, Table, Value};

    fn line(words: &str) -> Block {
        Block::Line { place: String::new(), text: text(words) }
    }

    fn document(blocks: Vec<Block>) -> Document {
        Document { blocks, notes: vec![] }
    }

    fn table(rows: &[&[&str]]) -> Block {
        let cell = |words: &&str| Cell { value: Value::Text(text(words)), fill: None };
        let rows = rows.iter().map(|row| row.iter().map(cell).collect()).collect();
        Block::Table(Table { rows, ..Table::default() })
    }

    fn found(before: &Document, after: &Document) -> Vec<Difference> {
        let ratings = ["On track", "At risk", "Off track"].map(text);
        differences(before, after, &ratings).unwrap()
    }

    #[test]
    fn a_changed_figure_date_or_rating_is_told_from_changed_prose() {
        let cases = [
            ("Seven of 20 are done", "Seven of 21 are done", vec![Touched::Figure]),
            ("Seven of 20 are done", "Eight of 20 are done", vec![Touched::Figure]),
            ("It is due in March 2026", "It is due in June 2026", vec![Touched::Date]),
            ("It is due on 3 March 2026", "It is due on 4 March 2026", vec![Touched::Figure, Touched::Date]),
            ("The hub is on track", "The hub is at risk", vec![Touched::Rating]),
            ("We may open it", "We might open it", vec![]),
            ("The hub opened", "The hub was opened", vec![]),
        ];
        for (was, is, touches) in cases {
            let found = found(&document(vec![line(was)]), &document(vec![line(is)]));
            assert_eq!(found.len(), 1, "{was}");
            assert_eq!(found[0].touches, touches, "{was} -> {is}");
        }
    }

    #[test]
    fn a_cell_has_the_place_of_its_column_and_an_added_paragraph_moves_nothing_else() {
        let before = document(vec![
            line("One"),
            line("Two"),
            table(&[&["Reference", "Rating"], &["1.1", "On track"], &["1.2", ""]]),
        ]);
        let after = document(vec![
            line("One"),
            line("In between"),
            line("Two"),
            table(&[&["Reference", "Rating"], &["1.1", "At risk"], &["1.2", ""]]),
        ]);
        let found = found(&before, &after);
        assert_eq!(found.len(), 2, "{found:?}");
        assert_eq!((found[0].was.as_ref(), found[0].is.as_ref().map(Text::as_str)), (None, Some("In between")));
        assert_eq!(found[1].place.as_str(), "table 1, row 2, column Rating");
        assert_eq!(found[1].touches, [Touched::Rating]);
    }

    #[test]
    fn the_same_words_are_no_difference_and_another_paper_is_refused() {
        let paper = document((0..1_000).map(|n| line(&format!("Paragraph {n}"))).collect());
        assert_eq!(found(&paper, &paper), []);
        let other = document((0..1_000).map(|n| line(&format!("Another {n}"))).collect());
        assert!(differences(&paper, &other, &[]).unwrap_err().to_string().contains("another paper"));
    }
}
