//! Who comes in to the staff side: from where a request may come, whose session it holds, and whether a form was sent
//! from these pages.
use crate::{error::Error, way::segment};
use axum::{
    extract::{ConnectInfo, FromRequestParts, Request, State},
    http::{HeaderMap, HeaderValue, Method, header, request::Parts, uri::Authority},
    middleware::Next,
    response::{IntoResponse, Redirect, Response},
};
use domain::{
    actor::{Actor, Role},
    period::london_day,
    sight::View,
};
use jiff::Timestamp;
use record::{Record, Session, Token};
use std::{
    fmt,
    net::{IpAddr, SocketAddr},
    sync::{Arc, Mutex, PoisonError},
};

/// The time, as the staff side knows it: the machine's, or a story's.
#[derive(Clone)]
pub struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    pub fn of(now: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(now))
    }
}

impl Default for Clock {
    fn default() -> Self {
        Self::of(Timestamp::now)
    }
}

impl fmt::Debug for Clock {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Clock")
    }
}

/// A provider at which people sign in, and what its word counts for here.
#[derive(Clone, Debug)]
pub struct Provided {
    pub provider: oidc::Provider,
    /// What people call it.
    pub name: String,
    /// Which group has which role, the first that fits; where it is empty, roles are given here alone.
    pub roles: Vec<(String, Role)>,
    /// Whether somebody who was never here is let in by a group of theirs.
    pub creates: bool,
}

/// How the staff side is reached.
#[derive(Clone, Debug, Default)]
pub struct Doors {
    /// Whether an office without people is to have its first.
    pub sign_in: bool,
    /// The name under which a proxy serves these pages by https. Without one they are for this machine alone.
    pub host: Option<String>,
    /// The proxies whose word counts for who asks, and how.
    pub proxies: Vec<IpAddr>,
    pub clock: Clock,
    /// Whether people are mailed: a mail server is set.
    mails: bool,
    /// Where people sign in besides here.
    provided: Option<Arc<Provided>>,
    /// The hash of the secret that makes the first administrator, until it is used.
    first: Arc<Mutex<Option<Vec<u8>>>>,
}

impl Doors {
    /// Where people sign in; `host` is the name that `proxies` serve over https.
    pub fn new(sign_in: bool, host: Option<String>, proxies: Vec<IpAddr>, clock: Clock) -> Self {
        let proxies = proxies.into_iter().map(plain).collect();
        Self { sign_in, host, proxies, clock, mails: false, provided: None, first: Arc::default() }
    }

    /// The same, where it is known whether people are mailed.
    #[must_use]
    pub fn mailing(self, mails: bool) -> Self {
        Self { mails, ..self }
    }

    /// The same, where people may sign in at a provider.
    #[must_use]
    pub fn provided(self, by: Option<Provided>) -> Self {
        Self { provided: by.map(Arc::new), ..self }
    }

    pub fn provider(&self) -> Option<&Provided> {
        self.provided.as_deref()
    }

    /// Whether people are mailed. Pages say plainly where nobody is.
    pub fn mails(&self) -> bool {
        self.mails
    }

    pub fn now(&self) -> Timestamp {
        (self.clock.0)()
    }

    /// The secret that makes the first administrator, where there is to be one: to be shown once, to whoever starts the
    /// server.
    pub async fn first_secret(&self, record: &Record) -> Result<Option<String>, record::Error> {
        if !self.sign_in || record.accounts().any().await? {
            return Ok(None);
        }
        let secret = Token::new()?;
        *self.first.lock().unwrap_or_else(PoisonError::into_inner) = Some(secret.hash());
        Ok(Some(secret.as_str().to_owned()))
    }

    pub fn awaits_the_first(&self) -> bool {
        self.first.lock().unwrap_or_else(PoisonError::into_inner).is_some()
    }

    pub fn knows(&self, secret: &str) -> bool {
        let held = Token::held_out(secret.trim()).hash();
        self.first.lock().unwrap_or_else(PoisonError::into_inner).as_ref() == Some(&held)
    }

