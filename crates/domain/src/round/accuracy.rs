//! The check of accuracy: an organisation, the force above all, reads what is said of its work before the quarterly update
//! is frozen, and says that it is right, or what is not. It changes no word: whoever wrote it corrects it, or the office
//! answers why it stands.
use super::{Round, changed};
use crate::{
    action::{Action, Held},
    ask::{Ask, Decision, Refusal},
    body::{Body, BodyKind},
    id::Id,
    narrative::Narrative,
    office::{Kept, Office},
    period::london_day,
    post::Post,
    sight::{Sight, View},
    text::Text,
    theme::Theme,
    update::{Manner, Update},
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

/// An organisation's word on what is said of its work.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Check {
    pub of: Id<Body>,
    pub by: Id<Post>,
    /// What the post was called then.
    pub name: Text,
    pub on: Date,
    /// The record up to here was what they read.
    pub upto: i64,
    /// What is not right. None: all of it is.
    pub points: Vec<Point>,
}

/// What is not right, in the words of whoever checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Point {
    pub about: About,
    pub words: Text,
    /// Why it stands all the same, where the office says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub answer: Option<PointAnswer>,
}

/// What a point is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum About {
    /// What was last said of an action.
    Action(Id<Action>),
    /// The narrative over a theme.
    Theme(Id<Theme>),
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PointAnswer {
    pub by: Id<Post>,
    /// What the post was called then.
    pub name: Text,
    pub on: Date,
    pub words: Text,
}

/// Says that what is said of the organisation of whoever asks is right, or what is not.
#[derive(Clone, Debug)]
pub struct CheckAccuracy {
    pub round: Id<Round>,
    /// The record up to here was what they read.
    pub upto: i64,
    pub points: Vec<(About, Text)>,
}

/// Says why something stands that an organisation found not right.
#[derive(Clone, Debug)]
pub struct AnswerPoint {
    pub round: Id<Round>,
    /// Which check and which point of it, counted from 0.
    pub check: usize,
    pub point: usize,
    pub words: Text,
}

impl CheckAccuracy {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.unfrozen(self.round)?;
        let Some(body) = office.organisation_of(&ask.actor.holds) else {
            return Err(Refusal::because(
                "accuracy is checked by the organisations of which something is said, and no post that you hold is of another organisation than the office",
            ));
        };
        let mut about = office.said_of(body.id, &kept.item);
        about.retain(|about| office.is_told(*about, ask));
        if about.is_empty() {
            return Err(Refusal::because(format!(
                "nothing in “{}” is said of {}, so there is nothing to check",
                kept.item.name, body.item.name
            )));
        }
        if !(0..=office.head().seq).contains(&self.upto) {
            return Err(Refusal::because("the page that was checked is not known; open it again"));
        }
        let mut points: Vec<Point> = vec![];
        for (point, words) in &self.points {
            if words.on_one_line().is_empty() {
                continue;
            }
            if !about.contains(point) {
                return Err(Refusal::because(format!(
                    "one point is about something that is not said of {}; open the page again",
                    body.item.name
                )));
            }
            points.push(Point { about: *point, words: words.clone(), answer: None });
        }
        let check = Check {
            of: body.id,
            by: ask.actor.speaks_as(),
            name: ask.actor.named(),
            on: ask.on.unwrap_or_else(|| london_day(ask.now)),
            upto: self.upto,
            points,
        };
        let mut round = kept.item.clone();
        round.checks.push(check);
        Ok(changed(kept, &round, ask))
    }
}

impl AnswerPoint {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        let kept = office.unfrozen(self.round)?;
        let mut round = kept.item.clone();
        let check = round.checks.get_mut(self.check);
        if let Some(check) = &check
            && office.organisation_of(&ask.actor.holds).is_some_and(|body| body.id == check.of)
        {
            return Err(Refusal::because(
                "the point was raised by your own organisation, so somebody of the office answers it",
            ));
        }
        let point = check.and_then(|check| check.points.get_mut(self.point));
        let point = point.filter(|point| office.is_told(point.about, ask));
        let point = point.ok_or_else(|| Refusal::because("there is no such point; open the page again"))?;
        if let Some(answer) = &point.answer {
            return Err(Refusal::because(format!("{} answered this point already, on {}", answer.name, answer.on)));
        }
        if self.words.on_one_line().is_empty() {
            return Err(Refusal::because("the answer has no words; say why it stands, or have it corrected"));
        }
        point.answer = Some(PointAnswer {
            by: ask.actor.speaks_as(),
            name: ask.actor.named(),
            on: ask.on.unwrap_or_else(|| london_day(ask.now)),
            words: self.words.clone(),
        });
        Ok(changed(kept, &round, ask))
    }
}

