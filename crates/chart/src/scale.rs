//! From figures to places on the sheet, and the round numbers that an axis shows.
use crate::figure::figure;

/// A straight scale. `low` stands at `from`, `high` at `to`; for a vertical axis `from` is the lower edge.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Scale {
    pub low: f64,
    pub high: f64,
    pub from: f64,
    pub to: f64,
}

impl Scale {
    pub fn at(&self, value: f64) -> f64 {
        let share = ((value - self.low) / (self.high - self.low)).clamp(0.0, 1.0);
        self.from + share * (self.to - self.from)
    }
}

/// Round numbers along an axis: multiples of 1, 2 or 5 times a power of ten.
#[derive(Clone, Debug)]
pub(crate) struct Ticks {
    first: f64,
    step: f64,
    count: usize,
}

/// Whether an axis must begin at zero (bars: their length is what is read) or may begin higher (lines).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Begin {
    AtZero,
    WhereItServes,
}

impl Ticks {
    /// The ticks that hold all of the values, about `wanted` of them. With no values: 0 and 1.
    pub fn over(values: impl IntoIterator<Item = f64>, begin: Begin, wanted: usize) -> Self {
        let (mut low, mut high) = values
            .into_iter()
            .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
        if low > high {
            (low, high) = (0.0, 1.0);
        }
        let spread = high - low;
        let near_zero = low >= 0.0 && spread >= 0.6 * high;
        let near_zero_below = high <= 0.0 && spread >= -0.6 * low;
        if begin == Begin::AtZero || near_zero || near_zero_below {
            low = low.min(0.0);
            high = high.max(0.0);
        }
        // All alike, or nearly: room for a tenth to either side, and never less than the figures can tell apart.
        let least = low.abs().max(high.abs()) * 1e-9;
        if high - low <= least {
            let room = if high == 0.0 { 1.0 } else { high.abs() * 0.1 };
            if begin == Begin::AtZero {
                high += room;
            } else {
                (low, high) = (low - room, high + room);
            }
        }
        let step = round_step((high - low) / wanted.max(1) as f64);
        let first = (low / step + 1e-9).floor();
        let top = (high / step - 1e-9).ceil();
        Ticks { first, step, count: (top - first).max(1.0) as usize + 1 }
    }

    pub fn values(&self) -> impl Iterator<Item = f64> + '_ {
        (0..self.count).map(|at| (self.first + at as f64) * self.step)
    }

    pub fn low(&self) -> f64 {
        self.first * self.step
    }

    pub fn high(&self) -> f64 {
        (self.first + (self.count - 1) as f64) * self.step
    }

    /// Every tick as it is printed: the decimals that tell them apart, millions and more by a letter.
    pub fn label(&self, value: f64, percent: bool) -> String {
        let largest = self.low().abs().max(self.high().abs());
        let (divide, letter) = match largest {
            size if size >= 1e12 => (1e12, "tn"),
            size if size >= 1e9 => (1e9, "bn"),
            size if size >= 1e6 => (1e6, "m"),
            _ => (1.0, ""),
        };
        let places = (-(self.step / divide).log10() - 1e-9).ceil().clamp(0.0, 12.0) as u8;
        let said = figure(value / divide, places);
        let (said, letter) = if value == 0.0 { ("0".to_owned(), "") } else { (said, letter) };
        if percent { format!("{said}{letter}%") } else { format!("{said}{letter}") }
    }
}

/// The smallest of 1, 2, 5, 10... that is not under the number.
fn round_step(raw: f64) -> f64 {
    let raw = raw.max(1e-12);
    let power = 10_f64.powf(raw.log10().floor());
    let share = raw / power;
    let times = if share <= 1.000_000_1 {
        1.0
    } else if share <= 2.000_000_1 {
        2.0
    } else if share <= 5.000_000_1 {
        5.0
    } else {
        10.0
    };
    times * power
}

#[cfg(test)]
mod tests {
    use super::*;

    fn labels(values: &[f64], begin: Begin) -> Vec<String> {
        let ticks = Ticks::over(values.iter().copied(), begin, 5);
        ticks.values().map(|value| ticks.label(value, false)).collect()
    }

    #[test]
    fn ticks_are_round_and_hold_every_value() {
        assert_eq!(labels(&[3.0, 97.0], Begin::AtZero), ["0", "20", "40", "60", "80", "100"]);
        assert_eq!(labels(&[412.0, 488.0], Begin::WhereItServes), ["400", "420", "440", "460", "480", "500"]);
        assert_eq!(labels(&[412.0, 488.0], Begin::AtZero)[0], "0");
        assert_eq!(labels(&[0.0001, 0.0004], Begin::WhereItServes), ["0", "0.0001", "0.0002", "0.0003", "0.0004"]);
        assert_eq!(labels(&[1e12], Begin::AtZero), ["0", "0.2tn", "0.4tn", "0.6tn", "0.8tn", "1.0tn"]);
        assert_eq!(labels(&[-5.0, 5.0], Begin::WhereItServes), ["−6", "−4", "−2", "0", "2", "4", "6"]);
    }

    #[test]
    fn an_axis_without_values_still_stands() {
        assert_eq!(labels(&[], Begin::AtZero).first().map(String::as_str), Some("0"));
        assert_eq!(labels(&[7.0, 7.0], Begin::WhereItServes), ["6.0", "6.5", "7.0", "7.5", "8.0"]);
    }
}
