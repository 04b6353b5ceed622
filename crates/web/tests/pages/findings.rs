//! Findings on their pages: the clerk's words stay the clerk's, nobody verifies what they called done, and what is withheld
//! is not named.
use crate::{
    office::Answered,
    town::{Browser, Town, hidden, location},
};
use axum::http::StatusCode;
use domain::{
    actor::Role,
    ask::Command,
    envelope::Marking,
    finding::{
        AddFinding, AddReview, Clock, Deed, Facts, FindingKind, NameSource, OnFinding, Priority, Rank, SourceKind, Ties,
    },
    text::text,
};
use jiff::civil::date;

/// A town whose auditor found something that is internal, and whose inspectorate something that is not.
async fn audited(town: &Town) {
    let now = town.now().to_string();
    let facts = |found: &str, priority: Option<&str>| Facts {
        kind: FindingKind::Recommendation,
        own_reference: None,
        found: text(found),
        recommended: None,
        priority: priority.map(text),
        for_whom: None,
        response_due: None,
    };
    let source = |name: &str, kind, words: &[(&str, Rank)], clock| {
        let priorities = words.iter().map(|(word, rank)| Priority { word: text(word), rank: *rank }).collect();
        Command::NameSource(NameSource { name: text(name), kind, priorities, clock })
    };
    let review = |source: &str, title: &str, code: &str| {
        Command::AddReview(Box::new(AddReview {
            source: text(source),
            code: Some(text(code)),
            title: text(title),
            scope: None,
            draft: None,
            issued: Some(date(2018, 3, 1)),
            published: None,
            opinions: vec![],
            visibility: None,
            marking: Marking::Official,
        }))
    };
    let add = |review: &str, facts| {
        Command::AddFinding(Box::new(AddFinding {
            review: text(review),
            code: None,
            facts,
            ties: Ties { actions: vec![text("1.2")], ..Ties::default() },
            raised: None,
            visibility: None,
        }))
    };
    let grave = [("Fundamental", Rank::High), ("Housekeeping", Rank::Low)];
    let agree =
        Deed::Agree { words: text("Lock <the> cabinet"), owner: text("AB"), due: Some(date(2018, 6, 1)), stated: None };
    for command in [
        source("Internal audit", SourceKind::InternalAudit, &grave, None),
        source("HMICFRS", SourceKind::Inspectorate, &[], Some(Clock::section_55())),
        source("Panel", SourceKind::Panel, &[], None),
        review("Internal audit", "Keys 2018", "IA"),
        review("HMICFRS", "PEEL 2018", "PEEL"),
        add("IA", facts("The unlocked cabinet stands open.", Some("Fundamental"))),
        add("PEEL", facts("Response is slow.", None)),
        Command::OnFinding(Box::new(OnFinding { finding: text("F1"), deed: agree })),
    ] {
        town.office.write(command, &now, None).await;
    }
}

async fn posts(town: &Town, who: &mut Browser, code: &str, what: &str, form: &[(&str, &str)]) -> Answered {
    let page = who.reads(town, &format!("/findings/{code}")).await.text();
    let (key, seen) = (hidden(&page, "key"), hidden(&page, "seen"));
    let mut all = vec![("key", key.as_str()), ("seen", seen.as_str())];
    all.extend(form);
    who.posts(town, &format!("/findings/{code}/{what}"), &all).await
}

