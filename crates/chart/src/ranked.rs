//! Own force among the most similar ones: bars in order of size, the group's figure as a line across them.
use crate::{
    About, Drawing, Size, Table, Unit, axis,
    figure::drawable,
    ink, lines,
    scale::{Begin, Scale, Ticks},
    sheet::{Anchor, Area, Fill, Sheet, Symbol, dashed, place, solid},
    words,
};
use std::fmt::Write;

/// One force.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Peer {
    pub name: String,
    /// `None` where its figures are missing or suspect; `why` says so.
    pub value: Option<f64>,
    /// Whether this is the office's own force.
    pub own: bool,
    /// Why there is no figure: "two months missing".
    pub why: Option<String>,
}

/// A group of forces.
#[derive(Clone, Debug, PartialEq)]
pub struct Ranked {
    pub about: About,
    /// The name of the group, as it stands in a sentence: "most similar group".
    pub group: String,
    pub peers: Vec<Peer>,
    /// The group's own figure (sum over sum), over those that have figures.
    pub group_value: Option<f64>,
    /// The day or period that the comparison is of, which may not be that of the force's own latest figure:
    /// "12 months to December 2024".
    pub as_at: String,
    /// Sentences to stand under the chart.
    pub remarks: Vec<String>,
}

/// Draws the bars, the largest first; those without figures stand last, with the reason.
pub fn ranked(input: &Ranked, size: Size) -> Drawing {
    let mut sheet = Sheet::new(size);
    let about = &input.about;
    let mut peers: Vec<(&Peer, Option<f64>)> = input.peers.iter().map(|peer| (peer, drawable(peer.value))).collect();
    peers.sort_by(|(_, one), (_, other)| {
        let place = |value: &Option<f64>| value.unwrap_or(f64::NEG_INFINITY);
        place(other).total_cmp(&place(one))
    });
    let group = drawable(input.group_value);
    let face = sheet.quiet().in_ink(ink::BLACK);
    let values = peers.iter().filter_map(|(_, value)| *value).chain(group);
    let ticks = Ticks::over(values, Begin::AtZero, if sheet.narrow() { 3 } else { 5 });
    axis::head(&mut sheet, &ticks, &about.unit);
    let named = if sheet.narrow() { 0.0 } else { 200.0 };
    let figures = peers.iter().filter_map(|(_, value)| *value).map(|value| face.bold().width(&about.figure(value)));
    let room = figures.fold(0.0, f64::max).min(sheet.width * 0.4) + 12.0;
    let across = Area { left: named + 4.0, right: sheet.width - room, top: sheet.y, bottom: sheet.y };
    let scale = Scale { low: ticks.low(), high: ticks.high(), from: across.left, to: across.right };
    let zero = scale.at(0.0);
    if let Some(group) = group {
        // The words of the line stand above it, ending or beginning where they have room.
        let words =
            face.cut(&words::named_value(&crate::figure::capital(&input.group), &about.figure(group)), sheet.width);
        let half = face.width(&words) / 2.0;
        let x = scale.at(group).clamp(half, sheet.width - half);
        sheet.text(x, sheet.y + face.size, Anchor::Middle, face, &words);
        sheet.y += face.line() + 6.0;
    }
    let (row, bar) = if sheet.narrow() { (40.0, 16.0) } else { (30.0, 20.0) };
    let top = sheet.y;
    let bottom = top + row * peers.len() as f64 + 4.0;
    // On a narrow sheet the names stand between the bars: upright lines pass along the bars alone.
    let spans: Vec<(f64, f64)> = if sheet.narrow() {
        (0..peers.len()).map(|at| (top + row * at as f64 + 17.0, top + row * at as f64 + 21.0 + bar)).collect()
    } else {
        vec![(top, bottom)]
    };
    for value in ticks.values() {
        let x = scale.at(value);
        let ink = if value == 0.0 { ink::BLACK } else { ink::GRID };
        for (from, to) in &spans {
            sheet.line((x, *from), (x, *to), solid(ink, 1.0));
        }
    }
    for (at, (peer, value)) in peers.iter().enumerate() {
        let from = top + row * at as f64;
        let said = if peer.own { words::own(&peer.name) } else { peer.name.clone() };
        let bold = if peer.own { face.bold() } else { face };
        let middle = if sheet.narrow() { from + 19.0 + bar / 2.0 } else { from + row / 2.0 + 2.0 };
        if sheet.narrow() {
            sheet.text(0.0, from + 13.0, Anchor::Start, bold, &bold.cut(&said, sheet.width));
        } else {
            sheet.text(named - 4.0, middle + bold.drop(), Anchor::End, bold, &bold.cut(&said, named - 6.0));
        }
        let Some(value) = value else {
            let why = peer.why.as_deref().map_or_else(|| words::no_data().to_owned(), words::no_data_because);
            let quiet = sheet.quiet();
            sheet.text(
                across.left + 4.0,
                middle + quiet.drop(),
                Anchor::Start,
                quiet,
                &quiet.cut(&why, sheet.width - across.left - 6.0),
            );
            continue;
        };
        sheet.begin(if peer.own { "own" } else { "peer" }, &words::note_at(&peer.name, &about.figure(*value)));
        let area = Area::between((zero, middle - bar / 2.0), (scale.at(*value), middle + bar / 2.0));
        let (fill, rim) = if peer.own { (ink::OWN, ink::OWN) } else { (ink::OTHER, ink::GREY) };
        sheet.area(area, Fill::Plain(fill), Some(solid(rim, 1.2)));
        let figure = about.figure(*value);
        let mut x = area.right + 6.0;
        // Clear of the group's line, where the figure would lie on it.
        if let Some(line) = group.map(|group| scale.at(group))
            && (x - 5.0..=x + bold.width(&figure) + 5.0).contains(&line)
            && line + 7.0 + bold.width(&figure) <= sheet.width
        {
            x = x.max(line + 7.0);
        }
        sheet.text(x, middle + bold.drop(), Anchor::Start, bold, &bold.cut(&figure, sheet.width - x - 1.0));
        sheet.end();
    }
    if let Some(group) = group {
        let mut path = String::new();
        for (from, to) in &spans {
            let _ = write!(path, "M{} {}V{}", place(scale.at(group)), place(from - 2.0), place(*to));
        }
        sheet.path("halo", &path, solid(ink::PAPER, 4.0));
        sheet.path("group", &path, dashed(ink::BLACK, 2.0, "6 3"));
    }
    foot(&mut sheet, &ticks, &scale, &about.unit, bottom);
    let mut key = vec![];
    if peers.iter().any(|(peer, value)| peer.own && value.is_some()) {
        key.push((Symbol::Surface(Fill::Plain(ink::OWN), ink::OWN), words::own_force().to_owned()));
    }
    if peers.iter().any(|(peer, value)| !peer.own && value.is_some()) {
        key.push((Symbol::Surface(Fill::Plain(ink::OTHER), ink::GREY), words::other_forces().to_owned()));
    }
    if group.is_some() {
        key.push((Symbol::Line(dashed(ink::BLACK, 2.0, "6 3")), crate::figure::capital(&input.group)));
    }
    sheet.key(&key);
    let with = peers.iter().filter(|(_, value)| value.is_some()).count();
    let mut remarks = vec![words::forces(with, peers.len(), &input.as_at)];
    remarks.extend(input.remarks.iter().cloned());
    lines::remarks(&mut sheet, &remarks);

    let own = peers.iter().position(|(peer, value)| peer.own && value.is_some());
    let sentence = match own {
        _ if with == 0 => words::nothing_to_show(&about.title),
        Some(at) => {
            let (peer, value) = &peers[at];
            // Those that are equal share the higher place.
            let place = peers.iter().take_while(|(_, other)| other > value).count() + 1;
            words::ranked_said(&about.title, &peer.name, &about.cell(*value), place, with)
        }
        None => words::ranked_without(&about.title, with),
    };
    let mut said = vec![sentence];
    said.extend(group.map(|group| words::group_is(&input.group, &about.figure(group))));
    said.extend(remarks);
    let rows = peers.iter().map(|(peer, value)| {
        let value = value.map(|value| about.figure(value));
        let why = || peer.why.as_deref().map_or_else(|| words::no_data().to_owned(), words::no_data_because);
        vec![if peer.own { words::own(&peer.name) } else { peer.name.clone() }, value.unwrap_or_else(why)]
    });
    let rows = rows.chain(group.map(|group| vec![crate::figure::capital(&input.group), about.figure(group)]));
    let table = Table {
        caption: words::numbers_as_at(&about.title, &input.as_at),
        heads: vec![words::force().to_owned(), words::value().to_owned()],
        rows: rows.collect(),
    };
    sheet.finish(&about.id, &about.title, said.join(" "), table)
}

