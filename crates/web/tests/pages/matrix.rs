//! S1: every route of the staff side, asked in every way by every kind of person, against one table. A route without a
//! row fails; who is turned away is told what a page that does not exist would say, and has changed nothing.
use crate::{
    doors::addresses,
    office::Answered,
    town::{Browser, Town, location},
};
use axum::http::{Method, StatusCode};
use domain::actor::Role;
use jiff::SignedDuration;
use std::collections::BTreeMap;
use uuid::Uuid;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Who {
    /// Nobody: there is no such form or page.
    None,
    /// On the way in.
    Anybody,
    SignedIn,
    Only(&'static [Role]),
}

use Who::{Anybody, None as Nobody, Only, SignedIn};
const ADMINISTRATOR: Who = Only(&[Role::Administrator]);
const OFFICER: Who = Only(&[Role::Officer]);
const APPROVER: Who = Only(&[Role::Approver]);
/// The two who publish, and may withdraw.
const PUBLISHES: Who = Only(&[Role::Officer, Role::Approver]);
/// What is only there for a session that this test does not have; at the command line alone somebody acts as the office.
const ELSEWHERE: Who = Only(&[Role::Office]);
const VERIFIES: Who = Only(&[Role::Officer, Role::Approver, Role::Lead]);
const TRAIL: Who = Only(&[Role::Officer, Role::Approver, Role::Auditor]);
/// Who puts the words of others on the record: the office, and the Panel's clerk.
const WRITES_FINDINGS: Who = Only(&[Role::Officer, Role::PanelClerk]);
const REVIEW: Who = Only(&[Role::Administrator, Role::Auditor]);
/// Whoever is shown more than everybody is.
const SEES: Who = Only(&[
    Role::Administrator,
    Role::Officer,
    Role::Approver,
    Role::Lead,
    Role::Auditor,
    Role::PanelReader,
    Role::PanelClerk,
]);
/// A paper, which is the office's own until it is published.
const INSIDE: Who = Only(&[Role::Administrator, Role::Officer, Role::Approver, Role::Lead, Role::Auditor]);

/// Route, who may read it, who may send it a form.
const TABLE: &[(&str, Who, Who)] = &[
    ("/", SignedIn, Nobody),
    ("/plans", SignedIn, Nobody),
    ("/plans/{plan}", SignedIn, Nobody),
    ("/themes/{theme}", SignedIn, Nobody),
    ("/actions/{action}", SignedIn, Nobody),
    // A lead or contributor speaks of the work of their own posts; here they hold none.
    ("/actions/{action}/update", OFFICER, OFFICER),
    ("/actions/{action}/confirm", Nobody, OFFICER),
    ("/actions/{action}/date", Nobody, OFFICER),
    ("/actions/{action}/change", OFFICER, OFFICER),
    ("/actions/{action}/correct", OFFICER, OFFICER),
    ("/actions/{action}/milestones", OFFICER, OFFICER),
    ("/actions/{action}/effects", OFFICER, OFFICER),
    // What is sent here names no outcome, and is told so.
    ("/actions/{action}/outcome", Nobody, OFFICER),
    ("/actions/{action}/history", SignedIn, Nobody),
    ("/actions/{action}/verify", Nobody, VERIFIES),
    // No file is there; who is given one is told by crate::evidence.
    ("/actions/{action}/evidence/{file}", ELSEWHERE, Nobody),
    ("/updates", Only(&[Role::Officer, Role::Lead, Role::Contributor]), Nobody),
    (
        "/sheets",
        Only(&[Role::Officer, Role::Lead, Role::Contributor]),
        Only(&[Role::Officer, Role::Lead, Role::Contributor]),
    ),
    // No post leads anything here, so there is no sheet; sheets.rs walks them.
    ("/sheets/{round}/{whose}", ELSEWHERE, Nobody),
    ("/decisions", VERIFIES, Nobody),
    ("/decisions/{request}", Nobody, APPROVER),
    ("/slippage", SignedIn, Nobody),
    ("/succession", SignedIn, Nobody),
    ("/trail", TRAIL, Nobody),
    ("/trail.csv", TRAIL, Nobody),
    ("/changes", SignedIn, Nobody),
    ("/papers", SignedIn, Nobody),
    ("/papers/{number}", INSIDE, Nobody),
    ("/papers/{number}/{file}", INSIDE, Nobody),
    ("/papers/position", OFFICER, OFFICER),
    ("/papers/new", OFFICER, OFFICER),
    ("/papers/holds", PUBLISHES, PUBLISHES),
    ("/papers/holds/{hold}/lift", Nobody, APPROVER),
    ("/papers/{number}/return", OFFICER, OFFICER),
    ("/papers/{number}/present", OFFICER, OFFICER),
    ("/papers/{number}/correct", PUBLISHES, PUBLISHES),
    ("/papers/{number}/withdraw", PUBLISHES, PUBLISHES),
    ("/papers/{number}/publication", PUBLISHES, OFFICER),
    ("/papers/{number}/publication/decide", Nobody, APPROVER),
    ("/positions/{snapshot}/publication", PUBLISHES, OFFICER),
    ("/positions/{snapshot}/publication/decide", Nobody, APPROVER),
    // For whoever sees more than everybody.
    ("/assurance", SEES, Nobody),
    // No outcome is there; crate::assurance tells who sees and says what of one.
    ("/outcomes/{outcome}", ELSEWHERE, Nobody),
    ("/outcomes/{outcome}/judge", Nobody, ELSEWHERE),
    ("/outcomes/{outcome}/note", Nobody, ELSEWHERE),
    ("/outcomes/{outcome}/partner", Nobody, ELSEWHERE),
    ("/outcomes/{outcome}/serve", Nobody, ELSEWHERE),
    ("/measures", SignedIn, Nobody),
    ("/measures/set", OFFICER, OFFICER),
    // No measure and no load is there; crate::measures tells who sees and says what of one.
    ("/measures/{code}", ELSEWHERE, Nobody),
    ("/measures/{code}/commentary", Nobody, ELSEWHERE),
    ("/measures/{code}/note", Nobody, ELSEWHERE),
    ("/measures/{code}/limits", Nobody, ELSEWHERE),
    ("/measures/{code}/limits/decide", Nobody, ELSEWHERE),
    ("/questions", TRAIL, Nobody),
    ("/questions/share", Nobody, PUBLISHES),
    // No question is raised here; crate::questions tells who answers one.
    ("/questions/{check}/{item}", ELSEWHERE, Nobody),
    ("/questions/{check}/{item}/answer", Nobody, ELSEWHERE),
    ("/questions/{check}/{item}/silence", Nobody, ELSEWHERE),
    ("/figures", INSIDE, OFFICER),
    ("/figures/{load}", ELSEWHERE, Nobody),
    ("/figures/{load}/take-back", Nobody, ELSEWHERE),
    ("/figures/waiting/{upload}", ELSEWHERE, ELSEWHERE),
    ("/risks", SignedIn, Nobody),
    ("/risks/add", OFFICER, OFFICER),
    // No risk is there; crate::risks tells who sees and says what of one.
    ("/risks/{code}", ELSEWHERE, Nobody),
    ("/risks/{code}/edit", ELSEWHERE, ELSEWHERE),
    ("/risks/{code}/score", Nobody, ELSEWHERE),
    ("/risks/{code}/review", Nobody, ELSEWHERE),
    ("/risks/{code}/appetite", Nobody, ELSEWHERE),
    ("/risks/{code}/escalate", Nobody, ELSEWHERE),
    ("/risks/{code}/close", Nobody, ELSEWHERE),
    ("/risks/{code}/controls", Nobody, ELSEWHERE),
    ("/risks/{code}/assure", Nobody, ELSEWHERE),
    ("/risks/{code}/gaps", Nobody, ELSEWHERE),
    ("/risks/{code}/gaps/act", Nobody, ELSEWHERE),
    ("/risks/{code}/gaps/close", Nobody, ELSEWHERE),
    ("/findings", SignedIn, Nobody),
    ("/findings/sources", OFFICER, OFFICER),
    ("/findings/reviews", SignedIn, Nobody),
    // The clerk writes the Panel's, the officer everybody else's.
    ("/findings/reviews/new", WRITES_FINDINGS, WRITES_FINDINGS),
    // No review and no finding is there; crate::findings tells who sees, writes and does what.
    ("/findings/reviews/{code}", ELSEWHERE, ELSEWHERE),
    ("/findings/new", WRITES_FINDINGS, WRITES_FINDINGS),
    ("/findings/import", OFFICER, OFFICER),
    ("/findings/{code}", ELSEWHERE, Nobody),
    ("/findings/{code}/words", ELSEWHERE, ELSEWHERE),
    ("/findings/{code}/tie", Nobody, ELSEWHERE),
    ("/findings/{code}/respond", Nobody, ELSEWHERE),
    ("/findings/{code}/published", Nobody, ELSEWHERE),
    ("/findings/{code}/agree", Nobody, ELSEWHERE),
    ("/findings/{code}/pass-on", Nobody, ELSEWHERE),
    ("/findings/{code}/move", Nobody, ELSEWHERE),
    ("/findings/{code}/update", Nobody, ELSEWHERE),
    ("/findings/{code}/close", Nobody, ELSEWHERE),
    ("/findings/{code}/verify", Nobody, ELSEWHERE),
    ("/findings/{code}/settle", Nobody, ELSEWHERE),
    ("/findings/{code}/reopen", Nobody, ELSEWHERE),
    ("/key", SignedIn, Nobody),
    ("/rules", INSIDE, Nobody),
    ("/rules/change", PUBLISHES, PUBLISHES),
    ("/verify", SignedIn, Nobody),
    ("/rounds", SignedIn, Nobody),
    ("/rounds/open", OFFICER, OFFICER),
    ("/rounds/{round}", INSIDE, Nobody),
    ("/rounds/{round}/link", Nobody, OFFICER),
    ("/rounds/{round}/revoke", Nobody, OFFICER),
    ("/rounds/{round}/remind", Nobody, OFFICER),
    ("/rounds/{round}/again", Nobody, OFFICER),
    ("/rounds/{round}/send-back", Nobody, VERIFIES),
    // For whoever has the link; what follows is told by crate::answering.
    ("/answer/{token}", Anybody, Anybody),
    // Nobody here holds a post of another organisation; crate::accuracy tells of somebody who does.
    ("/rounds/{round}/accuracy", ELSEWHERE, ELSEWHERE),
    ("/rounds/{round}/accuracy/answer", Nobody, PUBLISHES),
    ("/rounds/{round}/freeze", OFFICER, OFFICER),
    ("/rounds/{round}/themes/{theme}", VERIFIES, VERIFIES),
    ("/rounds/{round}/themes/{theme}/sign-off", Nobody, VERIFIES),
    ("/import", OFFICER, OFFICER),
    // What another session gave is not there for anybody: these are walked with a session's own in importing.rs.
    ("/import/{upload}", ELSEWHERE, ELSEWHERE),
    ("/import/{upload}/rows", ELSEWHERE, ELSEWHERE),
    ("/import/{upload}/drop", Nobody, ELSEWHERE),
    ("/naming", OFFICER, OFFICER),
    ("/naming/{kind}/{item}", OFFICER, OFFICER),
    ("/actions/{action}/edit", OFFICER, OFFICER),
    ("/imports", Only(&[Role::Officer, Role::Auditor]), Nobody),
    ("/imports/{import}", Only(&[Role::Officer, Role::Auditor]), Nobody),
    ("/imports/{import}/undo", OFFICER, OFFICER),
    ("/try", Anybody, Anybody),
    ("/sign-in", Anybody, Anybody),
    ("/sign-in/code", Anybody, Anybody),
    // Told by crate::provider; here the provider is not there.
    ("/sign-in/with", Anybody, Nobody),
    ("/sign-in/return", Anybody, Nobody),
    ("/sign-out", Nobody, SignedIn),
    ("/forgotten", Anybody, Nobody),
    ("/invitation/{token}", Anybody, Anybody),
    ("/reset/{token}", Anybody, Anybody),
    // Once there is an administrator there is no first any more.
    ("/first", Only(&[]), Only(&[])),
    ("/account", SignedIn, SignedIn),
    ("/account/sign-out-everywhere", Nobody, SignedIn),
    ("/account/authenticator", SignedIn, SignedIn),
    ("/account/authenticator/off", Nobody, SignedIn),
    ("/people", ADMINISTRATOR, Nobody),
    ("/people/invite", ADMINISTRATOR, ADMINISTRATOR),
    ("/people/posts", ADMINISTRATOR, ADMINISTRATOR),
    ("/people/access", REVIEW, Nobody),
    ("/people/access.csv", REVIEW, Nobody),
    ("/people/access.json", REVIEW, Nobody),
    ("/people/{person}", ADMINISTRATOR, Nobody),
    ("/people/{person}/role", Nobody, ADMINISTRATOR),
    ("/people/{person}/assign", Nobody, ADMINISTRATOR),
    ("/people/{person}/take-back", Nobody, ADMINISTRATOR),
    ("/people/{person}/move", Nobody, ADMINISTRATOR),
    ("/people/{person}/link", Nobody, ADMINISTRATOR),
    ("/people/{person}/authenticator-off", Nobody, ADMINISTRATOR),
    ("/people/{person}/connect", Nobody, ADMINISTRATOR),
    ("/people/{person}/sign-out", Nobody, ADMINISTRATOR),
    ("/people/{person}/disable", Nobody, ADMINISTRATOR),
    ("/people/{person}/enable", Nobody, ADMINISTRATOR),
    ("/people/{person}/name", Nobody, ADMINISTRATOR),
    ("/people/{person}/end", Nobody, ADMINISTRATOR),
    ("/assets/{name}", Anybody, Nobody),
    ("/assets/brand/{colour}/{on_colour}", Anybody, Nobody),
];

const METHODS: [Method; 7] =
    [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::PATCH, Method::DELETE, Method::OPTIONS];

/// Somebody who tries the doors.
struct Visitor {
    name: String,
    browser: Browser,
    /// Who is signed in, with their id: their session is renewed where a cell ends it.
    signed_in: Option<(Role, Uuid)>,
    nothing: Option<Answered>,
}

impl Visitor {
    fn outside(name: &str, cookie: Option<String>) -> Self {
        Self { name: name.into(), browser: Browser { cookie, ..Browser::default() }, signed_in: None, nothing: None }
    }

    fn role(&self) -> Option<Role> {
        self.signed_in.map(|(role, _)| role)
    }
}

async fn minted(town: &Town, name: &str, person: Uuid, role: Role, ago: SignedDuration) -> Option<String> {
    let token = town.office.record.accounts().open(person, role.as_str(), town.now() - ago).await.unwrap();
    Some(format!("{name}={}", token.as_str()))
}

async fn everybody(town: &Town, alex: &mut Browser, cookie: &str) -> Vec<Visitor> {
    let ago = SignedDuration::from_mins(0);
    let mut all = vec![Visitor::outside("anonymous", None)];
    let (_, sleeper) = town.joins(alex, "Eve Expired", Role::Officer).await;
    let expired = minted(town, cookie, sleeper, Role::Officer, SignedDuration::from_mins(31)).await;
    all.push(Visitor::outside("expired session", expired));
    let (_, disabled) = town.joins(alex, "Dan Disabled", Role::Administrator).await;
    alex.posts(town, &format!("/people/{disabled}/disable"), &[]).await;
    // As if a session had come about all the same.
    all.push(Visitor::outside("disabled", minted(town, cookie, disabled, Role::Administrator, ago).await));
    let (_, left) = town.joins(alex, "Lee Left", Role::Administrator).await;
    alex.posts(town, &format!("/people/{left}/end"), &[]).await;
    all.push(Visitor::outside("left", minted(town, cookie, left, Role::Administrator, ago).await));
    let (_, demoted) = town.joins(alex, "Max Moved", Role::Administrator).await;
    alex.posts(town, &format!("/people/{demoted}/role"), &[("role", "lead")]).await;
    all.push(Visitor::outside(
        "with a session of an earlier role",
        minted(town, cookie, demoted, Role::Administrator, ago).await,
    ));
    let (link, _) = town.invited(alex, "Ian Invited", Role::Administrator).await;
    let token = link.rsplit('/').next().unwrap();
    all.push(Visitor::outside("invited and unconfirmed", Some(format!("{cookie}={token}"))));
    let (_other, stranger) = Town::with_an_administrator().await;
    let held = stranger.cookie.unwrap();
    let value = held.split_once('=').unwrap().1;
    all.push(Visitor::outside("administrator of another office", Some(format!("{cookie}={value}"))));
    for role in Role::GIVEN {
        let (browser, person) = town.joins(alex, &format!("Role {}", role.as_str()), role).await;
        all.push(Visitor { name: format!("{role:?}"), browser, signed_in: Some((role, person)), nothing: None });
    }
    all
}

/// What a person meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Meets {
    /// The page or the form does what it is for, or says what is wrong with what was given.
    Served,
    /// In the same bytes as a page that there is not.
    NoSuchPage,
    /// On the way in: served, or told in general words that it leads nowhere.
    EitherWay,
    SentToSignIn,
    NotInThatWay,
}

