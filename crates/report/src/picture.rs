//! The picture of a chart, looked through before any writer embeds it. Our own charts are lines, shapes and words; what
//! is anything else (a script, a style, an address, another document) is refused, and the chart's words are printed
//! without it.
use crate::{
    blocks::{Block, Chart, Document},
    layout::Page,
    package::escape,
    press, printable,
};
use quick_xml::{
    Reader, XmlVersion,
    events::{BytesStart, Event},
};
use resvg::{
    tiny_skia::{Color, Pixmap, Transform},
    usvg::{Options, Tree, fontdb},
};
use std::{
    borrow::Cow,
    fmt::Write as _,
    sync::{Arc, LazyLock},
};
use thiserror::Error;

const SVG: &str = "http://www.w3.org/2000/svg";

/// What a picture may be made of.
const ELEMENTS: [&str; 13] =
    ["svg", "title", "desc", "g", "text", "tspan", "line", "polyline", "polygon", "path", "circle", "ellipse", "rect"];

/// Groups within groups; what reads a picture does so by recursion.
const DEEPEST: usize = 32;

/// The longest side of a picture, in its own units: what it is painted on takes 16 bytes a unit of its area.
const LARGEST: f32 = 4_000.0;

/// Why a picture is not embedded.
#[derive(Debug, Error, PartialEq, Eq)]
#[error("the picture of a chart {0}")]
pub struct Refused(String);

/// A picture that may be embedded, with what it says to whoever does not see it.
#[derive(Debug)]
pub struct Picture<'a> {
    /// As a file for word processors, in the face of their papers: they do not look past the first of several.
    pub svg: String,
    pub alternative: &'a str,
    chart: &'a Chart,
}

impl<'a> Picture<'a> {
    pub fn of(chart: &'a Chart) -> Result<Self, Refused> {
        let said = |words: &&str| !printable::line(words).is_empty();
        let alternative = [chart.sentence.trim(), chart.title.trim()].into_iter().find(said);
        let Some(alternative) = alternative else { return Err(refused("says nothing to whoever does not see it")) };
        if ![chart.width, chart.height].iter().all(|side| (1.0..=LARGEST).contains(side)) {
            return Err(refused(&format!("is not between 1 and {LARGEST} units wide and high")));
        }
        let svg = redrawn(&chart.wide, For::File)?;
        Ok(Self { svg, alternative, chart })
    }

    /// For typesetting, which refuses a character that the papers' face cannot draw; that face is used whatever is asked
    /// for.
    pub fn typeset(&self) -> Result<Cow<'_, str>, Refused> {
        if self.svg.chars().all(|c| c.is_ascii() || printable::is_drawn(c)) {
            return Ok(Cow::Borrowed(&self.svg));
        }
        redrawn(&self.svg, For::Typesetting).map(Cow::Owned)
    }

    /// Width and height on a page, in millimetres: as large as it was drawn, as far as the page has room.
    pub fn on(&self, page: Page) -> (f32, f32) {
        // A unit is a pixel of a screen, 96 to the inch.
        const UNIT: f32 = 25.4 / 96.0;
        let (width, height) = (self.chart.width, self.chart.height);
        let unit = UNIT.min(page.width() / width).min(page.highest_picture() / height);
        (width * unit, height * unit)
    }

    /// For readers that know no SVG: painted on white, four pixels a unit of its area, with the papers' own face.
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a side is between 1 and 4,000")]
    pub fn png(&self) -> Result<Vec<u8>, Refused> {
        static FACES: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| Arc::new(faces()));
        const PIXELS: f32 = 2.0;
        let options = Options {
            font_family: press::families().first().map_or_else(String::new, ToString::to_string),
            fontdb: FACES.clone(),
            ..Options::default()
        };
        let unpainted = |why: &dyn std::fmt::Display| refused(&format!("cannot be painted: {why}"));
        let tree = Tree::from_str(&self.typeset()?, &options).map_err(|fault| unpainted(&fault))?;
        let side = |units: f32| (units * PIXELS).ceil() as u32;
        let (width, height) = (side(self.chart.width), side(self.chart.height));
        let mut paper = Pixmap::new(width, height).ok_or_else(|| unpainted(&"there is no room for it"))?;
        paper.fill(Color::WHITE);
        let drawn = tree.size();
        let scale = (self.chart.width / drawn.width()).min(self.chart.height / drawn.height()) * PIXELS;
        resvg::render(&tree, Transform::from_scale(scale, scale), &mut paper.as_mut());
        let mut file = Vec::new();
        let mut encoder = png::Encoder::new(&mut file, width, height);
        encoder.set_color(png::ColorType::Rgba);
        encoder.set_depth(png::BitDepth::Eight);
        // Of plain surfaces and few colours: unfiltered and lightly packed, 40 of our charts take 3 MB, as quickly as
        // 6 MB packed less; packed tighter they take 2.5 MB and a fifth more time.
        encoder.set_filter(png::Filter::NoFilter);
        encoder.set_deflate_compression(png::DeflateCompression::Level(2));
        let mut writer = encoder.write_header().map_err(|fault| unpainted(&fault))?;
        // White lies under all of it, so that no colour is paler for what is seen through it.
        writer.write_image_data(paper.data()).map_err(|fault| unpainted(&fault))?;
        writer.finish().map_err(|fault| unpainted(&fault))?;
        Ok(file)
    }
}

