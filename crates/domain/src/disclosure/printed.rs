//! What an edition prints, what it tells of what it withholds, and how far a withheld count may be moved without any
//! printed figure changing in any edition.
use super::{Edition, Protection, Shown, Table, Why, shift::Network};
use std::cell::OnceCell;

/// More than any count or total.
pub(super) const ENDLESS: i64 = i64::MAX / 4;

/// A total is withheld only where no cell will do, and the grand total last.
const OF_A_TOTAL: i64 = 1 << 40;
const OF_THE_GRAND_TOTAL: i64 = 1 << 50;

/// Rows and columns with a further row and column of totals, each place an edge between its row and its column.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Grid {
    pub rows: usize,
    pub columns: usize,
}

impl Grid {
    pub fn edges(self) -> usize {
        (self.rows + 1) * (self.columns + 1)
    }

    pub fn edge(self, row: usize, column: usize) -> usize {
        row * (self.columns + 1) + column
    }

    pub fn place(self, edge: usize) -> (usize, usize) {
        (edge / (self.columns + 1), edge % (self.columns + 1))
    }

    fn grand_total(self) -> usize {
        self.edge(self.rows, self.columns)
    }

    pub fn is_total(self, edge: usize) -> bool {
        let (row, column) = self.place(edge);
        row == self.rows || column == self.columns
    }

    /// The totals that a place is added up in.
    fn totals_of(self, edge: usize) -> [usize; 3] {
        let (row, column) = self.place(edge);
        [self.edge(row, self.columns), self.edge(self.rows, column), self.grand_total()]
    }

    pub fn with_totals(self, table: &Table) -> Vec<i64> {
        let mut counts = vec![0; self.edges()];
        for (row, cells) in table.cells().iter().enumerate() {
            for (column, count) in cells.iter().enumerate() {
                let edge = self.edge(row, column);
                for edge in [edge].into_iter().chain(self.totals_of(edge)) {
                    counts[edge] += i64::from(*count);
                }
            }
        }
        counts
    }

    pub fn laid_out(self, count: impl Fn(usize) -> Option<i64>, why: impl Fn(usize) -> Why) -> Shown {
        let row = |row: usize| (0..self.columns).map(move |column| self.edge(row, column));
        Shown {
            cells: (0..self.rows).map(|at| row(at).map(&count).collect()).collect(),
            row_totals: (0..self.rows).map(|at| count(self.edge(at, self.columns))).collect(),
            column_totals: row(self.rows).map(&count).collect(),
            total: count(self.grand_total()),
            why: (0..self.rows).map(|at| row(at).map(&why).collect()).collect(),
        }
    }
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

impl Way {
    pub const BOTH: [Self; 2] = [Self::Up, Self::Down];
}

/// A small count that an edition withholds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Target {
    pub edition: usize,
    pub edge: usize,
}

/// One edition.
#[derive(Clone, Debug)]
pub(super) struct Printed {
    grid: Grid,
    protection: Protection,
    counts: Vec<i64>,
    why: Vec<Why>,
    /// Withheld in an earlier edition: that it still is tells nothing of it.
    kept: Vec<bool>,
}

/// How far a count may be moved down and up.
#[derive(Clone, Copy, Debug)]
struct Room {
    down: i64,
    up: i64,
}

impl Room {
    const NONE: Self = Self { down: 0, up: 0 };
    const ALL: Self = Self { down: ENDLESS, up: ENDLESS };

    fn and(self, other: Self) -> Self {
        Self { down: self.down.min(other.down), up: self.up.min(other.up) }
    }
}

/// How the editions follow when a count of one is moved.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Editions {
    /// Every edition is moved by as much.
    Together,
    /// Only this edition, and only by counts that were revised.
    Alone,
}

impl Printed {
    /// The small counts, and what was withheld before.
    pub fn of_small(table: &Table, protection: Protection, before: Option<&Printed>) -> Self {
        let grid = table.grid();
        let counts = grid.with_totals(table);
        let why = |edge: usize| match before.map_or(Why::Shown, |before| before.why[edge]) {
            Why::Shown if protection.is_small(counts[edge]) => Why::Small,
            before => before,
        };
        let why = (0..grid.edges()).map(why).collect();
        Self { grid, protection, counts, why, kept: kept(grid, before) }
    }

    pub fn published(edition: &Edition, before: Option<&Printed>) -> Self {
        let grid = edition.table.grid();
        let shown = &edition.shown;
        let why = |edge: usize| {
            let (row, column) = grid.place(edge);
            let total = match (row < grid.rows, column < grid.columns) {
                (true, true) => return shown.why[row][column],
                (true, false) => shown.row_totals[row],
                (false, true) => shown.column_totals[column],
                (false, false) => shown.total,
            };
            if total.is_some() { Why::Shown } else { Why::Protects }
        };
        let why = (0..grid.edges()).map(why).collect();
        let counts = grid.with_totals(&edition.table);
        Self { grid, protection: edition.protection, counts, why, kept: kept(grid, before) }
    }

