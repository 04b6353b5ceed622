//! Links by which a post answers in a round without an account; the addresses written down for posts; and who has looked.
//! Beside the record, where all of it can be deleted.
use crate::{
    Record,
    accounts::{Token, folded},
    db::{Tx, sql},
    error::Result,
    shared::Shared,
};
use domain::{id::Id, post::Post, round::Round};
use jiff::Timestamp;
use sqlx::FromRow;
use std::{collections::BTreeSet, sync::Arc};
use uuid::Uuid;

#[derive(Clone, Debug)]
pub struct AnswerLinks {
    pub(crate) shared: Arc<Shared>,
}

/// A link as it is known here: never what its holder has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AnswerLink {
    pub link: Uuid,
    pub round: Id<Round>,
    pub post: Id<Post>,
    /// Where it was sent; empty where somebody passed it on by hand.
    pub address: String,
    pub made: Timestamp,
    pub revoked: bool,
}

#[derive(FromRow)]
struct LinkRow {
    id: Vec<u8>,
    link: Uuid,
    round: Uuid,
    post: Uuid,
    address: String,
    made: i64,
    revoked: bool,
}

impl From<LinkRow> for AnswerLink {
    fn from(row: LinkRow) -> Self {
        Self {
            link: row.link,
            round: Id::new(row.round),
            post: Id::new(row.post),
            address: row.address,
            made: Timestamp::from_microsecond(row.made).unwrap_or_default(),
            revoked: row.revoked,
        }
    }
}

#[derive(FromRow)]
struct Contact {
    post: Uuid,
    address: String,
}

#[derive(FromRow)]
struct Looked {
    post: Uuid,
}

/// Whether two are the same, in a time that does not tell where they differ.
fn same(one: &[u8], other: &[u8]) -> bool {
    one.len() == other.len() && one.iter().zip(other).fold(0, |differs, (a, b)| differs | (a ^ b)) == 0
}

impl Record {
    pub fn answer_links(&self) -> AnswerLinks {
        AnswerLinks { shared: Arc::clone(&self.shared) }
    }
}

impl AnswerLinks {
    async fn writing(&self) -> Result<Tx> {
        self.shared.writable()?;
        self.shared.db.begin().await
    }

    /// Keeps a link that was made for a post. `token` is what its holder will have. One that is kept already is that one.
    pub async fn keep(&self, token: &Token, link: &AnswerLink) -> Result<()> {
        let mut tx = self.writing().await?;
        self.keep_in(&mut tx, token, link).await?;
        tx.commit().await
    }

    pub(crate) async fn keep_in(&self, tx: &mut Tx, token: &Token, link: &AnswerLink) -> Result<()> {
        let made = "INSERT INTO answer_link (office, id, link, round, post, address, made, revoked) VALUES ($1, $2, $3, $4, $5, $6, $7, FALSE) ON CONFLICT (office, id) DO NOTHING";
        let made = sql(made).bind(self.shared.id).bind(token.hash()).bind(link.link).bind(link.round.uuid());
        let made = made.bind(link.post.uuid()).bind(link.address.as_str()).bind(link.made.as_microsecond());
        tx.run(made).await.map(|_| ())
    }

    /// The link that somebody holds out, if it was not revoked. Looking spends nothing. Whether its round is open is for
    /// the record to say.
    pub async fn held_out(&self, token: &Token) -> Result<Option<AnswerLink>> {
        let hash = token.hash();
        let one = "SELECT id, link, round, post, address, made, revoked FROM answer_link WHERE office = $1 AND id = $2 AND revoked = FALSE";
        let row: Option<LinkRow> = self.shared.db.maybe(sql(one).bind(self.shared.id).bind(hash.clone())).await?;
        Ok(row.filter(|row| same(&row.id, &hash)).map(AnswerLink::from))
    }

    /// The links of a round, oldest first.
    pub async fn of_round(&self, round: Id<Round>) -> Result<Vec<AnswerLink>> {
        let all = "SELECT id, link, round, post, address, made, revoked FROM answer_link WHERE office = $1 AND round = $2 ORDER BY made, link";
        let rows: Vec<LinkRow> = self.shared.db.all(sql(all).bind(self.shared.id).bind(round.uuid())).await?;
        Ok(rows.into_iter().map(AnswerLink::from).collect())
    }

