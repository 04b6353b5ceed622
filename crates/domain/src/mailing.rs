//! Who is mailed in a round, when, and of what: one mail a person, of nothing but their own items.
use crate::{
    actor::{Actor, Role},
    id::Id,
    office::Office,
    post::Post,
    round::{Owed, Round, reminders},
    sight::View,
    text::fold,
};
use jiff::civil::Date;
use std::{
    collections::{BTreeMap, BTreeSet},
    fmt,
    sync::Arc,
};
use uuid::Uuid;

/// Why somebody is mailed: the round asks them, or they are reminded of it on a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Occasion {
    Asked,
    Reminder(Date),
}

impl Occasion {
    /// What somebody is to be mailed today, who was last mailed on a day: first that they are asked; then the last of the
    /// reminders whose day came since. Days on which nothing could be sent are not made up for one by one.
    pub fn of(due: Date, last: Option<Date>, today: Date) -> Option<Self> {
        let Some(last) = last else { return Some(Self::Asked) };
        reminders(due).into_iter().rev().find(|day| *day <= today && *day > last).map(Self::Reminder)
    }

    pub fn parse(word: &str) -> Option<Self> {
        match word.strip_prefix("reminder ") {
            Some(day) => day.parse().ok().map(Self::Reminder),
            None => (word == "asked").then_some(Self::Asked),
        }
    }
}

/// As it is kept: one mail for each of these words to each address in a round.
impl fmt::Display for Occasion {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Asked => f.write_str("asked"),
            Self::Reminder(day) => write!(f, "reminder {day}"),
        }
    }
}

/// One address, and for whom what is sent there is meant.
#[derive(Clone, Debug)]
pub struct Recipient {
    pub address: String,
    /// People who sign in.
    pub people: Vec<View>,
    /// Posts that nobody holds who signs in: each answers by a link of its own.
    pub posts: Vec<View>,
}

impl Recipient {
    /// What the round still wants of them, each item once.
    pub fn owed(&self, round: Id<Round>, today: Date) -> Vec<Owed<'_>> {
        let mut all: Vec<Owed<'_>> = vec![];
        for view in self.people.iter().chain(&self.posts) {
            for owed in owed_by(view, round, today) {
                if !all.iter().any(|known| known.action.id == owed.action.id) {
                    all.push(owed);
                }
            }
        }
        all
    }
}

/// What a round still wants of the posts of one view.
pub fn owed_by(view: &View, round: Id<Round>, today: Date) -> Vec<Owed<'_>> {
    view.asked_in(round, today).into_iter().filter(|owed| owed.state.is_owed()).collect()
}

/// Somebody who acts for a post by a link: they speak for its work, and see nothing else.
pub fn by_link(office: &Arc<Office>, post: Id<Post>) -> Option<View> {
    let kept = office.posts.get(&post.uuid())?;
    let actor = Actor::of(post, kept.item.name.to_string(), Role::Contributor);
    Some(View::new(Arc::clone(office), actor))
}

/// Whom a round asks and who has an address: the people who hold a post that leads an action, with theirs; for a post that
/// nobody holds who signs in, the address that was written down for it. In the order of addresses.
pub fn recipients(
    office: &Arc<Office>,
    round: Id<Round>,
    today: Date,
    people: &[(Uuid, String)],
    contacts: &[(Id<Post>, String)],
) -> Vec<Recipient> {
    let mut all: BTreeMap<String, Recipient> = BTreeMap::new();
    let mut held: BTreeSet<Id<Post>> = BTreeSet::new();
    let whose = |address: &str| {
        (fold(address.trim()), Recipient { address: address.trim().to_owned(), people: vec![], posts: vec![] })
    };
    for (person, address) in people {
        let Some(actor) = office.actor(*person, today).filter(|actor| actor.may("update action").is_ok()) else {
            continue;
        };
        held.extend(&actor.holds);
        let view = View::new(Arc::clone(office), actor);
        if !view.asked_in(round, today).is_empty() {
            let (folded, empty) = whose(address);
            all.entry(folded).or_insert(empty).people.push(view);
        }
    }
    for (post, address) in contacts {
        let view = by_link(office, *post).filter(|_| !held.contains(post));
        if let Some(view) = view.filter(|view| !view.asked_in(round, today).is_empty()) {
            let (folded, empty) = whose(address);
            all.entry(folded).or_insert(empty).posts.push(view);
        }
    }
    all.into_values().collect()
}

/// Whether a post is still mailed at an address, and answers by a link that was sent there: nobody who signs in holds it,
/// and the address is the one that is written down.
pub fn still_mailed(recipients: &[Recipient], post: Id<Post>, address: &str) -> bool {
    let mut there = recipients.iter().filter(|recipient| fold(recipient.address.trim()) == fold(address.trim()));
    there.any(|recipient| recipient.posts.iter().any(|view| view.actor().post == post))
}

/// The posts that some mail reaches.
pub fn reached(recipients: &[Recipient]) -> BTreeSet<Id<Post>> {
    let views = recipients.iter().flat_map(|recipient| recipient.people.iter().chain(&recipient.posts));
    views.flat_map(|view| view.actor().holds.clone()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: &str) -> Date {
        day.parse().unwrap()
    }

    #[test]
    fn somebody_is_asked_once_and_reminded_on_the_four_days() {
        let due = day("2026-10-31");
        assert_eq!(Occasion::of(due, None, day("2026-09-01")), Some(Occasion::Asked));
        let mut last = Some(day("2026-09-01"));
        let mut mailed = vec![];
        for offset in 1..120 {
            let today = day("2026-09-01").saturating_add(jiff::Span::new().days(offset));
            if let Some(occasion) = Occasion::of(due, last, today) {
                assert_eq!(Occasion::parse(&occasion.to_string()), Some(occasion));
                mailed.push(today.to_string());
                last = Some(today);
            }
        }
        assert_eq!(mailed, ["2026-10-01", "2026-10-24", "2026-10-30", "2026-11-01"]);
    }

    #[test]
    fn whoever_was_asked_late_is_not_reminded_of_days_before_that() {
        let due = day("2026-10-31");
        assert_eq!(Occasion::of(due, Some(day("2026-10-24")), day("2026-10-24")), None);
        // A server that was away for ten days sends the last reminder, not each.
        let away = Occasion::of(due, Some(day("2026-10-01")), day("2026-10-30"));
        assert_eq!(away, Some(Occasion::Reminder(day("2026-10-30"))));
    }
}
