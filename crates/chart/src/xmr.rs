//! The chart of individual values with its limits (`XmR`), and, for a short series, the run chart with its median.
use crate::{
    About, Drawing, Size, Table,
    figure::drawable,
    frame::{End, Frame, Room, ends_room, name_ends},
    icon::{self, Assurance, Variation},
    ink,
    mark::{Mark, Verdict},
    notes::{self, Note},
    period,
    scale::Begin,
    sheet::{Sheet, Stroke, Symbol, dashed, solid, trace},
    words,
};

/// One period of a series, as the rules have judged it.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Point {
    /// "2024-03", or any other name of a period.
    pub label: String,
    /// `None` where the period is missing: the line is broken there.
    pub value: Option<f64>,
    /// The mean of the point's group, or the median of a run chart.
    pub centre: Option<f64>,
    /// Lower and upper process limit, in the unit of the value; not clipped at zero or a hundred per cent.
    pub lower: Option<f64>,
    pub upper: Option<f64>,
    pub verdict: Verdict,
    /// The figure may still change; it is drawn hollow.
    pub provisional: bool,
    /// Points between two rebases have one number; lines break where it changes.
    pub group: usize,
}

/// What the middle line is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Centre {
    #[default]
    Mean,
    /// Of a run chart: fewer than 12 points, no limits.
    Median,
}

/// A series with its limits, target, notes and icons.
#[derive(Clone, Debug, PartialEq)]
pub struct Xmr {
    pub about: About,
    pub points: Vec<Point>,
    pub centre: Centre,
    /// The target of each period, in the unit of the values; empty where there is none.
    pub target: Vec<Option<f64>>,
    pub notes: Vec<Note>,
    pub variation: Option<Variation>,
    pub assurance: Option<Assurance>,
    /// The name of the rule set that judged the points, printed on the chart: "ptd-0.2".
    pub rules: String,
    /// Whether the last group is so short that its limits are trial limits.
    pub trial: bool,
    /// Sentences to stand under the chart: "Seasonal: signals not read."
    pub remarks: Vec<String>,
}

const LIMIT: Stroke = dashed(ink::GREY, 1.5, "5 4");
const MIDDLE: Stroke = solid(ink::BLACK, 1.3);
pub(crate) const TARGET: Stroke = dashed(ink::TARGET, 1.8, "10 4");
pub(crate) const VALUES: Stroke = solid(ink::GREY, 1.4);

