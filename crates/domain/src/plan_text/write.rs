//! A plan into files: one fact a line, the same plan always in the same bytes.
use super::{
    ActionText, CompletionText, FORMAT, HeldText, LinkText, MannerText, PLAN, PartnerText, PlanFile, PlanText, Served,
    Shown, StatementText, THEMES, ThemeText, UpdateText, effects, milestones,
    words::{self, BECAME, BODIES, CLASSES, EDITIONS, SHAPES, STATES, STATUSES, day, plain, prose, quoted, said, word},
};
use crate::{
    action::{Basis, DateMove, Decided, Rating},
    body::BodyKind,
    envelope::Visibility,
    evidence::Evidence,
    plan::PlanVersion,
    scale::{Level, Scale},
    text::Text,
    timescale::{Due, Precision, Timescale},
    update::Forecast,
};
use jiff::civil::Date;
use std::fmt::Write as _;

/// The folder of a plan.
pub fn write(plan: &PlanText) -> Vec<PlanFile> {
    let mut files = vec![PlanFile { path: PLAN.into(), words: head(plan) }];
    for theme in &plan.themes {
        let name = format!("{}-{}", theme.order, slug(theme.name.as_str()));
        let taken = |name: &str| files.iter().any(|f| f.path == format!("{THEMES}/{name}.txt"));
        let again = (2..files.len() + 2).map(|n| format!("{name}-{n}"));
        let name = std::iter::once(name.clone()).chain(again).find(|name| !taken(name)).unwrap_or_default();
        let path = format!("{THEMES}/{name}.txt");
        files.push(PlanFile { path, words: self::theme(theme, &plan.scale) });
    }
    files
}

/// A name as part of a file's name.
fn slug(name: &str) -> String {
    let lower = name.to_lowercase();
    let words = lower.split(|c: char| !c.is_ascii_alphanumeric()).filter(|w| !w.is_empty());
    let mut slug = String::new();
    for word in words {
        if slug.len() + word.len() > 48 {
            break;
        }
        if !slug.is_empty() {
            slug.push('-');
        }
        slug.push_str(word);
    }
    if slug.is_empty() { "theme".into() } else { slug }
}

/// Lines on their way to a file.
#[derive(Default)]
pub(super) struct Lines(String);

impl Lines {
    pub(super) fn fact(&mut self, name: &str, words: &str) {
        let _ = writeln!(self.0, "{name}: {words}");
    }

    fn text(&mut self, name: &str, text: &Text) {
        self.fact(name, &plain(text.as_str()));
    }

    fn some(&mut self, name: &str, text: Option<&Text>) {
        if let Some(text) = text {
            self.text(name, text);
        }
    }

    fn prose(&mut self, name: &str, text: Option<&Text>) {
        let Some(text) = text else { return };
        let _ = writeln!(self.0, "{name}:");
        for line in prose(text.as_str()) {
            self.0.push_str(if line.is_empty() { "" } else { "    " });
            self.0.push_str(&line);
            self.0.push('\n');
        }
    }

    fn shown(&mut self, before: &str, shown: &Shown) {
        let name = |name: &str| {
            if before.is_empty() { name.to_owned() } else { format!("{before} {}", name.to_lowercase()) }
        };
        if let Some(seen_by) = &shown.seen_by {
            self.fact(&name("Seen by"), &visibility(seen_by));
        }
        if let Some(marking) = shown.marking {
            self.fact(&name("Marking"), marking.as_str());
        }
    }

    fn gap(&mut self) {
        self.0.push('\n');
    }
}

pub(super) fn visibility(visibility: &Visibility) -> String {
    match visibility {
        Visibility::Public => "everybody".into(),
        Visibility::Panel => "the Panel and the office".into(),
        Visibility::Internal => "the office and its boards".into(),
        Visibility::Exempt { ground, review } => {
            format!(
                "the office alone, exempt on the ground {}, to be reviewed on {}",
                quoted(ground.as_str()),
                day(*review)
            )
        }
    }
}

fn words_of(texts: &[Text]) -> String {
    texts.iter().map(|t| word(t.as_str())).collect::<Vec<_>>().join(", ")
}

