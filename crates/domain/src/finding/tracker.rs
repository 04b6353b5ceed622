//! The tracker: every finding that somebody sees with where it stands on a day, the counts that follow from the list and
//! reconcile to it, and what moved between two.
use super::{Colour, Finding, FindingSource, Rank, Review, Standing, days_between};
use crate::{action::Held, id::Id, office::Kept, sight::Sight, text::Text};
use jiff::civil::Date;
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The findings that somebody sees, on a day.
#[derive(Clone, Debug)]
pub struct Tracker<'a> {
    pub day: Date,
    /// By source, then rank, then reference.
    pub lines: Vec<Line<'a>>,
}

#[derive(Clone, Copy, Debug)]
pub struct Line<'a> {
    pub finding: &'a Kept<Finding>,
    pub review: &'a Kept<Review>,
    pub source: &'a Kept<FindingSource>,
    pub standing: Standing,
    pub late: bool,
    pub colour: Colour,
}

/// What is looked for in a tracker. Nothing set: all of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// The name of a source.
    pub source: Option<String>,
    pub standing: Option<Standing>,
    pub rank: Option<Rank>,
    /// The source's own word; an empty one for findings without.
    pub priority: Option<String>,
    /// The name of a post, or the words that stand in its place.
    pub owner: Option<String>,
    /// The reference of a review.
    pub review: Option<String>,
    pub late: bool,
}

/// How many findings of each standing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Counts {
    #[serde(flatten)]
    by: BTreeMap<&'static str, usize>,
    /// How many of them are past their date.
    pub late: usize,
}

impl Counts {
    pub fn of(&self, standing: Standing) -> usize {
        self.by.get(standing.as_str()).copied().unwrap_or(0)
    }

    pub fn total(&self) -> usize {
        self.by.values().sum()
    }

    /// Those about which somebody has something to do still.
    pub fn open(&self) -> usize {
        Standing::ALL.into_iter().filter(|standing| standing.is_open()).map(|standing| self.of(standing)).sum()
    }

    fn add(&mut self, line: &Line) {
        *self.by.entry(line.standing.as_str()).or_default() += 1;
        self.late += usize::from(line.late);
    }
}

/// Counts by source and priority. Nothing is averaged, and every count is the length of a list.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Matrix {
    pub rows: Vec<MatrixRow>,
    pub total: Counts,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MatrixRow {
    pub source: Text,
    /// In the source's words; None for those without one.
    pub priority: Option<Text>,
    pub rank: Rank,
    pub counts: Counts,
}

/// How far dates were moved.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Slippage {
    /// Agreed actions with a date.
    pub dated: usize,
    pub undated: usize,
    /// Of those with a date, how many were moved, and how many of these three times or more.
    pub moved: usize,
    pub moved_three_times: usize,
    /// The furthest that one was moved from its first date, in days.
    pub furthest: i32,
}

/// What moved between an earlier tracker and this one. Open before + raised + re-opened - closed = open now.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Movement {
    pub open_before: usize,
    pub raised: Vec<Text>,
    pub closed: Vec<Text>,
    /// Verified, settled or rejected before, and open again.
    pub reopened: Vec<Text>,
    pub open_now: usize,
    /// Called done since, and not verified yet.
    pub called_done: Vec<Text>,
    /// What was called done, and turned out not to be.
    pub refused: Vec<Text>,
    pub moved: Vec<MovedDate>,
    /// Past their date now and not before.
    pub became_late: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct MovedDate {
    pub finding: Text,
    pub action: u16,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// How often its date was moved in all.
    pub times: usize,
}

impl<'a> Sight<'a> {
    /// The findings that are seen from here, where they stand on a day.
    pub fn tracker(&self, day: Date) -> Tracker<'a> {
        let line = |finding: &'a Kept<Finding>| {
            let review = self.review(finding.item.review)?;
            let source = self.finding_source(review.item.source)?;
            let standing = finding.item.standing(day);
            let (late, colour) = (finding.item.is_late(day), finding.item.colour(day));
            Some(Line { finding, review, source, standing, late, colour })
        };
        let mut lines: Vec<Line> = self.findings().into_iter().filter_map(line).collect();
        lines.sort_by_cached_key(|line| {
            let source = &line.source.item;
            (source.kind, source.name.folded(), line.finding.item.rank)
        });
        Tracker { day, lines }
    }

    /// Who is to do an agreed action, as this reader may know it.
    pub fn owner(&self, owner: &Held) -> String {
        if self.reach() >= crate::sight::Reach::Internal {
            self.held(owner)
        } else {
            self.held_in_public(owner).to_string()
        }
    }

    /// Everybody who owns an agreed action that is seen from here, by name.
    pub fn finding_owners(&self) -> BTreeSet<String> {
        let agreed = self.findings().into_iter().flat_map(|kept| &kept.item.agreed);
        agreed.map(|action| self.owner(&action.owner)).collect()
    }
}

impl<'a> Tracker<'a> {
    /// The lines that a filter lets through.
    #[must_use]
    pub fn filtered(&self, filter: &Filter, sight: &Sight) -> Self {
        let same = |stated: &Option<String>, own: &str| {
            stated.as_ref().is_none_or(|stated| crate::text::fold(stated) == crate::text::fold(own))
        };
        let passes = |line: &&Line| {
            let finding = &line.finding.item;
            same(&filter.source, line.source.item.name.as_str())
                && filter.standing.is_none_or(|standing| line.standing == standing)
                && filter.rank.is_none_or(|rank| finding.rank == rank)
                && same(&filter.priority, finding.priority.as_ref().map_or("", Text::as_str))
                && same(&filter.review, line.review.reference().as_str())
                && (!filter.late || line.late)
                && filter.owner.as_ref().is_none_or(|owner| {
                    let wanted = crate::text::fold(owner);
                    finding.agreed.iter().any(|action| crate::text::fold(&sight.owner(&action.owner)) == wanted)
                })
        };
        Self { day: self.day, lines: self.lines.iter().filter(passes).copied().collect() }
    }

