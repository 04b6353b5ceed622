//! An update: what somebody said of an action's progress on a day. Never edited, only corrected by a later one.
use crate::{
    action::{Action, Held, Origin, Rating},
    id::Id,
    office::{Kind, Noun},
    text::Text,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Update {
    pub action: Id<Action>,
    /// The day for which it speaks.
    pub day: Date,
    pub narrative: Option<Text>,
    pub rating: Option<Rating>,
    /// Who said it, where the table says who; else the table itself did.
    pub by: Option<Held>,
    pub origin: Option<Origin>,
}

impl Noun for Update {
    const KIND: Kind = Kind::Update;
    const SHAPE: i64 = 1;
}
