//! The panel of data quality: what a load lacks, repeats, or has too little of. It judges and removes nothing.
use super::{FileRead, Kind, inspect::Found, tally::Counts};
use crate::{
    Month, forces,
    rejects::{Reason, Rejects},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// Rows below this share of the median of the months before are suspected to be a part of a submission, in per cent.
const PARTIAL: u64 = 60;
/// The months before that a volume is measured against, and the fewest of them that make a median.
const BEFORE: u32 = 12;
const FEWEST_BEFORE: usize = 2;
/// A type with fewer rows than this in its median month falls below the share by chance.
const FEWEST_OF_A_TYPE: u64 = 100;
/// A district that holds at least this share of a force's located rows is taken for one of its own, in per cent.
const OWN_DISTRICT: u64 = 1;

/// What is to be known of a load before it is believed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    /// Every force that sent any file is expected to send one for each month between the first and the last.
    pub files_expected: usize,
    pub files_received: usize,
    pub missing: Vec<Missing>,
    pub files: Vec<FileQuality>,
    pub suspected: Vec<Suspected>,
    /// How old the load is, where something says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub vintage: Option<Vintage>,
}

/// A month of a force without a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Missing {
    pub month: Month,
    pub force_slug: String,
}

/// One file: a force's month.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileQuality {
    pub name: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub month: Option<Month>,
    /// The force that most rows name.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub force: Option<String>,
    pub rows: u64,
    pub rejected: BTreeMap<Reason, u64>,
    /// Rows without a Crime ID, leaving out anti-social behaviour, which has never one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub blank_id_not_asb: Option<u64>,
    /// Crime IDs that more than one row of the file has. Street only: a crime has many outcomes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeated_ids: Option<u64>,
    /// Their rows beside the first of each. Counted like all others.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub repeated_rows: Option<u64>,
    /// Rows without an LSOA; of stop and search, without coordinates.
    pub blank_place: u64,
    /// Rows in a district that holds under 1 % of the force's located rows of the whole load. An estimate: no list of a
    /// force's districts is asked, places are moved to the nearest of a list of points, and a small district of the
    /// force's own counts as outside. Not said of forces that have no area.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub outside: Option<u64>,
    /// Rows that name a last outcome, and those whose outcome will become another. Street only.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub with_outcome: Option<u64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub open: Option<u64>,
    /// Twice the median of the rows of the force's months among the 12 before, so that it is a whole number.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub twice_median_before: Option<u64>,
    pub months_before: usize,
}

/// A volume so far under the months before that a part may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Suspected {
    pub month: Month,
    pub force: String,
    /// Nothing: all of the force's rows.
    #[serde(default, skip_serializing_if = "Option::is_none", rename = "type")]
    pub category: Option<String>,
    pub rows: u64,
    pub twice_median_before: u64,
    pub months_before: usize,
}

/// How old a load is, and who says so.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "from", rename_all = "snake_case")]
pub enum Vintage {
    /// data.police.uk calls its archives by their month: 2024-06.zip.
    ArchiveName { month: Month },
    /// The latest date of a part of the zip; whoever packed it again made it younger.
    ZipDates { date: Date },
}

/// What was found in a file, before it is compared with others.
#[derive(Debug)]
pub(super) struct Inspected {
    pub found: Found,
    pub rejects: Rejects,
    pub force: Option<String>,
}

type Volumes<'n> = BTreeMap<&'n str, BTreeMap<Month, BTreeMap<&'n str, u64>>>;

pub(super) fn judged(
    kind: Kind,
    files: &[FileRead],
    inspected: Vec<Inspected>,
    cells: &BTreeMap<(Month, u32, u32), Counts>,
    (forces, types): (&[String], &[String]),
    vintage: Option<Vintage>,
) -> Quality {
    let mut volumes: Volumes = BTreeMap::new();
    for ((month, force, category), counts) in cells {
        let of_force = volumes.entry(&forces[*force as usize]).or_default();
        *of_force.entry(*month).or_default().entry(&types[*category as usize]).or_default() += counts.n;
    }
    let own = own_districts(&inspected);
    let missing = missing(files);
    let files: Vec<FileQuality> = files
        .iter()
        .zip(inspected)
        .map(|(file, inspected)| {
            let month = file.named.as_ref().map(|named| named.month);
            let before = match (month, inspected.force.as_deref().and_then(|force| volumes.get(force))) {
                (Some(month), Some(of_force)) => volumes_before(of_force, month, total),
                _ => Vec::new(),
            };
            let outside = outside(file, &inspected, &own);
            let found = inspected.found;
            let crimes = kind == Kind::Street;
            FileQuality {
                name: file.name.clone(),
                month,
                rows: file.rows,
                rejected: inspected.rejects.by_reason,
                blank_id_not_asb: (kind != Kind::StopAndSearch).then_some(found.blank_id_of_crimes),
                repeated_ids: found.repeated.filter(|_| crimes).map(|(ids, _)| ids),
                repeated_rows: found.repeated.filter(|_| crimes).map(|(_, rows)| rows),
                blank_place: found.blank_place,
                outside: outside.filter(|_| kind != Kind::StopAndSearch),
                with_outcome: crimes.then_some(found.with_outcome),
                open: crimes.then_some(found.open),
                months_before: before.len(),
                twice_median_before: twice_median(before),
                force: inspected.force,
            }
        })
        .collect();
    Quality {
        files_expected: files.len() + missing.len(),
        files_received: files.len(),
        missing,
        files,
        suspected: suspected(&volumes),
        vintage,
    }
}

