//! What the checks look at, put in order once, so that each of them walks its items and searches nothing.
use crate::{
    action::{Action, Held, Status},
    commentary::Commentary,
    expected_effect::{Came, ExpectedEffect},
    forecast::Finishes,
    id::Id,
    measure::Measure,
    milestone::Milestone,
    objective::Outcome,
    office::Kept,
    performance::{Met, Performance},
    plan::{Plan, PlanState},
    post::Post,
    round::Round,
    sight::Sight,
    span::Span,
    theme::Theme,
    update::{Manner, Update},
};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// An office on a day, as somebody sees it.
#[derive(Debug)]
pub struct Looked<'a> {
    pub sight: Sight<'a>,
    pub day: Date,
    /// The plans whose delivery is reported on.
    pub plans: Vec<&'a Kept<Plan>>,
    /// Their actions, in the order of references.
    pub actions: Vec<&'a Kept<Action>>,
    updates: HashMap<Id<Action>, Vec<&'a Kept<Update>>>,
    milestones: HashMap<Id<Action>, Vec<&'a Kept<Milestone>>>,
    effects: HashMap<Id<Action>, Vec<&'a Kept<ExpectedEffect>>>,
    /// The measures that are followed, in the order of codes.
    pub measures: Vec<Measured<'a>>,
    pub outcomes: Vec<&'a Kept<Outcome>>,
    serving: HashMap<Id<Outcome>, Vec<&'a Kept<Action>>>,
    tenure: Option<Tenures>,
    themes: HashMap<Id<Theme>, &'a Kept<Theme>>,
    /// The rounds of open plans, newest first.
    pub rounds: Vec<&'a Kept<Round>>,
    pub finishes: Finishes,
}

/// A measure and what it shows.
#[derive(Debug)]
pub struct Measured<'a> {
    pub kept: &'a Kept<Measure>,
    pub shows: Performance,
    pub said: Option<&'a Kept<Commentary>>,
    /// The last points, as two loads one after the other brought them, that missed the target.
    pub missed: Option<(Span, Span)>,
}

/// Who holds which posts, where people sign in.
#[derive(Debug, Default)]
struct Tenures {
    held: HashSet<Id<Post>>,
    /// The last day on which somebody held it.
    was_held: HashMap<Id<Post>, Date>,
}

/// Days from one to another; less than nothing where the other is earlier.
pub fn days(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}

impl Measured<'_> {
    /// It shows a special cause in the direction that is worse.
    pub fn is_concern(&self) -> bool {
        self.shows.judgement.variation.is_some_and(crate::spc::Variation::is_concern)
    }

    pub fn is_improvement(&self) -> bool {
        self.shows.judgement.variation.is_some_and(crate::spc::Variation::is_improvement)
    }

    pub fn worsens(&self) -> bool {
        self.is_concern() || self.missed.is_some()
    }

    /// Since when its figures say so: the first stretch of the signal, or the first of the two that missed.
    pub fn since(&self) -> Option<Span> {
        let signal = self.is_concern().then_some(self.shows.judgement.since).flatten();
        signal.or(self.missed.map(|(first, _)| first))
    }

    /// What worsens, in words.
    pub fn worsens_in_words(&self) -> String {
        let mut said = vec![];
        if self.is_concern() {
            let since = self.shows.judgement.since.map(|span| format!(" since {}", span.in_words()));
            said.push(format!("shows a special cause of concern{}", since.unwrap_or_default()));
        }
        if let Some((first, last)) = self.missed {
            said.push(format!(
                "missed its target in {} and {}, the newest figures of two loads one after the other",
                first.in_words(),
                last.in_words()
            ));
        }
        let value = self
            .shows
            .latest()
            .and_then(|point| Some(format!(" ({} in {})", self.shows.read(point.value?), point.span.in_words())));
        format!("{} {}{} {}", self.kept.reference(), self.shows.title, value.unwrap_or_default(), said.join(" and "))
    }
}

