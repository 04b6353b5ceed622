//! Measures on their pages: who sees which, who says and decides what, and what everybody sees of a published pack.
use crate::{
    office::{Answered, clerk},
    town::{Browser, Town, hidden, location},
};
use axum::http::StatusCode;
use domain::{
    actor::Role,
    ask::{Answer, Command},
    load::{AddLoad, DataSet, Load},
    measure::MeasureSet,
    span::Span,
    text::text,
};
use jiff::civil::date;

const SET: &str = r#"
[[measure]]
code = "M1"
title = "Burglary <of homes>"
describes = "Burglaries that the police recorded."
[[measure.definition]]
words = "Burglaries recorded in the month"
quantity = "count"
unit = "crimes"
better = "decrease"
numerator = { data = "police-uk street", area = "Northmarsh", of = ["Burglary"] }
[[measure.target]]
from = "2016-01"
value = 90
source = "Decision 7"
[[measure]]
code = "M2"
title = "Complaints of a canary kind"
describes = "Kept inside."
visibility = "internal"
[[measure.definition]]
words = "Complaints"
quantity = "count"
unit = "complaints"
better = "decrease"
numerator = { data = "police-uk street", area = "Northmarsh", of = ["Other"] }
"#;

/// Thirty months around 100, the last eight of them around 140.
fn load() -> Load {
    let first = Span::parse("2016-01").unwrap();
    let months: Vec<Span> = (0..30).map(|at| first.plus(at).unwrap()).collect();
    let count = |at: usize| i64::try_from((at * 7) % 11).unwrap() + if at >= 22 { 140 } else { 100 };
    Load {
        data_set: DataSet::PoliceUkStreet,
        file: text("street.zip"),
        sha256: text("ab"),
        size: 1,
        downloaded: date(2018, 8, 1),
        licence: text("Open Government Licence v3.0"),
        rows: 3_000,
        rejected: 0,
        reasons: vec![],
        examples: vec![],
        areas: vec![text("Northmarsh")],
        series: vec![text("Burglary"), text("Other")],
        covers: months.iter().map(|month| (*month, 0)).collect(),
        counts: months.iter().enumerate().map(|(at, month)| (*month, 0, 0, count(at))).collect(),
        stated: vec![],
        quality: vec![],
        remarks: vec![],
        disposal: None,
        smallest: None,
    }
}

/// A town whose office has two measures and a load. Gives the load's id.
async fn measured(town: &Town) -> String {
    let office = town.office.record.office();
    let define = MeasureSet::parse(SET).unwrap().define(&office.seen_by(&clerk())).unwrap();
    let now = town.now().to_string();
    town.office.write(Command::DefineMeasures(Box::new(define)), &now, None).await;
    let written = town.office.write(Command::AddLoad(Box::new(AddLoad { load: load() })), &now, None).await;
    let Answer::Item(id) = written.answer else { panic!("a load is an item") };
    id.to_string()
}

async fn posts(town: &Town, who: &mut Browser, at: &str, form: &[(&str, &str)]) -> Answered {
    let page = who.reads(town, "/measures/M1").await.text();
    let key = hidden(&page, "key");
    let mut all = vec![("key", key.as_str())];
    all.extend(form);
    who.posts(town, at, &all).await
}

