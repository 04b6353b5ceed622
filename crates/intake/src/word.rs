//! A Word document as its reader sees it: tracked changes accepted, results of fields and not their codes, no hidden
//! text, no headers, footers, notes or comments.
mod style;
mod table;

use crate::package::Package;
use crate::xml::{Node, Tag, Xml};
use crate::{MOST_TEXT, Refused};
use domain::table::{Block, Document, Note};
use domain::text::Text;
use std::collections::BTreeMap;
use style::{Properties, Role, Styles};
use table::Grid;

pub fn read(package: &mut Package, main: &str) -> Result<Document, Refused> {
    let styles = Styles::read(package, main)?;
    let content = package.part(main)?.ok_or_else(|| Refused::Damaged { reason: format!("{main} is missing") })?;
    let mut walk = Walk::new(Xml::new(main, &content)?, styles);
    walk.paged = std::str::from_utf8(&content).is_ok_and(|xml| xml.contains(LAST_BREAK));
    let pieces = walk.body()?;
    let mut writing = Writing { pages: walk.paged, ..Writing::default() };
    for piece in pieces {
        writing.piece(piece)?;
    }
    if writing.blocks.is_empty() {
        return Err(Refused::NothingInIt);
    }
    let mut notes: Vec<Note> =
        walk.said.into_iter().map(|(says, place)| Note { place, says: says.to_owned() }).collect();
    notes.extend(package.macros.then(|| Note { place: "the file".to_owned(), says: MACROS.to_owned() }));
    Ok(Document { blocks: writing.blocks, notes })
}

/// Word's note of where a page ended when it last laid the document out.
const LAST_BREAK: &str = "lastRenderedPageBreak";

pub const MACROS: &str = "macros were left out";
pub const TRACKED: &str = "tracked changes were read as accepted";
pub const HIDDEN: &str = "hidden text was left out";
const BOXES: &str = "text boxes were read where they are anchored";
const CONTENTS: &str = "the table of contents was left out";
const NESTED: &str = "a table inside a cell was read as lines of that cell";
const NUMBERED: &str = "numbers that Word prints before paragraphs by itself are not part of their text";

/// A part of the document's flow.
enum Piece {
    Paragraph(Paragraph),
    Table(Box<Grid>),
}

#[derive(Default)]
struct Paragraph {
    text: String,
    style: Option<String>,
    properties: Properties,
    /// Its mark was deleted in a tracked change, so the next paragraph runs on.
    runs_on: bool,
    role: Option<Role>,
    /// What Word prints before it: "1.", "(a)".
    number: Option<String>,
    /// Paragraphs and tables of text boxes that are anchored in it.
    boxes: Vec<Piece>,
}

struct Walk<'a> {
    xml: Xml<'a>,
    styles: Styles,
    /// The fields that are open here: whether each is past its code, in its result.
    fields: Vec<bool>,
    /// What is worth a note, with the first place where it was met.
    said: BTreeMap<&'static str, String>,
    paged: bool,
    page: usize,
    tables: usize,
    cells: usize,
    text: usize,
}

impl<'a> Walk<'a> {
    fn new(xml: Xml<'a>, styles: Styles) -> Self {
        Self {
            xml,
            styles,
            fields: Vec::new(),
            said: BTreeMap::new(),
            paged: false,
            page: 1,
            tables: 0,
            cells: 0,
            text: 0,
        }
    }

    fn body(&mut self) -> Result<Vec<Piece>, Refused> {
        loop {
            match self.xml.next()? {
                Node::Open(tag) if tag.name() == "body" => return self.pieces(),
                Node::End => return Ok(Vec::new()),
                _ => {}
            }
        }
    }

    fn note(&mut self, says: &'static str) {
        let place = if self.paged { format!("page {}", self.page) } else { "the document".to_owned() };
        self.said.entry(says).or_insert(place);
    }

