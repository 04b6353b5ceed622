//! The police forces by every name that their files give them: the 43 of England and Wales, the British Transport
//! Police and the Police Service of Northern Ireland.
//!
//! Slugs and names: data.police.uk (Open Government Licence v3.0). Codes: ONS, police force areas (same licence).
//! Residents: Office for National Statistics, Census 2011, usual residents by police force area (same licence).

use std::{collections::HashMap, sync::LazyLock};

/// One force.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Force {
    /// In the archive's file names.
    pub slug: &'static str,
    /// What Milepost calls it.
    pub name: &'static str,
    /// The ONS code of its area; the two forces without one keep no area of England and Wales.
    pub code: Option<&'static str>,
    /// "Reported by" in the archive's rows.
    pub published_as: &'static str,
    /// Other spellings, in the tables of the Home Office and elsewhere.
    pub also: &'static [&'static str],
    /// Usual residents in the census of 2011: what populations are checked against, and nothing is worked out from.
    pub residents_2011: Option<u32>,
}

/// In the order of their slugs.
pub const FORCES: [Force; 45] = [
    Force {
        slug: "avon-and-somerset",
        name: "Avon and Somerset",
        code: Some("E23000036"),
        published_as: "Avon and Somerset Constabulary",
        also: &[],
        residents_2011: Some(1_599_555),
    },
    Force {
        slug: "bedfordshire",
        name: "Bedfordshire",
        code: Some("E23000026"),
        published_as: "Bedfordshire Police",
        also: &[],
        residents_2011: Some(615_061),
    },
    Force {
        slug: "btp",
        name: "British Transport Police",
        code: None,
        published_as: "British Transport Police",
        also: &["BTP"],
        residents_2011: None,
    },
    Force {
        slug: "cambridgeshire",
        name: "Cambridgeshire",
        code: Some("E23000023"),
        published_as: "Cambridgeshire Constabulary",
        also: &[],
        residents_2011: Some(804_841),
    },
    Force {
        slug: "cheshire",
        name: "Cheshire",
        code: Some("E23000006"),
        published_as: "Cheshire Constabulary",
        also: &[],
        residents_2011: Some(1_027_709),
    },
    Force {
        slug: "city-of-london",
        name: "City of London",
        code: Some("E23000034"),
        published_as: "City of London Police",
        also: &["London, City of"],
        residents_2011: Some(7_375),
    },
    Force {
        slug: "cleveland",
        name: "Cleveland",
        code: Some("E23000013"),
        published_as: "Cleveland Police",
        also: &[],
        residents_2011: Some(557_227),
    },
    Force {
        slug: "cumbria",
        name: "Cumbria",
        code: Some("E23000002"),
        published_as: "Cumbria Constabulary",
        also: &[],
        residents_2011: Some(499_858),
    },
    Force {
        slug: "derbyshire",
        name: "Derbyshire",
        code: Some("E23000018"),
        published_as: "Derbyshire Constabulary",
        also: &[],
        residents_2011: Some(1_018_438),
    },
    Force {
        slug: "devon-and-cornwall",
        name: "Devon and Cornwall",
        code: Some("E23000035"),
        published_as: "Devon & Cornwall Police",
        also: &[],
        residents_2011: Some(1_668_218),
    },
    Force {
        slug: "dorset",
        name: "Dorset",
        code: Some("E23000039"),
        published_as: "Dorset Police",
        also: &[],
        residents_2011: Some(744_041),
    },
    Force {
        slug: "durham",
        name: "Durham",
        code: Some("E23000008"),
        published_as: "Durham Constabulary",
        also: &[],
        residents_2011: Some(618_806),
    },
    Force {
        slug: "dyfed-powys",
        name: "Dyfed-Powys",
        code: Some("W15000004"),
        published_as: "Dyfed-Powys Police",
        also: &[],
        residents_2011: Some(515_114),
    },
    Force {
        slug: "essex",
        name: "Essex",
        code: Some("E23000028"),
        published_as: "Essex Police",
        also: &[],
        residents_2011: Some(1_724_950),
    },
    Force {
        slug: "gloucestershire",
        name: "Gloucestershire",
        code: Some("E23000037"),
        published_as: "Gloucestershire Constabulary",
        also: &[],
        residents_2011: Some(596_984),
    },
    Force {
        slug: "greater-manchester",
        name: "Greater Manchester",
        code: Some("E23000005"),
        published_as: "Greater Manchester Police",
        also: &[],
        residents_2011: Some(2_682_528),
    },
    Force {
        slug: "gwent",
        name: "Gwent",
        code: Some("W15000002"),
        published_as: "Gwent Police",
        also: &[],
        residents_2011: Some(576_754),
    },
    Force {
        slug: "hampshire",
        name: "Hampshire",
        code: Some("E23000030"),
        published_as: "Hampshire Constabulary",
        also: &["Hampshire and Isle of Wight", "Hampshire & Isle of Wight Constabulary"],
        residents_2011: Some(1_897_991),
    },
    Force {
        slug: "hertfordshire",
        name: "Hertfordshire",
        code: Some("E23000027"),
        published_as: "Hertfordshire Constabulary",
        also: &[],
        residents_2011: Some(1_116_062),
    },
    Force {
        slug: "humberside",
        name: "Humberside",
        code: Some("E23000012"),
        published_as: "Humberside Police",
        also: &[],
        residents_2011: Some(917_647),
    },
    Force {
        slug: "kent",
        name: "Kent",
        code: Some("E23000032"),
        published_as: "Kent Police",
        also: &[],
        residents_2011: Some(1_727_665),
    },
    Force {
        slug: "lancashire",
        name: "Lancashire",
        code: Some("E23000003"),
        published_as: "Lancashire Constabulary",
        also: &[],
        residents_2011: Some(1_460_893),
    },
    Force {
        slug: "leicestershire",
        name: "Leicestershire",
        code: Some("E23000021"),
        published_as: "Leicestershire Police",
        also: &[],
        residents_2011: Some(1_017_697),
    },
    Force {
        slug: "lincolnshire",
        name: "Lincolnshire",
        code: Some("E23000020"),
        published_as: "Lincolnshire Police",
        also: &[],
        residents_2011: Some(713_653),
    },
    Force {
        slug: "merseyside",
        name: "Merseyside",
        code: Some("E23000004"),
        published_as: "Merseyside Police",
        also: &[],
        residents_2011: Some(1_381_189),
    },
    Force {
        slug: "metropolitan",
        name: "Metropolitan Police",
        code: Some("E23000001"),
        published_as: "Metropolitan Police Service",
        also: &["Metropolitan"],
        residents_2011: Some(8_166_566),
    },
    Force {
        slug: "norfolk",
        name: "Norfolk",
        code: Some("E23000024"),
        published_as: "Norfolk Constabulary",
        also: &[],
        residents_2011: Some(857_888),
    },
    Force {
        slug: "north-wales",
        name: "North Wales",
        code: Some("W15000001"),
        published_as: "North Wales Police",
        also: &[],
        residents_2011: Some(687_937),
    },
    Force {
        slug: "north-yorkshire",
        name: "North Yorkshire",
        code: Some("E23000009"),
        published_as: "North Yorkshire Police",
        also: &[],
        residents_2011: Some(796_427),
    },
    Force {
        slug: "northamptonshire",
        name: "Northamptonshire",
        code: Some("E23000022"),
        published_as: "Northamptonshire Police",
        also: &[],
        residents_2011: Some(691_952),
    },
    Force {
        slug: "northern-ireland",
        name: "Northern Ireland",
        code: None,
        published_as: "Police Service of Northern Ireland",
        also: &["PSNI"],
        residents_2011: None,
    },
    Force {
        slug: "northumbria",
        name: "Northumbria",
        code: Some("E23000007"),
        published_as: "Northumbria Police",
        also: &[],
        residents_2011: Some(1_420_853),
    },
    Force {
        slug: "nottinghamshire",
        name: "Nottinghamshire",
        code: Some("E23000019"),
        published_as: "Nottinghamshire Police",
        also: &[],
        residents_2011: Some(1_091_482),
    },
    Force {
        slug: "south-wales",
        name: "South Wales",
        code: Some("W15000003"),
        published_as: "South Wales Police",
        also: &[],
        residents_2011: Some(1_283_651),
    },
    Force {
        slug: "south-yorkshire",
        name: "South Yorkshire",
        code: Some("E23000011"),
        published_as: "South Yorkshire Police",
        also: &[],
        residents_2011: Some(1_343_601),
    },
    Force {
        slug: "staffordshire",
        name: "Staffordshire",
        code: Some("E23000015"),
        published_as: "Staffordshire Police",
        also: &[],
        residents_2011: Some(1_097_497),
    },
    Force {
        slug: "suffolk",
        name: "Suffolk",
        code: Some("E23000025"),
        published_as: "Suffolk Constabulary",
        also: &[],
        residents_2011: Some(728_163),
    },
    Force {
        slug: "surrey",
        name: "Surrey",
        code: Some("E23000031"),
        published_as: "Surrey Police",
        also: &[],
        residents_2011: Some(1_132_390),
    },
    Force {
        slug: "sussex",
        name: "Sussex",
        code: Some("E23000033"),
        published_as: "Sussex Police",
        also: &[],
        residents_2011: Some(1_606_932),
    },
    Force {
        slug: "thames-valley",
        name: "Thames Valley",
        code: Some("E23000029"),
        published_as: "Thames Valley Police",
        also: &[],
        residents_2011: Some(2_269_772),
    },
    Force {
        slug: "warwickshire",
        name: "Warwickshire",
        code: Some("E23000017"),
        published_as: "Warwickshire Police",
        also: &[],
        residents_2011: Some(545_474),
    },
    Force {
        slug: "west-mercia",
        name: "West Mercia",
        code: Some("E23000016"),
        published_as: "West Mercia Police",
        also: &[],
        residents_2011: Some(1_222_416),
    },
    Force {
        slug: "west-midlands",
        name: "West Midlands",
        code: Some("E23000014"),
        published_as: "West Midlands Police",
        also: &[],
        residents_2011: Some(2_736_460),
    },
    Force {
        slug: "west-yorkshire",
        name: "West Yorkshire",
        code: Some("E23000010"),
        published_as: "West Yorkshire Police",
        also: &[],
        residents_2011: Some(2_226_058),
    },
    Force {
        slug: "wiltshire",
        name: "Wiltshire",
        code: Some("E23000038"),
        published_as: "Wiltshire Police",
        also: &[],
        residents_2011: Some(680_137),
    },
];

