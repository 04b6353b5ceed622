//! What a map may not say.
use super::PlanMap;
use crate::{
    envelope::Marking,
    reading::{Field, nearest},
    text::fold,
};
use std::collections::HashMap;

/// A fault in a map, and the word near which it stands.
pub(super) struct Fault {
    pub near: String,
    pub says: String,
}

impl Fault {
    pub fn new(near: &str, says: String) -> Self {
        Self { near: near.to_owned(), says }
    }
}

/// The first line that holds a word, counted from 1.
pub(super) fn line_of(toml: &str, word: &str) -> Option<usize> {
    toml.lines().position(|line| line.contains(word)).map(|at| at + 1)
}

impl PlanMap {
    pub(super) fn check(&self) -> Result<(), Fault> {
        for (head, field) in &self.columns {
            if Field::parse(field).is_none() {
                let names: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
                let near = nearest(field, &names).map(|near| format!(" Perhaps “{near}”?")).unwrap_or_default();
                let says = format!(
                    "“{field}” for the column “{head}” is no field.{near} The fields are: {}",
                    names.join(", ")
                );
                return Err(Fault::new(head.as_str(), says));
            }
        }
        for (title, answer) in &self.rows {
            if Answer::parse(answer).is_none() {
                let says = format!(
                    "“{answer}” is no answer for the row “{title}”; write \"same as 1.4\", \"new\" or \"heading\""
                );
                return Err(Fault::new(answer, says));
            }
        }
        if let Some(word) = &self.marking {
            Marking::parse(word).map_err(|says| Fault::new(word, says))?;
        }
        if let (Some(from), Some(to)) = (self.plan.from, self.plan.to)
            && from > to
        {
            return Err(Fault::new("from", format!("the plan begins on {from}, after it ends on {to}")));
        }
        self.names_once()?;
        if let Some(scale) = &self.scale {
            scale.scale()?;
        }
        Ok(())
    }

    /// No name or alias may mean two themes.
    fn names_once(&self) -> Result<(), Fault> {
        let mut known: HashMap<String, &str> = HashMap::new();
        for theme in &self.themes {
            if theme.name.as_str().trim().is_empty() {
                return Err(Fault::new("[[theme]]", "a theme has no name".into()));
            }
            for name in std::iter::once(&theme.name).chain(&theme.aliases) {
                if let Some(other) = known.insert(fold(name.as_str()), theme.name.as_str())
                    && other != theme.name.as_str()
                {
                    let says = format!("“{name}” names two themes, “{other}” and “{}”", theme.name);
                    return Err(Fault::new(name.as_str(), says));
                }
            }
        }
        Ok(())
    }
}

/// What a map answers for one row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Answer {
    SameAs(String),
    New,
    /// No action at all: a heading.
    Heading,
}

