//! Milestones in a plan as text: what a person writes, what two exports differ in, and what is refused.
use super::*;
use domain::milestone::{AddMilestone, Becomes, ChangeMilestone, Reached, Stands};

const KEYS: &str = "Theme: Victims

Action 1.1: Open a hub
Date: 31 March 2027
Milestone: Lease signed, due on 30 June 2226, first due on 31 March 2226
Milestone moved: from 31 March 2226 to 30 June 2226 on 1 February 2226, because \"the landlord asked for time\", by Head of Policy
Milestone: Staff trained, of the part \"People, rotas\", due on 31 May 2226
Milestone seen by: the office and its boards
";

fn desk() -> Desk {
    let mut desk = Desk::new();
    desk.takes(read(&files(HEAD, KEYS)).unwrap_or_else(|problems| panic!("{problems:#?}"))).unwrap();
    desk
}

/// Takes the text in with something otherwise; what becomes of the one action, or why it is refused.
fn edited(desk: &mut Desk, from: &str, to: &str) -> Result<Option<String>, String> {
    let theme = KEYS.replace(from, to);
    assert_ne!(theme, KEYS, "{from}");
    match desk.takes(read(&files(HEAD, &theme)).unwrap_or_else(|problems| panic!("{problems:#?}"))) {
        Ok(fates) => Ok(fates.rows[0].reason.clone()),
        Err(Refusal::Rejected(fates)) => Err(fates.rows[0].reason.clone().unwrap()),
        Err(other) => Err(other.to_string()),
    }
}

fn exported(desk: &Desk) -> String {
    write(&desk.plan("Safer Fenshire")).into_iter().find(|file| file.path.starts_with("themes/")).unwrap().words
}

#[test]
fn two_exports_differ_in_sentences_and_each_can_be_taken_in_again() {
    let mut desk = desk();
    let (action, lease) = {
        let sight = desk.office.seen_by(&desk.actor);
        let action = sight.actions(sight.plan_called(None).unwrap().id)[0].id;
        let lease = sight.milestones(action).into_iter().find(|m| m.item.title.as_str() == "Lease signed").unwrap();
        assert_eq!(lease.item.original_date, date(2226, 3, 31));
        assert_eq!(lease.item.stands(&sight.action(action).unwrap().item, date(2226, 7, 1)), Stands::Late);
        (action, lease.id)
    };
    let june = exported(&desk);
    assert!(june.contains(KEYS.split_once("Milestone: Lease").unwrap().1.lines().next().unwrap()), "{june}");
    let day = date(2226, 4, 9);
    desk.does(Command::ChangeMilestone(ChangeMilestone { milestone: lease, becomes: Becomes::Met(day) })).unwrap();
    let (title, strand) = (text("Doors open"), None);
    let add = AddMilestone { action, strand, title, date: date(2226, 9, 30) };
    desk.does(Command::AddMilestone(add)).unwrap();
    let july = exported(&desk);
    let only = |one: &str, other: &str| -> Vec<String> {
        one.lines().filter(|line| !other.lines().any(|known| known == *line)).map(str::to_owned).collect()
    };
    assert_eq!(only(&june, &july), ["Milestone: Lease signed, due on 30 June 2226, first due on 31 March 2226"]);
    assert_eq!(
        only(&july, &june),
        [
            "Milestone: Lease signed, due on 30 June 2226, first due on 31 March 2226, met on 9 April 2226",
            "Milestone: Doors open, due on 30 September 2226",
        ]
    );
    // The text of July, taken in by another record, is what that record says.
    let mut other = Desk::new();
    other.takes(read(&write(&desk.plan("Safer Fenshire"))).unwrap()).unwrap();
    assert_eq!(exported(&other), july);
}

#[test]
fn who_moved_a_milestone_and_holds_no_post_of_the_plan_is_not_made_up() {
    let mut desk = desk();
    let staff = {
        let sight = desk.office.seen_by(&desk.actor);
        let action = sight.actions(sight.plan_called(None).unwrap().id)[0].id;
        sight.milestones(action).into_iter().find(|m| m.item.title.as_str() == "Staff trained").unwrap().id
    };
    let becomes = Becomes::Due(date(2226, 8, 31));
    let command = Command::ChangeMilestone(ChangeMilestone { milestone: staff, becomes });
    let office = desk.actor.clone();
    desk.actor = Actor::of(desk.chance.id(desk.now).into(), "Person 3", Role::Officer);
    desk.because("no trainer", command).unwrap();
    desk.actor = office;
    let words = exported(&desk);
    let line = "Milestone moved: from 31 May 2226 to 31 August 2226 on 10 April 2226, because \"no trainer\"\n";
    assert!(words.contains(line), "{words}");
    let mut other = Desk::new();
    other.takes(read(&write(&desk.plan("Safer Fenshire"))).unwrap()).unwrap();
    assert_eq!(exported(&other), words);
    // Taken in where it came from it changes nothing: the record still knows who it was.
    let by = |desk: &Desk| desk.office.seen_by(&desk.actor).milestone(staff).unwrap().item.moves[0].by;
    let before = by(&desk);
    assert!(before.is_some());
    let fates = desk.takes(read(&write(&desk.plan("Safer Fenshire"))).unwrap()).unwrap();
    assert_eq!((counted(&fates, Fate::Unchanged), by(&desk)), (1, before));
}

