//! The names of periods. A month comes in as "2024-03" and is written whole in a sentence; any other
//! name ("2024/25", "Q1") is written as it came.
use crate::{text, words};

/// A month read from its ISO name.
pub(crate) fn month(label: &str) -> Option<(&str, usize)> {
    let (year, month) = label.split_once('-')?;
    let digits = |part: &str, long: usize| part.len() == long && part.bytes().all(|byte| byte.is_ascii_digit());
    let number: usize = month.parse().ok()?;
    (digits(year, 4) && digits(month, 2) && (1..=12).contains(&number)).then_some((year, number))
}

/// "March 2024".
pub(crate) fn long(label: &str) -> String {
    month(label).map_or_else(|| text::clean(label), |(year, number)| format!("{} {year}", words::month(number)))
}

/// Runs of periods that follow one another in a chart, each in words: "March 2024", "June 2024 to August 2024".
pub(crate) fn runs<'a>(periods: impl IntoIterator<Item = (&'a str, bool)>) -> Vec<String> {
    let mut runs: Vec<(&str, &str)> = Vec::new();
    let mut open = false;
    for (label, inside) in periods {
        match (inside, open, runs.last_mut()) {
            (true, true, Some(run)) => run.1 = label,
            (true, ..) => runs.push((label, label)),
            _ => {}
        }
        open = inside;
    }
    runs.into_iter()
        .map(|(first, last)| if first == last { long(first) } else { words::from_to(&long(first), &long(last)) })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_named_whole_and_runs_of_months_by_their_ends() {
        assert_eq!(long("2024-03"), "March 2024");
        let gone = [("2024-01", true), ("2024-02", false), ("2024-03", true), ("2024-04", true)];
        assert_eq!(runs(gone), ["January 2024", "March 2024 to April 2024"]);
        assert_eq!((long("2024/25"), long("2024-13")), ("2024/25".into(), "2024-13".into()));
    }
}
