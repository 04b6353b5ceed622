//! A sheet's own XML, walked once before any parser makes a grid of it: how far it reaches, which cells are merged,
//! which have a background, what is hidden. A file of 1.4 kB can otherwise ask for 549 GB.
use crate::xml::{Node, Tag, Xml};
use crate::{MOST_CELLS, Refused};
use std::collections::BTreeMap;

const MOST_COLUMNS: usize = 16_384;
const MOST_ROWS: usize = 1_048_576;

/// Row and column, from 0.
pub type Position = (usize, usize);

#[derive(Debug, Default)]
pub struct Sheet {
    /// First and last row and column of cells that hold something; None: an empty sheet.
    pub used: Option<(Position, Position)>,
    pub merged: Vec<(Position, Position)>,
    /// The style of each cell that has one.
    pub styles: BTreeMap<Position, usize>,
    pub hidden_rows: bool,
    pub hidden_columns: bool,
    pub conditional_colours: bool,
    /// The first cell with a formula whose result no program has worked out yet.
    pub unworked: Option<Position>,
}

/// `cells` counts through all sheets of the workbook.
pub fn scan(name: &str, part: &str, content: &[u8], cells: &mut usize) -> Result<Sheet, Refused> {
    let mut xml = Xml::new(part, content)?;
    let mut scan = Scan { name, sheet: Sheet::default(), row: 0, column: 0, here: (0, 0), formula: None, seen: 0 };
    // Rules and validations after the cells have elements of the same names.
    let (mut depth, mut cells_at) = (0, None);
    loop {
        match xml.next()? {
            Node::Open(tag) => {
                depth += 1;
                match tag.name() {
                    "sheetData" => cells_at = Some(depth),
                    _ if cells_at.is_some() => scan.in_cells(&tag, *cells)?,
                    _ => scan.beside_cells(&tag)?,
                }
            }
            Node::Close => {
                cells_at = cells_at.filter(|at| *at != depth);
                depth -= 1;
            }
            Node::End => break,
            Node::Text(_) => {}
        }
    }
    scan.sheet.unworked = scan.sheet.unworked.or(scan.formula);
    if let Some((first, last)) = scan.sheet.used {
        *cells += (last.0 - first.0 + 1) * (last.1 + 1);
        if *cells > MOST_CELLS {
            return Err(scan.reaches(last));
        }
        scan.check_merged(first, last)?;
    }
    Ok(scan.sheet)
}

struct Scan<'a> {
    name: &'a str,
    sheet: Sheet,
    /// Where the next row and cell stand that do not say where.
    row: usize,
    column: usize,
    here: Position,
    /// A formula whose result has not come yet.
    formula: Option<Position>,
    seen: usize,
}