/// A name that stands for no force. In words it names the force whose name is nearest, and is never taken for it.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("“{name}” is no police force that is known here; the nearest is “{}”", self.nearest().name)]
pub struct UnknownForce {
    pub name: String,
}

impl UnknownForce {
    /// Compares it with every spelling: some thousand times the work of finding one that is known.
    pub fn nearest(&self) -> &'static Force {
        let asked = alike(&self.name);
        FORCES
            .iter()
            .min_by_key(|force| spellings(force).map(|spelling| steps(&alike(spelling), &asked)).min())
            .unwrap_or(&FORCES[0])
    }
}

pub fn by_slug(slug: &str) -> Option<&'static Force> {
    FORCES.iter().find(|force| force.slug == slug)
}

pub fn by_code(code: &str) -> Option<&'static Force> {
    FORCES.iter().find(|force| force.code == Some(code))
}

/// The force of a name, by exact spelling once both are made alike: letters in lower case, "&" is "and", whatever is
/// no letter or digit is one space. A slug is such a spelling, too.
pub fn by_name(name: &str) -> Result<&'static Force, UnknownForce> {
    static BY_SPELLING: LazyLock<HashMap<String, &'static Force>> = LazyLock::new(|| {
        FORCES.iter().flat_map(|force| spellings(force).map(move |spelling| (alike(spelling), force))).collect()
    });
    BY_SPELLING.get(&alike(name)).copied().ok_or_else(|| UnknownForce { name: crate::refused::shown(name) })
}

