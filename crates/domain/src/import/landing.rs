//! How a reading lands on the record: the plan, its themes and people first, then row by row. Nothing is written
//! here: it ends in drafts, or in a refusal with every row's fate.
use super::{
    Fate, Fates, Import, ImportPlan, Named, RowFate, ThemeCount,
    matching::{Matching, Outcome},
};
use crate::{
    action::{Action, Held, Rating},
    ask::{Answer, Ask, Decision, Draft, Refusal},
    body::{Body, BodyKind},
    chance::Chance,
    entry::Act,
    envelope::{Envelope, Visibility},
    id::Id,
    objective::{self, Objective, Priority},
    office::{Kept, Noun, Office, Table},
    period::london_day,
    plan::{Plan, PlanState},
    post::Post,
    reading::{Question, RatingRead, RowWhat, ThemeRead},
    scale::Scale,
    text::{Text, fold, text},
    theme::Theme,
};
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};

/// An import on its way: what is known so far, and the drafts that it will come to.
pub(super) struct Landing<'a> {
    pub(super) office: &'a Office,
    pub(super) ask: &'a Ask,
    pub(super) chance: &'a mut Chance,
    pub(super) import: &'a ImportPlan,
    pub(super) id: Id<Import>,
    /// The day of the table.
    pub(super) day: Date,
    pub(super) plan: Id<Plan>,
    pub(super) scale: Scale,
    pub(super) bodies: BTreeMap<Id<Body>, Body>,
    pub(super) posts: BTreeMap<Id<Post>, Post>,
    pub(super) drafts: Vec<Draft>,
    pub(super) fates: Fates,
}

/// Where an import goes: the plan on the record, or the name of a new one.
pub(super) enum Target<'a> {
    Known(&'a Kept<Plan>),
    New(Text),
}

/// Which plan an import means. Without a name: the only open one, a new one if there is none.
pub(super) fn target<'a>(office: &'a Office, import: &ImportPlan) -> Result<Target<'a>, Refusal> {
    let called = |name: &Text| office.plans.values().find(|p| p.item.is_called(name.as_str())).map(AsRef::as_ref);
    if let Some(name) = import.plan.as_ref().or(import.reading.map.plan.name.as_ref()) {
        let name = name.on_one_line();
        return Ok(called(&name).map_or(Target::New(name), Target::Known));
    }
    let read = import.reading.plan.name.as_ref();
    if let Some(plan) = read.and_then(called) {
        return Ok(Target::Known(plan));
    }
    if office.plans.values().all(|p| p.item.state == PlanState::Frozen) {
        return Ok(Target::New(read.map_or_else(|| text("Delivery Plan"), Text::on_one_line)));
    }
    crate::sight::plan_called(&office.plans.values().map(AsRef::as_ref).collect::<Vec<_>>(), None).map(Target::Known)
}

/// The scale that a table's words are read by: the map's, else the plan's, else the standard one.
pub(super) fn scale_for(
    office: &Office,
    import: &ImportPlan,
    target: &Target,
) -> Result<(Option<Id<Scale>>, Scale), Refusal> {
    let known = match target {
        Target::Known(plan) => office.scales.get(&plan.item.scale.uuid()),
        Target::New(_) => office.scales.values().next(),
    };
    if let Some(stated) = &import.reading.scale {
        let same = office.scales.values().find(|s| s.item == *stated);
        return Ok((same.map(|s| s.id), stated.clone()));
    }
    known
        .map(|kept| (Some(kept.id), kept.item.clone()))
        .ok_or_else(|| Refusal::because("the office has no rating scale; this record was not begun by milepost init"))
}