fn meets(visitor: &Visitor, who: Who, is_there: bool) -> Meets {
    let known = visitor.signed_in.is_some();
    match who {
        _ if !known && who != Anybody => {
            // The way to the first is closed to everybody alike; it is on the way in, so nobody is sent to sign in.
            if who == Only(&[]) { Meets::NoSuchPage } else { Meets::SentToSignIn }
        }
        Nobody => Meets::NotInThatWay,
        Anybody => Meets::EitherWay,
        SignedIn if is_there => Meets::Served,
        Only(roles) if is_there && visitor.role().is_some_and(|role| roles.contains(&role)) => Meets::Served,
        SignedIn | Only(_) => Meets::NoSuchPage,
    }
}

#[tokio::test]
async fn every_route_meets_every_person_as_the_table_says() {
    let (mut town, mut alex) = Town::with_an_administrator().await;
    town.stands_by(Some(crate::provider::away()));
    let cookie = alex.cookie.clone().unwrap().split('=').next().unwrap().to_owned();
    let (_, target) = town.joins(&mut alex, "Tom Target", Role::Lead).await;
    let mut visitors = everybody(&town, &mut alex, &cookie).await;
    let rows: BTreeMap<&str, (Who, Who)> = TABLE.iter().map(|(route, get, post)| (*route, (*get, *post))).collect();
    assert_eq!(rows.len(), TABLE.len(), "a row stands once");
    let routes: Vec<&str> = web::staff_routes().collect();
    for route in &routes {
        assert!(rows.contains_key(route), "{route} has no row in the table");
    }
    assert_eq!(rows.len(), routes.len(), "every row is of a route");
    let (mut cells, mut denied, mut met) = (0, 0, BTreeMap::new());
    for visitor in &mut visitors {
        renew(&town, &cookie, visitor).await;
        let nothing = visitor.browser.reads(&town, "/no-such-page").await;
        visitor.nothing = visitor.signed_in.map(|_| nothing);
        for route in &routes {
            let (get, post) = rows[route];
            let [good, bad] = &addresses(route, &town.office)[..] else { panic!("two addresses of {route}") };
            let good = good.replace("0197a000-0000-7000-8000-000000000002", &target.to_string());
            let mut asked = vec![];
            // What is of another office is as what is not there at all.
            let foreign = route.replace("{person}", "0197a000-0000-7000-8000-000000000002");
            let mut addresses = vec![(&good, true), (bad, *bad == good)];
            if foreign != *route {
                addresses.push((&foreign, false));
            }
            for (address, is_there) in addresses {
                for method in &METHODS {
                    let who = match *method {
                        Method::GET | Method::HEAD => get,
                        Method::POST => post,
                        _ => Nobody,
                    };
                    // What no route has is refused before anybody asks who it is, but on the way in.
                    let expected = match who {
                        Nobody if get == Anybody || get == Only(&[]) => Meets::NotInThatWay,
                        who => meets(visitor, who, is_there),
                    };
                    asked.push((address.as_str(), method, expected));
                }
            }
            // Those who are turned away first: the tables stay as they are, to the byte.
            asked.sort_by_key(|(_, _, expected)| matches!(expected, Meets::Served | Meets::EitherWay));
            let before = town.bytes();
            let mut compared = false;
            for (address, method, expected) in asked {
                if !compared && matches!(expected, Meets::Served | Meets::EitherWay) {
                    assert_eq!(town.bytes(), before, "{} changed something at {route}", visitor.name);
                    compared = true;
                }
                let same = [("sec-fetch-site", "same-origin")];
                let answered = visitor.browser.asks(&town, method, address, &[], &same).await;
                let what = format!("{} {method} {address}: {} {}", visitor.name, answered.status, location(&answered));
                check(visitor, expected, method, &answered, &what);
                if !matches!(expected, Meets::Served | Meets::EitherWay) {
                    denied += 1;
                }
                *met.entry(format!("{expected:?}")).or_insert(0) += 1;
                cells += 1;
                if *method == Method::POST && matches!(expected, Meets::Served | Meets::EitherWay) {
                    renew(&town, &cookie, visitor).await;
                }
            }
            if !compared {
                assert_eq!(town.bytes(), before, "{} changed something at {route}", visitor.name);
            }
        }
    }
    println!(
        "{cells} cells: {} routes x {} persons x {} methods x 2 or 3 addresses; {denied} turned away; {met:?}",
        routes.len(),
        visitors.len(),
        METHODS.len()
    );
    assert!(cells >= 6_000, "{cells}");
}

