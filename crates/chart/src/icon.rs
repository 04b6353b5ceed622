//! The icons of "making data count": what the last point says (variation) and what can be expected of the target
//! (assurance). Drawn here from their meaning: a ring, a letter, and a small picture, told apart without colour by letter
//! and shape (diamonds for improvement, squares for concern, triangles where neither is better).
use crate::{
    Drawing, Size, Table, ink,
    mark::{Form, Mark},
    sheet::{Anchor, Face, Sheet, dashed, solid},
    text::Weight,
    words,
};

/// What the last point says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Variation {
    CommonCause,
    ImprovementHigh,
    ImprovementLow,
    ConcernHigh,
    ConcernLow,
    NeutralHigh,
    NeutralLow,
}

impl Variation {
    pub const ALL: [Variation; 7] = [
        Variation::ImprovementHigh,
        Variation::ImprovementLow,
        Variation::CommonCause,
        Variation::NeutralHigh,
        Variation::NeutralLow,
        Variation::ConcernHigh,
        Variation::ConcernLow,
    ];

    fn high(self) -> bool {
        matches!(self, Variation::ImprovementHigh | Variation::ConcernHigh | Variation::NeutralHigh)
    }

    /// Two lines: the class, then what is seen.
    pub fn words(self) -> (&'static str, &'static str) {
        words::variation(self)
    }

    fn look(self) -> ((&'static str, &'static str), &'static str, Form) {
        match self {
            Variation::CommonCause => (ink::COMMON, "#ffffff", Form::Circle),
            Variation::ImprovementHigh | Variation::ImprovementLow => (ink::IMPROVEMENT, "#e5f6fe", Form::Diamond),
            Variation::ConcernHigh | Variation::ConcernLow => (ink::CONCERN, "#fdf0e6", Form::Square),
            Variation::NeutralHigh => (ink::NEUTRAL, "#efe6f7", Form::Up),
            Variation::NeutralLow => (ink::NEUTRAL, "#efe6f7", Form::Down),
        }
    }

    /// Draws the icon about a centre; at a radius of 16 and more its letter is at least 11 units.
    pub(crate) fn draw(self, sheet: &mut Sheet, centre: (f64, f64), radius: f64) {
        let (inks, tint, form) = self.look();
        ring(sheet, centre, radius, inks, tint);
        let at = |right: f64, down: f64| (centre.0 + right * radius, centre.1 + down * radius);
        let usual = Mark::new(Form::Circle, ink::COMMON);
        if self == Variation::CommonCause {
            let points = [at(-0.6, 0.08), at(-0.3, -0.22), at(0.0, 0.2), at(0.3, -0.18), at(0.6, 0.1)];
            sheet.path("wave", &crate::sheet::trace(points.map(Some)), solid(ink::QUIET, 1.2));
            for point in points {
                usual.draw(sheet, point, radius * 0.13);
            }
            return;
        }
        // Points that leave the usual upwards, or downwards: the letter stands in the free corner.
        let turn = if self.high() { 1.0 } else { -1.0 };
        let points = [at(-0.6, 0.42 * turn), at(-0.22, 0.58 * turn), at(0.2, 0.14 * turn), at(0.47, -0.36 * turn)];
        sheet.path("wave", &crate::sheet::trace(points.map(Some)), solid(ink::QUIET, 1.2));
        for point in &points[..2] {
            usual.draw(sheet, *point, radius * 0.12);
        }
        for point in &points[2..] {
            Mark::new(form, inks).draw(sheet, *point, radius * 0.17);
        }
        let face = Face { size: radius * 0.74, weight: Weight::Bold, ink: ink::BLACK };
        let (x, y) = at(-0.3, if self.high() { -0.28 } else { 0.3 });
        sheet.text(x, y + face.drop(), Anchor::Middle, face, if self.high() { "H" } else { "L" });
    }
}

/// What can be expected of the target, by the limits of the last point.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Assurance {
    ConsistentlyPasses,
    HitOrMiss,
    ConsistentlyFails,
}

impl Assurance {
    pub const ALL: [Assurance; 3] = [Assurance::ConsistentlyPasses, Assurance::HitOrMiss, Assurance::ConsistentlyFails];

    /// Two lines: what to expect, then what that means.
    pub fn words(self) -> (&'static str, &'static str) {
        words::assurance(self)
    }