fn head(plan: &PlanText) -> String {
    let mut lines = Lines(format!("{FORMAT}\n\n"));
    lines.text("Plan", &plan.name);
    for alias in &plan.aliases {
        lines.text("Also called", alias);
    }
    lines.shown("", &plan.shown);
    if let Some(from) = plan.from {
        lines.fact("From", &day(from));
    }
    if let Some(to) = plan.to {
        lines.fact("To", &day(to));
    }
    lines.fact("State", said(STATES, &plan.state));
    for version in &plan.versions {
        lines.fact("Version", &edition(version));
    }
    lines.gap();
    scale(&mut lines, &plan.scale, &plan.scale_shown);
    for body in &plan.bodies {
        lines.gap();
        lines.text("Organisation", &body.name);
        if body.kind != BodyKind::Partner {
            lines.fact("Kind", said(BODIES, &body.kind));
        }
        for alias in &body.aliases {
            lines.text("Also called", alias);
        }
        lines.shown("", &body.shown);
    }
    for post in &plan.posts {
        lines.gap();
        lines.text("Post", &post.name);
        lines.text("Belongs to", &post.body);
        if !post.initials.is_empty() {
            lines.fact("Initials", &words_of(&post.initials));
        }
        lines.shown("", &post.shown);
    }
    lines.0
}

fn edition(version: &PlanVersion) -> String {
    let mut out = format!("{}, {}", word(version.label.as_str()), said(EDITIONS, &version.status));
    let days =
        [("issued on", version.issued), ("published on", version.published), ("in effect from", version.effective)];
    for (words, date) in days {
        if let Some(date) = date {
            let _ = write!(out, ", {words} {}", day(date));
        }
    }
    out
}

fn scale(lines: &mut Lines, scale: &Scale, shown: &Shown) {
    lines.text("Scale", &scale.name);
    if let Some(date) = scale.effective {
        lines.fact("In effect from", &day(date));
    }
    lines.shown("", shown);
    for level in &scale.levels {
        lines.gap();
        lines.text("Level", &level.label);
        lines.fact("Means", said(CLASSES, &level.class));
        if level.key.as_str() != level.class.as_str() {
            lines.text("Key", &level.key);
        }
        lines.fact("Colour", &format!("{}, {}", word(level.colour_name.as_str()), word(level.colour.as_str())));
        lines.fact("Symbol", said(SHAPES, &level.shape));
        lines.prose("Criteria", Some(&level.criteria));
        if !level.words.is_empty() {
            lines.fact("Also written", &words_of(&level.words));
        }
    }
}

fn theme(theme: &ThemeText, scale: &Scale) -> String {
    let mut lines = Lines::default();
    lines.text("Theme", &theme.name);
    lines.some("Code", theme.code.as_ref());
    for alias in &theme.aliases {
        lines.text("Also called", alias);
    }
    lines.shown("", &theme.shown);
    lines.prose("Aim", theme.aim.as_ref());
    statements(&mut lines, "Outcome", &theme.outcomes);
    statements(&mut lines, "Objective", &theme.objectives);
    statements(&mut lines, "Priority", &theme.priorities);
    for action in &theme.actions {
        lines.gap();
        self::action(&mut lines, action, scale);
    }
    lines.0
}

fn statements(lines: &mut Lines, name: &str, statements: &[StatementText]) {
    for said in statements {
        lines.gap();
        lines.text(name, &said.statement);
        for body in &said.shared_with {
            lines.text("Shared with", body);
        }
        lines.shown("", &said.shown);
    }
}

