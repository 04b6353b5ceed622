//! Saying how an action goes: an update, "still true", a correction. The rating is tested by the written rules as it is
//! given; what differs from them needs a reason, and complete needs a date and evidence.
use super::{ByLink, Confidence, Forecast, FromSheet, Manner, Update};
use crate::{
    action::{Action, Basis, Completion, Held, Rating, Status},
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::InternalText,
    evidence::Evidence,
    id::Id,
    milestone::Milestone,
    office::{Kept, Office},
    period::london_day,
    plan::PlanState,
    rating_rules::{Known, RatingRules, Suggestion, day, suggested},
    scale::{Class, Level, Scale},
    text::Text,
};
use jiff::civil::Date;

/// What somebody says of an action: what an update and a correction have in common.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saying {
    pub narrative: Text,
    /// A level of the plan's scale, by its key or its label. None: the rating stands as it is.
    pub rating: Option<Text>,
    /// Why the rating is not what the written rules give.
    pub reasons: Option<Reasons>,
    pub forecast: Option<Text>,
    pub confidence: Option<Confidence>,
    pub next_step: Option<Text>,
    pub evidence: Vec<Evidence>,
    /// The day on which it was completed.
    pub completed: Option<Date>,
}

/// The reason of a rating that differs: for the office, and for everybody.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reasons {
    pub internal: Text,
    pub public: Text,
}

/// Says how an action goes.
#[derive(Clone, Debug)]
pub struct UpdateAction {
    pub action: Id<Action>,
    pub saying: Saying,
}

/// "Still true": what was last said, said again today.
#[derive(Clone, Debug)]
pub struct ConfirmAction {
    pub action: Id<Action>,
}

/// Says what was wrong in an earlier update. The earlier one stays as it was.
#[derive(Clone, Debug)]
pub struct CorrectUpdate {
    pub of: Id<Update>,
    pub saying: Saying,
}

/// Why a file is not taken as evidence.
pub const ERASED_FILE: &str = "this file was erased from the record before and is not kept again; give another";

impl UpdateAction {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        self.decide_by(None, office, ask, chance)
    }

    pub(super) fn decide_by(
        &self,
        by_link: Option<ByLink>,
        office: &Office,
        ask: &Ask,
        chance: &mut Chance,
    ) -> Result<Decision, Refusal> {
        let kept = office.held_action(self.action, ask)?;
        let day = office.day_of_saying(kept, ask)?;
        Spoken { office, ask, kept, day, by_link, from_sheet: None }.says(&self.saying, Manner::Update, chance)
    }

    pub(super) fn decide_from(
        &self,
        sheet: FromSheet,
        office: &Office,
        ask: &Ask,
        chance: &mut Chance,
    ) -> Result<Decision, Refusal> {
        let kept = office.held_action(self.action, ask)?;
        let day = office.day_of_saying(kept, ask)?;
        let spoken = Spoken { office, ask, kept, day, by_link: None, from_sheet: Some(sheet) };
        spoken.says(&self.saying, Manner::Update, chance)
    }
}

impl CorrectUpdate {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let gone = || Refusal::because("there is no such update; look the action up again");
        let old = office.updates.get(&self.of.uuid()).ok_or_else(gone)?;
        let kept = office.held_action(old.item.action, ask)?;
        let by = office.updates.values().find(|u| u.item.manner == Manner::Correction { of: Some(self.of) });
        if let Some(by) = by {
            return Err(Refusal::because(format!(
                "the update of {} to {} was corrected already, on {}; correct that one",
                day(old.item.day),
                kept.reference(),
                day(by.item.day)
            )));
        }
        if kept.item.update != Some(self.of) {
            let newer = office.last_said(&kept.item).map_or(old.item.day, |update| update.day);
            return Err(Refusal::because(format!(
                "a later update, of {}, has taken the place of this one; say what was wrong in an update of today",
                day(newer)
            )));
        }
        let day = office.day_of_saying(kept, ask)?;
        Spoken { office, ask, kept, day, by_link: None, from_sheet: None }.says(
            &self.saying,
            Manner::Correction { of: Some(self.of) },
            chance,
        )
    }
}

