//! What a data set counts of an area by type and month, as the newest loads say it: beside the measures, since a total that
//! moves asks for which of its parts moved. Of public data sets alone, whose counts anybody may have already.
use crate::{
    load::{DataSet, OUTCOMES_MATURE_AFTER, same_place},
    sight::Sight,
    span::{Grain, Span},
    text::Text,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Breakdown {
    pub data: DataSet,
    pub area: Text,
    /// Every stretch from the first to the last.
    pub spans: Vec<Span>,
    /// The types by name, largest of the last year first, each with a count for each stretch; None where no file came.
    pub parts: Vec<(Text, Vec<Option<i64>>)>,
    /// The newest download among them.
    pub downloaded: Date,
}

impl Breakdown {
    /// Whether a stretch is so young that its outcomes still change.
    pub fn is_immature(&self, span: Span) -> bool {
        let known = Span::of(self.downloaded, Grain::Month);
        self.data == DataSet::PoliceUkOutcomes
            && known.is_some_and(|known| known.grain() == span.grain() && known.since(span) <= OUTCOMES_MATURE_AFTER)
    }

    /// The sum of a part over so many stretches that end before `end`; None where one is missing.
    pub fn over(&self, part: usize, end: usize, many: usize) -> Option<i64> {
        let counts = &self.parts.get(part)?.1;
        counts.get(end.checked_sub(many)?..end)?.iter().copied().sum()
    }
}

impl Sight<'_> {
    /// The counts of an area by type. None where nothing of it is loaded, and of figures that are not public by themselves.
    pub fn breakdown(&self, data: DataSet, area: &Text) -> Option<Breakdown> {
        if matches!(data, DataSet::Figures | DataSet::Population) {
            return None;
        }
        let mut counted: BTreeMap<Span, BTreeMap<Text, i64>> = BTreeMap::new();
        let mut downloaded = None;
        for kept in self.loads_in_order(data) {
            let load = &kept.item;
            let Some(own) = load.area(area) else { continue };
            let covered = load.covers.iter().filter(|(_, at)| *at == own);
            // A later load says all of what it covers.
            counted.extend(covered.map(|(span, _)| (*span, BTreeMap::new())));
            for (span, at, series, count) in &load.counts {
                if let (true, Some(name)) = (*at == own, load.series.get(usize::from(*series))) {
                    *counted.entry(*span).or_default().entry(name.clone()).or_default() += count;
                }
            }
            downloaded = Some(load.downloaded);
        }
        let (first, last) = (*counted.keys().next()?, *counted.keys().next_back()?);
        let spans: Vec<Span> = (0..=last.since(first)).filter_map(|at| first.plus(at)).collect();
        let names: BTreeSet<&Text> = counted.values().flat_map(BTreeMap::keys).collect();
        let mut parts: Vec<(Text, Vec<Option<i64>>)> = names
            .into_iter()
            .map(|name| {
                let count = |span: &Span| Some(counted.get(span)?.get(name).copied().unwrap_or(0));
                (name.clone(), spans.iter().map(count).collect())
            })
            .collect();
        let year = last.grain().in_a_year();
        let weight = |counts: &[Option<i64>]| counts.iter().rev().take(year).flatten().sum::<i64>();
        parts.sort_by(|(one, counts), (other, others)| {
            weight(others).cmp(&weight(counts)).then_with(|| one.as_str().cmp(other.as_str()))
        });
        Some(Breakdown { data, area: area.clone(), spans, parts, downloaded: downloaded? })
    }

    /// Every public data set and area of which a measure that is seen here is made, once.
    pub fn breakdowns(&self) -> Vec<Breakdown> {
        let mut seen = BTreeSet::new();
        let measures = self.measures().into_iter().filter(|kept| kept.item.ended.is_none());
        let sources = measures.map(|kept| &kept.item.definition().numerator);
        sources
            .filter(|source| seen.insert((source.data, same_place(source.area.as_str()))))
            .filter_map(|source| self.breakdown(source.data, &source.area))
            .collect()
    }
}
