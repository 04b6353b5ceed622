//! Files into a plan. Pure: what cannot be taken is said, all of it, each with its file and line.
use super::{
    BodyText, FORMAT, PLAN, PlanFile, PlanRead, PlanText, PostText, Problem, Shown, THEMES, facts,
    lines::{Field, Page, Section},
    themes,
    words::{self, BODIES, CLASSES, SHAPES, STATES, chosen, split_outside, unword},
};
use crate::{
    body::BodyKind,
    plan::PlanState,
    scale::{Level, Scale, Shape},
    text::{Text, text},
};
use jiff::civil::Date;

/// Reads the folder of a plan.
pub fn read(files: &[PlanFile]) -> Result<PlanRead, Vec<Problem>> {
    let Some(head) = files.iter().find(|file| file.path == PLAN) else {
        let says = format!("is not there; a plan as text has a file {PLAN} that begins with “{FORMAT}”");
        return Err(vec![Problem { file: PLAN.into(), line: 0, says }]);
    };
    let mut page = Page::new(&head.path);
    let mut plan = self::head(&mut page, &head.words);
    let mut problems = page.problems;
    let mut themed: Vec<&PlanFile> = files.iter().filter(|file| file.path != PLAN).collect();
    themed.sort_by_cached_key(|file| crate::sight::natural(&file.path));
    if themed.is_empty() {
        let says = format!("holds no theme; write each theme in a file of its own, such as {THEMES}/1-victims.txt");
        problems.push(Problem { file: THEMES.into(), line: 0, says });
    }
    let places = themes::read(&mut plan, &themed, &mut problems);
    if problems.is_empty() { Ok(PlanRead { plan, places }) } else { Err(problems) }
}

const HEADS: &[&str] = &["Format", "Plan", "Scale", "Level", "Organisation", "Post"];

fn head(page: &mut Page, words: &str) -> PlanText {
    let mut plan = PlanText {
        name: Text::default(),
        aliases: vec![],
        shown: Shown::default(),
        from: None,
        to: None,
        state: PlanState::Open,
        versions: vec![],
        scale: Scale { name: Text::default(), levels: vec![], effective: None },
        scale_shown: Shown::default(),
        bodies: vec![],
        posts: vec![],
        themes: vec![],
    };
    let sections = page.sections(words, HEADS);
    if !sections
        .first()
        .is_some_and(|s| is(&s.head, "Format") && s.head.raw.as_deref() == FORMAT.strip_prefix("Format: "))
    {
        page.wrong(1, format!("the file does not begin with “{FORMAT}”; write that line first, or take the folder in with the release of Milepost that wrote it"));
    }
    let (mut named, mut scaled) = (None, None);
    for (place, section) in sections.into_iter().enumerate() {
        let line = section.head.line;
        match section.head.key.to_lowercase().as_str() {
            "format" if place > 0 => page.wrong(line, "the format stands in the first line; delete this one"),
            "format" => section.end(page, "the format", &[]),
            "plan" if named.is_some() => page.wrong(line, "a folder holds one plan; keep one of the two"),
            "plan" => {
                named = Some(line);
                self::plan(page, section, &mut plan);
            }
            "scale" if scaled.is_some() => page.wrong(line, "a plan has one scale; keep one of the two"),
            "scale" => {
                scaled = Some(line);
                self::scale(page, section, &mut plan);
            }
            "level" => level(page, section, &mut plan.scale),
            "organisation" => body(page, section, &mut plan),
            _ => post(page, section, &mut plan),
        }
    }
    if named.is_none() {
        page.wrong(0, "does not name the plan; write “Plan: ...”");
    }
    if scaled.is_none() && plan.scale.levels.is_empty() {
        plan.scale = Scale::standard();
    } else if plan.scale.levels.is_empty() && page.problems.is_empty() {
        page.wrong(
            scaled.unwrap_or(0),
            "the scale has no level; write each as “Level: ...”, or leave the scale out to have the standard one",
        );
    }
    for index in 0..plan.posts.len() {
        let name = plan.posts[index].body.clone();
        match plan.body_called(&name) {
            Ok(known) => plan.posts[index].body = known,
            Err(says) => page.wrong(0, format!("the post “{}” belongs to “{name}”: {says}", plan.posts[index].name)),
        }
    }
    plan
}

fn is(field: &Field, key: &str) -> bool {
    field.key.eq_ignore_ascii_case(key)
}

/// A day that a fact states.
fn day(page: &mut Page, section: &mut Section, key: &str) -> Option<Date> {
    let field = section.one(page, key)?;
    let read = words::date(field.raw(page)?);
    page.taken(field.line, read)
}

/// The name that a heading gives; never nothing, so that two items without one are not one.
pub(super) fn name(page: &mut Page, head: &Field) -> Text {
    let name = head.text(page).unwrap_or_default();
    if head.raw.is_some() && name.on_one_line().is_empty() {
        page.wrong(head.line, format!("“{}” has no name; write one behind the colon", head.key));
    }
    name
}

fn plan(page: &mut Page, mut section: Section, plan: &mut PlanText) {
    plan.name = name(page, &section.head);
    plan.aliases = section.texts(page, "Also called");
    plan.shown = facts::shown(page, &mut section, "");
    plan.from = day(page, &mut section, "From");
    plan.to = day(page, &mut section, "To");
    if let (Some(from), Some(to)) = (plan.from, plan.to)
        && from > to
    {
        page.wrong(section.head.line, "the plan ends before it begins; correct “From” or “To”");
    }
    if let Some(field) = section.one(page, "State")
        && let Some(read) = field.raw(page).map(|raw| chosen(STATES, raw, "a state of a plan"))
    {
        plan.state = page.taken(field.line, read).unwrap_or(PlanState::Open);
    }
    for field in section.all("Version") {
        let read = field.raw(page).map(facts::edition);
        plan.versions.extend(read.and_then(|read| page.taken(field.line, read)));
    }
    section.end(page, "the plan", &["Also called", "Seen by", "Marking", "From", "To", "State", "Version"]);
}

