//! Somebody who wants a small count out of what was printed, and shares no code with what withheld it.
//!
//! They know every printed figure of every edition, the threshold and the rules, which withheld cells are small and which
//! protect, and which cells were revised between editions: every other is the same unknown in all of them. They tighten
//! bounds by every sum until nothing moves, and, where unknowns are few, search for a table in which a count is this or that.
use domain::disclosure::{Edition, Why, Zeros};
use std::{collections::BTreeMap, ops::Range};

/// More than any count in these tests.
const MANY: i64 = 100_000;

/// Gives up on a search after so many attempts, in favour of the table.
const PATIENCE: usize = 400;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bounds {
    pub low: i64,
    pub high: i64,
}

impl Bounds {
    fn is_empty(self) -> bool {
        self.low > self.high
    }
}

/// An unknown count that the office thinks small, and what must remain possible of it.
struct Secret {
    unknown: usize,
    /// Of a total its cells: two of them that are marked as small are two at the least, and no more is promised.
    parts: Vec<usize>,
    least: i64,
    greatest: i64,
}

pub struct Attacker {
    bounds: Vec<Bounds>,
    /// Unknowns that add up to the last of them.
    sums: Vec<Vec<usize>>,
    secrets: Vec<Secret>,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// Small counts withheld.
    pub secrets: usize,
    /// Of them told exactly.
    pub told: usize,
    /// Of them told closer than that they are small, or told exactly.
    pub narrowed: usize,
    /// Of them looked for in an exhaustive search too.
    pub searched: usize,
    /// Of these searches those given up, in favour of the table.
    pub given_up: usize,
}

impl Attacker {
    pub fn new(editions: &[Edition]) -> Self {
        let mut attacker = Self { bounds: vec![], sums: vec![], secrets: vec![] };
        let mut cells: BTreeMap<(usize, usize, u32), usize> = BTreeMap::new();
        for (at, edition) in editions.iter().enumerate() {
            attacker.read(edition, &editions[..at], &mut cells);
        }
        for secret in attacker.secrets.iter_mut().filter(|secret| !secret.parts.is_empty()) {
            let parts = || secret.parts.iter().map(|&part| attacker.bounds[part]);
            secret.least = secret.least.max(parts().map(|part| part.low).sum());
            secret.greatest = secret.greatest.min(parts().map(|part| part.high).sum());
        }
        attacker
    }

    fn read(&mut self, edition: &Edition, before: &[Edition], cells: &mut BTreeMap<(usize, usize, u32), usize>) {
        let (counts, shown) = (edition.table.cells(), &edition.shown);
        let below = i64::from(edition.protection.below);
        let least = i64::from(edition.protection.zeros == Zeros::Shown);
        let mut lines: Vec<Vec<usize>> = vec![];
        for (i, row) in counts.iter().enumerate() {
            let mut line = vec![];
            for (j, &count) in row.iter().enumerate() {
                let kept = before.last().is_some_and(|before| before.shown.why[i][j] != Why::Shown);
                let told = match (shown.cells[i][j], shown.why[i][j]) {
                    (Some(printed), _) => Bounds { low: printed, high: printed },
                    _ if kept => Bounds { low: 0, high: MANY },
                    (None, Why::Small) => Bounds { low: least, high: below - 1 },
                    (None, _) => Bounds { low: below, high: MANY },
                };
                // What was not revised is the same unknown in every edition, and that much they know.
                let unknown = *cells.entry((i, j, count)).or_insert_with(|| {
                    self.bounds.push(Bounds { low: 0, high: MANY });
                    self.bounds.len() - 1
                });
                let bounds = &mut self.bounds[unknown];
                *bounds = Bounds { low: bounds.low.max(told.low), high: bounds.high.min(told.high) };
                if shown.cells[i][j].is_none() {
                    self.keep_secret(unknown, vec![], i64::from(count), least..below);
                }
                line.push(unknown);
            }
            lines.push(line);
        }
        let columns = counts[0].len();
        let sum = |line: &[(usize, usize)]| line.iter().map(|&(i, j)| i64::from(counts[i][j])).sum::<i64>();
        let total = |attacker: &mut Self, printed: Option<i64>, parts: &[usize], count: i64| {
            attacker.bounds.push(printed.map_or(Bounds { low: 0, high: MANY }, |at| Bounds { low: at, high: at }));
            let unknown = attacker.bounds.len() - 1;
            if printed.is_none() {
                attacker.keep_secret(unknown, parts.to_vec(), count, least..below);
            }
            unknown
        };
        let mut row_totals = vec![];
        for (i, line) in lines.iter().enumerate() {
            let places: Vec<(usize, usize)> = (0..columns).map(|j| (i, j)).collect();
            let of = total(self, shown.row_totals[i], line, sum(&places));
            self.sums.push(line.iter().copied().chain([of]).collect());
            row_totals.push(of);
        }
        let mut column_totals = vec![];
        for j in 0..columns {
            let places: Vec<(usize, usize)> = (0..counts.len()).map(|i| (i, j)).collect();
            let line: Vec<usize> = lines.iter().map(|line| line[j]).collect();
            let of = total(self, shown.column_totals[j], &line, sum(&places));
            self.sums.push(line.into_iter().chain([of]).collect());
            column_totals.push(of);
        }
        let all: i64 = counts.iter().flatten().map(|count| i64::from(*count)).sum();
        let all = total(self, shown.total, &lines.concat(), all);
        self.sums.push(row_totals.into_iter().chain([all]).collect());
        self.sums.push(column_totals.into_iter().chain([all]).collect());
    }

