//! The paper as an editable Word document, its parts written by hand: real styles, repeated header rows, captions,
//! real footnotes, fields for the page numbers. Elements stand in the order of the schema, which Word insists on.
mod drawing;
mod parts;

use crate::{
    address,
    blocks::{Block, Cell, Chart, Document, Inline, RatingCell, Table},
    format::NotWritten,
    layout::{Page, heading_levels, long_date},
    package::escape,
    picture::{Painted, painted},
    shade,
};
use std::{fmt::Write as _, vec};

/// The width of an average character in a table, in millimetres.
const LETTER: f32 = 1.85;

pub fn write(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let mut body = Body { page: Page::of(document), painted: painted(document).into_iter(), ..Body::default() };
    for block in &document.front {
        body.block(block, 1);
    }
    if !document.front.is_empty() {
        body.paragraph("Gap", "");
    }
    body.paragraph("Title", &run(&document.title, ""));
    for (block, level) in document.blocks.iter().zip(heading_levels(document)) {
        body.block(block, level);
    }
    let section = parts::section(body.page);
    parts::pack(document, &format!("{}{section}", body.xml), body)
}

/// `word/document.xml` as it grows, and what it refers to.
struct Body<'a> {
    page: Page,
    xml: String,
    /// The text of each footnote; the first has the id 1.
    notes: Vec<String>,
    /// The address of each link; the first has the id `link1`.
    links: Vec<String>,
    /// The pictures of the charts that are still to come.
    painted: vec::IntoIter<Option<Painted<'a>>>,
    /// Those that stand in the text; the first is `chart1`.
    pictures: Vec<Painted<'a>>,
    /// Whether the next paragraph begins a page.
    breaks: bool,
}

impl Default for Body<'_> {
    fn default() -> Self {
        Self {
            page: Page::Portrait,
            xml: String::new(),
            notes: vec![],
            links: vec![],
            painted: vec![].into_iter(),
            pictures: vec![],
            breaks: false,
        }
    }
}

