//! A round's sheet: what a round asks of a lead or a partner, to be filled in away from these pages and taken back. What
//! comes back is compared field by field with what stood when the sheet was made and with what stands now.
mod taken;

use crate::{
    action::Action,
    actor::{Actor, Role},
    ask::Refusal,
    body::Body,
    id::Id,
    milestone::Milestone,
    office::{Kept, Office},
    post::Post,
    rating_rules::{Known, Suggestion, day},
    round::Round,
    scale::{Class, Level},
    sight::View,
    text::{Text, fold, text},
    update::if_said_today,
};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use std::{collections::BTreeSet, fmt, sync::Arc};
use uuid::Uuid;

pub use taken::{Difference, Field, Filled, RowTaken, Taken, taken};

/// Whose work a sheet holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Whose {
    Post(Id<Post>),
    /// A partner: the work of all its posts.
    Body(Id<Body>),
}

impl Whose {
    pub fn uuid(self) -> Uuid {
        match self {
            Self::Post(id) => id.uuid(),
            Self::Body(id) => id.uuid(),
        }
    }
}

/// What a sheet says of itself, so that one of another office or round, or an old one, is found out.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Mark {
    pub office: Uuid,
    pub round: Id<Round>,
    pub whose: Whose,
    /// The record up to here is what the sheet was made of.
    pub as_at: i64,
}

/// What the line begins with in which a sheet says what it is. The figure is the sheet's own shape.
const MARK: &str = "Milepost sheet 1:";

impl fmt::Display for Mark {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let sort = match self.whose {
            Whose::Post(_) => "post",
            Whose::Body(_) => "body",
        };
        write!(f, "{MARK} {} {} {sort} {} {}", self.office, self.round, self.whose.uuid(), self.as_at)
    }
}

impl Mark {
    fn parse(line: &str) -> Option<Self> {
        let words: Vec<&str> = line.trim().strip_prefix(MARK)?.split_whitespace().collect();
        let [office, round, sort, whose, as_at] = words[..] else { return None };
        let whose: Uuid = whose.parse().ok()?;
        let whose = match sort {
            "post" => Whose::Post(whose.into()),
            "body" => Whose::Body(whose.into()),
            _ => return None,
        };
        let (office, round) = (office.parse().ok()?, round.parse::<Uuid>().ok()?.into());
        Some(Self { office, round, whose, as_at: as_at.parse().ok()? })
    }

    /// By which a row is known again: what nobody types by mistake, and no row of another sheet has.
    fn row(&self, action: &Kept<Action>) -> String {
        let mut hash = Sha256::new();
        hash.update(format!("{self} {} {}", action.id, action.version));
        let digest = hash.finalize();
        let hex: Vec<String> = digest[..8].chunks(2).map(|two| format!("{:02x}{:02x}", two[0], two[1])).collect();
        hex.join("-")
    }
}

/// A sheet, not yet written as a file.
#[derive(Clone, Debug)]
pub struct Sheet {
    pub mark: Mark,
    pub office: Text,
    pub plan: Text,
    pub round: Text,
    pub from: Date,
    pub to: Date,
    pub due: Date,
    /// The post or the organisation that it is for.
    pub whose: Text,
    /// The ratings to choose from. Complete is not among them: it needs evidence, which a sheet does not carry.
    pub ratings: Vec<Text>,
    pub forecasts: Vec<Text>,
    pub rows: Vec<Row>,
}

/// One item: what there is to read. The columns to fill stand empty.
#[derive(Clone, Debug)]
pub struct Row {
    pub action: Id<Action>,
    pub reference: Text,
    pub promise: Text,
    pub due: Option<Date>,
    pub rating: Option<Text>,
    pub said_on: Option<Date>,
    pub said: Option<Text>,
    pub next_step: Option<Text>,
    pub forecast: Option<Text>,
    /// What the written rules would give today.
    pub suggested: String,
    /// Why what was last said was sent back.
    pub sent_back: Option<Text>,
    pub identity: String,
}

