//! Checks of actions: dates, leads, completions.
use crate::{
    action::{Action, Held, Status},
    office::Kept,
    question::{
        Looked, Mends,
        about::{Found, due, of_action, rated, weeks},
        looked::days,
    },
    rating_rules::day,
    scale::Class,
    timescale::Due,
};
use jiff::civil::Date;

/// Thirteen weeks, as the written rules take a quarter.
const QUARTER: i32 = 91;

fn class(action: &Action) -> Option<Class> {
    action.rating.as_ref().map(|rating| rating.class)
}

fn on_track<'a>(looked: &'a Looked<'a>) -> impl Iterator<Item = &'a Kept<Action>> {
    looked.live().filter(|kept| class(&kept.item) == Some(Class::OnTrack))
}

pub(super) fn on_track_but_overdue(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let date = due(&kept.item).filter(|date| *date < looked.day && !kept.item.timescale.is_continuing())?;
        Some(of_action(
            kept,
            format!("Its date was {}, it is not complete, and it is rated {}.", day(date), rated(&kept.item)),
            format!("due {date}"),
            format!("{} was to be done by {}. Why is it still called on track?", kept.reference(), day(date)),
            Mends::Change(kept.id),
        ))
    };
    on_track(looked).filter_map(find).collect()
}

/// The day of the last word on an action: nothing where none was said, so that nobody knows since when.
fn last_said(looked: &Looked, kept: &Kept<Action>) -> Option<Date> {
    looked.updates(kept.id).first().map(|update| update.item.day)
}

pub(super) fn on_track_without_update(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        if kept.item.timescale.is_continuing() {
            return None;
        }
        let since = last_said(looked, kept).or(kept.item.rating.as_ref().map(|rating| rating.since))?;
        let silent = days(since, looked.day);
        (silent > QUARTER).then(|| {
            of_action(
                kept,
                format!(
                    "Rated {}; the last word on it is of {}, {} ago.",
                    rated(&kept.item),
                    day(since),
                    weeks(silent)
                ),
                format!("said {since}"),
                format!(
                    "How do you know that {} is on track, when nothing was said of it since {}?",
                    kept.reference(),
                    day(since)
                ),
                Mends::Update(kept.id),
            )
        })
    };
    on_track(looked).filter_map(find).collect()
}

pub(super) fn duty_without_review(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let since = last_said(looked, kept)?;
        let silent = days(since, looked.day);
        (kept.item.timescale.is_continuing() && silent > QUARTER).then(|| {
            of_action(
                kept,
                format!("It has no end, and the last word on it is of {}, {} ago.", day(since), weeks(silent)),
                format!("said {since}"),
                format!("When was {} last looked at, and what was found?", kept.reference()),
                Mends::Update(kept.id),
            )
        })
    };
    looked.live().filter_map(find).collect()
}

pub(super) fn date_changed_three_times(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let moves = kept.item.moves.iter().filter(|moved| moved.on <= looked.day).collect::<Vec<_>>();
        let [.., last] = moves.as_slice() else { return None };
        (moves.len() >= 3).then(|| {
            let first = kept.item.original_date.map_or_else(|| "no date".into(), day);
            let now = due(&kept.item).map_or_else(|| "no date".into(), day);
            of_action(
                kept,
                format!("First due {first}, now {now}: changed {} times, last on {}.", moves.len(), day(last.on)),
                format!("moved {} last {}", moves.len(), last.on),
                format!(
                    "The date of {} was changed {} times. What makes the present one better?",
                    kept.reference(),
                    moves.len()
                ),
                Mends::Milestones(kept.id),
            )
        })
    };
    looked.live().filter_map(find).collect()
}

