//! The files of the themes: what each theme is for, and its actions.
use super::{
    ActionText, CompletionText, LineageText, PlanFile, PlanText, Problem, Served, Shown, StatementText, ThemeText,
    UpdateText, VerifiedText, effects, facts,
    lines::{Field, Page, Section},
    milestones,
    read::name,
    words::{self, BECAME, STATUSES, behind, chosen, split_outside, unescaped, unword},
};
use crate::{
    action::{Rating, Status},
    evidence::{Evidence, EvidenceFile},
    text::{Text, text},
    timescale::{Due, Timescale},
};
use std::collections::HashMap;

const HEADS: &[&str] = &["Theme", "Outcome", "Objective", "Priority", "Action"];

/// Reads the themes into the plan; gives where each action stands.
pub(super) fn read(plan: &mut PlanText, files: &[&PlanFile], problems: &mut Vec<Problem>) -> Vec<Vec<String>> {
    let (mut places, mut served) = (vec![], vec![]);
    let mut references: HashMap<String, String> = HashMap::new();
    for file in files {
        let mut page = Page::new(&file.path);
        let mut lines = vec![];
        if let Some(theme) = theme(&mut page, plan, &file.words, &mut lines) {
            for (action, line) in theme.actions.iter().zip(&lines) {
                let place = format!("{}, line {line}", file.path);
                if let Some(first) = references.insert(action.reference.folded(), place) {
                    page.wrong(*line, format!("there is an action {} already, in {first}; a reference is for one action and for life: give this one another", action.reference));
                }
            }
            let twice = plan.themes.iter().position(|t: &ThemeText| t.name.folded() == theme.name.folded());
            if let Some(other) = twice {
                page.wrong(
                    1,
                    format!("the theme “{}” stands in {} already; a theme has one file", theme.name, files[other].path),
                );
            }
            places.push(lines.iter().map(|line| format!("{}, line {line}", file.path)).collect());
            served.push((file.path.clone(), lines));
            plan.themes.push(theme);
        }
        problems.append(&mut page.problems);
    }
    // Only now is every outcome and objective known.
    for (theme, (file, lines)) in plan.themes.iter().zip(&served) {
        for (action, line) in theme.actions.iter().zip(lines) {
            let expected = action.effects.iter().filter_map(|expected| expected.outcome.as_ref());
            let outcomes = action.outcomes.iter().chain(expected).map(|served| ("outcome", served));
            for (what, served) in outcomes.chain(action.objectives.iter().map(|served| ("objective", served))) {
                if let Err(says) = is_there(plan, theme, what, served) {
                    problems.push(Problem { file: file.clone(), line: *line, says });
                }
            }
        }
    }
    places
}

fn is_there(plan: &PlanText, own: &ThemeText, what: &str, served: &Served) -> Result<(), String> {
    let theme = match &served.theme {
        None => own,
        Some(name) => plan
            .themes
            .iter()
            .find(|t| t.name.folded() == name.folded())
            .ok_or_else(|| format!("serves an {what} of the theme “{name}”, and no file holds that theme"))?,
    };
    let statements = if what == "outcome" { &theme.outcomes } else { &theme.objectives };
    if statements.iter().any(|s| s.statement == served.statement) {
        return Ok(());
    }
    let head = if what == "outcome" { "Outcome" } else { "Objective" };
    Err(format!(
        "serves the {what} “{}”, which the theme “{}” does not have; add it there as “{head}: ...”, word for word",
        served.statement, theme.name
    ))
}

fn theme(page: &mut Page, plan: &PlanText, words: &str, lines: &mut Vec<usize>) -> Option<ThemeText> {
    let file = page.file.rsplit('/').next().unwrap_or_default();
    let order = file.split('-').next().and_then(|number| number.trim_end_matches(".txt").parse::<i64>().ok());
    let Some(order) = order.filter(|order| (0..1_000_000).contains(order)) else {
        page.wrong(
            0,
            "its name does not begin with the theme's place in the plan; name it like 3-supporting-victims.txt",
        );
        return None;
    };
    let mut sections = page.sections(words, HEADS).into_iter();
    let Some(mut head) = sections.next().filter(|s| s.head.key.eq_ignore_ascii_case("Theme")) else {
        page.wrong(0, "does not begin with its theme; write first “Theme: ...”");
        return None;
    };
    let mut theme = ThemeText {
        order,
        name: name(page, &head.head),
        code: head.text(page, "Code"),
        aliases: head.texts(page, "Also called"),
        aim: head.text(page, "Aim"),
        shown: facts::shown(page, &mut head, ""),
        outcomes: vec![],
        objectives: vec![],
        priorities: vec![],
        actions: vec![],
    };
    head.end(page, "a theme", &["Code", "Also called", "Aim", "Seen by", "Marking"]);
    for section in sections {
        let line = section.head.line;
        match section.head.key.to_lowercase().as_str() {
            "theme" => page.wrong(line, "a file holds one theme; write this one in a file of its own"),
            "outcome" => theme.outcomes.extend(statement(page, section, plan, true)),
            "objective" => theme.objectives.extend(statement(page, section, plan, false)),
            "priority" => theme.priorities.extend(statement(page, section, plan, false)),
            _ => {
                if let Some(action) = action(page, section, plan) {
                    theme.actions.push(action);
                    lines.push(line);
                }
            }
        }
    }
    for (what, statements) in
        [("outcome", &theme.outcomes), ("objective", &theme.objectives), ("priority", &theme.priorities)]
    {
        for (place, one) in statements.iter().enumerate() {
            if statements[..place].iter().any(|other| other.statement.folded() == one.statement.folded()) {
                page.wrong(0, format!("states the {what} “{}” twice; keep one of the two", one.statement));
            }
        }
    }
    Some(theme)
}

