//! What changed between two places in the record: added, closed, re-rated, moved, changed, absent; and the sum that
//! reconciles them. Open at X + added + re-opened - closed = open at Y.
use crate::{action::Action, id::Id, office::Kept, plan::Plan, sight::Sight, text::Text, travel::Direction};
use jiff::civil::Date;
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default)]
pub struct Changes<'a> {
    pub added: Vec<&'a Kept<Action>>,
    /// Open then, closed now.
    pub closed: Vec<&'a Kept<Action>>,
    /// Closed then, open now.
    pub reopened: Vec<&'a Kept<Action>>,
    pub rated: Vec<Rerated<'a>>,
    pub moved: Vec<Moved<'a>>,
    pub changed: Vec<Changed<'a>>,
    /// Open actions that the last table imported up to the later place left out.
    pub absent: Vec<&'a Kept<Action>>,
    pub totals: Totals,
}

#[derive(Clone, Debug)]
pub struct Rerated<'a> {
    pub action: &'a Kept<Action>,
    pub before: &'a Kept<Action>,
    pub direction: Direction,
}

#[derive(Clone, Debug)]
pub struct Moved<'a> {
    pub action: &'a Kept<Action>,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

#[derive(Clone, Debug)]
pub struct Changed<'a> {
    pub action: &'a Kept<Action>,
    pub fields: Vec<FieldChange>,
}

/// One field, old over new, in words.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldChange {
    /// Its key in the record: "title", "leads".
    pub field: &'static str,
    pub from: String,
    pub to: String,
}

#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, serde::Serialize)]
pub struct Totals {
    pub open_from: usize,
    pub added: usize,
    pub reopened: usize,
    pub closed: usize,
    pub open_to: usize,
    pub rated: usize,
    pub better: usize,
    pub worse: usize,
    /// Re-rated to or from what has no better or worse.
    pub not_comparable: usize,
    pub moved: usize,
    pub changed: usize,
    pub absent: usize,
}

impl Totals {
    /// Whether the list adds up: shown on the page and the paper.
    pub fn reconciles(&self) -> bool {
        self.open_from + self.added + self.reopened == self.open_to + self.closed
    }
}

impl<'a> Changes<'a> {
    /// Every action that a list of these changes names.
    pub fn printed(&self) -> Vec<&'a Kept<Action>> {
        let mut all: BTreeMap<Id<Action>, &Kept<Action>> = BTreeMap::new();
        let lists = [&self.added, &self.closed, &self.reopened, &self.absent];
        let whole = lists.into_iter().flatten().copied();
        let rated = self.rated.iter().map(|r| r.action);
        let moved = self.moved.iter().map(|m| m.action);
        let changed = self.changed.iter().map(|c| c.action);
        for action in whole.chain(rated).chain(moved).chain(changed) {
            all.insert(action.id, action);
        }
        all.into_values().collect()
    }
}

/// What changed between two sights of the same office, for one plan.
pub fn between<'a>(from: &Sight<'a>, to: &Sight<'a>, plan: Id<Plan>) -> Changes<'a> {
    let before: BTreeMap<Id<Action>, &Kept<Action>> = from.actions(plan).into_iter().map(|a| (a.id, a)).collect();
    let after = to.actions(plan);
    let mut changes = Changes::default();
    let open = |a: &Kept<Action>| !a.item.status.is_closed();
    changes.totals.open_from = before.values().filter(|a| open(a)).count();
    changes.totals.open_to = after.iter().filter(|a| open(a)).count();
    for &action in &after {
        let Some(&old) = before.get(&action.id) else {
            changes.added.push(action);
            if !open(action) {
                changes.closed.push(action);
            }
            continue;
        };
        match (open(old), open(action)) {
            (true, false) => changes.closed.push(action),
            (false, true) => changes.reopened.push(action),
            _ => {}
        }
        let (then, now) = (class(old), class(action));
        if then != now || label(old) != label(action) {
            changes.rated.push(Rerated { action, before: old, direction: Direction::between(then, now) });
        }
        if old.item.current_date != action.item.current_date {
            changes.moved.push(Moved { action, from: old.item.current_date, to: action.item.current_date });
        }
        let fields = fields(from, old, to, action);
        if !fields.is_empty() {
            changes.changed.push(Changed { action, fields });
        }
    }
    // An action that can no longer be seen from here has left the list: it counts as closed, so that the sum holds.
    for (id, old) in &before {
        if !after.iter().any(|a| a.id == *id) && open(old) {
            changes.closed.push(old);
        }
    }
    let last_table = to.tables().filter(|i| i.item.plan == plan).max_by_key(|i| i.seq);
    if let Some(import) = last_table {
        changes.absent = after.iter().filter(|a| import.item.absent.contains(a.reference())).copied().collect();
    }
    let totals = &mut changes.totals;
    totals.added = changes.added.len();
    totals.closed = changes.closed.len();
    totals.reopened = changes.reopened.len();
    totals.rated = changes.rated.len();
    totals.better = changes.rated.iter().filter(|r| r.direction == Direction::Better).count();
    totals.worse = changes.rated.iter().filter(|r| r.direction == Direction::Worse).count();
    totals.not_comparable = totals.rated - totals.better - totals.worse;
    totals.moved = changes.moved.len();
    totals.changed = changes.changed.len();
    totals.absent = changes.absent.len();
    changes
}

