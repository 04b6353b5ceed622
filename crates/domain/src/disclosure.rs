//! Disclosure control of a two-way table of counts, before it is shown outside the office.
//!
//! A count of few persons may tell of one of them. Such counts are withheld (primary suppression), and with them as many
//! others, smallest first, as it takes that nobody gets them back by taking what is printed from the totals (secondary
//! suppression): see L. Willenborg and T. de Waal, Elements of Statistical Disclosure Control (2001), on tables; the
//! Government Statistical Service's guidance on tables from administrative sources; the handbook of Hundepool and others,
//! Statistical Disclosure Control (2012), chapter 4.
//!
//! **What is protected.** From everything printed, in this edition and in every earlier one that [`protect`] is told of, no
//! small count can be told closer than the primary rule itself tells it: for every one there are tables that print the same
//! where it is the least small count, and the greatest. These tables are not looked for by tightening bounds, which proves
//! only that one attacker fails: they are made, as flows in the network of rows and columns, so no attacker can do better.
//! Of one edition that holds for small totals too, but that a total is told to be no less than its withheld cells must be.
//! The attacker may know the threshold, the rules, which withheld cells are small and which protect them, and which cells
//! were revised between editions.
//!
//! **What is not.** Who knows one of the counts already, such as the one person in it, may tell others from it. Who knows
//! by how much a withheld count was revised may tell more than this promises. Of a small total in several editions nothing
//! is promised but that its cells are not told. That a count lies between 1 and the
//! threshold is told. Which of the tables that print the same is likely is not weighed, nor what the choice of cells tells
//! of counts to one who would run this very programme on every one of them. Other tables of the same persons, by other
//! rows and columns, are not known here. Zeros are shown and never withheld to protect, since that a count is nought is
//! often known: ask for [`Zeros::Withheld`] where they tell too much.
mod printed;
mod shift;

use printed::{Grid, Printed, Target, Way};
use serde::{Deserialize, Serialize};
use thiserror::Error;

/// Counts by row and column; totals are their sums.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    cells: Vec<Vec<u32>>,
}

/// Whether nought is small.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Zeros {
    #[default]
    Shown,
    Withheld,
}

/// How a table is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Protection {
    /// Counts of fewer are small.
    pub below: u32,
    pub zeros: Zeros,
    /// Round every number to this base, and withhold none.
    ///
    /// Each is rounded by itself, so rows need not add up to their totals. It blurs every count by up to half the base;
    /// it does not protect as suppression does. Cells of 1 and 1 with a total of 2, to base 3, print 0, 0 and 3: the cells
    /// are at most 1 and the total at least 2, so both are told exactly. And a count that crosses the middle between two
    /// multiples from one edition to the next is told by whoever knows that it rose by one.
    pub round_to: Option<u32>,
}

impl Protection {
    pub fn below(below: u32) -> Self {
        Self { below, zeros: Zeros::Shown, round_to: None }
    }

    fn is_small(&self, count: i64) -> bool {
        count < i64::from(self.below) && count >= self.least()
    }

    /// The least count that is small.
    fn least(&self) -> i64 {
        i64::from(self.zeros == Zeros::Shown)
    }

    fn greatest(&self) -> i64 {
        i64::from(self.below) - 1
    }
}

/// Why a cell is shown or not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Why {
    Shown,
    /// It is small.
    Small,
    /// It is not, and would tell one that is.
    Protects,
}

/// A table as it may be shown. None: withheld.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shown {
    pub cells: Vec<Vec<Option<i64>>>,
    pub row_totals: Vec<Option<i64>>,
    pub column_totals: Vec<Option<i64>>,
    pub total: Option<i64>,
    /// Of each cell. What was withheld in an earlier edition keeps the word that it had there, whatever it is now.
    pub why: Vec<Vec<Why>>,
}

/// What was published before: the counts behind it, how it was protected, what was shown.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Edition {
    pub table: Table,
    pub protection: Protection,
    pub shown: Shown,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum NotProtected {
    #[error("the table has no row or no column; give at least one of each")]
    Empty,
    #[error("row {0} has more or fewer cells than the first; give every row as many")]
    Ragged(usize),
    #[error("numbers cannot be rounded to a base of 0; give 1 or more, or none")]
    NoBase,
    #[error(
        "together with the editions before it this table tells a small count even with every total and every other count withheld; publish none of it"
    )]
    Told,
    #[error("edition {0} has other rows or columns; only editions of the same table protect one another")]
    OtherTable(usize),
    #[error(
        "edition {0} was protected the other way: what is withheld in one edition and rounded in another is told by both together; protect this one as that"
    )]
    OtherWay(usize),
}