impl ConfirmAction {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        self.decide_by(None, office, ask, chance)
    }

    pub(super) fn decide_by(
        &self,
        by_link: Option<ByLink>,
        office: &Office,
        ask: &Ask,
        chance: &mut Chance,
    ) -> Result<Decision, Refusal> {
        let kept = office.held_action(self.action, ask)?;
        let day = office.day_of_saying(kept, ask)?;
        let reference = kept.reference();
        if kept.item.status == Status::Complete {
            return Err(Refusal::because(format!(
                "{reference} is complete, so there is nothing to confirm; whether the evidence shows it is for somebody else to verify"
            )));
        }
        let last = office.last_said(&kept.item).filter(|last| last.narrative.is_some());
        let Some(last) = last else {
            return Err(Refusal::because(format!(
                "nothing has been said of {reference} yet that could still be true; give an update"
            )));
        };
        if kept.item.is_refused_completion(last) {
            return Err(Refusal::because(format!(
                "what was last said of {reference} is that it is complete, and somebody who looked at the evidence did not agree; give an update"
            )));
        }
        let update = Update {
            day,
            by: Some(Held::Post(ask.actor.speaks_as())),
            origin: None,
            manner: Manner::Confirmation,
            evidence: vec![],
            by_link: by_link.clone(),
            from_sheet: None,
            ..last.clone()
        };
        let reasons = match kept.item.rating.as_ref().map(|r| &r.basis) {
            Some(Basis::Differs { suggested, reason, public, .. }) => {
                Some((*suggested, Reasons { internal: reason.0.clone(), public: public.clone() }))
            }
            _ => None,
        };
        let spoken = Spoken { office, ask, kept, day, by_link, from_sheet: None };
        let mut action = kept.item.clone();
        action.rating = match &action.rating {
            None => None,
            Some(rating) => {
                let level = Level { key: rating.level.clone(), label: rating.label.clone(), ..plain(rating.class) };
                let stated = rating.stated.clone();
                Some(spoken.rated(&action, &update, &level, stated, reasons.as_ref()).map_err(|suggestion| {
                    Refusal::because(format!(
                        "{reference} cannot be confirmed as “{}”: {suggestion}. Give an update with the rating as it is, or with the reason why it differs",
                        level.label
                    ))
                })?)
            }
        };
        Ok(spoken.drafts(action, update, chance))
    }
}

/// A level of which only the class matters.
fn plain(class: Class) -> Level {
    let scale = Scale::standard();
    let found = scale.levels.into_iter().find(|level| level.class == class);
    found.expect("the standard scale has a level of every class")
}

/// Somebody who says something of an action on a day.
struct Spoken<'a> {
    office: &'a Office,
    ask: &'a Ask,
    kept: &'a Kept<Action>,
    day: Date,
    by_link: Option<ByLink>,
    from_sheet: Option<FromSheet>,
}