impl<'a> Looked<'a> {
    pub fn at(sight: Sight<'a>, day: Date) -> Self {
        let plans: Vec<_> = sight.plans().filter(|plan| plan.item.state == PlanState::Open).collect();
        let actions: Vec<&Kept<Action>> = plans.iter().flat_map(|plan| sight.actions(plan.id)).collect();
        let mut updates: HashMap<Id<Action>, Vec<&Kept<Update>>> = HashMap::new();
        for update in sight.every_update().filter(|update| update.item.day <= day) {
            updates.entry(update.item.action).or_default().push(update);
        }
        for said in updates.values_mut() {
            said.sort_by_key(|update| std::cmp::Reverse((update.item.day, update.seq)));
        }
        let mut milestones: HashMap<Id<Action>, Vec<&Kept<Milestone>>> = HashMap::new();
        for kept in sight.every_milestone() {
            milestones.entry(kept.item.action).or_default().push(kept);
        }
        let mut effects: HashMap<Id<Action>, Vec<&Kept<ExpectedEffect>>> = HashMap::new();
        for kept in sight.every_expected_effect() {
            effects.entry(kept.item.action).or_default().push(kept);
        }
        let mut serving: HashMap<Id<Outcome>, Vec<&Kept<Action>>> = HashMap::new();
        for action in &actions {
            for outcome in &action.item.outcomes {
                serving.entry(*outcome).or_default().push(action);
            }
        }
        let mut themes: HashMap<Id<Theme>, &Kept<Theme>> = HashMap::new();
        for action in &actions {
            if !themes.contains_key(&action.item.theme)
                && let Some(theme) = sight.theme_by(action.item.theme)
            {
                themes.insert(theme.id, theme);
            }
        }
        let is_open = |plan: Option<&Kept<Plan>>| plan.is_some_and(|plan| plan.item.state == PlanState::Open);
        let of_open = |outcome: &&Kept<Outcome>| {
            is_open(sight.theme_by(outcome.item.theme).and_then(|theme| sight.plan(theme.item.plan)))
        };
        let outcomes = sight.every_outcome().filter(of_open).collect();
        let rounds = sight.rounds().into_iter().filter(|round| is_open(sight.plan(round.item.plan))).collect();
        Self {
            tenure: Tenures::of(sight, day),
            measures: measured(sight),
            finishes: Finishes::of(&sight, day),
            sight,
            day,
            plans,
            actions,
            updates,
            milestones,
            effects,
            outcomes,
            serving,
            themes,
            rounds,
        }
    }

    /// The actions that are worked on: agreed, and not closed.
    pub fn live(&self) -> impl Iterator<Item = &'a Kept<Action>> + '_ {
        let live = |kept: &&Kept<Action>| !kept.item.status.is_closed() && kept.item.status != Status::Candidate;
        self.actions.iter().copied().filter(live)
    }

    /// What was said of an action up to the day, newest first.
    pub fn updates(&self, action: Id<Action>) -> &[&'a Kept<Update>] {
        self.updates.get(&action).map_or(&[], Vec::as_slice)
    }

    pub fn milestones(&self, action: Id<Action>) -> &[&'a Kept<Milestone>] {
        self.milestones.get(&action).map_or(&[], Vec::as_slice)
    }

    /// What is expected of an action, what was dropped left out.
    pub fn effects(&self, action: Id<Action>) -> impl Iterator<Item = &'a Kept<ExpectedEffect>> + '_ {
        let all = self.effects.get(&action).map_or(&[] as &[_], Vec::as_slice).iter().copied();
        all.filter(|kept| !matches!(kept.item.came, Came::Dropped { .. }))
    }

