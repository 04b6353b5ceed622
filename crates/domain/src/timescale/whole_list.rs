//! What prose says of time for a whole list: "the key deliverables ... for the rest of this year and the first two
//! quarters of 2022/23".
use super::{Due, stretch::nth};
use crate::{
    period::FinancialYear,
    text::{Text, fold},
};
use jiff::civil::Date;

/// A timescale stated once for every row of a list.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct WholeList {
    /// The window, in the words of the text and as read. None: the text states none, or more than one.
    pub window: Option<(Text, Due)>,
    /// "for the next 6-9 months": said beside it, counted from no day that is stated.
    pub note: Option<Text>,
    /// Where two windows are stated, both.
    pub disagree: Vec<Text>,
}

/// Finds the window, and the note, that prose states for a whole list. `from` is the day of the table, if it is stated:
/// "the rest of this year" begins there.
pub fn whole_list(prose: &str, from: Option<Date>) -> WholeList {
    let words: Vec<&str> = prose.split_whitespace().collect();
    let plain: Vec<String> = words.iter().map(|word| fold(word).trim_end_matches([',', ')']).to_owned()).collect();
    let mut found: Vec<(Text, Date)> = vec![];
    let mut note = None;
    let mut read_to = 0;
    for at in 0..words.len() {
        if note.is_none() {
            note = months_ahead(&plain[at..]).map(|length| as_written(&words[at..at + length]));
        }
        if at < read_to {
            continue;
        }
        let Some((length, to)) = part_of_year(&plain[at..]) else { continue };
        read_to = at + length;
        let start = rest_of_this_year(&plain[..at]).map_or(at, |before| at - before);
        found.push((as_written(&words[start..at + length]), to));
    }
    let agreed = found.first().is_some_and(|first| found.iter().all(|other| other.1 == first.1));
    match found.first() {
        Some((stated, to)) if agreed => {
            let from = from.filter(|from| from <= to);
            WholeList { window: Some((stated.clone(), Due::Window { from, to: *to })), note, disagree: vec![] }
        }
        _ => WholeList { window: None, note, disagree: found.into_iter().map(|(stated, _)| stated).collect() },
    }
}

fn as_written(words: &[&str]) -> Text {
    let joined = words.join(" ");
    Text::new(joined.trim_end_matches([',', '.', ';', ':', ')'])).unwrap_or_default()
}

/// "first two quarters of 2022/23", "first half of 2022/23", "first quarter of 2022/23", with or without "the" and
/// "financial year": how many words it is, and its last day.
fn part_of_year(words: &[String]) -> Option<(usize, Date)> {
    let mut at = usize::from(words.first()? == "the");
    if words.get(at)? != "first" {
        return None;
    }
    at += 1;
    let count = words.get(at).and_then(|word| nth(word)).inspect(|_| at += 1).unwrap_or(1);
    let unit = words.get(at)?.as_str();
    at += 1;
    while ["of", "the", "financial", "year", "fy", "in"].contains(&words.get(at)?.as_str()) {
        at += 1;
    }
    let year = FinancialYear::parse(words.get(at)?)?;
    let to = match unit {
        "quarter" | "quarters" => year.quarter(count)?.ends(),
        "half" => year.half(count)?.ends(),
        _ => return None,
    };
    Some((at + 1, to))
}

/// Whether "the rest of this year and" stands before, and how many words it is.
fn rest_of_this_year(before: &[String]) -> Option<usize> {
    const FORMS: [&[&str]; 4] = [
        &["the", "rest", "of", "this", "year", "and"],
        &["the", "rest", "of", "this", "financial", "year", "and"],
        &["the", "remainder", "of", "this", "year", "and"],
        &["the", "remainder", "of", "this", "financial", "year", "and"],
    ];
    FORMS.iter().find(|form| before.iter().map(String::as_str).collect::<Vec<_>>().ends_with(form)).map(|f| f.len())
}

/// "for the next 6-9 months", "over the next six months".
fn months_ahead(words: &[String]) -> Option<usize> {
    let lead = ["for", "over", "in", "within", "during"].contains(&words.first()?.as_str());
    let (the, next) = (words.get(1)?, words.get(2)?);
    if !lead || the != "the" || next != "next" {
        return None;
    }
    let end = words.iter().take(8).position(|word| word == "months")?;
    let figure = words[3..end].iter().any(|word| {
        word.bytes().any(|b| b.is_ascii_digit())
            || ["three", "six", "nine", "twelve", "eighteen", "few"].contains(&word.as_str())
    });
    figure.then_some(end + 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_window_in_prose_ends_with_the_last_quarter_it_names() {
        let prose = "It sets out what is planned for the \nrest of this year and the first two quarters of 2022/23, \
                     though some of it may change.";
        let from = date(2022, 2, 14);
        let read = whole_list(prose, Some(from));
        let (stated, due) = read.window.unwrap();
        assert_eq!(stated.as_str(), "the rest of this year and the first two quarters of 2022/23");
        assert_eq!(due, Due::Window { from: Some(from), to: date(2022, 9, 30) });
        assert_eq!(whole_list(prose, None).window.unwrap().1, Due::Window { from: None, to: date(2022, 9, 30) });
    }

    #[test]
    fn months_ahead_are_a_note_since_no_day_is_stated_to_count_them_from() {
        let read = whole_list("the main deliverables for \n\nthe next 6-9 months are below.", None);
        assert_eq!(read.note.unwrap().as_str(), "for the next 6-9 months");
        assert_eq!(read.window, None);
    }

    #[test]
    fn two_windows_are_neither() {
        let read = whole_list("the first half of 2022/23 here and the first quarter of 2023/24 there", None);
        assert_eq!((read.window, read.disagree.len()), (None, 2));
    }

    #[test]
    fn prose_that_states_none_gives_none() {
        for prose in
            ["", "the first", "the first two quarters of", "the first five quarters of 2022/23", "first things first"]
        {
            assert_eq!(whole_list(prose, None), WholeList::default(), "{prose}");
        }
    }
}
