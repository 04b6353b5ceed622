//! What a table tells of a small count that it withholds, tried by somebody who wants to know.
#[path = "disclosure/attacker.rs"]
mod attacker;

use attacker::{Attacker, Found};
use domain::disclosure::{Edition, NotProtected, Protection, Shown, Table, Why, Zeros, protect};

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
    let total = |total: &Option<i64>| total.map_or("[]".to_owned(), |total| total.to_string());
    let mark = |why: &Why| match why {
        Why::Shown => "",
        Why::Small => "s",
        Why::Protects => "p",
    };
    let mut lines = vec![];
    for Edition { table, shown, protection } in editions {
        lines.push(format!("{protection:?}"));
        for ((counts, whys), of) in table.cells().iter().zip(&shown.why).zip(&shown.row_totals) {
            let cells = counts.iter().zip(whys).map(|(count, why)| format!("{count}{}", mark(why)));
            lines.push(cells.chain([total(of)]).collect::<Vec<_>>().join("\t"));
        }
        let below = shown.column_totals.iter().chain([&shown.total]);
        lines.push(below.map(total).collect::<Vec<_>>().join("\t"));
    }
    lines.join("\n")
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
        all.given_up += found.given_up;
    }
    assert_eq!(tables, 10_000);
    println!(
        "{tables} tables, {cells} cells: {small} withheld as small, {protecting} to protect them, {totals} totals; \
         {} small counts attacked, {} of them by search too ({} searches given up), 0 told or narrowed",
        all.secrets, all.searched, all.given_up
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

fn table(cells: &[&[u32]]) -> Table {
    Table::new(cells.iter().map(|row| row.to_vec()).collect()).unwrap()
}

#[test]
fn a_small_count_takes_the_smallest_others_with_it() {
    // Burglary, robbery and theft of three districts; two robberies in the second.
    let counts = table(&[&[60, 31, 90], &[75, 2, 44], &[50, 12, 71]]);
    let shown = protect(&counts, Protection::below(5), &[]).unwrap();
    // Robbery of the third district, and theft of both, of which there is less than of burglary.
    assert_eq!(shown.cells[1], [Some(75), None, None]);
    assert_eq!(shown.cells[2], [Some(50), None, None]);
    assert_eq!(shown.why[1], [Why::Shown, Why::Small, Why::Protects]);
    assert_eq!(shown.cells[0], [Some(60), Some(31), Some(90)]);
    assert_eq!((shown.row_totals[1], shown.column_totals[1], shown.total), (Some(121), Some(45), Some(435)));
    println!("1 small count, 3 others withheld, every total shown");
}

#[test]
fn where_no_cell_can_protect_the_totals_do() {
    let shown = protect(&table(&[&[2, 0], &[0, 40]]), Protection::below(5), &[]).unwrap();
    assert_eq!(shown.cells[0], [None, Some(0)]);
    assert_eq!(shown.row_totals[0], None);
    // What is left of the whole would tell.
    assert!(shown.total.is_none() || shown.row_totals[1].is_none());
    println!("1 small count beside noughts");
}

#[test]
fn a_second_edition_keeps_what_the_first_withheld() {
    let protection = Protection::below(5);
    let first = table(&[&[60, 31, 90], &[75, 2, 44], &[50, 12, 71]]);
    let shown = protect(&first, protection, &[]).unwrap();
    let before = [Edition { table: first, protection, shown }];
    // Four more robberies became known: they are no longer few, but to show them would show the two of before.
    let second = table(&[&[60, 31, 90], &[75, 6, 44], &[50, 12, 71]]);
    let alone = protect(&second, protection, &[]).unwrap();
    assert_eq!(alone.cells[1][1], Some(6), "nothing is small in the second edition by itself");
    let after = protect(&second, protection, &before).unwrap();
    for (one, other) in before[0].shown.cells.iter().flatten().zip(after.cells.iter().flatten()) {
        assert!(one.is_some() || other.is_none());
    }
    assert_eq!(after.why[1][1], Why::Small, "it says no more of itself than it did");
    let editions = [before[0].clone(), Edition { table: second, protection, shown: after }];
    assert_eq!(Attacker::new(&editions).attack(usize::MAX).narrowed, 0);
    println!("2 editions");
}

#[test]
fn rounding_blurs_every_number_and_may_still_tell() {
    let protection = Protection { round_to: Some(3), ..Protection::below(3) };
    let shown = protect(&table(&[&[1, 1], &[40, 8]]), protection, &[]).unwrap();
    assert_eq!(shown.cells, [[Some(0), Some(0)], [Some(39), Some(9)]]);
    // At most 1 each, and at least 2 together: as the documentation warns.
    assert_eq!(shown.row_totals, [Some(3), Some(48)]);
    assert_eq!(shown.total, Some(51));
    println!("4 cells");
}

#[test]
fn what_cannot_be_protected_is_refused_with_a_reason() {
    assert_eq!(Table::new(vec![]), Err(NotProtected::Empty));
    assert_eq!(Table::new(vec![vec![1, 2], vec![1]]), Err(NotProtected::Ragged(2)));
    let (small, large) = (table(&[&[1, 9]]), table(&[&[1, 9], &[9, 9]]));
    let rounding = Protection { round_to: Some(5), ..Protection::below(5) };
    let none = Protection { round_to: Some(0), ..rounding };
    assert_eq!(protect(&small, none, &[]), Err(NotProtected::NoBase));
    let shown = protect(&large, Protection::below(5), &[]).unwrap();
    let before = [Edition { table: large.clone(), protection: Protection::below(5), shown }];
    assert_eq!(protect(&small, Protection::below(5), &before), Err(NotProtected::OtherTable(1)));
    assert_eq!(protect(&large, rounding, &before), Err(NotProtected::OtherWay(1)));
    println!("5 refusals");
}

#[test]
fn the_same_table_is_always_shown_the_same() {
    let mut same = 0;
    for (protection, editions) in some_tables(200) {
        let publish =
            || published(protection, editions.clone(), |table, how, before| protect(table, how, before).unwrap());
        assert_eq!(publish(), publish());
        same += 1;
    }
    println!("{same} tables twice");
}
