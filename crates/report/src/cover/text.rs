//! The text that an author writes: lines such as `To:`, headings with `#`, paragraphs, bullets, footnotes. No number
//! and no theme's name is typed, and figures are named: `{on_track}`.
use domain::text::{NotText, Text, fold};
use std::collections::BTreeMap;
use thiserror::Error;

/// A cover report's text, read and not yet set against an office.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CoverText {
    /// The lines before the first heading: "To" and "Police and Crime Panel".
    pub facts: Vec<Fact>,
    pub sections: Vec<Section>,
    /// Footnotes by their mark.
    pub notes: BTreeMap<String, Written>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Fact {
    pub label: String,
    pub value: Written,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Section {
    pub heading: Written,
    pub parts: Vec<Part>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Part {
    /// `## Victims`: a theme of the plan, by any of its names; `## {theme}` is every theme in turn.
    Theme(Written),
    /// `### Next steps`
    Heading(Written),
    Paragraph(Written),
    /// Indented: belongs to the numbered paragraph above it.
    Continuation(Written),
    List(Vec<Written>),
}

/// Words as they were typed, line feeds kept so that a fault is told with its own line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Written {
    /// The line of the file on which they begin, from 1.
    pub line: usize,
    pub text: String,
}

/// Why a text cannot be printed: every fault, each with its line.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("{}", .0.iter().map(ToString::to_string).collect::<Vec<_>>().join("\n"))]
pub struct NotPrinted(pub Vec<Fault>);

#[derive(Clone, Debug, PartialEq, Eq, Error)]
#[error("line {line}: {says}")]
pub struct Fault {
    pub line: usize,
    pub says: String,
}

impl Fault {
    pub(super) fn at(line: usize, says: impl Into<String>) -> Self {
        Self { line, says: says.into() }
    }
}

/// The lines that every layout knows, as they are printed.
pub const KNOWN: [&str; 5] = ["To", "From", "Date", "Title", "Item"];

impl CoverText {
    pub fn parse(file: &str) -> Result<Self, NotPrinted> {
        let file = file.strip_prefix('\u{FEFF}').unwrap_or(file);
        let text = Text::new(file).map_err(|fault| NotPrinted(vec![not_text(file, &fault)]))?;
        let mut reader = Reader::default();
        for (index, line) in text.as_str().lines().enumerate() {
            reader.take(index + 1, line);
        }
        reader.finish(text.as_str().lines().count().max(1))
    }

    /// What stands under a label.
    pub fn fact(&self, label: &str) -> Option<&Written> {
        self.facts.iter().find(|fact| fact.label == label).map(|fact| &fact.value)
    }
}

fn not_text(file: &str, fault: &NotText) -> Fault {
    match fault {
        NotText::Character { code, .. } => {
            let unwanted = |c: char| u32::from(c) == *code;
            let line = file.lines().position(|line| line.contains(unwanted)).unwrap_or(0) + 1;
            Fault::at(line, format!("holds U+{code:04X}, a control character that a document cannot hold; delete it"))
        }
        NotText::TooLong { .. } => Fault::at(1, fault.to_string()),
    }
}

/// What the next plain line goes on with.
#[derive(Default, PartialEq, Eq)]
enum Open {
    #[default]
    Nothing,
    Paragraph,
    Bullet,
    Note(String),
}

#[derive(Default)]
struct Reader {
    text: CoverText,
    open: Open,
    faults: Vec<Fault>,
}

impl Reader {
    fn take(&mut self, number: usize, line: &str) {
        let trimmed = line.trim();
        let indented = line.starts_with([' ', '\t']);
        let written = |text: &str| Written { line: number, text: text.trim().to_owned() };
        if trimmed.is_empty() {
            self.open = Open::Nothing;
        } else if let Some(rest) = line.strip_prefix('#') {
            self.open = Open::Nothing;
            self.heading(number, rest);
        } else if let Some((mark, note)) = note_defined(trimmed) {
            if self.text.notes.insert(mark.to_owned(), written(note)).is_some() {
                self.faults.push(Fault::at(
                    number,
                    format!("the footnote [^{mark}] is defined twice; give each its own mark"),
                ));
            }
            self.open = Open::Note(mark.to_owned());
        } else if self.text.sections.is_empty() {
            self.fact(number, trimmed);
        } else if let Some(item) = trimmed.strip_prefix("- ") {
            match self.parts().last_mut() {
                Some(Part::List(items)) => items.push(written(item)),
                _ => self.parts().push(Part::List(vec![written(item)])),
            }
            self.open = Open::Bullet;
        } else if !self.went_on(trimmed) {
            let paragraph = if indented { Part::Continuation } else { Part::Paragraph };
            self.parts().push(paragraph(written(trimmed)));
            self.open = Open::Paragraph;
        }
    }

    /// Adds a line to what is open; false where nothing is.
    fn went_on(&mut self, line: &str) -> bool {
        let open = match &self.open {
            Open::Nothing => None,
            Open::Note(mark) => self.text.notes.get_mut(mark),
            Open::Paragraph | Open::Bullet => match self.text.sections.last_mut().and_then(|s| s.parts.last_mut()) {
                Some(Part::Paragraph(written) | Part::Continuation(written)) => Some(written),
                Some(Part::List(items)) => items.last_mut(),
                _ => None,
            },
        };
        let Some(written) = open else { return false };
        written.text.push('\n');
        written.text.push_str(line);
        true
    }

    fn parts(&mut self) -> &mut Vec<Part> {
        &mut self.text.sections.last_mut().expect("a part is read after its section").parts
    }

    fn heading(&mut self, number: usize, rest: &str) {
        let deeper = rest.bytes().take_while(|b| *b == b'#').count();
        let text = rest[deeper..].trim().to_owned();
        if text.is_empty() {
            self.faults.push(Fault::at(number, "a heading has no words after its #"));
            return;
        }
        let written = Written { line: number, text };
        match deeper {
            0 => self.text.sections.push(Section { heading: written, parts: vec![] }),
            1 | 2 if self.text.sections.is_empty() => {
                self.faults.push(Fault::at(
                    number,
                    "a sub-heading stands before the first section; begin the section with # first",
                ));
            }
            1 => self.parts().push(Part::Theme(written)),
            2 => self.parts().push(Part::Heading(written)),
            _ => self
                .faults
                .push(Fault::at(number, "headings go three deep: # a section, ## a theme, ### another sub-heading")),
        }
    }

    fn fact(&mut self, number: usize, line: &str) {
        let Some((label, value)) = line.split_once(':').filter(|(label, _)| label.split_whitespace().count() <= 3)
        else {
            self.faults.push(Fault::at(
                number,
                format!("“{line}” stands before the first heading; begin with lines such as To:, From:, Date: and Title:, then # Purpose"),
            ));
            return;
        };
        let (label, value) = (label.trim(), value.trim());
        let known = KNOWN.into_iter().find(|known| fold(known) == fold(label));
        let label = known.unwrap_or(label).to_owned();
        if value.is_empty() {
            self.faults
                .push(Fault::at(number, format!("{label}: has nothing after it; write it out or delete the line")));
        } else if self.text.fact(&label).is_some() {
            self.faults.push(Fault::at(number, format!("{label}: stands twice; keep one")));
        } else {
            self.text.facts.push(Fact { label, value: Written { line: number, text: value.to_owned() } });
        }
    }

    fn finish(mut self, last: usize) -> Result<CoverText, NotPrinted> {
        if self.text.sections.is_empty() {
            self.faults.push(Fault::at(last, "the text has no section; begin one with a line such as # Purpose"));
        }
        for section in &self.text.sections {
            if section.parts.is_empty() {
                let says = format!("nothing stands under “{}”; write it or delete the heading", section.heading.text);
                self.faults.push(Fault::at(section.heading.line, says));
            }
        }
        self.faults.sort_by_key(|fault| fault.line);
        if self.faults.is_empty() { Ok(self.text) } else { Err(NotPrinted(self.faults)) }
    }
}

/// `[^1]: the note`
fn note_defined(line: &str) -> Option<(&str, &str)> {
    let (mark, note) = line.strip_prefix("[^")?.split_once("]:")?;
    (!mark.is_empty() && !mark.contains(']')).then(|| (mark, note.trim()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn refused(text: &str) -> String {
        CoverText::parse(text).unwrap_err().to_string()
    }

    #[test]
    fn lines_sections_paragraphs_bullets_and_notes_are_told_apart() {
        let text = CoverText::parse(
            "to: Panel\nDate: 12 September 2018\n\n# Purpose\n\nOne paragraph\nover two lines.[^1]\n\n  And more of it.\n- one\n\n- two\n  and on\n## Victims\nText\n\n[^1]: A note\non two lines.\n",
        )
        .unwrap();
        assert_eq!(text.fact("To").map(|w| w.text.as_str()), Some("Panel"));
        assert_eq!(text.notes["1"].text, "A note\non two lines.");
        let [section] = text.sections.as_slice() else { panic!("{text:?}") };
        let written = |line, text: &str| Written { line, text: text.into() };
        assert_eq!(
            section.parts,
            [
                Part::Paragraph(written(6, "One paragraph\nover two lines.[^1]")),
                Part::Continuation(written(9, "And more of it.")),
                Part::List(vec![written(10, "one"), written(12, "two\nand on")]),
                Part::Theme(written(14, "Victims")),
                Part::Paragraph(written(15, "Text")),
            ]
        );
    }

    #[test]
    fn faults_are_told_with_their_lines_all_at_once() {
        assert_eq!(
            refused("To: A\nto: B\nFrom:\nsome prose\n# Purpose\n#### Deep\n"),
            "line 2: To: stands twice; keep one\n\
             line 3: From: has nothing after it; write it out or delete the line\n\
             line 4: “some prose” stands before the first heading; begin with lines such as To:, From:, Date: and Title:, then # Purpose\n\
             line 5: nothing stands under “Purpose”; write it or delete the heading\n\
             line 6: headings go three deep: # a section, ## a theme, ### another sub-heading"
        );
        assert_eq!(refused(""), "line 1: the text has no section; begin one with a line such as # Purpose");
        assert_eq!(
            refused("# Purpose\n\nBad \u{7} bell\n"),
            "line 3: holds U+0007, a control character that a document cannot hold; delete it"
        );
    }
}
