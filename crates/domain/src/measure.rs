//! A measure: what is counted to see whether an outcome comes nearer, and how it is judged. What it counted in any
//! stretch of time is computed from the loads ([`crate::performance`]) and stands in no measure.
//!
//! A measure says nothing of an action's delivery, and an action's rating says nothing of a measure.
mod note;
mod rebase;
pub(crate) mod set;

pub use note::{Note, NoteKind, NoteOnMeasure};
pub use rebase::{DecideRebase, ProposeRebase, Rebase, Ruling};
pub use set::{Fate, MeasureFate, MeasureSet};
pub(crate) use set::{a_day, day, outcomes, post, tied};

use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    expected_effect::Number,
    id::Id,
    load::DataSet,
    objective::{Objective, Outcome},
    office::{Kept, Kind, Noun, Office},
    post::Post,
    span::{Grain, Span},
    spc::{Better, FEWEST_BASE_POINTS, Screening},
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    pub title: Text,
    /// What it shows, in plain words.
    pub describes: Text,
    /// Why anybody should care.
    pub matters: Option<Text>,
    pub outcomes: Vec<Id<Outcome>>,
    pub objectives: Vec<Id<Objective>>,
    /// The national measure that it answers, in that set's own words.
    pub national: Option<Text>,
    /// Every definition that it had, oldest first; the last is in force.
    pub definitions: Vec<Definition>,
    pub targets: Vec<Target>,
    /// The stretches that later ones are compared with.
    pub baseline: Option<Baseline>,
    /// Between which two it is expected to lie.
    pub range: Option<ExpectedRange>,
    /// The similar areas that it is compared with, oldest membership first.
    pub groups: Vec<Group>,
    pub season: Season,
    pub control: Control,
    pub small_numbers: Option<SmallNumbers>,
    pub notes: Vec<Note>,
    pub rebases: Vec<Rebase>,
    pub owner: Option<Id<Post>>,
    pub analyst: Option<Id<Post>>,
    /// When its definition is to be looked at again.
    pub review: Option<Date>,
    /// It is followed no more; it stays readable.
    pub ended: Option<Date>,
}

/// What is counted, from a stretch on.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Definition {
    /// None: from the first figure on.
    pub from: Option<Span>,
    pub words: Text,
    pub quantity: Quantity,
    pub unit: Text,
    /// Decimal places in which it is read.
    pub places: u8,
    pub grain: Grain,
    pub better: Better,
    pub numerator: Source,
    /// What it is divided by; none for a count.
    pub denominator: Option<Source>,
    /// 100 for a percentage, 1,000 for a rate for each 1,000 residents.
    pub per: u32,
    /// Of a later definition: whether its figures may be compared with those before. If not, limits begin anew and nothing is
    /// compared across.
    pub comparable: bool,
    /// Why it was changed, for everybody.
    pub why: Option<Text>,
}

/// What kind of number it is, which says how months become a quarter and whether control limits fit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Quantity {
    /// Added up.
    Count,
    /// Sums are divided by sums; a mean of rates is never taken.
    Rate,
    Percentage,
    /// As stated; over several stretches weighted by what it is a mean of.
    Mean,
    Index,
    /// An estimate from those who answered, with how many they were and an interval.
    Survey,
}

impl Quantity {
    pub const ALL: [Self; 6] = [Self::Count, Self::Rate, Self::Percentage, Self::Mean, Self::Index, Self::Survey];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::Count => "count",
            Self::Rate => "rate",
            Self::Percentage => "percentage",
            Self::Mean => "mean",
            Self::Index => "index",
            Self::Survey => "survey",
        }
    }

    pub fn is_ratio(self) -> bool {
        matches!(self, Self::Rate | Self::Percentage)
    }

    /// Whether control limits say anything of it: a survey has its own interval.
    pub fn has_limits(self) -> bool {
        self != Self::Survey
    }
}

/// Where figures come from: of a data set, in an area, the sum of these series; of all where none is named.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Source {
    pub data: DataSet,
    pub area: Text,
    pub of: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    pub from: Span,
    /// None: until another is set.
    pub to: Option<Span>,
    pub aim: Aim,
    /// How far beyond it still counts as near.
    pub tolerance: Option<Tolerance>,
    /// Who decided on it, and where that stands.
    pub source: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Aim {
    Fixed(Number),
    /// What is to be reached in each stretch.
    Trajectory(Vec<(Span, Number)>),
    /// So many percent above the mean of the baseline, or below it where less than nought.
    OfBaseline(Number),
    /// To lie between the two.
    Between(Number, Number),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Tolerance {
    Absolute(Number),
    Percent(Number),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Baseline {
    pub from: Span,
    pub to: Span,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedRange {
    pub low: Number,
    pub high: Number,
    pub source: Text,
}

/// Similar areas, as they were grouped from a day on. No list is shipped as a fact: it is entered with its source.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Group {
    pub name: Text,
    pub from: Date,
    /// The own area is one of them, named or not.
    pub members: Vec<Text>,
    pub source: Text,
}

/// Whether its months differ from one another every year, and how it is judged if so.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Season {
    #[default]
    None,
    /// Each month against the mean of its own month, once there are three years.
    OwnMonth,
    /// The difference from the same month a year before.
    YearBefore,
    /// It is seasonal, and its signals are not read.
    NotRead,
}

/// How it is judged by statistical process control.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Control {
    /// No where a person decided that limits say nothing of it.
    pub limits: bool,
    /// Centre and limits from the first so many points of each group.
    pub base_points: Option<usize>,
    pub screening: Screening,
}

