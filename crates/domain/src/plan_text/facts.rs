//! Facts of several words: ratings, dates and their changes, who holds a piece of work, who may see an item.
use super::{
    HeldText, LinkText, PartnerText, PlanText, Shown,
    lines::{Page, Section},
    words::{self, CLASSES, EDITIONS, PRECISIONS, behind, chosen, date, split_outside, unescaped, unword},
    write::NOT_RECORDED,
};
use crate::{
    action::{Basis, DateMove, Rating},
    envelope::{Marking, Visibility},
    plan::{PlanStatus, PlanVersion},
    reading::nearest,
    scale::Scale,
    text::{Text, text},
    timescale::{Due, Precision},
};
use jiff::civil::Date;

/// A clause that stands where nothing of its kind can.
fn lost(clause: &str) -> String {
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

fn visibility(raw: &str) -> Result<Visibility, String> {
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
    for clause in &clauses[1..] {
        if clause.eq_ignore_ascii_case("as supplied") {
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
    let exact = scale.levels.iter().find(|level| level.label == label);
    let level = exact.or_else(|| scale.level_called(label.as_str()));
    let known: Vec<&str> = scale.levels.iter().map(|level| level.label.as_str()).collect();
    match (class, key, level) {
        (Some(class), Some(level), _) => {
            let stated = stated.unwrap_or_else(|| label.clone());
            Ok(Rating { level, label, class, stated, since, basis: Basis::Supplied })
        }
        (None, None, Some(level)) => Ok(Rating {
            level: level.key.clone(),
            label: level.label.clone(),
            class: level.class,
            stated: stated.unwrap_or(label),
            since,
            basis: Basis::Supplied,
        }),
        (None, None, None) => {
            let near = nearest(label.as_str(), &known).map(|n| format!("; did you mean “{n}”?")).unwrap_or_default();
            Err(format!("the scale in plan.txt has no level “{label}”{near} It has {}", known.join(", ")))
        }
        _ => Err("a rating off the scale says both: meaning at risk, key \"...\"".into()),
    }
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
