//! A period as people write it: a day, a month, a financial quarter, a financial year.
use crate::Month;
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::{fmt, str::FromStr};

const MONTHS: [&str; 12] = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
];

/// What a figure is of. Quarter 1 is April to June; a financial year is named by the year in which it begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Period {
    Day(Date),
    Month(Month),
    Quarter { year: u32, quarter: u32 },
    FinancialYear(u32),
}

/// A text that is no period.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotAPeriod;

impl Period {
    /// The month in which it ends.
    pub fn last_month(self) -> Option<Month> {
        match self {
            Self::Day(day) => Some(Month::of(day)),
            Self::Month(month) => Some(month),
            Self::Quarter { year, quarter: 4 } | Self::FinancialYear(year) => Month::new(year + 1, 3),
            Self::Quarter { year, quarter } => Month::new(year, 3 + 3 * quarter),
        }
    }

    /// Whether it is over on a day.
    pub fn has_ended(self, today: Date) -> bool {
        match self {
            Self::Day(day) => day < today,
            other => other.last_month().is_some_and(|month| month < Month::of(today)),
        }
    }
}

impl FromStr for Period {
    type Err = NotAPeriod;

    /// `2024-01`, `2024-01-31`, `Jan 2024`, `January 2024`, `2024/25 Q1`, `2024/25`.
    fn from_str(text: &str) -> Result<Self, NotAPeriod> {
        let text = text.trim();
        if let Some(month) = Month::parse(text.as_bytes()) {
            return Ok(Self::Month(month));
        }
        if text.len() == 10
            && let Some((year, rest)) = text.split_once('-')
            && let Some((month, day)) = rest.split_once('-')
            && let (Some(year), Some(month), Some(day)) = (digits(year, 4), digits(month, 2), digits(day, 2))
        {
            let part = |number: u32| i8::try_from(number).map_err(|_| NotAPeriod);
            let year = i16::try_from(year).map_err(|_| NotAPeriod)?;
            return Date::new(year, part(month)?, part(day)?).map(Self::Day).map_err(|_| NotAPeriod);
        }
        let mut words = text.split_whitespace();
        let (first, second, no_more) = (words.next(), words.next(), words.next().is_none());
        match (first, second) {
            (Some(year), None) => financial_year(year).map(Self::FinancialYear),
            (Some(year), Some(quarter)) if no_more && year.contains('/') => {
                let quarter = quarter.strip_prefix(['Q', 'q']).and_then(|number| digits(number, 1));
                match (financial_year(year), quarter) {
                    (Some(year), Some(quarter @ 1..=4)) => Some(Self::Quarter { year, quarter }),
                    _ => None,
                }
            }
            (Some(month), Some(year)) if no_more => {
                let asked = month.to_lowercase();
                let is =
                    |name: &&str| asked == **name || asked == name[..3] || (asked == "sept" && **name == *"september");
                let number = MONTHS.iter().position(is).and_then(|at| u32::try_from(at + 1).ok());
                number.zip(digits(year, 4)).and_then(|(month, year)| Month::new(year, month)).map(Self::Month)
            }
            _ => None,
        }
        .ok_or(NotAPeriod)
    }
}

fn digits(text: &str, length: usize) -> Option<u32> {
    (text.len() == length && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

/// `2024/25`, `2024-25` is no such year: it could be taken for a month by somebody else.
pub(crate) fn financial_year(text: &str) -> Option<u32> {
    let (first, second) = text.split_once('/')?;
    let first = digits(first, 4).filter(|year| (1..9999).contains(year))?;
    let second =
        digits(second, 2).or_else(|| digits(second, 4).filter(|year| *year == first + 1).map(|year| year % 100))?;
    ((first + 1) % 100 == second).then_some(first)
}

impl fmt::Display for Period {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Day(day) => write!(f, "{day}"),
            Self::Month(month) => write!(f, "{month}"),
            Self::Quarter { year, quarter } => write!(f, "{year:04}/{:02} Q{quarter}", (year + 1) % 100),
            Self::FinancialYear(year) => write!(f, "{year:04}/{:02}", (year + 1) % 100),
        }
    }
}

impl Serialize for Period {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Period {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(|NotAPeriod| de::Error::custom(format!("“{text}” is no period")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_period_is_read_in_each_way_that_people_write_it_and_written_in_one() {
        for (text, written, last) in [
            ("2024-01", "2024-01", "2024-01"),
            ("2024-02-29", "2024-02-29", "2024-02"),
            ("Jan 2024", "2024-01", "2024-01"),
            ("january 2024", "2024-01", "2024-01"),
            ("Sept 2024", "2024-09", "2024-09"),
            ("2024/25 Q1", "2024/25 Q1", "2024-06"),
            ("2024/25 q4", "2024/25 Q4", "2025-03"),
            (" 2024/25 ", "2024/25", "2025-03"),
            ("2024/2025", "2024/25", "2025-03"),
            ("1999/00", "1999/00", "2000-03"),
        ] {
            let period: Period = text.parse().unwrap_or_else(|_| panic!("{text}"));
            assert_eq!(period.to_string(), written);
            assert_eq!(period.last_month().map(|month| month.to_string()).as_deref(), Some(last), "{text}");
            assert_eq!(written.parse(), Ok(period), "{text} is read again as what it is");
        }
    }

    #[test]
    fn what_could_be_two_things_is_none() {
        for text in [
            "",
            "2024",
            "01/2024",
            "2024/26",
            "2024-25",
            "2024/25 Q5",
            "2024/25 Q",
            "Q1 2024/25",
            "2023-02-29",
            "31/01/2024",
            "Ja 2024",
            "Jan 24",
            "Jan 2024 extra",
            "2024-1",
            "1/2",
        ] {
            assert_eq!(text.parse::<Period>(), Err(NotAPeriod), "{text}");
        }
    }

    #[test]
    fn a_quarter_has_ended_when_its_last_month_has() {
        let quarter: Period = "2024/25 Q1".parse().unwrap();
        assert!(!quarter.has_ended(date(2024, 6, 30)));
        assert!(quarter.has_ended(date(2024, 7, 1)));
        let day: Period = "2024-06-30".parse().unwrap();
        assert!(!day.has_ended(date(2024, 6, 30)) && day.has_ended(date(2024, 7, 1)));
    }
}
