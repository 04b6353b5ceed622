//! What an office does of a question, and when it comes back.
use super::{
    everybody,
    made::{DAY, Made},
};
use domain::{
    actor::{Actor, Role},
    ask::{Ask, Command, Refusal, decide},
    chance::Chance,
    entry::Entry,
    forecast::Finishes,
    office::{Kind, Office},
    question::{AnswerQuestion, Expected, ShareQuestions, SilenceQuestion, Standing, Worth},
    sight::Reach,
    text::text,
};
use jiff::{Timestamp, ToSpan, civil::Date};
use serde_json::json;
use uuid::Uuid;

const CHECK: &str = "date-changed-three-times";

fn office() -> (Made, Uuid) {
    let mut made = Made::new(3);
    made.fault(CHECK);
    made.json(Kind::Body, "Board", &json!({ "name": "Board", "kind": "board" }));
    made.json(Kind::Body, "Panel", &json!({ "name": "Panel", "kind": "panel" }));
    let about = made.planted.first().unwrap().1;
    (made, about)
}

fn at(day: Date) -> Timestamp {
    day.at(9, 0, 0, 0).to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp()
}

fn does(office: &mut Office, day: Date, reason: Option<&str>, command: Command) -> Result<(), Refusal> {
    by(&everybody(), office, day, reason, command)
}

fn by(actor: &Actor, office: &mut Office, day: Date, reason: Option<&str>, command: Command) -> Result<(), Refusal> {
    let mut chance = Chance::new([9; 32]);
    let now = at(day);
    let ask = Ask { actor: actor.clone(), now, on: None, key: None, seen: vec![], reason: reason.map(text), command };
    for draft in decide(office, &ask, &mut chance)?.drafts {
        let head = office.head();
        let version = office.version_of(draft.item).map_or(1, |(_, version)| version + 1);
        let entry = Entry {
            office: head.office,
            seq: head.seq + 1,
            change: Uuid::nil(),
            last_of_change: true,
            at: now.as_microsecond(),
            on_date: None,
            actor: Uuid::nil(),
            act: draft.act,
            kind: draft.kind,
            item: draft.item,
            version,
            shape: draft.shape,
            state_hash: [0; 32],
        };
        office.apply(&entry, &draft.body).unwrap();
    }
    Ok(())
}

fn only<'a>(office: &'a Office, actor: &Actor, day: Date) -> Expected<'a> {
    let mut all = office.seen_by(actor).expected_questions(day);
    assert_eq!(all.len(), 1, "{all:?}");
    all.remove(0)
}

fn answer(about: Uuid) -> Command {
    let words = text("The lease is signed; no date moves again.");
    Command::AnswerQuestion(Box::new(AnswerQuestion { check: text(CHECK), about, words }))
}

fn silence(about: Uuid, until: Date) -> Command {
    Command::SilenceQuestion(SilenceQuestion { check: text(CHECK), about, until })
}

#[test]
fn an_answer_holds_while_the_facts_do() {
    let (mut made, about) = office();
    let actor = everybody();
    assert_eq!(only(&made.office, &actor, DAY).standing(DAY), Standing::Open);
    does(&mut made.office, DAY, None, answer(about)).unwrap();
    let later = DAY.checked_add(5.days()).unwrap();
    assert!(matches!(only(&made.office, &actor, later).standing(later), Standing::Answered(_)));
    // The same again says nothing.
    assert!(does(&mut made.office, later, None, answer(about)).unwrap_err().to_string().contains("there already"));
    let one = only(&made.office, &actor, later);
    assert!(matches!(one.kept.unwrap().item.standing("other facts", later), Standing::OpenAgain(_)));
}

