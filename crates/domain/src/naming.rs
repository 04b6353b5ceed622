//! Naming what the plan is made of: the plan itself, its themes and what they are for, organisations and posts, and what
//! stands of an action from the beginning. Each is a change like every other: what it was stays in the history, and an
//! old name stays as an alias, so that older tables and papers are still understood.
use crate::{
    action::{Action, Held, Partner},
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::{Body, BodyKind},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    id::Id,
    import::landing::shortened,
    objective::{Objective, Outcome, Priority},
    office::{Kept, Noun, Office},
    plan::{Plan, PlanState},
    post::Post,
    settings::COMMAND_LINE,
    text::{Text, text},
    theme::Theme,
    timescale::{Due, Precision, Timescale},
};
use jiff::civil::Date;
use uuid::Uuid;

/// Begin a plan, or name and date one.
#[derive(Clone, Debug)]
pub struct NamePlan {
    pub plan: Option<Id<Plan>>,
    pub name: Text,
    pub from: Option<Date>,
    pub to: Option<Date>,
}

/// Add a theme to a plan, or describe one.
#[derive(Clone, Debug)]
pub struct NameTheme {
    pub plan: Id<Plan>,
    pub theme: Option<Id<Theme>>,
    pub name: Text,
    pub code: Text,
    pub aim: Text,
}

/// What a theme is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Statement {
    Outcome,
    Objective,
    Priority,
}

/// Add an outcome, objective or priority to a theme, or reword one.
#[derive(Clone, Debug)]
pub struct StateFor {
    pub what: Statement,
    pub theme: Id<Theme>,
    pub item: Option<Uuid>,
    pub statement: Text,
}

/// Add an organisation, or name one.
#[derive(Clone, Debug)]
pub struct NameBody {
    pub body: Option<Id<Body>>,
    pub name: Text,
    pub kind: BodyKind,
    pub aliases: Vec<Text>,
}

/// Add a post, or name one; the actions of open plans that a table gave to one of its names are its own from now on.
#[derive(Clone, Debug)]
pub struct NamePost {
    pub post: Option<Id<Post>>,
    pub name: Text,
    /// None: the office itself.
    pub body: Option<Id<Body>>,
    /// The initials and other names by which tables call it.
    pub initials: Vec<Text>,
}

/// Say what an action is: everything that stands of it from the beginning. Its dates are set here for the first time
/// only; afterwards a date is changed by asking for it.
#[derive(Clone, Debug)]
pub struct DescribeAction {
    pub action: Id<Action>,
    pub title: Text,
    pub description: Text,
    pub output: Text,
    pub theme: Id<Theme>,
    pub sponsor: Option<Held>,
    pub leads: Vec<Held>,
    /// By the names of organisations, or as stated.
    pub partners: Vec<Text>,
    pub first_date: Option<Date>,
}

/// The longest name of anything, in characters.
const LONGEST: usize = 200;

fn named(name: &Text, what: &str) -> Result<Text, Refusal> {
    let name = name.on_one_line();
    if name.is_empty() {
        return Err(Refusal::because(format!("{what} has no name; write what the office calls it")));
    }
    if name.as_str().chars().count() > LONGEST {
        return Err(Refusal::because(format!("the name of {what} has more than {LONGEST} characters; shorten it")));
    }
    Ok(name)
}

/// The names without empty ones and doubles.
fn distinct(names: &[Text]) -> Vec<Text> {
    let mut all: Vec<Text> = vec![];
    for name in names.iter().map(Text::on_one_line).filter(|name| !name.is_empty()) {
        if !all.iter().any(|known| known.folded() == name.folded()) {
            all.push(name);
        }
    }
    all
}

fn some(words: &Text) -> Option<Text> {
    (!words.on_one_line().is_empty()).then(|| words.clone())
}

/// A name that is given up stays as another name.
fn renamed(aliases: &mut Vec<Text>, old: &Text, new: &Text) {
    aliases.retain(|alias| alias.folded() != new.folded());
    if old.folded() != new.folded() && !aliases.iter().any(|alias| alias.folded() == old.folded()) {
        aliases.push(old.clone());
    }
}

