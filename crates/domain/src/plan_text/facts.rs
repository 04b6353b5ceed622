//! Facts of several words: ratings, dates and their changes, who holds a piece of work, who may see an item.
use super::{
    HeldText, LinkText, PartnerText, PlanText, Shown,
    lines::{Page, Section},
    words::{self, CLASSES, EDITIONS, PRECISIONS, behind, chosen, date, split_outside, unescaped, unword},
    write::NOT_RECORDED,
};
use crate::{
    action::{Basis, DateMove, Decided, Rating},
    envelope::{InternalText, Marking, Visibility},
    plan::{PlanStatus, PlanVersion},
    reading::nearest,
    scale::{Class, Scale},
    text::{Text, text},
    timescale::{Due, Precision},
    update::Forecast,
};
use jiff::civil::Date;

/// A clause that stands where nothing of its kind can.
pub(super) fn lost(clause: &str) -> String {
    format!("“{clause}” is not understood here; words that hold a comma stand in quotation marks")
}

pub(super) fn shown(page: &mut Page, section: &mut Section, before: &str) -> Shown {
    let name = |name: &str| if before.is_empty() { name.to_owned() } else { format!("{before} {name}") };
    let seen_by = section.one(page, &name("Seen by"));
    let marking = section.one(page, &name("Marking"));
    Shown {
        seen_by: seen_by.and_then(|f| f.raw(page).map(visibility).and_then(|read| page.taken(f.line, read))),
        marking: marking.and_then(|f| f.raw(page).map(Marking::parse).and_then(|read| page.taken(f.line, read))),
    }
}

pub(super) fn visibility(raw: &str) -> Result<Visibility, String> {
    let clauses = split_outside(raw, ',');
    let says = |words: &[&str]| words.iter().any(|w| clauses[0].eq_ignore_ascii_case(w));
    if clauses.len() == 1 {
        if says(&["everybody", "the public"]) {
            return Ok(Visibility::Public);
        }
        if says(&["the Panel and the office", "the Panel"]) {
            return Ok(Visibility::Panel);
        }
        if says(&["the office and its boards", "the office"]) {
            return Ok(Visibility::Internal);
        }
    }
    if says(&["the office alone"]) {
        let ground = clauses.iter().find_map(|c| behind(c, "exempt on the ground"));
        let review = clauses.iter().find_map(|c| behind(c, "to be reviewed on"));
        if let (Some(ground), Some(review), 3) = (ground, review, clauses.len()) {
            return Ok(Visibility::Exempt { ground: unword(ground)?, review: date(review)? });
        }
    }
    Err(format!(
        "“{raw}” does not say who may see it; write everybody, the Panel and the office, the office and its boards, or: the office alone, exempt on the ground \"...\", to be reviewed on 31 March 2027"
    ))
}

pub(super) fn edition(raw: &str) -> Result<PlanVersion, String> {
    let clauses = split_outside(raw, ',');
    let mut version = PlanVersion {
        label: unword(clauses[0])?,
        status: PlanStatus::Issued,
        issued: None,
        published: None,
        effective: None,
    };
    for (place, clause) in clauses.iter().enumerate().skip(1) {
        if let Some(day) = behind(clause, "issued on") {
            version.issued = Some(date(day)?);
        } else if let Some(day) = behind(clause, "published on") {
            version.published = Some(date(day)?);
        } else if let Some(day) = behind(clause, "in effect from") {
            version.effective = Some(date(day)?);
        } else if place == 1 {
            version.status = chosen(EDITIONS, clause, "what a version can be")?;
        } else {
            return Err(lost(clause));
        }
    }
    Ok(version)
}

