//! What a change is made of: part after part from nothing to the whole change, each beginning where the last ended.
use crate::{
    About, Drawing, Size, Table, axis,
    figure::{change, drawable},
    ink, lines, ranked,
    scale::{Begin, Scale, Ticks},
    sheet::{Anchor, Area, Fill, Sheet, Symbol, dashed, solid},
    words,
};

/// A change and its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct Contribution {
    pub about: About,
    /// What is compared, and its figures: ("12 months to March 2024", 21,300).
    pub before: (String, Option<f64>),
    pub now: (String, Option<f64>),
    /// Each part and its change, in the order to be shown; they add up to the whole change.
    pub parts: Vec<(String, Option<f64>)>,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

/// Draws the parts as bars across: increases dark, decreases hatched, the whole change last.
pub fn contribution(input: &Contribution, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let face = sheet.quiet().in_ink(ink::BLACK);
    let whole = drawable(input.now.1).zip(drawable(input.before.1)).map(|(now, before)| now - before);
    let mut sum = 0.0;
    let steps: Vec<(f64, Option<f64>)> = input
        .parts
        .iter()
        .map(|(_, part)| {
            let from = sum;
            let part = drawable(*part);
            sum += part.unwrap_or(0.0);
            (from, part)
        })
        .collect();
    let reached = steps.iter().map(|(from, part)| from + part.unwrap_or(0.0));
    let ticks = Ticks::over(reached.chain(whole), Begin::AtZero, if sheet.narrow() { 3 } else { 5 });
    axis::head(&mut sheet, &ticks, &crate::Unit::Other(words::change_in(&about.unit.head())));
    let figures = steps.iter().filter_map(|(_, part)| *part).chain(whole).map(|part| change(part, about.places));
    let room = figures.map(|words| face.bold().width(&words)).fold(0.0, f64::max).min(sheet.width * 0.28) + 12.0;
    let named = if sheet.narrow() { room } else { 204.0 + room };
    let run = Scale { low: ticks.low(), high: ticks.high(), from: named, to: sheet.width - room };
    let (row, bar) = if sheet.narrow() { (40.0, 16.0) } else { (30.0, 18.0) };
    let top = sheet.y;
    let count = steps.len() + usize::from(whole.is_some());
    let bottom = top + row * count as f64 + 4.0;
    let span = |at: usize| {
        let from = top + row * at as f64;
        if sheet_narrow(size) { (from + 17.0, from + 21.0 + bar) } else { (from, from + row) }
    };
    for value in ticks.values() {
        let stroke = solid(if value == 0.0 { ink::BLACK } else { ink::GRID }, 1.0);
        for at in 0..count {
            sheet.line((run.at(value), span(at).0), (run.at(value), span(at).1), stroke);
        }
    }
    let one = |sheet: &mut Sheet, at: usize, name: &str, (from, part): (f64, Option<f64>), total: bool| {
        let start = top + row * at as f64;
        let bold = if total { face.bold() } else { face };
        let middle = if sheet.narrow() { start + 19.0 + bar / 2.0 } else { start + row / 2.0 };
        if sheet.narrow() {
            sheet.text(0.0, start + 13.0, Anchor::Start, bold, &bold.cut(name, sheet.width));
        } else {
            sheet.text(198.0, middle + bold.drop(), Anchor::End, bold, &bold.cut(name, 196.0));
        }
        let Some(part) = part else {
            let quiet = sheet.quiet();
            sheet.text(
                run.at(0.0) + 6.0,
                middle + quiet.drop(),
                Anchor::Start,
                quiet,
                &quiet.cut(words::no_data(), sheet.width - run.at(0.0) - 8.0),
            );
            return;
        };
        let figure = change(part, about.places);
        sheet.begin(
            if total {
                "whole"
            } else if part < 0.0 {
                "decrease"
            } else {
                "increase"
            },
            &words::note_at(name, &figure),
        );
        let area = Area::between((run.at(from), middle - bar / 2.0), (run.at(from + part), middle + bar / 2.0));
        let fill = match part {
            _ if total => Fill::Plain(ink::OTHER),
            part if part < 0.0 => Fill::Hatched(ink::OWN),
            _ => Fill::Plain(ink::OWN),
        };
        let rim = if total { ink::BLACK } else { ink::OWN };
        sheet.area(area, fill, Some(solid(rim, 1.2)));
        let figure = bold.cut(&figure, room - 8.0);
        if part < 0.0 {
            sheet.text(area.left - 5.0, middle + bold.drop(), Anchor::End, bold, &figure);
        } else {
            sheet.text(area.right + 5.0, middle + bold.drop(), Anchor::Start, bold, &figure);
        }
        if !total && !sheet.narrow() {
            let x = run.at(from + part);
            sheet.line((x, middle + bar / 2.0), (x, middle + row - bar / 2.0), dashed(ink::GREY, 1.0, "2 2"));
        }
        sheet.end();
    };
    for (at, ((name, _), step)) in input.parts.iter().zip(&steps).enumerate() {
        one(&mut sheet, at, name, *step, false);
    }
    if whole.is_some() {
        one(&mut sheet, steps.len(), words::whole_change(), (0.0, whole), true);
    }
    ranked::foot(&mut sheet, &ticks, &run, &about.unit, bottom);
    sheet.key(&[
        (Symbol::Surface(Fill::Plain(ink::OWN), ink::OWN), words::increase().to_owned()),
        (Symbol::Surface(Fill::Hatched(ink::OWN), ink::OWN), words::decrease().to_owned()),
        (Symbol::Surface(Fill::Plain(ink::OTHER), ink::BLACK), words::whole_change().to_owned()),
    ]);
    lines::remarks(&mut sheet, &input.remarks);
    sheet.finish(&about.id, &about.title, sentence(input, whole, &steps), table(input, whole))
}

