//! References that stand at the start of a title ("1.1 Work with partners", "A.1 Inspection of custody") and numbers
//! and words that stand before a theme's name ("Theme 2: Victims", "5.2 Victims").
use crate::text::{Text, fold};

/// How sure it is that what stands before a title is its reference.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    /// "1.", "3)", "A." might as well count the lines of a list.
    Counting,
    /// "1.1", "A.1", "CP3".
    Reference,
}

/// Splits each title that begins with a reference, where the table as a whole is numbered so: at least half of the
/// titles, and none twice where they may be mere counting.
pub(super) fn references_in(titles: &[Text]) -> Option<Vec<Option<(Text, Text)>>> {
    let split: Vec<Option<(Kind, Text, Text)>> = titles.iter().map(split).collect();
    let found: Vec<&(Kind, Text, Text)> = split.iter().flatten().collect();
    if found.len() < 2 || found.len() * 2 < titles.len() {
        return None;
    }
    let mut codes: Vec<&Text> = found.iter().map(|(_, code, _)| code).collect();
    codes.sort();
    let twice = codes.windows(2).any(|pair| pair[0] == pair[1]);
    if twice && found.iter().any(|(kind, ..)| *kind == Kind::Counting) {
        return None;
    }
    Some(split.into_iter().map(|found| found.map(|(_, code, rest)| (code, rest))).collect())
}

fn split(title: &Text) -> Option<(Kind, Text, Text)> {
    let (first, rest) = title.as_str().trim_start().split_once(char::is_whitespace)?;
    let code = first.trim_end_matches(['.', ')', ':', '-']);
    let rest = rest.trim_start_matches(|c: char| c.is_whitespace() || matches!(c, '-' | '\u{2013}' | ':'));
    if rest.is_empty() {
        return None;
    }
    let kind = if is_reference(code) {
        Kind::Reference
    } else if code.len() < first.len() && is_counting(code) {
        Kind::Counting
    } else {
        return None;
    };
    Some((kind, Text::new(code).ok()?, Text::new(rest).ok()?))
}

fn is_counting(code: &str) -> bool {
    let digits = (1..=3).contains(&code.len()) && code.bytes().all(|b| b.is_ascii_digit());
    digits || (code.len() == 1 && code.bytes().all(|b| b.is_ascii_uppercase()))
}

/// "1.1", "A.1", "1.2.3a", "CP3", "SO1.2".
fn is_reference(code: &str) -> bool {
    let parts: Vec<&str> = code.split('.').collect();
    let short = |part: &&str| (1..=5).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if !parts.iter().all(short) {
        return false;
    }
    let (first, last) = (parts[0], parts[parts.len() - 1]);
    let letters = first.bytes().take_while(u8::is_ascii_alphabetic).count();
    let figures = &first[letters..];
    let shaped = letters <= 3 && first[..letters].bytes().all(|b| b.is_ascii_uppercase());
    if parts.len() == 1 {
        return shaped && letters > 0 && starts_with_figure(figures) && figures.len() <= 4;
    }
    shaped
        && (figures.is_empty() || starts_with_figure(figures))
        && parts[1..].iter().all(|p| starts_with_figure(p))
        && last.len() <= 4
}

fn starts_with_figure(part: &str) -> bool {
    let digits = part.bytes().take_while(u8::is_ascii_digit).count();
    (1..=3).contains(&digits) && (digits == part.len() || part.len() == digits + 1)
}

/// Whether a cell by itself looks like a reference or a running number.
pub(super) fn looks_like_code(cell: &str) -> bool {
    let cell = cell.trim();
    is_reference(cell) || is_counting(cell.trim_end_matches(['.', ')']))
}

/// The number at the start of a line, and what follows it: "5.2", "Putting Communities First"; "6.", "MONITORING".
pub(super) fn numbered(line: &str) -> Option<(&str, &str)> {
    let line = line.trim_start();
    let end = line.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let (number, rest) = line.split_at(end);
    let parts = number.trim_end_matches('.').split('.');
    let counted = number.contains('.') && parts.clone().all(|part| (1..=2).contains(&part.len()));
    let rest = rest.strip_prefix(char::is_whitespace)?.trim();
    (counted && rest.starts_with(|c: char| !c.is_ascii_digit())).then_some((number.trim_end_matches('.'), rest))
}

/// A theme's heading as its code and its name: "Theme 2: Victims" is "2" and "Victims", "A. Inspections" is "A" and
/// "Inspections", "5.2 Victims \u{2013} Priorities for Action" is "Victims".
pub(super) fn theme_heading(heading: &Text) -> (Option<Text>, Text) {
    let whole = heading.on_one_line();
    let words = whole.as_str();
    let cut = numbered(words).map_or(words, |(_, rest)| rest);
    let (code, name) = labelled(cut).or_else(|| lettered(words)).map_or((None, cut), |(code, name)| (Some(code), name));
    let name = without_ending(name);
    let taken = |s: &str| Text::new(s).unwrap_or_default();
    if name.is_empty() { (None, whole) } else { (code.map(taken), taken(name)) }
}

