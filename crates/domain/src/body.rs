//! A body: an organisation that owns, sees, or helps with the work.
use crate::{
    office::{Kind, Noun},
    text::Text,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Body {
    pub name: Text,
    pub kind: BodyKind,
    /// Other names that tables give it.
    #[serde(default)]
    pub aliases: Vec<Text>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BodyKind {
    /// The office that owns the record.
    Office,
    /// The office's own board, which sees internal matter.
    Board,
    /// The Police and Crime Panel.
    Panel,
    /// The audit committee, which sees internal matter.
    Committee,
    Force,
    Partner,
}

impl Body {
    pub fn is_called(&self, name: &str) -> bool {
        let name = crate::text::fold(name);
        self.name.folded() == name || self.aliases.iter().any(|alias| alias.folded() == name)
    }
}

impl Noun for Body {
    const KIND: Kind = Kind::Body;
    const SHAPE: i64 = 1;
}
