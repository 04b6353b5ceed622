//! Estimates from a survey, each with its confidence interval and the number of people who were asked.
use crate::{
    About, Drawing, Size, Table,
    figure::{drawable, figure},
    frame::{Frame, Room},
    ink, lines,
    lines::dot,
    period,
    scale::Begin,
    sheet::{Sheet, Stroke, Symbol, dashed, place, solid, trace},
    words,
    xmr::TARGET,
};
use std::fmt::Write;

/// One wave of a survey.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Estimate {
    /// "2024-03", or any other name: "Year to March 2024".
    pub label: String,
    pub value: Option<f64>,
    /// The ends of the confidence interval.
    pub low: Option<f64>,
    pub high: Option<f64>,
    /// How many were asked.
    pub asked: Option<u64>,
}

/// A survey measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Survey {
    pub about: About,
    /// Hundredths of confidence: 95.
    pub confidence: u8,
    pub waves: Vec<Estimate>,
    pub target: Option<f64>,
    /// A level to compare with, and its name: ("no difference", 1.0) for a ratio between groups.
    pub level: Option<(String, f64)>,
    /// Sentences to stand under the chart: whether the last change is more than chance.
    pub remarks: Vec<String>,
}

const INTERVAL: Stroke = solid(ink::QUIET, 1.8);
const LEVEL: Stroke = dashed(ink::BLACK, 1.6, "2 3");

/// Draws the estimates with their intervals.
pub fn survey(input: &Survey, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let labels: Vec<&str> = input.waves.iter().map(|wave| wave.label.as_str()).collect();
    let values: Vec<Option<f64>> = input.waves.iter().map(|wave| drawable(wave.value)).collect();
    let intervals: Vec<Option<(f64, f64)>> =
        input.waves.iter().map(|wave| drawable(wave.low).zip(drawable(wave.high))).collect();
    let target = drawable(input.target);
    let all = values.iter().copied().flatten().chain(intervals.iter().flatten().flat_map(|(low, high)| [*low, *high]));
    let level = input.level.as_ref().and_then(|(name, value)| Some((name.as_str(), drawable(Some(*value))?)));
    let all: Vec<f64> = all.chain(target).chain(level.map(|(_, value)| value)).collect();
    let room =
        Room { unit: &about.unit, values: all, begin: Begin::WhereItServes, labels: &labels, notes: &[], right: 0.0 };
    let frame = Frame::open(&mut sheet, room);
    let straight = [target.map(|target| ("target", target, TARGET)), level.map(|(_, value)| ("level", value, LEVEL))];
    for (part, value, stroke) in straight.into_iter().flatten() {
        let path = format!("M{} {}H{}", place(frame.plot.left), place(frame.scale.at(value)), place(frame.plot.right));
        sheet.path(part, &path, stroke);
    }
    let points = values.iter().enumerate().map(|(at, value)| value.map(|value| frame.at(at, value)));
    sheet.path("values", &trace(points), solid(ink::GREY, 1.0));
    let arm = (frame.slots.each * 0.2).min(7.0);
    let mut path = String::new();
    for (at, interval) in intervals.iter().enumerate() {
        let Some((low, high)) = interval else { continue };
        let (x, foot) = frame.at(at, *low);
        let head = frame.at(at, *high).1;
        let (left, right) = (place(x - arm), place(x + arm));
        let _ = write!(path, "M{left} {0}H{right}M{1} {0}V{2}M{left} {2}H{right}", place(foot), place(x), place(head));
    }
    sheet.path("interval", &path, INTERVAL);
    for (at, value) in values.iter().enumerate() {
        let Some(value) = value else { continue };
        sheet.begin("estimate", &words::note_at(&period::long(labels[at]), &said(about, *value, intervals[at])));
        dot(ink::OWN).draw(&mut sheet, frame.at(at, *value), 5.0);
        sheet.end();
    }
    if values.iter().all(Option::is_none) {
        crate::xmr::nothing(&mut sheet, &frame);
    }
    let mut key = vec![
        (Symbol::Mark(dot(ink::OWN)), words::estimate().to_owned()),
        (Symbol::Line(INTERVAL), words::interval(input.confidence)),
    ];
    key.extend(target.map(|target| (Symbol::Line(TARGET), words::named_value(words::target(), &about.figure(target)))));
    key.extend(level.map(|(name, value)| {
        (Symbol::Line(LEVEL), words::named_value(&crate::figure::capital(name), &about.figure(value)))
    }));
    sheet.key(&key);
    let last = values.iter().rposition(Option::is_some);
    let asked = last.and_then(|at| input.waves[at].asked).map(|asked| words::asked(&figure(asked as f64, 0)));
    let remarks: Vec<String> = asked.into_iter().chain(input.remarks.iter().cloned()).collect();
    lines::remarks(&mut sheet, &remarks);

    let sentence = match last.and_then(|at| values[at].map(|value| (at, value))) {
        None => words::nothing_to_show(&about.title),
        Some((at, value)) => {
            let shown = said(about, value, intervals[at]);
            let mut said = vec![words::survey_said(&about.title, &period::long(labels[at]), &shown, input.confidence)];
            said.extend(target.map(|target| words::target_is(&about.figure(target))));
            said.extend(level.map(|(name, value)| words::level_is(name, &about.figure(value))));
            said.extend(remarks);
            said.join(" ")
        }
    };
    let rows = input.waves.iter().enumerate().map(|(at, wave)| {
        vec![
            period::long(&wave.label),
            about.cell(values[at]),
            about.cell(drawable(wave.low)),
            about.cell(drawable(wave.high)),
            wave.asked.map_or_else(|| words::not_stated().to_owned(), |asked| figure(asked as f64, 0)),
        ]
    });
    let heads =
        [words::period(), words::estimate(), words::interval_low(), words::interval_high(), words::people_asked()];
    let table =
        Table { caption: words::numbers(&about.title), heads: heads.map(str::to_owned).into(), rows: rows.collect() };
    sheet.finish(&about.id, &about.title, sentence, table)
}

