//! An OpenDocument spreadsheet, as LibreOffice and other programs write it: each sheet that is shown is a table, the
//! same table as its twin in Excel's format gives. Rows and cells may say that they are repeated a million times, so
//! they are counted in one walk before a second one makes any.
mod cell;
mod style;

use crate::grid::{self, Area, Listed, Position, Remarks, cells, place, too_far};
use crate::package::Package;
use crate::xml::{Node, Tag, Xml};
use crate::{MOST_SHEETS, MOST_TEXT, Refused};
use cell::Stated;
use domain::table::{Block, Cell, Document, Value};
use style::Styles;

const CONTENT: &str = "content.xml";
const STYLES: &str = "styles.xml";

pub fn read(package: &mut Package, wanted: Option<&str>) -> Result<Document, Refused> {
    let content = package.part(CONTENT)?.ok_or_else(|| Refused::Damaged { reason: format!("{CONTENT} is missing") })?;
    let mut styles = Styles::default();
    if let Some(common) = package.part(STYLES)? {
        styles.add(STYLES, &common)?;
    }
    styles.add(CONTENT, &content)?;
    let listed = list(&content, &styles)?;
    let chosen = grid::chosen(&listed, wanted)?;
    let mut notes = grid::notes(&listed, wanted, package.macros);
    let used = counted(&content, &styles, &chosen)?;
    let mut blocks = Vec::new();
    let mut walk = Walk::new(&content, &styles)?;
    while let Some(head) = walk.sheet()? {
        // What is counted stands in the order of the sheets, each once.
        let Some((listed, used)) = used.iter().find(|(listed, _)| listed.at == head.at) else { continue };
        let (rows, merged) = walk.rows(&listed.name, *used)?;
        notes.extend(walk.remarks.notes(&listed.name));
        blocks.extend(grid::table(&listed.name, used.0.0, rows, &merged)?.map(Block::Table));
    }
    if blocks.is_empty() {
        return Err(Refused::NothingInIt);
    }
    Ok(Document { blocks, notes })
}

fn list(content: &[u8], styles: &Styles) -> Result<Vec<Listed<usize>>, Refused> {
    let mut listed = Vec::new();
    let mut walk = Walk::new(content, styles)?;
    while let Some(head) = walk.sheet()? {
        let hidden = head.style.is_some_and(|style| styles.hides(&style));
        walk.rest()?;
        // What was kept of another file's sheet, for formulas that point there, is no sheet of this one.
        if !walk.of_another_file {
            let name = head.name.unwrap_or_else(|| format!("Sheet{}", head.at + 1));
            listed.push(Listed { name, hidden, at: head.at });
        }
        if listed.len() > MOST_SHEETS {
            return Err(Refused::Unpacks { reason: format!("more than {MOST_SHEETS} sheets") });
        }
    }
    Ok(listed)
}

/// How far each chosen sheet reaches that holds something: refused here when it is too far, before a cell is made.
fn counted<'a>(
    content: &[u8],
    styles: &Styles,
    chosen: &[&'a Listed<usize>],
) -> Result<Vec<(&'a Listed<usize>, Area)>, Refused> {
    let (mut all, mut cells_before, mut text) = (Vec::new(), 0, 0_usize);
    let mut walk = Walk::new(content, styles)?;
    while let Some(head) = walk.sheet()? {
        let Some(listed) = chosen.iter().find(|listed| listed.at == head.at) else { continue };
        let mut used = None;
        while let Some(run) = walk.run(&listed.name)? {
            if !run.holds_something() {
                continue;
            }
            too_far(&listed.name, run.last(), 0)?;
            grid::reach(&mut used, run.at, run.last());
            let reached = used.map_or(0, cells);
            too_far(&listed.name, used.map_or(run.at, |used| used.1), reached.saturating_add(cells_before))?;
            if let Value::Text(words) = &run.value {
                text = text.saturating_add(words.as_str().len().saturating_mul(run.rows * run.columns));
            }
            if text > MOST_TEXT {
                let place = format!("{}, cell {}", place(&listed.name), grid::cell(run.at));
                return Err(Refused::TooMuchText { place });
            }
        }
        cells_before += used.map_or(0, cells);
        all.extend(used.map(|used| (*listed, used)));
    }
    Ok(all)
}

