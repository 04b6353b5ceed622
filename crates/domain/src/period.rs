//! Days, financial years, halves and quarters, as offices in England and Wales count them: a financial year runs from
//! 1 April to 31 March, and its first quarter is April to June.
use jiff::{
    Timestamp,
    civil::{Date, date},
    tz::TimeZone,
};
use std::{fmt, sync::LazyLock};

static LONDON: LazyLock<TimeZone> =
    LazyLock::new(|| TimeZone::get("Europe/London").expect("the time zone database is bundled"));

/// The day in London at an instant.
pub fn london_day(at: Timestamp) -> Date {
    at.to_zoned(LONDON.clone()).date()
}

/// The first instant of the day after, in London: everything recorded before it was recorded on or before `day`.
///
/// # Panics
/// For 31 December 9999.
pub fn end_of_london_day(day: Date) -> Timestamp {
    day.tomorrow().expect("a day has a tomorrow").to_zoned(LONDON.clone()).expect("midnight is a time").timestamp()
}

/// The years that a plan may speak of. Outside them a number is not a year.
pub(crate) const YEARS: std::ops::RangeInclusive<i16> = 1900..=2199;

pub(crate) const MONTHS: [&str; 12] = [
    "January",
    "February",
    "March",
    "April",
    "May",
    "June",
    "July",
    "August",
    "September",
    "October",
    "November",
    "December",
];

/// Which month a word means, 1 to 12: its name, the first three letters of it, or Sept.
pub(crate) fn month_called(word: &str) -> Option<i8> {
    let means = |name: &&str| [*name, &name[..3]].iter().any(|known| known.eq_ignore_ascii_case(word));
    let at = MONTHS.iter().position(means).or_else(|| word.eq_ignore_ascii_case("sept").then_some(8))?;
    i8::try_from(at + 1).ok()
}

/// A financial year, named by the calendar year in which it begins: 2024/25 begins on 1 April 2024.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FinancialYear(i16);

impl FinancialYear {
    /// None outside 1900 to 2199.
    pub fn beginning(year: i16) -> Option<Self> {
        YEARS.contains(&year).then_some(Self(year))
    }

    /// The financial year in which a day lies. None outside 1900 to 2199.
    pub fn of(day: Date) -> Option<Self> {
        Self::beginning(if day.month() >= 4 { day.year() } else { day.year() - 1 })
    }

    /// Reads "2024/25", "2024-25", "2024/2025" and "24/25"; None where the second year does not follow the first.
    pub fn parse(stated: &str) -> Option<Self> {
        let stated = stated.trim();
        let (first, second) = stated.split_once(['/', '-', '\u{2013}'])?;
        let (first, second) = (first.trim(), second.trim());
        let digits = |s: &str| (s.len() == 2 || s.len() == 4) && s.bytes().all(|b| b.is_ascii_digit());
        if !digits(first) || !digits(second) || (first.len() == 2 && second.len() == 4) {
            return None;
        }
        let from = full_year(first)?;
        let to: i16 = second.parse().ok()?;
        let follows = if second.len() == 4 { to == from + 1 } else { to == (from + 1) % 100 };
        follows.then(|| Self::beginning(from)).flatten()
    }

    pub fn starts(self) -> Date {
        date(self.0, 4, 1)
    }

    pub fn ends(self) -> Date {
        date(self.0 + 1, 3, 31)
    }

    pub fn quarter(self, number: i8) -> Option<Quarter> {
        (1..=4).contains(&number).then_some(Quarter { year: self, number })
    }

    pub fn half(self, number: i8) -> Option<Half> {
        (1..=2).contains(&number).then_some(Half { year: self, number })
    }
}

impl fmt::Display for FinancialYear {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{:02}", self.0, (self.0 + 1) % 100)
    }
}

/// A year of four digits, or of two: 00 to 79 are 20xx, 80 to 99 are 19xx.
pub(crate) fn full_year(digits: &str) -> Option<i16> {
    let number: i16 = digits.parse().ok()?;
    let year = match digits.len() {
        4 => number,
        2 if number < 80 => 2000 + number,
        2 => 1900 + number,
        _ => return None,
    };
    YEARS.contains(&year).then_some(year)
}