fn sheet_narrow(size: Size) -> bool {
    size == Size::Narrow
}

fn sentence(input: &Contribution, whole: Option<f64>, steps: &[(f64, Option<f64>)]) -> String {
    let about = &input.about;
    let Some(whole) = whole else {
        return words::nothing_to_show(&about.title);
    };
    let mut said = vec![words::contribution_said(
        &about.title,
        (&input.before.0, &about.cell(input.before.1)),
        (&input.now.0, &about.cell(input.now.1)),
        &change(whole, about.places),
    )];
    let mut parts: Vec<(&str, f64)> = input
        .parts
        .iter()
        .zip(steps)
        .filter_map(|((name, _), (_, part))| part.filter(|part| *part != 0.0).map(|part| (name.as_str(), part)))
        .collect();
    parts.sort_by(|(_, one), (_, other)| other.abs().total_cmp(&one.abs()));
    let named: Vec<String> =
        parts.iter().take(3).map(|(name, part)| words::named_value(name, &change(*part, about.places))).collect();
    said.extend(words::largest_parts(&named));
    said.extend(input.remarks.iter().cloned());
    said.join(" ")
}

fn table(input: &Contribution, whole: Option<f64>) -> Table {
    let about = &input.about;
    let moved = |part: Option<f64>| {
        drawable(part).map_or_else(|| words::no_data().to_owned(), |part| change(part, about.places))
    };
    let mut rows: Vec<Vec<String>> = input.parts.iter().map(|(name, part)| vec![name.clone(), moved(*part)]).collect();
    rows.push(vec![words::whole_change().to_owned(), moved(whole)]);
    rows.push(vec![input.before.0.clone(), about.cell(drawable(input.before.1))]);
    rows.push(vec![input.now.0.clone(), about.cell(drawable(input.now.1))]);
    let heads = vec![words::part().to_owned(), words::change().to_owned()];
    Table { caption: words::numbers(&about.title), heads, rows }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{about, any_about, any_name, any_values, marks, sound};
    use proptest::prelude::*;

    #[test]
    fn parts_follow_one_another_to_the_whole_change() {
        let input = Contribution {
            about: about("All crime", "crimes"),
            before: ("2023/24".into(), Some(1000.0)),
            now: ("2024/25".into(), Some(940.0)),
            parts: vec![
                ("Burglary".into(), Some(-80.0)),
                ("Shoplifting".into(), Some(50.0)),
                ("Other".into(), Some(-30.0)),
            ],
            remarks: vec![],
        };
        let drawing = contribution(&input, Size::Wide);
        assert_eq!((marks(&drawing, "increase"), marks(&drawing, "decrease"), marks(&drawing, "whole")), (1, 2, 1));
        assert_eq!(
            drawing.sentence,
            "All crime went from 1,000 (2023/24) to 940 (2024/25), a change of −60. \
             The largest parts of it: Burglary −80, Shoplifting +50 and Other −30."
        );
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, parts, names, ends) in (0usize..20).prop_flat_map(|count| {
                (any_about(), any_values(count), proptest::collection::vec(any_name(), count), any_values(2))
            })
        ) {
            let before = (about.title.clone(), ends[0]);
            let now = (about.title.clone(), ends[1]);
            let input = Contribution { about, before, now, parts: names.into_iter().zip(parts).collect(), remarks: vec![] };
            sound(&contribution(&input, Size::Wide));
            sound(&contribution(&input, Size::Narrow));
        }
    }
}
