//! Signing in at a provider that an office has already: `OpenID` Connect, the authorization code flow with PKCE. This
//! crate asks the provider and believes nothing that it does not have to; whom an identity stands for is not its business.
mod claims;
mod fetch;
mod keys;
mod strict;

use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use fetch::{Asks, Http};
use hyper::Uri;
use jiff::Timestamp;
use keys::Keys;
use serde_json::Value;
use sha2::{Digest, Sha256};
use std::{
    fmt,
    sync::Arc,
    time::{Duration, Instant},
};
use strict::{text, texts};
use thiserror::Error;
use tokio::sync::Mutex;

pub use claims::Identity;

/// How a provider is found, and who we are to it.
#[derive(Clone)]
pub struct Settings {
    /// As the provider itself writes it, to the letter.
    pub issuer: String,
    pub client: String,
    /// None: a client that cannot keep a secret, and proves itself by PKCE alone.
    pub secret: Option<String>,
    /// Another authority than those that everybody knows, as PEM: for a provider of the office's own.
    pub authority: Option<Vec<u8>>,
    /// What is asked for besides `openid`.
    pub scopes: Vec<String>,
    /// The claim that lists a person's groups; None where groups decide nothing here.
    pub groups: Option<String>,
    pub limits: Limits,
}

impl fmt::Debug for Settings {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Settings({} at {})", self.client, self.issuer)
    }
}

/// How long and how much a provider may answer.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// For one question, from the connection to the last byte.
    pub patience: Duration,
    /// Bytes of one answer.
    pub most: usize,
    /// What was found out is asked again after this long.
    pub stale: Duration,
    /// After a failure, and for a key that is not known, nothing is asked again for this long.
    pub pause: Duration,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            patience: Duration::from_secs(4),
            most: 128 * 1024,
            stale: Duration::from_hours(1),
            pause: Duration::from_secs(10),
        }
    }
}

/// Why the settings make no sense.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum NotAProvider {
    #[error(
        "the issuer “{0}” is not an https address without a question or fragment; write it as the provider itself does (http is for one on this machine alone)"
    )]
    Issuer(String),
    #[error("the authority for the provider is not a certificate in PEM: {0}")]
    Authority(String),
    #[error("the client has no name; write the client id that the provider gave")]
    Client,
}

/// Why nobody is signed in. In words for the log: nothing that somebody could use is in them.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum Refused {
    /// The provider cannot be asked just now.
    #[error("the provider cannot be asked: {0}")]
    Away(String),
    /// The provider says that it did not sign them in, or they came back without it.
    #[error("the provider did not sign them in: {0}")]
    NotThere(String),
    /// What came is not to be believed.
    #[error("the answer is not to be believed: {0}")]
    Untrue(String),
}

pub(crate) fn untrue<T>(why: impl Into<String>) -> Result<T, Refused> {
    Err(Refused::Untrue(why.into()))
}

/// One way to the provider and back: 256 bits of chance that one browser keeps. All that the way needs comes of it, so
/// that nothing of somebody who is not signed in has to be kept here.
#[derive(Clone, Copy)]
pub struct Errand([u8; 32]);

impl fmt::Debug for Errand {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Errand")
    }
}

impl Errand {
    pub fn of(chance: [u8; 32]) -> Self {
        Self(chance)
    }

    /// As the browser holds it out.
    pub fn held_out(words: &str) -> Option<Self> {
        URL_SAFE_NO_PAD.decode(words).ok()?.try_into().ok().map(Self)
    }

    pub fn kept(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0)
    }

    fn derived(&self, what: &str) -> String {
        let mut hash = Sha256::new();
        hash.update(what.as_bytes());
        hash.update([0]);
        hash.update(self.0);
        URL_SAFE_NO_PAD.encode(hash.finalize())
    }

    pub fn state(&self) -> String {
        self.derived("state")
    }

    pub fn nonce(&self) -> String {
        self.derived("nonce")
    }

    fn verifier(&self) -> String {
        self.derived("verifier")
    }

    fn challenge(&self) -> String {
        URL_SAFE_NO_PAD.encode(Sha256::digest(self.verifier()))
    }

    /// By which it is known that it was used: says nothing of the rest.
    pub fn mark(&self) -> Vec<u8> {
        Sha256::digest(self.derived("mark")).to_vec()
    }
}

/// What a browser brought back from the provider: the question of the address.
#[derive(Clone, Debug, Default)]
pub struct Returned {
    given: Vec<(String, String)>,
}

impl Returned {
    pub fn of(query: &str) -> Self {
        Self { given: form_urlencoded::parse(query.as_bytes()).into_owned().collect() }
    }

    /// What was given once; None where it is not there or there twice.
    fn one(&self, name: &str) -> Result<Option<&str>, Refused> {
        let mut all = self.given.iter().filter(|(given, _)| given == name);
        match (all.next(), all.next()) {
            (Some((_, value)), None) => Ok(Some(value)),
            (None, _) => Ok(None),
            _ => untrue(format!("“{name}” came back twice")),
        }
    }
}

