//! The written rules on their page, changed by a form; and milestones, which the rules read.
use crate::working::{Town, hidden};
use axum::http::StatusCode;
use domain::actor::Role;

#[tokio::test]
async fn the_rules_are_read_as_sentences_changed_with_a_reason_and_their_history_is_kept() {
    let town = Town::new().await;
    town.office.snapshot("Panel autumn", "2018-11-19T09:00:00Z", None).await;
    let (officer, lead) = (town.who("Chief Executive", Role::Officer), town.lead());
    let auditor = town.who("Caretaker", Role::Auditor);
    let page = town.reads(&auditor, "/rules").await.text();
    for said in ["Red when the current date has passed and it is not complete.", "Rule 9", "were never changed"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    assert!(town.reads(&auditor, "/key").await.text().contains("href=\"/rules\""));
    // Who reads them does not change them; who sees what is public alone is not shown why they were changed.
    for who in [&auditor, &lead] {
        assert!(!town.reads(who, "/rules").await.text().contains("/rules/change"));
        assert_eq!(town.reads(who, "/rules/change").await.status, StatusCode::NOT_FOUND);
        assert_eq!(town.sends(Some(who), "/rules/change", &[("reason", "x")]).await.status, StatusCode::NOT_FOUND);
    }
    let partner = town.who("Caretaker", Role::Contributor);
    assert_eq!(town.reads(&partner, "/rules").await.status, StatusCode::NOT_FOUND);

    let form = town.reads(&officer, "/rules/change").await.text();
    let (key, known) = (hidden(&form, "key").to_owned(), hidden(&form, "known").to_owned());
    let from = form.split("name=\"from\"").nth(1).unwrap().split("value=\"").nth(1).unwrap();
    let from = from.split('"').next().unwrap().to_owned();
    let fields = |past_due: &'static str, silent: &'static str, reason: &'static str| {
        vec![
            ("key", key.clone()),
            ("known", known.clone()),
            ("past-due", past_due.into()),
            ("milestone-late", "0".into()),
            ("date-changed", "1".into()),
            ("silent", silent.into()),
            ("moved", "2".into()),
            ("from", from.clone()),
            ("reason", reason.into()),
        ]
    };
    let sent = async |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        town.sends(Some(&officer), "/rules/change", &fields).await
    };
    let before = town.office.record.office().head().seq;
    for (wrong, says) in [
        (fields("7", "6", ""), "Say why the rules are changed"),
        (fields("93", "6", "More grace."), "93 is not a number of days; give one from 0 to 92"),
        (fields("soon", "6", "More grace."), "is not a whole number"),
        (fields("0", "13", "Nothing."), "These are the rules that hold on"),
    ] {
        let answered = sent(wrong).await;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(answered.text().contains(says) && answered.text().contains("error-summary"), "{}", answered.text());
    }
    // What is frozen keeps its rules: a day on which a position was taken, or before it, is refused.
    let mut earlier = fields("7", "", "More grace.");
    earlier.retain(|(name, _)| *name != "from");
    earlier.push(("from", "2018-01-01".into()));
    let answered = sent(earlier).await;
    assert!(answered.text().contains("by the rules of that day"), "{}", answered.text());
    assert_eq!(town.office.record.office().head().seq, before, "nothing was written");

    let done = sent(fields("7", "", "The Board wants a week of grace, & no counting of silence.")).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    let again = sent(fields("7", "", "The Board wants a week of grace, & no counting of silence.")).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "sent twice is done once");
    assert_eq!(town.office.record.office().head().seq, before + 1);
    let page = town.reads(&auditor, "/rules").await.text();
    for said in [
        "Red when the current date passed more than 7 days ago and it is not complete",
        "does not hold",
        "The Board wants a week of grace, &amp; no counting of silence.",
        "Chief Executive",
    ] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // Who looked before that change is told of it.
    let late = fields("9", "6", "Mine.").into_iter().filter(|(name, _)| *name != "key").collect();
    let late = sent(late).await;
    assert!(late.text().contains("omebody else changed the rules since you looked"), "{}", late.text());
}

