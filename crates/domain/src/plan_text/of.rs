//! The plan of an office, as an actor sees it, with names in the place of ids.
use super::{
    ActionText, BodyText, CompletionText, EffectText, HeldText, LineageText, LinkText, MannerText, MilestoneText,
    PartnerText, PlanText, PostText, Served, Shown, StatementText, ThemeText, UpdateText, VerifiedText,
};
use crate::{
    action::{Action, Basis, Held, Link, Rating},
    body::Body,
    envelope::{Envelope, InternalText, Marking, Visibility},
    id::Id,
    office::Kept,
    plan::Plan,
    post::Post,
    scale::Scale,
    sight::Sight,
    text::{Text, text},
    theme::Theme,
    update::Manner,
};
use std::collections::BTreeMap;

/// The current state of a plan. What the actor may not see is not in it: see [`Sight::withheld`].
pub fn of(sight: &Sight, plan: &Kept<Plan>) -> PlanText {
    let mut named = Named { sight, bodies: BTreeMap::new(), posts: BTreeMap::new() };
    let themes = sight.themes(plan.id).into_iter().map(|theme| named.theme(plan.id, theme)).collect();
    let scale = sight.scale(plan.item.scale);
    PlanText {
        name: plan.item.name.clone(),
        aliases: plan.item.aliases.clone(),
        shown: shown(&plan.envelope),
        from: plan.item.from,
        to: plan.item.to,
        state: plan.item.state,
        versions: plan.item.versions.clone(),
        scale: scale.map_or_else(Scale::standard, |kept| kept.item.clone()),
        scale_shown: scale.map(|kept| shown(&kept.envelope)).unwrap_or_default(),
        themes,
        // The posts first: they name organisations too.
        posts: named.posts(),
        bodies: named.bodies(),
    }
}

fn shown(envelope: &Envelope) -> Shown {
    Shown {
        seen_by: Some(envelope.visibility.clone()).filter(|v| *v != Visibility::Public),
        marking: Some(envelope.marking).filter(|m| *m != Marking::Official),
    }
}

/// What the plan names on the way, gathered.
struct Named<'a> {
    sight: &'a Sight<'a>,
    bodies: BTreeMap<String, &'a Kept<Body>>,
    posts: BTreeMap<String, &'a Kept<Post>>,
}

