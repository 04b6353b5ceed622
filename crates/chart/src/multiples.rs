//! The same measure for many areas or kinds: small lines side by side, on one scale or each on its own, and it says which.
use crate::{
    About, Drawing, Size, Table, Unit,
    figure::drawable,
    ink, lines,
    mark::{Mark, Verdict},
    period,
    scale::{Begin, Scale, Ticks},
    sheet::{Anchor, Area, Sheet, solid, trace},
    words,
};

/// One small chart.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Panel {
    pub name: String,
    /// One for each period of the whole.
    pub values: Vec<Option<f64>>,
    /// What the rules say of the last point.
    pub last: Verdict,
}

/// Whether sizes may be compared across panels.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Scales {
    #[default]
    Shared,
    Own,
}

/// Small charts of one measure.
#[derive(Clone, Debug, PartialEq)]
pub struct Multiples {
    pub about: About,
    /// "2024-03", or any other name of a period.
    pub periods: Vec<String>,
    pub panels: Vec<Panel>,
    pub scales: Scales,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

/// Draws the panels: three side by side, or one under another on a narrow sheet.
pub fn multiples(input: &Multiples, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let face = sheet.quiet();
    let values = |panel: &Panel| {
        (0..input.periods.len()).map(|at| drawable(panel.values.get(at).copied().flatten())).collect::<Vec<_>>()
    };
    let percent = about.unit == Unit::Percent;
    let all: Vec<f64> = input.panels.iter().flat_map(values).flatten().collect();
    let shared = Ticks::over(all, Begin::AtZero, 2);
    for line in face.wrap(&about.unit.head(), sheet.width, 2) {
        sheet.text(0.0, sheet.y + face.size, Anchor::Start, face, &line);
        sheet.y += face.line();
    }
    sheet.y += 6.0;
    let across = if sheet.narrow() { 1 } else { 3 };
    let gap = 24.0;
    let each = (sheet.width - gap * (across - 1) as f64) / across as f64;
    let high = 74.0;
    let step = face.line() + 8.0 + high + face.line() + 22.0;
    let top = sheet.y;
    for (at, panel) in input.panels.iter().enumerate() {
        let left = (at % across) as f64 * (each + gap);
        let from = top + (at / across) as f64 * step;
        let series = values(panel);
        let own;
        let ticks = match input.scales {
            Scales::Shared => &shared,
            Scales::Own => {
                own = Ticks::over(series.iter().copied().flatten(), Begin::WhereItServes, 2);
                &own
            }
        };
        let bold = face.bold().in_ink(ink::BLACK);
        sheet.text(left, from + bold.size, Anchor::Start, bold, &bold.cut(&panel.name, each));
        let gutter = ticks.values().map(|value| face.width(&ticks.label(value, percent))).fold(0.0, f64::max) + 6.0;
        let plot_top = from + face.line() + 8.0;
        let plot = Area { left: left + gutter, right: left + each - 6.0, top: plot_top, bottom: plot_top + high };
        let rise = Scale { low: ticks.low(), high: ticks.high(), from: plot.bottom, to: plot.top };
        for value in ticks.values() {
            let y = rise.at(value);
            sheet.line((plot.left, y), (plot.right, y), solid(if value == 0.0 { ink::BLACK } else { ink::GRID }, 1.0));
            sheet.text(plot.left - 5.0, y + face.drop(), Anchor::End, face, &ticks.label(value, percent));
        }
        let one = plot.width() / input.periods.len().max(1) as f64;
        let place = |at: usize, value: f64| (plot.left + (at as f64 + 0.5) * one, rise.at(value));
        let points = series.iter().enumerate().map(|(at, value)| value.map(|value| place(at, value)));
        sheet.path("values", &trace(points), solid(ink::OWN, 1.7));
        let last = series.iter().rposition(Option::is_some);
        if let Some((at, value)) = last.and_then(|at| series[at].map(|value| (at, value))) {
            sheet.begin(
                panel.last.name(),
                &words::point_said(&period::long(&input.periods[at]), &panel.name, &about.figure(value)),
            );
            Mark::of(panel.last).draw(&mut sheet, place(at, value), 4.2);
            sheet.end();
        } else {
            sheet.text(
                f64::midpoint(plot.left, plot.right),
                plot.top + high / 2.0,
                Anchor::Middle,
                face,
                &face.cut(words::no_data(), plot.width()),
            );
        }
        ends_of(&mut sheet, input, plot);
    }
    sheet.y = top + input.panels.len().div_ceil(across) as f64 * step;
    let mut verdicts: Vec<Verdict> = input.panels.iter().map(|panel| panel.last).collect();
    verdicts.sort_unstable();
    verdicts.dedup();
    let key: Vec<_> = verdicts
        .into_iter()
        .map(|verdict| (crate::sheet::Symbol::Mark(Mark::of(verdict)), words::last_point(words::verdict(verdict))))
        .collect();
    sheet.key(&key);
    let mut remarks = vec![words::scales(input.scales == Scales::Shared).to_owned()];
    remarks.extend(input.remarks.iter().cloned());
    lines::remarks(&mut sheet, &remarks);
    sheet.finish(&about.id, &about.title, sentence(input), table(input))
}

/// The first and the last period under a panel.
fn ends_of(sheet: &mut Sheet, input: &Multiples, plot: Area) {
    let face = sheet.quiet();
    let name = |label: &String| {
        let said = period::month(label).map(|(year, month)| format!("{} {year}", words::month_short(month)));
        face.cut(&said.unwrap_or_else(|| label.clone()), plot.width() / 2.0 - 4.0)
    };
    let y = plot.bottom + 5.0 + face.size;
    if let [first, .., last] = input.periods.as_slice() {
        sheet.text(plot.left, y, Anchor::Start, face, &name(first));
        sheet.text(plot.right, y, Anchor::End, face, &name(last));
    } else if let [only] = input.periods.as_slice() {
        sheet.text(plot.left, y, Anchor::Start, face, &name(only));
    }
}

fn sentence(input: &Multiples) -> String {
    let about = &input.about;
    let last = |panel: &Panel| {
        let values = panel.values.iter().take(input.periods.len()).map(|value| drawable(*value));
        values.flatten().last().map(|value| words::named_value(&panel.name, &about.figure(value)))
    };
    let said: Vec<String> = input.panels.iter().filter_map(last).collect();
    let (Some(first), Some(end)) = (input.periods.first(), input.periods.last()) else {
        return words::nothing_to_show(&about.title);
    };
    if said.is_empty() {
        return words::nothing_to_show(&about.title);
    }
    let mut sentence = vec![words::span(&about.title, &period::long(first), &period::long(end))];
    sentence.push(words::latest_of_each(&words::and_more(&said, 12)));
    sentence.push(words::scales(input.scales == Scales::Shared).to_owned());
    for verdict in [Verdict::Improvement, Verdict::Concern] {
        let named: Vec<String> =
            input.panels.iter().filter(|panel| panel.last == verdict).map(|panel| panel.name.clone()).collect();
        sentence.extend(words::verdict_of(verdict, &named));
    }
    sentence.extend(input.remarks.iter().cloned());
    sentence.join(" ")
}

fn table(input: &Multiples) -> Table {
    let heads = std::iter::once(words::period().to_owned()).chain(input.panels.iter().map(|panel| panel.name.clone()));
    let rows = input.periods.iter().enumerate().map(|(at, label)| {
        let cells =
            input.panels.iter().map(|panel| input.about.cell(drawable(panel.values.get(at).copied().flatten())));
        std::iter::once(period::long(label)).chain(cells).collect()
    });
    Table { caption: words::numbers(&input.about.title), heads: heads.collect(), rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{about, any_about, any_count, any_name, any_values, labels, marks, sound, strokes};
    use proptest::prelude::*;

    #[test]
    fn each_district_has_its_panel_and_one_scale_serves_all() {
        let panel = |name: &str, level: f64, last| Panel { name: name.into(), values: vec![Some(level); 12], last };
        let input = Multiples {
            about: about("Burglary by district", "burglaries"),
            periods: labels(12, true),
            panels: vec![
                panel("Fenland", 40.0, Verdict::Improvement),
                panel("Marsham", 90.0, Verdict::Common),
                Panel { name: "Holme".into(), values: vec![None; 12], last: Verdict::Common },
            ],
            scales: Scales::Shared,
            remarks: vec![],
        };
        let drawing = multiples(&input, Size::Wide);
        assert_eq!((marks(&drawing, "improvement"), marks(&drawing, "common"), strokes(&drawing, "values")), (1, 1, 2));
        assert!(drawing.sentence.contains("Special cause: improvement in Fenland."), "{}", drawing.sentence);
        assert!(drawing.sentence.contains("one scale"), "{}", drawing.sentence);
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, columns, names, months, own) in (any_count(), 0usize..9).prop_flat_map(|(count, panels)| {
                let names = proptest::collection::vec(any_name(), panels);
                (any_about(), proptest::collection::vec(any_values(count), panels), names, Just(labels(count, true)), any::<bool>())
            })
        ) {
            let panels = columns.into_iter().zip(names).map(|(values, name)| Panel { name, values, last: Verdict::NeutralLow });
            let scales = if own { Scales::Own } else { Scales::Shared };
            let input = Multiples { about, periods: months, panels: panels.collect(), scales, remarks: vec![] };
            sound(&multiples(&input, Size::Wide));
            sound(&multiples(&input, Size::Narrow));
        }
    }
}