fn missing(files: &[FileRead]) -> Vec<Missing> {
    let sent: BTreeSet<(Month, &str)> = files
        .iter()
        .filter_map(|file| file.named.as_ref())
        .map(|named| (named.month, named.force_slug.as_str()))
        .collect();
    let slugs: BTreeSet<&str> = sent.iter().map(|(_, slug)| *slug).collect();
    let (Some((first, _)), Some((last, _))) = (sent.first(), sent.last()) else { return Vec::new() };
    first
        .to(*last)
        .flat_map(|month| slugs.iter().map(move |slug| (month, *slug)))
        .filter(|each| !sent.contains(each))
        .map(|(month, slug)| Missing { month, force_slug: slug.to_owned() })
        .collect()
}

fn total(types: &BTreeMap<&str, u64>) -> u64 {
    types.values().sum()
}

/// The volumes of the months before, of those that there are.
fn volumes_before<'n>(
    of_force: &BTreeMap<Month, BTreeMap<&'n str, u64>>,
    month: Month,
    volume: impl Fn(&BTreeMap<&'n str, u64>) -> u64,
) -> Vec<u64> {
    of_force.range(month.before(BEFORE)..month).map(|(_, types)| volume(types)).collect()
}

fn twice_median(mut volumes: Vec<u64>) -> Option<u64> {
    if volumes.len() < FEWEST_BEFORE {
        return None;
    }
    volumes.sort_unstable();
    let middle = volumes.len() / 2;
    let lower = if volumes.len().is_multiple_of(2) { volumes[middle - 1] } else { volumes[middle] };
    Some(lower + volumes[middle])
}

fn suspected(volumes: &Volumes) -> Vec<Suspected> {
    let mut all = Vec::new();
    for (force, of_force) in volumes {
        let types: BTreeSet<&str> = of_force.values().flat_map(|types| types.keys().copied()).collect();
        for (month, now) in of_force {
            let mut judge = |category: Option<&str>, fewest: u64| {
                // A type that a month does not have at all has no rows there.
                let volume = |types: &BTreeMap<&str, u64>| {
                    category.map_or_else(|| total(types), |category| types.get(category).copied().unwrap_or_default())
                };
                let (rows, before) = (volume(now), volumes_before(of_force, *month, volume));
                let months_before = before.len();
                if let Some(twice_median_before) = twice_median(before)
                    && twice_median_before >= 2 * fewest
                    && rows * 2 * 100 < twice_median_before * PARTIAL
                {
                    all.push(Suspected {
                        month: *month,
                        force: (*force).to_owned(),
                        category: category.map(str::to_owned),
                        rows,
                        twice_median_before,
                        months_before,
                    });
                }
            };
            judge(None, 1);
            for category in &types {
                judge(Some(category), FEWEST_OF_A_TYPE);
            }
        }
    }
    all.sort_by(|one, other| (one.month, &one.force, &one.category).cmp(&(other.month, &other.force, &other.category)));
    all
}

/// Each force's own districts, by where most of its rows lie.
fn own_districts(inspected: &[Inspected]) -> BTreeMap<String, BTreeSet<String>> {
    let mut rows: BTreeMap<&str, BTreeMap<&str, u64>> = BTreeMap::new();
    for one in inspected {
        if let (Some(force), Some(districts)) = (&one.force, &one.found.districts) {
            let of_force = rows.entry(force).or_default();
            for (district, n) in districts {
                *of_force.entry(district).or_default() += n;
            }
        }
    }
    rows.into_iter()
        .map(|(force, districts)| {
            let located: u64 = districts.values().sum();
            let own = districts.into_iter().filter(|(_, n)| n * 100 >= located * OWN_DISTRICT);
            (force.to_owned(), own.map(|(district, _)| district.to_owned()).collect())
        })
        .collect()
}

fn outside(file: &FileRead, inspected: &Inspected, own: &BTreeMap<String, BTreeSet<String>>) -> Option<u64> {
    let slug = &file.named.as_ref()?.force_slug;
    // The railways are everywhere, and Northern Ireland gives out no LSOA.
    if forces::by_slug(slug).is_some_and(|force| force.code.is_none()) {
        return None;
    }
    let own = own.get(inspected.force.as_deref()?)?;
    let districts = inspected.found.districts.as_ref()?;
    Some(districts.iter().filter(|(district, _)| !own.contains(district)).map(|(_, rows)| rows).sum())
}