    /// Draws the icon about a centre.
    pub(crate) fn draw(self, sheet: &mut Sheet, centre: (f64, f64), radius: f64) {
        let (inks, tint, letter) = match self {
            Assurance::ConsistentlyPasses => (ink::IMPROVEMENT, "#e5f6fe", "P"),
            Assurance::HitOrMiss => (ink::COMMON, "#ffffff", "?"),
            Assurance::ConsistentlyFails => (ink::CONCERN, "#fdf0e6", "F"),
        };
        ring(sheet, centre, radius, inks, tint);
        let at = |right: f64, down: f64| (centre.0 + right * radius, centre.1 + down * radius);
        let face = Face { size: radius * 0.85, weight: Weight::Bold, ink: ink::BLACK };
        let (x, y) = at(0.0, -0.3);
        sheet.text(x, y + face.drop(), Anchor::Middle, face, letter);
        // A wave of figures and the dashed line of the target: apart, or across one another.
        let (wave, target) = match self {
            Assurance::ConsistentlyPasses => (0.22, 0.54),
            Assurance::HitOrMiss => (0.42, 0.42),
            Assurance::ConsistentlyFails => (0.54, 0.22),
        };
        let points = [
            at(-0.44, wave + 0.1),
            at(-0.22, wave - 0.1),
            at(0.0, wave + 0.1),
            at(0.22, wave - 0.1),
            at(0.44, wave + 0.1),
        ];
        sheet.line(at(-0.54, target), at(0.54, target), dashed(ink::TARGET, 1.6, "3 2"));
        sheet.path("wave", &crate::sheet::trace(points.map(Some)), solid(ink::QUIET, 1.6));
    }
}

fn ring(sheet: &mut Sheet, centre: (f64, f64), radius: f64, inks: (&'static str, &'static str), tint: &'static str) {
    sheet.disc(centre, radius - 1.0, inks.1, solid(inks.1, 1.0));
    sheet.disc(centre, radius - 1.6, inks.0, solid(inks.0, 1.0));
    sheet.disc(centre, radius * 0.86, tint, solid(inks.1, 0.8));
}

/// The variation icon by itself, 40 units wide, for a cell of a table.
pub fn variation_icon(id: &str, variation: Variation) -> Drawing {
    let (class, seen) = variation.words();
    alone(id, words::icon_of_variation(), class, seen, |sheet, centre| variation.draw(sheet, centre, 20.0))
}

/// The assurance icon by itself, 40 units wide, for a cell of a table.
pub fn assurance_icon(id: &str, assurance: Assurance) -> Drawing {
    let (class, seen) = assurance.words();
    alone(id, words::icon_of_assurance(), class, seen, |sheet, centre| assurance.draw(sheet, centre, 20.0))
}

fn alone(id: &str, kind: &str, class: &str, seen: &str, draw: impl FnOnce(&mut Sheet, (f64, f64))) -> Drawing {
    let mut sheet = Sheet::of_width(Size::Wide, 40.0);
    draw(&mut sheet, (20.0, 20.0));
    sheet.y = 36.0;
    let said = words::icon(class, seen);
    let table = Table { caption: kind.to_owned(), heads: vec![kind.to_owned()], rows: vec![vec![said.clone()]] };
    sheet.finish(id, class, said, table)
}

/// The icons of a chart with their words (for the variation: what is seen, and since when), in a band at its head. Leaves the sheet's `y` below it.
pub(crate) fn band(sheet: &mut Sheet, variation: Option<(Variation, &str)>, assurance: Option<Assurance>) {
    let radius = if sheet.narrow() { 19.0 } else { 21.0 };
    let face = sheet.face().bold();
    let quiet = sheet.quiet();
    let mut x = 0.0;
    let mut any = false;
    let mut one = |sheet: &mut Sheet, (class, seen): (&str, &str), draw: &dyn Fn(&mut Sheet, (f64, f64))| {
        if any && sheet.narrow() {
            sheet.y += 2.0 * radius + 6.0;
            x = 0.0;
        }
        any = true;
        let middle = sheet.y + radius;
        draw(sheet, (x + radius, middle));
        let start = x + 2.0 * radius + 9.0;
        let room = if sheet.narrow() { sheet.width - start } else { sheet.width / 2.0 - 2.0 * radius - 37.0 };
        let (class, seen) = (face.cut(class, room), quiet.cut(seen, room));
        sheet.text(start, middle - 3.5, Anchor::Start, face, &class);
        sheet.text(start, middle - 3.5 + face.line() - 2.0, Anchor::Start, quiet, &seen);
        x = start + face.width(&class).max(quiet.width(&seen)) + 28.0;
    };
    if let Some((variation, seen)) = variation {
        one(sheet, (variation.words().0, seen), &|sheet, centre| variation.draw(sheet, centre, radius));
    }
    if let Some(assurance) = assurance {
        one(sheet, assurance.words(), &|sheet, centre| assurance.draw(sheet, centre, radius));
    }
    if any {
        sheet.y += 2.0 * radius + 12.0;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{sound, words as printed};

    #[test]
    fn every_icon_has_its_letter_and_its_words() {
        let letters: Vec<String> =
            Variation::ALL.iter().map(|kind| printed(&variation_icon("v", *kind)).concat()).collect();
        assert_eq!(letters, ["H", "L", "", "H", "L", "H", "L"]);
        let letters: String = Assurance::ALL.iter().flat_map(|kind| printed(&assurance_icon("a", *kind))).collect();
        assert_eq!(letters, "P?F");
        for drawing in Variation::ALL.map(|kind| variation_icon("v", kind)) {
            sound(&drawing);
        }
        assert_eq!(variation_icon("v", Variation::ConcernHigh).sentence, "Special cause: concern, higher than usual");
    }
}
