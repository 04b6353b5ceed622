//! What a Word document's styles and lists mean: which paragraph is a heading, which an item, and what number Word
//! prints before it although the text does not hold it.
use crate::Refused;
use crate::package::Package;
use crate::xml::{Node, Tag, Xml};
use std::collections::{BTreeMap, BTreeSet};

/// A style may be based on one that is based on another; a ring of them must end somewhere.
const MOST_STEPS: usize = 20;

/// What a paragraph or a style states of itself.
#[derive(Clone, Debug, Default)]
pub struct Properties {
    /// 0 to 8; 9 is body text.
    pub outline: Option<usize>,
    /// The list; 0 is "none", stated against a style.
    pub list: Option<usize>,
    pub level: Option<usize>,
}

impl Properties {
    /// Takes what one element inside `w:pPr` says.
    pub fn see(&mut self, tag: &Tag) {
        match tag.name() {
            "outlineLvl" => self.outline = tag.number("val"),
            "numId" => self.list = tag.number("val"),
            "ilvl" => self.level = tag.number("val"),
            _ => {}
        }
    }

    fn or(self, base: &Self) -> Self {
        Self { outline: self.outline.or(base.outline), list: self.list.or(base.list), level: self.level.or(base.level) }
    }
}

#[derive(Debug, Default)]
struct Style {
    /// Word's own styles have English names in every language.
    name: String,
    based_on: Option<String>,
    properties: Properties,
}

#[derive(Debug, Default)]
pub struct Styles {
    by_id: BTreeMap<String, Style>,
    /// List number to the definition that it uses, and where this list starts anew.
    lists: BTreeMap<usize, (usize, BTreeMap<usize, u32>)>,
    definitions: BTreeMap<usize, BTreeMap<usize, Level>>,
    counts: BTreeMap<usize, [Option<u32>; 9]>,
    started: BTreeSet<usize>,
}

#[derive(Clone, Debug, Default)]
struct Level {
    format: String,
    /// `%1.%2` for "1.1".
    text: String,
    start: u32,
}

/// What a paragraph is.
#[derive(Debug, PartialEq, Eq)]
pub enum Role {
    Heading(u8),
    Item(u8),
    /// A line of the table of contents: a copy of a heading.
    Contents,
    Plain,
}

impl Styles {
    pub fn read(package: &mut Package, main: &str) -> Result<Self, Refused> {
        let mut styles = Self::default();
        for relation in package.relations(main)? {
            let Some(content) = (match relation.what.as_str() {
                "styles" | "numbering" => package.part(&relation.target)?,
                _ => None,
            }) else {
                continue;
            };
            let xml = Xml::new(&relation.target, &content)?;
            if relation.what == "styles" { styles.read_styles(xml)? } else { styles.read_lists(xml)? }
        }
        Ok(styles)
    }

    fn read_styles(&mut self, mut xml: Xml) -> Result<(), Refused> {
        let mut open: Option<String> = None;
        xml.each_open(|tag| {
            if tag.name() == "style" {
                open = tag.attribute("styleId");
                if let Some(id) = &open {
                    self.by_id.insert(id.clone(), Style::default());
                }
            }
            let Some(style) = open.as_ref().and_then(|id| self.by_id.get_mut(id)) else { return };
            match tag.name() {
                "name" => style.name = tag.attribute("val").unwrap_or_default().to_lowercase(),
                "basedOn" => style.based_on = tag.attribute("val"),
                _ => style.properties.see(tag),
            }
        })
    }

