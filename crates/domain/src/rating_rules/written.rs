//! The office's own rules, as they were written down on a day: each change is an item of its own, which never changes.
use super::{RatingRules, day};
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    office::{Kept, Kind, Noun, Office},
    period::london_day,
    sight::Sight,
    snapshot::How,
    text::{Text, text},
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

/// Rules, and the first day on which they hold. Why they were changed, by whom and when is told by their entry.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct WrittenRules {
    pub from: Date,
    pub rules: RatingRules,
}

impl Noun for WrittenRules {
    const KIND: Kind = Kind::WrittenRules;
    /// 2: a rule on risks.
    const SHAPE: i64 = 2;
}

/// Writes other rules; the reason is the ask's own.
#[derive(Clone, Debug)]
pub struct SetRules {
    pub from: Date,
    pub rules: RatingRules,
    /// How many changes of the rules their author knew of. None: whatever they are.
    pub after: Option<usize>,
}

impl SetRules {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        if ask.given_reason().is_none() {
            return Err(Refusal::because(
                "a change of the rules needs a reason, which stays on the record for whoever audits them; give one",
            ));
        }
        let changes = office.written_rules.size();
        if self.after.is_some_and(|known| known != changes) {
            return Err(Refusal::because(
                "somebody else changed the rules since you looked at them; look at both and try again",
            ));
        }
        if let Some((frozen, what)) = office.last_frozen().filter(|(frozen, _)| self.from <= *frozen) {
            return Err(Refusal::because(format!(
                "{what} stands as it was on {}, by the rules of that day, so others hold after it at the earliest; give a later day than {}",
                day(frozen),
                day(frozen)
            )));
        }
        if office.rules_on(self.from) == self.rules {
            return Err(Refusal::because(format!(
                "these are the rules that hold on {} already, so nothing was changed",
                day(self.from)
            )));
        }
        let id = chance.id(ask.now);
        let envelope = Envelope::internal(text(&format!("Rules {}", changes + 1)));
        let written = WrittenRules { from: self.from, rules: self.rules.clone() };
        let draft = Draft::new(Act::Added, id, &envelope, &written, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

/// One change of the rules, beside what held on its first day until it was written.
#[derive(Clone, Debug)]
pub struct RulesChange<'a> {
    pub kept: &'a Kept<WrittenRules>,
    pub was: RatingRules,
}

impl RulesChange<'_> {
    /// The rules that read otherwise than before: number, old words and new. None: it did not hold, or no longer does.
    pub fn rules(&self) -> Vec<(u8, Option<Text>, Option<Text>)> {
        let (was, is) = (self.was.rules(), self.kept.item.rules.rules());
        let words = |rules: &[super::Rule], number: u8| {
            rules.iter().find(|rule| rule.number == number).map(|rule| rule.words.clone())
        };
        let mut numbers: Vec<u8> = was.iter().chain(&is).map(|rule| rule.number).collect();
        numbers.sort_unstable();
        numbers.dedup();
        let both = numbers.into_iter().map(|number| (number, words(&was, number), words(&is, number)));
        both.filter(|(_, was, is)| was != is).collect()
    }
}

/// The changes of the rules that are seen from here, newest first.
pub fn rules_changes<'a>(sight: &Sight<'a>) -> Vec<RulesChange<'a>> {
    let mut all: Vec<&Kept<WrittenRules>> = sight.written_rules().collect();
    all.sort_by_key(|kept| kept.seq);
    let was = |kept: &Kept<WrittenRules>| {
        let earlier = all.iter().filter(|one| one.seq < kept.seq && one.item.from <= kept.item.from);
        let last = earlier.max_by_key(|one| (one.item.from, one.seq));
        last.map_or_else(|| RatingRules::standard_on(kept.item.from), |one| one.item.rules.clone())
    };
    all.iter().rev().map(|kept| RulesChange { kept, was: was(kept) }).collect()
}

impl Sight<'_> {
    /// The first day from which other rules can hold: today, or the day after what is frozen.
    pub fn rules_can_change_from(&self, today: Date) -> Date {
        let after = self.last_frozen().map(|day| day.saturating_add(1.day()));
        after.map_or(today, |after| after.max(today))
    }
}

impl Office {
    /// The rules that hold on a day: the last that were to hold by then; of two from one day the one written later.
    pub fn rules_on(&self, day: Date) -> RatingRules {
        let written = self.written_rules.values().filter(|kept| kept.item.from <= day);
        let last = written.max_by_key(|kept| (kept.item.from, kept.seq));
        last.map_or_else(|| RatingRules::standard_on(day), |kept| kept.item.rules.clone())
    }

    /// The last day on which a position was taken or a quarterly update frozen, and what it is called.
    pub(crate) fn last_frozen(&self) -> Option<(Date, String)> {
        let positions = self.snapshots.values().filter(|kept| matches!(kept.item.how, How::Witnessed { .. }));
        let positions = positions.map(|kept| (london_day(kept.at), format!("the position “{}”", kept.item.name)));
        let rounds = self.rounds.values().filter(|kept| kept.item.frozen.is_some());
        let rounds = rounds.map(|kept| (london_day(kept.at), format!("the quarterly update “{}”", kept.item.name)));
        positions.chain(rounds).max_by_key(|(day, _)| *day)
    }
}
