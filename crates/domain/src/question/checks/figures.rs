//! Checks of measures: what their figures show, and whether anybody says and does something about it.
use crate::question::{
    Looked, Measured, Mends,
    about::{Found, of_measure},
    looked::days,
};

pub(super) fn signal_without_commentary(looked: &Looked) -> Vec<Found> {
    let find = |one: &Measured| {
        let since = one.since().filter(|_| one.worsens())?;
        if one.said.is_some_and(|said| said.item.upto >= since) {
            return None;
        }
        let said = one.said.map_or_else(
            || "nothing was ever said of it".to_owned(),
            |said| format!("the last commentary speaks of {}", said.item.upto.in_words()),
        );
        Some(of_measure(
            one.kept,
            looked,
            format!("{}; {said}.", one.worsens_in_words()),
            format!("worse since {since}"),
            format!("What do you make of {}, and what is done about it?", one.kept.item.title),
            Mends::Commentary(one.kept.id),
        ))
    };
    looked.measures.iter().filter_map(find).collect()
}

pub(super) fn signal_without_action(looked: &Looked) -> Vec<Found> {
    let find = |one: &Measured| {
        if !one.is_concern() {
            return None;
        }
        let named = one.said.map(|said| said.item.actions.as_slice()).unwrap_or_default();
        let open = |id| looked.sight.action(id).is_some_and(|kept| !kept.item.status.is_closed());
        let served = one.kept.item.outcomes.iter().flat_map(|outcome| looked.answering(*outcome, one));
        if named.iter().any(|id| open(*id)) || served.into_iter().any(|kept| !kept.item.status.is_closed()) {
            return None;
        }
        Some(of_measure(
            one.kept,
            looked,
            format!("{}; no open action answers it.", one.worsens_in_words()),
            format!("no action since {}", one.since().map(|span| span.to_string()).unwrap_or_default()),
            format!("{} gets worse. Which of your actions is meant to change that?", one.kept.item.title),
            Mends::Commentary(one.kept.id),
        ))
    };
    looked.measures.iter().filter_map(find).collect()
}

pub(super) fn figures_stopped(looked: &Looked) -> Vec<Found> {
    let find = |one: &Measured| {
        let enough = one.shows.points.iter().filter(|point| point.value.is_some()).count() >= 4;
        let latest = one.shows.latest().filter(|_| enough)?;
        // Two periods without a figure, and a third that may still be counted.
        let third = latest.span.plus(3)?;
        (days(third.ends(), looked.day) > 0).then(|| {
            of_measure(
                one.kept,
                looked,
                format!("The last figure is of {}; two periods and more have ended since.", latest.span.in_words()),
                format!("last {}", latest.span),
                format!("Why are there no figures of {} since {}?", one.kept.item.title, latest.span.in_words()),
                Mends::LoadFigures,
            )
        })
    };
    looked.measures.iter().filter_map(find).collect()
}
