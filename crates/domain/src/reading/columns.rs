//! Columns by their heads, in the sector's own words.
use crate::text::fold;
use std::{collections::HashMap, sync::LazyLock};

/// What a column says of an action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Field {
    Reference,
    Title,
    /// One column that holds both: "1.1 Work with partners".
    ReferenceAndTitle,
    Description,
    Theme,
    Output,
    Outcomes,
    Objectives,
    Owner,
    RatedBy,
    Sponsor,
    Leads,
    Partners,
    Statutory,
    Timescale,
    OriginalDate,
    Status,
    Rating,
    Narrative,
    Links,
    Lineage,
    Visibility,
    Ground,
    ReviewDate,
    Marking,
    /// No place for it here: kept under its own head, for staff.
    Staff,
    Ignore,
}

/// Each field, its name in a map, and the heads by which tables call it. A head matches when it is one of these, case,
/// white space and punctuation set aside.
const HEADS: &[(Field, &str, &str)] = &[
    (
        Field::Reference,
        "reference",
        "ref, reference, ref no, ref number, reference number, no, number, #, action no, action number, \
         action ref, action reference, action id, code, action code, id, item, item no, item number",
    ),
    (
        Field::Title,
        "title",
        "action, actions, title, action title, key action, key actions, deliverable, deliverables, \
         key deliverable, key deliverables, commitment, commitments, activity, activities, key activity, \
         key activities, project, projects, what we will do, what will we do, we will, task, tasks, \
         agreed action, delivery plan action, initiative, initiatives",
    ),
    (Field::ReferenceAndTitle, "reference and title", "ref and action, no and action, action no and title"),
    (
        Field::Description,
        "description",
        "description, detail, details, action detail, action details, action description, further detail, \
         how we will do it, how we will do this, how, how will we do it, summary, what this means, scope",
    ),
    (
        Field::Theme,
        "theme",
        "theme, themes, pillar, priority, plan priority, police and crime plan priority, strategic priority, \
         priority area, chapter, objective group, strategic theme, plan theme, workstream, section",
    ),
    (Field::Output, "output", "output, outputs, product, end product"),
    (
        Field::Outcomes,
        "outcomes",
        "outcome, outcomes, shared outcome, shared outcomes, intended outcome, expected outcome, \
         intended outcomes, expected outcomes, what success looks like, what will success look like",
    ),
    (
        Field::Objectives,
        "objectives",
        "objective, objectives, strategic objective, strategic objectives, plan objective",
    ),
    (
        Field::Owner,
        "owner",
        "owner, organisation, organization, owning organisation, responsible body, lead agency, \
         lead organisation, responsible organisation, lead body, agency, whose action, lead partner",
    ),
    (Field::RatedBy, "rated by", "rated by, assessed by, rag rated by"),
    (
        Field::Sponsor,
        "sponsor",
        "sponsor, sro, senior responsible officer, senior responsible owner, executive lead, \
         executive sponsor, exec lead, accountable, accountable officer, strategic lead, director",
    ),
    (
        Field::Leads,
        "lead",
        "lead, leads, lead officer, lead officers, action owner, action lead, responsible officer, \
         responsible, officer, who, by whom, delivery lead, operational lead, lead officer(s), lead(s), \
         opcc lead, policy lead, officer responsible, person responsible, project lead",
    ),
    (
        Field::Partners,
        "partners",
        "partner, partners, partner agencies, key partners, delivery partners, working with, supported by",
    ),
    (Field::Statutory, "statutory", "statutory, statutory duty, statutory requirement, legal duty"),
    (
        Field::Timescale,
        "timescale",
        "timescale, timescales, time scale, timeframe, time frame, timing, due, due date, target date, \
         deadline, by when, when, completion date, current date, revised date, date due, target, \
         target completion date, expected completion, expected completion date, current due date, \
         current target date, revised due date, revised target date, revised completion date, \
         revised timescale, delivery date, end date, date, forecast completion, complete by, \
         target completion",
    ),
    (
        Field::OriginalDate,
        "original date",
        "original date, original target, original target date, baseline date, original due date, \
         original deadline, original timescale, original completion date, baseline, first agreed date",
    ),
    (
        Field::Status,
        "status",
        "status, lifecycle, lifecycle status, life cycle, stage, action status, open/closed, state",
    ),
    (
        Field::Rating,
        "rating",
        "rag, r/a/g, r a g, rag rating, rag status, status rag, rating, brag, brag rating, brag status, \
         b/r/a/g, ragb, delivery rating, delivery status, delivery rag, current rag, rag (delivery), \
         current rating, progress rag",
    ),
    (
        Field::Narrative,
        "narrative",
        "current status, progress, update, updates, progress update, latest position, latest update, \
         current position, narrative, commentary, comment, comments, progress to date, progress/update, \
         status update, position, update/progress, progress report, what we have done",
    ),
    (
        Field::Links,
        "links",
        "link, links, links to other actions, linked to, linked actions, link to other actions, see also, \
         dependencies",
    ),
    (
        Field::Lineage,
        "carried from",
        "carried from, previous reference, previous ref, carried forward from, old reference, old ref, \
         lineage",
    ),
    (Field::Visibility, "visibility", "visibility, public/exempt, who may see it"),
    (
        Field::Ground,
        "reason withheld",
        "reason withheld, exempt ground, ground, exemption, reason exempt, ground for exemption",
    ),
    (Field::ReviewDate, "review date", "review date, exemption review date, review of exemption"),
    (Field::Marking, "marking", "marking, protective marking, classification, gsc, security marking"),
    (Field::Staff, "staff", ""),
    (Field::Ignore, "ignore", ""),
];

static BY_HEAD: LazyLock<HashMap<String, Field>> = LazyLock::new(|| {
    let heads = HEADS.iter().flat_map(|(field, _, heads)| heads.split(", ").map(|head| (plain(head), *field)));
    heads.collect()
});

impl Field {
    pub const ALL: [Self; 27] = {
        let mut all = [Self::Reference; 27];
        let mut at = 0;
        while at < HEADS.len() {
            all[at] = HEADS[at].0;
            at += 1;
        }
        all
    };

    /// Its name in a map.
    pub fn as_str(self) -> &'static str {
        HEADS.iter().find(|(field, ..)| *field == self).map_or("", |(_, name, _)| name)
    }

    /// A field by its name in a map, or by any head that means it.
    pub fn parse(name: &str) -> Option<Self> {
        let name = fold(name);
        let named = HEADS.iter().find(|(_, of, _)| *of == name).map(|(field, ..)| *field);
        named.or_else(|| Self::of_head(&name))
    }

    /// The field that a head means, if it is one that tables are known to use. Folded already.
    pub(super) fn of_head(folded: &str) -> Option<Self> {
        BY_HEAD.get(&plain(folded)).copied()
    }

    /// Whether a table may have several columns of it.
    pub(super) fn may_repeat(self) -> bool {
        matches!(self, Self::Staff | Self::Ignore)
    }

    pub(super) fn holds_title(self) -> bool {
        matches!(self, Self::Title | Self::ReferenceAndTitle)
    }
}

/// A head without what heads differ in: case, spaces, full stops, brackets, question marks, "&" for "and".
fn plain(folded: &str) -> String {
    let folded = folded.replace('&', " and ").replace(" / ", "/");
    let kept: String =
        folded.chars().map(|c| if matches!(c, '.' | '?' | ':' | '*' | '\'' | '(' | ')') { ' ' } else { c }).collect();
    let joined = kept.split_whitespace().collect::<Vec<_>>().join(" ");
    if joined.is_empty() && folded.contains('#') { "#".into() } else { joined }
}