impl Default for Control {
    fn default() -> Self {
        Self { limits: true, base_points: None, screening: Screening::On }
    }
}

/// What is not shown outside of the office and its boards, lest it tell of persons.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SmallNumbers {
    /// Counts above nought and below this are withheld, and what is computed from them.
    pub below: u32,
    /// Other counts are rounded to multiples of this; 1 for none.
    pub round_to: u32,
}

impl Noun for Measure {
    const KIND: Kind = Kind::Measure;
    const SHAPE: i64 = 1;
}

impl Measure {
    /// The definition in force.
    ///
    /// # Panics
    /// For a measure without a definition, which none on a record is.
    pub fn definition(&self) -> &Definition {
        self.definitions.last().expect("a measure has a definition")
    }

    /// Which definition holds for a stretch.
    pub fn definition_at(&self, span: Span) -> usize {
        let begun = |definition: &Definition| definition.from.is_none_or(|from| from <= span);
        self.definitions.iter().rposition(begun).unwrap_or(0)
    }

    pub fn target_at(&self, span: Span) -> Option<&Target> {
        self.targets.iter().rev().find(|target| target.from <= span && target.to.is_none_or(|to| span <= to))
    }

    /// The similar areas as they were grouped on a day.
    pub fn group_on(&self, day: Date) -> Option<&Group> {
        self.groups.iter().rev().find(|group| group.from <= day).or(self.groups.first())
    }

    /// Stretches from which centre and limits begin anew by a decision that was agreed to.
    pub fn rebased(&self) -> impl Iterator<Item = Span> {
        self.rebases.iter().filter(|rebase| rebase.holds()).map(|rebase| rebase.from)
    }

    /// What cannot be so, in a sentence.
    fn flaw(&self) -> Option<String> {
        let text = |words: &Text, most: usize, what: &str| {
            if words.on_one_line().is_empty() {
                Some(format!("{what} is missing"))
            } else {
                let many = words.as_str().chars().count();
                (many > most).then(|| format!("{what} has {many} characters; {most} is the most"))
            }
        };
        let mut flaw = text(&self.title, 200, "its title").or_else(|| text(&self.describes, 2_000, "what it shows"));
        let grain = self.definitions.first().map(|definition| definition.grain);
        let mut before: Option<Span> = None;
        for (at, definition) in self.definitions.iter().enumerate() {
            flaw = flaw
                .or_else(|| text(&definition.words, 2_000, "its definition"))
                .or_else(|| text(&definition.unit, 60, "its unit"))
                .or_else(|| text(&definition.numerator.area, 100, "the area of its figures"))
                .or_else(|| (definition.places > 6).then(|| "it is read in more than 6 decimal places".to_owned()))
                .or_else(|| {
                    (Some(definition.grain) != grain).then(|| {
                        "one definition is by another length of time than the first; begin a measure of its own for it"
                            .to_owned()
                    })
                })
                .or_else(|| {
                    (definition.per == 0).then(|| "it is told for each 0; give per = 1, 100 or 1000".to_owned())
                })
                .or_else(|| {
                    let named = |source: &Source| source.data != DataSet::Figures || source.of.len() == 1;
                    let all = named(&definition.numerator) && definition.denominator.as_ref().is_none_or(named);
                    (!all).then(|| {
                        "figures of the office's own file are taken from one series; name it as in of = [\"M4\"]"
                            .to_owned()
                    })
                })
                .or_else(|| {
                    let divides = definition.denominator.is_some();
                    let counted = definition.numerator.data != DataSet::Figures;
                    (definition.quantity == Quantity::Count && divides)
                        .then(|| "a count is not divided by anything; call it a rate or a percentage".to_owned())
                        .or_else(|| {
                            (definition.quantity.is_ratio() && counted && !divides)
                                .then(|| "a rate or percentage of counts needs a denominator".to_owned())
                        })
                })
                .or_else(|| {
                    let order = at == 0 || definition.from.is_some() && definition.from > before;
                    (!order).then(|| {
                        "each later definition needs the stretch from which it holds, after the one before".to_owned()
                    })
                })
                .or_else(|| {
                    let wrong = definition.from.is_some_and(|from| Some(from.grain()) != grain);
                    wrong.then(|| {
                        format!("its definition begins with a stretch that is no {}", grain.map_or("", Grain::as_str))
                    })
                });
            before = definition.from;
        }
        let spans = self.targets.iter().map(|target| target.from);
        let spans = spans.chain(self.baseline.iter().flat_map(|baseline| [baseline.from, baseline.to]));
        let odd = spans.filter(|span| Some(span.grain()) != grain).map(|span| span.to_string()).next();
        flaw.or_else(|| {
            odd.map(|span| format!("{span} is no {}, by which it is counted", grain.map_or("", Grain::as_str)))
        })
        .or_else(|| {
            let backwards = self.baseline.as_ref().is_some_and(|baseline| baseline.to < baseline.from);
            backwards.then(|| "its baseline ends before it begins".to_owned())
        })
        .or_else(|| {
            let needs = self.targets.iter().any(|target| matches!(target.aim, Aim::OfBaseline(_)));
            (needs && self.baseline.is_none()).then(|| "its target is told from a baseline, and it has none".to_owned())
        })
        .or_else(|| {
            let few = self.control.base_points.is_some_and(|points| points < FEWEST_BASE_POINTS);
            few.then(|| format!("limits are computed from {FEWEST_BASE_POINTS} points or more"))
        })
        .or_else(|| {
            let seasonal = matches!(self.season, Season::OwnMonth | Season::YearBefore);
            (seasonal && grain == Some(Grain::Year)).then(|| "a yearly figure has no season".to_owned())
        })
        .or_else(|| {
            let wrong = self.range.as_ref().is_some_and(|range| range.low.as_f64() > range.high.as_f64());
            wrong.then(|| "the expected range ends below its beginning".to_owned())
        })
        .or_else(|| {
            let wrong = self.small_numbers.is_some_and(|small| small.round_to == 0);
            wrong.then(|| "counts are rounded to multiples of 1 or more".to_owned())
        })
    }
}

