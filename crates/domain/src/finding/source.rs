//! Who finds: internal audit, the inspectorate, the Panel, external audit and others, each with its own words for how much
//! something matters and, where the law sets one, its own clock.
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Visibility},
    office::{Kept, Kind, Noun, Office},
    text::{Text, fold, text},
};
use jiff::{ToSpan, civil::Date};
use serde::{Deserialize, Serialize};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingSource {
    pub name: Text,
    pub kind: SourceKind,
    /// Its own words, the gravest first.
    pub priorities: Vec<Priority>,
    /// By when comments on its reports have to be out, where a law says so.
    pub clock: Option<Clock>,
}

/// What kind of source it is, which says who writes its words and who may read them until somebody says otherwise.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SourceKind {
    InternalAudit,
    /// His Majesty's Inspectorate of Constabulary and Fire & Rescue Services.
    Inspectorate,
    /// Its recommendations are written by its clerk.
    Panel,
    ExternalAudit,
    /// A regulator such as the Information Commissioner.
    Regulator,
    Other,
}

impl SourceKind {
    pub const ALL: [Self; 6] =
        [Self::InternalAudit, Self::Inspectorate, Self::Panel, Self::ExternalAudit, Self::Regulator, Self::Other];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::InternalAudit => "internal_audit",
            Self::Inspectorate => "inspectorate",
            Self::Panel => "panel",
            Self::ExternalAudit => "external_audit",
            Self::Regulator => "regulator",
            Self::Other => "other",
        }
    }

    /// By its word in the record, or as people write it: "Internal audit".
    pub fn parse(word: &str) -> Option<Self> {
        let word = fold(word).replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|kind| kind.as_str() == word)
    }

    /// Who sees its reports where nobody says.
    pub fn usual_visibility(self) -> Visibility {
        match self {
            Self::Inspectorate | Self::Panel | Self::ExternalAudit => Visibility::Public,
            Self::InternalAudit | Self::Regulator | Self::Other => Visibility::Internal,
        }
    }
}

/// A source's own word and what it comes to beside those of others.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Priority {
    pub word: Text,
    pub rank: Rank,
}

/// How much a finding matters, on one scale for all sources. It orders lists and replaces no source's own word.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Rank {
    High,
    Medium,
    Low,
    /// The source gave no priority.
    NotRanked,
}

impl Rank {
    pub const ALL: [Self; 4] = [Self::High, Self::Medium, Self::Low, Self::NotRanked];

    pub fn as_str(self) -> &'static str {
        match self {
            Self::High => "high",
            Self::Medium => "medium",
            Self::Low => "low",
            Self::NotRanked => "not_ranked",
        }
    }

    pub fn parse(word: &str) -> Option<Self> {
        let word = fold(word).replace([' ', '-'], "_");
        Self::ALL.into_iter().find(|rank| rank.as_str() == word)
    }
}

/// Comments on a report are to be published before the end of so many days *beginning with* the day of its publication.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Clock {
    pub days: u16,
    /// Which law says so.
    pub citation: Text,
}

impl Clock {
    /// Police Act 1996, section 55: 56 days, the chief constable's comments invited first.
    pub fn section_55() -> Self {
        Self { days: 56, citation: text("Police Act 1996, section 55") }
    }

    /// The last day. The day of publication is day 1: published on 1 March, due on 25 April.
    pub fn due(&self, published: Date) -> Date {
        published.saturating_add(i64::from(self.days.saturating_sub(1)).days())
    }
}

impl Noun for FindingSource {
    const KIND: Kind = Kind::FindingSource;
    const SHAPE: i64 = 1;
}

impl FindingSource {
    /// The source's own word for a priority, case and white space set aside.
    pub fn priority(&self, stated: &str) -> Option<&Priority> {
        let wanted = fold(stated);
        self.priorities.iter().find(|priority| priority.word.folded() == wanted)
    }
}

