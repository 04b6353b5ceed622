//! What the columns of a paper's flat table are called by people, and what each holds. In CSV and JSON they are called
//! by their keys, which are a contract; a workbook has both, with the meaning.
use crate::{
    blocks::{Cell, Column, Sheet, Table},
    words::Words,
};

/// A flat table as sheets of a workbook: the rows under heads for people, and what the columns mean.
pub fn sheets(words: &Words, name: String, about: String, caption: String, data: &Table) -> [Sheet; 2] {
    let heads = data.columns.iter().map(|column| Column { head: called(words, &column.head), weight: column.weight });
    let rows = Table { caption, columns: heads.collect(), ..data.clone() };
    let columns = [words.say("field-column"), words.say("field-key"), words.say("field-holds")];
    let meanings = Table {
        caption: words.with("fields-caption", &[("sheet", name.as_str().into())]),
        columns: columns.map(|head| Column { head, weight: 1 }).to_vec(),
        rows: data
            .columns
            .iter()
            .map(|column| {
                [called(words, &column.head), column.head.clone(), meaning(words, &column.head)]
                    .map(Cell::Text)
                    .to_vec()
            })
            .collect(),
        row_header: Some(0),
    };
    [
        Sheet { name, about, table: rows },
        Sheet { name: words.say("sheet-columns"), about: words.say("sheet-columns-about"), table: meanings },
    ]
}

fn called(words: &Words, key: &str) -> String {
    match key {
        "theme" => words.say("head-theme"),
        "reference" => words.say("head-reference"),
        "title" => words.say("head-title"),
        "description" => words.say("head-description"),
        "leads" => words.say("head-leads"),
        "owner" => words.say("head-owner"),
        "partners" => words.say("head-partners"),
        "baseline_date" => words.say("head-baseline-date"),
        "current_date" => words.say("head-current-date"),
        "moves" => words.say("head-moves"),
        "timescale" => words.say("head-timescale"),
        "continuing" => words.say("head-continuing"),
        "rating" => words.say("head-rating"),
        "rating_class" => words.say("head-rating-class"),
        "rating_since" => words.say("head-rating-since"),
        "rating_basis" => words.say("head-rating-basis"),
        "direction" => words.say("head-direction"),
        "was" => words.say("head-was"),
        "was_class" => words.say("head-was-class"),
        "compared_day" => words.say("head-compared-day"),
        "compared_with" => words.say("head-compared-with"),
        "progress" => words.say("head-progress"),
        "progress_day" => words.say("head-progress-day"),
        "as_at_seq" => words.say("head-as-at-seq"),
        "verified_by" => words.say("head-verified-by"),
        "completed_on" => words.say("head-completed-on"),
        "rating_reason" => words.say("head-rating-reason"),
        "rating_suggested" => words.say("head-rating-suggested"),
        "change" => words.say("head-change"),
        "field" => words.say("head-field"),
        "from" => words.say("head-from"),
        "to" => words.say("head-to"),
        "code" => words.say("head-code"),
        "aim" => words.say("head-aim"),
        "outcomes" => words.say("head-outcomes"),
        "objectives" => words.say("head-objectives"),
        "priorities" => words.say("head-priorities"),
        "actions" => words.say("head-actions"),
        "complete" => words.say("head-complete"),
        "on_track" => words.say("head-on-track"),
        "at_risk" => words.say("head-at-risk"),
        "off_track" => words.say("head-off-track"),
        "not_started" => words.say("head-not-started"),
        "paused" => words.say("head-paused"),
        "not_rated" => words.say("head-not-rated"),
        "when" => words.say("head-when"),
        "quarter" => words.say("head-quarter"),
        "due_from" => words.say("head-due-from"),
        "due" => words.say("head-due"),
        "precision" => words.say("head-precision"),
        "changed_on" => words.say("head-changed-on"),
        "reason" => words.say("head-reason"),
        "approver" => words.say("head-approver"),
        "months_past_original" => words.say("head-months-past-original"),
        "fate" => words.say("head-fate"),
        "was_plan" => words.say("head-was-plan"),
        "was_reference" => words.say("head-was-reference"),
        "was_title" => words.say("head-was-title"),
        other => other.replace('_', " "),
    }
}

fn meaning(words: &Words, key: &str) -> String {
    match key {
        "theme" => words.say("holds-theme"),
        "reference" => words.say("holds-reference"),
        "title" => words.say("holds-title"),
        "description" => words.say("holds-description"),
        "leads" => words.say("holds-leads"),
        "owner" => words.say("holds-owner"),
        "partners" => words.say("holds-partners"),
        "baseline_date" => words.say("holds-baseline-date"),
        "current_date" => words.say("holds-current-date"),
        "moves" => words.say("holds-moves"),
        "timescale" => words.say("holds-timescale"),
        "continuing" => words.say("holds-continuing"),
        "rating" => words.say("holds-rating"),
        "rating_class" => words.say("holds-rating-class"),
        "rating_since" => words.say("holds-rating-since"),
        "rating_basis" => words.say("holds-rating-basis"),
        "direction" => words.say("holds-direction"),
        "was" => words.say("holds-was"),
        "was_class" => words.say("holds-was-class"),
        "compared_day" => words.say("holds-compared-day"),
        "compared_with" => words.say("holds-compared-with"),
        "progress" => words.say("holds-progress"),
        "progress_day" => words.say("holds-progress-day"),
        "as_at_seq" => words.say("holds-as-at-seq"),
        "verified_by" => words.say("holds-verified-by"),
        "completed_on" => words.say("holds-completed-on"),
        "rating_reason" => words.say("holds-rating-reason"),
        "rating_suggested" => words.say("holds-rating-suggested"),
        "change" => words.say("holds-change"),
        "field" => words.say("holds-field"),
        "from" => words.say("holds-from"),
        "to" => words.say("holds-to"),
        "code" => words.say("holds-code"),
        "aim" => words.say("holds-aim"),
        "outcomes" => words.say("holds-outcomes"),
        "objectives" => words.say("holds-objectives"),
        "priorities" => words.say("holds-priorities"),
        "actions" => words.say("holds-actions"),
        "complete" => words.say("holds-complete"),
        "on_track" => words.say("holds-on-track"),
        "at_risk" => words.say("holds-at-risk"),
        "off_track" => words.say("holds-off-track"),
        "not_started" => words.say("holds-not-started"),
        "paused" => words.say("holds-paused"),
        "not_rated" => words.say("holds-not-rated"),
        "when" => words.say("holds-when"),
        "quarter" => words.say("holds-quarter"),
        "due_from" => words.say("holds-due-from"),
        "due" => words.say("holds-due"),
        "precision" => words.say("holds-precision"),
        "changed_on" => words.say("holds-changed-on"),
        "reason" => words.say("holds-reason"),
        "approver" => words.say("holds-approver"),
        "months_past_original" => words.say("holds-months-past-original"),
        "fate" => words.say("holds-fate"),
        "was_plan" => words.say("holds-was-plan"),
        "was_reference" => words.say("holds-was-reference"),
        "was_title" => words.say("holds-was-title"),
        _ => String::new(),
    }
}
