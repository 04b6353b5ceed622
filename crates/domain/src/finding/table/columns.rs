//! Columns by their heads, in auditors' own words, and the map that says otherwise.
use crate::text::{Text, fold};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What a column says.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Reference,
    Found,
    Recommended,
    Risk,
    Priority,
    Response,
    Action,
    Owner,
    Due,
    Revised,
    Status,
    Update,
    Evidence,
    ForWhom,
    Ignore,
}

/// Each field, its name in a map, and the heads by which tables call it, punctuation set aside.
const HEADS: &[(Field, &str, &str)] = &[
    (
        Field::Reference,
        "reference",
        "ref, reference, ref no, reference number, no, number, rec no, rec ref, rec, rec number, recommendation no, \
         recommendation number, recommendation ref, finding no, finding ref, finding number, id, item, item no, para, paragraph",
    ),
    (
        Field::Found,
        "found",
        "finding, findings, audit finding, observation, observations, issue, issues, weakness, weaknesses, \
         weakness identified, issue identified, what was found, matter arising, matters arising, cause of concern, \
         area for improvement, finding observation, finding and observation, issue finding",
    ),
    (
        Field::Recommended,
        "recommended",
        "recommendation, recommendations, audit recommendation, recommended action, original recommendation, \
         summary of recommendation, recommendation made, afi",
    ),
    (
        Field::Risk,
        "risk",
        "risk, risks, implication, implications, risk implication, risk and implication, risk identified",
    ),
    (
        Field::Priority,
        "priority",
        "priority, priority rating, priority level, rating, grade, grading, category, importance, risk rating, risk level, \
         h m l, high medium low, fundamental significant housekeeping, recommendation priority, priority h m l, classification",
    ),
    (
        Field::Response,
        "response",
        "management response, response, management comment, management comments, client response, opcc response, \
         response to recommendation, initial management response, accepted, agreed y n, accepted y n",
    ),
    (
        Field::Action,
        "action",
        "agreed action, agreed actions, action, actions, management action, management actions, agreed management action, \
         action agreed, action to be taken, actions agreed, action plan, planned action",
    ),
    (
        Field::Owner,
        "owner",
        "owner, action owner, responsible officer, responsible, officer responsible, person responsible, responsibility, \
         lead, lead officer, manager responsible, responsible manager, who, by whom, risk owner, accountable officer",
    ),
    (
        Field::Due,
        "due",
        "target date, due, due date, original date, original target date, original due date, date due, deadline, \
         implementation date, agreed date, agreed implementation date, by when, when, timescale, timescales, target, \
         original implementation date, original timescale, completion date, target completion date, date",
    ),
    (
        Field::Revised,
        "revised",
        "revised date, revised dates, revised target date, revised due date, revised target, revised deadline, revised, \
         revised implementation date, revised timescale, new date, new target date, current date, current due date, \
         current target date, extended date, extension",
    ),
    (
        Field::Status,
        "status",
        "status, current status, implementation status, state, progress status, complete, completed, action status",
    ),
    (
        Field::Update,
        "update",
        "update, updates, progress, progress update, latest update, management update, position, current position, \
         latest position, comment, comments, progress to date, progress report, follow up, audit follow up, update position",
    ),
    (Field::Evidence, "evidence", "evidence, evidence seen, evidence of completion, evidence of implementation"),
    (Field::ForWhom, "for whom", "for whom, addressed to, for, organisation, body, force opcc, opcc force"),
    (Field::Ignore, "ignore", "rag, rag rating, rag status, colour, source, audit, audit title, report, review, year"),
];

impl Field {
    pub fn as_str(self) -> &'static str {
        HEADS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }

    pub fn parse(name: &str) -> Option<Self> {
        let name = fold(name);
        HEADS.iter().find(|(_, own, _)| *own == name).map(|(field, ..)| *field)
    }

    fn of_head(head: &str) -> Option<Self> {
        let head = plain(head);
        if head.is_empty() {
            return None;
        }
        let is = |heads: &str| heads.split(',').any(|own| plain(own) == head);
        HEADS.iter().find(|(_, _, heads)| is(heads)).map(|(field, ..)| *field)
    }
}

