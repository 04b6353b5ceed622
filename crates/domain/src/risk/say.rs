//! What is said of a risk: it is registered, described, scored, looked at, escalated, closed. Each needs somebody who
//! answers for it, a day and a reason.
use super::{Appetite, Closed, Escalation, Risk, RiskMatrix, RiskReview, Scored, Which};
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Marking, Visibility},
    id::Id,
    office::{Kept, Office},
    period::london_day,
    rating_rules::day,
    text::{Text, text},
};
use jiff::civil::Date;

/// Puts a risk into the register. It has no score yet: a score is said with its reason.
#[derive(Clone, Debug)]
pub struct RegisterRisk {
    /// None: the next unused, R1, R2, R3.
    pub code: Option<Text>,
    pub visibility: Visibility,
    /// Its facts; its histories are empty, whatever stands in them.
    pub risk: Risk,
}

/// Says anew what a risk is, who answers for it and what it is tied to. Its histories stay.
#[derive(Clone, Debug)]
pub struct DescribeRisk {
    pub risk: Text,
    pub visibility: Visibility,
    pub becomes: Risk,
}

#[derive(Clone, Debug)]
pub struct ScoreRisk {
    pub risk: Text,
    pub of: Which,
    pub likelihood: u8,
    pub impact: u8,
    /// For which day. None: the day of the ask.
    pub day: Option<Date>,
    pub reason: Text,
}

#[derive(Clone, Debug)]
pub struct SetAppetite {
    pub risk: Text,
    pub most: u8,
    pub day: Option<Date>,
    pub reason: Text,
}

#[derive(Clone, Debug)]
pub struct ReviewRisk {
    pub risk: Text,
    pub day: Option<Date>,
    pub words: Text,
}

#[derive(Clone, Debug)]
pub struct EscalateRisk {
    pub risk: Text,
    /// The name of a board or committee.
    pub to: Text,
    pub day: Option<Date>,
    pub reason: Text,
}

#[derive(Clone, Debug)]
pub struct CloseRisk {
    pub risk: Text,
    pub day: Option<Date>,
    pub reason: Text,
}

/// The most risks of an office.
pub(crate) const MOST: usize = 2_000;

impl RegisterRisk {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let code = match &self.code {
            Some(code) => code.on_one_line(),
            None => {
                next_code("R", office.risks.values().chain(office.aside.risks.values()).map(|kept| kept.reference()))
            }
        };
        fits_as_code(&code).map_err(Refusal::because)?;
        if office.risk_coded(code.as_str()).is_some() {
            return Err(Refusal::because(format!(
                "there is a risk {code} already; give another code, or leave it out"
            )));
        }
        if office.risks.size() >= MOST {
            return Err(Refusal::because(format!("an office has at most {MOST} risks; close what is past")));
        }
        let risk = Risk {
            scores: vec![],
            appetite: vec![],
            reviews: vec![],
            escalations: vec![],
            closed: None,
            ..self.risk.clone()
        };
        office.holds_together(&risk, ask).map_err(|why| Refusal::because(format!("{code}: {why}")))?;
        let envelope = Envelope { reference: code, visibility: self.visibility.clone(), marking: Marking::Official };
        let id = chance.id(ask.now);
        Ok(Decision { drafts: vec![Draft::new(Act::Added, id, &envelope, &risk, ask)], answer: Answer::Item(id) })
    }
}

impl DescribeRisk {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.open_risk(&self.risk, ask)?;
        let was = &kept.item;
        let risk = Risk {
            since: was.since,
            scores: was.scores.clone(),
            appetite: was.appetite.clone(),
            reviews: was.reviews.clone(),
            escalations: was.escalations.clone(),
            closed: was.closed.clone(),
            ..self.becomes.clone()
        };
        let moved = risk.matrix != was.matrix && !(was.scores.is_empty() && was.appetite.is_empty());
        if moved {
            return Err(Refusal::because(format!(
                "{} is scored on its matrix already, and a score means something else on another; close it and register it anew",
                kept.reference()
            )));
        }
        office.holds_together(&risk, ask).map_err(|why| Refusal::because(format!("{}: {why}", kept.reference())))?;
        let envelope = Envelope { visibility: self.visibility.clone(), ..kept.envelope.clone() };
        if risk == *was && envelope == kept.envelope {
            return Err(Refusal::because(format!("{} stands so already, so nothing was changed", kept.reference())));
        }
        let id = kept.id.uuid();
        let draft = Draft::new(Act::Changed, id, &envelope, &risk, ask);
        Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
    }
}

