//! How good the data of each period are: one line a check, a shape and a figure for every period.
use crate::{
    Drawing, Size, Table,
    heat::heads,
    ink, lines,
    mark::{Form, Mark},
    period,
    sheet::{Anchor, Area, Fill, Sheet, Symbol, solid},
    words,
};

/// What a check found in one period.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum State {
    Sound,
    /// To be looked at.
    Watch,
    /// Figures of the period cannot be relied on.
    Fault,
    #[default]
    NotKnown,
}

/// A finding and its figure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Finding {
    pub state: State,
    /// As it is printed: "3.4%", "7,012 rows", "58% of usual".
    pub figure: String,
}

/// One check over all periods.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Check {
    pub name: String,
    pub findings: Vec<Finding>,
}

/// The panel of one data set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Quality {
    pub id: String,
    pub title: String,
    /// "2024-03", or any other name of a period.
    pub periods: Vec<String>,
    pub checks: Vec<Check>,
    /// Sentences to stand under the panel: "Downloaded 3 June 2024."
    pub remarks: Vec<String>,
}

fn mark(state: State) -> Option<Mark> {
    match state {
        State::Sound => Some(Mark::new(Form::Circle, (ink::PAPER, ink::QUIET))),
        State::Watch => Some(Mark::new(Form::Up, ("#f3b36b", ink::CONCERN.1))),
        State::Fault => Some(Mark::new(Form::Square, (ink::TARGET, ink::TARGET))),
        State::NotKnown => None,
    }
}

impl Check {
    fn finding(&self, at: usize) -> Finding {
        self.findings.get(at).cloned().unwrap_or_default()
    }
}

/// Draws the panel. Figures stand under the shapes where there is room for all of a line, else they are in the table.
pub fn quality(input: &Quality, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let face = sheet.quiet();
    let named = if sheet.narrow() { 0.0 } else { 190.0 };
    let most = if sheet.narrow() { 6 } else { 12 };
    let each = (sheet.width - named - 1.0) / most.min(input.periods.len().max(1)) as f64;
    for start in (0..input.periods.len()).step_by(most) {
        let shown = start..(start + most).min(input.periods.len());
        sheet.y += if start > 0 { 16.0 } else { 0.0 };
        heads(&mut sheet, &input.periods[shown.clone()], (named, each));
        for check in &input.checks {
            let label = face.in_ink(ink::BLACK);
            if sheet.narrow() {
                sheet.paragraph(label, &check.name);
            }
            let room = |at: usize| face.width(&crate::text::clean(&check.finding(at).figure)) <= each - 4.0;
            let figures = shown.clone().all(room);
            let lines = if sheet.narrow() { vec![] } else { label.wrap(&check.name, named - 8.0, 2) };
            let high = if figures || lines.len() > 1 { 40.0 } else { 28.0 };
            for (at, line) in lines.iter().enumerate() {
                let middle = sheet.y + high / 2.0 + (at as f64 - (lines.len() - 1) as f64 / 2.0) * face.line();
                sheet.text(0.0, middle + label.drop(), Anchor::Start, label, line);
            }
            for at in shown.clone() {
                let finding = check.finding(at);
                let left = named + (at - start) as f64 * each;
                let area = Area { left, right: left + each, top: sheet.y, bottom: sheet.y + high };
                let words =
                    words::finding(&check.name, &period::long(&input.periods[at]), finding.state, &finding.figure);
                sheet.begin(words::state_name(finding.state), &words);
                let fill =
                    if finding.state == State::NotKnown { Fill::Hatched(ink::GREY) } else { Fill::Plain(ink::PAPER) };
                sheet.area(area, fill, Some(solid(ink::GRID, 1.0)));
                let middle = sheet.y + if figures { 13.0 } else { high / 2.0 };
                if let Some(mark) = mark(finding.state) {
                    mark.draw(&mut sheet, (left + each / 2.0, middle), 5.0);
                    if figures {
                        sheet.text(left + each / 2.0, sheet.y + 34.0, Anchor::Middle, label, &finding.figure);
                    }
                }
                sheet.end();
            }
            sheet.y += high + if sheet.narrow() { 6.0 } else { 0.0 };
        }
    }
    if input.periods.is_empty() || input.checks.is_empty() {
        sheet.paragraph(face, words::nothing());
    }
    let mut key: Vec<(Symbol, String)> = [State::Sound, State::Watch, State::Fault]
        .into_iter()
        .filter_map(|state| Some((Symbol::Mark(mark(state)?), words::state(state).to_owned())))
        .collect();
    key.push((Symbol::Surface(Fill::Hatched(ink::GREY), ink::GRID), words::state(State::NotKnown).to_owned()));
    sheet.key(&key);
    lines::remarks(&mut sheet, &input.remarks);
    sheet.finish(&input.id, &input.title, sentence(input), table(input))
}

