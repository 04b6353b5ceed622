//! What one cell says: its type and value as the file states them, and its text as it is shown.
use crate::Refused;
use crate::grid::words;
use crate::xml::{Node, Tag, Xml};
use domain::table::Value;
use domain::text::{LONGEST, NotText, Text, text};
use jiff::civil::{Date, date};

/// The day from which spreadsheets count: a time without a day is stated as of this one.
const DAY_NOUGHT: Date = date(1899, 12, 30);

/// What LibreOffice and Excel show instead of a result.
const ERRORS: [&str; 7] = ["#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#REF!", "#VALUE!"];

/// What a cell's attributes state.
#[derive(Default)]
pub struct Stated {
    /// "float", "date"; empty: nothing is stated.
    kind: String,
    value: Option<String>,
    pub formula: bool,
    /// LibreOffice says so in an attribute of its own; the standard knows no errors.
    error: bool,
}

impl Stated {
    pub fn new(tag: &Tag) -> Self {
        let mut stated = Self::default();
        tag.each_attribute(|name, value| match name {
            "value-type" if value == "error" => stated.error = true,
            "value-type" => stated.kind = value,
            "value" | "date-value" | "time-value" | "boolean-value" | "string-value" => stated.value = Some(value),
            "formula" => stated.formula = true,
            _ => {}
        });
        stated
    }

    /// Whether here is a formula that no program has worked out yet.
    pub fn is_unworked(&self, shown: &str) -> bool {
        self.formula && !self.error && self.value.is_none() && shown.trim().is_empty()
    }

    /// The value by its type; where that cannot be, the words that are shown.
    pub fn value(&self, shown: &str) -> Result<Value, NotText> {
        let stated = self.value.as_deref().unwrap_or_default();
        if self.error || self.formula && ERRORS.contains(&shown) {
            let shown = shown.trim();
            return Ok(Value::Error(if shown.is_empty() { text("#VALUE!") } else { Text::new(shown)? }));
        }
        let value = match self.kind.as_str() {
            "float" | "percentage" | "currency" => match stated.trim().parse::<f64>() {
                // A formula that yields yes or no is stated as a number that is shown as a word.
                Ok(number) if self.formula && (number, shown) == (1.0, "TRUE") => Some(Value::Truth(true)),
                Ok(number) if self.formula && (number, shown) == (0.0, "FALSE") => Some(Value::Truth(false)),
                Ok(number) if number.is_finite() => Some(Value::Number(number)),
                Ok(_) => Some(Value::Error(text("#NUM!"))),
                Err(_) => None,
            },
            "boolean" => match stated.trim() {
                "true" | "1" => Some(Value::Truth(true)),
                "false" | "0" => Some(Value::Truth(false)),
                _ => None,
            },
            "date" => day(stated),
            "time" => length_of_time(stated),
            "string" if !stated.is_empty() => return words(stated),
            _ => None,
        };
        value.map_or_else(|| words(shown), Ok)
    }
}

/// `2019-09-12`, with a time too; a time alone as words, for nothing here counts in hours.
fn day(stated: &str) -> Option<Value> {
    let day: Date = stated.get(..10)?.parse().ok()?;
    match stated.get(10..)?.strip_prefix('T').and_then(|time| time.get(..5)) {
        Some(time) if day == DAY_NOUGHT => Text::new(time).ok().map(Value::Text),
        _ => Some(Value::Date(day)),
    }
}

/// `PT13H45M00S` is 13:45.
fn length_of_time(stated: &str) -> Option<Value> {
    let (sign, stated) = stated.strip_prefix('-').map_or(("", stated), |stated| ("-", stated));
    let (hours, rest) = stated.strip_prefix("PT")?.split_once('H')?;
    let (minutes, _) = rest.split_once('M')?;
    let (hours, minutes): (u32, u32) = (hours.parse().ok()?, minutes.parse().ok()?);
    Text::new(format!("{sign}{hours:02}:{minutes:02}")).ok().map(Value::Text)
}

