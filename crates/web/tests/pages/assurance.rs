//! Outcomes on their pages: what the rules find beside what people judge, who says what, and what whom is shown.
use crate::{
    office::{Answered, Northmarsh, clerk},
    town::{Browser, Town, hidden, location},
};
use axum::http::StatusCode;
use domain::{
    actor::Role,
    ask::{Answer, Command},
    envelope::Visibility,
    id::Id,
    naming::{StateFor, Statement},
    objective::{Outcome, ServeOutcome},
    partner_action::{Known, NotePartnerAction},
    text::text,
};
use jiff::civil::date;
use uuid::Uuid;

/// An outcome of the theme Victims. Gives its address.
async fn outcome(office: &Northmarsh, now: &str, statement: &str) -> String {
    let theme = office.theme("Victims").rsplit('/').next().unwrap().parse::<Uuid>().unwrap();
    let state = StateFor { what: Statement::Outcome, theme: theme.into(), item: None, statement: text(statement) };
    let written = office.write(Command::StateFor(state), now, None).await;
    let Answer::Item(id) = written.answer else { panic!("an outcome is an item") };
    format!("/outcomes/{id}")
}

fn id(address: &str) -> Id<Outcome> {
    address.rsplit('/').next().unwrap().parse::<Uuid>().unwrap().into()
}

async fn posts(town: &Town, who: &mut Browser, outcome: &str, what: &str, form: &[(&str, &str)]) -> Answered {
    let page = who.reads(town, outcome).await.text();
    let key = hidden(&page, "key");
    let mut all = vec![("key", key.as_str())];
    all.extend(form);
    who.posts(town, &format!("{outcome}/{what}"), &all).await
}

#[tokio::test]
async fn nothing_is_ever_called_sufficient_by_itself() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let wanted = outcome(&town.office, &town.now().to_string(), "Victims <are> kept informed").await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;

    let page = olga.reads(&town, &wanted).await.text();
    assert!(page.contains("Victims &lt;are&gt; kept informed") && !page.contains("<are>"), "words are words");
    assert!(page.contains("Gaps found") && page.contains("No action of the Plan and none of a partner"), "{page}");
    assert!(page.contains("Nobody has judged yet whether what is done is enough."), "{page}");
    // The word stands in the form and nowhere else: no rule says it.
    let before_form = page.split("Judge whether what is done is enough").next().unwrap();
    assert!(!before_form.to_lowercase().contains("> sufficient") && !before_form.contains("sufficient.<"), "{page}");

    let unchosen = posts(&town, &mut olga, &wanted, "judge", &[("judged", ""), ("because", "We think so")]).await;
    assert_eq!(unchosen.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(unchosen.text().contains("Choose what is judged"), "{}", unchosen.text());
    assert!(unchosen.text().contains("We think so"), "what was typed is kept");
    let unreasoned = posts(&town, &mut olga, &wanted, "judge", &[("judged", "sufficient"), ("because", " ")]).await;
    assert!(unreasoned.text().contains("Give the reason"), "{}", unreasoned.text());
    let page = olga.reads(&town, &wanted).await.text();
    assert!(page.contains("Nobody has judged yet"), "what was refused judged nothing");

    let own = [("judged", "not_yet_known"), ("because", "The costs are not known.")];
    let said = posts(&town, &mut olga, &wanted, "judge", &own).await;
    assert_eq!((said.status, location(&said)), (StatusCode::SEE_OTHER, wanted.as_str()), "{}", said.text());
    let boards = [("judged", "not_sufficient"), ("judge", "Board"), ("because", "None of it keeps them informed.")];
    let said = posts(&town, &mut olga, &wanted, "judge", &boards).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    let page = olga.reads(&town, &wanted).await.text();
    assert!(page.contains("Not sufficient") && page.contains("None of it keeps them informed."), "{page}");
    assert!(page.contains("Earlier judgements") && page.contains("The costs are not known."), "none replaces another");
    assert!(page.contains("Gaps found"), "the rules find what they found: a judgement changes nothing in it");
    let wrong = [("judged", "sufficient"), ("judge", "Panel"), ("because", "x")];
    let said = posts(&town, &mut olga, &wanted, "judge", &wrong).await;
    assert!(said.text().contains("no board or committee of the office"), "{}", said.text());
}

#[tokio::test]
async fn an_action_is_connected_on_either_page_and_taken_out_again() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let wanted = outcome(&town.office, &town.now().to_string(), "Victims are kept informed").await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let action = town.office.action("Publish");
    let loose = olga.reads(&town, "/assurance").await.text();
    assert!(loose.contains("Outcomes without an action: 1"), "{loose}");

    let page = olga.reads(&town, &action).await.text();
    assert!(page.contains("Say which outcome this action serves"), "{page}");
    let (key, seen) = (hidden(&page, "key"), hidden(&page, "seen"));
    let id = wanted.rsplit('/').next().unwrap();
    let form = [("key", key.as_str()), ("seen", &seen), ("outcome", id)];
    let done = olga.posts(&town, &format!("{action}/outcome"), &form).await;
    assert_eq!((done.status, location(&done)), (StatusCode::SEE_OTHER, action.as_str()), "{}", done.text());
    let stale = [("key", ""), ("seen", "1"), ("outcome", id)];
    let moved = olga.posts(&town, &format!("{action}/outcome"), &stale).await;
    assert_eq!(moved.status, StatusCode::UNPROCESSABLE_ENTITY, "{}", moved.text());

    let page = olga.reads(&town, &action).await.text();
    assert!(page.contains(&format!("href=\"{wanted}\"")), "the action leads to its outcome: {page}");
    let page = olga.reads(&town, &wanted).await.text();
    assert!(!page.contains("No action of the Plan and none of a partner serves the outcome. <"), "{page}");
    assert!(olga.reads(&town, "/assurance").await.text().contains("Outcomes without an action: 0"));
    let out = [("serves", "no"), ("not-action", action.rsplit('/').next().unwrap())];
    let out = posts(&town, &mut olga, &wanted, "serve", &out).await;
    assert_eq!(out.status, StatusCode::SEE_OTHER, "{}", out.text());
    assert!(olga.reads(&town, "/assurance").await.text().contains("Outcomes without an action: 1"));
}

