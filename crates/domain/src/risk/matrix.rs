//! A risk matrix: how many steps of likelihood and impact there are, what each is called, and which scores make which
//! band. It is data: an office may keep a 4x4 beside a 5x5, and no score is ever carried from one to the other.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    office::{Kept, Kind, Noun, Office},
    scale::Shape,
    text::Text,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskMatrix {
    pub title: Text,
    /// What 1, 2, 3 ... of likelihood are called; as many as there are steps.
    pub likelihood: Vec<Text>,
    pub impact: Vec<Text>,
    /// From the lowest score to the highest.
    pub bands: Vec<Band>,
}

/// Scores that are looked upon alike.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Band {
    pub label: Text,
    /// Stands beside the label, so that colour never speaks alone.
    pub symbol: Shape,
    pub colour: Colour,
    /// The lowest score in it.
    pub from: u8,
    /// A risk in it is to be looked at again after so many months. None: whenever somebody does.
    pub review_months: Option<u8>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Colour {
    Green,
    Yellow,
    Amber,
    Red,
    Blue,
    Grey,
}

impl Colour {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Green => "green",
            Self::Yellow => "yellow",
            Self::Amber => "amber",
            Self::Red => "red",
            Self::Blue => "blue",
            Self::Grey => "grey",
        }
    }
}

impl Noun for RiskMatrix {
    const KIND: Kind = Kind::RiskMatrix;
    const SHAPE: i64 = 1;
}

/// The fewest and the most steps that a matrix has.
const STEPS: std::ops::RangeInclusive<usize> = 3..=6;

impl RiskMatrix {
    /// "5x5"
    pub fn size(&self) -> String {
        format!("{}x{}", self.likelihood.len(), self.impact.len())
    }

    /// The band in which a score lies.
    pub fn band(&self, score: u8) -> Option<&Band> {
        self.bands.iter().rev().find(|band| band.from <= score)
    }

    pub fn highest(&self) -> u8 {
        u8::try_from(self.likelihood.len() * self.impact.len()).unwrap_or(u8::MAX)
    }

    /// What a step of likelihood is called.
    pub fn likelihood_word(&self, step: u8) -> Option<&Text> {
        self.likelihood.get(usize::from(step).checked_sub(1)?)
    }

    pub fn impact_word(&self, step: u8) -> Option<&Text> {
        self.impact.get(usize::from(step).checked_sub(1)?)
    }

    /// Whether both are steps of it.
    pub fn holds(&self, likelihood: u8, impact: u8) -> bool {
        self.likelihood_word(likelihood).is_some() && self.impact_word(impact).is_some()
    }

    /// Whether another has the same number of steps, so that scores keep what they mean.
    pub(crate) fn is_sized_as(&self, other: &Self) -> bool {
        self.likelihood.len() == other.likelihood.len() && self.impact.len() == other.impact.len()
    }

    /// What cannot be so, in a sentence.
    pub(crate) fn flaw(&self) -> Option<String> {
        let words = |words: &[Text], what: &str| {
            if !STEPS.contains(&words.len()) {
                return Some(format!("it has {} steps of {what}; give the words for 3 to 6", words.len()));
            }
            let blank = words.iter().any(|word| word.on_one_line().is_empty() || word.as_str().chars().count() > 60);
            blank.then(|| format!("each step of {what} needs a word, in at most 60 characters"))
        };
        if self.title.on_one_line().is_empty() {
            return Some("its title is missing".to_owned());
        }
        if let Some(flaw) = words(&self.likelihood, "likelihood").or_else(|| words(&self.impact, "impact")) {
            return Some(flaw);
        }
        if self.bands.first().is_none_or(|band| band.from != 1) {
            return Some("its lowest band must begin at 1, so that every score lies in a band".to_owned());
        }
        if !self.bands.is_sorted_by(|one, next| one.from < next.from) {
            return Some("its bands must rise, each from a higher score than the one before".to_owned());
        }
        if self.bands.last().is_some_and(|band| band.from > self.highest()) {
            return Some(format!("its highest band begins beyond {}, the highest score", self.highest()));
        }
        let named = |band: &Band| !band.label.on_one_line().is_empty() && band.label.as_str().chars().count() <= 40;
        if !self.bands.iter().all(named) {
            return Some("each band needs a label, in at most 40 characters".to_owned());
        }
        let odd = self.bands.iter().any(|band| band.review_months.is_some_and(|months| !(1..=60).contains(&months)));
        odd.then(|| "a band is reviewed every 1 to 60 months; leave the months out for no interval".to_owned())
    }
}

/// Writes a matrix down, or changes its words and bands. Its size stays once a risk is scored on it.
#[derive(Clone, Debug)]
pub struct DefineMatrix {
    pub envelope: Envelope,
    pub matrix: RiskMatrix,
}

impl DefineMatrix {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let code = &self.envelope.reference;
        let kept = office.matrix_coded(code.as_str());
        if let Some(flaw) = self.flaw(kept) {
            return Err(Refusal::because(format!("the matrix {code}: {flaw}")));
        }
        let (act, id) = match kept {
            Some(kept) => (Act::Changed, kept.id.uuid()),
            None => (Act::Added, chance.id(ask.now)),
        };
        let draft = Draft::new(act, id, &self.envelope, &self.matrix, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }

    /// Why it cannot stand, beside the one of that code that is there.
    pub(crate) fn flaw(&self, kept: Option<&Kept<RiskMatrix>>) -> Option<String> {
        self.matrix.flaw().or_else(|| {
            let kept = kept.filter(|kept| !kept.item.is_sized_as(&self.matrix))?;
            Some(format!(
                "it is {} on the record and would be {}; scores on it would mean something else, so write down another matrix",
                kept.item.size(),
                self.matrix.size()
            ))
        })
    }
}

impl Office {
    /// The matrix with this code, case and white space set aside.
    pub(crate) fn matrix_coded(&self, code: &str) -> Option<&Kept<RiskMatrix>> {
        let wanted = crate::text::fold(code);
        let coded = |kept: &&std::sync::Arc<Kept<RiskMatrix>>| kept.reference().folded() == wanted;
        self.risk_matrices.values().find(coded).map(AsRef::as_ref)
    }
}
