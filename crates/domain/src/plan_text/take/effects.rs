//! What an action of the text is expected to change, on its way to the record: an expectation that is on the record is
//! answered or dropped, and neither altered nor left out.
use super::Taking;
use crate::{
    action::Action,
    envelope::Envelope,
    expected_effect::{Came, ExpectedEffect, MOST, Observed, quarter_in_words, within},
    id::Id,
    objective::Outcome,
    office::Kept,
    plan_text::{CameText, EffectText, Served, words::day},
    post::Post,
    theme::Theme,
};

/// An expectation that is new, or otherwise than on the record.
pub(super) type Expected = (Id<ExpectedEffect>, Envelope, ExpectedEffect);

impl Taking<'_> {
    pub(super) fn effects(
        &mut self,
        action: Id<Action>,
        theme: Id<Theme>,
        envelope: &Envelope,
        texts: &[EffectText],
    ) -> Result<Vec<Expected>, String> {
        let office = self.office;
        let name = |id: Id<Post>| office.posts.get(&id.uuid()).map(|post| post.item.name.clone());
        let served = |id: Id<Outcome>| {
            let outcome = office.outcomes.get(&id.uuid())?;
            let of = outcome.item.theme;
            let other = office.themes.get(&of.uuid()).map(|theme| theme.item.name.clone());
            Some(Served { statement: outcome.item.statement.clone(), theme: other.filter(|_| of != theme) })
        };
        let mut known: Vec<(&Kept<ExpectedEffect>, EffectText)> = office
            .expected_effects_of(action)
            .into_iter()
            .map(|kept| (kept, EffectText::of(kept, served, name)))
            .collect();
        if texts.len().max(known.len()) > MOST {
            return Err(format!("it has more than {MOST} expected effects; leave some out"));
        }
        let mut found: Vec<Option<(&Kept<ExpectedEffect>, EffectText)>> = vec![];
        for text in texts {
            let same = known.iter().position(|(_, old)| old == text);
            found.push(same.map(|at| known.remove(at)));
        }
        for (text, found) in texts.iter().zip(&mut found) {
            if found.is_none() {
                let same =
                    known.iter().position(|(_, old)| EffectText { came: text.came.clone(), ..old.clone() } == *text);
                *found = same.map(|at| known.remove(at));
            }
        }
        if let Some((lost, _)) = known.first() {
            return Err(format!(
                "the record has the expected effect “{}”, by {}, and the text leaves it out or states it otherwise; give back its line, and say under it “Effect dropped: on (the day), because \"(the reason)\"” where it is not expected any more",
                lost.item.effect,
                quarter_in_words(lost.item.by)
            ));
        }
        let mut written = vec![];
        for (text, found) in texts.iter().zip(found) {
            let same = found.as_ref().is_some_and(|(_, old)| old == text);
            let kept = found.map(|(kept, _)| kept);
            let own = within(envelope);
            let envelope = kept.map_or_else(
                || own.clone(),
                |kept| Envelope {
                    visibility: kept.envelope.visibility.clone().or_narrower(&own.visibility),
                    marking: own.marking,
                    reference: kept.envelope.reference.clone(),
                },
            );
            let expected = match kept {
                Some(kept) if same => kept.item.clone(),
                _ => self.expected(action, theme, text, kept.map(|kept| &kept.item))?,
            };
            match kept {
                Some(kept) if kept.item == expected && kept.envelope == envelope => {}
                Some(kept) => written.push((kept.id, envelope, expected)),
                None => written.push((Id::new(self.new_id()), envelope, expected)),
            }
        }
        Ok(written)
    }

    fn expected(
        &self,
        action: Id<Action>,
        theme: Id<Theme>,
        text: &EffectText,
        old: Option<&ExpectedEffect>,
    ) -> Result<ExpectedEffect, String> {
        let outcome = |served: &Served| {
            let theme =
                served.theme.as_ref().and_then(|name| self.themes.get(&name.folded()).copied()).unwrap_or(theme);
            self.outcomes.get(&(theme, served.statement.clone())).copied()
        };
        let came = match &text.came {
            CameText::Awaited => Came::Awaited,
            CameText::Dropped { on, reason } => Came::Dropped { on: *on, reason: reason.clone() },
            CameText::Observed(seen) => {
                if seen.on > self.day {
                    return Err(format!(
                        "what came of its expected effect “{}” cannot have been observed on {}, after the day of the text ({}); correct the day",
                        text.effect,
                        day(seen.on),
                        day(self.day)
                    ));
                }
                let by = seen.by.as_ref().and_then(|name| self.posts.get(&name.folded()).copied());
                Came::Observed(Observed { on: seen.on, words: seen.words.clone(), number: seen.number.clone(), by })
            }
        };
        Ok(ExpectedEffect {
            action,
            // One that the text cannot name stays what it is.
            outcome: text.outcome.as_ref().map_or(old.and_then(|old| old.outcome), outcome),
            effect: text.effect.clone(),
            by: text.by,
            figure: text.figure.clone(),
            came,
        })
    }
}
