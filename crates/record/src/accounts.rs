//! Accounts: the names, addresses, passphrases and sessions of people. They lie beside the record, which knows a person
//! by an id alone, and can be deleted.
mod attempts;
mod authenticator;
mod hashing;
mod identities;

pub use authenticator::{base32, code_at};

use crate::{
    Record,
    db::{Trouble, Tx, sql},
    error::{Error, Result},
    shared::Shared,
};
use base64::{Engine as _, engine::general_purpose::URL_SAFE_NO_PAD};
use domain::passphrase::Passphrase;
use jiff::{SignedDuration, Timestamp};
use sha2::{Digest, Sha256};
use sqlx::FromRow;
use std::{fmt, sync::Arc};
use uuid::Uuid;

/// How long a session lasts that nobody uses, and how long one lasts at most.
const IDLE: SignedDuration = SignedDuration::from_mins(30);
const WHOLE: SignedDuration = SignedDuration::from_hours(12);
/// A session that was seen just now is not written anew: reading ten pages is one write.
const JUST_NOW: SignedDuration = SignedDuration::from_secs(60);

/// The people of one office.
#[derive(Clone, Debug)]
pub struct Accounts {
    shared: Arc<Shared>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    pub id: Uuid,
    pub name: String,
    pub email: String,
    pub state: State,
}

/// How far somebody's account is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum State {
    /// They have not chosen a passphrase yet, and come by no provider.
    Invited,
    Active,
    Disabled,
}

/// What a one-time link is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    Invitation,
    Reset,
}

impl Purpose {
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    /// How long such a link is good.
    fn lasts(self) -> SignedDuration {
        match self {
            Self::Invitation => SignedDuration::from_hours(7 * 24),
            Self::Reset => SignedDuration::from_hours(24),
        }
    }
}

/// What somebody holds to show who they are: 256 bits of chance. Kept as its hash alone.
#[derive(Clone, PartialEq, Eq)]
pub struct Token(String);

impl fmt::Debug for Token {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Token")
    }
}

impl Token {
    /// A new one.
    pub fn new() -> Result<Self> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)
            .map_err(|e| Error::File { path: "the system's source of chance".into(), why: e.to_string() })?;
        Ok(Self::of(bytes))
    }

    /// One of chance that was drawn elsewhere.
    pub fn of(chance: [u8; 32]) -> Self {
        Self(URL_SAFE_NO_PAD.encode(chance))
    }

    /// What somebody holds out.
    pub fn held_out(words: &str) -> Self {
        Self(words.to_owned())
    }

    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// By which it is found, and known again.
    pub fn hash(&self) -> Vec<u8> {
        Sha256::digest(self.0.as_bytes()).to_vec()
    }
}

/// Somebody who is signed in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Session {
    /// The hash of what they hold.
    pub id: Vec<u8>,
    pub person: Uuid,
    pub name: String,
    pub email: String,
    /// The word of the role in which they signed in.
    pub role: String,
    pub created: Timestamp,
    pub seen: Timestamp,
    /// When they last showed who they are.
    pub proved: Timestamp,
}

/// What came of an attempt to sign in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Attempt {
    Known(Uuid),
    /// Wrong, or nobody, or somebody who may not: in the same time and with the same words.
    Unknown,
    /// Nothing was looked at: there were too many.
    TooMany,
}

#[derive(FromRow)]
struct PersonRow {
    id: Uuid,
    name: String,
    email: String,
    passphrase: Option<String>,
    disabled: Option<bool>,
}

impl PersonRow {
    fn state(&self) -> State {
        match (&self.passphrase, self.disabled) {
            (_, Some(true)) => State::Disabled,
            (Some(passphrase), _) if !passphrase.is_empty() => State::Active,
            _ => State::Invited,
        }
    }
}

impl From<PersonRow> for Person {
    fn from(row: PersonRow) -> Self {
        let state = row.state();
        Self { id: row.id, name: row.name, email: row.email, state }
    }
}

#[derive(FromRow)]
struct SessionRow {
    id: Vec<u8>,
    person: Uuid,
    name: String,
    email: String,
    role: String,
    created: i64,
    seen: i64,
    proved: i64,
}

impl From<SessionRow> for Session {
    fn from(row: SessionRow) -> Self {
        let time = |at| Timestamp::from_microsecond(at).unwrap_or_default();
        Self {
            id: row.id,
            person: row.person,
            name: row.name,
            email: row.email,
            role: row.role,
            created: time(row.created),
            seen: time(row.seen),
            proved: time(row.proved),
        }
    }
}

#[derive(FromRow)]
struct Count {
    n: i64,
}

/// An address as two of them are compared.
pub(crate) fn folded(email: &str) -> String {
    domain::text::fold(email.trim())
}

