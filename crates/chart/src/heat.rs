//! Months across, kinds down: the value printed in every cell, and a shade that says how it stands in its own row.
use crate::{
    About, Drawing, Size, Table,
    axis::years_under,
    figure::{compact, drawable},
    ink, lines, period,
    sheet::{Anchor, Area, Face, Fill, Sheet, Symbol, solid},
    words,
};

/// One kind over all periods.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Strip {
    pub name: String,
    pub values: Vec<Option<f64>>,
}

/// A table of figures with shades.
#[derive(Clone, Debug, PartialEq)]
pub struct Heat {
    pub about: About,
    /// "2024-03", or any other name of a period.
    pub periods: Vec<String>,
    pub strips: Vec<Strip>,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

/// From the lowest fifth of a row to the highest.
const SHADES: [&str; 5] = ["#ffffff", "#d3e3f0", "#8fb8d8", "#3a76a6", "#12436d"];

/// Draws the cells: strips side by side with their names, or, on a narrow sheet, each strip under its name.
pub fn heat(input: &Heat, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let face = sheet.quiet();
    for line in face.wrap(&about.unit.head(), sheet.width, 2) {
        sheet.text(0.0, sheet.y + face.size, Anchor::Start, face, &line);
        sheet.y += face.line();
    }
    sheet.y += 6.0;
    let named = if sheet.narrow() { 0.0 } else { 168.0 };
    let most = if sheet.narrow() { 6 } else { 12 };
    // So many periods stand in a line; more go on below.
    let starts: Vec<usize> = (0..input.periods.len()).step_by(most).collect();
    for (turn, start) in starts.iter().enumerate() {
        let count = most.min(input.periods.len() - start);
        let each = (sheet.width - named - 1.0) / most as f64;
        if sheet.narrow() {
            continue;
        }
        sheet.y += if turn > 0 { 12.0 } else { 0.0 };
        heads(&mut sheet, &input.periods[*start..start + count], (named, each));
        for strip in &input.strips {
            let label = face.in_ink(ink::BLACK);
            let lines = label.wrap(&strip.name, named - 8.0, 2);
            let high = if lines.len() > 1 { 42.0 } else { 28.0 };
            for (at, line) in lines.iter().enumerate() {
                let middle = sheet.y + high / 2.0 + (at as f64 - (lines.len() - 1) as f64 / 2.0) * (face.line() - 1.0);
                sheet.text(0.0, middle + label.drop(), Anchor::Start, label, line);
            }
            cells(&mut sheet, input, strip, (*start, count), (named, each, high));
            sheet.y += high;
        }
    }
    if sheet.narrow() {
        for strip in &input.strips {
            sheet.y += 6.0;
            sheet.paragraph(face.in_ink(ink::BLACK).bold(), &strip.name);
            sheet.y += 2.0;
            let each = (sheet.width - 1.0) / most as f64;
            for start in &starts {
                let count = most.min(input.periods.len() - start);
                heads(&mut sheet, &input.periods[*start..start + count], (0.0, each));
                cells(&mut sheet, input, strip, (*start, count), (0.0, each, 26.0));
                sheet.y += 30.0;
            }
        }
    }
    if input.strips.is_empty() || input.periods.is_empty() {
        sheet.paragraph(face, words::nothing());
    }
    let keys = [(0, words::lowest_of_row()), (2, words::middle_of_row()), (4, words::highest_of_row())];
    let mut key: Vec<_> = keys
        .into_iter()
        .map(|(at, said): (usize, &str)| (Symbol::Surface(Fill::Plain(SHADES[at]), ink::GREY), said.to_owned()))
        .collect();
    key.push((Symbol::Surface(Fill::Hatched(ink::GREY), ink::GREY), capital_no_data()));
    sheet.key(&key);
    lines::remarks(&mut sheet, &input.remarks);
    sheet.finish(&about.id, &about.title, sentence(input), table(input))
}

fn capital_no_data() -> String {
    crate::figure::capital(words::no_data())
}

/// The names of periods over a line of cells: the month, and the year beneath the first of each.
pub(crate) fn heads(sheet: &mut Sheet, periods: &[String], (left, each): (f64, f64)) {
    let face = sheet.quiet();
    let labels: Vec<&str> = periods.iter().map(String::as_str).collect();
    let on_axis = period::on_axis(&labels);
    let mut begun: Vec<(f64, &str)> = Vec::new();
    for (at, label) in labels.iter().enumerate() {
        let middle = left + (at as f64 + 0.5) * each;
        let said = match &on_axis {
            Some(all) => {
                if begun.last().is_none_or(|(_, year)| *year != all[at].year) {
                    begun.push((middle, all[at].year));
                }
                &all[at].upper
            }
            None => *label,
        };
        sheet.text(middle, sheet.y + face.size, Anchor::Middle, face, &face.cut(said, each - 4.0));
    }
    years_under(sheet, &begun, sheet.y + face.size + face.line() - 2.0);
    sheet.y += face.line() * if begun.is_empty() { 1.0 } else { 2.0 } + 2.0;
}

fn cells(
    sheet: &mut Sheet,
    input: &Heat,
    strip: &Strip,
    (start, count): (usize, usize),
    (left, each, high): (f64, f64, f64),
) {
    let about = &input.about;
    let values = |at: usize| drawable(strip.values.get(at).copied().flatten());
    let whole = (0..input.periods.len()).filter_map(values);
    let (low, top) =
        whole.fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(value), high.max(value)));
    for at in 0..count {
        let from = left + at as f64 * each;
        let area = Area { left: from, right: from + each, top: sheet.y, bottom: sheet.y + high };
        let label = period::long(&input.periods[start + at]);
        let value = values(start + at);
        sheet.begin(
            if value.is_some() { "cell" } else { "missing" },
            &words::point_said(&label, &strip.name, &about.cell(value)),
        );
        let Some(value) = value else {
            sheet.area(area, Fill::Hatched(ink::GREY), Some(solid(ink::GREY, 0.8)));
            sheet.end();
            continue;
        };
        let height = if top > low { (value - low) / (top - low) } else { 0.0 };
        let shade = SHADES[((height * SHADES.len() as f64) as usize).min(SHADES.len() - 1)];
        sheet.area(area, Fill::Plain(shade), Some(solid(ink::GREY, 0.8)));
        let face = sheet.quiet();
        let face = Face { ink: if ink::contrast(ink::BLACK, shade) >= 4.5 { ink::BLACK } else { ink::PAPER }, ..face };
        // A figure is never cut: what does not fit is written short, or left to the table.
        let fits = |said: &String| face.width(said) <= each - 4.0;
        let said = [about.figure(value), compact(value)].into_iter().find(fits);
        sheet.text(
            from + each / 2.0,
            sheet.y + high / 2.0 + face.drop(),
            Anchor::Middle,
            face,
            &said.unwrap_or_default(),
        );
        sheet.end();
    }
}

