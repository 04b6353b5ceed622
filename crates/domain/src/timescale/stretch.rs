//! Days, months, quarters, halves and years as words name them, and stretches from one to another.
use super::{Due, Precision};
use crate::period::{FinancialYear, MONTHS, YEARS, full_year, month_called};
use jiff::civil::{Date, date};

/// Words before a date that change nothing in it: it is the last day by which the work is to be done.
const BEFORE_A_DATE: &[&str] = &[
    "no later than",
    "to be completed by",
    "completion by",
    "completed by",
    "complete by",
    "target date",
    "year end",
    "year-end",
    "deadline",
    "due date",
    "the end of",
    "end of",
    "throughout",
    "during",
    "within",
    "target",
    "until",
    "till",
    "due",
    "end",
    "the",
    "by",
    "in",
    "on",
    "to",
    "for",
    ":",
];

const WEEKDAYS: &[&str] = &[
    "monday",
    "tuesday",
    "wednesday",
    "thursday",
    "friday",
    "saturday",
    "sunday",
    "mon",
    "tue",
    "tues",
    "wed",
    "thu",
    "thur",
    "thurs",
    "fri",
    "sat",
    "sun",
];

/// A stretch of days that words name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Period {
    starts: Date,
    ends: Date,
    precision: Precision,
    /// A year of the calendar, stated bare: as a part of a range it could as well be a financial one.
    bare_year: bool,
}

impl Period {
    fn new(starts: Date, ends: Date, precision: Precision) -> Self {
        Self { starts, ends, precision, bare_year: false }
    }

    fn month(year: i16, month: i8) -> Option<Self> {
        let first = YEARS.contains(&year).then(|| Date::new(year, month, 1).ok()).flatten()?;
        Some(Self::new(first, first.last_of_month(), Precision::Month))
    }

    fn financial_year(year: FinancialYear) -> Self {
        Self::new(year.starts(), year.ends(), Precision::Year)
    }

    pub fn due(self) -> Due {
        Due::By { date: self.ends, precision: self.precision }
    }
}

/// What was found, or why no calendar has it.
pub(super) type Found = Result<Option<Period>, String>;

/// What days the words name: one period, or from the start of one to the end of another.
pub(super) fn stretch(words: &str) -> Found {
    Ok(period(words)?.or_else(|| range(words)))
}

/// One period: a day, month, quarter, half or year. Leading words such as "by the end of" are set aside.
fn period(words: &str) -> Found {
    let mut core = words.trim();
    while let Some(rest) = BEFORE_A_DATE.iter().find_map(|lead| {
        let rest = core.strip_prefix(lead)?;
        (rest.starts_with([' ', ':']) || *lead == ":").then(|| rest.trim_start())
    }) {
        core = rest;
    }
    let spaced = core.replace(" / ", "/").replace(',', " ");
    let mut tokens: Vec<&str> = spaced.split_whitespace().filter(|t| !matches!(*t, "of" | "the")).collect();
    tokens.retain(|token| !WEEKDAYS.contains(token));
    if let [only] = tokens[..]
        && let Some(found) = one_token(only)?
    {
        return Ok(Some(found));
    }
    if let [day, time] = tokens[..]
        && time.contains(':')
        && time.bytes().all(|b| b.is_ascii_digit() || b == b':')
    {
        return one_token(day);
    }
    if let Some(found) = part_of_financial_year(&tokens)? {
        return Ok(Some(found));
    }
    with_month_name(&tokens)
}

fn number(token: &str, longest: usize) -> Option<i8> {
    let digits = (1..=longest).contains(&token.len()) && token.bytes().all(|b| b.is_ascii_digit());
    digits.then(|| token.parse().ok()).flatten()
}