/// The text of the cell that was just opened, up to its close: paragraphs as lines, no comments, no pictures.
pub fn shown(xml: &mut Xml, place: &dyn Fn() -> String) -> Result<String, Refused> {
    let mut shown = Shown::default();
    // For each open element inside the cell whether it is a paragraph.
    let mut open: Vec<bool> = Vec::new();
    loop {
        let in_paragraph = open.contains(&true);
        match xml.next()? {
            Node::Open(tag) => match (tag.name(), in_paragraph) {
                ("p" | "h", false) => {
                    shown.begin();
                    open.push(true);
                }
                ("s", true) => {
                    shown.put(' ', tag.number("c").unwrap_or(1), place)?;
                    xml.skip()?;
                }
                ("tab", true) => {
                    shown.put('\t', 1, place)?;
                    xml.skip()?;
                }
                ("line-break", true) => {
                    shown.put('\n', 1, place)?;
                    xml.skip()?;
                }
                // Lists of paragraphs; and in one, stretches of text with a look, links, results of fields.
                ("list" | "list-item", false)
                | (
                    "span" | "a" | "ruby" | "ruby-base" | "meta" | "date" | "time" | "sheet-name" | "title"
                    | "file-name" | "author-name",
                    true,
                ) => open.push(false),
                _ => xml.skip()?,
            },
            Node::Text(text) if in_paragraph => shown.text(&text, place)?,
            Node::Text(_) => {}
            Node::Close => match open.pop() {
                Some(true) => shown.broken = false,
                Some(false) => {}
                None => return Ok(shown.words),
            },
            Node::End => return Ok(shown.words),
        }
    }
}

#[derive(Default)]
struct Shown {
    words: String,
    paragraphs: usize,
    /// Where the paragraph begins in `words`.
    from: usize,
    /// The XML was broken here, which stands for one space when more text comes.
    broken: bool,
}

impl Shown {
    fn begin(&mut self) {
        if self.paragraphs > 0 {
            self.words.push('\n');
        }
        self.paragraphs += 1;
        self.from = self.words.len();
    }

    /// By the standard every run of white space in the XML is one space. LibreOffice writes the spaces of cells with
    /// several lines as they are, so only runs with a line break are taken together.
    fn text(&mut self, text: &str, place: &dyn Fn() -> String) -> Result<(), Refused> {
        let mut rest = text;
        while let Some(c) = rest.chars().next() {
            let space = rest.len() - rest.trim_start_matches([' ', '\t', '\n', '\r']).len();
            if space > 0 && rest[..space].contains(['\n', '\r', '\t']) {
                self.broken = true;
                rest = &rest[space..];
                continue;
            }
            let length = if space > 0 { space } else { rest.find([' ', '\t', '\n', '\r']).unwrap_or(rest.len()) };
            let (piece, after) = rest.split_at(length.max(c.len_utf8()));
            self.space_for(piece.len(), place)?;
            self.mend();
            self.words.push_str(piece);
            rest = after;
        }
        Ok(())
    }

    fn put(&mut self, c: char, times: usize, place: &dyn Fn() -> String) -> Result<(), Refused> {
        self.space_for(times, place)?;
        self.mend();
        self.words.extend(std::iter::repeat_n(c, times));
        Ok(())
    }

    fn mend(&mut self) {
        if std::mem::take(&mut self.broken) && self.words.len() > self.from {
            self.words.push(' ');
        }
    }

