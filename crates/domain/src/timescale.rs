//! Timescales: what a table says ("Ongoing", "Q4 24-25", "Sep '19", "TBD", blank) and the date that it comes to, where
//! it comes to one. Nothing is guessed: what is not understood stays as words without a date.
use crate::text::Text;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

mod stated;
mod stretch;
mod whole_list;

pub use stated::{NoSuchDate, Stated, parse};
pub use whole_list::{WholeList, whole_list};

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Timescale {
    /// As stated; empty where nothing is.
    pub stated: Text,
    pub due: Due,
    /// Something said of it beside ("for the next 6-9 months").
    pub note: Option<Text>,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Due {
    /// No date is set: blank, "TBD", or words without a date.
    #[default]
    NotSet,
    /// A continuing duty: reviews, not a completion; never overdue.
    Continuing,
    /// By the last day of something as precise as was stated.
    By { date: Date, precision: Precision },
    /// Some time in a window stated for the whole list: no date of its own, never overdue before the window ends.
    Window { from: Option<Date>, to: Date },
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    Day,
    Month,
    Quarter,
    Half,
    Year,
}

impl Timescale {
    /// The date that stands in the "current date" column: none for a window or a continuing duty.
    pub fn date(&self) -> Option<Date> {
        match self.due {
            Due::By { date, .. } => Some(date),
            Due::NotSet | Due::Continuing | Due::Window { .. } => None,
        }
    }

    pub fn is_continuing(&self) -> bool {
        self.due == Due::Continuing
    }
}
