//! What a row's timescale does to an action's dates: the original stays, each move is kept with its reason.
use crate::{
    action::{Action, DateMove},
    reading::{ActionRead, Question},
    text::text,
    timescale::{Due, Timescale},
};
use jiff::civil::Date;

/// Whether what a row states would move what an action promises: its date, or the end of its window.
pub(super) fn would_move(action: &Action, stated: &Timescale) -> bool {
    let window = match (&action.timescale.due, &stated.due) {
        (Due::Window { to, .. }, Due::Window { to: stated, .. }) => to != stated,
        (Due::Window { .. }, Due::NotSet | Due::Continuing) => true,
        _ => false,
    };
    window || moved(&action.timescale, action.current_date, stated.date()).is_some()
}

/// States the row's dates on an action; without a timescale it keeps its own. "TBD" to a date is no move, a date to
/// "Ongoing" is.
pub(super) fn state_dates(
    action: &mut Action,
    read: &ActionRead,
    timescale: Option<&Timescale>,
    day: Date,
    questions: &mut Vec<Question>,
    place: &str,
) {
    let first = action.origin.is_none();
    if let Some(stated) = timescale {
        let before = std::mem::replace(&mut action.timescale, stated.clone());
        let to = stated.date();
        if let Some((from, to)) = moved(&before, action.current_date, to) {
            action.moves.push(as_stated(from, to, day));
        }
        action.current_date = to;
    }
    if let Some(original) = read.original_date {
        match action.original_date {
            None => action.original_date = Some(original),
            Some(kept) if kept != original => questions.push(Question {
                place: place.to_owned(),
                asks: format!(
                    "the table says that the original date is {original}, the record {kept}. Which is right?"
                ),
                taken: format!("{kept}: an original date is never overwritten"),
            }),
            Some(_) => {}
        }
    }
    action.original_date = action.original_date.or(action.current_date);
    // A first table that itself shows an original date beside a later one tells of a move before the record began.
    if first
        && let (Some(from), Some(to)) = (action.original_date, action.current_date)
        && from != to
    {
        action.moves.push(as_stated(Some(from), Some(to), day));
    }
}

/// The move from one timescale to the next, if it is one.
pub(crate) fn moved(
    before: &Timescale,
    current: Option<Date>,
    to: Option<Date>,
) -> Option<(Option<Date>, Option<Date>)> {
    match (current, to) {
        (Some(from), Some(to)) if from != to => Some((Some(from), Some(to))),
        (Some(from), None) => Some((Some(from), None)),
        // A window promised an end: a date beyond it is a move from that end.
        (None, Some(to)) => match before.due {
            Due::Window { to: end, .. } if to > end => Some((Some(end), Some(to))),
            _ => None,
        },
        _ => None,
    }
}

fn as_stated(from: Option<Date>, to: Option<Date>, day: Date) -> DateMove {
    DateMove {
        from,
        to,
        on: day,
        reason: text(&format!("as stated in the office's table of {}", day.strftime("%-d %B %Y"))),
        approver: text("not recorded"),
    }
}
