//! A forecast from the record: when an action will be done, told by how late the office's own work was finished. A range
//! and never a day, with how many finished actions it comes from and which; where they are too few, that.
//!
//! The range runs between two of the finished actions in the order of their lateness: with n of them, those of rank
//! (n + 1) / 10 rounded down and 9 (n + 1) / 10 rounded up. If the next one is like those before, it falls between them
//! eight times in ten or more, whatever the shape of the lateness. It is no rating and no promise.
use crate::{
    action::{Action, Held},
    id::Id,
    post::Post,
    sight::Sight,
    theme::Theme,
    timescale::{Due, Precision},
};
use jiff::{ToSpan, civil::Date};

/// How many finished actions it takes before their range says anything of the next one.
pub const ENOUGH: usize = crate::slippage::ENOUGH;

/// What an action that was finished tells of the next.
#[derive(Clone, Debug)]
struct Finished {
    /// Days past the first agreed date; less than nothing is early.
    late: i32,
    original: Date,
    on: Date,
    /// The day from which it could be known.
    verified: Date,
    theme: Id<Theme>,
    leads: Vec<Id<Post>>,
    precision: Option<Precision>,
}

/// The actions that were finished, verified, and had a first agreed date.
#[derive(Clone, Debug, Default)]
pub struct Finishes(Vec<Finished>);

/// When an action will be done.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Forecast {
    Range(Range),
    /// So few finished actions are like it.
    TooLittle {
        finished: usize,
    },
    /// It has no first agreed date, or is a continuing duty, or closed.
    Nothing,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Range {
    /// Eight in ten like it ended between the two.
    pub earliest: Date,
    pub latest: Date,
    /// From how many finished actions.
    pub n: usize,
    pub of: Alike,
    /// Days that it is late already; only such as were at least as late are counted.
    pub already: i32,
}

/// Which finished actions it is compared with: the narrowest of these of which there are enough.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Alike {
    SameLead,
    SameTheme,
    SamePrecision,
    All,
}

impl std::fmt::Display for Alike {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::SameLead => "those with the same lead",
            Self::SameTheme => "those of the same theme",
            Self::SamePrecision => "those whose date was stated as precisely",
            Self::All => "all of them",
        })
    }
}

impl Range {
    /// The method in words, with n.
    pub fn in_words(&self) -> String {
        let already = if self.already > 0 { ", and which were as late as it is already or later" } else { "" };
        format!(
            "Eight in ten of {} finished actions of this office ({}{already}) ended so long after their first agreed dates. It says nothing of this action itself.",
            self.n, self.of
        )
    }
}

/// What an action is, as far as it can be compared.
struct Like<'a> {
    original: Date,
    theme: Id<Theme>,
    leads: &'a [Id<Post>],
    precision: Option<Precision>,
}

fn precision(action: &Action) -> Option<Precision> {
    match action.timescale.due {
        Due::By { precision, .. } => Some(precision),
        Due::NotSet | Due::Continuing | Due::Window { .. } => None,
    }
}

fn leads(action: &Action) -> Vec<Id<Post>> {
    let post = |held: &Held| match held {
        Held::Post(post) => Some(*post),
        Held::Unmatched(_) => None,
    };
    action.leads.iter().filter_map(post).collect()
}

fn days(from: Date, to: Date) -> i32 {
    to.since(from).map_or(0, |span| span.get_days())
}

fn later(day: Date, by: i32) -> Date {
    day.saturating_add(by.days())
}

