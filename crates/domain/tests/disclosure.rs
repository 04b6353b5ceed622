//! What a table tells of a small count that it withholds, tried by somebody who wants to know.
#[path = "disclosure/attacker.rs"]
mod attacker;

use attacker::{Attacker, Found};
use domain::disclosure::{Edition, Protection, Shown, Table, Why, Zeros, protect};

/// Uniform numbers from a seed (xorshift64*).
struct Chance(u64);

impl Chance {
    fn below(&mut self, many: u32) -> u32 {
        self.0 ^= self.0 >> 12;
        self.0 ^= self.0 << 25;
        self.0 ^= self.0 >> 27;
        let high = self.0.wrapping_mul(0x2545_F491_4F6C_DD1D) >> 32;
        u32::try_from((high * u64::from(many)) >> 32).unwrap()
    }

    fn between(&mut self, low: u32, high: u32) -> u32 {
        low + self.below(high - low + 1)
    }
}

/// Counts of a small force or of a large one, of the common and of the rare.
fn some_table(chance: &mut Chance) -> Vec<Vec<u32>> {
    let (rows, columns) = if chance.below(3) == 0 {
        (chance.between(2, 3), chance.between(2, 3))
    } else {
        (chance.between(2, 8), chance.between(2, 14))
    };
    let noughts = [0, 10, 30, 60, 85][chance.below(5) as usize];
    let most = [4, 8, 20, 60, 400][chance.below(5) as usize];
    let mut count = |_| if chance.below(100) < noughts { 0 } else { chance.between(1, most) };
    (0..rows).map(|_| (0..columns).map(&mut count).collect()).collect()
}

/// Some counts a little more or less than before, some few quite others.
fn revised(before: &[Vec<u32>], chance: &mut Chance) -> Vec<Vec<u32>> {
    let one_in = [2, 6, 30][chance.below(3) as usize];
    let mut count = |count: &u32| match chance.below(one_in) {
        0 if chance.below(5) == 0 => chance.below(20),
        0 => (count + chance.below(7)).saturating_sub(3),
        _ => *count,
    };
    before.iter().map(|row| row.iter().map(&mut count).collect()).collect()
}

/// The same tables whoever asks: of each its editions, half of them with a second one, and some with a third.
fn some_tables(many: usize) -> impl Iterator<Item = (Protection, Vec<Table>)> {
    let mut chance = Chance(0x9E37_79B9_7F4A_7C15);
    (0..many).map(move |at| {
        let zeros = if chance.below(8) == 0 { Zeros::Withheld } else { Zeros::Shown };
        let below = [3, 5, 10][chance.below(3) as usize];
        let mut tables = vec![some_table(&mut chance)];
        for _ in 0..(at % 2 + usize::from(at % 8 == 7)) {
            tables.push(revised(tables.last().unwrap(), &mut chance));
        }
        let tables = tables.into_iter().map(|table| Table::new(table).unwrap()).collect();
        (Protection { zeros, ..Protection::below(below) }, tables)
    })
}

/// Publishes one edition after the other, each as `show` has it.
fn published(
    protection: Protection,
    tables: Vec<Table>,
    show: impl Fn(&Table, Protection, &[Edition]) -> Shown,
) -> Vec<Edition> {
    let mut editions = vec![];
    for table in tables {
        let shown = show(&table, protection, &editions);
        editions.push(Edition { table, protection, shown });
    }
    editions
}

/// Withholds the small cells and totals and nothing else.
fn only_the_small(table: &Table, protection: Protection) -> Shown {
    let small = |count: i64| count < i64::from(protection.below) && (count > 0 || protection.zeros == Zeros::Withheld);
    let show = |count: i64| (!small(count)).then_some(count);
    let cells: Vec<Vec<i64>> =
        table.cells().iter().map(|row| row.iter().map(|count| i64::from(*count)).collect()).collect();
    let columns = 0..cells[0].len();
    Shown {
        row_totals: cells.iter().map(|row| show(row.iter().sum())).collect(),
        column_totals: columns.map(|at| show(cells.iter().map(|row| row[at]).sum())).collect(),
        total: show(cells.iter().flatten().sum()),
        why: cells
            .iter()
            .map(|row| row.iter().map(|&count| if small(count) { Why::Small } else { Why::Shown }).collect())
            .collect(),
        cells: cells.into_iter().map(|row| row.into_iter().map(show).collect()).collect(),
    }
}

