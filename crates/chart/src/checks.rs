//! What holds for every chart, whatever the figures: tested over figures and names that nobody would choose.
use crate::{
    About, Drawing, Unit,
    text::{Weight, width},
};
use proptest::{prelude::*, sample::select};
use quick_xml::{Reader, events::Event};
use std::collections::HashMap;

/// How often each chart is drawn from chance: 64 times, or as `PROPTEST_CASES` says.
pub(crate) fn often() -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(64);
    ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) }
}

/// A line of words on a sheet, with the room that it takes.
#[derive(Clone, Debug)]
pub(crate) struct Said {
    pub words: String,
    pub left: f64,
    pub right: f64,
    pub top: f64,
    pub bottom: f64,
    pub size: f64,
}

/// An element with its attributes.
#[derive(Clone, Debug)]
pub(crate) struct Element {
    pub name: String,
    pub attributes: HashMap<String, String>,
}

/// Reads a drawing back, or says why it is not well-formed.
pub(crate) fn read(svg: &str) -> (Vec<Element>, Vec<Said>) {
    let mut reader = Reader::from_str(svg);
    let (mut elements, mut said) = (Vec::new(), Vec::new());
    let mut open: Vec<Element> = Vec::new();
    let mut words = String::new();
    loop {
        match reader.read_event().expect("the drawing is well-formed XML") {
            Event::Start(start) => {
                let element = element(&start);
                words.clear();
                elements.push(element.clone());
                open.push(element);
            }
            Event::Empty(start) => elements.push(element(&start)),
            Event::Text(text) => words.push_str(&text),
            Event::GeneralRef(name) => {
                words.push_str(match &*name {
                    "amp" => "&",
                    "lt" => "<",
                    "gt" => ">",
                    "quot" => "\"",
                    "#39" => "'",
                    other => panic!("an entity that nobody wrote: {other}"),
                });
            }
            Event::End(_) => {
                let element = open.pop().expect("every end has a start");
                if element.name == "text" {
                    said.push(placed(&element, &words));
                }
            }
            Event::Eof => break,
            other => panic!("a drawing holds nothing but elements and words: {other:?}"),
        }
    }
    assert!(open.is_empty(), "every element is closed");
    (elements, said)
}

fn element(start: &quick_xml::events::BytesStart<'_>) -> Element {
    let attributes = start
        .attributes()
        .map(|attribute| {
            let attribute = attribute.expect("attributes are well-formed and there is one of each name");
            let name = attribute.key.as_ref().to_owned();
            (name, attribute.value.to_string())
        })
        .collect();
    Element { name: start.name().as_ref().to_owned(), attributes }
}

fn placed(element: &Element, words: &str) -> Said {
    let number = |name: &str| element.attributes[name].parse::<f64>().expect("a number");
    let size = number("font-size");
    let weight = if element.attributes.contains_key("font-weight") { Weight::Bold } else { Weight::Plain };
    let wide = width(words, size, weight);
    let left = match element.attributes.get("text-anchor").map(String::as_str) {
        Some("middle") => number("x") - wide / 2.0,
        Some("end") => number("x") - wide,
        _ => number("x"),
    };
    let base = number("y");
    Said { words: words.to_owned(), left, right: left + wide, top: base - 0.72 * size, bottom: base + 0.2 * size, size }
}

/// The numbers of an attribute.
fn numbers(text: &str) -> Vec<f64> {
    text.split(|c: char| c.is_ascii_alphabetic() || c == ' ' || c == ',')
        .filter(|part| !part.is_empty())
        .map(|part| part.parse::<f64>().unwrap_or_else(|_| panic!("{part} is no number")))
        .collect()
}

