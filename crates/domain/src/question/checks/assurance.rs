//! Checks of risks, controls, gaps and findings.
use crate::{
    action::Status,
    control::{Assurance, Control, Gives},
    finding::{Finding, Standing},
    gap::Gap,
    id::Id,
    office::{Kept, Kind},
    post::Post,
    question::{
        Looked, Mends,
        about::{Found, posts},
        looked::days,
    },
    rating_rules::day,
    risk::{Risk, Which},
};
use jiff::civil::Date;
use std::collections::HashMap;

/// How risks hang together, put in order once for each check.
struct Chain<'a> {
    controls: HashMap<Id<Risk>, Vec<&'a Kept<Control>>>,
    assurances: HashMap<Id<Control>, Vec<&'a Kept<Assurance>>>,
    gaps: HashMap<Id<Risk>, Vec<&'a Kept<Gap>>>,
}

impl<'a> Chain<'a> {
    fn of(looked: &Looked<'a>) -> Self {
        let mut chain = Self { controls: HashMap::new(), assurances: HashMap::new(), gaps: HashMap::new() };
        for kept in looked.sight.controls() {
            for risk in &kept.item.risks {
                chain.controls.entry(*risk).or_default().push(kept);
            }
        }
        for kept in looked.sight.assurances().filter(|kept| kept.item.day <= looked.day) {
            chain.assurances.entry(kept.item.control).or_default().push(kept);
        }
        let of_control: HashMap<_, _> =
            looked.sight.controls().into_iter().map(|kept| (kept.id, kept.item.risks.as_slice())).collect();
        for kept in looked.sight.gaps() {
            let through = kept.item.control.and_then(|id| of_control.get(&id)).copied();
            let own = kept.item.risk.as_ref().map(std::slice::from_ref);
            for risk in own.or(through).unwrap_or_default() {
                chain.gaps.entry(*risk).or_default().push(kept);
            }
        }
        chain
    }

    fn controls(&self, risk: Id<Risk>) -> &[&'a Kept<Control>] {
        self.controls.get(&risk).map_or(&[], Vec::as_slice)
    }

    fn assurances(&self, control: Id<Control>) -> &[&'a Kept<Assurance>] {
        self.assurances.get(&control).map_or(&[], Vec::as_slice)
    }

    fn gaps(&self, risk: Id<Risk>) -> &[&'a Kept<Gap>] {
        self.gaps.get(&risk).map_or(&[], Vec::as_slice)
    }
}

fn open<'a>(looked: &Looked<'a>) -> Vec<&'a Kept<Risk>> {
    looked.sight.risks().into_iter().filter(|kept| kept.item.is_open(looked.day)).collect()
}

fn of_risk(looked: &Looked, kept: &Kept<Risk>, evidence: String, facts: String, question: String) -> Found {
    let theme = kept.item.outcomes.first().and_then(|id| looked.sight.outcome(*id)).map(|outcome| outcome.item.theme);
    Found {
        kind: Kind::Risk,
        about: kept.id.uuid(),
        reference: kept.reference().to_string(),
        title: kept.item.title.to_string(),
        theme,
        leads: kept.item.owners.clone(),
        evidence,
        facts,
        question,
        mends: Mends::Risk(kept.id),
    }
}

pub(super) fn score_lowered_without_control(looked: &Looked) -> Vec<Found> {
    let chain = Chain::of(looked);
    let find = |kept: &&Kept<Risk>| {
        let mut scores = kept.item.scores_of(Which::Current).filter(|scored| scored.day <= looked.day);
        let last = scores.next_back()?;
        let before = scores.next_back()?;
        let lowered = last.product() < before.product() && days(last.day, looked.day) <= 365;
        let between = |date: Date| before.day <= date && date <= last.day;
        let controls = chain.controls(kept.id);
        let begun = controls.iter().any(|control| between(control.item.since));
        let works = |found: &&Kept<Assurance>| found.item.gives != Gives::None && between(found.item.day);
        let found = controls.iter().any(|control| chain.assurances(control.id).iter().any(&works));
        let closed = chain.gaps(kept.id).iter().any(|gap| {
            gap.item.closed.as_ref().is_some_and(|closed| between(closed.day))
                || gap.item.actions.iter().any(|action| action.done.is_some_and(between))
        });
        let done = kept
            .item
            .actions
            .iter()
            .filter_map(|id| looked.sight.action(*id))
            .any(|action| action.item.completion.as_ref().is_some_and(|done| between(done.on)));
        (lowered && !begun && !found && !closed && !done).then(|| {
            of_risk(
                looked,
                kept,
                format!(
                    "Scored {} on {} and {} on {}. In between no control came into place or was found to work, no gap was closed and none of its actions was completed. The reason given: {}",
                    before.product(),
                    day(before.day),
                    last.product(),
                    day(last.day),
                    last.reason
                ),
                format!("lowered {} from {} to {}", last.day, before.product(), last.product()),
                format!("What makes {} smaller than it was?", kept.reference()),
            )
        })
    };
    open(looked).iter().filter_map(find).collect()
}

