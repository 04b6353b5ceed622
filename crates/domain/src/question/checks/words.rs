//! Checks of what leads say: the same again, without evidence, better than it turns out.
use crate::{
    action::{Action, Basis, Rating},
    evidence::Evidence,
    forecast::Forecast,
    office::Kept,
    question::{
        Looked, Mends,
        about::{Found, of_action, rated},
        looked::{days, written},
    },
    rating_rules::day,
    scale::Class,
    text::fold,
    update::{Manner, Update},
};

const HALF_A_YEAR: i32 = 182;

/// How good a rating is, for those that can be compared.
fn rank(class: Class) -> Option<u8> {
    match class {
        Class::OffTrack => Some(0),
        Class::AtRisk => Some(1),
        Class::OnTrack => Some(2),
        Class::Complete => Some(3),
        Class::NotStarted | Class::Paused => None,
    }
}

fn is_better(one: Class, other: Class) -> bool {
    rank(one).zip(rank(other)).is_some_and(|(one, other)| one > other)
}

pub(super) fn on_track_without_evidence(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let rating = kept.item.rating.as_ref().filter(|rating| rating.class == Class::OnTrack)?;
        let since = rating.since;
        if days(since, looked.day) < HALF_A_YEAR {
            return None;
        }
        // What came with a table has no place for evidence.
        let own = |update: &&&Kept<Update>| update.item.origin.is_none() && update.item.day >= since;
        let said: Vec<_> = looked.updates(kept.id).iter().filter(own).collect();
        let shown = |evidence: &Vec<Evidence>| !evidence.is_empty();
        let wrote = said.iter().filter(|update| update.item.manner == Manner::Update).count();
        (wrote >= 3 && !said.iter().any(|update| shown(&update.item.evidence))).then(|| {
            of_action(
                kept,
                format!("Rated {}; {wrote} updates since, and none gives evidence.", rated(&kept.item)),
                format!("on track since {since} without evidence"),
                format!("What could you show a member who asks how you know that {} is on track?", kept.reference()),
                Mends::Update(kept.id),
            )
        })
    };
    looked.live().filter_map(find).collect()
}

/// The most characters that are compared: what begins alike for so long is the same text for a reader.
const COMPARED: usize = 600;
/// Shorter words say little, and are alike by chance.
const SHORTEST: usize = 40;

/// Whether two texts are the same but for one letter in twenty.
fn same_words(one: &str, other: &str) -> bool {
    let cut = |words: &str| fold(words).chars().take(COMPARED).collect::<String>();
    let (one, other) = (cut(one), cut(other));
    let (long, short) = (one.len().max(other.len()), one.len().min(other.len()));
    if short < SHORTEST {
        return false;
    }
    if one == other {
        return true;
    }
    // What the letters alone rule out is not measured: it takes no time, and most texts differ by more.
    let mut letters = [0_i32; 256];
    for byte in one.bytes() {
        letters[usize::from(byte)] += 1;
    }
    for byte in other.bytes() {
        letters[usize::from(byte)] -= 1;
    }
    let apart: i32 = letters.iter().map(|count| count.abs()).sum();
    let least = usize::try_from(apart).unwrap_or(usize::MAX).div_ceil(2).max(long - short);
    least * 20 < long && strsim::normalized_levenshtein(&one, &other) > 0.95
}

pub(super) fn same_words_again(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let mut said = written(looked.updates(kept.id));
        let (last, before) = (said.next()?, said.next()?);
        if days(before.item.day, last.item.day) < 28 {
            return None;
        }
        let (now, then) = (last.item.narrative.as_ref()?, before.item.narrative.as_ref()?);
        same_words(now.as_str(), then.as_str()).then(|| {
            of_action(
                kept,
                format!("The update of {} says what that of {} said.", day(last.item.day), day(before.item.day)),
                format!("update of {} as {}", last.item.day, before.item.day),
                format!("What has happened on {} since {}?", kept.reference(), day(before.item.day)),
                Mends::Update(kept.id),
            )
        })
    };
    looked.live().filter_map(find).collect()
}