impl Office {
    fn unfrozen(&self, round: Id<Round>) -> Result<&Kept<Round>, Refusal> {
        let kept = self.rounds.get(&round.uuid());
        let kept = kept.ok_or_else(|| Refusal::because("there is no such quarterly update; look it up again"))?;
        match &kept.item.frozen {
            Some(frozen) => Err(Refusal::because(format!(
                "the quarterly update “{}” was frozen on {}, so nothing of it changes; say it in the next one",
                kept.item.name, frozen.on
            ))),
            None => Ok(kept),
        }
    }

    /// Whether whoever asks sees what a point would be about, or answers for it.
    fn is_told(&self, about: About, ask: &Ask) -> bool {
        let sight = self.seen_by(&ask.actor);
        let own = |action: &Action| action.is_held_by(&ask.actor.holds);
        let sees = |kept: &Kept<Action>| own(&kept.item) || sight.action(kept.id).is_some();
        match about {
            About::Action(id) => self.actions.get(&id.uuid()).is_some_and(|kept| sees(kept)),
            About::Theme(id) => self.actions.values().any(|kept| kept.item.theme == id && sees(kept)),
        }
    }

    /// The organisation, other than the office itself, for which somebody with these posts speaks: that of the first.
    fn organisation_of(&self, posts: &[Id<Post>]) -> Option<&Kept<Body>> {
        let posts = posts.iter().filter_map(|post| self.posts.get(&post.uuid()));
        let mut bodies = posts.filter_map(|post| self.bodies.get(&post.item.body.uuid()));
        bodies.find(|body| matches!(body.item.kind, BodyKind::Force | BodyKind::Partner)).map(AsRef::as_ref)
    }

    /// What is said of an organisation in a round: the actions that are its own, that it rates, or that posts of it lead or
    /// sponsor; and the themes in which they stand, where there is a narrative.
    pub(crate) fn said_of(&self, body: Id<Body>, round: &Round) -> BTreeSet<About> {
        let is_theirs = |held: &Held| match held {
            Held::Post(post) => self.posts.get(&post.uuid()).is_some_and(|post| post.item.body == body),
            Held::Unmatched(_) => false,
        };
        let concerns = |action: &Action| {
            [action.owner, action.rated_by].contains(&Some(body))
                || action.leads.iter().chain(&action.sponsor).any(is_theirs)
        };
        let actions = round.asked.iter().filter_map(|id| self.actions.get(&id.uuid()));
        let actions: Vec<_> = actions.filter(|action| concerns(&action.item)).collect();
        let mut about: BTreeSet<About> = actions.iter().map(|action| About::Action(action.id)).collect();
        let themes: BTreeSet<Id<Theme>> = actions.iter().map(|action| action.item.theme).collect();
        about.extend(themes.into_iter().map(About::Theme));
        about
    }
}

/// What is said of an organisation, as it reads it.
#[derive(Clone, Debug)]
pub struct SaidOf<'a> {
    pub body: &'a Kept<Body>,
    pub round: &'a Kept<Round>,
    /// Each action with what was last said of it, in the order of references.
    pub actions: Vec<(&'a Kept<Action>, Option<&'a Kept<Update>>)>,
    /// What the leads of its themes wrote over them.
    pub narratives: Vec<(&'a Kept<Theme>, &'a Kept<Narrative>)>,
    /// Actions of theirs that are withheld from whoever looks.
    pub withheld: usize,
}

