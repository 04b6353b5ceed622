//! The doors to what was found: sources, reviews and findings. A finding is seen where its review is.
use super::Sight;
use crate::{
    action::Action,
    finding::{Finding, FindingSource, Review},
    id::Id,
    objective::Outcome,
    office::Kept,
    publication::Withheld,
    text::fold,
};

impl<'a> Sight<'a> {
    /// Every source, by name.
    pub fn finding_sources(&self) -> Vec<&'a Kept<FindingSource>> {
        let mut all: Vec<&Kept<FindingSource>> = self.all(&self.office.finding_sources).collect();
        all.sort_by_cached_key(|kept| (kept.item.kind, kept.item.name.folded()));
        all
    }

    pub fn finding_source(&self, id: Id<FindingSource>) -> Option<&'a Kept<FindingSource>> {
        self.one(&self.office.finding_sources, id)
    }

    /// Every review, newest first.
    pub fn reviews(&self) -> Vec<&'a Kept<Review>> {
        let mut all: Vec<&Kept<Review>> = self.all(&self.office.reviews).collect();
        all.sort_by_key(|kept| std::cmp::Reverse((kept.item.day(), kept.id)));
        all
    }

    pub fn review(&self, id: Id<Review>) -> Option<&'a Kept<Review>> {
        self.one(&self.office.reviews, id)
    }

    pub fn review_coded(&self, code: &str) -> Option<&'a Kept<Review>> {
        let wanted = fold(code);
        self.all(&self.office.reviews).find(|kept| kept.reference().folded() == wanted)
    }

    /// Every finding, in the order of references, F2 before F10.
    pub fn findings(&self) -> Vec<&'a Kept<Finding>> {
        let mut all: Vec<&Kept<Finding>> =
            self.all(&self.office.findings).filter(|kept| self.review(kept.item.review).is_some()).collect();
        all.sort_by_cached_key(|kept| super::natural(kept.reference().as_str()));
        all
    }

    pub fn finding(&self, id: Id<Finding>) -> Option<&'a Kept<Finding>> {
        self.one(&self.office.findings, id).filter(|kept| self.review(kept.item.review).is_some())
    }

    pub fn finding_coded(&self, code: &str) -> Option<&'a Kept<Finding>> {
        self.finding(self.office.finding_coded(code)?.id)
    }

    /// The findings of a review, in the order of references.
    pub fn findings_in(&self, review: Id<Review>) -> Vec<&'a Kept<Finding>> {
        self.findings().into_iter().filter(|kept| kept.item.review == review).collect()
    }

    /// The findings that concern an outcome.
    pub fn findings_of(&self, outcome: Id<Outcome>) -> Vec<&'a Kept<Finding>> {
        self.findings().into_iter().filter(|kept| kept.item.outcomes.contains(&outcome)).collect()
    }

    /// The findings that concern an action of a plan.
    pub fn findings_of_action(&self, action: Id<Action>) -> Vec<&'a Kept<Finding>> {
        self.findings().into_iter().filter(|kept| kept.item.actions.contains(&action)).collect()
    }

    /// How many findings are not shown here, by the ground on which they are withheld.
    pub fn findings_withheld(&self) -> Vec<Withheld> {
        let hidden = self.office.findings.values().filter(|kept| self.finding(kept.id).is_none());
        super::withheld(hidden.map(|kept| &kept.envelope.visibility))
    }
}
