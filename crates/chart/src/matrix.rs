//! Measures by what their last point says and what can be expected of their target: how many, and which.
use crate::{
    Drawing, Size, Table,
    icon::{Assurance, Variation},
    ink,
    sheet::{Anchor, Area, Fill, Sheet, solid},
    words,
};

/// One measure with its icons.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    pub name: String,
    /// `None`: too few points, or the signals are not read.
    pub variation: Option<Variation>,
    /// `None`: no target, or a measure that is not judged.
    pub assurance: Option<Assurance>,
}

/// All measures of a pack.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Matrix {
    pub id: String,
    pub title: String,
    pub measures: Vec<Entry>,
}

/// The rows of the matrix: icons of one class lie together.
const ROWS: [&[Variation]; 4] = [
    &[Variation::ImprovementHigh, Variation::ImprovementLow],
    &[Variation::CommonCause],
    &[Variation::NeutralHigh, Variation::NeutralLow],
    &[Variation::ConcernHigh, Variation::ConcernLow],
];
const HEADS: [Option<Assurance>; 4] =
    [Some(Assurance::ConsistentlyPasses), Some(Assurance::HitOrMiss), Some(Assurance::ConsistentlyFails), None];

impl Matrix {
    /// The names in one cell; the row past the last holds what has no icon.
    fn cell(&self, row: usize, assurance: Option<Assurance>) -> Vec<&str> {
        let inside = |entry: &&Entry| match entry.variation {
            Some(variation) => ROWS.get(row).is_some_and(|row| row.contains(&variation)),
            None => row == ROWS.len(),
        };
        let found = self.measures.iter().filter(inside).filter(|entry| entry.assurance == assurance);
        found.map(|entry| entry.name.as_str()).collect()
    }

    /// The rows to show: the three of the convention always, the others where they hold something.
    fn rows(&self) -> Vec<usize> {
        (0..=ROWS.len())
            .filter(|row| [0, 1, 3].contains(row) || HEADS.iter().any(|head| !self.cell(*row, *head).is_empty()))
            .collect()
    }
}

fn row_name(row: usize) -> &'static str {
    words::class(ROWS.get(row).map(|kinds| kinds[0]))
}

fn head_name(assurance: Option<Assurance>) -> &'static str {
    assurance.map_or_else(words::no_target, |assurance| assurance.words().0)
}

/// Draws the matrix. Where there is no room for names in the cells they stand below, cell by cell.
pub fn matrix(input: &Matrix, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let names = if sheet.narrow() { 94.0 } else { 132.0 };
    let each = (sheet.width - names - 1.0) / HEADS.len() as f64;
    let radius = if sheet.narrow() { 16.0 } else { 19.0 };
    let face = sheet.quiet().in_ink(ink::BLACK);
    let top = sheet.y;
    let mut deepest = top;
    for (at, assurance) in HEADS.iter().enumerate() {
        let middle = names + (at as f64 + 0.5) * each;
        if let Some(assurance) = assurance {
            assurance.draw(&mut sheet, (middle, top + radius + 2.0), radius);
        }
        let mut y = top + 2.0 * radius + 8.0;
        for line in face.wrap(head_name(*assurance), each - 4.0, 3) {
            sheet.text(middle, y + face.size, Anchor::Middle, face.bold(), &face.bold().cut(&line, each - 2.0));
            y += face.line();
        }
        deepest = deepest.max(y);
    }
    sheet.y = deepest + 6.0;
    for row in input.rows() {
        let from = sheet.y;
        let lines: Vec<Vec<(String, f64)>> = HEADS
            .iter()
            .map(|head| {
                let cell = input.cell(row, *head);
                if sheet.narrow() { vec![] } else { lines_of(&sheet, &cell, each - 16.0) }
            })
            .collect();
        let deep = lines.iter().flatten().map(|(_, down)| *down).fold(0.0, f64::max);
        let icons = 2.0 * radius + 8.0 + 3.0 * face.line();
        let high = (32.0 + deep + 4.0).max(icons + 8.0);
        row_head(&mut sheet, row, (from, names, radius));
        for (at, (head, lines)) in HEADS.iter().zip(&lines).enumerate() {
            let left = names + at as f64 * each;
            let area = Area { left, right: left + each, top: from, bottom: from + high };
            let count = input.cell(row, *head).len();
            let fill = if count == 0 { Fill::Plain("#f3f2f1") } else { Fill::Plain(ink::PAPER) };
            sheet.begin("cell", &words::matrix_cell(row_name(row), head_name(*head), count));
            sheet.area(area, fill, Some(solid(ink::GREY, 1.0)));
            let number = crate::sheet::Face { size: 20.0, ..face.bold() };
            let ink = if count == 0 { number.in_ink(ink::QUIET) } else { number };
            sheet.text(left + 8.0, from + 24.0, Anchor::Start, ink, &count.to_string());
            for (words, down) in lines {
                sheet.text(left + 8.0, from + 32.0 + down - face.line() + face.size, Anchor::Start, face, words);
            }
            sheet.end();
        }
        sheet.y = from + high;
    }
    if sheet.narrow() {
        name_below(&mut sheet, input);
    }
    sheet.finish(&input.id, &input.title, sentence(input), table(input))
}

