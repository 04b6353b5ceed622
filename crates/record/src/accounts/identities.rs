//! Whom a provider's identity stands for here.
use super::{Accounts, Count};
use crate::{
    db::{Trouble, sql},
    error::Result,
};
use jiff::{SignedDuration, Timestamp};
use sqlx::FromRow;
use uuid::Uuid;

/// For how long a way to a provider is remembered as used: longer than any answer to it is good.
const REMEMBERED: SignedDuration = SignedDuration::from_hours(1);

#[derive(FromRow)]
struct Whose {
    person: Uuid,
}

#[derive(FromRow)]
struct Subject {
    subject: String,
}

impl Accounts {
    /// Who has an identity. None for a stranger, and for whose account is disabled.
    pub async fn identified(&self, issuer: &str, subject: &str) -> Result<Option<Uuid>> {
        let one = "SELECT i.person FROM identity i JOIN account a ON a.office = i.office AND a.person = i.person WHERE i.office = $1 AND i.issuer = $2 AND i.subject = $3 AND a.disabled = FALSE";
        let whose: Option<Whose> =
            self.shared.db.maybe(sql(one).bind(self.shared.id).bind(issuer).bind(subject)).await?;
        Ok(whose.map(|whose| whose.person))
    }

    /// Whether anybody here has an identity, also who may not come in.
    pub async fn is_connected(&self, issuer: &str, subject: &str) -> Result<bool> {
        let any = "SELECT COUNT(*) AS n FROM identity WHERE office = $1 AND issuer = $2 AND subject = $3";
        let count: Option<Count> =
            self.shared.db.maybe(sql(any).bind(self.shared.id).bind(issuer).bind(subject)).await?;
        Ok(count.is_some_and(|count| count.n > 0))
    }

    /// Under which subject an issuer knows a person.
    pub async fn subject(&self, person: Uuid, issuer: &str) -> Result<Option<String>> {
        let one = "SELECT subject FROM identity WHERE office = $1 AND person = $2 AND issuer = $3";
        let subject: Option<Subject> =
            self.shared.db.maybe(sql(one).bind(self.shared.id).bind(person).bind(issuer)).await?;
        Ok(subject.map(|subject| subject.subject))
    }

    /// Lets a person in by an identity, in place of the one that they had. False where it stands for somebody else.
    pub async fn connect(&self, person: Uuid, issuer: &str, subject: &str) -> Result<bool> {
        let mut tx = self.writing().await?;
        let before = "DELETE FROM identity WHERE office = $1 AND person = $2 AND issuer = $3";
        tx.run(sql(before).bind(self.shared.id).bind(person).bind(issuer)).await?;
        let now = "INSERT INTO identity (office, issuer, subject, person) VALUES ($1, $2, $3, $4)";
        match tx.run(sql(now).bind(self.shared.id).bind(issuer).bind(subject).bind(person)).await {
            Err(error) if error.trouble() == Trouble::Taken => return Ok(false),
            other => other?,
        };
        tx.commit().await?;
        Ok(true)
    }

    /// Lets a person in by no identity of an issuer any more, and ends their sessions.
    pub async fn disconnect(&self, person: Uuid, issuer: &str) -> Result<()> {
        let mut tx = self.writing().await?;
        let gone = "DELETE FROM identity WHERE office = $1 AND person = $2 AND issuer = $3";
        tx.run(sql(gone).bind(self.shared.id).bind(person).bind(issuer)).await?;
        self.end(&mut tx, person).await?;
        tx.commit().await
    }

    /// Remembers that a way to a provider led back. False where it did so before, on whichever node.
    pub async fn returns_once(&self, mark: &[u8], now: Timestamp) -> Result<bool> {
        let mut tx = self.writing().await?;
        let over = "DELETE FROM errand WHERE office = $1 AND expires <= $2";
        tx.run(sql(over).bind(self.shared.id).bind(now.as_microsecond())).await?;
        let kept = "INSERT INTO errand (office, id, expires) VALUES ($1, $2, $3) ON CONFLICT (office, id) DO NOTHING";
        let kept = sql(kept).bind(self.shared.id).bind(mark.to_vec()).bind((now + REMEMBERED).as_microsecond());
        let new = tx.run(kept).await? == 1;
        tx.commit().await?;
        Ok(new)
    }
}
