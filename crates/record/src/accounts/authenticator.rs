//! An authenticator app: codes of the time (RFC 6238, HMAC-SHA-1, six digits, half a minute), each taken once, and
//! recovery codes for who lost it.
use super::{Accounts, Attempt, Count, Token};
use crate::{db::sql, error::Result};
use jiff::{SignedDuration, Timestamp};
use ring::hmac;
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

const STEP: i64 = 30;
/// How many steps a phone's clock may be off.
const DRIFT: i64 = 1;
const RECOVERY: usize = 10;
/// For how long a passphrase that was given waits for its code.
const HALFWAY: SignedDuration = SignedDuration::from_mins(10);

#[derive(FromRow)]
struct Kept {
    secret: Vec<u8>,
    on_since: Option<i64>,
}

#[derive(FromRow)]
struct Whose {
    person: Uuid,
}

/// The code of a step.
fn code(secret: &[u8], step: i64) -> String {
    let key = hmac::Key::new(hmac::HMAC_SHA1_FOR_LEGACY_USE_ONLY, secret);
    let mac = hmac::sign(&key, &step.to_be_bytes());
    let mac = mac.as_ref();
    let at = usize::from(mac[19] & 15);
    let number = u32::from_be_bytes([mac[at] & 0x7f, mac[at + 1], mac[at + 2], mac[at + 3]]);
    format!("{:06}", number % 1_000_000)
}

/// The code that an app with this secret shows.
pub fn code_at(secret: &[u8], now: Timestamp) -> String {
    code(secret, now.as_second().div_euclid(STEP))
}

