//! What becomes of the milestones of an action that ends: they stay with it and are no longer late, or go on with what
//! takes its place, in the same plan and in the next.
use super::*;
use domain::{
    forward_look::{ForwardLook, Horizon},
    milestone::{AddMilestone, Becomes, CarryMilestones, ChangeMilestone, Milestone, Stands},
};

impl Desk {
    fn adds(&mut self, actor: &Actor, reference: &str, (strand, title): (Option<&str>, &str), date: Date) {
        let action = self.action(reference).id;
        let add = AddMilestone { action, strand: strand.map(text), title: text(title), date };
        self.does(actor, Command::AddMilestone(add)).unwrap();
    }

    fn milestones(&self, reference: &str) -> Vec<Kept<Milestone>> {
        let id = self.action(reference).id;
        self.office.seen_by(&self.office_actor).milestones(id).into_iter().cloned().collect()
    }

    /// Title, date and how it stands, of each.
    fn stand(&self, reference: &str, day: Date) -> Vec<(String, Date, Stands)> {
        let action = self.action(reference).item;
        let told = |m: Kept<Milestone>| (m.item.title.to_string(), m.item.date, m.item.stands(&action, day));
        self.milestones(reference).into_iter().map(told).collect()
    }

    /// A strategy with three milestones: one met, one moved, one of a part of its own.
    fn with_milestones() -> Self {
        let mut desk = Self::new();
        let lead = desk.lead();
        let (met, moved) = (date(2026, 11, 10), date(2026, 12, 1));
        desk.adds(&lead, "1.1", (None, "Needs assessed"), met);
        desk.adds(&lead, "1.1", (None, "Draft agreed"), moved);
        desk.adds(&lead, "1.1", (Some("Agree it with the NHS"), "Board of the NHS agrees"), date(2027, 1, 31));
        let of = |desk: &Self, title: &str| {
            desk.milestones("1.1").into_iter().find(|m| m.item.title.as_str() == title).unwrap().id
        };
        let change = |milestone, becomes| Command::ChangeMilestone(ChangeMilestone { milestone, becomes });
        let (needs, draft) = (of(&desk, "Needs assessed"), of(&desk, "Draft agreed"));
        desk.does(&lead, change(needs, Becomes::Met(met))).unwrap();
        desk.because(&lead, "the council meets later", change(draft, Becomes::Due(date(2026, 12, 15)))).unwrap();
        desk
    }

    fn approves(&mut self, reference: &str, asks: Asked, milestones: OpenMilestones) {
        let (lead, chief) = (self.lead(), self.chief());
        let request = self.wants_with(&lead, reference, asks, milestones).unwrap();
        self.decides(&chief, request, Approved::Yes).unwrap();
    }

    fn ahead(&self, day: Date) -> (usize, usize) {
        let sight = self.office.seen_by(&self.office_actor);
        let plan = sight.plan_called(None).unwrap().id;
        let look = ForwardLook::of(&sight, plan, None, Horizon::from(day).unwrap());
        let counts = look.milestone_counts();
        assert!(counts.adds_up() && look.counts().adds_up());
        (counts.open, counts.overdue)
    }
}

const SPRING: Date = date(2027, 4, 1);

#[test]
fn what_stays_with_a_closed_action_stands_as_it_stood_and_is_not_late() {
    let mut desk = Desk::with_milestones();
    assert_eq!(desk.ahead(SPRING), (2, 2));
    desk.approves("1.1", Asked::CloseUndelivered, OpenMilestones::Stay);
    let stand: Vec<Stands> = desk.stand("1.1", SPRING).into_iter().map(|(_, _, stands)| stands).collect();
    assert_eq!(stand, [Stands::Met, Stands::LeftOpen, Stands::LeftOpen]);
    assert_eq!(desk.ahead(SPRING), (0, 0), "nobody is chased for what nobody does any more");
    // Nothing takes the place of what is closed.
    let mut desk = Desk::with_milestones();
    let lead = desk.lead();
    let says = refused(desk.wants_with(&lead, "1.1", Asked::CloseUndelivered, OpenMilestones::GoOn));
    assert!(says.contains("nothing takes the place of 1.1"), "{says}");
}

#[test]
fn a_merger_takes_open_milestones_along_only_where_it_says_so() {
    let mut desk = Desk::with_milestones();
    let into = desk.action("1.2").id;
    desk.approves("1.1", Asked::Merge { into }, OpenMilestones::Stay);
    assert!(desk.milestones("1.2").is_empty());

    let mut desk = Desk::with_milestones();
    let manager = desk.who("Community Safety Manager", Role::Contributor);
    desk.adds(&manager, "1.2", (None, "draft agreed"), date(2027, 2, 28));
    desk.approves("1.1", Asked::Merge { into: desk.action("1.2").id }, OpenMilestones::GoOn);
    let went = desk.stand("1.2", SPRING);
    assert_eq!(
        went,
        [
            ("draft agreed".to_owned(), date(2027, 2, 28), Stands::Late),
            ("Board of the NHS agrees".to_owned(), date(2027, 1, 31), Stands::Late),
        ],
        "one that the other action has under the same name stands for both; what was met stays where it was met"
    );
    assert_eq!(desk.milestones("1.1").len(), 3, "and nothing vanishes from what was merged");
    assert_eq!(desk.ahead(SPRING), (2, 2), "each is counted once");
}