#[test]
fn setting_aside_needs_a_reason_and_a_day_and_ends_with_either_the_day_or_the_facts() {
    let (mut made, about) = office();
    let until = DAY.checked_add(30.days()).unwrap();
    let refused = |office: &mut Office, reason: Option<&str>, until: Date| {
        does(office, DAY, reason, silence(about, until)).unwrap_err().to_string()
    };
    assert!(refused(&mut made.office, None, until).contains("needs a reason"));
    assert!(refused(&mut made.office, Some("why"), DAY).contains("not to come any more"));
    assert!(refused(&mut made.office, Some("why"), Date::new(2030, 1, 1).unwrap()).contains("a year at the most"));
    does(&mut made.office, DAY, Some("The board decides in December"), silence(about, until)).unwrap();
    let actor = everybody();
    assert!(matches!(only(&made.office, &actor, until).standing(until), Standing::Silenced(_)));
    let one = only(&made.office, &actor, until);
    assert_eq!(one.kept.unwrap().item.standing("other facts", until), Standing::Open);
    let after = until.tomorrow().unwrap();
    assert_eq!(one.standing(after), Standing::Open, "the day has passed");
    let raised = vec![one.raised.clone()];
    let worth = Worth::of(&made.office.seen_by(&actor), &raised)[CHECK];
    assert_eq!((worth.raised, worth.answered, worth.silenced, worth.mended), (1, 0, 1, 0));
    assert_eq!(Worth::of(&made.office.seen_by(&actor), &[])[CHECK].mended, 1);
}

#[test]
fn what_is_not_asked_cannot_be_answered_and_who_may_not_does_not() {
    let (mut made, about) = office();
    let other = Command::AnswerQuestion(Box::new(AnswerQuestion {
        check: text("lead-gone"),
        about,
        words: text("Somebody leads it."),
    }));
    assert!(does(&mut made.office, DAY, None, other).unwrap_err().to_string().contains("not asked of this"));
    let none = Command::AnswerQuestion(Box::new(AnswerQuestion { check: text("nonsense"), about, words: text("x") }));
    assert!(does(&mut made.office, DAY, None, none).unwrap_err().to_string().contains("no check called"));
    for role in [Role::Lead, Role::Contributor, Role::Auditor, Role::PanelReader, Role::PanelClerk, Role::Administrator]
    {
        let actor = Actor::of(Uuid::nil().into(), "Somebody", role);
        assert!(by(&actor, &mut made.office, DAY, None, answer(about)).is_err(), "{role:?}");
    }
}

#[test]
fn what_was_done_is_the_offices_own_until_it_is_shared() {
    let (mut made, about) = office();
    does(&mut made.office, DAY, None, answer(about)).unwrap();
    let inside = |office: &Office| {
        let actor = everybody();
        office.seen_by(&actor).no_further_than(Reach::Internal).questions().count()
    };
    assert_eq!(inside(&made.office), 0, "a lead and a board see nothing of it");
    let share = |with: &str| Command::ShareQuestions(ShareQuestions { with: text(with), which: None });
    let refused = does(&mut made.office, DAY, None, share("Panel")).unwrap_err().to_string();
    assert!(refused.contains("own boards"), "{refused}");
    does(&mut made.office, DAY, None, share("Board")).unwrap();
    assert_eq!(inside(&made.office), 1);
    let actor = everybody();
    assert_eq!(only(&made.office, &actor, DAY).kept.unwrap().item.shared.len(), 1);
    assert!(does(&mut made.office, DAY, None, share("Board")).unwrap_err().to_string().contains("not shared already"));
}

#[test]
fn a_forecast_holds_eight_times_in_ten_on_a_past_of_its_own() {
    // 600 finished actions over six years, each later or earlier than agreed by chance, and skewed to late.
    let mut made = Made::new(11);
    for n in 0..600 {
        let mut action = made.action();
        let original = Date::new(2020, 1, 31).unwrap().checked_add((n * 4).days()).unwrap();
        let noise = made.noise();
        #[expect(clippy::cast_possible_truncation, reason = "some days")]
        let late = (noise.abs().powf(1.5) * 60.0 - 10.0) as i32;
        let on = original.checked_add(late.days()).unwrap();
        action.original_date = Some(original);
        action.current_date = Some(on);
        super::made::complete(&mut action, on, true);
        made.keep(&action, &[]);
    }
    let actor = everybody();
    let finishes = Finishes::of(&made.office.seen_by(&actor), Date::new(2028, 1, 1).unwrap());
    let test = finishes.back_test();
    println!("Synthetic past of {} finished actions. {}", finishes.len(), test.in_words());
    assert!(test.told > 400, "{test:?}");
    let coverage = test.coverage().unwrap();
    assert!((76.0..=90.0).contains(&coverage), "{coverage}");
}
