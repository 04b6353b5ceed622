//! A month of the calendar, as the files write it: `2024-01`.
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize, Serializer, de};
use std::fmt;

/// A month of a year from 1 to 9999.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Month(u32);

impl Month {
    /// `2024-01` and nothing else.
    pub fn parse(text: &[u8]) -> Option<Self> {
        let [y1, y2, y3, y4, b'-', m1, m2] = text else { return None };
        let number = |digits: &[&u8]| {
            digits
                .iter()
                .try_fold(0_u32, |sum, digit| digit.is_ascii_digit().then(|| sum * 10 + u32::from(**digit - b'0')))
        };
        Self::new(number(&[y1, y2, y3, y4])?, number(&[m1, m2])?)
    }

    pub fn new(year: u32, month: u32) -> Option<Self> {
        ((1..=9999).contains(&year) && (1..=12).contains(&month)).then(|| Self(year * 12 + month - 1))
    }

    pub fn of(day: Date) -> Self {
        let number = |n: i16| u32::try_from(n).unwrap_or(1);
        Self::new(number(day.year()).max(1), number(day.month().into())).unwrap_or(Self(12))
    }

    pub const fn year(self) -> u32 {
        self.0 / 12
    }

    /// 1 to 12.
    pub const fn month(self) -> u32 {
        self.0 % 12 + 1
    }

    /// The months from this one to another, both included.
    pub fn to(self, last: Self) -> impl Iterator<Item = Self> {
        (self.0..=last.0).map(Self)
    }

    /// So many months before, as far as the calendar goes.
    #[must_use]
    pub const fn before(self, months: u32) -> Self {
        let earlier = self.0.saturating_sub(months);
        Self(if earlier < 12 { 12 } else { earlier })
    }
}

impl fmt::Display for Month {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:02}", self.year(), self.month())
    }
}

impl Serialize for Month {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Month {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        Self::parse(text.as_bytes()).ok_or_else(|| de::Error::custom(format!("“{text}” is not a month like 2024-01")))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_month_is_read_as_the_files_write_it_and_in_no_other_way() {
        assert_eq!(Month::parse(b"2024-01").map(|m| m.to_string()).as_deref(), Some("2024-01"));
        for wrong in ["2024-13", "2024-00", "2024-1", "2024/01", "24-01", "2024-01-01", "", "0000-01", "２０２４-01"]
        {
            assert_eq!(Month::parse(wrong.as_bytes()), None, "{wrong}");
        }
        let months: Vec<String> =
            Month::parse(b"2023-11").unwrap().to(Month::parse(b"2024-02").unwrap()).map(|m| m.to_string()).collect();
        assert_eq!(months, ["2023-11", "2023-12", "2024-01", "2024-02"]);
        assert_eq!(Month::parse(b"2024-01").unwrap().before(1).to_string(), "2023-12");
    }
}
