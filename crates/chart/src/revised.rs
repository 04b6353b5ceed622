//! What was published, and what is now known of the same periods, with the differences drawn between.
use crate::{
    About, Drawing, Size, Table,
    figure::{change, drawable},
    ink,
    lines::{self, Line, dot},
    mark::{Form, Mark},
    period,
    scale::Begin,
    sheet::{Sheet, Symbol, dashed, place, solid},
    words,
};
use std::fmt::Write;

/// One period, twice.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct TwoEditions {
    /// "2024-03", or any other name of a period.
    pub label: String,
    pub published: Option<f64>,
    pub revised: Option<f64>,
}

/// A series as published and as now known.
#[derive(Clone, Debug, PartialEq)]
pub struct Revised {
    pub about: About,
    /// What the editions are called: "As published, June 2024" and "As now known, November 2025".
    pub published_name: String,
    pub revised_name: String,
    pub periods: Vec<TwoEditions>,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

/// Draws both lines and the differences between them.
pub fn revised(input: &Revised, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let labels: Vec<&str> = input.periods.iter().map(|period| period.label.as_str()).collect();
    let published: Vec<Option<f64>> = input.periods.iter().map(|period| drawable(period.published)).collect();
    let known: Vec<Option<f64>> = input.periods.iter().map(|period| drawable(period.revised)).collect();
    let moved: Vec<Option<f64>> =
        known.iter().zip(&published).map(|(now, then)| now.zip(*then).map(|(now, then)| now - then)).collect();
    // A difference that both figures would print alike is none.
    let differs = |at: usize| moved[at].is_some() && about.cell(known[at]) != about.cell(published[at]);
    let gap = solid(ink::TARGET, 2.0);
    let square = Mark::new(Form::Square, (ink::GREY, ink::QUIET)).hollow(true);
    let all = [
        Line {
            part: "published",
            name: &input.published_name,
            values: published.clone(),
            stroke: dashed(ink::GREY, 1.6, "6 3"),
            mark: Some(square),
        },
        Line {
            part: "revised",
            name: &input.revised_name,
            values: known.clone(),
            stroke: solid(ink::OWN, 2.2),
            mark: Some(dot(ink::OWN)),
        },
    ];
    let more = [(Symbol::Line(gap), words::difference().to_owned())];
    let more = if (0..moved.len()).any(differs) { more.as_slice() } else { &[] };
    let frame = lines::draw(&mut sheet, about, &labels, &all, &[], Begin::WhereItServes, more);
    let mut path = String::new();
    for at in (0..moved.len()).filter(|at| differs(*at)) {
        let (Some(then), Some(now)) = (published[at], known[at]) else { continue };
        let (x, from) = frame.at(at, then);
        let to = frame.at(at, now).1;
        // Clear of both marks, where there is room between them.
        let clear = if (to - from).abs() > 12.0 { 5.0 * (to - from).signum() } else { 0.0 };
        let _ = write!(path, "M{} {}V{}", place(x), place(from + clear), place(to - clear));
    }
    sheet.path("difference", &path, gap);
    lines::remarks(&mut sheet, &input.remarks);

    let compared = moved.iter().flatten().count();
    let changed: Vec<usize> = (0..moved.len()).filter(|at| differs(*at)).collect();
    let size_of = |at: usize| moved[at].unwrap_or_default().abs();
    let largest = changed.iter().copied().reduce(|one, other| if size_of(other) > size_of(one) { other } else { one });
    let sentence = if known.iter().chain(&published).all(Option::is_none) {
        words::nothing_to_show(&about.title)
    } else {
        let mut said = vec![words::revised_said(&about.title, changed.len(), compared)];
        said.extend(largest.map(|at| {
            let change = change(moved[at].unwrap_or_default(), about.places);
            words::revised_most(&period::long(labels[at]), &about.cell(published[at]), &about.cell(known[at]), &change)
        }));
        said.extend(input.remarks.iter().cloned());
        said.join(" ")
    };
    let rows = (0..labels.len()).map(|at| {
        let moved = moved[at].map(|moved| change(moved, about.places));
        let moved = moved.unwrap_or_else(|| words::cannot_compare().to_owned());
        vec![period::long(labels[at]), about.cell(published[at]), about.cell(known[at]), moved]
    });
    let heads = vec![
        words::period().to_owned(),
        input.published_name.clone(),
        input.revised_name.clone(),
        words::difference().to_owned(),
    ];
    let table = Table { caption: words::numbers(&about.title), heads, rows: rows.collect() };
    sheet.finish(&about.id, &about.title, sentence, table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{about, any_about, any_count, any_name, any_values, labels, marks, sound, strokes};
    use proptest::prelude::*;

    #[test]
    fn every_difference_is_drawn_and_the_largest_is_said() {
        let periods = labels(6, true).into_iter().enumerate().map(|(at, label)| TwoEditions {
            label,
            published: Some(400.0),
            revised: Some([400.0, 412.0, 400.0, 371.0, 400.0, 400.2][at]),
        });
        let input = Revised {
            about: about("Outcomes", "outcomes"),
            published_name: "As published".into(),
            revised_name: "As now known".into(),
            periods: periods.collect(),
            remarks: vec![],
        };
        let drawing = revised(&input, Size::Wide);
        assert_eq!((strokes(&drawing, "difference"), marks(&drawing, "revised")), (2, 6));
        assert_eq!(
            drawing.sentence,
            "Outcomes: 2 of 6 figures have changed since they were published. \
             The largest change is that of July 2018, from 400 to 371 (−29)."
        );
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, now, then, name) in any_count().prop_flat_map(|count| {
                (any_about(), any_values(count), any_values(count), any_name())
            })
        ) {
            let periods = labels(now.len(), true).into_iter().zip(now).zip(then);
            let periods = periods.map(|((label, revised), published)| TwoEditions { label, published, revised }).collect();
            let input = Revised { about, published_name: name.clone(), revised_name: name, periods, remarks: vec![] };
            sound(&revised(&input, Size::Wide));
            sound(&revised(&input, Size::Narrow));
        }
    }
}