/// A picture, also as a PNG file.
#[derive(Debug)]
pub struct Painted<'a> {
    pub picture: Picture<'a>,
    pub png: Vec<u8>,
}

impl<'a> Painted<'a> {
    fn of(chart: &'a Chart) -> Result<Self, Refused> {
        let picture = Picture::of(chart)?;
        Ok(Self { png: picture.png()?, picture })
    }
}

/// The pictures of a paper's charts, in the order in which they stand in it; none where one is refused. Painting takes
/// about 10 ms a picture and a data pack has dozens, so every core paints some.
pub fn painted(document: &Document) -> Vec<Option<Painted<'_>>> {
    let charts: Vec<&Chart> = document
        .front
        .iter()
        .chain(&document.blocks)
        .filter_map(|block| if let Block::Chart(chart) = block { Some(chart.as_ref()) } else { None })
        .collect();
    let cores = std::thread::available_parallelism().map_or(1, std::num::NonZero::get);
    let share = charts.len().div_ceil(cores).max(1);
    std::thread::scope(|scope| {
        let under_way: Vec<_> = charts
            .chunks(share)
            .map(|some| scope.spawn(move || some.iter().map(|chart| Painted::of(chart).ok()).collect::<Vec<_>>()))
            .collect();
        under_way.into_iter().flat_map(|some| some.join().expect("painting does not panic")).collect()
    })
}

/// The papers' own faces and no others, so that a picture is the same on every machine.
fn faces() -> fontdb::Database {
    let mut faces = fontdb::Database::new();
    for face in press::FACES {
        faces.load_font_source(fontdb::Source::Binary(Arc::new(face)));
    }
    for family in press::families() {
        faces.set_serif_family(family);
        faces.set_sans_serif_family(family);
        faces.set_monospace_family(family);
    }
    faces
}

/// A picture for the inside of a web page: named for whoever does not see it, and its ids apart from all others there.
pub fn inside(svg: &str, apart: &str, title: &str) -> Result<String, Refused> {
    redrawn(svg, For::Page { apart, title })
}

/// Where a picture goes.
#[derive(Clone, Copy)]
enum For<'a> {
    File,
    Typesetting,
    Page { apart: &'a str, title: &'a str },
}

fn refused(why: &str) -> Refused {
    Refused(why.to_owned())
}

