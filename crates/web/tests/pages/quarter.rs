//! A quarter on the pages: opened, told over by its theme leads, signed off, frozen.
use crate::working::{Town, hidden};
use axum::http::StatusCode;
use domain::{actor::Role, round::Return};

fn location(answered: &crate::office::Answered) -> String {
    answered.headers.get("location").map(|to| to.to_str().unwrap().to_owned()).unwrap_or_default()
}

#[tokio::test]
async fn the_officer_opens_a_quarter_leads_tell_it_over_and_it_is_frozen_as_it_stands() {
    let town = Town::new().await;
    let (officer, lead) = (town.who("Chief Executive", Role::Officer), town.lead());
    assert!(town.reads(&officer, "/rounds").await.text().contains("Ask for a quarter’s updates"));
    assert!(!town.reads(&lead, "/rounds").await.text().contains("Ask for a quarter’s updates"));
    assert_eq!(town.reads(&lead, "/rounds/open").await.status, StatusCode::NOT_FOUND);
    let form = town.reads(&officer, "/rounds/open").await.text();
    for said in ["July to September 2018", "Head of Policy", "Caretaker", "5 live actions", "2018-12-11"] {
        assert!(form.contains(said), "{said}: {form}");
    }
    let plan = form.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let key = hidden(&form, "key").to_owned();
    let fields = [("plan", plan.as_str()), ("quarter", "2018-07-01"), ("due", "2018-12-01"), ("key", &key)];
    let opened = town.sends(Some(&officer), "/rounds/open", &fields).await;
    assert_eq!(opened.status, StatusCode::SEE_OTHER, "{}", opened.text());
    let round = location(&opened);
    // Sent twice: one round, and the same answer.
    let again = town.sends(Some(&officer), "/rounds/open", &fields).await;
    assert_eq!((again.status, location(&again)), (StatusCode::SEE_OTHER, round.clone()));
    assert!(town.reads(&officer, &round).await.text().contains("Freeze this quarterly update"));

    let page = town.reads(&lead, &round).await.text();
    assert!(!page.contains("Freeze this quarterly update"), "a lead does not freeze");
    let theme = |name: &str| {
        let office = town.office.record.office();
        let sight = office.seen_by(&crate::office::clerk());
        let plan = sight.plans().next().unwrap().id;
        let id = sight.themes(plan).into_iter().find(|theme| theme.item.name.as_str() == name).unwrap().id;
        format!("{round}/themes/{id}")
    };
    let victims = theme("Victims");
    let form = town.reads(&lead, &victims).await.text();
    assert!(form.contains("Publish a charter") && !form.contains("Mend the roof"), "{form}");
    let empty = town.sends(Some(&lead), &victims, &[("key", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("the narrative says nothing") && empty.text().contains("href=\"#achieved\""));
    let words = [("achieved", "The hub is <b>open</b>."), ("overcome", "The charter is late."), ("next", "")];
    let said = town.sends(Some(&lead), &victims, &words).await;
    assert_eq!(location(&said), format!("{victims}?done=1"));
    let page = town.reads(&lead, &location(&said)).await.text();
    for said in ["The narrative is recorded", "The hub is &lt;b&gt;open&lt;/b&gt;.", "The charter is late."] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // Of two people who write it at once, the second sees that somebody was faster.
    let version = hidden(&page, "seen").to_owned();
    let first = [("achieved", "One."), ("seen", version.as_str())];
    assert_eq!(town.sends(Some(&lead), &victims, &first).await.status, StatusCode::SEE_OTHER);
    let second = [("achieved", "Another."), ("seen", version.as_str())];
    let late = town.sends(Some(&officer), &victims, &second).await;
    assert_eq!(late.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(late.text().contains("Another."), "what was typed is not lost");

    let off = town.sends(Some(&lead), &format!("{victims}/sign-off"), &[]).await;
    assert_eq!(location(&off), round);
    assert!(town.reads(&lead, &round).await.text().contains("Signed off by Head of Policy on 20 November 2018."));
    let closed = town.sends(Some(&lead), &victims, &words).await;
    assert_eq!(closed.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(closed.text().contains("was signed off already"), "{}", closed.text());
    assert!(!closed.text().contains("<textarea"), "there is no form of what is signed off");
    // Somebody who leads nothing of a theme does not speak for it.
    let caretaker = town.who("Caretaker", Role::Lead);
    let theirs = town.sends(Some(&caretaker), &format!("{}/sign-off", theme("Communities")), &[]).await;
    assert_eq!(location(&theirs), round, "the caretaker leads the roof");
    let not_theirs = town.sends(Some(&town.who("Chief Executive", Role::Lead)), &victims, &words).await;
    assert_eq!(not_theirs.status, StatusCode::UNPROCESSABLE_ENTITY);

    let freeze = format!("{round}/freeze");
    let asked = town.reads(&officer, &freeze).await.text();
    assert!(asked.contains("5 of 5 actions were not answered"), "{asked}");
    assert_eq!(town.sends(Some(&lead), &freeze, &[]).await.status, StatusCode::NOT_FOUND);
    assert_eq!(
        location(&town.sends(Some(&officer), &freeze, &[("key", "0197a000-0000-7000-8000-000000000031")]).await),
        round
    );
    let page = town.reads(&officer, &round).await.text();
    assert!(page.contains("Frozen on") && !page.contains("Write the narrative"), "{page}");
    let office = town.office.record.office();
    let sight = office.seen_by(&crate::office::clerk());
    let kept = sight.rounds()[0];
    let standing = sight.standing(kept, domain::period::london_day(crate::office::at("2018-11-21T09:00:00Z")));
    assert_eq!(standing.count(Return::Asked), 5);
    let bare = town.sends(Some(&officer), &freeze, &[]).await;
    assert_eq!(bare.status, StatusCode::BAD_REQUEST);
    let twice = town.sends(Some(&officer), &freeze, &[("key", "0197a000-0000-7000-8000-000000000032")]).await;
    assert_eq!(twice.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(twice.text().contains("was frozen on"));
}

#[tokio::test]
async fn a_quarter_that_cannot_be_asked_for_comes_back_with_the_reason() {
    let town = Town::new().await;
    let officer = town.who("Chief Executive", Role::Officer);
    let form = town.reads(&officer, "/rounds/open").await.text();
    let plan = form.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let before = town.office.record.office().head().seq;
    for (fields, says) in [
        (vec![("plan", ""), ("due", "2018-12-01")], "Choose the plan"),
        (vec![("plan", "0197a000-0000-7000-8000-000000000099"), ("due", "2018-12-01")], "Choose the plan"),
        (vec![("plan", &plan), ("due", "")], "Give the last day"),
        (vec![("plan", &plan), ("due", "soon")], "is not a date"),
        (vec![("plan", &plan), ("due", "2018-11-19")], "nobody could answer in time"),
        (vec![("plan", &plan), ("due", "2018-12-01"), ("from", "2018-07-01")], "Give the last day of the period"),
        (
            vec![("plan", &plan), ("due", "2018-12-01"), ("from", "2018-07-01"), ("to", "2018-06-01")],
            "before it begins",
        ),
        (vec![("plan", &plan), ("due", "2018-12-01"), ("name", "\u{7}bell")], "name"),
    ] {
        let answered = town.sends(Some(&officer), "/rounds/open", &fields).await;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answered.text().contains(says), "{says}: {}", answered.text());
        assert!(answered.text().contains("error-summary"));
    }
    assert_eq!(town.office.record.office().head().seq, before, "nothing was written");
}
