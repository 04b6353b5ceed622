//! What a theme is for: the shared outcomes wanted, the statutory objectives, the priorities for action.
use crate::{
    body::Body,
    id::Id,
    office::{Kind, Noun},
    text::Text,
    theme::Theme,
};
use serde::{Deserialize, Serialize};

/// A result wanted, owned with partners: what assurance protects.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    pub theme: Id<Theme>,
    pub statement: Text,
    /// The bodies that it is shared with.
    #[serde(default)]
    pub shared_with: Vec<Id<Body>>,
}

/// A police and crime objective: section 7(1)(a) of the Police Reform and Social Responsibility Act 2011.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Objective {
    pub theme: Id<Theme>,
    pub statement: Text,
}

/// A priority for action.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    pub theme: Id<Theme>,
    pub statement: Text,
}

impl Noun for Outcome {
    const KIND: Kind = Kind::Outcome;
    const SHAPE: i64 = 1;
}

impl Noun for Objective {
    const KIND: Kind = Kind::Objective;
    const SHAPE: i64 = 1;
}

impl Noun for Priority {
    const KIND: Kind = Kind::Priority;
    const SHAPE: i64 = 1;
}