/// The same picture, looked through piece by piece: nothing comes out that was not understood.
fn redrawn(svg: &str, place: For) -> Result<String, Refused> {
    let malformed = |fault: quick_xml::Error| refused(&format!("is not well formed: {fault}"));
    let mut reader = Reader::from_str(svg.strip_prefix('\u{FEFF}').unwrap_or(svg));
    let mut out = String::with_capacity(svg.len() + 256);
    let mut open: Vec<String> = Vec::new();
    let mut words = String::new();
    let mut begun = false;
    loop {
        let event = reader.read_event().map_err(malformed)?;
        match event {
            Event::Text(text) => {
                words.push_str(&text.into_inner());
                continue;
            }
            Event::GeneralRef(reference) => {
                let named = match &*reference {
                    "amp" => Some('&'),
                    "lt" => Some('<'),
                    "gt" => Some('>'),
                    "quot" => Some('"'),
                    "apos" => Some('\''),
                    _ => reference.resolve_char_ref().map_err(malformed)?,
                };
                words.push(named.ok_or_else(|| refused(&format!("names an unknown entity, &{};", &*reference)))?);
                continue;
            }
            _ => {}
        }
        if !words.is_empty() {
            out += &said(&words, open.last().map(String::as_str), place)?;
            words.clear();
        }
        match event {
            Event::Start(ref start) | Event::Empty(ref start) => {
                let name = start.name().as_ref().to_owned();
                if begun == open.is_empty() {
                    return Err(refused("has more than one element that holds the others"));
                }
                admitted(&name, &open)?;
                begun = true;
                write!(out, "<{name}{}", attributes(start, open.is_empty(), place)?)
                    .expect("a String takes everything");
                if matches!(event, Event::Empty(_)) {
                    out += "/>";
                } else {
                    out.push('>');
                    open.push(name);
                }
            }
            Event::End(_) => {
                let name = open.pop().ok_or_else(|| refused("closes what is not open"))?;
                write!(out, "</{name}>").expect("a String takes everything");
            }
            Event::Eof if begun && open.is_empty() => return Ok(out),
            Event::Eof => return Err(refused("ends before it is whole")),
            Event::DocType(_) => return Err(refused("declares a document type")),
            Event::PI(_) => return Err(refused("holds an instruction to a program")),
            Event::CData(_) => return Err(refused("holds words that are not escaped")),
            Event::Decl(_) | Event::Comment(_) | Event::Text(_) | Event::GeneralRef(_) => {}
        }
    }
}

fn admitted(name: &str, open: &[String]) -> Result<(), Refused> {
    let allowed = match open.last().map(String::as_str) {
        None => name == "svg",
        // A browser would read what stands in these as HTML.
        Some("title" | "desc") => false,
        Some(_) => name != "svg" && ELEMENTS.contains(&name),
    };
    if !allowed {
        return Err(refused(&format!("holds <{name}> in <{}>", open.last().map_or("", String::as_str))));
    }
    if open.len() >= DEEPEST { Err(refused(&format!("is nested more than {DEEPEST} deep"))) } else { Ok(()) }
}

fn attributes(start: &BytesStart, root: bool, place: For) -> Result<String, Refused> {
    let mut out = String::new();
    let mut names = Vec::new();
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|fault| refused(&format!("is not well formed: {fault}")))?;
        let name = attribute.key.as_ref();
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|fault| refused(&format!("is not well formed: {fault}")))?;
        let plain = name.chars().all(|c| c.is_ascii_alphanumeric() || c == '-') || name == "xml:space";
        let lower = name.to_ascii_lowercase();
        let outward = ["style", "href", "src"].contains(&lower.as_str()) || lower.starts_with("on");
        let leads = value.to_ascii_lowercase().contains("url(");
        if !plain || outward || leads || (name == "xmlns" && value != SVG) {
            return Err(refused(&format!("has the attribute {name}=\"{value}\"")));
        }
        names.push(name.to_owned());
        let value = match (place, name) {
            (For::Page { apart, .. }, "id" | "aria-labelledby" | "aria-describedby") => {
                value.split_whitespace().map(|id| format!("{apart}{id}")).collect::<Vec<_>>().join(" ")
            }
            (For::Page { .. }, "role") if root => continue,
            (For::File, "font-family") => "Arial".to_owned(),
            _ => value.into_owned(),
        };
        write!(out, r#" {name}="{}""#, escape(&value)).expect("a String takes everything");
    }
    let has = |wanted: &str| names.iter().any(|name| name == wanted);
    if root && !has("xmlns") {
        return Err(refused("does not say that it is SVG"));
    }
    if let For::Page { title, .. } = place
        && root
    {
        out += r#" role="img" focusable="false""#;
        if !has("aria-labelledby") && !has("aria-label") {
            write!(out, r#" aria-label="{}""#, escape(title)).expect("a String takes everything");
        }
    }
    Ok(out)
}

