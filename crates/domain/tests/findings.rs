//! What auditors, inspectors and the Panel find: said by them, answered by the office, done by its people, looked at by
//! somebody else.
#[path = "findings/desk.rs"]
mod desk;
#[path = "findings/import.rs"]
mod import;
#[path = "findings/slipped.rs"]
mod slipped;
#[path = "findings/tracker.rs"]
mod tracker;

use desk::{Desk, closes, facts, on_finding};
use domain::{
    actor::{Actor, Role},
    ask::Command,
    envelope::{Marking, Visibility},
    finding::{
        AddFinding, AddReview, Answered, Clock, Colour, Deed, Facts, FindingKind, NameSource, NoteOnReview, Opinion,
        OpinionOf, Priority, Published, Rank, ReviewNote, Settle, Settlement, SourceKind, Standing, Ties,
    },
    sight::Reach,
    text::text,
};
use jiff::civil::date;

fn refused(result: Result<domain::ask::Answer, domain::ask::Refusal>) -> String {
    result.unwrap_err().to_string()
}

#[test]
fn comments_on_an_inspection_are_due_at_the_end_of_56_days_and_the_chief_constable_is_asked_first() {
    let mut desk = Desk::new(date(2026, 6, 1));
    let officer = desk.officer.clone();
    desk.source("HMICFRS", SourceKind::Inspectorate, &[], Some(Clock::section_55()));
    desk.review("HMICFRS", "PEEL 2026", Some(date(2026, 3, 1))).unwrap();
    let note = |note| Command::NoteOnReview(NoteOnReview { review: text("R1"), note });
    desk.does(&officer, note(ReviewNote::Published(date(2026, 3, 1)))).unwrap();
    let out = |day| note(ReviewNote::CommentsPublished(Published { day, place: None }));
    assert!(refused(desk.does(&officer, out(date(2026, 4, 20)))).contains("comments invited first"));
    assert!(
        refused(desk.does(&officer, note(ReviewNote::CommentsReceived(date(2026, 3, 20)))))
            .contains("not been invited")
    );
    desk.does(&officer, note(ReviewNote::CommentsInvited(date(2026, 3, 5)))).unwrap();
    desk.does(&officer, note(ReviewNote::CommentsReceived(date(2026, 3, 20)))).unwrap();
    {
        let sight = desk.sight(Reach::Staff);
        let (review, source) = (&sight.reviews()[0].item, &sight.finding_sources()[0].item);
        assert_eq!(review.comments_due(source), Some(date(2026, 4, 25)));
        assert!(!review.comments_are_late(source, date(2026, 4, 25)), "the last day is in time");
        assert!(review.comments_are_late(source, date(2026, 4, 26)));
    }
    desk.does(&officer, out(date(2026, 4, 25))).unwrap();
    let sight = desk.sight(Reach::Staff);
    assert!(!sight.reviews()[0].item.comments_are_late(&sight.finding_sources()[0].item, date(2026, 6, 1)));
}

