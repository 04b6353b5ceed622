//! Every route of both sides, with every status: what stands in the head of the answer, and who is let in.
use crate::office::{Answered, Northmarsh, PLAN, ask_as};
use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode},
};

/// An address for each route, with what is there and with what is not.
pub fn addresses(route: &str, office: &Northmarsh) -> Vec<String> {
    let action = office.action("Publish").rsplit('/').next().unwrap().to_owned();
    let theme = office.theme("Victims").rsplit('/').next().unwrap().to_owned();
    let round = office.round().rsplit('/').next().unwrap().to_owned();
    let good = route
        .replace("{plan}", "northmarsh-plan")
        .replace("{position}", "panel-september")
        .replace("{number}", "NOR-2018-001")
        .replace("{file}", "NOR-2018-001%20plan.csv")
        .replace("{colour}/{on_colour}", "1b3a57/ffffff.css")
        .replace("{person}", "0197a000-0000-7000-8000-000000000002")
        .replace("{token}", "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")
        .replace("{round}", &round)
        .replace("{whose}", "0197a000-0000-7000-8000-000000000004")
        .replace("{request}", &office.request())
        .replace("{hold}", &office.hold())
        .replace("{snapshot}", &office.position("Panel September"))
        .replace("{upload}", "0197a000-0000-7000-8000-000000000003")
        .replace("{kind}/{item}", "plan/new")
        .replace("{import}", &office.import_id())
        .replace("{name}", "milepost.css");
    let good = if route.starts_with("/plans") {
        good.replace("{theme}", "victims").replace("{action}", "1-2")
    } else {
        good.replace("{theme}", &theme).replace("{action}", &action)
    };
    let mut bad = String::new();
    for (part, text) in route.split('{').enumerate() {
        bad.push_str(if part == 0 { text } else { "nothing" });
        if part > 0 {
            bad.push_str(text.split_once('}').unwrap().1);
        }
    }
    vec![good, bad]
}

async fn ask(router: &Router, method: &Method, address: &str) -> Answered {
    let request =
        Request::builder().method(method).uri(address).header("host", "localhost").body(Body::empty()).unwrap();
    ask_as(router.clone(), request, "127.0.0.1:5").await
}

#[tokio::test]
async fn every_answer_of_every_route_has_its_headers() {
    let office = Northmarsh::with_a_story().await;
    let mut cells = 0;
    let mut seen = std::collections::BTreeMap::new();
    for (side, router, routes) in [
        ("staff", office.staff(), web::staff_routes().collect::<Vec<_>>()),
        ("public", office.public(), web::public_routes().collect()),
    ] {
        let mut all: Vec<String> = routes.iter().flat_map(|route| addresses(route, &office)).collect();
        all.push("/no-such-page".into());
        all.push("/plans/%FF".into());
        for address in &all {
            for method in [Method::GET, Method::HEAD, Method::POST, Method::PUT, Method::DELETE, Method::OPTIONS] {
                let answered = ask(&router, &method, address).await;
                let what = format!("{side} {method} {address} {}", answered.status);
                for (name, value) in web::headers::always() {
                    let got = answered.headers.get(&name).unwrap_or_else(|| panic!("{what}: no {name}"));
                    if name == "content-security-policy" {
                        let policy = got.to_str().unwrap();
                        assert!(
                            policy.contains("default-src 'none'") && policy.contains("frame-ancestors 'none'"),
                            "{what}"
                        );
                        assert!(!policy.contains("unsafe") && !policy.contains("script-src"), "{what}: {policy}");
                    } else {
                        assert_eq!(got, value, "{what}");
                    }
                }
                assert!(!answered.headers.contains_key("set-cookie"), "{what}");
                let kept = answered.headers["cache-control"].to_str().unwrap();
                let asset = address.starts_with("/assets") && answered.status.is_success();
                let expected = match (side, answered.status) {
                    _ if asset => "public, max-age=31536000, immutable",
                    ("public", StatusCode::OK) => "public, max-age=60, must-revalidate",
                    _ => "no-store",
                };
                assert_eq!(kept, expected, "{what}");
                let read = matches!(method, Method::GET | Method::HEAD);
                assert!(read || !answered.status.is_success(), "{what}: pages are for reading");
                *seen.entry(answered.status.as_u16()).or_insert(0) += 1;
                cells += 1;
            }
        }
    }
    println!("{cells} answers looked at, by status: {seen:?}");
    assert!(cells > 200 && seen[&200] > 40 && seen[&404] > 20 && seen[&405] > 40);
}

#[tokio::test]
async fn the_staff_side_answers_this_machine_and_nobody_else() {
    let office = Northmarsh::with_a_story().await;
    let ask =
        async |host: &'static str, peer: &'static str, more: Option<(&'static str, &'static str)>, address: &str| {
            let mut request = Request::get(address).header("host", host);
            if let Some((name, value)) = more {
                request = request.header(name, value);
            }
            ask_as(office.staff(), request.body(Body::empty()).unwrap(), peer).await
        };
    for host in ["127.0.0.1", "127.0.0.1:8081", "localhost:8081", "LOCALHOST", "[::1]:8081", "[::1]"] {
        for peer in ["127.0.0.1:9", "[::1]:9", "[::ffff:127.0.0.1]:9"] {
            assert_eq!(ask(host, peer, None, "/").await.status, StatusCode::OK, "{host} from {peer}");
        }
    }
    let none = ask("northmarsh.example", "127.0.0.1:9", None, "/no-such-page").await;
    assert_eq!(none.status, StatusCode::NOT_FOUND);
    assert!(!none.text().contains("Northmarsh"));
    let mut turned_away = 0;
    let strangers = [
        ("northmarsh.example", "127.0.0.1:9", None),
        ("127.0.0.1.example", "127.0.0.1:9", None),
        ("localhost.example", "127.0.0.1:9", None),
        ("127.0.0.1@example", "127.0.0.1:9", None),
        ("", "127.0.0.1:9", None),
        ("127.0.0.1", "198.51.100.7:9", None),
        ("127.0.0.1", "[2001:db8::1]:9", None),
        ("127.0.0.1", "127.0.0.1:9", Some(("x-forwarded-for", "198.51.100.7"))),
        ("127.0.0.1", "127.0.0.1:9", Some(("forwarded", "for=198.51.100.7"))),
        ("127.0.0.1", "127.0.0.1:9", Some(("host", "northmarsh.example"))),
    ];
    for (host, peer, more) in strangers {
        for address in ["/", PLAN, "/papers/NOR-2018-002", "/assets/brand/1b3a57/ffffff.css", "/verify", "/nothing"] {
            let answered = ask(host, peer, more, address).await;
            assert_eq!(
                (answered.status, &answered.body),
                (none.status, &none.body),
                "{host} {peer} {more:?} {address}"
            );
            assert_eq!(answered.headers, none.headers, "{host} {peer} {address}");
            turned_away += 1;
        }
    }
    println!("{turned_away} turned away in the same bytes");
}
