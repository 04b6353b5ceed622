//! The quarter's work on the pages: a lead's updates, the approver's decisions, and what each of them may not do.
use crate::office::{Answered, Northmarsh, ask_as, at};
use axum::{
    body::Body,
    http::{Request, StatusCode},
};
use domain::{
    action::{Action, Basis},
    actor::{Actor, Role},
    id::Id,
    office::Kept,
    post::Post,
};
use jiff::Timestamp;
use web::{Clock, Doors};

/// The day on which all of this happens.
pub const NOW: &str = "2018-11-20T09:00:00Z";

pub struct Town {
    pub office: Northmarsh,
    now: Timestamp,
}

impl Town {
    pub async fn new() -> Self {
        Self::of(Northmarsh::with_posts().await)
    }

    pub fn of(office: Northmarsh) -> Self {
        Self { office, now: at(NOW) }
    }

    /// Lets time pass.
    pub fn comes_to(&mut self, moment: &str) {
        self.now = at(moment);
    }

    pub fn post(&self, name: &str) -> Id<Post> {
        let office = self.office.record.office();
        let sight = office.seen_by(&crate::office::clerk());
        sight.posts().find(|post| post.item.name.as_str() == name).unwrap().id
    }

    pub fn who(&self, post: &str, role: Role) -> Actor {
        Actor::of(self.post(post), post, role)
    }

    pub fn lead(&self) -> Actor {
        self.who("Head of Policy", Role::Lead)
    }

    pub fn chief(&self) -> Actor {
        self.who("Chief Executive", Role::Approver)
    }

    async fn asks(&self, actor: Option<&Actor>, mut request: Request<Body>) -> Answered {
        if let Some(actor) = actor {
            request.extensions_mut().insert(actor.clone());
        }
        let now = self.now;
        let doors = Doors::new(false, None, vec![], Clock::of(move || now));
        let staff = web::staff_router_with(self.office.record.clone(), doors, &crate::trial::child());
        ask_as(staff, request, "127.0.0.1:50000").await
    }

    pub async fn reads(&self, actor: &Actor, address: &str) -> Answered {
        let request = Request::get(address).header("host", "127.0.0.1:8081").body(Body::empty()).unwrap();
        self.asks(Some(actor), request).await
    }

    pub async fn sends(&self, actor: Option<&Actor>, address: &str, fields: &[(&str, &str)]) -> Answered {
        let body: Vec<String> = fields.iter().map(|(name, value)| format!("{name}={}", encoded(value))).collect();
        let request = Request::post(address)
            .header("host", "127.0.0.1:8081")
            .header("content-type", "application/x-www-form-urlencoded")
            .header("sec-fetch-site", "same-origin")
            .body(Body::from(body.join("&")))
            .unwrap();
        self.asks(actor, request).await
    }

    /// A form with a file in it.
    pub async fn uploads(&self, actor: &Actor, address: &str, parts: &[(&str, &[u8])]) -> Answered {
        const BOUNDARY: &str = "----a-boundary-7f3a";
        let mut body = Vec::new();
        for (name, bytes) in parts {
            // "file" or "file=what it is called".
            let (name, file) = match (*name, name.strip_prefix("file=")) {
                (_, Some(called)) => ("file", format!("; filename=\"{called}\"")),
                ("file", None) => ("file", "; filename=\"filled in.xlsx\"".to_owned()),
                (name, None) => (name, String::new()),
            };
            body.extend(
                format!("--{BOUNDARY}\r\nContent-Disposition: form-data; name=\"{name}\"{file}\r\n\r\n").into_bytes(),
            );
            body.extend(*bytes);
            body.extend(b"\r\n");
        }
        body.extend(format!("--{BOUNDARY}--\r\n").into_bytes());
        let request = Request::post(address)
            .header("host", "127.0.0.1:8081")
            .header("sec-fetch-site", "same-origin")
            .header("content-type", format!("multipart/form-data; boundary={BOUNDARY}"))
            .body(Body::from(body))
            .unwrap();
        self.asks(Some(actor), request).await
    }

