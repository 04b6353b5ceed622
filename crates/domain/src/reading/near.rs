//! Words and titles that are nearly the same: asked about, never taken for one another.
use crate::text::fold;
use std::cell::Cell;

/// The known word that a misspelt one is nearest to, if one is near enough to be meant: one slip in three to five
/// letters, two in six, and so on.
pub fn nearest(word: &str, known: &[&str]) -> Option<String> {
    let folded: Vec<char> = fold(word).chars().collect();
    let near = |candidate: &str| {
        let candidate: Vec<char> = fold(candidate).chars().collect();
        let most = folded.len().max(candidate.len()) / 3;
        if most == 0 || folded.len().abs_diff(candidate.len()) > most {
            return None;
        }
        let distance = distance(&folded, &candidate);
        (distance <= most).then_some(distance)
    };
    let found = known.iter().filter_map(|candidate| Some((near(candidate)?, *candidate)));
    found.min_by_key(|(distance, _)| *distance).map(|(_, candidate)| candidate.to_owned())
}

/// Whether two titles are nearly, but not quite, the same: some slips of the pen apart, at most one in eight letters.
/// Titles that differ in a figure ("Round 1", "Round 2") are two titles.
pub fn near_title(a: &str, b: &str) -> bool {
    let (a, b) = (Title::of(a), Title::of(b));
    a.may_be_near(&b) && a.is_near(&b)
}

/// The most letters of a title that are compared.
const MOST_LETTERS: usize = 400;
/// The most figures of it.
const MOST_FIGURES: usize = 64;
/// The most titles that are compared letter by letter for one table: what a table of a thousand rows needs many times
/// over, and what takes a second where each is as long as it may be.
pub(crate) const MOST_COMPARED: usize = 20_000;

/// A title, ready to be compared with many.
struct Title {
    folded: String,
    letters: Vec<char>,
    figures: String,
    /// How often each letter from a to z stands in it.
    counts: [u16; 26],
}

impl Title {
    fn of(title: &str) -> Self {
        let folded = fold(title);
        let letters: Vec<char> = folded.chars().take(MOST_LETTERS).collect();
        let figures = folded.chars().filter(char::is_ascii_digit).take(MOST_FIGURES).collect();
        let mut counts = [0; 26];
        for letter in letters.iter().filter(|letter| letter.is_ascii_lowercase()) {
            counts[*letter as usize - 'a' as usize] += 1;
        }
        Self { folded, letters, figures, counts }
    }

    fn most_apart(&self, other: &Self) -> usize {
        self.letters.len().max(other.letters.len()) / 8
    }

    /// What can be told without comparing letter by letter. A slip changes one letter into another at most.
    fn may_be_near(&self, other: &Self) -> bool {
        let most = self.most_apart(other);
        let counts = self.counts.iter().zip(other.counts);
        let apart: usize = counts.map(|(mine, theirs)| usize::from(mine.abs_diff(theirs))).sum();
        self.letters.len().abs_diff(other.letters.len()) <= most && apart <= 2 * most && self.figures == other.figures
    }

    fn is_near(&self, other: &Self) -> bool {
        self.folded != other.folded && distance(&self.letters, &other.letters) <= self.most_apart(other)
    }
}

/// The titles that the record knows, with which those of a table are compared, and how often that was done.
pub(crate) struct Titles {
    known: Vec<Title>,
    compared: Cell<usize>,
}

/// What a title is nearly the same as.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Nearest {
    None,
    /// The place of the first that it is nearly the same as.
    One(usize),
    /// Nobody knows: too much was compared already.
    NotLookedFor,
}

impl Titles {
    pub(crate) fn new<'a>(known: impl Iterator<Item = &'a str>) -> Self {
        Self { known: known.map(Title::of).collect(), compared: Cell::new(0) }
    }

    /// The first of those that are `meant` which a title is nearly the same as.
    pub(crate) fn nearest(&self, title: &str, meant: impl Fn(usize) -> bool) -> Nearest {
        let title = Title::of(title);
        for (index, known) in self.known.iter().enumerate() {
            if !meant(index) || !title.may_be_near(known) {
                continue;
            }
            if self.compared.get() >= MOST_COMPARED {
                return Nearest::NotLookedFor;
            }
            self.compared.set(self.compared.get() + 1);
            if title.is_near(known) {
                return Nearest::One(index);
            }
        }
        Nearest::None
    }
}

/// How many letters must be put in, left out, changed, or swapped with their neighbour.
fn distance(a: &[char], b: &[char]) -> usize {
    let mut before: Vec<usize> = vec![];
    let mut last: Vec<usize> = (0..=b.len()).collect();
    for (i, &x) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, &y) in b.iter().enumerate() {
            let mut fewest = (last[j] + usize::from(x != y)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && x == b[j - 1] && a[i - 1] == y {
                fewest = fewest.min(before[j - 1] + 1);
            }
            row.push(fewest);
        }
        before = std::mem::replace(&mut last, row);
    }
    last[b.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_slip_of_the_pen_finds_the_word_that_was_meant() {
        let known = ["Complete", "On track", "At risk", "Amber", "Green", "Red"];
        for (slip, meant) in
            [("Ambre", "Amber"), ("gren", "Green"), ("On-trak", "On track"), ("Completed", "Complete"), ("Redd", "Red")]
        {
            assert_eq!(nearest(slip, &known).as_deref(), Some(meant), "{slip}");
        }
        for word in ["Purple", "X", "", "Grey", "Watching brief"] {
            assert_eq!(nearest(word, &known), None, "{word}");
        }
    }

    #[test]
    fn near_titles_are_slips_and_never_other_titles() {
        assert!(near_title("Refreshed Drugs Strategy", "Refresh Drugs Strategy"));
        assert!(near_title("Review of victims hub", "Review of victim hub"));
        for (a, b) in [
            ("Review of victims' hub", "Review of victims\u{2019} hub."),
            ("Youth awards round 1", "Youth awards round 2"),
            ("Annual report 2021/22", "Annual report 2022/23"),
            ("Develop an estates strategy", "Develop an estates policy"),
            ("Audit", "Edit"),
            ("", ""),
        ] {
            assert!(!near_title(a, b), "{a} | {b}");
        }
    }

    #[test]
    fn a_table_of_titles_that_are_all_alike_is_compared_so_often_and_no_more() {
        // The same letters, each time in another order: nothing but comparing them one by one tells them apart.
        let mut seed = 1_u32;
        let mut title = || {
            let mut letters: Vec<char> = "the quick wardens of".chars().collect();
            for place in (1..letters.len()).rev() {
                seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                letters.swap(place, (seed >> 16) as usize % (place + 1));
            }
            format!("x{}x", letters.iter().collect::<String>())
        };
        let known: Vec<String> = (0..200).map(|_| title()).collect();
        let titles = Titles::new(known.iter().map(String::as_str));
        let found = (0..200).map(|_| titles.nearest(&title(), |_| true));
        let not_looked_for = found.filter(|found| *found == Nearest::NotLookedFor).count();
        println!("{} compared, {not_looked_for} of 200 not looked for", titles.compared.get());
        assert_eq!(titles.compared.get(), MOST_COMPARED);
        assert!(not_looked_for > 0);
    }
}