/// "Theme 2: Victims", "Priority A - Victims", "Strategic Objective 1 Victims".
fn labelled(heading: &str) -> Option<(&str, &str)> {
    const LABELS: &[&str] = &[
        "theme",
        "pillar",
        "priority",
        "strategic priority",
        "strategic objective",
        "objective",
        "chapter",
        "section",
        "aim",
        "part",
    ];
    let lower = heading.to_ascii_lowercase();
    let label = LABELS.iter().find(|label| lower.strip_prefix(**label).is_some_and(|rest| rest.starts_with(' ')))?;
    let rest = heading[label.len()..].trim_start();
    let (code, name) = rest.split_once([' ', ':', '.', '-', '\u{2013}'])?;
    let code_like = code.len() <= 3
        && (code.bytes().all(|b| b.is_ascii_digit())
            || (code.len() == 1 && code.bytes().all(|b| b.is_ascii_uppercase())));
    let name = name.trim_start_matches([' ', ':', '.', '-', '\u{2013}']);
    (code_like && !code.is_empty() && !name.is_empty()).then_some((code, name))
}

/// "A. Inspections", "1) Victims".
fn lettered(heading: &str) -> Option<(&str, &str)> {
    let (first, rest) = heading.split_once(' ')?;
    let code = first.trim_end_matches(['.', ')', ':']);
    (code.len() < first.len() && is_counting(code) && !rest.trim().is_empty()).then(|| (code, rest.trim()))
}

/// A heading without what says only that actions follow.
fn without_ending(heading: &str) -> &str {
    const ENDINGS: &[&str] =
        &["priorities for action", "deliverables", "key deliverables", "actions", "action plan", "delivery plan"];
    let heading = heading.trim().trim_end_matches(':').trim_end();
    if let Some((name, ending)) = heading.rsplit_once(['\u{2013}', '-', '\u{2014}'])
        && ENDINGS.contains(&fold(ending).as_str())
        && !name.trim().is_empty()
    {
        return name.trim_end();
    }
    heading
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::text;

    fn codes(titles: &[&str]) -> Option<Vec<Option<String>>> {
        let titles: Vec<Text> = titles.iter().map(|t| text(t)).collect();
        Some(references_in(&titles)?.into_iter().map(|found| found.map(|(code, _)| code.into())).collect())
    }

    #[test]
    fn references_are_split_from_titles_where_the_table_is_numbered_so() {
        let found = codes(&["1.1 Work with partners", "A.1 Inspect custody", "1.10a: Review", "Unnumbered"]).unwrap();
        assert_eq!(found, [Some("1.1".into()), Some("A.1".into()), Some("1.10a".into()), None]);
        let titles = [text("CP3 \u{2013} Open the hub"), text("CP4 Close it")];
        assert_eq!(references_in(&titles).unwrap()[0], Some((text("CP3"), text("Open the hub"))));
        assert!(codes(&["1. One", "2. Two"]).is_some());
    }

    #[test]
    fn figures_that_are_part_of_titles_stay_there() {
        assert_eq!(codes(&["24 hour helpline", "12 new officers", "Review"]), None);
        assert_eq!(codes(&["2.5 million for victims", "Review", "Recruit"]), None);
        assert_eq!(codes(&["1. One", "2. Two", "1. One again", "2. Two again"]), None, "a count that begins anew");
        assert_eq!(codes(&["A review of custody", "A new hub"]), None);
    }

    #[test]
    fn a_theme_is_named_without_its_number_and_label() {
        for (heading, code, name) in [
            ("5.2 Putting Communities First \u{2013} Priorities for Action", None, "Putting Communities First"),
            ("Theme 2: Victims", Some("2"), "Victims"),
            ("Priority A - Prevention", Some("A"), "Prevention"),
            ("A. Inspection tracker", Some("A"), "Inspection tracker"),
            ("Strategic Objective 1 Visible policing", Some("1"), "Visible policing"),
            ("Priority crime", None, "Priority crime"),
            ("Theme 2", None, "Theme 2"),
            ("Multi-agency working", None, "Multi-agency working"),
        ] {
            assert_eq!(theme_heading(&text(heading)), (code.map(text), text(name)), "{heading}");
        }
    }

    #[test]
    fn numbers_of_sections_are_told_from_years_and_counts() {
        assert_eq!(numbered(" 6. MONITORING"), Some(("6", "MONITORING")));
        assert_eq!(numbered("5.2 Victims"), Some(("5.2", "Victims")));
        for line in ["2022/23 strategy", "12 months of funding", "2022 strategy", "5.2", "", "1.5 2.5"] {
            assert_eq!(numbered(line), None, "{line}");
        }
    }
}
