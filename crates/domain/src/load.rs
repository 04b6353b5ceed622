//! A load: what was read of one file of figures, in counts and stated values, with where it came from and how good it
//! is. It is one change on the record and never edited; a later download of the same months is another load, so that what
//! was published and what is known now can be told apart. Rows about people never enter the record.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    expected_effect::Number,
    id::Id,
    office::{Kept, Kind, Noun, Office},
    period::london_day,
    rating_rules::day,
    span::Span,
    text::{Text, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// What a file's figures are of. What may be compared and added is of one data set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DataSet {
    /// Crimes and anti-social behaviour by month recorded, from data.police.uk.
    PoliceUkStreet,
    /// Outcomes by the month of the outcome, from data.police.uk.
    PoliceUkOutcomes,
    /// Stops and searches by month, from data.police.uk.
    PoliceUkStopAndSearch,
    /// Police recorded crime by police force area and quarter, from the Home Office.
    HomeOfficeRecordedCrime,
    /// Residents by police force area.
    Population,
    /// The office's or a partner's own figures.
    Figures,
}

impl DataSet {
    pub const ALL: [Self; 6] = [
        Self::PoliceUkStreet,
        Self::PoliceUkOutcomes,
        Self::PoliceUkStopAndSearch,
        Self::HomeOfficeRecordedCrime,
        Self::Population,
        Self::Figures,
    ];

    /// As it stands in files of measures and on the command line.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::PoliceUkStreet => "police-uk street",
            Self::PoliceUkOutcomes => "police-uk outcomes",
            Self::PoliceUkStopAndSearch => "police-uk stop-and-search",
            Self::HomeOfficeRecordedCrime => "home-office recorded crime",
            Self::Population => "population",
            Self::Figures => "figures",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|set| set.as_str() == word.trim())
    }

    /// As people know it.
    pub fn named(self) -> &'static str {
        match self {
            Self::PoliceUkStreet => "data.police.uk: crimes and anti-social behaviour",
            Self::PoliceUkOutcomes => "data.police.uk: outcomes",
            Self::PoliceUkStopAndSearch => "data.police.uk: stop and search",
            Self::HomeOfficeRecordedCrime => "Home Office: police recorded crime by force area",
            Self::Population => "residents by police force area",
            Self::Figures => "figures of the office or a partner",
        }
    }
}

/// The months after the month of an outcome in which it may still change: until then it is provisional.
pub const OUTCOMES_MATURE_AFTER: i32 = 6;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Load {
    pub data_set: DataSet,
    /// The name of the file.
    pub file: Text,
    /// Of the file as it was read.
    pub sha256: Text,
    /// In bytes.
    pub size: u64,
    /// When it was downloaded or received: what is known now is what was downloaded last.
    pub downloaded: Date,
    /// "Contains public sector information licensed under the Open Government Licence v3.0."
    pub licence: Text,
    pub rows: u64,
    pub rejected: u64,
    /// How many for each reason.
    pub reasons: Vec<(Text, u64)>,
    /// Some of them, with their places.
    pub examples: Vec<Reject>,
    /// Names that figures below stand for by their number.
    pub areas: Vec<Text>,
    pub series: Vec<Text>,
    /// The stretches and areas for which the file says all that there is: what is not counted in them is nought.
    pub covers: Vec<(Span, u16)>,
    /// Stretch, area, series and how many. Corrections that were booked later may be below nought.
    pub counts: Vec<(Span, u16, u16, i64)>,
    pub stated: Vec<Stated>,
    pub quality: Vec<Quality>,
    /// What else was noticed, in sentences: names that are no force, types that no file had before.
    #[serde(default)]
    pub remarks: Vec<Text>,
    /// Of figures about people: when they are to be disposed of, and the smallest number that may be shown.
    pub disposal: Option<Date>,
    pub smallest: Option<u32>,
}

/// A row that could not be read.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reject {
    pub file: Text,
    pub line: u64,
    pub reason: Text,
}

/// A value as a file states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Stated {
    pub span: Span,
    pub area: u16,
    pub series: u16,
    /// None: missing or suppressed at its source.
    pub value: Option<Number>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub numerator: Option<i64>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<i64>,
    /// How many answered, of a survey.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub n: Option<u32>,
    /// Of a survey: between which two the true value lies, at 95 %.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<(Number, Number)>,
    #[serde(default)]
    pub status: Status,
}

/// How firm a figure is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Status {
    #[default]
    Final,
    /// It may still change.
    Provisional,
    /// Far fewer rows came than usual, so that a part may be missing.
    Partial,
    Estimated,
    Missing,
    Suppressed,
}

