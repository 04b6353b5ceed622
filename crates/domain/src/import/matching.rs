//! Matching rows to actions: by reference, then by title; a near title is asked about, never guessed.
use super::{Fate, RowFate};
use crate::{
    action::Action,
    entry::Act,
    id::Id,
    office::{Kept, Office},
    plan::Plan,
    reading::{ActionRead, Matched, Nearest, Reading, RowRead, RowWhat, Titles},
    sight::natural,
    text::{Text, text},
};
use std::collections::{HashMap, HashSet};

/// What a row comes to.
pub(super) enum Outcome<'a> {
    Known(&'a Kept<Action>),
    /// On the record once, and taken back by an undo: it comes again under its own reference.
    Again {
        kept: &'a Kept<Action>,
        given: bool,
    },
    New {
        reference: Text,
        given: bool,
    },
    /// Skipped, or rejected, by the reading or here.
    Refused(RowFate),
}

pub(super) struct Matching<'a> {
    /// The plan's actions, in the order of their references; behind them those that were taken back.
    actions: Vec<&'a Kept<Action>>,
    /// Theirs, in the same order.
    titles: Titles,
    taken: HashSet<usize>,
    /// For each row of the reading, the index of its action.
    rows: Vec<Option<usize>>,
    /// Rows that carry one action's reference and another's title.
    renumbered: HashMap<usize, RowFate>,
}

impl<'a> Matching<'a> {
    pub(super) fn new(office: &'a Office, plan: Id<Plan>, reading: &Reading) -> Self {
        let mut actions: Vec<&Kept<Action>> = office
            .actions
            .values()
            .chain(office.aside.actions.values())
            .filter(|a| a.item.plan == plan)
            .map(AsRef::as_ref)
            .collect();
        actions.sort_by_cached_key(|a| (is_taken_back(a), natural(a.reference().as_str()), a.id));
        let rows = vec![None; reading.rows.len()];
        let titles = Titles::new(actions.iter().map(|a| a.item.title.as_str()));
        let mut matching = Self { actions, titles, taken: HashSet::new(), rows, renumbered: HashMap::new() };
        matching.by_reference(reading);
        matching.find_renumbered(reading);
        matching.by_title(reading);
        matching
    }

    fn by_reference(&mut self, reading: &Reading) {
        let known: HashMap<String, usize> =
            self.actions.iter().enumerate().rev().map(|(i, a)| (a.reference().folded(), i)).collect();
        for (row, read) in action_rows(reading) {
            let reference = match &read.matched {
                Some(Matched::SameAs(reference)) => Some(reference),
                Some(Matched::New) => None,
                None => read.reference.as_ref(),
            };
            let Some(&index) = reference.and_then(|r| known.get(&r.folded())) else { continue };
            if self.taken.insert(index) {
                self.rows[row] = Some(index);
            }
        }
    }

    /// A row that carries one action's reference and another's title: the table was numbered anew, or two promises
    /// changed places. Taking it by its reference would compare one promise with another, so the map must say.
    fn find_renumbered(&mut self, reading: &Reading) {
        let titles: HashMap<String, &Text> = self.actions().map(|a| (a.item.title.folded(), a.reference())).collect();
        for (row, read) in action_rows(reading) {
            let Some(index) = self.rows[row] else { continue };
            let action = self.actions[index];
            let Some(&other) = titles.get(&read.title.folded()) else { continue };
            if read.matched.is_none()
                && !is_taken_back(action)
                && other != action.reference()
                && action.item.title.folded() != read.title.folded()
            {
                let quoted = toml::Value::String(read.title.to_string());
                let own = action.reference();
                let why = format!(
                    "the row is numbered {own}, which the record knows as “{}”, and its title is that of {other}. References are for life: give the row its old one, or say in the map, under [rows], which it is:\n{quoted} = \"same as {other}\"\n{quoted} = \"same as {own}\"",
                    action.item.title
                );
                let near = Some(format!("{other} {}", read.title));
                let place = &reading.rows[row];
                let fate = refused(place, Fate::Rejected, read.reference.clone(), &read.title, why, near);
                self.renumbered.insert(row, fate);
            }
        }
    }

    fn by_title(&mut self, reading: &Reading) {
        let mut titled: HashMap<String, Vec<usize>> = HashMap::new();
        for (index, action) in self.actions.iter().enumerate() {
            titled.entry(action.item.title.folded()).or_default().push(index);
        }
        for (row, read) in action_rows(reading) {
            if self.rows[row].is_some() || read.matched == Some(Matched::New) {
                continue;
            }
            let same = titled.get(&read.title.folded()).into_iter().flatten();
            if let Some(index) = same.copied().find(|index| !self.taken.contains(index)) {
                self.taken.insert(index);
                self.rows[row] = Some(index);
            }
        }
    }