/// The names of a cell as lines, each with the depth of its foot: a long name takes two, and past so many the rest are
/// counted.
fn lines_of(sheet: &Sheet, names: &[&str], room: f64) -> Vec<(String, f64)> {
    let face = sheet.quiet();
    let most = if names.len() > 7 { 6 } else { 7 };
    let mut shown: Vec<String> = names.iter().take(most).map(|name| (*name).to_owned()).collect();
    if names.len() > most {
        shown.push(words::more(names.len() - most));
    }
    let mut down = 0.0;
    let mut lines = Vec::new();
    for name in shown {
        for line in face.wrap(&name, room, 2) {
            down += face.line();
            lines.push((line, down));
        }
        down += 5.0;
    }
    lines
}

fn row_head(sheet: &mut Sheet, row: usize, (top, room, radius): (f64, f64, f64)) {
    let face = sheet.quiet().in_ink(ink::BLACK).bold();
    let kinds = ROWS.get(row).copied().unwrap_or_default();
    for (at, kind) in kinds.iter().enumerate() {
        let x = radius + at as f64 * (2.0 * radius + 3.0);
        kind.draw(sheet, (x, top + radius + 4.0), radius);
    }
    let start = if kinds.is_empty() { top + 8.0 } else { top + 2.0 * radius + 10.0 };
    for (at, line) in face.wrap(row_name(row), room - 6.0, 3).iter().enumerate() {
        sheet.text(0.0, start + at as f64 * face.line() + face.size, Anchor::Start, face, line);
    }
}

fn name_below(sheet: &mut Sheet, input: &Matrix) {
    let face = sheet.quiet().in_ink(ink::BLACK);
    for row in input.rows() {
        for head in HEADS {
            let names = input.cell(row, head);
            if names.is_empty() {
                continue;
            }
            sheet.y += 8.0;
            sheet.paragraph(face.bold(), &words::cell_head(row_name(row), head_name(head)));
            for name in names.iter().take(12) {
                for line in face.wrap(name, sheet.width - 10.0, 2) {
                    sheet.text(10.0, sheet.y + face.size, Anchor::Start, face, &line);
                    sheet.y += face.line();
                }
            }
            if names.len() > 12 {
                sheet.text(10.0, sheet.y + face.size, Anchor::Start, face, &words::more(names.len() - 12));
                sheet.y += face.line();
            }
        }
    }
}

fn sentence(input: &Matrix) -> String {
    let rows = input.rows().into_iter().map(|row| {
        let count = HEADS.iter().map(|head| input.cell(row, *head).len()).sum();
        words::matrix_row(count, row_name(row))
    });
    let columns = HEADS.iter().map(|head| {
        let count = (0..=ROWS.len()).map(|row| input.cell(row, *head).len()).sum();
        words::matrix_column(count, *head)
    });
    words::matrix_said(&input.title, input.measures.len(), &rows.collect::<Vec<_>>(), &columns.collect::<Vec<_>>())
}

fn table(input: &Matrix) -> Table {
    let rows = input.rows().into_iter().map(|row| {
        let cells = HEADS.iter().map(|head| {
            let names = input.cell(row, *head);
            if names.is_empty() { "0".to_owned() } else { words::counted_names(names.len(), &names.join(", ")) }
        });
        std::iter::once(row_name(row).to_owned()).chain(cells).collect()
    });
    let heads = std::iter::once(words::icon_of_variation().to_owned());
    Table {
        caption: words::numbers(&input.title),
        heads: heads.chain(HEADS.iter().map(|head| head_name(*head).to_owned())).collect(),
        rows: rows.collect(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{any_name, marks, sound, words as printed};
    use proptest::{prelude::*, sample::select};

    fn pack() -> Matrix {
        let entry = |name: &str, variation, assurance| Entry { name: name.into(), variation, assurance };
        Matrix {
            id: "m".into(),
            title: "Measures of the plan".into(),
            measures: vec![
                entry("Burglary", Some(Variation::ImprovementLow), Some(Assurance::HitOrMiss)),
                entry("Robbery", Some(Variation::ImprovementLow), Some(Assurance::HitOrMiss)),
                entry("Hate crime", Some(Variation::NeutralHigh), None),
                entry("Rural line", None, None),
            ],
        }
    }

    #[test]
    fn each_measure_stands_in_one_cell_and_is_counted_there() {
        let drawing = matrix(&pack(), Size::Wide);
        assert_eq!(marks(&drawing, "cell"), 20, "three rows of the convention, one not judged, one without verdict");
        let said = printed(&drawing);
        assert!(
            ["Burglary", "Robbery", "Hate crime", "Rural line"].iter().all(|name| said.iter().any(|line| line == name))
        );
        assert_eq!(said.iter().filter(|line| *line == "2").count(), 1);
        assert_eq!(drawing.table.rows[0][2], "2: Burglary, Robbery");
        assert_eq!(printed(&matrix(&pack(), Size::Narrow)).iter().filter(|line| *line == "Burglary").count(), 1);
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_names_words_have_their_room(
            measures in proptest::collection::vec(
                (any_name(), proptest::option::of(select(Variation::ALL.to_vec())), proptest::option::of(select(Assurance::ALL.to_vec()))),
                0..40,
            ),
            title in any_name(),
        ) {
            let measures = measures.into_iter().map(|(name, variation, assurance)| Entry { name, variation, assurance });
            let input = Matrix { id: "m".into(), title, measures: measures.collect() };
            sound(&matrix(&input, Size::Wide));
            sound(&matrix(&input, Size::Narrow));
        }
    }
}