impl Body<'_> {
    fn block(&mut self, block: &Block, level: u8) {
        match block {
            Block::Heading { number, text, .. } => {
                let number = if number.is_empty() { String::new() } else { run(number, "") + TAB };
                if number.is_empty() && text.trim().is_empty() {
                    return;
                }
                // A tab without a number before it would indent the words.
                let style = format!("Heading{}", level.min(6));
                self.paragraph(&style, &format!("{number}{}", run(text, "")));
            }
            Block::Paragraph { number, text } => {
                let text = self.inlines(text);
                if number.is_empty() {
                    self.paragraph("BodyText", &text);
                } else {
                    self.paragraph("NumberedText", &format!("{}{TAB}{text}", run(number, "")));
                }
            }
            Block::List { items } => {
                for item in items {
                    let text = self.inlines(item);
                    self.paragraph("ListBullet", &text);
                }
            }
            Block::Facts { rows } => {
                for (label, value) in rows {
                    self.paragraph("Facts", &format!("{}{TAB}{}", run(label, BOLD), run(value, "")));
                }
            }
            Block::Table(table) if table.columns.is_empty() => {}
            Block::Table(table) => self.table(table),
            Block::Chart(drawn) => self.chart(drawn),
            Block::Panel { title, paragraphs } => {
                if !title.is_empty() {
                    self.paragraph("PanelTitle", &run(title, ""));
                }
                for paragraph in paragraphs {
                    let text = self.inlines(paragraph);
                    self.paragraph("Panel", &text);
                }
                // Between two boxes: without it Word draws them as one.
                self.paragraph("Gap", "");
            }
            Block::PageBreak => self.breaks = true,
        }
    }

    fn paragraph(&mut self, style: &str, runs: &str) {
        let breaks = if std::mem::take(&mut self.breaks) { "<w:pageBreakBefore/>" } else { "" };
        write!(self.xml, r#"<w:p><w:pPr><w:pStyle w:val="{style}"/>{breaks}</w:pPr>{runs}</w:p>"#)
            .expect("a String takes everything");
    }

    fn inlines(&mut self, text: &[Inline]) -> String {
        let mut runs = String::new();
        for inline in text {
            match inline {
                Inline::Text(text) => runs += &run(text, ""),
                Inline::Bold(text) => runs += &run(text, BOLD),
                Inline::Code(text) => runs += &run(text, r#"<w:rStyle w:val="Code"/>"#),
                Inline::Link { text, address } if address::may_be_followed(address) && !text.trim().is_empty() => {
                    self.links.push(address.clone());
                    let text = run(text, r#"<w:rStyle w:val="Hyperlink"/>"#);
                    write!(runs, r#"<w:hyperlink r:id="link{}">{text}</w:hyperlink>"#, self.links.len())
                        .expect("a String takes everything");
                }
                Inline::Link { text, address } => runs += &run(&address::as_text(text, address), ""),
                Inline::Footnote(text) => {
                    self.notes.push(text.clone());
                    write!(
                        runs,
                        r#"<w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteReference w:id="{}"/></w:r>"#,
                        self.notes.len()
                    )
                    .expect("a String takes everything");
                }
            }
        }
        runs
    }

    fn table(&mut self, table: &Table) {
        let page = self.page.for_table(table, LETTER);
        let turned = page != self.page;
        if turned {
            self.turn(self.page);
        }
        if !table.caption.is_empty() {
            self.paragraph("Caption", &run(&table.caption, ""));
        }
        let widths = table.widths(page.width(), LETTER);
        // Twentieths of a point; Word wants whole ones.
        let twips: Vec<u32> = widths.iter().map(|width| parts::twips(*width)).collect();
        let caption = escape(&table.caption.replace('\n', " "));
        let first = u8::from(table.row_header == Some(0));
        // The same flags twice: as bits for old readers, as words for new ones.
        let look = if first == 1 { "06A0" } else { "0620" };
        let mut xml = format!(
            r#"<w:tbl><w:tblPr><w:tblStyle w:val="PaperTable"/><w:tblW w:w="{}" w:type="dxa"/><w:tblLayout w:type="fixed"/><w:tblLook w:val="{look}" w:firstRow="1" w:lastRow="0" w:firstColumn="{first}" w:lastColumn="0" w:noHBand="1" w:noVBand="1"/><w:tblCaption w:val="{caption}"/></w:tblPr><w:tblGrid>"#,
            twips.iter().sum::<u32>(),
        );
        for width in &twips {
            write!(xml, r#"<w:gridCol w:w="{width}"/>"#).expect("a String takes everything");
        }
        let numeric = table.numeric();
        xml += "</w:tblGrid><w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>";
        for (n, column) in table.columns.iter().enumerate() {
            let style = if numeric[n] { "TableHeadNumber" } else { "TableHead" };
            xml += &cell_of(
                twips[n],
                &format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{}</w:p>"#, run(&column.head, "")),
            );
        }
        xml += "</w:tr>";
        for row in &table.rows {
            xml += if Table::keeps_together(row, &widths, LETTER) {
                "<w:tr><w:trPr><w:cantSplit/></w:trPr>"
            } else {
                "<w:tr>"
            };
            for (n, width) in twips.iter().enumerate() {
                let style = if numeric[n] {
                    "TableNumber"
                } else if table.row_header == Some(n) {
                    "TableRowHead"
                } else {
                    "TableText"
                };
                xml += &cell_of(*width, &content(row.get(n).unwrap_or(&Cell::Empty), style));
            }
            xml += "</w:tr>";
        }
        xml += "</w:tbl>";
        self.xml += &xml;
        if turned {
            self.turn(page);
        } else {
            // Two tables without a paragraph between them would become one.
            self.paragraph("Gap", "");
        }
    }

    fn chart(&mut self, chart: &Chart) {
        if !chart.title.is_empty() {
            self.paragraph("Caption", &run(&chart.title, ""));
        }
        if let Some(painted) = self.painted.next().flatten() {
            let n = self.pictures.len() + 1;
            let size = painted.picture.on(self.page);
            let xml = drawing::inline(n, &chart.title, painted.picture.alternative, size);
            self.paragraph("Figure", &xml);
            self.pictures.push(painted);
        }
        let said = run(&chart.sentence, "");
        if !said.is_empty() {
            self.paragraph("BodyText", &said);
        }
    }

    /// Ends the section, whose pages lie so.
    fn turn(&mut self, ended: Page) {
        write!(self.xml, r#"<w:p><w:pPr><w:pStyle w:val="Gap"/>{}</w:pPr></w:p>"#, parts::section(ended))
            .expect("a String takes everything");
    }
}

const BOLD: &str = "<w:b/>";
const TAB: &str = "<w:r><w:tab/></w:r>";

/// A run of text; its line ends and tabs become Word's own.
fn run(text: &str, properties: &str) -> String {
    if text.is_empty() {
        return String::new();
    }
    let properties = if properties.is_empty() { String::new() } else { format!("<w:rPr>{properties}</w:rPr>") };
    let text = escape(text)
        .replace('\n', r#"</w:t><w:br/><w:t xml:space="preserve">"#)
        .replace('\t', r#"</w:t><w:tab/><w:t xml:space="preserve">"#);
    format!(r#"<w:r>{properties}<w:t xml:space="preserve">{text}</w:t></w:r>"#)
}

fn cell_of(width: u32, paragraphs: &str) -> String {
    format!(r#"<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{paragraphs}</w:tc>"#)
}

fn content(cell: &Cell, style: &str) -> String {
    let paragraph = |style: &str, runs: &str| format!(r#"<w:p><w:pPr><w:pStyle w:val="{style}"/></w:pPr>{runs}</w:p>"#);
    let more = |lines: &[String]| lines.iter().map(|line| paragraph("TableNote", &run(line, ""))).collect::<String>();
    match cell {
        Cell::Empty => paragraph(style, ""),
        Cell::Text(text) => paragraph(style, &run(text, "")),
        Cell::Number(_) | Cell::Decimal(_) => paragraph(style, &run(&cell.words(), "")),
        Cell::Date(date) => paragraph(style, &run(&long_date(*date), "")),
        Cell::Lines(lines) => match lines.split_first() {
            None => paragraph(style, ""),
            Some((first, rest)) => paragraph(style, &run(first, "")) + &more(rest),
        },
        Cell::Rating(rating) => paragraph(style, &rating_runs(rating)) + &more(&rating.notes),
        Cell::Direction(direction) => {
            let word = run(&direction.word, BOLD) + &run(&format!("\u{A0}{}", direction.arrow), "");
            let compared = if direction.compared.is_empty() { vec![] } else { vec![direction.compared.clone()] };
            paragraph(style, &word) + &more(&compared)
        }
    }
}

/// The word, then its shape as a coloured character of the text: what an editor may copy, and a reader may hear.
fn rating_runs(rating: &RatingCell) -> String {
    let word = run(&rating.label, BOLD);
    let Some(shape) = rating.shape else { return word };
    let colour = shade::colour(&rating.colour);
    let hex = colour.trim_start_matches('#').to_uppercase();
    // What white paper would swallow stands in ink on its own colour.
    let look = if shade::needs_outline(&colour) {
        format!(r#"<w:color w:val="0B0C0C"/><w:shd w:val="clear" w:color="auto" w:fill="{hex}"/>"#)
    } else {
        format!(r#"<w:color w:val="{hex}"/>"#)
    };
    let symbol = r#"<w:rFonts w:ascii="Segoe UI Symbol" w:hAnsi="Segoe UI Symbol" w:eastAsia="Segoe UI Symbol" w:cs="Segoe UI Symbol"/>"#;
    word + &run("\u{A0}", "") + &run(&shape.as_char().to_string(), &format!("{symbol}{BOLD}{look}"))
}
