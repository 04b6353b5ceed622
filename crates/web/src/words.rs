//! The words of the pages: each stands once, under a key, in `words/<language>.ftl`. Another language is another file.
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use jiff::civil::Date;
use std::sync::LazyLock;

/// BCP 47, for `<html lang>`.
pub const LANGUAGE: &str = "en-GB";

static WORDS: LazyLock<FluentBundle<FluentResource>> = LazyLock::new(|| {
    let resource = FluentResource::try_new(include_str!("../words/en.ftl").to_owned())
        .unwrap_or_else(|(_, faults)| panic!("words/en.ftl cannot be read: {faults:?}"));
    let mut bundle =
        FluentBundle::new_concurrent(vec![LANGUAGE.parse().expect("a language is named as BCP 47 names it")]);
    // The marks that isolate bidirectional text would stand in every search for a page's words.
    bundle.set_use_isolating(false);
    bundle.add_resource(resource).expect("each key stands once in words/en.ftl");
    bundle
});

/// The words under a key.
///
/// # Panics
/// When there is no such key: a test looks up every key that the source names.
pub fn say(key: &str) -> String {
    format(key, None)
}

/// The words under a key, with what they speak of.
pub fn say_with(key: &str, values: &[(&'static str, Value)]) -> String {
    let values: FluentArgs = values.iter().map(|(name, value)| (*name, value.fluent())).collect();
    format(key, Some(&values))
}

fn format(key: &str, values: Option<&FluentArgs>) -> String {
    let pattern = WORDS.get_message(key).and_then(|message| message.value());
    let pattern = pattern.unwrap_or_else(|| panic!("“{key}” has no words in {LANGUAGE}"));
    let mut faults = vec![];
    let text = WORDS.format_pattern(pattern, values, &mut faults).into_owned();
    assert!(faults.is_empty(), "“{key}” in {LANGUAGE}: {faults:?}");
    text
}

/// What a phrase speaks of: a text, or a quantity, which decides between singular and plural.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Value {
    Text(String),
    Count(usize),
}

impl Value {
    fn fluent(&self) -> FluentValue<'_> {
        match self {
            Self::Text(text) => text.as_str().into(),
            Self::Count(count) => (*count).into(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<&domain::text::Text> for Value {
    fn from(text: &domain::text::Text) -> Self {
        Self::Text(text.to_string())
    }
}

impl From<String> for Value {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<usize> for Value {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl From<Date> for Value {
    fn from(day: Date) -> Self {
        Self::Text(date(day))
    }
}

/// "12 September 2018"
pub fn date(day: Date) -> String {
    let month = match day.month() {
        1 => say("january"),
        2 => say("february"),
        3 => say("march"),
        4 => say("april"),
        5 => say("may"),
        6 => say("june"),
        7 => say("july"),
        8 => say("august"),
        9 => say("september"),
        10 => say("october"),
        11 => say("november"),
        _ => say("december"),
    };
    // As texts: a year is not a quantity, and no language groups its digits.
    let (number, year) = (day.day().to_string(), day.year().to_string());
    say_with("date", &[("day", number.into()), ("month", month.into()), ("year", year.into())])
}

/// "Victims, Offenders and Communities"
pub fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [most @ .., last] => say_with("list-and", &[("most", most.join(", ").into()), ("last", last.as_str().into())]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::{collections::BTreeSet, fs, path::Path};

    #[test]
    fn dates_and_lists_read_as_people_write_them() {
        assert_eq!(date(jiff::civil::date(2018, 9, 12)), "12 September 2018");
        assert_eq!(
            list(&["Victims", "Offenders", "Communities"].map(String::from)),
            "Victims, Offenders and Communities"
        );
    }

    #[test]
    fn every_key_that_is_used_has_words_and_all_words_are_used() {
        let mut used = BTreeSet::new();
        keys_used(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut used);
        let kept: BTreeSet<String> = include_str!("../words/en.ftl")
            .lines()
            .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
            .filter_map(|line| Some(line.split_once('=')?.0.trim().to_owned()))
            .collect();
        assert!(kept.len() > 100, "{} keys: the file was not read", kept.len());
        assert_eq!(used.difference(&kept).collect::<Vec<_>>(), Vec::<&String>::new(), "used, without words");
        assert_eq!(kept.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "words that nobody says");
        println!("{} phrases, each used", kept.len());
    }

    /// The keys in `say("...")` and `say_with("...")` of every source file below a folder.
    fn keys_used(folder: &Path, used: &mut BTreeSet<String>) {
        for found in fs::read_dir(folder).unwrap() {
            let path = found.unwrap().path();
            if path.is_dir() {
                keys_used(&path, used);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            for call in ["say(", "say_with("] {
                for after in source.split(call).skip(1) {
                    if let Some((key, _)) = after.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"'))
                        && key.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
                    {
                        used.insert(key.to_owned());
                    }
                }
            }
        }
    }
}