/// What a provider says of itself, once it was checked.
#[derive(Clone, Debug)]
struct Known {
    authorization: Uri,
    token: Uri,
    keys: Uri,
    userinfo: Option<Uri>,
    /// Whether the secret goes into the form, where the provider does not take it in the header.
    in_the_form: bool,
    /// Whether every return names the issuer.
    names_itself: bool,
}

#[derive(Debug)]
struct Asked<T> {
    at: Instant,
    answer: Result<T, Refused>,
}

/// A provider at which people sign in.
#[derive(Clone, Debug)]
pub struct Provider {
    settings: Arc<Settings>,
    http: Http,
    known: Arc<Mutex<Option<Asked<Known>>>>,
    keys: Arc<Mutex<Option<Asked<Arc<Keys>>>>>,
}

impl Provider {
    pub fn new(settings: Settings) -> Result<Self, NotAProvider> {
        let issuer = &settings.issuer;
        if address(issuer, is_local(issuer)).is_none_or(|uri| uri.query().is_some() || issuer.contains('#')) {
            return Err(NotAProvider::Issuer(issuer.clone()));
        }
        if settings.client.trim().is_empty() {
            return Err(NotAProvider::Client);
        }
        let http = Http::new(settings.authority.as_deref(), settings.limits).map_err(NotAProvider::Authority)?;
        Ok(Self { settings: Arc::new(settings), http, known: Arc::default(), keys: Arc::default() })
    }

    pub fn issuer(&self) -> &str {
        &self.settings.issuer
    }

    /// Whether the provider answers, and says of itself what is needed.
    pub async fn check(&self) -> Result<usize, Refused> {
        let known = self.known().await?;
        Ok(self.keys(&known, None).await?.count())
    }

    /// Where a browser is sent. `fresh`: the person has to show anew who they are, also where they just did.
    pub async fn begin(&self, errand: &Errand, back: &str, fresh: bool) -> Result<String, Refused> {
        let known = self.known().await?;
        let mut query = form_urlencoded::Serializer::new(String::new());
        let mut scope = vec!["openid"];
        scope.extend(self.settings.scopes.iter().map(String::as_str).filter(|scope| *scope != "openid"));
        query
            .append_pair("response_type", "code")
            .append_pair("client_id", &self.settings.client)
            .append_pair("redirect_uri", back)
            .append_pair("scope", &scope.join(" "))
            .append_pair("state", &errand.state())
            .append_pair("nonce", &errand.nonce())
            .append_pair("code_challenge", &errand.challenge())
            .append_pair("code_challenge_method", "S256");
        if fresh {
            query.append_pair("prompt", "login").append_pair("max_age", "0");
        }
        let joint = if known.authorization.query().is_some() { '&' } else { '?' };
        Ok(format!("{}{joint}{}", known.authorization, query.finish()))
    }

    /// Who came back. The code is spent by it, whatever comes of it.
    pub async fn finish(
        &self,
        errand: &Errand,
        returned: &Returned,
        back: &str,
        now: Timestamp,
    ) -> Result<Identity, Refused> {
        if returned.one("state")? != Some(errand.state().as_str()) {
            return untrue("it does not belong to what this browser began");
        }
        let known = self.known().await?;
        match returned.one("iss")? {
            Some(iss) if iss != self.settings.issuer => return untrue("it came back from another issuer"),
            None if known.names_itself => return untrue("it came back without its issuer, which this provider names"),
            _ => {}
        }
        if let Some(error) = returned.one("error")? {
            return Err(Refused::NotThere(plain(error)));
        }
        let code = match returned.one("code")? {
            Some(code) if !code.is_empty() && code.len() <= 4096 => code,
            _ => return untrue("it brings no code"),
        };
        let answer = self.http.json(self.redeem(&known, code, errand, back)).await?;
        if !text(&answer, "token_type")?.is_some_and(|kind| kind.eq_ignore_ascii_case("bearer")) {
            return untrue("the token is not a bearer's");
        }
        let Some(token) = text(&answer, "id_token")? else { return untrue("there is no ID token") };
        let access = text(&answer, "access_token")?;
        let signed = keys::Signed::read(token)?;
        let keys = self.keys(&known, Some(&signed)).await?;
        let claims = keys.verified(&signed)?;
        let expected = claims::Expected { settings: &self.settings, nonce: &errand.nonce(), access, now };
        let mut identity = expected.identity(&claims)?;
        let wants = identity.name.is_none() || identity.email.is_none() || identity.groups.is_none();
        if let (Some(userinfo), Some(access), true) = (&known.userinfo, access, wants) {
            let bearer = Some(format!("Bearer {access}"));
            let more = self.http.json(Asks { uri: userinfo, form: None, authorization: bearer }).await?;
            expected.more(&mut identity, &more)?;
        }
        Ok(identity)
    }