fn action(lines: &mut Lines, action: &ActionText, scale: &Scale) {
    lines.text(&format!("Action {}", word(action.reference.as_str())), &action.title);
    lines.shown("", &action.shown);
    lines.prose("Description", action.description.as_ref());
    for outcome in &action.outcomes {
        lines.fact("Serves the outcome", &served(outcome));
    }
    for objective in &action.objectives {
        lines.fact("Serves the objective", &served(objective));
    }
    lines.prose("Output", action.output.as_ref());
    lines.some("Owner", action.owner.as_ref());
    lines.some("Rated by", action.rated_by.as_ref());
    if let Some(sponsor) = &action.sponsor {
        lines.fact("Sponsor", &held(sponsor));
    }
    for lead in &action.leads {
        lines.fact("Lead", &held(lead));
    }
    for one in &action.partners {
        lines.fact("Partner", &partner(one));
    }
    if action.statutory {
        lines.fact("Required by law", "yes");
    }
    dates(lines, action);
    lines.fact("Status", said(STATUSES, &action.status));
    if let Some(given) = &action.rating {
        lines.fact("Rating", &rating(given, scale));
    }
    milestones::write(lines, &action.milestones);
    effects::write(lines, &action.effects);
    if let Some(update) = &action.update {
        self::update(lines, update, action.rating.as_ref(), scale);
    }
    for link in &action.links {
        let words = match link {
            LinkText::Here(reference) => word(reference.as_str()),
            LinkText::There { plan, reference } => format!("{}, {}", word(plan.as_str()), word(reference.as_str())),
            LinkText::Stated(stated) => format!("{}, not found here", quoted(stated.as_str())),
        };
        lines.fact("Links to", &words);
    }
    for line in &action.lineage {
        lines
            .fact(said(BECAME, &line.how), &format!("{}, {}", word(line.plan.as_str()), word(line.reference.as_str())));
    }
    if let Some(done) = &action.completion {
        completion(lines, done);
    }
    if let Some(decided) = &action.decided {
        lines.fact("Decided", &self::decided(decided));
    }
    for (head, words) in &action.staff_columns {
        lines.text(&format!("Staff column {}", word(head.as_str())), words);
    }
}

fn completion(lines: &mut Lines, done: &CompletionText) {
    lines.fact("Completed on", &day(done.on));
    lines.fact("Completion said by", &held(&done.by));
    evidence(lines, "Completion", &done.evidence);
    if let Some(verified) = &done.verified {
        lines.fact("Completion verified by", &held(&verified.by));
        lines.fact("Completion verified on", &day(verified.on));
        lines.fact("Completion verifier", said(words::APART, &verified.apart));
    }
}

fn evidence(lines: &mut Lines, of: &str, evidence: &[Evidence]) {
    for one in evidence {
        match one {
            Evidence::Link(address) => lines.text(&format!("{of} link"), address),
            Evidence::Decision(reference) => lines.text(&format!("{of} decision"), reference),
            Evidence::File(file) => {
                let words = format!("{} {} {}", file.sha256, file.size, file.name);
                lines.fact(&format!("{of} file"), &plain(&words));
            }
        }
    }
}

fn decided(decided: &Decided) -> String {
    let reason = quoted(decided.reason.as_str());
    let mut out = format!("on {}, because {reason}, approved by {}", day(decided.on), word(decided.approver.as_str()));
    if let Some(until) = decided.until {
        let _ = write!(out, ", until {}", day(until));
    }
    out
}

fn served(served: &Served) -> String {
    let statement = plain(served.statement.as_str());
    match &served.theme {
        None if !statement.starts_with(['"', '“']) => statement,
        None => quoted(served.statement.as_str()),
        Some(theme) => format!("{}, of the theme {}", quoted(served.statement.as_str()), word(theme.as_str())),
    }
}

fn held(held: &HeldText) -> String {
    match held {
        HeldText::Post(name) => word(name.as_str()),
        HeldText::Unmatched(stated) => format!("{}, matched to no post", quoted(stated.as_str())),
    }
}

fn partner(partner: &PartnerText) -> String {
    let mut out = match &partner.body {
        Some(body) if *body == partner.stated => word(body.as_str()),
        Some(body) => format!("{}, stated as {}", word(body.as_str()), quoted(partner.stated.as_str())),
        None => format!("{}, matched to no organisation", quoted(partner.stated.as_str())),
    };
    if let Some(role) = &partner.role {
        let _ = write!(out, ", whose part is {}", quoted(role.as_str()));
    }
    out
}

fn dates(lines: &mut Lines, action: &ActionText) {
    let Timescale { stated, due, note } = &action.timescale;
    if !stated.is_empty() {
        lines.text("Timescale", stated);
    }
    lines.some("Timescale note", note.as_ref());
    let date = match due {
        Due::NotSet => "not set".into(),
        Due::Continuing => "none, a continuing duty".into(),
        Due::By { date, precision: Precision::Day } => day(*date),
        Due::By { date, precision } => format!("{}, stated to the {}", day(*date), said(words::PRECISIONS, precision)),
        Due::Window { from: Some(from), to } => format!("some time between {} and {}", day(*from), day(*to)),
        Due::Window { from: None, to } => format!("some time up to {}", day(*to)),
    };
    lines.fact("Date", &date);
    if action.current_date != action.timescale.date() {
        lines.fact("Current date", &or_none(action.current_date));
    }
    if action.original_date.is_some() || action.current_date.is_some() {
        lines.fact("Original date", &or_none(action.original_date));
    }
    for moved in &action.moves {
        lines.fact("Date changed", &date_move(moved));
    }
}