impl Answer {
    pub fn parse(answer: &str) -> Option<Self> {
        let answer = answer.trim();
        match fold(answer).as_str() {
            "new" => Some(Self::New),
            "heading" => Some(Self::Heading),
            folded => {
                let reference = answer.get(answer.len() - folded.strip_prefix("same as ")?.len()..)?.trim();
                (!reference.is_empty()).then(|| Self::SameAs(reference.to_owned()))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::*;
    use crate::{
        scale::Shape,
        text::{LONGEST, text},
    };
    use proptest::prelude::*;

    const MAP: &str = r##"
visibility = "panel"
marking = "OFFICIAL"

[plan]
name = "Fenshire Police and Crime Plan 2025-29"
aliases = ["the Plan"]
from = 2025-04-01
to = "2029-03-31"
state = "open"

[plan.version]
label = "1"
status = "issued"
issued = "2025-03-20"

[columns]
"Actions" = "title"
"Cost code" = "staff"
"Spare" = "ignore"

[ratings]
"Green (C)" = "complete"
"Grey" = "not rated"

[rows]
"Review the hubs" = "same as 1.4"
"Review the hub again" = "new"
"Prevention" = "heading"

[visible]
"1.4" = "internal"
"1.5" = { ground = "Commercial interests", review = 2026-11-01 }

[[theme]]
name = "Supporting victims"
aliases = ["Victims"]
outcomes = [{ statement = "Victims cope and recover", shared_with = ["Fenshire Constabulary"] }]

[[body]]
name = "Fenshire Constabulary"
kind = "force"
aliases = ["FC"]

[[post]]
name = "Head of Policy"
initials = ["AB"]

[scale]
name = "BRAG"

[[scale.level]]
label = "Completed"
class = "complete"
colour = "#00703c"
criteria = "Done."
words = ["Green"]

[[scale.level]]
key = "late"
label = "Late"
class = "off_track"
colour_name = "Red"
colour = "#d4351c"
shape = "square"
criteria = "Past its date."
"##;

    #[test]
    fn a_map_is_read_in_the_words_of_the_field() {
        let map = PlanMap::parse(MAP).unwrap();
        let facts = map.facts();
        assert_eq!(facts.from.map(|day| day.to_string()).as_deref(), Some("2025-04-01"));
        assert_eq!(facts.to.map(|day| day.to_string()).as_deref(), Some("2029-03-31"));
        assert_eq!(map.visibility_of(Some(&text("1.4"))), Some(Visibility::Internal));
        assert_eq!(map.visibility_of(Some(&text("9.9"))), Some(Visibility::Panel));
        let exempt = map.visibility_of(Some(&text("1.5"))).unwrap();
        assert!(matches!(exempt, Visibility::Exempt { ground, .. } if ground.as_str() == "Commercial interests"));
        let scale = map.scale().unwrap().unwrap();
        assert_eq!(scale.levels[0].key.as_str(), "completed");
        assert_eq!((scale.levels[0].shape, scale.levels[0].colour_name.as_str()), (Shape::Tick, "Completed"));
        assert_eq!(scale.level_called("green").unwrap().label.as_str(), "Completed");
        assert_eq!(map.themes()[0].outcomes[0].1, [text("Fenshire Constabulary")]);
    }

    #[test]
    fn a_map_is_written_as_it_was_read() {
        let map = PlanMap::parse(MAP).unwrap();
        let written = map.to_toml();
        assert_eq!(PlanMap::parse(&written).unwrap(), map, "{written}");
        assert_eq!(PlanMap::default().to_toml(), "");
    }

    #[test]
    fn a_fault_is_refused_with_its_line_and_what_may_stand_there() {
        for (toml, says) in [
            ("\ncolums = 1\n", &["line 2", "unknown key `colums`", "`columns`"][..]),
            ("[columns]\n\"Actions\" = \"titel\"\n", &["line 2", "“titel”", "Perhaps “title”", "timescale"]),
            ("[rows]\n\"A\" = \"same as\"\n", &["line 2", "same as 1.4"]),
            ("visibility = \"secret\"\n", &["line 1", "public, panel or internal"]),
            ("marking = \"SECRET\"\n", &["line 1", "above OFFICIAL"]),
            ("[visible]\n\"1\" = \"exempt\"\n", &["line 2", "ground and review date"]),
            ("[visible]\n\"1\" = { ground = \"x\" }\n", &["line 2", "review"]),
            ("[plan]\nfrom = \"2025-02-30\"\n", &["line 2", "2025-02-30", "not a date"]),
            ("[plan]\nfrom = \"2026-01-01\"\nto = \"2025-01-01\"\n", &["line 2", "after it ends"]),
            ("[[theme]]\nname = \"A\"\n[[theme]]\nname = \"B\"\naliases = [\"a.\"]\n", &["line 5", "names two themes"]),
            ("[columns\n", &["line 1"]),
            ("[[body]]\nname = \"A\"\nkind = \"club\"\n", &["line 3", "partner"]),
        ] {
            let error = PlanMap::parse(toml).unwrap_err();
            for part in says {
                assert!(error.contains(part), "{toml}: {error}");
            }
        }
    }

    #[test]
    fn a_scale_that_cannot_be_one_is_refused() {
        let level = |label: &str, class: &str, colour: &str, words: &str| {
            format!(
                "[[scale.level]]\nlabel = \"{label}\"\nclass = \"{class}\"\ncolour = \"{colour}\"\ncriteria = \"When so.\"\nwords = [{words}]\n"
            )
        };
        let done = level("Done", "complete", "#00703c", "");
        for (toml, says) in [
            ("[scale]\n".to_owned(), "no level that means complete"),
            (level("Fine", "on_track", "#00703c", ""), "no level that means complete"),
            (level("Done", "complete", "green", ""), "#rrggbb"),
            (format!("{done}{}", level("Late", "off_track", "#d4351c", "\"done\"")), "names two levels"),
            (format!("{done}{done}"), "have one key"),
            (level("Done", "finished", "#00703c", ""), "on_track"),
            (done.replace("When so.", " "), "no criteria"),
        ] {
            let error = PlanMap::parse(&toml).unwrap_err();
            assert!(error.contains(says), "{toml}: {error}");
        }
        assert!(PlanMap::parse(&done).is_ok());
    }

    fn any_text() -> impl Strategy<Value = Text> {
        "[ -~\u{e9}\u{2019}\n\t]{1,20}".prop_map(|s| Text::new(s).unwrap())
    }

    proptest! {
        #[test]
        fn whatever_a_map_says_is_read_back(
            heads in proptest::collection::btree_map(any_text(), proptest::sample::select(vec!["title", "staff", "rated by"]), 0..5),
            ratings in proptest::collection::btree_map(any_text(), "[a-z ]{0,9}", 0..5),
            themes in proptest::collection::btree_set("[a-z]{1,9}", 0..4),
            aim in any_text(),
            name in proptest::option::of(any_text()),
        ) {
            let map = PlanMap {
                columns: heads.into_iter().map(|(head, field)| (head, field.to_owned())).collect(),
                ratings,
                themes: themes.into_iter().map(|t| ThemeMap { name: text(&t), aim: Some(aim.clone()), ..ThemeMap::default() }).collect(),
                plan: PlanMapFacts { name, ..PlanMapFacts::default() },
                ..PlanMap::default()
            };
            prop_assert_eq!(PlanMap::parse(&map.to_toml()).unwrap(), map);
        }

        #[test]
        fn no_text_breaks_the_reading_of_a_map(toml in "\\PC{0,200}") {
            prop_assert!(toml.len() < LONGEST);
            let _ = PlanMap::parse(&toml);
        }
    }
}
