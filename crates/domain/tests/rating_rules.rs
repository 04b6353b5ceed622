//! The written rules of ratings: a table of worked examples, and what holds for any action on any day.
use domain::{
    action::{Action, Completion, DateMove, Decided, Held, Status},
    evidence::Evidence,
    milestone::{Milestone, Moved, Reached},
    office::Noun,
    period::Quarter,
    rating_rules::{Days, Known, RatingRules, Suggestion, Times, Weeks, suggested},
    scale::Class,
    text::text,
    timescale::{Due, Precision, Timescale},
    update::Update,
};
use jiff::{ToSpan, civil::Date, civil::date};
use proptest::{collection::vec, option, prelude::*, sample::select};

/// An action in progress that is due on a day.
fn action(due: Option<Date>) -> Action {
    let sample = include_bytes!("../shapes/action-1.json");
    let state: serde_json::Value = serde_json::from_slice(sample).unwrap();
    let item = serde_json::value::to_raw_value(&state["item"]).unwrap();
    let due_by = due.map_or(Due::NotSet, |date| Due::By { date, precision: Precision::Day });
    Action {
        timescale: Timescale { due: due_by, ..Timescale::default() },
        original_date: due,
        current_date: due,
        moves: vec![],
        rating: None,
        update: None,
        ..Action::read(1, &item).unwrap()
    }
}

fn said(on: Date) -> Update {
    Update::of_table(uuid::Uuid::nil().into(), on, Some(text("Going on")), None, None, None)
}

fn moved(on: Date, from: Date, to: Date) -> DateMove {
    DateMove { from: Some(from), to: Some(to), on, reason: text("a partner left"), approver: text("Chief Executive") }
}

fn done(on: Date) -> Completion {
    let evidence = vec![Evidence::Decision(text("DN 14"))];
    Completion { on, evidence, by: Held::Unmatched(text("AB")), verified: None }
}

fn decided(on: Date) -> Decided {
    Decided { on, reason: text("the grant is late"), approver: text("Chief Executive"), until: None }
}

/// What the rules say, as the table has it: the class and the number of the rule, or why not.
fn says(action: &Action, last: Option<&Update>, today: Date) -> String {
    says_with(action, &[], last, today)
}

fn says_with(action: &Action, milestones: &[&Milestone], last: Option<&Update>, today: Date) -> String {
    match suggested(Known { action, milestones, last, risks: &[] }, &RatingRules::standard(), today) {
        Suggestion::Gives { class, rule, facts } => {
            format!("{} by {}; {facts}", class.as_str(), rule.as_str().split(':').next().unwrap())
        }
        Suggestion::Untested { because } => format!("not tested: {because}"),
    }
}

