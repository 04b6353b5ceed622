//! The XML inside Office files, as a plain walk: elements by their local names, text with its entities resolved.
//! No document type, no entities but XML's own, no nesting beyond what an Office program writes.
use crate::Refused;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use std::borrow::Cow;

/// The deepest nesting that is followed: a table in a table in a text box needs some thirty.
const DEEPEST: usize = 200;

pub struct Xml<'a> {
    reader: Reader<&'a [u8]>,
    part: &'a str,
    depth: usize,
}

pub enum Node<'a> {
    Open(Tag<'a>),
    Close,
    Text(Cow<'a, str>),
    End,
}

pub struct Tag<'a>(BytesStart<'a>);

impl Tag<'_> {
    /// The name without its prefix: `tbl` of `w:tbl`.
    pub fn name(&self) -> &str {
        self.0.local_name().into_inner()
    }

    /// An attribute by its name without prefix, entities resolved.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.0
            .attributes()
            .with_checks(false)
            .filter_map(Result::ok)
            .find(|attribute| attribute.key.local_name().into_inner() == name)
            .and_then(|attribute| attribute.normalized_value(XmlVersion::Explicit1_0).ok())
            .map(Cow::into_owned)
    }

    /// Every attribute by its name without prefix, entities resolved.
    pub fn each_attribute(&self, mut see: impl FnMut(&str, String)) {
        for attribute in self.0.attributes().with_checks(false).filter_map(Result::ok) {
            if let Ok(value) = attribute.normalized_value(XmlVersion::Explicit1_0) {
                see(attribute.key.local_name().into_inner(), value.into_owned());
            }
        }
    }

    /// Word's on/off: present is on, unless it says otherwise.
    pub fn is_on(&self) -> bool {
        !matches!(self.attribute("val").as_deref(), Some("0" | "false" | "off" | "none"))
    }

    pub fn number(&self, name: &str) -> Option<usize> {
        self.attribute(name)?.trim().parse().ok()
    }
}

impl<'a> Xml<'a> {
    /// `part` is the name of the part inside the file, for refusals.
    pub fn new(part: &'a str, bytes: &'a [u8]) -> Result<Self, Refused> {
        let damaged = |reason| Refused::Damaged { reason: format!("{part} {reason}") };
        let text = std::str::from_utf8(bytes).map_err(|_| damaged("is not UTF-8"))?;
        let mut reader = Reader::from_str(text.strip_prefix('\u{FEFF}').unwrap_or(text));
        reader.config_mut().expand_empty_elements = true;
        Ok(Self { reader, part, depth: 0 })
    }

    pub fn next(&mut self) -> Result<Node<'a>, Refused> {
        loop {
            let event = self.reader.read_event().map_err(|error| self.damaged(&error.to_string()))?;
            return Ok(match event {
                Event::Start(start) => {
                    self.depth += 1;
                    if self.depth > DEEPEST {
                        return Err(Refused::Untrusted {
                            reason: format!("{} is nested more than {DEEPEST} deep", self.part),
                        });
                    }
                    Node::Open(Tag(start))
                }
                Event::End(_) => {
                    self.depth = self.depth.saturating_sub(1);
                    Node::Close
                }
                Event::Text(text) => Node::Text(match text.into_inner() {
                    Cow::Borrowed(text) => Cow::Borrowed(text),
                    Cow::Owned(text) => Cow::Owned(text),
                }),
                Event::CData(data) => Node::Text(data.into_inner()),
                Event::GeneralRef(reference) => {
                    let named = match &*reference {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => reference.resolve_char_ref().map_err(|error| self.damaged(&error.to_string()))?,
                    };
                    let c = named.ok_or_else(|| self.damaged(&format!("names an unknown entity &{};", &*reference)))?;
                    Node::Text(Cow::Owned(c.to_string()))
                }
                Event::DocType(_) => {
                    return Err(Refused::Untrusted {
                        reason: format!("{} declares a document type, which Office files never do", self.part),
                    });
                }
                Event::Eof if self.depth > 0 => return Err(self.damaged("ends in the middle")),
                Event::Eof => Node::End,
                Event::Empty(_) | Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            });
        }
    }

    /// Reads past everything up to the close of the element that was just opened.
    pub fn skip(&mut self) -> Result<(), Refused> {
        let outside = self.depth - 1;
        while self.depth > outside {
            self.next()?;
        }
        Ok(())
    }

    /// Walks the whole part, open tags only: for parts whose nesting does not matter.
    pub fn each_open(&mut self, mut see: impl FnMut(&Tag<'a>)) -> Result<(), Refused> {
        loop {
            match self.next()? {
                Node::Open(tag) => see(&tag),
                Node::End => return Ok(()),
                Node::Close | Node::Text(_) => {}
            }
        }
    }

    fn damaged(&self, reason: &str) -> Refused {
        Refused::Damaged { reason: format!("{}: {reason}", self.part) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn walk(xml: &str) -> Result<String, Refused> {
        let mut xml = Xml::new("part.xml", xml.as_bytes())?;
        let mut text = String::new();
        loop {
            match xml.next()? {
                Node::Text(part) => text.push_str(&part),
                Node::End => return Ok(text),
                _ => {}
            }
        }
    }

    #[test]
    fn entities_of_xml_are_resolved_and_others_refused() {
        assert_eq!(walk("<w:t>a &amp; b &#x2019;<![CDATA[<c>]]></w:t>").unwrap(), "a & b ’<c>");
        assert!(walk("<t>&lol;</t>").unwrap_err().to_string().contains("&lol;"));
    }

    #[test]
    fn a_billion_laughs_are_refused_at_the_document_type() {
        let bomb = r#"<!DOCTYPE l [<!ENTITY a "ha"><!ENTITY b "&a;&a;">]><l>&b;</l>"#;
        assert!(matches!(walk(bomb), Err(Refused::Untrusted { .. })));
    }

    #[test]
    fn nesting_without_end_and_files_without_end_are_refused() {
        assert!(matches!(walk(&"<a>".repeat(100_000)), Err(Refused::Untrusted { .. })));
        assert!(matches!(walk("<a><b>"), Err(Refused::Damaged { .. })));
        assert!(matches!(walk("<a></b>"), Err(Refused::Damaged { .. })));
    }
}