/// The office as whoever fills a sheet sees it: the work of these posts and nothing else.
fn view(office: &Arc<Office>, whose: Whose) -> Option<View> {
    let (name, posts) = match whose {
        Whose::Post(id) => (office.posts.get(&id.uuid())?.item.name.clone(), vec![id]),
        Whose::Body(id) => {
            let name = office.bodies.get(&id.uuid())?.item.name.clone();
            let posts = office.posts.values().filter(|post| post.item.body == id);
            (name, posts.map(|post| post.id).collect::<Vec<_>>())
        }
    };
    let first = posts.first().copied()?;
    let actor = Actor { post: first, name: name.to_string(), role: Role::Contributor, holds: posts };
    Some(View::new(Arc::clone(office), actor))
}

/// The sheet of an open round for a post or an organisation; None where the round asks nothing of it, or is not open.
pub fn sheet(office: &Arc<Office>, round: Id<Round>, whose: Whose, today: Date) -> Option<Sheet> {
    let view = view(office, whose)?;
    let kept = office.rounds.get(&round.uuid())?;
    let plan = office.plans.get(&kept.item.plan.uuid())?;
    let mark = Mark { office: office.head().office, round, whose, as_at: office.head().seq };
    let scale = office.scales.get(&plan.item.scale.uuid());
    let levels = scale.map(|scale| scale.item.levels.clone()).unwrap_or_default();
    let rows: Vec<Row> =
        view.asked_in(round, today).iter().map(|owed| row(&view, mark, owed.action, &levels, today)).collect();
    let open = levels.iter().filter(|level| level.class != Class::Complete);
    (!rows.is_empty()).then(|| Sheet {
        mark,
        office: office.settings().map(|settings| settings.item.name.clone()).unwrap_or_default(),
        plan: plan.item.name.clone(),
        round: kept.item.name.clone(),
        from: kept.item.from,
        to: kept.item.to,
        due: kept.item.due,
        whose: text(&view.actor().name),
        ratings: open.map(|level| level.label.clone()).collect(),
        forecasts: levels.iter().map(|level| level.label.clone()).collect(),
        rows,
    })
}

fn row(view: &View, mark: Mark, kept: &Kept<Action>, levels: &[Level], today: Date) -> Row {
    let action = &kept.item;
    let last = view.last_said(kept).map(|update| &update.item);
    let milestones: Vec<&Milestone> = view.milestones(kept.id).into_iter().map(|kept| &kept.item).collect();
    let risks = view.tied_risks(kept);
    let known = Known { action, milestones: &milestones, last, risks: &risks };
    let suggested = match if_said_today(known, &view.sight().rules_on(today), today) {
        Suggestion::Gives { class, rule, facts } => {
            let label = levels.iter().find(|level| level.class == class);
            let label = label.map_or_else(|| class.as_str().to_owned(), |level| level.label.to_string());
            format!("{label} ({rule}; {facts})")
        }
        Suggestion::Untested { because } => because.to_string(),
    };
    Row {
        action: kept.id,
        reference: kept.reference().clone(),
        promise: action.title.clone(),
        due: action.current_date,
        rating: action.rating.as_ref().map(|rating| rating.label.clone()),
        said_on: last.map(|last| last.day),
        said: last.and_then(|last| last.narrative.clone()),
        next_step: last.and_then(|last| last.next_step.clone()),
        forecast: last.and_then(|last| last.forecast.as_ref()).map(|forecast| forecast.label.clone()),
        suggested,
        sent_back: view.sent_back(kept).map(|back| back.comment.clone()),
        identity: mark.row(kept),
    }
}

