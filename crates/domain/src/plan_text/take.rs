//! Taking a plan as text in: what changes on the record, with every action's fate. What the text says is how the plan
//! stands from now on; what it leaves out altogether is reported as absent, and nothing is ever deleted.
mod action;
mod effects;
mod milestones;

use super::{BodyText, PlanRead, PostText, Shown, StatementText, ThemeText};
use crate::{
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::{Body, BodyKind},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Marking, Visibility},
    id::Id,
    import::{
        Fate, Fates, FileRead, Import, Named, RowFate, ThemeCount,
        landing::{may_take, named, shortened},
    },
    objective::{Objective, Outcome, Priority},
    office::{Kept, Noun, Office, Table},
    period::london_day,
    plan::Plan,
    post::Post,
    reading::Question,
    scale::Scale,
    text::{Text, text},
    theme::Theme,
};
use jiff::civil::Date;
use std::collections::{BTreeSet, HashMap};

/// Take in a plan from a folder of text.
#[derive(Clone, Debug)]
pub struct TakePlan {
    pub read: PlanRead,
    /// The folder, as one file: its hash is over all of it.
    pub file: FileRead,
    /// The plan that it is, where its name was changed; else the one of the name in the text.
    pub plan: Option<Text>,
}

impl TakePlan {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        if office.settings().is_none() {
            return Err(Refusal::because("this record has no office yet; run milepost init"));
        }
        Taking::new(self, office, ask, chance)?.take()
    }

    /// The plan on the record that the text is; None: a new one.
    fn target<'a>(&self, office: &'a Office) -> Result<Option<&'a Kept<Plan>>, Refusal> {
        let called = |name: &Text| office.plans.values().find(|p| p.item.is_called(name.as_str())).map(AsRef::as_ref);
        let name = &self.read.plan.name;
        let Some(wanted) = &self.plan else { return Ok(called(name)) };
        let Some(plan) = called(wanted) else {
            if self.read.plan.is_called(wanted) {
                return Ok(None);
            }
            let known = if office.plans.size() == 0 { "none yet".into() } else { named(office) };
            return Err(Refusal::because(format!(
                "there is no plan called “{wanted}” that this text could be; the plans are {known}. Leave --plan out to begin “{name}” as a new plan"
            )));
        };
        match called(name) {
            Some(other) if other.id != plan.id => Err(Refusal::because(format!(
                "the text calls the plan “{name}”, which is the name of another plan than “{}”; correct --plan, or the first line of plan.txt",
                plan.item.name
            ))),
            _ => Ok(Some(plan)),
        }
    }
}

/// A text on its way to the record.
struct Taking<'a> {
    take: &'a TakePlan,
    office: &'a Office,
    ask: &'a Ask,
    chance: &'a mut Chance,
    id: Id<Import>,
    /// The day of the text.
    day: Date,
    plan: Id<Plan>,
    /// By their folded names.
    bodies: HashMap<String, Id<Body>>,
    posts: HashMap<String, Id<Post>>,
    themes: HashMap<String, Id<Theme>>,
    /// By theme and statement.
    outcomes: HashMap<(Id<Theme>, Text), Id<Outcome>>,
    objectives: HashMap<(Id<Theme>, Text), Id<Objective>>,
    drafts: Vec<Draft>,
    /// What was changed beside the actions, for the notes.
    changed: BTreeSet<String>,
    fates: Fates,
}

impl<'a> Taking<'a> {
    fn new(take: &'a TakePlan, office: &'a Office, ask: &'a Ask, chance: &'a mut Chance) -> Result<Self, Refusal> {
        let known = take.target(office)?;
        let today = london_day(ask.now);
        let day = ask.on.unwrap_or(today);
        if day > today {
            return Err(Refusal::because(format!("{day} has not come yet (today is {today}); correct --on")));
        }
        let mut fates = Fates::default();
        match known {
            Some(plan) => may_take(office, plan, day, today)?,
            None if office.plans.size() > 0 => fates.questions.push(Question {
                place: "plan.txt".into(),
                asks: format!("no plan on the record is called “{}”. Is it a new one?", take.read.plan.name),
                taken: format!(
                    "yes: a new plan, beside {}; say with --plan which it is where its name was changed",
                    named(office)
                ),
            }),
            None => {}
        }
        let id = Id::new(chance.id(ask.now));
        let mut taking = Self {
            take,
            office,
            ask,
            chance,
            id,
            day,
            plan: Id::new(uuid::Uuid::nil()),
            bodies: HashMap::new(),
            posts: HashMap::new(),
            themes: HashMap::new(),
            outcomes: HashMap::new(),
            objectives: HashMap::new(),
            drafts: vec![],
            changed: BTreeSet::new(),
            fates,
        };
        let scale = taking.scale(known)?;
        taking.plan(known, scale)?;
        for body in &take.read.plan.bodies {
            taking.body(body)?;
        }
        for post in &take.read.plan.posts {
            taking.post(post)?;
        }
        Ok(taking)
    }

