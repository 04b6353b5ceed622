//! The office takes in its own table, quarter after quarter.
use domain::{
    access::Grant,
    action::{Held, Link, Status},
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, Refusal, decide},
    chance::Chance,
    change_request::{Approved, Asked, DecideChange},
    entry::Entry,
    envelope::Visibility,
    import::{Fate, Fates, FileRead, ImportPlan},
    office::Office,
    publication::public_plans,
    reading::{ActionRead, Matched, RatingRead, Reading, RowRead, RowWhat, ThemeRead},
    settings::{Begin, Brand},
    text::{Text, text},
    timescale::{Due, Precision, Timescale},
};
use jiff::{Timestamp, civil::Date, civil::date};

/// An office in memory, driven as the record drives it.
struct Desk {
    office: Office,
    chance: Chance,
    actor: Actor,
    now: Timestamp,
}

impl Desk {
    fn new() -> Self {
        let mut chance = Chance::new([7; 32]);
        let now: Timestamp = "2026-04-10T09:00:00Z".parse().unwrap();
        let actor = Actor::of(chance.id(now).into(), "Office", Role::Office);
        let mut desk = Self { office: Office::empty(chance.id(now)), chance, actor, now };
        let begin = Begin {
            name: text("Office for Fenshire"),
            code: Some(text("FEN")),
            key: text("key"),
            brand: Brand::default(),
            demo: true,
        };
        desk.does(Command::Begin(begin), None).unwrap();
        desk
    }

    fn does(&mut self, command: Command, on: Option<Date>) -> Result<Answer, Refusal> {
        let ask = Ask { actor: self.actor.clone(), now: self.now, on, key: None, seen: vec![], reason: None, command };
        let decision = decide(&self.office, &ask, &mut self.chance)?;
        let change = self.chance.id(self.now);
        for draft in decision.drafts {
            let head = self.office.head();
            let version = self.office.version_of(draft.item).map_or(1, |(_, version)| version + 1);
            let entry = Entry {
                office: head.office,
                seq: head.seq + 1,
                change,
                last_of_change: false,
                at: self.now.as_microsecond(),
                on_date: draft.on,
                actor: self.actor.post.uuid(),
                act: draft.act,
                kind: draft.kind,
                item: draft.item,
                version,
                shape: draft.shape,
                state_hash: [0; 32],
            };
            self.office.apply(&entry, &draft.body).unwrap();
        }
        Ok(decision.answer)
    }

    fn imports(&mut self, rows: Vec<ActionRead>, on: Date) -> Result<Fates, Refusal> {
        let rows = rows
            .into_iter()
            .enumerate()
            .map(|(n, read)| RowRead { place: format!("row {}", n + 2), what: RowWhat::Action(Box::new(read)) })
            .collect();
        let themes = vec![ThemeRead { name: text("Victims"), ..ThemeRead::default() }];
        let reading = Reading { rows, themes, ..Reading::default() };
        let file = FileRead { name: text("plan.csv"), sha256: text("00"), size: 1, format: text("csv") };
        match self.does(
            Command::ImportPlan(Box::new(ImportPlan { reading, file, plan: None, as_position: None })),
            Some(on),
        )? {
            Answer::Imported(fates) => Ok(*fates),
            other => panic!("{other:?}"),
        }
    }

    fn action(&self, reference: &str) -> domain::action::Action {
        let sight = self.office.seen_by(&self.actor);
        let plan = sight.plan_called(None).unwrap().id;
        sight.actions(plan).into_iter().find(|a| a.reference().as_str() == reference).unwrap().item.clone()
    }
}

fn row(reference: &str, title: &str, rating: &str) -> ActionRead {
    ActionRead {
        reference: (!reference.is_empty()).then(|| text(reference)),
        title: text(title),
        rating: if rating.is_empty() {
            RatingRead::NotRated
        } else {
            RatingRead::Words { stated: text(rating), level: None }
        },
        ..ActionRead::default()
    }
}

fn due(stated: &str, day: Date) -> Timescale {
    Timescale { stated: text(stated), due: Due::By { date: day, precision: Precision::Day }, note: None }
}

