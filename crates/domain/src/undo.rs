//! Undoing an import: a change of its own, which leaves the record of the first as it was. What the import brought is
//! taken back, what it changed is as before; a row of which something was said since is left as it stands, and named.
use crate::{
    action::Action,
    ask::{Answer, Ask, Decision, Draft, Refusal},
    entry::{Act, Entry},
    id::Id,
    import::Import,
    office::{Kept, Kind, NotApplied, Office},
    paper::Paper,
    period::london_day,
    plan::PlanState,
    plan_text::day,
    sight::natural,
    text::Text,
};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};
use uuid::Uuid;

/// An entry of the record, with its state.
pub type Stated = (Entry, Vec<u8>);

/// Undo an import. What is undone is read from the record by whoever asks; the reason is the ask's own.
#[derive(Clone, Debug)]
pub struct UndoImport {
    pub import: Id<Import>,
    /// The entries of the import's change, in order.
    pub change: Vec<Stated>,
    /// The newest states before it of the items that it changed.
    pub before: Vec<Stated>,
    /// The last entry when these were read: what was erased since must not come back with them.
    pub read_at: i64,
}

/// What an undo comes to, for whoever asked.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Undone {
    /// "import 3", and the file's name.
    pub import: Text,
    pub file: Text,
    /// Actions that the import brought, and that are taken back.
    pub withdrawn: Vec<UndoneRow>,
    /// Actions that it changed, and that are as before.
    pub restored: Vec<UndoneRow>,
    /// What is left as it stands, with why.
    pub left: Vec<LeftRow>,
    /// Other items (themes, posts, organisations, updates) that are taken back or as before.
    pub others: usize,
    /// The numbers of issued papers of the plan that were made of the record since; they stand as they were issued.
    pub papers: Vec<Text>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UndoneRow {
    pub reference: Text,
    pub title: Text,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeftRow {
    pub reference: Text,
    pub title: Text,
    pub why: String,
}

impl UndoImport {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let import = self.standing(office)?;
        self.is_of_now(office, import)?;
        let plan = office.plans.get(&import.item.plan.uuid());
        if let Some(plan) = plan.filter(|plan| plan.item.state == PlanState::Frozen) {
            return Err(Refusal::because(format!(
                "“{}” is frozen: it is kept as it stood, so no import of it is undone",
                plan.item.name
            )));
        }
        let mut undoing = Undoing::new(self, office).map_err(|error| unreadable(&error))?;
        undoing.leave_what_is_named();
        undoing.leave_what_was_said_of_the_left();
        let left = undoing.left_rows();
        let (actions, kept) = undoing.actions();
        if actions > 0 && actions == kept {
            let named: Vec<&str> = left.iter().map(|row| row.reference.as_str()).collect();
            return Err(Refusal::because(format!(
                "nothing of {} is undone: something was said since of each of its rows ({}). Correct them one by one",
                import.reference(),
                named.join(", ")
            )));
        }
        let (drafts, mut undone) = undoing.drafts(ask).map_err(|error| unreadable(&error))?;
        undone.import = import.reference().clone();
        undone.file = import.item.file.name.clone();
        undone.left = left;
        undone.papers = papers_since(office, import);
        Ok(Decision { drafts, answer: Answer::Undone(Box::new(undone)) })
    }

    /// The import, if it is there and was not undone already.
    fn standing<'a>(&self, office: &'a Office) -> Result<&'a Kept<Import>, Refusal> {
        if let Some(import) = office.imports.get(&self.import.uuid()) {
            return Ok(import);
        }
        let undone = office.aside.imports.get(&self.import.uuid());
        Err(Refusal::because(undone.map_or_else(
            || "there is no such import; look at the list of imports again".to_owned(),
            |kept| format!("{} was undone already, on {}", kept.reference(), day(london_day(kept.at))),
        )))
    }

    fn is_of_now(&self, office: &Office, import: &Kept<Import>) -> Result<(), Refusal> {
        let whole = self.change.iter().any(|(entry, _)| entry.item == import.id.uuid() && entry.seq == import.seq);
        let erased = office.erasures.values().any(|erasure| erasure.seq > self.read_at);
        if whole && !erased && self.read_at <= office.head().seq {
            return Ok(());
        }
        Err(Refusal::because("the record was changed in between; look at what would be undone, and try again"))
    }
}

