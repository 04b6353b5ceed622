//! The parts of the package beside the text: properties, styles, head and foot of the pages, footnotes, and the zip.
use super::Body;
use crate::{
    blocks::Document,
    format::{Format, NotWritten},
    layout::{MARGIN, Page},
    package::{escape, zipped},
    running::{Running, page_count},
};
use std::{collections::BTreeSet, fmt::Write as _};

const XML: &str = r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#;
const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;
const R: &str = r#"xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships""#;
const RELATION: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const MAIN: &str = "application/vnd.openxmlformats-officedocument.wordprocessingml";

/// Millimetres in twentieths of a point.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a width on a page is small and positive")]
pub fn twips(millimetres: f32) -> u32 {
    (millimetres * 1440.0 / 25.4).round() as u32
}

/// How the pages of a section lie, and what stands at their head and foot.
pub fn section(page: Page) -> String {
    let (name, size) = match page {
        Page::Portrait => ("Portrait", r#"w:w="11906" w:h="16838""#),
        Page::Landscape => ("Landscape", r#"w:w="16838" w:h="11906" w:orient="landscape""#),
    };
    let margin = twips(MARGIN);
    format!(
        r#"<w:sectPr><w:headerReference w:type="default" r:id="head{name}"/><w:footerReference w:type="default" r:id="foot{name}"/><w:type w:val="nextPage"/><w:pgSz {size}/><w:pgMar w:top="1474" w:right="{margin}" w:bottom="1418" w:left="{margin}" w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>"#
    )
}

/// Beside the text itself, each under its own name as kind.
const PARTS: [&str; 5] = ["styles", "numbering", "settings", "footnotes", "fontTable"];

/// The whole file: the same parts in the same order under the same date.
pub fn pack(document: &Document, text: &str, body: Body<'_>) -> Result<Vec<u8>, NotWritten> {
    let pages: BTreeSet<&str> =
        ["Portrait", "Landscape"].into_iter().filter(|name| text.contains(&format!("\"head{name}\""))).collect();
    let running = Running::of(document);
    let mut parts = vec![
        ("[Content_Types].xml".to_owned(), content_types(&pages, !body.pictures.is_empty())),
        ("_rels/.rels".to_owned(), package_relations()),
        ("docProps/core.xml".to_owned(), core_properties(document)),
        ("docProps/app.xml".to_owned(), app_properties(document)),
        ("docProps/custom.xml".to_owned(), custom_properties(document)),
        ("word/document.xml".to_owned(), format!("{XML}<w:document {W} {R}><w:body>{text}</w:body></w:document>")),
        ("word/styles.xml".to_owned(), styles(document)),
        ("word/numbering.xml".to_owned(), numbering()),
        ("word/settings.xml".to_owned(), settings(document)),
        ("word/footnotes.xml".to_owned(), footnotes(&body.notes)),
        ("word/fontTable.xml".to_owned(), font_table()),
        ("word/theme.xml".to_owned(), include_str!("../../assets/theme.xml").to_owned()),
        ("word/_rels/document.xml.rels".to_owned(), document_relations(&pages, &body)),
    ];
    for name in pages {
        let page = if name == "Portrait" { Page::Portrait } else { Page::Landscape };
        parts.push((format!("word/head{name}.xml"), head(document, &running, page)));
        parts.push((format!("word/foot{name}.xml"), foot(&running, page)));
    }
    let mut files: Vec<(String, Vec<u8>)> = parts.into_iter().map(|(name, text)| (name, text.into_bytes())).collect();
    for (n, painted) in (1..).zip(body.pictures) {
        files.push((format!("word/media/chart{n}.png"), painted.png));
        files.push((format!("word/media/chart{n}.svg"), painted.picture.svg.into_bytes()));
    }
    zipped(Format::Docx, &files)
}

fn content_types(pages: &BTreeSet<&str>, pictures: bool) -> String {
    let mut types = format!(
        r#"{XML}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>"#
    );
    if pictures {
        types += r#"<Default Extension="png" ContentType="image/png"/><Default Extension="svg" ContentType="image/svg+xml"/>"#;
    }
    let mut part = |path: &str, kind: &str| {
        write!(types, r#"<Override PartName="{path}" ContentType="{kind}"/>"#).expect("a String takes everything");
    };
    part("/word/document.xml", &format!("{MAIN}.document.main+xml"));
    for name in PARTS {
        part(&format!("/word/{name}.xml"), &format!("{MAIN}.{name}+xml"));
    }
    for name in pages {
        part(&format!("/word/head{name}.xml"), &format!("{MAIN}.header+xml"));
        part(&format!("/word/foot{name}.xml"), &format!("{MAIN}.footer+xml"));
    }
    part("/word/theme.xml", "application/vnd.openxmlformats-officedocument.theme+xml");
    part("/docProps/core.xml", "application/vnd.openxmlformats-package.core-properties+xml");
    part("/docProps/app.xml", "application/vnd.openxmlformats-officedocument.extended-properties+xml");
    part("/docProps/custom.xml", "application/vnd.openxmlformats-officedocument.custom-properties+xml");
    types + "</Types>"
}

const RELATIONS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#;

fn package_relations() -> String {
    format!(
        r#"{XML}{RELATIONS}<Relationship Id="document" Type="{RELATION}/officeDocument" Target="word/document.xml"/><Relationship Id="core" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/><Relationship Id="app" Type="{RELATION}/extended-properties" Target="docProps/app.xml"/><Relationship Id="custom" Type="{RELATION}/custom-properties" Target="docProps/custom.xml"/></Relationships>"#
    )
}

fn document_relations(pages: &BTreeSet<&str>, body: &Body<'_>) -> String {
    let mut all = format!("{XML}{RELATIONS}");
    for name in PARTS.into_iter().chain(["theme"]) {
        write!(all, r#"<Relationship Id="{name}" Type="{RELATION}/{name}" Target="{name}.xml"/>"#)
            .expect("a String takes everything");
    }
    for name in pages {
        for (part, kind) in [("head", "header"), ("foot", "footer")] {
            write!(all, r#"<Relationship Id="{part}{name}" Type="{RELATION}/{kind}" Target="{part}{name}.xml"/>"#)
                .expect("a String takes everything");
        }
    }
    for (n, address) in (1..).zip(&body.links) {
        write!(
            all,
            r#"<Relationship Id="link{n}" Type="{RELATION}/hyperlink" Target="{}" TargetMode="External"/>"#,
            escape(address)
        )
        .expect("a String takes everything");
    }
    for n in 1..=body.pictures.len() {
        for (id, file) in [(format!("chart{n}"), "png"), (format!("chart{n}drawn"), "svg")] {
            write!(all, r#"<Relationship Id="{id}" Type="{RELATION}/image" Target="media/chart{n}.{file}"/>"#)
                .expect("a String takes everything");
        }
    }
    all + "</Relationships>"
}

fn core_properties(document: &Document) -> String {
    let keywords =
        document.number.as_ref().map(|paper| format!("{}, {}", paper.number, paper.code)).unwrap_or_default();
    let day = format!("{}T12:00:00Z", document.day);
    format!(
        r#"{XML}<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>{}</dc:title><dc:subject>{}</dc:subject><dc:creator>{author}</dc:creator><cp:keywords>{}</cp:keywords><dc:description>{}</dc:description><cp:lastModifiedBy>{author}</cp:lastModifiedBy><cp:revision>1</cp:revision><dcterms:created xsi:type="dcterms:W3CDTF">{day}</dcterms:created><dcterms:modified xsi:type="dcterms:W3CDTF">{day}</dcterms:modified><dc:language>{}</dc:language></cp:coreProperties>"#,
        escape(&document.title),
        escape(&document.summary),
        escape(&keywords),
        escape(&document.summary),
        escape(&document.language),
        author = escape(&document.author),
    )
}

fn app_properties(document: &Document) -> String {
    format!(
        r#"{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"><Application>Milepost</Application><Company>{}</Company></Properties>"#,
        escape(&document.author)
    )
}

/// Where `verify` finds which paper an edited copy came from.
fn custom_properties(document: &Document) -> String {
    let mut all = format!(
        r#"{XML}<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">"#
    );
    let mut stated = vec![("Marking", document.marking.as_str())];
    if let Some(paper) = &document.number {
        stated.extend([("Milepost number", paper.number.as_str()), ("Milepost code", paper.code.as_str())]);
    }
    // Ids begin at 2: the format reserves those before.
    for (id, (name, value)) in (2..).zip(stated) {
        write!(
            all,
            r#"<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{id}" name="{name}"><vt:lpwstr>{}</vt:lpwstr></property>"#,
            escape(value)
        )
        .expect("a String takes everything");
    }
    all + "</Properties>"
}

fn settings(document: &Document) -> String {
    format!(
        r#"{XML}<w:settings {W}><w:zoom w:percent="100"/><w:defaultTabStop w:val="567"/><w:footnotePr><w:footnote w:id="-1"/><w:footnote w:id="0"/></w:footnotePr><w:compat><w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/></w:compat><w:themeFontLang w:val="{}"/><w:decimalSymbol w:val="."/><w:listSeparator w:val=","/></w:settings>"#,
        escape(&document.language)
    )
}

fn numbering() -> String {
    format!(
        r#"{XML}<w:numbering {W}><w:abstractNum w:abstractNumId="0"><w:multiLevelType w:val="singleLevel"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="bullet"/><w:pStyle w:val="ListBullet"/><w:lvlText w:val="•"/><w:lvlJc w:val="left"/><w:pPr><w:ind w:left="964" w:hanging="340"/></w:pPr></w:lvl></w:abstractNum><w:num w:numId="1"><w:abstractNumId w:val="0"/></w:num></w:numbering>"#
    )
}

fn font_table() -> String {
    let font = |name: &str, family: &str, pitch: &str| {
        format!(
            r#"<w:font w:name="{name}"><w:charset w:val="00"/><w:family w:val="{family}"/><w:pitch w:val="{pitch}"/></w:font>"#
        )
    };
    format!(
        "{XML}<w:fonts {W}>{}{}{}</w:fonts>",
        font("Arial", "swiss", "variable"),
        font("Consolas", "modern", "fixed"),
        font("Segoe UI Symbol", "swiss", "variable")
    )
}

fn footnotes(notes: &[String]) -> String {
    let mut all = format!(
        r#"{XML}<w:footnotes {W}><w:footnote w:type="separator" w:id="-1"><w:p><w:r><w:separator/></w:r></w:p></w:footnote><w:footnote w:type="continuationSeparator" w:id="0"><w:p><w:r><w:continuationSeparator/></w:r></w:p></w:footnote>"#
    );
    for (id, note) in (1..).zip(notes) {
        write!(
            all,
            r#"<w:footnote w:id="{id}"><w:p><w:pPr><w:pStyle w:val="FootnoteText"/></w:pPr><w:r><w:rPr><w:rStyle w:val="FootnoteReference"/></w:rPr><w:footnoteRef/></w:r>{}</w:p></w:footnote>"#,
            super::run(&format!(" {note}"), "")
        )
        .expect("a String takes everything");
    }
    all + "</w:footnotes>"
}

fn tab_at(position: u32) -> String {
    format!(r#"<w:tabs><w:tab w:val="right" w:pos="{position}"/></w:tabs>"#)
}

fn head(document: &Document, running: &Running, page: Page) -> String {
    let tabs = tab_at(twips(page.width()));
    let caution =
        running.caution.as_ref().map(|said| super::TAB.to_owned() + &super::run(said, super::BOLD)).unwrap_or_default();
    format!(
        r#"{XML}<w:hdr {W}><w:p><w:pPr><w:pStyle w:val="Marking"/></w:pPr>{}</w:p><w:p><w:pPr><w:pStyle w:val="Header"/>{tabs}</w:pPr>{}{caution}</w:p></w:hdr>"#,
        super::run(running.marking, ""),
        super::run(&document.author, ""),
    )
}

fn foot(running: &Running, page: Page) -> String {
    let tabs = tab_at(twips(page.width()));
    let [before, between, after] = page_count();
    let field =
        |instruction: &str| format!(r#"<w:fldSimple w:instr=" {instruction} "><w:r><w:t>1</w:t></w:r></w:fldSimple>"#);
    format!(
        r#"{XML}<w:ftr {W}><w:p><w:pPr><w:pStyle w:val="Footer"/>{tabs}</w:pPr>{}{}{}{}{}{}{}</w:p><w:p><w:pPr><w:pStyle w:val="Marking"/></w:pPr>{}</w:p></w:ftr>"#,
        super::run(&running.number, ""),
        super::TAB,
        super::run(&before, ""),
        field("PAGE"),
        super::run(&between, ""),
        field("NUMPAGES"),
        super::run(&after, ""),
        super::run(running.marking, ""),
    )
}

fn styles(document: &Document) -> String {
    // Prose on a wide page keeps to a line that can be read; tables take it all.
    let right = twips(Page::of(document).width() - Page::Portrait.width());
    let body = |left: u32, hanging: u32| format!(r#"<w:ind w:left="{left}" w:right="{right}" w:hanging="{hanging}"/>"#);
    let quiet = r#"<w:color w:val="484949"/>"#;
    let box_of = |after: u32| {
        let side = |name: &str, size: u32, colour: &str| {
            format!(r#"<w:{name} w:val="single" w:sz="{size}" w:space="8" w:color="{colour}"/>"#)
        };
        format!(
            r#"<w:pBdr>{}{}{}{}</w:pBdr><w:spacing w:before="60" w:after="{after}"/><w:ind w:left="200" w:right="{}"/>"#,
            side("top", 4, "B1B4B6"),
            side("left", 18, "0B0C0C"),
            side("bottom", 4, "B1B4B6"),
            side("right", 4, "B1B4B6"),
            right + 200
        )
    };
    let mut all = format!(
        r#"{XML}<w:styles {W}><w:docDefaults><w:rPrDefault><w:rPr><w:rFonts w:ascii="Arial" w:hAnsi="Arial" w:eastAsia="Arial" w:cs="Arial"/><w:color w:val="0B0C0C"/><w:sz w:val="22"/><w:szCs w:val="22"/><w:lang w:val="{language}" w:eastAsia="{language}" w:bidi="{language}"/></w:rPr></w:rPrDefault><w:pPrDefault><w:pPr><w:spacing w:after="0" w:line="264" w:lineRule="auto"/></w:pPr></w:pPrDefault></w:docDefaults><w:style w:type="paragraph" w:default="1" w:styleId="Normal"><w:name w:val="Normal"/><w:qFormat/></w:style><w:style w:type="character" w:default="1" w:styleId="DefaultParagraphFont"><w:name w:val="Default Paragraph Font"/><w:uiPriority w:val="1"/><w:semiHidden/></w:style><w:style w:type="table" w:default="1" w:styleId="TableNormal"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/><w:semiHidden/><w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style>"#,
        language = escape(&document.language)
    );
    let mut style = |id: &str, name: &str, based: &str, next: &str, paragraph: &str, letters: &str| {
        write!(
            all,
            r#"<w:style w:type="paragraph" w:styleId="{id}"><w:name w:val="{name}"/><w:basedOn w:val="{based}"/><w:next w:val="{next}"/><w:qFormat/><w:pPr>{paragraph}</w:pPr><w:rPr>{letters}</w:rPr></w:style>"#
        )
        .expect("a String takes everything");
    };
    let size = |half_points: u32| format!(r#"<w:sz w:val="{half_points}"/><w:szCs w:val="{half_points}"/>"#);
    let spaced = |before: u32, after: u32| format!(r#"<w:spacing w:before="{before}" w:after="{after}"/>"#);
    let title = r#"<w:keepNext/><w:keepLines/><w:spacing w:after="360" w:line="240" w:lineRule="auto"/>"#;
    style("Title", "Title", "Normal", "BodyText", title, &format!("<w:b/><w:bCs/>{}", size(48)));
    for (level, half_points) in (1_u32..).zip([32, 26, 23, 22, 22, 22]) {
        let before = if level == 1 { 360 } else { 280 };
        let paragraph = format!(
            r#"<w:keepNext/><w:keepLines/><w:tabs><w:tab w:val="left" w:pos="624"/></w:tabs>{}{}<w:outlineLvl w:val="{}"/>"#,
            spaced(before, 140),
            format_args!(r#"<w:ind w:right="{right}"/>"#),
            level - 1
        );
        let letters = format!("<w:b/><w:bCs/>{}", size(half_points));
        style(&format!("Heading{level}"), &format!("heading {level}"), "Normal", "BodyText", &paragraph, &letters);
    }
    style("BodyText", "Body Text", "Normal", "BodyText", &format!("{}{}", spaced(0, 150), body(0, 0)), "");
    let hanging = format!(r#"<w:tabs><w:tab w:val="left" w:pos="624"/></w:tabs>{}{}"#, spaced(0, 150), body(624, 624));
    style("NumberedText", "Numbered Text", "BodyText", "NumberedText", &hanging, "");
    let bullets =
        format!(r#"<w:numPr><w:ilvl w:val="0"/><w:numId w:val="1"/></w:numPr>{}{}"#, spaced(0, 110), body(964, 340));
    style("ListBullet", "List Bullet", "BodyText", "ListBullet", &bullets, "");
    let facts = format!(r#"<w:tabs><w:tab w:val="left" w:pos="2552"/></w:tabs>{}{}"#, spaced(0, 100), body(2552, 2552));
    style("Facts", "Facts", "Normal", "Facts", &facts, "");
    let caption = format!("<w:keepNext/><w:keepLines/>{}{}", spaced(240, 110), body(0, 0));
    style("Caption", "caption", "Normal", "BodyText", &caption, "<w:b/><w:bCs/>");
    // A line that is taller than single would add to the height of a picture too.
    let figure = r#"<w:keepNext/><w:spacing w:before="0" w:after="110" w:line="240" w:lineRule="auto"/>"#;
    style("Figure", "Figure", "Normal", "BodyText", figure, "");
    let cell = r#"<w:spacing w:before="50" w:after="50" w:line="250" w:lineRule="auto"/>"#;
    style("TableText", "Table Text", "Normal", "TableText", cell, &size(18));
    style("TableRowHead", "Table Row Head", "TableText", "TableText", "", "");
    style("TableHead", "Table Head", "TableText", "TableText", "<w:keepNext/>", "<w:b/><w:bCs/>");
    style("TableNumber", "Table Number", "TableText", "TableNumber", r#"<w:jc w:val="right"/>"#, "");
    style("TableHeadNumber", "Table Head Number", "TableHead", "TableNumber", r#"<w:jc w:val="right"/>"#, "");
    style("TableNote", "Table Note", "TableText", "TableText", &spaced(0, 50), &format!("{quiet}{}", size(17)));
    style("PanelTitle", "Panel Title", "Normal", "Panel", &format!("<w:keepNext/>{}", box_of(60)), "<w:b/><w:bCs/>");
    style("Panel", "Panel", "Normal", "Panel", &box_of(60), "");
    style(
        "Gap",
        "Gap",
        "Normal",
        "BodyText",
        r#"<w:spacing w:before="0" w:after="0" w:line="200" w:lineRule="exact"/>"#,
        &size(12),
    );
    style(
        "Marking",
        "Marking",
        "Normal",
        "Marking",
        &format!(r#"{}<w:jc w:val="center"/>"#, spaced(0, 0)),
        &format!("<w:b/><w:bCs/>{}", size(18)),
    );
    style("Header", "header", "Normal", "Header", &spaced(0, 120), &format!("{quiet}{}", size(18)));
    style("Footer", "footer", "Normal", "Footer", &spaced(120, 0), &size(18));
    style("FootnoteText", "footnote text", "Normal", "FootnoteText", &spaced(0, 40), &size(18));
    all += r#"<w:style w:type="character" w:styleId="FootnoteReference"><w:name w:val="footnote reference"/><w:rPr><w:vertAlign w:val="superscript"/></w:rPr></w:style><w:style w:type="character" w:styleId="Hyperlink"><w:name w:val="Hyperlink"/><w:rPr><w:color w:val="1A5296"/><w:u w:val="single"/></w:rPr></w:style><w:style w:type="character" w:styleId="Code"><w:name w:val="Code"/><w:rPr><w:rFonts w:ascii="Consolas" w:hAnsi="Consolas" w:cs="Consolas"/><w:sz w:val="20"/><w:szCs w:val="20"/></w:rPr></w:style>"#;
    all += r#"<w:style w:type="table" w:styleId="PaperTable"><w:name w:val="Paper Table"/><w:basedOn w:val="TableNormal"/><w:tblPr><w:tblBorders><w:top w:val="single" w:sz="8" w:space="0" w:color="0B0C0C"/><w:bottom w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/><w:insideH w:val="single" w:sz="4" w:space="0" w:color="B1B4B6"/></w:tblBorders><w:tblCellMar><w:top w:w="28" w:type="dxa"/><w:left w:w="108" w:type="dxa"/><w:bottom w:w="28" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr><w:tblStylePr w:type="firstRow"><w:tblPr/><w:tcPr><w:tcBorders><w:bottom w:val="single" w:sz="8" w:space="0" w:color="0B0C0C"/></w:tcBorders><w:shd w:val="clear" w:color="auto" w:fill="F3F2F1"/><w:vAlign w:val="bottom"/></w:tcPr></w:tblStylePr></w:style></w:styles>"#;
    all
}
