//! Events and breaks along a chart over time: upright lines, named where there is room, numbered where there is not.
use crate::{
    axis::Slots,
    ink, period,
    sheet::{Anchor, Area, Sheet, dashed, solid},
    words,
};

/// Whether a note marks an event or the point where the limits were set anew.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum NoteKind {
    /// Something that happened in that period.
    #[default]
    Event,
    /// A new group of points begins here: limits before and after are apart.
    Rebase,
}

/// A mark at one point of a series, with its words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// Index of the point (counted from 0). A note past the last point is listed and not drawn.
    pub at: usize,
    pub text: String,
    pub kind: NoteKind,
}

enum Sign {
    /// Words beginning at a place, in a lane above the plot.
    Words(String, f64),
    /// A number, explained under the chart.
    Number(String),
    /// The line alone: its neighbours have taken the room.
    Bare,
}

/// Where each note's line and words go. Lane 0 is nearest to the plot.
pub(crate) struct Plan {
    pub height: f64,
    lanes: Vec<(f64, usize, NoteKind, Sign)>,
    lane_height: f64,
}

const MOST_LANES: usize = 3;

/// Room above the plot for the notes of a chart.
pub(crate) fn plan(sheet: &Sheet, notes: &[Note], slots: Slots, points: usize) -> Plan {
    let shown: Vec<(usize, &Note)> = notes.iter().enumerate().filter(|(_, note)| note.at < points).collect();
    let lanes = if sheet.narrow() { None } else { named(sheet, &shown, slots) };
    let lanes = lanes.unwrap_or_else(|| numbered(sheet, &shown, slots));
    let lane_height = 20.0;
    let most = lanes.iter().map(|(_, lane, ..)| lane + 1).max().unwrap_or(0);
    Plan { height: most as f64 * lane_height, lanes, lane_height }
}

/// Where a note's line stands: an event in the middle of its period, a rebase before it.
fn line_at(note: &Note, slots: Slots) -> f64 {
    match note.kind {
        NoteKind::Event => slots.middle(note.at),
        NoteKind::Rebase => slots.edge(note.at),
    }
}

/// All notes in words beside their lines, or none: lanes are filled from the right, so that no line crosses words.
fn named(sheet: &Sheet, notes: &[(usize, &Note)], slots: Slots) -> Option<Vec<(f64, usize, NoteKind, Sign)>> {
    let face = sheet.quiet();
    let mut order: Vec<&Note> = notes.iter().map(|(_, note)| *note).collect();
    order.sort_by_key(|note| (note.at, note.kind == NoteKind::Event));
    let mut set: Vec<(f64, usize, f64, f64)> = Vec::new();
    let mut lanes = Vec::new();
    for note in order.into_iter().rev() {
        let words = crate::text::clean(&note.text);
        let wide = face.width(&words);
        if wide > 260.0 {
            return None;
        }
        let upright = line_at(note, slots);
        let start = (upright + 4.0).min(sheet.width - wide);
        let (from, to) = (start - 6.0, start + wide + 6.0);
        // Above every line that would pass through these words.
        let passing = set.iter().filter(|(other, ..)| *other >= from && *other <= to);
        let lane = passing.map(|(_, under, ..)| under + 1).max().unwrap_or(0);
        let crossed = set.iter().any(|(_, other, left, right)| {
            (*other == lane && *left <= to && *right >= from)
                || (*other < lane && *left <= upright && *right >= upright)
        });
        if crossed || lane >= MOST_LANES {
            return None;
        }
        set.push((upright, lane, from, to));
        lanes.push((upright, lane, note.kind, Sign::Words(words, start)));
    }
    Some(lanes)
}

fn numbered(sheet: &Sheet, notes: &[(usize, &Note)], slots: Slots) -> Vec<(f64, usize, NoteKind, Sign)> {
    let mut order = notes.to_vec();
    order.sort_by_key(|(at, note)| (note.at, *at));
    let mut free = [f64::NEG_INFINITY; MOST_LANES];
    let half = 10.0;
    order
        .into_iter()
        .map(|(at, note)| {
            let upright = line_at(note, slots);
            let middle = upright.clamp(half, sheet.width - half);
            match free.iter().position(|end| *end <= middle - half) {
                Some(lane) => {
                    free[lane] = middle + half;
                    (upright, lane, note.kind, Sign::Number((at + 1).to_string()))
                }
                None => (upright, 0, note.kind, Sign::Bare),
            }
        })
        .collect()
}

impl Plan {
    pub fn draw(&self, sheet: &mut Sheet, plot: Area, top: f64) {
        let middle = |lane: usize| top + self.height - (lane as f64 + 0.5) * self.lane_height;
        for (line, lane, kind, sign) in &self.lanes {
            let stroke = match kind {
                NoteKind::Event => dashed(ink::QUIET, 1.2, "1.5 3"),
                NoteKind::Rebase => solid(ink::QUIET, 1.4),
            };
            let from = if matches!(sign, Sign::Bare) { plot.top } else { middle(*lane) - 7.0 };
            let part = if *kind == NoteKind::Rebase { "rebase" } else { "event" };
            let path = format!(
                "M{} {}V{}",
                crate::sheet::place(*line),
                crate::sheet::place(from),
                crate::sheet::place(plot.bottom)
            );
            sheet.path(part, &path, stroke);
        }
        let face = sheet.quiet().in_ink(ink::BLACK);
        for (line, lane, _, sign) in &self.lanes {
            match sign {
                Sign::Words(words, start) => {
                    sheet.text(*start, middle(*lane) + face.drop(), Anchor::Start, face, words);
                }
                Sign::Number(number) => {
                    let x = line.clamp(10.0, sheet.width - 10.0);
                    sheet.badge((x, middle(*lane)), number);
                }
                Sign::Bare => {}
            }
        }
    }

    fn needs_list(&self, count: usize) -> bool {
        self.lanes.len() < count || self.lanes.iter().any(|(.., sign)| !matches!(sign, Sign::Words(..)))
    }
}

/// The notes in words under the chart, where they do not stand beside their lines.
pub(crate) fn list(sheet: &mut Sheet, notes: &[Note], slots: Slots, labels: &[&str]) {
    if notes.is_empty() || !plan(sheet, notes, slots, labels.len()).needs_list(notes.len()) {
        return;
    }
    let face = sheet.quiet().in_ink(ink::BLACK);
    sheet.y += 8.0;
    for (at, note) in notes.iter().enumerate() {
        let said = match labels.get(note.at) {
            Some(label) => words::note_at(&period::long(label), &note.text),
            None => note.text.clone(),
        };
        let lines = face.wrap(&said, sheet.width - 26.0, 4);
        for (line_at, line) in lines.iter().enumerate() {
            if line_at == 0 {
                sheet.badge((9.0, sheet.y + 10.0), &(at + 1).to_string());
            }
            sheet.text(26.0, sheet.y + 10.0 + face.drop(), Anchor::Start, face, line);
            sheet.y += face.line() + 3.0;
        }
    }
}
