//! The paper's rows as open data: RFC 4180 (commas, CRLF), UTF-8 with a byte order mark, without which Excel on a
//! double click reads "ŵ" as three letters. Dates are ISO, numbers bare, and no text can begin a formula.
use crate::{
    blocks::{Cell, Document},
    format::{Format, NotWritten},
};
use csv::{Terminator, WriterBuilder};

const BYTE_ORDER_MARK: &[u8] = "\u{FEFF}".as_bytes();

pub fn write(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let fault = |why: String| NotWritten::Parts { format: Format::Csv, why };
    let table = &document.data;
    let mut rows = WriterBuilder::new().terminator(Terminator::CRLF).from_writer(BYTE_ORDER_MARK.to_vec());
    rows.write_record(table.columns.iter().map(|column| inert(column.head.clone())))
        .map_err(|e| fault(e.to_string()))?;
    for row in &table.rows {
        rows.write_record(row.iter().map(plain)).map_err(|e| fault(e.to_string()))?;
    }
    rows.into_inner().map_err(|error| fault(error.to_string()))
}

fn plain(cell: &Cell) -> String {
    match cell {
        Cell::Empty | Cell::Number(_) | Cell::Decimal(_) | Cell::Date(_) => cell.words(),
        Cell::Text(_) | Cell::Lines(_) | Cell::Rating(_) | Cell::Direction(_) => inert(cell.words()),
    }
}

/// A spreadsheet takes a cell that begins so for a formula and may run it; an apostrophe before it makes it a text.
fn inert(text: String) -> String {
    const BEGINS_A_FORMULA: [char; 12] = ['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠', '\u{2212}'];
    if text.starts_with(BEGINS_A_FORMULA) { format!("'{text}") } else { text }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        blocks::{Column, Table},
        sample,
    };
    use jiff::civil::date;

    fn printed(rows: Vec<Vec<Cell>>) -> String {
        let columns = (1..=rows[0].len()).map(|n| Column { head: format!("Column {n}"), weight: 1 }).collect();
        let data = Table { columns, rows, ..Table::default() };
        let bytes = write(&Document { data, ..sample::delivery_plan(1) }).unwrap();
        String::from_utf8(bytes).unwrap()
    }

    #[test]
    fn numbers_and_dates_stay_what_they_are_and_quotes_are_doubled() {
        let row = vec![
            Cell::Text("Say \"yes\", twice".into()),
            Cell::Number(-5),
            Cell::Date(date(2026, 9, 12)),
            Cell::Text("1.10".into()),
            Cell::Empty,
            Cell::Lines(vec!["One".into(), "Two".into()]),
        ];
        assert_eq!(
            printed(vec![row]),
            "\u{FEFF}Column 1,Column 2,Column 3,Column 4,Column 5,Column 6\r\n\"Say \"\"yes\"\", twice\",-5,2026-09-12,1.10,,\"One\nTwo\"\r\n"
        );
    }

    #[test]
    fn no_text_begins_a_formula() {
        let payloads = [
            "=1+1",
            "+1",
            "-1",
            "@SUM(A1)",
            "\t=1",
            "\r=1",
            "\n=1",
            "＝1+1",
            "＋1",
            "－1",
            "＠SUM(A1)",
            "=cmd|' /C calc'!A0",
            "=HYPERLINK(\"http://x\")",
            "-2+3+cmd|' /C calc'!A0",
            "@",
            "=",
            "\u{2212}1",
        ];
        for payload in payloads {
            let text = printed(vec![vec![Cell::Text(payload.into()), Cell::Lines(vec![payload.into()])]]);
            let mut read = csv::Reader::from_reader(text.as_bytes());
            let row = read.records().next().unwrap().unwrap();
            assert_eq!(&row[0], format!("'{payload}"), "as text");
            assert_eq!(&row[1], format!("'{payload}"), "as lines");
        }
    }
}
