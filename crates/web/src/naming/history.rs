//! How a name came to be what it is: each change with its day, who made it, and what it was.
use crate::{
    error::Error,
    marks::day,
    parts::{
        plain,
        table::{Cell, Narrow, Table},
    },
    visit::Staff,
    words::say,
};
use domain::period::london_day;
use maud::{Markup, html};
use serde_json::Value;
use uuid::Uuid;

/// The fields of named things that are words, and what they are called.
fn field_name(field: &str) -> Option<String> {
    Some(match field {
        "name" => say("naming-name"),
        "statement" => say("naming-statement"),
        "code" => say("naming-code"),
        "aim" => say("aim"),
        "from" => say("naming-from"),
        "to" => say("naming-to"),
        "initials" => say("naming-initials"),
        "aliases" => say("naming-aliases"),
        _ => return None,
    })
}

pub async fn of(visit: &Staff, item: Uuid) -> Result<Markup, Error> {
    let sight = visit.now();
    let mut before: Option<Value> = None;
    let mut rows: Vec<Vec<Cell>> = vec![];
    for (entry, body) in visit.record.history(item).await? {
        let state: Value = serde_json::from_slice(&body).map_err(|error| Error::broken(&error))?;
        let now = state.get("item").cloned().unwrap_or_default();
        let who = sight.name_of(entry.actor).map_or_else(|| say("somebody"), |name| name.to_string());
        let changed = differences(before.as_ref(), &now);
        rows.push(vec![html! { (day(london_day(entry.time()))) }.into(), changed.into(), Cell::text(who)]);
        before = Some(now);
    }
    rows.reverse();
    let table = Table {
        caption: Some(plain(say("timeline"))),
        caption_classes: "govuk-table__caption--m",
        head: [say("history-when"), say("changes-what"), say("history-who")].map(Cell::text).into(),
        rows,
        first_names_row: true,
        narrow: Narrow::Stacks,
        classes: "milepost-rows",
    };
    Ok(table.show())
}

fn words(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(words)) => words.clone(),
        Some(Value::Array(all)) => all.iter().filter_map(Value::as_str).collect::<Vec<_>>().join(", "),
        _ => String::new(),
    }
}

fn differences(before: Option<&Value>, now: &Value) -> Markup {
    let fields = now.as_object().into_iter().flatten().filter_map(|(field, value)| {
        let (name, new) = (field_name(field)?, words(Some(value)));
        let old = before.map(|before| words(before.get(field))).unwrap_or_default();
        (old != new).then_some((name, old, new))
    });
    html! {
        dl class="milepost-old-new" {
            @for (name, old, new) in fields {
                dt { (name) }
                dd {
                    @if old.is_empty() { (new) } @else { (crate::change::old_new(&plain(old), &plain(new))) }
                }
            }
        }
    }
}
