//! How words stand in a file: what is escaped, how prose is broken into lines and joined again, and the words that
//! stand for what the record holds as choices and dates.
use super::MannerText;
use crate::{
    action::{Apart, Became, Status},
    body::BodyKind,
    plan::{PlanState, PlanStatus},
    scale::{Class, Shape},
    text::Text,
    timescale::Precision,
    update::Confidence,
};
use jiff::civil::Date;
use std::fmt::Write as _;

pub(super) type Words<T> = [(T, &'static str)];

pub(super) const CLASSES: &Words<Class> = &[
    (Class::Complete, "complete"),
    (Class::OnTrack, "on track"),
    (Class::AtRisk, "at risk"),
    (Class::OffTrack, "off track"),
    (Class::NotStarted, "not started"),
    (Class::Paused, "paused"),
];
pub(super) const SHAPES: &Words<Shape> = &[
    (Shape::Tick, "tick"),
    (Shape::Circle, "circle"),
    (Shape::Triangle, "triangle"),
    (Shape::Square, "square"),
    (Shape::Ring, "ring"),
    (Shape::Bars, "bars"),
];
pub(super) const STATES: &Words<PlanState> = &[(PlanState::Open, "open"), (PlanState::Frozen, "frozen")];
pub(super) const EDITIONS: &Words<PlanStatus> = &[
    (PlanStatus::Draft, "draft"),
    (PlanStatus::Issued, "issued"),
    (PlanStatus::Varied, "varied"),
    (PlanStatus::Superseded, "superseded"),
];
pub(super) const BODIES: &Words<BodyKind> = &[
    (BodyKind::Office, "the office"),
    (BodyKind::Board, "board"),
    (BodyKind::Panel, "panel"),
    (BodyKind::Committee, "committee"),
    (BodyKind::Force, "police force"),
    (BodyKind::Partner, "partner"),
];
pub(super) const STATUSES: &Words<Status> = &[
    (Status::Candidate, "candidate"),
    (Status::NotStarted, "not started"),
    (Status::InProgress, "in progress"),
    (Status::OnHold, "on hold"),
    (Status::Complete, "complete"),
    (Status::ClosedNotDelivered, "closed, not delivered"),
    (Status::Superseded, "superseded"),
    (Status::BusinessAsUsual, "business as usual"),
];
/// The verbs by which an action of one plan comes from one of another.
pub(super) const BECAME: &Words<Became> = &[
    (Became::Continued, "Continued from"),
    (Became::Reworded, "Reworded from"),
    (Became::Merged, "Merged from"),
    (Became::Split, "Split from"),
    (Became::FollowOn, "Follows on from"),
];
/// How far whoever verified stands from the work.
pub(super) const APART: &Words<Apart> = &[
    (Apart::SameTeam, "of the same team"),
    (Apart::SameOrganisation, "of the same organisation"),
    (Apart::OtherOrganisation, "of another organisation"),
];
pub(super) const MANNERS: &Words<MannerText> = &[
    (MannerText::Update, "an update"),
    (MannerText::Confirmation, "a confirmation"),
    (MannerText::Correction, "a correction"),
];
pub(super) const CONFIDENCES: &Words<Confidence> =
    &[(Confidence::High, "high"), (Confidence::Medium, "medium"), (Confidence::Low, "low")];
pub(super) const PRECISIONS: &Words<Precision> = &[
    (Precision::Day, "day"),
    (Precision::Month, "month"),
    (Precision::Quarter, "quarter"),
    (Precision::Half, "half-year"),
    (Precision::Year, "year"),
];

/// The word for a choice.
pub(super) fn said<T: PartialEq>(words: &Words<T>, choice: &T) -> &'static str {
    words.iter().find(|(known, _)| known == choice).map_or("", |(_, word)| word)
}

/// The choice that a word stands for; else a sentence with the words that there are.
pub(super) fn chosen<T: Copy>(words: &Words<T>, word: &str, what: &str) -> Result<T, String> {
    let folded = crate::text::fold(word);
    words.iter().find(|(_, known)| crate::text::fold(known) == folded).map(|(choice, _)| *choice).ok_or_else(|| {
        let known: Vec<String> = words.iter().map(|(_, word)| format!("“{word}”")).collect();
        format!("“{word}” is not {what}; write one of {}", known.join(", "))
    })
}

/// "12 January 2026".
pub(crate) fn day(date: Date) -> String {
    let month = usize::try_from(date.month()).map_or("", |month| crate::period::MONTHS[month - 1]);
    format!("{} {month} {}", date.day(), date.year())
}

/// A day as written: "12 January 2026", or 2026-01-12.
pub(super) fn date(words: &str) -> Result<Date, String> {
    let words = words.trim();
    let read = || {
        let mut parts = words.split_whitespace();
        let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
        let month = crate::period::MONTHS.iter().position(|known| known.eq_ignore_ascii_case(month))? + 1;
        if parts.next().is_some() || year.len() != 4 {
            return None;
        }
        Date::new(year.parse().ok()?, i8::try_from(month).ok()?, day.parse().ok()?).ok()
    };
    let iso = || (words.len() == 10).then(|| words.parse::<Date>().ok()).flatten();
    read().or_else(iso).ok_or_else(|| format!("“{words}” is not a day; write it as 12 January 2026"))
}

/// Characters that a reader would not see, or that would show a line otherwise than it is: written as `\u{...}`.
fn hidden(c: char) -> bool {
    (c.is_whitespace() && !matches!(c, ' ' | '\n' | '\t'))
        || matches!(c,
        '\u{7f}'..='\u{9f}' | '\u{ad}' | '\u{61c}' | '\u{180e}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fff9}'..='\u{fffb}')
}

fn escape(out: &mut String, c: char, quoted: bool) {
    match c {
        '\\' => out.push_str("\\\\"),
        '\n' => out.push_str("\\n"),
        '\t' => out.push_str("\\t"),
        '"' if quoted => out.push_str("\\\""),
        c if hidden(c) => {
            let _ = write!(out, "\\u{{{:x}}}", u32::from(c));
        }
        c => out.push(c),
    }
}

/// A text on one line, as it stands after a colon.
pub(super) fn plain(text: &str) -> String {
    if text.is_empty() {
        return "\\e".into();
    }
    let spaces = |part: &str| "\\s".repeat(part.len());
    let inner = text.trim_matches(' ');
    if inner.is_empty() {
        return spaces(text);
    }
    let start = text.len() - text.trim_start_matches(' ').len();
    let end = text.trim_end_matches(' ').len();
    let mut out = spaces(&text[..start]);
    for c in inner.chars() {
        escape(&mut out, c, false);
    }
    out + &spaces(&text[end..])
}

/// A text in quotation marks.
pub(super) fn quoted(text: &str) -> String {
    let mut out = String::from("\"");
    for c in text.chars() {
        escape(&mut out, c, true);
    }
    out + "\""
}

/// A name among other words: as it is where it cannot be mistaken, else in quotation marks.
pub(super) fn word(text: &str) -> String {
    let odd = text.is_empty()
        || text.trim() != text
        || text.contains([',', ';', ':', '"', '“', '”', '\\', '\n', '\t'])
        || text.contains(hidden)
        || [" since ", " of the theme "].iter().any(|phrase| text.contains(phrase));
    if odd { quoted(text) } else { text.to_owned() }
}

/// The text that stands behind escapes. `\n` is a line's end, `\t` a tab, `\s` a space, `\e` nothing.
pub(super) fn unescaped(raw: &str) -> Result<Text, String> {
    let mut out = String::with_capacity(raw.len());
    let mut chars = raw.chars();
    while let Some(c) = chars.next() {
        if c != '\\' {
            out.push(c);
            continue;
        }
        match chars.next() {
            Some('n') => out.push('\n'),
            Some('t') => out.push('\t'),
            Some('s') => out.push(' '),
            Some('e') => {}
            Some(c @ ('\\' | '"' | '”' | '“')) => out.push(c),
            Some('u') => {
                let code: String = chars.by_ref().take_while(|c| *c != '}').collect();
                let named = code.strip_prefix('{').and_then(|hex| u32::from_str_radix(hex, 16).ok());
                let c = named.and_then(char::from_u32);
                out.push(c.ok_or_else(|| format!("\\u{code}}} names no character; write it as \\u{{202e}}"))?);
            }
            Some(c) => return Err(format!("\\{c} stands for nothing; a backslash itself is written as \\\\")),
            None => return Err("a backslash ends the words; a backslash itself is written as \\\\".into()),
        }
    }
    Text::new(out).map_err(|e| e.to_string())
}

/// The reverse of [`word`].
pub(super) fn unword(raw: &str) -> Result<Text, String> {
    let raw = raw.trim();
    let Some(open) = raw.chars().next().filter(|c| matches!(c, '"' | '“')) else {
        return if raw.is_empty() { Err("words are missing here".into()) } else { unescaped(raw) };
    };
    let end = end_of_quote(raw).ok_or_else(|| format!("the quotation marks of {raw} do not close"))?;
    if end != raw.len() {
        return Err(format!(
            "“{}” follows the quotation marks; a quotation mark inside words is written as \\\"",
            raw[end..].trim()
        ));
    }
    let close = raw.chars().next_back().map_or(1, char::len_utf8);
    unescaped(&raw[open.len_utf8()..end - close])
}

/// Where the quotation that begins a text ends, closing mark included.
fn end_of_quote(raw: &str) -> Option<usize> {
    let mut chars = raw.char_indices();
    let (_, open) = chars.next()?;
    let close = if open == '“' { '”' } else { '"' };
    while let Some((at, c)) = chars.next() {
        if c == '\\' {
            chars.next();
        } else if c == close {
            return Some(at + c.len_utf8());
        }
    }
    None
}

/// Splits at a character that stands outside quotation marks; a quotation begins where a clause or a word begins.
pub(super) fn split_outside(raw: &str, at: char) -> Vec<&str> {
    let (mut parts, mut start, mut from) = (vec![], 0, 0);
    while let Some(c) = raw[from..].chars().next() {
        let begins = raw[..from].chars().next_back().is_none_or(|before| before == ' ' || before == at);
        if matches!(c, '"' | '“') && begins {
            from += end_of_quote(&raw[from..]).unwrap_or(raw.len() - from);
            continue;
        }
        if c == at {
            parts.push(raw[start..from].trim());
            start = from + c.len_utf8();
        }
        from += c.len_utf8();
    }
    parts.push(raw[start..].trim());
    parts
}

/// The words of a clause behind its opening ("because ", "approved by ").
pub(super) fn behind<'a>(clause: &'a str, opening: &str) -> Option<&'a str> {
    let head = clause.get(..opening.len())?;
    let rest = &clause[opening.len()..];
    (head.eq_ignore_ascii_case(opening) && rest.starts_with([' ', '"', '“'])).then(|| rest.trim())
}

