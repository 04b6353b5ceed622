//! Adding a finding, wording it anew, and tying it to the plan.
use super::{Finding, FindingKind, SourceKind, Written, also_said, code, review, said};
use crate::{
    action::Action,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Visibility},
    id::Id,
    objective::Outcome,
    office::Office,
    period::london_day,
    plan::PlanState,
    rating_rules::day,
    text::{Text, text},
    theme::Theme,
};
use jiff::civil::Date;

/// Adds a finding to a review.
#[derive(Clone, Debug)]
pub struct AddFinding {
    pub review: Text,
    /// None: the next unused F1, F2, F3.
    pub code: Option<Text>,
    pub facts: Facts,
    pub ties: Ties,
    /// None: the day of its review, else today.
    pub raised: Option<Date>,
    /// None: as its review. Never wider than it.
    pub visibility: Option<Visibility>,
}

/// What the source says. Of the Panel's, its clerk alone writes it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facts {
    pub kind: FindingKind,
    pub own_reference: Option<Text>,
    pub found: Text,
    pub recommended: Option<Text>,
    /// One of the source's words.
    pub priority: Option<Text>,
    pub for_whom: Option<Text>,
    pub response_due: Option<Date>,
}

/// What of the plan it concerns: references of actions, statements of outcomes and the name of a theme, of open plans.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Ties {
    pub actions: Vec<Text>,
    pub outcomes: Vec<Text>,
    /// None: as it stands.
    pub theme: Option<Text>,
}

/// The most characters of what was found and of what is recommended.
const LONGEST: usize = 10_000;

impl AddFinding {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let review = office.review_meant(self.review.as_str(), ask)?;
        let source = office.finding_sources.get(&review.item.source.uuid());
        let source = source.ok_or_else(|| Refusal::because("the source of this review is gone"))?;
        review::may_write_for(source.item.kind, office, ask)?;
        let reference = match self.code.as_ref().map(Text::on_one_line).filter(|code| !code.is_empty()) {
            Some(stated) => code(&stated)?,
            None => review::next(office, 'F', |code| office.finding_coded(code).is_some()),
        };
        if office.finding_coded(reference.as_str()).is_some() {
            return Err(Refusal::because(format!(
                "{reference} is a finding already; give another reference, or none for the next unused"
            )));
        }
        let today = london_day(ask.now);
        let raised = self.raised.or(review.item.day()).or(ask.on).unwrap_or(today);
        if raised > today {
            return Err(Refusal::because(format!(
                "it would be raised on {}, which has not come yet; correct the day",
                day(raised)
            )));
        }
        let written = Written { by: ask.actor.speaks_as(), role: text(ask.actor.role.as_str()) };
        let mut finding = Finding {
            review: review.id,
            kind: self.facts.kind,
            own_reference: None,
            found: Text::default(),
            recommended: None,
            priority: None,
            rank: super::Rank::NotRanked,
            for_whom: None,
            raised,
            theme: None,
            outcomes: vec![],
            actions: vec![],
            response_due: None,
            response: vec![],
            agreed: vec![],
            settled: vec![],
            written,
        };
        self.facts.on(&mut finding, None, office)?;
        self.ties.on(&mut finding, office, ask)?;
        let own = review.envelope.visibility.clone();
        let visibility = match &self.visibility {
            Some(wanted) => wanted.clone().or_narrower(&own),
            None => own,
        };
        let envelope = Envelope { reference, visibility, marking: review.envelope.marking };
        let id = chance.id(ask.now);
        Ok(Decision { drafts: vec![Draft::new(Act::Added, id, &envelope, &finding, ask)], answer: Answer::Item(id) })
    }
}

