//! Checks of rounds, requests and narratives: what was asked for and did not come, what was left out.
use crate::{
    action::Action,
    commentary_help::names,
    narrative::Narrative,
    office::{Kept, Kind},
    period::london_day,
    question::{
        Looked, Mends,
        about::{Found, listed, of_action},
        looked::days,
    },
    rating_rules::day,
    round::Round,
    scale::Class,
};
use std::collections::HashMap;

pub(super) fn prose_without_red(looked: &Looked) -> Vec<Found> {
    // The newest narrative of each theme of an open plan.
    let of_open: HashMap<_, &Kept<Round>> = looked.rounds.iter().map(|round| (round.id, *round)).collect();
    let mut newest: HashMap<_, &Kept<Narrative>> = HashMap::new();
    for kept in looked.sight.every_narrative().filter(|kept| of_open.contains_key(&kept.item.round)) {
        let known = newest.entry(kept.item.theme).or_insert(kept);
        if known.seq < kept.seq {
            *known = kept;
        }
    }
    let mut red: HashMap<_, Vec<&Kept<Action>>> = HashMap::new();
    for kept in looked.live() {
        if kept.item.rating.as_ref().is_some_and(|rating| rating.class == Class::OffTrack) {
            red.entry(kept.item.theme).or_default().push(kept);
        }
    }
    let mut found = vec![];
    for (theme, kept) in newest {
        let written = london_day(kept.at);
        let then = |action: &&&Kept<Action>| action.item.rating.as_ref().is_some_and(|rating| rating.since <= written);
        let red: Vec<&Kept<Action>> = red.get(&theme).into_iter().flatten().filter(then).copied().collect();
        let parts = [&kept.item.achieved, &kept.item.still_to_overcome, &kept.item.next];
        let prose: Vec<&str> = parts.iter().filter_map(|part| part.as_ref().map(crate::text::Text::as_str)).collect();
        let prose = prose.join("\n");
        let named = |action: &&Kept<Action>| names(&prose, action.reference().as_str(), action.item.title.as_str());
        let Some(named_theme) = looked.theme(theme) else { continue };
        if red.is_empty() || red.iter().any(named) {
            continue;
        }
        let references: Vec<&str> = red.iter().map(|kept| kept.reference().as_str()).collect();
        found.push(Found {
            kind: Kind::Theme,
            about: theme.uuid(),
            reference: named_theme.item.code.as_ref().map(ToString::to_string).unwrap_or_default(),
            title: named_theme.item.name.to_string(),
            theme: Some(theme),
            leads: vec![kept.item.by],
            evidence: format!("The narrative of {} names nothing that is off track: {}.", day(written), listed(&red)),
            facts: format!("narrative {} red {}", kept.seq, references.join(" ")),
            question: format!(
                "The account of {} does not speak of {}. Why not?",
                named_theme.item.name,
                references.join(", ")
            ),
            mends: Mends::Narrative(kept.item.round, theme),
        });
    }
    found.sort_by(|one, other| one.title.cmp(&other.title));
    found
}

pub(super) fn change_undecided(looked: &Looked) -> Vec<Found> {
    let waiting = looked.sight.change_requests().filter(|kept| kept.item.ruling.is_none());
    let find = |request: &Kept<crate::change_request::ChangeRequest>| {
        let action = looked.sight.action(request.item.action).filter(|kept| !kept.item.status.is_closed())?;
        (days(request.item.on, looked.day) > 28).then(|| {
            of_action(
                action,
                format!(
                    "A change was asked for on {}: {}. Nobody has decided.",
                    day(request.item.on),
                    request.item.reason
                ),
                format!("request {}", request.id),
                format!("What is to become of {}, and who decides?", action.reference()),
                Mends::Decide(request.id),
            )
        })
    };
    waiting.filter_map(find).collect()
}

pub(super) fn sent_back_unanswered(looked: &Looked) -> Vec<Found> {
    let mut found = vec![];
    for round in looked.rounds.iter().filter(|round| round.item.frozen.is_none()) {
        for back in &round.item.sent_back {
            let Some(action) = looked.sight.action(back.action) else { continue };
            let stands = looked.updates(action.id).first().is_some_and(|last| last.id == back.update);
            if stands && days(back.on, looked.day) > 14 && !action.item.status.is_closed() {
                found.push(of_action(
                    action,
                    format!("{} sent its update back on {}, saying: {}", back.name, day(back.on), back.comment),
                    format!("sent back {}", back.update),
                    format!("What was wrong with what was said of {}, and what is true?", action.reference()),
                    Mends::Update(action.id),
                ));
            }
        }
    }
    found
}
