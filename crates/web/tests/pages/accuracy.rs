//! The force reads what a quarterly update says of its work before it is frozen, and the office answers.
use crate::working::{Town, hidden};
use axum::http::StatusCode;
use domain::{
    actor::{Actor, Role},
    ask::{Answer, Command},
    body::BodyKind,
    naming::{NameBody, NamePost},
    round::OpenRound,
    text::text,
};
use uuid::Uuid;

struct Quarter {
    town: Town,
    round: Uuid,
    /// The caretaker, whose post is the force's: it leads "Mend the roof".
    inspector: Actor,
}

/// A quarter that asks the caretaker, of the force, about the roof.
async fn quarter() -> Quarter {
    let town = Town::new().await;
    let now = "2018-11-20T09:00:00Z";
    let made = |answer: Answer| match answer {
        Answer::Item(id) => id,
        other => panic!("{other:?}"),
    };
    let force = Command::NameBody(NameBody {
        body: None,
        name: text("Northmarsh Police"),
        kind: BodyKind::Force,
        aliases: vec![],
    });
    let force = made(town.office.write(force, now, None).await.answer);
    let inspector = town.who("Caretaker", Role::Contributor);
    let post = Some(inspector.post);
    let post = NamePost { post, name: text("Caretaker"), body: Some(force.into()), initials: vec![] };
    town.office.write(Command::NamePost(post), now, None).await;
    let open = OpenRound { plan: None, name: None, period: None, due: "2018-12-01".parse().unwrap() };
    let round = made(town.office.write(Command::OpenRound(open), now, None).await.answer);
    Quarter { town, round, inspector }
}

impl Quarter {
    fn address(&self) -> String {
        format!("/rounds/{}/accuracy", self.round)
    }

    fn roof(&self) -> String {
        format!("action-{}", self.town.action("3.1").id.uuid().simple())
    }
}

