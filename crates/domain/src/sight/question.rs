//! The doors to what the office did of questions to expect, and to what its checks look through.
use super::Sight;
use crate::{
    expected_effect::ExpectedEffect, id::Id, milestone::Milestone, narrative::Narrative, objective::Outcome,
    office::Kept, question::Question, theme::Theme,
};
use uuid::Uuid;

impl<'a> Sight<'a> {
    /// What was done of questions to expect, oldest first.
    pub fn questions(&self) -> impl Iterator<Item = &'a Kept<Question>> + use<'a> {
        self.all(&self.office.questions)
    }

    /// What was done of one question: by the check that raises it and what it is about.
    pub fn question(&self, check: &str, about: Uuid) -> Option<&'a Kept<Question>> {
        self.questions().find(|kept| kept.item.check.as_str() == check && kept.item.about == about)
    }

    pub(crate) fn every_milestone(&self) -> impl Iterator<Item = &'a Kept<Milestone>> + use<'a> {
        self.all(&self.office.milestones)
    }

    /// What is expected of every action, for the office and its boards.
    pub(crate) fn every_expected_effect(&self) -> impl Iterator<Item = &'a Kept<ExpectedEffect>> + use<'a> {
        let sees = self.reach >= super::Reach::Internal;
        self.all(&self.office.expected_effects).filter(move |_| sees)
    }

    pub(crate) fn every_narrative(&self) -> impl Iterator<Item = &'a Kept<Narrative>> + use<'a> {
        self.all(&self.office.narratives)
    }

    /// Every outcome and theme as they stand, whatever is withheld in them: a check names only what it is about.
    pub(crate) fn every_outcome(&self) -> impl Iterator<Item = &'a Kept<Outcome>> + use<'a> {
        self.all(&self.office.outcomes)
    }

    pub(crate) fn theme_by(&self, id: Id<Theme>) -> Option<&'a Kept<Theme>> {
        self.one(&self.office.themes, id)
    }
}
