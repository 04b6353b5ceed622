//! The words of the charts of detail.
use super::{and_more, list, lower_first, verdict};

// Rates against sizes.
pub(crate) fn beyond(beyond: crate::Beyond) -> &'static str {
    match beyond {
        crate::Beyond::Inside => "Inside the limits",
        crate::Beyond::NinetyFive => "Outside the 95% limits",
        crate::Beyond::NinetyNine => "Outside the 99.8% limits",
    }
}
pub(crate) fn limits_inner() -> &'static str {
    "95% limits"
}
pub(crate) fn limits_outer() -> &'static str {
    "99.8% limits"
}
pub(crate) fn overall() -> &'static str {
    "All together"
}
pub(crate) fn area() -> &'static str {
    "Area"
}
pub(crate) fn against_limits() -> &'static str {
    "Against the limits"
}
pub(crate) fn funnel_said(title: &str, count: usize) -> String {
    let areas = if count == 1 { "area" } else { "areas" };
    format!("{title}: {count} {areas} by their size.")
}
pub(crate) fn overall_is(value: &str) -> String {
    format!("All together have {value}.")
}
pub(crate) fn funnel_own(name: &str, value: &str, beyond: &str) -> String {
    format!("{name} has {value}: {}.", lower_first(beyond))
}
pub(crate) fn funnel_outside(far: &[String], near: &[String]) -> String {
    match (far, near) {
        ([], []) => "No area is outside the limits.".to_owned(),
        (far, []) => format!("Outside the 99.8% limits: {}.", and_more(far, 6)),
        ([], near) => format!("Outside the 95% limits: {}.", and_more(near, 6)),
        (far, near) => {
            format!("Outside the 99.8% limits: {}. Outside the 95% limits: {}.", and_more(far, 6), and_more(near, 6))
        }
    }
}

// Series with one base.
pub(crate) fn base() -> &'static str {
    "Base"
}
pub(crate) fn index_head(base: &str) -> String {
    format!("index, {base} = 100")
}
pub(crate) fn index_said(title: &str, base: &str, period: &str, values: &str) -> String {
    format!("{title}, {base} = 100. In {period}: {values}.")
}
pub(crate) fn index_table(title: &str, base: &str) -> String {
    format!("{title}, {base} = 100: the figures")
}

// What a change is made of.
pub(crate) fn change_in(head: &str) -> String {
    format!("change, {}", lower_first(head))
}
pub(crate) fn whole_change() -> &'static str {
    "Whole change"
}
pub(crate) fn increase() -> &'static str {
    "Increase"
}
pub(crate) fn decrease() -> &'static str {
    "Decrease"
}
pub(crate) fn part() -> &'static str {
    "Part"
}
pub(crate) fn contribution_said(title: &str, before: (&str, &str), now: (&str, &str), change: &str) -> String {
    format!("{title} went from {} ({}) to {} ({}), a change of {change}.", before.1, before.0, now.1, now.0)
}
pub(crate) fn largest_parts(parts: &[String]) -> Option<String> {
    (!parts.is_empty()).then(|| format!("The largest parts of it: {}.", list(parts)))
}

// Surveys.
pub(crate) fn estimate() -> &'static str {
    "Estimate"
}
pub(crate) fn interval(confidence: u8) -> String {
    format!("{confidence}% confidence interval")
}
pub(crate) fn interval_low() -> &'static str {
    "Interval from"
}
pub(crate) fn interval_high() -> &'static str {
    "Interval to"
}
pub(crate) fn people_asked() -> &'static str {
    "People asked"
}
pub(crate) fn not_stated() -> &'static str {
    "not stated"
}
pub(crate) fn level_is(name: &str, value: &str) -> String {
    format!("{value} would be {name}.")
}
pub(crate) fn asked(count: &str) -> String {
    format!("{count} people were asked.")
}
pub(crate) fn between(value: &str, low: &str, high: &str) -> String {
    format!("{value} ({low} to {high})")
}
pub(crate) fn survey_said(title: &str, period: &str, value: &str, confidence: u8) -> String {
    let value = match value.strip_suffix(')') {
        Some(open) => format!("{open}, {confidence}% confidence)"),
        None => value.to_owned(),
    };
    format!("{title}, {period}: {value}.")
}

// Moving ranges.
pub(crate) fn range() -> &'static str {
    "Moving range"
}
pub(crate) fn screened() -> &'static str {
    "Left out when the limits were set"
}
pub(crate) fn range_said(title: &str, period: &str, value: &str) -> String {
    format!("{title}: {period} is {value} from the point before it.")
}
pub(crate) fn range_mean(mean: &str) -> String {
    format!("The mean of the ranges is {mean}.")
}
pub(crate) fn screened_said(periods: &[String]) -> Option<String> {
    (!periods.is_empty()).then(|| format!("{}: {}.", screened(), and_more(periods, 6)))
}