impl Spoken<'_> {
    /// Whose word it is.
    fn by(&self) -> Held {
        Held::Post(self.from_sheet.as_ref().map_or_else(|| self.ask.actor.speaks_as(), |sheet| sheet.by))
    }

    fn says(&self, saying: &Saying, manner: Manner, chance: &mut Chance) -> Result<Decision, Refusal> {
        let reference = self.kept.reference();
        if saying.narrative.on_one_line().is_empty() {
            return Err(Refusal::because(format!(
                "the update of {reference} has no words; say what was done since the last one"
            )));
        }
        for one in &saying.evidence {
            match one {
                Evidence::Link(address) if address.as_str().contains(char::is_whitespace) => {
                    return Err(Refusal::because(format!("“{address}” is no address: it has a space in it")));
                }
                Evidence::File(file) if self.office.was_erased(&file.sha256) => {
                    return Err(Refusal::because(ERASED_FILE));
                }
                _ => {}
            }
        }
        let scale = self.scale()?;
        let level = saying.rating.as_ref().map(|word| called(scale, word)).transpose()?;
        let forecast = saying.forecast.as_ref().map(|word| called(scale, word)).transpose()?;
        let mut update = Update {
            action: self.kept.id,
            day: self.day,
            narrative: Some(saying.narrative.clone()),
            rating: None,
            by: Some(self.by()),
            origin: None,
            manner,
            forecast: forecast.map(|l| Forecast { level: l.key.clone(), label: l.label.clone(), class: l.class }),
            confidence: saying.confidence,
            next_step: saying.next_step.clone().filter(|step| !step.on_one_line().is_empty()),
            evidence: saying.evidence.clone(),
            by_link: self.by_link.clone(),
            from_sheet: self.from_sheet.clone(),
        };
        let mut action = self.kept.item.clone();
        let before = action.status;
        if let Some(level) = level {
            action.status = Status::of(Some(level.class), before);
            self.complete(&mut action, saying, level)?;
        } else if saying.completed.is_some() {
            return Err(Refusal::because(format!(
                "a day of completion was given for {reference} without the rating that says so; rate it complete, or leave the day out"
            )));
        }
        action.settle(before);
        let kept_level = action.rating.as_ref().map(|rating| {
            let level = Level { key: rating.level.clone(), label: rating.label.clone(), ..plain(rating.class) };
            (level, rating.stated.clone())
        });
        let given = level.map(|level| (level.clone(), level.label.clone())).or(kept_level);
        if let Some((level, stated)) = given {
            let reasons = reasons(saying)?;
            let any = reasons.as_ref().map(|reasons| (level.class, reasons.clone()));
            let rated = self.rated_for(&action, &update, &level, stated, any.as_ref(), true);
            action.rating = Some(rated.map_err(|suggestion| {
                Refusal::because(format!(
                    "{suggestion}. To rate {reference} “{}”, say why it differs: a reason for the office, and one that everybody reads",
                    level.label
                ))
            })?);
        }
        update.rating.clone_from(&action.rating);
        Ok(self.drafts(action, update, chance))
    }

    fn scale(&self) -> Result<&Scale, Refusal> {
        let plan = self.office.plans.get(&self.kept.item.plan.uuid());
        let scale = plan.and_then(|plan| self.office.scales.get(&plan.item.scale.uuid()));
        scale.map(|kept| &kept.item).ok_or_else(|| Refusal::because("the plan has no rating scale"))
    }

    /// Complete needs a day and evidence, and is not verified until somebody else says so.
    fn complete(&self, action: &mut Action, saying: &Saying, level: &Level) -> Result<(), Refusal> {
        let reference = self.kept.reference();
        if level.class != Class::Complete {
            return match saying.completed {
                Some(_) => Err(Refusal::because(format!(
                    "a day of completion was given for {reference} and the rating “{}”, which does not mean complete; correct the one or the other",
                    level.label
                ))),
                None => Ok(()),
            };
        }
        if action.completion.is_some() && saying.evidence.is_empty() && saying.completed.is_none() {
            return Ok(());
        }
        let Some(on) = saying.completed else {
            return Err(Refusal::because(format!(
                "{reference} is complete only with the day on which it was completed; give the day"
            )));
        };
        if on > self.day {
            return Err(Refusal::because(format!(
                "{reference} cannot have been completed on {}, which had not come on {}; correct the day",
                day(on),
                day(self.day)
            )));
        }
        if saying.evidence.is_empty() {
            return Err(Refusal::because(format!(
                "{reference} is complete only with evidence; give a link, the reference of a decision, or a file"
            )));
        }
        let evidence = saying.evidence.clone();
        action.completion = Some(Completion { on, evidence, by: self.by(), verified: None });
        Ok(())
    }

    /// The rating with what the rules say of it; refused with what they give where it differs without a reason.
    fn rated(
        &self,
        action: &Action,
        update: &Update,
        level: &Level,
        stated: Text,
        reasons: Option<&(Class, Reasons)>,
    ) -> Result<Rating, String> {
        self.rated_for(action, update, level, stated, reasons, false)
    }

    /// `whatever`: the reasons were given now, so they answer whatever the rules give now.
    fn rated_for(
        &self,
        action: &Action,
        update: &Update,
        level: &Level,
        stated: Text,
        reasons: Option<&(Class, Reasons)>,
        whatever: bool,
    ) -> Result<Rating, String> {
        let today = london_day(self.ask.now);
        let milestones: Vec<&Milestone> =
            self.office.milestones_of(self.kept.id).into_iter().map(|kept| &kept.item).collect();
        let risks = self.office.tied_risks().of(self.kept);
        let known = Known { action, milestones: &milestones, last: Some(update), risks: &risks };
        let basis = match suggested(known, &self.office.rules_on(today), today) {
            Suggestion::Untested { because } => Basis::Untested { because },
            Suggestion::Gives { class, rule, facts } if class == level.class => Basis::Agrees { rule, facts },
            Suggestion::Gives { class, rule, facts } => {
                let given = reasons.filter(|(answered, _)| whatever || *answered == class);
                let Some((_, reasons)) = given else {
                    let word = self.scale().map_or_else(|_| class.as_str().to_owned(), |scale| word_for(scale, class));
                    return Err(format!("the written rules give “{word}” ({rule}; {facts})"));
                };
                let (reason, public) = (InternalText::new(reasons.internal.clone()), reasons.public.clone());
                Basis::Differs { suggested: class, rule, facts, reason, public }
            }
        };
        let since = self.kept.item.rating.as_ref().filter(|old| old.class == level.class).map(|old| old.since);
        Ok(Rating {
            level: level.key.clone(),
            label: level.label.clone(),
            class: level.class,
            stated,
            since: since.unwrap_or(self.day),
            basis,
        })
    }

    fn drafts(&self, mut action: Action, mut update: Update, chance: &mut Chance) -> Decision {
        let id = chance.id(self.ask.now);
        action.update = Some(id.into());
        update.rating.clone_from(&action.rating);
        let envelope = &self.kept.envelope;
        let drafts = vec![
            Draft::new(Act::Added, id, envelope, &update, self.ask),
            Draft::new(Act::Changed, self.kept.id.uuid(), envelope, &action, self.ask),
        ];
        Decision { drafts, answer: Answer::Item(id) }
    }
}

