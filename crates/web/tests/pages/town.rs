//! People at the door of Northmarsh: each with a browser that keeps its cookie, and a clock that the story moves.
use crate::office::{Answered, Northmarsh, ask_as};
use axum::{
    Router,
    body::Body,
    http::{Method, Request, StatusCode, header},
};
use domain::actor::Role;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use std::{
    collections::BTreeMap,
    sync::{Arc, Mutex},
};
use uuid::Uuid;
use web::{Clock, Doors};

/// What anybody in these stories signs in with.
pub const PASSPHRASE: &str = "seven otters under a lamp";

pub struct Town {
    pub office: Northmarsh,
    pub staff: Router,
    now: Arc<Mutex<Timestamp>>,
    doors: Doors,
}

/// Somebody at a browser.
#[derive(Clone, Debug, Default)]
pub struct Browser {
    /// Their session.
    pub cookie: Option<String>,
    /// What else these pages gave them to keep.
    pub kept: BTreeMap<String, String>,
}

impl Town {
    /// An office with a story, served so that people sign in. Nobody can yet.
    pub async fn before_anybody() -> (Self, String) {
        Self::of(Northmarsh::with_a_story().await, None, vec![]).await
    }

    pub async fn of(office: Northmarsh, host: Option<String>, proxies: Vec<std::net::IpAddr>) -> (Self, String) {
        let now = Arc::new(Mutex::new("2026-05-04T09:00:00Z".parse().unwrap()));
        let told = now.clone();
        let doors = Doors::new(true, host, proxies, Clock::of(move || *told.lock().unwrap()));
        let open = doors.clone();
        let secret = doors.first_secret(&office.record).await.unwrap().expect("nobody can sign in yet");
        let staff = web::staff_router_with(office.record.clone(), doors, &crate::trial::child());
        (Self { office, staff, now, doors: open }, secret)
    }

    /// The same, with Alex, its first administrator.
    pub async fn with_an_administrator() -> (Self, Browser) {
        let (town, secret) = Self::before_anybody().await;
        let mut alex = Browser::default();
        let made = alex.first(&town, &secret).await;
        assert_eq!((made.status, location(&made)), (StatusCode::SEE_OTHER, "/people"), "{}", made.text());
        (town, alex)
    }

    /// Serves the same office with a provider at which people sign in.
    pub fn stands_by(&mut self, provided: Option<web::Provided>) {
        let doors = self.doors.clone().provided(provided);
        self.staff = web::staff_router_with(self.office.record.clone(), doors, &crate::trial::child());
    }

    pub fn now(&self) -> Timestamp {
        *self.now.lock().unwrap()
    }

    pub fn wait(&self, time: SignedDuration) {
        let mut now = self.now.lock().unwrap();
        *now += time;
    }

    /// Invites somebody, who accepts, and is signed in. Gives them with their id.
    pub async fn joins(&self, alex: &mut Browser, name: &str, role: Role) -> (Browser, Uuid) {
        let (link, person) = self.invited(alex, name, role).await;
        let mut browser = Browser::default();
        let form = [("passphrase", PASSPHRASE), ("again", PASSPHRASE)];
        let accepted = browser.posts(self, &link, &form).await;
        assert_eq!(accepted.status, StatusCode::SEE_OTHER, "{}", accepted.text());
        assert!(browser.cookie.is_some());
        (browser, person)
    }

    pub async fn invited(&self, alex: &mut Browser, name: &str, role: Role) -> (String, Uuid) {
        let form = alex.reads(self, "/people/invite").await.text();
        let key = hidden(&form, "key");
        let email = email(name);
        let answers = [("key", key.as_str()), ("name", name), ("email", &email), ("role", role.as_str())];
        let invited = alex.posts(self, "/people/invite", &answers).await;
        assert_eq!(invited.status, StatusCode::OK, "{}", invited.text());
        (link(&invited.text()), key.parse().unwrap())
    }

    /// All bytes of the tables: whoever was turned away has changed none of them.
    pub fn bytes(&self) -> Vec<u8> {
        let mut hash = Sha256::new();
        for file in ["milepost.db", "milepost.db-wal"] {
            hash.update(std::fs::read(self.office.folder().join(file)).unwrap_or_default());
        }
        hash.finalize().to_vec()
    }
}