#[tokio::test]
async fn an_officer_writes_commentary_and_another_decides_that_limits_begin_anew() {
    let (town, mut alex) = Town::with_an_administrator().await;
    measured(&town).await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let (mut anna, _) = town.joins(&mut alex, "Anna Approver", Role::Approver).await;

    let page = olga.reads(&town, "/measures/m1").await.text();
    assert!(page.contains("Special cause of concern, higher than usual since"), "{page}");
    assert!(page.contains("The target of 90 or fewer is missed."), "{page}");
    assert!(page.contains("Burglary &lt;of homes&gt;") && !page.contains("<of homes>"), "words are words");
    assert!(page.contains("<svg") && !page.contains("style="), "the chart is drawn without inline styles");

    let empty = posts(&town, &mut olga, "/measures/M1/commentary", &[("words", " ")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("Say what the figures show"));
    let loose = posts(&town, &mut olga, "/measures/M1/commentary", &[("words", "As {M2} says")]).await;
    assert!(loose.text().contains("is not there for whoever may read this"), "{}", loose.text());
    assert!(loose.text().contains("As {M2} says"), "what was typed is kept");
    let form = [("words", "It rose to {M1}."), ("doing", "A patrol plan"), ("actions", "1.2")];
    let said = posts(&town, &mut olga, "/measures/M1/commentary", &form).await;
    assert_eq!((said.status, location(&said)), (StatusCode::SEE_OTHER, "/measures/M1"), "{}", said.text());
    let page = olga.reads(&town, "/measures/M1").await.text();
    assert!(page.contains("A patrol plan") && page.contains("It rose to 1"), "{page}");

    let proposal = [("limits-from", "2017-11"), ("because", "A new recording team"), ("evidence", "Paper 4")];
    let proposed = posts(&town, &mut olga, "/measures/M1/limits", &proposal).await;
    assert_eq!(proposed.status, StatusCode::SEE_OTHER, "{}", proposed.text());
    let before = olga.reads(&town, "/measures/M1").await.text();
    assert!(before.contains("It waits for a decision") && before.contains("Special cause of concern"), "{before}");
    let seen = hidden(&before, "seen");
    let decide = [("seen", seen.as_str()), ("from", "2017-11"), ("ruling", "agree")];
    let own = posts(&town, &mut olga, "/measures/M1/limits/decide", &decide).await;
    assert!(own.text().contains("You proposed it, so somebody else decides"), "{}", own.text());
    let agreed = posts(&town, &mut anna, "/measures/M1/limits/decide", &decide).await;
    assert_eq!(agreed.status, StatusCode::SEE_OTHER, "{}", agreed.text());
    let after = anna.reads(&town, "/measures/M1").await.text();
    assert!(after.contains("Agreed to by") && after.contains("limits begin anew"), "{after}");
    assert!(!after.contains("Special cause of concern"), "{after}");

    let note = [("kind", "break"), ("note-from", "2018-05"), ("note", "The crime system went live")];
    assert_eq!(posts(&town, &mut olga, "/measures/M1/note", &note).await.status, StatusCode::SEE_OTHER);
    assert!(olga.reads(&town, "/measures/M1").await.text().contains("The crime system went live"));
}

#[tokio::test]
async fn the_panel_sees_what_is_for_it_and_says_nothing() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let load = measured(&town).await;
    let (mut petra, _) = town.joins(&mut alex, "Petra Panel", Role::PanelReader).await;
    let list = petra.reads(&town, "/measures").await.text();
    assert!(list.contains("Burglary") && !list.contains("canary"), "{list}");
    assert!(list.contains("1 measure is not shown here: internal to the office."), "{list}");
    let page = petra.reads(&town, "/measures/M1").await.text();
    assert!(!page.contains("/measures/M1/commentary") && !page.contains("/measures/M1/note"), "{page}");
    for address in ["/measures/M2", "/figures", &format!("/figures/{load}")] {
        assert_eq!(petra.reads(&town, address).await.status, StatusCode::NOT_FOUND, "{address}");
    }
    for address in ["/measures/M1/commentary", "/measures/M1/limits/decide", "/measures/set", "/figures"] {
        let form = [("words", "x"), ("from", "2017-11"), ("ruling", "agree"), ("seen", "1"), ("set", "")];
        assert_eq!(petra.posts(&town, address, &form).await.status, StatusCode::NOT_FOUND, "{address}");
    }
}

#[tokio::test]
async fn the_set_is_read_changed_and_taken_in_as_one_text() {
    let (town, mut alex) = Town::with_an_administrator().await;
    measured(&town).await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let page = olga.reads(&town, "/measures/set").await.text();
    assert!(page.contains("Decision 7"), "{page}");
    let key = hidden(&page, "key");
    let wrong =
        olga.posts(&town, "/measures/set", &[("key", &key), ("set", &SET.replace("unit = ", "units = "))]).await;
    assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(wrong.text().contains("near line"), "{}", wrong.text());
    let better = SET.replace("value = 90", "value = 120");
    let taken = olga.posts(&town, "/measures/set", &[("key", &key), ("set", &better)]).await;
    assert_eq!((taken.status, location(&taken)), (StatusCode::SEE_OTHER, "/measures"), "{}", taken.text());
    assert!(olga.reads(&town, "/measures/M1").await.text().contains("The target of 120 or fewer is missed."));
}

#[tokio::test]
async fn a_load_that_should_not_have_been_made_is_taken_back_with_a_reason() {
    let (town, mut alex) = Town::with_an_administrator().await;
    let load = measured(&town).await;
    let (mut olga, _) = town.joins(&mut alex, "Olga Officer", Role::Officer).await;
    let address = format!("/figures/{load}");
    let page = olga.reads(&town, &address).await.text();
    assert!(page.contains("Northmarsh") && page.contains("3,000"), "{page}");
    let (key, seen) = (hidden(&page, "key"), hidden(&page, "seen"));
    let back = format!("{address}/take-back");
    let without = olga.posts(&town, &back, &[("key", &key), ("seen", &seen), ("reason", "")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let taken = olga.posts(&town, &back, &[("key", &key), ("seen", &seen), ("reason", "Another force’s file")]).await;
    assert_eq!((taken.status, location(&taken)), (StatusCode::SEE_OTHER, "/figures"), "{}", taken.text());
    assert_eq!(olga.reads(&town, &address).await.status, StatusCode::NOT_FOUND);
    assert!(olga.reads(&town, "/measures/M1").await.text().contains("No figure is loaded yet."));
}
