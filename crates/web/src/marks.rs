//! Small things that many pages print: days, ratings, directions, who may see an item. A rating is a word, a shape and a
//! colour, in that order; a direction is a word and an arrow.
use crate::{
    parts::{plain, tag},
    words::{say, say_with},
};
use domain::{
    envelope::{Envelope, Marking, Visibility},
    scale::{Class, Counts, Level, Scale, Shape},
    text::Text,
    travel::{Because, Direction},
};
use jiff::civil::Date;
use maud::{Markup, html};

/// A day, for people and for machines. The style sheet keeps it on one line.
pub fn day(day: Date) -> Markup {
    html! { time datetime=(day) { (crate::words::date(day)) } }
}

/// A text of several paragraphs, as it was typed.
pub fn prose(text: &Text) -> Markup {
    html! {
        @for paragraph in text.as_str().split("\n\n").map(str::trim).filter(|p| !p.is_empty()) {
            p class="govuk-body" {
                @for (number, line) in paragraph.lines().enumerate() {
                    @if number > 0 { br; }
                    (line)
                }
            }
        }
    }
}

/// How a level looks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shade {
    pub label: String,
    /// None: not rated.
    pub shape: Option<Shape>,
    pub colour: String,
}

impl Shade {
    pub fn of(level: &Level) -> Self {
        Self { label: level.label.to_string(), shape: Some(level.shape), colour: level.colour.to_string() }
    }

    /// A rating as it was given: its own label, with the look that its level has on the scale.
    pub fn given(label: &Text, class: Class, key: &Text, levels: &[Level]) -> Self {
        let level = levels.iter().find(|level| level.key == *key);
        Self {
            label: label.to_string(),
            shape: Some(level.map_or_else(|| Shape::of(class), |level| level.shape)),
            colour: level.map_or_else(|| "#505a5f".to_owned(), |level| level.colour.to_string()),
        }
    }

    /// What was printed once: a class and its word.
    pub fn printed(label: &Text, class: Option<Class>, levels: &[Level]) -> Self {
        let Some(class) = class else { return Self::not_rated() };
        let level = levels.iter().find(|l| l.label == *label).or_else(|| levels.iter().find(|l| l.class == class));
        let mut shade = level.map_or_else(
            || Self { label: String::new(), shape: Some(Shape::of(class)), colour: "#505a5f".into() },
            Self::of,
        );
        shade.label = if label.is_empty() { class_name(Some(class)) } else { label.to_string() };
        shade
    }

    pub fn not_rated() -> Self {
        Self { label: say("not-rated"), shape: None, colour: "#505a5f".into() }
    }

    /// The shape, then the word.
    pub fn show(&self) -> Markup {
        html! { span class="milepost-rating" { (shape(self.shape, &self.colour)) " " (self.label) } }
    }
}

/// A shape in a colour. Attributes of SVG, not style: the pages' policy forbids inline style.
fn shape(shape: Option<Shape>, colour: &str) -> Markup {
    let colour = if is_colour(colour) { colour } else { "#505a5f" };
    html! {
        svg class="milepost-shape" width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
            @match shape {
                Some(Shape::Tick) => {
                    rect x="0.5" y="0.5" width="15" height="15" rx="2" fill=(colour) stroke="#0b0c0c" {}
                    path d="M3.5 8.2l3 3 6-6.4" fill="none" stroke="#ffffff" stroke-width="2.2" {}
                }
                Some(Shape::Circle) => { circle cx="8" cy="8" r="7" fill=(colour) stroke="#0b0c0c" {} }
                Some(Shape::Triangle) => { path d="M8 1L15.4 14.5H.6z" fill=(colour) stroke="#0b0c0c" {} }
                Some(Shape::Square) => { rect x="1" y="1" width="14" height="14" fill=(colour) stroke="#0b0c0c" {} }
                Some(Shape::Ring) => { circle cx="8" cy="8" r="6.2" fill=(colour) stroke="#0b0c0c" stroke-width="1.8" {} }
                Some(Shape::Bars) => {
                    rect x="2.5" y="1" width="4" height="14" fill=(colour) stroke="#0b0c0c" {}
                    rect x="9.5" y="1" width="4" height="14" fill=(colour) stroke="#0b0c0c" {}
                }
                None => { path d="M2 8h12" fill="none" stroke="#505a5f" stroke-width="2" stroke-dasharray="3 2" {} }
            }
        }
    }
}

fn is_colour(text: &str) -> bool {
    text.strip_prefix('#').is_some_and(|hex| hex.len() == 6 && hex.bytes().all(|b| b.is_ascii_hexdigit()))
}

/// What a class is called where no scale says otherwise.
pub fn class_name(class: Option<Class>) -> String {
    match class {
        Some(Class::Complete) => say("class-complete"),
        Some(Class::OnTrack) => say("class-on-track"),
        Some(Class::AtRisk) => say("class-at-risk"),
        Some(Class::OffTrack) => say("class-off-track"),
        Some(Class::NotStarted) => say("class-not-started"),
        Some(Class::Paused) => say("class-paused"),
        None => say("not-rated"),
    }
}