impl Named<'_> {
    fn body(&mut self, id: Id<Body>) -> Option<Text> {
        let kept = self.sight.body(id)?;
        self.bodies.insert(kept.item.name.folded(), kept);
        Some(kept.item.name.clone())
    }

    fn held(&mut self, held: &Held) -> HeldText {
        let post = match held {
            Held::Unmatched(stated) => return HeldText::Unmatched(stated.clone()),
            Held::Post(id) => self.post(*id),
        };
        post.map_or_else(|| HeldText::Unmatched(text("a post that is not to be seen from here")), HeldText::Post)
    }

    fn post(&mut self, id: Id<Post>) -> Option<Text> {
        let kept = self.sight.post(id)?;
        self.posts.insert(kept.item.name.folded(), kept);
        Some(kept.item.name.clone())
    }

    fn posts(&mut self) -> Vec<PostText> {
        let posts: Vec<&Kept<Post>> = self.posts.values().copied().collect();
        let of = |named: &mut Self, kept: &Kept<Post>| PostText {
            name: kept.item.name.clone(),
            body: named.body(kept.item.body).unwrap_or_default(),
            initials: kept.item.initials.clone(),
            shown: shown(&kept.envelope),
        };
        posts.into_iter().map(|kept| of(self, kept)).collect()
    }

    fn bodies(&self) -> Vec<BodyText> {
        let of = |kept: &&Kept<Body>| BodyText {
            name: kept.item.name.clone(),
            kind: kept.item.kind,
            aliases: kept.item.aliases.clone(),
            shown: shown(&kept.envelope),
        };
        self.bodies.values().map(of).collect()
    }

    fn theme(&mut self, plan: Id<Plan>, theme: &Kept<Theme>) -> ThemeText {
        let sight = self.sight;
        let statement = |statement: &Text, envelope: &Envelope, shared_with: Vec<Text>| StatementText {
            statement: statement.clone(),
            shared_with,
            shown: shown(envelope),
        };
        let mut outcomes = vec![];
        for kept in sight.outcomes(theme.id) {
            let shared_with = kept.item.shared_with.iter().filter_map(|id| self.body(*id)).collect();
            outcomes.push(statement(&kept.item.statement, &kept.envelope, shared_with));
        }
        let objectives = sight.objectives(theme.id);
        let priorities = sight.priorities(theme.id);
        let actions = sight.actions(plan).into_iter().filter(|a| a.item.theme == theme.id);
        ThemeText {
            order: theme.item.order,
            name: theme.item.name.clone(),
            code: theme.item.code.clone(),
            aliases: theme.item.aliases.clone(),
            aim: theme.item.aim.clone(),
            shown: shown(&theme.envelope),
            outcomes,
            objectives: objectives.iter().map(|o| statement(&o.item.statement, &o.envelope, vec![])).collect(),
            priorities: priorities.iter().map(|p| statement(&p.item.statement, &p.envelope, vec![])).collect(),
            actions: actions.map(|action| self.action(action)).collect(),
        }
    }

    fn action(&mut self, kept: &Kept<Action>) -> ActionText {
        let (sight, action) = (self.sight, &kept.item);
        let served = |statement: &Text, theme: Id<Theme>| Served {
            statement: statement.clone(),
            theme: (theme != action.theme).then(|| sight.theme(theme).map(|t| t.item.name.clone())).flatten(),
        };
        let outcomes = action.outcomes.iter().filter_map(|id| sight.outcome(*id));
        let objectives = action.objectives.iter().filter_map(|id| sight.objective(*id));
        let named = |id: Id<Action>| {
            let other = sight.action(id)?;
            Some((other.item.plan, sight.plan(other.item.plan)?.item.name.clone(), other.reference().clone()))
        };
        let link = |link: &Link| match link {
            Link::Stated(stated) => Some(LinkText::Stated(stated.clone())),
            Link::Action(id) => named(*id).map(|(plan, name, reference)| {
                if plan == action.plan { LinkText::Here(reference) } else { LinkText::There { plan: name, reference } }
            }),
        };
        ActionText {
            reference: kept.reference().clone(),
            title: action.title.clone(),
            shown: shown(&kept.envelope),
            description: action.description.clone(),
            outcomes: outcomes.map(|o| served(&o.item.statement, o.item.theme)).collect(),
            objectives: objectives.map(|o| served(&o.item.statement, o.item.theme)).collect(),
            output: action.output.clone(),
            owner: action.owner.and_then(|id| self.body(id)),
            rated_by: action.rated_by.and_then(|id| self.body(id)),
            sponsor: action.sponsor.as_ref().map(|held| self.held(held)),
            leads: action.leads.iter().map(|held| self.held(held)).collect(),
            partners: action
                .partners
                .iter()
                .map(|partner| PartnerText {
                    body: partner.body.and_then(|id| self.body(id)),
                    stated: partner.stated.clone(),
                    role: partner.role.clone(),
                })
                .collect(),
            statutory: action.statutory,
            timescale: action.timescale.clone(),
            original_date: action.original_date,
            current_date: action.current_date,
            moves: action.moves.clone(),
            status: action.status,
            rating: action.rating.as_ref().map(|given| rating(sight, given)),
            update: action.update.and_then(|id| sight.update(id)).map(|update| UpdateText {
                day: update.item.day,
                narrative: update.item.narrative.clone(),
                rating: update.item.rating.as_ref().map(|given| rating(sight, given)),
                by: update.item.by.as_ref().map(|held| self.held(held)),
                manner: match update.item.manner {
                    Manner::Update => MannerText::Update,
                    Manner::Confirmation => MannerText::Confirmation,
                    Manner::Correction { .. } => MannerText::Correction,
                },
                forecast: update.item.forecast.clone(),
                confidence: update.item.confidence,
                next_step: update.item.next_step.clone(),
                evidence: update.item.evidence.clone(),
                shown: Shown {
                    seen_by: Some(update.envelope.visibility.clone()).filter(|v| *v != kept.envelope.visibility),
                    marking: Some(update.envelope.marking).filter(|m| *m != kept.envelope.marking),
                },
            }),
            links: action.links.iter().filter_map(link).collect(),
            lineage: action
                .lineage
                .iter()
                .filter_map(|line| named(line.from).map(|(_, plan, reference)| (plan, reference, line.how)))
                .map(|(plan, reference, how)| LineageText { plan, reference, how })
                .collect(),
            staff_columns: action.staff_columns.clone(),
            completion: action.completion.as_ref().map(|done| CompletionText {
                on: done.on,
                evidence: done.evidence.clone(),
                by: self.held(&done.by),
                verified: done.verified.as_ref().map(|verified| VerifiedText {
                    by: self.held(&verified.by),
                    on: verified.on,
                    apart: verified.apart,
                }),
            }),
            decided: action.decided.clone(),
            milestones: sight
                .milestones(kept.id)
                .into_iter()
                .map(|milestone| MilestoneText::of(milestone, &kept.envelope, |id| self.post(id)))
                .collect(),
            effects: sight
                .expected_effects(kept.id)
                .into_iter()
                .map(|expected| {
                    let outcome = |id| sight.outcome(id).map(|o| served(&o.item.statement, o.item.theme));
                    EffectText::of(expected, outcome, |id| self.post(id))
                })
                .collect(),
        }
    }
}

/// A rating as it is seen from here: the office's own reason for it stays with the office.
fn rating(sight: &Sight, given: &Rating) -> Rating {
    let mut rating = given.clone();
    if let Basis::Differs { reason, .. } = &mut rating.basis
        && sight.internal(reason).is_none()
    {
        *reason = InternalText::new(text("for the office alone"));
    }
    rating
}