/// A rating on the plan's scale: "At risk since 12 January 2026, as supplied, stated as "Amber"".
pub(super) fn rating(raw: &str, scale: &Scale) -> Result<Rating, String> {
    let clauses = split_outside(raw, ',');
    let (label, since) = clauses[0]
        .rsplit_once(" since ")
        .ok_or_else(|| format!("“{raw}” does not say since when; write it as: On track since 12 January 2026"))?;
    let (label, since) = (unword(label)?, date(since)?);
    let (mut stated, mut class, mut key) = (None, None, None);
    let mut behind_it = Behind::default();
    for clause in &clauses[1..] {
        if clause.eq_ignore_ascii_case("as supplied") || behind_it.takes(clause)? {
        } else if let Some(words) = behind(clause, "stated as") {
            stated = Some(unword(words)?);
        } else if let Some(word) = behind(clause, "meaning") {
            class = Some(chosen(CLASSES, word, "what a level can mean")?);
        } else if let Some(word) = behind(clause, "key") {
            key = Some(unword(word)?);
        } else {
            return Err(lost(clause));
        }
    }
    let stated = stated.unwrap_or_else(|| label.clone());
    let (level, label, class) = level(label, class, key, scale)?;
    Ok(Rating { level, label, class, stated, since, basis: behind_it.basis()? })
}

/// A level of the scale by its label, or one off the scale that says what it means.
fn level(label: Text, class: Option<Class>, key: Option<Text>, scale: &Scale) -> Result<(Text, Text, Class), String> {
    let exact = scale.levels.iter().find(|level| level.label == label);
    let level = exact.or_else(|| scale.level_called(label.as_str()));
    let known: Vec<&str> = scale.levels.iter().map(|level| level.label.as_str()).collect();
    match (class, key, level) {
        (Some(class), Some(key), _) => Ok((key, label, class)),
        (None, None, Some(level)) => Ok((level.key.clone(), level.label.clone(), level.class)),
        (None, None, None) => {
            let near = nearest(label.as_str(), &known).map(|n| format!("; did you mean “{n}”?")).unwrap_or_default();
            Err(format!("the scale in plan.txt has no level “{label}”{near} It has {}", known.join(", ")))
        }
        _ => Err("a rating off the scale says both: meaning at risk, key \"...\"".into()),
    }
}

pub(super) fn forecast(raw: &str, scale: &Scale) -> Result<Forecast, String> {
    let clauses = split_outside(raw, ',');
    let (mut class, mut key) = (None, None);
    for clause in &clauses[1..] {
        if let Some(word) = behind(clause, "meaning") {
            class = Some(chosen(CLASSES, word, "what a level can mean")?);
        } else if let Some(word) = behind(clause, "key") {
            key = Some(unword(word)?);
        } else {
            return Err(lost(clause));
        }
    }
    let (level, label, class) = level(unword(clauses[0])?, class, key, scale)?;
    Ok(Forecast { level, label, class })
}

/// What stands behind a rating, clause by clause.
#[derive(Default)]
struct Behind {
    agrees: Option<Text>,
    differs: Option<Text>,
    facts: Option<Text>,
    gives: Option<Class>,
    reason: Option<Text>,
    public: Option<Text>,
    untested: Option<Text>,
}

impl Behind {
    /// Whether the clause is one of these.
    fn takes(&mut self, clause: &str) -> Result<bool, String> {
        let texts = [
            ("agreeing with", &mut self.agrees),
            ("differing from", &mut self.differs),
            ("given", &mut self.facts),
            ("because", &mut self.reason),
            ("in public", &mut self.public),
            ("not tested because", &mut self.untested),
        ];
        for (opening, slot) in texts {
            if let Some(words) = behind(clause, opening) {
                *slot = Some(unword(words)?);
                return Ok(true);
            }
        }
        if let Some(word) = behind(clause, "which gives") {
            self.gives = Some(chosen(CLASSES, word, "what a level can mean")?);
            return Ok(true);
        }
        Ok(false)
    }

