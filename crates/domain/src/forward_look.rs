//! The forward look: what falls due in the next six to nine months, by quarter of the financial year; what is overdue;
//! and how much has no date, so that undated work is counted and not hidden.
use crate::{
    action::Action,
    id::Id,
    milestone::{Milestone, Reached},
    office::Kept,
    period::Quarter,
    plan::Plan,
    sight::Sight,
    theme::Theme,
    timescale::{Due, Precision},
};
use jiff::civil::Date;

/// How far a forward look looks: the rest of the quarter in which its day lies, and the two quarters after it. From the
/// last day of a quarter that is six months, from the first it is nine; never less, never more.
///
/// A Panel that asked in February 2022 for "the next 6-9 months" was given "the rest of this year and the first two
/// quarters of 2022/23", which is this rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Horizon {
    pub day: Date,
    pub quarters: [Quarter; 3],
}

impl Horizon {
    /// None for a day whose quarters lie outside the years 1900 to 2199.
    pub fn from(day: Date) -> Option<Self> {
        let first = Quarter::of(day)?;
        let second = first.next()?;
        Some(Self { day, quarters: [first, second, second.next()?] })
    }

    pub fn ends(self) -> Date {
        self.quarters[2].ends()
    }

    /// When an action falls due as seen from the horizon's day; None for one that is complete or closed, which is not
    /// ahead of anybody.
    pub fn when(self, action: &Action) -> Option<When> {
        if action.status.is_closed() {
            return None;
        }
        Some(match (&action.timescale.due, action.current_date) {
            (Due::Continuing, _) => When::Continuing,
            (_, Some(due)) => self.when_due(due),
            (Due::Window { to, .. }, None) if *to < self.day => When::Overdue(*to),
            (Due::Window { from: Some(from), .. }, None) if *from > self.ends() => When::Later,
            (Due::Window { from, to }, None) => When::Window { from: *from, to: *to },
            (Due::By { .. } | Due::NotSet, None) => When::NotSet,
        })
    }

    /// When a milestone of an action falls due; None for one that is met or dropped, or whose action is complete or
    /// closed.
    pub fn when_reached(self, milestone: &Milestone, action: &Action) -> Option<When> {
        let open = milestone.reached == Reached::Open && !action.status.is_closed();
        open.then(|| self.when_due(milestone.date))
    }

    /// On its day itself an action is due and not yet overdue.
    fn when_due(self, due: Date) -> When {
        if due < self.day {
            return When::Overdue(due);
        }
        self.quarters.into_iter().position(|quarter| due <= quarter.ends()).map_or(When::Later, When::Quarter)
    }
}

/// When an open action falls due. Each is one of these and no two, so their counts add up to all that are open.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// Its date, or the window stated for its whole list, has passed: the last day on which it was due.
    Overdue(Date),
    /// In one of the three quarters: 0, 1 or 2.
    Quarter(usize),
    /// Some time in a window stated for the whole list, which has not ended: no date of its own.
    Window {
        from: Option<Date>,
        to: Date,
    },
    /// After the horizon.
    Later,
    NotSet,
    /// A continuing duty: never overdue.
    Continuing,
}

impl When {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Overdue(_) => "overdue",
            Self::Quarter(_) => "quarter",
            Self::Window { .. } => "window",
            Self::Later => "later",
            Self::NotSet => "date_not_set",
            Self::Continuing => "continuing",
        }
    }
}

/// How many open actions fall due when.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Ahead {
    pub overdue: usize,
    pub quarters: [usize; 3],
    pub window: usize,
    pub later: usize,
    pub not_set: usize,
    pub continuing: usize,
    /// Counted for itself, so that a reader can see whether the others add up to it.
    pub open: usize,
    /// Complete or closed, and so in none of the others.
    pub closed: usize,
}

impl Ahead {
    fn add(&mut self, when: Option<When>) {
        let Some(when) = when else {
            self.closed += 1;
            return;
        };
        self.open += 1;
        *match when {
            When::Overdue(_) => &mut self.overdue,
            When::Quarter(n) => &mut self.quarters[n],
            When::Window { .. } => &mut self.window,
            When::Later => &mut self.later,
            When::NotSet => &mut self.not_set,
            When::Continuing => &mut self.continuing,
        } += 1;
    }

    /// Whether the parts are the whole.
    pub fn adds_up(&self) -> bool {
        let due = self.overdue + self.quarters.iter().sum::<usize>() + self.window + self.later;
        due + self.not_set + self.continuing == self.open
    }
}

