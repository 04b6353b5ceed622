//! One action of the text on its way to the record, under the rules that hold for every change: a reference is for
//! life, the first agreed date stays, a date moves with a reason, and what was recorded of that is not unsaid.
use super::{Taking, envelope};
use crate::{
    action::{Action, Completion, Held, Lineage, Link, Origin, Partner, Verified},
    body::Body,
    entry::Act,
    envelope::Envelope,
    evidence::Evidence,
    id::Id,
    import::{Fate, RowFate, dates::moved},
    objective::Outcome,
    office::{Kept, Office},
    plan::Plan,
    plan_text::{ActionText, HeldText, LinkText, MannerText, Served, UpdateText, of, words::day},
    sight::natural,
    text::{Text, text},
    theme::Theme,
    update::{Manner, Update},
};
use std::collections::HashMap;

/// The actions of the plan, on the record and in the text, by their folded references.
pub(super) struct Actions<'a> {
    known: HashMap<String, &'a Kept<Action>>,
    /// The references that the text has.
    given: HashMap<String, Id<Action>>,
    /// How the plan stands on the record, to say what differs.
    before: HashMap<String, ActionText>,
}

impl<'a> Actions<'a> {
    pub(super) fn new(taking: &mut Taking<'a>) -> Self {
        let office = taking.office;
        let known: HashMap<String, &Kept<Action>> = office
            .actions
            .values()
            .filter(|a| a.item.plan == taking.plan)
            .map(|a| (a.reference().folded(), a.as_ref()))
            .collect();
        let take = taking.take;
        let mut given = HashMap::new();
        for text in take.read.plan.themes.iter().flat_map(|theme| &theme.actions) {
            // One that an undo took back comes again under its own reference.
            let aside = || taken_back(office, taking.plan, &text.reference).map(|kept| kept.id);
            let id = known.get(&text.reference.folded()).map(|kept| kept.id).or_else(aside);
            given.insert(text.reference.folded(), id.unwrap_or_else(|| Id::new(taking.new_id())));
        }
        let sight = office.seen_by(&taking.ask.actor);
        let before = sight.plan(taking.plan).map(|plan| of(&sight, plan)).into_iter().flat_map(|plan| plan.themes);
        let before = before.flat_map(|theme| theme.actions).map(|text| (text.reference.folded(), text)).collect();
        Self { known, given, before }
    }

    /// The open actions that the text leaves out.
    pub(super) fn absent(&self, office: &'a Office, plan: Id<Plan>) -> Vec<&'a Kept<Action>> {
        let mut absent: Vec<&Kept<Action>> = office
            .actions
            .values()
            .filter(|a| a.item.plan == plan && !a.item.status.is_closed())
            .filter(|a| !self.given.contains_key(&a.reference().folded()))
            .map(AsRef::as_ref)
            .collect();
        absent.sort_by_cached_key(|a| (natural(a.reference().as_str()), a.id));
        absent
    }

    /// An action under another's title is a renumbering: it would compare one promise with another.
    fn renumbered(&self, text: &ActionText) -> Result<(), String> {
        let title = text.title.folded();
        let own = self.known.get(&text.reference.folded());
        if own.is_some_and(|kept| kept.item.title.folded() == title) {
            return Ok(());
        }
        let mut others = self.known.values().filter(|other| other.item.title.folded() == title);
        // One that stands in the text under its own reference merely has the same title.
        let lost = others.find(|other| match own {
            Some(_) => true,
            None => !self.given.contains_key(&other.reference().folded()),
        });
        match lost {
            None => Ok(()),
            Some(other) => Err(format!(
                "the record knows “{}” as {}. A reference is for life: give the action that one back, or give this one a title of its own",
                other.item.title,
                other.reference()
            )),
        }
    }
}

fn taken_back<'a>(office: &'a Office, plan: Id<Plan>, reference: &Text) -> Option<&'a Kept<Action>> {
    let is = |a: &&Kept<Action>| a.item.plan == plan && a.reference().folded() == reference.folded();
    office.aside.actions.values().map(AsRef::as_ref).find(is)
}