pub fn email(name: &str) -> String {
    format!("{}@northmarsh.example", name.to_lowercase().replace(' ', "."))
}

/// The one-time link that a page shows.
pub fn link(page: &str) -> String {
    let at = page.find("http://127.0.0.1:8081/").unwrap_or_else(|| panic!("no link on {page}"));
    page[at + "http://127.0.0.1:8081".len()..].split('<').next().unwrap().to_owned()
}

pub fn hidden(page: &str, name: &str) -> String {
    let wanted = format!("name=\"{name}\" value=\"");
    page.split(&wanted).nth(1).and_then(|rest| rest.split('"').next()).unwrap_or_default().to_owned()
}

pub fn location(answered: &Answered) -> &str {
    answered.headers.get(header::LOCATION).map_or("", |to| to.to_str().unwrap())
}

pub fn encoded(form: &[(&str, &str)]) -> String {
    let part = |text: &str| -> String {
        text.bytes()
            .map(|b| if b.is_ascii_alphanumeric() { char::from(b).to_string() } else { format!("%{b:02X}") })
            .collect()
    };
    form.iter().map(|(name, value)| format!("{}={}", part(name), part(value))).collect::<Vec<_>>().join("&")
}

impl Browser {
    pub async fn reads(&mut self, town: &Town, address: &str) -> Answered {
        self.asks(town, &Method::GET, address, &[], &[]).await
    }

    pub async fn posts(&mut self, town: &Town, address: &str, form: &[(&str, &str)]) -> Answered {
        self.asks(town, &Method::POST, address, form, &[("sec-fetch-site", "same-origin")]).await
    }

    pub async fn asks(
        &mut self,
        town: &Town,
        method: &Method,
        address: &str,
        form: &[(&str, &str)],
        more: &[(&str, &str)],
    ) -> Answered {
        let mut request = Request::builder().method(method).uri(address).header("host", "127.0.0.1:8081");
        let kept = self.kept.iter().map(|(name, value)| format!("{name}={value}"));
        let cookies: Vec<String> = self.cookie.clone().into_iter().chain(kept).collect();
        if !cookies.is_empty() {
            request = request.header("cookie", cookies.join("; "));
        }
        for (name, value) in more {
            request = request.header(*name, *value);
        }
        let body = if *method == Method::POST {
            request = request.header("content-type", "application/x-www-form-urlencoded");
            Body::from(encoded(form))
        } else {
            Body::empty()
        };
        let answered = ask_as(town.staff.clone(), request.body(body).unwrap(), "127.0.0.1:50000").await;
        for set in answered.headers.get_all("set-cookie") {
            let set = set.to_str().unwrap();
            let pair = set.split(';').next().unwrap();
            let (name, value) = pair.split_once('=').unwrap();
            let gone = set.contains("Max-Age=0");
            if name.contains("errand-") || name.contains("halfway-") {
                self.kept.remove(name);
                self.kept.extend((!gone).then(|| (name.to_owned(), value.to_owned())));
            } else {
                self.cookie = (!gone).then(|| pair.to_owned());
            }
        }
        answered
    }

    pub async fn first(&mut self, town: &Town, secret: &str) -> Answered {
        let form = [
            ("secret", secret),
            ("name", "Alex Clerk"),
            ("email", "alex.clerk@northmarsh.example"),
            ("passphrase", PASSPHRASE),
            ("again", PASSPHRASE),
        ];
        self.posts(town, "/first", &form).await
    }

    pub async fn signs_in(&mut self, town: &Town, name: &str, passphrase: &str) -> Answered {
        let email = email(name);
        self.posts(town, "/sign-in", &[("email", &email), ("passphrase", passphrase), ("to", "/plans")]).await
    }

    /// Whether the pages know them.
    pub async fn is_in(&mut self, town: &Town) -> bool {
        let answered = self.reads(town, "/account").await;
        match answered.status {
            StatusCode::OK => true,
            StatusCode::SEE_OTHER => {
                assert_eq!(location(&answered), "/sign-in?to=%2Faccount");
                false
            }
            other => panic!("{other}: {}", answered.text()),
        }
    }
}
