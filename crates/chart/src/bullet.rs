//! Measures against their targets, a bar each: the value from zero, the target as an upright mark, the tolerance as a
//! hatched band before it. Whether the target is met comes in; the bar shows it and the words say it.
use crate::{
    Drawing, Size, Table, Unit,
    figure::drawable,
    ink, lines,
    scale::Scale,
    sheet::{Anchor, Area, Fill, Sheet, Symbol, place, solid},
    words,
};

/// How a value stands to its target.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Standing {
    Met,
    /// Not met, inside the tolerance.
    Within,
    Missed,
    /// No figure, or no target.
    NotJudged,
}

/// One measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Bullet {
    pub name: String,
    pub unit: Unit,
    pub places: u8,
    /// The period of the value: "2024-12", or any other name.
    pub period: String,
    pub value: Option<f64>,
    pub target: Option<f64>,
    /// The far edge of the tolerance, in the unit of the value: 85 where the target is 90 and 5 less is tolerated.
    pub tolerance: Option<f64>,
    pub standing: Standing,
}

/// All measures that have a target.
#[derive(Clone, Debug, PartialEq)]
pub struct Bullets {
    pub id: String,
    pub title: String,
    pub bars: Vec<Bullet>,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

impl Bullet {
    fn said(&self) -> String {
        let value = self.unit.figure_or_none(drawable(self.value), self.places);
        let target = drawable(self.target).map(|target| words::against_target(&self.unit.figure(target, self.places)));
        [Some(value), target].into_iter().flatten().collect::<Vec<_>>().join(", ")
    }
}

/// Draws the bars. Each has a scale of its own, since their units differ; all begin at zero.
pub fn bullets(input: &Bullets, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let face = sheet.quiet().in_ink(ink::BLACK);
    let (left, right) = if sheet.narrow() { (4.0, sheet.width - 4.0) } else { (212.0, 510.0) };
    for bar in &input.bars {
        let top = sheet.y;
        let standing = words::standing(bar.standing);
        let middle = if sheet.narrow() {
            let mut y = top;
            for line in face.bold().wrap(&bar.name, sheet.width, 2) {
                sheet.text(0.0, y + face.size, Anchor::Start, face.bold(), &line);
                y += face.line();
            }
            sheet.y = y + 26.0;
            for line in face.wrap(&format!("{standing}: {}", bar.said()), sheet.width, 3) {
                sheet.text(0.0, sheet.y + face.size, Anchor::Start, face, &line);
                sheet.y += face.line();
            }
            sheet.y += 14.0;
            y + 13.0
        } else {
            let lines = face.wrap(&bar.name, left - 16.0, 3);
            for (at, line) in lines.iter().enumerate() {
                let y = top + 6.0 + at as f64 * face.line() + face.size;
                sheet.text(0.0, y, Anchor::Start, face, line);
            }
            let x = right + 16.0;
            let said = face.wrap(&bar.said(), sheet.width - x, 2);
            sheet.text(x, top + 6.0 + face.size, Anchor::Start, face.bold(), standing);
            for (at, line) in said.iter().enumerate() {
                let y = top + 6.0 + (at + 1) as f64 * face.line() + face.size;
                sheet.text(x, y, Anchor::Start, face, line);
            }
            let tall = lines.len().max(said.len() + 1) as f64 * face.line() + 14.0;
            sheet.y = top + tall.max(44.0);
            top + 24.0
        };
        one(&mut sheet, bar, (left, right, middle));
    }
    if input.bars.is_empty() {
        let face = sheet.face();
        sheet.paragraph(face, words::nothing());
    } else {
        sheet.key(&[
            (Symbol::Surface(Fill::Plain(ink::OWN), ink::OWN), words::value().to_owned()),
            (Symbol::Line(solid(ink::TARGET, 4.0)), words::target_upright().to_owned()),
            (Symbol::Surface(Fill::Hatched(ink::GREY), ink::GREY), words::tolerance().to_owned()),
        ]);
    }
    let mut remarks = vec![words::own_scale().to_owned()];
    remarks.extend(input.remarks.iter().cloned());
    lines::remarks(&mut sheet, &remarks);

    let count = |standing: Standing| input.bars.iter().filter(|bar| bar.standing == standing).count();
    let counts = [Standing::Met, Standing::Within, Standing::Missed, Standing::NotJudged];
    let mut said = vec![words::bullets_said(&input.title, input.bars.len(), counts.map(count))];
    for standing in [Standing::Missed, Standing::Within] {
        let named: Vec<String> =
            input.bars.iter().filter(|bar| bar.standing == standing).map(|bar| bar.name.clone()).collect();
        said.extend(words::named_standing(standing, &named));
    }
    said.extend(input.remarks.iter().cloned());
    let rows = input.bars.iter().map(|bar| {
        let cell = |value: Option<f64>| match drawable(value) {
            Some(value) => bar.unit.figure(value, bar.places),
            None => words::none().to_owned(),
        };
        vec![
            bar.name.clone(),
            crate::period::long(&bar.period),
            bar.unit.figure_or_none(drawable(bar.value), bar.places),
            cell(bar.target),
            cell(bar.tolerance),
            words::standing(bar.standing).to_owned(),
            bar.unit.head(),
        ]
    });
    let heads = [
        words::measure(),
        words::period(),
        words::value(),
        words::target(),
        words::tolerance(),
        words::standing_head(),
        words::unit(),
    ];
    let table =
        Table { caption: words::numbers(&input.title), heads: heads.map(str::to_owned).into(), rows: rows.collect() };
    sheet.finish(&input.id, &input.title, said.join(" "), table)
}

/// One bar: from zero to the value, with its target and tolerance.
fn one(sheet: &mut Sheet, bar: &Bullet, (left, right, middle): (f64, f64, f64)) {
    let (value, target, tolerance) = (drawable(bar.value), drawable(bar.target), drawable(bar.tolerance));
    let shown = || [value, target, tolerance].into_iter().flatten();
    let low = shown().fold(0.0, f64::min) * 1.08;
    let high = shown().fold(0.0, f64::max) * 1.08;
    let (low, high) = if high - low > 0.0 { (low, high) } else { (0.0, 1.0) };
    let scale = Scale { low, high, from: left, to: right };
    let at = |x: f64, half: f64, other: f64| Area::between((x, middle - half), (other, middle + half));
    sheet.begin("bullet", &words::note_at(&bar.name, &bar.said()));
    sheet.line((left, middle + 13.0), (right, middle + 13.0), solid(ink::GRID, 1.0));
    if let Some((target, edge)) = target.zip(tolerance) {
        sheet.area(at(scale.at(edge), 12.0, scale.at(target)), Fill::Hatched(ink::GREY), Some(solid(ink::GREY, 1.0)));
    }
    if let Some(value) = value {
        sheet.area(at(scale.at(0.0), 6.0, scale.at(value)), Fill::Plain(ink::OWN), Some(solid(ink::PAPER, 1.0)));
    }
    if let Some(target) = target {
        let x = place(scale.at(target));
        sheet.path(
            "target",
            &format!("M{x} {}V{}", place(middle - 13.0), place(middle + 13.0)),
            solid(ink::PAPER, 7.0),
        );
        sheet.path(
            "target",
            &format!("M{x} {}V{}", place(middle - 13.0), place(middle + 13.0)),
            solid(ink::TARGET, 4.0),
        );
    }
    let zero = scale.at(0.0);
    sheet.line((zero, middle - 13.0), (zero, middle + 13.0), solid(ink::BLACK, 1.2));
    sheet.end();
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{any_name, any_unit, any_values, marks, sound, words as printed};
    use proptest::prelude::*;

    #[test]
    fn each_bar_says_in_words_how_it_stands() {
        let bar = |name: &str, value, standing| Bullet {
            name: name.into(),
            unit: Unit::Percent,
            places: 1,
            period: "2024-12".into(),
            value,
            target: Some(90.0),
            tolerance: Some(85.0),
            standing,
        };
        let input = Bullets {
            id: "b".into(),
            title: "Targets".into(),
            bars: vec![
                bar("999 calls", Some(92.3), Standing::Met),
                bar("101 calls", Some(71.0), Standing::Missed),
                bar("Visits", None, Standing::NotJudged),
            ],
            remarks: vec![],
        };
        let drawing = bullets(&input, Size::Wide);
        assert_eq!(marks(&drawing, "bullet"), 3);
        let said = printed(&drawing);
        for part in ["Met", "Missed", "92.3%, target 90.0%", "no data, target 90.0%"] {
            assert!(said.iter().any(|line| line == part), "{part}: {said:?}");
        }
        assert_eq!(
            drawing.sentence,
            "Targets: of 3 targets 1 is met, 0 are within tolerance, 1 is missed and 1 is not judged. Missed: 101 calls."
        );
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            bars in proptest::collection::vec((any_name(), any_unit(), 0u8..4, any_values(3)), 0..12), title in any_name(),
        ) {
            let bars = bars.into_iter().map(|(name, unit, places, values)| Bullet {
                period: name.clone(), name, unit, places,
                value: values[0], target: values[1], tolerance: values[2], standing: Standing::Within,
            });
            let input = Bullets { id: "b".into(), title, bars: bars.collect(), remarks: vec![] };
            sound(&bullets(&input, Size::Wide));
            sound(&bullets(&input, Size::Narrow));
        }
    }
}