impl View {
    /// The open rounds in which something is said of the organisation for which they speak, with all that is.
    pub fn said_of_theirs(&self) -> Vec<SaidOf<'_>> {
        let office = self.office.as_ref();
        let Some(body) = office.organisation_of(&self.actor().holds) else { return vec![] };
        self.open_rounds().filter_map(|round| self.said_of(body, round)).collect()
    }

    fn said_of<'a>(&'a self, body: &'a Kept<Body>, round: &'a Kept<Round>) -> Option<SaidOf<'a>> {
        let office = self.office.as_ref();
        let mut said = SaidOf { body, round, actions: vec![], narratives: vec![], withheld: 0 };
        let about = office.said_of(body.id, &round.item);
        let own = about.iter().filter_map(|about| match about {
            About::Action(id) => self.own_action(*id),
            About::Theme(_) => None,
        });
        let seen: BTreeSet<Id<Theme>> = own.map(|action| action.item.theme).collect();
        for about in &about {
            match *about {
                About::Action(id) => match self.own_action(id) {
                    Some(action) => said.actions.push((action, self.last_said(action))),
                    None => said.withheld += 1,
                },
                // Of a theme in which everything is withheld from them, they are told nothing.
                About::Theme(id) if !seen.contains(&id) => {}
                About::Theme(id) => {
                    let narratives = office.narratives.values().map(AsRef::as_ref);
                    let mut own = narratives.filter(|n| n.item.round == round.id && n.item.theme == id);
                    let theme = office.themes.get(&id.uuid()).map(AsRef::as_ref);
                    if let (Some(theme), Some(narrative)) = (theme, own.next()) {
                        said.narratives.push((theme, narrative));
                    }
                }
            }
        }
        said.actions.sort_by_cached_key(|(action, _)| crate::sight::natural(action.reference().as_str()));
        (!about.is_empty()).then_some(said)
    }
}

/// How it stands with the check of one organisation.
#[derive(Clone, Debug)]
pub struct Checked<'a> {
    pub body: &'a Kept<Body>,
    /// The last check, if there was one.
    pub last: Option<&'a Check>,
    /// Every point that is seen from here, in the order in which they were raised.
    pub points: Vec<Raised<'a>>,
    /// Points about what is withheld from here.
    pub withheld: usize,
    /// How much of what is said of it changed since it last checked.
    pub changed_since: usize,
}

/// A point with its place: which check of the round, and which point of it.
#[derive(Clone, Copy, Debug)]
pub struct Raised<'a> {
    pub place: (usize, usize),
    pub check: &'a Check,
    pub point: &'a Point,
    pub state: PointState,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PointState {
    Open,
    /// The office said why it stands.
    Answered,
    /// It was said anew since.
    SaidAnew,
}

impl Checked<'_> {
    pub fn open(&self) -> usize {
        self.points.iter().filter(|raised| raised.state == PointState::Open).count()
    }
}

impl<'a> Sight<'a> {
    /// How it stands with the check of accuracy: of each force of which something is said, and of whoever else checked.
    pub fn accuracy(&self, round: &'a Kept<Round>) -> Vec<Checked<'a>> {
        let anew = self.said_anew(round);
        let changed = |about: About, since: i64| anew.get(&about).is_some_and(|seq| *seq > since);
        let mut all: Vec<Checked> = vec![];
        for body in self.bodies() {
            let mut own = round.item.checks.iter().enumerate().filter(|(_, check)| check.of == body.id).peekable();
            if own.peek().is_none() && body.item.kind != BodyKind::Force {
                continue;
            }
            let about = self.said_of(body.id, &round.item);
            if own.peek().is_none() && about.is_empty() {
                continue;
            }
            let mut checked = Checked { body, last: None, points: vec![], withheld: 0, changed_since: 0 };
            for (n, check) in own {
                checked.last = Some(check);
                for (p, point) in check.points.iter().enumerate() {
                    if !self.sees_point(point.about) {
                        checked.withheld += 1;
                        continue;
                    }
                    let state = if point.answer.is_some() {
                        PointState::Answered
                    } else if changed(point.about, check.upto) {
                        PointState::SaidAnew
                    } else {
                        PointState::Open
                    };
                    checked.points.push(Raised { place: (n, p), check, point, state });
                }
            }
            if let Some(last) = checked.last {
                let seen = about.into_iter().filter(|about| self.sees_point(*about));
                checked.changed_since = seen.filter(|about| changed(*about, last.upto)).count();
            }
            all.push(checked);
        }
        all
    }

    /// When each thing was last said anew: "still true" says nothing new, and mends nothing.
    fn said_anew(&self, round: &Kept<Round>) -> BTreeMap<About, i64> {
        let mut last = BTreeMap::new();
        let updates = self.every_update().filter(|update| update.item.manner != Manner::Confirmation);
        let updates = updates.map(|update| (About::Action(update.item.action), update.seq));
        let narratives = self.narratives(round.id).into_iter().map(|n| (About::Theme(n.item.theme), n.seq));
        for (about, seq) in updates.chain(narratives) {
            let known = last.entry(about).or_insert(seq);
            *known = seq.max(*known);
        }
        last
    }

    /// Whether what a point is about is seen from here, and so the point.
    fn sees_point(&self, about: About) -> bool {
        match about {
            About::Action(id) => self.action(id).is_some(),
            About::Theme(id) => self.theme(id).is_some(),
        }
    }
}
