//! Words and titles that are nearly the same: asked about, never taken for one another.
use crate::text::fold;

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
    // A table of 1,000 rows asks this a million times, nearly always in vain: the cheap answers come first.
    if a.len().abs_diff(b.len()) > a.len().max(b.len()) / 4 || letters_apart(a, b) > a.len().max(b.len()) / 3 {
        return false;
    }
    let (a, b) = (fold(a), fold(b));
    if a == b || !a.bytes().filter(u8::is_ascii_digit).eq(b.bytes().filter(u8::is_ascii_digit)) {
        return false;
    }
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().take(400).collect(), b.chars().take(400).collect());
    let most = a.len().max(b.len()) / 8;
    a.len().abs_diff(b.len()) <= most && distance(&a, &b) <= most
}

/// How many letters one has that the other lacks, wherever they stand.
fn letters_apart(a: &str, b: &str) -> usize {
    let mut counts = [0_i32; 26];
    for letter in a.bytes().filter(u8::is_ascii_alphabetic) {
        counts[usize::from(letter.to_ascii_lowercase() - b'a')] += 1;
    }
    for letter in b.bytes().filter(u8::is_ascii_alphabetic) {
        counts[usize::from(letter.to_ascii_lowercase() - b'a')] -= 1;
    }
    counts.iter().map(|count| count.unsigned_abs() as usize).sum()
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
}
