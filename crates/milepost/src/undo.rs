//! `milepost undo`: an import taken back by a change of its own; what would come of it first.
use crate::{
    desk::{Desk, typed},
    say::{Refused, Say, counted},
};
use domain::{
    ask::{Answer, Command},
    import::Import,
    office::Kept,
    period::london_day,
    text::{fold, text},
    undo::Undone,
};
use serde_json::{Value, json};
use std::{fmt::Write as _, process::ExitCode};

pub async fn run(
    desk: &Desk,
    import: Option<&str>,
    reason: Option<&str>,
    dry_run: bool,
    say: Say,
) -> Result<ExitCode, Refused> {
    let office = desk.office().await?;
    let sight = office.seen_by(&desk.actor);
    let mut standing: Vec<&Kept<Import>> = sight.imports().collect();
    standing.sort_by_key(|kept| std::cmp::Reverse(kept.seq));
    let Some(named) = import else {
        let undone: Vec<&Kept<Import>> = sight.imports_undone().collect();
        list(&standing, &undone, say);
        return Ok(ExitCode::SUCCESS);
    };
    let wanted = fold(named);
    let is = |kept: &&Kept<Import>| {
        let own = kept.reference().folded();
        own == wanted || own.strip_prefix("import ") == Some(&wanted)
    };
    let found = standing.iter().copied().find(is).or_else(|| sight.imports_undone().find(is)).ok_or_else(|| {
        let known: Vec<&str> = standing.iter().map(|kept| kept.reference().as_str()).collect();
        Refused::because(format!("there is no import “{named}”; those that stand are {}", known.join(", ")))
    })?;
    let undo = desk.record.undoing(found.id.uuid()).await?;
    let undo = undo.ok_or_else(|| Refused::because(format!("{} is not on the record", found.reference())))?;
    let mut ask = desk.ask(Command::UndoImport(Box::new(undo)), None);
    ask.reason = Some(match reason {
        Some(reason) => typed(reason)?,
        None => text(&format!("{} was undone", found.reference())),
    });
    let answer =
        if dry_run { desk.record.decide_only(&ask).await?.answer } else { desk.record.write(ask).await?.answer };
    let Answer::Undone(undone) = answer else {
        return Err(Refused::because("the record answered an undo with something else; please report this"));
    };
    say.out(&people(&undone, !dry_run), &machine(&undone, !dry_run));
    Ok(ExitCode::SUCCESS)
}

fn list(standing: &[&Kept<Import>], undone: &[&Kept<Import>], say: Say) {
    let mut words = String::new();
    for kept in standing {
        let import = &kept.item;
        let _ = writeln!(
            words,
            "{}  {}  {}  {} new, {} updated",
            kept.reference(),
            london_day(kept.at),
            import.file.name,
            import.totals.created,
            import.totals.updated
        );
    }
    for kept in undone {
        let _ = writeln!(words, "{}  undone {}  {}", kept.reference(), london_day(kept.at), kept.item.file.name);
    }
    if words.is_empty() {
        words.push_str("Nothing was imported yet.");
    }
    let one = |kept: &&Kept<Import>, undone: bool| json!({ "import": kept.reference(), "file": kept.item.file, "totals": kept.item.totals, "undone": undone });
    let all: Vec<Value> =
        standing.iter().map(|kept| one(kept, false)).chain(undone.iter().map(|kept| one(kept, true))).collect();
    say.out(&words, &json!({ "imports": all }));
}

fn people(undone: &Undone, written: bool) -> String {
    let mut out = format!("{} ({})\n", undone.import, undone.file);
    for (heading, rows) in [("Taken back", &undone.withdrawn), ("As before", &undone.restored)] {
        if !rows.is_empty() {
            let _ = writeln!(out, "\n{heading}:");
        }
        for row in rows {
            let _ = writeln!(out, "  {}  {}", row.reference, row.title.on_one_line());
        }
    }
    if !undone.left.is_empty() {
        out.push_str("\nLeft as it stands:\n");
    }
    for row in &undone.left {
        let _ = writeln!(out, "  {}  {}: {}", row.reference, row.title.on_one_line(), row.why);
    }
    if !undone.papers.is_empty() {
        let papers: Vec<&str> = undone.papers.iter().map(domain::text::Text::as_str).collect();
        let _ = writeln!(out, "\nIssued since, and standing as issued: {}", papers.join(", "));
    }
    let _ = write!(
        out,
        "\n{} taken back, {} as before, {} beside them, {} left. {}",
        counted(undone.withdrawn.len(), "action", "actions"),
        counted(undone.restored.len(), "action", "actions"),
        counted(undone.others, "other item", "other items"),
        undone.left.len(),
        if written { "Written to the record." } else { "Nothing was written." }
    );
    out
}

fn machine(undone: &Undone, written: bool) -> Value {
    let mut value = serde_json::to_value(undone).unwrap_or_default();
    if let Some(object) = value.as_object_mut() {
        object.insert("written".into(), written.into());
    }
    value
}