impl Status {
    pub const ALL: [Self; 6] =
        [Self::Final, Self::Provisional, Self::Partial, Self::Estimated, Self::Missing, Self::Suppressed];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Final => "final",
            Self::Provisional => "provisional",
            Self::Partial => "partial",
            Self::Estimated => "estimated",
            Self::Missing => "missing",
            Self::Suppressed => "suppressed",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.as_str() == word.trim().to_lowercase())
    }
}

/// What was looked at in the rows of one stretch and area.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Quality {
    pub span: Option<Span>,
    pub area: Text,
    pub rows: u64,
    pub rejected: u64,
    /// Rows without a Crime ID that are not anti-social behaviour.
    pub blank_crime_id: u64,
    /// Rows whose Crime ID stands in the stretch already. They are counted, and reported.
    pub duplicate_crime_id: u64,
    pub blank_lsoa: u64,
    /// Crimes whose last outcome is open.
    pub open: u64,
    /// The median of the rows of the twelve stretches before, where there are any.
    pub usual: Option<u64>,
    /// Fewer than 60 % of it.
    pub partial: bool,
}

impl Noun for Load {
    const KIND: Kind = Kind::Load;
    const SHAPE: i64 = 1;
}

impl Load {
    /// The number of an area by its name.
    pub fn area(&self, name: &Text) -> Option<u16> {
        position(&self.areas, name)
    }

    pub fn series(&self, name: &Text) -> Option<u16> {
        position(&self.series, name)
    }

    /// Every stretch that it says something of.
    pub fn spans(&self) -> BTreeSet<Span> {
        let covered = self.covers.iter().map(|(span, _)| *span);
        covered.chain(self.stated.iter().map(|stated| stated.span)).collect()
    }

    /// "January 2024 to March 2024", or the one.
    pub fn reach_in_words(&self) -> String {
        let spans = self.spans();
        match (spans.first(), spans.last()) {
            (Some(first), Some(last)) if first == last => first.in_words(),
            (Some(first), Some(last)) => format!("{} to {}", first.in_words(), last.in_words()),
            _ => "no stretch of time".to_owned(),
        }
    }

    /// Whether another says exactly the same of the same file.
    fn repeats(&self, other: &Self) -> bool {
        let undated = |load: &Self| Self {
            downloaded: Date::ZERO,
            file: Text::default(),
            // They name the file, whatever it was called.
            examples: vec![],
            ..load.clone()
        };
        self.sha256 == other.sha256 && undated(self) == undated(other)
    }
}

fn position(names: &[Text], name: &Text) -> Option<u16> {
    let wanted = same_place(name.as_str());
    names.iter().position(|known| same_place(known.as_str()) == wanted).and_then(|at| u16::try_from(at).ok())
}

/// A name with what its spellings differ in set aside: case, "&" and "and".
pub fn same_place(name: &str) -> String {
    crate::text::fold(&name.replace('&', " and "))
}

/// Puts what was read of a file on the record.
#[derive(Clone, Debug)]
pub struct AddLoad {
    pub load: Load,
}

/// Takes a load back that should not have been made: its figures are as if it had not been, and the record shows both.
#[derive(Clone, Debug)]
pub struct TakeBackLoad {
    pub load: Id<Load>,
}

/// The most figures of one load: the 36-month archive of every force by crime type has about 23,000.
const MOST: usize = 200_000;

impl AddLoad {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let load = &self.load;
        if load.counts.len() + load.stated.len() > MOST {
            return Err(Refusal::because(format!(
                "{} holds more than {MOST} figures after counting; load it in parts, by year or by force",
                load.file
            )));
        }
        let spans = load.spans();
        let Some(last) = spans.last() else {
            return Err(Refusal::because(format!(
                "{} holds no figure that could be taken, so nothing is loaded",
                load.file
            )));
        };
        let today = london_day(ask.now);
        if last.starts() > today {
            return Err(Refusal::because(format!(
                "{} holds figures for {}, which is still to come; look at its dates",
                load.file,
                last.in_words()
            )));
        }
        if load.downloaded > today {
            return Err(Refusal::because(format!(
                "{} is said to have been downloaded on {}, which is still to come",
                load.file,
                day(load.downloaded)
            )));
        }
        if load.licence.on_one_line().is_empty() {
            return Err(Refusal::because(format!("under which licence {} is used is missing; state it", load.file)));
        }
        let numbers = |area: u16, series: Option<u16>| {
            usize::from(area) < load.areas.len() && series.is_none_or(|at| usize::from(at) < load.series.len())
        };
        let whole = load.covers.iter().all(|(_, area)| numbers(*area, None))
            && load.counts.iter().all(|(_, area, series, _)| numbers(*area, Some(*series)))
            && load.stated.iter().all(|stated| numbers(stated.area, Some(stated.series)));
        if !whole {
            return Err(Refusal::because(format!("{} was read with a name missing; load it again", load.file)));
        }
        if let Some(kept) = office.loads.values().find(|kept| kept.item.repeats(load)) {
            return Ok(Decision { drafts: vec![], answer: Answer::Item(kept.id.uuid()) });
        }
        let number = office.loads.size() + office.aside.loads.size() + 1;
        // Its figures are shown through measures, each of which says for whom it is.
        let envelope = Envelope::internal(text(&format!("load {number}")));
        let id = chance.id(ask.now);
        Ok(Decision { drafts: vec![Draft::new(Act::Added, id, &envelope, load, ask)], answer: Answer::Item(id) })
    }
}

