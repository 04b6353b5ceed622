//! Lists: bullets under headings, and text in which the bullets were lost. Headings and labels are tried first. Where a
//! list has glyphs they decide; else an item starts at a line with white space before it and runs across blank lines and
//! lines without it to the next such line, heading or label.
use super::{ActionRead, RatingRead, RowRead, RowWhat, Taking, codes, prose::beginning};
use crate::{
    table::Document,
    text::Text,
    timescale::{Timescale, whole_list},
};

mod names;
mod parts;

use parts::{Label, Part, Parts};

/// Reads every list of actions. False: there is none.
pub(super) fn read(document: &Document, taking: &mut Taking) -> bool {
    let parts = Parts::of(document);
    let Some(how) = parts.how() else { return false };
    let names = names::of(&parts);
    let mut reading = Reading {
        parts: &parts,
        how,
        taking,
        state: State::Prose,
        section: Section::default(),
        prose: vec![],
        read: vec![],
    };
    if how == How::Anywhere {
        reading.state = State::Items;
        reading.measure(0);
    }
    for at in 0..parts.list.len() {
        if names.lines.contains(&at) {
            reading.section.lines += 1;
            continue;
        }
        reading.part(at);
    }
    reading.close_section();
    let Reading { prose, read, .. } = reading;
    if !taking.rows.iter().any(|row| matches!(row.what, RowWhat::Action(_))) {
        return false;
    }
    names.settle(taking, &read);
    references(taking);
    timescale_of_all(taking, &prose.join("\n"));
    true
}

/// Where the actions of a document stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum How {
    /// Under labels such as "Deliverables" only: other bullets are none.
    Labelled,
    /// Wherever there is a bullet.
    Anywhere,
}

/// What the lines that come belong to.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum State {
    Prose,
    Aim,
    Items,
    Outcomes,
    Objectives,
    Priorities,
}

/// A heading and what stood under it so far.
#[derive(Debug, Default)]
struct Section {
    heading: Option<(String, Text)>,
    theme: Option<usize>,
    /// The place among the rows at which the heading's own row goes.
    row: usize,
    lines: usize,
    bullets: usize,
    aim: Vec<String>,
    /// The white space that starts an item of this list, and the level of its bullets.
    indent: usize,
    level: u8,
    open: bool,
    glyphs: bool,
}

struct Reading<'p, 'a, 'b> {
    parts: &'p Parts<'p>,
    how: How,
    taking: &'b mut Taking<'a>,
    state: State,
    section: Section,
    prose: Vec<String>,
    /// The sections that are themes: heading, theme, and the place.
    read: Vec<(Text, usize, String)>,
}

