//! The lines of a document, and which of them are headings and labels.
use super::How;
use crate::{
    reading::codes::numbered,
    table::{Block, Document},
    text::{Text, fold},
};

/// What a label says of the lines that follow it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Label {
    Aim,
    Items,
    Outcomes,
    Objectives,
    Priorities,
}

const LABELS: &[(Label, &[&str])] = &[
    (Label::Aim, &["what we will do", "what will we do", "what we want to achieve", "our aim", "aim"]),
    (
        Label::Items,
        &[
            "deliverables",
            "key deliverables",
            "actions",
            "key actions",
            "activities",
            "key activities",
            "commitments",
            "our commitments",
            "our actions",
            "what we will deliver",
            "we will deliver",
        ],
    ),
    (Label::Outcomes, &["outcomes", "shared outcomes", "intended outcomes", "outcome"]),
    (Label::Objectives, &["objectives", "objective", "police and crime objectives", "strategic objectives"]),
    (Label::Priorities, &["priorities for action", "priorities", "our priorities"]),
];

#[derive(Debug)]
pub(super) struct Part<'a> {
    pub place: &'a str,
    what: What,
    whole: &'a Text,
    label: Option<(Label, &'a str)>,
    /// The line's number in its file; None for a paragraph, which never runs on.
    number: Option<usize>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum What {
    Heading,
    Line,
    Item(u8),
}

impl<'a> Part<'a> {
    fn new(place: &'a str, what: What, whole: &'a Text) -> Self {
        let number = place.rsplit_once("line ").and_then(|(_, number)| number.parse().ok());
        let label = if matches!(what, What::Item(_)) { None } else { label(whole.as_str().trim()) };
        Self { place, what, whole, label, number }
    }

    pub fn words(&self) -> &'a str {
        self.whole.as_str().trim()
    }

    pub fn text(&self) -> Text {
        self.whole.on_one_line()
    }

    pub fn label(&self) -> Option<(Label, &'a str)> {
        self.label
    }

    pub fn is_item(&self) -> bool {
        matches!(self.what, What::Item(_))
    }

    pub fn level(&self) -> Option<u8> {
        if let What::Item(level) = self.what { Some(level) } else { None }
    }

    /// How far the line is set in.
    pub fn indent(&self) -> usize {
        if self.what != What::Line {
            return 0;
        }
        let text = self.whole.as_str();
        text.len() - text.trim_start().len()
    }

    /// Whether it is a line of a text, which may go on in the next, and no paragraph.
    pub fn wraps(&self) -> bool {
        self.number.is_some() && self.what == What::Line
    }

    /// Short, begun with a capital, and ended as no sentence is.
    fn name_like(words: &str) -> bool {
        words.split_whitespace().count() <= 12
            && words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit())
            && !words.ends_with(['.', ';', ',', ':', '!', '?'])
    }
}

/// "What we will do: We will ..." is a label with the rest of its line.
fn label(line: &str) -> Option<(Label, &str)> {
    let (before, rest) = line.split_once(':').unwrap_or((line, ""));
    if before.len() > 40 {
        return None;
    }
    let before = fold(before);
    let (label, _) = LABELS.iter().find(|(_, words)| words.contains(&before.as_str()))?;
    Some((*label, rest.trim()))
}

pub(super) struct Parts<'a> {
    pub list: Vec<Part<'a>>,
    /// The file has headings by style, so a bare line is none.
    styled: bool,
}

impl<'a> Parts<'a> {
    /// Every line that says anything.
    pub fn of(document: &'a Document) -> Self {
        let part = |block: &'a Block| match block {
            Block::Heading { place, text, .. } => Some(Part::new(place, What::Heading, text)),
            Block::Line { place, text } => Some(Part::new(place, What::Line, text)),
            Block::Item { place, level, text } => Some(Part::new(place, What::Item(*level), text)),
            Block::Table(_) => None,
        };
        let list: Vec<Part> = document.blocks.iter().filter_map(part).filter(|part| !part.words().is_empty()).collect();
        let styled = list.iter().any(|part| part.what == What::Heading);
        Self { list, styled }
    }

    /// Where the actions are to be looked for. None: nothing here is marked as a list of them.
    pub fn how(&self) -> Option<How> {
        let labelled = self.list.iter().any(|part| matches!(part.label, Some((Label::Items, _))));
        if labelled {
            return Some(How::Labelled);
        }
        if self.list.iter().any(Part::is_item) {
            return Some(How::Anywhere);
        }
        // Without glyph or label, white space alone marks a list only where nothing else is in the text but headings.
        let set_in = self.list.iter().filter(|part| part.indent() > 0).count();
        let headings = (0..self.list.len()).filter(|at| self.list[*at].indent() == 0);
        let bare = headings.into_iter().all(|at| {
            Part::name_like(self.list[at].words()) && self.list.get(at + 1).is_some_and(|next| next.indent() > 0)
        });
        (set_in > 1 && bare).then_some(How::Anywhere)
    }

    /// The heading that a line is, if it is one. After an aim, a bare line before a label is the aim's last line.
    pub fn heading(&self, at: usize, in_aim: bool) -> Option<Text> {
        let part = &self.list[at];
        if part.label.is_some() {
            return None;
        }
        match part.what {
            What::Item(_) => return None,
            What::Heading => return Some(part.text()),
            What::Line => {}
        }
        let next = self.list.get(at + 1);
        if let Some((number, rest)) = numbered(part.words()) {
            let shouted = rest.chars().any(char::is_uppercase) && !rest.chars().any(char::is_lowercase);
            let paragraph = next.is_some_and(|next| {
                let runs_on = next.indent() == 0 || next.words().starts_with(char::is_lowercase);
                next.what == What::Line && next.label.is_none() && runs_on && numbered(next.words()).is_none()
            });
            let heading = (shouted && !number.contains('.'))
                || (Part::name_like(rest) && rest.starts_with(char::is_uppercase) && !paragraph);
            return heading.then(|| part.text());
        }
        if self.styled || !Part::name_like(part.words()) || part.indent() > 0 {
            return None;
        }
        let names = match next {
            Some(Part { label: Some((Label::Aim, _)), .. }) => true,
            Some(Part { label: Some(_), .. }) => !in_aim,
            Some(next) => !self.has_labels() && (next.is_item() || (next.indent() > 0 && !self.has_items())),
            None => false,
        };
        (names && !in_aim).then(|| part.text())
    }

    fn has_labels(&self) -> bool {
        self.list.iter().any(|part| part.label.is_some())
    }

    fn has_items(&self) -> bool {
        self.list.iter().any(Part::is_item)
    }

    /// Whether a blank line was left out before this one.
    pub fn blank_before(&self, at: usize) -> bool {
        let number = |at: usize| self.list[at].number;
        at > 0 && number(at).zip(number(at - 1)).is_some_and(|(here, before)| here > before + 1)
    }
}