fn before(now: Timestamp, by: SignedDuration) -> i64 {
    (now - by).as_microsecond()
}

impl Record {
    pub fn accounts(&self) -> Accounts {
        Accounts::of(&self.shared)
    }
}

impl Accounts {
    pub(crate) fn of(shared: &Arc<Shared>) -> Self {
        Self { shared: Arc::clone(shared) }
    }

    async fn writing(&self) -> Result<Tx> {
        self.shared.writable()?;
        self.shared.db.begin().await
    }

    /// Whether anybody can sign in at all.
    pub async fn any(&self) -> Result<bool> {
        let any = "SELECT COUNT(*) AS n FROM account WHERE office = $1 AND passphrase <> ''";
        let count: Option<Count> = self.shared.db.maybe(sql(any).bind(self.shared.id)).await?;
        Ok(count.is_some_and(|count| count.n > 0))
    }

    /// Everybody whose name is kept.
    pub async fn people(&self) -> Result<Vec<Person>> {
        let all = "SELECT p.id, p.name, p.email, CASE WHEN a.passphrase = '' AND EXISTS (SELECT 1 FROM identity i WHERE i.office = p.office AND i.person = p.id) THEN 'by a provider' ELSE a.passphrase END AS passphrase, a.disabled FROM person p LEFT JOIN account a ON a.office = p.office AND a.person = p.id WHERE p.office = $1 ORDER BY p.name, p.id";
        let rows: Vec<PersonRow> = self.shared.db.all(sql(all).bind(self.shared.id)).await?;
        Ok(rows.into_iter().map(Person::from).collect())
    }

    pub async fn person(&self, id: Uuid) -> Result<Option<Person>> {
        let one = "SELECT p.id, p.name, p.email, CASE WHEN a.passphrase = '' AND EXISTS (SELECT 1 FROM identity i WHERE i.office = p.office AND i.person = p.id) THEN 'by a provider' ELSE a.passphrase END AS passphrase, a.disabled FROM person p LEFT JOIN account a ON a.office = p.office AND a.person = p.id WHERE p.office = $1 AND p.id = $2";
        let row: Option<PersonRow> = self.shared.db.maybe(sql(one).bind(self.shared.id).bind(id)).await?;
        Ok(row.map(Person::from))
    }

    /// Keeps a person's name and address, or their new ones. False where somebody else has that address.
    pub async fn keep(&self, id: Uuid, name: &str, email: &str) -> Result<bool> {
        let mut tx = self.writing().await?;
        let kept = "INSERT INTO person (office, id, name, email, folded) VALUES ($1, $2, $3, $4, $5) ON CONFLICT (office, id) DO UPDATE SET name = excluded.name, email = excluded.email, folded = excluded.folded";
        let kept = sql(kept).bind(self.shared.id).bind(id).bind(name.trim()).bind(email.trim()).bind(folded(email));
        match tx.run(kept).await {
            Err(error) if error.trouble() == Trouble::Taken => return Ok(false),
            other => other?,
        };
        let account = "INSERT INTO account (office, person, passphrase, disabled) VALUES ($1, $2, '', FALSE) ON CONFLICT (office, person) DO NOTHING";
        tx.run(sql(account).bind(self.shared.id).bind(id)).await?;
        tx.commit().await?;
        Ok(true)
    }

    /// Deletes all that is kept of a person: the record goes on naming their id.
    pub async fn forget(&self, id: Uuid) -> Result<()> {
        let mut tx = self.writing().await?;
        for gone in [
            "DELETE FROM letter WHERE office = $1 AND folded IN (SELECT folded FROM person WHERE office = $1 AND id = $2)",
            "DELETE FROM session WHERE office = $1 AND person = $2",
            "DELETE FROM halfway WHERE office = $1 AND person = $2",
            "DELETE FROM recovery WHERE office = $1 AND person = $2",
            "DELETE FROM authenticator WHERE office = $1 AND person = $2",
            "DELETE FROM identity WHERE office = $1 AND person = $2",
            "DELETE FROM link WHERE office = $1 AND person = $2",
            "DELETE FROM draft WHERE office = $1 AND person = $2",
            "DELETE FROM account WHERE office = $1 AND person = $2",
            "DELETE FROM person WHERE office = $1 AND id = $2",
        ] {
            tx.run(sql(gone).bind(self.shared.id).bind(id)).await?;
        }
        tx.commit().await
    }

    /// Lets a person sign in no more, and ends their sessions and links at once; or lets them again.
    pub async fn disable(&self, person: Uuid, disabled: bool) -> Result<()> {
        let mut tx = self.writing().await?;
        let set = "UPDATE account SET disabled = $3 WHERE office = $1 AND person = $2";
        tx.run(sql(set).bind(self.shared.id).bind(person).bind(disabled)).await?;
        self.end(&mut tx, person).await?;
        self.revoke(&mut tx, person).await?;
        tx.commit().await
    }