/// What a class looks like on a scale: its level, where the scale has one for it; several are named together.
pub fn class_shade(class: Option<Class>, levels: &[Level]) -> Shade {
    let Some(known) = class else { return Shade::not_rated() };
    let own: Vec<&Level> = levels.iter().filter(|level| level.class == known).collect();
    let Some(first) = own.first() else {
        return Shade { label: class_name(class), shape: Some(Shape::of(known)), colour: "#505a5f".into() };
    };
    Shade { label: own.iter().map(|l| l.label.as_str()).collect::<Vec<_>>().join(" / "), ..Shade::of(first) }
}

/// The classes that counts are printed for: those of the scale, any that is counted, and always "not rated".
pub fn counted(counts: &Counts, levels: &[Level]) -> Vec<Option<Class>> {
    let on_scale = |class: Class| levels.iter().any(|level| level.class == class);
    let classes = Class::ALL.into_iter().filter(|class| on_scale(*class) || counts.of(Some(*class)) > 0);
    classes.map(Some).chain([None]).collect()
}

/// The word of a class in addresses.
pub fn class_key(class: Option<Class>) -> &'static str {
    class.map_or("not_rated", Class::as_str)
}

/// The levels of a scale, or of the standard one where it cannot be seen.
pub fn levels(scale: Option<&Scale>) -> Vec<Level> {
    scale.map_or_else(|| Scale::standard().levels, |scale| scale.levels.clone())
}

pub fn direction_word(direction: Direction) -> String {
    match direction {
        Direction::Better => say("direction-better"),
        Direction::Same => say("direction-same"),
        Direction::Worse => say("direction-worse"),
        Direction::New => say("direction-new"),
        Direction::NotComparable(_) => say("direction-not-comparable"),
    }
}

/// The word, the arrow, and why it cannot be compared where it cannot.
pub fn direction(direction: Direction) -> Markup {
    html! {
        span class="milepost-direction" { (direction_word(direction)) " " (arrow(direction)) }
        @if let Direction::NotComparable(because) = direction {
            span class="milepost-note" { (why_not(because)) }
        }
    }
}

/// Drawn, so that no screen reader says "rightwards arrow" after the word.
fn arrow(direction: Direction) -> Markup {
    let line = match direction {
        Direction::Better => "M8 15V2M2.5 7.5L8 2l5.5 5.5",
        Direction::Worse => "M8 1v13M2.5 8.5L8 14l5.5-5.5",
        Direction::Same => "M1 8h13M8.5 2.5L14 8l-5.5 5.5",
        Direction::New => "M8 2v12M2 8h12",
        Direction::NotComparable(_) => "M3 8h10",
    };
    html! {
        svg class="milepost-arrow" width="14" height="14" viewBox="0 0 16 16" aria-hidden="true" focusable="false" {
            path d=(line) fill="none" stroke="currentColor" stroke-width="2.4" {}
        }
    }
}

fn why_not(because: Because) -> String {
    match because {
        Because::NotRatedThen => say("because-not-rated-then"),
        Because::NotRatedNow => say("because-not-rated-now"),
        Because::NotRatedEither => say("because-not-rated-either"),
        Because::NotStartedOrPaused => say("because-not-started-or-paused"),
    }
}

/// Who may see an item and how it is marked; nothing for what is public and OFFICIAL, as most is.
pub fn seen_by(envelope: &Envelope) -> Markup {
    html! {
        @match &envelope.visibility {
            Visibility::Public => {}
            Visibility::Panel => { (tag(&plain(say("visible-panel")), "govuk-tag--blue")) " " }
            Visibility::Internal => { (tag(&plain(say("visible-internal")), "govuk-tag--grey")) " " }
            Visibility::Exempt { .. } => { (tag(&plain(say("visible-exempt")), "govuk-tag--orange")) " " }
        }
        @if envelope.marking > Marking::Official {
            (tag(&plain(envelope.marking.as_str()), "govuk-tag--red")) " "
        }
    }
}

/// The same in sentences, which need no boxes beside them, with the ground and the day of review.
pub fn seen_by_in_words(envelope: &Envelope) -> String {
    let who = match &envelope.visibility {
        Visibility::Public => say("visible-public-full"),
        Visibility::Panel => say("visible-panel-full"),
        Visibility::Internal => say("visible-internal-full"),
        Visibility::Exempt { ground, review } => {
            say_with("visible-exempt-full", &[("ground", ground.into()), ("review", (*review).into())])
        }
    };
    format!("{who} {}", say_with("marked", &[("marking", envelope.marking.as_str().into())]))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_rating_never_speaks_by_colour_alone() {
        for level in Scale::standard().levels {
            let shown = Shade::of(&level).show().into_string();
            assert!(shown.contains("<svg") && shown.contains(level.label.as_str()), "{shown}");
        }
        assert!(Shade::not_rated().show().into_string().contains("Not rated"));
    }

    #[test]
    fn a_colour_from_data_is_six_digits_or_none() {
        let odd = Shade { label: "x".into(), shape: Some(Shape::Circle), colour: "\"/><script>".into() };
        assert!(!odd.show().into_string().contains("script"));
    }
}