#[tokio::test]
async fn an_officer_calls_it_done_and_another_looks() {
    let (town, mut alex) = Town::with_an_administrator().await;
    audited(&town).await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let (mut anna, _) = town.joins(&mut alex, "Anna Approver", Role::Approver).await;
    let page = olga.reads(&town, "/findings/F1").await.text();
    assert!(page.contains("Lock &lt;the&gt; cabinet") && !page.contains("<the>"), "words are words");
    assert!(page.contains("Fundamental (High)"), "the source's word, and its rank beside it: {page}");
    assert!(page.contains("Overdue"), "its date has passed: {page}");

    let none = posts(&town, &mut olga, "F1", "move", &[("move-action", "1")]).await;
    assert_eq!(none.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(none.text().contains("Say to which day") && none.text().contains("Say who agreed"), "{}", none.text());
    let form = [("move-action", "1"), ("move-to", "2030-01-01"), ("move-because", "Late"), ("move-by", "Committee")];
    let moved = posts(&town, &mut olga, "F1", "move", &form).await;
    assert_eq!((moved.status, location(&moved)), (StatusCode::SEE_OTHER, "/findings/F1"), "{}", moved.text());
    let page = olga.reads(&town, "/findings/F1").await.text();
    assert!(page.contains("1 June 2018") && page.contains("1 January 2030"), "both dates: {page}");

    let done = posts(&town, &mut olga, "F1", "close", &[("close-action", "1"), ("close-words", "Complete")]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let page = olga.reads(&town, "/findings/F1").await.text();
    assert!(page.contains("Called done, not verified") && page.contains("without evidence"), "{page}");
    assert!(!page.contains("/findings/F1/verify"), "who called it done has no form to verify it");
    let verify = [("verify-action", "1"), ("verify-words", "The lock")];
    let own = posts(&town, &mut olga, "F1", "verify", &verify).await;
    assert!(own.text().contains("somebody else has to verify it"), "{}", own.text());
    let empty = posts(&town, &mut anna, "F1", "verify", &[("verify-action", "1")]).await;
    assert!(empty.text().contains("Say what you looked at"), "{}", empty.text());
    let seen = posts(&town, &mut anna, "F1", "verify", &verify).await;
    assert_eq!(seen.status, StatusCode::SEE_OTHER, "{}", seen.text());
    let page = anna.reads(&town, "/findings/F1").await.text();
    assert!(page.contains("govuk-tag--green") && page.contains("Verified as done"), "{page}");
}

#[tokio::test]
async fn the_clerk_writes_the_panels_words_and_the_office_cannot() {
    let (town, mut alex) = Town::with_an_administrator().await;
    audited(&town).await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let (mut clara, _) = town.joins(&mut alex, "Clara Clerk", Role::PanelClerk).await;
    let page = clara.reads(&town, "/findings/reviews/new").await.text();
    assert!(
        page.contains(">Panel<") && !page.contains("Internal audit"),
        "the clerk writes of the Panel alone: {page}"
    );
    let key = hidden(&page, "key");
    let form = [
        ("key", key.as_str()),
        ("source", "Panel"),
        ("title", "Meeting of May"),
        ("code", "P1"),
        ("final", "2018-05-01"),
    ];
    let added = clara.posts(&town, "/findings/reviews/new", &form).await;
    assert_eq!((added.status, location(&added)), (StatusCode::SEE_OTHER, "/findings/reviews/P1"), "{}", added.text());
    let page = clara.reads(&town, "/findings/new").await.text();
    let key = hidden(&page, "key");
    let form = [
        ("key", key.as_str()),
        ("review", "P1"),
        ("kind", "recommendation"),
        ("found", "Publish the figures."),
        ("response-due", "2018-06-01"),
    ];
    let added = clara.posts(&town, "/findings/new", &form).await;
    assert_eq!((added.status, location(&added)), (StatusCode::SEE_OTHER, "/findings/F3"), "{}", added.text());

    let page = olga.reads(&town, "/findings/F3").await.text();
    assert!(page.contains("Written by the Panel’s clerk") && !page.contains("/findings/F3/words"), "{page}");
    assert!(page.contains("Its answer is late"), "{page}");
    let milder =
        [("kind", "recommendation"), ("found", "Consider figures."), ("key", "0197a000-0000-7000-8000-000000000009")];
    let altered = olga.posts(&town, "/findings/F3/words", &milder).await;
    assert_eq!(altered.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(altered.text().contains("written by its clerk alone"), "{}", altered.text());
    assert!(olga.reads(&town, "/findings/F3").await.text().contains("Publish the figures."));
    let no = [("how", "rejected"), ("response-words", "No.")];
    assert!(posts(&town, &mut olga, "F3", "respond", &no).await.text().contains("needs a reason"));
    let yes = [("how", "accepted"), ("response-words", "From July.")];
    assert_eq!(posts(&town, &mut olga, "F3", "respond", &yes).await.status, StatusCode::SEE_OTHER);
    let page = clara.reads(&town, "/findings/F3").await.text();
    assert!(
        page.contains("From July.") && !page.contains("/findings/F3/respond"),
        "the clerk reads the answer: {page}"
    );
    let page = clara.reads(&town, "/findings/F3/words").await.text();
    let key = hidden(&page, "key");
    let clearer = [("key", key.as_str()), ("kind", "recommendation"), ("found", "Publish the figures each month.")];
    let reworded = clara.posts(&town, "/findings/F3/words", &clearer).await;
    assert_eq!(reworded.status, StatusCode::SEE_OTHER, "{}", reworded.text());
    // Of others the clerk writes nothing.
    let other = [("kind", "recommendation"), ("found", "x"), ("key", "0197a000-0000-7000-8000-00000000000b")];
    assert!(clara.posts(&town, "/findings/F2/words", &other).await.text().contains("nothing of other sources"));
}

#[tokio::test]
async fn the_panel_reads_what_is_for_it_and_counts_say_no_more() {
    let (town, mut alex) = Town::with_an_administrator().await;
    audited(&town).await;
    let (mut petra, _) = town.joins(&mut alex, "Petra Panel", Role::PanelReader).await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let list = petra.reads(&town, "/findings").await.text();
    assert!(list.contains("Response is slow.") && !list.contains("unlocked") && !list.contains("F1"), "{list}");
    assert!(list.contains("1 not shown here: internal to the office") && list.contains("1 of 1 shown"), "{list}");
    assert!(!list.contains("/findings/new") && !list.contains("Fundamental"), "{list}");
    for address in ["/findings/F1", "/findings/reviews/IA", "/findings/sources", "/findings/import"] {
        assert_eq!(petra.reads(&town, address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    for what in ["respond", "verify", "reopen", "close", "settle"] {
        let sent = petra.posts(&town, &format!("/findings/F2/{what}"), &[("how", "accepted")]).await;
        assert_eq!(sent.status, StatusCode::NOT_FOUND, "{what}");
    }
    let action = town.office.action("Publish");
    let page = petra.reads(&town, &action).await.text();
    assert!(!page.contains("unlocked"), "the action's own page names nothing that is withheld: {page}");

    // For the office each count is the way to its list, and the list is as long.
    let list = olga.reads(&town, "/findings").await.text();
    assert!(list.contains("2 of 2 shown"), "{list}");
    let link = list.split("href=\"").find(|rest| rest.starts_with("/findings?source=Internal")).unwrap();
    let link = link.split('"').next().unwrap().replace("&amp;", "&");
    let one = olga.reads(&town, &link).await.text();
    assert!(
        one.contains("1 of 2 shown") && one.contains("unlocked") && !one.contains("Response is slow."),
        "{link}: {one}"
    );
    let late = olga.reads(&town, "/findings?late=yes").await.text();
    assert!(late.contains("1 of 2 shown"), "{late}");
}

#[tokio::test]
async fn comments_are_due_before_the_end_of_56_days() {
    let (town, mut alex) = Town::with_an_administrator().await;
    audited(&town).await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let note = async |olga: &mut Browser, form: &[(&str, &str)]| {
        let page = olga.reads(&town, "/findings/reviews/PEEL").await.text();
        let (key, seen) = (hidden(&page, "key"), hidden(&page, "seen"));
        let mut all = vec![("key", key.as_str()), ("seen", seen.as_str())];
        all.extend(form);
        olga.posts(&town, "/findings/reviews/PEEL", &all).await
    };
    assert_eq!(
        note(&mut olga, &[("what", "published"), ("note-day", "2018-03-01")]).await.status,
        StatusCode::SEE_OTHER
    );
    let page = olga.reads(&town, "/findings/reviews/PEEL").await.text();
    assert!(page.contains("before the end of") && page.contains("25 April 2018"), "{page}");
    let early = note(&mut olga, &[("what", "comments"), ("note-day", "2018-04-20")]).await;
    assert!(early.text().contains("comments invited first"), "{}", early.text());
    for (what, day) in [("invited", "2018-03-05"), ("received", "2018-03-20"), ("comments", "2018-04-25")] {
        assert_eq!(note(&mut olga, &[("what", what), ("note-day", day)]).await.status, StatusCode::SEE_OTHER, "{what}");
    }
    assert!(!olga.reads(&town, "/findings/reviews/PEEL").await.text().contains("That day has passed"));
    let opinion = note(&mut olga, &[("what", "design"), ("note-words", "Reasonable assurance")]).await;
    assert_eq!(opinion.status, StatusCode::SEE_OTHER, "{}", opinion.text());
}

#[tokio::test]
async fn a_lead_speaks_of_their_own_and_an_auditor_writes_nothing() {
    let (town, mut alex) = Town::with_an_administrator().await;
    audited(&town).await;
    let (mut leo, _) = town.joins(&mut alex, "Leo Lead", Role::Lead).await;
    let (mut ada, _) = town.joins(&mut alex, "Ada Auditor", Role::Auditor).await;
    let page = leo.reads(&town, "/findings/F1").await.text();
    assert!(
        !page.contains("/findings/F1/close") && !page.contains("/findings/F1/update"),
        "it is another's work: {page}"
    );
    let form = [("update-action", "1"), ("update-words", "Mine now"), ("key", "0197a000-0000-7000-8000-00000000000a")];
    let others = leo.posts(&town, "/findings/F1/update", &form).await;
    assert_eq!(others.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(
        others.text().contains("another post&#39;s work") || others.text().contains("another post's work"),
        "{}",
        others.text()
    );
    let page = ada.reads(&town, "/findings/F1").await.text();
    assert!(page.contains("unlocked") && !page.contains("<form method=\"post\" action=\"/findings"), "{page}");
    assert_eq!(ada.posts(&town, "/findings/F1/update", &form).await.status, StatusCode::NOT_FOUND);
}