#[tokio::test]
async fn the_force_checks_what_is_said_of_it_and_what_is_not_right_is_mended_or_answered() {
    let quarter = quarter().await;
    let (town, inspector, to, roof) = (&quarter.town, &quarter.inspector, quarter.address(), quarter.roof());
    let officer = town.who("Chief Executive", Role::Officer);
    let round = format!("/rounds/{}", quarter.round);
    let freeze = town.reads(&officer, &format!("{round}/freeze")).await.text();
    assert!(freeze.contains("Not checked yet by Northmarsh Police"), "{freeze}");
    assert!(town.reads(inspector, "/updates").await.text().contains(&format!("href=\"{to}\"")), "it is offered");
    let page = town.reads(inspector, &to).await.text();
    for said in ["Check what is said of Northmarsh Police", "Mend the roof", "Tiles are ordered."] {
        assert!(page.contains(said), "{said}: {page}");
    }
    for other in ["Open a hub", "Review the library", "Light the underpass"] {
        assert!(!page.contains(other), "{other} is not said of the force: {page}");
    }
    let (key, upto) = (hidden(&page, "key").to_owned(), hidden(&page, "upto").to_owned());
    let base = [("key", key.as_str()), ("upto", upto.as_str())];
    let sent = async |more: &[(&str, &str)]| town.sends(Some(inspector), &to, &[&base[..], more].concat()).await;

    // Right and not right at once, or neither, is asked about, and what was typed stays.
    let both = sent(&[("says", "right"), (&roof, "Slates, not tiles")]).await;
    assert_eq!(both.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(both.text().contains("Slates, not tiles") && both.text().contains("href=\"#checked\""), "{}", both.text());
    let neither = sent(&[("says", "points"), (&roof, "  ")]).await;
    assert_eq!(neither.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(sent(&[]).await.status, StatusCode::BAD_REQUEST, "no button was pressed");

    let points = sent(&[("says", "points"), (&roof, "It is <b>slates</b>, not tiles")]).await;
    assert_eq!(points.status, StatusCode::SEE_OTHER, "{}", points.text());
    let again = sent(&[("says", "points"), (&roof, "It is <b>slates</b>, not tiles")]).await;
    assert_eq!(again.status, StatusCode::SEE_OTHER, "sent twice is said once");
    let seen = town.reads(&officer, &round).await.text();
    assert_eq!(seen.matches("It is &lt;b&gt;slates&lt;/b&gt;, not tiles").count(), 1, "{seen}");
    assert!(seen.contains("1 point is open") && seen.contains("Caretaker on 20 November 2018"), "{seen}");

    // The lead says it anew: the point closes by itself, and the force is told that something changed.
    let update = format!("{}/update", town.address("3.1"));
    assert_eq!(
        town.sends(Some(inspector), &update, &[("words", "Slates are ordered.")]).await.status,
        StatusCode::SEE_OTHER
    );
    let seen = town.reads(&officer, &round).await.text();
    assert!(seen.contains("No point is open") && seen.contains("1 thing was said anew since"), "{seen}");
    assert!(seen.contains("Said anew"), "{seen}");

    // Another point is answered: it stands, with who says so.
    let page = town.reads(inspector, &to).await.text();
    assert!(page.contains("Slates are ordered.") && page.contains("1 point was raised"), "{page}");
    let (key, upto) = (hidden(&page, "key").to_owned(), hidden(&page, "upto").to_owned());
    let fields = [("key", key.as_str()), ("upto", &upto), ("says", "points"), (&roof, "There are no slates")];
    assert_eq!(town.sends(Some(inspector), &to, &fields).await.status, StatusCode::SEE_OTHER);
    let seen = town.reads(&officer, &round).await.text();
    let form = seen.split("/accuracy/answer\"").nth(1).expect("an open point has a form");
    let (key, version) = (hidden(form, "key").to_owned(), hidden(form, "seen").to_owned());
    let reply = format!("{to}/answer");
    let place = [("check", "1"), ("point", "0"), ("key", key.as_str()), ("seen", version.as_str())];
    let empty = town.sends(Some(&officer), &reply, &place).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Say why it stands"), "{}", empty.text());
    let words = [&place[..], &[("answer", "The invoice of 3 October names them.")]].concat();
    assert_eq!(town.sends(Some(&officer), &reply, &words).await.status, StatusCode::SEE_OTHER);
    let seen = town.reads(&officer, &round).await.text();
    assert!(seen.contains("The invoice of 3 October names them.") && seen.contains("Answered by"), "{seen}");
    assert!(!seen.contains("/accuracy/answer\""), "nothing is left to answer");
    let gone = [("check", "7"), ("point", "0"), ("seen", "9"), ("answer", "x")];
    assert_eq!(town.sends(Some(&officer), &reply, &gone).await.status, StatusCode::UNPROCESSABLE_ENTITY);
}

#[tokio::test]
async fn nobody_checks_for_an_organisation_that_is_not_theirs() {
    let quarter = quarter().await;
    let (town, to, roof) = (&quarter.town, quarter.address(), quarter.roof());
    let before = town.office.record.office().head().seq;
    let fields = [("upto", "1"), ("says", "points"), (roof.as_str(), "No")];
    for actor in [
        town.lead(),
        town.chief(),
        town.who("Chief Executive", Role::Officer),
        town.who("Caretaker", Role::PanelReader),
        town.who("Caretaker", Role::Auditor),
    ] {
        assert_eq!(town.reads(&actor, &to).await.status, StatusCode::NOT_FOUND, "{actor:?}");
        assert_eq!(town.sends(Some(&actor), &to, &fields).await.status, StatusCode::NOT_FOUND, "{actor:?}");
    }
    // A point about work that is not theirs is not taken, whatever field is sent.
    let hub = format!("action-{}", town.action("1.1").id.uuid().simple());
    let other = [("upto", "1"), ("says", "points"), (hub.as_str(), "No")];
    let answered = town.sends(Some(&quarter.inspector), &to, &other).await;
    assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY);
    let far = [("upto", "99999"), ("says", "right")];
    assert_eq!(town.sends(Some(&quarter.inspector), &to, &far).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(town.office.record.office().head().seq, before, "nothing was recorded");
    let right = [("upto", "1"), ("says", "right")];
    assert_eq!(town.sends(Some(&quarter.inspector), &to, &right).await.status, StatusCode::SEE_OTHER);
}