    pub fn action(&self, reference: &str) -> Kept<Action> {
        let office = self.office.record.office();
        let sight = office.seen_by(&crate::office::clerk());
        let plan = sight.plans().next().unwrap().id;
        sight.actions(plan).into_iter().find(|a| a.reference().as_str() == reference).unwrap().clone()
    }

    pub fn seen(&self, reference: &str) -> String {
        self.action(reference).version.to_string()
    }

    pub fn address(&self, reference: &str) -> String {
        format!("/actions/{}", self.action(reference).id)
    }
}

fn encoded(value: &str) -> String {
    value
        .bytes()
        .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
        .collect()
}

/// The part of a page that is about one item.
fn item<'a>(page: &'a str, title: &str) -> &'a str {
    let at = page.find(title).unwrap_or_else(|| panic!("{title} is not on {page}"));
    let from = page[..at].rfind("<section").unwrap_or(0);
    let to = page[at..].find("</section>").map_or(page.len(), |end| at + end);
    &page[from..to]
}

/// What a hidden field of a form holds.
pub fn hidden<'a>(html: &'a str, name: &str) -> &'a str {
    let field = html.split(&format!("name=\"{name}\" value=\"")).nth(1).unwrap_or_else(|| panic!("{name}: {html}"));
    field.split('"').next().unwrap()
}

