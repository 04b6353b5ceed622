//! S12: signing in at a provider, and forty ways in which one could lie. The provider here is a listener on this machine
//! that says, byte by byte, what the story has it say.
use crate::{
    office::Answered,
    town::{Browser, Town, location},
};
use axum::http::StatusCode;
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::actor::Role;
use oidc::{Limits, Provider, Settings};
use ring::{
    hmac,
    rand::SystemRandom,
    signature::{ECDSA_P256_SHA256_FIXED_SIGNING, EcdsaKeyPair, KeyPair},
};
use serde_json::{Value, json};
use std::{
    collections::BTreeMap,
    io::Write,
    sync::{Arc, Mutex},
    time::Duration,
};
use tokio::{
    io::{AsyncReadExt, AsyncWriteExt},
    net::TcpListener,
};
use uuid::Uuid;
use web::Provided;

const CLIENT: &str = "milepost-northmarsh";
const SECRET: &str = "canary-client-secret";
const CODE: &str = "canary-code";
const ACCESS: &str = "canary-access-token";
const SAM: &str = "canary-subject-sam";

fn encoded(bytes: impl AsRef<[u8]>) -> String {
    URL_SAFE_NO_PAD.encode(bytes)
}

/// A key that signs.
pub struct Signing {
    id: &'static str,
    pair: EcdsaKeyPair,
}

impl Signing {
    fn new(id: &'static str) -> Self {
        let chance = SystemRandom::new();
        let made = EcdsaKeyPair::generate_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, &chance).unwrap();
        let pair = EcdsaKeyPair::from_pkcs8(&ECDSA_P256_SHA256_FIXED_SIGNING, made.as_ref(), &chance).unwrap();
        Self { id, pair }
    }

    fn public(&self) -> Value {
        let point = self.pair.public_key().as_ref();
        json!({ "kty": "EC", "crv": "P-256", "use": "sig", "alg": "ES256", "kid": self.id,
            "x": encoded(&point[1..33]), "y": encoded(&point[33..]) })
    }

    fn sign(&self, message: &str) -> Vec<u8> {
        self.pair.sign(&SystemRandom::new(), message.as_bytes()).unwrap().as_ref().to_vec()
    }
}

/// All that the provider says, and what the browser is sent back with.
struct Scene {
    discovery: Value,
    keys: Value,
    head: Value,
    claims: Value,
    /// The claims as text, where they are no good JSON.
    claims_text: Option<String>,
    sign: Sign,
    /// What the token's endpoint says beside the ID token.
    token: Value,
    userinfo: Value,
    back: Vec<(String, String)>,
    /// An answer of the token's endpoint, byte by byte.
    raw: Option<Vec<u8>>,
    /// Whether it says nothing more after these.
    stalls: bool,
    asked: BTreeMap<String, usize>,
    last_form: String,
}

enum Sign {
    Well,
    Not,
    /// By a key that is not the provider's.
    Otherwise(Box<Signing>),
    Hmac(Vec<u8>),
    Spoilt,
}

#[derive(Clone)]
struct Fake {
    issuer: String,
    scene: Arc<Mutex<Scene>>,
    key: Arc<Signing>,
}

impl Fake {
    async fn opens() -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let key = Arc::new(Signing::new("one"));
        let scene = Scene {
            discovery: json!({
                "issuer": issuer,
                "authorization_endpoint": format!("{issuer}/authorize"),
                "token_endpoint": format!("{issuer}/token"),
                "jwks_uri": format!("{issuer}/keys"),
                "userinfo_endpoint": format!("{issuer}/userinfo"),
                "code_challenge_methods_supported": ["S256"],
            }),
            keys: json!({ "keys": [key.public()] }),
            head: json!({ "alg": "ES256", "kid": "one", "typ": "JWT" }),
            claims: json!({}),
            claims_text: None,
            sign: Sign::Well,
            token: json!({ "access_token": ACCESS, "token_type": "Bearer", "expires_in": 60 }),
            userinfo: json!({ "sub": SAM, "name": "Sam Lead", "email": "sam.lead@northmarsh.example" }),
            back: vec![],
            raw: None,
            stalls: false,
            asked: BTreeMap::new(),
            last_form: String::new(),
        };
        let fake = Self { issuer, scene: Arc::new(Mutex::new(scene)), key };
        let own = fake.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                tokio::spawn(own.clone().answers(stream));
            }
        });
        fake
    }

    async fn answers(self, mut stream: tokio::net::TcpStream) {
        let mut request = vec![];
        let mut buffer = [0; 4096];
        loop {
            let text = String::from_utf8_lossy(&request).into_owned();
            if let Some((head, body)) = text.split_once("\r\n\r\n") {
                let length = head
                    .lines()
                    .find_map(|line| line.to_lowercase().strip_prefix("content-length:").map(str::to_owned));
                if body.len() >= length.map_or(0, |length| length.trim().parse().unwrap()) {
                    break;
                }
            }
            match stream.read(&mut buffer).await {
                Ok(0) | Err(_) => return,
                Ok(read) => request.extend_from_slice(&buffer[..read]),
            }
        }
        let text = String::from_utf8_lossy(&request).into_owned();
        let path = text.split(' ').nth(1).unwrap_or_default().to_owned();
        let (bytes, stalls) = {
            let mut scene = self.scene.lock().unwrap();
            *scene.asked.entry(path.clone()).or_insert(0) += 1;
            match path.as_str() {
                "/.well-known/openid-configuration" => (plain(&scene.discovery), false),
                "/keys" => (plain(&scene.keys), false),
                "/userinfo" => (plain(&scene.userinfo), false),
                "/token" => {
                    scene.last_form.clone_from(&text);
                    (scene.raw.clone().unwrap_or_else(|| plain(&scene.answer(&self.key))), scene.stalls)
                }
                _ => (b"HTTP/1.1 404 Not Found\r\ncontent-length: 0\r\n\r\n".to_vec(), false),
            }
        };
        let _ = stream.write_all(&bytes).await;
        if stalls {
            tokio::time::sleep(Duration::from_secs(30)).await;
        }
    }
}

