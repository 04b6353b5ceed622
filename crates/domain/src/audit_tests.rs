//! The four tests by which an auditor looked at a Plan: that each theme has an aim and a shared outcome, that each has a
//! list of actions, that leads are named, and that what they lead fits their roles. Each is answered over the whole
//! population, with what passes, every exception, and a sample that anybody can draw again.
use crate::{
    action::{Action, Held},
    office::Kept,
    plan::Plan,
    sight::Sight,
    text::Text,
    theme::Theme,
};
use serde::Serialize;
use sha2::{Digest, Sha256};
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Test {
    AimAndOutcome,
    ListOfActions,
    Leads,
    Roles,
}

impl Test {
    pub const ALL: [Self; 4] = [Self::AimAndOutcome, Self::ListOfActions, Self::Leads, Self::Roles];

    pub fn number(self) -> u8 {
        match self {
            Self::AimAndOutcome => 1,
            Self::ListOfActions => 2,
            Self::Leads => 3,
            Self::Roles => 4,
        }
    }

    pub fn as_str(self) -> &'static str {
        match self {
            Self::AimAndOutcome => "aim_and_outcome",
            Self::ListOfActions => "list_of_actions",
            Self::Leads => "leads",
            Self::Roles => "roles",
        }
    }
}

/// One of a population, and how it stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Case {
    pub theme: Text,
    /// The reference of the action; of a theme its code.
    pub reference: Text,
    /// The title of the action or the name of the theme; of a role, the post that leads it too.
    pub title: Text,
    pub passes: bool,
    /// What shows it, or what is missing.
    pub evidence: Text,
    /// What makes the place in the sample, with the entry.
    item: Uuid,
    /// Which of several of one action.
    nth: usize,
}

/// A test with its whole population.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answered {
    pub test: Test,
    pub population: Vec<Case>,
}

/// The most of a population that a sample holds.
pub const SAMPLE: usize = 25;

impl Answered {
    pub fn passes(&self) -> usize {
        self.population.iter().filter(|case| case.passes).count()
    }

    pub fn exceptions(&self) -> impl Iterator<Item = &Case> {
        self.population.iter().filter(|case| !case.passes)
    }

    /// A sample, the same for everybody who draws it at the same entry: each of the population is given the SHA-256 of
    /// entry, test and item, and those with the smallest are taken; printed in the order of the population.
    pub fn sample(&self, seq: i64) -> Vec<&Case> {
        let mut drawn: Vec<(Vec<u8>, usize)> = self
            .population
            .iter()
            .enumerate()
            .map(|(place, case)| {
                let lot = format!("{seq}/{}/{}/{}", self.test.number(), case.item, case.nth);
                (Sha256::digest(lot).to_vec(), place)
            })
            .collect();
        drawn.sort();
        let mut places: Vec<usize> = drawn.into_iter().take(SAMPLE).map(|(_, place)| place).collect();
        places.sort_unstable();
        places.into_iter().map(|place| &self.population[place]).collect()
    }
}

/// The four tests of a plan, answered from what whoever looks may see.
pub fn answered(sight: &Sight, plan: &Kept<Plan>) -> Vec<Answered> {
    let themes = sight.themes(plan.id);
    let actions = sight.actions(plan.id);
    let of = |theme: &Kept<Theme>| {
        let all = actions.iter().copied().filter(|kept| kept.item.theme == theme.id);
        all.collect::<Vec<_>>()
    };
    let live = || actions.iter().copied().filter(|kept| !kept.item.status.is_closed());
    Test::ALL
        .into_iter()
        .map(|test| {
            let population = match test {
                Test::AimAndOutcome => themes.iter().map(|theme| aim(sight, theme)).collect(),
                Test::ListOfActions => themes.iter().map(|theme| listed(theme, &of(theme))).collect(),
                Test::Leads => live().map(|kept| leads(sight, kept)).collect(),
                Test::Roles => live().flat_map(|kept| roles(sight, kept)).collect(),
            };
            Answered { test, population }
        })
        .collect()
}

fn words(words: String) -> Text {
    Text::new(words).unwrap_or_default()
}

