//! Attempts to sign in are counted before anything is looked at: by the e-mail address that was typed, whether or not
//! anybody has it, and by the address that they came from. Counted in the database, so that every node counts together.
use super::{Accounts, Attempt, folded, hashing};
use crate::{
    db::{Tx, sql},
    error::Result,
};
use domain::passphrase::Passphrase;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use uuid::Uuid;

/// What is counted begins anew after this long.
const WINDOW: SignedDuration = SignedDuration::from_mins(15);
/// Attempts within it for one account, and from one address: an office may share one.
const FOR_ONE: i64 = 10;
const FROM_ONE: i64 = 50;

#[derive(FromRow)]
struct Tries {
    tries: i64,
}

#[derive(FromRow)]
struct Candidate {
    person: Uuid,
    passphrase: String,
}

/// The name under which attempts are counted: a hash, since what is typed into a form may be anything.
fn whose(what: &str, who: &str) -> Vec<u8> {
    Sha256::digest(format!("{what}\0{who}").as_bytes()).to_vec()
}

impl Accounts {
    /// Who has this address and passphrase. Counted; the role is for the record to say.
    pub async fn try_passphrase(
        &self,
        email: &str,
        passphrase: &Passphrase,
        from: &str,
        now: Timestamp,
    ) -> Result<Attempt> {
        let counted = [(whose("for", &folded(email)), FOR_ONE), (whose("from", from), FROM_ONE)];
        let too_many = self.counted(&counted, now).await?;
        if too_many {
            return Ok(Attempt::TooMany);
        }
        let one = "SELECT a.person, a.passphrase FROM person p JOIN account a ON a.office = p.office AND a.person = p.id WHERE p.office = $1 AND p.folded = $2 AND a.disabled = FALSE AND a.passphrase <> ''";
        let found: Option<Candidate> = self.shared.db.maybe(sql(one).bind(self.shared.id).bind(folded(email))).await?;
        let (person, hash) = found.map(|found| (found.person, found.passphrase)).unzip();
        let known = hashing::is(passphrase, hash).await?;
        let Some(person) = person.filter(|_| known) else { return Ok(Attempt::Unknown) };
        let mut tx = self.writing().await?;
        self.forgive(&mut tx, email).await?;
        self.well(&mut tx, from).await?;
        tx.commit().await?;
        Ok(Attempt::Known(person))
    }

    /// Counts an attempt under each of these names. Whether it is one too many for any.
    async fn counted(&self, names: &[(Vec<u8>, i64)], now: Timestamp) -> Result<bool> {
        let mut tx = self.writing().await?;
        let over = "DELETE FROM attempt WHERE office = $1 AND since <= $2";
        tx.run(sql(over).bind(self.shared.id).bind((now - WINDOW).as_microsecond())).await?;
        let mut too_many = false;
        for (whose, most) in names {
            let count = "INSERT INTO attempt (office, whose, since, tries) VALUES ($1, $2, $3, 1) ON CONFLICT (office, whose) DO UPDATE SET tries = attempt.tries + 1 RETURNING tries";
            let count = sql(count).bind(self.shared.id).bind(whose.clone()).bind(now.as_microsecond());
            let tries: Option<Tries> = tx.maybe(count).await?;
            too_many |= tries.is_some_and(|tries| tries.tries > *most);
        }
        tx.commit().await?;
        Ok(too_many)
    }

    /// Who signs in did not try in vain: an office behind one address does not shut itself out.
    async fn well(&self, tx: &mut Tx, from: &str) -> Result<()> {
        let well = "UPDATE attempt SET tries = tries - 1 WHERE office = $1 AND whose = $2";
        tx.run(sql(well).bind(self.shared.id).bind(whose("from", from))).await.map(|_| ())
    }

    /// Counts somebody who gives a code of their authenticator. Whether it is one too many.
    pub(super) async fn too_many_codes(&self, person: Uuid, from: &str, now: Timestamp) -> Result<bool> {
        self.counted(&[(whose("code", &person.to_string()), FOR_ONE), (whose("from", from), FROM_ONE)], now).await
    }

    /// Begins to count anew for who gave a good one.
    pub(super) async fn forgive_codes(&self, tx: &mut Tx, person: Uuid, from: &str) -> Result<()> {
        let gone = "DELETE FROM attempt WHERE office = $1 AND whose = $2";
        tx.run(sql(gone).bind(self.shared.id).bind(whose("code", &person.to_string()))).await?;
        self.well(tx, from).await
    }

    /// Counts somebody who comes from a provider. Whether too many did from there.
    pub async fn too_many_from(&self, from: &str, now: Timestamp) -> Result<bool> {
        self.counted(&[(whose("from", from), FROM_ONE)], now).await
    }

    pub async fn came_well(&self, from: &str) -> Result<()> {
        let mut tx = self.writing().await?;
        self.well(&mut tx, from).await?;
        tx.commit().await
    }

    /// Begins to count anew for one account.
    pub(super) async fn forgive(&self, tx: &mut Tx, email: &str) -> Result<()> {
        let gone = "DELETE FROM attempt WHERE office = $1 AND whose = $2";
        tx.run(sql(gone).bind(self.shared.id).bind(whose("for", &folded(email)))).await.map(|_| ())
    }
}
