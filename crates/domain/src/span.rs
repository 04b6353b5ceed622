//! The stretches of time that figures are for: a month, a quarter or a financial year.
use crate::period::{FinancialYear, MONTHS, Quarter, YEARS, month_called};
use jiff::civil::{Date, date};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::fmt;

/// How long each stretch of a series is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Grain {
    Month,
    Quarter,
    Year,
}

impl Grain {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Year => "year",
        }
    }

    /// How many of them make a year.
    pub fn in_a_year(self) -> usize {
        match self {
            Self::Month => 12,
            Self::Quarter => 4,
            Self::Year => 1,
        }
    }
}

/// One stretch: "2024-03", "2023/24 Q4", "2023/24". A financial year runs from April to March and is named by both years.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Span {
    /// Months since January of year 0.
    Month(i32),
    Quarter(Quarter),
    Year(FinancialYear),
}

impl Span {
    /// None outside the years 1900 to 2199, and where there is no such month.
    pub fn month(year: i16, month: i8) -> Option<Self> {
        let known = YEARS.contains(&year) && (1..=12).contains(&month);
        known.then(|| Self::Month(i32::from(year) * 12 + i32::from(month) - 1))
    }

    /// The stretch of this length in which a day lies.
    pub fn of(day: Date, grain: Grain) -> Option<Self> {
        match grain {
            Grain::Month => Self::month(day.year(), day.month()),
            Grain::Quarter => Quarter::of(day).map(Self::Quarter),
            Grain::Year => FinancialYear::of(day).map(Self::Year),
        }
    }

    pub fn grain(self) -> Grain {
        match self {
            Self::Month(_) => Grain::Month,
            Self::Quarter(_) => Grain::Quarter,
            Self::Year(_) => Grain::Year,
        }
    }

    pub fn starts(self) -> Date {
        match self {
            Self::Month(at) => date(
                i16::try_from(at.div_euclid(12)).unwrap_or(i16::MAX),
                i8::try_from(at.rem_euclid(12)).unwrap_or(0) + 1,
                1,
            ),
            Self::Quarter(quarter) => quarter.starts(),
            Self::Year(year) => year.starts(),
        }
    }

    pub fn ends(self) -> Date {
        match self {
            Self::Month(_) => self.starts().last_of_month(),
            Self::Quarter(quarter) => quarter.ends(),
            Self::Year(year) => year.ends(),
        }
    }

    /// The stretch so many later, or earlier; None outside the years 1900 to 2199.
    pub fn plus(self, many: i32) -> Option<Self> {
        let months = many.checked_mul(match self.grain() {
            Grain::Month => 1,
            Grain::Quarter => 3,
            Grain::Year => 12,
        })?;
        let day = self.starts().checked_add(jiff::Span::new().try_months(months).ok()?).ok()?;
        Self::of(day, self.grain())
    }

    /// How many stretches of its length lie from another to this one.
    pub fn since(self, other: Self) -> i32 {
        let months = |span: Self| i32::from(span.starts().year()) * 12 + i32::from(span.starts().month());
        (months(self) - months(other))
            / match self.grain() {
                Grain::Month => 1,
                Grain::Quarter => 3,
                Grain::Year => 12,
            }
    }

    /// Which of its year it is, from 0: a month by the calendar, a quarter from April.
    pub fn of_year(self) -> usize {
        match self {
            Self::Month(at) => usize::try_from(at.rem_euclid(12)).unwrap_or(0),
            Self::Quarter(quarter) => match quarter.starts().month() {
                4 => 0,
                7 => 1,
                10 => 2,
                _ => 3,
            },
            Self::Year(_) => 0,
        }
    }

    pub fn financial_year(self) -> Option<FinancialYear> {
        FinancialYear::of(self.starts())
    }

