//! Checks of outcomes: whether what is done and what is measured tell one story.
use crate::{
    action::{Action, Status},
    id::Id,
    objective::Outcome,
    office::Kept,
    question::{
        Looked, Measured, Mends,
        about::{Found, listed, of_outcome},
        looked::days,
    },
    scale::Class,
};

/// The actions that bear on an outcome: agreed and not given up.
fn bearing<'a>(looked: &Looked<'a>, outcome: Id<Outcome>, measure: &Measured<'a>) -> Vec<&'a Kept<Action>> {
    let given_up = |status| {
        matches!(status, Status::Candidate | Status::ClosedNotDelivered | Status::Superseded | Status::BusinessAsUsual)
    };
    looked.answering(outcome, measure).into_iter().filter(|kept| !given_up(kept.item.status)).collect()
}

fn class(kept: &Kept<Action>) -> Option<Class> {
    kept.item.rating.as_ref().map(|rating| rating.class)
}

/// Whether the actions of an outcome should have shown by now, in words; None where it is too early to say.
fn should_have_shown(looked: &Looked, outcome: Id<Outcome>, actions: &[&Kept<Action>]) -> Option<String> {
    let on_it = |of: Option<Id<Outcome>>| of.is_none_or(|of| of == outcome);
    let first = |kept: &Kept<Action>| {
        looked.effects(kept.id).filter(|effect| on_it(effect.item.outcome)).map(|effect| effect.item.by).min()
    };
    let stated: Vec<_> = actions.iter().filter_map(|kept| first(kept)).collect();
    if stated.is_empty() {
        let half_a_year = |kept: &&Kept<Action>| {
            kept.item.rating.as_ref().is_some_and(|rating| days(rating.since, looked.day) >= 182)
        };
        return actions.iter().any(half_a_year).then(|| {
            "no effect is stated by any quarter, and at least one has been on track or complete for half a year".into()
        });
    }
    let last = stated.iter().max().copied()?;
    (last < looked.day).then(|| format!("each was to show by {}", crate::expected_effect::quarter_in_words(last)))
}

pub(super) fn on_track_but_worsening(looked: &Looked) -> Vec<Found> {
    let find = |outcome: &&Kept<Outcome>| {
        let well = |kept: &&Kept<Action>| matches!(class(kept), Some(Class::OnTrack | Class::Complete));
        let all = looked.measures_of(outcome.id).filter(|one| one.worsens());
        let mut beside = all.map(|one| (one, bearing(looked, outcome.id, one)));
        let (first, actions) = beside.find(|(_, actions)| !actions.is_empty() && actions.iter().all(well))?;
        let shown = should_have_shown(looked, outcome.id, &actions)?;
        // Another measure of the outcome is said too where the same actions answer it.
        let beside_them = |one: &&Measured| bearing(looked, outcome.id, one).iter().all(well);
        let worsening: Vec<&Measured> =
            looked.measures_of(outcome.id).filter(|one| one.worsens()).filter(beside_them).collect();
        let said: Vec<String> = worsening.iter().map(|one| one.worsens_in_words()).collect();
        let codes: Vec<&str> = worsening.iter().map(|one| one.kept.reference().as_str()).collect();
        let references: Vec<&str> = actions.iter().map(|kept| kept.reference().as_str()).collect();
        let many = actions.len();
        let every = if many == 1 { "its one action" } else { "every action of it" };
        let count = if many == 1 { "1 action".to_owned() } else { format!("{many} actions") };
        Some(of_outcome(
            outcome,
            format!("{count} on track or complete: {}; {shown}. {}.", listed(&actions), said.join(". ")),
            format!("{} against {}", references.join(" "), codes.join(" ")),
            format!(
                "{} is worse, and {every} is on track. Are these the right actions, or are they rated too well?",
                first.kept.item.title
            ),
            Mends::Commentary(first.kept.id),
        ))
    };
    looked.outcomes.iter().filter_map(find).collect()
}

pub(super) fn off_track_but_improving(looked: &Looked) -> Vec<Found> {
    let find = |outcome: &&Kept<Outcome>| {
        let improving: Vec<&Measured> =
            looked.measures_of(outcome.id).filter(|one| one.is_improvement() && one.missed.is_none()).collect();
        let first = improving.first()?;
        if looked.measures_of(outcome.id).any(Measured::worsens) {
            return None;
        }
        let actions = bearing(looked, outcome.id, first);
        let ill = |kept: &&Kept<Action>| matches!(class(kept), Some(Class::OffTrack | Class::AtRisk));
        let off = actions.iter().any(|kept| class(kept) == Some(Class::OffTrack));
        if actions.is_empty() || !actions.iter().all(ill) || !off {
            return None;
        }
        let references: Vec<&str> = actions.iter().map(|kept| kept.reference().as_str()).collect();
        Some(of_outcome(
            outcome,
            format!(
                "{} {} shows a special cause of improvement, while no action of the outcome is on track or complete: {}.",
                first.kept.reference(),
                first.kept.item.title,
                listed(&actions)
            ),
            format!("{} against {}", references.join(" "), first.kept.reference()),
            format!(
                "{} gets better although what was planned for it is off track. What is making the difference, and is the plan still the right one?",
                first.kept.item.title
            ),
            Mends::Commentary(first.kept.id),
        ))
    };
    looked.outcomes.iter().filter_map(find).collect()
}