fn statement(page: &mut Page, mut section: Section, plan: &PlanText, shared: bool) -> Option<StatementText> {
    let what = section.head.key.to_lowercase();
    let statement = section.head.text(page)?;
    let mut shared_with = vec![];
    if shared {
        for field in section.all("Shared with") {
            let read = field.text(page).map(|name| plan.body_called(&name));
            shared_with.extend(read.and_then(|read| page.taken(field.line, read)));
        }
    }
    let shown = facts::shown(page, &mut section, "");
    let known: &[&str] = if shared { &["Shared with", "Seen by", "Marking"] } else { &["Seen by", "Marking"] };
    section.end(page, &format!("an {what}").replace("an priority", "a priority"), known);
    Some(StatementText { statement, shared_with, shown })
}

const ACTION: &[&str] = &[
    "Seen by",
    "Marking",
    "Description",
    "Serves the outcome",
    "Serves the objective",
    "Output",
    "Owner",
    "Rated by",
    "Sponsor",
    "Lead",
    "Partner",
    "Required by law",
    "Timescale",
    "Timescale note",
    "Date",
    "Current date",
    "Original date",
    "Date changed",
    "Status",
    "Rating",
    "Milestone",
    "Milestone moved",
    "Milestone seen by",
    "Milestone marking",
    "Expected effect",
    "Effect observed",
    "Effect dropped",
    "Update of 12 January 2026",
    "Update by",
    "Update rating",
    "Update manner",
    "Update forecast",
    "Update confidence",
    "Update next step",
    "Update link",
    "Update decision",
    "Links to",
    "Continued from",
    "Reworded from",
    "Merged from",
    "Split from",
    "Follows on from",
    "Completed on",
    "Completion said by",
    "Completion link",
    "Completion decision",
    "Completion verified by",
    "Completion verified on",
    "Completion verifier",
    "Decided",
    "Staff column",
];

/// What a field says, read so; its problem where it cannot be.
fn read_with<T>(page: &mut Page, field: &Field, read: impl FnOnce(&str) -> Result<T, String>) -> Option<T> {
    let read = read(field.raw(page)?);
    page.taken(field.line, read)
}

fn one<T>(
    page: &mut Page,
    section: &mut Section,
    key: &str,
    read: impl FnOnce(&str) -> Result<T, String>,
) -> Option<T> {
    let field = section.one(page, key)?;
    read_with(page, &field, read)
}

fn all<T>(page: &mut Page, section: &mut Section, key: &str, read: impl Fn(&str) -> Result<T, String>) -> Vec<T> {
    section.all(key).iter().filter_map(|field| read_with(page, field, &read)).collect()
}

