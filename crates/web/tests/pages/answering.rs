//! A partner answers by a link, without an account: sees its own items and nothing else, while the round is open.
use crate::{
    office::{Answered, Northmarsh},
    town::{Browser, Town, hidden, link, location},
};
use axum::http::{Method, StatusCode};
use domain::{
    access::{AssignPost, EndAccess},
    actor::{Actor, Role},
    ask::Command,
    id::Id,
    office::Kept,
    post::Post,
    round::{FreezeRound, OpenRound, Return},
    text::text,
    update::{Reasons, Saying, Update, UpdateAction},
};

const NOW: &str = "2026-05-04T09:00:00Z";

/// Northmarsh with a round that is open, its officer, and the link that she made for the caretaker.
struct Quarter {
    town: Town,
    alex: Browser,
    officer: Browser,
    round: String,
    link: String,
}

impl Quarter {
    async fn new() -> Self {
        let (town, secret) = Town::of(Northmarsh::with_posts().await, None, vec![]).await;
        let mut alex = Browser::default();
        assert_eq!(alex.first(&town, &secret).await.status, StatusCode::SEE_OTHER);
        let (officer, _) = town.joins(&mut alex, "Olive Officer", Role::Officer).await;
        let due = Some("2026-05-29").map(|day| day.parse().unwrap()).unwrap();
        let open = OpenRound { plan: None, name: Some(text("Spring")), period: None, due };
        town.office.write(Command::OpenRound(open), NOW, None).await;
        let round = town.office.round();
        let mut quarter = Self { town, alex, officer, round, link: String::new() };
        quarter.link = quarter.makes_a_link().await;
        quarter
    }

    fn post(&self, name: &str) -> Id<Post> {
        let office = self.town.office.record.office();
        let sight = office.seen_by(&crate::office::clerk());
        sight.posts().find(|post| post.item.is_called(name)).unwrap().id
    }

    async fn makes_a_link(&mut self) -> String {
        let post = self.post("Caretaker").to_string();
        let form = self.link_form(&post).await;
        let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
        let made = self.officer.posts(&self.town, &format!("{}/link", self.round), &form).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text());
        link(&made.text())
    }

    /// The form that makes a link, as it came with the page.
    async fn link_form(&mut self, post: &str) -> Vec<(&'static str, String)> {
        let page = self.officer.reads(&self.town, &self.round).await.text();
        let form = &page[page.find("/link\" novalidate").unwrap()..];
        vec![("post", post.to_owned()), ("key", hidden(form, "key"))]
    }

    fn last_update(&self, reference: &str) -> Option<Kept<Update>> {
        let office = self.town.office.record.office();
        let sight = office.seen_by(&crate::office::clerk());
        let plan = sight.plans().next().unwrap().id;
        let action = sight.actions(plan).into_iter().find(|kept| kept.reference().as_str() == reference).unwrap();
        sight.update(action.item.update?).cloned()
    }

    fn action(&self, reference: &str) -> String {
        let office = self.town.office.record.office();
        let sight = office.seen_by(&crate::office::clerk());
        let plan = sight.plans().next().unwrap().id;
        sight.actions(plan).into_iter().find(|kept| kept.reference().as_str() == reference).unwrap().id.to_string()
    }

    /// How it stands with an item on the officer's page of the round.
    async fn stands(&mut self, title: &str) -> String {
        let page = self.officer.reads(&self.town, &self.round).await.text();
        let table = &page[page.find("Everything that was asked for").unwrap()..];
        let row = &table[table.find(title).unwrap_or_else(|| panic!("{title}: {table}"))..];
        row.split("</strong>").next().unwrap().rsplit('>').next().unwrap().to_owned()
    }

    async fn answers(&self, link: &str, fields: &[(&str, &str)]) -> Answered {
        Browser::default().posts(&self.town, link, fields).await
    }
}

