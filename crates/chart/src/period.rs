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

/// A quarter of a financial year read from its name, "2024/25 Q1": the year, the year of the calendar in which it began,
/// and the quarter.
fn quarter(label: &str) -> Option<(&str, usize, usize)> {
    let (year, number) = label.split_once(" Q")?;
    let (begins, ends) = year.split_once('/')?;
    let digits = |part: &str, long: usize| part.len() == long && part.bytes().all(|byte| byte.is_ascii_digit());
    let number: usize = number.parse().ok()?;
    (digits(begins, 4) && digits(ends, 2) && (1..=4).contains(&number))
        .then(|| (year, begins.parse().unwrap_or(0), number))
}

/// "March 2024", "April to June 2024".
pub(crate) fn long(label: &str) -> String {
    if let Some((year, number)) = month(label) {
        return format!("{} {year}", words::month(number));
    }
    if let Some((_, begins, number)) = quarter(label) {
        let first = number * 3 + 1;
        return format!("{} {}", words::from_to(words::month(first), words::month(first + 2)), begins + number / 4);
    }
    text::clean(label)
}

/// A period as two lines of an axis: "Apr" over "2024", "Q1" over "2024/25".
pub(crate) struct OnAxis<'a> {
    pub upper: String,
    /// The same for all periods of one year, and printed under the first of them.
    pub year: &'a str,
    /// Counts on from period to period, and divides without rest where a year begins in April.
    pub number: usize,
    pub in_a_year: usize,
}

/// All periods as two lines, where all of them are months or all are quarters.
pub(crate) fn on_axis<'a>(labels: &[&'a str]) -> Option<Vec<OnAxis<'a>>> {
    let one_month = |label: &&'a str| {
        let (year, month) = month(label)?;
        let number = year.parse::<usize>().ok()? * 12 + month + 8;
        Some(OnAxis { upper: words::month_short(month).to_owned(), year, number, in_a_year: 12 })
    };
    let one_quarter = |label: &&'a str| {
        let (year, begins, quarter) = quarter(label)?;
        Some(OnAxis { upper: words::quarter(quarter), year, number: begins * 4 + quarter - 1, in_a_year: 4 })
    };
    let found: Option<Vec<_>> = labels.iter().map(one_month).collect();
    found.or_else(|| labels.iter().map(one_quarter).collect()).filter(|found| !found.is_empty())
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
        assert_eq!(
            (long("2024/25 Q1"), long("2024/25 Q4")),
            ("April to June 2024".into(), "January to March 2025".into())
        );
        assert!(on_axis(&["2024/25 Q4", "2025/26 Q1"]).is_some_and(|two| two[0].number + 1 == two[1].number));
        assert!(on_axis(&["2024-03", "2025/26 Q1"]).is_none());
        assert_eq!((long("2024/25"), long("2024-13")), ("2024/25".into(), "2024-13".into()));
    }
}
