//! A publication: an item whose body *is* what the public may see. What it does not hold cannot be published by a
//! later release either.
mod plan;

use crate::{
    action::{Action, Apart, Basis},
    ask::{Answer, Ask, Decision, Draft, Refusal},
    chance::Chance,
    correction::PublicCorrection,
    entry::Act,
    envelope::{Envelope, Marking},
    erasure::hex,
    id::Id,
    office::{Kept, Kind, Noun, Office},
    paper::{Paper, PaperFile, PaperKind, PrintedMeasure, Stage, Withdrawal},
    performance::Performance,
    period::london_day,
    plan::{Plan, PlanState},
    scale::{Class, Counts, Level},
    settings::Brand,
    sight::Sight,
    snapshot::{How, Snapshot},
    text::{Text, text},
    travel::Place,
};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use uuid::Uuid;

pub use plan::{PublicMilestone, public_plans};

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Publication {
    /// The paper or the snapshot that it publishes.
    pub of: Uuid,
    /// The office's name and look on that day.
    pub office: Text,
    pub brand: Brand,
    #[serde(default)]
    pub demo: bool,
    pub published: Date,
    pub withdrawn: Option<Withdrawal>,
    pub body: PublicBody,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
#[expect(clippy::large_enum_variant, reason = "publications are held one by one, each behind a pointer")]
pub enum PublicBody {
    Paper(PublicPaper),
    Plan(Box<PublicPlan>),
}

/// A paper as the public sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicPaper {
    pub number: Text,
    pub code: Text,
    pub kind: PaperKind,
    pub title: Text,
    /// The name of the body that it was made for.
    pub body: Text,
    pub plan: Option<Text>,
    pub theme: Option<Text>,
    /// The day whose record it shows.
    pub as_at: Date,
    pub issued: Date,
    pub presented: Option<Date>,
    pub files: Vec<PaperFile>,
    #[serde(default)]
    pub corrections: Vec<PublicCorrection>,
    /// Of a data pack: what every measure in it shows.
    #[serde(default)]
    pub measures: Vec<Performance>,
}

