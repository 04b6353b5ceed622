//! A file as lines: facts ("Owner: Fenshire Police"), each under the heading before it, each with its place.
use super::{Problem, words};
use crate::{reading::nearest, text::Text};

/// One fact: its name, and the words that stand behind the colon and on the indented lines below it.
#[derive(Clone, Debug)]
pub(super) struct Field {
    pub(super) line: usize,
    pub(super) key: String,
    /// None: nothing stands there.
    pub(super) raw: Option<String>,
}

/// A heading ("Action 3.1: ...") and the facts under it.
#[derive(Debug)]
pub(super) struct Section {
    pub(super) head: Field,
    fields: Vec<Field>,
}

/// One file on its way: what cannot be taken is gathered, so that its author reads all of it at once.
#[derive(Debug)]
pub(super) struct Page<'a> {
    pub(super) file: &'a str,
    pub(super) problems: Vec<Problem>,
}

impl<'a> Page<'a> {
    pub(super) fn new(file: &'a str) -> Self {
        Self { file, problems: vec![] }
    }

    pub(super) fn wrong(&mut self, line: usize, says: impl Into<String>) {
        self.problems.push(Problem { file: self.file.to_owned(), line, says: says.into() });
    }

    /// The value, or the problem of a line.
    pub(super) fn taken<T>(&mut self, line: usize, read: Result<T, String>) -> Option<T> {
        read.map_err(|says| self.wrong(line, says)).ok()
    }

    /// The file's sections: what begins with one of these words is a heading.
    pub(super) fn sections(&mut self, words: &str, heads: &[&str]) -> Vec<Section> {
        let mut sections: Vec<Section> = vec![];
        for field in self.fields(words) {
            let is_head = |head: &&str| {
                let rest = field.key.get(..head.len()).filter(|key| key.eq_ignore_ascii_case(head));
                rest.is_some()
                    && (field.key.len() == head.len() || *head == "Action" && field.key[6..].starts_with(' '))
            };
            if heads.iter().any(is_head) {
                sections.push(Section { head: field, fields: vec![] });
            } else if let Some(section) = sections.last_mut() {
                section.fields.push(field);
            } else {
                let first = heads.first().copied().unwrap_or_default();
                self.wrong(
                    field.line,
                    format!("“{}” stands before any heading; the file begins with “{first}: ...”", field.key),
                );
            }
        }
        sections
    }

    fn fields(&mut self, words: &str) -> Vec<Field> {
        let mut fields: Vec<Field> = vec![];
        // A blank line before an indented one parts two paragraphs; before anything else it is only for the eye.
        let mut blank = false;
        for (number, line) in words.strip_prefix('\u{feff}').unwrap_or(words).split('\n').enumerate() {
            let (number, line) = (number + 1, line.trim_end_matches(['\r', ' ', '\t']));
            if line.contains(GOES_ON) {
                self.wrong(number, "the line holds U+0000, a control character; is this a text file?");
                continue;
            }
            if line.is_empty() {
                blank = true;
                continue;
            }
            if line.starts_with('#') {
                continue;
            }
            if line.starts_with([' ', '\t']) {
                match fields.last_mut() {
                    Some(field) => go_on(field, line.trim_start_matches([' ', '\t']), blank),
                    None => self.wrong(number, "an indented line goes on with a fact, and there is none before it"),
                }
                blank = false;
                continue;
            }
            blank = false;
            if let Some(c) = line.chars().find(|c| c.is_control() && *c != '\t') {
                self.wrong(number, format!("the line holds U+{:04X}, a control character; delete it", u32::from(c)));
                continue;
            }
            let parts = words::split_outside(line, ':');
            if parts.len() < 2 || parts[0].is_empty() {
                self.wrong(
                    number,
                    format!(
                        "“{}” is no fact; write a fact as “Name: words”, and indent a line that goes on with the one before",
                        crate::plan_text::words::plain(&line.chars().take(60).collect::<String>())
                    ),
                );
                continue;
            }
            let key = parts[0];
            let behind = line.find(key).unwrap_or(0) + key.len();
            let value = line[behind..].split_once(':').map_or("", |(_, value)| value).trim();
            let mut field = Field { line: number, key: key.to_owned(), raw: None };
            if !value.is_empty() {
                go_on(&mut field, value, false);
            }
            fields.push(field);
        }
        for field in &mut fields {
            // The last line's end is the text's own only where a backslash says so.
            if let Some(raw) = &mut field.raw
                && raw.ends_with(GOES_ON)
            {
                raw.pop();
            }
        }
        fields
    }
}

