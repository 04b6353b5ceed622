//! A line without axes, for a cell of a table: the course of a measure at a glance, its last point marked.
use crate::{
    About, Drawing, Size, Table,
    figure::drawable,
    ink,
    mark::{Mark, Verdict},
    period,
    scale::Scale,
    sheet::{Sheet, dashed, solid, trace},
    words,
};

/// A short series for a cell.
#[derive(Clone, Debug, PartialEq)]
pub struct Sparkline {
    pub about: About,
    /// Period ("2024-03") and value; `None` breaks the line.
    pub points: Vec<(String, Option<f64>)>,
    /// The mean, drawn as a thin line.
    pub mean: Option<f64>,
    /// What the rules say of the last point: gives its mark a shape.
    pub last: Verdict,
}

/// Draws the line, 120 by 32 units whatever the screen.
pub fn sparkline(input: &Sparkline) -> Drawing {
    let mut sheet = Sheet::of_width(Size::Wide, 120.0);
    let about = &input.about;
    let values: Vec<Option<f64>> = input.points.iter().map(|(_, value)| drawable(*value)).collect();
    let mean = drawable(input.mean);
    let (mut low, mut high) = values
        .iter()
        .flatten()
        .chain(&mean)
        .fold((f64::INFINITY, f64::NEG_INFINITY), |(low, high), value| (low.min(*value), high.max(*value)));
    if low > high {
        (low, high) = (0.0, 1.0);
    }
    if high - low <= low.abs().max(high.abs()) * 1e-9 {
        let room = if high == 0.0 { 1.0 } else { high.abs() };
        (low, high) = (low - room, high + room);
    }
    let scale = Scale { low, high, from: 25.0, to: 7.0 };
    let step = 104.0 / (values.len().max(2) - 1) as f64;
    let at = |index: usize, value: f64| (7.0 + index as f64 * step, scale.at(value));
    if let Some(mean) = mean {
        sheet.line((4.0, scale.at(mean)), (116.0, scale.at(mean)), dashed(ink::GREY, 1.0, "2 3"));
    }
    let line = values.iter().enumerate().map(|(index, value)| value.map(|value| at(index, value)));
    sheet.path("values", &trace(line.collect::<Vec<_>>()), solid(ink::OWN, 1.6));
    for (index, value) in values.iter().enumerate() {
        let alone = |at: Option<usize>| at.and_then(|at| values.get(at)).is_none_or(Option::is_none);
        let Some(value) = value else { continue };
        if alone(index.checked_sub(1)) && alone(Some(index + 1)) {
            sheet.disc(at(index, *value), 1.6, ink::OWN, solid(ink::OWN, 0.5));
        }
    }
    let last = values.iter().rposition(Option::is_some);
    if let Some((index, value)) = last.and_then(|index| values[index].map(|value| (index, value))) {
        sheet.begin(input.last.name(), &words::note_at(&period::long(&input.points[index].0), &about.figure(value)));
        Mark::of(input.last).draw(&mut sheet, at(index, value), 3.8);
        sheet.end();
    }
    sheet.y = 28.0;
    let sentence = match (last, input.points.first()) {
        (Some(index), Some((first, _))) => {
            let found = || values.iter().flatten().copied();
            words::sparkline_said(
                &about.title,
                &period::long(first),
                &period::long(&input.points[index].0),
                &about.figure(found().fold(f64::INFINITY, f64::min)),
                &about.figure(found().fold(f64::NEG_INFINITY, f64::max)),
                &about.cell(values[index]),
            )
        }
        _ => words::nothing_to_show(&about.title),
    };
    let rows =
        input.points.iter().zip(&values).map(|((label, _), value)| vec![period::long(label), about.cell(*value)]);
    let table = Table {
        caption: words::numbers(&about.title),
        heads: vec![words::period().to_owned(), words::value().to_owned()],
        rows: rows.collect(),
    };
    sheet.finish(&about.id, &about.title, sentence, table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{any_about, any_count, any_values, labels, marks, sound, strokes};
    use proptest::prelude::*;

    #[test]
    fn the_last_point_that_is_there_is_marked_and_a_gap_stays_a_gap() {
        let values = [Some(5.0), Some(7.0), None, Some(6.0), Some(4.0), None];
        let input = Sparkline {
            about: crate::checks::about("Robbery", "robberies"),
            points: labels(6, true).into_iter().zip(values).collect(),
            mean: Some(5.5),
            last: Verdict::Improvement,
        };
        let drawing = sparkline(&input);
        assert_eq!((strokes(&drawing, "values"), marks(&drawing, "improvement")), (2, 1));
        assert_eq!(drawing.sentence, "Robbery, April 2018 to August 2018: between 4 and 7, latest 4.");
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_the_line_stays_in_its_cell(
            (about, values, mean) in any_count().prop_flat_map(|count| (any_about(), any_values(count), any::<Option<f64>>()))
        ) {
            let points = labels(values.len(), true).into_iter().zip(values).collect();
            sound(&sparkline(&Sparkline { about, points, mean, last: Verdict::Concern }));
        }
    }
}