pub(super) fn lead_gone(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let leads = &kept.item.leads;
        let gone: Vec<String> = leads.iter().filter_map(|held: &Held| looked.gone(held)).collect();
        if gone.len() < leads.len() {
            return None;
        }
        let why = if gone.is_empty() { "no lead is named".to_owned() } else { gone.join("; ") };
        let facts = format!("lead {why}");
        let evidence = format!("It is open, and {why}.");
        let question = format!("Who is responsible for {} today?", kept.reference());
        Some(of_action(kept, evidence, facts, question, Mends::Describe(kept.id)))
    };
    looked.live().filter_map(find).collect()
}

pub(super) fn complete_unverified(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        if kept.item.status != Status::Complete {
            return None;
        }
        let (since, why) = match &kept.item.completion {
            Some(done) if done.verified.is_some() => return None,
            Some(done) if done.evidence.is_empty() => (done.on, "without evidence, and nobody else has checked it"),
            Some(done) => (done.on, "with evidence that nobody else has checked"),
            None => (kept.item.rating.as_ref()?.since, "by its rating alone: no day and no evidence are on the record"),
        };
        (days(since, looked.day) >= 28).then(|| {
            of_action(
                kept,
                format!("Called complete since {}, {why}.", day(since)),
                format!("complete {since}"),
                format!("Who besides its lead has seen that {} is done?", kept.reference()),
                if kept.item.completion.is_some() { Mends::Verify(kept.id) } else { Mends::Update(kept.id) },
            )
        })
    };
    looked.actions.iter().copied().filter_map(find).collect()
}

pub(super) fn at_risk_for_a_year(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let rating = kept.item.rating.as_ref().filter(|rating| rating.class == Class::AtRisk)?;
        (days(rating.since, looked.day) >= 364).then(|| {
            of_action(
                kept,
                format!("Rated {} since {}, without a change.", rating.label, day(rating.since)),
                format!("at risk since {}", rating.since),
                format!("{} has been at risk for a year. What would make it fail, or succeed?", kept.reference()),
                Mends::Update(kept.id),
            )
        })
    };
    looked.live().filter_map(find).collect()
}

pub(super) fn on_track_to_no_date(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let open = looked.milestones(kept.id).iter().any(|m| m.item.reached == crate::milestone::Reached::Open);
        let undated =
            matches!(kept.item.timescale.due, Due::NotSet | Due::By { .. }) && kept.item.current_date.is_none();
        (undated && !open).then(|| {
            of_action(
                kept,
                format!("Rated {}, with no date, no window and no open milestone.", rated(&kept.item)),
                "no date".into(),
                format!("{} is on track: to what, and by when?", kept.reference()),
                Mends::Change(kept.id),
            )
        })
    };
    on_track(looked).filter_map(find).collect()
}

pub(super) fn milestone_passed(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let late = looked.milestones(kept.id).iter();
        let late = late.filter(|m| m.item.is_late(&kept.item, looked.day) && days(m.item.date, looked.day) > 14);
        let late = late.min_by_key(|m| m.item.date)?;
        Some(of_action(
            kept,
            format!(
                "Rated {}, while “{}” was due on {} and was not met.",
                rated(&kept.item),
                late.item.title,
                day(late.item.date)
            ),
            format!("milestone {} due {}", late.id, late.item.date),
            format!(
                "What became of “{}”, and does {} still hold its date without it?",
                late.item.title,
                kept.reference()
            ),
            Mends::Milestones(kept.id),
        ))
    };
    on_track(looked).filter_map(find).collect()
}

pub(super) fn effect_unanswered(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let mut effects = looked.effects(kept.id);
        let due = effects.find(|effect| effect.item.is_due(looked.day) && days(effect.item.by, looked.day) > 28)?;
        Some(of_action(
            kept,
            format!(
                "“{}” was expected by {}; nothing is said of what came of it.",
                due.item.effect,
                due.item.quarter()
            ),
            format!("effect {} by {}", due.id, due.item.by),
            format!("{} was to show by now: “{}”. Did it?", kept.reference(), due.item.effect),
            Mends::Effects(kept.id),
        ))
    };
    looked.actions.iter().copied().filter_map(find).collect()
}