/// Marks the place where the next line goes on after a line's end and no space. No text can hold it.
const GOES_ON: char = '\u{0}';

/// Puts a line behind what a fact says so far.
fn go_on(field: &mut Field, line: &str, paragraph: bool) {
    let raw = field.raw.get_or_insert_default();
    if raw.ends_with(GOES_ON) {
        raw.pop();
        if paragraph {
            raw.push_str("\n\n");
        }
    } else if !raw.is_empty() {
        raw.push_str(if paragraph { "\n\n" } else { " " });
    }
    let backslashes = line.len() - line.trim_end_matches('\\').len();
    if backslashes % 2 == 1 {
        raw.push_str(&line[..line.len() - 1]);
        raw.push('\n');
        raw.push(GOES_ON);
    } else {
        raw.push_str(line);
    }
}

impl Section {
    /// The one fact of a name; a second is a slip.
    pub(super) fn one(&mut self, page: &mut Page, key: &str) -> Option<Field> {
        let mut all = self.all(key).into_iter();
        let first = all.next()?;
        for again in all {
            page.wrong(again.line, format!("“{key}” stands here already, on line {}; keep one of the two", first.line));
        }
        Some(first)
    }

    /// Every fact of a name, in order.
    pub(super) fn all(&mut self, key: &str) -> Vec<Field> {
        self.which(|field| field.key.eq_ignore_ascii_case(key))
    }

    /// Every fact of which this is true, in order.
    pub(super) fn which(&mut self, wanted: impl Fn(&Field) -> bool) -> Vec<Field> {
        let (found, rest) = std::mem::take(&mut self.fields).into_iter().partition(wanted);
        self.fields = rest;
        found
    }

    /// Every fact whose name begins so and goes on ("Update of 12 May 2026"), with what it goes on with.
    pub(super) fn beginning(&mut self, opening: &str) -> Vec<(String, Field)> {
        let found = self.which(|field| words::behind(&field.key, opening).is_some());
        found.into_iter().map(|f| (words::behind(&f.key, opening).unwrap_or_default().to_owned(), f)).collect()
    }

    /// One text in words.
    pub(super) fn text(&mut self, page: &mut Page, key: &str) -> Option<Text> {
        let field = self.one(page, key)?;
        field.text(page)
    }

    pub(super) fn texts(&mut self, page: &mut Page, key: &str) -> Vec<Text> {
        self.all(key).into_iter().filter_map(|field| field.text(page)).collect()
    }

    /// Whatever is left is no fact of this heading.
    pub(super) fn end(self, page: &mut Page, what: &str, known: &[&str]) {
        for field in self.fields {
            let near = nearest(&field.key, known);
            let hint =
                near.map_or_else(|| format!("it has {}", known.join(", ")), |near| format!("did you mean “{near}”?"));
            page.wrong(field.line, format!("“{}” is not a fact of {what}; {hint}", field.key));
        }
    }
}

impl Field {
    /// The words, where there must be some.
    pub(super) fn raw(&self, page: &mut Page) -> Option<&str> {
        if self.raw.is_none() {
            page.wrong(self.line, format!("“{}” says nothing; write its words, or delete the line", self.key));
        }
        self.raw.as_deref()
    }

    pub(super) fn text(&self, page: &mut Page) -> Option<Text> {
        let raw = self.raw(page)?.to_owned();
        page.taken(self.line, words::unescaped(&raw))
    }
}
