//! What single cells say: dates, priorities, statuses, answers, and several actions in one cell.
use super::{Answered, FindingMap, FindingSource};
use crate::{
    reading::nearest,
    table::Value,
    text::{Text, fold},
    timescale,
};
use jiff::civil::Date;

/// "1) Write it down 2) Train people", or one a line: the parts, without their numbers. One part where there is one.
pub(super) fn parts(cell: &Text) -> Vec<Text> {
    let words = cell.as_str();
    let numbered = at_numbers(words);
    if numbered.len() > 1 {
        return numbered;
    }
    vec![cell.clone()]
}

/// The parts of a cell that begin with 1), 2), 3) or 1., 2., 3., or (1), (2): each number where it is due.
fn at_numbers(words: &str) -> Vec<Text> {
    let mut starts: Vec<(usize, usize)> = vec![];
    let mut from = 0;
    for number in 1..=99_u32 {
        let Some((at, after)) = next_number(words, from, number) else { break };
        // What comes before the first number belongs to no part of a list.
        if number == 1 && !words[..at].trim().is_empty() {
            return vec![];
        }
        starts.push((at, after));
        from = after;
    }
    let ends = starts.iter().skip(1).map(|(at, _)| *at).chain([words.len()]);
    let parts = starts.iter().zip(ends).map(|((_, after), end)| &words[*after..end]);
    let parts = parts.filter_map(|part| Text::new(part.trim().trim_end_matches([';', ',']).trim_end()).ok());
    parts.filter(|part| !part.is_empty()).collect()
}

/// Where a number stands as a mark of a list: at the start or after white space, followed by ")", "." or ":" and a space.
fn next_number(words: &str, from: usize, number: u32) -> Option<(usize, usize)> {
    let digits = number.to_string();
    for (at, _) in words[from..].match_indices(&digits) {
        let mut at = from + at;
        let after = at + digits.len();
        if words[..at].ends_with('(') {
            at -= 1;
        }
        let begins = at == 0 || words[..at].ends_with(|c: char| c.is_whitespace());
        let mut rest = words[after..].chars();
        let marks = matches!(rest.next(), Some(')' | '.' | ':'));
        let spaced = rest.next().is_none_or(|c| c.is_whitespace() || c.is_alphabetic());
        if begins && marks && spaced {
            return Some((at, after + 1));
        }
    }
    None
}

/// A date that came to something, or words in its place.
pub(super) enum When {
    Day(Date),
    Words(Text),
}

pub(super) fn when(value: &Value) -> Result<Option<When>, String> {
    if let Value::Date(date) = value {
        return Ok(Some(When::Day(*date)));
    }
    let Some(words) = value.words() else { return Ok(None) };
    let stated = timescale::parse(&words).map_err(|error| error.to_string())?;
    Ok(match stated.timescale.date() {
        Some(day) => Some(When::Day(day)),
        None => Some(When::Words(words.on_one_line())),
    })
}

/// Several dates in one cell, each on its line or parted by semicolons, oldest first as they stand.
pub(super) fn dates(value: &Value) -> Result<Vec<Date>, String> {
    if let Value::Date(date) = value {
        return Ok(vec![*date]);
    }
    let Some(words) = value.words() else { return Ok(vec![]) };
    let mut days = vec![];
    for part in words.as_str().split(['\n', ';']).map(str::trim).filter(|part| !part.is_empty()) {
        let part = Text::new(part).map_err(|error| error.to_string())?;
        match when(&Value::Text(part.clone()))? {
            Some(When::Day(day)) => days.push(day),
            Some(When::Words(words)) if is_nothing(words.as_str()) => {}
            _ => return Err(format!("“{part}” among the revised dates is no date")),
        }
    }
    Ok(days)
}

/// Words that stand where there is nothing to say.
pub(super) fn is_nothing(words: &str) -> bool {
    matches!(fold(words).as_str(), "" | "-" | "n/a" | "na" | "none" | "not applicable" | "nil")
}

/// A priority in the source's own word; the error says what is known, and the nearest.
pub(super) fn priority(
    stated: &Text,
    source: &FindingSource,
    map: &FindingMap,
) -> Result<Text, (String, Option<String>)> {
    let line = stated.on_one_line();
    let meant = map.priority(line.as_str()).unwrap_or(&line);
    if let Some(priority) = source.priority(meant.as_str()) {
        return Ok(priority.word.clone());
    }
    // "H" and "M" where one of the source's words alone begins so.
    let folded = meant.folded();
    let mut begins =
        source.priorities.iter().filter(|own| folded.chars().count() <= 3 && own.word.folded().starts_with(&folded));
    if let (Some(one), None) = (begins.next(), begins.next())
        && !folded.is_empty()
    {
        return Ok(one.word.clone());
    }
    let known: Vec<&str> = source.priorities.iter().map(|priority| priority.word.as_str()).collect();
    let near = nearest(line.as_str(), &known);
    Err((
        format!(
            "“{line}” is no priority of {}; its words are {}. Say in the map which is meant, as [priorities] \"{line}\" = \"{}\"",
            source.name,
            if known.is_empty() { "none".to_owned() } else { known.join(", ") },
            near.as_deref().or(known.first().copied()).unwrap_or("High"),
        ),
        near,
    ))
}

