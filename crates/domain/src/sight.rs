//! Who sees what. `Office` has one door for people, [`Office::seen_by`], and one for everybody, [`Office::public`].
mod finding;
mod outcome;
mod performance;
mod question;
mod risk;

pub use outcome::Presented;
pub(crate) use outcome::Unseen;

use crate::{
    access::Access,
    action::{Action, DateMove, Decided},
    actor::Actor,
    ask::Refusal,
    body::{Body, BodyKind},
    change_request::ChangeRequest,
    correction::{Correction, PublicCorrection},
    envelope::{InternalText, Visibility},
    erasure::Erasure,
    evidence::{Evidence, EvidenceFile},
    expected_effect::ExpectedEffect,
    hold::Hold,
    id::Id,
    import::Import,
    map::PlanMap,
    milestone::Milestone,
    narrative::Narrative,
    objective::{Objective, Outcome, Priority},
    office::{Head, Kept, Kind, Noun, Office, Table},
    paper::Paper,
    period::Quarter,
    plan::{Plan, PlanState},
    post::Post,
    publication::{Publication, Withheld},
    publication_request::PublicationRequest,
    rating_rules::{RatingRules, Tied, TiedRisks, WrittenRules},
    risk::Risk,
    round::{About, Round},
    scale::Scale,
    settings::Settings,
    snapshot::Snapshot,
    text::{Text, text},
    theme::Theme,
    update::{Expected, Update},
};
use jiff::civil::Date;
use std::{
    collections::{BTreeMap, BTreeSet, HashMap, HashSet},
    sync::{Arc, OnceLock},
};
use uuid::Uuid;

/// How far somebody sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reach {
    /// What is marked for everybody.
    Public,
    /// That, and what is for the Panel.
    Panel,
    /// That, and what is internal: the office's own board and committees.
    Internal,
    /// All, what is exempt included: the office's own people.
    Staff,
}

impl Reach {
    pub fn covers(self, visibility: &Visibility) -> bool {
        self >= Self::of_visibility(visibility)
    }

    /// How far those see at the least who see an item.
    pub fn of_visibility(visibility: &Visibility) -> Self {
        match visibility {
            Visibility::Public => Self::Public,
            Visibility::Panel => Self::Panel,
            Visibility::Internal => Self::Internal,
            Visibility::Exempt { .. } => Self::Staff,
        }
    }

    /// What a paper made for a body may show.
    pub fn of(kind: BodyKind) -> Self {
        match kind {
            BodyKind::Office | BodyKind::Board | BodyKind::Committee => Self::Internal,
            BodyKind::Panel => Self::Panel,
            BodyKind::Force | BodyKind::Partner => Self::Public,
        }
    }
}

/// An office as somebody sees it: lists, counts, search, changes and exports all go through here.
#[derive(Clone, Copy, Debug)]
pub struct Sight<'a> {
    office: &'a Office,
    reach: Reach,
    /// The office as it stands, where the past is looked at: what was withheld since is withheld in the past too.
    present: Option<&'a Office>,
}

/// The ids of the risks of each action that has one.
type RisksByAction = HashMap<Id<Action>, Vec<Id<Risk>>>;

/// An office held for one actor while a page is made: what is held is seen through [`View::sight`] and in no other way,
/// so that a page need not name the office.
#[derive(Clone, Debug)]
pub struct View {
    pub(crate) office: Arc<Office>,
    actor: Actor,
    /// Where `office` is of the past.
    present: Option<Arc<Office>>,
    /// The risks of each action, once somebody asked for those of one: a list of actions walks through the risks once.
    tied: OnceLock<Arc<RisksByAction>>,
}

impl View {
    pub fn new(office: Arc<Office>, actor: Actor) -> Self {
        Self { office, actor, present: None, tied: OnceLock::new() }
    }