fn action(page: &mut Page, mut section: Section, plan: &PlanText) -> Option<ActionText> {
    let line = section.head.line;
    let reference = unword(section.head.key.get("Action".len()..).unwrap_or_default())
        .ok()
        .map(|reference| reference.on_one_line())
        .filter(|reference| !reference.is_empty());
    let Some(reference) = reference else {
        page.wrong(line, "the action has no reference; give it one for life, such as “Action 1.7: ...”");
        return None;
    };
    let title = name(page, &section.head);
    let body = |raw: &str| plan.body_called(&unescaped(raw)?);
    let shown = facts::shown(page, &mut section, "");
    let rating: Option<Rating> = one(page, &mut section, "Rating", |raw| facts::rating(raw, &plan.scale));
    let dates = Dates::read(page, &mut section);
    let status = one(page, &mut section, "Status", |raw| chosen(STATUSES, raw, "a status"));
    let mut lineage = vec![];
    let verb = |key: &str| BECAME.iter().find(|(_, verb)| key.eq_ignore_ascii_case(verb)).map(|(how, _)| *how);
    for field in section.which(|field| verb(&field.key).is_some()) {
        if let (Some(how), Some((plan, reference))) = (verb(&field.key), read_with(page, &field, lineage_of)) {
            lineage.push(LineageText { plan, reference, how });
        }
    }
    let action = ActionText {
        reference,
        title,
        shown,
        description: section.text(page, "Description"),
        outcomes: all(page, &mut section, "Serves the outcome", served),
        objectives: all(page, &mut section, "Serves the objective", served),
        output: section.text(page, "Output"),
        owner: one(page, &mut section, "Owner", body),
        rated_by: one(page, &mut section, "Rated by", body),
        sponsor: one(page, &mut section, "Sponsor", |raw| plan.held(raw)),
        leads: all(page, &mut section, "Lead", |raw| plan.held(raw)),
        partners: all(page, &mut section, "Partner", |raw| plan.partner(raw)),
        statutory: one(page, &mut section, "Required by law", |raw| match raw {
            "yes" => Ok(true),
            "no" => Ok(false),
            _ => Err(format!("“{raw}” does not say whether the law requires it; write yes or no")),
        })
        .unwrap_or_default(),
        timescale: dates.timescale,
        original_date: dates.original,
        current_date: dates.current,
        moves: dates.moves,
        status: status.unwrap_or_else(|| Status::of(rating.as_ref().map(|r| r.class), Status::InProgress)),
        update: update(page, &mut section, plan, rating.as_ref()),
        rating,
        links: all(page, &mut section, "Links to", facts::link),
        lineage,
        staff_columns: section
            .beginning("Staff column")
            .into_iter()
            .filter_map(|(head, field)| {
                let head = page.taken(field.line, unword(&head))?;
                Some((head, field.text(page)?))
            })
            .collect(),
        completion: completion(page, &mut section, plan),
        decided: one(page, &mut section, "Decided", facts::decided),
        milestones: milestones::read(page, &mut section, plan),
        effects: effects::read(page, &mut section, plan),
    };
    section.end(page, "an action", ACTION);
    Some(action)
}

fn served(raw: &str) -> Result<Served, String> {
    if !raw.starts_with(['"', '“']) {
        return Ok(Served { statement: unescaped(raw)?, theme: None });
    }
    match split_outside(raw, ',').as_slice() {
        [statement] => Ok(Served { statement: unword(statement)?, theme: None }),
        [statement, theme] => {
            let name = behind(theme, "of the theme");
            let name = name.ok_or_else(|| format!("“{theme}” is not understood; write: \"...\", of the theme ..."))?;
            Ok(Served { statement: unword(statement)?, theme: Some(unword(name)?) })
        }
        _ => Err("words with a comma and quotation marks stand in quotation marks as a whole".into()),
    }
}

fn lineage_of(raw: &str) -> Result<(Text, Text), String> {
    let [plan, reference] = split_outside(raw, ',')[..] else {
        return Err(format!(
            "“{raw}” names no action of a plan; write the plan and the reference: Safer Fenshire 2019 to 2023, 2.3"
        ));
    };
    Ok((unword(plan)?, unword(reference)?))
}

#[derive(Default)]
struct Dates {
    timescale: Timescale,
    original: Option<jiff::civil::Date>,
    current: Option<jiff::civil::Date>,
    moves: Vec<crate::action::DateMove>,
}

impl Dates {
    fn read(page: &mut Page, section: &mut Section) -> Self {
        let timescale = Timescale {
            stated: section.text(page, "Timescale").unwrap_or_default(),
            note: section.text(page, "Timescale note"),
            due: one(page, section, "Date", facts::due).unwrap_or(Due::NotSet),
        };
        let current = one(page, section, "Current date", facts::or_none).unwrap_or(timescale.date());
        Self {
            original: one(page, section, "Original date", facts::or_none).unwrap_or(current),
            moves: all(page, section, "Date changed", facts::date_move),
            timescale,
            current,
        }
    }
}

/// Links, decisions and files, in the order in which they stand.
fn evidence(page: &mut Page, section: &mut Section, of: &str) -> Vec<Evidence> {
    let (link, decision, file) = (format!("{of} link"), format!("{of} decision"), format!("{of} file"));
    let is = |field: &Field, name: &String| field.key.eq_ignore_ascii_case(name);
    let found = section.which(|field| [&link, &decision, &file].iter().any(|name| is(field, name)));
    let read = |field: Field| {
        let words = field.text(page)?;
        if is(&field, &file) {
            return page.taken(field.line, evidence_file(words.as_str())).map(Evidence::File);
        }
        Some(if is(&field, &link) { Evidence::Link(words) } else { Evidence::Decision(words) })
    };
    found.into_iter().filter_map(read).collect()
}

