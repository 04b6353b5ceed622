//! What an action is expected to change by which quarter: stated before, answered after, and for the office alone.
use super::*;
use domain::expected_effect::{AnswerEffect, Came, ExpectEffect, ExpectedEffect, Figure, Number, Says};

impl Desk {
    fn expects(&mut self, actor: &Actor, reference: &str, by: Date) -> Result<Id<ExpectedEffect>, Refusal> {
        let figure = Figure { number: Number::parse("1,010.50").unwrap(), unit: text("incidents a month") };
        let expect = ExpectEffect {
            action: self.action(reference).id,
            outcome: None,
            effect: text("From 1,200 to 1,010.50 incidents a month"),
            by,
            figure: Some(figure),
        };
        match self.does(actor, Command::ExpectEffect(Box::new(expect)))? {
            Answer::Item(id) => Ok(id.into()),
            other => panic!("{other:?}"),
        }
    }

    fn answers(&mut self, actor: &Actor, effect: Id<ExpectedEffect>, words: &str) -> Result<Answer, Refusal> {
        let says = Says::Observed { words: text(words), number: Some(Number::parse("1100").unwrap()) };
        self.does(actor, Command::AnswerEffect(AnswerEffect { effect, says }))
    }

    fn expected(&self, actor: &Actor, reference: &str) -> Vec<ExpectedEffect> {
        let id = self.action(reference).id;
        self.office.seen_by(actor).expected_effects(id).into_iter().map(|kept| kept.item.clone()).collect()
    }
}

#[test]
fn an_expectation_is_stated_before_its_quarter_ends_and_answered_after_it() {
    let mut desk = Desk::new();
    let lead = desk.lead();
    let says = refused(desk.expects(&lead, "1.1", date(2026, 9, 30)));
    assert!(says.starts_with("the quarter to September 2026 has ended"), "{says}");
    assert!(refused(desk.expects(&lead, "1.2", date(2026, 12, 1))).contains("is not the work of a post that you hold"));
    let effect = desk.expects(&lead, "1.1", date(2026, 12, 1)).unwrap();
    assert!(refused(desk.expects(&lead, "1.1", date(2026, 10, 5))).contains("has this expectation already"));
    let expected = desk.expected(&lead, "1.1");
    let [one] = &expected[..] else { panic!("{expected:?}") };
    assert_eq!((one.by, one.quarter().as_str()), (date(2026, 12, 31), "the quarter to December 2026"));
    assert_eq!(one.figure.as_ref().unwrap().number.as_str(), "1010.50", "exactly as it was stated");
    assert!(!one.is_due(date(2026, 12, 31)) && one.is_due(date(2027, 1, 1)));
    let says = refused(desk.answers(&lead, effect, "1,100 so far"));
    assert!(says.starts_with("the quarter to December 2026 ends on 31 December 2026"), "{says}");

    desk.now = "2027-01-12T09:00:00Z".parse().unwrap();
    assert!(refused(desk.answers(&lead, effect, "  ")).starts_with("what came of it is missing"));
    desk.answers(&lead, effect, "1,100 a month, and 1,020 in December").unwrap();
    let Came::Observed(seen) = desk.expected(&lead, "1.1")[0].came.clone() else { panic!() };
    assert_eq!((seen.on, seen.by), (date(2027, 1, 12), Some(desk.post("Head of Victims"))));
    assert_eq!(seen.number.unwrap().as_str(), "1100");
    // A slip is corrected by saying it again; the record keeps both.
    desk.answers(&lead, effect, "1,100 a month").unwrap();
    let dropped = Command::AnswerEffect(AnswerEffect { effect, says: Says::Dropped });
    assert!(refused(desk.because(&lead, "changed our minds", dropped)).contains("is on the record"));
    assert_eq!(desk.action("1.1").item.rating.unwrap().class, Class::OnTrack, "an expectation is no rating");
}

