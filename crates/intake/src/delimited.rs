//! Tables in text with a separator between cells: CSV (RFC 4180), and the rows that spreadsheets put on the clipboard.
//! The separator is never guessed from the body, and a row that has another number of cells than the head row is
//! refused: readers that guess have moved columns in silence.
use crate::{MOST_CELLS, Refused};
use domain::table::{Block, Cell, Document, Note, Table, Value};
use domain::text::Text;
use std::borrow::Cow;

/// A row as it stands in the text.
pub struct Record<'a> {
    /// The line on which it begins, from 1.
    pub line: usize,
    pub cells: Vec<Cow<'a, str>>,
    /// All of it, quotation marks and separators too, without the line end.
    pub raw: &'a str,
}

impl Record<'_> {
    pub fn is_blank(&self) -> bool {
        self.cells.iter().all(|cell| cell.trim().is_empty())
    }

    /// A title or the name of a theme over the whole width: only the first cell says anything.
    fn is_title(&self) -> bool {
        self.cells.iter().skip(1).all(|cell| cell.trim().is_empty())
    }
}

/// The file's own name as a place: "plan.csv", "the pasted text".
pub fn place(name: &str) -> String {
    match name.rsplit(['/', '\\']).next().unwrap_or_default().trim() {
        "" | "-" => "the pasted text".to_owned(),
        file => file.to_owned(),
    }
}

/// Reads CSV. None: this text is not CSV. The name decides only between two readings of the same text: commas in a
/// file named `.csv` part cells, whatever the rows look like; elsewhere the rows must look like a table.
pub fn read_csv(name: &str, text: &str) -> Result<Option<Document>, Refused> {
    let named = name.to_ascii_lowercase().ends_with(".csv");
    let (stated, body) = stated_separator(text);
    let skipped = usize::from(stated.is_some());
    let Some(separator) = stated.or_else(|| separator(body, named)) else { return Ok(None) };
    let records = match records(body, separator, 1 + skipped) {
        Ok(records) => records,
        Err(_) if !named => return Ok(None),
        Err(refused) => return Err(refused),
    };
    if !named && stated.is_none() && !look_like_a_table(&records) {
        return Ok(None);
    }
    let place = place(name);
    let Some(table) = table(place.clone(), &records, 1 + skipped)? else { return Err(Refused::NothingInIt) };
    let mut notes = Vec::new();
    if separator != ',' {
        let between = if separator == ';' { "semicolons" } else { "tabs" };
        notes.push(Note { place, says: format!("the cells are separated by {between}, not commas: read so") });
    }
    Ok(Some(Document { blocks: vec![Block::Table(table)], notes }))
}

/// Excel's own first line `sep=;`, which no reader shows.
fn stated_separator(text: &str) -> (Option<char>, &str) {
    let (first, rest) = text.split_once('\n').unwrap_or((text, ""));
    let mut stated = first.trim_end_matches('\r').strip_prefix("sep=").unwrap_or_default().chars();
    match (stated.next(), stated.next()) {
        (Some(separator @ (',' | ';' | '\t')), None) => (Some(separator), rest),
        _ => (None, text),
    }
}

/// The comma, unless the first line that holds any separator holds several semicolons or tabs and no comma.
fn separator(text: &str, named: bool) -> Option<char> {
    for line in text.lines() {
        let (mut commas, mut semicolons, mut tabs, mut quoted) = (0, 0, 0, false);
        for byte in line.bytes() {
            match byte {
                b'"' => quoted = !quoted,
                b',' if !quoted => commas += 1,
                b';' if !quoted => semicolons += 1,
                b'\t' if !quoted => tabs += 1,
                _ => {}
            }
        }
        // Tabs in a file of another name are a paste, which has its own reader.
        if tabs > 0 && !named {
            return None;
        }
        if commas > 0 {
            return Some(',');
        }
        if semicolons > 1 || tabs > 1 {
            return Some(if semicolons >= tabs { ';' } else { '\t' });
        }
    }
    None
}

/// Prose has commas too: in a table nearly every line has the same number, and more than one.
fn look_like_a_table(records: &[Record]) -> bool {
    let filled = || records.iter().filter(|record| !record.is_blank());
    let Some(width) = filled().map(|record| record.cells.len()).find(|width| *width > 1) else { return false };
    let all = filled().count();
    let same = filled().filter(|record| record.cells.len() == width).count();
    same > 1 && (same == all || width > 2 && same * 4 >= all * 3)
}