impl Taking<'_> {
    pub(super) fn action(&mut self, text: &ActionText, theme: Id<Theme>, place: &str, actions: &Actions) -> RowFate {
        let old = actions.known.get(&text.reference.folded()).copied();
        let mut fate = RowFate {
            place: place.to_owned(),
            fate: Fate::Unchanged,
            reference: Some(old.map_or_else(|| text.reference.clone(), |kept| kept.reference().clone())),
            given: false,
            title: text.title.clone(),
            reason: None,
            near: None,
        };
        // Nor is what was withheld then shown by being taken back and brought again.
        let shown = old.or_else(|| taken_back(self.office, self.plan, &text.reference));
        let rejected = |reason: String, fate: RowFate| RowFate { fate: Fate::Rejected, reason: Some(reason), ..fate };
        let checked = actions
            .renumbered(text)
            .and_then(|()| old.map_or(Ok(()), |old| dates_follow(&old.item, text)))
            .and_then(|()| envelope(shown.map(|kept| &kept.envelope), text.reference.clone(), &text.shown))
            .and_then(|envelope| Ok((envelope, self.facts(text, theme, old, actions)?)));
        let (envelope, mut action) = match checked {
            Ok(checked) => checked,
            Err(says) => return rejected(says, fate),
        };
        let id = actions.given[&text.reference.folded()];
        if action.origin.is_none() {
            action.origin = Some(self.origin(place));
        }
        let said = match self.update(id, &action, &envelope, text.update.as_ref(), old, place) {
            Ok(said) => said,
            Err(says) => return rejected(says, fate),
        };
        action.update = said.now;
        let milestones = match self.milestones(id, old.map(|kept| &kept.envelope), &envelope, &text.milestones) {
            Ok(milestones) => milestones,
            Err(says) => return rejected(says, fate),
        };
        let effects = match self.effects(id, theme, &envelope, &text.effects) {
            Ok(effects) => effects,
            Err(says) => return rejected(says, fate),
        };
        let same = old.is_some_and(|kept| kept.item == action && kept.envelope == envelope);
        if same && said.drafts.is_empty() && milestones.is_empty() && effects.is_empty() {
            return fate;
        }
        fate.fate = if old.is_some() { Fate::Updated } else { Fate::Created };
        fate.reason = actions.before.get(&text.reference.folded()).map(|before| differs(before, text));
        if !same {
            let draft = crate::ask::Draft::new(Act::Imported, id.uuid(), &envelope, &action, self.ask);
            self.drafts.push(draft);
        }
        for (id, envelope, update) in said.drafts {
            self.drafts.push(crate::ask::Draft::new(Act::Imported, id.uuid(), &envelope, &update, self.ask));
        }
        for (id, envelope, milestone) in milestones {
            self.drafts.push(crate::ask::Draft::new(Act::Imported, id.uuid(), &envelope, &milestone, self.ask));
        }
        for (id, envelope, expected) in effects {
            self.drafts.push(crate::ask::Draft::new(Act::Imported, id.uuid(), &envelope, &expected, self.ask));
        }
        fate
    }

    fn origin(&self, place: &str) -> Origin {
        Origin { import: self.id, place: text(place) }
    }

    /// The action as the text has it.
    fn facts(
        &self,
        text: &ActionText,
        theme: Id<Theme>,
        old: Option<&Kept<Action>>,
        actions: &Actions,
    ) -> Result<Action, String> {
        let body = |name: &Option<Text>| name.as_ref().map(|name| self.body_of(name));
        let held = |held: &HeldText| self.held(held);
        let theme_of = |served: &Served| match &served.theme {
            Some(name) => self.themes.get(&name.folded()).copied().unwrap_or(theme),
            None => theme,
        };
        let outcome = |served: &Served| -> Option<Id<Outcome>> {
            self.outcomes.get(&(theme_of(served), served.statement.clone())).copied()
        };
        let mut links = vec![];
        for link in &text.links {
            links.push(match link {
                LinkText::Stated(stated) => Link::Stated(stated.clone()),
                LinkText::There { plan, reference } => Link::Action(self.elsewhere(plan, reference)?),
                LinkText::Here(reference) => {
                    let folded = reference.folded();
                    let id = actions.given.get(&folded).copied();
                    let id = id.or_else(|| actions.known.get(&folded).map(|kept| kept.id));
                    Link::Action(id.ok_or_else(|| format!("it links to {reference}, which is no action of this plan; correct the reference, or write: Links to: \"{reference}\", not found here"))?)
                }
            });
        }
        let mut lineage = vec![];
        for line in &text.lineage {
            let here = self.take.read.plan.is_called(&line.plan);
            let from = if here { actions.given.get(&line.reference.folded()).copied() } else { None };
            let from = from.map_or_else(|| self.elsewhere(&line.plan, &line.reference), Ok)?;
            lineage.push(Lineage { from, how: line.how });
        }
        Ok(Action {
            plan: self.plan,
            theme,
            title: text.title.clone(),
            description: text.description.clone(),
            objectives: text
                .objectives
                .iter()
                .filter_map(|served| self.objectives.get(&(theme_of(served), served.statement.clone())).copied())
                .collect(),
            outcomes: text.outcomes.iter().filter_map(outcome).collect(),
            output: text.output.clone(),
            owner: body(&text.owner),
            rated_by: body(&text.rated_by),
            sponsor: text.sponsor.as_ref().map(held),
            leads: text.leads.iter().map(held).collect(),
            partners: text
                .partners
                .iter()
                .map(|partner| Partner {
                    body: partner.body.as_ref().map(|name| -> Id<Body> { self.body_of(name) }),
                    stated: partner.stated.clone(),
                    role: partner.role.clone(),
                })
                .collect(),
            statutory: text.statutory,
            timescale: text.timescale.clone(),
            original_date: text.original_date,
            current_date: text.current_date,
            moves: text.moves.clone(),
            status: text.status,
            rating: text.rating.clone(),
            update: old.and_then(|kept| kept.item.update),
            links,
            origin: old.and_then(|kept| kept.item.origin.clone()),
            lineage,
            staff_columns: text.staff_columns.clone(),
            completion: text.completion.as_ref().map(|done| Completion {
                on: done.on,
                evidence: self.evidence(old.map(|kept| kept.id), &done.evidence),
                by: held(&done.by),
                verified: done.verified.as_ref().map(|verified| Verified {
                    by: held(&verified.by),
                    on: verified.on,
                    apart: verified.apart,
                }),
            }),
            decided: text.decided.clone(),
        })
    }

    /// Evidence as the text states it. A folder of text carries no files: one that this action's record does not name
    /// already is words here, so that the record names no file that is not there.
    fn evidence(&self, action: Option<Id<Action>>, stated: &[Evidence]) -> Vec<Evidence> {
        let knows = |one: &Evidence| {
            let mut updates = self.office.updates.values().filter(|update| Some(update.item.action) == action);
            updates.any(|update| update.item.evidence.contains(one))
        };
        let taken = stated.iter().map(|one| match one {
            Evidence::File(file) if !knows(one) => {
                let words = format!("{} (a file that was not carried along, SHA-256 {})", file.name, file.sha256);
                Evidence::Decision(text(&words))
            }
            other => other.clone(),
        });
        taken.collect()
    }

    fn held(&self, held: &HeldText) -> Held {
        match held {
            HeldText::Unmatched(stated) => Held::Unmatched(stated.clone()),
            HeldText::Post(name) => {
                self.posts.get(&name.folded()).map_or_else(|| Held::Unmatched(name.clone()), |id| Held::Post(*id))
            }
        }
    }

    /// An action of another plan on the record, by the plan's name and its reference.
    fn elsewhere(&self, plan: &Text, reference: &Text) -> Result<Id<Action>, String> {
        let Some(kept) = self.office.plans.values().find(|p| p.item.is_called(plan.as_str())) else {
            return Err(format!(
                "it names {reference} of “{plan}”, and no plan of that name is on the record; take that plan in first, or correct the name"
            ));
        };
        let found = self
            .office
            .actions
            .values()
            .find(|a| a.item.plan == kept.id && a.reference().folded() == reference.folded());
        found.map(|a| a.id).ok_or_else(|| {
            format!("it names {reference} of “{plan}”, and that plan has no such action; correct the reference")
        })
    }

    /// What the text says of an action's progress: the update that is there already, or a new one. A new rating
    /// without new words is kept as one too, so that the record tells when it was given.
    fn update(
        &mut self,
        id: Id<Action>,
        action: &Action,
        envelope: &Envelope,
        text: Option<&UpdateText>,
        old: Option<&Kept<Action>>,
        place: &str,
    ) -> Result<Said, String> {
        let last = old.and_then(|kept| kept.item.update).and_then(|u| self.office.updates.get(&u.uuid()));
        let mut said = Said { now: None, drafts: vec![] };
        if let Some(text) = text {
            let shown = envelope;
            let envelope = Envelope {
                reference: envelope.reference.clone(),
                visibility: text.shown.seen_by.clone().unwrap_or_else(|| envelope.visibility.clone()),
                marking: text.shown.marking.unwrap_or(envelope.marking),
            };
            let update = |origin, corrected| Update {
                manner: match text.manner {
                    MannerText::Update => Manner::Update,
                    MannerText::Confirmation => Manner::Confirmation,
                    MannerText::Correction => Manner::Correction { of: corrected },
                },
                forecast: text.forecast.clone(),
                confidence: text.confidence,
                next_step: text.next_step.clone(),
                evidence: self.evidence(Some(id), &text.evidence),
                ..Update::of_table(
                    id,
                    text.day,
                    text.narrative.clone(),
                    text.rating.clone(),
                    text.by.as_ref().map(|held| self.held(held)),
                    origin,
                )
            };
            let of = |last: &Update| match last.manner {
                Manner::Correction { of } => of,
                Manner::Update | Manner::Confirmation => None,
            };
            let kept = last.filter(|last| last.item == update(last.item.origin.clone(), of(&last.item)));
            if let Some(kept) = kept {
                said.now = Some(kept.id);
                if kept.envelope != envelope {
                    said.drafts.push((kept.id, envelope, kept.item.clone()));
                }
                return Ok(self.rated(said, id, action, shown, old, place));
            }
            if text.day > self.day {
                return Err(format!(
                    "its update speaks for {}, and the text is of {}; correct the day, or say with --on what day the text is of",
                    day(text.day),
                    day(self.day)
                ));
            }
            let update = update(Some(self.origin(place)), None);
            let new = Id::new(self.new_id());
            said.now = Some(new);
            said.drafts.push((new, envelope, update));
            return Ok(said);
        }
        Ok(self.rated(said, id, action, envelope, old, place))
    }

    fn rated(
        &mut self,
        mut said: Said,
        id: Id<Action>,
        action: &Action,
        envelope: &Envelope,
        old: Option<&Kept<Action>>,
        place: &str,
    ) -> Said {
        let level = |action: &Action| action.rating.as_ref().map(|r| r.level.clone());
        let Some(old) = old.filter(|old| level(&old.item) != level(action)) else { return said };
        let last = old.item.update.and_then(|u| self.office.updates.get(&u.uuid()));
        let narrative = last.and_then(|u| u.item.narrative.clone());
        let origin = Some(self.origin(place));
        let update = Update::of_table(id, self.day, narrative, action.rating.clone(), None, origin);
        let new = Id::new(self.new_id());
        said.drafts.push((new, envelope.clone(), update));
        said
    }
}