fn fate(fates: &Fates, n: usize) -> (Fate, &str) {
    (fates.rows[n].fate, fates.rows[n].reference.as_ref().map_or("", Text::as_str))
}

#[test]
fn a_later_edition_becomes_updates_and_not_copies() {
    let mut desk = Desk::new();
    let first = desk
        .imports(
            vec![
                row("1.1", "Open the hub", "Green"),
                row("", "Recruit an officer", ""),
                row("", "Write the strategy", "Amber"),
            ],
            date(2026, 4, 1),
        )
        .unwrap();
    assert_eq!((first.totals.created, first.totals.rejected), (3, 0));
    assert_eq!(fate(&first, 0), (Fate::Created, "1.1"));
    // Rows without a reference get the next unused number, and it is said that they were given it.
    assert_eq!(fate(&first, 1), (Fate::Created, "1"));
    assert!(first.rows[1].given && !first.rows[0].given);

    let second = desk
        .imports(
            vec![
                row("1.1", "Open the hub", "Red"),
                row("", "Recruit  an officer.", ""),
                row("", "Something else", "Green"),
            ],
            date(2026, 7, 1),
        )
        .unwrap();
    assert_eq!(fate(&second, 0), (Fate::Updated, "1.1"));
    assert_eq!(fate(&second, 1).1, "1");
    assert_eq!(fate(&second, 2), (Fate::Created, "3"));
    // What vanished is reported, and stands.
    assert_eq!(second.absent.len(), 1);
    assert_eq!(second.absent[0].title.as_str(), "Write the strategy");
    assert_eq!(desk.action("2").title.as_str(), "Write the strategy");
}

#[test]
fn the_same_table_twice_changes_nothing() {
    let mut desk = Desk::new();
    let table = || {
        let mut one = row("1", "Open the hub", "Green (C)");
        one.narrative = Some(text("Opened in May."));
        one.leads = Some(vec![text("AB"), text("CD")]);
        one.timescale = Some(due("30/06/2026", date(2026, 6, 30)));
        vec![one, row("2", "Recruit an officer", "")]
    };
    desk.imports(table(), date(2026, 7, 1)).unwrap();
    let again = desk.imports(table(), date(2026, 7, 1)).unwrap();
    assert_eq!((again.totals.unchanged, again.totals.updated, again.totals.created), (2, 0, 0));
    assert_eq!(desk.action("1").status, Status::Complete);
}

#[test]
fn one_bad_rating_word_and_nothing_lands() {
    let mut desk = Desk::new();
    let before = desk.office.head();
    let refused =
        desk.imports(vec![row("1", "Open the hub", "Green"), row("2", "Recruit", "Purple")], date(2026, 4, 1));
    let Err(Refusal::Rejected(fates)) = refused else { panic!("{refused:?}") };
    assert_eq!(fate(&fates, 1), (Fate::Rejected, "2"));
    assert!(fates.rows[1].reason.as_ref().unwrap().contains("Purple"));
    assert_eq!(desk.office.head(), before);
    let refused = desk.imports(vec![row("1", "Open the hub", "Grey")], date(2026, 4, 1));
    let Err(Refusal::Rejected(fates)) = refused else { panic!("{refused:?}") };
    assert!(fates.rows[0].reason.as_ref().unwrap().contains("may mean paused"));
}

