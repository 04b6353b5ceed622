//! An office and its risks: scored by people with reasons, looked at in time, kept in check by controls that somebody
//! looked at, and never changed by themselves.
use domain::{
    action::Action,
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, Refusal, decide},
    chance::Chance,
    control::{AssureControl, Gives, Line},
    entry::Entry,
    gap::{ActOnGap, Due, Step},
    office::{Kept, Office},
    rating_rules::{Known, RatingRules, Suggestion, suggested},
    risk::{
        CloseRisk, Fate, ReviewRisk, RiskSet, ScoreRisk, SetAppetite, TakeRegister, Which,
        register::{Before, Facet, Movement, Register, Row},
    },
    settings::{Begin, Brand},
    sight::Reach,
    text::text,
};
use jiff::{
    Timestamp,
    civil::{Date, date},
};

const REGISTER: &str = r#"
[[matrix]]
code = "5x5"
title = "Five by five"
likelihood = ["Rare", "Unlikely", "Possible", "Likely", "Almost certain"]
impact = ["Slight", "Minor", "Moderate", "Major", "Severe"]
band = [
  { label = "Low", symbol = "circle", colour = "green", from = 1 },
  { label = "High", symbol = "square", colour = "red", from = 15, review_months = 1 },
]
[[matrix]]
code = "4x4"
title = "Four by four"
likelihood = ["Rare", "Unlikely", "Likely", "Almost certain"]
impact = ["Slight", "Minor", "Major", "Severe"]
band = [
  { label = "Low", symbol = "circle", colour = "green", from = 1, review_months = 12 },
  { label = "High", symbol = "square", colour = "red", from = 9, review_months = 3 },
]
[[risk]]
code = "R1"
title = "Victims withdraw"
cause = "Waits are long"
event = "Victims withdraw"
consequence = "Cases end without justice"
category = "Delivery"
matrix = "5x5"
since = "2026-01-05"
visibility = "panel"
score = [
  { of = "inherent", likelihood = 5, impact = 5, day = "2026-01-05", reason = "As it began" },
  { of = "current", likelihood = 5, impact = 5, day = "2026-01-05", reason = "Nothing was in place" },
  { of = "current", likelihood = 5, impact = 4, day = "2026-04-10", reason = "Advisers began" },
  { of = "target", likelihood = 4, impact = 4, day = "2026-01-05", reason = "With advisers everywhere" },
]
appetite = [{ most = 16, day = "2026-02-01", reason = "The Board's decision" }]
[[risk]]
code = "R2"
title = "The canary office moves"
cause = "The lease ends"
event = "The office moves"
consequence = "Work stops for a week"
category = "Estates"
matrix = "4x4"
since = "2026-03-01"
[[risk]]
code = "R10"
title = "Grants are not watched"
cause = "One person"
event = "A grant is misspent"
consequence = "Money is lost"
category = "Finance"
matrix = "4x4"
since = "2026-03-01"
score = [{ of = "current", likelihood = 3, impact = 3, day = "2026-03-01", reason = "One person watches" }]
[[control]]
code = "C1"
title = "Weekly check"
describes = "Each Monday"
risks = ["R1"]
since = "2026-01-05"
[[control.assurance]]
line = "independent"
gives = "full"
by_whom = "Internal audit"
day = "2026-02-01"
expires = "2026-08-01"
found = "It works"
[[control]]
code = "C2"
title = "Lease review"
describes = "Each spring"
risks = ["R2"]
since = "2026-03-01"
[[gap]]
code = "G1"
kind = "control"
risk = "R1"
words = "Nobody calls back"
since = "2026-05-01"
action = [{ words = "Hire a caller", due = "TBD" }, { words = "Write the rota", due = "2026-06-01" }]
[[gap]]
code = "G2"
kind = "assurance"
control = "C2"
words = "Nobody looked at the canary lease"
since = "2026-05-01"
"#;

struct Desk {
    office: Office,
    chance: Chance,
    now: Timestamp,
    officer: Actor,
    lead: Actor,
}