impl Finishes {
    /// Of every plan that is seen, as the record knew them on a day.
    pub fn of(sight: &Sight, day: Date) -> Self {
        let actions = sight.plans().flat_map(|plan| sight.actions(plan.id));
        let mut all: Vec<Finished> = actions.filter_map(|kept| Finished::of(&kept.item)).collect();
        all.retain(|one| one.verified <= day);
        Self(all)
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// When an action will be done, by what is known on a day.
    pub fn forecast(&self, action: &Action, today: Date) -> Forecast {
        let Some(original) = action.original_date.filter(|_| !action.timescale.is_continuing()) else {
            return Forecast::Nothing;
        };
        if action.status.is_closed() {
            return Forecast::Nothing;
        }
        let leads = leads(action);
        let like = Like { original, theme: action.theme, leads: &leads, precision: precision(action) };
        self.range(&like, today)
    }

    fn range(&self, like: &Like, today: Date) -> Forecast {
        let already = days(like.original, today).max(0);
        // What is not done yet was not done earlier: only those that were as late or later are like it.
        let as_late = |one: &&Finished| one.verified <= today && (already == 0 || one.late >= already);
        let known: Vec<&Finished> = self.0.iter().filter(as_late).collect();
        let late = |alike: Alike| {
            let among = known.iter().filter(|one| match alike {
                Alike::SameLead => one.leads.iter().any(|post| like.leads.contains(post)),
                Alike::SameTheme => one.theme == like.theme,
                Alike::SamePrecision => like.precision.is_some() && one.precision == like.precision,
                Alike::All => true,
            });
            among.map(|one| one.late).collect::<Vec<i32>>()
        };
        for alike in [Alike::SameLead, Alike::SameTheme, Alike::SamePrecision, Alike::All] {
            let mut late = late(alike);
            if late.len() < ENOUGH {
                continue;
            }
            late.sort_unstable();
            let n = late.len();
            let (low, high) = ((n + 1) / 10, (9 * (n + 1)).div_ceil(10));
            return Forecast::Range(Range {
                earliest: later(like.original, late[low - 1]),
                latest: later(like.original, late[high.min(n) - 1]),
                n,
                of: alike,
                already,
            });
        }
        Forecast::TooLittle { finished: known.len() }
    }

    /// How often the range held: for each finished action the range is made as it would have been 90 days before its first
    /// agreed date, of what had been verified by then.
    pub fn back_test(&self) -> BackTest {
        let mut test = BackTest::default();
        for one in &self.0 {
            let then = later(one.original, -90);
            let like = Like { original: one.original, theme: one.theme, leads: &one.leads, precision: one.precision };
            // Who was verified before is known before: an action never tells of itself.
            let before = Self(self.0.iter().filter(|other| other.verified < then).cloned().collect());
            match before.range(&like, then) {
                Forecast::Range(range) => {
                    test.told += 1;
                    test.inside += usize::from(range.earliest <= one.on && one.on <= range.latest);
                    test.early += usize::from(one.on < range.earliest);
                    test.width += i64::from(days(range.earliest, range.latest));
                }
                Forecast::TooLittle { .. } | Forecast::Nothing => test.too_little += 1,
            }
        }
        test
    }
}

impl Finished {
    fn of(action: &Action) -> Option<Self> {
        let done = action.completion.as_ref()?;
        let verified = done.verified.as_ref()?.on;
        let original = action.original_date?;
        Some(Self {
            late: days(original, done.on),
            original,
            on: done.on,
            verified,
            theme: action.theme,
            leads: leads(action),
            precision: precision(action),
        })
    }
}

/// What became of the ranges that would have been given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct BackTest {
    /// Ranges that would have been given.
    pub told: usize,
    /// Of these, how many held.
    pub inside: usize,
    /// How many finished before the range; the rest of those outside finished after it.
    pub early: usize,
    /// Finished actions for which there was too little record at the time.
    pub too_little: usize,
    /// Days from the earliest to the latest, added up.
    pub width: i64,
}

impl BackTest {
    /// In percent. None where no range would have been given.
    pub fn coverage(&self) -> Option<f64> {
        #[expect(clippy::cast_precision_loss, reason = "counts of actions")]
        let share = |part: usize| part as f64 * 100.0 / self.told as f64;
        (self.told > 0).then(|| share(self.inside))
    }

    /// Days from the earliest to the latest, on average.
    pub fn mean_width(&self) -> Option<i64> {
        self.width.checked_div(i64::try_from(self.told).ok()?)
    }

    pub fn in_words(&self) -> String {
        match (self.coverage(), self.mean_width()) {
            (Some(coverage), Some(width)) => format!(
                "Tested on the past: {} ranges would have been given, and {} finishes ({coverage:.0} %) fell inside; {} came earlier and {} later. A range was {width} days wide on average. For {} there was too little record at the time.",
                self.told,
                self.inside,
                self.early,
                self.told - self.inside - self.early,
                self.too_little
            ),
            _ => format!(
                "Too little record to test: no range could have been given for any of {} finished actions; it takes {ENOUGH} that were verified before.",
                self.too_little
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    fn finished(late: i32, original: Date) -> Finished {
        let on = later(original, late);
        let (theme, leads, precision) = (uuid::Uuid::nil().into(), vec![], None);
        Finished { late, original, on, verified: on, theme, leads, precision }
    }

    fn unlike(original: Date) -> Like<'static> {
        Like { original, theme: uuid::Uuid::max().into(), leads: &[], precision: None }
    }

    #[test]
    fn a_range_needs_twenty_finished_actions_and_leaves_a_tenth_on_either_side() {
        let past = date(2024, 3, 31);
        let of = |many: i32| Finishes((0..many).map(|n| finished(n * 10, past)).collect());
        let due = date(2027, 3, 31);
        let today = date(2026, 11, 16);
        assert_eq!(of(19).range(&unlike(due), today), Forecast::TooLittle { finished: 19 });
        let Forecast::Range(range) = of(20).range(&unlike(due), today) else { panic!("twenty are enough") };
        assert_eq!((range.earliest, range.latest), (later(due, 10), later(due, 180)));
        assert_eq!((range.n, range.of), (20, Alike::All));
    }

    #[test]
    fn what_is_late_already_is_compared_with_what_was_as_late() {
        let past = date(2022, 3, 31);
        let all = Finishes((0..60).map(|n| finished(n * 10, past)).collect());
        let due = date(2026, 6, 30);
        let today = later(due, 200);
        let Forecast::Range(range) = all.range(&unlike(due), today) else { panic!("forty were as late") };
        assert_eq!(range.n, 40);
        assert!(range.earliest > today, "nothing ends in the past");
    }

    #[test]
    fn what_was_not_verified_by_a_day_is_not_known_on_it() {
        let all = Finishes((0..40).map(|n| finished(n, date(2025, 3, 31))).collect());
        assert_eq!(all.range(&unlike(date(2025, 12, 31)), date(2025, 3, 31)), Forecast::TooLittle { finished: 1 });
    }
}