fn sentence(input: &Heat) -> String {
    let about = &input.about;
    let (Some(first), Some(last)) = (input.periods.first(), input.periods.last()) else {
        return words::nothing_to_show(&about.title);
    };
    let peaks = input.strips.iter().filter_map(|strip| {
        let values = strip.values.iter().take(input.periods.len()).enumerate();
        let found = values.filter_map(|(at, value)| drawable(*value).map(|value| (at, value)));
        let (at, value) = found.reduce(|one, other| if other.1 > one.1 { other } else { one })?;
        Some(words::peak(&strip.name, &about.figure(value), &period::long(&input.periods[at])))
    });
    let peaks: Vec<String> = peaks.collect();
    if peaks.is_empty() {
        return words::nothing_to_show(&about.title);
    }
    let mut said = vec![words::span(&about.title, &period::long(first), &period::long(last))];
    said.push(words::peaks(&words::and_more(&peaks, 6)));
    said.extend(input.remarks.iter().cloned());
    said.join(" ")
}

fn table(input: &Heat) -> Table {
    let heads = std::iter::once(words::kind().to_owned()).chain(input.periods.iter().map(|label| period::long(label)));
    let rows = input.strips.iter().map(|strip| {
        let cells =
            (0..input.periods.len()).map(|at| input.about.cell(drawable(strip.values.get(at).copied().flatten())));
        std::iter::once(strip.name.clone()).chain(cells).collect()
    });
    Table { caption: words::numbers(&input.about.title), heads: heads.collect(), rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{about, any_about, any_count, any_name, any_values, labels, marks, sound, words as printed};
    use proptest::prelude::*;

    #[test]
    fn every_cell_prints_its_value_in_words_that_can_be_read() {
        for shade in SHADES {
            let best = crate::ink::contrast(ink::BLACK, shade).max(crate::ink::contrast(ink::PAPER, shade));
            assert!(best >= 4.5, "{shade}: {best:.2}");
        }
        let strip = |name: &str, from: f64| Strip {
            name: name.into(),
            values: (0..12).map(|at| (at != 4).then_some(from + f64::from(at))).collect(),
        };
        let input = Heat {
            about: about("Crime by month", "crimes"),
            periods: labels(12, true),
            strips: vec![strip("Burglary", 300.0), strip("Drugs", 1_234_500.0)],
            remarks: vec![],
        };
        let drawing = heat(&input, Size::Wide);
        assert_eq!((marks(&drawing, "cell"), marks(&drawing, "missing")), (22, 2));
        let said = printed(&drawing);
        assert!(said.contains(&"311".to_owned()) && said.contains(&"1.2m".to_owned()), "{said:?}");
        assert!(drawing.sentence.contains("Burglary 311 in March 2019"), "{}", drawing.sentence);
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, columns, names, periods) in (any_count(), 0usize..8, any::<bool>()).prop_flat_map(|(count, strips, months)| {
                let names = proptest::collection::vec(any_name(), strips);
                (any_about(), proptest::collection::vec(any_values(count), strips), names, Just(labels(count, months)))
            })
        ) {
            let strips = columns.into_iter().zip(names).map(|(values, name)| Strip { name, values }).collect();
            let input = Heat { about, periods, strips, remarks: vec![] };
            sound(&heat(&input, Size::Wide));
            sound(&heat(&input, Size::Narrow));
        }
    }
}
