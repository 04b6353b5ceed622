//! What one cell says of time. Every form that is read is written here; whatever is not stays as words without a date,
//! with a question that says why.
use super::{Due, Timescale, stretch::stretch};
use crate::{
    period::month_called,
    text::{Text, fold},
};
use thiserror::Error;

/// What was made of a stated timescale.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Stated {
    pub timescale: Timescale,
    /// Why no date could be read in the words, or what is taken of them that they do not quite say.
    pub doubt: Option<String>,
}

/// A date that no calendar has. The row that states it is rejected.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("“{stated}” is not a date: {why}; correct it in the table")]
pub struct NoSuchDate {
    pub stated: String,
    pub why: String,
}

/// Says that there is no date yet. Nothing is asked about these.
const NOT_SET: &[&str] = &[
    "",
    "-",
    "--",
    "?",
    "tbd",
    "tbc",
    "tba",
    "t.b.c",
    "t.b.d",
    "to be determined",
    "to be confirmed",
    "to be agreed",
    "to be decided",
    "to be set",
    "n/a",
    "na",
    "not applicable",
    "none",
    "not set",
    "no date",
    "no date set",
    "unknown",
    "date not set",
    "not known",
];

/// Says that the work has no end.
const CONTINUING: &[&str] = &[
    "business as usual",
    "on-going",
    "on going",
    "ongoing",
    "continuing",
    "continuous",
    "continuously",
    "continual",
    "throughout",
    "permanent",
    "rolling",
    "bau",
];

/// Says that the work comes round again and never ends: a continuing duty too, but asked about.
const RECURRING: &[&str] = &[
    "annually",
    "annual",
    "yearly",
    "quarterly",
    "monthly",
    "weekly",
    "daily",
    "every year",
    "each year",
    "every quarter",
    "each quarter",
    "every month",
    "each month",
    "termly",
    "six-monthly",
    "biannually",
    "biennial",
];

/// No timescale that states one date is longer.
const LONGEST: usize = 80;

/// Reads what a table states. Days stand before months, a year of two digits is 20xx up to 79, and quarters and halves
/// are those of a financial year that must be named. A range comes to its end.
pub fn parse(stated: &Text) -> Result<Stated, NoSuchDate> {
    let words = fold(stated.as_str());
    let taken = |due, note: Option<&str>, doubt: Option<String>| Stated {
        timescale: Timescale {
            stated: stated.on_one_line(),
            due,
            note: note.and_then(|note| Text::new(note).ok()).filter(|note| !note.is_empty()),
        },
        doubt,
    };
    if NOT_SET.contains(&words.as_str()) || words.chars().all(|c| matches!(c, '-' | '.' | '?' | ' ' | '/')) {
        return Ok(taken(Due::NotSet, None, None));
    }
    if let Some(stated) = continuing(&words, &taken) {
        return Ok(stated);
    }
    if words.len() > LONGEST {
        return Ok(taken(Due::NotSet, None, Some("it is too long for a date".into())));
    }
    let (core, note) = beside(&words);
    let no_such = |why| NoSuchDate { stated: stated.on_one_line().into(), why };
    match stretch(core).map_err(no_such)? {
        Some(found) => Ok(taken(found.due(), note, None)),
        None => Ok(taken(Due::NotSet, None, Some(why_not(&words)))),
    }
}

/// "Ongoing", "Business as usual - reviewed in spring", "Annual". None where a date may stand beside the word.
fn continuing(words: &str, taken: &impl Fn(Due, Option<&str>, Option<String>) -> Stated) -> Option<Stated> {
    let after = |list: &[&str]| {
        list.iter().find_map(|word| {
            let rest = words.strip_prefix(word)?;
            let ends = rest.chars().next().is_none_or(|c| !c.is_alphanumeric());
            ends.then(|| rest.trim_matches([' ', '-', ',', ';', ':', '.', '(', ')']).to_owned())
        })
    };
    let (rest, recurs) = match after(CONTINUING) {
        Some(rest) => (rest, false),
        None => (after(RECURRING)?, true),
    };
    let review = rest.starts_with("review") || rest.starts_with("with review");
    if rest.bytes().any(|b| b.is_ascii_digit()) && !review {
        return None;
    }
    let doubt = recurs.then(|| "it comes round again, so it is taken as a continuing duty without an end".to_owned());
    Some(taken(Due::Continuing, Some(&rest), doubt))
}