#[test]
fn one_that_is_not_expected_any_more_is_dropped_with_a_reason_and_stays() {
    let mut desk = Desk::new();
    let (lead, other) = (desk.lead(), desk.who("Community Safety Manager", Role::Contributor));
    let effect = desk.expects(&lead, "1.1", date(2027, 3, 31)).unwrap();
    let dropped = || Command::AnswerEffect(AnswerEffect { effect, says: Says::Dropped });
    assert!(refused(desk.does(&lead, dropped())).contains("needs a reason"));
    assert!(refused(desk.because(&other, "x", dropped())).contains("not the work"));
    desk.because(&lead, "the grant ended", dropped()).unwrap();
    assert!(
        matches!(&desk.expected(&lead, "1.1")[0].came, Came::Dropped { reason, .. } if reason.as_str() == "the grant ended")
    );
    assert!(refused(desk.because(&lead, "again", dropped())).contains("was dropped on 16 November 2026"));
    desk.expects(&lead, "1.1", date(2027, 3, 31)).unwrap();
}

#[test]
fn the_office_reads_what_is_expected_and_nobody_else_does() {
    let mut desk = Desk::new();
    let lead = desk.lead();
    desk.expects(&lead, "1.1", date(2027, 3, 31)).unwrap();
    for role in [Role::Reader, Role::Auditor, Role::Approver] {
        assert_eq!(desk.expected(&desk.who("Chief Executive", role), "1.1").len(), 1, "{role:?}");
    }
    for role in [Role::PanelReader, Role::PanelClerk, Role::Contributor] {
        assert!(desk.expected(&desk.who("Chief Executive", role), "1.1").is_empty(), "{role:?}");
    }
    let sight = desk.office.seen_by(&desk.office_actor);
    let plans = public_plans(&sight, &text("November"), date(2026, 11, 16));
    let plans: Vec<_> = plans.into_iter().map(|outgoing| outgoing.plan).collect();
    let json = serde_json::to_string(&plans).unwrap();
    assert!(!json.contains("incidents a month"));
}

#[test]
fn what_is_expected_and_what_came_of_it_go_into_plan_text_and_come_back() {
    let mut desk = Desk::new();
    let lead = desk.lead();
    let effect = desk.expects(&lead, "1.1", date(2026, 12, 31)).unwrap();
    desk.now = "2027-01-12T09:00:00Z".parse().unwrap();
    desk.answers(&lead, effect, "1,100 a month").unwrap();
    desk.expects(&lead, "1.1", date(2027, 3, 31)).unwrap();
    let exported = |desk: &Desk| {
        let sight = desk.office.seen_by(&desk.office_actor);
        write(&of(&sight, sight.plan_called(None).unwrap()))
    };
    let files = exported(&desk);
    let theme = &files[1].words;
    for line in [
        "Expected effect: \"From 1,200 to 1,010.50 incidents a month\", by the quarter to December 2026, in figures 1010.50 \"incidents a month\"\n",
        "Effect observed: on 12 January 2027, \"1,100 a month\", in figures 1100, by Head of Victims\n",
    ] {
        assert!(theme.contains(line), "{theme}");
    }
    let mut other = Desk::new();
    other.now = desk.now;
    other.takes(&files);
    assert_eq!(exported(&other), files);
    // Read back where it came from, it changes nothing; one left out, or altered, is refused.
    let before = desk.office.items();
    desk.takes(&files);
    assert_eq!(desk.office.items(), before + 1, "the import alone");
    for (from, to) in [
        ("quarter to March 2027", "quarter to June 2027"),
        ("to March 2027, in figures 1010.50", "to March 2027, in figures 900"),
    ] {
        let mut spoilt = files.clone();
        spoilt[1].words = theme.replace(from, to);
        let file = FileRead { name: text("plan"), sha256: text("00"), size: 1, format: text("plan as text") };
        let take = TakePlan { read: read(&spoilt).unwrap(), file, plan: None };
        let office = desk.office_actor.clone();
        let refusal = desk.does(&office, Command::TakePlan(Box::new(take))).unwrap_err();
        let Refusal::Rejected(fates) = refusal else { panic!("{refusal:?}") };
        let why =
            fates.rows.iter().find_map(|row| row.reason.clone().filter(|why| why.contains("leaves it out"))).unwrap();
        assert!(why.contains("by the quarter to March 2027"), "{why}");
    }
}
