//! `milepost round sheet` and `milepost round take`: a round's sheet goes out as a workbook and comes back, compared field
//! by field before any of it is entered.
use crate::{
    desk::Desk,
    say::{Refused, Say, counted},
};
use desk::sheet::{self, Accepted, Filled, Outcome};
use domain::{
    sheet::{Field, RowTaken},
    sight::View,
    text::fold,
};
use serde_json::{Value, json};
use std::{collections::BTreeSet, fmt::Write as _, path::Path, process::ExitCode};

pub async fn make(
    desk: &Desk,
    name: Option<&str>,
    whose: &str,
    output: Option<&Path>,
    say: Say,
) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let round = office.seen_by(&desk.actor).round_called(name)?.id;
    let whose = View::new(office.clone(), desk.actor.clone()).sheet_called(round, whose)?;
    let Some((name, bytes)) = sheet::sheet(desk, round, whose.uuid()).await? else {
        return Err(Refused::because("the quarterly update asks nothing of them any more, so there is no sheet"));
    };
    let file = output.map_or_else(|| name.into(), Path::to_path_buf);
    let failed = |e: std::io::Error| Refused::because(format!("{} cannot be written: {e}", file.display()));
    std::fs::write(&file, &bytes).map_err(failed)?;
    let words = format!(
        "{} is written ({}). Filled in and sent back, it is taken with: milepost round take FILE",
        file.display(),
        counted(bytes.len(), "byte", "bytes")
    );
    say.out(&words, &json!({ "file": file, "size": bytes.len() }));
    Ok(ExitCode::SUCCESS)
}

pub async fn take(desk: &Desk, file: &Path, accept: &[String], say: Say) -> Result<ExitCode, Refused> {
    let (_, bytes) = crate::import::read(file)?;
    let filled = sheet::filled(desk, &intake::Child::this_binary(), bytes).await?;
    let accepted = accepted(&filled, accept)?;
    let entered = sheet::enter(desk, &filled, &accepted).await?;
    let mut words = differences(&filled);
    let mut refused = false;
    for one in &entered {
        let _ = match &one.outcome {
            Outcome::Entered => writeln!(words, "{}: entered.", one.reference),
            Outcome::Before => writeln!(words, "{}: entered from this file before; nothing new.", one.reference),
            Outcome::Refused(why) => {
                refused = true;
                writeln!(words, "{}: not entered: {why}.", one.reference)
            }
        };
    }
    if entered.is_empty() && filled.taken.rows.iter().any(|row| !row.differences.is_empty()) {
        words.push_str("Nothing was entered. Accept rows with --accept REFERENCE, or fields with --accept REFERENCE:words,rating\n");
    }
    let outcomes: Vec<Value> = entered
        .iter()
        .map(|one| match &one.outcome {
            Outcome::Entered => json!({ "reference": one.reference, "outcome": "entered" }),
            Outcome::Before => json!({ "reference": one.reference, "outcome": "before" }),
            Outcome::Refused(why) => json!({ "reference": one.reference, "outcome": "refused", "why": why }),
        })
        .collect();
    let mut machine = machine(&filled);
    machine["entered"] = outcomes.into();
    say.out(&words, &machine);
    Ok(if refused { ExitCode::FAILURE } else { ExitCode::SUCCESS })
}

/// What was accepted, by the words of the command line.
fn accepted(filled: &Filled, accept: &[String]) -> Result<Vec<Accepted>, Refused> {
    let mut all: Vec<Accepted> = vec![];
    for words in accept {
        let (reference, fields) = words.split_once(':').map_or((words.as_str(), None), |(row, f)| (row, Some(f)));
        let row = filled.taken.rows.iter().find(|row| row.reference.folded() == fold(reference));
        let row = row.ok_or_else(|| {
            Refused::because(format!("the sheet says nothing of “{reference}”; accept a reference that stands in it"))
        })?;
        let fields: BTreeSet<Field> = match fields {
            None => row.fields(),
            Some(fields) => fields.split(',').map(field).collect::<Result<_, _>>()?,
        };
        match all.iter_mut().find(|one| one.action == row.action) {
            Some(one) => one.fields.extend(fields),
            None => all.push(Accepted { action: row.action, seen: row.version, fields }),
        }
    }
    Ok(all)
}

fn field(word: &str) -> Result<Field, Refused> {
    Field::parse(word.trim()).ok_or_else(|| {
        let known: Vec<&str> = Field::ALL.iter().map(|field| field.as_str()).collect();
        Refused::because(format!("there is no field “{word}”; the fields are {}", known.join(", ")))
    })
}

fn differences(filled: &Filled) -> String {
    let taken = &filled.taken;
    let mut out = format!("The sheet of {} in the quarterly update “{}”.\n", taken.whose, taken.round);
    for note in &taken.notes {
        let _ = writeln!(out, "{note}.");
    }
    if taken.rows.is_empty() {
        out.push_str("Nothing in it was filled in.\n");
    }
    for row in &taken.rows {
        let _ = writeln!(out, "\n{}  {}", row.reference, row.promise);
        if row.differences.is_empty() {
            out.push_str("  says what stands already\n");
        }
        for one in &row.differences {
            let words = |words: &Option<domain::text::Text>| {
                words.as_ref().map_or_else(|| "nothing".to_owned(), |words| words.on_one_line().to_string())
            };
            let moved = if one.moved { "  (changed by somebody else meanwhile)" } else { "" };
            let _ = writeln!(out, "  {}{moved}", one.field.as_str());
            let _ = writeln!(out, "    was   {}", words(&one.was));
            let _ = writeln!(out, "    now   {}", words(&one.now));
            let _ = writeln!(out, "    file  {}", one.file.on_one_line());
        }
        if let Some(why) = filled.refused.get(&row.action) {
            let _ = writeln!(out, "  would not be taken as it is: {why}");
        }
    }
    out
}

fn machine(filled: &Filled) -> Value {
    let taken = &filled.taken;
    let rows: Vec<Value> = taken.rows.iter().map(|row| row_of(filled, row)).collect();
    json!({
        "whose": taken.whose, "round": taken.round, "as_at": taken.mark.as_at, "sha256": filled.sha256,
        "notes": taken.notes, "rows": rows,
    })
}

fn row_of(filled: &Filled, row: &RowTaken) -> Value {
    let differences: Vec<Value> = row
        .differences
        .iter()
        .map(|one| {
            json!({
                "field": one.field.as_str(), "was": one.was, "now": one.now, "file": one.file, "moved": one.moved,
            })
        })
        .collect();
    json!({ "reference": row.reference, "differences": differences, "refused": filled.refused.get(&row.action) })
}