/// "12/09/2018", "12.9.18", "2019-09-12", "09/2019", "2019-09", "2024/25", "2025".
fn one_token(token: &str) -> Found {
    let parts: Vec<&str> = token.split(['/', '-', '.']).collect();
    let separators = token.chars().filter(|c| matches!(c, '/' | '-' | '.')).collect::<Vec<_>>();
    match parts[..] {
        [year] if year.len() == 4 => {
            let Some(year) = number_year(year) else { return Ok(None) };
            let found = Period::new(date(year, 1, 1), date(year, 12, 31), Precision::Year);
            Ok(Some(Period { bare_year: true, ..found }))
        }
        [first, second] => {
            if let (Some(month), 4) = (number(first, 2), second.len()) {
                return Ok(number_year(second).and_then(|year| Period::month(year, month)));
            }
            let year = FinancialYear::parse(token);
            let may_be_month = number(second, 2).is_some_and(|month| month <= 12);
            match (year, may_be_month, first.len(), separators[0]) {
                // "11/12" may be 11 December, "2011-12" December 2011.
                (Some(_), true, 2, _) | (Some(_), true, _, '-') => Ok(None),
                (Some(year), ..) => Ok(Some(Period::financial_year(year))),
                (None, true, 4, '-') if second.len() == 2 => {
                    Ok(number_year(first).zip(number(second, 2)).and_then(|(y, m)| Period::month(y, m)))
                }
                _ => Ok(None),
            }
        }
        [a, b, c] if separators[0] == separators[1] => {
            let (day, month, year) = if a.len() == 4 { (c, b, a) } else { (a, b, c) };
            let day = day.split('t').next().unwrap_or(day);
            match (number(day, 2), number(month, 2), number_year(year)) {
                (Some(day), Some(month), Some(year)) => day_of(day, month, year).map(Some),
                _ => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

fn number_year(digits: &str) -> Option<i16> {
    digits.bytes().all(|b| b.is_ascii_digit()).then(|| full_year(digits)).flatten()
}

fn day_of(day: i8, month: i8, year: i16) -> Result<Period, String> {
    let Ok(first) = Date::new(year, month, 1) else {
        return Err(format!("there is no month {month} (dates are read as day, month, year)"));
    };
    if let Ok(day) = Date::new(year, month, day) {
        return Ok(Period::new(day, day, Precision::Day));
    }
    let name = MONTHS[usize::from(month.unsigned_abs()) - 1];
    let last = first.last_of_month().day();
    Err(format!("{name} {year} has days 1 to {last}, not {day}"))
}

/// "Q4 24-25", "2024/25 Quarter 4", "first half of 2025/26", "financial year 2024/25".
fn part_of_financial_year(tokens: &[&str]) -> Found {
    let (mut part, mut ordinal, mut year, mut said) = (None, None, None, false);
    for token in tokens {
        let bare = token.strip_prefix("fy").filter(|rest| !rest.is_empty()).unwrap_or(token);
        said |= bare.len() < token.len();
        if let Some(found) = FinancialYear::parse(bare) {
            if year.replace(found).is_some() {
                return Ok(None);
            }
            continue;
        }
        match bare {
            "financial" | "fy" | "f/y" | "f.y" => said = true,
            "year" | "yr" => {}
            "quarter" | "qtr" | "q" if part.is_none() => part = Some(4),
            "half" | "h" if part.is_none() => part = Some(2),
            _ => {
                let lettered =
                    bare.strip_prefix('q').map(|n| (4, n)).or_else(|| bare.strip_prefix('h').map(|n| (2, n)));
                let figure = if let Some((of, figure)) = lettered
                    && part.is_none()
                    && number(figure, 1).is_some()
                {
                    part = Some(of);
                    figure
                } else {
                    bare
                };
                let Some(count) = nth(figure) else { return Ok(None) };
                if ordinal.replace(count).is_some() {
                    return Ok(None);
                }
            }
        }
    }
    let Some(year) = year else { return Ok(None) };
    match (part, ordinal) {
        (None, None) => Ok(said.then(|| Period::financial_year(year))),
        (Some(of), Some(count)) => {
            let count = if count == LAST { of } else { count };
            if count < 1 || count > of {
                let name = if of == 4 { "quarter" } else { "half" };
                return Err(format!("a year has no {name} {count}"));
            }
            Ok(if of == 4 {
                year.quarter(count).map(|q| Period::new(q.starts(), q.ends(), Precision::Quarter))
            } else {
                year.half(count).map(|h| Period::new(h.starts(), h.ends(), Precision::Half))
            })
        }
        _ => Ok(None),
    }
}

/// What "last" counts as until it is known of how many.
const LAST: i8 = i8::MAX;

pub(super) fn nth(word: &str) -> Option<i8> {
    match word {
        "first" | "one" => Some(1),
        "second" | "two" => Some(2),
        "third" | "three" => Some(3),
        "fourth" | "four" => Some(4),
        "last" | "final" => Some(LAST),
        _ => number(without_ordinal(word), 1),
    }
}

/// "12th" as "12".
fn without_ordinal(token: &str) -> &str {
    ["st", "nd", "rd", "th"]
        .iter()
        .find_map(|end| token.strip_suffix(end))
        .filter(|figure| !figure.is_empty() && figure.bytes().all(|b| b.is_ascii_digit()))
        .unwrap_or(token)
}

/// "12 September 2018", "Sep '19", "Sep-19", "12-Sep-18", "September 12 2018", "March 2024/25".
fn with_month_name(tokens: &[&str]) -> Found {
    if let [month, year] = tokens
        && let (Some(month), Some(year)) = (month_called(month), FinancialYear::parse(year))
        && tokens[1].len() > 5
    {
        let start = year.starts().year();
        return Ok(Period::month(if month >= 4 { start } else { start + 1 }, month));
    }
    let parts: Vec<&str> =
        tokens.iter().flat_map(|t| t.split(['-', '/', '.', '\''])).filter(|part| !part.is_empty()).collect();
    match parts[..] {
        [month, year] => {
            Ok(month_called(month).zip(number_year(year)).and_then(|(month, year)| Period::month(year, month)))
        }
        [a, b, year] => {
            let (day, month) = match (month_called(a), month_called(b)) {
                (None, Some(month)) => (a, month),
                (Some(month), None) if year.len() == 4 => (b, month),
                _ => return Ok(None),
            };
            match (number(without_ordinal(day), 2), number_year(year)) {
                (Some(day), Some(year)) => day_of(day, month, year).map(Some),
                _ => Ok(None),
            }
        }
        _ => Ok(None),
    }
}

/// "April 2024 - March 2025", "Apr to Jun 2025", "Q1 and Q2 2025/26": from the start of the one to the end of the other.
fn range(words: &str) -> Option<Period> {
    for separator in [" to ", " until ", " till ", " through ", " - ", "-", " and ", " & ", "&", "/"] {
        for (at, _) in words.match_indices(separator) {
            let (left, right) = (words[..at].trim(), words[at + separator.len()..].trim());
            let left = left.strip_prefix("from ").or_else(|| left.strip_prefix("between ")).unwrap_or(left);
            let Ok(Some(last)) = period(right) else { continue };
            let Some(first) = first_of_range(left, right) else { continue };
            let joined = separator.contains(['&', '/']) || separator == " and ";
            let follows = first.ends.tomorrow().is_ok_and(|next| next == last.starts);
            // Two dates beside each other are two dates, not a stretch, unless the one goes on where the other ends.
            if first.starts > last.ends || (first.bare_year && last.bare_year) || (joined && !follows) {
                continue;
            }
            return Some(Period { starts: first.starts, ..last });
        }
    }
    None
}

/// The first part of a range, which may leave to the last what both share: "Apr to Jun 2025", "12-14 September 2018".
fn first_of_range(left: &str, right: &str) -> Option<Period> {
    if let Ok(Some(found)) = period(left) {
        return Some(found);
    }
    let tail: Vec<&str> = right.split_whitespace().collect();
    (1..tail.len()).find_map(|from| period(&format!("{left} {}", tail[from..].join(" "))).ok().flatten())
}