    /// Reads what stands in files: "2024-03", "2024-03-01", "Mar 2024", "March 2024", "03/2024", "2023/24 Q4", "Q4 2023/24",
    /// "2023/24". A day of a month is its month.
    pub fn parse(stated: &str) -> Option<Self> {
        let stated = stated.trim();
        if let Ok(day) = stated.get(..10).filter(|_| stated.len() == 10).unwrap_or_default().parse::<Date>() {
            return Self::of(day, Grain::Month);
        }
        let number = |digits: &str| digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse::<i16>().ok())?;
        if let Some((year, month)) = stated.split_once('-').filter(|(year, month)| year.len() == 4 && month.len() == 2)
            && let (Some(year), Some(month)) = (number(year), number(month))
            && let Ok(month) = i8::try_from(month)
            && month <= 12
        {
            return Self::month(year, month);
        }
        if let Some((month, year)) = stated.split_once('/').filter(|(month, year)| month.len() <= 2 && year.len() == 4)
            && let (Some(month), Some(year)) = (number(month), number(year))
        {
            return Self::month(year, i8::try_from(month).ok()?);
        }
        let mut words: Vec<&str> = stated.split([' ', '-']).filter(|word| !word.is_empty()).collect();
        if let [month, year] = words[..]
            && let Some(month) = month_called(month)
            && let Some(year) = number(year)
        {
            let year = if year < 100 { 2000 + year } else { year };
            return Self::month(year, month);
        }
        words = stated.split_whitespace().collect();
        let quarter = |word: &str| {
            let digit = word.strip_prefix(['Q', 'q'])?;
            number(digit).and_then(|number| i8::try_from(number).ok())
        };
        match words[..] {
            [year] => FinancialYear::parse(year).map(Self::Year),
            [one, other] => {
                let (year, number) = quarter(other).map_or_else(|| (other, quarter(one)), |number| (one, Some(number)));
                FinancialYear::parse(year)?.quarter(number?).map(Self::Quarter)
            }
            _ => None,
        }
    }

    /// "March 2024", "January to March 2024", "2023/24".
    pub fn in_words(self) -> String {
        match self {
            Self::Month(_) => format!("{} {}", MONTHS[self.of_year()], self.starts().year()),
            Self::Quarter(quarter) => quarter.in_words(),
            Self::Year(year) => format!("the year {year}"),
        }
    }

    /// "Mar 24", "Q4 23/24", "2023/24".
    pub fn short(self) -> String {
        match self {
            Self::Month(_) => format!("{} {:02}", &MONTHS[self.of_year()][..3], self.starts().year() % 100),
            Self::Quarter(quarter) => format!("Q{} {}", self.of_year() + 1, &quarter.year().to_string()[2..]),
            Self::Year(year) => year.to_string(),
        }
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Month(_) => write!(f, "{:04}-{:02}", self.starts().year(), self.starts().month()),
            Self::Quarter(quarter) => write!(f, "{} Q{}", quarter.year(), self.of_year() + 1),
            Self::Year(year) => write!(f, "{year}"),
        }
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stated = std::borrow::Cow::<str>::deserialize(deserializer)?;
        Self::parse(&stated).ok_or_else(|| serde::de::Error::custom(format!("“{stated}” is no month, quarter or year")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_stretch_is_read_as_offices_write_it() {
        for (stated, means) in [
            ("2024-03", "2024-03"),
            ("2024-03-31", "2024-03"),
            ("Mar 2024", "2024-03"),
            ("march 2024", "2024-03"),
            ("Mar-24", "2024-03"),
            ("Sept 2024", "2024-09"),
            ("3/2024", "2024-03"),
            ("2023/24 Q4", "2023/24 Q4"),
            ("q4 2023-24", "2023/24 Q4"),
            ("2023/24", "2023/24"),
            ("2023-24", "2023/24"),
        ] {
            let span = Span::parse(stated).unwrap_or_else(|| panic!("{stated}"));
            assert_eq!(span.to_string(), means, "{stated}");
            assert_eq!(Span::parse(&span.to_string()), Some(span));
        }
        for wrong in
            ["", "2024", "2024-13", "2024-00", "Q5 2023/24", "Foo 2024", "Ma 2024", "13/2024", "2024-3-1", "2023/25"]
        {
            assert_eq!(Span::parse(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn stretches_follow_one_another() {
        for (one, later, by) in [("2024-03", "2025-01", 10), ("2023/24 Q4", "2024/25 Q2", 2), ("2023/24", "2025/26", 2)]
        {
            let (one, later) = (Span::parse(one).unwrap(), Span::parse(later).unwrap());
            assert_eq!((later.since(one), one.plus(by), later.plus(-by)), (by, Some(later), Some(one)));
        }
        let quarter = Span::parse("2023/24 Q4").unwrap();
        assert_eq!((quarter.starts(), quarter.ends()), (date(2024, 1, 1), date(2024, 3, 31)));
        assert_eq!(quarter.short(), "Q4 23/24");
        assert_eq!(Span::parse("2024-03").unwrap().in_words(), "March 2024");
    }
}