/// Expected better than it was, three times and over half a year, and it is no better.
fn hoped(looked: &Looked, kept: &Kept<Action>) -> Option<(usize, jiff::civil::Date)> {
    let now = kept.item.rating.as_ref()?.class;
    let forecast = |update: &&Kept<Update>| update.item.forecast.is_some();
    let mut run = vec![];
    for update in looked.updates(kept.id).iter().copied().filter(forecast) {
        let (expected, rated) = (update.item.forecast.as_ref()?.class, update.item.rating.as_ref()?.class);
        if !(is_better(expected, rated) && is_better(expected, now)) {
            break;
        }
        run.push(update.item.day);
    }
    let first = *run.last()?;
    (run.len() >= 3 && days(first, looked.day) >= HALF_A_YEAR).then_some((run.len(), first))
}

pub(super) fn better_than_record(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let last = looked.updates(kept.id).iter().find(|update| update.item.forecast.is_some())?;
        let forecast = last.item.forecast.as_ref()?;
        if !matches!(forecast.class, Class::OnTrack | Class::Complete) {
            return None;
        }
        let said = format!("expected to end “{}” on {}", forecast.label, day(last.item.day));
        if let Some((times, first)) = hoped(looked, kept) {
            let now = kept.item.rating.as_ref().map(|rating| rating.label.to_string()).unwrap_or_default();
            return Some(of_action(
                kept,
                format!(
                    "It was {said}, and so in {times} updates since {}; each time it stood worse, and it is {now} today.",
                    day(first)
                ),
                format!("hoped since {first}"),
                format!("{} was expected to come right {times} times. Why this time?", kept.reference()),
                Mends::Update(kept.id),
            ));
        }
        let date = kept.item.current_date?;
        let Forecast::Range(range) = looked.finishes.forecast(&kept.item, looked.day) else { return None };
        (date < range.earliest).then(|| {
            of_action(
                kept,
                format!(
                    "It was {said}, by {}. Of {} of the office's finished actions, {}, eight in ten would put its end between {} and {}.",
                    day(date),
                    range.n,
                    range.of,
                    day(range.earliest),
                    day(range.latest)
                ),
                format!("due {date} forecast {}", forecast.class.as_str()),
                format!("What makes {} likelier to keep its date than the work that you have finished so far?", kept.reference()),
                Mends::Change(kept.id),
            )
        })
    };
    looked.live().filter_map(find).collect()
}

fn differs(rating: &Rating) -> bool {
    matches!(&rating.basis, Basis::Differs { suggested, .. } if is_better(rating.class, *suggested))
}

pub(super) fn better_than_rules_twice(looked: &Looked) -> Vec<Found> {
    let find = |kept: &Kept<Action>| {
        let now = kept.item.rating.as_ref().filter(|rating| differs(rating))?;
        let mut rated = looked
            .updates(kept.id)
            .iter()
            .filter(|update| update.item.manner == Manner::Update && update.item.rating.is_some());
        let (last, before) = (rated.next()?, rated.next()?);
        let both = [last, before].iter().all(|update| update.item.rating.as_ref().is_some_and(differs));
        let Basis::Differs { rule, facts, public, .. } = &now.basis else { return None };
        (both && last.item.day > before.item.day).then(|| {
            of_action(
                kept,
                format!(
                    "Rated {} on {} and on {}, against {rule} ({facts}). The reason given: {public}",
                    now.label,
                    day(before.item.day),
                    day(last.item.day)
                ),
                format!("differs {}", last.item.day),
                format!("The written rules give {} a worse rating. Why does the exception last?", kept.reference()),
                Mends::Update(kept.id),
            )
        })
    };
    looked.live().filter_map(find).collect()
}