    fn basis(self) -> Result<Basis, String> {
        let Self { agrees, differs, facts, gives, reason, public, untested } = self;
        match (agrees, differs, facts, gives, reason, public, untested) {
            (None, None, None, None, None, None, None) => Ok(Basis::Supplied),
            (None, None, None, None, None, None, Some(because)) => Ok(Basis::Untested { because }),
            (Some(rule), None, Some(facts), None, None, None, None) => Ok(Basis::Agrees { rule, facts }),
            (None, Some(rule), Some(facts), Some(suggested), Some(reason), Some(public), None) => {
                Ok(Basis::Differs { suggested, rule, facts, reason: InternalText::new(reason), public })
            }
            _ => Err("what stands behind a rating is one of: as supplied; agreeing with \"the rule\", given \"the facts\"; differing from \"the rule\", given \"the facts\", which gives at risk, because \"the office's reason\", in public \"the reason for everybody\"; not tested because \"...\"".into()),
        }
    }
}

pub(super) fn decided(raw: &str) -> Result<Decided, String> {
    let how = || {
        format!(
            "“{raw}” does not say what was decided; write it as: on 14 October 2026, because \"the grant ended\", approved by Chief Executive"
        )
    };
    let clauses = split_outside(raw, ',');
    let on = date(behind(clauses[0], "on").ok_or_else(how)?)?;
    let (mut reason, mut approver, mut until) = (None, None, None);
    for clause in &clauses[1..] {
        if let Some(words) = behind(clause, "because") {
            reason = Some(unword(words)?);
        } else if let Some(words) = behind(clause, "approved by") {
            approver = Some(unword(words)?);
        } else if let Some(day) = behind(clause, "until") {
            until = Some(date(day)?);
        } else {
            return Err(lost(clause));
        }
    }
    Ok(Decided { on, reason: reason.ok_or_else(how)?, approver: approver.ok_or_else(how)?, until })
}

pub(super) fn due(raw: &str) -> Result<Due, String> {
    let clauses = split_outside(raw, ',');
    if raw.eq_ignore_ascii_case("not set") {
        return Ok(Due::NotSet);
    }
    if raw.eq_ignore_ascii_case("none, a continuing duty") || raw.eq_ignore_ascii_case("a continuing duty") {
        return Ok(Due::Continuing);
    }
    if let Some(window) = behind(raw, "some time between")
        && let Some((from, to)) = window.split_once(" and ")
    {
        let (from, to) = (date(from)?, date(to)?);
        if from > to {
            return Err(format!("the time from {} to {} ends before it begins", words::day(from), words::day(to)));
        }
        return Ok(Due::Window { from: Some(from), to });
    }
    if let Some(to) = behind(raw, "some time up to") {
        return Ok(Due::Window { from: None, to: date(to)? });
    }
    match clauses.as_slice() {
        [day] => Ok(Due::By {
            date: date(day).map_err(|says| {
                format!("{says}, or one of: not set; none, a continuing duty; some time between 1 April 2026 and 30 June 2026; 30 June 2026, stated to the quarter")
            })?,
            precision: Precision::Day,
        }),
        [day, to] => {
            let to = behind(to, "stated to the").ok_or_else(|| lost(to))?;
            Ok(Due::By { date: date(day)?, precision: chosen(PRECISIONS, to, "a precision")? })
        }
        _ => Err(lost(clauses[2])),
    }
}

/// A date, or "none".
pub(super) fn or_none(raw: &str) -> Result<Option<Date>, String> {
    if raw.eq_ignore_ascii_case("none") || raw.eq_ignore_ascii_case("no date") { Ok(None) } else { date(raw).map(Some) }
}

pub(super) fn date_move(raw: &str) -> Result<DateMove, String> {
    let how = || {
        format!(
            "“{raw}” does not say how the date was changed; write it as: from 31 March 2026 to 30 June 2026 on 14 October 2025, because \"the analyst left\", approved by Chief Executive"
        )
    };
    let clauses = split_outside(raw, ',');
    let dates = behind(clauses[0], "from").ok_or_else(how)?;
    let (from, rest) = dates.split_once(" to ").ok_or_else(how)?;
    let (to, on) = rest.split_once(" on ").ok_or_else(how)?;
    let (mut reason, mut approver) = (None, None);
    for clause in &clauses[1..] {
        if let Some(words) = behind(clause, "because") {
            reason = Some(unword(words)?);
        } else if let Some(words) = behind(clause, "approved by") {
            approver = Some(unword(words)?);
        } else if clause.eq_ignore_ascii_case("approval not recorded") {
            approver = Some(text(NOT_RECORDED));
        } else {
            return Err(lost(clause));
        }
    }
    let reason = reason.ok_or("a changed date needs its reason: because \"...\"")?;
    let approver =
        approver.ok_or("a changed date needs who approved it: approved by ..., or: approval not recorded")?;
    let (from, to) = (or_none(from)?, or_none(to)?);
    if from == to {
        return Err("the date is changed from a day to the same day; delete the line".into());
    }
    Ok(DateMove { from, to, on: date(on)?, reason, approver })
}

