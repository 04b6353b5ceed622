//! A paper as a workbook, whichever program reads it: a cover sheet first, then one table a sheet, as the Government
//! Analysis Function advises for accessible spreadsheets. Nothing is merged, hidden, computed or said by colour.
use crate::{
    blocks::{Block, Cell, Document, Inline, Sheet, Table},
    layout::longest,
    package::held,
    running::Running,
    words::Words,
};
use jiff::civil::{Date, date};

/// Above each table: the sheet's title, and what it holds. Then the heads, and from here on the rows.
pub const ROWS_ABOVE: usize = 2;

/// The most characters (UTF-16 units) that a cell holds in the programs that read these files.
const MOST_IN_A_CELL: usize = 32_767;

/// A line of the cover sheet, in the one column that it has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Line {
    Title(String),
    Heading(String),
    Text(String),
    /// Leads to the sheet of this name, with which the text begins.
    Leads {
        sheet: String,
        text: String,
    },
}

impl Line {
    pub fn text(&self) -> &str {
        match self {
            Self::Title(text) | Self::Heading(text) | Self::Text(text) | Self::Leads { text, .. } => text,
        }
    }
}

/// What a cell of a workbook is. A text that looks like a number, a date or a formula is a text.
#[derive(Clone, Debug, PartialEq)]
pub enum Value {
    Blank,
    Text(String),
    Number(i64),
    Decimal(f64),
    Date(Date),
}

impl Value {
    pub fn of(cell: &Cell) -> Self {
        // Further out, a double would round it.
        const EXACT: i64 = 1 << 53;
        // Spreadsheets count days from 1900, and count a 29 February 1900 that never was.
        const FIRST: Date = date(1900, 3, 1);
        match cell {
            Cell::Number(number) if (-EXACT..=EXACT).contains(number) => Self::Number(*number),
            Cell::Decimal(number) if number.is_finite() => Self::Decimal(*number),
            Cell::Date(day) if *day >= FIRST => Self::Date(*day),
            other => match fitting(&other.words()) {
                text if text.is_empty() => Self::Blank,
                text => Self::Text(text),
            },
        }
    }
}

/// A text as a cell holds it: what is too long is cut, and says so.
pub fn fitting(text: &str) -> String {
    let text: String = text.replace("\r\n", "\n").chars().map(held).collect();
    if text.encode_utf16().count() <= MOST_IN_A_CELL {
        return text;
    }
    let cut = Words::english().say("cell-cut");
    let mut room = MOST_IN_A_CELL - cut.encode_utf16().count();
    let fits = |c: &char| {
        let fits = room >= c.len_utf16();
        room = room.saturating_sub(c.len_utf16());
        fits
    };
    text.chars().take_while(fits).chain(cut.chars()).collect()
}

/// The cover sheet's name and lines: which paper it is, for whom and as at when, what the sheets are, how to read
/// them, what is withheld, and how to check the paper.
pub fn cover(document: &Document) -> (String, Vec<Line>) {
    let words = Words::english();
    let running = Running::of(document);
    let mut lines = vec![Line::Title(document.title.clone()), Line::Text(document.author.clone())];
    lines.extend(running.caution.map(Line::Text));
    lines.push(Line::Text(match &document.number {
        Some(paper) => words
            .with("workbook-number", &[("number", paper.number.as_str().into()), ("code", paper.code.as_str().into())]),
        None => running.number,
    }));
    lines.push(Line::Text(words.with("workbook-marking", &[("marking", running.marking.into())])));
    lines.push(Line::Text(document.summary.clone()));
    let mut panels = vec![];
    for block in document.front.iter().chain(&document.blocks) {
        match block {
            Block::Facts { rows } => lines.extend(rows.iter().map(|(label, value)| {
                Line::Text(
                    words.with("workbook-fact", &[("label", label.as_str().into()), ("value", value.as_str().into())]),
                )
            })),
            Block::Panel { title, paragraphs } => {
                panels.push(Line::Heading(title.clone()));
                panels.extend(paragraphs.iter().map(|paragraph| Line::Text(plain(paragraph))));
            }
            Block::Heading { .. }
            | Block::Paragraph { .. }
            | Block::List { .. }
            | Block::Table(_)
            // Its numbers are a table, on a sheet of its own.
            | Block::Chart(_)
            | Block::PageBreak => {}
        }
    }
    lines.push(Line::Heading(words.say("workbook-sheets")));
    lines
        .extend(document.sheets.iter().map(|sheet| Line::Leads { sheet: sheet.name.clone(), text: sheet.described() }));
    lines.push(Line::Heading(words.say("workbook-notes")));
    for note in ["blank", "cells", "symbols"] {
        lines.push(Line::Text(match note {
            "blank" => words.say("workbook-blank"),
            "cells" => words.say("workbook-cells"),
            _ => words.say("workbook-symbols"),
        }));
    }
    lines.extend(panels);
    lines.retain(|line| !line.text().trim().is_empty());
    (words.say("workbook-cover"), lines)
}

fn plain(text: &[Inline]) -> String {
    let words = text.iter().map(|inline| match inline {
        Inline::Text(text) | Inline::Bold(text) | Inline::Code(text) => text.clone(),
        Inline::Link { text, address } => crate::address::as_text(text, address),
        Inline::Footnote(text) => format!(" ({text})"),
    });
    words.collect()
}

impl Sheet {
    /// "Actions: every action that is shown, one a row. 71 rows."
    fn described(&self) -> String {
        let rows = [("rows", self.table.rows.len().into())];
        let counted = Words::english().with("workbook-rows", &rows);
        format!("{}: {} {counted}", self.name, self.about)
    }

