//! The figures of a measure out of the loads: for each stretch what the first load said and what the last says.
use super::{Point, Provenance};
use crate::{
    finite::Finite,
    load::{DataSet, Load, OUTCOMES_MATURE_AFTER, Status, same_place},
    measure::{Definition, Measure, Quantity, SmallNumbers, Source},
    office::Kept,
    sight::Sight,
    span::{Grain, Span},
};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

pub(super) struct Observed {
    pub points: Vec<Point>,
    pub provenance: Vec<Provenance>,
}

/// What one load says of one stretch.
#[derive(Clone, Copy, Debug, Default)]
struct Reading {
    value: Option<f64>,
    numerator: Option<f64>,
    denominator: Option<f64>,
    n: Option<u32>,
    between: Option<(f64, f64)>,
    status: Status,
    parts: Option<(u8, u8)>,
}

/// The first reading of a stretch and the last.
#[derive(Clone, Copy, Debug)]
struct Editions {
    first: Reading,
    last: Reading,
}

type Series = BTreeMap<Span, Editions>;

pub(super) fn observe(sight: Sight, measure: &Measure, small: Option<SmallNumbers>) -> Observed {
    let mut used = BTreeSet::new();
    let mut all: BTreeMap<Span, (usize, Editions)> = BTreeMap::new();
    for (at, definition) in measure.definitions.iter().enumerate() {
        let figures = figures(sight, definition, &mut used);
        let own = figures.into_iter().filter(|(span, _)| measure.definition_at(*span) == at);
        all.extend(own.map(|(span, editions)| (span, (at, editions))));
    }
    let points = match (all.first_key_value(), all.last_key_value()) {
        (Some((first, _)), Some((last, _))) => {
            let many = last.since(*first);
            (0..=many).filter_map(|at| first.plus(at)).map(|span| point(span, all.get(&span), measure, small)).collect()
        }
        _ => vec![],
    };
    let mut provenance: Vec<&Kept<Load>> = sight.every_load().filter(|kept| used.contains(&kept.id.uuid())).collect();
    provenance.sort_by_key(|kept| std::cmp::Reverse((kept.item.downloaded, kept.seq)));
    let provenance = provenance.into_iter().map(|kept| Provenance {
        load: kept.reference().clone(),
        data: kept.item.data_set,
        file: kept.item.file.clone(),
        sha256: kept.item.sha256.clone(),
        downloaded: kept.item.downloaded,
        licence: kept.item.licence.clone(),
        rows: kept.item.rows,
        rejected: kept.item.rejected,
    });
    Observed { points, provenance: provenance.collect() }
}

fn point(span: Span, found: Option<&(usize, Editions)>, measure: &Measure, small: Option<SmallNumbers>) -> Point {
    let (at, editions) = match found {
        Some((at, editions)) => (*at, Some(*editions)),
        None => (measure.definition_at(span), None),
    };
    let definition = &measure.definitions[at];
    let missing = Reading { status: Status::Missing, ..Reading::default() };
    let mut last = editions.map_or(missing, |editions| editions.last);
    let mut first = editions.map(|editions| editions.first);
    if let Some(small) = small {
        // Of a stretch with a small number in any edition, no edition is shown: the one would tell of the other.
        if [Some(last), first].into_iter().flatten().any(|reading| is_small(&reading, small)) {
            last = Reading { status: Status::Suppressed, ..Reading::default() };
            first = None;
        } else {
            last = coarse(last, definition, small);
            first = first.map(|first| coarse(first, definition, small));
        }
    }
    let status = match last.value {
        None if last.status != Status::Suppressed => Status::Missing,
        _ => last.status,
    };
    let value = last.value.and_then(Finite::new);
    let first_published =
        first.and_then(|first| first.value).and_then(Finite::new).filter(|first| Some(*first) != value);
    Point {
        span,
        value,
        numerator: last.numerator.and_then(Finite::new),
        denominator: last.denominator.and_then(Finite::new),
        n: last.n,
        between: last.between.and_then(|(low, high)| Some((Finite::new(low)?, Finite::new(high)?))),
        status,
        first_published,
        parts: last.parts,
        definition: at,
        judged: None,
        year_on_year: None,
        rolling: None,
        rolling_change: None,
        to_date: None,
        target: None,
    }
}

/// Whether a reading tells of few persons: a count of them, or a part of the whole, or those who answered.
fn is_small(reading: &Reading, small: SmallNumbers) -> bool {
    let few = |number: f64| number > 0.0 && number < f64::from(small.below);
    let rest = reading.numerator.zip(reading.denominator).map(|(part, whole)| whole - part);
    reading.numerator.is_some_and(few)
        || reading.denominator.is_some_and(few)
        // Of a part, what is left of the whole tells as much.
        || rest.filter(|rest| *rest >= 0.0).is_some_and(few)
        || reading.n.is_some_and(|n| few(f64::from(n)))
}

