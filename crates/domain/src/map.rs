//! The map: a small TOML file that says how an office's own table is to be read. Printed by every import, for reuse.
use crate::text::Text;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlanMap {
    /// Head of the table -> field, or "staff" to keep it for staff, or "ignore".
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<Text, String>,
    /// Word of the table -> label or key of a level, or "not rated".
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub ratings: BTreeMap<Text, String>,
}