/// A head without its punctuation: "No." and "no", "Finding/Observation" and "finding observation".
fn plain(head: &str) -> String {
    let spaced: String = fold(head).chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    spaced.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// How an office's own tracker is to be read. Everything in it may be left out.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct FindingMap {
    /// Head of the table -> field, or "ignore".
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub columns: BTreeMap<Text, String>,
    /// Word of the table -> the source's own word ("H" -> "High").
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub priorities: BTreeMap<Text, Text>,
    /// Word of the table -> "open", "closed" or "not adopted".
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub statuses: BTreeMap<Text, String>,
    /// Reference, or first words of a row -> "skip".
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub rows: BTreeMap<Text, String>,
}

impl FindingMap {
    /// Reads a map, and refuses one that could not be followed.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let map: Self = toml::from_str(toml).map_err(|error| {
            let line = error.span().map_or(1, |span| toml[..span.start].matches('\n').count() + 1);
            format!("line {line} of the map: {}", error.message().replace('\n', "; "))
        })?;
        if let Some((head, field)) = map.columns.iter().find(|(_, field)| Field::parse(field).is_none()) {
            let known: Vec<&str> = HEADS.iter().map(|(_, name, _)| *name).collect();
            return Err(format!("the map says “{field}” of the column “{head}”; write one of {}", known.join(", ")));
        }
        let statuses = ["open", "closed", "not adopted"];
        if let Some((word, says)) = map.statuses.iter().find(|(_, says)| !statuses.contains(&fold(says).as_str())) {
            return Err(format!("the map says “{says}” of the status “{word}”; write one of {}", statuses.join(", ")));
        }
        if let Some((row, says)) = map.rows.iter().find(|(_, says)| fold(says) != "skip") {
            return Err(format!("the map says “{says}” of the row “{row}”; it can only say “skip”"));
        }
        Ok(map)
    }

    pub(super) fn field(&self, head: &str) -> Option<Field> {
        let wanted = fold(head);
        let own = self.columns.iter().find(|(own, _)| own.folded() == wanted);
        own.and_then(|(_, field)| Field::parse(field)).or_else(|| Field::of_head(head))
    }

    pub(super) fn skips(&self, row: &str) -> bool {
        let wanted = fold(row);
        self.rows.keys().any(|own| own.folded() == wanted)
    }

    pub(super) fn priority(&self, stated: &str) -> Option<&Text> {
        let wanted = fold(stated);
        self.priorities.iter().find(|(own, _)| own.folded() == wanted).map(|(_, word)| word)
    }

    pub(super) fn status(&self, stated: &str) -> Option<&str> {
        let wanted = fold(stated);
        self.statuses.iter().find(|(own, _)| own.folded() == wanted).map(|(_, says)| says.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn no_head_means_two_things() {
        let mut seen: BTreeMap<String, Field> = BTreeMap::new();
        for (field, _, heads) in HEADS {
            for head in heads.split(',').map(plain) {
                let before = seen.insert(head.clone(), *field);
                assert!(before.is_none_or(|before| before == *field), "{head}: {before:?} and {field:?}");
            }
        }
        println!("{} heads", seen.len());
    }

    #[test]
    fn heads_are_read_without_their_punctuation() {
        assert_eq!(Field::of_head("No."), Some(Field::Reference));
        assert_eq!(Field::of_head("Fundamental / Significant / Housekeeping"), Some(Field::Priority));
        assert_eq!(Field::of_head("Priority (H/M/L)"), Some(Field::Priority));
    }

    #[test]
    fn a_map_that_cannot_be_followed_is_refused() {
        let wrong = FindingMap::parse("[columns]\n\"Rec\" = \"recomended\"").unwrap_err();
        assert!(wrong.contains("“recomended” of the column “Rec”"), "{wrong}");
        assert!(FindingMap::parse("statuses = { Shut = \"gone\" }").unwrap_err().contains("open, closed, not adopted"));
    }
}