/// A remark in brackets at the end that states no figure: "March 2025 (subject to funding)".
fn beside(words: &str) -> (&str, Option<&str>) {
    if let Some((core, remark)) = words.strip_suffix(')').and_then(|words| words.split_once('('))
        && !core.trim().is_empty()
        && !remark.contains(|c: char| c.is_ascii_digit() || c == '(')
    {
        return (core.trim(), Some(remark.trim()));
    }
    (words, None)
}

/// Why no date could be read, and what would be one.
fn why_not(words: &str) -> String {
    let has = |list: &[&str]| words.split(|c: char| !c.is_alphanumeric()).any(|word| list.contains(&word));
    let figures = words.bytes().any(|b| b.is_ascii_digit());
    let month = words.split(|c: char| !c.is_alphabetic()).any(|word| month_called(word).is_some());
    if has(&["spring", "summer", "autumn", "winter"]) {
        "a season has no last day that everybody agrees on; give a month or a day".into()
    } else if has(&["q1", "q2", "q3", "q4", "quarter", "h1", "h2", "half"]) {
        "a quarter or half needs its financial year, such as Q4 2024/25".into()
    } else if month && !words.contains(|c: char| c.is_ascii_digit()) {
        "a month needs its year, such as March 2025".into()
    } else if has(&["complete", "completed", "done", "closed", "delivered"]) {
        "it says that the work is done, not by when it was to be".into()
    } else if figures {
        "the date in it is not plain; write it as 31/03/2025, March 2025, Q4 2024/25, 2024/25 or 2025".into()
    } else {
        "it names no date; write one such as March 2025, or “Ongoing” for work without an end".into()
    }
}

#[cfg(test)]
mod tests {
    use super::super::Precision;
    use super::*;
    use crate::period::MONTHS;
    use crate::text::text;
    use Precision::{Day, Half, Month, Quarter, Year};
    use jiff::civil::{Date, date};
    use proptest::prelude::*;

    fn due(stated: &str) -> Due {
        parse(&text(stated)).unwrap_or_else(|error| panic!("{stated}: {error}")).timescale.due
    }

    fn doubt(stated: &str) -> Option<String> {
        parse(&text(stated)).unwrap().doubt
    }