    /// Ends the sessions and one-time links of somebody whose access has ended.
    pub async fn leaves(&self, person: Uuid) -> Result<()> {
        let mut tx = self.writing().await?;
        self.end(&mut tx, person).await?;
        self.revoke(&mut tx, person).await?;
        tx.commit().await
    }

    async fn end(&self, tx: &mut Tx, person: Uuid) -> Result<()> {
        let gone = "DELETE FROM session WHERE office = $1 AND person = $2";
        tx.run(sql(gone).bind(self.shared.id).bind(person)).await.map(|_| ())
    }

    async fn revoke(&self, tx: &mut Tx, person: Uuid) -> Result<()> {
        let gone = "DELETE FROM link WHERE office = $1 AND person = $2";
        tx.run(sql(gone).bind(self.shared.id).bind(person)).await.map(|_| ())
    }

    // ---- One-time links ----

    /// A one-time link for a person, in place of every earlier one.
    pub async fn link(&self, person: Uuid, purpose: Purpose, now: Timestamp) -> Result<Token> {
        let token = Token::new()?;
        let mut tx = self.writing().await?;
        self.revoke(&mut tx, person).await?;
        let made = "INSERT INTO link (office, id, purpose, person, expires) VALUES ($1, $2, $3, $4, $5)";
        tx.run(
            sql(made)
                .bind(self.shared.id)
                .bind(token.hash())
                .bind(purpose.as_str())
                .bind(person)
                .bind((now + purpose.lasts()).as_microsecond()),
        )
        .await?;
        tx.commit().await?;
        Ok(token)
    }

    /// Whose a link is, while it is good. Looking spends nothing: scanners open every link of a mail.
    pub async fn linked(&self, token: &Token, purpose: Purpose, now: Timestamp) -> Result<Option<Person>> {
        let one = "SELECT p.id, p.name, p.email, a.passphrase, a.disabled FROM link l JOIN person p ON p.office = l.office AND p.id = l.person JOIN account a ON a.office = p.office AND a.person = p.id WHERE l.office = $1 AND l.id = $2 AND l.purpose = $3 AND l.expires > $4 AND a.disabled = FALSE";
        let query = sql(one).bind(self.shared.id).bind(token.hash());
        let row: Option<PersonRow> =
            self.shared.db.maybe(query.bind(purpose.as_str()).bind(now.as_microsecond())).await?;
        Ok(row.map(Person::from))
    }

    /// Spends a link: the passphrase is set, and every session that was open is ended. None where it is spent or void.
    pub async fn spend(
        &self,
        token: &Token,
        purpose: Purpose,
        passphrase: &Passphrase,
        now: Timestamp,
    ) -> Result<Option<Person>> {
        // Looked at before the costly part, so that void links cost nothing.
        let Some(person) = self.linked(token, purpose, now).await? else { return Ok(None) };
        let hash = hashing::hash(passphrase).await?;
        let mut tx = self.writing().await?;
        let spent = "DELETE FROM link WHERE office = $1 AND id = $2";
        if tx.run(sql(spent).bind(self.shared.id).bind(token.hash())).await? == 0 {
            tx.rollback().await?;
            return Ok(None);
        }
        self.set(&mut tx, person.id, hash).await?;
        self.revoke(&mut tx, person.id).await?;
        self.end(&mut tx, person.id).await?;
        self.forgive(&mut tx, &person.email).await?;
        tx.commit().await?;
        Ok(Some(person))
    }

    async fn set(&self, tx: &mut Tx, person: Uuid, hash: String) -> Result<()> {
        let set = "UPDATE account SET passphrase = $3 WHERE office = $1 AND person = $2";
        tx.run(sql(set).bind(self.shared.id).bind(person).bind(hash)).await.map(|_| ())
    }

    /// Sets the passphrase of somebody who was let in another way: the first administrator.
    pub async fn set_passphrase(&self, person: Uuid, passphrase: &Passphrase) -> Result<()> {
        let hash = hashing::hash(passphrase).await?;
        let mut tx = self.writing().await?;
        self.set(&mut tx, person, hash).await?;
        tx.commit().await
    }

    /// Changes a passphrase by the old one, and ends every other session. Counted as an attempt to sign in.
    pub async fn change_passphrase(
        &self,
        session: &Session,
        old: &Passphrase,
        new: &Passphrase,
        from: &str,
        now: Timestamp,
    ) -> Result<Attempt> {
        let known = self.try_passphrase(&session.email, old, from, now).await?;
        if known != Attempt::Known(session.person) {
            return Ok(known);
        }
        let hash = hashing::hash(new).await?;
        let mut tx = self.writing().await?;
        self.set(&mut tx, session.person, hash).await?;
        let others = "DELETE FROM session WHERE office = $1 AND person = $2 AND id <> $3";
        tx.run(sql(others).bind(self.shared.id).bind(session.person).bind(session.id.clone())).await?;
        self.revoke(&mut tx, session.person).await?;
        tx.commit().await?;
        Ok(known)
    }

