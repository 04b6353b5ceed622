//! A quarter of an office: leads say how their work goes, rate it against the written rules, ask for changes, and
//! somebody else decides and verifies.
#[path = "working_quarter/effects.rs"]
mod effects;
#[path = "working_quarter/milestones.rs"]
mod milestones;

use domain::{
    action::{Action, Apart, Basis, Held, Status},
    actor::{Actor, Role},
    ask::{Answer, Ask, Command, Refusal, decide},
    chance::Chance,
    change_request::{Approved, AskForChange, Asked, ChangeRequest, DecideChange},
    completion::{Shows, VerifyCompletion},
    entry::Entry,
    evidence::Evidence,
    id::Id,
    import::FileRead,
    milestone::OpenMilestones,
    office::{Kept, Office},
    plan_text::{PlanFile, TakePlan, of, read, write},
    post::Post,
    publication::{PublicBasis, public_plans},
    scale::Class,
    settings::{Begin, Brand},
    text::{Text, text},
    update::{Confidence, ConfirmAction, CorrectUpdate, Manner, Reasons, Saying, Update, UpdateAction},
};
use jiff::{Timestamp, civil::Date, civil::date};

const PLAN: &str = "Format: plan as text, version 1

Plan: Safer Fenshire

Organisation: Office for Fenshire
Kind: the office

Organisation: Fenshire County Council

Post: Head of Victims
Belongs to: Office for Fenshire

Post: Head of Policy
Belongs to: Office for Fenshire

Post: Chief Executive
Belongs to: Office for Fenshire

Post: Community Safety Manager
Belongs to: Fenshire County Council
";

const VICTIMS: &str = "Theme: Victims

Action 1.1: Agree a domestic abuse strategy
Lead: Head of Victims
Sponsor: Head of Policy
Date: 31 March 2027
Rating: On track since 14 July 2026
Update of 14 July 2026:
    The needs assessment is done.

Action 1.2: Open the second hub
Lead: Community Safety Manager
Date: 30 September 2026
Rating: On track since 14 July 2026
Update of 14 July 2026:
    The lease is signed.

Action 1.3: Answer calls within a minute
Lead: Head of Victims
Date: none, a continuing duty

Action 1.9: Publish the toolkit
Seen by: the office and its boards
Lead: Head of Policy
Date: 31 December 2026
";

struct Desk {
    office: Office,
    chance: Chance,
    now: Timestamp,
    office_actor: Actor,
}

impl Desk {
    /// An office with a plan, on 16 November 2026.
    fn new() -> Self {
        let mut chance = Chance::new([7; 32]);
        let now: Timestamp = "2026-11-16T09:00:00Z".parse().unwrap();
        let office_actor = Actor::of(chance.id(now).into(), "Office", Role::Office);
        let mut desk = Self { office: Office::empty(chance.id(now)), chance, now, office_actor };
        let begin = Begin {
            name: text("Office for Fenshire"),
            code: Some(text("FEN")),
            key: text("key"),
            brand: Brand::default(),
            demo: true,
        };
        let office = desk.office_actor.clone();
        desk.does(&office, Command::Begin(begin)).unwrap();
        let files = [("plan.txt", PLAN), ("themes/1-victims.txt", VICTIMS)];
        let files: Vec<PlanFile> =
            files.iter().map(|(path, words)| PlanFile { path: (*path).into(), words: (*words).into() }).collect();
        desk.takes(&files);
        desk
    }

    fn takes(&mut self, files: &[PlanFile]) {
        let file = FileRead { name: text("plan"), sha256: text("00"), size: 1, format: text("plan as text") };
        let take = TakePlan { read: read(files).unwrap(), file, plan: None };
        let office = self.office_actor.clone();
        self.does(&office, Command::TakePlan(Box::new(take))).unwrap();
    }

    fn post(&self, name: &str) -> Id<Post> {
        self.office.seen_by(&self.office_actor).posts().find(|p| p.item.name.as_str() == name).unwrap().id
    }

    fn who(&self, post: &str, role: Role) -> Actor {
        Actor::of(self.post(post), post, role)
    }