fn count(editions: &[Edition], why: Why) -> usize {
    editions.iter().flat_map(|edition| edition.shown.why.iter().flatten()).filter(|one| **one == why).count()
}

fn totals_withheld(editions: &[Edition]) -> usize {
    let of = |shown: &Shown| {
        let lines = shown.row_totals.iter().chain(&shown.column_totals).chain([&shown.total]);
        lines.filter(|total| total.is_none()).count()
    };
    editions.iter().map(|edition| of(&edition.shown)).sum()
}

/// Every edition as it is printed: s a small count, p one that protects, [] a total withheld.
fn written(editions: &[Edition]) -> String {
    let mut text = String::new();
    for Edition { table, shown, protection } in editions {
        text += &format!("{protection:?}\n");
        let total = |total: &Option<i64>| total.map_or("[]".to_owned(), |total| total.to_string());
        for ((counts, whys), of) in table.cells().iter().zip(&shown.why).zip(&shown.row_totals) {
            for (count, why) in counts.iter().zip(whys) {
                let mark = match why {
                    Why::Shown => "",
                    Why::Small => "s",
                    Why::Protects => "p",
                };
                text += &format!("{:>5}", format!("{count}{mark}"));
            }
            text += &format!(" ={}\n", total(of));
        }
        let below = shown.column_totals.iter().chain([&shown.total]);
        text += &below.map(|one| format!("{:>5}", total(one))).collect::<String>();
        text += "\n";
    }
    text
}

#[test]
fn nobody_tells_a_small_count_from_ten_thousand_tables_and_their_second_editions() {
    let (mut tables, mut cells, mut small, mut protecting, mut totals) = (0, 0, 0, 0, 0);
    let mut all = Found::default();
    for (protection, editions) in some_tables(10_000) {
        let editions =
            published(protection, editions, |table, protection, earlier| protect(table, protection, earlier).unwrap());
        tables += 1;
        cells +=
            editions.iter().map(|edition| edition.table.cells().iter().map(Vec::len).sum::<usize>()).sum::<usize>();
        small += count(&editions, Why::Small);
        protecting += count(&editions, Why::Protects);
        totals += totals_withheld(&editions);
        let found = Attacker::new(&editions).attack(14);
        assert_eq!((found.told, found.narrowed), (0, 0), "{}", written(&editions));
        all.secrets += found.secrets;
        all.searched += found.searched;
    }
    assert_eq!(tables, 10_000);
    println!(
        "{tables} tables, {cells} cells: {small} withheld as small, {protecting} to protect them, {totals} totals; \
         {} small counts attacked, {} of them by search too, 0 told or narrowed",
        all.secrets, all.searched
    );
}

#[test]
fn the_same_attacker_breaks_tables_that_withhold_the_small_alone() {
    let (mut broken, mut told, mut secrets) = (0, 0, 0);
    for (protection, editions) in some_tables(10_000) {
        let editions = published(protection, editions, |table, protection, _| only_the_small(table, protection));
        let found = Attacker::new(&editions).attack(0);
        broken += usize::from(found.narrowed > 0);
        told += found.told;
        secrets += found.secrets;
    }
    println!("{broken} of 10000 tables broken, {told} of {secrets} small counts told exactly");
    assert!(broken > 1_000, "an attacker who breaks {broken} tables proves nothing");
}

#[test]
fn the_same_attacker_breaks_second_editions_that_forget_the_first() {
    let (mut broken, mut told, mut tables) = (0, 0, 0);
    for (protection, editions) in some_tables(4_000).filter(|(_, editions)| editions.len() > 1) {
        let editions = published(protection, editions, |table, protection, _| protect(table, protection, &[]).unwrap());
        let found = Attacker::new(&editions).attack(0);
        tables += 1;
        broken += usize::from(found.narrowed > 0);
        told += found.told;
    }
    println!("{broken} of {tables} tables with a second edition broken, {told} small counts told exactly");
    assert!(broken > 500, "an attacker who breaks {broken} tables proves nothing");
}
