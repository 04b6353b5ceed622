//! A measure beside similar areas: twelve months of each, the pooled rate of the group, and the own place among them. The
//! comparison has a day of its own, which may lie before the own newest figure.
use super::Performance;
use crate::{
    finite::Finite,
    load::{DataSet, Load, same_place},
    measure::{Measure, Quantity, Source},
    sight::{Reach, Sight},
    span::Span,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comparison {
    pub group: Text,
    /// Where the membership stands.
    pub source: Text,
    pub since: Date,
    /// The last stretch of the window.
    pub to: Span,
    /// "crimes for each 1,000 residents, over 12 months".
    pub unit: Text,
    /// Those with whole figures, highest first.
    pub members: Vec<Member>,
    /// Those left out, since figures of the window are missing or may be partial.
    pub left_out: Vec<Text>,
    /// The sum of all divided by the sum of all.
    pub pooled: Finite,
    /// The own place, where 1 is best, or of a neutral measure the lowest; None where the own area is left out.
    pub rank: Option<usize>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    pub area: Text,
    pub value: Finite,
    pub numerator: Finite,
    pub denominator: Finite,
    pub own: bool,
}

pub(super) fn compare(sight: Sight, measure: &Measure, performance: &Performance) -> Option<Comparison> {
    let definition = measure.definition();
    let last = performance.points.last()?.span;
    let group = measure.group_on(last.ends())?;
    let numerator = &definition.numerator;
    // Counts are compared for each 1,000 residents: a larger force records more.
    let residents = Source { data: DataSet::Population, area: numerator.area.clone(), of: vec![] };
    let denominator = definition.denominator.as_ref().unwrap_or(&residents);
    let per = if definition.denominator.is_some() { definition.per } else { 1_000 };
    if !matches!(definition.quantity, Quantity::Count | Quantity::Rate | Quantity::Percentage) {
        return None;
    }
    let mut areas: Vec<Text> = group.members.clone();
    let own = same_place(numerator.area.as_str());
    if !areas.iter().any(|area| same_place(area.as_str()) == own) {
        areas.push(numerator.area.clone());
    }
    let above = Counted::of(sight, numerator);
    let below = Counted::of(sight, denominator);
    let others = areas.iter().filter(|area| same_place(area.as_str()) != own);
    let to = others.filter_map(|area| above.last(area)).max()?.min(last);
    let many = i32::try_from(definition.grain.in_a_year()).ok()?;
    let from = to.plus(1 - many)?;
    let outside = sight.reach() < Reach::Internal;
    let fewest = measure.small_numbers.filter(|_| outside).map_or(0.0, |small| f64::from(small.below));
    // What is withheld of the own area is not told by a sum over it.
    let window = performance.points.iter().filter(|point| (from..=to).contains(&point.span));
    let own_whole =
        window.clone().count() == definition.grain.in_a_year() && window.clone().all(|point| point.value.is_some());
    let mut members = vec![];
    let mut left_out = vec![];
    for area in areas {
        let is_own = same_place(area.as_str()) == own;
        let sum = above.sum(&area, from, to).filter(|sum| (!is_own || own_whole) && *sum >= fewest);
        let over = below.over(&area, from, to).filter(|over| *over > 0.0);
        let value = sum.zip(over).and_then(|(sum, over)| Finite::new(sum / over * f64::from(per)));
        match (value, sum.and_then(Finite::new), over.and_then(Finite::new)) {
            (Some(value), Some(numerator), Some(denominator)) => {
                members.push(Member { area, value, numerator, denominator, own: is_own });
            }
            _ => left_out.push(area),
        }
    }
    if members.len() < 2 {
        return None;
    }
    members.sort_by(|one, other| other.value.cmp(&one.value).then_with(|| one.area.cmp(&other.area)));
    let total = |of: fn(&Member) -> Finite| members.iter().map(|member| of(member).get()).sum::<f64>();
    let pooled = Finite::new(total(|member| member.numerator) / total(|member| member.denominator) * f64::from(per))?;
    let is_better = |one: Finite, other: Finite| match definition.better {
        crate::spc::Better::Increase => one > other,
        _ => one < other,
    };
    let rank = members
        .iter()
        .find(|member| member.own)
        .map(|own| 1 + members.iter().filter(|member| is_better(member.value, own.value)).count());
    let unit = if definition.denominator.is_some() {
        format!("{} over {} {}s", definition.unit, many, definition.grain.as_str())
    } else {
        format!("{} for each 1,000 residents over {} {}s", definition.unit, many, definition.grain.as_str())
    };
    Some(Comparison {
        group: group.name.clone(),
        source: group.source.clone(),
        since: group.from,
        to,
        unit: crate::text::text(&unit),
        members,
        left_out,
        pooled,
        rank,
    })
}

/// What the newest loads say of each area and stretch, of the series of a source.
struct Counted {
    by_area: BTreeMap<String, BTreeMap<Span, Option<f64>>>,
    residents: bool,
}

impl Counted {
    fn of(sight: Sight, source: &Source) -> Self {
        let mut by_area: BTreeMap<String, BTreeMap<Span, Option<f64>>> = BTreeMap::new();
        for kept in sight.loads_in_order(source.data) {
            let load: &Load = &kept.item;
            let folded: Vec<String> = load.areas.iter().map(|area| same_place(area.as_str())).collect();
            let wanted: BTreeSet<String> = source.of.iter().map(|name| same_place(name.as_str())).collect();
            let counts = |at: u16| {
                wanted.is_empty()
                    || load.series.get(usize::from(at)).is_some_and(|name| wanted.contains(&same_place(name.as_str())))
            };
            let mut read: BTreeMap<(u16, Span), Option<f64>> =
                load.covers.iter().map(|(span, area)| ((*area, *span), Some(0.0))).collect();
            for (span, area, _, count) in load.counts.iter().filter(|(_, _, series, _)| counts(*series)) {
                let sum = read.entry((*area, *span)).or_insert(Some(0.0));
                *sum = sum.map(|sum| sum + Finite::count(*count).get());
            }
            for stated in load.stated.iter().filter(|stated| counts(stated.series)) {
                let value = stated.value.as_ref().map(crate::expected_effect::Number::as_f64);
                read.insert((stated.area, stated.span), stated.numerator.map(|n| Finite::count(n).get()).or(value));
            }
            for quality in load.quality.iter().filter(|quality| quality.partial) {
                if let (Some(area), Some(span)) = (load.area(&quality.area), quality.span) {
                    read.insert((area, span), None);
                }
            }
            for ((area, span), value) in read {
                if let Some(area) = folded.get(usize::from(area)) {
                    by_area.entry(area.clone()).or_default().insert(span, value);
                }
            }
        }
        Self { by_area, residents: source.data == DataSet::Population }
    }

    fn series(&self, area: &Text) -> Option<&BTreeMap<Span, Option<f64>>> {
        self.by_area.get(&same_place(area.as_str()))
    }

    fn last(&self, area: &Text) -> Option<Span> {
        self.series(area)?.keys().next_back().copied()
    }

    /// None where a stretch of the window is missing or may be partial.
    fn sum(&self, area: &Text, from: Span, to: Span) -> Option<f64> {
        let series = self.series(area)?;
        (0..=to.since(from)).map(|at| *series.get(&from.plus(at)?)?).sum()
    }

    /// What the sum is divided by: residents of the newest year that begins within or before it, or a sum of its own.
    fn over(&self, area: &Text, from: Span, to: Span) -> Option<f64> {
        if !self.residents {
            return self.sum(area, from, to);
        }
        let series = self.series(area)?;
        let newest = series.iter().rev().find(|(span, _)| span.starts() <= to.ends()).or(series.iter().next());
        newest.and_then(|(_, value)| *value)
    }
}