/// Cells of one kind, side by side and below one another: most often one.
pub struct Run {
    at: Position,
    rows: usize,
    columns: usize,
    /// How many rows and columns it is merged over.
    spans: (usize, usize),
    value: Value,
    /// A formula without a result holds something, though it shows nothing.
    formula: bool,
    /// The cell's own style or that of its row; None: that of its column.
    style: Option<String>,
}

impl Run {
    fn holds_something(&self) -> bool {
        self.value != Value::Empty || self.formula
    }

    fn last(&self) -> Position {
        (self.at.0.saturating_add(self.rows - 1), self.at.1.saturating_add(self.columns - 1))
    }
}

struct Head {
    /// Which one of all tables in the file, from 0.
    at: usize,
    name: Option<String>,
    style: Option<String>,
}

/// One walk from sheet to sheet, and in each from cell to cell.
struct Walk<'a> {
    xml: Xml<'a>,
    styles: &'a Styles,
    sheets: usize,
    /// The elements that are open inside the sheet: true for a row. None: between sheets.
    open: Option<Vec<bool>>,
    of_another_file: bool,
    remarks: Remarks,
    /// For each stretch of columns the column after it, and its style.
    columns: Vec<(usize, Option<String>)>,
    row: usize,
    rows: usize,
    row_style: Option<String>,
    column: usize,
}

impl<'a> Walk<'a> {
    fn new(content: &'a [u8], styles: &'a Styles) -> Result<Self, Refused> {
        Ok(Self {
            xml: Xml::new(CONTENT, content)?,
            styles,
            sheets: 0,
            open: None,
            of_another_file: false,
            remarks: Remarks::default(),
            columns: Vec::new(),
            row: 0,
            rows: 1,
            row_style: None,
            column: 0,
        })
    }