/// Prose as lines, one sentence a line. A blank line stands between paragraphs; a line that ends in a backslash ends
/// in a line's end of the text itself, and any other goes on after a space.
pub(super) fn prose(text: &str) -> Vec<String> {
    if text.is_empty() {
        return vec!["\\e".into()];
    }
    let source: Vec<&str> = text.split('\n').collect();
    let (mut out, mut at) = (vec![], 0);
    while at < source.len() {
        let line = source[at];
        if !line.is_empty() {
            out.extend(sentences(line).into_iter().map(plain));
        }
        let next = source.get(at + 1);
        let paragraph = !line.is_empty()
            && next.is_some_and(|next| next.is_empty())
            && source.get(at + 2).is_some_and(|after| !after.is_empty());
        if paragraph {
            out.push(String::new());
            at += 1;
        } else if next.is_some() {
            match out.last_mut() {
                Some(last) if !line.is_empty() => last.push('\\'),
                _ => out.push("\\".into()),
            }
        }
        at += 1;
    }
    out
}

/// Words with a full stop that end no sentence.
const SHORT: [&str; 16] = [
    "e.g.", "i.e.", "No.", "no.", "St.", "Mr.", "Mrs.", "Ms.", "Dr.", "vs.", "cf.", "c.", "p.", "pp.", "para.", "Supt.",
];

