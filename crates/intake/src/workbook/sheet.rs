//! A sheet's own XML, walked once before any parser makes a grid of it: how far it reaches, which cells are merged,
//! which have a background, what is hidden. A file of 1.4 kB can otherwise ask for 549 GB.
use crate::grid::{self, Area, MOST_ROWS, Position, Remarks, position, too_far};
use crate::xml::{Node, Tag, Xml};
use crate::{MOST_CELLS, Refused};
use std::collections::BTreeMap;

#[derive(Debug, Default)]
pub struct Sheet {
    /// First and last row and column of cells that hold something; None: an empty sheet.
    pub used: Option<Area>,
    pub merged: Vec<Area>,
    /// The style of each cell that has one.
    pub styles: BTreeMap<Position, usize>,
    pub remarks: Remarks,
}

/// `cells` counts through all sheets of the workbook.
pub fn scan(name: &str, part: &str, content: &[u8], cells: &mut usize) -> Result<Sheet, Refused> {
    // Millions of cells are counted by their tags alone before any is looked at.
    let tags = content.windows(3).filter(|tag| tag.starts_with(b"<c") && matches!(tag[2], b' ' | b'>' | b'/')).count();
    if tags > MOST_CELLS {
        let place = format!("{}, the last of its {tags} cells,", grid::place(name));
        return Err(Refused::TooManyCells { place });
    }
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
    scan.sheet.remarks.unworked = scan.sheet.remarks.unworked.or(scan.formula);
    if let Some(used) = scan.sheet.used {
        *cells += grid::cells(used);
        too_far(name, used.1, *cells)?;
        grid::check_merged(name, &mut scan.sheet.merged, used)?;
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
                self.sheet.remarks.hidden_rows |= is_true(tag, "hidden");
            }
            "c" => {
                self.sheet.remarks.unworked = self.sheet.remarks.unworked.or(self.formula.take());
                if let Some(reference) = tag.attribute("r") {
                    let (row, column) = position(&reference).ok_or_else(|| self.bad_reference(&reference))?;
                    self.here = (row, column);
                    self.column = column;
                } else {
                    self.here.1 = self.column;
                }
                self.column += 1;
                self.seen += 1;
                too_far(self.name, self.here, self.seen + cells)?;
                if let Some(style) = tag.number("s").filter(|style| *style > 0) {
                    self.sheet.styles.insert(self.here, style);
                }
            }
            // What makes a cell hold something.
            "v" | "is" | "f" => {
                self.formula = (tag.name() == "f").then_some(self.here);
                self.sheet.remarks.formula = self.sheet.remarks.formula.or(self.formula);
                grid::reach(&mut self.sheet.used, self.here, self.here);
            }
            _ => {}
        }
        Ok(())
    }

    fn beside_cells(&mut self, tag: &Tag) -> Result<(), Refused> {
        match tag.name() {
            "col" => self.sheet.remarks.hidden_columns |= is_true(tag, "hidden"),
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
            "conditionalFormatting" => self.sheet.remarks.conditional_colours = true,
            _ => {}
        }
        Ok(())
    }

    fn bad_reference(&self, reference: &str) -> Refused {
        Refused::Damaged { reason: format!("sheet “{}” names a cell {reference}, which no sheet has", self.name) }
    }
}

pub fn is_true(tag: &Tag, attribute: &str) -> bool {
    matches!(tag.attribute(attribute).as_deref(), Some("1" | "true"))
}

#[cfg(test)]
mod tests {
    use super::*;

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