fn spellings(force: &'static Force) -> impl Iterator<Item = &'static str> {
    [force.slug, force.name, force.published_as].into_iter().chain(force.also.iter().copied())
}

fn alike(name: &str) -> String {
    let letters = name.to_lowercase().replace('&', " and ");
    letters.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// How many letters must be put in, left out or changed to make one word of the other. Long names are cut: nothing
/// that is nearest is that far.
fn steps(one: &str, other: &str) -> usize {
    const MOST: usize = 64;
    let other: Vec<char> = other.chars().take(MOST).collect();
    let mut row: Vec<usize> = (0..=other.len()).collect();
    for (at, letter) in one.chars().take(MOST).enumerate() {
        let mut before = row[0];
        row[0] = at + 1;
        for (column, there) in other.iter().enumerate() {
            let changed = before + usize::from(letter != *there);
            before = row[column + 1];
            row[column + 1] = changed.min(before + 1).min(row[column] + 1);
        }
    }
    row[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::BTreeSet;

    #[test]
    fn every_spelling_leads_to_one_force_and_to_no_other() {
        let mut seen = BTreeSet::new();
        let mut spelt = 0;
        for force in &FORCES {
            let own: BTreeSet<String> = spellings(force).map(alike).collect();
            for spelling in own {
                assert_eq!(by_name(&spelling).map(|found| found.slug), Ok(force.slug), "{spelling}");
                assert!(seen.insert(spelling.clone()), "{spelling} is spelt twice");
                spelt += 1;
            }
        }
        println!("{spelt} spellings of {} forces", FORCES.len());
        assert!(spelt >= 90, "only {spelt} spellings");
        assert_eq!(FORCES.iter().filter(|force| force.code.is_some()).count(), 43);
        let residents: u32 = FORCES.iter().filter_map(|force| force.residents_2011).sum();
        assert_eq!(residents, 56_075_912, "the census of England and Wales");
    }

    #[test]
    fn the_home_office_and_the_census_spell_as_they_do() {
        for (spelt, slug) in [
            ("London, City of", "city-of-london"),
            ("City of London", "city-of-london"),
            ("Devon & Cornwall", "devon-and-cornwall"),
            ("Devon and Cornwall", "devon-and-cornwall"),
            ("Avon & Somerset", "avon-and-somerset"),
            ("Metropolitan", "metropolitan"),
            ("Metropolitan Police", "metropolitan"),
            ("DYFED POWYS", "dyfed-powys"),
            ("Police Service of Northern Ireland", "northern-ireland"),
        ] {
            assert_eq!(by_name(spelt).map(|force| force.slug), Ok(slug), "{spelt}");
        }
    }

    #[test]
    fn a_name_that_is_no_force_names_the_nearest_and_is_never_taken_for_it() {
        let unknown = by_name("Cambrigeshire").unwrap_err();
        assert_eq!(
            unknown.to_string(),
            "“Cambrigeshire” is no police force that is known here; the nearest is “Cambridgeshire”"
        );
        for name in ["", "Action Fraud", "CIFAS", "West", "Yorkshire", "London"] {
            assert!(by_name(name).is_err(), "{name}");
        }
        assert!(by_name(&"x".repeat(1_000_000)).is_err());
    }
}