    #[test]
    fn dates_are_read_in_every_form_that_offices_write() {
        let by = |stated: &str, day: Date, precision| {
            assert_eq!(due(stated), Due::By { date: day, precision }, "{stated}");
            assert_eq!(doubt(stated), None, "{stated}");
        };
        for stated in [
            "Sep '19",
            "Sep \u{2019}19",
            "Sept 2019",
            "September 2019",
            "Sep-19",
            "Sep 19",
            "09/2019",
            "2019-09",
            "by September 2019",
            "by the end of Sept 2019",
            "End Sep 2019",
            "SEPTEMBER, 2019.",
            "September 2019/20",
        ] {
            by(stated, date(2019, 9, 30), Month);
        }
        for stated in [
            "12/09/2018",
            "12 September 2018",
            "12.9.18",
            "12-09-2018",
            "12th September 2018",
            "12-Sep-18",
            "2018-09-12",
            "2018-09-12 00:00:00",
            "2018-09-12T00:00:00",
            "Wednesday 12 September 2018",
            "by 12/9/18",
            "September 12, 2018",
            "12th of September 2018",
        ] {
            by(stated, date(2018, 9, 12), Day);
        }
        for stated in [
            "Q4 24-25",
            "Q4 2024/25",
            "2024/25 Q4",
            "Quarter 4 2024/25",
            "Q4 of FY 24/25",
            "4th quarter 2024-25",
            "end of Q4 2024\u{2013}25",
            "Q4, 2024/2025",
            "last quarter of 2024/25",
            "Q4 FY2024/25",
        ] {
            by(stated, date(2025, 3, 31), Quarter);
        }
        by("Q1 25/26", date(2025, 6, 30), Quarter);
        for stated in ["H1 2025/26", "first half of 2025/26", "1st half 2025/26"] {
            by(stated, date(2025, 9, 30), Half);
        }
        by("second half of 2025/26", date(2026, 3, 31), Half);
        for stated in
            ["2024/25", "2024-25", "FY 24/25", "24/25", "financial year 2024/25", "by end of financial year 2024/25"]
        {
            by(stated, date(2025, 3, 31), Year);
        }
        by("end of 2019", date(2019, 12, 31), Year);
        by("2025", date(2025, 12, 31), Year);
        by("by March 2020", date(2020, 3, 31), Month);
        by("February 2024", date(2024, 2, 29), Month);
        by("March 2024/25", date(2025, 3, 31), Month);
    }

    #[test]
    fn a_range_comes_to_its_end_and_keeps_its_words() {
        for (stated, day, precision) in [
            ("April 2024 - March 2025", date(2025, 3, 31), Month),
            ("April 2024 \u{2013} March 2025", date(2025, 3, 31), Month),
            ("Apr to Jun 2025", date(2025, 6, 30), Month),
            ("Apr-Jun 2025", date(2025, 6, 30), Month),
            ("12-14 September 2018", date(2018, 9, 14), Day),
            ("01/04/2018 - 31/03/2019", date(2019, 3, 31), Day),
            ("Q1 - Q2 2025/26", date(2025, 9, 30), Quarter),
            ("Q1 & Q2 2025/26", date(2025, 9, 30), Quarter),
            ("2021/22 to 2023/24", date(2024, 3, 31), Year),
        ] {
            assert_eq!(due(stated), Due::By { date: day, precision }, "{stated}");
            assert_eq!(parse(&text(stated)).unwrap().timescale.stated.as_str(), stated);
        }
    }

    #[test]
    fn nothing_is_asked_where_the_table_says_that_no_date_is_set() {
        for stated in
            ["", "  ", "TBD", "TBC", "tbc", "To be determined", "to be confirmed.", "n/a", "N/A", "-", "\u{2013}", "?"]
        {
            assert_eq!((due(stated), doubt(stated)), (Due::NotSet, None), "{stated}");
        }
    }

    #[test]
    fn work_without_an_end_is_a_continuing_duty() {
        for stated in [
            "Ongoing",
            "On-going",
            "ongoing.",
            "Continuing",
            "Continuous",
            "Throughout",
            "Business as usual",
            "BAU",
            "Throughout the plan period",
        ] {
            assert_eq!((due(stated), doubt(stated)), (Due::Continuing, None), "{stated}");
        }
        for stated in ["Annual", "Annually", "Monthly", "Quarterly", "Every year"] {
            assert_eq!(due(stated), Due::Continuing, "{stated}");
            assert!(doubt(stated).unwrap().contains("comes round again"), "{stated}");
        }
        let reviewed = parse(&text("Ongoing (review March 2025)")).unwrap().timescale;
        assert_eq!((reviewed.due, reviewed.note.unwrap().as_str()), (Due::Continuing, "review march 2025"));
        // A date beside the word may be the end of it: asked, not guessed.
        assert_eq!(due("Ongoing - first report March 2025"), Due::NotSet);
    }