impl ScoreRisk {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.own_risk(&self.risk, ask)?;
        let on = day_meant(self.day, ask)?;
        let code = kept.reference();
        let last = kept.item.scores_of(self.of).last();
        if let Some(last) = last.filter(|last| last.day > on) {
            return Err(Refusal::because(format!(
                "the {} score of {code} was last set for {}; a score for an earlier day would change what was seen since, so give that day or a later one",
                self.of.as_str(),
                day(last.day)
            )));
        }
        if last.is_some_and(|last| (last.likelihood, last.impact) == (self.likelihood, self.impact)) {
            return Err(Refusal::because(format!(
                "the {} score of {code} is {} already; if somebody looked at it and it stands, say that it was reviewed",
                self.of.as_str(),
                last.map_or(0, Scored::product)
            )));
        }
        let scored = Scored {
            of: self.of,
            likelihood: self.likelihood,
            impact: self.impact,
            day: on,
            reason: self.reason.clone(),
            by: ask.actor.speaks_as(),
        };
        becomes(office, kept, ask, |risk| risk.scores.push(scored))
    }
}

impl SetAppetite {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.own_risk(&self.risk, ask)?;
        let on = day_meant(self.day, ask)?;
        if let Some(last) = kept.item.appetite.last().filter(|last| last.day > on) {
            return Err(Refusal::because(format!(
                "the appetite for {} was last set for {}; give that day or a later one",
                kept.reference(),
                day(last.day)
            )));
        }
        if kept.item.appetite.last().is_some_and(|last| last.most == self.most) {
            return Err(Refusal::because(format!("the appetite for {} is {} already", kept.reference(), self.most)));
        }
        let (reason, by) = (self.reason.clone(), ask.actor.speaks_as());
        becomes(office, kept, ask, |risk| risk.appetite.push(Appetite { most: self.most, day: on, reason, by }))
    }
}

impl ReviewRisk {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.own_risk(&self.risk, ask)?;
        let review =
            RiskReview { day: day_meant(self.day, ask)?, words: self.words.clone(), by: ask.actor.speaks_as() };
        if kept.item.reviews.contains(&review) {
            return Err(Refusal::because(format!("{} has this review already", kept.reference())));
        }
        becomes(office, kept, ask, |risk| risk.reviews.push(review))
    }
}

impl EscalateRisk {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.own_risk(&self.risk, ask)?;
        let to = office.body_called(self.to.as_str())?;
        let (reason, by) = (self.reason.clone(), ask.actor.speaks_as());
        let escalation = Escalation { day: day_meant(self.day, ask)?, to, reason, by };
        if kept.item.escalations.contains(&escalation) {
            return Err(Refusal::because(format!("{} was escalated so already", kept.reference())));
        }
        becomes(office, kept, ask, |risk| risk.escalations.push(escalation))
    }
}

impl CloseRisk {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.open_risk(&self.risk, ask)?;
        let on = day_meant(self.day, ask)?;
        let (reason, by) = (self.reason.clone(), ask.actor.speaks_as());
        becomes(office, kept, ask, |risk| risk.closed = Some(Closed { day: on, reason, by }))
    }
}

/// The risk as it stands after something was said of it.
fn becomes(office: &Office, kept: &Kept<Risk>, ask: &Ask, say: impl FnOnce(&mut Risk)) -> Result<Decision, Refusal> {
    let mut risk = kept.item.clone();
    say(&mut risk);
    risk.in_order();
    let matrix = office.matrix_of(risk.matrix).map_err(Refusal::because)?;
    if let Some(flaw) = risk.flaw(&matrix.item) {
        return Err(Refusal::because(format!("{}: {flaw}", kept.reference())));
    }
    let id = kept.id.uuid();
    let draft = Draft::new(Act::Changed, id, &kept.envelope, &risk, ask);
    Ok(Decision { drafts: vec![draft], answer: Answer::Item(id) })
}

/// The day that is meant: not one that is yet to come.
pub(crate) fn day_meant(stated: Option<Date>, ask: &Ask) -> Result<Date, Refusal> {
    let today = london_day(ask.now);
    let on = stated.or(ask.on).unwrap_or(today);
    if on > today {
        return Err(Refusal::because(format!(
            "{} is yet to come, and nobody knows what will be so then; give a day up to today, {}",
            day(on),
            day(today)
        )));
    }
    Ok(on)
}

/// The next code that nothing has or had.
pub(crate) fn next_code<'a>(prefix: &str, taken: impl Iterator<Item = &'a Text>) -> Text {
    let number = |code: &Text| code.as_str().strip_prefix(prefix)?.parse::<u32>().ok();
    text(&format!("{prefix}{}", taken.filter_map(number).max().unwrap_or(0).saturating_add(1)))
}