impl Reading<'_, '_, '_> {
    fn part(&mut self, at: usize) {
        let part = &self.parts.list[at];
        if let Some(heading) = self.parts.heading(at, self.state == State::Aim) {
            self.close_section();
            self.state = if self.how == How::Anywhere { State::Items } else { State::Prose };
            self.section = Section {
                heading: Some((part.place.to_owned(), heading)),
                row: self.taking.rows.len(),
                ..Section::default()
            };
            self.measure(at + 1);
            return;
        }
        if let Some((label, rest)) = part.label() {
            self.label(at, label, rest);
            return;
        }
        self.section.lines += 1;
        match self.state {
            State::Items | State::Outcomes | State::Objectives | State::Priorities => self.item(at),
            State::Aim => self.aim(at),
            State::Prose => {
                self.section.bullets += usize::from(part.is_item());
                self.prose.push(part.words().to_owned());
            }
        }
    }

    fn label(&mut self, at: usize, label: Label, rest: &str) {
        self.state = match label {
            Label::Aim => State::Aim,
            Label::Items => State::Items,
            Label::Outcomes => State::Outcomes,
            Label::Objectives => State::Objectives,
            Label::Priorities => State::Priorities,
        };
        self.measure(at + 1);
        if label == Label::Aim {
            self.theme();
            if !rest.is_empty() {
                self.section.aim.push(rest.to_owned());
            }
        } else if !rest.is_empty() {
            let text = Text::new(rest).unwrap_or_default();
            self.begin(self.parts.list[at].place, &text);
        }
    }

    /// Looks ahead at the list that begins: whether it has glyphs, and how far its items are set in.
    fn measure(&mut self, from: usize) {
        let ends = |at: &usize| self.parts.list[*at].label().is_some() || self.parts.heading(*at, false).is_some();
        let list = || (from..self.parts.list.len()).take_while(|at| !ends(at)).map(|at| &self.parts.list[at]);
        self.section.glyphs = list().any(Part::is_item);
        self.section.level = list().filter_map(Part::level).min().unwrap_or(1);
        self.section.indent = list().map(Part::indent).filter(|indent| *indent > 0).min().unwrap_or(1);
        self.section.open = false;
    }

    fn item(&mut self, at: usize) {
        let part = &self.parts.list[at];
        let words = part.words();
        let below = part.level().is_some_and(|level| level > self.section.level);
        let starts = if self.section.glyphs { part.is_item() && !below } else { part.indent() == self.section.indent };
        if starts {
            if !self.section.glyphs && words.starts_with(char::is_lowercase) && self.section.open {
                let asks = format!(
                    "“{}” begins with a small letter. Is it an item, or the end of the one before?",
                    beginning(&part.text())
                );
                self.taking.asking.ask(part.place, asks, "an item, since white space stands before it");
            }
            self.begin(part.place, &part.text());
        } else if self.section.open && (below || part.wraps()) {
            self.go_on(words, below);
        } else {
            self.section.open = false;
            self.prose.push(words.to_owned());
        }
    }

    fn begin(&mut self, place: &str, text: &Text) {
        self.section.open = true;
        let text = text.on_one_line();
        match self.state {
            State::Outcomes | State::Objectives | State::Priorities => {
                let at = self.theme();
                let theme = &mut self.taking.themes.list[at];
                match self.state {
                    State::Outcomes => theme.outcomes.push((text, vec![])),
                    State::Objectives => theme.objectives.push(text),
                    _ => theme.priorities.push(text),
                }
            }
            _ => {
                let theme = self.theme();
                let mut read =
                    ActionRead { title: text, theme, rating: RatingRead::NotStated, ..ActionRead::default() };
                read.visibility = self.taking.map.visibility_of(None);
                read.marking = self.taking.map.default_marking();
                self.taking.rows.push(RowRead { place: place.to_owned(), what: RowWhat::Action(Box::new(read)) });
            }
        }
    }

    /// A line that belongs to the item before it; a bullet below it describes it.
    fn go_on(&mut self, words: &str, below: bool) {
        let joined =
            |text: &Text, with: &str| Text::new(format!("{text}{with}{words}")).unwrap_or_else(|_| text.clone());
        let theme = self.section.theme.map(|at| &mut self.taking.themes.list[at]);
        match (self.state, theme) {
            (State::Outcomes, Some(theme)) => {
                if let Some((last, _)) = theme.outcomes.last_mut() {
                    *last = joined(last, " ").on_one_line();
                }
            }
            (State::Objectives, Some(theme)) => {
                if let Some(last) = theme.objectives.last_mut() {
                    *last = joined(last, " ").on_one_line();
                }
            }
            (State::Priorities, Some(theme)) => {
                if let Some(last) = theme.priorities.last_mut() {
                    *last = joined(last, " ").on_one_line();
                }
            }
            _ => {
                let Some(RowRead { what: RowWhat::Action(last), .. }) = self.taking.rows.last_mut() else { return };
                if below || last.description.is_some() {
                    let with = if below { "\n" } else { " " };
                    let more = last.description.as_ref().map(|text| joined(text, with));
                    last.description = more.or_else(|| Text::new(words).ok());
                } else {
                    last.title = joined(&last.title, " ").on_one_line();
                }
            }
        }
    }

    /// A paragraph of the aim ends where a sentence does and a blank line follows; in Word each line is a paragraph.
    fn aim(&mut self, at: usize) {
        let part = &self.parts.list[at];
        let words = part.words();
        let ended = self.section.aim.last().is_some_and(|last| last.ends_with(['.', '!', '?', ':']));
        let begins = words.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit());
        let apart = !part.wraps() || (ended && begins && self.parts.blank_before(at));
        match self.section.aim.last_mut() {
            Some(last) if !apart => {
                last.push(' ');
                last.push_str(words);
            }
            _ => self.section.aim.push(words.to_owned()),
        }
    }

    /// The theme of this section: its heading's, or the whole plan's where there is none.
    fn theme(&mut self) -> usize {
        if let Some(at) = self.section.theme {
            return at;
        }
        let at = match &self.section.heading {
            Some((place, heading)) => {
                let at = self.taking.themes.of_heading(heading);
                self.read.push((heading.clone(), at, place.clone()));
                at
            }
            None => self.taking.whole_plan("the text"),
        };
        self.section.theme = Some(at);
        at
    }

    fn close_section(&mut self) {
        let section = std::mem::take(&mut self.section);
        if let Some(at) = section.theme
            && !section.aim.is_empty()
        {
            let aim =
                section.aim.iter().map(|p| p.split_whitespace().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>();
            let theme = &mut self.taking.themes.list[at];
            theme.aim = theme.aim.take().or_else(|| Text::new(aim.join("\n\n")).ok());
        }
        let Some((place, title)) = section.heading else {
            if section.lines > 0 && section.theme.is_none() {
                let first = &self.parts.list[0];
                let what =
                    RowWhat::Skipped { title: beginning(&first.text()), why: "text before the first heading".into() };
                self.taking.rows.insert(section.row, RowRead { place: first.place.to_owned(), what });
            }
            return;
        };
        let why = match (section.theme, section.bullets) {
            (Some(at), _) => format!("a heading: the theme “{}”", self.taking.themes.list[at].name),
            (None, 0) => "no list of actions stands under it".to_owned(),
            (None, n) => format!("of its bullets ({n}), none stands under a label such as “Deliverables”"),
        };
        let what = RowWhat::Skipped { title: beginning(&title), why };
        self.taking.rows.insert(section.row, RowRead { place, what });
    }
}

