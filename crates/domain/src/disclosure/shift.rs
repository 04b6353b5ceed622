//! Moves counts of a table along closed paths so that every row and every column keeps its sum.
use super::printed::{ENDLESS, Grid};
use std::collections::BTreeSet;

/// How far each place may be moved down and up, counted so that every row and column of places sums to nought.
#[derive(Clone, Debug)]
pub(super) struct Network {
    grid: Grid,
    down: Vec<i64>,
    up: Vec<i64>,
    cost: Vec<i64>,
}

impl Network {
    pub fn new(grid: Grid) -> Self {
        let none = || vec![0; grid.edges()];
        Self { grid, down: none(), up: none(), cost: none() }
    }

    pub fn set(&mut self, edge: usize, down: i64, up: i64, cost: i64) {
        (self.down[edge], self.up[edge], self.cost[edge]) = (down, up, cost);
    }

    /// Moves a place by so many, cheapest paths first: what had to be withheld for it, and what that cost. None: it
    /// cannot be moved so far.
    pub fn shift(mut self, target: usize, rises: bool, need: i64) -> Option<(i64, Vec<usize>)> {
        if need > if rises { self.up[target] } else { self.down[target] } {
            return None;
        }
        let mut left = need;
        let mut paid = BTreeSet::new();
        let mut cost = 0;
        // The place itself moves once, not back and forth.
        (self.down[target], self.up[target]) = (0, 0);
        cost += self.pay(target, &mut paid);
        while left > 0 {
            let path = self.path(target, rises)?;
            let room = |(edge, up): &(usize, bool)| if *up { self.up[*edge] } else { self.down[*edge] };
            let most = path.iter().map(room).min().unwrap_or(0).min(left);
            for (edge, up) in path {
                let by = if up { most } else { -most };
                self.up[edge] -= by;
                self.down[edge] += by;
                cost += self.pay(edge, &mut paid);
            }
            left -= most;
        }
        Some((cost, paid.into_iter().collect()))
    }

    fn pay(&mut self, edge: usize, paid: &mut BTreeSet<usize>) -> i64 {
        let cost = std::mem::take(&mut self.cost[edge]);
        if cost > 0 {
            paid.insert(edge);
        }
        cost
    }

    /// The cheapest path from the target's row to its column that makes good what moving it does to both: from a row
    /// to a column by moving a place the other way than the target, and back to a row by moving one the same way.
    fn path(&self, target: usize, rises: bool) -> Option<Vec<(usize, bool)>> {
        let (rows, columns) = (self.grid.rows + 1, self.grid.columns + 1);
        let (from, to) = self.grid.place(target);
        let many = rows + columns;
        let mut cost = vec![ENDLESS; many];
        let mut came: Vec<Option<usize>> = vec![None; many];
        let mut done = vec![false; many];
        cost[from] = 0;
        loop {
            let nearest =
                (0..many).filter(|node| !done[*node] && cost[*node] < ENDLESS).min_by_key(|node| cost[*node])?;
            if nearest == rows + to {
                break;
            }
            done[nearest] = true;
            let is_row = nearest < rows;
            let up = is_row != rises;
            let others = if is_row { rows..many } else { 0..rows };
            for other in others {
                let (row, column) = if is_row { (nearest, other - rows) } else { (other, nearest - rows) };
                let edge = self.grid.edge(row, column);
                let room = if up { self.up[edge] } else { self.down[edge] };
                let whole = cost[nearest] + self.cost[edge];
                if room > 0 && whole < cost[other] {
                    (cost[other], came[other]) = (whole, Some(nearest));
                }
            }
        }
        let mut path = vec![];
        let mut node = rows + to;
        while let Some(before) = came[node] {
            let is_row = before < rows;
            let (row, column) = if is_row { (before, node - rows) } else { (node, before - rows) };
            path.push((self.grid.edge(row, column), is_row != rises));
            node = before;
        }
        Some(path)
    }
}