/// What a table's word for a status says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Status {
    Open,
    /// Called done: by those who keep the table, and verified by nobody.
    Closed,
    NotAdopted,
}

const OPEN: &[&str] = &[
    "open",
    "in progress",
    "ongoing",
    "on-going",
    "not started",
    "not yet started",
    "outstanding",
    "overdue",
    "on track",
    "not due",
    "not yet due",
    "partially implemented",
    "partly implemented",
    "part complete",
    "partially complete",
    "incomplete",
    "not complete",
    "no",
    "delayed",
    "pending",
    "in hand",
    "underway",
    "started",
    "amber",
    "red",
];
const CLOSED: &[&str] = &[
    "complete",
    "completed",
    "closed",
    "implemented",
    "fully implemented",
    "done",
    "discharged",
    "verified",
    "verified closed",
    "closed - verified",
    "complete and verified",
    "yes",
    "actioned",
    "finished",
    "proposed for closure",
    "green",
];
const NOT_ADOPTED: &[&str] = &[
    "not adopted",
    "rejected",
    "not accepted",
    "not agreed",
    "declined",
    "withdrawn",
    "no longer applicable",
    "superseded",
    "grey",
];

pub(super) fn status(stated: &Text, map: &FindingMap) -> Result<Status, (String, Option<String>)> {
    let line = stated.on_one_line();
    let word = map.status(line.as_str()).map_or_else(|| line.folded(), fold);
    if is_nothing(&word) || OPEN.contains(&word.as_str()) {
        return Ok(Status::Open);
    }
    if CLOSED.contains(&word.as_str()) {
        return Ok(Status::Closed);
    }
    if NOT_ADOPTED.contains(&word.as_str()) {
        return Ok(Status::NotAdopted);
    }
    let known: Vec<&str> = [OPEN, CLOSED, NOT_ADOPTED].concat();
    let near = nearest(line.as_str(), &known);
    let hint = near.as_deref().map_or_else(String::new, |near| format!("; the nearest is “{near}”"));
    Err((
        format!(
            "the status “{line}” is not known{hint}. Say in the map what it means, as [statuses] \"{line}\" = \"open\" (or \"closed\", \"not adopted\")"
        ),
        near,
    ))
}

/// The answer that a response begins with; None where it does not say.
pub(super) fn answered(response: &Text) -> Option<Answered> {
    let words = response.folded();
    let begins = |all: &[&str]| {
        all.iter().any(|own| {
            words.strip_prefix(own).is_some_and(|rest| rest.chars().next().is_none_or(|c| !c.is_alphanumeric()))
        })
    };
    if begins(&["rejected", "not accepted", "not agreed", "declined", "disagree", "not adopted", "no"]) {
        Some(Answered::Rejected)
    } else if begins(&[
        "partially",
        "partly",
        "in part",
        "accepted in part",
        "agreed in part",
        "part accepted",
        "partial",
    ]) {
        Some(Answered::AcceptedInPart)
    } else if begins(&["accepted", "agreed", "agree", "accept", "yes"]) {
        Some(Answered::Accepted)
    } else {
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::text;

    #[test]
    fn several_actions_in_one_cell_are_parted_at_their_numbers() {
        let words = |cell: &str| parts(&text(cell)).iter().map(ToString::to_string).collect::<Vec<_>>();
        assert_eq!(words("1) Write it down 2) Train 12 people"), ["Write it down", "Train 12 people"]);
        assert_eq!(words("1. Write it\n2. Train\n3. Check"), ["Write it", "Train", "Check"]);
        assert_eq!(words("(1) One; (2) Two"), ["One", "Two"]);
        assert_eq!(words("By 1. April 2015 it is done"), ["By 1. April 2015 it is done"]);
        assert_eq!(words("Update policy 2.1"), ["Update policy 2.1"]);
    }

    #[test]
    fn a_response_says_whether_it_accepts() {
        assert_eq!(answered(&text("Agreed. The manual is revised.")), Some(Answered::Accepted));
        assert_eq!(answered(&text("Partially accepted: for grants")), Some(Answered::AcceptedInPart));
        assert_eq!(answered(&text("Not accepted")), Some(Answered::Rejected));
        assert_eq!(answered(&text("Nobody disputes it")), None);
    }

    #[test]
    fn a_date_of_the_fathers_and_several_revised_dates() {
        let value = Value::Text(text("Sep 2015; 31 March 2016\n31/10/2016"));
        let days: Vec<String> = dates(&value).unwrap().iter().map(ToString::to_string).collect();
        assert_eq!(days, ["2015-09-30", "2016-03-31", "2016-10-31"]);
        assert!(dates(&Value::Text(text("soon; 31/10/2016"))).unwrap_err().contains("“soon”"));
    }
}
