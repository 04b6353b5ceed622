//! The words of the charts, in one place, so that another language can follow.
use crate::icon::{Assurance, Variation};

mod detail;
pub(crate) use detail::*;

pub(crate) fn no_data() -> &'static str {
    "no data"
}
pub(crate) fn per_cent() -> &'static str {
    "Per cent"
}
pub(crate) fn number_of(of: &str) -> String {
    format!("Number of {of}")
}
pub(crate) fn per(of: &str, per: &str, whom: &str) -> String {
    format!("{of} per {per} {whom}")
}
pub(crate) fn axis_begins(at: &str) -> String {
    format!("(axis begins at {at})")
}

pub(crate) fn month(number: usize) -> &'static str {
    [
        "January",
        "February",
        "March",
        "April",
        "May",
        "June",
        "July",
        "August",
        "September",
        "October",
        "November",
        "December",
    ][(number + 11) % 12]
}
pub(crate) fn quarter(number: usize) -> String {
    format!("Q{number}")
}
pub(crate) fn month_short(number: usize) -> &'static str {
    &month(number)[..3]
}

/// "a, b and c".
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
pub(crate) fn and_more(items: &[String], most: usize) -> String {
    if items.len() <= most {
        return list(items);
    }
    format!("{} and {} more", items[..most].join(", "), items.len() - most)
}

pub(crate) fn variation(variation: Variation) -> (&'static str, &'static str) {
    match variation {
        Variation::CommonCause => ("Common cause", "no significant change"),
        Variation::ImprovementHigh => ("Special cause: improvement", "higher than usual"),
        Variation::ImprovementLow => ("Special cause: improvement", "lower than usual"),
        Variation::ConcernHigh => ("Special cause: concern", "higher than usual"),
        Variation::ConcernLow => ("Special cause: concern", "lower than usual"),
        Variation::NeutralHigh => ("Special cause, not judged", "higher than usual"),
        Variation::NeutralLow => ("Special cause, not judged", "lower than usual"),
    }
}
pub(crate) fn assurance(assurance: Assurance) -> (&'static str, &'static str) {
    match assurance {
        Assurance::ConsistentlyPasses => ("Target: will be met", "unless something changes"),
        Assurance::HitOrMiss => ("Target: hit or miss", "may be met or missed by chance"),
        Assurance::ConsistentlyFails => ("Target: will be missed", "unless something changes"),
    }
}
pub(crate) fn icon_of_variation() -> &'static str {
    "Variation"
}
pub(crate) fn icon_of_assurance() -> &'static str {
    "Assurance"
}
/// What is seen, and how long already: the first of the points in a row that say so.
pub(crate) fn seen_since(seen: &str, first: &str, more: bool) -> String {
    if more { format!("{seen} since {first}") } else { format!("{seen} in {first}") }
}
pub(crate) fn icon(class: &str, seen: &str) -> String {
    format!("{class}, {seen}")
}

