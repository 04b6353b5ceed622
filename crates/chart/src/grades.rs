//! An inspectorate's grades, area by area and cycle by cycle: a word in every cell, a shade and a shape beside it. Grades of
//! different cycles cannot be compared, and the chart says so.
use crate::{
    Drawing, Size, Table, ink, lines,
    mark::{Form, Mark},
    sheet::{Anchor, Area, Fill, Sheet, solid},
    words,
};

/// The five tiers that are given since 2021/22; earlier cycles had no "adequate".
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Grade {
    Outstanding,
    Good,
    Adequate,
    RequiresImprovement,
    Inadequate,
}

impl Grade {
    pub const ALL: [Grade; 5] =
        [Grade::Outstanding, Grade::Good, Grade::Adequate, Grade::RequiresImprovement, Grade::Inadequate];

    /// The shade of its cell and the shape of its mark.
    fn look(self) -> (&'static str, Form) {
        match self {
            Grade::Outstanding => ("#cfe8dd", Form::Diamond),
            Grade::Good => ("#e6f1ea", Form::Up),
            Grade::Adequate => ("#f3f2f1", Form::Circle),
            Grade::RequiresImprovement => ("#fbe3cd", Form::Down),
            Grade::Inadequate => ("#f3c9c4", Form::Square),
        }
    }
}

/// One area of inspection.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Inspected {
    pub name: String,
    /// One for each cycle; `None` where the area was not graded in it.
    pub grades: Vec<Option<Grade>>,
}

/// The grades of a force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grades {
    pub id: String,
    pub title: String,
    /// The cycles, the oldest first: "2021/22", "2023–25".
    pub cycles: Vec<String>,
    pub areas: Vec<Inspected>,
    /// Sentences to stand under the chart: the source and its date.
    pub remarks: Vec<String>,
}

/// Draws the grid: cycles across, or, on a narrow sheet, under each area's name.
pub fn grades(input: &Grades, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let face = sheet.quiet().in_ink(ink::BLACK);
    // So many of the newest cycles are drawn; the table holds all.
    let most = 4;
    let first = input.cycles.len().saturating_sub(most);
    let shown = first..input.cycles.len();
    if sheet.narrow() {
        for area in &input.areas {
            sheet.y += 6.0;
            sheet.paragraph(face.bold(), &area.name);
            for at in shown.clone() {
                let top = sheet.y;
                let said = sheet.quiet().cut(&input.cycles[at], 92.0);
                let quiet = sheet.quiet();
                sheet.text(0.0, top + 13.0 + quiet.drop(), Anchor::Start, quiet, &said);
                cell(
                    &mut sheet,
                    area,
                    at,
                    input,
                    Area { left: 98.0, right: size.width() - 1.0, top, bottom: top + 26.0 },
                );
                sheet.y += 26.0;
            }
        }
    } else if !input.cycles.is_empty() {
        let named = 232.0;
        let each = (sheet.width - named - 1.0) / shown.len() as f64;
        for (column, at) in shown.clone().enumerate() {
            let said = face.bold().cut(&input.cycles[at], each - 8.0);
            let x = named + column as f64 * each;
            sheet.text(x + 8.0, sheet.y + face.size, Anchor::Start, face.bold(), &said);
        }
        sheet.y += face.line() + 4.0;
        for area in &input.areas {
            let lines = face.wrap(&area.name, named - 10.0, 2);
            let high = if lines.len() > 1 { 40.0 } else { 32.0 };
            for (at, line) in lines.iter().enumerate() {
                let middle = sheet.y + high / 2.0 + (at as f64 - (lines.len() - 1) as f64 / 2.0) * face.line();
                sheet.text(0.0, middle + face.drop(), Anchor::Start, face, line);
            }
            for (column, at) in shown.clone().enumerate() {
                let left = named + column as f64 * each;
                let place = Area { left, right: left + each, top: sheet.y, bottom: sheet.y + high };
                cell(&mut sheet, area, at, input, place);
            }
            sheet.y += high;
        }
    }
    if input.areas.is_empty() || input.cycles.is_empty() {
        sheet.paragraph(face, words::nothing());
    }
    let mut remarks = Vec::new();
    if input.cycles.len() > 1 {
        remarks.push(words::cycles_apart().to_owned());
    }
    remarks.extend(input.remarks.iter().cloned());
    lines::remarks(&mut sheet, &remarks);
    let mut said = sentence(input);
    said.extend(remarks);
    sheet.finish(&input.id, &input.title, said.join(" "), table(input))
}

