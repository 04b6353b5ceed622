//! What a token claims, and what has to be so before anybody is believed to be somebody.
use crate::{
    Refused, Settings,
    strict::{seconds, text, texts},
    untrue,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use jiff::Timestamp;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// How far two clocks may differ, in seconds.
const LEEWAY: i64 = 60;
/// How old a token may be that was just asked for, in seconds.
const OLDEST: i64 = 10 * 60;
/// What a group or a name may be long, and how many groups one may have.
const LONG: usize = 255;
const GROUPS: usize = 1000;

/// Somebody, as a provider knows them: they are the issuer and the subject, and nothing else.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Identity {
    pub issuer: String,
    pub subject: String,
    pub name: Option<String>,
    /// For writing to them. Never for finding out who they are: an address may be given to somebody else.
    pub email: Option<String>,
    /// None where the provider does not speak of groups.
    pub groups: Option<Vec<String>>,
    /// When they last showed the provider who they are.
    pub shown: Timestamp,
}

pub struct Expected<'a> {
    pub settings: &'a Settings,
    pub nonce: &'a str,
    pub access: Option<&'a str>,
    pub now: Timestamp,
}

impl Expected<'_> {
    /// Who an ID token speaks of, once all that it says is as it has to be.
    pub fn identity(&self, claims: &Value) -> Result<Identity, Refused> {
        if text(claims, "iss")? != Some(self.settings.issuer.as_str()) {
            return untrue("the token is of another issuer");
        }
        self.audience(claims)?;
        let issued = self.times(claims)?;
        if text(claims, "nonce")? != Some(self.nonce) {
            return untrue("the token was not made for this sign-in");
        }
        if let (Some(hash), Some(access)) = (text(claims, "at_hash")?, self.access) {
            let half = URL_SAFE_NO_PAD.encode(&Sha256::digest(access)[..16]);
            if hash != half {
                return untrue("the token does not belong to the access token beside it");
            }
        }
        let mut identity = Identity {
            issuer: self.settings.issuer.clone(),
            subject: subject(claims)?.to_owned(),
            name: None,
            email: None,
            groups: None,
            shown: issued,
        };
        if let Some(shown) = seconds(claims, "auth_time")? {
            if shown > self.now.as_second() + LEEWAY {
                return untrue("the token says that they signed in in the future");
            }
            identity.shown = Timestamp::from_second(shown).unwrap_or(Timestamp::UNIX_EPOCH);
        }
        self.known_of(&mut identity, claims)?;
        Ok(identity)
    }

    /// What the provider adds to what its token said, of the same person.
    pub fn more(&self, identity: &mut Identity, said: &Value) -> Result<(), Refused> {
        if subject(said)? != identity.subject {
            return untrue("the provider speaks of somebody else than its token");
        }
        self.known_of(identity, said)
    }

    fn audience(&self, claims: &Value) -> Result<(), Refused> {
        let client = self.settings.client.as_str();
        let audience = texts(claims, "aud")?.unwrap_or_default();
        if !audience.contains(&client) {
            return untrue("the token is for somebody else");
        }
        match text(claims, "azp")? {
            Some(party) if party != client => untrue("the token was asked for by somebody else"),
            None if audience.len() > 1 => untrue("the token is for several and does not say who asked for it"),
            _ => Ok(()),
        }
    }

    /// When it was made.
    fn times(&self, claims: &Value) -> Result<Timestamp, Refused> {
        let now = self.now.as_second();
        let Some(expires) = seconds(claims, "exp")? else {
            return untrue("the token does not say until when it is good");
        };
        if expires <= now - LEEWAY {
            return untrue("the token has expired");
        }
        let Some(issued) = seconds(claims, "iat")? else { return untrue("the token does not say when it was made") };
        if issued > now + LEEWAY {
            return untrue("the token was made in the future");
        }
        if issued < now - OLDEST {
            return untrue("the token is an old one");
        }
        if seconds(claims, "nbf")?.is_some_and(|from| from > now + LEEWAY) {
            return untrue("the token is not good yet");
        }
        Ok(Timestamp::from_second(issued).unwrap_or(Timestamp::UNIX_EPOCH).min(self.now))
    }

    /// Name, address and groups, each as it was said first.
    fn known_of(&self, identity: &mut Identity, said: &Value) -> Result<(), Refused> {
        if identity.name.is_none() {
            identity.name = short(text(said, "name")?);
        }
        if identity.email.is_none() {
            identity.email = short(text(said, "email")?);
        }
        if let (Some(claim), None) = (&self.settings.groups, &identity.groups) {
            let groups = texts(said, claim)?;
            if groups.as_ref().is_some_and(|all| all.len() > GROUPS || all.iter().any(|one| one.len() > LONG)) {
                return untrue("they are in more groups, or in groups of longer names, than can be");
            }
            identity.groups = groups.map(|all| all.into_iter().map(str::to_owned).collect());
        } else if self.settings.groups.is_none() {
            identity.groups = Some(vec![]);
        }
        Ok(())
    }
}

fn short(words: Option<&str>) -> Option<String> {
    let words = words?.trim();
    let good = !words.is_empty() && words.len() <= LONG && !words.chars().any(char::is_control);
    good.then(|| words.to_owned())
}

fn subject(claims: &Value) -> Result<&str, Refused> {
    match text(claims, "sub")? {
        Some(subject)
            if !subject.is_empty() && subject.len() <= LONG && subject.bytes().all(|b| b.is_ascii_graphic()) =>
        {
            Ok(subject)
        }
        _ => untrue("it does not say of whom it speaks"),
    }
}
