//! An outcome with everything that bears on it, as somebody sees it on a day: what a page and a paper both show.
use crate::{
    action::Action,
    body::BodyKind,
    control::{Assurance, Control},
    coverage::{Assured, Coverage, Index},
    environment::Environment,
    finding::Finding,
    gap::Gap,
    id::Id,
    objective::Outcome,
    office::Kept,
    partner_action::PartnerAction,
    performance::Performance,
    risk::Risk,
    sight::Sight,
    sufficiency::Sufficiency,
    theme::Theme,
};

#[derive(Clone, Debug)]
pub struct OutcomeView<'a> {
    pub outcome: &'a Kept<Outcome>,
    pub theme: &'a Kept<Theme>,
    pub coverage: Coverage,
    /// The office's own actions of the Plan, and those of which the table does not say whose they are.
    pub own: Vec<&'a Kept<Action>>,
    /// Actions of the Plan that other bodies own.
    pub others: Vec<&'a Kept<Action>>,
    /// Actions in other bodies' plans.
    pub partners: Vec<&'a Kept<PartnerAction>>,
    pub measures: Vec<Performance>,
    pub risks: Vec<RiskView<'a>>,
    /// Open ones, of the outcome, its risks and their controls.
    pub gaps: Vec<&'a Kept<Gap>>,
    /// Open ones.
    pub findings: Vec<&'a Kept<Finding>>,
    /// Oldest first.
    pub environment: Vec<&'a Kept<Environment>>,
    /// Oldest first; the last is in force, and without one nothing is judged.
    pub judged: Vec<&'a Kept<Sufficiency>>,
    /// A later judgement is not shown to whoever looks.
    pub judged_unseen: bool,
}

/// A risk with what is done to contain it, and who has looked whether that works.
#[derive(Clone, Debug)]
pub struct RiskView<'a> {
    pub risk: &'a Kept<Risk>,
    pub controls: Vec<ControlView<'a>>,
}

#[derive(Clone, Debug)]
pub struct ControlView<'a> {
    pub control: &'a Kept<Control>,
    /// Newest first.
    pub assurances: Vec<&'a Kept<Assurance>>,
    pub assured: Assured,
}

/// Whether an action is the office's own: the Panel scrutinises the commissioner and not the force.
pub fn is_own(sight: &Sight, action: &Action) -> bool {
    let owner = action.owner.and_then(|id| sight.body(id));
    owner.is_none_or(|owner| owner.item.kind == BodyKind::Office)
}

fn risk_view<'a>(index: &Index<'a>, risk: &'a Kept<Risk>) -> RiskView<'a> {
    let view = |control: &&'a Kept<Control>| ControlView {
        control,
        assurances: index.assurances(control.id).to_vec(),
        assured: index.assured(control.id),
    };
    RiskView { risk, controls: index.controls(risk.id).iter().map(view).collect() }
}

impl<'a> OutcomeView<'a> {
    /// None: there is no such outcome, or no page of its own for whoever looks.
    pub fn of(sight: &Sight<'a>, index: &Index<'a>, id: Id<Outcome>) -> Option<Self> {
        let outcome = sight.outcome_on_its_own(id)?;
        let theme = sight.theme(outcome.item.theme)?;
        let measures: Vec<Performance> = index.measures(id).iter().map(|kept| sight.performance(kept)).collect();
        let (own, others) = index.actions(id).partition(|kept| is_own(sight, &kept.item));
        Some(Self {
            outcome,
            theme,
            coverage: Coverage::of(&index.recorded_with(id, &measures)),
            own,
            others,
            partners: index.partners(id).to_vec(),
            measures,
            risks: index.risks(id).iter().map(|risk| risk_view(index, risk)).collect(),
            gaps: index.gaps(id),
            findings: index.findings(id).to_vec(),
            environment: sight.environment_of(id),
            judged: sight.sufficiencies_of(id),
            judged_unseen: sight.hides_judgement(id),
        })
    }

    /// The judgement in force.
    pub fn sufficiency(&self) -> Option<&'a Kept<Sufficiency>> {
        self.judged.last().copied()
    }
}