fn cell(sheet: &mut Sheet, area: &Inspected, at: usize, input: &Grades, place: Area) {
    let grade = area.grades.get(at).copied().flatten();
    let said = grade.map_or_else(words::not_graded, words::grade);
    sheet.begin(
        if grade.is_some() { "grade" } else { "not-graded" },
        &words::point_said(&input.cycles[at], &area.name, said),
    );
    let middle = f64::midpoint(place.top, place.bottom);
    let quiet = sheet.quiet();
    let (shade, face) = match grade {
        Some(grade) => (grade.look().0, quiet.in_ink(ink::BLACK)),
        None => (ink::PAPER, quiet),
    };
    sheet.area(place, Fill::Plain(shade), Some(solid(ink::GREY, 0.8)));
    if let Some(grade) = grade {
        Mark::new(grade.look().1, (ink::QUIET, ink::QUIET)).draw(sheet, (place.left + 14.0, middle), 4.2);
    }
    let start = place.left + 26.0;
    sheet.text(start, middle + face.drop(), Anchor::Start, face, &face.cut(said, place.right - start - 3.0));
    sheet.end();
}

fn sentence(input: &Grades) -> Vec<String> {
    let Some(newest) = input.cycles.len().checked_sub(1) else {
        return vec![words::nothing_to_show(&input.title)];
    };
    let graded = |grade: Grade| {
        let with = input.areas.iter().filter(|area| area.grades.get(newest).copied().flatten() == Some(grade));
        with.map(|area| area.name.clone()).collect::<Vec<_>>()
    };
    let counts: Vec<String> = Grade::ALL
        .into_iter()
        .filter(|grade| !graded(*grade).is_empty())
        .map(|grade| words::graded_so(graded(grade).len(), grade))
        .collect();
    if counts.is_empty() {
        return vec![words::nothing_to_show(&input.title)];
    }
    let mut said = vec![words::grades_said(&input.title, &input.cycles[newest], &words::list(&counts))];
    for grade in [Grade::Inadequate, Grade::RequiresImprovement] {
        said.extend(words::areas_graded(grade, &graded(grade)));
    }
    said
}

fn table(input: &Grades) -> Table {
    let rows = input.areas.iter().map(|area| {
        let cells = (0..input.cycles.len()).map(|at| {
            let grade = area.grades.get(at).copied().flatten();
            grade.map_or_else(words::not_graded, words::grade).to_owned()
        });
        std::iter::once(area.name.clone()).chain(cells).collect()
    });
    let heads = std::iter::once(words::area_of_inspection().to_owned()).chain(input.cycles.iter().cloned());
    Table { caption: words::grades_table(&input.title), heads: heads.collect(), rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{any_name, marks, sound, words as printed};
    use proptest::{prelude::*, sample::select};

    #[test]
    fn every_grade_is_a_word_and_cycles_are_kept_apart() {
        for grade in Grade::ALL {
            assert!(crate::ink::contrast(ink::BLACK, grade.look().0) >= 4.5);
        }
        let area = |name: &str, grades: &[Option<Grade>]| Inspected { name: name.into(), grades: grades.to_vec() };
        let input = Grades {
            id: "g".into(),
            title: "Inspection grades".into(),
            cycles: vec!["2021/22".into(), "2023–25".into()],
            areas: vec![
                area("Preventing crime", &[Some(Grade::Good), Some(Grade::Outstanding)]),
                area("Responding to the public", &[None, Some(Grade::Inadequate)]),
            ],
            remarks: vec![],
        };
        let drawing = grades(&input, Size::Wide);
        assert_eq!((marks(&drawing, "grade"), marks(&drawing, "not-graded")), (3, 1));
        assert!(printed(&drawing).contains(&"Inadequate".to_owned()));
        assert_eq!(
            drawing.sentence,
            "Inspection grades, 2023–25: 1 outstanding and 1 inadequate. Inadequate: Responding to the public. \
             Grades of different cycles cannot be compared."
        );
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_names_words_have_their_room(
            (cycles, areas) in (0usize..7, 0usize..9).prop_flat_map(|(cycles, areas)| {
                let grade = proptest::option::of(select(Grade::ALL.to_vec()));
                let row = (any_name(), proptest::collection::vec(grade, cycles));
                (proptest::collection::vec(any_name(), cycles), proptest::collection::vec(row, areas))
            })
        ) {
            let areas = areas.into_iter().map(|(name, grades)| Inspected { name, grades }).collect();
            let input = Grades { id: "g".into(), title: "Grades".into(), cycles, areas, remarks: vec![] };
            sound(&grades(&input, Size::Wide));
            sound(&grades(&input, Size::Narrow));
        }
    }
}