    /// Spends the secret. False where somebody else did, a moment ago.
    pub fn spend(&self, secret: &str) -> bool {
        let held = Token::held_out(secret.trim()).hash();
        let mut first = self.first.lock().unwrap_or_else(PoisonError::into_inner);
        let known = first.as_ref() == Some(&held);
        if known {
            *first = None;
        }
        known
    }

    /// Puts a secret back that was spent in vain: what it was spent on was refused.
    pub fn restore(&self, secret: &str) {
        let held = Token::held_out(secret.trim()).hash();
        self.first.lock().unwrap_or_else(PoisonError::into_inner).get_or_insert(held);
    }
}

/// From where a request came, and the address by which these pages are called.
#[derive(Clone, Debug)]
pub struct Came {
    pub from: String,
    /// `https://plan.northmarsh.example`
    pub base: String,
}

/// Somebody who is signed in.
#[derive(Clone, Debug)]
pub struct SignedIn(pub Session);

/// Lets in this machine, and, where people sign in, who comes through a known proxy by the name that it serves. To
/// anybody else every address of this listener is one that does not exist.
pub async fn admit(State((record, doors)): State<(Record, Doors)>, mut request: Request, next: Next) -> Response {
    let people = doors.sign_in || record.office().has_people();
    let came = from_this_machine(&request).or_else(|| through_a_proxy(&doors, &request).filter(|_| people));
    let Some(came) = came else { return Error::NotFound.into_response() };
    request.extensions_mut().insert(came);
    next.run(request).await
}

fn peer(request: &Request) -> Option<IpAddr> {
    request.extensions().get::<ConnectInfo<SocketAddr>>().map(|info| plain(info.0.ip()))
}

/// An IPv4 address as one, however it is written.
fn plain(ip: IpAddr) -> IpAddr {
    ip.to_canonical()
}

/// A loopback peer that asks for a loopback host, and no proxy in between.
fn from_this_machine(request: &Request) -> Option<Came> {
    let peer = peer(request).filter(IpAddr::is_loopback)?;
    let host = one(request.headers(), "host").filter(|host| is_loopback(host))?;
    let authority = request.uri().authority().map(Authority::as_str);
    let own = authority.is_none_or(is_loopback) && !is_passed_on(request.headers());
    own.then(|| Came { from: peer.to_string(), base: format!("http://{host}") })
}

fn is_loopback(host: &str) -> bool {
    let host = match host.strip_prefix('[') {
        Some(rest) => rest.split_once(']').map_or("", |(inside, _)| inside),
        None => host.rsplit_once(':').map_or(host, |(name, _)| name),
    };
    host.eq_ignore_ascii_case("localhost") || host == "127.0.0.1" || host == "::1"
}

/// A proxy that says so: whoever stands behind it is not this machine.
fn is_passed_on(headers: &HeaderMap) -> bool {
    ["forwarded", "via", "x-forwarded-for", "x-forwarded-host", "x-forwarded-proto", "x-real-ip"]
        .iter()
        .any(|name| headers.contains_key(*name))
}

/// A known proxy that serves the configured name by https. Whom it speaks for is the last address that it names: what
/// stands before it was said by somebody else.
fn through_a_proxy(doors: &Doors, request: &Request) -> Option<Came> {
    let name = doors.host.as_deref()?;
    peer(request).filter(|peer| doors.proxies.contains(peer))?;
    let headers = request.headers();
    let host = one(headers, "host").filter(|host| host.eq_ignore_ascii_case(name))?;
    let authority = request.uri().authority().map(Authority::as_str);
    authority.is_none_or(|named| named.eq_ignore_ascii_case(name)).then_some(())?;
    one(headers, "x-forwarded-proto").filter(|scheme| scheme.eq_ignore_ascii_case("https"))?;
    let last = headers.get_all("x-forwarded-for").iter().next_back()?.to_str().ok()?;
    let from: IpAddr = last.rsplit(',').next()?.trim().parse().ok()?;
    Some(Came { from: plain(from).to_string(), base: format!("https://{host}") })
}

/// A header that stands there once.
fn one<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    match (all.next(), all.next()) {
        (Some(one), None) => one.to_str().ok(),
        _ => None,
    }
}

