//! An Excel workbook: each sheet that is shown is a table. Values come from calamine; how far a sheet reaches is checked
//! before calamine sees it.
mod fill;
mod sheet;

use crate::grid::{self, Listed, cell, place};
use crate::package::Package;
use crate::xml::Xml;
use crate::{MOST_SHEETS, MOST_TEXT, Refused};
use calamine::{CellErrorType, DataRef, ExcelDateTime, Reader, ReaderRef, Xlsx};
use domain::table::{Block, Cell, Document, Table, Value};
use domain::text::{Text, text};
use jiff::civil::Date;
use sheet::Sheet;
use std::collections::BTreeSet;
use std::io::Cursor;

/// What becomes of a cell with a formula.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Formulas {
    /// Its saved result is read.
    Read,
    Refused,
}

pub fn read(
    bytes: &[u8],
    package: &mut Package,
    main: &str,
    wanted: Option<&str>,
    formulas: Formulas,
) -> Result<Document, Refused> {
    let listed = list(package, main)?;
    let chosen = grid::chosen(&listed, wanted)?;
    let mut notes = grid::notes(&listed, wanted, package.macros);
    let fills = match package.relations(main)?.into_iter().find(|relation| relation.what == "styles") {
        Some(styles) => match package.part(&styles.target)? {
            Some(content) => fill::read(&styles.target, &content)?,
            None => Vec::new(),
        },
        None => Vec::new(),
    };
    let mut cells = 0;
    let mut scanned = Vec::new();
    for listed in chosen {
        let content = package
            .part(&listed.at)?
            .ok_or_else(|| Refused::Damaged { reason: format!("{} is missing", listed.at) })?;
        let sheet = sheet::scan(&listed.name, &listed.at, &content, &mut cells)?;
        if let (Some(at), Formulas::Refused) = (sheet.remarks.formula, formulas) {
            return Err(Refused::Formula { place: format!("{}, cell {}", place(&listed.name), cell(at)) });
        }
        if sheet.used.is_some() {
            scanned.push((listed, sheet));
        }
    }
    let damaged = |error: calamine::XlsxError| Refused::Damaged { reason: error.to_string() };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut blocks = Vec::new();
    let mut length = 0;
    for (listed, sheet) in scanned {
        notes.extend(sheet.remarks.notes(&listed.name));
        let range = workbook.worksheet_range_ref(&listed.name).map_err(damaged)?;
        if let Some(table) = table(listed, &sheet, &range, &fills, &mut length)? {
            blocks.push(Block::Table(table));
        }
    }
    if blocks.is_empty() {
        return Err(Refused::NothingInIt);
    }
    Ok(Document { blocks, notes })
}

fn list(package: &mut Package, main: &str) -> Result<Vec<Listed<String>>, Refused> {
    let relations = package.relations(main)?;
    let content = package.part(main)?.ok_or_else(|| Refused::Damaged { reason: format!("{main} is missing") })?;
    let mut listed = Vec::new();
    Xml::new(main, &content)?.each_open(|tag| {
        if tag.name() != "sheet" {
            return;
        }
        let (Some(name), Some(id)) = (tag.attribute("name"), tag.attribute("id")) else { return };
        let hidden = tag.attribute("state").is_some_and(|state| state != "visible");
        // Charts on a sheet of their own and sheets of old macros hold no cells.
        if let Some(part) = relations.iter().find(|relation| relation.id == id && relation.what == "worksheet") {
            listed.push(Listed { name, hidden, at: part.target.clone() });
        }
    })?;
    // A sheet listed ten thousand times would be read as often.
    if listed.len() > MOST_SHEETS {
        return Err(Refused::Unpacks { reason: format!("{} sheets", listed.len()) });
    }
    let mut parts = BTreeSet::new();
    if let Some(again) = listed.iter().find(|sheet| !parts.insert(&sheet.at)) {
        return Err(Refused::Untrusted { reason: format!("two sheets are the same part, {}", again.at) });
    }
    Ok(listed)
}