fn plain(value: &Value) -> Vec<u8> {
    with_body(&value.to_string())
}

fn with_body(body: &str) -> Vec<u8> {
    format!("HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n{body}", body.len())
        .into_bytes()
}

impl Scene {
    fn answer(&self, key: &Signing) -> Value {
        let mut token = self.token.clone();
        if token.get("id_token").is_none() {
            token["id_token"] = json!(self.id_token(key));
        }
        token
    }

    fn id_token(&self, key: &Signing) -> String {
        let claims = self.claims_text.clone().unwrap_or_else(|| self.claims.to_string());
        let message = format!("{}.{}", encoded(self.head.to_string()), encoded(claims));
        let signature = match &self.sign {
            Sign::Well => key.sign(&message),
            Sign::Not => vec![],
            Sign::Otherwise(other) => other.sign(&message),
            Sign::Hmac(secret) => {
                hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, secret), message.as_bytes()).as_ref().to_vec()
            }
            Sign::Spoilt => {
                let mut signature = key.sign(&message);
                signature[7] ^= 1;
                signature
            }
        };
        format!("{message}.{}", encoded(signature))
    }
}

/// What the log says.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

impl Log {
    fn taken(&self) -> String {
        String::from_utf8(std::mem::take(&mut *self.0.lock().unwrap())).unwrap()
    }
}

fn listening() -> (Log, tracing::subscriber::DefaultGuard) {
    let log = Log::default();
    let writer = log.clone();
    let subscriber = tracing_subscriber::fmt().with_ansi(false).with_writer(move || writer.clone()).finish();
    (log, tracing::subscriber::set_default(subscriber))
}

fn settings(issuer: &str) -> Settings {
    Settings {
        issuer: issuer.into(),
        client: CLIENT.into(),
        secret: Some(SECRET.into()),
        authority: None,
        scopes: vec!["profile".into(), "email".into()],
        groups: Some("groups".into()),
        limits: Limits { patience: Duration::from_millis(400), pause: Duration::ZERO, ..Limits::default() },
    }
}

fn provided(fake: &Fake, creates: bool) -> Provided {
    Provided {
        provider: Provider::new(settings(&fake.issuer)).unwrap(),
        name: "Northmarsh Council".into(),
        roles: vec![("plan-officers".into(), Role::Officer), ("plan-leads".into(), Role::Lead)],
        creates,
    }
}

/// A provider where nobody answers.
pub fn away() -> Provided {
    let provider = Provider::new(settings("http://127.0.0.1:9")).unwrap();
    Provided { provider, name: "Nowhere".into(), roles: vec![], creates: false }
}

/// Northmarsh with a provider, where Sam is connected by the administrator.
async fn connected() -> (Town, Browser, Fake, Uuid) {
    let (mut town, mut alex) = Town::with_an_administrator().await;
    let fake = Fake::opens().await;
    town.stands_by(Some(provided(&fake, false)));
    let (_, sam) = town.invited(&mut alex, "Sam Lead", Role::Lead).await;
    let done = alex.posts(&town, &format!("/people/{sam}/connect"), &[("subject", SAM)]).await;
    assert_eq!(done.status, StatusCode::SEE_OTHER, "{}", done.text());
    (town, alex, fake, sam)
}