/// Parts a text into rows of cells, strictly: a quotation mark that opens a cell must close at the cell's end.
pub fn records(text: &str, separator: char, first_line: usize) -> Result<Vec<Record<'_>>, Refused> {
    // Where there may be too many, they are counted before they are kept.
    let most =
        text.bytes().filter(|byte| matches!(byte, b'\n' | b'\r' | 0x0C) || char::from(*byte) == separator).count();
    if most >= MOST_CELLS {
        parted(text, separator, first_line, |_| {})?;
    }
    let mut records = Vec::new();
    parted(text, separator, first_line, |record| records.push(record))?;
    Ok(records)
}

fn parted<'a>(
    text: &'a str,
    separator: char,
    first_line: usize,
    mut keep: impl FnMut(Record<'a>),
) -> Result<(), Refused> {
    let (mut rest, mut line, mut cells, mut rows) = (text, first_line, 0, 0);
    while !rest.is_empty() {
        let (record, after) = match record(rest, separator, line) {
            Ok(parted) => parted,
            Err(Quote::Open { line }) => return Err(Refused::OpenQuote { line }),
            Err(Quote::Inside { line }) => {
                return Err(Refused::Place {
                    place: format!("row {}, line {line}", rows + first_line),
                    reason: "there is text after the quotation mark that closes a cell".to_owned(),
                });
            }
        };
        line += line_ends(&rest[..rest.len() - after.len()]);
        cells += record.cells.len();
        rows += 1;
        if cells > MOST_CELLS {
            return Err(Refused::TooManyCells { place: format!("row {rows}") });
        }
        keep(record);
        rest = after;
    }
    Ok(())
}

/// What can be wrong with a quotation mark.
pub enum Quote {
    Open { line: usize },
    Inside { line: usize },
}

/// One row, and the text after its line end.
pub fn record(text: &str, separator: char, line: usize) -> Result<(Record<'_>, &str), Quote> {
    let mut cells = Vec::new();
    let mut from = 0;
    loop {
        let rest = &text[from..];
        let (cell, length) = if let Some(quoted) = rest.strip_prefix('"') {
            let here = line + line_ends(&text[..from]);
            let close = closing(quoted).ok_or(Quote::Open { line: here })?;
            let after = &quoted[close + 1..];
            if !after.is_empty() && !after.starts_with([separator, '\n', '\r', '\u{C}']) {
                return Err(Quote::Inside { line: here + line_ends(&quoted[..close]) });
            }
            let inside = &quoted[..close];
            let doubled = inside.contains('"');
            (if doubled { Cow::Owned(inside.replace("\"\"", "\"")) } else { Cow::Borrowed(inside) }, close + 2)
        } else {
            let length = rest.find([separator, '\n', '\r', '\u{C}']).unwrap_or(rest.len());
            (Cow::Borrowed(&rest[..length]), length)
        };
        cells.push(cell);
        from += length;
        if text[from..].starts_with(separator) {
            from += separator.len_utf8();
            continue;
        }
        let (raw, end) = text.split_at(from);
        let after = end.strip_prefix("\r\n").or_else(|| end.strip_prefix(['\n', '\r', '\u{C}'])).unwrap_or(end);
        return Ok((Record { line, cells, raw }, after));
    }
}

/// Where the quotation mark stands that closes a cell; two in a row are one inside it.
fn closing(quoted: &str) -> Option<usize> {
    let mut from = 0;
    loop {
        let at = from + quoted[from..].find('"')?;
        if !quoted[at + 1..].starts_with('"') {
            return Some(at);
        }
        from = at + 2;
    }
}

/// Line ends as an editor counts them.
pub fn line_ends(text: &str) -> usize {
    let bytes = text.as_bytes();
    bytes
        .iter()
        .enumerate()
        .filter(|(at, byte)| **byte == b'\n' || **byte == b'\r' && bytes.get(at + 1) != Some(&b'\n'))
        .count()
}

/// Rows of one width, blank edges cut off. The width is that of the first row with more than one cell that says
/// something; shorter rows are filled up where only their first cell says anything. None: nothing in it.
pub fn table(place: String, records: &[Record], first_row: usize) -> Result<Option<Table>, Refused> {
    let Some(start) = records.iter().position(|record| !record.is_blank()) else { return Ok(None) };
    let end = records.iter().rposition(|record| !record.is_blank()).map_or(start, |last| last + 1);
    let head = records[start..end].iter().position(|record| !record.is_title()).map_or(start, |at| start + at);
    let expected = records[head].cells.len();
    if (end - start).saturating_mul(expected) > MOST_CELLS {
        return Err(Refused::TooManyCells { place: format!("row {}", first_row + MOST_CELLS / expected) });
    }
    let mut rows = Vec::with_capacity(end - start);
    for (index, record) in records.iter().enumerate().take(end).skip(start) {
        let (row, found) = (first_row + index, record.cells.len());
        if found > expected || found < expected && !record.is_title() {
            return Err(Refused::Row { row, line: record.line, found, head: first_row + head, expected });
        }
        let mut cells = Vec::with_capacity(expected);
        for (column, cell) in record.cells.iter().enumerate() {
            let value =
                value(cell).map_err(|wrong| Refused::not_text(format!("row {row}, column {}", column + 1), &wrong))?;
            cells.push(Cell { value, fill: None });
        }
        cells.resize_with(expected, Cell::default);
        rows.push(cells);
    }
    trim_columns(&mut rows);
    Ok(Some(Table { place, name: None, rows, first_row: first_row + start }))
}

