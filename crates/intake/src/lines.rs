//! Plain and pasted text: rows with tabs become tables, lines with a list glyph become items, the rest stays lines with
//! the white space at their start, which may be all that is left of a list. Blank lines are left out; the numbers of
//! lines in the places still count them.
use crate::Refused;
use crate::delimited::{self, Quote, Record, line_ends};
use domain::table::{Block, Document};
use domain::text::Text;
use std::borrow::Cow;

/// How many quotation marks at the start of a cell may turn out never to close before the others are taken as text
/// without looking: each look may go through the whole text.
const MOST_LOOKS: usize = 50;

/// The most lines of a text. The longest paper that was seen has some three thousand.
pub const MOST_LINES: usize = 250_000;

pub fn read(name: &str, text: &str) -> Result<Document, Refused> {
    let lines = text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r' | 0x0C)).count();
    if lines > MOST_LINES {
        return Err(Refused::TooManyLines { lines });
    }
    let records = records(text);
    let mut reading = Reading { place: delimited::place(name), blocks: Vec::new(), bullet: None };
    let mut at = 0;
    while at < records.len() {
        let run = run(&records[at..]);
        if run > 1 {
            reading.table(&records, at, at + run)?;
            at += run;
        } else {
            reading.lines(&records[at])?;
            at += 1;
        }
    }
    if reading.blocks.is_empty() {
        return Err(Refused::NothingInIt);
    }
    Ok(Document { blocks: reading.blocks, notes: Vec::new() })
}

struct Reading {
    place: String,
    blocks: Vec<Block>,
    /// The level of a glyph that stood alone on its line: it belongs to the next.
    bullet: Option<u8>,
}

impl Reading {
    fn table(&mut self, records: &[Record], from: usize, to: usize) -> Result<(), Refused> {
        let table = delimited::table(self.place.clone(), &records[from..to], 1 + from)?;
        self.bullet = None;
        self.blocks.extend(table.map(Block::Table));
        Ok(())
    }

    fn lines(&mut self, record: &Record) -> Result<(), Refused> {
        let mut number = record.line;
        for whole in record.raw.split_inclusive(['\n', '\r', '\u{B}', '\u{C}']) {
            let here = number;
            number += line_ends(whole);
            let line = whole.trim_end();
            if line.is_empty() {
                continue;
            }
            let place = format!("line {here}");
            let taken = |text: &str| Text::new(text).map_err(|wrong| Refused::not_text(place.clone(), &wrong));
            let block = match (bullet(line), self.bullet.take()) {
                (Some((level, "")), _) => {
                    self.bullet = Some(level);
                    continue;
                }
                (Some((level, text)), _) => Block::Item { place: place.clone(), level, text: taken(text)? },
                (None, Some(level)) => Block::Item { place: place.clone(), level, text: taken(line.trim_start())? },
                (None, None) => Block::Line { place: place.clone(), text: taken(line)? },
            };
            self.blocks.push(block);
        }
        Ok(())
    }
}

/// Rows as a spreadsheet puts them on the clipboard: a cell with a line break or a tab in it is in quotation marks.
/// A quotation mark that has no end of a cell to close at is part of the text.
fn records(text: &str) -> Vec<Record<'_>> {
    let mut records = Vec::new();
    let (mut rest, mut line, mut looks) = (text, 1, 0);
    while !rest.is_empty() {
        let (record, after) = if looks < MOST_LOOKS {
            delimited::record(rest, '\t', line).unwrap_or_else(|wrong| {
                looks += usize::from(matches!(wrong, Quote::Open { .. }));
                as_it_stands(rest, line)
            })
        } else {
            as_it_stands(rest, line)
        };
        line += line_ends(&rest[..rest.len() - after.len()]);
        records.push(record);
        rest = after;
    }
    records
}

fn as_it_stands(text: &str, line: usize) -> (Record<'_>, &str) {
    let length = text.find(['\n', '\r', '\u{C}']).unwrap_or(text.len());
    let (raw, end) = text.split_at(length);
    let after = end.strip_prefix("\r\n").or_else(|| end.strip_prefix(['\n', '\r', '\u{C}'])).unwrap_or(end);
    (Record { line, cells: raw.split('\t').map(Cow::Borrowed).collect(), raw }, after)
}

/// How many records from here on are rows of one table; 1 where this is not a table. Rows of one table have the same
/// number of tabs; a line without one, or a blank line, is in the table where the next row is.
fn run(records: &[Record]) -> usize {
    let width = records[0].cells.len();
    let is_row = |at: usize| {
        records.get(at).is_some_and(|record: &Record| record.cells.len() > 1 && bullet(record.raw).is_none())
    };
    let same = |at: usize| is_row(at) && records[at].cells.len() == width;
    if !is_row(0) || !same(1) || is_numbered_or_indented(&records[0]) {
        return 1;
    }
    let mut end = 2;
    // A row with another number of tabs is taken into the table, which then refuses it with its number.
    while is_row(end) || end < records.len() && same(end + 1) && bullet(records[end].raw).is_none() {
        end += 1;
    }
    end
}