    /// The risks that the rules of ratings look at for an action.
    pub fn tied_risks(&self, action: &Kept<Action>) -> Vec<Tied<'_>> {
        let tied = self.tied.get_or_init(|| Arc::new(self.office.tied_risks().ids()));
        let Some(ids) = tied.get(&action.id) else { return vec![] };
        let risks = ids.iter().filter_map(|id| self.office.risks.get(&id.uuid())).map(AsRef::as_ref);
        risks.map(|risk| Tied::of(action, risk)).collect()
    }

    pub fn sight(&self) -> Sight<'_> {
        Sight { present: self.present.as_deref(), ..self.office.seen_by(&self.actor) }
    }

    pub fn actor(&self) -> &Actor {
        &self.actor
    }

    /// An action that they see, or that is their own work, whoever else may see it.
    pub fn own_action(&self, id: Id<Action>) -> Option<&Kept<Action>> {
        let kept = self.office.actions.get(&id.uuid())?;
        (self.sight().sees(kept) || kept.item.is_held_by(&self.actor.holds)).then_some(kept)
    }

    /// A file that was given as evidence of an action, by its hash: for whoever sees the action as the office's own people
    /// do, and for whoever answers for it now.
    pub fn evidence_file(&self, action: Id<Action>, sha256: &str) -> Option<&EvidenceFile> {
        let kept = self.own_action(action)?;
        let sight = self.sight();
        let inside = self.actor.reach() >= Reach::Internal && sight.sees(kept);
        let theirs = kept.item.is_held_by(&self.actor.holds);
        let said = self.every_update().filter(|update| {
            update.item.action == action
                && (inside && sight.sees(update) || theirs && kept.item.update == Some(update.id))
        });
        let done = kept.item.completion.iter().filter(|_| inside || theirs).flat_map(|done| &done.evidence);
        let mut files = said.flat_map(|update| &update.item.evidence).chain(done).filter_map(Evidence::file);
        files.find(|file| file.sha256.as_str() == sha256)
    }

    /// The work of the posts that they hold in the open plans: what they are asked about, in the order of its plans and
    /// references.
    pub fn work(&self) -> Vec<&Kept<Action>> {
        let is_open = |action: &Action| {
            let plan = self.office.plans.get(&action.plan.uuid());
            plan.is_some_and(|plan| plan.item.state == PlanState::Open) && !action.status.is_closed()
        };
        let actions = self.office.actions.values().map(AsRef::as_ref);
        let own = |kept: &&Kept<Action>| kept.item.is_held_by(&self.actor.holds) && is_open(&kept.item);
        let mut work: Vec<&Kept<Action>> = actions.filter(own).collect();
        work.sort_by_cached_key(|kept| (kept.item.plan, natural(kept.reference().as_str()), kept.id));
        work
    }

    /// What was last said of an action that they see or work on.
    pub fn last_said(&self, action: &Kept<Action>) -> Option<&Kept<Update>> {
        self.own_action(action.id)?;
        self.office.updates.get(&action.item.update?.uuid()).map(AsRef::as_ref)
    }

    /// What was asked to be changed of an action that they see or work on, and waits for a decision.
    pub fn waiting(&self, action: Id<Action>) -> Option<&Kept<ChangeRequest>> {
        self.own_action(action)?;
        self.office.waiting(action)
    }

    /// The quarterly updates that are open.
    pub(crate) fn open_rounds(&self) -> impl Iterator<Item = &Kept<Round>> {
        self.office.rounds.values().map(AsRef::as_ref).filter(|round| round.item.frozen.is_none())
    }

    /// Every update, to count what came of their own work, whoever else may see that.
    pub(crate) fn every_update(&self) -> impl Iterator<Item = &Kept<Update>> {
        self.office.updates.values().map(AsRef::as_ref)
    }

    /// Whether something is due from whoever holds an action: nothing was said since the open round asked for it; where
    /// none asks, nothing in the quarter of today; or what was said was sent back, or that it is complete was not agreed to.
    pub fn is_due(&self, action: &Kept<Action>, today: Date) -> bool {
        if self.sent_back(action).is_some() {
            return true;
        }
        let last = self.last_said(action);
        if last.is_some_and(|last| action.item.is_refused_completion(&last.item)) {
            return true;
        }
        let asks = |round: &&Kept<Round>| round.item.frozen.is_none() && round.item.asked.contains(&action.id);
        if let Some(round) = self.office.rounds.values().map(AsRef::as_ref).find(asks) {
            return last.is_none_or(|last| last.seq <= round.item.opened_at);
        }
        let quarter = Quarter::of(today).map_or(today, Quarter::starts);
        last.is_none_or(|last| last.item.day < quarter)
    }

    /// The version of an item as it stands: what somebody saw of it.
    pub fn version(&self, item: Uuid) -> Option<i64> {
        self.office.version_of(item).map(|(_, version)| version)
    }

    /// An earlier position of the office, for the same actor: what was withheld since is not shown in it either.
    #[must_use]
    pub fn of(&self, office: Arc<Office>) -> Self {
        let present = self.present.clone().unwrap_or_else(|| self.office.clone());
        Self { office, actor: self.actor.clone(), present: Some(present), tied: OnceLock::new() }
    }
}