    fn read_lists(&mut self, mut xml: Xml) -> Result<(), Refused> {
        let (mut definition, mut list, mut level) = (None, None, None);
        loop {
            let tag = match xml.next()? {
                Node::Open(tag) => tag,
                Node::End => return Ok(()),
                Node::Close | Node::Text(_) => continue,
            };
            match tag.name() {
                "abstractNum" => (definition, list) = (tag.number("abstractNumId"), None),
                "num" => (definition, list) = (None, tag.number("numId")),
                "abstractNumId" => {
                    if let (Some(list), Some(definition)) = (list, tag.number("val")) {
                        self.lists.entry(list).or_default().0 = definition;
                    }
                }
                "lvl" | "lvlOverride" => level = tag.number("ilvl").filter(|level| *level < 9),
                "startOverride" => {
                    if let (Some(list), Some(level), Some(start)) = (list, level, tag.number("val")) {
                        let start = u32::try_from(start).unwrap_or(1);
                        self.lists.entry(list).or_default().1.insert(level, start);
                    }
                }
                name @ ("numFmt" | "lvlText" | "start") => {
                    let (Some(definition), Some(level), Some(says)) = (definition, level, tag.attribute("val")) else {
                        continue;
                    };
                    let level = self.definitions.entry(definition).or_default().entry(level).or_default();
                    match name {
                        "numFmt" => level.format = says,
                        "lvlText" => level.text = says,
                        _ => level.start = says.parse().unwrap_or(1),
                    }
                }
                _ => {}
            }
        }
    }

    /// What a paragraph of a style is, with what it states itself, and the number that Word prints before it.
    pub fn role(&mut self, style: Option<&str>, stated: &Properties) -> (Role, Option<String>) {
        let mut properties = stated.clone();
        let mut named = None;
        let mut next = style.map(str::to_owned);
        for _ in 0..MOST_STEPS {
            let Some(id) = next.take() else { break };
            let Some(style) = self.by_id.get(&id) else {
                // A document without a styles part still names Word's own.
                if id.strip_prefix("TOC").is_some_and(|level| level.parse::<u8>().is_ok()) {
                    return (Role::Contents, None);
                }
                named = named.or_else(|| heading_by_name(&id.to_lowercase()));
                break;
            };
            if style.name.starts_with("toc ") {
                return (Role::Contents, None);
            }
            named = named.or_else(|| heading_by_name(&style.name));
            properties = properties.or(&style.properties);
            next.clone_from(&style.based_on);
        }
        let level = properties.level.unwrap_or(0).min(8);
        let (is_list, number) = match properties.list {
            Some(list) if list > 0 => self.count(list, level),
            _ => (false, None),
        };
        let small = |number: usize| u8::try_from(number + 1).unwrap_or(9);
        let role = match (properties.outline, named) {
            (Some(outline), _) if outline < 9 => Role::Heading(small(outline)),
            (None, Some(level)) => Role::Heading(level),
            _ if is_list => Role::Item(small(level)),
            _ => Role::Plain,
        };
        (role, number)
    }

    /// Counts one more item of a list: whether it has a mark at all, and the number where its mark is one.
    fn count(&mut self, list: usize, level: usize) -> (bool, Option<String>) {
        let Some((definition, overrides)) = self.lists.get(&list) else { return (true, None) };
        let Some(levels) = self.definitions.get(definition) else { return (true, None) };
        let counts = self.counts.entry(*definition).or_default();
        if self.started.insert(list) {
            for (level, start) in overrides {
                counts[*level] = start.checked_sub(1);
                if *start == 0 {
                    counts[*level] = None;
                }
            }
        }
        let start = |level: usize| levels.get(&level).map_or(1, |level| level.start);
        counts[level] = Some(counts[level].map_or(start(level), |count| count.saturating_add(1)));
        for deeper in &mut counts[level + 1..] {
            *deeper = None;
        }
        let Some(own) = levels.get(&level) else { return (true, None) };
        match own.format.as_str() {
            "bullet" => return (true, None),
            "none" => return (false, None),
            _ => {}
        }
        let mut number = own.text.clone();
        for (above, count) in counts.iter().enumerate().take(level + 1) {
            let format = levels.get(&above).map_or("decimal", |level| &level.format);
            number =
                number.replace(&format!("%{}", above + 1), &written(count.unwrap_or_else(|| start(above)), format));
        }
        (true, Some(number).filter(|number| !number.is_empty()))
    }
}