/// One item that is new, or as it is from now on; nothing where it is so already.
fn kept<T: Noun + PartialEq>(old: Option<&Kept<T>>, id: Uuid, reference: Text, item: &T, ask: &Ask) -> Vec<Draft> {
    match old {
        Some(old) if old.item == *item => vec![],
        Some(old) => vec![Draft::new(Act::Changed, id, &old.envelope, item, ask)],
        None => vec![Draft::new(Act::Added, id, &Envelope::public(reference), item, ask)],
    }
}

fn decided(id: Uuid, drafts: Vec<Draft>) -> Decision {
    Decision { drafts, answer: Answer::Item(id) }
}

fn missing(what: &str) -> Refusal {
    Refusal::because(format!("there is no such {what}; look at the list again"))
}

impl Office {
    fn plan_to_name(&self, id: Id<Plan>) -> Result<&Kept<Plan>, Refusal> {
        let plan = self.plans.get(&id.uuid()).ok_or_else(|| missing("plan"))?;
        match plan.item.state {
            PlanState::Open => Ok(plan),
            PlanState::Frozen => Err(Refusal::because(format!(
                "“{}” is frozen: it is kept as it stood, and nothing in it is named anew",
                plan.item.name
            ))),
        }
    }

    fn theme_to_name(&self, id: Id<Theme>) -> Result<&Kept<Theme>, Refusal> {
        let theme = self.themes.get(&id.uuid()).ok_or_else(|| missing("theme"))?;
        self.plan_to_name(theme.item.plan).map(|_| theme.as_ref())
    }
}

impl NamePlan {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let name = named(&self.name, "the plan")?;
        if let (Some(from), Some(to)) = (self.from, self.to)
            && from > to
        {
            return Err(Refusal::because(format!("the plan begins on {from}, after it ends on {to}")));
        }
        let other = office.plans.values().find(|p| Some(p.id) != self.plan && p.item.is_called(name.as_str()));
        if let Some(other) = other {
            return Err(Refusal::because(format!("“{name}” is the plan “{}” already", other.item.name)));
        }
        let old = self.plan.map(|id| office.plan_to_name(id)).transpose()?;
        let scale = office.scales.values().next().map(|scale| scale.id);
        let scale = old.map(|old| old.item.scale).or(scale);
        let scale = scale.ok_or_else(|| Refusal::because("this record has no office yet; run milepost init"))?;
        let mut plan = old.map_or_else(
            || Plan {
                name: name.clone(),
                aliases: vec![],
                from: None,
                to: None,
                state: PlanState::Open,
                versions: vec![],
                scale,
            },
            |old| old.item.clone(),
        );
        renamed(&mut plan.aliases, &plan.name, &name);
        (plan.name, plan.from, plan.to) = (name.clone(), self.from, self.to);
        let id = old.map_or_else(|| chance.id(ask.now), |old| old.id.uuid());
        Ok(decided(id, kept(old, id, name, &plan, ask)))
    }
}

impl NameTheme {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let name = named(&self.name, "the theme")?;
        let old = self.theme.map(|id| office.theme_to_name(id)).transpose()?;
        let plan = office.plan_to_name(old.map_or(self.plan, |old| old.item.plan))?.id;
        let beside = || office.themes.values().filter(|t| t.item.plan == plan && Some(t.id) != self.theme);
        if let Some(other) = beside().find(|t| t.item.is_called(name.as_str())) {
            return Err(Refusal::because(format!("“{name}” is the theme “{}” already", other.item.name)));
        }
        let order = beside().map(|t| t.item.order).max().unwrap_or(0) + 1;
        let mut theme = old.map_or_else(
            || Theme { plan, code: None, name: name.clone(), aliases: vec![], aim: None, order },
            |old| old.item.clone(),
        );
        renamed(&mut theme.aliases, &theme.name, &name);
        theme.name = name.clone();
        theme.code = some(&self.code.on_one_line());
        theme.aim = some(&self.aim);
        let id = old.map_or_else(|| chance.id(ask.now), |old| old.id.uuid());
        Ok(decided(id, kept(old, id, name, &theme, ask)))
    }
}