/// What everybody may see: publications, and nothing else.
#[derive(Clone, Debug, Default)]
pub struct Public {
    pub publications: Vec<Arc<Kept<Publication>>>,
}

impl Office {
    /// The office as an actor sees it.
    pub fn seen_by(&self, actor: &Actor) -> Sight<'_> {
        Sight { office: self, reach: actor.reach(), present: None }
    }

    /// The office as a paper made for a body may show it.
    pub fn shown_to(&self, body: &Kept<Body>) -> Sight<'_> {
        Sight { office: self, reach: Reach::of(body.item.kind), present: None }
    }

    pub fn public(&self) -> Public {
        Public { publications: self.publications.values().cloned().collect() }
    }
}

impl<'a> Sight<'a> {
    pub fn reach(&self) -> Reach {
        self.reach
    }

    /// Where the record stands, as seen here.
    pub fn head(&self) -> Head {
        self.office.head
    }

    /// The same office seen by somebody who sees less, never more.
    #[must_use]
    pub fn no_further_than(&self, reach: Reach) -> Self {
        Self { reach: self.reach.min(reach), ..*self }
    }

    fn sees<T: Noun>(&self, kept: &Kept<T>) -> bool {
        let now = || self.present.and_then(|present| present.visibility_of(T::KIND, kept.id.uuid()));
        self.reach.covers(&kept.envelope.visibility)
            && (self.reach == Reach::Staff || now().is_none_or(|visibility| self.reach.covers(visibility)))
    }

    fn all<T: Noun>(&self, table: &'a Table<T>) -> impl Iterator<Item = &'a Kept<T>> + use<'a, T> {
        let sight = *self;
        table.values().map(AsRef::as_ref).filter(move |kept| sight.sees(kept))
    }