/// A plan as the public sees it, at a position.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicPlan {
    /// Stands in its address: "delivery-plan-2024-2028".
    pub slug: Text,
    pub name: Text,
    pub from: Option<Date>,
    pub to: Option<Date>,
    /// The name and day of the position.
    pub position: Text,
    pub as_at: Date,
    pub key: Vec<Level>,
    pub themes: Vec<PublicTheme>,
    pub withheld: Vec<Withheld>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicTheme {
    pub slug: Text,
    pub name: Text,
    pub aim: Option<Text>,
    pub outcomes: Vec<Text>,
    pub objectives: Vec<Text>,
    pub priorities: Vec<Text>,
    pub counts: Counts,
    pub actions: Vec<PublicAction>,
    pub withheld: Vec<Withheld>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicAction {
    pub reference: Text,
    pub slug: Text,
    pub title: Text,
    pub description: Option<Text>,
    pub owner: Option<Text>,
    /// Names of posts, or "lead stated, not matched to a post".
    pub leads: Vec<Text>,
    pub partners: Vec<Text>,
    pub statutory: bool,
    pub timescale: Text,
    pub continuing: bool,
    pub original_date: Option<Date>,
    pub current_date: Option<Date>,
    pub moves: usize,
    pub rating: Option<PublicRating>,
    pub progress: Option<Text>,
    pub progress_day: Option<Date>,
    /// Since when it is said to be complete, and who checked the evidence.
    #[serde(default)]
    pub completion: Option<PublicCompletion>,
    #[serde(default)]
    pub milestones: Vec<PublicMilestone>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicCompletion {
    pub on: Date,
    /// None: nobody else has verified it.
    pub verified: Option<PublicVerified>,
}

impl PublicCompletion {
    /// That an action is complete, as everybody may read it: posts, and never the evidence itself.
    pub fn of(sight: &Sight, action: &Action) -> Option<Self> {
        let done = action.completion.as_ref()?;
        let verified = done.verified.as_ref().map(|verified| PublicVerified {
            by: sight.held_in_public(&verified.by),
            on: verified.on,
            apart: verified.apart,
        });
        Some(Self { on: done.on, verified })
    }
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicVerified {
    /// The post.
    pub by: Text,
    pub on: Date,
    pub apart: Apart,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublicRating {
    /// The key of the level in [`PublicPlan::key`].
    pub level: Text,
    pub label: Text,
    pub class: Class,
    pub since: Date,
    /// None: as the office's own table has it, untested.
    #[serde(default)]
    pub basis: Option<PublicBasis>,
}

/// What stands behind a rating that its lead gave, without the office's own reasons.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum PublicBasis {
    Agrees,
    /// The written rules give another; why it differs, for everybody.
    Differs {
        suggested: Class,
        reason: Text,
    },
    Untested,
}

impl PublicBasis {
    pub fn of(basis: &Basis) -> Option<Self> {
        match basis {
            Basis::Supplied => None,
            Basis::Agrees { .. } => Some(Self::Agrees),
            Basis::Differs { suggested, public, .. } => {
                Some(Self::Differs { suggested: *suggested, reason: public.clone() })
            }
            Basis::Untested { .. } => Some(Self::Untested),
        }
    }
}

/// A plan on its way to the public side: which it is, and what everybody may see of it.
#[derive(Clone, Debug)]
pub struct OutgoingPlan {
    pub id: Id<Plan>,
    pub plan: PublicPlan,
}

/// How many are not shown, and why: a count and a reason, never a reference.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Withheld {
    pub reason: Text,
    pub count: usize,
}

impl Publication {
    /// What is withdrawn from the public holds nothing any more that a page could show or a file could carry.
    fn empty(&mut self, withdrawal: &Withdrawal) {
        self.withdrawn = Some(withdrawal.clone());
        match &mut self.body {
            PublicBody::Paper(paper) => {
                paper.files.clear();
                paper.corrections.clear();
                paper.measures.clear();
            }
            PublicBody::Plan(plan) => {
                plan.themes.clear();
                plan.withheld.clear();
            }
        }
    }
}

impl Noun for Publication {
    const KIND: Kind = Kind::Publication;
    /// 2: `basis` of a rating, `completion` of an action. 3: `corrections` of a paper. 4: `milestones`
    /// of an action. 5: `measures` of a paper.
    const SHAPE: i64 = 5;
}

/// Publishes a paper by its number, or the plans as they stood at a position by its name.
#[derive(Clone, Debug)]
pub struct Publish {
    pub what: Text,
    /// For a position: the plans as everybody may see them then, made by [`public_plans`] from the office at its
    /// entry. What is decided is whether they may go out today.
    pub plans: Vec<OutgoingPlan>,
}

/// Withdraws a paper or a published plan: the page stays, with the reason and without a file.
#[derive(Clone, Debug)]
pub struct Withdraw {
    pub what: Text,
    pub reason: Text,
}

impl Publish {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Decision, Refusal> {
        let drafts = self.drafts(office, ask, chance)?;
        // By its own name: what was asked for is not agreed to by asking for it otherwise.
        let of = match office.place(self.what.as_str())? {
            Place::Paper(id) => id.uuid(),
            Place::Snapshot(id) => id.uuid(),
            Place::Head | Place::Day(_) | Place::Seq(_) => return Err(Refusal::because("nothing was named")),
        };
        let agreed = office.agreed_by_two(of, &self.what, ask)?;
        let published = ask.on.unwrap_or_else(|| london_day(ask.now));
        office.may_go_out(published.max(london_day(ask.now)), ask, agreed.or(ask.given_reason()))?;
        let first = drafts.first().map_or(of, |draft| draft.item);
        Ok(Decision { drafts, answer: Answer::Item(first) })
    }

    /// Its entries, whoever agreed to it.
    pub(crate) fn drafts(&self, office: &Office, ask: &Ask, chance: &mut Chance) -> Result<Vec<Draft>, Refusal> {
        let all = self.goes_out(office, ask.on.unwrap_or_else(|| london_day(ask.now)))?;
        let draft = |(envelope, publication): (Envelope, Publication)| {
            Draft::new(Act::Published, chance.id(ask.now), &envelope, &publication, ask)
        };
        Ok(all.into_iter().map(draft).collect())
    }

    /// Exactly what everybody would receive, for a second person to look at.
    ///
    /// # Errors
    /// Where it may not be published at all.
    pub fn preview(&self, office: &Office, on: Date) -> Result<Vec<Publication>, Refusal> {
        Ok(self.goes_out(office, on)?.into_iter().map(|(_, publication)| publication).collect())
    }

    fn goes_out(&self, office: &Office, published: Date) -> Result<Vec<(Envelope, Publication)>, Refusal> {
        let settings =
            office.settings().ok_or_else(|| Refusal::because("this record has no office yet; run milepost init"))?;
        let bodies = match office.place(self.what.as_str())? {
            Place::Paper(id) => vec![(id.uuid(), office.paper_to_publish(id)?)],
            Place::Snapshot(id) => {
                self.plans_to_publish(office, id)?.into_iter().map(|body| (id.uuid(), body)).collect()
            }
            Place::Head | Place::Day(_) | Place::Seq(_) => {
                return Err(Refusal::because(format!(
                    "“{}” is not a paper's number or the name of a position; what is published has a name",
                    self.what
                )));
            }
        };
        let mut all = Vec::new();
        for (of, body) in bodies {
            let envelope = Envelope::public(match &body {
                PublicBody::Paper(paper) => paper.number.clone(),
                PublicBody::Plan(plan) => text(&format!("{}, {}", plan.name, plan.position)),
            });
            let publication = Publication {
                of,
                office: settings.item.name.clone(),
                brand: settings.item.brand.clone(),
                demo: settings.item.demo,
                published,
                withdrawn: None,
                body,
            };
            all.push((envelope, publication));
        }
        if all.is_empty() {
            return Err(Refusal::because(format!(
                "“{}” holds no plan that everybody may see, so there is nothing to publish",
                self.what
            )));
        }
        Ok(all)
    }

    fn plans_to_publish(&self, office: &Office, id: Id<Snapshot>) -> Result<Vec<PublicBody>, Refusal> {
        let snapshot = office.snapshots.get(&id.uuid()).ok_or_else(|| Refusal::because("the position is gone"))?;
        if matches!(snapshot.item.how, How::Reconstructed { .. }) {
            return Err(Refusal::because(format!(
                "“{}” was entered later from an old table; it can be compared with, not published",
                snapshot.item.name
            )));
        }
        let out = |p: &Publication| p.of == id.uuid() && p.withdrawn.is_none();
        if office.publications.values().any(|p| out(&p.item)) {
            return Err(Refusal::because(format!("“{}” is published already", snapshot.item.name)));
        }
        let mut bodies = Vec::new();
        for OutgoingPlan { id, plan } in &self.plans {
            // Which plan it is, whatever it is called since.
            let known = office.plans.get(&id.uuid()).ok_or_else(|| {
                Refusal::because(format!("“{}” is not on the record any more, so it is not published", plan.name))
            })?;
            let references: Vec<&str> =
                plan.themes.iter().flat_map(|t| &t.actions).map(|a| a.reference.as_str()).collect();
            let closed = office.actions.values().filter(|a| {
                a.item.plan == known.id
                    && !a.envelope.visibility.is_public()
                    && references.contains(&a.reference().as_str())
            });
            refuse_rows(&format!("“{}”", snapshot.item.name), closed.map(|a| a.reference()))?;
            // A frozen plan that is out already in the same words need not go out again.
            let same = |p: &Publication| match &p.body {
                PublicBody::Plan(out) => p.withdrawn.is_none() && out.slug == plan.slug && out.themes == plan.themes,
                PublicBody::Paper(_) => false,
            };
            if known.item.state == PlanState::Frozen && office.publications.values().any(|p| same(&p.item)) {
                continue;
            }
            bodies.push(PublicBody::Plan(Box::new(plan.clone())));
        }
        Ok(bodies)
    }
}

/// A publication never holds a row that is not public, whenever it stopped being so.
fn refuse_rows<'a>(what: &str, rows: impl Iterator<Item = &'a Text>) -> Result<(), Refusal> {
    let mut rows: Vec<&str> = rows.map(Text::as_str).collect();
    if rows.is_empty() {
        return Ok(());
    }
    rows.sort_by_cached_key(|r| crate::sight::natural(r));
    rows.dedup();
    Err(Refusal::because(format!(
        "{what} holds what is not public: {}. Make a paper without it, or make it public by importing it so",
        rows.join(", ")
    )))
}

impl Office {
    fn paper_to_publish(&self, id: Id<Paper>) -> Result<PublicBody, Refusal> {
        let kept = self.papers.get(&id.uuid()).ok_or_else(|| Refusal::because("the paper is gone"))?;
        let (number, paper) = (kept.reference(), &kept.item);
        let issued = match (paper.stage, paper.issued) {
            (Stage::Issued | Stage::Presented, Some(issued)) => issued,
            (Stage::Withdrawn, _) => {
                return Err(Refusal::because(format!("{number} was withdrawn; issue a new paper and publish that")));
            }
            _ => return Err(Refusal::because(format!("{number} has a number and no files yet; issue it first"))),
        };
        if self.publications.values().any(|p| p.item.of == id.uuid()) {
            return Err(Refusal::because(format!("{number} is published already")));
        }
        if !paper.kind.can_be_published() {
            return Err(Refusal::because(format!(
                "{number} is a register of risks, made for {} alone, so it is not published",
                self.bodies.get(&paper.body.uuid()).map_or("its reader", |body| body.item.name.as_str())
            )));
        }
        if kept.envelope.marking > Marking::Official {
            return Err(Refusal::because(format!(
                "{number} is marked {}, so it cannot be published",
                kept.envelope.marking.as_str()
            )));
        }
        // It prints a committee's words and names no action by which that could be seen here.
        if paper.kind == PaperKind::FindingsTracker {
            return Err(Refusal::because(format!(
                "{number} is a findings tracker, made for {}, and may hold what is not for everybody; it is given to that body and not published here",
                self.bodies.get(&paper.body.uuid()).map_or("its body", |body| body.item.name.as_str())
            )));
        }
        let public_now =
            |id: Id<Action>| self.actions.get(&id.uuid()).is_some_and(|a| a.envelope.visibility.is_public());
        let closed = paper.rows.iter().filter(|row| !row.public || !row.action.is_none_or(public_now));
        refuse_rows(number.as_str(), closed.map(|row| &row.reference))?;
        // Public when it was printed, and public now.
        let is_public = |measure: &&PrintedMeasure| {
            let now = self.measure_coded(measure.code.as_str());
            measure.public.is_some() && now.is_none_or(|now| now.envelope.visibility.is_public())
        };
        let closed = paper.measures.iter().filter(|measure| !is_public(measure));
        let closed: Vec<&str> = closed.map(|measure| measure.code.as_str()).collect();
        if !closed.is_empty() {
            return Err(Refusal::because(format!(
                "{number} prints figures that not everybody may see, of {}: a measure that is not public, or small numbers. Make the pack for the Panel, which holds neither, and publish that",
                closed.join(", ")
            )));
        }
        let body = self.bodies.get(&paper.body.uuid()).map(|b| b.item.name.clone()).unwrap_or_default();
        let plan = paper.plan.and_then(|id| self.plans.get(&id.uuid())).map(|p| p.item.name.clone());
        let theme = paper.theme.and_then(|id| self.themes.get(&id.uuid())).map(|t| t.item.name.clone());
        Ok(PublicBody::Paper(PublicPaper {
            number: number.clone(),
            code: paper.code.clone(),
            kind: paper.kind,
            title: paper.title.clone(),
            body,
            plan,
            theme,
            as_at: london_day(Timestamp::from_microsecond(paper.as_at_time).unwrap_or_default()),
            issued,
            presented: paper.presented,
            files: paper.printed().cloned().collect(),
            corrections: paper.corrections.iter().map(|one| PublicCorrection::of(self, one)).collect(),
            measures: paper.measures.iter().filter_map(|measure| measure.public.clone()).collect(),
        }))
    }

    /// The new versions of a paper that is withdrawn, and of what is published of it.
    pub(crate) fn withdrawn(&self, kept: &Kept<Paper>, withdrawal: &Withdrawal, ask: &Ask) -> Vec<Draft> {
        let id = kept.id.uuid();
        let paper = Paper { stage: Stage::Withdrawn, withdrawn: Some(withdrawal.clone()), ..kept.item.clone() };
        let mut drafts = vec![Draft::new(Act::Withdrawn, id, &kept.envelope, &paper, ask)];
        drafts.extend(self.requests_closed(id, &withdrawal.reason, withdrawal.on, ask));
        drafts.extend(self.republished(id, Act::Withdrawn, ask, |publication| publication.empty(withdrawal)));
        drafts
    }

    /// New versions of what is published of an item, each changed by `change`.
    pub(crate) fn republished(&self, of: Uuid, act: Act, ask: &Ask, change: impl Fn(&mut Publication)) -> Vec<Draft> {
        let out = self.publications.values().filter(|p| p.item.of == of && p.item.withdrawn.is_none());
        out.map(|kept| {
            let mut publication = kept.item.clone();
            change(&mut publication);
            Draft::new(act, kept.id.uuid(), &kept.envelope, &publication, ask)
        })
        .collect()
    }
}

impl Withdraw {
    pub(crate) fn decide(&self, office: &Office, ask: &Ask) -> Result<Decision, Refusal> {
        if self.reason.on_one_line().is_empty() {
            return Err(Refusal::because("a withdrawal needs a reason, which everybody reads; give one with --reason"));
        }
        let on = ask.on.unwrap_or_else(|| london_day(ask.now));
        let withdrawal = Withdrawal { on, reason: self.reason.clone() };
        match office.place(self.what.as_str())? {
            Place::Paper(id) => {
                let kept = office.paper_numbered(self.what.as_str())?;
                if kept.item.stage == Stage::Withdrawn {
                    return Err(Refusal::because(format!("{} was withdrawn already", kept.reference())));
                }
                let drafts = office.withdrawn(kept, &withdrawal, ask);
                Ok(Decision { drafts, answer: Answer::Item(id.uuid()) })
            }
            Place::Snapshot(id) => {
                let mut drafts = office.requests_closed(id.uuid(), &self.reason, on, ask);
                drafts.extend(office.republished(id.uuid(), Act::Withdrawn, ask, |p| p.empty(&withdrawal)));
                if drafts.is_empty() {
                    return Err(Refusal::because(format!(
                        "“{}” is not published, so there is nothing to withdraw",
                        self.what
                    )));
                }
                Ok(Decision { drafts, answer: Answer::Item(id.uuid()) })
            }
            Place::Head | Place::Day(_) | Place::Seq(_) => {
                Err(Refusal::because(format!("“{}” is not a paper's number or the name of a position", self.what)))
            }
        }
    }
}

/// What goes out, as one word: its SHA-256. Who agrees to it agrees to this and to nothing else. The day on which it is
/// published is not in it.
///
/// # Panics
/// When a publication cannot be written as JSON, which the types rule out.
pub fn seal(publications: &[Publication]) -> Text {
    let undated = publications.iter().map(|one| Publication { published: Date::ZERO, ..one.clone() });
    let bytes = serde_json::to_vec(&undated.collect::<Vec<_>>()).expect("a publication is JSON");
    text(&hex(&Sha256::digest(bytes)))
}

/// A name as part of an address: "Police and Crime Plan 2024 to 2028" is "police-and-crime-plan-2024-to-2028".
pub fn slug(name: &Text) -> Text {
    use unicode_normalization::UnicodeNormalization;
    let mut slug = String::new();
    for c in name.as_str().nfkd().flat_map(char::to_lowercase) {
        if c.is_ascii_alphanumeric() {
            slug.push(c);
        } else if !slug.ends_with('-') && !slug.is_empty() && !('\u{300}'..='\u{36f}').contains(&c) {
            slug.push('-');
        }
    }
    let slug = slug.trim_end_matches('-');
    text(if slug.is_empty() { "unnamed" } else { slug })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_made_of_a_name() {
        assert_eq!(slug(&text("Police & Crime Plan, 2024–28!")).as_str(), "police-crime-plan-2024-28");
        assert_eq!(slug(&text("Tŷ Ŵyn")).as_str(), "ty-wyn");
        assert_eq!(slug(&text("1.10")).as_str(), "1-10");
    }
}