    /// What stands under the sheet's title.
    pub fn introduced(&self) -> String {
        let words = Words::english();
        let rows = [("rows", self.table.rows.len().into())];
        format!("{} {}", words.with("sheet-one-table", &rows), self.about)
    }

    /// The heads, none empty and no two alike, since programs name columns by them.
    pub fn heads(&self) -> Vec<String> {
        let mut heads: Vec<String> = vec![];
        for (n, column) in self.table.columns.iter().enumerate() {
            let head: String = fitting(&column.head).split_whitespace().collect::<Vec<_>>().join(" ");
            let head: String = head.chars().take(200).collect();
            let head = if head.is_empty() { (n + 1).to_string() } else { head };
            let taken = |head: &str| heads.iter().any(|other| other.to_lowercase() == head.to_lowercase());
            let mut unlike = head.clone();
            let mut more = 2;
            while taken(&unlike) {
                unlike = format!("{head} ({more})");
                more += 1;
            }
            heads.push(unlike);
        }
        heads
    }

    /// The width of each column in characters.
    pub fn widths(&self) -> Vec<usize> {
        (0..self.table.columns.len()).map(|n| self.table.characters(n)).collect()
    }

    /// How many pages wide the table is printed, so that its letters can be read.
    pub fn pages_wide(&self) -> usize {
        const ON_A_PAGE: usize = 190;
        let characters: usize = self.widths().into_iter().sum();
        characters.div_ceil(ON_A_PAGE).max(1)
    }

    /// Of ASCII letters, as names of tables are.
    pub fn table_name(&self) -> String {
        let letters: String = self.name.chars().map(|c| if c.is_ascii_alphanumeric() { c } else { '_' }).collect();
        format!("Table_{letters}")
    }
}

impl Table {
    /// The width of a column in characters: room for its longest line, within what a page can show.
    pub fn characters(&self, column: usize) -> usize {
        const NARROW: usize = 8;
        const WIDE: usize = 48;
        let lines = |text: &str| text.lines().map(|line| line.chars().count()).max().unwrap_or(0);
        let cell = |cell: &Cell| match cell {
            // "12 September 2026"
            Cell::Date(_) => 17,
            other => lines(&other.words()),
        };
        let widest = self.rows.iter().filter_map(|row| row.get(column)).map(cell).max().unwrap_or(0);
        let head = self.columns.get(column).map_or(0, |column| longest(&column.head) + 2);
        widest.max(head).clamp(NARROW, WIDE) + 2
    }
}

/// How many lines a text takes in a column so many characters wide, words kept whole. A column's width is counted in
/// digits, and letters are narrower than those: five stand where four digits do, and the next to last is left free.
pub fn lines_in(text: &str, characters: usize) -> usize {
    let width = (characters * 5 / 4).saturating_sub(2).max(1);
    let lines = |line: &str| {
        let (mut lines, mut taken) = (1, 0);
        for word in line.split_whitespace() {
            let length = word.chars().count();
            if taken > 0 && taken + 1 + length > width {
                lines += 1;
                taken = 0;
            }
            taken += length + usize::from(taken > 0);
            lines += taken.saturating_sub(1) / width;
            taken = if taken > width { taken % width } else { taken };
        }
        lines
    };
    text.split('\n').map(lines).sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::blocks::Column;

    fn sheet(heads: &[&str]) -> Sheet {
        let columns = heads.iter().map(|head| Column { head: (*head).into(), weight: 1 }).collect();
        Sheet { name: "Key to ratings".into(), about: String::new(), table: Table { columns, ..Table::default() } }
    }

    #[test]
    fn heads_are_told_apart() {
        assert_eq!(sheet(&["Date", "", "date", "A\nB", "Date"]).heads(), ["Date", "2", "date (2)", "A B", "Date (3)"]);
        assert_eq!(sheet(&[]).table_name(), "Table_Key_to_ratings");
    }

    #[test]
    fn a_cell_is_what_it_is_and_never_what_it_looks_like() {
        for text in ["1.10", "nan", "=1+1", "2026-09-12", "TRUE", "1e5", "#REF!"] {
            assert_eq!(Value::of(&Cell::Text(text.into())), Value::Text(text.into()));
        }
        assert_eq!(Value::of(&Cell::Number(-5)), Value::Number(-5));
        assert_eq!(Value::of(&Cell::Number(i64::MAX)), Value::Text(i64::MAX.to_string()));
        assert_eq!(Value::of(&Cell::Date(date(2026, 9, 12))), Value::Date(date(2026, 9, 12)));
        assert_eq!(Value::of(&Cell::Date(date(1899, 12, 31))), Value::Text("1899-12-31".into()));
        assert_eq!(Value::of(&Cell::Text(String::new())), Value::Blank);
    }

    #[test]
    fn lines_are_counted_as_words_are_wrapped() {
        assert_eq!(lines_in("", 12), 1);
        assert_eq!(lines_in("one two three four", 12), 2);
        assert_eq!(lines_in("one\ntwo", 12), 2);
        assert_eq!(lines_in(&"x".repeat(35), 12), 3);
    }

    #[test]
    fn what_no_cell_holds_is_cut_and_says_so() {
        let long = "😀".repeat(20_000);
        let cut = fitting(&long);
        assert!(
            cut.encode_utf16().count() <= MOST_IN_A_CELL
                && cut.ends_with("(cut: a cell holds no more; the CSV has it whole)"),
            "{}",
            &cut[cut.len() - 80..]
        );
        assert_eq!(fitting("a\r\nb\u{1}"), "a\nb\u{FFFD}");
    }
}
