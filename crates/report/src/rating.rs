//! Ratings, directions and what they are compared with, in the words in which papers print them.
use crate::{
    blocks::{Cell, Column, DirectionCell, RatingCell, Sheet, Table},
    occasion::Occasion,
    words::Words,
};
use domain::{
    action::{Action, Basis, Rating},
    office::Kept,
    period::london_day,
    plan::Plan,
    position::Source,
    publication::PublicBasis,
    scale::{Class, Counts, Level, Scale},
    sight::Sight,
    travel::{Because, Direction, Seen},
};
use jiff::{Timestamp, civil::Date};

/// The key by which a plan is rated: its own scale.
#[derive(Clone, Debug)]
pub(crate) struct Key {
    pub scale: Scale,
    words: &'static Words,
}

/// The rating of an action by the scale of its own plan.
pub(crate) fn cell_of(occasion: &Occasion, kept: &Kept<Action>) -> Cell {
    let plan = occasion.sight.plan(kept.item.plan);
    let rating = kept.item.rating.as_ref();
    plan.map_or(Cell::Empty, |plan| Cell::Rating(Key::of(&occasion.sight, plan, occasion.words).cell(rating)))
}

/// What is printed where there is no colour of a level.
const PLAIN: &str = "#505a5f";

impl Key {
    pub fn of(sight: &Sight, plan: &Kept<Plan>, words: &'static Words) -> Self {
        let scale = sight.scale(plan.item.scale).map_or_else(Scale::standard, |kept| kept.item.clone());
        Self { scale, words }
    }

    fn level(&self, rating: &Rating) -> Option<&Level> {
        self.scale.levels.iter().find(|level| level.key == rating.level)
    }

    /// A level as the key prints it.
    pub fn level_cell(level: &Level) -> RatingCell {
        RatingCell {
            label: level.label.to_string(),
            shape: Some(level.shape),
            colour: level.colour.to_string(),
            notes: vec![],
        }
    }

    /// Rated in the label that was given: a scale that changes later does not reword what was said.
    pub fn cell(&self, rating: Option<&Rating>) -> RatingCell {
        let Some(rating) = rating else { return self.not_rated() };
        let level = self.level(rating);
        RatingCell {
            label: rating.label.to_string(),
            shape: Some(level.map_or_else(|| domain::scale::Shape::of(rating.class), |level| level.shape)),
            colour: level.map_or_else(|| PLAIN.to_owned(), |level| level.colour.to_string()),
            notes: vec![
                self.words.with("rated-since", &[("day", self.words.date(rating.since).into())]),
                self.basis(&rating.basis),
            ],
        }
    }

    /// What stands behind a rating, for whoever reads the paper: the office's own reasons are not printed.
    fn basis(&self, basis: &Basis) -> String {
        match PublicBasis::of(basis) {
            None => self.words.say("as-supplied"),
            Some(PublicBasis::Agrees) => self.words.say("basis-agrees"),
            Some(PublicBasis::Untested) => self.words.say("basis-untested"),
            Some(PublicBasis::Differs { suggested, reason }) => self.words.with(
                "basis-differs",
                &[("suggested", self.class(Some(suggested)).into()), ("reason", reason.as_str().into())],
            ),
        }
    }

    pub fn not_rated(&self) -> RatingCell {
        RatingCell { label: self.words.say("not-rated"), shape: None, colour: PLAIN.to_owned(), notes: vec![] }
    }

    /// What a class is called on this scale: the labels of its levels, else its plain name.
    pub fn class(&self, class: Option<Class>) -> String {
        let Some(class) = class else { return self.words.say("not-rated") };
        let labels: Vec<&str> =
            self.scale.levels.iter().filter(|level| level.class == class).map(|level| level.label.as_str()).collect();
        if labels.is_empty() { class_name(self.words, class) } else { labels.join(" / ") }
    }

    /// The classes that a table of counts has a column for: those of the scale, any that is counted, and always
    /// "not rated", since what is missing is not nought.
    pub fn counted(&self, counts: &Counts) -> Vec<Option<Class>> {
        let on_scale = |class: Class| self.scale.levels.iter().any(|level| level.class == class);
        let classes = Class::ALL.into_iter().filter(|class| on_scale(*class) || counts.of(Some(*class)) > 0);
        classes.map(Some).chain([None]).collect()
    }

    /// "Complete 10, On track 40, Not rated 7"
    pub fn counts(&self, counts: &Counts) -> String {
        let of = |class: Option<Class>| {
            self.words.with("count-of", &[("label", self.class(class).into()), ("count", counts.of(class).into())])
        };
        let said: Vec<String> = self
            .counted(counts)
            .into_iter()
            .filter(|class| class.is_none_or(|c| c == Class::Complete) || counts.of(*class) > 0)
            .map(of)
            .collect();
        said.join(", ")
    }
}