#[test]
fn dates_move_and_the_original_stays() {
    let mut desk = Desk::new();
    let with = |timescale: Option<Timescale>| {
        let mut one = row("1", "Open the hub", "Green");
        one.timescale = timescale;
        vec![one]
    };
    let words = |stated: &str, due: Due| Some(Timescale { stated: text(stated), due, note: None });
    desk.imports(with(words("TBD", Due::NotSet)), date(2026, 4, 1)).unwrap();
    assert_eq!(desk.action("1").original_date, None);
    // A first date is no move.
    desk.imports(with(Some(due("June", date(2026, 6, 30)))), date(2026, 4, 2)).unwrap();
    assert_eq!((desk.action("1").moves.len(), desk.action("1").original_date), (0, Some(date(2026, 6, 30))));
    // A blank cell states nothing.
    desk.imports(with(None), date(2026, 4, 3)).unwrap();
    assert_eq!(desk.action("1").current_date, Some(date(2026, 6, 30)));
    desk.imports(with(Some(due("September", date(2026, 9, 30)))), date(2026, 7, 1)).unwrap();
    desk.imports(with(words("Ongoing", Due::Continuing)), date(2026, 8, 1)).unwrap();
    let action = desk.action("1");
    assert_eq!((action.moves.len(), action.current_date, action.original_date), (2, None, Some(date(2026, 6, 30))));
    assert_eq!(action.moves[0].reason.as_str(), "as stated in the office's table of 1 July 2026");
    assert_eq!(action.moves[1].to, None);
}

#[test]
fn an_older_table_is_refused_and_may_be_kept_as_a_position() {
    let mut desk = Desk::new();
    desk.imports(vec![row("1", "Open the hub", "Green")], date(2026, 4, 1)).unwrap();
    let refused = desk.imports(vec![row("1", "Open the hub", "Red")], date(2026, 1, 1)).unwrap_err();
    assert!(refused.to_string().contains("--as-position"), "{refused}");
}

#[test]
fn the_map_answers_for_the_same_and_for_the_new() {
    let mut desk = Desk::new();
    desk.imports(vec![row("1", "Deliver a service for young victims", "Green")], date(2026, 4, 1)).unwrap();
    let mut same = row("", "Explore options for young victims", "Amber");
    same.matched = Some(Matched::SameAs(text("1")));
    let mut new = row("", "Deliver a service for young victims", "Amber");
    new.matched = Some(Matched::New);
    let fates = desk.imports(vec![same, new], date(2026, 7, 1)).unwrap();
    assert_eq!(fate(&fates, 0), (Fate::Updated, "1"));
    assert_eq!(fate(&fates, 1), (Fate::Created, "2"));
    assert_eq!(desk.action("1").title.as_str(), "Explore options for young victims");
}

#[test]
fn leads_stay_as_stated_and_links_point_forward_or_stay_words() {
    let mut desk = Desk::new();
    let mut one = row("1", "Open the hub", "Green");
    one.leads = Some(vec![text("AB")]);
    one.links = Some(vec![text("2"), text("TVP 1.1")]);
    desk.imports(vec![one, row("2", "Recruit", "Green")], date(2026, 4, 1)).unwrap();
    let action = desk.action("1");
    assert_eq!(action.leads, [Held::Unmatched(text("AB"))]);
    assert!(matches!(&action.links[..], [Link::Action(_), Link::Stated(words)] if words.as_str() == "TVP 1.1"));
}

#[test]
fn complete_that_is_complete_no_more_is_open_again() {
    let mut desk = Desk::new();
    desk.imports(vec![row("1", "Open the hub", "Complete")], date(2026, 4, 1)).unwrap();
    assert_eq!(desk.action("1").status, Status::Complete);
    desk.imports(vec![row("1", "Open the hub", "Amber")], date(2026, 7, 1)).unwrap();
    assert_eq!(desk.action("1").status, Status::InProgress);
}

#[test]
fn a_table_that_was_numbered_anew_is_refused_and_not_guessed() {
    let mut desk = Desk::new();
    let day = date(2026, 4, 1);
    desk.imports(vec![row("1", "Open the hub", "Green"), row("2", "Recruit an officer", "Red")], day).unwrap();
    let anew = vec![
        row("1", "Write the strategy", ""),
        row("2", "Open the hub", "Green"),
        row("3", "Recruit an officer", "Red"),
    ];
    let Err(Refusal::Rejected(fates)) = desk.imports(anew, date(2026, 7, 1)) else { panic!("it landed") };
    assert_eq!(fate(&fates, 1).0, Fate::Rejected);
    let why = fates.rows[1].reason.as_ref().unwrap();
    assert!(why.contains("\"same as 1\"") && why.contains("\"same as 2\""), "{why}");
}

