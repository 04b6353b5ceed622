//! A table of a Word document: merged cells, nested tables, rows that are shorter than the others.
use super::{NESTED, Paragraph, Piece, TRACKED, Walk};
use crate::delimited::trim_columns;
use crate::xml::{Node, Tag};
use crate::{MOST_CELLS, Refused};
use domain::table::{Cell, Table, Value};
use domain::text::Text;

/// Word itself stops at 63 columns; other programs do not.
const MOST_COLUMNS: usize = 1_024;

/// A table in its flow, with the number and page where it began.
pub struct Grid {
    number: usize,
    page: usize,
    caption: Option<String>,
    pub rows: Vec<Vec<Merged>>,
}

/// A cell of the grid.
pub enum Merged {
    Own(Box<Own>),
    /// Merged with the cell above it; its own text is not shown.
    Above,
    Left,
    /// The row begins later or ends earlier than others.
    Missing,
}

/// Boxed, so that the cells of a span that a file says is a thousand columns wide take little.
pub struct Own {
    text: String,
    fill: Option<String>,
}

/// What `w:tcPr` says of a cell.
struct CellProperties {
    span: usize,
    above: bool,
    left: bool,
    fill: Option<String>,
}

impl Walk<'_> {
    pub(super) fn table(&mut self) -> Result<Grid, Refused> {
        self.tables += 1;
        let mut grid = Grid { number: self.tables, page: self.page, caption: None, rows: Vec::new() };
        self.rows(&mut grid)?;
        Ok(grid)
    }

    fn rows(&mut self, grid: &mut Grid) -> Result<(), Refused> {
        loop {
            let tag = match self.xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "tr" => {
                    let place = format!("table {}, row {}", grid.number, grid.rows.len() + 1);
                    if let Some(row) = self.row(&place)? {
                        grid.rows.push(row);
                    }
                }
                "tblCaption" => {
                    grid.caption = tag.attribute("val");
                    self.xml.skip()?;
                }
                "tblPr" | "sdt" | "sdtContent" | "customXml" | "ins" | "moveTo" => self.rows(grid)?,
                _ => self.leave_out(&tag)?,
            }
        }
    }

    /// None: the row was deleted in a tracked change.
    fn row(&mut self, place: &str) -> Result<Option<Vec<Merged>>, Refused> {
        let mut row = Vec::new();
        let mut after = 0;
        let mut deleted = false;
        self.row_inside(place, &mut row, &mut after, &mut deleted)?;
        widen(&mut row, after, || Merged::Missing, place)?;
        self.cells += row.len();
        if self.cells > MOST_CELLS {
            return Err(Refused::TooManyCells { place: place.to_owned() });
        }
        Ok((!deleted).then_some(row))
    }

    fn row_inside(
        &mut self,
        place: &str,
        row: &mut Vec<Merged>,
        after: &mut usize,
        deleted: &mut bool,
    ) -> Result<(), Refused> {
        loop {
            let tag = match self.xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "gridBefore" => {
                    widen(row, tag.number("val").unwrap_or(0), || Merged::Missing, place)?;
                    self.xml.skip()?;
                }
                "gridAfter" => {
                    *after = tag.number("val").unwrap_or(0);
                    self.xml.skip()?;
                }
                "del" | "moveFrom" => {
                    *deleted = true;
                    self.leave_out(&tag)?;
                }
                "ins" | "moveTo" => {
                    self.note(TRACKED);
                    self.row_inside(place, row, after, deleted)?;
                }
                "tc" => self.cell(place, row)?,
                "trPr" | "sdt" | "sdtContent" | "customXml" => self.row_inside(place, row, after, deleted)?,
                _ => self.leave_out(&tag)?,
            }
        }
    }

    fn cell(&mut self, place: &str, row: &mut Vec<Merged>) -> Result<(), Refused> {
        let mut properties = CellProperties { span: 1, above: false, left: false, fill: None };
        let mut pieces = Vec::new();
        self.cell_inside(&mut properties, &mut pieces)?;
        let cell = if properties.above {
            Merged::Above
        } else if properties.left && !row.is_empty() {
            Merged::Left
        } else {
            if pieces.iter().any(|piece| matches!(piece, Piece::Table(_))) {
                self.note(NESTED);
            }
            let mut lines = Vec::new();
            lines_of(pieces, &mut lines);
            Merged::Own(Box::new(Own { text: lines.join("\n"), fill: properties.fill }))
        };
        widen(row, 1, || Merged::Left, place)?;
        *row.last_mut().expect("the row was just widened") = cell;
        widen(row, properties.span.saturating_sub(1), || Merged::Left, place)
    }

    /// The cell's properties stand first; then its paragraphs and tables.
    fn cell_inside(&mut self, properties: &mut CellProperties, pieces: &mut Vec<Piece>) -> Result<(), Refused> {
        loop {
            let tag = match self.xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "tcPr" => self.cell_properties(properties)?,
                "p" => {
                    let paragraph = self.paragraph()?;
                    super::join(pieces, paragraph);
                }
                "tbl" => pieces.push(Piece::Table(Box::new(self.nested()?))),
                "ins" | "moveTo" => {
                    self.note(TRACKED);
                    self.cell_inside(properties, pieces)?;
                }
                "sdt" | "sdtContent" | "customXml" | "AlternateContent" | "Choice" => {
                    self.cell_inside(properties, pieces)?;
                }
                _ => self.leave_out(&tag)?,
            }
        }
    }

    /// Tables inside cells have no number of their own: a reader would not count them.
    fn nested(&mut self) -> Result<Grid, Refused> {
        let grid = self.table()?;
        self.tables -= 1;
        Ok(grid)
    }

    fn cell_properties(&mut self, properties: &mut CellProperties) -> Result<(), Refused> {
        loop {
            let tag = match self.xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "gridSpan" => properties.span = tag.number("val").unwrap_or(1).max(1),
                // Without a value it goes on with the cell above.
                "vMerge" => properties.above = tag.attribute("val").is_none_or(|val| val == "continue"),
                "hMerge" => properties.left = tag.attribute("val").is_none_or(|val| val == "continue"),
                "shd" => properties.fill = fill(&tag),
                _ => {}
            }
            self.xml.skip()?;
        }
    }
}