    pub fn why(&self, edge: usize) -> Why {
        self.why[edge]
    }

    fn is_withheld(&self, edge: usize) -> bool {
        self.why[edge] != Why::Shown
    }

    pub fn withhold(&mut self, edge: usize) {
        if !self.is_withheld(edge) {
            self.why[edge] = Why::Protects;
        }
    }

    pub fn withhold_totals_of(&mut self, edge: usize) {
        self.grid.totals_of(edge).into_iter().for_each(|total| self.withhold(total));
    }

    pub fn withhold_totals(&mut self) {
        let grid = self.grid;
        (0..grid.edges()).filter(|edge| grid.is_total(*edge)).for_each(|total| self.withhold(total));
    }

    pub fn withhold_all(&mut self) {
        let may = |edge: &usize| self.grid.is_total(*edge) || self.may_protect(*edge);
        let all: Vec<usize> = (0..self.grid.edges()).filter(may).collect();
        for edge in all {
            self.withhold(edge);
        }
    }

    fn may_protect(&self, edge: usize) -> bool {
        self.grid.is_total(edge) || self.counts[edge] >= i64::from(self.protection.below)
    }

    /// What withholding it costs: nothing where it is withheld. None: it cannot be.
    fn cost(&self, edge: usize) -> Option<i64> {
        if self.is_withheld(edge) {
            return Some(0);
        }
        let more = match self.grid.is_total(edge) {
            false => 0,
            true if edge == self.grid.grand_total() => OF_THE_GRAND_TOTAL,
            true => OF_A_TOTAL,
        };
        self.may_protect(edge).then(|| more + self.counts[edge].max(1))
    }

    /// How far what the mark of a withheld cell tells lets it be moved.
    fn room(&self, edge: usize) -> Room {
        let count = self.counts[edge];
        if self.grid.is_total(edge) {
            // No total is less than nothing as long as no cell is.
            Room::ALL
        } else if self.kept[edge] {
            Room { down: count, up: ENDLESS }
        } else if self.why[edge] == Why::Small {
            Room { down: count - self.protection.least(), up: self.protection.greatest() - count }
        } else {
            Room { down: count - i64::from(self.protection.below), up: ENDLESS }
        }
    }

    /// Whether no printed total holds it, so that it may be anything.
    fn is_open(&self, edge: usize) -> bool {
        self.grid.totals_of(edge).into_iter().all(|total| self.is_withheld(total))
    }
}

fn kept(grid: Grid, before: Option<&Printed>) -> Vec<bool> {
    (0..grid.edges()).map(|edge| before.is_some_and(|before| before.is_withheld(edge))).collect()
}

/// Every small count that any of the editions withholds.
pub(super) fn targets(editions: &[Printed]) -> Vec<Target> {
    let of = |(edition, printed): (usize, &Printed)| {
        let small = |edge: &usize| printed.protection.is_small(printed.counts[*edge]) && printed.is_withheld(*edge);
        let edges: Vec<usize> = (0..printed.grid.edges()).filter(small).collect();
        edges.into_iter().map(move |edge| Target { edition, edge })
    };
    editions.iter().enumerate().rev().flat_map(of).collect()
}

/// The first small count that can be told closer than that it is small, and what more the last edition must withhold so
/// that it cannot. None: there is nothing that would do.
pub(super) fn first_told(editions: &[Printed], asked: &[(Target, Way)]) -> Option<(usize, Option<Vec<usize>>)> {
    let freedom = Freedom::of(editions);
    asked.iter().enumerate().find_map(|(at, (target, way))| {
        let more = freedom.cheapest(*target, *way);
        more.as_ref().is_none_or(|more| !more.is_empty()).then_some((at, more))
    })
}

/// Whether none of them can be told closer than that it is small.
pub(super) fn are_wide(editions: &[Printed], targets: &[Target]) -> bool {
    let asked: Vec<(Target, Way)> = targets.iter().flat_map(|target| Way::BOTH.map(|way| (*target, way))).collect();
    first_told(editions, &asked).is_none()
}

/// What the editions told before: no later one can take it back.
pub(super) fn told_already(editions: &[Printed]) -> Vec<Target> {
    let freedom = Freedom::of(editions);
    let is_told = |target: &Target| {
        Way::BOTH.into_iter().any(|way| freedom.cheapest(*target, way).is_none_or(|more| !more.is_empty()))
    };
    targets(editions).into_iter().filter(is_told).collect()
}

