//! An expected effect: what an action is to change by the end of a quarter, on an outcome where one is named, with a
//! figure where there is one. Until the quarter ends it is an expectation; then whoever answers for the action is asked
//! what came of it, and the answer stands beside it. It is no rating, no forecast and no promise of a date, so it is for
//! the office and its boards.
use crate::{
    action::Action,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    id::Id,
    objective::Outcome,
    office::{Kept, Kind, Noun, Office},
    period::{Quarter, london_day},
    post::Post,
    rating_rules::day,
    sight::View,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Deserializer, Serialize};
use std::fmt;

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExpectedEffect {
    pub action: Id<Action>,
    /// The outcome of its plan on which it is expected, where one is named.
    pub outcome: Option<Id<Outcome>>,
    /// "From 12 to 10 incidents a month".
    pub effect: Text,
    /// The last day of the quarter by whose end it is expected.
    pub by: Date,
    pub figure: Option<Figure>,
    pub came: Came,
}

/// A number and what it counts: 10, "incidents a month".
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Figure {
    pub number: Number,
    pub unit: Text,
}

/// A decimal number exactly as it was stated: "10", "-0.50". Nothing is computed with it, so nothing is rounded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Number(Text);

/// What came of an expectation.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Came {
    /// Nothing is said yet.
    Awaited,
    Observed(Observed),
    /// It is not expected any more.
    Dropped {
        on: Date,
        reason: Text,
    },
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Observed {
    pub on: Date,
    pub words: Text,
    /// In the unit of what was expected.
    pub number: Option<Number>,
    /// None: by somebody whom the text that it was taken from does not name.
    pub by: Option<Id<Post>>,
}

impl Number {
    /// Reads a number of up to 15 digits and 6 decimal places; commas between thousands are left out.
    pub fn parse(stated: &str) -> Result<Self, String> {
        let trimmed = stated.trim();
        let wrong = || {
            format!(
                "“{trimmed}” is not a number with at most 15 digits before the point and 6 after it; write it as 10, 1,250 or 0.5"
            )
        };
        let digits = trimmed.strip_prefix(['-', '−']).unwrap_or(trimmed);
        let (whole, rest) = digits.split_once('.').map_or((digits, None), |(whole, rest)| (whole, Some(rest)));
        let all = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
        let mut groups = whole.split(',');
        let first = groups.next().unwrap_or_default();
        let grouped = groups.all(|group| group.len() == 3 && all(group)) && all(first);
        let by_threes = !whole.contains(',') || first.len() <= 3;
        let plain: String = whole.chars().filter(|c| *c != ',').collect();
        let decimals = rest.is_none_or(|rest| all(rest) && rest.len() <= 6);
        if !grouped || !by_threes || !decimals || plain.len() > 15 {
            return Err(wrong());
        }
        let sign = if digits.len() == trimmed.len() { "" } else { "-" };
        let point = rest.map(|rest| format!(".{rest}")).unwrap_or_default();
        Text::new(format!("{sign}{plain}{point}")).map(Self).map_err(|_| wrong())
    }

    pub fn as_str(&self) -> &str {
        self.0.as_str()
    }

    /// As near as a float comes to it: at most 21 digits always are a number.
    pub fn as_f64(&self) -> f64 {
        self.0.as_str().parse().unwrap_or_default()
    }
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

impl<'de> Deserialize<'de> for Number {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let stated = Text::deserialize(deserializer)?;
        Self::parse(stated.as_str()).map_err(serde::de::Error::custom)
    }
}

impl Noun for ExpectedEffect {
    const KIND: Kind = Kind::ExpectedEffect;
    const SHAPE: i64 = 1;
}

impl ExpectedEffect {
    /// Whether it is to be said now what came of it: its quarter has ended and nothing is said.
    pub fn is_due(&self, today: Date) -> bool {
        self.came == Came::Awaited && self.by < today
    }