fn heading_by_name(name: &str) -> Option<u8> {
    if name == "title" {
        return Some(1);
    }
    name.strip_prefix("heading")?.trim().parse().ok().filter(|level| (1..=9).contains(level))
}

/// A number as Word writes it in a list; other systems of letters as figures.
fn written(number: u32, format: &str) -> String {
    match format {
        "lowerLetter" => letters(number),
        "upperLetter" => letters(number).to_uppercase(),
        "lowerRoman" => roman(number),
        "upperRoman" => roman(number).to_uppercase(),
        "decimalZero" => format!("{number:02}"),
        _ => number.to_string(),
    }
}

/// a to z, then aa, bb: Word repeats the letter.
fn letters(number: u32) -> String {
    let Some(from_zero) = number.checked_sub(1) else { return "0".to_owned() };
    let letter = char::from(b'a' + u8::try_from(from_zero % 26).expect("less than 26"));
    let times = usize::try_from(from_zero / 26).map_or(1, |more| more + 1).min(30);
    letter.to_string().repeat(times)
}

fn roman(number: u32) -> String {
    const STEPS: [(u32, &str); 13] = [
        (1000, "m"),
        (900, "cm"),
        (500, "d"),
        (400, "cd"),
        (100, "c"),
        (90, "xc"),
        (50, "l"),
        (40, "xl"),
        (10, "x"),
        (9, "ix"),
        (5, "v"),
        (4, "iv"),
        (1, "i"),
    ];
    let mut rest = number.min(3999);
    let mut text = String::new();
    for (value, digits) in STEPS {
        while rest >= value {
            text.push_str(digits);
            rest -= value;
        }
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    fn styles(lists: &str) -> Styles {
        let mut styles = Styles::default();
        styles.read_lists(Xml::new("numbering.xml", lists.as_bytes()).unwrap()).unwrap();
        styles
    }

    #[test]
    fn numbers_are_counted_as_word_prints_them() {
        let mut styles = styles(
            r#"<n><abstractNum abstractNumId="7"><lvl ilvl="0"><start val="1"/><numFmt val="decimal"/><lvlText val="%1."/></lvl>
            <lvl ilvl="1"><start val="1"/><numFmt val="lowerLetter"/><lvlText val="%1.%2)"/></lvl></abstractNum>
            <num numId="3"><abstractNumId val="7"/></num></n>"#,
        );
        let mut number =
            |level| styles.role(None, &Properties { list: Some(3), level: Some(level), outline: None }).1.unwrap();
        assert_eq!([number(0), number(1), number(1), number(0), number(1)], ["1.", "1.a)", "1.b)", "2.", "2.a)"]);
    }

    #[test]
    fn headings_are_known_by_outline_and_by_words_own_names() {
        let mut styles = Styles::default();
        let sheet = r#"<s><style styleId="berschrift1"><name val="heading 1"/><pPr><outlineLvl val="0"/></pPr></style>
            <style styleId="Own"><name val="Theme"/><basedOn val="berschrift1"/></style>
            <style styleId="Ring"><name val="ring"/><basedOn val="Ring"/></style>
            <style styleId="TOC1"><name val="toc 1"/></style></s>"#;
        styles.read_styles(Xml::new("styles.xml", sheet.as_bytes()).unwrap()).unwrap();
        let none = Properties::default();
        assert_eq!(styles.role(Some("Own"), &none).0, Role::Heading(1));
        assert_eq!(styles.role(Some("Ring"), &none).0, Role::Plain);
        assert_eq!(styles.role(Some("TOC1"), &none).0, Role::Contents);
        assert_eq!(styles.role(Some("Heading2"), &none).0, Role::Heading(2));
        let body = Properties { outline: Some(9), ..Properties::default() };
        assert_eq!(styles.role(Some("Own"), &body).0, Role::Plain);
    }

    #[test]
    fn letters_and_roman_numbers() {
        assert_eq!([letters(1), letters(26), letters(28)], ["a", "z", "bb"]);
        assert_eq!([roman(4), roman(2026)], ["iv", "mmxxvi"]);
    }
}
