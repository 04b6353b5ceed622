//! Days, financial years and quarters, as offices in England and Wales count them.
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::sync::LazyLock;

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