#[tokio::test]
async fn a_partner_answers_without_an_account_and_scanners_spend_nothing() {
    let mut quarter = Quarter::new().await;
    let before = (quarter.town.bytes(), quarter.town.office.record.office().head().seq);
    let mut pages = std::collections::BTreeSet::new();
    for _ in 0..20 {
        for method in [Method::GET, Method::HEAD] {
            let looked = Browser::default().asks(&quarter.town, &method, &quarter.link, &[], &[]).await;
            assert_eq!(looked.status, StatusCode::OK);
            assert_eq!(
                (&looked.headers["referrer-policy"], &looked.headers["cache-control"]),
                (&"no-referrer".parse().unwrap(), &"no-store".parse().unwrap())
            );
            assert!(!looked.headers.contains_key("set-cookie"));
            if method == Method::GET {
                let page = looked.text();
                pages.insert(page.replace(&hidden(&page, "key"), "KEY"));
            }
        }
    }
    assert_eq!(pages.len(), 1, "each sees the same");
    assert_eq!(
        (quarter.town.bytes(), quarter.town.office.record.office().head().seq),
        before,
        "not a byte was written"
    );
    assert_eq!(quarter.stands("Mend the roof").await, "Asked", "looking is not opening");

    let page = pages.pop_first().unwrap();
    assert!(
        page.contains("Mend the roof") && page.contains("Tiles are ordered.") && page.contains("Your name"),
        "{page}"
    );
    assert!(!page.contains("<script") && page.contains("29 May 2026") && page.contains("For Caretaker"), "{page}");
    let page = Browser::default().reads(&quarter.town, &quarter.link).await.text();
    let action = quarter.action("3.1");
    let (seen, key) = (hidden(&page[page.find("Mend the roof").unwrap()..], "seen"), hidden(&page, "key"));
    let words = "The tiles are on & the gutter is clear.";
    let form = |name: &'static str| {
        vec![
            ("action", action.as_str()),
            ("seen", &seen),
            ("key", &key),
            ("words", words),
            ("rating", "off_track"),
            ("name", name),
        ]
    };
    let nobody = quarter.answers(&quarter.link, &form(" ")).await;
    assert_eq!(nobody.status, StatusCode::UNPROCESSABLE_ENTITY);
    let back = nobody.text();
    assert!(
        back.contains("govuk-error-summary") && back.contains("gutter is clear") && back.contains("href=\"#name-"),
        "{back}"
    );
    assert_eq!(quarter.stands("Mend the roof").await, "Opened", "a form that was sent is somebody who looked");
    for _ in 0..2 {
        let done = quarter.answers(&quarter.link, &form("Jo Partner")).await;
        assert_eq!(done.status, StatusCode::OK, "{}", done.text());
        assert!(done.text().contains("What you said of 3.1 is on the record."), "{}", done.text());
    }
    let said = quarter.last_update("3.1").unwrap();
    assert_eq!(said.item.narrative.as_ref().unwrap().as_str(), words);
    assert_eq!(said.actor, quarter.post("Caretaker").uuid(), "in the name of the post");
    let by = said.item.by_link.unwrap();
    assert_eq!(by.sent_to.as_str(), "Caretaker");
    let links = quarter
        .town
        .office
        .record
        .answer_links()
        .of_round(quarter.round.rsplit('/').next().unwrap().parse::<uuid::Uuid>().unwrap().into())
        .await
        .unwrap();
    assert_eq!(by.link, links[0].link);
    assert_eq!(quarter.town.office.record.office().head().seq, before.1 + 2, "sent twice is said once");
    assert_eq!(quarter.stands("Mend the roof").await, "Returned");
    let inside = quarter.officer.reads(&quarter.town, &format!("/actions/{action}")).await.text();
    assert!(inside.contains("By the link sent to Caretaker, entered as Jo Partner"), "{inside}");
    assert!(!inside.contains(quarter.link.rsplit('/').next().unwrap()));
    // Whoever looks next finds no name, and sees what was said.
    let next = Browser::default().reads(&quarter.town, &quarter.link).await.text();
    assert!(next.contains("gutter is clear") && !next.contains("Jo Partner"), "{next}");
}