/// The scale with its written criteria, in its own order, and what "not rated" is.
pub(crate) fn key_table(words: &Words, key: &Key) -> Table {
    let of_level = |level: &Level| {
        vec![
            Cell::Rating(Key::level_cell(level)),
            Cell::Text(level.colour_name.to_string()),
            Cell::Text(class_name(words, level.class)),
            Cell::Text(level.criteria.to_string()),
        ]
    };
    let mut rows: Vec<Vec<Cell>> = key.scale.levels.iter().map(of_level).collect();
    rows.push(vec![
        Cell::Rating(key.not_rated()),
        Cell::Text(words.say("no-colour")),
        Cell::Text(words.say("not-rated")),
        Cell::Text(words.say("not-rated-criteria")),
    ]);
    let column = |head: String, weight| Column { head, weight };
    let columns = vec![
        column(words.say("column-rating"), 18),
        column(words.say("column-colour"), 12),
        column(words.say("column-means"), 16),
        column(words.say("column-criteria"), 54),
    ];
    Table { caption: key_caption(words, key), columns, rows, row_header: Some(0) }
}

fn key_caption(words: &Words, key: &Key) -> String {
    let scale = &key.scale;
    match scale.effective {
        Some(day) => {
            words.with("key-caption-since", &[("scale", scale.name.as_str().into()), ("day", words.date(day).into())])
        }
        None => words.with("key-caption", &[("scale", scale.name.as_str().into())]),
    }
}

pub(crate) fn key_sheet(words: &Words, key: &Key) -> Sheet {
    Sheet { name: words.say("sheet-key"), about: words.say("sheet-key-about"), table: key_table(words, key) }
}

/// What a class means, whatever an office calls it.
pub(crate) fn class_name(words: &Words, class: Class) -> String {
    match class {
        Class::Complete => words.say("class-complete"),
        Class::OnTrack => words.say("class-on-track"),
        Class::AtRisk => words.say("class-at-risk"),
        Class::OffTrack => words.say("class-off-track"),
        Class::NotStarted => words.say("class-not-started"),
        Class::Paused => words.say("class-paused"),
    }
}

pub(crate) fn direction_word(words: &Words, direction: Direction) -> String {
    match direction {
        Direction::Better => words.say("direction-better"),
        Direction::Same => words.say("direction-same"),
        Direction::Worse => words.say("direction-worse"),
        Direction::New => words.say("direction-new"),
        Direction::NotComparable(_) => words.say("direction-not-comparable"),
    }
}

/// A direction with both ratings and both days; `unseen` is what is said where there is nothing to compare with.
pub(crate) fn direction_cell(
    words: &Words,
    direction: Direction,
    was: Option<&Seen>,
    now: (Option<&Rating>, Date),
    unseen: &str,
) -> DirectionCell {
    let label = |label: &str| if label.is_empty() { words.say("not-rated") } else { label.to_owned() };
    let both = was.map(|was| {
        words.with(
            "compared-both",
            &[
                ("then", label(was.label.as_str()).into()),
                ("thenday", words.date(was.source.day).into()),
                ("now", label(now.0.map_or("", |rating| rating.label.as_str())).into()),
                ("nowday", words.date(now.1).into()),
            ],
        )
    });
    let both = both.unwrap_or_else(|| unseen.to_owned());
    let compared = match direction {
        Direction::NotComparable(because) => {
            words.with("compared-because", &[("because", why(words, because).into()), ("both", both.into())])
        }
        _ => both,
    };
    DirectionCell { word: direction_word(words, direction), arrow: direction.arrow(), compared }
}

pub(crate) fn why(words: &Words, because: Because) -> String {
    match because {
        Because::NotRatedThen => words.say("because-not-rated-then"),
        Because::NotRatedNow => words.say("because-not-rated-now"),
        Because::NotRatedEither => words.say("because-not-rated-either"),
        Because::NotStartedOrPaused => words.say("because-not-started-or-paused"),
    }
}

/// What rows are compared with: a paper, a position (and whether it was entered later), or an entry.
pub(crate) fn source(words: &Words, source: &Source) -> String {
    let day = words.date(source.day);
    match (&source.paper, &source.snapshot) {
        (Some(paper), _) => words.with("source-paper", &[("number", paper.as_str().into()), ("day", day.into())]),
        (None, Some(name)) if source.reconstructed => {
            let entered: Timestamp = source.time.as_str().parse().expect("the record's times are times");
            let entered = words.date(london_day(entered));
            let values = [("name", name.as_str().into()), ("day", day.into()), ("entered", entered.into())];
            words.with("source-reconstructed", &values)
        }
        (None, Some(name)) => words.with("source-position", &[("name", name.as_str().into()), ("day", day.into())]),
        (None, None) => {
            let entry = source.seq.map(|seq| seq.to_string()).unwrap_or_default();
            words.with("source-entry", &[("entry", entry.into()), ("day", day.into())])
        }
    }
}