/// Draws the chart.
pub fn xmr(input: &Xmr, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let points = &input.points;
    let labels: Vec<&str> = points.iter().map(|point| point.label.as_str()).collect();
    let values: Vec<Option<f64>> = points.iter().map(|point| drawable(point.value)).collect();
    let centre: Vec<Option<f64>> = points.iter().map(|point| drawable(point.centre)).collect();
    let lower: Vec<Option<f64>> = points.iter().map(|point| drawable(point.lower)).collect();
    let upper: Vec<Option<f64>> = points.iter().map(|point| drawable(point.upper)).collect();
    let target: Vec<Option<f64>> =
        (0..points.len()).map(|at| drawable(input.target.get(at).copied().flatten())).collect();

    let seen = seen(input);
    let variation = input.variation.zip(seen.as_deref());
    icon::band(&mut sheet, variation, input.assurance);
    let lines = [
        (upper.as_slice(), words::upper_limit(), LIMIT),
        (&centre, middle_name(input.centre), MIDDLE),
        (&lower, words::lower_limit(), LIMIT),
        (&target, words::target(), TARGET),
    ];
    let named: Vec<End> = lines
        .iter()
        .filter_map(|(level, name, stroke)| {
            let value = level.last().copied().flatten()?;
            Some(End { words: words::named_value(name, &about.figure(value)), value, stroke: *stroke })
        })
        .collect();
    let right = if sheet.narrow() {
        0.0
    } else {
        ends_room(&sheet, &named.iter().map(|end| end.words.clone()).collect::<Vec<_>>(), 190.0)
    };
    let frame = Frame::open(
        &mut sheet,
        Room {
            unit: &about.unit,
            values: [&values, &centre, &lower, &upper, &target].into_iter().flatten().copied().flatten().collect(),
            begin: Begin::WhereItServes,
            labels: &labels,
            notes: &input.notes,
            right,
        },
    );
    let apart = |at: usize| at > 0 && points[at].group != points[at - 1].group;
    for (part, level, stroke) in
        [("upper", &upper, LIMIT), ("lower", &lower, LIMIT), ("centre", &centre, MIDDLE), ("target", &target, TARGET)]
    {
        sheet.path(part, &frame.level(level, |at| part != "target" && apart(at)), stroke);
    }
    let along = (0..points.len()).flat_map(|at| {
        let point = values[at].map(|value| frame.at(at, value));
        if apart(at) { vec![None, point] } else { vec![point] }
    });
    sheet.path("values", &trace(along.collect::<Vec<_>>()), VALUES);
    let radius = (frame.slots.each * 0.36).clamp(2.4, 4.6);
    for (at, point) in points.iter().enumerate() {
        let Some(value) = values[at] else { continue };
        let said = words::note_at(&period::long(&point.label), &said(about, point, value));
        sheet.begin(point.verdict.name(), &said);
        let radius = if point.verdict == Verdict::Common { radius } else { radius.max(3.4) };
        Mark::of(point.verdict).hollow(point.provisional).draw(&mut sheet, frame.at(at, value), radius);
        sheet.end();
    }
    if values.iter().all(Option::is_none) {
        nothing(&mut sheet, &frame);
    }
    if !sheet.narrow() {
        name_ends(&mut sheet, &frame, &named);
    }
    sheet.key(&key(input, size, &named));
    notes::list(&mut sheet, &input.notes, frame.slots, &labels);
    foot(&mut sheet, input, values.iter().flatten().count());
    sheet.finish(&about.id, &about.title, sentence(input), table(input))
}

pub(crate) fn nothing(sheet: &mut Sheet, frame: &Frame) {
    let face = sheet.face();
    let middle = (f64::midpoint(frame.plot.left, frame.plot.right), f64::midpoint(frame.plot.top, frame.plot.bottom));
    sheet.text(middle.0, middle.1, crate::sheet::Anchor::Middle, face, words::nothing());
}

/// What the variation icon shows, in words, and how long already: "lower than usual since October 2024".
fn seen(input: &Xmr) -> Option<String> {
    let (_, seen) = input.variation?.words();
    let at = input.points.iter().rposition(|point| drawable(point.value).is_some())?;
    let last = &input.points[at];
    let alike =
        |point: &&Point| drawable(point.value).is_some() && (point.verdict, point.group) == (last.verdict, last.group);
    let run = input.points[..=at].iter().rev().take_while(alike).count();
    if last.verdict == Verdict::Common {
        return Some(seen.to_owned());
    }
    Some(words::seen_since(seen, &period::long(&input.points[at + 1 - run].label), run > 1))
}

fn middle_name(centre: Centre) -> &'static str {
    match centre {
        Centre::Mean => words::mean(),
        Centre::Median => words::median(),
    }
}

fn said(about: &About, point: &Point, value: f64) -> String {
    let mut said = vec![about.figure(value)];
    if point.verdict != Verdict::Common {
        said.push(words::verdict(point.verdict).to_owned());
    }
    if point.provisional {
        said.push(words::provisional().to_owned());
    }
    said.join(", ")
}