impl Scan<'_> {
    fn in_cells(&mut self, tag: &Tag, cells: usize) -> Result<(), Refused> {
        match tag.name() {
            "row" => {
                if let Some(stated) = tag.attribute("r") {
                    // Checked here, since the parser multiplies its digits without looking where they lead.
                    let row = stated.trim().parse().ok().filter(|row| (1..=MOST_ROWS).contains(row));
                    self.row = row.ok_or_else(|| self.bad_reference(&stated))? - 1;
                }
                self.here.0 = self.row;
                self.row += 1;
                self.column = 0;
                self.sheet.hidden_rows |= is_true(tag, "hidden");
            }
            "c" => {
                self.sheet.unworked = self.sheet.unworked.or(self.formula.take());
                if let Some(reference) = tag.attribute("r") {
                    let (row, column) = position(&reference).ok_or_else(|| self.bad_reference(&reference))?;
                    self.here = (row, column);
                    self.column = column;
                } else {
                    self.here.1 = self.column;
                }
                self.column += 1;
                self.seen += 1;
                if self.here.0 >= MOST_ROWS || self.here.1 >= MOST_COLUMNS || self.seen + cells > MOST_CELLS {
                    return Err(self.reaches(self.here));
                }
                if let Some(style) = tag.number("s").filter(|style| *style > 0) {
                    self.sheet.styles.insert(self.here, style);
                }
            }
            // What makes a cell hold something.
            "v" | "is" | "f" => {
                self.formula = (tag.name() == "f").then_some(self.here);
                let (row, column) = self.here;
                let (first, last) = self.sheet.used.get_or_insert((self.here, self.here));
                *first = (first.0.min(row), first.1.min(column));
                *last = (last.0.max(row), last.1.max(column));
            }
            _ => {}
        }
        Ok(())
    }

    fn beside_cells(&mut self, tag: &Tag) -> Result<(), Refused> {
        match tag.name() {
            "col" => self.sheet.hidden_columns |= is_true(tag, "hidden"),
            "mergeCell" => {
                let reference = tag.attribute("ref").unwrap_or_default();
                let (first, last) = reference.split_once(':').unwrap_or((&reference, &reference));
                match (position(first), position(last)) {
                    (Some(first), Some(last)) if first.0 <= last.0 && first.1 <= last.1 => {
                        self.sheet.merged.push((first, last));
                    }
                    _ => return Err(self.bad_reference(&reference)),
                }
            }
            "conditionalFormatting" => self.sheet.conditional_colours = true,
            _ => {}
        }
        Ok(())
    }

    /// Merged cells never lie over one another; where they did, marking them would take for ever.
    fn check_merged(&mut self, first: Position, last: Position) -> Result<(), Refused> {
        let rectangle = (last.0 - first.0 + 1) * (last.1 + 1);
        let mut covered = 0;
        self.sheet.merged.retain_mut(|(from, to)| {
            *to = (to.0.min(last.0), to.1.min(last.1));
            from.0 <= to.0 && from.1 <= to.1 && from.0 >= first.0
        });
        for (from, to) in &self.sheet.merged {
            covered += (to.0 - from.0 + 1) * (to.1 - from.1 + 1);
            if covered > rectangle {
                return Err(Refused::Untrusted {
                    reason: format!("merged cells of sheet “{}” lie over one another at {}", self.name, cell(*from)),
                });
            }
        }
        Ok(())
    }

    fn reaches(&self, at: Position) -> Refused {
        Refused::Reaches { sheet: self.name.to_owned(), cell: cell(at) }
    }

    fn bad_reference(&self, reference: &str) -> Refused {
        Refused::Damaged { reason: format!("sheet “{}” names a cell {reference}, which no sheet has", self.name) }
    }
}

pub fn is_true(tag: &Tag, attribute: &str) -> bool {
    matches!(tag.attribute(attribute).as_deref(), Some("1" | "true"))
}

/// "B12" is row 11, column 1.
fn position(reference: &str) -> Option<Position> {
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

pub fn letters(column: usize) -> String {
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

    #[test]
    fn a_sheet_that_reaches_to_the_end_is_refused_by_its_cell() {
        let sheet = r#"<worksheet><sheetData><row r="1"><c r="A1"><v>1</v></c></row>
            <row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData></worksheet>"#;
        let refused = scan("S", "sheet1.xml", sheet.as_bytes(), &mut 0).unwrap_err();
        assert!(refused.to_string().starts_with("sheet “S” reaches cell XFD1048576"), "{refused}");
    }

    #[test]
    fn formats_without_values_do_not_count_as_far() {
        let sheet = r#"<worksheet><sheetData><row><c><v>1</v></c></row><row r="1048576"><c r="XFD1048576" s="2"/></row>
            </sheetData></worksheet>"#;
        let sheet = scan("S", "sheet1.xml", sheet.as_bytes(), &mut 0).unwrap();
        assert_eq!(sheet.used, Some(((0, 0), (0, 0))));
    }

    #[test]
    fn merged_cells_over_one_another_are_refused() {
        let merged = r#"<mergeCell ref="A1:B2"/>"#.repeat(3);
        let sheet = format!(
            r#"<worksheet><sheetData><row><c r="A1"><v>1</v></c></row><row><c r="B2"><v>1</v></c></row></sheetData>{merged}</worksheet>"#
        );
        assert!(matches!(scan("S", "sheet1.xml", sheet.as_bytes(), &mut 0), Err(Refused::Untrusted { .. })));
    }
}