    /// Ends every link of a post in a round at once, and forgets the address to which the next would be sent. Gives how
    /// many there were.
    pub async fn revoke(&self, round: Id<Round>, post: Id<Post>) -> Result<u64> {
        let mut tx = self.writing().await?;
        // The address first: whoever hands a mail over holds it until the link in that mail is kept, and is ended here.
        let forgotten = "DELETE FROM contact WHERE office = $1 AND post = $2";
        tx.run(sql(forgotten).bind(self.shared.id).bind(post.uuid())).await?;
        let gone =
            "UPDATE answer_link SET revoked = TRUE WHERE office = $1 AND round = $2 AND post = $3 AND revoked = FALSE";
        let revoked = tx.run(sql(gone).bind(self.shared.id).bind(round.uuid()).bind(post.uuid())).await?;
        tx.commit().await?;
        Ok(revoked)
    }

    /// The addresses that were written down for posts.
    pub async fn contacts(&self) -> Result<Vec<(Id<Post>, String)>> {
        let all = "SELECT post, address FROM contact WHERE office = $1 ORDER BY post";
        let rows: Vec<Contact> = self.shared.db.all(sql(all).bind(self.shared.id)).await?;
        Ok(rows.into_iter().map(|row| (Id::new(row.post), row.address)).collect())
    }

    /// Whether a post is mailed at an address, and will be until this transaction is over.
    pub(crate) async fn stays_at(&self, tx: &mut Tx, post: Id<Post>, address: &str) -> Result<bool> {
        let held = "UPDATE contact SET address = address WHERE office = $1 AND post = $2";
        tx.run(sql(held).bind(self.shared.id).bind(post.uuid())).await?;
        let one = "SELECT post, address FROM contact WHERE office = $1 AND post = $2";
        let row: Option<Contact> = tx.maybe(sql(one).bind(self.shared.id).bind(post.uuid())).await?;
        Ok(row.is_some_and(|row| folded(&row.address) == folded(address)))
    }

    /// Writes down where a post is mailed; nothing takes the address away. Links that were mailed to another address end.
    pub async fn write_down(&self, post: Id<Post>, address: Option<&str>) -> Result<()> {
        let mut tx = self.writing().await?;
        let query = match address {
            Some(address) => sql("INSERT INTO contact (office, post, address) VALUES ($1, $2, $3) ON CONFLICT (office, post) DO UPDATE SET address = excluded.address")
                .bind(self.shared.id)
                .bind(post.uuid())
                .bind(address.trim()),
            None => sql("DELETE FROM contact WHERE office = $1 AND post = $2").bind(self.shared.id).bind(post.uuid()),
        };
        tx.run(query).await?;
        let gone = "UPDATE answer_link SET revoked = TRUE WHERE office = $1 AND post = $2 AND address <> '' AND address <> $3 AND revoked = FALSE";
        let gone = sql(gone).bind(self.shared.id).bind(post.uuid());
        tx.run(gone.bind(address.unwrap_or_default().trim())).await?;
        tx.commit().await
    }

    /// Notes that posts have looked at what a round asks of them. What is noted already is not written again.
    pub async fn looked(&self, round: Id<Round>, posts: &[Id<Post>], now: Timestamp) -> Result<()> {
        let known = self.lookers(round).await?;
        let new: Vec<&Id<Post>> = posts.iter().filter(|post| !known.contains(post)).collect();
        if new.is_empty() || self.shared.writable().is_err() {
            return Ok(());
        }
        let mut tx = self.writing().await?;
        for post in new {
            let look = "INSERT INTO looked (office, round, post, at) VALUES ($1, $2, $3, $4) ON CONFLICT (office, round, post) DO NOTHING";
            let look = sql(look).bind(self.shared.id).bind(round.uuid()).bind(post.uuid());
            tx.run(look.bind(now.as_microsecond())).await?;
        }
        tx.commit().await
    }

    /// The posts that have.
    pub async fn lookers(&self, round: Id<Round>) -> Result<BTreeSet<Id<Post>>> {
        let all = "SELECT post FROM looked WHERE office = $1 AND round = $2";
        let rows: Vec<Looked> = self.shared.db.all(sql(all).bind(self.shared.id).bind(round.uuid())).await?;
        Ok(rows.into_iter().map(|row| Id::new(row.post)).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::same;

    #[test]
    fn two_hashes_are_the_same_only_where_every_byte_is() {
        assert!(same(b"abc", b"abc"));
        assert!(!same(b"abc", b"abd") && !same(b"abc", b"xbc") && !same(b"abc", b"abcd") && !same(b"", b"a"));
    }
}