fn class(action: &Kept<Action>) -> Option<crate::scale::Class> {
    action.item.rating.as_ref().map(|r| r.class)
}

fn label(action: &Kept<Action>) -> Option<&Text> {
    action.item.rating.as_ref().map(|r| &r.label)
}

/// The fields that differ, beside rating and current date, which have lists of their own.
fn fields<'a>(from: &Sight<'a>, old: &Kept<Action>, to: &Sight<'a>, new: &Kept<Action>) -> Vec<FieldChange> {
    let (then, now) = (Described::of(from, old), Described::of(to, new));
    then.0
        .into_iter()
        .zip(now.0)
        .filter(|((field, from), (_, to))| {
            // Who holds it may have changed in words that are not shown from here: that it did is told all the same.
            from != to
                || match *field {
                    "sponsor" => old.item.sponsor != new.item.sponsor,
                    "leads" => old.item.leads != new.item.leads,
                    _ => false,
                }
        })
        .map(|((field, from), (_, to))| FieldChange { field, from, to })
        .collect()
}

/// An action's fields in words, in a fixed order.
struct Described(Vec<(&'static str, String)>);

impl Described {
    fn of(sight: &Sight, kept: &Kept<Action>) -> Self {
        let action = &kept.item;
        let words = |text: &Option<Text>| text.as_ref().map(ToString::to_string).unwrap_or_default();
        let body = |id: Option<Id<crate::body::Body>>| {
            id.and_then(|id| sight.body(id)).map(|b| b.item.name.to_string()).unwrap_or_default()
        };
        let links = action.links.iter().map(|link| match link {
            crate::action::Link::Action(id) => sight.name_of(id.uuid()).map(|r| r.to_string()).unwrap_or_default(),
            crate::action::Link::Stated(text) => text.to_string(),
        });
        let partners = action.partners.iter().map(|p| match &p.role {
            Some(role) => format!("{} ({role})", p.stated),
            None => p.stated.to_string(),
        });
        Self(vec![
            ("title", action.title.to_string()),
            ("description", words(&action.description)),
            ("theme", sight.theme_of(action).map(|t| t.item.name.to_string()).unwrap_or_default()),
            ("output", words(&action.output)),
            (
                "outcomes",
                join(action.outcomes.iter().filter_map(|id| Some(sight.outcome(*id)?.item.statement.to_string()))),
            ),
            (
                "objectives",
                join(action.objectives.iter().filter_map(|id| Some(sight.objective(*id)?.item.statement.to_string()))),
            ),
            ("owner", body(action.owner)),
            ("rated_by", body(action.rated_by)),
            ("sponsor", action.sponsor.as_ref().map(|h| sight.held(h)).unwrap_or_default()),
            ("leads", join(action.leads.iter().map(|h| sight.held(h)))),
            ("partners", join(partners)),
            ("statutory", if action.statutory { "yes".into() } else { "no".into() }),
            ("timescale", action.timescale.stated.to_string()),
            ("original_date", action.original_date.map(|d| d.to_string()).unwrap_or_default()),
            ("status", action.status.as_str().replace('_', " ")),
            (
                "progress",
                action
                    .update
                    .and_then(|id| sight.update(id))
                    .and_then(|u| u.item.narrative.clone())
                    .map(|n| n.to_string())
                    .unwrap_or_default(),
            ),
            ("links", join(links)),
            (
                "visibility",
                match &kept.envelope.visibility {
                    crate::envelope::Visibility::Public => "public".into(),
                    crate::envelope::Visibility::Panel => "panel".into(),
                    crate::envelope::Visibility::Internal => "internal".into(),
                    crate::envelope::Visibility::Exempt { ground, .. } => format!("exempt: {ground}"),
                },
            ),
            ("marking", kept.envelope.marking.as_str().to_owned()),
        ])
    }
}

fn join(words: impl Iterator<Item = String>) -> String {
    words.collect::<Vec<_>>().join("; ")
}
