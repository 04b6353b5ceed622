//! How some values stand in the map: days with or without quotation marks, visibility as a word or with its ground.
use crate::{envelope::Visibility, text::Text};
use jiff::civil::Date;
use serde::{
    Deserialize, Deserializer, Serialize, Serializer,
    de::{Error, MapAccess, Visitor, value::MapAccessDeserializer},
    ser::SerializeMap,
};
use std::fmt;

/// Who may see a row: "public", "panel", "internal", or `{ ground = "...", review = "2026-11-01" }` for an exempt one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown(pub Visibility);

impl Serialize for Shown {
    fn serialize<S: Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            Visibility::Public => to.serialize_str("public"),
            Visibility::Panel => to.serialize_str("panel"),
            Visibility::Internal => to.serialize_str("internal"),
            Visibility::Exempt { ground, review } => {
                let mut map = to.serialize_map(Some(2))?;
                map.serialize_entry("ground", ground)?;
                map.serialize_entry("review", review)?;
                map.end()
            }
        }
    }
}

impl<'de> Deserialize<'de> for Shown {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        from.deserialize_any(Seeing)
    }
}

struct Seeing;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Exempt {
    ground: Text,
    #[serde(deserialize_with = "day")]
    review: Option<Date>,
}

impl<'de> Visitor<'de> for Seeing {
    type Value = Shown;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("“public”, “panel”, “internal”, or { ground = “...”, review = “2026-11-01” } for an exempt row")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<Shown, E> {
        match word.trim().to_lowercase().as_str() {
            "public" => Ok(Shown(Visibility::Public)),
            "panel" => Ok(Shown(Visibility::Panel)),
            "internal" => Ok(Shown(Visibility::Internal)),
            "exempt" => Err(E::custom(
                "an exempt row needs its ground and review date: { ground = “...”, review = “2026-11-01” }",
            )),
            other => Err(E::custom(format!("“{other}” is not a visibility; write public, panel or internal"))),
        }
    }

    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<Shown, A::Error> {
        let Exempt { ground, review } = Exempt::deserialize(MapAccessDeserializer::new(map))?;
        let review = review.ok_or_else(|| A::Error::missing_field("review"))?;
        if ground.as_str().trim().is_empty() {
            return Err(A::Error::custom("an exempt row needs the ground on which it is withheld"));
        }
        Ok(Shown(Visibility::Exempt { ground, review }))
    }
}

/// A day as TOML's own date, or in quotation marks.
pub(super) fn day<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Date>, D::Error> {
    #[derive(Deserialize)]
    #[serde(untagged)]
    enum Stated {
        Own(toml::value::Datetime),
        Quoted(String),
    }
    let stated = match Stated::deserialize(from) {
        Ok(Stated::Own(own)) => own.to_string(),
        Ok(Stated::Quoted(words)) => words,
        Err(_) => return Err(D::Error::custom("a date is written as 2026-11-22")),
    };
    let day =
        stated.parse().map_err(|_| D::Error::custom(format!("“{stated}” is not a date; write it as 2026-11-22")))?;
    Ok(Some(day))
}