/// States measures by their codes: the whole set, or some of it. What stands in no file keeps as it is.
#[derive(Clone, Debug)]
pub struct DefineMeasures {
    pub measures: Vec<(Envelope, Measure)>,
}

/// The most measures of an office.
const MOST: usize = 500;

impl DefineMeasures {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let mut drafts = vec![];
        let mut first = None;
        let mut new = 0;
        for (envelope, measure) in &self.measures {
            let code = &envelope.reference;
            let refuse = |why: String| Refusal::because(format!("{code}: {why}. Nothing of the set was taken"));
            if let Some(flaw) = measure.flaw() {
                return Err(refuse(flaw));
            }
            if self.measures.iter().filter(|(other, _)| other.reference.folded() == code.folded()).count() > 1 {
                return Err(refuse("it stands in the set twice".to_owned()));
            }
            let loose = measure.outcomes.iter().any(|id| !office.outcomes.contains_key(&id.uuid()))
                || measure.objectives.iter().any(|id| !office.objectives.contains_key(&id.uuid()));
            if loose {
                return Err(refuse("it is tied to an outcome or objective that no plan has".to_owned()));
            }
            match office.measure_coded(code.as_str()) {
                None => {
                    let id = chance.id(ask.now);
                    new += 1;
                    drafts.push(Draft::new(Act::Added, id, envelope, measure, ask));
                    first = first.or(Some(id));
                }
                Some(kept) => {
                    // What was decided about it on its page is no part of a set.
                    let measure = Measure {
                        notes: kept
                            .item
                            .notes
                            .iter()
                            .chain(measure.notes.iter().filter(|note| !kept.item.notes.contains(note)))
                            .cloned()
                            .collect(),
                        rebases: kept.item.rebases.clone(),
                        ..measure.clone()
                    };
                    let forgets = kept.item.definitions.len() > measure.definitions.len();
                    if forgets {
                        return Err(refuse(format!(
                            "it has {} definitions on the record and {} in the set; a definition is not forgotten, a later one is added",
                            kept.item.definitions.len(),
                            measure.definitions.len()
                        )));
                    }
                    let id = kept.id.uuid();
                    first = first.or(Some(id));
                    if measure != kept.item || *envelope != kept.envelope {
                        drafts.push(Draft::new(Act::Changed, id, envelope, &measure, ask));
                    }
                }
            }
        }
        if office.measures.size() + new > MOST {
            return Err(Refusal::because(format!("an office has at most {MOST} measures")));
        }
        let first = first.ok_or_else(|| Refusal::because("the set holds no measure"))?;
        Ok(Decision { drafts, answer: Answer::Item(first) })
    }
}

impl Office {
    /// The measure with this code, case and white space set aside.
    pub(crate) fn measure_coded(&self, code: &str) -> Option<&Kept<Measure>> {
        let wanted = crate::text::fold(code);
        let coded = |kept: &&std::sync::Arc<Kept<Measure>>| kept.reference().folded() == wanted;
        self.measures.values().find(coded).map(AsRef::as_ref)
    }

    /// The measure that somebody means, refused with the list.
    pub(crate) fn measure_meant(&self, code: &str) -> Result<&Kept<Measure>, Refusal> {
        self.measure_coded(code).ok_or_else(|| {
            let known: Vec<&str> = self.measures.values().map(|kept| kept.reference().as_str()).collect();
            let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
            Refusal::because(format!("there is no measure “{code}”; there are: {known}"))
        })
    }
}
