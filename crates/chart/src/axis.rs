//! Axes: round numbers up the side, periods or names along the foot.
use crate::{
    figure::Unit,
    ink,
    period::{self, OnAxis},
    scale::{Scale, Ticks},
    sheet::{Anchor, Area, Sheet, place, solid},
    text, words,
};

/// The room that the numbers of a vertical axis take, left of the plot.
pub(crate) fn gutter(sheet: &Sheet, ticks: &Ticks, unit: &Unit) -> f64 {
    let face = sheet.quiet();
    let widest =
        ticks.values().map(|value| face.width(&ticks.label(value, *unit == Unit::Percent))).fold(0.0, f64::max);
    (widest + 10.0).ceil()
}

/// The head of the vertical axis, above the plot: what is counted, and, where the axis does not begin at zero, where.
pub(crate) fn head(sheet: &mut Sheet, ticks: &Ticks, unit: &Unit) {
    let face = sheet.quiet();
    let mut lines = face.wrap(&unit.head(), sheet.width, 2);
    if ticks.low() > 0.0 {
        // Where the axis begins is said whatever becomes of a long name.
        let begins = words::axis_begins(&ticks.label(ticks.low(), *unit == Unit::Percent));
        match lines.last_mut() {
            Some(last) if face.width(&format!("{last} {begins}")) <= sheet.width => {
                last.push(' ');
                last.push_str(&begins);
            }
            _ => lines.push(begins),
        }
    }
    for line in lines {
        sheet.text(0.0, sheet.y + face.size, Anchor::Start, face, &line);
        sheet.y += face.line();
    }
    sheet.y += 8.0;
}

/// Grid, numbers, and a broken foot where the axis does not begin at zero.
pub(crate) fn upright(sheet: &mut Sheet, plot: Area, ticks: &Ticks, scale: &Scale, unit: &Unit) {
    let face = sheet.quiet();
    for value in ticks.values() {
        let y = scale.at(value);
        let stroke = if value == 0.0 { solid(ink::BLACK, 1.0) } else { solid(ink::GRID, 1.0) };
        sheet.line((plot.left, y), (plot.right, y), stroke);
        let label = ticks.label(value, *unit == Unit::Percent);
        sheet.text(plot.left - 7.0, y + face.drop(), Anchor::End, face, &label);
    }
    if ticks.low() > 0.0 {
        let (x, y) = (plot.left, plot.bottom);
        let points = [(0.0, 0.0), (0.0, -3.0), (-4.0, -5.0), (4.0, -9.0), (-4.0, -13.0), (0.0, -15.0), (0.0, -18.0)];
        let said: Vec<String> = points.iter().map(|(dx, dy)| format!("{} {}", place(x + dx), place(y + dy))).collect();
        sheet.path("axis-break", &format!("M{}", said.join("L")), solid(ink::BLACK, 1.2));
        sheet.line((plot.left, plot.bottom), (plot.right, plot.bottom), solid(ink::GREY, 1.0));
    }
}

/// Where each of so many periods stands along the foot.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Slots {
    pub left: f64,
    pub each: f64,
}

impl Slots {
    pub fn over(plot: Area, count: usize) -> Self {
        Slots { left: plot.left, each: plot.width() / count.max(1) as f64 }
    }
    pub fn middle(&self, at: usize) -> f64 {
        self.left + (at as f64 + 0.5) * self.each
    }
    pub fn edge(&self, at: usize) -> f64 {
        self.left + at as f64 * self.each
    }
}

/// The names of the periods: months with the year under the first of each, every so many where not all have room. Leaves
/// the sheet's `y` below them.
pub(crate) fn periods(sheet: &mut Sheet, plot: Area, slots: Slots, labels: &[&str]) {
    match period::on_axis(labels) {
        Some(all) => two_lines(sheet, plot, slots, &all),
        None => names(sheet, plot, slots, labels),
    }
}

fn two_lines(sheet: &mut Sheet, plot: Area, slots: Slots, all: &[OnAxis<'_>]) {
    let face = sheet.quiet();
    let in_a_year = all[0].in_a_year;
    let widest = all.iter().map(|one| face.width(&one.upper)).fold(0.0, f64::max) + 5.0;
    let steps: &[usize] = if in_a_year == 12 { &[1, 3, 6] } else { &[1, 2] };
    let years = [1, 2, 5, 10, 50].map(|years| years * in_a_year);
    let year_wide = all.iter().map(|one| face.width(one.year)).fold(widest, f64::max) + 5.0;
    let every = steps.iter().copied().find(|every| *every as f64 * slots.each >= widest);
    let every = every.or_else(|| years.into_iter().find(|every| *every as f64 * slots.each >= year_wide));
    let every = every.unwrap_or(usize::MAX);
    // Counted from April, where the financial year begins.
    let mut shown: Vec<usize> = (0..all.len()).filter(|at| all[*at].number.is_multiple_of(every)).collect();
    if shown.is_empty() {
        shown.push(0);
    }
    let first = plot.bottom + 7.0 + face.size;
    let mut free = f64::NEG_INFINITY;
    let mut begun: Vec<(f64, &str)> = Vec::new();
    for at in shown {
        let one = &all[at];
        let middle = slots.middle(at);
        let half = face.width(&one.upper) / 2.0;
        let x = middle.clamp(half, (sheet.width - half).max(half));
        if x - half < free {
            continue;
        }
        free = x + half + 3.0;
        sheet.line((middle, plot.bottom), (middle, plot.bottom + 5.0), solid(ink::GREY, 1.0));
        sheet.text(x, first, Anchor::Middle, face, &one.upper);
        if begun.last().is_none_or(|(_, year)| *year != one.year) {
            begun.push((middle, one.year));
        }
    }
    years_under(sheet, &begun, first + face.line() - 1.0);
    sheet.y = plot.bottom + 7.0 + 2.0 * face.line() + 2.0;
}

/// The years under the first of their periods. Where two lie too close (a year of which only the last period is shown),
/// the first gives way.
pub(crate) fn years_under(sheet: &mut Sheet, begun: &[(f64, &str)], y: f64) {
    let face = sheet.quiet().in_ink(ink::BLACK);
    let mut next = f64::INFINITY;
    for (middle, year) in begun.iter().rev() {
        let half = face.width(year) / 2.0;
        let x = middle.clamp(half, (sheet.width - half).max(half));
        if x + half + 4.0 <= next {
            sheet.text(x, y, Anchor::Middle, face, year);
            next = x - half;
        }
    }
}

/// Other names: cut to their room, every so many where not all have it.
fn names(sheet: &mut Sheet, plot: Area, slots: Slots, labels: &[&str]) {
    let face = sheet.quiet();
    let widest = labels.iter().map(|label| face.width(&text::clean(label))).fold(0.0, f64::max).min(96.0) + 8.0;
    let every = ((widest / slots.each).ceil() as usize).max(1);
    let mut free = f64::NEG_INFINITY;
    for (at, label) in labels.iter().enumerate().step_by(every) {
        let middle = slots.middle(at);
        let words = face.cut(label, (every as f64 * slots.each).min(96.0).min(sheet.width) - 2.0);
        let half = face.width(&words) / 2.0;
        let x = middle.clamp(half, (sheet.width - half).max(half));
        if x - half < free {
            continue;
        }
        free = x + half + 4.0;
        sheet.line((middle, plot.bottom), (middle, plot.bottom + 5.0), solid(ink::GREY, 1.0));
        sheet.text(x, plot.bottom + 7.0 + face.size, Anchor::Middle, face, &words);
    }
    sheet.y = plot.bottom + 7.0 + face.line() + 2.0;
}