impl StateFor {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let theme = office.theme_to_name(self.theme)?.id;
        let statement = some(&self.statement).ok_or_else(|| {
            Refusal::because("there are no words yet; write what is wanted, in the words of the plan")
        })?;
        let id = self.item.unwrap_or_else(|| chance.id(ask.now));
        let reference = shortened(&statement);
        let drafts = match self.what {
            Statement::Outcome => {
                let old = self.old(&office.outcomes, |o| o.theme == theme)?;
                let shared_with = old.map(|old| old.item.shared_with.clone()).unwrap_or_default();
                kept(old, id, reference, &Outcome { theme, statement, shared_with }, ask)
            }
            Statement::Objective => {
                let old = self.old(&office.objectives, |o| o.theme == theme)?;
                kept(old, id, reference, &Objective { theme, statement }, ask)
            }
            Statement::Priority => {
                let old = self.old(&office.priorities, |p| p.theme == theme)?;
                kept(old, id, reference, &Priority { theme, statement }, ask)
            }
        };
        Ok(decided(id, drafts))
    }

    fn old<'a, T: Noun>(
        &self,
        table: &'a crate::office::Table<T>,
        of_theme: impl Fn(&T) -> bool,
    ) -> Result<Option<&'a Kept<T>>, Refusal> {
        let Some(id) = self.item else { return Ok(None) };
        let found = table.get(&id).map(AsRef::as_ref).filter(|kept: &&Kept<T>| of_theme(&kept.item));
        found.map(Some).ok_or_else(|| missing("statement of this theme"))
    }
}

impl NameBody {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let name = named(&self.name, "the organisation")?;
        let old =
            self.body.map(|id| office.bodies.get(&id.uuid()).map(AsRef::as_ref).ok_or_else(|| missing("organisation")));
        let old = old.transpose()?;
        if old.is_some_and(|old| old.item.kind == BodyKind::Office) {
            return Err(Refusal::because("the office's own name stands in its settings and is not changed here"));
        }
        let new_kind = matches!(self.kind, BodyKind::Force | BodyKind::Partner | BodyKind::Committee | BodyKind::Board);
        if old.is_none_or(|old| old.item.kind != self.kind) && !new_kind {
            return Err(Refusal::because("an office has one Panel and is one office; choose another kind"));
        }
        let aliases = distinct(&self.aliases);
        for called in std::iter::once(&name).chain(&aliases) {
            let other = office.bodies.values().find(|b| Some(b.id) != self.body && b.item.is_called(called.as_str()));
            if let Some(other) = other {
                return Err(Refusal::because(format!("“{called}” is “{}” already", other.item.name)));
            }
        }
        let mut body = Body { name: name.clone(), kind: self.kind, aliases };
        if let Some(old) = old {
            renamed(&mut body.aliases, &old.item.name, &name);
        }
        let id = old.map_or_else(|| chance.id(ask.now), |old| old.id.uuid());
        Ok(decided(id, kept(old, id, name, &body, ask)))
    }
}

impl NamePost {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let name = named(&self.name, "the post")?;
        let old = self.post.map(|id| office.posts.get(&id.uuid()).map(AsRef::as_ref).ok_or_else(|| missing("post")));
        let old = old.transpose()?;
        if old.is_some_and(|old| old.item.name.as_str() == COMMAND_LINE) {
            return Err(Refusal::because(format!("“{COMMAND_LINE}” acts at the command line and keeps its name")));
        }
        let mut initials = distinct(&self.initials);
        initials.retain(|one| one.folded() != name.folded());
        for called in std::iter::once(&name).chain(&initials) {
            let other = office.posts.values().find(|p| Some(p.id) != self.post && p.item.is_called(called.as_str()));
            if let Some(other) = other {
                return Err(Refusal::because(format!("“{called}” is the post “{}” already", other.item.name)));
            }
        }
        if let Some(old) = old {
            renamed(&mut initials, &old.item.name, &name);
        }
        let own = office.bodies.values().find(|body| body.item.kind == BodyKind::Office).map(|body| body.id);
        let body = self.body.or(old.map(|old| old.item.body)).or(own);
        let body = body.filter(|id| office.bodies.contains_key(&id.uuid())).ok_or_else(|| missing("organisation"))?;
        let post = Post { name: name.clone(), body, initials };
        let id = old.map_or_else(|| chance.id(ask.now), |old| old.id.uuid());
        let mut drafts = kept(old, id, name, &post, ask);
        drafts.extend(matched(office, &post, Id::new(id), ask));
        Ok(decided(id, drafts))
    }
}