    fn redeem<'a>(&self, known: &'a Known, code: &str, errand: &Errand, back: &str) -> Asks<'a> {
        let mut form = form_urlencoded::Serializer::new(String::new());
        form.append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", back)
            .append_pair("code_verifier", &errand.verifier());
        let client = &self.settings.client;
        let authorization = match &self.settings.secret {
            Some(secret) if !known.in_the_form => {
                let encoded = |words: &str| form_urlencoded::byte_serialize(words.as_bytes()).collect::<String>();
                let both = format!("{}:{}", encoded(client), encoded(secret));
                Some(format!("Basic {}", base64::engine::general_purpose::STANDARD.encode(both)))
            }
            Some(secret) => {
                form.append_pair("client_id", client).append_pair("client_secret", secret);
                None
            }
            None => {
                form.append_pair("client_id", client);
                None
            }
        };
        Asks { uri: &known.token, form: Some(form.finish()), authorization }
    }

    async fn known(&self) -> Result<Known, Refused> {
        let mut kept = self.known.lock().await;
        if let Some(asked) = &*kept {
            let limits = &self.settings.limits;
            let good = if asked.answer.is_ok() { limits.stale } else { limits.pause };
            if asked.at.elapsed() < good {
                return asked.answer.clone();
            }
        }
        let answer = self.discover().await;
        *kept = Some(Asked { at: Instant::now(), answer: answer.clone() });
        answer
    }

    async fn discover(&self) -> Result<Known, Refused> {
        let issuer = &self.settings.issuer;
        let local = is_local(issuer);
        let place = format!("{}/.well-known/openid-configuration", issuer.strip_suffix('/').unwrap_or(issuer));
        let Some(uri) = address(&place, local) else { return untrue("its issuer is not an address") };
        let said = self.http.json(Asks { uri: &uri, form: None, authorization: None }).await?;
        if text(&said, "issuer")? != Some(issuer.as_str()) {
            return untrue("it calls itself by another issuer than the settings");
        }
        let optional = |name: &str| -> Result<Option<Uri>, Refused> {
            let Some(words) = text(&said, name)? else { return Ok(None) };
            match address(words, local) {
                Some(uri) => Ok(Some(uri)),
                None => untrue(format!("its {name} is not an https address")),
            }
        };
        let needed = |name: &str| match optional(name)? {
            Some(uri) => Ok(uri),
            None => untrue(format!("it names no {name}")),
        };
        if texts(&said, "code_challenge_methods_supported")?.is_some_and(|all| !all.contains(&"S256")) {
            return untrue("it does not know PKCE by S256");
        }
        let ways = texts(&said, "token_endpoint_auth_methods_supported")?.unwrap_or_default();
        Ok(Known {
            authorization: needed("authorization_endpoint")?,
            token: needed("token_endpoint")?,
            keys: needed("jwks_uri")?,
            userinfo: optional("userinfo_endpoint")?,
            in_the_form: ways.contains(&"client_secret_post") && !ways.contains(&"client_secret_basic"),
            names_itself: said.get("authorization_response_iss_parameter_supported") == Some(&Value::Bool(true)),
        })
    }

    /// The provider's keys; asked for again where one is named that is not among them, since keys are changed.
    async fn keys(&self, known: &Known, wanted: Option<&keys::Signed<'_>>) -> Result<Arc<Keys>, Refused> {
        let limits = &self.settings.limits;
        let mut kept = self.keys.lock().await;
        if let Some(asked) = &*kept {
            let there = match (&asked.answer, wanted) {
                (Ok(keys), Some(signed)) => keys.has(signed),
                (Ok(_), None) => true,
                (Err(_), _) => false,
            };
            if asked.at.elapsed() < if there { limits.stale } else { limits.pause } {
                return asked.answer.clone();
            }
        }
        let asks = Asks { uri: &known.keys, form: None, authorization: None };
        let answer = self.http.json(asks).await.and_then(|said| Keys::read(&said)).map(Arc::new);
        *kept = Some(Asked { at: Instant::now(), answer: answer.clone() });
        answer
    }
}

/// A provider on this machine, which may speak http.
fn is_local(issuer: &str) -> bool {
    let host = issuer.parse::<Uri>().ok().and_then(|uri| uri.host().map(str::to_owned));
    host.is_some_and(|host| ["localhost", "127.0.0.1", "[::1]"].contains(&host.as_str()))
}

/// An address that may be asked: by https, or on this machine where the provider is on it.
fn address(words: &str, local: bool) -> Option<Uri> {
    let uri: Uri = words.parse().ok().filter(|_| words.len() <= 2000)?;
    let plain = local && uri.scheme_str() == Some("http") && is_local(words);
    let named = uri.authority().is_some_and(|authority| !authority.as_str().contains('@'));
    (named && (plain || uri.scheme_str() == Some("https"))).then_some(uri)
}

/// A word of somebody else's, as it may stand in a log.
fn plain(words: &str) -> String {
    let plain: String =
        words.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '-' | ' ')).take(60).collect();
    if plain.is_empty() { "no reason given".into() } else { plain }
}
