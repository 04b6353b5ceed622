//! What a check finds, put together: what it is about, the evidence in words, and what somebody could ask.
use super::{Looked, Mends};
use crate::{
    action::{Action, Held},
    id::Id,
    measure::Measure,
    objective::Outcome,
    office::{Kept, Kind},
    post::Post,
    rating_rules::day,
    theme::Theme,
};
use jiff::civil::Date;
use uuid::Uuid;

/// Before it is known which check found it.
#[derive(Clone, Debug)]
pub(super) struct Found {
    pub kind: Kind,
    pub about: Uuid,
    pub reference: String,
    pub title: String,
    pub theme: Option<Id<Theme>>,
    pub leads: Vec<Id<Post>>,
    pub evidence: String,
    pub facts: String,
    pub question: String,
    pub mends: Mends,
}

/// The posts of those who hold something; what is matched to none has none.
pub(super) fn posts<'a>(held: impl IntoIterator<Item = &'a Held>) -> Vec<Id<Post>> {
    let post = |held: &Held| match held {
        Held::Post(post) => Some(*post),
        Held::Unmatched(_) => None,
    };
    held.into_iter().filter_map(post).collect()
}

/// What of an action was found: the evidence, what of it is compared from day to day, and what could be asked.
pub(super) fn of_action(
    action: &Kept<Action>,
    evidence: String,
    facts: String,
    question: String,
    mends: Mends,
) -> Found {
    Found {
        kind: Kind::Action,
        about: action.id.uuid(),
        reference: action.reference().to_string(),
        title: action.item.title.to_string(),
        theme: Some(action.item.theme),
        leads: posts(&action.item.leads),
        evidence,
        facts,
        question,
        mends,
    }
}

pub(super) fn of_measure(
    kept: &Kept<Measure>,
    looked: &Looked,
    evidence: String,
    facts: String,
    question: String,
    mends: Mends,
) -> Found {
    let theme = kept.item.outcomes.first().and_then(|id| looked.sight.outcome(*id)).map(|outcome| outcome.item.theme);
    Found {
        kind: Kind::Measure,
        about: kept.id.uuid(),
        reference: kept.reference().to_string(),
        title: kept.item.title.to_string(),
        theme,
        leads: kept.item.owner.into_iter().collect(),
        evidence,
        facts,
        question,
        mends,
    }
}

pub(super) fn of_outcome(
    kept: &Kept<Outcome>,
    evidence: String,
    facts: String,
    question: String,
    mends: Mends,
) -> Found {
    Found {
        kind: Kind::Outcome,
        about: kept.id.uuid(),
        reference: kept.reference().to_string(),
        title: kept.item.statement.to_string(),
        theme: Some(kept.item.theme),
        leads: vec![],
        evidence,
        facts,
        question,
        mends,
    }
}

/// "On track since 14 July 2026", as a sentence needs it.
pub(super) fn rated(action: &Action) -> String {
    action
        .rating
        .as_ref()
        .map_or_else(|| "not rated".into(), |rating| format!("{} since {}", rating.label, day(rating.since)))
}

/// The day by which it is to be done, where there is one: its date, or the end of its window.
pub(super) fn due(action: &Action) -> Option<Date> {
    action.current_date.or(match action.timescale.due {
        crate::timescale::Due::Window { to, .. } => Some(to),
        _ => None,
    })
}

/// "1.1 Agree a strategy; 1.2 Open a hub".
pub(super) fn listed(actions: &[&Kept<Action>]) -> String {
    const MOST: usize = 8;
    let named: Vec<String> =
        actions.iter().take(MOST).map(|kept| format!("{} {}", kept.reference(), kept.item.title)).collect();
    let more = actions.len().saturating_sub(MOST);
    let more = if more == 0 { String::new() } else { format!("; and {more} more") };
    format!("{}{more}", named.join("; "))
}

pub(super) fn weeks(days: i32) -> String {
    let weeks = days / 7;
    if weeks == 1 { "a week".into() } else { format!("{weeks} weeks") }
}