fn coarse(reading: Reading, definition: &Definition, small: SmallNumbers) -> Reading {
    if small.round_to <= 1 || reading.numerator.is_none() {
        return reading;
    }
    let step = f64::from(small.round_to);
    let to_step = |number: f64| (number / step).abs().round() * step * number.signum();
    let numerator = reading.numerator.map(to_step);
    let denominator = match definition.denominator.as_ref().map(|source| source.data) {
        // How many live in an area tells of nobody.
        Some(DataSet::Population) => reading.denominator,
        _ => reading.denominator.map(to_step),
    };
    Reading { value: ratio(numerator, denominator, definition), numerator, denominator, ..reading }
}

/// The value that numerator and denominator come to. None where there is nothing to divide by: never nought, never endless.
fn ratio(numerator: Option<f64>, denominator: Option<f64>, definition: &Definition) -> Option<f64> {
    let numerator = numerator?;
    if definition.quantity == Quantity::Count {
        return Some(numerator);
    }
    let denominator = denominator.filter(|denominator| *denominator != 0.0)?;
    Some(numerator / denominator * f64::from(definition.per))
}

/// What a definition's source comes to in each stretch of its grain.
fn figures(sight: Sight, definition: &Definition, used: &mut BTreeSet<Uuid>) -> Series {
    let numerators = series(sight, &definition.numerator, used);
    let denominators = definition.denominator.as_ref().map(|source| series(sight, source, used));
    let mut joined = Series::new();
    for (span, editions) in numerators {
        let with = |reading: Reading, below: Option<Reading>| {
            if denominators.is_none() {
                return reading;
            }
            let denominator = below.and_then(|below| below.numerator.or(below.value));
            let numerator = reading.numerator.or(reading.value);
            Reading { numerator, denominator, value: None, ..reading }
        };
        let residents = definition.denominator.as_ref().is_some_and(|source| source.data == DataSet::Population);
        let below = denominators.as_ref().and_then(|series| at_or_before(series, span, residents));
        let first = with(editions.first, below.map(|below| below.first));
        let last = with(editions.last, below.map(|below| below.last));
        joined.insert(span, Editions { first, last });
    }
    let rolled = if joined.keys().next().is_some_and(|span| span.grain() != definition.grain) {
        roll_up(&joined, definition)
    } else {
        joined
    };
    let valued = |reading: Reading| {
        let computed = ratio(reading.numerator, reading.denominator, definition);
        Reading {
            value: if definition.denominator.is_some() { computed } else { reading.value.or(computed) },
            ..reading
        }
    };
    rolled
        .into_iter()
        .map(|(span, editions)| (span, Editions { first: valued(editions.first), last: valued(editions.last) }))
        .collect()
}

/// The figure of the stretch itself; of residents the newest that begins before it ends, else the oldest.
fn at_or_before(series: &Series, span: Span, residents: bool) -> Option<Editions> {
    if !residents {
        return series.get(&span).copied();
    }
    let before = series.iter().rev().find(|(other, _)| other.starts() <= span.ends());
    before.or(series.iter().next()).map(|(_, editions)| *editions)
}

/// What every load says of a source, oldest first: by the day of download, then by entry.
fn series(sight: Sight, source: &Source, used: &mut BTreeSet<Uuid>) -> Series {
    let mut all = Series::new();
    let area = same_place(source.area.as_str());
    for kept in sight.loads_in_order(source.data) {
        let load = &kept.item;
        let position = |names: &[crate::text::Text], wanted: &str| {
            let found = names.iter().position(|name| same_place(name.as_str()) == wanted);
            found.and_then(|at| u16::try_from(at).ok())
        };
        let Some(area) = position(&load.areas, &area) else { continue };
        let of: Vec<u16> =
            source.of.iter().filter_map(|name| position(&load.series, &same_place(name.as_str()))).collect();
        let read = if load.stated.is_empty() {
            counted(load, area, (!source.of.is_empty()).then_some(&of))
        } else {
            stated(load, area, &of, source.of.is_empty())
        };
        for (span, reading) in read {
            used.insert(kept.id.uuid());
            all.entry(span)
                .and_modify(|editions: &mut Editions| editions.last = reading)
                .or_insert(Editions { first: reading, last: reading });
        }
    }
    all
}

