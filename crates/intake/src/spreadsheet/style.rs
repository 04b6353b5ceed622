//! What styles say that matters here: the backgrounds of cells, for offices often say a rating by colour alone, and
//! which sheets are hidden.
use crate::Refused;
use crate::xml::{Node, Xml};
use std::collections::{HashMap, HashSet};

/// A style may take after another, which may take after another; programs write three or four, and some files are
/// written in circles.
const MOST_PARENTS: usize = 16;

#[derive(Default)]
pub struct Styles {
    cells: HashMap<String, Look>,
    /// The styles of sheets that are not shown.
    hidden: HashSet<String>,
}

#[derive(Default)]
struct Look {
    parent: Option<String>,
    /// As it is stated: "#00b050", or "transparent".
    background: Option<String>,
    /// A condition may give it another look.
    conditional: bool,
}

impl Styles {
    /// Adds the styles of a part; one of the same name replaces an earlier one.
    pub fn add(&mut self, part: &str, content: &[u8]) -> Result<(), Refused> {
        let mut xml = Xml::new(part, content)?;
        // The style that is open: its family and name.
        let mut here: Option<(String, String)> = None;
        let mut depth = 0;
        loop {
            match xml.next()? {
                Node::Open(tag) => {
                    if here.is_some() {
                        depth += 1;
                    }
                    match (tag.name(), &here) {
                        // The styles of a document stand before what it says.
                        ("body", _) => return Ok(()),
                        ("style", None) => {
                            if let (Some(family), Some(name)) = (tag.attribute("family"), tag.attribute("name")) {
                                if family == "table-cell" {
                                    let parent = tag.attribute("parent-style-name");
                                    self.cells.insert(name.clone(), Look { parent, ..Look::default() });
                                }
                                here = Some((family, name));
                            }
                        }
                        ("table-cell-properties", Some((_, name))) => {
                            if let Some(look) = self.cells.get_mut(name) {
                                look.background = tag.attribute("background-color");
                            }
                        }
                        ("map", Some((_, name))) => {
                            if let Some(look) = self.cells.get_mut(name) {
                                look.conditional = true;
                            }
                        }
                        ("table-properties", Some((_, name)))
                            if tag.attribute("display").as_deref() == Some("false") =>
                        {
                            self.hidden.insert(name.clone());
                        }
                        _ => {}
                    }
                }
                Node::Close if here.is_some() && depth == 0 => here = None,
                Node::Close if here.is_some() => depth -= 1,
                Node::Close | Node::Text(_) => {}
                Node::End => return Ok(()),
            }
        }
    }

    pub fn hides(&self, style: &str) -> bool {
        self.hidden.contains(style)
    }

    fn looks<'a>(&'a self, style: &str) -> impl Iterator<Item = &'a Look> {
        let parent = |look: &&'a Look| self.cells.get(look.parent.as_deref()?);
        std::iter::successors(self.cells.get(style), parent).take(MOST_PARENTS)
    }

    pub fn is_conditional(&self, style: &str) -> bool {
        self.looks(style).any(|look| look.conditional)
    }

    /// The background as rrggbb, of this style or the nearest that it takes after.
    pub fn fill(&self, style: &str) -> Option<String> {
        let stated = self.looks(style).find_map(|look| look.background.as_deref())?;
        let colour = stated.trim().strip_prefix('#')?;
        (colour.len() == 6 && colour.bytes().all(|byte| byte.is_ascii_hexdigit())).then(|| colour.to_lowercase())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_background_is_found_along_the_styles_that_one_takes_after_and_circles_end() {
        let xml = r##"<a><s:style s:name="Good" s:family="table-cell"><s:table-cell-properties fo:background-color="#00B050"/></s:style>
            <s:style s:name="ce1" s:family="table-cell" s:parent-style-name="Good"/>
            <s:style s:name="ce2" s:family="table-cell" s:parent-style-name="ce1"><s:map s:condition="1"/><s:table-cell-properties fo:background-color="transparent"/></s:style>
            <s:style s:name="ring" s:family="table-cell" s:parent-style-name="gnir"/>
            <s:style s:name="gnir" s:family="table-cell" s:parent-style-name="ring"/>
            <s:style s:name="ta1" s:family="table"><s:table-properties t:display="false"/></s:style></a>"##;
        let mut styles = Styles::default();
        styles.add("styles.xml", xml.as_bytes()).unwrap();
        assert_eq!(styles.fill("ce1").as_deref(), Some("00b050"));
        assert_eq!((styles.fill("ce2"), styles.fill("ring"), styles.fill("none")), (None, None, None));
        assert!(styles.is_conditional("ce2") && !styles.is_conditional("ring"));
        assert!(styles.hides("ta1") && !styles.hides("ce1"));
    }
}
