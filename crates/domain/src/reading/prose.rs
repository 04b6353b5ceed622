//! What running text says of the plan itself.
use crate::text::Text;
use std::collections::HashMap;

/// The plan's name where a text calls it one thing: capitalised words, "Plan", and its years ("Police and Crime Plan
/// 2021-24"). The name that stands most often is the name; where two stand equally often there is none.
pub(super) fn plan_name<'a>(texts: impl Iterator<Item = &'a str>) -> Option<Text> {
    let mut found: HashMap<String, (usize, usize, String)> = HashMap::new();
    let words: Vec<&str> = texts.flat_map(str::split_whitespace).collect();
    for (at, pair) in words.windows(2).enumerate() {
        let plan = pair[0].trim_start_matches(opening);
        if !plan.eq_ignore_ascii_case("plan") {
            continue;
        }
        let years = pair[1].trim_end_matches(|c: char| !c.is_ascii_digit());
        if !are_years(years) {
            continue;
        }
        let name = name_before(&words[..at], pair[0], years);
        let order = found.len();
        let entry = found.entry(name.to_lowercase()).or_insert((0, order, name.clone()));
        entry.0 += 1;
        if entry.2 == entry.2.to_uppercase() {
            entry.2 = name;
        }
    }
    let most = found.values().map(|(times, ..)| *times).max()?;
    let mut named = found.into_values().filter(|(times, ..)| *times == most);
    let only = named.next()?;
    if named.next().is_some() { None } else { Text::new(only.2).ok() }
}

fn opening(c: char) -> bool {
    matches!(c, '\u{2018}' | '\u{201C}' | '"' | '\'' | '(')
}

/// "2021-24", "2021/24", "2021-2024", "2024/25".
fn are_years(word: &str) -> bool {
    let Some((from, to)) = word.split_once(['-', '/', '\u{2013}']) else { return false };
    let digits = |s: &str| s.bytes().all(|b| b.is_ascii_digit());
    from.len() == 4 && matches!(to.len(), 2 | 4) && digits(from) && digits(to) && from.starts_with(['1', '2'])
}

/// The capitalised words before "Plan", back to the sentence that they stand in.
fn name_before(before: &[&str], plan: &str, years: &str) -> String {
    let mut name: Vec<&str> = vec![];
    if !plan.starts_with(opening) {
        for word in before.iter().rev().take(8) {
            let bare = word.trim_start_matches(opening);
            let joins = matches!(bare, "and" | "&" | "of" | "for");
            let capital = bare.starts_with(char::is_uppercase)
                && bare.trim_end_matches(',').chars().all(|c| c.is_alphabetic() || c == '-');
            if (!joins && !capital) || matches!(bare, "The" | "THE" | "This" | "Our") {
                break;
            }
            name.push(bare);
            if bare.len() < word.len() {
                break;
            }
        }
    }
    while name.last().is_some_and(|word| matches!(*word, "and" | "&" | "of" | "for")) {
        name.pop();
    }
    name.reverse();
    name.push(plan.trim_start_matches(opening));
    name.push(years);
    name.join(" ")
}

/// The start of a text, for a list of what was left out.
pub(super) fn beginning(of: &Text) -> Text {
    let line = of.on_one_line();
    if line.as_str().chars().count() <= 80 {
        return line;
    }
    let cut: String = line.as_str().chars().take(79).collect();
    let whole = cut.rsplit_once(' ').map_or(cut.as_str(), |(whole, _)| whole);
    Text::new(format!("{whole}\u{2026}")).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(text: &str) -> Option<String> {
        plan_name(text.lines()).map(Into::into)
    }

    #[test]
    fn a_plan_is_called_what_the_text_calls_it() {
        assert_eq!(
            name("the Commissioner\u{2019}s (the \n\u{201C}Commissioner\u{201D}) Police and Crime Plan 2021-24 (the \u{201C}Plan\u{201D}).\n\
                  5. POLICE AND CRIME PLAN 2021-24 THEMES\n\u{2018}Police and Crime Plan 2021-24\u{2019}")
                .as_deref(),
            Some("Police and Crime Plan 2021-24")
        );
        assert_eq!(
            name("POLICE AND CRIME PLAN 2021-24. Police and Crime Plan 2021-24").as_deref(),
            Some("Police and Crime Plan 2021-24")
        );
        assert_eq!(
            name("The Fenshire Police, Fire and Crime Plan 2025\u{2013}2029").as_deref(),
            Some("Fenshire Police, Fire and Crime Plan 2025\u{2013}2029")
        );
    }

    #[test]
    fn two_plans_named_equally_often_are_neither() {
        assert_eq!(name("Crime Plan 2017-20 and Crime Plan 2021-24"), None);
        assert_eq!(name("the Delivery Plan was agreed in 2021"), None);
    }
}
