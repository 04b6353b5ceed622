//! The moving ranges behind a process chart: how far each point is from the one before, with their mean and limit.
use crate::{
    About, Drawing, Size, Table,
    figure::drawable,
    frame::{End, Frame, Room, ends_room, name_ends},
    ink, lines,
    mark::{Form, Mark},
    period,
    scale::Begin,
    sheet::{Sheet, Stroke, Symbol, dashed, solid, trace},
    words,
    xmr::VALUES,
};

/// The range of one period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Range {
    /// "2024-03", or any other name of a period.
    pub label: String,
    /// Distance from the point before; `None` at the first of a group and across a gap.
    pub range: Option<f64>,
    /// The mean of the ranges of the group.
    pub mean: Option<f64>,
    /// 3.267 times the mean: ranges at or over it are left out when the limits are set.
    pub upper: Option<f64>,
    /// Whether the range was left out.
    pub screened: bool,
    /// Lines break where it changes.
    pub group: usize,
}

/// The ranges of a series.
#[derive(Clone, Debug, PartialEq)]
pub struct MovingRange {
    pub about: About,
    pub ranges: Vec<Range>,
    /// The name of the rule set: "ptd-0.2".
    pub rules: String,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

const LIMIT: Stroke = dashed(ink::GREY, 1.5, "5 4");
const MEAN: Stroke = solid(ink::BLACK, 1.3);

/// Draws the chart.
pub fn moving_range(input: &MovingRange, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let ranges = &input.ranges;
    let labels: Vec<&str> = ranges.iter().map(|range| range.label.as_str()).collect();
    let column = |of: fn(&Range) -> Option<f64>| ranges.iter().map(|range| drawable(of(range))).collect::<Vec<_>>();
    let (values, mean, upper) = (column(|range| range.range), column(|range| range.mean), column(|range| range.upper));
    let ends: Vec<End> = [(&upper, words::upper_limit(), LIMIT), (&mean, words::mean(), MEAN)]
        .into_iter()
        .filter_map(|(level, name, stroke)| {
            let value = level.last().copied().flatten()?;
            Some(End { words: words::named_value(name, &about.figure(value)), value, stroke })
        })
        .collect();
    let named: Vec<String> = ends.iter().map(|end| end.words.clone()).collect();
    let right = if sheet.narrow() { 0.0 } else { ends_room(&sheet, &named, 190.0) };
    let all = [&values, &mean, &upper].into_iter().flatten().copied().flatten().collect();
    let room = Room { unit: &about.unit, values: all, begin: Begin::AtZero, labels: &labels, notes: &[], right };
    let frame = Frame::open(&mut sheet, room);
    let apart = |at: usize| at > 0 && ranges[at].group != ranges[at - 1].group;
    sheet.path("upper", &frame.level(&upper, apart), LIMIT);
    sheet.path("centre", &frame.level(&mean, apart), MEAN);
    let points = (0..ranges.len()).flat_map(|at| {
        let point = values[at].map(|value| frame.at(at, value));
        if apart(at) { vec![None, point] } else { vec![point] }
    });
    sheet.path("values", &trace(points.collect::<Vec<_>>()), VALUES);
    let (usual, out) = (Mark::new(Form::Circle, ink::COMMON), Mark::new(Form::Square, (ink::THIRD, ink::THIRD)));
    for (at, range) in ranges.iter().enumerate() {
        let Some(value) = values[at] else { continue };
        sheet.begin(
            if range.screened { "screened" } else { "range" },
            &words::note_at(&period::long(&range.label), &about.figure(value)),
        );
        let mark = if range.screened { out } else { usual };
        mark.draw(&mut sheet, frame.at(at, value), (frame.slots.each * 0.36).clamp(2.4, 4.6));
        sheet.end();
    }
    if values.iter().all(Option::is_none) {
        crate::xmr::nothing(&mut sheet, &frame);
    }
    let mut key = vec![(Symbol::LineAndMark(VALUES, usual), words::range().to_owned())];
    if ranges.iter().any(|range| range.screened && range.range.is_some()) {
        key.push((Symbol::Mark(out), words::screened().to_owned()));
    }
    if sheet.narrow() {
        key.extend(ends.iter().map(|end| (Symbol::Line(end.stroke), end.words.clone())));
    } else {
        name_ends(&mut sheet, &frame, &ends);
    }
    sheet.key(&key);
    let mut remarks = input.remarks.clone();
    if !input.rules.is_empty() {
        remarks.push(words::rules(&input.rules));
    }
    lines::remarks(&mut sheet, &remarks);

    let screened: Vec<String> =
        ranges.iter().filter(|range| range.screened).map(|range| period::long(&range.label)).collect();
    let sentence = match values.iter().rposition(Option::is_some) {
        None => words::nothing_to_show(&about.title),
        Some(at) => {
            let mut said = vec![words::range_said(&about.title, &period::long(labels[at]), &about.cell(values[at]))];
            said.extend(mean[at].map(|mean| words::range_mean(&about.figure(mean))));
            said.extend(words::screened_said(&screened));
            said.extend(input.remarks.iter().cloned());
            said.join(" ")
        }
    };
    let rows = (0..ranges.len()).map(|at| {
        vec![
            period::long(labels[at]),
            about.cell(values[at]),
            about.cell(mean[at]),
            about.cell(upper[at]),
            if ranges[at].screened { words::screened().to_owned() } else { String::new() },
        ]
    });
    let heads = [words::period(), words::range(), words::mean(), words::upper_limit(), words::remarks()];
    let table =
        Table { caption: words::numbers(&about.title), heads: heads.map(str::to_owned).into(), rows: rows.collect() };
    sheet.finish(&about.id, &about.title, sentence, table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{about, any_about, any_count, any_values, labels, marks, sound, strokes};
    use proptest::prelude::*;

    #[test]
    fn a_range_that_was_left_out_is_a_square_and_is_named() {
        let ranges = labels(14, true).into_iter().enumerate().map(|(at, label)| Range {
            label,
            range: (at != 0 && at != 7).then_some(if at == 9 { 95.0 } else { 20.0 }),
            mean: Some(20.0),
            upper: Some(65.0),
            screened: at == 9,
            group: usize::from(at >= 7),
        });
        let input = MovingRange {
            about: about("Burglary, moving range", "burglaries"),
            ranges: ranges.collect(),
            rules: "ptd-0.2".into(),
            remarks: vec![],
        };
        let drawing = moving_range(&input, Size::Wide);
        assert_eq!((marks(&drawing, "range"), marks(&drawing, "screened")), (11, 1));
        assert_eq!((strokes(&drawing, "upper"), strokes(&drawing, "values")), (2, 2));
        assert!(drawing.sentence.contains("January 2019"), "{}", drawing.sentence);
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, ranges, mean, upper, months) in any_count().prop_flat_map(|count| {
                (any_about(), any_values(count), any_values(count), any_values(count), any::<bool>())
            })
        ) {
            let figures = ranges.into_iter().zip(mean).zip(upper).enumerate();
            let ranges = labels(figures.len(), months).into_iter().zip(figures).map(|(label, (at, ((range, mean), upper)))| {
                Range { label, range, mean, upper, screened: at % 5 == 0, group: at / 7 }
            });
            let input = MovingRange { about, ranges: ranges.collect(), rules: "ptd-0.2".into(), remarks: vec![] };
            sound(&moving_range(&input, Size::Wide));
            sound(&moving_range(&input, Size::Narrow));
        }
    }
}