#[tokio::test]
async fn a_lead_adds_a_milestone_moves_it_meets_it_and_a_late_one_stands_on_my_updates() {
    let town = Town::new().await;
    let (lead, other) = (town.lead(), town.who("Caretaker", Role::Lead));
    let (action, page) = (town.address("1.2"), format!("{}/milestones", town.address("1.2")));
    assert_eq!(town.reads(&other, &page).await.status, StatusCode::NOT_FOUND, "it is not their work");
    let form = town.reads(&lead, &page).await.text();
    let empty = town.sends(Some(&lead), &page, &[("key", hidden(&form, "key"))]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Write what will have been reached") && empty.text().contains("Enter the day"));
    let fields = [
        ("key", hidden(&form, "key")),
        ("title", "Charter <b>drafted</b>"),
        ("date", "2018-11-01"),
        ("strand", "Drafting"),
    ];
    assert_eq!(town.sends(Some(&lead), &page, &fields).await.status, StatusCode::SEE_OTHER);
    assert_eq!(town.sends(Some(&lead), &page, &fields).await.status, StatusCode::SEE_OTHER, "sent twice");
    let list = town.reads(&lead, &page).await.text();
    assert_eq!(list.matches("Charter &lt;b&gt;drafted&lt;/b&gt;").count(), 1, "{list}");
    for (place, said) in
        [(&action, "part: Drafting"), (&"/updates".to_owned(), "was due on 1 November 2018"), (&page, "Late")]
    {
        let shown = town.reads(&lead, place).await.text();
        assert!(shown.contains(said), "{place} {said}: {shown}");
    }

    let one = list.split("?milestone=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let form = town.reads(&lead, &format!("{page}?milestone={one}")).await.text();
    let (key, seen) = (hidden(&form, "key").to_owned(), hidden(&form, "seen").to_owned());
    let with = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("key", key.clone()), ("seen", seen.clone()), ("milestone", one.clone())];
        fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        fields
    };
    let sent = async |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        town.sends(Some(&lead), &page, &fields).await
    };
    for (wrong, says) in [
        (with(&[("becomes", "due"), ("new-date", "2019-01-31")]), "Say why"),
        (with(&[("becomes", "due"), ("new-date", "2018-11-02"), ("date-reason", "Late")]), "has passed already"),
        (with(&[("becomes", "met"), ("met-on", "2018-12-24")]), "has not come yet"),
        (with(&[("becomes", "open"), ("open-reason", "Why not")]), "is open already"),
    ] {
        let answered = sent(wrong).await;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(answered.text().contains(says), "{says}: {}", answered.text());
    }
    let moved =
        sent(with(&[("becomes", "due"), ("new-date", "2019-01-31"), ("date-reason", "The council asked.")])).await;
    assert_eq!(moved.status, StatusCode::SEE_OTHER, "{}", moved.text());
    let shown = town.reads(&lead, &action).await.text();
    for said in ["31 January 2019", "first 1 November 2018, moved once", "The council asked."] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    assert!(!town.reads(&lead, "/updates").await.text().contains("was due on 1 November 2018"));
    // Who moves one is amber by rule 5 this quarter: no late milestone is made green by its date.
    assert!(town.reads(&lead, &format!("{action}/update")).await.text().contains("was moved on 20 November 2018"));
    let stale = [("milestone", one.as_str()), ("seen", &seen), ("becomes", "met"), ("met-on", "2018-11-20")];
    let stale = town.sends(Some(&lead), &page, &stale).await;
    assert!(stale.text().contains("was changed by someone else"), "{}", stale.text());
    let met = [("milestone", one.as_str()), ("becomes", "met"), ("met-on", "2018-11-19")];
    let met = town.sends(Some(&lead), &page, &met).await;
    assert_eq!(met.status, StatusCode::SEE_OTHER, "{}", met.text());
    assert!(town.reads(&lead, &action).await.text().contains("Met on"));
}
