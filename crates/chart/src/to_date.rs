//! The financial year so far, added up month by month, against last year and against the course that leads to the target.
use crate::{
    About, Drawing, Size, Table,
    figure::{change, drawable},
    ink,
    lines::{self, Line, dot},
    mark::{Form, Mark},
    period,
    scale::Begin,
    sheet::{Sheet, dashed, solid},
    words,
};

/// One month of the year, each figure the sum (or ratio of sums) from April to the end of it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct SoFar {
    /// The month of this year: "2024-04".
    pub label: String,
    pub now: Option<f64>,
    /// To the same month of last year.
    pub before: Option<f64>,
    /// Where the year would have to stand to meet its target.
    pub trajectory: Option<f64>,
}

/// A year to date.
#[derive(Clone, Debug, PartialEq)]
pub struct ToDate {
    pub about: About,
    /// What the years are called: "2024/25" and "2023/24".
    pub this_year: String,
    pub last_year: String,
    pub months: Vec<SoFar>,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

/// Draws the three lines.
pub fn to_date(input: &ToDate, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let labels: Vec<&str> = input.months.iter().map(|month| month.label.as_str()).collect();
    let column =
        |of: fn(&SoFar) -> Option<f64>| input.months.iter().map(|month| drawable(of(month))).collect::<Vec<_>>();
    let now = column(|month| month.now);
    let before = column(|month| month.before);
    let trajectory = column(|month| month.trajectory);
    let hollow = Mark::new(Form::Square, (ink::GREY, ink::GREY)).hollow(true);
    let all = [
        Line {
            part: "last-year",
            name: &input.last_year,
            values: before.clone(),
            stroke: solid(ink::GREY, 1.4),
            mark: Some(hollow),
        },
        Line {
            part: "trajectory",
            name: words::trajectory(),
            values: trajectory.clone(),
            stroke: dashed(ink::TARGET, 1.8, "2 3"),
            mark: None,
        },
        Line {
            part: "this-year",
            name: &input.this_year,
            values: now.clone(),
            stroke: solid(ink::OWN, 2.4),
            mark: Some(dot(ink::OWN)),
        },
    ];
    lines::draw(&mut sheet, about, &labels, &all, &[], Begin::AtZero, &[]);
    lines::remarks(&mut sheet, &input.remarks);

    let sentence = match now.iter().rposition(Option::is_some) {
        None => words::nothing_to_show(&about.title),
        Some(at) => {
            let value = now[at].unwrap_or_default();
            let month = period::long(labels[at]);
            let mut said = vec![words::to_date_said(&about.title, &input.this_year, &month, &about.figure(value))];
            let against = |other: f64| (about.figure(other), change(value - other, about.places));
            if let Some((other, change)) = before[at].map(against) {
                said.push(words::to_date_before(&input.last_year, &other, &change));
            }
            if let Some((other, change)) = trajectory[at].map(against) {
                said.push(words::to_date_trajectory(&other, &change));
            }
            let gaps = labels
                .iter()
                .zip(&now)
                .enumerate()
                .map(|(place, (label, value))| (*label, place < at && value.is_none()));
            said.extend(words::missing(&period::runs(gaps)));
            said.extend(input.remarks.iter().cloned());
            said.join(" ")
        }
    };
    let mut heads = vec![words::months_to().to_owned(), input.this_year.clone(), input.last_year.clone()];
    heads.push(words::change().to_owned());
    let steered = trajectory.iter().any(Option::is_some);
    if steered {
        heads.push(words::trajectory().to_owned());
    }
    let rows = (0..labels.len()).map(|at| {
        let moved = now[at].zip(before[at]).map(|(now, before)| change(now - before, about.places));
        let mut row = vec![period::long(labels[at]), about.cell(now[at]), about.cell(before[at])];
        row.push(moved.unwrap_or_else(|| words::cannot_compare().to_owned()));
        if steered {
            row.push(about.cell(trajectory[at]));
        }
        row
    });
    let rows = rows.collect();
    sheet.finish(&about.id, &about.title, sentence, Table { caption: words::numbers(&about.title), heads, rows })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{about, any_about, any_count, any_name, any_values, labels, marks, sound, strokes};
    use proptest::prelude::*;

    #[test]
    fn the_year_so_far_is_set_beside_last_year_and_the_trajectory() {
        let months = labels(12, true).into_iter().enumerate().map(|(at, label)| SoFar {
            label,
            now: (at < 9).then_some(90.0 * (at + 1) as f64),
            before: Some(100.0 * (at + 1) as f64),
            trajectory: Some(95.0 * (at + 1) as f64),
        });
        let drawing = to_date(
            &ToDate {
                about: about("Robbery", "robberies"),
                this_year: "2018/19".into(),
                last_year: "2017/18".into(),
                months: months.collect(),
                remarks: vec![],
            },
            Size::Wide,
        );
        assert_eq!((marks(&drawing, "this-year"), marks(&drawing, "last-year")), (9, 12));
        assert_eq!(strokes(&drawing, "trajectory"), 1);
        assert_eq!(
            drawing.sentence,
            "Robbery, 2018/19 to the end of December 2018: 810. In the same months of 2017/18 it was 900 (−90). \
             The trajectory to the target stands at 855 (−45)."
        );
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, now, before, trajectory, name) in any_count().prop_flat_map(|count| {
                (any_about(), any_values(count), any_values(count), any_values(count), any_name())
            })
        ) {
            let figures = now.into_iter().zip(before).zip(trajectory);
            let months = labels(figures.len(), true).into_iter().zip(figures);
            let months = months.map(|(label, ((now, before), trajectory))| SoFar { label, now, before, trajectory }).collect();
            let input = ToDate { about, this_year: name.clone(), last_year: name.clone(), months, remarks: vec![name] };
            sound(&to_date(&input, Size::Wide));
            sound(&to_date(&input, Size::Narrow));
        }
    }
}
