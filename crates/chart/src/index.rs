//! Several series set to 100 at one base, so that their courses can be compared though their sizes cannot.
use crate::{
    About, Drawing, Size, Table, Unit,
    figure::drawable,
    ink,
    lines::{self, Line},
    mark::{Form, Mark},
    period,
    scale::Begin,
    sheet::{Sheet, Stroke, dashed, solid},
    words,
};

/// One series, already divided by its base.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Indexed {
    pub name: String,
    pub values: Vec<Option<f64>>,
    /// The office's own force: drawn heavier.
    pub own: bool,
}

/// Series to be compared with one base. More than six are too many to tell apart: those past six stand in the table.
#[derive(Clone, Debug, PartialEq)]
pub struct Index {
    pub id: String,
    pub title: String,
    /// What is 100: "year to March 2020".
    pub base: String,
    pub places: u8,
    /// "2024-03", or any other name of a period.
    pub periods: Vec<String>,
    pub series: Vec<Indexed>,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

/// Strokes and marks of the series that are not the office's own.
const LOOKS: [(Stroke, Mark); 6] = [
    (solid(ink::GREY, 1.5), Mark::new(Form::Square, (ink::GREY, ink::QUIET))),
    (dashed(ink::THIRD, 1.6, "7 3"), Mark::new(Form::Up, (ink::THIRD, ink::THIRD))),
    (dashed(ink::QUIET, 1.5, "2 3"), Mark::new(Form::Diamond, (ink::PAPER, ink::QUIET))),
    (dashed(ink::GREY, 1.5, "9 3 2 3"), Mark::new(Form::Down, (ink::PAPER, ink::GREY))),
    (dashed(ink::OWN, 1.5, "4 2"), Mark::new(Form::Square, (ink::PAPER, ink::OWN))),
    (solid(ink::THIRD, 1.5), Mark::new(Form::Circle, (ink::PAPER, ink::THIRD))),
];

/// Draws the lines.
pub fn index(input: &Index, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = About {
        id: input.id.clone(),
        title: input.title.clone(),
        unit: Unit::Other(words::index_head(&input.base)),
        places: input.places,
    };
    let labels: Vec<&str> = input.periods.iter().map(String::as_str).collect();
    let values = |series: &Indexed| {
        (0..labels.len()).map(|at| drawable(series.values.get(at).copied().flatten())).collect::<Vec<_>>()
    };
    let mut looks = LOOKS.into_iter();
    let drawn: Vec<Line<'_>> = input
        .series
        .iter()
        .take(LOOKS.len())
        .filter_map(|series| {
            let (stroke, mark) = if series.own {
                (solid(ink::OWN, 2.6), Mark::new(Form::Circle, (ink::OWN, ink::OWN)))
            } else {
                looks.next()?
            };
            let part = if series.own { "own" } else { "series" };
            Some(Line { part, name: &series.name, values: values(series), stroke, mark: Some(mark) })
        })
        .collect();
    let mut all = vec![Line {
        part: "base",
        name: words::base(),
        values: vec![Some(100.0); labels.len()],
        stroke: solid(ink::BLACK, 1.0),
        mark: None,
    }];
    all.extend(drawn);
    lines::draw(&mut sheet, &about, &labels, &all, &[], Begin::WhereItServes, &[]);
    lines::remarks(&mut sheet, &input.remarks);

    let last = input.series.iter().filter_map(|series| values(series).iter().rposition(Option::is_some)).max();
    let sentence = match last {
        None => words::nothing_to_show(&input.title),
        Some(at) => {
            let said =
                input.series.iter().map(|series| words::named_value(&series.name, &about.cell(values(series)[at])));
            let said: Vec<String> = said.collect();
            let mut said =
                vec![words::index_said(&input.title, &input.base, &period::long(labels[at]), &words::list(&said))];
            said.extend(input.remarks.iter().cloned());
            said.join(" ")
        }
    };
    let heads =
        std::iter::once(words::period().to_owned()).chain(input.series.iter().map(|series| series.name.clone()));
    let rows = labels.iter().enumerate().map(|(at, label)| {
        let cells = input.series.iter().map(|series| about.cell(values(series)[at]));
        std::iter::once(period::long(label)).chain(cells).collect()
    });
    let table =
        Table { caption: words::index_table(&input.title, &input.base), heads: heads.collect(), rows: rows.collect() };
    sheet.finish(&input.id, &input.title, sentence, table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{any_count, any_name, any_values, labels, marks, sound, strokes};
    use proptest::prelude::*;

    #[test]
    fn each_series_has_a_line_of_its_own_and_the_base_is_drawn() {
        let series = |name: &str, step: f64, own| Indexed {
            name: name.into(),
            values: (0..8).map(|at| Some(100.0 + step * f64::from(at))).collect(),
            own,
        };
        let input = Index {
            id: "i".into(),
            title: "Burglary".into(),
            base: "year to March 2020".into(),
            places: 0,
            periods: (0..8).map(|at| format!("Q{at}")).collect(),
            series: vec![series("Fenshire", -3.0, true), series("Similar forces", -1.0, false)],
            remarks: vec![],
        };
        let drawing = index(&input, Size::Wide);
        assert_eq!((marks(&drawing, "own"), marks(&drawing, "series"), strokes(&drawing, "base")), (8, 8, 1));
        assert_eq!(drawing.sentence, "Burglary, year to March 2020 = 100. In Q7: Fenshire 79 and Similar forces 93.");
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (columns, names, base, places, months) in (any_count(), 0usize..9).prop_flat_map(|(count, series)| {
                let names = proptest::collection::vec(any_name(), series);
                (proptest::collection::vec(any_values(count), series), names, any_name(), 0u8..3, Just(labels(count, true)))
            })
        ) {
            let series = columns.into_iter().zip(names).enumerate();
            let series = series.map(|(at, (values, name))| Indexed { name, values, own: at == 1 }).collect();
            let input = Index { id: base.clone(), title: base.clone(), base, places, periods: months, series, remarks: vec![] };
            sound(&index(&input, Size::Wide));
            sound(&index(&input, Size::Narrow));
        }
    }
}
