//! An Excel workbook: each sheet that is shown is a table. Values come from calamine; how far a sheet reaches is checked
//! before calamine sees it.
mod fill;
mod sheet;

use crate::package::Package;
use crate::xml::Xml;
use crate::{MOST_TEXT, Refused, delimited};
use calamine::{CellErrorType, DataRef, ExcelDateTime, Reader, ReaderRef, Xlsx};
use domain::table::{Block, Cell, Document, Note, Table, Value};
use domain::text::{Text, text};
use jiff::civil::Date;
use sheet::{Sheet, cell};
use std::io::Cursor;

/// A sheet as the workbook lists it.
struct Listed {
    name: String,
    part: String,
    hidden: bool,
}

pub fn read(bytes: &[u8], package: &mut Package, main: &str, wanted: Option<&str>) -> Result<Document, Refused> {
    let listed = list(package, main)?;
    let chosen: Vec<&Listed> = match wanted {
        None => listed.iter().filter(|sheet| !sheet.hidden).collect(),
        // Asked for by name, a hidden sheet is read.
        Some(wanted) => {
            let is_wanted = |sheet: &&Listed| sheet.name.trim().to_lowercase() == wanted.trim().to_lowercase();
            vec![listed.iter().find(is_wanted).ok_or_else(|| Refused::NoSuchSheet {
                sheet: wanted.to_owned(),
                sheets: listed.iter().map(|sheet| sheet.name.clone()).collect(),
            })?]
        }
    };
    let mut notes = Vec::new();
    let mut note = |place: String, says: &str| notes.push(Note { place, says: says.to_owned() });
    if package.macros {
        note("the workbook".to_owned(), "macros were left out: the cells were read as data");
    }
    if wanted.is_none() {
        for hidden in listed.iter().filter(|sheet| sheet.hidden) {
            note(place(&hidden.name), "a hidden sheet was left out; ask for it by name to read it");
        }
    }
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
            .part(&listed.part)?
            .ok_or_else(|| Refused::Damaged { reason: format!("{} is missing", listed.part) })?;
        let sheet = sheet::scan(&listed.name, &listed.part, &content, &mut cells)?;
        if sheet.used.is_some() {
            scanned.push((listed, sheet));
        }
    }
    let damaged = |error: calamine::XlsxError| Refused::Damaged { reason: error.to_string() };
    let mut workbook: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let mut blocks = Vec::new();
    let mut length = 0;
    for (listed, sheet) in scanned {
        let place = place(&listed.name);
        for (is_so, says) in [
            (sheet.hidden_rows, "hidden rows were read too"),
            (sheet.hidden_columns, "hidden columns were read too"),
            (sheet.conditional_colours, "colours that a condition sets (conditional formatting) are not read"),
        ] {
            if is_so {
                note(place.clone(), says);
            }
        }
        if let Some(at) = sheet.unworked {
            note(
                format!("{place}, cell {}", cell(at)),
                "a formula without a saved result was read as blank; open the workbook in Excel and save it to fill it in",
            );
        }
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

fn place(name: &str) -> String {
    format!("sheet “{name}”")
}

fn list(package: &mut Package, main: &str) -> Result<Vec<Listed>, Refused> {
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
            listed.push(Listed { name, part: part.target.clone(), hidden });
        }
    })?;
    Ok(listed)
}

fn table(
    listed: &Listed,
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
    let mut rows = vec![vec![Cell::default(); last.1 + 1]; last.0 - first + 1];
    for (row, column, data) in range.used_cells() {
        let at = (start.0 as usize + row, start.1 as usize + column);
        if let DataRef::String(words) = data {
            *length += words.len();
        } else if let DataRef::SharedString(words) = data {
            *length += words.len();
        }
        if *length > MOST_TEXT {
            return Err(Refused::TooMuchText { place: format!("{}, cell {}", place(&listed.name), cell(at)) });
        }
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
    for ((top, left), (bottom, right)) in &sheet.merged {
        for row in *top..=*bottom {
            let covered = rows[row - first].iter_mut().enumerate().take(*right + 1).skip(*left);
            for (column, cell) in covered {
                cell.value = match (row == *top, column == *left) {
                    (true, true) => continue,
                    (false, true) => Value::Above,
                    (_, false) => Value::Left,
                };
            }
        }
    }
    let is_blank =
        |row: &Vec<Cell>| row.iter().all(|cell| matches!(cell.value, Value::Empty | Value::Left | Value::Above));
    while rows.last().is_some_and(is_blank) {
        rows.pop();
    }
    let blank = rows.iter().take_while(|row| is_blank(row)).count();
    rows.drain(..blank);
    delimited::trim_columns(&mut rows);
    let name = Text::new(listed.name.clone()).map_err(|wrong| Refused::not_text("the name of a sheet", &wrong))?;
    let table = Table { place: place(&listed.name), name: Some(name), rows, first_row: first + blank + 1 };
    Ok(Some(table).filter(|table| !table.rows.is_empty()))
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
        DataRef::String(words) => words_of(words)?,
        DataRef::SharedString(words) => words_of(words)?,
        DataRef::DateTime(moment) => moment_of(moment),
        DataRef::DateTimeIso(moment) => match moment.get(..10).and_then(|date| date.parse().ok()) {
            Some(date) => Value::Date(date),
            None => words_of(moment)?,
        },
        DataRef::DurationIso(duration) => words_of(duration)?,
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

fn words_of(words: &str) -> Result<Value, domain::text::NotText> {
    if words.chars().all(|c| c.is_whitespace() && c != '\u{B}' && c != '\u{C}') {
        return Ok(Value::Empty);
    }
    Text::new(words.replace(['\u{A0}', '\u{202F}'], " ").replace('\u{AD}', "")).map(Value::Text)
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