struct Said {
    /// The action's update from now on.
    now: Option<Id<Update>>,
    drafts: Vec<(Id<Update>, Envelope, Update)>,
}

/// Whether the dates of the text follow from those on the record.
fn dates_follow(old: &Action, text: &ActionText) -> Result<(), String> {
    let date = |date: Option<jiff::civil::Date>| date.map_or_else(|| "no date".into(), day);
    if let Some(kept) = old.original_date
        && text.original_date != Some(kept)
    {
        return Err(format!(
            "its original date is {} on the record and {} in the text; the first agreed date is never overwritten, so write “Original date: {}”",
            day(kept),
            date(text.original_date),
            day(kept)
        ));
    }
    if text.moves.len() < old.moves.len() || text.moves[..old.moves.len()] != old.moves[..] {
        return Err("a change of date that is on the record is missing in the text, or reads otherwise; give back its lines “Date changed: ...” as they were, the new one after them".into());
    }
    let new = &text.moves[old.moves.len()..];
    let write = |from, to| {
        format!(
            "write under it “Date changed: from {} to {} on (the day), because \"(the reason)\", approved by (the post)”",
            date(from),
            date(to)
        )
    };
    let needed = moved(&old.timescale, old.current_date, text.current_date);
    match (needed, new.first(), new.last()) {
        (Some((from, to)), None, _) => Err(format!(
            "its date was {} and is now {}, and nothing says why; {}",
            date(from),
            date(to),
            write(from, to)
        )),
        (Some((from, to)), Some(first), Some(last)) if first.from != from || last.to != to => Err(format!(
            "its date was {} and is now {}, and the new “Date changed” says from {} to {}; {}",
            date(from),
            date(to),
            date(first.from),
            date(last.to),
            write(from, to)
        )),
        (None, Some(_), Some(last)) if last.to != text.current_date => Err(format!(
            "the new “Date changed” leads to {}, and its date is {}; let the two agree",
            date(last.to),
            date(text.current_date)
        )),
        _ => Ok(()),
    }
}

