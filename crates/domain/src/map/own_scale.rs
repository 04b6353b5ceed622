//! A plan's own rating scale, as the map states it.
use super::{check::Fault, shapes};
use crate::{
    scale::{Class, Level, Scale, Shape},
    text::{Text, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ScaleMap {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name: Option<Text>,
    /// The day from which ratings are given on it.
    #[serde(skip_serializing_if = "Option::is_none", deserialize_with = "shapes::day")]
    pub effective: Option<Date>,
    /// In the order in which the key is printed.
    #[serde(rename = "level")]
    pub levels: Vec<LevelMap>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct LevelMap {
    /// What stands for the level in ratings, for ever; else its label in small letters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub key: Option<Text>,
    pub label: Text,
    /// What it means: `complete`, `on_track`, `at_risk`, `off_track`, `not_started` or `paused`.
    pub class: Class,
    /// The colour's name, as the office says it; else the label.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub colour_name: Option<Text>,
    /// #rrggbb.
    pub colour: Text,
    /// Else the shape of its class.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub shape: Option<Shape>,
    /// When an action is rated so.
    pub criteria: Text,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub words: Vec<Text>,
}

impl ScaleMap {
    /// The scale, if it can be one: every level with its own key, label, colour and criteria, no word in two of them,
    /// and one that means complete.
    pub(super) fn scale(&self) -> Result<Scale, Fault> {
        let levels: Vec<Level> = self.levels.iter().map(LevelMap::level).collect();
        let mut known: HashMap<String, &Text> = HashMap::new();
        let mut keys: HashMap<&Text, &Text> = HashMap::new();
        for level in &levels {
            level.check()?;
            if let Some(other) = keys.insert(&level.key, &level.label) {
                let says =
                    format!("the levels “{other}” and “{}” of the scale have one key, “{}”", level.label, level.key);
                return Err(Fault::new(level.key.as_str(), says));
            }
            for word in std::iter::once(&level.label).chain(&level.words) {
                if let Some(other) = known.insert(word.folded(), &level.label)
                    && other != &level.label
                {
                    let says = format!(
                        "“{word}” names two levels of the scale, “{other}” and “{}”; take it from one",
                        level.label
                    );
                    return Err(Fault::new(word.as_str(), says));
                }
            }
        }
        if !levels.iter().any(|level| level.class == Class::Complete) {
            let says = "the scale has no level that means complete; give one of its levels class = \"complete\"";
            return Err(Fault::new("[scale]", says.to_owned()));
        }
        let name = self.name.clone().unwrap_or_else(|| text("The plan’s own scale"));
        Ok(Scale { name, levels, effective: self.effective })
    }
}

impl LevelMap {
    fn level(&self) -> Level {
        let key = self.label.folded().replace(' ', "_");
        Level {
            key: self.key.clone().unwrap_or_else(|| Text::new(key).unwrap_or_default()),
            label: self.label.clone(),
            class: self.class,
            colour_name: self.colour_name.clone().unwrap_or_else(|| self.label.clone()),
            colour: self.colour.clone(),
            shape: self.shape.unwrap_or_else(|| Shape::of(self.class)),
            criteria: self.criteria.clone(),
            words: self.words.clone(),
        }
    }
}

impl Level {
    fn check(&self) -> Result<(), Fault> {
        let fault = |says: String| Err(Fault::new(self.label.as_str(), says));
        if self.label.as_str().trim().is_empty() || self.key.as_str().trim().is_empty() {
            return fault("a level of the scale has no label; give the word that people read".into());
        }
        if self.criteria.as_str().trim().is_empty() {
            return fault(format!("the level “{}” has no criteria; write when an action is rated so", self.label));
        }
        let digits = self.colour.as_str().strip_prefix('#').unwrap_or_default();
        if digits.len() != 6 || !digits.bytes().all(|b| b.is_ascii_hexdigit()) {
            return fault(format!(
                "“{}” is not a colour for “{}”; write it as #rrggbb, such as #00703c",
                self.colour, self.label
            ));
        }
        Ok(())
    }
}