    /// Goes on to the next sheet, past what was not read of this one.
    fn sheet(&mut self) -> Result<Option<Head>, Refused> {
        self.rest()?;
        loop {
            match self.xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "table" => {
                        let head =
                            Head { at: self.sheets, name: tag.attribute("name"), style: tag.attribute("style-name") };
                        self.sheets += 1;
                        self.open = Some(Vec::new());
                        (self.row, self.rows, self.column) = (0, 1, 0);
                        (self.of_another_file, self.remarks, self.row_style) = (false, Remarks::default(), None);
                        self.columns.clear();
                        return Ok(Some(head));
                    }
                    "document-content" | "body" | "spreadsheet" => {}
                    _ => self.xml.skip()?,
                },
                Node::Close | Node::Text(_) => {}
                Node::End => return Ok(None),
            }
        }
    }

    /// Reads past what is left of the sheet.
    fn rest(&mut self) -> Result<(), Refused> {
        let Some(mut depth) = self.open.take().map(|open| open.len() + 1) else { return Ok(()) };
        while depth > 0 {
            match self.xml.next()? {
                Node::Open(tag) => {
                    self.of_another_file |= depth == 1 && tag.name() == "table-source";
                    depth += 1;
                }
                Node::Close => depth -= 1,
                Node::Text(_) => {}
                Node::End => break,
            }
        }
        Ok(())
    }

    /// The next cells of the sheet, in the order of the file; None at its end.
    fn run(&mut self, name: &str) -> Result<Option<Run>, Refused> {
        while let Some(open) = &mut self.open {
            let in_row = open.contains(&true);
            match self.xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "table-cell" | "covered-table-cell" if in_row => return self.cell(&tag, name).map(Some),
                    "table-row" if !in_row => {
                        open.push(true);
                        self.rows = times(&tag, "number-rows-repeated");
                        self.row_style = tag.attribute("default-cell-style-name");
                        self.remarks.hidden_rows |= is_hidden(&tag);
                        self.column = 0;
                    }
                    "table-column" => {
                        let from = self.columns.last().map_or(0, |(after, _)| *after);
                        let after = from.saturating_add(times(&tag, "number-columns-repeated"));
                        self.columns.push((after, tag.attribute("default-cell-style-name")));
                        self.remarks.hidden_columns |= is_hidden(&tag);
                        self.xml.skip()?;
                    }
                    "table-row-group" => {
                        self.remarks.hidden_rows |= is_folded(&tag);
                        open.push(false);
                    }
                    "table-column-group" => {
                        self.remarks.hidden_columns |= is_folded(&tag);
                        open.push(false);
                    }
                    "table-rows" | "table-header-rows" | "table-columns" | "table-header-columns" => open.push(false),
                    "conditional-formats" => {
                        self.remarks.conditional_colours = true;
                        self.xml.skip()?;
                    }
                    _ => self.xml.skip()?,
                },
                Node::Close => match open.pop() {
                    Some(true) => self.row = self.row.saturating_add(self.rows),
                    Some(false) => {}
                    None => self.open = None,
                },
                Node::Text(_) => {}
                Node::End => self.open = None,
            }
        }
        Ok(None)
    }

    fn cell(&mut self, tag: &Tag, name: &str) -> Result<Run, Refused> {
        let at = (self.row, self.column);
        let stated = Stated::new(tag);
        let columns = times(tag, "number-columns-repeated");
        self.column = self.column.saturating_add(columns);
        let mut run = Run {
            at,
            rows: self.rows,
            columns,
            spans: (times(tag, "number-rows-spanned"), times(tag, "number-columns-spanned")),
            value: Value::Empty,
            formula: false,
            style: tag.attribute("style-name").or_else(|| self.row_style.clone()),
        };
        // What lies below a merged cell nobody sees.
        if tag.name() == "covered-table-cell" {
            self.xml.skip()?;
            return Ok(run);
        }
        let place = || format!("{}, cell {}", place(name), grid::cell(at));
        let shown = cell::shown(&mut self.xml, &place)?;
        run.formula = stated.formula;
        run.value = stated.value(&shown).map_err(|wrong| Refused::not_text(place(), &wrong))?;
        if stated.is_unworked(&shown) {
            self.remarks.unworked = self.remarks.unworked.or(Some(at));
        }
        self.remarks.conditional_colours |= run.style.as_ref().is_some_and(|style| self.styles.is_conditional(style));
        Ok(run)
    }

    /// Makes the cells of a sheet whose extent was counted, and its merged cells.
    fn rows(&mut self, name: &str, used: Area) -> Result<(Vec<Vec<Cell>>, Vec<Area>), Refused> {
        let (first, last) = used;
        let mut rows = vec![vec![Cell::default(); last.1 + 1]; last.0 - first.0 + 1];
        let mut merged = Vec::new();
        while let Some(run) = self.run(name)? {
            let (from, to) = (run.at.0.max(first.0), run.last().0.min(last.0));
            let (left, right) = (run.at.1, run.last().1.min(last.1));
            let own = run.style.as_ref().map(|style| self.styles.fill(style));
            for row in from..=to {
                for (column, cell) in rows[row - first.0].iter_mut().enumerate().take(right + 1).skip(left) {
                    let fill = own.clone().unwrap_or_else(|| self.fill_of_column(column));
                    *cell = Cell { value: run.value.clone(), fill };
                    if run.spans != (1, 1) {
                        let (below, beside) = (run.spans.0 - 1, run.spans.1 - 1);
                        merged.push(((row, column), (row.saturating_add(below), column.saturating_add(beside))));
                    }
                }
            }
        }
        grid::check_merged(name, &mut merged, used)?;
        Ok((rows, merged))
    }

    fn fill_of_column(&self, column: usize) -> Option<String> {
        let stretch = self.columns.partition_point(|(after, _)| *after <= column);
        self.styles.fill(self.columns.get(stretch)?.1.as_ref()?)
    }
}

/// How often something is repeated, at least once. What no number can hold is as much as one can.
fn times(tag: &Tag, name: &str) -> usize {
    let Some(stated) = tag.attribute(name) else { return 1 };
    let stated = stated.trim();
    let is_number = !stated.is_empty() && stated.bytes().all(|byte| byte.is_ascii_digit());
    stated.parse().unwrap_or(if is_number { usize::MAX } else { 1 }).max(1)
}

/// Hidden by hand or by a filter.
fn is_hidden(tag: &Tag) -> bool {
    tag.attribute("visibility").is_some_and(|visibility| visibility != "visible")
}

fn is_folded(tag: &Tag) -> bool {
    tag.attribute("display").as_deref() == Some("false")
}