/// Asserts that a path of M, L, H, V and Z stays on the sheet.
fn inside(path: &str, wide: f64, high: f64) {
    let mut command = ' ';
    for part in path.split_inclusive(|c: char| c.is_ascii_alphabetic()) {
        let next = part.chars().next_back().filter(char::is_ascii_alphabetic);
        let body = part.trim_end_matches(|c: char| c.is_ascii_alphabetic());
        let pairs = numbers(body);
        let most: &[f64] = match command {
            'M' | 'L' => &[wide, high],
            'H' => &[wide],
            'V' => &[high],
            _ => &[],
        };
        assert_eq!(pairs.len(), most.len(), "{command} with {body:?} in {path}");
        for (number, most) in pairs.iter().zip(most) {
            assert!(
                number.is_finite() && (-1.0..=most + 1.0).contains(number),
                "{number} in {path} of {wide} by {high}"
            );
        }
        command = next.unwrap_or(' ');
    }
}

/// Asserts all that is promised of a drawing.
pub(crate) fn sound(drawing: &Drawing) {
    let (elements, said) = read(&drawing.svg);
    let (wide, high) = (drawing.width, drawing.height);
    let root = &elements[0];
    assert_eq!(root.attributes["role"], "img");
    let mut ids: Vec<&str> = elements.iter().filter_map(|e| e.attributes.get("id")).map(String::as_str).collect();
    for named in [&root.attributes["aria-labelledby"], &root.attributes["aria-describedby"]] {
        assert!(ids.contains(&named.as_str()), "{named} is named and not there");
    }
    ids.sort_unstable();
    let all = ids.len();
    ids.dedup();
    assert_eq!(ids.len(), all, "an id stands twice");
    for element in &elements {
        let allowed = ["svg", "title", "desc", "g", "text", "line", "path", "circle", "rect"];
        assert!(allowed.contains(&element.name.as_str()), "<{}> is not ours", element.name);
        for (name, value) in &element.attributes {
            assert!(!["style", "class", "href", "transform", "opacity"].contains(&name.as_str()), "{name} is not ours");
            assert!(!name.starts_with("on") && !value.contains("url("), "{name}={value}");
            let (numbers, most) = match name.as_str() {
                "x" | "x1" | "x2" | "cx" | "width" => (numbers(value), wide),
                "y" | "y1" | "y2" | "cy" | "height" => (numbers(value), high),
                "d" => {
                    inside(value, wide, high);
                    continue;
                }
                "stroke-dasharray" | "r" | "stroke-width" | "font-size" => (numbers(value), wide.max(high)),
                _ => continue,
            };
            for number in numbers {
                assert!(number.is_finite(), "{name}={value}");
                assert!((-1.0..=most + 1.0).contains(&number), "{name}={value} leaves the sheet of {wide} by {high}");
            }
        }
    }
    for (at, one) in said.iter().enumerate() {
        assert!(one.size >= 11.0, "{:?} is too small to read: {}", one.words, one.size);
        assert!(
            one.left >= -0.5 && one.right <= wide + 0.5 && one.top >= -0.5 && one.bottom <= high + 0.5,
            "{one:?} leaves the sheet of {wide} by {high}"
        );
        for other in &said[at + 1..] {
            let across = one.right.min(other.right) - one.left.max(other.left);
            let down = one.bottom.min(other.bottom) - one.top.max(other.top);
            assert!(across < 0.5 || down < 0.5, "{one:?} lies over {other:?}");
        }
    }
    assert!(!drawing.sentence.is_empty() && !drawing.sentence.contains("NaN"));
    assert!(!drawing.table.heads.is_empty());
    for row in &drawing.table.rows {
        assert_eq!(row.len(), drawing.table.heads.len(), "a row has a cell for each head: {row:?}");
    }
}

/// How many elements there are of a kind of mark.
pub(crate) fn marks(drawing: &Drawing, kind: &str) -> usize {
    let (elements, _) = read(&drawing.svg);
    elements.iter().filter(|element| element.attributes.get("data-mark").is_some_and(|mark| mark == kind)).count()
}

