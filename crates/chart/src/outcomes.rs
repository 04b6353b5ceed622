//! What became of crimes, month by month: columns of parts, those of young months hatched, since they are still changing.
use crate::{
    About, Drawing, Note, NoteKind, Size, Table,
    figure::drawable,
    frame::{End, Frame, Room, name_ends},
    ink, lines, notes, period,
    scale::Begin,
    sheet::{Area, Fill, Sheet, Symbol, solid},
    words,
};

/// The outcomes of the crimes of one month.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Stack {
    /// The month in which the crimes were recorded: "2024-03".
    pub label: String,
    /// A figure for each category, in their order, all in one unit: counts, or shares in per cent.
    pub parts: Vec<Option<f64>>,
    /// Too young to judge: many of its crimes are not decided yet.
    pub immature: bool,
}

/// Outcomes by month.
#[derive(Clone, Debug, PartialEq)]
pub struct Outcomes {
    pub about: About,
    /// From the foot of the columns upwards. Past six the last are drawn as one; the table keeps each.
    pub categories: Vec<String>,
    pub months: Vec<Stack>,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

const SHADES: usize = ink::PARTS.len();

/// Draws the columns.
pub fn outcomes(input: &Outcomes, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let labels: Vec<&str> = input.months.iter().map(|month| month.label.as_str()).collect();
    let names = drawn_names(input);
    let stacks: Vec<Option<Vec<f64>>> =
        input.months.iter().map(|month| drawn_parts(month, names.len(), input)).collect();
    let sums: Vec<f64> = stacks.iter().flatten().map(|parts| parts.iter().sum()).collect();
    let young = input.months.iter().position(|month| month.immature);
    let mut marks: Vec<Note> = Vec::new();
    marks.extend(young.map(|at| Note { at, text: words::immature().to_owned(), kind: NoteKind::Rebase }));
    let empty = sums.is_empty();
    let letters: Vec<String> = (0..names.len()).map(|at| char::from(b'A' + at as u8).to_string()).collect();
    let right = if sheet.narrow() { 36.0 } else { crate::frame::ends_room(&sheet, &names, 190.0) };
    let right = if names.is_empty() { 0.0 } else { right };
    let room = Room { unit: &about.unit, values: sums, begin: Begin::AtZero, labels: &labels, notes: &marks, right };
    let frame = Frame::open(&mut sheet, room);
    let half = frame.slots.each * 0.4;
    for (month, (at, parts)) in input.months.iter().zip(stacks.iter().enumerate()) {
        let Some(parts) = parts else { continue };
        let middle = frame.slots.middle(at);
        let mut sum = 0.0;
        for (part, value) in parts.iter().enumerate() {
            let (from, to) = (frame.scale.at(sum), frame.scale.at(sum + value));
            sum += value;
            if *value <= 0.0 {
                continue;
            }
            let kind = if month.immature { "immature" } else { "part" };
            sheet.begin(kind, &words::point_said(&period::long(&month.label), &names[part], &about.figure(*value)));
            let area = Area { left: middle - half, right: middle + half, top: to, bottom: from };
            let fill = if month.immature { Fill::Hatched(ink::PARTS[part]) } else { Fill::Plain(ink::PARTS[part]) };
            sheet.area(area, fill, Some(solid(ink::BLACK, 0.7)));
            sheet.end();
        }
    }
    if empty {
        crate::xmr::nothing(&mut sheet, &frame);
    }
    let last = stacks.iter().rev().flatten().next();
    let said = if sheet.narrow() { &letters } else { &names };
    name_ends(&mut sheet, &frame, &last.map_or_else(Vec::new, |parts| ends(parts, said)));
    let key: Vec<(Symbol, String)> = names
        .iter()
        .enumerate()
        .rev()
        .map(|(at, name)| {
            let words = if sheet.narrow() { words::lettered(&letters[at], name) } else { name.clone() };
            (Symbol::Surface(Fill::Plain(ink::PARTS[at]), ink::BLACK), words)
        })
        .chain(young.map(|_| (Symbol::Surface(Fill::Hatched(ink::PARTS[0]), ink::BLACK), words::immature().to_owned())))
        .collect();
    sheet.key(&key);
    notes::list(&mut sheet, &marks, frame.slots, &labels);
    lines::remarks(&mut sheet, &input.remarks);
    sheet.finish(&about.id, &about.title, sentence(input), table(input))
}

/// The names at the right of the last column, each at the middle of its part.
fn ends(parts: &[f64], names: &[String]) -> Vec<End> {
    let mut sum = 0.0;
    let mut ends = Vec::new();
    for (value, name) in parts.iter().zip(names) {
        if *value > 0.0 {
            ends.push(End { words: name.clone(), value: sum + value / 2.0, stroke: solid(ink::GREY, 1.0) });
        }
        sum += value;
    }
    ends
}

fn drawn_names(input: &Outcomes) -> Vec<String> {
    if input.categories.len() <= SHADES {
        return input.categories.clone();
    }
    let mut names = input.categories[..SHADES - 1].to_vec();
    names.push(words::other_outcomes(input.categories.len() - SHADES + 1));
    names
}

/// The parts of a column as drawn, or none where the month has no figures. A correction below zero has no height.
fn drawn_parts(month: &Stack, count: usize, input: &Outcomes) -> Option<Vec<f64>> {
    let value = |at: usize| month.parts.get(at).copied().flatten();
    if (0..input.categories.len()).all(|at| drawable(value(at)).is_none()) {
        return None;
    }
    let mut parts = vec![0.0; count];
    for at in 0..input.categories.len() {
        parts[at.min(count - 1)] += drawable(value(at)).unwrap_or(0.0).max(0.0);
    }
    Some(parts)
}

fn sentence(input: &Outcomes) -> String {
    let about = &input.about;
    let any = |month: &&Stack| month.parts.iter().take(input.categories.len()).any(|part| drawable(*part).is_some());
    let Some(last) = input.months.iter().rfind(any) else {
        return words::nothing_to_show(&about.title);
    };
    let settled = input.months.iter().filter(|month| !month.immature).rfind(any);
    let mut said = vec![];
    if let Some(first) = input.months.iter().find(any) {
        said.push(words::span(&about.title, &period::long(&first.label), &period::long(&last.label)));
    }
    if let Some(month) = settled {
        let shares = input.categories.iter().zip(&month.parts);
        let shares =
            shares.filter_map(|(name, part)| drawable(*part).map(|part| words::named_value(name, &about.figure(part))));
        let shares: Vec<String> = shares.collect();
        said.push(words::outcomes_of(&period::long(&month.label), &words::and_more(&shares, 6)));
    }
    let young = input.months.iter().map(|month| (month.label.as_str(), month.immature));
    said.extend(words::immature_months(&period::runs(young)));
    let gaps = input.months.iter().map(|month| (month.label.as_str(), !any(&month)));
    said.extend(words::missing(&period::runs(gaps)));
    said.extend(input.remarks.iter().cloned());
    said.join(" ")
}

fn table(input: &Outcomes) -> Table {
    let about = &input.about;
    let mut heads = vec![words::period().to_owned()];
    heads.extend(input.categories.iter().cloned());
    heads.push(words::remarks().to_owned());
    let rows = input.months.iter().map(|month| {
        let mut row = vec![period::long(&month.label)];
        row.extend((0..input.categories.len()).map(|at| about.cell(drawable(month.parts.get(at).copied().flatten()))));
        row.push(if month.immature { words::immature().to_owned() } else { String::new() });
        row
    });
    Table { caption: words::numbers(&about.title), heads, rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{about, any_about, any_count, any_name, any_values, labels, marks, sound, strokes};
    use proptest::prelude::*;

    fn cases() -> Outcomes {
        let months = labels(12, true).into_iter().enumerate().map(|(at, label)| Stack {
            label,
            parts: if at == 3 { vec![None; 3] } else { vec![Some(80.0), Some(300.0), Some(120.0)] },
            immature: at >= 9,
        });
        Outcomes {
            about: about("Outcomes of burglaries", "burglaries"),
            categories: ["Charged or summonsed", "No suspect found", "Under investigation"].map(str::to_owned).into(),
            months: months.collect(),
            remarks: vec![],
        }
    }

    #[test]
    fn young_months_are_hatched_and_a_missing_one_has_no_column() {
        let drawing = outcomes(&cases(), Size::Wide);
        assert_eq!((marks(&drawing, "part"), marks(&drawing, "immature")), (8 * 3, 3 * 3));
        assert!(strokes(&drawing, "hatch") > 9);
        assert_eq!(strokes(&drawing, "rebase"), 1, "an upright line stands where the young months begin");
        for part in [
            "Of December 2018: Charged or summonsed 80",
            "Still being decided: January 2019 to March 2019.",
            "No data for July 2018.",
        ] {
            assert!(drawing.sentence.contains(part), "{part}: {}", drawing.sentence);
        }
    }

    #[test]
    fn a_seventh_outcome_is_drawn_with_the_last_and_stays_in_the_table() {
        let mut many = cases();
        many.categories = (0..9).map(|at| format!("Outcome {at}")).collect();
        for month in &mut many.months {
            month.parts = vec![Some(10.0); 9];
        }
        let drawing = outcomes(&many, Size::Wide);
        assert_eq!(marks(&drawing, "part"), 9 * 6);
        assert_eq!(drawing.table.heads.len(), 11);
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, columns, categories, months, young) in (any_count(), 0usize..9).prop_flat_map(|(count, parts)| {
                let names = proptest::collection::vec(any_name(), parts);
                (any_about(), proptest::collection::vec(any_values(parts), count), names, any::<bool>(), 0usize..40)
            })
        ) {
            let months = labels(columns.len(), months).into_iter().zip(columns).enumerate();
            let months = months.map(|(at, (label, parts))| Stack { label, parts, immature: at >= young }).collect();
            let input = Outcomes { about, categories, months, remarks: vec![] };
            sound(&outcomes(&input, Size::Wide));
            sound(&outcomes(&input, Size::Narrow));
        }
    }
}