/// Names a source, or says anew what is known of the one with this name.
#[derive(Clone, Debug)]
pub struct NameSource {
    pub name: Text,
    pub kind: SourceKind,
    pub priorities: Vec<Priority>,
    pub clock: Option<Clock>,
}

impl NameSource {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let name = super::said(&self.name, 100, "the name of the source")?.on_one_line();
        let mut words: Vec<String> = self.priorities.iter().map(|priority| priority.word.folded()).collect();
        if words.iter().any(String::is_empty) {
            return Err(Refusal::because("one of the priorities has no word; write each as the source writes it"));
        }
        words.sort_unstable();
        let many = words.len();
        words.dedup();
        if words.len() != many {
            return Err(Refusal::because("a priority is named twice; write each of the source's words once"));
        }
        if many > 20 {
            return Err(Refusal::because("a source has at most 20 words for priorities"));
        }
        if let Some(clock) = &self.clock {
            if !(1..=3_650).contains(&clock.days) {
                return Err(Refusal::because("a clock counts 1 to 3,650 days; correct how many"));
            }
            super::said(&clock.citation, 200, "the law that sets the clock")?;
        }
        let source = FindingSource {
            name: name.clone(),
            kind: self.kind,
            priorities: self
                .priorities
                .iter()
                .map(|priority| Priority { word: priority.word.on_one_line(), rank: priority.rank })
                .collect(),
            clock: self.clock.clone(),
        };
        let kept = office.source_called(name.as_str());
        if let Some(kept) = kept {
            let used = office.findings.values().filter(|finding| {
                office.reviews.get(&finding.item.review.uuid()).is_some_and(|review| review.item.source == kept.id)
            });
            for finding in used {
                let lost = finding.item.priority.as_ref().filter(|word| source.priority(word.as_str()).is_none());
                if let Some(word) = lost {
                    return Err(Refusal::because(format!(
                        "{} has the priority “{word}” of {name}; keep that word among its priorities",
                        finding.reference()
                    )));
                }
            }
            if kept.item.kind != source.kind
                && (kept.item.kind == SourceKind::Panel || source.kind == SourceKind::Panel)
            {
                return Err(Refusal::because(format!(
                    "who writes the words of {name} would change; name another source for the other kind"
                )));
            }
        }
        let id = kept.map_or_else(|| chance.id(ask.now), |kept| kept.id.uuid());
        let act = if kept.is_some() { Act::Changed } else { Act::Added };
        let draft = Draft::new(act, id, &Envelope::public(name), &source, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl Office {
    pub(crate) fn source_called(&self, name: &str) -> Option<&Kept<FindingSource>> {
        let wanted = fold(name);
        self.finding_sources.values().map(AsRef::as_ref).find(|kept| kept.item.name.folded() == wanted)
    }

    pub(crate) fn source_meant(&self, name: &str) -> Result<&Kept<FindingSource>, Refusal> {
        self.source_called(name).ok_or_else(|| {
            let known: Vec<&str> = self.finding_sources.values().map(|kept| kept.item.name.as_str()).collect();
            let known = if known.is_empty() { "none yet; name one first".to_owned() } else { known.join(", ") };
            Refusal::because(format!("there is no source of findings called “{name}”; there are: {known}"))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn fifty_six_days_begin_with_the_day_of_publication() {
        let clock = Clock::section_55();
        assert_eq!(clock.due(date(2026, 3, 1)), date(2026, 4, 25));
        // Over the end of a February with 29 days, and of a year.
        assert_eq!(clock.due(date(2028, 2, 1)), date(2028, 3, 27));
        assert_eq!(clock.due(date(2026, 12, 1)), date(2027, 1, 25));
    }

    #[test]
    fn kinds_and_ranks_are_read_as_people_write_them() {
        assert_eq!(SourceKind::parse("Internal audit"), Some(SourceKind::InternalAudit));
        assert_eq!(Rank::parse("Not ranked"), Some(Rank::NotRanked));
        assert_eq!(Rank::parse("urgent"), None);
    }
}