#[tokio::test]
async fn a_link_shows_nothing_of_anything_else() {
    let mut quarter = Quarter::new().await;
    let record = quarter.town.office.record.clone();
    let mut canaries = vec![];
    let office = record.office();
    let all: Vec<(String, String)> = {
        let sight = office.seen_by(&crate::office::clerk());
        let plan = sight.plans().next().unwrap().id;
        sight
            .actions(plan)
            .into_iter()
            .map(|kept| (kept.reference().to_string(), kept.item.title.to_string()))
            .collect()
    };
    let caretakers: Vec<&str> = {
        let sight = office.seen_by(&crate::office::clerk());
        let plan = sight.plans().next().unwrap().id;
        let post = domain::action::Held::Post(quarter.post("Caretaker"));
        let own = sight.actions(plan).into_iter().filter(|kept| kept.item.leads.contains(&post));
        own.map(|kept| kept.reference().as_str()).collect()
    };
    for (reference, title) in &all {
        let own = caretakers.contains(&reference.as_str());
        let words = if own { format!("Own words of {reference}") } else { format!("canary-words-{reference}") };
        let reasons = Reasons { internal: text("canary-inside"), public: text("canary-reason") };
        let saying = Saying {
            narrative: text(&words),
            rating: Some(text("at_risk")),
            reasons: Some(reasons),
            next_step: (!own).then(|| text("canary-next")),
            ..Saying::default()
        };
        let action = quarter.action(reference).parse::<uuid::Uuid>().unwrap();
        let update = Command::UpdateAction(Box::new(UpdateAction { action: action.into(), saying }));
        let ask = domain::ask::Ask {
            actor: crate::office::clerk(),
            now: quarter.town.now(),
            on: None,
            key: None,
            seen: vec![],
            reason: Some(text("canary-why")),
            command: update,
        };
        // What is closed takes none.
        let _ = record.write(ask).await;
        if !own {
            canaries.push(title.clone());
        }
    }
    canaries.extend(["canary-", "Head of Policy", "Chief Executive", "Alex Clerk", "Olive"].map(ToOwned::to_owned));
    let page = Browser::default().reads(&quarter.town, &quarter.link).await;
    assert_eq!(page.status, StatusCode::OK);
    let mut looked = 0;
    let wrong =
        quarter.answers(&quarter.link, &[("action", &quarter.action("3.1")), ("words", ""), ("name", "")]).await;
    for page in [page.text(), wrong.text()] {
        assert!(page.contains("Mend the roof") && page.contains("Own words of 3.1"), "{page}");
        for canary in &canaries {
            let at = page.find(canary.as_str()).map(|at| &page[at.saturating_sub(300)..]);
            assert!(at.is_none(), "{canary}: {at:?}");
            looked += 1;
        }
        let links: Vec<String> = crate::office::links(&page);
        assert!(
            links.iter().all(|to| to.starts_with('#')
                || to.starts_with("/assets/")
                || *to == "/"
                || *to == quarter.link
                || to.starts_with("https://")),
            "{links:?}"
        );
    }
    // Another post's item by this link is as none at all, and says so in the same words as a link that there is not.
    let other = quarter
        .answers(&quarter.link, &[("action", &quarter.action("2.2")), ("words", "Mine now"), ("name", "Eve")])
        .await;
    let nothing = quarter.answers(&quarter.link.replace("/answer/", "/answer/x"), &[]).await;
    assert_eq!((other.status, other.body), (nothing.status, nothing.body));
    assert_ne!(quarter.last_update("2.2").unwrap().item.narrative.unwrap().as_str(), "Mine now");
    println!("{looked} canaries looked for behind a link of {} items of {}", caretakers.len(), all.len());
    assert!(looked >= 16);
    let _ = quarter.stands("Mend the roof").await;
}