#[tokio::test]
async fn what_is_known_of_a_partners_action_stands_with_its_source_and_grows_old() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let wanted = outcome(&town.office, &town.now().to_string(), "Victims are kept informed").await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let first = [
        ("body", "Northmarsh Police"),
        ("partner-plan", "Force Plan"),
        ("reference", "TVP 1.1"),
        ("partner-title", "Tell every victim"),
        ("known", "2017-01-31"),
        ("source", "Paper 7"),
        ("partner-rating", "Good progress"),
        ("means", "on_track"),
        ("effect", "All are told"),
        ("effect-by", "2018-12-01"),
    ];
    let missing: Vec<_> = first.iter().copied().filter(|(name, _)| *name != "source").collect();
    let refused = posts(&town, &mut olga, &wanted, "partner", &missing).await;
    assert!(refused.text().contains("Say where this was read or heard"), "{}", refused.text());
    let said = posts(&town, &mut olga, &wanted, "partner", &first).await;
    assert_eq!(said.status, StatusCode::SEE_OTHER, "{}", said.text());
    let page = olga.reads(&town, &wanted).await.text();
    for words in
        ["TVP 1.1", "Good progress", "the quarter to December 2018: All are told", "Paper 7", "More than a year old"]
    {
        assert!(page.contains(words), "{words}: {page}");
    }
    assert!(page.contains("more than a year old, or holds no rating"), "a rule says so too");
    let mut newer = first.to_vec();
    newer[4] = ("known", "2018-06-30");
    newer[6] = ("partner-rating", "Some concerns");
    assert_eq!(posts(&town, &mut olga, &wanted, "partner", &newer).await.status, StatusCode::SEE_OTHER);
    let page = olga.reads(&town, &wanted).await.text();
    assert!(page.contains("Some concerns") && !page.contains("Good progress"), "{page}");
    let older = posts(&town, &mut olga, &wanted, "partner", &first).await;
    assert!(older.text().contains("is older, so it changes nothing"), "{}", older.text());
}

#[tokio::test]
async fn the_panel_is_shown_what_is_for_it_and_judges_nothing() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let now = town.now().to_string();
    let wanted = outcome(&town.office, &now, "Victims are kept informed").await;
    let note = |reference: &str, shown_to| {
        Command::NotePartnerAction(Box::new(NotePartnerAction {
            body: text("Northmarsh Police"),
            plan: text("Force Plan"),
            reference: text(reference),
            title: text(&format!("Promise {reference}")),
            outcomes: vec![id(&wanted)],
            known: Known {
                day: date(2018, 6, 1),
                rating: None,
                class: None,
                direction: None,
                effect: None,
                by: None,
                source: text("A letter"),
            },
            shown_to,
        }))
    };
    town.office.write(note("P-SHOWN", Visibility::Panel), &now, None).await;
    town.office.write(note("P-HIDDEN", Visibility::Internal), &now, None).await;
    let (mut petra, _) = town.joins(&mut alex, "Petra Panel", Role::PanelReader).await;
    let page = petra.reads(&town, &wanted).await.text();
    assert!(page.contains("P-SHOWN") && !page.contains("P-HIDDEN"), "{page}");
    assert!(page.contains("is not shown to whoever reads this"), "that something is withheld is said: {page}");
    assert!(!page.contains(&format!("{wanted}/judge")), "{page}");
    for form in ["judge", "note", "partner", "serve"] {
        let sent = [("judged", "sufficient"), ("because", "x"), ("note", "x"), ("serves", "yes")];
        let answered = petra.posts(&town, &format!("{wanted}/{form}"), &sent).await;
        assert_eq!(answered.status, StatusCode::NOT_FOUND, "{form}");
    }
    let (mut carol, _) = town.joins(&mut alex, "Carol Contributor", Role::Contributor).await;
    for address in [wanted.as_str(), "/assurance"] {
        assert_eq!(carol.reads(&town, address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    let home = carol.reads(&town, "/").await.text();
    assert!(!home.contains("/assurance") && petra.reads(&town, "/").await.text().contains("/assurance"));
}

#[tokio::test]
async fn an_earlier_position_shows_what_was_known_then() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let now = town.now().to_string();
    let wanted = outcome(&town.office, &now, "Victims are kept informed").await;
    let then = town.office.record.office().seen_by(&clerk()).head().seq;
    let action = town.office.action("Publish").rsplit('/').next().unwrap().parse::<Uuid>().unwrap();
    let serve = ServeOutcome { action: action.into(), outcome: id(&wanted), serves: true };
    town.office.write(Command::ServeOutcome(serve), &now, None).await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let past = olga.reads(&town, &format!("{wanted}?at={then}")).await.text();
    assert!(past.contains("no action serves it"), "{past}");
    assert!(!past.contains(&format!("{wanted}/judge")), "nothing is judged in the past");
    assert!(past.contains(&format!("/assurance?at={then}")), "links keep the position: {past}");
    let live = olga.reads(&town, &wanted).await.text();
    assert!(!live.contains("no action serves it"), "{live}");
    let landing = olga.reads(&town, &format!("/assurance?at={then}")).await.text();
    assert!(landing.contains("Outcomes without an action: 1"), "{landing}");
}