impl std::iter::Sum for Ahead {
    fn sum<I: Iterator<Item = Self>>(all: I) -> Self {
        all.fold(Self::default(), |sum, one| Self {
            overdue: sum.overdue + one.overdue,
            quarters: std::array::from_fn(|n| sum.quarters[n] + one.quarters[n]),
            window: sum.window + one.window,
            later: sum.later + one.later,
            not_set: sum.not_set + one.not_set,
            continuing: sum.continuing + one.continuing,
            open: sum.open + one.open,
            closed: sum.closed + one.closed,
        })
    }
}

/// A plan as seen ahead from a day.
#[derive(Clone, Debug)]
pub struct ForwardLook<'a> {
    pub horizon: Horizon,
    pub themes: Vec<ThemeAhead<'a>>,
    /// The open milestones of the open actions, theme by theme. They are counted apart: an action is one of the counts
    /// of its theme, and a milestone is none of them.
    pub milestones: Vec<MilestoneAhead<'a>>,
}

#[derive(Clone, Copy, Debug)]
pub struct MilestoneAhead<'a> {
    pub theme: &'a Kept<Theme>,
    pub action: &'a Kept<Action>,
    pub milestone: &'a Kept<Milestone>,
    pub when: When,
}

#[derive(Clone, Debug)]
pub struct ThemeAhead<'a> {
    pub theme: &'a Kept<Theme>,
    pub counts: Ahead,
    /// The open actions, in the order of their references.
    pub rows: Vec<RowAhead<'a>>,
}

#[derive(Clone, Copy, Debug)]
pub struct RowAhead<'a> {
    pub action: &'a Kept<Action>,
    pub when: When,
}

impl<'a> ForwardLook<'a> {
    /// What is seen of a plan (of one theme, where given).
    pub fn of(sight: &Sight<'a>, plan: Id<Plan>, only: Option<Id<Theme>>, horizon: Horizon) -> Self {
        let actions = sight.actions(plan);
        let ahead = |theme: &'a Kept<Theme>| {
            let mut counts = Ahead::default();
            let mut rows = vec![];
            for action in actions.iter().copied().filter(|action| action.item.theme == theme.id) {
                let when = horizon.when(&action.item);
                counts.add(when);
                rows.extend(when.map(|when| RowAhead { action, when }));
            }
            ThemeAhead { theme, counts, rows }
        };
        let themes = sight.themes(plan).into_iter().filter(|theme| only.is_none_or(|wanted| theme.id == wanted));
        let themes: Vec<ThemeAhead> = themes.map(ahead).collect();
        let mut milestones = vec![];
        for (ahead, row) in themes.iter().flat_map(|ahead| ahead.rows.iter().map(move |row| (ahead, row))) {
            let due = sight.milestones(row.action.id).into_iter().filter_map(|milestone| {
                let when = horizon.when_reached(&milestone.item, &row.action.item)?;
                Some(MilestoneAhead { theme: ahead.theme, action: row.action, milestone, when })
            });
            milestones.extend(due);
        }
        Self { horizon, themes, milestones }
    }

    /// How many open milestones fall due when: overdue, in a quarter, or later.
    pub fn milestone_counts(&self) -> Ahead {
        let mut counts = Ahead::default();
        for ahead in &self.milestones {
            counts.add(Some(ahead.when));
        }
        counts
    }

    pub fn counts(&self) -> Ahead {
        self.themes.iter().map(|theme| theme.counts).sum()
    }

    /// Every open action with its theme, theme by theme.
    pub fn rows(&self) -> impl Iterator<Item = (&'a Kept<Theme>, RowAhead<'a>)> + '_ {
        self.themes.iter().flat_map(|ahead| ahead.rows.iter().map(|row| (ahead.theme, *row)))
    }

    /// The windows that are stated for whole lists, each once, the first to end first.
    pub fn windows(&self) -> Vec<When> {
        let mut windows: Vec<When> =
            self.rows().map(|(_, row)| row.when).filter(|when| matches!(when, When::Window { .. })).collect();
        windows.sort_by_key(|when| match when {
            When::Window { from, to } => (Some(*to), *from),
            _ => (None, None),
        });
        windows.dedup();
        windows
    }
}

impl Precision {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Month => "month",
            Self::Quarter => "quarter",
            Self::Half => "half",
            Self::Year => "year",
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{action::Status, timescale::Timescale};
    use jiff::{ToSpan, civil::date};
    use proptest::prelude::*;

    fn action(due: Due) -> Action {
        let current_date = match due {
            Due::By { date, .. } => Some(date),
            Due::NotSet | Due::Continuing | Due::Window { .. } => None,
        };
        Action { current_date, ..crate::action::plain(Timescale { due, ..Timescale::default() }) }
    }

    fn by(date: Date) -> Due {
        Due::By { date, precision: Precision::Day }
    }