fn unreadable(error: &NotApplied) -> Refusal {
    Refusal::because(error.to_string())
}

fn papers_since(office: &Office, import: &Kept<Import>) -> Vec<Text> {
    let since = |paper: &&Kept<Paper>| paper.item.issued.is_some() && paper.item.as_at >= import.seq;
    office.papers.values().map(AsRef::as_ref).filter(since).map(|paper| paper.reference().clone()).collect()
}

/// One item of the import, as it left it and as it was before.
struct Item<'a> {
    after: &'a Stated,
    /// None: the import brought it.
    before: Option<&'a Stated>,
    /// Why it is left as it stands.
    left: Option<String>,
}

struct Undoing<'a> {
    office: &'a Office,
    import: Uuid,
    /// The last entry of the import's change.
    end: i64,
    items: BTreeMap<Uuid, Item<'a>>,
}

impl<'a> Undoing<'a> {
    fn new(undo: &'a UndoImport, office: &'a Office) -> Result<Self, NotApplied> {
        let first = undo.change.iter().map(|(entry, _)| entry.seq).min().unwrap_or_default();
        let end = undo.change.iter().map(|(entry, _)| entry.seq).max().unwrap_or_default();
        let mut before: BTreeMap<Uuid, &Stated> = BTreeMap::new();
        for stated in undo.before.iter().filter(|(entry, _)| entry.seq < first) {
            let newest = before.entry(stated.0.item).or_insert(stated);
            if newest.0.seq < stated.0.seq {
                *newest = stated;
            }
        }
        // What an earlier undo took back was not there: this import brought it again.
        before.retain(|_, stated| stated.0.act != Act::Withdrawn);
        let mut items: BTreeMap<Uuid, Item> = BTreeMap::new();
        for stated in &undo.change {
            let item = stated.0.item;
            if item != undo.import.uuid() {
                items.insert(item, Item { after: stated, before: before.get(&item).copied(), left: None });
            }
        }
        let mut undoing = Self { office, import: undo.import.uuid(), end, items };
        undoing.leave_what_was_spoken_of()?;
        Ok(undoing)
    }

    /// What stands otherwise than the import left it, and actions of which something was said beside it.
    fn leave_what_was_spoken_of(&mut self) -> Result<(), NotApplied> {
        let (office, end) = (self.office, self.end);
        let mut gone = vec![];
        for (id, item) in &mut self.items {
            let (entry, body) = item.after;
            match office.stands_as(entry, body)? {
                None => gone.push(*id),
                Some(false) => item.left = Some("it was changed since".into()),
                Some(true) if entry.kind == Kind::Action => {
                    let said = office.updates.values().any(|u| u.item.action.uuid() == *id && u.seq > end);
                    let asked = office.change_requests.values().any(|r| r.item.action.uuid() == *id && r.seq > end);
                    if said {
                        item.left = Some("something was said of its progress since".into());
                    } else if asked {
                        item.left = Some("a change of it was asked for since".into());
                    }
                }
                Some(true) => {}
            }
        }
        for id in gone {
            self.items.remove(&id);
        }
        Ok(())
    }

    /// What the import brought and something that stays names has to stay too: a theme of a row that is left, a post
    /// that somebody holds. Papers, positions and rounds speak of actions as they were, and keep none.
    fn leave_what_is_named(&mut self) {
        let speaks_of_the_past =
            |kind: Kind| matches!(kind, Kind::Paper | Kind::Snapshot | Kind::Publication | Kind::Round);
        let mut waiting: Vec<(Kind, Uuid, String)> = self.office.said_after(self.end);
        waiting.retain(|(kind, id, _)| {
            !self.items.contains_key(id) && !matches!(kind, Kind::Import | Kind::Erasure | Kind::Narrative)
        });
        let left = self.items.iter().filter(|(_, item)| item.left.is_some());
        let named = left.filter_map(|(id, item)| {
            let kind = item.after.0.kind;
            Some((kind, *id, self.office.naming(kind, *id)?))
        });
        waiting.extend(named.collect::<Vec<_>>());
        while let Some((kind, by, json)) = waiting.pop() {
            for id in ids(&json) {
                let Some(item) = self.items.get_mut(&id) else { continue };
                let is_work = matches!(item.after.0.kind, Kind::Action | Kind::Update);
                if id == by || item.left.is_some() || item.before.is_some() || is_work && speaks_of_the_past(kind) {
                    continue;
                }
                let name = self.office.version_of(by).map(|(reference, _)| reference.to_string()).unwrap_or_default();
                item.left = Some(format!("{} {name} names it", kind.as_str().replace('_', " ")));
                if let Some(json) = self.office.naming(item.after.0.kind, id) {
                    waiting.push((item.after.0.kind, id, json));
                }
            }
        }
    }