fn of_theme(theme: &Kept<Theme>, passes: bool, evidence: String) -> Case {
    Case {
        theme: theme.item.name.clone(),
        reference: theme.item.code.clone().unwrap_or_default(),
        title: theme.item.name.clone(),
        passes,
        evidence: words(evidence),
        item: theme.id.uuid(),
        nth: 0,
    }
}

fn aim(sight: &Sight, theme: &Kept<Theme>) -> Case {
    let outcomes = sight.outcomes(theme.id);
    let has_aim = theme.item.aim.as_ref().is_some_and(|aim| !aim.on_one_line().is_empty());
    let evidence = match (has_aim, outcomes.len()) {
        (false, 0) => "no aim and no shared outcome".to_owned(),
        (false, _) => "no aim".to_owned(),
        (true, 0) => "an aim, and no shared outcome".to_owned(),
        (true, _) => {
            let all: Vec<&str> = outcomes.iter().map(|kept| kept.item.statement.as_str()).collect();
            let aim = theme.item.aim.as_ref().map(Text::on_one_line).unwrap_or_default();
            format!("Aim: {aim} Shared outcomes: {}", all.join("; "))
        }
    };
    of_theme(theme, has_aim && !outcomes.is_empty(), evidence)
}

fn listed(theme: &Kept<Theme>, actions: &[&Kept<Action>]) -> Case {
    let all: Vec<&str> = actions.iter().map(|kept| kept.reference().as_str()).collect();
    let evidence = match all.len() {
        0 => "no action".to_owned(),
        1 => format!("1 action: {}", all[0]),
        many => format!("{many} actions: {}", all.join(", ")),
    };
    of_theme(theme, !all.is_empty(), evidence)
}

fn of_action(sight: &Sight, kept: &Kept<Action>, title: String, passes: bool, evidence: String, nth: usize) -> Case {
    Case {
        theme: sight.theme_of(&kept.item).map(|theme| theme.item.name.clone()).unwrap_or_default(),
        reference: kept.reference().clone(),
        title: words(title),
        passes,
        evidence: words(evidence),
        item: kept.id.uuid(),
        nth,
    }
}

fn leads(sight: &Sight, kept: &Kept<Action>) -> Case {
    let posts: Vec<&str> = kept
        .item
        .leads
        .iter()
        .filter_map(|held| match held {
            Held::Post(id) => sight.post(*id).map(|post| post.item.name.as_str()),
            Held::Unmatched(_) => None,
        })
        .collect();
    let evidence = match (posts.len(), kept.item.leads.len()) {
        (0, 0) => "no lead".to_owned(),
        (0, _) => "a lead is stated and matches no post".to_owned(),
        _ => posts.join("; "),
    };
    of_action(sight, kept, kept.item.title.to_string(), !posts.is_empty(), evidence, 0)
}

/// Each post that leads an action: whether it is of an organisation that owns the action or is named as its partner.
fn roles(sight: &Sight, kept: &Kept<Action>) -> Vec<Case> {
    let action = &kept.item;
    let posts = action.leads.iter().enumerate().filter_map(|(nth, held)| match held {
        Held::Post(id) => Some((nth, sight.post(*id)?)),
        Held::Unmatched(_) => None,
    });
    let cases = posts.map(|(nth, post)| {
        let body = sight.body(post.item.body);
        let of = body.map_or("an organisation that is not listed", |body| body.item.name.as_str());
        let owner = action.owner.and_then(|id| sight.body(id));
        let owns = owner.is_some_and(|owner| owner.id == post.item.body);
        let helps = action.partners.iter().any(|partner| partner.body == Some(post.item.body));
        let evidence = match owner {
            _ if owns => format!("{}, of {of}, which owns the action", post.item.name),
            _ if helps => format!("{}, of {of}, which is named as a partner in it", post.item.name),
            None => format!("{}, of {of}; the record does not say whose action it is", post.item.name),
            Some(owner) => format!(
                "{}, of {of}; the action is owned by {} and {of} is not named as a partner in it",
                post.item.name, owner.item.name
            ),
        };
        of_action(sight, kept, format!("{} ({})", action.title, post.item.name), owns || helps, evidence, nth)
    });
    cases.collect()
}