#[test]
fn the_worked_examples_come_out_as_the_table_says() {
    // Today is 20 November 2026, in the quarter from October to December.
    let today = date(2026, 11, 20);
    let (march, june, october) = (date(2027, 3, 31), date(2026, 6, 30), date(2026, 10, 14));
    let due = || action(Some(march));
    let examples: Vec<(&str, Action, Option<Update>, &str)> = vec![
        (
            "updated this quarter, in time",
            due(),
            Some(said(october)),
            "on_track by rule 8; it was updated or confirmed on 14 October 2026",
        ),
        (
            "its date passed yesterday",
            action(Some(date(2026, 11, 19))),
            Some(said(october)),
            "off_track by rule 3; its date was 19 November 2026",
        ),
        (
            "its date is today",
            action(Some(today)),
            Some(said(october)),
            "on_track by rule 8; it was updated or confirmed on 14 October 2026",
        ),
        (
            "passed, and nobody ever said anything",
            action(Some(june)),
            None,
            "off_track by rule 3; its date was 30 June 2026",
        ),
        (
            "last heard of four months ago",
            due(),
            Some(said(date(2026, 7, 1))),
            "at_risk by rule 6; the last update is of 1 July 2026",
        ),
        (
            "last heard of in September, which was last quarter",
            due(),
            Some(said(date(2026, 9, 20))),
            "not tested: nothing has been said of it this quarter yet (the last update is of 20 September 2026), and no other rule applies",
        ),
        ("never heard of, in time", due(), None, "not tested: nothing has been said of it yet"),
        (
            "without a date",
            action(None),
            Some(said(october)),
            "not tested: it has no date, so nobody can tell whether it is late",
        ),
        (
            "without a date, and silent",
            action(None),
            Some(said(date(2026, 5, 1))),
            "at_risk by rule 6; the last update is of 1 May 2026",
        ),
        (
            "moved this quarter",
            Action { moves: vec![moved(date(2026, 10, 20), june, march)], original_date: Some(june), ..due() },
            Some(said(october)),
            "at_risk by rule 5; its date was changed on 20 October 2026, from 30 June 2026 to 31 March 2027",
        ),
        (
            "moved last quarter, once",
            Action { moves: vec![moved(date(2026, 8, 1), june, march)], original_date: Some(june), ..due() },
            Some(said(october)),
            "on_track by rule 8; it was updated or confirmed on 14 October 2026",
        ),
        (
            "moved twice, past its original date",
            Action {
                moves: vec![moved(date(2026, 5, 1), june, october), moved(date(2026, 8, 1), october, march)],
                original_date: Some(june),
                ..due()
            },
            Some(said(october)),
            "at_risk by rule 7; its original date was 30 June 2026, and it was moved 2 times",
        ),
        (
            "moved twice, its original date still to come",
            Action {
                moves: vec![
                    moved(date(2026, 5, 1), date(2026, 12, 31), march),
                    moved(date(2026, 8, 1), march, date(2026, 12, 31)),
                ],
                original_date: Some(date(2026, 12, 31)),
                ..due()
            },
            Some(said(october)),
            "on_track by rule 8; it was updated or confirmed on 14 October 2026",
        ),
        (
            "complete, with evidence",
            Action { status: Status::Complete, completion: Some(done(october)), ..action(Some(june)) },
            Some(said(october)),
            "complete by rule 1; it was completed on 14 October 2026, by DN 14",
        ),
        (
            "complete, as a table says",
            Action { status: Status::Complete, ..action(Some(june)) },
            Some(said(october)),
            "not tested: it is said to be complete, and no date and evidence of that are on the record",
        ),
        (
            "put off by decision, its date passed",
            Action { status: Status::OnHold, decided: Some(decided(october)), ..action(Some(june)) },
            Some(said(october)),
            "paused by rule 2; Chief Executive put it off on 14 October 2026",
        ),
        (
            "said to be on hold, its date passed: no missed date is a deferral",
            Action { status: Status::OnHold, ..action(Some(june)) },
            Some(said(october)),
            "off_track by rule 3; its date was 30 June 2026",
        ),
        (
            "not started, with words",
            Action { status: Status::NotStarted, ..due() },
            Some(said(october)),
            "not_started by rule 4; work has not begun, and the update says why",
        ),
        (
            "not started, its date passed",
            Action { status: Status::NotStarted, ..action(Some(june)) },
            Some(said(october)),
            "off_track by rule 3; its date was 30 June 2026",
        ),
        (
            "not started, without words",
            Action { status: Status::NotStarted, ..due() },
            None,
            "not tested: it has not started, and no update says why",
        ),
        (
            "a continuing duty, reviewed",
            Action { timescale: Timescale { due: Due::Continuing, ..Timescale::default() }, ..action(None) },
            Some(said(october)),
            "on_track by rule 8; it was updated or confirmed on 14 October 2026",
        ),
        (
            "a continuing duty with an old date, reviewed",
            Action { timescale: Timescale { due: Due::Continuing, ..Timescale::default() }, ..action(Some(june)) },
            Some(said(october)),
            "on_track by rule 8; it was updated or confirmed on 14 October 2026",
        ),
        (
            "a continuing duty, not reviewed",
            Action { timescale: Timescale { due: Due::Continuing, ..Timescale::default() }, ..action(None) },
            Some(said(date(2026, 5, 1))),
            "at_risk by rule 6; the last update is of 1 May 2026; a continuing duty is due for review",
        ),
        (
            "in a window that has not ended",
            Action {
                timescale: Timescale { due: Due::Window { from: None, to: march }, ..Timescale::default() },
                ..action(None)
            },
            Some(said(october)),
            "on_track by rule 8; it was updated or confirmed on 14 October 2026",
        ),
        (
            "in a window that has ended",
            Action {
                timescale: Timescale { due: Due::Window { from: None, to: june }, ..Timescale::default() },
                ..action(None)
            },
            Some(said(october)),
            "off_track by rule 3; its date was 30 June 2026",
        ),
        (
            "a candidate",
            Action { status: Status::Candidate, ..due() },
            Some(said(october)),
            "not tested: it is a candidate, not agreed as work yet",
        ),
        (
            "superseded",
            Action { status: Status::Superseded, ..action(Some(june)) },
            None,
            "not tested: other work has taken its place",
        ),
    ];
    for (example, action, last, comes_out) in &examples {
        assert_eq!(says(action, last.as_ref(), today), *comes_out, "{example}");
    }
    println!("{} worked examples", examples.len());
}