impl View {
    /// The sheets of a round that they may have made: each with what it is called. The officer's: of every post that
    /// something is asked of, and of every organisation with several such posts; a lead's or partner's: of their own.
    pub fn sheets(&self, round: Id<Round>) -> Vec<(Whose, Text)> {
        if self.actor().may("enter from a sheet").is_err() {
            return vec![];
        }
        let Some(kept) = self.open_rounds().find(|kept| kept.id == round) else { return vec![] };
        let asked = kept.item.asked.iter().filter_map(|id| self.office.actions.get(&id.uuid()));
        let leads: BTreeSet<Id<Post>> = asked.flat_map(|action| action.item.leads_by_post()).collect();
        let own = self.actor().answers_only_for_own();
        let mut all: Vec<(Whose, Text)> = vec![];
        for post in leads.iter().filter_map(|id| self.office.posts.get(&id.uuid())) {
            if !own || self.actor().holds.contains(&post.id) {
                all.push((Whose::Post(post.id), post.item.name.clone()));
            }
            let body = post.item.body;
            let several =
                leads.iter().filter(|id| self.office.posts.get(&id.uuid()).is_some_and(|p| p.item.body == body));
            if !own && several.count() > 1 && !all.iter().any(|(whose, _)| *whose == Whose::Body(body)) {
                let name = self.office.bodies.get(&body.uuid()).map(|body| body.item.name.clone()).unwrap_or_default();
                all.push((Whose::Body(body), name));
            }
        }
        all.sort_by_cached_key(|(whose, name)| (name.folded(), *whose));
        all
    }

    /// The sheet of a round for one of those: made of the record as it stands.
    pub fn sheet(&self, round: Id<Round>, whose: Uuid, today: Date) -> Option<Sheet> {
        let (whose, _) = self.sheets(round).into_iter().find(|(one, _)| one.uuid() == whose)?;
        sheet(&self.office, round, whose, today)
    }

    /// Whose sheet somebody means by the name of a post or an organisation, or the initials of a post.
    pub fn sheet_called(&self, round: Id<Round>, name: &str) -> Result<Whose, Refusal> {
        let all = self.sheets(round);
        let of = |(whose, called): &&(Whose, Text)| match whose {
            Whose::Post(id) => self.office.posts.get(&id.uuid()).is_some_and(|post| post.item.is_called(name)),
            Whose::Body(_) => called.folded() == fold(name),
        };
        all.iter().find(of).map(|(whose, _)| *whose).ok_or_else(|| {
            let known: Vec<String> = all.iter().map(|(_, name)| format!("“{name}”")).collect();
            Refusal::because(match known.len() {
                0 => "this quarterly update asks nothing of anybody any more, so there is no sheet of it".to_owned(),
                _ => format!("the quarterly update asks nothing of “{name}”; it asks {}", known.join(", ")),
            })
        })
    }
}

impl Action {
    /// The posts that lead it.
    pub(crate) fn leads_by_post(&self) -> impl Iterator<Item = Id<Post>> + '_ {
        self.leads.iter().filter_map(|held| match held {
            crate::action::Held::Post(id) => Some(*id),
            crate::action::Held::Unmatched(_) => None,
        })
    }
}

/// The first of whose posts that lead an action: whose word what a sheet says of it is.
pub(crate) fn speaks(office: &Office, whose: Whose, action: &Action) -> Option<Id<Post>> {
    action.leads_by_post().find(|post| match whose {
        Whose::Post(id) => *post == id,
        Whose::Body(body) => office.posts.get(&post.uuid()).is_some_and(|kept| kept.item.body == body),
    })
}

/// What a sheet's owner is called.
pub(crate) fn called(office: &Office, whose: Whose) -> Option<Text> {
    match whose {
        Whose::Post(id) => office.posts.get(&id.uuid()).map(|post| post.item.name.clone()),
        Whose::Body(id) => office.bodies.get(&id.uuid()).map(|body| body.item.name.clone()),
    }
}

/// "12 September 2026: what was said"
pub fn said(row: &Row) -> Option<String> {
    let words = row.said.as_ref()?;
    Some(row.said_on.map_or_else(|| words.to_string(), |on| format!("{}: {words}", day(on))))
}