/// Refuses a form that another site sent. Every browser of these years says with each request whether it is so
/// (`Sec-Fetch-Site`); one that does not says at least from where a form comes (`Origin`). What says neither is no
/// browser, and holds no cookie that it was not given on purpose.
pub async fn from_these_pages(request: Request, next: Next) -> Response {
    if matches!(*request.method(), Method::GET | Method::HEAD | Method::OPTIONS) {
        return next.run(request).await;
    }
    let headers = request.headers();
    let own = if headers.contains_key("sec-fetch-site") {
        matches!(one(headers, "sec-fetch-site"), Some("same-origin" | "none"))
    } else if headers.contains_key(header::ORIGIN) {
        let base = request.extensions().get::<Came>().map(|came| came.base.as_str());
        base.is_some() && one(headers, "origin") == base
    } else {
        true
    };
    if own { next.run(request).await } else { Error::Elsewhere.into_response() }
}

/// The pages that nobody needs to be signed in for: those on the way in, what is behind a link to a partner, what they are drawn with, and the trial, which
/// knows nothing of the office.
fn leads_in(path: &str) -> bool {
    let under = |prefix: &str| path.strip_prefix(prefix).is_some_and(|rest| !rest.is_empty());
    ["/sign-in", "/sign-in/with", "/sign-in/return", "/sign-in/code", "/forgotten", "/first", "/try"].contains(&path)
        || ["/invitation/", "/reset/", "/answer/", "/assets/"].into_iter().any(under)
}

/// Finds out who asks. Where people sign in, nobody sees a page without: not even that it is there.
pub async fn gate(State((record, doors)): State<(Record, Doors)>, mut request: Request, next: Next) -> Response {
    match known(&record, &doors, &mut request).await {
        Err(error) => error.into_response(),
        Ok(Known::Nobody) if !leads_in(request.uri().path()) => {
            if doors.awaits_the_first() { Redirect::to("/first") } else { Redirect::to(&way_in(&request)) }
                .into_response()
        }
        Ok(known) => {
            request.extensions_mut().insert(doors.now());
            request.extensions_mut().insert(doors);
            let mut response = next.run(request).await;
            if let Known::Somebody(signed_in) = known {
                response.extensions_mut().insert(*signed_in);
            }
            response
        }
    }
}

enum Known {
    /// Nobody signs in here: who reaches this machine reads.
    NotAsked,
    Nobody,
    Somebody(Box<(SignedIn, View)>),
}

async fn known(record: &Record, doors: &Doors, request: &mut Request) -> Result<Known, Error> {
    // As it is known here: where another node let the first in a moment ago, the page itself refuses (`Staff`).
    if !doors.sign_in && !record.office().has_people() {
        return Ok(Known::NotAsked);
    }
    let office = record.follow().await?;
    // People are whom their session says, whatever came with the request.
    request.extensions_mut().remove::<Actor>();
    let Some(token) = held(record, request.headers()) else { return Ok(Known::Nobody) };
    let now = doors.now();
    let Some(session) = record.accounts().session(&token, now).await? else { return Ok(Known::Nobody) };
    let actor = office.actor(session.person, london_day(now)).filter(|actor| actor.role.as_str() == session.role);
    let Some(actor) = actor else { return Ok(Known::Nobody) };
    let (signed_in, view) = (SignedIn(session), View::new(office, actor.clone()));
    let extensions = request.extensions_mut();
    extensions.insert(actor);
    extensions.insert(view.clone());
    extensions.insert(signed_in.clone());
    Ok(Known::Somebody(Box::new((signed_in, view))))
}

/// The way to sign in, and back to the page that was asked for.
fn way_in(request: &Request) -> String {
    let reads = matches!(*request.method(), Method::GET | Method::HEAD);
    match request.uri().path_and_query().map(axum::http::uri::PathAndQuery::as_str).filter(|to| reads && *to != "/") {
        Some(to) => format!("/sign-in?to={}", segment(to)),
        None => "/sign-in".to_owned(),
    }
}

