//! One action as a row of the paper: posts only, never initials or persons.
use super::{Printing, column};
use crate::{
    blocks::{Cell, Table},
    rating,
    words::Words,
};
use domain::{
    action::{Action, Apart, Status},
    office::Kept,
    sight::Sight,
    timescale::{Due, Precision},
    travel::{RowTravel, ThemeTravel},
    update::Update,
};

pub(super) fn table(printing: &Printing, travel: &ThemeTravel) -> Table {
    let words = printing.occasion.words;
    let with_progress = printing.any_progress();
    let mut columns = vec![
        column(words.say("column-reference"), 6),
        column(words.say("column-action"), 22),
        column(words.say("column-lead"), 13),
        column(words.say("column-original-date"), 10),
        column(words.say("column-current-date"), 11),
        column(words.say("column-rating"), 12),
        column(words.say("column-direction"), 15),
    ];
    if with_progress {
        columns.push(column(words.say("column-progress"), 19));
    }
    let rows = travel.rows.iter().map(|row| {
        let mut cells = cells(printing, row);
        if with_progress {
            cells.push(progress(printing, row).map_or_else(
                || Cell::Text(words.say("progress-none")),
                |update| {
                    // The first line of a cell is its statement, the next ones notes to it: the words stay together.
                    let said = lines(update.item.narrative.as_ref().map_or("", |n| n.as_str())).join(" ");
                    let day = words.with("progress-day", &[("day", words.date(update.item.day).into())]);
                    Cell::Lines(vec![said, day])
                },
            ));
        }
        cells
    });
    let caption = words.with("theme-caption", &[("theme", travel.theme.item.name.as_str().into())]);
    Table { caption, columns, rows: rows.collect(), row_header: Some(0) }
}

fn cells(printing: &Printing, row: &RowTravel) -> Vec<Cell> {
    let words = printing.occasion.words;
    let action = &row.action.item;
    let mut what = vec![action.title.to_string()];
    what.extend(action.description.iter().flat_map(|description| lines(description.as_str())));
    if action.statutory {
        what.push(words.say("statutory"));
    }
    let original = action.original_date.map_or_else(|| words.say("date-none"), |date| words.date(date));
    let unseen = match printing.since() {
        Some(_) => words.say("unseen-position"),
        None => words.with("unseen-body", &[("body", printing.occasion.body_name().into())]),
    };
    let now = (action.rating.as_ref(), printing.occasion.as_at.day);
    let mut rating = printing.key.cell(action.rating.as_ref());
    rating.notes.extend(completion(words, &printing.occasion.sight, action));
    vec![
        Cell::Text(row.action.reference().to_string()),
        Cell::Lines(what),
        Cell::Lines(who(words, &printing.occasion.sight, action)),
        Cell::Text(original),
        Cell::Lines(when(words, action)),
        Cell::Rating(rating),
        Cell::Direction(rating::direction_cell(words, row.direction, row.was.as_ref(), now, &unseen)),
    ]
}

/// Who leads, whose action it is, and who helps: each where it is known.
fn who(words: &Words, sight: &Sight, action: &Action) -> Vec<String> {
    let leads = leads(sight, action);
    let mut lines = vec![if leads.is_empty() { words.say("lead-none") } else { leads.join("; ") }];
    if let Some(sponsor) = &action.sponsor {
        let sponsor = sight.held_in_public(sponsor);
        lines.push(words.with("sponsor", &[("post", sponsor.as_str().into())]));
    }
    if let Some(owner) = owner(sight, action) {
        lines.push(words.with("owner", &[("body", owner.into())]));
    }
    if let Some(rater) = action.rated_by.and_then(|id| sight.body(id)) {
        lines.push(words.with("rated-by", &[("body", rater.item.name.as_str().into())]));
    }
    let partners = partners(sight, action);
    if !partners.is_empty() {
        lines.push(words.with("partners", &[("bodies", words.list(&partners).into())]));
    }
    lines
}

