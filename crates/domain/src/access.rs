//! Access: who may act in this office, in which role, holding which posts since when. The record knows people by an id
//! alone; names and addresses lie beside it, where they can be deleted.
use crate::{
    actor::{Actor, Role},
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    entry::Act,
    envelope::Envelope,
    id::Id,
    office::{Kept, Kind, Noun, Office},
    period::london_day,
    post::Post,
    settings::COMMAND_LINE,
    text::{Text, text},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::sync::Arc;
use uuid::Uuid;

/// What one person may do here. The item's id is the person's, and nothing else of them is on the record.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    pub role: Role,
    /// Every post that they hold or held, oldest first.
    pub posts: Vec<Tenure>,
    /// The day on which it ended; they may come back.
    #[serde(deserialize_with = "Option::deserialize")]
    pub ended: Option<Date>,
}

/// A post held for a time.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Tenure {
    pub post: Id<Post>,
    pub from: Date,
    /// The first day on which they hold it no more.
    #[serde(deserialize_with = "Option::deserialize")]
    pub to: Option<Date>,
}

impl Tenure {
    pub fn covers(&self, day: Date) -> bool {
        self.from <= day && self.to.is_none_or(|to| day < to)
    }
}

impl Access {
    /// The posts that they hold on a day.
    pub fn held(&self, day: Date) -> impl Iterator<Item = Id<Post>> {
        let ended = self.ended.is_some();
        self.posts.iter().filter(move |tenure| !ended && tenure.covers(day)).map(|tenure| tenure.post)
    }

    fn takes(&mut self, post: Id<Post>, from: Date) {
        self.posts.push(Tenure { post, from, to: None });
    }

    /// Gives up what is held on a day or later. Gives the posts that were.
    fn lays_down(&mut self, day: Date, which: impl Fn(Id<Post>) -> bool) -> Vec<Id<Post>> {
        let mut laid_down = vec![];
        for tenure in &mut self.posts {
            if which(tenure.post) && tenure.to.is_none_or(|to| day < to) {
                laid_down.push(tenure.post);
                tenure.to = Some(day.max(tenure.from));
            }
        }
        // What was never begun was never held.
        self.posts.retain(|tenure| tenure.from <= day || tenure.to != Some(tenure.from));
        laid_down
    }
}

impl Noun for Access {
    const KIND: Kind = Kind::Access;
    const SHAPE: i64 = 1;
}

/// Lets a person in, in a role; or in again, whose access had ended.
#[derive(Clone, Debug)]
pub struct Grant {
    /// Chosen by whoever keeps the name that belongs to it.
    pub person: Uuid,
    pub role: Role,
    pub posts: Vec<Id<Post>>,
}

#[derive(Clone, Debug)]
pub struct ChangeRole {
    pub person: Uuid,
    pub role: Role,
}

/// Gives a person a post from a day on.
#[derive(Clone, Debug)]
pub struct AssignPost {
    pub person: Uuid,
    pub post: Id<Post>,
    /// None: from today.
    pub from: Option<Date>,
}

#[derive(Clone, Debug)]
pub struct LeavePost {
    pub person: Uuid,
    pub post: Id<Post>,
}

/// Moves every post of one person to another, in one step.
#[derive(Clone, Debug)]
pub struct MovePosts {
    pub from: Uuid,
    pub to: Uuid,
}

/// Ends a person's access. What they held goes to another, or is held by nobody until somebody is named.
#[derive(Clone, Debug)]
pub struct EndAccess {
    pub person: Uuid,
    pub posts_to: Option<Uuid>,
}

/// Names a post of the office, so that somebody can hold it.
#[derive(Clone, Debug)]
pub struct AddPost {
    pub name: Text,
    pub initials: Vec<Text>,
}

/// The day on which an ask takes effect: never before today, since what was done until then was done in those posts.
fn today(ask: &Ask) -> Date {
    london_day(ask.now)
}

fn granted(office: &Office, person: Uuid) -> Result<&Arc<Kept<Access>>, Refusal> {
    let kept = office.access.get(&person);
    kept.ok_or_else(|| Refusal::because("there is no such person here; look at the list of people again"))
}

/// Somebody whose access stands.
fn standing(office: &Office, person: Uuid) -> Result<&Arc<Kept<Access>>, Refusal> {
    let kept = granted(office, person)?;
    match kept.item.ended {
        None => Ok(kept),
        Some(day) => Err(Refusal::because(format!(
            "{} left on {day}, so nothing can be given to them; invite them again first",
            kept.reference()
        ))),
    }
}