/// The level that a rating cell means, or why none can be told.
pub(super) fn rating_of(
    scale: &Scale,
    read: &RatingRead,
    day: Date,
) -> Result<Option<Rating>, (String, Option<String>)> {
    let RatingRead::Words { stated, level } = read else { return Ok(None) };
    let word = level.as_ref().unwrap_or(stated);
    let found = scale.level(word.as_str()).or_else(|| scale.level_called(word.as_str()));
    if let Some(level) = found {
        return Ok(Some(Rating {
            level: level.key.clone(),
            label: level.label.clone(),
            class: level.class,
            stated: stated.clone(),
            since: day,
            basis: crate::action::Basis::Supplied,
        }));
    }
    let folded = fold(stated.as_str());
    if folded == "grey" || folded == "gray" {
        let why = format!(
            "“{stated}” may mean paused, not started or not rated, and the scale does not say which; say so in the map under [ratings], for example \"{stated}\" = \"Paused\""
        );
        return Err((why, Some("Paused".into())));
    }
    let known: Vec<&str> =
        scale.levels.iter().flat_map(|l| std::iter::once(&l.label).chain(&l.words)).map(Text::as_str).collect();
    let near = crate::reading::nearest(stated.as_str(), &known);
    let near = crate::reading::nearest(word.as_str(), &known).or(near);
    let hint = near.as_ref().map(|n| format!(" The nearest that it knows is “{n}”.")).unwrap_or_default();
    let why = format!(
        "the rating scale does not know “{word}”.{hint} Correct the table, or say in the map under [ratings] what it means, or \"not rated\""
    );
    Err((why, near))
}

impl<'a> Landing<'a> {
    pub(super) fn new(
        office: &'a Office,
        ask: &'a Ask,
        chance: &'a mut Chance,
        import: &'a ImportPlan,
    ) -> Result<Self, Refusal> {
        let target = target(office, import)?;
        let (scale_id, scale) = scale_for(office, import, &target)?;
        let today = london_day(ask.now);
        let day = ask.on.unwrap_or(today);
        if let Target::Known(plan) = &target {
            may_take(office, plan, day, today)?;
        }
        let id = Id::new(chance.id(ask.now));
        let mut fates = Fates {
            questions: import.reading.questions.clone(),
            map: import.reading.map.clone(),
            notes: import.reading.notes.iter().map(|n| format!("{}: {}", n.place, n.says)).collect(),
            ..Fates::default()
        };
        if day > today {
            fates.questions.push(Question {
                place: "the day of the table".into(),
                asks: format!("{day} has not come yet (today is {today}). Is it the day of the table?"),
                taken: "yes; a table of an earlier day may still be taken in after it".into(),
            });
        }
        if let Target::New(name) = &target
            && office.plans.size() > 0
        {
            fates.questions.push(Question {
                place: "the plan".into(),
                asks: format!("no plan on the record is called “{name}”. Is it a new one?"),
                taken: format!("yes: “{name}” is a new plan, beside {}", named(office)),
            });
        }
        let mut landing = Self {
            office,
            ask,
            chance,
            import,
            id,
            day,
            plan: Id::new(uuid::Uuid::nil()),
            scale,
            bodies: office.bodies.values().map(|b| (b.id, b.item.clone())).collect(),
            posts: office.posts.values().map(|p| (p.id, p.item.clone())).collect(),
            drafts: Vec::new(),
            fates,
        };
        let scale_id = landing.keep_scale(scale_id);
        landing.keep_plan(&target, scale_id);
        landing.keep_bodies();
        landing.keep_posts()?;
        Ok(landing)
    }

    pub(super) fn draft<T: Noun>(&mut self, act: Act, id: uuid::Uuid, envelope: &Envelope, item: &T) {
        self.drafts.push(Draft::new(act, id, envelope, item, self.ask));
    }

    pub(super) fn new_id(&mut self) -> uuid::Uuid {
        self.chance.id(self.ask.now)
    }

    fn keep_scale(&mut self, known: Option<Id<Scale>>) -> Id<Scale> {
        if let Some(id) = known {
            return id;
        }
        let id = again(&self.office.aside.scales, |s| *s == self.scale).unwrap_or_else(|| self.new_id());
        let scale = self.scale.clone();
        self.draft(Act::Imported, id, &Envelope::public(scale.name.clone()), &scale);
        Id::new(id)
    }

