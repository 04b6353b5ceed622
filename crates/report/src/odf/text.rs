//! The paper as an OpenDocument text, as editable as the Word document and with the same in it.
use super::{Parts, letters, pack, text_styles};
use crate::{
    address,
    blocks::{Block, Cell, Chart, Document, Inline, RatingCell, Table},
    format::{Format, NotWritten},
    layout::{Page, heading_levels, long_date},
    package::escape,
    picture::{Painted, painted},
    shade,
};
use std::{collections::BTreeSet, fmt::Write as _, vec};

/// The width of an average character in a table, in millimetres.
const LETTER: f32 = 1.85;

pub fn write(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let page = Page::of(document);
    let mut body = Body { page, turns: Some(page), painted: painted(document).into_iter(), ..Body::default() };
    for block in &document.front {
        body.block(block, 1);
    }
    if !document.front.is_empty() {
        body.paragraph("Gap", "");
    }
    body.paragraph("Title", &letters(&document.title));
    for (block, level) in document.blocks.iter().zip(heading_levels(document)) {
        body.block(block, level);
    }
    let Body { xml, styles, colours, pictures, .. } = body;
    let own = styles.into_iter().chain(colours.iter().map(|colour| text_styles::shape(colour)));
    let automatic: String = own.chain([text_styles::automatic()]).collect();
    let parts = Parts {
        content: format!(
            "<office:automatic-styles>{automatic}</office:automatic-styles><office:body><office:text>{xml}</office:text></office:body>"
        ),
        styles: text_styles::all(document),
        settings: "<office:settings/>".into(),
        pictures,
    };
    pack(document, Format::Odt, parts)
}

/// The text as it grows, and the styles that only this text needs.
struct Body<'a> {
    page: Page,
    xml: String,
    notes: usize,
    tables: usize,
    /// Paragraphs that begin a page, and the columns of tables.
    styles: Vec<String>,
    /// The pictures of the charts that are still to come.
    painted: vec::IntoIter<Option<Painted<'a>>>,
    /// Of charts, each drawn and painted.
    pictures: Vec<(String, &'static str, Vec<u8>)>,
    /// Of the shapes of ratings.
    colours: BTreeSet<String>,
    /// How the page lies that the next paragraph begins.
    turns: Option<Page>,
    /// Whether it begins one that lies as the last.
    breaks: bool,
}

impl Default for Body<'_> {
    fn default() -> Self {
        Self {
            page: Page::Portrait,
            xml: String::new(),
            notes: 0,
            tables: 0,
            styles: vec![],
            painted: vec![].into_iter(),
            pictures: vec![],
            colours: BTreeSet::new(),
            turns: None,
            breaks: false,
        }
    }
}