    /// "the quarter to December 2026".
    pub fn quarter(&self) -> String {
        quarter_in_words(self.by)
    }
}

/// "the quarter to December 2026", by its last day.
pub fn quarter_in_words(last: Date) -> String {
    let month = day(last);
    let month = month.split_once(' ').map_or("", |(_, month)| month);
    format!("the quarter to {month}")
}

/// States what an action is expected to change.
#[derive(Clone, Debug)]
pub struct ExpectEffect {
    pub action: Id<Action>,
    pub outcome: Option<Id<Outcome>>,
    pub effect: Text,
    /// Any day of the quarter.
    pub by: Date,
    pub figure: Option<Figure>,
}

/// Says what came of it, or that it is not expected any more; the reason of that is the ask's own.
#[derive(Clone, Debug)]
pub struct AnswerEffect {
    pub effect: Id<ExpectedEffect>,
    pub says: Says,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Says {
    Observed { words: Text, number: Option<Number> },
    Dropped,
}

/// The most expected effects of one action.
pub(crate) const MOST: usize = 100;

/// Words as they are kept.
pub(crate) fn stated(words: &Text, what: &str) -> Result<Text, String> {
    let words = words.on_one_line();
    if words.is_empty() {
        return Err(format!("{what} is missing; write it in a sentence"));
    }
    if words.as_str().chars().count() > 1000 {
        return Err(format!("{what} has more than 1,000 characters; shorten it"));
    }
    Ok(words)
}

/// A figure as it is kept: its unit on one line.
pub(crate) fn figure(number: Number, unit: &Text) -> Result<Figure, String> {
    let unit = unit.on_one_line();
    if unit.is_empty() || unit.as_str().chars().count() > 100 {
        return Err("a number needs to say what it counts, in at most 100 characters: “incidents a month”".into());
    }
    Ok(Figure { number, unit })
}

impl ExpectEffect {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let kept = office.held_action(self.action, ask)?;
        let effect = stated(&self.effect, "the expected effect").map_err(Refusal::because)?;
        let figure = self.figure.as_ref().map(|given| figure(given.number.clone(), &given.unit)).transpose();
        let figure = figure.map_err(Refusal::because)?;
        let quarter = Quarter::of(self.by)
            .ok_or_else(|| Refusal::because(format!("{} lies outside the years 1900 to 2199", day(self.by))))?;
        let by = quarter.ends();
        if by < london_day(ask.now) {
            return Err(Refusal::because(format!(
                "{} has ended; what is expected is still to come, and what was seen is said in an update",
                quarter_in_words(by)
            )));
        }
        if let Some(id) = self.outcome {
            let outcome = office.outcomes.get(&id.uuid());
            let theme = outcome.and_then(|outcome| office.themes.get(&outcome.item.theme.uuid()));
            if theme.is_none_or(|theme| theme.item.plan != kept.item.plan) {
                return Err(Refusal::because(format!(
                    "that is no outcome of the plan of {}; choose one of its outcomes, or none",
                    kept.reference()
                )));
            }
        }
        let beside = office.expected_effects_of(self.action);
        if beside.len() >= MOST {
            return Err(Refusal::because(format!("{} has {MOST} expected effects already", kept.reference())));
        }
        let same = |other: &&&Kept<ExpectedEffect>| {
            !matches!(other.item.came, Came::Dropped { .. })
                && other.item.by == by
                && other.item.outcome == self.outcome
                && other.item.effect.folded() == effect.folded()
        };
        if beside.iter().any(|other| same(&other)) {
            return Err(Refusal::because(format!("{} has this expectation already", kept.reference())));
        }
        let expected =
            ExpectedEffect { action: self.action, outcome: self.outcome, effect, by, figure, came: Came::Awaited };
        let id = chance.id(ask.now);
        let draft = Draft::new(Act::Added, id, &within(&kept.envelope), &expected, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl AnswerEffect {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let gone = || Refusal::because("there is no such expectation; look the action up again");
        let kept = office.expected_effects.get(&self.effect.uuid()).ok_or_else(gone)?;
        office.held_action(kept.item.action, ask)?;
        let today = london_day(ask.now);
        let quarter = kept.item.quarter();
        let mut expected = kept.item.clone();
        if let Came::Dropped { on, .. } = expected.came {
            return Err(Refusal::because(format!(
                "this expectation was dropped on {}; state it anew if it is expected again",
                day(on)
            )));
        }
        expected.came = match &self.says {
            Says::Observed { words, number } => {
                if expected.by >= today {
                    return Err(Refusal::because(format!(
                        "{quarter} ends on {}; what came of it is said after that day",
                        day(expected.by)
                    )));
                }
                if number.is_some() && expected.figure.is_none() {
                    return Err(Refusal::because(
                        "no number was expected, so an observed one counts nothing that anybody can tell; say it in words",
                    ));
                }
                let words = stated(words, "what came of it").map_err(Refusal::because)?;
                let by = Some(ask.actor.speaks_as());
                Came::Observed(Observed { on: ask.on.unwrap_or(today).min(today), words, number: number.clone(), by })
            }
            Says::Dropped => {
                if let Came::Observed(_) = expected.came {
                    return Err(Refusal::because(
                        "what came of it is on the record, so it is not dropped; correct what came of it if that is wrong",
                    ));
                }
                let reason = ask.given_reason().cloned().ok_or_else(|| {
                    Refusal::because(
                        "dropping an expectation needs a reason, which the office and its boards read; give one",
                    )
                })?;
                Came::Dropped { on: today, reason }
            }
        };
        let id = kept.id.uuid();
        let draft = Draft::new(Act::Changed, id, &kept.envelope, &expected, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

/// The office's own business, whatever it is about; of an exempt action it stays exempt.
pub(crate) fn within(action: &Envelope) -> Envelope {
    let visibility = action.visibility.clone().or_narrower(&crate::envelope::Visibility::Internal);
    Envelope { visibility, ..action.clone() }
}

impl Office {
    /// What is expected of an action, by quarter.
    pub(crate) fn expected_effects_of(&self, action: Id<Action>) -> Vec<&Kept<ExpectedEffect>> {
        let all = self.expected_effects.values().map(AsRef::as_ref);
        in_order(all.filter(|kept| kept.item.action == action).collect())
    }
}

/// By quarter, and within it as they were stated.
pub(crate) fn in_order(mut all: Vec<&Kept<ExpectedEffect>>) -> Vec<&Kept<ExpectedEffect>> {
    all.sort_by_key(|kept| (kept.item.by, kept.id));
    all
}

impl View {
    /// What is expected of an action that they see or work on.
    pub fn expected_effects(&self, action: Id<Action>) -> Vec<&Kept<ExpectedEffect>> {
        let Some(kept) = self.own_action(action) else { return vec![] };
        let own = kept.item.is_held_by(&self.actor().holds);
        if own { self.office.expected_effects_of(action) } else { self.sight().expected_effects(action) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_is_kept_as_it_was_stated_or_refused() {
        for (stated, kept) in
            [("10", "10"), (" 1,250 ", "1250"), ("0.50", "0.50"), ("−3.5", "-3.5"), ("12,345,678.9", "12345678.9")]
        {
            assert_eq!(Number::parse(stated).unwrap().as_str(), kept, "{stated}");
        }
        for wrong in [
            "",
            "-",
            "ten",
            "1,25",
            "1,2500",
            "1.",
            ".5",
            "1e3",
            "0.1234567",
            "1234567890123456",
            "1 000",
            "1.2.3",
            "--1",
        ] {
            assert!(Number::parse(wrong).unwrap_err().contains("is not a number"), "{wrong}");
        }
    }

    #[test]
    fn a_quarter_is_named_by_its_last_month() {
        assert_eq!(quarter_in_words(jiff::civil::date(2026, 12, 31)), "the quarter to December 2026");
    }
}