fn milestone(due: Date, reached: Reached) -> Milestone {
    Milestone {
        action: uuid::Uuid::nil().into(),
        strand: None,
        title: text("Keys handed over"),
        original_date: due,
        date: due,
        moves: vec![],
        reached,
    }
}

#[test]
fn a_late_milestone_makes_amber_of_what_would_be_green_and_so_does_moving_it() {
    let today = date(2026, 11, 20);
    let (due, update) = (action(Some(date(2027, 3, 31))), said(date(2026, 10, 14)));
    let with = |milestone: &Milestone| says_with(&due, &[milestone], Some(&update), today);
    let green = "on_track by rule 8; it was updated or confirmed on 14 October 2026";
    let late = milestone(date(2026, 11, 19), Reached::Open);
    assert_eq!(with(&late), "at_risk by rule 9; the milestone “Keys handed over” was due on 19 November 2026");
    for in_time in [
        milestone(today, Reached::Open),
        milestone(date(2026, 11, 1), Reached::Met { on: today }),
        milestone(date(2026, 11, 1), Reached::Dropped { on: today, reason: text("no keys") }),
    ] {
        assert_eq!(with(&in_time), green);
    }
    // Whoever moves a late milestone is not green by it.
    let by = Some(uuid::Uuid::nil().into());
    let (from, to) = (date(2026, 11, 19), date(2027, 1, 31));
    let put_off = Moved { from, to, on: today, reason: text("no keys yet"), by };
    let put_off = Milestone { date: to, moves: vec![put_off], ..late };
    assert_eq!(
        with(&put_off),
        "at_risk by rule 5; the milestone “Keys handed over” was moved on 20 November 2026, from 19 November 2026 to 31 January 2027"
    );
}