    /// A few letters may ask for millions of spaces: refused before they are made.
    fn space_for(&self, more: usize, place: &dyn Fn() -> String) -> Result<(), Refused> {
        if self.words.len().saturating_add(more) > LONGEST * 4 {
            let length = self.words.chars().count().saturating_add(more);
            return Err(Refused::TooLong { place: place(), length });
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown_of(inside: &str) -> Result<String, Refused> {
        let cell = format!("<table:table-cell>{inside}</table:table-cell>");
        let mut xml = Xml::new(CONTENT, cell.as_bytes())?;
        xml.next()?;
        shown(&mut xml, &|| "sheet “S”, cell A1".to_owned())
    }
    const CONTENT: &str = "content.xml";

    #[test]
    fn text_is_what_a_person_sees_in_the_cell() {
        for (inside, wanted) in [
            ("<text:p>a <text:s/>b<text:tab/>c<text:line-break/>d</text:p>", "a  b\tc\nd"),
            ("<text:p>one  two</text:p><text:p/><text:p>three</text:p>", "one  two\n\nthree"),
            ("<text:p>\n   one\n   <text:span>two</text:span> <text:a>three</text:a>\n</text:p>", "one two three"),
            ("<office:annotation><text:p>secret</text:p></office:annotation><text:p>said</text:p>", "said"),
            ("<draw:frame><draw:text-box><text:p>box</text:p></draw:text-box></draw:frame>", ""),
            ("<text:p>a<text:note><text:p>b</text:p></text:note>c &amp; d</text:p>", "ac & d"),
            (
                "<table:table><table:table-row><table:table-cell><text:p>in</text:p></table:table-cell></table:table-row></table:table>",
                "",
            ),
        ] {
            assert_eq!(shown_of(inside).unwrap(), wanted, "{inside}");
        }
    }

    #[test]
    fn a_cell_of_millions_of_spaces_is_refused_before_it_is_made() {
        let refused = shown_of(r#"<text:p>a<text:s text:c="4000000000"/></text:p>"#).unwrap_err();
        assert!(refused.to_string().starts_with("sheet “S”, cell A1 has 4000000001 characters"), "{refused}");
        let many = r#"<text:s text:c="100000"/>"#.repeat(9);
        assert!(matches!(shown_of(&format!("<text:p>{many}</text:p>")), Err(Refused::TooLong { .. })));
    }

    fn value_of(attributes: &str, shown: &str) -> Value {
        let cell = format!("<table:table-cell {attributes}/>");
        let mut xml = Xml::new(CONTENT, cell.as_bytes()).unwrap();
        let Node::Open(tag) = xml.next().unwrap() else { panic!("a cell") };
        Stated::new(&tag).value(shown).unwrap()
    }

    #[test]
    fn values_are_typed_as_the_file_states_them() {
        let said = |words: &str| Value::Text(text(words));
        for (attributes, shown, wanted) in [
            (r#"office:value-type="float" office:value="1.1""#, "1.10", Value::Number(1.1)),
            (r#"office:value-type="percentage" office:value="0.256""#, "25.6%", Value::Number(0.256)),
            (r#"office:value-type="currency" office:currency="GBP" office:value="12""#, "£12", Value::Number(12.0)),
            (r#"office:value-type="float" office:value="1e999""#, "?", Value::Error(text("#NUM!"))),
            (r#"office:value-type="float" office:value="many""#, "many", said("many")),
            (r#"office:value-type="date" office:date-value="2019-09-12""#, "12 Sep", Value::Date(date(2019, 9, 12))),
            (r#"office:value-type="date" office:date-value="2019-09-12T13:45:00""#, "", Value::Date(date(2019, 9, 12))),
            (r#"office:value-type="date" office:date-value="1899-12-30T13:45:00""#, "", said("13:45")),
            (r#"office:value-type="date" office:date-value="soon""#, "soon", said("soon")),
            (r#"office:value-type="time" office:time-value="PT13H45M00S""#, "", said("13:45")),
            (r#"office:value-type="time" office:time-value="PT30H00M00.5S""#, "", said("30:00")),
            (r#"office:value-type="boolean" office:boolean-value="true""#, "TRUE", Value::Truth(true)),
            (r#"table:formula="of:=TRUE()" office:value-type="float" office:value="1""#, "TRUE", Value::Truth(true)),
            (
                r#"office:value-type="string" calcext:value-type="error" office:string-value="""#,
                "#N/A",
                Value::Error(text("#N/A")),
            ),
            (r#"office:value-type="string" office:string-value="a&#x0a;b""#, "a b", said("a\nb")),
            (r#"office:value-type="string""#, " \u{A0} ", Value::Empty),
            ("", "typeless", said("typeless")),
        ] {
            assert_eq!(value_of(attributes, shown), wanted, "{attributes}");
        }
    }
}