/// Their session, anew where a cell ended it.
async fn renew(town: &Town, cookie: &str, visitor: &mut Visitor) {
    if let Some((role, person)) = visitor.signed_in {
        visitor.browser.cookie = minted(town, cookie, person, role, SignedDuration::from_mins(0)).await;
    }
}

fn check(visitor: &Visitor, expected: Meets, method: &Method, answered: &Answered, what: &str) {
    let sent = answered.status == StatusCode::SEE_OTHER && location(answered).starts_with("/sign-in");
    let own_way_out = what.contains("/sign-out");
    match expected {
        Meets::SentToSignIn => {
            assert!(sent && answered.body.is_empty(), "{what}");
        }
        Meets::NoSuchPage => {
            assert_eq!(answered.status, StatusCode::NOT_FOUND, "{what}");
            if let (Some(nothing), true) = (&visitor.nothing, *method != Method::HEAD) {
                assert!(answered.body == nothing.body, "{what}: {}", answered.text());
                assert_eq!(answered.headers, nothing.headers, "{what}");
            }
        }
        Meets::NotInThatWay => assert_eq!(answered.status, StatusCode::METHOD_NOT_ALLOWED, "{what}"),
        Meets::Served => {
            assert!(!sent || own_way_out, "{what}");
            let served =
                [StatusCode::OK, StatusCode::SEE_OTHER, StatusCode::UNPROCESSABLE_ENTITY, StatusCode::BAD_REQUEST];
            // The route of an asset is served by another name than the one that was tried.
            assert!(served.contains(&answered.status), "{what}: {}", answered.text());
        }
        Meets::EitherWay => {
            assert!(!sent || own_way_out, "{what}");
            assert!(answered.status != StatusCode::METHOD_NOT_ALLOWED, "{what}");
        }
    }
}
