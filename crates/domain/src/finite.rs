//! A number that is one: never "not a number", never without end. So it can be compared, kept on the record and drawn.
use serde::{Deserialize, Deserializer, Serialize};
use std::{cmp::Ordering, fmt};

#[derive(Clone, Copy, PartialEq, Serialize)]
#[serde(transparent)]
pub struct Finite(f64);

impl Finite {
    pub fn new(number: f64) -> Option<Self> {
        // Minus nought is nought, so that equal numbers are written alike.
        number.is_finite().then_some(Self(number + 0.0))
    }

    /// Of a count, as near as a float comes to it.
    #[expect(clippy::cast_precision_loss, reason = "counts of an office lie far below 2^53")]
    pub fn count(count: i64) -> Self {
        Self(count as f64)
    }

    pub fn get(self) -> f64 {
        self.0
    }
}

impl Eq for Finite {}

impl PartialOrd for Finite {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Finite {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0.total_cmp(&other.0)
    }
}

impl fmt::Debug for Finite {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl<'de> Deserialize<'de> for Finite {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = f64::deserialize(deserializer)?;
        Self::new(number).ok_or_else(|| serde::de::Error::custom("a number without end"))
    }
}

/// A number for reading: so many decimal places, half away from nought as a person rounds, commas between thousands.
///
/// Half is judged by the number's shortest decimal form: 2.675 is 2.68, although the float lies below it.
pub fn rounded(number: f64, places: u8) -> String {
    let exact = format!("{}", number.abs());
    let (whole, part) = exact.split_once('.').unwrap_or((&exact, ""));
    let places = usize::from(places);
    let mut digits: Vec<u8> = whole.bytes().chain(part.bytes().chain(std::iter::repeat(b'0')).take(places)).collect();
    if part.as_bytes().get(places).is_some_and(|digit| *digit >= b'5') {
        let mut carry = true;
        for digit in digits.iter_mut().rev() {
            if *digit == b'9' {
                *digit = b'0';
            } else {
                *digit += 1;
                carry = false;
                break;
            }
        }
        if carry {
            digits.insert(0, b'1');
        }
    }
    let text = String::from_utf8(digits).unwrap_or_default();
    let (whole, part) = text.split_at(text.len() - places);
    let mut grouped = String::new();
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at) % 3 == 0 {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    let is_nought = text.bytes().all(|digit| digit == b'0');
    let sign = if number < 0.0 && !is_nought { "−" } else { "" };
    let point = if places > 0 { "." } else { "" };
    format!("{sign}{grouped}{point}{part}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_rounded_as_a_person_rounds() {
        for (number, places, read) in [
            (2.675, 2, "2.68"),
            (0.5, 0, "1"),
            (1.5, 0, "2"),
            (-0.04, 1, "0.0"),
            (-0.05, 1, "−0.1"),
            (1_234_567.0, 0, "1,234,567"),
            (999.95, 1, "1,000.0"),
            (12.0, 1, "12.0"),
            (0.0, 0, "0"),
            (100.0, 0, "100"),
            (1e15, 0, "1,000,000,000,000,000"),
        ] {
            assert_eq!(rounded(number, places), read, "{number}");
        }
    }

    #[test]
    fn what_is_no_number_is_none() {
        assert!(Finite::new(f64::NAN).is_none() && Finite::new(f64::INFINITY).is_none());
        assert!(serde_json::from_str::<Finite>("1e999").is_err());
    }
}