fn sentence(input: &Quality) -> String {
    let all = || input.checks.iter().flat_map(|check| (0..input.periods.len()).map(move |at| (check, at)));
    let named = |state: State| {
        let found = all().filter(|(check, at)| check.finding(*at).state == state);
        found.map(|(check, at)| words::in_period(&check.name, &period::long(&input.periods[at]))).collect::<Vec<_>>()
    };
    if all().next().is_none() {
        return words::nothing_to_show(&input.title);
    }
    let mut said = vec![words::quality_said(&input.title, input.checks.len(), input.periods.len())];
    said.push(words::quality_found(&named(State::Fault), &named(State::Watch)));
    said.extend(input.remarks.iter().cloned());
    said.join(" ")
}

fn table(input: &Quality) -> Table {
    let heads = std::iter::once(words::check().to_owned()).chain(input.periods.iter().map(|label| period::long(label)));
    let rows = input.checks.iter().map(|check| {
        let cells = (0..input.periods.len()).map(|at| {
            let finding = check.finding(at);
            words::state_with(finding.state, &finding.figure)
        });
        std::iter::once(check.name.clone()).chain(cells).collect()
    });
    Table { caption: words::numbers(&input.title), heads: heads.collect(), rows: rows.collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{any_count, any_name, labels, marks, sound};
    use proptest::{prelude::*, sample::select};

    #[test]
    fn each_finding_has_a_shape_and_the_faults_are_said() {
        let finding = |state, figure: &str| Finding { state, figure: figure.into() };
        let input = Quality {
            id: "q".into(),
            title: "Street crime files".into(),
            periods: labels(3, true),
            checks: vec![
                Check {
                    name: "Rows".into(),
                    findings: vec![
                        finding(State::Sound, "7,012"),
                        finding(State::Fault, "1,187"),
                        finding(State::Sound, "6,940"),
                    ],
                },
                Check { name: "No location".into(), findings: vec![finding(State::Watch, "20.2%")] },
            ],
            remarks: vec![],
        };
        let drawing = quality(&input, Size::Wide);
        assert_eq!(["sound", "watch", "fault", "not-known"].map(|state| marks(&drawing, state)), [2, 1, 1, 2]);
        assert!(drawing.sentence.contains("Not to be relied on: Rows in May 2018."), "{}", drawing.sentence);
        assert_eq!(drawing.table.rows[1][1], "To be looked at: 20.2%");
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_was_found_words_have_their_room(
            (periods, rows) in (any_count(), 0usize..7).prop_flat_map(|(count, rows)| {
                let state = select(vec![State::Sound, State::Watch, State::Fault, State::NotKnown]);
                let cells = proptest::collection::vec((state, any_name()), count);
                (Just(labels(count, true)), proptest::collection::vec((any_name(), cells), rows))
            })
        ) {
            let checks = rows.into_iter().map(|(name, cells)| Check {
                name,
                findings: cells.into_iter().map(|(state, figure)| Finding { state, figure }).collect(),
            });
            let input = Quality { id: "q".into(), title: "Files".into(), periods, checks: checks.collect(), remarks: vec![] };
            sound(&quality(&input, Size::Wide));
            sound(&quality(&input, Size::Narrow));
        }
    }
}
