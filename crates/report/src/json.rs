//! What machines read: the paper's figures, with its number and code beside them.
use crate::{
    blocks::Document,
    format::{Format, NotWritten},
};
use serde_json::{Map, Value};

/// Pretty-printed, keys in the order of the alphabet at every depth, one line feed at the end.
pub fn write(document: &Document) -> Result<Vec<u8>, NotWritten> {
    let number = document.number.as_ref();
    let mut paper = match &document.json {
        Value::Object(paper) => paper.clone(),
        other => Map::from_iter([("paper".to_owned(), other.clone())]),
    };
    paper.insert("number".into(), number.map(|paper| paper.number.clone()).into());
    paper.insert("code".into(), number.map(|paper| paper.code.clone()).into());
    let mut bytes = serde_json::to_vec_pretty(&sorted(Value::Object(paper)))
        .map_err(|error| NotWritten::Parts { format: Format::Json, why: error.to_string() })?;
    bytes.push(b'\n');
    Ok(bytes)
}

/// Whether an object of `serde_json` sorts its keys depends on a feature that any crate of a build may turn on; issued
/// bytes must not.
fn sorted(value: Value) -> Value {
    match value {
        Value::Object(object) => {
            let mut entries: Vec<(String, Value)> = object.into_iter().collect();
            entries.sort_by(|a, b| a.0.cmp(&b.0));
            Value::Object(entries.into_iter().map(|(key, value)| (key, sorted(value))).collect())
        }
        Value::Array(values) => Value::Array(values.into_iter().map(sorted).collect()),
        plain => plain,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::sample;
    use serde_json::json;

    #[test]
    fn number_and_code_stand_beside_the_figures_and_are_null_in_a_rendering() {
        let mut paper = sample::delivery_plan(1);
        paper.json =
            json!({"themes": [{"name": "Victims", "counts": {"on_track": 1, "at_risk": 0}}], "as_at": {"seq": 9}});
        let read: Value = serde_json::from_slice(&write(&paper).unwrap()).unwrap();
        assert_eq!((&read["number"], &read["code"]), (&json!("FEN-2026-001"), &json!("K7QF-2M9X")));
        paper.number = None;
        let text = String::from_utf8(write(&paper).unwrap()).unwrap();
        let expected = "{\n  \"as_at\": {\n    \"seq\": 9\n  },\n  \"code\": null,\n  \"number\": null,\n  \"themes\": [\n    {\n      \"counts\": {\n        \"at_risk\": 0,\n        \"on_track\": 1\n      },\n      \"name\": \"Victims\"\n    }\n  ]\n}\n";
        assert_eq!(text, expected);
    }
}