impl Desk {
    /// An office on 16 November 2026.
    fn new() -> Self {
        let mut chance = Chance::new([5; 32]);
        let now: Timestamp = "2026-11-16T09:00:00Z".parse().unwrap();
        let mut person = |name, role| Actor::of(chance.id(now).into(), name, role);
        let (command_line, officer, lead) =
            (person("Office", Role::Office), person("Officer", Role::Officer), person("Lead", Role::Lead));
        let mut desk = Self { office: Office::empty(chance.id(now)), chance, now, officer, lead };
        let begin = Begin {
            name: text("Office for Fenshire"),
            code: Some(text("FEN")),
            key: text("key"),
            brand: Brand::default(),
            demo: true,
        };
        desk.does(&command_line, Command::Begin(begin)).unwrap();
        desk
    }

    fn with_a_register() -> Self {
        let mut desk = Self::new();
        desk.takes(REGISTER).unwrap();
        desk
    }

    fn ask(&self, actor: &Actor, command: Command) -> Ask {
        Ask { actor: actor.clone(), now: self.now, on: None, key: None, seen: vec![], reason: None, command }
    }

    fn does(&mut self, actor: &Actor, command: Command) -> Result<Answer, Refusal> {
        let ask = self.ask(actor, command);
        let decision = decide(&self.office, &ask, &mut self.chance)?;
        let change = self.chance.id(self.now);
        let many = decision.drafts.len();
        for (at, draft) in decision.drafts.into_iter().enumerate() {
            let head = self.office.head();
            let version = self.office.version_of(draft.item).map_or(1, |(_, version)| version + 1);
            let entry = Entry {
                office: head.office,
                seq: head.seq + 1,
                change,
                last_of_change: at + 1 == many,
                at: self.now.as_microsecond(),
                on_date: draft.on,
                actor: actor.post.uuid(),
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

    fn takes(&mut self, register: &str) -> Result<Answer, Refusal> {
        let set = RiskSet::parse(register).unwrap();
        let officer = self.officer.clone();
        self.does(&officer, Command::TakeRegister(Box::new(TakeRegister { set })))
    }

    fn says(&mut self, command: Command) -> Result<Answer, Refusal> {
        let officer = self.officer.clone();
        self.does(&officer, command)
    }

    fn refused(&mut self, command: Command) -> String {
        self.says(command).unwrap_err().to_string()
    }

    fn row(&self, code: &str, day: Date) -> Row<'_> {
        let sight = self.office.seen_by(&self.officer);
        Row::of(&sight, sight.risk_coded(code).unwrap(), day, None).unwrap()
    }
}

fn scores(risk: &str, likelihood: u8, impact: u8, reason: &str) -> Command {
    let of = Which::Current;
    Command::ScoreRisk(ScoreRisk { risk: text(risk), of, likelihood, impact, day: None, reason: text(reason) })
}

#[test]
fn a_register_comes_out_as_it_went_in_and_taking_it_again_changes_nothing() {
    let mut desk = Desk::with_a_register();
    let head = desk.office.head().seq;
    let out = RiskSet::of(&desk.office.seen_by(&desk.officer)).write();
    let again = RiskSet::parse(&out).unwrap();
    assert_eq!(again.write(), out);
    let take = TakeRegister { set: again };
    let ask = desk.ask(&desk.officer.clone(), Command::TakeRegister(Box::new(take.clone())));
    let fates = desk.office.seen_by(&desk.officer).register_fates(&take, &ask).unwrap();
    assert_eq!(fates.len(), 10, "2 matrices, 3 risks, 2 controls, 1 assurance, 2 gaps");
    assert!(fates.iter().all(|fate| fate.fate == Fate::Unchanged), "{fates:?}");
    desk.takes(&out).unwrap();
    assert_eq!(desk.office.head().seq, head, "nothing was written");
}

#[test]
fn what_a_file_leaves_out_of_a_history_stays_on_the_record() {
    let mut desk = Desk::with_a_register();
    let mut set = RiskSet::parse(REGISTER).unwrap();
    for risk in &mut set.risk {
        risk.score.retain(|score| score.of == Which::Target);
        risk.appetite.clear();
    }
    desk.takes(&set.write()).unwrap();
    let row = desk.row("R1", date(2026, 11, 16));
    assert_eq!(row.kept.item.scores.len(), 4);
    assert_eq!(row.appetite.map(|appetite| appetite.most), Some(16));
}

#[test]
fn a_file_with_a_fault_says_where_and_nothing_of_it_is_taken() {
    let mut desk = Desk::new();
    for (was, is, why) in [
        (
            "impact = 5, day = \"2026-01-05\", reason = \"As it began\"",
            "impact = 6, day = \"2026-01-05\", reason = \"x\"",
            "not both on its matrix, which is 5x5",
        ),
        ("reason = \"Advisers began\"", "reason = \" \"", "says not why"),
        ("risks = [\"R2\"]", "risks = [\"R9\"]", "there is no risk “R9”"),
        ("matrix = \"5x5\"", "matrix = \"6x6\"", "there is no matrix “6x6”; there are: 4x4, 5x5"),
        ("code = \"R10\"", "code = \"R1\"", "it stands in the register twice"),
        ("from = 9, review_months = 3", "from = 1, review_months = 3", "its bands must rise"),
        ("day = \"2026-04-10\"", "day = \"2027-04-10\"", "yet to come"),
        ("expires = \"2026-08-01\"", "expires = \"2026-01-01\"", "it expires before 1 February 2026"),
    ] {
        let refused = desk.takes(&REGISTER.replacen(was, is, 1)).unwrap_err().to_string();
        assert!(refused.contains(why) && refused.contains("Nothing of the register was taken"), "{refused}");
        assert_eq!(desk.office.seen_by(&desk.officer).risks().len(), 0);
    }
}

#[test]
fn a_score_needs_a_reason_and_a_day_and_a_lower_one_keeps_the_whole_history() {
    let mut desk = Desk::with_a_register();
    assert!(desk.refused(scores("R1", 4, 4, " ")).contains("says not why; give the reason"));
    assert!(desk.refused(scores("R1", 6, 4, "x")).contains("not both on its matrix"));
    assert!(desk.refused(scores("R1", 5, 4, "The same")).contains("is 20 already; if somebody looked at it"));
    assert!(desk.refused(scores("R7", 1, 1, "x")).contains("there is no risk “R7”; there are: R1, R2, R10"));
    let on = |day: Date| {
        let (of, reason) = (Which::Current, text("Waits fell"));
        Command::ScoreRisk(ScoreRisk { risk: text("r1"), of, likelihood: 4, impact: 4, day: Some(day), reason })
    };
    assert!(desk.refused(on(date(2026, 11, 17))).contains("is yet to come"));
    assert!(desk.refused(on(date(2026, 4, 9))).contains("was last set for 10 April 2026"));
    desk.says(on(date(2026, 9, 1))).unwrap();
    let row = desk.row("R1", date(2026, 11, 16));
    let history: Vec<u8> = row.kept.item.scores_of(Which::Current).map(domain::risk::Scored::product).collect();
    assert_eq!(history, [25, 20, 16]);
    for (day, score) in [(date(2026, 1, 4), None), (date(2026, 4, 9), Some(25)), (date(2026, 8, 31), Some(20))] {
        assert_eq!(desk.row("R1", day).current.map(domain::risk::Scored::product), score, "{day}");
    }
}

#[test]
fn appetite_is_judged_by_what_held_on_the_day() {
    let mut desk = Desk::with_a_register();
    assert_eq!(desk.row("R1", date(2026, 1, 31)).outside_appetite, None, "none was set yet");
    assert_eq!(desk.row("R1", date(2026, 3, 1)).outside_appetite, Some(true));
    assert_eq!(desk.row("R2", date(2026, 11, 16)).outside_appetite, None, "it has no score");
    let set = |most, reason: &str| {
        Command::SetAppetite(SetAppetite { risk: text("R1"), most, day: None, reason: text(reason) })
    };
    assert!(desk.refused(set(26, "x")).contains("give 1 to 25"));
    assert!(desk.refused(set(20, "")).contains("without a reason"));
    desk.says(set(20, "The Board accepts it for this year")).unwrap();
    assert_eq!(desk.row("R1", date(2026, 11, 16)).outside_appetite, Some(false));
    assert_eq!(desk.row("R1", date(2026, 11, 15)).outside_appetite, Some(true), "until then it was");
}

#[test]
fn a_review_falls_due_by_the_band_of_the_score() {
    let mut desk = Desk::with_a_register();
    assert_eq!(desk.row("R1", date(2026, 4, 20)).review_due, Some(date(2026, 5, 10)));
    assert_eq!(desk.row("R10", date(2026, 4, 20)).review_due, Some(date(2026, 6, 1)), "9 is high on four by four");
    assert_eq!(desk.row("R2", date(2026, 4, 20)).review_due, None, "without a score it lies in no band");
    assert!(desk.row("R10", date(2026, 6, 2)).review_overdue && !desk.row("R10", date(2026, 6, 1)).review_overdue);
    let (risk, words) = (text("R10"), text("It stands"));
    desk.says(Command::ReviewRisk(ReviewRisk { risk, day: Some(date(2026, 11, 2)), words })).unwrap();
    assert_eq!(desk.row("R10", date(2026, 11, 16)).review_due, Some(date(2027, 2, 2)));
    desk.says(scores("R10", 1, 2, "Two people watch")).unwrap();
    assert_eq!(desk.row("R10", date(2026, 11, 16)).review_due, Some(date(2027, 11, 16)), "low is looked at each year");
}

#[test]
fn movement_is_told_against_what_was_seen() {
    let before = Desk::with_a_register();
    let mut desk = Desk::with_a_register();
    let day = date(2026, 11, 16);
    let since = |from: &Desk, to: &Desk, then: Date| {
        let sight = to.office.seen_by(&to.officer);
        let before = Before { sight: from.office.seen_by(&from.officer), day: then };
        let register = Register::of(&sight, day, Some(before));
        let moved = |row: &Row| (row.kept.reference().to_string(), row.movement.unwrap().in_words());
        (register.rows.iter().map(moved).collect::<Vec<_>>(), register.closed.iter().map(moved).collect::<Vec<_>>())
    };
    let told = |moved: &[(String, String)], code: &str| {
        moved.iter().find(|(of, _)| of == code).map(|(_, words)| words.clone()).unwrap()
    };
    let (open, _) = since(&before, &desk, date(2026, 2, 1));
    assert_eq!(told(&open, "R1"), "down from 25");
    assert_eq!(told(&open, "R2"), "new", "it came in March");
    desk.says(scores("R2", 2, 2, "The lease has a year to run")).unwrap();
    desk.says(scores("R1", 5, 5, "Advisers left")).unwrap();
    let close = CloseRisk { risk: text("R10"), day: None, reason: text("The grants ended") };
    desk.says(Command::CloseRisk(close)).unwrap();
    let (open, closed) = since(&before, &desk, date(2026, 10, 1));
    assert_eq!(told(&open, "R1"), "up from 20");
    assert_eq!(told(&open, "R2"), "scored since, was not scored");
    assert_eq!(told(&closed, "R10"), "closed since");
    let (open, closed) = since(&desk, &desk, day);
    assert_eq!(told(&open, "R1"), "the same");
    assert!(closed.is_empty(), "what was closed when they saw it is not news");
    assert!(desk.refused(scores("R10", 1, 1, "x")).contains("was closed on 16 November 2026"));
    assert_eq!(Movement::between(None, &desk.row("R1", day).kept.item, day), Movement::New);
}

#[test]
fn counts_are_those_of_the_list_and_the_heat_map_holds_every_scored_risk_once() {
    let desk = Desk::with_a_register();
    let register = Register::of(&desk.office.seen_by(&desk.officer), date(2026, 11, 16), None);
    let which = |facet| {
        let rows = register.rows.iter().filter(|row| row.is(facet));
        rows.map(|row| row.kept.reference().to_string()).collect::<Vec<_>>()
    };
    assert_eq!(which(Facet::OutsideAppetite), ["R1"]);
    assert_eq!(which(Facet::Unscored), ["R2"]);
    assert_eq!(which(Facet::ReviewOverdue), ["R1", "R10"]);
    assert_eq!(which(Facet::NoControl), ["R10"]);
    assert_eq!(which(Facet::NoAction), ["R1", "R2", "R10"]);
    assert_eq!(which(Facet::NoOwner), ["R1", "R2", "R10"]);
    assert_eq!(which(Facet::NoAppetite), ["R2", "R10"]);
    let heat = register.heat();
    let held: usize = heat.iter().flat_map(|map| map.cells.iter().flatten()).map(|cell| cell.rows.len()).sum();
    let unscored: usize = heat.iter().map(|map| map.unscored).sum();
    assert_eq!((heat.len(), held, unscored), (2, 2, 1));
    assert_eq!(heat[0].cells[0].len(), 5);
    assert_eq!(heat[0].cells[1][4].rows[0].kept.reference().as_str(), "R1", "impact 4, likelihood 5");
}

#[test]
fn whoever_does_not_see_a_risk_sees_neither_its_control_nor_its_gap() {
    let desk = Desk::with_a_register();
    let panel = desk.office.seen_by(&desk.officer).no_further_than(Reach::Panel);
    let codes = |all: Vec<&str>| all.join(" ");
    assert_eq!(codes(panel.risks().iter().map(|kept| kept.reference().as_str()).collect()), "R1");
    assert_eq!(codes(panel.controls().iter().map(|kept| kept.reference().as_str()).collect()), "C1");
    assert_eq!(codes(panel.gaps().iter().map(|kept| kept.reference().as_str()).collect()), "G1");
    assert!(panel.risk_coded("R2").is_none() && panel.control_coded("C2").is_none() && panel.gap_coded("G2").is_none());
    assert!(!RiskSet::of(&panel).write().contains("canary"));
    assert_eq!(panel.risks_withheld()[0].count, 2);
}

#[test]
fn an_assurance_past_its_day_is_stale_and_a_lead_speaks_for_the_first_line_of_their_own_alone() {
    let mut desk = Desk::with_a_register();
    let sight = desk.office.seen_by(&desk.officer);
    let control = sight.control_coded("C1").unwrap();
    let one = &sight.assurances_of(control.id)[0].item;
    assert!(one.is_stale(date(2026, 8, 2)) && !one.is_stale(date(2026, 8, 1)));
    assert_eq!(one.months_old(date(2026, 11, 16)), 9);
    let assure = |line| {
        Command::AssureControl(AssureControl {
            control: text("C1"),
            line,
            gives: Gives::Partial,
            by_whom: text("Me"),
            day: None,
            expires: None,
            found: text("In three of four districts"),
            evidence: None,
        })
    };
    let lead = desk.lead.clone();
    let refused = desk.does(&lead, assure(Line::Management)).unwrap_err().to_string();
    assert!(refused.contains("C1 is not owned by a post that you hold"), "{refused}");
    let refused = desk.does(&lead, scores("R1", 1, 1, "x")).unwrap_err().to_string();
    assert!(refused.contains("R1 is not owned by a post that you hold"), "{refused}");
    desk.says(assure(Line::Oversight)).unwrap();
    let again = desk.refused(assure(Line::Oversight));
    assert!(again.contains("C1 has this assurance already"), "{again}");
    let sight = desk.office.seen_by(&desk.officer);
    assert_eq!(sight.assurances().count(), 2);
}

#[test]
fn what_has_no_date_is_flagged_until_it_has_one_and_a_move_is_kept_with_its_reason() {
    let mut desk = Desk::with_a_register();
    let today = date(2026, 11, 16);
    let stands = |desk: &Desk| {
        let sight = desk.office.seen_by(&desk.officer);
        let gap = &sight.gap_coded("G1").unwrap().item;
        gap.actions.iter().map(|action| action.stands(today)).collect::<Vec<_>>()
    };
    assert_eq!(stands(&desk), [Due::ToBeDecided, Due::Late]);
    let moves = |to: Option<Date>, reason: &str| {
        let step = Step::Move { at: 0, to, reason: text(reason) };
        Command::ActOnGap(ActOnGap { gap: text("G1"), step })
    };
    assert!(desk.refused(moves(Some(date(2027, 1, 31)), "")).contains("why its date changed is missing"));
    desk.says(moves(Some(date(2027, 1, 31)), "The budget was agreed")).unwrap();
    desk.says(Command::ActOnGap(ActOnGap { gap: text("G1"), step: Step::Done { at: 1, day: None } })).unwrap();
    assert_eq!(stands(&desk), [Due::Dated, Due::Done]);
    // A file that says another date without saying why it moved is refused.
    let refused = desk.takes(&REGISTER.replace("due = \"TBD\"", "due = \"2027-03-01\"")).unwrap_err().to_string();
    assert!(refused.contains("the date of “Hire a caller” is another than on the record"), "{refused}");
}

#[test]
fn a_file_that_holds_the_whole_history_gives_what_was_so_by_a_day() {
    let set = RiskSet::parse(REGISTER).unwrap();
    let then = set.up_to(date(2026, 2, 10));
    let codes: Vec<&str> = then.risk.iter().map(|risk| risk.code.as_str()).collect();
    assert_eq!((codes.as_slice(), then.risk[0].score.len(), then.gap.len()), (&["R1"][..], 3, 0));
    assert_eq!(then.control.len(), 1, "the other keeps a risk in check that came later");
    let mut desk = Desk::new();
    for day in [date(2026, 2, 10), date(2026, 4, 30), date(2026, 11, 1)] {
        desk.takes(&set.up_to(day).write()).unwrap();
    }
    let whole = Desk::with_a_register();
    let of = |desk: &Desk| RiskSet::of(&desk.office.seen_by(&desk.officer));
    assert_eq!(of(&desk), of(&whole), "taken in quarter by quarter or at once, the register is the same");
}

#[test]
fn a_tied_risk_outside_its_appetite_makes_amber_of_what_would_be_green_and_names_itself_only_to_who_sees_it() {
    let today = date(2026, 11, 16);
    let mut office = Desk::with_a_register();
    let sample = include_bytes!("../shapes/action-3.json");
    let id = office.chance.id(office.now);
    let entry = Entry {
        office: office.office.head().office,
        seq: office.office.head().seq + 1,
        change: id,
        last_of_change: true,
        at: office.now.as_microsecond(),
        on_date: None,
        actor: id,
        act: domain::entry::Act::Added,
        kind: domain::office::Kind::Action,
        item: id,
        version: 1,
        shape: 3,
        state_hash: [0; 32],
    };
    office.office.apply(&entry, sample).unwrap();
    let kept: Kept<Action> = domain::office::read(&entry, sample).unwrap();
    let mut risk = office.row("R1", today).kept.item.clone();
    risk.actions = vec![kept.id];
    let describe = |visibility| {
        let becomes = risk.clone();
        let describe = domain::risk::DescribeRisk { risk: text("R1"), visibility, becomes };
        Command::DescribeRisk(Box::new(describe))
    };
    let says = |office: &Desk, day: Date| {
        let tied = office.office.seen_by(&office.officer).tied_risks().of(&kept);
        let mut action = kept.item.clone();
        action.status = domain::action::Status::InProgress;
        (action.completion, action.decided, action.moves, action.original_date) = (None, None, vec![], None);
        action.current_date = Some(date(2027, 3, 31));
        let said =
            domain::update::Update::of_table(uuid::Uuid::nil().into(), day, Some(text("It goes on")), None, None, None);
        let known = Known { action: &action, milestones: &[], last: Some(&said), risks: &tied };
        match suggested(known, &RatingRules::standard_on(day), day) {
            Suggestion::Gives { class, rule, facts } => {
                format!("{} by {}; {facts}", class.as_str(), &rule.as_str()[..7])
            }
            Suggestion::Untested { because } => because.to_string(),
        }
    };
    assert!(says(&office, today).starts_with("on_track"), "{}", says(&office, today));
    office.says(describe(domain::envelope::Visibility::Public)).unwrap();
    let named = says(&office, today);
    assert_eq!(
        named,
        "at_risk by rule 10; the risk R1 is scored 20 since 10 April 2026, and 16 is the most that is accepted"
    );
    assert!(says(&office, date(2026, 9, 30)).starts_with("on_track"), "the rule was none of those of that day");
    office.says(describe(domain::envelope::Visibility::Internal)).unwrap();
    let unnamed = says(&office, today);
    let sees = kept.envelope.visibility.is_public();
    assert!(sees && unnamed == "at_risk by rule 10; a risk that is tied to it is outside its appetite", "{unnamed}");
    let exempt = domain::envelope::Visibility::Exempt { ground: text("A reason"), review: date(2027, 1, 1) };
    office.says(describe(exempt)).unwrap();
    assert!(says(&office, today).starts_with("on_track"), "of what is exempt not even that it is there is told");
}