/// The actions of open plans that a table gave to a name of this post: they are held by it from now on.
fn matched(office: &Office, post: &Post, id: Id<Post>, ask: &Ask) -> Vec<Draft> {
    let is_open =
        |action: &Action| office.plans.get(&action.plan.uuid()).is_some_and(|plan| plan.item.state == PlanState::Open);
    let held = |held: &Held| match held {
        Held::Unmatched(stated) if post.is_called(stated.as_str()) => Held::Post(id),
        other => other.clone(),
    };
    let mut drafts = vec![];
    for kept in office.actions.values().filter(|kept| is_open(&kept.item)) {
        let mut leads: Vec<Held> = vec![];
        for lead in kept.item.leads.iter().map(held) {
            if !leads.contains(&lead) {
                leads.push(lead);
            }
        }
        let sponsor = kept.item.sponsor.as_ref().map(held);
        let action = Action { sponsor, leads, ..kept.item.clone() };
        if action != kept.item {
            drafts.push(Draft::new(Act::Changed, kept.id.uuid(), &kept.envelope, &action, ask));
        }
    }
    drafts
}

impl DescribeAction {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.actions.get(&self.action.uuid()).ok_or_else(|| missing("action"))?;
        let plan = office.plan_to_name(kept.item.plan)?.id;
        let title = named_title(&self.title)?;
        let same = |a: &&std::sync::Arc<Kept<Action>>| {
            a.item.plan == plan && a.id != kept.id && a.item.title.folded() == title.folded()
        };
        if title.folded() != kept.item.title.folded()
            && let Some(other) = office.actions.values().find(same)
        {
            return Err(Refusal::because(format!("“{title}” is the title of {} already", other.reference())));
        }
        let theme = office.themes.get(&self.theme.uuid()).filter(|theme| theme.item.plan == plan);
        let theme = theme.ok_or_else(|| missing("theme of its plan"))?.id;
        for held in self.leads.iter().chain(&self.sponsor) {
            if let Held::Post(id) = held
                && !office.posts.contains_key(&id.uuid())
            {
                return Err(missing("post"));
            }
        }
        let mut action = kept.item.clone();
        action.title = title;
        action.description = some(&self.description);
        action.output = some(&self.output);
        action.theme = theme;
        action.sponsor.clone_from(&self.sponsor);
        action.leads.clone_from(&self.leads);
        action.partners =
            distinct(&self.partners).into_iter().map(|stated| partner(office, &kept.item, stated)).collect();
        if let Some(date) = self.first_date {
            first_date(kept, &mut action, date)?;
        }
        let id = kept.id.uuid();
        if action == kept.item {
            return Ok(decided(id, vec![]));
        }
        Ok(decided(id, vec![Draft::new(Act::Changed, id, &kept.envelope, &action, ask)]))
    }
}

/// A title may be a long sentence: plans promise in sentences.
fn named_title(title: &Text) -> Result<Text, Refusal> {
    let title = title.on_one_line();
    if title.is_empty() {
        return Err(Refusal::because("the action has no title; write what is promised"));
    }
    if title.as_str().chars().count() > 1_000 {
        return Err(Refusal::because("the title has more than 1,000 characters; put the detail into the description"));
    }
    Ok(title)
}

/// A partner by its name; one that the action has keeps its role.
fn partner(office: &Office, before: &Action, stated: Text) -> Partner {
    let known = before.partners.iter().find(|partner| partner.stated.folded() == stated.folded());
    known.cloned().unwrap_or_else(|| Partner {
        body: office.bodies.values().find(|body| body.item.is_called(stated.as_str())).map(|body| body.id),
        stated,
        role: None,
    })
}

fn first_date(kept: &Kept<Action>, action: &mut Action, date: Date) -> Result<(), Refusal> {
    if kept.item.current_date == Some(date) {
        return Ok(());
    }
    if kept.item.original_date.is_some() || kept.item.current_date.is_some() {
        return Err(Refusal::because(format!(
            "{} has a date already; a date that was agreed is changed by asking for it, with a reason",
            kept.reference()
        )));
    }
    let due = Due::By { date, precision: Precision::Day };
    action.timescale =
        Timescale { stated: text(&crate::plan_text::day(date)), due, note: action.timescale.note.clone() };
    (action.original_date, action.current_date) = (Some(date), Some(date));
    Ok(())
}
