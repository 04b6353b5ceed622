//! How strictly a rule is meant: days of grace, weeks of silence, times that a date was moved. Each within what can be
//! meant by it, so that no rule is written that never applies or always does.
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};
use std::fmt;
use thiserror::Error;

#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{given} is not a number of {what}; give one from {least} to {most}")]
pub struct NotALimit {
    given: u16,
    what: &'static str,
    least: u16,
    most: u16,
}

macro_rules! limit {
    ($(#[$doc:meta])* $name:ident, $what:literal, $least:literal..=$most:literal) => {
        $(#[$doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(try_from = "u16", into = "u16")]
        pub struct $name(u16);

        impl $name {
            pub const LEAST: u16 = $least;
            pub const MOST: u16 = $most;

            pub fn count(self) -> usize {
                usize::from(self.0)
            }
        }

        impl TryFrom<u16> for $name {
            type Error = NotALimit;

            fn try_from(given: u16) -> Result<Self, NotALimit> {
                let within = ($least..=$most).contains(&given);
                within.then_some(Self(given)).ok_or(NotALimit { given, what: $what, least: $least, most: $most })
            }
        }

        impl From<$name> for u16 {
            fn from(limit: $name) -> Self {
                limit.0
            }
        }
    };
}

limit! {
    /// Days of grace after a date.
    Days, "days", 0..=92
}
limit! {
    /// Weeks in which nothing was said.
    Weeks, "weeks", 1..=52
}
limit! {
    /// How often a date was changed.
    Times, "times", 1..=12
}

limit! {
    /// How far above what is accepted.
    Points, "points", 1..=24
}

impl Points {
    pub const ANY: Self = Self(1);
}

impl fmt::Display for Points {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { "point" } else { "points" })
    }
}

impl Days {
    pub const NONE: Self = Self(0);

    /// So many days after a day.
    pub fn after(self, day: Date) -> Date {
        day.saturating_add(i32::from(self.0).days())
    }
}

impl Weeks {
    pub const A_QUARTER: Self = Self(13);

    pub fn after(self, day: Date) -> Date {
        day.saturating_add(i32::from(self.0).weeks())
    }
}

impl Times {
    pub const ONCE: Self = Self(1);
    pub const TWICE: Self = Self(2);
}

impl fmt::Display for Days {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { "day" } else { "days" })
    }
}

impl fmt::Display for Weeks {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.0, if self.0 == 1 { "week" } else { "weeks" })
    }
}

/// "once", "twice", "3 times"
impl fmt::Display for Times {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.0 {
            1 => f.write_str("once"),
            2 => f.write_str("twice"),
            n => write!(f, "{n} times"),
        }
    }
}