#[test]
fn a_slip_in_the_year_does_not_shut_out_the_true_tables() {
    let mut desk = Desk::new();
    let slip = desk.imports(vec![row("1", "Open the hub", "Green")], date(2099, 1, 1)).unwrap();
    assert!(slip.questions.iter().any(|q| q.asks.contains("has not come yet")));
    desk.imports(vec![row("1", "Open the hub", "Red")], date(2026, 4, 2)).unwrap();
}

#[test]
fn an_outcome_is_shown_to_whoever_may_see_a_row_that_states_it() {
    let stating = |reference, title, outcome, visibility| ActionRead {
        outcomes: vec![text(outcome)],
        objectives: vec![text(outcome)],
        visibility: Some(visibility),
        ..row(reference, title, "Green")
    };
    let public = |desk: &Desk| {
        let snapshot = public_plans(&desk.office.seen_by(&desk.actor), &text("Now"), date(2026, 4, 1));
        let theme = &snapshot[0].plan.themes[0];
        assert_eq!(theme.outcomes, theme.objectives);
        theme.outcomes.iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let mut desk = Desk::new();
    let rows = vec![
        stating("1", "Buy the building", "Costs fall", Visibility::Internal),
        stating("2", "Name the supplier", "Services last", Visibility::Internal),
        stating("3", "Open the hub", "Services last", Visibility::Public),
    ];
    desk.imports(rows, date(2026, 4, 1)).unwrap();
    assert_eq!(public(&desk), ["Services last"], "what a public row states as well is public");
    let rows = vec![stating("1", "Buy the building", "Costs fall", Visibility::Public)];
    desk.imports(rows, date(2026, 7, 1)).unwrap();
    assert_eq!(public(&desk).len(), 2, "it opens with its row");
}

#[test]
fn where_people_sign_in_a_table_asks_for_a_date_and_moves_none() {
    let mut desk = Desk::new();
    let dated = |reference, title, rating, timescale| ActionRead {
        timescale: Some(timescale),
        ..row(reference, title, rating)
    };
    let open = |stated: &str, due| Timescale { stated: text(stated), due, note: None };
    let june = due("June 2026", date(2026, 6, 30));
    let window = |end| open("by then", Due::Window { from: None, to: end });
    let first = vec![
        dated("1", "Open the hub", "Green", june.clone()),
        dated("2", "Recruit an officer", "Green", june.clone()),
        dated("3", "Write the strategy", "Green", window(date(2027, 3, 31))),
        dated("4", "Paint the door", "Green", open("TBD", Due::NotSet)),
    ];
    desk.imports(first, date(2026, 4, 1)).unwrap();
    for (person, role) in [(1, Role::Officer), (2, Role::Approver)] {
        let grant = Grant { person: uuid::Uuid::from_u128(person), role, posts: vec![] };
        desk.does(Command::Grant(grant), None).unwrap();
    }
    let signed_in =
        |desk: &Desk, person: u128| desk.office.actor(uuid::Uuid::from_u128(person), date(2026, 4, 10)).unwrap();
    desk.actor = signed_in(&desk, 1);
    let september = due("September 2026", date(2026, 9, 30));
    let table = || {
        vec![
            dated("1", "Open the hub", "Green", september.clone()),
            ActionRead {
                status: Some(Status::ClosedNotDelivered),
                ..dated("2", "Recruit an officer", "Green", open("Ongoing", Due::Continuing))
            },
            dated("3", "Write the strategy", "Green", window(date(2028, 3, 31))),
            dated("4", "Paint the door", "Green", september.clone()),
            dated("5", "Plant the trees", "Green", september.clone()),
        ]
    };
    let fates = desk.imports(table(), date(2026, 4, 8)).unwrap();
    let all_of = |desk: &Desk| {
        ["1", "2", "3", "4", "5"].map(|reference| desk.action(reference).current_date.map(|day| day.to_string()))
    };
    let (june, september) = (Some("2026-06-30".to_owned()), Some("2026-09-30".to_owned()));
    // A first date and a new action are no move; what was promised stays.
    assert_eq!(all_of(&desk), [june.clone(), june.clone(), None, september.clone(), september.clone()]);
    assert_eq!(desk.action("3").timescale, window(date(2027, 3, 31)));
    assert_eq!(desk.action("2").status, Status::InProgress, "no table closes it either");
    assert!(["1", "2", "3"].iter().all(|reference| desk.action(reference).moves.is_empty()));
    for (n, says) in [
        (0, "30 June 2026 stays until somebody else agrees"),
        (1, "30 June 2026 stays: only a date"),
        (2, "its timescale stays"),
    ] {
        let why = fates.rows[n].reason.as_deref().unwrap_or_default();
        assert!(why.contains(says), "{n}: {why}");
    }
    assert!(fates.rows[1].reason.as_deref().unwrap().contains("no table closes an action by itself"));
    assert_eq!((fate(&fates, 0).0, fate(&fates, 2).0), (Fate::Updated, Fate::Unchanged));
    let sight = desk.office.seen_by(&desk.actor);
    let requests: Vec<_> = sight.change_requests().cloned().collect();
    let [request] = &requests[..] else { panic!("{requests:?}") };
    assert_eq!(request.item.asks, Asked::NewDate { from: Some(date(2026, 6, 30)), to: date(2026, 9, 30) });
    assert_eq!(request.item.reason.as_str(), "as stated in the office's table of 8 April 2026");
    // The same table again asks nothing twice.
    let again = desk.imports(table(), date(2026, 4, 8)).unwrap();
    assert!(again.rows[0].reason.as_deref().unwrap().contains("still waits for a decision"));
    assert_eq!(desk.office.seen_by(&desk.actor).change_requests().count(), 1);
    // Whoever brought the table does not decide; somebody else does, and then it moves.
    let decide = || Command::DecideChange(DecideChange { request: request.id, approved: Approved::Yes });
    desk.actor.role = Role::Approver;
    assert!(desk.does(decide(), None).unwrap_err().to_string().contains("asked for this change of 1 yourself"));
    desk.actor = signed_in(&desk, 2);
    desk.does(decide(), None).unwrap();
    assert_eq!((desk.action("1").current_date, desk.action("1").moves.len()), (Some(date(2026, 9, 30)), 1));
}

#[test]
fn no_table_verifies_that_something_is_complete() {
    let mut desk = Desk::new();
    desk.imports(vec![row("1", "Open the hub", "Green")], date(2026, 4, 1)).unwrap();
    desk.imports(vec![row("1", "Open the hub", "Complete")], date(2026, 4, 2)).unwrap();
    let action = desk.action("1");
    assert_eq!(
        (action.status, action.completion),
        (Status::Complete, None),
        "said by a table, and by nobody looked at"
    );
    let plans = public_plans(&desk.office.seen_by(&desk.actor), &text("Now"), date(2026, 4, 2));
    assert_eq!(plans[0].plan.themes[0].actions[0].completion, None);
}

#[test]
fn a_table_of_titles_that_are_all_nearly_alike_is_refused_and_says_what_to_do() {
    let mut desk = Desk::new();
    let title = |n: usize| {
        let words = ["police", "icepol", "lopice", "cepoli", "polcei", "eciolp"];
        (0..5).map(|place| words[n / 6_usize.pow(place) % 6]).collect::<Vec<_>>().join(" ")
    };
    let table = |from: usize, prefix: &str| -> Vec<ActionRead> {
        (from..from + 180).map(|n| row(&format!("{prefix}{n}"), &title(n * 7), "Green")).collect()
    };
    desk.imports(table(0, "A"), date(2026, 4, 1)).unwrap();
    let Err(Refusal::Rejected(fates)) = desk.imports(table(500, "B"), date(2026, 4, 2)) else { panic!("it landed") };
    let stopped =
        fates.rows.iter().filter(|row| row.reason.as_deref().is_some_and(|why| why.contains("too many titles")));
    assert!(stopped.count() > 0, "{:?}", fates.rows.iter().map(|row| &row.reason).collect::<Vec<_>>());
}