fn said(about: &About, value: f64, interval: Option<(f64, f64)>) -> String {
    let value = about.figure(value);
    match interval {
        Some((low, high)) => words::between(&value, &about.figure(low), &about.figure(high)),
        None => value,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        Unit,
        checks::{any_about, any_count, any_values, labels, marks, sound, strokes},
    };
    use proptest::prelude::*;

    #[test]
    fn each_estimate_has_its_interval() {
        let waves = [48.0, 51.0, 46.5].into_iter().enumerate().map(|(at, value)| Estimate {
            label: format!("Year to March {}", 2022 + at),
            value: Some(value),
            low: Some(value - 3.1),
            high: Some(value + 3.1),
            asked: Some(1204),
        });
        let input = Survey {
            about: About { id: "s".into(), title: "Confidence in police".into(), unit: Unit::Percent, places: 1 },
            confidence: 95,
            waves: waves.collect(),
            target: None,
            level: None,
            remarks: vec!["The change from the year before is within chance.".into()],
        };
        let drawing = survey(&input, Size::Wide);
        assert_eq!((marks(&drawing, "estimate"), strokes(&drawing, "interval")), (3, 9));
        assert_eq!(
            drawing.sentence,
            "Confidence in police, Year to March 2024: 46.5% (43.4% to 49.6%, 95% confidence). 1,204 people were asked. \
             The change from the year before is within chance."
        );
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, values, low, high, months) in any_count().prop_flat_map(|count| {
                (any_about(), any_values(count), any_values(count), any_values(count), any::<bool>())
            })
        ) {
            let figures = values.into_iter().zip(low).zip(high);
            let waves = labels(figures.len(), months).into_iter().zip(figures);
            let waves = waves.map(|(label, ((value, low), high))| Estimate { label, value, low, high, asked: Some(u64::MAX) });
            let input = Survey { about, confidence: 95, waves: waves.collect(), target: Some(50.0), level: Some(("no difference".into(), 1.0)), remarks: vec![] };
            sound(&survey(&input, Size::Wide));
            sound(&survey(&input, Size::Narrow));
        }
    }
}