    fn keep_plan(&mut self, target: &Target, scale: Id<Scale>) {
        let facts = &self.import.reading.plan;
        let old = match target {
            Target::Known(kept) => Some(*kept),
            Target::New(_) => None,
        };
        let mut plan = match target {
            Target::Known(kept) => kept.item.clone(),
            Target::New(name) => Plan {
                name: name.clone(),
                aliases: vec![],
                from: None,
                to: None,
                state: PlanState::Open,
                versions: vec![],
                scale,
            },
        };
        plan.scale = scale;
        plan.from = facts.from.or(plan.from);
        plan.to = facts.to.or(plan.to);
        plan.state = facts.state.unwrap_or(plan.state);
        for alias in &facts.aliases {
            if !plan.is_called(alias.as_str()) {
                plan.aliases.push(alias.clone());
            }
        }
        if let Some(version) = &facts.version {
            match plan.versions.iter_mut().find(|v| v.label == version.label) {
                Some(known) => *known = version.clone(),
                None => plan.versions.push(version.clone()),
            }
        }
        let taken_back = || again(&self.office.aside.plans, |p| p.is_called(plan.name.as_str()));
        let id = old.map(|kept| kept.id.uuid()).or_else(taken_back).unwrap_or_else(|| self.new_id());
        self.plan = Id::new(id);
        if old.is_none_or(|kept| kept.item != plan) {
            let envelope = old.map_or_else(|| Envelope::public(plan.name.clone()), |kept| kept.envelope.clone());
            self.draft(Act::Imported, id, &envelope, &plan);
        }
    }

    fn keep_bodies(&mut self) {
        for read in self.import.reading.bodies.clone() {
            let known =
                self.bodies.iter().find(|(_, b)| b.is_called(read.name.as_str())).map(|(id, b)| (*id, b.clone()));
            let (id, old) = match known {
                Some((id, body)) => (id, Some(body)),
                None => (self.body_again(&read.name), None),
            };
            let mut body = old.clone().unwrap_or(Body { name: read.name.clone(), kind: read.kind, aliases: vec![] });
            for alias in &read.aliases {
                if !body.is_called(alias.as_str()) {
                    body.aliases.push(alias.clone());
                }
            }
            self.keep_body(id, body, old.as_ref());
        }
    }

    fn keep_body(&mut self, id: Id<Body>, body: Body, old: Option<&Body>) {
        if old != Some(&body) {
            self.draft(Act::Imported, id.uuid(), &Envelope::public(body.name.clone()), &body);
        }
        self.bodies.insert(id, body);
    }

    /// The id of a body that is not on the record: its own where it was taken back, a new one otherwise.
    fn body_again(&mut self, name: &Text) -> Id<Body> {
        let again = again(&self.office.aside.bodies, |b| b.is_called(name.as_str()));
        Id::new(again.unwrap_or_else(|| self.new_id()))
    }

    /// The body that a cell names; one that nobody knows yet is taken as a partner, and said.
    pub(super) fn body(&mut self, name: &Text, place: &str) -> Id<Body> {
        let name = name.on_one_line();
        if let Some((id, _)) = self.bodies.iter().find(|(_, body)| body.is_called(name.as_str())) {
            return *id;
        }
        self.fates.questions.push(Question {
            place: place.to_owned(),
            asks: format!("“{name}” is not an organisation of the record yet. What is it?"),
            taken: "a partner; the map may say otherwise under [[body]]".into(),
        });
        let id = self.body_again(&name);
        self.keep_body(id, Body { name, kind: BodyKind::Partner, aliases: vec![] }, None);
        id
    }

    fn keep_posts(&mut self) -> Result<(), Refusal> {
        for read in self.import.reading.posts.clone() {
            let body = match &read.body {
                Some(name) => self
                    .bodies
                    .iter()
                    .find(|(_, b)| b.is_called(name.as_str()))
                    .map(|(id, _)| *id)
                    .ok_or_else(|| Refusal::because(format!("the map's post “{}” belongs to “{name}”, which is not an organisation of the record; add it under [[body]]", read.name)))?,
                None => self.own_body(),
            };
            let known =
                self.posts.iter().find(|(_, p)| p.name.folded() == read.name.folded()).map(|(id, p)| (*id, p.clone()));
            let (id, old) = if let Some((id, post)) = known {
                (id, Some(post))
            } else {
                let again = again(&self.office.aside.posts, |p| p.name.folded() == read.name.folded());
                (Id::new(again.unwrap_or_else(|| self.new_id())), None)
            };
            let mut post = old.clone().unwrap_or(Post { name: read.name.clone(), body, initials: vec![] });
            for initials in &read.initials {
                if !post.is_called(initials.as_str()) {
                    post.initials.push(initials.clone());
                }
            }
            if old.as_ref() != Some(&post) {
                self.draft(Act::Imported, id.uuid(), &Envelope::public(post.name.clone()), &post);
            }
            self.posts.insert(id, post);
        }
        Ok(())
    }