impl Table {
    pub fn new(cells: Vec<Vec<u32>>) -> Result<Self, NotProtected> {
        let columns = cells.first().map_or(0, Vec::len);
        if columns == 0 {
            return Err(NotProtected::Empty);
        }
        match cells.iter().position(|row| row.len() != columns) {
            Some(at) => Err(NotProtected::Ragged(at + 1)),
            None => Ok(Self { cells }),
        }
    }

    pub fn cells(&self) -> &[Vec<u32>] {
        &self.cells
    }

    fn grid(&self) -> Grid {
        Grid { rows: self.cells.len(), columns: self.cells.first().map_or(0, Vec::len) }
    }
}

/// What of a table may be shown, after the editions of it that were published before, oldest first.
///
/// The rule between editions: what was withheld once stays withheld, cell or total, and says no more of itself. A figure
/// printed before and not revised is known, so it protects nothing. Where a revised count would be told by the difference of
/// two totals, those of this edition are withheld; where that is not enough it prints no total and no count that may protect,
/// and what would tell a small count even so is refused.
pub fn protect(table: &Table, protection: Protection, earlier: &[Edition]) -> Result<Shown, NotProtected> {
    let grid = table.grid();
    for (at, edition) in earlier.iter().enumerate() {
        if edition.table.grid() != grid {
            return Err(NotProtected::OtherTable(at + 1));
        }
        if edition.protection.round_to.is_some() != protection.round_to.is_some() {
            return Err(NotProtected::OtherWay(at + 1));
        }
    }
    if let Some(base) = protection.round_to {
        return rounded(table, base);
    }
    let mut editions = Vec::with_capacity(earlier.len() + 1);
    for edition in earlier {
        let printed = Printed::published(edition, editions.last());
        editions.push(printed);
    }
    let told_before = printed::told_already(&editions);
    let now = Printed::of_small(table, protection, editions.last());
    editions.push(now);
    let mut targets = printed::targets(&editions);
    targets.retain(|target| !told_before.contains(target));
    widen(&mut editions, &targets);
    // Withholding more never tells more, so that what was widened stays so; looked at once more all the same.
    let now = earlier.len();
    // Totals of several editions are widened as far as may be, and not promised.
    targets.retain(|target| earlier.is_empty() || !grid.is_total(target.edge));
    if !printed::are_wide(&editions, &targets) {
        editions[now].withhold_all();
        if !printed::are_wide(&editions, &targets) {
            return Err(NotProtected::Told);
        }
    }
    let why = |edge: usize| editions[now].why(edge);
    let counts = grid.with_totals(table);
    Ok(grid.laid_out(|edge| (why(edge) == Why::Shown).then_some(counts[edge]), why))
}

/// Withholds the cheapest cells of the last edition, and where there are none its totals, until every target may be
/// anything small.
fn widen(editions: &mut [Printed], targets: &[Target]) {
    let now = editions.len() - 1;
    let asked: Vec<(Target, Way)> = targets.iter().flat_map(|target| Way::BOTH.map(|way| (*target, way))).collect();
    let (mut from, mut tried) = (0, 0);
    while let Some((at, more)) = printed::first_told(editions, &asked[from..]) {
        if at > 0 {
            tried = 0;
        }
        from += at;
        match (more, tried) {
            (Some(more), _) => more.into_iter().for_each(|edge| editions[now].withhold(edge)),
            (None, 0) => editions[now].withhold_totals_of(asked[from].0.edge),
            (None, 1) => editions[now].withhold_totals(),
            (None, 2) => editions[now].withhold_all(),
            (None, _) => from += 1,
        }
        tried += 1;
    }
}

fn rounded(table: &Table, base: u32) -> Result<Shown, NotProtected> {
    let base = i64::from(base);
    if base == 0 {
        return Err(NotProtected::NoBase);
    }
    let grid = table.grid();
    let round = |count: i64| Some((count + base / 2) / base * base);
    let counts = grid.with_totals(table);
    Ok(grid.laid_out(|edge| round(counts[edge]), |_| Why::Shown))
}
