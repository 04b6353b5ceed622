//! Rates against the size of what they are rates of, with limits that widen where there is little to count: an area
//! outside them differs by more than chance. The limits come in, computed.
use crate::{
    About, Drawing, Size, Table, Unit, axis,
    figure::{drawable, figure},
    ink, lines,
    mark::{Form, Mark},
    ranked,
    scale::{Begin, Scale, Ticks},
    sheet::{Anchor, Area, Fill, Sheet, Stroke, Symbol, dashed, solid, trace},
    words,
};

/// Where an area stands to the limits.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Beyond {
    #[default]
    Inside,
    /// Outside the 95% limits.
    NinetyFive,
    /// Outside the 99.8% limits.
    NinetyNine,
}

/// One area.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Place {
    pub name: String,
    /// What the rate is of: people, households, cases.
    pub size: Option<f64>,
    pub rate: Option<f64>,
    pub own: bool,
    pub beyond: Beyond,
}

/// The limits at one size. Given for a run of sizes, in order; lines are drawn through them.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Limits {
    pub size: f64,
    /// Lower and upper, 95%.
    pub inner: (Option<f64>, Option<f64>),
    /// Lower and upper, 99.8%.
    pub outer: (Option<f64>, Option<f64>),
}

/// A funnel plot.
#[derive(Clone, Debug, PartialEq)]
pub struct Funnel {
    pub about: About,
    /// The head of the lower axis: "Households".
    pub size_head: String,
    pub places: Vec<Place>,
    pub limits: Vec<Limits>,
    /// The rate of all areas together.
    pub overall: Option<f64>,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

const INNER: Stroke = dashed(ink::GREY, 1.4, "5 4");
const OUTER: Stroke = solid(ink::GREY, 1.4);
const OVERALL: Stroke = solid(ink::BLACK, 1.3);

fn mark(place: &Place) -> Mark {
    let inks = if place.own { (ink::OWN, ink::OWN) } else { (ink::OTHER, ink::QUIET) };
    match place.beyond {
        Beyond::Inside => Mark::new(Form::Circle, inks),
        Beyond::NinetyFive => Mark::new(Form::Up, inks),
        Beyond::NinetyNine => Mark::new(Form::Square, inks),
    }
}

/// Draws the plot: own area filled dark and named, and those outside the limits named where there is room.
pub fn funnel(input: &Funnel, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let limits: Vec<Limits> =
        input.limits.iter().copied().filter(|limit| drawable(Some(limit.size)).is_some()).collect();
    let shown: Vec<(&Place, f64, f64)> =
        input.places.iter().filter_map(|place| Some((place, drawable(place.size)?, drawable(place.rate)?))).collect();
    let overall = drawable(input.overall);
    let bounds = limits.iter().flat_map(|limit| [limit.inner.0, limit.inner.1, limit.outer.0, limit.outer.1]);
    // Limits run away where the size is near to nothing: the plot shows what is near the areas.
    let rates: Vec<f64> = shown.iter().map(|(.., rate)| *rate).chain(overall).collect();
    let (low, high) = rates.iter().fold((0.0f64, 0.0f64), |(low, high), rate| (low.min(*rate), high.max(*rate)));
    let near = bounds.filter_map(drawable).filter(|bound| *bound <= high * 1.6 && *bound >= low * 1.6);
    let up = Ticks::over(rates.iter().copied().chain(near), Begin::AtZero, if sheet.narrow() { 4 } else { 5 });
    let sizes = shown.iter().map(|(_, size, _)| *size).chain(limits.iter().map(|limit| limit.size));
    let along = Ticks::over(sizes, Begin::AtZero, if sheet.narrow() { 3 } else { 6 });
    axis::head(&mut sheet, &up, &about.unit);
    let left = axis::gutter(&sheet, &up, &about.unit);
    let high = if sheet.narrow() { 220.0 } else { 320.0 };
    let plot = Area { left, right: sheet.width - 14.0, top: sheet.y + 4.0, bottom: sheet.y + 4.0 + high };
    let rise = Scale { low: up.low(), high: up.high(), from: plot.bottom, to: plot.top };
    let run = Scale { low: along.low(), high: along.high(), from: plot.left, to: plot.right };
    axis::upright(&mut sheet, plot, &up, &rise, &about.unit);
    let inside = |rate: Option<f64>| drawable(rate).filter(|rate| *rate >= up.low() && *rate <= up.high());
    let mut curve = |part: &str, stroke: Stroke, of: fn(&Limits) -> Option<f64>| {
        let points = limits.iter().map(|limit| inside(of(limit)).map(|rate| (run.at(limit.size), rise.at(rate))));
        sheet.path(part, &trace(points), stroke);
    };
    curve("inner", INNER, |limit| limit.inner.0);
    curve("inner", INNER, |limit| limit.inner.1);
    curve("outer", OUTER, |limit| limit.outer.0);
    curve("outer", OUTER, |limit| limit.outer.1);
    if let Some(overall) = overall {
        sheet.line((plot.left, rise.at(overall)), (plot.right, rise.at(overall)), OVERALL);
    }
    for (place, size, rate) in &shown {
        sheet.begin(if place.own { "own" } else { "place" }, &words::note_at(&place.name, &about.figure(*rate)));
        mark(place).draw(&mut sheet, (run.at(*size), rise.at(*rate)), if place.own { 6.0 } else { 4.2 });
        sheet.end();
    }
    name_places(&mut sheet, &shown, |size, rate| (run.at(size), rise.at(rate)), plot);
    let count = Unit::Count(String::new());
    ranked::foot(&mut sheet, &along, &run, &count, plot.bottom);
    let face = sheet.quiet();
    let head = face.cut(&input.size_head, sheet.width - 8.0);
    sheet.text(plot.right, sheet.y + face.size, Anchor::End, face, &face.cut(&head, plot.width()));
    sheet.y += face.line();
    sheet.key(&key(input, &shown));
    lines::remarks(&mut sheet, &input.remarks);
    sheet.finish(&about.id, &about.title, sentence(input, &shown), table(input))
}

/// Names own area first, then those beyond the limits, each beside its mark where nothing else is named or drawn.
fn name_places(sheet: &mut Sheet, shown: &[(&Place, f64, f64)], at: impl Fn(f64, f64) -> (f64, f64), plot: Area) {
    let mut order: Vec<&(&Place, f64, f64)> =
        shown.iter().filter(|(place, ..)| place.own || place.beyond > Beyond::Inside).collect();
    order.sort_by_key(|(place, ..)| (!place.own, std::cmp::Reverse(place.beyond)));
    let mut taken: Vec<Area> = Vec::new();
    for (place, size, rate) in order {
        let face = if place.own { sheet.quiet().in_ink(ink::BLACK).bold() } else { sheet.quiet().in_ink(ink::BLACK) };
        let words = face.cut(&place.name, plot.width() / 2.0);
        let (x, y) = at(*size, *rate);
        let wide = face.width(&words);
        for left in [x + 9.0, x - 9.0 - wide] {
            let room = Area { left, right: left + wide, top: y - face.size * 0.6, bottom: y + face.size * 0.6 };
            let free = taken.iter().all(|other| {
                other.right < room.left || other.left > room.right || other.bottom < room.top || other.top > room.bottom
            });
            let clear = shown.iter().all(|(_, size, rate)| {
                let (x, y) = at(*size, *rate);
                x < room.left - 4.0 || x > room.right + 4.0 || y < room.top - 4.0 || y > room.bottom + 4.0
            });
            if room.left >= plot.left
                && room.right <= plot.right
                && room.bottom <= plot.bottom
                && free
                && (clear || place.own)
            {
                // A little paper behind the name, where a limit passes through.
                let behind = Area { left: room.left - 2.0, right: room.right + 1.0, ..room };
                sheet.area(behind, Fill::Plain(ink::PAPER), None);
                sheet.text(left, y + face.drop(), Anchor::Start, face, &words);
                taken.push(room);
                break;
            }
        }
    }
}

fn key(input: &Funnel, shown: &[(&Place, f64, f64)]) -> Vec<(Symbol, String)> {
    let mut items = Vec::new();
    if shown.iter().any(|(place, ..)| place.own) {
        items.push((Symbol::Mark(Mark::new(Form::Circle, (ink::OWN, ink::OWN))), words::own_force().to_owned()));
    }
    for beyond in [Beyond::Inside, Beyond::NinetyFive, Beyond::NinetyNine] {
        if shown.iter().any(|(place, ..)| place.beyond == beyond) {
            let sample = Place { beyond, ..Place::default() };
            items.push((Symbol::Mark(mark(&sample)), words::beyond(beyond).to_owned()));
        }
    }
    if !input.limits.is_empty() {
        items.push((Symbol::Line(INNER), words::limits_inner().to_owned()));
        items.push((Symbol::Line(OUTER), words::limits_outer().to_owned()));
    }
    if let Some(overall) = drawable(input.overall) {
        items.push((Symbol::Line(OVERALL), words::named_value(words::overall(), &input.about.figure(overall))));
    }
    items
}

fn sentence(input: &Funnel, shown: &[(&Place, f64, f64)]) -> String {
    let about = &input.about;
    if shown.is_empty() {
        return words::nothing_to_show(&about.title);
    }
    let named = |beyond: Beyond| {
        let names = shown.iter().filter(|(place, ..)| place.beyond == beyond);
        names.map(|(place, ..)| place.name.clone()).collect::<Vec<_>>()
    };
    let mut said = vec![words::funnel_said(&about.title, shown.len())];
    said.extend(drawable(input.overall).map(|overall| words::overall_is(&about.figure(overall))));
    for (place, _, rate) in shown.iter().filter(|(place, ..)| place.own) {
        said.push(words::funnel_own(&place.name, &about.figure(*rate), words::beyond(place.beyond)));
    }
    said.push(words::funnel_outside(&named(Beyond::NinetyNine), &named(Beyond::NinetyFive)));
    said.extend(input.remarks.iter().cloned());
    said.join(" ")
}

fn table(input: &Funnel) -> Table {
    let rows = input.places.iter().map(|place| {
        let size = drawable(place.size).map_or_else(|| words::no_data().to_owned(), |size| figure(size, 0));
        vec![
            if place.own { words::own(&place.name) } else { place.name.clone() },
            size,
            input.about.cell(drawable(place.rate)),
            words::beyond(place.beyond).to_owned(),
        ]
    });
    Table {
        caption: words::numbers(&input.about.title),
        heads: vec![
            words::area().to_owned(),
            input.size_head.clone(),
            words::value().to_owned(),
            words::against_limits().to_owned(),
        ],
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{any_about, any_name, any_values, marks, sound, strokes, words as printed};
    use proptest::prelude::*;

    fn areas() -> Funnel {
        let place = |name: &str, size, rate, beyond| Place {
            name: name.into(),
            size: Some(size),
            rate: Some(rate),
            own: name == "Fenshire",
            beyond,
        };
        let limits = (1..=20).map(|at| {
            let size = f64::from(at) * 50_000.0;
            let half = 1_200.0 / size.sqrt();
            Limits {
                size,
                inner: (Some(5.0 - half), Some(5.0 + half)),
                outer: (Some(5.0 - 1.6 * half), Some(5.0 + 1.6 * half)),
            }
        });
        Funnel {
            about: About { places: 1, ..crate::checks::about("Burglary", "burglaries per 1,000 households") },
            size_head: "Households".into(),
            places: vec![
                place("Fenshire", 350_000.0, 4.6, Beyond::Inside),
                place("Westmarch", 500_000.0, 8.2, Beyond::NinetyNine),
                place("Dalesland", 200_000.0, 5.3, Beyond::Inside),
            ],
            limits: limits.collect(),
            overall: Some(5.0),
            remarks: vec![],
        }
    }

    #[test]
    fn own_area_and_those_outside_are_named() {
        let drawing = funnel(&areas(), Size::Wide);
        assert_eq!((marks(&drawing, "own"), marks(&drawing, "place")), (1, 2));
        assert_eq!((strokes(&drawing, "inner"), strokes(&drawing, "outer")), (2, 2));
        let said = printed(&drawing);
        assert!(said.contains(&"Fenshire".to_owned()) && said.contains(&"Westmarch".to_owned()), "{said:?}");
        assert!(!said.contains(&"Dalesland".to_owned()), "an area inside the limits is in the table");
        assert!(drawing.sentence.contains("Outside the 99.8% limits: Westmarch."), "{}", drawing.sentence);
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, sizes, rates, names, bounds, overall) in (0usize..45).prop_flat_map(|count| {
                let names = proptest::collection::vec(any_name(), count);
                (any_about(), any_values(count), any_values(count), names, any_values(20), any::<Option<f64>>())
            })
        ) {
            let places = sizes.into_iter().zip(rates).zip(names).enumerate().map(|(at, ((size, rate), name))| {
                let beyond = [Beyond::Inside, Beyond::NinetyFive, Beyond::NinetyNine][at % 3];
                Place { name, size, rate, own: at == 4, beyond }
            });
            let places = places.collect();
            let limits = bounds.windows(2).enumerate().map(|(at, pair)| Limits {
                size: at as f64 * 1e4, inner: (pair[0], pair[1]), outer: (pair[1], pair[0]),
            });
            let input = Funnel { size_head: about.title.clone(), about, places, limits: limits.collect(), overall, remarks: vec![] };
            sound(&funnel(&input, Size::Wide));
            sound(&funnel(&input, Size::Narrow));
        }
    }
}