/// Text says nothing of types: "1.10" and "03/04/2025" stay as they are written.
fn value(cell: &str) -> Result<Value, domain::text::NotText> {
    if cell.trim().is_empty() && !cell.contains('\0') {
        return Ok(Value::Empty);
    }
    // Word's line break and page break inside a cell are line breaks.
    Text::new(cell.replace(['\u{B}', '\u{C}'], "\n")).map(Value::Text)
}

/// Cuts columns off the right in which no row has anything.
pub fn trim_columns(rows: &mut [Vec<Cell>]) {
    let used = rows
        .iter()
        .filter_map(|row| row.iter().rposition(|cell| !matches!(cell.value, Value::Empty | Value::Left)))
        .max()
        .map_or(0, |last| last + 1);
    for row in rows {
        row.truncate(used);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(name: &str, text: &str) -> Vec<Vec<String>> {
        let document = read_csv(name, text).unwrap().expect("CSV");
        let [Block::Table(table)] = &document.blocks[..] else { panic!("one table") };
        table
            .rows
            .iter()
            .map(|row| row.iter().map(|cell| cell.value.words().map_or(String::new(), String::from)).collect())
            .collect()
    }

    #[test]
    fn a_table_from_excel_is_read_cell_by_cell() {
        let text = "Ref,Action,Due\r\n1.10,\"Open the \"\"hub\"\",\nas promised\",Sep '19\r\n2,Close it,\r\n\r\n,,\r\n";
        assert_eq!(
            rows("plan.csv", text),
            [["Ref", "Action", "Due"], ["1.10", "Open the \"hub\",\nas promised", "Sep '19"], ["2", "Close it", ""]]
        );
    }

    #[test]
    fn title_rows_above_and_between_are_filled_up() {
        let text = "Delivery Plan 2025\nas at March\n\nRef,Action\n1,Open\nTheme 2\n2,Close\n";
        assert_eq!(rows("a.csv", text)[0], ["Delivery Plan 2025", ""]);
        assert_eq!(rows("a.csv", text)[5], ["Theme 2", ""]);
    }

    #[test]
    fn a_row_of_another_width_is_refused_with_its_number() {
        let refused = read_csv("a.csv", "Ref,Action,Due\n1,\"Open\nit\",May\n2,Hubs, new,June\n").unwrap_err();
        assert_eq!(refused, Refused::Row { row: 3, line: 4, found: 4, head: 1, expected: 3 });
        assert!(refused.to_string().starts_with("row 3 (line 4) has 4 cells where the head row, row 1, has 3"));
        assert!(matches!(read_csv("a.csv", "A,B,C\n1,2\n"), Err(Refused::Row { row: 2, found: 2, .. })));
    }

    #[test]
    fn a_quotation_mark_left_open_is_refused_with_its_line() {
        assert_eq!(read_csv("a.csv", "A,B\n1,\"open\n2,3\n").unwrap_err(), Refused::OpenQuote { line: 2 });
        assert!(matches!(read_csv("a.csv", "A,B\n1,\"o\" pen\n"), Err(Refused::Place { .. })));
    }

    #[test]
    fn semicolons_are_taken_where_the_head_has_no_comma_and_said() {
        let document = read_csv("a.csv", "Ref;Action;Due\n1;Open, then close;May\n").unwrap().unwrap();
        assert!(document.notes[0].says.contains("semicolons"));
        assert_eq!(rows("a.csv", "sep=;\nA;B\n1;2\n"), [["A", "B"], ["1", "2"]]);
    }

    #[test]
    fn prose_is_not_a_table() {
        for prose in ["We met, talked, and left.\nThen, nothing.\nThe end, they said, was near, or so.\n", "No comma\n"]
        {
            assert!(read_csv("-", prose).unwrap().is_none(), "{prose}");
        }
        assert!(read_csv("-", "Ref,Action,Due\n1,Open,May\n2,Close,June\n").unwrap().is_some());
    }

    #[test]
    fn a_control_character_is_refused_with_row_and_column() {
        let refused = read_csv("a.csv", "A,B\n1,x\0y\n").unwrap_err();
        assert_eq!(refused, Refused::Character { place: "row 2, column 2, character 2,".to_owned(), code: 0 });
    }
}
