//! How a figure is printed: thousands separated, a stated number of decimals, rounded half away from zero as a person
//! would (2.5 is 3, 1.005 to two places is 1.01), a true minus sign.
use crate::words;

/// What a figure counts. It says how values are written, and what stands at the head of the axis.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unit {
    /// How many of something: `Count("crimes".into())`.
    Count(String),
    /// Hundredths, written with a per cent sign. A value of 41.2 is 41.2%.
    Percent,
    /// How many of something for so many others: crimes per 1,000 people.
    Rate { of: String, per: u64, whom: String },
    /// Anything else, in words: "minutes to answer".
    Other(String),
}

impl Unit {
    /// A value as it stands beside a point or in a sentence: with a sign for per cent, bare for the others.
    pub fn figure(&self, value: f64, places: u8) -> String {
        match self {
            Unit::Percent => format!("{}%", figure(value, places)),
            _ => figure(value, places),
        }
    }

    /// A value that may not be there.
    pub fn figure_or_none(&self, value: Option<f64>, places: u8) -> String {
        value.map_or_else(|| words::no_data().to_owned(), |value| self.figure(value, places))
    }

    /// The head of the axis.
    pub fn head(&self) -> String {
        match self {
            Unit::Count(of) => words::number_of(of),
            Unit::Percent => words::per_cent().to_owned(),
            Unit::Rate { of, per, whom } => capital(&words::per(of, &figure(*per as f64, 0), whom)),
            Unit::Other(words) => capital(words),
        }
    }
}

/// The first letter as a capital.
pub(crate) fn capital(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

/// Figures past this size are taken as missing: no count of anybody's is so large, and arithmetic on them is noise.
const LARGEST: f64 = 1e15;

/// A value that can be drawn: a number, and not beyond all measure.
pub(crate) fn drawable(value: Option<f64>) -> Option<f64> {
    value.filter(|value| value.is_finite() && value.abs() <= LARGEST)
}

/// A number with so many decimals.
pub fn figure(value: f64, places: u8) -> String {
    if !value.is_finite() {
        return words::no_data().to_owned();
    }
    let rounded = rounded(value.abs(), usize::from(places));
    let (whole, parts) = rounded.split_once('.').unwrap_or((&rounded, ""));
    let mut said = String::new();
    if value < 0.0 && rounded.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) {
        said.push('−');
    }
    for (at, digit) in whole.chars().enumerate() {
        if at > 0 && (whole.len() - at).is_multiple_of(3) {
            said.push(',');
        }
        said.push(digit);
    }
    if !parts.is_empty() {
        said.push('.');
        said.push_str(parts);
    }
    said
}

/// A change, with its sign: +12, −3, 0.
pub(crate) fn change(value: f64, places: u8) -> String {
    let said = figure(value, places);
    if value > 0.0 && said.bytes().any(|digit| (b'1'..=b'9').contains(&digit)) { format!("+{said}") } else { said }
}

/// A number written short, for a cell that cannot hold the whole: 12.3k, 1.2m.
pub(crate) fn compact(value: f64) -> String {
    let (divide, letter) = match value.abs() {
        size if size >= 999.5e9 => (1e12, "tn"),
        size if size >= 999.5e6 => (1e9, "bn"),
        size if size >= 999.5e3 => (1e6, "m"),
        size if size >= 1e3 => (1e3, "k"),
        _ => return figure(value, 1),
    };
    let short = value / divide;
    format!("{}{letter}", figure(short, u8::from(short.abs() < 99.95)))
}

/// The shortest decimal that means this number, rounded half up by its own digits: what is printed as 1.005 goes to 1.01,
/// though the binary number lies a hair beneath.
fn rounded(value: f64, places: usize) -> String {
    let whole = format!("{value}");
    let (units, parts) = whole.split_once('.').unwrap_or((&whole, ""));
    let mut digits: Vec<u8> = units.bytes().chain(parts.bytes().chain(std::iter::repeat(b'0')).take(places)).collect();
    if parts.as_bytes().get(places).is_some_and(|next| *next >= b'5') {
        let mut at = digits.len();
        loop {
            if at == 0 {
                digits.insert(0, b'1');
                break;
            }
            at -= 1;
            if digits[at] == b'9' {
                digits[at] = b'0';
            } else {
                digits[at] += 1;
                break;
            }
        }
    }
    let mut said: String = digits.into_iter().map(char::from).collect();
    if places > 0 {
        said.insert(said.len() - places, '.');
    }
    said
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn figures_round_as_a_person_would() {
        let said: Vec<String> =
            [(2.5, 0), (-2.5, 0), (1.005, 2), (0.045, 1), (999.95, 1), (-0.04, 1), (1_234_567.0, 0)]
                .map(|(value, places)| figure(value, places))
                .into();
        assert_eq!(said, ["3", "−3", "1.01", "0.0", "1,000.0", "0.0", "1,234,567"]);
        assert_eq!(figure(1e12, 0), "1,000,000,000,000");
        assert_eq!(figure(0.0001, 4), "0.0001");
        assert_eq!((change(12.0, 0), change(-3.0, 0), change(0.2, 0)), ("+12".into(), "−3".into(), "0".into()));
    }

    #[test]
    fn a_figure_that_has_no_room_is_written_short() {
        let said = [1_234_567.0, 12_345.0, -999_700.0, 250_000.0, 3.25e9].map(compact);
        assert_eq!(said, ["1.2m", "12.3k", "−1.0m", "250k", "3.3bn"]);
    }

    #[test]
    fn units_head_their_axis() {
        let rate = Unit::Rate { of: "crimes".into(), per: 1000, whom: "people".into() };
        assert_eq!(rate.head(), "Crimes per 1,000 people");
        assert_eq!(Unit::Percent.figure(41.25, 1), "41.3%");
    }
}
