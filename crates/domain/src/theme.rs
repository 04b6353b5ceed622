//! A theme of a Plan (pillar, priority, chapter).
use crate::{
    id::Id,
    office::{Kind, Noun},
    plan::Plan,
    text::Text,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Theme {
    pub plan: Id<Plan>,
    pub code: Option<Text>,
    pub name: Text,
    /// Other names that the office's own papers give it.
    #[serde(default)]
    pub aliases: Vec<Text>,
    /// What the office says that it will do.
    pub aim: Option<Text>,
    /// Its place in the plan; never its identity.
    pub order: i64,
}

impl Theme {
    pub fn is_called(&self, name: &str) -> bool {
        let name = crate::text::fold(name);
        self.name.folded() == name || self.aliases.iter().any(|alias| alias.folded() == name)
    }
}

impl Noun for Theme {
    const KIND: Kind = Kind::Theme;
    const SHAPE: i64 = 1;
}
