//! A table of the past, kept as a position: what a body saw then, entered later, and printed so. It changes nothing
//! of the plan.
use super::{Fate, Fates, ImportPlan, RowFate, ThemeCount, landing, matching::Matching};
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    office::Office,
    period::london_day,
    position::PositionRow,
    reading::{ActionRead, RowWhat},
    snapshot::{How, Snapshot, name_for},
    text::Text,
};
use jiff::civil::Date;

pub(super) fn decide(
    import: &ImportPlan,
    name: &Text,
    body: &Text,
    office: &Office,
    ask: &Ask,
    chance: &mut Chance,
) -> Result<Decision, Refusal> {
    let name = name_for(office, name)?;
    let body = office.body_called(body.as_str())?;
    let landing::Target::Known(plan) = landing::target(office, import)? else {
        return Err(Refusal::because(
            "there is no plan yet that this table could be a position of; import the plan's newest table first",
        ));
    };
    let (_, scale) = landing::scale_for(office, import, &landing::Target::Known(plan))?;
    let day = ask.on.unwrap_or_else(|| london_day(ask.now));
    let reading = &import.reading;
    let matching = Matching::new(office, plan.id, reading);
    let mut fates = Fates {
        themes: reading.themes.iter().map(|t| ThemeCount { name: t.name.clone(), actions: 0 }).collect(),
        questions: reading.questions.clone(),
        map: reading.map.clone(),
        notes: reading.notes.iter().map(|n| format!("{}: {}", n.place, n.says)).collect(),
        ..Fates::default()
    };
    let mut rows = Vec::new();
    for (index, row) in reading.rows.iter().enumerate() {
        let mut fate = RowFate {
            place: row.place.clone(),
            fate: Fate::Skipped,
            reference: None,
            given: false,
            title: Text::default(),
            reason: None,
            near: None,
        };
        match &row.what {
            RowWhat::Skipped { title, why } => {
                fate.title = title.clone();
                fate.reason = Some(why.clone());
                fates.totals.skipped += 1;
            }
            RowWhat::Rejected { reference, title, why, near } => {
                fate = RowFate {
                    fate: Fate::Rejected,
                    reference: reference.clone(),
                    title: title.clone(),
                    reason: Some(why.clone()),
                    near: near.clone(),
                    ..fate
                };
                fates.totals.rejected += 1;
            }
            RowWhat::Action(read) => {
                let known = matching.action(index);
                fate.title = read.title.clone();
                fate.reference = known.map(|a| a.reference().clone()).or(read.reference.clone());
                match landing::rating_of(&scale, &read.rating, day) {
                    Err((why, near)) => {
                        fate = RowFate { fate: Fate::Rejected, reason: Some(why), near, ..fate };
                        fates.totals.rejected += 1;
                    }
                    Ok(rating) => {
                        fates.themes[read.theme].actions += 1;
                        fates.totals.unchanged += 1;
                        fate.fate = Fate::Unchanged;
                        fate.reason = Some(match known {
                            Some(_) => "kept in the position; the plan itself is not changed".into(),
                            None => "kept in the position; no action of the record today is it".into(),
                        });
                        rows.push(PositionRow {
                            action: known.map(|a| a.id),
                            reference: fate.reference.clone().unwrap_or_default(),
                            title: read.title.clone(),
                            class: rating.as_ref().map(|r| r.class),
                            label: rating.map(|r| r.label).unwrap_or_default(),
                            current_date: date(read),
                            public: known.is_none_or(|a| a.envelope.visibility.is_public()),
                        });
                    }
                }
            }
        }
        fates.rows.push(fate);
    }
    if fates.totals.rejected > 0 {
        return Err(Refusal::Rejected(Box::new(fates)));
    }
    let how = How::Reconstructed {
        plan: plan.id,
        table_day: day,
        source: import.file.name.clone(),
        sha256: import.file.sha256.clone(),
        rows,
    };
    let id = chance.id(ask.now);
    let snapshot = Snapshot { name: name.clone(), body, on: ask.on, how };
    let draft = Draft::new(Act::Taken, id, &Envelope::internal(name), &snapshot, ask);
    Ok(Decision { drafts: vec![draft], answer: Answer::Imported(Box::new(fates)) })
}

fn date(read: &ActionRead) -> Option<Date> {
    read.timescale.as_ref()?.date()
}