#[test]
fn the_panels_words_are_its_clerks_and_the_office_answers_them() {
    let mut desk = Desk::new(date(2026, 6, 1));
    let (officer, clerk) = (desk.officer.clone(), desk.person("Clerk", Role::PanelClerk));
    desk.somebody_signs_in();
    desk.source("Police and Crime Panel", SourceKind::Panel, &[], None);
    let meeting = |source: &str| {
        Command::AddReview(Box::new(AddReview {
            source: text(source),
            code: None,
            title: text("Meeting of 20 May 2026"),
            scope: None,
            draft: None,
            issued: Some(date(2026, 5, 20)),
            published: None,
            opinions: vec![],
            visibility: None,
            marking: Marking::Official,
        }))
    };
    let words =
        Facts { response_due: Some(date(2026, 5, 29)), ..facts("Publish the response times for each district.") };
    let add = Command::AddFinding(Box::new(AddFinding {
        review: text("R1"),
        code: None,
        facts: words.clone(),
        ties: Ties::default(),
        raised: None,
        visibility: None,
    }));
    assert!(refused(desk.does(&officer, meeting("Police and Crime Panel"))).contains("its clerk alone"));
    desk.does(&clerk, meeting("Police and Crime Panel")).unwrap();
    assert!(refused(desk.does(&officer, add.clone())).contains("its clerk alone"));
    desk.does(&clerk, add).unwrap();
    let milder = Facts { found: text("Consider the response times."), response_due: None, ..words.clone() };
    let reword = on_finding("F1", Deed::Reword(milder.clone()));
    let office = Actor { role: Role::Office, ..officer.clone() };
    for who in [&officer, &office] {
        let why = refused(desk.does(who, reword.clone()));
        assert!(why.contains("clerk"), "{why}");
    }
    // It stands as the clerk wrote it, and its answer is late.
    {
        let sight = desk.sight(Reach::Panel);
        let finding = &sight.findings()[0].item;
        assert_eq!(finding.found, words.found);
        assert_eq!(finding.written.role.as_str(), "panel_clerk");
        assert!(!finding.response_is_late(date(2026, 5, 29)) && finding.response_is_late(date(2026, 5, 30)));
    }
    // The clerk writes of the Panel and of nothing else, and does not answer for the office.
    desk.source("Internal audit", SourceKind::InternalAudit, &[("High", Rank::High)], None);
    assert!(refused(desk.does(&clerk, meeting("Internal audit"))).contains("nothing of other sources"));
    desk.does(&officer, meeting("Internal audit")).unwrap();
    let day = ReviewNote::Published(date(2026, 6, 1));
    let note = |review: &str| Command::NoteOnReview(NoteOnReview { review: text(review), note: day.clone() });
    assert!(desk.does(&clerk, note("R2")).is_err(), "a day of an audit report is not the clerk's to set");
    assert!(refused(desk.does(&officer, note("R1"))).contains("clerk"), "and one of the Panel's is");
    // What the clerk does not see is not named by a refusal either.
    let mut taken = meeting("Police and Crime Panel");
    if let Command::AddReview(add) = &mut taken {
        add.code = Some(text("R2"));
    }
    let why = refused(desk.does(&clerk, taken));
    assert!(why.contains("R2 is taken") && !why.contains("Meeting"), "{why}");
    // To agree an action is not to answer.
    let agreed = Deed::Agree {
        words: text("Publish them each month."),
        owner: text("Head of Finance"),
        due: Some(date(2026, 12, 31)),
        stated: None,
    };
    desk.does(&officer, on_finding("F1", agreed)).unwrap();
    {
        let sight = desk.sight(Reach::Panel);
        let finding = &sight.findings()[0].item;
        assert!(finding.is_late(date(2026, 6, 1)) && finding.next_due(date(2026, 6, 1)) == Some(date(2026, 5, 29)));
    }
    let answer = on_finding("F1", Deed::Respond { how: Answered::Rejected, words: text("No."), reason: None });
    assert!(desk.does(&clerk, answer.clone()).is_err());
    assert!(refused(desk.does(&officer, answer)).contains("needs a reason"));
    let answer =
        Deed::Respond { how: Answered::AcceptedInPart, words: text("Yearly."), reason: Some(text("Small numbers.")) };
    desk.does(&officer, on_finding("F1", answer)).unwrap();
    let publish = on_finding("F1", Deed::PublishResponse { place: text("https://fenshire.example/panel") });
    desk.does_on(&officer, publish, date(2026, 6, 1)).unwrap();
    let sight = desk.sight(Reach::Panel);
    assert_eq!(sight.findings()[0].item.answered_late_by(), Some(3));
    assert!(sight.findings()[0].item.response[0].published.is_some());
}

#[test]
fn called_done_without_evidence_is_not_done() {
    let mut desk = Desk::audited();
    let (officer, approver) = (desk.officer.clone(), desk.approver.clone());
    let day = date(2026, 6, 1);
    assert_eq!(desk.standing("F1", day), Standing::Open);
    desk.does(&officer, closes("F1", 1)).unwrap();
    // A colour cannot be wrong, since it follows from the state: it is amber, whatever anybody typed.
    assert_eq!(desk.standing("F1", day), Standing::ManagementClosed);
    assert_eq!(desk.colour("F1", day), Colour::Amber);
    let counts = desk.sight(Reach::Internal).tracker(day).counts();
    assert_eq!((counts.of(Standing::Verified), counts.of(Standing::ManagementClosed), counts.open()), (0, 1, 1));
    // Whoever called it done does not verify it, whichever post they speak in.
    let verify = on_finding("F1", Deed::Verify { action: 1, words: text("Saw the signed manual.") });
    assert!(refused(desk.does(&officer, verify.clone())).contains("somebody else"));
    let other_post = Actor { holds: vec![approver.post, officer.post], ..approver.clone() };
    assert!(refused(desk.does(&other_post, verify.clone())).contains("somebody else"));
    // The auditor looked and refused it.
    let again = on_finding("F1", Deed::Reopen { action: Some(1), reason: text("Internal audit found no manual.") });
    desk.does(&approver, again).unwrap();
    assert_eq!(desk.standing("F1", day), Standing::Reopened);
    assert!(refused(desk.does(&approver, verify.clone())).contains("not been called done"));
    desk.does(&officer, closes("F1", 1)).unwrap();
    desk.does(&approver, verify.clone()).unwrap();
    assert_eq!((desk.standing("F1", day), desk.colour("F1", day)), (Standing::Verified, Colour::Green));
    assert!(refused(desk.does(&approver, verify)).contains("verified already"));
    // Nothing is done to what is closed before it is re-opened.
    let update = on_finding("F1", Deed::Update { action: 1, words: text("All well.") });
    assert!(refused(desk.does(&officer, update)).contains("re-open it first"));
}