/// A quarter of a financial year: Q1 is April to June.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Quarter {
    year: FinancialYear,
    number: i8,
}

impl Quarter {
    /// The quarter in which a day lies. None outside 1900 to 2199.
    pub fn of(day: Date) -> Option<Self> {
        let number = (day.month() + 8) % 12 / 3 + 1;
        Some(Self { year: FinancialYear::of(day)?, number })
    }

    pub fn year(self) -> FinancialYear {
        self.year
    }

    pub fn starts(self) -> Date {
        match self.number {
            1 => date(self.year.0, 4, 1),
            2 => date(self.year.0, 7, 1),
            3 => date(self.year.0, 10, 1),
            _ => date(self.year.0 + 1, 1, 1),
        }
    }

    pub fn ends(self) -> Date {
        self.starts().saturating_add(jiff::Span::new().months(2)).last_of_month()
    }

    /// None after the last quarter of 2199/00.
    pub fn next(self) -> Option<Self> {
        match self.number {
            4 => FinancialYear::beginning(self.year.0 + 1)?.quarter(1),
            number => self.year.quarter(number + 1),
        }
    }

    /// "January to March 2025".
    pub fn in_words(self) -> String {
        let months = match self.number {
            1 => "April to June",
            2 => "July to September",
            3 => "October to December",
            _ => "January to March",
        };
        format!("{months} {}", self.starts().year())
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Q{} {}", self.number, self.year)
    }
}

/// A half of a financial year: H1 is April to September.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Half {
    year: FinancialYear,
    number: i8,
}

impl Half {
    pub fn starts(self) -> Date {
        if self.number == 1 { self.year.starts() } else { date(self.year.0, 10, 1) }
    }

    pub fn ends(self) -> Date {
        if self.number == 1 { date(self.year.0, 9, 30) } else { self.year.ends() }
    }
}

impl fmt::Display for Half {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "H{} {}", self.number, self.year)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_financial_year_is_read_as_offices_write_it() {
        let year = FinancialYear::beginning(2024).unwrap();
        for stated in ["2024/25", "2024-25", "2024\u{2013}25", "2024/2025", "24/25", " 24-25 "] {
            assert_eq!(FinancialYear::parse(stated), Some(year), "{stated}");
        }
        for stated in ["2024/26", "2024", "25/24", "2021-24", "24/2025", "abc/de", "2024/5", "", "2024/25/26"] {
            assert_eq!(FinancialYear::parse(stated), None, "{stated}");
        }
        assert_eq!(year.to_string(), "2024/25");
        assert_eq!(FinancialYear::parse("1999/00").unwrap().ends(), date(2000, 3, 31));
    }

    #[test]
    fn every_day_lies_in_the_quarter_half_and_year_that_hold_it() {
        let mut day = date(2019, 1, 1);
        while day < date(2025, 1, 1) {
            let (year, quarter) = (FinancialYear::of(day).unwrap(), Quarter::of(day).unwrap());
            assert!((year.starts()..=year.ends()).contains(&day), "{day}");
            assert!((quarter.starts()..=quarter.ends()).contains(&day), "{day}");
            assert_eq!(quarter.year(), year);
            assert!((1..=2).any(|n| {
                let half = year.half(n).unwrap();
                (half.starts()..=half.ends()).contains(&day)
            }));
            day = day.tomorrow().unwrap();
        }
    }

    #[test]
    fn quarters_follow_one_another_and_say_their_months() {
        let quarter = FinancialYear::beginning(2024).unwrap().quarter(4).unwrap();
        assert_eq!((quarter.to_string(), quarter.in_words()), ("Q4 2024/25".into(), "January to March 2025".into()));
        assert_eq!(quarter.ends(), date(2025, 3, 31));
        assert_eq!(quarter.next().unwrap().to_string(), "Q1 2025/26");
        assert_eq!(quarter.ends().tomorrow().unwrap(), quarter.next().unwrap().starts());
    }

    #[test]
    fn the_last_hour_of_a_summer_day_in_london_belongs_to_that_day() {
        let late: Timestamp = "2025-06-30T22:59:59Z".parse().unwrap();
        assert_eq!(london_day(late), date(2025, 6, 30));
        assert!(late < end_of_london_day(date(2025, 6, 30)));
    }
}