/// The shapes that are on this chart, in the order of the convention; on a narrow sheet also the lines.
fn key(input: &Xmr, size: Size, named: &[End]) -> Vec<(Symbol, String)> {
    let mut items = Vec::new();
    let shown: Vec<&Point> = input.points.iter().filter(|point| drawable(point.value).is_some()).collect();
    let mut verdicts: Vec<Verdict> = shown.iter().map(|point| point.verdict).collect();
    verdicts.sort_unstable();
    verdicts.dedup();
    let run = input.centre == Centre::Median && verdicts == [Verdict::Common];
    for verdict in verdicts {
        let words = if run { words::value() } else { words::verdict(verdict) };
        items.push((Symbol::LineAndMark(VALUES, Mark::of(verdict)), words.to_owned()));
    }
    if shown.iter().any(|point| point.provisional) {
        items.push((Symbol::Mark(Mark::of(Verdict::Common).hollow(true)), words::provisional_key().to_owned()));
    }
    if size == Size::Narrow {
        items.extend(named.iter().map(|end| (Symbol::Line(end.stroke), end.words.clone())));
    } else {
        let any = |value: fn(&Point) -> Option<f64>| input.points.iter().any(|point| drawable(value(point)).is_some());
        if any(|point| point.centre) {
            items.push((Symbol::Line(MIDDLE), middle_name(input.centre).to_owned()));
        }
        if any(|point| point.lower) || any(|point| point.upper) {
            items.push((Symbol::Line(LIMIT), words::limits().to_owned()));
        }
        if input.target.iter().any(|target| drawable(*target).is_some()) {
            items.push((Symbol::Line(TARGET), words::target().to_owned()));
        }
    }
    items
}

fn foot(sheet: &mut Sheet, input: &Xmr, count: usize) {
    let mut said = Vec::new();
    if input.centre == Centre::Median {
        said.push(words::few_points(count));
    }
    if input.trial {
        said.push(words::trial_limits().to_owned());
    }
    said.extend(input.remarks.iter().cloned());
    if !input.rules.is_empty() {
        said.push(words::rules(&input.rules));
    }
    if !said.is_empty() {
        sheet.y += 8.0;
        let face = sheet.quiet();
        sheet.paragraph(face, &said.join(" "));
    }
}

fn sentence(input: &Xmr) -> String {
    let about = &input.about;
    let shown: Vec<&Point> = input.points.iter().filter(|point| drawable(point.value).is_some()).collect();
    let (Some(first), Some(last)) = (shown.first(), shown.last()) else {
        return words::nothing_to_show(&about.title);
    };
    let mut said = vec![words::span(&about.title, &period::long(&first.label), &period::long(&last.label))];
    said.push(words::latest(&period::long(&last.label), &about.cell(last.value), last.provisional));
    if let Some((variation, seen)) = input.variation.zip(seen(input)) {
        said.push(format!("{}.", words::icon(variation.words().0, &seen)));
    }
    if let Some(centre) = drawable(last.centre) {
        let centre = about.figure(centre);
        said.push(match input.centre {
            Centre::Median => words::median_is(&centre, shown.len()),
            Centre::Mean => {
                let limits = drawable(last.lower).zip(drawable(last.upper));
                let limits = limits.map(|(lower, upper)| (about.figure(lower), about.figure(upper)));
                words::mean_and_limits(&centre, limits.as_ref().map(|(lower, upper)| (lower.as_str(), upper.as_str())))
            }
        });
    }
    if let Some(target) = input.target.iter().take(input.points.len()).rev().find_map(|target| drawable(*target)) {
        said.push(words::target_is(&about.figure(target)));
    }
    if let Some(assurance) = input.assurance {
        let (class, seen) = assurance.words();
        said.push(format!("{}.", words::icon(class, seen)));
    }
    let count = |wanted: &[Verdict]| shown.iter().filter(|point| wanted.contains(&point.verdict)).count();
    let neutral = count(&[Verdict::NeutralHigh, Verdict::NeutralLow]);
    said.extend(words::special_points(count(&[Verdict::Improvement]), count(&[Verdict::Concern]), neutral));
    let rebases = input.points.windows(2).filter(|pair| pair[0].group != pair[1].group);
    said.extend(words::rebased(&rebases.map(|pair| period::long(&pair[1].label)).collect::<Vec<_>>()));
    let gaps = input.points.iter().map(|point| (point.label.as_str(), drawable(point.value).is_none()));
    said.extend(words::missing(&period::runs(gaps)));
    if input.trial {
        said.push(words::trial_limits().to_owned());
    }
    said.extend(input.remarks.iter().cloned());
    said.join(" ")
}