/// "1.2<tab>The purpose ..." and "<tab>indented": one tab that parts no cells.
fn is_numbered_or_indented(record: &Record) -> bool {
    let [first, _] = &record.cells[..] else { return false };
    let label = first.trim();
    label.is_empty() || label.chars().all(|c| c.is_ascii_digit() || "().".contains(c))
}

/// The level of a list item and its text, where a line begins with a glyph of a list. Word's and PDF's own glyphs come
/// as they are, as private characters of the Symbol and Wingdings fonts, or as a letter o.
fn bullet(line: &str) -> Option<(u8, &str)> {
    let text = line.trim_start();
    let indent: usize = line[..line.len() - text.len()].chars().map(|c| if c == '\t' { 4 } else { 1 }).sum();
    let level = u8::try_from(1 + indent / 4).unwrap_or(9).min(9);
    let mut after = text.chars();
    let glyph = after.next()?;
    let rest = after.as_str();
    let is_glyph = match glyph {
        '•' | '▪' | '‣' | '◦' | '●' | '○' | '■' | '□' | '▫' | '⁃' | '➢' | '❖' | '\u{F000}'..='\u{F0FF}' => {
            true
        }
        '-' | '–' | '*' | 'o' | '·' | '§' => rest.starts_with([' ', '\t', '\u{A0}']),
        _ => false,
    };
    is_glyph.then(|| (level, rest.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::table::Table;

    fn lines(text: &str) -> Vec<String> {
        read("-", text)
            .unwrap()
            .blocks
            .into_iter()
            .map(|block| match block {
                Block::Line { place, text } => format!("{place}|{text}"),
                Block::Item { place, level, text } => format!("{place}|{level}|{text}"),
                Block::Heading { .. } => panic!("plain text has no headings of its own"),
                Block::Table(table) => format!("table {}x{}", table.rows.len(), table.rows[0].len()),
            })
            .collect()
    }

    fn table(text: &str) -> Table {
        let document = read("-", text).unwrap();
        let [Block::Table(table)] = &document.blocks[..] else { panic!("one table: {:?}", document.blocks) };
        table.clone()
    }

    #[test]
    fn white_space_at_the_start_of_a_line_is_kept_and_lines_are_numbered() {
        assert_eq!(
            lines("4.2 Five themes \n\n \n Crime Prevention \nrun on\n"),
            ["line 1|4.2 Five themes", "line 4| Crime Prevention", "line 5|run on"]
        );
    }

    #[test]
    fn glyphs_make_items() {
        assert_eq!(
            lines("• one\n\u{F0B7}\ttwo\n    - three\no\tfour\n• \nfive\n*not*\nof\n-6%\n"),
            [
                "line 1|1|one",
                "line 2|1|two",
                "line 3|2|three",
                "line 4|1|four",
                "line 6|1|five",
                "line 7|*not*",
                "line 8|of",
                "line 9|-6%"
            ]
        );
    }

    #[test]
    fn a_page_break_ends_a_line_without_counting_as_one() {
        assert_eq!(
            lines("end of page\n\u{C}Heading\nsoft\u{B}break\r\nlast"),
            ["line 1|end of page", "line 2|Heading", "line 3|soft", "line 3|break", "line 4|last"]
        );
    }

    #[test]
    fn a_table_pasted_from_excel_keeps_line_breaks_in_cells() {
        let table = table("Ref\tAction\tDue\n1\t\"Open\nthe \"\"hub\"\"\"\tMay\n2\tClose\t\n");
        assert_eq!(table.place, "the pasted text");
        assert_eq!(table.rows[1][1].value.words().unwrap().as_str(), "Open\nthe \"hub\"");
        assert_eq!((table.rows.len(), table.first_row), (3, 1));
    }

    #[test]
    fn lines_between_rows_are_rows_and_lines_round_a_table_are_lines() {
        assert_eq!(
            lines("Our plan\nA\tB\n1\t2\nTheme 2\n3\t4\n\n5\t6\nThe end\n"),
            ["line 1|Our plan", "table 6x2", "line 8|The end"]
        );
    }

    #[test]
    fn numbered_paragraphs_and_bullets_with_tabs_are_not_tables() {
        assert_eq!(lines("1.\tone\n2.\ttwo\n").len(), 2);
        assert_eq!(lines("•\tone\n•\ttwo\n"), ["line 1|1|one", "line 2|1|two"]);
        assert_eq!(lines("\tone\n\ttwo\n"), ["line 1|\tone", "line 2|\ttwo"]);
    }

    #[test]
    fn a_row_with_a_tab_too_many_is_refused_with_its_number() {
        let refused = read("-", "A\tB\n1\t2\n3\t4\t5\n").unwrap_err();
        assert_eq!(refused, Refused::Row { row: 3, line: 3, found: 3, head: 1, expected: 2 });
    }

    #[test]
    fn a_quotation_that_only_opens_is_text() {
        assert_eq!(lines("\"We will,\nhe said.\n\"\"\n"), ["line 1|\"We will,", "line 2|he said.", "line 3|\"\""]);
    }

    #[test]
    fn a_control_character_is_refused_with_line_and_character() {
        assert_eq!(
            read("-", "fine\nnot\u{7}").unwrap_err(),
            Refused::Character { place: "line 2, character 4,".to_owned(), code: 7 }
        );
    }
}
