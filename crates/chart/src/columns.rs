//! The months of this year beside the same months of last year, as pairs of columns.
use crate::{
    About, Drawing, Size, Table,
    figure::{change, drawable},
    frame::{Frame, Room},
    ink, lines, period,
    scale::Begin,
    sheet::{Area, Fill, Sheet, Symbol, solid},
    words,
};

/// One month of both years.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Pair {
    /// The month of this year: "2024-04".
    pub label: String,
    pub now: Option<f64>,
    /// The same month a year before.
    pub before: Option<f64>,
    /// This year's figure may still change.
    pub provisional: bool,
}

/// Two years, month by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Columns {
    pub about: About,
    /// What the years are called: "2024/25" and "2023/24".
    pub this_year: String,
    pub last_year: String,
    pub months: Vec<Pair>,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

/// Draws the columns: this year's are filled, last year's hatched, a provisional one has a dashed rim and no filling.
pub fn columns(input: &Columns, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let labels: Vec<&str> = input.months.iter().map(|pair| pair.label.as_str()).collect();
    let now: Vec<Option<f64>> = input.months.iter().map(|pair| drawable(pair.now)).collect();
    let before: Vec<Option<f64>> = input.months.iter().map(|pair| drawable(pair.before)).collect();
    let values: Vec<f64> = now.iter().chain(&before).copied().flatten().collect();
    let empty = values.is_empty();
    let room = Room { unit: &about.unit, values, begin: Begin::AtZero, labels: &labels, notes: &[], right: 0.0 };
    let frame = Frame::open(&mut sheet, room);
    let foot = frame.scale.at(0.0);
    let wide = frame.slots.each * 0.36;
    for (at, pair) in input.months.iter().enumerate() {
        let middle = frame.slots.middle(at);
        let column = |left: f64, value: f64| Area::between((left, foot), (left + wide, frame.scale.at(value)));
        if let Some(value) = before[at] {
            sheet.begin(
                "last-year",
                &words::point_said(
                    &words::year_before(&period::long(&pair.label)),
                    &input.last_year,
                    &about.figure(value),
                ),
            );
            sheet.area(column(middle - wide - 0.5, value), Fill::Hatched(ink::GREY), Some(solid(ink::GREY, 1.2)));
            sheet.end();
        }
        if let Some(value) = now[at] {
            sheet.begin(
                "this-year",
                &words::point_said(&period::long(&pair.label), &input.this_year, &about.figure(value)),
            );
            let (fill, rim) = if pair.provisional {
                (Fill::Plain(ink::PAPER), solid(ink::OWN, 2.2))
            } else {
                (Fill::Plain(ink::OWN), solid(ink::OWN, 1.0))
            };
            sheet.area(column(middle + 0.5, value), fill, Some(rim));
            sheet.end();
        }
    }
    if empty {
        crate::xmr::nothing(&mut sheet, &frame);
    }
    let mut key = vec![
        (Symbol::Surface(Fill::Plain(ink::OWN), ink::OWN), input.this_year.clone()),
        (Symbol::Surface(Fill::Hatched(ink::GREY), ink::GREY), input.last_year.clone()),
    ];
    if input.months.iter().any(|pair| pair.provisional) {
        key.push((Symbol::Surface(Fill::Plain(ink::PAPER), ink::OWN), words::provisional_column(&input.this_year)));
    }
    sheet.key(&key);
    lines::remarks(&mut sheet, &input.remarks);

    let pairs: Vec<(f64, f64)> = now.iter().zip(&before).filter_map(|(now, before)| now.zip(*before)).collect();
    let lower = pairs.iter().filter(|(now, before)| now < before).count();
    let higher = pairs.iter().filter(|(now, before)| now > before).count();
    let sentence = match now.iter().rposition(Option::is_some) {
        None => words::nothing_to_show(&about.title),
        Some(at) => {
            let mut said =
                vec![words::columns_said(&about.title, &input.this_year, &input.last_year, lower, higher, pairs.len())];
            let value = now[at].unwrap_or_default();
            let before = before[at].map(|before| (about.figure(before), change(value - before, about.places)));
            let provisional = input.months[at].provisional;
            said.push(words::latest(&period::long(labels[at]), &about.figure(value), provisional));
            said.extend(before.map(|(before, change)| words::a_year_before(&before, &change)));
            let gaps =
                labels.iter().copied().zip(now.iter().enumerate().map(|(place, value)| place < at && value.is_none()));
            said.extend(words::missing(&period::runs(gaps)));
            said.extend(input.remarks.iter().cloned());
            said.join(" ")
        }
    };
    let rows = input.months.iter().enumerate().map(|(at, pair)| {
        let moved = now[at].zip(before[at]).map(|(now, before)| change(now - before, about.places));
        let mut shown = about.cell(now[at]);
        if pair.provisional && now[at].is_some() {
            shown = words::with_provisional(&shown);
        }
        vec![
            period::long(&pair.label),
            about.cell(before[at]),
            shown,
            moved.unwrap_or_else(|| words::cannot_compare().to_owned()),
        ]
    });
    let heads = vec![words::period().into(), input.last_year.clone(), input.this_year.clone(), words::change().into()];
    let table = Table { caption: words::numbers(&about.title), heads, rows: rows.collect() };
    sheet.finish(&about.id, &about.title, sentence, table)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{about, any_about, any_count, any_name, any_values, labels, marks, sound};
    use proptest::prelude::*;

    #[test]
    fn a_month_that_is_not_there_has_no_column() {
        let months = labels(12, true).into_iter().enumerate().map(|(at, label)| Pair {
            label,
            now: (at < 9 && at != 4).then_some(90.0),
            before: Some(100.0),
            provisional: at == 8,
        });
        let input = Columns {
            about: about("Robbery", "robberies"),
            this_year: "2018/19".into(),
            last_year: "2017/18".into(),
            months: months.collect(),
            remarks: vec![],
        };
        let drawing = columns(&input, Size::Wide);
        assert_eq!((marks(&drawing, "this-year"), marks(&drawing, "last-year")), (8, 12));
        for part in ["lower in 8 of 8 months", "100 a year before (−10)", "No data for August 2018."] {
            assert!(drawing.sentence.contains(part), "{part}: {}", drawing.sentence);
        }
        assert_eq!(drawing.table.rows[4], ["August 2018", "100", "no data", "cannot be compared"]);
    }

    #[test]
    fn quarters_stand_over_their_financial_years() {
        for count in [1, 2, 5, 12, 40, 90] {
            let months = crate::checks::quarters(count).into_iter().map(|label| Pair {
                label,
                now: Some(3.0),
                ..Pair::default()
            });
            let input = Columns {
                about: about("Robbery", "robberies"),
                this_year: "now".into(),
                last_year: "then".into(),
                months: months.collect(),
                remarks: vec![],
            };
            for size in [Size::Wide, Size::Narrow] {
                let drawing = columns(&input, size);
                sound(&drawing);
                let said = crate::checks::words(&drawing);
                let year = if count == 1 { "2017/18" } else { "2018/19" };
                assert!(count > 12 || said.iter().any(|line| line == year), "{count}: {said:?}");
                assert!(said.iter().any(|line| line == if count == 1 { "Q4" } else { "Q1" }), "{count}: {said:?}");
            }
            assert_eq!(columns(&input, Size::Wide).table.rows[0][0], "January to March 2018");
        }
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, now, before, name, months) in any_count().prop_flat_map(|count| {
                (any_about(), any_values(count), any_values(count), any_name(), any::<bool>())
            })
        ) {
            let pairs = labels(now.len(), months).into_iter().zip(now).zip(before);
            let months = pairs.map(|((label, now), before)| Pair { label, now, before, provisional: now < before });
            let months = months.collect();
            let input = Columns { about, this_year: name.clone(), last_year: name.clone(), months, remarks: vec![name] };
            sound(&columns(&input, Size::Wide));
            sound(&columns(&input, Size::Narrow));
        }
    }
}
