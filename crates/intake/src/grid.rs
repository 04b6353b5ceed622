//! What Excel's and OpenDocument's workbooks have in common: sheets to choose from, positions of cells, merged cells,
//! and the table that comes of a sheet. The same table gives the same document in either.
use crate::{MOST_CELLS, Refused, delimited};
use domain::table::{Cell, Note, Table, Value};
use domain::text::{NotText, Text};

pub const MOST_COLUMNS: usize = 16_384;
pub const MOST_ROWS: usize = 1_048_576;

/// Row and column, from 0.
pub type Position = (usize, usize);

/// From the first to the last, both included.
pub type Area = (Position, Position);

/// A sheet as the workbook lists it, and where in the file it stands.
pub struct Listed<At> {
    pub name: String,
    pub hidden: bool,
    pub at: At,
}

/// The sheets to read: those that are shown, or the one that was asked for by name, also where it is hidden.
pub fn chosen<'a, At>(listed: &'a [Listed<At>], wanted: Option<&str>) -> Result<Vec<&'a Listed<At>>, Refused> {
    let Some(wanted) = wanted else { return Ok(listed.iter().filter(|sheet| !sheet.hidden).collect()) };
    let is_wanted = |sheet: &&Listed<At>| sheet.name.trim().to_lowercase() == wanted.trim().to_lowercase();
    Ok(vec![listed.iter().find(is_wanted).ok_or_else(|| Refused::NoSuchSheet {
        sheet: wanted.to_owned(),
        sheets: listed.iter().map(|sheet| sheet.name.clone()).collect(),
    })?])
}

/// What is worth saying of a whole workbook.
pub fn notes<At>(listed: &[Listed<At>], wanted: Option<&str>, macros: bool) -> Vec<Note> {
    let mut notes = Vec::new();
    if macros {
        let says = "macros were left out: the cells were read as data".to_owned();
        notes.push(Note { place: "the workbook".to_owned(), says });
    }
    for hidden in listed.iter().filter(|sheet| sheet.hidden && wanted.is_none()) {
        let says = "a hidden sheet was left out; ask for it by name to read it".to_owned();
        notes.push(Note { place: place(&hidden.name), says });
    }
    notes
}

/// What of a sheet does not show in its cells.
#[derive(Debug, Default)]
pub struct Remarks {
    pub hidden_rows: bool,
    pub hidden_columns: bool,
    pub conditional_colours: bool,
    /// The first cell with a formula.
    pub formula: Option<Position>,
    /// The first cell with a formula whose result no program has worked out yet.
    pub unworked: Option<Position>,
}

impl Remarks {
    pub fn notes(&self, name: &str) -> Vec<Note> {
        let place = place(name);
        let mut notes = Vec::new();
        for (is_so, says) in [
            (self.hidden_rows, "hidden rows were read too"),
            (self.hidden_columns, "hidden columns were read too"),
            (self.conditional_colours, "colours that a condition sets (conditional formatting) are not read"),
        ] {
            if is_so {
                notes.push(Note { place: place.clone(), says: says.to_owned() });
            }
        }
        if let Some(at) = self.unworked {
            notes.push(Note {
                place: format!("{place}, cell {}", cell(at)),
                says: "a formula without a saved result was read as blank; open the file in Excel or LibreOffice and save it to fill it in".to_owned(),
            });
        }
        notes
    }
}

pub fn place(name: &str) -> String {
    format!("sheet “{name}”")
}

/// Makes an area reach this far too.
pub fn reach(area: &mut Option<Area>, from: Position, to: Position) {
    let (first, last) = area.get_or_insert((from, to));
    *first = (first.0.min(from.0), first.1.min(from.1));
    *last = (last.0.max(to.0), last.1.max(to.1));
}

/// How many cells the table of an area has: it begins at the area's first row, and always at the first column.
pub fn cells((first, last): Area) -> usize {
    (last.0 - first.0 + 1).saturating_mul(last.1 + 1)
}

pub fn too_far(name: &str, at: Position, cells: usize) -> Result<(), Refused> {
    if at.0 >= MOST_ROWS || at.1 >= MOST_COLUMNS || cells > MOST_CELLS {
        return Err(Refused::Reaches { sheet: name.to_owned(), cell: cell(at) });
    }
    Ok(())
}

/// Cuts merged cells off at the end of what is used. They never lie over one another; where they did, marking them
/// would take for ever.
pub fn check_merged(name: &str, merged: &mut Vec<Area>, used: Area) -> Result<(), Refused> {
    let (first, last) = used;
    merged.retain_mut(|(from, to)| {
        *to = (to.0.min(last.0), to.1.min(last.1));
        from.0 <= to.0 && from.1 <= to.1 && from.0 >= first.0
    });
    let mut covered = 0;
    for (from, to) in merged {
        covered += (to.0 - from.0 + 1) * (to.1 - from.1 + 1);
        if covered > cells(used) {
            return Err(Refused::Untrusted {
                reason: format!("merged cells of sheet “{name}” lie over one another at {}", cell(*from)),
            });
        }
    }
    Ok(())
}

/// The table of a sheet: its merged cells marked, blank edges cut off. `first` is the row that the rows begin with.
/// None: nothing in it.
pub fn table(name: &str, first: usize, mut rows: Vec<Vec<Cell>>, merged: &[Area]) -> Result<Option<Table>, Refused> {
    for ((top, left), (bottom, right)) in merged {
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
    let words = Text::new(name).map_err(|wrong| Refused::not_text("the name of a sheet", &wrong))?;
    let table = Table { place: place(name), name: Some(words), rows, first_row: first + blank + 1 };
    Ok(Some(table).filter(|table| !table.rows.is_empty()))
}

/// White space that a person cannot tell from none is none.
pub fn words(words: &str) -> Result<Value, NotText> {
    if words.chars().all(|c| c.is_whitespace() && c != '\u{B}' && c != '\u{C}') {
        return Ok(Value::Empty);
    }
    Text::new(words.replace(['\u{A0}', '\u{202F}'], " ").replace('\u{AD}', "")).map(Value::Text)
}

/// "B12" is row 11, column 1.
pub fn position(reference: &str) -> Option<Position> {
    let letters = reference.bytes().take_while(u8::is_ascii_alphabetic).count();
    let (column, row) = reference.split_at(letters);
    if !(1..=3).contains(&letters) {
        return None;
    }
    let column =
        column.bytes().fold(0, |column, letter| column * 26 + usize::from(letter.to_ascii_uppercase() - b'A') + 1);
    let row: usize = row.parse().ok()?;
    (row >= 1).then(|| (row - 1, column - 1))
}

/// The other way round.
pub fn cell((row, column): Position) -> String {
    format!("{}{}", letters(column), row + 1)
}

fn letters(column: usize) -> String {
    let mut letters = Vec::new();
    let mut rest = column + 1;
    while rest > 0 {
        rest -= 1;
        letters.push(b'A' + u8::try_from(rest % 26).expect("less than 26"));
        rest /= 26;
    }
    letters.iter().rev().map(|letter| char::from(*letter)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_excel_names_them() {
        for (name, at) in [("A1", (0, 0)), ("Z9", (8, 25)), ("AA10", (9, 26)), ("XFD1048576", (1_048_575, 16_383))] {
            assert_eq!(position(name), Some(at));
            assert_eq!(cell(at), name);
        }
        for wrong in ["", "A", "1", "A0", "AAAA1", "A-1", "É1", "A99999999999999999999999"] {
            assert_eq!(position(wrong), None, "{wrong}");
        }
    }
}