    #[test]
    fn what_is_not_plain_stays_as_words_and_is_asked_about() {
        for stated in [
            "Spring 2025",
            "Autumn",
            "Q2",
            "Quarter 4",
            "Q4 2024",
            "March",
            "12 September",
            "early 2020",
            "mid-2020",
            "before March 2020",
            "from April 2019",
            "2011-12",
            "11/12",
            "2021-24",
            "2021-2024",
            "March 2019 and September 2019",
            "March 2020 (was December 2019)",
            "FY25",
            "6-9 months",
            "ASAP",
            "Completed",
            "31/03",
            "12/9",
            "43720",
            "2024/26",
            "H1 2025",
            "end of the financial year",
            "3000",
            "20190912",
        ] {
            assert_eq!(due(stated), Due::NotSet, "{stated}");
            assert!(doubt(stated).is_some(), "{stated}");
        }
        assert!(doubt("Spring 2025").unwrap().contains("season"));
        assert!(doubt("Q2").unwrap().contains("financial year"));
        assert!(doubt("March").unwrap().contains("year"));
    }

    #[test]
    fn a_date_that_no_calendar_has_is_refused_with_its_reason() {
        for (stated, why) in [
            ("31 June 2025", "June 2025 has days 1 to 30"),
            ("30/02/2025", "February 2025 has days 1 to 28"),
            ("29 February 2023", "days 1 to 28"),
            ("12/25/2018", "no month 25"),
            ("00/01/2019", "not 0"),
            ("Q5 2024/25", "no quarter 5"),
        ] {
            let error = parse(&text(stated)).unwrap_err().to_string();
            assert!(error.contains(why) && error.contains(stated), "{stated}: {error}");
        }
    }

    #[test]
    fn a_remark_beside_a_date_is_kept_as_a_note() {
        let read = parse(&text("March 2025 (subject to funding)")).unwrap().timescale;
        assert_eq!(read.date(), Some(date(2025, 3, 31)));
        assert_eq!(read.note.unwrap().as_str(), "subject to funding");
    }

    proptest! {
        #[test]
        fn no_text_breaks_it_and_no_date_comes_from_words_without_figures(stated in "\\PC{0,60}") {
            if let Ok(stated) = Text::new(stated)
                && let Ok(read) = parse(&stated)
                && matches!(read.timescale.due, Due::By { .. })
            {
                prop_assert!(crate::text::fold(stated.as_str()).bytes().any(|b| b.is_ascii_digit()));
            }
        }

        #[test]
        fn texts_made_of_dates_and_their_words_never_break_it(
            parts in proptest::collection::vec(proptest::sample::select(vec![
                "by", "end of", "Q4", "H1", "2024/25", "24-25", "March", "Sep", "'19", "31", "June", "2025", "-", "/", "to", "Ongoing",
                "(", ")", "first", "half", "quarter", "12/09/2018", "30/02/2025", "until", "&", "00", "\u{2013}", ".", "é", "12th",
            ]), 0..7),
            gap in proptest::sample::select(vec![" ", "", "-"]),
        ) {
            let stated = text(&parts.join(gap));
            if let Ok(read) = parse(&stated)
                && let Due::By { date, .. } = read.timescale.due
            {
                prop_assert!(stated.as_str().bytes().any(|b| b.is_ascii_digit()));
                prop_assert!((1900..=2200).contains(&date.year()));
            }
        }

        #[test]
        fn a_day_written_in_any_form_is_that_day(y in 2000i16..2079, m in 1i8..=12, d in 1i8..=28) {
            let day = date(y, m, d);
            let name = MONTHS[usize::from(m.unsigned_abs()) - 1];
            for stated in [
                format!("{d}/{m}/{y}"), format!("{d:02}.{m:02}.{:02}", y % 100), format!("{y}-{m:02}-{d:02}"), format!("{d} {name} {y}"),
                format!("{name} {d}, {y}"), format!("{d}-{}-{:02}", &name[..3], y % 100),
            ] {
                prop_assert_eq!(due(&stated), Due::By { date: day, precision: Day }, "{}", stated);
            }
        }
    }
}