fn grantable(role: Role) -> Result<(), Refusal> {
    if role.is_given() {
        return Ok(());
    }
    Err(Refusal::because("that role is nobody's to give; choose one from the list"))
}

fn holdable(office: &Office, post: Id<Post>) -> Result<(), Refusal> {
    match office.posts.get(&post.uuid()) {
        None => Err(Refusal::because("there is no such post; choose one from the list, or name it first")),
        Some(post) if post.item.name.as_str() == COMMAND_LINE => {
            Err(Refusal::because(format!("“{COMMAND_LINE}” acts at the command line and is held by nobody")))
        }
        Some(_) => Ok(()),
    }
}

/// Somebody must always be there who can let others in.
fn not_the_last_administrator(office: &Office, person: Uuid) -> Result<(), Refusal> {
    let is = |access: &Access| access.role == Role::Administrator && access.ended.is_none();
    let own = office.access.get(&person).is_some_and(|kept| is(&kept.item));
    let others = office.access.values().any(|kept| kept.id.uuid() != person && is(&kept.item));
    if own && !others {
        return Err(Refusal::because(
            "they are the last administrator, and nobody could let anybody in any more; make somebody else an administrator first",
        ));
    }
    Ok(())
}

/// The item as it stands from now on. Nothing where it stands so already.
fn changed(kept: &Kept<Access>, act: Act, access: &Access, ask: &Ask) -> Vec<Draft> {
    if *access == kept.item {
        return vec![];
    }
    vec![Draft::new(act, kept.id.uuid(), &kept.envelope, access, ask)]
}

fn decided(person: Uuid, drafts: Vec<Draft>) -> Decision {
    Decision { drafts, answer: Answer::Item(person) }
}

impl Grant {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        grantable(self.role)?;
        for post in &self.posts {
            holdable(office, *post)?;
        }
        let mut access = Access { role: self.role, posts: vec![], ended: None };
        let (act, envelope) = match office.access.get(&self.person) {
            Some(kept) if kept.item.ended.is_none() => {
                return Err(Refusal::because(format!("{} has access already", kept.reference())));
            }
            Some(kept) => {
                access.posts.clone_from(&kept.item.posts);
                (Act::Changed, kept.envelope.clone())
            }
            None if office.version_of(self.person).is_some() => {
                return Err(Refusal::because("that is the id of something else; begin again from the list of people"));
            }
            None => (Act::Added, Envelope::internal(text(&format!("Person {}", office.access.size() + 1)))),
        };
        for (place, post) in self.posts.iter().enumerate() {
            if !self.posts[..place].contains(post) {
                access.takes(*post, today(ask));
            }
        }
        Ok(decided(self.person, vec![Draft::new(act, self.person, &envelope, &access, ask)]))
    }
}

impl ChangeRole {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        grantable(self.role)?;
        let kept = standing(office, self.person)?;
        if self.role != Role::Administrator {
            not_the_last_administrator(office, self.person)?;
        }
        let access = Access { role: self.role, ..kept.item.clone() };
        Ok(decided(self.person, changed(kept, Act::Changed, &access, ask)))
    }
}

impl AssignPost {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = standing(office, self.person)?;
        holdable(office, self.post)?;
        let from = self.from.unwrap_or_else(|| today(ask));
        if from < today(ask) {
            return Err(Refusal::because(format!(
                "a post is held from today on, and {from} is past; leave the day out, or give one to come"
            )));
        }
        if kept.item.posts.iter().any(|held| held.post == self.post && held.to.is_none_or(|to| from < to)) {
            return Err(Refusal::because(format!("{} holds that post already", kept.reference())));
        }
        let mut access = kept.item.clone();
        access.takes(self.post, from);
        Ok(decided(self.person, changed(kept, Act::Changed, &access, ask)))
    }
}

impl LeavePost {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = granted(office, self.person)?;
        let mut access = kept.item.clone();
        if access.lays_down(today(ask), |post| post == self.post).is_empty() {
            return Err(Refusal::because(format!("{} does not hold that post", kept.reference())));
        }
        Ok(decided(self.person, changed(kept, Act::Changed, &access, ask)))
    }
}

