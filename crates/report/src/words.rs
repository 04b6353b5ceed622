//! The words of papers: each stands once, under a key, in `words/<language>.ftl`. Another language is another file.
use fluent_bundle::{FluentArgs, FluentResource, FluentValue, concurrent::FluentBundle};
use jiff::civil::Date;
use std::{fmt, sync::LazyLock};

/// One language's words. Papers are made in it.
pub struct Words {
    /// BCP 47: "en-GB".
    pub language: &'static str,
    bundle: FluentBundle<FluentResource>,
}

static ENGLISH: LazyLock<Words> = LazyLock::new(|| Words::read("en-GB", include_str!("../words/en.ftl")));

impl Words {
    pub fn english() -> &'static Self {
        &ENGLISH
    }

    fn read(language: &'static str, file: &str) -> Self {
        let resource = FluentResource::try_new(file.to_owned())
            .unwrap_or_else(|(_, faults)| panic!("the words of {language} cannot be read: {faults:?}"));
        let locale = language.parse().expect("a language is named as BCP 47 names it");
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        // The marks that isolate bidirectional text would stand in every cell, and in every search for its words.
        bundle.set_use_isolating(false);
        bundle.add_resource(resource).expect("each key stands once");
        Self { language, bundle }
    }

    /// The words under a key.
    ///
    /// # Panics
    /// When there is no such key: a test looks up every key that the source names.
    pub fn say(&self, key: &str) -> String {
        self.format(key, None)
    }

    /// The words under a key, with what they speak of.
    pub fn with(&self, key: &str, values: &[(&'static str, Value)]) -> String {
        let values: FluentArgs = values.iter().map(|(name, value)| (*name, value.fluent())).collect();
        self.format(key, Some(&values))
    }

    fn format(&self, key: &str, values: Option<&FluentArgs>) -> String {
        let pattern = self.bundle.get_message(key).and_then(|message| message.value());
        let pattern = pattern.unwrap_or_else(|| panic!("“{key}” has no words in {}", self.language));
        let mut faults = vec![];
        let text = self.bundle.format_pattern(pattern, values, &mut faults).into_owned();
        assert!(faults.is_empty(), "“{key}” in {}: {faults:?}", self.language);
        text
    }

    /// "12 September 2018"
    pub fn date(&self, date: Date) -> String {
        let month = match date.month() {
            1 => self.say("january"),
            2 => self.say("february"),
            3 => self.say("march"),
            4 => self.say("april"),
            5 => self.say("may"),
            6 => self.say("june"),
            7 => self.say("july"),
            8 => self.say("august"),
            9 => self.say("september"),
            10 => self.say("october"),
            11 => self.say("november"),
            _ => self.say("december"),
        };
        // As texts: a year is not a quantity, and no language groups its digits.
        let (day, year) = (date.day().to_string(), date.year().to_string());
        self.with("date", &[("day", day.into()), ("month", month.into()), ("year", year.into())])
    }

    /// "Victims, Offenders, Communities and Transformation"
    pub fn list(&self, items: &[String]) -> String {
        match items {
            [] => String::new(),
            [one] => one.clone(),
            [most @ .., last] => {
                self.with("list-and", &[("most", most.join(", ").into()), ("last", last.as_str().into())])
            }
        }
    }
}

impl fmt::Debug for Words {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Words({})", self.language)
    }
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

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;
    use std::{collections::BTreeSet, fs, path::Path};

    #[test]
    fn dates_and_lists_read_as_people_write_them() {
        let words = Words::english();
        assert_eq!(words.date(date(2018, 9, 12)), "12 September 2018");
        let names = ["Victims", "Offenders", "Communities"].map(String::from);
        assert_eq!(words.list(&names), "Victims, Offenders and Communities");
        assert_eq!(words.list(&names[..1]), "Victims");
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
    }

    /// The keys in `say("...")` and `with("...")` of every source file below a folder.
    fn keys_used(folder: &Path, used: &mut BTreeSet<String>) {
        for found in fs::read_dir(folder).unwrap() {
            let path = found.unwrap().path();
            if path.is_dir() {
                keys_used(&path, used);
                continue;
            }
            let source = fs::read_to_string(&path).unwrap();
            let source = source.split("#[cfg(test)]").next().unwrap();
            for call in [".say(", ".with("] {
                for after in source.split(call).skip(1) {
                    if let Some(key) = after.trim_start().strip_prefix('"').and_then(|rest| rest.split_once('"')) {
                        used.insert(key.0.to_owned());
                    }
                }
            }
        }
    }
}