#[test]
fn a_text_changes_milestones_under_the_rules_of_every_change() {
    for (from, to, why) in [
        (
            "Milestone: Staff trained, of the part \"People, rotas\", due on 31 May 2226\nMilestone seen by: the office and its boards\n",
            "",
            "the record has its milestone “Staff trained”, due on 31 May 2226, and the text leaves it out",
        ),
        (
            ", first due on 31 March 2226",
            ", first due on 1 March 2226",
            "its milestone “Lease signed” was first due on 31 March 2226, and in the text on 1 March 2226",
        ),
        (
            "the landlord asked for time",
            "all went well",
            "a move of its milestone “Lease signed” that is on the record is missing in the text, or reads otherwise",
        ),
        (
            "rotas\", due on 31 May 2226",
            "rotas\", due on 30 June 2226, first due on 31 May 2226",
            "its milestone “Staff trained” was due on 31 May 2226 and is now due on 30 June 2226; write under it “Milestone moved: from 31 May 2226 to 30 June 2226",
        ),
        (
            "Milestone seen by: the office and its boards\n",
            "",
            "the record withholds its milestone “Staff trained” beside the action",
        ),
        (
            ", first due on 31 March 2226",
            ", first due on 31 March 2226, met on 11 April 2226",
            "its milestone “Lease signed” cannot have been met on 11 April 2226, after the day of the text (10 April 2226)",
        ),
    ] {
        let says = edited(&mut desk(), from, to).expect_err(why);
        assert!(says.starts_with(why), "{why}\n{says}");
    }
    let mut desk = desk();
    let met = edited(&mut desk, ", first due on 31 March 2226", ", first due on 31 March 2226, met on 9 April 2226");
    assert_eq!(met, Ok(Some("changed: milestones".into())));
    // A name that was dropped may be given again, and both stay.
    let dropped = "rotas\", due on 31 May 2226, dropped on 9 April 2226, because \"the rota went\"";
    let again = format!(
        "{dropped}\nMilestone seen by: the office and its boards\nMilestone: Staff trained, of the part \"People, rotas\", due on 1 August 2226"
    );
    let from = "rotas\", due on 31 May 2226";
    assert_eq!(edited(&mut desk, from, &again), Ok(Some("changed: milestones".into())));
    let sight = desk.office.seen_by(&desk.actor);
    let action = sight.actions(sight.plan_called(None).unwrap().id)[0].id;
    let all: Vec<(&str, bool)> = sight
        .milestones(action)
        .iter()
        .map(|m| (m.item.title.as_str(), matches!(m.item.reached, Reached::Dropped { .. })))
        .collect();
    assert_eq!(all, [("Lease signed", false), ("Staff trained", true), ("Staff trained", false)]);
    // The Panel sees the one that its action's readers see, and none that the office keeps.
    let panel = desk.office.shown_to(sight.body_called("Panel").unwrap());
    let seen: Vec<&str> = panel.milestones(action).iter().map(|m| m.item.title.as_str()).collect();
    assert_eq!(seen, ["Lease signed"]);
}

#[test]
fn an_action_that_is_withheld_takes_its_milestones_along() {
    let mut desk = desk();
    let (from, to) = ("Date: 31 March 2027\n", "Seen by: the office and its boards\nDate: 31 March 2027\n");
    edited(&mut desk, from, to).unwrap();
    let sight = desk.office.seen_by(&desk.actor);
    let action = sight.actions(sight.plan_called(None).unwrap().id)[0].id;
    assert_eq!(sight.milestones(action).len(), 2);
    let panel = desk.office.shown_to(sight.body_called("Panel").unwrap());
    assert!(panel.milestones(action).is_empty());
    assert!(sight.milestones(action).iter().all(|m| !m.envelope.visibility.is_public()));
}
