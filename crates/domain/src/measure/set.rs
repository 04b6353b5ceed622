//! A set of measures as a file: TOML that a person reads, edits, keeps and hands to another office. Read and written by
//! the same words, so that what is written out can be taken in again.
use super::{
    Aim, Baseline, Control, DefineMeasures, Definition, ExpectedRange, Group, Measure, Note, NoteKind, Quantity,
    Season, SmallNumbers, Source, Target, Tolerance,
};
use crate::{
    envelope::{Envelope, Marking, Visibility},
    expected_effect::Number,
    id::Id,
    load::DataSet,
    office::Kept,
    post::Post,
    sight::Sight,
    span::{Grain, Span},
    spc::{Better, Screening},
    text::{Text, fold},
};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};

/// The file: `[[measure]]` for each.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct MeasureSet {
    /// What the set is called and where it comes from: "National Crime and Policing Measures".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    #[serde(default)]
    pub measure: Vec<StatedMeasure>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedMeasure {
    pub code: Text,
    pub title: Text,
    pub describes: Text,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub matters: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub national: Option<Text>,
    /// The statements of outcomes of any plan.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<Text>,
    /// Names of posts.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub owner: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub analyst: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    pub review: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    pub ended: Option<Date>,
    /// "public", "panel", "internal"; or "exempt" with ground and review.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ground: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "day")]
    pub ground_review: Option<Date>,
    /// "none", "own month", "year before", "not read".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub season: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limits: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base_points: Option<usize>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub screening: Option<bool>,
    /// The definition, and each that followed it.
    pub definition: Vec<StatedDefinition>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub target: Vec<StatedTarget>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub baseline: Option<StatedBaseline>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub range: Option<StatedRange>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub group: Vec<StatedGroup>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub small_numbers: Option<StatedSmall>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub note: Vec<StatedNote>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedDefinition {
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub from: Option<Span>,
    pub words: Text,
    pub quantity: Quantity,
    pub unit: Text,
    #[serde(default)]
    pub places: u8,
    #[serde(default = "month")]
    pub grain: Grain,
    pub better: Better,
    pub numerator: StatedSource,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub denominator: Option<StatedSource>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub per: Option<u32>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub comparable: Option<bool>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub why: Option<Text>,
}

fn month() -> Grain {
    Grain::Month
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedSource {
    pub data: Text,
    pub area: Text,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub of: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedTarget {
    pub from: Span,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub to: Option<Span>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub value: Option<Amount>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub trajectory: Vec<(Span, Amount)>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub percent_of_baseline: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub between: Option<(Amount, Amount)>,
    /// "5%" or "10".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tolerance: Option<Amount>,
    pub source: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedBaseline {
    pub from: Span,
    pub to: Span,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedRange {
    pub low: Amount,
    pub high: Amount,
    pub source: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedGroup {
    pub name: Text,
    #[serde(deserialize_with = "a_day")]
    pub from: Date,
    pub members: Vec<Text>,
    pub source: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedSmall {
    pub below: u32,
    #[serde(default = "one")]
    pub round_to: u32,
}

fn one() -> u32 {
    1
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct StatedNote {
    pub kind: NoteKind,
    pub from: Span,
    pub words: Text,
    #[serde(deserialize_with = "a_day")]
    pub noted: Date,
}

/// A number as a person writes it: 12, 0.5, "1,250", "5%".
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Amount(String);

impl<'de> Deserialize<'de> for Amount {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Written {
            Whole(i64),
            Decimal(f64),
            Words(String),
        }
        Ok(Self(match Written::deserialize(deserializer)? {
            Written::Whole(number) => number.to_string(),
            Written::Decimal(number) => number.to_string(),
            Written::Words(words) => words,
        }))
    }
}

impl Amount {
    fn number(&self) -> Result<Number, String> {
        Number::parse(&self.0)
    }

    fn of(number: &Number) -> Self {
        Self(number.to_string())
    }
}

pub(crate) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    a_day(from).map(Some)
}

/// A date as TOML's own, or between quotation marks.
pub(crate) fn a_day<'de, D: Deserializer<'de>>(from: D) -> Result<Date, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Written {
        Own(toml::value::Datetime),
        Quoted(String),
    }
    let stated = match Written::deserialize(from)? {
        Written::Own(own) => own.to_string(),
        Written::Quoted(words) => words,
    };
    stated.parse().map_err(|_| serde::de::Error::custom(format!("“{stated}” is not a date; write it as 2026-11-22")))
}

/// What became of each measure of a set.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Fate {
    Created,
    Changed,
    Unchanged,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MeasureFate {
    pub code: Text,
    pub title: Text,
    pub fate: Fate,
}

/// Longer sets are refused.
const LONGEST: usize = 2 * 1024 * 1024;

impl MeasureSet {
    /// Reads a set; the error says where.
    pub fn parse(words: &str) -> Result<Self, String> {
        if words.len() > LONGEST {
            return Err("the set is longer than 2 MiB; take it in parts".to_owned());
        }
        let set: Self = toml::from_str(words).map_err(|error| {
            let line = error.span().map_or(1, |span| words[..span.start.min(words.len())].lines().count().max(1));
            format!("the set cannot be read, near line {line}: {}", error.message())
        })?;
        if set.measure.is_empty() {
            return Err("the set holds no measure; begin each with [[measure]]".to_owned());
        }
        Ok(set)
    }

    /// The set as a command, its outcomes and posts found in the office.
    pub fn define(&self, sight: &Sight) -> Result<DefineMeasures, String> {
        let measures = self.measure.iter().map(|stated| {
            stated.measure(sight).map_err(|why| format!("{}: {why}. Nothing of the set was taken", stated.code))
        });
        Ok(DefineMeasures { measures: measures.collect::<Result<_, String>>()? })
    }

    /// What would become of each.
    pub fn fates(define: &DefineMeasures, sight: &Sight) -> Vec<MeasureFate> {
        let fate = |(envelope, measure): &(Envelope, Measure)| {
            let fate = match sight.measure_coded(envelope.reference.as_str()) {
                None => Fate::Created,
                Some(kept) => {
                    let lands =
                        Measure { notes: measure.notes.clone(), rebases: kept.item.rebases.clone(), ..measure.clone() };
                    let known = lands.notes.iter().all(|note| kept.item.notes.contains(note));
                    let same = Measure { notes: kept.item.notes.clone(), ..lands } == kept.item;
                    if same && known && *envelope == kept.envelope { Fate::Unchanged } else { Fate::Changed }
                }
            };
            MeasureFate { code: envelope.reference.clone(), title: measure.title.clone(), fate }
        };
        define.measures.iter().map(fate).collect()
    }

    /// The measures of an office as a set.
    pub fn of(sight: &Sight) -> Self {
        let stated = |kept: &Kept<Measure>| StatedMeasure::of(kept, sight);
        Self { name: None, measure: sight.measures().into_iter().map(stated).collect() }
    }

    /// As a file.
    ///
    /// # Panics
    /// When a set cannot be written as TOML, which the types rule out.
    pub fn write(&self) -> String {
        toml::to_string_pretty(self).expect("a set is TOML")
    }
}

impl StatedMeasure {
    fn measure(&self, sight: &Sight) -> Result<(Envelope, Measure), String> {
        let code = self.code.on_one_line();
        let many = code.as_str().chars().count();
        let plain = code.as_str().chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
        if many == 0 || many > 20 || !plain {
            return Err("its code is 1 to 20 letters, digits, dots and dashes, as M4 or VS-1.2".to_owned());
        }
        let visibility = match self.visibility.as_ref().map(Text::folded).as_deref() {
            None | Some("public") => Visibility::Public,
            Some("panel") => Visibility::Panel,
            Some("internal") => Visibility::Internal,
            Some("exempt") => {
                let ground = self.ground.clone().ok_or("what is exempt needs its ground; give ground = \"...\"")?;
                let review = self.ground_review.ok_or("what is exempt needs a review date; give ground_review")?;
                Visibility::Exempt { ground, review }
            }
            Some(other) => {
                return Err(format!("“{other}” says not who may see it; write public, panel, internal or exempt"));
            }
        };
        let season = match self.season.as_ref().map(Text::folded).as_deref() {
            None | Some("none") => Season::None,
            Some("own month") => Season::OwnMonth,
            Some("year before") => Season::YearBefore,
            Some("not read") => Season::NotRead,
            Some(other) => {
                return Err(format!("“{other}” is no season; write none, own month, year before or not read"));
            }
        };
        let measure = Measure {
            title: self.title.on_one_line(),
            describes: self.describes.clone(),
            matters: self.matters.clone(),
            outcomes: self
                .outcomes
                .iter()
                .map(|words| tied(words, &outcomes(sight), "outcome"))
                .collect::<Result<_, _>>()?,
            objectives: self
                .objectives
                .iter()
                .map(|words| tied(words, &objectives(sight), "objective"))
                .collect::<Result<_, _>>()?,
            national: self.national.clone(),
            definitions: self.definition.iter().map(StatedDefinition::definition).collect::<Result<_, _>>()?,
            targets: self.target.iter().map(StatedTarget::target).collect::<Result<_, _>>()?,
            baseline: self.baseline.as_ref().map(|stated| Baseline { from: stated.from, to: stated.to }),
            range: self.range.as_ref().map(StatedRange::range).transpose()?,
            groups: self.group.iter().map(StatedGroup::group).collect(),
            season,
            control: Control {
                limits: self.limits.unwrap_or(true),
                base_points: self.base_points,
                screening: if self.screening.unwrap_or(true) { Screening::On } else { Screening::Off },
            },
            small_numbers: self
                .small_numbers
                .as_ref()
                .map(|small| SmallNumbers { below: small.below, round_to: small.round_to }),
            notes: self.note.iter().map(StatedNote::note).collect(),
            rebases: vec![],
            owner: self.owner.as_ref().map(|name| post(name, sight)).transpose()?,
            analyst: self.analyst.as_ref().map(|name| post(name, sight)).transpose()?,
            review: self.review,
            ended: self.ended,
        };
        if measure.definitions.is_empty() {
            return Err("it has no definition; add [[measure.definition]]".to_owned());
        }
        Ok((Envelope { reference: code, visibility, marking: Marking::Official }, measure))
    }

    fn of(kept: &Kept<Measure>, sight: &Sight) -> Self {
        let measure = &kept.item;
        let (visibility, ground, ground_review) = match &kept.envelope.visibility {
            Visibility::Public => ("public", None, None),
            Visibility::Panel => ("panel", None, None),
            Visibility::Internal => ("internal", None, None),
            Visibility::Exempt { ground, review } => ("exempt", Some(ground.clone()), Some(*review)),
        };
        let season = match measure.season {
            Season::None => None,
            Season::OwnMonth => Some("own month"),
            Season::YearBefore => Some("year before"),
            Season::NotRead => Some("not read"),
        };
        let word = |word: &str| crate::text::text(word);
        let post = |id: Option<Id<Post>>| Some(sight.post(id?)?.item.name.clone());
        let statement = |id: &Id<_>| Some(sight.outcome(*id)?.item.statement.clone());
        let objective = |id: &Id<_>| Some(sight.objective(*id)?.item.statement.clone());
        Self {
            code: kept.reference().clone(),
            title: measure.title.clone(),
            describes: measure.describes.clone(),
            matters: measure.matters.clone(),
            national: measure.national.clone(),
            outcomes: measure.outcomes.iter().filter_map(statement).collect(),
            objectives: measure.objectives.iter().filter_map(objective).collect(),
            owner: post(measure.owner),
            analyst: post(measure.analyst),
            review: measure.review,
            ended: measure.ended,
            visibility: Some(word(visibility)),
            ground,
            ground_review,
            season: season.map(word),
            limits: (!measure.control.limits).then_some(false),
            base_points: measure.control.base_points,
            screening: (measure.control.screening == Screening::Off).then_some(false),
            definition: measure.definitions.iter().map(StatedDefinition::of).collect(),
            target: measure.targets.iter().map(StatedTarget::of).collect(),
            baseline: measure.baseline.as_ref().map(|kept| StatedBaseline { from: kept.from, to: kept.to }),
            range: measure.range.as_ref().map(StatedRange::of),
            group: measure.groups.iter().map(StatedGroup::of).collect(),
            small_numbers: measure.small_numbers.map(|kept| StatedSmall { below: kept.below, round_to: kept.round_to }),
            note: measure.notes.iter().map(StatedNote::of).collect(),
        }
    }
}

impl StatedDefinition {
    fn definition(&self) -> Result<Definition, String> {
        let per = self.per.unwrap_or(if self.quantity == Quantity::Percentage { 100 } else { 1 });
        Ok(Definition {
            from: self.from,
            words: self.words.clone(),
            quantity: self.quantity,
            unit: self.unit.on_one_line(),
            places: self.places,
            grain: self.grain,
            better: self.better,
            numerator: self.numerator.source()?,
            denominator: self.denominator.as_ref().map(StatedSource::source).transpose()?,
            per,
            comparable: self.comparable.unwrap_or(true),
            why: self.why.clone(),
        })
    }

    fn of(kept: &Definition) -> Self {
        Self {
            from: kept.from,
            words: kept.words.clone(),
            quantity: kept.quantity,
            unit: kept.unit.clone(),
            places: kept.places,
            grain: kept.grain,
            better: kept.better,
            numerator: StatedSource::of(&kept.numerator),
            denominator: kept.denominator.as_ref().map(StatedSource::of),
            per: Some(kept.per),
            comparable: (!kept.comparable).then_some(false),
            why: kept.why.clone(),
        }
    }
}

impl StatedSource {
    fn source(&self) -> Result<Source, String> {
        let data = DataSet::parse(self.data.as_str()).ok_or_else(|| {
            let known: Vec<&str> = DataSet::ALL.iter().map(|set| set.as_str()).collect();
            format!("there is no data set “{}”; there are: {}", self.data, known.join(", "))
        })?;
        Ok(Source { data, area: self.area.on_one_line(), of: self.of.clone() })
    }

    fn of(kept: &Source) -> Self {
        Self { data: crate::text::text(kept.data.as_str()), area: kept.area.clone(), of: kept.of.clone() }
    }
}

impl StatedTarget {
    fn target(&self) -> Result<Target, String> {
        let number = |amount: &Amount| amount.number();
        let aims = [
            self.value.is_some(),
            !self.trajectory.is_empty(),
            self.percent_of_baseline.is_some(),
            self.between.is_some(),
        ];
        if aims.into_iter().filter(|aim| *aim).count() != 1 {
            return Err("a target is one of: value, trajectory, percent_of_baseline, between".to_owned());
        }
        let aim = if let Some(value) = &self.value {
            Aim::Fixed(number(value)?)
        } else if let Some(percent) = &self.percent_of_baseline {
            Aim::OfBaseline(number(percent)?)
        } else if let Some((low, high)) = &self.between {
            Aim::Between(number(low)?, number(high)?)
        } else {
            let steps = self.trajectory.iter().map(|(span, amount)| Ok((*span, number(amount)?)));
            Aim::Trajectory(steps.collect::<Result<_, String>>()?)
        };
        let tolerance = self.tolerance.as_ref().map(|amount| match amount.0.trim().strip_suffix('%') {
            Some(percent) => Number::parse(percent).map(Tolerance::Percent),
            None => amount.number().map(Tolerance::Absolute),
        });
        Ok(Target { from: self.from, to: self.to, aim, tolerance: tolerance.transpose()?, source: self.source.clone() })
    }

    fn of(kept: &Target) -> Self {
        let mut stated = Self {
            from: kept.from,
            to: kept.to,
            value: None,
            trajectory: vec![],
            percent_of_baseline: None,
            between: None,
            tolerance: kept.tolerance.as_ref().map(|tolerance| match tolerance {
                Tolerance::Absolute(number) => Amount::of(number),
                Tolerance::Percent(number) => Amount(format!("{number}%")),
            }),
            source: kept.source.clone(),
        };
        match &kept.aim {
            Aim::Fixed(number) => stated.value = Some(Amount::of(number)),
            Aim::Trajectory(steps) => {
                stated.trajectory = steps.iter().map(|(span, number)| (*span, Amount::of(number))).collect();
            }
            Aim::OfBaseline(number) => stated.percent_of_baseline = Some(Amount::of(number)),
            Aim::Between(low, high) => stated.between = Some((Amount::of(low), Amount::of(high))),
        }
        stated
    }
}

impl StatedRange {
    fn range(&self) -> Result<ExpectedRange, String> {
        Ok(ExpectedRange { low: self.low.number()?, high: self.high.number()?, source: self.source.clone() })
    }

    fn of(kept: &ExpectedRange) -> Self {
        Self { low: Amount::of(&kept.low), high: Amount::of(&kept.high), source: kept.source.clone() }
    }
}

impl StatedGroup {
    fn group(&self) -> Group {
        let Self { name, from, members, source } = self.clone();
        Group { name, from, members, source }
    }

    fn of(kept: &Group) -> Self {
        let Group { name, from, members, source } = kept.clone();
        Self { name, from, members, source }
    }
}

impl StatedNote {
    fn note(&self) -> Note {
        let Self { kind, from, words, noted } = self.clone();
        Note { kind, from, words, noted }
    }

    fn of(kept: &Note) -> Self {
        let Note { kind, from, words, noted } = kept.clone();
        Self { kind, from, words, noted }
    }
}

/// The post of this name.
pub(crate) fn post(name: &Text, sight: &Sight) -> Result<Id<Post>, String> {
    let found = sight.posts().find(|kept| kept.item.is_called(name.as_str()));
    found.map(|kept| kept.id).ok_or_else(|| format!("there is no post called “{name}”; name it first, or leave it out"))
}

pub(crate) fn outcomes(sight: &Sight) -> Vec<(Id<crate::objective::Outcome>, String)> {
    let plans = sight.plans().flat_map(|plan| sight.themes(plan.id));
    plans.flat_map(|theme| sight.outcomes(theme.id)).map(|kept| (kept.id, kept.item.statement.folded())).collect()
}

fn objectives(sight: &Sight) -> Vec<(Id<crate::objective::Objective>, String)> {
    let plans = sight.plans().flat_map(|plan| sight.themes(plan.id));
    plans.flat_map(|theme| sight.objectives(theme.id)).map(|kept| (kept.id, kept.item.statement.folded())).collect()
}

/// What a measure is tied to, by its words; of the same words in two plans the newer.
pub(crate) fn tied<T>(words: &Text, all: &[(Id<T>, String)], what: &str) -> Result<Id<T>, String> {
    let wanted = fold(words.as_str());
    let found = all.iter().rev().find(|(_, statement)| *statement == wanted);
    found
        .map(|(id, _)| *id)
        .ok_or_else(|| format!("no plan has an {what} “{words}”; give its words as they stand there"))
}
