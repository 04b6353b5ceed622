//! What a table says that somebody may have to explain, and what would become of it: for whoever looks before they
//! import.
use super::{ImportPlan, landing};
use crate::{
    action::Held,
    ask::{Ask, Decision, Refusal},
    id::Id,
    map::{PlanMap, PlanMapFacts},
    plan::Plan,
    post::Post,
    reading::{ActionRead, RatingRead, Reading, RowWhat},
    scale::Scale,
    sight::{Sight, View},
    text::Text,
};
use std::{collections::BTreeMap, sync::Arc};

/// The words of a table that only the office can explain.
#[derive(Clone, Debug, Default)]
pub struct Explained {
    /// The scale by which its rating words are read.
    pub scale: Option<Scale>,
    pub ratings: Vec<RatingWord>,
    pub names: Vec<NameWord>,
}

/// A word of the rating column.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RatingWord {
    pub stated: Text,
    pub rows: usize,
    /// The key of the level that it means. None: nobody knows it, or it is kept as not rated.
    pub level: Option<Text>,
    pub kept_as_not_rated: bool,
}

/// A name that a table gives as that of a lead or sponsor.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NameWord {
    pub stated: Text,
    pub rows: usize,
    /// The post that it is, on the record or by the map.
    pub post: Option<Text>,
}

impl View {
    /// What an import says that may have to be explained.
    pub fn explained(&self, import: &ImportPlan) -> Result<Explained, Refusal> {
        let target = landing::target(&self.office, import)?;
        let (_, scale) = landing::scale_for(&self.office, import, &target)?;
        let ratings = rating_words(&import.reading, &scale);
        let posts: Vec<&Post> = self.office.posts.values().map(|kept| &kept.item).collect();
        let names = names(&import.reading, &posts);
        Ok(Explained { scale: Some(scale), ratings, names })
    }

    /// The office as it would be after a decision, for the same person.
    pub fn foreseen(&self, ask: &Ask, decision: Decision) -> Result<Self, Refusal> {
        let mut office = (*self.office).clone();
        office.take(&ask.actor, ask.now, decision.drafts, uuid::Uuid::nil())?;
        Ok(self.of(Arc::new(office)))
    }
}

impl Sight<'_> {
    /// The plan of the last table that was taken in.
    pub fn last_imported(&self) -> Option<Id<Plan>> {
        self.tables().max_by_key(|import| import.seq).map(|import| import.item.plan)
    }
}

fn actions(reading: &Reading) -> impl Iterator<Item = &ActionRead> {
    reading.rows.iter().filter_map(|row| match &row.what {
        RowWhat::Action(read) => Some(read.as_ref()),
        RowWhat::Skipped { .. } | RowWhat::Rejected { .. } => None,
    })
}

fn rating_words(reading: &Reading, scale: &Scale) -> Vec<RatingWord> {
    let mut words: BTreeMap<String, RatingWord> = BTreeMap::new();
    for read in actions(reading) {
        let RatingRead::Words { stated, .. } = &read.rating else { continue };
        let level = || landing::rating_of(scale, &read.rating, jiff::civil::Date::MIN).ok().flatten();
        let word = words.entry(stated.folded()).or_insert_with(|| RatingWord {
            stated: stated.clone(),
            rows: 0,
            level: level().map(|rating| rating.level),
            kept_as_not_rated: false,
        });
        word.rows += 1;
    }
    // What the map keeps as not rated is read as a blank cell, so the map alone still knows the word.
    for (stated, answer) in &reading.map.ratings {
        if answer == NOT_RATED && !words.contains_key(&stated.folded()) {
            let word = RatingWord { stated: stated.clone(), rows: 0, level: None, kept_as_not_rated: true };
            words.insert(stated.folded(), word);
        }
    }
    words.into_values().collect()
}

/// What a map answers for a word that is kept as not rated.
pub const NOT_RATED: &str = "not rated";

fn names(reading: &Reading, posts: &[&Post]) -> Vec<NameWord> {
    let mut words: BTreeMap<String, NameWord> = BTreeMap::new();
    for read in actions(reading) {
        for stated in read.leads.iter().flatten().chain(&read.sponsor) {
            let stated = stated.on_one_line();
            let by_map = reading.posts.iter().find(|post| {
                post.name.folded() == stated.folded() || post.initials.iter().any(|i| i.folded() == stated.folded())
            });
            let on_record = || posts.iter().find(|post| post.is_called(stated.as_str())).map(|post| post.name.clone());
            let post = by_map.map(|post| post.name.clone()).or_else(on_record);
            let word = words.entry(stated.folded()).or_insert_with(|| NameWord { stated, rows: 0, post });
            word.rows += 1;
        }
    }
    words.into_values().collect()
}

impl PlanMap {
    /// What of it holds for the office's next table too: how its columns and words are read, and which of its lines are
    /// no actions. Names, themes and posts the record knows by now; what was said of single rows was said of these.
    #[must_use]
    pub fn remembered(&self) -> Self {
        let headings = self.rows.iter().filter(|(_, answer)| crate::text::fold(answer) == "heading");
        Self {
            rows: headings.map(|(title, answer)| (title.clone(), answer.clone())).collect(),
            plan: PlanMapFacts::default(),
            visible: BTreeMap::new(),
            themes: vec![],
            bodies: vec![],
            posts: vec![],
            scale: None,
            ..self.clone()
        }
    }
}

/// How many actions of the open plans a name stands for that no post answers to yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unmatched {
    pub stated: Text,
    pub actions: usize,
}

impl Sight<'_> {
    /// The names of leads and sponsors that no post answers to, in the open plans.
    pub fn unmatched(&self) -> Vec<Unmatched> {
        let mut names: BTreeMap<String, Unmatched> = BTreeMap::new();
        let open = self.plans().filter(|plan| plan.item.state == crate::plan::PlanState::Open);
        for action in open.flat_map(|plan| self.actions(plan.id)) {
            for held in action.item.leads.iter().chain(&action.item.sponsor) {
                if let Held::Unmatched(stated) = held {
                    let name = names
                        .entry(stated.folded())
                        .or_insert_with(|| Unmatched { stated: stated.clone(), actions: 0 });
                    name.actions += 1;
                }
            }
        }
        names.into_values().collect()
    }
}