fn query(address: &str) -> BTreeMap<String, String> {
    let uri: axum::http::Uri = address.parse().unwrap();
    axum::extract::Query::<BTreeMap<String, String>>::try_from_uri(&uri).unwrap().0
}

impl Fake {
    /// A browser goes there, and comes back as the story has it.
    async fn way(&self, town: &Town, browser: &mut Browser, to: &str, change: impl FnOnce(&mut Scene)) -> Answered {
        let there = browser.reads(town, &format!("/sign-in/with?to={to}")).await;
        if there.status != StatusCode::SEE_OTHER {
            return there;
        }
        let asked = query(location(&there));
        {
            let mut scene = self.scene.lock().unwrap();
            let now = town.now().as_second();
            scene.claims = json!({ "iss": self.issuer, "sub": SAM, "aud": CLIENT, "exp": now + 300, "iat": now,
                "nonce": asked["nonce"], "groups": ["everybody", "plan-leads"] });
            scene.back = vec![("code".into(), CODE.into()), ("state".into(), asked["state"].clone())];
            change(&mut scene);
        }
        self.comes_back(town, browser).await
    }

    async fn comes_back(&self, town: &Town, browser: &mut Browser) -> Answered {
        let back = self.scene.lock().unwrap().back.clone();
        let pairs: Vec<(&str, &str)> = back.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect();
        browser.reads(town, &format!("/sign-in/return?{}", crate::town::encoded(&pairs))).await
    }
}

fn is_refused(answered: &Answered, log: &Log, what: &str) {
    let page = answered.text();
    assert!(
        [StatusCode::FORBIDDEN, StatusCode::BAD_GATEWAY].contains(&answered.status),
        "{what}: {} {page}",
        answered.status
    );
    assert!(page.contains("You are not signed in") && page.contains("Northmarsh Council"), "{what}: {page}");
    let said = log.taken();
    assert_eq!(said.lines().count(), 1, "{what}: {said}");
    assert!(said.contains("WARN") && said.contains("nobody was signed in by the provider: "), "{what}: {said}");
    for secret in ["canary", "eyJ", "northmarsh.example", "mallory"] {
        assert!(!said.contains(secret), "{what}: the log holds {secret}: {said}");
        assert!(!page.contains(secret), "{what}: the page holds {secret}: {page}");
    }
    println!("refused: {what}: {}", said.trim().rsplit("provider: ").next().unwrap());
}

type Change = Box<dyn FnOnce(&mut Scene)>;

fn claims(name: &'static str, value: Value) -> Change {
    Box::new(move |scene| scene.claims[name] = value)
}

fn without(name: &'static str) -> Change {
    Box::new(move |scene| {
        scene.claims.as_object_mut().unwrap().remove(name);
    })
}

fn raw(bytes: Vec<u8>) -> Change {
    Box::new(move |scene| scene.raw = Some(bytes))
}

fn back(name: &'static str, value: Option<&'static str>) -> Change {
    Box::new(move |scene| {
        scene.back.retain(|(given, _)| given != name);
        scene.back.extend(value.map(|value| (name.to_owned(), value.to_owned())));
    })
}