/// What the text says otherwise than the record.
fn differs(before: &ActionText, now: &ActionText) -> String {
    let all = [
        ("title", before.title != now.title),
        ("who may see it", before.shown != now.shown),
        ("description", before.description != now.description),
        ("outcomes", before.outcomes != now.outcomes),
        ("objectives", before.objectives != now.objectives),
        ("output", before.output != now.output),
        ("owner", before.owner != now.owner),
        ("who rates it", before.rated_by != now.rated_by),
        ("sponsor", before.sponsor != now.sponsor),
        ("leads", before.leads != now.leads),
        ("partners", before.partners != now.partners),
        ("whether the law requires it", before.statutory != now.statutory),
        ("timescale", before.timescale != now.timescale),
        ("date", before.current_date != now.current_date),
        ("original date", before.original_date != now.original_date),
        ("changes of date", before.moves != now.moves),
        ("status", before.status != now.status),
        ("rating", before.rating != now.rating),
        ("update", before.update != now.update),
        ("links", before.links != now.links),
        ("lineage", before.lineage != now.lineage),
        ("staff columns", before.staff_columns != now.staff_columns),
        ("completion", before.completion != now.completion),
        ("the decision on it", before.decided != now.decided),
        ("milestones", before.milestones != now.milestones),
        ("expected effects", before.effects != now.effects),
    ];
    let named: Vec<&str> = all.into_iter().filter(|(_, differs)| *differs).map(|(name, _)| name).collect();
    if named.is_empty() { "its theme is another".into() } else { format!("changed: {}", named.join(", ")) }
}