    /// The office itself, as an organisation.
    fn own_body(&self) -> Id<Body> {
        let own = self.bodies.iter().find(|(_, b)| b.kind == BodyKind::Office).or(self.bodies.iter().next());
        own.map_or(Id::new(uuid::Uuid::nil()), |(id, _)| *id)
    }

    pub(super) fn held(&self, stated: &Text) -> Held {
        let stated = stated.on_one_line();
        match self.posts.iter().find(|(_, post)| post.is_called(stated.as_str())) {
            Some((id, _)) => Held::Post(*id),
            None => Held::Unmatched(stated),
        }
    }

    fn keep_theme(&mut self, read: &ThemeRead, order: i64) -> Id<Theme> {
        let named = |theme: &Theme| {
            theme.is_called(read.name.as_str()) || read.aliases.iter().any(|alias| theme.is_called(alias.as_str()))
        };
        let old = self.office.themes.values().find(|t| t.item.plan == self.plan && named(&t.item));
        let mut theme = old.map_or_else(
            || Theme { plan: self.plan, code: None, name: read.name.on_one_line(), aliases: vec![], aim: None, order },
            |kept| kept.item.clone(),
        );
        theme.code = read.code.clone().or(theme.code);
        theme.aim = read.aim.clone().or(theme.aim);
        for alias in std::iter::once(&read.name).chain(&read.aliases) {
            if !theme.is_called(alias.as_str()) {
                theme.aliases.push(alias.on_one_line());
            }
        }
        let taken_back = || again(&self.office.aside.themes, |t| t.plan == self.plan && named(t));
        let id = old.map(|kept| kept.id.uuid()).or_else(taken_back).unwrap_or_else(|| self.new_id());
        if old.is_none_or(|kept| kept.item != theme) {
            let envelope = old.map_or_else(|| Envelope::public(theme.name.clone()), |kept| kept.envelope.clone());
            self.draft(Act::Imported, id, &envelope, &theme);
        }
        let id = Id::new(id);
        for (statement, shared_with) in &read.outcomes {
            let shared_with = shared_with.iter().map(|name| self.body(name, "the map")).collect();
            self.outcome(id, statement, shared_with, &Visibility::Public);
        }
        for statement in &read.objectives {
            self.objective(id, statement, &Visibility::Public);
        }
        for statement in &read.priorities {
            let known = self
                .office
                .priorities
                .values()
                .any(|p| p.item.theme == id && p.item.statement.folded() == statement.folded());
            if !known {
                let priority = Priority { theme: id, statement: statement.clone() };
                let again = again(&self.office.aside.priorities, |p: &Priority| {
                    p.theme == id && p.statement.folded() == statement.folded()
                });
                let new = again.unwrap_or_else(|| self.new_id());
                self.draft(Act::Imported, new, &Envelope::public(shortened(statement)), &priority);
            }
        }
        id
    }

    /// An outcome of a theme, by its statement; added when the theme has none that says so. It is shown to whoever may
    /// see one of the rows that state it, and to nobody else.
    pub(super) fn outcome(
        &mut self,
        theme: Id<Theme>,
        statement: &Text,
        shared_with: Vec<Id<Body>>,
        shown: &Visibility,
    ) -> Id<objective::Outcome> {
        let same = |o: &objective::Outcome| o.theme == theme && o.statement.folded() == statement.folded();
        let known = self.stated(&self.office.outcomes, same);
        let (mut outcome, old) = match known {
            Some((kept, outcome)) => (outcome, Some(kept)),
            None => (objective::Outcome { theme, statement: statement.clone(), shared_with: vec![] }, None),
        };
        let more = shared_with.iter().any(|body| !outcome.shared_with.contains(body));
        if more {
            outcome.shared_with = shared_with;
        }
        let again = again(&self.office.aside.outcomes, same);
        self.state(old, again, statement, shown, &outcome, more)
    }