    /// Everything up to the close of the element that was just opened.
    fn pieces(&mut self) -> Result<Vec<Piece>, Refused> {
        let mut pieces = Vec::new();
        loop {
            let tag = match self.xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(pieces),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "p" => {
                    let paragraph = self.paragraph()?;
                    join(&mut pieces, paragraph);
                }
                "tbl" => pieces.push(Piece::Table(Box::new(self.table()?))),
                "ins" | "moveTo" => {
                    self.note(TRACKED);
                    pieces.append(&mut self.pieces()?);
                }
                "sdt" | "sdtContent" | "smartTag" | "customXml" | "AlternateContent" | "Choice" => {
                    pieces.append(&mut self.pieces()?);
                }
                _ => self.leave_out(&tag)?,
            }
        }
    }

    /// Skips an element, and says so where a reader might miss what it held.
    fn leave_out(&mut self, tag: &Tag) -> Result<(), Refused> {
        if matches!(tag.name(), "del" | "moveFrom") {
            self.note(TRACKED);
        }
        self.xml.skip()
    }

    fn paragraph(&mut self) -> Result<Paragraph, Refused> {
        let mut paragraph = Paragraph::default();
        self.inline(&mut paragraph)?;
        let (role, number) = self.styles.role(paragraph.style.as_deref(), &paragraph.properties);
        if role == Role::Contents {
            self.note(CONTENTS);
        }
        if number.is_some() && matches!(role, Role::Item(_)) && !paragraph.text.trim().is_empty() {
            self.note(NUMBERED);
        }
        // A field's code never runs into the next paragraph; a broken one must not swallow the rest of the document.
        self.fields.retain(|in_result| *in_result);
        (paragraph.role, paragraph.number) = (Some(role), number);
        Ok(paragraph)
    }

    fn inline(&mut self, paragraph: &mut Paragraph) -> Result<(), Refused> {
        loop {
            let tag = match self.xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            match tag.name() {
                "pPr" => self.paragraph_properties(paragraph)?,
                "r" => self.run(paragraph)?,
                "del" | "moveFrom" | "Fallback" | "sdtPr" | "sdtEndPr" | "fldData" => self.leave_out(&tag)?,
                "ins" | "moveTo" => {
                    self.note(TRACKED);
                    self.inline(paragraph)?;
                }
                _ => self.inline(paragraph)?,
            }
        }
    }

    fn paragraph_properties(&mut self, paragraph: &mut Paragraph) -> Result<(), Refused> {
        // The properties before a tracked change of them stand inside `pPrChange` and are not the paragraph's.
        let mut depth = 1;
        while depth > 0 {
            match self.xml.next()? {
                Node::Open(tag) if tag.name() == "pPrChange" => self.leave_out(&tag)?,
                Node::Open(tag) => {
                    depth += 1;
                    match tag.name() {
                        "pStyle" => paragraph.style = tag.attribute("val"),
                        "del" | "moveFrom" => {
                            paragraph.runs_on = true;
                            self.note(TRACKED);
                        }
                        "ins" | "moveTo" => self.note(TRACKED),
                        _ => paragraph.properties.see(&tag),
                    }
                }
                Node::Close => depth -= 1,
                Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
        Ok(())
    }

    /// A run of text in one dress; also what stands in it: breaks, tabs, drawings with text boxes.
    fn run(&mut self, paragraph: &mut Paragraph) -> Result<(), Refused> {
        let mut hidden = false;
        loop {
            let tag = match self.xml.next()? {
                Node::Open(tag) => tag,
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => continue,
            };
            let shown = !hidden && self.fields.iter().all(|in_result| *in_result);
            match tag.name() {
                "rPr" => hidden = self.is_hidden()?,
                "t" => {
                    let text = self.plain()?;
                    if hidden && !text.trim().is_empty() {
                        self.note(HIDDEN);
                    }
                    if shown {
                        paragraph.text.push_str(&text);
                    }
                    continue;
                }
                "tab" | "ptab" if shown => paragraph.text.push('\t'),
                "br" | "cr" if shown => paragraph.text.push('\n'),
                "noBreakHyphen" if shown => paragraph.text.push('-'),
                "sym" if shown => paragraph.text.extend(symbol(&tag)),
                "lastRenderedPageBreak" => self.page += 1,
                "fldChar" => match tag.attribute("fldCharType").as_deref() {
                    Some("begin") => self.fields.push(false),
                    Some("separate") => {
                        if let Some(innermost) = self.fields.last_mut() {
                            *innermost = true;
                        }
                    }
                    Some("end") => {
                        self.fields.pop();
                    }
                    _ => {}
                },
                "AlternateContent" | "Choice" | "drawing" | "pict" | "object" => {
                    self.drawing(paragraph)?;
                    continue;
                }
                _ => {}
            }
            if tag.name() != "rPr" {
                self.leave_out(&tag)?;
            }
        }
    }

    /// Looks inside a drawing for text boxes. The fallback repeats what the choice says for programs of before 2010.
    fn drawing(&mut self, paragraph: &mut Paragraph) -> Result<(), Refused> {
        loop {
            match self.xml.next()? {
                Node::Open(tag) => match tag.name() {
                    "Fallback" => self.xml.skip()?,
                    "txbxContent" => {
                        let mut inside = self.pieces()?;
                        if inside.iter().any(Piece::says_something) {
                            self.note(BOXES);
                        }
                        paragraph.boxes.append(&mut inside);
                    }
                    _ => self.drawing(paragraph)?,
                },
                Node::Close | Node::End => return Ok(()),
                Node::Text(_) => {}
            }
        }
    }

    fn is_hidden(&mut self) -> Result<bool, Refused> {
        let mut hidden = false;
        loop {
            match self.xml.next()? {
                Node::Open(tag) => {
                    hidden |= tag.name() == "vanish" && tag.is_on();
                    self.xml.skip()?;
                }
                Node::Close | Node::End => return Ok(hidden),
                Node::Text(_) => {}
            }
        }
    }

    fn plain(&mut self) -> Result<String, Refused> {
        let mut text = String::new();
        loop {
            match self.xml.next()? {
                Node::Text(part) => text.push_str(&part),
                Node::Open(_) => self.xml.skip()?,
                Node::Close | Node::End => break,
            }
        }
        self.text += text.len();
        if self.text > MOST_TEXT {
            return Err(Refused::TooMuchText { place: format!("page {}", self.page) });
        }
        // Line ends inside w:t are the XML writer's; no-break spaces would keep words of a cell from being found.
        text.retain(|c| c != '\u{AD}');
        Ok(text.replace(['\n', '\r', '\u{A0}', '\u{202F}'], " "))
    }
}

/// `w:sym` names a character of a symbol font, most often a tick or an arrow in the private area.
fn symbol(tag: &Tag) -> Option<char> {
    let code = u32::from_str_radix(&tag.attribute("char")?, 16).ok()?;
    char::from_u32(code).filter(|c| *c >= ' ')
}

impl Piece {
    fn says_something(&self) -> bool {
        match self {
            Self::Paragraph(paragraph) => {
                !paragraph.text.trim().is_empty() || paragraph.boxes.iter().any(Self::says_something)
            }
            Self::Table(grid) => !grid.rows.is_empty(),
        }
    }
}

/// Adds a paragraph, to the one before it where the mark between the two was deleted.
fn join(pieces: &mut Vec<Piece>, mut paragraph: Paragraph) {
    if let Some(Piece::Paragraph(before)) = pieces.last_mut()
        && before.runs_on
    {
        before.text.push_str(&paragraph.text);
        before.boxes.append(&mut paragraph.boxes);
        before.runs_on = paragraph.runs_on;
        // What is left of the two is dressed as the second.
        (before.role, before.number) = (paragraph.role, paragraph.number);
        return;
    }
    pieces.push(Piece::Paragraph(paragraph));
}

/// Puts pieces into blocks with places, in the document's order.
#[derive(Default)]
struct Writing {
    blocks: Vec<Block>,
    pages: bool,
    lines: usize,
}

impl Writing {
    fn piece(&mut self, piece: Piece) -> Result<(), Refused> {
        match piece {
            Piece::Paragraph(paragraph) => self.paragraph(paragraph),
            Piece::Table(grid) => {
                self.blocks.extend(grid.into_table(self.pages)?.map(Block::Table));
                Ok(())
            }
        }
    }

    fn paragraph(&mut self, paragraph: Paragraph) -> Result<(), Refused> {
        self.lines += 1;
        let place = format!("paragraph {}", self.lines);
        let text = paragraph.text.trim_end();
        let role = paragraph.role.unwrap_or(Role::Plain);
        if !text.is_empty() && role != Role::Contents {
            let text = Text::new(text).map_err(|wrong| Refused::not_text(&place, &wrong))?;
            self.blocks.push(match role {
                Role::Heading(level) => Block::Heading { place, level, text },
                Role::Item(level) => Block::Item { place, level, text },
                Role::Plain | Role::Contents => Block::Line { place, text },
            });
        }
        paragraph.boxes.into_iter().try_for_each(|piece| self.piece(piece))
    }
}
