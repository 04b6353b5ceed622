//! A provider's keys, and what is signed by one of them. The list of algorithms is ours: a token chooses among three,
//! each of which needs a private key that only the provider has.
use crate::{Refused, strict, strict::text, untrue};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use ring::signature::{self, RsaPublicKeyComponents, UnparsedPublicKey};
use serde_json::Value;

/// The most that a token may be long.
const LONGEST: usize = 64 * 1024;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Algorithm {
    Rs256,
    Ps256,
    Es256,
}

impl Algorithm {
    fn named(name: &str) -> Result<Self, Refused> {
        match name {
            "RS256" => Ok(Self::Rs256),
            "PS256" => Ok(Self::Ps256),
            "ES256" => Ok(Self::Es256),
            _ => untrue("the token is signed in a way that is not taken (RS256, PS256 and ES256 are)"),
        }
    }
}

#[derive(Debug)]
enum Public {
    Rsa {
        n: Vec<u8>,
        e: Vec<u8>,
    },
    /// A point of P-256, as it stands in a certificate.
    P256(Vec<u8>),
}

#[derive(Debug)]
struct Key {
    id: Option<String>,
    /// The one algorithm that it is for, where it says so.
    algorithm: Option<Algorithm>,
    public: Public,
}

impl Key {
    fn fits(&self, signed: &Signed) -> bool {
        let kind = match self.public {
            Public::Rsa { .. } => signed.algorithm != Algorithm::Es256,
            Public::P256(_) => signed.algorithm == Algorithm::Es256,
        };
        kind && self.algorithm.is_none_or(|only| only == signed.algorithm)
            && signed.key.as_ref().is_none_or(|id| self.id.as_ref() == Some(id))
    }

    fn signed(&self, signed: &Signed) -> bool {
        let (message, signature) = (signed.message.as_bytes(), &signed.signature);
        match (&self.public, signed.algorithm) {
            (Public::Rsa { n, e }, Algorithm::Rs256) => {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&signature::RSA_PKCS1_2048_8192_SHA256, message, signature).is_ok()
            }
            (Public::Rsa { n, e }, Algorithm::Ps256) => {
                let key = RsaPublicKeyComponents { n, e };
                key.verify(&signature::RSA_PSS_2048_8192_SHA256, message, signature).is_ok()
            }
            (Public::P256(point), Algorithm::Es256) => {
                let key = UnparsedPublicKey::new(&signature::ECDSA_P256_SHA256_FIXED, point);
                key.verify(message, signature).is_ok()
            }
            _ => false,
        }
    }
}

/// The keys that a provider signs with.
#[derive(Debug)]
pub struct Keys(Vec<Key>);

impl Keys {
    pub fn read(said: &Value) -> Result<Self, Refused> {
        let Some(Value::Array(list)) = said.get("keys") else { return untrue("its keys are not a list") };
        let mut keys = vec![];
        for one in list.iter().take(100) {
            if let Some(key) = key(one)? {
                keys.push(key);
            }
        }
        if keys.is_empty() {
            return untrue("it has no key that can be used here (RSA or P-256)");
        }
        Ok(Self(keys))
    }

    pub fn count(&self) -> usize {
        self.0.len()
    }

    pub fn has(&self, signed: &Signed) -> bool {
        self.0.iter().any(|key| key.fits(signed))
    }

    /// What the token says, once it is known that the provider said it.
    pub fn verified(&self, signed: &Signed) -> Result<Value, Refused> {
        let fitting: Vec<&Key> = self.0.iter().filter(|key| key.fits(signed)).collect();
        let [key] = fitting[..] else {
            return untrue(if fitting.is_empty() {
                "the token is signed by a key that the provider does not have"
            } else {
                "the token does not say which of several keys signed it"
            });
        };
        if !key.signed(signed) {
            return untrue("the token's signature is wrong");
        }
        strict::object(&signed.claims, "the token")
    }
}

fn bytes(key: &Value, name: &str) -> Result<Vec<u8>, Refused> {
    let words = text(key, name)?.unwrap_or_default();
    URL_SAFE_NO_PAD.decode(words).or_else(|_| untrue("one of its keys cannot be read"))
}

/// A key of a kind that is used here. What is for something else is passed over.
fn key(said: &Value) -> Result<Option<Key>, Refused> {
    if text(said, "use")?.is_some_and(|purpose| purpose != "sig") {
        return Ok(None);
    }
    let algorithm = match text(said, "alg")? {
        None => None,
        Some(name) => match Algorithm::named(name) {
            Ok(algorithm) => Some(algorithm),
            Err(_) => return Ok(None),
        },
    };
    let public = match (text(said, "kty")?, text(said, "crv")?) {
        (Some("RSA"), _) => Public::Rsa { n: bytes(said, "n")?, e: bytes(said, "e")? },
        (Some("EC"), Some("P-256")) => {
            let (x, y) = (bytes(said, "x")?, bytes(said, "y")?);
            if x.len() != 32 || y.len() != 32 {
                return untrue("one of its keys cannot be read");
            }
            Public::P256([vec![4], x, y].concat())
        }
        _ => return Ok(None),
    };
    Ok(Some(Key { id: text(said, "kid")?.map(str::to_owned), algorithm, public }))
}

/// A token as it came, whose signature was not looked at yet.
#[derive(Debug)]
pub struct Signed<'a> {
    algorithm: Algorithm,
    /// The key that it names.
    key: Option<String>,
    message: &'a str,
    claims: Vec<u8>,
    signature: Vec<u8>,
}

impl<'a> Signed<'a> {
    pub fn read(token: &'a str) -> Result<Self, Refused> {
        let parts: Vec<&str> = token.split('.').collect();
        let [head, claims, signature] = parts[..] else { return untrue("the token does not have three parts") };
        if token.len() > LONGEST {
            return untrue("the token is too long");
        }
        let decoded = |part: &str| URL_SAFE_NO_PAD.decode(part).or_else(|_| untrue("the token cannot be read"));
        let said = strict::object(&decoded(head)?, "the token's head")?;
        if said.get("crit").is_some() {
            return untrue("the token asks for something that is not known here");
        }
        if text(&said, "typ")?.is_some_and(|kind| !kind.eq_ignore_ascii_case("JWT")) {
            return untrue("the token is of another kind");
        }
        Ok(Self {
            algorithm: Algorithm::named(text(&said, "alg")?.unwrap_or_default())?,
            key: text(&said, "kid")?.map(str::to_owned),
            message: &token[..head.len() + 1 + claims.len()],
            claims: decoded(claims)?,
            signature: decoded(signature)?,
        })
    }
}