    fn keep_secret(&mut self, unknown: usize, parts: Vec<usize>, count: i64, small: Range<i64>) {
        if small.contains(&count) {
            self.secrets.push(Secret { unknown, parts, least: small.start, greatest: small.end - 1 });
        }
    }

    /// Everything they can find out. Searches only where there are no more unknowns than `few`.
    pub fn attack(mut self, few: usize) -> Found {
        assert!(tighten(&self.sums, &mut self.bounds), "what was printed contradicts itself");
        let open = self.bounds.iter().filter(|bounds| bounds.low < bounds.high).count();
        let mut found = Found { secrets: self.secrets.len(), ..Found::default() };
        for secret in &self.secrets {
            let bounds = self.bounds[secret.unknown];
            let exactly = bounds.low == bounds.high;
            let mut closer = bounds.low > secret.least || bounds.high < secret.greatest;
            if !closer && open <= few {
                found.searched += 1;
                closer =
                    [secret.least, secret.greatest].iter().any(|end| !self.may_be(secret.unknown, *end, &mut found));
            }
            found.told += usize::from(exactly);
            found.narrowed += usize::from(closer);
        }
        found
    }

    fn may_be(&self, unknown: usize, count: i64, found: &mut Found) -> bool {
        let mut bounds = self.bounds.clone();
        bounds[unknown] = Bounds { low: count, high: count };
        let mut patience = PATIENCE;
        let may = is_possible(&self.sums, bounds, &mut patience);
        found.given_up += usize::from(patience == 0);
        may
    }
}

/// Bounds of every unknown by every sum that it stands in, until nothing moves. False: there is no such table.
fn tighten(sums: &[Vec<usize>], bounds: &mut [Bounds]) -> bool {
    loop {
        let mut moved = false;
        for sum in sums {
            let Some((&total, parts)) = sum.split_last() else { continue };
            let low: i64 = parts.iter().map(|&part| bounds[part].low).sum();
            let high: i64 = parts.iter().map(|&part| bounds[part].high).sum();
            let whole = bounds[total];
            let mut narrow = |at: usize, low: i64, high: i64| {
                let now = bounds[at];
                let next = Bounds { low: now.low.max(low), high: now.high.min(high) };
                moved |= next != now;
                bounds[at] = next;
                !next.is_empty()
            };
            if !narrow(total, low, high) {
                return false;
            }
            let whole = Bounds { low: whole.low.max(low), high: whole.high.min(high) };
            for &part in parts {
                let own = bounds[part];
                if own.low == own.high {
                    continue;
                }
                let (others_low, others_high) = (low - own.low, high - own.high);
                let next =
                    Bounds { low: own.low.max(whole.low - others_high), high: own.high.min(whole.high - others_low) };
                moved |= next != own;
                bounds[part] = next;
                if next.is_empty() {
                    return false;
                }
            }
        }
        if !moved {
            return true;
        }
    }
}

/// Whether any table keeps to the bounds: halves those of the least doubtful unknown until every one is known.
fn is_possible(sums: &[Vec<usize>], mut bounds: Vec<Bounds>, patience: &mut usize) -> bool {
    if !tighten(sums, &mut bounds) {
        return false;
    }
    *patience = patience.saturating_sub(1);
    if *patience == 0 {
        return true;
    }
    let doubtful = (0..bounds.len()).filter(|&at| bounds[at].low < bounds[at].high);
    let Some(at) = doubtful.min_by_key(|&at| bounds[at].high - bounds[at].low) else { return true };
    let Bounds { low, high } = bounds[at];
    let middle = low + (high - low) / 2;
    [Bounds { low, high: middle }, Bounds { low: middle + 1, high }].into_iter().any(|half| {
        let mut tried = bounds.clone();
        tried[at] = half;
        is_possible(sums, tried, patience)
    })
}