    /// What the import's row said of an action that is left stays with it, and so do its milestones.
    fn leave_what_was_said_of_the_left(&mut self) {
        let said = |id: &Uuid| self.office.updates.get(id).map(|update| update.item.action.uuid());
        let due = |id: &Uuid| self.office.milestones.get(id).map(|milestone| milestone.item.action.uuid());
        let expected = |id: &Uuid| self.office.expected_effects.get(id).map(|effect| effect.item.action.uuid());
        let of = |id: &Uuid| said(id).or_else(|| due(id)).or_else(|| expected(id));
        let is_left = |action: Uuid| self.items.get(&action).is_some_and(|item| item.left.is_some());
        let with_them: Vec<Uuid> = self.items.keys().filter(|id| of(id).is_some_and(is_left)).copied().collect();
        for id in with_them {
            if let Some(item) = self.items.get_mut(&id) {
                item.left.get_or_insert("it was said of a row that is left".into());
            }
        }
    }

    /// How many actions the import touched, and how many of them are left.
    fn actions(&self) -> (usize, usize) {
        let actions = || self.items.values().filter(|item| item.after.0.kind == Kind::Action);
        (actions().count(), actions().filter(|item| item.left.is_some()).count())
    }

    fn action(&self, id: Uuid) -> Option<&'a Kept<Action>> {
        self.office.actions.get(&id).map(AsRef::as_ref)
    }

    /// The rows that are left, and what else is left for a reason of its own.
    fn left_rows(&self) -> Vec<LeftRow> {
        let mut rows: Vec<LeftRow> = vec![];
        for (id, item) in &self.items {
            let (Some(why), kind) = (&item.left, item.after.0.kind) else { continue };
            if matches!(kind, Kind::Update | Kind::Milestone | Kind::ExpectedEffect) {
                continue;
            }
            let name = self.office.version_of(*id).map(|(reference, _)| reference).unwrap_or_default();
            let title = self.action(*id).map_or_else(
                || Text::new(kind.as_str().replace('_', " ")).unwrap_or_default(),
                |action| action.item.title.clone(),
            );
            rows.push(LeftRow { reference: name, title, why: why.clone() });
        }
        rows.sort_by_cached_key(|row| natural(row.reference.as_str()));
        rows
    }

    fn drafts(&self, ask: &Ask) -> Result<(Vec<Draft>, Undone), NotApplied> {
        let mut undone = Undone::default();
        let mut drafts = vec![];
        for (id, item) in self.items.iter().filter(|(_, item)| item.left.is_none()) {
            let (act, (entry, body)) = match item.before {
                Some(before) => (Act::Changed, before),
                None => (Act::Withdrawn, item.after),
            };
            drafts.push(self.office.as_it_was(entry, body, act, ask)?);
            match self.action(*id).filter(|_| entry.kind == Kind::Action) {
                Some(action) => {
                    let row = UndoneRow { reference: action.reference().clone(), title: action.item.title.clone() };
                    if item.before.is_some() { undone.restored.push(row) } else { undone.withdrawn.push(row) }
                }
                None => undone.others += 1,
            }
        }
        for rows in [&mut undone.withdrawn, &mut undone.restored] {
            rows.sort_by_cached_key(|row| natural(row.reference.as_str()));
        }
        if let Some(import) = self.office.imports.get(&self.import) {
            drafts.push(Draft::new(Act::Withdrawn, self.import, &import.envelope, &import.item, ask));
        }
        Ok((drafts, undone))
    }
}

/// The ids that stand in a JSON text.
fn ids(json: &str) -> BTreeSet<Uuid> {
    json.split('"').filter(|part| part.len() == 36).filter_map(|part| part.parse().ok()).collect()
}
