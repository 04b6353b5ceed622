//! A file as evidence: attached to an update, kept, given out to be saved to those who may see it, and to nobody else.
use crate::working::{Town, hidden};
use axum::http::{StatusCode, header};
use domain::{actor::Role, evidence::Evidence};

const SURVEY: &[u8] = b"%PDF-1.7 the survey of the lamps";

fn sha256_of(town: &Town) -> String {
    let done = town.action("2.2").item.completion.unwrap();
    let file = done.evidence.iter().find_map(Evidence::file).expect("a file is evidence");
    assert_eq!(file.name.as_str(), "Lamps, 10 November.pdf");
    assert_eq!(file.size, i64::try_from(SURVEY.len()).unwrap());
    file.sha256.to_string()
}

#[tokio::test]
async fn a_file_shows_that_an_action_is_complete_and_whoever_verifies_it_saves_it() {
    let town = Town::new().await;
    let (lead, chief) = (town.lead(), town.chief());
    let to = format!("{}/update", town.address("2.2"));
    let parts: [(&str, &[u8]); 5] = [
        ("words", b"It is lit."),
        ("rating", b"complete"),
        ("completed", b"2018-11-10"),
        ("back", b"action"),
        ("file=Lamps, 10 November.pdf", SURVEY),
    ];
    let sent = town.uploads(&lead, &to, &parts).await;
    assert_eq!(sent.status, StatusCode::SEE_OTHER, "{}", sent.text());
    let address = format!("{}/evidence/{}", town.address("2.2"), sha256_of(&town));
    let decisions = town.reads(&chief, "/decisions").await.text();
    assert!(decisions.contains(&address), "whoever verifies finds it: {decisions}");
    let saved = town.reads(&chief, &address).await;
    assert_eq!((saved.status, saved.body.as_slice()), (StatusCode::OK, SURVEY));
    let disposition = saved.headers[header::CONTENT_DISPOSITION].to_str().unwrap();
    assert_eq!(disposition, "attachment; filename*=UTF-8''Lamps%2C%2010%20November.pdf");
    assert_eq!(saved.headers[header::CONTENT_TYPE], "application/pdf");
    assert!(saved.headers[header::CONTENT_SECURITY_POLICY].to_str().unwrap().contains("sandbox"));
    assert_eq!(saved.headers["x-content-type-options"], "nosniff");
    assert!(town.office.record.verify().await.unwrap().ok);

    // The Panel sees the action and not what shows it; a partner sees neither.
    for role in [Role::PanelReader, Role::PanelClerk, Role::Contributor] {
        let other = town.who("Chief Executive", role);
        assert_eq!(town.reads(&other, &address).await.status, StatusCode::NOT_FOUND, "{role:?}");
        let page = town.reads(&other, &town.address("2.2")).await.text();
        assert!(!page.contains("/evidence/") && !page.contains("Lamps, 10"), "{role:?}: {page}");
    }
    // Under another action it is not there, nor is any other file of the record.
    let other = address.replace(&town.address("2.2"), &town.address("2.1"));
    assert_eq!(town.reads(&chief, &other).await.status, StatusCode::NOT_FOUND);
    for hash in ["0".repeat(64), "..%2F..%2Fsigning.key".into(), String::from("x")] {
        let none = format!("{}/evidence/{hash}", town.address("2.2"));
        assert_eq!(town.reads(&chief, &none).await.status, StatusCode::NOT_FOUND, "{hash}");
    }
}

#[tokio::test]
async fn a_file_waits_while_its_form_is_put_right_and_is_nobody_elses_meanwhile() {
    let town = Town::new().await;
    let lead = town.lead();
    let to = format!("{}/update", town.address("2.2"));
    let parts: [(&str, &[u8]); 3] =
        [("words", b"It is lit."), ("rating", b"complete"), ("file=Lamps, 10 November.pdf", SURVEY)];
    let back = town.uploads(&lead, &to, &parts).await;
    assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = back.text();
    assert!(page.contains("“Lamps, 10 November.pdf” is attached"), "{page}");
    let waits = hidden(&page, "attached").to_owned();
    let right = [("words", "It is lit."), ("rating", "complete"), ("completed", "2018-11-10"), ("attached", &waits)];
    // Somebody else who knows where it waits has nothing of it.
    let officer = town.who("Chief Executive", Role::Officer);
    let theirs = town.sends(Some(&officer), &to, &right).await;
    assert_eq!(theirs.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(theirs.text().contains("is not kept any more"), "{}", theirs.text());
    let import = town.reads(&officer, &format!("/import/{waits}")).await;
    assert_eq!(import.status, StatusCode::NOT_FOUND, "it is no table either");
    assert_eq!(town.sends(Some(&lead), &to, &right).await.status, StatusCode::SEE_OTHER);
    assert_eq!(sha256_of(&town).len(), 64);
    let again = town.sends(Some(&lead), &to, &right).await;
    assert!(again.text().contains("is not kept any more"), "what was sent does not wait any more");
}

#[tokio::test]
async fn what_is_no_file_of_an_office_is_refused_beside_its_field_and_what_was_typed_stays() {
    let town = Town::new().await;
    let lead = town.lead();
    let to = format!("{}/update", town.address("2.2"));
    let before = town.office.record.office().head().seq;
    let large = [b"%PDF-".as_slice(), &vec![b' '; 9 * 1024 * 1024]].concat();
    let bad: [(&str, &[u8], &str); 8] = [
        ("file=page.html", b"<script>alert(1)</script>", "no type that is kept"),
        ("file=picture.svg", b"<svg onload=alert(1)>", "no type that is kept"),
        ("file=survey.pdf", b"MZ\x90", "not what its name says"),
        ("file=survey.pdf", b"", "is empty"),
        ("file=", b"%PDF-1.7", "has no name"),
        ("file=..", b"%PDF-1.7", "no type that is kept"),
        ("file=table.xlsx", b"PK\x03\x04 xl/vbaProject.bin", "carries macros"),
        ("file=large.pdf", &large, "more than 5 MB"),
    ];
    for (name, bytes, why) in bad {
        let parts: [(&str, &[u8]); 2] = [("words", b"Half of the lamps stand."), (name, bytes)];
        let back = town.uploads(&lead, &to, &parts).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
        let page = back.text();
        assert!(page.contains(why), "{name}: {why}: {page}");
        assert!(page.contains("Half of the lamps stand."), "{name}: what was typed stays");
        assert!(page.contains("href=\"#file-"), "{name}: the summary leads to the field");
    }
    assert_eq!(town.office.record.office().head().seq, before, "nothing was recorded");
    // Without a file the field is as if it were not there.
    let none: [(&str, &[u8]); 2] = [("words", b"Half of the lamps stand."), ("file=", b"")];
    assert_eq!(town.uploads(&lead, &to, &none).await.status, StatusCode::SEE_OTHER);
}
