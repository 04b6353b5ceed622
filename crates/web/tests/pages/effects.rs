//! What an action is expected to change: stated on its page by its lead, asked about once the quarter has ended, and read
//! by the office alone.
use crate::working::{Town, hidden};
use axum::http::StatusCode;
use domain::actor::Role;

#[tokio::test]
async fn a_lead_states_what_is_expected_and_is_asked_what_came_of_it() {
    let mut town = Town::new().await;
    let (lead, other) = (town.lead(), town.who("Caretaker", Role::Lead));
    let (action, page) = (town.address("1.2"), format!("{}/effects", town.address("1.2")));
    assert_eq!(town.reads(&other, &page).await.status, StatusCode::NOT_FOUND, "it is not their work");
    let form = town.reads(&lead, &page).await.text();
    assert!(form.contains("The quarter to December 2018") && !form.contains("value=\"2018-09-30\""), "{form}");
    let key = hidden(&form, "key").to_owned();
    for (fields, says) in [
        (vec![("words", "")], "Write what is expected to change"),
        (vec![("words", "Fewer")], "Choose the quarter by whose end it is expected"),
        (vec![("words", "Fewer"), ("by", "2018-12-31"), ("number", "ten")], "“ten” is not a number"),
        (vec![("words", "Fewer"), ("by", "2018-12-31"), ("number", "10")], "needs to say what it counts"),
        (vec![("words", "Fewer"), ("by", "2018-12-31"), ("unit", "a month")], "Enter the number that is expected"),
        (vec![("words", "Fewer"), ("by", "2018-09-30")], "The quarter to September 2018 has ended"),
    ] {
        let sent = town.sends(Some(&lead), &page, &fields).await;
        assert_eq!(sent.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
        assert!(sent.text().contains(says), "{says}: {}", sent.text());
    }
    let fields = [
        ("key", key.as_str()),
        ("words", "From <b>12</b> to 10 a month"),
        ("by", "2018-12-31"),
        ("number", "10.0"),
        ("unit", "incidents a month"),
    ];
    for _ in 0..2 {
        assert_eq!(
            town.sends(Some(&lead), &page, &fields).await.status,
            StatusCode::SEE_OTHER,
            "sent twice is done once"
        );
    }
    let list = town.reads(&lead, &page).await.text();
    assert_eq!(list.matches("From &lt;b&gt;12&lt;/b&gt; to 10 a month").count(), 1, "{list}");
    let shown = town.reads(&lead, &action).await.text();
    for said in ["The quarter to December 2018", "10.0 incidents a month", "For the office and its boards."] {
        assert!(shown.contains(said), "{said}: {shown}");
    }
    for role in [Role::PanelReader, Role::PanelClerk] {
        let outside = town.reads(&town.who("Chief Executive", role), &action).await.text();
        assert!(!outside.contains("incidents a month"), "{role:?}: {outside}");
    }
    let one = list.split("?effect=").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let at = format!("{page}?effect={one}");
    let form = town.reads(&lead, &at).await.text();
    assert!(!form.contains("Say what came of it") && form.contains("It is not expected any more"), "{form}");
    let early = [("effect", one.as_str()), ("says", "observed"), ("observed", "11")];
    let early = town.sends(Some(&lead), &page, &early).await;
    assert!(early.text().contains("ends on 31 December 2018"), "{}", early.text());
    assert!(!town.reads(&lead, "/updates").await.text().contains("say what came of it"));

    town.comes_to("2019-01-14T09:00:00Z");
    assert!(town.reads(&lead, "/updates").await.text().contains("has ended: say what came of it"));
    let form = town.reads(&lead, &at).await.text();
    assert!(form.contains("The quarter has ended: what came of it?"), "{form}");
    let seen = hidden(&form, "seen").to_owned();
    let with = |more: &[(&'static str, &'static str)]| {
        let mut fields = vec![("effect", one.clone()), ("seen", seen.clone()), ("says", "observed".to_owned())];
        fields.extend(more.iter().map(|(name, value)| (*name, (*value).to_owned())));
        fields
    };
    let sent = async |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        town.sends(Some(&lead), &page, &fields).await
    };
    assert!(sent(with(&[("observed", " ")])).await.text().contains("Write what came of it"));
    let right = with(&[("observed", "11 & falling"), ("observed-number", "11")]);
    let answered = sent(right.clone()).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    assert!(sent(right).await.text().contains("was changed by someone else"), "what was looked at has moved on");
    let shown = town.reads(&lead, &action).await.text();
    assert!(shown.contains("11 &amp; falling") && shown.contains("11 incidents a month"), "{shown}");
    assert!(!town.reads(&lead, "/updates").await.text().contains("has ended: say what came of it"));
}
