//! The frame of a chart over time: head, value axis, plot, and what stands to the right of it.
use crate::{
    axis::{self, Slots},
    figure::Unit,
    ink,
    notes::{self, Note},
    scale::{Begin, Scale, Ticks},
    sheet::{Anchor, Area, Sheet, Stroke, spread},
};

/// A plot with its axes drawn, ready for lines and bars.
#[derive(Debug)]
pub(crate) struct Frame {
    pub plot: Area,
    pub scale: Scale,
    pub slots: Slots,
}

/// What a frame must make room for.
pub(crate) struct Room<'a> {
    pub unit: &'a Unit,
    pub values: Vec<f64>,
    pub begin: Begin,
    /// One for each place along the foot, "2024-03" or a name.
    pub labels: &'a [&'a str],
    pub notes: &'a [Note],
    /// For the names of lines at their right ends.
    pub right: f64,
}

impl Frame {
    pub fn open(sheet: &mut Sheet, room: Room<'_>) -> Frame {
        let ticks = Ticks::over(room.values, room.begin, if sheet.narrow() { 4 } else { 5 });
        axis::head(sheet, &ticks, room.unit);
        let left = axis::gutter(sheet, &ticks, room.unit);
        let right = sheet.width - room.right.max(8.0);
        let across = Area { left, right, top: sheet.y, bottom: sheet.y };
        let slots = Slots::over(across, room.labels.len());
        let plan = notes::plan(sheet, room.notes, slots, room.labels.len());
        let top = sheet.y + plan.height;
        let plot = Area { top, bottom: top + if sheet.narrow() { 190.0 } else { 270.0 }, ..across };
        let scale = Scale { low: ticks.low(), high: ticks.high(), from: plot.bottom, to: plot.top };
        axis::upright(sheet, plot, &ticks, &scale, room.unit);
        plan.draw(sheet, plot, sheet.y);
        axis::periods(sheet, plot, slots, room.labels);
        Frame { plot, scale, slots }
    }

    /// Where a value stands at a place along the foot.
    pub fn at(&self, place: usize, value: f64) -> (f64, f64) {
        (self.slots.middle(place), self.scale.at(value))
    }

    /// A level that holds over each period, such as a limit or a target: flat over the period, stepping where it changes,
    /// and broken where it is missing or where `apart` says that a new series begins.
    pub fn level(&self, values: &[Option<f64>], apart: impl Fn(usize) -> bool) -> String {
        use crate::sheet::place as said;
        use std::fmt::Write;
        let mut path = String::new();
        let mut before: Option<f64> = None;
        for (at, value) in values.iter().enumerate() {
            let Some(y) = value.map(|value| self.scale.at(value)) else {
                before = None;
                continue;
            };
            if apart(at) {
                before = None;
            }
            match before {
                Some(last) if said(last) == said(y) => {}
                Some(_) => {
                    let _ = write!(path, "V{}", said(y));
                }
                None => {
                    let _ = write!(path, "M{} {}", said(self.slots.edge(at)), said(y));
                }
            }
            before = Some(y);
            let goes_on = values
                .get(at + 1)
                .is_some_and(|next| next.map(|next| said(self.scale.at(next))) == Some(said(y)) && !apart(at + 1));
            if !goes_on {
                let _ = write!(path, "H{}", said(self.slots.edge(at + 1)));
            }
        }
        path
    }
}

/// A line's name at its right end.
pub(crate) struct End {
    pub words: String,
    pub value: f64,
    pub stroke: Stroke,
}

/// The room that names at the right ends want, at most `most`.
pub(crate) fn ends_room(sheet: &Sheet, ends: &[String], most: f64) -> f64 {
    let face = sheet.quiet();
    let widest = ends.iter().map(|words| face.width(words)).fold(0.0, f64::max);
    if widest == 0.0 { 8.0 } else { (widest + 26.0).min(most) }
}

/// Names the lines at their right ends, moved apart where they would lie on one another.
pub(crate) fn name_ends(sheet: &mut Sheet, frame: &Frame, ends: &[End]) {
    let face = sheet.quiet().in_ink(ink::BLACK);
    let middles: Vec<f64> = ends.iter().map(|end| frame.scale.at(end.value)).collect();
    let placed = spread(&middles, face.size + 3.0, frame.plot.top - 6.0, frame.plot.bottom + 6.0);
    for ((end, middle), placed) in ends.iter().zip(middles).zip(placed) {
        let Some(y) = placed.filter(|_| !crate::text::clean(&end.words).is_empty()) else { continue };
        let x = frame.plot.right;
        sheet.line((x + 2.0, middle), (x + 16.0, y), Stroke { width: 1.0, dash: "", ..end.stroke });
        let room = sheet.width - x - 20.0;
        sheet.text(x + 20.0, y + face.drop(), Anchor::Start, face, &face.cut(&end.words, room));
    }
}