    fn lead(&self) -> Actor {
        self.who("Head of Victims", Role::Lead)
    }

    fn chief(&self) -> Actor {
        self.who("Chief Executive", Role::Approver)
    }

    fn asks(&mut self, ask: &Ask) -> Result<Answer, Refusal> {
        let decision = decide(&self.office, ask, &mut self.chance)?;
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
                actor: ask.actor.post.uuid(),
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

    fn ask(&self, actor: &Actor, command: Command) -> Ask {
        Ask { actor: actor.clone(), now: self.now, on: None, key: None, seen: vec![], reason: None, command }
    }

    fn does(&mut self, actor: &Actor, command: Command) -> Result<Answer, Refusal> {
        let ask = self.ask(actor, command);
        self.asks(&ask)
    }

    fn because(&mut self, actor: &Actor, reason: &str, command: Command) -> Result<Answer, Refusal> {
        let ask = Ask { reason: Some(text(reason)), ..self.ask(actor, command) };
        self.asks(&ask)
    }

    fn action(&self, reference: &str) -> Kept<Action> {
        let sight = self.office.seen_by(&self.office_actor);
        let plan = sight.plan_called(None).unwrap();
        sight.actions(plan.id).into_iter().find(|a| a.reference().as_str() == reference).unwrap().clone()
    }

    fn last(&self, reference: &str) -> Kept<Update> {
        let id = self.action(reference).item.update.unwrap();
        self.office.seen_by(&self.office_actor).update(id).unwrap().clone()
    }

    fn updates(&mut self, actor: &Actor, reference: &str, saying: Saying) -> Result<Answer, Refusal> {
        let action = self.action(reference).id;
        self.does(actor, Command::UpdateAction(Box::new(UpdateAction { action, saying })))
    }

    fn confirms(&mut self, actor: &Actor, reference: &str) -> Result<Answer, Refusal> {
        let action = self.action(reference).id;
        self.does(actor, Command::ConfirmAction(ConfirmAction { action }))
    }

    /// Asks for a change, and gives the request.
    fn wants(&mut self, actor: &Actor, reference: &str, asks: Asked) -> Result<Id<ChangeRequest>, Refusal> {
        self.wants_with(actor, reference, asks, OpenMilestones::Stay)
    }

    /// The same, and what becomes of the open milestones.
    fn wants_with(
        &mut self,
        actor: &Actor,
        reference: &str,
        asks: Asked,
        milestones: OpenMilestones,
    ) -> Result<Id<ChangeRequest>, Refusal> {
        let action = self.action(reference).id;
        let answer =
            self.because(actor, "the analyst left", Command::AskForChange(AskForChange { action, asks, milestones }))?;
        let Answer::Item(id) = answer else { panic!("{answer:?}") };
        Ok(id.into())
    }

    fn decides(&mut self, actor: &Actor, request: Id<ChangeRequest>, approved: Approved) -> Result<Answer, Refusal> {
        self.because(actor, "as agreed on Monday", Command::DecideChange(DecideChange { request, approved }))
    }
}

fn words(narrative: &str, rating: &str) -> Saying {
    Saying { narrative: text(narrative), rating: Some(text(rating)), ..Saying::default() }
}

fn why(internal: &str, public: &str) -> Reasons {
    Reasons { internal: text(internal), public: text(public) }
}

fn refused<T: std::fmt::Debug>(result: Result<T, Refusal>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn a_lead_updates_her_work_and_the_rating_says_what_the_rules_make_of_it() {
    let mut desk = Desk::new();
    let lead = desk.lead();
    let before = desk.action("1.1");
    assert_eq!(before.item.rating.as_ref().unwrap().basis, Basis::Supplied);
    let saying = Saying {
        forecast: Some(text("At risk")),
        confidence: Some(Confidence::Low),
        next_step: Some(text("Meet the chairs")),
        evidence: vec![Evidence::read(&text("https://fenshire.example/minutes")).unwrap()],
        ..words("All partners have the draft.", "On track")
    };
    desk.updates(&lead, "1.1", saying).unwrap();
    let after = desk.action("1.1");
    let rating = after.item.rating.as_ref().unwrap();
    assert!(matches!(&rating.basis, Basis::Agrees { rule, .. } if rule.as_str().starts_with("rule 8")), "{rating:?}");
    assert_eq!(rating.since, date(2026, 7, 14), "it has been green since then");
    let update = desk.last("1.1");
    assert_eq!(update.item.by, Some(Held::Post(desk.post("Head of Victims"))));
    assert_eq!((update.item.day, update.item.manner), (date(2026, 11, 16), Manner::Update));
    assert_eq!(update.item.forecast.as_ref().unwrap().class, Class::AtRisk);
    assert_eq!(rating.class, Class::OnTrack, "a forecast is no rating");
    assert_eq!(desk.office.seen_by(&lead).updates(after.id).len(), 2, "what was said before stays");
}

#[test]
fn what_is_late_is_not_green_without_two_reasons_and_the_public_reads_one() {
    let mut desk = Desk::new();
    let manager = desk.who("Community Safety Manager", Role::Contributor);
    let green = words("The builders are in.", "On track");
    let says = refused(desk.updates(&manager, "1.2", green.clone()));
    assert!(says.contains("the written rules give “Off track” (rule 3: Red"), "{says}");
    assert!(says.contains("its date was 30 September 2026") && says.contains("say why it differs"), "{says}");
    let half = Saying { reasons: Some(why("The landlord's word", " ")), ..green.clone() };
    assert!(refused(desk.updates(&manager, "1.2", half)).contains("everybody reads is missing"));
    let both = Some(why("CANARY the landlord told us in private", "The keys come on 1 December"));
    desk.updates(&manager, "1.2", Saying { reasons: both, ..green }).unwrap();
    let rating = desk.action("1.2").item.rating.unwrap();
    let Basis::Differs { suggested, reason, public, .. } = &rating.basis else { panic!("{rating:?}") };
    assert_eq!((*suggested, public.as_str()), (Class::OffTrack, "The keys come on 1 December"));
    // The office reads both, the Panel and everybody one.
    let sight = desk.office.seen_by(&desk.office_actor);
    assert!(sight.internal(reason).unwrap().as_str().contains("CANARY"));
    let panel = desk.office.shown_to(sight.body_called("Panel").unwrap());
    assert_eq!(panel.internal(reason), None);
    assert!(!format!("{rating:?}").contains("CANARY"), "a log does not say it either");
    let plans = public_plans(&sight, &text("November"), date(2026, 11, 16));
    let json = serde_json::to_string(&plans[0].plan).unwrap();
    assert!(json.contains("The keys come on 1 December") && !json.contains("CANARY"), "{json}");
    let shown = plans[0].plan.themes[0].actions.iter().find(|a| a.reference.as_str() == "1.2").unwrap();
    let differs = PublicBasis::Differs { suggested: Class::OffTrack, reason: text("The keys come on 1 December") };
    assert_eq!(shown.rating.as_ref().unwrap().basis, Some(differs));
    // Said again a day later, the reasons stand; they answer the same rule.
    desk.now = "2026-11-17T09:00:00Z".parse().unwrap();
    desk.confirms(&manager, "1.2").unwrap();
    assert!(matches!(desk.action("1.2").item.rating.unwrap().basis, Basis::Differs { .. }));
}

#[test]
fn still_true_says_the_same_again_today_and_is_refused_where_the_rules_say_otherwise() {
    let mut desk = Desk::new();
    let lead = desk.lead();
    desk.confirms(&lead, "1.1").unwrap();
    let said = desk.last("1.1");
    assert_eq!(said.item.manner, Manner::Confirmation);
    assert_eq!(said.item.narrative.unwrap().as_str(), "The needs assessment is done.");
    assert_eq!(said.item.day, date(2026, 11, 16));
    assert!(matches!(desk.action("1.1").item.rating.unwrap().basis, Basis::Agrees { .. }));
    let says = refused(desk.confirms(&lead, "1.3"));
    assert!(says.contains("nothing has been said of 1.3 yet"), "{says}");
    let manager = desk.who("Community Safety Manager", Role::Contributor);
    let says = refused(desk.confirms(&manager, "1.2"));
    assert!(says.contains("cannot be confirmed as “On track”") && says.contains("rule 3"), "{says}");
}

#[test]
fn nobody_speaks_of_work_that_is_not_theirs() {
    let mut desk = Desk::new();
    let (lead, manager) = (desk.lead(), desk.who("Community Safety Manager", Role::Contributor));
    let says = refused(desk.updates(&lead, "1.2", words("Not mine.", "Red")));
    assert!(
        says.contains("not the work of a post that you hold") && says.contains("Community Safety Manager"),
        "{says}"
    );
    assert!(refused(desk.updates(&manager, "1.1", words("Not mine.", "Red"))).contains("1.1 is not the work"));
    // What a contributor may not see does not exist.
    let says = refused(desk.updates(&manager, "1.9", words("Not mine.", "Red")));
    assert!(says.contains("there is no such action") && !says.contains("toolkit"), "{says}");
    // The sponsor speaks of it, and the performance officer of everything.
    desk.updates(&desk.who("Head of Policy", Role::Lead), "1.1", words("I looked into it.", "Green")).unwrap();
    desk.updates(&desk.who("Head of Policy", Role::Officer), "1.2", words("It is late.", "Red")).unwrap();
    for role in [Role::Reader, Role::Approver, Role::Auditor, Role::PanelReader, Role::PanelClerk, Role::Administrator]
    {
        let says = refused(desk.updates(&desk.who("Head of Victims", role), "1.1", words("x", "Green")));
        assert!(says.contains("may not update action"), "{role:?}: {says}");
    }
}

#[test]
fn complete_needs_a_day_and_evidence_and_somebody_elses_eyes() {
    let mut desk = Desk::new();
    let lead = desk.lead();
    let done = words("Signed by all.", "Complete");
    assert!(refused(desk.updates(&lead, "1.1", done.clone())).contains("only with the day"));
    let dated = Saying { completed: Some(date(2026, 11, 10)), ..done };
    assert!(refused(desk.updates(&lead, "1.1", dated.clone())).contains("only with evidence"));
    let tomorrow = Saying { completed: Some(date(2026, 11, 17)), ..dated.clone() };
    assert!(refused(desk.updates(&lead, "1.1", tomorrow)).contains("had not come"));
    let evidence = vec![Evidence::read(&text("Decision notice 2026-014")).unwrap()];
    desk.updates(&lead, "1.1", Saying { evidence: evidence.clone(), ..dated }).unwrap();
    let action = desk.action("1.1");
    assert_eq!(action.item.status, Status::Complete);
    assert_eq!(action.item.completion.as_ref().unwrap().verified, None, "nobody has looked yet");
    let verify = Command::VerifyCompletion(VerifyCompletion { action: action.id, evidence: Shows::Complete });
    let says = refused(desk.does(&lead, verify.clone()));
    assert!(says.contains("somebody else has to verify"), "{says}");
    // Nor by another post that the same person holds.
    let both = Actor {
        holds: vec![desk.post("Head of Policy"), desk.post("Head of Victims")],
        ..desk.who("Head of Policy", Role::Lead)
    };
    assert!(refused(desk.does(&both, verify.clone())).contains("somebody else has to verify"));
    let mut third = Desk {
        office: desk.office.clone(),
        chance: desk.chance.clone(),
        now: desk.now,
        office_actor: desk.office_actor.clone(),
    };
    desk.does(&desk.who("Head of Policy", Role::Lead), verify.clone()).unwrap();
    third.does(&third.chief(), verify.clone()).unwrap();
    let apart = |desk: &Desk| desk.action("1.1").item.completion.unwrap().verified.unwrap().apart;
    assert_eq!(apart(&desk), Apart::SameTeam, "its sponsor");
    assert_eq!(apart(&third), Apart::SameOrganisation);
    assert!(refused(desk.does(&desk.chief(), verify)).contains("verified already"));
    // Re-opened, it is neither complete nor verified; and the auditor may look, not write.
    desk.updates(
        &lead,
        "1.1",
        words("The council withdrew.", "At risk").with(Some(why("They rang", "A partner has withdrawn"))),
    )
    .unwrap();
    let action = desk.action("1.1").item;
    assert_eq!((action.status, action.completion), (Status::InProgress, None));
}

#[test]
fn a_completion_that_the_evidence_does_not_show_is_in_progress_again_and_nobody_says_that_it_is_still_true() {
    let mut desk = Desk::new();
    let lead = desk.lead();
    let evidence = vec![Evidence::read(&text("Decision notice 2026-014")).unwrap()];
    let done = Saying { completed: Some(date(2026, 11, 10)), evidence, ..words("Signed by all.", "Complete") };
    desk.updates(&lead, "1.1", done).unwrap();
    let id = desk.action("1.1").id;
    let not = Command::VerifyCompletion(VerifyCompletion { action: id, evidence: Shows::NotComplete });
    assert!(refused(desk.does(&lead, not.clone())).contains("somebody else has to verify"));
    assert!(refused(desk.does(&desk.chief(), not.clone())).contains("needs a reason"));
    desk.because(&desk.chief(), "The notice is a draft", not.clone()).unwrap();
    let action = desk.action("1.1");
    assert_eq!((action.item.status, &action.item.completion), (Status::InProgress, &None));
    assert_eq!(action.item.rating, None, "nobody has rated it since");
    assert_eq!(action.reason, Some(text("The notice is a draft")));
    let says = refused(desk.because(&desk.chief(), "Again", not));
    assert!(says.contains("has no completion to verify"), "{says}");
    let says = refused(desk.does(&lead, Command::ConfirmAction(ConfirmAction { action: id })));
    assert!(says.contains("did not agree"), "{says}");
    desk.updates(&lead, "1.1", words("It is with the printer.", "Green")).unwrap();
}

trait With {
    fn with(self, reasons: Option<Reasons>) -> Saying;
}

impl With for Saying {
    fn with(self, reasons: Option<Reasons>) -> Saying {
        Saying { reasons, ..self }
    }
}

#[test]
fn a_correction_says_what_it_corrects_and_the_old_words_stay() {
    let mut desk = Desk::new();
    let lead = desk.lead();
    let Answer::Item(first) = desk.updates(&lead, "1.1", words("10 of 12 have signed.", "Green")).unwrap() else {
        panic!()
    };
    let wrong: Id<Update> = first.into();
    let correct = |of: Id<Update>, narrative: &str| {
        Command::CorrectUpdate(Box::new(CorrectUpdate { of, saying: words(narrative, "Green") }))
    };
    desk.does(&lead, correct(wrong, "9 of 12 have signed; one was counted twice.")).unwrap();
    assert_eq!(desk.last("1.1").item.manner, Manner::Correction { of: Some(wrong) });
    let sight = desk.office.seen_by(&lead);
    assert_eq!(sight.update(wrong).unwrap().item.narrative.as_ref().unwrap().as_str(), "10 of 12 have signed.");
    assert_eq!(sight.update(wrong).unwrap().version, 1, "an update is never edited");
    assert!(refused(desk.does(&lead, correct(wrong, "Again."))).contains("was corrected already"));
}

#[test]
fn two_people_on_one_item_and_the_second_is_told() {
    let mut desk = Desk::new();
    let (lead, sponsor) = (desk.lead(), desk.who("Head of Policy", Role::Lead));
    let action = desk.action("1.1");
    let update = |narrative: &str| {
        Command::UpdateAction(Box::new(UpdateAction { action: action.id, saying: words(narrative, "Green") }))
    };
    let seen = vec![(action.id.uuid(), action.version)];
    let first = Ask { seen: seen.clone(), ..desk.ask(&lead, update("Mine.")) };
    let second = Ask { seen, ..desk.ask(&sponsor, update("And mine.")) };
    desk.asks(&first).unwrap();
    let refusal = desk.asks(&second).unwrap_err();
    assert!(matches!(refusal, Refusal::Moved { now, seen, .. } if now == seen + 1), "{refusal:?}");
    assert_eq!(desk.last("1.1").item.narrative.unwrap().as_str(), "Mine.", "nothing is overwritten");
}

#[test]
fn a_new_date_is_asked_for_and_somebody_else_decides() {
    let mut desk = Desk::new();
    let (lead, chief) = (desk.lead(), desk.chief());
    let june = date(2027, 6, 30);
    let new_date = |to: Date| Asked::NewDate { from: None, to };
    assert!(refused(desk.wants(&lead, "1.1", new_date(date(2026, 11, 1)))).contains("has passed already"));
    assert!(refused(desk.wants(&lead, "1.1", new_date(date(2027, 3, 31)))).contains("is the date of 1.1 already"));
    assert!(refused(desk.wants(&lead, "1.2", new_date(june))).contains("not the work"));
    let command = Command::AskForChange(AskForChange {
        action: desk.action("1.1").id,
        asks: new_date(june),
        milestones: OpenMilestones::Stay,
    });
    assert!(refused(desk.does(&lead, command)).contains("needs a reason"));
    let request = desk.wants(&lead, "1.1", new_date(june)).unwrap();
    // Meanwhile nothing moved.
    assert_eq!(desk.action("1.1").item.current_date, Some(date(2027, 3, 31)));
    assert!(refused(desk.wants(&lead, "1.1", new_date(date(2027, 9, 30)))).contains("still waits for a decision"));
    assert!(refused(desk.decides(&lead, request, Approved::Yes)).contains("may not decide a change"));
    let herself = Actor { role: Role::Approver, ..lead.clone() };
    assert!(refused(desk.decides(&herself, request, Approved::Yes)).contains("asked for this change of 1.1 yourself"));
    desk.decides(&chief, request, Approved::Yes).unwrap();
    let action = desk.action("1.1").item;
    assert_eq!((action.original_date, action.current_date), (Some(date(2027, 3, 31)), Some(june)));
    let moved = action.moves.last().unwrap();
    assert_eq!((moved.reason.as_str(), moved.approver.as_str()), ("the analyst left", "Chief Executive"));
    assert_eq!((moved.from, moved.to, moved.on), (Some(date(2027, 3, 31)), Some(june), date(2026, 11, 16)));
    assert_eq!(action.months_past_original(), Some(3));
    assert!(refused(desk.decides(&chief, request, Approved::No)).contains("was approved already"));
    // And from now on it is amber this quarter, whoever says otherwise.
    let says = refused(desk.updates(&lead, "1.1", words("All well.", "Green")));
    assert!(says.contains("rule 5") && says.contains("from 31 March 2027 to 30 June 2027"), "{says}");
}

#[test]
fn a_request_that_is_declined_leaves_all_as_it_was_and_says_why() {
    let mut desk = Desk::new();
    let (lead, chief) = (desk.lead(), desk.chief());
    let before = desk.action("1.1");
    let request = desk.wants(&lead, "1.1", Asked::NewDate { from: None, to: date(2027, 6, 30) }).unwrap();
    let silent = desk.does(&chief, Command::DecideChange(DecideChange { request, approved: Approved::No }));
    assert!(refused(silent).contains("needs a reason"));
    desk.decides(&chief, request, Approved::No).unwrap();
    let after = desk.action("1.1");
    assert_eq!((after.version, &after.item), (before.version, &before.item));
    let sight = desk.office.seen_by(&chief);
    let ruling = sight.change_request(request).unwrap().item.ruling.clone().unwrap();
    assert_eq!((ruling.approved, ruling.role.as_str()), (Approved::No, "approver"));
    assert_eq!(ruling.reason.unwrap().as_str(), "as agreed on Monday");
    let panel = desk.office.shown_to(sight.body_called("Panel").unwrap());
    assert_eq!(panel.change_requests().count(), 0, "what is asked inside stays inside");
}

#[test]
fn every_way_to_end_an_action_is_decided_kept_and_traced() {
    let mut desk = Desk::new();
    let (officer, chief) = (desk.who("Head of Policy", Role::Officer), desk.chief());
    let into = desk.action("1.2").id;
    let approve = |desk: &mut Desk, reference: &str, asks: Asked| {
        let request = desk.wants(&officer, reference, asks).unwrap();
        desk.decides(&chief, request, Approved::Yes).unwrap();
        desk.action(reference).item
    };
    let off = approve(&mut desk, "1.9", Asked::PutOff { until: Some(date(2027, 4, 1)) });
    assert_eq!((off.status, off.decided.as_ref().unwrap().approver.as_str()), (Status::OnHold, "Chief Executive"));
    desk.updates(&officer, "1.9", words("Waiting for the grant.", "Paused")).unwrap();
    let rating = desk.action("1.9").item.rating.unwrap();
    assert!(matches!(&rating.basis, Basis::Agrees { rule, .. } if rule.as_str().starts_with("rule 2")), "{rating:?}");
    // Taken up again by a later update, the decision that put it off is past.
    desk.updates(&officer, "1.9", words("The grant came.", "On track")).unwrap();
    assert_eq!(desk.action("1.9").item.decided, None);
    let closed = approve(&mut desk, "1.9", Asked::CloseUndelivered);
    assert_eq!((closed.status, closed.decided.unwrap().reason), (Status::ClosedNotDelivered, text("the analyst left")));
    assert!(refused(desk.updates(&officer, "1.9", words("More.", "Green"))).contains("closed without being delivered"));

    assert!(refused(desk.wants(&officer, "1.2", Asked::Merge { into })).contains("cannot go into itself"));
    let merged = approve(&mut desk, "1.3", Asked::Merge { into });
    assert_eq!(merged.status, Status::Superseded);
    let sight = desk.office.seen_by(&chief);
    let after = sight.descendants(desk.action("1.3").id);
    assert_eq!(after.iter().map(|a| a.reference().as_str()).collect::<Vec<_>>(), ["1.2"]);

    let titles: Vec<Text> = ["Agree it with the council", "Agree it with the NHS"].map(text).into();
    assert!(refused(desk.wants(&officer, "1.1", Asked::Split { into: titles[..1].to_vec() })).contains("two actions"));
    let whole = desk.action("1.1");
    approve(&mut desk, "1.1", Asked::Split { into: titles });
    for (reference, title) in [("1.10", "Agree it with the council"), ("1.11", "Agree it with the NHS")] {
        let part = desk.action(reference).item;
        assert_eq!((part.title.as_str(), part.lineage[0].from), (title, whole.id));
        assert_eq!(part.original_date, whole.item.original_date, "no split hides how late a promise is");
        assert_eq!((part.rating, part.leads), (None, whole.item.leads.clone()), "its parts are rated by themselves");
    }
    // All of it goes into plan text and comes back to another record, lineage included.
    let sight = desk.office.seen_by(&desk.office_actor);
    let files = write(&of(&sight, sight.plan_called(None).unwrap()));
    let mut other = Desk::new();
    other.takes(&files);
    let sight = other.office.seen_by(&other.office_actor);
    assert_eq!(write(&of(&sight, sight.plan_called(None).unwrap())), files);
}

#[test]
fn an_update_needs_words_a_day_that_has_come_and_a_level_of_the_scale() {
    let mut desk = Desk::new();
    let lead = desk.lead();
    assert!(refused(desk.updates(&lead, "1.1", words("  ", "Green"))).contains("has no words"));
    let says = refused(desk.updates(&lead, "1.1", words("All well.", "Purple")));
    assert!(says.contains("no level “Purple”") && says.contains("“At risk”"), "{says}");
    let action = desk.action("1.1").id;
    let command = Command::UpdateAction(Box::new(UpdateAction { action, saying: words("All well.", "Green") }));
    let on = |day: Date, desk: &Desk| Ask { on: Some(day), ..desk.ask(&lead, command.clone()) };
    let (tomorrow, june) = (on(date(2026, 11, 17), &desk), on(date(2026, 6, 1), &desk));
    assert!(refused(desk.asks(&tomorrow)).contains("has not come yet"));
    assert!(refused(desk.asks(&june)).contains("already has an update of 14 July 2026"));
    let stray = Saying { completed: Some(date(2026, 11, 1)), ..words("All well.", "Green") };
    assert!(refused(desk.updates(&lead, "1.1", stray)).contains("does not mean complete"));
}