pub(crate) fn note_at(period: &str, text: &str) -> String {
    format!("{period}: {text}")
}
pub(crate) fn mean() -> &'static str {
    "Mean"
}
pub(crate) fn median() -> &'static str {
    "Median"
}
pub(crate) fn upper_limit() -> &'static str {
    "Upper limit"
}
pub(crate) fn lower_limit() -> &'static str {
    "Lower limit"
}
pub(crate) fn limits() -> &'static str {
    "Upper and lower limit"
}
pub(crate) fn target() -> &'static str {
    "Target"
}
pub(crate) fn named_value(name: &str, value: &str) -> String {
    format!("{name} {value}")
}
pub(crate) fn period() -> &'static str {
    "Period"
}
pub(crate) fn value() -> &'static str {
    "Value"
}
pub(crate) fn reading() -> &'static str {
    "What the rules say"
}
pub(crate) fn remarks() -> &'static str {
    "Notes"
}
pub(crate) fn provisional() -> &'static str {
    "provisional"
}
pub(crate) fn provisional_key() -> &'static str {
    "Provisional (hollow)"
}
pub(crate) fn verdict(verdict: crate::Verdict) -> &'static str {
    use crate::Verdict::{Common, Concern, Improvement, NeutralHigh, NeutralLow};
    match verdict {
        Common => "Common cause",
        Improvement => "Special cause: improvement",
        Concern => "Special cause: concern",
        NeutralHigh => "Special cause: higher, not judged",
        NeutralLow => "Special cause: lower, not judged",
    }
}
pub(crate) fn rules(name: &str) -> String {
    format!("Rules: {name}.")
}
pub(crate) fn trial_limits() -> &'static str {
    "Trial limits: the last group has fewer than 13 points, so they may still move."
}
pub(crate) fn few_points(count: usize) -> String {
    if count < 12 {
        format!("Fewer than 12 points ({count}), so there are no limits: the line in the middle is the median.")
    } else {
        "A run chart, without limits: the line in the middle is the median.".to_owned()
    }
}
pub(crate) fn numbers(title: &str) -> String {
    format!("{title}: the figures")
}
pub(crate) fn nothing_to_show(title: &str) -> String {
    format!("{title}: no figures to show.")
}
pub(crate) fn nothing() -> &'static str {
    "No figures to show"
}
pub(crate) fn span(title: &str, first: &str, last: &str) -> String {
    if first == last { format!("{title}, {first}.") } else { format!("{title}, {first} to {last}.") }
}
pub(crate) fn latest(period: &str, value: &str, provisional: bool) -> String {
    let soft = if provisional { " (provisional)" } else { "" };
    format!("The latest figure, {period}, is {value}{soft}.")
}
pub(crate) fn mean_and_limits(mean: &str, limits: Option<(&str, &str)>) -> String {
    match limits {
        Some((lower, upper)) => format!("The mean is {mean} and the limits are {lower} and {upper}."),
        None => format!("The mean is {mean}."),
    }
}
pub(crate) fn median_is(median: &str, count: usize) -> String {
    if count < 12 {
        format!("The median is {median}. There are fewer than 12 points ({count}), so no limits are drawn.")
    } else {
        format!("The median is {median}. No limits are drawn.")
    }
}
pub(crate) fn target_is(target: &str) -> String {
    format!("The target is {target}.")
}
pub(crate) fn special_points(improvement: usize, concern: usize, neutral: usize) -> Option<String> {
    let points = |count: usize, kind: &str| match count {
        0 => None,
        1 => Some(format!("1 point shows {kind}")),
        count => Some(format!("{count} points show {kind}")),
    };
    let said: Vec<String> = [
        points(improvement, "special cause improvement"),
        points(concern, "special cause concern"),
        points(neutral, "a special cause that is not judged"),
    ]
    .into_iter()
    .flatten()
    .collect();
    (!said.is_empty()).then(|| format!("{}.", list(&said)))
}
pub(crate) fn missing(periods: &[String]) -> Option<String> {
    (!periods.is_empty()).then(|| format!("No data for {}.", and_more(periods, 4)))
}
pub(crate) fn rebased(periods: &[String]) -> Option<String> {
    (!periods.is_empty()).then(|| format!("The limits were set anew from {}.", list(periods)))
}

pub(crate) fn sparkline_said(title: &str, first: &str, last: &str, low: &str, high: &str, latest: &str) -> String {
    format!("{title}, {first} to {last}: between {low} and {high}, latest {latest}.")
}
pub(crate) fn from_to(first: &str, last: &str) -> String {
    format!("{first} to {last}")
}
pub(crate) fn point_said(period: &str, name: &str, value: &str) -> String {
    format!("{period}: {name} {value}")
}
pub(crate) fn change() -> &'static str {
    "Change"
}
pub(crate) fn cannot_compare() -> &'static str {
    "cannot be compared"
}
pub(crate) fn with_provisional(value: &str) -> String {
    format!("{value} (provisional)")
}

// Twelve months up to each month.
pub(crate) fn twelve_months() -> &'static str {
    "12 months"
}
pub(crate) fn twelve_months_to() -> &'static str {
    "12 months to"
}
pub(crate) fn against_year_before() -> &'static str {
    "Against the 12 months before"
}
pub(crate) fn rolling_latest(title: &str, period: &str, value: &str) -> String {
    format!("{title}: the 12 months to {period} come to {value}.")
}
pub(crate) fn rolling_change(before: &str, period: &str, change: &str) -> String {
    format!("In the 12 months to {period} it was {before} ({change}).")
}
pub(crate) fn rolling_gaps(gaps: &[String]) -> Option<String> {
    (!gaps.is_empty()).then(|| format!("No figure where one of the twelve months is missing: {}.", and_more(gaps, 4)))
}