#[test]
fn a_risk_is_accepted_until_a_day_and_then_it_is_overdue() {
    let mut desk = Desk::audited();
    let officer = desk.officer.clone();
    let accept = |until| {
        on_finding(
            "F1",
            Deed::Settle(Settle {
                how: Settlement::RiskAccepted { until },
                by_whom: text("Joint Audit Committee"),
                reason: text("The system is replaced in 2027."),
            }),
        )
    };
    assert!(refused(desk.does(&officer, accept(date(2026, 6, 1)))).contains("looked at again"));
    desk.does(&officer, accept(date(2026, 12, 31))).unwrap();
    assert_eq!(desk.standing("F1", date(2026, 12, 31)), Standing::RiskAccepted);
    assert_eq!(desk.standing("F1", date(2027, 1, 1)), Standing::Overdue);
    let moved = Deed::Move { action: 1, to: date(2026, 9, 1), reason: text("later"), agreed_by: text("nobody") };
    assert!(refused(desk.does(&officer, on_finding("F1", moved))).contains("re-open it first"));
    desk.does(&officer, on_finding("F1", Deed::Reopen { action: None, reason: text("It is not replaced.") })).unwrap();
    assert_eq!(desk.standing("F1", date(2026, 6, 1)), Standing::Open);
    let drop = Deed::Settle(Settle {
        how: Settlement::NotAdopted,
        by_whom: text("Chief executive"),
        reason: text("The service ended."),
    });
    desk.does(&officer, on_finding("F1", drop)).unwrap();
    assert_eq!(desk.colour("F1", date(2030, 1, 1)), Colour::Grey);
    assert_eq!(desk.finding("F1").item.settled.len(), 2, "what was decided before stays");
}

#[test]
fn a_lead_does_their_own_and_an_auditor_writes_nothing() {
    let mut desk = Desk::audited();
    let (lead, auditor) = (desk.lead.clone(), desk.person("Auditor", Role::Auditor));
    let update = |action| on_finding("F1", Deed::Update { action, words: text("The draft is with counsel.") });
    desk.does(&lead, update(1)).unwrap();
    desk.agree("F1", "Train the team", "Somebody", Some(date(2026, 10, 1)));
    assert!(refused(desk.does(&lead, update(2))).contains("another post's work"));
    assert!(refused(desk.does(&lead, closes("F1", 2))).contains("another post's work"));
    assert!(desk.does(&lead, on_finding("F1", Deed::Verify { action: 1, words: text("x") })).is_err());
    let deeds = [
        Deed::Update { action: 1, words: text("x") },
        Deed::Close { action: 1, words: None, evidence: None },
        Deed::Verify { action: 1, words: text("x") },
        Deed::Reopen { action: None, reason: text("x") },
        Deed::Reword(facts("x")),
    ];
    for deed in deeds {
        assert!(refused(desk.does(&auditor, on_finding("F1", deed))).contains("may not"));
    }
}

