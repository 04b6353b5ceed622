//! The milestones of one action of the text on their way to the record, under the rules that hold for every change: the
//! first date stays, a date moves with a reason, and what is on the record is dropped with a reason and not left out.
use super::Taking;
use crate::{
    action::Action,
    envelope::Envelope,
    id::Id,
    milestone::{MOST, Milestone, Moved, Reached},
    office::Kept,
    plan_text::{MilestoneText, MovedText, Shown, words::day},
    post::Post,
    text::Text,
};

/// A milestone that is new, or otherwise than on the record.
pub(super) type Written = (Id<Milestone>, Envelope, Milestone);

impl Taking<'_> {
    /// What the text says of an action's milestones, beside those on the record: `was` is how these were withheld, and
    /// `within` how the action is from now on.
    pub(super) fn milestones(
        &mut self,
        action: Id<Action>,
        was: Option<&Envelope>,
        within: &Envelope,
        texts: &[MilestoneText],
    ) -> Result<Vec<Written>, String> {
        let office = self.office;
        let name = |id: Id<Post>| office.posts.get(&id.uuid()).map(|post| post.item.name.clone());
        let was = was.unwrap_or(within);
        let mut known: Vec<(&Kept<Milestone>, MilestoneText)> =
            office.milestones_of(action).into_iter().map(|kept| (kept, MilestoneText::of(kept, was, name))).collect();
        if texts.len().max(known.len()) > MOST {
            return Err(format!("it has more than {MOST} milestones; leave some out"));
        }
        // Those that are as they were first: a name that was dropped may have been given again.
        let mut found: Vec<Option<(&Kept<Milestone>, MilestoneText)>> = vec![];
        for text in texts {
            let same =
                known.iter().position(|(_, old)| MilestoneText { shown: text.shown.clone(), ..old.clone() } == *text);
            found.push(same.map(|at| known.remove(at)));
        }
        for (text, found) in texts.iter().zip(&mut found) {
            if found.is_none() {
                let same = known.iter().position(|(_, old)| old.name() == text.name());
                *found = same.map(|at| known.remove(at));
            }
        }
        if let Some((lost, _)) = known.first() {
            return Err(format!(
                "the record has its milestone “{}”, due on {}, and the text leaves it out; give back its lines, or say of it “dropped on (the day), because \"(the reason)\"”",
                lost.item.title,
                day(lost.item.date)
            ));
        }
        let mut written = vec![];
        for (text, found) in texts.iter().zip(found) {
            let kept = found.as_ref().map(|(kept, _)| *kept);
            if let Some((_, old)) = &found {
                self.follows(old, text)?;
            }
            let envelope = envelope(found.as_ref(), within, &text.shown, &text.title)?;
            let moved = text.moves.iter().map(|moved| self.moved(moved));
            // Who moved it is kept as the record has it, also where no text can name them.
            let before: Vec<Moved> = kept.map(|kept| kept.item.moves.clone()).unwrap_or_default();
            let new = moved.skip(before.len());
            let milestone = Milestone {
                action,
                strand: text.strand.clone(),
                title: text.title.clone(),
                original_date: text.original_date,
                date: text.date,
                moves: before.iter().cloned().chain(new).collect(),
                reached: text.reached.clone(),
            };
            match kept {
                Some(kept) if kept.item == milestone && kept.envelope == envelope => {}
                Some(kept) => written.push((kept.id, envelope, milestone)),
                None => written.push((Id::new(self.new_id()), envelope, milestone)),
            }
        }
        Ok(written)
    }

    fn moved(&self, text: &MovedText) -> Moved {
        let by = text.by.as_ref().and_then(|name: &Text| self.posts.get(&name.folded()).copied());
        Moved { from: text.from, to: text.to, on: text.on, reason: text.reason.clone(), by }
    }

    /// Whether what the text says follows from what is on the record.
    fn follows(&self, old: &MilestoneText, text: &MilestoneText) -> Result<(), String> {
        let title = &text.title;
        if old.original_date != text.original_date {
            return Err(format!(
                "its milestone “{title}” was first due on {}, and in the text on {}; the first date is never overwritten, so write “first due on {}”",
                day(old.original_date),
                day(text.original_date),
                day(old.original_date)
            ));
        }
        if text.moves.get(..old.moves.len()) != Some(&old.moves[..]) {
            return Err(format!(
                "a move of its milestone “{title}” that is on the record is missing in the text, or reads otherwise; give back its lines “Milestone moved” as they were, the new one after them"
            ));
        }
        let new = &text.moves[old.moves.len()..];
        let leads = match (new.first(), new.last()) {
            (Some(first), Some(last)) => first.from == old.date && last.to == text.date,
            _ => old.date == text.date,
        };
        if !leads {
            let (from, to) = (day(old.date), day(text.date));
            return Err(format!(
                "its milestone “{title}” was due on {from} and is now due on {to}; write under it “Milestone moved: from {from} to {to} on (the day), because \"(the reason)\", by (the post)”"
            ));
        }
        match text.reached {
            Reached::Met { on } if old.reached != text.reached && on > self.day => Err(format!(
                "its milestone “{title}” cannot have been met on {}, after the day of the text ({}); correct the day",
                day(on),
                day(self.day)
            )),
            _ => Ok(()),
        }
    }
}

/// As the action, unless its own lines say otherwise; what is withheld beside its action is not shown because they are
/// missing.
fn envelope(
    found: Option<&(&Kept<Milestone>, MilestoneText)>,
    within: &Envelope,
    shown: &Shown,
    title: &Text,
) -> Result<Envelope, String> {
    if let Some((kept, old)) = found
        && old.shown.seen_by.is_some()
        && shown.seen_by.is_none()
        && kept.envelope.visibility.clone().or_narrower(&within.visibility) != within.visibility
    {
        return Err(format!(
            "the record withholds its milestone “{title}” beside the action, and the text does not say who may see it; give back its line “Milestone seen by: ...”, or write “Milestone seen by: everybody”"
        ));
    }
    Ok(Envelope {
        reference: found.map_or_else(|| within.reference.clone(), |(kept, _)| kept.envelope.reference.clone()),
        visibility: shown.seen_by.clone().unwrap_or_else(|| within.visibility.clone()),
        marking: shown.marking.unwrap_or(within.marking),
    })
}