impl Facts {
    /// Puts the facts on a finding, which is `own` where it is on the record already.
    pub(super) fn on(&self, finding: &mut Finding, own: Option<Id<Finding>>, office: &Office) -> Result<(), Refusal> {
        let source = office.source_of(finding);
        let source = source.ok_or_else(|| Refusal::because("the source of this finding is gone"))?;
        let found = said(&self.found, LONGEST, "what was found")?;
        let recommended = also_said(self.recommended.as_ref(), LONGEST, "what is recommended")?;
        let own_reference = also_said(self.own_reference.as_ref(), 60, "its reference in the report")?;
        let own_reference = own_reference.map(|reference| reference.on_one_line());
        if let Some(reference) = &own_reference {
            let same = office.findings.values().find(|other| {
                Some(other.id) != own
                    && other.item.review == finding.review
                    && other.item.own_reference.as_ref().is_some_and(|own| own.folded() == reference.folded())
            });
            if let Some(same) = same {
                return Err(Refusal::because(format!(
                    "{reference} of this report is on the record as {}; change that one, or correct the reference",
                    same.reference()
                )));
            }
        }
        let stated = self.priority.as_ref().map(Text::on_one_line).filter(|word| !word.is_empty());
        let priority = stated.map(|word| {
            source.item.priority(word.as_str()).ok_or_else(|| {
                let known: Vec<&str> = source.item.priorities.iter().map(|priority| priority.word.as_str()).collect();
                let known = if known.is_empty() {
                    "it has none".to_owned()
                } else {
                    format!("its words are {}", known.join(", "))
                };
                Refusal::because(format!("“{word}” is no priority of {}; {known}", source.item.name))
            })
        });
        let priority = priority.transpose()?;
        finding.rank = priority.map_or(super::Rank::NotRanked, |priority| priority.rank);
        finding.priority = priority.map(|priority| priority.word.clone());
        finding.kind = self.kind;
        finding.own_reference = own_reference;
        finding.found = found;
        finding.recommended = recommended;
        finding.for_whom = also_said(self.for_whom.as_ref(), 200, "for whom it is")?.map(|whom| whom.on_one_line());
        finding.response_due = self.response_due;
        Ok(())
    }

    /// Words of the Panel are altered by its clerk and by nobody else, whoever entered them.
    pub(super) fn may_be_reworded(finding: &Finding, office: &Office, ask: &Ask) -> Result<(), Refusal> {
        let kind = office.source_of(finding).map(|source| source.item.kind);
        if kind == Some(SourceKind::Panel) && ask.actor.role == crate::actor::Role::Office {
            return Err(Refusal::because(
                "the Panel's words and its deadline are its clerk's, and the office cannot alter them; answer them as they stand",
            ));
        }
        review::may_write_for(kind.unwrap_or(SourceKind::Other), office, ask)
    }
}

impl Ties {
    pub(super) fn on(&self, finding: &mut Finding, office: &Office, ask: &Ask) -> Result<(), Refusal> {
        let sight = office.seen_by(&ask.actor);
        let open: Vec<_> =
            sight.plans().filter(|plan| plan.item.state == PlanState::Open).map(|plan| plan.id).collect();
        let mut actions: Vec<Id<Action>> = vec![];
        for reference in self.actions.iter().filter(|reference| !reference.on_one_line().is_empty()) {
            let mut all = open.iter().flat_map(|plan| sight.actions(*plan));
            let found = all.find(|action| action.reference().folded() == reference.folded()).ok_or_else(|| {
                Refusal::because(format!(
                    "no open plan has an action {reference}; give its reference as the plan has it"
                ))
            })?;
            if !actions.contains(&found.id) {
                actions.push(found.id);
            }
        }
        let themes: Vec<_> = open.iter().flat_map(|plan| sight.themes(*plan)).collect();
        let mut outcomes: Vec<Id<Outcome>> = vec![];
        for stated in self.outcomes.iter().filter(|stated| !stated.on_one_line().is_empty()) {
            let mut all = themes.iter().flat_map(|theme| sight.outcomes(theme.id));
            let found = all.find(|outcome| outcome.item.statement.folded() == stated.folded()).ok_or_else(|| {
                Refusal::because(format!("no open plan has the outcome “{stated}”; write it as the plan does"))
            })?;
            if !outcomes.contains(&found.id) {
                outcomes.push(found.id);
            }
        }
        let theme = self.theme.as_ref().filter(|stated| !stated.on_one_line().is_empty());
        let theme: Option<Id<Theme>> = theme
            .map(|stated| {
                let found = themes.iter().find(|theme| theme.item.name.folded() == stated.folded());
                found.map(|theme| theme.id).ok_or_else(|| {
                    Refusal::because(format!("no open plan has the theme “{stated}”; write it as the plan does"))
                })
            })
            .transpose()?;
        finding.actions = actions;
        finding.outcomes = outcomes;
        finding.theme = theme.or(finding.theme);
        Ok(())
    }
}