#[test]
fn what_is_withheld_is_neither_named_nor_counted() {
    let mut desk = Desk::audited();
    let officer = desk.officer.clone();
    desk.source("HMICFRS", SourceKind::Inspectorate, &[], None);
    desk.review("HMICFRS", "PEEL 2026", Some(date(2026, 3, 1))).unwrap();
    let ground = Visibility::Exempt { ground: text("Schedule 12A, paragraph 7"), review: date(2027, 1, 1) };
    for visibility in [None, Some(ground)] {
        desk.does(
            &officer,
            Command::AddFinding(Box::new(AddFinding {
                review: text("R2"),
                code: None,
                facts: facts(if visibility.is_some() { "The CANARY ward is unsafe." } else { "Response is slow." }),
                ties: Ties::default(),
                raised: None,
                visibility,
            })),
        )
        .unwrap();
    }
    let day = date(2026, 6, 1);
    let seen = |reach| desk.sight(reach).findings().iter().map(|kept| kept.reference().to_string()).collect::<Vec<_>>();
    assert_eq!(seen(Reach::Staff), ["F1", "F2", "F3"]);
    assert_eq!(seen(Reach::Internal), ["F1", "F2"]);
    assert_eq!(seen(Reach::Panel), ["F2"], "an internal audit's findings are internal, as its report is");
    let sight = desk.sight(Reach::Panel);
    assert!(sight.finding_coded("F3").is_none() && sight.finding_coded("F1").is_none());
    let (tracker, owners) = (sight.tracker(day), sight.finding_owners());
    assert_eq!((tracker.counts().total(), owners.len()), (1, 0));
    assert!(!format!("{tracker:?}").contains("CANARY"));
    let hidden: usize = sight.findings_withheld().iter().map(|hidden| hidden.count).sum();
    assert_eq!(hidden, 2);
    // A finding is never for more people than its review.
    let wide = AddFinding {
        review: text("R1"),
        code: None,
        facts: facts("Everybody may know."),
        ties: Ties::default(),
        raised: None,
        visibility: Some(Visibility::Public),
    };
    desk.does(&officer, Command::AddFinding(Box::new(wide))).unwrap();
    assert!(desk.sight(Reach::Panel).finding_coded("F4").is_none());
}

#[test]
fn words_and_references_that_cannot_be_are_refused_in_sentences() {
    let mut desk = Desk::audited();
    let officer = desk.officer.clone();
    let add = |facts: Facts, code: Option<&str>| {
        Command::AddFinding(Box::new(AddFinding {
            review: text("R1"),
            code: code.map(text),
            facts,
            ties: Ties::default(),
            raised: None,
            visibility: None,
        }))
    };
    let said = |priority: &str| Facts { priority: Some(text(priority)), ..facts("Found.") };
    let why = refused(desk.does(&officer, add(said("Urgent"), None)));
    assert!(why.contains("“Urgent” is no priority of Internal audit; its words are High, Medium, Low"), "{why}");
    assert!(refused(desk.does(&officer, add(facts(" "), None))).contains("what was found is missing"));
    assert!(refused(desk.does(&officer, add(facts("Found."), Some("F1")))).contains("a finding already"));
    assert!(refused(desk.does(&officer, add(facts("Found."), Some("../etc")))).contains("cannot be a reference"));
    let same = Facts { own_reference: Some(text("rec 1")), ..facts("Found.") };
    assert!(refused(desk.does(&officer, add(same, None))).contains("on the record as F1"));
    let ties = Ties { actions: vec![text("9.9")], ..Ties::default() };
    assert!(refused(desk.does(&officer, on_finding("F1", Deed::Tie(ties)))).contains("no open plan has an action 9.9"));
    assert!(refused(desk.does(&officer, closes("F1", 7))).contains("has no agreed action 7; it has 1"));
    assert!(refused(desk.does(&officer, closes("F99", 1))).contains("no finding “F99”"));
    // One report, two opinions: of the design and of the operation.
    let opinion = |of, words: &str| {
        let opinion = Opinion { of, words: text(words), scope: None };
        Command::NoteOnReview(NoteOnReview { review: text("R1"), note: ReviewNote::Opinion(opinion) })
    };
    desk.does(&officer, opinion(OpinionOf::Operation, "Limited assurance")).unwrap();
    desk.does(&officer, opinion(OpinionOf::Design, "Substantial assurance")).unwrap();
    desk.does(&officer, opinion(OpinionOf::Design, "Reasonable assurance")).unwrap();
    let opinions = desk.sight(Reach::Staff).review_coded("R1").unwrap().item.opinions.clone();
    let said: Vec<_> = opinions.iter().map(|opinion| (opinion.of, opinion.words.as_str())).collect();
    assert_eq!(said, [(OpinionOf::Design, "Reasonable assurance"), (OpinionOf::Operation, "Limited assurance")]);
    // A source's word that a finding has is not dropped.
    let fewer = NameSource {
        name: text("Internal audit"),
        kind: SourceKind::InternalAudit,
        priorities: vec![Priority { word: text("Low"), rank: Rank::Low }],
        clock: None,
    };
    assert!(refused(desk.does(&officer, Command::NameSource(fewer))).contains("keep that word"));
    let _ = FindingKind::ALL;
}