/// "SHA-256 SIZE NAME": the file itself is not part of a plan as text, and stands in backups and exports of the record.
fn evidence_file(words: &str) -> Result<EvidenceFile, String> {
    let mut parts = words.splitn(3, ' ');
    let (sha256, size, name) = (parts.next().unwrap_or_default(), parts.next(), parts.next().unwrap_or_default());
    let is_hash = sha256.len() == 64 && sha256.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'));
    match (is_hash, size.and_then(|size| size.parse::<i64>().ok()), Text::new(name)) {
        (true, Some(size), Ok(name)) if size >= 0 && !name.is_empty() => {
            Ok(EvidenceFile { name, sha256: text(sha256), size })
        }
        _ => Err(format!("“{words}” names no file; write its SHA-256, its size in bytes, and its name")),
    }
}

fn completion(page: &mut Page, section: &mut Section, plan: &PlanText) -> Option<CompletionText> {
    let line = section.head.line;
    let on = one(page, section, "Completed on", words::date);
    let by = one(page, section, "Completion said by", |raw| plan.held(raw));
    let evidence = evidence(page, section, "Completion");
    let verified_by = one(page, section, "Completion verified by", |raw| plan.held(raw));
    let verified_on = one(page, section, "Completion verified on", words::date);
    let apart = one(page, section, "Completion verifier", |raw| chosen(words::APART, raw, "where a verifier stands"));
    let verified = match (verified_by, verified_on, apart) {
        (Some(by), Some(on), Some(apart)) => Some(VerifiedText { by, on, apart }),
        (None, None, None) => None,
        _ => {
            page.wrong(line, "its completion was verified by somebody, on a day, and whoever it was is of the same team, of the same organisation or of another organisation: write all three lines, or none");
            return None;
        }
    };
    match (on, by) {
        (Some(on), Some(by)) => Some(CompletionText { on, evidence, by, verified }),
        (None, None) if evidence.is_empty() && verified.is_none() => None,
        _ => {
            page.wrong(line, "its completion has a day and somebody who says so: write “Completed on: 12 January 2026” and “Completion said by: ...”");
            None
        }
    }
}

fn update(page: &mut Page, section: &mut Section, plan: &PlanText, rating: Option<&Rating>) -> Option<UpdateText> {
    let mut said = section.beginning("Update of").into_iter();
    let by = section.one(page, "Update by");
    let rated = section.one(page, "Update rating");
    let shown = facts::shown(page, section, "Update");
    let manner = one(page, section, "Update manner", |raw| chosen(words::MANNERS, raw, "a manner of saying it"));
    let forecast = one(page, section, "Update forecast", |raw| facts::forecast(raw, &plan.scale));
    let confidence = one(page, section, "Update confidence", |raw| chosen(words::CONFIDENCES, raw, "a confidence"));
    let next_step = section.text(page, "Update next step");
    let evidence = evidence(page, section, "Update");
    let Some((day, field)) = said.next() else {
        for field in by.iter().chain(&rated) {
            page.wrong(
                field.line,
                "there is no update that this could be about; write “Update of 12 January 2026: ...”",
            );
        }
        if shown != Shown::default() {
            page.wrong(section.head.line, "says who may see an update, and has none");
        }
        let more = manner.is_some() || forecast.is_some() || confidence.is_some() || next_step.is_some();
        if more || !evidence.is_empty() {
            page.wrong(section.head.line, "says more of an update, and has none");
        }
        return None;
    };
    for (_, again) in said {
        page.wrong(
            again.line,
            format!(
                "an action has one update, its newest, and one stands on line {}; the record keeps the earlier ones",
                field.line
            ),
        );
    }
    let day = page.taken(field.line, words::date(&day))?;
    let narrative = match &field.raw {
        Some(raw) => page.taken(field.line, unescaped(raw)),
        None => None,
    };
    Some(UpdateText {
        day,
        narrative,
        rating: match &rated {
            None => rating.cloned(),
            Some(field) if field.raw.as_deref() == Some("not rated") => None,
            Some(field) => read_with(page, field, |raw| facts::rating(raw, &plan.scale)),
        },
        by: by.and_then(|field| read_with(page, &field, |raw| plan.held(raw))),
        manner: manner.unwrap_or_default(),
        forecast,
        confidence,
        next_step,
        evidence,
        shown,
    })
}