    pub fn theme(&self, id: Id<Theme>) -> Option<&'a Kept<Theme>> {
        self.themes.get(&id).copied()
    }

    /// The actions that serve an outcome, and those that were last named as the answer to this measure of it.
    pub fn answering(&self, outcome: Id<Outcome>, measure: &Measured<'a>) -> Vec<&'a Kept<Action>> {
        let mut all: BTreeMap<Id<Action>, &'a Kept<Action>> = BTreeMap::new();
        all.extend(self.serving.get(&outcome).into_iter().flatten().map(|kept| (kept.id, *kept)));
        let named = measure.said.iter().flat_map(|said| &said.item.actions);
        let named: BTreeSet<Id<Action>> = named.copied().collect();
        let open: HashSet<Id<Plan>> = self.plans.iter().map(|plan| plan.id).collect();
        for kept in named.into_iter().filter_map(|id| self.sight.action(id)) {
            if open.contains(&kept.item.plan) {
                all.insert(kept.id, kept);
            }
        }
        all.into_values().collect()
    }

    pub fn measures_of(&self, outcome: Id<Outcome>) -> impl Iterator<Item = &Measured<'a>> {
        self.measures.iter().filter(move |one| one.kept.item.outcomes.contains(&outcome))
    }

    /// Why a post does no work any more; None where it does, or nobody can tell.
    pub fn gone(&self, held: &Held) -> Option<String> {
        match held {
            Held::Unmatched(stated) => Some(match self.sight.stated(held) {
                Some(_) => format!("“{stated}” is matched to no post"),
                None => "its lead is matched to no post".into(),
            }),
            Held::Post(post) => {
                let Some(kept) = self.sight.post(*post) else {
                    return Some("its lead is a post that is no longer listed".into());
                };
                let tenure = self.tenure.as_ref()?;
                if tenure.held.contains(post) {
                    return None;
                }
                let last = tenure.was_held.get(post)?;
                Some(format!("nobody has held the post {} since {}", kept.item.name, crate::rating_rules::day(*last)))
            }
        }
    }
}

impl Tenures {
    fn of(sight: Sight, day: Date) -> Option<Self> {
        let mut tenures = Self::default();
        let mut any = false;
        for person in sight.people() {
            any = true;
            tenures.held.extend(person.item.held(day));
            for tenure in person.item.posts.iter().filter(|tenure| tenure.from <= day) {
                let last = tenure.to.or(person.item.ended).unwrap_or(day).min(day);
                let known = tenures.was_held.entry(tenure.post).or_insert(last);
                *known = (*known).max(last);
            }
        }
        any.then_some(tenures)
    }
}

fn measured(sight: Sight<'_>) -> Vec<Measured<'_>> {
    let mut said: HashMap<Id<Measure>, &Kept<Commentary>> = HashMap::new();
    for kept in sight.commentaries() {
        let last = said.entry(kept.item.measure).or_insert(kept);
        if last.seq < kept.seq {
            *last = kept;
        }
    }
    let followed = sight.measures().into_iter().filter(|kept| kept.item.ended.is_none());
    let measured = followed.map(|kept| {
        let shows = sight.performance(kept);
        let missed = missed(sight, kept, &shows);
        Measured { kept, said: said.get(&kept.id).copied(), missed, shows }
    });
    measured.collect()
}

/// The newest figures that two loads, one after the other, brought, where both missed the target.
fn missed(sight: Sight, kept: &Kept<Measure>, shows: &Performance) -> Option<(Span, Span)> {
    let source = &kept.item.definition().numerator;
    let mut newest: Vec<Span> = vec![];
    for load in sight.loads_in_order(source.data) {
        let Some(area) = load.item.area(&source.area) else { continue };
        let series: Vec<u16> = source.of.iter().filter_map(|name| load.item.series(name)).collect();
        let counted = load.item.counts.iter().map(|(span, of, what, _)| (*span, *of, *what));
        let stated = load.item.stated.iter().map(|stated| (stated.span, stated.area, stated.series));
        let own = counted
            .chain(stated)
            .filter(|(_, of, what)| *of == area && (source.of.is_empty() || series.contains(what)));
        let grain = kept.item.definition().grain;
        if let Some(last) = own.map(|(span, ..)| span.ends()).max().and_then(|day| Span::of(day, grain))
            && newest.last().is_none_or(|known| *known < last)
        {
            newest.push(last);
        }
    }
    let [.., first, last] = newest.as_slice() else { return None };
    let misses = |span: &Span| {
        let aimed = shows.point(*span).and_then(|point| point.target);
        aimed.and_then(|aimed| aimed.met) == Some(Met::Missed)
    };
    (misses(first) && misses(last)).then_some((*first, *last))
}

/// Words that were written anew, newest first: neither confirmations nor corrections.
pub fn written<'u, 'a>(updates: &'u [&'a Kept<Update>]) -> impl Iterator<Item = &'a Kept<Update>> + 'u {
    updates.iter().copied().filter(|update| update.item.manner == Manner::Update && update.item.narrative.is_some())
}