/// Codes stand in addresses and in files.
pub(crate) fn fits_as_code(code: &Text) -> Result<(), String> {
    let many = code.as_str().chars().count();
    let plain = code.as_str().chars().all(|c| c.is_alphanumeric() || matches!(c, '.' | '-' | '_'));
    if (1..=20).contains(&many) && plain {
        Ok(())
    } else {
        Err(format!("“{code}” is no code; it is 1 to 20 letters, digits, dots and dashes, as R4 or SR-1.2"))
    }
}

impl Office {
    /// The risk with this code, case and white space set aside.
    pub(crate) fn risk_coded(&self, code: &str) -> Option<&Kept<Risk>> {
        let wanted = crate::text::fold(code);
        let coded = |kept: &&std::sync::Arc<Kept<Risk>>| kept.reference().folded() == wanted;
        self.risks.values().find(coded).map(AsRef::as_ref)
    }

    /// The risk that somebody means, of those that they see; refused with the list.
    pub(crate) fn risk_meant(&self, code: &Text, ask: &Ask) -> Result<&Kept<Risk>, Refusal> {
        let sight = self.seen_by(&ask.actor);
        self.risk_coded(code.as_str()).filter(|kept| sight.risk(kept.id).is_some()).ok_or_else(|| {
            let known: Vec<String> = sight.risks().iter().map(|kept| kept.reference().to_string()).collect();
            let known = if known.is_empty() { "none yet".to_owned() } else { known.join(", ") };
            Refusal::because(format!("there is no risk “{code}”; there are: {known}"))
        })
    }

    /// The same, as long as it is open.
    pub(crate) fn open_risk(&self, code: &Text, ask: &Ask) -> Result<&Kept<Risk>, Refusal> {
        let kept = self.risk_meant(code, ask)?;
        if let Some(closed) = &kept.item.closed {
            return Err(Refusal::because(format!(
                "{} was closed on {}, so nothing in it changes any more; if it is back, register it anew",
                kept.reference(),
                day(closed.day)
            )));
        }
        Ok(kept)
    }

    /// The same, if whoever asks may speak for it: those who answer for their own work alone, for risks that they own.
    pub(crate) fn own_risk(&self, code: &Text, ask: &Ask) -> Result<&Kept<Risk>, Refusal> {
        let kept = self.open_risk(code, ask)?;
        if ask.actor.answers_only_for_own() && !kept.item.is_owned_by(&ask.actor.holds) {
            let sight = self.seen_by(&ask.actor);
            let owners: Vec<String> = kept
                .item
                .owners
                .iter()
                .filter_map(|id| sight.post(*id))
                .map(|post| post.item.name.to_string())
                .collect();
            let owners =
                if owners.is_empty() { "the office, since it has no owner".to_owned() } else { owners.join(", ") };
            return Err(Refusal::because(format!(
                "{} is not owned by a post that you hold, so it is for its owners to say; ask {owners}",
                kept.reference()
            )));
        }
        Ok(kept)
    }

    pub(crate) fn matrix_of(&self, id: Id<RiskMatrix>) -> Result<&Kept<RiskMatrix>, String> {
        let kept = self.risk_matrices.get(&id.uuid()).map(AsRef::as_ref);
        kept.ok_or_else(|| "there is no such matrix; write one down first".to_owned())
    }

    /// Whether a risk stands on its own: its words, and that everything it names is there for whoever says it.
    pub(crate) fn holds_together(&self, risk: &Risk, ask: &Ask) -> Result<(), String> {
        let sight = self.seen_by(&ask.actor);
        let matrix = self.matrix_of(risk.matrix)?;
        if risk.since > crate::period::london_day(ask.now) {
            return Err(format!("it is registered since {}, which is yet to come", day(risk.since)));
        }
        if let Some(flaw) = risk.flaw(&matrix.item) {
            return Err(flaw);
        }
        if risk.owners.iter().any(|id| sight.post(*id).is_none()) {
            return Err("one of its owners is no post of this office".to_owned());
        }
        if risk.oversight.is_some_and(|id| sight.body(id).is_none()) {
            return Err("the body that looks over it is not among the organisations".to_owned());
        }
        if risk.outcomes.iter().any(|id| !self.outcomes.contains_key(&id.uuid())) {
            return Err("it is tied to an outcome that no plan has".to_owned());
        }
        if risk.actions.iter().any(|id| !self.actions.contains_key(&id.uuid())) {
            return Err("it is tied to an action that no plan has".to_owned());
        }
        Ok(())
    }
}