#[tokio::test]
async fn unknown_revoked_and_frozen_links_lead_to_one_page_that_tells_nothing() {
    let mut quarter = Quarter::new().await;
    let revoked = quarter.link.clone();
    let post = quarter.post("Caretaker").to_string();
    let done = quarter.officer.posts(&quarter.town, &format!("{}/revoke", quarter.round), &[("post", &post)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER);
    let page = quarter.officer.reads(&quarter.town, location(&done)).await.text();
    assert!(page.contains("Every link of Caretaker is revoked") && page.contains("Revoked"), "{page}");
    let frozen = quarter.makes_a_link().await;
    assert_eq!(Browser::default().reads(&quarter.town, &frozen).await.status, StatusCode::OK);
    let form = Browser::default().reads(&quarter.town, &frozen).await.text();
    quarter.town.office.write(Command::FreezeRound(FreezeRound { round: text("Spring") }), NOW, None).await;
    let never = format!("/answer/{}", "A".repeat(43));
    let mut all = vec![];
    for address in [
        revoked.as_str(),
        &frozen,
        &never,
        "/answer/x",
        "/answer/%00",
        "/answer/..%2F..%2Fplans",
        &format!("/answer/{}", "é".repeat(43)),
    ] {
        let looked = Browser::default().reads(&quarter.town, address).await;
        let action = quarter.action("3.1");
        let (seen, key) = (hidden(&form, "seen"), hidden(&form, "key"));
        let late = [("action", action.as_str()), ("seen", &seen), ("key", &key), ("words", "Too late"), ("name", "Jo")];
        let sent = quarter.answers(address, &late).await;
        all.push((looked.status, looked.text()));
        all.push((sent.status, sent.text()));
    }
    assert!(all.windows(2).all(|pair| pair[0] == pair[1]), "one page for all");
    assert_eq!(all[0].0, StatusCode::NOT_FOUND);
    assert!(all[0].1.contains("This link leads nowhere") && !all[0].1.contains("Caretaker"), "{}", all[0].1);
    assert_ne!(quarter.last_update("3.1").unwrap().item.narrative.unwrap().as_str(), "Too late");
    println!("{} ways to a link that leads nowhere, one answer", all.len());
}

#[tokio::test]
async fn what_is_sent_back_is_read_by_its_lead_and_answered_by_another_update() {
    let mut quarter = Quarter::new().await;
    let action = quarter.action("3.1");
    let send_back = format!("{}/send-back", quarter.round);
    let form = [("action", action.as_str()), ("comment", "Which gutter? <b>")];
    let early = quarter.officer.posts(&quarter.town, &send_back, &form).await;
    assert_eq!(early.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(early.text().contains("Nothing came for 3.1 that could be sent back"), "{}", early.text());
    let said =
        [("action", action.as_str()), ("words", "The gutter is clear."), ("rating", "off_track"), ("name", "Jo")];
    assert_eq!(quarter.answers(&quarter.link, &said).await.status, StatusCode::OK);
    let without = quarter.officer.posts(&quarter.town, &send_back, &[("action", &action), ("comment", " ")]).await;
    assert_eq!(without.status, StatusCode::UNPROCESSABLE_ENTITY);
    let done = quarter.officer.posts(&quarter.town, &send_back, &form).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    assert!(quarter.officer.reads(&quarter.town, location(&done)).await.text().contains("3.1 went back to its lead"));
    assert_eq!(quarter.stands("Mend the roof").await, "Sent back");
    let page = Browser::default().reads(&quarter.town, &quarter.link).await.text();
    assert!(page.contains("Sent back by") && page.contains("Which gutter? &lt;b&gt;"), "{page}");
    // Somebody who signs in for the post reads it among their updates.
    let caretaker = Actor::of(quarter.post("Caretaker"), "Caretaker", Role::Lead);
    let view = domain::sight::View::new(quarter.town.office.record.office(), caretaker);
    let today = domain::period::london_day(quarter.town.now());
    let round = view.sight().rounds()[0].id;
    assert!(view.asked_in(round, today).iter().any(|owed| owed.state == Return::SentBack));
    assert!(view.work().iter().any(|kept| view.sent_back(kept).is_some() && view.is_due(kept, today)));
    let again =
        [("action", action.as_str()), ("words", "The south gutter is clear."), ("rating", "off_track"), ("name", "Jo")];
    assert_eq!(quarter.answers(&quarter.link, &again).await.status, StatusCode::OK);
    assert_eq!(quarter.stands("Mend the roof").await, "Returned");
    let history = quarter.officer.reads(&quarter.town, &format!("/actions/{action}")).await.text();
    assert!(history.contains("The gutter is clear.") && history.contains("The south gutter is clear."), "both stand");
}

#[tokio::test]
async fn a_link_that_is_asked_for_twice_by_one_form_is_one_link() {
    let mut quarter = Quarter::new().await;
    let post = quarter.post("Head of Policy").to_string();
    let form = quarter.link_form(&post).await;
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let address = format!("{}/link", quarter.round);
    let mut shown = vec![];
    for _ in 0..2 {
        let made = quarter.officer.posts(&quarter.town, &address, &form).await;
        assert_eq!(made.status, StatusCode::OK, "{}", made.text());
        shown.push(link(&made.text()));
    }
    assert_eq!(shown[0], shown[1], "whichever answer the browser shows, it is the link that was made");
    assert_eq!(Browser::default().reads(&quarter.town, &shown[0]).await.status, StatusCode::OK);
    let round: uuid::Uuid = quarter.round.rsplit('/').next().unwrap().parse().unwrap();
    let of_round = async || quarter.town.office.record.answer_links().of_round(round.into()).await.unwrap().len();
    assert_eq!(of_round().await, 2, "the caretaker's, and this one");
    let blind = quarter.officer.posts(&quarter.town, &address, &[("post", &post)]).await;
    assert_eq!((blind.status, of_round().await), (StatusCode::BAD_REQUEST, 2), "no form without its key");
    // Nobody who reads the form knows what its link will be, and another form makes another.
    assert!(!shown[0].contains(form[1].1));
    let other = quarter.link_form(&post).await;
    let other: Vec<(&str, &str)> = other.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_ne!(link(&quarter.officer.posts(&quarter.town, &address, &other).await.text()), shown[0]);
}

#[tokio::test]
async fn a_link_that_was_mailed_leads_nowhere_once_somebody_who_signs_in_holds_the_post() {
    let mut quarter = Quarter::new().await;
    let (post, record) = (quarter.post("Caretaker"), quarter.town.office.record.clone());
    let round: uuid::Uuid = quarter.round.rsplit('/').next().unwrap().parse().unwrap();
    let links = record.answer_links();
    links.write_down(post, Some("caretaker@partner.example")).await.unwrap();
    let token = record::Token::new().unwrap();
    let mailed = record::AnswerLink {
        link: uuid::Uuid::now_v7(),
        round: round.into(),
        post,
        address: "caretaker@partner.example".into(),
        made: quarter.town.now(),
        revoked: false,
    };
    links.keep(&token, &mailed).await.unwrap();
    let address = format!("/answer/{}", token.as_str());
    assert_eq!(Browser::default().reads(&quarter.town, &address).await.status, StatusCode::OK);
    let (_, robin) = {
        let Quarter { town, alex, .. } = &mut quarter;
        town.joins(alex, "Robin Keeper", Role::Lead).await
    };
    let assign = AssignPost { person: robin, post, from: None };
    quarter.town.office.write(Command::AssignPost(assign), NOW, None).await;
    assert_eq!(Browser::default().reads(&quarter.town, &address).await.status, StatusCode::NOT_FOUND);
    let action = quarter.action("3.1");
    let late = [("action", action.as_str()), ("words", "Still me"), ("rating", "on_track"), ("name", "Jo")];
    assert_eq!(quarter.answers(&address, &late).await.status, StatusCode::NOT_FOUND);
    assert_ne!(quarter.last_update("3.1").unwrap().item.narrative.unwrap().as_str(), "Still me");
    let page = quarter.officer.reads(&quarter.town, &quarter.round).await.text();
    let row = page.split("caretaker@partner.example").nth(1).unwrap().split("</tr>").next().unwrap();
    assert!(row.contains("Revoked"), "and the officer sees that: {row}");
}

#[tokio::test]
async fn a_link_to_choose_a_passphrase_dies_with_the_access_that_it_was_for() {
    let mut quarter = Quarter::new().await;
    let Quarter { town, alex, .. } = &mut quarter;
    let (_, sam) = town.joins(alex, "Sam Leaver", Role::Lead).await;
    let (invitation, robin) = town.invited(alex, "Robin Never", Role::Lead).await;
    let made = alex.posts(town, &format!("/people/{sam}/link"), &[]).await;
    let reset = link(&made.text());
    let is_good = async |address: &str| Browser::default().reads(town, address).await.text().contains("name=\"again\"");
    assert!(is_good(&reset).await && is_good(&invitation).await);
    // Ended by whatever door: on the page one, at the command line the other.
    let page = alex.reads(town, &format!("/people/{sam}")).await.text();
    let form = [("key", hidden(&page, "key")), ("version", hidden(&page, "version"))];
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert_eq!(alex.posts(town, &format!("/people/{sam}/end"), &form).await.status, StatusCode::SEE_OTHER);
    town.office.write(Command::EndAccess(EndAccess { person: robin, posts_to: None }), NOW, None).await;
    for address in [&reset, &invitation] {
        assert!(!is_good(address).await, "{address}");
        let chosen = [("passphrase", crate::town::PASSPHRASE), ("again", crate::town::PASSPHRASE)];
        let mut late = Browser::default();
        let late_answer = late.posts(town, address, &chosen).await;
        assert!(
            late.cookie.is_none() && late_answer.text().contains("This link cannot be used"),
            "{}",
            late_answer.text()
        );
    }
    let again = alex.posts(town, &format!("/people/{sam}/link"), &[]).await;
    assert_eq!(again.status, StatusCode::NOT_FOUND, "and nobody makes them another");
    let accounts = town.office.record.accounts();
    let token = record::Token::held_out(reset.rsplit('/').next().unwrap());
    assert!(
        accounts.linked(&token, record::Purpose::Reset, town.now()).await.unwrap().is_none(),
        "nothing is kept of it"
    );
}
