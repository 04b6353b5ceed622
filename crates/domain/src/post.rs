//! A post: a role that a person holds for a time. Work is owned by posts; people come and go.
use crate::{
    body::Body,
    id::Id,
    office::{Kind, Noun},
    text::Text,
};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Post {
    pub name: Text,
    pub body: Id<Body>,
    /// The initials by which tables name whoever holds it ("AB"). Never public.
    #[serde(default)]
    pub initials: Vec<Text>,
}

impl Post {
    pub fn is_called(&self, stated: &str) -> bool {
        let stated = crate::text::fold(stated);
        self.name.folded() == stated || self.initials.iter().any(|initials| initials.folded() == stated)
    }
}

impl Noun for Post {
    const KIND: Kind = Kind::Post;
    const SHAPE: i64 = 1;
}