    fn one<T: Noun>(&self, table: &'a Table<T>, id: Id<T>) -> Option<&'a Kept<T>> {
        table.get(&id.uuid()).map(AsRef::as_ref).filter(|kept| self.sees(kept))
    }

    /// Words that are for the office and its boards, if they are to be seen from here.
    pub fn internal<'t>(&self, words: &'t InternalText) -> Option<&'t Text> {
        (self.reach >= Reach::Internal).then_some(&words.0)
    }

    /// Why something was done, in the words of whoever did it: written for the office and its boards.
    pub fn why<T>(&self, kept: &'a Kept<T>) -> Option<&'a Text> {
        kept.reason.as_ref().filter(|_| self.reach >= Reach::Internal)
    }

    /// What shows that something is so: for the office and its boards, and whoever else answers for the work.
    pub fn evidence<'t>(&self, all: &'t [Evidence]) -> &'t [Evidence] {
        if self.reach >= Reach::Internal { all } else { &[] }
    }

    /// What is expected of the end, likewise; None where nothing is.
    pub fn expected<'t>(&self, update: &'t Update) -> Option<Expected<'t>> {
        let expected = Expected { forecast: update.forecast.as_ref(), confidence: update.confidence };
        let any = expected.forecast.is_some() || expected.confidence.is_some();
        (any && self.reach >= Reach::Internal).then_some(expected)
    }

    /// Why a date was changed and who agreed, likewise.
    pub fn why_moved<'t>(&self, moved: &'t DateMove) -> Option<(&'t Text, &'t Text)> {
        (self.reach >= Reach::Internal).then_some((&moved.reason, &moved.approver))
    }

    /// Why an action was put off or closed and who agreed, likewise.
    pub fn why_decided<'t>(&self, decided: &'t Decided) -> Option<(&'t Text, &'t Text)> {
        (self.reach >= Reach::Internal).then_some((&decided.reason, &decided.approver))
    }

    /// What somebody asked to be changed of an action, oldest first.
    pub fn change_requests(&self) -> impl Iterator<Item = &'a Kept<ChangeRequest>> {
        let sight = *self;
        // Of an action that was withheld since it was asked for, nothing is told.
        self.all(&self.office.change_requests).filter(move |request| sight.action(request.item.action).is_some())
    }

    pub fn change_request(&self, id: Id<ChangeRequest>) -> Option<&'a Kept<ChangeRequest>> {
        let request = self.one(&self.office.change_requests, id)?;
        self.action(request.item.action).is_some().then_some(request)
    }

    pub fn settings(&self) -> Option<&'a Kept<Settings>> {
        self.office.settings()
    }

    pub fn bodies(&self) -> impl Iterator<Item = &'a Kept<Body>> {
        self.all(&self.office.bodies)
    }

    pub fn body(&self, id: Id<Body>) -> Option<&'a Kept<Body>> {
        self.one(&self.office.bodies, id)
    }

    /// The body with this name, case set aside; refused with the list.
    pub fn body_called(&self, name: &str) -> Result<&'a Kept<Body>, Refusal> {
        let id = self.office.body_called(name)?;
        self.body(id).ok_or_else(|| Refusal::because(format!("there is no organisation called “{name}”")))
    }

    pub fn posts(&self) -> impl Iterator<Item = &'a Kept<Post>> {
        self.all(&self.office.posts)
    }

    pub fn post(&self, id: Id<Post>) -> Option<&'a Kept<Post>> {
        self.one(&self.office.posts, id)
    }

    /// The name of a post that was called so until an undo took it back.
    pub fn once_called(&self, stated: &Text) -> Option<&'a Text> {
        let mut posts = self.all(&self.office.aside.posts);
        posts.find(|post| post.item.is_called(stated.as_str())).map(|post| &post.item.name)
    }

    /// Words of a table that match no post, which may be a person's name: for the office and its boards.
    pub fn stated<'t>(&self, held: &'t crate::action::Held) -> Option<&'t Text> {
        match held {
            crate::action::Held::Post(_) => None,
            crate::action::Held::Unmatched(stated) => (self.reach >= Reach::Internal).then_some(stated),
        }
    }

    /// Columns of a table that Milepost has no place for: for the office's own people, since nobody knows what is in them.
    pub fn staff_columns<'t>(&self, action: &'t Action) -> &'t [(Text, Text)] {
        if self.reach >= Reach::Staff { &action.staff_columns } else { &[] }
    }

    /// Who holds a piece of work, as staff read it: the post, or the words of the table.
    pub fn held(&self, held: &crate::action::Held) -> String {
        match held {
            // Somebody who holds no post speaks for themself.
            crate::action::Held::Post(id) => {
                let post = self.post(*id).map(|post| post.item.name.to_string());
                post.or_else(|| self.office.person_called(id.uuid())).unwrap_or_default()
            }
            crate::action::Held::Unmatched(_) => {
                self.stated(held).map_or_else(|| self.held_in_public(held).to_string(), ToString::to_string)
            }
        }
    }

    /// Who holds it, as papers and the public read it: posts only, never initials or persons.
    pub fn held_in_public(&self, held: &crate::action::Held) -> Text {
        match held {
            crate::action::Held::Post(id) => {
                self.post(*id).map_or_else(|| text("a post that is no longer listed"), |p| p.item.name.clone())
            }
            crate::action::Held::Unmatched(_) => text("lead stated, not matched to a post"),
        }
    }

    /// The same for several, each said once.
    pub fn all_held_in_public(&self, held: &[crate::action::Held]) -> Vec<Text> {
        let mut said: Vec<Text> = vec![];
        for name in held.iter().map(|held| self.held_in_public(held)) {
            if !said.contains(&name) {
                said.push(name);
            }
        }
        said
    }

    /// Everybody who has or had access, in the order in which they were let in.
    pub fn people(&self) -> impl Iterator<Item = &'a Kept<Access>> {
        self.all(&self.office.access)
    }

    pub fn person(&self, id: Uuid) -> Option<&'a Kept<Access>> {
        self.one(&self.office.access, Id::new(id))
    }

    pub fn scale(&self, id: Id<Scale>) -> Option<&'a Kept<Scale>> {
        self.one(&self.office.scales, id)
    }

    pub fn plans(&self) -> impl Iterator<Item = &'a Kept<Plan>> {
        self.all(&self.office.plans)
    }

    pub fn plan(&self, id: Id<Plan>) -> Option<&'a Kept<Plan>> {
        self.one(&self.office.plans, id)
    }

    /// The plan with this name; without one, the only open plan. Refused with the list.
    pub fn plan_called(&self, name: Option<&str>) -> Result<&'a Kept<Plan>, Refusal> {
        plan_called(&self.plans().collect::<Vec<_>>(), name)
    }

    /// The themes of a plan, in its order. One whose every action is withheld from here is not named: its name alone
    /// would tell of them, and they are counted with the plan.
    pub fn themes(&self, plan: Id<Plan>) -> Vec<&'a Kept<Theme>> {
        let actions = self.office.actions.values().filter(|a| a.item.plan == plan);
        let (mut held, mut shown) = (HashSet::new(), HashSet::new());
        for action in actions {
            held.insert(action.item.theme);
            if self.sees(action) {
                shown.insert(action.item.theme);
            }
        }
        let named = |theme: Id<Theme>| !held.contains(&theme) || shown.contains(&theme);
        let mut themes: Vec<_> = self.all(&self.office.themes).filter(|t| t.item.plan == plan && named(t.id)).collect();
        themes.sort_by_key(|t| (t.item.order, t.id));
        themes
    }

    /// A theme; not one whose every action is withheld from here, by its id no more than by its name.
    pub fn theme(&self, id: Id<Theme>) -> Option<&'a Kept<Theme>> {
        let mut own = self.office.actions.values().filter(|action| action.item.theme == id).peekable();
        let named = self.reach == Reach::Staff || own.peek().is_none() || own.any(|action| self.sees(action));
        self.one(&self.office.themes, id).filter(|_| named)
    }

    /// The theme of an action that is seen from here: who sees the one sees what the other is called.
    pub fn theme_of(&self, action: &Action) -> Option<&'a Kept<Theme>> {
        self.one(&self.office.themes, action.theme)
    }

    pub fn outcomes(&self, theme: Id<Theme>) -> Vec<&'a Kept<Outcome>> {
        self.all(&self.office.outcomes).filter(|o| o.item.theme == theme).collect()
    }

    pub fn outcome(&self, id: Id<Outcome>) -> Option<&'a Kept<Outcome>> {
        self.one(&self.office.outcomes, id)
    }

    pub fn objectives(&self, theme: Id<Theme>) -> Vec<&'a Kept<Objective>> {
        self.all(&self.office.objectives).filter(|o| o.item.theme == theme).collect()
    }

    pub fn objective(&self, id: Id<Objective>) -> Option<&'a Kept<Objective>> {
        self.one(&self.office.objectives, id)
    }

    pub fn priorities(&self, theme: Id<Theme>) -> Vec<&'a Kept<Priority>> {
        self.all(&self.office.priorities).filter(|o| o.item.theme == theme).collect()
    }

    pub fn priority(&self, id: Id<Priority>) -> Option<&'a Kept<Priority>> {
        self.one(&self.office.priorities, id)
    }

    /// The actions of a plan that are seen from here, in the order of their references.
    pub fn actions(&self, plan: Id<Plan>) -> Vec<&'a Kept<Action>> {
        let mut actions: Vec<_> = self.all(&self.office.actions).filter(|a| a.item.plan == plan).collect();
        actions.sort_by_cached_key(|a| (natural(a.reference().as_str()), a.id));
        actions
    }

    pub fn action(&self, id: Id<Action>) -> Option<&'a Kept<Action>> {
        self.one(&self.office.actions, id)
    }

    /// The actions of other plans that came from this one.
    pub fn descendants(&self, id: Id<Action>) -> Vec<&'a Kept<Action>> {
        self.all(&self.office.actions).filter(|a| a.item.lineage.iter().any(|l| l.from == id)).collect()
    }

    /// What actions came from that are not seen from here.
    pub fn origins_of_the_unseen(&self) -> HashSet<Id<Action>> {
        let unseen = self.office.actions.values().filter(|action| self.action(action.id).is_none());
        unseen.flat_map(|action| action.item.lineage.iter().map(|line| line.from)).collect()
    }

    /// Whether an action came from one of that plan, seen from here or not.
    pub fn comes_from(&self, action: &Action, plan: Id<Plan>) -> bool {
        let mut from = action.lineage.iter().filter_map(|line| self.office.actions.get(&line.from.uuid()));
        from.any(|a| a.item.plan == plan)
    }

    /// What was said of an action's progress, newest first.
    pub fn updates(&self, action: Id<Action>) -> Vec<&'a Kept<Update>> {
        let mut updates: Vec<_> = self.all(&self.office.updates).filter(|u| u.item.action == action).collect();
        updates.sort_by_key(|u| std::cmp::Reverse((u.item.day, u.seq)));
        updates
    }

    /// The files that were given as evidence, each with its action.
    pub fn evidence_files(&self) -> impl Iterator<Item = (Id<Action>, &'a EvidenceFile)> + use<'a> {
        let sees = self.reach >= Reach::Internal;
        let updates = self.every_update().filter(move |_| sees);
        updates.flat_map(|update| {
            update.item.evidence.iter().filter_map(Evidence::file).map(|file| (update.item.action, file))
        })
    }

    /// Whether a file was erased: its name may stand on the record, and its bytes are gone.
    pub fn is_erased(&self, file: &EvidenceFile) -> bool {
        self.office.was_erased(&file.sha256)
    }

    /// Why a milestone was moved or dropped, likewise.
    pub fn why_of_milestone<'t>(&self, reason: &'t Text) -> Option<&'t Text> {
        (self.reach >= Reach::Internal).then_some(reason)
    }

    /// The milestones of an action that is seen from here, by strand and date.
    pub fn milestones(&self, action: Id<Action>) -> Vec<&'a Kept<Milestone>> {
        if self.action(action).is_none() {
            return vec![];
        }
        crate::milestone::in_order(self.all(&self.office.milestones).filter(|m| m.item.action == action).collect())
    }

    pub fn milestone(&self, id: Id<Milestone>) -> Option<&'a Kept<Milestone>> {
        let milestone = self.one(&self.office.milestones, id)?;
        self.action(milestone.item.action).is_some().then_some(milestone)
    }

    /// What is expected of an action that is seen from here, by quarter.
    pub fn expected_effects(&self, action: Id<Action>) -> Vec<&'a Kept<ExpectedEffect>> {
        if self.action(action).is_none() || self.reach < Reach::Internal {
            return vec![];
        }
        let all = self.all(&self.office.expected_effects).filter(|effect| effect.item.action == action);
        crate::expected_effect::in_order(all.collect())
    }

    /// The risks that the rules of ratings look at for actions, whoever sees them: what they give is the same for all.
    pub fn tied_risks(&self) -> TiedRisks<'a> {
        self.office.tied_risks()
    }

    /// The rules by which ratings are tested on a day. Whoever is rated by them may know them.
    pub fn rules_on(&self, day: Date) -> RatingRules {
        self.office.rules_on(day)
    }

    /// The last day as of which a position or a quarterly update stands as it was.
    pub(crate) fn last_frozen(&self) -> Option<Date> {
        self.office.last_frozen().map(|(day, _)| day)
    }

    /// Each change of the rules, oldest first.
    pub fn written_rules(&self) -> impl Iterator<Item = &'a Kept<WrittenRules>> {
        self.all(&self.office.written_rules)
    }

    pub fn update(&self, id: Id<Update>) -> Option<&'a Kept<Update>> {
        self.one(&self.office.updates, id)
    }

    pub fn import(&self, id: Id<Import>) -> Option<&'a Kept<Import>> {
        self.one(&self.office.imports, id).or_else(|| self.one(&self.office.aside.imports, id))
    }

    pub fn imports(&self) -> impl Iterator<Item = &'a Kept<Import>> {
        self.all(&self.office.imports)
    }

    /// The imports that were undone: each stands as it was, by the act of the undo.
    pub fn imports_undone(&self) -> impl Iterator<Item = &'a Kept<Import>> {
        self.all(&self.office.aside.imports)
    }

    /// The map by which the office's last table was read, undone or not: the next is read in the same way.
    pub fn last_map(&self) -> Option<PlanMap> {
        let all = self.imports().chain(self.imports_undone()).filter(|import| import.item.map.is_some());
        let newest = all.max_by_key(|import| import.id)?;
        PlanMap::parse(newest.item.map.as_ref()?.as_str()).ok()
    }

    pub fn snapshots(&self) -> impl Iterator<Item = &'a Kept<Snapshot>> {
        self.all(&self.office.snapshots)
    }

    pub fn snapshot(&self, id: Id<Snapshot>) -> Option<&'a Kept<Snapshot>> {
        self.one(&self.office.snapshots, id)
    }

    /// The name of a position, which papers print whoever reads them.
    pub fn snapshot_name(&self, id: Id<Snapshot>) -> Option<Text> {
        self.office.snapshots.get(&id.uuid()).map(|s| s.item.name.clone())
    }

    pub fn papers(&self) -> impl Iterator<Item = &'a Kept<Paper>> {
        self.all(&self.office.papers)
    }

    pub fn paper(&self, id: Id<Paper>) -> Option<&'a Kept<Paper>> {
        self.one(&self.office.papers, id)
    }

    pub fn paper_numbered(&self, number: &str) -> Result<&'a Kept<Paper>, Refusal> {
        if self.reach >= Reach::Internal {
            return self.office.paper_numbered(number);
        }
        let found = self.office.paper_numbered(number).ok().and_then(|paper| self.paper(paper.id));
        found.ok_or_else(|| Refusal::because(format!("there is no paper numbered {}", number.trim().to_uppercase())))
    }

    /// Every update that is seen from here.
    pub(crate) fn every_update(&self) -> impl Iterator<Item = &'a Kept<Update>> + use<'a> {
        self.all(&self.office.updates)
    }

    /// What is said of an organisation in a round.
    pub(crate) fn said_of(&self, body: Id<Body>, round: &Round) -> BTreeSet<About> {
        self.office.said_of(body, round)
    }

    /// The quarterly updates, newest first.
    pub fn rounds(&self) -> Vec<&'a Kept<Round>> {
        let mut rounds: Vec<_> = self.all(&self.office.rounds).collect();
        rounds.sort_by_key(|round| std::cmp::Reverse((round.item.opened_at, round.id)));
        rounds
    }

    pub fn round(&self, id: Id<Round>) -> Option<&'a Kept<Round>> {
        self.one(&self.office.rounds, id)
    }

    /// The quarterly update with this name; without one, the open one, else the last. Refused with the list.
    pub fn round_called(&self, name: Option<&str>) -> Result<&'a Kept<Round>, Refusal> {
        crate::round::round_called(self.all(&self.office.rounds), name)
    }

    /// What was said of the themes in a round.
    pub fn narratives(&self, round: Id<Round>) -> Vec<&'a Kept<Narrative>> {
        self.all(&self.office.narratives).filter(|narrative| narrative.item.round == round).collect()
    }

    /// What was erased from an item, oldest first.
    pub fn erasures(&self, of: Uuid) -> Vec<&'a Kept<Erasure>> {
        self.all(&self.office.erasures).filter(|erasure| erasure.item.of == of).collect()
    }

    /// What somebody asked to be published, oldest first.
    pub fn publication_requests(&self) -> impl Iterator<Item = &'a Kept<PublicationRequest>> {
        self.all(&self.office.publication_requests)
    }

    pub fn publication_request(&self, id: Id<PublicationRequest>) -> Option<&'a Kept<PublicationRequest>> {
        self.one(&self.office.publication_requests, id)
    }

    /// The request for something that is not decided, or agreed to and not out yet.
    pub fn publication_requested(&self, of: Uuid) -> Option<&'a Kept<PublicationRequest>> {
        self.office.publication_requested(of).filter(|kept| self.sees(kept))
    }

    /// The days on which nothing is published.
    pub fn holds(&self) -> impl Iterator<Item = &'a Kept<Hold>> {
        self.all(&self.office.holds)
    }

    pub fn hold(&self, id: Id<Hold>) -> Option<&'a Kept<Hold>> {
        self.one(&self.office.holds, id)
    }

    /// The hold that keeps everything back on a day.
    pub fn held_back(&self, day: Date) -> Option<&'a Kept<Hold>> {
        self.office.held_back(day).filter(|kept| self.sees(kept))
    }

    /// A correction as everybody reads it.
    pub fn correction(&self, correction: &Correction) -> PublicCorrection {
        PublicCorrection::of(self.office, correction)
    }

    pub fn publications(&self) -> impl Iterator<Item = &'a Kept<Publication>> {
        self.all(&self.office.publications)
    }

    /// The papers by which a body saw things: read whole, since what a body saw does not depend on who asks.
    pub(crate) fn presented(&self) -> impl Iterator<Item = &'a Kept<Paper>> + use<'a> {
        self.office.papers.values().map(AsRef::as_ref).filter(|paper| paper.item.presented.is_some())
    }

    /// The tables that were taken in: read whole, since which actions a table left out does not depend on who asks.
    pub(crate) fn tables(&self) -> impl Iterator<Item = &'a Kept<Import>> + use<'a> {
        self.office.imports.values().map(AsRef::as_ref)
    }

    /// How many actions of a plan (of one theme, where given) are not seen from here, counted by reason.
    pub fn withheld(&self, plan: Id<Plan>, theme: Option<Id<Theme>>) -> Vec<Withheld> {
        let hidden = self
            .office
            .actions
            .values()
            .filter(|a| a.item.plan == plan && theme.is_none_or(|t| a.item.theme == t) && !self.sees(a));
        withheld(hidden.map(|action| &action.envelope.visibility))
    }

    /// What a person means by a place in the record: see [`crate::travel::Place`].
    pub fn place(&self, named: &str) -> Result<crate::travel::Place, Refusal> {
        use crate::travel::Place;
        if self.reach >= Reach::Internal {
            return self.office.place(named);
        }
        // To others a position or paper that they do not see is told from none in no way.
        let seen = |place: &Place| match place {
            Place::Head | Place::Day(_) | Place::Seq(_) => true,
            Place::Snapshot(id) => self.snapshot(*id).is_some(),
            Place::Paper(id) => self.paper(*id).is_some(),
        };
        self.office.place(named).ok().filter(seen).ok_or_else(|| {
            Refusal::because(format!("“{}” is not a date (2026-09-12) or a position that is shown here", named.trim()))
        })
    }

    /// Whether an item is seen from here, of whatever kind: what hangs on another is seen with it.
    pub fn sees_item(&self, kind: Kind, item: Uuid) -> bool {
        match kind {
            Kind::Outcome => self.outcome_on_its_own(item.into()).is_some(),
            Kind::Theme => self.theme(item.into()).is_some(),
            Kind::Risk => self.risk(item.into()).is_some(),
            Kind::Control => self.control(item.into()).is_some(),
            Kind::Gap => self.gap(item.into()).is_some(),
            Kind::Review => self.review(item.into()).is_some(),
            Kind::Finding => self.finding(item.into()).is_some(),
            _ => self.office.visibility_of(kind, item).is_some_and(|visibility| self.reach.covers(visibility)),
        }
    }

    /// What an id is called, for people: whatever kind it is of.
    pub fn name_of(&self, item: Uuid) -> Option<Text> {
        if let Some(person) = self.office.person_called(item) {
            return Text::new(person).ok();
        }
        self.office.version_of(item).map(|(reference, _)| reference)
    }
}