    // ---- Sessions ----

    /// Opens a session, always under a new id, for somebody who just showed who they are.
    pub async fn open(&self, person: Uuid, role: &str, now: Timestamp) -> Result<Token> {
        self.open_shown(person, role, now, now).await
    }

    /// The same for somebody who showed it at another time: a provider may have known them for hours.
    pub async fn open_shown(&self, person: Uuid, role: &str, proved: Timestamp, now: Timestamp) -> Result<Token> {
        let token = Token::new()?;
        let mut tx = self.writing().await?;
        let over = "DELETE FROM session WHERE office = $1 AND (seen <= $2 OR created <= $3)";
        tx.run(sql(over).bind(self.shared.id).bind(before(now, IDLE)).bind(before(now, WHOLE))).await?;
        let opened =
            "INSERT INTO session (office, id, person, role, created, seen, proved) VALUES ($1, $2, $3, $4, $5, $5, $6)";
        let opened = sql(opened).bind(self.shared.id).bind(token.hash()).bind(person).bind(role);
        tx.run(opened.bind(now.as_microsecond()).bind(proved.as_microsecond())).await?;
        tx.commit().await?;
        Ok(token)
    }

    /// The session that somebody holds out, if it stands; it is then good for another half hour.
    pub async fn session(&self, token: &Token, now: Timestamp) -> Result<Option<Session>> {
        let one = "SELECT s.id, s.person, p.name, p.email, s.role, s.created, s.seen, s.proved FROM session s JOIN person p ON p.office = s.office AND p.id = s.person JOIN account a ON a.office = s.office AND a.person = s.person WHERE s.office = $1 AND s.id = $2 AND s.seen > $3 AND s.created > $4 AND a.disabled = FALSE";
        let query = sql(one).bind(self.shared.id).bind(token.hash());
        let row: Option<SessionRow> =
            self.shared.db.maybe(query.bind(before(now, IDLE)).bind(before(now, WHOLE))).await?;
        let Some(session) = row.map(Session::from) else { return Ok(None) };
        if session.seen <= now - JUST_NOW && self.shared.writable().is_ok() {
            let mut tx = self.writing().await?;
            let seen = "UPDATE session SET seen = $3 WHERE office = $1 AND id = $2";
            tx.run(sql(seen).bind(self.shared.id).bind(session.id.clone()).bind(now.as_microsecond())).await?;
            tx.commit().await?;
        }
        Ok(Some(session))
    }

    /// Notes that whoever holds a session showed again who they are.
    pub async fn proved(&self, session: &Session, at: Timestamp) -> Result<()> {
        let mut tx = self.writing().await?;
        let proved = "UPDATE session SET proved = $3 WHERE office = $1 AND id = $2 AND proved < $3";
        tx.run(sql(proved).bind(self.shared.id).bind(session.id.clone()).bind(at.as_microsecond())).await?;
        tx.commit().await
    }

    /// The sessions of a person that stand, newest first.
    pub async fn sessions(&self, person: Uuid, now: Timestamp) -> Result<Vec<Session>> {
        let all = "SELECT s.id, s.person, p.name, p.email, s.role, s.created, s.seen, s.proved FROM session s JOIN person p ON p.office = s.office AND p.id = s.person WHERE s.office = $1 AND s.person = $2 AND s.seen > $3 AND s.created > $4 ORDER BY s.created DESC";
        let query = sql(all).bind(self.shared.id).bind(person).bind(before(now, IDLE)).bind(before(now, WHOLE));
        let rows: Vec<SessionRow> = self.shared.db.all(query).await?;
        Ok(rows.into_iter().map(Session::from).collect())
    }

    pub async fn sign_out(&self, session: &Session) -> Result<()> {
        let mut tx = self.writing().await?;
        for gone in [
            "DELETE FROM session WHERE office = $1 AND id = $2",
            "DELETE FROM upload WHERE office = $1 AND session = $2",
        ] {
            tx.run(sql(gone).bind(self.shared.id).bind(session.id.clone())).await?;
        }
        tx.commit().await
    }

    /// Ends every session of a person, wherever they are.
    pub async fn sign_out_everywhere(&self, person: Uuid) -> Result<()> {
        let mut tx = self.writing().await?;
        self.end(&mut tx, person).await?;
        tx.commit().await
    }
}