/// A line's sentences; joined with one space each they are the line again.
fn sentences(line: &str) -> Vec<&str> {
    let (mut parts, mut start) = (vec![], 0);
    for (space, _) in line.match_indices(' ') {
        let (before, after) = (&line[start..space], &line[space + 1..]);
        let ends = before.trim_end_matches(['"', '”', '’', ')', '\'']).ends_with(['.', '!', '?']);
        let last = before.rsplit(' ').next().unwrap_or(before).trim_start_matches(['(', '"', '“']);
        let initial = last.len() == 2 && last.starts_with(char::is_uppercase);
        let whole = !initial && !SHORT.contains(&last);
        if ends && whole && after.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "“\"‘(".contains(c))
        {
            parts.push(before);
            start = space + 1;
        }
    }
    parts.push(&line[start..]);
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prose_stands_one_sentence_a_line() {
        let lines = prose("The hub opened in May. It takes 40 calls a day.\n\nSt. Neots follows.\nSo does March");
        assert_eq!(
            lines,
            ["The hub opened in May.", "It takes 40 calls a day.", "", "St. Neots follows.\\", "So does March"]
        );
    }

    #[test]
    fn what_a_reader_would_not_see_is_written_out() {
        assert_eq!(plain(" a\u{202e}b\\ "), "\\sa\\u{202e}b\\\\\\s");
        assert_eq!(unescaped("\\sa\\u{202e}b\\\\\\s").unwrap().as_str(), " a\u{202e}b\\ ");
        assert_eq!(word("Board"), "Board");
        assert_eq!(word("Youth, Families"), "\"Youth, Families\"");
        assert_eq!(unword("“he said \\” then”").unwrap().as_str(), "he said ” then");
    }
}