    fn new_id(&mut self) -> uuid::Uuid {
        self.chance.id(self.ask.now)
    }

    /// Keeps an item as the text has it: drafted where it is new or otherwise than on the record.
    fn keep<T: Noun + PartialEq>(
        &mut self,
        old: Option<&Kept<T>>,
        what: &str,
        reference: Text,
        shown: &Shown,
        item: &T,
    ) -> Result<Id<T>, Refusal> {
        let envelope = envelope(old.map(|kept| &kept.envelope), reference, shown)
            .map_err(|says| Refusal::because(format!("{what}: {says}")))?;
        let id = old.map_or_else(|| self.new_id(), |kept| kept.id.uuid());
        let again = old.is_some_and(|kept| kept.act == Act::Withdrawn);
        if again || old.is_none_or(|kept| kept.item != *item || kept.envelope != envelope) {
            self.drafts.push(Draft::new(Act::Imported, id, &envelope, item, self.ask));
            self.changed.insert(format!("{what} is {}", if old.is_some() && !again { "changed" } else { "new" }));
        }
        Ok(Id::new(id))
    }

    /// The scale of the text: the plan's own where it is that, else another of the office's, else a new one. A scale
    /// is never changed in place: what was rated on it was rated on it.
    fn scale(&mut self, known: Option<&Kept<Plan>>) -> Result<Id<Scale>, Refusal> {
        let (scale, shown) = (&self.take.read.plan.scale, &self.take.read.plan.scale_shown);
        let own = known.and_then(|plan| self.office.scales.get(&plan.item.scale.uuid()));
        let same = own.into_iter().chain(self.office.scales.values()).find(|kept| kept.item == *scale);
        let what = format!("the scale “{}”", scale.name);
        self.keep(same.map(AsRef::as_ref), &what, scale.name.clone(), shown, scale)
    }

    fn plan(&mut self, known: Option<&Kept<Plan>>, scale: Id<Scale>) -> Result<(), Refusal> {
        let text = &self.take.read.plan;
        let plan = Plan {
            name: text.name.clone(),
            aliases: text.aliases.clone(),
            from: text.from,
            to: text.to,
            state: text.state,
            versions: text.versions.clone(),
            scale,
        };
        let again = || self.office.aside.plans.values().find(|p| p.item.is_called(plan.name.as_str()));
        let known = known.or_else(|| again().map(AsRef::as_ref));
        self.plan = self.keep(known, "the plan itself", text.name.clone(), &text.shown, &plan)?;
        Ok(())
    }

    fn body(&mut self, text: &BodyText) -> Result<(), Refusal> {
        let all = || self.office.bodies.values().map(AsRef::as_ref);
        let exact = all().find(|b: &&Kept<Body>| b.item.name.folded() == text.name.folded());
        let known = exact.or_else(|| all().find(|b| b.item.is_called(text.name.as_str())));
        let own = || all().find(|b| b.item.kind == BodyKind::Office);
        if text.kind == BodyKind::Office
            && known.is_none()
            && let Some(own) = own()
        {
            // An office is itself, whatever a folder from elsewhere calls its own.
            self.fates.questions.push(Question {
                place: "plan.txt".into(),
                asks: format!(
                    "“{}” is the office of this text, and this record is of {}. Are they one?",
                    text.name, own.item.name
                ),
                taken: "yes: what the text says of its office is said of this one".into(),
            });
            self.bodies.insert(text.name.folded(), own.id);
            return Ok(());
        }
        let body = Body {
            // Called by another of its names it keeps its own.
            name: exact.or(known).map_or_else(|| text.name.clone(), |kept| kept.item.name.clone()),
            kind: text.kind,
            aliases: if exact.is_some() || known.is_none() {
                text.aliases.clone()
            } else {
                known.map(|kept| kept.item.aliases.clone()).unwrap_or_default()
            },
        };
        let what = format!("the organisation “{}”", text.name);
        let id = self.keep(known, &what, text.name.clone(), &text.shown, &body)?;
        self.bodies.insert(text.name.folded(), id);
        Ok(())
    }