/// The lines of a cell. A paragraph that is nothing but Word's own number is that number: columns of references are
/// made so.
fn lines_of(pieces: Vec<Piece>, lines: &mut Vec<String>) {
    for piece in pieces {
        match piece {
            Piece::Paragraph(Paragraph { text, number, boxes, .. }) => {
                let text = text.trim_end();
                match (text.is_empty(), number) {
                    (true, Some(number)) => lines.push(number),
                    (true, None) => {}
                    (false, _) => lines.push(text.to_owned()),
                }
                lines_of(boxes, lines);
            }
            Piece::Table(grid) => {
                for row in grid.rows {
                    let cells: Vec<String> = row
                        .into_iter()
                        .filter_map(|cell| match cell {
                            Merged::Own(own) if !own.text.is_empty() => Some(own.text),
                            _ => None,
                        })
                        .collect();
                    if !cells.is_empty() {
                        lines.push(cells.join("\t"));
                    }
                }
            }
        }
    }
}

/// The colour behind a cell; "auto" is none.
fn fill(tag: &Tag) -> Option<String> {
    let fill = tag.attribute("fill")?;
    (fill.len() == 6 && fill.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| fill.to_lowercase())
}

fn widen(row: &mut Vec<Merged>, by: usize, cell: impl FnMut() -> Merged, place: &str) -> Result<(), Refused> {
    let width = row.len().saturating_add(by);
    if width > MOST_COLUMNS {
        return Err(Refused::Untrusted { reason: format!("{place} has more than {MOST_COLUMNS} columns") });
    }
    row.resize_with(width, cell);
    Ok(())
}

impl Grid {
    /// Rows of one width. None: nothing in it.
    pub fn into_table(self, paged: bool) -> Result<Option<Table>, Refused> {
        let number = self.number;
        let width = self.rows.iter().map(Vec::len).max().unwrap_or(0);
        if width.saturating_mul(self.rows.len()) > MOST_CELLS {
            return Err(Refused::TooManyCells { place: format!("table {number}") });
        }
        let mut rows: Vec<Vec<Cell>> = Vec::with_capacity(self.rows.len());
        for (index, row) in self.rows.into_iter().enumerate() {
            let place = |column: usize| format!("table {number}, row {}, column {}", index + 1, column + 1);
            let mut cells = Vec::with_capacity(width);
            for (column, cell) in row.into_iter().enumerate() {
                cells.push(match cell {
                    Merged::Own(own) if own.text.is_empty() => Cell { value: Value::Empty, fill: own.fill },
                    Merged::Own(own) => {
                        let Own { text, fill } = *own;
                        let text = Text::new(text).map_err(|wrong| Refused::not_text(place(column), &wrong))?;
                        Cell { value: Value::Text(text), fill }
                    }
                    // Above the first row there is nothing to go on with.
                    Merged::Above if index == 0 => Cell::default(),
                    Merged::Above => Cell {
                        value: Value::Above,
                        fill: rows[index - 1].get(column).and_then(|above: &Cell| above.fill.clone()),
                    },
                    Merged::Left => Cell { value: Value::Left, fill: None },
                    Merged::Missing => Cell::default(),
                });
            }
            cells.resize_with(width, Cell::default);
            rows.push(cells);
        }
        while rows.last().is_some_and(|row| row.iter().all(|cell| matches!(cell.value, Value::Empty | Value::Left))) {
            rows.pop();
        }
        trim_columns(&mut rows);
        if rows.is_empty() {
            return Ok(None);
        }
        let place = if paged { format!("table {number}, page {}", self.page) } else { format!("table {number}") };
        let name = self.caption.and_then(|caption| Text::new(caption.trim()).ok()).filter(|name| !name.is_empty());
        Ok(Some(Table { place, name, rows, first_row: 1 }))
    }
}