/// How many separate strokes the path of a part has.
pub(crate) fn strokes(drawing: &Drawing, part: &str) -> usize {
    let (elements, _) = read(&drawing.svg);
    elements
        .iter()
        .filter(|element| element.attributes.get("data-part").is_some_and(|named| named == part))
        .map(|element| element.attributes["d"].matches('M').count())
        .sum()
}

/// Every line of words on the sheet.
pub(crate) fn words(drawing: &Drawing) -> Vec<String> {
    read(&drawing.svg).1.into_iter().map(|said| said.words).collect()
}

pub(crate) fn about(title: &str, of: &str) -> About {
    About { id: "test".into(), title: title.into(), unit: Unit::Count(of.into()), places: 0 }
}

/// A chart's figures from chance: names, sizes, gaps.
pub(crate) fn any_about() -> impl Strategy<Value = About> {
    (any_name(), any_unit(), 0u8..4).prop_map(|(title, unit, places)| About { id: title.clone(), title, unit, places })
}

pub(crate) fn any_unit() -> impl Strategy<Value = Unit> {
    prop_oneof![
        any_name().prop_map(Unit::Count),
        Just(Unit::Percent),
        (any_name(), 1u64..100_001, any_name()).prop_map(|(of, per, whom)| Unit::Rate { of, per, whom }),
        any_name().prop_map(Unit::Other),
    ]
}

pub(crate) fn any_name() -> impl Strategy<Value = String> {
    prop_oneof![
        Just(String::new()),
        Just("Burglary".to_owned()),
        Just("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch ".repeat(4)),
        Just("Trais gyda anaf: ŵ ŷ â ê î ô û".to_owned()),
        Just("<script>alert(\"x\")</script> & 'R&D' ]]>".to_owned()),
        Just("W".repeat(200)),
        Just("警察の記録 🚓🚓 \u{202e}kcab".to_owned()),
        any::<String>(),
        "[a-z ]{0,200}",
    ]
}

/// Quarters of financial years.
pub(crate) fn quarters(count: usize) -> Vec<String> {
    (0..count).map(|at| format!("{}/{:02} Q{}", 2017 + at.div_ceil(4), 18 + at.div_ceil(4), (at + 3) % 4 + 1)).collect()
}

/// A run of so many months, or of names.
pub(crate) fn labels(count: usize, months: bool) -> Vec<String> {
    let month = |at: usize| format!("{}-{:02}", 2018 + (at + 3) / 12, (at + 3) % 12 + 1);
    (0..count)
        .map(|at| match at % 4 {
            _ if months => month(at),
            0 => format!("Quarter {at}"),
            1 => format!("Financial year 2024/25, quarter {at}, as first counted and before it was corrected"),
            2 => String::new(),
            _ => format!("{at}"),
        })
        .collect()
}

/// Sizes of figures that a series may have: all of one kind, so that extremes meet their like.
pub(crate) fn any_values(count: usize) -> impl Strategy<Value = Vec<Option<f64>>> {
    let spans =
        vec![(0.0, 100.0), (400.0, 500.0), (0.0, 1e12), (0.000_01, 0.0004), (-50.0, 50.0), (-9e6, -8e6), (7.0, 7.0)];
    let odd = select(vec![f64::NAN, f64::INFINITY, f64::NEG_INFINITY, 1e300, 0.0, -0.0, 1e-300]);
    (select(spans), select(vec![0.0, 0.1, 1.0]), select(vec![0u32, 1])).prop_flat_map(
        move |((low, high), gaps, odds)| {
            let value = (0.0..1.0f64).prop_map(move |share| low + share * (high - low));
            let value = prop_oneof![20 => value, odds => odd.clone()];
            proptest::collection::vec((value, 0.0..1.0f64), count).prop_map(move |values| {
                values.into_iter().map(|(value, chance)| (chance >= gaps).then_some(value)).collect()
            })
        },
    )
}

pub(crate) fn any_count() -> impl Strategy<Value = usize> {
    select(vec![0usize, 1, 2, 5, 11, 12, 13, 24, 36, 60, 120])
}
