//! A table's cells, merged ones included, as a person sees them.
use crate::{
    table::{Cell, Table, Value},
    text::Text,
};

pub(super) struct Grid<'a> {
    table: &'a Table,
    width: usize,
    /// For each cell, the row of the cell that covers it from above: its own where none does.
    from: Vec<Vec<usize>>,
}

impl<'a> Grid<'a> {
    pub fn new(table: &'a Table) -> Self {
        let width = table.rows.iter().map(Vec::len).max().unwrap_or(0);
        let mut from: Vec<Vec<usize>> = Vec::with_capacity(table.rows.len());
        for (row, cells) in table.rows.iter().enumerate() {
            let origin = |column: usize| match cells.get(column).map(|cell| &cell.value) {
                Some(Value::Above) if row > 0 => from[row - 1][column],
                _ => row,
            };
            let origins = (0..width).map(origin).collect();
            from.push(origins);
        }
        Self { table, width, from }
    }

    pub fn place(&self) -> &'a str {
        &self.table.place
    }

    pub fn width(&self) -> usize {
        self.width
    }

    pub fn height(&self) -> usize {
        self.table.rows.len()
    }

    /// The number of a row in its file.
    pub fn number(&self, row: usize) -> usize {
        self.table.first_row + row
    }

    pub fn place_of(&self, row: usize) -> String {
        format!("{}, row {}", self.table.place, self.number(row))
    }

    pub fn cell(&self, row: usize, column: usize) -> Option<&'a Cell> {
        self.table.rows.get(row)?.get(column)
    }

    /// What stands in a cell itself.
    pub fn words(&self, row: usize, column: usize) -> Option<Text> {
        self.cell(row, column)?.value.words()
    }

    /// The cell, or the one that is merged down over it.
    pub fn cell_or_above(&self, row: usize, column: usize) -> Option<&'a Cell> {
        self.cell(*self.from.get(row)?.get(column)?, column)
    }

    pub fn words_or_above(&self, row: usize, column: usize) -> Option<Text> {
        self.cell_or_above(row, column)?.value.words()
    }

    /// Whether the cell is merged with the one to its left.
    pub fn is_covered(&self, row: usize, column: usize) -> bool {
        matches!(self.cell(row, column).map(|cell| &cell.value), Some(Value::Left))
    }

    /// What stands in the cell, or in the one that is merged across over it.
    pub fn words_across(&self, row: usize, column: usize) -> Option<Text> {
        let column = (0..=column).rev().find(|column| !self.is_covered(row, *column))?;
        self.words_or_above(row, column)
    }

    /// Whether the cell goes on with the one above it.
    pub fn goes_on(&self, row: usize, column: usize) -> bool {
        self.from.get(row).and_then(|from| from.get(column)).is_some_and(|from| *from < row)
    }

    /// Whether a cell of the one row is merged down into the other.
    pub fn merged_together(&self, a: usize, b: usize) -> bool {
        let (upper, lower) = (a.min(b), a.max(b));
        (0..self.width).any(|column| self.from[lower][column] <= upper)
    }

    /// The columns that say something in a row.
    pub fn filled(&self, row: usize) -> impl Iterator<Item = usize> + '_ {
        (0..self.width).filter(move |column| self.says(row, *column))
    }

    /// How many columns say something anywhere below a row.
    pub fn filled_below(&self, row: usize) -> usize {
        (0..self.width).filter(|column| (row + 1..self.height()).any(|below| self.says(below, *column))).count()
    }

    fn says(&self, row: usize, column: usize) -> bool {
        match self.cell(row, column).map(|cell| &cell.value) {
            None | Some(Value::Empty | Value::Left | Value::Above) => false,
            Some(Value::Text(text)) => !text.as_str().trim().is_empty(),
            Some(_) => true,
        }
    }

    /// The one filled cell of a row that is merged across others: the row is a heading over the table's width.
    pub fn heading(&self, row: usize) -> Option<Text> {
        let mut filled = self.filled(row);
        let only = filled.next()?;
        let covers = (only + 1..self.width).take_while(|column| self.is_covered(row, *column)).count() + 1;
        let alone = filled.next().is_none() && (0..self.width).all(|column| !self.goes_on(row, column));
        (alone && covers > 1 && covers * 2 > self.width).then(|| self.words(row, only)).flatten()
    }

    /// What stands in a column below a row, merged headings left out.
    pub fn column(&self, column: usize, below: usize) -> impl Iterator<Item = Option<Text>> + '_ {
        (below + 1..self.height()).filter(|row| self.heading(*row).is_none()).map(move |row| self.words(row, column))
    }
}