#[test]
fn a_limit_that_nobody_can_mean_is_refused_where_it_is_read() {
    for (json, why) in [
        (r#"{"past_due":93,"milestone_late":0,"date_changed":1,"silent":13,"moved_past_original":2}"#, "93 is not"),
        (r#"{"past_due":0,"milestone_late":0,"date_changed":0,"silent":13,"moved_past_original":2}"#, "from 1 to 12"),
        (r#"{"past_due":0,"milestone_late":0,"date_changed":1,"silent":53,"moved_past_original":2}"#, "from 1 to 52"),
    ] {
        let refused = serde_json::from_str::<RatingRules>(json).unwrap_err().to_string();
        assert!(refused.contains(why), "{refused}");
    }
    let read: RatingRules = serde_json::from_str(
        r#"{"past_due":0,"milestone_late":0,"date_changed":1,"silent":13,"moved_past_original":2}"#,
    )
    .unwrap();
    assert_eq!(read, RatingRules::standard_on(date(2026, 9, 30)), "written before there were risks");
}

#[test]
fn a_rule_keeps_its_number_whichever_others_hold() {
    let all: Vec<(u8, Class)> = RatingRules::standard().rules().iter().map(|rule| (rule.number, rule.gives)).collect();
    let numbers: Vec<u8> = all.iter().map(|(number, _)| *number).collect();
    assert_eq!(numbers, [1, 2, 3, 4, 9, 5, 6, 7, 10, 8], "in the order in which they are tested");
    let fewer = RatingRules { silent: None, past_due: None, ..RatingRules::standard() };
    let left: Vec<u8> = fewer.rules().iter().map(|rule| rule.number).collect();
    assert_eq!(left, [1, 2, 4, 9, 5, 7, 10, 8]);
    let strict = RatingRules { past_due: Days::try_from(7).ok(), silent: Weeks::try_from(6).ok(), ..fewer };
    let words: Vec<String> = strict.rules().iter().map(|rule| rule.words.to_string()).collect();
    assert!(words.iter().any(|w| w == "Red when the current date passed more than 7 days ago and it is not complete"));
    assert!(words.iter().any(|w| w == "Amber when the last update or confirmation is older than 6 weeks"));
}

fn day() -> impl Strategy<Value = Date> {
    (0..1500_i32).prop_map(|n| date(2024, 1, 1).saturating_add(n.days()))
}

fn any_action() -> impl Strategy<Value = Action> {
    let due = prop_oneof![
        Just(Due::NotSet),
        Just(Due::Continuing),
        day().prop_map(|date| Due::By { date, precision: Precision::Day }),
        day().prop_map(|to| Due::Window { from: None, to }),
    ];
    let status = select(vec![
        Status::Candidate,
        Status::NotStarted,
        Status::InProgress,
        Status::OnHold,
        Status::Complete,
        Status::ClosedNotDelivered,
        Status::Superseded,
        Status::BusinessAsUsual,
    ]);
    let moves = vec((day(), day(), day()).prop_map(|(on, from, to)| moved(on, from, to)), 0..3);
    (due, status, option::of(day()), moves, option::of(day().prop_map(done)), option::of(day().prop_map(decided)))
        .prop_map(|(due, status, original_date, moves, completion, decided)| {
            let timescale = Timescale { due, ..Timescale::default() };
            let current_date = timescale.date();
            Action { timescale, current_date, original_date, moves, status, completion, decided, ..action(None) }
        })
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn the_rules_keep_their_word(action in any_action(), last in option::of(day()), today in day()) {
        let update = last.map(said);
        let known = Known { action: &action, milestones: &[], last: update.as_ref(), risks: &[] };
        let given = suggested(known, &RatingRules::standard(), today);
        let passed = match action.timescale.due {
            Due::By { date, .. } => date < today,
            Due::Window { to, .. } => to < today,
            Due::Continuing | Due::NotSet => false,
        };
        let this_quarter = |on: Date| Quarter::of(on) == Quarter::of(today);
        match given.class() {
            Some(Class::OnTrack) => {
                prop_assert!(!passed, "nothing late is green");
                prop_assert!(last.is_some_and(this_quarter), "green needs a word this quarter");
                prop_assert!(!action.moves.iter().any(|m| this_quarter(m.on)));
                prop_assert!(action.timescale.due != Due::NotSet, "green needs a date that has not passed");
            }
            Some(Class::OffTrack) => {
                prop_assert!(passed);
                prop_assert!(!action.timescale.is_continuing(), "a continuing duty is never overdue");
                prop_assert!(!action.status.is_closed());
            }
            Some(Class::Complete) => prop_assert!(
                action.status == Status::Complete && action.completion.as_ref().is_some_and(|d| !d.evidence.is_empty())
            ),
            Some(Class::Paused) => prop_assert!(action.status == Status::OnHold && action.decided.is_some()),
            Some(Class::NotStarted) => prop_assert!(action.status == Status::NotStarted && !passed),
            Some(Class::AtRisk) => prop_assert!(!passed && !action.status.is_closed()),
            None => {}
        }
        if passed && matches!(action.status, Status::InProgress | Status::NotStarted) {
            prop_assert_eq!(given.class(), Some(Class::OffTrack), "what is late is red, whatever else is so");
        }
        if let Suggestion::Gives { rule, facts, .. } = &given {
            prop_assert!(rule.as_str().starts_with("rule ") && !facts.is_empty(), "it cites its rule and its facts");
        }
        // The same question has the same answer.
        prop_assert_eq!(&given, &suggested(known, &RatingRules::standard(), today));
    }

    /// Whatever an office chooses: rules that are dropped or loosened never make anything worse, and those that hold in
    /// every office keep their word.
    #[test]
    fn laxer_rules_never_rate_worse(
        action in any_action(),
        milestones in vec(any_milestone(), 0..3),
        last in option::of(day()),
        today in day(),
        strict in any_rules(),
        which in 0..5_usize,
        off in any::<bool>(),
    ) {
        let update = last.map(said);
        let milestones: Vec<&Milestone> = milestones.iter().collect();
        let known = Known { action: &action, milestones: &milestones, last: update.as_ref(), risks: &[] };
        let lax = laxer(&strict, which, off);
        let (by_strict, by_lax) = (suggested(known, &strict, today), suggested(known, &lax, today));
        prop_assert!(badness(&by_lax) <= badness(&by_strict), "{by_strict:?}, and laxer {by_lax:?}");
        for given in [&by_strict, &by_lax] {
            if given.class() == Some(Class::OnTrack) {
                prop_assert!(last.is_some_and(|on| Quarter::of(on) == Quarter::of(today)), "green needs a word");
            }
            if given.class() == Some(Class::Complete) {
                prop_assert!(action.completion.is_some(), "complete needs evidence");
            }
        }
        let numbers: Vec<u8> = lax.rules().iter().map(|rule| rule.number).collect();
        for always in [1, 2, 4, 8] {
            prop_assert!(numbers.contains(&always));
        }
        let json = serde_json::to_string(&lax).unwrap();
        prop_assert_eq!(serde_json::from_str::<RatingRules>(&json).unwrap(), lax);
    }
}

fn any_milestone() -> impl Strategy<Value = Milestone> {
    let reached = prop_oneof![
        Just(Reached::Open),
        day().prop_map(|on| Reached::Met { on }),
        day().prop_map(|on| Reached::Dropped { on, reason: text("not needed") }),
    ];
    (day(), reached).prop_map(|(due, reached)| milestone(due, reached))
}

fn any_rules() -> impl Strategy<Value = RatingRules> {
    let days = || option::of((0..=92_u16).prop_map(|n| Days::try_from(n).unwrap()));
    let times = || option::of((1..=12_u16).prop_map(|n| Times::try_from(n).unwrap()));
    let weeks = option::of((1..=52_u16).prop_map(|n| Weeks::try_from(n).unwrap()));
    (days(), days(), times(), weeks, times()).prop_map(|(past_due, milestone_late, date_changed, silent, moved)| {
        RatingRules { past_due, milestone_late, date_changed, silent, moved_past_original: moved, risk_outside: None }
    })
}

/// The same rules with one of them dropped, or a step less strict.
fn laxer(rules: &RatingRules, which: usize, off: bool) -> RatingRules {
    fn step<L: TryFrom<u16> + Copy + Into<u16>>(limit: Option<L>, off: bool) -> Option<L> {
        limit.filter(|_| !off).and_then(|limit| L::try_from(limit.into() + 1).ok())
    }
    let mut lax = rules.clone();
    match which {
        0 => lax.past_due = step(rules.past_due, off),
        1 => lax.milestone_late = step(rules.milestone_late, off),
        2 => lax.date_changed = step(rules.date_changed, off),
        3 => lax.silent = step(rules.silent, off),
        _ => lax.moved_past_original = step(rules.moved_past_original, off),
    }
    lax
}

/// Red is worse than amber, amber worse than what cannot be told, and that worse than the rest.
fn badness(given: &Suggestion) -> u8 {
    match given.class() {
        Some(Class::OffTrack) => 3,
        Some(Class::AtRisk) => 2,
        None => 1,
        Some(_) => 0,
    }
}