    /// What becomes of each row, in order. Rows without a reference get the next unused number.
    pub(super) fn outcomes(&self, reading: &Reading) -> Vec<Outcome<'a>> {
        let mut used: HashSet<String> = self.actions.iter().map(|a| a.reference().folded()).collect();
        used.extend(action_rows(reading).filter_map(|(_, read)| Some(read.reference.as_ref()?.folded())));
        let mut last =
            self.actions.iter().filter_map(|a| a.reference().as_str().parse::<u64>().ok()).max().unwrap_or(0);
        reading
            .rows
            .iter()
            .enumerate()
            .map(|(index, row)| match &row.what {
                RowWhat::Action(_) if self.renumbered.contains_key(&index) => {
                    Outcome::Refused(self.renumbered[&index].clone())
                }
                RowWhat::Action(read) => match self.rows[index] {
                    Some(known) if is_taken_back(self.actions[known]) => {
                        Outcome::Again { kept: self.actions[known], given: read.reference.is_none() }
                    }
                    Some(known) => Outcome::Known(self.actions[known]),
                    None => self.unknown(row, read).unwrap_or_else(|| {
                        if let Some(reference) = &read.reference {
                            return Outcome::New { reference: reference.clone(), given: false };
                        }
                        last += 1;
                        while used.contains(&last.to_string()) {
                            last += 1;
                        }
                        Outcome::New { reference: text(&last.to_string()), given: true }
                    }),
                },
                RowWhat::Skipped { title, why } => {
                    Outcome::Refused(refused(row, Fate::Skipped, None, title, why.clone(), None))
                }
                RowWhat::Rejected { reference, title, why, near } => {
                    Outcome::Refused(refused(row, Fate::Rejected, reference.clone(), title, why.clone(), near.clone()))
                }
            })
            .collect()
    }

    /// A row that matches no action: refused where its title is nearly that of one, or names one that is not there.
    fn unknown(&self, row: &RowRead, read: &ActionRead) -> Option<Outcome<'a>> {
        if let Some(Matched::SameAs(reference)) = &read.matched {
            let why = format!(
                "the map says that this row is the same as {reference}, and the plan has no such action or another row is it already; correct the map"
            );
            return Some(Outcome::Refused(refused(
                row,
                Fate::Rejected,
                read.reference.clone(),
                &read.title,
                why,
                None,
            )));
        }
        if read.matched == Some(Matched::New) {
            return None;
        }
        let stands = |index: usize| !is_taken_back(self.actions[index]) && !self.taken.contains(&index);
        let near = match self.titles.nearest(read.title.as_str(), stands) {
            Nearest::None => return None,
            Nearest::One(index) => self.actions[index],
            Nearest::NotLookedFor => {
                let quoted = toml::Value::String(read.title.to_string());
                let why = format!(
                    "too many titles of this table are like those on the record to compare them all, and this one was not. Say in the map, under [rows], which it is:\n{quoted} = \"new\""
                );
                let reference = read.reference.clone();
                return Some(Outcome::Refused(refused(row, Fate::Rejected, reference, &read.title, why, None)));
            }
        };
        let quoted = toml::Value::String(read.title.to_string());
        let reference = near.reference();
        let why = format!(
            "the title is nearly that of {reference}, “{}”. Say in the map, under [rows], which it is:\n{quoted} = \"same as {reference}\"\n{quoted} = \"new\"",
            near.item.title
        );
        let near = Some(format!("{reference} {}", near.item.title));
        Some(Outcome::Refused(refused(row, Fate::Rejected, read.reference.clone(), &read.title, why, near)))
    }

    /// Every action of the plan that stands.
    pub(super) fn actions(&self) -> impl Iterator<Item = &'a Kept<Action>> {
        self.actions.iter().copied().filter(|action| !is_taken_back(action))
    }

    /// The action that a row of the reading is, if it is one.
    pub(super) fn action(&self, row: usize) -> Option<&'a Kept<Action>> {
        self.rows[row].map(|index| self.actions[index]).filter(|action| !is_taken_back(action))
    }

    /// The open actions that no row of the table is.
    pub(super) fn absent(&self) -> Vec<&'a Kept<Action>> {
        let left = self.actions.iter().enumerate().filter(|(index, _)| !self.taken.contains(index));
        left.map(|(_, action)| *action)
            .filter(|action| !is_taken_back(action) && !action.item.status.is_closed())
            .collect()
    }
}

fn is_taken_back(action: &Kept<Action>) -> bool {
    action.act == Act::Withdrawn
}

fn action_rows(reading: &Reading) -> impl Iterator<Item = (usize, &ActionRead)> {
    reading.rows.iter().enumerate().filter_map(|(index, row)| match &row.what {
        RowWhat::Action(read) => Some((index, read.as_ref())),
        RowWhat::Skipped { .. } | RowWhat::Rejected { .. } => None,
    })
}

fn refused(
    row: &RowRead,
    fate: Fate,
    reference: Option<Text>,
    title: &Text,
    why: String,
    near: Option<String>,
) -> RowFate {
    RowFate { place: row.place.clone(), fate, reference, given: false, title: title.clone(), reason: Some(why), near }
}