// This year and last, month by month.
pub(crate) fn year_before(period: &str) -> String {
    format!("A year before {period}")
}
pub(crate) fn provisional_column(year: &str) -> String {
    format!("{year}, provisional")
}
pub(crate) fn columns_said(title: &str, now: &str, before: &str, lower: usize, higher: usize, of: usize) -> String {
    let months = if of == 1 { "month" } else { "months" };
    if of == 0 {
        return format!("{title}, {now} against {before}: no month can be compared.");
    }
    format!("{title}, {now} against {before}: lower in {lower} of {of} {months}, higher in {higher}.")
}
pub(crate) fn a_year_before(before: &str, change: &str) -> String {
    format!("It was {before} a year before ({change}).")
}

// The matrix of icons.
pub(crate) fn no_target() -> &'static str {
    "No target"
}
pub(crate) fn class(variation: Option<Variation>) -> &'static str {
    match variation {
        None => "No verdict",
        Some(Variation::CommonCause) => "Common cause",
        Some(Variation::ImprovementHigh | Variation::ImprovementLow) => "Special-cause improvement",
        Some(Variation::ConcernHigh | Variation::ConcernLow) => "Special-cause concern",
        Some(Variation::NeutralHigh | Variation::NeutralLow) => "Special cause, not judged",
    }
}
pub(crate) fn more(count: usize) -> String {
    format!("and {count} more")
}
pub(crate) fn matrix_cell(row: &str, head: &str, count: usize) -> String {
    format!("{row}; {head}: {count}")
}
pub(crate) fn cell_head(row: &str, head: &str) -> String {
    format!("{row}; {}", lower_first(head))
}
pub(crate) fn matrix_row(count: usize, name: &str) -> String {
    format!("{count} {}", lower_first(name))
}
pub(crate) fn matrix_column(count: usize, assurance: Option<Assurance>) -> String {
    match assurance {
        Some(Assurance::ConsistentlyPasses) => format!("{count} will be met"),
        Some(Assurance::HitOrMiss) => format!("{count} hit or miss"),
        Some(Assurance::ConsistentlyFails) => format!("{count} will be missed"),
        None if count == 1 => "1 has no target".to_owned(),
        None => format!("{count} have no target"),
    }
}
pub(crate) fn matrix_said(title: &str, count: usize, rows: &[String], columns: &[String]) -> String {
    let measures = if count == 1 { "measure" } else { "measures" };
    format!("{title}: {count} {measures}. By variation: {}. By target: {}.", list(rows), list(columns))
}
pub(crate) fn counted_names(count: usize, names: &str) -> String {
    format!("{count}: {names}")
}
pub(crate) fn lower_first(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_lowercase().chain(letters).collect())
}

// The year to date.
pub(crate) fn trajectory() -> &'static str {
    "Trajectory"
}
pub(crate) fn months_to() -> &'static str {
    "April to"
}
pub(crate) fn to_date_said(title: &str, year: &str, month: &str, value: &str) -> String {
    format!("{title}, {year} to the end of {month}: {value}.")
}
pub(crate) fn to_date_before(year: &str, value: &str, change: &str) -> String {
    format!("In the same months of {year} it was {value} ({change}).")
}
pub(crate) fn to_date_trajectory(value: &str, change: &str) -> String {
    format!("The trajectory to the target stands at {value} ({change}).")
}

// As published and as now known.
pub(crate) fn difference() -> &'static str {
    "Difference"
}
pub(crate) fn revised_said(title: &str, changed: usize, of: usize) -> String {
    match (changed, of) {
        (_, 0) => format!("{title}: no figure can be compared."),
        (0, _) => format!("{title}: none of {of} figures has changed since it was published."),
        (1, _) => format!("{title}: 1 of {of} figures has changed since it was published."),
        _ => format!("{title}: {changed} of {of} figures have changed since they were published."),
    }
}
pub(crate) fn revised_most(period: &str, then: &str, now: &str, change: &str) -> String {
    format!("The largest change is that of {period}, from {then} to {now} ({change}).")
}