    fn post(&mut self, text: &PostText) -> Result<(), Refusal> {
        let known = self.office.posts.values().find(|p| p.item.name.folded() == text.name.folded());
        let post = Post { name: text.name.clone(), body: self.body_of(&text.body), initials: text.initials.clone() };
        let what = format!("the post “{}”", text.name);
        let id = self.keep(known.map(AsRef::as_ref), &what, text.name.clone(), &text.shown, &post)?;
        self.posts.insert(text.name.folded(), id);
        Ok(())
    }

    /// Reading saw to it that every name is listed.
    fn body_of(&self, name: &Text) -> Id<Body> {
        self.bodies.get(&name.folded()).copied().unwrap_or(Id::new(uuid::Uuid::nil()))
    }

    /// Which theme on the record each theme of the text is: by its names, else by the actions that stand in it.
    fn known_themes(&mut self) -> Vec<Option<&'a Kept<Theme>>> {
        let texts = &self.take.read.plan.themes;
        let mut all: Vec<&Kept<Theme>> =
            self.office.themes.values().filter(|t| t.item.plan == self.plan).map(AsRef::as_ref).collect();
        let mut found: Vec<Option<&Kept<Theme>>> = texts.iter().map(|_| None).collect();
        let mut by = |found: &mut Vec<Option<&'a Kept<Theme>>>, is: &dyn Fn(&ThemeText, &Kept<Theme>) -> bool| {
            for (text, found) in texts.iter().zip(found) {
                if found.is_none()
                    && let Some(at) = all.iter().position(|kept| is(text, kept))
                {
                    *found = Some(all.remove(at));
                }
            }
        };
        by(&mut found, &|text, kept| kept.item.name.folded() == text.name.folded());
        by(&mut found, &|text, kept| {
            kept.item.is_called(text.name.as_str()) || text.aliases.iter().any(|a| kept.item.is_called(a.as_str()))
        });
        let office = self.office;
        let holds = |text: &ThemeText, kept: &Kept<Theme>| {
            let mut held = office.actions.values().filter(|a| a.item.theme == kept.id).peekable();
            held.peek().is_some()
                && held.all(|a| text.actions.iter().any(|t| t.reference.folded() == a.reference().folded()))
        };
        let before = found.clone();
        by(&mut found, &holds);
        for ((text, before), now) in texts.iter().zip(&before).zip(&found) {
            if let (None, Some(kept)) = (before, now) {
                self.fates.questions.push(Question {
                    place: "the themes".into(),
                    asks: format!(
                        "the theme “{}” holds every action of “{}”. Is it that theme under another name?",
                        text.name, kept.item.name
                    ),
                    taken: "yes: the theme is renamed".into(),
                });
            }
        }
        found
    }

    fn theme(&mut self, text: &ThemeText, known: Option<&Kept<Theme>>) -> Result<Id<Theme>, Refusal> {
        let theme = Theme {
            plan: self.plan,
            code: text.code.clone(),
            name: text.name.clone(),
            aliases: text.aliases.clone(),
            aim: text.aim.clone(),
            order: text.order,
        };
        let what = format!("the theme “{}”", text.name);
        let id = self.keep(known, &what, text.name.clone(), &text.shown, &theme)?;
        self.themes.insert(text.name.folded(), id);
        for said in &text.outcomes {
            let shared_with = said.shared_with.iter().map(|name| self.body_of(name)).collect();
            let outcome = Outcome { theme: id, statement: said.statement.clone(), shared_with };
            let same = |o: &Outcome| o.theme == id && o.statement.folded() == said.statement.folded();
            let kept = self.statement(&self.office.outcomes, said, &text.name, "an outcome", same, &outcome)?;
            self.outcomes.insert((id, said.statement.clone()), kept);
        }
        for said in &text.objectives {
            let objective = Objective { theme: id, statement: said.statement.clone() };
            let same = |o: &Objective| o.theme == id && o.statement.folded() == said.statement.folded();
            let kept = self.statement(&self.office.objectives, said, &text.name, "an objective", same, &objective)?;
            self.objectives.insert((id, said.statement.clone()), kept);
        }
        for said in &text.priorities {
            let priority = Priority { theme: id, statement: said.statement.clone() };
            let same = |p: &Priority| p.theme == id && p.statement.folded() == said.statement.folded();
            self.statement(&self.office.priorities, said, &text.name, "a priority", same, &priority)?;
        }
        Ok(id)
    }

    fn statement<T: Noun + PartialEq>(
        &mut self,
        table: &'a Table<T>,
        said: &StatementText,
        theme: &Text,
        what: &str,
        same: impl Fn(&T) -> bool,
        item: &T,
    ) -> Result<Id<T>, Refusal> {
        let known = table.values().find(|kept| same(&kept.item)).map(AsRef::as_ref);
        let what = format!("{what} of “{theme}”");
        self.keep(known, &what, shortened(&said.statement), &said.shown, item)
    }

    /// All themes and actions, then the import itself; or a refusal with every action's fate.
    fn take(mut self) -> Result<Decision, Refusal> {
        let texts = &self.take.read.plan.themes;
        let known = self.known_themes();
        let mut themes = vec![];
        for (text, known) in texts.iter().zip(known) {
            themes.push(self.theme(text, known)?);
        }
        let actions = action::Actions::new(&mut self);
        for ((text, theme), places) in texts.iter().zip(themes).zip(&self.take.read.places) {
            self.fates.themes.push(ThemeCount { name: text.name.clone(), actions: text.actions.len() });
            for (text, place) in text.actions.iter().zip(places) {
                let fate = self.action(text, theme, place, &actions);
                self.count(fate);
            }
        }
        if self.fates.totals.rejected > 0 {
            return Err(Refusal::Rejected(Box::new(self.fates)));
        }
        let absent = actions.absent(self.office, self.plan);
        self.fates.absent =
            absent.iter().map(|a| Named { reference: a.reference().clone(), title: a.item.title.clone() }).collect();
        self.fates.notes.extend(std::mem::take(&mut self.changed));
        let import = Import {
            plan: self.plan,
            file: self.take.file.clone(),
            table_day: self.day,
            totals: self.fates.totals,
            absent: absent.iter().map(|a| a.reference().clone()).collect(),
            map: None,
        };
        let number = self.office.next_import();
        let envelope = Envelope::internal(text(&format!("import {number}")));
        self.drafts.push(Draft::new(Act::Imported, self.id.uuid(), &envelope, &import, self.ask));
        Ok(Decision { drafts: self.drafts, answer: Answer::Imported(Box::new(self.fates)) })
    }

    fn count(&mut self, fate: RowFate) {
        let totals = &mut self.fates.totals;
        *match fate.fate {
            Fate::Created => &mut totals.created,
            Fate::Updated => &mut totals.updated,
            Fate::Unchanged => &mut totals.unchanged,
            Fate::Rejected => &mut totals.rejected,
            Fate::Skipped => &mut totals.skipped,
        } += 1;
        self.fates.rows.push(fate);
    }
}

/// An item's envelope as the text says. What is withheld on the record is never shown because a line is missing.
fn envelope(old: Option<&Envelope>, reference: Text, shown: &Shown) -> Result<Envelope, String> {
    if let Some(old) = old
        && shown.seen_by.is_none()
        && !old.visibility.is_public()
    {
        return Err("the record withholds it, and the text does not say who may see it; give back its line “Seen by: ...”, or write “Seen by: everybody” to show it".into());
    }
    if let Some(old) = old
        && shown.marking.is_none()
        && old.marking != Marking::Official
    {
        return Err(format!(
            "the record marks it {}, and the text has no marking; give back its line “Marking: {}”, or write “Marking: OFFICIAL”",
            old.marking.as_str(),
            old.marking.as_str()
        ));
    }
    Ok(Envelope {
        reference: old.map_or(reference, |old| old.reference.clone()),
        visibility: shown.seen_by.clone().unwrap_or(Visibility::Public),
        marking: shown.marking.unwrap_or(Marking::Official),
    })
}