impl TakeBackLoad {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office
            .loads
            .get(&self.load.uuid())
            .ok_or_else(|| Refusal::because("there is no such load; look at the list of loads again"))?;
        if ask.given_reason().is_none() {
            return Err(Refusal::because("taking a load back needs a reason, which the office reads; give one"));
        }
        let id = kept.id.uuid();
        let draft = Draft::new(Act::Withdrawn, id, &kept.envelope, &kept.item, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl Office {
    /// In the order in which they became known: by the day of download, then by entry.
    pub(crate) fn loads_in_order(&self, data_set: DataSet) -> Vec<&Kept<Load>> {
        let all = self.loads.values().map(AsRef::as_ref);
        let mut loads: Vec<&Kept<Load>> = all.filter(|kept| kept.item.data_set == data_set).collect();
        loads.sort_by_key(|kept| (kept.item.downloaded, kept.seq));
        loads
    }
}

/// What a load would change of what is known now: counted by stretch and area, and each figure that differs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Difference {
    pub new: usize,
    pub same: usize,
    pub changed: Vec<Changed>,
    /// Stretches of an area that were known and of which this load says nothing, though they lie within it.
    pub absent: Vec<(Span, Text)>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Changed {
    pub span: Span,
    pub area: Text,
    pub series: Text,
    pub was: String,
    pub is: String,
}

/// A figure's place: stretch, area and series by their folded names.
type Place = (Span, String, String);

fn places(load: &Load) -> BTreeMap<Place, (Text, Text, String)> {
    let (area, series) =
        (|at: u16| load.areas[usize::from(at)].clone(), |at: u16| load.series[usize::from(at)].clone());
    let place = |span: Span, at: u16, of: u16| (span, same_place(area(at).as_str()), same_place(series(of).as_str()));
    let counted = load
        .counts
        .iter()
        .map(|&(span, at, of, count)| (place(span, at, of), (area(at), series(of), count.to_string())));
    let stated = load.stated.iter().map(|stated| {
        let value = stated.value.as_ref().map_or_else(|| stated.status.as_str().to_owned(), ToString::to_string);
        (place(stated.span, stated.area, stated.series), (area(stated.area), series(stated.series), value))
    });
    counted.chain(stated).collect()
}

impl Office {
    /// What a load would change of what the loads before it say.
    pub(crate) fn difference(&self, load: &Load) -> Difference {
        let mut known = BTreeMap::new();
        let mut covered: BTreeMap<(Span, String), Text> = BTreeMap::new();
        for before in self.loads_in_order(load.data_set) {
            if before.item.repeats(load) {
                break;
            }
            // A load says all of what it covers, so what an earlier one counted there is gone.
            for (span, at) in &before.item.covers {
                let area = &before.item.areas[usize::from(*at)];
                let folded = same_place(area.as_str());
                let gone: Vec<Place> = known
                    .range((*span, folded.clone(), String::new())..)
                    .map(|(place, _): (&Place, &(Text, Text, String))| place.clone())
                    .take_while(|(at, place, _)| at == span && *place == folded)
                    .collect();
                for place in gone {
                    known.remove(&place);
                }
                covered.insert((*span, folded), area.clone());
            }
            known.extend(places(&before.item));
        }
        let mut difference = Difference::default();
        let own = places(load);
        for (place, (area, series, is)) in &own {
            match known.get(place) {
                None => difference.new += 1,
                Some((_, _, was)) if was == is => difference.same += 1,
                Some((_, _, was)) => difference.changed.push(Changed {
                    span: place.0,
                    area: area.clone(),
                    series: series.clone(),
                    was: was.clone(),
                    is: is.clone(),
                }),
            }
        }
        let covers: BTreeSet<(Span, String)> =
            load.covers.iter().map(|(span, at)| (*span, same_place(load.areas[usize::from(*at)].as_str()))).collect();
        let areas: BTreeSet<&String> = covers.iter().map(|(_, area)| area).collect();
        if let (Some((first, _)), Some((last, _))) = (covers.first(), covers.last()) {
            for ((span, folded), area) in covered.range((*first, String::new())..) {
                if span <= last && areas.contains(folded) && !covers.contains(&(*span, folded.clone())) {
                    difference.absent.push((*span, area.clone()));
                }
            }
        }
        difference
    }
}