/// References at the start of the items, and what the map says of each.
fn references(taking: &mut Taking) {
    let actions = || 0..taking.rows.len();
    let title = |at: usize| match &taking.rows[at].what {
        RowWhat::Action(read) => Some(read.title.clone()),
        RowWhat::Skipped { .. } | RowWhat::Rejected { .. } => None,
    };
    let titles: Vec<Text> = actions().filter_map(title).collect();
    let split = codes::references_in(&titles);
    if let Some((code, _)) = split.iter().flatten().flatten().next() {
        let asks = format!("the items begin with codes such as {code}. Are they the references?");
        taking.asking.ask("the text", asks, "yes");
    }
    let mut split = split.unwrap_or_default().into_iter();
    let mut rows = std::mem::take(&mut taking.rows);
    for row in &mut rows {
        let RowWhat::Action(read) = &mut row.what else { continue };
        if let Some((code, rest)) = split.next().flatten() {
            (read.reference, read.title) = (Some(code), rest);
        }
        let shown = read.reference.as_ref().and_then(|reference| taking.map.visible.get(reference));
        if let Some(shown) = shown {
            read.visibility = Some(shown.0.clone());
        }
        taking.answer(read);
    }
    taking.rows = rows;
}

/// The timescale that the text states for the whole list, given to every row that states none of its own.
pub(super) fn timescale_of_all(taking: &mut Taking, prose: &str) {
    let stated = whole_list(prose, taking.on);
    for words in &stated.disagree {
        taking.asking.ask(
            "the text",
            format!("is “{words}” the timescale of the whole list? Another is stated too"),
            "no timescale",
        );
    }
    if stated.window.is_none() && stated.note.is_none() {
        return;
    }
    if let Some((words, crate::timescale::Due::Window { to, .. })) = &stated.window {
        let asks = format!("is “{words}” the timescale of every row?");
        let taken = format!(
            "yes: a window to {} for the whole list; no row has a date of its own",
            super::cells::day_in_words(*to)
        );
        taking.asking.ask("the text", asks, taken);
    }
    let (words, due) = stated.window.unwrap_or_default();
    let timescale = Timescale { stated: words, due, note: stated.note };
    for row in &mut taking.rows {
        if let RowWhat::Action(read) = &mut row.what
            && read.timescale.is_none()
        {
            read.timescale = Some(timescale.clone());
        }
    }
}
