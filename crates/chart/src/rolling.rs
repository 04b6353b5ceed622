//! The sum (or ratio of sums) of twelve months up to each month: the long course, without seasons. No limits: windows
//! overlap, so the rules of a process chart would see trends that are not there.
use crate::{
    About, Drawing, Note, Size, Table,
    figure::{change, drawable},
    ink,
    lines::{self, Line, dot},
    period,
    scale::Begin,
    sheet::{Sheet, solid},
    words,
    xmr::TARGET,
};

/// A rolling series.
#[derive(Clone, Debug, PartialEq)]
pub struct Rolling {
    pub about: About,
    /// The last month of each twelve and their figure; `None` where a month of the twelve is missing.
    pub points: Vec<(String, Option<f64>)>,
    /// What the twelve months are to come to.
    pub target: Option<f64>,
    pub notes: Vec<Note>,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

/// Draws the line.
pub fn rolling(input: &Rolling, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let labels: Vec<&str> = input.points.iter().map(|(label, _)| label.as_str()).collect();
    let values: Vec<Option<f64>> = input.points.iter().map(|(_, value)| drawable(*value)).collect();
    let target = vec![drawable(input.target); values.len()];
    let all = [
        Line {
            part: "values",
            name: words::twelve_months(),
            values: values.clone(),
            stroke: solid(ink::OWN, 2.0),
            mark: Some(dot(ink::OWN)),
        },
        Line { part: "target", name: words::target(), values: target, stroke: TARGET, mark: None },
    ];
    lines::draw(&mut sheet, about, &labels, &all, &input.notes, Begin::WhereItServes, &[]);
    let gaps = period::runs(labels.iter().copied().zip(values.iter().map(Option::is_none)));
    let mut remarks: Vec<String> = words::rolling_gaps(&gaps).into_iter().collect();
    remarks.extend(input.remarks.iter().cloned());
    lines::remarks(&mut sheet, &remarks);

    let before = |at: usize| at.checked_sub(12).and_then(|at| values[at]);
    let sentence = match values.iter().rposition(Option::is_some) {
        None => words::nothing_to_show(&about.title),
        Some(at) => {
            let now = values[at].unwrap_or_default();
            let mut said = vec![words::rolling_latest(&about.title, &period::long(labels[at]), &about.figure(now))];
            if let Some(before) = before(at) {
                let (change, past) = (change(now - before, about.places), period::long(labels[at - 12]));
                said.push(words::rolling_change(&about.figure(before), &past, &change));
            }
            said.extend(drawable(input.target).map(|target| words::target_is(&about.figure(target))));
            said.extend(remarks);
            said.join(" ")
        }
    };
    let rows = (0..values.len()).map(|at| {
        let moved = values[at].zip(before(at)).map(|(now, before)| change(now - before, about.places));
        vec![
            period::long(labels[at]),
            about.cell(values[at]),
            moved.unwrap_or_else(|| words::cannot_compare().to_owned()),
        ]
    });
    let heads = [words::twelve_months_to(), words::value(), words::against_year_before()];
    let table =
        Table { caption: words::numbers(&about.title), heads: heads.map(str::to_owned).into(), rows: rows.collect() };
    sheet.finish(&about.id, &about.title, sentence, table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{about, any_about, any_count, any_name, any_values, labels, marks, sound, strokes};
    use proptest::prelude::*;

    #[test]
    fn a_missing_month_empties_twelve_and_is_said() {
        let points = labels(36, true).into_iter().enumerate();
        let points =
            points.map(|(at, label)| (label, (!(10..22).contains(&at)).then_some(3000.0 + at as f64))).collect();
        let input =
            Rolling { about: about("Burglary", "burglaries"), points, target: None, notes: vec![], remarks: vec![] };
        let drawing = rolling(&input, Size::Wide);
        assert_eq!((strokes(&drawing, "values"), marks(&drawing, "values")), (2, 24));
        assert!(
            drawing
                .sentence
                .contains("12 months to March 2021 come to 3,035. In the 12 months to March 2020 it was 3,023 (+12)."),
            "{}",
            drawing.sentence
        );
        assert!(drawing.sentence.contains("February 2019 to January 2020"), "{}", drawing.sentence);
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, values, target, remark, months) in any_count().prop_flat_map(|count| {
                (any_about(), any_values(count), any::<Option<f64>>(), any_name(), any::<bool>())
            })
        ) {
            let points = labels(values.len(), months).into_iter().zip(values).collect();
            let input = Rolling { about, points, target, notes: vec![], remarks: vec![remark] };
            sound(&rolling(&input, Size::Wide));
            sound(&rolling(&input, Size::Narrow));
        }
    }
}
