//! From a document to a plan: a map, then a table or lines as a person would paste them.
#![no_main]
use domain::{map::PlanMap, reading};
use jiff::civil::date;

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let (map, text) = match input.iter().position(|byte| *byte == fuzz::BETWEEN) {
        Some(at) => (&input[..at], &input[at + 1..]),
        None => (&[][..], input),
    };
    let Some(map) = std::str::from_utf8(map).ok().and_then(|map| PlanMap::parse(map).ok()) else { return };
    let name = if input.len() % 2 == 0 { "a.csv" } else { "-" };
    let Some(document) = fuzz::read(name, text) else { return };
    let read = || reading::read(&document, &map, Some(date(2026, 3, 31)), date(2026, 11, 23));
    match read() {
        Ok(plan) => assert_eq!(Ok(plan), read(), "the same document gives the same plan"),
        Err(unreadable) => assert!(unreadable.to_string().len() > 20, "{unreadable}"),
    }
});