/// Words between the elements.
fn said(words: &str, inside: Option<&str>, place: For) -> Result<String, Refused> {
    let held = matches!(inside, Some("title" | "desc" | "text" | "tspan"));
    if !held && !words.trim().is_empty() {
        return Err(refused(&format!("has words outside of its texts: {}", words.trim())));
    }
    Ok(if matches!(place, For::Typesetting) && held { escape(&printable::visible(words)) } else { escape(words) })
}

#[cfg(test)]
mod tests {
    use super::*;

    const WHOLE: &str = r##"<?xml version="1.0"?><!-- ours --><svg xmlns="http://www.w3.org/2000/svg" width="100" height="50" viewBox="0 0 100 50" role="img" aria-labelledby="t d" font-family="'Source Sans 3', Arial, sans-serif"><title id="t">Dogs &amp; cats</title><desc id="d">More &lt;dogs&gt;.</desc><g fill="#0b0c0c"><rect x="1" y="1" width="60" height="20"/><text x="65" y="15" font-size="12">R&amp;D &#8805; 5 😀</text></g></svg>"##;

    fn chart(svg: &str) -> Chart {
        Chart {
            title: "Dogs & cats".into(),
            sentence: "More dogs.".into(),
            wide: svg.into(),
            narrow: None,
            width: 100.0,
            height: 50.0,
        }
    }

    #[test]
    fn our_own_pictures_come_out_as_they_went_in() {
        let drawn = chart(WHOLE);
        let picture = Picture::of(&drawn).unwrap();
        let begins = WHOLE.find("<svg").unwrap();
        let face = "'Source Sans 3', Arial, sans-serif";
        assert_eq!(picture.svg, WHOLE[begins..].replace("&#8805;", "≥").replace(face, "Arial"));
        let typeset = picture.typeset().unwrap();
        assert!(typeset.contains("R&amp;D ≥ 5 [U+1F600]</text>"), "what the face cannot draw is named: {typeset}");
    }