/// What the rules would give if it were updated today, with the rating as it stands: what a form shows beside itself.
pub fn if_said_today(known: Known, rules: &RatingRules, today: Date) -> Suggestion {
    let words = known.last.and_then(|update| update.narrative.clone());
    let said = Update::of_table(Id::new(uuid::Uuid::nil()), today, words, None, None, None);
    suggested(Known { last: Some(&said), ..known }, rules, today)
}

fn reasons(saying: &Saying) -> Result<Option<Reasons>, Refusal> {
    let Some(reasons) = &saying.reasons else { return Ok(None) };
    let empty = |words: &Text| words.on_one_line().is_empty();
    match (empty(&reasons.internal), empty(&reasons.public)) {
        (true, true) => Ok(None),
        (false, false) => Ok(Some(reasons.clone())),
        (true, false) => {
            Err(Refusal::because("the reason for the office is missing; the public one alone is not enough"))
        }
        (false, true) => Err(Refusal::because(
            "the reason that everybody reads is missing; the one for the office is never printed for them",
        )),
    }
}

/// What a class is called on a scale.
fn word_for(scale: &Scale, class: Class) -> String {
    scale
        .levels
        .iter()
        .find(|level| level.class == class)
        .map_or_else(|| class.as_str().into(), |l| l.label.to_string())
}