fn or_none(date: Option<Date>) -> String {
    date.map_or_else(|| "none".into(), day)
}

/// Who approved a move of which the table says only that it happened.
pub(super) const NOT_RECORDED: &str = "not recorded";

fn date_move(moved: &DateMove) -> String {
    let date = |date: Option<Date>| date.map_or_else(|| "no date".into(), day);
    let approved = match moved.approver.as_str() {
        NOT_RECORDED => "approval not recorded".into(),
        approver => format!("approved by {}", word(approver)),
    };
    format!(
        "from {} to {} on {}, because {}, {approved}",
        date(moved.from),
        date(moved.to),
        day(moved.on),
        quoted(moved.reason.as_str())
    )
}

fn rating(rating: &Rating, scale: &Scale) -> String {
    let mut out = format!("{} since {}", word(rating.label.as_str()), day(rating.since));
    match &rating.basis {
        Basis::Supplied => out.push_str(", as supplied"),
        Basis::Agrees { rule, facts } => {
            let _ = write!(out, ", agreeing with {}, given {}", quoted(rule.as_str()), quoted(facts.as_str()));
        }
        Basis::Differs { suggested, rule, facts, reason, public } => {
            let _ = write!(
                out,
                ", differing from {}, given {}, which gives {}, because {}, in public {}",
                quoted(rule.as_str()),
                quoted(facts.as_str()),
                said(CLASSES, suggested),
                quoted(reason.0.as_str()),
                quoted(public.as_str())
            );
        }
        Basis::Untested { because } => {
            let _ = write!(out, ", not tested because {}", quoted(because.as_str()));
        }
    }
    if rating.stated != rating.label {
        let _ = write!(out, ", stated as {}", quoted(rating.stated.as_str()));
    }
    if !scale.levels.iter().find(|l| l.label == rating.label).is_some_and(|l| is(l, rating)) {
        let _ = write!(out, ", meaning {}, key {}", said(CLASSES, &rating.class), quoted(rating.level.as_str()));
    }
    out
}

fn is(level: &Level, rating: &Rating) -> bool {
    level.key == rating.level && level.class == rating.class
}

fn forecast(forecast: &Forecast, scale: &Scale) -> String {
    let level = scale.levels.iter().find(|level| level.label == forecast.label);
    let mut out = word(forecast.label.as_str());
    if !level.is_some_and(|level| level.key == forecast.level && level.class == forecast.class) {
        let key = quoted(forecast.level.as_str());
        let _ = write!(out, ", meaning {}, key {key}", said(CLASSES, &forecast.class));
    }
    out
}

fn update(lines: &mut Lines, update: &UpdateText, now: Option<&Rating>, scale: &Scale) {
    let name = format!("Update of {}", day(update.day));
    match &update.narrative {
        Some(narrative) => lines.prose(&name, Some(narrative)),
        None => {
            let _ = writeln!(lines.0, "{name}:");
        }
    }
    if let Some(by) = &update.by {
        lines.fact("Update by", &held(by));
    }
    if update.rating.as_ref() != now {
        let words = update.rating.as_ref().map_or_else(|| "not rated".into(), |given| rating(given, scale));
        lines.fact("Update rating", &words);
    }
    if update.manner != MannerText::Update {
        lines.fact("Update manner", said(words::MANNERS, &update.manner));
    }
    if let Some(forecast) = &update.forecast {
        lines.fact("Update forecast", &self::forecast(forecast, scale));
    }
    if let Some(confidence) = &update.confidence {
        lines.fact("Update confidence", said(words::CONFIDENCES, confidence));
    }
    lines.prose("Update next step", update.next_step.as_ref());
    evidence(lines, "Update", &update.evidence);
    lines.shown("Update", &update.shown);
}