/// How many are not shown, by reason: a count and never a reference.
fn withheld<'v>(hidden: impl Iterator<Item = &'v Visibility>) -> Vec<Withheld> {
    let mut reasons: BTreeMap<Text, usize> = BTreeMap::new();
    for visibility in hidden {
        let reason = match visibility {
            Visibility::Public => continue,
            Visibility::Panel => text("shown to the Panel only"),
            Visibility::Internal => text("internal to the office"),
            Visibility::Exempt { ground, .. } => ground.clone(),
        };
        *reasons.entry(reason).or_default() += 1;
    }
    reasons.into_iter().map(|(reason, count)| Withheld { reason, count }).collect()
}

pub(crate) fn plan_called<'a>(plans: &[&'a Kept<Plan>], name: Option<&str>) -> Result<&'a Kept<Plan>, Refusal> {
    let list =
        |plans: &[&Kept<Plan>]| plans.iter().map(|p| format!("“{}”", p.item.name)).collect::<Vec<_>>().join(", ");
    if let Some(name) = name {
        return plans.iter().find(|p| p.item.is_called(name)).copied().ok_or_else(|| match plans.len() {
            0 => Refusal::because(format!("there is no plan yet, so none called “{name}”; import one first")),
            _ => Refusal::because(format!("there is no plan called “{name}”; the plans are {}", list(plans))),
        });
    }
    let open: Vec<_> = plans.iter().filter(|p| p.item.state == crate::plan::PlanState::Open).copied().collect();
    match open.as_slice() {
        [one] => Ok(one),
        [] if plans.len() == 1 => Ok(plans[0]),
        [] if plans.is_empty() => {
            Err(Refusal::because("there is no plan yet; import one with milepost import plan FILE"))
        }
        [] => Err(Refusal::because(format!("no plan is open; say which with --plan: {}", list(plans)))),
        _ => Err(Refusal::because(format!("several plans are open; say which with --plan: {}", list(&open)))),
    }
}