fn table(input: &Xmr) -> Table {
    let about = &input.about;
    let any = |value: fn(&Point) -> Option<f64>| input.points.iter().any(|point| drawable(value(point)).is_some());
    let limits = any(|point| point.lower) || any(|point| point.upper);
    let targets = input.target.iter().any(|target| drawable(*target).is_some());
    let mut heads = vec![words::period(), words::value()];
    if any(|point| point.centre) {
        heads.push(middle_name(input.centre));
    }
    if limits {
        heads.extend([words::lower_limit(), words::upper_limit()]);
    }
    if targets {
        heads.push(words::target());
    }
    heads.extend([words::reading(), words::remarks()]);
    let rows = input.points.iter().enumerate().map(|(at, point)| {
        let mut row = vec![period::long(&point.label), about.cell(drawable(point.value))];
        if heads.contains(&middle_name(input.centre)) {
            row.push(about.cell(drawable(point.centre)));
        }
        if limits {
            row.extend([about.cell(drawable(point.lower)), about.cell(drawable(point.upper))]);
        }
        if targets {
            row.push(about.cell(drawable(input.target.get(at).copied().flatten())));
        }
        row.push(if point.value.is_some() { words::verdict(point.verdict).to_owned() } else { String::new() });
        let mut remarks: Vec<String> =
            input.notes.iter().filter(|note| note.at == at).map(|note| note.text.clone()).collect();
        if point.provisional {
            remarks.insert(0, words::provisional().to_owned());
        }
        row.push(remarks.join("; "));
        row
    });
    let rows = rows.collect();
    Table { caption: words::numbers(&about.title), heads: heads.into_iter().map(str::to_owned).collect(), rows }
}

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::{
        NoteKind,
        checks::{about, any_about, any_count, any_name, any_values, labels, marks, sound, strokes, words as printed},
    };
    use proptest::{prelude::*, sample::select};

    /// Three years of burglaries: limits set anew after a year, a missing month, four months of improvement at the end.
    pub(crate) fn burglary() -> Xmr {
        let points = labels(36, true).into_iter().enumerate().map(|(at, label)| {
            let (centre, group) = if at < 12 { (520.0, 0) } else { (450.0, 1) };
            let value = centre + f64::from([12, -30, 25, -8, 40, -22, 5][at % 7]);
            let good = at >= 32;
            Point {
                label,
                value: (at != 20).then_some(if good { value - 90.0 } else { value }),
                centre: Some(centre),
                lower: Some(centre - 85.0),
                upper: Some(centre + 85.0),
                verdict: if good { Verdict::Improvement } else { Verdict::Common },
                provisional: at == 35,
                group,
            }
        });
        Xmr {
            about: about("Residential burglary", "burglaries"),
            points: points.collect(),
            centre: Centre::Mean,
            target: vec![Some(430.0); 36],
            notes: vec![Note { at: 12, text: "New recording system".into(), kind: NoteKind::Rebase }],
            variation: Some(Variation::ImprovementLow),
            assurance: Some(Assurance::HitOrMiss),
            rules: "ptd-0.2".into(),
            trial: false,
            remarks: vec![],
        }
    }

    #[test]
    fn limits_break_at_a_rebase_and_the_old_ones_stay() {
        let drawing = xmr(&burglary(), Size::Wide);
        assert_eq!((strokes(&drawing, "upper"), strokes(&drawing, "lower"), strokes(&drawing, "centre")), (2, 2, 2));
        assert_eq!(strokes(&drawing, "target"), 1, "a target does not end with a group");
        assert_eq!(strokes(&drawing, "rebase"), 1);
        assert!(drawing.sentence.contains("The limits were set anew from April 2019."), "{}", drawing.sentence);
    }

    #[test]
    fn a_missing_month_breaks_the_line_and_has_no_point() {
        let drawing = xmr(&burglary(), Size::Wide);
        assert_eq!(strokes(&drawing, "values"), 3, "broken at the rebase and at the gap");
        assert_eq!((marks(&drawing, "common"), marks(&drawing, "improvement")), (31, 4));
        assert!(drawing.sentence.contains("No data for December 2019."), "{}", drawing.sentence);
        assert_eq!(drawing.table.rows[20][1], "no data");
    }

    #[test]
    fn the_sentence_says_what_the_icons_say() {
        let said = xmr(&burglary(), Size::Narrow).sentence;
        for part in [
            "The latest figure, March 2021, is",
            "(provisional)",
            "Special cause: improvement, lower than usual since December 2020.",
            "hit or miss",
        ] {
            assert!(said.contains(part), "{part}: {said}");
        }
        assert_eq!(said, xmr(&burglary(), Size::Wide).sentence);
    }

    #[test]
    fn a_short_series_is_a_run_chart() {
        let mut short = burglary();
        short.points.truncate(8);
        for point in &mut short.points {
            (point.lower, point.upper) = (None, None);
        }
        short.centre = Centre::Median;
        let drawing = xmr(&short, Size::Wide);
        assert_eq!((strokes(&drawing, "upper"), strokes(&drawing, "centre")), (0, 1));
        assert!(printed(&drawing).iter().any(|line| line.contains("the line in the middle is the median")));
        sound(&drawing);
    }

    fn any_xmr() -> impl Strategy<Value = Xmr> {
        let verdicts =
            vec![Verdict::Common, Verdict::Improvement, Verdict::Concern, Verdict::NeutralHigh, Verdict::NeutralLow];
        let inner = (any_about(), any_count(), any::<bool>());
        inner.prop_flat_map(move |(about, count, months)| {
            let columns = (any_values(count), any_values(count), any_values(count), any_values(count));
            let verdicts = proptest::collection::vec((select(verdicts.clone()), any::<bool>(), 0usize..3), count);
            let notes = proptest::collection::vec((0..count + 2, any_name(), any::<bool>()), 0..8);
            let icons = (
                proptest::option::of(select(Variation::ALL.to_vec())),
                proptest::option::of(select(Assurance::ALL.to_vec())),
            );
            (columns, verdicts, notes, icons, any::<(bool, bool)>()).prop_map(
                move |((values, centre, lower, target), verdicts, notes, (variation, assurance), (trial, median))| {
                    Xmr {
                        about: about.clone(),
                        points: (0..count)
                            .map(|at| Point {
                                label: labels(count, months)[at].clone(),
                                value: values[at],
                                centre: centre[at],
                                lower: lower[at],
                                upper: lower[at].map(|lower| lower * 1.5),
                                verdict: verdicts[at].0,
                                provisional: verdicts[at].1,
                                group: verdicts[at].2,
                            })
                            .collect(),
                        centre: if median { Centre::Median } else { Centre::Mean },
                        target,
                        notes: notes
                            .into_iter()
                            .map(|(at, text, rebase)| Note {
                                at,
                                text,
                                kind: if rebase { NoteKind::Rebase } else { NoteKind::Event },
                            })
                            .collect(),
                        variation,
                        assurance,
                        rules: about.title.clone(),
                        trial,
                        remarks: vec![about.title.clone()],
                    }
                },
            )
        })
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(input in any_xmr()) {
            for size in [Size::Wide, Size::Narrow] {
                let drawing = xmr(&input, size);
                sound(&drawing);
                assert_eq!(drawing, xmr(&input, size), "the same figures give the same bytes");
            }
        }
    }
}
