//! Several lines over the same periods, each told apart by its stroke and marks and named at its end (or in the key).
use crate::{
    About, Size,
    figure::drawable,
    frame::{End, Frame, Room, ends_room, name_ends},
    mark::{Form, Mark},
    notes::{self, Note},
    period,
    scale::Begin,
    sheet::{Sheet, Stroke, Symbol, trace},
    words,
};

/// One line of a chart.
pub(crate) struct Line<'a> {
    /// A name for machines and tests.
    pub part: &'static str,
    pub name: &'a str,
    pub values: Vec<Option<f64>>,
    pub stroke: Stroke,
    pub mark: Option<Mark>,
}

impl Line<'_> {
    fn last(&self) -> Option<(usize, f64)> {
        let at = self.values.iter().rposition(Option::is_some)?;
        self.values[at].map(|value| (at, value))
    }
}

/// Circles with one ink, for a line that carries no verdict.
pub(crate) const fn dot(ink: &'static str) -> Mark {
    Mark::new(Form::Circle, (ink, ink))
}

/// Draws frame, lines, names, key and notes; the caller adds what is its own.
pub(crate) fn draw(
    sheet: &mut Sheet,
    about: &About,
    labels: &[&str],
    lines: &[Line<'_>],
    notes: &[Note],
    begin: Begin,
    more: &[(Symbol, String)],
) -> Frame {
    let lines: Vec<Line<'_>> = lines
        .iter()
        .map(|line| Line { values: line.values.iter().map(|value| drawable(*value)).collect(), ..*line })
        .collect();
    let ends: Vec<End> = lines
        .iter()
        .filter_map(|line| {
            let (_, value) = line.last()?;
            let words = words::named_value(line.name, &about.figure(value));
            Some(End { words, value, stroke: line.stroke })
        })
        .collect();
    let named: Vec<String> = ends.iter().map(|end| end.words.clone()).collect();
    let right = if sheet.narrow() { 0.0 } else { ends_room(sheet, &named, 190.0) };
    let values: Vec<f64> = lines.iter().flat_map(|line| &line.values).copied().flatten().collect();
    let empty = values.is_empty();
    let frame = Frame::open(sheet, Room { unit: &about.unit, values, begin, labels, notes, right });
    for line in &lines {
        let places: Vec<_> =
            line.values.iter().enumerate().map(|(at, value)| value.map(|value| frame.at(at, value))).collect();
        sheet.path(line.part, &trace(places.iter().copied()), line.stroke);
        let Some(mark) = line.mark else { continue };
        for (at, (place, value)) in places.iter().zip(&line.values).enumerate() {
            let (Some(place), Some(value)) = (place, value) else { continue };
            sheet.begin(line.part, &words::point_said(&period::long(labels[at]), line.name, &about.figure(*value)));
            mark.draw(sheet, *place, (frame.slots.each * 0.3).clamp(2.0, 4.0));
            sheet.end();
        }
    }
    if empty {
        crate::xmr::nothing(sheet, &frame);
    }
    let mut key: Vec<(Symbol, String)> = Vec::new();
    if sheet.size == Size::Wide {
        name_ends(sheet, &frame, &ends);
    }
    for (line, words) in lines.iter().filter(|line| line.last().is_some()).zip(named) {
        let symbol = match line.mark {
            Some(mark) => Symbol::LineAndMark(line.stroke, mark),
            None => Symbol::Line(line.stroke),
        };
        key.push((symbol, if sheet.narrow() { words } else { line.name.to_owned() }));
    }
    key.extend(more.iter().cloned());
    sheet.key(&key);
    notes::list(sheet, notes, frame.slots, labels);
    frame
}

/// Words under a chart.
pub(crate) fn remarks(sheet: &mut Sheet, remarks: &[String]) {
    if remarks.iter().any(|remark| !remark.trim().is_empty()) {
        sheet.y += 8.0;
        let face = sheet.quiet();
        sheet.paragraph(face, &remarks.join(" "));
    }
}