#[tokio::test]
async fn my_updates_hold_what_is_due_from_my_posts_and_nothing_else() {
    let town = Town::new().await;
    let page = town.reads(&town.lead(), "/updates").await;
    assert_eq!(page.status, StatusCode::OK);
    let page = page.text();
    assert!(page.contains("Publish a charter") && page.contains("Light the underpass"), "{page}");
    assert!(!page.contains("Open a hub for victims</a>"), "what is complete is not asked about: {page}");
    assert!(!page.contains("Mend the roof"), "the work of another post");
    let charter = item(&page, "Publish a charter");
    for said in
        ["Off track", "The draft was not agreed.", "By the written rules it would be", "rule 8", "31 January 2019"]
    {
        assert!(charter.contains(said), "{said}: {charter}");
    }
    for field in ["name=\"words\"", "name=\"rating\"", "name=\"next-step\"", "name=\"new-date\"", "name=\"evidence\""] {
        assert!(charter.contains(field), "{field}");
    }
    assert!(!page.contains("<script"));
    // Nobody signed in may update nothing, and is not told that there is such a page.
    let nobody =
        town.asks(None, Request::get("/updates").header("host", "127.0.0.1").body(Body::empty()).unwrap()).await;
    assert_eq!(nobody.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn a_form_that_is_sent_is_recorded_once_and_the_item_is_done() {
    let town = Town::new().await;
    let lead = town.lead();
    let page = town.reads(&lead, "/updates").await.text();
    let underpass = item(&page, "Light the underpass").to_owned();
    let address = format!("{}/update", town.address("2.2"));
    let fields = [
        ("words", "The survey is done."),
        ("rating", "on_track"),
        ("next-step", "Order the lamps"),
        ("seen", hidden(&underpass, "seen")),
        ("key", hidden(&underpass, "key")),
        ("back", "mine"),
    ];
    let answered = town.sends(Some(&lead), &address, &fields).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    assert_eq!(answered.headers["location"], "/updates?done=2.2");
    let version = town.action("2.2").version;
    // Pressed twice, or sent again by a browser: one effect.
    let again = town.sends(Some(&lead), &address, &fields).await;
    assert_eq!((again.status, town.action("2.2").version), (StatusCode::SEE_OTHER, version));
    assert!(matches!(town.action("2.2").item.rating.unwrap().basis, Basis::Agrees { .. }));
    let page = town.reads(&lead, "/updates?done=2.2").await.text();
    assert!(page.contains("What you said of 2.2 is on the record."));
    assert!(!page.contains("The survey is done."), "done, so not asked again");
    let action = town.reads(&lead, &town.address("2.2")).await.text();
    for said in ["The survey is done.", "Order the lamps", "the lead’s own, agrees with the written rules", "rule 8"]
    {
        assert!(action.contains(said), "{said}: {action}");
    }
    // On the timeline with who said it.
    assert!(action.contains("said by Head of Policy") || action.contains("Head of Policy"), "{action}");
}

#[tokio::test]
async fn a_form_that_is_wrong_comes_back_with_what_was_typed_and_the_way_to_the_field() {
    let town = Town::new().await;
    let lead = town.lead();
    let address = format!("{}/update", town.address("1.2"));
    let seen = town.seen("1.2");
    let before = town.office.record.office().head().seq;
    let typed = "We are <b>nearly</b> there & more";
    for (fields, says, field) in [
        (vec![("words", ""), ("rating", "off_track")], "Say what was done since the last update", "words-"),
        (vec![("words", typed), ("rating", "at_risk")], "The written rules give “On track”", "reason-"),
        (
            vec![("words", typed), ("rating", "at_risk"), ("reason", "CANARY"), ("public-reason", " ")],
            "everybody reads is missing",
            "public-reason-",
        ),
        (vec![("words", typed), ("rating", "complete")], "only with the day", "completed-"),
        (
            vec![("words", typed), ("rating", "complete"), ("completed", "2018-11-01")],
            "only with evidence",
            "evidence-",
        ),
        (vec![("words", typed), ("day", "31 Foo")], "“31 Foo” is not a date", "day-"),
        (vec![("words", typed), ("day", "2019-01-01")], "has not come yet", "day-"),
    ] {
        for back in ["mine", "action"] {
            let all = [&fields[..], &[("seen", seen.as_str()), ("key", ""), ("back", back)]].concat();
            let answered = town.sends(Some(&lead), &address, &all).await;
            assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{says}");
            let page = answered.text();
            assert!(page.contains("govuk-error-summary") && page.contains("<title>Error:"), "{says}");
            assert!(page.contains(says), "{says}: {page}");
            assert!(page.contains(&format!("href=\"#{field}")) && page.contains(&format!("id=\"{field}")), "{field}");
            if fields[0].1 == typed {
                assert!(page.contains("We are &lt;b&gt;nearly&lt;/b&gt; there &amp; more"), "kept as it was typed");
            }
        }
    }
    assert_eq!(town.office.record.office().head().seq, before, "nothing was written");
}

#[tokio::test]
async fn still_true_is_one_press_and_is_not_offered_where_the_rules_say_otherwise() {
    let town = Town::new().await;
    let lead = town.lead();
    let page = town.reads(&lead, "/updates").await.text();
    // Red is the office's own view, and green is what the rules give.
    assert!(!item(&page, "Publish a charter").contains("Still true: confirm"));
    let helpline = item(&page, "Review the library").to_owned();
    assert!(helpline.contains("Still true: confirm"), "{helpline}");
    let fields = [("seen", hidden(&helpline, "seen")), ("key", hidden(&helpline, "key")), ("back", "mine")];
    let answered = town.sends(Some(&lead), &format!("{}/confirm", town.address("2.3")), &fields).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    let action = town.reads(&lead, &town.address("2.3")).await.text();
    assert!(action.contains("Confirmed as still true"), "{action}");
    // Pressed where it may not be, it says why.
    let refused = town.sends(Some(&lead), &format!("{}/confirm", town.address("1.2")), &[("back", "mine")]).await;
    assert_eq!(refused.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(refused.text().contains("1.2 cannot be confirmed as “Off track”"));
}

#[tokio::test]
async fn two_people_on_one_item_and_the_second_sees_both_texts_and_chooses() {
    let town = Town::new().await;
    let (lead, officer) = (town.lead(), town.who("Chief Executive", Role::Officer));
    let address = format!("{}/update", town.address("2.2"));
    let seen = town.seen("2.2");
    let form = |words: &'static str, seen: &str| {
        vec![
            ("words", words.to_owned()),
            ("rating", "on_track".into()),
            ("seen", seen.to_owned()),
            ("back", "action".into()),
        ]
    };
    let send = async |actor: &Actor, fields: Vec<(&'static str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(n, v)| (*n, v.as_str())).collect();
        town.sends(Some(actor), &address, &fields).await
    };
    assert_eq!(send(&lead, form("The lamps are ordered.", &seen)).await.status, StatusCode::SEE_OTHER);
    let second = send(&officer, form("The council has not paid.", &seen)).await;
    assert_eq!(second.status, StatusCode::UNPROCESSABLE_ENTITY);
    let page = second.text();
    assert!(page.contains("The lamps are ordered.") && page.contains("The council has not paid."), "{page}");
    assert!(page.contains("was changed by someone else since you saw it"), "{page}");
    // Sent again from that page, it is a later update, and the first one stays.
    let seen = hidden(&page, "seen").to_owned();
    assert_eq!(send(&officer, form("The council has not paid.", &seen)).await.status, StatusCode::SEE_OTHER);
    let action = town.reads(&officer, &town.address("2.2")).await.text();
    assert!(action.contains("The lamps are ordered.") && action.contains("The council has not paid."));
}

#[tokio::test]
async fn a_differing_rating_shows_its_public_reason_to_all_and_the_inner_one_to_the_office() {
    let town = Town::new().await;
    let lead = town.lead();
    let fields = [
        ("words", "The printer promised."),
        ("rating", "at_risk"),
        ("reason", "canary-inside he owes us one"),
        ("public-reason", "It is printed next week"),
        ("back", "action"),
    ];
    let answered = town.sends(Some(&lead), &format!("{}/update", town.address("1.2")), &fields).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER);
    let inside = town.reads(&lead, &town.address("1.2")).await.text();
    assert!(inside.contains("It is printed next week") && inside.contains("canary-inside"));
    for role in [Role::PanelReader, Role::PanelClerk, Role::Contributor] {
        let outside = town.reads(&town.who("Chief Executive", role), &town.address("1.2")).await;
        assert_eq!(outside.status, StatusCode::OK);
        let outside = outside.text();
        assert!(outside.contains("It is printed next week") && !outside.contains("canary-inside"), "{role:?}");
    }
    let take = domain::snapshot::TakeSnapshot {
        name: domain::text::text("Panel November"),
        body: domain::text::text("Panel"),
    };
    town.office.write(domain::ask::Command::TakeSnapshot(take), NOW, None).await;
    town.office.publish("Panel November", NOW).await;
    let mut read = 0;
    for address in [crate::office::PLAN.to_owned(), format!("{}/actions/1-2", crate::office::PLAN)] {
        let public = town.office.visits(&address).await;
        assert_eq!(public.status, StatusCode::OK, "{address}");
        assert!(!public.text().contains("canary-inside"));
        read += 1;
    }
    let public = town.office.visits(&format!("{}/actions/1-2", crate::office::PLAN)).await.text();
    assert!(
        public.contains("It is printed next week") && public.contains("the written rules give On track"),
        "{public}"
    );
    let line = "The leads’ own: 0 agree with the written rules, 1 differs with reasons, 0 could not be tested.";
    assert!(town.office.visits(crate::office::PLAN).await.text().contains(line));
    assert!(town.reads(&lead, crate::office::PLAN).await.text().contains(line));
    println!("{read} public pages read");
}

#[tokio::test]
async fn a_date_is_asked_for_and_the_approver_declines_and_approves() {
    let town = Town::new().await;
    let (lead, chief) = (town.lead(), town.chief());
    let address = format!("{}/date", town.address("2.2"));
    let ask = [("new-date", "2019-09-30"), ("date-reason", "The lamps are late"), ("back", "mine")];
    let missing = town.sends(Some(&lead), &address, &[("new-date", "2019-09-30"), ("back", "mine")]).await;
    assert_eq!(missing.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(missing.text().contains("needs a reason"));
    assert_eq!(town.sends(Some(&lead), &address, &ask).await.status, StatusCode::SEE_OTHER);
    assert_eq!(town.action("2.2").item.current_date.unwrap().to_string(), "2019-06-30", "nothing moved yet");
    let mine = town.reads(&lead, "/updates").await.text();
    assert!(item(&mine, "Light the underpass").contains("waits for a decision"));
    // Neither she nor a lead of anything sees the decisions as a decider.
    assert_eq!(
        town.sends(Some(&lead), "/decisions/0198a000-0000-7000-8000-000000000000", &[("decision", "approve")])
            .await
            .status,
        StatusCode::NOT_FOUND
    );
    let page = town.reads(&chief, "/decisions").await.text();
    assert!(page.contains("1 change waits for a decision") && page.contains("The lamps are late"), "{page}");
    assert!(page.contains("3 months past its original date"), "{page}");
    let to = page.split("action=\"/decisions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let to = format!("/decisions/{to}");
    let silent = town.sends(Some(&chief), &to, &[("decision", "decline"), ("reason", ""), ("seen", "1")]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text().contains("needs a reason"));
    let herself = Actor { role: Role::Approver, ..lead.clone() };
    let own = town.sends(Some(&herself), &to, &[("decision", "approve"), ("seen", "1")]).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.text().contains("asked for this change of 2.2 yourself"));
    let approved = town.sends(Some(&chief), &to, &[("decision", "approve"), ("reason", ""), ("seen", "1")]).await;
    assert_eq!(approved.status, StatusCode::SEE_OTHER);
    assert_eq!(town.action("2.2").item.current_date.unwrap().to_string(), "2019-09-30");
    let action = town.reads(&chief, &town.address("2.2")).await.text();
    for said in
        ["A change was asked for", "The change was approved", "Chief Executive", "3 months past its original date"]
    {
        assert!(action.contains(said), "{said}: {action}");
    }
    let ledger = town.reads(&chief, "/slippage").await.text();
    for said in [
        "Light the underpass",
        "30 June 2019",
        "30 September 2019",
        "The lamps are late",
        "Chief Executive",
        "Head of Policy",
    ] {
        assert!(ledger.contains(said), "{said}: {ledger}");
    }
}

#[tokio::test]
async fn a_completion_is_verified_by_somebody_else_and_says_how_far_they_stand() {
    let town = Town::new().await;
    let (lead, chief) = (town.lead(), town.chief());
    let fields = [
        ("words", "It is lit."),
        ("rating", "complete"),
        ("completed", "2018-11-10"),
        ("evidence", "javascript:alert(1)"),
        ("back", "action"),
    ];
    assert_eq!(
        town.sends(Some(&lead), &format!("{}/update", town.address("2.2")), &fields).await.status,
        StatusCode::SEE_OTHER
    );
    let action = town.reads(&lead, &town.address("2.2")).await.text();
    assert!(action.contains("completed on 10 November 2018, not verified"), "{action}");
    assert!(!action.contains("href=\"javascript:"), "evidence is followed only where it can do no harm");
    let verify = format!("{}/verify", town.address("2.2"));
    let seen = town.seen("2.2");
    let shown = [("evidence", "shown"), ("seen", seen.as_str())];
    assert_eq!(
        town.sends(Some(&chief), &verify, &[("seen", &seen)]).await.status,
        StatusCode::BAD_REQUEST,
        "neither button was pressed"
    );
    let own = town.sends(Some(&lead), &verify, &shown).await;
    assert_eq!(own.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(own.text().contains("somebody else has to verify"));
    assert_eq!(town.sends(Some(&chief), &verify, &shown).await.status, StatusCode::SEE_OTHER);
    let action = town.reads(&lead, &town.address("2.2")).await.text();
    assert!(action.contains("verified by Chief Executive on 20 November 2018, of the same organisation"), "{action}");
    assert!(action.contains("Completion verified"));
    let history = town.reads(&lead, &format!("{}/history", town.address("2.2"))).await.text();
    for said in ["Rating", "Not started", "Complete", "Head of Policy"] {
        assert!(history.contains(said), "{said}: {history}");
    }
}

#[tokio::test]
async fn evidence_that_does_not_show_it_puts_an_action_back_to_work_with_the_reason() {
    let town = Town::new().await;
    let (lead, chief) = (town.lead(), town.chief());
    let done = [("words", "It is lit."), ("rating", "complete"), ("completed", "2018-11-10"), ("evidence", "Notice 4")];
    assert_eq!(
        town.sends(Some(&lead), &format!("{}/update", town.address("2.2")), &done).await.status,
        StatusCode::SEE_OTHER
    );
    let verify = format!("{}/verify", town.address("2.2"));
    let seen = town.seen("2.2");
    let silent =
        town.sends(Some(&chief), &verify, &[("evidence", "not-shown"), ("reason", " "), ("seen", &seen)]).await;
    assert_eq!(silent.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(silent.text().contains("needs a reason"), "{}", silent.text());
    let not = [("evidence", "not-shown"), ("reason", "Half of the <lamps> are dark"), ("seen", seen.as_str())];
    assert_eq!(town.sends(Some(&chief), &verify, &not).await.status, StatusCode::SEE_OTHER);
    let action = town.reads(&lead, &town.address("2.2")).await.text();
    for said in ["The evidence did not show it as complete", "Half of the &lt;lamps&gt; are dark", "Not rated"] {
        assert!(action.contains(said), "{said}: {action}");
    }
    let panel = town.who("Chief Executive", Role::PanelReader);
    for page in [town.address("2.2"), format!("{}/history", town.address("2.2"))] {
        let seen = town.reads(&panel, &page).await;
        assert!(!seen.text().contains("are dark"), "why is the office's own: {}", seen.text());
    }
    let due = town.reads(&lead, "/updates").await.text();
    assert!(item(&due, "Light the underpass").contains("<textarea"), "it is asked about again: {due}");
}

#[tokio::test]
async fn any_change_is_asked_for_on_a_page_of_its_own_and_nothing_moves_before_somebody_else_agrees() {
    let town = Town::new().await;
    let (lead, chief) = (town.lead(), town.chief());
    let to = format!("{}/change", town.address("2.2"));
    let choose = town.reads(&lead, &to).await.text();
    for what in ["put-off", "close", "business-as-usual", "supersede", "merge", "split"] {
        assert!(choose.contains(&format!("?what={what}\"")), "{what}: {choose}");
        assert_eq!(town.reads(&lead, &format!("{to}?what={what}")).await.status, StatusCode::OK);
    }
    assert_eq!(town.reads(&lead, &format!("{to}?what=delete")).await.status, StatusCode::NOT_FOUND);
    let library = town.action("2.3").id.to_string();
    for (fields, says) in [
        (vec![("what", "put-off"), ("until", "2018-11-01"), ("reason", "x")], "has come already"),
        (vec![("what", "put-off"), ("until", "never"), ("reason", "x")], "is not a date"),
        (vec![("what", "close"), ("reason", "")], "Give the reason"),
        (vec![("what", "merge"), ("reason", "x")], "Choose the other action"),
        (vec![("what", "supersede"), ("other", "0197a000-0000-7000-8000-000000000099"), ("reason", "x")], "no such"),
        (vec![("what", "split"), ("titles", "One part"), ("reason", "x")], "two actions or more"),
        (vec![("what", "split"), ("titles", "Lamps\nlamps"), ("reason", "x")], "one title"),
    ] {
        let answered = town.sends(Some(&lead), &to, &fields).await;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{fields:?}");
        assert!(answered.text().contains(says), "{says}: {}", answered.text());
    }
    assert_eq!(town.sends(Some(&lead), &to, &[("what", "delete")]).await.status, StatusCode::BAD_REQUEST);
    let split = [("what", "split"), ("titles", "Light the steps\r\n\r\nLight the tunnel\r\n"), ("reason", "Two jobs")];
    assert_eq!(town.sends(Some(&lead), &to, &split).await.status, StatusCode::SEE_OTHER);
    assert!(town.reads(&lead, &format!("{to}?what=merge")).await.text().contains("waits"), "one at a time");
    assert_eq!(town.action("2.2").item.lineage, vec![], "nothing has moved");
    let page = town.reads(&chief, "/decisions").await.text();
    let decide = page.split("action=\"/decisions/").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let approve = [("decision", "approve"), ("reason", ""), ("seen", "1")];
    assert_eq!(town.sends(Some(&chief), &format!("/decisions/{decide}"), &approve).await.status, StatusCode::SEE_OTHER);
    let plan = town.reads(&lead, &town.address("2.2")).await.text();
    assert!(plan.contains("Light the steps") && plan.contains("Light the tunnel"), "{plan}");
    let merge = [("what", "merge"), ("other", library.as_str()), ("reason", "One reading room")];
    let answered = town.sends(Some(&lead), &format!("{}/change", town.address("1.2")), &merge).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
}

#[tokio::test]
async fn what_was_wrong_in_an_update_is_said_beside_it() {
    let town = Town::new().await;
    let lead = town.lead();
    let to = format!("{}/correct", town.address("2.3"));
    let form = town.reads(&lead, &to).await.text();
    assert!(form.contains("Half of it is read.</textarea>"), "{form}");
    let (of, seen) = (hidden(&form, "of").to_owned(), hidden(&form, "seen").to_owned());
    let empty = town.sends(Some(&lead), &to, &[("of", &of), ("words", "")]).await;
    assert_eq!(empty.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(empty.text().contains("<h1") && empty.text().contains("Correct what was last said of 2.3"));
    let right = [("of", of.as_str()), ("words", "A third of it is read."), ("rating", "on_track"), ("seen", &seen)];
    let answered = town.sends(Some(&lead), &to, &right).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    let page = town.reads(&lead, &town.address("2.3")).await.text();
    for said in ["Half of it is read.", "A third of it is read.", "Corrects the update of"] {
        assert!(page.contains(said), "{said}: {page}");
    }
    // The earlier one has been corrected; it is not corrected twice.
    let again = town.sends(Some(&lead), &to, &[("of", of.as_str()), ("words", "x"), ("rating", "on_track")]).await;
    assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert!(again.text().contains("corrected already"), "{}", again.text());
    assert_eq!(town.sends(Some(&town.who("Caretaker", Role::Lead)), &to, &right).await.status, StatusCode::NOT_FOUND);
}

#[tokio::test]
async fn whoever_may_not_write_finds_no_door_and_nothing_is_written() {
    let town = Town::new().await;
    let before = town.office.record.office().head().seq;
    let mut tried = 0;
    let theirs = |role| town.who("Head of Policy", role);
    let nobody: [Option<Actor>; 1] = [None];
    let outsiders =
        [Role::Reader, Role::Auditor, Role::PanelReader, Role::PanelClerk, Role::Administrator].map(theirs).map(Some);
    for actor in nobody.iter().chain(&outsiders) {
        for (path, fields) in [
            ("update", vec![("words", "x"), ("rating", "off_track")]),
            ("confirm", vec![]),
            ("date", vec![("new-date", "2020-01-01"), ("date-reason", "x")]),
            ("verify", vec![]),
        ] {
            let address = format!("{}/{path}", town.address("2.2"));
            let answered = town.sends(actor.as_ref(), &address, &fields).await;
            assert_eq!(answered.status, StatusCode::NOT_FOUND, "{actor:?} {path}");
            tried += 1;
        }
    }
    // Another's work is not there either, whatever the id says.
    let other = town.who("Caretaker", Role::Contributor);
    for path in ["update", "confirm", "date"] {
        let answered = town.sends(Some(&other), &format!("{}/{path}", town.address("2.2")), &[("words", "x")]).await;
        assert_eq!(answered.status, StatusCode::NOT_FOUND, "{path}");
        tried += 1;
    }
    assert_eq!(town.office.record.office().head().seq, before);
    println!("{tried} doors tried");
}

#[tokio::test]
async fn what_somebody_began_to_say_is_theirs_alone_and_there_again_when_they_come_back() {
    const CANARY: &str = "CANARY half a sentence";
    let town = Town::new().await;
    let (lead, officer) = (town.lead(), town.who("Chief Executive", Role::Officer));
    let form = town.reads(&officer, "/rounds/open").await.text();
    let plan = form.split("<option value=\"").nth(1).unwrap().split('"').next().unwrap().to_owned();
    let fields = [("plan", plan.as_str()), ("quarter", "2018-07-01"), ("due", "2018-12-01")];
    let opened = town.sends(Some(&officer), "/rounds/open", &fields).await;
    let round = opened.headers["location"].to_str().unwrap().to_owned();
    let head = town.office.record.office().head();
    let page = town.reads(&lead, "/updates").await.text();
    let (address, seen) = (format!("{}/update", town.address("2.2")), town.seen("2.2"));
    let (key, back) = (hidden(item(&page, "Light the underpass"), "key").to_owned(), ("back", "mine"));
    let half = [("words", CANARY), ("next-step", "Ask"), ("seen", &seen), ("key", &key), back, ("draft", "keep")];
    let kept = town.sends(Some(&lead), &address, &half).await;
    assert_eq!(kept.headers["location"], "/updates?drafted=2.2", "{}", kept.text());
    assert_eq!(town.office.record.office().head(), head, "nothing of it is on the record");
    let page = town.reads(&lead, "/updates?drafted=2.2").await.text();
    let mine = item(&page, "Light the underpass</a>");
    for said in [CANARY, "This is your draft", "Throw the draft away", "value=\"Ask\""] {
        assert!(mine.contains(said), "{said}: {mine}");
    }
    // Others learn that there is one, and not a word of it.
    let listed = town.reads(&officer, &round).await.text();
    assert!(listed.contains("Drafted") && !listed.contains("CANARY"), "{listed}");
    let mut looked = 0;
    for address in [&address, &town.address("2.2"), "/updates", "/trail", "/trail.csv", &round, "/changes"] {
        assert!(!town.reads(&officer, address).await.text().contains("CANARY"), "{address}");
        looked += 1;
    }
    println!("{looked} pages of somebody else hold nothing of a draft");
    // Somebody else speaks meanwhile: both texts stand there.
    let fields = [("words", "Said by the officer."), ("rating", "on_track"), ("seen", &seen), ("back", "mine")];
    assert_eq!(town.sends(Some(&officer), &address, &fields).await.status, StatusCode::SEE_OTHER);
    let page = town.reads(&lead, &address).await.text();
    assert!(page.contains(CANARY) && page.contains("Said by the officer."), "{page}");
    // Sent, it is on the record and no draft any more.
    let seen = town.seen("2.2");
    let fields = [("words", "A whole sentence."), ("rating", "on_track"), ("seen", &seen), ("back", "action")];
    assert_eq!(town.sends(Some(&lead), &address, &fields).await.status, StatusCode::SEE_OTHER);
    let page = town.reads(&lead, &address).await.text();
    assert!(!page.contains(CANARY) && !page.contains("This is your draft"), "{page}");
    // Or it is thrown away.
    let other = format!("{}/update", town.address("2.3"));
    town.sends(Some(&lead), &other, &[("words", CANARY), ("draft", "keep"), ("back", "action")]).await;
    assert!(town.reads(&lead, &other).await.text().contains(CANARY));
    let gone = town.sends(Some(&lead), &other, &[("words", CANARY), ("draft", "drop"), ("back", "action")]).await;
    assert!(gone.headers["location"].to_str().unwrap().ends_with("/update?dropped=2.3"));
    assert!(!town.reads(&lead, &other).await.text().contains(CANARY));
}