impl Office {
    /// The body with this name or alias.
    pub(crate) fn body_called(&self, name: &str) -> Result<Id<Body>, Refusal> {
        self.bodies.values().find(|b| b.item.is_called(name)).map(|b| b.id).ok_or_else(|| {
            let known: Vec<&str> = self.bodies.values().map(|b| b.item.name.as_str()).collect();
            Refusal::because(format!(
                "there is no organisation called “{name}”; the organisations are: {}",
                known.join(", ")
            ))
        })
    }
}

/// A reference in the order that people expect: 2 before 10, 1.9 before 1.10.
pub fn natural(reference: &str) -> Vec<(String, u64)> {
    let mut parts = Vec::new();
    let mut rest = reference;
    while !rest.is_empty() {
        let letters = rest.find(|c: char| c.is_ascii_digit()).unwrap_or(rest.len());
        let digits = rest[letters..].find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len() - letters);
        let number = rest[letters..letters + digits].parse().unwrap_or(if digits == 0 { 0 } else { u64::MAX });
        parts.push((rest[..letters].to_owned(), number));
        rest = &rest[letters + digits..];
    }
    parts
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_sort_as_people_count() {
        let mut references = vec!["10", "2", "1.10", "1.9", "A.2", "A.1", "1"];
        references.sort_by_cached_key(|r| natural(r));
        assert_eq!(references, ["1", "1.9", "1.10", "2", "10", "A.1", "A.2"]);
    }
}
