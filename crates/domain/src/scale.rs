//! Rating scales: data, per plan. An office names and colours its levels as it likes; what each level *means* is one
//! of six fixed classes, so that direction, counts and open data hold across scales.
use crate::{
    office::{Kind, Noun},
    text::{Text, fold, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a level means. "Not rated" is the absence of a rating, not a class.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    Complete,
    OnTrack,
    AtRisk,
    OffTrack,
    NotStarted,
    Paused,
}

impl Class {
    /// In the order in which counts are printed.
    pub const ALL: [Self; 6] =
        [Self::Complete, Self::OnTrack, Self::AtRisk, Self::OffTrack, Self::NotStarted, Self::Paused];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Complete => "complete",
            Self::OnTrack => "on_track",
            Self::AtRisk => "at_risk",
            Self::OffTrack => "off_track",
            Self::NotStarted => "not_started",
            Self::Paused => "paused",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|class| class.as_str() == word)
    }
}

/// The shape that stands beside a level's word, so that colour never speaks alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Shape {
    Tick,
    Circle,
    Triangle,
    Square,
    Ring,
    Bars,
}

impl Shape {
    /// The shape as a character, for text formats.
    pub fn as_char(self) -> char {
        match self {
            Self::Tick => '✔',
            Self::Circle => '●',
            Self::Triangle => '▲',
            Self::Square => '■',
            Self::Ring => '○',
            Self::Bars => '‖',
        }
    }

    pub fn of(class: Class) -> Self {
        match class {
            Class::Complete => Self::Tick,
            Class::OnTrack => Self::Circle,
            Class::AtRisk => Self::Triangle,
            Class::OffTrack => Self::Square,
            Class::NotStarted => Self::Ring,
            Class::Paused => Self::Bars,
        }
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Level {
    /// What stands for the level in ratings: never changed, while the label may be.
    pub key: Text,
    /// The word that people read.
    pub label: Text,
    pub class: Class,
    /// The colour's own name, as the office says it ("Amber").
    pub colour_name: Text,
    /// #rrggbb. Chosen so that it stands out from white by at least 3 to 1, or is outlined.
    pub colour: Text,
    pub shape: Shape,
    /// The written criteria: when an action is rated so.
    pub criteria: Text,
    /// Other words by which tables name the level ("A", "Amb").
    #[serde(default)]
    pub words: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Scale {
    pub name: Text,
    pub levels: Vec<Level>,
    /// The day from which ratings are given on it, where it is stated.
    pub effective: Option<Date>,
}

impl Noun for Scale {
    const KIND: Kind = Kind::Scale;
    const SHAPE: i64 = 1;
}

impl Scale {
    /// The default: blue complete, green on track, amber at risk, red off track, white outline not started, grey
    /// paused. The bare word "Grey" is left out on purpose: it is asked about.
    pub fn standard() -> Self {
        let level = |class: Class, label, colour_name, colour, criteria, words: &[&str]| Level {
            key: text(class.as_str()),
            label: text(label),
            class,
            colour_name: text(colour_name),
            colour: text(colour),
            shape: Shape::of(class),
            criteria: text(criteria),
            words: words.iter().map(|w| text(w)).collect(),
        };
        Self {
            name: text("Standard scale"),
            levels: vec![
                level(
                    Class::Complete,
                    "Complete",
                    "Blue",
                    "#1d70b8",
                    "The action is done and there is evidence that it is.",
                    &["Blue", "B", "Completed", "Done", "Green (C)", "Complete (C)", "G (C)", "C", "Delivered"],
                ),
                level(
                    Class::OnTrack,
                    "On track",
                    "Green",
                    "#00703c",
                    "The action is expected to be delivered in full by its date.",
                    &["Green", "G", "On target", "On schedule"],
                ),
                level(
                    Class::AtRisk,
                    "At risk",
                    "Amber",
                    "#b35900",
                    "Delivery in full by the date is in doubt, and something is being done about it.",
                    &["Amber", "A", "Yellow", "Orange", "Some risk"],
                ),
                level(
                    Class::OffTrack,
                    "Off track",
                    "Red",
                    "#d4351c",
                    "The action will not be delivered in full by its date, or its date has passed.",
                    &["Red", "R", "Off target", "Overdue", "Behind schedule"],
                ),
                level(
                    Class::NotStarted,
                    "Not started",
                    "White",
                    "#ffffff",
                    "Work has not begun and was not yet due to.",
                    &["White", "Not yet started", "Not due", "Not yet due"],
                ),
                level(
                    Class::Paused,
                    "Paused",
                    "Grey",
                    "#505a5f",
                    "Work has been stopped for now by a decision.",
                    &["On hold", "Suspended", "Deferred"],
                ),
            ],
            effective: None,
        }
    }

    pub fn level(&self, key: &str) -> Option<&Level> {
        self.levels.iter().find(|level| level.key.as_str() == key)
    }

    /// The level that a word in a table means, if this scale knows it.
    pub fn level_called(&self, word: &str) -> Option<&Level> {
        let word = fold(word);
        self.levels.iter().find(|level| level.label.folded() == word || level.words.iter().any(|w| w.folded() == word))
    }
}

/// How many actions stand at each class, and how many are not rated: the formula of every roll-up is this count.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Counts {
    pub complete: usize,
    pub on_track: usize,
    pub at_risk: usize,
    pub off_track: usize,
    pub not_started: usize,
    pub paused: usize,
    pub not_rated: usize,
}

impl Counts {
    pub fn add(&mut self, class: Option<Class>) {
        *self.at_mut(class) += 1;
    }

    pub fn of(&self, class: Option<Class>) -> usize {
        let mut copy = *self;
        *copy.at_mut(class)
    }

    pub fn total(&self) -> usize {
        Class::ALL.into_iter().map(|class| self.of(Some(class))).sum::<usize>() + self.not_rated
    }

    fn at_mut(&mut self, class: Option<Class>) -> &mut usize {
        match class {
            Some(Class::Complete) => &mut self.complete,
            Some(Class::OnTrack) => &mut self.on_track,
            Some(Class::AtRisk) => &mut self.at_risk,
            Some(Class::OffTrack) => &mut self.off_track,
            Some(Class::NotStarted) => &mut self.not_started,
            Some(Class::Paused) => &mut self.paused,
            None => &mut self.not_rated,
        }
    }
}

impl std::iter::Sum for Counts {
    fn sum<I: Iterator<Item = Self>>(iter: I) -> Self {
        iter.fold(Self::default(), |mut all, one| {
            for class in Class::ALL.into_iter().map(Some).chain([None]) {
                *all.at_mut(class) += one.of(class);
            }
            all
        })
    }
}