    #[test]
    fn what_could_act_or_fetch_or_restyle_a_page_is_refused() {
        let inside = |piece: &str| format!(r#"<svg xmlns="{SVG}" width="9" height="9">{piece}</svg>"#);
        let with = |attribute: &str| format!(r#"<svg xmlns="{SVG}" width="9" height="9" {attribute}/>"#);
        let outer = |before: &str| format!("{before}{}", inside(""));
        let refusals = [
            (inside("<script>alert(1)</script>"), "<script>"),
            (inside("<style>p{}</style>"), "<style>"),
            (inside("<foreignObject><p/></foreignObject>"), "<foreignObject>"),
            (inside("<image href=\"x\"/>"), "<image>"),
            (inside("<a href=\"https://example.org\"><rect/></a>"), "<a>"),
            (inside("<use href=\"#x\"/>"), "<use>"),
            (inside("<animate onbegin=\"x()\"/>"), "<animate>"),
            (inside("<SCRIPT/>"), "<SCRIPT>"),
            (inside("<svg/>"), "<svg>"),
            (inside("<title><rect/></title>"), "<rect> in <title>"),
            (with("onload=\"x()\""), "onload"),
            (with("ONLOAD=\"x()\""), "ONLOAD"),
            (with("style=\"fill:red\""), "style"),
            (with("href=\"x\""), "href"),
            (with("xmlns:xlink=\"x\""), "xmlns:xlink"),
            (with("xlink:href=\"x\""), "xlink:href"),
            (with("fill=\"url(#p)\""), "url(#p)"),
            (with("fill=\"&#117;rl(#p)\""), "url(#p)"),
            (with("fill=\"red\" fill=\"blue\""), "not well formed"),
            (outer("<!DOCTYPE svg [<!ENTITY e \"x\">]>"), "document type"),
            (outer("<?xml-stylesheet href=\"x\"?>"), "instruction"),
            (inside("<text>&e;</text>"), "&e;"),
            (inside("<![CDATA[<script>]]>"), "not escaped"),
            (inside("adrift"), "outside"),
            (inside("<g>"), "not well formed"),
            (inside("") + &inside(""), "more than one"),
            (inside(&("<g>".repeat(40) + &"</g>".repeat(40))), "deep"),
            ("<svg width=\"9\"/>".into(), "does not say"),
            (format!("<g xmlns=\"{SVG}\"/>"), "<g>"),
            (String::new(), "whole"),
            ("words".into(), "words"),
        ];
        for (svg, why) in &refusals {
            let refused = Picture::of(&chart(svg)).expect_err(svg).to_string();
            assert!(refused.contains(why), "{svg}: {refused}");
        }
        println!("{} pictures refused", refusals.len());
    }

    #[test]
    fn a_picture_without_words_or_without_a_size_is_refused() {
        let mute = Chart { title: " ".into(), sentence: String::new(), ..chart(WHOLE) };
        assert!(Picture::of(&mute).unwrap_err().to_string().contains("says nothing"));
        for side in [0.0, -1.0, f32::NAN, f32::INFINITY, 1e9] {
            let odd = Chart { height: side, ..chart(WHOLE) };
            assert!(Picture::of(&odd).unwrap_err().to_string().contains("units"), "{side}");
        }
    }

    #[test]
    fn on_a_page_it_keeps_its_ids_to_itself_and_has_a_name() {
        let text = inside(WHOLE, "chart-7-", "Dogs & cats").unwrap();
        assert!(text.starts_with("<svg ") && text.contains(r#"aria-labelledby="chart-7-t chart-7-d""#), "{text}");
        assert!(text.contains(r#"<title id="chart-7-t">"#) && text.matches("role=").count() == 1);
        let bare = inside(&format!("<svg xmlns=\"{SVG}\"/>"), "x", "\"><b>").unwrap();
        assert!(bare.contains(r#"role="img""#) && bare.contains(r#"aria-label="&quot;&gt;&lt;b&gt;""#), "{bare}");
    }

    #[test]
    fn it_is_never_larger_than_it_was_drawn_than_the_text_or_than_three_fifths_of_the_page() {
        let on = |width, height, page| {
            let drawn = Chart { width, height, ..chart(WHOLE) };
            let (wide, high) = Picture::of(&drawn).unwrap().on(page);
            assert!((wide / high - width / height).abs() < 0.01, "as it was drawn");
            format!("{wide:.0} x {high:.0} mm")
        };
        assert_eq!(on(720.0, 360.0, Page::Portrait), "170 x 85 mm", "as wide as the text");
        assert_eq!(on(720.0, 360.0, Page::Landscape), "190 x 95 mm", "as it was drawn");
        assert_eq!(on(96.0, 24.0, Page::Portrait), "25 x 6 mm", "a small one stays small");
        assert_eq!(on(300.0, 3000.0, Page::Portrait), "18 x 178 mm");
        assert_eq!(on(300.0, 3000.0, Page::Landscape), "13 x 126 mm");
    }

    #[test]
    fn it_is_painted_with_the_papers_own_face_whatever_it_asks_for() {
        let named = |family: &str| {
            let svg = WHOLE.replace("'Source Sans 3', Arial, sans-serif", family);
            Picture::of(&chart(&svg)).unwrap().png().unwrap()
        };
        let ours = named("'Source Sans 3'");
        assert!(ours.starts_with(b"\x89PNG\r\n\x1a\n"));
        assert_eq!(ours[16..24], [0, 0, 0, 200, 0, 0, 0, 100], "two pixels a unit");
        for family in ["Arial", "Comic Sans MS", "serif", "monospace", "cursive"] {
            assert!(named(family) == ours, "{family}");
        }
        let wordless = WHOLE.replace("R&amp;D", "");
        assert!(Picture::of(&chart(&wordless)).unwrap().png().unwrap() != ours, "its words are painted");
    }
}