/// All that one holds goes to another. Gives the one as they stand without it, and what becomes of the other.
fn handed_over(
    office: &Office,
    from: &Kept<Access>,
    to: Option<Uuid>,
    ask: &Ask,
) -> Result<(Access, Vec<Draft>), Refusal> {
    let mut leaver = from.item.clone();
    let posts = leaver.lays_down(today(ask), |_| true);
    let Some(to) = to else { return Ok((leaver, vec![])) };
    if to == from.id.uuid() {
        return Err(Refusal::because("their posts cannot go to themselves; choose somebody else"));
    }
    let kept = standing(office, to)?;
    let mut heir = kept.item.clone();
    for post in posts {
        if !heir.posts.iter().any(|held| held.post == post && held.to.is_none()) {
            heir.takes(post, today(ask));
        }
    }
    Ok((leaver, changed(kept, Act::Changed, &heir, ask)))
}

impl MovePosts {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = granted(office, self.from)?;
        let (leaver, heir) = handed_over(office, kept, Some(self.to), ask)?;
        let mut drafts = changed(kept, Act::Changed, &leaver, ask);
        if drafts.is_empty() {
            return Err(Refusal::because(format!("{} holds no post, so there is nothing to move", kept.reference())));
        }
        drafts.extend(heir);
        Ok(decided(self.from, drafts))
    }
}

impl EndAccess {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = standing(office, self.person)?;
        not_the_last_administrator(office, self.person)?;
        let (leaver, heir) = handed_over(office, kept, self.posts_to, ask)?;
        let leaver = Access { ended: Some(today(ask)), ..leaver };
        let mut drafts = changed(kept, Act::Ended, &leaver, ask);
        drafts.extend(heir);
        Ok(decided(self.person, drafts))
    }
}

impl AddPost {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let name = self.name.on_one_line();
        if name.is_empty() {
            return Err(Refusal::because("the post has no name; write what the office calls it"));
        }
        let initials: Vec<Text> = self.initials.iter().map(Text::on_one_line).filter(|one| !one.is_empty()).collect();
        for called in std::iter::once(&name).chain(&initials) {
            if let Some(other) = office.posts.values().find(|post| post.item.is_called(called.as_str())) {
                return Err(Refusal::because(format!("“{called}” is the post “{}” already", other.item.name)));
            }
        }
        let own = office.bodies.values().find(|body| body.item.kind == crate::body::BodyKind::Office);
        let Some(own) = own else { return Err(Refusal::because("this record has no office yet; run milepost init")) };
        let id = chance.id(ask.now);
        let post = Post { name: name.clone(), body: own.id, initials };
        Ok(decided(id, vec![Draft::new(Act::Added, id, &Envelope::public(name), &post, ask)]))
    }
}

impl Office {
    /// Whether people sign in here: from the first access that was ever granted.
    pub fn has_people(&self) -> bool {
        !self.access.is_empty()
    }

    /// A person as an actor on a day; None for a stranger, and for who has left.
    pub fn actor(&self, person: Uuid, day: Date) -> Option<Actor> {
        let kept = self.access.get(&person).filter(|kept| kept.item.ended.is_none())?;
        let holds: Vec<Id<Post>> = kept.item.held(day).collect();
        // Their own item stands for them in the record. Never a person's name: what an actor is called may be written.
        let name = self.name_of_person(kept, &holds);
        Some(Actor { post: Id::new(person), name, role: kept.item.role, holds })
    }

    /// "Head of Policy (Person 3)"
    fn name_of_person(&self, kept: &Kept<Access>, posts: &[Id<Post>]) -> String {
        let names: Vec<&str> =
            posts.iter().filter_map(|post| self.posts.get(&post.uuid())).map(|post| post.item.name.as_str()).collect();
        match names.as_slice() {
            [] => kept.reference().to_string(),
            names => format!("{} ({})", names.join(", "), kept.reference()),
        }
    }

    /// What the person with this id is called on the record: by the posts that they hold, or held last.
    pub(crate) fn person_called(&self, person: Uuid) -> Option<String> {
        let kept = self.access.get(&person)?;
        let open: Vec<_> = kept.item.posts.iter().filter(|held| held.to.is_none()).map(|held| held.post).collect();
        let last = kept.item.posts.iter().max_by_key(|held| held.to).map(|held| held.post);
        let posts = if open.is_empty() { last.into_iter().collect() } else { open };
        Some(self.name_of_person(kept, &posts))
    }
}