    #[test]
    fn what_a_panel_asked_for_in_february_is_what_it_was_given() {
        let february = Horizon::from(date(2022, 2, 14)).unwrap();
        assert_eq!(february.quarters.map(|q| q.to_string()), ["Q4 2021/22", "Q1 2022/23", "Q2 2022/23"]);
        assert_eq!(february.ends(), date(2022, 9, 30));
        let window = Due::Window { from: Some(date(2022, 2, 14)), to: date(2022, 9, 30) };
        assert_eq!(february.when(&action(window.clone())).unwrap().as_str(), "window");
        // The same list read in October: the window has ended, and what it held is overdue.
        let october = Horizon::from(date(2022, 10, 1)).unwrap();
        assert_eq!(october.when(&action(window)), Some(When::Overdue(date(2022, 9, 30))));
        let next_year = Due::Window { from: Some(date(2023, 4, 1)), to: date(2024, 3, 31) };
        assert_eq!(february.when(&action(next_year)), Some(When::Later));
    }

    #[test]
    fn an_action_is_overdue_the_day_after_and_not_on_the_day() {
        let seen = |day: Date, due: Date| Horizon::from(day).unwrap().when(&action(by(due))).unwrap();
        let due = date(2026, 12, 31);
        assert_eq!(seen(date(2026, 12, 31), due), When::Quarter(0));
        assert_eq!(seen(date(2027, 1, 1), due), When::Overdue(due));
        assert_eq!(seen(date(2026, 9, 12), date(2026, 9, 30)), When::Quarter(0));
        assert_eq!(seen(date(2026, 9, 12), date(2026, 10, 1)), When::Quarter(1));
        assert_eq!(seen(date(2026, 9, 12), date(2027, 3, 31)), When::Quarter(2));
        assert_eq!(seen(date(2026, 9, 12), date(2027, 4, 1)), When::Later);
    }

    #[test]
    fn a_continuing_duty_is_never_overdue_and_what_is_closed_is_not_ahead() {
        let horizon = Horizon::from(date(2026, 9, 12)).unwrap();
        let duty = Action { current_date: Some(date(2020, 1, 1)), ..action(Due::Continuing) };
        assert_eq!(horizon.when(&duty), Some(When::Continuing));
        assert_eq!(horizon.when(&action(Due::NotSet)), Some(When::NotSet));
        // A date that was agreed although the table states none is a date.
        let agreed = Action { current_date: Some(date(2026, 9, 11)), ..action(Due::NotSet) };
        assert_eq!(horizon.when(&agreed), Some(When::Overdue(date(2026, 9, 11))));
        for status in [Status::Complete, Status::ClosedNotDelivered, Status::Superseded, Status::BusinessAsUsual] {
            assert_eq!(horizon.when(&Action { status, ..action(by(date(2026, 1, 1))) }), None);
        }
    }

    #[test]
    fn there_is_no_horizon_where_there_are_no_years() {
        assert!(Horizon::from(date(2199, 12, 31)).is_none());
        assert!(Horizon::from(date(1899, 1, 1)).is_none());
    }

    fn any_day() -> impl Strategy<Value = Date> {
        (0_i64..80_000).prop_map(|days| date(1950, 1, 1).saturating_add(days.days()))
    }

    fn any_due() -> impl Strategy<Value = Due> {
        prop_oneof![
            Just(Due::NotSet),
            Just(Due::Continuing),
            any_day().prop_map(by),
            (any_day(), any_day(), any::<bool>()).prop_map(|(one, other, said)| Due::Window {
                from: said.then_some(one.min(other)),
                to: one.max(other)
            }),
        ]
    }

    proptest! {
        #[test]
        fn a_horizon_is_six_to_nine_months(day in any_day()) {
            let horizon = Horizon::from(day).unwrap();
            prop_assert!(horizon.quarters[0].starts() <= day && day <= horizon.quarters[0].ends());
            let ends = horizon.ends().tomorrow().unwrap();
            prop_assert!(day.saturating_add(6.months()) < ends && ends <= day.saturating_add(9.months()));
        }

        #[test]
        fn every_open_action_is_counted_once(
            day in any_day(),
            dues in proptest::collection::vec((any_due(), any::<bool>()), 0..40),
        ) {
            let horizon = Horizon::from(day).unwrap();
            let mut counts = Ahead::default();
            for (due, closed) in &dues {
                let status = if *closed { Status::Complete } else { Status::InProgress };
                let when = horizon.when(&Action { status, ..action(due.clone()) });
                if let Some(When::Overdue(due)) = when {
                    prop_assert!(due < day);
                }
                counts.add(when);
            }
            prop_assert!(counts.adds_up());
            prop_assert_eq!(counts.open + counts.closed, dues.len());
            prop_assert_eq!(counts.closed, dues.iter().filter(|(_, closed)| *closed).count());
        }
    }
}