#[test]
fn a_withheld_milestone_is_not_shown_by_going_on_with_a_public_action() {
    let mut desk = Desk::new();
    let (officer, chief) = (desk.who("Head of Policy", Role::Officer), desk.chief());
    desk.adds(&officer, "1.9", (None, "CANARY counsel's advice"), date(2026, 12, 1));
    let asks = Asked::Merge { into: desk.action("1.2").id };
    let request = desk.wants_with(&officer, "1.9", asks, OpenMilestones::GoOn).unwrap();
    desk.decides(&chief, request, Approved::Yes).unwrap();
    assert_eq!(desk.milestones("1.2").len(), 1);
    let sight = desk.office.seen_by(&desk.office_actor);
    let plans = public_plans(&sight, &text("November"), date(2026, 11, 16));
    let plans: Vec<_> = plans.into_iter().map(|outgoing| outgoing.plan).collect();
    let json = serde_json::to_string(&plans).unwrap();
    assert!(json.contains("\"1.2\"") && !json.contains("CANARY"), "{json}");
}

#[test]
fn a_split_gives_the_milestones_of_a_part_to_the_action_of_its_name() {
    let mut desk = Desk::with_milestones();
    let into: Vec<Text> = ["Agree it with the council", "Agree it with the NHS"].map(text).into();
    desk.approves("1.1", Asked::Split { into }, OpenMilestones::GoOn);
    let (council, nhs) = (desk.milestones("1.10"), desk.milestones("1.11"));
    let [draft] = &council[..] else { panic!("{council:?}") };
    assert_eq!((draft.item.title.as_str(), draft.item.original_date), ("Draft agreed", date(2026, 12, 1)));
    assert_eq!(draft.item.moves[0].reason.as_str(), "the council meets later", "no split hides how late it is");
    assert_eq!(nhs.iter().map(|m| m.item.title.as_str()).collect::<Vec<_>>(), ["Board of the NHS agrees"]);
    // All of it goes into plan text and comes back to another record.
    let sight = desk.office.seen_by(&desk.office_actor);
    let files = write(&of(&sight, sight.plan_called(None).unwrap()));
    let mut other = Desk::new();
    other.takes(&files);
    let sight = other.office.seen_by(&other.office_actor);
    assert_eq!(write(&of(&sight, sight.plan_called(None).unwrap())), files);
}

#[test]
fn open_milestones_are_carried_into_the_next_plan_and_the_old_one_stays_as_it_was() {
    let mut desk = Desk::with_milestones();
    let lead = desk.lead();
    let next = |lineage: &str| {
        [
            PlanFile { path: "plan.txt".into(), words: PLAN.replace("Safer Fenshire", "Next Fenshire") },
            PlanFile {
                path: "themes/1-victims.txt".into(),
                words: format!(
                    "Theme: Victims\n\nAction A1: Keep the strategy\nLead: Head of Victims\nDate: 31 March 2028\n{lineage}"
                ),
            },
        ]
    };
    desk.takes(&next("Continued from: Safer Fenshire, 1.1\n"));
    let sight = desk.office.seen_by(&desk.office_actor);
    let plan = |name: &str| sight.plan_called(Some(name)).unwrap().id;
    let first = |name: &str| sight.actions(plan(name))[0].id;
    let (from, to) = (first("Safer Fenshire"), first("Next Fenshire"));
    let carry = || Command::CarryMilestones(CarryMilestones { from, to });
    let says = refused(desk.does(&lead, carry()));
    assert!(
        says.starts_with("1.1 is open and has its milestones itself; close it first, or freeze its plan"),
        "{says}"
    );
    let frozen = PLAN.replace("Plan: Safer Fenshire\n", "Plan: Safer Fenshire\nState: frozen\n");
    let sight = desk.office.seen_by(&desk.office_actor);
    let now = write(&of(&sight, sight.plan_called(Some("Safer Fenshire")).unwrap()));
    let mut files: Vec<PlanFile> = now.into_iter().filter(|file| file.path != "plan.txt").collect();
    files.push(PlanFile { path: "plan.txt".into(), words: frozen });
    desk.takes(&files);
    let other = desk.who("Community Safety Manager", Role::Contributor);
    assert!(refused(desk.does(&other, carry())).contains("is not the work of a post that you hold"));
    let whole = |desk: &Desk| {
        let sight = desk.office.seen_by(&desk.office_actor);
        write(&of(&sight, sight.plan_called(Some("Safer Fenshire")).unwrap()))
    };
    let before = whole(&desk);
    desk.does(&lead, carry()).unwrap();
    assert_eq!(whole(&desk), before, "a frozen plan is kept as it stood");
    let sight = desk.office.seen_by(&desk.office_actor);
    let titles: Vec<(&str, Date)> =
        sight.milestones(to).iter().map(|m| (m.item.title.as_str(), m.item.original_date)).collect();
    assert_eq!(titles, [("Draft agreed", date(2026, 12, 1)), ("Board of the NHS agrees", date(2027, 1, 31))]);
    assert!(refused(desk.does(&lead, carry())).contains("has no open milestone that A1 does not have already"));
    let back = Command::CarryMilestones(CarryMilestones { from: to, to: from });
    assert!(refused(desk.does(&lead, back)).contains("kept as it stood"));
}