fn counted(load: &Load, area: u16, of: Option<&Vec<u16>>) -> BTreeMap<Span, Reading> {
    let mut sums: BTreeMap<Span, i64> =
        load.covers.iter().filter(|(_, at)| *at == area).map(|(span, _)| (*span, 0)).collect();
    for (span, at, series, count) in &load.counts {
        if *at == area && of.is_none_or(|of| of.contains(series)) {
            *sums.entry(*span).or_default() += count;
        }
    }
    let partial: BTreeSet<Span> = load
        .quality
        .iter()
        .filter(|quality| quality.partial && load.area(&quality.area) == Some(area))
        .filter_map(|quality| quality.span)
        .collect();
    let downloaded = Span::of(load.downloaded, Grain::Month);
    let is_young = |span: Span| {
        load.data_set == DataSet::PoliceUkOutcomes
            && downloaded.is_some_and(|day| day.grain() == span.grain() && day.since(span) <= OUTCOMES_MATURE_AFTER)
    };
    let reading = |(span, count): (Span, i64)| {
        let count = Finite::count(count).get();
        let status = if partial.contains(&span) {
            Status::Partial
        } else if is_young(span) {
            Status::Provisional
        } else {
            Status::Final
        };
        (span, Reading { value: Some(count), numerator: Some(count), status, ..Reading::default() })
    };
    sums.into_iter().map(reading).collect()
}

fn stated(load: &Load, area: u16, of: &[u16], all: bool) -> BTreeMap<Span, Reading> {
    let mut read = BTreeMap::new();
    for stated in load.stated.iter().filter(|stated| stated.area == area && (all || of.contains(&stated.series))) {
        let number = |count: i64| Finite::count(count).get();
        let reading = Reading {
            value: stated.value.as_ref().map(crate::expected_effect::Number::as_f64),
            numerator: stated.numerator.map(number),
            denominator: stated.denominator.map(number),
            n: stated.n,
            between: stated.between.as_ref().map(|(low, high)| (low.as_f64(), high.as_f64())),
            status: stated.status,
            parts: None,
        };
        // A count is stated as its value.
        let counts = reading.numerator.is_none() && reading.denominator.is_none() && stated.n.is_none();
        let numerator = reading.numerator.or(reading.value.filter(|_| counts));
        read.insert(stated.span, Reading { numerator, ..reading });
    }
    read
}

/// Months to quarters and years: sums, and for ratios sums divided by sums. Where a part is missing, so is the whole.
fn roll_up(months: &Series, definition: &Definition) -> Series {
    let mut parts: BTreeMap<Span, Vec<(Span, Editions)>> = BTreeMap::new();
    for (span, editions) in months {
        if let Some(whole) = Span::of(span.starts(), definition.grain) {
            parts.entry(whole).or_default().push((*span, *editions));
        }
    }
    let many = |span: Span| {
        let per = match span.grain() {
            Grain::Month => 12,
            Grain::Quarter => 4,
            Grain::Year => 1,
        };
        per / definition.grain.in_a_year()
    };
    parts
        .into_iter()
        .map(|(whole, parts)| {
            let wanted = parts.first().map_or(1, |(span, _)| many(*span));
            let joined = |edition: fn(&Editions) -> Reading| {
                let read: Vec<Reading> = parts.iter().map(|(_, editions)| edition(editions)).collect();
                joined(&read, wanted, definition)
            };
            (whole, Editions { first: joined(|editions| editions.first), last: joined(|editions| editions.last) })
        })
        .collect()
}

fn joined(parts: &[Reading], wanted: usize, definition: &Definition) -> Reading {
    let sum = |of: fn(&Reading) -> Option<f64>| {
        let all: Vec<f64> = parts.iter().filter_map(of).collect();
        (all.len() == wanted).then(|| all.iter().sum::<f64>())
    };
    let count = |many: usize| u8::try_from(many).unwrap_or(u8::MAX);
    let there = parts.iter().filter(|part| part.value.is_some() || part.numerator.is_some()).count();
    let whole = there == wanted;
    let worst = parts.iter().map(|part| part.status).find(|status| *status != Status::Final).unwrap_or_default();
    let numerator = sum(|part| part.numerator);
    let denominator = match definition.denominator.as_ref().map(|source| source.data) {
        // The residents of a quarter are those of its months, not three times as many.
        Some(DataSet::Population) => parts.last().and_then(|part| part.denominator),
        _ => sum(|part| part.denominator),
    };
    Reading {
        value: match definition.quantity {
            Quantity::Count => numerator,
            // Neither a mean nor an index is made of months without their weights.
            _ => None,
        }
        .filter(|_| whole),
        numerator: numerator.filter(|_| whole),
        denominator: denominator.filter(|_| whole),
        n: None,
        between: None,
        status: if whole { worst } else { Status::Missing },
        parts: (!whole).then(|| (count(there), count(wanted))),
    }
}