/// How the counts of the editions may be moved, whichever of them leads; found where it is asked for.
struct Freedom<'a> {
    editions: &'a [Printed],
    led: Vec<[OnceCell<Network>; 2]>,
}

impl<'a> Freedom<'a> {
    fn of(editions: &'a [Printed]) -> Self {
        Self { editions, led: editions.iter().map(|_| Default::default()).collect() }
    }

    fn network(&self, lead: usize, follow: Editions) -> &Network {
        self.led[lead][follow as usize].get_or_init(|| network(self.editions, lead, follow))
    }

    /// What more the last edition must withhold so that the target may be anything small that way. None: there is
    /// nothing that would do.
    fn cheapest(&self, target: Target, way: Way) -> Option<Vec<usize>> {
        let Target { edition, edge } = target;
        let own = &self.editions[edition];
        let count = own.counts[edge];
        let told = told(self.editions, target);
        let need = match way {
            Way::Up => told.up.min(own.protection.greatest() - count),
            Way::Down => told.down.min(count - own.protection.least()),
        };
        if need <= 0 {
            return Some(vec![]);
        }
        // A total stands on the other side of the sum.
        let rises = (way == Way::Up) != is_turned(own.grid, edge);
        // A count that was not revised moves in every edition that has it, so that any of those may lead.
        let alike = |lead: &usize| !own.grid.is_total(edge) && self.editions[*lead].counts[edge] == count;
        let others = (0..self.editions.len()).filter(|lead| *lead != edition).filter(alike);
        let mut best: Option<(i64, Vec<usize>)> = None;
        for lead in [edition].into_iter().chain(others) {
            for follow in [Editions::Together, Editions::Alone] {
                if let Some(found) = self.network(lead, follow).clone().shift(edge, rises, need)
                    && best.as_ref().is_none_or(|best| found.0 < best.0)
                {
                    best = Some(found);
                }
                if best.as_ref().is_some_and(|best| best.0 == 0) {
                    return Some(vec![]);
                }
                if self.editions.len() == 1 {
                    break;
                }
            }
        }
        best.map(|(_, more)| more)
    }
}

/// How far the marks alone let the target be moved: a total of two small counts is told to be two at the least.
fn told(editions: &[Printed], target: Target) -> Room {
    let led = &editions[target.edition];
    let grid = led.grid;
    if !grid.is_total(target.edge) {
        return Room::ALL;
    }
    let cells = (0..grid.edges()).filter(|edge| !grid.is_total(*edge) && led.is_withheld(*edge));
    let summed = cells.filter(|edge| grid.totals_of(*edge).contains(&target.edge));
    summed.fold(Room::NONE, |sum, edge| {
        let alike = editions.iter().filter(|other| other.counts[edge] == led.counts[edge]);
        let room = |other: &Printed| if other.is_withheld(edge) { other.room(edge) } else { Room::NONE };
        let room = alike.fold(Room::ALL, |all, other| all.and(room(other)));
        Room { down: sum.down + room.down, up: (sum.up + room.up).min(ENDLESS) }
    })
}

/// Whether a place counts against its row and its column: a total of either, not of both.
fn is_turned(grid: Grid, edge: usize) -> bool {
    grid.is_total(edge) && edge != grid.grand_total()
}

/// How far every place can be moved, at what cost.
fn network(editions: &[Printed], lead: usize, follow: Editions) -> Network {
    let grid = editions[lead].grid;
    let mut network = Network::new(grid);
    for edge in 0..grid.edges() {
        let (room, cost) = movable(editions, lead, follow, edge);
        let (down, up) = if is_turned(grid, edge) { (room.up, room.down) } else { (room.down, room.up) };
        network.set(edge, down, up, cost);
    }
    network
}

fn movable(editions: &[Printed], lead: usize, follow: Editions, edge: usize) -> (Room, i64) {
    let (mut room, mut cost) = (Room::ALL, 0);
    let last = editions.len() - 1;
    let leading = &editions[lead];
    for (at, printed) in editions.iter().enumerate() {
        let revised = printed.counts[edge] != leading.counts[edge];
        if at != lead {
            let free = match follow {
                _ if leading.grid.is_total(edge) => follow == Editions::Alone,
                // A revised count that no total holds need not follow, nor the other editions that have it so.
                Editions::Together => {
                    let alike = |other: &&Printed| other.counts[edge] == printed.counts[edge];
                    revised && editions.iter().filter(alike).all(|other| other.is_open(edge))
                }
                Editions::Alone => revised,
            };
            if free {
                continue;
            }
            if follow == Editions::Alone && !printed.is_open(edge) {
                return (Room::NONE, 0);
            }
        }
        match printed.cost(edge) {
            Some(0) => {}
            Some(more) if at == last => cost += more,
            _ => return (Room::NONE, 0),
        }
        room = room.and(printed.room(edge));
    }
    (room, cost)
}