fn hostile(now: i64, issuer: &str, public: &Value) -> Vec<(&'static str, Change)> {
    let (elsewhere, doubled) = (format!("{issuer}/other"), issuer.to_owned());
    let point = |name: &str| public[name].as_str().unwrap().to_owned();
    let (pem, jwk) = (format!("{}{}", point("x"), point("y")), public.to_string());
    let redirect = format!("HTTP/1.1 302 Found\r\nlocation: {issuer}/userinfo\r\ncontent-length: 0\r\n\r\n");
    let many: Vec<String> = (0..2000).map(|number| format!("group-{number}")).collect();
    let both = |alg: &'static str, sign: Sign| -> Change {
        Box::new(move |scene| {
            scene.head["alg"] = json!(alg);
            scene.sign = sign;
        })
    };
    let text = |edit: fn(&str) -> String| -> Change {
        Box::new(move |scene| scene.claims_text = Some(edit(&scene.claims.to_string())))
    };
    vec![
        ("another issuer", claims("iss", json!(elsewhere))),
        ("an issuer with a slash more", claims("iss", json!(format!("{issuer}/")))),
        ("no issuer", without("iss")),
        ("for another client", claims("aud", json!("another"))),
        ("for no client", without("aud")),
        ("for several, asked for by nobody", claims("aud", json!([CLIENT, "another"]))),
        ("asked for by another", claims("azp", json!("another"))),
        ("an audience that is a number", claims("aud", json!(7))),
        ("another nonce", claims("nonce", json!("another"))),
        ("no nonce", without("nonce")),
        ("expired", claims("exp", json!(now - 61))),
        ("good until no day", without("exp")),
        ("good until a text", claims("exp", json!("9999999999"))),
        ("made in the future", claims("iat", json!(now + 120))),
        ("made long ago", claims("iat", json!(now - 3600))),
        ("made on no day", without("iat")),
        ("not good yet", claims("nbf", json!(now + 120))),
        ("not good before a text", claims("nbf", json!("0"))),
        ("signed in in the future", claims("auth_time", json!(now + 3600))),
        ("of nobody", without("sub")),
        ("of an empty subject", claims("sub", json!(""))),
        ("of a subject that is a list", claims("sub", json!([SAM]))),
        ("of a subject with a line end", claims("sub", json!(format!("{SAM}\n")))),
        ("of a subject without end", claims("sub", json!("s".repeat(300)))),
        ("beside another access token", claims("at_hash", json!(encoded([0; 16])))),
        ("alg none", both("none", Sign::Not)),
        ("alg None", both("None", Sign::Not)),
        ("no alg", Box::new(|scene| { scene.head.as_object_mut().unwrap().remove("alg"); })),
        ("HS256 with the public key", both("HS256", Sign::Hmac(pem.into_bytes()))),
        ("HS256 with the client's secret", both("HS256", Sign::Hmac(SECRET.as_bytes().to_vec()))),
        ("RS256 said of a key of P-256", both("RS256", Sign::Well)),
        ("HS256 with the key's JSON", both("HS256", Sign::Hmac(jwk.into_bytes()))),
        ("a spoilt signature", both("ES256", Sign::Spoilt)),
        ("no signature", both("ES256", Sign::Not)),
        ("another key by the same name", both("ES256", Sign::Otherwise(Box::new(Signing::new("one"))))),
        ("a key that nobody knows", Box::new(|scene| { scene.head["kid"] = json!("two"); scene.sign = Sign::Otherwise(Box::new(Signing::new("two"))); })),
        ("a key that it brings along", Box::new(|scene| {
            let own = Signing::new("brought");
            scene.head = json!({ "alg": "ES256", "kid": "brought", "jwk": own.public() });
            scene.sign = Sign::Otherwise(Box::new(own));
        })),
        ("something critical that is not known", Box::new(|scene| scene.head["crit"] = json!(["b64"]))),
        ("a token of another kind", Box::new(|scene| scene.head["typ"] = json!("logout+jwt"))),
        ("a subject said twice", text(|claims| claims.replacen('{', "{\"sub\":\"canary-mallory\",", 1))),
        ("groups said twice", text(|claims| format!("{},\"groups\":[\"plan-officers\"]}}", &claims[..claims.len() - 1]))),
        ("groups that are objects", claims("groups", json!([{ "plan-officers": true }]))),
        ("more groups than can be", claims("groups", json!(many))),
        ("claims that are a list", text(|_| "[]".into())),
        ("claims that are cut off", text(|claims| claims[..claims.len() - 1].to_owned())),
        ("a token of two parts", Box::new(|scene| scene.token["id_token"] = json!("eyJhbGciOiJub25lIn0.e30"))),
        ("a token of five parts", Box::new(|scene| scene.token["id_token"] = json!("eyJh.e30.a.b.c"))),
        ("no ID token", Box::new(|scene| scene.token["id_token"] = Value::Null)),
        ("a token that is no bearer's", Box::new(|scene| scene.token["token_type"] = json!("mac"))),
        ("another subject in the userinfo", Box::new(|scene| scene.userinfo = json!({ "sub": "canary-mallory", "name": "M" }))),
        ("no subject in the userinfo", Box::new(|scene| scene.userinfo = json!({ "name": "M" }))),
        ("another state", back("state", Some("another"))),
        ("no state", back("state", None)),
        ("no code", back("code", None)),
        ("a code without end", Box::new(|scene| scene.back[0].1 = "c".repeat(5000))),
        ("two codes", Box::new(|scene| scene.back.push(("code".into(), "canary-other".into())))),
        ("from another issuer", back("iss", Some("https://evil.example"))),
        ("from two issuers", Box::new(move |scene| {
            for _ in 0..2 {
                scene.back.push(("iss".into(), doubled.clone()));
            }
        })),
        ("refused by the person", Box::new(|scene| {
            scene.back.retain(|(name, _)| name == "state");
            scene.back.push(("error".into(), "access_denied".into()));
            scene.back.push(("error_description".into(), "canary <script>".into()));
        })),
        ("a code that was used", raw(b"HTTP/1.1 400 Bad Request\r\ncontent-type: application/json\r\ncontent-length: 25\r\n\r\n{\"error\":\"invalid_grant\"}".to_vec())),
        ("a redirect", raw(redirect.into_bytes())),
        ("an answer without end", raw({
            let mut bytes = b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 9000000\r\n\r\n{\"a\":\"".to_vec();
            bytes.resize(1_000_000, b'a');
            bytes
        })),
        ("heads without end", raw({
            let mut bytes = b"HTTP/1.1 200 OK\r\n".to_vec();
            for number in 0..5000 {
                bytes.extend_from_slice(format!("x-{number}: canary\r\n").as_bytes());
            }
            bytes
        })),
        ("an answer that does not come", Box::new(|scene| { scene.raw = Some(vec![]); scene.stalls = true; })),
        ("an answer that stops", Box::new(|scene| {
            scene.raw = Some(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: 900\r\n\r\n{".to_vec());
            scene.stalls = true;
        })),
        ("a web page", raw(b"HTTP/1.1 200 OK\r\ncontent-type: text/html\r\ncontent-length: 6\r\n\r\ncanary".to_vec())),
        ("what is not HTTP", raw(b"canary canary canary\r\n\r\n".to_vec())),
        ("JSON as deep as the sea", raw(with_body(&"[".repeat(50_000)))),
        ("an encoded answer", raw(b"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 2\r\n\r\n{}".to_vec())),
        ("an error of its own", raw(b"HTTP/1.1 500 Oh\r\ncontent-length: 0\r\n\r\n".to_vec())),
    ]
}

#[tokio::test]
async fn no_hostile_answer_signs_anybody_in() {
    let (mut town, _alex, _, _) = connected().await;
    let (log, _guard) = listening();
    let names: Vec<&str> =
        hostile(0, "http://x", &Signing::new("one").public()).into_iter().map(|(name, _)| name).collect();
    let mut refused = 0;
    for (place, name) in names.iter().enumerate() {
        let fake = Fake::opens().await;
        town.stands_by(Some(provided(&fake, true)));
        reconnect(&town, &fake).await;
        log.taken();
        // After fifty in a quarter of an hour nothing would be looked at any more.
        town.wait(jiff::SignedDuration::from_mins(1));
        let change = hostile(town.now().as_second(), &fake.issuer, &fake.key.public()).remove(place).1;
        let mut browser = Browser::default();
        let answered = fake.way(&town, &mut browser, "/plans", change).await;
        is_refused(&answered, &log, name);
        assert!(browser.cookie.is_none() && !browser.is_in(&town).await, "{name}: somebody is signed in");
        refused += 1;
    }
    // The same provider, honest: what was refused was refused for what it was.
    let fake = Fake::opens().await;
    town.stands_by(Some(provided(&fake, true)));
    reconnect(&town, &fake).await;
    let mut browser = Browser::default();
    let answered = fake.way(&town, &mut browser, "/plans", |_| {}).await;
    assert_eq!((answered.status, location(&answered)), (StatusCode::SEE_OTHER, "/plans"), "{}", answered.text());
    assert!(browser.is_in(&town).await);
    println!("{refused} of {} hostile answers refused, and one honest one let in", names.len());
    assert!(refused >= 60, "{refused}");
}

/// Sam, known to a provider at another address.
async fn reconnect(town: &Town, fake: &Fake) {
    let accounts = town.office.record.accounts();
    let people = accounts.people().await.unwrap();
    let sam = people.iter().find(|person| person.name == "Sam Lead").unwrap();
    assert!(accounts.connect(sam.id, &fake.issuer, SAM).await.unwrap());
}

#[tokio::test]
async fn what_a_provider_says_of_itself_is_not_believed_either() {
    let (log, _guard) = listening();
    let (mut town, _alex, _, _) = connected().await;
    log.taken();
    let changes: Vec<(&str, Change)> = vec![
        ("another issuer", Box::new(|scene| scene.discovery["issuer"] = json!("https://evil.example"))),
        ("no issuer", Box::new(|scene| scene.discovery["issuer"] = Value::Null)),
        (
            "a token's endpoint in the clear",
            Box::new(|scene| scene.discovery["token_endpoint"] = json!("http://evil.example/token")),
        ),
        ("an endpoint that is a file", Box::new(|scene| scene.discovery["jwks_uri"] = json!("file:///etc/passwd"))),
        (
            "an endpoint with somebody's name",
            Box::new(|scene| scene.discovery["authorization_endpoint"] = json!("https://a@evil.example/")),
        ),
        ("no endpoint", Box::new(|scene| scene.discovery["token_endpoint"] = Value::Null)),
        (
            "PKCE in the clear alone",
            Box::new(|scene| scene.discovery["code_challenge_methods_supported"] = json!(["plain"])),
        ),
    ];
    let all = changes.len();
    for (name, change) in changes {
        let fake = Fake::opens().await;
        change(&mut fake.scene.lock().unwrap());
        town.stands_by(Some(provided(&fake, true)));
        let mut browser = Browser::default();
        let answered = browser.reads(&town, "/sign-in/with").await;
        is_refused(&answered, &log, name);
        assert!(browser.kept.is_empty());
    }
    let keys: Vec<(&str, Value)> = vec![
        ("no keys", json!({ "keys": [] })),
        ("keys that are no list", json!({ "keys": "one" })),
        ("a secret for a key", json!({ "keys": [{ "kty": "oct", "kid": "one", "k": "c2VjcmV0" }] })),
        (
            "a key for encrypting",
            json!({ "keys": [{ "kty": "EC", "crv": "P-256", "use": "enc", "kid": "one", "x": "", "y": "" }] }),
        ),
        (
            "a key that is too short",
            json!({ "keys": [{ "kty": "EC", "crv": "P-256", "kid": "one", "x": "AA", "y": "AA" }] }),
        ),
    ];
    let more = keys.len();
    for (name, keys) in keys {
        let fake = Fake::opens().await;
        fake.scene.lock().unwrap().keys = keys;
        town.stands_by(Some(provided(&fake, true)));
        reconnect(&town, &fake).await;
        log.taken();
        let mut browser = Browser::default();
        let answered = fake.way(&town, &mut browser, "/", |_| {}).await;
        is_refused(&answered, &log, name);
    }
    // A provider that names itself with each return is held to it.
    let fake = Fake::opens().await;
    fake.scene.lock().unwrap().discovery["authorization_response_iss_parameter_supported"] = json!(true);
    town.stands_by(Some(provided(&fake, true)));
    reconnect(&town, &fake).await;
    log.taken();
    let answered = fake.way(&town, &mut Browser::default(), "/", |_| {}).await;
    is_refused(&answered, &log, "a return without the issuer");
    println!("{} of {} refused", all + more + 1, all + more + 1);
}

#[tokio::test]
async fn a_return_is_good_once_and_in_one_browser() {
    let (log, _guard) = listening();
    let (town, _alex, fake, _) = connected().await;
    log.taken();
    let mut sam = Browser::default();
    let answered = fake.way(&town, &mut sam, "/", |_| {}).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    assert!(sam.kept.is_empty(), "what the browser kept for it is gone");
    // The address that Sam came back by, in another browser, and in the same once more.
    let answered = fake.comes_back(&town, &mut Browser::default()).await;
    is_refused(&answered, &log, "another browser");
    let mut again = Browser::default();
    again.reads(&town, "/sign-in/with").await;
    let errand = again.kept.clone();
    let answered = fake.comes_back(&town, &mut again).await;
    is_refused(&answered, &log, "the return of somebody else's way");
    // A browser that keeps what it should have let go, and a provider that takes a code twice.
    again.kept = errand.clone();
    let state = {
        let kept = errand.values().next().unwrap().split('.').next().unwrap().to_owned();
        oidc::Errand::held_out(&kept).unwrap()
    };
    {
        let mut scene = fake.scene.lock().unwrap();
        scene.claims["nonce"] = json!(state.nonce());
        scene.back = vec![("code".into(), CODE.into()), ("state".into(), state.state())];
    }
    assert_eq!(fake.comes_back(&town, &mut again).await.status, StatusCode::SEE_OTHER);
    let mut thief = Browser { cookie: None, kept: errand };
    let answered = fake.comes_back(&town, &mut thief).await;
    is_refused(&answered, &log, "a return that was used before");
    assert!(!thief.is_in(&town).await);
    let form = fake.scene.lock().unwrap().last_form.clone();
    assert!(form.contains("grant_type=authorization_code") && form.contains("code_verifier="), "{form}");
    assert!(form.to_lowercase().contains("authorization: basic "), "{form}");
}

#[tokio::test]
async fn a_way_to_the_provider_carries_pkce_and_leads_back_nowhere_else() {
    let (town, _alex, fake, _) = connected().await;
    let page = Browser::default().reads(&town, "/sign-in?to=/plans").await.text();
    assert!(page.contains("Sign in with Northmarsh Council") && page.contains("/sign-in/with?to=%2Fplans"), "{page}");
    let mut sam = Browser::default();
    let there = sam.reads(&town, "/sign-in/with?to=/plans").await;
    let asked = query(location(&there));
    assert!(location(&there).starts_with(&format!("{}/authorize?", fake.issuer)));
    for (name, value) in [
        ("response_type", "code"),
        ("client_id", CLIENT),
        ("redirect_uri", "http://127.0.0.1:8081/sign-in/return"),
        ("scope", "openid profile email"),
        ("code_challenge_method", "S256"),
    ] {
        assert_eq!(asked[name], value);
    }
    let different: std::collections::BTreeSet<&String> =
        ["state", "nonce", "code_challenge"].iter().map(|name| &asked[*name]).collect();
    assert!(different.len() == 3 && different.iter().all(|one| one.len() == 43), "{asked:?}");
    let set = there.headers["set-cookie"].to_str().unwrap();
    for part in ["__Host-milepost-errand-", "; Secure", "; HttpOnly", "; SameSite=Lax", "; Max-Age=600"] {
        assert!(set.contains(part), "{set}");
    }
    assert!(different.iter().all(|one| !set.contains(one.as_str())), "the cookie says none of them as it is");
    for evil in ["//evil.example", "https://evil.example", "/%5Cevil.example", "/sign-in", "javascript:alert(1)"] {
        let mut sam = Browser::default();
        let answered = fake.way(&town, &mut sam, evil, |_| {}).await;
        assert_eq!((answered.status, location(&answered)), (StatusCode::SEE_OTHER, "/"), "{evil}");
    }
}

#[tokio::test]
async fn groups_give_the_roles_of_the_table_at_each_sign_in_and_no_other() {
    let (mut town, mut alex, fake, sam) = connected().await;
    let role = |town: &Town| {
        let office = town.office.record.office();
        office.seen_by(&crate::office::clerk()).person(sam).unwrap().item.role
    };
    let mut browser = Browser::default();
    fake.way(&town, &mut browser, "/", |_| {}).await;
    assert!(browser.is_in(&town).await && role(&town) == Role::Lead);
    let mut later = Browser::default();
    let groups = |groups: Value| move |scene: &mut Scene| scene.claims["groups"] = groups;
    fake.way(&town, &mut later, "/", groups(json!(["plan-leads", "plan-officers"]))).await;
    assert!(later.is_in(&town).await && role(&town) == Role::Officer, "the first of the table that fits");
    assert!(!browser.is_in(&town).await, "a session ends with its role");
    // Words that would be roles, were they not groups; and groups that have none.
    for none in
        [json!(["administrator", "Administrator", "PLAN-OFFICERS", "plan-officers "]), json!([]), json!("office")]
    {
        let mut browser = Browser::default();
        let answered = fake.way(&town, &mut browser, "/", groups(none.clone())).await;
        assert_eq!(answered.status, StatusCode::FORBIDDEN);
        assert!(answered.text().contains("in no group that may come in"), "{}", answered.text());
        assert!(!browser.is_in(&town).await && role(&town) == Role::Officer, "{none}");
    }
    // Groups that the token leaves out, and the provider says beside it, count; those of the userinfo do not add to it.
    let mut browser = Browser::default();
    fake.way(&town, &mut browser, "/", |scene| {
        scene.claims.as_object_mut().unwrap().remove("groups");
        scene.userinfo["groups"] = json!(["plan-leads"]);
    })
    .await;
    assert!(browser.is_in(&town).await && role(&town) == Role::Lead);
    let mut browser = Browser::default();
    fake.way(&town, &mut browser, "/", |scene| {
        scene.claims["groups"] = json!(["plan-leads"]);
        scene.userinfo["groups"] = json!(["plan-officers"]);
    })
    .await;
    assert_eq!(role(&town), Role::Lead);
    // It stands on the record who changed the role, and why.
    let mut officer = town.joins(&mut alex, "Olive Officer", Role::Officer).await.0;
    let trail = officer.reads(&town, "/trail").await.text();
    assert!(trail.contains("By the groups that the provider lists them in"), "{trail}");
    // Who is disabled or has left has an identity and comes in no more.
    alex.posts(&town, &format!("/people/{sam}/disable"), &[]).await;
    town.stands_by(Some(provided(&fake, true)));
    let mut browser = Browser::default();
    let answered = fake.way(&town, &mut browser, "/", |_| {}).await;
    assert!(answered.text().contains("You may not sign in here"), "{}", answered.text());
    assert!(!browser.is_in(&town).await);
    alex.posts(&town, &format!("/people/{sam}/enable"), &[]).await;
    alex.posts(&town, &format!("/people/{sam}/end"), &[]).await;
    let answered = fake.way(&town, &mut browser, "/", |_| {}).await;
    assert!(answered.text().contains("You may not sign in here") && !browser.is_in(&town).await);
}

#[tokio::test]
async fn a_stranger_is_let_in_by_a_group_only_where_the_settings_say_so_and_never_by_an_address() {
    let (mut town, mut alex, fake, _) = connected().await;
    let robin = |scene: &mut Scene| {
        scene.claims["sub"] = json!("robin|7");
        scene.userinfo = json!({ "sub": "robin|7", "name": "Robin New", "email": "robin.new@northmarsh.example" });
    };
    let mut browser = Browser::default();
    let answered = fake.way(&town, &mut browser, "/", robin).await;
    assert_eq!(answered.status, StatusCode::FORBIDDEN);
    assert!(answered.text().contains("robin|7"), "for the administrator: {}", answered.text());
    town.stands_by(Some(provided(&fake, true)));
    let answered = fake.way(&town, &mut browser, "/", robin).await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    assert!(browser.is_in(&town).await);
    let list = alex.reads(&town, "/people").await.text();
    assert!(list.contains("Robin New") && list.contains("robin.new@northmarsh.example"), "{list}");
    let said = format!("{:?}", town.office.record.office());
    assert!(!said.contains("Robin") && !said.contains("robin|7"), "the record knows a number alone");
    let people = town.office.record.accounts().people().await.unwrap().len();
    let mut again = Browser::default();
    fake.way(&town, &mut again, "/", robin).await;
    assert!(again.is_in(&town).await);
    assert_eq!(town.office.record.accounts().people().await.unwrap().len(), people, "the same person");
    // Another identity with the address of somebody who is here is somebody else.
    for address in ["alex.clerk@northmarsh.example", "ALEX.CLERK@northmarsh.example"] {
        let mut mallory = Browser::default();
        let answered = fake
            .way(&town, &mut mallory, "/people", |scene| {
                scene.claims["sub"] = json!("m-1");
                scene.userinfo =
                    json!({ "sub": "m-1", "name": "Alex Clerk", "email": address, "email_verified": true });
            })
            .await;
        assert!(answered.text().contains("listed here with your e-mail address"), "{}", answered.text());
        assert!(!mallory.is_in(&town).await);
    }
    for address in [Value::Null, json!("nobody"), json!("a b@c.example")] {
        let answered = fake
            .way(&town, &mut Browser::default(), "/", |scene| {
                scene.claims["sub"] = json!("m-2");
                scene.userinfo = json!({ "sub": "m-2", "email": address });
            })
            .await;
        assert!(answered.text().contains("does not say by which name"), "{}", answered.text());
    }
    assert_eq!(town.office.record.accounts().people().await.unwrap().len(), people);
}

#[tokio::test]
async fn an_administrator_connects_and_disconnects() {
    let (town, mut alex, fake, sam) = connected().await;
    let page = alex.reads(&town, &format!("/people/{sam}")).await.text();
    assert!(page.contains("Signing in with Northmarsh Council") && page.contains(SAM), "{page}");
    assert!(page.contains("Active"), "{page}");
    let (_, robin) = town.invited(&mut alex, "Robin Heir", Role::Lead).await;
    for bad in [SAM, "with a space", &"x".repeat(300)] {
        let answered = alex.posts(&town, &format!("/people/{robin}/connect"), &[("subject", bad)]).await;
        assert_eq!(answered.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
    }
    let mut browser = Browser::default();
    fake.way(&town, &mut browser, "/", |_| {}).await;
    assert!(browser.is_in(&town).await);
    alex.posts(&town, &format!("/people/{sam}/connect"), &[("subject", "")]).await;
    assert!(!browser.is_in(&town).await, "who is disconnected is out");
    let answered = fake.way(&town, &mut browser, "/", |_| {}).await;
    assert_eq!(answered.status, StatusCode::FORBIDDEN);
    // Where the groups would take the last administrator away, nobody is signed in and nothing changes.
    let own =
        town.office.record.accounts().people().await.unwrap().iter().find(|one| one.name == "Alex Clerk").unwrap().id;
    alex.posts(&town, &format!("/people/{own}/connect"), &[("subject", SAM)]).await;
    let answered = fake.way(&town, &mut browser, "/", |_| {}).await;
    assert!(answered.text().contains("last administrator") && !browser.is_in(&town).await, "{}", answered.text());
}

#[tokio::test]
async fn keys_are_changed_and_the_old_are_good_for_nothing() {
    let (town, _alex, fake, _) = connected().await;
    fake.way(&town, &mut Browser::default(), "/", |_| {}).await;
    let new = Signing::new("two");
    fake.scene.lock().unwrap().keys = json!({ "keys": [new.public()] });
    let mut browser = Browser::default();
    let answered = fake
        .way(&town, &mut browser, "/", |scene| {
            scene.head["kid"] = json!("two");
            scene.sign = Sign::Otherwise(Box::new(new));
        })
        .await;
    assert_eq!(answered.status, StatusCode::SEE_OTHER, "{}", answered.text());
    let answered = fake
        .way(&town, &mut Browser::default(), "/", |scene| {
            scene.head["kid"] = json!("one");
            scene.sign = Sign::Well;
        })
        .await;
    assert_eq!(answered.status, StatusCode::FORBIDDEN, "{}", answered.text());
    assert_eq!(fake.scene.lock().unwrap().asked["/.well-known/openid-configuration"], 1, "asked once");
}