/// Each once: two initials that match no post are one sentence, not two.
pub(crate) fn leads(sight: &Sight, action: &Action) -> Vec<String> {
    let mut leads: Vec<String> = vec![];
    for lead in &action.leads {
        let lead = sight.held_in_public(lead).to_string();
        if !leads.contains(&lead) {
            leads.push(lead);
        }
    }
    leads
}

pub(crate) fn owner(sight: &Sight, action: &Action) -> Option<String> {
    Some(sight.body(action.owner?)?.item.name.to_string())
}

/// The organisations that contribute. Words of a table that match none may be a person's name, so they are not
/// printed.
pub(super) fn partners(sight: &Sight, action: &Action) -> Vec<String> {
    let named = |id| sight.body(id).map(|body| body.item.name.to_string());
    action.partners.iter().filter_map(|partner| named(partner.body?)).collect()
}

/// The current date or the words that stand for it, and how often it was changed.
pub(crate) fn when(words: &Words, action: &Action) -> Vec<String> {
    let timescale = &action.timescale;
    let mut lines = match action.current_date {
        Some(date) => {
            let mut lines = vec![words.date(date)];
            let exact = matches!(timescale.due, Due::By { precision: Precision::Day, .. });
            if timescale.date() == Some(date) && !exact && !timescale.stated.is_empty() {
                lines.push(words.with("stated-as", &[("stated", timescale.stated.as_str().into())]));
            }
            lines
        }
        None => without_date(words, action),
    };
    if !action.moves.is_empty() {
        lines.push(words.with("changed-times", &[("count", action.moves.len().into())]));
        lines.extend(action.months_past_original().map(|months| {
            let count = [("months", usize::try_from(months.unsigned_abs()).unwrap_or_default().into())];
            if months < 0 { words.with("before-original", &count) } else { words.with("past-original", &count) }
        }));
    }
    lines
}

/// Since when it is said to be complete, and who says so beside its lead; None where it is not complete.
pub(crate) fn completion(words: &Words, sight: &Sight, action: &Action) -> Option<String> {
    let Some(done) = &action.completion else {
        return (action.status == Status::Complete).then(|| words.say("complete-unverified"));
    };
    let day = words.date(done.on);
    let Some(verified) = &done.verified else {
        return Some(words.with("completed-unverified", &[("day", day.into())]));
    };
    let apart = match verified.apart {
        Apart::SameTeam => words.say("apart-same-team"),
        Apart::SameOrganisation => words.say("apart-same-organisation"),
        Apart::OtherOrganisation => words.say("apart-other-organisation"),
    };
    let who = sight.held_in_public(&verified.by);
    let (who, on) = (who.as_str().into(), words.date(verified.on).into());
    Some(words.with("completed-verified", &[("day", day.into()), ("who", who), ("on", on), ("apart", apart.into())]))
}

/// What is printed where an action has no date of its own, and what the table said.
pub(crate) fn without_date(words: &Words, action: &Action) -> Vec<String> {
    let stated = action.timescale.stated.as_str();
    match action.timescale.due {
        Due::Continuing if stated.is_empty() => vec![words.say("continuing-duty")],
        Due::Continuing => vec![stated.to_owned(), words.say("continuing-duty-note")],
        Due::Window { from: Some(from), to } => {
            vec![words.with("window", &[("from", words.date(from).into()), ("to", words.date(to).into())])]
        }
        Due::Window { from: None, to } => vec![words.with("window-to", &[("to", words.date(to).into())])],
        Due::NotSet | Due::By { .. } => {
            let stated = (!stated.is_empty()).then(|| words.with("stated-as", &[("stated", stated.into())]));
            [words.say("date-not-set")].into_iter().chain(stated).collect()
        }
    }
}

/// The latest that was said of an action's progress, where the body may read it.
pub(super) fn progress<'a>(printing: &Printing<'a>, row: &RowTravel) -> Option<&'a Kept<Update>> {
    let update = printing.occasion.sight.update(row.action.item.update?)?;
    update.item.narrative.as_ref().is_some_and(|narrative| !narrative.is_empty()).then_some(update)
}

fn lines(text: &str) -> Vec<String> {
    text.lines().map(str::trim).filter(|line| !line.is_empty()).map(str::to_owned).collect()
}
