//! How an OpenDocument text looks: its pages with their heads and feet, and one style for each thing that a paper has.
use super::{language, letters};
use crate::{
    blocks::Document,
    layout::{MARGIN, Page},
    running::{Running, page_count},
    shade,
};
use std::fmt::Write as _;

/// The inside of `styles.xml`.
pub fn all(document: &Document) -> String {
    let running = Running::of(document);
    let pages = [Page::Portrait, Page::Landscape];
    let layouts: String = pages.map(layout).concat();
    let masters: String = pages.map(|page| master(document, &running, page)).concat();
    format!(
        "<office:styles>{}</office:styles><office:automatic-styles>{}{layouts}</office:automatic-styles><office:master-styles>{masters}</office:master-styles>",
        named(document),
        pages.map(running_tabs).concat(),
    )
}

fn style(name: &str, family: &str, parent: &str, properties: &str) -> String {
    let shown = name.replace("_20_", " ");
    let parent = if parent.is_empty() { String::new() } else { format!(r#" style:parent-style-name="{parent}""#) };
    format!(
        r#"<style:style style:name="{name}" style:display-name="{shown}" style:family="{family}"{parent}>{properties}</style:style>"#
    )
}

fn paragraph(name: &str, parent: &str, box_of: &str, letters: &str) -> String {
    style(name, "paragraph", parent, &format!("{box_of}<style:text-properties {letters}/>"))
}

fn spaced(more: &str, before: &str, after: &str) -> String {
    format!(r#"<style:paragraph-properties fo:margin-top="{before}" fo:margin-bottom="{after}" {more}/>"#)
}

/// A first line that hangs to the left of the others by a tab.
fn hanging(after: &str, left: &str, right: f32) -> String {
    format!(
        r#"<style:paragraph-properties fo:margin-bottom="{after}" fo:margin-left="{left}" fo:text-indent="-{left}" fo:margin-right="{right:.1}mm"><style:tab-stops><style:tab-stop style:position="{left}"/></style:tab-stops></style:paragraph-properties>"#
    )
}

const BOLD: &str = r#"fo:font-weight="bold""#;
const QUIET: &str = r##"fo:color="#484949""##;

fn named(document: &Document) -> String {
    // Prose on a wide page keeps to a line that can be read; tables take it all.
    let right = Page::of(document).width() - Page::Portrait.width();
    let body = format!(r#"fo:margin-right="{right:.1}mm""#);
    let keep = r#"fo:keep-with-next="always" fo:keep-together="always""#;
    let mut all = format!(
        r##"<style:default-style style:family="paragraph"><style:paragraph-properties fo:margin-top="0mm" fo:margin-bottom="0mm" fo:line-height="110%" fo:orphans="2" fo:widows="2" style:tab-stop-distance="10mm"/><style:text-properties fo:font-family="Arial" style:font-family-generic="swiss" fo:font-size="11pt" fo:color="#0b0c0c" {} fo:hyphenate="false"/></style:default-style><style:default-style style:family="table"><style:table-properties table:border-model="collapsing"/></style:default-style>"##,
        language(document)
    );
    all += &style("Standard", "paragraph", "", "");
    all += &paragraph("Title", "Standard", &spaced(keep, "0mm", "6mm"), &format!(r#"{BOLD} fo:font-size="24pt""#));
    for (level, size) in (1..).zip([16.0, 13.0, 11.5, 11.0, 11.0, 11.0]) {
        let before = if level == 1 { "6.3mm" } else { "5mm" };
        let box_of = format!(
            r#"<style:paragraph-properties fo:margin-top="{before}" fo:margin-bottom="2.5mm" {keep} {body}><style:tab-stops><style:tab-stop style:position="11mm"/></style:tab-stops></style:paragraph-properties><style:text-properties {BOLD} fo:font-size="{size}pt"/>"#
        );
        write!(
            all,
            r#"<style:style style:name="Heading_20_{level}" style:display-name="Heading {level}" style:family="paragraph" style:parent-style-name="Standard" style:next-style-name="Text_20_body" style:default-outline-level="{level}">{box_of}</style:style>"#
        )
        .expect("a String takes everything");
    }
    all += &paragraph("Text_20_body", "Standard", &spaced(&body, "0mm", "2.6mm"), "");
    all += &paragraph("Numbered_20_Text", "Text_20_body", &hanging("2.6mm", "11mm", right), "");
    all += &paragraph("List_20_Bullet", "Text_20_body", &spaced(&body, "0mm", "1.9mm"), "");
    all += &paragraph("Facts", "Standard", &hanging("1.8mm", "45mm", right), "");
    all += &paragraph("Caption", "Standard", &spaced(&format!("{keep} {body}"), "4.2mm", "1.9mm"), BOLD);
    // A line that is taller than single would add to the height of a picture too.
    let single = r#"fo:line-height="100%" fo:keep-with-next="always""#;
    all += &paragraph("Figure", "Standard", &spaced(single, "0mm", "1.9mm"), "");
    all += &paragraph("Table_20_Contents", "Standard", &spaced("", "0.9mm", "0.9mm"), r#"fo:font-size="9pt""#);
    all += &paragraph("Table_20_Row_20_Head", "Table_20_Contents", "", "");
    all += &paragraph("Table_20_Head", "Table_20_Contents", &spaced(keep, "0.9mm", "0.9mm"), BOLD);
    let to_the_right = r#"fo:text-align="end""#;
    all += &paragraph("Table_20_Number", "Table_20_Contents", &spaced(to_the_right, "0.9mm", "0.9mm"), "");
    all += &paragraph(
        "Table_20_Head_20_Number",
        "Table_20_Head",
        &spaced(&format!("{keep} {to_the_right}"), "0.9mm", "0.9mm"),
        BOLD,
    );
    let note = format!(r#"{QUIET} fo:font-size="8.5pt""#);
    all += &paragraph("Table_20_Note", "Table_20_Contents", &spaced("", "0mm", "0.9mm"), &note);
    let panel = |more: &str| {
        format!(
            r#"<style:paragraph-properties fo:margin-top="1mm" fo:margin-bottom="1mm" fo:margin-left="3.5mm" fo:margin-right="{:.1}mm" fo:padding="2.8mm" fo:border-left="2.25pt solid #0b0c0c" fo:border-top="0.5pt solid #b1b4b6" fo:border-right="0.5pt solid #b1b4b6" fo:border-bottom="0.5pt solid #b1b4b6" style:join-border="true" {more}/>"#,
            right + 3.5
        )
    };
    all += &paragraph("Panel", "Standard", &panel(""), "");
    all += &paragraph("Panel_20_Title", "Panel", &panel(r#"fo:keep-with-next="always""#), BOLD);
    all += &paragraph("Gap", "Standard", &spaced(r#"fo:line-height="3.5mm""#, "0mm", "0mm"), r#"fo:font-size="6pt""#);
    let centred = r#"fo:text-align="center""#;
    all += &paragraph("Marking", "Standard", &spaced(centred, "0mm", "0mm"), &format!(r#"{BOLD} fo:font-size="9pt""#));
    all += &paragraph("Header", "Standard", "", &format!(r#"{QUIET} fo:font-size="9pt""#));
    all += &paragraph("Footer", "Standard", "", r#"fo:font-size="9pt""#);
    all += &paragraph(
        "Footnote",
        "Standard",
        r#"<style:paragraph-properties fo:margin-left="5mm" fo:text-indent="-5mm" fo:margin-bottom="0.7mm"/>"#,
        r#"fo:font-size="9pt""#,
    );
    let span = |name: &str, letters: &str| style(name, "text", "", &format!("<style:text-properties {letters}/>"));
    all += &span("Strong", BOLD);
    all += &span("Code", r#"fo:font-family="Consolas" style:font-family-generic="modern" fo:font-size="10pt""#);
    all += &span(
        "Internet_20_link",
        r##"fo:color="#1a5296" style:text-underline-style="solid" style:text-underline-width="auto" style:text-underline-color="font-color""##,
    );
    all += &span("Footnote_20_Symbol", "");
    all += &span("Footnote_20_anchor", r#"style:text-position="super 58%""#);
    all += r#"<text:list-style style:name="Bullets"><text:list-level-style-bullet text:level="1" text:bullet-char="•"><style:list-level-properties text:list-level-position-and-space-mode="label-alignment"><style:list-level-label-alignment text:label-followed-by="listtab" text:list-tab-stop-position="17mm" fo:text-indent="-6mm" fo:margin-left="17mm"/></style:list-level-properties></text:list-level-style-bullet></text:list-style>"#;
    all += r#"<text:notes-configuration text:note-class="footnote" text:citation-style-name="Footnote_20_Symbol" text:citation-body-style-name="Footnote_20_anchor" style:num-format="1" text:start-value="0" text:footnotes-position="page" text:start-numbering-at="document"/>"#;
    all
}

/// Rows and cells of tables, and what holds a picture: a reader keeps these only where they stand beside the text.
pub fn automatic() -> String {
    let mut all = r#"<style:style style:name="Chart" style:family="graphic"><style:graphic-properties style:vertical-pos="top" style:vertical-rel="baseline" fo:margin="0mm" fo:padding="0mm" fo:border="none"/></style:style>"#.to_owned();
    let side = |name: &str, line: &str| format!(r#"fo:border-{name}="{line}""#);
    let (ink, hairline) = ("1pt solid #0b0c0c", "0.5pt solid #b1b4b6");
    let cell = |name: &str, properties: &str| {
        format!(
            r#"<style:style style:name="{name}" style:family="table-cell"><style:table-cell-properties fo:padding-left="1.9mm" fo:padding-right="1.9mm" fo:padding-top="0.5mm" fo:padding-bottom="0.5mm" {properties}/></style:style>"#
        )
    };
    let head = [side("top", ink), side("bottom", ink)].join(" ");
    all += &cell("CellHead", &format!(r##"fo:background-color="#f3f2f1" style:vertical-align="bottom" {head}"##));
    all += &cell("Cell", &side("bottom", hairline));
    for (name, keep) in [("RowWhole", "always"), ("RowDivided", "auto")] {
        write!(
            all,
            r#"<style:style style:name="{name}" style:family="table-row"><style:table-row-properties fo:keep-together="{keep}"/></style:style>"#
        )
        .expect("a String takes everything");
    }
    all
}

/// The style of a shape in this colour. What white paper would swallow stands in ink on its own colour.
pub fn shape(colour: &str) -> String {
    let look = if shade::needs_outline(colour) {
        format!(r#"fo:color="{}" fo:background-color="{colour}""#, shade::INK)
    } else {
        format!(r#"fo:color="{colour}""#)
    };
    format!(
        r#"<style:style style:name="{}" style:family="text"><style:text-properties fo:font-family="Segoe UI Symbol" {BOLD} {look}/></style:style>"#,
        shape_name(colour)
    )
}

pub fn shape_name(colour: &str) -> String {
    format!("Shape{}", colour.trim_start_matches('#'))
}

impl Page {
    /// The name of its master page.
    pub fn name(self) -> &'static str {
        match self {
            Self::Portrait => "Portrait",
            Self::Landscape => "Landscape",
        }
    }
}

fn layout(page: Page) -> String {
    let (width, height) = match page {
        Page::Portrait => ("210mm", "297mm"),
        Page::Landscape => ("297mm", "210mm"),
    };
    let (name, way) = (page.name(), page.name().to_lowercase());
    format!(
        r#"<style:page-layout style:name="Page{name}"><style:page-layout-properties fo:page-width="{width}" fo:page-height="{height}" style:print-orientation="{way}" fo:margin-left="{MARGIN}mm" fo:margin-right="{MARGIN}mm" fo:margin-top="10mm" fo:margin-bottom="10mm"/><style:header-style><style:header-footer-properties fo:min-height="12mm" fo:margin-bottom="4mm"/></style:header-style><style:footer-style><style:header-footer-properties fo:min-height="12mm" fo:margin-top="4mm"/></style:footer-style></style:page-layout>"#
    )
}

/// Heads and feet with a tab to the right edge of their page.
fn running_tabs(page: Page) -> String {
    ["Header", "Footer"]
        .map(|part| {
            format!(
                r#"<style:style style:name="{part}{}" style:family="paragraph" style:parent-style-name="{part}"><style:paragraph-properties><style:tab-stops><style:tab-stop style:position="{:.1}mm" style:type="right"/></style:tab-stops></style:paragraph-properties></style:style>"#,
                page.name(),
                page.width()
            )
        })
        .concat()
}

fn master(document: &Document, running: &Running, page: Page) -> String {
    let name = page.name();
    let marking = format!(r#"<text:p text:style-name="Marking">{}</text:p>"#, letters(running.marking));
    let caution = running
        .caution
        .as_ref()
        .map(|said| format!(r#"<text:tab/><text:span text:style-name="Strong">{}</text:span>"#, letters(said)));
    let [before, between, after] = page_count();
    // "Page " ends in a space that no reader may fold away.
    let plain = |text: &str| text.replace(' ', "<text:s/>");
    format!(
        r#"<style:master-page style:name="{name}" style:page-layout-name="Page{name}"><style:header>{marking}<text:p text:style-name="Header{name}">{}{}</text:p></style:header><style:footer><text:p text:style-name="Footer{name}">{}<text:tab/>{}<text:page-number text:select-page="current">1</text:page-number>{}<text:page-count>1</text:page-count>{}</text:p>{marking}</style:footer></style:master-page>"#,
        letters(&document.author),
        caution.unwrap_or_default(),
        letters(&running.number),
        plain(&before),
        plain(&between),
        plain(&after),
    )
}
