//! A Plan: what the office promised for a planning period.
use crate::{
    id::Id,
    office::{Kind, Noun},
    scale::Scale,
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Plan {
    pub name: Text,
    #[serde(default)]
    pub aliases: Vec<Text>,
    /// The planning period, where it is stated.
    pub from: Option<Date>,
    pub to: Option<Date>,
    pub state: PlanState,
    /// Newest last.
    pub versions: Vec<PlanVersion>,
    pub scale: Id<Scale>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanState {
    /// Its delivery is reported on.
    Open,
    /// Kept as it stood: readable, and nothing in it changes.
    Frozen,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanVersion {
    pub label: Text,
    pub status: PlanStatus,
    pub issued: Option<Date>,
    pub published: Option<Date>,
    pub effective: Option<Date>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PlanStatus {
    Draft,
    Issued,
    Varied,
    Superseded,
}

impl Plan {
    pub fn is_called(&self, name: &str) -> bool {
        let name = crate::text::fold(name);
        self.name.folded() == name || self.aliases.iter().any(|alias| alias.folded() == name)
    }
}

impl Noun for Plan {
    const KIND: Kind = Kind::Plan;
    const SHAPE: i64 = 1;
}
