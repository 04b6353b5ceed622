//! The slippage ledger: every date of a plan that was changed since it was first agreed, what that comes to by lead and
//! by theme, and, once enough of the office's own work is done, how late it has been finishing.
use crate::{
    action::{Action, months_between},
    id::Id,
    office::Kept,
    plan::Plan,
    sight::Sight,
    theme::Theme,
};
use std::collections::BTreeMap;

/// How many finished actions it takes before their range says anything of the next one.
pub const ENOUGH: usize = 20;

#[derive(Clone, Debug)]
pub struct Slippage<'a> {
    /// The actions whose date was changed, in the order of their references.
    pub moved: Vec<&'a Kept<Action>>,
    /// All actions that are seen, changed or not.
    pub all: usize,
    pub finish: Finish,
}

/// What changes of date add up to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Slip {
    /// Actions whose date was changed.
    pub actions: usize,
    /// Changes of date.
    pub moves: usize,
    /// Months past the original dates; what was brought forward takes nothing off.
    pub months: usize,
}

/// How many months after its original date work is finished, told by what is finished.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Finish {
    /// Fewer finished actions with both dates than [`ENOUGH`].
    TooLittle { finished: usize },
    /// The middle eight of ten lie between `least` and `most`; less than nothing is early.
    Range { finished: usize, least: i32, middle: i32, most: i32 },
}

impl<'a> Slippage<'a> {
    pub fn of(sight: &Sight<'a>, plan: Id<Plan>, theme: Option<Id<Theme>>) -> Self {
        let actions = sight.actions(plan).into_iter();
        let all: Vec<_> = actions.filter(|kept| theme.is_none_or(|theme| kept.item.theme == theme)).collect();
        let moved = all.iter().filter(|kept| !kept.item.moves.is_empty()).copied().collect();
        Self { moved, all: all.len(), finish: Finish::of(all.iter().map(|kept| &kept.item)) }
    }

    pub fn total(&self) -> Slip {
        self.moved.iter().fold(Slip::default(), |sum, kept| sum.and(&kept.item))
    }

    /// By what each changed action is counted under. One that is counted under two, as by two leads, counts for both;
    /// one that is counted under nothing is under the empty name.
    pub fn by(&self, names: impl Fn(&Kept<Action>) -> Vec<String>) -> BTreeMap<String, Slip> {
        let mut sums: BTreeMap<String, Slip> = BTreeMap::new();
        for kept in &self.moved {
            let names = names(kept);
            for name in if names.is_empty() { vec![String::new()] } else { names } {
                let sum = sums.entry(name).or_default();
                *sum = sum.and(&kept.item);
            }
        }
        sums
    }
}

impl Slip {
    fn and(self, action: &Action) -> Self {
        let late = action.months_past_original().unwrap_or(0).max(0);
        Self {
            actions: self.actions + 1,
            moves: self.moves + action.moves.len(),
            months: self.months + usize::try_from(late).expect("not less than nothing"),
        }
    }
}

impl Finish {
    fn of<'t>(actions: impl Iterator<Item = &'t Action>) -> Self {
        let finished = actions.filter_map(|action| {
            let done = action.completion.as_ref().filter(|done| done.verified.is_some())?;
            months_between(action.original_date, Some(done.on))
        });
        let mut months: Vec<i32> = finished.collect();
        months.sort_unstable();
        let finished = months.len();
        if finished < ENOUGH {
            return Self::TooLittle { finished };
        }
        // The nearest rank: of 20, the 2nd, the 10th and the 18th.
        let rank = |tenths: usize| months[(finished * tenths).div_ceil(10).max(1) - 1];
        Self::Range { finished, least: rank(1), middle: rank(5), most: rank(9) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{
        action::{Apart, Completion, Held, Status, Verified},
        text::text,
        timescale::Timescale,
    };
    use jiff::civil::{Date, date};

    fn done(original: Date, on: Date, verified: bool) -> Action {
        let by = Held::Unmatched(text("AB"));
        let verified = verified.then(|| Verified { by: by.clone(), on, apart: Apart::SameTeam });
        Action {
            original_date: Some(original),
            status: Status::Complete,
            completion: Some(Completion { on, evidence: vec![], by, verified }),
            ..crate::action::plain(Timescale::default())
        }
    }

    #[test]
    fn a_range_is_said_only_of_twenty_verified_completions() {
        let of = |late: &[i8], verified: bool| -> Vec<Action> {
            let day = |months: i8| {
                if months <= 0 { date(2026, 1, 31) } else { date(2026, 1 + months, 28) }
            };
            late.iter().map(|months| done(date(2026, 1, 31), day(*months), verified)).collect()
        };
        let late: Vec<i8> = (0..20).map(|n| n / 2).collect();
        assert_eq!(Finish::of(of(&late[..19], true).iter()), Finish::TooLittle { finished: 19 });
        assert_eq!(Finish::of(of(&late, false).iter()), Finish::TooLittle { finished: 0 });
        let range = Finish::of(of(&late, true).iter());
        assert_eq!(range, Finish::Range { finished: 20, least: 0, middle: 4, most: 8 });
    }
}