/// The numbers along the foot of lying bars. Leaves the sheet's `y` below them.
pub(crate) fn foot(sheet: &mut Sheet, ticks: &Ticks, scale: &Scale, unit: &Unit, bottom: f64) {
    let face = sheet.quiet();
    let mut free = f64::NEG_INFINITY;
    for value in ticks.values() {
        let label = ticks.label(value, *unit == Unit::Percent);
        let half = face.width(&label) / 2.0;
        let x = scale.at(value).clamp(half, (sheet.width - half).max(half));
        if x - half >= free {
            sheet.text(x, bottom + 4.0 + face.size, Anchor::Middle, face, &label);
            free = x + half + 6.0;
        }
    }
    sheet.y = bottom + 4.0 + face.line() + 2.0;
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::checks::{any_about, any_name, any_values, marks, sound, strokes, words as printed};
    use proptest::prelude::*;

    fn group() -> Ranked {
        let peer = |name: &str, value: Option<f64>| Peer { name: name.into(), value, ..Peer::default() };
        let mut peers = vec![
            peer("Northshire", Some(5.1)),
            peer("Fenshire", Some(5.9)),
            peer("Westmarch", Some(7.2)),
            peer("Dalesland", None),
        ];
        peers[1].own = true;
        peers[3].why = Some("two months missing".into());
        Ranked {
            about: About {
                id: "r".into(),
                title: "Burglary rate".into(),
                unit: Unit::Rate { of: "burglaries".into(), per: 1000, whom: "households".into() },
                places: 1,
            },
            group: "most similar group".into(),
            peers,
            group_value: Some(6.0),
            as_at: "12 months to December 2024".into(),
            remarks: vec![],
        }
    }

    #[test]
    fn own_force_is_marked_and_a_force_without_figures_is_not_counted() {
        let drawing = ranked(&group(), Size::Wide);
        assert_eq!((marks(&drawing, "own"), marks(&drawing, "peer"), strokes(&drawing, "group")), (1, 2, 1));
        let said = printed(&drawing);
        assert!(said.contains(&"no data: two months missing".to_owned()), "{said:?}");
        assert!(said.iter().any(|line| line.contains("3 of 4 forces") && line.contains("12 months to December 2024")));
        assert!(
            drawing.sentence.starts_with("Burglary rate: Fenshire has 5.9, 2nd highest of 3."),
            "{}",
            drawing.sentence
        );
        assert_eq!(drawing.table.rows[0][0], "Westmarch");
    }

    proptest! {
        #![proptest_config(crate::checks::often())]

        #[test]
        fn whatever_the_figures_words_have_their_room(
            (about, values, names, own, group_value, name) in (0usize..15).prop_flat_map(|count| {
                (any_about(), any_values(count), proptest::collection::vec(any_name(), count), 0usize..15, any::<Option<f64>>(), any_name())
            })
        ) {
            let peers = values.into_iter().zip(names).enumerate();
            let peers = peers.map(|(at, (value, name))| Peer { why: Some(name.clone()), name, value, own: at == own }).collect();
            let input = Ranked { about, group: name.clone(), peers, group_value, as_at: name, remarks: vec![] };
            sound(&ranked(&input, Size::Wide));
            sound(&ranked(&input, Size::Narrow));
        }
    }
}