// Small charts side by side.
pub(crate) fn scales(shared: bool) -> &'static str {
    if shared {
        "All panels have one scale, so sizes can be compared."
    } else {
        "Each panel has a scale of its own, so sizes cannot be compared."
    }
}
pub(crate) fn last_point(verdict: &str) -> String {
    format!("Last point: {}", lower_first(verdict))
}
pub(crate) fn latest_of_each(values: &str) -> String {
    format!("The latest figures: {values}.")
}
pub(crate) fn verdict_of(verdict: crate::Verdict, names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| format!("{} in {}.", self::verdict(verdict), list(names)))
}

// Cells with shades.
pub(crate) fn lowest_of_row() -> &'static str {
    "Lowest of its row"
}
pub(crate) fn middle_of_row() -> &'static str {
    "Between"
}
pub(crate) fn highest_of_row() -> &'static str {
    "Highest of its row"
}
pub(crate) fn kind() -> &'static str {
    "Kind"
}
pub(crate) fn peak(name: &str, value: &str, period: &str) -> String {
    format!("{name} {value} in {period}")
}
pub(crate) fn peaks(peaks: &str) -> String {
    format!("The highest of each: {peaks}.")
}

// The quality of data.
pub(crate) fn state(state: crate::State) -> &'static str {
    match state {
        crate::State::Sound => "Sound",
        crate::State::Watch => "To be looked at",
        crate::State::Fault => "Not to be relied on",
        crate::State::NotKnown => "Not known",
    }
}
/// A name for machines and tests.
pub(crate) fn state_name(state: crate::State) -> &'static str {
    match state {
        crate::State::Sound => "sound",
        crate::State::Watch => "watch",
        crate::State::Fault => "fault",
        crate::State::NotKnown => "not-known",
    }
}
pub(crate) fn state_with(state: crate::State, figure: &str) -> String {
    if figure.trim().is_empty() { self::state(state).to_owned() } else { format!("{}: {figure}", self::state(state)) }
}
pub(crate) fn finding(check: &str, period: &str, state: crate::State, figure: &str) -> String {
    format!("{check}, {period}: {}", state_with(state, figure))
}
pub(crate) fn in_period(name: &str, period: &str) -> String {
    format!("{name} in {period}")
}
pub(crate) fn check() -> &'static str {
    "Check"
}
pub(crate) fn quality_said(title: &str, checks: usize, periods: usize) -> String {
    let checks = if checks == 1 { "1 check".to_owned() } else { format!("{checks} checks") };
    let periods = if periods == 1 { "1 period".to_owned() } else { format!("{periods} periods") };
    format!("{title}: {checks} over {periods}.")
}
pub(crate) fn quality_found(faults: &[String], watched: &[String]) -> String {
    let named = |state: crate::State, found: &[String]| {
        (!found.is_empty()).then(|| format!("{}: {}.", self::state(state), and_more(found, 6)))
    };
    let said: Vec<String> =
        [named(crate::State::Fault, faults), named(crate::State::Watch, watched)].into_iter().flatten().collect();
    if said.is_empty() { "Nothing was found wrong.".to_owned() } else { said.join(" ") }
}

// An inspectorate's grades.
pub(crate) fn grade(grade: crate::Grade) -> &'static str {
    match grade {
        crate::Grade::Outstanding => "Outstanding",
        crate::Grade::Good => "Good",
        crate::Grade::Adequate => "Adequate",
        crate::Grade::RequiresImprovement => "Requires improvement",
        crate::Grade::Inadequate => "Inadequate",
    }
}
pub(crate) fn not_graded() -> &'static str {
    "Not graded"
}
pub(crate) fn cycles_apart() -> &'static str {
    "Grades of different cycles cannot be compared."
}
pub(crate) fn graded_so(count: usize, grade: crate::Grade) -> String {
    format!("{count} {}", lower_first(self::grade(grade)))
}
pub(crate) fn grades_said(title: &str, cycle: &str, counts: &str) -> String {
    format!("{title}, {cycle}: {counts}.")
}
pub(crate) fn areas_graded(grade: crate::Grade, names: &[String]) -> Option<String> {
    (!names.is_empty()).then(|| format!("{}: {}.", self::grade(grade), list(names)))
}
pub(crate) fn area_of_inspection() -> &'static str {
    "Area of inspection"
}
pub(crate) fn grades_table(title: &str) -> String {
    format!("{title} by cycle")
}