    pub fn counts(&self) -> Counts {
        let mut counts = Counts::default();
        for line in &self.lines {
            counts.add(line);
        }
        counts
    }

    /// Counts by source and the source's own priorities, in its order.
    pub fn matrix(&self) -> Matrix {
        let mut rows: Vec<(Id<FindingSource>, MatrixRow)> = vec![];
        for line in &self.lines {
            let priority = &line.finding.item.priority;
            let own = rows.iter().position(|(source, row)| *source == line.source.id && row.priority == *priority);
            let at = own.unwrap_or_else(|| {
                let row = MatrixRow {
                    source: line.source.item.name.clone(),
                    priority: priority.clone(),
                    rank: line.finding.item.rank,
                    counts: Counts::default(),
                };
                rows.push((line.source.id, row));
                rows.len() - 1
            });
            rows[at].1.counts.add(line);
        }
        let place = |row: &MatrixRow, source: Id<FindingSource>| {
            let line = self.lines.iter().find(|line| line.source.id == source)?;
            let words = &line.source.item.priorities;
            let at = words.iter().position(|priority| Some(&priority.word) == row.priority.as_ref());
            Some((line.source.item.kind, line.source.item.name.folded(), at.unwrap_or(words.len())))
        };
        rows.sort_by_cached_key(|(source, row)| place(row, *source));
        Matrix { rows: rows.into_iter().map(|(_, row)| row).collect(), total: self.counts() }
    }

    pub fn slippage(&self) -> Slippage {
        let mut slippage = Slippage::default();
        for action in self.lines.iter().flat_map(|line| &line.finding.item.agreed) {
            if action.due.is_none() {
                slippage.undated += 1;
                continue;
            }
            slippage.dated += 1;
            slippage.moved += usize::from(!action.moves.is_empty());
            slippage.moved_three_times += usize::from(action.moves.len() >= 3);
            slippage.furthest = slippage.furthest.max(action.slipped().unwrap_or(0));
        }
        slippage
    }

    /// How many days the open findings have been open, the oldest first, by reference.
    pub fn ages(&self) -> Vec<(&'a Text, i32)> {
        let open = self.lines.iter().filter(|line| line.standing.is_open());
        let mut ages: Vec<(&Text, i32)> =
            open.map(|line| (line.finding.reference(), days_between(line.finding.item.raised, self.day))).collect();
        ages.sort_by_key(|(_, days)| std::cmp::Reverse(*days));
        ages
    }

    /// What moved since an earlier tracker of the same office, as the same reader may see both.
    pub fn movement(&self, before: &Tracker) -> Movement {
        let earlier: BTreeMap<Id<Finding>, &Line> = before.lines.iter().map(|line| (line.finding.id, line)).collect();
        let seen_now: BTreeSet<Id<Finding>> = self.lines.iter().map(|line| line.finding.id).collect();
        // What is withheld by now is told of in no movement.
        let mut movement = Movement {
            open_before: before
                .lines
                .iter()
                .filter(|line| line.standing.is_open() && seen_now.contains(&line.finding.id))
                .count(),
            open_now: self.lines.iter().filter(|line| line.standing.is_open()).count(),
            ..Movement::default()
        };
        for line in &self.lines {
            let code = || line.finding.reference().clone();
            let then = earlier.get(&line.finding.id).copied();
            match then {
                None => movement.raised.push(code()),
                Some(then) if !then.standing.is_open() && line.standing.is_open() => movement.reopened.push(code()),
                Some(_) => {}
            }
            if !line.standing.is_open() && then.is_none_or(|then| then.standing.is_open()) {
                movement.closed.push(code());
            }
            let was = then.map(|then| then.standing);
            if line.standing == Standing::ManagementClosed && was != Some(Standing::ManagementClosed) {
                movement.called_done.push(code());
            }
            if line.late && then.is_none_or(|then| !then.late) {
                movement.became_late.push(code());
            }
            let mut refused = false;
            for action in &line.finding.item.agreed {
                let own =
                    |then: &&Line| then.finding.item.agreed.iter().find(|own| own.number == action.number).cloned();
                let own = then.as_ref().and_then(own);
                let reopened = |closings: &[super::Closing]| closings.iter().filter(|c| c.reopened.is_some()).count();
                refused |= reopened(&action.closings) > own.as_ref().map_or(0, |own| reopened(&own.closings));
                let moves = own.as_ref().map_or(0, |own| own.moves.len());
                if action.moves.len() > moves {
                    let from = own.as_ref().map_or(action.original, |own| own.due);
                    let (to, times) = (action.due, action.moves.len());
                    movement.moved.push(MovedDate { finding: code(), action: action.number, from, to, times });
                }
            }
            if refused {
                movement.refused.push(code());
            }
        }
        movement
    }
}

impl Movement {
    /// Whether nothing moved at all.
    pub fn is_nothing(&self) -> bool {
        let lists = [&self.raised, &self.closed, &self.reopened, &self.called_done, &self.refused, &self.became_late];
        lists.iter().all(|list| list.is_empty()) && self.moved.is_empty()
    }
}