    pub(super) fn objective(&mut self, theme: Id<Theme>, statement: &Text, shown: &Visibility) -> Id<Objective> {
        let same = |o: &Objective| o.theme == theme && o.statement.folded() == statement.folded();
        let (old, objective) = match self.stated(&self.office.objectives, same) {
            Some((kept, objective)) => (Some(kept), objective),
            None => (None, Objective { theme, statement: statement.clone() }),
        };
        let again = again(&self.office.aside.objectives, same);
        self.state(old, again, statement, shown, &objective, false)
    }

    /// Drafts a statement where it is new, was changed, or is now stated where more people see it.
    fn state<T: Noun>(
        &mut self,
        old: Option<(uuid::Uuid, Envelope)>,
        again: Option<uuid::Uuid>,
        statement: &Text,
        shown: &Visibility,
        item: &T,
        changed: bool,
    ) -> Id<T> {
        let (id, envelope, draft) = if let Some((id, envelope)) = old {
            let visibility = envelope.visibility.clone().or_wider(shown);
            let wider = visibility != envelope.visibility;
            (id, Envelope { visibility, ..envelope }, wider || changed)
        } else {
            let visibility = shown.clone();
            let id = again.unwrap_or_else(|| self.new_id());
            (id, Envelope { visibility, ..Envelope::public(shortened(statement)) }, true)
        };
        if draft {
            self.draft(Act::Imported, id, &envelope, item);
        }
        Id::new(id)
    }

    /// The item of which this is true: as this import leaves it so far, else as it is on the record.
    fn stated<T: Noun + Clone>(
        &self,
        table: &Table<T>,
        same: impl Fn(&T) -> bool,
    ) -> Option<((uuid::Uuid, Envelope), T)> {
        #[derive(serde::Deserialize)]
        struct State<T> {
            envelope: Envelope,
            item: T,
        }
        let drafted = self.drafts.iter().rev().filter(|d| d.kind == T::KIND).find_map(|d| {
            let state: State<T> = serde_json::from_slice(&d.body).ok()?;
            same(&state.item).then_some(((d.item, state.envelope), state.item))
        });
        let kept = || table.values().find(|kept| same(&kept.item));
        drafted.or_else(|| kept().map(|kept| ((kept.id.uuid(), kept.envelope.clone()), kept.item.clone())))
    }

    /// All rows, then the import itself with its totals; or a refusal with every row's fate.
    pub(super) fn land(mut self) -> Result<Decision, Refusal> {
        let reading = &self.import.reading;
        let last =
            self.office.themes.values().filter(|t| t.item.plan == self.plan).map(|t| t.item.order).max().unwrap_or(0);
        let themes: Vec<Id<Theme>> =
            reading.themes.iter().zip(last + 1..).map(|(read, order)| self.keep_theme(read, order)).collect();
        self.fates.themes = reading.themes.iter().map(|t| ThemeCount { name: t.name.clone(), actions: 0 }).collect();
        let matching = Matching::new(self.office, self.plan, reading);
        let outcomes = matching.outcomes(reading);
        // Ids and references come first, so that a link may point forward.
        let mut landed: HashMap<String, Id<Action>> =
            matching.actions().map(|a| (a.reference().folded(), a.id)).collect();
        for outcome in &outcomes {
            match outcome {
                Outcome::New { reference, .. } => {
                    let id = Id::new(self.new_id());
                    landed.insert(reference.folded(), id);
                }
                Outcome::Again { kept, .. } => {
                    landed.insert(kept.reference().folded(), kept.id);
                }
                Outcome::Known(_) | Outcome::Refused(_) => {}
            }
        }
        for (row, outcome) in reading.rows.iter().zip(outcomes) {
            let fate = match (&row.what, outcome) {
                (_, Outcome::Refused(fate)) => fate,
                (RowWhat::Action(read), Outcome::Known(kept)) => {
                    self.row(&row.place, read, themes[read.theme], Some(kept), kept.reference(), false, &landed)
                }
                (RowWhat::Action(read), Outcome::New { reference, given }) => {
                    self.row(&row.place, read, themes[read.theme], None, &reference, given, &landed)
                }
                (RowWhat::Action(read), Outcome::Again { kept, given }) => {
                    self.row(&row.place, read, themes[read.theme], None, kept.reference(), given, &landed)
                }
                _ => continue,
            };
            if let RowWhat::Action(read) = &row.what
                && fate.fate != Fate::Rejected
            {
                self.fates.themes[read.theme].actions += 1;
            }
            self.count(fate);
        }
        if self.fates.totals.rejected > 0 {
            return Err(Refusal::Rejected(Box::new(self.fates)));
        }
        self.every_withheld_row_is_there(&landed)?;
        let absent = matching.absent();
        self.fates.absent =
            absent.iter().map(|a| Named { reference: a.reference().clone(), title: a.item.title.clone() }).collect();
        let import = Import {
            plan: self.plan,
            file: self.import.file.clone(),
            table_day: self.day,
            totals: self.fates.totals,
            absent: absent.iter().map(|a| a.reference().clone()).collect(),
            map: Some(reading.map.remembered().to_toml())
                .filter(|map| !map.is_empty())
                .and_then(|map| Text::new(map).ok()),
        };
        let number = self.office.next_import();
        let envelope = Envelope::internal(text(&format!("import {number}")));
        self.draft(Act::Imported, self.id.uuid(), &envelope, &import);
        Ok(Decision { drafts: self.drafts, answer: Answer::Imported(Box::new(self.fates)) })
    }