impl Body<'_> {
    fn push(&mut self, xml: std::fmt::Arguments) {
        self.xml.write_fmt(xml).expect("a String takes everything");
    }

    fn block(&mut self, block: &Block, level: u8) {
        match block {
            Block::Heading { number, text, .. } => {
                if number.is_empty() && text.trim().is_empty() {
                    return;
                }
                // A tab without a number before it would indent the words.
                let number = if number.is_empty() { String::new() } else { letters(number) + TAB };
                let level = level.clamp(1, 6);
                let style = self.begins(&format!("Heading_20_{level}"));
                self.push(format_args!(
                    r#"<text:h text:style-name="{style}" text:outline-level="{level}">{number}{}</text:h>"#,
                    letters(text)
                ));
            }
            Block::Paragraph { number, text } => {
                let text = self.inlines(text);
                if number.is_empty() {
                    self.paragraph("Text_20_body", &text);
                } else {
                    self.paragraph("Numbered_20_Text", &format!("{}{TAB}{text}", letters(number)));
                }
            }
            Block::List { items } if items.is_empty() => {}
            Block::List { items } => {
                self.xml += r#"<text:list text:style-name="Bullets">"#;
                for item in items {
                    let text = self.inlines(item);
                    self.xml += "<text:list-item>";
                    self.paragraph("List_20_Bullet", &text);
                    self.xml += "</text:list-item>";
                }
                self.xml += "</text:list>";
            }
            Block::Facts { rows } => {
                for (label, value) in rows {
                    self.paragraph("Facts", &format!("{}{TAB}{}", span("Strong", &letters(label)), letters(value)));
                }
            }
            Block::Table(table) if table.columns.is_empty() => {}
            Block::Table(table) => self.table(table),
            Block::Chart(drawn) => self.chart(drawn),
            Block::Panel { title, paragraphs } => {
                if !title.is_empty() {
                    self.paragraph("Panel_20_Title", &letters(title));
                }
                for paragraph in paragraphs {
                    let text = self.inlines(paragraph);
                    self.paragraph("Panel", &text);
                }
                // Between two boxes: without it they would be drawn as one.
                self.paragraph("Gap", "");
            }
            Block::PageBreak => self.breaks = true,
        }
    }

    fn paragraph(&mut self, style: &str, inside: &str) {
        let style = self.begins(style);
        self.push(format_args!(r#"<text:p text:style-name="{style}">{inside}</text:p>"#));
    }

    /// The style itself, or one made of it that begins a page where one is to begin.
    fn begins(&mut self, style: &str) -> String {
        let breaks = std::mem::take(&mut self.breaks);
        let how = match self.turns.take() {
            Some(page) => (format!(r#" style:master-page-name="{}""#, page.name()), ""),
            None if breaks => (String::new(), r#"<style:paragraph-properties fo:break-before="page"/>"#),
            None => return style.to_owned(),
        };
        let name = format!("P{}", self.styles.len() + 1);
        self.styles.push(format!(
            r#"<style:style style:name="{name}" style:family="paragraph" style:parent-style-name="{style}"{}>{}</style:style>"#,
            how.0, how.1
        ));
        name
    }

    fn inlines(&mut self, text: &[Inline]) -> String {
        let mut out = String::new();
        for inline in text {
            match inline {
                Inline::Text(text) => out += &letters(text),
                Inline::Bold(text) => out += &span("Strong", &letters(text)),
                Inline::Code(text) => out += &span("Code", &letters(text)),
                Inline::Link { text, address } if address::may_be_followed(address) && !text.trim().is_empty() => {
                    write!(
                        out,
                        r#"<text:a xlink:type="simple" xlink:href="{}" text:style-name="Internet_20_link" text:visited-style-name="Internet_20_link">{}</text:a>"#,
                        escape(address),
                        letters(text)
                    )
                    .expect("a String takes everything");
                }
                Inline::Link { text, address } => out += &letters(&address::as_text(text, address)),
                Inline::Footnote(text) => {
                    self.notes += 1;
                    let n = self.notes;
                    write!(
                        out,
                        r#"<text:note text:id="note{n}" text:note-class="footnote"><text:note-citation>{n}</text:note-citation><text:note-body><text:p text:style-name="Footnote">{}</text:p></text:note-body></text:note>"#,
                        letters(text)
                    )
                    .expect("a String takes everything");
                }
            }
        }
        out
    }

    fn table(&mut self, table: &Table) {
        let page = self.page.for_table(table, LETTER);
        let turned = page != self.page;
        if turned {
            self.turns = Some(page);
        }
        self.tables += 1;
        let name = format!("Table{}", self.tables);
        if table.caption.is_empty() {
            // A table without words of its own cannot begin a page: the gap before it does.
            if self.turns.is_some() || self.breaks {
                self.paragraph("Gap", "");
            }
        } else {
            self.paragraph("Caption", &letters(&table.caption));
        }
        let widths = table.widths(page.width(), LETTER);
        self.styles.push(format!(
            r#"<style:style style:name="{name}" style:family="table"><style:table-properties style:width="{:.2}mm" table:align="left" table:border-model="collapsing" style:may-break-between-rows="true"/></style:style>"#,
            widths.iter().sum::<f32>()
        ));
        for (n, width) in widths.iter().enumerate() {
            self.styles.push(format!(
                r#"<style:style style:name="{name}.{n}" style:family="table-column"><style:table-column-properties style:column-width="{width:.2}mm"/></style:style>"#
            ));
        }
        self.push(format_args!(
            r#"<table:table table:name="{name}" table:style-name="{name}"><table:title>{}</table:title>"#,
            escape(&table.caption.replace('\n', " "))
        ));
        for n in 0..widths.len() {
            let column = format!(r#"<table:table-column table:style-name="{name}.{n}"/>"#);
            if n == 0 && table.row_header == Some(0) {
                self.push(format_args!("<table:table-header-columns>{column}</table:table-header-columns>"));
            } else {
                self.xml += &column;
            }
        }
        let numeric = table.numeric();
        self.xml += r#"<table:table-header-rows><table:table-row table:style-name="RowWhole">"#;
        for (n, column) in table.columns.iter().enumerate() {
            let style = if numeric[n] { "Table_20_Head_20_Number" } else { "Table_20_Head" };
            self.xml += &cell_of("CellHead", &paragraph(style, &letters(&column.head)));
        }
        self.xml += "</table:table-row></table:table-header-rows>";
        for row in &table.rows {
            let whole = if Table::keeps_together(row, &widths, LETTER) { "RowWhole" } else { "RowDivided" };
            self.push(format_args!(r#"<table:table-row table:style-name="{whole}">"#));
            for (n, numeric) in numeric.iter().enumerate() {
                let style = if *numeric {
                    "Table_20_Number"
                } else if table.row_header == Some(n) {
                    "Table_20_Row_20_Head"
                } else {
                    "Table_20_Contents"
                };
                let inside = self.content(row.get(n).unwrap_or(&Cell::Empty), style);
                self.xml += &cell_of("Cell", &inside);
            }
            self.xml += "</table:table-row>";
        }
        self.xml += "</table:table>";
        if turned {
            self.turns = Some(self.page);
        } else {
            self.paragraph("Gap", "");
        }
    }

    /// The picture as it was drawn first, and as it was painted for readers that know no SVG.
    fn chart(&mut self, chart: &Chart) {
        if !chart.title.is_empty() {
            self.paragraph("Caption", &letters(&chart.title));
        }
        if let Some(Painted { picture, png }) = self.painted.next().flatten() {
            let n = self.pictures.len() / 2 + 1;
            let (width, height) = picture.on(self.page);
            let image = |name: &str, kind: &str| {
                format!(
                    r#"<draw:image xlink:href="{name}" xlink:type="simple" xlink:show="embed" xlink:actuate="onLoad" draw:mime-type="{kind}"/>"#
                )
            };
            let (drawn, brush) = (format!("Pictures/chart{n}.svg"), format!("Pictures/chart{n}.png"));
            let frame = format!(
                r#"<draw:frame draw:style-name="Chart" draw:name="Chart {n}" text:anchor-type="as-char" svg:width="{width:.2}mm" svg:height="{height:.2}mm">{}{}<svg:title>{}</svg:title><svg:desc>{}</svg:desc></draw:frame>"#,
                image(&drawn, "image/svg+xml"),
                image(&brush, "image/png"),
                escape(&chart.title),
                escape(picture.alternative),
            );
            self.paragraph("Figure", &frame);
            self.pictures.push((drawn, "image/svg+xml", picture.svg.into_bytes()));
            self.pictures.push((brush, "image/png", png));
        }
        if !chart.sentence.is_empty() {
            self.paragraph("Text_20_body", &letters(&chart.sentence));
        }
    }

    fn content(&mut self, cell: &Cell, style: &str) -> String {
        let more =
            |lines: &[String]| lines.iter().map(|line| paragraph("Table_20_Note", &letters(line))).collect::<String>();
        match cell {
            Cell::Empty => paragraph(style, ""),
            Cell::Text(text) => paragraph(style, &letters(text)),
            Cell::Number(_) | Cell::Decimal(_) => paragraph(style, &cell.words()),
            Cell::Date(date) => paragraph(style, &long_date(*date)),
            Cell::Lines(lines) => match lines.split_first() {
                None => paragraph(style, ""),
                Some((first, rest)) => paragraph(style, &letters(first)) + &more(rest),
            },
            Cell::Rating(rating) => paragraph(style, &self.rating(rating)) + &more(&rating.notes),
            Cell::Direction(direction) => {
                let word = span("Strong", &letters(&direction.word)) + &letters(&format!("\u{A0}{}", direction.arrow));
                let compared = if direction.compared.is_empty() { vec![] } else { vec![direction.compared.clone()] };
                paragraph(style, &word) + &more(&compared)
            }
        }
    }

    /// The word, then its shape as a coloured character of the text: what an editor may copy, and a reader may hear.
    fn rating(&mut self, rating: &RatingCell) -> String {
        let word = span("Strong", &letters(&rating.label));
        let Some(shape) = rating.shape else { return word };
        let colour = shade::colour(&rating.colour);
        let shape = span(&text_styles::shape_name(&colour), &shape.as_char().to_string());
        self.colours.insert(colour);
        format!("{word}\u{A0}{shape}")
    }
}

const TAB: &str = "<text:tab/>";

fn paragraph(style: &str, inside: &str) -> String {
    format!(r#"<text:p text:style-name="{style}">{inside}</text:p>"#)
}

fn span(style: &str, inside: &str) -> String {
    if inside.is_empty() {
        return String::new();
    }
    format!(r#"<text:span text:style-name="{style}">{inside}</text:span>"#)
}

fn cell_of(style: &str, inside: &str) -> String {
    format!(r#"<table:table-cell table:style-name="{style}" office:value-type="string">{inside}</table:table-cell>"#)
}
