//! The map: a small TOML file that says how an office's own table is to be read. Printed by every import, for reuse.
use crate::{
    body::BodyKind,
    envelope::{Marking, Visibility},
    plan::{PlanState, PlanStatus, PlanVersion},
    reading::{BodyRead, PlanFacts, PostRead, ThemeRead},
    scale::Scale,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

mod check;
mod own_scale;
mod shapes;

pub(crate) use check::Answer;
pub use own_scale::{LevelMap, ScaleMap};
pub use shapes::Shown;

/// Everything in it may be left out. Keys are the field's own words; dates may stand with or without quotation marks.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlanMap {
    /// Who may see the rows that say nothing of it themselves; else they are public.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub visibility: Option<Shown>,
    /// "OFFICIAL" or "OFFICIAL-SENSITIVE", for the rows that say nothing of it themselves.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub marking: Option<String>,
    #[serde(skip_serializing_if = "PlanMapFacts::is_empty")]
    pub plan: PlanMapFacts,
    /// Head of the table -> field, or "staff" to keep it for staff, or "ignore".
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<Text, String>,
    /// Word of the table -> label or key of a level, or "not rated".
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ratings: BTreeMap<Text, String>,
    /// Title of a row -> "same as 1.4", "new", or "heading" for one that is no action.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<Text, String>,
    /// Reference of a row -> who may see it.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub visible: BTreeMap<Text, Shown>,
    #[serde(rename = "theme", skip_serializing_if = "Vec::is_empty")]
    pub themes: Vec<ThemeMap>,
    #[serde(rename = "body", skip_serializing_if = "Vec::is_empty")]
    pub bodies: Vec<BodyMap>,
    #[serde(rename = "post", skip_serializing_if = "Vec::is_empty")]
    pub posts: Vec<PostMap>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub scale: Option<ScaleMap>,
}

/// The plan's own facts.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlanMapFacts {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Text>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "shapes::day")]
    pub from: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "shapes::day")]
    pub to: Option<Date>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub state: Option<PlanState>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub version: Option<VersionMap>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct VersionMap {
    pub label: Text,
    pub status: PlanStatus,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "shapes::day")]
    pub issued: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "shapes::day")]
    pub published: Option<Date>,
    #[serde(default, skip_serializing_if = "Option::is_none", deserialize_with = "shapes::day")]
    pub effective: Option<Date>,
}

/// A theme, and the other names by which tables call it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ThemeMap {
    pub name: Text,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub code: Option<Text>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub aim: Option<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub outcomes: Vec<OutcomeMap>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub objectives: Vec<Text>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub priorities: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OutcomeMap {
    pub statement: Text,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub shared_with: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct BodyMap {
    pub name: Text,
    pub kind: BodyKind,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub aliases: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PostMap {
    pub name: Text,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub initials: Vec<Text>,
    /// The organisation; the office itself where none is stated.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub body: Option<Text>,
}

impl PlanMap {
    /// Reads a map, and refuses one that could not be followed: with the line, and what may stand there.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let map: Self = toml::from_str(toml).map_err(|error| {
            let line = error.span().map(|span| toml[..span.start].matches('\n').count() + 1);
            let what = error.message().replace("unknown field", "unknown key").replace('\n', "; ");
            match line {
                Some(line) => format!("line {line} of the map: {what}"),
                None => format!("the map: {what}"),
            }
        })?;
        map.check().map_err(|fault| match check::line_of(toml, &fault.near) {
            Some(line) => format!("line {line} of the map: {}", fault.says),
            None => format!("the map: {}", fault.says),
        })?;
        Ok(map)
    }

    /// The map as a file that [`PlanMap::parse`] reads back without loss.
    ///
    /// # Panics
    /// Never: a map is text, lists and tables, all of which TOML has.
    pub fn to_toml(&self) -> String {
        toml::to_string(self).expect("a map is TOML")
    }

    /// The plan's facts, as far as the map states them.
    pub fn facts(&self) -> PlanFacts {
        let plan = &self.plan;
        PlanFacts {
            name: plan.name.clone(),
            aliases: plan.aliases.clone(),
            from: plan.from,
            to: plan.to,
            state: plan.state,
            version: plan.version.as_ref().map(|version| PlanVersion {
                label: version.label.clone(),
                status: version.status,
                issued: version.issued,
                published: version.published,
                effective: version.effective,
            }),
        }
    }

    pub fn themes(&self) -> Vec<ThemeRead> {
        let outcome = |outcome: &OutcomeMap| (outcome.statement.clone(), outcome.shared_with.clone());
        self.themes
            .iter()
            .map(|theme| ThemeRead {
                code: theme.code.clone(),
                name: theme.name.clone(),
                aliases: theme.aliases.clone(),
                aim: theme.aim.clone(),
                outcomes: theme.outcomes.iter().map(outcome).collect(),
                objectives: theme.objectives.clone(),
                priorities: theme.priorities.clone(),
            })
            .collect()
    }

    pub fn bodies(&self) -> Vec<BodyRead> {
        let read = |b: &BodyMap| BodyRead { name: b.name.clone(), kind: b.kind, aliases: b.aliases.clone() };
        self.bodies.iter().map(read).collect()
    }

    pub fn posts(&self) -> Vec<PostRead> {
        let read = |p: &PostMap| PostRead { name: p.name.clone(), body: p.body.clone(), initials: p.initials.clone() };
        self.posts.iter().map(read).collect()
    }

    /// The plan's own scale, where the map states one.
    pub fn scale(&self) -> Result<Option<Scale>, String> {
        self.scale.as_ref().map(|scale| scale.scale().map_err(|fault| fault.says)).transpose()
    }

    /// Who may see a row that says nothing of it itself.
    pub fn visibility_of(&self, reference: Option<&Text>) -> Option<Visibility> {
        let stated = reference.and_then(|reference| self.visible.get(reference));
        stated.or(self.visibility.as_ref()).map(|shown| shown.0.clone())
    }

    /// The marking of rows that say nothing of it themselves.
    pub fn default_marking(&self) -> Option<Marking> {
        self.marking.as_ref().and_then(|word| Marking::parse(word).ok())
    }
}

impl PlanMapFacts {
    fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}