pub(super) fn assurance_expired(looked: &Looked) -> Vec<Found> {
    let chain = Chain::of(looked);
    let against: std::collections::HashSet<Id<Risk>> = open(looked).iter().map(|kept| kept.id).collect();
    let find = |kept: &&Kept<Control>| {
        let works = kept.item.is_in_place(looked.day) && kept.item.risks.iter().any(|risk| against.contains(risk));
        let all = chain.assurances(kept.id);
        if !works || all.is_empty() || !all.iter().all(|one| one.item.is_stale(looked.day)) {
            return None;
        }
        let last = all.iter().filter_map(|one| Some((one.item.expires?, one))).max_by_key(|(expires, _)| *expires)?;
        let (expired, one) = last;
        let owner: Vec<Id<Post>> = kept.item.owner.into_iter().collect();
        Some(Found {
            kind: Kind::Control,
            about: kept.id.uuid(),
            reference: kept.reference().to_string(),
            title: kept.item.title.to_string(),
            theme: None,
            leads: owner,
            evidence: format!(
                "The last assurance, by {} on {}, was good until {}.",
                one.item.by_whom,
                day(one.item.day),
                day(expired)
            ),
            facts: format!("expired {expired}"),
            question: format!("How do you know today that {} works?", kept.reference()),
            mends: Mends::Control(kept.id),
        })
    };
    looked.sight.controls().iter().filter_map(find).collect()
}

pub(super) fn risk_unscored(looked: &Looked) -> Vec<Found> {
    let find = |kept: &&Kept<Risk>| {
        let unscored = kept.item.score(Which::Current, looked.day).is_none();
        (unscored && days(kept.item.since, looked.day) >= 28).then(|| {
            of_risk(
                looked,
                kept,
                format!("In the register since {}, without a current score.", day(kept.item.since)),
                format!("unscored since {}", kept.item.since),
                format!("How large is {}, and who has judged that?", kept.reference()),
            )
        })
    };
    open(looked).iter().filter_map(find).collect()
}

pub(super) fn risk_review_overdue(looked: &Looked) -> Vec<Found> {
    let find = |kept: &&Kept<Risk>| {
        let matrix = looked.sight.risk_matrix(kept.item.matrix)?;
        let due = kept.item.review_due(&matrix.item, looked.day).filter(|due| *due < looked.day)?;
        let last = kept.item.last_looked_at(looked.day)?;
        Some(of_risk(
            looked,
            kept,
            format!("Last looked at on {}; it was to be looked at again by {}.", day(last), day(due)),
            format!("review due {due}"),
            format!("Is what the register says of {} still so?", kept.reference()),
        ))
    };
    open(looked).iter().filter_map(find).collect()
}

pub(super) fn outside_appetite_without_action(looked: &Looked) -> Vec<Found> {
    let chain = Chain::of(looked);
    let find = |kept: &&Kept<Risk>| {
        if kept.item.outside_appetite(looked.day) != Some(true) {
            return None;
        }
        let (score, most) =
            (kept.item.score(Which::Current, looked.day)?.product(), kept.item.appetite_on(looked.day)?.most);
        let live = |status: Status| !status.is_closed() && status != Status::Candidate;
        let acted = kept.item.actions.iter().filter_map(|id| looked.sight.action(*id));
        let acted = acted.into_iter().any(|action| live(action.item.status));
        let dated = chain
            .gaps(kept.id)
            .iter()
            .filter(|gap| gap.item.is_open(looked.day))
            .any(|gap| gap.item.open_actions(looked.day).any(|action| action.due.is_some()));
        (!acted && !dated).then(|| {
            of_risk(
                looked,
                kept,
                format!("Scored {score}, where {most} is accepted at most; no open action and no dated action on a gap stands against it."),
                format!("outside {score} over {most}"),
                format!("{} is larger than you accept. What is done about it, and by when?", kept.reference()),
            )
        })
    };
    open(looked).iter().filter_map(find).collect()
}