/// Bytes as people type them: RFC 4648, without what fills it up.
pub fn base32(bytes: &[u8]) -> String {
    let (mut words, mut held, mut bits) = (String::new(), 0_u32, 0);
    for byte in bytes {
        held = held << 8 | u32::from(*byte);
        bits += 8;
        while bits >= 5 {
            bits -= 5;
            words.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(held >> bits & 31) as usize]));
        }
    }
    if bits > 0 {
        words.push(char::from(b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567"[(held << (5 - bits) & 31) as usize]));
    }
    words
}

/// As it was typed, with spaces or lines between.
fn typed(words: &str) -> String {
    words.chars().filter(char::is_ascii_alphanumeric).map(|c| c.to_ascii_lowercase()).collect()
}

/// What is kept of a recovery code: it holds 80 bits of chance, so that a plain hash is enough.
fn kept_of(person: Uuid, code: &str) -> Vec<u8> {
    Sha256::digest(format!("recovery\0{person}\0{code}")).to_vec()
}

/// "abcd-efgh-ijkl-mnop"
fn grouped(code: &str) -> String {
    let letters: Vec<char> = code.chars().collect();
    letters.chunks(4).map(|four| four.iter().collect::<String>()).collect::<Vec<_>>().join("-")
}

impl Accounts {
    /// Since when somebody is asked for a code. None: they are asked for none.
    pub async fn authenticator(&self, person: Uuid) -> Result<Option<Timestamp>> {
        let kept = self.kept(person).await?;
        let since = kept.and_then(|kept| kept.on_since);
        Ok(since.map(|since| Timestamp::from_microsecond(since).unwrap_or_default()))
    }

    /// Who is asked for a code.
    pub async fn with_authenticator(&self) -> Result<Vec<Uuid>> {
        let all = "SELECT person FROM authenticator WHERE office = $1 AND on_since IS NOT NULL";
        let all: Vec<Whose> = self.shared.db.all(sql(all).bind(self.shared.id)).await?;
        Ok(all.into_iter().map(|whose| whose.person).collect())
    }

    /// How many recovery codes somebody has left.
    pub async fn recovery_codes(&self, person: Uuid) -> Result<i64> {
        let count = "SELECT COUNT(*) AS n FROM recovery WHERE office = $1 AND person = $2";
        let count: Option<Count> = self.shared.db.maybe(sql(count).bind(self.shared.id).bind(person)).await?;
        Ok(count.map_or(0, |count| count.n))
    }

    async fn kept(&self, person: Uuid) -> Result<Option<Kept>> {
        let one = "SELECT secret, on_since FROM authenticator WHERE office = $1 AND person = $2";
        self.shared.db.maybe(sql(one).bind(self.shared.id).bind(person)).await
    }

    /// The secret that somebody puts into their app: the same until it is on. None where it is on already.
    pub async fn prepare_authenticator(&self, person: Uuid) -> Result<Option<Vec<u8>>> {
        let chance = Sha256::digest(Token::new()?.as_str());
        let mut tx = self.writing().await?;
        let made = "INSERT INTO authenticator (office, person, secret, on_since, step) VALUES ($1, $2, $3, NULL, 0) ON CONFLICT (office, person) DO NOTHING";
        tx.run(sql(made).bind(self.shared.id).bind(person).bind(chance[..20].to_vec())).await?;
        tx.commit().await?;
        Ok(self.kept(person).await?.filter(|kept| kept.on_since.is_none()).map(|kept| kept.secret))
    }

    /// Asks somebody for codes from now on, since they gave one. Gives their recovery codes, this once. Counted.
    pub async fn switch_on(
        &self,
        person: Uuid,
        given: &str,
        from: &str,
        now: Timestamp,
    ) -> Result<(Attempt, Vec<String>)> {
        if self.too_many_codes(person, from, now).await? {
            return Ok((Attempt::TooMany, vec![]));
        }
        let Some(kept) = self.kept(person).await?.filter(|kept| kept.on_since.is_none()) else {
            return Ok((Attempt::Unknown, vec![]));
        };
        let Some(step) = step_of(&kept.secret, &typed(given), now) else { return Ok((Attempt::Unknown, vec![])) };
        let mut codes = vec![];
        for _ in 0..RECOVERY {
            let chance = Sha256::digest(Token::new()?.as_str());
            codes.push(base32(&chance[..10]).to_ascii_lowercase());
        }
        let mut tx = self.writing().await?;
        let on = "UPDATE authenticator SET on_since = $3, step = $4 WHERE office = $1 AND person = $2 AND on_since IS NULL AND secret = $5";
        let on = sql(on).bind(self.shared.id).bind(person).bind(now.as_microsecond()).bind(step).bind(kept.secret);
        if tx.run(on).await? == 0 {
            tx.rollback().await?;
            return Ok((Attempt::Unknown, vec![]));
        }
        for code in &codes {
            let kept = "INSERT INTO recovery (office, person, id) VALUES ($1, $2, $3)";
            tx.run(sql(kept).bind(self.shared.id).bind(person).bind(kept_of(person, code))).await?;
        }
        self.forgive_codes(&mut tx, person, from).await?;
        tx.commit().await?;
        Ok((Attempt::Known(person), codes.iter().map(|code| grouped(code)).collect()))
    }

    /// Asks somebody for no code any more.
    pub async fn switch_off(&self, person: Uuid) -> Result<()> {
        let mut tx = self.writing().await?;
        for gone in [
            "DELETE FROM recovery WHERE office = $1 AND person = $2",
            "DELETE FROM halfway WHERE office = $1 AND person = $2",
            "DELETE FROM authenticator WHERE office = $1 AND person = $2",
        ] {
            tx.run(sql(gone).bind(self.shared.id).bind(person)).await?;
        }
        tx.commit().await
    }

    /// Takes a code of the app, or a recovery code: each once, on whichever node. Counted as passphrases are.
    pub async fn try_code(&self, person: Uuid, given: &str, from: &str, now: Timestamp) -> Result<Attempt> {
        if self.too_many_codes(person, from, now).await? {
            return Ok(Attempt::TooMany);
        }
        let Some(kept) = self.kept(person).await?.filter(|kept| kept.on_since.is_some()) else {
            return Ok(Attempt::Unknown);
        };
        let given = typed(given);
        let mut tx = self.writing().await?;
        let taken = if let Some(step) = step_of(&kept.secret, &given, now) {
            let taken = "UPDATE authenticator SET step = $3 WHERE office = $1 AND person = $2 AND step < $3";
            tx.run(sql(taken).bind(self.shared.id).bind(person).bind(step)).await?
        } else {
            let spent = "DELETE FROM recovery WHERE office = $1 AND person = $2 AND id = $3";
            tx.run(sql(spent).bind(self.shared.id).bind(person).bind(kept_of(person, &given))).await?
        };
        if taken == 0 {
            tx.rollback().await?;
            return Ok(Attempt::Unknown);
        }
        self.forgive_codes(&mut tx, person, from).await?;
        tx.commit().await?;
        Ok(Attempt::Known(person))
    }

    /// What somebody holds who gave their passphrase and not yet their code.
    pub async fn halfway(&self, person: Uuid, now: Timestamp) -> Result<Token> {
        let token = Token::new()?;
        let mut tx = self.writing().await?;
        let over = "DELETE FROM halfway WHERE office = $1 AND expires <= $2";
        tx.run(sql(over).bind(self.shared.id).bind(now.as_microsecond())).await?;
        let kept = "INSERT INTO halfway (office, id, person, expires) VALUES ($1, $2, $3, $4)";
        let kept = sql(kept).bind(self.shared.id).bind(token.hash()).bind(person);
        tx.run(kept.bind((now + HALFWAY).as_microsecond())).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Who that is, while it is good and they may sign in.
    pub async fn halfway_in(&self, token: &Token, now: Timestamp) -> Result<Option<Uuid>> {
        let one = "SELECT h.person FROM halfway h JOIN account a ON a.office = h.office AND a.person = h.person WHERE h.office = $1 AND h.id = $2 AND h.expires > $3 AND a.disabled = FALSE";
        let query = sql(one).bind(self.shared.id).bind(token.hash()).bind(now.as_microsecond());
        let whose: Option<Whose> = self.shared.db.maybe(query).await?;
        Ok(whose.map(|whose| whose.person))
    }

    /// Spends it. False where somebody else did, a moment ago.
    pub async fn arrives(&self, token: &Token) -> Result<bool> {
        let mut tx = self.writing().await?;
        let gone = "DELETE FROM halfway WHERE office = $1 AND id = $2";
        let gone = tx.run(sql(gone).bind(self.shared.id).bind(token.hash())).await? == 1;
        tx.commit().await?;
        Ok(gone)
    }
}

/// The step whose code was given, near enough to now.
fn step_of(secret: &[u8], given: &str, now: Timestamp) -> Option<i64> {
    let this = now.as_second().div_euclid(STEP);
    (this - DRIFT..=this + DRIFT).rev().find(|step| code(secret, *step) == given)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The table of RFC 6238, appendix B, for SHA-1: its codes have eight digits, of which these are the last six.
    #[test]
    fn the_codes_are_those_of_the_standard() {
        for (second, last_six) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(code(b"12345678901234567890", second / STEP), last_six, "{second}");
        }
        // And of RFC 4226, appendix D, by counter.
        let first =
            ["755224", "287082", "359152", "969429", "338314", "254676", "287922", "162583", "399871", "520489"];
        for (step, expected) in first.into_iter().enumerate() {
            assert_eq!(code(b"12345678901234567890", i64::try_from(step).unwrap()), expected);
        }
    }

    /// The table of RFC 4648, section 10.
    #[test]
    fn secrets_are_written_as_apps_read_them() {
        for (bytes, words) in [
            ("", ""),
            ("f", "MY"),
            ("fo", "MZXQ"),
            ("foo", "MZXW6"),
            ("foob", "MZXW6YQ"),
            ("fooba", "MZXW6YTB"),
            ("foobar", "MZXW6YTBOI"),
        ] {
            assert_eq!(base32(bytes.as_bytes()), words);
        }
        assert_eq!(grouped("abcdefghijklmnop"), "abcd-efgh-ijkl-mnop");
        assert_eq!(typed(" ABCD-efgh ijkl-MNOP\n"), "abcdefghijklmnop");
    }
}