fn table(
    listed: &Listed<String>,
    sheet: &Sheet,
    range: &calamine::Range<DataRef>,
    fills: &[Option<String>],
    length: &mut usize,
) -> Result<Option<Table>, Refused> {
    let (Some(((first, _), last)), Some(start), Some(end)) = (sheet.used, range.start(), range.end()) else {
        return Ok(None);
    };
    let within = |position: (u32, u32)| position.0 as usize <= last.0 && position.1 as usize <= last.1;
    if !within(start) || !within(end) || (start.0 as usize) < first {
        return Err(Refused::Untrusted { reason: format!("sheet “{}” can be read in two ways", listed.name) });
    }
    for (row, column, data) in range.used_cells() {
        *length += match data {
            DataRef::String(words) => words.len(),
            DataRef::SharedString(words) => words.len(),
            _ => 0,
        };
        if *length > MOST_TEXT {
            let at = (start.0 as usize + row, start.1 as usize + column);
            return Err(Refused::TooMuchText { place: format!("{}, cell {}", place(&listed.name), cell(at)) });
        }
    }
    let mut rows = vec![vec![Cell::default(); last.1 + 1]; last.0 - first + 1];
    for (row, column, data) in range.used_cells() {
        let at = (start.0 as usize + row, start.1 as usize + column);
        rows[at.0 - first][at.1].value = typed(data)
            .map_err(|wrong| Refused::not_text(format!("{}, cell {}", place(&listed.name), cell(at)), &wrong))?;
    }
    for ((row, column), style) in &sheet.styles {
        let fill = fills.get(*style).cloned().flatten();
        if let (Some(fill), Some(cell)) =
            (fill, row.checked_sub(first).and_then(|row| rows.get_mut(row)).and_then(|row| row.get_mut(*column)))
        {
            cell.fill = Some(fill);
        }
    }
    grid::table(&listed.name, first, rows, &sheet.merged)
}

fn typed(cell: &DataRef) -> Result<Value, domain::text::NotText> {
    Ok(match cell {
        DataRef::Empty => Value::Empty,
        #[expect(
            clippy::cast_precision_loss,
            reason = "the file's own numbers are floats; whole ones beyond 2^53 it cannot hold either"
        )]
        DataRef::Int(number) => Value::Number(*number as f64),
        DataRef::Float(number) if number.is_finite() => Value::Number(*number),
        DataRef::Float(_) => Value::Error(text("#NUM!")),
        DataRef::Bool(truth) => Value::Truth(*truth),
        DataRef::String(words) => grid::words(words)?,
        DataRef::SharedString(words) => grid::words(words)?,
        DataRef::DateTime(moment) => moment_of(moment),
        DataRef::DateTimeIso(moment) => match moment.get(..10).and_then(|date| date.parse().ok()) {
            Some(date) => Value::Date(date),
            None => grid::words(moment)?,
        },
        DataRef::DurationIso(duration) => grid::words(duration)?,
        DataRef::Error(error) => Value::Error(text(match error {
            CellErrorType::Div0 => "#DIV/0!",
            CellErrorType::NA => "#N/A",
            CellErrorType::Name => "#NAME?",
            CellErrorType::Null => "#NULL!",
            CellErrorType::Num => "#NUM!",
            CellErrorType::Ref => "#REF!",
            CellErrorType::Value => "#VALUE!",
            CellErrorType::GettingData => "#GETTING_DATA",
        })),
    })
}

/// A date, of a date with a time too; a time alone or a length of time as words, for nothing here counts in hours.
fn moment_of(moment: &ExcelDateTime) -> Value {
    let serial = moment.as_f64();
    if !serial.is_finite() {
        return Value::Error(text("#NUM!"));
    }
    let (year, month, day, hour, minute, ..) = moment.to_ymd_hms_milli();
    if moment.is_duration() {
        let minutes = (serial * 24.0 * 60.0).round();
        return Text::new(format!("{}:{:02}", (minutes / 60.0).trunc(), (minutes % 60.0).abs()))
            .map_or(Value::Empty, Value::Text);
    }
    if (0.0..1.0).contains(&serial) {
        return Text::new(format!("{hour:02}:{minute:02}")).map_or(Value::Empty, Value::Text);
    }
    let small = |number: u8| i8::try_from(number).unwrap_or(0);
    let date = i16::try_from(year).ok().and_then(|year| Date::new(year, small(month), small(day)).ok());
    // 29 February 1900 is a day in Excel alone, and 9999 is as far as it goes: what it cannot show it shows as signs.
    match date {
        Some(date) if (0.0..2_958_466.0).contains(&serial) => Value::Date(date),
        _ => Value::Error(text("#NUM!")),
    }
}