// Among other forces.
pub(crate) fn own(name: &str) -> String {
    format!("{name} (this force)")
}
pub(crate) fn own_force() -> &'static str {
    "This force"
}
pub(crate) fn other_forces() -> &'static str {
    "Other forces of the group"
}
pub(crate) fn force() -> &'static str {
    "Force"
}
pub(crate) fn no_data_because(why: &str) -> String {
    format!("no data: {why}")
}
pub(crate) fn forces(with: usize, of: usize, as_at: &str) -> String {
    let forces = if of == 1 { "force" } else { "forces" };
    if as_at.trim().is_empty() {
        format!("{with} of {of} {forces}.")
    } else {
        format!("{with} of {of} {forces}; {as_at}.")
    }
}
pub(crate) fn numbers_as_at(title: &str, as_at: &str) -> String {
    format!("{title}, {as_at}: the figures")
}
pub(crate) fn ranked_said(title: &str, name: &str, value: &str, place: usize, of: usize) -> String {
    let place = match place {
        1 => "the highest".to_owned(),
        place if place == of => "the lowest".to_owned(),
        place => format!("{} highest", ordinal(place)),
    };
    format!("{title}: {name} has {value}, {place} of {of}.")
}
pub(crate) fn ranked_without(title: &str, with: usize) -> String {
    format!("{title}: {with} forces have figures; this force has none here.")
}
pub(crate) fn group_is(group: &str, value: &str) -> String {
    format!("The figure of the {group} is {value}.")
}
pub(crate) fn ordinal(number: usize) -> String {
    let end = match (number % 10, number % 100) {
        (_, 11..=13) => "th",
        (1, _) => "st",
        (2, _) => "nd",
        (3, _) => "rd",
        _ => "th",
    };
    format!("{number}{end}")
}

// Against targets.
pub(crate) fn standing(standing: crate::Standing) -> &'static str {
    match standing {
        crate::Standing::Met => "Met",
        crate::Standing::Within => "Within tolerance",
        crate::Standing::Missed => "Missed",
        crate::Standing::NotJudged => "Not judged",
    }
}
pub(crate) fn against_target(target: &str) -> String {
    format!("target {target}")
}
pub(crate) fn target_upright() -> &'static str {
    "Target (upright mark)"
}
pub(crate) fn tolerance() -> &'static str {
    "Tolerance"
}
pub(crate) fn own_scale() -> &'static str {
    "Each bar begins at zero and has a scale of its own."
}
pub(crate) fn none() -> &'static str {
    "none"
}
pub(crate) fn measure() -> &'static str {
    "Measure"
}
pub(crate) fn standing_head() -> &'static str {
    "Against target"
}
pub(crate) fn unit() -> &'static str {
    "Unit"
}
pub(crate) fn bullets_said(title: &str, count: usize, [met, within, missed, not_judged]: [usize; 4]) -> String {
    let is = |count: usize| if count == 1 { "is" } else { "are" };
    let open = match not_judged {
        0 => format!(" and {missed} {} missed", is(missed)),
        _ => format!(", {missed} {} missed and {not_judged} {} not judged", is(missed), is(not_judged)),
    };
    let targets = if count == 1 { "target" } else { "targets" };
    format!("{title}: of {count} {targets} {met} {} met, {within} {} within tolerance{open}.", is(met), is(within))
}
pub(crate) fn named_standing(standing: crate::Standing, names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| format!("{}: {}.", self::standing(standing), list(names)))
}

// What became of crimes.
pub(crate) fn immature() -> &'static str {
    "Still being decided"
}
pub(crate) fn other_outcomes(count: usize) -> String {
    format!("{count} other outcomes")
}
pub(crate) fn lettered(letter: &str, name: &str) -> String {
    format!("{letter}: {name}")
}
pub(crate) fn outcomes_of(month: &str, parts: &str) -> String {
    format!("Of {month}: {parts}.")
}
pub(crate) fn immature_months(months: &[String]) -> Option<String> {
    (!months.is_empty()).then(|| format!("Still being decided: {}.", list(months)))
}
