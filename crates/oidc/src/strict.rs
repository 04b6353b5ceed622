//! JSON as somebody else sent it, read strictly: no name stands twice in one object. Two readers of an answer that says
//! one thing twice believe different things.
use crate::{Refused, untrue};
use serde::{
    Deserialize,
    de::{self, Deserializer, MapAccess, SeqAccess, Visitor},
};
use serde_json::{Map, Number, Value};
use std::fmt;

struct Strict(Value);

impl<'de> Deserialize<'de> for Strict {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_any(Reader).map(Self)
    }
}

struct Reader;

impl<'de> Visitor<'de> for Reader {
    type Value = Value;

    fn expecting(&self, f: &mut fmt::Formatter) -> fmt::Result {
        f.write_str("JSON")
    }

    fn visit_bool<E>(self, it: bool) -> Result<Value, E> {
        Ok(Value::Bool(it))
    }

    fn visit_i64<E>(self, it: i64) -> Result<Value, E> {
        Ok(Value::Number(it.into()))
    }

    fn visit_u64<E>(self, it: u64) -> Result<Value, E> {
        Ok(Value::Number(it.into()))
    }

    fn visit_f64<E: de::Error>(self, it: f64) -> Result<Value, E> {
        Number::from_f64(it).map(Value::Number).ok_or_else(|| E::custom("not a number"))
    }

    fn visit_str<E>(self, it: &str) -> Result<Value, E> {
        Ok(Value::String(it.to_owned()))
    }

    fn visit_unit<E>(self) -> Result<Value, E> {
        Ok(Value::Null)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut all: A) -> Result<Value, A::Error> {
        let mut list = vec![];
        while let Some(Strict(one)) = all.next_element()? {
            list.push(one);
        }
        Ok(Value::Array(list))
    }

    fn visit_map<A: MapAccess<'de>>(self, mut all: A) -> Result<Value, A::Error> {
        let mut map = Map::new();
        while let Some((name, Strict(one))) = all.next_entry::<String, _>()? {
            if map.insert(name, one).is_some() {
                return Err(de::Error::custom("one name stands twice"));
            }
        }
        Ok(Value::Object(map))
    }
}

/// One object. What it was is told, and nothing of what is in it.
pub fn object(bytes: &[u8], what: &str) -> Result<Value, Refused> {
    match serde_json::from_slice(bytes) {
        Ok(Strict(value @ Value::Object(_))) => Ok(value),
        _ => untrue(format!("{what} is not one JSON object that says each thing once")),
    }
}

/// A text under a name. None where there is none; something else is refused, not passed over.
pub fn text<'a>(object: &'a Value, name: &str) -> Result<Option<&'a str>, Refused> {
    match object.get(name) {
        None | Some(Value::Null) => Ok(None),
        Some(Value::String(words)) => Ok(Some(words)),
        Some(_) => untrue(format!("“{name}” is not a text")),
    }
}

/// A list of texts, or one text alone.
pub fn texts<'a>(object: &'a Value, name: &str) -> Result<Option<Vec<&'a str>>, Refused> {
    let list = match object.get(name) {
        None | Some(Value::Null) => return Ok(None),
        Some(Value::String(words)) => return Ok(Some(vec![words])),
        Some(Value::Array(list)) => list.iter().map(Value::as_str).collect::<Option<Vec<_>>>(),
        Some(_) => None,
    };
    list.map_or_else(|| untrue(format!("“{name}” is not a list of texts")), |list| Ok(Some(list)))
}

/// Seconds since 1970.
pub fn seconds(object: &Value, name: &str) -> Result<Option<i64>, Refused> {
    match object.get(name) {
        None => Ok(None),
        Some(Value::Number(number)) => {
            // Some providers write a fraction; no second since 1970 needs more than a float's 53 bits.
            #[expect(clippy::cast_possible_truncation, reason = "bounded just before")]
            let whole = number.as_i64().or_else(|| number.as_f64().filter(|n| n.abs() < 1e12).map(|n| n as i64));
            whole
                .filter(|n| n.abs() < 1_000_000_000_000)
                .map_or_else(|| untrue(format!("“{name}” is no time")), |n| Ok(Some(n)))
        }
        Some(_) => untrue(format!("“{name}” is no time")),
    }
}