impl PlanText {
    pub(super) fn is_called(&self, name: &Text) -> bool {
        std::iter::once(&self.name).chain(&self.aliases).any(|own| own.folded() == name.folded())
    }

    /// The name under which plan.txt lists an organisation, whichever of its names is used.
    pub(super) fn body_called(&self, name: &Text) -> Result<Text, String> {
        let folded = name.folded();
        let own = self.bodies.iter().find(|b| b.name.folded() == folded);
        let other = || self.bodies.iter().find(|b| b.aliases.iter().any(|a| a.folded() == folded));
        own.or_else(other).map(|b| b.name.clone()).ok_or_else(|| {
            let known: Vec<&str> = self.bodies.iter().map(|b| b.name.as_str()).collect();
            let near = nearest(name.as_str(), &known).map(|n| format!("did you mean “{n}”? Else ")).unwrap_or_default();
            format!("“{name}” is no organisation of plan.txt; {near}add there: Organisation: {name}")
        })
    }

    pub(super) fn held(&self, raw: &str) -> Result<HeldText, String> {
        let clauses = split_outside(raw, ',');
        if let [stated, unmatched] = clauses.as_slice()
            && unmatched.eq_ignore_ascii_case("matched to no post")
        {
            return unword(stated).map(HeldText::Unmatched);
        }
        let name = if clauses.len() == 1 { unword(raw)? } else { unescaped(raw)? };
        let folded = name.folded();
        let post = self.posts.iter().find(|p| p.name.folded() == folded);
        post.map(|p| HeldText::Post(p.name.clone())).ok_or_else(|| {
            let known: Vec<&str> = self.posts.iter().map(|p| p.name.as_str()).collect();
            let near = nearest(name.as_str(), &known).map(|n| format!("did you mean “{n}”? Else ")).unwrap_or_default();
            format!("“{name}” is no post of plan.txt; {near}add there: Post: {name}; or write here: \"{name}\", matched to no post")
        })
    }

    pub(super) fn partner(&self, raw: &str) -> Result<PartnerText, String> {
        let clauses = split_outside(raw, ',');
        let name = unword(clauses[0])?;
        let (mut stated, mut role, mut matched) = (None, None, true);
        for clause in &clauses[1..] {
            if let Some(words) = behind(clause, "stated as") {
                stated = Some(unword(words)?);
            } else if let Some(words) = behind(clause, "whose part is") {
                role = Some(unword(words)?);
            } else if clause.eq_ignore_ascii_case("matched to no organisation") {
                matched = false;
            } else {
                return Err(lost(clause));
            }
        }
        if !matched {
            return Ok(PartnerText { body: None, stated: name, role });
        }
        let body = self
            .body_called(&name)
            .map_err(|says| format!("{says}; or write here: \"{name}\", matched to no organisation"))?;
        Ok(PartnerText { stated: stated.unwrap_or_else(|| body.clone()), body: Some(body), role })
    }
}

pub(super) fn link(raw: &str) -> Result<LinkText, String> {
    match split_outside(raw, ',').as_slice() {
        [reference] => unword(reference).map(LinkText::Here),
        [stated, clause] if clause.eq_ignore_ascii_case("not found here") => unword(stated).map(LinkText::Stated),
        [plan, reference] => Ok(LinkText::There { plan: unword(plan)?, reference: unword(reference)? }),
        more => Err(lost(more[2])),
    }
}