fn called<'a>(scale: &'a Scale, word: &Text) -> Result<&'a Level, Refusal> {
    scale.level(word.as_str()).or_else(|| scale.level_called(word.as_str())).ok_or_else(|| {
        let known: Vec<String> = scale.levels.iter().map(|level| format!("“{}”", level.label)).collect();
        Refusal::because(format!("the scale has no level “{word}”; it has {}", known.join(", ")))
    })
}

impl Office {
    /// An action whose work is still asked about, that this actor answers for or may speak of for others.
    pub(crate) fn held_action<'a>(&'a self, id: Id<Action>, ask: &Ask) -> Result<&'a Kept<Action>, Refusal> {
        let kept = self.open_action(id, ask)?;
        if ask.actor.answers_only_for_own() && !kept.item.is_held_by(&ask.actor.holds) {
            return Err(Refusal::because(format!(
                "{} is not the work of a post that you hold, so it is for its leads to say; ask {}",
                kept.reference(),
                self.leads_of(&kept.item)
            )));
        }
        Ok(kept)
    }

    /// An action of an open plan that is not closed, if the actor sees it or holds it.
    pub(crate) fn open_action<'a>(&'a self, id: Id<Action>, ask: &Ask) -> Result<&'a Kept<Action>, Refusal> {
        let kept = self.actions.get(&id.uuid()).map(AsRef::as_ref);
        let seen = |kept: &&Kept<Action>| {
            ask.actor.reach().covers(&kept.envelope.visibility) || kept.item.is_held_by(&ask.actor.holds)
        };
        let kept = kept.filter(seen).ok_or_else(|| Refusal::because("there is no such action; look it up again"))?;
        let reference = kept.reference();
        if let Some(plan) = self.plans.get(&kept.item.plan.uuid())
            && plan.item.state == PlanState::Frozen
        {
            return Err(Refusal::because(format!(
                "{reference} belongs to “{}”, which is kept as it stood; nothing in it changes any more",
                plan.item.name
            )));
        }
        let closed = match kept.item.status {
            Status::ClosedNotDelivered => "closed without being delivered",
            Status::Superseded => "superseded",
            Status::BusinessAsUsual => "made business as usual",
            _ => return Ok(kept),
        };
        Err(Refusal::because(format!("{reference} was {closed}, so nothing more is said of it")))
    }

    fn leads_of(&self, action: &Action) -> String {
        let named = |held: &Held| match held {
            Held::Post(id) => self.posts.get(&id.uuid()).map(|post| post.item.name.to_string()),
            Held::Unmatched(_) => None,
        };
        let leads: Vec<String> = action.leads.iter().chain(&action.sponsor).filter_map(named).collect();
        if leads.is_empty() { "the performance officer: no post holds it yet".into() } else { leads.join(" or ") }
    }

    /// What was last said of an action.
    pub(crate) fn last_said(&self, action: &Action) -> Option<&Update> {
        action.update.and_then(|id| self.updates.get(&id.uuid())).map(|kept| &kept.item)
    }

    /// The day for which something is said: not one to come, and not before what was said last.
    fn day_of_saying(&self, kept: &Kept<Action>, ask: &Ask) -> Result<Date, Refusal> {
        let today = london_day(ask.now);
        let stated = ask.on.unwrap_or(today);
        if stated > today {
            return Err(Refusal::because(format!(
                "{} has not come yet (today is {}); correct the day",
                day(stated),
                day(today)
            )));
        }
        match self.last_said(&kept.item) {
            Some(last) if stated < last.day => Err(Refusal::because(format!(
                "{} already has an update of {}, which is later than {}; give a later day, or correct that update",
                kept.reference(),
                day(last.day),
                day(stated)
            ))),
            _ => Ok(stated),
        }
    }
}