fn scale(page: &mut Page, mut section: Section, plan: &mut PlanText) {
    plan.scale.name = name(page, &section.head);
    plan.scale.effective = day(page, &mut section, "In effect from");
    plan.scale_shown = facts::shown(page, &mut section, "");
    section.end(page, "a scale", &["In effect from", "Seen by", "Marking"]);
}

const LEVEL: &[&str] = &["Means", "Key", "Colour", "Symbol", "Criteria", "Also written"];

fn level(page: &mut Page, mut section: Section, scale: &mut Scale) {
    let line = section.head.line;
    let label = name(page, &section.head);
    let Some(means) = section.one(page, "Means") else {
        page.wrong(
            line,
            format!(
                "the level “{label}” does not say what it means; write “Means: on track”, or another of {}",
                list(CLASSES)
            ),
        );
        return;
    };
    let class = means.raw(page).map(|raw| chosen(CLASSES, raw, "what a level can mean"));
    let Some(class) = class.and_then(|read| page.taken(means.line, read)) else { return };
    let key = section.text(page, "Key").unwrap_or_else(|| text(class.as_str()));
    let colour = section.one(page, "Colour");
    let read = colour.as_ref().and_then(|field| field.raw(page)).map(colour_of);
    let colour_line = colour.as_ref().map_or(line, |field| field.line);
    if colour.is_none() {
        page.wrong(line, format!("the level “{label}” has no colour; write “Colour: Amber, #b35900”"));
    }
    let (colour_name, colour) = read.and_then(|read| page.taken(colour_line, read)).unwrap_or_default();
    let mut shape = Shape::of(class);
    if let Some(field) = section.one(page, "Symbol")
        && let Some(read) = field.raw(page).map(|raw| chosen(SHAPES, raw, "a symbol"))
    {
        shape = page.taken(field.line, read).unwrap_or(shape);
    }
    let criteria = section.text(page, "Criteria").unwrap_or_else(|| {
        page.wrong(line, format!("the level “{label}” does not say when it is given; write “Criteria: ...”"));
        Text::default()
    });
    let mut words = vec![];
    for field in section.all("Also written") {
        for word in split_outside(field.raw(page).unwrap_or_default(), ',') {
            words.extend(page.taken(field.line, unword(word)));
        }
    }
    section.end(page, "a level", LEVEL);
    let known = std::iter::once(&label).chain(&words).find(|word| scale.level_called(word.as_str()).is_some());
    if let Some(word) = known {
        page.wrong(line, format!("“{word}” stands for two levels of the scale; a word means one of them"));
    } else if scale.level(key.as_str()).is_some() {
        page.wrong(line, format!("two levels have the key “{key}”; write another behind “Key:”"));
    }
    scale.levels.push(Level { key, label, class, colour_name, colour, shape, criteria, words });
}

fn list<T>(words: &words::Words<T>) -> String {
    words.iter().map(|(_, word)| *word).collect::<Vec<_>>().join(", ")
}

fn colour_of(raw: &str) -> Result<(Text, Text), String> {
    let [name, colour] = split_outside(raw, ',')[..] else {
        return Err(format!("“{raw}” is not a colour; write its name and its figure: Amber, #b35900"));
    };
    let (name, colour) = (unword(name)?, unword(colour)?);
    let digits = colour.as_str().strip_prefix('#').unwrap_or_default();
    if digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit()) {
        Ok((name, colour))
    } else {
        Err(format!("“{colour}” is not a colour's figure; write it as #rrggbb, such as #00703c"))
    }
}

fn body(page: &mut Page, mut section: Section, plan: &mut PlanText) {
    let line = section.head.line;
    let name = name(page, &section.head);
    let mut kind = BodyKind::Partner;
    if let Some(field) = section.one(page, "Kind")
        && let Some(read) = field.raw(page).map(|raw| chosen(BODIES, raw, "a kind of organisation"))
    {
        kind = page.taken(field.line, read).unwrap_or(kind);
    }
    let aliases = section.texts(page, "Also called");
    let shown = facts::shown(page, &mut section, "");
    section.end(page, "an organisation", &["Kind", "Also called", "Seen by", "Marking"]);
    if plan.bodies.iter().any(|b| b.name.folded() == name.folded()) {
        page.wrong(line, format!("“{name}” stands here twice; keep one of the two"));
    }
    plan.bodies.push(BodyText { name, kind, aliases, shown });
}

fn post(page: &mut Page, mut section: Section, plan: &mut PlanText) {
    let line = section.head.line;
    let name = name(page, &section.head);
    let body = section.text(page, "Belongs to");
    if body.is_none() {
        page.wrong(line, format!("the post “{name}” belongs to no organisation; write “Belongs to: ...”"));
    }
    let mut initials = vec![];
    for field in section.all("Initials") {
        for word in split_outside(field.raw(page).unwrap_or_default(), ',') {
            initials.extend(page.taken(field.line, unword(word)));
        }
    }
    let shown = facts::shown(page, &mut section, "");
    section.end(page, "a post", &["Belongs to", "Initials", "Seen by", "Marking"]);
    if plan.posts.iter().any(|p| p.name.folded() == name.folded()) {
        page.wrong(line, format!("the post “{name}” stands here twice; keep one of the two"));
    }
    plan.posts.push(PostText { name, body: body.unwrap_or_default(), initials, shown });
}