/// A way back that leads to a page of this service and nowhere else; the first page otherwise.
pub fn way_back(to: &str) -> &str {
    let local = to.starts_with('/')
        && !to[1..].starts_with(['/', '\\'])
        && to.bytes().all(|b| b.is_ascii_graphic() && b != b'\\')
        && to.len() < 2_000;
    let path = to.split(['?', '#']).next().unwrap_or_default();
    if local && !leads_in(path) { to } else { "/" }
}

/// What a browser keeps for these pages. One name for each office, so that two that are served from one machine do not
/// sign each other out: cookies do not know of ports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cookie {
    /// Their session.
    Session,
    /// That they gave their passphrase, and not yet their code.
    Halfway,
    /// Their way to a provider and back.
    Errand,
}

impl Cookie {
    fn name(self, record: &Record) -> String {
        let office = record.office().head().office.simple().to_string();
        let what = match self {
            Self::Session => "",
            Self::Halfway => "halfway-",
            Self::Errand => "errand-",
        };
        format!("__Host-milepost-{what}{}", &office[office.len() - 8..])
    }

    pub fn held<'a>(self, record: &Record, headers: &'a HeaderMap) -> Option<&'a str> {
        let name = self.name(record);
        let cookies = headers.get_all(header::COOKIE).iter().filter_map(|value| value.to_str().ok());
        let mut pairs = cookies.flat_map(|all| all.split(';')).filter_map(|pair| pair.trim().split_once('='));
        pairs.find(|(named, _)| *named == name).map(|(_, value)| value)
    }

    fn set(self, record: &Record, value: &str, lasts: &str, mut response: Response) -> Response {
        let cookie = format!("{}={value}; Path=/; Secure; HttpOnly; SameSite=Lax{lasts}", self.name(record));
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
        response
    }

    /// Puts it into the visitor's keeping. Browsers take `Secure` from this machine's own http as well.
    pub fn kept(self, record: &Record, value: &str, response: Response) -> Response {
        let lasts = if self == Self::Session { "" } else { "; Max-Age=600" };
        self.set(record, value, lasts, response)
    }

    pub fn gone(self, record: &Record, response: Response) -> Response {
        self.set(record, "", "; Max-Age=0", response)
    }
}

fn held(record: &Record, headers: &HeaderMap) -> Option<Token> {
    Cookie::Session.held(record, headers).map(Token::held_out)
}

/// Puts a session into the visitor's keeping.
pub fn keeping(record: &Record, token: &Token, response: Response) -> Response {
    Cookie::Session.kept(record, token.as_str(), response)
}

pub fn letting_go(record: &Record, response: Response) -> Response {
    Cookie::Session.gone(record, response)
}

/// A visit to a page on the way in: by anybody, where people sign in at all.
#[derive(Debug)]
pub struct Entrance {
    pub record: Record,
    pub doors: Doors,
    pub came: Came,
    /// Who is signed in already.
    pub signed_in: Option<SignedIn>,
}

impl FromRequestParts<Record> for Entrance {
    type Rejection = Error;

    async fn from_request_parts(parts: &mut Parts, record: &Record) -> Result<Self, Error> {
        let doors = parts.extensions.get::<Doors>().cloned().ok_or(Error::NotFound)?;
        let came = parts.extensions.get::<Came>().cloned().ok_or(Error::NotFound)?;
        if !doors.sign_in && !record.office().has_people() {
            return Err(Error::NotFound);
        }
        let signed_in = parts.extensions.get::<SignedIn>().cloned();
        Ok(Self { record: record.clone(), doors, came, signed_in })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_way_back_leads_nowhere_else() {
        for good in ["/plans", "/plans/a?at=Panel%20September", "/changes?from=a&to=b#c", "/"] {
            assert_eq!(way_back(good), good);
        }
        let bad = [
            "",
            "plans",
            "//evil.example",
            "/\\evil.example",
            "https://evil.example",
            "/\t/evil.example",
            "/\r\nSet-Cookie: a=b",
            "javascript:alert(1)",
            "/sign-in",
            "/sign-in?to=/sign-in",
            "/first",
            "/reset/x",
            "\\\\evil.example",
            "/a\\b",
            "/é",
        ];
        for bad in bad {
            assert_eq!(way_back(bad), "/", "{bad:?}");
        }
    }
}