    /// A reference under [visible] that no row has is a slip that would show what was to be withheld.
    fn every_withheld_row_is_there(&self, landed: &HashMap<String, Id<Action>>) -> Result<(), Refusal> {
        let map = &self.import.reading.map;
        let lost: Vec<&str> =
            map.visible.keys().filter(|r| !landed.contains_key(&r.folded())).map(Text::as_str).collect();
        if lost.is_empty() {
            return Ok(());
        }
        Err(Refusal::because(format!(
            "the map says under [visible] who may see {}, and no row has that reference; correct the map, so that nothing is shown by mistake",
            lost.join(", ")
        )))
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

/// The id of an item that an undo took back and that comes again: it keeps its identity.
fn again<T>(aside: &Table<T>, is: impl Fn(&T) -> bool) -> Option<uuid::Uuid> {
    aside.values().find(|kept| is(&kept.item)).map(|kept| kept.id.uuid())
}

impl Office {
    /// The number of the import that comes next: none is given twice, undone or not.
    pub(crate) fn next_import(&self) -> usize {
        self.imports.size() + self.aside.imports.size() + 1
    }
}

pub(crate) fn named(office: &Office) -> String {
    office.plans.values().map(|p| format!("“{}”", p.item.name)).collect::<Vec<_>>().join(", ")
}

/// A plan takes a table when it is open and holds nothing newer.
pub(crate) fn may_take(office: &Office, plan: &Kept<Plan>, day: Date, today: Date) -> Result<(), Refusal> {
    if plan.item.state == PlanState::Frozen {
        return Err(Refusal::because(format!(
            "“{}” is frozen: it is kept as it stood. Name another plan with --plan, or keep the table as a position of the past with --as-position NAME --for BODY",
            plan.item.name
        )));
    }
    // A day that has not come yet is a slip of the pen: it must not shut out every true table until it comes.
    let stated = office.imports.values().filter(|i| i.item.plan == plan.id).map(|i| i.item.table_day);
    let newest = stated.filter(|stated| *stated <= today).max();
    match newest {
        Some(newest) if day < newest => Err(Refusal::because(format!(
            "this table is of {day}, and “{}” already holds the table of {newest}; nothing goes backwards. Keep it as a position of the past with --as-position NAME --for BODY",
            plan.item.name
        ))),
        _ => Ok(()),
    }
}

/// The first words of a statement, to refer to it by.
pub(crate) fn shortened(statement: &Text) -> Text {
    let line = statement.on_one_line();
    if line.as_str().chars().count() <= 80 {
        return line;
    }
    let cut: String = line.as_str().chars().take(79).collect();
    text(&format!("{}…", cut.trim_end()))
}