pub(super) fn gap_without_date(looked: &Looked) -> Vec<Found> {
    let find = |kept: &&Kept<Gap>| {
        let known = kept.item.is_open(looked.day) && days(kept.item.since, looked.day) >= 28;
        let dated = kept.item.open_actions(looked.day).any(|action| action.due.is_some());
        if !known || dated {
            return None;
        }
        let many = kept.item.open_actions(looked.day).count();
        let why = match many {
            0 => "nothing that is open stands against it".to_owned(),
            1 => "the date of the one action against it is yet to be decided".to_owned(),
            many => format!("the dates of all {many} actions against it are yet to be decided"),
        };
        let risk = kept.item.risk.and_then(|id| looked.sight.risk(id));
        Some(Found {
            kind: Kind::Gap,
            about: kept.id.uuid(),
            reference: kept.reference().to_string(),
            title: kept.item.words.on_one_line().to_string(),
            theme: None,
            leads: risk.map(|risk| risk.item.owners.clone()).unwrap_or_default(),
            evidence: format!("Known since {}, and {why}.", day(kept.item.since)),
            facts: format!("gap {many} undated"),
            question: format!("When will {} be closed, and by whom?", kept.reference()),
            mends: kept.item.risk.map_or(Mends::Gap(kept.id), Mends::Risk),
        })
    };
    looked.sight.gaps().iter().filter_map(find).collect()
}

fn of_finding(looked: &Looked, kept: &Kept<Finding>, evidence: &str, facts: String, question: String) -> Found {
    let review = looked.sight.review(kept.item.review).map(|review| review.item.title.to_string());
    Found {
        kind: Kind::Finding,
        about: kept.id.uuid(),
        reference: kept.reference().to_string(),
        title: {
            let words = kept.item.recommended.as_ref().unwrap_or(&kept.item.found).on_one_line().to_string();
            let short: String = words.chars().take(120).collect();
            if short.len() < words.len() { format!("{short}…") } else { words }
        },
        theme: kept.item.theme,
        leads: posts(kept.item.agreed.iter().map(|action| &action.owner)),
        evidence: review.map_or_else(|| evidence.to_owned(), |review| format!("{review}. {evidence}")),
        facts,
        question,
        mends: Mends::Finding(kept.id),
    }
}

pub(super) fn recommendation_answered_late(looked: &Looked) -> Vec<Found> {
    let find = |kept: &&Kept<Finding>| {
        let due = kept.item.response_due?;
        if kept.item.response_is_late(looked.day) {
            return Some(of_finding(
                looked,
                kept,
                &format!("An answer was due on {}, and none is on the record.", day(due)),
                format!("owed since {due}"),
                format!("Why has {} not been answered?", kept.reference()),
            ));
        }
        let first = kept.item.response.first()?.day;
        let late = kept.item.answered_late_by().filter(|_| first <= looked.day && days(first, looked.day) <= 91)?;
        Some(of_finding(
            looked,
            kept,
            &format!("The answer was due on {} and came on {}, {late} days late.", day(due), day(first)),
            format!("answered {first} due {due}"),
            format!("Why was {} answered late?", kept.reference()),
        ))
    };
    looked.sight.findings().iter().filter_map(find).collect()
}

pub(super) fn closed_by_management_only(looked: &Looked) -> Vec<Found> {
    let find = |kept: &&Kept<Finding>| {
        if kept.item.standing(looked.day) != Standing::ManagementClosed {
            return None;
        }
        let closings = kept.item.agreed.iter().filter_map(|action| action.closed());
        let since = closings.filter(|closing| closing.verified.is_none()).map(|closing| closing.day).min()?;
        (days(since, looked.day) >= 56).then(|| {
            of_finding(
                looked,
                kept,
                &format!("Called done on {} by those who had to do it; nobody else has verified it.", day(since)),
                format!("closed {since}"),
                format!("Who apart from management says that {} is done?", kept.reference()),
            )
        })
    };
    looked.sight.findings().iter().filter_map(find).collect()
}
